"""Kinds of input: text and bytes of a page, and the offsets of either.

Owns the way between a source and its text. Bytes are decoded only where the text gives them back;
else the page is refused, with the reason. Never looks at what a page means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast

from rxglossary.edits import Insertion, insert
from rxglossary.encodings import Encoding, find_encoding, sniff
from rxglossary.errors import ConfigurationError
from rxglossary.html.contexts import closed_context, parse_context
from rxglossary.html.exact import extend
from rxglossary.html.marks import first_mark
from rxglossary.html.scanner import Scan, scan
from rxglossary.html.xml import NotWellFormed, scan_xml
from rxglossary.markup import SafeMarkup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rxglossary.html.rules import Rules
    from rxglossary.markup import Syntax

__all__ = ["UNREADABLE", "Document", "Refusal", "open_document", "open_text"]

UNREADABLE = frozenset({"encoding-not-reversible"})
"""Codes of refusals that mean that the page's text isn't known."""

Source = TypeVar("Source", str, bytes)

_UTF8 = Encoding("utf-8")


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
        encoding: That of bytes; of a `str` it means nothing.
        syntax: ``html`` or ``xml``.
        context: The element that a fragment stands in; "" for what shows itself to be.
        given: What was given, where that is markup marked as safe; else None.
        declared: The offset in `source` of the element that declares the encoding; 0 without one.
    """

    source: Source
    text: str
    encoding: Encoding = _UTF8
    syntax: Syntax = "html"
    context: str = ""
    given: Any = None
    declared: int = 0

    def scan(self, rules: Rules, *, exact: bool = True) -> Scan | Refusal:
        """Return where text may be wrapped under *rules*, or why nothing is to be touched.

        Where the scanner stops, the exact tier goes on with *exact*, if its parser is installed.
        """
        marked = first_mark(self.text, self.syntax)
        if marked >= 0:
            message = "the page holds elements of ours: strip or refresh it"
            return Refusal("already-annotated", marked, message)
        if reason := closed_context(self.context, rules):
            return Refusal("context", 0, reason)
        try:
            find = scan if self.syntax == "html" else scan_xml
            found = find(self.text, rules, self.context)
            if found.stop and exact and self.syntax == "html":
                found = extend(self.text, rules, self.context, found)
        except NotWellFormed as error:
            return Refusal("not-well-formed", error.offset, f"this is no XML: {error}")
        if found.off:
            message = 'the page says <meta name="rxglossary" content="off">'
            return Refusal("switched-off", 0, message)
        if self.declared and isinstance(self.source, bytes):
            # In front of it, an insertion could push it out of the first 1,024 bytes.
            least = len(self.encoding.decode(self.source[: self.declared]))
            found.pieces = [piece for piece in found.pieces if piece[0] >= least]
            for name, places in found.starts.items():
                found.starts[name] = [place for place in places if place.offset >= least]
        return found

    def give_back(self, text: str) -> Source:
        """Return *text* for a `str`, as safe as what was given; that itself if it is its text."""
        back: Any = text if self.given is None else self.given
        if self.given is None or text is self.text:
            return cast("Source", back)
        # Where its text isn't what it stands for, its class may be one that escapes.
        same = isinstance(self.given, str) and str.__str__(self.given) == self.text
        back = type(self.given)(text) if same else SafeMarkup(text)
        return cast("Source", back)

    def encode(self, markup: str) -> Source:
        """Return markup in the type of the source, in which any encoding can hold it."""
        if isinstance(self.source, str):
            return markup
        return self.encoding.encode_markup(markup)

    def insert(self, insertions: Sequence[Insertion]) -> Source:
        """Return the source with insertions at offsets of the text; itself if there are none.

        What stands around them is copied, never encoded again.
        """
        source = self.source
        if isinstance(source, str):
            return self.give_back(insert(source, insertions))
        if not insertions:
            return source
        at = self.offsets(one.offset for one in insertions)
        parts: list[bytes] = []
        done = 0
        for offset, markup in insertions:
            parts += (source[done : at[offset]], self.encoding.encode_markup(markup))
            done = at[offset]
        return b"".join((*parts, source[done:]))

    @property
    def aligned(self) -> bool:
        """Whether offsets in the text are those in the source."""
        return isinstance(self.source, str) or self.encoding.single_byte or self.text.isascii()

    def offsets(self, places: Iterable[int]) -> dict[int, int]:
        """Return for offsets in the text, ascending, those in the source."""
        if self.aligned:
            return {place: place for place in places}
        found: dict[int, int] = {}
        done = count = 0
        for place in places:
            count += len(self.encoding.encode(self.text[done:place]))
            done = place
            found[place] = count
        return found


def open_text(source: Any, syntax: Syntax = "html", context: str = "") -> Document[Any]:
    """Return the document of a text, or of markup that a template engine holds safe.

    Args:
        source: A `str`, or an object with ``__html__``, as of Jinja2 and Django.
        syntax: ``html`` or ``xml``.
        context: The element that a fragment stands in.

    >>> open_text("<p>").give_back("<b>")
    '<b>'
    """
    html = getattr(source, "__html__", None)
    text = source if html is None else str.__str__(html())
    return Document(text, text, _UTF8, syntax, context, None if html is None else source)


def open_document(
    source: Source, encoding: str | None = None, *, syntax: Syntax = "html", context: str = ""
) -> Document[Source] | Refusal:
    """Return the document, or why it can't be read.

    Args:
        source: A page as `str`, as `bytes`, or as an object with ``__html__``.
        encoding: The label of its encoding as far as the caller knows it; only a byte order mark
            weighs more. Of a `str` it means nothing.
        syntax: ``html`` or ``xml``.
        context: The element that a fragment stands in.

    Raises:
        ConfigurationError: For a label that the standard doesn't know, another syntax, or a context
            that is no element.
        TypeError: When the source is anything else.

    >>> open_document("<p>ক".encode()).text
    '<p>ক'
    >>> open_document(b"<meta charset=sjis>\\x81")
    Refusal(code='encoding-not-reversible', offset=19, message='byte 0x81 at offset 19 (line 1) \
is not shift_jis, which <meta> or the XML declaration says: convert the page to UTF-8')
    """
    if encoding is not None and find_encoding(encoding) is None:
        raise ConfigurationError(f"{encoding!r} is no label of an encoding: use utf-8, for example")
    if syntax not in ("html", "xml"):
        raise ConfigurationError(f"syntax is html or xml, not {syntax!r}")
    context = parse_context(context)
    if isinstance(source, str) or hasattr(source, "__html__"):
        return open_text(source, syntax, context)
    if not isinstance(source, bytes):
        raise TypeError(f"HTML is str or bytes, not {type(source).__name__}: read the file first")
    found = sniff(source, encoding or "", xml=syntax == "xml")
    if found.encoding is None or not found.encoding.reversible:
        what = f"the page's encoding is {found.encoding.name}" if found.encoding else ""
        what = what or f"the page declares the encoding {found.label}, which browsers don't know"
        return Refusal("encoding-not-reversible", found.offset, f"{what}: convert it to UTF-8")
    try:
        text = found.encoding.decode(source)
    except UnicodeDecodeError as error:
        return _undecodable(source, error.start, found.encoding, encoding, bool(found.label))
    return Document(source, text, found.encoding, syntax, context, declared=found.offset)


def _undecodable(
    source: bytes, offset: int, encoding: Encoding, given: str | None, declared: bool
) -> Refusal:
    line = source.count(b"\n", 0, offset) + 1
    who = "the caller" if given else "<meta> or the XML declaration"
    why = f", which {who} says" if declared else ""
    message = (
        f"byte 0x{source[offset]:02x} at offset {offset} (line {line}) is not {encoding.name}{why}:"
        " convert the page to UTF-8"
    )
    return Refusal("encoding-not-reversible", offset, message)
