"""Bangla: case endings, classifiers and plurals behind a stem.

Owns the finite tables of what may follow a noun: STEM + [- or '] + [classifier or plural] + [case]
+ [ই or ও]. No stemmer: stems are looked for, and what stands behind one up to the word's end is
looked up. Derivations (জনিত, মুক্ত, ীয় …) are words of their own. All of it is canonical text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rxglossary.languages.base import Language

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["BANGLA", "Bangla", "stem_class"]

_Y = "\u09af\u09bc"  # য়
_VIRAMA = "\u09cd"
_VOWELS = frozenset("\u0985\u0986\u0987\u0988\u0989\u098a\u098b\u098f\u0990\u0993\u0994")
_CONSONANTS = frozenset(map(chr, range(0x0995, 0x09BA)))


def _with(head: str, tails: str) -> set[str]:
    """Return *head* alone and with each of the space-separated *tails*."""
    return {head, *(head + tail.replace("Y", _Y) for tail in tails.split())}


def _emphatic(endings: Iterable[str]) -> frozenset[str]:
    """Add ই ("just") and ও ("too") behind every ending, and alone."""
    return frozenset(ending + last for ending in (*endings, "") for last in ("", "ই", "ও"))


_CLASSIFIERS = (
    _with("টি", "র তে কে Y")
    | _with("দুটি", "র তে কে")
    | _with("দুটো", "র তে কে")
    | _with("টা", "র Y তে কে")
    | _with("টুকু", "র তে কে")
    | _with("খানি", "র তে কে")
    | _with("খানা", "র Y তে কে")
)
_PLURALS = (
    _with("গুলো", "র Y তে কে")
    | _with("গুলা", "র Y তে কে")
    | _with("গুলি", "র তে কে")
    | _with("সমূহ", "ের ে কে")
    | _with("সমুহ", "ের ে কে")
)
_HUMAN_PLURALS = _with("দের", "কে") | _with("গণ", "ের কে") | _with("বৃন্দ", "ের কে")
_COMMON = {"কে", "এর", "সহ"} | _CLASSIFIERS | _PLURALS | _HUMAN_PLURALS

_CONSONANT = {"ের", "ে", "েতে", "রা", "েরা"} | _with("েদের", "কে")
_CASES: dict[str, set[str]] = {
    "consonant": _CONSONANT,
    "conjunct": _CONSONANT | {"র"},
    "a": {"র", _Y, "তে", "রা"},
    "i": {"র", "তে", "রা"},
    "e": {"র", "তে", _Y, "রা"},
    "diphthong": {_Y + "ের", "র", _Y + "ে", "তে", "এ", "রা", _Y + "েরা"} | _with(_Y + "েদের", "কে"),
    "nasal": {_Y + "ের", _Y + "ে", "এ", "তে", "রা", _Y + "েরা"},
    "khanda-ta": set(),
    "foreign": {"ের", "র", _Y + "ের", "ে", "এ", "তে", _Y + "ে", _Y, "রা", "েরা", "এরা"},
}
_ENDINGS = {name: _emphatic(cases | _COMMON) for name, cases in _CASES.items()}
_CONNECTED = _emphatic(
    {"এর", "র", "এ", "তে", "কে", "রা", "এরা", "সহ", _Y + "ের", _Y + "ে", _Y}
    | _CLASSIFIERS
    | _PLURALS
    | _HUMAN_PLURALS
)
# A stem of one open syllable takes no ending that would make another noun (মাটি) or a verb of it
# (পায়, পাই, পাও).
_SHORT = _emphatic(
    {_Y + "ের", _Y + "ে", _Y + "েরা", "ের", "কে", "এর", "সহ"} | _PLURALS | _HUMAN_PLURALS
) - {"ই", "ও"}
# Words that are no inflected nouns, whatever their beginning is.
_OTHER_WORDS = _emphatic(
    f"করে কলেরা আমরা অস্থির মশাই ফলে পারা পার পা{_Y} মার মারা পরে বলে চলে ধরে থাকে লাগে".split()
) - {"", "ই", "ও"}

_CLASS_OF_SIGN = (
    dict.fromkeys("\u09be\u09cb\u0986\u0993", "a")
    | dict.fromkeys("\u09bf\u09c0\u09c1\u09c2\u09c3", "i")
    | dict.fromkeys("\u09c7\u098f", "e")
    | dict.fromkeys("\u09c8\u09cc\u0987\u0988\u0989\u098a\u0990\u0994\u0985", "diphthong")
    | dict.fromkeys("\u0982\u0983", "nasal")
)


@lru_cache(65536)
def stem_class(stem: str) -> str:
    """Return the class of endings that *stem* takes, by the sound it ends in.

    >>> [stem_class(stem) for stem in ("রোগ", "রক্ত", "মাথা", "রোগী", "বিদ্যুত্", "mri")]
    ['consonant', 'conjunct', 'a', 'i', 'khanda-ta', 'foreign']
    """
    sound = stem.rstrip("\u0981")
    last = sound[-1:]
    if last == _VIRAMA:
        return "khanda-ta" if sound.endswith("ত" + _VIRAMA) else "consonant"
    if last in _CONSONANTS:
        return "conjunct" if sound[-2:-1] == _VIRAMA else "consonant"
    if last == "\u09bc":
        return "consonant"
    return _CLASS_OF_SIGN.get(last, "foreign")


@lru_cache(65536)
def _is_short(stem: str) -> bool:
    letters = sum(char in _CONSONANTS or char in _VOWELS for char in stem)
    return letters == 1 and stem_class(stem) in ("a", "i", "e")


class Bangla(Language):
    """The rules of Bangla."""

    __slots__ = ()

    letters = frozenset(map(chr, range(0x0980, 0x0A00)))
    joins_endings = True
    connectors = "-'"

    def inflectable_stems(self, form: str) -> Iterable[str]:
        """Yield the stem of a word in khanda ta: বিদ্যুৎ is বিদ্যুত- before ের and ে.

        >>> list(BANGLA.inflectable_stems("বিদ্যুত্"))
        ['বিদ্যুত']
        """
        if form.endswith("ত" + _VIRAMA):
            yield form[:-1]

    def accepts_ending(self, form: str, stem: str, ending: str, connector: str) -> bool:
        """Tell whether *ending* is in the table of the stem's class.

        >>> endings = ("ের", "টিও", "ী", "জীবাণু")
        >>> [BANGLA.accepts_ending("রোগ", "রোগ", ending, "") for ending in endings]
        [True, True, False, False]
        >>> BANGLA.accepts_ending("mri", "mri", "এর", "-")
        True
        """
        if connector:
            return bool(ending) and ending in _CONNECTED
        if stem + ending in _OTHER_WORDS:
            return False
        if stem != form:
            return ending.startswith("\u09c7") and ending in _ENDINGS["consonant"]
        if _is_short(stem):
            return ending in _SHORT
        return ending in _ENDINGS[stem_class(stem)]


BANGLA = Bangla("bn")
