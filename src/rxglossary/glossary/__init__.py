"""Terms and glossaries: frozen, validated, without I/O and without HTML.

Owns what an entry may hold (`fields`), how values are read (`shapes`), the entry itself (`term`),
which of its texts were reviewed or translated (`reviews`), what holds across entries
(`collection`), and what changed between two glossaries (`changes`). Languages are tags, not fields.
"""

from __future__ import annotations

from rxglossary.glossary.changes import Change, Changes, TermChanges, diff
from rxglossary.glossary.collection import Glossary
from rxglossary.glossary.fields import (
    STATUSES,
    Image,
    MatchRules,
    PartOfSpeech,
    Reference,
    Source,
    Status,
)
from rxglossary.glossary.frozen import FrozenMap
from rxglossary.glossary.reviews import (
    Review,
    ReviewState,
    Translation,
    TranslationState,
    source_key,
    text_hash,
)
from rxglossary.glossary.shapes import suggest
from rxglossary.glossary.term import FIELDS, Origin, Place, Term

__all__ = [
    "FIELDS",
    "STATUSES",
    "Change",
    "Changes",
    "FrozenMap",
    "Glossary",
    "Image",
    "MatchRules",
    "Origin",
    "PartOfSpeech",
    "Place",
    "Reference",
    "Review",
    "ReviewState",
    "Source",
    "Status",
    "Term",
    "TermChanges",
    "Translation",
    "TranslationState",
    "diff",
    "source_key",
    "suggest",
    "text_hash",
]
