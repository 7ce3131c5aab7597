// Turning pages beside a form. Without this file every page is a link to a page of its own.
(() => {
  'use strict';
  const viewer = document.querySelector('[data-viewer]');
  if (!viewer) return;
  const one = selector => viewer.querySelector(selector);
  const can = name => one(`[data-do=${name}]`);
  const files = [...viewer.querySelectorAll('[data-file]')];
  const [strip, stage, sheet, image, at, broken] =
    ['.viewer__strip', '.viewer__stage', '.viewer__sheet', '[data-page]', '[data-at]', '[data-broken]'].map(one);
  // A page as it lies on a table: a wider window makes it no clearer.
  const widest = 960;
  const sizes = [1, 1.25, 1.5, 2, 3, 4];
  const here = new URL(image.src).pathname;
  let file = files.find(each => here.startsWith(each.dataset.images));
  let no = Number(here.slice(here.lastIndexOf('/') + 1));
  let size = 0, turn = Number(viewer.dataset.turned || 0);

  const address = (to, page) => to.dataset.images + page + (size > 1 ? '?co=lon' : '');
  const words = (to, page) => `Trang ${page}/${to.dataset.pages} của ${to.dataset.name} (${to.dataset.fileName})`;
  const neighbour = step => {
    const page = no + step;
    if (page >= 1 && page <= Number(file.dataset.pages)) return [file, page];
    const next = files[files.indexOf(file) + step];
    return next && [next, step > 0 ? 1 : Number(next.dataset.pages)];
  };
  const lay = () => {
    if (!image.naturalWidth) return;
    const lying = turn % 180 !== 0;
    const width = Math.min(stage.clientWidth, widest) * sizes[size];
    const height = width * (lying ? image.naturalWidth / image.naturalHeight : image.naturalHeight / image.naturalWidth);
    sheet.className = 'viewer__sheet viewer__sheet--set turn-' + turn;
    sheet.style.width = width + 'px';
    sheet.style.height = height + 'px';
    image.style.width = (lying ? height : width) + 'px';
    // Words are drawn where a page cannot be: in one shape that no page has.
    broken.hidden = image.naturalWidth !== 420 || image.naturalHeight !== 594;
  };
  const link = (name, step) => {
    const to = neighbour(step);
    const button = can(name);
    if (to) {
      button.href = to[0].dataset.windows + to[1];
      ['role', 'aria-disabled'].forEach(name => button.removeAttribute(name));
    } else {
      button.removeAttribute('href');
      button.setAttribute('role', 'link');
      button.setAttribute('aria-disabled', 'true');
    }
    if (to && step > 0) new Image().src = to[0].dataset.images + to[1];
  };
  const mark = () => {
    const address = file.dataset.windows + no;
    viewer.querySelectorAll('.viewer__strip a').forEach(each => {
      const now = each.getAttribute('href') === address && each.firstElementChild !== null;
      if (!now) { each.removeAttribute('aria-current'); return; }
      each.setAttribute('aria-current', 'page');
      // Within the strip alone: the form beside it stays where it is.
      const [inner, outer] = [each.getBoundingClientRect(), strip.getBoundingClientRect()];
      if (inner.top < outer.top || inner.bottom > outer.bottom) strip.scrollTop += inner.top - outer.top - 40;
      if (inner.left < outer.left || inner.right > outer.right) strip.scrollLeft += inner.left - outer.left - 40;
    });
    if (can('window')) can('window').href = address;
    else history.replaceState(null, '', address);
    can('original').href = file.dataset.original;
    link('prev', -1);
    link('next', 1);
  };
  const show = (to, page) => {
    if (!to || to === file && page === no) return;
    [file, no, turn] = [to, page, 0];
    image.alt = at.textContent = words(file, no);
    image.src = address(file, no);
    stage.scrollTop = stage.scrollLeft = 0;
    mark();
  };
  const zoom = next => {
    const sharp = size > 1;
    size = Math.max(0, Math.min(next, sizes.length - 1));
    if (sharp !== size > 1) image.src = address(file, no);
    lay();
  };
  const acts = {
    prev: () => show(...(neighbour(-1) || [])),
    next: () => show(...(neighbour(1) || [])),
    plus: () => zoom(size + 1),
    minus: () => zoom(size - 1),
    fit: () => zoom(0),
    turn: () => { turn = (turn + 90) % 360; lay(); },
  };
  image.addEventListener('load', lay);
  addEventListener('resize', lay);
  viewer.addEventListener('toggle', lay);
  ['plus', 'minus', 'fit', 'turn'].forEach(name => { can(name).hidden = false; });
  mark();
  if (image.complete) lay();

  const plain = event => event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  viewer.addEventListener('click', event => {
    const button = event.target.closest('[data-do]');
    const small = event.target.closest('.viewer__strip a');
    if (!plain(event)) return;
    if (button && acts[button.dataset.do]) { event.preventDefault(); acts[button.dataset.do](); }
    else if (small) {
      const to = small.closest('[data-file]');
      event.preventDefault();
      show(to, Number(small.getAttribute('href').slice(to.dataset.windows.length)));
    }
  });
  // By the place of the key, and only while the viewer has the focus; nothing while somebody types or composes.
  const keys = { ArrowLeft: 'prev', PageUp: 'prev', ArrowRight: 'next', PageDown: 'next', Equal: 'plus', NumpadAdd: 'plus', Minus: 'minus',
    NumpadSubtract: 'minus', Digit0: 'fit', Numpad0: 'fit', KeyR: 'turn' };
  viewer.addEventListener('keydown', event => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.closest('input,textarea,select') || !keys[event.code]) return;
    event.preventDefault();
    acts[keys[event.code]]();
  });
  // A line of the form, a link to a file, a page of another strip: what it is about is shown.
  document.addEventListener('focusin', event => {
    const line = event.target.closest('[data-shows-paper]');
    const to = line && files.find(each => each.dataset.paper === line.dataset.showsPaper);
    if (to && to.dataset.paper !== file.dataset.paper) show(to, 1);
    const page = event.target.closest('[data-shows]');
    // Within one section the page that was turned to stays.
    if (page && (page.matches('li') || (page.matches('section') && !page.contains(event.relatedTarget)))) ask(page);
  });
  document.addEventListener('click', event => {
    const link = event.target.closest('a[data-shows],[data-shows] a');
    const from = link && plain(event) && link.closest('[data-shows]');
    if (!from || !files.some(each => each.dataset.file === from.dataset.shows)) return;
    event.preventDefault();
    viewer.open = true;
    ask(from);
    if (viewer.getBoundingClientRect().top < 0 || viewer.getBoundingClientRect().top > innerHeight / 2) viewer.scrollIntoView();
    stage.focus({ preventScroll: true });
  });
  const ask = from => show(files.find(each => each.dataset.file === from.dataset.shows), Number(from.dataset.showsPage || 1));
})();
