"""Our own elements in a page: found, and taken out with nothing else."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rxglossary as rx
from rxglossary.edits import delete
from rxglossary.html.marks import first_mark, strip_spans, taken_ids

A = '<a class="rxg" href="#x">'
P = '<p class="rxg-note">'

# Id, page, the page without our elements.
STRIPPED = [
    ("wrapper", f"a {A}b</a> c", "a b c"),
    ("wrapper-span", '<span class="rxg">b</span>', "b"),
    ("wrapper-with-more-classes", '<span class="rxg rx-term">b</span>', "b"),
    ("wrapper-in-capitals", '<SPAN CLASS="rxg">b</SPAN >', "b"),
    ("wrapper-unquoted", "<i class=rxg>b</i>", "b"),
    ("wrapper-with-greater-than", '<i title="a>b" class=rxg>b</i>', "b"),
    ("wrapper-over-tags", f"{A}a<b>c</b></a>", "a<b>c</b>"),
    ("wrapper-in-its-like", f"<a>x</a>{A}y</a><a>z</a>", "<a>x</a>y<a>z</a>"),
    ("wrapper-around-its-like", '<i class="rxg">a<i>b</i>c</i>d', "a<i>b</i>cd"),
    ("wrapper-in-wrapper", f'{A}a<i class="rxg">b</i></a>', "ab"),
    ("wrapper-in-wrapper-of-one-name", '<i class="rxg"><i class="rxg">b</i></i>', "b"),
    ("part", f"a{P}b</p>c", "ac"),
    ("part-over-tags", f"a{P}<b>b</b> {A}x</a></p>c", "ac"),
    ("part-in-part", '<div class="rxg-a"><div class="rxg-b">x</div>y</div>z', "z"),
    ("part-around-its-like", '<div class="rxg-a">x<div>y</div>z</div>w', "w"),
    ("part-around-self-closing", '<div class="rxg-a">x<br/>z</div>w', "w"),
    ("section", '<section class="rxg-glossary"><h2>a</h2><dl></dl></section>', ""),
    ("link-is-void", '<link class="rxg-css" href=x>a', "a"),
    ("link-in-xml", '<link class="rxg-css" href="x"/>a', "a"),
    ("script", '<script class="rxg-js" src=x></script>a', "a"),
    ("script-with-content", '<script class="rxg-js">"</p>"</script>a', "a"),
    ("img-is-void", '<img class="rxg-x">a', "a"),
    ("class-in-a-reference-free-value", "<i\nclass\n=\n' rxg '\n>b</i>", "b"),
    ("wrong-nesting", f"<b>{A}a</b>b</a>c", "<b>a</b>bc"),
    ("wrong-nesting-of-two-marks", f'{A}a<i class="rxg">b</a>c</i>', "abc"),
    ("part-that-hides-a-start-tag", '<i class="rxg">a<p class="rxg-x"><i></p>b</i>c', "abc"),
    ("part-that-hides-an-end-tag", '<i class="rxg">a<p class="rxg-x"></i></p>b</i>c', "abc"),
    ("part-that-never-ends", '<i class="rxg">a<p class="rxg-x"></i>b', 'a<p class="rxg-x">b'),
    ("svg-with-an-open-child", f"<svg><g></svg><style>{A}c</a></style>{A}b</a>",
     f"<svg><g></svg><style>{A}c</a></style>b"),
    ("nearest-end-tag", f"{A}a</a>b</a>c", "ab</a>c"),
    # what isn't ours, or can't be seen to end
    ("other-class", '<a class="term">b</a>', None),
    ("mark-second", '<a class="x rxg">b</a>', None),
    ("longer-class", '<a class="rxgx">b</a>', None),
    ("capital-class", '<a class="RXG">b</a>', None),
    ("mark-in-another-attribute", '<a title="rxg" data-class="rxg">b</a>', None),
    ("second-class-attribute", '<a class="x" class="rxg">b</a>', None),
    ("comment", f"<!-- {A}b</a> -->", None),
    ("comment-open", f"<!-- {A}b</a>", None),
    ("bogus-comment", '<?a class="rxg">b</a>', None),
    ("raw-text", f"<title>{A}b</a></title>", None),
    ("raw-text-open", f"<textarea>{A}b</a>", None),
    ("script-text", f"<script>'{A}b</a>'</script>", None),
    ("style-text", f"<style>{P}b</p></style>", None),
    ("noscript", f"<noscript>{A}b</a></noscript>", None),
    ("plaintext", f"<plaintext>{A}b</a>", None),
    ("attribute", "<p title='<a class=\"rxg\">b</a>'>", None),
    ("unclosed-wrapper", f"{A}b", None),
    ("unclosed-part", f"{P}b", None),
    ("cut-off", '<a class="rxg"', None),
    ("end-tag-with-class", '</a class="rxg">', None),
    ("text", "rxg class=rxg", None),
    ("doctype", '<!doctype html class="rxg">', None),
    ("empty", "", None),
    # behind raw text, comments and svg it goes on
    ("behind-a-comment", f"<!-- {A}b</a> -->{A}b</a>", f"<!-- {A}b</a> -->b"),
    ("behind-a-script", f"<script>{A}b</a></script>{A}b</a>", f"<script>{A}b</a></script>b"),
    ("in-svg", f"<svg><title>{A}b</a></title></svg>{A}c</a>", "<svg><title>b</title></svg>c"),
    ("svg-style-is-no-raw-text", f"<svg><style>{A}b</a></style>", "<svg><style>b</style>"),
    ("svg-left-by-breakout", f"<svg><p><style>{A}b</a></style>{A}c</a>",
     f"<svg><p><style>{A}b</a></style>c"),
    ("svg-self-closing", f"<svg/><style>{A}b</a></style>{A}c</a>",
     f"<svg/><style>{A}b</a></style>c"),
    ("svg-cdata", f"<svg><![CDATA[>{A}b</a>]]></svg>{A}c</a>",
     f"<svg><![CDATA[>{A}b</a>]]></svg>c"),
    ("foreign-object", f"<svg><foreignObject><style>{A}b</a></style></foreignObject></svg>{A}c</a>",
     f"<svg><foreignObject><style>{A}b</a></style></foreignObject></svg>c"),
    ("stray-foreign-end-tag", f"</svg>{A}c</a>", "</svg>c"),
    ("math", f"<math><mi>{A}b</a></mi></math>{A}c</a>", "<math><mi>b</mi></math>c"),
    ("cdata-in-html", f"<![CDATA[>{A}c</a>]]>", "<![CDATA[>c]]>"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "rest"), [pytest.param(*row[1:], id=row[0]) for row in STRIPPED])
def test_strip(page, rest):
    """Wrappers go alone, parts go with their content, all else stays; bytes as well as text."""
    expected = page if rest is None else rest
    assert rx.strip(page) == expected
    assert rx.strip(page.encode()) == expected.encode()
    assert delete(page, strip_spans(page)) == expected
    if rest is None:
        assert rx.strip(page) is page
        encoded = page.encode()
        assert rx.strip(encoded) is encoded


HAS = {"unclosed-wrapper", "unclosed-part"}


@pytest.mark.parametrize(
    ("page", "expected"),
    [pytest.param(r[1], r[2] is not None or r[0] in HAS, id=r[0]) for r in STRIPPED],
)
def test_has_marks(page, expected):
    """A page holds an element of ours where strip finds one, and also where one never ends."""
    assert (first_mark(page) >= 0) is expected


@pytest.mark.parametrize(
    "page", [pytest.param(r[1], id=r[0]) for r in STRIPPED if r[2] is not None]
)
def test_an_annotated_page_is_left_alone(page):
    """What holds elements of ours is not annotated again."""
    result = rx.Annotator(rx.Glossary([rx.Term("b", en="x")])).annotate(page)
    assert result.html is page
    assert result.refused
    assert result.refused.code == "already-annotated"


BYTES = [
    pytest.param(b'\xff<i class="rxg">\xe9\x00</i>\xfe', b"\xff\xe9\x00\xfe", id="any-bytes"),
    pytest.param('<i class="rxg">রোগ</i>'.encode(), "রোগ".encode(), id="utf-8"),
]


@pytest.mark.parametrize(("page", "expected"), BYTES)
def test_bytes_of_any_encoding(page, expected):
    """Strip needs no encoding: our marks are ASCII, and every other byte stays."""
    assert rx.strip(page) == expected


WHOLE = st.lists(
    st.sampled_from([
        A, P, "</a>", "</p>", "<a>", "<p>", '<i class="rxg">', "<i>", "</i>", "<i/>", "x", "ক",
        "<!-- ", "-->", "<script>", "</script>", "<style>", "</style>", "<svg>", "</svg>", "<svg/>",
        '<link class="rxg-css">', "<title>", "</title>", "<b title='", "'>", "\r\n", "<desc>",
        "</desc>", "<![CDATA[ ", "]]>", "<textarea>", "</textarea>",
    ]),
    max_size=14,
).map("".join)  # fmt: skip


@given(WHOLE)
def test_spans_are_in_order_and_apart(page):
    """What is taken out begins with "<", ends with ">", and never overlaps."""
    done = 0
    for start, end in strip_spans(page):
        assert done <= start < end <= len(page)
        assert page[start] == "<"
        assert page[end - 1] == ">"
        done = end
    assert (first_mark(page) >= 0) or not strip_spans(page)


TAGS = ["a", "i", "p", "div", "svg", "desc"]
CLASSES = ["", ' class="rxg"', ' class="rxg-note"', ' class="x rxg"', " id=rxg"]
NESTED = st.recursive(
    st.sampled_from(["x", "ক", " ", "&lt;", "<br>", '<link class="rxg-css">', "<!-- <i> -->"]),
    lambda inner: st.builds(
        lambda tag, more, content: f"<{tag}{more}>{''.join(content)}</{tag}>",
        st.sampled_from(TAGS),
        st.sampled_from(CLASSES),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)


@given(st.lists(NESTED, max_size=3).map("".join))
def test_strip_leaves_nothing_of_ours(page):
    """On a well-nested page no mark is left, so that a second strip has nothing to do."""
    once = rx.strip(page)
    assert first_mark(once) < 0
    assert rx.strip(once) is once


@given(WHOLE)
def test_what_holds_no_mark_stays(page):
    """A page without marks is the same object behind strip."""
    page = page.replace("rxg", "own")
    assert rx.strip(page) is page


GLOSSARY = rx.Glossary([rx.Term("x", en="d"), rx.Term("pain", en="d", term={"bn": "ক"})])


@pytest.mark.parametrize("renderer", ["link", "dfn"])
@given(page=WHOLE)
def test_strip_is_the_inverse(renderer, page):
    """On a page without marks, strip gives back what was annotated."""
    page = page.replace("rxg", "own")
    policy = rx.Policy(occurrences="all")
    written = rx.Annotator(GLOSSARY, renderer=renderer, policy=policy).annotate(page).html
    assert rx.strip(written) == page


TAKEN = [
    ("ids", '<p id="rxg-pain"><i name=rxg-x>', {"rxg-pain", "rxg-x"}),
    ("entity", "<p id='rxg-a&amp;b'>", {"rxg-a"}),
    ("anywhere", "<!-- rxg-a --><script>'rxg-b'</script>", {"rxg-a", "rxg-b"}),
    ("longer", "<p id=rxg-diabetes-1>", {"rxg-diabetes-1"}),
    ("none", "<p id=x>", set()),
]


@pytest.mark.parametrize(("page", "expected"), [pytest.param(*row[1:], id=row[0]) for row in TAKEN])
def test_taken_ids(page, expected):
    """Every text that could be an id with our prefix counts."""
    assert taken_ids(page, "rxg-") == frozenset(expected)


N = 6_000
LONG = [
    pytest.param(A * N, id="open-wrappers"),
    pytest.param(f"{A}x</a>" * N, id="wrappers"),
    pytest.param('<i class="rxg"><i>' * N, id="nested-like"),
    pytest.param(f"{P}<p>" * N, id="open-parts"),
    pytest.param(A * N + "<i></i>" * N, id="open-wrappers-and-others"),
    pytest.param(A * N + "</i>" * N, id="open-wrappers-and-end-tags"),
    pytest.param("<svg>" * N, id="svg"),
    pytest.param("<svg>" + "<g>" * N + "</x>" * N, id="svg-and-end-tags"),
    pytest.param("<a class=rxg" * N, id="cut-off"),
    pytest.param("<!--" * N, id="comments"),
    pytest.param("</a>" * N, id="end-tags"),
]


@pytest.mark.parametrize("page", LONG)
def test_strip_takes_linear_time(page):
    """Thousands of anything are soon done: linear time is a fraction of a second."""
    begin = perf_counter()
    strip_spans(page + A)
    assert perf_counter() - begin < 2


def test_an_id_spelled_with_a_reference_is_taken():
    """A numeric reference inside an id doesn't hide it; one in text alone costs nothing."""
    assert taken_ids('<p id="rxg&#45;pain">&#8217;', "rxg-") == {"rxg-pain"}
    assert taken_ids("<p>rxg&#45;pain</p>", "rxg-") == frozenset()


FORGERIES = (
    '<a class="rxg">|</a>|<i class="rxg">|</i>|<i>|<a>|<p class="rxg-x">|</p>|<p>|<b class="rxg">|'
    '</b>|<input class="rxg-y">|x|<p class="rxg-z"/>|<!-- -->|<br>|<svg>|</svg>'
)
FORGED = st.lists(st.sampled_from(FORGERIES.split("|")), max_size=16).map("".join)


@given(FORGED, st.sampled_from(["html", "xml"]))
def test_strip_leaves_nothing_to_strip(source, syntax):
    """However marks were forged and nested, a second strip finds nothing more."""
    once = rx.strip(source, syntax=syntax)
    assert rx.strip(once, syntax=syntax) == once


@pytest.mark.parametrize("space", ["&#32;", "&#32", "&#x20", "&#X0009;", "&Tab;", " ", "\n"])
def test_a_mark_behind_white_space_however_that_is_written(space):
    """The first token of a class is the mark; white space before it may be a reference."""
    page = f'<p>rxgx <a class="{space}rxg" href="#x">y</a>'
    assert first_mark(page) == 8
    assert rx.strip(page) == "<p>rxgx y"
