"""Markup of ours: always escaped, always marked, never active."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rxglossary as rx
from rxglossary.markup import (
    MARK,
    WRAPPERS,
    Element,
    check_url,
    escape_attribute,
    escape_text,
    is_marked,
    serialise,
    wrapper_tags,
)

NASTY = st.text(st.sampled_from("a<>&\"'`=/;#x09 \n\t\r\f\0\x85\xa0\ufdd0\ufffe\ud800ক😀\u2028"))
ANY = st.one_of(st.text(), NASTY)


def readable(text: str) -> str:
    """Return *text* as a reader may expect it back: what no document may hold is U+FFFD."""

    def allowed(char: str) -> bool:
        code = ord(char)
        control = code < 32 and char not in "\t\n\r"
        return not (
            control or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF
            or 0xFDD0 <= code <= 0xFDEF or code in (0xFFFE, 0xFFFF)
        )  # fmt: skip

    return "".join(char if allowed(char) else "\ufffd" for char in text)


class Reader(HTMLParser):
    """Notes tags, attributes and text as the standard library reads them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes.update(attrs)

    def handle_data(self, data):
        self.text += data


def parsed(html: str):
    """Return the first element that html5lib finds in a fragment of a div."""
    return html5lib.parseFragment(html, container="div", namespaceHTMLElements=False)[0]


@given(ANY)
def test_any_text_reads_back(text):
    """Text children hold the text, whatever it is, and nothing but text."""
    html = serialise(Element("span", {}, (text,)))
    node = parsed(html)
    assert (node.tag, list(node), node.text or "") == ("span", [], readable(text))
    reader = Reader(html)
    assert (reader.tags, reader.text) == (["span"], readable(text))


@given(ANY)
def test_any_attribute_value_reads_back(value):
    """An attribute holds the value, whatever it is, and no other attribute comes into being."""
    html = wrapper_tags(Element("dfn", {"title": value}))[0] + "x</dfn>"
    node = parsed(html)
    assert dict(node.attrib) == {"class": "rxg", "title": readable(value)}
    assert node.text == "x"
    assert Reader(html).attributes == dict(node.attrib)


@given(ANY, ANY)
def test_xml_reads_back(text, value):
    """The XML form of anything is well-formed and says the same."""
    xml = serialise(Element("p", {"title": value}, (text, Element("link", {"lang": value}))), "xml")
    node = ET.fromstring(xml)
    assert (node.tag, node.attrib, node.text or "") == (
        "p",
        {"title": readable(value)},
        readable(text),
    )
    assert [(child.tag, child.attrib) for child in node] == [("link", {"lang": readable(value)})]


@given(ANY)
def test_escapes_hold_no_markup(text):
    """No escaped text ends what it stands in: a tag, or a double-quoted value."""
    assert not set(escape_text(text)) & set("<>\r\0")
    assert not set(escape_attribute(text)) & set('<>"\r\n\t\0')


def test_serialise_nests():
    """Children stand in order inside their element; text beside them is escaped."""
    element = Element("dl", {"id": "x"}, ("a&b", Element("dt", {}, ("<",)), Element("link", {})))
    assert serialise(element) == '<dl id="x">a&amp;b<dt>&lt;</dt><link></dl>'
    assert serialise(element, "xml") == '<dl id="x">a&amp;b<dt>&lt;</dt><link/></dl>'


def test_an_attribute_without_value():
    """None writes the name alone, which XML writes with its own name as the value."""
    element = Element("section", {"data-nosnippet": None})
    assert serialise(element) == "<section data-nosnippet></section>"
    assert serialise(element, "xml") == '<section data-nosnippet="data-nosnippet"></section>'


MARKED = [
    pytest.param("rxg", True, id="mark-alone"),
    pytest.param("rxg note", True, id="mark-first"),
    pytest.param("rxg-tip", True, id="part"),
    pytest.param("\t\n\f\r rxg", True, id="white-space-before"),
    pytest.param("rxg\x0c", True, id="form-feed-behind"),
    pytest.param("note rxg", False, id="mark-second"),
    pytest.param("rxgx", False, id="longer-word"),
    pytest.param("rxg_x", False, id="underscore"),
    pytest.param("RXG", False, id="capitals"),
    pytest.param("\xa0rxg", False, id="no-break-space-is-no-separator"),
    pytest.param("rxg\u2028", False, id="line-separator-is-no-separator"),
    pytest.param("", False, id="empty"),
]


@pytest.mark.parametrize(("classes", "expected"), MARKED)
def test_is_marked(classes, expected):
    """The first token decides, by the standard's white space."""
    assert is_marked(classes) is expected


WRAPPER_CLASSES = [
    pytest.param({}, "rxg", id="no-class"),
    pytest.param({"class": None}, "rxg", id="class-without-value"),
    pytest.param({"class": ""}, "rxg", id="empty-class"),
    pytest.param({"class": "note"}, "rxg note", id="other-class"),
    pytest.param({"class": "rxg note"}, "rxg note", id="marked-already"),
    pytest.param({"class": "rxg-term"}, "rxg rxg-term", id="marked-like-a-part"),
]


@pytest.mark.parametrize(("attributes", "expected"), WRAPPER_CLASSES)
def test_wrappers_begin_with_the_mark(attributes, expected):
    """A wrapper's first class is the mark itself: of parts, strip takes the content too."""
    opening, closing = wrapper_tags(Element("span", attributes))
    assert opening == f'<span class="{expected}">'
    assert closing == "</span>"
    assert rx.strip(f"a {opening}pain{closing} b") == "a pain b"


@given(
    st.sampled_from(sorted(WRAPPERS)),
    st.dictionaries(st.sampled_from(["title", "class", "data-x", "lang"]), ANY),
)
def test_strip_undoes_every_wrapper(name, attributes):
    """Whatever a renderer writes around a word, strip leaves the word."""
    opening, closing = wrapper_tags(Element(name, attributes))
    assert opening.startswith(f'<{name} class="{MARK}')
    assert rx.strip(f"{opening}word{closing}") == "word"


class _Part(rx.Dfn):
    """A renderer with a part of its own at either end."""

    element: Element

    def opening(self, page):
        return (self.element,)

    def closing(self, page):
        return (self.element,)


PARTS = [
    pytest.param({}, id="no-class"),
    pytest.param({"class": "note"}, id="other-class"),
    pytest.param({"class": "rxg"}, id="the-mark-of-wrappers"),
    pytest.param({"class": "rxg-note"}, id="the-mark-of-parts"),
]


@pytest.mark.parametrize("attributes", PARTS)
def test_strip_undoes_the_parts_of_any_renderer(attributes):
    """A part goes with its content, even where its renderer forgot the mark."""
    kind = type("Part", (_Part,), {"element": Element("p", attributes, ("x",))})
    glossary = rx.Glossary([rx.Term("pain", en="A bad feeling.")])
    page = "<p>pain</p>"
    result = rx.Annotator(glossary, renderer=kind()).annotate(page)
    assert result.html != page
    assert rx.strip(result.html) == page


@pytest.mark.parametrize("syntax", ["html", "xml"])
@pytest.mark.parametrize("name", sorted(WRAPPERS))
def test_wrappers(name, syntax):
    """Every wrapper is written as a start and an end tag."""
    opening, closing = wrapper_tags(Element(name, {"hidden": None}), syntax)
    value = '="hidden"' if syntax == "xml" else ""
    assert (opening, closing) == (f'<{name} class="rxg" hidden{value}>', f"</{name}>")


@pytest.mark.parametrize("name", ["b", "p", "button", "script", "A", "", "span x", "ſpan", "svg"])
def test_only_wrappers_wrap(name):
    """Any other element around a word could change the tree, and is refused by name."""
    with pytest.raises(rx.MarkupError, match="use one of a, abbr, dfn, span"):
        wrapper_tags(Element(name))


TAILS = [
    pytest.param("a < b", '<span class="rxg-tail">a &lt; b</span>', id="text"),
    pytest.param(
        Element("bdi", {"class": "note", "lang": "bn"}, ("ক", Element("span", {}, ("খ",)))),
        '<bdi class="rxg-tail note" lang="bn">ক<span>খ</span></bdi>',
        id="element",
    ),
]


@pytest.mark.parametrize(("child", "tail"), TAILS)
def test_a_tail_goes_with_its_content(child, tail):
    """What stands behind the page's text is an element of ours, and strip takes all of it."""
    opening, closing = wrapper_tags(Element("span", {}, (child,)))
    assert (opening, closing) == ('<span class="rxg">', f"{tail}</span>")
    assert rx.strip(f"<p>{opening}word{closing}</p>") == "<p>word</p>"


@pytest.mark.parametrize("name", ["p", "small", "a", "b", "script", "svg"])
@pytest.mark.parametrize("deep", [False, True], ids=["child", "grandchild"])
def test_only_phrasing_that_fits_anywhere_is_a_tail(name, deep):
    """An element that could change the tree around it is refused by name."""
    child = Element("span", {}, (Element(name),)) if deep else Element(name)
    with pytest.raises(rx.MarkupError, match=f"<{name}> can't stand behind an occurrence"):
        wrapper_tags(Element("span", {}, (child,)))


ATTRIBUTES = [
    "onclick", "ONCLICK", "onfocus", "on", "on-x", "style", "STYLE", "a b", "a=b", "a>b", "a/b",
    'a"b', "a'b", "a\x00b", "a\nb", "", "1a", "-a", "ক", "\u212aey", "ſtyle", "xmlns",
]  # fmt: skip


@pytest.mark.parametrize("name", ATTRIBUTES, ids=ascii)
def test_refused_attributes(name):
    """No event handler, no style, no name that a parser would read otherwise."""
    with pytest.raises(rx.MarkupError, match="can't be written on <span>"):
        wrapper_tags(Element("span", {name: "x"}))
    with pytest.raises(rx.MarkupError, match="can't be written on <p>"):
        serialise(Element("p", {name: None}))


GOOD_URLS = [
    "", "#rxg-pain", "a.html", "../rxg.css?v=1", "/x", "//example.org/x", "?x=javascript:y",
    "a/b:c", "http://example.org/", "HTTPS://example.org/", "./javascript:x", "রোগ.html", ":x",
]  # fmt: skip
BAD_URLS = [
    pytest.param("javascript:alert(1)", id="javascript"),
    pytest.param("JavaScript:alert(1)", id="mixed-case"),
    pytest.param(" javascript:alert(1)", id="space-before"),
    pytest.param("\x00javascript:alert(1)", id="nul-before"),
    pytest.param("\x1fjavascript:alert(1)", id="control-before"),
    pytest.param("java\tscript:alert(1)", id="tab-inside"),
    pytest.param("java\nscript:alert(1)", id="newline-inside"),
    pytest.param("java\rscript:alert(1)", id="carriage-return-inside"),
    pytest.param("javascript\t:alert(1)", id="tab-before-the-colon"),
    pytest.param("vbscript:x", id="vbscript"),
    pytest.param("data:text/html,x", id="data"),
    pytest.param("file:///etc/passwd", id="file"),
    pytest.param("blob:x", id="blob"),
    pytest.param("view-source:x", id="scheme-with-hyphen"),
    pytest.param("mailto:x@example.org", id="mailto"),
    pytest.param("a.html ", id="space-behind"),
]


@pytest.mark.parametrize("url", GOOD_URLS)
def test_good_urls(url):
    """Relative URLs and http(s) are written as they are."""
    assert check_url(url) == url


@pytest.mark.parametrize("url", BAD_URLS)
@pytest.mark.parametrize("name", ["href", "src"])
def test_bad_urls(name, url):
    """Any other scheme is refused, however it is spelled."""
    with pytest.raises(rx.MarkupError):
        check_url(url)
    with pytest.raises(rx.MarkupError):
        wrapper_tags(Element("a", {name: url}))
    with pytest.raises(rx.MarkupError):
        serialise(Element("script", {name: url}))


@pytest.mark.parametrize(
    ("name", "attribute"),
    [("button", "formaction"), ("input", "formaction"), ("a", "ping"), ("a", "xlink:href")],
)
def test_other_attributes_that_hold_urls(name, attribute):
    """An attribute that browsers run or fetch is no way round the check."""
    with pytest.raises(rx.MarkupError):
        serialise(Element(name, {attribute: "javascript:alert(1)"}))


NOT_OURS = [
    pytest.param(Element("iframe"), "no element that rxglossary writes", id="iframe"),
    pytest.param(Element("style", {}, ("x",)), "style is linked, or has a nonce", id="style"),
    pytest.param(Element("DIV"), "no element that rxglossary writes", id="capitals"),
    pytest.param(Element("p", {}, (Element("svg"),)), "<svg> is no element", id="child"),
    pytest.param(Element("link", {}, ("x",)), "<link> has no content", id="void-with-content"),
    pytest.param(Element("script", {}, ("x",)), "script is linked, or has a nonce", id="script"),
    pytest.param(Element("script", {"nonce": "a"}, ("</a",)), "without </", id="script-end"),
    pytest.param(Element("script", {"nonce": "a"}, ("<!--",)), "<!--", id="script-comment"),
    pytest.param(Element("style", {"nonce": "a"}, (Element("b"),)), "is text", id="style-element"),
]


@pytest.mark.parametrize(("element", "message"), NOT_OURS)
@pytest.mark.parametrize("syntax", ["html", "xml"])
def test_not_ours_to_write(element, message, syntax):
    """Unsafe or unbalanced markup can't be written."""
    with pytest.raises(rx.MarkupError, match=message):
        serialise(element, syntax)


RAW = [
    pytest.param("html", "a > b && c", id="html"),
    pytest.param("xml", "a &gt; b &amp;&amp; c", id="xml"),
]


@pytest.mark.parametrize(("syntax", "content"), RAW)
def test_a_script_with_a_nonce(syntax, content):
    """HTML reads a script as it stands, XML reads references in it."""
    element = Element("script", {"class": "rxg-js", "nonce": "abc"}, ("a > b && c",))
    written = serialise(element, syntax)
    assert written == f'<script class="rxg-js" nonce="abc">{content}</script>'


def test_an_element_never_changes():
    """Elements are frozen, and those without attributes share nothing that could change."""
    with pytest.raises(AttributeError):
        Element("p").name = "q"  # type: ignore[misc]
    with pytest.raises(TypeError):
        Element("p").attributes["id"] = "x"  # type: ignore[index]
