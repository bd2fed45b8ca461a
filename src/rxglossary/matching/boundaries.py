"""Word boundaries and endings: whether an occurrence of a form is an occurrence of the word.

Owns the rules on either side of a candidate, on canonical text. A rejection names its rule: L0 to
L4 look left, R2 to R5 right; the names stand in the documentation. Never chooses between two.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from rxglossary.languages import Language, known_languages, language
from rxglossary.matching.canonical import is_word

if TYPE_CHECKING:
    from rxglossary.matching.canonical import Canonical

__all__ = [
    "CALM_BEFORE",
    "CALM_BEHIND",
    "GAP",
    "Extent",
    "Inflection",
    "Reading",
    "connectors",
    "joined_ending",
]

GAP: Final = "\x01"
"""Stands in joined text for a skipped inline element: no match spans it, and the nearest character
on its other side counts as the neighbour."""

CALM_BEFORE: Final = frozenset(' \0!"$%&()*+,/:;<=>?[]{|}~।॥—―“”•')
"""Separators that reject no word behind them, whatever it is."""
CALM_BEHIND: Final = CALM_BEFORE | {".", "@", "#"}
"""Separators with which any word before them ends, unless one is among the `connectors`."""

# Each begins with a character that few texts hold: an expression for all of them is slow.
_ADDRESS_SIGNS = [re.compile(sign) for sign in ("@", "://", r"\.[a-z]", r"www\.")]
_ADDRESS_BREAK = re.compile(f"[ \0{GAP}]")
_LABELS = re.compile(r"(?:[^\W_][\w-]*\.)+[a-z]{2,10}(?:[/:?#].*)?")


class Inflection(Protocol):
    """How a form may stand in a text, as far as its boundaries depend on it."""

    @property
    def language(self) -> str:
        """The primary subtag of the form's language; "" for one that isn't known."""

    @property
    def inflect(self) -> str:
        """``full``, ``bare`` or ``none``, as in `rxglossary.MatchRules`."""

    @property
    def exceptions(self) -> frozenset[str]:
        """Whole words that look like the form and aren't, canonical."""

    @property
    def hyphen(self) -> bool:
        """Whether a hyphen may follow that joins it to another word."""


class Extent(NamedTuple):
    """Where an accepted word ends, with its ending; or the rule that rejected it."""

    end: int
    ending: str = ""
    rejected: str = ""


def _is_latin(char: str) -> bool:
    """Tell whether *char* is a word character of Latin, Greek or Cyrillic text."""
    return char < "\u0530" and is_word(char)


def _before(text: str, at: int) -> int:
    """Return the index of the nearest character before *at* that is no gap, or -1."""
    at -= 1
    while at >= 0 and text[at] == GAP:
        at -= 1
    return at


@lru_cache(1)
def _bound_prefixes() -> frozenset[str]:
    return frozenset[str]().union(*(rules.bound_prefixes for rules in known_languages()))


@lru_cache(1)
def connectors() -> str:
    """Return the characters that may stand between a stem and an ending in some language."""
    return "".join({char: "" for rules in known_languages() for char in rules.connectors})


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
    if char == "-":
        begin = at
        while begin and is_word(text[begin - 1]):
            begin -= 1
        return "L3" if text[begin:at] in _bound_prefixes() else ""
    if not before or not _is_latin(before):
        return ""
    return "L2" if char == "'" else "L4"


def _address_spans(text: str) -> list[tuple[int, int]]:
    """Return the white-space-delimited parts of *text* that are addresses (rule L0), in order."""
    found: list[tuple[int, int]] = []
    done = 0
    signs = [sign.start() for signs in _ADDRESS_SIGNS for sign in signs.finditer(text)]
    for at in sorted(signs):
        if at < done:
            continue
        begin = 1 + max(text.rfind(char, done, at) for char in f" \0{GAP}")
        begin = max(begin, done)
        stop = _ADDRESS_BREAK.search(text, at)
        done = stop.start() if stop else len(text)
        token = text[begin:done]
        if "@" not in token and "://" not in token:
            token = token.strip("\"'“”‘’()[]{}<>,;:.!?।")
            if not token.startswith("www.") and not _LABELS.fullmatch(token):
                continue
        found.append((begin, done))
    return found


class Reading:
    """One canonical text, while words are looked for in it.

    Args:
        mapped: The canonical text.

    Attributes:
        text: The text.
        words: The text with a space for each character that is in no word, and one at either end:
            what is at *n* in the text is at *n* + 1 here.
        addresses: The spans of URLs, mail addresses and file names, in order.

    >>> from rxglossary.matching.canonical import canonical
    >>> reading = Reading(canonical("See example.org/pain, or O'Brien"))
    >>> reading.words
    ' see example org pain  or o brien '
    """

    __slots__ = ("addresses", "text", "words")

    def __init__(self, mapped: Canonical) -> None:
        self.text = mapped.text
        self.words = f" {mapped.words()} "
        self.addresses = _address_spans(mapped.text)

    def in_address(self, offset: int) -> bool:
        """Tell whether *offset* lies in a URL, a mail address or a file name (rule L0)."""
        at = bisect_right(self.addresses, offset, key=itemgetter(0))
        return at > 0 and offset < self.addresses[at - 1][1]

    def extent(self, start: int, stem: str, base: str, rules: Inflection) -> Extent:
        """Return how far a word reaches, or the rule that rejects it.

        Args:
            start: Where it begins in the text.
            stem: What stands there.
            base: What its endings belong to: the same, or the form that it is a stem of.
            rules: What its author says of its inflection.

        >>> from rxglossary.matching.canonical import canonical
        >>> from rxglossary.matching.forms import Form
        >>> form, reading = Form(None, "MRI", "en"), Reading(canonical("MRI-এর পরে"))
        >>> reading.extent(0, "mri", "mri", form)
        Extent(end=6, ending='-এর', rejected='')
        """
        text, end = self.text, start + len(stem)
        before = text[start - 1] if start else " "
        rejected = "" if before in CALM_BEFORE else _left(text, start)
        if not rejected and self.in_address(start):
            rejected = "L0"
        if not rejected and before == GAP == text[end : end + 1]:
            rejected = "gap"  # a lone character between gaps may be a skipped one
        if rejected:
            return Extent(end, "", rejected)
        found = self._right(start, end, stem, base, rules)
        if not found.rejected and text[found.end : found.end + 1] == GAP:
            at = found.end
            while text[at : at + 1] == GAP:
                at += 1
            if at < len(text) and (is_word(text[at]) or text[at] == "'"):
                return Extent(end, "", "R2")  # the word goes on in the skipped element
        return found

    def _right(self, start: int, end: int, stem: str, base: str, rules: Inflection) -> Extent:
        text = self.text
        stop = self.words.index(" ", end + 1) - 1
        if rules.exceptions and text[start:stop] in rules.exceptions:
            return Extent(end, "", "except")
        if stop > end:
            ending = text[end:stop]
            if not joined_ending(base, stem, ending, rules.language):
                return Extent(end, "", "R2")
            return Extent(stop, ending) if rules.inflect == "full" else Extent(end, "", "inflect")
        char = text[end : end + 1]
        bare = Extent(end, "", "" if stem == base else "R2")
        if not char or char not in connectors():
            return bare
        stop = self.words.index(" ", end + 2) - 1
        ending = text[end + 1 : stop]
        quoted = not ending and start > 0 and text[start - 1] == char  # 'doctors'
        if rules.inflect != "none" and not quoted and _connected_ending(base, stem, ending, char):
            return Extent(stop, char + ending)
        if char == "'" and ending and _is_latin(ending[0]):
            return Extent(end, "", "R3")
        if char == "-" and ending and not rules.hyphen:
            return Extent(end, "", "R5")
        return bare


@lru_cache(65536)
def joined_ending(base: str, stem: str, ending: str, tag: str) -> bool:
    """Tell whether a language knows *ending* right behind the stem of a form of language *tag*."""
    return any(
        _asked(rules, stem, ending, tag) and rules.accepts_ending(base, stem, ending, "")
        for rules in known_languages()
    )


def _asked(rules: Language, stem: str, ending: str, tag: str) -> bool:
    """Tell whether *rules* are asked about an ending that stands right behind a stem.

    Those of the form's own language are, and any written in other letters: there the seam can be
    seen (``MRIতে``). Another language of the same letters would read its endings into every word.
    """
    if not rules.joins_endings or not rules.letters.issuperset(ending):
        return False
    last = stem[-1:]
    if last not in rules.letters or rules.tag == tag:
        return True
    own = language(tag).letters
    return bool(own) and last not in own


def _connected_ending(base: str, stem: str, ending: str, connector: str) -> bool:
    """Tell whether a language knows *ending* behind the stem and a connector."""
    return any(
        connector in rules.connectors
        and rules.letters.issuperset(ending)
        and rules.accepts_ending(base, stem, ending, connector)
        for rules in known_languages()
    )
