"""What is annotated: one frozen object, validated when it is made.

Owns `Policy` and its defaults. Never looks at a page; how occurrences look is the renderer's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from rxglossary.errors import ConfigurationError
from rxglossary.glossary import STATUSES, Status
from rxglossary.html.protected import PRESETS, protected_spans
from rxglossary.html.selectors import parse_selector

__all__ = ["SKIP", "Policy"]

SKIP = tuple(
    "a button label summary legend textarea output code pre kbd samp var dfn abbr"
    " h1 h2 h3 h4 h5 h6 nav"
    " [contenteditable] [hidden] [inert] [aria-hidden=true] [translate=no] .notranslate"
    " [data-rxg-skip] [role=button] [role=link] [role=tab] [role=menuitem] [role=option]"
    " [role=checkbox] [role=radio] [role=switch] [role=img] [role=textbox] [role=heading]"
    " .math .katex .MathJax .arithmatex".split()
)
"""The elements that are skipped unless a policy says otherwise."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What is annotated.

    Args:
        occurrences: ``first`` of each term on a page, ``first-per-section`` (a section begins at
            every heading outside of skipped elements, and at the start) or ``all``.
        skip: Selectors of elements whose text is left alone.
        only: Selectors of the elements whose text alone is annotated; empty for the whole page.
        protect: Names of presets of spans that belong to other programs: ``shortcodes``,
            ``templates``, ``mail-merge``, ``tex``.
        max_per_page: The most occurrences to write on one page, or None for no limit.
        min_status: The least trusted status to write (``deprecated`` < ``draft`` < ``translated``
            < ``reviewed``), or None for all. With ``reviewed``, each text needs a current review
            besides, of this text, by someone, and not expired: else it is left out as if it weren't
            there, and with it a term that has no other in the languages that are shown.
        exact: Whether text behind a place where the scanner stops is annotated where a full parser
            proves that it can be; needs the extra ``exact``, and does nothing without it.

    Raises:
        ConfigurationError: For a value that isn't one of these.

    >>> Policy(occurrences="all").occurrences
    'all'
    >>> Policy(occurrences="twice")
    Traceback (most recent call last):
    rxglossary.errors.ConfigurationError: occurrences is first, first-per-section or all, \
not 'twice'
    """

    occurrences: Literal["first", "first-per-section", "all"] = "first"
    skip: tuple[str, ...] = SKIP
    only: tuple[str, ...] = ()
    protect: tuple[str, ...] = tuple(PRESETS)
    max_per_page: int | None = None
    min_status: Status | None = None
    exact: bool = True

    def __post_init__(self) -> None:
        if self.occurrences not in ("first", "first-per-section", "all"):
            raise ConfigurationError(
                f"occurrences is first, first-per-section or all, not {self.occurrences!r}"
            )
        for name in ("skip", "only", "protect"):
            value: object = getattr(self, name)
            texts = () if isinstance(value, (str, bytes)) else _tuple(value)
            if texts is None or isinstance(value, (str, bytes)):
                one = "one text: " if isinstance(value, str) else ""
                raise ConfigurationError(f"{name} is a sequence of texts, not {one}{value!r}")
            object.__setattr__(self, name, texts)
        for selector in (*self.skip, *self.only):
            parse_selector(selector)
        protected_spans("", self.protect)
        if not isinstance(self.exact, bool):
            raise ConfigurationError(f"exact is True or False, not {self.exact!r}")
        limit = self.max_per_page
        if limit is not None and (type(limit) is not int or limit < 0):
            raise ConfigurationError(f"max_per_page is a number from 0 or None, not {limit!r}")
        if self.min_status is not None and self.min_status not in STATUSES:
            known = ", ".join(STATUSES)
            raise ConfigurationError(f"min_status is one of {known}, not {self.min_status!r}")


def _tuple(value: object) -> tuple[str, ...] | None:
    """Return *value* as a tuple, or None unless it is an iterable of texts."""
    if not isinstance(value, Iterable):
        return None
    texts = tuple(value)
    return texts if all(isinstance(text, str) for text in texts) else None
