"""What a scan leaves out: selectors compiled to one action a tag name.

Owns `Kind` and `Rules`. Never looks at a page.
"""

from __future__ import annotations

import re
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from rxglossary.html.elements import BLOCKS, BREAKS, HEADINGS, RAW_TEXT, TABLE_PARTS, VOID
from rxglossary.html.segments import DOCTYPE, INCOMPLETE, MAX_LEARNT, MAX_LENGTH, NAMES
from rxglossary.html.selectors import parse_selector
from rxglossary.html.tokens import TAG, attributes, fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

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

    The scanner's fast loop deals with those up to LINK_END; from CHOSEN on, it has to look closer.
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
    DOCTYPE = 10
    FOREIGN = 11
    SELECT = 12
    TEMPLATE = 13
    NOSCRIPT = 14
    PLAINTEXT = 15
    FRAMESET = 16
    TABLE = 17
    TABLE_END = 18
    HEADING = 19
    BUTTON = 20
    FORM = 21
    ROOT = 22
    BODY_END = 23
    CONTENT = 24
    CONTENT_END = 25
    BASE = 26
    META = 27
    SKIPPED_PAGE = 28
    CHOSEN = 29
    UNKNOWN = 30


STRUCTURE = frozenset(
    {Kind.RAW, Kind.FOREIGN, Kind.SELECT, Kind.TEMPLATE, Kind.NOSCRIPT, Kind.ROOT}
    | {Kind.PLAINTEXT, Kind.FRAMESET}
)
"""Kinds of start tags whose meaning no selector changes: their text is never offered anyway."""
_LEFT_OUT = frozenset({Kind.SKIP, Kind.REGION, *(STRUCTURE - {Kind.ROOT})})
# Plain numbers compare faster than an enum.
_INLINE = int(Kind.INLINE)
_UNKNOWN = int(Kind.UNKNOWN)


def _simple_tag(attributes: set[str]) -> Callable[[str], re.Match[str] | None]:
    """Return the full match of whole tags as most are written, without these attributes.

    Groups: the name, with the slash of an end tag, and the value of ``class``.
    """
    space = r"[ \t\n\f\r]"
    others = "|".join(map(re.escape, sorted({"class", *attributes})))
    value = r"""(?:=(?:"[^"]*+"|'[^']*+'|[^ \t\n\f\r"'=<>`]++))?+"""
    attribute = rf"(?:{space}++(?!{others})[a-z][a-z0-9_:-]*+{value})*+"
    classes = rf"""(?:{space}++class="([^"&]*+)"{attribute})?+"""
    if "class" in attributes:
        classes = "((?!))?"
    pattern = rf"(/?[a-zA-Z][a-zA-Z0-9]*+){attribute}{classes}{space}*+/?+"
    return re.compile(pattern).fullmatch


class Rules:
    """What a scan leaves out, compiled once.

    A class or an id that a page writes with character references isn't recognised.

    Args:
        skip: Selectors of elements whose text is not offered.
        only: Selectors of the elements whose text alone is offered; empty for the whole page.
        link: Whether occurrences are wrapped in links, which no link may hold.

    Attributes:
        actions: The `Kind` of each whole tag, by its text without ``<`` and ``>``. What a tag does
            follows from its text alone, selectors included: so it is looked at when it is seen for
            the first time, and looked up from then on.
        quiet: The kinds of whole segments of a source (see `rxglossary.html.segments`) that say no
            more than that, for what is common and nothing but a tag, with or without white space.

    Raises:
        ConfigurationError: For a selector that can't be read.

    >>> rules = Rules(skip=["code", ".math"])
    >>> [Kind(rules.actions[tag]).name for tag in ("p", "/CODE", "i class='x math'", "a x='")]
    ['PARAGRAPH', 'INLINE', 'SKIP', 'UNKNOWN']
    """

    __slots__ = (
        "_needles",
        "actions",
        "kinds",
        "link_flag",
        "links",
        "only",
        "only_tags",
        "quiet",
        "selectors",
        "skip_tags",
    )

    def __init__(
        self, skip: Iterable[str] = (), only: Iterable[str] = (), *, link: bool = True
    ) -> None:
        skips = [parse_selector(text) for text in skip]
        self.only = [parse_selector(text) for text in only]
        self.skip_tags = frozenset(_folded(s.tag) for s in skips if not s.attribute)
        self.selectors = [s for s in skips if s.attribute]
        # What a link adds to the flags of the text in it: whether it is skipped.
        self.links = link
        self.link_flag = SKIPPED if link or b"a" in self.skip_tags else 0
        needles = {s.needle for s in (*self.selectors, *self.only) if s.attribute}
        # A tag without the shorter of two needles hasn't the longer one either.
        shortest = (n for n in needles if not any(m in n for m in needles - {n}))
        self._needles = sorted(shortest)
        self.only_tags = frozenset(_folded(s.tag) for s in self.only if not s.attribute)
        self.kinds = self._kinds()
        self.actions = _Actions(self)
        self.quiet: dict[str, int] = {}

    def learn_quiet(self, segment: str, kind: int) -> None:
        """Remember that *segment* does what *kind* says, and nothing else."""
        if len(segment) <= MAX_LENGTH:
            if len(self.quiet) >= MAX_LEARNT:
                self.quiet.clear()
            self.quiet[segment] = kind

    def kind(self, tag: str, name: bytes) -> int:
        """Return what a tag does.

        Args:
            tag: Its text, without ``<`` and ``>``.
            name: Its folded name, with the slash of an end tag.
        """
        kind = self.kinds.get(name, _INLINE)
        if name[0] == 0x2F or kind in _LEFT_OUT:
            return kind
        folded = fold(tag)
        if kind == Kind.META:
            return kind if b"rxglossary" in folded else int(Kind.BREAK)
        selected = any(needle in folded for needle in self._needles)
        if not selected and name not in self.only_tags:
            return kind
        source = f"<{tag}>"
        folded = fold(source)
        match = TAG.match(folded)
        values = dict(attributes(source, folded, *match.span(2))) if match else {}
        text = name.decode("latin-1")
        if any(selector.matches(text, values) for selector in self.selectors):
            if kind == Kind.ROOT:
                return int(Kind.SKIPPED_PAGE)
            plain = kind != Kind.LINK or not self.link_flag
            if plain and name not in VOID and kind not in STRUCTURE:
                return int(Kind.SKIP)
        elif any(selector.matches(text, values) for selector in self.only):
            return int(Kind.CHOSEN)
        return kind

    def _kinds(self) -> dict[bytes, int]:
        kinds: dict[bytes, Kind] = {DOCTYPE: Kind.DOCTYPE}
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
        return {name: int(kind) for name, kind in kinds.items()}


class _Actions(dict[str, int]):
    """The kinds of the tags that were seen under some rules."""

    __slots__ = ("_classes", "_names", "_rules", "_simple")

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._names: dict[str, int] = {}  # what tags do that no selector concerns, by their name
        attributed = [s for s in (*rules.selectors, *rules.only) if s.attribute]
        # Any class, and an empty one, is asked for like other attributes.
        classes = {s.value for s in attributed if s.attribute == "class" and s.value}
        self._classes = classes
        named = {s.attribute for s in attributed if s.attribute != "class" or not s.value}
        self._simple = _simple_tag(named)

    def __missing__(self, tag: str) -> int:
        kind = None
        # Most tags are written so that a look at their name and their classes is enough.
        if found := self._simple(tag):
            name, classes = found.groups()
            if not classes or self._classes.isdisjoint(classes.split()):
                kind = self._names.get(name)
                if kind is None:
                    kind = self._learn(name)
        if kind is None:
            folded = NAMES[tag]
            if folded == INCOMPLETE:
                return _UNKNOWN
            kind = self._rules.kind(tag, folded)
        if len(tag) <= MAX_LENGTH:
            if len(self) >= MAX_LEARNT:
                self.clear()
            self[tag] = kind
        return kind

    def _learn(self, name: str) -> int | None:
        """Return what tags of this name do that no selector concerns; None where it varies."""
        folded = fold(name)
        if folded == b"meta" or folded in self._rules.only_tags:
            return None
        if len(self._names) >= MAX_LEARNT:
            self._names.clear()
        kind = self._names[name] = self._rules.kinds.get(folded, _INLINE)
        return kind


def _folded(tag: str) -> bytes:
    return tag.encode("latin-1", "replace")
