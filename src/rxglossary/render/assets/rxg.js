/*! rxglossary: shows the meaning of a term beside it. Without this file every term is a plain link. */
(() => {
  'use strict';
  const doc = document;
  const root = doc.documentElement;
  const once = Symbol.for('rxglossary');
  if (window[once]) return;
  window[once] = true;

  const KEY = 'rxg-lang'; // in localStorage
  const CHOSEN = 'rxg:language'; // sent and heeded on document; detail.value is '1', '2' or '' for both
  const DESCRIBED = 'aria-describedby';
  const popovers = 'popover' in root;

  /* Everything is heard at the window, on its way down: no handler of the page comes before us. */
  const on = (type, handler) => addEventListener(type, handler, true);
  const each = (selector, action) => doc.querySelectorAll(selector).forEach(action);

  /* An address without its hash, closed by a mark: it begins only itself and itself with a query. */
  const page = ({ href }) => href.split('#')[0] + '?';

  /* The entry a link leads to. Only our own section counts: the page may own the same id. */
  const entryOf = (link) => {
    try {
      return page(location).startsWith(page(link)) &&
        doc.querySelector('.rxg-glossary div#' + CSS.escape(decodeURIComponent(link.hash.slice(1))));
    } catch {} // no hash, or none that can be read
  };

  /* ---- Language ---- */

  const written = new Map(); // the description each link came with
  let lang = '';

  const stored = (value) => {
    try {
      if (value != null) localStorage[KEY] = value;
      return localStorage[KEY];
    } catch {} // refused: the choice holds for this page only
  };

  /* Brings root, switch and links in line with the choice. */
  const apply = () => {
    /* A page in one language hides nothing, whatever was chosen elsewhere. */
    root.dataset.rxgLang = doc.querySelector('dd.rxg-' + lang) ? lang : '';
    each('.rxg-lang input', (radio) => {
      radio.checked = radio.value === lang;
    });
    each('a.rxg', (link) => {
      const entry = entryOf(link);
      if (!entry) return;
      if (popovers) link.ariaExpanded ||= false;
      if (link.tabIndex < 0) return; // a repeat is not described
      if (!written.has(link)) written.set(link, link.getAttribute(DESCRIBED));
      const wished = lang && entry.querySelector('dd.rxg-' + lang);
      const id = wished ? wished.id ||= entry.id + '--' + lang : written.get(link);
      if (id) link.setAttribute(DESCRIBED, id);
      else link.removeAttribute(DESCRIBED);
    });
  };

  const choose = (value) => {
    if (value == lang || !/^[12]?$/.test(value)) return;
    lang = '' + value;
    stored(lang);
    apply();
    doc.dispatchEvent(new CustomEvent(CHOSEN, { detail: { value: lang } }));
  };

  on('change', ({ target }) => target.closest?.('.rxg-lang') && choose(target.value));
  on(CHOSEN, ({ detail }) => choose(detail?.value));
  on('storage', ({ key, newValue }) => key === KEY && choose(newValue));
  /* Again when the page is complete, and when it comes back from the history. */
  on('pageshow', () => {
    choose(stored());
    apply();
  });
  choose(root.dataset.rxgLang || stored() || doc.querySelector('.rxg-lang :checked')?.value);
  apply();

  /* ---- Tip ---- */

  if (!popovers) return;
  const HOVER = 1, FOCUS = 2, PINNED = 3;
  let mode = 0;
  let current; // the link whose tip is open
  let width, timer, returning, pressed;
  const tip = doc.createElement('div');
  tip.className = 'rxg-tip';
  tip.popover = 'manual';
  tip.tabIndex = -1;

  const inTip = (target) => tip.contains(target);
  const termAt = (target) => target?.closest?.('a.rxg');

  /* Copies text and the elements listed here; of any other element only what is in it. */
  const copy = (node, into) => {
    let name = node.localName;
    if (node.nodeType === 3) into.append(node.data);
    if (!name || /^(script|style)$/.test(name)) return;
    if (/^(d[dt]|li|p)$/.test(name)) name = 'div';
    if (/^(b|bdi|br|dfn|div|em|i|small|span|strong|sub|sup)$/.test(name)) {
      into = into.appendChild(doc.createElement(name));
      if (node.lang) into.lang = node.lang;
      if (node.dir) into.dir = node.dir;
      if (/^rxg-/.test(node.className)) into.className = node.className;
    }
    node.childNodes.forEach((child) => copy(child, into));
  };

  const fill = (entry) => {
    tip.textContent = '';
    tip.role = 'tooltip';
    tip.ariaLabel = entry.querySelector('dt').textContent;
    entry.querySelectorAll('dt,dd.rxg-1,dd.rxg-2').forEach((part) => copy(part, tip));
    if (mode < PINNED) return;
    tip.role = 'dialog';
    const close = doc.createElement('button');
    close.type = 'button';
    close.textContent = '\u00d7';
    close.ariaLabel = entry.closest('section').dataset.rxgClose || 'Close';
    close.onclick = () => hide(true);
    tip.append(close);
  };

  /* Below the line that was pointed at, or above it where only that fits. In document coordinates:
     the tip scrolls with the text. */
  const place = (event) => {
    const lines = [...current.getClientRects()];
    const line = lines.find((box) => event?.clientY >= box.top && event.clientY <= box.bottom) || lines[0];
    if (!line) return;
    tip.style.cssText = 'position:absolute;margin:0;inset:0 auto auto 0';
    width = root.clientWidth;
    const wide = tip.offsetWidth;
    const high = tip.offsetHeight + 4;
    const left = getComputedStyle(current).direction === 'rtl' ? line.right - wide : line.left;
    let top = line.bottom + 4;
    if (top + high > innerHeight && line.top > high) top = line.top - high;
    tip.style.top = top + scrollY + 'px';
    tip.style.left = Math.max(8, Math.min(left, width - wide - 8)) + scrollX + 'px';
    /* Bring it into view, but never the term out of view; not under a moving mouse. */
    const hidden = Math.min(top + high - innerHeight, line.top - 8);
    if (mode > HOVER && hidden > 0 && !current.closest('dialog')) scrollBy({ top: hidden, behavior: 'instant' });
  };

  const show = (link, how, event) => {
    const entry = entryOf(link);
    if (!entry) return;
    if (link !== current || how === PINNED) {
      hide();
      current = link;
      mode = how;
      fill(entry);
      (link.closest('dialog, main') || doc.body).append(tip);
      tip.showPopover({ source: link }); // next to the term in tab order
      place(event);
    }
    mode = how;
    if (how < PINNED) return true;
    link.ariaExpanded = true;
    tip.focus({ preventScroll: true });
    return true;
  };

  const hide = (back) => {
    clearTimeout(timer);
    if (!mode) return;
    const link = current;
    back ||= inTip(doc.activeElement);
    mode = 0;
    current = null;
    link.ariaExpanded = false;
    tip.hidePopover();
    returning = true; // this focus opens no preview
    if (back) link.focus({ preventScroll: true });
    returning = false;
    return true;
  };

  const point = (event, target) => {
    if (event.pointerType === 'touch' || mode === PINNED) return;
    clearTimeout(timer);
    const link = termAt(target);
    if (link) {
      if (link !== current) timer = setTimeout(show, 200, link, HOVER, event);
    } else if (mode === HOVER && !inTip(target)) timer = setTimeout(hide, 300);
  };

  /* What we have handled reaches neither a smooth scroller nor the dialog around us. */
  const claim = (event, handled) => {
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  };

  on('pointerover', (event) => point(event, event.target));
  on('pointerout', (event) => point(event, event.relatedTarget)); // none: out of the window
  on('focusin', ({ target }) => {
    if (returning || inTip(target)) return;
    if (termAt(target) && target.matches(':focus-visible')) {
      if (target !== current || mode === HOVER) show(target, FOCUS);
    } else if (mode > HOVER && target !== current) hide();
  });
  on('focusout', ({ target }) => mode === FOCUS && target === current && hide());
  on('click', (event) => {
    const link = termAt(event.target);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    claim(event, link === current && mode === PINNED ? hide(true) : show(link, PINNED, event));
  });
  on('keydown', (event) => event.key === 'Escape' && claim(event, hide(mode === PINNED)));
  /* Outside means pressed and released there: a swipe that scrolls the page is neither. */
  on('pointerdown', ({ target }) => {
    pressed = target;
  });
  on('pointerup', ({ target }) => {
    if (!inTip(pressed) && !inTip(target) && !termAt(target)) hide();
  });
  on('scroll', ({ target }) => mode && target !== doc && target.contains?.(current) && place());
  on('resize', () => mode && width !== root.clientWidth && place());
  on('beforeprint', () => hide());
})();
