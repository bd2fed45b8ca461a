"""Splicing of source text: an inverse pair, `insert` and `delete`.

Owns offsets into the given source. Never looks at what the text means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Insertion", "delete", "insert"]


class Insertion(NamedTuple):
    """A text to be put in front of the character at *offset*."""

    offset: int
    text: str


def insert(source: str, insertions: Sequence[Insertion]) -> str:
    """Return *source* with every insertion made; offsets are those of *source*.

    Args:
        source: The text to insert into.
        insertions: In ascending order of offset; several at one offset keep their order.

    Returns:
        The new text, or the very same object when there is nothing to insert.

    Raises:
        ValueError: When offsets descend or lie outside *source*.

    >>> insert("a b", [Insertion(0, "<b>"), Insertion(1, "</b>")])
    '<b>a</b> b'
    """
    if not insertions:
        return source
    parts: list[str] = []
    done = 0
    for offset, text in insertions:
        if offset != done:
            if offset < done:
                raise ValueError(f"insertion at {offset} stands behind {done}: sort by offset")
            parts.append(source[done:offset])
            done = offset
        parts.append(text)
    if done > len(source):
        raise ValueError(f"insertion at {done} lies outside of {len(source)} characters")
    parts.append(source[done:])
    return "".join(parts)


def delete(source: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return *source* without the given spans; the inverse of `insert`.

    Args:
        source: The text to delete from.
        spans: Start and end offsets, in ascending order and not overlapping.

    Returns:
        The new text, or the very same object when there is nothing to delete.

    Raises:
        ValueError: When spans overlap, descend or lie outside *source*.

    >>> delete("<b>a</b> b", [(0, 3), (4, 8)])
    'a b'
    """
    parts: list[str] = []
    done = 0
    for start, end in spans:
        if not done <= start <= end <= len(source):
            raise ValueError(f"span {start}–{end} overlaps, descends or lies outside the source")
        parts.append(source[done:start])
        done = end
    if not parts:
        return source
    parts.append(source[done:])
    return "".join(parts)
