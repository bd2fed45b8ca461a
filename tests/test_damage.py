"""Nested tooltip damage, made by the annotator that makes it, and mended."""

from __future__ import annotations

import html
import os
import re
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import bs4
import html5lib
import lxml.html
import pytest
from damage_cases import HEALTHY, MENDED, B, D
from damages import ATTRIBUTES, CONTAINERS, ORDERS, cases, chain, damaged
from hypothesis import given
from hypothesis import strategies as st
from naive import Entry, Naive, source_page
from selectolax.lexbor import LexborHTMLParser

import rxglossary as rx
from rxglossary.damage import PRESETS, TooltipPattern
from rxglossary.damage.finder import Finder
from rxglossary.damage.patterns import Patterns
from rxglossary.damage.residue import cut_off, shared_end, tails

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "examples" / "pages"
SOURCES = Path(os.environ.get("RXG_SOURCE_PAGES", ROOT / ".." / "shared" / "source-pages"))


def text_of(source: str) -> str:
    """Return what a reader sees, by an HTML5 parser."""
    tree = LexborHTMLParser(source)
    for node in tree.css("script, style, noscript, template"):
        node.decompose()
    return tree.root.text(separator="").strip()


def sure(result: rx.Repair[str]) -> bool:
    return all(damage.confidence == "certain" for damage in result)


# --- Generated damage ----------------------------------------------------------------------------


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("hit", ATTRIBUTES)
@pytest.mark.parametrize("container", CONTAINERS)
def test_generated_damage_is_mended_exactly(container, hit, order):
    """Whatever depth, quote, language: the page as it was, and every damage certain."""
    for case in cases(container=container, hit=hit, order=order):
        healthy, broken = damaged(case)
        result = rx.repair(broken)
        assert broken != healthy
        assert result.html == healthy, case
        assert sure(result), case
        assert {damage.depth for damage in result} == {case.depth}, case
        assert rx.repair(broken.encode()).html == healthy.encode()


@pytest.mark.parametrize("container", CONTAINERS)
def test_the_tooltip_comes_back_as_it_was_before_it_was_hit(container):
    """With to="tooltip", what comes back is what one term alone would have got."""
    for case in cases(container=container, order="longest"):
        healthy, broken = damaged(case)
        result = rx.repair(broken, to="tooltip")
        assert sure(result)
        assert text_of(result.html) == text_of(healthy)
        assert rx.repair(result.html).html is result.html
        assert all(damage.term in damage.after for damage in result)
        for damage in result:
            names = [name for name in ATTRIBUTES[case.hit] if name != "class"]
            assert damage.after.count("<") == 2
            assert all(name + "=" + case.quote in damage.after for name in names)


def html5(source: str) -> str:
    tree = html5lib.parse(source, treebuilder="etree")
    options = {"omit_optional_tags": False, "quote_attr_values": "always"}
    return html5lib.serialize(tree, tree="etree", **options)


PARSERS = {
    "lexbor": (lambda source: LexborHTMLParser(source).html, 0.95),
    "html5lib": (html5, 0.95),
    "lxml": (lambda s: lxml.html.tostring(lxml.html.fromstring(s), encoding="unicode"), 0.95),
    # Keeps the last of two attributes of a name: the outer tooltip's are lost.
    "html.parser": (lambda source: str(bs4.BeautifulSoup(source, "html.parser")), 0.5),
}


@pytest.mark.parametrize("parser", PARSERS)
def test_what_parsers_wrote_again_becomes_the_visible_text(parser):
    """Where a parser lost the rest, the text is right wherever the damage is called certain."""
    write, least = PARSERS[parser]
    certain = total = 0
    for container in ("li", "several"):
        for case in cases(container=container):
            healthy, broken = damaged(case)
            result = rx.repair(write(broken))
            assert len(result) or parser == "html.parser", case
            total += 1
            if len(result) and sure(result):
                certain += 1
                assert text_of(result.html) == text_of(healthy), case
            assert rx.repair(result.html).html == result.html
    assert certain >= least * total


@pytest.mark.parametrize("parser", PARSERS)
def test_what_parsers_wrote_again_becomes_a_tooltip_by_the_glossary(parser):
    """The right term with the right definition in each attribute, and nothing else on the page."""
    write, _ = PARSERS[parser]
    tips = total = 0
    for case in cases(container="li", order="longest", quote='"'):
        healthy, broken = damaged(case)
        entries = {entry.term: entry.definition for entry in chain(*case[1:3], case.order)}
        glossary = rx.Glossary(
            rx.Term(f"t-{number}", term={"en": term}, en=definition)
            for number, (term, definition) in enumerate(entries.items())
        )
        for known, result in (
            (None, rx.repair(write(broken), to="tooltip")),
            (glossary, rx.repair(write(broken), to="tooltip", glossary=glossary)),
        ):
            assert rx.repair(result.html, to="tooltip", glossary=known).html is result.html
            for damage in result:
                if damage.confidence == "certain":
                    assert text_of(result.html) == text_of(healthy), case
                for tip in bs4.BeautifulSoup(damage.after, "html.parser").find_all():
                    tips += known is not None
                    term = tip.attrs.pop("data-rx-term")
                    assert tip.text == term
                    tip.attrs.pop("class", None)
                    assert set(tip.attrs.values()) == {entries[term]}, case
        total += 1
    assert tips == total or (parser == "html.parser" and tips >= total / 2)


LOST = D.replace(' data-rx-definition="A with bee, long."', "").replace("Ay</span>", "Ay</span> y")
HARD = 'So "it" < is.'


def tip(definition: str, text: str = "Ay") -> str:
    said = html.escape(definition)
    return (
        f'<span class="rx-term" title="{said}" data-rx-definition="{said}" data-rx-term="ay">'
        f"{text}</span>"
    )


@pytest.mark.parametrize(
    ("source", "terms", "after"),
    [
        (LOST, [], "Ay y"),
        (LOST, [rx.Term("ay", bn="এই।")], tip("এই।") + " y"),
        (LOST, [rx.Term("ay", en=HARD, bn="এই।")], tip(f"{HARD} সহজ বাংলা: এই।") + " y"),
        (
            LOST,
            [rx.Term("cee", en=HARD, bn="এই।", synonyms={"en": ["AY"]})],
            tip(f"{HARD} সহজ বাংলা: এই।") + " y",
        ),
        (
            LOST,
            [rx.Term("ay", en="One."), rx.Term("b", en="Two.", synonyms={"en": ["ay"]})],
            "Ay y",
        ),
        (LOST, [rx.Term("ay", en="Written as <span title=x>.")], "Ay y"),
        (LOST.replace("Ay</", "<b>Ay</b></"), [rx.Term("ay", en="One.")], "<b>Ay</b> y"),
        (D.replace("Ay</", "Bees</"), [rx.Term("ay", en="One.")], "Bees"),
    ],
)
def test_lost_definitions_come_from_the_glossary_where_it_is_sure(source, terms, after):
    """By a name that one entry alone has; else the text comes back, as with to="text"."""
    written = LexborHTMLParser(f"<p>{source}").css_first("p").html
    result = rx.repair(written, to="tooltip", glossary=rx.Glossary(terms))
    assert result.html == f"<p>{after}</p>"
    assert rx.repair(result.html, to="tooltip", glossary=rx.Glossary(terms)).html is result.html


def test_a_tooltip_that_was_cut_off_comes_back_by_the_glossary():
    """Where likely damage is mended on request: with the term's name, as its words are gone."""
    source = f"<ul><li>x {D[:-20]}</li></ul>"
    options = {"to": "tooltip", "aggressive": True}
    assert rx.repair(source, **options).html == "<ul><li>x ay</li></ul>"
    result = rx.repair(source, **options, glossary=rx.Glossary([rx.Term("ay", en="One.")]))
    assert text_of(result.html) == "x ay"
    assert 'data-rx-definition="One." data-rx-term="ay">ay</span></li>' in result.html


def test_residue_without_tags_becomes_the_text():
    """What was copied as text is mended on request alone, from the longest shared end on."""
    for case in cases(container="p", order="longest"):
        if not case.hit.startswith(("title", "aria")):
            continue  # nothing in the text says where the damage begins
        healthy, broken = damaged(case)
        copied = html.escape(text_of(broken), quote=False)
        assert rx.repair(copied).html is copied
        assert text_of(rx.repair(copied, residue=True).html) == text_of(healthy), case


# --- Forms of damage -----------------------------------------------------------------------------


@pytest.mark.parametrize("case", MENDED, ids=lambda case: case[0])
def test_damage_in_all_its_forms(case):
    """Certain damage is mended, likely damage with aggressive alone, and all of it once."""
    _, source, expected, *confidence = case
    result = rx.repair(source)
    assert {damage.confidence for damage in result} == {*(confidence or ["certain"])}
    if confidence:
        assert result.html is source
        assert not any(damage.mended for damage in result)
        result = rx.repair(source, aggressive=True)
    assert result.html == expected
    assert all(damage.mended for damage in result)
    assert rx.repair(result.html, aggressive=True).html is result.html
    healthy = rx.repair(source, to="tooltip").html
    assert rx.repair(healthy, to="tooltip").html is healthy
    for damage in result:
        assert source[damage.offset : damage.end] == damage.before


# --- What only looks like it ---------------------------------------------------------------------


@pytest.mark.parametrize("name", HEALTHY)
def test_healthy_look_alikes_come_back_as_they_are(name):
    """The very same object, and nothing to report."""
    source = HEALTHY[name]
    result = rx.repair(source)
    assert result.html is source
    assert result.damages == ()
    data = source.encode()
    assert rx.repair(data).html is data
    if "quoting" not in name and "blockquote" not in name:
        assert rx.repair(source, residue=True, aggressive=True).html is source


def test_there_are_enough_look_alikes():
    assert len(HEALTHY) >= 40


# --- The source page -----------------------------------------------------------------------------


def read(name: str) -> str:
    return (PAGES / name).read_bytes().decode()


def test_the_damaged_example_is_what_the_annotator_makes_of_the_healthy_one():
    """examples/pages holds the output of tests/naive.py, nothing written by hand."""
    healthy = read("leptomeninges-atrophy.html")
    assert read("leptomeninges-atrophy-damaged.html") == source_page(healthy)


def test_the_source_page_is_mended():
    """The four damages, certain; every line as on the healthy page but for the whole tooltips."""
    healthy = read("leptomeninges-atrophy.html")
    result = rx.repair(read("leptomeninges-atrophy-damaged.html"))
    assert [(damage.term, damage.depth) for damage in result] == [
        ("diabetes", 1),
        ("inflammation", 1),
        ("anti-inflammatory", 2),
        ("antibiotic", 1),
    ]
    assert sure(result)
    assert text_of(result.html).splitlines() == text_of(healthy).splitlines()
    whole = re.compile(r'<span class="rx-term"[^<>]*>([^<>]*)</span>')
    assert whole.sub(r"\1", result.html) == healthy
    assert len(whole.findall(result.html)) == 3


@pytest.mark.skipif(not SOURCES.is_dir(), reason=f"no {SOURCES}: set RXG_SOURCE_PAGES to it")
def test_the_text_of_the_source_page_is_mended():
    """The page as it was copied: with residue=True the four lines are those of the healthy page."""
    [file] = SOURCES.glob("002_*.txt")
    copied = file.read_bytes().decode()
    lines = rx.repair(copied, residue=True).html.splitlines()
    changed = [line for line, old in zip(lines, copied.splitlines(), strict=True) if line != old]
    assert [line.strip() for line in changed] == [
        "6. Chronic Diseases: Conditions like diabetes or hypertension can contribute.",
        "4. Lumbar Puncture: A sample of cerebrospinal fluid is taken to look for signs of"
        " infection or inflammation.",
        "7. Anti-inflammatory Drugs: To reduce inflammation in the brain or spinal cord.",
        "10. Antiviral or Antibiotic Medications: If an infection is present.",
    ]
    assert rx.repair(copied).html is copied


# --- Options, types, errors ----------------------------------------------------------------------


def test_patterns_of_ones_own():
    """Any attribute names and wrappers; those of the presets are then nothing special."""
    mine = TooltipPattern("mine", term="data-word", definition="data-tip", wrappers=("mark",))
    inner = '<mark data-tip="B" data-word="bee">bee</mark>'
    source = f'<p><mark data-tip="A {inner}." data-word="ay">Ay</mark> {D}'
    assert rx.repair(source, patterns=[mine]).html == f"<p>Ay {D}"
    assert rx.repair(source, patterns=["rx"]).html == source[: -len(D)] + "Ay"
    assert rx.repair(source, patterns=["rx", mine]).html == "<p>Ay Ay"
    assert rx.repair(source, patterns=[]).html is source


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"to": "html"}, "'html'"),
        ({"patterns": ["cm"]}, "cm-tooltip-glossary"),
        ({"protect": ["x"]}, "'x' protects nothing"),
        ({"encoding": "x"}, "no label"),
    ],
)
def test_a_wrong_option_says_what_is_right(options, message):
    with pytest.raises(rx.ConfigurationError, match=message):
        rx.repair("<p>", **options)


@pytest.mark.parametrize(
    "values",
    [{}, {"term": "a b"}, {"term": "Data-X"}, {"term": "x", "wrappers": ()}, {"term": "<"}],
)
def test_a_pattern_that_cant_be_one_is_refused(values):
    with pytest.raises(rx.ConfigurationError, match="'mine'"):
        TooltipPattern("mine", **values)


def test_other_types_are_refused():
    with pytest.raises(TypeError, match="bytes"):
        rx.repair(None)


def test_bytes_have_offsets_of_bytes():
    """Before and after are bytes, in the encoding of the page."""
    data = f"<p>রোগ é {D}".encode()
    [damage] = rx.repair(data)
    assert data[damage.offset : damage.end] == damage.before == D.encode()
    assert damage.after == b"Ay"
    latin = '<meta charset="latin1"><p>é '.encode("latin-1")
    assert rx.repair(latin + D.encode()).html == latin + b"Ay"


def test_what_cant_be_read_is_refused():
    data = b"<meta charset=sjis><p>\x81" + D.encode()
    result = rx.repair(data)
    assert result.html is data
    assert result.refused.code == "encoding-not-reversible"


def test_a_result_is_a_collection_that_is_always_true():
    assert rx.repair("<p>")
    assert len(rx.repair(f"{D} {D}")) == 2


def test_protected_text_may_be_given_up():
    """Shortcodes are another program's, unless the caller says that they are not."""
    source = f'[box title="{D}"]'
    assert rx.repair(source).html is source
    assert rx.repair(source, protect=["templates"]).html == '[box title="Ay"]'


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_mend_their_own(preset):
    pattern = PRESETS[preset]
    tag, (name, *_) = pattern.wrappers[0], sorted(pattern.names)
    inner = f'<{tag} {name}="B" class="x">bee</{tag}>'
    source = f'<p>x <{tag} class="x" {name}="A {inner} c">Ay</{tag}>'
    assert rx.repair(source, patterns=[preset]).html == "<p>x Ay"
    assert rx.repair(source).html == "<p>x Ay"


# --- Laws ----------------------------------------------------------------------------------------

WORDS = ["ay", "bee", "cee", "রোগ", "ব্যথা", "dee eff"]
TEXT = st.lists(
    st.sampled_from([*WORDS, "and", "“x”", "&amp;", "5 > 4", "it's", "\r", "১২", "&lt;b&gt;"]),
    min_size=1,
    max_size=6,
).map(" ".join)
INLINE = st.one_of(
    TEXT,
    st.builds("<{0} class=x>{1}</{0}>".format, st.sampled_from(["b", "a", "em", "i"]), TEXT),
)
PAGE = st.lists(
    st.builds("<{0}>{1}</{0}>\n".format, st.sampled_from(["p", "li", "td", "h2"]), INLINE),
    min_size=1,
    max_size=4,
).map("".join)


@given(
    PAGE,
    st.permutations(WORDS),
    st.sampled_from(["longest", "shortest", "given"]),
    st.booleans(),
    st.sampled_from("\"'"),
    st.permutations(["class", "title", "data-rx-term", "data-rx-definition"]),
)
def test_what_was_damaged_comes_back(page, words, order, every, quote, names):
    """For any page, glossary and order: taking the whole tooltips out too gives the page back."""
    entries = [Entry(word, f"On {other} it is") for word, other in pairwise(words)]

    def written(entry: Entry) -> dict[str, str]:
        values = {"class": "t", "data-rx-term": "no-0"}
        return {name: values.get(name, entry.definition) for name in names}

    naive = Naive(entries, order=order, every=every, quote=quote, attributes=written)
    mended = rx.repair("".join(map(naive.block, page.split("\n"))).replace("><p", ">\n<p"))
    assert sure(mended)
    whole = re.compile(r"<span (?:[a-z-]+=(?:\"[^\"<>]*\"|'[^'<>]*') ?)+>([^<>]*)</span>")
    plain = mended.html
    while plain != (once := whole.sub(r"\1", plain)):
        plain = once
    assert plain.replace("\n", "") == page.replace("\n", "")
    assert rx.repair(mended.html).html is mended.html


SOUP = st.lists(
    st.sampled_from(
        [B, D, D[:60], D[-50:], B[:30], '<span data-rx-term="', '" ', "'", "<p>", "</li>",
         "</span>",
         ">", "&gt;", "&quot;", '<abbr title="', "[x y=", "{{", "ক", "<!--", "<script>", "=", " "]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(SOUP, st.booleans(), st.booleans(), st.sampled_from(["text", "tooltip"]))
def test_no_source_is_too_broken(source, residue, aggressive, to):
    """Never an exception; what comes back is the source with its damages replaced."""
    result = rx.repair(source, residue=residue, aggressive=aggressive, to=to)
    done, parts = 0, []
    for damage in result:
        if damage.mended:
            parts += (source[done : damage.offset], damage.after)
            done = damage.end
    assert "".join((*parts, source[done:])) == result.html
    again = rx.repair(source.encode(), residue=residue, aggressive=aggressive, to=to)
    assert again.html == result.html.encode()


SWAPPED = str.maketrans("\"'", "'\"")
MIXED = f"<span title='x {B} y' data-rx-term='ay'>Ay</span>"
TORN = st.sampled_from([D, D.replace("<", "&lt;"), MIXED, MIXED.translate(SWAPPED)])
PIECES = st.lists(
    st.sampled_from(
        ["<span ", "<p ", "<abbr/", "</span ", 'title="', "title='", "data-rx-term=x", "=&lt;span ",
         '"', "'", ">", "/", "=", " ", "a", "<", "&amp;lt;abbr ", "&", "<!--", '"=""', "\t", "\0"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


@given(st.one_of(SOUP, PIECES, st.builds("{}{}{}".format, PIECES, TORN, PIECES)))
def test_the_first_glance_misses_nothing(source):
    """Where every start tag is plainly whole, the reading of them all finds nothing either."""
    finder = Finder(source, Patterns(PRESETS), tooltip=False, aggressive=True)
    assert finder.is_torn() or not finder.run((), residue=False)


def test_the_first_glance_is_enough_for_most_pages():
    """Quotes of both kinds or none, odd spacing, markup in values: nothing to look into."""
    tags = [
        "<p>",
        "<a href=/x/?a=b>",
        "<br/>",
        '<a b = "x > y"c=\'"\'>',
        '<img alt="<b> &lt;i&gt;">',
    ]
    source = "".join([*tags, B, "<!-- < -->1 < 2</p>"])
    assert not Finder(source, Patterns(PRESETS), tooltip=False, aggressive=True).is_torn()


@given(PAGE, st.sampled_from(["link", "dfn"]))
def test_a_healthy_page_is_the_very_same(page, renderer):
    """With whole tooltips in it, and looked at for residue too."""
    glossary = rx.Glossary([rx.Term("cee", en='"x" > y')])
    source = rx.annotate(page, glossary, renderer=renderer).html + B
    assert rx.repair(source, residue=True, aggressive=True).html is source


HOSTILE = {
    "tags in values": '<span data-rx-term="<span title="',
    "closed at once": '<span data-rx-term="<span a=">',
    "damage": D + " ",
    "blocks": f"<p>{D}</p>",
    "written again": LexborHTMLParser(f"<p>{D}").css_first("p").html[3:-4] + " ",
    "residue": 'x bee, long." data-rx-term="ay" data-rx-definition="A bee, long.">Ay y ',
    "quotes": '" a="" ',
    "escaped": '<span data-rx-term="&lt;span title=&quot;',
    "never whole": D.replace("</span>", "", 1),
    "no end": '<span data-rx-term="a" title="<span class=" rx"="" data-rx-term="b">',
    "quotes of two kinds": """<b n="' n='" n="' n='">""",
    "whole": B.replace("<span", "<span x='<b y=\"'"),
    "brackets": '[a b="' + D,
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_is_linear(unit):
    """Four times the source takes at most eight times as long."""

    def seconds(size: int) -> float:
        source = "<p data-rx-term=x><p>" + unit * (size // len(unit))
        times = []
        for _ in range(3):
            start = time.process_time()
            rx.repair(source, residue=True)
            rx.repair(source)
            times.append(time.process_time() - start)
        return min(times)

    assert seconds(60_000) < 8 * seconds(15_000) + 0.05


# --- Reading of text -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('a" x="1">', [{"x": "1"}]),
        ("a' x='1' y=2 z/>", [{"x": "1", "y": "2", "z": ""}]),
        ('a" x="say "no" twice" y="2">b" y="3">', [{"x": 'say "no" twice', "y": "2"}, {"y": "3"}]),
        ('"quoted" text', []),
        ('5" > 4" x', [{}]),
        ('a" x="1', []),
        ("a” x=”1”>", []),
    ],
)
def test_ends_of_tags_in_text(text, found):
    assert [tail.attributes for tail in tails(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('a" x="1', {"x": "1"}),
        ('a" x="1"', {"x": "1"}),
        ('a" x="1" y', {"x": "1", "y": ""}),
        ('a" x="1">b', {}),
        ("a", {}),
    ],
)
def test_cut_off_ends_of_tags(text, found):
    assert cut_off(text) == found


@pytest.mark.parametrize(
    ("text", "definition", "shared"),
    [
        ("Like insulin is low", "because insulin is low", "insulin is low"),
        ("insulin is low", "because insulin is low", "insulin is low"),
        ("রোগ ব্যথা হয়", "দেহে ব্যথা হয়", "ব্যথা হয়"),
        ("xব্যথা", "yব্যথা", ""),
        ("a", "b", ""),
    ],
)
def test_the_end_shared_with_a_definition_begins_at_a_word(text, definition, shared):
    assert text[shared_end(text, definition) :] == shared


def test_the_figures_can_be_printed():
    """python tests/damages.py: every page exact, every damage certain."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "tests" / "damages.py")],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    for line in done.stdout.splitlines():
        figures = dict(part.split()[::-1] for part in line[9:].split(", "))
        assert figures["exact"] == figures["pages"] == "640"
        assert figures["certain"] == figures["damages"]
