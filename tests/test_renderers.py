"""All renderers alike: marks, strip, refresh; and what each of the smaller ones writes."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from markupsafe import Markup

import rxglossary as rx
from rxglossary.markup import SafeMarkup, serialise
from rxglossary.render import RENDERERS, PageInfo, renderer

PAIN = rx.Term(
    "pain", en="A bad feeling.", bn="খারাপ লাগা।", term={"en": "pain", "bn": "ব্যথা"}, status="reviewed"
)  # fmt: skip
FEVER = rx.Term("fever", en="A hot body...")
COUGH = rx.Term("cough", bn="কাশি হওয়া।", forms={"bn": ["কাশি"]})
GLOSSARY = rx.Glossary([PAIN, FEVER, COUGH])
PAGE = "<!doctype html><title>x</title><main><h1>x</h1>\r\n<p>Pain, <b>fe</b>ver and pain.\n</main>"
EVERY = rx.Policy(occurrences="all")


@dataclass(frozen=True)
class Everything(rx.Renderer):
    """A renderer of an integrator's own, with all that one may write."""

    def wrap(self, occurrence, page):
        tail = (
            (" (", rx.Element("bdi", {}, (page.language or "?",)), ")") if occurrence.last else ()
        )
        return rx.Element("abbr", {"title": "x > y", "class": "theirs"}, tail)

    def opening(self, page):
        return [rx.Element("p", {"class": "intro"}, ("Words",)), rx.Element("input")]

    def overview(self, page):
        return [rx.Element("ul", {}, (rx.Element("li", {}, tuple(page.terms)),))]

    def closing(self, page):
        return [rx.Element("div", {}, (rx.Element("div", {}, ("End",)),))]

    def asset_links(self, page):
        return [rx.Element("style", {"nonce": "a"}, ("p { color: red }",))]


KINDS = {
    **{name: renderer(name) for name in RENDERERS},
    "custom": Everything(),
    "everything-in-link": rx.Link(
        position="start", with_overview=True, audience="both", assets="inline"
    ),
    "glossary-url": rx.Link(glossary_url="/words.html", assets="/_rxg/"),
    "data-abbr": rx.Data("abbr", "", {"title": "{bn} {en}"}),
}
ALL = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def html_of(kind: rx.Renderer, html: str = PAGE, **given: str) -> str:
    annotator = rx.Annotator(GLOSSARY, policy=EVERY, renderer=kind)
    return annotator.annotate(html, nonce="bm9uY2U=", **given).html


# --- Marks ---------------------------------------------------------------------------------------


@ALL
def test_strip_is_the_inverse(kind):
    """Whatever a renderer writes goes, and the page is back, byte for byte."""
    written = html_of(kind)
    assert written != PAGE
    assert rx.strip(written) == PAGE
    assert rx.strip(written.encode()) == PAGE.encode()


@ALL
def test_an_annotated_page_is_returned_unchanged(kind):
    """Annotating twice writes nothing twice."""
    written = html_of(kind)
    again = rx.Annotator(GLOSSARY, renderer=kind).annotate(written)
    assert again.html is written
    assert again.refused.code == "already-annotated"


@ALL
def test_refresh_is_annotating_anew(kind):
    """A page that was annotated with another glossary is as if it never had been."""
    old = rx.Annotator(rx.Glossary([rx.Term("main", en="Old.")])).annotate(PAGE).html
    new = rx.Annotator(GLOSSARY, policy=EVERY, renderer=kind)
    assert rx.refresh(old, new, nonce="bm9uY2U=").html == html_of(kind)


def test_the_sites_own_tooltips_stay():
    """Elements that look like those of `data`, but have no mark, are the site's."""
    page = '<p><span class="rx-term" data-rx-term="pain">pain</span> <i class="x rxg">fever</i>'
    assert rx.strip(page) is page


# --- data ----------------------------------------------------------------------------------------

DATA = [
    ("default", {}, "pain",
     '<span class="rxg rx-term" data-rx-term="pain"'
     ' data-rx-definition="A bad feeling. সহজ বাংলা: খারাপ লাগা।">pain</span>'),
    ("first-language-alone", {}, "fever",
     '<span class="rxg rx-term" data-rx-term="fever" data-rx-definition="A hot body...">'
     "fever</span>"),
    ("second-language-alone", {}, "কাশি",
     '<span class="rxg rx-term" data-rx-term="cough"'
     ' data-rx-definition="সহজ বাংলা: কাশি হওয়া।">কাশি</span>'),
    ("own", {"element": "abbr", "classes": "tip a", "attributes": {"data-tip": "{surface}: {en}"}},
     "PAIN", '<abbr class="rxg tip a" data-tip="PAIN: A bad feeling.">PAIN</abbr>'),
    ("no-class", {"classes": "", "attributes": {"title": "({bn})"}}, "pain",
     '<span class="rxg" title="(খারাপ লাগা।)">pain</span>'),
    ("no-definition", {"attributes": {"title": "{fr}"}}, "pain", "pain"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "html", "expected"), [pytest.param(*row[1:], id=row[0]) for row in DATA]
)
def test_data(options, html, expected):
    """Attributes are filled; the words before a missing definition go with it."""
    assert rx.annotate(html, GLOSSARY, renderer=rx.Data(**options)).html == expected


WRONG_DATA = [
    pytest.param({"attributes": {"title": "{0}"}}, rx.ConfigurationError, id="number"),
    pytest.param({"attributes": {"title": "{en"}}, rx.ConfigurationError, id="open-brace"),
    pytest.param({"attributes": {"onclick": "{en}"}}, rx.MarkupError, id="handler"),
    pytest.param({"attributes": {"href": "javascript:{en}"}}, rx.MarkupError, id="script"),
    pytest.param({"element": "button"}, rx.MarkupError, id="element"),
]


@pytest.mark.parametrize(("options", "error"), WRONG_DATA)
def test_wrong_data(options, error):
    """What can't be written is an error when the renderer is made, not on some page."""
    with pytest.raises(error):
        rx.Data(**options)


def test_data_in_links_keeps_out_of_links():
    """With a as its element it is a renderer of links, which don't nest."""
    kind = rx.Data("a", attributes={"href": "/words/{id}", "title": "{en}"})
    assert html_of(kind, "<b>pain</b>") == (
        '<b><a class="rxg rx-term" href="/words/pain" title="A bad feeling.">pain</a></b>'
    )


# --- inline --------------------------------------------------------------------------------------

INLINE = [
    ("both", ("en", "bn"), "pain pain",
     '<span class="rxg">pain<span class="rxg-tail"> (<span lang="en">A bad feeling</span>;'
     ' <span lang="bn">খারাপ লাগা</span>)</span></span> pain'),
    ("one", ("bn",), "pain",
     '<span class="rxg">pain<span class="rxg-tail"> (<span lang="bn">খারাপ লাগা</span>)'
     "</span></span>"),
    ("dots-stay", ("en",), "fever",
     '<span class="rxg">fever<span class="rxg-tail"> (<span lang="en">A hot body...</span>)'
     "</span></span>"),
    ("behind-the-last-piece", ("en",), "p<b>ai</b>n",
     '<span class="rxg">p</span><b><span class="rxg">ai</span></b><span class="rxg">n'
     '<span class="rxg-tail"> (<span lang="en">A bad feeling</span>)</span></span>'),
    ("no-definition", ("bn",), "fever", "fever"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("languages", "html", "expected"), [pytest.param(*row[1:], id=row[0]) for row in INLINE]
)
def test_inline(languages, html, expected):
    """The meaning stands behind the first use on the page, and nowhere else."""
    assert html_of(rx.Inline(languages), html) == expected


@pytest.mark.parametrize("languages", [(), "en", None])
def test_inline_needs_a_language(languages):
    """Languages are a sequence of one tag or more."""
    with pytest.raises(rx.ConfigurationError, match="one tag or more"):
        rx.Inline(languages)


# --- none ----------------------------------------------------------------------------------------


def test_none_writes_the_section_alone():
    """Words stay bare, the list stands at the end, and the result names what it explains."""
    annotator = rx.Annotator(GLOSSARY, policy=EVERY, renderer="none")
    result = annotator.annotate("<main><base href=/x><p>pain, pain</p></main>")
    assert [one.surface for one in result] == ["pain", "pain"]
    assert "pain, pain</p><section" in result.html
    assert result.html.count("<div id=") == 1


def test_none_explains_links_too():
    """A word inside of a link may be explained, where the explanation is no link."""
    html = "<a href=/x>pain</a>"
    kind = rx.Policy(skip=["code"])
    assert rx.Annotator(GLOSSARY, policy=kind, renderer="none").annotate(html).annotations


# --- Parts of link -------------------------------------------------------------------------------


def test_position_and_overview():
    """Switch, overview and section stand in this order; the overview links to the entries."""
    html = html_of(rx.Link(position="start", with_overview=True), "<main><p>fever pain</p></main>")
    order = [html.index(part) for part in ("rxg-lang", "rxg-terms", "rxg-glossary", "<p>")]
    assert order == sorted(order)
    overview = html[order[1] : order[2]]
    assert '<li><a href="#rxg-fever"><dfn lang="en">Fever</dfn></a></li>' in overview
    assert (
        '<a href="#rxg-pain"><dfn lang="en">Pain</dfn></a> <span lang="bn">ব্যথা</span>' in overview
    )
    assert 'id="rxg-t"' in overview
    assert "aria-describedby" in html


def test_no_overview_by_default():
    """It is an option."""
    assert "rxg-terms" not in html_of(rx.Link())


def test_glossary_url():
    """Occurrences link to the page, undescribed, and there is no section on this one."""
    kind = rx.Link(glossary_url="/words.html#top", id_prefix="w-", assets="/x")
    html = html_of(kind, "<base href=/y><p>pain")
    assert '<a class="rxg" href="/words.html#w-pain" role="doc-glossref">pain</a>' in html
    assert "<section" not in html
    assert "describedby" not in html
    assert 'src="/x/rxg.js"' in html
    assert 'src="/x/rxg-entries.js"' in html


def test_linked_assets_have_the_nonce():
    """A policy that goes by nonces allows the files that we link."""
    html = html_of(rx.Link(assets="/x"))
    assert '<link class="rxg-css" nonce="bm9uY2U=" rel="stylesheet" href="/x/rxg.css">' in html
    assert '<script class="rxg-js" nonce="bm9uY2U=" src="/x/rxg.js" defer></script>' in html


def test_inline_assets():
    """On request the files are written into the page, as they are, under its nonce."""
    html = html_of(rx.Link(assets="inline"))
    assert '<style class="rxg-css" nonce="bm9uY2U=">/*! rxglossary' in html
    assert '<script class="rxg-js" nonce="bm9uY2U=">/*! rxglossary' in html
    assert "src=" not in html


def test_no_inline_assets_without_a_nonce():
    """A page whose policy isn't known gets no inline script."""
    with pytest.raises(rx.ConfigurationError, match="need the nonce"):
        rx.annotate("pain", GLOSSARY, renderer=rx.Link(assets="inline"))


@pytest.mark.parametrize("nonce", ["a b", '"', "é", "===", "a\n"])
def test_a_nonce_is_base64(nonce):
    """Anything else is refused before it gets near a page."""
    with pytest.raises(rx.ConfigurationError, match="no nonce"):
        rx.Annotator(GLOSSARY).annotate("pain", nonce=nonce)


WRONG = [
    pytest.param({"position": "middle"}, "end or start", id="position"),
    pytest.param({"audience": "all"}, "patient, clinical, both", id="audience"),
    pytest.param({"labels": {"en": {"clsoe": "x"}}}, "did you mean 'close'", id="label"),
    pytest.param({"glossary_url": "/x", "with_marks": False}, "drop one", id="no-marks-no-page"),
]


@pytest.mark.parametrize(("options", "message"), WRONG)
def test_wrong_options(options, message):
    """A wrong option is an error that says what would be right."""
    with pytest.raises(rx.ConfigurationError, match=message):
        rx.Link(**options)


def test_unsafe_glossary_url():
    """No unsafe URL is written."""
    with pytest.raises(rx.MarkupError):
        rx.Link(glossary_url="javascript:x")


# --- Markup that is marked as safe ---------------------------------------------------------------


class SafeString(str):
    """What Django marks texts with."""

    def __html__(self):
        return self


class Widget:
    """An object that can write itself, as forms of Django do."""

    def __html__(self):
        return "<p>pain</p>"


class Escaping(str):
    """A text whose class escapes what it is given."""

    def __html__(self):
        return "<p>pain</p>"


SAFE = [
    pytest.param(Markup("<p>pain</p>"), Markup, id="markupsafe"),
    pytest.param(SafeString("<p>pain</p>"), SafeString, id="django"),
    pytest.param(Widget(), SafeMarkup, id="object"),
    pytest.param(Escaping("pain"), SafeMarkup, id="text-of-another-text"),
    pytest.param("<p>pain</p>", str, id="plain"),
]


@pytest.mark.parametrize(("given", "kind"), SAFE)
def test_safe_comes_back_safe_and_plain_comes_back_plain(given, kind):
    """The type of a fragment is that of its result: nothing is made safe by annotating it."""
    annotator = rx.Annotator(GLOSSARY, renderer="dfn")
    for result in (annotator.annotate(given), annotator.page().annotate(given)):
        assert type(result.html) is kind
        assert str.__str__(
            result.html
        ) == '<p><dfn class="rxg" title="A bad feeling.\nখারাপ লাগা।">pain</dfn></p>'.replace(
            "\n", "&#10;"
        )
        assert [type(one.text) for one in result] == [str]
    if isinstance(given, str) and kind is not SafeMarkup:
        assert type(rx.strip(result.html)) is kind
        assert rx.strip(result.html) == given


@pytest.mark.parametrize("text", ["<p>nothing", '<p class="rxg">x</p>'], ids=["bare", "refused"])
def test_what_is_not_changed_is_the_very_same_object(text):
    """Where nothing is inserted, the safe object itself comes back."""
    given = Markup(text)  # noqa: S704 -- a text of this test
    assert rx.Annotator(GLOSSARY).annotate(given).html is given
    assert rx.Annotator(GLOSSARY).page().annotate(given).html is given


def test_the_parts_of_a_page_are_safe():
    """Template engines write them as they are; added to a text they are text again."""
    page = rx.Annotator(GLOSSARY, renderer=rx.Link(with_overview=True)).page(assets="/x")
    page.annotate("pain")
    parts = page.switch(), page.overview(), page.section(), page.assets()
    assert all(part.startswith("<") for part in parts)
    assert all(Markup("{}").format(part) == part for part in parts)
    assert type(parts[0] + "") is str


def test_the_overview_is_asked_for_behind_the_fragments():
    """It holds the terms of all of them, so that nothing may follow."""
    page = rx.Annotator(GLOSSARY, renderer=rx.Link(with_overview=True)).page()
    page.annotate("pain")
    assert page.overview().count("<li>") == 1
    with pytest.raises(rx.PageError):
        page.annotate("fever")


# --- What an entry shows -------------------------------------------------------------------------

FULL = rx.Term(
    "inflammation",
    en="A response of the body.",
    bn="শরীরের প্রতিক্রিয়া।",
    clinical={"en": "A protective response."},
    say={"en": "in-fluh-MAY-shun"},
    synonyms={"en": ["swelling", "redness"], "bn": ["জ্বালাপোড়া"]},
    abbr={"en": ["INF"]},
    forms={"en": ["inflamed"]},
    see=[{"url": "https://example.org/a?b&c", "title": "More", "lang": "en"}],
    source={"title": "NCI", "url": "https://example.org/nci"},
    note={"en": "Editors only."},
    related=["pain"],
    image={"src": "a.png", "alt": {"en": "An arm", "bn": "একটি হাত"}},
    status="reviewed",
)


def section(term: rx.Term = FULL, **options: object) -> str:
    page = PageInfo(terms={term.id: term})
    (made,) = rx.Link(**options).closing(page)
    return serialise(made)


def test_what_readers_see_of_an_entry():
    """Synonyms, respelling, further reading and source; not what is for editors and matchers."""
    html = section()
    assert '<dd class="rxg-1 rxg-more" lang="en">Also called: swelling, redness; Say: in-' in html
    assert '<dd class="rxg-2 rxg-more" lang="bn">আরও বলা হয়: জ্বালাপোড়া</dd>' in html
    see = 'See: <a href="https://example.org/a?b&amp;c" lang="en">More</a>'
    source = 'Source: <a href="https://example.org/nci">NCI</a>'
    assert f'<dd class="rxg-more" lang="en">{see} {source}</dd>' in html
    for hidden in ("Editors", "INF", "inflamed", "a.png", "pain"):
        assert hidden not in html


def test_further_reading_is_introduced_in_the_language_of_the_page():
    """What belongs to neither language is said in that of the page."""
    (made,) = rx.Link().closing(PageInfo("bn-BD", terms={"x": FULL}))
    assert '<dd class="rxg-more" lang="bn-BD">আরও পড়ুন: ' in serialise(made)


VIEWS = [
    ("patient", ["rxg-1", "rxg-2"], ["A response of the body.", "শরীরের প্রতিক্রিয়া।"]),
    ("clinical", ["rxg-1", "rxg-2"], ["A protective response.", "শরীরের প্রতিক্রিয়া।"]),
    ("both", ["rxg-1 rxg-v1", "rxg-1 rxg-v2", "rxg-2"],
     ["A response of the body.", "A protective response.", "শরীরের প্রতিক্রিয়া।"]),
]  # fmt: skip


@pytest.mark.parametrize(("audience", "classes", "texts"), VIEWS)
def test_audience(audience, classes, texts):
    """Whose definitions are shown; where there is one text, it is everyone's."""
    found = re.findall('<dd class="([^"]*)"[^>]*>([^<]*)</dd>', section(audience=audience))
    found = [(one, text) for one, text in found if "rxg-more" not in one]
    assert found == list(zip(classes, texts, strict=True))


def test_the_switch_of_reading_views():
    """With both audiences there is a second switch, where some term has two definitions."""
    kind = rx.Link(audience="both")
    names = [part.attributes["class"] for part in kind.opening(PageInfo(terms={"x": FULL}))]
    assert names == ["rxg-lang", "rxg-view"]
    assert len(kind.opening(PageInfo(terms={"x": PAIN}))) == 1
    assert len(kind.opening(PageInfo())) == 2  # placed by hand, before any term is known
    assert len(rx.Link(audience="clinical").opening(PageInfo(terms={"x": FULL}))) == 1
    view = serialise(kind.opening(PageInfo())[1])
    assert '<legend><span lang="en">Reading view</span> <span lang="bn">' in view
    assert 'name="rxg-view" value="2" form="rxg-none"> <span lang="en">For clinicians<' in view


@pytest.mark.parametrize("text", ["A response of the body.", "Another text."])
def test_the_note_goes_by_the_review_of_a_text(text):
    """Where texts have reviews, one that is missing or of another text brings the note back."""
    review = {"en": {"by": "A", "date": "2026-11-01", "of": rx.text_hash(text)}}
    term = rx.Term("x", en=FULL.definition["en"], bn="খ।", status="reviewed", review=review)
    notes = re.findall('<small class="rxg-note" lang="(..)"', section(term))
    assert notes == (["bn"] if text == FULL.definition["en"] else ["en", "bn"])


def test_min_status_leaves_out_a_clinical_text():
    """Without a review clinicians don't see it either, but what patients read, if that counts."""
    review = {"en": {"by": "A", "date": "2026-11-01", "of": rx.text_hash("Pain.")}}
    term = rx.Term("x", en="Pain.", clinical={"en": "Ache."}, status="reviewed", review=review)
    policy = rx.Policy(min_status="reviewed")
    for audience in ("patient", "clinical", "both"):
        kind = rx.Link(languages=("en",), audience=audience)
        result = rx.annotate("x", rx.Glossary([term]), policy=policy, renderer=kind)
        assert "Pain." in result.html
        assert "Ache." not in result.html
        told = [] if audience == "patient" else ["review-missing"]
        assert [skip.code for skip in result.skipped] == told
    kinds = (rx.Dfn(("en",)), rx.Inline(("en",)), rx.Data(attributes={"title": "{en}"}))
    for kind in kinds:
        assert rx.annotate("x", rx.Glossary([term]), policy=policy, renderer=kind).annotations


def test_the_url_of_a_page_is_kept_for_print():
    """On paper, the list says where it came from."""
    html = rx.annotate("pain", GLOSSARY).html
    assert "data-rxg-url" not in html
    html = rx.Annotator(GLOSSARY).annotate("pain", url="https://example.org/a#b").html
    assert 'data-rxg-url="https://example.org/a"' in html


@pytest.mark.parametrize("section", [200, 40, 16], ids=["one-section", "five", "thirteen"])
def test_the_weight_of_an_occurrence(section):
    """Two hundred occurrences of fifteen terms cost at most 82 bytes each for their tags.

    However many headings stand between them, behind each of which a term is a tab stop again.
    """
    usable = [term for term in rx.builtin() if {"en", "bn"} <= set(term.definition)]
    terms = usable[:: len(usable) // 15][:15]
    words = [term.preferred("en") for term in terms]
    page = "".join(
        f"{'' if number % section else '<h2>Part</h2>'}<p>About {words[number % 15]} today.</p>"
        for number in range(200)
    )
    result = rx.Annotator(rx.Glossary(terms), policy=EVERY).annotate(page)
    assert len(result) == 200
    tags = re.findall(r'<a class="rxg"[^>]*>', result.html)
    assert len(tags) == 200
    assert sum(len(tag) + len("</a>") for tag in tags) / 200 <= 82
