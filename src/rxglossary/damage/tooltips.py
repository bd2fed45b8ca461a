"""A plugin's tooltip written anew, where its own is lost.

Owns which definition it gets from a glossary, and how it is written. Never decides where.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rxglossary.html.tokens import fold
from rxglossary.markup import escape_attribute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rxglossary.damage.patterns import Patterns
    from rxglossary.glossary import Glossary

__all__ = ["defined", "start_tag"]

_SIMPLE_BANGLA: Final = " সহজ বাংলা: "


def defined(glossary: Glossary, name: str) -> str:
    """Return what a glossary says of *name*, in English and Bangla; empty where it isn't sure.

    >>> from rxglossary.glossary import Glossary, Term
    >>> synonyms = {"en": ["ache"]}
    >>> glossary = Glossary([Term("pain", en="It hurts.", bn="ব্যথা লাগে।", synonyms=synonyms)])
    >>> [defined(glossary, name) for name in ("Ache", "fever")]
    ['It hurts. সহজ বাংলা: ব্যথা লাগে।', '']
    """
    return _by_name(glossary).get(name.casefold(), "")


@lru_cache(2)
def _by_name(glossary: Glossary) -> Mapping[str, str]:
    """Return the definitions by every name that one term alone has."""
    found: dict[str, str] = {}
    owners: dict[str, str] = {}
    for term in glossary:
        texts = filter(None, (term.definition.get("en"), term.definition.get("bn")))
        definition = _SIMPLE_BANGLA.join(texts)
        for language in ("en", "bn"):
            names = (term.preferred(language), *term.synonyms.get(language, ()))
            for name in filter(None, map(str.casefold, names)):
                shared = owners.setdefault(name, term.id) != term.id
                found[name] = "" if shared else definition
    return found


def start_tag(element: str, values: Mapping[str, str], patterns: Patterns) -> str:
    """Return a tooltip's start tag with these attributes, empty where it would look damaged."""
    written = "".join(f' {name}="{escape_attribute(value)}"' for name, value in values.items())
    if patterns.start.search(fold(written)):
        return ""
    return f"<{element}{written}>"
