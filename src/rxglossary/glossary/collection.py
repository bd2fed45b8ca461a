"""A glossary: terms by id, with their former ids, and what doesn't go together among them.

Owns what holds across entries. Never decides what one entry may hold.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rxglossary.errors import GlossaryError, Problem, quoted
from rxglossary.glossary.shapes import suggest
from rxglossary.glossary.term import Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rxglossary.glossary.shapes import Path

__all__ = ["Glossary"]


class Glossary:
    """A sized, iterable, indexable collection of terms that never changes.

    Iteration yields the terms; ``glossary["diabetes"]`` and ``"diabetes" in glossary`` go by id,
    and by the former ids in a term's `aliases`. ``ours | theirs`` holds the terms of both; where
    both have one id, it is theirs, as in a union of dicts.

    Args:
        terms: Terms with distinct ids and aliases.

    Raises:
        GlossaryError: When an id or an alias is taken.

    >>> glossary = Glossary([Term("pain", en="A bad feeling."), Term("fever", en="A hot body.")])
    >>> len(glossary), [term.id for term in glossary], glossary["pain"].definition["en"]
    (2, ['pain', 'fever'], 'A bad feeling.')
    >>> (glossary | Glossary([Term("pain", en="Hurt.", aliases=["ache"])]))["ache"].definition
    {'en': 'Hurt.'}
    """

    __slots__ = ("_aliases", "_claimants", "_fingerprint", "_hash", "_terms")
    _terms: dict[str, Term]
    _aliases: dict[str, str]
    # Of a hundred thousand entries these take a while, so they are kept.
    _fingerprint: str
    _hash: int
    _claimants: dict[tuple[str, str], dict[str, None]]

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        found: dict[str, Term] = {}
        problems: list[Problem] = []
        for term in terms:
            first = found.setdefault(term.id, term)
            if first is not term:
                problems.append(_problem(term, "duplicate-id", *_taken("id", term.id, first)))
        aliases: dict[str, str] = {}
        for term in found.values():
            for index, alias in enumerate(term.aliases):
                first_id = alias if alias in found else aliases.setdefault(alias, term.id)
                if first_id != term.id:
                    what = _taken("alias", alias, found[first_id], "aliases", index)
                    problems.append(_problem(term, "alias-taken", *what))
        if problems:
            raise GlossaryError(problems)
        object.__setattr__(self, "_terms", found)
        object.__setattr__(self, "_aliases", aliases)
        object.__setattr__(self, "_fingerprint", "")
        object.__setattr__(self, "_hash", 0)
        object.__setattr__(self, "_claimants", {})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Glossary has no attribute to set: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Glossary has no attribute to delete: {name}")

    def __len__(self) -> int:
        return len(self._terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def __getitem__(self, id: str) -> Term:
        term = self.get(id)
        if term is None:
            raise KeyError(f"no term {quoted(id)}{suggest(id, self._terms)}")
        return term

    def get(self, id: str) -> Term | None:
        """Return the term with this id or former id, or None."""
        return self._terms.get(id) or self._terms.get(self._aliases.get(id, ""))

    def __contains__(self, item: object) -> bool:
        if isinstance(item, Term):
            return self._terms.get(item.id) == item
        return item in self._terms or item in self._aliases

    def __or__(self, other: Glossary) -> Glossary:
        if not isinstance(other, Glossary):
            return NotImplemented
        return Glossary((self._terms | other._terms).values())

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return self._terms == other._terms if isinstance(other, Glossary) else NotImplemented

    def __hash__(self) -> int:
        if not self._hash:
            object.__setattr__(self, "_hash", hash(frozenset(self._terms.values())) or 1)
        return self._hash

    def __repr__(self) -> str:
        return f"<Glossary of {len(self)} terms>"

    def __reduce__(self) -> tuple[type[Glossary], tuple[tuple[Term, ...]]]:
        return type(self), (tuple(self),)

    @property
    def fingerprint(self) -> str:
        """Return 16 hexadecimal digits that change when any entry does; its place is no part."""
        if not self._fingerprint:
            data = {term.id: term.to_dict() for term in self}
            text = json.dumps(data, ensure_ascii=False, sort_keys=True)
            digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
            object.__setattr__(self, "_fingerprint", digest[:16])
        return self._fingerprint

    def problems_with(self, term: Term) -> tuple[Problem, ...]:
        """Return what would be wrong with *term* among the others, for an editor's form.

        What is wrong inside of an entry, `Term` and `Term.from_dict` say. The term replaces the
        one that has its id now, if there is one.

        Args:
            term: A new term, or an edited one.

        Returns:
            Problems, each with the path of its field. The id is an alias (``duplicate-id``), an
            alias is taken (``alias-taken``), a related term doesn't exist (``unknown-term``) or is
            the term itself (``related-to-itself``), or another term claims a surface form
            (``form-taken``; letter by letter, without the endings and spelling variants that the
            matcher knows).

        >>> glossary = Glossary([Term("pain", en="A bad feeling.", aliases=["ache"])])
        >>> [(problem.code, problem.path) for problem in glossary.problems_with(
        ...     Term("hurt", en="Pain.", related=["pian"], synonyms={"en": ["Pain"]}))]
        [('unknown-term', ('related', 0)), ('form-taken', ('synonyms', 'en', 0))]
        """
        found: list[Problem] = []

        def bad(code: str, message: str, *path: str | int) -> None:
            found.append(_problem(term, code, message, path))

        holder = self._terms.get(self._aliases.get(term.id, ""))
        if holder is not None and holder.id != term.id:
            bad(
                "duplicate-id",
                f"{quoted(term.id)} is a former id of {quoted(holder.id)}: use that one",
            )
        for index, alias in enumerate(term.aliases):
            holder = self.get(alias)
            if holder is not None and holder.id != term.id:
                message, path = _taken("alias", alias, holder, "aliases", index)
                bad("alias-taken", message, *path)
        for index, id in enumerate(term.related):
            if id == term.id:
                bad("related-to-itself", "an entry is not related to itself", "related", index)
            elif id not in self:
                message = f"there is no term {quoted(id)}{suggest(id, self._terms)}"
                bad("unknown-term", message, "related", index)
        claimants = self._claimed()
        for form, path in dict(_claims(term)).items():
            for id in claimants.get(form, ()):
                if id != term.id:
                    bad("form-taken", f"{quoted(id)} has the form {quoted(form[1])} too", *path)
        return tuple(found)

    def _claimed(self) -> dict[tuple[str, str], dict[str, None]]:
        """Return the ids of the terms that claim each surface form."""
        if not self._claimants:
            found: dict[tuple[str, str], dict[str, None]] = {}
            for term in self:
                for form, _ in _claims(term):
                    found.setdefault(form, {})[term.id] = None
            object.__setattr__(self, "_claimants", found)
        return self._claimants


def _taken(what: str, name: str, holder: Term, *path: str | int) -> tuple[str, Path]:
    by = f" by {quoted(holder.id)}" if what == "alias" else ""
    where = f" at {holder.origin}" if str(holder.origin) else ""
    return f"the {what} {quoted(name)} is taken{by}{where}", path


def _problem(term: Term, code: str, message: str, path: Path = ()) -> Problem:
    at = term.origin
    return Problem(code, message, at.file or term.id, at.line, at.column, path=path)


def _claims(term: Term) -> Iterator[tuple[tuple[str, str], Path]]:
    """Yield each surface form that is matched, as it is compared, and where it stands."""
    if term.match.mode == "never":
        return
    forms: list[tuple[str, str, Path]] = [
        (tag, name, ("term", tag)) for tag, name in term.term.items()
    ]
    if "en" not in term.term:
        forms.append(("en", term.preferred("en"), ()))
    for field in ("forms", "synonyms", "abbr", "avoid"):
        for tag, group in getattr(term, field).items():
            for index, form in enumerate(group):
                step = form if field == "avoid" else index
                forms.append((tag, form, (field, tag, step)))
    for tag, form, path in forms:
        text = unicodedata.normalize("NFC", form)
        exact = term.match.case == "exact" or path[:1] == ("abbr",)
        yield (tag, text if exact else text.casefold()), path
