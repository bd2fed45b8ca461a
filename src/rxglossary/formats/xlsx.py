"""Rows in XLSX workbooks (Office Open XML, ECMA-376).

Owns openpyxl, and how far a workbook is trusted: nothing in it is a formula, and its unpacked size
has a limit. Never decides what the columns mean (`rxglossary.formats.table`).
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
import zipfile
from typing import TYPE_CHECKING, Any, Final

from rxglossary.errors import GlossaryError, Problem
from rxglossary.formats.csv import guard, unguard

if TYPE_CHECKING:
    from rxglossary.formats.table import Row, Sheet

__all__ = ["UNPACKED", "read", "write"]

UNPACKED: Final = 128 * 1024 * 1024
"""The most bytes that a workbook may hold when it is unpacked."""

_MEMBERS: Final = 1000
_COLUMNS: Final = 500
_ROWS: Final = 1_048_576
_CELLS: Final = 10_000_000
_WIDE: Final = frozenset({"text", "example", "definition", "clinical", "note", "comment"})
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}encoding\s*=\s*[\"']([^\"']+)")
_DECLARATIONS: Final = tuple(
    text.encode(encoding)
    for text in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_ESCAPED = re.compile("_x[0-9A-Fa-f]{4}_")


def write(sheet: Sheet) -> bytes:
    """Return a workbook with *sheet*: every cell is a text, whatever it begins with.

    Columns that are not to be filled in are locked, without a password.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, Protection
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    page: Any = book.active
    page.title = "glossary"
    page.freeze_panes = "B2"
    top = Alignment(wrap_text=True, vertical="top")
    for number, line in enumerate(sheet.lines(), 1):
        for place, (name, text) in enumerate(zip(sheet.columns, line, strict=True), 1):
            if not text and name not in sheet.open:
                continue
            cell = page.cell(number, place)
            # The type is said, not guessed: openpyxl makes a formula of what begins with "=".
            cell.value = _storable(text)
            cell.data_type = "s"
            cell.number_format = "@"
            cell.alignment = top
            if number == 1:
                cell.font = Font(bold=True)
            elif name in sheet.open:
                cell.protection = Protection(locked=False)
    for place, name in enumerate(sheet.columns, 1):
        letter = get_column_letter(place)
        page.column_dimensions[letter].width = 48 if name.partition(".")[0] in _WIDE else 16
        if choices := sheet.choices.get(name):
            rule = DataValidation("list", formula1=f'"{",".join(choices)}"', allow_blank=True)
            rule.add(f"{letter}2:{letter}{max(2, len(sheet.rows) + 1)}")
            page.add_data_validation(rule)
    page.protection.sheet = bool(sheet.open)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _storable(text: str) -> str:
    # A text gets csv's apostrophe only where reading would else take one away.
    text = guard(text) if unguard(text) != text else text
    # What looks like one of the format's own escapes gets its first character escaped.
    return _ESCAPED.sub(lambda found: "_x005F" + found[0], _ILLEGAL.sub("", text))


def read(data: bytes, file: str) -> list[Row]:
    """Return the rows of the first sheet, with their numbers.

    Raises:
        GlossaryError: When the file is no workbook, is too large unpacked, declares entities, or
            has formulas or error values in its cells.
    """
    from openpyxl import load_workbook

    problems: list[Problem] = []
    rows: list[Row] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, file)
        with warnings.catch_warnings():
            # About styles and features that nothing here reads.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            page: Any = book.worksheets[0]
            page.reset_dimensions()
            room, empty = _CELLS, None
            for number, row in enumerate(page.iter_rows(max_row=_ROWS, max_col=_COLUMNS), 1):
                # Rows that the file leaves out are one and the same object.
                if row is empty:
                    continue
                if not any(cell.value is not None for cell in row):
                    empty = row
                room -= len(row)
                if room < 0:
                    message = f"more than {_CELLS:,} cells are here: split it into several files"
                    raise GlossaryError([Problem("too-large", message, file, number)])
                cells = [_text(cell, problems, file, number) for cell in row]
                if any(cells):
                    rows.append((number, cells))
            book.close()
    except GlossaryError:
        raise
    except Exception as error:  # openpyxl lets pass whatever its parts raise
        message = f"this is no workbook that can be read ({error}): save it again as .xlsx"
        raise GlossaryError([Problem("bad-workbook", message, file)]) from None
    if problems:
        raise GlossaryError(problems)
    return _trim(rows)


def _check(archive: zipfile.ZipFile, file: str) -> None:
    members = archive.infolist()
    # zipfile never unpacks more of a member than its entry says.
    size = sum(member.file_size for member in members)
    if size > UNPACKED or len(members) > _MEMBERS:
        message = (
            f"unpacked, this has {size:,} bytes in {len(members)} parts; at most {UNPACKED:,} in"
            f" {_MEMBERS} are read: split it into several files"
        )
        raise GlossaryError([Problem("too-large", message, file)])
    for member in members:
        if not member.filename.endswith((".xml", ".rels", ".vml")):
            continue
        content = archive.read(member)
        encoding = _ENCODING.search(content[:200])
        usual = not encoding or encoding[1].lower() in (b"utf-8", b"utf-16", b"us-ascii", b"ascii")
        if not usual or any(mark in content for mark in _DECLARATIONS):
            message = f"{member.filename} declares a document type or entities: not read"
            raise GlossaryError([Problem("entities", message, file)])


def _text(cell: Any, problems: list[Problem], file: str, number: int) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        what = "a formula" if cell.data_type == "f" else f"the error {value}"
        message = f"the cell {cell.coordinate} holds {what}: write its text"
        problems.append(Problem("bad-cell", message, file, number))
        return ""
    if isinstance(value, str):
        # openpyxl leaves the format's own escapes (ECMA-376, ST_Xstring) as they are; apostrophes
        # of a CSV file that was opened and saved as a workbook are still there.
        return unguard(_ESCAPED.sub(_unescape, value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _unescape(found: re.Match[str]) -> str:
    character = chr(int(found[0][2:6], 16))
    return found[0] if _ILLEGAL.match(character) else character


def _trim(rows: list[Row]) -> list[Row]:
    """Return the rows as wide as the header: what stands right of it has no name."""
    if not rows:
        return rows
    header = rows[0][1]
    width = max(place for place, name in enumerate(header, 1) if name)
    return [(number, cells[:width]) for number, cells in rows]
