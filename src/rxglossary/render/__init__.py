"""Renderers: occurrences to elements, labels, and the assets that go with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rxglossary.errors import ConfigurationError
from rxglossary.glossary import suggest
from rxglossary.render.base import Occurrence, PageInfo, Renderer
from rxglossary.render.data import Data
from rxglossary.render.dfn import Dfn
from rxglossary.render.inline import Inline
from rxglossary.render.link import Link

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "RENDERERS",
    "Data",
    "Dfn",
    "Inline",
    "Link",
    "Occurrence",
    "PageInfo",
    "Renderer",
    "renderer",
]

RENDERERS: Final[Mapping[str, type[Link] | type[Data] | type[Dfn] | type[Inline]]] = {
    "link": Link,
    "data": Data,
    "dfn": Dfn,
    "inline": Inline,
    "none": Link,
}
"""The names that stand for renderers with their defaults; ``none`` is `Link` without marks."""


def renderer(name: str, **options: Any) -> Link | Data | Dfn | Inline:
    """Return the renderer with this name.

    Args:
        name: One of `RENDERERS`.
        options: Options of that renderer.

    Raises:
        ConfigurationError: For another name, or a value that the renderer doesn't allow.
        TypeError: For an option that it doesn't have.

    >>> renderer("none", languages=("en",)).marks, renderer("dfn")
    (False, Dfn(languages=('en', 'bn')))
    """
    if name not in RENDERERS:
        known = ", ".join(RENDERERS)
        raise ConfigurationError(f"{name!r} is no renderer{suggest(name, RENDERERS)}: use {known}")
    if name == "none":
        options["with_marks"] = False
    return RENDERERS[name](**options)
