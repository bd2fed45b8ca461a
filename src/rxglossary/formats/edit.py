"""Glossary files edited in place: what changes is spliced in, every other byte stays.

Owns where a changed value goes in a file and how it is written. An editor changes plain entries
(`read_entries`, `put`) and `rewrite` makes the file say the same. Comments, order, quotes and line
ends stay, since nothing is parsed and written again; the result is read back before it is given
out. Never decides what an entry may hold.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import yaml

from rxglossary.errors import GlossaryError, Problem
from rxglossary.formats.registry import format_of
from rxglossary.formats.tree import MISSING, PARSER, Source, Tree, Unreadable, decode
from rxglossary.glossary.fields import SHORT
from rxglossary.glossary.term import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["put", "read_entries", "rewrite"]

_BOM: Final = "\ufeff".encode()
_STEP: Final = 2
_LONGEST_INLINE: Final = 60
_ORDER: Final = {name: place for place, name in enumerate(FIELDS)}

_Splice = tuple[int, int, str]


def read_entries(data: bytes, file: str = "<text>") -> dict[str, dict[str, Any]]:
    """Return the entries of a file as plain dicts, lists and texts, to be changed.

    Args:
        data: The file's bytes.
        file: What messages call it.

    Raises:
        GlossaryError: When it can't be read. What an entry holds is not checked.

    >>> read_entries(b"terms: {pain: {en: A bad feeling.}}")
    {'pain': {'en': 'A bad feeling.'}}
    """
    return _tree(decode(data, file), file)


def put(fields: dict[str, Any], path: Sequence[str], value: object) -> None:
    """Set what stands at a path of an entry, in the short form where the entry has it.

    Args:
        fields: The entry, which is changed.
        path: The keys that lead there; mappings between are made.
        value: What to set; None removes it, and the mappings that get empty thereby.

    >>> fields = {"en": "A bad feeling."}
    >>> put(fields, ["definition", "en"], "Hurt.")
    >>> put(fields, ["translated", "bn", "of"], "94bab694")
    >>> fields
    {'en': 'Hurt.', 'translated': {'bn': {'of': '94bab694'}}}
    """
    if path[0] == "definition" and "definition" not in fields:
        if len(path) == 2 and path[1] in SHORT:
            path = path[1:]
        elif short := {tag: fields.pop(tag) for tag in SHORT if tag in fields}:
            fields["definition"] = short
    around: list[dict[str, Any]] = [fields]
    for key in path[:-1]:
        around.append(around[-1].setdefault(key, {}))
    if value is not None:
        around[-1][path[-1]] = value
        return
    for holder, key in zip(reversed(around), reversed(path), strict=True):
        holder.pop(key, None)
        if holder:
            break


def rewrite(data: bytes, entries: Mapping[str, Mapping[str, Any]], file: str = "<text>") -> bytes:
    """Return a file's bytes with its entries made equal to *entries*.

    Args:
        data: The file's bytes.
        entries: All entries by id, as of `read_entries`. Those that the file lacks are added at
            its end, those that are missing here are removed. Empty values are left out; dates and
            truth values are written as such. The order of what the file holds stays.
        file: What messages call it.

    Returns:
        The new bytes; the very same object where nothing changes.

    Raises:
        GlossaryError: When the file can't be read, or holds something that can't be changed
            without loss.

    >>> old = b"terms:\\n  pain:  # see fever\\n    en: A bad feeling.\\n"
    >>> entries = read_entries(old)
    >>> entries["pain"]["status"] = "reviewed"
    >>> print(rewrite(old, entries).decode(), end="")
    terms:
      pain:  # see fever
        en: A bad feeling.
        status: reviewed
    """
    text = decode(data, file)
    old = _tree(text, file)
    new = {
        id: old[id] if old.get(id) == fields else _plain(fields) for id, fields in entries.items()
    }
    if new == old:
        return data
    root = yaml.compose(text, Loader=PARSER)
    written = _spliced(text, _Edit(text).terms(root, new))
    try:
        same = _without_empty(_tree(written, file)) == _without_empty(new)
    except GlossaryError:
        same = False
    if not same:
        message = "this can't be written without changing something else: edit the file by hand"
        raise GlossaryError([Problem("not-editable", message, file)])
    return (_BOM if data.startswith(_BOM) else b"") + written.encode()


class _Word(str):
    """A text that is written without quotes whatever it looks like."""

    __slots__ = ()


def _tree(text: str, file: str) -> dict[str, dict[str, Any]]:
    if name := format_of(file):
        message = f"only YAML is edited in place: make a YAML glossary of this {name} file first"
        raise GlossaryError([Problem("not-editable", message, file)])
    source = Source(file, text)
    terms: Any = None
    try:
        root = Tree(source).value or {}
        terms = (root.get("terms") or {}) if isinstance(root, dict) else None
    except Unreadable:
        pass
    else:
        if not isinstance(terms, dict) or not all(isinstance(f, dict) for f in terms.values()):
            source.bad("no-terms", "expected terms: with the entries below it", 0)
    if source.problems:
        raise GlossaryError(source.problems)
    return terms or {}


def _plain(value: object) -> Any:
    """Return *value* in the types of a tree: every scalar is the text that will stand there."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, bool):
        return _Word("true" if value else "false")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value if value is None or isinstance(value, str) else str(value)


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        found = {key: _without_empty(item) for key, item in value.items()}
        return {key: item for key, item in found.items() if item not in (None, "", {}, [])}
    return [_without_empty(item) for item in value] if isinstance(value, list) else value


def _is_empty(value: object) -> bool:
    return value is None or value in ("", {}, [])


def _spliced(text: str, splices: Iterable[_Splice]) -> str:
    parts: list[str] = []
    done = 0
    # Sorting is stable: what is put at one place keeps its order.
    for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
        parts += (text[done:start], new)
        done = end
    return "".join(parts) + text[done:]


class _Edit:
    """Finds the splices that make the tree of a file equal to another one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def terms(self, root: Any, new: dict[str, Any]) -> Iterator[_Splice]:
        """Yield the splices for the entries below ``terms``."""
        for key, node in getattr(root, "value", None) or ():
            if key.value != "terms":
                continue
            if isinstance(node, yaml.MappingNode) and node.value and new:
                yield from self.mapping(node, new, between=self.newline, inner=_ORDER)
            else:
                written = self.pair("terms", new, 0, block=True) if new else "terms: {}"
                yield key.start_mark.index, self.end(node), written
            return
        at = len(self.text.rstrip())
        written = self.pair("terms", new, 0, block=True)
        # Behind a comment or a document's mark; an empty file gets its last line end.
        yield at, at, self.newline + written if at else written + self.newline

    def mapping(
        self,
        node: Any,
        new: dict[str, Any],
        *,
        order: Mapping[str, int] = MappingProxyType({}),
        between: str = "",
        inner: Mapping[str, int] = MappingProxyType({}),
    ) -> Iterator[_Splice]:
        """Yield the splices for a mapping that holds something.

        Args:
            node: The mapping as it is.
            new: What it is to hold.
            order: The places of known keys; others are added at the end.
            between: What stands between two items of a block beside the line end.
            inner: The order inside of each item.
        """
        old = {key.value: value for key, value in node.value}
        gone = [key for key, value in node.value if _removed(value, new.get(key.value))]
        kept = [item for item in node.value if item[0] not in gone]
        added = {key: new[key] for key in new if key not in old and not _is_empty(new[key])}
        column = None if node.flow_style else node.start_mark.column
        if gone and (not kept or column is None or not all(map(self.begins_line, gone))):
            yield node.start_mark.index, self.end(node), self.pairs(new, column, between)
            return
        for key in gone:
            start = key.start_mark.index - key.start_mark.column
            yield start, self.line_end(self.end(old[key.value])) + len(self.newline), ""
        for key, value in kept:
            yield from self.item(key, value, new[key.value], column, inner)
        for key, value in added.items():
            place = order.get(key, len(FIELDS))
            before = [one for one in kept if order.get(one[0].value, -1) < place]
            yield self.insertion(before, kept, key, value, column, between)

    def insertion(
        self,
        before: Sequence[tuple[Any, Any]],
        kept: Sequence[tuple[Any, Any]],
        key: str,
        value: Any,
        column: int | None,
        between: str,
    ) -> _Splice:
        """Return the splice for a new item, behind the last of *before* or in front of all."""
        written = self.pair(key, value, column, block=bool(between))
        if column is None:
            at = self.end(before[-1][1]) if before else kept[0][0].start_mark.index
            return at, at, f", {written}" if before else f"{written}, "
        indent = " " * column
        if not before:
            at = kept[0][0].start_mark.index
            return at, at, written + self.newline + indent
        at = self.line_end(self.end(before[-1][1]))
        return at, at, self.newline + between + indent + written

    def item(
        self, key: Any, node: Any, new: Any, column: int | None, order: Mapping[str, int]
    ) -> Iterator[_Splice]:
        """Yield the splices for the value of one key, or of a list's item, which has none."""
        old = _value(node)
        if old == new or (_is_empty(old) and _is_empty(new)):
            return
        if isinstance(old, str) and isinstance(new, str):
            style = node.style if node.style in ("'", '"') else None
            written = _scalar(new, flow=column is None, style=style)
            yield node.start_mark.index, self.end(node), written
        elif isinstance(old, dict) and isinstance(new, dict) and old:
            yield from self.mapping(node, new, order=order)
        elif isinstance(old, list) and isinstance(new, list) and _begins_alike(new, old):
            yield from self.sequence(node, new)
        elif key is not None:
            yield key.start_mark.index, self.end(node), self.pair(key.value, new, column)

    def sequence(self, node: Any, new: list[Any]) -> Iterator[_Splice]:
        """Yield the splices for a list that changes in its items or gets longer."""
        column = None if node.flow_style else node.start_mark.column
        for item, value in zip(node.value, new, strict=False):
            yield from self.item(None, item, value, column, {})
        at = self.end(node.value[-1])
        for value in new[len(node.value) :]:
            if column is None:
                yield at, at, ", " + _inline(value)
            else:
                at = self.line_end(at)
                yield at, at, f"{self.newline}{' ' * column}- {_inline(value)}"

    def end(self, node: Any) -> int:
        """Return where a value ends; a block ends behind its last text."""
        if isinstance(node, yaml.ScalarNode):
            start, end = node.start_mark.index, node.end_mark.index
            # A literal block takes in the line ends behind it.
            return start + len(self.text[start:end].rstrip()) if node.style in ("|", ">") else end
        if node.flow_style or not node.value:
            return int(node.end_mark.index)
        last = node.value[-1]
        return self.end(last[1] if isinstance(last, tuple) else last)

    def line_end(self, at: int) -> int:
        """Return where the line of an offset ends, in front of its line end."""
        end = self.text.find(self.newline, at)
        return len(self.text) if end < 0 else end

    def begins_line(self, key: Any) -> bool:
        """Tell whether only blanks stand in front of a key in its line."""
        start = key.start_mark.index
        return not self.text[start - key.start_mark.column : start].strip()

    def pair(self, key: str, value: Any, column: int | None, *, block: bool = False) -> str:
        """Return an item as it is written: in a flow collection, or in a block at *column*."""
        name = _scalar(key, flow=True)
        if column is None or not (block or _is_long(value)):
            return f"{name}: {_inline(value, flow=column is None)}"
        indent = self.newline + " " * (column + _STEP)
        if isinstance(value, dict):
            # An empty line between entries, and none between fields.
            between = self.newline if column == 0 and key == "terms" else ""
            return name + ":" + indent + self.pairs(value, column + _STEP, between)
        return name + ":" + "".join(f"{indent}- {_inline(item)}" for item in value)

    def pairs(self, items: dict[str, Any], column: int | None, between: str = "") -> str:
        """Return the items of a mapping as they are written."""
        if column is None:
            return _inline(items)
        indent = self.newline + between + " " * column
        return indent.join(
            self.pair(key, value, column, block=bool(between))
            for key, value in items.items()
            if not _is_empty(value)
        )


def _value(node: Any) -> Any:
    """Return what a node holds, as a `Tree` has it."""
    if isinstance(node, yaml.ScalarNode):
        return None if not node.style and node.value in MISSING else node.value
    if isinstance(node, yaml.MappingNode):
        return {key.value: _value(value) for key, value in node.value}
    return [_value(item) for item in node.value]


def _removed(node: Any, new: object) -> bool:
    """Tell whether a value goes: it is to be empty, and isn't."""
    return _is_empty(new) and not _is_empty(_value(node))


def _begins_alike(new: list[Any], old: list[Any]) -> bool:
    """Tell whether a list has at least as many items, and each one's kind is the old one's."""
    kinds = zip(map(type, new), map(type, old), strict=False)
    return 0 < len(old) <= len(new) and all(a is b and a in (str, dict) for a, b in kinds)


def _is_long(value: Any) -> bool:
    """Tell whether a value gets lines of its own, where there may be some."""
    if isinstance(value, dict):
        return any(
            len(item) > _LONGEST_INLINE if isinstance(item, str) else isinstance(item, dict)
            for item in value.values()
        )
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _inline(value: Any, *, flow: bool = True) -> str:
    """Return a value in one line; *flow* says whether a flow collection is around it."""
    if isinstance(value, dict):
        items = ((key, item) for key, item in value.items() if not _is_empty(item))
        return "{" + ", ".join(f"{_scalar(k, flow=True)}: {_inline(v)}" for k, v in items) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return _scalar(value, flow=flow)


_RESOLVE: Final[Any] = yaml.resolver.Resolver().resolve
_LINE_BREAK: Final = re.compile("[\n\r\x85\u2028\u2029]")
_NO_STRING: Final = re.compile(
    r"0[ox][0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:e[-+]?[0-9]+)?", re.I
)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _scalar(text: str, *, flow: bool, style: str | None = None) -> str:
    """Return a text as a scalar in one line, in quotes where it needs them.

    It needs them too where another reader of YAML would take it for a number or a truth value
    (days excepted, which all write alike).
    """
    if _LINE_BREAK.search(text):
        style = '"'
    plain = (
        isinstance(text, _Word)
        or _DAY.fullmatch(text)
        or (
            _RESOLVE(yaml.ScalarNode, text, (True, False)) == "tag:yaml.org,2002:str"
            and not _NO_STRING.fullmatch(text)
        )
    )
    scalar = yaml.ScalarEvent(None, None, (bool(plain), True), text, style=style)
    inside: list[yaml.Event]
    if flow:
        start: yaml.Event = yaml.SequenceStartEvent(None, None, True, flow_style=True)
        inside = [start, scalar, yaml.SequenceEndEvent()]
    else:
        start = yaml.MappingStartEvent(None, None, True, flow_style=False)
        inside = [start, yaml.ScalarEvent(None, None, (True, True), "k"), scalar]
        inside.append(yaml.MappingEndEvent())
    events = [yaml.StreamStartEvent(), yaml.DocumentStartEvent(explicit=False), *inside]
    events += [yaml.DocumentEndEvent(explicit=False), yaml.StreamEndEvent()]
    written: str = yaml.emit(events, allow_unicode=True, width=sys.maxsize).strip("\n")
    return written[1:-1] if flow else written.removeprefix("k:").lstrip(" ")
