r"""Character references, CR LF and NUL: what source text says once it is read.

Owns the decoding of text and attribute values (WHATWG 13.2.3.5, 13.2.5.72 to 13.2.5.80). Never
changes the source: a reference is one atom of the text, with a place in the source.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html.entities import html5

__all__ = ["ATOM", "decode_atom", "decode_attribute", "decode_text"]

ATOM = re.compile(r"&(?:#(?:[xX][0-9a-fA-F]+|[0-9]+);?|[A-Za-z][A-Za-z0-9]*;?)|\r\n?|\0")
"""What may stand for other characters than itself: a reference, a line break with CR, a NUL."""

_LONGEST = max(map(len, html5))
# The C1 controls that mean windows-1252 (the table of the numeric character reference end state).
_WINDOWS = dict(
    zip(
        b"\x80\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8e"
        b"\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9e\x9f",
        "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ",
        strict=True,
    )
)


def _number(digits: str, base: int) -> str:
    # More than seven hexadecimal digits are out of range anyway; int() of a long text is slow.
    digits = digits.lstrip("0") or "0"
    code = int(digits, base) if len(digits) < 9 else 0x110000
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "\ufffd"
    return _WINDOWS.get(code) or chr(code)


@lru_cache(4096)
def _named(name: str) -> tuple[str, int]:
    """Return the text of the longest name that *name* begins with, and that name's length."""
    for length in range(min(len(name), _LONGEST), 0, -1):
        found = html5.get(name[:length])
        if found is not None:
            return found, length
    return "", 0


def decode_atom(atom: str) -> tuple[str, int]:
    r"""Return what a match of `ATOM` says, and how many of its characters it takes.

    A NUL says nothing: in text of HTML content the standard drops it.

    >>> [decode_atom(atom) for atom in ("&amp;", "&notit;", "&#x80;", "&#0", "\r\n", "&x;")]
    [('&', 5), ('¬', 4), ('€', 6), ('�', 3), ('\n', 2), ('', 0)]
    """
    if atom[0] == "\r":
        return "\n", len(atom)
    if atom == "\0":
        return "", 1
    if atom[1] == "#":
        digits = atom.rstrip(";")
        if digits[2] in "xX":
            return _number(digits[3:], 16), len(atom)
        return _number(digits[2:], 10), len(atom)
    text, length = _named(atom[1:])
    return text, length + 1 if length else 0


def _text_atom(match: re.Match[str]) -> str:
    text, length = decode_atom(match[0])
    return text + match[0][length:]


def decode_text(source: str) -> str:
    """Return the text that a stretch of source without tags stands for.

    >>> decode_text("caf&eacute; &lt b")
    'café < b'
    """
    return ATOM.sub(_text_atom, source)


def _attribute_atom(match: re.Match[str]) -> str:
    atom = match[0]
    text, length = decode_atom(atom)
    if atom[0] == "&" and atom[1] != "#" and length and atom[length - 1] != ";":
        # In an attribute, "&copy=" and "&copyx" stay as they are (named character reference state).
        following = atom[length : length + 1] or match.string[match.end() : match.end() + 1]
        if following == "=" or (following.isascii() and following.isalnum()):
            return atom
    return "\ufffd" if atom == "\0" else text + atom[length:]


def decode_attribute(value: str) -> str:
    """Return the attribute value that its source stands for.

    >>> decode_attribute("?a=1&amp;b=2&copy=3&lt;")
    '?a=1&b=2&copy=3<'
    """
    return ATOM.sub(_attribute_atom, value)
