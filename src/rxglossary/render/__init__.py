"""Renderers: occurrences to elements, labels, and the assets that go with them."""

from __future__ import annotations

from rxglossary.render.base import Occurrence, PageInfo, Renderer
from rxglossary.render.dfn import Dfn
from rxglossary.render.link import Link

__all__ = ["Dfn", "Link", "Occurrence", "PageInfo", "Renderer"]
