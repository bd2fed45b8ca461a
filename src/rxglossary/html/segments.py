"""A source cut at every ``<``: the fast way over what whole tags, looked up as text, prove simple.

Owns the cut, and the elements that can be passed over by it alone: raw text, elements in which
common tags are closed in order, drawings. Whatever needs more than that gets None, and
`rxglossary.html.regions` looks at it. Never guesses.

Nearly every tag of the web is written like one before it. So a tag is not tokenized but looked up
by its text, from behind the ``<`` to the next ``>``; only what was never seen is looked at, once.
That a piece of source is a whole tag depends on nothing but itself (WHATWG 13.2.5: a tag begins in
the data state, and its ``>`` ends it), which makes the answer fit for keeping.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from typing import Final

from rxglossary.html.elements import BLOCKS, HEADINGS
from rxglossary.html.tokens import declaration_end, fold

__all__ = [
    "DECLARATION",
    "DOCTYPE",
    "INCOMPLETE",
    "INLINE",
    "MAX_LEARNT",
    "MAX_LENGTH",
    "NAMES",
    "Segments",
    "tag_name",
]

MAX_LEARNT: Final = 4096
"""How many tags a table of tags holds before it begins anew: what a page can make it keep."""
MAX_LENGTH: Final = 160
"""The longest tag that is worth keeping."""

INCOMPLETE: Final = b""
DOCTYPE: Final = b"!doctype"
_COMMENT: Final = b"!"

# A whole tag without its "<" and ">". Unlike those of `tokens.ATTRIBUTES`, its quotes are closed,
# and what follows a "=" is nothing but a value.
_WHOLE = re.compile(
    r"(/?[a-zA-Z][^ \t\n\f\r/]*+)"
    r"(?:[ \t\n\f\r]++[a-zA-Z-]++=\"[^\"]*+\")*+"  # most are written so
    r"(?:[ \t\n\f\r/]++"
    r"|[^ \t\n\f\r/][^ \t\n\f\r/=]*+"
    r"(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+"
    r"(?:\"[^\"]*+\"|'[^']*+'|[^ \t\n\f\r\"'][^ \t\n\f\r]*+|\Z)"
    r"|(?![ \t\n\f\r]*+=)))*+"
)
DECLARATION: Final = re.compile(r"[!?]|/(?![a-zA-Z])")
"""What stands behind the ``<`` of a declaration or a bogus comment."""

_fold_name = lru_cache(MAX_LEARNT)(fold)


def tag_name(tag: str) -> bytes:
    """Return the folded name of a whole tag, with the slash of an end tag.

    Args:
        tag: What stands between a ``<`` and the next ``>``.

    Returns:
        The name; ``b"!"`` for a whole comment, ``b"!doctype"``, or `INCOMPLETE` for anything else.

    >>> [tag_name(tag) for tag in ("LI class=x", "/p", "!-- x --", "a x='", "br/", "/b x='", " 5 ")]
    [b'li', b'/p', b'!', b'', b'br', b'', b'']
    """
    match = _WHOLE.fullmatch(tag)
    if match:
        return _fold_name(match[1])
    if DECLARATION.match(tag):
        source = f"<{tag}>"
        if declaration_end(source, 0) == len(source):
            return DOCTYPE if fold(tag[:8]) == DOCTYPE else _COMMENT
    return INCOMPLETE


class _Names(dict[str, bytes]):
    """The names of the tags that were seen."""

    def __missing__(self, tag: str) -> bytes:
        name = tag_name(tag)
        if len(tag) <= MAX_LENGTH:
            if len(self) >= MAX_LEARNT:
                self.clear()
            self[tag] = name
        return name


NAMES: Final = _Names()
"""`tag_name` of every tag, remembered. It depends on nothing else, so it serves all scans."""

INLINE: Final = frozenset(
    b"abbr b bdi bdo big cite code del dfn em font i ins kbd label mark q s samp small span strike"
    b" strong sub sup time tt u var".split()
)
"""Common elements that close nothing when they begin, and may hold their own kind."""

# Elements that close nothing but a paragraph when they begin, and nothing by implication.
_INLINE, _VOID, _ALONE, _BLOCK, _FORM, _RAW, _DRAWING, _SELECT = range(8)
_NOSCRIPT_END: Final = b"/noscript"
_COMMON = (
    dict.fromkeys(INLINE | {b"legend"}, _INLINE)
    | dict.fromkeys(b"a button noscript".split(), _ALONE)  # they hold none of their own kind
    | dict.fromkeys((_COMMENT, *b"br img input link meta wbr".split()), _VOID)
    | dict.fromkeys(
        b"article aside blockquote details div figcaption figure footer h1 h2 h3 h4 h5 h6 header li"
        b" main nav ol p pre section summary ul".split(),
        _BLOCK,
    )
    | dict.fromkeys(b"iframe script style textarea".split(), _RAW)
    | {b"form": _FORM, b"math": _DRAWING, b"select": _SELECT, b"svg": _DRAWING}
)
_WITH_CONTENT = frozenset({_INLINE, _ALONE, _BLOCK, _FORM})
_ENDS = {name: b"/" + name for name in _COMMON}
_HEADING_ENDS = frozenset(b"/" + name for name in HEADINGS)
_LIST_ENDS = frozenset({b"/ol", b"/ul"})
_ATTRIBUTES = r"(?:[ \t\n\f\r]++[a-zA-Z][a-zA-Z0-9:_-]*+=\"[^\"]*+\")*+[ \t\n\f\r]*+(/?)"
# What drawings and formulas are made of: tags that neither end them nor hold anything of HTML.
_DRAWN = {
    "svg": re.compile(
        r"(/?)(animate|circle|clip[pP]ath|defs|desc|ellipse|g|image|line|linear[gG]radient|mask|path"
        r"|pattern|polygon|polyline|radial[gG]radient|rect|stop|style|svg|symbol|text|title|tspan"
        r"|use)" + _ATTRIBUTES
    ),
    "math": re.compile(
        r"(/?)(annotation|math|menclose|merror|mfenced|mfrac|mi|mn|mo|mover|mpadded|mphantom|mroot"
        r"|mrow|ms|mspace|msqrt|mstyle|msub|msubsup|msup|mtable|mtd|mtext|mtr|munder|munderover"
        r"|semantics)" + _ATTRIBUTES
    ),
}
_HTML_INSIDE = frozenset("desc title mi mn mo ms mtext".split())
"""What holds text in a drawing: a tag in there is one of HTML."""
_OPTIONS = frozenset({b"option", b"/option", b"optgroup", b"/optgroup", _COMMENT})
_FALLBACK = frozenset({b"img", b"link", b"iframe", b"/iframe", _COMMENT})
_NAME_ENDS = tuple(" \t\n\f\r/>")


Span = tuple[int, int]


class Segments:
    """The segments of one source: each stands behind a ``<``, but for the first.

    Attributes:
        texts: The segments.
        lengths: The sum of the lengths of the segments up to each one.

    >>> cut = Segments("a<b>c</b>")
    >>> cut.texts, [cut.end(index) for index in range(3)]
    (['a', 'b>c', '/b>'], [1, 5, 9])
    """

    __slots__ = ("_budget", "lengths", "texts")

    def __init__(self, source: str) -> None:
        self.texts = source.split("<")
        self.lengths = [*accumulate(map(len, self.texts))]
        # How far elements may be walked through in vain: else some pages take quadratic time.
        self._budget = 4 * len(self.texts)

    def end(self, index: int) -> int:
        """Return the offset of the ``<`` behind a segment, or the length of the source."""
        return self.lengths[index] + index

    def find(self, offset: int, index: int) -> int:
        """Return the index of the segment in which *offset* lies or which it ends."""
        lengths = self.lengths
        while lengths[index] + index < offset:
            index += 1
        return index

    def raw(self, index: int, name: bytes) -> int:
        """Return the segment with the end tag of raw text, or -1 where more has to be known.

        Args:
            index: The segment with its start tag.
            name: Its name: script, or one of `rxglossary.html.elements.RAW_TEXT`.
        """
        texts = self.texts
        close = "/" + name.decode()
        size = len(close)
        begins: tuple[str, ...] = (close[:2], close[:2].upper())
        if name == b"script":
            begins = (*begins, "!--")
        for at in range(index + 1, len(texts)):
            text = texts[at]
            if text.startswith(begins):
                if text[0] == "!":
                    begins = (*begins[:2], "s", "S")  # escaped from here on, at least for a while
                    continue
                if text[0] != "/":
                    if fold(text[:6]) == b"script":
                        return -1  # escaped twice, then
                    continue
                start = text[:size]
                if start.isascii() and start.lower() == close and text.startswith(_NAME_ENDS, size):
                    tag, closed, _ = text.partition(">")
                    return at if closed and NAMES[tag] else -1
        return -1

    def drawing(self, index: int, root: str) -> int:
        """Return the segment with the end tag of svg or math, or -1 where more is in it.

        Args:
            index: The segment with its start tag.
            root: Its name.
        """
        texts = self.texts
        drawn = _DRAWN[root].fullmatch
        if texts[index].partition(">")[0].endswith("/"):
            return -1
        opened = [root]
        for at in range(index + 1, len(texts)):
            tag, closed, _ = texts[at].partition(">")
            found = drawn(tag) if closed else None
            if not found:
                if closed and tag.startswith("!--") and NAMES[tag] == _COMMENT:
                    continue
                return -1
            end, name, alone = found.groups()
            if not end:
                if opened[-1] in _HTML_INSIDE:
                    return -1
                if not alone:
                    opened.append(name)
            elif opened.pop() != name:
                return -1
            elif not opened:
                return at
        return -1

    def options(self, index: int, end: bytes) -> int:
        """Return the segment with the tag *end* of a list of options, or -1 where more is in it."""
        texts = self.texts
        for at in range(index + 1, len(texts)):
            tag, closed, _ = texts[at].partition(">")
            name = NAMES[tag] if closed else INCOMPLETE
            if name not in _OPTIONS:
                return at if name == end else -1
        return -1

    def fallback(self, index: int) -> int:
        """Return the segment with the end tag of a noscript of an image or a frame, or -1."""
        texts = self.texts
        before = INCOMPLETE
        for at in range(index + 1, len(texts)):
            tag, closed, _ = texts[at].partition(">")
            name = NAMES[tag] if closed else INCOMPLETE
            if before == b"iframe" and name != b"/iframe":
                return -1
            if name not in _FALLBACK:
                return at if name == b"/noscript" else -1
            before = name
        return -1

    def _hidden(self, index: int, name: bytes, kind: int) -> int:
        """Return the segment with the end tag of what hides its content, or -1."""
        if kind == _RAW:
            return self.raw(index, name)
        if kind == _SELECT:
            return self.options(index, b"/select")
        return self.drawing(index, name.decode())

    def element(
        self, index: int, root: bytes, paragraph: bool, linked: bool
    ) -> tuple[int, Span, Span] | None:
        """Pass over an element in which nothing but common tags are closed in order.

        Args:
            index: The segment with its start tag.
            root: Its name.
            paragraph: Whether a p element may be open around it.
            linked: Whether a link is active.

        Returns:
            The segment with its end tag, and the spans of its first and its last stretch of text;
            None where more has to be known to tell.
        """
        texts, lengths = self.texts, self.lengths
        if self._budget < 0:
            return None
        end = lengths[index] + index
        first = last = (end - len(texts[index].partition(">")[2]), end)
        top = b"/" + root
        closing = [top]
        alone = None  # of those that stand alone, what is open
        in_paragraph = False
        count = len(texts)
        begun = index
        while (index := index + 1) < count:
            tag, closed, text = texts[index].partition(">")
            name = NAMES[tag] if closed else INCOMPLETE
            if name == top:
                closing.pop()
                if not closing:
                    return index, first, last
                top = closing[-1]
                if name == b"/p":
                    in_paragraph = False
                elif alone:
                    alone.discard(name)
            else:
                if alone is None:
                    # Most elements hold nothing but text, and it doesn't matter what they are.
                    if root == b"datalist":
                        at = self.options(index - 1, top)
                        return (at, first, last) if at >= 0 else None
                    if _COMMON.get(root, _VOID) not in _WITH_CONTENT and b"-" not in root:
                        break
                    alone = {b"/a"} if linked else set()
                    alone.add(top)
                    in_paragraph = root == b"p" or (paragraph and root not in BLOCKS)
                kind = _COMMON.get(name)
                if kind == _INLINE:
                    closing.append(top := _ENDS[name])
                elif kind == _ALONE:
                    top = _ENDS[name]
                    if top in alone:
                        break
                    alone.add(top)
                    closing.append(top)
                elif kind == _BLOCK:
                    if in_paragraph or (name == b"li" and top not in _LIST_ENDS):
                        break
                    if top in _HEADING_ENDS and name in HEADINGS:
                        break
                    in_paragraph = name == b"p"
                    closing.append(top := _ENDS[name])
                elif kind == _FORM:
                    # It is ignored inside of another, and then it is no bound to anything.
                    top = _ENDS[name]
                    if in_paragraph or closing[-1] in _HEADING_ENDS or top in closing:
                        break
                    closing.append(top)
                elif kind is None:
                    if b"-" not in name or name.startswith(b"/"):
                        break
                    closing.append(top := b"/" + name)  # a custom element
                elif kind != _VOID:
                    # With scripting, a noscript is text, and may end in there.
                    at = -1 if _NOSCRIPT_END in alone else self._hidden(index, name, kind)
                    if at < 0:
                        break
                    index = at
                    text = texts[index].partition(">")[2]
            if text:
                end = lengths[index] + index
                last = (end - len(text), end)
                if first[0] == first[1]:
                    first = last
        self._budget -= index - begun
        return None
