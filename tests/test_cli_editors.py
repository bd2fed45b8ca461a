"""Commands for those who edit a glossary: diff, review, schema, stats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import rxglossary as rx
from rxglossary.cli import main
from rxglossary.formats.schema import schema_text

FILE = """\
# words
terms:
  pain:
    en: A bad feeling.
    bn: খারাপ লাগা।  # short

  fever:
    en: A hot body.
    clinical: {en: Pyrexia.}
"""


@pytest.fixture(autouse=True)
def words(tmp_path, monkeypatch):
    """Return a glossary file in the current folder."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "words.yaml"
    file.write_text(FILE.replace("  # short", ""), encoding="utf-8")
    return file


def run(*arguments):
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


# --- diff ----------------------------------------------------------------------------------------


def test_no_difference(words):
    """Nothing changed: status 0."""
    result = run("diff", "words.yaml", str(words))
    assert (result.exit_code, result.stdout) == (0, "0 added, 0 removed, 0 changed\n")


def test_differences_as_text(words):
    """Each entry and value with a sign in front, and what gets stale: status 1."""
    run("review", "pain", "--text", "en", "--by", "A", "--date", "2026-11-01",
        "--glossary", "words.yaml")  # fmt: skip
    run("review", "pain", "--text", "bn", "--translated", "--glossary", "words.yaml")
    old = words.read_text("utf-8")
    new = old.replace("A bad feeling.", "Very bad.").replace("  fever:", "  cough:")
    Path("new.yaml").write_text(new.replace("clinical", "forms: {en: [y]}\n    clinical"), "utf-8")
    result = run("diff", "words.yaml", "new.yaml")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "- fever: A hot body.",
        "+ cough: A hot body.",
        "~ pain",
        "    - definition.en: A bad feeling.",
        "    + definition.en: Very bad.",
        "    ! the review of en is of the old text",
        "    ! bn is a translation of an old text",
        "1 added, 1 removed, 1 changed",
    ]


def test_a_renamed_entry_and_other_values_are_shown():
    """A list is printed as data, a former id is named."""
    Path("new.yaml").write_text(
        FILE.replace("pain:", "ache:\n    aliases: [pain]").replace("  # short", ""), "utf-8"
    )
    result = run("diff", "words.yaml", "new.yaml")
    assert result.stdout.splitlines() == [
        "~ ache (was pain)", '    + aliases: ["pain"]', "0 added, 0 removed, 1 changed",
    ]  # fmt: skip


def test_differences_as_json():
    """The same as data."""
    Path("new.yaml").write_text("terms: {}", "utf-8")
    result = run("diff", "words.yaml", "new.yaml", "--format", "json")
    assert result.exit_code == 1
    assert set(json.loads(result.stdout)["removed"]) == {"pain", "fever"}


def test_a_glossary_that_cannot_be_read_is_trouble():
    """Status 2, as of diff: 1 means that something changed."""
    result = run("diff", "words.yaml", "none.yaml")
    assert result.exit_code == 2
    assert "none.yaml: no-file" in result.stderr


# --- review --------------------------------------------------------------------------------------

REVIEW = ("review", "--glossary", "words.yaml", "--by", "A. Begum", "--date", "2026-11-01")


def test_a_review_is_written(words):
    """The file gets the review with its hash, and nothing else changes."""
    words.write_text(FILE.replace("  # short", "\n    # end"), encoding="utf-8")
    before = words.read_text("utf-8")
    result = run(*REVIEW, "pain", "--text", "bn", "--role", "MBBS", "--until", "2028-11-01")
    assert (result.exit_code, result.stderr) == (0, "1 entry changed\n")
    added = (
        "    status: reviewed\n    review:\n      bn: {by: A. Begum, role: MBBS, date: 2026-11-01,"
        f" until: 2028-11-01, of: {rx.text_hash('খারাপ লাগা।')}}}\n"
    )
    assert words.read_text("utf-8").replace(added, "") == before
    term = rx.load("words.yaml")["pain"]
    assert term.review_state("bn", on=term.review["bn"].date) == "current"


def test_all_entries_that_have_the_text():
    """--all takes the entries that have one of the texts, and leaves the others alone."""
    result = run(*REVIEW, "--all", "--text", "clinical.en", "--text", "bn")
    assert result.stderr == "2 entries changed\n"
    found = {term.id: list(term.review) for term in rx.load("words.yaml")}
    assert found == {"pain": ["bn"], "fever": ["clinical.en"]}


def test_the_day_is_today_without_one(words):
    """A review is of today unless it says another day."""
    run("review", "--glossary", "words.yaml", "--by", "A", "pain", "--text", "en")
    annotator = rx.Annotator(rx.Glossary())
    assert rx.load("words.yaml")["pain"].review["en"].date == annotator.today


def test_a_translation_is_marked():
    """--translated ties a text to its source, and is no review."""
    assert run("review", "pain", "--text", "bn", "--translated", "--glossary", "words.yaml")
    term = rx.load("words.yaml")["pain"]
    assert (term.translation_state("bn"), term.status, term.review) == ("current", "draft", {})


def test_a_dry_run_writes_nothing(words):
    """--diff shows the lines that would come."""
    before = words.read_bytes()
    result = run(*REVIEW, "pain", "--text", "en", "--dry-run", "--diff")
    assert "\n+    status: reviewed\n+    review:\n" in result.stdout
    assert result.stderr == "1 entry would be changed\n"
    assert run(*REVIEW, "pain", "--text", "en", "--dry-run").stdout == ""
    assert words.read_bytes() == before


WRONG = [
    pytest.param(("pain", "--text", "en", "--by", "A"), 2, "say by --glossary", id="glossary"),
    pytest.param((*REVIEW[1:3], "pain", "--by", "A"), 2, "say by --text", id="text"),
    pytest.param((*REVIEW[1:3], "pain", "--text", "en"), 2, "say by --by", id="by"),
    pytest.param((*REVIEW[1:], "--text", "en"), 2, "name the entries", id="no-entry"),
    pytest.param((*REVIEW[1:], "--all", "pain", "--text", "en"), 2, "name the entries", id="both"),
    pytest.param((*REVIEW[1:], "pain", "--text", "en", "--diff"), 2, "--dry-run", id="diff"),
    pytest.param((*REVIEW[1:], "pian", "--text", "en"), 2, "did you mean 'pain'?", id="id"),
    pytest.param((*REVIEW[1:5], "--date", "1.11.2026", "pain", "--text", "en"), 2, "is no day",
                 id="day"),
    pytest.param((*REVIEW[1:], "pain", "--text", "hi"), 1, "no-text", id="no-text"),
    pytest.param((*REVIEW[1:], "--by", " ", "pain", "--text", "en"), 1, "empty-value", id="blank"),
    pytest.param(("--glossary", "none.yaml", *REVIEW[3:], "pain", "--text", "en"), 1, "no-file",
                 id="file"),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "status", "message"), WRONG)
def test_a_wrong_review_changes_nothing(words, arguments, status, message):
    """A mistake is told, and the file stays."""
    before = words.read_bytes()
    result = run("review", *arguments)
    assert result.exit_code == status
    assert message in result.stderr
    assert words.read_bytes() == before


# --- schema, stats -------------------------------------------------------------------------------


def test_the_schema_is_printed():
    """What editors of YAML are given."""
    result = run("schema")
    assert (result.exit_code, result.stdout) == (0, schema_text())


def test_counts_as_text():
    """One table for status and category, one for each language."""
    run(*REVIEW, "pain", "--text", "en")
    result = run("stats", "--glossary", "words.yaml")
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    for expected in (
        "reviewed 1", "draft 1", "(none) 2", "definitions in en", "review current 1",
        "review missing 1", "oldest current review 2026-11-01", "translation missing 1",
        "words, median 3", "words a sentence, mean 2",
    ):  # fmt: skip
        assert expected.split() in lines


def test_counts_as_json():
    """The same as data; of the shipped glossary where none is named."""
    result = run("stats", "--format", "json")
    assert json.loads(result.stdout)["entries"] == len(rx.builtin())


def test_counts_of_what_cannot_be_read():
    """The loader's problem is told."""
    result = run("stats", "--glossary", "none.yaml")
    assert result.exit_code == 1
    assert "no-file" in result.stderr
