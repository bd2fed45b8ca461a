"""The grammar of raw damage: a start tag with whole tooltips inside of it.

    tooltip   = start-tag content end-tag
    start-tag = "<" name *( attribute ) ">"
    attribute = name [ "=" quote *( character / tooltip ) quote ]
    content   = *( character / tooltip )

A browser ends an attribute's value at the first quote; this reader takes a tooltip inside of a
value as one character, so it finds the quote that the annotator meant. A quote is closed by its own
spelling, so ``&quot;`` in ``"`` nests as well. Owns where the parts stand, in one pass: what was
read once from an offset is remembered. Never decides what is damage.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from rxglossary.damage.patterns import LT
from rxglossary.html.elements import BLOCKS, TABLE_PARTS
from rxglossary.html.references import decode_attribute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rxglossary.damage.patterns import Patterns, TooltipPattern

__all__ = ["BOUNDARIES", "Attribute", "Node", "Reader"]

BOUNDARIES = BLOCKS | TABLE_PARTS | frozenset(b"body html head".split())
"""Elements whose tags no tooltip goes across."""

_BLOCK = "|".join(sorted((name.decode() for name in BOUNDARIES), key=len, reverse=True))
_BOUNDARY = rf"(?P<block></?(?:{_BLOCK})(?=[ />]))"
_SKIP = re.compile(rb"[ /]*+")
_NAME = re.compile(rb"[a-z_:@][a-z0-9_:.@-]*+")
_PLAIN = re.compile(
    rb"[ /]*+([a-z_:@][a-z0-9_:.@-]*+)(?:=(?=([\"']))(?:\"([^\"<&]*+)\"|'([^'<&]*+)'))"
)
_EQUALS = re.compile(rb" *+= *+")
_QUOTE = re.compile(rb"[\"']|&(?:amp;)*(?:quot|apos|#0*3[49]|#x0*2[27]);")
_UNQUOTED = re.compile(rb"[^ \"'<>=`&]++")
_GT = re.compile(rb"(?:>|&(?:amp;)*(?:gt|#0*62|#x0*3e);)")
_MAX_DEPTH = 64


@dataclass(slots=True)
class Attribute:
    """An attribute of a start tag: name, quote as spelled, place of the value, tooltips in it."""

    name: str
    quote: bytes
    start: int
    end: int
    inside: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Node:
    """An element as the annotator wrote it.

    Attributes:
        name: The element's name.
        pattern: The plugin whose tooltip it is, or None.
        start: Where its start tag begins.
        opened: Where its start tag ends.
        attributes: What the start tag holds.
        content: Tooltips in its content.
        closing: Where its end tag begins; -1 where there is none.
        end: Where it ends.
    """

    name: str
    start: int
    pattern: TooltipPattern | None = None
    opened: int = -1
    attributes: list[Attribute] = field(default_factory=list)
    content: list[Node] = field(default_factory=list)
    closing: int = -1
    end: int = -1

    def inside(self) -> Iterator[tuple[Attribute, Node]]:
        """Yield each tooltip that stands in the start tag, with the attribute it stands in."""
        for attribute in self.attributes:
            for node in attribute.inside:
                yield attribute, node

    def depth(self) -> int:
        """Return how many levels of tooltips stand in the start tag and in the content."""
        nodes = [node for _, node in self.inside()] + self.content
        return max((node.depth() + 1 for node in nodes), default=0)


class _NoTooltipError(Exception):
    """The source doesn't follow the grammar here."""


class Reader:
    """Reads the elements of one source by the grammar.

    Args:
        source: The source text.
        folded: `rxglossary.html.tokens.fold` of it.
        patterns: What a tooltip is.
    """

    __slots__ = ("_failed", "_folded", "_patterns", "_read", "_source")

    def __init__(self, source: str, folded: bytes, patterns: Patterns) -> None:
        self._source = source
        self._folded = folded
        self._patterns = patterns
        self._read: dict[int, Node] = {}
        self._failed: set[int] = set()

    def read(self, start: int, name: str) -> Node | None:
        """Return the element whose start tag begins at *start*, or None where it isn't whole.

        Its end tag may be missing: then it ends with its start tag.
        """
        node = Node(name, start)
        try:
            self._tag(node, start + 1 + len(name), b"<", 0)
        except _NoTooltipError:
            return None
        node.end = node.opened
        if node.pattern is not None:
            try:
                self._content(node, 0, inside=False)
            except _NoTooltipError:
                node.content, node.closing, node.end = [], -1, node.opened
        return node

    def text(self, start: int, end: int, holes: list[Node]) -> str:
        """Return the source between two offsets, of tooltips in it their text alone."""
        parts = []
        for node in holes:
            parts.append(self._source[start : node.start])
            parts.append(self.text(node.opened, node.closing, node.content))
            start = node.end
        return "".join((*parts, self._source[start:end]))

    def value(self, node: Node, name: str) -> str:
        """Return the value of an attribute as its author wrote it; empty without it."""
        for attribute in node.attributes:
            if attribute.name == name:
                return decode_attribute(self.text(attribute.start, attribute.end, attribute.inside))
        return ""

    def _tooltip(self, match: re.Match[bytes], depth: int) -> Node | None:
        """Return the tooltip that starts at a match, None where the element is none."""
        start = match.start()
        if start in self._read:
            return self._read[start]
        if start in self._failed or depth > _MAX_DEPTH:
            raise _NoTooltipError
        self._failed.add(start)  # until it is read
        node = Node(match["name"].decode(), start)
        self._tag(node, match.end(), match["lt"], depth)
        if node.pattern is None:
            self._failed.discard(start)
            return None
        self._content(node, depth, inside=True)
        self._failed.discard(start)
        self._read[start] = node
        return node

    def _tag(self, node: Node, pos: int, bracket: bytes, depth: int) -> None:
        folded = self._folded
        attributes = node.attributes
        while True:
            # Most attributes hold nothing to look into.
            while match := _PLAIN.match(folded, pos):
                value = match.lastindex or 3
                name = match[1].decode("latin-1")
                attributes.append(Attribute(name, match[2], *match.span(value)))
                pos = match.end()
            pos = _SKIP.match(folded, pos).end()  # type: ignore[union-attr]
            if match := _GT.match(folded, pos):
                if bracket == b"<" and match[0] != b">":
                    raise _NoTooltipError  # a parser has been here
                node.opened = match.end()
                break
            pos = self._attribute(attributes, pos, depth)
        node.pattern = self._patterns.of(node.name, (one.name for one in attributes))

    def _attribute(self, attributes: list[Attribute], pos: int, depth: int) -> int:
        folded = self._folded
        name, inside, start = "", [], pos
        while True:
            if match := _NAME.match(folded, pos) if not name else _REST.match(folded, pos):
                name += match[0].decode("latin-1")
            elif match := self._patterns.start.match(folded, pos):
                found = self._tooltip(match, depth + 1)
                if found is None:
                    raise _NoTooltipError
                inside.append(found)
                name += self.text(found.opened, found.closing, found.content).lower()
                pos = found.end
                continue
            else:
                break
            pos = match.end()
        if not name:
            raise _NoTooltipError
        if inside:
            attributes.append(Attribute("", b"", start, pos, inside))
        match = _EQUALS.match(folded, pos)
        if match is None:
            attributes.append(Attribute(name, b"", pos, pos))
            return pos
        pos = match.end()
        if quote := _QUOTE.match(folded, pos):
            attribute = Attribute(name, quote[0], quote.end(), quote.end())
            attributes.append(attribute)
            return self._value(attribute, depth)
        if match := _UNQUOTED.match(folded, pos):
            attributes.append(Attribute(name, b"", pos, match.end()))
            return match.end()
        raise _NoTooltipError

    def _value(self, attribute: Attribute, depth: int) -> int:
        """Read up to the closing quote; return the offset behind it."""
        blocks = any(p.markup and p.definition == attribute.name for p in self._patterns.all)
        search = _value_pattern(self._patterns.start_source, attribute.quote, blocks).search
        pos = attribute.start
        while match := search(self._folded, pos):
            if match["quote"] is not None:
                attribute.end = match.start()
                return match.end()
            if match["name"] is None:
                break
            node = self._tooltip(match, depth + 1)
            if node is not None:
                attribute.inside.append(node)
            pos = node.end if node is not None else match.end()
        raise _NoTooltipError

    def _content(self, node: Node, depth: int, *, inside: bool) -> None:
        """Read up to the end tag; *inside* of a value no end tag may be missing."""
        search = _content_pattern(self._patterns.start_source, node.name).search
        pos, opened = node.opened, 0
        while match := search(self._folded, pos):
            if match["end"] is not None:
                if not opened:
                    node.closing, node.end = match.span()
                    return
                opened -= 1
            elif match["bare"] is not None:
                opened += 1
            elif match["name"] is None:
                break
            elif (found := self._tooltip(match, depth + 1)) is not None:
                node.content.append(found)
                pos = found.end
                continue
            elif match["name"].decode() == node.name:
                opened += 1
            pos = match.end()
        if inside:
            raise _NoTooltipError
        node.content = []


_REST = re.compile(rb"[a-z0-9_:.@-]++")


@lru_cache(64)
def _value_pattern(start: str, quote: bytes, blocks: bool) -> re.Pattern[bytes]:
    parts = [rf"(?P<quote>{re.escape(quote.decode())})", start]
    if not blocks:
        parts.append(_BOUNDARY)
    return re.compile("|".join(parts).encode())


@lru_cache(64)
def _content_pattern(start: str, name: str) -> re.Pattern[bytes]:
    end = rf"(?P<end>{LT}/{re.escape(name)} *+{_GT.pattern.decode()})"
    bare = rf"(?P<bare><{re.escape(name)}>)"
    return re.compile("|".join((end, start, bare, _BOUNDARY)).encode())
