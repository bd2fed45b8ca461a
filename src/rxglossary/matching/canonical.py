"""Canonical text: one spelling for all ways to write the same word, with a map of offsets.

Owns the rules that make glossary forms and page text comparable. The one function serves both
sides. Never decides whether something matches.

Rules, in this order: joiners and other invisible characters are deleted; a white space run is one
space; Bangla letters with a dot, split vowels, repeated signs and khanda ta get one spelling;
Bangla digits become ASCII; hyphens and apostrophes become ``-`` and ``'``; ASCII folds to lower
case; a superscript stays as it is; all else is NFKC and case folded, a base character with its
combining marks at a time.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Canonical", "canonical", "is_word", "separate"]

_DELETED = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u034f\ufe0e\ufe0f\u202a-\u202e\u2066-\u2069"
)
_NUKTA = "\u09bc"
# Letter by letter, to one or two others.
_LETTERS = {
    "\u09dc": "\u09a1" + _NUKTA,
    "\u09dd": "\u09a2" + _NUKTA,
    "\u09df": "\u09af" + _NUKTA,
    "\u09ce": "\u09a4\u09cd",  # khanda ta
    "\u09f0": "\u09b0",
    "\u09f1": "\u09ac",
    "\u09f7": "\u0964",
    **{chr(0x09E6 + digit): str(digit) for digit in range(10)},
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2018\u2019\u02bc\u00b4\uff07`", "'"),
}
_MERGED = {
    "\u09c7\u09be": "\u09cb",
    "\u09c7\u09d7": "\u09cc",
    "\u0985\u09be": "\u0986",
}
_SIGNS = "\u0981-\u0983\u09bc\u09be-\u09c4\u09c7\u09c8\u09cb-\u09cd\u09d7"
_BANGLA_LETTER = "\u0985-\u09b9\u09ce\u09dc-\u09df\u09f0\u09f1"

# What may combine with the character before it into one (the second halves of Unicode's canonical
# compositions outside of Bangla, and the general diacritical marks).
_MARKS = (
    "\u0300-\u036f\u0653-\u0655\u093c\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0c56\u0cc2\u0cd5\u0cd6"
    "\u0d3e\u0d57\u0dca\u0dcf\u0ddf\u102e\u1161-\u1175\u11a8-\u11c2\u1b35\u3099\u309a"
    "\U000110ba\U00011127\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930"
)
# Characters that no rule changes, and of which most texts are made entirely. Encoded by a map of
# these, a text has "?" for every other one: there is no faster way to ask where those are.
_UNDEFINED = "\ufffe"
_ASCII_SPECIAL = "`\x7f" + "".join(map(chr, {*range(2, 0x20)} - {*b"\t\n\r\f"}))
_STAYS = [
    *(_UNDEFINED if char in _ASCII_SPECIAL else char for char in map(chr, range(0x80))),
    *"\u0964\u0965\u2014\u2015\u201c\u201d\u2022",
    *(
        char
        for char in map(chr, range(0x0980, 0x0A00))
        if char not in _LETTERS and unicodedata.category(char)[0] in "LMN"
    ),
]
_CODES = codecs.charmap_build("".join(_STAYS).ljust(256, _UNDEFINED))
# Among these, every separator of words but white space.
_SEPARATORS = [
    char
    for char in _STAYS
    if char != _UNDEFINED
    and unicodedata.category(char)[0] not in "LMNZ"
    and char not in "_\t\n\r\f"
]
_ASCII_WORDS = {ord(char): " " for char in _SEPARATORS if char < "\x80"}
_IN_ASCII = re.compile(f"[{_ASCII_SPECIAL}]")
_OTHER = re.compile(rb"\?")
# The kinds of signs that may be one: no correct spelling has two of a kind side by side.
_VOWEL_SIGN, _FINAL_SIGN = b"v", b"f"
_KINDS = bytearray(256)
for _code, _char in enumerate(_STAYS):
    if "\u09be" <= _char <= "\u09cd" or _char == "\u09d7":
        _KINDS[_code] = _VOWEL_SIGN[0]
    elif "\u0981" <= _char <= "\u0983":
        _KINDS[_code] = _FINAL_SIGN[0]
_LATE_NUKTA = re.compile(f"{_NUKTA}(?<=[{_SIGNS}]{_NUKTA})")
_SPLIT_A = re.compile("\u0985\u09be")
_SPACES = re.compile(rf"\s(?:[{_DELETED}]*\s)*")
_EXTENDS = re.compile(f"[{_SIGNS}{_DELETED}{_MARKS}]")
_CELL = re.compile(rf".[{_SIGNS}{_DELETED}{_MARKS}]*", re.S)
_SPACE_RUN = re.compile("  +")
_CAPITALS = "".join(map(chr, range(0x41, 0x5B)))
_INVISIBLE = re.compile(f"[{_DELETED}]")
_CLUSTER = re.compile(rf"[^\u0980-\u09ff](?:[{_DELETED}]*[{_MARKS}]){{1,64}}")
_SIGN = re.compile(f"[{_SIGNS}]")
_START = re.Match.start
# From so many on, one pass over a text is faster than one for each of its strange characters.
_MANY = 64


@lru_cache(4096)
def is_word(char: str) -> bool:
    """Tell whether a character of canonical text belongs to a word.

    Letters, marks, numbers and connector punctuation do (Unicode L*, M*, N*, Pc), superscripts
    don't: ``diabetes¹`` is a word and a footnote's mark.

    >>> [is_word(char) for char in "aি5_-¹ "]
    [True, True, True, True, False, False, False]
    """
    category = unicodedata.category(char)
    return (category[0] in "LMN" or category == "Pc") and not _is_super(char)


def _is_super(char: str) -> bool:
    return unicodedata.decomposition(char).startswith("<super>")


class Canonical:
    """Canonical text that knows where each of its characters was written.

    Attributes:
        text: The canonical text.
        odd: The separators of words in it that few texts have.

    >>> found = canonical("The  MRI\\u2011এর")
    >>> found.text, found.start(4), found.end(7)
    ('the mri-এর', 5, 8)
    """

    __slots__ = ("_at", "_cells", "_from", "odd", "text")

    def __init__(
        self,
        text: str,
        at: list[int],
        source: list[int],
        cells: list[_Cells | None],
        odd: frozenset[str],
    ) -> None:
        self.text = text
        self.odd = odd
        self._at = at  # canonical offsets at which a stretch begins
        self._from = source  # the source offset of each
        self._cells = cells  # None where the stretch runs on one by one

    @property
    def aligned(self) -> bool:
        """Whether every character stands where it was written."""
        return len(self._at) == 1

    def words(self) -> str:
        """Return the text with a space for each character that is in no word; offsets stay.

        >>> canonical("x-ray (chest)™").words()
        'x ray  chest  '
        """
        return separate(self.text, self.odd)

    def start(self, offset: int) -> int:
        """Return where the canonical character at *offset* begins in the source."""
        index = bisect_right(self._at, offset) - 1
        within = offset - self._at[index]
        cells = self._cells[index]
        return self._from[index] + (within if cells is None else cells[within][0])

    def end(self, offset: int) -> int:
        """Return where the canonical character before *offset* ends in the source."""
        index = bisect_right(self._at, offset - 1) - 1
        within = offset - 1 - self._at[index]
        cells = self._cells[index]
        return self._from[index] + (within + 1 if cells is None else cells[within][1])


_Cells = tuple[tuple[int, int], ...]


def separate(text: str, odd: frozenset[str]) -> str:
    """Return canonical *text* with a space for each character that is in no word.

    Args:
        text: Canonical text; a newline in it stays.
        odd: Its separators of words that few texts have, as in `Canonical.odd`.
    """
    if text.isascii():
        text = text.translate(_ASCII_WORDS)
    else:
        for char in _SEPARATORS:
            text = text.replace(char, " ")
    if len(odd) > _MANY:
        return text.translate(dict.fromkeys(map(ord, odd), " "))
    for char in odd:
        text = text.replace(char, " ")
    return text


def canonical(text: str, *, fold: bool = True) -> Canonical:
    """Return the canonical form of *text* with its offsets; idempotent.

    Args:
        text: Any text.
        fold: Whether case is folded; without it, only the spelling is made one.

    >>> [canonical(text).text for text in ("Anti\\u2011Inflammatory", "চিকিত্সা", "চিকিৎসা", "১৯")]
    ['anti-inflammatory', 'চিকিত্সা', 'চিকিত্সা', '19']
    """
    plain, odd, places = _plain(text, fold)
    parts: list[str] = []
    at, source = [0], [0]
    cells: list[_Cells | None] = [None]
    length = done = 0
    within: _Cells | None
    for begin, end in _special_spans(text, plain, places):
        if plain[begin] == " ":
            written, within = " ", ((0, end - begin),)
        else:
            written, within, separators = _rewrite(text[begin:end], fold)
            if separators:
                odd |= separators
        if begin > done:
            parts.append(plain[done:begin])
            length += begin - done
        parts.append(written)
        if within is not None:
            at += (length, length + len(written)) if written else (length,)
            source += (begin, end) if written else (end,)
            cells += (within, None) if written else (None,)
        length += len(written)
        done = end
    if not done:
        return Canonical(plain, at, source, cells, odd)
    parts.append(plain[done:])
    return Canonical("".join(parts), at, source, cells, odd)


def _plain(text: str, fold: bool) -> tuple[str, frozenset[str], list[int]]:
    """Replace what another single character stands for, white space too, keeping every offset.

    Returns:
        The text, its separators that few texts have, and where more than that is to be done.
    """
    plain = text
    strange: set[str] = set()
    places: list[int] = []
    coded = b""
    if text.isascii():
        if fold:
            plain = text.lower()
        if any(char in text for char in _ASCII_SPECIAL):
            strange.update(_IN_ASCII.findall(text))
    else:
        coded = codecs.charmap_encode(text, "replace", _CODES)[0]
        if fold and coded.lower() != coded:
            # Other capitals are strange; replacing passes over what isn't there.
            for char in _CAPITALS:
                plain = plain.replace(char, char.lower())
        if coded.count(b"?") > text.count("?"):
            places = [place for place in map(_START, _OTHER.finditer(coded)) if text[place] != "?"]
            strange.update(map(text.__getitem__, places))
    for char in "\t\n\r\f":
        if char in plain:
            plain = plain.replace(char, " ")
    odd: set[str] = set()
    hard: set[str] = set()
    changed: dict[str, str] = {}
    for char in strange:
        single, separates = _single(char, fold)
        if not single:
            hard.add(char)
        elif single != char:
            changed[char] = single
        if separates:
            odd.add(single)
    if len(changed) > _MANY:
        plain = plain.translate({ord(char): single for char, single in changed.items()})
    else:
        for char, single in changed.items():
            plain = plain.replace(char, single)
    places = [place for place in places if text[place] in hard] if hard else []
    if not coded.isascii():
        places += _bangla_places(text, coded)
    return plain, frozenset(odd), places


def _bangla_places(text: str, coded: bytes) -> Iterator[int]:
    """Yield where Bangla signs may have to be merged or moved."""
    kinds = coded.translate(_KINDS)
    for kind in (_VOWEL_SIGN * 2, _FINAL_SIGN * 2):
        at = kinds.find(kind)
        while at >= 0:
            if text[at] == text[at + 1] or text[at : at + 2] in _MERGED:
                yield at
            at = kinds.find(kind, at + 1)
    yield from (match.start() for match in _SPLIT_A.finditer(text))
    yield from (match.start() - 1 for match in _LATE_NUKTA.finditer(text))


@lru_cache(8192)
def _single(char: str, fold: bool) -> tuple[str, bool]:
    """Return the one character that stands for *char* wherever that stands, and if it separates.

    That is none for what extends the character before it, and for what is deleted or gets longer.
    """
    if char.isspace():
        return " ", False
    if _EXTENDS.match(char):
        return "", False
    text = _spell(char, fold)
    return (text, _is_odd(text)) if len(text) == 1 else ("", False)


def _is_odd(char: str) -> bool:
    """Tell whether a character of canonical text separates words in few texts."""
    return not is_word(char) and char != " " and char not in _SEPARATORS


def _special_spans(text: str, plain: str, places: list[int]) -> Iterable[tuple[int, int]]:
    """Return the stretches that have to be rewritten, in ascending order.

    That is a run of white space, or a character with all that extends it.

    Args:
        text: The text.
        plain: The same with every white space as a space.
        places: Where characters stand in it that have to be rewritten with what is around them.
    """
    runs = [match.span() for match in _SPACE_RUN.finditer(plain)] if "  " in plain else []
    if not places:
        return runs
    return _extended(text, sorted([*runs, *((place, place) for place in places)]))


def _extended(text: str, found: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the stretches around runs of white space and single places, as far as they reach."""
    done = 0
    for place, end in found:
        if place < done:
            continue
        if place < end and not _EXTENDS.match(text, end):
            done = end
            yield place, end
            continue
        begin = place
        while begin > done and _EXTENDS.match(text, begin):
            begin -= 1
        while begin > done and text[begin].isspace() and text[begin - 1].isspace():
            begin -= 1
        spaces = _SPACES.match(text, begin)
        if spaces and spaces.end() > place:
            done = spaces.end()
        else:
            # Only invisible characters stand between white space and this place.
            begin += bool(spaces)
            cell = _CELL.match(text, begin)
            done = cell.end() if cell else place + 1
        yield begin, done


@lru_cache(8192)
def _rewrite(written: str, fold: bool) -> tuple[str, _Cells | None, frozenset[str]]:
    """Return the canonical spelling of one special stretch, and each character's place in it.

    The places are None where they run on one by one. The third are the separators in it that only
    a special stretch has.
    """
    units: list[tuple[str, int, int]] = []
    index = 0
    while index < len(written):
        char = written[index]
        end = index + 1
        if not _INVISIBLE.match(char):
            cluster = _CLUSTER.match(written, index)
            end = cluster.end() if cluster else end
            spelling = _spell(_INVISIBLE.sub("", written[index:end]), fold)
            units += ((new, index, end) for new in spelling)
        index = end
    units = _order_signs(units)
    text = "".join(unit[0] for unit in units)
    odd = frozenset(filter(_is_odd, text))
    places = tuple((start, end) for _, start, end in units)
    if places == tuple((n, n + 1) for n in range(len(written))):
        return text, None, odd
    return text, places, odd


def _spell(cluster: str, fold: bool) -> str:
    found = _LETTERS.get(cluster)
    if found is not None:
        return found
    if "\u0980" <= cluster <= "\u09ff" or (len(cluster) == 1 and _is_super(cluster)):
        return cluster
    text = unicodedata.normalize("NFKC", cluster)
    if " " in text:
        return cluster  # an accent that stands alone
    if fold:
        text = unicodedata.normalize("NFKC", text.casefold())
    return "".join(_LETTERS.get(char, char) for char in text if not _INVISIBLE.match(char))


def _order_signs(units: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Put the signs behind a Bangla letter into one order, and merge what is one sign.

    A nukta typed behind a sign moves to its letter and then has that whole stretch as its place,
    so that offsets never go back.
    """
    out: list[tuple[str, int, int]] = []
    base = -1  # where the letter stands that the signs belong to
    for char, start, end in units:
        if not out or not _SIGN.match(char):
            base = -1 if _SIGN.match(char) else len(out)
            out.append((char, start, end))
            continue
        before = out[-1][0]
        moves = base >= 0 and char == _NUKTA and out[base][0] in "\u09a1\u09a2\u09af"
        if moves and _SIGN.match(before) and _NUKTA not in (before, out[base + 1][0]):
            first = out[base + 1][1]
            moved = [(sign, first, end) for sign, _, _ in out[base + 1 :]]
            out[base + 1 :] = [(_NUKTA, first, end), *moved]
            continue
        out.append((char, start, end))
        while len(out) > 1:
            before, begin, _ = out[-2]
            char = out[-1][0]
            merged = _MERGED.get(before + char) or (char if char == before else None)
            if not merged or not _SIGN.match(char):
                break
            out[-2:] = [(merged, begin, end)]
    return out
