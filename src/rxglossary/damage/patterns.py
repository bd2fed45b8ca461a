"""How plugins write their tooltips: wrapper elements and attribute names.

Owns the presets. Never reads a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rxglossary.errors import ConfigurationError

__all__ = ["LT", "PRESETS", "Patterns", "TooltipPattern"]

LT: Final = r"(?:<|&(?:amp;)*(?:lt|#0*60|#x0*3c);)"
"""A "<" in folded source, however often escaped."""

_NAME = re.compile(r"[a-z][a-z0-9_:.-]*")
_PLAIN = frozenset({"title", "aria-label", "alt"})
_SHARED = _PLAIN | {"class", "id"}
# All is possessive, and each quote turns at most one reading of the source around: so few readings
# are under way at any place, and time is linear.
_TORN = (
    r"<(?=[a-z])(?![a-z][a-z0-9:_-]*+(?:[ /]++|[^ \"'<>/=&`]++(?: *+= *+"
    r"(?:\"(?:[^\"<&]++|(?!START)[<&])*+\"|'(?:[^'<&]++|(?!START)[<&])*+'"
    r"|[^ \"'<>=&`][^ \"'<>&`]*+))?+)*+>)"
)
_WRAPPERS = ("span", "abbr", "button", "a", "dfn")


@dataclass(frozen=True, slots=True)
class TooltipPattern:
    """How one plugin writes a tooltip: an element with at least one of two attributes.

    Which other attributes it has, in which order, and in which quotes is all the same.

    Args:
        name: What messages call it.
        term: The attribute that names the term, or ``""``.
        definition: The attribute that holds the definition, or ``""``.
        wrappers: The elements that may stand around the matched text.
        markup: Whether the definition may hold HTML by design.

    Raises:
        ConfigurationError: Where no attribute is given, or a name can't be one.

    >>> TooltipPattern("mine", term="data-word", definition="data-tip").names
    frozenset({...})
    >>> TooltipPattern("mine")
    Traceback (most recent call last):
    rxglossary.errors.ConfigurationError: the tooltip pattern 'mine' names no attribute: give term \
or definition
    """

    name: str
    term: str = ""
    definition: str = ""
    wrappers: tuple[str, ...] = _WRAPPERS
    markup: bool = False

    def __post_init__(self) -> None:
        if not self.names:
            message = f"the tooltip pattern {self.name!r} names no attribute: give term or"
            raise ConfigurationError(f"{message} definition")
        for kind, names in (("attribute", self.names), ("wrapper", self.wrappers)):
            for name in names:
                if not _NAME.fullmatch(name):
                    message = f"{name!r} is no name of a {kind} in lower case"
                    raise ConfigurationError(f"the tooltip pattern {self.name!r}: {message}")
        if not self.wrappers:
            message = "give the elements that stand around the matched text"
            raise ConfigurationError(
                f"the tooltip pattern {self.name!r} names no wrapper: {message}"
            )

    @property
    def names(self) -> frozenset[str]:
        """Return the attributes that make an element a tooltip of this plugin."""
        return frozenset(filter(None, (self.term, self.definition)))

    @property
    def shared(self) -> bool:
        """Tell whether other elements have these attributes too, as with ``abbr title``."""
        return self.names <= _SHARED


PRESETS: Final[Mapping[str, TooltipPattern]] = MappingProxyType(
    {
        pattern.name: pattern
        for pattern in (
            TooltipPattern("rx", term="data-rx-term", definition="data-rx-definition"),
            TooltipPattern(
                "cm-tooltip-glossary",
                definition="data-cmtooltip",
                wrappers=("a", "span", "abbr", "dfn"),
                markup=True,
            ),
            TooltipPattern("abbr", definition="title", wrappers=("abbr", "acronym", "dfn")),
        )
    }
)
"""The plugins that are known: that of the source pages, CM Tooltip Glossary, and those that write
``<abbr title>``."""


class Patterns:
    """Several tooltip patterns, compiled.

    Args:
        given: Patterns, and names of `PRESETS`.

    Attributes:
        all: The patterns.
        needles: The attribute names that are a plugin's own, folded.
        wrappers: The names of all wrapper elements.
        plain: Attributes whose value is never markup.
        start: Where a tooltip may start, on folded source, however often escaped.
        torn: A start tag that isn't plainly whole, with no tooltip's start in it, on folded source.
        opened: A value that ends inside of a tooltip's start tag: where its first quote stood.
        shown: A tooltip's start tag in text.

    Raises:
        ConfigurationError: For an unknown name.
    """

    __slots__ = (
        "_gates",
        "_names",
        "all",
        "needles",
        "opened",
        "plain",
        "shown",
        "start",
        "start_source",
        "torn",
        "wrappers",
    )

    def __init__(self, given: Iterable[str | TooltipPattern]) -> None:
        self.all = tuple(map(_pattern, given))
        self.wrappers = frozenset(name for pattern in self.all for name in pattern.wrappers)
        # What the page has to hold, or there is nothing to look for: one of each pair's two.
        self._gates = [
            (
                [b"<" + name.encode() for name in pattern.wrappers] if pattern.shared else [b""],
                [name.encode() for name in pattern.names],
            )
            for pattern in self.all
        ]
        self.needles = tuple(
            sorted(name.encode() for p in self.all if not p.shared for name in p.names)
        )
        self._names: dict[str, list[TooltipPattern]] = {}
        for pattern in self.all:
            for name in pattern.wrappers:
                self._names.setdefault(name, []).append(pattern)
        # Attributes that no plugin writes markup into.
        self.plain = _PLAIN.union(p.term for p in self.all if p.term)
        ordered = sorted(self.wrappers, key=len, reverse=True)
        names = "|".join(map(re.escape, ordered)) or "(?!)"
        self.start_source = rf"(?P<lt>{LT})(?P<name>{names})(?=[ /])"
        self.start = re.compile(self.start_source.encode())
        self.torn = re.compile(_TORN.replace("START", rf"{LT}(?:{names})[ /]").encode())
        self.opened = re.compile(rf"<(?:{names})\s[^<>]*=\s*\Z", re.I | re.A)
        self.shown = re.compile(rf"<(?:{names})\s", re.I | re.A)

    def gate(self, text: str) -> bool:
        """Tell whether *text* can hold a tooltip at all.

        >>> [Patterns(["rx"]).gate(text) for text in ("<p data-rx-x>", "<p DATA-RX-TERM=x>")]
        [False, True]
        """
        lower = text.encode("utf-8", "surrogatepass").lower()  # of bytes: ASCII alone, and fast
        return any(
            any(tag in lower for tag in tags) and any(name in lower for name in names)
            for tags, names in self._gates
        )

    def of(self, element: str, names: Iterable[str]) -> TooltipPattern | None:
        """Return the pattern that an element with these attribute names follows."""
        candidates = self._names.get(element, ())
        if candidates:
            names = frozenset(names)
            # A plugin's own attributes say more than a title.
            for pattern in sorted(candidates, key=lambda one: one.shared):
                if not pattern.names.isdisjoint(names):
                    return pattern
        return None


def _pattern(given: str | TooltipPattern) -> TooltipPattern:
    if isinstance(given, TooltipPattern):
        return given
    if given not in PRESETS:
        known = ", ".join(PRESETS)
        raise ConfigurationError(f"{given!r} is no known tooltip pattern: use one of {known}")
    return PRESETS[given]
