"""lxml and BeautifulSoup trees: the same as annotating the text, and back again."""

from functools import lru_cache
from pathlib import Path

import bs4
import lxml.etree
import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rxglossary as rx
from rxglossary.integrations import beautifulsoup
from rxglossary.integrations import lxml as lxml_trees

PAGES = sorted((Path(__file__).parents[2] / "examples/pages").glob("*.html"))
PAIN = rx.Glossary([
    rx.Term("pain", term={"bn": "ব্যথা"}, en="A bad feeling.", bn="খারাপ লাগা।"),
    rx.Term("fever", en="A hot body."),
])  # fmt: skip


@lru_cache
def shipped(renderer: str) -> rx.Annotator:
    return rx.Annotator(rx.builtin(), renderer=renderer)


class Lxml:
    name = "lxml"
    annotate = staticmethod(lxml_trees.annotate)
    strip = staticmethod(lxml_trees.strip)

    @staticmethod
    def parse(html):
        return lxml.html.fromstring(html)

    @staticmethod
    def text(tree):
        return lxml.html.tostring(tree, encoding="unicode")


class Soup:
    annotate = staticmethod(beautifulsoup.annotate)
    strip = staticmethod(beautifulsoup.strip)

    def __init__(self, parser):
        self.parser = parser

    def parse(self, html):
        return bs4.BeautifulSoup(html, self.parser)

    def text(self, tree):
        return str(tree)


@pytest.fixture(
    params=[Lxml(), Soup("html.parser"), Soup("lxml"), Soup("html5lib")],
    ids=["lxml", "html.parser", "soup-lxml", "html5lib"],
)
def library(request):
    return request.param


def strings(tree) -> list[str]:
    return [str(text) for text in tree.find_all(string=True)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.parametrize("renderer", ["link", "dfn", "inline"])
def test_a_tree_becomes_what_its_text_becomes(library, page, renderer):
    """Annotating then parsing is parsing then annotating."""
    html = page.read_text("utf-8")
    annotator = shipped(renderer)
    tree = library.parse(html)
    found = library.annotate(tree, annotator, assets="/rxg/")
    result = annotator.annotate(html, assets="/rxg/")
    assert [one.surface for one in found] == [one.surface for one in result]
    assert len(found) > 50
    # An attribute without a value has an empty one.
    expected = library.text(library.parse(result.html)).replace('=""', "")
    assert library.text(tree).replace('=""', "") == expected


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
@pytest.mark.parametrize("renderer", ["link", "inline"])
def test_strip_is_the_inverse(library, page, renderer):
    """Not only the markup is back, but each text node."""
    html = page.read_text("utf-8")
    tree, plain = library.parse(html), library.parse(html)
    library.annotate(tree, shipped(renderer), assets="/rxg/")
    assert library.text(tree) != library.text(plain)
    assert library.strip(tree) > 50
    assert library.text(tree) == library.text(plain)
    if not isinstance(library, Lxml):
        assert strings(tree) == strings(plain)
    assert library.strip(tree) == 0


CASES = [
    pytest.param("<p>a pain &amp; pain's &lt;end</p>", ["pain", "pain's"], id="escapes"),
    pytest.param("<p>pain<br>fever <i>pain</i> fever</p>", ["pain", "fever", "pain", "fever"],
                 id="text-and-tail"),
    pytest.param("<p>pa<b>in</b>s <!-- pain --> fe<!-- -->ver</p>", ["pains", "fever"],
                 id="comments"),
    pytest.param("<p><code>pain</code><a href=x>pain</a> <svg><text>pain</text></svg></p>", [],
                 id="skipped"),
    pytest.param("<script>pain</script><style>pain</style><p>pain</p>", ["pain"], id="raw-text"),
    pytest.param("<p title=pain lang=en hidden>pain</p><p @click='pain' x:y=pain>fever</p>",
                 ["fever"], id="attributes"),
    pytest.param("<p><o:p>pain</o:p> <my-tag>fever</my-tag></p>", ["pain", "fever"], id="names"),
    pytest.param("<ul>pain<li>fever</ul>", ["fever"], id="structure"),
    pytest.param("<p>ব্যথার MRI</p>", ["ব্যথার"], id="bangla"),
    pytest.param("<p>nothing</p>", [], id="nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), CASES)
def test_what_is_found_in_a_tree(library, html, expected):
    annotator = rx.Annotator(PAIN, policy=rx.Policy(occurrences="all"), renderer="dfn")
    whole = f"<html><body><main>{html}</main></body></html>"
    tree, plain = library.parse(whole), library.parse(whole)
    assert [one.surface for one in library.annotate(tree, annotator)] == expected
    library.strip(tree)
    assert library.text(tree) == library.text(plain)


def test_parts_stand_in_the_content(library):
    html = "<html><body><nav>x</nav><main><p>pain</p></main><footer>y</footer></body></html>"
    tree = library.parse(html)
    library.annotate(tree, rx.Annotator(PAIN), assets="/rxg/")
    text = library.text(tree)
    order = [
        text.index(part)
        for part in ("<main", "rxg-lang", "pain</a>", "rxg-glossary", "rxg-css", "</main>")
    ]
    assert order == sorted(order)


def test_a_tree_that_is_annotated_is_refused(library):
    tree = library.parse("<html><body><p>pain</p></body></html>")
    annotator = rx.Annotator(PAIN)
    library.annotate(tree, annotator)
    before = library.text(tree)
    assert library.annotate(tree, annotator).refused.code == "already-annotated"
    assert library.text(tree) == before


def test_a_page_can_turn_it_off(library):
    tree = library.parse(
        '<html><head><meta name="rxglossary" content="off"></head><body><p>pain</p></body></html>'
    )
    assert library.annotate(tree, rx.Annotator(PAIN)).refused.code == "switched-off"


def test_the_language_of_a_fragment_can_be_told():
    root = lxml.html.fromstring("<div><p>pain</p></div>")
    lxml_trees.annotate(root, rx.Annotator(PAIN), language="bn")
    assert root.find(".//a").get("aria-describedby") == "rxg-pain-2"


def test_a_part_of_a_tree_is_annotated_alone():
    """An element is a fragment: what stands around it stays as it is."""
    root = lxml.html.fromstring("<div><p>pain</p>fever<p>fever</p>pain</div>")
    second = root.findall("p")[1]
    assert [
        one.surface for one in lxml_trees.annotate(second, rx.Annotator(PAIN, renderer="dfn"))
    ] == ["fever"]
    assert lxml.html.tostring(root) == (
        b'<div><p>pain</p>fever<p><dfn class="rxg" title="A hot body.">fever</dfn></p>pain</div>'
    )
    soup = bs4.BeautifulSoup("<p>pain</p><p>fever</p>", "html.parser")
    beautifulsoup.annotate(soup.find_all("p")[1], rx.Annotator(PAIN, renderer="dfn"))
    assert str(soup) == '<p>pain</p><p><dfn class="rxg" title="A hot body.">fever</dfn></p>'


def test_xhtml_elements_get_its_namespace():
    space = "http://www.w3.org/1999/xhtml"
    tree = lxml.etree.ElementTree(
        lxml.etree.fromstring(f'<html xmlns="{space}"><body><p>pain</p></body></html>')
    )
    lxml_trees.annotate(tree, rx.Annotator(PAIN))
    names = {element.tag for element in tree.iter()}
    assert {f"{{{space}}}{name}" for name in ("a", "section", "dl", "fieldset")} <= names
    assert all(name.startswith(f"{{{space}}}") for name in names)
    lxml_trees.strip(tree)
    assert lxml.etree.tostring(tree) == (
        f'<html xmlns="{space}"><body><p>pain</p></body></html>'.encode()
    )


def test_a_tree_is_stripped_wherever_ours_stand():
    """Wrappers with children, parts at the start, in the middle and at the end, adjacent ones."""
    html = (
        '<div><p class="rxg-x">no</p>a<a class="rxg">b<i>c</i>d</a>e<span class="rxg">f</span>'
        '<i class="rxg-y">no</i><b>g</b><a class="rxg"><u>h</u></a>i<i class="rxg-z">no</i></div>'
    )
    plain = "<div>ab<i>c</i>def<b>g</b><u>h</u>i</div>"
    root = lxml.html.fromstring(html)
    assert lxml_trees.strip(root) == 6
    assert lxml.html.tostring(root, encoding="unicode") == plain
    soup = bs4.BeautifulSoup(html, "html.parser")
    assert beautifulsoup.strip(soup) == 6
    assert str(soup) == plain
    assert strings(soup) == ["ab", "c", "def", "g", "h", "i"]


TEXTS = st.sampled_from(
    ["pain", "fever", " ", "a & b", "<", "x", "ব্যথার", "\u00a0", "é", "'", "]]>"]
)
NAMES = st.sampled_from(["p", "b", "div", "code", "a", "td", "svg", "li", "select", "x-y"])


@st.composite
def elements(draw, depth=3):
    root = lxml.html.Element(draw(NAMES))
    root.text = "".join(draw(st.lists(TEXTS, max_size=3))) or None
    if depth:
        for child in draw(st.lists(elements(depth=depth - 1), max_size=2)):
            child.tail = "".join(draw(st.lists(TEXTS, max_size=3))) or None
            root.append(child)
    return root


@given(elements())
def test_any_tree_can_be_annotated_and_stripped(element):
    """Even one that no parser would make: the way back leads to the same tree."""
    root = lxml.html.Element("div")
    root.append(element)
    before = lxml.etree.tostring(root)
    texts = "".join(root.itertext())
    result = lxml_trees.annotate(
        root, rx.Annotator(PAIN, policy=rx.Policy(occurrences="all"), renderer="dfn")
    )
    assert "".join(root.itertext()) == texts
    assert lxml_trees.strip(root) == sum(len(one.pieces) for one in result)
    assert lxml.etree.tostring(root) == before
