"""The matcher: one pass of an automaton over canonical text, boundaries, then the longest.

Owns pyahocorasick and the choice between overlapping occurrences. Works on plain text; knows no
HTML but the two characters that stand for breaks: NUL, which no form holds, and `GAP`. Which
spellings are looked for is `rxglossary.matching.forms`'.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import deque
from itertools import starmap
from operator import itemgetter
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
    joined_ending,
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
    number: int
    spellings: tuple[Spelling, ...]  # the first is what was found, the others its rivals
    ending: str


# Letters by how often running text has them. The automaton looks through those that may follow
# one another one by one, in the order in which they were added.
_OFTEN = " etaoinsrhdlcumfpgwybvkxjqzরা্েিকযনতবসপমল\u09bcুদটোএহগজশীষংথইভছঅধণচওডআউখফূৃঘঠঁঞঙঝৈৌঃঢঐঋঊঔ"
_RANKS = str.maketrans({char: chr(rank) for rank, char in enumerate(_OFTEN, 1)})

# The same without its name: there are many of them.
_Record = tuple[int, int, int, int, tuple[Spelling, ...], str]
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

    __slots__ = ("_automaton", "_calm", "_forms", "_starts", "ambiguities")

    def __init__(self, glossary: Glossary, *, strict: bool = False) -> None:
        self._forms, keys = compile_forms(glossary)
        self.ambiguities = self._forms.ambiguities
        if strict and self.ambiguities:
            raise GlossaryError(map(_problem, self.ambiguities))
        self._automaton = _automaton(keys.items())
        self._calm = CALM_BEHIND.difference(connectors())
        self._starts = _first_letters()

    def find(self, text: str) -> list[Match]:
        """Return the occurrences in *text*, by offset, none overlapping.

        Of candidates that overlap, the leftmost wins, of those the longest; a phrase of ``not_in``
        takes part and isn't returned.

        Args:
            text: Plain text. No match spans a NUL.
        """
        if not self._automaton:
            return []
        reading = _Text(text)
        mapped = reading.mapped
        start_of, end_of, aligned = mapped.start, mapped.end, mapped.aligned
        terms, written, owners = self._forms.terms, self._forms.written, self._forms.owners
        found: list[Match] = []
        for start, minus_end, _, number, spellings, ending in _choose(self._accepted(reading)):
            rivals: tuple[Term, ...] = ()
            if spellings:
                _, _, (term, lemma, *_), _ = spellings[0]
                if len(spellings) > 1:
                    rivals = _rivals(spellings)
            else:
                owner = owners[number]
                term, lemma = terms[owner], written[owner]
            if term is None:
                continue
            if aligned:
                record = (start, -minus_end, term, lemma, ending, rivals)
            else:
                record = (start_of(start), end_of(-minus_end), term, lemma, ending, rivals)
            found.append(_RECORD(Match, record))
        return found

    def _accepted(self, reading: _Text) -> list[_Record]:
        """Return the occurrences that the boundaries accept."""
        forms, starts, calm = self._forms, self._starts, self._calm
        texts, plain, before = forms.texts, forms.plain, CALM_BEFORE
        owners, languages, terms = forms.owners, forms.languages, forms.terms
        words = reading.words
        text = f" {reading.text} "  # with the same offsets
        accepted: list[_Record] = []
        for last, number in self._automaton.iter(words):
            behind = words[last + 1]
            if behind == " ":
                if plain[number] and text[last + 1] in calm:
                    form = texts[number]
                    length = len(form)
                    start = last - length
                    if text[start] in before and text[start + 1 : last + 1] == form:
                        # What `_weigh` would say, where no rule has anything to look at.
                        accepted.append((start, -last, -length, number, (), ""))
                        continue
            elif behind not in starts:
                continue  # R2, as no language has such endings
            elif plain[number]:
                form = texts[number]
                owner = owners[number]
                stop = words.index(" ", last + 1)
                ending = words[last + 1 : stop]
                if not joined_ending(form, form, ending, languages[owner]):
                    continue  # R2, whatever stands before
                term = terms[owner]
                if term is not None and term.match.inflect != "full":
                    continue  # it takes no endings
                length = len(form)
                start = last - length
                if (
                    text[stop] in calm
                    and text[start] in before
                    and text[start + 1 : last + 1] == form
                ):
                    accepted.append((start, 1 - stop, -length, number, (), ending))
                    continue
            best = _weigh(reading, last, number, forms.claims(number))
            if best is not None:
                accepted.append(best)
        accepted.sort()
        return _outside(reading.addresses, accepted)

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
        anywhere = _automaton((key[1:], place) for place, (key, _) in enumerate(keys))
        judged: list[tuple[_Accepted | None, int, Spelling, Extent]] = []
        for last, place in anywhere.iter(mapped.words()) if keys else ():
            verdicts: list[tuple[Spelling, Extent]] = []
            key, number = keys[place]
            best = _weigh(reading, last + 1, number, self._forms.claims(number), verdicts)
            start = last + 2 - len(key)
            judged += ((best, start, *verdict) for verdict in verdicts)
        chosen = _choose(sorted(best for best, *_ in judged if best is not None))
        found: list[Candidate] = []
        for best, start, spelling, extent in judged:
            rule, by = extent.rejected, ""
            if not rule and best is not None:
                rule, by = _outcome(best, spelling, chosen)
            form = spelling.form
            where = mapped.start(start), mapped.end(extent.end)
            found.append(Candidate(*where, form.term, form.written, spelling.text, rule, by))
        return sorted(found, key=lambda one: one[:2])


def _automaton(keys: Iterable[tuple[str, int]]) -> ahocorasick.Automaton:
    """Return an automaton that finds keys by their numbers."""
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    ordered = sorted(keys, key=lambda key: key[0].translate(_RANKS))
    deque(starmap(automaton.add_word, ordered), maxlen=0)  # a loop, without its steps
    if automaton:
        automaton.make_automaton()
    return automaton


def _weigh(
    reading: _Text,
    end: int,
    number: int,
    claims: tuple[Spelling, ...],
    verdicts: list[tuple[Spelling, Extent]] | None = None,
) -> _Accepted | None:
    """Return what is accepted of the spellings that end at *end*; note the *verdicts* on each."""
    length = len(claims[0].text)
    accepted: list[tuple[Spelling, Extent]] = []
    for spelling in claims:
        extent = reading.judge(end - length, spelling)
        if verdicts is not None:
            verdicts.append((spelling, extent))
        if not extent.rejected:
            accepted.append((spelling, extent))
    if not accepted:
        return None
    if len(accepted) > 1:
        accepted = [one for one in accepted if one[0].form.exact] or accepted
    best, extent = max(accepted, key=_reach) if len(accepted) > 1 else accepted[0]
    spellings: tuple[Spelling, ...] = (best,)
    if len(accepted) > 1:
        rivals = [one for one, _ in accepted if one.form.term is not best.form.term]
        spellings = (best, *rivals)
    return _Accepted(end - length, -extent.end, -length, number, spellings, extent.ending)


def _reach(judged: tuple[Spelling, Extent]) -> int:
    return judged[1].end


def _outside(spans: list[tuple[int, int]], accepted: list[_Record]) -> list[_Record]:
    """Return those of the sorted occurrences that begin in none of the spans, also sorted."""
    if not spans:
        return accepted
    kept: list[_Record] = []
    done = 0
    for begin, end in spans:
        first = bisect_left(accepted, begin, done, key=itemgetter(0))
        kept += accepted[done:first]
        done = bisect_left(accepted, end, first, key=itemgetter(0))
    return kept + accepted[done:]


def _choose(accepted: list[_Record]) -> list[_Record]:
    """Return those that count of overlapping occurrences, which are sorted."""
    chosen: list[_Record] = []
    done = 0
    for one in accepted:
        if one[0] >= done:
            done = -one[1]
            chosen.append(one)
    return chosen


def _rivals(spellings: tuple[Spelling, ...]) -> tuple[Term, ...]:
    terms = {one.form.term.id: one.form.term for one in spellings if one.form.term is not None}
    return tuple(terms.values())[1:]


def _outcome(best: _Accepted, spelling: Spelling, chosen: list[_Record]) -> tuple[str, str]:
    """Return what became of a *spelling* that boundaries accepted, and what it lost to."""
    if best not in chosen:
        # It begins inside of one that was chosen: else it would have been chosen itself.
        winner = chosen[bisect_right(chosen, best.start, key=itemgetter(0)) - 1]
        form = winner[4][0].form
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
