"""Annotating a parsed tree in place: what trees of all libraries share.

Owns the way from a tree to a document and back. A tree has no syntax to be fooled by, so it is
written as XHTML, which the scanner for XML reads; insertions come back as elements at places of
the tree. Never knows a library: a `Tree` does.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.etree import ElementTree

from rxglossary.documents import Document
from rxglossary.markup import WRAPPERS, is_marked

if TYPE_CHECKING:
    from rxglossary.annotator import Annotator
    from rxglossary.edits import Insertion
    from rxglossary.results import Result

__all__ = ["Piece", "Tree", "Writing", "annotate_tree", "attributes_of", "is_wrapper", "parts_of"]

_XHTML: Final = "http://www.w3.org/1999/xhtml"
_FOREIGN: Final = {
    "math": "http://www.w3.org/1998/Math/MathML",
    "svg": "http://www.w3.org/2000/svg",
}
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_UNKNOWN: Final = "x-unknown"
# Characters that XML can't hold; a tree that holds one keeps it.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_TEXT = str.maketrans(_ESCAPES)
_VALUE = str.maketrans({**_ESCAPES, '"': "&quot;"})


class Piece(NamedTuple):
    """A stretch of one text node that is to be wrapped.

    Attributes:
        start: Where it begins in the text node, in characters.
        end: Where it ends, exclusive.
        element: What is put around it, with its tail as children.
    """

    start: int
    end: int
    element: ElementTree.Element


class Tree(ABC):
    """A tree of some library. Handles are whatever that library needs to find a place again."""

    @abstractmethod
    def write(self, writing: Writing) -> str:
        """Write the content of the root by *writing*; return the root's own name, or "".

        Without a name, the root itself is written, as a document.
        """

    @abstractmethod
    def wrap(self, text: Any, pieces: Sequence[Piece]) -> None:
        """Put elements around stretches of a text node, which are given in order."""

    @abstractmethod
    def put(self, element: Any, at_start: bool, parts: Sequence[ElementTree.Element]) -> None:
        """Put parts into an element, before or behind all that it holds."""


@dataclass(slots=True)
class Writing:
    """A tree on its way to text: what was written, and what stands where."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    texts: list[tuple[int, Any]] = field(default_factory=list)
    places: dict[int, list[tuple[Any, bool]]] = field(default_factory=dict)

    def _add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def start(self, element: Any, name: str, attributes: dict[str, str], root: bool) -> None:
        """Write a start tag.

        Args:
            element: The handle of the element.
            name: Its local name.
            attributes: Its attributes without namespaces.
            root: Whether it is the first that is written.
        """
        name = name if _NAME.fullmatch(name) else _UNKNOWN
        spaces = f' xmlns="{_XHTML}"' if root else ""
        spaces = f' xmlns="{_FOREIGN[name]}"' if name in _FOREIGN else spaces
        known = "".join(
            f' {key}="{_NO_XML.sub(chr(0xFFFD), value).translate(_VALUE)}"'
            for key, value in attributes.items()
            if _NAME.fullmatch(key) and key != "xmlns"
        )
        self._add(f"<{name}{spaces}{known}>")
        self.places.setdefault(self.length, []).append((element, True))

    def end(self, element: Any, name: str) -> None:
        """Write an end tag."""
        self.places.setdefault(self.length, []).append((element, False))
        self._add(f"</{name if _NAME.fullmatch(name) else _UNKNOWN}>")

    def text(self, handle: Any, text: str) -> None:
        """Write a text node."""
        if text:
            self.texts.append((self.length, handle))
            self._add(_NO_XML.sub("\ufffd", text).translate(_TEXT))

    def break_(self) -> None:
        """Write what parts two text nodes, such as a comment."""
        self._add("<!---->")


@dataclass(frozen=True, slots=True)
class _TreeDocument(Document[str]):
    """A tree as a document, whose insertions are elements of the tree."""

    tree: Tree | None = None
    writing: Writing = field(default_factory=Writing)

    def insert(self, insertions: Sequence[Insertion]) -> str:
        """Put the insertions into the tree; return the text as it is."""
        assert self.tree is not None  # noqa: S101 -- the field has a default as those before it do
        pieces: dict[int, list[Piece]] = {}
        put: list[tuple[int, str]] = []
        pending: tuple[int, str] | None = None
        for offset, markup in insertions:
            if pending is not None:
                start, opening = pending
                self._add_piece(pieces, start, offset, _parsed(f"{opening}{markup}")[0])
                pending = None
            elif markup.startswith("<") and _is_opening(markup):
                pending = offset, markup
            else:
                put.append((offset, markup))
        for index, group in pieces.items():
            self.tree.wrap(self.writing.texts[index][1], group)
        for offset, markup in put:
            handle, at_start = self._place(offset)
            self.tree.put(handle, at_start, _parsed(markup))
        return self.text

    def _add_piece(
        self, pieces: dict[int, list[Piece]], start: int, end: int, element: ElementTree.Element
    ) -> None:
        index = bisect_right(self.writing.texts, start, key=lambda one: one[0]) - 1
        base = self.writing.texts[index][0]
        before = len(unescape(self.text[base:start]))
        length = len(unescape(self.text[start:end]))
        pieces.setdefault(index, []).append(Piece(before, before + length, element))

    def _place(self, offset: int) -> tuple[Any, bool]:
        found = self.writing.places.get(offset)
        return found[-1] if found else self.writing.places[-1][0]


def annotate_tree(
    tree: Tree,
    annotator: Annotator,
    *,
    assets: str | None = None,
    url: str | None = None,
    language: str = "",
) -> Result[str]:
    """Annotate a tree in place: the same matcher, policy and renderers as for text.

    Args:
        tree: The tree.
        annotator: What annotates.
        assets: As for `Annotator.annotate`.
        url: As for `Annotator.annotate`.
        language: As for `Annotator.annotate`.

    Returns:
        What was annotated and what was not. ``html`` is the tree as it was, written as XML; offsets
        are those of it.
    """
    writing = Writing()
    context = tree.write(writing)
    text = "".join(writing.parts)
    document = _TreeDocument(text, text, syntax="xml", context=context, tree=tree, writing=writing)
    return annotator.annotate_document(document, assets=assets, url=url, language=language)


def is_wrapper(name: str, classes: str) -> bool | None:
    """Tell whether an element of ours is a wrapper; None for one that isn't ours.

    >>> is_wrapper("a", "rxg"), is_wrapper("section", "rxg-glossary"), is_wrapper("a", "link")
    (True, False, None)
    """
    if not is_marked(classes):
        return None
    return name in WRAPPERS and classes.split()[0] == "rxg"


def _is_opening(markup: str) -> bool:
    """Tell whether an insertion is a wrapper's start tag, and not parts of ours."""
    return markup.count("<") == 1 and not markup.endswith("/>")


def _parsed(markup: str) -> list[ElementTree.Element]:
    """Return the elements of our own markup."""
    return list(ElementTree.fromstring(f"<x>{markup}</x>"))  # noqa: S314 -- written by us


def attributes_of(element: ElementTree.Element) -> dict[str, str]:
    """Return the attributes of an element of ours for HTML, where some have no value.

    >>> attributes_of(ElementTree.fromstring('<script defer="defer" src="a"/>'))
    {'defer': '', 'src': 'a'}
    """
    return {
        name: "" if value == name and (name == "defer" or name.startswith("data-")) else value
        for name, value in element.attrib.items()
    }


def parts_of(element: ElementTree.Element) -> Iterator[ElementTree.Element | str]:
    """Yield the children of an element, texts and elements."""
    if element.text:
        yield element.text
    for child in element:
        yield child
        if child.tail:
            yield child.tail
