"""Verification: a page before and after, compared by parsers that wrote neither.

Owns the check of the first promise on a finished pair: bytes and trees. HTML is read by justhtml,
an optional extra and none of the parsers that annotate; XML by the standard library. Never changes
a page, and trusts nothing of the run that made it.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from xml.etree import ElementTree

from rxglossary.annotator import strip
from rxglossary.documents import Document, Refusal, open_document
from rxglossary.errors import ConfigurationError
from rxglossary.markup import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rxglossary.documents import Source
    from rxglossary.markup import Syntax

__all__ = ["Difference", "Verification", "verify"]

_NAMESPACE: Final = "http://www.w3.org/1999/xhtml"


class Difference(NamedTuple):
    """One way in which two pages are not the same.

    Attributes:
        code: ``bytes``, ``encoding``, ``tree`` or ``not-well-formed``.
        offset: Where, in the page before as far as it is known; else 0.
        path: The node of the tree, such as ``/html/body/p[2]``; "" for bytes.
        message: What differs.
    """

    code: str
    offset: int
    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What came out of comparing two pages.

    Attributes:
        differences: Empty where all is well; of trees, the first one for each way to read a page.
    """

    differences: tuple[Difference, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the second page is the first one with elements of ours, and nothing else."""
        return not self.differences


def verify(
    before: Source,
    after: Source,
    *,
    syntax: Syntax = "html",
    context: str = "",
    encoding: str | None = None,
) -> Verification:
    """Compare a page with its annotated form: the bytes without our elements, and the trees.

    The trees are compared as `Annotator.annotate` promises it: wrappers are unwrapped, our parts
    removed with their content, adjacent text is joined; with scripting on and off.

    Args:
        before: The page.
        after: What `Annotator.annotate` made of it.
        syntax: As for `Annotator.annotate`, like all that follow.
        context: The element that a fragment stands in.
        encoding: The label of the encoding of `bytes`.

    Raises:
        ConfigurationError: When the parser is not installed: the extra ``verify``.
        TypeError: When one page is `str` and the other `bytes`.

    >>> verify("<p>a", '<p><a class="rxg" href="#x">a</a>').ok
    True
    >>> verify("<p>a", "<p>b").differences[0]
    Difference(code='bytes', offset=3, path='', message="'a' became 'b'")
    """
    if isinstance(before, str) != isinstance(after, str):
        raise TypeError("the two pages are both str or both bytes")
    options: dict[str, Any] = {"syntax": syntax, "context": context}
    clean: Source = strip(before, syntax=syntax)
    found = [*_bytes(clean, strip(after, syntax=syntax))]
    old, new = (open_document(page, encoding, **options) for page in (clean, after))
    if isinstance(old, Refusal) or isinstance(new, Refusal):
        return Verification(tuple(found))  # nothing is read of such a page but its bytes
    if old.encoding != new.encoding:
        message = f"{old.encoding.name} became {new.encoding.name}"
        found.append(Difference("encoding", 0, "", message))
    else:
        found += _xml(old, new) if syntax == "xml" else _html(old, new)
    return Verification(tuple(found))


def _bytes(old: Source, new: Source) -> Iterator[Difference]:
    if old == new:
        return
    pairs = enumerate(zip_longest(old, new))
    at = next(at for at, (one, other) in pairs if one != other)
    message = f"{old[at : at + 20]!r} became {new[at : at + 20]!r}"
    yield Difference("bytes", at, "", message)


# --- Trees -----------------------------------------------------------------------------------


class _Event(NamedTuple):
    """A start, an end (no name) or a text (name ``text()``) of a tree; equal if `said` is."""

    name: str
    said: tuple[object, ...]
    offset: int = -1


def _compare(
    old: Sequence[_Event], new: Sequence[_Event], document: Document[Any]
) -> Iterator[Difference]:
    """Yield the first difference between two trees."""
    pairs = enumerate(zip_longest(old, new))
    found = next((pair for pair in pairs if _differ(*pair[1])), None)
    if found is None:
        return
    at, (one, other) = found
    before = (event.offset for event in reversed(old[: at + 1]) if event.offset >= 0)
    offset = next(before, 0)
    message = f"{_shown(one)} became {_shown(other)}"
    yield Difference("tree", document.offsets([offset])[offset], _path(old, at), message)


def _differ(one: _Event | None, other: _Event | None) -> bool:
    return one is None or other is None or one.said != other.said


def _shown(event: _Event | None) -> str:
    if event is None:
        return "the end of the page"
    if not event.name:
        return "an end"
    said = " ".join(map(str, event.said))
    return repr(said if len(said) < 60 else f"{said[:57]}...")


def _path(events: Sequence[_Event], at: int) -> str:
    """Return the path of the event at an index, in the way of XPath."""
    steps: list[str] = []
    counts: list[dict[str, int]] = [{}]
    for event in events[: at + 1]:
        if not event.name:
            steps.pop()
            counts.pop()
            continue
        here = counts[-1]
        here[event.name] = here.get(event.name, 0) + 1
        step = event.name if here[event.name] == 1 else f"{event.name}[{here[event.name]}]"
        if event is events[min(at, len(events) - 1)]:
            return "/" + "/".join([*steps, step])
        if event.name[-1] != ")":
            steps.append(step)
            counts.append({})
    return "/" + "/".join(steps)


def _is_ours(attributes: Mapping[str, str]) -> str:
    """Return ``wrapper``, ``part``, or "" for what is none of ours."""
    mark = (attributes.get("class") or "").split(None, 1)[:1]
    if mark == [MARK]:
        return "wrapper"
    return "part" if mark and mark[0].startswith(f"{MARK}-") else ""


class _Events:
    """The events of a tree as they come, with adjacent text joined."""

    def __init__(self) -> None:
        self.all: list[_Event] = []
        self._text: list[str] = []
        self._offset = -1

    def text(self, text: str, offset: int = -1) -> None:
        if not self._text:
            self._offset = offset
        self._text.append(text)

    def add(self, event: _Event) -> None:
        self.end_text()
        self.all.append(event)

    def end_text(self) -> None:
        if text := "".join(self._text):
            self.all.append(_Event("text()", ("text", text), self._offset))
        self._text.clear()


def _html(old: Document[Any], new: Document[Any]) -> Iterator[Difference]:
    try:
        justhtml = import_module("justhtml")
        context_type = import_module("justhtml.parser.context").FragmentContext
    except ImportError:
        message = "verify needs a parser of its own: pip install 'rxglossary[verify]'"
        raise ConfigurationError(message) from None
    context = old.context or ("" if _is_document(old.text) else "body")
    namespace, _, name = context.rpartition(" ")

    def events(text: str, scripting: bool) -> list[_Event]:
        parsed = justhtml.JustHTML(
            text,
            sanitize=False,
            track_node_locations=True,
            fragment=bool(context),
            fragment_context=context_type(name, namespace or None) if context else None,
            scripting_enabled=scripting,
        )
        return _walked(parsed.root.children or ())

    for scripting in (False, True)[: 1 + ("<noscript" in old.text.lower())]:
        yield from _compare(events(old.text, scripting), events(new.text, scripting), old)


def _is_document(text: str) -> bool:
    lowered = text.lower()
    return any(f"<{name}" in lowered for name in ("!doctype", "html", "head", "body", "frameset"))


def _walked(nodes: Iterable[Any]) -> list[_Event]:
    """Return the events of justhtml's nodes, without our elements."""
    events = _Events()
    todo: list[Any] = [*reversed([*nodes])]
    while todo:
        node = todo.pop()
        if isinstance(node, _Event):
            events.add(node)
            continue
        offset = -1 if node.origin_offset is None else node.origin_offset
        if node.name == "#text":
            events.text(node.data or "", offset)
            continue
        if node.name[0] in "#!":
            kind = node.name.lstrip("#!")
            events.add(_Event(f"{kind}()", (kind, *_data(node.data)), offset))
            continue
        attributes = {key: value or "" for key, value in node.attrs.items()}
        ours = _is_ours(attributes)
        if ours == "part":
            continue
        if not ours:
            said = (node.namespace or "html", node.name, *sorted(attributes.items()))
            events.add(_Event(node.name, said, offset))
            todo.append(_Event("", ()))
        todo += reversed(node.children or ())
        content = getattr(node, "template_content", None)
        if content is not None:
            todo += (_Event("", ()), *reversed(content.children or ()), _Event("content", ("c",)))
    events.end_text()
    return events.all


def _data(data: Any) -> tuple[str, ...]:
    if data is None or isinstance(data, str):
        return (data or "",)
    return tuple(str(getattr(data, key, "")) for key in ("name", "public_id", "system_id"))


def _xml(old: Document[Any], new: Document[Any]) -> Iterator[Difference]:
    found: list[list[_Event]] = []
    for document in (old, new):
        opening = f'<x xmlns="{_NAMESPACE}">' if document.context else ""
        text = f"{opening}{document.text}{'</x>' if opening else ''}"
        builder = _Builder()
        try:
            # Entities are expanded within the limits of expat alone, none is loaded.
            parser = ElementTree.XMLParser(target=builder, encoding="utf-8")  # noqa: S314
            parser.feed(text.encode("utf-8", "surrogatepass"))
            parser.close()
        except ElementTree.ParseError as error:
            if document is new:
                yield Difference("not-well-formed", 0, "", f"the page is no XML: {error}")
            return
        found.append(builder.events.all)
    yield from _compare(found[0], found[1], old)


class _Builder:
    """Takes the events of an XML parser, without our elements."""

    def __init__(self) -> None:
        self.events = _Events()
        self._open: list[str] = []  # of each open element, whether it is ours
        self._parts = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        ours = _is_ours(attributes) if tag.startswith(f"{{{_NAMESPACE}}}") else ""
        self._open.append(ours)
        self._parts += ours == "part"
        if not self._parts and not ours:
            name = tag.rpartition("}")[2]
            self.events.add(_Event(name, (tag, *sorted(attributes.items()))))

    def end(self, tag: str) -> None:
        del tag
        ours = self._open.pop()
        if not self._parts and not ours:
            self.events.add(_Event("", ()))
        self._parts -= ours == "part"

    def data(self, text: str) -> None:
        if not self._parts:
            self.events.text(text)

    def comment(self, text: str) -> None:
        self._other("comment", text)

    def pi(self, target: str, text: str | None = None) -> None:
        self._other("pi", target, text)

    def _other(self, kind: str, *said: object) -> None:
        if not self._parts:
            self.events.add(_Event(f"{kind}()", (kind, *said)))

    def close(self) -> None:
        self.events.end_text()
