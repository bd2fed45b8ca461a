"""The matcher: one pass of an automaton over canonical text, boundaries, then the longest.

Owns pyahocorasick and the choice between overlapping occurrences. Works on plain text; knows no
HTML but the two characters that stand for breaks: NUL, which no form holds, and `GAP`. Which
spellings are looked for is `rxglossary.matching.forms`'.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick

from rxglossary.errors import GlossaryError, Problem
from rxglossary.languages import known_languages
from rxglossary.matching.boundaries import (
    CALM_BEFORE,
    CALM_BEHIND,
    Extent,
    Reading,
    connectors,
)
from rxglossary.matching.canonical import canonical
from rxglossary.matching.forms import Ambiguity, Form, Spelling, compile_forms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rxglossary.glossary import Glossary, Term

__all__ = ["Ambiguity", "Candidate", "Match", "Matcher"]


class Match(NamedTuple):
    """An accepted occurrence in plain text.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends, its ending included.
        term: The term that occurs.
        lemma: The form that its author wrote, of which this is an inflection or a variant.
        ending: What stands behind the form in the text, canonical, for example ``-এর``.
        rivals: Other terms that claim the same form; then nothing is to be annotated.
    """

    start: int
    end: int
    term: Term
    lemma: str
    ending: str
    rivals: tuple[Term, ...] = ()


class Candidate(NamedTuple):
    """A spelling that stands in a text, and what became of it.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends; with its ending, where that was accepted.
        term: Whose it is; None for a phrase of ``not_in``.
        lemma: The form that its author wrote.
        spelling: What stands there, canonical and without ending.
        rule: ``accepted``, or the name of the rule that rejected it.
        by: What it lost to, or its rivals; else "".
    """

    start: int
    end: int
    term: Term | None
    lemma: str
    spelling: str
    rule: str
    by: str = ""


class _Accepted(NamedTuple):
    """An accepted occurrence; sorted, the leftmost comes first, then the longest.

    Of two that reach as far, the one with more of it in the author's words is the longer.
    """

    start: int
    minus_end: int
    minus_length: int
    spellings: tuple[Spelling, ...]  # the first is what was found, the others its rivals
    ending: str


_RECORD = tuple.__new__


class _Text(Reading):
    """One text while the terms of a glossary are looked for in it."""

    __slots__ = ("mapped", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.mapped = canonical(source)
        super().__init__(self.mapped)

    def judge(self, start: int, spelling: Spelling) -> Extent:
        """Return how far *spelling* reaches from *start*, or the rule that rejects it."""
        stem, base, form, _ = spelling
        end = start + len(stem)
        there = self.text[start:end]
        if there != stem and there.replace("-", " ") != stem.replace("-", " "):
            return Extent(end, "", "spelling")
        found = self.extent(start, stem, base, form)
        if form.exact and not found.rejected:
            rule = _case(form, self.source, self.mapped.start(start), self.mapped.end(end))
            if rule:
                return Extent(end, "", rule)
        return found


class Matcher:
    """Finds the terms of a glossary in plain text; immutable once built.

    Args:
        glossary: The terms.
        strict: Whether a form that two terms claim is an error.

    Raises:
        GlossaryError: With *strict*, for each ambiguous form.

    Attributes:
        ambiguities: The forms that two or more terms claim; they match nothing.

    >>> from rxglossary.glossary import Glossary, Term
    >>> disease = Term("disease", en="What makes a body ill.", term={"bn": "রোগ"})
    >>> [match[:2] for match in Matcher(Glossary([disease])).find("কিডনি রোগ ও রোগী। রোগ।")]
    [(6, 9), (18, 21)]
    """

    __slots__ = ("_automaton", "_calm", "_claims", "_plain", "_starts", "ambiguities")

    def __init__(self, glossary: Glossary, *, strict: bool = False) -> None:
        found, self.ambiguities = compile_forms(glossary)
        if strict and self.ambiguities:
            raise GlossaryError(map(_problem, self.ambiguities))
        self._claims = [*found.values()]
        self._automaton = _automaton(found)
        # Where nothing depends on what stands around, as long as it is calm.
        self._plain = bytearray(map(_is_plain, self._claims))
        self._calm = CALM_BEHIND.difference(connectors())
        self._starts = _first_letters()

    def find(self, text: str) -> list[Match]:
        """Return the occurrences in *text*, by offset, none overlapping.

        Of candidates that overlap, the leftmost wins, of those the longest; a phrase of ``not_in``
        takes part and isn't returned.

        Args:
            text: Plain text. No match spans a NUL.
        """
        if not self._claims:
            return []
        reading = _Text(text)
        mapped = reading.mapped
        start_of, end_of, aligned = mapped.start, mapped.end, mapped.aligned
        found: list[Match] = []
        for one in _choose(self._accepted(reading)):
            form = one.spellings[0].form
            if form.term is None:
                continue
            start, end = one.start, -one.minus_end
            if not aligned:
                start, end = start_of(start), end_of(end)
            rivals: tuple[Term, ...] = ()
            if len(one.spellings) > 1:
                rivals = _rivals(one.spellings)
            found.append(_RECORD(Match, (start, end, form.term, form.written, one.ending, rivals)))
        return found

    def _accepted(self, reading: _Text) -> list[_Accepted]:
        """Return the occurrences that the boundaries accept."""
        claims, plain, starts, calm = self._claims, self._plain, self._starts, self._calm
        words = reading.words
        text = f" {reading.text} "  # with the same offsets
        accepted: list[_Accepted] = []
        for last, number in self._automaton.iter(words):
            claim = claims[number]
            behind = words[last + 1]
            if behind == " ":
                if plain[number] and text[last + 1] in calm:
                    length = len(claim.text)
                    start = last - length
                    if (
                        text[start] in CALM_BEFORE
                        and text[start + 1 : last + 1] == claim.text
                        and not reading.in_address(start)
                    ):
                        record = (start, -last, -length, (claim,), "")
                        accepted.append(_RECORD(_Accepted, record))
                        continue
            elif behind not in starts:
                continue
            best = _weigh(reading, last, claim)
            if best is not None:
                accepted.append(best)
        return accepted

    def explain(self, text: str) -> list[Candidate]:
        """Return every spelling of the glossary that stands in *text*, and what became of it.

        Inside of words too, so it is slower than `find`; but it tells the decisions of `find` and
        makes none.

        Args:
            text: Plain text.
        """
        reading = _Text(text)
        mapped = reading.mapped
        keys = list(self._automaton.items())
        # Without the space before it, a key is found inside of words as well.
        anywhere = _automaton({key[1:]: None for key, _ in keys})
        judged: list[tuple[_Accepted | None, int, Spelling, Extent]] = []
        for last, number in anywhere.iter(mapped.words()) if keys else ():
            verdicts: list[tuple[Spelling, Extent]] = []
            best = _weigh(reading, last + 1, self._claims[keys[number][1]], verdicts)
            start = last + 2 - len(keys[number][0])
            judged += ((best, start, *verdict) for verdict in verdicts)
        chosen = _choose([best for best, *_ in judged if best is not None])
        found: list[Candidate] = []
        for best, start, spelling, extent in judged:
            rule, by = extent.rejected, ""
            if not rule and best is not None:
                rule, by = _outcome(best, spelling, chosen)
            form = spelling.form
            where = mapped.start(start), mapped.end(extent.end)
            found.append(Candidate(*where, form.term, form.written, spelling.text, rule, by))
        return sorted(found, key=lambda one: one[:2])


def _automaton(keys: Iterable[str]) -> ahocorasick.Automaton:
    """Return an automaton that finds *keys* by their number."""
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for number, key in enumerate(keys):
        automaton.add_word(key, number)
    if automaton:
        automaton.make_automaton()
    return automaton


def _is_plain(claim: Spelling | list[Spelling]) -> bool:
    """Tell whether *claim* is accepted wherever nothing around it is looked at by a rule."""
    if isinstance(claim, list):
        return False
    form = claim.form
    return claim.text == claim.base and not form.exact and not form.exceptions


def _weigh(
    reading: _Text,
    end: int,
    claim: Spelling | list[Spelling],
    verdicts: list[tuple[Spelling, Extent]] | None = None,
) -> _Accepted | None:
    """Return what is accepted of the spellings that end at *end*; note the *verdicts* on each."""
    if verdicts is None and not isinstance(claim, list):
        length = len(claim.text)
        extent = reading.judge(end - length, claim)
        if extent.rejected:
            return None
        return _Accepted(end - length, -extent.end, -length, (claim,), extent.ending)
    accepted: list[tuple[Spelling, Extent]] = []
    for spelling in claim if isinstance(claim, list) else (claim,):
        extent = reading.judge(end - len(spelling.text), spelling)
        if verdicts is not None:
            verdicts.append((spelling, extent))
        if not extent.rejected:
            accepted.append((spelling, extent))
    if not accepted:
        return None
    accepted = [one for one in accepted if one[0].form.exact] or accepted
    best, extent = max(accepted, key=lambda one: one[1].end)
    rivals = tuple(one for one, _ in accepted if one.form.term is not best.form.term)
    length = len(best.text)
    return _Accepted(end - length, -extent.end, -length, (best, *rivals), extent.ending)


def _choose(accepted: list[_Accepted]) -> list[_Accepted]:
    """Return those that count of overlapping occurrences, in order."""
    accepted.sort()
    chosen: list[_Accepted] = []
    done = 0
    for one in accepted:
        if one[0] >= done:
            done = -one[1]
            chosen.append(one)
    return chosen


def _rivals(spellings: tuple[Spelling, ...]) -> tuple[Term, ...]:
    terms = {one.form.term.id: one.form.term for one in spellings if one.form.term is not None}
    return tuple(terms.values())[1:]


def _outcome(best: _Accepted, spelling: Spelling, chosen: list[_Accepted]) -> tuple[str, str]:
    """Return what became of a *spelling* that boundaries accepted, and what it lost to."""
    if best not in chosen:
        at = bisect_right(chosen, best.start, key=lambda one: one.start) - 1
        winner = chosen[max(at, 0)]
        if winner.start > best.start or -winner.minus_end <= best.start:
            raise AssertionError("nothing that was chosen overlaps")
        form = winner.spellings[0].form
        return ("not_in" if form.term is None else "overlap"), form.written
    if spelling.form.term is None:
        return "phrase", ""
    if spelling not in best.spellings:
        return "exact-form", best.spellings[0].form.written
    rivals = [one.form.term.id for one in best.spellings if one.form.term and one is not spelling]
    return ("ambiguous", ", ".join(rivals)) if rivals else ("accepted", "")


def _first_letters() -> frozenset[str]:
    """Return the letters that an ending may begin with right behind a stem."""
    joining = [rules.letters for rules in known_languages() if rules.joins_endings]
    return frozenset[str]().union(*joining)


def _problem(ambiguity: Ambiguity) -> Problem:
    places = ", ".join(f"{term.id} ({term.origin})" for term in ambiguity.terms)
    at = ambiguity.terms[-1].origin
    message = f"the form {ambiguity.form!r} is claimed by {places}"
    if not ambiguity.authored:
        message += ", none of which writes it: add it to the forms of one"
    return Problem("ambiguous-form", message, at.file, at.line, at.column)


def _case(form: Form, source: str, begin: int, stop: int) -> str:
    """Return the rule that rejects the case in which the source writes an exact form."""
    there = _letters(canonical(source[begin:stop], fold=False).text)
    wanted = _letters(canonical(form.written, fold=False).text)
    # Behind it, an ending is in lower case: "ITs" is the plural of IT, "ITS" is another word.
    if not there.startswith(wanted) or any(map(str.isupper, there[len(wanted) :])):
        return "case"
    return "capitals" if form.everyday and _among_capitals(source, begin, stop) else ""


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text))


def _among_capitals(source: str, begin: int, stop: int) -> bool:
    """Tell whether three words in a row, this one among them, are written in capitals."""
    run = 1
    before = source[max(0, begin - 80) : begin].rpartition("\0")[2].split()[::-1]
    after = source[stop : stop + 80].partition("\0")[0].split()
    for words in (before[:2], after[:2]):
        for word in words:
            letters = _letters(word)
            if len(letters) < 2 or not letters.isupper():
                break
            run += 1
    return run >= 3
