"""The rest of a tooltip that stands on a page as text.

    residue = rest-of-value quote *( name "=" quote text quote ) ">"

Behind the inner tooltip's end, all that is left of the outer one's start tag is text: that is so in
every browser, in what a parser wrote again, and in what was copied from a page. Owns reading that
text as it is seen, whatever tags and character references its source has. Never decides what is
mended.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from rxglossary.html.references import ATOM, decode_atom
from rxglossary.html.tokens import TAG, declaration_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["Seen", "Tail", "cut_off", "see", "shared_end", "tails"]

_NAME = r"[A-Za-z_:][\w:.-]*"
# What follows the quote that closes a value. Every other quote belongs to the value: of text that
# was escaped in an attribute, a browser shows plain quotes.
_BEHIND = rf"(?=\s*(?:/?>|\Z)|\s+{_NAME}\s*(?:=|/?>|\Z))"
_CLOSING = {quote: re.compile(quote + _BEHIND, re.A) for quote in "\"'"}
_ANY_CLOSING = re.compile("[\"']" + _BEHIND, re.A)
_ATTRIBUTE = re.compile(rf"\s+({_NAME})(?:\s*=\s*(?:([\"'])|([^\s\"'<>=`]+)))?", re.A)
_ANY_CUT = re.compile(rf"[\"'](?=\s+{_NAME}\s*=)", re.A)
_GT = re.compile(r"\s*/?>")
_PARTS_OF_WORDS = frozenset({"Mn", "Mc", "Me", "Cf"})


class Seen(NamedTuple):
    """Text as a reader sees it: for each character, where it starts and ends in the source."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


class Tail(NamedTuple):
    """The end of a start tag in text: its value's closing quote, its ">", what stands between.

    Attributes:
        quote: The offset of the quote.
        end: The offset behind the ">".
        attributes: What stands between them.
    """

    quote: int
    end: int
    attributes: Mapping[str, str]


def see(
    source: str, folded: bytes, start: int, end: int, gone: Sequence[tuple[int, int]] = ()
) -> Seen:
    """Return what stands between two offsets as text; no tag, and nothing that is *gone*.

    Args:
        source: The source text.
        folded: `rxglossary.html.tokens.fold` of it.
        start: Where to begin, outside of any tag.
        end: Where to end.
        gone: Spans that are left out, in ascending order.

    >>> html = "a<b>&gt;</b>c"
    >>> from rxglossary.html.tokens import fold
    >>> see(html, fold(html), 0, len(html))
    Seen(text='a>c', starts=[0, 4, 12], ends=[1, 8, 13])
    """
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def plain(low: int, high: int) -> None:
        if low < high:
            parts.append(source[low:high])
            starts.extend(range(low, high))
            ends.extend(range(low + 1, high + 1))

    def text(low: int, high: int) -> None:
        for atom in ATOM.finditer(source, low, high):
            said, length = decode_atom(atom[0])
            if length:
                plain(low, atom.start())
                low = atom.start() + length
                parts.append(said)
                starts.extend([atom.start()] * len(said))
                ends.extend([low] * len(said))
        plain(low, high)

    for low, high in _between(start, end, gone):
        pos = low
        while match := TAG.search(folded, pos, high):
            if match[1] is not None:
                after = match.end(2) + 1
            elif match[3] is not None:
                after = declaration_end(source, match.start())
                if after == match.start() + 1:
                    text(pos, after)
                    pos = after
                    continue
            else:
                after = -1  # the end cuts the tag off
            text(pos, match.start())
            pos = min(after, high) if after >= 0 else high
        text(pos, high)
    return Seen("".join(parts), starts, ends)


def _between(start: int, end: int, gone: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for low, high in gone:
        if high > start and low < end:
            yield start, low
            start = max(start, high)
    if start < end:
        yield start, end


def tails(text: str, start: int = 0) -> Iterator[Tail]:
    """Yield the ends of start tags that stand in *text*.

    >>> [tail] = tails('is low." data-rx-term="diabetes">diabetes')
    >>> tail
    Tail(quote=7, end=33, attributes={'data-rx-term': 'diabetes'})
    """
    failed: set[int] = set()
    pos = start
    while match := _ANY_CLOSING.search(text, pos):
        pos = match.end()
        found = _tail(text, match.start(), failed)
        if found is not None:
            yield found
            pos = found.end


def cut_off(text: str) -> dict[str, str]:
    """Return the attributes of a start tag's end that the end of *text* cuts off; empty without.

    >>> cut_off('is low." data-rx-term="diabetes" data-rx-defi')
    {'data-rx-term': 'diabetes', 'data-rx-defi': ''}
    """
    failed: set[int] = set()
    for match in _ANY_CUT.finditer(text):
        found, pos = _attributes(text, match.end(), failed)
        if pos == len(text):
            return found
    return {}


def _tail(text: str, quote: int, failed: set[int]) -> Tail | None:
    found, pos = _attributes(text, quote + 1, failed)
    gt = _GT.match(text, pos) if pos >= 0 else None
    return Tail(quote, gt.end(), found) if gt else None


def _attributes(text: str, pos: int, failed: set[int]) -> tuple[dict[str, str], int]:
    """Read attributes up to a ">" or the end of the text, or -1; note what leads nowhere."""
    found: dict[str, str] = {}
    visited = []
    while pos not in failed:
        if pos == len(text) or _GT.match(text, pos):
            return found, pos
        visited.append(pos)
        match = _ATTRIBUTE.match(text, pos)
        if match is None:
            break
        value, pos = match[3] or "", match.end()
        if match[2]:
            closing = _CLOSING[match[2]].search(text, pos)
            value = text[pos : closing.start()] if closing else text[pos:]
            pos = closing.end() if closing else len(text)
        found.setdefault(match[1].lower(), value)
    failed.update(visited)
    return found, -1


def shared_end(text: str, definition: str) -> int:
    """Return where the end that *text* shares with *definition* begins, at the start of a word.

    >>> text = "Conditions like insulin is low."
    >>> text[shared_end(text, "Sugar stays high because insulin is low.") :]
    'insulin is low.'
    """
    at, other = len(text), len(definition)
    while at and other and text[at - 1] == definition[other - 1]:
        at -= 1
        other -= 1
    if at == 0 or at == len(text):
        return at
    while at < len(text) and not _starts_word(text, at):
        at += 1
    return at


def _starts_word(text: str, at: int) -> bool:
    def is_part(char: str) -> bool:
        return char.isalnum() or unicodedata.category(char) in _PARTS_OF_WORDS

    return is_part(text[at]) and not is_part(text[at - 1])
