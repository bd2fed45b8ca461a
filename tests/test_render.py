"""Renderers: what readers get, by keyboard, screen reader and in either language."""

from __future__ import annotations

import pytest
from html5lib import parse

import rxglossary as rx
from rxglossary.html.marks import strip_spans
from rxglossary.markup import MARK, serialise
from rxglossary.render.base import Occurrence, PageInfo
from rxglossary.render.labels import labels

PAIN = rx.Term(
    "pain", en="A bad feeling.", bn="খারাপ লাগা।", term={"en": "Pain", "bn": "ব্যথা"}, status="reviewed"
)  # fmt: skip
FEVER = rx.Term("fever", en="A hot body.")
COUGH = rx.Term("cough", bn="কাশি হওয়া।", term={"bn": "কাশি"})
GLOSSARY = rx.Glossary([PAIN, FEVER, COUGH])


def tree(html: str):
    return parse(html, treebuilder="etree", namespaceHTMLElements=False)


def annotate(html: str, policy: rx.Policy | None = None, **options: object) -> str:
    """Return *html* annotated by `Link` with these options."""
    annotator = rx.Annotator(GLOSSARY, renderer=rx.Link(**options), policy=policy)  # type: ignore[arg-type]
    return annotator.annotate(html).html


def links(html: str) -> list[dict[str, str]]:
    return [dict(node.attrib) for node in tree(html).iter("a") if node.get("class") == "rxg"]


def ids(html: str) -> list[str]:
    return [node.get("id") for node in tree(html).iter() if node.get("id")]


def texts(node) -> str:
    return " ".join("".join(node.itertext()).split())


def entry(html: str, id: str):
    (found,) = [node for node in tree(html).iter("div") if node.get("id") == id]
    return found


# --- Link: the occurrence ------------------------------------------------------------------------


def test_an_occurrence():
    """A link to the entry, described by the definition in the page's language."""
    assert links(annotate("<p>pain")) == [
        {
            "class": "rxg",
            "href": "#rxg-pain",
            "role": "doc-glossref",
            "aria-describedby": "rxg-pain-1",
        }
    ]


DESCRIBED = [
    ("english", '<html lang="en">', "rxg-pain-1"),
    ("english-region", '<html lang="EN-gb">', "rxg-pain-1"),
    ("bangla", '<html lang="bn-BD">', "rxg-pain-2"),
    ("unknown-counts-as-the-first", "<html>", "rxg-pain-1"),
    ("other", '<html lang="fr">', None),
]


@pytest.mark.parametrize(
    ("html", "expected"), [pytest.param(*row[1:], id=row[0]) for row in DESCRIBED]
)
def test_described_in_the_page_language_alone(html, expected):
    """The description is the one dd in the page's language, and there is none in another."""
    written = annotate(f"<!doctype html>{html}<body><p>pain")
    assert [link.get("aria-describedby") for link in links(written)] == [expected]
    described = [node for node in tree(written).iter("dd") if node.get("id")]
    assert [node.get("id") for node in described] == ([expected] if expected else [])
    if expected:
        assert described[0].get("lang") == {"1": "en", "2": "bn"}[expected[-1]]


def test_no_description_without_a_definition():
    """A term without a definition in the page's language is not described, nor by another one."""
    html = annotate('<!doctype html><html lang="bn"><body><p>fever')
    assert "aria-describedby" not in links(html)[0]
    html = annotate("<p>কাশি")
    assert "aria-describedby" not in links(html)[0]


POLICIES = [
    pytest.param("all", ["pain-1", None, "fever-1"], [None, "-1", None], id="all"),
    pytest.param("first", ["pain-1", "fever-1"], [None, None], id="first"),
]


@pytest.mark.parametrize(("occurrences", "described", "tab"), POLICIES)
def test_repeats_are_no_tab_stops(occurrences, described, tab):
    """The first occurrence is in the tab order and described, a repeat is neither."""
    found = links(annotate("<p>pain pain fever", policy=rx.Policy(occurrences=occurrences)))
    assert [link.get("tabindex") for link in found] == tab
    assert [link.get("aria-describedby") for link in found] == [
        name and f"rxg-{name}" for name in described
    ]


def test_every_section_has_a_tab_stop():
    """With all occurrences, the first behind each heading is a tab stop again."""
    html = "<p>pain pain<h2>x</h2><p>pain pain"
    found = links(annotate(html, policy=rx.Policy(occurrences="all")))
    assert [link.get("tabindex") for link in found] == [None, "-1", None, "-1"]


def test_no_definition_in_an_attribute():
    """Each definition stands once on the page, as text."""
    html = annotate("<p>pain pain", policy=rx.Policy(occurrences="all"))
    assert html.count("A bad feeling.") == 1
    assert html.count("খারাপ লাগা।") == 1
    for name in ("title=", "aria-label=", "style=", "onclick="):
        assert name not in html


# --- Link: ids -----------------------------------------------------------------------------------

HOSTILE = rx.Glossary(
    rx.Term(id, en="x")
    for id in ("glossary", "h", "diabetes", "diabetes-1", "diabetes-1-1", "lang", "none", "css")
)
PAGES = [
    ("section", "glossary h lang none css", ""),
    ("described", "diabetes, diabetes 1, diabetes 1 1", ""),
    ("described-reversed", "diabetes 1 1, diabetes 1, diabetes", ""),
    ("taken-by-the-page", '<i id="rxg-diabetes"></i><i id=rxg-glossary></i> diabetes glossary', ""),
    ("taken-with-suffix", "<i id=rxg-diabetes></i><i id=rxg-diabetes-2></i> diabetes", ""),
    ("taken-as-the-description", "<i id=rxg-diabetes-1></i> diabetes", ""),
    ("other-prefix", "<i id=x-diabetes></i> diabetes glossary h", "x-"),
    ("prefix-of-a-prefix", "<i id=rxg-x-diabetes></i> diabetes glossary h", "rxg-x-"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "prefix"), [pytest.param(*row[1:], id=row[0]) for row in PAGES])
def test_ids_are_unique_and_links_lead_to_their_entry(html, prefix):
    """Whatever ids terms and page have, no id is written twice, and each link finds its entry."""
    renderer = rx.Link(id_prefix=prefix or "rxg-")
    written = rx.Annotator(HOSTILE, renderer=renderer).annotate(html).html
    found = ids(written)
    assert sorted(found) == sorted(set(found))
    root = tree(written)
    nodes = {node.get("id"): node for node in root.iter() if node.get("id")}
    for link in root.iter("a"):
        target = nodes[link.get("href").removeprefix("#")]
        assert texts(target.find("dt")).lower() == texts(link)
        description = nodes[link.get("aria-describedby")]
        assert description in list(target)
    (section,) = root.iter("section")
    heading = nodes[section.get("aria-labelledby")]
    assert heading.tag == "h2"


def test_ids_stay_the_same_on_one_page():
    """Fragments of one page share its entries and ids."""
    page = rx.Annotator(GLOSSARY).page()
    first = page.annotate('<p id="rxg-pain">pain').html
    page.annotate("<p>fever")
    assert links(first)[0]["href"] == "#rxg-pain-2"
    assert ids(page.section()).count("rxg-pain-2") == 1


# --- Link: the section ---------------------------------------------------------------------------


def test_the_section():
    """A labelled list of the terms that occur, in order, and of no other."""
    html = annotate("<p>fever and pain")
    (section,) = tree(html).iter("section")
    assert section.get("role") == "doc-glossary"
    assert section.get("class") == "rxg-glossary"
    assert section.get("data-rxg") == "1"
    assert section.get("data-rxg-glossary") == GLOSSARY.fingerprint
    assert "data-nosnippet" in section.attrib
    assert "data-pagefind-ignore" in section.attrib
    (heading,) = section.iter("h2")
    assert section.get("aria-labelledby") == heading.get("id")
    assert [(span.get("lang"), span.text) for span in heading] == [
        ("en", "Words explained"),
        ("bn", "শব্দের সহজ অর্থ"),
    ]
    assert [div.get("id") for div in section.find("dl")] == ["rxg-fever", "rxg-pain"]


def test_an_entry():
    """Both names and both definitions, each in its language."""
    found = entry(annotate("<p>pain"), "rxg-pain")
    assert [(n.tag, n.get("lang"), n.text) for n in found.find("dt/div")] == [
        ("dfn", "en", "Pain"),
        ("span", "bn", "ব্যথা"),
    ]
    assert [(n.get("class"), n.get("lang"), texts(n)) for n in found.iter("dd")] == [
        ("rxg-1", "en", "A bad feeling."),
        ("rxg-2", "bn", "খারাপ লাগা।"),
    ]


NAMES = [
    ("by-id", {}, ("en", "bn"), [("dfn", "en", "Blood sugar")]),
    ("by-id-second-language", {"bn": "চিনি"}, ("en", "bn"),
     [("dfn", "en", "Blood sugar"), ("span", "bn", "চিনি")]),
    ("by-id-bangla-first", {"bn": "চিনি"}, ("bn", "en"),
     [("dfn", "bn", "চিনি"), ("span", "en", "blood sugar")]),
    ("by-id-in-no-reader-language", {}, ("fr",), [("dfn", "en", "Blood sugar")]),
    ("mixed-case-stays", {"en": "pH value"}, ("en", "bn"), [("dfn", "en", "pH value")]),
    ("bangla-first", {"en": "Glucose", "bn": "চিনি"}, ("bn", "en"),
     [("dfn", "bn", "চিনি"), ("span", "en", "Glucose")]),
    ("bangla-first-is-missing", {"en": "Glucose"}, ("bn", "en"), [("dfn", "en", "Glucose")]),
    ("bangla-alone-is-missing", {"en": "Glucose"}, ("bn",), [("dfn", "en", "Glucose")]),
    ("other-languages", {"fr": "sucre"}, ("fr", "hi"), [("dfn", "fr", "Sucre")]),
    ("second-of-other-languages", {"hi": "शर्करा"}, ("fr", "hi"), [("dfn", "hi", "शर्करा")]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("names", "languages", "expected"), [pytest.param(*row[1:], id=row[0]) for row in NAMES]
)
def test_names(names, languages, expected):
    """The first name is the definiendum, no name stands twice, and each has its language."""
    term = rx.Term("blood-sugar", en="x", term=names)
    page = PageInfo(terms={"blood-sugar": term})
    html = "".join(map(serialise, rx.Link(languages=languages).closing(page)))
    title = tree(html).find(".//dt/div")
    assert [(node.tag, node.get("lang"), node.text) for node in title] == expected


def test_a_missing_language_says_so_and_the_other_stays_visible():
    """Who chose Bangla still reads the English definition, and that Bangla is missing."""
    found = entry(annotate("<p>fever", unreviewed_label=False), "rxg-fever")
    assert [(n.get("class"), n.get("lang"), texts(n)) for n in found.iter("dd")] == [
        ("rxg-1 rxg-2", "en", "A hot body."),
        ("rxg-2", "bn", "সহজ বাংলা এখনো নেই"),
    ]
    found = entry(annotate("<p>কাশি", unreviewed_label=False), "rxg-cough")
    assert [(n.get("class"), n.get("lang"), texts(n)) for n in found.iter("dd")] == [
        ("rxg-1", "en", "Not yet in English"),
        ("rxg-1 rxg-2", "bn", "কাশি হওয়া।"),
    ]


def test_a_term_in_neither_language_shows_what_there_is():
    """With languages that a term doesn't have, its definition is shown all the same."""
    found = entry(annotate("<p>fever", languages=("fr",)), "rxg-fever")
    assert [(n.get("lang"), texts(n)) for n in found.iter("dd")] == [
        ("en", "Not yet in English"),  # French has no labels yet
        ("en", "A hot body."),
    ]


def test_unreviewed_entries_say_so_in_each_language():
    """Each definition of a draft carries the note in its own language, unless switched off."""
    term = rx.Term("rash", en="Red skin.", bn="লাল চামড়া।")
    annotator = rx.Annotator(rx.Glossary([term, PAIN]))
    root = tree(annotator.annotate("<p>rash, pain").html)
    notes = [(node.get("lang"), node.text) for node in root.iter("small")]
    assert notes == [
        ("en", "Not yet reviewed by a clinician"),
        ("bn", "এখনো কোনো চিকিৎসক যাচাই করেননি"),
    ]
    quiet = rx.Annotator(rx.Glossary([term]), renderer=rx.Link(unreviewed_label=False))
    assert "<small" not in quiet.annotate("<p>rash").html


@pytest.mark.parametrize("level", range(1, 7))
def test_heading_level(level):
    """The section's heading has the level that fits the page."""
    (section,) = tree(annotate("<p>pain", heading_level=level)).iter("section")
    assert section[0].tag == f"h{level}"


def test_no_terms_no_section():
    """Where no term occurs nothing is written."""
    page = "<p>nothing"
    assert annotate(page) is page
    assert rx.Link().closing(PageInfo()) == ()


def test_definitions_are_text():
    """Markup in a definition or a name is shown, not run."""
    term = rx.Term("x", en="<b>&amp;</b>", term={"en": "<i>X</i>"}, forms={"en": ["word"]})
    html = rx.Annotator(rx.Glossary([term])).annotate("<p>word").html
    found = entry(html, "rxg-x")
    assert texts(found.find("dt")) == "<i>X</i>"
    assert texts(found.find("dd")).startswith("<b>&amp;</b>")


# --- Link: the switch ----------------------------------------------------------------------------


def test_the_switch():
    """Two radio buttons outside of every form, each in its language, at the start."""
    html = annotate("<main><p>pain</p></main>")
    assert html.startswith('<main><fieldset class="rxg-lang">')
    (field,) = tree(html).iter("fieldset")
    assert texts(field.find("legend")) == "Patient Mode রোগী মোড"
    found = [
        (label.get("lang"), texts(label), dict(label.find("input").attrib))
        for label in field.iter("label")
    ]
    radio = {"type": "radio", "name": "rxg-lang", "form": "rxg-none"}
    assert found == [
        ("en", "English", {**radio, "value": "1"}),
        ("bn", "সহজ বাংলা", {**radio, "value": "2"}),
    ]


@pytest.mark.parametrize(
    "options", [{"languages": ("en",)}, {"switch": False}], ids=["one-language", "switched-off"]
)
def test_no_switch(options):
    """One language, or a site's own switch, needs none."""
    html = annotate("<p>pain", **options)
    assert "<fieldset" not in html
    assert "rxg-pain" in html


def test_one_language_has_one_definition():
    """With one reader language, entries hold that one alone, in the first class."""
    found = entry(annotate("<p>pain", languages=["bn"]), "rxg-pain")
    assert [(n.get("class"), n.get("lang")) for n in found.iter("dd")] == [("rxg-1", "bn")]


# --- Link: URLs and assets -----------------------------------------------------------------------

BASE = '<!doctype html><base href="/other/"><body><p>pain'


def test_base_without_url_is_refused():
    """A base element moves in-page links: without the page's URL nothing is written."""
    result = rx.Annotator(GLOSSARY).annotate(BASE)
    assert result.html is BASE
    assert result.refused
    assert result.refused.code == "base-href"


@pytest.mark.parametrize("url", ["https://example.org/a.html", "https://example.org/a.html#x"])
def test_base_with_url(url):
    """With the page's URL the links are written in full, without its fragment."""
    html = rx.Annotator(GLOSSARY).annotate(BASE, url=url).html
    assert links(html)[0]["href"] == "https://example.org/a.html#rxg-pain"
    assert links(html)[0]["aria-describedby"] == "rxg-pain-1"


def test_base_does_not_matter_without_links():
    """A renderer that writes no links needs no URL."""
    result = rx.Annotator(GLOSSARY, renderer="dfn").annotate(BASE)
    assert result.refused is None
    assert "<dfn" in result.html


ASSETS = [
    ("folder", "a/", ["a/rxg.css", "a/rxg.js"]),
    ("no-slash", "/a", ["/a/rxg.css", "/a/rxg.js"]),
    ("here", "", ["rxg.css", "rxg.js"]),
    ("cdn", "https://example.org/", ["https://example.org/rxg.css", "https://example.org/rxg.js"]),
    ("none", None, []),
]


@pytest.mark.parametrize(
    ("assets", "expected"), [pytest.param(*row[1:], id=row[0]) for row in ASSETS]
)
def test_assets(assets, expected):
    """Style and script are linked behind the section, where it is known at which URL they lie."""
    html = annotate("<p>pain", assets=assets)
    root = tree(html)
    found = [node.get("href") for node in root.iter("link")]
    found += [node.get("src") for node in root.iter("script")]
    assert found == expected
    if expected:
        assert html.endswith(" defer></script>")
        assert html.index("</section>") < html.index("<link")


def test_assets_of_one_page():
    """What `annotate` is told for a page comes before the renderer's option."""
    annotator = rx.Annotator(GLOSSARY, renderer=rx.Link(assets="/all/"))
    assert 'href="../rxg.css"' in annotator.annotate("<p>pain", assets="../").html
    assert 'href="/all/rxg.css"' in annotator.annotate("<p>pain").html


@pytest.mark.parametrize("url", ["javascript:x", "data:x", "a b"])
def test_unsafe_urls(url):
    """No unsafe URL is written, whichever way it comes."""
    annotator = rx.Annotator(GLOSSARY)
    with pytest.raises(rx.MarkupError):
        rx.Link(assets=url)
    with pytest.raises(rx.MarkupError):
        annotator.annotate("<p>pain", assets=url)
    with pytest.raises(rx.MarkupError):
        annotator.annotate("<p>pain", url=url)
    with pytest.raises(rx.MarkupError):
        annotator.page(assets=url)


def test_everything_written_is_marked():
    """Every element of ours but those inside of a marked one begins with the mark."""
    page = "<main><p>pain <b>pa</b>in</main>"
    html = annotate(page, policy=rx.Policy(occurrences="all"), assets="x")
    spans = [html[start:end] for start, end in strip_spans(html)]
    starts = [span for span in spans if not span.startswith("</")]
    assert len(starts) == 7  # the switch, three pieces, the section, the link, the script
    assert all(f'class="{MARK}' in span.partition(">")[0] for span in starts)
    assert rx.strip(html) == page


# --- Options -------------------------------------------------------------------------------------

WRONG = [
    pytest.param({"languages": ()}, "one or two", id="no-language"),
    pytest.param({"languages": ("en", "bn", "hi")}, "one or two", id="three-languages"),
    pytest.param({"languages": "en"}, "not 'en'", id="a-text-for-languages"),
    pytest.param({"languages": ("en", "en")}, "one or two", id="one-language-twice"),
    pytest.param({"languages": ("",)}, "one or two", id="empty-language"),
    pytest.param({"languages": (1, 2)}, "one or two", id="numbers-for-languages"),
    pytest.param({"id_prefix": ""}, "can't begin an id", id="no-prefix"),
    pytest.param({"id_prefix": "a b"}, "can't begin an id", id="space-in-the-prefix"),
    pytest.param({"id_prefix": 'a"'}, "can't begin an id", id="quote-in-the-prefix"),
    pytest.param({"heading_level": 0}, "from 1 to 6, not 0", id="level-0"),
    pytest.param({"heading_level": 7}, "from 1 to 6, not 7", id="level-7"),
    pytest.param({"heading_level": "2"}, "from 1 to 6", id="level-text"),
]


@pytest.mark.parametrize(("options", "message"), WRONG)
def test_wrong_options(options, message):
    """A wrong option is an error that says what would be right."""
    with pytest.raises(rx.ConfigurationError, match=message):
        rx.Link(**options)


def test_renderers_are_frozen_values():
    """Equal options make equal renderers with one `repr`, lists or tuples."""
    assert rx.Link(languages=["en"]) == rx.Link(languages=("en",))
    assert repr(rx.Link(languages=["en"])) == repr(rx.Link(languages=("en",)))
    assert repr(rx.Dfn(languages=["en"])) == repr(rx.Dfn(languages=("en",)))
    with pytest.raises(AttributeError):
        rx.Link().switch = False  # type: ignore[misc]


def test_unknown_renderer():
    """A wrong shortcut names the right ones."""
    with pytest.raises(rx.ConfigurationError, match=r"did you mean 'link'.*use link, data, dfn"):
        rx.Annotator(GLOSSARY, renderer="links")


# --- Dfn -----------------------------------------------------------------------------------------

TITLES = [
    ("both", ("en", "bn"), "pain", "A bad feeling.\nখারাপ লাগা।"),
    ("order", ("bn", "en"), "pain", "খারাপ লাগা।\nA bad feeling."),
    ("one", ("en",), "pain", "A bad feeling."),
    ("missing", ("en", "bn"), "fever", "A hot body."),
]


@pytest.mark.parametrize(
    ("languages", "word", "title"), [pytest.param(*row[1:], id=row[0]) for row in TITLES]
)
def test_dfn(languages, word, title):
    """The definitions that there are, in order, as the title; no parts, no assets."""
    renderer = rx.Dfn(languages=languages)
    html = rx.Annotator(GLOSSARY, renderer=renderer).annotate(f"<p>{word}", assets="x").html
    (node,) = tree(html).iter("dfn")
    assert dict(node.attrib) == {"class": "rxg", "title": title}
    assert html.startswith("<p><dfn ")
    assert html.endswith(f">{word}</dfn>")
    page = PageInfo(assets="x", terms={"pain": PAIN})
    assert [*renderer.opening(page), *renderer.closing(page), *renderer.asset_links(page)] == []
    assert not renderer.links


def test_dfn_without_a_definition():
    """A term without a definition in these languages is left as it is."""
    renderer = rx.Dfn(languages=("bn",))
    assert renderer.wrap(Occurrence(FEVER, "fever"), PageInfo()) is None
    page = "<p>fever"
    assert rx.Annotator(GLOSSARY, renderer=renderer).annotate(page).html == page


@pytest.mark.parametrize("languages", [(), "en", None])
def test_dfn_needs_a_language(languages):
    """Languages are a sequence of one tag or more."""
    with pytest.raises(rx.ConfigurationError, match="one tag or more"):
        rx.Dfn(languages=languages)


# --- Labels and page -----------------------------------------------------------------------------

LABELS = [("en", "en"), ("en-GB", "en"), ("BN", "bn"), ("bn-BD", "bn"), ("fr", "en"), ("", "en")]


@pytest.mark.parametrize(("tag", "expected"), LABELS)
def test_labels(tag, expected):
    """Labels go by the first subtag; a language without any gets English ones, marked as such."""
    assert {label.language for label in labels(tag)[1:]} == {expected}
    assert all(label.text for label in labels(tag))


def test_the_close_button_is_named_in_the_page_language():
    """The script's one word comes with the section, in the page's language."""
    html = annotate('<!doctype html><html lang="bn"><body><p>pain')
    (section,) = tree(html).iter("section")
    assert section.get("data-rxg-close") == "বন্ধ করুন"
    (section,) = tree(annotate("<p>pain", languages=("bn", "en"))).iter("section")
    assert section.get("data-rxg-close") == "বন্ধ করুন"
