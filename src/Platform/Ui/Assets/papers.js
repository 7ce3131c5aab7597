// Files of a form go up with their progress said: which of how many, by name. Without this file the form is sent as ever.
(() => {
  'use strict';
  const doc = document;
  let busy = false;
  const place = () => doc.querySelector('[data-sending]');
  const say = text => { const line = place(); if (line && line.textContent !== text) line.textContent = text; };
  const chosen = form => [...form.querySelectorAll('input[type=file]')].flatMap(input => [...input.files]);

  // Before the handlers of every form: what is sent here is not sent twice.
  doc.addEventListener('submit', event => {
    const form = event.target;
    if (!form.matches('[data-sends]') || !self.FormData || !self.XMLHttpRequest) return;
    const files = chosen(form);
    if (busy) { event.preventDefault(); return; }
    if (files.length === 0) return;
    event.preventDefault();
    busy = true;
    const button = event.submitter;
    const body = new FormData(form);
    if (button && button.name) body.append(button.name, button.value);
    const words = (no, file) => `Đang gửi ${no}/${files.length}: ${file.name}`;
    const at = loaded => {
      let sum = 0;
      for (let i = 0; i < files.length; i++) if (loaded < (sum += files[i].size)) return i;
      return files.length - 1;
    };
    let now = 0;
    const send = new XMLHttpRequest();
    send.open('POST', (button && button.getAttribute('formaction')) || form.action);
    say(words(1, files[0]));
    if (button) button.setAttribute('aria-busy', 'true');
    send.upload.onprogress = moved => {
      const next = at(moved.loaded);
      if (moved.loaded >= moved.total) say(`Đã gửi ${files.length}/${files.length} tệp, máy chủ đang kiểm tra…`);
      else if (next !== now) { now = next; say(words(now + 1, files[now])); }
    };
    const stop = text => {
      busy = false;
      if (button) button.removeAttribute('aria-busy');
      say(text);
    };
    send.onerror = () => stop(`Mất mạng khi đang gửi ${files[now].name}. Tệp đã chọn vẫn còn; có mạng thì bấm lại`);
    send.onabort = send.onerror;
    send.onload = () => {
      busy = false;
      if (send.status < 400) {
        doc.dispatchEvent(new Event('motcua:sent'));
        const next = new URL(send.responseURL || location.href, location.href);
        // A redirect's own anchor is not told to a script.
        if (button && button.value.startsWith('them:')) next.hash = 'paper-' + encodeURIComponent(button.value.slice(5));
        const here = next.pathname + next.search === location.pathname + location.search;
        location.assign(next);
        if (here && next.hash) location.reload();
        return;
      }
      const page = new DOMParser().parseFromString(send.responseText, 'text/html');
      const main = page.querySelector('main');
      if (!main) { stop('Chưa gửi được. Chờ một lát rồi bấm lại'); return; }
      doc.dispatchEvent(new Event('motcua:sent'));
      doc.title = page.title;
      doc.querySelector('main').replaceWith(doc.adoptNode(main));
      const summary = doc.querySelector('.error-summary, main h1');
      if (summary) { summary.tabIndex = -1; summary.focus(); scrollTo(0, 0); }
    };
    send.send(body);
  }, true);
})();
