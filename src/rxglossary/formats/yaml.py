"""Glossaries in YAML: reading files and folders, with the place of everything that is wrong.

Owns PyYAML, the subset of YAML that is read, and where the shipped glossaries lie. Never guesses a
type (every scalar is the text that stands in the file: `no`, `1e3` and dates stay text) and never
decides what an entry may hold (`rxglossary.glossary`).
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

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

from rxglossary.errors import GlossaryError, Problem
from rxglossary.glossary import FIELDS, Glossary, Origin, Term, suggest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["builtin", "load", "loads"]

PARSER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""PyYAML's parser: libyaml's where PyYAML was built with it. Only its events are used."""

_SUFFIXES = frozenset({".yaml", ".yml"})
_DEPTH: Final = 32
_MOST_PROBLEMS: Final = 1000
_WIDEST_EXCERPT: Final = 1000

_MISSING = frozenset({"", "~", "null", "Null", "NULL"})
# What may be prose, in which a '#' is likelier than a comment; behind the others stand comments.
_TEXTS = frozenset(FIELDS) - frozenset(
    "pos plural match category related status review translated aliases".split()
)
_CUT = "' #' cuts the text: put quotes round it, or the comment on its own line"
_AT_KEY = frozenset({"unknown-field", "bad-language", "two-definitions"})

_FORBIDDEN = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")

# Where an item of a mapping or a list stands: offsets of its key and of its value, and the places
# inside it. Plain tuples, since there is one for every text of a file.
_Place = tuple[int, int, "_Places | None"]
_Places = dict["str | int", _Place]


class _Entry(NamedTuple):
    """An entry that was read, where, and whether it may replace an earlier one."""

    term: Term
    source: _Source
    place: _Place
    override: bool


class _Unreadable(Exception):
    """The rest of a file can't be read; the reason is among the problems of its source."""


class _Source:
    """The text of one file, and what is wrong in it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.problems: list[Problem] = []
        self._excerpts = _MOST_PROBLEMS
        # What YAML counts as a line end, splitlines does too; the others that it splits at
        # are characters that YAML refuses.
        self._lines = text.splitlines(keepends=True) or [""]
        self._starts = list(accumulate(map(len, self._lines), initial=0))[:-1]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def bad(self, code: str, message: str, offset: int) -> None:
        self.problems.append(self.problem(code, message, offset))
        if len(self.problems) > _MOST_PROBLEMS:
            raise _Unreadable

    def problem(self, code: str, message: str, offset: int) -> Problem:
        line, column = self.line_and_column(offset)
        excerpt = ""
        if column < _WIDEST_EXCERPT and self._excerpts:
            self._excerpts -= 1
            excerpt = self._lines[line - 1][:_WIDEST_EXCERPT].rstrip()
        return Problem(code, message, self.file, line, column, excerpt)


def load(*sources: str | os.PathLike[str]) -> Glossary:
    """Return the glossary that stands in files and folders.

    Args:
        sources: Files, and folders whose ``*.yaml`` and ``*.yml`` files are read, sub-folders
            included, hidden ones not. Later sources may replace entries of earlier ones with
            ``override: true``.

    Raises:
        GlossaryError: With every problem of every file at once: line, column, source line.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.yaml").write_text("terms: {pain: {en: A bad feeling.}}")
    ...     load(folder)["pain"].definition["en"]
    'A bad feeling.'
    """
    if not sources:
        raise GlossaryError([Problem("no-source", "name a glossary file or a folder of them")])
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for source in map(Path, sources):
        try:
            found = _files(source)
        except (OSError, ValueError) as error:
            problems.append(_no_file(source, error))
            continue
        if not found:
            message = "no *.yaml or *.yml file is in this folder: name a folder of glossary files"
            problems.append(Problem("no-yaml", message, str(source)))
        for file in found:
            files.setdefault(os.path.realpath(file), file)
    return _merge(_open_all(files.values(), problems), problems)


def loads(text: str, file: str = "<text>") -> Glossary:
    """Return the glossary that is written in *text*.

    Args:
        text: The content of a glossary file.
        file: What messages and the terms' origins call it.

    Raises:
        GlossaryError: With every problem at once.

    >>> loads("terms: {pain: {en: }}")
    Traceback (most recent call last):
    rxglossary.errors.GlossaryError: <text>:1:16: not-text: expected a text, found nothing
    terms: {pain: {en: }}
                   ^
    """
    return _merge([_Source(file, text.removeprefix("\ufeff"))], [])


def builtin() -> Glossary:
    """Return the glossary that comes with the library.

    Raises:
        GlossaryError: When the installation lacks it.

    >>> "diabetes" in builtin()
    True
    """
    package = Path(__file__).parents[1]
    # In a wheel the files lie inside the package, in a source checkout at the repository's root.
    for folder in (package / "_glossaries", package.parents[1] / "glossaries"):
        if folder.is_dir():
            return load(folder)
    message = "the shipped glossaries are not installed: install rxglossary again, or name your own"
    raise GlossaryError([Problem("no-builtin", message, str(package / "_glossaries"))])


def _files(source: Path) -> list[Path]:
    source.stat()
    if not source.is_dir():
        return [source]
    found: list[Path] = []
    for folder, folders, names in os.walk(source, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        paths = (Path(folder, name) for name in names if not name.startswith("."))
        found += (path for path in paths if path.suffix.lower() in _SUFFIXES)
    return sorted(path for path in found if path.is_file())


def _raise(error: OSError) -> None:
    raise error


def _no_file(path: Path, error: OSError | ValueError) -> Problem:
    code = "no-file" if isinstance(error, FileNotFoundError) else "unreadable-file"
    reason = getattr(error, "strerror", None) or error
    return Problem(code, f"can't be read: {reason}", str(path))


def _open_all(files: Iterable[Path], problems: list[Problem]) -> Iterator[_Source]:
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            problems.append(_no_file(file, error))
            continue
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            # With a byte order mark, offsets count from behind it.
            good = error.object[: error.start].decode().removeprefix("\ufeff")
            byte = error.object[error.start]
            source = _Source(str(file), good + "\ufffd")
            message = f"the byte 0x{byte:02x} is not UTF-8: save the file as UTF-8"
            problems.append(source.problem("not-utf-8", message, len(good)))
        else:
            yield _Source(str(file), text)


def _merge(sources: Iterable[_Source], problems: list[Problem]) -> Glossary:
    terms: dict[str, Term] = {}
    with_aliases: dict[str, _Entry] = {}
    for source in sources:
        try:
            for entry in _entries(source):
                term = entry.term
                first = terms.get(term.id)
                if first is None or entry.override:
                    terms[term.id] = term
                    with_aliases.pop(term.id, None)
                    if term.aliases:
                        with_aliases[term.id] = entry
                    continue
                message = (
                    f"the id {term.id!r} is taken at {first.origin}: rename it, or say"
                    " override: true in this entry to replace the other"
                )
                source.bad("duplicate-id", message, entry.place[0])
        except _Unreadable:
            pass
        # What is wrong with the file's form is said first: at one place, nothing needs a second.
        places = {(problem.line, problem.column): problem for problem in source.problems[::-1]}
        problems += [places[place] for place in sorted(places)]
    problems += _alias_problems(terms, with_aliases.values())
    if len(problems) > _MOST_PROBLEMS:
        rest = len(problems) - _MOST_PROBLEMS
        problems[_MOST_PROBLEMS:] = [Problem("too-many-problems", f"{rest} more are not listed")]
    if problems:
        raise GlossaryError(problems)
    return Glossary(terms.values())


def _alias_problems(terms: Mapping[str, Term], entries: Iterable[_Entry]) -> Iterator[Problem]:
    """Yield what is wrong with former ids, which only all files together can tell."""
    aliases: dict[str, Term] = {}
    for term, source, place, _ in entries:
        for index, alias in enumerate(term.aliases):
            holder = terms.get(alias) or aliases.setdefault(alias, term)
            if holder is not term:
                message = (
                    f"the former id {alias!r} is taken by {holder.id!r} at {holder.origin}:"
                    " remove it from one of them"
                )
                at = _find(place, ("aliases", index), at_key=False)
                yield source.problem("alias-taken", message, at)


def _entries(source: _Source) -> Iterator[_Entry]:
    root = _Reader(source)
    top, places = root.value, root.places
    if not isinstance(top, dict):
        source.bad("no-terms", "expected terms: with the entries below it", 0)
        return
    for key in top:
        if key != "terms":
            message = f"a glossary file has no {key!r}{suggest(key, ['terms'])}"
            source.bad("unknown-field", message, places[key][0])
    if "terms" not in top:
        if len(source.problems) == 0:
            source.bad("no-terms", "expected terms: with the entries below it", 0)
        return
    terms = top["terms"]
    _, at, inner = places["terms"]
    if not isinstance(terms, dict):
        source.bad("not-a-mapping", "expected entries, each an id with its fields", at)
        return
    for id, fields in terms.items():
        if entry := _entry(source, id, fields, (inner or {})[id], root.cut):
            yield entry


def _entry(
    source: _Source,
    id: str,
    fields: object,
    place: _Place,
    cut: set[int],
) -> _Entry | None:
    key_at, value_at, inner = place
    if not isinstance(fields, dict):
        message = f"expected the fields of {id!r} below it, such as en: and bn:"
        source.bad("not-a-mapping", message, value_at)
        return None
    inner = inner or {}
    if cut:
        for offset in _offsets(inner, _TEXTS & fields.keys()):
            if offset in cut:
                source.bad("cut-by-comment", _CUT, offset)
    override = fields.pop("override", "false")
    if override not in ("true", "false"):
        message = "override is true or false"
        source.bad("bad-value", message, inner["override"][1])

    def problem(code: str, message: str, *path: str | int) -> Problem:
        found = source.problem(code, message, _find(place, path, code in _AT_KEY))
        return replace(found, path=path)

    line, column = source.line_and_column(key_at)
    try:
        term = Term.from_dict(id, fields, origin=Origin(source.file, line, column), place=problem)
    except GlossaryError as error:
        source.problems += error.problems
        return None
    return _Entry(term, source, place, override == "true")


def _find(place: _Place, path: Iterable[str | int], at_key: bool) -> int:
    """Return the offset of what *path* leads to, or of the nearest thing around it."""
    offset, _, inner = place
    for step in path:
        if inner is None or step not in inner:
            break
        key_at, value_at, inner = inner[step]
        offset = key_at if at_key else value_at
    return offset


def _offsets(places: Mapping[str | int, _Place], keys: Iterable[str | int]) -> Iterator[int]:
    for key in keys:
        _, value_at, inner = places[key]
        if inner is None:
            yield value_at
        else:
            yield from _offsets(inner, inner)


def _comments(text: str) -> Iterator[int]:
    """Yield where the blanks in front of each ' #' begin: a plain text that ends there is cut."""
    at = text.find("#")
    while at >= 0:
        start = at
        while start and text[start - 1] in " \t":
            start -= 1
        if start < at:
            yield start
        at = text.find("#", at + 1)


class _Reader:
    """The tree of one document: plain dicts, lists and texts, None where a value is missing.

    Attributes:
        value: The document's root.
        places: Where everything below the root stands.
        cut: Offsets of the plain texts that end at a comment in the same line.
    """

    value: Any
    places: _Places

    def __init__(self, source: _Source) -> None:
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
        cut_at = set(_comments(self.source.text))
        next_event = parser.get_event
        # The root is the only item of a list, so that it is put away like everything else.
        root: list[Any] = []
        here: Any = root
        places: _Places = {}
        self.places = {}
        in_mapping = False
        key: Any = None
        key_at = 0
        inner: _Places | None
        around: list[tuple[Any, _Places, bool]] = []
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
                        bad("duplicate-key", f"the key {value!r} is taken in line {line}", at)
                    key, key_at = value, at
                    continue
                if not event.style:
                    if value in _MISSING:
                        value = None
                        # Where nothing stands, the key is what there is to point at.
                        at = key_at if in_mapping else at
                    elif cut_at and event.end_mark.index in cut_at:
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
                    raise _Unreadable
                if len(around) == _DEPTH:
                    bad("too-deep", f"more than {_DEPTH} levels are nested here", at)
                    raise _Unreadable
                value = {} if kind is MappingStartEvent else []
                inner = {}
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                here, places, in_mapping = around.pop()
                continue
            elif kind is AliasEvent:
                at = event.start_mark.index
                self._refuse(event)
                if in_mapping and key is None:
                    raise _Unreadable
                value = inner = None
            elif kind is DocumentStartEvent and root:
                at = event.start_mark.index
                bad("several-documents", "a file is one document: remove this ---", at)
                raise _Unreadable
            elif kind is StreamEndEvent:
                break
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


def _syntax(source: _Source, error: yaml.YAMLError, cut: set[int]) -> None:
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
        source.bad("cut-by-comment", _CUT, max(cut))
    else:
        reason = getattr(error, "problem", None) or "this is no YAML"
        where = f" {context}" if context else ""
        message = f"{reason}{where}; check quotes and indentation here and in the line above"
        source.bad("bad-yaml", message, min(at, len(text)))
    raise _Unreadable


def _forbidden(source: _Source, offset: int) -> None:
    character = source.text[offset : offset + 1]
    message = f"the character U+{ord(character or ' '):04X} is not allowed in YAML: remove it"
    source.bad("bad-character", message, offset)
    raise _Unreadable
