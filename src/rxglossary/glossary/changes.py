"""What changed between two glossaries: entries added, removed, and changed, field by field.

Owns the comparison. Never decides which changes matter, and prints nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from rxglossary.glossary.reviews import text_hash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rxglossary.glossary.collection import Glossary
    from rxglossary.glossary.term import Term

__all__ = ["Change", "Changes", "TermChanges", "diff"]


class Change(NamedTuple):
    """One value that is another one now.

    Attributes:
        path: The keys that lead to it inside the entry; a list counts as one value.
        old: What it was, in texts, lists and dicts; None where nothing was.
        new: What it is; None where nothing is.
    """

    path: tuple[str, ...]
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class TermChanges:
    """What changed in one entry.

    Args:
        old: The entry as it was.
        new: The entry as it is; its id may be another one, if the old one is among its `aliases`.
        changes: The values that differ, in the order of the fields.
        stale_reviews: The keys of texts whose review is of what the text was before.
        stale_translations: The keys of texts that are translations of what another text was.
    """

    old: Term
    new: Term
    changes: tuple[Change, ...]
    stale_reviews: tuple[str, ...] = ()
    stale_translations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two glossaries; false where nothing did.

    Args:
        added: Entries that are new.
        removed: Entries that are gone.
        changed: Entries that differ.
    """

    added: tuple[Term, ...] = ()
    removed: tuple[Term, ...] = ()
    changed: tuple[TermChanges, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)

    def to_dict(self) -> dict[str, Any]:
        """Return the changes in texts, lists and dicts, for JSON."""
        return {
            "added": {term.id: term.to_dict() for term in self.added},
            "removed": {term.id: term.to_dict() for term in self.removed},
            "changed": {
                one.new.id: {
                    "renamed_from": one.old.id if one.old.id != one.new.id else None,
                    "changes": [
                        {"path": list(change.path), "old": change.old, "new": change.new}
                        for change in one.changes
                    ],
                    "stale_reviews": list(one.stale_reviews),
                    "stale_translations": list(one.stale_translations),
                }
                for one in self.changed
            },
        }


def diff(old: Glossary, new: Glossary) -> Changes:
    """Return what changed from one glossary to another.

    An entry whose former id is among the new one's `aliases` was renamed and not replaced. Where
    an entry was written doesn't count.

    Args:
        old: The glossary as it was.
        new: The glossary as it is.

    >>> from rxglossary.glossary import Glossary, Term
    >>> found = diff(
    ...     Glossary([Term("pain", en="Bad."), Term("ache", en="Pain.")]),
    ...     Glossary([Term("pain", en="A bad feeling."), Term("fever", en="A hot body.")]),
    ... )
    >>> [term.id for term in found.added], [term.id for term in found.removed]
    (['fever'], ['ache'])
    >>> [change for one in found.changed for change in one.changes]
    [Change(path=('definition', 'en'), old='Bad.', new='A bad feeling.')]
    """
    before = {term.id: term for term in old}
    added: list[Term] = []
    changed: list[TermChanges] = []
    for term in new:
        former = next((id for id in (term.id, *term.aliases) if id in before), None)
        if former is None:
            added.append(term)
            continue
        was = before.pop(former)
        if was != term:
            changed.append(_compare(was, term))
    return Changes(tuple(added), tuple(before.values()), tuple(changed))


def _compare(was: Term, term: Term) -> TermChanges:
    changes = tuple(_changes(was.to_dict(), term.to_dict()))
    reviews = (
        key
        for key, text in term.texts.items()
        if key in term.review
        and term.review[key].of == text_hash(was.texts.get(key, "")) != text_hash(text)
    )
    translations = (
        key
        for key in term.texts
        if term.translation_state(key) == "stale" and was.translation_state(key) != "stale"
    )
    return TermChanges(was, term, changes, tuple(reviews), tuple(translations))


def _changes(old: Any, new: Any, path: tuple[str, ...] = ()) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, dict) or isinstance(new, dict):
        old, new = old or {}, new or {}
        for key in (*old, *(key for key in new if key not in old)):
            yield from _changes(old.get(key), new.get(key), (*path, key))
    else:
        yield Change(path, old, new)
