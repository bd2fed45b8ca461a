"""Gold lists: their format, their score, and the one that came with the specification."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rxglossary.errors import ConfigurationError
from rxglossary.matching.gold import GoldRow, Score, check_language, read_gold

HEAD = "surface\tlemma\tshould_match\tcorpus_freq\n"
GOLD = Path(os.environ.get("RXG_BANGLA_GOLD", "../shared/data/bangla_gold.tsv"))


def test_rows():
    """A row has a line, empty lines count, a mark and line ends of Windows don't matter."""
    text = "\ufeff" + HEAD + "\nরোগের\tরোগ\tyes\t226\r\nরোগী\tরোগ\tno\t68"
    assert read_gold(text.replace("\t226", "\t226"), "g") == [
        GoldRow("রোগের", "রোগ", True, 226, 3),
        GoldRow("রোগী", "রোগ", False, 68, 4),
    ]
    assert read_gold(HEAD, "g") == []


BAD = [
    pytest.param("", "g:1: the first line", id="empty"),
    pytest.param("word\tlemma\n", "g:1: the first line", id="columns"),
    pytest.param(HEAD + "a\tb\tyes\n", "g:2: a row has 4", id="too-few"),
    pytest.param(HEAD + "a\tb\tyes\t1\t2\n", "g:2: a row has 4", id="too-many"),
    pytest.param(HEAD + "a\t\tyes\t1\n", "g:2: a row has 4", id="empty-cell"),
    pytest.param(HEAD + "a\tb\tyes\t1\na\tb\ttrue\t1\n", "g:3: should_match", id="not-yes"),
    pytest.param(HEAD + "a\tb\tyes\tmany\n", "g:2: should_match", id="no-number"),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_a_bad_list_names_its_line(text, message):
    """What isn't such a table is refused with the line."""
    with pytest.raises(ConfigurationError, match=message):
        read_gold(text, "g")


def test_score():
    """A part of a word is missed, any match in a word that is none is false."""
    rows = [
        GoldRow("রোগের", "রোগ", True, 1, 2),
        GoldRow("রোগ-জীবাণু", "রোগ", True, 1, 3),
        GoldRow("রোগ জীবাণু", "রোগ", False, 1, 4),
        GoldRow("রোগী", "রোগ", False, 1, 5),
    ]
    score = check_language("bn", rows)
    assert score == Score(1, 2, (rows[2],), (rows[1],))
    assert (score.precision, score.recall) == (0.5, 0.5)
    nothing = check_language("bn", [])
    assert (nothing.precision, nothing.recall) == (1.0, 1.0)


def test_an_unknown_language_has_no_endings():
    """A tag without rules is scored with neutral ones."""
    rows = [GoldRow("reins", "rein", True, 1, 2), GoldRow("Rein", "rein", True, 1, 3)]
    assert check_language("fr", rows).missed == (rows[0],)


@pytest.mark.skipif(not GOLD.exists(), reason=f"{GOLD} is not here: set RXG_BANGLA_GOLD")
def test_bangla():
    """Precision and recall on the list of real words are .99 at least."""
    rows = read_gold(GOLD.read_text("utf-8"), str(GOLD))
    score = check_language("bn", rows)
    assert len(rows) > 400
    assert score.precision >= 0.99, score.false
    assert score.recall >= 0.99, score.missed
