"""The element that a fragment stands in, as far as it changes what the fragment means.

Owns the fragment case of the standard (WHATWG 13.4): in most elements a fragment is read as in a
body, in some as part of a table, in others it is no HTML text at all. Never looks at a source.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rxglossary.errors import ConfigurationError
from rxglossary.html.elements import RAW_TEXT, VOID

if TYPE_CHECKING:
    from rxglossary.html.rules import Rules

__all__ = ["closed_context", "parse_context"]

_CONTEXT = re.compile(r"(?:(?:svg|math) )?[A-Za-z][^\s/>\0]*")
_CLOSED = (
    dict.fromkeys((*RAW_TEXT, b"script", b"plaintext"), "holds no markup")
    | dict.fromkeys(VOID, "holds nothing")
    | dict.fromkeys((b"html", b"head", b"colgroup"), "is no place for running text")
    | dict.fromkeys((b"frameset", b"template", b"noscript"), "is never rendered")
    | dict.fromkeys((b"select", b"datalist", b"option", b"optgroup"), "holds options")
    | dict.fromkeys((b"svg", b"math"), "holds no HTML")
)


def parse_context(context: str) -> str:
    """Return the name of a context element, in ASCII lower case but for SVG.

    Raises:
        ConfigurationError: When it is no element's name, nor one behind ``svg`` or ``math``.

    >>> parse_context("TD"), parse_context("svg foreignObject")
    ('td', 'svg foreignObject')
    """
    if not context:
        return ""
    if not _CONTEXT.fullmatch(context):
        raise ConfigurationError(f"{context!r} is no element's name: give td, or svg path")
    return context if " " in context else context.lower()


def closed_context(context: str, rules: Rules) -> str:
    """Return why nothing in a context is ever wrapped, or "".

    >>> from rxglossary.html.rules import Rules
    >>> closed_context("td", Rules()), closed_context("title", Rules())
    ('', '<title> holds no markup')
    """
    if not context:
        return ""
    name = context.partition(" ")[0].encode("latin-1", "replace")
    if name in _CLOSED:
        return f"<{context}> {_CLOSED[name]}"
    if name in rules.skip_tags or (name == b"a" and rules.link_flag):
        return f"<{context}> is skipped"
    return ""
