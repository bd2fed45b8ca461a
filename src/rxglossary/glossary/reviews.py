"""Which text was reviewed, and which was translated: hashes of texts, and what follows of them.

Owns the hash and the records `Review` and `Translation`. An edit makes both stale by itself, since
they name the text that was there. Never writes one: that is the editor's and the importer's.
"""

from __future__ import annotations

import datetime
import hashlib
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

__all__ = [
    "SOURCE_LANGUAGE",
    "Review",
    "ReviewState",
    "Translation",
    "TranslationState",
    "source_key",
    "text_hash",
    "text_language",
]

ReviewState = Literal["missing", "stale", "expired", "current"]
TranslationState = Literal["missing", "stale", "current"]

SOURCE_LANGUAGE: Final = "en"
"""The language that the texts of all others are translated from."""

_DIGITS: Final = 8


def text_hash(text: str) -> str:
    r"""Return the hash that ties a review or a translation to a text: 8 hexadecimal digits.

    They are the first of SHA-256 over the UTF-8 of the text in Normalization Form C (UAX 15), with
    every run of white space as one space and none at the ends. So a file may be wrapped or
    normalised anew, and everything that a reader could see makes another hash.

    >>> text_hash("A bad feeling."), text_hash("A bad\n  feeling. "), text_hash("A bad feeling!")
    ('94bab694', '94bab694', '5c4fb7b4')
    """
    canonical = unicodedata.normalize("NFC", " ".join(text.split()))
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def source_key(key: str) -> str:
    """Return the key of the text that the text of *key* is a translation of.

    >>> source_key("bn"), source_key("clinical.bn")
    ('en', 'clinical.en')
    """
    audience, dot, _ = key.rpartition(".")
    return audience + dot + SOURCE_LANGUAGE


def text_language(key: str) -> str:
    """Return the language tag in the key of a text.

    >>> text_language("bn"), text_language("clinical.bn")
    ('bn', 'bn')
    """
    return key.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Review:
    """A clinician's review of one text.

    Args:
        by: Who reviewed it.
        role: What makes that person fit to: a degree, a post.
        date: The day of the review.
        until: The last day on which it counts; without it, there is no end.
        of: The `text_hash` of the text that was reviewed.
    """

    by: str = ""
    role: str = ""
    date: datetime.date | None = None
    until: datetime.date | None = None
    of: str = ""

    def state(self, text: str, on: datetime.date) -> ReviewState:
        """Return what this review is worth for *text* on a day.

        Without a person or a day it is ``missing``; where it is of another text, or doesn't say of
        which, it is ``stale``; behind its last day it is ``expired``.

        >>> day = datetime.date(2026, 11, 1)
        >>> review = Review("A. Begum", "MBBS", day, until=day, of=text_hash("A bad feeling."))
        >>> review.state("A bad feeling.", day), review.state("A good feeling.", day)
        ('current', 'stale')
        >>> review.state("A bad feeling.", datetime.date(2026, 11, 2))
        'expired'
        """
        if not self.by or self.date is None:
            return "missing"
        if self.of != text_hash(text):
            return "stale"
        return "expired" if self.until is not None and self.until < on else "current"


@dataclass(frozen=True, slots=True)
class Translation:
    """Which text another one is a translation of.

    Args:
        of: The `text_hash` of the text that was translated.
    """

    of: str = ""

    def state(self, source: str) -> TranslationState:
        """Return ``current`` where *source* is the text that was translated, else ``stale``.

        >>> Translation(of=text_hash("A bad feeling.")).state("A very bad feeling.")
        'stale'
        """
        return "current" if self.of == text_hash(source) else "stale"
