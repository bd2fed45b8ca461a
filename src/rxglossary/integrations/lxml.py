"""lxml trees, as Scrapy, parsel and lxml.html users hold them: annotated and stripped in place.

Owns where lxml keeps text: in an element and behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

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
    from collections.abc import Sequence
    from xml.etree import ElementTree

    from rxglossary.annotator import Annotator
    from rxglossary.results import Result

__all__ = ["annotate", "strip"]


def annotate(
    root: Any,
    annotator: Annotator,
    *,
    assets: str | None = None,
    url: str | None = None,
    language: str = "",
) -> Result[str]:
    """Annotate an lxml tree in place.

    Args:
        root: An element of `lxml.html` or `lxml.etree`, in XHTML's namespace or in none, or an
            element tree. An html element is a document, any other one holds a fragment.
        annotator: What annotates: policy and renderer are its.
        assets: Where styles and script lie.
        url: The page's own URL; needed where a base element moves in-page links.
        language: The page's language tag, where the tree doesn't say.

    Returns:
        What was annotated and what was not; offsets are those of the tree written as XML.

    >>> import lxml.html
    >>> from rxglossary import Annotator, Glossary, Term
    >>> pain = Annotator(Glossary([Term("pain", en="A bad feeling.")]), renderer="dfn")
    >>> root = lxml.html.fromstring("<p>No <b>pain</b>, no gain")
    >>> [found.surface for found in annotate(root, pain)]
    ['pain']
    >>> lxml.html.tostring(root)
    b'<p>No <b><dfn class="rxg" title="A bad feeling.">pain</dfn></b>, no gain</p>'
    """
    tree = _LxmlTree(_root(root))
    return annotate_tree(tree, annotator, assets=assets, url=url, language=language)


def strip(root: Any) -> int:
    """Take our elements out of an lxml tree; return how many there were.

    >>> import lxml.html
    >>> root = lxml.html.fromstring('<p>a <i class="rxg-x">b</i><a class="rxg">c</a> d</p>')
    >>> strip(root), lxml.html.tostring(root)
    (2, b'<p>a c d</p>')
    """
    ours = []
    for element in _root(root).iter(etree.Element):
        wrapper = is_wrapper(_local(element), element.get("class") or "")
        if wrapper is not None and element.getparent() is not None:
            ours.append((element, wrapper))
    for element, wrapper in ours:
        _take_out(element, keep=wrapper)
    return len(ours)


def _root(root: Any) -> Any:
    return root.getroot() if hasattr(root, "getroot") else root


def _local(element: Any) -> str:
    """Return a name without its namespace; HTML's may hold a colon, which XML's can't."""
    name: str = element.tag.rpartition("}")[2]
    return name


def _take_out(element: Any, *, keep: bool) -> None:
    """Remove an element, and its content unless it is to be kept."""
    parent = element.getparent()
    index = parent.index(element)
    inner = list(element) if keep else []
    text = (element.text or "") if keep else ""
    tail = element.tail or ""
    if inner:
        inner[-1].tail = (inner[-1].tail or "") + tail
        tail = ""
    before = parent[index - 1] if index else None
    joined = text + tail
    if joined and before is not None:
        before.tail = (before.tail or "") + joined
    elif joined:
        parent.text = (parent.text or "") + joined
    element.tail = None
    parent.remove(element)
    for place, child in enumerate(inner, index):
        parent.insert(place, child)


class _LxmlTree(Tree):
    def __init__(self, root: Any) -> None:
        self.root = root
        self.space = root.tag[: -len(_local(root))]
        self.is_document = _local(root).lower() == "html"

    def write(self, writing: Writing) -> str:
        root = self.root
        name = "" if self.is_document else _local(root)
        for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            inner = element is not root
            if event in ("comment", "pi"):
                writing.break_()
                writing.text((element, "tail"), element.tail or "")
                continue
            local = _local(element)
            if event == "start":
                if inner or not name:
                    attributes = {k: v for k, v in element.items() if "{" not in k}
                    writing.start(element, local, attributes, root=not inner)
                else:
                    writing.places[0] = [(root, True)]
                writing.text((element, "text"), element.text or "")
            elif inner or not name:
                writing.end(element, local)
                if inner:
                    writing.text((element, "tail"), element.tail or "")
            else:
                writing.places[writing.length] = [(root, False)]
        return name

    def wrap(self, text: Any, pieces: Sequence[Piece]) -> None:
        owner, slot = text
        whole = getattr(owner, slot)
        parent = owner if slot == "text" else owner.getparent()
        index = 0 if slot == "text" else parent.index(owner) + 1
        made = []
        for number, piece in enumerate(pieces):
            element = self._make(piece.element)
            # The page's own text comes first, then the wrapper's tail.
            element.text = whole[piece.start : piece.end] + (element.text or "")
            following = pieces[number + 1].start if number + 1 < len(pieces) else len(whole)
            element.tail = whole[piece.end : following] or None
            made.append(element)
        setattr(owner, slot, whole[: pieces[0].start] or None)
        for place, element in enumerate(made, index):
            tail = element.tail
            parent.insert(place, element)
            element.tail = tail

    def put(self, element: Any, at_start: bool, parts: Sequence[ElementTree.Element]) -> None:
        made = [self._make(part) for part in parts]
        if at_start:
            made[-1].tail, element.text = element.text, None
            for place, child in enumerate(made):
                tail = child.tail
                element.insert(place, child)
                child.tail = tail
        else:
            element.extend(made)

    def _make(self, part: ElementTree.Element) -> Any:
        """Return our element as one of this tree."""
        attributes = dict(part.attrib) if self.space else attributes_of(part)
        made = self.root.makeelement(f"{self.space}{part.tag}", attributes)
        last = None
        for child in parts_of(part):
            if not isinstance(child, str):
                last = self._make(child)
                made.append(last)
            elif last is None:
                made.text = child
            else:
                last.tail = child
        return made
