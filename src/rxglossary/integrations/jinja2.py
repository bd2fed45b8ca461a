"""Jinja2: a filter, a block tag and pages made of fragments.

Owns their names in templates: the filter ``rxglossary``, the tag ``{% rxglossary %}`` and the
function ``rxglossary_page()``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2 import Environment, nodes, pass_eval_context
from jinja2.ext import Extension
from markupsafe import Markup, escape

from rxglossary.integrations.templates import Templates

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2.nodes import EvalContext
    from jinja2.parser import Parser

    from rxglossary.annotator import Annotator
    from rxglossary.live import Live

__all__ = ["RxGlossaryExtension", "install"]


def install(
    environment: Environment, annotator: Annotator | Live, *, assets: str | None = None
) -> None:
    """Give the templates of *environment* the filter, the tag and the function.

    ``{{ body|rxglossary }}`` and ``{% rxglossary %}…{% endrxglossary %}`` explain the terms at the
    end of what they annotate. Where a page has several fragments, open it once::

        {% set page = rxglossary_page() %}
        {{ page.switch() }} {{ page.annotate(intro) }} {{ page.annotate(body) }}
        {{ page.section() }} {{ page.assets() }}

    With autoescaping, a plain string is text: it is escaped, then annotated. Only a string that is
    marked safe is markup.

    Args:
        environment: The environment.
        annotator: What annotates, or a `Live` one.
        assets: The URL under which styles and script lie; None links neither.

    >>> from rxglossary import Glossary, Term
    >>> from rxglossary.annotator import Annotator
    >>> annotator = Annotator(Glossary([Term("pain", en="A bad feeling.")]), renderer="dfn")
    >>> environment = Environment(autoescape=True)
    >>> install(environment, annotator)
    >>> environment.from_string("{{ text|rxglossary }}").render(text="<b>Pain")
    '&lt;b&gt;<dfn class="rxg" title="A bad feeling.">Pain</dfn>'
    """
    environment.add_extension(RxGlossaryExtension)
    templates = Templates(annotator, safe=Markup, escape=escape, assets=assets)
    environment.extend(rxglossary=templates)
    environment.filters["rxglossary"] = pass_eval_context(_filter(templates))
    environment.globals["rxglossary_page"] = templates.page


class RxGlossaryExtension(Extension):
    """The tag ``{% rxglossary %}…{% endrxglossary %}``; `install` adds it."""

    tags = {"rxglossary"}  # noqa: RUF012 -- Jinja2's own type

    def parse(self, parser: Parser) -> nodes.Node:
        """Return a call of `_annotated` around the block."""
        line = next(parser.stream).lineno
        body = parser.parse_statements(("name:endrxglossary",), drop_needle=True)
        return nodes.CallBlock(self.call_method("_annotated"), [], [], body).set_lineno(line)

    def _annotated(self, caller: Callable[[], str]) -> Markup:
        templates: Templates[Markup] = self.environment.rxglossary  # type: ignore[attr-defined]
        # What a template wrote is markup: its author decided what to escape.
        return templates.annotate(Markup(caller()))  # noqa: S704


def _filter(templates: Templates[Markup]) -> Callable[..., Any]:
    def rxglossary(context: EvalContext, value: object, language: str = "") -> str:
        if context.autoescape or hasattr(value, "__html__"):
            return templates.annotate(value, language=language)
        # Without autoescaping every string is markup, and stays a plain one.
        return str(templates.annotate(Markup(str(value)), language=language))  # noqa: S704

    return rxglossary
