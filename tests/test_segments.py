"""Segments: what a table of tags may say, and which elements are passed over by it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rxglossary.html import segments
from rxglossary.html.regions import Regions
from rxglossary.html.rules import Kind, Rules
from rxglossary.html.scanner import scan
from rxglossary.html.segments import DOCTYPE, INCOMPLETE, MAX_LEARNT, NAMES, Segments, tag_name
from rxglossary.html.text import join
from rxglossary.html.tokens import TAG, declaration_end, fold
from rxglossary.policy import SKIP

tags = st.text(alphabet="aB/ ='\"\t!-?x\u212a\u0995", max_size=14)


@given(tags)
def test_a_whole_tag_is_what_the_tokenizer_says(tag: str) -> None:
    """A name is told if and only if the tokenizer ends the tag at this very ">"."""
    source = f"<{tag}>"
    match = TAG.match(fold(source))
    name = tag_name(tag)
    if match is not None and match[1] is not None:
        assert name == (match[1] if match.end(2) + 1 == len(source) else INCOMPLETE)
    elif name:
        assert name in (b"!", DOCTYPE)
        assert declaration_end(source, 0) == len(source)


# The source, its element's name, and the offset of the end tag; -1 where more has to be known.
ELEMENTS = [
    ("text", "<h2>a", "</h2>b"),
    ("inline", "<h2>a <b>b</b> c", "</h2>"),
    ("links", "<nav><ul><li><a href=x>a</a><li></ul>", None),
    ("list", "<nav><ul><li><a href=x>a</a></li></ul>", "</nav>"),
    ("link-in-a-link", "<nav><a><a></a></a>", None),
    ("out-of-order", "<nav><b><i></b></i></nav>", None),
    ("heading-in-a-heading", "<h2><h3></h3></h2>", None),
    ("paragraphs", "<nav><p>a</p><p>b</p>", "</nav>"),
    ("block-in-a-paragraph", "<nav><p><div></div></p></nav>", None),
    ("script", "<nav><script>'</nav>'<b</script>a", "</nav>"),
    ("escaped-script", "<nav><script><!--<script></script>--></script></nav>", None),
    ("drawing", '<button><svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', "</button>"),
    ("drawing-with-a-title", "<h2><svg><title>a</title><g></g></svg>b", "</h2>"),
    ("html-in-a-title", "<h2><svg><title><b>a</b></title></svg></h2>", None),
    ("open-end", "<nav><b>", None),
    ("options", "<datalist><option>a<option>b</option>", "</datalist>"),
    ("unknown-root", "<xy><b></b></xy>", None),
    ("custom-root", "<x-y><b></b>", "</x-y>"),
    ("custom-elements", "<nav><x-y><b></b></x-y>", "</nav>"),
    ("custom-element-out-of-order", "<nav><x-y><b></x-y></b></nav>", None),
    ("form", "<nav><form><div><input></div></form>", "</nav>"),
    ("form-in-a-paragraph", "<nav><p><form></form></p></nav>", None),
    ("form-in-a-form", "<nav><form><form></form></form></nav>", None),
    ("form-in-a-heading", "<h2><form><h3></h3></form></h2>", None),
    ("item-in-a-form-in-an-item", "<ul><li><form><li></li></form></li></ul>", None),
    ("noscript", "<nav><noscript><img></noscript>", "</nav>"),
    ("noscript-in-a-script", "<ul><noscript><script></noscript></script></noscript></ul>", None),
    ("noscript-in-a-noscript", "<nav><noscript><noscript></noscript></noscript></nav>", None),
    ("noscript-that-ends-in-a-comment", "<nav><noscript><!--</noscript>--></noscript></nav>", None),
    ("select", "<nav><select><option>a</select>", "</nav>"),
    ("select-with-a-tag", "<nav><select><b></b></select></nav>", None),
    ("textarea", "<nav><textarea></b><nav></textarea>", "</nav>"),
    ("iframe", "<nav><iframe></b><nav></iframe>", "</nav>"),
    ("formula", "<h2><math><mi>a</mi></math>", "</h2>"),
    ("html-in-a-formula", "<h2><math><mi><b>a</b></mi></math></h2>", None),
    ("cdata-in-a-drawing", "<h2><svg><![CDATA[></svg></h2>]]></svg></h2>", None),
    ("comment-in-a-drawing", "<h2><svg><!-- a --></svg>", "</h2>"),
    ("comment-in-a-script", "<nav><script><!-- a<b --></script>", "</nav>"),
    ("script-in-a-comment-of-a-script", "<nav><script><!-- <SCRIPT --></script></nav>", None),
    ("unknown-root-of-text", "<x-y>a", "</x-y>"),
]


@pytest.mark.parametrize(("before", "end"), [row[1:] for row in ELEMENTS], ids=lambda value: None)
def test_elements(before: str, end: str | None) -> None:
    """Elements that are closed in order are passed over, to their end tag; others aren't."""
    source = before + (end or "")
    cut = Segments(source)
    found = cut.element(1, NAMES[cut.texts[1].partition(">")[0]], False, False)
    if end is None:
        assert found is None
    else:
        assert found is not None
        assert cut.end(found[0] - 1) == len(before)


@pytest.mark.parametrize(
    "source",
    [
        "<script>a</script>",
        "<script>a<b</SCRIPT >",
        "<style></styles></style>",
        "<title>a</title b",
    ],
)
def test_raw_text_ends_where_the_tokenizer_says(source: str) -> None:
    cut = Segments(source)
    at = cut.raw(1, tag_name(cut.texts[1].partition(">")[0]))
    match = TAG.match(fold(source))
    assert match is not None
    if at < 0:
        assert source.endswith("b")  # there is no whole end tag
    else:
        assert cut.end(at - 1) == source.rindex("</")
        assert Regions(source, fold(source)).raw(match) == len(source)


NAMES_OF_TAGS = ["p", "P", "/p", "a", "i", "meta", "main", "x-y", "html", "svg", "br", "code"]
ATTRIBUTES = [
    ' class="a math b"', ' class="amath"', ' class="a\u2003math"', " class='math'", " class=math",
    ' class="x" class="math"', ' class="math" class="x"', ' CLASS="math"', ' class="&#109;ath"',
    ' class = "math"', " hidden", " HIDDEN", ' hidden="x"', ' data-hidden="x"', "/hidden", " role",
    ' role="button"', " role=button", ' role="x"', ' href="/hidden"', " href=/a/", ' title="role"',
    ' title="<role>"', ' aria-hidden="true"', ' translate="no"', ' name="rxglossary"', ' a="b"c=""',
    ' id="x"', "/", " ", "\n", ' on="', " =", ' class=""', ' class="lead"',
]  # fmt: skip


@given(st.sampled_from(NAMES_OF_TAGS), st.lists(st.sampled_from(ATTRIBUTES), max_size=4))
def test_a_look_at_name_and_classes_says_what_a_look_at_all_says(name, attributes):
    """What a tag does is the same, whichever way it was found out."""
    tag = name + "".join(attributes)
    for rules in (
        Rules(SKIP),
        Rules(SKIP, only=["main", ".lead", "[href]"]),
        Rules(["[class]"]),
        Rules(["[class='']"]),
    ):
        folded = NAMES[tag]
        expected = Kind.UNKNOWN if folded == INCOMPLETE else rules.kind(tag, folded)
        assert rules.actions[tag] == expected


LINKS = [
    "<a href=x>",
    "</a>",
    "<a>the</a>",
    "<a> of </a>",
    "the",
    " of ",
    " ",
    "<p>",
    "</p>",
    "<b>",
]
LINKS += [
    "</b>",
    "<td>",
    "<table>",
    "</table>",
    "<tr>",
    "<code>x</code>",
    "<script>x</script>",
    "<br>",
]


@given(st.lists(st.sampled_from(LINKS), max_size=12).map("".join), st.booleans())
@example("<p><a>the</a>of", True)
@example("<p><a>the</a><script>x</script>of", True)
@example("<table><a>the</a></table>of", True)
@example("<table><a>the</a><tr><td>of", False)
def test_links_that_hold_text_alone_are_links(html: str, link: bool) -> None:
    """With an empty comment in each, they are walked through; all text is offered the same way."""
    longer = html.replace("</a>", "<!----></a>")
    rules = Rules(SKIP if link else (), link=link)

    def runs(source: str) -> list[str]:
        """Return the runs that hold more than what was skipped, with that as their neighbours."""
        text = join(source, scan(source, rules).pieces, gap="|").text
        return [run for run in text.split("\0") if re.sub(r"\|(.\|.\|)?", "", run)]

    assert runs(html) == runs(longer)


def test_tables_of_tags_are_bounded() -> None:
    """Whatever pages hold, a table keeps no more than its bound, and no long tag."""
    rules = Rules(SKIP)
    page = "".join(f"<p id={number}>" * 2 for number in range(MAX_LEARNT + 50))
    scan(page + f"<p title='{'x' * 5000}'><h2></h2>the", rules)
    for table in (rules.actions, rules.quiet, NAMES):
        assert len(table) <= MAX_LEARNT
        assert max(map(len, table)) <= segments.MAX_LENGTH


def test_what_was_learnt_changes_nothing() -> None:
    """The second scan of a page, which knows its tags, finds what the first one found."""
    html = "<nav hidden>x</nav><p class='a math'>x</p> <p>y <a href=1>z</a></p>\n<p>\n<b>y</b>"
    rules = Rules(SKIP)
    first, second, third = (scan(html, rules) for _ in range(3))
    assert first.pieces == second.pieces == third.pieces
    assert rules.actions["p class='a math'"] == Kind.SKIP
    assert rules.quiet["p>\n"] == Kind.PARAGRAPH


def test_walks_in_vain_are_bounded() -> None:
    """Headings in which headings begin are walked through a few times, not once for each."""
    cut = Segments("<h2><b>" * 500)
    found = [cut.element(at, b"h2", False, False) for at in range(1, 1000, 2)]
    assert found == [None] * 500
    assert cut._budget > -2 * len(cut.texts)
