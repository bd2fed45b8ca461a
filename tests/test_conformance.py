"""Every input of html5lib-tests goes through the scanner, with every word wrapped.

The inputs of the tokenizer and tree construction tests are broken in every way that the standard
knows. None of them may come out with another tree, in any parser. Where the scanner stops it says
so; how often, and why, is counted here, so that a change shows.

The suite isn't part of this repository: RXG_HTML5LIB_TESTS names its folder, by default
``../shared/conformance/html5lib-tests`` beside the repository.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest
from treecompare import FAST, MODES, ORACLES, Violation, violations

from rxglossary.html.contexts import closed_context
from rxglossary.html.scanner import scan

ROOT = Path(__file__).parents[1]
SUITE = Path(
    os.environ.get("RXG_HTML5LIB_TESTS", ROOT / ".." / "shared" / "conformance" / "html5lib-tests")
)
HERE = (SUITE / "tree-construction").is_dir() and (SUITE / "tokenizer").is_dir()

pytestmark = pytest.mark.skipif(
    not HERE, reason="html5lib-tests is not here: set RXG_HTML5LIB_TESTS to its folder"
)

TREES = sorted((SUITE / "tree-construction").rglob("*.dat")) if HERE else []
TOKENS = sorted((SUITE / "tokenizer").glob("*.test")) if HERE else []
_BLOCK = re.compile(r"^#data\n(.*?)\n#errors$(.*?)(?=^#data\n|\Z)", re.M | re.S)
_CONTEXT = re.compile(r"^#document-fragment\n(.*)$", re.M)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")

LARGE = {"namedEntities.test", "test3.test"}
"""Files whose thousands of inputs differ in one reference or one character of a tag."""

BY_SLOW = {
    "adoption01.dat", "ruby.dat", "tables01.dat", "template.dat", "tests1.dat", "tests7.dat",
    "tests16.dat", "tests19.dat", "tests26.dat", "tricky01.dat", "webkit02.dat", "test2.test",
}  # fmt: skip
"""Files that the oracles written in Python read too; all with RXG_ALL_ORACLES=1."""

STOPS = {
    "cut-off": 10,
    "foreign": 136,
    "frameset": 98,
    "noscript": 12,
    "plaintext": 21,
    "select": 71,
    "template": 33,
    "unclosed-element": 10,
}
"""At most how many different tree construction inputs stop the scanner, by reason.

foreign: HTML in svg or math, or an unclosed one. select: other tags than options in it. template:
columns in it, or unclosed. noscript: other trees with scripting than without. cut-off: the input
ends inside of svg, select or template. plaintext, frameset: no text follows.
"""


class Case(NamedTuple):
    file: str
    source: str
    context: str = ""


@lru_cache(1)
def tree_cases() -> tuple[Case, ...]:
    """Return the inputs of the tree construction tests, each once in each context."""
    seen: dict[tuple[str, str], Case] = {}
    for path in TREES:
        for match in _BLOCK.finditer(path.read_bytes().decode("utf-8")):
            context = _CONTEXT.search(match[2])
            inside = context[1].strip() if context else ""
            seen.setdefault((match[1], inside), Case(path.name, match[1], inside))
    return tuple(seen.values())


def token_cases(path: Path) -> Iterator[Case]:
    """Yield the inputs of one file of tokenizer tests that begin in the data state, each once."""
    seen: set[str] = set()
    for test in json.loads(path.read_bytes()).get("tests", []):
        source = test["input"]
        if test.get("doubleEscaped"):
            source = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), source)
        if "Data state" not in test.get("initialStates", ["Data state"]) or source in seen:
            continue
        seen.add(source)
        if not re.search("[\ud800-\udfff]", source):  # no parser takes lone surrogates
            yield Case(path.name, source)


def oracles(file: str) -> tuple[str, ...]:
    slow = file in BY_SLOW or "RXG_ALL_ORACLES" in os.environ
    return tuple(ORACLES) if slow else FAST


def found_in(cases: list[Case]) -> list[Violation]:
    modes = MODES[:1] if cases and cases[0].file in LARGE else MODES
    return [
        violation
        for case in cases
        for violation in violations(case.source, modes, oracles(case.file), inside=case.context)
    ]


@pytest.mark.parametrize("path", TREES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_tree_construction_inputs_keep_their_tree(path: Path) -> None:
    """No insertion changes the tree of a tree construction test's input."""
    found = found_in([case for case in tree_cases() if case.file == path.name])
    assert not found, f"{len(found)} violations\n" + "\n".join(map(str, found[:3]))


@pytest.mark.parametrize("path", TOKENS, ids=lambda path: path.stem)
def test_tokenizer_inputs_keep_their_tree(path: Path) -> None:
    """No insertion changes the tree of a tokenizer test's input."""
    found = found_in(list(token_cases(path)))
    assert not found, f"{len(found)} violations\n" + "\n".join(map(str, found[:3]))


def test_the_scanner_stops_no_more_often_than_known() -> None:
    """Stops are counted by reason: a new one is a loss on somebody's page and has to be wanted."""
    assert len(tree_cases()) > 1700
    stops = Counter(
        result.stop.code
        for result in (
            scan(case.source, MODES[0].rules, case.context)
            for case in tree_cases()
            if not closed_context(case.context, MODES[0].rules)
        )
        if result.stop
    )
    more = {code: count for code, count in stops.items() if count > STOPS.get(code, 0)}
    assert not more, f"stops by reason: {dict(sorted(stops.items()))}"
