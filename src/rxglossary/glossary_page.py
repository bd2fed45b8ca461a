"""A glossary as a page of its own, and the entries that other pages fetch from beside it.

Owns what stands on that page: every entry, an index of letters for each language, categories,
search, and the same as structured data. What an entry looks like is `rxglossary.render.entry`'s.
Nothing on it is marked as an insertion, so that `strip` and `refresh` of a whole site leave it be.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from rxglossary.formats.jsonld import schema_org
from rxglossary.languages import language
from rxglossary.markup import MARK, Element, check_url, escape_attribute, escape_text, serialise
from rxglossary.render.entry import Entries
from rxglossary.render.labels import count_words, date_text
from rxglossary.render.link import Link

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rxglossary.glossary import Glossary, Term

__all__ = ["ENTRIES_FILE", "GlossaryPage", "glossary_page"]

ENTRIES_FILE: Final = "rxg-entries.json"
"""The name of the file beside the page: what the script of other pages fetches."""

# The first class of everything with a class: no mark of ours.
_CLASS: Final = "words"
_NEWLINE: Final = "\n"


class GlossaryPage(NamedTuple):
    """A glossary page.

    Attributes:
        html: The whole page.
        head: What stands in its head beside title and encoding, for a page of one's own.
        main: What stands in its main element, for a page of one's own.
        entries: The content of `ENTRIES_FILE`.
    """

    html: str
    head: str
    main: str
    entries: str


def glossary_page(
    glossary: Glossary,
    link: Link | None = None,
    *,
    url: str = "",
    assets: str = "_rxg/",
) -> GlossaryPage:
    """Return the page of a glossary.

    Args:
        glossary: The terms.
        link: The renderer of the pages that link here: languages, prefix, audience and labels are
            taken from it. The first language is that of the page and of its order.
        url: The page's own URL, for structured data; "" for none.
        assets: The URL under which styles and scripts lie.

    Raises:
        MarkupError: For a URL that is neither relative nor http(s).

    >>> from rxglossary.glossary import Glossary, Term
    >>> page = glossary_page(Glossary([Term("pain", en="A bad feeling.")]))
    >>> '<div id="rxg-pain"><dt><div><dfn lang="en">Pain</dfn></div></dt>' in page.html
    True
    """
    for given in (url, assets):
        check_url(given)
    maker = _Maker(glossary, link or Link(), url, assets if assets.endswith("/") else assets + "/")
    head, main = maker.head(), maker.main()
    tag = maker.link.languages[0]
    title = escape_text(maker.entries.label("glossary", tag).text)
    html = (
        f'<!DOCTYPE html>\n<html lang="{escape_attribute(tag)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n"
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n{head}</head>\n'
        f"<body>\n<main>\n{main}</main>\n</body>\n</html>\n"
    )
    return GlossaryPage(html, head, main, maker.fetched())


@dataclass(frozen=True, slots=True)
class _Maker:
    glossary: Glossary
    link: Link
    url: str
    assets: str

    @property
    def entries(self) -> Entries:
        link = self.link
        return Entries(link.languages, link.audience, link.unreviewed_label, link.labels)

    def head(self) -> str:
        """Return styles, scripts, structured data, and that nothing is to be annotated here."""
        assets = escape_attribute(self.assets)
        scripts = "".join(
            f'<script src="{assets}{name}" defer></script>\n'
            for name in ("rxg.js", "rxg-search.js")
        )
        name = self.entries.label("glossary", self.link.languages[0]).text
        data = schema_org(self._sorted(0), self.url, name, self.link.id_prefix).decode()
        return (
            '<meta name="rxglossary" content="off">\n'
            f'<link rel="stylesheet" href="{assets}rxg.css">\n{scripts}'
            f'<script type="application/ld+json">\n{data}</script>\n'
        )

    def main(self) -> str:
        """Return the content: heading, switches, search, indexes, entries."""
        in_each = self.entries.in_each_language
        counts = {count_words(len(self.glossary), tag): None for tag in self.link.languages}
        counted = [Element("span", {"lang": one.language}, (one.text,)) for one in counts]
        nothing = self.entries.label("nothing", self.link.languages[0]).text
        search = Element(
            "label", {}, (*in_each("search"), " ", _element("input", "rxg-search", type="search"))
        )
        parts = [
            Element("h1", {}, in_each("glossary")),
            Element("p", {}, tuple(part for one in counted for part in (" · ", one))[1:]),
            *map(_unmarked, self.link.switches(any(map(self.entries.has_views, self.glossary)))),
            _element(
                "div",
                "rxg-find",
                search,
                Element("p", {"role": "status", "data-nothing": nothing}),
                role="search",
                hidden=None,
            ),
            *self._indexes(),
            *self._categories(),
            self._list(),
        ]
        return "".join(serialise(part) + _NEWLINE for part in parts)

    def fetched(self) -> str:
        """Return what scripts of other pages fetch: the parts of each entry, as texts."""
        close = {
            tag.partition("-")[0]: self.entries.labels_of(tag).close.text
            for tag in self.link.languages
        }
        terms = {
            self.link.id_prefix + term.id: [
                *map(_flat, _elements(self.entries.names(term))),
                *(
                    _flat(part)
                    for part in self.entries.descriptions(term)
                    if f"{MARK}-more" not in (part.attributes.get("class") or "")
                ),
            ]
            for term in self.glossary
        }
        data = {"close": {"": next(iter(close.values())), **close}, "terms": terms}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"

    def _sorted(self, number: int) -> list[Term]:
        """Return the terms that have a name in a language, in its order."""
        tag = self.link.languages[number]
        named = [term for term in self.glossary if number == 0 or _name(term, tag)]
        key = language(tag).collation_key
        return sorted(
            named, key=lambda term: (key(_name(term, tag) or term.preferred(tag)), term.id)
        )

    def _letters(self, number: int) -> dict[str, list[Term]]:
        """Return the terms by the letter that they are listed under; the rest under ``#``."""
        tag = self.link.languages[number]
        rules = language(tag)
        found: dict[str, list[Term]] = {}
        for term in self._sorted(number):
            found.setdefault(
                rules.index_bucket(_name(term, tag) or term.preferred(tag)) or "#", []
            ).append(term)
        order = {letter: place for place, letter in enumerate(rules.buckets)}
        return dict(
            sorted(found.items(), key=lambda item: (order.get(item[0], len(order)), item[0]))
        )

    def _indexes(self) -> Iterator[Element]:
        """Yield the letters of each language: of the first, links to the lists below."""
        tag = self.link.languages[0]
        letters = [
            Element("a", {"href": f"#letter-{_slug(letter)}"}, (letter,))
            for letter in self._letters(0)
        ]
        yield self._index(tag, letters)
        for number, other in enumerate(self.link.languages[1:], 1):
            groups = []
            for letter, terms in self._letters(number).items():
                names = [(self._link_to(term, other), " ") for term in terms]
                content = tuple(part for pair in names for part in pair)[:-1]
                groups.append(Element("details", {}, (Element("summary", {}, (letter,)), *content)))
            if groups:
                yield self._index(other, groups)

    def _index(self, tag: str, items: Sequence[Element]) -> Element:
        rows = tuple(part for item in items for part in (_NEWLINE, Element("li", {}, (item,))))
        label = self.entries.label("name", tag)
        return _element(
            "nav",
            "rxg-index",
            Element("ul", {}, rows),
            lang=tag,
            **{"aria-label": label.text},
        )

    def _categories(self) -> Iterator[Element]:
        """Yield the terms by category, where there are any."""
        groups: dict[str, list[Term]] = {}
        for term in self._sorted(0):
            groups.setdefault(term.category, []).append(term)
        if set(groups) == {""}:
            return
        tag = self.link.languages[0]
        items: list[Element | str] = []
        for name in (*sorted(filter(None, groups)), *([""] if "" in groups else [])):
            title = (
                (name[:1].upper() + name[1:],) if name else self.entries.in_each_language("other")
            )
            links = [part for term in groups[name] for part in (" ", self._link_to(term, tag))]
            items += [_NEWLINE, Element("details", {}, (Element("summary", {}, title), *links[1:]))]
        heading = Element("h2", {}, self.entries.in_each_language("categories"))
        yield _element("section", "rxg-categories", heading, *items)

    def _list(self) -> Element:
        """Return all entries, under the letters of the first language."""
        tag = self.link.languages[0]
        groups: list[Element | str] = []
        for letter, terms in self._letters(0).items():
            heading = Element("h2", {"lang": tag}, (letter,))
            rows = tuple(part for term in terms for part in (_NEWLINE, self._entry(term)))
            name = f"letter-{_slug(letter)}"
            groups += [
                _NEWLINE,
                _element("section", "rxg-letter", heading, Element("dl", {}, rows), id=name),
            ]
        return _element(
            "div", "rxg-glossary", *groups, **{"data-rxg-glossary": self.glossary.fingerprint}
        )

    def _entry(self, term: Term) -> Element:
        title = self.entries.title(term)
        parts = [
            *self.entries.descriptions(term),
            *self._reviews(term),
            *self._related(term),
            *_image(term, self.link.languages),
        ]
        return Element(
            "div", {"id": self.link.id_prefix + term.id}, (title, _NEWLINE, *map(_unmarked, parts))
        )

    def _reviews(self, term: Term) -> Iterator[Element]:
        """Yield since when each text counts as reviewed, in its language."""
        if term.status != "reviewed":
            return
        for number, tag in enumerate(self.link.languages, 1):
            review = term.review.get(tag)
            # Whether it has run out is the reader's to see: the page doesn't change by the day.
            if review and review.date and term.review_state(tag, on=datetime.date.min) == "current":
                label = self.entries.label("reviewed", tag)
                text = f"{label.text}: {date_text(review.date, label.language)}"
                classes = f"{MARK}-{number} {MARK}-more"
                yield Element("dd", {"class": classes, "lang": label.language}, (text,))

    def _related(self, term: Term) -> Iterator[Element]:
        tag = self.link.languages[0]
        found = [self.glossary[id] for id in term.related if id in self.glossary]
        if found:
            label = self.entries.label("related", tag)
            links = [part for one in found for part in (", ", self._link_to(one, tag))]
            yield Element(
                "dd",
                {"class": f"{MARK}-more", "lang": label.language},
                (f"{label.text}: ", *links[1:]),
            )

    def _link_to(self, term: Term, tag: str) -> Element:
        name = term.term.get(tag)
        attributes: dict[str, str | None] = {"href": f"#{self.link.id_prefix}{term.id}"}
        return Element(
            "a", {**attributes, "lang": tag if name else "en"}, (name or term.preferred(tag),)
        )


def _image(term: Term, languages: Sequence[str]) -> Iterator[Element]:
    if term.image:
        alt = next((term.image.alt[tag] for tag in languages if tag in term.image.alt), "")
        picture = Element("img", {"src": term.image.src, "alt": alt, "loading": "lazy"})
        yield Element("dd", {"class": f"{MARK}-more"}, (picture,))


def _name(term: Term, tag: str) -> str:
    """Return the name of a term in a language; English has one always."""
    return term.term.get(tag) or (term.preferred(tag) if tag == "en" else "")


def _slug(letter: str) -> str:
    return letter if letter.isalnum() else "other"


def _element(
    name: str, classes: str, *children: Element | str, **attributes: str | None
) -> Element:
    return Element(name, {"class": f"{_CLASS} {classes}", **attributes}, children)


def _unmarked(element: Element) -> Element:
    """Return an element of a renderer with the classes that styles go by, but without our mark."""
    classes = element.attributes.get("class") or ""
    attributes = (
        {**element.attributes, "class": f"{_CLASS} {classes}"} if classes else element.attributes
    )
    children = tuple(
        part if isinstance(part, str) else _unmarked(part) for part in element.children
    )
    return Element(element.name, attributes, children)


def _elements(parts: Sequence[Element | str]) -> Iterator[Element]:
    return (part for part in parts if isinstance(part, Element))


def _flat(element: Element) -> list[object]:
    """Return name, language, classes and text, and for a definition the note behind it."""
    given = element.attributes
    text = "".join(part for part in element.children if isinstance(part, str))
    row: list[object] = [
        element.name,
        given.get("lang") or "",
        given.get("class") or "",
        text.strip(),
    ]
    for note in _elements(element.children):
        row.append([note.attributes.get("lang") or "", "".join(map(str, note.children))])
    return row
