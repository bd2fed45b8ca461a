/*! rxglossary */
/* Brings the entries of a glossary page to the pages that link it, so that rxg.js can show them.
   Where the file can't be had, the links just lead to the glossary page. */
(async () => {
  const doc = document;
  const links = [...doc.querySelectorAll('a.rxg')];
  if (!links.length) return;
  const entries = new Map(); // by fragment
  const address = (link) => link.href.split('#')[0];
  const home = address(links[0]);
  const make = (name, lang, ...content) => {
    const element = doc.createElement(name);
    element.lang = lang;
    element.append(...content);
    return element;
  };
  try {
    const { close, terms } = await (await fetch(new URL('rxg-entries.json', home))).json();
    for (const id in terms) {
      const section = doc.createElement('section'), entry = doc.createElement('div'), title = doc.createElement('dt');
      section.dataset.rxgClose = close[doc.documentElement.lang.split('-')[0]] || close[''];
      section.append(entry);
      entry.append(title);
      terms[id].forEach(([name, lang, className, text, note]) => {
        const element = make(name, lang, text);
        if (className) element.className = className;
        if (note) {
          const small = make('small', note[0], note[1]);
          small.className = 'rxg-note';
          element.append(' ', small);
        }
        if (name === 'dd') entry.append(element);
        else title.append(element, ' ');
      });
      entries.set('#' + id, entry);
    }
    doc.dispatchEvent(new CustomEvent('rxg:entries', {
      detail: (link) => address(link) === home && entries.get(decodeURIComponent(link.hash)),
    }));
  } catch {} // no network, no permission (connect-src), no such file
})();
