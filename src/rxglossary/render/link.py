"""The default renderer: links to one definition list at the end of the page.

Owns the markup that works without script and style, in print, by keyboard and for screen readers.
Definitions stand once on the page, as text; no attribute holds one. What an entry looks like is
`rxglossary.render.entry`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

from rxglossary.errors import ConfigurationError
from rxglossary.glossary import FrozenMap
from rxglossary.markup import MARK, Element, check_url
from rxglossary.render.base import Renderer
from rxglossary.render.entry import Audience, Entries, balance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rxglossary.glossary import Term
    from rxglossary.render.base import Occurrence, PageInfo

__all__ = ["ENTRIES", "INLINE", "Link", "asset_text"]

INLINE: Final = "inline"
"""Instead of a URL of assets: styles and script are written into the page, under its nonce."""

ENTRIES: Final = "rxg-entries.js"
"""The script that brings the entries of a glossary page to the pages that link it."""

_VERSION: Final = "1"
_MAX_KEPT: Final = 16384
_NEWLINE: Final = "\n"


@lru_cache(8)
def asset_text(name: str) -> str:
    """Return the text of one of the files that pages link.

    >>> asset_text("rxg.css")[:14]
    '/*! rxglossary'
    """
    return files("rxglossary").joinpath("render", "assets", name).read_text("utf-8")


class _Kept(dict[tuple[str | int, ...], tuple["Term | None", Any]]):
    """What was made of a term, or of none: the same entries stand on page after page.

    A copy of a renderer begins with an empty one.
    """

    def of(self, term: Term | None, key: tuple[str | int, ...]) -> Any:
        found = self.get(key)
        return found[1] if found is not None and found[0] is term else None

    def keep(self, term: Term | None, key: tuple[str | int, ...], made: object) -> None:
        if len(self) >= _MAX_KEPT:
            self.clear()
        self[key] = term, made

    def __reduce__(self) -> tuple[type[_Kept], tuple[()]]:
        return type(self), ()


@dataclass(frozen=True, slots=True)
class Link(Renderer):
    """Wraps occurrences in links to a glossary section at the end of the content.

    Args:
        languages: The tags of one or two reader languages, the first one first.
        id_prefix: What the ids of entries begin with.
        heading_level: The level of the headings of section and overview, 1 to 6.
        switch: Whether the switches between two languages, and between reading views, stand at the
            start of the content.
        assets: The URL under which ``rxg.css`` and ``rxg.js`` lie, None to link neither, or
            ``"inline"`` to write them into each page, which then needs a nonce.
        unreviewed_label: Whether an entry that no clinician has reviewed says so.
        position: Whether the section stands at the ``end`` of the content or at its ``start``.
        with_overview: Whether a list of the terms that occur stands at the start of the content.
        audience: Whose definitions are shown: ``patient``, ``clinical`` (a patient's where there
            is no other) or ``both``, with a switch.
        labels: Labels of one's own, by language tag and name.
        glossary_url: The URL of a glossary page that occurrences link to, instead of a section;
            ``rxglossary glossary-page`` writes one. Prefix and languages must be the same there.
        with_marks: Whether occurrences are wrapped; without it there is only the section.

    Raises:
        ConfigurationError: For another number of languages, an id that isn't one, a level outside
            of 1 to 6, an unknown position, audience or label, or options that exclude each other.
        MarkupError: For URLs with another scheme than http(s).

    >>> Link(languages=("en",), switch=False).heading_level
    2
    """

    languages: tuple[str, ...] = ("en", "bn")
    id_prefix: str = "rxg-"
    heading_level: int = 2
    switch: bool = True
    assets: str | None = None
    unreviewed_label: bool = True
    position: Literal["end", "start"] = "end"
    with_overview: bool = False
    audience: Audience = "patient"
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=FrozenMap)
    glossary_url: str | None = None
    with_marks: bool = True
    _entries: Entries = field(init=False, repr=False, compare=False)
    _kept: _Kept = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        entries = Entries(self.languages, self.audience, self.unreviewed_label, self.labels)
        object.__setattr__(self, "_entries", entries)
        object.__setattr__(self, "_kept", _Kept())
        object.__setattr__(self, "languages", entries.languages)
        object.__setattr__(self, "labels", entries.labels)
        if not self.id_prefix or any(c.isspace() or c in "\"'<>&`=" for c in self.id_prefix):
            raise ConfigurationError(f"{self.id_prefix!r} can't begin an id: use letters and -")
        if self.heading_level not in range(1, 7):
            raise ConfigurationError(f"a heading has a level from 1 to 6, not {self.heading_level}")
        if self.position not in ("end", "start"):
            raise ConfigurationError(f"the position is end or start, not {self.position!r}")
        if self.glossary_url is not None and not self.with_marks:
            raise ConfigurationError("without marks nothing links to glossary_url: drop one")
        for url in (self.assets, self.glossary_url):
            if url is not None:
                check_url(url)

    @property
    def links(self) -> bool:
        """Whether occurrences are wrapped in links."""
        return self.with_marks

    @property
    def anchors(self) -> bool:
        """Whether links lead to the page itself, which a base element would move."""
        return (self.with_marks or self.with_overview) and self.glossary_url is None

    @property
    def marks(self) -> bool:
        """Whether occurrences are wrapped at all."""
        return self.with_marks

    @property
    def asset_names(self) -> tuple[str, ...]:
        """The names of the files that its pages link."""
        if self.assets == INLINE:
            return ()
        return (
            ("rxg.css", "rxg.js") if self.glossary_url is None else ("rxg.css", "rxg.js", ENTRIES)
        )

    def wrap(self, occurrence: Occurrence, page: PageInfo) -> Element:
        """Return the link; a repeat, or a further piece, is no tab stop.

        The first link on a page is described. On a long page that would be the heaviest attribute
        of all: the script describes the first link of each further section.
        """
        term = occurrence.term
        href = self._address(term, page)
        first = occurrence.first and occurrence.lead
        described = self._described(term, page) if first and term.id not in page.terms else ""
        key = ("mark", href, first, described)
        mark: Element | None = self._kept.of(None, key)
        if mark is None:
            attributes: dict[str, str | None] = {"href": href, "role": "doc-glossref"}
            if not first:
                attributes["tabindex"] = "-1"
            elif described:
                attributes["aria-describedby"] = described
            mark = Element("a", attributes)
            self._kept.keep(None, key, mark)
        return mark

    def keys(self, term: Term) -> tuple[str, ...]:
        """Return the keys of the texts that readers see."""
        return self._entries.keys(term)

    def opening(self, page: PageInfo) -> Sequence[Element]:
        """Return the switches: between two languages, and between two reading views."""
        # Parts placed by hand may be asked for before any term is known.
        terms = page.terms.values()
        return self.switches(not terms or any(map(self._entries.has_views, terms)))

    def switches(self, views: bool) -> tuple[Element, ...]:
        """Return the switches; with *views*, some term has a text for each reading view."""
        if not self.switch:
            return ()
        found: list[Element] = []
        if len(self.languages) > 1:
            own = [((self._entries.label("name", tag).text,), tag) for tag in self.languages]
            found.append(self._switch("lang", "mode", own))
        if self.audience == "both" and views:
            names = [(self._entries.in_each_language(name), "") for name in ("patient", "clinical")]
            found.append(self._switch("view", "view", names))
        return tuple(found)

    def overview(self, page: PageInfo) -> Sequence[Element]:
        """Return the list of the terms that occur, each a link to its entry."""
        if not self.with_overview or not page.terms:
            return ()
        heading = page.name(f"{MARK}-t", "overview")
        items: list[Element | str] = []
        for term in page.terms.values():
            first, *others = self._entries.names(term)
            name = Element("a", {"href": self._address(term, page)}, (first,))
            items += [_NEWLINE, Element("li", {}, (name, *others))]
        section = {
            "class": f"{MARK}-terms",
            "aria-labelledby": heading,
            "data-nosnippet": None,
            "data-pagefind-ignore": None,
        }
        title = self._heading(heading, "overview")
        return (Element("section", section, (title, Element("ul", {}, tuple(items)))),)

    def closing(self, page: PageInfo) -> Sequence[Element]:
        """Return the section with the entries of the terms that occur."""
        if not page.terms or self.glossary_url is not None:
            return ()
        heading = page.name(f"{MARK}-h", "heading")
        entries: list[Element | str] = []
        for term in page.terms.values():
            entries += [_NEWLINE, self._entry(term, page)]
        language = page.language or self.languages[0]
        section = {
            "class": f"{MARK}-glossary",
            "id": page.name(f"{MARK}-glossary", "section"),
            "data-rxg": _VERSION,
            "data-rxg-glossary": page.glossary,
            "data-rxg-close": self._entries.label("close", language).text,
            "role": "doc-glossary",
            "aria-labelledby": heading,
            "data-nosnippet": None,
            "data-pagefind-ignore": None,
        }
        if page.url:
            section["data-rxg-url"] = page.url  # for print
        title = self._heading(heading, "heading")
        return (Element("section", section, (title, Element("dl", {}, tuple(entries)))),)

    def asset_links(self, page: PageInfo) -> Sequence[Element]:
        """Return the links to styles and script, where it is known at which URL they lie.

        Raises:
            ConfigurationError: For assets to be written into a page without a nonce.
        """
        where = page.assets if page.assets is not None else self.assets
        if where is None:
            return ()
        scripts = ["rxg.js", ENTRIES] if self.glossary_url is not None else ["rxg.js"]
        nonce: dict[str, str | None] = {"nonce": page.nonce} if page.nonce else {}
        style: dict[str, str | None] = {"class": f"{MARK}-css", **nonce}
        script: dict[str, str | None] = {"class": f"{MARK}-js", **nonce}
        if where == INLINE:
            if not page.nonce:
                raise ConfigurationError(
                    "inline assets need the nonce of the page's content security policy:"
                    " give nonce=, or the URL of the files"
                )
            written = [Element("script", script, (asset_text(name),)) for name in scripts]
            return (Element("style", style, (asset_text("rxg.css"),)), *written)
        where = where if not where or where.endswith("/") else where + "/"
        style |= {"rel": "stylesheet", "href": f"{where}rxg.css"}
        linked = [
            Element("script", {**script, "src": where + name, "defer": None}) for name in scripts
        ]
        return (Element("link", style), *linked)

    def _address(self, term: Term, page: PageInfo) -> str:
        if self.glossary_url is not None:
            return f"{self.glossary_url.partition('#')[0]}#{self.id_prefix}{term.id}"
        return f"{page.url}#{page.name(self.id_prefix + term.id, 'entry')}"

    def _described(self, term: Term, page: PageInfo) -> str:
        """Return the id of the definition in the page's language; "" where there is none."""
        number = self._entries.number(page.language or self.languages[0])
        if self.glossary_url is not None or not number:
            return ""
        key = ("text", term.id, number)
        has_text = self._kept.of(term, key)
        if has_text is None:
            tag = self.languages[number - 1]
            has_text = any(text.tag == tag for text in self._entries.texts(term))
            self._kept.keep(term, key, has_text)
        if not has_text:
            return ""
        name = page.name(self.id_prefix + term.id, "entry")
        return page.name(f"{name}-{number}", "text")

    def _heading(self, id: str, label: str) -> Element:
        key = ("heading", id, label)
        heading: Element | None = self._kept.of(None, key)
        if heading is None:
            content = self._entries.in_each_language(label)
            heading = Element(f"h{self.heading_level}", {"id": id}, content)
            self._kept.keep(None, key, heading)
        return heading

    def _switch(
        self, kind: str, legend: str, choices: Sequence[tuple[tuple[Element | str, ...], str]]
    ) -> Element:
        """Return two radio buttons; they name no form, to stay out of those of the page."""
        kept: Element | None = self._kept.of(None, ("switch", kind))
        if kept is not None:
            return kept
        name = f"{MARK}-{kind}"
        parts: list[Element | str] = []
        parts.append(Element("legend", {}, self._entries.in_each_language(legend)))
        for number, (content, tag) in enumerate(choices, 1):
            field = {"type": "radio", "name": name, "value": str(number), "form": f"{MARK}-none"}
            label = {"lang": tag} if tag else {}
            parts += [_NEWLINE, Element("label", label, (Element("input", field), " ", *content))]
        switch = Element("fieldset", {"class": name}, tuple(parts))
        self._kept.keep(None, ("switch", kind), switch)
        return switch

    def _entry(self, term: Term, page: PageInfo) -> Element:
        name = page.name(self.id_prefix + term.id, "entry")
        described = self._described(term, page)
        key = ("entry", term.id, name, described, page.language)
        entry: Element | None = self._kept.of(term, key)
        if entry is None:
            descriptions = self._entries.descriptions(
                term, page_language=page.language, described=described
            )
            title = self._entries.title(term)
            attributes = {"id": name, **balance(name)}
            entry = Element("div", attributes, (title, _NEWLINE, *descriptions))
            self._kept.keep(term, key, entry)
        return entry
