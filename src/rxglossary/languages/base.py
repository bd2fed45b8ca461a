"""What every language answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Language"]


class Language(Protocol):
    """The rules of one language, on canonical text."""

    @property
    def tag(self) -> str:
        """The primary language subtag, for example ``bn``."""

    def surface_forms(self, form: str, *, plurals: bool = True) -> Iterable[str]:
        """Yield further surface forms of an authored *form*, taken without asking its author.

        Args:
            form: The authored form, canonical.
            plurals: Whether the regular plural is one of them.
        """

    def inflectable_stems(self, form: str) -> Iterable[str]:
        """Yield stems other than *form* itself that take endings and are no words alone."""

    def accepts_ending(self, form: str, stem: str, ending: str, connector: str) -> bool:
        """Tell whether *ending* is an ending of *stem*, which stands for the authored *form*.

        Args:
            form: The authored form, canonical.
            stem: What stands in the text: the form, or one of its inflectable stems.
            ending: The word characters behind it, up to the word's end.
            connector: ``-`` or ``'`` when one stands between, else "".
        """

    def is_everyday_word(self, form: str) -> bool:
        """Tell whether a folded acronym is a common short word, so that its case must be kept."""
