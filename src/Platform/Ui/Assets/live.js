// What came while a page is open. Pure enhancement: without this file the lists are what they were when they were asked for.
(() => {
  'use strict';
  const doc = document;
  // A browser has six lines to a server: only the page that is looked at holds one.
  const listen = (address, hear) => {
    let line = null, place = '';
    const turn = () => {
      if (doc.visibilityState === 'hidden') { if (line) { line.close(); line = null; } return; }
      if (line && line.readyState !== 2) return;
      line = new EventSource(place ? address.replace(/tu=[^&]*/, 'tu=' + place) : address);
      line.addEventListener('message', event => { if (event.lastEventId) place = event.lastEventId; hear(JSON.parse(event.data)); });
    };
    doc.addEventListener('visibilitychange', turn);
    addEventListener('pagehide', () => { if (line) { line.close(); line = null; } });
    addEventListener('pageshow', event => { if (event.persisted) turn(); });
    turn();
  };

  const pill = doc.querySelector('[data-live-list]');
  if (pill) {
    const shown = new Set([...doc.querySelectorAll('[data-row] a.code')].map(link => link.textContent.trim()));
    const came = new Set();
    listen(pill.dataset.liveList, codes => {
      codes.filter(code => !shown.has(code)).forEach(code => came.add(code));
      if (!came.size) return;
      const link = doc.createElement('a');
      link.href = pill.dataset.address;
      link.textContent = came.size + ' ' + pill.dataset.words;
      pill.replaceChildren(link);
      pill.classList.add('is-new');
    });
  }

  const present = doc.querySelector('[data-live-dossier]');
  if (present) {
    listen(present.dataset.liveDossier, names => {
      const words = names.length ? 'Đang cùng mở: ' + names.join('; ') : '';
      if (present.textContent !== words) present.textContent = words;
    });
  }
})();
