"""The files in tests/cases: inputs, and what is made of them, to be read and added to by hand."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from treecompare import FAST, MODES, ORACLES, spans, violations

import rxglossary as rx
from rxglossary.html.exact import extend
from rxglossary.html.rules import Rules
from rxglossary.html.scanner import Scan, scan

CASES = Path(__file__).parent / "cases"
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "dev")
ESCAPES = {"\\r": "\r", "\\n": "\n", "\\0": "\0", "\\f": "\f", "\\t": "\t", "\\x0b": "\x0b"}
ESCAPES["\\ufeff"] = "\ufeff"


def marked(source: str, pieces: Iterator[tuple[int, int]]) -> str:
    """Return *source* with brackets around its pieces."""
    parts, done = [], 0
    for start, end in pieces:
        parts += (source[done:start], "⟦", source[start:end], "⟧")
        done = end
    return "".join((*parts, source[done:]))


def unmarked(text: str) -> str:
    return text.replace("⟦", "").replace("⟧", "")


# --- Runs ------------------------------------------------------------------------------------

ANNOTATOR = rx.Annotator(
    rx.Glossary(
        [
            rx.Term("mri", en="x", term={"en": "MRI"}),
            rx.Term("lumbar-puncture", en="x"),
            rx.Term("diabetes", en="x", term={"bn": "ডায়াবেটিস"}),
            rx.Term("tumour", en="x"),
            rx.Term("cafe", en="x", term={"en": "café"}),
            rx.Term("b12", en="x", term={"en": "B12"}),
        ]
    ),
    policy=rx.Policy(occurrences="all"),
)


def runs() -> dict[str, tuple[str, str]]:
    text = (CASES / "runs.md").read_text("utf-8")
    found = re.findall(r"^([^\n]+)\n\.\n(.*?)\n\.\n(.*?)\n\.$", text, re.M | re.S)
    return {title: (source, expected) for title, source, expected in found}


@pytest.mark.parametrize(("source", "expected"), runs().values(), ids=runs())
def test_runs(source, expected):
    """Terms are found over what joins, never over what breaks; each piece is wrapped alone."""
    result = ANNOTATOR.find(source)
    assert marked(source, (piece for one in result for piece in one.pieces)) == expected
    assert unmarked(expected) == source
    assert rx.strip(ANNOTATOR.annotate(source).html) == source


def test_there_are_enough_runs():
    assert len(runs()) >= 20


# --- States ----------------------------------------------------------------------------------


def states() -> dict[str, list[tuple[str, str]]]:
    """Return the sections of states.md: for each line its mark and its text, escapes undone."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for line in (CASES / "states.md").read_text("utf-8").split("\n"):
        if line.startswith("## "):
            sections[line[3:]] = here = []
        elif line[:2] in ("- ", "✗ "):
            text = line[2:]
            for escape, character in ESCAPES.items():
                text = text.replace(escape, character)
            here.append((line[0], text))
    return sections


def scan_exactly(source: str, rules: Rules, context: str) -> Scan:
    return extend(source, rules, context, scan(source, rules, context))


@pytest.mark.parametrize("title", states())
def test_states(title):
    """What is offered is what the file says, and no parser finds a change, in either tier."""
    for mark, expected in states()[title]:
        source = unmarked(expected)
        found = scan(source, MODES[0].rules)
        assert marked(source, spans(source, found)) == expected
        assert (mark == "✗") is (found.stop is not None), source
        oracles = FAST if PROFILE == "dev" else tuple(ORACLES)
        assert not list(violations(source, oracles=oracles)), source
        if found.stop:
            assert not list(violations(source, oracles=FAST, scan_with=scan_exactly)), source


def test_every_state_is_there():
    assert sum(map(len, states().values())) > 450
