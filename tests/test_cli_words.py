"""Commands about words: what they print, and how they end."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from rxglossary.cli import main

GLOSSARY = """\
terms:
  pain: {en: A bad feeling.}
  atrium: {en: A chamber of the heart., match: {not_in: [atrium hall]}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Make an empty folder with a glossary the current one."""
    monkeypatch.chdir(tmp_path)
    Path("g.yaml").write_text(GLOSSARY, encoding="utf-8")


def run(*arguments, status=0, input=None):
    result = CliRunner().invoke(main, arguments, input=input)
    assert result.exit_code == status, (result.stdout, result.stderr, result.exception)
    return result


EXPLAINED = """\
0\tPain\tpain\tpain\taccepted
6\tpain\tpain\tpain\tR2
15\tatrium\tatrium\tatrium\tnot_in\tatrium hall
15\tatrium hall\t(not_in)\tatrium hall\tphrase
"""


@pytest.mark.parametrize("stdin", [False, True], ids=["argument", "standard-input"])
def test_explain(stdin):
    """A line for each candidate: place, text, id, form, rule, what it lost to."""
    text = "Pain, painful. atrium hall"
    arguments = ["-"] if stdin else [text]
    result = run("explain", "--glossary", "g.yaml", *arguments, input=text if stdin else None)
    assert result.stdout == EXPLAINED


def test_explain_escapes_control_characters():
    """What a text holds can't write to the terminal."""
    Path("g.yaml").write_text('terms: {x: {en: x, term: {en: "a b"}}}', encoding="utf-8")
    assert run("explain", "--glossary", "g.yaml", "a\tb").stdout.split("\t")[1] == "a\\tb"


def test_suggest_forms():
    """A line for each suggestion."""
    result = run("suggest-forms", "--glossary", "g.yaml")
    assert result.stdout == "atrium\ten\tatrium\tatria\tplural in -a\n"


HEAD = "surface\tlemma\tshould_match\tcorpus_freq\n"


def test_language_check():
    """Precision, recall and the misses; the exit status tells whether there are any."""
    Path("good.tsv").write_text(HEAD + "রোগের\tরোগ\tyes\t2\n", encoding="utf-8")
    result = run("language-check", "bn", "--gold", "good.tsv")
    assert result.stdout == "words\t1\nprecision\t1.0000\nrecall\t1.0000\n"
    rows = "রোগের\tরোগ\tno\t2\nরোগী\tরোগ\tyes\t3\n"
    Path("bad.tsv").write_text(HEAD + rows, encoding="utf-8")
    result = run("language-check", "bn", "--gold", "bad.tsv", status=1)
    assert result.stdout == (
        "words\t2\nprecision\t0.0000\nrecall\t0.0000\n"
        "false\tরোগের\tরোগ\t2\t2\nmissed\tরোগী\tরোগ\t3\t3\n"
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"\xff\n", "utf-8", id="not-text"),
        pytest.param(b"x\n", "bad.tsv:1: the first line names", id="no-list"),
    ],
)
def test_a_bad_list_is_an_error(data, message):
    """What can't be read says why, and fails."""
    Path("bad.tsv").write_bytes(data)
    assert message in run("language-check", "bn", "--gold", "bad.tsv", status=1).stderr
