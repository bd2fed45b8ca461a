"""Word boundaries and endings: whether an occurrence of a form is an occurrence of the word.

Owns the rules on either side of a candidate, on canonical text. A rejection names its rule: L0 to
L4 look left, R2 to R5 right; the names stand in the documentation. Never chooses between two.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rxglossary.languages import Language, known_languages
from rxglossary.matching.canonical import is_word

__all__ = ["GAP", "Extent", "Word", "word_extent"]

GAP: Final = "\x01"
"""Stands in joined text for a skipped inline element: no match spans it, and the nearest character
on its other side counts as the neighbour."""

_PREFIXES = frozenset(
    "anti non pre post sub un inter intra hyper hypo pseudo co re de multi semi".split()
)
_ADDRESS = re.compile(r"[^\s\x00]*")
_LABELS = re.compile(r"(?:[^\W_][\w-]*\.)+[a-z]{2,10}(?:[/:?#].*)?")
_MAX_ADDRESS = 2048


class Word(NamedTuple):
    """What is looked for, as far as its boundaries depend on it."""

    form: str
    stem: str
    inflect: str = "full"
    exceptions: frozenset[str] = frozenset()
    hyphen: bool = True


class Extent(NamedTuple):
    """Where an accepted word ends, with its ending; or the rule that rejected it."""

    end: int
    ending: str = ""
    rejected: str = ""


def _is_bangla(char: str) -> bool:
    return "\u0980" <= char <= "\u09ff"


def _before(text: str, at: int) -> int:
    """Return the index of the nearest character before *at* that is no gap, or -1."""
    at -= 1
    while at >= 0 and text[at] == GAP:
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    size = len(text)
    while at < size and is_word(text[at]):
        at += 1
    return at


def _left(text: str, start: int) -> str:
    """Return the rule that rejects what stands before *start*, or an empty text."""
    at = _before(text, start)
    if at < 0:
        return ""
    char = text[at]
    if is_word(char):
        return "L1"
    if char not in "'-.@#":
        return ""
    before = text[at - 1] if at else ""
    if before == GAP:
        return "L3"  # what stands before it in the skipped element isn't known
    latin = bool(before) and is_word(before) and not _is_bangla(before)
    if char == "-":
        begin = at
        while begin and is_word(text[begin - 1]):
            begin -= 1
        return "L3" if text[begin:at] in _PREFIXES else ""
    if not latin:
        return ""
    return "L2" if char == "'" else "L4"


def _in_address(text: str, start: int) -> bool:
    """Tell whether the white-space-delimited token around *start* is an address (rule L0)."""
    low = max(0, start - _MAX_ADDRESS)
    begin = 1 + max(text.rfind(" ", low, start), text.rfind("\0", low, start), low - 1)
    found = _ADDRESS.match(text, begin, start + _MAX_ADDRESS)
    token = found[0] if found else ""
    if "." not in token and "@" not in token and "://" not in token:
        return False
    token = token.rpartition(GAP)[2]
    if "://" in token or "@" in token:
        return True
    token = token.strip("\"'“”‘’()[]{}<>,;:.!?।")
    return token.startswith("www.") or bool(_LABELS.fullmatch(token))


def _takes(rules: Language, word: Word, ending: str, connector: str) -> bool:
    return rules.accepts_ending(word.form, word.stem, ending, connector)


def word_extent(text: str, start: int, end: int, word: Word) -> Extent:
    """Return how far the word reaches whose form or stem stands at [start, end) of *text*.

    Args:
        text: Canonical text.
        start: Where the candidate begins.
        end: Where it ends.
        word: What is looked for.

    >>> word_extent("mri-এর পরে", 0, 3, Word("mri", "mri"))
    Extent(end=6, ending='-এর', rejected='')
    >>> word_extent("রোগী", 0, 3, Word("রোগ", "রোগ")).rejected
    'R2'
    """
    rejected = _left(text, start)
    if not rejected and _in_address(text, start):
        rejected = "L0"
    if rejected:
        return Extent(end, "", rejected)
    found = _right(text, start, end, word)
    if not found.rejected and text[found.end : found.end + 1] == GAP:
        at = found.end
        while text[at : at + 1] == GAP:
            at += 1
        if at < len(text) and (is_word(text[at]) or text[at] == "'"):
            return Extent(end, "", "R2")  # the word goes on in the skipped element
    return found


def _right(text: str, start: int, end: int, word: Word) -> Extent:
    stop = _word_end(text, end)
    if stop > end:
        ending = text[end:stop]
        if (
            word.inflect == "full"
            and all(map(_is_bangla, ending))
            and text[start:stop] not in word.exceptions
            and any(_takes(rules, word, ending, "") for rules in known_languages())
        ):
            return Extent(stop, ending)
        return Extent(end, "", "R2")
    if text[start:end] in word.exceptions:
        return Extent(end, "", "except")
    char = text[end : end + 1]
    if not char or char not in "'-":
        return _bare(end, word)
    return _connected(text, start, end, word)


def _bare(end: int, word: Word) -> Extent:
    return Extent(end, "", "" if word.stem == word.form else "R2")


def _connected(text: str, start: int, end: int, word: Word) -> Extent:
    """Deal with a hyphen or an apostrophe right behind the candidate."""
    connector = text[end]
    stop = _word_end(text, end + 1)
    ending = text[end + 1 : stop]
    bangla = _is_bangla(text[end - 1])
    inflected = word.inflect != "none"
    possessive = inflected and connector == "'" and not bangla and ending in ("", "s")
    if possessive and not ending and start and text[start - 1] == "'":
        return _bare(end, word)  # the word stands in quotation marks
    if (possessive or (inflected and ending and all(map(_is_bangla, ending)))) and any(
        _takes(rules, word, ending, connector) for rules in known_languages()
    ):
        return Extent(stop, connector + ending)
    if connector == "'" and ending and not _is_bangla(ending[0]):
        return Extent(end, "", "R3")
    if connector == "-" and ending and not word.hyphen:
        return Extent(end, "", "R5")
    return _bare(end, word)
