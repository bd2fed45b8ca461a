"""Passing over an element as one: skipped ones, svg and math, select, template, noscript, raw text.

Owns the question where such an element ends. Where what lies in it could mean something else to
what lies around, or to another parser, it raises `Stopped`. Never offers text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from rxglossary.html.elements import BREAKOUT, RAW_TEXT, OpenElements, Unsure
from rxglossary.html.segments import INLINE
from rxglossary.html.tokens import ATTRIBUTES, TAG, Tags, declaration_end, raw_end, self_closing

__all__ = ["Ended", "Region", "Regions", "Stop", "Stopped"]

_SELECT_CONTENT = frozenset(b"option /option optgroup /optgroup hr".split())
_DOCUMENT = frozenset(b"html head body".split())
_ATOMS = RAW_TEXT | frozenset(
    b"frameset math noscript plaintext script select svg template".split()
)
_INTEGRATION = {
    b"svg": frozenset(b"foreignobject desc title".split()),
    b"math": frozenset(b"mi mo mn ms mtext annotation-xml".split()),
}


_MAX_DEPTH = 32
# Special elements that hold phrasing content: what is open in it ends no later than they do.
_FLOW = frozenset(
    b"article aside blockquote button details div figcaption figure footer h1 h2 h3 h4 h5 h6 header"
    b" li main nav ol p pre section summary ul".split()
)
_SPAN = re.compile(rb"<span(?=[ />])" + ATTRIBUTES + rb">([^<]*+)</span></")


@lru_cache
def _inline_content(root: bytes) -> re.Pattern[bytes]:
    """Return a pattern for content (1) of text and inline tags, with the end tag of *root* ahead.

    Inside of an element of the special category, these open and close nothing that matters.
    """
    names = b"|".join(sorted(INLINE))
    tag = rb"<(?:/?(?:" + names + rb")(?=[ />])|(?:br|img|wbr)(?=[ />]))" + ATTRIBUTES + b">"
    link = rb"<a(?=[ />])" + ATTRIBUTES + rb">(?:[^<]++|" + tag + rb")*+</a *+>"
    return re.compile(rb"((?:[^<]++|" + tag + b"|" + link + rb")*+)</" + root + rb"[ />]")


class Stop(NamedTuple):
    """Where the scanner stopped: nothing behind this offset is annotated."""

    code: str
    offset: int
    message: str


class Stopped(Exception):
    """What is known of the page isn't enough to go on."""

    def __init__(self, code: str, offset: int, message: str) -> None:
        self.stop = Stop(code, offset, message)


class Ended(Exception):
    """The input ends inside of a tag, a comment or raw text that begins at *offset*."""

    def __init__(self, offset: int) -> None:
        self.offset = offset


class Region(NamedTuple):
    """An element that was passed over.

    Attributes:
        end: The offset of the tag that ends it.
        linked: Whether a link is active behind it.
        paragraph: Whether a paragraph in it may stay open behind it.
        first: The span of its first stretch of text.
        last: The span of its last stretch of text.
    """

    end: int
    linked: bool
    paragraph: bool
    first: tuple[int, int]
    last: tuple[int, int]


class Regions:
    """Looks ahead in one source; keeps nothing but how deep it is.

    Every method takes the match of a start tag (of a declaration's opening) and returns the offset
    at which to go on.

    Args:
        source: The source text.
        folded: `rxglossary.html.tokens.fold` of it.
    """

    __slots__ = ("_depth", "folded", "source")

    def __init__(self, source: str, folded: bytes) -> None:
        self.source = source
        self.folded = folded
        self._depth = 0

    def element(
        self,
        match: re.Match[bytes],
        *,
        paragraph: bool = False,
        table: bool = False,
        linked: bool = False,
        blocks: int = 0,
    ) -> Region:
        """Look for the tag that ends the element which *match* opens; change nothing.

        Raises:
            Stopped: When it isn't closed by its own end tag, or by one that implies it.
        """
        root = match[1]
        pos = match.end(2) + 1
        if plain := self.plain(root, pos, linked):
            end, *text = plain
            return Region(end, linked, False, (text[0], text[1]), (text[0], text[1]))
        opened = OpenElements(root, paragraph, table)
        outer, depth = linked, 0
        first = last = (pos, pos)
        tags = Tags(self.folded, pos)
        try:
            for tag in tags:
                start = tag.start()
                if start > pos:
                    last = (pos, start)
                    if first[0] == first[1]:
                        first = last
                name = tag[1]
                if name is None:
                    tags.after = self.declaration(tag)
                elif name[0] == 0x2F:
                    name = name[1:]
                    if name == b"a" and opened.closes_link(depth):
                        linked = False
                    if name != b"head" and opened.end(name):
                        implied = name != root
                        if implied and linked and not outer:
                            raise Unsure
                        paragraph = implied and root == b"p"
                        return Region(start, outer or linked, paragraph, first, last)
                    depth = min(depth, len(opened))
                elif name in _ATOMS:
                    tags.after = self.atom(tag)
                elif name not in _DOCUMENT:
                    if opened.start(name):
                        return Region(start, outer or linked, False, first, last)
                    depth = min(depth, len(opened))
                    if name == b"a":
                        # It takes an active link off the list only where an end tag would;
                        # behind a marker, one from outside just stays.
                        around = blocks if outer and not depth else 0
                        stays = outer and opened.marked(depth)
                        if linked and not stays and not opened.closes_link(depth, around):
                            raise Unsure
                        linked, depth = True, len(opened)
                pos = tags.after
        except Unsure:
            pass
        message = f"<{root.decode('latin-1')}> is not closed by its own end tag at its own depth"
        raise Stopped("unclosed-element", match.start(), message)

    def plain(self, root: bytes, pos: int, linked: bool) -> tuple[int, int, int] | None:
        """Return where *root* ends and the span of its text, if next to nothing lies in it."""
        folded = self.folded
        end = folded.find(b"<", pos)
        if end >= 0 and folded.startswith(b"</" + root + b">", end):
            return end, pos, end
        span = _SPAN.match(folded, pos)
        if span and folded.startswith(root + b">", span.end()):
            return span.end() - 2, *span.span(1)
        if not linked and root in _FLOW:
            found = _inline_content(root).match(folded, pos)
            if found:
                return found.end(1), pos, pos
        return None

    def atom(self, match: re.Match[bytes]) -> int:
        """Pass over an element that hides what a tag in it means; return where to go on."""
        name = match[1]
        if self._depth > _MAX_DEPTH:
            message = "select, template and noscript are nested too deep"
            raise Stopped("too-complex", match.start(), message)
        if name in (b"plaintext", b"frameset"):
            message = f"<{name.decode()}> in an element that is passed over"
            raise Stopped(name.decode(), match.start(), message)
        inside = {b"select": self.select, b"template": self.template, b"noscript": self.noscript}
        self._depth += 1
        try:
            if name in (b"svg", b"math"):
                return self.foreign(match)
            return inside.get(name, self.raw)(match)
        finally:
            self._depth -= 1

    def declaration(self, match: re.Match[bytes], foreign: bool = False) -> int:
        start = match.start()
        end = -1
        if match[3] is not None:
            end = declaration_end(self.source, start, foreign)
        if end < 0:
            raise Ended(start)
        return end

    def foreign(self, match: re.Match[bytes]) -> int:
        """Pass over svg or math; return the offset behind it, or of the tag that breaks out."""
        root = match[1]
        if self_closing(self.folded, *match.span(2)):
            return match.end(2) + 1
        points = _INTEGRATION[root]
        names = [root]
        tags = Tags(self.folded, match.end(2) + 1)
        for tag in tags:
            name = tag[1]
            if name is None:
                tags.after = self.declaration(tag, foreign=True)
            elif name[0] == 0x2F:
                self._end_foreign(tag, names)
                if not names:
                    return tags.after
            elif names[-1] in points:
                self._stop_foreign(tag, "an HTML element inside of it")
            elif name in BREAKOUT or (name == b"font" and tag.start(2) < tag.end(2)):
                if name == b"font" or not points.isdisjoint(names):
                    self._stop_foreign(tag, "an HTML tag that may end it")
                return tag.start()
            elif not self_closing(self.folded, *tag.span(2)):
                names.append(name)
        raise Stopped("foreign", match.start(), f"<{root.decode()}> is not closed")

    def _end_foreign(self, tag: re.Match[bytes], names: list[bytes]) -> None:
        name = tag[1][1:]
        if name not in names or name in (b"br", b"p"):
            self._stop_foreign(tag, "an end tag of HTML inside of it")
        while names.pop() != name:
            pass

    @staticmethod
    def _stop_foreign(tag: re.Match[bytes], what: str) -> None:
        raise Stopped("foreign", tag.start(), f"svg or math with {what}")

    def select(self, match: re.Match[bytes]) -> int:
        """Pass over a select that old and new parsers read alike; return the offset behind it."""
        tags = Tags(self.folded, match.end(2) + 1)
        for tag in tags:
            name = tag[1]
            if name is None:
                tags.after = self.declaration(tag)
            elif name == b"/select":
                return tags.after
            elif name == b"script":
                tags.after = self.raw(tag)
            elif name == b"template":
                tags.after = self.atom(tag)
            elif name not in _SELECT_CONTENT:
                message = "parsers differ on a select that holds other tags than options"
                raise Stopped("select", tag.start(), message)
        raise Stopped("select", match.start(), "<select> is not closed")

    def template(self, match: re.Match[bytes]) -> int:
        """Pass over a template; return the offset behind it."""
        depth = 1
        tags = Tags(self.folded, match.end(2) + 1)
        for tag in tags:
            name = tag[1]
            if name is None:
                tags.after = self.declaration(tag)
            elif name == b"/template":
                depth -= 1
                if not depth:
                    return tags.after
            elif name == b"template":
                depth += 1
            elif name == b"col":
                message = "a template with a column ignores what follows it"
                raise Stopped("template", tag.start(), message)
            elif name in _ATOMS:
                tags.after = self.atom(tag)
        raise Stopped("template", match.start(), "<template> is not closed")

    def noscript(
        self, match: re.Match[bytes], *, paragraph: bool = True, table: bool = True
    ) -> int:
        """Pass over a noscript that ends at one place with scripting on and off."""
        end = raw_end(self.folded, b"noscript", match.end(2) + 1)
        if end < 0:
            raise Stopped("noscript", match.start(), "<noscript> is not closed")
        try:
            region = self.element(match, paragraph=paragraph, table=table)
        except (Ended, Stopped):
            region = None
        if region is None or region.end != end or region.linked:
            message = "this noscript changes the page when scripting is off"
            raise Stopped("noscript", match.start(), message)
        closing = TAG.match(self.folded, end)
        if closing is None or closing[1] is None:
            raise Ended(end)
        return closing.end(2) + 1

    def raw(self, match: re.Match[bytes]) -> int:
        """Pass over an element of raw text; return the offset behind its end tag."""
        end = raw_end(self.folded, match[1], match.end(2) + 1)
        closing = TAG.match(self.folded, end) if end >= 0 else None
        if closing is None or closing[1] is None:
            raise Ended(match.start())
        return closing.end(2) + 1
