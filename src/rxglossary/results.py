"""What comes out of a run: annotations, what was skipped and why, refusals.

Owns the records, in the terms of the given source: its type and its offsets. Never computes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, NamedTuple

from rxglossary.documents import Refusal, Source
from rxglossary.glossary import FrozenMap, Term

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["MAX_SKIPS", "Annotation", "Refusal", "Result", "Skip"]

MAX_SKIPS = 1000
"""How many records of skipped matches a result keeps."""


class Annotation(NamedTuple, Generic[Source]):
    """One occurrence of a term; offsets are those of the given source.

    Attributes:
        term: The term.
        start: Where it begins, inclusive: a character of a `str`, a byte of `bytes`.
        end: Where it ends, exclusive.
        text: The source between the two, tags and all.
        surface: The visible text.
        lemma: The form as the glossary writes it, of which the surface is a variant or inflection.
        ending: What stands behind the form, for example ``-এর`` or ``'s``.
        pieces: The spans that are wrapped; several where inline tags lie between.
    """

    term: Term
    start: int
    end: int
    text: Source
    surface: str
    lemma: str
    ending: str
    pieces: tuple[tuple[int, int], ...]


class Skip(NamedTuple):
    """What was left out, and why: a match, one text of a term, or all from an offset on.

    Attributes:
        code: A short stable name.
        offset: Where, in the given source.
        message: The reason in words.
        term: The term that matched; None where the scanner stopped.
        surface: The visible text of the match.
    """

    code: str
    offset: int
    message: str
    term: Term | None = None
    surface: str = ""


@dataclass(frozen=True, slots=True)
class Result(Generic[Source]):
    """What a run made of one source. Iterating it yields the annotations.

    Attributes:
        html: The annotated source, in the given type; the very same object if nothing was inserted.
        annotations: The occurrences that were written (`Annotator.find`: would be).
        skipped: Why others were not, at most `MAX_SKIPS`; repeats of a term are only counted.
        truncated: Whether more were skipped than are kept.
        counts: How often each term was matched, by id, repeats included.
        refused: Why the source came back untouched, or None.
    """

    html: Source
    annotations: tuple[Annotation[Source], ...] = ()
    skipped: tuple[Skip, ...] = ()
    truncated: bool = False
    counts: Mapping[str, int] = field(default_factory=FrozenMap)
    refused: Refusal | None = None

    def __iter__(self) -> Iterator[Annotation[Source]]:
        return iter(self.annotations)

    def __len__(self) -> int:
        return len(self.annotations)

    def __bool__(self) -> bool:
        return True
