"""Rows of a database: read as a query gives them, written as guarded statements.

Owns JSON lines, CSV and SQL. Values are written as hexadecimal literals, which mean the same bytes
in every SQL mode, with or without backslash escapes. Never connects to a database.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from rxglossary.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FORMATS", "Row", "Statements", "reader", "refusal", "row_line"]

FORMATS: Final = ("jsonl", "csv")
_WIDEST: Final = 1 << 30
_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_NUMBER = re.compile(r"-?[0-9]{1,20}")
_SERIALISED = re.compile(r"\s*(?:[aOCE]:\d+:[\"{]|s:\d+:\"|[bid]:-?[\d.]+;\s*\Z)")
_DUMP = re.compile(
    rb"\s*(?:--[^\n]*(?:MySQL|MariaDB|PostgreSQL|phpMyAdmin|dump)|/\*!|/\*M!"
    rb"|(?:INSERT\s+INTO|CREATE\s+TABLE|DROP\s+TABLE|LOCK\s+TABLES|SET\s+(?:NAMES|SQL_MODE))\b)",
    re.I,
)
_SERIALISED_BYTES = re.compile(_SERIALISED.pattern.encode())


class Row(NamedTuple):
    """One row: its number from 1, its key, the value of the field, all of it; or what is wrong."""

    number: int
    id: str = ""
    value: str = ""
    whole: dict[str, Any] | None = None
    problem: str = ""


class _Lines(Protocol):
    def __iter__(self) -> Iterator[str]: ...


def refusal(head: bytes) -> str:
    """Return why a file that begins with *head* is none to mend; empty where it may be one.

    >>> refusal(b"-- MariaDB dump 10.19")[:22]
    'this is a dump in SQL:'
    >>> refusal(b'a:1:{s:1:"x";s:1:"y";}')[:25]
    'this is a value that PHP '
    """
    if _DUMP.match(head):
        return (
            "this is a dump in SQL: its text is escaped twice, and lengths stand in it; query the"
            " rows and use --records, as the how-to on repair says"
        )
    if _SERIALISED_BYTES.match(head):
        return (
            "this is a value that PHP serialised: the length of each text stands in it, and would"
            " be wrong afterwards; mend it in the program that wrote it"
        )
    return ""


def reader(lines: _Lines, kind: str, id: str, field: str) -> Iterator[Row]:
    """Yield the rows of a text.

    Args:
        lines: An open text file with its line ends as they are (``newline=""``).
        kind: ``jsonl`` or ``csv``, with the columns' names in the first line.
        id: The column of the key.
        field: The column to look at.

    A row that can't be used has a problem: what is wrong, and what to do.

    >>> next(reader(iter(['{"ID": 7, "post_content": "x"}']), "jsonl", "ID", "post_content"))[:3]
    (1, '7', 'x')
    """
    rows: Iterator[Any] = csv.DictReader(lines, strict=True) if kind == "csv" else _json(lines)
    number = 0
    while True:
        number += 1
        # The limit is the whole process's: it is raised for the time of one row.
        limit = csv.field_size_limit(_WIDEST)
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            row = error
        finally:
            csv.field_size_limit(limit)
        yield _row(number, row, id, field)


def _row(number: int, row: Any, id: str, field: str) -> Row:
    if isinstance(row, csv.Error):
        return Row(number, problem=f"this is no CSV: {row}")
    if isinstance(row, ValueError):
        return Row(number, problem=f"this is no JSON: {row}")
    if not isinstance(row, dict) or id not in row or field not in row:
        return Row(number, problem=f"there is no column {id!r} or {field!r} in it")
    key, value = row[id], row[field]
    if isinstance(key, bool) or not isinstance(key, int | str):
        return Row(number, problem=f"the key {key!r} is neither a number nor a text")
    if value is not None and not isinstance(value, str):
        return Row(number, str(key), problem=f"the value of {field!r} is no text")
    if value and _SERIALISED.match(value):
        return Row(number, str(key), problem=refusal(value.encode("utf-8", "replace")))
    try:
        (value or "").encode()
    except UnicodeEncodeError:
        return Row(number, str(key), problem="it holds half of a character (a lone surrogate)")
    return Row(number, str(key), value or "", row)


def _json(lines: _Lines) -> Iterator[Any]:
    for line in lines:
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                yield error


def row_line(row: dict[str, Any], kind: str) -> str:
    """Return a row as one line of JSON, or as a record of CSV."""
    if kind == "jsonl":
        return json.dumps(row, ensure_ascii=False) + "\n"
    text = io.StringIO(newline="")
    csv.writer(text).writerow(row.values())
    return text.getvalue()


class Statements:
    """Writes the statements that change a field, or change it back.

    Each is guarded by the hash of the value that it replaces: a row that was edited meanwhile
    stays as it is, and is listed by the statement behind. A second run changes nothing.

    Args:
        table: The table's name; with its database's name and a dot in front, if need be.
        id: The column of the key.
        field: The column that is changed.

    Raises:
        ExportError: For a name that is none.

    >>> print(Statements("wp_posts", "ID", "post_content").update("7", "a", "b"), end="")
    UPDATE `wp_posts` SET `post_content` = X'62' WHERE `ID` = 7 AND MD5(`post_content`) = \
'0cc175b9c0f1b6a831c399e269772661';
    SELECT 7 AS `not changed` FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM `wp_posts` WHERE `ID` = 7 \
AND MD5(`post_content`) = '92eb5ffee6ae2fec3ad71c777531578f');
    """

    HEAD: Final = "SET NAMES utf8mb4;\nSTART TRANSACTION;\n"
    TAIL: Final = "COMMIT;\n"

    def __init__(self, table: str, id: str, field: str) -> None:
        self._table = ".".join(map(_quoted, table.split(".")))
        self._id = _quoted(id)
        self._field = _quoted(field)

    def update(self, key: str, old: str, new: str) -> str:
        """Return the statements that turn *old* into *new* in the row with this key."""
        row = f"{self._id} = {_literal(key)}"
        was, will = (hashlib.md5(text.encode(), usedforsecurity=False) for text in (old, new))
        guard = f"{row} AND MD5({self._field}) = "
        # Names are checked, values are hexadecimal.
        update = f"UPDATE {self._table} SET {self._field} = {_hex(new)} WHERE {guard}"
        done = f"(SELECT 1 FROM {self._table} WHERE {guard}'{will.hexdigest()}')"
        listed = f"SELECT {_literal(key)} AS `not changed` FROM DUAL WHERE NOT EXISTS {done}"
        return f"{update}'{was.hexdigest()}';\n{listed};\n"


def _quoted(name: str) -> str:
    if not _IDENTIFIER.fullmatch(name):
        raise ExportError(f"{name!r} is no name of a table or column: use letters, digits, _ and $")
    return f"`{name}`"


def _hex(text: str) -> str:
    return f"X'{text.encode().hex().upper()}'"


def _literal(key: str) -> str:
    return key if _NUMBER.fullmatch(key) else _hex(key)
