"""The default renderer: links to one definition list at the end of the page.

Owns the markup that works without script and style, in print, by keyboard and for screen readers.
Definitions stand once on the page, as text; no attribute holds one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rxglossary.errors import ConfigurationError
from rxglossary.markup import MARK, Element, check_url
from rxglossary.render.labels import labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rxglossary.glossary import Term
    from rxglossary.render.base import Occurrence, PageInfo

__all__ = ["Link"]

_VERSION = "1"
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_NEWLINE = "\n"


@dataclass(frozen=True, slots=True)
class Link:
    """Wraps occurrences in links to a glossary section at the end of the content.

    Args:
        languages: The tags of one or two reader languages, the first one first.
        id_prefix: What the ids of entries begin with.
        heading_level: The level of the section's heading, 1 to 6.
        switch: Whether a switch between the two languages stands at the start of the content.
        assets: The URL under which ``rxg.css`` and ``rxg.js`` lie, or None to link neither.
        unreviewed_label: Whether an entry that no clinician has reviewed says so.

    Raises:
        ConfigurationError: For another number of languages, an id that isn't one, or a level
            outside of 1 to 6.
        MarkupError: For assets with another scheme than http(s).

    >>> Link(languages=("en",), switch=False).heading_level
    2
    """

    languages: tuple[str, ...] = ("en", "bn")
    id_prefix: str = "rxg-"
    heading_level: int = 2
    switch: bool = True
    assets: str | None = None
    unreviewed_label: bool = True

    def __post_init__(self) -> None:
        languages: object = self.languages
        if (
            not isinstance(languages, (tuple, list))
            or not 1 <= len(languages) <= 2
            or not all(isinstance(tag, str) and _TAG.fullmatch(tag) for tag in languages)
            or len(set(languages)) < len(languages)
        ):
            raise ConfigurationError(
                f"languages are one or two different tags, not {self.languages!r}"
            )
        object.__setattr__(self, "languages", tuple(languages))
        if not self.id_prefix or any(c.isspace() or c in "\"'<>&`=" for c in self.id_prefix):
            raise ConfigurationError(f"{self.id_prefix!r} can't begin an id: use letters and -")
        if self.heading_level not in range(1, 7):
            raise ConfigurationError(f"a heading has a level from 1 to 6, not {self.heading_level}")
        if self.assets is not None:
            check_url(self.assets)

    @property
    def links(self) -> bool:
        """Whether occurrences are wrapped in links: they are."""
        return True

    def wrap(self, occurrence: Occurrence, page: PageInfo) -> Element:
        """Return the link; a repeat, or a further piece, is no tab stop."""
        term = occurrence.term
        name = page.name(self.id_prefix + term.id, "entry")
        attributes = {"href": f"{page.url}#{name}", "role": "doc-glossref"}
        described = self._described(page)
        if not (occurrence.first and occurrence.lead):
            attributes["tabindex"] = "-1"
        elif described and self.languages[described - 1] in term.definition:
            attributes["aria-describedby"] = page.name(f"{name}-{described}", "text")
        return Element("a", attributes)

    def opening(self, page: PageInfo) -> Sequence[Element]:
        """Return the language switch, where there are two languages."""
        if not self.switch or len(self.languages) < 2:
            return ()
        legend = Element("legend", {}, self._in_each_language("mode"))
        radios: list[Element | str] = [legend]
        for number, tag in enumerate(self.languages, 1):
            field = {"type": "radio", "name": "rxg-lang", "value": str(number), "form": "rxg-none"}
            radio = Element("input", field)
            radios += [_NEWLINE, Element("label", {"lang": tag}, (radio, " " + labels(tag).name))]
        return (Element("fieldset", {"class": f"{MARK}-lang"}, tuple(radios)),)

    def closing(self, page: PageInfo) -> Sequence[Element]:
        """Return the section with the entries of the terms that occur."""
        if not page.terms:
            return ()
        heading = page.name(f"{MARK}-h", "heading")
        entries: list[Element | str] = []
        for term in page.terms.values():
            entries += [_NEWLINE, self._entry(term, page)]
        section = {
            "class": f"{MARK}-glossary",
            "id": page.name(f"{MARK}-glossary", "section"),
            "data-rxg": _VERSION,
            "data-rxg-glossary": page.glossary,
            "data-rxg-close": labels(page.language or self.languages[0]).close,
            "role": "doc-glossary",
            "aria-labelledby": heading,
            "data-nosnippet": None,
            "data-pagefind-ignore": None,
        }
        title = Element(
            f"h{self.heading_level}", {"id": heading}, self._in_each_language("heading")
        )
        return (Element("section", section, (title, Element("dl", {}, tuple(entries)))),)

    def asset_links(self, page: PageInfo) -> Sequence[Element]:
        """Return the links to styles and script, where it is known at which URL they lie."""
        where = page.assets if page.assets is not None else self.assets
        if where is None:
            return ()
        where = where if not where or where.endswith("/") else where + "/"
        style = {"class": f"{MARK}-css", "rel": "stylesheet", "href": f"{where}rxg.css"}
        script = {"class": f"{MARK}-js", "src": f"{where}rxg.js", "defer": None}
        return (Element("link", style), Element("script", script))

    def _in_each_language(self, name: str) -> tuple[Element | str, ...]:
        """Return one of our labels in each reader language, and none of them twice."""
        found = {words.language: getattr(words, name) for words in map(labels, self.languages)}
        spans = [Element("span", {"lang": tag}, (text,)) for tag, text in found.items()]
        return tuple(part for span in spans for part in (" ", span))[1:]

    def _described(self, page: PageInfo) -> int:
        """Return the number of the reader language that the page is in; 0 for another one."""
        tag = (page.language or self.languages[0]).partition("-")[0].lower()
        for number, language in enumerate(self.languages, 1):
            if language.partition("-")[0].lower() == tag:
                return number
        return 0

    def _entry(self, term: Term, page: PageInfo) -> Element:
        name = page.name(self.id_prefix + term.id, "entry")
        return Element(
            "div",
            {"id": name},
            (Element("dt", {}, tuple(self._names(term))), _NEWLINE, *self._texts(term, name, page)),
        )

    def _names(self, term: Term) -> Iterator[Element | str]:
        """Yield the preferred term in each language that has one, the first as the definiendum."""
        found = [(tag, term.term[tag]) for tag in self.languages if tag in term.term]
        if not found or ("en" not in term.term and "en" in self.languages):
            # The English name, or the id where no other is written.
            place = 0 if self.languages[0] == "en" else len(found)
            found.insert(place, ("en", term.preferred("en")))
        for number, (tag, name) in enumerate(found):
            if number:
                yield " "
            if number == 0:
                name = name[:1].upper() + name[1:] if name.islower() else name
            attributes = {"lang": tag} if tag else {}
            yield Element("span" if number else "dfn", attributes, (name,))

    def _texts(self, term: Term, name: str, page: PageInfo) -> Iterator[Element | str]:
        """Yield a dd for each language: the definition, or that there is none yet."""
        described = self._described(page)
        present = [tag for tag in self.languages if tag in term.definition]
        for number, tag in enumerate(self.languages, 1):
            text = term.definition.get(tag)
            words = labels(tag)
            if text is None:
                attributes = {"class": f"{MARK}-{number}", "lang": words.language}
                yield Element("dd", attributes, (words.missing,))
                continue
            alone = len(present) < len(self.languages)
            classes = f"{MARK}-1 {MARK}-2" if alone and len(self.languages) > 1 else ""
            attributes = {"class": classes or f"{MARK}-{number}", "lang": tag}
            if number == described:
                attributes["id"] = page.name(f"{name}-{number}", "text")
            content: list[Element | str] = [text]
            if self.unreviewed_label and term.status != "reviewed":
                note = {"class": f"{MARK}-note", "lang": words.language}
                content += [" ", Element("small", note, (words.unreviewed,))]
            yield Element("dd", attributes, tuple(content))
        if not present:
            tag, text = next(iter(term.definition.items()))
            yield Element("dd", {"lang": tag}, (text,))
