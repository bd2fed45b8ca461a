"""Joined text: the offered pieces of a source as one plain text, with their places.

Owns text runs (what joins, what breaks) and the way back from an offset in the text to the source.
A break is a NUL, which text of HTML never holds; a skipped inline element stands as its first and
last character between gaps. Never looks at what the text says.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from rxglossary.html.references import ATOM, decode_atom, decode_text
from rxglossary.html.rules import JOINED, SKIPPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Text", "join"]

_NOWHERE = -1


class Text:
    """Plain text that knows where each of its characters stands in the source.

    Attributes:
        text: The runs, with a NUL between two of them.

    >>> found = join("a<b>b</b>", [(0, 1, 4), (4, 5, 5)], gap=chr(1))
    >>> found.text, list(found.pieces(1, 3))
    ('\\x00ab', [(0, 1), (4, 5)])
    """

    __slots__ = ("_at", "_from", "_long", "text")

    def __init__(self, text: str, at: list[int], source: list[int], long: dict[int, int]) -> None:
        self.text = text
        self._at = at  # offsets in the text at which a stretch begins
        self._from = source  # its offset in the source, or nowhere
        self._long = long  # the source length of a stretch that isn't as long as its text

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the source spans of the text in [start, end), joined where they touch.

        A character reference is in or out as a whole. White space between two tags is left out.
        """
        index = bisect_right(self._at, start) - 1
        begin = stop = 0
        visible = False
        while index < len(self._at) and self._at[index] < end:
            at, source = self._at[index], self._from[index]
            following = self._at[index + 1] if index + 1 < len(self._at) else len(self.text)
            if source != _NOWHERE:
                low, high = max(start, at), min(end, following)
                length = self._long.get(index)
                first = source + low - at if length is None else source
                last = source + high - at if length is None else source + length
                if first != stop:
                    if visible:
                        yield begin, stop
                    begin, visible = first, False
                # What is nothing or white space alone isn't worth a span, nor safe to wrap.
                visible = visible or bool(self.text[low:high].strip())
                stop = last
            index += 1
        if visible:
            yield begin, stop


def join(source: str, pieces: Iterable[tuple[int, int, int]], *, gap: str) -> Text:
    """Return the text of the pieces that a scan found.

    Args:
        source: The scanned source.
        pieces: Start, end and flags of each (see `rxglossary.html.scanner.Scan`).
        gap: The character that stands around what is skipped.
    """
    parts: list[str] = []
    at: list[int] = []
    origin: list[int] = []
    long: dict[int, int] = {}
    length = 0
    returns = "\r" in source
    skipped = ""  # what was skipped since the last offered piece, if only joined to the next
    for start, end, flags in pieces:
        segment = source[start:end]
        joined = flags & JOINED
        if skipped and not joined and skipped[0] != "\0":
            # It is a neighbour of the text before it.
            at.append(length)
            origin.append(_NOWHERE)
            parts.append(skipped)
            length += len(skipped)
            skipped = ""
        if flags & SKIPPED:
            edge = _edge(segment, gap)
            skipped = skipped + edge if joined else "\0" + edge
            continue
        before = skipped if joined else "\0"
        if before:
            skipped = ""
            at.append(length)
            origin.append(_NOWHERE)
            parts.append(before)
            length += len(before)
        if "&" in segment or "\0" in segment or (returns and "\r" in segment):
            for text, place, size in _atoms(segment, start):
                if size != len(text):
                    long[len(at)] = size
                at.append(length)
                origin.append(place)
                parts.append(text)
                length += len(text)
        else:
            at.append(length)
            origin.append(start)
            parts.append(segment)
            length += end - start
    if skipped:
        at.append(length)
        origin.append(_NOWHERE)
        parts.append(skipped)
    return Text("".join(parts), at or [0], origin or [_NOWHERE], long)


def _edge(segment: str, gap: str) -> str:
    """Return what a skipped piece is to its neighbours: its first and its last character."""
    text = decode_text(segment) if "&" in segment else segment
    text = text.replace("\0", "")
    return f"{gap}{text[0]}{gap}{text[-1]}{gap}" if text else gap


def _atoms(segment: str, start: int) -> Iterator[tuple[str, int, int]]:
    """Yield text, source offset and source length of a segment's plain stretches and atoms."""
    done = 0
    for match in ATOM.finditer(segment):
        text, length = decode_atom(match[0])
        if not length:
            continue
        begin = match.start()
        if begin > done:
            yield segment[done:begin], start + done, begin - done
        yield text, start + begin, length
        done = begin + length
    if done < len(segment):
        yield segment[done:], start + done, len(segment) - done
