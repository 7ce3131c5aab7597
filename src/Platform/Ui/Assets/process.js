// Draws the process of the page as a diagram that can be changed with mouse, finger or keys, and gives the file back to its form. Only what the house
// carries out can be put into it; everything else of an element is filled in on its own page.
(() => {
  'use strict';
  const box = document.getElementById('so-do');
  const file = document.getElementById('drawing');
  if (!box || !file) return;
  const form = file.form;
  const say = words => { document.getElementById('so-do-loi').textContent = words; };
  const kinds = [
    ['bpmn:UserTask', 'Bước của người', 'bpmn-icon-user-task'], ['bpmn:ServiceTask', 'Việc của hệ thống', 'bpmn-icon-service-task'],
    ['bpmn:CallActivity', 'Hồ sơ liên thông', 'bpmn-icon-call-activity'],
    ['bpmn:ExclusiveGateway', 'Cổng rẽ một nhánh', 'bpmn-icon-gateway-xor'], ['bpmn:ParallelGateway', 'Cổng song song', 'bpmn-icon-gateway-parallel'],
    ['bpmn:InclusiveGateway', 'Cổng rẽ nhiều nhánh', 'bpmn-icon-gateway-or'],
    ['bpmn:IntermediateCatchEvent', 'Chờ một tin', 'bpmn-icon-intermediate-event-catch-message', 'bpmn:MessageEventDefinition'],
    ['bpmn:IntermediateCatchEvent', 'Chờ một thời gian', 'bpmn-icon-intermediate-event-catch-timer', 'bpmn:TimerEventDefinition'],
    ['bpmn:EndEvent', 'Kết thúc', 'bpmn-icon-end-event-none'],
  ];
  const entry = (group, className, title, action) => ({ group, className, title, action });

  class Palette {
    static $inject = ['palette', 'create', 'elementFactory', 'handTool', 'globalConnect'];
    constructor(palette, create, factory, hand, connect) {
      Object.assign(this, { create, factory, hand, connect });
      palette.registerProvider(this);
    }
    getPaletteEntries() {
      const entries = {
        hand: entry('tools', 'bpmn-icon-hand-tool', 'Kéo cả hình', { click: event => this.hand.activateHand(event) }),
        connect: entry('tools', 'bpmn-icon-connection-multi', 'Nối hai phần tử', { click: event => this.connect.start(event) }),
      };
      for (const [type, title, icon, eventDefinitionType] of kinds) {
        const make = event => this.create.start(event, this.factory.createShape({ type, eventDefinitionType }));
        entries[title] = entry('parts', icon, title, { dragstart: make, click: make });
      }
      return entries;
    }
  }

  class Pad {
    static $inject = ['contextPad', 'autoPlace', 'elementFactory', 'connect', 'modeling'];
    constructor(pad, place, factory, connect, modeling) {
      Object.assign(this, { place, factory, connect, modeling });
      pad.registerProvider(this);
    }
    getContextPadEntries(element) {
      const gone = entry('edit', 'bpmn-icon-trash', 'Bỏ', { click: () => this.modeling.removeElements([element]) });
      if (element.waypoints) return { gone };
      const entries = {};
      if (element.type !== 'bpmn:EndEvent') {
        for (const [type, title, icon, eventDefinitionType] of kinds)
          entries[title] = entry('model', icon, `Thêm sau: ${title}`,
            { click: () => this.place.append(element, this.factory.createShape({ type, eventDefinitionType })) });
        const join = event => this.connect.start(event, element);
        entries.connect = entry('connect', 'bpmn-icon-connection-multi', 'Nối tới phần tử khác', { click: join, dragstart: join });
      }
      return element.type === 'bpmn:StartEvent' ? entries : { ...entries, gone };
    }
  }

  const modeler = new BpmnJS({
    container: box,
    additionalModules: [{ paletteProvider: ['type', Palette], contextPadProvider: ['type', Pad] }],
  });
  let changed = false;
  modeler.on('commandStack.changed', () => { changed = true; });
  modeler.importXML(file.value).then(() => {
    // All of it, beside the palette and not under it.
    const canvas = modeler.get('canvas');
    canvas.zoom(canvas.zoom('fit-viewport', 'auto') * 0.88, 'auto');
    canvas.scroll({ dx: 45, dy: 0 });
    form.querySelector('button').disabled = false;
  }).catch(problem => { console.error(problem); say('Không vẽ được sơ đồ từ tệp này. Sửa trong danh sách các phần tử.'); });
  form.addEventListener('submit', async submitted => {
    submitted.preventDefault();
    try {
      file.value = (await modeler.saveXML({ format: true })).xml;
      changed = false;
      form.submit();
    } catch { say('Không ghi được sơ đồ thành tệp. Bỏ phần tử vừa thêm rồi lưu lại.'); }
  });
  addEventListener('beforeunload', left => { if (changed) left.preventDefault(); });
})();
