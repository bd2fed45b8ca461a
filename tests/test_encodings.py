"""Encodings: which one a page is in, and codecs that give every byte back."""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

import pytest
import turbohtml
from hypothesis import given
from hypothesis import strategies as st

import rxglossary as rx
from rxglossary.encodings import Encoding, find_encoding, sniff

ROOT = Path(__file__).parents[1]
SUITE = Path(
    os.environ.get("RXG_HTML5LIB_TESTS", ROOT / ".." / "shared" / "conformance" / "html5lib-tests")
)
_CASE = re.compile(rb"#data\n(.*?)\n#encoding\n(.*?)\n(?=\n|\Z|#data)", re.S)

SINGLE = (
    "ibm866 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8"
    " iso-8859-8-i iso-8859-10 iso-8859-13 iso-8859-14 iso-8859-15 iso-8859-16 koi8-r koi8-u"
    " macintosh windows-874 windows-1250 windows-1251 windows-1252 windows-1253 windows-1254"
    " windows-1255 windows-1256 windows-1257 windows-1258 x-mac-cyrillic x-user-defined"
).split()
MULTIPLE = "utf-8 gbk gb18030 big5 euc-jp euc-kr shift_jis".split()
REFUSED = "iso-2022-jp replacement utf-16be utf-16le".split()


def by_turbohtml(source: bytes, encoding: str) -> str:
    """Return text as another implementation of the standard's tables reads it."""
    page = b"<!doctype html><pre>x" + source.replace(b"\r", b"").replace(b"\0", b"")
    found = turbohtml.parse(page, encoding=encoding).find("pre")
    assert found is not None
    return found.text[1:]


# --- Tables ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SINGLE)
def test_every_byte_means_what_the_standard_says(name):
    """Each byte of a single-byte encoding is read as its index says, or is refused."""
    encoding = Encoding(name)
    assert encoding.single_byte
    for byte in range(0x80, 0x100):
        source = bytes([byte])
        expected = by_turbohtml(source, name)
        if expected == "\ufffd":
            with pytest.raises(UnicodeDecodeError):
                encoding.decode(source)
        else:
            assert encoding.decode(source) == expected
            assert encoding.encode(expected) == source


@pytest.mark.parametrize("name", MULTIPLE[1:])
def test_pairs_are_cut_as_browsers_cut_them(name):
    """What is read at all has the length that browsers see, so that no tag begins elsewhere."""
    encoding = Encoding(name)
    read = 0
    for lead in range(0x80, 0x100):
        for trail in (0x30, 0x39, 0x40, 0x5C, 0x61, 0x7C, 0x7E, 0x80, 0xA0, 0xA1, 0xC5, 0xFE, 0xFF):
            source = bytes([lead, trail])
            try:
                text = encoding.decode(source)
            except UnicodeDecodeError:
                continue
            read += 1
            expected = by_turbohtml(source, name)
            assert "\ufffd" not in expected
            assert len(text) == len(expected)
            assert encoding.encode(text) == source
    assert read > 200


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_states_is_not_reversible(name):
    assert not Encoding(name).reversible


@pytest.mark.parametrize("name", [*SINGLE, *MULTIPLE, *REFUSED])
def test_labels(name):
    """A name is a label of itself, in any case and with white space around it; no more."""
    assert find_encoding(f"\t{name.upper()} \n") == Encoding(name)
    assert find_encoding(f"\x0b{name}") is None


LABELS = {
    "latin1": "windows-1252", "iso-8859-1": "windows-1252", "us-ascii": "windows-1252",
    "l5": "windows-1254", "iso-8859-9": "windows-1254", "tis-620": "windows-874",
    "gb2312": "gbk", "sjis": "shift_jis", "ks_c_5601-1987": "euc-kr", "visual": "iso-8859-8",
    "logical": "iso-8859-8-i", "unicode": "utf-16le", "x-unicode20utf8": "utf-8",
    "hz-gb-2312": "replacement", "utf-7": None, "cp437": None, "": None, "latın1": None,
    "\u212aoi8-r": None,
}  # fmt: skip


@pytest.mark.parametrize(("label", "name"), LABELS.items(), ids=repr)
def test_labels_of_the_web(label, name):
    """Labels mean what they mean to browsers, not to Python; they fold in ASCII alone."""
    assert find_encoding(label) == (name and Encoding(name))


# --- Sniffing --------------------------------------------------------------------------------


def sniffing_cases() -> list[tuple[str, bytes, str]]:
    return [
        (path.name, match[1], match[2].decode().strip().lower())
        for path in sorted((SUITE / "encoding").glob("*.dat"))
        for match in _CASE.finditer(path.read_bytes())
    ]


@pytest.mark.skipif(
    not (SUITE / "encoding").is_dir(),
    reason="html5lib-tests is not here: set RXG_HTML5LIB_TESTS to its folder",
)
def test_html5lib_encoding_tests():
    """Declarations in the first 1,024 bytes are found; "none found" is UTF-8 for what is ASCII."""
    cases = sniffing_cases()
    assert len(cases) > 70
    for name, source, expected in cases:
        # The tests know no UTF-8 without a declaration, and browsers that look further.
        late = source.find(b"charset") > 1024
        found = sniff(source)
        if found.label or source.startswith(codecs.BOM_UTF8):
            assert found.encoding == Encoding(expected), (name, source)
        else:
            assert expected == "windows-1252" or late or b"alert" in source, (name, source)


DECLARED = {
    "meta": (b"<meta charset=iso-8859-2>", "iso-8859-2"),
    "quoted": (b"<META\nCHARSET = 'Big5' >", "big5"),
    "slash": (b"<meta/charset=koi8-r/>", None),
    "slash-space": (b"<meta/charset=koi8-r />", "koi8-r"),
    "pragma": (b"<meta http-equiv=Content-Type content='text/html; charset=sjis'>", "shift_jis"),
    "pragma-last": (b"<meta content='text/html;charset = \"sjis\"' http-equiv=content-type>",
                    "shift_jis"),
    "pragma-missing": (b"<meta content='text/html; charset=sjis'>", None),
    "pragma-other": (b"<meta http-equiv=refresh content='0; charset=sjis'>", None),
    "pragma-unquoted": (b"<meta http-equiv=content-type content=charset=sjis>", "shift_jis"),
    "pragma-half-quoted": (b"<meta http-equiv=content-type content='charset=\"sjis'>", None),
    "pragma-no-equals": (b"<meta http-equiv=content-type content='charset sjis'>", None),
    "charset-wins": (b"<meta content='charset=sjis' charset=big5 http-equiv=content-type>", "big5"),
    "first-of-a-name": (b"<meta charset=big5 charset=sjis>", "big5"),
    "unknown-then-known": (b"<meta charset=x><meta charset=big5>", "big5"),
    "utf-16-cannot-be": (b"<meta charset=utf-16>", "utf-8"),
    "user-defined": (b"<meta charset=x-user-defined>", "windows-1252"),
    "in-comment": (b"<!-- <meta charset=big5> -->", None),
    "in-short-comment": (b"<!--><meta charset=big5>-->", "big5"),
    "in-unclosed-comment": (b"<!-- <meta charset=big5>", None),
    "in-attribute": (b"<p title='<meta charset=big5>'>", None),
    "in-bogus-comment": (b"<!x <meta charset=big5>", None),
    "behind-bogus-comment": (b"<?x><meta charset=big5>", "big5"),
    "behind-end-tag": (b"</p title='>'><meta charset=big5>", "big5"),
    "unclosed": (b"<meta charset=big5", None),
    "unclosed-quote": (b"<meta charset='big5>", None),
    "unclosed-name": (b"<meta", None),
    "unclosed-element": (b"<metax", None),
    "empty": (b"<meta charset=>", None),
    "xml": (b"<?xml version='1.0' encoding='sjis'?>", "shift_jis"),
    "xml-spaces": (b"<?xml encoding = \"sjis\">", "shift_jis"),
    "xml-unknown": (b"<?xml encoding='x'?>", None),
    "xml-control": (b"<?xml encoding='sj is'?>", None),
    "xml-late": (b" <?xml encoding='sjis'?>", None),
    "xml-behind": (b"<?xml ?> encoding='sjis'", None),
    "meta-over-xml": (b"<?xml encoding='sjis'?><meta charset=big5>", "big5"),
    "at-the-border": (b"<meta charset=big5>".rjust(1024), "big5"),
    "over-the-border": (b"<meta charset=big5>".rjust(1025), None),
}  # fmt: skip


@pytest.mark.parametrize(("source", "name"), DECLARED.values(), ids=DECLARED)
def test_declarations(source, name):
    """The prescan reads attributes by rules of its own; what it can't read whole doesn't count."""
    junk = source + b"\n\xff"
    assert sniff(junk).encoding == Encoding(name or "windows-1252")
    assert bool(sniff(junk).label) == bool(name)


@given(
    st.lists(
        st.sampled_from(
            b"<meta |<meta\n|<meta/|charset=|CHARSET = |http-equiv=|content-type|\"|'|>|/| |=|a"
            b"|content=|text/html; charset=|big5|koi8-r|utf-16|x-user-defined|<!--|-->|--|<!|<?|"
            b"</p|<p |name=x|\xe9|;|\0|<|gbk\t".split(b"|")
        ),
        max_size=14,
    ).map(b"".join)
)
def test_another_prescan_finds_the_same(source):
    """Our prescan and that of another implementation agree on broken declarations."""
    page = b"q" + source + b"--></p><!-- \xff -->"
    assert sniff(page).encoding == Encoding(turbohtml.parse(page).encoding.lower())


def test_order():
    """Mark, caller, declaration, UTF-8 if valid, windows-1252."""
    declared = "<meta charset=big5>é".encode()
    assert sniff(codecs.BOM_UTF8 + declared, "sjis").encoding == Encoding("utf-8")
    assert sniff(codecs.BOM_UTF16_LE + declared).encoding == Encoding("utf-16le")
    assert sniff(codecs.BOM_UTF16_BE + declared).encoding == Encoding("utf-16be")
    assert sniff(declared, "sjis").encoding == Encoding("shift_jis")
    assert sniff(declared).encoding == Encoding("big5")
    assert sniff("é".encode()).encoding == Encoding("utf-8")
    assert sniff("é".encode("latin-1")).encoding == Encoding("windows-1252")
    assert sniff("<?xml".encode("utf-16le")).encoding == Encoding("utf-16le")
    assert sniff("<?xml".encode("utf-16be")).encoding == Encoding("utf-16be")


def test_xml_is_utf8_unless_it_says_otherwise():
    """XML knows neither meta nor windows-1252, and no unknown name."""
    assert sniff(b"<meta charset=big5>\xff", xml=True).encoding == Encoding("utf-8")
    assert sniff(b"<?xml encoding='big5'?>", xml=True).encoding == Encoding("big5")
    assert sniff(b"<?xml encoding='x'?>", xml=True) == (None, 0, "x")


# --- Pages -----------------------------------------------------------------------------------

TERMS = rx.Glossary(
    [
        rx.Term("fever", en="A high – “raised” – temperature.", bn="গায়ের তাপ বেশি।"),
        rx.Term("cafe", en="x", term={"en": "café"}),
        rx.Term("byouki", en="x", term={"en": "表病"}),
    ]
)
EVERY = rx.Policy(occurrences="all")
PAGE = (
    "<!DOCTYPE html>\r\n<meta charset={}>\r\n<p title='表 病'>表 fever 病<p>{} fever <b>x</b> fever"
)
WORDS = {
    "windows-1252": "café “ok” €", "iso-8859-1": "café", "windows-1251": "жар", "koi8-u": "ўжар",
    "iso-8859-8": "חום", "windows-874": "ไข้", "gbk": "发烧", "gb18030": "发烧ক", "big5": "發燒",
    "euc-jp": "病気", "shift_jis": "表病 ソ", "euc-kr": "열병", "utf-8": "ব্যথা 😀",
    "macintosh": "café", "windows-1255": "חוֺם", "x-mac-cyrillic": "Ґжар",
}  # fmt: skip


@pytest.mark.parametrize("renderer", ["link", "dfn"])
@pytest.mark.parametrize(("label", "words"), WORDS.items(), ids=WORDS)
def test_pages_in_other_encodings(label, words, renderer):
    """Terms are found and explained in every encoding, and no byte of the page changes."""
    encoding = find_encoding(label)
    page = PAGE.format(label, words)
    if label not in ("shift_jis", "big5", "gbk", "gb18030", "euc-jp", "utf-8"):
        page = page.replace("表", "").replace("病", "")
    source = encoding.encode(page)
    annotator = rx.Annotator(TERMS, policy=EVERY, renderer=renderer)
    result = annotator.annotate(source)
    assert result.refused is None
    assert sum(one.term.id == "fever" for one in result) == 3
    for one in result:
        assert source[one.start : one.end] == one.text
        assert encoding.decode(one.text) == one.surface
    assert rx.strip(result.html) == source
    if label == "utf-8":
        return
    # What the encoding doesn't hold stands as references, and reads as in a page of UTF-8.
    found = turbohtml.parse(result.html)
    same = turbohtml.parse(annotator.annotate(page).html)
    assert found.encoding.lower() == encoding.name
    name = {"link": "section", "dfn": "dfn"}[renderer]
    assert found.find(name).text == same.find(name).text
    assert found.find(name).attr("title") == same.find(name).attr("title")
    assert "গায়ের".encode() not in result.html


def test_the_callers_label_is_used_by_every_way_in():
    """annotate, find, refresh and a page's fragments take it; an unknown one is a mistake."""
    source = "<p>café fever".encode()
    annotator = rx.Annotator(TERMS)
    for read in (annotator.annotate, annotator.find, annotator.page().annotate):
        assert [one.surface for one in read(source)] == ["café", "fever"]
        read = annotator.page().annotate if read is not annotator.find else read
        assert [one.surface for one in read(source, encoding="latin1")] == ["fever"]
        with pytest.raises(rx.ConfigurationError, match="'klingon' is no label"):
            read(source, encoding="klingon")
    old = annotator.annotate("<p>病 fever".encode("sjis"), encoding="sjis")
    new = rx.refresh(old.html, annotator, encoding="sjis")
    assert (new.html, len(new)) == (old.html, 1)


def test_broken_utf8_that_is_declared_comes_back():
    """Bytes that are none of UTF-8 stay what they are, and are no letters."""
    source = b"<meta charset=utf-8><p>fever \xff\xe0\xa6 fever\xff <b title='\xc0'>fever</b>"
    result = rx.Annotator(TERMS, policy=EVERY, renderer="dfn").annotate(source)
    assert len(result) == 3
    assert rx.strip(result.html) == source
    assert [source[one.start : one.end] for one in result] == [b"fever"] * 3


UNSAFE = {
    "big5-second-code": ("big5", b"x\xa1\xfe", 1),
    "big5-two-code-points": ("big5", b"x\x88\x62", 1),
    "shift-jis-unknown-to-browsers": ("shift_jis", b"x\xfd", 1),
    "shift-jis-lead-alone": ("shift_jis", b"x\x81<", 1),
    "gbk-lead-alone": ("gbk", b"x\x81<", 1),
    "greek-undefined": ("iso-8859-7", b"x\xd2", 1),
}


@pytest.mark.parametrize(("label", "source", "offset"), UNSAFE.values(), ids=UNSAFE)
def test_what_would_not_come_back_is_refused(label, source, offset):
    """A page whose text doesn't give its bytes back, cut anywhere, is returned as it is."""
    page = b"<p>fever " + source
    result = rx.Annotator(TERMS).annotate(page, encoding=label)
    assert result.html is page
    assert result.refused.code == "encoding-not-reversible"
    assert result.refused.offset == 9 + offset
    assert label in result.refused.message
