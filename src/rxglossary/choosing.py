"""Choosing: which matches are written, by the policy; and what came of it.

Owns the counting of occurrences over a page and its sections, the codes of what is left out, and
the way from offsets in a text to those of its source. Never scans, matches or renders.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from rxglossary.documents import Document, Refusal, Source
from rxglossary.glossary import STATUSES, FrozenMap, Glossary, Term
from rxglossary.glossary.reviews import text_language
from rxglossary.html.scanner import Scan
from rxglossary.matching.matcher import Candidate, Match
from rxglossary.results import MAX_SKIPS, Annotation, Result, Skip

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Sequence

    from rxglossary.edits import Insertion
    from rxglossary.glossary.reviews import ReviewState
    from rxglossary.policy import Policy

__all__ = ["Chooser", "Chosen", "Found", "State", "outside", "refused_result", "result_of"]

_Place = TypeVar("_Place", Match, Candidate)


class Chosen(NamedTuple):
    """A match that is to be written: its place in the text of the source."""

    term: Term
    match: Match
    surface: str
    pieces: tuple[tuple[int, int], ...]
    first: bool


@dataclass(slots=True)
class State:
    """What is counted across the fragments of one page."""

    seen: set[str] = field(default_factory=set)
    in_section: set[str] = field(default_factory=set)
    written: int = 0


@dataclass(slots=True)
class Found:
    """What was found in one source, before anything is written."""

    scan: Scan
    chosen: list[Chosen] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)
    truncated: bool = False
    counts: Counter[str] = field(default_factory=Counter)

    def skip(self, record: Skip) -> None:
        """Keep a record, or only that there are more."""
        if len(self.skipped) < MAX_SKIPS:
            self.skipped.append(record)
        else:
            self.truncated = True


@dataclass(frozen=True, slots=True)
class Chooser:
    """What decides: a policy for the terms of a glossary.

    Attributes:
        glossary: The terms.
        policy: What is annotated.
        keys: Returns the keys of the texts of a term that readers will see.
        today: The day on which reviews have to count.
    """

    glossary: Glossary
    policy: Policy
    keys: Callable[[Term], Iterable[str]]
    today: datetime.date
    _reviewed: dict[str, tuple[Term | None, list[tuple[str, str]]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def choose(
        self,
        text: str,
        matches: Iterable[Match],
        pieces_of: Callable[[int, int], Iterable[tuple[int, int]]],
        found: Found,
        state: State,
    ) -> None:
        """Choose what is to be written of the matches, by the policy."""
        policy = self.policy
        sections = found.scan.sections
        least = STATUSES.index(policy.min_status) if policy.min_status else 0
        in_section = state.in_section
        section = 0
        # Most matches repeat a term: of these nothing is needed but their number.
        repeats = state.seen if policy.occurrences == "first" else frozenset[str]()
        for match in matches:
            id = match.term.id
            if id in repeats and not match.rivals:
                found.counts[id] += 1
                continue
            pieces = tuple(pieces_of(match.start, match.end))
            if not pieces:
                continue
            # The matcher is shared by equal glossaries; the term is of the one that was given.
            term, offset = self.glossary[id], pieces[0][0]
            surface = text[match.start : match.end]
            if match.rivals:
                claims = [term, *(self.glossary[rival.id] for rival in match.rivals)]
                places = " and ".join(map(_claim, claims))
                message = f"the form {match.lemma!r} is claimed by {places}"
                found.skip(Skip("ambiguous", offset, message, term, surface))
                continue
            found.counts[term.id] += 1
            if least and STATUSES.index(term.status) < least:
                message = f"the entry is {term.status}, not {policy.min_status}"
                found.skip(Skip("status", offset, message, term, surface))
                continue
            shown: Term | None = term
            left_out: list[tuple[str, str]] = []
            if policy.min_status == "reviewed":
                shown, left_out = self._as_reviewed(term)
            if shown is None:
                code, message = left_out[0]
                found.skip(Skip(code, offset, message, term, surface))
                continue
            here = bisect_right(sections, offset)
            if here != section:
                section = here
                in_section.clear()
            first = term.id not in in_section
            if policy.occurrences == "first" and term.id in state.seen:
                continue
            if policy.occurrences == "first-per-section" and not first:
                continue
            if policy.max_per_page is not None and state.written >= policy.max_per_page:
                message = f"{policy.max_per_page} occurrences are written already"
                found.skip(Skip("maximum", offset, message, term, surface))
                continue
            if term.id not in state.seen:
                for code, message in left_out:
                    found.skip(Skip(code, offset, message, term, surface))
            in_section.add(term.id)
            state.seen.add(term.id)
            state.written += 1
            found.chosen.append(Chosen(shown, match, surface, pieces, first))

        if section < len(sections):
            in_section.clear()  # a heading stands behind the last match

    def _as_reviewed(self, term: Term) -> tuple[Term | None, list[tuple[str, str]]]:
        """Return a term without the texts that have no current review; code and message of each.

        None stands for a term that has nothing left to say in the languages of its readers.
        """
        if term.id not in self._reviewed:
            self._reviewed[term.id] = self._review(term)
        return self._reviewed[term.id]

    def _review(self, term: Term) -> tuple[Term | None, list[tuple[str, str]]]:
        languages = {text_language(key) for key in self.keys(term)}
        left_out: list[tuple[str, str]] = []
        shown = term
        # Behind a text that is left out, another one may come to light: a patient's for clinicians.
        while states := self._unreviewed(shown):
            for key, state in states.items():
                message = f"the text {key!r} is left out: its review is {state}"
                left_out.append((f"review-{state}", message))
            shown = shown.without(states)
        if left_out and languages.isdisjoint(map(text_language, self.keys(shown))):
            return None, left_out
        return shown, left_out

    def _unreviewed(self, term: Term) -> dict[str, ReviewState]:
        """Return the review states of the texts that readers would see and that don't count."""
        keys = [key for key in self.keys(term) if key in term.texts]
        states = {key: term.review_state(key, on=self.today) for key in keys}
        return {key: state for key, state in states.items() if state != "current"}


def _claim(term: Term) -> str:
    where = str(term.origin)
    return f"{term.id} ({where})" if where else term.id


def outside(spans: Sequence[tuple[int, int]], matches: list[_Place]) -> list[_Place]:
    """Return the matches that no protected span overlaps."""
    if not spans:
        return matches
    kept: list[_Place] = []
    for match in matches:
        at = bisect_right(spans, (match.end,)) - 1
        if at < 0 or spans[at][1] <= match.start or spans[at][0] >= match.end:
            kept.append(match)
    return kept


def refused_result(document: Document[Source], refusal: Refusal) -> Result[Source]:
    """Return the result of a source that is left alone."""
    at = document.offsets([refusal.offset])
    return Result(document.insert(()), refused=refusal._replace(offset=at[refusal.offset]))


def result_of(
    document: Document[Source],
    found: Found,
    written: Sequence[Insertion] = (),
    refused: Refusal | None = None,
) -> Result[Source]:
    """Return the result in the terms of the source: its type, its offsets."""
    source = document.source
    spans: Iterable[tuple[tuple[int, int], ...]] = (one.pieces for one in found.chosen)
    skipped = tuple(found.skipped)
    if not document.aligned:
        places = {offset for one in found.chosen for piece in one.pieces for offset in piece}
        places |= {record.offset for record in skipped}
        if refused:
            places.add(refused.offset)
        at = document.offsets(sorted(places))
        spans = [tuple((at[start], at[end]) for start, end in one) for one in spans]
        skipped = tuple(record._replace(offset=at[record.offset]) for record in skipped)
        refused = refused and refused._replace(offset=at[refused.offset])
    annotations: tuple[Annotation[Source], ...] = ()
    if not refused:
        annotations = tuple(
            Annotation(
                one.term,
                pieces[0][0],
                pieces[-1][1],
                source[pieces[0][0] : pieces[-1][1]],
                one.surface,
                one.match.lemma,
                one.match.ending,
                pieces,
            )
            for one, pieces in zip(found.chosen, spans, strict=True)
        )
    return Result(
        document.insert(written),
        annotations,
        skipped,
        found.truncated,
        FrozenMap(found.counts),
        refused,
    )
