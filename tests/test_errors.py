"""Errors say what is wrong and where, and never write to a terminal."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rxglossary as rx
from rxglossary.errors import printable

PRINTABLE = [
    pytest.param("plain text", "plain text", id="plain-text-stays"),
    pytest.param("ডায়াবেটিস ক্\u200dষ", "ডায়াবেটিস ক্\u200dষ", id="bangla-with-joiner-stays"),
    pytest.param("a\x1b[2Jb", "a\\x1b[2Jb", id="terminal-escape"),
    pytest.param("a\nb\tc", "a\\nb\\tc", id="line-break-and-tab"),
    pytest.param("\x9b31m", "\\x9b31m", id="c1-control"),
    pytest.param("a\u202eb", "a\\u202eb", id="bidirectional-override"),
    pytest.param("\ud800", "\\ud800", id="lone-surrogate"),
    pytest.param("\U000e0001", "\\U000e0001", id="format-character-beyond-the-bmp"),
]


@pytest.mark.parametrize(("text", "expected"), PRINTABLE)
def test_printable(text, expected):
    """Control and format characters are written as escapes, all else stays."""
    assert printable(text) == expected


@given(st.text())
def test_printable_text_can_not_control_a_terminal(text):
    """What comes out holds printable characters and joiners alone, and encodes as UTF-8."""
    shown = printable(text)
    assert all(char.isprintable() or char in "\u200c\u200d" for char in shown)
    assert shown.encode("utf-8").decode("utf-8") == shown


PLACES = [
    pytest.param(("", 0, 0), "", "code: what", id="no-place"),
    pytest.param(("g.yaml", 0, 0), "g.yaml", "g.yaml: code: what", id="file"),
    pytest.param(("g.yaml", 2, 0), "g.yaml:2", "g.yaml:2: code: what", id="line"),
    pytest.param(("g.yaml", 2, 3), "g.yaml:2:3", "g.yaml:2:3: code: what", id="column"),
    pytest.param(("", 2, 3), "2:3", "2:3: code: what", id="text-without-file"),
    pytest.param(("a\x1b", 1, 0), "a\\x1b:1", "a\\x1b:1: code: what", id="hostile-file-name"),
]


@pytest.mark.parametrize(("given_place", "place", "text"), PLACES)
def test_place_of_a_problem(given_place, place, text):
    """A problem begins with as much of its place as is known."""
    problem = rx.Problem("code", "what", *given_place)
    assert problem.place == place
    assert str(problem) == text


def caret(problem: rx.Problem) -> str:
    """Return what stands above the caret, up to the end of its line."""
    _, line, mark = str(problem).split("\n")
    assert mark.strip(" ") == "^"
    return line[mark.index("^") :]


CARETS = [
    pytest.param("  A b:", 3, "A b:", id="first-character"),
    pytest.param("x: y", 4, "y", id="last-character"),
    pytest.param("\tx: y", 2, "x: y", id="tab-is-one-column"),
    pytest.param("a\x1bb", 3, "b", id="behind-a-control-character"),
    pytest.param("রোগ: x", 6, "x", id="behind-bangla"),
]


@pytest.mark.parametrize(("excerpt", "column", "under"), CARETS)
def test_caret(excerpt, column, under):
    """The caret stands under the character that the column names."""
    assert caret(rx.Problem("code", "what", "f", 1, column, excerpt)) == under


def test_an_excerpt_without_column_has_no_caret():
    """Where the column is unknown, the line alone is shown."""
    assert str(rx.Problem("code", "what", "f", 1, 0, "x: y")) == "f:1: code: what\nx: y"


def test_a_message_is_printable():
    """A message that quotes a file can't hold a control character."""
    assert str(rx.Problem("code", "found \x1b[2J")) == "code: found \\x1b[2J"


def test_a_problem_never_changes():
    """A problem is frozen."""
    with pytest.raises(AttributeError):
        rx.Problem("code", "what").code = "other"  # type: ignore[misc]


PROBLEMS = (rx.Problem("a", "one", "f", 1), rx.Problem("b", "two", "f", 2, 3, "x: y"))


def test_a_glossary_error_says_everything_at_once():
    """Its text is that of every problem, in order, and it keeps the problems."""
    error = rx.GlossaryError(iter(PROBLEMS))
    assert error.problems == PROBLEMS
    assert str(error) == f"{PROBLEMS[0]}\n{PROBLEMS[1]}"


def test_a_glossary_error_pickles():
    """Errors travel between processes with their problems."""
    error = pickle.loads(pickle.dumps(rx.GlossaryError(PROBLEMS)))  # noqa: S301 -- our own bytes
    assert type(error) is rx.GlossaryError
    assert error.problems == PROBLEMS
    assert str(error) == str(rx.GlossaryError(PROBLEMS))


@pytest.mark.parametrize(
    ("name", "builtin"),
    [
        ("GlossaryError", ValueError),
        ("ConfigurationError", ValueError),
        ("MarkupError", ValueError),
        ("PageError", RuntimeError),
    ],
)
def test_family(name, builtin):
    """Every error is caught as RxGlossaryError, and as the built-in kind it is of."""
    kind = getattr(rx, name)
    assert issubclass(kind, rx.RxGlossaryError)
    assert issubclass(kind, builtin)


def test_every_error_raised_in_the_library_is_one_of_the_family():
    """No module defines an exception that callers could meet outside of the family."""
    source = Path(rx.__file__).parent
    # Caught inside of rxglossary.html and formats, or shown by click.
    internal = {"Unsure", "Stopped", "Ended", "Unreadable", "NotWellFormed", "Failed", "Wrong"}
    named = {
        line.split("(")[0].removeprefix("class ")
        for path in source.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("class ") and line.endswith(("Exception):", "Error):"))
    }
    family = {"RxGlossaryError", "GlossaryError", "ConfigurationError", "ExportError"}
    family |= {"MarkupError", "PageError"}
    assert {name for name in named if name[0] != "_"} == family | internal
