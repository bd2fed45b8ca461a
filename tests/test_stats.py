"""What a glossary holds, counted."""

from __future__ import annotations

import datetime
import json

import pytest

import rxglossary as rx
from rxglossary.stats import count

TODAY = datetime.date(2026, 11, 22)
EN, BN = "Insulin is a hormone that lowers blood sugar.", "রক্তে চিনি বেশি থাকার রোগ।"


def reviewed(id, key, day, until=None, **fields):
    return rx.Term(id, **fields).with_review(key, by="A. Begum", date=day, until=until)


GLOSSARY = rx.Glossary(
    [
        rx.Term("insulin", en=EN, bn=BN, category="medicine").with_translation("bn"),
        reviewed("a", "en", datetime.date(2026, 11, 20), en="One two.", category="medicine"),
        reviewed("b", "en", datetime.date(2026, 11, 2), en="One.", bn=BN),
        reviewed("c", "en", TODAY, datetime.date(2026, 11, 21), en="One."),
        rx.Term("d", definition={"hi": "x"}, status="deprecated"),
    ]
)


def test_entries_are_counted():
    """Entries by status and category, the largest first; those without one are there too."""
    found = count(GLOSSARY, on=TODAY)
    assert (found.on, found.entries) == (TODAY, 5)
    assert dict(found.statuses) == {"reviewed": 3, "draft": 1, "deprecated": 1}
    assert list(found.categories.items()) == [("", 3), ("medicine", 2)]
    assert list(found.languages) == ["en", "bn", "hi"]


def test_a_language_is_counted():
    """Definitions of a language with the state and age of their reviews, and their words."""
    english = count(GLOSSARY, on=TODAY).languages["en"]
    assert english.definitions == 4
    assert dict(english.reviews) == {"current": 2, "missing": 1, "expired": 1}
    assert english.oldest_review == datetime.date(2026, 11, 2)
    assert english.review_age == 11
    assert english.translations == {}
    assert english.words == 1.5
    bangla = count(GLOSSARY, on=TODAY).languages["bn"]
    assert dict(bangla.translations) == {"current": 1, "missing": 1}
    assert (bangla.oldest_review, bangla.review_age) == (None, None)


def test_how_hard_texts_are():
    """English by its index without the term, Bangla by its three measures, others not at all."""
    found = count(rx.Glossary([GLOSSARY["insulin"], GLOSSARY["d"]]), on=TODAY).languages
    assert found["en"].readability == {"automated_readability_index": 2.26}
    assert found["bn"].readability == {
        "words_a_sentence": 5, "long_words": 0, "conjuncts_a_word": 0.2,
    }  # fmt: skip
    assert found["hi"].readability == {}


@pytest.mark.parametrize("glossary", [GLOSSARY, rx.Glossary()], ids=["some", "none"])
def test_counts_as_data(glossary):
    """They can be written as JSON."""
    found = count(glossary, on=TODAY).to_dict()
    assert json.loads(json.dumps(found)) == found
    assert found["on"] == "2026-11-22"


def test_reviews_count_today():
    """Without a day it is the day of the call."""
    assert count(rx.Glossary()).on == datetime.date.today()
