"""Tags, comments and raw text: the tokenizer of the standard, on offsets."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxglossary.html.tokens import (
    TAG,
    attributes,
    declaration_end,
    fold,
    raw_end,
    self_closing,
)


def read(source: str):
    """Return name, attributes, self-closing and rest of the tag at the start of *source*."""
    folded = fold(source)
    match = TAG.match(folded)
    assert match
    assert match[1] is not None
    name = source[match.start(1) : match.end(1)]
    found = dict(attributes(source, folded, *match.span(2)))
    return name, found, self_closing(folded, *match.span(2)), source[match.end(2) + 1 :]


TAGS = [
    ("plain", "<p>x", "p", {}, False, "x"),
    ("capitals", "<DIV CLASS=A>x", "DIV", {"class": "A"}, False, "x"),
    ("end-tag", "</p >x", "/p", {}, False, "x"),
    ("end-tag-with-attributes", "</p a=b>x", "/p", {"a": "b"}, False, "x"),
    ("double-quoted", '<a x="1>2">y', "a", {"x": "1>2"}, False, "y"),
    ("single-quoted", "<a x='\"'>y", "a", {"x": '"'}, False, "y"),
    ("unquoted", "<a x=1/2>y", "a", {"x": "1/2"}, False, "y"),
    ("unquoted-quotes", "<a x=b\"c'd=e`f<g>y", "a", {"x": "b\"c'd=e`f<g"}, False, "y"),
    ("no-value", "<a x y>z", "a", {"x": "", "y": ""}, False, "z"),
    ("empty-value", "<a x=>y", "a", {"x": ""}, False, "y"),
    ("empty-value-behind-space", "<a x= >y", "a", {"x": ""}, False, "y"),
    ("space-before-equals", '<a x ="<p>">y', "a", {"x": "<p>"}, False, "y"),
    ("space-around-equals", "<a x\n=\t'<p>'>y", "a", {"x": "<p>"}, False, "y"),
    ("equals-first", '<i ="x>y', "i", {'="x': ""}, False, "y"),
    ("equals-first-and-value", "<i =a=b>y", "i", {"=a": "b"}, False, "y"),
    ("two-equals", "<i a==b>y", "i", {"a": "=b"}, False, "y"),
    ("quote-in-a-name", "<i a\"b='c'>y", "i", {'a"b': "c"}, False, "y"),
    ("quote-first", '<i "a">y', "i", {'"a"': ""}, False, "y"),
    ("less-than-in-a-name", "<i a<b>y", "i", {"a<b": ""}, False, "y"),
    ("no-space-between", "<a x='1'y=\"2\"z>w", "a", {"x": "1", "y": "2", "z": ""}, False, "w"),
    ("duplicate", "<a x=1 X=2>y", "a", {"x": "1"}, False, "y"),
    ("slash-between", "<a/x/y=1>z", "a", {"x": "", "y": "1"}, False, "z"),
    ("self-closing", "<br/>x", "br", {}, True, "x"),
    ("self-closing-behind-space", "<br />x", "br", {}, True, "x"),
    ("self-closing-behind-quote", "<br a='b'/>x", "br", {"a": "b"}, True, "x"),
    ("self-closing-behind-name", "<br a/>x", "br", {"a": ""}, True, "x"),
    ("slash-of-a-value", "<br a=b/>x", "br", {"a": "b/"}, False, "x"),
    ("slash-is-the-value", "<br a=/>x", "br", {"a": "/"}, False, "x"),
    ("slash-behind-space-of-a-value", "<br a=b />x", "br", {"a": "b"}, True, "x"),
    ("slash-and-space", "<br / >x", "br", {}, False, "x"),
    ("slash-in-a-name", "<br//a>x", "br", {"a": ""}, False, "x"),
    ("reference", "<a x='&lt;&amp;copy=1&copy=2'>y", "a", {"x": "<&copy=1&copy=2"}, False, "y"),
    ("line-break-in-a-value", "<a x='1\n2'>y", "a", {"x": "1\n2"}, False, "y"),
    ("bangla-value", "<a title=রোগ>y", "a", {"title": "রোগ"}, False, "y"),
    ("bangla-name", "<a রোগ=1 রোগী=2>y", "a", {"রোগ": "1", "রোগী": "2"}, False, "y"),
    ("names-of-one-length", "<a ক=1 খ=2>y", "a", {"ক": "1", "খ": "2"}, False, "y"),
    ("question-mark-name", "<a ?=1>y", "a", {"?": "1"}, False, "y"),
    ("latin-1-name", "<a é=1>y", "a", {"é": "1"}, False, "y"),
    ("kelvin-sign-is-no-k", "<\u0062 \u212aey=1 key=2>y", "b", {"\u212aey": "1", "key": "2"},
     False, "y"),
    ("long-s-is-no-s", "<b clas\u017f=1 class=2>y", "b", {"clas\u017f": "1", "class": "2"},
     False, "y"),
    ("name-with-digits-and-colon", "<svg:a-1.b x>y", "svg:a-1.b", {"x": ""}, False, "y"),
    ("name-with-less-than", "<a<b>y", "a<b", {}, False, "y"),
    ("name-with-kelvin-sign", "<lin\u212a>y", "lin\u212a", {}, False, "y"),
    ("form-feed", "<a\fx\f>y", "a", {"x": ""}, False, "y"),
    ("white-space-behind", "<a> \n y", "a", {}, False, " \n y"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "name", "values", "closing", "rest"),
    [pytest.param(*row[1:], id=row[0]) for row in TAGS],
)
def test_tags(source, name, values, closing, rest):
    """Name, attributes and the end of a tag, quotes and oddities included."""
    assert read(source) == (name, values, closing, rest)


NO_TAGS = [
    ("less-than-alone", "a < b"),
    ("before-a-digit", "a <5 b>"),
    ("before-bangla", "<রোগ>"),
    ("before-an-accent", "<é>"),
    ("before-the-kelvin-sign", "</\u212a"),
    ("at-the-end", "a <"),
    ("two", "<<"),
    ("equals", "<=a>"),
]


@pytest.mark.parametrize("source", [pytest.param(row[1], id=row[0]) for row in NO_TAGS])
def test_no_tags(source):
    """A less-than sign that begins no tag begins none here."""
    for match in TAG.finditer(fold(source)):
        assert match[1] is None
        assert match[3] in (b"?", b"/")  # `declaration_end` tells them apart by the source


CUT_OFF = [
    "<a", "<a ", "<a x", "<a x=", '<a x="', '<a x="b>', "<a x='b'", "<a/", "</a", '</a x=">', "</a "
]  # fmt: skip


@pytest.mark.parametrize("source", CUT_OFF)
def test_cut_off(source):
    """A tag that the input's end cuts off is none, and nothing behind it is looked at."""
    match = TAG.match(fold(source))
    assert match
    assert (match[1], match[3]) == (None, None)


def test_the_white_space_behind_a_tag_is_taken_with_it():
    """It belongs to the match, for speed, and not to the tag."""
    match = TAG.match(fold("<p>\n\t x"))
    assert match
    assert (match.end(2) + 1, match.end()) == (3, 6)


@given(st.text(st.sampled_from("ab<>\"'=/ \n&;?!-ক\u212aé"), max_size=16))
def test_attributes_agree_with_html5lib(text):
    """A start tag ends where an HTML5 parser ends it, and has its attributes."""
    source = f"<b {text}>end"
    match = TAG.match(fold(source))
    assert match
    node = html5lib.parseFragment(source, namespaceHTMLElements=False)
    if match[1] is None:
        assert not len(node)
        return
    found = dict(attributes(source, fold(source), *match.span(2)))
    assert node[0].tag == "b"
    expected = {str(name): value for name, value in node[0].attrib.items()}
    assert found == expected


DECLARATIONS = [
    ("comment", "<!--a-->x", "x"),
    ("comment-with-tags", "<!-- <b> -- > -->x", "x"),
    ("comment-bang", "<!--a--!>x", "x"),
    ("comment-abrupt", "<!-->x", "x"),
    ("comment-abrupt-dash", "<!--->x", "x"),
    ("comment-empty", "<!---->x", "x"),
    ("comment-three-dashes", "<!--a--->x", "x"),
    ("comment-nested", "<!--a<!--b-->x-->", "x-->"),
    ("comment-dash-space", "<!--a-- >b-->x", "x"),
    ("comment-open", "<!--a", None),
    ("comment-open-dash", "<!--a--", None),
    ("comment-open-bang", "<!--a--!", None),
    ("doctype", "<!DOCTYPE html>x", "x"),
    ("doctype-with-greater-than", '<!doctype html PUBLIC "a>b">x', 'b">x'),
    ("doctype-open", "<!doctype html", None),
    ("bogus-bang", "<!x>y", "y"),
    ("bogus-one-dash", "<!-a>y", "y"),
    ("bogus-nothing", "<!>y", "y"),
    ("bogus-question-mark", "<?xml version='1>'?>y", "'?>y"),
    ("bogus-question-mark-empty", "<?>y", "y"),
    ("bogus-end-tag", "</ p>y", "y"),
    ("bogus-end-tag-digit", "</5>y", "y"),
    ("bogus-end-tag-bangla", "</ক>y", "y"),
    ("end-tag-of-nothing", "</>y", "y"),
    ("bogus-open", "<?x", None),
    ("cdata-in-html", "<![CDATA[a>b]]>c", "b]]>c"),
    ("text-bangla", "<ক>y", "ক>y"),
    ("text-kelvin", "<\u212a>y", "\u212a>y"),
]


@pytest.mark.parametrize(
    ("source", "rest"), [pytest.param(*row[1:], id=row[0]) for row in DECLARATIONS]
)
def test_declarations(source, rest):
    """Where comments, doctypes and bogus comments end; and which "<" is text."""
    before = "a b"
    end = declaration_end(before + source, len(before))
    assert (None if end < 0 else (before + source)[end:]) == rest


CDATA = [
    ("closed", "<![CDATA[a>b]]>c", "c"),
    ("brackets", "<![CDATA[a]]]]>c", "c"),
    ("open", "<![CDATA[a]>", None),
    ("lower-case-is-a-bogus-comment", "<![cdata[a>b]]>c", "b]]>c"),
    ("comment", "<!--]]>-->c", "c"),
]


@pytest.mark.parametrize(("source", "rest"), [pytest.param(*row[1:], id=row[0]) for row in CDATA])
def test_cdata_in_foreign_content(source, rest):
    """CDATA exists in svg and math alone, in capitals alone."""
    end = declaration_end(source, 0, foreign=True)
    assert (None if end < 0 else source[end:]) == rest


RAW = [
    ("title", "a<b>c</title>x", "title", "</title>x"),
    ("capitals", "a</TITLE >x", "title", "</TITLE >x"),
    ("attributes", "a</style/x>y", "style", "</style/x>y"),
    ("longer-name", "a</titles></title>x", "title", "</title>x"),
    ("name-and-no-end", "a</title", "title", None),
    ("not-closed", "a<b></p>", "title", None),
    ("long-s", "a</\u017ftyle></style>", "style", "</style>"),
    ("kelvin", "a</noframe\u212a></noframes>", "noframes", "</noframes>"),
    ("script", "a('</p>')</script>x", "script", "</script>x"),
    ("script-comment", "<!-- </script>x", "script", "</script>x"),
    ("script-in-comment", "<!--<script></script>--></script>x", "script", "</script>x"),
    ("script-in-comment-closed-early", "<!--<script>--></script>x", "script", "</script>x"),
    ("script-twice", "<!--<script></script></script>x", "script", "</script>x"),
    ("script-double-escaped-and-open", "<!--<script></script>", "script", None),
    ("script-double-escaped-end", "<!--<script></script><b></script>x", "script", "</script>x"),
    ("script-longer-name", "<!--<scripty></script>x", "script", "</script>x"),
    ("script-without-comment", "<script></script>x", "script", "</script>x"),
    ("script-abrupt-comment", "<!--><script></script>x", "script", "</script>x"),
    ("script-abrupt-comment-dash", "<!---><script></script>x", "script", "</script>x"),
    ("script-comment-again", "<!-- --><!--<script></script></script>x", "script", "</script>x"),
    ("script-two-comments", "<!--<!--<script></script></script>x", "script", "</script>x"),
    ("script-end-before-comment", "a</script><!--<script>", "script", "</script><!--<script>"),
    ("script-end-comment-alone", "--></script>x", "script", "</script>x"),
    ("comment-is-nothing-in-style", "<!--</style>--></style>x", "style", "</style>--></style>x"),
]


@pytest.mark.parametrize(
    ("content", "name", "rest"), [pytest.param(*row[1:], id=row[0]) for row in RAW]
)
def test_raw_text(content, name, rest):
    """Where raw text ends, with the escaped states of script data."""
    source = f"<{name}>{content}"
    end = raw_end(fold(source), name.encode(), len(name) + 2)
    assert (None if end < 0 else source[end:]) == rest


@given(
    st.lists(
        st.sampled_from(["<!--", "-->", "<script>", "</script>", "<script", "</script", "-", ">",
                         "<", "!", " ", "x", "</SCRIPT >", "<scriptx>"]),
        max_size=9,
    )
)  # fmt: skip
def test_script_ends_where_html5lib_ends_it(parts):
    """The rest of the page begins where an HTML5 parser says."""
    source = "<script>" + "".join(parts) + "</script><i>"
    end = raw_end(fold(source), b"script", 8)
    node = html5lib.parseFragment(source, namespaceHTMLElements=False)
    text = node[0].text or ""
    assert text == (source[8:] if end < 0 else source[8:end])


@given(st.text())
def test_fold_keeps_offsets(text):
    """One byte a character; letters of ASCII fold, and nothing else becomes one of them."""
    folded = fold(text)
    assert len(folded) == len(text)
    for char, byte in zip(text, folded, strict=True):
        if char.isascii():
            assert chr(byte) == (" " if char in "\t\n\f\r" else char.lower())
        else:
            assert byte == 0x3F or byte > 0x7F
