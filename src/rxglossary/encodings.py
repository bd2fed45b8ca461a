"""Encodings of the web: their labels, which one a page is in, and codecs that lose nothing.

Owns the tables of the WHATWG Encoding standard, as far as they differ from Python's, and the
sniffing of HTML (WHATWG 13.2.3.2) and XML. Never looks at markup but for a declared encoding.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Encoding", "Sniffed", "find_encoding", "sniff"]

# Names and further labels (Encoding standard, 4.2).
_LABELS = """\
utf-8: unicode-1-1-utf-8 unicode11utf8 unicode20utf8 utf8 x-unicode20utf8
ibm866: 866 cp866 csibm866
iso-8859-2: csisolatin2 iso-ir-101 iso8859-2 iso88592 iso_8859-2 iso_8859-2:1987 l2 latin2
iso-8859-3: csisolatin3 iso-ir-109 iso8859-3 iso88593 iso_8859-3 iso_8859-3:1988 l3 latin3
iso-8859-4: csisolatin4 iso-ir-110 iso8859-4 iso88594 iso_8859-4 iso_8859-4:1988 l4 latin4
iso-8859-5: csisolatincyrillic cyrillic iso-ir-144 iso8859-5 iso88595 iso_8859-5 iso_8859-5:1988
iso-8859-6: arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e \
iso-8859-6-i iso-ir-127 iso8859-6 iso88596 iso_8859-6 iso_8859-6:1987
iso-8859-7: csisolatingreek ecma-118 elot_928 greek greek8 iso-ir-126 iso8859-7 iso88597 \
iso_8859-7 iso_8859-7:1987 sun_eu_greek
iso-8859-8: csiso88598e csisolatinhebrew hebrew iso-8859-8-e iso-ir-138 iso8859-8 iso88598 \
iso_8859-8 iso_8859-8:1988 visual
iso-8859-8-i: csiso88598i logical
iso-8859-10: csisolatin6 iso-ir-157 iso8859-10 iso885910 l6 latin6
iso-8859-13: iso8859-13 iso885913
iso-8859-14: iso8859-14 iso885914
iso-8859-15: csisolatin9 iso8859-15 iso885915 iso_8859-15 l9
iso-8859-16:
koi8-r: cskoi8r koi koi8 koi8_r
koi8-u: koi8-ru
macintosh: csmacintosh mac x-mac-roman
windows-874: dos-874 iso-8859-11 iso8859-11 iso885911 tis-620
windows-1250: cp1250 x-cp1250
windows-1251: cp1251 x-cp1251
windows-1252: ansi_x3.4-1968 ascii cp1252 cp819 csisolatin1 ibm819 iso-8859-1 iso-ir-100 \
iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 l1 latin1 us-ascii x-cp1252
windows-1253: cp1253 x-cp1253
windows-1254: cp1254 csisolatin5 iso-8859-9 iso-ir-148 iso8859-9 iso88599 iso_8859-9 \
iso_8859-9:1989 l5 latin5 x-cp1254
windows-1255: cp1255 x-cp1255
windows-1256: cp1256 x-cp1256
windows-1257: cp1257 x-cp1257
windows-1258: cp1258 x-cp1258
x-mac-cyrillic: x-mac-ukrainian
gbk: chinese csgb2312 csiso58gb231280 gb2312 gb_2312 gb_2312-80 iso-ir-58 x-gbk
gb18030:
big5: big5-hkscs cn-big5 csbig5 x-x-big5
euc-jp: cseucpkdfmtjapanese x-euc-jp
iso-2022-jp: csiso2022jp
shift_jis: csshiftjis ms932 ms_kanji shift-jis sjis windows-31j x-sjis
euc-kr: cseuckr csksc56011987 iso-ir-149 korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 ksc_5601 \
windows-949
replacement: csiso2022kr hz-gb-2312 iso-2022-cn iso-2022-cn-ext iso-2022-kr
utf-16be: unicodefffe
utf-16le: csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff utf-16
x-user-defined:
"""
_MULTIBYTE = {
    "big5": "big5hkscs",
    "euc-jp": "euc_jp",
    "euc-kr": "cp949",
    "gb18030": "gb18030",
    "gbk": "gb18030",  # by the standard both are read by one decoder
    "shift_jis": "cp932",
}
# Two code points for two bytes (Big5), and bytes that no browser knows (Shift_JIS): neither can be
# cut between characters as bytes are.
_UNSAFE = {"big5": re.compile("[ÊÊêê][\u0304\u030c]"), "shift_jis": re.compile("[\uf8f0-\uf8f3]")}
_STATEFUL = frozenset({"iso-2022-jp", "replacement", "utf-16be", "utf-16le"})
_SINGLE = {
    "iso-8859-8-i": "iso8859-8",
    "macintosh": "mac-roman",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac-cyrillic",
}
# Bytes that Python's table of the same name reads otherwise, or not at all.
_FIXES = {"koi8-u": {0xAE: "ў", 0xBE: "Ў"}, "windows-1255": {0xCA: "\u05ba"}}
_UNDEFINED = "\ufffe"  # what a table of Python's charmap codec holds where it has no character

_SPACES = "\t\n\f\r "


class Encoding(NamedTuple):
    """An encoding of the web.

    Attributes:
        name: As the standard names it, in lower case.
    """

    name: str

    @property
    def reversible(self) -> bool:
        """Whether text in it can be cut at any character: not with states, nor in UTF-16."""
        return self.name not in _STATEFUL

    @property
    def single_byte(self) -> bool:
        """Whether every character is one byte."""
        return self.reversible and self.name != "utf-8" and self.name not in _MULTIBYTE

    def decode(self, source: bytes) -> str:
        r"""Return the text, from which `encode` makes the very same bytes.

        What is no UTF-8 in UTF-8 becomes lone surrogates.

        Raises:
            UnicodeDecodeError: Where a byte means nothing to browsers, or its text would be
                encoded otherwise.

        >>> find_encoding("latin1").decode(b"\x80\x81")
        '€\x81'
        """
        if self.name == "utf-8":
            return source.decode("utf-8", "surrogateescape")
        if self.single_byte:
            return codecs.charmap_decode(source, "strict", _table(self.name))[0]
        text = source.decode(_MULTIBYTE[self.name])
        again = self.encode(text)
        unsafe = _UNSAFE.get(self.name)
        found = unsafe.search(text) if unsafe else None
        at = len(self.encode(text[: found.start()])) if found else len(source)
        if again != source:
            pairs = enumerate(zip(again, source, strict=False))
            at = min(at, next((place for place, (new, old) in pairs if new != old), 0))
        if at < len(source):
            raise UnicodeDecodeError(self.name, source, at, at + 1, "not given back")
        return text

    def encode(self, text: str) -> bytes:
        """Return the bytes of a text that `decode` returned.

        Raises:
            UnicodeEncodeError: For a character that the encoding doesn't hold.
        """
        if self.name == "utf-8":
            return text.encode("utf-8", "surrogateescape")
        if self.single_byte:
            return codecs.charmap_encode(text, "strict", _reverse(self.name))[0]
        return text.encode(_MULTIBYTE[self.name])

    def encode_markup(self, markup: str) -> bytes:
        """Return the bytes of an insertion, with references for what the encoding doesn't hold.

        In encodings of several bytes a character, for all beyond ASCII: Python's tables differ
        from the standard's in a few of them.

        >>> find_encoding("latin1").encode_markup('<i lang="bn">é রোগ</i>').decode("latin1")
        '<i lang="bn">é &#2480;&#2507;&#2455;</i>'
        """
        if self.name == "utf-8":
            return markup.encode("utf-8")
        if self.single_byte:
            return codecs.charmap_encode(markup, "xmlcharrefreplace", _reverse(self.name))[0]
        return markup.encode("ascii", "xmlcharrefreplace")


class Sniffed(NamedTuple):
    """The encoding of a page.

    Attributes:
        encoding: The encoding; None where a declaration names none that the standard knows.
        offset: Where it is declared; 0 where it isn't.
        label: As it is declared; "" where it isn't.
    """

    encoding: Encoding | None
    offset: int = 0
    label: str = ""


@lru_cache(1)
def _names() -> Mapping[str, Encoding]:
    names: dict[str, Encoding] = {}
    for line in _LABELS.splitlines():
        name, _, labels = line.partition(":")
        encoding = Encoding(name)
        names |= dict.fromkeys([name, *labels.split()], encoding)
    return names


@lru_cache
def _table(name: str) -> str:
    """Return the 256 characters of an encoding of single bytes."""
    if name == "x-user-defined":
        return "".join(chr(byte if byte < 0x80 else 0xF700 + byte) for byte in range(256))
    codec = _SINGLE.get(name, name)
    table = list(bytes(range(256)).decode(codec, "replace").replace("\ufffd", _UNDEFINED))
    for byte in range(0x80, 0xA0):
        # The standard's indexes leave the C1 controls where Python has no character.
        table[byte] = chr(byte) if table[byte] == _UNDEFINED else table[byte]
    for byte, character in _FIXES.get(name, {}).items():
        table[byte] = character
    return "".join(table)


@lru_cache
def _reverse(name: str) -> dict[int, int]:
    """Return the byte of each character."""
    table = enumerate(_table(name))
    return {ord(character): byte for byte, character in table if character != _UNDEFINED}


def find_encoding(label: str) -> Encoding | None:
    """Return the encoding that a label means (Encoding standard, "get an encoding"), or None.

    >>> find_encoding(" ISO-8859-1\\n"), find_encoding("klingon")
    (Encoding(name='windows-1252'), None)
    """
    text = label.strip(_SPACES)
    return _names().get(text.lower()) if text.isascii() else None


# --- Sniffing --------------------------------------------------------------------------------

_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_BE: "utf-16be",
    codecs.BOM_UTF16_LE: "utf-16le",
}
_UTF16_XML = {b"<\0?\0x\0": "utf-16le", b"\0<\0?\0x": "utf-16be"}
_HEAD = 1024
_MARKUP = re.compile(rb"<(?:(!--)|(meta)(?=[\t\n\f\r /])|/?[a-z]|([!/?]))")
# One attribute of the prescan's own tokenizer; a value that isn't closed doesn't match as one.
_ATTRIBUTE = re.compile(
    rb"[\t\n\f\r /]*+([^\t\n\f\r />][^\t\n\f\r />=]*+)[\t\n\f\r ]*+"
    rb"(?:=[\t\n\f\r ]*+(?:\"([^\"]*+)\"|'([^']*+)'|(?=>)|([^\t\n\f\r >\"'][^\t\n\f\r >]*+)))?"
)
_NAME_END = re.compile(rb"[\t\n\f\r >]")
_TAG_END = re.compile(rb"[\t\n\f\r /]*+>")
_CHARSET_START = re.compile(rb"charset[\t\n\f\r ]*+=[\t\n\f\r ]*+")
_CHARSET = re.compile(rb"\"([^\"]*+)\"|'([^']*+)'|([^\t\n\f\r ;\"'][^\t\n\f\r ;]*+)")
_XML_ENCODING = re.compile(rb"<\?xml[^>]*?encoding[\0- ]*+=[\0- ]*+([\"'])([^>]*?)\1")


def sniff(source: bytes, label: str = "", *, xml: bool = False) -> Sniffed:
    """Return the encoding of a page.

    Args:
        source: The page.
        label: What the caller knows of it, for example from the HTTP header; only a byte order
            mark weighs more.
        xml: Whether the page is XML: it has a declaration of its own, and is UTF-8 without one.

    Returns:
        The encoding by mark, label or declaration in the first 1,024 bytes, else UTF-8 if it is
        that, else windows-1252.

    >>> sniff(b"<meta charset=iso-8859-1>")
    Sniffed(encoding=Encoding(name='windows-1252'), offset=0, label='iso-8859-1')
    >>> sniff(b"caf\\xe9").encoding.name, sniff("café".encode()).encoding.name
    ('windows-1252', 'utf-8')
    """
    for mark, name in _BOMS.items():
        if source.startswith(mark):
            return Sniffed(Encoding(name))
    if label:
        return Sniffed(find_encoding(label), 0, label)
    for start, name in _UTF16_XML.items():
        if source.startswith(start):
            return Sniffed(Encoding(name))
    head = source[:_HEAD].lower()
    found = _prescan(head) if b"charset" in head and not xml else None
    found = found or _xml_declaration(head)
    if found and (found.encoding or xml):
        return found
    if xml:
        return Sniffed(Encoding("utf-8"))
    try:
        source.decode("utf-8")
    except UnicodeDecodeError:
        return Sniffed(Encoding("windows-1252"))
    return Sniffed(Encoding("utf-8"))


def _declared(label: bytes) -> Encoding | None:
    """Return the encoding that a label in a page means there."""
    encoding = find_encoding(label.decode("latin-1"))
    if encoding and encoding.name in ("utf-16be", "utf-16le"):
        return Encoding("utf-8")  # the label was readable, so it can't be
    return Encoding("windows-1252") if encoding == Encoding("x-user-defined") else encoding


def _prescan(head: bytes) -> Sniffed | None:
    """Look for a meta element ("prescan a byte stream"); *head* is in lower case."""
    pos = 0
    while match := _MARKUP.search(head, pos):
        start = match.start()
        if match[1]:
            end = head.find(b"-->", start + 2)
            pos = end + 3
        elif match[3]:
            end = head.find(b">", start)
            pos = end + 1
        else:
            if not match[2]:
                name = _NAME_END.search(head, match.end())
                end = name.start() if name else -1
            else:
                end = match.end()
            attributes: dict[bytes, bytes] = {}
            if end >= 0:
                end = _attributes(head, end, attributes)
            found = _meta(attributes) if match[2] and end >= 0 else None
            if found:
                return Sniffed(_declared(found), start, found.decode("latin-1"))
            pos = end + 1
        if end < 0:
            return None
    return None


def _attributes(head: bytes, pos: int, found: dict[bytes, bytes]) -> int:
    """Add the attributes from *pos* on; return the offset of the ">" behind, or -1 if cut off."""
    while True:
        match = _ATTRIBUTE.match(head, pos)
        if not match:
            end = _TAG_END.match(head, pos)
            return end.end() - 1 if end else -1
        pos = match.end()
        # Cut off, or a quote that is never closed.
        if pos >= len(head) or (match.lastindex == 1 and head[pos : pos + 1] == b"="):
            return -1
        group = match.lastindex or 1
        found.setdefault(match[1], match[group] if group > 1 else b"")


def _meta(attributes: Mapping[bytes, bytes]) -> bytes | None:
    """Return the label that the attributes of a meta element declare, if they do."""
    charset = attributes.get(b"charset")
    if charset is None:
        if attributes.get(b"http-equiv") != b"content-type":
            return None
        charset = _content_charset(attributes.get(b"content", b""))
    return charset if charset is not None and _declared(charset) else None


def _content_charset(content: bytes) -> bytes | None:
    """Return the label in a content attribute ("extracting a character encoding from a meta")."""
    start = _CHARSET_START.search(content)
    match = _CHARSET.match(content, start.end()) if start else None
    if not match:
        return None
    return next(group for group in match.groups() if group is not None)


def _xml_declaration(head: bytes) -> Sniffed | None:
    """Look for an encoding in an XML declaration ("get an XML encoding")."""
    match = _XML_ENCODING.match(head)
    if not match or any(byte <= 0x20 for byte in match[2]):
        return None
    return Sniffed(_declared(match[2]), 0, match[2].decode("latin-1"))
