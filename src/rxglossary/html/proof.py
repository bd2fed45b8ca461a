"""Proof of insertions: a page parsed with and without them is the same tree.

Owns the full parser of the exact tier, turbohtml, an optional extra: it builds the standard's tree,
knows where tags stand, and parses a page in a few milliseconds. Never decides what to insert.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rxglossary.markup import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rxglossary.edits import Insertion

__all__ = ["Proof", "View", "attributes_of", "available", "parser"]

_PART: Final = re.compile(rf'<[a-z0-9]+ class="{MARK}-')
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


@lru_cache(1)
def available() -> bool:
    """Tell whether the parser is installed."""
    return find_spec("turbohtml") is not None


@lru_cache(1)
def parser() -> Any:
    """Return the parser's module.

    Raises:
        ImportError: When it isn't installed.
    """
    return import_module("turbohtml")


class View(NamedTuple):
    """One way to read a source.

    Attributes:
        context: The element that it stands in; "" for a document.
        scripting: Whether scripting is on, so that noscript holds raw text.
        removed: Spans without which it is to this parser what it is with them to another one.
        parts: Whether our parts are put in too, or wrappers alone.
    """

    context: str = ""
    scripting: bool = False
    removed: tuple[tuple[int, int], ...] = ()
    parts: bool = True

    def parse(
        self, source: str, insertions: Iterable[Insertion] = (), *, locations: bool = False
    ) -> Any:
        """Return the root of the tree of a source with insertions."""
        if not self.parts:
            insertions = [one for one in insertions if not _PART.match(one.text)]
        # No parser takes lone surrogates; to a tree, one character is like the other.
        text = _SURROGATES.sub("\ufffd", _splice(source, insertions, self.removed))
        options = {"positions": locations, "source_locations": locations}
        if not self.context:
            return parser().parse(
                text, scripting=self.scripting, allow_declarative_shadow_roots=False, **options
            )
        try:
            return parser().parse_fragment(text, self.context, scripting=self.scripting, **options)
        except ValueError:  # an element that it doesn't know is like any other
            return parser().parse_fragment(text, "div", scripting=self.scripting, **options)


class Proof:
    """That insertions change nothing, in any of some views.

    Attributes:
        source: The source.
        views: The ways in which it may be read.
        spent: How many characters were parsed until now.

    >>> from rxglossary.edits import Insertion
    >>> proof = Proof("<table>a<td>b", [View("body")])
    >>> tags = '<a class="rxg">', "</a>"
    >>> [proof.holds([*map(Insertion, (at, at + 1), tags)]) for at in (7, 8, 12)]
    [True, False, True]
    >>> proof.holds([Insertion(7, '<p class="x">')])
    False
    """

    def __init__(self, source: str, views: Sequence[View]) -> None:
        self.source = source
        self.views = views
        self._before = [_events(view.parse(source)) for view in views]
        self.spent = len(source) * len(views)

    def holds(self, insertions: Sequence[Insertion]) -> bool:
        """Tell whether the tree stays the same once our elements are taken out of it again.

        Args:
            insertions: In ascending order, at offsets of the source.
        """
        self.spent += len(self.source) * len(self.views)
        return all(
            _events(view.parse(self.source, insertions)) == before
            for view, before in zip(self.views, self._before, strict=True)
        )


def attributes_of(element: Any) -> dict[str, str]:
    """Return the attributes of an element of the tree."""
    return {
        name: " ".join(value) if isinstance(value, list) else value or ""
        for name, value in element.attrs.items()
    }


def _events(root: Any) -> list[object]:
    """Return a tree as starts, ends and texts, without our elements."""
    text_type, element_type = parser().Text, parser().Element
    content_type = parser().DocumentFragment
    events: list[object] = []
    texts: list[str] = []
    todo: list[Any] = [*reversed(root.children)]
    while todo:
        node = todo.pop()
        if isinstance(node, text_type):
            texts.append(node.data)
            continue
        element = isinstance(node, element_type)
        attributes = attributes_of(node) if element else {}
        mark = attributes.get("class", "").partition(" ")[0]
        if mark.startswith(MARK + "-"):
            continue
        if mark == MARK:
            todo += reversed(node.children)
            continue
        if texts and (text := "".join(texts)):
            events.append(text)
        texts.clear()
        if element:
            events.append((node.namespace.name, node.tag, *sorted(attributes.items())))
        elif isinstance(node, content_type):
            events.append("content")
        elif node is None:
            events.append(None)
            continue
        else:
            events.append((type(node).__name__, *_said(node)))
            continue
        todo.append(None)
        todo += reversed(node.children)
    return [*events, "".join(texts)]


def _said(node: Any) -> tuple[str, ...]:
    """Return what a comment, a doctype or the like says."""
    names = ("data", "name", "public_id", "system_id", "target")
    return tuple(str(getattr(node, name, "")) for name in names)


def _splice(
    source: str, insertions: Iterable[Insertion], removed: Iterable[tuple[int, int]]
) -> str:
    edits = [(offset, offset, text) for offset, text in insertions]
    edits += [(start, end, "") for start, end in removed]
    edits.sort(key=lambda edit: edit[0])
    parts: list[str] = []
    done = 0
    for start, end, text in edits:
        parts += (source[done:start], text)
        done = end
    return "".join((*parts, source[done:]))
