"""Fragments in their context: what an element makes of the text that stands in it."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_neutrality import RARE, SIZES, TAGS, WORDS
from treecompare import ORACLES, violations

import rxglossary as rx
from rxglossary.html.contexts import closed_context, parse_context
from rxglossary.html.rules import Rules
from rxglossary.html.scanner import SKIPPED, scan
from rxglossary.html.tables import TableChain

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "dev")


def offered(source: str, context: str) -> str:
    """Return the offered text, with a bar between two pieces."""
    found = scan(source, Rules(), context)
    texts = [source[start:end] for start, end, flags in found.pieces if not flags & SKIPPED]
    return "|".join(text for text in texts if text.strip())


TABLES = {
    "cell": ("td", "a<td>b</td>c</tr>d</table>e<table><tr>f<td>g</table>h", "a|b|c|d|e|g|h"),
    "cell-is-no-element": ("td", "a</td>b<tr>c", "a|b|c"),
    "caption": ("caption", "a</caption>b<td>c", "a|b|c"),
    "row": ("tr", "a<td>b</td>c<th>d", "b|d"),
    "row-is-no-element": ("tr", "<td>a</tr>b</tbody>c</table>d", "a|b|c|d"),
    "row-takes-no-row": ("tr", "<td>a</td><tr>b<td>c<tr>d", "a|c"),
    "row-takes-no-table": ("tr", "<table>a<td>b</table>c", "b|c"),
    "row-takes-no-caption": ("tr", "<caption>a</caption>b<td>c", "c"),
    "table-in-cell-of-a-row": ("tr", "<td>a<table>b<td>c</table>d</table>e", "a|c|d|e"),
    "body": ("tbody", "a<tr>b<td>c</tr>d<td>e", "c|e"),
    "body-is-no-element": ("tbody", "<td>a</tbody>b</tr>c</tbody>d", "a|b"),
    "body-takes-no-body": ("tbody", "<tr><td>a<tbody>b<td>c", "a|c"),
    "body-ends-a-row-only": ("tbody", "<tr></table>a<td>b</table>c", "b|c"),
    "table": ("table", "a<td>b<caption>c<tbody>d<tr>e", "b|c"),
    "table-is-no-element": ("table", "<td>a</table>b</tr>c</table>d<td>e", "a|b|e"),
    "table-takes-no-table": ("table", "<table>a<td>b<table>c<td>d", "b|d"),
    "table-end-closes-a-caption": ("table", "<caption>a</table>b<td>c", "a|c"),
    "column": ("table", "<col>a<td>b", "b"),
    "block": ("div", "a<p>b</div>c<td>d</body>e</html>f<body>g", "a|b|c|d|e|f|g"),
    "unknown": ("x-card", "a</x-card>b", "a|b"),
}


@pytest.mark.parametrize(("context", "source", "expected"), TABLES.values(), ids=TABLES)
def test_text_is_offered_where_the_context_leaves_it(context, source, expected):
    """Tags of the context's own kind are ignored, as the standard's fragment case says."""
    assert offered(source, context) == expected
    known = tuple(ORACLES) if "-" not in context else ("justhtml", "html5lib")
    assert not list(violations(source, oracles=known, inside=context))


CLOSED = {
    "title": "holds no markup", "textarea": "holds no markup", "style": "holds no markup",
    "SCRIPT": "holds no markup", "plaintext": "holds no markup", "br": "holds nothing",
    "html": "is no place", "head": "is no place", "colgroup": "is no place",
    "template": "is never rendered", "noscript": "is never rendered",
    "frameset": "is never rendered", "select": "holds options", "option": "holds options",
    "svg": "holds no HTML", "svg path": "holds no HTML", "svg foreignObject": "holds no HTML",
    "math mi": "holds no HTML", "math annotation-xml": "holds no HTML",
    "button": "is skipped", "H2": "is skipped", "a": "is skipped", "code": "is skipped",
}  # fmt: skip


@pytest.mark.parametrize(("context", "reason"), CLOSED.items(), ids=CLOSED)
def test_some_contexts_hold_nothing_to_annotate(context, reason):
    """Where no text can be wrapped, or the policy skips it, the fragment comes back, with why."""
    annotator = rx.Annotator(rx.Glossary([rx.Term("pain", en="x")]))
    source = "pain <b>pain</b>"
    for read in (annotator.annotate, annotator.find, annotator.page().annotate):
        result = read(source, context=context)
        assert result.html is source
        assert (result.refused.code, result.refused.offset) == ("context", 0)
        assert reason in result.refused.message


def test_links_in_links_depend_on_the_renderer():
    """In the context of a link other wrappers are written, unless the policy skips links."""
    glossary = rx.Glossary([rx.Term("pain", en="x")])
    assert len(rx.Annotator(glossary, renderer="dfn").annotate("pain", context="a")) == 0
    policy = rx.Policy(skip=["code"])
    written = {"dfn": 1, "link": 0}
    for renderer, count in written.items():
        annotator = rx.Annotator(glossary, policy=policy, renderer=renderer)
        assert len(annotator.annotate("pain", context="a")) == count


def test_a_context_makes_a_fragment():
    """Tags of html, head and body then mean nothing: a page's switch and parts go elsewhere."""
    source = "<!doctype html><html lang=bn><body>pain</body></html>"
    annotator = rx.Annotator(rx.Glossary([rx.Term("pain", en="x")]))
    html = annotator.annotate(source, context="div").html
    assert html.endswith("</section>")
    assert "</section></body>" in annotator.annotate(source).html


@pytest.mark.parametrize("name", ["<td>", "td td", "svg  path", "td\n", "3", "html path", " td"])
def test_other_contexts_are_mistakes(name):
    with pytest.raises(rx.ConfigurationError, match="is no element's name"):
        parse_context(name)


def test_names_of_html_fold():
    assert (parse_context("TD"), parse_context("svg foreignObject")) == ("td", "svg foreignObject")
    assert closed_context("", Rules()) == closed_context("td", Rules()) == ""


def test_the_context_stays_open():
    """No tag takes the context off the chain of tables."""
    for context in (b"table", b"tbody", b"tr"):
        chain = TableChain(context)
        for name in (b"table", b"tbody", b"tr", b"td", b"caption", b"col", b"table", b"tr") * 3:
            chain.start(name)
            chain.end(name)
            chain.end(b"table")
            assert chain.names[0] == context
    assert TableChain(b"td").names == []


CONTEXTS = "td th caption tr tbody thead tfoot table div p li form object button ul dd".split()
PARTS = "table td th tr tbody thead caption colgroup col".split()


@settings(
    max_examples=SIZES.get(PROFILE, 200), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(
    st.sampled_from(CONTEXTS),
    st.lists(
        st.one_of(
            st.sampled_from(WORDS),
            st.sampled_from(TAGS + PARTS * 4).map("<{}>".format),
            st.sampled_from(TAGS + PARTS * 4).map("</{}>".format),
            st.sampled_from(RARE),
        ),
        min_size=1,
        max_size=16,
    ).map("".join),
)
def test_tag_soup_in_a_context_keeps_its_tree(context, source):
    """No insertion changes the tree of a fragment, whatever it stands in."""
    found = list(violations(source, inside=context))
    assert not found, str(found[0])
