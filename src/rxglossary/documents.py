"""Kinds of input: text and bytes of HTML, and the offsets of either.

Owns encodings. A document is decoded only where encoding it again gives the input back; else it is
refused, with the reason. Never looks at what a page means, but for its declared encoding.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

__all__ = ["UNREADABLE", "Document", "Refusal", "open_document"]

UNREADABLE = frozenset({"encoding", "not-utf-8"})
"""Codes of refusals that mean that the page's text isn't known."""

Source = TypeVar("Source", str, bytes)

_DECLARED = re.compile(
    rb"<meta\s[^>]*?charset\s*=\s*[\"']?\s*([^\s\"'/>;]+)|<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)",
    re.I,
)
_UTF8_LABELS = frozenset(
    b"utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8".split()
)


class Refusal(NamedTuple):
    """Why a page comes back untouched."""

    code: str
    offset: int
    message: str


@dataclass(frozen=True, slots=True)
class Document(Generic[Source]):
    """A source and its text.

    Attributes:
        source: What was given.
        text: The same as `str`.
    """

    source: Source
    text: str

    def give_back(self, text: str) -> Source:
        """Return *text* in the type and encoding of the source; the source itself if it is it."""
        if text is self.text or isinstance(self.source, str):
            # A str source makes a str of text too, which the type checker can't know.
            return self.source if text is self.text else text  # type: ignore[return-value]
        return text.encode("utf-8")

    def offsets(self, places: list[int]) -> dict[int, int]:
        """Return for offsets in the text, ascending, those in the source."""
        if isinstance(self.source, str) or self.text.isascii():
            return {place: place for place in places}
        found: dict[int, int] = {}
        done = count = 0
        for place in places:
            count += len(self.text[done:place].encode("utf-8"))
            done = place
            found[place] = count
        return found


def open_document(source: Source) -> Document[Source] | Refusal:
    """Return the document, or why it can't be read.

    Bytes are UTF-8, with or without a byte order mark.

    Args:
        source: HTML as `str` or `bytes`.

    Raises:
        TypeError: For anything else.

    >>> open_document("<p>ক".encode()).text
    '<p>ক'
    >>> open_document(b"<p>\\xe9")
    Refusal(code='not-utf-8', offset=3, message='byte 0xe9 at offset 3 (line 1) is not UTF-8: \
convert the file to UTF-8')
    """
    if isinstance(source, str):
        return Document(source, source)
    if not isinstance(source, bytes):
        raise TypeError(f"HTML is str or bytes, not {type(source).__name__}: read the file first")
    if source.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)):
        return Refusal("encoding", 0, "the page is UTF-16: convert it to UTF-8")
    if not source.startswith(codecs.BOM_UTF8) and (declared := _DECLARED.search(source[:1024])):
        label = declared[1] or declared[2]
        if label.lower() not in _UTF8_LABELS:
            name = label.decode("ascii", "backslashreplace")
            message = f"the page declares the encoding {name}: convert it to UTF-8"
            return Refusal("encoding", declared.start(), message)
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        message = (
            f"byte 0x{source[error.start]:02x} at offset {error.start} (line {line}) is not UTF-8:"
            " convert the file to UTF-8"
        )
        return Refusal("not-utf-8", error.start, message)
    return Document(source, text)
