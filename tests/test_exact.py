"""The exact tier: what a full parser proves behind the place where the scanner stopped."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_conformance import HERE, SUITE, tree_cases
from test_neutrality import BY_HAND, RARE, SIZES, TAGS, WORDS
from treecompare import MODES, violations

import rxglossary as rx
from rxglossary.edits import Insertion
from rxglossary.html import exact, proof
from rxglossary.html.contexts import closed_context
from rxglossary.html.exact import extend
from rxglossary.html.proof import Proof, View
from rxglossary.html.rules import Rules
from rxglossary.html.scanner import SKIPPED, Scan, scan

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "dev")
OTHERS = ("turbohtml", "lexbor", "justhtml")
"""The tier proves by the first of them; the others have to agree."""

GLOSSARY = rx.Glossary([rx.Term("the", en="An article."), rx.Term("tea", en="A drink.")])
EVERY = rx.Policy(occurrences="all")
LIGHT = rx.Policy(occurrences="all", exact=False)
ANNOTATOR = rx.Annotator(GLOSSARY, policy=EVERY, renderer="dfn")
LINKS = rx.Annotator(GLOSSARY, policy=EVERY)


def scan_exactly(source: str, rules: Rules, context: str = "") -> Scan:
    return extend(source, rules, context, scan(source, rules, context))


def offered(source: str, rules: Rules, context: str = "") -> str:
    """Return the offered text, with a bar between two pieces."""
    found = scan_exactly(source, rules, context)
    texts = [source[start:end] for start, end, flags in found.pieces if not flags & SKIPPED]
    return "|".join(text.strip() for text in texts if text.strip())


SKIPS = ["code", "pre", "a", "h1", "[hidden]"]
CASES = {
    # Mermaid and the like: what stands in svg is left alone, what follows is not.
    "foreign-object": ("a<svg><foreignObject><div>b</div></foreignObject></svg>c", "a|c"),
    "foreign-object-label": (
        "<div class=mermaid><svg><g><foreignObject><span><p>a</p></span></foreignObject></g></svg>"
        "</div><p>b",
        "b",
    ),
    "svg-title-html": ("<svg><title><b>a</b></title></svg>b", "b"),
    "svg-cut-by-div": ("<div><svg></div>a", "a"),
    "svg-paragraph-end": ("<svg></p>a", "a"),
    "svg-font": ("<svg><font color=x>a</font></svg>b", "a|b"),
    "svg-never-closed": ("<svg><g>a", ""),
    "svg-raw-text": ("<svg><style><b>a</b></style></svg>b<svg><title>x</title></svg>c", "a|b|c"),
    "math-annotation": (
        '<math><mi>a</mi><annotation-xml encoding="text/html"><p>b</p></annotation-xml></math>c',
        "c",
    ),
    "template-column": ("<template><col>a</template>b", "b"),
    "template-unclosed": ("<template>a", ""),
    "pre-unclosed": ("<div><pre>a</div>b", "b"),
    "code-unclosed-in-block": ("<p><code>a</p>b<p>c</code>d", "d"),
    "heading-unclosed": ("<div><h1>a</div>b", "b"),
    "hidden-unclosed": ("<section><div hidden>a</section>b", "b"),
    "link-behind-blocks": (f"<a>{'<div>' * 8}b</a>c{'</div>' * 8}d", ""),
    "noscript-same": ("<noscript><div>a<p>b</div></noscript>c", "c"),
    "noscript-other-trees": ("<noscript><p>a</noscript>b", ""),
    "select-button": ("<select><button>a</button><option>b</select>c", "c"),
    "select-rich-options": ("<select><option><b>a</b> <i>b</i></option></select>c", "c"),
    "select-formatting-left-open": ("<select><b>a</select>c<b>d</b>", "c|d"),
    "select-link-left-open": ("<select><a>a</select>c", ""),
    "select-other-tags": ("a<select><table>b</select>c", "a"),
    "select-unclosed": ("a<select><option>b", "a"),
    "select-closed-by-input": ("a<select><input>b</select>c", "a"),
    "table-structure": ("<svg></p><table>a<tr>b<td>c</table>d", "c|d"),
    "list-structure": ("<svg></p><ul>a<li>b</ul>", "a|b"),
    "raw-text": ("<svg></p><script>a</script><style>b</style><textarea>c</textarea>d", "d"),
    "comment": ("<svg></p>a<!-- b <i> --><b title='<i>c'>d</b>", "a|d"),
    "plaintext": ("<svg></p>a<plaintext>b", "a"),
    "comment-at-the-end": ("<svg></p>a<!-- b", "a"),
    "tag-at-the-end": ("<svg></p>a<b title='b", "a"),
    "frameset": ("<frameset>a</frameset>b", ""),
    "frameset-in-fragment": ("a<frameset>b", "a|b"),
    "text-that-looks-like-a-tag": ("<svg></p>a <3 <ক b", "a <3|<|ক b"),
}


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=CASES)
def test_text_behind_the_stop(source, expected):
    """What the tree proves is offered, what it or the policy forbids is not; no parser objects."""
    rules = Rules(SKIPS, link=False)
    found = offered(source, rules)
    assert found == expected
    assert not list(violations(source, oracles=OTHERS, scan_with=scan_exactly))


def test_what_is_skipped_is_a_neighbour():
    """Words don't grow together over what is left out."""
    source = "<svg></p>the<code>x</code> the <code>x</code>the<br>the<b>the</b> t<b>he</b>"
    result = ANNOTATOR.annotate(source)
    assert [(one.start, one.surface) for one in result] == [(27, "the"), (66, "the")]
    assert len(result.annotations[-1].pieces) == 2


def test_links_are_not_put_into_links():
    """A link wrapper is proved as a link."""
    source = "<svg></p><p><a>the</p><p>the</a> the<p>the"
    assert len(LINKS.annotate(source)) == 2
    assert offered(source, Rules(link=True)) == "the|the"


def test_only_is_read_off_the_tree():
    """The chosen element counts wherever it begins."""
    policy = rx.Policy(occurrences="all", only=["main"])
    source = "<body>the<svg></p><div>the</div><main>the<p>the</main>the</body>"
    result = rx.Annotator(GLOSSARY, policy=policy).annotate(source)
    assert len(result) == 2
    assert "</section></main>" in result.html
    source = "<body><main>the<svg></p>the</main>the</body>"
    assert len(rx.Annotator(GLOSSARY, policy=policy).annotate(source)) == 2


def test_sections_go_on():
    """Headings behind the stop begin sections too."""
    policy = rx.Policy(occurrences="first-per-section", skip=["h2"])
    source = "<h2>x</h2>the<svg></p>the<h2>x</h2>the the<svg><h2>x</h2></svg>the"
    assert len(rx.Annotator(GLOSSARY, policy=policy, renderer="dfn").annotate(source)) == 3


def test_places_are_proved():
    """Our parts stand where the tree stays the same: not behind an open paragraph, nor in svg."""
    result = LINKS.annotate("<!doctype html><body><p>the<svg></p>x</svg></body>\n</html>")
    assert result.refused is None
    assert not list(violations("<body><p>the<svg></p></body>\n", scan_with=scan_exactly))
    found = scan_exactly("<main>the<svg><g>x", Rules())
    assert found.container()[1] is None


@pytest.mark.parametrize("policy", [EVERY, LIGHT], ids=["exact", "light"])
def test_the_tier_can_be_switched_off(policy):
    """Without it the scanner's word is final, and both say so in their fingerprint."""
    annotator = rx.Annotator(GLOSSARY, policy=policy, renderer="dfn")
    result = annotator.annotate("the <svg></p>the")
    assert len(result) == 1 + policy.exact
    assert [skip.code for skip in result.skipped] == ([] if policy.exact else ["foreign"])
    assert (annotator.fingerprint == ANNOTATOR.fingerprint) is policy.exact


def test_without_the_parser_the_reason_says_what_to_install(monkeypatch):
    """Nothing is annotated behind the stop, and the remedy is named."""
    monkeypatch.setattr(exact, "available", lambda: False)
    result = ANNOTATOR.annotate("the <svg></p>the")
    assert len(result) == 1
    assert "install rxglossary[exact]" in result.skipped[0].message


def test_the_parser_is_looked_for_and_loaded_once_it_is_needed():
    assert proof.available()
    assert proof.parser().__name__ == "turbohtml"


def test_with_exact_being_no_bool():
    with pytest.raises(rx.ConfigurationError, match="exact is True or False, not 1"):
        rx.Policy(exact=1)


def test_fragments_of_a_page_are_proved_one_by_one(monkeypatch):
    """A page counts first occurrences across its fragments, whichever tier read them."""
    page = rx.Annotator(GLOSSARY).page()
    assert len(page.annotate("<svg></p>the")) == 1
    assert len(page.annotate("<svg></p>the tea")) == 1
    # A proof that fails leaves what the scanner knows, and nothing used up.
    monkeypatch.setattr(Proof, "holds", lambda self, insertions: len(insertions) != 4)
    page = rx.Annotator(GLOSSARY).page()
    result = page.annotate("the <svg></p>tea")
    assert [one.term.id for one in result] == ["the"]
    assert [one.term.id for one in page.annotate("tea")] == ["tea"]
    assert page.section().count("<dt>") == 2


def test_a_proof_that_fails_in_the_end_leaves_what_the_scanner_knows(monkeypatch):
    """The last word has the whole output; the page is then annotated by the scanner alone."""
    monkeypatch.setattr(Proof, "holds", lambda self, insertions: len(insertions) < 3)
    result = ANNOTATOR.annotate("the <svg></p>the")
    assert len(result) == 1
    assert [skip.code for skip in result.skipped] == ["foreign"]
    assert ANNOTATOR.find("the <svg></p>the").annotations == result.annotations


# --- Bounds ----------------------------------------------------------------------------------

DEEP = {
    "elements": "<svg></p>" + "<div>" * 513 + "the",
    "formatting": "<svg></p>" + "".join(f"<b id={n}>" for n in range(65)) + "the",
    "formatting-and-paragraphs": "<svg></p>" + "".join(f"<p><b id={n}>" for n in range(70)) + "the",
    "work": "<svg></p>" + "".join(f"<b id={n}>" for n in range(60)) + "<p>x" * 20_000 + "the",
}


@pytest.mark.parametrize("source", DEEP.values(), ids=DEEP)
def test_bounded_work(source):
    """What would make a parser build a huge tree is not given to it, and said to be too complex."""
    result = ANNOTATOR.annotate("the " + source)
    assert len(result) == 1
    assert [skip.code for skip in result.skipped] == ["too-complex"]


def test_long_pages_without_end_tags_are_no_deep_ones():
    """Elements that end by implication don't count as open."""
    source = "<svg></p>" + "<p>the<ul><li>the<li>x</ul>" * 600
    assert len(ANNOTATOR.annotate(source)) == 1200


def test_links_that_never_end_are_no_deep_pages():
    """DocBook writes <a id="…"/>, which opens a link for browsers; the next one closes it."""
    source = "the" + '<h3><a id="x"/>the</h3><p>the</p>' * 100 + "</a><p>the"
    assert len(ANNOTATOR.annotate(source)) == 2


def test_long_pages_are_bounded(monkeypatch):
    """A page that is too long to be parsed many times isn't; nor is one parsed for ever."""
    source = "the <svg></p>the" + "<p>x" * 1000
    monkeypatch.setattr(exact, "_MAX_PARSED", 40_000)
    assert [skip.code for skip in ANNOTATOR.annotate(source).skipped] == ["too-complex"]
    right = Proof.holds

    def holds(self: Proof, insertions: list[Insertion]) -> bool:
        self.spent += 50_000
        return right(self, insertions)

    monkeypatch.setattr(Proof, "holds", holds)
    found = scan_exactly("<main>the<svg></p>the</main>", Rules())
    assert found.stop is None
    assert found.container() == (None, None)


def test_many_faults_are_bounded(monkeypatch):
    """A proof that finds ever more to drop ends, with what was proved until then."""
    monkeypatch.setattr(exact, "_MAX_PROOFS", 5)
    right = Proof.holds
    monkeypatch.setattr(Proof, "holds", lambda self, ins: len(ins) < 4 and right(self, ins))
    found = scan_exactly("<svg></p>" + "<p>the" * 8, Rules())
    assert found.stop is not None
    assert found.stop.code == "too-complex"
    assert sum(not flags & SKIPPED for _, _, flags in found.pieces) == 1


def test_what_changes_the_tree_is_dropped_alone(monkeypatch):
    """One stretch of text that can't be wrapped costs no other one."""
    right = Proof.holds

    def holds(self: Proof, insertions: list[Insertion]) -> bool:
        bad = self.source.index("bad")
        return all(one.offset != bad for one in insertions) and right(self, insertions)

    monkeypatch.setattr(Proof, "holds", holds)
    source = "<svg></p>" + "<p>the" * 3 + "<p>bad" + "<p>the" * 3
    found = scan_exactly(source, Rules())
    texts = [source[start:end] for start, end, flags in found.pieces if not flags & SKIPPED]
    assert texts == ["the"] * 6
    assert (found.stop.code, found.stop.offset) == ("unproved", source.index("bad"))


# --- The proof itself ------------------------------------------------------------------------

CHANGES = {
    "attribute": ("<p>a", 2, " x"),
    "text": ("<p>a", 3, "b"),
    "element": ("<p>a", 3, "<b>"),
    "order": ("<p>a<b>b</b>", 0, "<i></i>"),
    "namespace": ("<g></g>", 0, "<svg>"),
    "comment": ("<!--a-->", 4, "b"),
    "doctype": ("<!doctype html>", 14, " system 'x'"),
    "template": ("<template>a</template>", 10, "b"),
    "space": ("<table> <td>a", 7, " "),
    "second-view": ("<noscript>a</noscript>", 10, "<p>"),
    "depth": ("<div><b>a</b></div>", 5, "</div><div>"),
}


@pytest.mark.parametrize(("source", "offset", "text"), CHANGES.values(), ids=CHANGES)
def test_a_proof_sees_every_change(source, offset, text):
    """Positive control: whatever isn't an element of ours is a difference."""
    made = Proof(source, [View(), View(scripting=True)])
    assert made.holds([])
    assert not made.holds([Insertion(offset, text)])


def test_a_proof_takes_our_elements_out():
    """Wrappers are unwrapped, parts removed, text merged; lone surrogates are characters."""
    made = Proof("<p>a\ud800b", [View("body"), View("x-y", parts=False)])
    wrapper = [Insertion(3, '<a class="rxg" href="#x">'), Insertion(5, "</a>")]
    assert made.holds([*wrapper, Insertion(6, '<p class="rxg-x y">z</p>')])
    assert not Proof("<p>a", [View("body")]).holds([Insertion(4, '<p class="rxgx">z</p>')])


# --- Everything ------------------------------------------------------------------------------


@pytest.mark.skipif(not HERE, reason=f"html5lib-tests is not at {SUITE}")
def test_conformance_inputs_keep_their_tree():
    """Behind the stops in conformance inputs too, other parsers find no change."""
    stopped = extended = 0
    for case in tree_cases():
        if closed_context(case.context, MODES[0].rules):
            continue
        light = scan(case.source, MODES[0].rules, case.context)
        if light.stop is None:
            continue
        stopped += 1
        extended += len(scan_exactly(case.source, MODES[0].rules, case.context).pieces) > len(
            light.pieces
        )
        found = list(
            violations(case.source, oracles=OTHERS, inside=case.context, scan_with=scan_exactly)
        )
        assert not found, str(found[0])
    assert stopped > 350
    assert extended > 15


def test_inputs_by_hand_keep_their_tree():
    for source in BY_HAND.values():
        if scan(source, MODES[0].rules).stop:
            found = list(violations(source, oracles=OTHERS, scan_with=scan_exactly))
            assert not found, str(found[0])


STOPPERS = (
    "<svg><foreignObject>|</foreignObject></svg>|<math><mi>|</mi></math>|<math><annotation-xml"
    " encoding='text/html'>|</annotation-xml></math>|<select><button>|</select>|<select><option><b>"
    "|</option>|<code>|<pre>|</div>|<template><col>|</template>|<noscript><p>|</noscript>|<svg></p>"
    "|<svg><font color=x>|<p hidden>|<div hidden>|<select><a>"
).split("|")


@settings(
    max_examples=SIZES.get(PROFILE, 200), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(WORDS),
            st.sampled_from(STOPPERS),
            st.sampled_from(TAGS).map("<{}>".format),
            st.sampled_from(TAGS).map("</{}>".format),
            st.sampled_from(RARE),
        ),
        min_size=2,
        max_size=18,
    ).map("".join)
)
def test_tag_soup_keeps_its_tree(source):
    """Whatever stops the scanner, and whatever follows, no parser sees a change."""
    found = list(violations(source, MODES[1:3], OTHERS, scan_with=scan_exactly))
    assert not found, str(found[0])
