"""Terms and glossaries: frozen, validated, without I/O and without HTML.

Owns what an entry may hold. A term remembers where it was written (`Origin`), outside equality.
Languages are tags, not fields: nothing here knows English or Bangla.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, TypeVar, overload

from rxglossary.errors import GlossaryError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["STATUSES", "FrozenMap", "Glossary", "MatchRules", "Origin", "Status", "Term", "suggest"]

Status = Literal["draft", "translated", "reviewed", "deprecated"]
STATUSES: Final[tuple[Status, ...]] = ("deprecated", "draft", "translated", "reviewed")
"""The states of an entry, the least trusted first."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")

_V = TypeVar("_V")
_D = TypeVar("_D")


class FrozenMap(Mapping[str, _V], Generic[_V]):
    """A mapping that never changes: hashable, picklable, ordered as given.

    >>> FrozenMap({"en": "pain"})["en"]
    'pain'
    """

    __slots__ = ("_items",)
    _items: dict[str, _V]

    def __init__(self, items: Mapping[str, _V] | None = None) -> None:
        object.__setattr__(self, "_items", dict(items or {}))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a FrozenMap has no attribute to set: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a FrozenMap has no attribute to delete: {name}")

    def __getitem__(self, key: str) -> _V:
        return self._items[key]

    @overload
    def get(self, key: str, /) -> _V | None: ...
    @overload
    def get(self, key: str, /, default: _D) -> _V | _D: ...
    def get(self, key: str, /, default: object = None) -> object:
        """Return the value of *key*, or *default*; without an exception inside, for speed."""
        return self._items.get(key, default)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        return hash(frozenset(self._items.items()))

    def __repr__(self) -> str:
        return repr(self._items)

    def __reduce__(self) -> tuple[type[FrozenMap[_V]], tuple[dict[str, _V]]]:
        return type(self), (self._items,)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry was written: a file with line and column from 1, or a path like ``row 17``."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class MatchRules:
    """How the forms of one term are matched.

    Args:
        mode: ``auto``, or ``never`` for an entry that is explained but not looked for.
        case: ``smart`` (acronyms that are English words keep their case), ``exact`` or ``fold``.
        inflect: ``full``, ``bare`` (no endings that a language adds to a bare stem without a
            hyphen or an apostrophe) or ``none`` (the forms as they stand).
        except_: Whole words that look like a form with an ending and are none.
        not_in: Phrases inside which the term doesn't count.
        hyphen: ``allow`` or ``deny`` a hyphen right behind the form (``CT-guided``).
    """

    mode: Literal["auto", "never"] = "auto"
    case: Literal["smart", "exact", "fold"] = "smart"
    inflect: Literal["full", "bare", "none"] = "full"
    except_: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    hyphen: Literal["allow", "deny"] = "allow"


_CHOICES: Final[Mapping[str, tuple[str, ...]]] = {
    "mode": ("auto", "never"),
    "case": ("smart", "exact", "fold"),
    "inflect": ("full", "bare", "none"),
    "hyphen": ("allow", "deny"),
}
_LISTS: Final = ("except", "not_in")


def suggest(name: str, known: Iterable[str]) -> str:
    """Return ``" (did you mean 'x'?)"`` for the nearest known name, or an empty text.

    >>> suggest("definitoin", ["definition", "term"])
    " (did you mean 'definition'?)"
    """
    near = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""


class _Reader:
    """Collects every problem of one entry while its values are read."""

    def __init__(self, place: Callable[..., Problem]) -> None:
        self.place = place
        self.problems: list[Problem] = []

    def bad(self, code: str, message: str, *path: str | int) -> None:
        self.problems.append(self.place(code, message, *path))

    def text(self, value: object, *path: str | int) -> str:
        if not isinstance(value, str):
            self.bad("not-text", f"expected a text, found {_kind(value)}", *path)
        elif not value.strip():
            self.bad("empty-value", "a value is missing here: write it or remove the key", *path)
        else:
            return str(value).strip()
        return ""

    def choice(self, value: object, allowed: tuple[str, ...], *path: str | int) -> str:
        text = self.text(value, *path)
        if text and text not in allowed:
            choices = ", ".join(allowed)
            self.bad("bad-value", f"{text!r} is none of {choices}{suggest(text, allowed)}", *path)
            return ""
        return text

    def texts(self, value: object, *path: str | int) -> tuple[str, ...]:
        if isinstance(value, str) or not isinstance(value, (list, tuple)):
            self.bad("not-a-list", f"expected a list, found {_kind(value)}", *path)
            return ()
        found = (self.text(item, *path, index) for index, item in enumerate(value))
        return tuple(text for text in found if text)

    def languages(self, value: object, read: Callable[..., _V], *path: str | int) -> FrozenMap[_V]:
        if not isinstance(value, Mapping):
            self.bad("not-a-mapping", f"expected language: value, found {_kind(value)}", *path)
            return FrozenMap()
        items: dict[str, _V] = {}
        for tag, item in value.items():
            if not isinstance(tag, str) or not _TAG.fullmatch(tag):
                self.bad("bad-language", f"{tag!r} is no language tag such as en or bn", *path, tag)
            elif result := read(item, *path, tag):
                items[str(tag)] = result
        return FrozenMap(items)

    def rules(self, value: object) -> MatchRules:
        if isinstance(value, MatchRules):
            found = len(self.problems)
            self.rules(_rules_to_dict(value))
            return value if len(self.problems) == found else MatchRules()
        if not isinstance(value, Mapping):
            self.bad("not-a-mapping", f"expected a mapping, found {_kind(value)}", "match")
            return MatchRules()
        read: dict[str, Any] = {}
        for key, item in value.items():
            if key in _CHOICES:
                if text := self.choice(item, _CHOICES[key], "match", key):
                    read[str(key)] = text
            elif key in _LISTS:
                read["except_" if key == "except" else str(key)] = self.texts(item, "match", key)
            else:
                known = (*_CHOICES, *_LISTS)
                self.bad(
                    "unknown-field", f"match has no {key!r}{suggest(str(key), known)}", "match", key
                )
        return MatchRules(**read)


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    return "a text" if isinstance(value, str) else type(value).__name__


def _no_place(code: str, message: str, *path: str | int) -> Problem:
    return Problem(code, ".".join(map(str, path)) + ": " + message if path else message)


@dataclass(frozen=True, slots=True, init=False)
class Term:
    """One entry: an id, what it is called, what it means, and how it is matched.

    Args:
        id: A stable slug: ASCII lower-case letters and digits, joined by single hyphens.
        en: Short for ``definition={"en": …}``; any language tag in `definition` does the same.
        bn: Short for ``definition={"bn": …}``.
        term: The preferred term by language tag. Without one, it is the id with hyphens as
            spaces, in English.
        definition: The definition by language tag, plain text. At least one is needed.
        forms: Surface forms that are matched and never shown, by language tag.
        synonyms: Surface forms that are matched and shown, by language tag.
        abbr: Abbreviations, by language tag.
        avoid: Deprecated forms with the reason, by language tag; matched all the same.
        plural: The English plural where it is irregular, or ``none``.
        match: A mapping with the fields of `MatchRules` (``except`` without underscore).
        category: A word that groups entries.
        related: Ids of other entries.
        source: Where facts come from: a mapping with title, url, license.
        note: A note to editors, by language tag; readers never see it.
        status: ``draft``, ``translated``, ``reviewed`` or ``deprecated``.
        origin: Where it was written; no part of equality.

    Raises:
        GlossaryError: With every problem of the entry at once.

    >>> term = Term("blood-sugar", en="The sugar in your blood.", term={"bn": "রক্তের চিনি"})
    >>> term.preferred("en"), term.preferred("bn"), term.preferred("fr")
    ('blood sugar', 'রক্তের চিনি', 'blood sugar')
    """

    id: str
    term: FrozenMap[str]
    definition: FrozenMap[str]
    forms: FrozenMap[tuple[str, ...]]
    synonyms: FrozenMap[tuple[str, ...]]
    abbr: FrozenMap[tuple[str, ...]]
    avoid: FrozenMap[FrozenMap[str]]
    plural: str
    match: MatchRules
    category: str
    related: tuple[str, ...]
    source: FrozenMap[str]
    note: FrozenMap[str]
    status: Status
    origin: Origin

    def __init__(
        self,
        id: str,
        *,
        en: str | None = None,
        bn: str | None = None,
        term: Mapping[str, str] | None = None,
        definition: Mapping[str, str] | None = None,
        forms: Mapping[str, Sequence[str]] | None = None,
        synonyms: Mapping[str, Sequence[str]] | None = None,
        abbr: Mapping[str, Sequence[str]] | None = None,
        avoid: Mapping[str, Mapping[str, str]] | None = None,
        plural: str | None = None,
        match: Mapping[str, object] | MatchRules | None = None,
        category: str | None = None,
        related: Sequence[str] | None = None,
        source: Mapping[str, str] | None = None,
        note: Mapping[str, str] | None = None,
        status: Status | None = None,
        origin: Origin | None = None,
    ) -> None:
        given: dict[str, object] = {
            "en": en,
            "bn": bn,
            "term": term,
            "definition": definition,
            "forms": forms,
            "synonyms": synonyms,
            "abbr": abbr,
            "avoid": avoid,
            "plural": plural,
            "match": match,
            "category": category,
            "related": related,
            "source": source,
            "note": note,
            "status": status,
        }
        fields = {key: value for key, value in given.items() if value is not None}
        self._read(id, fields, origin or Origin(), _no_place)

    @classmethod
    def from_dict(
        cls,
        id: str,
        fields: Mapping[str, object],
        *,
        origin: Origin | None = None,
        place: Callable[..., Problem] = _no_place,
    ) -> Term:
        """Return the term that *fields* describe, in the shape of a glossary file's entry.

        Args:
            id: The entry's id.
            fields: The entry, as a loader reads it.
            origin: Where it was written.
            place: Makes a `Problem` of a code, a message and the path of keys inside the entry.

        Raises:
            GlossaryError: With every problem of the entry at once.

        >>> Term.from_dict("pain", {"en": "A bad feeling."}).definition["en"]
        'A bad feeling.'
        """
        new = object.__new__(cls)
        new._read(id, fields, origin or Origin(), place)
        return new

    def _read(
        self,
        id: str,
        fields: Mapping[str, object],
        origin: Origin,
        place: Callable[..., Problem],
    ) -> None:
        read = _Reader(place)
        if not isinstance(id, str) or not _ID.fullmatch(id):
            read.bad("bad-id", f"{id!r} is no id: use a–z, 0–9 and single hyphens")
            id = str(id)
        values: dict[str, Any] = dict.fromkeys(_LANGUAGE_FIELDS, FrozenMap())
        values |= {"plural": "", "match": MatchRules(), "category": "", "related": ()}
        values |= {"source": FrozenMap(), "status": "draft"}
        short: dict[str, str] = {}
        for key, value in fields.items():
            if key in _LANGUAGE_FIELDS:
                reader = {"text": read.text, "texts": read.texts}.get(_LANGUAGE_FIELDS[key])
                values[key] = read.languages(value, reader or _reasons(read), key)
            elif key in ("plural", "category"):
                values[key] = read.text(value, key)
            elif key == "match":
                values[key] = read.rules(value)
            elif key == "related":
                values[key] = read.texts(value, key)
            elif key == "status":
                values[key] = read.choice(value, STATUSES, key) or "draft"
            elif key == "source":
                values[key] = _reasons(read)(value, key)
            elif isinstance(key, str) and key in ("en", "bn"):
                if "definition" in fields:
                    read.bad("two-definitions", f"both {key}: and definition: are here", key)
                if text := read.text(value, key):
                    short[str(key)] = text
            else:
                message = f"an entry has no {key!r}{suggest(str(key), FIELDS)}"
                read.bad("unknown-field", message, key)
        if short:
            values["definition"] = FrozenMap(short)
        if not values["definition"] and not read.problems:
            read.bad("missing-definition", "give a definition in one language at least")
        if read.problems:
            raise GlossaryError(read.problems)
        for key, value in values.items():
            object.__setattr__(self, key, value)
        object.__setattr__(self, "id", str(id))
        object.__setattr__(self, "origin", origin)

    def preferred(self, language: str) -> str:
        """Return what the term is called in *language*, or else by its id (hyphens as spaces)."""
        return self.term.get(language) or self.term.get("en") or self.id.replace("-", " ")

    def to_dict(self) -> dict[str, Any]:
        """Return the entry in the shape of a glossary file, without empty fields.

        >>> Term("pain", en="A bad feeling.").to_dict()
        {'definition': {'en': 'A bad feeling.'}, 'status': 'draft'}
        """
        result: dict[str, Any] = {}
        for name in FIELDS:
            if name in ("en", "bn"):
                continue
            value = getattr(self, name)
            if name == "match":
                value = _rules_to_dict(value)
            if value:
                result[name] = _plain(value)
        return result

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Term):
            return NotImplemented
        return self.id == other.id and all(
            getattr(self, name) == getattr(other, name) for name in _FIELDS_OF_EQUALITY
        )

    def __hash__(self) -> int:
        return hash((self.id, self.definition))


def _reasons(read: _Reader) -> Callable[..., FrozenMap[str]]:
    def reader(value: object, *path: str | int) -> FrozenMap[str]:
        if not isinstance(value, Mapping):
            read.bad("not-a-mapping", f"expected a mapping, found {_kind(value)}", *path)
            return FrozenMap()
        items = {str(key): read.text(item, *path, str(key)) for key, item in value.items()}
        return FrozenMap(items)

    return reader


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _rules_to_dict(rules: MatchRules) -> dict[str, object]:
    default = MatchRules()
    named = {key: key for key in _CHOICES} | {"except": "except_", "not_in": "not_in"}
    return {
        key: getattr(rules, name)
        for key, name in named.items()
        if getattr(rules, name) != getattr(default, name)
    }


_LANGUAGE_FIELDS: Final[Mapping[str, str]] = {
    "term": "text",
    "definition": "text",
    "forms": "texts",
    "synonyms": "texts",
    "abbr": "texts",
    "avoid": "reasons",
    "note": "text",
}
FIELDS: Final = (
    "en",
    "bn",
    *_LANGUAGE_FIELDS,
    "plural",
    "match",
    "category",
    "related",
    "source",
    "status",
)
_FIELDS_OF_EQUALITY: Final = FIELDS[2:]


class Glossary:
    """A sized, iterable, indexable collection of terms that never changes.

    Iteration yields the terms; ``glossary["diabetes"]`` and ``"diabetes" in glossary`` go by id.

    Args:
        terms: Terms with distinct ids.

    Raises:
        GlossaryError: When two terms have one id.

    >>> glossary = Glossary([Term("pain", en="A bad feeling."), Term("fever", en="A hot body.")])
    >>> len(glossary), [term.id for term in glossary], glossary["pain"].definition["en"]
    (2, ['pain', 'fever'], 'A bad feeling.')
    """

    __slots__ = ("_terms",)
    _terms: dict[str, Term]

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        found: dict[str, Term] = {}
        problems: list[Problem] = []
        for term in terms:
            first = found.setdefault(term.id, term)
            if first is not term:
                where, at = str(first.origin), term.origin
                message = f"the id {term.id!r} is taken" + (f" at {where}" if where else "")
                problems.append(Problem("duplicate-id", message, at.file, at.line, at.column))
        if problems:
            raise GlossaryError(problems)
        object.__setattr__(self, "_terms", found)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Glossary has no attribute to set: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Glossary has no attribute to delete: {name}")

    def __len__(self) -> int:
        return len(self._terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def __getitem__(self, id: str) -> Term:
        try:
            return self._terms[id]
        except KeyError:
            raise KeyError(f"no term {id!r}{suggest(id, self._terms)}") from None

    def __contains__(self, item: object) -> bool:
        if isinstance(item, Term):
            return self._terms.get(item.id) == item
        return item in self._terms

    def __eq__(self, other: object) -> bool:
        return self._terms == other._terms if isinstance(other, Glossary) else NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset(self._terms.values()))

    def __repr__(self) -> str:
        return f"<Glossary of {len(self)} terms>"

    def __reduce__(self) -> tuple[type[Glossary], tuple[tuple[Term, ...]]]:
        return type(self), (tuple(self),)

    @property
    def fingerprint(self) -> str:
        """Return 16 hexadecimal digits that change when any entry does; its place is no part."""
        data = {term.id: term.to_dict() for term in self}
        text = json.dumps(data, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
