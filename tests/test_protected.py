"""Protected text: spans of other programs, and prose that only looks like them."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rxglossary as rx
from rxglossary.html.protected import PRESETS, protected_spans


def spans(text: str, *presets: str) -> list[str]:
    return [text[start:end] for start, end in protected_spans(text, presets or PRESETS)]


SHORTCODES = [
    ("attributes", '[rx_box title="What is diabetes"]', ['[rx_box title="What is diabetes"]']),
    ("content-stays", "[box a=1]pain[/box]", ["[box a=1]", "[/box]"]),
    ("bracket-in-a-value", '[box title="a ] b"]pain', ['[box title="a ] b"]']),
    ("single-quotes", "[box title='a ] b' x]", ["[box title='a ] b' x]"]),
    ("curly-quotes", "[box title=“a b”]", ["[box title=“a b”]"]),
    ("open-quote", "[box title=\"it's]", ["[box title=\"it's]"]),
    ("no-attributes", "[gallery]", ["[gallery]"]),
    ("self-closing", "[gallery ids=1,2 /]", ["[gallery ids=1,2 /]"]),
    ("self-closing-alone", "[gallery/] [gallery /]", ["[gallery /]"]),
    ("underscore", "[rx_box diabetes]", ["[rx_box diabetes]"]),
    ("words-and-closing-tag", "[tab First aid]pain[/tab]", ["[tab First aid]", "[/tab]"]),
    ("closing-tag-alone", "[/box]", ["[/box]"]),
    ("code", "[code]pain[/code] pain", ["[code]pain", "[/code]"]),
    ("code-with-attributes", "[CODE lang=x]pain[/CODE]", ["[CODE lang=x]pain", "[/CODE]"]),
    ("code-with-shortcodes", "[raw][a b=1] pain[/raw]", ["[raw][a b=1] pain", "[/raw]"]),
    ("code-open", "[code]pain [code]", ["[code]", "[code]"]),
    ("number", "see [1] and [2, 3]", []),
    ("prose", "[see below] and [not shown here]", []),
    ("prose-with-apostrophe", "[it's fine]", []),
    ("email-brackets", "[ pain ] [-x] [_x]", []),
    ("open", "[box title=", []),
    ("nested-brackets", "[a [b c=1]]", ["[b c=1]"]),
    ("break-inside", '[box title="a\0b"]', []),
    ("nothing", "no brackets", []),
]
TEMPLATES = [
    ("expression", "Dear {{ name }}, pain", ["{{ name }}"]),
    ("tag", "{% if pain %}pain{% endif %}", ["{% if pain %}", "{% endif %}"]),
    ("comment", "{# pain #} pain", ["{# pain #}"]),
    ("asp", "<%= pain %> pain", ["<%= pain %>"]),
    ("two", "{{a}}{{b}}", ["{{a}}", "{{b}}"]),
    ("nested", "{{ {% pain %} }}", ["{{ {% pain %} }}"]),
    ("open", "{{ pain", []),
    ("handlebars-triple", "{{{ pain }}}", ["{{{ pain }}"]),
    ("single-braces", "{ pain } %}", []),
    ("empty", "{{}}", ["{{}}"]),
]
MAIL_MERGE = [
    ("mark", "*|FNAME|* pain", ["*|FNAME|*"]),
    ("conditional", "*|IF:PAIN|*pain*|END:IF|*", ["*|IF:PAIN|*", "*|END:IF|*"]),
    ("star", "*pain* | x", []),
]
TEX = [
    ("display", "$$pain$$ pain", ["$$pain$$"]),
    ("inline", r"\(pain\) \[x\]", [r"\(pain\)", r"\[x\]"]),
    ("one-dollar", "$5 and $6 pain", []),
    ("open", r"\( pain", []),
]
TABLES = {"shortcodes": SHORTCODES, "templates": TEMPLATES, "mail-merge": MAIL_MERGE, "tex": TEX}


@pytest.mark.parametrize(
    ("preset", "text", "expected"),
    [
        pytest.param(preset, text, expected, id=f"{preset}-{id}")
        for preset, table in TABLES.items()
        for id, text, expected in table
    ],
)
def test_presets(preset, text, expected):
    """Each preset knows its own marks, and leaves prose alone."""
    assert spans(text, preset) == expected


def test_every_preset_has_a_table():
    """No preset without examples."""
    assert set(TABLES) == set(PRESETS)


def test_presets_are_chosen_by_name():
    """Only what is named is protected, and overlapping spans are merged, in order."""
    text = "{{ a }} [b c=1] $$ [d e={{ f }}] $$"
    assert spans(text, "templates") == ["{{ a }}", "{{ f }}"]
    assert spans(text, "tex", "templates", "shortcodes") == [
        "{{ a }}", "[b c=1]", "$$ [d e={{ f }}] $$"
    ]  # fmt: skip
    assert protected_spans(text, ()) == []


def test_an_unknown_preset():
    """A wrong name is an error that lists the right ones."""
    with pytest.raises(rx.ConfigurationError, match="'latex' protects nothing: the presets are"):
        protected_spans("", ["latex"])


PARTS = ["[a b=1]", "[a", "]", "[/a]", '"', "'", "{{", "}}", "{%", "%}", "$$", "\\(", "\\)", "*|",
         "|*", "[code]", "[/code]", "x", " ", "\0", "="]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=20).map("".join))
def test_spans_are_in_order_and_apart(text):
    """Spans ascend, are not empty, lie inside and don't overlap."""
    done = 0
    for start, end in protected_spans(text, PRESETS):
        assert done <= start < end <= len(text)
        done = end


WRITTEN = [
    ("attribute", '<p>[rx_box title="pain"]fever</p>', ["fever"]),
    ("literal", "<p>pain [1], [pain relief]</p>", ["pain"]),
    ("jinja", "<p>{{ pain }} fever {% pain %}</p>", ["fever"]),
    ("tex", "<p>$$pain$$ fever</p>", ["fever"]),
    ("mail", "<p>*|PAIN|* fever</p>", ["fever"]),
    ("code", "<p>[code]pain[/code] fever</p>", ["fever"]),
    ("over-inline-tags", "<p>{{ <b>pain</b> }} fever</p>", ["fever"]),
    ("comment-is-a-comment", "<!-- wp:x {{ --><p>pain }} fever</p>", ["pain", "fever"]),
]


@pytest.mark.parametrize(
    ("html", "expected"), [pytest.param(*row[1:], id=row[0]) for row in WRITTEN]
)
def test_nothing_is_annotated_in_protected_text(html, expected):
    """Terms are found around the spans of other programs, never in them."""
    glossary = rx.Glossary([rx.Term("pain", en="x"), rx.Term("fever", en="x")])
    assert [one.text for one in rx.Annotator(glossary).find(html)] == expected


def test_protection_is_a_choice():
    """Without presets all text is the page's own."""
    annotator = rx.Annotator(rx.Glossary([rx.Term("pain", en="x")]), policy=rx.Policy(protect=()))
    assert [one.text for one in annotator.find("{{ pain }}")] == ["pain"]


OPENINGS = [
    "[", "[a ", '[a b="', "[a b='x' ", "[a]", "[a x]", "[/a", "[code]", "[code][/b]",
    "{{", "{%", "{{{%<%", "$$ \\(", "\\[", "*|",
]  # fmt: skip


@pytest.mark.parametrize("opening", OPENINGS)
def test_openings_without_end_take_linear_time(opening):
    """A hundred thousand openings that nothing closes are looked at once, not again and again.

    The bound is generous: linear time is under a second, quadratic time is minutes.
    """
    text = opening * 100_000
    begin = perf_counter()
    protected_spans(text, PRESETS)
    assert perf_counter() - begin < 10


def test_lone_marks_in_two_paragraphs_are_no_pair():
    """A formula ends in its run: two prices in two paragraphs hide nothing between them."""
    assert protected_spans("costs $$\0pain\0or $$ more", ["tex"]) == []
    assert protected_spans("$$\0x\0$$a$$", ["tex"]) == [(5, 10)]
