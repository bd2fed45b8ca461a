"""Rows in CSV and TSV files, as spreadsheets write them.

Owns the standard library's csv, encodings, delimiters, and the apostrophe that keeps a spreadsheet
from running a cell as a formula. Never decides what the columns mean (`rxglossary.formats.table`).
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from rxglossary.errors import GlossaryError, Problem
from rxglossary.formats.tree import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rxglossary.formats.table import Row

__all__ = ["guard", "read", "unguard", "write"]

_DANGEROUS: Final = ("=", "+", "-", "@", "'", "\t", "\r")
_DELIMITERS: Final = ",;\t"
_SAMPLE: Final = 20


def guard(cell: str) -> str:
    """Return *cell* so that no spreadsheet takes it for a formula.

    A cell that begins with ``=``, ``+``, ``-``, ``@``, an apostrophe, a tab or a carriage return
    gets an apostrophe in front (OWASP, CSV injection).

    >>> guard("=1+1"), guard("'tis"), guard("pain")
    ("'=1+1", "''tis", 'pain')
    """
    return "'" + cell if cell.startswith(_DANGEROUS) else cell


def unguard(cell: str) -> str:
    """Return *cell* without the one apostrophe that `guard` put in front.

    >>> unguard("'=1+1"), unguard("''tis"), unguard("'tis")
    ('=1+1', "'tis", "'tis")
    """
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_DANGEROUS) else cell


def write(
    rows: Iterable[Sequence[str]], *, delimiter: str = ",", bom: bool = True, quoted: bool = False
) -> bytes:
    """Return *rows* as the bytes of a file.

    Args:
        rows: The cells, header first.
        delimiter: What stands between cells.
        bom: Whether a byte order mark says to spreadsheets that this is UTF-8.
        quoted: Whether every cell has quotes, for readers that guess.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(
        out,
        delimiter=delimiter,
        quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
        lineterminator="\r\n",
    )
    writer.writerows([guard(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8", "replace")


def read(data: bytes, file: str) -> list[Row]:
    """Return the rows of a file with the lines they begin at, whatever program wrote it.

    UTF-8 with or without a byte order mark, or UTF-16 with one; commas, semicolons or tabs.

    Raises:
        GlossaryError: When the bytes are no such text, or quotes don't close.
    """
    text = _decode(data, file)
    if text[:4].lower() == "sep=" and text[5:6] in ("\r", "\n"):
        # A line for Excel, which shows it to nobody.
        return _rows(text[5:], text[4], file)
    return _rows(text, _delimiter(text), file)


def _decode(data: bytes, file: str) -> str:
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return decode(data, file)
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = "this begins as UTF-16 and is none: save the file as CSV UTF-8"
        raise GlossaryError([Problem("not-utf-8", message, file, line)]) from None


def _delimiter(text: str) -> str:
    """Return the delimiter that makes the most columns, and as many in each of the first rows."""

    def fitness(delimiter: str) -> tuple[bool, int]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = []
        try:
            for row in reader:
                widths += [len(row)] if row else []
                if len(widths) == _SAMPLE:
                    break
        except csv.Error:
            return False, 0
        return len(set(widths)) == 1 and widths[0] > 1, widths[0] if widths else 0

    return max(_DELIMITERS, key=fitness)


def _rows(text: str, delimiter: str, file: str) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    line = 1
    try:
        for row in reader:
            if any(row):
                rows.append((line, [unguard(cell) for cell in row]))
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"{error}: check the quotes of this row, and write a quote inside of it twice"
        raise GlossaryError([Problem("bad-csv", message, file, line)]) from None
    return rows
