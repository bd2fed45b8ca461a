"""A renderer without parts of its own: ``<dfn class="rxg" title="…">``.

Keyboard and touch can't reach a title, and screen readers may not read it: use `Link` for readers,
this for tools. No styles, no script, no section.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rxglossary.errors import ConfigurationError
from rxglossary.markup import Element
from rxglossary.render.base import Renderer

if TYPE_CHECKING:
    from rxglossary.glossary import Term
    from rxglossary.render.base import Occurrence, PageInfo

__all__ = ["Dfn"]


@dataclass(frozen=True, slots=True)
class Dfn(Renderer):
    """Wraps occurrences in dfn elements with the definitions in ``title``.

    Args:
        languages: The tags of the languages whose definitions are written, in order.

    Raises:
        ConfigurationError: Without a language.

    >>> Dfn(languages=("en",)).links
    False
    """

    languages: tuple[str, ...] = ("en", "bn")

    def __post_init__(self) -> None:
        languages: object = self.languages
        if not isinstance(languages, (tuple, list)) or not languages:
            raise ConfigurationError(f"languages are one tag or more, not {self.languages!r}")
        object.__setattr__(self, "languages", tuple(languages))

    def keys(self, term: Term) -> tuple[str, ...]:
        """Return the keys of the texts that readers see: the definitions in its languages."""
        return tuple(tag for tag in self.languages if tag in term.definition)

    def wrap(self, occurrence: Occurrence, page: PageInfo) -> Element | None:
        """Return the dfn element, or None where no language has a definition."""
        del page
        found = (occurrence.term.definition.get(tag) for tag in self.languages)
        texts = [text for text in found if text]
        return Element("dfn", {"title": "\n".join(texts)}) if texts else None
