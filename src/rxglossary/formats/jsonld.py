"""Glossaries as linked data: SKOS, and schema.org's DefinedTermSet, in JSON-LD.

Owns the two vocabularies. Writes and never reads. Editors' notes and reasons to avoid a word stay
at home.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rxglossary.glossary import Term

__all__ = ["SCHEMA_ORG_HOLDS", "SKOS_HOLDS", "schema_org", "skos"]

SKOS_HOLDS: Final = frozenset(
    {
        "term",
        "definition",
        "forms",
        "synonyms",
        "abbr",
        "category",
        "related",
        "see",
        "source",
        "image",
    }
)
"""The fields that `skos` writes."""

SCHEMA_ORG_HOLDS: Final = frozenset("term definition synonyms abbr category see image".split())
"""The fields that `schema_org` writes."""

_ESCAPES: Final = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def skos(entries: Iterable[Term], base: str) -> bytes:
    """Return *entries* as a SKOS concept scheme (W3C, SKOS Reference).

    Preferred terms are ``prefLabel``, synonyms and abbreviations ``altLabel``, forms and avoided
    ones ``hiddenLabel``; what holds in several languages is a language map.

    Args:
        entries: The terms.
        base: The address of the glossary; an entry's is this, ``#`` and the id.
    """
    graph: list[dict[str, Any]] = [{"id": base, "type": "ConceptScheme"}]
    for entry in entries:
        fields = entry.to_dict()
        names = {"en": entry.preferred("en"), **fields.get("term", {})}
        concept: dict[str, Any] = {
            "id": f"{base}#{entry.id}",
            "type": "Concept",
            "inScheme": base,
            "notation": entry.id,
            "prefLabel": names,
            "definition": fields.get("definition"),
            "altLabel": _labels(fields, "synonyms", "abbr"),
            "hiddenLabel": _labels(fields, "forms"),
            "related": [f"{base}#{id}" for id in fields.get("related", ())],
            "subject": fields.get("category"),
            "seeAlso": [link["url"] for link in fields.get("see", ()) if "url" in link],
            "depiction": fields.get("image", {}).get("src"),
            "source": fields.get("source", {}).get("url") or fields.get("source", {}).get("title"),
        }
        graph.append({name: value for name, value in concept.items() if value})
    texts = {"@container": "@language"}
    several = {"@container": ["@language", "@set"]}
    vocabulary = "http://www.w3.org/2004/02/skos/core#"
    context: dict[str, Any] = {
        "@vocab": vocabulary,
        "id": "@id",
        "type": "@type",
        "prefLabel": texts,
        "definition": texts,
        "altLabel": several,
        "hiddenLabel": several,
        "inScheme": {"@type": "@id"},
        "related": {"@type": "@id"},
        "subject": "http://purl.org/dc/terms/subject",
        "source": "http://purl.org/dc/terms/source",
        "seeAlso": {"@id": "http://www.w3.org/2000/01/rdf-schema#seeAlso", "@type": "@id"},
        "depiction": {"@id": "http://xmlns.com/foaf/0.1/depiction", "@type": "@id"},
    }
    return _dump({"@context": context, "@graph": graph})


def schema_org(entries: Iterable[Term], base: str, name: str, prefix: str = "") -> bytes:
    """Return *entries* as a ``DefinedTermSet`` of schema.org, for a page's ``script`` element.

    Args:
        entries: The terms.
        base: The address of the glossary; an entry's is this, ``#``, the prefix and the id.
        name: What the glossary is called.
        prefix: What the ids of entries begin with on that page.
    """
    listed = []
    for entry in entries:
        fields = entry.to_dict()
        names = {"en": entry.preferred("en"), **fields.get("term", {})}
        term: dict[str, Any] = {
            "@type": "DefinedTerm",
            "@id": f"{base}#{prefix}{entry.id}",
            "termCode": entry.id,
            "name": _values(names),
            "alternateName": _values(_labels(fields, "synonyms", "abbr")),
            "description": _values(fields.get("definition", {})),
            "inDefinedTermSet": base,
            "about": fields.get("category"),
            "sameAs": [link["url"] for link in fields.get("see", ()) if "url" in link],
            "image": fields.get("image", {}).get("src"),
        }
        listed.append({key: value for key, value in term.items() if value})
    whole = {
        "@context": "https://schema.org",
        "@type": "DefinedTermSet",
        "@id": base,
        "name": name,
        "hasDefinedTerm": listed,
    }
    return _dump(whole)


def _labels(fields: Mapping[str, Any], *names: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in names:
        for tag, texts in fields.get(name, {}).items():
            found[tag] = [*found.get(tag, []), *texts]
    return found


def _values(texts: Mapping[str, str] | Mapping[str, list[str]]) -> list[dict[str, str]]:
    return [
        {"@language": tag, "@value": text}
        for tag, value in texts.items()
        for text in ([value] if isinstance(value, str) else value)
    ]


def _dump(data: object) -> bytes:
    """Return JSON that may stand in a script element as it is: no tag, no comment, no entity."""
    text = json.dumps(data, ensure_ascii=False, indent=2).translate(_ESCAPES)
    return (text + "\n").encode("utf-8", "replace")
