"""The scanner offers all text of real pages that could be annotated: the benchmark's figure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_all_text_of_the_example_pages_is_offered():
    """The scanner's text is the text of a full parser's tree, under the same policy."""
    command = [sys.executable, "benchmarks/coverage.py", "examples/pages"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert "100.0000 %" in done.stdout.splitlines()[0]
    assert len(done.stdout.splitlines()) == 1


def test_the_figure_shows_what_is_missing(tmp_path):
    """A page on which the scanner stops is listed, with what the exact tier makes of it."""
    (tmp_path / "a.html").write_text("<!doctype html><p>abcd<svg></p>abcdef<h1>x</h1>", "utf-8")
    command = [sys.executable, "benchmarks/coverage.py", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    figures, reason = done.stdout.splitlines()
    assert "1 pages, 40.0000 % of 10 characters; with the exact tier 100.0000 %" in figures
    assert "a.html: foreign at" in reason
