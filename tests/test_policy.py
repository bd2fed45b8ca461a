"""What a policy chooses: occurrences, elements, protected spans, numbers, status."""

from __future__ import annotations

import datetime
import re

import pytest

import rxglossary as rx
from rxglossary.html.protected import PRESETS

HOT = "A hot body."
REVIEW = rx.Review("A. Begum", date=datetime.date(2026, 11, 1), of=rx.text_hash(HOT))
GLOSSARY = rx.Glossary(
    [
        rx.Term("diabetes", en="Too much sugar.", term={"bn": "ডায়াবেটিস"}, plural="none"),
        rx.Term("blood-pressure", en="How hard blood pushes."),
        rx.Term("pressure", en="A push."),
        rx.Term("blood", en="A red fluid.", status="translated"),
        rx.Term("fever", en=HOT, status="reviewed", review={"en": REVIEW}),
        rx.Term("sneeze", en="A loud breath.", status="deprecated"),
    ]
)


def run(html, **policy):
    result = rx.Annotator(GLOSSARY, policy=rx.Policy(**policy), renderer="dfn").annotate(html)
    assert rx.strip(result.html) == html
    return result


def shown(html, **policy):
    """Return *html* with brackets in place of the wrappers."""
    written = run(html, **policy).html
    return re.sub('<dfn class="rxg" title="[^"]*">(.*?)</dfn>', r"⟦\1⟧", written)


# --- Occurrences -----------------------------------------------------------------------------

FIRST, SECTION, ALL = "first", "first-per-section", "all"
OCCURRENCES = [
    pytest.param(FIRST, "fever fever", "⟦fever⟧ fever", id="first"),
    pytest.param(FIRST, "<p>fever<h2>x</h2><p>fever", "<p>⟦fever⟧<h2>x</h2><p>fever",
                 id="first-of-the-page"),
    pytest.param(FIRST, "diabetes ডায়াবেটিস", "⟦diabetes⟧ ডায়াবেটিস", id="first-in-any-language"),
    pytest.param(FIRST, "<h1>fever</h1><p>fever fever", "<h1>fever</h1><p>⟦fever⟧ fever",
                 id="first-that-may-be-written"),
    pytest.param(FIRST, "<a>fever</a> fever fever", "<a>fever</a> ⟦fever⟧ fever",
                 id="first-outside-of-links"),
    pytest.param(ALL, "fever Fever<h2>fever</h2>fever", "⟦fever⟧ ⟦Fever⟧<h2>fever</h2>⟦fever⟧",
                 id="all"),
    pytest.param(SECTION, "fever fever<h2>x</h2>fever fever",
                 "⟦fever⟧ fever<h2>x</h2>⟦fever⟧ fever", id="section-at-h2"),
    pytest.param(SECTION, "fever<h1>a</h1>fever<h3>b</h3>fever<h4>c</h4>fever<h5>d</h5>fever"
                 "<h6>e</h6>fever",
                 "⟦fever⟧<h1>a</h1>⟦fever⟧<h3>b</h3>⟦fever⟧<h4>c</h4>⟦fever⟧<h5>d</h5>⟦fever⟧"
                 "<h6>e</h6>⟦fever⟧", id="section-at-any-heading"),
    pytest.param(SECTION, "fever<H2 CLASS=x>x</H2>fever", "⟦fever⟧<H2 CLASS=x>x</H2>⟦fever⟧",
                 id="section-at-a-tag-in-capitals"),
    pytest.param(SECTION, "fever<h2></h2>fever", "⟦fever⟧<h2></h2>⟦fever⟧",
                 id="section-at-an-empty-heading"),
    pytest.param(SECTION, "fever<p>fever</p></h2>fever", "⟦fever⟧<p>fever</p></h2>fever",
                 id="no-section-at-an-end-tag"),
    pytest.param(SECTION, "fever<section>fever<article>fever</article></section>fever<header>fever",
                 "⟦fever⟧<section>fever<article>fever</article></section>fever<header>fever",
                 id="no-section-at-sectioning-elements"),
    pytest.param(SECTION, "fever<nav><h2>x</h2></nav>fever", "⟦fever⟧<nav><h2>x</h2></nav>fever",
                 id="no-section-in-a-skipped-element"),
    pytest.param(SECTION, "fever<div hidden><h2>x</h2></div>fever",
                 "⟦fever⟧<div hidden><h2>x</h2></div>fever", id="no-section-in-a-hidden-element"),
    pytest.param(SECTION, "fever <!--<h2>x</h2>-->fever<template><h2>x</h2></template>fever",
                 "⟦fever⟧ <!--<h2>x</h2>-->fever<template><h2>x</h2></template>fever",
                 id="no-section-in-comment-or-template"),
    pytest.param(SECTION, "fever <script>'<h2>'</script>fever<hgroup><h2>x</h2></hgroup>fever",
                 "⟦fever⟧ <script>'<h2>'</script>fever<hgroup><h2>x</h2></hgroup>⟦fever⟧",
                 id="no-section-in-a-script"),
    pytest.param(FIRST, "blood pressure and blood pressure", "⟦blood pressure⟧ and blood pressure",
                 id="a-used-up-match-hides-what-is-inside"),
    pytest.param(FIRST, "blood pressure, blood pressure, pressure, blood",
                 "⟦blood pressure⟧, blood pressure, ⟦pressure⟧, ⟦blood⟧",
                 id="and-the-first-outside-is-written"),
    pytest.param(SECTION, "<p>blood pressure<p>blood pressure<h2>x</h2>blood pressure",
                 "<p>⟦blood pressure⟧<p>blood pressure<h2>x</h2>⟦blood pressure⟧",
                 id="hidden-in-its-section-too"),
]  # fmt: skip


@pytest.mark.parametrize(("occurrences", "html", "expected"), OCCURRENCES)
def test_occurrences(occurrences, html, expected):
    """Which of several occurrences of a term are written."""
    assert shown(html, occurrences=occurrences) == expected


def test_first_is_the_default():
    """Once a page is enough for readers; the rest is the policy's choice."""
    assert rx.Policy().occurrences == "first"
    assert shown("fever fever") == "⟦fever⟧ fever"


def test_every_section_has_a_tab_stop():
    """With links, the first occurrence in a section is in the tab order.

    The first on the page is described; the script describes the others.
    """
    policy = rx.Policy(occurrences="all")
    html = rx.annotate("<p>fever fever<h2>x</h2>fever fever", GLOSSARY, policy=policy).html
    links = [part.split(">")[0] for part in html.split('<a class="rxg"')[1:]]
    assert ["tabindex" in link for link in links] == [False, True, False, True]
    assert ["aria-describedby" in link for link in links] == [True, False, False, False]


# --- skip and only ---------------------------------------------------------------------------

SKIPPED = (
    "a button label summary legend output code pre kbd samp var dfn abbr h1 h2 h3 h4 h5 h6 nav"
).split()
MARKED = [
    "contenteditable", "contenteditable=true", "hidden", "inert", "aria-hidden=true",
    "translate=no", "class=notranslate", "class='x notranslate y'", "data-rxg-skip", "role=button",
    "role=link", "role=tab", "role=menuitem", "role=option", "role=checkbox", "role=radio",
    "role=switch", "role=img", "role=textbox", "role=heading", "class=math", "class=katex",
    "class=MathJax", "class=arithmatex", "HIDDEN", "Data-Rxg-Skip=x", 'role="button"',
]  # fmt: skip
NOT_MARKED = [
    "aria-hidden=false", "translate=yes", "role=main", "role=note", "class=notranslates",
    "class=Math", "id=math", "data-hidden", "title='hidden inert'", "class=hidden",
]  # fmt: skip


@pytest.mark.parametrize("name", SKIPPED)
def test_skipped_by_default(name):
    """Where a tooltip would disturb, there is none; the text behind is annotated."""
    html = f"<{name}>fever</{name}><p>fever"
    assert shown(html) == f"<{name}>fever</{name}><p>⟦fever⟧"


@pytest.mark.parametrize("attribute", MARKED)
def test_skipped_by_attribute(attribute):
    """An attribute takes an element out, whatever is nested in it."""
    html = f"<div {attribute}><p>fever</p><div>fever</div></div><p>fever"
    assert shown(html) == html[: -len("fever")] + "⟦fever⟧"


@pytest.mark.parametrize("attribute", NOT_MARKED)
def test_attributes_that_take_nothing_out(attribute):
    """Names fold in ASCII, values are exact: what looks alike is left in."""
    assert shown(f"<div {attribute}>fever</div>") == f"<div {attribute}>⟦fever⟧</div>"


SELECTORS = [
    pytest.param({"skip": ()}, "<h2>fever</h2><code>diabetes</code>",
                 "<h2>⟦fever⟧</h2><code>⟦diabetes⟧</code>", id="nothing-skipped"),
    pytest.param({"skip": (), "occurrences": "first-per-section"},
                 "fever<h2>fever</h2>fever<nav><h3>x</h3>fever</nav>",
                 "⟦fever⟧<h2>⟦fever⟧</h2>fever<nav><h3>x</h3>⟦fever⟧</nav>",
                 id="sections-at-headings-that-are-annotated"),
    pytest.param({"skip": ["aside"]}, "<aside>fever</aside><nav>fever</nav>",
                 "<aside>fever</aside><nav>⟦fever⟧</nav>", id="another-tag"),
    pytest.param({"skip": [".ad"]}, "<p class='x ad'>fever</p><p class=ads>fever",
                 "<p class='x ad'>fever</p><p class=ads>⟦fever⟧", id="class"),
    pytest.param({"skip": ["#toc"]}, "<ul id=toc><li>fever</ul><ul id=Toc><li>fever</ul>",
                 "<ul id=toc><li>fever</ul><ul id=Toc><li>⟦fever⟧</ul>", id="id"),
    pytest.param({"skip": ["[data-x]"]}, "<p DATA-X>fever</p><p data-xy>fever",
                 "<p DATA-X>fever</p><p data-xy>⟦fever⟧", id="attribute"),
    pytest.param({"skip": ["[data-x=1]"]}, "<p data-x='1'>fever</p><p data-x=11>fever",
                 "<p data-x='1'>fever</p><p data-x=11>⟦fever⟧", id="value"),
    pytest.param({"skip": ["p.x"]}, "<p class=x>fever</p><div class=x>fever</div>",
                 "<p class=x>fever</p><div class=x>⟦fever⟧</div>", id="tag-and-class"),
    pytest.param({"only": ["main"]}, "<p>fever<main><p>fever</main>fever",
                 "<p>fever<main><p>⟦fever⟧</main>fever", id="only-main"),
    pytest.param({"only": [".a", "#b"], "occurrences": "all"},
                 "fever<p class=a>fever</p>fever<p id=b>fever</p>fever",
                 "fever<p class=a>⟦fever⟧</p>fever<p id=b>⟦fever⟧</p>fever", id="only-several"),
    pytest.param({"only": [".a"], "occurrences": "all"},
                 "<div class=a>fever<div>fever<div class=a>fever</div>fever</div>fever</div>fever",
                 "<div class=a>⟦fever⟧<div>⟦fever⟧<div class=a>⟦fever⟧</div>⟦fever⟧</div>⟦fever⟧"
                 "</div>fever", id="only-nested"),
    pytest.param({"only": ["main"]}, "<main><nav>fever</nav><p>fever</main>",
                 "<main><nav>fever</nav><p>⟦fever⟧</main>", id="skip-wins-inside-only"),
    pytest.param({"only": ["main"]}, "<nav><main>fever</main></nav><main>fever</main>",
                 "<nav><main>fever</main></nav><main>⟦fever⟧</main>", id="skip-wins-around-only"),
    pytest.param({"only": ["p"], "skip": ["p"]}, "<p>fever</p>", "<p>fever</p>",
                 id="skip-wins-on-the-same"),
]  # fmt: skip


@pytest.mark.parametrize(("policy", "html", "expected"), SELECTORS)
def test_selectors(policy, html, expected):
    """`only` chooses, `skip` wins inside of it."""
    assert shown(html, **policy) == expected


def test_only_and_nothing_found_is_a_refusal():
    """A theme that was changed shows: nothing is annotated instead of everything."""
    result = run("<p>fever", only=["main"])
    assert result.refused.code == "only-not-found"
    assert "main" in result.refused.message


# --- protect ---------------------------------------------------------------------------------

PROTECTED = [
    pytest.param('[rx_box title="What is diabetes"]diabetes[/rx_box]',
                 '[rx_box title="What is diabetes"]⟦diabetes⟧[/rx_box]', id="shortcode"),
    pytest.param("[rx_box title='[fever]' x=fever]fever[/rx_box]",
                 "[rx_box title='[fever]' x=fever]⟦fever⟧[/rx_box]", id="brackets-in-a-value"),
    pytest.param("[rx_box title=&quot;fever&quot;]fever[/rx_box]",
                 "[rx_box title=&quot;fever&quot;]⟦fever⟧[/rx_box]", id="quotes-as-references"),
    pytest.param("[rx_box title=\"<b>fever</b>\"]fever", '[rx_box title="<b>fever</b>"]⟦fever⟧',
                 id="tags-in-a-value"),
    pytest.param("[fever x=1/] fever", "[fever x=1/] ⟦fever⟧", id="self-closing-shortcode"),
    pytest.param("[code]fever[/code] fever", "[code]fever[/code] ⟦fever⟧", id="code-shortcode"),
    pytest.param("[1] fever", "[1] ⟦fever⟧", id="footnote-mark"),
    pytest.param("[see fever below]", "[see ⟦fever⟧ below]", id="prose-in-brackets"),
    pytest.param("{{ fever }} {% if diabetes %}fever{% endif %}",
                 "{{ fever }} {% if diabetes %}⟦fever⟧{% endif %}", id="jinja"),
    pytest.param("{# fever #}{{#if fever}}fever{{/if}}", "{# fever #}{{#if fever}}⟦fever⟧{{/if}}",
                 id="handlebars"),
    pytest.param("*|FEVER|* *fever*", "*|FEVER|* *⟦fever⟧*", id="mail-merge"),
    pytest.param(r"$$fever$$ \(fever\) \[fever\] fever $5",
                 r"$$fever$$ \(fever\) \[fever\] ⟦fever⟧ $5", id="tex"),
    pytest.param("{{ fever", "{{ ⟦fever⟧", id="never-closed"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), PROTECTED)
def test_protected_text_is_never_cut(html, expected):
    """Spans of other programs stay whole, the text beside them is annotated."""
    assert shown(html) == expected


@pytest.mark.parametrize(
    ("preset", "html"),
    [
        ("shortcodes", "[x y=fever]"),
        ("templates", "{{ fever }}"),
        ("mail-merge", "*| fever |*"),
        ("tex", "$$ fever $$"),
    ],
)
def test_protection_goes_by_preset(preset, html):
    """A preset protects its own spans and no others."""
    assert "⟦" not in shown(html, protect=[preset])
    others = [name for name in PRESETS if name != preset]
    assert "⟦fever⟧" in shown(html, protect=others)
    assert "⟦fever⟧" in shown(html, protect=())


def test_no_match_reaches_into_protected_text():
    """A term across the edge of a protected span isn't annotated, its part outside is."""
    assert shown("blood {{ pressure }}") == "⟦blood⟧ {{ pressure }}"


def test_a_protected_occurrence_is_not_the_first():
    """What can't be written uses nothing up."""
    assert shown('[x y="fever"] fever fever') == '[x y="fever"] ⟦fever⟧ fever'


# --- Numbers and status ----------------------------------------------------------------------


@pytest.mark.parametrize(("limit", "written"), [(None, 4), (0, 0), (1, 1), (3, 3), (4, 4), (9, 4)])
def test_max_per_page(limit, written):
    """At most so many occurrences are written; the others are told, with the reason."""
    html = "<p>fever diabetes<h2>x</h2>pressure fever blood diabetes"
    result = run(html, max_per_page=limit)
    assert len(result) == result.html.count("<dfn") == written
    left = [skip for skip in result.skipped if skip.code == "maximum"]
    assert {skip.term.id for skip in left} == {"fever", "diabetes", "pressure", "blood"} - {
        one.term.id for one in result
    }


@pytest.mark.parametrize(
    ("least", "expected"),
    [
        (None, "⟦fever⟧ ⟦blood⟧ ⟦diabetes⟧ ⟦sneeze⟧"),
        ("deprecated", "⟦fever⟧ ⟦blood⟧ ⟦diabetes⟧ ⟦sneeze⟧"),
        ("draft", "⟦fever⟧ ⟦blood⟧ ⟦diabetes⟧ sneeze"),
        ("translated", "⟦fever⟧ ⟦blood⟧ diabetes sneeze"),
        ("reviewed", "⟦fever⟧ blood diabetes sneeze"),
    ],
)
def test_min_status(least, expected):
    """Entries that are less trusted are left out, and told."""
    html = "fever blood diabetes sneeze"
    assert shown(html, min_status=least) == expected
    result = run(html, min_status=least)
    assert len(result) + len(result.skipped) == 4
    assert {skip.code for skip in result.skipped} <= {"status"}
    assert sum(result.counts.values()) == 4


def test_an_entry_left_out_still_hides_what_is_inside():
    """Status decides after matching: "blood pressure" is no pressure, whoever reviewed it."""
    review = rx.Review("A. Begum", date=datetime.date(2026, 11, 1), of=rx.text_hash("y"))
    reviewed = rx.Term("pressure", en="y", status="reviewed", review={"en": review})
    glossary = rx.Glossary([rx.Term("blood-pressure", en="x"), reviewed])
    policy = rx.Policy(min_status="reviewed")
    assert rx.annotate("pressure", glossary, policy=policy).annotations
    assert not rx.annotate("blood pressure", glossary, policy=policy).annotations


# --- Wrong values ----------------------------------------------------------------------------

WRONG = [
    pytest.param({"occurrences": "twice"}, "first, first-per-section or all, not 'twice'",
                 id="occurrences"),
    pytest.param({"occurrences": None}, "first, first-per-section or all", id="occurrences-none"),
    pytest.param({"occurrences": ["all"]}, "first, first-per-section or all",
                 id="occurrences-list"),
    pytest.param({"skip": "code"}, "skip is a sequence of texts, not one text: 'code'",
                 id="skip-text"),
    pytest.param({"only": "main"}, "only is a sequence of texts", id="only-text"),
    pytest.param({"protect": "tex"}, "protect is a sequence of texts", id="protect-text"),
    pytest.param({"skip": b"code"}, "skip is a sequence of texts", id="skip-bytes"),
    pytest.param({"skip": None}, "skip is a sequence of texts", id="skip-none"),
    pytest.param({"only": 3}, "only is a sequence of texts", id="only-number"),
    pytest.param({"skip": [3]}, "skip is a sequence of texts", id="skip-of-numbers"),
    pytest.param({"protect": [None]}, "protect", id="protect-of-nothing"),
    pytest.param({"skip": ["ul > li"]}, "'ul > li' is no selector: write tag, .class, #id",
                 id="skip-selector"),
    pytest.param({"only": [""]}, "'' is no selector: write tag", id="only-selector"),
    pytest.param({"only": ["main,article"]}, "is no selector: write tag", id="two-in-one"),
    pytest.param({"protect": ["latex"]}, "'latex' protects nothing: the presets are shortcodes",
                 id="protect-name"),
    pytest.param({"max_per_page": -1}, "number from 0 or None, not -1", id="negative"),
    pytest.param({"max_per_page": "3"}, "number from 0 or None, not '3'", id="number-as-text"),
    pytest.param({"max_per_page": 2.0}, "number from 0 or None, not 2.0", id="float"),
    pytest.param({"max_per_page": True}, "number from 0 or None, not True", id="bool"),
    pytest.param({"min_status": "final"}, "one of deprecated, draft, translated, reviewed, not",
                 id="status"),
    pytest.param({"min_status": 3}, "one of deprecated, draft", id="status-number"),
    pytest.param({"min_status": ""}, "one of deprecated, draft", id="status-empty"),
]  # fmt: skip


@pytest.mark.parametrize(("values", "message"), WRONG)
def test_wrong_values_say_what_is_right(values, message):
    """A policy can't be made with a value that it doesn't know."""
    with pytest.raises(rx.ConfigurationError) as error:
        rx.Policy(**values)
    assert message in str(error.value)


def test_policies_are_values():
    """Equal policies are equal, hashable, and lists become tuples."""
    policy = rx.Policy(skip=["a"], only=iter(["main"]), protect=["tex"])
    assert policy == rx.Policy(skip=("a",), only=("main",), protect=("tex",))
    assert len({policy, rx.Policy(skip=("a",), only=("main",), protect=("tex",))}) == 1
