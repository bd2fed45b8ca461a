"""How hard a text is to read: sentences, words, and the measures of English and Bangla.

Owns counting. Never decides what is too hard: that is the linter's and the reader's.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["BanglaMeasures", "bangla_measures", "english_index", "sentences", "words"]

# A full stop between two digits or behind a single capital ends nothing.
_SENTENCE_END = re.compile(r"(?<![A-Z])[.]+(?=\s|$)|(?<=[A-Z]{2})[.]+(?=\s|$)|[!?।॥]+")
_WORD = re.compile(
    r"[^\W_]+(?:[\u0981-\u0983\u09bc-\u09cd\u09d7\u200c\u200d'’-]*[^\W_]+)*"
    r"[\u0981-\u0983\u09bc-\u09cd\u09d7]*"
)
_CONSONANT = "[\u0995-\u09b9\u09ce\u09dc\u09dd\u09df\u09f0\u09f1]\u09bc?"
_AKSHARA = re.compile(
    f"(?:{_CONSONANT}(?:\u09cd[\u200c\u200d]?{_CONSONANT})*|[\u0985-\u0994])"
    "[\u09bc\u09be-\u09cc\u09d7]*\u09cd?[\u0981-\u0983]*"
)
_CONJUNCT = re.compile(f"{_CONSONANT}(?:\u09cd[\u200c\u200d]?{_CONSONANT})+")
_LONG = 5


class BanglaMeasures(NamedTuple):
    """What makes a Bangla text easy or hard.

    Attributes:
        words_a_sentence: The mean number of words in a sentence.
        long_words: The share of words with five or more aksharas, 0 to 1.
        conjuncts_a_word: The mean number of conjuncts in a word.
    """

    words_a_sentence: float
    long_words: float
    conjuncts_a_word: float


def sentences(text: str) -> list[str]:
    """Return the sentences of an English or Bangla text, without their ends.

    >>> sentences("It takes 1.5 hours. রোগ হয়। কেন?")
    ['It takes 1.5 hours', 'রোগ হয়', 'কেন']
    """
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def words(text: str) -> list[str]:
    """Return the words of a text; one with hyphens or apostrophes is one.

    >>> words("The body’s anti-viral ডায়াবেটিসের ঔষধ।")
    ['The', 'body’s', 'anti-viral', 'ডায়াবেটিসের', 'ঔষধ']
    """
    return _WORD.findall(text)


def english_index(text: str, without: Iterable[str] = ()) -> float:
    """Return the automated readability index of an English text: about a school grade.

    It is 4.71 × characters a word + 0.5 × words a sentence − 21.43 (Senter and Smith, 1967).

    Args:
        text: The text.
        without: Phrases that are not counted, whatever their case: what is explained, mostly.

    Returns:
        The index; 0 for a text without words, or below.

    >>> round(english_index("Insulin is a hormone that lowers blood sugar.", ["insulin"]), 1)
    2.3
    """
    count = max(1, len(sentences(text)))
    for phrase in sorted(without, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", text, flags=re.I)
    found = words(text)
    if not found:
        return 0.0
    letters = sum(len(word) for word in found)
    return max(0.0, 4.71 * letters / len(found) + 0.5 * len(found) / count - 21.43)


def bangla_measures(text: str) -> BanglaMeasures:
    """Return the measures of a Bangla text; all 0 for one without words.

    >>> bangla_measures("রক্তে চিনি বেশি থাকার রোগ।")
    BanglaMeasures(words_a_sentence=5.0, long_words=0.0, conjuncts_a_word=0.2)
    """
    text = unicodedata.normalize("NFC", text)
    found = words(text)
    if not found:
        return BanglaMeasures(0.0, 0.0, 0.0)
    long = sum(len(_AKSHARA.findall(word)) >= _LONG for word in found)
    conjuncts = sum(len(_CONJUNCT.findall(word)) for word in found)
    return BanglaMeasures(
        len(found) / max(1, len(sentences(text))), long / len(found), conjuncts / len(found)
    )
