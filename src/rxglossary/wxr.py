"""WordPress exports (WXR): the posts' content changed, every other byte as it was.

Owns finding ``content:encoded`` in a stream, and how CDATA is written. The standard library's expat
reads the XML and tells byte offsets; nothing is serialised but changed content. Document types are
refused, so there are no entities but XML's own five. Memory is that of the longest post.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple
from xml.parsers import expat

from rxglossary.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Content", "is_export", "rewrite"]

_CONTENT: Final = "http://purl.org/rss/1.0/modules/content/ encoded"
_CHUNK: Final = 1 << 16
_ENCODINGS = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
_OPENING, _CLOSING = "<![CDATA[", "]]>"
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(amp|lt|gt|quot|apos));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class Content(NamedTuple):
    """The content of one post: its text, and the byte of the file at which it begins."""

    text: str
    offset: int


def is_export(head: bytes) -> bool:
    """Tell whether a file that begins with *head* is a WordPress export.

    >>> is_export(b'<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/">')
    True
    """
    return b"<rss" in head and (b"wordpress.org/export" in head or b"modules/content/" in head)


def rewrite(
    source: BinaryIO, change: Callable[[Content], str], write: Callable[[bytes], object]
) -> int:
    """Copy an export with each post's content changed; return how many posts have content.

    Args:
        source: The export, opened for reading bytes.
        change: Gives the new text of a post's content; the text itself leaves its bytes alone.
        write: Takes the bytes of the copy, piece by piece.

    Raises:
        ExportError: Where the file isn't well-formed XML, has a document type, or an encoding
            other than UTF-8. What was written so far is no whole export then.

    >>> import io
    >>> head = '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/">'
    >>> export = head + "<content:encoded><![CDATA[a b]]></content:encoded></rss>"
    >>> parts: list[bytes] = []
    >>> rewrite(io.BytesIO(export.encode()), lambda post: post.text.upper(), parts.append)
    1
    >>> b"".join(parts).decode().removeprefix(head)
    '<content:encoded><![CDATA[A B]]></content:encoded></rss>'
    """
    return _Rewriter(change, write).run(source)


class _Rewriter:
    """One pass over an export. The window holds the bytes that aren't written yet."""

    def __init__(self, change: Callable[[Content], str], write: Callable[[bytes], object]) -> None:
        self.change = change
        self.write = write
        self.window = bytearray()
        self.base = 0  # the offset of the window
        self.inside = False
        self.start = -1  # where the content begins, once it is known
        self.count = 0
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close

    def run(self, source: BinaryIO) -> int:
        try:
            while chunk := source.read(_CHUNK):
                self.window += chunk
                self.parser.Parse(chunk, False)
                if not self.inside:
                    self._flush(self.parser.CurrentByteIndex)
            self.parser.Parse(b"", True)
        except expat.ExpatError as error:
            place = f"line {error.lineno}, column {error.offset + 1}"
            reason = expat.ErrorString(error.code)
            raise ExportError(
                f"{place}: this is no well-formed XML: {reason}: export it again"
            ) from None
        self._flush(self.base + len(self.window))
        return self.count

    def _flush(self, end: int) -> None:
        length = end - self.base
        if length > 0:
            self.write(bytes(self.window[:length]))
            del self.window[:length]
            self.base = end

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _ENCODINGS:
            raise ExportError(f"the export's encoding is {encoding}: convert it to UTF-8")

    def _doctype(self, *_: object) -> None:
        line = self.parser.CurrentLineNumber
        raise ExportError(f"line {line}: a document type stands here: WordPress writes none")

    def _listen(self, first: Callable[..., None] | None) -> None:
        """Be told of all that may come first in an element: nowhere else, since calls are slow."""
        parser = self.parser
        parser.CharacterDataHandler = parser.CommentHandler = first
        parser.StartCdataSectionHandler = parser.ProcessingInstructionHandler = first

    def _first(self, *_: object) -> None:
        self.start = self.parser.CurrentByteIndex
        self._listen(None)

    def _open(self, name: str, _attributes: object) -> None:
        if self.inside and self.start < 0:
            self._first()
        if name == _CONTENT:
            self._flush(self.parser.CurrentByteIndex)
            self.inside, self.start = True, -1
            self._listen(self._first)

    def _close(self, name: str) -> None:
        if name != _CONTENT:
            return
        if self.start < 0:
            self._first()
        self.inside = False
        end = self.parser.CurrentByteIndex
        raw = bytes(self.window[self.start - self.base : end - self.base])
        text = _decoded(raw.decode("utf-8"))
        if not text:
            return
        self.count += 1
        new = self.change(Content(text, self.start))
        if new is not text and new != text:
            self._flush(self.start)
            self.write(_section(new).encode("utf-8"))
            del self.window[: len(raw)]
            self.base = end


def _decoded(raw: str) -> str:
    """Return the text of an element's content; line ends stay as they are."""
    parts: list[str] = []
    done = 0
    while (start := raw.find(_OPENING, done)) >= 0:
        end = raw.index(_CLOSING, start)
        parts += (_REFERENCE.sub(_referred, raw[done:start]), raw[start + len(_OPENING) : end])
        done = end + len(_CLOSING)
    parts.append(_REFERENCE.sub(_referred, raw[done:]))
    return "".join(parts)


def _referred(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    return chr(int(match[1], 16) if match[1] else int(match[2]))


def _section(text: str) -> str:
    """Return *text* as CDATA; its end may not stand inside, so it is shared by two sections."""
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"
