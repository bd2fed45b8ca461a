"""Languages: how words of each are written, inflected, bounded and ordered.

Owns the interface `Language` and the register of its modules. A language is a tag with rules; an
unknown tag gets neutral ones. Other packages add a language by an entry point of the group
``rxglossary.languages``. Everything here works on canonical text (see
`rxglossary.matching.canonical`). Never looks at glossaries or pages.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points

from rxglossary.errors import ConfigurationError
from rxglossary.languages.bangla import BANGLA
from rxglossary.languages.base import Language, Offer
from rxglossary.languages.english import ENGLISH

__all__ = ["GROUP", "Language", "Offer", "installed", "known_languages", "language"]

GROUP = "rxglossary.languages"
"""The group of entry points: the name is the tag, the object a `Language`."""

_SHIPPED: tuple[Language, ...] = (BANGLA, ENGLISH)


def language(tag: str) -> Language:
    """Return the rules of the language with this tag, by its first subtag; else neutral ones.

    Args:
        tag: A language tag such as ``en-GB``, in any case.

    Raises:
        ConfigurationError: When an installed language can't be loaded.

    >>> language("en-GB").tag, language("fr").tag
    ('en', 'fr')
    """
    primary = tag.partition("-")[0].lower()
    return _known().get(primary) or Language(primary)


def known_languages() -> tuple[Language, ...]:
    """Return the languages that have rules of their own: the shipped ones, then the installed.

    Raises:
        ConfigurationError: When an installed language can't be loaded.

    >>> [rules.tag for rules in known_languages()]
    ['bn', 'en']
    """
    return tuple(_known().values())


@lru_cache(1)
def installed() -> tuple[str, ...]:
    """Return tag, package and version of each language that another package brings."""
    packages = {entry.name: entry.dist for entry in _entries() if entry.dist}
    return tuple(sorted(f"{tag} {dist.name} {dist.version}" for tag, dist in packages.items()))


@lru_cache(1)
def _entries() -> tuple[EntryPoint, ...]:
    # To look for them opens a file of each package that is installed: once is enough.
    found = entry_points(group=GROUP)
    return tuple(sorted(found, key=lambda entry: (entry.name, entry.value)))


@lru_cache(1)
def _known() -> dict[str, Language]:
    known = {rules.tag: rules for rules in _SHIPPED}
    for entry in _entries():
        where = f"the language {entry.name!r} ({entry.value})"
        try:
            found = entry.load()
        except Exception as error:
            raise ConfigurationError(f"{where} can't be loaded: {error!r}") from error
        if not isinstance(found, Language):
            raise ConfigurationError(f"{where} is no Language but {type(found).__name__}")
        if found.tag != entry.name:
            raise ConfigurationError(f"{where} calls itself {found.tag!r}: name both alike")
        if found.tag in known:
            raise ConfigurationError(f"{where} is there already: uninstall one of the two")
        known[found.tag] = found
    return known
