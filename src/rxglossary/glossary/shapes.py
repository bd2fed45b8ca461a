"""Shapes: what a value of an entry may be, and how it becomes a frozen one.

Owns the reading of texts, choices, dates, lists, mappings and records, and what is said of a value
that isn't one. A shape reads only what `plain` of it gives back. Never knows which fields there
are (`rxglossary.glossary.fields`), nor files.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any, Final, Protocol

from rxglossary.errors import quoted
from rxglossary.glossary.frozen import EMPTY, FrozenMap

__all__ = [
    "Choice",
    "Date",
    "Flag",
    "Keys",
    "ListOf",
    "MapOf",
    "Path",
    "Record",
    "Report",
    "Shape",
    "Text",
    "suggest",
    "unknown_field",
]

Path = tuple["str | int", ...]
"""The keys and indexes that lead to a value inside an entry."""

Report = Callable[[str, str, Path], None]
"""Takes the code, the message and the path of a problem."""

_LONGEST_NAME: Final = 100
_MOST_NAMES: Final = 20_000


class Shape(Protocol):
    """What a value may be."""

    @property
    def empty(self) -> Any:
        """What stands for a value that isn't there; it is falsy."""

    def read(self, value: object, path: Path, bad: Report) -> Any:
        """Return *value* frozen; `empty` where it holds nothing, or is wrong, which *bad* hears."""

    def plain(self, value: Any) -> Any:
        """Return what `read` made as texts, lists and dicts, without what is empty."""


def suggest(name: str, known: Iterable[str]) -> str:
    """Return ``" (did you mean 'x'?)"`` for the nearest known name, or an empty text.

    >>> suggest("definitoin", ["definition", "term"])
    " (did you mean 'definition'?)"
    """
    if len(name) > _LONGEST_NAME:
        return ""
    near = difflib.get_close_matches(name, islice(known, _MOST_NAMES), n=1)
    return f" (did you mean {quoted(near[0])}?)" if near else ""


def unknown_field(owner: str, key: object, known: Iterable[str]) -> tuple[str, str]:
    """Return code and message for a field that *owner* doesn't have.

    >>> unknown_field("match", "cas", ["case", "mode"])
    ('unknown-field', "match has no 'cas' (did you mean 'case'?)")
    """
    return "unknown-field", f"{owner} has no {quoted(key)}{suggest(str(key), known)}"


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return "a list"
    return "a text" if isinstance(value, str) else type(value).__name__


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is not blank; white space around it doesn't count.

    Args:
        pattern: What all of it has to match, in the regular expressions that Python and
            ECMAScript share; None for any text.
        code: The code of a text that doesn't match.
        hint: The rest of a sentence that begins with such a text.
    """

    pattern: re.Pattern[str] | None = None
    code: str = ""
    hint: str = ""

    @property
    def empty(self) -> str:
        """An empty text."""
        return ""

    def read(self, value: object, path: Path, bad: Report) -> str:
        """Return the text without white space around it."""
        if not isinstance(value, str):
            hint = ": write it, or put quotes round the word null" if value is None else ""
            bad("not-text", f"expected a text, found {_kind(value)}{hint}", path)
            return ""
        text = value.strip()
        if not text:
            bad("empty-value", "a value is missing here: write it or remove the key", path)
        elif self.pattern and not self.pattern.fullmatch(text):
            bad(self.code, f"{quoted(text)} {self.hint}", path)
            return ""
        return text

    def plain(self, value: str) -> str:
        """Return the text."""
        return value


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    values: tuple[str, ...]

    @property
    def empty(self) -> str:
        """An empty text."""
        return ""

    def read(self, value: object, path: Path, bad: Report) -> str:
        """Return the word."""
        if value in self.values:
            return str(value)
        if not isinstance(value, str):
            bad("not-text", f"expected a text, found {_kind(value)}", path)
        elif not value.strip():
            bad("empty-value", "a value is missing here: write it or remove the key", path)
        else:
            choices = ", ".join(self.values)
            message = f"{quoted(value)} is none of {choices}{suggest(value, self.values)}"
            bad("bad-value", message, path)
        return ""

    def plain(self, value: str) -> str:
        """Return the word."""
        return value


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false; in files also as these words, in the capitals that YAML allows."""

    @property
    def empty(self) -> bool:
        """False."""
        return False

    def read(self, value: object, path: Path, bad: Report) -> bool:
        """Return the truth value."""
        if isinstance(value, bool):
            return value
        if value in ("true", "True", "TRUE"):
            return True
        if value not in ("false", "False", "FALSE"):
            found = f"{quoted(value)}" if isinstance(value, str) else _kind(value)
            bad("bad-value", f"expected true or false, found {found}", path)
        return False

    def plain(self, value: bool) -> bool:
        """Return the truth value."""
        return value


_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Date:
    """A day, as a `datetime.date` or written ``2026-11-01`` (RFC 3339, full-date)."""

    @property
    def empty(self) -> None:
        """None."""
        return None

    def read(self, value: object, path: Path, bad: Report) -> datetime.date | None:
        """Return the day."""
        if type(value) is datetime.date:
            return value
        if not isinstance(value, str):
            bad("not-text", f"expected a date, found {_kind(value)}", path)
            return None
        if _DATE.fullmatch(value):
            try:
                return datetime.date.fromisoformat(value)
            except ValueError:
                pass  # no such day
        bad(
            "bad-date",
            f"{quoted(value)} is no date: write year-month-day, such as 2026-11-01",
            path,
        )
        return None

    def plain(self, value: datetime.date) -> str:
        """Return the day as it is written in files."""
        return value.isoformat()


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values of one shape."""

    item: Shape

    @property
    def empty(self) -> tuple[Any, ...]:
        """A tuple of nothing."""
        return ()

    def read(self, value: object, path: Path, bad: Report) -> tuple[Any, ...]:
        """Return the values."""
        if not isinstance(value, (list, tuple)):
            bad("not-a-list", f"expected a list, found {_kind(value)}", path)
            return ()
        read = self.item.read
        found = [read(item, (*path, index), bad) for index, item in enumerate(value)]
        return tuple(filter(None, found))

    def plain(self, value: tuple[Any, ...]) -> list[Any]:
        """Return the values as a list."""
        return [self.item.plain(item) for item in value]


@dataclass(frozen=True)
class Keys:
    """What the keys of a mapping have to match.

    Args:
        pattern: What all of a key has to match, as for `Text`.
        code: The code of a key that doesn't.
        hint: The rest of a sentence that begins with such a key.
    """

    pattern: re.Pattern[str]
    code: str
    hint: str
    fits: Callable[[str], bool] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A glossary has few keys, and each of them thousands of times.
        object.__setattr__(self, "fits", lru_cache(256)(self._fits))

    def _fits(self, key: str) -> bool:
        return self.pattern.fullmatch(key) is not None


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping from keys of one kind to values of one shape."""

    keys: Keys
    value: Shape

    @property
    def empty(self) -> FrozenMap[Any]:
        """A mapping of nothing."""
        return EMPTY

    def read(self, value: object, path: Path, bad: Report) -> FrozenMap[Any]:
        """Return the mapping without what is empty in it."""
        if not isinstance(value, (dict, Mapping)):
            bad("not-a-mapping", f"expected a mapping, found {_kind(value)}", path)
            return EMPTY
        fits, read = self.keys.fits, self.value.read
        found: dict[str, Any] = {}
        for key, item in value.items():
            if not isinstance(key, str) or not fits(key):
                bad(self.keys.code, f"{quoted(key)} {self.keys.hint}", (*path, key))
            elif result := read(item, (*path, key), bad):
                found[str(key)] = result
        return FrozenMap(found) if found else EMPTY

    def plain(self, value: FrozenMap[Any]) -> dict[str, Any]:
        """Return the mapping as a dict."""
        return {key: self.value.plain(item) for key, item in value.items()}


@dataclass(frozen=True)
class Record:
    """A mapping with named fields, which becomes an object; one that says nothing becomes None.

    Args:
        name: What messages call it.
        type: The frozen dataclass; its fields have the shapes' names, with an underscore behind
            a Python keyword, and defaults where they aren't required.
        fields: The shapes by name.
        required: The names of fields that have to be there.
    """

    name: str
    type: type[Any]
    fields: Mapping[str, Shape]
    required: tuple[str, ...] = ()

    @property
    def empty(self) -> None:
        """None."""
        return None

    def read(self, value: object, path: Path, bad: Report) -> Any:
        """Return the object, or None for one that holds nothing."""
        if isinstance(value, self.type):
            # Dataclasses don't check what they are made of.
            return self.read(self.plain(value), path, bad) and value
        if not isinstance(value, (dict, Mapping)):
            bad("not-a-mapping", f"expected a mapping, found {_kind(value)}", path)
            return None
        found: dict[str, Any] = {}
        fields = self.fields
        for key, item in value.items():
            if key not in fields:
                bad(*unknown_field(self.name, key, fields), (*path, key))
            elif result := fields[key].read(item, (*path, key), bad):
                found["except_" if key == "except" else key] = result
        for key in self.required:
            if key not in value:
                bad("missing-field", f"{self.name} needs {key}:", path)
            if key not in found:
                return None
        return self.type(**found) if found else None

    def plain(self, value: Any) -> dict[str, Any]:
        """Return the fields that differ from their defaults as a dict."""
        result = {}
        for key, shape in self.fields.items():
            name = "except_" if key == "except" else key
            item = getattr(value, name)
            if item and item != self.type.__dataclass_fields__[name].default:
                result[key] = shape.plain(item)
        return result
