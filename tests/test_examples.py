"""The examples run as they stand, and the shipped glossary is what it says it is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import rxglossary as rx

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "examples" / "pages").glob("*.html"))
OUTPUT = ROOT / "examples" / "output"

VERBATIM = {
    "diabetes": (
        "Diabetes is a condition where blood sugar stays too high because insulin is low or not"
        " working well.",
        "রক্তে চিনি বেশি থাকার রোগ।",
    ),
    "inflammation": (
        "Inflammation is the body’s response to injury, infection, or irritation, often causing"
        " pain, swelling, heat, or redness.",
        "শরীরের প্রদাহ; ব্যথা, ফোলা বা লালভাব হতে পারে।",
    ),
    "anti-inflammatory": (
        "Anti-inflammatory means reducing inflammation, pain, or swelling.",
        "প্রদাহ/ফোলা/ব্যথা কমায়।",
    ),
    "antibiotic": (
        "An antibiotic is a medicine used to treat bacterial infections.",
        "ব্যাকটেরিয়ার সংক্রমণের ওষুধ।",
    ),
}
"""The definitions that can be read on the source pages."""


@pytest.fixture(scope="module")
def demo() -> str:
    """Return what the demo prints; it runs once, as a reader starts it."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "examples/demo.py"], cwd=ROOT, env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stderr == b""
    return done.stdout.decode("utf-8")


def test_the_demo_shows_a_table_for_each_page(demo):
    """Terms with their counts and places, the repeats, and the way back, for each of the pages."""
    assert len(PAGES) >= 2
    assert demo.startswith(f"{len(rx.builtin())} terms in the shipped glossary\n")
    for page in PAGES:
        result = rx.Annotator(rx.builtin()).find(page.read_bytes())
        head = rf"^{re.escape(page.name)}: {len(result)} occurrences of (\d+) terms\n"
        table = re.search(
            head + r"  term +found  first written at\n((?:  \S+ +\d+  line \d+: .+\n)+)"
            r"  (\d+) repeats were left as they are \(occurrences=first\)\n",
            demo,
            re.M,
        )
        assert table, demo
        rows = [line.split() for line in table[2].splitlines()]
        assert len(rows) == int(table[1])
        assert {row[0]: int(row[1]) for row in rows} == dict(result.counts)
        assert int(table[3]) == sum(result.counts.values()) - len(result)
    assert demo.count("strip gives the page back byte for byte: yes") == len(PAGES)


def test_the_demo_explains_english_and_bangla_words(demo):
    """Both languages are found in the running text of the example pages."""
    rows = re.findall(r"^  \S+ +\d+  line \d+: (.+)$", demo, re.M)
    assert sum(bool(re.search("[\u0980-\u09ff]", row)) for row in rows) >= 5
    assert sum(row.isascii() for row in rows) >= 30


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_the_demo_writes_is_the_page_and_our_elements(demo, page):
    """The written page, stripped, is the example page byte for byte; its assets lie beside it."""
    assert f"{OUTPUT / page.name}" in demo
    written = (OUTPUT / page.name).read_bytes()
    assert rx.strip(written) == page.read_bytes()
    assert written.count(b'<section class="rxg-glossary"') == 1
    for name in ("rxg.css", "rxg.js"):
        assert f'"_rxg/{name}"'.encode() in written
        shipped = ROOT / "src" / "rxglossary" / "render" / "assets" / name
        assert (OUTPUT / "_rxg" / name).read_bytes() == shipped.read_bytes()


@pytest.mark.parametrize("id", VERBATIM)
def test_definitions_of_the_source_pages_are_kept_word_for_word(id):
    """What is known of the source site's glossary is in ours, character for character."""
    assert dict(rx.builtin()[id].definition) == dict(zip(("en", "bn"), VERBATIM[id], strict=True))


def test_the_shipped_glossary_is_a_draft_in_two_languages():
    """No clinician has reviewed an entry, and each says so; each has both languages."""
    glossary = rx.builtin()
    assert len(glossary) >= 37
    assert {term.status for term in glossary} == {"draft"}
    assert [term.id for term in glossary if {"en", "bn"} - set(term.definition)] == []
    assert [term.id for term in glossary if "bn" not in term.term] == []


def test_the_shipped_glossary_has_no_ambiguous_form():
    """No surface form belongs to two entries, and related entries are there."""
    glossary = rx.builtin()
    assert rx.Annotator(glossary, strict=True).glossary is glossary
    assert [
        (term.id, other) for term in glossary for other in term.related if other not in glossary
    ] == []
