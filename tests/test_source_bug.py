"""The bug of the source pages, reproduced and not made.

There, a string replacement runs over text that already holds the tooltips it wrote before: a term
inside another term's definition is wrapped inside of an attribute, its quote closes the attribute,
and what should be hidden stands on the page as text.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

import rxglossary as rx

GLOSSARY = rx.Glossary(
    [
        rx.Term(
            "diabetes",
            en="Diabetes is a condition where blood sugar stays too high because insulin is low or"
            " not working well.",
            bn="রক্তে চিনি বেশি থাকার রোগ।",
            plural="none",
        ),
        rx.Term("insulin", en="Insulin is a hormone that lowers blood sugar.", bn="একটি হরমোন।"),
        rx.Term(
            "anti-inflammatory",
            en="Anti-inflammatory means reducing inflammation, pain, or swelling.",
            bn="প্রদাহ/ফোলা/ব্যথা কমায়।",
        ),
        rx.Term(
            "inflammation",
            en="Inflammation is the body’s response to injury, infection, or irritation, often"
            " causing pain, swelling, heat, or redness.",
            bn="শরীরের প্রদাহ; ব্যথা, ফোলা বা লালভাব হতে পারে।",
        ),
        rx.Term("infection", en="An infection is an illness from germs.", bn="জীবাণুর অসুখ।"),
    ]
)
FRAGMENT = (
    "<p>Conditions like diabetes or hypertension can contribute.</p>\n"
    "<li><strong>Anti-inflammatory Medications:</strong> may be used.</li>\n"
)


def replaced(html: str, tag: str = "span", attribute: str = "title") -> str:
    """Return *html* as the source site's annotator leaves it."""
    blocks = []
    for block in html.splitlines(keepends=True):
        for term in sorted(GLOSSARY, key=lambda term: -len(term.preferred("en"))):
            name = term.preferred("en") if term.id != "anti-inflammatory" else term.id
            text = f"{term.definition['en']} সহজ বাংলা: {term.definition['bn']}"
            block = re.sub(
                name,
                lambda hit, name=name, text=text: (
                    f'<{tag} class="rx-term" {attribute}="{text}" data-rx-term="{name}"'
                    f' data-rx-definition="{text}">{hit[0]}</{tag}>'
                ),
                block,
                count=1,
                flags=re.I,
            )
        blocks.append(block)
    return "".join(blocks)


class _Page(HTMLParser):
    """Collects what a reader sees, and the names of all attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.names: set[str] = set()
        self.inside = ""
        self.feed(html)
        self.close()

    @property
    def text(self) -> str:
        return "".join(self.parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {name for name, _ in attrs}
        if ("class", "rxg-glossary") in attrs or ("class", "rxg-lang") in attrs:
            self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if not self.inside:
            self.parts.append(data)


SEEN = _Page(FRAGMENT).text
VARIANTS = [("span", "title"), ("abbr", "title"), ("button", "aria-label"), ("a", "title")]


@pytest.mark.parametrize(("tag", "attribute"), VARIANTS)
def test_replacing_in_what_was_replaced_spills_attributes(tag, attribute):
    """The naive annotator shows attributes as text, as the source pages do."""
    page = _Page(replaced(FRAGMENT, tag, attribute))
    assert page.text != SEEN
    assert 'data-rx-term="diabetes" data-rx-definition="' in page.text
    # Line 89 of a source page, word for word.
    assert (
        'insulin is low or not working well. সহজ বাংলা: রক্তে চিনি বেশি থাকার রোগ।"'
        ' data-rx-term="diabetes"' in page.text
    )


def test_the_damage_nests():
    """anti-inflammatory → inflammation → infection: two tooltips inside of one title."""
    _, block = replaced(FRAGMENT).splitlines()
    page = _Page(block)
    assert page.text.count("data-rx-term=") == 2
    assert block.count("<span ") == 3
    opening = block.index('data-rx-term="anti-inflammatory"')
    assert block.index("<span ", block.index("<span ") + 1) < opening


def test_each_damage_needs_a_term_in_a_definition():
    """Where no definition holds a term, the naive annotator does no harm: the cause is nesting."""
    html = "<p>An infection needs rest.</p>\n"
    assert _Page(replaced(html)).text == _Page(html).text


@pytest.mark.parametrize("occurrences", ["first", "first-per-section", "all"])
@pytest.mark.parametrize("renderer", ["link", "dfn"])
def test_ours_stays_whole(renderer, occurrences):
    """The same fragment and glossary: the words are explained, and readers see the same text."""
    policy = rx.Policy(occurrences=occurrences)
    result = rx.annotate(FRAGMENT, GLOSSARY, policy=policy, renderer=renderer)
    page = _Page(result.html)
    assert page.text == SEEN
    assert "data-rx-term" not in result.html
    assert [one.text for one in result] == ["diabetes", "Anti-inflammatory"]
    assert rx.strip(result.html) == FRAGMENT
    assert page.names <= {
        "class", "href", "role", "aria-describedby", "tabindex", "title", "id", "lang", "type",
        "name", "value", "form", "data-rxg", "data-rxg-glossary", "data-rxg-close",
        "aria-labelledby", "data-nosnippet", "data-pagefind-ignore",
    }  # fmt: skip


@pytest.mark.parametrize("renderer", ["link", "dfn"])
def test_a_definition_is_never_annotated(renderer):
    """No definition of ours holds a tooltip, on the first run or on a second one."""
    once = rx.annotate(FRAGMENT, GLOSSARY, renderer=renderer).html
    for term in ("diabetes", "anti-inflammatory"):
        assert GLOSSARY[term].definition["en"] in once
    assert rx.annotate(once, GLOSSARY, renderer=renderer).html is once


@pytest.mark.parametrize("renderer", ["link", "dfn"])
def test_ours_runs_over_what_the_naive_one_wrote_without_harm(renderer):
    """A page that is damaged already is not damaged further."""
    html = replaced(FRAGMENT)
    result = rx.annotate(html, GLOSSARY, renderer=renderer)
    assert rx.strip(result.html) == html
    assert _Page(result.html).text == _Page(html).text


@pytest.mark.parametrize(("tag", "attribute"), VARIANTS)
@pytest.mark.parametrize("word", ["infection", "diabetes"])
def test_the_naive_one_after_ours_is_reported(word, tag, attribute):
    """Where it writes into our links and ids, the check finds damage in each of them."""
    html = rx.annotate(f"<p>About {word}, then.</p>", GLOSSARY).html
    assert rx.repair(html).damages == ()
    broken = replaced(html, tag, attribute)
    hits = list(re.finditer(rf"<\w+ [^<>]*rxg-<{tag} ", broken))
    assert len(hits) == 3  # the link, its entry, and what describes it
    found = [damage.offset for damage in rx.repair(broken)]
    assert [hit[0] for hit in hits if not set(found) & set(range(*hit.span()))] == []
