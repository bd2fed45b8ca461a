"""One page made of several fragments: what is counted across them, and in which order."""

from __future__ import annotations

import re

import pytest

import rxglossary as rx

GLOSSARY = rx.Glossary(
    [
        rx.Term("diabetes", en="Too much sugar.", bn="রক্তে চিনি বেশি।", plural="none"),
        rx.Term("fever", en="A hot body.", bn="গা গরম।"),
        rx.Term("pain", en="A bad feeling.", bn="ব্যথা।"),
    ]
)


def open_page(renderer="link", policy=None, **given):
    return rx.Annotator(GLOSSARY, policy=policy, renderer=renderer).page(**given)


def ids(html):
    return re.findall(r' id="([^"]*)"', html)


def links(html):
    return [tag for tag in re.findall(r"<a [^>]*>", html) if 'class="rxg"' in tag]


def test_first_occurrences_are_counted_across_fragments():
    """A term that was explained in one block of the page isn't explained in the next."""
    page = open_page("dfn")
    results = [page.annotate(text) for text in ("<p>fever pain", "<p>pain diabetes", "<p>fever")]
    assert [[one.term.id for one in result] for result in results] == [
        ["fever", "pain"],
        ["diabetes"],
        [],
    ]
    assert [result.counts for result in results] == [
        {"fever": 1, "pain": 1},
        {"pain": 1, "diabetes": 1},
        {"fever": 1},
    ]


def test_a_new_page_counts_anew():
    """Pages of one annotator know nothing of each other."""
    annotator = rx.Annotator(GLOSSARY)
    first, second = annotator.page(), annotator.page()
    assert first.annotate("<p>fever").annotations
    assert second.annotate("<p>fever").annotations
    assert first.section() == second.section()


def test_a_new_fragment_is_no_new_section():
    """A section starts at a heading and at the start of the page, not at every block of it."""
    page = open_page("dfn", rx.Policy(occurrences="first-per-section"))
    fragments = ("<p>fever", "<p>fever", "<h2>x</h2><p>fever", "<p>fever")
    assert [len(page.annotate(text)) for text in fragments] == [1, 0, 1, 0]


def test_a_repeat_in_another_fragment_is_no_tab_stop():
    """With every occurrence written, the keyboard still meets a term once a section."""
    page = open_page(policy=rx.Policy(occurrences="all"))
    html = "".join(page.annotate(text).html for text in ("<p>fever", "<p>fever<h2>x</h2>fever"))
    assert ["tabindex" in link for link in links(html)] == [False, True, False]


def test_the_maximum_is_counted_across_fragments():
    """`max_per_page` is a page's, not a fragment's."""
    page = open_page("dfn", rx.Policy(max_per_page=2))
    counts = [len(page.annotate(text)) for text in ("<p>fever", "<p>pain diabetes", "<p>diabetes")]
    assert counts == [1, 1, 0]


def test_ids_are_counted_across_fragments():
    """Every link finds its entry, no id stands twice, and ids of the page are left to it."""
    page = open_page(policy=rx.Policy(occurrences="all"))
    fragments = ['<p id="rxg-fever">fever', '<p id="rxg-pain">diabetes fever', "<p>pain"]
    html = "".join(page.annotate(text).html for text in fragments)
    whole = html + page.section()
    assert len(ids(whole)) == len(set(ids(whole)))
    for link in links(html):
        assert re.search('href="#([^"]*)"', link)[1] in ids(page.section())
    assert 'href="#rxg-fever-2"' in html
    assert 'href="#rxg-pain-2"' in html


def test_the_section_holds_the_terms_of_every_fragment_in_order():
    """The list at the end explains what occurred, in the order of first occurrences."""
    page = open_page()
    for text in ("<p>pain", "<p>nothing", "<p>fever pain"):
        page.annotate(text)
    assert re.findall(r'<div id="rxg-([a-z]+)">', page.section()) == ["pain", "fever"]


def test_fragments_get_no_parts():
    """Switch, section and assets are placed by the caller, and the parts are those of one page."""
    page = open_page(assets="/x")
    fragment = page.annotate("<p>fever").html
    assert fragment.startswith("<p><a ")
    assert fragment.endswith("fever</a>")
    switch, assets, section = page.switch(), page.assets(), page.section()
    assert switch.startswith('<fieldset class="rxg-lang">')
    assert assets.startswith('<link class="rxg-css" rel="stylesheet" href="/x/rxg.css">')
    assert section.startswith('<section class="rxg-glossary"')
    whole = f"{switch}{fragment}{section}{assets}"
    assert rx.strip(whole) == "<p>fever"
    assert rx.Annotator(GLOSSARY).annotate(whole).refused.code == "already-annotated"


def test_one_fragment_with_its_parts_is_an_annotated_document():
    """A page put together by hand is what automatic placement makes."""
    body = "<p>fever and pain</p>"
    page = open_page(assets="/x")
    inner = page.annotate(body).html
    parts = page.switch() + inner + page.section() + page.assets()
    document = "<!doctype html><body><main>{}</main></body>"
    done = rx.Annotator(GLOSSARY).annotate(document.format(body), assets="/x")
    assert document.format(parts) == done.html


def test_switch_and_assets_may_come_at_any_time():
    """A template writes them where it likes: in its head, or in its footer."""
    page = open_page(assets="/x")
    before = page.switch(), page.assets()
    page.annotate("<p>fever")
    page.section()
    assert (page.switch(), page.assets()) == before
    assert all(before)


@pytest.mark.parametrize("fragments", [(), ("<p>nothing",), ("", "")], ids=len)
def test_no_terms_no_section(fragments):
    """A page without terms gets no empty list."""
    page = open_page()
    for fragment in fragments:
        assert page.annotate(fragment).html is fragment
    assert page.section() == ""


def test_parts_that_a_renderer_doesnt_have_are_empty():
    """Dfn has no parts, and links none without a place for them."""
    page = open_page("dfn", assets="/x")
    page.annotate("<p>fever")
    assert (page.switch(), page.assets(), page.section()) == ("", "", "")
    assert open_page().assets() == ""
    assert open_page(rx.Link(switch=False)).switch() == ""


def test_the_section_is_last():
    """A fragment behind it could hold terms that the list doesn't: that is the caller's mistake."""
    page = open_page()
    page.annotate("<p>fever")
    section = page.section()
    for fragment in ("<p>pain", b"<p>pain", ""):
        with pytest.raises(rx.PageError, match="annotate every fragment before it"):
            page.annotate(fragment)
    assert page.section() == section


def test_fragments_may_be_text_or_bytes():
    """Each comes back in its own type, with offsets of its own."""
    page = open_page("dfn")
    first, second = page.annotate("<p>ক fever"), page.annotate("<p>ক pain".encode())
    assert isinstance(first.html, str)
    assert isinstance(second.html, bytes)
    assert [one.start for one in (*first, *second)] == [5, 7]


def test_the_language_of_the_page_is_told():
    """Descriptions are in the language of the page, which a fragment can't know."""
    for language, number in (("", "1"), ("en-GB", "1"), ("bn", "2")):
        html = open_page(language=language).annotate("<p>fever").html
        assert f'aria-describedby="rxg-fever-{number}"' in html
    assert "aria-describedby" not in open_page(language="fr").annotate("<p>fever").html


def test_links_begin_with_the_pages_url():
    """Where the layout has a base element, its author gives the page's URL."""
    html = open_page(url="/a#x").annotate("<p>fever").html
    assert 'href="/a#rxg-fever"' in html


REFUSED = [
    pytest.param('<p><i class="rxg">fever</i>', "already-annotated", id="already-annotated"),
    pytest.param('<meta name=rxglossary content=off><p>fever', "switched-off", id="switched-off"),
    pytest.param(b"\xff\xfe<\0p\0>\0", "encoding-not-reversible", id="utf-16"),
]  # fmt: skip


@pytest.mark.parametrize(("fragment", "code"), REFUSED)
def test_a_refused_fragment_comes_back_and_the_others_go_on(fragment, code):
    """It uses nothing up: the next fragment has the first occurrence."""
    page = open_page()
    result = page.annotate(fragment)
    assert result.html is fragment
    assert result.refused.code == code
    assert len(page.annotate("<p>fever")) == 1
    assert page.section().count("<div ") == 1


@pytest.mark.parametrize("encode", [str, str.encode], ids=["str", "bytes"])
def test_where_a_refused_fragment_is_marked(encode):
    """The offset is one of the fragment, in its own type."""
    fragment = encode('রোগ <p><i class="rxg">fever</i>')
    assert fragment[open_page().annotate(fragment).refused.offset :].startswith(encode("<i class"))
