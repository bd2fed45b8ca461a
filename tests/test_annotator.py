"""What `Annotator` promises: offsets, types, refusals, fingerprints, pickles, threads.

How a term is found, where it may be wrapped and what is written around it have tests of their own
(test_matcher, test_neutrality, test_link); here stands the contract of a run and its result.
"""

from __future__ import annotations

import codecs
import copy
import dataclasses
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import rxglossary as rx
from rxglossary import annotator as module

DIABETES = rx.Term(
    "diabetes", en="Too much sugar in the blood.", term={"bn": "ডায়াবেটিস"}, plural="none"
)
GLOSSARY = rx.Glossary(
    [
        DIABETES,
        rx.Term("insulin", en="A hormone.", bn="একটি হরমোন।"),
        rx.Term("mri", en="Pictures made with a magnet.", term={"en": "MRI"}),
        rx.Term("lumbar-puncture", en="A needle in the lower back."),
        rx.Term("cafe", en="A place.", term={"en": "café"}),
    ]
)
AMBIGUOUS = rx.Glossary(
    [
        rx.Term("cold", en="An illness."),
        rx.Term("low-heat", en="Little heat.", forms={"en": ["cold"]}),
        rx.Term("pain", en="A bad feeling."),
    ]
)
ALL = rx.Policy(occurrences="all")


def annotator(renderer="dfn", **policy):
    return rx.Annotator(GLOSSARY, policy=rx.Policy(**policy), renderer=renderer)


EVERY = annotator(occurrences="all")


# --- Annotations -----------------------------------------------------------------------------

FOUND = [
    pytest.param("diabetes", [("diabetes", "diabetes", "")], id="the-whole-source"),
    pytest.param("<p>No diabetes.", [("diabetes", "diabetes", "")], id="english"),
    pytest.param("<p>Diabetes DIABETES", [("Diabetes",) * 2 + ("",), ("DIABETES",) * 2 + ("",)],
                 id="the-source-keeps-its-case"),
    pytest.param("<p>ডায়াবেটিস", [("ডায়াবেটিস", "ডায়াবেটিস", "")], id="bangla"),
    pytest.param("<p>ডায়াবেটিসের", [("ডায়াবেটিসের", "ডায়াবেটিসের", "ের")], id="bangla-ending"),
    pytest.param("😀𝒳<p>diabetes 🩺 insulin",
                 [("diabetes", "diabetes", ""), ("insulin", "insulin", "")], id="astral-before"),
    pytest.param("\ufeff<p>diabetes", [("diabetes", "diabetes", "")], id="byte-order-mark"),
    pytest.param("\ufeffdiabetes", [("diabetes", "diabetes", "")], id="byte-order-mark-touches"),
    pytest.param("<p>caf&eacute;.", [("caf&eacute;", "café", "")], id="reference-inside"),
    pytest.param("<p>lumbar&nbsp;\r\npuncture",
                 [("lumbar&nbsp;\r\npuncture", "lumbar\xa0\npuncture", "")], id="space-inside"),
    pytest.param("<p>dia&shy;betes", [("dia&shy;betes", "dia\xadbetes", "")], id="soft-hyphen"),
    pytest.param("<p>&#100;iabetes&amp;", [("&#100;iabetes", "diabetes", "")], id="reference-edge"),
    pytest.param("<p>MRI-এর", [("MRI-এর", "MRI-এর", "-এর")], id="two-scripts"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), FOUND)
def test_annotations_name_the_source_and_what_is_seen(html, expected):
    """`text` is the source between the offsets, `surface` what a reader sees, `ending` behind."""
    result = EVERY.find(html)
    assert [(one.text, one.surface, one.ending) for one in result] == expected
    for one in result:
        assert html[one.start : one.end] == one.text
        assert one.pieces == ((one.start, one.end),)
        assert one.term is GLOSSARY[one.term.id]


@pytest.mark.parametrize(("html", "expected"), FOUND)
def test_bytes_have_byte_offsets_and_byte_texts(html, expected):
    """The same annotations in UTF-8: offsets count bytes, `text` is bytes, `surface` is text."""
    source = html.encode()
    result = EVERY.annotate(source)
    assert [(one.text, one.surface, one.ending) for one in result] == [
        (text.encode(), surface, ending) for text, surface, ending in expected
    ]
    for one in result:
        assert source[one.start : one.end] == one.text
    assert isinstance(result.html, bytes)
    assert result.html == EVERY.annotate(html).html.encode()


PIECES = [
    pytest.param("<p><b>lumbar</b> puncture", "lumbar</b> puncture", ["lumbar", " puncture"],
                 id="tag-before-the-space"),
    pytest.param("<p><b>lumbar </b>puncture", "lumbar </b>puncture", ["lumbar ", "puncture"],
                 id="space-in-the-tag"),
    pytest.param("<p>MRI<b>-এর</b>", "MRI<b>-এর", ["MRI", "-এর"], id="ending-in-a-tag"),
    pytest.param("<p>dia<i></i><b>bet</b>es", "dia<i></i><b>bet</b>es", ["dia", "bet", "es"],
                 id="three"),
    pytest.param("<p><b>lumbar</b> <b>puncture</b>", "lumbar</b> <b>puncture",
                 ["lumbar", "puncture"], id="the-space-alone-is-no-piece"),
    pytest.param("<p>dia<!-- x -->betes", "dia<!-- x -->betes", ["dia", "betes"], id="comment"),
    pytest.param("<p>😀 <b>ডায়া</b>বেটিসের", "ডায়া</b>বেটিসের", ["ডায়া", "বেটিসের"], id="bangla"),
]  # fmt: skip


@pytest.mark.parametrize("encode", [str, str.encode], ids=["str", "bytes"])
@pytest.mark.parametrize(("html", "text", "pieces"), PIECES)
def test_a_match_over_inline_tags_is_one_annotation(html, text, pieces, encode):
    """Each piece is wrapped on its own; start and end are those of the first and last piece."""
    source = encode(html)
    result = EVERY.annotate(source)
    (one,) = result
    assert one.text == encode(text)
    assert [source[start:end] for start, end in one.pieces] == list(map(encode, pieces))
    assert (one.start, one.end) == (one.pieces[0][0], one.pieces[-1][1])
    assert result.html.count(encode("<dfn ")) == len(pieces)
    assert rx.strip(result.html) == source


def test_only_the_first_piece_of_a_link_is_a_tab_stop():
    """Keyboard users meet a term once, however many tags lie in it."""
    html = rx.annotate("<p><b>lumbar</b> puncture", GLOSSARY).html
    first, second = html.split('<a class="rxg"')[1:]
    assert "tabindex" not in first
    assert 'tabindex="-1"' in second.split(">")[0]
    assert html.count("aria-describedby=") == 1


def test_a_result_is_sized_and_iterable_and_never_false():
    """A result without annotations is still a result."""
    result = EVERY.find("<p>diabetes insulin")
    assert (len(result), tuple(result)) == (2, result.annotations)
    empty = EVERY.find("<p>nothing")
    assert (len(empty), list(empty), bool(empty)) == (0, [], True)


FINDS = [
    "<p>diabetes insulin diabetes",
    "<h2>diabetes</h2><p>MRI<b>-এর</b> <a href=x>insulin</a> ডায়াবেটিসের",
    "<!doctype html><body><main><p>diabetes</p></main>",
    "<p>diabetes<svg></svg>insulin<b>",
    "<p>[x insulin=1] diabetes",
    "",
]


@pytest.mark.parametrize("occurrences", ["first", "first-per-section", "all"])
@pytest.mark.parametrize("renderer", ["link", "dfn"])
@pytest.mark.parametrize("html", FINDS, ids=range(len(FINDS)))
def test_find_tells_what_annotate_does(html, renderer, occurrences):
    """The same annotations, skips and counts, with the source itself in `html`."""
    it = annotator(renderer, occurrences=occurrences)
    for source in (html, html.encode()):
        found, done = it.find(source), it.annotate(source)
        assert found.html is source
        assert (found.annotations, found.skipped) == (done.annotations, done.skipped)
        assert (found.counts, found.refused) == (done.counts, done.refused)


@pytest.mark.parametrize("html", ["<p>diabetes<plaintext>insulin", "<p>diabetes <a href=x>x"])
def test_find_refuses_what_annotate_refuses_for_want_of_a_place(html):
    """What wouldn't be written isn't found."""
    found, done = annotator("link").find(html), annotator("link").annotate(html)
    assert done.refused.code == "no-safe-place"
    assert found == done


def test_an_annotation_belongs_to_the_glossary_that_was_given():
    """An equal glossary from another file is another one: its terms know their own origin."""
    for file in ("old.yaml", "new.yaml"):
        glossary = rx.loads("terms:\n  pain: {en: A bad feeling.}\n", file)
        (found,) = rx.Annotator(glossary).find("pain")
        assert found.term.origin.file == file


UNTOUCHED = [
    pytest.param("", id="empty"),
    pytest.param("<p>nothing of ours", id="no-term"),
    pytest.param('<p title="diabetes"><a>diabetes</a><!-- diabetes -->', id="only-skipped"),
    pytest.param("<p>a\r\nb\0&amp;<p", id="hard-to-keep"),
]


@pytest.mark.parametrize("html", UNTOUCHED)
@pytest.mark.parametrize("renderer", ["link", "dfn"])
def test_nothing_inserted_gives_the_very_same_object(html, renderer):
    """Where nothing was inserted the source comes back, no copy of it, and no asset either."""
    for source in (html + "", html.encode(), codecs.BOM_UTF8 + html.encode()):
        result = annotator(renderer).annotate(source, assets="/rxg")
        assert result.html is source
        assert not result.annotations
        assert result.refused is None
        assert rx.strip(source) is source


def test_a_subclass_of_str_is_read_as_text():
    """Marked-safe strings of template engines are str: never bytes, and never written to."""

    class Safe(str):
        __slots__ = ()

    source = Safe("<p>diabetes")
    assert rx.strip(EVERY.annotate(source).html) == source
    same = Safe("<p>nothing")
    assert EVERY.annotate(same).html is same


@pytest.mark.parametrize("wrong", [None, 3, bytearray(b"x"), memoryview(b"x"), ["x"]], ids=repr)
def test_html_is_str_or_bytes(wrong):
    """Anything else is the caller's mistake, and the message says what to give."""
    for call in (EVERY.annotate, EVERY.find, EVERY.page().annotate):
        with pytest.raises(TypeError, match=r"HTML is str or bytes, not .*: read the file first"):
            call(wrong)


# --- Plain text ------------------------------------------------------------------------------


def test_plain_text_is_no_html():
    """In plain text a tag and a reference are characters like others."""
    text = "1 < 2 <b>diabetes</b> &amp; 😀 ডায়াবেটিসের <!-- insulin -->"
    found = EVERY.find_text(text)
    assert [one.text for one in found] == ["diabetes", "ডায়াবেটিসের", "insulin"]
    assert all(text[one.start : one.end] == one.text for one in found)
    assert found.html is text


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        pytest.param({}, ["diabetes", "insulin"], id="first"),
        pytest.param({"occurrences": "all"}, ["diabetes", "insulin", "Diabetes"], id="all"),
        pytest.param({"max_per_page": 1}, ["diabetes"], id="maximum"),
        pytest.param({"min_status": "reviewed"}, [], id="status"),
    ],
)
def test_plain_text_is_under_the_policy(policy, expected):
    """Occurrences, maximum and status count in plain text as on a page."""
    found = annotator(**policy).find_text("diabetes, insulin. Diabetes")
    assert [one.text for one in found] == expected
    assert found.counts == {"diabetes": 2, "insulin": 1}


def test_plain_text_may_hold_protected_spans():
    """A policy protects a shortcode's attribute in plain text too."""
    text = '[rx_box title="What is diabetes"]insulin[/rx_box] {{ diabetes }}'
    assert [one.text for one in EVERY.find_text(text)] == ["insulin"]


# --- Skips and counts ------------------------------------------------------------------------


def test_counts_hold_repeats():
    """A repeat that isn't written is counted, and no record of it is kept."""
    result = annotator().annotate("<p>diabetes Diabetes ডায়াবেটিসের insulin")
    assert result.counts == {"diabetes": 3, "insulin": 1}
    assert [one.term.id for one in result] == ["diabetes", "insulin"]
    assert (result.skipped, result.truncated) == ((), False)


SKIPS = [
    pytest.param("<p>😀 a cold", {}, "ambiguous", "cold", "cold", id="ambiguous"),
    pytest.param("<p>😀 pain", {"min_status": "reviewed"}, "status", "pain", "pain", id="status"),
    pytest.param("<p>😀 pain", {"max_per_page": 0}, "maximum", "pain", "pain", id="maximum"),
    pytest.param("<p>😀 <plaintext>x", {}, "plaintext", "<plaintext>", "", id="scanner"),
]


@pytest.mark.parametrize("encode", [str, str.encode], ids=["str", "bytes"])
@pytest.mark.parametrize(("html", "policy", "code", "place", "surface"), SKIPS)
def test_skips_say_what_where_and_why(html, policy, code, place, surface, encode):
    """A record has a code, an offset into the given source, a message; a match has its term."""
    source = encode(html)
    result = rx.Annotator(AMBIGUOUS, policy=rx.Policy(**policy)).annotate(source)
    (skip,) = result.skipped
    assert (skip.code, skip.surface) == (code, surface)
    assert source[skip.offset :].startswith(encode(place))
    assert skip.message
    assert (skip.term.id if skip.term else "") == surface
    assert result.html is source
    assert not result.truncated


def test_an_ambiguous_form_names_both_terms_and_is_not_counted():
    """An editor learns whose the form could be."""
    result = rx.Annotator(AMBIGUOUS).annotate("<p>cold pain")
    (skip,) = result.skipped
    assert "cold" in skip.message
    assert "low-heat" in skip.message
    assert result.counts == {"pain": 1}


def test_strict_raises_for_ambiguous_forms():
    """Who wants no ambiguity hears of it before the first page."""
    with pytest.raises(rx.GlossaryError, match=r"'cold' is claimed by cold .* low-heat"):
        rx.Annotator(AMBIGUOUS, strict=True)
    assert rx.Annotator(GLOSSARY, strict=True).strict


@pytest.mark.parametrize(
    ("count", "kept", "truncated"),
    [(999, 999, False), (1000, 1000, False), (1001, 1000, True), (2500, 1000, True)],
)
def test_a_thousand_skips_are_kept(count, kept, truncated):
    """A page can't fill the memory with records of what was not done."""
    policy = rx.Policy(occurrences="all", max_per_page=0)
    result = rx.Annotator(AMBIGUOUS, policy=policy).annotate("<p>" + "pain, " * count)
    assert (len(result.skipped), result.truncated) == (kept, truncated)
    assert result.counts == {"pain": count}


def test_where_the_scanner_stopped_is_never_truncated():
    """That the rest of the page was not looked at is told however many matches were skipped."""
    policy = rx.Policy(occurrences="all", max_per_page=0)
    html = "<p>" + "pain, " * 1500 + "<plaintext>pain"
    result = rx.Annotator(AMBIGUOUS, policy=policy).annotate(html)
    assert result.truncated
    assert "plaintext" in {skip.code for skip in result.skipped}


# --- Refusals --------------------------------------------------------------------------------

MARKED = '😀 rxg <p>diabetes <dfn class="rxg" title="x">insulin</dfn>'
OFF = '<meta name="rxglossary" content="off"><p>diabetes'
BASE = '<!doctype html><base href="/x/"><body><p>diabetes</p></body>'
NO_PLACE = "<p>diabetes <a href=x>x"

REFUSALS = [
    pytest.param(MARKED, {}, "already-annotated", "<dfn", id="already-annotated"),
    pytest.param('<p>diabetes<p class="rxg-note">x', {}, "already-annotated", '<p class="rxg-',
                 id="a-part-is-there"),
    pytest.param(OFF, {}, "switched-off", "<meta", id="switched-off"),
    pytest.param(OFF.replace("off", " OFF "), {}, "switched-off", "<meta", id="off-in-capitals"),
    pytest.param("<p>diabetes", {"only": ["main", ".x"]}, "only-not-found", "<p>",
                 id="only-not-found"),
    pytest.param(BASE, {}, "base-href", "<!doctype", id="base-href"),
    pytest.param(NO_PLACE, {}, "no-safe-place", "", id="no-safe-place"),
]  # fmt: skip


@pytest.mark.parametrize("encode", [str, str.encode], ids=["str", "bytes"])
@pytest.mark.parametrize(("html", "policy", "code", "place"), REFUSALS)
def test_a_refused_page_comes_back_as_it_is(html, policy, code, place, encode):
    """The very same object, nothing annotated, a code, a place and the reason in words."""
    source = encode(html)
    result = annotator("link", **policy).annotate(source)
    assert result.html is source
    assert result.annotations == ()
    assert result.refused is not None
    assert result.refused.code == code
    assert result.refused.message
    assert source[result.refused.offset :].startswith(encode(place))


def test_a_refusal_for_want_of_a_place_says_where_the_scanner_stopped():
    """The cause, not the end of the page, is what its author has to look at."""
    html = "<!doctype html><body><p>diabetes <svg></p>x"
    result = rx.Annotator(GLOSSARY, policy=rx.Policy(exact=False)).annotate(html)
    assert result.refused.code == "no-safe-place"
    assert result.refused.offset == html.index("</p>x")
    assert str(result.refused.offset) in result.refused.message


@pytest.mark.parametrize("content", ["on", "", "offline"])
def test_only_off_switches_off(content):
    """Another content of the meta element leaves the page on."""
    html = f'<meta name="rxglossary" content="{content}"><p>diabetes'
    assert annotator().annotate(html).refused is None


def test_a_page_off_in_a_comment_is_on():
    """The switch is an element, not a text."""
    assert annotator().annotate(f"<!-- {OFF.split('<p>')[0]} --><p>diabetes").annotations


@pytest.mark.parametrize(
    ("url", "href"),
    [
        ("https://example.org/a", "https://example.org/a#rxg-diabetes"),
        ("/a?b=1&c=2", "/a?b=1&amp;c=2#rxg-diabetes"),
        ("/a#part", "/a#rxg-diabetes"),
        ("রোগ.html", "রোগ.html#rxg-diabetes"),
    ],
)
def test_a_base_element_needs_the_pages_url(url, href):
    """With a URL every in-page link is written in full; the rest of the page stays."""
    result = annotator("link").annotate(BASE, url=url)
    assert result.refused is None
    assert f'href="{href}"' in result.html
    assert rx.strip(result.html) == BASE


def test_a_base_element_is_no_matter_without_links():
    """Dfn writes no link, and a base element without a URL moves none."""
    assert annotator("dfn").annotate(BASE).refused is None
    html = BASE.replace(' href="/x/"', " target=_top")
    assert annotator("link").annotate(html).refused is None


def test_a_page_with_a_base_element_and_no_term_is_not_refused():
    """There is nothing to refuse where nothing would be written."""
    result = annotator("link").annotate(BASE.replace("diabetes", "x"))
    assert (result.refused, result.annotations) == (None, ())


ENCODINGS = [
    pytest.param(b"<meta charset=sjis><p>diabetes \x81", 31, id="shift-jis"),
    pytest.param(b"<meta charset=greek><p>diabetes \xd2", 32, id="undefined-byte"),
    pytest.param("<p>diabetes".encode("utf-16"), 0, id="utf-16-le"),
    pytest.param(codecs.BOM_UTF16_BE + "<p>".encode("utf-16-be"), 0, id="utf-16-be"),
    pytest.param(b"\n<meta charset=iso-2022-jp><p>diabetes", 1, id="states"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "offset"), ENCODINGS)
def test_bytes_that_text_would_not_give_back_are_refused_and_kept(source, offset):
    """No byte of such a page is touched; the message says what to do."""
    result = EVERY.annotate(source)
    assert result.html is source
    assert result.refused is not None
    assert result.refused.code == "encoding-not-reversible"
    assert result.refused.offset == offset
    assert "convert" in result.refused.message
    assert EVERY.page().annotate(source).refused == result.refused


@pytest.mark.parametrize(
    "head",
    [
        b"",
        codecs.BOM_UTF8,
        b"<meta charset=utf-8>",
        b"<META CHARSET='UTF8'>",
        b'<meta http-equiv="Content-Type" content="text/html; charset=utf-8">',
        b'<?xml version="1.0" encoding="UTF-8"?>',
        codecs.BOM_UTF8 + b"<meta charset=iso-8859-1>",
    ],
)
def test_utf_8_is_read_however_it_is_declared(head):
    """A byte order mark wins over a declaration (WHATWG, encoding sniffing algorithm)."""
    source = head + "<p>ডায়াবেটিস".encode()
    result = EVERY.annotate(source)
    assert result.refused is None
    assert [one.text.decode() for one in result] == ["ডায়াবেটিস"]
    assert rx.strip(result.html) == source


# --- Parts and assets ------------------------------------------------------------------------

PAGE = "<!doctype html><html><body><main><p>diabetes</p></main></body></html>"


@pytest.mark.parametrize(
    ("option", "argument", "expected"),
    [
        pytest.param(None, None, None, id="none"),
        pytest.param("/static", None, "/static/", id="the-renderers"),
        pytest.param(None, "../_rxg/", "../_rxg/", id="the-pages"),
        pytest.param("/static", "a", "a/", id="the-page-wins"),
        pytest.param("/static", "", "", id="beside-the-page"),
    ],
)
def test_assets_are_linked_where_they_lie(option, argument, expected):
    """The argument of a page stands in for the renderer's option; without either, no links."""
    result = annotator(rx.Link(assets=option)).annotate(PAGE, assets=argument)
    links = [
        f'<link class="rxg-css" rel="stylesheet" href="{expected}rxg.css">'
        f'<script class="rxg-js" src="{expected}rxg.js" defer></script></main>'
    ]
    assert all((link in result.html) is (expected is not None) for link in links)
    assert ("<script" in result.html) is (expected is not None)
    assert rx.strip(result.html) == PAGE


@pytest.mark.parametrize("name", ["assets", "url"])
def test_urls_that_run_are_refused(name):
    """A URL with another scheme than http(s) is the caller's mistake, on any page."""
    for call in (lambda **given: EVERY.annotate("<p>nothing", **given), EVERY.page):
        with pytest.raises(rx.MarkupError, match="only http and https"):
            call(**{name: "javascript:alert(1)"})


def test_switch_and_section_stand_inside_the_content():
    """The switch is the first thing in main, section and assets the last."""
    html = annotator("link").annotate(PAGE, assets="/x").html
    assert html.startswith('<!doctype html><html><body><main><fieldset class="rxg-lang">')
    assert "</fieldset><p>" in html
    assert '</p><section class="rxg-glossary"' in html
    assert html.endswith("</script></main></body></html>")


# --- strip, refresh, annotate ----------------------------------------------------------------


def test_annotating_twice_changes_nothing():
    """The second run refuses and gives back what the first one wrote."""
    once = annotator("link").annotate(PAGE).html
    again = annotator("link").annotate(once)
    assert again.html is once
    assert again.refused.code == "already-annotated"


@pytest.mark.parametrize("encode", [str, str.encode], ids=["str", "bytes"])
def test_refresh_annotates_with_todays_glossary(encode):
    """The old elements go, offsets are those of the clean source, links are as asked."""
    source = encode(PAGE)
    old = rx.Annotator(rx.Glossary([rx.Term("diabetes", en="Old.")])).annotate(source).html
    new = rx.Annotator(GLOSSARY)
    result = rx.refresh(old, new, assets="/new")
    assert result == new.annotate(source, assets="/new")
    assert encode("Old.") in old
    assert encode("Old.") not in result.html
    assert rx.strip(result.html) == source


def test_refresh_may_leave_nothing():
    """A term that left the glossary leaves the page."""
    old = EVERY.annotate("<p>diabetes").html
    assert rx.refresh(old, rx.Annotator(rx.Glossary())).html == "<p>diabetes"


def test_one_call_for_scripts():
    """`rx.annotate` is an annotator made for one page."""
    result = rx.annotate(PAGE, GLOSSARY, policy=ALL, renderer="dfn")
    assert result == EVERY.annotate(PAGE)
    assert rx.annotate(PAGE, GLOSSARY).html == rx.Annotator(GLOSSARY).annotate(PAGE).html


def test_another_renderer_compiles_nothing_anew():
    """So an annotator for each page is cheap: what it learns of a site's tags is kept, too."""
    annotator = rx.Annotator(rx.Glossary([rx.Term("pain", en="A bad feeling.")]))
    other = annotator.with_renderer(rx.Link(position="start"))
    assert other._matcher is annotator._matcher
    assert other._rules is annotator._rules
    assert annotator.with_renderer("dfn")._rules is not annotator._rules  # it may stand in a link


@pytest.mark.parametrize("name", ["tooltip", "", "LINK"])
def test_an_unknown_renderer_names_the_known_ones(name):
    """A name is short for a renderer, and there are five."""
    with pytest.raises(rx.ConfigurationError, match="use link, data, dfn, inline, none"):
        rx.Annotator(GLOSSARY, renderer=name)


def test_an_empty_glossary_annotates_nothing():
    """No terms, no matches, no complaints."""
    assert rx.annotate(PAGE, rx.Glossary()).html is PAGE


# --- Fingerprint -----------------------------------------------------------------------------


def test_equal_annotators_have_one_fingerprint():
    """Order of terms, origin, spelled-out defaults and strictness don't change what is written."""
    text = "terms:\n  {}: {{en: One.}}\n  {}: {{en: One.}}\n"
    glossary = rx.loads(text.format("a", "b"), "one.yaml")
    other = rx.loads("# moved\n" + text.format("b", "a"), "two.yaml")
    first = rx.Annotator(glossary).fingerprint
    assert len(first) == 16
    assert int(first, 16) >= 0
    same = [
        rx.Annotator(other),
        rx.Annotator(glossary, policy=rx.Policy()),
        rx.Annotator(glossary, policy=rx.Policy(skip=list(rx.Policy().skip), only=[])),
        rx.Annotator(glossary, renderer="link"),
        rx.Annotator(glossary, renderer=rx.Link(languages=["en", "bn"])),
        rx.Annotator(glossary, strict=True),
        pickle.loads(pickle.dumps(rx.Annotator(glossary))),  # noqa: S301 -- our own bytes
    ]
    assert {one.fingerprint for one in same} == {first}


PAIN = rx.Term("pain", en="A bad feeling.")
CHANGES = [
    pytest.param([rx.Term("pain", en="Bad.")], {}, "link", id="definition"),
    pytest.param([rx.Term("pain", bn="A bad feeling.")], {}, "link", id="language"),
    pytest.param([rx.Term("ache", en="A bad feeling.")], {}, "link", id="id"),
    pytest.param([rx.Term("pain", en="A bad feeling.", status="reviewed")], {}, "link",
                 id="status"),
    pytest.param([rx.Term("pain", en="A bad feeling.", match={"case": "exact"})], {}, "link",
                 id="match"),
    pytest.param([rx.Term("pain", en="A bad feeling.", forms={"en": ["ow"]})], {}, "link",
                 id="forms"),
    pytest.param([PAIN, rx.Term("ow", en="Ow.")], {}, "link", id="another-term"),
    pytest.param([], {}, "link", id="no-term"),
    pytest.param([PAIN], {"occurrences": "all"}, "link", id="occurrences"),
    pytest.param([PAIN], {"skip": ()}, "link", id="skip"),
    pytest.param([PAIN], {"only": ("main",)}, "link", id="only"),
    pytest.param([PAIN], {"protect": ()}, "link", id="protect"),
    pytest.param([PAIN], {"max_per_page": 9}, "link", id="maximum"),
    pytest.param([PAIN], {"min_status": "draft"}, "link", id="min-status"),
    pytest.param([PAIN], {}, "dfn", id="renderer"),
    pytest.param([PAIN], {}, rx.Dfn(languages=("bn",)), id="renderers-language"),
    pytest.param([PAIN], {}, rx.Link(languages=("bn", "en")), id="order-of-languages"),
    pytest.param([PAIN], {}, rx.Link(id_prefix="x-"), id="prefix"),
    pytest.param([PAIN], {}, rx.Link(heading_level=3), id="heading"),
    pytest.param([PAIN], {}, rx.Link(switch=False), id="switch"),
    pytest.param([PAIN], {}, rx.Link(assets="/x"), id="assets"),
    pytest.param([PAIN], {}, rx.Link(unreviewed_label=False), id="label"),
]  # fmt: skip


def test_what_changes_the_output_changes_the_fingerprint(monkeypatch):
    """Glossary, policy, renderer and the library's version: each difference is another one."""
    seen = {rx.Annotator(rx.Glossary([PAIN])).fingerprint: "the plain one"}
    for case in CHANGES:
        terms, policy, renderer = case.values
        one = rx.Annotator(rx.Glossary(terms), policy=rx.Policy(**policy), renderer=renderer)
        assert one.fingerprint not in seen, (case.id, seen[one.fingerprint])
        seen[one.fingerprint] = case.id
    monkeypatch.setattr(module, "__version__", "99")
    assert rx.Annotator(rx.Glossary([PAIN])).fingerprint not in seen


def test_a_fingerprint_is_the_same_in_every_process():
    """A cache outlives the process that filled it: no hash seed, no address is in the key."""
    code = (
        "import rxglossary as rx;"
        "g = rx.Glossary([rx.Term('pain', en='A bad feeling.', forms={'bn': ['x'], 'en': ['y']})]);"
        "print(rx.Annotator(g, policy=rx.Policy(only=['main'])).fingerprint)"
    )
    root = Path(rx.__file__).parents[1]
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": str(root), "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    term = rx.Term("pain", en="A bad feeling.", forms={"en": ["y"], "bn": ["x"]})
    here = rx.Annotator(rx.Glossary([term]), policy=rx.Policy(only=["main"])).fingerprint
    assert found == {here + "\n"}


# --- Immutable, picklable, shared ------------------------------------------------------------


@pytest.mark.parametrize("name", [*rx.Annotator.__slots__, "new"])
def test_an_annotator_never_changes(name):
    """No attribute can be set or deleted, those of its own included."""
    one = annotator()
    with pytest.raises(AttributeError):
        setattr(one, name, None)
    with pytest.raises(AttributeError):
        delattr(one, name)
    assert one.annotate("<p>diabetes").annotations


def test_a_result_never_changes():
    """Results can be shared and cached: no field, no count, no list in them can be changed."""
    result = EVERY.annotate("<p>diabetes<plaintext>")
    for value in (result, result.annotations[0], rx.Policy(), result.skipped[0]):
        fields = dataclasses.fields(value) if dataclasses.is_dataclass(value) else ()
        for name in [field.name for field in fields] or value._fields:
            with pytest.raises(AttributeError):
                setattr(value, name, None)
    with pytest.raises(TypeError):
        result.counts["diabetes"] = 9
    assert isinstance(result.annotations, tuple)
    assert isinstance(result.skipped, tuple)


def test_a_given_list_may_change_later():
    """A policy keeps its own copy of what it was given."""
    given = ["main"]
    policy = rx.Policy(only=given)
    given.append("aside")
    assert policy.only == ("main",)


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickled_annotator_does_the_same(protocol):
    """Pools and distributed engines ship annotators: what comes out behaves as what went in."""
    before = rx.Annotator(
        GLOSSARY,
        policy=rx.Policy(occurrences="all", only=("main",), max_per_page=3),
        renderer=rx.Link(languages=("bn", "en"), heading_level=4),
        strict=True,
    )
    after = pickle.loads(pickle.dumps(before, protocol))  # noqa: S301 -- our own bytes
    assert after.annotate(PAGE) == before.annotate(PAGE)
    names = ("glossary", "policy", "renderer", "strict", "fingerprint")
    assert all(getattr(after, name) == getattr(before, name) for name in names)


def test_results_are_pickled():
    """What a worker found goes back to its parent."""
    result = annotator().annotate("<p>diabetes cold <plaintext>")
    assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301 -- our own bytes


def test_copies_do_the_same():
    """copy and deepcopy give annotators that work."""
    for one in (copy.copy(EVERY), copy.deepcopy(EVERY)):
        assert one.annotate(PAGE) == EVERY.annotate(PAGE)


def test_a_hundred_unpickles_compile_once(monkeypatch):
    """An engine may unpickle an annotator for every page: the automaton is built once."""
    compiled = []

    def count(glossary, *, strict):
        compiled.append(glossary)
        return matcher(glossary, strict=strict)

    matcher = module.Matcher
    monkeypatch.setattr(module, "Matcher", count)
    glossary = rx.Glossary([rx.Term("once-only", en="A term of this test alone.")])
    data = pickle.dumps(rx.Annotator(glossary))
    assert len(data) < 2000  # the entries, not the automaton
    for _ in range(100):
        one = pickle.loads(data)  # noqa: S301 -- our own bytes
        assert one.find("once only").annotations
    assert len(compiled) == 1


def test_one_annotator_serves_many_threads():
    """Eight threads on different pages get what one thread gets."""
    pages = [f"<p>{'x ' * n}diabetes <b>lumbar</b> puncture {n}<p>insulin" for n in range(40)]
    one = rx.Annotator(GLOSSARY)
    expected = [one.annotate(page) for page in pages]
    with ThreadPoolExecutor(8) as pool:
        for _ in range(5):
            assert list(pool.map(one.annotate, pages)) == expected


@pytest.mark.parametrize(
    ("html", "language", "described"),
    [
        ("<p>pain", "", "rxg-pain-1"),
        ("<p>pain", "bn", "rxg-pain-2"),
        ("<p>pain", "bn-BD", "rxg-pain-2"),
        ("<html lang=en><p>pain", "bn", "rxg-pain-1"),
    ],
    ids=["unknown", "bangla", "with-region", "the-page-knows-better"],
)
def test_the_language_of_a_fragment_can_be_told(html, language, described):
    """A fragment can't say its language; what a document says of itself counts."""
    glossary = rx.Glossary([rx.Term("pain", en="A bad feeling.", bn="ব্যথা।")])
    found = rx.Annotator(glossary).annotate(html, language=language).html
    assert f'aria-describedby="{described}"' in found
