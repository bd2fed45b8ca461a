"""The tags of a page that are tags: outside of comments, declarations and raw text.

Owns one way through a source from its start to its end. Never knows which elements are open, but
for those of svg and math, in which there is no raw text.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from rxglossary.html.elements import BREAKOUT, RAW_TEXT
from rxglossary.html.tokens import Tags, declaration_end, raw_end, self_closing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rxglossary.markup import Syntax

__all__ = ["Walk"]

_RAW = RAW_TEXT | {b"script"}
# The declarations of XML, by what they begin with; a doctype may hold others in brackets.
_XML_ENDS = {b"<!--": b"-->", b"<?": b"?>", b"<![cdata[": b"]]>"}
_DOCTYPE = re.compile(rb"\"[^\"]*+\"|'[^']*+'|<!--|<\?|[\[\]>]")
_HTML_INSIDE = frozenset(b"foreignobject desc title mi mo mn ms mtext annotation-xml".split())


class Walk:
    """The tags of one source, as matches of `rxglossary.html.tokens.TAG`.

    Args:
        source: The source text.
        folded: `rxglossary.html.tokens.fold` of it.
        syntax: ``"xml"`` where there is no raw text, and declarations are those of XML.
        noscript: Whether the content of noscript is raw text, as it is with scripting on.

    Attributes:
        after: The offset behind the last tag. Set it to go on elsewhere.

    >>> from rxglossary.html.tokens import fold
    >>> html = "<!--<b>--><p><script>'<i>'</script>"
    >>> [tag[1] for tag in Walk(html, fold(html))]
    [b'p', b'script', b'/script']
    """

    __slots__ = ("_folded", "_foreign", "_names", "_raw", "_source", "_xml", "after")

    def __init__(
        self, source: str, folded: bytes, syntax: Syntax = "html", *, noscript: bool = False
    ) -> None:
        self._xml = syntax == "xml"
        self._source = source
        self._folded = folded
        self._raw = _RAW | {b"noscript"} if noscript else _RAW
        self._foreign: list[bytes] = []
        self._names: Counter[bytes] = Counter()  # of the open elements of foreign content
        self.after = 0

    def __iter__(self) -> Iterator[re.Match[bytes]]:
        tags = Tags(self._folded, self.after)
        for tag in tags:
            name = tag[1]
            if name is None:
                after = self._declaration(tag)
            else:
                self.after = tags.after
                yield tag
                after = self.after
                inside = self._xml or self._in_foreign(tag, name)
                if not inside and after == tags.after:
                    if name == b"plaintext":
                        return
                    if name in self._raw:
                        after = raw_end(self._folded, name, after)
            if after < 0:
                return
            tags.after = after

    def _declaration(self, tag: re.Match[bytes]) -> int:
        if tag[3] is None:
            return -1
        if self._xml:
            return self._xml_declaration(tag.start())
        return declaration_end(self._source, tag.start(), bool(self._foreign))

    def _xml_declaration(self, start: int) -> int:
        folded = self._folded
        for opening, closing in _XML_ENDS.items():
            if folded.startswith(opening, start):
                end = folded.find(closing, start + len(opening))
                return end + len(closing) if end >= 0 else -1
        subset, pos = False, start + 2
        while match := _DOCTYPE.search(folded, pos):
            pos = match.end()
            if match[0] in _XML_ENDS:
                pos = self._xml_declaration(match.start())
                if pos < 0:
                    return -1
            elif match[0] == b">" and not subset:
                return pos
            elif match[0] in b"[]":
                subset = match[0] == b"["
        return -1

    def _in_foreign(self, tag: re.Match[bytes], name: bytes) -> bool:
        """Follow svg and math, in which there is no raw text; tell whether the tag is in one."""
        foreign = self._foreign
        if name[0] == 0x2F:
            if self._names[name[1:]]:
                while True:
                    last = foreign.pop()
                    self._names[last] -= 1
                    if last == name[1:]:
                        break
            return True
        if name in (b"svg", b"math") or (foreign and foreign[-1] not in _HTML_INSIDE):
            if name in BREAKOUT:
                foreign.clear()
                self._names.clear()
                return False
            if not self_closing(self._folded, *tag.span(2)):
                foreign.append(name)
                self._names[name] += 1
            return True
        return False
