"""Tags, comments, raw text and attributes of HTML source, with offsets.

Owns the syntax of the WHATWG standard's tokenizer (section 13.2.5). Never knows what is open.

Everything here runs on the *folded* source: one byte a character, ASCII letters in lower case,
white space as spaces. So offsets are those of the source, names need no case folding, and only
ASCII folds: U+212A and U+017F can't turn into letters of a tag name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rxglossary.html.references import decode_attribute

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "ATTRIBUTES",
    "TAG",
    "Tags",
    "attributes",
    "declaration_end",
    "fold",
    "raw_end",
    "self_closing",
]

_FOLD = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ\t\n\f\r", b"abcdefghijklmnopqrstuvwxyz    ")


def fold(source: str) -> bytes:
    """Return *source* as one byte a character for the patterns of this module.

    A character outside of Latin-1 becomes a question mark. That matters behind ``<`` alone, where
    ``?`` would begin a bogus comment: `declaration_end` looks at the source.

    >>> fold('<P\\tTITLE="ক">')
    b'<p title="?">'
    """
    return source.encode("latin-1", "replace").translate(_FOLD)


# One attribute or separator. A quote that is never closed runs to the end of the input, where
# the ">" behind it fails: possessive, so it can't be read in another way, nor backtrack.
ATTRIBUTES = (
    rb"(?:[ /]++"
    rb"|[^ />][^ />=]*+"
    rb"(?: *+= *+(?:\"[^\"]*+\"?+|'[^']*+'?+|[^ >\"'][^ >]*+|(?=>)))?+)*+"
)
"""What stands between a tag's name and its ">"."""

TAG = re.compile(rb"<(?:(/?[a-z][^ />]*+)(" + ATTRIBUTES + rb")> *+|/?[a-z]|([!?/]))")
"""A tag (1: name, with the slash of an end tag; 2: attributes) and the white space behind it,
or the opening of a comment, doctype, CDATA section or bogus comment (3), or, without a group,
a tag that the end of the input cuts off."""


class Tags:
    """The matches of `TAG` from an offset on, for loops that pass over what they know to be no tag.

    Attributes:
        after: The offset behind the last tag. Set it to go on elsewhere.

    >>> tags = Tags(b"<style><b></style><i>", 0)
    >>> for tag in tags:
    ...     print(tag[1])
    ...     if tag[1] == b"style":
    ...         tags.after = 10
    b'style'
    b'/style'
    b'i'
    """

    __slots__ = ("_folded", "after")

    def __init__(self, folded: bytes, start: int) -> None:
        self._folded = folded
        self.after = start

    def __iter__(self) -> Iterator[re.Match[bytes]]:
        again = True
        while again:
            again = False
            for tag in TAG.finditer(self._folded, self.after):
                self.after = behind = tag.end(2) + 1 if tag[1] is not None else tag.end()
                yield tag
                if self.after != behind:
                    again = True
                    break


_NAMED = re.compile(
    rb"([^ />][^ />=]*+)(?: *+= *+(?:\"([^\"]*+)\"|'([^']*+)'|([^ >\"'][^ >]*+)|\Z))?+"
)
_COMMENT_END = re.compile("--!?>")
_SCRIPT = re.compile(rb"-->|<!--|</?script(?=[ />])")


def attributes(source: str, folded: bytes, start: int, end: int) -> Iterator[tuple[str, str]]:
    """Yield name (ASCII lower case) and decoded value of each attribute, the first of a name only.

    Args:
        source: The source text.
        folded: `fold` of it.
        start: Where group 2 of `TAG` starts.
        end: Where it ends.

    >>> html = '<a HREF=x/ class="b &amp; c" class=d ="e">'
    >>> match = TAG.match(fold(html))
    >>> list(attributes(html, fold(html), *match.span(2)))
    [('href', 'x/'), ('class', 'b & c'), ('="e"', '')]
    """
    seen: set[str] = set()
    for match in _NAMED.finditer(folded, start, end):
        text = match[1].decode("latin-1")
        if not text.isascii() or "?" in text:
            text = source[match.start(1) : match.end(1)]
        if text in seen:
            continue
        seen.add(text)
        group = match.lastindex or 1
        value = source[match.start(group) : match.end(group)] if group > 1 else ""
        yield text, decode_attribute(value) if "&" in value else value


def self_closing(folded: bytes, start: int, end: int) -> bool:
    """Tell whether the attributes between two offsets end in a self-closing slash.

    >>> [self_closing(tag, 2, len(tag) - 1) for tag in (b"<a/>", b"<a b=c/>", b"<a b='c'/>")]
    [True, False, True]
    """
    if folded[end - 1 : end] != b"/" or end == start:
        return False
    found = [match.end() for match in _NAMED.finditer(folded, start, end)]
    return not found or found[-1] < end


def declaration_end(source: str, start: int, foreign: bool = False) -> int:
    """Return where the comment, doctype, CDATA section or bogus comment at *start* ends.

    Args:
        source: The source text.
        start: The offset of a ``<`` that is followed by ``!``, ``?`` or ``/`` and no letter; or by
            a character that is folded to ``?``.
        foreign: Whether the adjusted current node is in foreign content, where CDATA exists.

    Returns:
        The offset behind it; ``start + 1`` where the ``<`` is text; -1 where the input ends in it.

    >>> [declaration_end(s, 0) for s in ("<!-->x", "<!--a--!>x", "<?a>x", "<ক", "<!--")]
    [5, 9, 4, 1, -1]
    """
    if source.startswith("<!--", start):
        if source.startswith(">", start + 4):
            return start + 5
        if source.startswith("->", start + 4):
            return start + 6
        match = _COMMENT_END.search(source, start + 4)
        return match.end() if match else -1
    if foreign and source.startswith("<![CDATA[", start):
        end = source.find("]]>", start + 9)
        return end + 3 if end >= 0 else -1
    if source[start + 1] not in "!?/":
        return start + 1
    return source.find(">", start + 2) + 1 or -1


def raw_end(folded: bytes, name: bytes, start: int) -> int:
    """Return the offset of the end tag that closes the raw text of element *name*.

    Args:
        folded: The folded source.
        name: script, or an element whose content is raw text or escapable raw text.
        start: Where the content begins.

    Returns:
        The offset of ``</name``, or -1 where the input ends first.

    >>> page = b"<script><!--<script></script>--></script>"
    >>> raw_end(page, b"script", 8)
    32
    """
    close = b"</" + name
    end = start
    while True:
        end = folded.find(close, end)
        if end < 0:
            return -1
        if folded[end + len(close) : end + len(close) + 1] in (b" ", b"/", b">"):
            break
        end += 1
    if name != b"script" or folded.find(b"<!--", start, end) < 0:
        return end
    return _script_end(folded, start)


def _script_end(folded: bytes, start: int) -> int:
    """Follow the escaped (1) and double escaped (2) states of script data."""
    state = 0
    while match := _SCRIPT.search(folded, start):
        found, start = match[0], match.end()
        if found == b"-->":
            state = 0
        elif found == b"<!--":
            state = state or 1
            start -= 2  # "<!-->" ends at once: the dashes may belong to "-->" too
        elif found == b"<script":
            state = 2 if state == 1 else state
        elif state < 2:
            return match.start()
        else:
            state = 1
    return -1
