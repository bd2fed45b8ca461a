"""Rules for a language that has no module: forms as they are written, no endings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Neutral"]


@dataclass(frozen=True, slots=True)
class Neutral:
    """A language of which nothing but the tag is known.

    >>> list(Neutral("fr").surface_forms("rein"))
    []
    """

    tag: str

    def surface_forms(self, form: str, *, plurals: bool = True) -> Iterable[str]:
        """Yield nothing."""
        del form, plurals
        return ()

    def inflectable_stems(self, form: str) -> Iterable[str]:
        """Yield nothing."""
        del form
        return ()

    def accepts_ending(self, form: str, stem: str, ending: str, connector: str) -> bool:
        """Accept no ending."""
        del form, stem, ending, connector
        return False

    def is_everyday_word(self, form: str) -> bool:
        """Know no word."""
        del form
        return False
