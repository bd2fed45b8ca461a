"""A renderer for sites whose own theme and script read attributes.

Owns the wrappers and the templates of their attributes. No styles, no script, no section: what
readers get is the site's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rxglossary.errors import ConfigurationError
from rxglossary.glossary import FrozenMap
from rxglossary.markup import Element, wrapper_tags
from rxglossary.render.base import Renderer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rxglossary.glossary import Term
    from rxglossary.render.base import Occurrence, PageInfo

__all__ = ["Data"]

_FIELD = re.compile(r"\{([A-Za-z][A-Za-z0-9-]*)\}")
_ATTRIBUTES = FrozenMap({"data-rx-term": "{id}", "data-rx-definition": "{en} সহজ বাংলা: {bn}"})


@dataclass(frozen=True, slots=True)
class Data(Renderer):
    """Wraps occurrences in elements that carry the definitions in attributes.

    Args:
        element: The element, one of span, a, dfn, abbr.
        classes: Its classes, behind our own mark.
        attributes: Templates by attribute name. ``{id}`` stands for the entry's id, ``{surface}``
            for the text on the page, a language tag for the definition. Where one is missing, it
            goes together with the words between it and the one before.

    Raises:
        ConfigurationError: For a template that holds a brace of another kind.
        MarkupError: For an element or attribute that can't be written.

    >>> from rxglossary.glossary import Term
    >>> from rxglossary.render.base import Occurrence, PageInfo
    >>> pain = Occurrence(Term("pain", en="A bad feeling."), "Pain")
    >>> dict(Data().wrap(pain, PageInfo()).attributes)
    {'class': 'rx-term', 'data-rx-term': 'pain', 'data-rx-definition': 'A bad feeling.'}
    """

    element: str = "span"
    classes: str = "rx-term"
    attributes: Mapping[str, str] = field(default_factory=lambda: _ATTRIBUTES)

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", FrozenMap(self.attributes))
        for name, template in self.attributes.items():
            if not isinstance(template, str) or re.search(r"[{}]", _FIELD.sub("", template)):
                raise ConfigurationError(
                    f"{name}: {template!r} is no template: use {{id}}, {{surface}} and language"
                    " tags in braces"
                )
        wrapper_tags(Element(self.element, dict(self.attributes)))

    @property
    def links(self) -> bool:
        """Whether occurrences are wrapped in links."""
        return self.element == "a"

    def keys(self, term: Term) -> tuple[str, ...]:
        """Return the keys of the texts that are written: the definitions that templates name."""
        named = {name for text in self.attributes.values() for name in _FIELD.findall(text)}
        return tuple(tag for tag in term.definition if tag in named)

    def wrap(self, occurrence: Occurrence, page: PageInfo) -> Element | None:
        """Return the element, or None where no template finds a definition."""
        del page
        term = occurrence.term
        own = {"id": term.id, "surface": occurrence.surface}
        written: dict[str, str | None] = {"class": self.classes} if self.classes else {}
        explained = False
        for name, template in self.attributes.items():
            text, found = _fill(template, own, term.definition)
            explained |= found
            written[name] = text
        return Element(self.element, written) if explained else None


def _fill(
    template: str, own: Mapping[str, str], definitions: Mapping[str, str]
) -> tuple[str, bool]:
    """Return the filled template, and whether a definition is in it."""
    parts: list[str] = []
    explained = False
    done = 0
    for match in _FIELD.finditer(template):
        name = match[1]
        definition = definitions.get(name)
        value = own.get(name) or definition
        if value:
            parts.append(template[done : match.start()] + value)
            explained |= definition == value
        done = match.end()
    return ("".join(parts) + template[done:]).strip(), explained
