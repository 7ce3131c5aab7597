// Marking a part of a page on its picture. Without this file the same is chosen from a list of nine places.
(() => {
  'use strict';
  const svg = (tag, parent) => parent.appendChild(document.createElementNS('http://www.w3.org/2000/svg', tag));
  document.querySelectorAll('[data-mark]').forEach(field => {
    const select = field.querySelector('select');
    const number = document.getElementById(field.dataset.page);
    const lines = field.closest('fieldset');
    if (!select || !number || !lines) return;
    const figure = field.appendChild(document.createElement('figure'));
    figure.className = 'mark';
    figure.hidden = true;
    const sheet = figure.appendChild(document.createElement('div'));
    sheet.className = 'mark__page mark__page--draw';
    const image = sheet.appendChild(document.createElement('img'));
    image.draggable = false;
    const layer = svg('svg', sheet);
    layer.setAttribute('viewBox', '0 0 100 100');
    layer.setAttribute('preserveAspectRatio', 'none');
    layer.setAttribute('aria-hidden', 'true');
    const box = svg('rect', layer);
    figure.appendChild(document.createElement('figcaption')).textContent = 'Kéo trên ảnh để đánh dấu, hoặc chọn trong danh sách';

    const draw = region => ['x', 'y', 'width', 'height'].forEach((name, at) => box.setAttribute(name, region[at] || 0));
    const chosen = () => draw((select.selectedOptions[0].dataset.region || '0,0,0,0').split(','));
    const show = () => {
      const page = number.value.trim() || '1';
      if (!lines.querySelector('[value=ask]').checked) return;
      if (!/^[1-9]\d*$/.test(page)) { figure.hidden = true; return; }
      const address = field.dataset.mark + page;
      if (image.getAttribute('src') === address) return;
      image.alt = 'Trang ' + page + ' của ' + lines.querySelector('legend').textContent.trim();
      image.src = address;
    };
    image.addEventListener('load', () => { figure.hidden = false; chosen(); });
    image.addEventListener('error', () => { figure.hidden = true; });
    lines.addEventListener('change', show);
    select.addEventListener('change', chosen);

    let start = null;
    const at = event => {
      const edge = sheet.getBoundingClientRect();
      const part = (value, size) => Math.round(Math.min(Math.max(value / size, 0), 1) * 100);
      return [part(event.clientX - edge.left, edge.width), part(event.clientY - edge.top, edge.height)];
    };
    const between = ([x, y], [u, v]) => [Math.min(x, u), Math.min(y, v), Math.abs(u - x), Math.abs(v - y)];
    sheet.addEventListener('pointerdown', event => { start = at(event); sheet.setPointerCapture(event.pointerId); });
    sheet.addEventListener('pointermove', event => { if (start) draw(between(start, at(event))); });
    sheet.addEventListener('pointercancel', () => { start = null; chosen(); });
    sheet.addEventListener('pointerup', event => {
      if (!start) return;
      const region = between(start, at(event));
      start = null;
      // A slip of the hand is no mark.
      if (region[2] < 2 || region[3] < 2) { chosen(); return; }
      let option = [...select.options].find(one => one.value.includes(','));
      if (!option) option = select.appendChild(new Option('vùng đã kéo trên ảnh'));
      option.value = option.dataset.region = region.join(',');
      option.selected = true;
      chosen();
    });
    show();
  });
})();
