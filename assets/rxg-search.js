/*! rxglossary */
/* Searches the glossary page: hides the entries that don't hold what is typed. */
(() => {
  const doc = document;
  const field = doc.querySelector('.rxg-search');
  if (!field) return;
  const form = field.closest('[role=search]');
  const told = form.querySelector('[role=status]');
  const plain = (text) => text.normalize('NFKD').toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ').replace(/[\u0300-\u036f]/g, '');
  const entries = [...doc.querySelectorAll('.rxg-glossary dl > div')].map((entry) => [entry, plain(entry.textContent)]);
  const show = (element, wanted) => {
    element.hidden = !wanted;
    return wanted;
  };
  const search = () => {
    const words = plain(field.value).trim().split(' ');
    let count = 0;
    for (const [entry, text] of entries) {
      count += show(entry, words.every((word) => text.includes(word)));
    }
    doc.querySelectorAll('.rxg-letter').forEach((part) => show(part, part.querySelector('dl > div:not([hidden])')));
    told.textContent = count ? '' : told.dataset.nothing;
  };
  form.hidden = false;
  field.oninput = search;
  addEventListener('hashchange', () => {
    field.value = '';
    search();
  });
})();
