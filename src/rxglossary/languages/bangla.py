"""Bangla: case endings, classifiers and plurals behind a stem.

Owns the finite tables of what may follow a noun: STEM + [- or '] + [classifier or plural] + [case]
+ [ই or ও]. No stemmer: stems are looked for, and what stands behind one up to the word's end is
looked up. Derivations (জনিত, মুক্ত, ীয় …) are words of their own. All of it is canonical text.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from rxglossary.languages.base import Language

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["BANGLA", "Bangla", "stem_class"]

_Y = "\u09af\u09bc"  # য়
_VIRAMA = "\u09cd"
_KHANDA_TA = "\u09a4\u09cd"
_VOWELS = frozenset("\u0985\u0986\u0987\u0988\u0989\u098a\u098b\u098f\u0990\u0993\u0994")
_CONSONANTS = frozenset(map(chr, range(0x0995, 0x09BA)))
_NUKTA = "\u09bc"
_ORDER = {
    char: place
    for place, char in enumerate(
        "অআইঈউঊঋএঐওঔ\u0982\u0983\u0981কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ"
        "\u09be\u09bf\u09c0\u09c1\u09c2\u09c3\u09c7\u09c8\u09cb\u09cc" + _VIRAMA
    )
}


def _canonical(text: str) -> str:
    """Return *text* with the letters that have a dot as canonical text spells them."""
    return unicodedata.normalize("NFC", text)  # which takes them apart


def _with(head: str, tails: str) -> set[str]:
    """Return *head* alone and with each of the space-separated *tails*."""
    head = _canonical(head)
    return {head, *(head + tail.replace("Y", _Y) for tail in tails.split())}


def _emphatic(endings: Iterable[str]) -> frozenset[str]:
    """Add ই ("just") and ও ("too") behind every ending, and alone."""
    return frozenset(ending + last for ending in (*endings, "") for last in ("", "ই", "ও"))


_LONG_CLASSIFIERS = (
    _with("দুটি", "র তে কে")
    | _with("দুটো", "র Y তে কে")
    | _with("টুকু", "র তে কে")
    | _with("খানি", "র তে কে")
)
_CLASSIFIERS = (
    _with("টি", "র তে কে Y")
    | _with("টা", "র Y তে কে")
    | _with("খানা", "র Y তে কে")
    | _LONG_CLASSIFIERS
)
_PLURALS = (
    _with("গুলো", "র Y তে কে")
    | _with("গুলা", "র Y তে কে")
    | _with("গুলি", "র তে কে")
    | _with("সমূহ", "ের ে কে")
    | _with("সমুহ", "ের ে কে")
    | _with("দ্বয়", "ের ে কে")
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
    # After ং the signs of a consonant are typed too: স্ক্রিনিংের.
    "nasal": {_Y + "ের", _Y + "ে", "এ", "তে", "রা", _Y + "েরা", "ের", "ে"},
    "khanda-ta": set(),
    "foreign": {"ের", "র", _Y + "ের", "ে", "এ", "তে", "েতে", _Y + "ে", _Y, "রা", "েরা", "এরা"}
    | _with("েদের", "কে")
    | _with("এদের", "কে"),
}
_ENDINGS = {name: _emphatic(cases | _COMMON) for name, cases in _CASES.items()}
_CONNECTED = _emphatic(
    {"এর", "র", "এ", "তে", "কে", "রা", "এরা", "সহ", _Y + "ের", _Y + "ে", _Y, "ের", "ে"}
    | _with("এদের", "কে")
    | _CLASSIFIERS
    | _PLURALS
    | _HUMAN_PLURALS
)
# A stem of one open syllable takes no ending that would make another noun (মাটি) or a verb of it
# (পায়, পাই, পাও); after i and u, য়ে makes verbs (নিয়ে, ধুয়ে), after e, it is all of other words
# (মেয়ে).
_SHORT_COMMON = {"ের", "কে", "এর", "সহ"} | _LONG_CLASSIFIERS | _PLURALS | _HUMAN_PLURALS
_SHORT_I = _SHORT_COMMON | {_Y + "ের", _Y + "েরা"} | _with(_Y + "েদের", "কে")
_SHORT = {
    "a": _emphatic(_SHORT_I | {_Y + "ে"}) - {"ই", "ও"},
    "i": _emphatic(_SHORT_I) - {"ই", "ও"},
    "e": _emphatic(_SHORT_COMMON) - {"ই", "ও"},
}
# Persons of one closed syllable are in the plural লোকেরা; a bare রা makes other words of such
# stems: আমরা, কামরা, মুখরা.
_BARE_PLURAL = frozenset({"রা", "রাই", "রাও"})
# Words that are no inflected nouns, whatever their beginning is: verbs, adverbs, other nouns.
_OTHER_WORDS = frozenset(
    _canonical(word + last)
    for word in (
        *"করে পরে বলে চলে ধরে থাকে লাগে মরে পড়ে বাড়ে কমে জমে বসে আসে জানে দেখে ডাকে কাটে".split(),
        *"ফলে কলেরা আমরা অস্থির মশাই পরটা পারা পার পায় মার মারা".split(),
        # Where something is done or sold: a noun in খানা, not a piece of one.
        *(
            head + "খানা" + case
            for head in "ডাক্তার দাওয়া ঔষধ ওষুধ কার পায়".split()
            for case in ("", "র", _Y, "তে", "কে", "টি", "টির", "গুলো", "গুলোর")
        ),
    )
    for last in ("", "ই", "ও")
)
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
        return "khanda-ta" if sound.endswith(_KHANDA_TA) else "consonant"
    if last in _CONSONANTS:
        return "conjunct" if sound[-2:-1] == _VIRAMA else "consonant"
    if last == "\u09bc":
        return "consonant"
    return _CLASS_OF_SIGN.get(last, "foreign")


def _count_letters(word: str) -> int:
    return sum(char in _CONSONANTS or char in _VOWELS for char in word)


@lru_cache(65536)
def _endings(stem: str) -> frozenset[str]:
    """Return what may stand right behind *stem*."""
    name = stem_class(stem)
    word = stem.rpartition(" ")[2].rpartition("-")[2]
    letters = _count_letters(word)
    if letters == 1 and name in _SHORT:
        # Behind another word, no other one can be meant: ডান পাটি.
        return _SHORT[name] if word == stem else _SHORT[name] | _ENDINGS[name]
    if letters == 2 and name == "consonant" and _VIRAMA not in word:
        return _ENDINGS[name] - _BARE_PLURAL
    return _ENDINGS[name]


class Bangla(Language):
    """The rules of Bangla."""

    __slots__ = ()

    letters = frozenset(map(chr, range(0x0980, 0x0A00)))
    joins_endings = True
    connectors = "-'"
    bound_prefixes = frozenset(
        _canonical(
            "অ অটো অ্যান্টি এ্যান্টি এন্টি আন ইন্টার ইন্ট্রা উপ কো ডি নন পোস্ট প্রি মাল্টি রি সাব"
            " সিউডো সেমি হাইপার হাইপো"
        ).split()
    )
    digits = "০১২৩৪৫৬৭৮৯"
    buckets = tuple("অআইঈউঊঋএঐওঔকখগঘচছজঝটঠডঢণতথদধনপফবভমযরলশষসহ")

    def inflectable_stems(self, form: str) -> tuple[str, ...]:
        """Return the stem of a word in khanda ta: বিদ্যুৎ is বিদ্যুত- before ের and ে.

        >>> BANGLA.inflectable_stems("বিদ্যুত্"), BANGLA.inflectable_stems("রোগ")
        (('বিদ্যুত',), ())
        """
        return (form[:-1],) if form.endswith(_KHANDA_TA) else ()

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
        if stem.rpartition(" ")[2] + ending in _OTHER_WORDS:
            return False
        if stem != form:
            return ending.startswith("\u09c7") and ending in _ENDINGS["consonant"]
        return ending in _endings(stem)

    def collation_key(self, text: str) -> tuple[object, ...]:
        """Return a key in the order of Bangla dictionaries, which is that of ICU's ``bn``.

        Vowels, then ং ঃ ঁ, consonants, vowel signs, hasanta; the dot of ড় ঢ় য় counts after all
        letters. What isn't Bangla comes first.

        >>> sorted("য়োগ ঔষধ আঙুল কৎ কত্ত ডাক ডিম অংশ".split(), key=BANGLA.collation_key)
        ['অংশ', 'আঙুল', 'ঔষধ', 'কৎ', 'কত্ত', 'ডাক', 'ডিম', 'য়োগ']
        """
        spelled = unicodedata.normalize("NFC", text).casefold()
        primary: list[int] = []
        dots: list[int] = []
        for char in spelled.replace("ৎ", _KHANDA_TA):
            if char == _NUKTA:
                if dots:
                    dots[-1] += 1
            elif char not in "\u200c\u200d":
                primary.append(_ORDER.get(char, ord(char) - 0x110000))
                dots.append(0)
        return (primary, dots, text)

    def index_bucket(self, text: str) -> str:
        """Return the letter under which an index lists *text*; "" for what isn't Bangla.

        >>> [BANGLA.index_bucket(word) for word in ("ড়ো", "ইঁদুর", "ৎ", "MRI")]
        ['ড', 'ই', 'ত', '']
        """
        first = unicodedata.normalize("NFD", text.lstrip("\u200c\u200d"))[:1].replace("ৎ", "ত")
        return first if first in self.buckets else ""


BANGLA = Bangla("bn")
