"""BeautifulSoup trees: annotated and stripped in place.

Owns which of its strings are text of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, NavigableString, PreformattedString

from rxglossary.trees import (
    Piece,
    Tree,
    Writing,
    annotate_tree,
    attributes_of,
    is_wrapper,
    parts_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from xml.etree import ElementTree

    from rxglossary.annotator import Annotator
    from rxglossary.results import Result

__all__ = ["annotate", "strip"]


def annotate(
    root: Tag,
    annotator: Annotator,
    *,
    assets: str | None = None,
    url: str | None = None,
    language: str = "",
) -> Result[str]:
    """Annotate a BeautifulSoup tree in place, whichever parser made it.

    Args:
        root: A soup, or a tag of one, whose content is then a fragment.
        annotator: What annotates: policy and renderer are its.
        assets: Where styles and script lie.
        url: The page's own URL; needed where a base element moves in-page links.
        language: The page's language tag, where the tree doesn't say.

    Returns:
        What was annotated and what was not; offsets are those of the tree written as XML.

    >>> from rxglossary import Annotator, Glossary, Term
    >>> pain = Annotator(Glossary([Term("pain", en="A bad feeling.")]), renderer="dfn")
    >>> soup = BeautifulSoup("<p>No <b>pain</b>, no gain</p>", "html.parser")
    >>> [found.surface for found in annotate(soup, pain)]
    ['pain']
    >>> str(soup)
    '<p>No <b><dfn class="rxg" title="A bad feeling.">pain</dfn></b>, no gain</p>'
    """
    tree = _SoupTree(root)
    return annotate_tree(tree, annotator, assets=assets, url=url, language=language)


def strip(root: Tag) -> int:
    """Take our elements out of a tree; return how many there were.

    >>> soup = BeautifulSoup('<p>a <i class="rxg-x">b</i><a class="rxg">c</a> d</p>', "html.parser")
    >>> strip(soup), str(soup), len(soup.p.contents)
    (2, '<p>a c d</p>', 1)
    """
    ours = {id(tag): tag for tag in root.find_all(True) if _is_ours(tag) is not None}
    around = {id(tag.parent): tag.parent for tag in ours.values() if tag.parent is not None}
    seamed = [list(_without_ours(tag)) for key, tag in around.items() if key not in ours]
    for tag in ours.values():
        if _is_ours(tag):
            tag.unwrap()
        else:
            tag.extract()
    for nodes in seamed:
        _join(nodes)
    return len(ours)


def _is_ours(tag: Tag) -> bool | None:
    return is_wrapper(tag.name, _classes(tag))


def _classes(tag: Tag) -> str:
    value: Any = tag.get("class") or ""
    return " ".join(value) if isinstance(value, list) else value


def _without_ours(parent: Tag) -> Iterator[Any]:
    """Yield what will be left in a tag, with None at the places where ours parted two strings."""
    for child in parent.contents:
        if not isinstance(child, Tag) or (ours := _is_ours(child)) is None:
            yield child
            continue
        yield None
        if ours:
            yield from _without_ours(child)
            yield None


def _join(nodes: Iterable[Any]) -> None:
    """Join the strings that elements of ours had parted, and no others."""
    run: list[NavigableString] = []
    parted = False
    for node in (*nodes, ...):
        if node is None:
            parted = True
            continue
        if run and not (parted and type(node) is NavigableString):
            if len(run) > 1:
                run[0].replace_with(NavigableString("".join(run)))
                for other in run[1:]:
                    other.extract()
            run = []
        if type(node) is NavigableString:
            run.append(node)
        parted = False


class _SoupTree(Tree):
    def __init__(self, root: Tag) -> None:
        self.root = root
        top = [child for child in root.contents if isinstance(child, Tag)]
        self.is_document = isinstance(root, BeautifulSoup) and any(
            child.name == "html" for child in top
        )
        self.html = next((child for child in top if child.name == "html"), root)
        self.maker = BeautifulSoup("", "html.parser")

    def write(self, writing: Writing) -> str:
        start = self.html if self.is_document else self.root
        steps: list[tuple[Any, bool]] = [(start, False)]
        while steps:
            node, done = steps.pop()
            if isinstance(node, Tag):
                named = self.is_document or node is not start
                if done:
                    if named:
                        writing.end(node, node.name)
                    else:
                        writing.places[writing.length] = [(node, False)]
                    continue
                if named:
                    attributes = {k: _value(v) for k, v in node.attrs.items()}
                    writing.start(node, node.name, attributes, root=node is start)
                else:
                    writing.places[0] = [(node, True)]
                steps.append((node, True))
                steps += [(child, False) for child in reversed(node.contents)]
            elif isinstance(node, PreformattedString) and not isinstance(node, CData):
                writing.break_()  # a comment, a declaration
            else:
                writing.text(node, str(node))
        if self.is_document:
            return ""
        return "body" if isinstance(self.root, BeautifulSoup) else self.root.name

    def wrap(self, text: Any, pieces: Sequence[Piece]) -> None:
        whole = str(text)
        parts: list[Any] = []
        done = 0
        for piece in pieces:
            if piece.start > done:
                parts.append(type(text)(whole[done : piece.start]))
            tag = self._make(piece.element)
            tag.insert(0, NavigableString(whole[piece.start : piece.end]))
            parts.append(tag)
            done = piece.end
        if done < len(whole):
            parts.append(type(text)(whole[done:]))
        text.replace_with(*parts)

    def put(self, element: Any, at_start: bool, parts: Sequence[ElementTree.Element]) -> None:
        made = [self._make(part) for part in parts]
        if at_start:
            element.insert(0, *made)
        else:
            element.extend(made)

    def _make(self, part: ElementTree.Element) -> Tag:
        """Return our element as a tag."""
        attributes: dict[str, Any] = attributes_of(part)
        if "class" in attributes:
            attributes["class"] = attributes["class"].split()
        tag = self.maker.new_tag(part.tag, attrs=attributes)
        for child in parts_of(part):
            tag.append(child if isinstance(child, str) else self._make(child))
        return tag


def _value(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value or "")
