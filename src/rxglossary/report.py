"""What a run did: for each page, for each term, and why something was left out.

Owns the counting and the shape of the JSON report. Never prints, reads or writes a file.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from rxglossary.documents import UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rxglossary.results import Annotation, Refusal, Result, Skip

__all__ = [
    "PageReport",
    "Status",
    "TermCount",
    "skip_reasons",
    "summary",
    "term_counts",
    "to_json",
]

Status = Literal["changed", "unchanged", "refused", "failed"]

_VERSION = 1
"""The version of the JSON report's shape."""


@dataclass(frozen=True, slots=True)
class PageReport:
    """What happened to one page; holds nothing of the page but its occurrences.

    Args:
        page: The page's name, as messages call it.
        status: ``changed``, ``unchanged``, ``refused`` (came back untouched) or ``failed``.
        annotations: The occurrences that were written or found.
        counts: For each term's id, every accepted match, the unwritten ones included.
        skipped: Where the scanner stopped, and matches that were not written.
        truncated: Whether there were more than `skipped` holds.
        refused: Why the page came back untouched.
        error: Why the page failed.

    >>> PageReport("a.html", "failed", error="no such file").stops
    ()
    """

    page: str
    status: Status
    annotations: tuple[Annotation[Any], ...] = ()
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    skipped: tuple[Skip, ...] = ()
    truncated: bool = False
    refused: Refusal | None = None
    error: str = ""

    @classmethod
    def of(cls, page: str, result: Result[Any], *, changed: bool) -> PageReport:
        """Return the report of a page that was annotated or searched.

        Args:
            page: The page's name.
            result: What the annotator returned.
            changed: Whether the page's text is another one now.
        """
        status: Status = "changed" if changed else "unchanged"
        if result.refused:
            status = "failed" if result.refused.code in UNREADABLE else "refused"
        return cls(
            page,
            status,
            tuple(result.annotations),
            result.counts,
            tuple(result.skipped),
            result.truncated,
            result.refused,
        )

    @property
    def stops(self) -> tuple[Skip, ...]:
        """Return the places where the scanner stopped: the records that belong to no term."""
        return tuple(skip for skip in self.skipped if skip.term is None)


class TermCount(NamedTuple):
    """On how many pages a term was matched, how often it was annotated, and how often matched."""

    id: str
    pages: int
    occurrences: int
    matches: int


def term_counts(pages: Iterable[PageReport]) -> tuple[TermCount, ...]:
    """Return a row for each term that was matched, the most frequent first.

    >>> term_counts([PageReport("a.html", "unchanged", counts={"pain": 2})])
    (TermCount(id='pain', pages=1, occurrences=0, matches=2),)
    """
    on_pages: Counter[str] = Counter()
    occurrences: Counter[str] = Counter()
    matches: Counter[str] = Counter()
    for page in pages:
        on_pages.update(page.counts.keys())
        matches.update(page.counts)
        occurrences.update(annotation.term.id for annotation in page.annotations)
    rows = (TermCount(id, on_pages[id], occurrences[id], matches[id]) for id in matches)
    return tuple(sorted(rows, key=lambda row: (-row.matches, row.id)))


def skip_reasons(pages: Iterable[PageReport]) -> dict[str, int]:
    """Return how often each code stands among skipped matches, stops and refused pages.

    >>> skip_reasons([PageReport("a.html", "unchanged")])
    {}
    """
    reasons: Counter[str] = Counter()
    for page in pages:
        reasons.update(skip.code for skip in page.skipped)
        if page.refused:
            reasons[page.refused.code] += 1
    return dict(sorted(reasons.items()))


def _totals(pages: Sequence[PageReport]) -> dict[str, int]:
    return {
        "pages": len(pages),
        "occurrences": sum(len(page.annotations) for page in pages),
        "skipped": sum(len(page.skipped) for page in pages),
        "refused": sum(page.status == "refused" for page in pages),
        "failed": sum(page.status == "failed" for page in pages),
    }


def summary(pages: Sequence[PageReport]) -> str:
    """Return one line with the totals of a run.

    >>> summary([PageReport("a.html", "failed", error="no such file")])
    '1 page, 0 occurrences, 0 skipped, 0 refused, 1 failed'
    """
    totals = _totals(pages)
    for name in ("page", "occurrence"):
        if totals[name + "s"] == 1:
            totals = {name if key == name + "s" else key: n for key, n in totals.items()}
    return ", ".join(f"{number} {name}" for name, number in totals.items())


def to_json(command: str, pages: Sequence[PageReport], fingerprint: str = "") -> str:
    """Return the report of a run as JSON in ASCII, with a line end.

    Args:
        command: What was run.
        pages: The pages, in the order of the run.
        fingerprint: The annotator's, or ``""`` where none was used.

    >>> json.loads(to_json("strip", [PageReport("a.html", "unchanged")]))["totals"]["pages"]
    1
    """
    report = {
        "version": _VERSION,
        "command": command,
        "fingerprint": fingerprint or None,
        "totals": _totals(pages),
        "terms": [row._asdict() for row in term_counts(pages)],
        "reasons": skip_reasons(pages),
        "pages": [_page(page) for page in pages],
    }
    # ASCII, since a report may be read on a terminal and quotes hostile pages.
    return json.dumps(report, indent=2) + "\n"


def _page(page: PageReport) -> dict[str, object]:
    refused = page.refused
    return {
        "page": page.page,
        "status": page.status,
        "annotations": [
            {
                "term": annotation.term.id,
                "start": annotation.start,
                "end": annotation.end,
                "surface": annotation.surface,
            }
            for annotation in page.annotations
        ],
        "counts": dict(page.counts),
        "skipped": [
            {
                "code": skip.code,
                "offset": skip.offset,
                "message": skip.message,
                "term": skip.term.id if skip.term else None,
                "surface": skip.surface,
            }
            for skip in page.skipped
        ],
        "truncated": page.truncated,
        "refused": refused
        and {"code": refused.code, "offset": refused.offset, "message": refused.message},
        "error": page.error or None,
    }
