"""Where in XHTML source text may be wrapped: the scanner for XML syntax.

Owns XML's rules: case, namespaces, CDATA sections, entities. The parser is the standard library's
expat, which also says whether the source is well-formed: nothing is offered in one that isn't, nor
outside of XHTML as the default namespace. Never reads an external entity, never expands one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from rxglossary.html.elements import BREAKS, CELLS, HEADINGS, TABLE_PARTS
from rxglossary.html.regions import Stop
from rxglossary.html.rules import JOINED, OFFERED, SKIPPED, Kind
from rxglossary.html.scanner import Place, Scan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rxglossary.html.rules import Rules

__all__ = ["NotWellFormed", "scan_xml"]

_XHTML: Final = "http://www.w3.org/1999/xhtml"
_XML: Final = "http://www.w3.org/XML/1998/namespace"
_SEPARATOR: Final = " "  # no namespace name holds one
_ROOT: Final = f'<x xmlns="{_XHTML}">'

# Elements whose own text, not that of their children, is no running text.
_STRUCTURE = (TABLE_PARTS - CELLS) | frozenset(b"dl html ol ul".split())
_CLOSED = frozenset(
    {Kind.REGION, Kind.RAW, Kind.FOREIGN, Kind.SELECT, Kind.TEMPLATE, Kind.NOSCRIPT}
    | {Kind.PLAINTEXT, Kind.FRAMESET}
)
_PLACE = re.compile(r": line \d+, column \d+\Z")


class NotWellFormed(Exception):
    """The source is no XML; *offset* is where the parser noticed it."""

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset


def scan_xml(source: str, rules: Rules, context: str = "") -> Scan:
    """Return where text of an XHTML source may be wrapped under *rules*.

    With a *context*, the source is what stands in an XHTML element of this name; without one it is
    a document.

    Raises:
        NotWellFormed: When the source is no XML.

    >>> from rxglossary.html.rules import Rules
    >>> html = '<html xmlns="http://www.w3.org/1999/xhtml"><p>a<br/><![CDATA[b]]></p></html>'
    >>> pieces = scan_xml(html, Rules()).pieces
    >>> [html[start:end] for start, end, flags in pieces if not flags & SKIPPED]
    ['a']
    """
    scanner = _Scanner(source, rules, _ROOT if context else "")
    scanner.run()
    if context:
        scanner.result.ends[""] = [Place(len(source), True)]
    elif not scanner.html:
        message = "XHTML is nowhere the default namespace"
        scanner.result.stop = Stop("namespace", 0, message)
    return scanner.result


@dataclass(slots=True)
class _Open:
    """An open element.

    Attributes:
        name: Its local name.
        state: The flags of text in it and in its children: 0 for none.
        own: Whether text directly in it is running text.
        html: Whether it is XHTML, and what is written without a prefix in it is too.
        chosen: Whether it or one around it is what `only` names.
    """

    name: bytes
    state: int
    own: bool
    html: bool
    chosen: bool


class _Scanner:
    """The handlers of one parse. Offsets are those of the parsed bytes until `run` turns them."""

    def __init__(self, source: str, rules: Rules, prefix: str) -> None:
        self.rules = rules
        self.result = Scan(document=not prefix)
        self.prefix = prefix
        self.size = len(source)
        try:
            data = source.encode("utf-8")
        except UnicodeEncodeError as error:
            raise NotWellFormed(error.start, "a lone surrogate is no character") from None
        self.data = b"".join((prefix.encode(), data, b"</x>" if prefix else b""))
        self.html = False
        self.stack = [_Open(b"", OFFERED, False, False, not rules.only)]
        self.namespaces = [""]  # the default ones, innermost last
        self.entities = False  # whether the document declares some of its own
        self.glue = 0
        self.text = -1  # where the run of text began
        self.cdata = False
        self.begun: list[str] = []  # contents that begin with the next event
        self.fresh = False  # whether the last event was a start tag
        self.parser = expat.ParserCreate("utf-8", _SEPARATOR)

    def run(self) -> None:
        """Parse; leave what was found in `result`."""
        parser = self.parser
        parser.ordered_attributes = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartNamespaceDeclHandler = self._start_namespace
        parser.EndNamespaceDeclHandler = self._end_namespace
        parser.EntityDeclHandler = self._declare_entity
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartCdataSectionHandler = self._start_cdata
        parser.EndCdataSectionHandler = self._end_cdata
        parser.SkippedEntityHandler = self._entity
        # With a default handler no entity is expanded.
        parser.DefaultHandler = parser.CommentHandler = self._other
        parser.ProcessingInstructionHandler = self._other
        try:
            parser.Parse(self.data, True)
        except expat.ExpatError as error:
            before = self.data[len(self.prefix) : max(parser.ErrorByteIndex, len(self.prefix))]
            offset = min(len(before.decode("utf-8", "ignore")), self.size)
            raise NotWellFormed(offset, _PLACE.sub("", str(error))) from None
        self._turn_offsets()

    def _start_namespace(self, prefix: str | None, name: str | None) -> None:
        if prefix is None:
            self.namespaces.append(name or "")

    def _end_namespace(self, prefix: str | None) -> None:
        if prefix is None:
            self.namespaces.pop()

    def _declare_entity(self, *_: object) -> None:
        self.entities = True

    def _start(self, qualified: str, pairs: list[str]) -> None:
        here = self._flush()
        self._begin(here)
        namespace, _, local = qualified.rpartition(_SEPARATOR)
        name = local.encode("utf-8")
        outer = self.stack[-1]
        html = namespace == _XHTML == self.namespaces[-1]
        if not html:
            self.glue = 0
            # XHTML may stand in another vocabulary; what stands in XHTML is left alone.
            state = 0 if outer.html else outer.state
            self.stack.append(_Open(b"", state, False, False, outer.chosen))
            return
        self.html = True
        attributes = {
            key.replace(f"{_XML} ", "xml:"): value
            for key, value in zip(pairs[::2], pairs[1::2], strict=True)
        }
        chosen = outer.chosen
        if not chosen and any(one.matches(local, attributes) for one in self.rules.only):
            chosen = self.result.chosen = True
            self.begun.append("only")
        state = self._state(name, attributes, outer.state)
        if name in BREAKS or (outer.state and not state):
            self.glue = 0
        if name in HEADINGS and outer.state:
            self.result.sections.append(here)
        if name in (b"body", b"main", b"article"):
            self.begun.append(local)
        elif name in (b"html", b"base", b"meta"):
            self._head(name, attributes)
        self.stack.append(_Open(name, state, name not in _STRUCTURE, True, chosen))
        self.fresh = True

    def _state(self, name: bytes, attributes: dict[str, str], state: int) -> int:
        """Return the flags of text in an element."""
        kind = self.rules.kinds.get(name, Kind.INLINE)
        if kind in _CLOSED or name == b"head":
            return 0
        if kind == Kind.LINK:
            return state and state | self.rules.link_flag
        skipped = kind == Kind.SKIP
        if attributes and not skipped:
            text = name.decode("utf-8")
            skipped = any(one.matches(text, attributes) for one in self.rules.selectors)
        if skipped:
            return 0 if name in BREAKS else state and state | SKIPPED
        return state

    def _head(self, name: bytes, attributes: dict[str, str]) -> None:
        result = self.result
        if name == b"html":
            language = attributes.get("lang") or attributes.get("xml:lang", "")
            result.language = result.language or language
        elif name == b"base":
            result.base = result.base or "href" in attributes
        elif attributes.get("name", "").strip().lower() == "rxglossary":
            result.off = attributes.get("content", "").strip().lower() == "off"

    def _end(self, _qualified: str) -> None:
        here = self._flush()
        empty = self.fresh and self.data[here - 2 : here] == b"/>"
        if empty:
            self.begun.clear()  # there is no place in it
        self._begin(here)
        closed = self.stack.pop()
        outer = self.stack[-1]
        if not closed.html or closed.name in BREAKS or (outer.state and not closed.state):
            self.glue = 0
        if closed.html and not empty:
            if closed.name in (b"body", b"main", b"article"):
                self.result.ends.setdefault(closed.name.decode(), []).append(Place(here, True))
            if closed.chosen and not outer.chosen:
                self.result.ends.setdefault("only", []).append(Place(here, True))

    def _characters(self, _text: str) -> None:
        if self.text < 0:
            self.text = self.parser.CurrentByteIndex
            self._begin(self.text)

    def _start_cdata(self) -> None:
        self._begin(self._flush())
        self.cdata = True

    def _end_cdata(self) -> None:
        self._flush()
        self.cdata = False

    def _entity(self, name: str, _parameter: bool) -> None:
        if not self.entities and name + ";" in html5:
            self._characters("")  # those of XHTML's DTD mean what they mean in HTML
        else:
            self._begin(self._flush())
            self.glue = 0

    def _other(self, *_: object) -> None:
        self._begin(self._flush())

    def _begin(self, here: int) -> None:
        """Note where contents begin."""
        self.fresh = False
        for name in self.begun:
            self.result.starts.setdefault(name, []).append(Place(here, True))
        self.begun.clear()

    def _flush(self) -> int:
        """End a run of text; return the offset of this event."""
        here = self.parser.CurrentByteIndex
        start, self.text = self.text, -1
        element = self.stack[-1]
        if start >= 0 and element.state and element.own and element.chosen:
            flags = element.state | (SKIPPED if self.cdata else 0)
            self.result.pieces.append((start, here, self.glue | flags))
            self.glue = JOINED
        return here

    def _turn_offsets(self) -> None:
        """Make all offsets those of the source's characters."""
        result = self.result
        if self.data.isascii() and not self.prefix:
            return
        places = [*result.starts.values(), *result.ends.values()]
        offsets = {place.offset for found in places for place in found}
        offsets.update(result.sections)
        offsets.update(offset for start, end, _ in result.pieces for offset in (start, end))
        at = dict(_characters_before(self.data, sorted(offsets), len(self.prefix)))
        result.pieces = [(at[start], at[end], flags) for start, end, flags in result.pieces]
        result.sections = [at[offset] for offset in result.sections]
        for found in places:
            found[:] = [Place(at[place.offset], place.safe) for place in found]


def _characters_before(
    data: bytes, offsets: Iterable[int], prefix: int
) -> Iterator[tuple[int, int]]:
    done, count = 0, -prefix
    for offset in offsets:
        count += len(data[done:offset].decode("utf-8"))
        done = offset
        yield offset, count
