"""Selectors: what can be written, and what is selected."""

from __future__ import annotations

import pytest

import rxglossary as rx
from rxglossary.html.selectors import Selector, parse_selector

PARSED = [
    ("main", Selector("main")),
    ("MAIN", Selector("main")),
    (" main ", Selector("main")),
    ("h1", Selector("h1")),
    ("my-element", Selector("my-element")),
    (".entry-content", Selector("", "class", "entry-content")),
    (".Entry", Selector("", "class", "Entry")),
    ("#Main", Selector("", "id", "Main")),
    ("[hidden]", Selector("", "hidden")),
    ("[HIDDEN]", Selector("", "hidden")),
    ("[aria-hidden=true]", Selector("", "aria-hidden", "true")),
    ("[ role = 'button' ]", Selector("", "role", "button")),
    ('[title="a ] b"]', Selector("", "title", "a ] b")),
    ("[title='']", Selector("", "title", "")),
    ("[title=]", Selector("", "title", "")),
    ("[xml:lang=bn]", Selector("", "xml:lang", "bn")),
    ("div.note", Selector("div", "class", "note")),
    ("DIV#x", Selector("div", "id", "x")),
    ("a[HREF]", Selector("a", "href")),
    (".রোগ", Selector("", "class", "রোগ")),
    (".\u212a", Selector("", "class", "\u212a")),
]


@pytest.mark.parametrize(("text", "expected"), PARSED)
def test_parsed(text, expected):
    """Names fold in ASCII, values are exact."""
    assert parse_selector(text) == expected


WRONG = [
    "", " ", "ul > li", "ul li", "a, b", "a:hover", "*", ".a.b", "#", ".", "[", "[]", "[=x]",
    "[a", "[a=b c]", "[a~=b]", "[a^=b]", "[a$=b]", "[a|=b]",
    '[a="b]', "a b", "1a", "[a=b]x", "<p>", "\u212aelvin",
]  # fmt: skip


@pytest.mark.parametrize("text", WRONG, ids=ascii)
def test_wrong(text):
    """Anything else is refused, with what can be written."""
    with pytest.raises(rx.ConfigurationError, match=r"is no selector: write tag, \.class, #id"):
        parse_selector(text)


MATCHES = [
    ("p", "p", {}, True),
    ("p", "pre", {}, False),
    (".a", "p", {"class": "b a"}, True),
    (".a", "p", {"class": "b\ta\nc"}, True),
    (".a", "p", {"class": "b\u00a0a"}, False),
    (".a", "p", {"class": "A"}, False),
    (".a", "p", {"class": "aa"}, False),
    (".a", "p", {}, False),
    ("#a", "p", {"id": "a"}, True),
    ("#a", "p", {"id": "a b"}, False),
    ("[a]", "p", {"a": ""}, True),
    ("[a]", "p", {}, False),
    ("[a=]", "p", {"a": ""}, True),
    ("[a=b]", "p", {"a": "b"}, True),
    ("[a=b]", "p", {"a": "B"}, False),
    ("[a=b]", "p", {"a": "b "}, False),
    ("[a=b]", "p", {}, False),
    ("p.a", "p", {"class": "a"}, True),
    ("p.a", "i", {"class": "a"}, False),
    ("p.a", "p", {}, False),
]


@pytest.mark.parametrize(("selector", "tag", "attributes", "expected"), MATCHES)
def test_matches(selector, tag, attributes, expected):
    """A class is one of the tokens; any other value is equal or isn't."""
    assert parse_selector(selector).matches(tag, attributes) is expected


NEEDLES = [
    (".Note", b"note"),
    ("#Main", b"main"),
    ("[Hidden]", b"hidden"),
    ("[role=button]", b"role"),
    ("[class]", b"class"),
    ("[class='']", b"class"),
    (".রোগ", b"???"),
    ("p", b""),
]


@pytest.mark.parametrize(("selector", "needle"), NEEDLES)
def test_needle(selector, needle):
    """Every start tag that is selected holds the needle, once it is folded."""
    assert parse_selector(selector).needle == needle
