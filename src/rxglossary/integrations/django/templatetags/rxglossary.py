"""Template tags: ``{% load rxglossary %}``.

Owns the names in templates: the filter and the block tag ``rxglossary``, and ``rxglossary_page``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe

from rxglossary.integrations.django import apps

if TYPE_CHECKING:
    from rxglossary.integrations.templates import TemplatePage

register = template.Library()


@register.filter(name="rxglossary")
def annotated(value: object, language: str = "") -> SafeString:
    """Explain the terms of a value at its end; a string not marked safe is escaped first."""
    return apps.templates().annotate(value, language=language)


@register.simple_block_tag(name="rxglossary")
def annotated_block(content: str, page: TemplatePage[SafeString] | None = None) -> SafeString:
    """Explain the terms of a block at its end, or as a fragment of *page*."""
    # What a template wrote is markup: its author decided what to escape.
    markup = mark_safe(content)  # noqa: S308
    return page.annotate(markup) if page is not None else apps.templates().annotate(markup)


@register.simple_tag
def rxglossary_page(language: str = "") -> TemplatePage[SafeString]:
    """Open a page whose fragments and parts are placed by the template."""
    return apps.templates().page(language=language)
