"""The subset of YAML that glossaries are written in: texts, mappings and lists, with their places.

Owns PyYAML's events, what of YAML is refused, and the messages for it. Never guesses a type: every
scalar is the text that stands in the file (`no`, `1e3` and dates stay text). Never decides what an
entry may hold.
"""

from __future__ import annotations

import io
import re
from array import array
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

import yaml
from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from rxglossary.errors import GlossaryError, Problem, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "CUT",
    "MISSING",
    "MOST_PROBLEMS",
    "PARSER",
    "Place",
    "Places",
    "Source",
    "Tree",
    "Unreadable",
    "decode",
    "find",
]

PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's parser: libyaml's where PyYAML was built with it. Only its events are used."""

MOST_PROBLEMS: Final = 1000
"""How many problems of one file are told."""

CUT: Final = "' #' cuts the text: put quotes round it, or the comment on its own line"
"""What is said of a text that a comment cuts."""

MISSING: Final = frozenset({"", "~", "null", "Null", "NULL"})
"""What says, without quotes, that nothing stands here."""

_DEPTH: Final = 32
_WIDEST_EXCERPT: Final = 1000
_FORBIDDEN = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Blanks and a comment: a plain text that ends there is cut. A comment to the linter cuts nothing.
_COMMENT = re.compile("[ \t]+#(?![ \t]*rxg:)")
_SURROGATE = re.compile("[\ud800-\udfff]")

# Where an item of a mapping or a list stands: offsets of its key and of its value, and the places
# inside it. Plain tuples, since there is one for every text of a file.
Place = tuple[int, int, "Places | None"]
Places = dict["str | int", Place]


class Unreadable(Exception):
    """The rest of a file can't be read; the reason is among the problems of its source."""


class Source:
    """The text of one file, and what is wrong in it.

    Attributes:
        file: What messages call it.
        text: Its text, without a byte order mark.
        problems: What was found wrong so far.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.problems: list[Problem] = []
        self._excerpts = MOST_PROBLEMS
        # Lines as editors count them. An array, since a file may be all line ends.
        lines = io.StringIO(text, newline="")
        self._starts = array("q", accumulate(map(len, lines), initial=0))

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Return line and column, from 1, of the character at *offset*."""
        line = min(bisect_right(self._starts, offset), max(1, len(self._starts) - 1))
        return line, offset - self._starts[line - 1] + 1

    def bad(self, code: str, message: str, offset: int) -> None:
        """Keep a problem.

        Raises:
            Unreadable: When there are too many.
        """
        self.problems.append(self.problem(code, message, offset))
        if len(self.problems) > MOST_PROBLEMS:
            raise Unreadable

    def problem(self, code: str, message: str, offset: int) -> Problem:
        """Return a problem with the place of *offset* and its line."""
        line, column = self.line_and_column(offset)
        excerpt = ""
        if column < _WIDEST_EXCERPT and self._excerpts:
            self._excerpts -= 1
            start, end = self._starts[line - 1 : line + 1] if len(self._starts) > 1 else (0, 0)
            excerpt = self.text[start : min(end, start + _WIDEST_EXCERPT)].rstrip()
        return Problem(code, message, self.file, line, column, excerpt)


def find(place: Place, path: Iterable[str | int], at_key: bool) -> int:
    """Return the offset of what *path* leads to, or of the nearest thing around it."""
    offset, _, inner = place
    for step in path:
        if inner is None or step not in inner:
            break
        key_at, value_at, inner = inner[step]
        offset = key_at if at_key else value_at
    return offset


def decode(data: bytes, file: str) -> str:
    r"""Return the text of a file, without a byte order mark.

    Raises:
        GlossaryError: When it isn't UTF-8: where it stops to be.

    >>> decode(b"\xef\xbb\xbfterms: {}", "g.yaml")
    'terms: {}'
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # With a byte order mark, offsets count from behind it.
        good = error.object[: error.start].decode().removeprefix("\ufeff")
        message = f"the byte 0x{error.object[error.start]:02x} is not UTF-8: save the file as UTF-8"
        problem = Source(file, good + "\ufffd").problem("not-utf-8", message, len(good))
        raise GlossaryError([problem]) from None


class Tree:
    """The tree of one document: plain dicts, lists and texts, None where a value is missing.

    Attributes:
        value: The document's root.
        places: Where everything below the root stands.
        cut: Offsets of the plain texts that end at a comment in the same line.

    Raises:
        Unreadable: When the rest can't be read; why, its source knows.
    """

    value: Any
    places: Places

    def __init__(self, source: Source) -> None:
        self.source = source
        self.cut: set[int] = set()
        try:
            self._read(PARSER(source.text))
        except yaml.YAMLError as error:
            _syntax(source, error, self.cut)
        except UnicodeEncodeError as error:
            _forbidden(source, error.start)

    def _read(self, parser: Any) -> None:
        """Take the parser's events one by one; the loop is what loading costs."""
        bad = self.source.bad
        text = self.source.text
        comments = "#" in text
        next_event = parser.get_event
        # The root is the only item of a list, so that it is put away like everything else.
        root: list[Any] = []
        here: Any = root
        places: Places = {}
        self.places = {}
        in_mapping = False
        key: Any = None
        key_at = 0
        inner: Places | None
        around: list[tuple[Any, Places, bool]] = []
        while True:
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                at = event.start_mark.index
                value = event.value
                if event.anchor or event.tag:
                    self._refuse(event)
                if in_mapping and key is None:
                    if not event.style:
                        if not value:
                            bad("missing-key", "a key is missing here", at)
                        elif value == "<<":
                            bad("merge", "merges (<<) are not read: write the fields out", at)
                    if value in here:
                        line, _ = self.source.line_and_column(places[value][0])
                        bad("duplicate-key", f"the key {quoted(value)} is taken in line {line}", at)
                    key, key_at = value, at
                    continue
                if not event.style:
                    if value in MISSING:
                        value = None
                        # Where nothing stands, the key is what there is to point at.
                        at = key_at if in_mapping else at
                    elif comments and _COMMENT.match(text, event.end_mark.index):
                        self.cut.add(at)
                elif event.style == '"' and _SURROGATE.search(value):
                    bad("bad-character", "half of a surrogate pair is no character", at)
                inner = None
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                at = event.start_mark.index
                if event.anchor or event.tag:
                    self._refuse(event)
                if in_mapping and key is None:
                    bad("bad-key", "a key is a text, never a mapping or a list", at)
                    raise Unreadable
                if len(around) == _DEPTH:
                    bad("too-deep", f"more than {_DEPTH} levels are nested here", at)
                    raise Unreadable
                value = {} if kind is MappingStartEvent else []
                inner = {}
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                here, places, in_mapping = around.pop()
                continue
            elif kind is AliasEvent:
                at = event.start_mark.index
                self._refuse(event)
                if in_mapping and key is None:
                    raise Unreadable
                value = inner = None
            elif kind is DocumentStartEvent and root:
                at = event.start_mark.index
                bad("several-documents", "a file is one document: remove this ---", at)
                raise Unreadable
            elif kind is StreamEndEvent or event is None:
                break  # None: another copy of yaml was imported meanwhile; never a loop
            else:
                continue
            if in_mapping:
                places[key] = (key_at, at, inner)
                here[key] = value
                key = None
            else:
                places[len(here)] = (at, at, inner)
                here.append(value)
            if inner is not None:
                around.append((here, places, in_mapping))
                here, places, in_mapping = value, inner, kind is MappingStartEvent
        self.value = root[0] if root else None
        self.places = (places[0][2] if root else None) or {}

    def _refuse(self, event: Any) -> None:
        at = event.start_mark.index
        if isinstance(event, AliasEvent):
            code, what = "alias", "aliases (*) are not read: write the value out"
        elif event.anchor:
            code, what = "anchor", "anchors (&) are not read: remove it"
        else:
            code, what = "tag", "tags (!) are not read: remove it"
        self.source.bad(code, f"{what}, or put quotes round a text that begins so", at)


def _syntax(source: Source, error: yaml.YAMLError, cut: set[int]) -> None:
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        found = _FORBIDDEN.search(source.text)
        _forbidden(source, found.start() if found else 0)
        return
    text, at = source.text, mark.index
    line, column = source.line_and_column(at)
    indentation = re.compile(r"[ \t]*").match(text, at - column + 1)
    here = text[at : at + 1]
    context = getattr(error, "context", None) or ""
    if here == ":":
        message = (
            "a text with a colon and a space in it needs quotes round it"
            " (or a line above has lost its colon or its indentation)"
        )
        source.bad("unquoted-colon", message, at)
    elif here == "\t" or (indentation and "\t" in indentation[0]):
        source.bad("tab", "a tab stands where YAML wants spaces: use spaces", at)
    elif here and here in "%@`":
        source.bad("unquoted-text", f"a text that begins with {here} needs quotes round it", at)
    elif cut and "flow" in context and line - source.line_and_column(max(cut))[0] <= 1:
        # The comment ate the closing bracket, so that the parser stumbles only behind it.
        source.bad("cut-by-comment", CUT, max(cut))
    else:
        reason = getattr(error, "problem", None) or "this is no YAML"
        where = f" {context}" if context else ""
        message = f"{reason}{where}; check quotes and indentation here and in the line above"
        source.bad("bad-yaml", message, min(at, len(text)))
    raise Unreadable


def _forbidden(source: Source, offset: int) -> None:
    character = source.text[offset : offset + 1]
    message = f"the character U+{ord(character or ' '):04X} is not allowed in YAML: remove it"
    source.bad("bad-character", message, offset)
    raise Unreadable
