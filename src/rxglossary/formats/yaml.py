"""Glossaries in YAML: reading files and folders, with the place of everything that is wrong.

Owns which files are read, how sources are merged, and where the shipped glossaries lie. Never
decides what an entry may hold (`rxglossary.glossary`) nor what YAML is (`rxglossary.formats.tree`).
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rxglossary.errors import GlossaryError, Problem, quoted
from rxglossary.formats.records import combine, term
from rxglossary.formats.registry import format_of, parse
from rxglossary.formats.tree import (
    CUT,
    MOST_PROBLEMS,
    Place,
    Source,
    Tree,
    Unreadable,
    decode,
    find,
)
from rxglossary.glossary import FIELDS, Glossary, Origin, Term, suggest
from rxglossary.glossary.shapes import Flag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rxglossary.formats.records import Record

__all__ = ["Entry", "builtin", "load", "loads", "read"]

_SUFFIXES = frozenset({".yaml", ".yml"})
# What may be prose, in which a '#' is likelier than a comment; behind the others stand comments.
_TEXTS = frozenset(FIELDS) - frozenset(
    "pos plural match category related status review translated aliases".split()
)
OVERRIDE: Final = Flag()
"""What `override` may be, the one field that isn't an entry's but the loader's."""

_AT_KEY = frozenset({"unknown-field", "bad-language", "two-definitions"})


class Entry(NamedTuple):
    """An entry that was read.

    Attributes:
        term: The entry.
        source: The file that it stands in.
        place: Where its parts stand there.
        override: Whether it may replace an earlier one.
    """

    term: Term
    source: Source
    place: Place
    override: bool = False

    def problem(self, code: str, message: str, *path: str | int) -> Problem:
        """Return a problem with the place that *path* leads to, and its line."""
        found = self.source.problem(code, message, find(self.place, path, code in _AT_KEY))
        return replace(found, path=path)


def load(*sources: str | os.PathLike[str]) -> Glossary:
    """Return the glossary that stands in files and folders.

    Args:
        sources: Files, and folders whose ``*.yaml`` and ``*.yml`` files are read, sub-folders
            included, hidden ones not. Later sources may replace entries of earlier ones with
            ``override: true``. A file of another format is known by its suffix: ``.csv``,
            ``.tsv``, ``.xlsx``, ``.tbx``, ``.po``, ``.json``, ``.md``, ``.rst``.

    Raises:
        GlossaryError: With every problem of every file at once: line, column, source line.
        ConfigurationError: When the library that a format needs is missing.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.yaml").write_text("terms: {pain: {en: A bad feeling.}}")
    ...     load(folder)["pain"].definition["en"]
    'A bad feeling.'
    """
    return _glossary(*_merge(*_open_all(sources), places=False))


def read(*sources: str | os.PathLike[str]) -> tuple[dict[str, Entry], list[Problem]]:
    """Return what can be read of files and folders, with places, and everything that is wrong.

    Args:
        sources: As for `load`.

    Returns:
        The entries by id, and the problems that `load` would raise.
    """
    return _merge(*_open_all(sources), places=True)


def loads(text: str, file: str = "<text>") -> Glossary:
    """Return the glossary that is written in *text*.

    Args:
        text: The content of a glossary file.
        file: What messages and the terms' origins call it.

    Raises:
        GlossaryError: With every problem at once.

    >>> loads('terms: {pain: {en: ""}}')
    Traceback (most recent call last):
    rxglossary.errors.GlossaryError: <text>:1:20: empty-value: a value is missing here: write it \
or remove the key
    terms: {pain: {en: ""}}
                       ^
    """
    source = Source(file, text.removeprefix("\ufeff"))
    return _glossary(*_merge([source], [], places=False))


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


def _open_all(
    sources: Iterable[str | os.PathLike[str]],
) -> tuple[Iterator[Source], list[Problem]]:
    """Return the files of all sources, each read when its turn comes, and what is wrong with them.

    The problems are complete when the last file has been read.
    """
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
    if not files and not problems:
        problems.append(Problem("no-source", "name a glossary file or a folder of them"))

    def opened() -> Iterator[Source]:
        for file in files.values():
            try:
                data, name = file.read_bytes(), str(file)
                if format := format_of(file):
                    yield _Table(name, parse(data, format, file=name).records)
                else:
                    yield Source(name, decode(data, name))
            except OSError as error:
                problems.append(_no_file(file, error))
            except GlossaryError as error:
                problems.extend(error.problems)

    return opened(), problems


def _merge(
    sources: Iterable[Source], problems: list[Problem], *, places: bool
) -> tuple[dict[str, Entry], list[Problem]]:
    """Return the entries of all sources by id, and all that is wrong.

    Without *places*, an entry's are dropped when its file is done: they take more memory than all
    else.
    """
    entries: dict[str, Entry] = {}
    for source in sources:
        try:
            for entry in _entries(source):
                id = entry.term.id
                first = entries.get(id)
                if first is None or entry.override:
                    needed = places or entry.term.aliases
                    at = entry.place if needed else (*entry.place[:2], None)
                    entries[id] = entry._replace(place=at)
                    continue
                message = (
                    f"the id {quoted(id)} is taken at {first.term.origin}: rename it, or say"
                    " override: true in this entry to replace the other"
                )
                source.bad("duplicate-id", message, entry.place[0])
        except Unreadable:
            pass
        # What is wrong with the file's form is said first: at one place, nothing needs a second.
        found = {(problem.line, problem.column): problem for problem in source.problems[::-1]}
        problems += [found[place] for place in sorted(found)]
    problems += _alias_problems(entries)
    if len(problems) > MOST_PROBLEMS:
        rest = len(problems) - MOST_PROBLEMS
        problems[MOST_PROBLEMS:] = [Problem("too-many-problems", f"{rest} more are not listed")]
    return entries, problems


def _glossary(entries: Mapping[str, Entry], problems: list[Problem]) -> Glossary:
    if problems:
        raise GlossaryError(problems)
    return Glossary(entry.term for entry in entries.values())


def _alias_problems(entries: Mapping[str, Entry]) -> Iterator[Problem]:
    """Yield what is wrong with former ids, which only all files together can tell."""
    aliases: dict[str, Entry] = {}
    for entry in entries.values():
        for index, alias in enumerate(entry.term.aliases):
            holder = entries.get(alias) or aliases.setdefault(alias, entry)
            if holder is not entry:
                message = (
                    f"the former id {quoted(alias)} is taken by {quoted(holder.term.id)} at"
                    f" {holder.term.origin}: remove it from one of them"
                )
                yield entry.problem("alias-taken", message, "aliases", index)


class _Table(Source):
    """A file of another format: its records, and its lines without their text."""

    def __init__(self, file: str, records: Sequence[Record]) -> None:
        super().__init__(file, "\n" * max((record.origin.line for record in records), default=0))
        self.records = records

    def entries(self) -> Iterator[Entry]:
        """Yield the entries; what is wrong with others goes to the problems."""
        for record in combine(self.records).values():
            at = max(record.origin.line - 1, 0)
            try:
                yield Entry(term(record), self, (at, at, None))
            except GlossaryError as error:
                self.problems += error.problems


def _entries(source: Source) -> Iterator[Entry]:
    if isinstance(source, _Table):
        yield from source.entries()
        return
    root = Tree(source)
    top, places = root.value, root.places
    if not isinstance(top, dict):
        source.bad("no-terms", "expected terms: with the entries below it", 0)
        return
    for key in top:
        if key != "terms":
            message = f"a glossary file has no {quoted(key)}{suggest(key, ['terms'])}"
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
    source: Source,
    id: str,
    fields: object,
    place: Place,
    cut: set[int],
) -> Entry | None:
    key_at, value_at, inner = place
    if not isinstance(fields, dict):
        message = f"expected the fields of {quoted(id)} below it, such as en: and bn:"
        source.bad("not-a-mapping", message, value_at)
        return None
    inner = inner or {}
    if cut:
        for offset in _offsets(inner, _TEXTS & fields.keys()):
            if offset in cut:
                source.bad("cut-by-comment", CUT, offset)

    def problem(code: str, message: str, *path: str | int) -> Problem:
        found = source.problem(code, message, find(place, path, code in _AT_KEY))
        return replace(found, path=path)

    def bad(code: str, message: str, path: tuple[str | int, ...]) -> None:
        source.problems.append(problem(code, message, *path))

    override = OVERRIDE.read(fields.pop("override", False), ("override",), bad)
    line, column = source.line_and_column(key_at)
    try:
        term = Term.from_dict(id, fields, origin=Origin(source.file, line, column), place=problem)
    except GlossaryError as error:
        source.problems += error.problems
        return None
    return Entry(term, source, place, override)


def _offsets(places: Mapping[str | int, Place], keys: Iterable[str | int]) -> Iterator[int]:
    for key in keys:
        _, value_at, inner = places[key]
        if inner is None:
            yield value_at
        else:
            yield from _offsets(inner, inner)
