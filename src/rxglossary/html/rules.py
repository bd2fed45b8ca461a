"""What a scan leaves out: selectors compiled to one action a tag name.

Owns `Kind` and `Rules`. Never looks at a page.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from rxglossary.html.elements import BLOCKS, BREAKS, HEADINGS, RAW_TEXT, TABLE_PARTS, VOID
from rxglossary.html.selectors import Selector, parse_selector

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["JOINED", "OFFERED", "SKIPPED", "STRUCTURE", "Kind", "Rules"]

JOINED: Final = 1
"""A flag of a piece: no break lies between it and the piece before."""
SKIPPED: Final = 2
"""A flag of a piece: it stands in a skipped inline element and only counts as a neighbour."""
OFFERED: Final = 4
"""A flag of every piece."""

# Never rendered as running text, or fallback for something else.
_OPAQUE = frozenset(
    b"applet audio canvas datalist marquee meter object optgroup option progress video".split()
)


class Kind(IntEnum):
    """What a tag does, by its name with the slash of an end tag.

    The scanner's fast loop deals with those up to LINK_END.
    """

    INLINE = 0
    BREAK = 1
    BLOCK = 2
    PARAGRAPH = 3
    PARAGRAPH_END = 4
    LINK = 5
    LINK_END = 6
    SKIP = 7
    REGION = 8
    RAW = 9
    FOREIGN = 10
    SELECT = 11
    TEMPLATE = 12
    NOSCRIPT = 13
    PLAINTEXT = 14
    FRAMESET = 15
    TABLE = 16
    TABLE_END = 17
    HEADING = 18
    BUTTON = 19
    FORM = 20
    ROOT = 21
    BODY_END = 22
    CONTENT = 23
    CONTENT_END = 24
    BASE = 25
    META = 26
    DECLARATION = 27


STRUCTURE = frozenset(
    {Kind.RAW, Kind.FOREIGN, Kind.SELECT, Kind.TEMPLATE, Kind.NOSCRIPT, Kind.ROOT}
    | {Kind.PLAINTEXT, Kind.FRAMESET}
)
"""Kinds of start tags whose meaning no selector changes: their text is never offered anyway."""


class Rules:
    """What a scan leaves out, compiled once.

    A class or an id that a page writes with character references isn't recognised.

    Args:
        skip: Selectors of elements whose text is not offered.
        only: Selectors of the elements whose text alone is offered; empty for the whole page.
        link: Whether occurrences are wrapped in links, which no link may hold.

    Raises:
        ConfigurationError: For a selector that can't be read.
    """

    __slots__ = ("kinds", "link_flag", "needles", "only", "selectors", "skip_tags")

    def __init__(
        self, skip: Iterable[str] = (), only: Iterable[str] = (), *, link: bool = True
    ) -> None:
        skips = [parse_selector(text) for text in skip]
        self.only = [parse_selector(text) for text in only]
        self.skip_tags = frozenset(_folded(s.tag) for s in skips if not s.attribute)
        self.selectors = [s for s in skips if s.attribute]
        # What a link adds to the flags of the text in it: whether it is skipped.
        self.link_flag = SKIPPED if link or b"a" in self.skip_tags else 0
        self.needles: dict[bytes, list[Selector]] = {}
        for selector in (*self.selectors, *self.only):
            needle = selector.needle or b"<" + _folded(selector.tag)
            self.needles.setdefault(needle, []).append(selector)
        self.kinds = self._kinds()

    def _kinds(self) -> dict[bytes | None, int]:
        kinds: dict[bytes | None, Kind] = {None: Kind.DECLARATION}
        for name in BREAKS:
            kinds[name] = Kind.BLOCK if name in BLOCKS else Kind.BREAK
            kinds[b"/" + name] = Kind.BREAK
        kinds |= {b"p": Kind.PARAGRAPH, b"/p": Kind.PARAGRAPH_END, b"button": Kind.BUTTON}
        kinds |= {b"form": Kind.FORM, b"a": Kind.LINK, b"/a": Kind.LINK_END}
        for name in HEADINGS:
            kinds[name] = Kind.HEADING
        for name in _OPAQUE:
            kinds[name] = Kind.REGION
        for name in RAW_TEXT | {b"script"}:
            kinds[name] = Kind.RAW
        for name in TABLE_PARTS:
            kinds[name] = Kind.TABLE
            kinds[b"/" + name] = Kind.TABLE_END
        kinds |= {b"svg": Kind.FOREIGN, b"math": Kind.FOREIGN, b"select": Kind.SELECT}
        kinds |= {b"template": Kind.TEMPLATE, b"noscript": Kind.NOSCRIPT}
        kinds |= {b"plaintext": Kind.PLAINTEXT, b"frameset": Kind.FRAMESET}
        kinds |= {b"html": Kind.ROOT, b"head": Kind.ROOT, b"body": Kind.ROOT}
        kinds |= {b"/html": Kind.BODY_END, b"/body": Kind.BODY_END, b"/head": Kind.ROOT}
        for name in (b"main", b"article"):
            if kinds.get(name) == Kind.BLOCK:
                kinds |= {name: Kind.CONTENT, b"/" + name: Kind.CONTENT_END}
        for name in self.skip_tags - VOID - {b"a"}:
            if kinds.get(name, Kind.INLINE) not in STRUCTURE:
                kinds[name] = Kind.SKIP
        kinds |= {b"base": Kind.BASE, b"meta": Kind.META}
        return {name: int(kind) for name, kind in kinds.items()}  # compares faster than an enum


def _folded(tag: str) -> bytes:
    return tag.encode("latin-1", "replace")
