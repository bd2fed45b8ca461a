"""Selectors of elements: ``tag``, ``.class``, ``#id``, ``[attr]``, ``[attr=value]``, ``tag.class``.

Owns parsing and matching of one selector. Never looks at where an element stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rxglossary.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Selector", "parse_selector"]

_SELECTOR = re.compile(
    r"(?P<tag>[A-Za-z][^\s.#\[\]>+~:*,=\"'/]*)?"
    r"(?:\.(?P<cls>[^\s.#\[\]>+~:*,=\"'/]+)"
    r"|\#(?P<id>[^\s.#\[\]>+~:*,=\"'/]+)"
    r"|\[\s*(?P<attr>[^\s.#\[\]>+~*,=\"'/^$|]+)\s*"
    r"(?:=\s*(?:\"(?P<q>[^\"]*)\"|'(?P<a>[^']*)'|(?P<u>[^\s\"'\]]*))\s*)?\])?"
)
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True, slots=True)
class Selector:
    """One selector: a tag, an attribute with or without a value, or both.

    Args:
        tag: An element's name in ASCII lower case, or "" for any.
        attribute: An attribute's name in ASCII lower case, or "" for none.
        value: The value to be equal to, or None for any. Of ``class``, one of its tokens.
    """

    tag: str = ""
    attribute: str = ""
    value: str | None = None

    @property
    def needle(self) -> bytes:
        """Return bytes that the folded source of a matching start tag holds.

        That is the attribute's name; of ``class`` and ``id``, which most elements have, the value,
        as long as it isn't written with character references.
        """
        text = self.value if self.attribute in ("class", "id") and self.value else self.attribute
        return text.translate(_LOWER).encode("latin-1", "replace")

    def matches(self, tag: str, attributes: Mapping[str, str]) -> bool:
        """Tell whether an element with this name and these attributes is selected."""
        if self.tag and self.tag != tag:
            return False
        if not self.attribute:
            return True
        value = attributes.get(self.attribute)
        if value is None or self.value is None:
            return value is not None
        if self.attribute == "class":
            return self.value in re.split("[\t\n\f\r ]+", value)
        return value == self.value


def parse_selector(text: str) -> Selector:
    """Return the selector that *text* writes.

    Names fold in ASCII, values are exact.

    Raises:
        ConfigurationError: When it is anything but a tag, a class, an id or an attribute, or a tag
            with one of these.

    >>> parse_selector("DIV[aria-hidden=true]")
    Selector(tag='div', attribute='aria-hidden', value='true')
    >>> parse_selector("ul > li")
    Traceback (most recent call last):
    rxglossary.errors.ConfigurationError: 'ul > li' is no selector: write tag, .class, #id, \
[attr], [attr=value], or a tag with one of these
    """
    match = _SELECTOR.fullmatch(text.strip())
    if not match or not match[0]:
        raise ConfigurationError(
            f"{text!r} is no selector: write tag, .class, #id, [attr], [attr=value],"
            " or a tag with one of these"
        )
    tag = (match["tag"] or "").translate(_LOWER)
    if match["cls"]:
        return Selector(tag, "class", match["cls"])
    if match["id"]:
        return Selector(tag, "id", match["id"])
    if match["attr"]:
        values = (match[name] for name in ("q", "a", "u"))
        value = next((v for v in values if v is not None), None)
        return Selector(tag, match["attr"].translate(_LOWER), value)
    return Selector(tag)
