"""Export and import on the command line: what is written where, what is said, how it ends."""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import rxglossary as rx
from rxglossary.cli import main

GLOSSARY = """\
# Ours.
terms:
  pain:  # see fever
    en: A bad feeling.
    bn: খারাপ লাগা।
    term: {bn: ব্যথা}
    match: {case: fold}

  fever:
    en: A hot body.
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Make a folder with a glossary the current one."""
    monkeypatch.chdir(tmp_path)
    Path("words").mkdir()
    Path("words/g.yaml").write_text(GLOSSARY, encoding="utf-8")


def run(*arguments, status=0):
    result = CliRunner().invoke(main, list(arguments))
    assert result.exit_code == status, (result.stdout, result.stderr, result.exception)
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result


def export(*arguments, status=0):
    return run("export", "--glossary", "words", *arguments, status=status)


def take(*arguments, status=0):
    return run("import", *arguments, "--glossary", "words", status=status)


def edit(name, id, **cells):
    """Fill in cells of a row, as a spreadsheet with semicolons would; __ stands for a point."""
    rows = list(csv.DictReader(io.StringIO(Path(name).read_text("utf-8-sig"), newline="")))
    for row in rows:
        if row["id"] == id:
            row |= {key.replace("__", "."): text for key, text in cells.items()}
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    Path(name).write_text(out.getvalue(), encoding="utf-8-sig", newline="")


def text():
    return Path("words/g.yaml").read_text("utf-8")


# --- Export --------------------------------------------------------------------------------------


def test_a_table_goes_to_standard_output_by_default():
    result = export()
    rows = list(csv.reader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"))))
    assert (
        rows[0] == ("id term.en term.bn definition.en definition.bn match.case status base").split()
    )
    assert [row[0] for row in rows[1:]] == ["pain", "fever"]
    assert result.stderr == "2 entries exported\n"


def test_the_suffix_says_the_format_and_what_it_lacks_is_told():
    result = export("-o", "g.tbx")
    assert b"<tbx" in Path("g.tbx").read_bytes()
    assert result.stderr == ("tbx does not hold match of 1 entry (pain)\n2 entries exported\n")
    export("-o", "g.out", "--to", "tbx2")
    assert b"<martif" in Path("g.out").read_bytes()


def test_the_work_list_holds_what_is_missing():
    export("--missing", "bn", "-o", "todo.csv")
    rows = list(csv.DictReader(io.StringIO(Path("todo.csv").read_text("utf-8-sig"))))
    assert [row["id"] for row in rows] == ["fever"]
    export("--missing", "bn", "-o", "todo.po")
    assert "A hot body." in Path("todo.po").read_text("utf-8")
    assert "A bad feeling." not in Path("todo.po").read_text("utf-8")


def test_weblate_gets_its_columns():
    rows = list(csv.reader(io.StringIO(export("--for", "weblate").stdout)))
    assert rows[0] == (
        "location,source,target,ID,fuzzy,context,translator_comments,developer_comments"
    ).split(",")
    assert rows[2][1:5] == ["A bad feeling.", "খারাপ লাগা।", "pain.definition", "True"]


def test_reviewers_get_sentences_from_pages():
    Path("a.html").write_text("<p>No <b>pain</b> here. None.</p>", encoding="utf-8")
    result = export("--for", "review", "--pages", "a.html", "--pages", "nowhere.html")
    rows = list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"))))
    assert [(row["id"], row["part"], row["example"]) for row in rows] == [
        ("pain", "definition.en", "No pain here."),
        ("pain", "definition.bn", ""),
        ("fever", "definition.en", ""),
    ]
    assert "nowhere.html: No such file" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--to", "csw"], 2, "'csw' is no format (did you mean 'csv'?)"),
        (["--to", "markdown"], 2, "markdown is read, never written"),
        (["--for", "review", "-o", "x.tbx"], 2, "tbx is no table: use csv, tsv or xlsx"),
        (["--for", "readers"], 2, "use weblate or review"),
        (["--pages", "x"], 2, "add --for review"),
        (["--to", "po", "--languages", "en"], 2, "a PO file translates from English into one"),
        (["--to", "po", "--languages", "bn,en"], 2, "name both, as in en,bn"),
        (["--glossary", "nowhere"], 1, "no-file"),
        (["-o", "words"], 1, "words: "),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_exported(arguments, status, message):
    assert message in export(*arguments, status=status).stderr


def test_a_missing_library_is_named_with_the_way_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    for arguments in (["-o", "g.xlsx"], ["--missing", "bn", "-o", "g.xlsx"]):
        message = export(*arguments, status=2).stderr
        assert "xlsx needs openpyxl" in message
        assert "pip install 'rxglossary[xlsx]'" in message
    Path("t.xlsx").write_bytes(b"")
    assert "rxglossary[xlsx]" in take("t.xlsx", status=2).stderr


# --- Import --------------------------------------------------------------------------------------


def test_a_translation_comes_back_into_its_place():
    export("--missing", "bn", "-o", "todo.csv")
    edit("todo.csv", "fever", term__bn="জ্বর", definition__bn="গরম শরীর।")
    before = text()
    shown = take("todo.csv", "--dry-run").stdout
    assert text() == before
    result = take("todo.csv")
    assert result.stdout == shown
    assert "fever\n  + term.bn: জ্বর\n  + definition.bn: গরম শরীর।\n" in shown
    assert result.stderr == "1 entry changed, 0 conflicts, 0 problems\n"
    assert text().startswith(before)
    assert rx.load("words")["fever"].translation_state("bn") == "current"
    assert take("todo.csv").stderr == "0 entries changed, 0 conflicts, 0 problems\n"


def test_a_diff_shows_the_files_lines():
    export("-o", "g.csv")
    edit("g.csv", "pain", definition__en="Hurt.")
    diff = take("g.csv", "--dry-run", "--diff").stdout
    assert "-    en: A bad feeling.\n+    en: Hurt.\n" in diff
    assert text() == GLOSSARY


def test_a_conflict_is_listed_and_the_rest_applied():
    export("-o", "g.csv")
    edit("g.csv", "pain", definition__en="Hurt.")
    Path("g.csv").write_text(Path("g.csv").read_text("utf-8-sig").replace(";", ","), "utf-8")
    edit("g.csv", "fever", definition__en="A very hot body.")
    Path("words/g.yaml").write_text(GLOSSARY.replace("bad", "very bad"), encoding="utf-8")
    result = take("g.csv", status=1)
    assert "g.csv:2: conflict: pain changed since the export" in result.stderr
    assert result.stderr.endswith("1 entry changed, 1 conflict, 0 problems\n")
    assert rx.load("words")["pain"].definition["en"] == "A very bad feeling."
    assert rx.load("words")["fever"].definition["en"] == "A very hot body."


def test_a_review_comes_back_as_a_review():
    export("--for", "review", "--languages", "bn", "-o", "r.csv")
    edit("r.csv", "pain", decision="approve", reviewer="A. Begum", date="2026-11-20")
    take("r.csv")
    assert rx.load("words")["pain"].review["bn"].by == "A. Begum"
    Path("r.csv").write_text(
        Path("r.csv").read_text("utf-8-sig").replace("approve", "reject"), encoding="utf-8"
    )
    assert "definition.bn rejected by A. Begum, 2026-11-20" in take("r.csv").stderr
    assert "bn" not in rx.load("words")["pain"].review


def test_new_entries_need_a_file_where_the_glossary_is_a_folder():
    Path("more.md").write_text("*[MRI]: A test.\n", encoding="utf-8")
    result = take("more.md", status=1)
    assert "more.md:1: no-place: mri is new: say by --add-to" in result.stderr
    assert len(rx.load("words")) == 2
    take("more.md", "--add-to", "words/new.yaml")
    assert rx.load("words")["mri"].preferred("en") == "MRI"
    assert text() == GLOSSARY


def test_a_file_that_cannot_be_written_keeps_no_other_from_being_written():
    """It is named, the exit status is 1, and what could be written is."""
    Path("more.csv").write_text("id,en\nfever,Heat.\nmri,A test.\n", encoding="utf-8")
    result = take("more.csv", "--add-to", "more.csv/new.yaml", status=1)
    assert "more.csv/new.yaml: unwritable-file: " in result.stderr
    assert rx.load("words")["fever"].definition["en"] == "Heat."


def test_a_file_becomes_a_glossary():
    export("-o", "g.json")
    run("import", "g.json", "--glossary", "new.yaml")
    assert rx.load("new.yaml") == rx.load("words") == rx.load("g.json")


def test_unread_columns_are_named():
    Path("t.csv").write_text("id,definition.en,defintion.bn\nfever,Heat.,x\n", encoding="utf-8")
    stderr = take("t.csv").stderr
    assert "t.csv: the column 'defintion.bn' is not read" in stderr


def test_texts_of_files_cannot_write_to_the_terminal():
    Path("t.csv").write_text("id,definition.en\nfever,\x1b[2JHeat.\n", encoding="utf-8")
    assert "\x1b" not in take("t.csv", "--dry-run").stdout


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["t.txt"], 2, "t.txt has no known suffix: say its format by --from"),
        (["no.csv"], 1, "no.csv: unreadable-file: No such file"),
        (["t.txt", "--from", "skos"], 2, "skos is written, never read"),
        (["t.txt", "--from", "json"], 1, "t.txt:1:1: not-a-mapping"),
        (["t.txt", "--diff"], 2, "add --dry-run"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_imported(arguments, status, message):
    Path("t.txt").write_text("x", encoding="utf-8")
    assert message in take(*arguments, status=status).stderr
    assert text() == GLOSSARY


def test_the_glossary_to_change_is_named():
    Path("t.csv").write_text("id\n", encoding="utf-8")
    assert "say by --glossary" in run("import", "t.csv", status=2).stderr
