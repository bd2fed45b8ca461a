/*! rxglossary */
/* Shows the meaning of a term beside it. Without this file every term is a plain link. */
(() => {
  const doc = document;
  const root = doc.documentElement;
  const once = Symbol.for('rxg');
  if (doc[once]) return;
  doc[once] = true;

  const LANG = 'rxg-lang', VIEW = 'rxg-view'; // radio buttons, keys of localStorage, classes of switches
  const CHOICE = 'rxg:choice'; // sent and heeded on document; detail holds LANG, VIEW: '1', '2' or ''
  const popovers = 'popover' in root;

  /* Everything is heard at the window, on its way down: no handler of the page comes before us. */
  const on = (type, handler) => addEventListener(type, handler, true);
  const each = (selector, action) => doc.querySelectorAll(selector).forEach(action);

  /* The entry a link leads to. Only our own section counts: the page may own the same id. Entries
     of a glossary page elsewhere come from a second script. */
  let remote = () => {};
  const entryOf = (link) => {
    try {
      return remote(link) || link.pathname === location.pathname &&
        doc.querySelector('.rxg-glossary div#' + CSS.escape(decodeURIComponent(link.hash.slice(1))));
    } catch {} // no hash, or none that can be read
  };

  /* ---- Language and reading view ---- */

  const chosen = { [LANG]: '', [VIEW]: '' };

  const stored = (name, value) => {
    try {
      if (value != null) localStorage[name] = value;
      return localStorage[name];
    } catch {} // refused: the choice holds for this page only
  };

  /* Brings root, switches and links in line with the choices. */
  const apply = () => {
    for (const name in chosen) {
      const value = chosen[name];
      /* A page in one language, or without views, hides nothing, whatever was chosen elsewhere. */
      const there = doc.querySelector('dd.rxg-' + (name === VIEW ? 'v' : '') + value);
      root.setAttribute('data-' + name, there ? value : '');
      each('.' + name + ' input', (radio) => {
        radio.checked = radio.value === value;
      });
    }
    each('a.rxg', (link) => {
      const entry = entryOf(link);
      if (!entry) return;
      if (popovers) link.ariaExpanded ||= false;
      if (link.tabIndex < 0 || !entry.isConnected) return; // a repeat is not described
      let id = entry[once] ??= entry.querySelector('dd[id]')?.id || ''; // the page's language
      const number = chosen[LANG] || doc.getElementById(id)?.className[4];
      const wished = number && entry.querySelector('dd.rxg-' + number + (chosen[VIEW] > 1 ? ':not(.rxg-v1)' : ''));
      if (wished) id = wished.id ||= entry.id + '--' + number + chosen[VIEW];
      if (id) link.setAttribute('aria-describedby', id);
      else link.removeAttribute('aria-describedby');
    });
  };

  const choose = (wishes) => {
    let changed;
    for (const name in chosen) {
      const value = wishes?.[name];
      if (value == chosen[name] || !/^[12]?$/.test(value)) continue;
      stored(name, chosen[name] = '' + value);
      changed = true;
    }
    if (!changed) return;
    apply();
    doc.dispatchEvent(new CustomEvent(CHOICE, { detail: { ...chosen } }));
  };

  const recall = (from) => choose({ [LANG]: from(LANG), [VIEW]: from(VIEW) });
  on('change', ({ target }) => choose({ [target.name]: target.value }));
  on(CHOICE, ({ detail }) => choose(detail));
  on('storage', ({ key, newValue }) => choose({ [key]: newValue }));
  on('rxg:entries', ({ detail }) => apply(remote = detail));
  /* Again when the page is complete, and when it comes back from the history. */
  on('pageshow', () => apply(recall(stored)));
  recall((name) => root.getAttribute('data-' + name) || stored(name) || doc.querySelector('.' + name + ' :checked')?.value);
  apply();

  /* ---- Tip ---- */

  if (!popovers) return;
  const HOVER = 1, FOCUS = 2, PINNED = 3;
  let mode = 0;
  let current; // the link whose tip is open
  let width, timer, returning, pressed;
  const make = (name, properties) => Object.assign(doc.createElement(name), properties);
  const tip = make('div', { className: 'rxg-tip', popover: 'manual', tabIndex: -1 });

  const inTip = (target) => tip.contains(target);
  const termAt = (target) => target?.closest?.('a.rxg');

  /* Copies text and the elements listed here; of any other element only what is in it. */
  const copy = (node, into) => {
    const name = node.localName;
    if (node.nodeType === 3) into.append(node.data);
    if (/^(dd|dfn|dt|small|span)$/.test(name)) {
      into = into.appendChild(make(name[2] ? name : 'div', node.lang && { lang: node.lang }));
      if (/^rxg-/.test(node.className)) into.className = node.className;
    }
    if (!/script|style/.test(name)) node.childNodes.forEach((child) => copy(child, into));
  };

  const fill = (entry) => {
    tip.textContent = '';
    tip.ariaLabel = entry.querySelector('dt').textContent;
    tip.role = mode < PINNED ? 'tooltip' : 'dialog';
    entry.querySelectorAll('dt,dd:not(.rxg-more)').forEach((part) => copy(part, tip));
    if (mode === PINNED) tip.append(make('button', {
      type: 'button',
      textContent: '\u00d7',
      ariaLabel: entry.closest('section').dataset.rxgClose,
      onclick: () => hide(true),
    }));
  };

  /* Below the line that was pointed at, or above it where only that fits. In document coordinates:
     the tip scrolls with the text. */
  const place = (event) => {
    const lines = [...current.getClientRects()];
    const line = lines.find((box) => event?.clientY >= box.top && event?.clientY <= box.bottom) || lines[0];
    if (!line) return;
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
      (link.closest('dialog,main,aside,nav,header,footer') || doc.body).append(tip);
      tip.showPopover({ source: link }); // next to the term in tab order
      place(event);
    }
    mode = how;
    if (how === PINNED) {
      link.ariaExpanded = true;
      tip.focus({ preventScroll: true });
    }
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
})();
