"""A renderer for e-mail, messages and plain print: ``term (meaning)`` where a term is first used.

Owns what stands in the parentheses. No styles, no script, no section, nothing to click.
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

__all__ = ["Inline"]


@dataclass(frozen=True, slots=True)
class Inline(Renderer):
    """Writes the definitions behind the first occurrence of a term on a page.

    Args:
        languages: The tags of the languages whose definitions are written, in order.

    Raises:
        ConfigurationError: Without a language.

    >>> from rxglossary.glossary import Term
    >>> from rxglossary.markup import wrapper_tags
    >>> from rxglossary.render.base import Occurrence, PageInfo
    >>> pain = Occurrence(Term("pain", en="A bad feeling."), "Pain")
    >>> "Pain".join(wrapper_tags(Inline(("en",)).wrap(pain, PageInfo())))
    '<span class="rxg">Pain<span class="rxg-tail"> (<span lang="en">A bad feeling</span>)\
</span></span>'
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
        """Return the element with its tail, or None for a repeat and without a definition."""
        term = occurrence.term
        if term.id in page.terms:
            return None
        found = [(tag, term.definition[tag]) for tag in self.languages if tag in term.definition]
        if not found:
            return None
        if not occurrence.last:
            return Element("span")
        tail: list[Element | str] = [" ("]
        for number, (tag, text) in enumerate(found):
            tail += ["; "] if number else []
            tail.append(Element("span", {"lang": tag}, (_without_stop(text),)))
        return Element("span", {}, (Element("span", {}, (*tail, ")")),))


def _without_stop(text: str) -> str:
    """Return a definition as it reads inside of parentheses."""
    return text[:-1] if text.endswith((".", "।")) and not text.endswith("..") else text
