"""Languages: how words of each are written, inflected and bounded.

Owns the interface `Language` and the register of its modules. A language is a tag with rules; an
unknown tag gets neutral ones. Everything here works on canonical text (see
`rxglossary.matching.canonical`). Never looks at glossaries or pages.
"""

from __future__ import annotations

from rxglossary.languages.bangla import BANGLA
from rxglossary.languages.base import Language
from rxglossary.languages.english import ENGLISH
from rxglossary.languages.neutral import Neutral

__all__ = ["Language", "known_languages", "language"]

_KNOWN: dict[str, Language] = {"bn": BANGLA, "en": ENGLISH}


def language(tag: str) -> Language:
    """Return the rules of the language with this tag, by its first subtag; else neutral ones.

    >>> language("en-GB").tag, language("fr").tag
    ('en', 'fr')
    """
    primary = tag.partition("-")[0].lower()
    return _KNOWN.get(primary) or Neutral(primary)


def known_languages() -> tuple[Language, ...]:
    """Return the languages that have rules of their own.

    >>> [rules.tag for rules in known_languages()]
    ['bn', 'en']
    """
    return tuple(_KNOWN.values())
