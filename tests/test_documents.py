"""Kinds of input: what is read, what is refused, and where offsets count."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rxglossary as rx
from rxglossary.documents import Document, Refusal, open_document

ENCODABLE = st.text(st.characters(codec="utf-8"), max_size=40)


@given(st.text())
def test_a_text_is_itself(text):
    """A `str` is its own text, and comes back as the same object where nothing changed."""
    document = open_document(text)
    assert document.text is text
    assert document.give_back(text) is text
    assert document.give_back(text + "x") == text + "x"
    assert document.offsets([0, len(text)]) == {0: 0, len(text): len(text)}


@given(ENCODABLE.map(lambda text: text.encode()).filter(lambda b: b"charset" not in b))
def test_bytes_come_back(source):
    """Bytes are decoded and encoded without a difference; unchanged, they are the same object."""
    document = open_document(source)
    assert document.give_back(document.text) is source
    assert document.give_back(document.text[:]) == source
    assert document.give_back(document.text + "ক") == source + "ক".encode()


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
    assert document.give_back(document.text) is source


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
    pytest.param(b"<meta charset=iso-8859-1>x", "encoding", 0, "iso-8859-1", id="meta"),
    pytest.param(b"<p><meta charset = 'big5'>", "encoding", 3, "big5", id="quoted"),
    pytest.param(
        b'<meta content="text/html; charset=windows-1252" http-equiv=x>', "encoding", 0,
        "windows-1252", id="http-equiv",
    ),
    pytest.param(b"<?xml version='1.0' encoding='utf-16'?>", "encoding", 0, "utf-16", id="xml"),
    pytest.param(b"<meta charset=\xff>", "encoding", 0, "\\xff", id="no-label-at-all"),
    pytest.param(codecs.BOM_UTF16_LE + b"x\0", "encoding", 0, "UTF-16", id="utf-16-le"),
    pytest.param(codecs.BOM_UTF16_BE + b"\0x", "encoding", 0, "UTF-16", id="utf-16-be"),
    pytest.param(b"a\r\nb\n\xe9", "not-utf-8", 5, "byte 0xe9 at offset 5 (line 3)", id="latin-1"),
    pytest.param(b"x\xe0\xa6", "not-utf-8", 1, "byte 0xe0 at offset 1 (line 1)", id="cut-off"),
    pytest.param(b"\xed\xa0\x80", "not-utf-8", 0, "byte 0xed", id="surrogate"),
    pytest.param(b"\xc0\xaf", "not-utf-8", 0, "byte 0xc0", id="overlong"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "code", "offset", "message"), REFUSED)
def test_refused(source, code, offset, message):
    """What can't be read without loss is refused, with the place and the remedy."""
    refusal = open_document(source)
    assert isinstance(refusal, Refusal)
    assert (refusal.code, refusal.offset) == (code, offset)
    assert message in refusal.message
    assert "convert" in refusal.message


@pytest.mark.parametrize("source", [row.values[0] for row in REFUSED])
def test_a_refused_page_is_the_same_object(source):
    """The result of a refused page holds the given bytes and the reason."""
    result = rx.Annotator(rx.Glossary([rx.Term("x", en="y")])).annotate(source)
    assert result.html is source
    assert result.refused == open_document(source)


def test_a_declaration_behind_the_first_kilobyte_does_not_count():
    """Browsers look for it in the first 1,024 bytes alone."""
    source = b" " * 1024 + b"<meta charset=big5>"
    assert isinstance(open_document(source), Document)


@pytest.mark.parametrize("source", [None, 7, bytearray(b"x"), ["x"], memoryview(b"x")])
def test_other_types(source):
    """Anything else is a caller's mistake, named with its type."""
    with pytest.raises(TypeError, match=f"not {type(source).__name__}: read the file first"):
        open_document(source)
