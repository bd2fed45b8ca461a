"""What every language answers, with the answers of a language of which nothing is known.

Owns `Language`, the one interface. Its own answers are the neutral rules: forms as they are
written, no endings, code points for an order. A language overrides what it knows better.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["Language", "Offer"]


class Offer(NamedTuple):
    """A surface form that an editor may take, and what speaks for and against it.

    Attributes:
        form: The form, canonical.
        reason: Which rule made it, and which other word it may be.
    """

    form: str
    reason: str


class Language:
    """The rules of one language, on canonical text; as it stands, neutral ones.

    Args:
        tag: The primary language subtag in lower case, for example ``fr``.

    Attributes:
        tag: The same.
        letters: The letters that the language is written in, as far as its endings depend on them.
        joins_endings: Whether it writes endings right behind a stem (``রোগের``), so that
            `accepts_ending` is asked about residues.
        connectors: The characters that may stand between a stem and an ending, of ``-``, ``'``
            and ``:``.
        bound_prefixes: What makes another word of the one behind its hyphen (``non-toxic``).
        digits: Its ten digits, from zero.
        buckets: The headings of an index, in order.
        labels: The words of the interface that readers see, by the names of
            `rxglossary.render.labels.Labels`; without them, those of English are shown.

    >>> french = Language("fr")
    >>> list(french.surface_forms("rein")), french.index_bucket("élan")
    ([], 'É')
    """

    __slots__ = ("tag",)

    letters: ClassVar[frozenset[str]] = frozenset()
    joins_endings: ClassVar[bool] = False
    connectors: ClassVar[str] = ""
    bound_prefixes: ClassVar[frozenset[str]] = frozenset()
    digits: ClassVar[str] = "0123456789"
    buckets: ClassVar[tuple[str, ...]] = ()
    labels: ClassVar[Mapping[str, str]] = {}

    tag: str

    def __init__(self, tag: str) -> None:
        self.tag = tag

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.tag!r})"

    def surface_forms(self, form: str, *, plurals: bool = True) -> Iterable[str]:
        """Yield further surface forms of an authored *form*, taken without asking its author.

        Called when a glossary is compiled.

        Args:
            form: The authored form, canonical.
            plurals: Whether the regular plural is one of them.
        """
        del form, plurals
        return ()

    def all_surface_forms(
        self, forms: Sequence[str], *, plurals: bool = True
    ) -> tuple[list[str], list[int]]:
        """Return the `surface_forms` of many forms, each with the place of the form it is of.

        Called when a glossary is compiled. It asks `surface_forms` about each; a language overrides
        it where it knows a faster way to the same.

        Args:
            forms: Authored forms, canonical.
            plurals: Whether their regular plurals are among them.
        """
        found: list[str] = []
        places: list[int] = []
        if type(self).surface_forms is Language.surface_forms:
            return found, places
        for place, form in enumerate(forms):
            for other in self.surface_forms(form, plurals=plurals):
                found.append(other)
                places.append(place)
        return found, places

    def offered_forms(self, form: str) -> Iterable[Offer]:
        """Yield surface forms of *form* that aren't safe to take without asking its author.

        Args:
            form: The authored form, canonical.
        """
        del form
        return ()

    def inflectable_stems(self, form: str) -> Iterable[str]:
        """Yield stems other than *form* itself that take endings and are no words alone.

        Args:
            form: The authored form, canonical.
        """
        del form
        return ()

    def accepts_ending(self, form: str, stem: str, ending: str, connector: str) -> bool:
        """Tell whether *ending* is an ending of *stem*, which stands for the authored *form*.

        Called when a text is matched, for stems of other scripts too (``MRIতে``).

        Args:
            form: The authored form, canonical.
            stem: What stands in the text: the form, or one of its inflectable stems.
            ending: The word characters behind it, up to the word's end.
            connector: Which of `connectors` stands between, or "".
        """
        del form, stem, ending, connector
        return False

    def is_everyday_word(self, form: str) -> bool:
        """Tell whether a folded acronym is a common short word, so that its case must be kept."""
        del form
        return False

    def collation_key(self, text: str) -> tuple[object, ...]:
        """Return a key that sorts texts as the language's dictionaries do.

        Args:
            text: Any text; it need not be canonical.
        """
        return (text.casefold(), text)

    def index_bucket(self, text: str) -> str:
        """Return the heading under which an index lists *text*, or "" where there is none."""
        first = next(filter(str.isalpha, text), "")
        return first.upper()[:1]
