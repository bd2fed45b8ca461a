"""Our own elements in a page: finding them and taking them out.

Owns `strip_spans`, the inverse of what an annotator inserts. An element is ours when the first
token of its class attribute is the mark. One that wraps the page's text goes alone, one of our own
parts goes with its content. Never touches an element that it can't see the end of.
"""

from __future__ import annotations

import re
from collections import defaultdict
from string import hexdigits
from typing import TYPE_CHECKING

from rxglossary.html.elements import VOID
from rxglossary.html.references import decode_text
from rxglossary.html.tokens import attributes, fold, self_closing
from rxglossary.html.walk import Walk
from rxglossary.markup import MARK, is_marked

if TYPE_CHECKING:
    from rxglossary.markup import Syntax

__all__ = ["first_mark", "strip_spans", "taken_ids"]

# What stands before a numeric reference that is a part of an id.
_SPELLED_ID = re.compile(r"""[iI][dD]\s*=\s*["']?[^"'>\s]*\Z""")
_LONGEST_ID = 200
# White space, quotes, the "=" itself, and the end of a character reference.
_BEFORE_VALUE = frozenset(" \t\n\f\r\"'=;")
_SPELLED_SPACE = re.compile("&#[xX]?[0-9a-fA-F]+" + MARK)


def first_mark(source: str, syntax: Syntax = "html") -> int:
    """Return the offset of the first element of ours, or -1.

    >>> first_mark('rxg <a class="rxg" href="#x">y</a>'), first_mark('<!-- <a class="rxg"> -->')
    (4, -1)
    """
    return _Finder(source, syntax).first() if _may_be_marked(source) else -1


def strip_spans(source: str, syntax: Syntax = "html") -> list[tuple[int, int]]:
    """Return the spans to delete so that none of our elements is left, in ascending order.

    >>> html = 'a <i class="rxg" id=x>b</i> c<p class="rxg-note">d</p>'
    >>> [html[start:end] for start, end in strip_spans(html)]
    ['<i class="rxg" id=x>', '</i>', '<p class="rxg-note">d</p>']
    """
    return _Finder(source, syntax).spans() if _may_be_marked(source) else []


def _may_be_marked(source: str) -> bool:
    """Tell whether the mark stands anywhere where it may begin the value of an attribute.

    Scripts and images that are written as text hold any three letters sooner or later.
    """
    at = source.find(MARK)
    spelled = False
    while at >= 0:
        before = source[max(0, at - 1) : at]
        if before in _BEFORE_VALUE:
            return True
        spelled = spelled or before in hexdigits
        at = source.find(MARK, at + 1)
    return spelled and _SPELLED_SPACE.search(source) is not None


def taken_ids(source: str, prefix: str) -> frozenset[str]:
    """Return what the page may use as ids that begin with *prefix*.

    Taken from the text as it stands, comments and scripts included: an id too many costs a suffix.

    >>> sorted(taken_ids('<p id="rxg-pain"><i name=rxg-x>', "rxg-"))
    ['rxg-pain', 'rxg-x']
    """
    if "&#" in source and _spells_ids(source):
        source = decode_text(source)
    if not prefix or prefix not in source:
        return frozenset()
    found = re.finditer(re.escape(prefix) + r"""[^\s"'<>=`&/]*""", source)
    return frozenset(match[0] for match in found)


def _spells_ids(source: str) -> bool:
    """Tell whether an id, as long as one of ours may be, is written with numeric references."""
    at = source.find("&#")
    while at >= 0:
        begin = max(0, at - _LONGEST_ID)
        equals = source.rfind("=", begin, at)
        # Most stand in text, behind a tag.
        if equals > source.rfind(">", begin, at) and _SPELLED_ID.search(source, begin, at):
            return True
        at = source.find("&#", at + 2)
    return False


class _Open:
    """A marked element whose end tag hasn't come yet."""

    __slots__ = ("depth", "end", "found", "keep", "name", "saved", "start")

    def __init__(self, name: bytes, start: int, end: int, keep: bool) -> None:
        self.name = name
        self.start = start
        self.end = end
        self.keep = keep  # the content stays
        self.depth = 0  # other elements of this name that are open inside
        self.saved = self.found = 0  # what was noted before it


class _Opened:
    """The marked elements that are open, by name, and the spans of those that were closed.

    What is noted inside of a part of ours is undone when the part is closed, since it goes with its
    content: so the page is read as if that had never been there, and nothing is left to strip.
    """

    def __init__(self) -> None:
        self.spans: list[tuple[int, int]] = []
        self._by_name: defaultdict[bytes, list[_Open]] = defaultdict(list)
        # What to undo: a change of depth, or 0 for a closed and None for an opened element.
        self._journal: list[tuple[_Open, int | None]] = []

    def push(self, mark: _Open) -> None:
        mark.saved, mark.found = len(self._journal), len(self.spans)
        self._by_name[mark.name].append(mark)
        self._journal.append((mark, None))

    def start(self, name: bytes) -> None:
        """Take another start tag of this name."""
        if self._by_name[name]:
            self._change_depth(self._by_name[name][-1], 1)

    def end(self, name: bytes, start: int, end: int) -> None:
        """Take an end tag; note what it closes."""
        marks = self._by_name[name]
        if not marks:
            return
        mark = marks[-1]
        if mark.depth:
            self._change_depth(mark, -1)
        elif mark.keep:
            marks.pop()
            self._journal.append((mark, 0))
            self.spans += ((mark.start, mark.end), (start, end))
        else:
            self._undo(mark.saved)
            del self.spans[mark.found :]
            self.spans.append((mark.start, end))

    def _change_depth(self, mark: _Open, change: int) -> None:
        mark.depth += change
        self._journal.append((mark, change))

    def _undo(self, saved: int) -> None:
        while len(self._journal) > saved:
            mark, change = self._journal.pop()
            if change:
                mark.depth -= change
            elif change is None:
                self._by_name[mark.name].pop()
            else:
                self._by_name[mark.name].append(mark)


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
        opened = _Opened()
        for tag in self.walk:
            name = tag[1]
            start, end = tag.start(), tag.end(2) + 1
            if name[0] == 0x2F:
                opened.end(name[1:], start, end)
                continue
            keep = self._mark(tag)
            if keep is None:
                if not self_closing(self.folded, *tag.span(2)):
                    opened.start(name)
            elif self_closing(self.folded, *tag.span(2)) if self.xml else name in VOID:
                opened.spans.append((start, end))
            else:
                opened.push(_Open(name, start, end, keep))
        return sorted(opened.spans)

    def _mark(self, tag: re.Match[bytes]) -> bool | None:
        """Return whether the content of a marked start tag stays; None without a mark."""
        if tag[1][0] == 0x2F or self.folded.find(self.needle, *tag.span(2)) < 0:
            return None
        classes = dict(attributes(self.source, self.folded, *tag.span(2))).get("class", "")
        if not is_marked(classes):
            return None
        return not classes.lstrip("\t\n\f\r ").startswith(MARK + "-")
