"""Character references: what source text says, by the standard."""

from __future__ import annotations

import html
from html.entities import html5

import pytest
from html5lib import parseFragment
from hypothesis import given
from hypothesis import strategies as st

from rxglossary.html.references import ATOM, decode_atom, decode_attribute, decode_text


@pytest.mark.parametrize("initial", sorted({name[0] for name in html5}))
def test_every_name(initial):
    """All names of the standard say what the standard library's table says."""
    for name, text in html5.items():
        if name[0] == initial:
            assert decode_text(f"&{name}") == text
            assert decode_text(f"x&{name} y") == f"x{text} y"
            assert decode_attribute(f"&{name}") == text


# Without NUL and CR, which the standard library leaves to others.
REFERENCES = st.lists(
    st.one_of(
        st.sampled_from(["&", "#", "x", "X", ";", "a", "f", "9", "0", "=", " ", "ক", "&#", "&#x"]),
        st.sampled_from(sorted(html5)),
        st.sampled_from(["&not", "&notin", "&amp", "&lt", "&copy", "&eacute;", "&zwnj;"]),
    ),
    max_size=10,
).map("".join)


def readable(text: str) -> bool:
    """Tell whether the standard library agrees: it drops what is no character, others keep it."""
    return not any(
        not (1 <= (code := _code(match.group())) <= 0x10FFFF)
        or code < 32
        or 127 <= code < 160
        or 0xFDD0 <= code <= 0xFDEF
        or code & 0xFFFE == 0xFFFE
        for match in ATOM.finditer(text)
        if match.group()[1:2] == "#"
    )


def _code(atom: str) -> int:
    digits = atom[2:].rstrip(";")
    return int(digits[1:], 16) if digits[0] in "xX" else int(digits)


@given(REFERENCES)
def test_text_agrees_with_the_standard_library(text):
    """In text, the longest name wins, with and without its semicolon."""
    if readable(text):
        assert decode_text(text) == html.unescape(text)


@given(st.one_of(st.text(), REFERENCES))
def test_atoms_take_what_they_say(text):
    """An atom takes no more than its match, and a reference that is none takes nothing."""
    for match in ATOM.finditer(text):
        said, length = decode_atom(match[0])
        assert 0 <= length <= len(match[0])
        assert (said == "") == (length == 0 or match[0] == "\0")


TEXTS = [
    ("longest-prefix", "&notit;", "¬it;"),
    ("longest-prefix-with-semicolon", "&notin;", "∉"),
    ("without-semicolon", "&ampx", "&x"),
    ("needs-its-semicolon", "&zwnj x", "&zwnj x"),
    ("two-code-points", "&NotEqualTilde;", "≂̸"),
    ("unknown", "&unknown;", "&unknown;"),
    ("capital", "&AMP;&Eacute;&eacute;", "&Éé"),
    ("ampersand-alone", "& &; &&amp;", "& &; &&"),
    ("twice", "&amp;lt;", "&lt;"),
    ("decimal", "&#65;&#65&#066;", "AAB"),
    ("hex", "&#x41;&#X4a;&#x4A", "AJJ"),
    ("hex-stops-at-a-letter", "&#x41g", "Ag"),
    ("no-digits", "&#;&#x;&#xg", "&#;&#x;&#xg"),
    ("other-digits", "&#৬৫;&#x１;", "&#৬৫;&#x１;"),
    ("zero", "&#0;&#x0;&#00", "\ufffd\ufffd\ufffd"),
    ("leading-zeros", "&#000000000000000000065;", "A"),
    ("surrogate", "&#xD800;&#xDFFF;", "\ufffd\ufffd"),
    ("last", "&#x10FFFF;", "\U0010ffff"),
    ("beyond", "&#x110000;&#1114112;", "\ufffd\ufffd"),
    ("far-beyond", "&#x" + "f" * 5000 + ";&#" + "9" * 5000 + ";", "\ufffd\ufffd"),
    ("non-character", "&#xFFFE;&#xFDD0;", "\ufffe\ufdd0"),
    ("control", "&#1;&#x7f;", "\x01\x7f"),
    ("undefined-in-windows", "&#x81;&#x8d;&#x9d;", "\x81\x8d\x9d"),
    ("carriage-return-as-reference", "&#13;&#10;", "\r\n"),
    ("line-breaks", "a\r\nb\rc\nd", "a\nb\nc\nd"),
    ("nul", "a\0b", "ab"),
    ("bangla", "&#x9ad;&#x9be;&#x9a4;", "ভাত"),
    ("cafe", "caf&eacute; &lt b", "café < b"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text"), [pytest.param(*row[1:], id=row[0]) for row in TEXTS])
def test_texts(source, text):
    """What the tokenizer's states make of text."""
    assert decode_text(source) == text


WINDOWS = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"


@pytest.mark.parametrize("code", range(0x80, 0xA0), ids=hex)
def test_windows_1252(code):
    """References to C1 controls mean windows-1252, where that has a character."""
    assert decode_text(f"&#{code};") == decode_text(f"&#x{code:x};") == WINDOWS[code - 0x80]


ATTRIBUTES = [
    ("equals-sign", "?a=1&copy=2", "?a=1&copy=2"),
    ("letter", "&copyx", "&copyx"),
    ("digit", "&copy2", "&copy2"),
    ("inside-of-a-longer-word", "&notit;", "&notit;"),
    ("semicolon", "&copy;=2", "©=2"),
    ("end", "a&copy", "a©"),
    ("space", "&copy b", "© b"),
    ("other-letter", "&copyé", "©é"),
    ("next-reference", "&copy&copy", "©©"),
    ("numeric-and-equals-sign", "&#65=&#x41=", "A=A="),
    ("numeric-and-letter", "&#65x", "Ax"),
    ("unknown", "&x=1&y;", "&x=1&y;"),
    ("nul", "a\0b", "a\ufffdb"),
    ("line-break", "a\r\nb", "a\nb"),
    ("longest-name-of-two", "&notin;=", "∉="),
]


@pytest.mark.parametrize(
    ("source", "value"), [pytest.param(*row[1:], id=row[0]) for row in ATTRIBUTES]
)
def test_attributes(source, value):
    """In an attribute, a name without semicolon before "=" or a letter stays as it is."""
    assert decode_attribute(source) == value


@given(REFERENCES.filter(lambda text: '"' not in text))
def test_attributes_agree_with_html5lib(value):
    """The attribute rule is that of an HTML5 parser."""
    if readable(value):
        node = parseFragment(f'<p title="{value}">', namespaceHTMLElements=False)[0]
        assert decode_attribute(value) == node.attrib["title"]
