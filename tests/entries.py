"""Entries made up by hypothesis: every field, every shape."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from hypothesis import strategies as st

from rxglossary.glossary.fields import ENTRY, SHORT
from rxglossary.glossary.shapes import Choice, Date, Flag, ListOf, MapOf, Record, Shape, Text

__all__ = ["entries", "texts", "values", "without_defaults"]

texts = st.text(
    st.one_of(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]),
        st.sampled_from(list("aé#:-{}[]'\"%@`&*!|> রোগী।\u200d\u00a0")),
    ),
    min_size=1,
    max_size=12,
).map(str.strip).filter(bool)  # fmt: skip


@cache
def matching(pattern: re.Pattern[str]) -> st.SearchStrategy[str]:
    found = st.from_regex(pattern, fullmatch=True, alphabet=st.characters(codec="utf-8"))
    return found.filter(lambda text: text == text.strip() and pattern.fullmatch(text))


def values(shape: Shape) -> st.SearchStrategy[Any]:
    """Return a strategy of what a shape reads, in the types of JSON."""
    match shape:
        case Text(pattern=None):
            return texts
        case Text(pattern=pattern):
            return matching(pattern)
        case Choice(values=words):
            return st.sampled_from(words)
        case Flag():
            return st.booleans()
        case Date():
            return st.dates().map(lambda day: day.isoformat())
        case ListOf(item=item):
            return st.lists(values(item), min_size=1, max_size=3)
        case MapOf(keys=keys, value=value):
            names = st.one_of(st.sampled_from(["en", "bn"]), matching(keys.pattern))
            return st.dictionaries(names, values(value), min_size=1, max_size=3)
        case Record(fields=fields, required=required):
            known = {name: values(item) for name, item in fields.items()}
            return st.fixed_dictionaries(
                {name: known.pop(name) for name in required}, optional=known
            ).filter(bool)
        case _:
            raise AssertionError(shape)


@cache
def entries() -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy of entries in the long form, with a definition and a status."""
    known = {name: values(shape) for name, shape in ENTRY.items()}
    known["aliases"] = known["aliases"].map(
        lambda found: [alias + "x" for alias in dict.fromkeys(found)]
    )
    assert not known.keys() & set(SHORT)
    needed = {"definition", "status"}
    # A few fields at a time: entries with all of them are slow to make and say no more.
    return st.sets(st.sampled_from(sorted(known.keys() - needed)), max_size=4).flatmap(
        lambda chosen: st.fixed_dictionaries({name: known[name] for name in chosen | needed})
    )


def without_defaults(fields: dict[str, Any]) -> dict[str, Any]:
    """Return *fields* without the values that say no more than a missing one."""
    fields = dict(fields)
    defaults = {"mode": "auto", "case": "smart", "inflect": "full", "hyphen": "allow"}
    for name, unsaid in (("match", defaults), ("source", {"adapted": False})):
        if name in fields:
            kept = {key: value for key, value in fields[name].items() if unsaid.get(key) != value}
            fields |= {name: kept}
            if not kept:
                del fields[name]
    return fields
