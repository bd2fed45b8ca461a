"""Glossaries in JSON: the fields of the YAML files, nothing lost, nothing added.

Owns the shape ``{"terms": {id: fields}}``. Never guesses a type: numbers and dates stay text.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from rxglossary.errors import GlossaryError, Problem
from rxglossary.formats.records import Record
from rxglossary.formats.tree import decode
from rxglossary.glossary import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rxglossary.glossary import Term

__all__ = ["read", "write"]

_SPACE: Final = re.compile(r"[ \t\r\n]*")


def write(entries: Iterable[Term]) -> bytes:
    """Return *entries* as a JSON file, sorted as given."""
    data = {"terms": {entry.id: entry.to_dict() for entry in entries}}
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return (text + "\n").encode("utf-8", "replace")


def read(data: bytes, file: str) -> list[Record]:
    """Return the records of a JSON file.

    Raises:
        GlossaryError: When it is not UTF-8, no JSON, has a key twice, or no terms; with the line.
    """
    text = decode(data, file)
    reader = _Reader(text, file)
    try:
        return reader.records()
    except json.JSONDecodeError as error:
        message = f"{error.msg}: this is no JSON"
        raise GlossaryError(
            [Problem("bad-json", message, file, error.lineno, error.colno)]
        ) from None
    except RecursionError:
        raise reader.bad("too-deep", "values are nested too deep here") from None


class _Reader:
    """Reads the two outer levels by hand, so that each entry knows its line."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.at = 0
        # Python reads 1e3 as a number; here it is a text like any other.
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._pairs, parse_int=str, parse_float=str, parse_constant=str
        )

    def bad(self, code: str, message: str) -> GlossaryError:
        line = self.text.count("\n", 0, self.at) + 1
        column = self.at - self.text.rfind("\n", 0, self.at)
        return GlossaryError([Problem(code, message, self.file, line, column)])

    def records(self) -> list[Record]:
        found: list[Record] = []
        for name in self._keys():
            if name != "terms":
                raise self.bad("unknown-field", f"a glossary file has no {name!r}: expected terms")
            line, counted = 1, 0
            for id in self._keys():
                line += self.text.count("\n", counted, self.at)
                counted = self.at
                fields = self._value()
                if not isinstance(fields, dict):
                    raise self.bad("not-a-mapping", f"{id!r} has no fields: expected an object")
                found.append(Record(id, fields, Origin(self.file, line)))
        self._skip()
        if self.at < len(self.text):
            raise json.JSONDecodeError("Extra data", self.text, self.at)
        return found

    def _keys(self) -> Any:
        """Yield the keys of the object that begins here; its values are the caller's to read."""
        self._skip()
        if self.text[self.at : self.at + 1] != "{":
            raise self.bad("not-a-mapping", "expected an object here")
        self.at += 1
        taken: set[str] = set()
        self._skip()
        while self.text[self.at : self.at + 1] != "}":
            key = self._value() if self.text[self.at : self.at + 1] == '"' else None
            if key is None:
                raise json.JSONDecodeError("Expecting a key in double quotes", self.text, self.at)
            if key in taken:
                raise self.bad("duplicate-key", f"the key {key!r} is taken")
            taken.add(key)
            self._skip()
            self._expect(":")
            yield key
            self._skip()
            if self.text[self.at : self.at + 1] != "}":
                self._expect(",")
                self._skip()
                if self.text[self.at : self.at + 1] == "}":
                    raise json.JSONDecodeError("Illegal trailing comma", self.text, self.at)
        self.at += 1

    def _skip(self) -> None:
        found = _SPACE.match(self.text, self.at)
        self.at = found.end() if found else self.at

    def _expect(self, character: str) -> None:
        if self.text[self.at : self.at + 1] != character:
            raise json.JSONDecodeError(f"Expecting {character!r}", self.text, self.at)
        self.at += 1

    def _value(self) -> Any:
        self._skip()
        value, self.at = self._decoder.raw_decode(self.text, self.at)
        return value

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise self.bad("duplicate-key", f"in this entry, the key {twice!r} stands twice")
        return found
