"""Send a glossary's work list to a translator as a workbook, and take the answer back.

Run as ``python examples/spreadsheet/round_trip.py [FOLDER]``; it needs ``rxglossary[xlsx]``, works
on a copy of words.yaml in FOLDER (else a temporary one), and plays the translator itself.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from openpyxl import load_workbook

import rxglossary as rx
from rxglossary.exchange import merge, rewrites, untranslated
from rxglossary.formats import parse, table
from rxglossary.formats.registry import dump_sheet

WORDS = Path(__file__).parent / "words.yaml"


def send(glossary: rx.Glossary, workbook: Path) -> None:
    """Write what has no current Bangla translation."""
    sheet = table.work_list(untranslated(glossary, "bn"), "bn")
    workbook.write_bytes(dump_sheet(sheet, "xlsx"))
    print(f"sent: {', '.join(row[0] for row in sheet.rows)}")


def translate(workbook: Path) -> None:
    """Fill in two cells, as the translator would."""
    book = load_workbook(workbook)
    page = book.active
    column = {cell.value: cell.column for cell in page[1]}
    page.cell(2, column["term.bn"]).value = "জ্বর"
    page.cell(2, column["definition.bn"]).value = "শরীর বেশি গরম হওয়া।"
    book.save(workbook)


def receive(glossary: rx.Glossary, workbook: Path) -> rx.Glossary:
    """Show what the workbook changes, and write it into the glossary's file."""
    merged = merge(glossary, parse(workbook.read_bytes(), "xlsx", file=workbook.name).records)
    for change in merged.changes:
        print(f"{change.id}: {change.field}: {change.old!r} -> {change.new!r}")
    for conflict in merged.conflicts:
        print(f"conflict: {conflict}")
    files, _ = rewrites(glossary, merged.glossary, lambda name: Path(name).read_bytes())
    for name, data in files.items():
        Path(name).write_bytes(data)
    return merged.glossary


def main(folder: Path) -> None:
    """Send, translate, receive; then once more with an entry that changed meanwhile."""
    words, workbook = folder / "words.yaml", folder / "todo.xlsx"
    words.write_bytes(WORDS.read_bytes())
    glossary = rx.load(words)
    send(glossary, workbook)
    translate(workbook)
    receive(glossary, workbook)
    print(words.read_text("utf-8"))

    # The same workbook again, when somebody has changed the English text.
    text = WORDS.read_text("utf-8").replace("higher than normal", "too high")
    words.write_text(text, encoding="utf-8")
    receive(rx.load(words), workbook)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(Path(name))
