"""Our own elements in a page: finding them and taking them out.

Owns `strip_spans`, the inverse of what an annotator inserts. An element is ours when the first
token of its class attribute is the mark. One that wraps the page's text goes alone, one of our own
parts goes with its content. Never touches an element that it can't see the end of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from rxglossary.html.elements import VOID
from rxglossary.html.references import decode_text
from rxglossary.html.tokens import attributes, fold, self_closing
from rxglossary.html.walk import Walk
from rxglossary.markup import MARK, is_marked

if TYPE_CHECKING:
    from rxglossary.markup import Syntax

__all__ = ["first_mark", "strip_spans", "taken_ids"]

# An id of which a numeric reference is a part.
_SPELLED_ID = re.compile(r"""[iI][dD]\s*=\s*["']?[^"'>\s]*&#""")


def first_mark(source: str, syntax: Syntax = "html") -> int:
    """Return the offset of the first element of ours, or -1.

    >>> first_mark('rxg <a class="rxg" href="#x">y</a>'), first_mark('<!-- <a class="rxg"> -->')
    (4, -1)
    """
    return _Finder(source, syntax).first() if MARK in source else -1


def strip_spans(source: str, syntax: Syntax = "html") -> list[tuple[int, int]]:
    """Return the spans to delete so that none of our elements is left, in ascending order.

    >>> html = 'a <i class="rxg" id=x>b</i> c<p class="rxg-note">d</p>'
    >>> [html[start:end] for start, end in strip_spans(html)]
    ['<i class="rxg" id=x>', '</i>', '<p class="rxg-note">d</p>']
    """
    return _Finder(source, syntax).spans() if MARK in source else []


def taken_ids(source: str, prefix: str) -> frozenset[str]:
    """Return what the page may use as ids that begin with *prefix*.

    Taken from the text as it stands, comments and scripts included: an id too many costs a suffix.

    >>> sorted(taken_ids('<p id="rxg-pain"><i name=rxg-x>', "rxg-"))
    ['rxg-pain', 'rxg-x']
    """
    if "&#" in source and _SPELLED_ID.search(source):
        source = decode_text(source)
    if not prefix or prefix not in source:
        return frozenset()
    found = re.finditer(re.escape(prefix) + r"""[^\s"'<>=`&/]*""", source)
    return frozenset(match[0] for match in found)


class _Open:
    """A marked element whose end tag hasn't come yet."""

    __slots__ = ("depth", "end", "keep", "name", "start")

    def __init__(self, name: bytes, start: int, end: int, keep: bool) -> None:
        self.name = name
        self.start = start
        self.end = end
        self.keep = keep  # the content stays
        self.depth = 0


class _Opened:
    """The marked elements that are open: as a stack, and by name, so that none is searched for."""

    def __init__(self) -> None:
        self.stack: list[_Open] = []
        self.by_name: defaultdict[bytes, list[_Open]] = defaultdict(list)

    def push(self, mark: _Open) -> None:
        self.stack.append(mark)
        self.by_name[mark.name].append(mark)

    def start(self, name: bytes) -> None:
        """Take another start tag of this name."""
        if self.by_name[name]:
            self.by_name[name][-1].depth += 1

    def end(self, name: bytes) -> _Open | None:
        """Take an end tag; return the mark that it closes, with all inside of it dropped."""
        if not self.by_name[name]:
            return None
        mark = self.by_name[name][-1]
        if mark.depth:
            mark.depth -= 1
            return None
        while True:
            last = self.stack.pop()
            self.by_name[last.name].pop()
            if last is mark:
                return mark


class _Finder:
    """Goes through the tags of one source, outside of comments and raw text."""

    def __init__(self, source: str, syntax: Syntax) -> None:
        self.source = source
        self.folded = fold(source)
        self.xml = syntax == "xml"
        self.needle = MARK.encode()
        self.walk = Walk(source, self.folded, syntax, noscript=True)

    def first(self) -> int:
        """Return the offset of the first marked start tag, or -1."""
        marked = (tag.start() for tag in self.walk if self._mark(tag) is not None)
        return next(marked, -1)

    def spans(self) -> list[tuple[int, int]]:
        """Return what to delete."""
        found: list[tuple[int, int]] = []
        opened = _Opened()
        for tag in self.walk:
            name = tag[1]
            start, end = tag.start(), tag.end(2) + 1
            if name[0] == 0x2F:
                mark = opened.end(name[1:])
                if mark is not None and mark.keep:
                    found += [(mark.start, mark.end), (start, end)]
                elif mark is not None:
                    found.append((mark.start, end))
                continue
            keep = self._mark(tag)
            if keep is None:
                if not self_closing(self.folded, *tag.span(2)):
                    opened.start(name)
            elif self_closing(self.folded, *tag.span(2)) if self.xml else name in VOID:
                found.append((start, end))
            else:
                opened.push(_Open(name, start, end, keep))
        merged: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if not merged or start >= merged[-1][1]:
                merged.append((start, end))
        return merged

    def _mark(self, tag: re.Match[bytes]) -> bool | None:
        """Return whether the content of a marked start tag stays; None without a mark."""
        if tag[1][0] == 0x2F or self.folded.find(self.needle, *tag.span(2)) < 0:
            return None
        classes = dict(attributes(self.source, self.folded, *tag.span(2))).get("class", "")
        if not is_marked(classes):
            return None
        return not classes.lstrip("\t\n\f\r ").startswith(MARK + "-")
