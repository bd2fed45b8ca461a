"""The matcher: one pass of an automaton over canonical text, boundaries, then the longest.

Owns pyahocorasick and which of a glossary's surface forms mean which term. Works on plain text;
knows no HTML but the two characters that stand for breaks: NUL, which no form holds, and `GAP`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick

from rxglossary.errors import GlossaryError, Problem
from rxglossary.languages import language
from rxglossary.matching.boundaries import GAP, Word, word_extent
from rxglossary.matching.canonical import canonical, is_word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rxglossary.glossary import Glossary, Term

__all__ = ["Ambiguity", "Match", "Matcher"]


class Match(NamedTuple):
    """An accepted occurrence in plain text.

    Attributes:
        start: Where it begins in the text.
        end: Where it ends, its ending included.
        term: The term that occurs.
        form: The surface form as its author wrote it.
        ending: What stands behind the form in the text, canonical, for example ``-এর``.
        rivals: Other terms that claim the same form; then nothing is to be annotated.
    """

    start: int
    end: int
    term: Term
    form: str
    ending: str
    rivals: tuple[Term, ...] = ()


class Ambiguity(NamedTuple):
    """A surface form that the authors of two or more terms wrote."""

    form: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class _Form:
    """One surface form of one term; without a term, a phrase inside which another doesn't count."""

    term: Term | None
    written: str
    word: Word
    authored: bool
    exact: bool = False  # in the case it is written in
    everyday: bool = False  # and not among capitals, where it may be the everyday word


@dataclass(slots=True)
class _Key:
    length: int
    forms: list[_Form] = field(default_factory=list)


class Matcher:
    """Finds the terms of a glossary in plain text; immutable once built.

    Args:
        glossary: The terms.
        strict: Whether a form that two terms claim is an error.

    Raises:
        GlossaryError: With *strict*, for each ambiguous form.

    >>> from rxglossary.glossary import Glossary, Term
    >>> disease = Term("disease", en="What makes a body ill.", term={"bn": "রোগ"})
    >>> [match[:2] for match in Matcher(Glossary([disease])).find("কিডনি রোগ ও রোগী। রোগ।")]
    [(6, 9), (18, 21)]
    """

    __slots__ = ("_automaton", "_keys", "ambiguities")

    def __init__(self, glossary: Glossary, *, strict: bool = False) -> None:
        keys: dict[str, _Key] = {}
        for form, key in _all_forms(glossary):
            keys.setdefault(key, _Key(len(key))).forms.append(form)
        self.ambiguities = tuple(filter(None, map(_settle, keys.values())))
        if strict and self.ambiguities:
            raise GlossaryError(map(_problem, self.ambiguities))
        self._keys = [*keys.values()]
        automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
        for number, key in enumerate(keys):
            automaton.add_word(key, number)
        if keys:
            automaton.make_automaton()
        self._automaton = automaton

    def find(self, text: str) -> list[Match]:
        """Return the occurrences in *text*, by offset, none overlapping.

        Of candidates that overlap, the leftmost wins, of those the longest; a phrase of ``not_in``
        takes part and isn't returned.

        Args:
            text: Plain text. No match spans a NUL.
        """
        if not self._keys:
            return []
        found = canonical(text)
        accepted = list(self._accepted(text, found.text, found.start, found.end))
        accepted.sort(key=lambda one: (one[0], -one[1], -one[2]))
        chosen: list[Match] = []
        done = 0
        for begin, end, _, match in accepted:
            if begin >= done:
                done = end
                if match is not None:
                    chosen.append(match)
        return chosen

    def _accepted(
        self,
        source: str,
        text: str,
        start_of: Callable[[int], int],
        end_of: Callable[[int], int],
    ) -> Iterator[tuple[int, int, int, Match | None]]:
        """Yield start and end in canonical text, the form's length, and the match this would be.

        Of two that reach as far, the one with more of it in the author's words is the longer.
        """
        keys = self._keys
        for last, number in self._automaton.iter(text.replace("-", " ")):
            key = keys[number]
            end = last + 1
            start = end - key.length
            if start and is_word(text[start - 1]):
                continue
            if start and text[start - 1] == GAP and text[end : end + 1] == GAP:
                continue  # a lone character between gaps may be a skipped one
            accepted: list[tuple[_Form, int, str]] = []
            for form in key.forms:
                extent = word_extent(text, start, end, form.word)
                if extent.rejected:
                    continue
                if form.exact and not _same_case(form, source, start_of(start), end_of(end)):
                    continue
                accepted.append((form, extent.end, extent.ending))
            if not accepted:
                continue
            accepted = [one for one in accepted if one[0].exact] or accepted
            form, reach, ending = max(accepted, key=lambda one: one[1])
            if form.term is None:
                yield start, reach, key.length, None
                continue
            others = {one.term.id: one.term for one, _, _ in accepted if one.term is not None}
            rivals = tuple(term for name, term in others.items() if name != form.term.id)
            begin, stop = start_of(start), end_of(reach)
            match = Match(begin, stop, form.term, form.written, ending, rivals)
            yield start, reach, key.length, match


def _all_forms(glossary: Glossary) -> Iterator[tuple[_Form, str]]:
    """Yield every surface form with its key: hyphens and spaces are one to the automaton."""
    phrases: list[tuple[str, str]] = []
    for term in glossary:
        if term.match.mode == "never":
            continue
        for tag, written, many in _authored(term):
            yield from _variants(term, tag, written, many)
        phrases += ((_script(text), text) for text in term.match.not_in)
    for tag, text in phrases:
        spelled = canonical(text).text.strip()
        if not spelled or "\0" in spelled or GAP in spelled:
            continue
        for spelling in (spelled, *language(tag).surface_forms(spelled)):
            yield _Form(None, text, Word(spelling, spelling), False), spelling.replace("-", " ")


def _script(text: str) -> str:
    return "bn" if any("\u0980" <= char <= "\u09ff" for char in text) else "en"


def _authored(term: Term) -> Iterator[tuple[str, str, bool]]:
    """Yield language, form and whether to add regular plurals, for each form its author wrote."""
    names = dict(term.term)
    names.setdefault("en", term.id.replace("-", " "))
    regular = not term.plural
    for tag, text in names.items():
        yield tag, text, regular
    if term.plural and term.plural != "none":
        yield "en", term.plural, False
    # An irregular plural is that of the preferred term; "none" holds for all.
    for group in (term.forms, term.synonyms, term.abbr, term.avoid):
        for tag, texts in group.items():
            for text in texts:
                yield tag, text, term.plural != "none"


def _variants(term: Term, tag: str, written: str, regular: bool) -> Iterator[tuple[_Form, str]]:
    rules = language(tag)
    match = term.match
    form = canonical(written).text.strip()
    if not form or "\0" in form or GAP in form:
        return
    exceptions = frozenset(canonical(text).text for text in match.except_)
    acronym = sum(map(str.isupper, written)) > 1 or any(map(str.isupper, written[1:]))
    everyday = match.case == "smart" and acronym and rules.is_everyday_word(form)
    exact = match.case == "exact" or everyday
    inflected = match.inflect != "none"

    def variant(form: str, stem: str, authored: bool) -> tuple[_Form, str]:
        word = Word(form, stem, match.inflect, exceptions, match.hyphen == "allow")
        return _Form(term, written, word, authored, exact, everyday), stem.replace("-", " ")

    yield variant(form, form, True)
    if inflected:
        for other in rules.surface_forms(form, plurals=regular):
            yield variant(other, other, False)
        for stem in rules.inflectable_stems(form):
            yield variant(form, stem, False)


def _settle(key: _Key) -> Ambiguity | None:
    """Keep of the forms with one key those that count; return them if they contradict."""
    terms = [form for form in key.forms if form.term is not None]
    kept = [form for form in terms if form.authored] or terms or key.forms[:1]
    seen: dict[tuple[str, bool], _Form] = {}
    for form in kept:
        seen.setdefault((form.term.id if form.term else "", form.exact), form)
    key.forms[:] = seen.values()
    for exact in (False, True):
        same = [form for form in key.forms if form.term and form.authored and form.exact == exact]
        if len(same) > 1:
            return Ambiguity(same[0].written, tuple(form.term for form in same if form.term))
    return None


def _problem(ambiguity: Ambiguity) -> Problem:
    places = ", ".join(f"{term.id} ({term.origin})" for term in ambiguity.terms)
    at = ambiguity.terms[-1].origin
    message = f"the form {ambiguity.form!r} is claimed by {places}"
    return Problem("ambiguous-form", message, at.file, at.line, at.column)


def _same_case(form: _Form, source: str, begin: int, stop: int) -> bool:
    """Tell whether the source writes the form in its author's case, and not among capitals."""
    there = _letters(canonical(source[begin:stop], fold=False).text)
    wanted = _letters(canonical(form.written, fold=False).text)
    # Behind it, an ending is in lower case: "ITs" is the plural of IT, "ITS" is another word.
    if not there.startswith(wanted) or any(map(str.isupper, there[len(wanted) :])):
        return False
    return not (form.everyday and _among_capitals(source, begin, stop))


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
