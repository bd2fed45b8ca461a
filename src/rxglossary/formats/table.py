"""Glossaries as rows and columns: what the columns mean, for spreadsheets and for Weblate.

Owns the columns of each kind of table (all fields, work list, review, Weblate, two columns) and the
`base` column that tells which rows were edited and which entries changed meanwhile. Never reads or
writes a file: `rxglossary.formats.csv` and `rxglossary.formats.xlsx` do.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rxglossary.errors import GlossaryError, Problem
from rxglossary.formats.records import Record, cells, fingerprint, from_cells, named
from rxglossary.glossary import FIELDS, Origin, Term, suggest, text_hash
from rxglossary.glossary.fields import AUDIENCES
from rxglossary.glossary.reviews import SOURCE_LANGUAGE

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = [
    "DECISIONS",
    "Row",
    "Sheet",
    "everything",
    "is_reviewed",
    "read",
    "review",
    "text_key",
    "weblate",
    "work_list",
]

Row = tuple[int, list[str]]
"""The number of a row, or the line it begins at, and its cells."""

DECISIONS: Final = ("approve", "change", "reject")
"""What a reviewer may decide about a text."""

_BASE: Final = "base"
_WEBLATE: Final = (
    "location", "source", "target", "ID", "fuzzy", "context", "translator_comments",
    "developer_comments",
)  # fmt: skip
_REVIEW: Final = (
    "id", "part", "term", "text", "example", "decision", "comment", "reviewer", "role", "date",
    "until", "base",
)  # fmt: skip
_TEXTS: Final = tuple(AUDIENCES.values())
"""The fields whose texts are reviewed, and translated beside the term."""

_HEADINGS: Final = frozenset({"term", "word", "name", "abbreviation", "source", "definition"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Sheet(NamedTuple):
    """A table to be written.

    Args:
        columns: The names in the first row.
        rows: The cells below, as many as columns in each.
        open: The columns that are to be filled in; empty when all are.
        choices: What a column takes, by its name.
        quoted: Whether each cell should have quotes in CSV, and the file no byte order mark.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    open: frozenset[str] = frozenset()
    choices: Mapping[str, tuple[str, ...]] = {}
    quoted: bool = False

    def lines(self) -> Iterable[tuple[str, ...]]:
        """Yield the header and the rows."""
        yield self.columns
        yield from self.rows


# --- Out ------------------------------------------------------------------------------------------


def everything(entries: Iterable[Term], languages: Sequence[str] = ("en", "bn")) -> Sheet:
    """Return a table with all fields, a row an entry.

    Args:
        entries: The terms.
        languages: Languages whose term and definition have a column even where all are empty.
    """
    wanted = [f"{field}.{tag}" for field in ("term", "definition") for tag in languages]
    return _sheet([(entry, cells(entry.to_dict())) for entry in entries], wanted)


def work_list(entries: Iterable[Term], language: str) -> Sheet:
    """Return a table of *entries* with what a translator into *language* reads and writes."""
    source = SOURCE_LANGUAGE
    names = [f"{field}.{tag}" for field in ("term", "definition") for tag in (source, language)]
    names += [f"synonyms.{language}", f"note.{source}"]
    rows = []
    for entry in entries:
        known = cells(entry.to_dict())
        rows.append((entry, {name: known[name] for name in names if name in known}))
    return _sheet(rows, names)


def _sheet(rows: Sequence[tuple[Term, dict[str, str]]], wanted: Iterable[str]) -> Sheet:
    names = dict.fromkeys(wanted) | {name: None for _, row in rows for name in row}
    order = {field: place for place, field in enumerate(FIELDS)}
    columns = sorted(names, key=lambda name: order[name.partition(".")[0]])
    body = tuple(
        (entry.id, *(row.get(name, "") for name in columns), fingerprint(entry.id, row, columns))
        for entry, row in rows
    )
    return Sheet(("id", *columns, _BASE), body)


def weblate(entries: Iterable[Term], language: str, on: datetime.date) -> Sheet:
    """Return the columns that Weblate reads, a row a text; fuzzy stands for not reviewed.

    Terms go out with their definition as a comment, definitions with their term.

    Args:
        entries: The terms.
        language: The language translated into.
        on: The day on which a review has to count.
    """
    source = SOURCE_LANGUAGE
    rows = []
    for entry in entries:
        known = cells(entry.to_dict())
        definition = known.get(f"definition.{source}", "")
        name = entry.preferred(source)
        for field in ("term", *_TEXTS):
            text = name if field == "term" else known.get(f"{field}.{source}", "")
            if not text:
                continue
            target = known.get(f"{field}.{language}", "")
            about = definition if field == "term" else name
            notes = "\n".join(filter(None, (about, known.get(f"note.{source}", ""))))
            fuzzy = str(bool(target) and not is_reviewed(entry, field, language, on))
            at = f"{entry.id}.{field}"
            rows.append((str(entry.origin), text, target, at, fuzzy, at, "", notes))
    return Sheet(_WEBLATE, tuple(rows), quoted=True)


def review(
    entries: Iterable[Term], languages: Sequence[str], examples: Mapping[tuple[str, str], str]
) -> Sheet:
    """Return a table for reviewers: a row a text, with a place for the decision.

    Args:
        entries: The terms.
        languages: The languages whose texts are to be reviewed.
        examples: A sentence in which a term occurs, by its id and language.
    """
    rows = []
    for entry in entries:
        known = cells(entry.to_dict())
        for language in languages:
            for field in _TEXTS:
                part = f"{field}.{language}"
                if part in known:
                    example = examples.get((entry.id, language), "")
                    given = (entry.id, part, entry.preferred(language), known[part], example)
                    rows.append((*given, *[""] * 6, fingerprint(entry.id, known, [part])))
    may = frozenset({"text", "decision", "comment", "reviewer", "role", "date", "until"})
    return Sheet(_REVIEW, tuple(rows), may, {"decision": DECISIONS})


def text_key(field: str, language: str) -> str:
    """Return the key under which a text is reviewed and translated: ``bn``, ``clinical.en``."""
    audience = next(key for key, name in AUDIENCES.items() if name == field)
    return f"{audience}.{language}" if audience else language


def is_reviewed(entry: Term, field: str, language: str, on: datetime.date) -> bool:
    """Tell whether a text has a review that counts; a term has its definition's."""
    key = text_key("definition" if field == "term" else field, language)
    return entry.review_state(key, on=on) == "current"


# --- In -------------------------------------------------------------------------------------------


def read(rows: Sequence[Row], file: str, language: str) -> tuple[list[Record], list[str]]:
    """Return the records of a table, whatever its kind, and what was not read in it.

    Args:
        rows: The rows, header first.
        file: What problems and origins call the file.
        language: The language of a table of two columns (else English), or the one that Weblate
            translates into (else Bangla).

    Raises:
        GlossaryError: With every problem of every row at once.
    """
    if not rows:
        return [], []
    first, header = rows[0]
    columns = [name.strip() for name in header]
    lower = [name.lower() for name in columns]
    for name in lower:
        if name and lower.count(name) > 1:
            message = f"two columns are called {name!r}: rename or remove one"
            raise GlossaryError([Problem("bad-table", message, file, first)])
    if {"source", "target"} <= set(lower):
        return _each(_weblate_row, lower, rows[1:], file, language or "bn"), []
    if {"id", "part", "decision"} <= set(lower):
        return _each(_review_row, lower, rows[1:], file, language), []
    if "id" in lower:
        return _fields(columns, rows[1:], file)
    if len(columns) == 2:
        start = 1 if lower[0] in _HEADINGS else 0
        return _each(_pair_row, ["term", "definition"], rows[start:], file, language or "en"), []
    message = (
        "expected a header with the column id, Weblate's columns, or two columns"
        f" (term, definition); found {', '.join(columns[:5])}"
    )
    raise GlossaryError([Problem("bad-table", message, file, first)])


def _each(
    read_row: Callable[[dict[str, str], Origin, str], Record | None],
    columns: Sequence[str],
    rows: Iterable[Row],
    file: str,
    language: str,
) -> list[Record]:
    records: list[Record] = []
    problems: list[Problem] = []
    for line, row in rows:
        values = {name: cell.strip() for name, cell in zip(columns, row, strict=False)}
        try:
            record = read_row(values, Origin(file, line), language)
        except ValueError as error:
            problems.append(Problem("bad-row", str(error), file, line))
        else:
            if record is not None:
                records.append(record)
    if problems:
        raise GlossaryError(problems)
    return records


def _fields(
    columns: Sequence[str], rows: Sequence[Row], file: str
) -> tuple[list[Record], list[str]]:
    ids = [name.lower() for name in columns].index("id")
    known = [name for name in columns if name.partition(".")[0] in FIELDS]
    notes = [
        f"the column {name!r} is not read{suggest(name, FIELDS)}"
        for name in columns
        if name and name not in known and name.lower() not in ("id", _BASE)
    ]

    def read_row(values: dict[str, str], origin: Origin, _language: str) -> Record | None:
        id = values.get(columns[ids], "")
        texts = {name: values[name] for name in known if values.get(name)}
        if not id:
            if texts:
                raise ValueError("the id is missing in this row")
            return None
        base = values.get(_BASE, "")
        edited = not base or fingerprint(id, texts, known) != base
        return Record(id, from_cells(texts), origin, tuple(known), base, edited)

    return _each(read_row, columns, rows, file, ""), notes


def _weblate_row(values: dict[str, str], origin: Origin, language: str) -> Record | None:
    source, target = values["source"], values["target"]
    id, _, field = (values.get("id") or values.get("context", "")).partition(".")
    if field not in ("term", *_TEXTS):
        # Not one of our rows: a glossary of Weblate's own, a term and its translation.
        if not source:
            return None
        texts = {"term": {language: target}} if target else {}
        return named(source, texts, origin)
    if not target:
        return None
    basis = (f"{field}.en",)
    base = fingerprint(id, {basis[0]: source}, basis)
    return Record(id, {field: {language: target}}, origin, basis, base)


def _pair_row(values: dict[str, str], origin: Origin, language: str) -> Record | None:
    name, definition = values.get("term", ""), values.get("definition", "")
    if not (name and definition):
        raise ValueError("this row lacks its term or its definition")
    return named(name, {"definition": {language: definition}}, origin, language)


def _review_row(values: dict[str, str], origin: Origin, _language: str) -> Record | None:
    id, part, text = values["id"], values["part"], values.get("text", "")
    decision, comment = values["decision"].lower(), values.get("comment", "")
    field, _, language = part.partition(".")
    if field not in _TEXTS or not id or not language:
        raise ValueError(f"{id or 'this row'}: {part!r} is no text of an entry: keep id and part")
    base = values.get(_BASE, "")
    changed = fingerprint(id, {part: text}, [part]) != base
    where = f"{id}: {part}"
    if not decision:
        if changed:
            raise ValueError(f"{where}: the text was edited without a decision: write change")
        return None
    if decision not in DECISIONS:
        raise ValueError(
            f"{where}: the decision {decision!r} is none of {', '.join(DECISIONS)}"
            f"{suggest(decision, DECISIONS)}"
        )
    if decision != "change" and changed:
        raise ValueError(f"{where}: the text was edited: write change, or restore it")
    if decision == "change" and not changed:
        raise ValueError(f"{where}: the decision is change, but the text is the same")
    reviewer, date = values.get("reviewer", ""), values.get("date", "")
    if not reviewer:
        raise ValueError(f"{where}: who decided? fill in the reviewer")
    for name in ("date", "until"):
        if (day := values.get(name, "")) and not _DATE.fullmatch(day):
            raise ValueError(f"{where}: {name} {day!r} is no date: write it as 2026-11-30")
    if not date:
        raise ValueError(f"{where}: when? fill in the date, as 2026-11-30")
    key = text_key(field, language)
    if decision == "reject":
        remark = f"{part} rejected by {reviewer}, {date}" + (f": {comment}" if comment else "")
        return Record(id, {}, origin, (part,), base, removed=(f"review.{key}",), remark=remark)
    made = {"by": reviewer, "role": values.get("role", ""), "date": date}
    made |= {"until": values.get("until", ""), "of": text_hash(text)}
    fields: dict[str, Any] = {"review": {key: {name: of for name, of in made.items() if of}}}
    if decision == "change":
        fields[field] = {language: text}
    return Record(id, fields, origin, (part,), base, remark=comment)
