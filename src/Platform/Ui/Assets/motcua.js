// Pure enhancement: every page works without this file. No inline handlers, no eval, same origin only.
(() => {
  'use strict';
  const doc = document;
  const all = (selector, root = doc) => [...root.querySelectorAll(selector)];
  const on = (type, act, options) => doc.addEventListener(type, act, options);
  const make = (tag, attributes = {}, text) => {
    const element = doc.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  // Keys belong to the Vietnamese input method while it composes.
  const composing = event => event.isComposing || event.keyCode === 229;
  const typing = target => target instanceof Element && target.closest('input:not([type=checkbox]):not([type=radio]),textarea,select,[contenteditable=true]');
  const say = text => {
    const region = doc.querySelector('[data-live]');
    if (!region) return;
    region.textContent = '';
    setTimeout(() => { region.textContent = text; }, 50);
  };

  // One press, one submission. The button keeps its width and its name returns when the page comes back from cache.
  const sent = new WeakMap();
  on('submit', event => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== 'post' || form.matches('[data-many],[hx-post],[hx-get]')) return;
    if (sent.has(form)) { event.preventDefault(); return; }
    const button = event.submitter;
    sent.set(form, { button, html: button && button.innerHTML });
    if (button && button.classList.contains('btn')) {
      // The pressed button's name and value must still travel, so it is not disabled.
      button.style.minWidth = button.offsetWidth + 'px';
      button.setAttribute('aria-busy', 'true');
      button.textContent = 'Đang gửi…';
    }
    say('Đang gửi…');
    setTimeout(() => { if (sent.has(form)) say('Mạng đang chậm. Ông/bà cứ chờ, đừng bấm lại'); }, 8000);
  });
  addEventListener('pageshow', event => {
    if (!event.persisted) return;
    all('form').forEach(form => {
      const was = sent.get(form);
      if (was && was.button) { was.button.innerHTML = was.html; was.button.removeAttribute('aria-busy'); }
      sent.delete(form);
    });
  });

  // Typed and not sent: the browser asks before the page is left. Forms that keep their text when left say so themselves.
  let typed = null;
  on('input', event => { const form = event.target.form; if (form && form.method === 'post') typed = form; });
  on('submit', event => { if (event.target === typed && !event.defaultPrevented) typed = null; });
  on('motcua:sent', () => { typed = null; });
  addEventListener('beforeunload', event => { if (typed) event.preventDefault(); });

  const summary = doc.querySelector('.error-summary');
  if (summary) summary.focus();
  on('click', event => {
    const link = event.target.closest('.error-summary a[href^="#"]');
    const target = link && doc.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    const control = target.matches('input,select,textarea,button,a') ? target : target.querySelector('input,select,textarea,button') || target;
    (control.closest('.field') || control).scrollIntoView({ block: 'center' });
    control.focus({ preventScroll: true });
  });

  on('click', event => {
    const target = event.target;
    if (target.closest('[data-print]')) { event.preventDefault(); print(); }
    const copy = target.closest('[data-copy]');
    if (copy && navigator.clipboard) {
      navigator.clipboard.writeText(copy.dataset.copy).then(() => {
        const label = copy.querySelector('[data-copy-label]') || copy;
        const before = label.textContent;
        label.textContent = 'Đã chép';
        say('Đã chép ' + copy.dataset.copy);
        setTimeout(() => { label.textContent = before; }, 2000);
      });
    }
  });

  // A question that another answer of the page brings up: shown with it at once. Hidden it keeps what was typed and, disabled, sends nothing.
  const given = (form, name) => all('input,select,textarea', form).filter(box => (box.name === name || box.name.startsWith(name + '.'))
    && !box.name.endsWith('.province') && !box.closest('fieldset[disabled]') && (!/^(radio|checkbox)$/.test(box.type) || box.checked))
    .map(box => box.value.trim()).filter(text => text);
  const met = (rule, form) => typeof rule === 'boolean' ? rule : rule.all ? rule.all.every(part => met(part, form))
    : rule.any ? rule.any.some(part => met(part, form)) : 'not' in rule ? !met(rule.not, form)
      : 'answered' in rule ? rule.answered === given(form, rule.f).length > 0 : given(form, rule.f).some(text => rule.in.includes(text));
  const unfold = (form, loud) => {
    const more = all('[data-when]', form).filter(part => {
      const asked = met(JSON.parse(part.dataset.when), form);
      const now = asked && part.hidden;
      part.hidden = part.disabled = !asked;
      return now;
    });
    if (loud && more.length) say('Thêm câu hỏi: ' + more.map(part => part.dataset.name).join(', '));
  };
  const unfoldAll = () => new Set(all('[data-when]').map(part => part.form)).forEach(form => form && unfold(form, false));
  on('input', event => { if (event.target.form) unfold(event.target.form, true); });
  // The browser puts back what was typed after Back.
  addEventListener('pageshow', unfoldAll);

  // High contrast without a round trip; the cookie lets the server draw the next page right from its first byte.
  all('[data-contrast-form]').forEach(form => form.addEventListener('submit', event => {
    event.preventDefault();
    const more = doc.documentElement.dataset.contrast !== 'more';
    doc.documentElement.dataset.contrast = more ? 'more' : 'less';
    doc.cookie = `tuong-phan=${more ? 'more' : 'no'};path=/;max-age=31536000;samesite=lax`;
    try { localStorage.setItem('tuong-phan', more ? 'more' : 'no'); } catch { /* storage is switched off */ }
    form.querySelector('button').setAttribute('aria-pressed', more);
    say(more ? 'Đã bật tương phản cao' : 'Đã tắt tương phản cao');
  }));

  const offline = doc.querySelector('[data-offline]');
  const line = () => { if (offline) offline.hidden = navigator.onLine; };
  addEventListener('offline', line);
  addEventListener('online', () => { line(); say('Đã có mạng trở lại'); });
  line();

  on('keydown', event => {
    if (composing(event) || event.code !== 'Enter' || !event.ctrlKey) return;
    const button = doc.querySelector('[data-ctrl-enter]');
    if (!button || button.disabled) return;
    event.preventDefault();
    if (button.form) button.form.requestSubmit(button); else button.click();
  });

  const store = {
    get: () => { try { return JSON.parse(sessionStorage.getItem('danh-sach')); } catch { return null; } },
    set: value => { try { sessionStorage.setItem('danh-sach', JSON.stringify(value)); } catch { /* storage is switched off */ } },
  };
  // Esc on the page that a row led to: back to the list, at that row. Never while somebody types, or with something open to be closed first.
  on('keydown', event => {
    if (event.code !== 'Escape' || event.defaultPrevented || composing(event) || typing(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
    const last = store.get();
    if (!last || last.list === location.href || new URL(last.row, location.href).pathname !== location.pathname || typed) return;
    store.set({ ...last, back: true });
    location.assign(last.list);
  });

  // Lists: arrows or J/K move the focus, Enter opens, Esc leaves. Only while the list has the focus.
  all('[data-list]').forEach(list => {
    const rows = () => all('[data-row]', list);
    const hold = row => {
      rows().forEach(other => { other.tabIndex = other === row ? 0 : -1; });
    };
    hold(rows()[0]);
    // Which row was opened, so that Esc on its page comes back to it.
    list.addEventListener('click', event => {
      const link = event.target.closest('[data-row] a[href]');
      if (link) store.set({ list: location.href, row: link.getAttribute('href') });
    });
    const last = store.get();
    const opened = last && last.back && last.list === location.href && rows().find(row => row.querySelector(`a[href="${CSS.escape(last.row)}"]`));
    if (opened) { hold(opened); opened.focus(); store.set({ list: last.list, row: last.row }); }
    list.addEventListener('focusin', event => { const row = event.target.closest('[data-row]'); if (row) hold(row); });
    list.addEventListener('keydown', event => {
      if (composing(event) || typing(event.target) || event.ctrlKey || event.altKey || event.metaKey) return;
      const here = rows().indexOf(event.target.closest('[data-row]'));
      if (here < 0) return;
      // 1 to 9: the tabs above the list, saved views among them.
      const tab = /^Digit([1-9])$/.exec(event.code), view = tab && !event.shiftKey && all('.tabs a')[tab[1] - 1];
      if (view) { event.preventDefault(); view.click(); return; }
      const go = { ArrowDown: here + 1, KeyJ: here + 1, ArrowUp: here - 1, KeyK: here - 1, Home: 0, End: rows().length - 1 }[event.code];
      if (go !== undefined) {
        const row = rows()[Math.max(0, Math.min(go, rows().length - 1))];
        event.preventDefault();
        row.focus();
      } else if (event.code === 'Enter' && event.target.matches('[data-row]')) {
        const link = event.target.querySelector('a[href]');
        if (link) { event.preventDefault(); link.click(); }
      } else if (event.code === 'Space' && event.target.matches('[data-row]')) {
        const tick = event.target.querySelector('input[type=checkbox]');
        if (tick) { event.preventDefault(); tick.click(); }
      } else if (event.code === 'Escape') {
        event.target.blur();
      }
    });
  });

  // Suggestions: <input data-suggest="/api/v1/…" [data-suggest-value="id of a hidden input"]>. Answer: [{text, hint?, url?, value?}].
  all('input[data-suggest]').forEach((input, index) => {
    const id = 'goi-y-' + index;
    const list = make('ul', { id, class: 'suggest', role: 'listbox', 'aria-label': 'Gợi ý', hidden: '' });
    let found = [], at = -1, timer, asked = 0;
    input.parentElement.classList.add('has-suggest');
    input.after(list);
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id,
      autocomplete: 'off' })) input.setAttribute(name, value);
    const close = () => { list.hidden = true; at = -1; input.setAttribute('aria-expanded', 'false'); input.removeAttribute('aria-activedescendant'); };
    const mark = next => {
      at = next;
      all('li', list).forEach((row, i) => row.setAttribute('aria-selected', i === at));
      if (at >= 0) input.setAttribute('aria-activedescendant', id + '-' + at); else input.removeAttribute('aria-activedescendant');
    };
    const choose = item => {
      if (item.url) { location.assign(item.url); return; }
      input.value = item.text;
      const holder = doc.getElementById(input.dataset.suggestValue || '');
      if (holder) { holder.value = item.value || ''; holder.dispatchEvent(new Event('change', { bubbles: true })); }
      close();
    };
    const show = items => {
      found = items.slice(0, 8);
      list.replaceChildren(...found.map((item, i) => {
        const row = make('li', { id: id + '-' + i, role: 'option', 'aria-selected': 'false' }, item.text);
        if (item.hint) row.append(make('small', {}, item.hint));
        row.addEventListener('pointerdown', event => { event.preventDefault(); choose(item); });
        return row;
      }));
      list.hidden = found.length === 0;
      mark(-1);
      input.setAttribute('aria-expanded', String(!list.hidden));
      if (found.length) say(found.length + ' gợi ý');
    };
    const ask = async () => {
      const query = input.value.trim();
      const turn = ++asked;
      if (query.length < 2) { close(); return; }
      try {
        const url = new URL(input.dataset.suggest, location.href);
        url.searchParams.set('q', query);
        const answer = await fetch(url, { headers: { accept: 'application/json' } });
        if (!answer.ok || turn !== asked) return;
        const body = await answer.json();
        if (turn === asked && doc.activeElement === input) show(Array.isArray(body) ? body : body.items || []);
      } catch { close(); }
    };
    input.addEventListener('input', event => {
      const holder = doc.getElementById(input.dataset.suggestValue || '');
      if (holder) holder.value = '';
      clearTimeout(timer);
      timer = setTimeout(ask, event.isComposing ? 350 : 100);
    });
    input.addEventListener('keydown', event => {
      if (composing(event) || list.hidden) return;
      if (event.code === 'ArrowDown' || event.code === 'ArrowUp') {
        event.preventDefault();
        const count = found.length;
        mark(event.code === 'ArrowDown' ? (at + 1) % count : (at <= 0 ? count : at) - 1);
      } else if (event.code === 'Enter' && at >= 0) { event.preventDefault(); choose(found[at]); }
      else if (event.code === 'Escape') { event.preventDefault(); close(); }
    });
    input.addEventListener('blur', close);
  });

  // Files: show what was chosen, make photos small enough for a slow line. data-original on the field switches the shrinking off.
  const megabytes = size => (size / 1048576).toLocaleString('vi-VN', { maximumFractionDigits: 1 }) + ' MB';
  const shrink = async file => {
    if (!/^image\/(jpeg|png|webp)$/.test(file.type) || file.size < 600000 || !self.createImageBitmap || !self.DataTransfer) return file;
    try {
      const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
      const scale = Math.min(1, 2000 / Math.max(bitmap.width, bitmap.height));
      const canvas = make('canvas');
      canvas.width = Math.round(bitmap.width * scale);
      canvas.height = Math.round(bitmap.height * scale);
      const paper = canvas.getContext('2d');
      // A JPEG has no transparency: without paper under it the picture would be black.
      paper.fillStyle = '#fff';
      paper.fillRect(0, 0, canvas.width, canvas.height);
      paper.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      for (const quality of [.82, .7, .55]) {
        const blob = await new Promise(done => canvas.toBlob(done, 'image/jpeg', quality));
        if (blob && (blob.size < 512000 || quality === .55)) {
          return blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, '') + '.jpg', { type: 'image/jpeg' }) : file;
        }
      }
    } catch { /* an image this browser cannot read: the server looks at it */ }
    return file;
  };
  on('change', async event => {
    const input = event.target;
    if (!(input instanceof HTMLInputElement) || input.type !== 'file' || !input.files.length) return;
    const box = input.closest('.upload') || input.parentElement;
    let list = box.querySelector('.upload__list[data-preview]');
    if (!list) box.append(list = make('ul', { class: 'upload__list', 'data-preview': '' }));
    all('img', list).forEach(picture => URL.revokeObjectURL(picture.src));
    const chosen = [...input.files];
    let files = chosen;
    if (!input.hasAttribute('data-original')) {
      box.setAttribute('aria-busy', 'true');
      files = await Promise.all(chosen.map(shrink));
      box.removeAttribute('aria-busy');
      if (files.some((file, i) => file !== chosen[i])) {
        const carrier = new DataTransfer();
        files.forEach(file => carrier.items.add(file));
        input.files = carrier.files;
      }
    }
    const limit = Number(input.dataset.maxMb || 20);
    list.replaceChildren(...files.map((file, i) => {
      const row = make('li');
      if (file.type.startsWith('image/')) row.append(make('img', { class: 'upload__thumb', alt: '', src: URL.createObjectURL(file) }));
      const words = make('span', {}, `${file.name} · ${megabytes(file.size)}`);
      if (file !== chosen[i]) words.append(` (đã thu nhỏ từ ${megabytes(chosen[i].size)})`);
      row.append(words);
      if (file.size > limit * 1048576) row.append(make('span', { class: 'field__error' },
        `Tệp nặng ${megabytes(file.size)}. Chọn tệp dưới ${limit} MB, hoặc chụp lại bằng nút Chụp ảnh`));
      if (file.size === 0) row.append(make('span', { class: 'field__error' }, 'Tệp chưa lên đủ, có thể do mất mạng. Tải lại tệp này'));
      return row;
    }));
    say(`Đã chọn ${files.length} tệp`);
  });
  on('dragover', event => { const box = event.target.closest && event.target.closest('.upload');
    if (box) { event.preventDefault(); box.classList.add('upload--over'); } });
  on('dragleave', event => { const box = event.target.closest && event.target.closest('.upload'); if (box) box.classList.remove('upload--over'); });
  on('drop', event => {
    const box = event.target.closest && event.target.closest('.upload');
    const input = box && box.querySelector('input[type=file]');
    if (!input || !event.dataTransfer.files.length) return;
    event.preventDefault();
    box.classList.remove('upload--over');
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });

  // Scan station: on a page's list, a digit chooses the paper and goes on to the next page; 0 drops the page; left and right move.
  all('[data-pages]').forEach(strip => strip.addEventListener('keydown', event => {
    const list = event.target.closest('select');
    if (!list || composing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
    const lists = all('select', strip);
    const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code);
    const option = digit && list.querySelector(`[data-digit="${digit[1]}"]`);
    const step = option || event.code === 'ArrowRight' ? 1 : event.code === 'ArrowLeft' ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    if (option) { option.selected = true; say(option.textContent); }
    const next = lists[lists.indexOf(list) + step];
    if (next) { next.focus(); next.closest('li').scrollIntoView({ block: 'nearest', inline: 'center' }); }
  }));
})();
