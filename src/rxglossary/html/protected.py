"""Spans of text that belong to other programs: shortcodes, template tags, formulas, mail merge.

Owns the presets of `Policy.protect`. Every pattern is linear: it never looks twice for an end that
isn't there. Never looks at tags.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rxglossary.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = ["PRESETS", "protected_spans"]

Span = tuple[int, int]

# [name attr="…"], [name], [/name], [name/]; not "[1]" and not "[see below]". A quoted value may
# hold brackets. What is plain prose in brackets has neither "=" nor a closing tag of its name.
_SHORTCODE = re.compile(
    r"\[(?P<slash>/?)(?P<name>[A-Za-z][\w-]*)"
    r"(?P<rest>(?:\s(?:[^\[\]\"'\0]|\"[^\"\0]*+\"|'[^'\0]*+'|[\"'])*+)?)\]"
)
_CODE = frozenset({"code", "pre", "raw", "html", "embed", "sourcecode", "syntaxhighlight"})


def _shortcodes(text: str) -> Iterator[Span]:
    closed: set[str] | None = None
    unclosed: set[str] = set()
    done = 0
    for match in _SHORTCODE.finditer(text):
        start, end = match.span()
        if start < done:
            continue
        name, rest = match["name"], match["rest"]
        if rest.strip() not in ("", "/") and "=" not in rest and "_" not in name:
            if closed is None:
                closed = {found[1] for found in re.finditer(r"\[/([A-Za-z][\w-]*)\]", text)}
            if name not in closed:
                continue
        if name.lower() in _CODE and not match["slash"] and name not in unclosed:
            close = text.find(f"[/{name}]", end)
            if close >= 0:
                end = close
            else:
                unclosed.add(name)
        yield start, end
        done = end


def _between(opening: str, closing: str) -> Callable[[str], Iterator[Span]]:
    def spans(text: str) -> Iterator[Span]:
        start, end = text.find(opening), 0
        while start >= 0:
            inside = start + len(opening)
            if end < inside:
                end = text.find(closing, inside)
                if end < 0:
                    return
            # A lone mark in one paragraph and another in the next are no pair.
            if text.find("\0", inside, end) < 0:
                inside = end + len(closing)
                yield start, inside
            start = text.find(opening, inside)

    return spans


PRESETS: Final[Mapping[str, tuple[Callable[[str], Iterator[Span]], ...]]] = {
    "shortcodes": (_shortcodes,),
    "templates": (
        _between("{{", "}}"),
        _between("{%", "%}"),
        _between("{#", "#}"),
        _between("<%", "%>"),
    ),
    "mail-merge": (_between("*|", "|*"),),
    "tex": (_between("$$", "$$"), _between("\\(", "\\)"), _between("\\[", "\\]")),
}
"""What may be protected, by name."""

_GATES = {"shortcodes": "[", "templates": "{<", "mail-merge": "|", "tex": "$\\"}


def protected_spans(text: str, presets: Iterable[str]) -> list[Span]:
    """Return the spans of *text* that the named presets protect, in ascending order, merged.

    Args:
        text: Joined text.
        presets: Names of `PRESETS`.

    Raises:
        ConfigurationError: For a name that isn't one of `PRESETS`.

    >>> text = '[rx_box title="What is diabetes"]diabetes[/rx_box] [1] {{ name }}'
    >>> [text[start:end] for start, end in protected_spans(text, ["shortcodes", "templates"])]
    ['[rx_box title="What is diabetes"]', '[/rx_box]', '{{ name }}']
    """
    found: list[Span] = []
    for preset in presets:
        if preset not in PRESETS:
            known = ", ".join(PRESETS)
            raise ConfigurationError(f"{preset!r} protects nothing: the presets are {known}")
        if any(char in text for char in _GATES[preset]):
            for spans in PRESETS[preset]:
                found += spans(text)
    found.sort()
    merged: list[Span] = []
    for start, end in found:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
