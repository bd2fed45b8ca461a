"""What the exchange formats read: entries as far as a file tells them, and what a file can't hold.

Owns the record of one entry on its way in, its fields as one level of texts (`cells`), and the
comparison that finds losses. Never knows a format.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rxglossary.errors import GlossaryError, Problem
from rxglossary.glossary import Origin, Term

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "Loss",
    "Record",
    "cells",
    "combine",
    "compare",
    "distinct",
    "fingerprint",
    "from_cells",
    "merge_fields",
    "named",
    "slug",
    "term",
    "terms",
]

JSON_FIELDS: Final = frozenset({"see", "review", "translated"})
"""Fields whose shape no single text shows well: they are JSON in a cell."""

_LISTS = frozenset(
    {"forms", "synonyms", "abbr", "related", "aliases", "match.except", "match.not_in"}
)
_PAIRS: Final = "avoid"
_SHORT: Final = {"en": "definition.en", "bn": "definition.bn"}


class Record(NamedTuple):
    """One entry as a file tells it, perhaps with some of its fields only.

    Args:
        id: The entry's id; empty where none could be made of its name.
        fields: What the file says, in the shape of `Term.to_dict`.
        origin: Where it says so.
        basis: The names of the cells that the file was made from.
        base: Their fingerprint when the file was made, or ``""`` where it is not known.
        edited: Whether the record differs from what was exported, as far as can be told.
        is_named: Whether the id was made of the entry's name, since the file has none of ours.
        adds: Whether its lists add to those of an entry, since the format may not hold them whole.
        removed: Names of fields to take away, such as ``review.bn``.
        remark: What a reviewer says about it.
    """

    id: str
    fields: dict[str, Any]
    origin: Origin = Origin()
    basis: tuple[str, ...] = ()
    base: str = ""
    edited: bool = True
    is_named: bool = False
    adds: bool = False
    removed: tuple[str, ...] = ()
    remark: str = ""


class Loss(NamedTuple):
    """A field that a format did not hold, and the ids of the entries that have it.

    >>> str(Loss("match", ("mri", "stroke")))
    'match of 2 entries (mri, stroke)'
    """

    field: str
    ids: tuple[str, ...]

    def __str__(self) -> str:
        count = "1 entry" if len(self.ids) == 1 else f"{len(self.ids)} entries"
        more = ", …" if len(self.ids) > 3 else ""
        return f"{self.field} of {count} ({', '.join(self.ids[:3])}{more})"


# --- Names and ids --------------------------------------------------------------------------------


def slug(name: str) -> str:
    """Return the id that *name* would have, or ``""`` where it has no ASCII letter or digit.

    >>> slug("Crohn’s disease"), slug("প্রদাহ")
    ('crohns-disease', '')
    """
    return "-".join(re.findall(r"[a-z0-9]+", re.sub("['’]", "", name.lower())))


def named(
    name: str, fields: dict[str, Any], origin: Origin, language: str = "en", id: str = ""
) -> Record:
    """Return the record of an entry that a file knows by *name* alone.

    Args:
        name: What the entry is called in *language*.
        fields: Its other fields.
        origin: Where it stands.
        language: The language of the name.
        id: An id to use where the name makes none.
    """
    made = slug(name) or slug(id)
    fields = dict(fields)
    if name and not (language == "en" and made.replace("-", " ") == name):
        fields["term"] = {**fields.get("term", {}), language: name}
    return Record(made, fields, origin, is_named=True, adds=True)


def distinct(records: Iterable[Record]) -> list[Record]:
    """Return *records* with a number behind made ids that are taken: entries may be homonyms."""
    found: list[Record] = []
    taken: set[str] = set()
    for record in records:
        id, number = record.id, 1
        while record.is_named and id and id in taken:
            number += 1
            id = f"{record.id}-{number}"
        taken.add(id)
        if id != record.id:
            # The number is no part of what it is called.
            names = {"en": record.id.replace("-", " "), **record.fields.get("term", {})}
            record = record._replace(id=id, fields={**record.fields, "term": names})
        found.append(record)
    return found


# --- One level of texts ---------------------------------------------------------------------------


def cells(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return *fields* as one level of texts, named by their path.

    Lists are joined by ``; `` (a semicolon inside is doubled), reasons stand behind a colon.

    >>> cells({"definition": {"en": "A bad feeling."}, "related": ["fever", "back-pain"]})
    {'definition.en': 'A bad feeling.', 'related': 'fever; back-pain'}
    """
    return dict(_cells("", fields))


def _cells(path: str, value: Any) -> Iterator[tuple[str, str]]:
    first, _, rest = path.partition(".")
    if path in JSON_FIELDS:
        yield path, json.dumps(value, ensure_ascii=False)
    elif isinstance(value, str):
        yield path, value
    elif isinstance(value, (list, tuple)):
        yield path, _join(value)
    elif first == _PAIRS and rest:
        yield path, _join(f"{form.replace(':', '::')}: {reason}" for form, reason in value.items())
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _cells(f"{path}.{key}" if path else str(key), item)
    else:
        yield path, json.dumps(value)


def from_cells(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields that *values* tell; the inverse of `cells`. Empty texts tell nothing.

    Raises:
        ValueError: When a cell of JSON holds none; its text is the cell's name and the reason.

    >>> from_cells({"en": "A bad feeling.", "related": "fever; back-pain"})
    {'definition': {'en': 'A bad feeling.'}, 'related': ['fever', 'back-pain']}
    >>> from_cells({"avoid.en": "ache:: dull: vague; sore: slang"})
    {'avoid': {'en': {'ache: dull': 'vague', 'sore': 'slang'}}}
    """
    fields: dict[str, Any] = {}
    for name, text in values.items():
        if not text.strip():
            continue
        path = _SHORT.get(name, name)
        *outer, last = path.split(".")
        here = fields
        for step in outer:
            here = here.setdefault(step, {})
            if not isinstance(here, dict):
                raise ValueError(f"{name}: this and {outer[0]!r} exclude one another")
        here[last] = _value(path, text)
    return fields


def _value(path: str, text: str) -> Any:
    first = path.partition(".")[0]
    if path in JSON_FIELDS:
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise ValueError(f"{path}: expected JSON, as an export writes it") from None
    if first in _LISTS or path in _LISTS:
        return _split(text)
    if first == _PAIRS:
        return dict(map(_pair, _split(text)))
    return text.strip()


def _join(items: Iterable[str]) -> str:
    return "; ".join(item.replace(";", ";;") for item in items)


def _split(text: str) -> list[str]:
    # From the left, so that a doubled semicolon is a character before it can be two separators.
    parts = re.findall(r"(?:;;|[^;])+|;", text)
    return [item for part in parts if (item := part.strip().replace(";;", ";")) and part != ";"]


def _pair(text: str) -> tuple[str, str]:
    found = re.match(r"((?:::|[^:])*+):(.*)", text, re.S)
    form, reason = found.groups() if found else (text, "")
    return form.strip().replace("::", ":"), reason.strip()


def fingerprint(id: str, values: Mapping[str, str], basis: Iterable[str]) -> str:
    """Return an x and eight hexadecimal digits that change when one of the cells in *basis* does.

    Empty cells don't count, so that a column more changes nothing. The x keeps spreadsheets from
    taking it for a number.
    """
    known = {"term.en": id.replace("-", " ")} | dict(values)
    pairs = sorted((name, known[name]) for name in set(basis) if known.get(name))
    text = json.dumps([id, pairs], ensure_ascii=False)
    return "x" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


# --- Records and terms ----------------------------------------------------------------------------


def merge_fields(
    old: Mapping[str, Any], new: Mapping[str, Any], *, union: bool = False
) -> dict[str, Any]:
    """Return *old* with what *new* says: mappings go into each other, the rest is replaced.

    Args:
        old: Fields of an entry.
        new: Further fields.
        union: Whether a list gets what it lacks, in place of being replaced.

    >>> merge_fields({"term": {"bn": "ব্যথা"}}, {"term": {"en": "pain"}})
    {'term': {'bn': 'ব্যথা', 'en': 'pain'}}
    """
    result = dict(old)
    for key, value in new.items():
        there = result.get(key)
        if isinstance(there, Mapping) and isinstance(value, Mapping):
            result[key] = merge_fields(there, value, union=union)
        elif union and isinstance(there, list) and isinstance(value, list):
            result[key] = [*there, *(item for item in value if item not in there)]
        else:
            result[key] = value
    return result


def combine(records: Iterable[Record]) -> dict[str, Record]:
    """Return one record for each id; what several say of one entry is put together."""
    found: dict[str, Record] = {}
    for record in records:
        first = found.get(record.id)
        if first is not None:
            record = first._replace(fields=merge_fields(first.fields, record.fields))
        found[record.id] = record
    return found


def terms(records: Iterable[Record]) -> list[Term]:
    """Return the terms that *records* describe.

    Raises:
        GlossaryError: With every problem of every record at once.
    """
    found: list[Term] = []
    problems: list[Problem] = []
    for record in combine(records).values():
        try:
            found.append(term(record))
        except GlossaryError as error:
            problems += error.problems
    if problems:
        raise GlossaryError(problems)
    return found


def term(record: Record, fields: Mapping[str, Any] | None = None) -> Term:
    """Return the term that *record* describes, or the one that *fields* describe at its place.

    Raises:
        GlossaryError: With every problem of the entry at once.
    """
    origin = record.origin

    def place(code: str, message: str, *path: str | int) -> Problem:
        what = ".".join(map(str, (record.id, *path)))
        return Problem(code, f"{what}: {message}", origin.file, origin.line, origin.column)

    return Term.from_dict(record.id, fields or record.fields, origin=origin, place=place)


def compare(wanted: Iterable[Term], got: Iterable[Record]) -> tuple[Loss, ...]:
    """Return what of *wanted* is not in *got*, by field."""
    found = combine(got)
    lost: dict[str, list[str]] = {}
    for entry in wanted:
        record = found.get(entry.id)
        if record is None:
            lost.setdefault("everything", []).append(entry.id)
            continue
        for name in _differences(entry.to_dict(), _fields(record)):
            lost.setdefault(name, []).append(entry.id)
    return tuple(Loss(name, tuple(ids)) for name, ids in lost.items())


def _fields(record: Record) -> Mapping[str, Any]:
    try:
        # A term has its fields in one shape, whatever the file's way to write them.
        return term(record).to_dict()
    except GlossaryError:
        return record.fields


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    before, after = _flat("", old), _flat("", new)
    yield from (path for path, value in before.items() if after.get(path) != value)


def _flat(path: str, value: Any, depth: int = 2) -> dict[str, Any]:
    """Return *value* by path, down to a language or the field of a field."""
    if not isinstance(value, Mapping) or not depth:
        return {path: value}
    found: dict[str, Any] = {}
    for key, item in value.items():
        found |= _flat(f"{path}.{key}" if path else str(key), item, depth - 1)
    return found
