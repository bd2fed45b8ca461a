"""What a renderer is told, and what it answers.

Owns the interface between the pipeline and renderers. A renderer returns elements and never markup.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rxglossary.glossary import Term
    from rxglossary.markup import Element

__all__ = ["Occurrence", "PageInfo", "Renderer"]


class Occurrence(NamedTuple):
    """One piece of one occurrence of a term, to be wrapped.

    Attributes:
        term: The term.
        surface: The visible text of the whole occurrence.
        first: Whether it is the first of its term in its section of the page.
        lead: Whether it is the first piece; a term across inline tags has several.
        last: Whether it is the last piece.
    """

    term: Term
    surface: str
    first: bool = True
    lead: bool = True
    last: bool = True


@dataclass(slots=True)
class PageInfo:
    """What a renderer may know of the page, and what it has used on it.

    Attributes:
        language: The page's language tag, or "" when unknown.
        url: What in-page links begin with: "" but on a page with a base element.
        assets: Where styles and script lie, ending in a slash, or None to write no link to them.
        nonce: The nonce of the page's content security policy, or "".
        glossary: The glossary's fingerprint.
        taken: Ids that the page may use.
        terms: The terms that occur, in order of their first occurrence.
    """

    language: str = ""
    url: str = ""
    assets: str | None = None
    nonce: str = ""
    glossary: str = ""
    taken: set[str] = field(default_factory=set)
    terms: dict[str, Term] = field(default_factory=dict)
    _names: dict[tuple[str, str], str] = field(default_factory=dict)

    def name(self, wanted: str, owner: str) -> str:
        """Return the id of *owner* on this page: what is *wanted*, or with a suffix if it is taken.

        >>> page = PageInfo(taken={"rxg-pain"})
        >>> page.name("rxg-pain", "entry"), page.name("rxg-pain", "entry")
        ('rxg-pain-2', 'rxg-pain-2')
        """
        key = (owner, wanted)
        if key not in self._names:
            name, number = wanted, 1
            while name in self.taken:
                number += 1
                name = f"{wanted}-{number}"
            self.taken.add(name)
            self._names[key] = name
        return self._names[key]


class Renderer(Protocol):
    """Turns occurrences into elements; to be inherited from, or to be looked like.

    A subclass needs `wrap` alone. Equal renderers have an equal `repr`, which is part of an
    annotator's fingerprint: a frozen dataclass has one.

    >>> from rxglossary.markup import Element
    >>> class Abbr(Renderer):
    ...     def wrap(self, occurrence, page):
    ...         return Element("abbr", {"title": occurrence.term.definition["en"]})
    >>> Abbr().links, Abbr().closing(PageInfo())
    (False, ())
    """

    __slots__ = ()

    @property
    def links(self) -> bool:
        """Whether occurrences are wrapped in links."""
        return False

    @property
    def anchors(self) -> bool:
        """Whether parts of the page are linked to, which a base element would move."""
        return False

    @property
    def marks(self) -> bool:
        """Whether occurrences are wrapped at all; else `wrap` isn't asked."""
        return True

    @property
    def asset_names(self) -> tuple[str, ...]:
        """The names of the files that its pages link, where they are told a URL of assets."""
        return ()

    @property
    def position(self) -> Literal["end", "start"]:
        """Whether the closing parts stand at the end of the content, or at its start."""
        return "end"

    @property
    def id_prefix(self) -> str:
        """What the ids that it writes begin with, beside ``rxg-``; "" if it writes none."""
        return ""

    def wrap(self, occurrence: Occurrence, page: PageInfo) -> Element | None:
        """Return the element around a piece, or None to leave it as it is.

        The element's children, if it has any, come behind the page's text.
        """

    def keys(self, term: Term) -> tuple[str, ...]:
        """Return the keys of the texts that readers see, such as ``en`` or ``clinical.en``.

        Where reviews have to count, `wrap` is given terms without those of them that don't.
        """
        return tuple(term.texts)

    def opening(self, page: PageInfo) -> Sequence[Element]:
        """Return the parts for the start of the content that need no terms: switches."""
        del page
        return ()

    def overview(self, page: PageInfo) -> Sequence[Element]:
        """Return the list of the terms that occur, for the start of the content."""
        del page
        return ()

    def closing(self, page: PageInfo) -> Sequence[Element]:
        """Return the parts for the end of the content."""
        del page
        return ()

    def asset_links(self, page: PageInfo) -> Sequence[Element]:
        """Return the links to styles and script, which stand behind all other parts."""
        del page
        return ()
