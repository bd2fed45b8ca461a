"""Gold lists: words of real text that a language's rules should find, and words they shouldn't.

Owns the format of such a list, and the score. A list is a table with tabs and a head line; its
columns are surface, lemma, should_match (yes or no) and corpus_freq (how often the word was seen).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rxglossary.errors import ConfigurationError
from rxglossary.glossary import Glossary, Term
from rxglossary.matching.matcher import Matcher

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["GoldRow", "Score", "check_language", "read_gold"]

_COLUMNS = ("surface", "lemma", "should_match", "corpus_freq")


class GoldRow(NamedTuple):
    """One word of a gold list.

    Attributes:
        surface: The word as it is written.
        lemma: The form that it is an inflection of, or only looks like one.
        should_match: Whether it is one.
        frequency: How often it was seen.
        line: The line of the list, from 1.
    """

    surface: str
    lemma: str
    should_match: bool
    frequency: int
    line: int


class Score(NamedTuple):
    """How a language's rules did on a gold list.

    Attributes:
        found: How many words were found that should be.
        wanted: How many should be.
        false: The words that were found and shouldn't be.
        missed: The words that should be found as a whole and weren't.
    """

    found: int
    wanted: int
    false: tuple[GoldRow, ...]
    missed: tuple[GoldRow, ...]

    @property
    def precision(self) -> float:
        """The share of what was found that should be, from 0 to 1."""
        total = self.found + len(self.false)
        return self.found / total if total else 1.0

    @property
    def recall(self) -> float:
        """The share of what should be found that was, from 0 to 1."""
        return self.found / self.wanted if self.wanted else 1.0


def read_gold(text: str, name: str) -> list[GoldRow]:
    r"""Return the rows of a gold list.

    Args:
        text: The table.
        name: What it is called in errors.

    Raises:
        ConfigurationError: For a line that isn't such a row, with its number.

    >>> head = "surface\tlemma\tshould_match\tcorpus_freq\n"
    >>> read_gold(head + "রোগী\tরোগ\tno\t68\n", "gold.tsv")
    [GoldRow(surface='রোগী', lemma='রোগ', should_match=False, frequency=68, line=2)]
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines or tuple(lines[0].split("\t")) != _COLUMNS:
        raise ConfigurationError(
            f"{name}:1: the first line names the columns {', '.join(_COLUMNS)}"
        )
    rows: list[GoldRow] = []
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        cells = line.split("\t")
        if len(cells) != len(_COLUMNS) or not all(cells):
            raise ConfigurationError(f"{name}:{number}: a row has {len(_COLUMNS)} filled columns")
        surface, lemma, wanted, frequency = cells
        if wanted not in ("yes", "no") or not frequency.isdecimal():
            raise ConfigurationError(
                f"{name}:{number}: should_match is yes or no, corpus_freq is a number"
            )
        rows.append(GoldRow(surface, lemma, wanted == "yes", int(frequency), number))
    return rows


def check_language(tag: str, rows: Iterable[GoldRow]) -> Score:
    """Return how the rules of a language do on a gold list.

    A word counts as found where the whole of it is; any match in a word that is none is false.

    >>> rows = [GoldRow("রোগের", "রোগ", True, 226, 2), GoldRow("রোগী", "রোগ", False, 68, 3)]
    >>> check_language("bn", rows)
    Score(found=1, wanted=1, false=(), missed=())
    """
    matchers: dict[str, Matcher] = {}
    found = wanted = 0
    false: list[GoldRow] = []
    missed: list[GoldRow] = []
    for row in rows:
        matcher = matchers.get(row.lemma)
        if matcher is None:
            term = Term("lemma", en="-", term={"en": "\0", tag: row.lemma})
            matcher = matchers[row.lemma] = Matcher(Glossary([term]))
        spans = [match[:2] for match in matcher.find(row.surface)]
        wanted += row.should_match
        if not row.should_match:
            false += [row] if spans else []
        elif spans == [(0, len(row.surface))]:
            found += 1
        else:
            missed.append(row)
    return Score(found, wanted, tuple(false), tuple(missed))
