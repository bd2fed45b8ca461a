"""What a glossary holds, counted: categories, status, languages, reviews, and how hard texts are.

Owns the counting. Never judges: limits are the linter's.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import asdict, dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING, Any

from rxglossary.glossary.reviews import SOURCE_LANGUAGE
from rxglossary.readability import bangla_measures, english_index, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rxglossary.glossary import Glossary, Term

__all__ = ["LanguageStats", "Stats", "count"]


@dataclass(frozen=True, slots=True)
class LanguageStats:
    """The definitions for readers in one language.

    Args:
        definitions: How many entries have one.
        reviews: How many of these have a review that is current, expired, stale or missing.
        oldest_review: The day of the oldest current review, or None without one.
        review_age: The median age of the current reviews in days, or None without one.
        translations: How many are a current, stale or unmarked translation; empty for the source.
        words: The median number of words.
        readability: The means of the language's measures; empty where none is known. For English
            the automated readability index, about a school grade, counted without the term; for
            Bangla the words a sentence, the share of words with five or more aksharas, and the
            conjuncts a word.
    """

    definitions: int
    reviews: Mapping[str, int]
    oldest_review: datetime.date | None
    review_age: float | None
    translations: Mapping[str, int]
    words: float
    readability: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Stats:
    """What a glossary holds.

    Args:
        on: The day on which reviews were counted.
        entries: How many entries there are.
        statuses: How many of each status.
        categories: How many of each category, the largest first; "" stands for none.
        languages: The definitions of each language, the most frequent first.
    """

    on: datetime.date
    entries: int
    statuses: Mapping[str, int]
    categories: Mapping[str, int]
    languages: Mapping[str, LanguageStats]

    def to_dict(self) -> dict[str, Any]:
        """Return all of it in the types of JSON, days as texts."""
        found = asdict(self)
        found["on"] = self.on.isoformat()
        for language in found["languages"].values():
            if language["oldest_review"]:
                language["oldest_review"] = language["oldest_review"].isoformat()
        return found


def count(glossary: Glossary, *, on: datetime.date | None = None) -> Stats:
    """Return what a glossary holds.

    Args:
        glossary: The glossary.
        on: The day on which reviews have to count; by default today.

    >>> from rxglossary.glossary import Glossary, Term
    >>> found = count(Glossary([Term("pain", en="A bad feeling.", category="symptom")]))
    >>> found.entries, found.categories, found.languages["en"].reviews
    (1, {'symptom': 1}, {'missing': 1})
    """
    on = on or datetime.date.today()
    tags = Counter(tag for term in glossary for tag in term.definition)
    return Stats(
        on,
        len(glossary),
        dict(Counter(term.status for term in glossary).most_common()),
        dict(Counter(term.category for term in glossary).most_common()),
        {tag: _language(glossary, tag, on) for tag, _ in tags.most_common()},
    )


def _language(glossary: Glossary, tag: str, on: datetime.date) -> LanguageStats:
    terms = [term for term in glossary if tag in term.definition]
    states = {term.id: term.review_state(tag, on=on) for term in terms}
    days = [term.review[tag].date for term in terms if states[term.id] == "current"]
    dates = [day for day in days if day is not None]
    return LanguageStats(
        len(terms),
        dict(Counter(states.values()).most_common()),
        min(dates, default=None),
        median((on - day).days for day in dates) if dates else None,
        {}
        if tag == SOURCE_LANGUAGE
        else dict(Counter(term.translation_state(tag) for term in terms)),
        median(len(words(term.definition[tag])) for term in terms),
        _readability(terms, tag),
    )


def _readability(terms: list[Term], tag: str) -> dict[str, float]:
    texts = [term.definition[tag] for term in terms]
    match tag.partition("-")[0].lower():
        case "en":
            indexes = [
                english_index(text, [term.preferred(tag)])
                for term, text in zip(terms, texts, strict=True)
            ]
            return {"automated_readability_index": round(fmean(indexes), 2)}
        case "bn":
            measures = zip(*map(bangla_measures, texts), strict=True)
            names = ("words_a_sentence", "long_words", "conjuncts_a_word")
            return {
                name: round(fmean(values), 3) for name, values in zip(names, measures, strict=True)
            }
        case _:
            return {}
