"""Kinds of input: what is read, what is refused, and where offsets count."""

from __future__ import annotations

import codecs
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rxglossary as rx
from rxglossary.documents import Document, Refusal, open_document
from rxglossary.edits import Insertion

ENCODABLE = st.text(st.characters(codec="utf-8"), max_size=40)


@given(st.text())
def test_a_text_is_itself(text):
    """A `str` is its own text, and comes back as the same object where nothing changed."""
    document = open_document(text)
    assert document.text is text
    assert document.insert([]) is text
    assert document.insert([Insertion(0, "<b>")]) == "<b>" + text
    assert document.offsets([0, len(text)]) == {0: 0, len(text): len(text)}


@given(st.binary(), st.sampled_from(["", "utf-8", "latin1", "sjis", "gb18030", "greek"]), st.data())
def test_bytes_come_back(source, label, data):
    """Whatever is read is cut anywhere without a difference; unchanged, it is the same object."""
    document = open_document(source, label or None)
    if isinstance(document, Refusal):
        assert document.code == "encoding-not-reversible"
        return
    assert document.insert([]) is source
    places = sorted(data.draw(st.lists(st.integers(0, len(document.text)), max_size=5)))
    written = document.insert([Insertion(place, "<i>") for place in places])
    assert written.count(b"<i>") >= len(places)
    assert len(written) == len(source) + 3 * len(places)
    offsets = document.offsets(places)
    for place in reversed(places):
        at = offsets[place]
        shift = 3 * (places.index(place))
        assert written[at + shift : at + shift + 3] == b"<i>"
    for low, high in pairwise(places):
        part = source[offsets[low] : offsets[high]]
        assert document.encoding.encode(document.text[low:high]) == part


@given(ENCODABLE, st.data())
def test_offsets_count_bytes(text, data):
    """An offset in the text is the number of bytes before that character."""
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    found = Document(text.encode(), text).offsets(places)
    assert found == {place: len(text[:place].encode()) for place in places}


def test_annotations_of_bytes_are_byte_offsets():
    """The offsets of a result cut the term out of the given bytes."""
    glossary = rx.Glossary([rx.Term("pain", en="x", term={"bn": "ব্যথা"})])
    source = "<p>ডান 😀 <b>ব্য</b>থার pain".encode()
    annotator = rx.Annotator(glossary, policy=rx.Policy(occurrences="all"))
    found = annotator.find(source).annotations
    assert [source[one.start : one.end] for one in found] == [one.text for one in found]
    assert [one.text.decode() for one in found] == ["ব্য</b>থার", "pain"]
    assert [source[start:end].decode() for start, end in found[0].pieces] == ["ব্য", "থার"]


def test_a_byte_order_mark_stays():
    """A UTF-8 mark is a character of the text, so that nothing is lost."""
    source = codecs.BOM_UTF8 + b"<meta charset=latin1>pain"
    document = open_document(source)
    assert document.text[0] == "\ufeff"
    assert document.insert([]) is source


UTF8 = [
    "utf-8", "UTF8", "Utf-8", "unicode-1-1-utf-8", "unicode11utf8", "unicode20utf8",
    "x-unicode20utf8",
]  # fmt: skip


@pytest.mark.parametrize("label", UTF8)
def test_declared_utf8(label):
    """Every label of UTF-8 is read, quoted or not, in either kind of declaration."""
    for declaration in (
        f'<meta charset="{label}">',
        f"<META CharSet={label}/>",
        f"<meta http-equiv=content-type content='text/html; charset={label}'>",
        f'<?xml version="1.0" encoding="{label}"?>',
    ):
        source = declaration.encode() + "রোগ".encode()
        assert open_document(source).text == source.decode()


REFUSED = [
    pytest.param(b"<meta charset=iso-2022-jp>x", 0, "encoding is iso-2022-jp", id="states"),
    pytest.param(b"<p><meta charset=hz-gb-2312>", 3, "is replacement", id="replacement"),
    pytest.param(codecs.BOM_UTF16_LE + b"x\0", 0, "utf-16le", id="utf-16-le"),
    pytest.param(codecs.BOM_UTF16_BE + b"\0x", 0, "utf-16be", id="utf-16-be"),
    pytest.param("<?xml".encode("utf-16-le"), 0, "utf-16le", id="utf-16-xml"),
    pytest.param(b"\r\n\n<meta charset=sjis>\x81", 22, "0x81 at offset 22 (line 3)", id="cut"),
    pytest.param(b"<meta charset=greek>\xd2", 20, "not iso-8859-7, which <meta>", id="undefined"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "offset", "message"), REFUSED)
def test_refused(source, offset, message):
    """What can't be read without loss is refused, with the place and the remedy."""
    refusal = open_document(source)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.offset) == ("encoding-not-reversible", offset)
    assert message in refusal.message
    assert "to UTF-8" in refusal.message


def test_the_caller_is_named():
    """A refusal says whose word the encoding is."""
    assert "which the caller says" in open_document(b"\x81", "sjis").message
    assert "say" not in open_document(b"\xef\xbb\xbf<?xml encoding='x'?>").text[:1]


@pytest.mark.parametrize("source", [row.values[0] for row in REFUSED])
def test_a_refused_page_is_the_same_object(source):
    """The result of a refused page holds the given bytes and the reason."""
    result = rx.Annotator(rx.Glossary([rx.Term("x", en="y")])).annotate(source)
    assert result.html is source
    assert result.refused == open_document(source)


def test_a_declaration_behind_the_first_kilobyte_does_not_count():
    """Only the first 1,024 bytes are looked at."""
    source = b" " * 1024 + b"<meta charset=iso-2022-jp>"
    assert isinstance(open_document(source), Document)


@pytest.mark.parametrize("renderer", ["link", "dfn"])
def test_nothing_is_put_in_front_of_the_declaration(renderer):
    """It has to stay in the first 1,024 bytes, or the page would be read in another encoding."""
    glossary = rx.Glossary([rx.Term("pain", en="x" * 2000)])
    annotator = rx.Annotator(glossary, policy=rx.Policy(occurrences="all"), renderer=renderer)
    source = b"<body><main>pain<meta charset=big5>\xa4\xa4 pain</main>"
    result = annotator.annotate(source)
    assert [one.start for one in result] == [source.rindex(b"pain")]
    assert rx.verify(source, result.html).ok


def test_xml():
    """XML with an unknown encoding is refused, by its name."""
    refusal = open_document(b"<?xml version='1.0' encoding='klingon'?><a/>", syntax="xml")
    assert isinstance(refusal, Refusal)
    assert "klingon, which browsers don't know" in refusal.message


@pytest.mark.parametrize("source", [None, 7, bytearray(b"x"), ["x"], memoryview(b"x")])
def test_other_types(source):
    """Anything else is a caller's mistake, named with its type."""
    with pytest.raises(TypeError, match=f"not {type(source).__name__}: read the file first"):
        open_document(source)
