"""The JSON Schema of glossary files (draft 7), for editors that complete and check while one types.

Owns how the shapes of `rxglossary.glossary` are said in JSON Schema. It describes a file as a
reader of YAML 1.2 sees it, where a text may look like a number. It says no more and no less than
the loader, but for what no schema can say: days that don't exist in a calendar, former ids that
are the entry's own, comments that cut a text, and what holds across entries and files.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any, Final

from rxglossary.errors import GlossaryError, Problem
from rxglossary.formats.yaml import OVERRIDE
from rxglossary.glossary.fields import ENTRY, ID, SHORT
from rxglossary.glossary.shapes import Choice, Date, Flag, ListOf, MapOf, Record, Shape, Text
from rxglossary.glossary.term import Term

__all__ = ["make_schema", "schema_text"]

_FILE: Final = "glossary.schema.json"
_ARGUMENT = re.compile(r"^    (\w+): (.*(?:\n {8}.*)*)", re.M)
_MARKUP = re.compile(r"``?")


def schema_text() -> str:
    """Return the schema that comes with the library, as JSON.

    Raises:
        GlossaryError: When the installation lacks it.

    >>> '"title": "A glossary of rxglossary"' in schema_text()
    True
    """
    package = Path(__file__).parents[1]
    # In a wheel it lies inside the package, in a source checkout at the repository's root.
    for folder in (package / "_schema", package.parents[1] / "schema"):
        if (folder / _FILE).is_file():
            return (folder / _FILE).read_text(encoding="utf-8")
    message = "the schema is not installed: install rxglossary again"
    raise GlossaryError([Problem("no-schema", message, str(package / "_schema"))])


def make_schema() -> dict[str, Any]:
    """Return the schema, made from the model: what `schema_text` has to say.

    >>> make_schema()["definitions"]["entry"]["properties"]["status"]["enum"]
    ['deprecated', 'draft', 'translated', 'reviewed']
    """
    said = _descriptions(Term)
    fields: dict[str, Any] = {tag: _text(Text()) for tag in SHORT}
    fields |= {name: _schema(shape) for name, shape in ENTRY.items()}
    fields["override"] = _schema(OVERRIDE)
    said |= {
        name: (inspect.getdoc(record.type) or "").partition("\n")[0]
        for name, shape in ENTRY.items()
        if (record := _record_of(shape))
    }
    said |= {tag: f"The definition for readers, in {tag}." for tag in SHORT}
    said["override"] = "Whether this entry replaces the one of the same id in an earlier source."
    entry = {
        "type": "object",
        "properties": {name: _described(said[name], schema) for name, schema in fields.items()},
        "additionalProperties": False,
        "if": {"required": ["definition"]},
        "then": {"properties": {"definition": {"minProperties": 1}, **dict.fromkeys(SHORT, False)}},
        "else": {"anyOf": [{"required": [tag]} for tag in SHORT]},
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A glossary of rxglossary",
        "type": "object",
        "properties": {
            "terms": {
                "description": "The entries by id.",
                "type": "object",
                "propertyNames": {"pattern": _whole(ID)},
                "additionalProperties": {"$ref": "#/definitions/entry"},
            }
        },
        "required": ["terms"],
        "additionalProperties": False,
        "definitions": {
            # YAML takes an unquoted 12 or true for something else than a text, the loader doesn't.
            "text": {"type": ["string", "number", "boolean"], "pattern": r"\S"},
            "entry": entry,
        },
    }


def _record_of(shape: Shape) -> Record | None:
    """Return the record that a value is or holds."""
    match shape:
        case Record():
            return shape
        case ListOf(item=inner) | MapOf(value=inner):
            return _record_of(inner)
    return None


def _schema(shape: Shape) -> dict[str, Any]:
    match shape:
        case Text():
            return _text(shape)
        case Choice(values=values):
            return {"enum": list(values)}
        case Flag():
            return {"enum": [True, False, "true", "True", "TRUE", "false", "False", "FALSE"]}
        case Date():
            pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
            return {"type": "string", "format": "date", "pattern": pattern}
        case ListOf(item=item):
            unique = {"uniqueItems": True} if shape is ENTRY["aliases"] else {}
            return {"type": "array", "items": _schema(item), **unique}
        case MapOf(keys=keys, value=value):
            inside = _schema(value)
            # Named once more, so that an editor can offer them.
            offered = {tag: inside for tag in SHORT if keys.code == "bad-language"}
            return {
                "type": "object",
                "propertyNames": {"pattern": _whole(keys.pattern)},
                **({"properties": offered} if offered else {}),
                "additionalProperties": inside,
            }
        case Record():
            return _record(shape)
    raise TypeError(f"{shape!r} has no schema")


def _text(shape: Text) -> dict[str, Any]:
    if shape.pattern is None:
        return {"$ref": "#/definitions/text"}
    types = ["string"]
    types += ["number"] if shape.pattern.fullmatch("12345678") else []
    types += ["boolean"] if shape.pattern.fullmatch("true") else []
    return {
        "type": types if len(types) > 1 else "string",
        "pattern": rf"^\s*(?:{shape.pattern.pattern})\s*$",
    }


def _whole(pattern: re.Pattern[str]) -> str:
    return f"^(?:{pattern.pattern})$"


def _record(shape: Record) -> dict[str, Any]:
    said = _descriptions(shape.type)
    fields = {
        name: _described(said["except_" if name == "except" else name], _schema(field))
        for name, field in shape.fields.items()
    }
    required = {"required": list(shape.required)} if shape.required else {}
    return {"type": "object", "properties": fields, **required, "additionalProperties": False}


def _described(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    # Draft 7 ignores what stands beside a $ref.
    return {"description": description, **({"allOf": [schema]} if "$ref" in schema else schema)}


def _descriptions(owner: type[Any]) -> dict[str, str]:
    """Return what the docstring of a class says of each of its arguments."""
    doc = inspect.getdoc(owner) or ""
    return {name: _MARKUP.sub("", " ".join(text.split())) for name, text in _ARGUMENT.findall(doc)}
