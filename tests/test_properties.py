"""Laws of the whole annotator, on generated pages and glossaries.

Pages are made of the hard parts of HTML's grammar and of glossary words in English and Bangla;
definitions are as hostile as an entry can be. That the tree stays the same is test_neutrality's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import html5lib
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from test_conformance import HERE, TOKENS, TREES

import rxglossary as rx
from rxglossary.render.labels import labels

# --- Pages -----------------------------------------------------------------------------------

WORDS = [
    "diabetes", "Diabetes", "insulin", "blood pressure", "pressure", "blood", "MRI", "MRI-এর",
    "ডায়াবেটিস", "ডায়াবেটিসের", "রোগ", "রোগী", "রোগের", "ডায়াবেটিস", "lumbar", "puncture",
    "lumbar puncture", "anti-diabetes", "diabetes's", "x", "১২", "12", "dia", "betes", "-এর",
]  # fmt: skip
TAGS = (
    "a b i em span font p div ul li dl dt dd h2 code nav button table caption tbody tr td th main"
    " article section form ruby rt sup sub br hr img wbr object details summary blockquote"
).split()
HARD = [
    '<p title="diabetes">', '<a href="?x>diabetes">', "<a title='insulin", "<i =\"<p>\">",
    "<!-- diabetes -->", "<!--", "-->", "<!-->", "<!x>", "<?x insulin ?>", "</ diabetes>", "</>",
    "<script>'diabetes'</script>", "<script><!--<script></script>", "<style>diabetes{}</style>",
    "<textarea>diabetes</textarea>", "<title>diabetes</title>", "<xmp>insulin</xmp>", "<iframe>",
    "<svg><text>diabetes</text></svg>", "<svg>", "</svg>", "<math><mi>x</mi></math>", "<math>",
    "<select><option>diabetes</select>", "<select>", "</select>", "<template>diabetes</template>",
    "<noscript>diabetes</noscript>", "<table>diabetes<tr>", "<![CDATA[diabetes]]>", "<plaintext>",
    "&nbsp;", "&shy;", "&amp;", "&", "&#100;", "&notit;", "&lt;b&gt;", "&#0;", "&#x9ad;", "&eacute",
    "\0", "\r\n", "\r", "\n", "\t", "\f", " ", " ", " ", " ", "<", "</", "<p", "</p", ">", '"', "'",
    "=", "😀", "\ufeff", "\u200d", "\u00ad", "\u0301", "\u212a", "<\u017fcript>", "\x85", "\ufffe",
    '[rx_box title="What is diabetes"]', "[/rx_box]", "[", "]", "{{ insulin }}", "{{", "}}", "$$",
    '<p id="rxg-diabetes">', "<i id=rxg-h>", "<i id=rxg-glossary>", "<a name='rxg-insulin-1'>",
    "<p hidden>", "<p data-rxg-skip>", "<p class=notranslate>", "<div role=main contenteditable>",
    "<p lang=bn>", "<base href=/x>", "<base target=x>", "<meta name=rxglossary content=off>", "rxg",
]  # fmt: skip
OURS = [
    '<a class="rxg" href="#rxg-x">', "</a>", '<dfn class="rxg" title="x">', "</dfn>", "</section>",
    '<section class="rxg-glossary">', "<i class=' rxg-x'>", "</i>", "<i class='x rxg'>", "<p>",
    '<link class="rxg-css" href=x>', "<CLASS=rxg>", "<div class=rxg>", "<div>", "</div>", "rxg",
    "<a class='rxg'", "<!-- <a class=rxg> -->", "<script class=rxg-js>", "</script>", "<svg>",
    "</svg>", "<<i class=rxg>b class=rxg>", "<textarea>", "<title>", "<x class=\"rx&#103;\">",
]  # fmt: skip

tags = st.sampled_from(TAGS).flatmap(lambda tag: st.sampled_from([f"<{tag}>", f"</{tag}>"]))
words = st.sampled_from(WORDS)
pairs = st.tuples(st.sampled_from(TAGS), words).map(lambda one: "<{0}>{1}</{0}>".format(*one))
spaced = words.map(" {} ".format)
soup = st.lists(
    st.one_of(spaced, words, tags, pairs, st.sampled_from(HARD)), min_size=1, max_size=14
).map("".join)
fragments = st.one_of(soup, spaced.flatmap(lambda word: soup.map(lambda text: word + text)))
HEADS = ["", "<head><title>diabetes</title></head>", "<meta charset=utf-8>", "<base href=/a>"]
documents = st.builds(
    "{}<html{}>{}<body>{}{}".format,
    st.sampled_from(["<!doctype html>", "<!DOCTYPE HTML PUBLIC 'x'>\r\n", ""]),
    st.sampled_from(["", " lang=en", ' lang="bn-BD"']),
    st.sampled_from(HEADS),
    fragments,
    st.sampled_from(["", "</body></html>", "</body>\n</html>\n", "</html> diabetes"]),
)
pages = st.one_of(fragments, documents)
texts = st.text(st.characters(), max_size=40).flatmap(
    lambda text: spaced.map(lambda word: text + word + text)
)
marked = st.lists(
    st.one_of(st.sampled_from(OURS), spaced, words, tags), min_size=1, max_size=10
).map("".join)

# --- Glossaries ------------------------------------------------------------------------------

SIGN = "Zq9Zq"
"""In every definition, and nowhere else."""

NAMES = {
    "diabetes": {"en": "diabetes", "bn": "ডায়াবেটিস"},
    "insulin": {"en": "insulin", "bn": "ইনসুলিন"},
    "blood-pressure": {"en": "blood pressure", "bn": "রক্তচাপ"},
    "pressure": {"en": "pressure"},
    "blood": {"bn": "রক্ত"},
    "mri": {"en": "MRI"},
    "disease": {"bn": "রোগ"},
    "lumbar-puncture": {},
    "h": {"en": "x"},
    "glossary": {"en": "blood"},
    "diabetes-1": {"en": "puncture"},
}
HOSTILE = [
    '"', "'", "<", ">", "&", "\n", "\r", "\r\n", "\t", "\0", "\x1b[2J", "\x85", "\ufffe", "\ud800",
    "</dd>", "</dl></section>", "<script>alert(1)</script>", "<!--", "-->", "]]>", "<plaintext>",
    "&quot;", "&amp;lt;", "&#0;", "&notit;", '"><img src=x onerror=alert(1)>', "' onfocus='x",
    '<a class="rxg" href="#rxg-diabetes">', "[rx_box title=\"", "{{ diabetes }}", "\u2028",
    "diabetes", "insulin", "ডায়াবেটিস", "রোগ", "blood pressure", "রক্তে চিনি।", " ", "ক\u09cd\u200d",
    'data-rx-term="insulin"', "title=", "class=rxg", "javascript:alert(1)", "😀", "\u202e",
]  # fmt: skip

definition = st.lists(st.sampled_from(HOSTILE), max_size=6).map(
    lambda parts: SIGN.join(["", "".join(parts), ""])
)
definitions = st.dictionaries(st.sampled_from(["en", "bn", "fr"]), definition, min_size=1)
term = st.builds(
    lambda id, texts, status: rx.Term(id, term=NAMES[id], definition=texts, status=status),
    st.sampled_from(sorted(NAMES)),
    definitions,
    st.sampled_from(["draft", "reviewed", "deprecated"]),
)
glossaries = st.lists(term, min_size=1, max_size=8, unique_by=lambda one: one.id).map(rx.Glossary)
renderers = st.one_of(
    st.sampled_from(["link", "dfn"]),
    st.builds(
        rx.Link,
        languages=st.sampled_from([("en", "bn"), ("bn", "en"), ("en",), ("bn",), ("ar", "hi")]),
        id_prefix=st.sampled_from(["rxg-", "term-", "x"]),
        heading_level=st.integers(1, 6),
        switch=st.booleans(),
        assets=st.sampled_from([None, "/x"]),
        unreviewed_label=st.booleans(),
    ),
)
policies = st.builds(
    rx.Policy,
    occurrences=st.sampled_from(["first", "first-per-section", "all", "all"]),
    skip=st.sampled_from([rx.Policy().skip, (), ("a", "code", "[hidden]")]),
    only=st.sampled_from([(), (), (), ("main",), ("body",), ("p", "div")]),
    protect=st.sampled_from([rx.Policy().protect, ()]),
    max_per_page=st.sampled_from([None, None, 0, 1, 3]),
    min_status=st.sampled_from([None, None, "draft", "reviewed"]),
)
annotators = st.builds(rx.Annotator, glossaries, policy=policies, renderer=renderers)
EVERY = rx.Policy(occurrences="all")
PLAIN = rx.Glossary([rx.Term(id, term=names, en=SIGN) for id, names in NAMES.items()])

# --- Laws of one run -------------------------------------------------------------------------


@given(annotators, st.one_of(pages, texts))
def test_strip_is_the_inverse(annotator, html):
    """Without the insertions the input is back, character for character."""
    result = annotator.annotate(html, assets="/a")
    assert rx.strip(result.html) == html
    assert (result.html is html) is not bool(result.annotations)


@given(annotators, pages)
def test_bytes_and_text_agree(annotator, html):
    """UTF-8 bytes come out as the text does, byte for byte; only the offsets count otherwise."""
    source = html.encode()
    by_text, by_bytes = annotator.annotate(html), annotator.annotate(source)
    assert by_bytes.html == by_text.html.encode()
    assert rx.strip(by_bytes.html) == source
    assert by_bytes.counts == by_text.counts
    assert bool(by_bytes.refused) is bool(by_text.refused)
    for one, other in zip(by_text, by_bytes, strict=True):
        assert (one.term, one.surface, one.lemma, one.ending) == (
            other.term, other.surface, other.lemma, other.ending,
        )  # fmt: skip
        assert one.text.encode() == other.text
        assert [len(html[:at].encode()) for piece in one.pieces for at in piece] == [
            at for piece in other.pieces for at in piece
        ]
    for one, other in zip(by_text.skipped, by_bytes.skipped, strict=True):
        assert (*one[:1], *one[2:]) == (*other[:1], *other[2:])
        assert len(html[: one.offset].encode()) == other.offset


@given(annotators, st.one_of(pages, marked))
@example(
    rx.Annotator(rx.Glossary([rx.Term("blood", definition={"fr": "x"})]), renderer="dfn"), "blood"
)
def test_annotating_twice_is_annotating_once(annotator, html):
    """What was annotated is refused and comes back as it is; else the second run is the first."""
    once = annotator.annotate(html)
    twice = annotator.annotate(once.html)
    assert twice.html is once.html
    if once.annotations:
        assert twice.refused is not None
        assert twice.refused.code == "already-annotated"


@given(annotators, st.one_of(pages, texts))
def test_find_is_annotate_without_writing(annotator, html):
    """Both tell the same occurrences, skips and counts."""
    found, done = annotator.find(html), annotator.annotate(html, url="/here")
    assert found.html is html
    assert (found.skipped, found.counts) == (done.skipped, done.counts)
    if done.refused is None:
        assert found == rx.Result(html, *[getattr(done, name) for name in RESULT])


RESULT = ("annotations", "skipped", "truncated", "counts", "refused")


def seen(text: str) -> str:
    """Return what the source of a piece shows, without the white space that pieces leave out."""
    return re.sub(r"[\s\0]+", "", unescape(text).replace("\r", "\n"))


@given(annotators, pages)
def test_annotations_lie_in_the_source(annotator, html):
    """In order, apart, in text alone: the pieces show the surface, and no reference is cut."""
    result = annotator.find(html)
    done = 0
    for one in result:
        assert html[one.start : one.end] == one.text
        assert one.start == one.pieces[0][0]
        assert one.end == one.pieces[-1][1]
        for start, end in one.pieces:
            assert done <= start < end
            done = end
            assert "<" not in html[start:end]
            assert not re.search("&#?[0-9A-Za-z]*$", html[:start]) or html[start] in "&\0;>< "
        pieces = "".join(seen(html[start:end]) for start, end in one.pieces)
        assert pieces == re.sub(r"[\s\0]+", "", one.surface)
        assert one.term is annotator.glossary[one.term.id]
    counted = {}
    for one in result:
        counted[one.term.id] = counted.get(one.term.id, 0) + 1
    assert counted.items() <= result.counts.items() or all(
        counted[id] <= result.counts[id] for id in counted
    )


@given(glossaries, st.one_of(pages, texts))
def test_first_is_the_first_of_all(glossary, html):
    """`first` writes, of each term, the first that `all` writes."""
    every = rx.Annotator(glossary, policy=EVERY, renderer="dfn").find(html)
    first = rx.Annotator(glossary, renderer="dfn").find(html)
    expected = {}
    for one in every:
        expected.setdefault(one.term.id, one)
    assert list(first) == list(expected.values())
    assert first.counts == every.counts


# --- strip -----------------------------------------------------------------------------------


@given(annotators, st.one_of(marked, st.builds("{}{}".format, pages, marked)))
def test_strip_of_what_is_marked_already(annotator, html):
    """A page that holds elements of ours, or what looks like it, is never made worse."""
    assert rx.strip(annotator.annotate(html).html) == rx.strip(html)
    assert rx.strip(html.encode()) == rx.strip(html).encode()


@given(st.one_of(pages, texts, st.lists(st.sampled_from(OURS + HARD)).map("".join)))
def test_strip_touches_nothing_of_others(html):
    """Without an element whose first class is the mark, the very same object comes back."""
    assume(not re.search("class\\s*=\\s*[\"']?\\s*rx(?:g|&)", html, re.I))
    assert rx.strip(html) is html
    source = html.encode("utf-8", "surrogatepass")
    assert rx.strip(source) is source


@given(st.one_of(pages, marked, texts), annotators, annotators)
def test_refresh_forgets_what_was_there(html, old, new):
    """Whatever annotated a page before, a refresh gives what the new annotator makes of it."""
    assume("rxg" not in html)
    assert rx.refresh(old.annotate(html).html, new) == new.annotate(html)


# --- Never raises ----------------------------------------------------------------------------


@given(annotators, st.one_of(st.text(), st.text(st.characters(categories=["Cs", "Cc", "Mn"]))))
@example(rx.Annotator(PLAIN), "\ud800 diabetes \udfff")
@example(rx.Annotator(PLAIN), "<a \ud800='>' diabetes")
def test_no_text_raises(annotator, text):
    """Every str is a page, lone surrogates included."""
    for html in (text, f"<p>{text}</p>diabetes {text} <b>রোগ</b>"):
        assert rx.strip(annotator.annotate(html).html) == html
        assert annotator.find_text(html).html is html


@given(annotators, st.one_of(st.binary(), pages.map(str.encode)), st.binary(max_size=3))
def test_no_bytes_raise(annotator, source, junk):
    """Every bytes is a page or refused with its place."""
    for html in (source, source + junk, junk + source):
        result = annotator.annotate(html)
        if result.refused and result.refused.code == "encoding-not-reversible":
            assert result.html is html
            assert 0 <= result.refused.offset < len(html)
        assert rx.strip(result.html) == rx.strip(html)


# --- Definitions -----------------------------------------------------------------------------

NO_TEXT = "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"


def shown(text: str) -> str:
    """Return what a reader sees of a definition: U+FFFD for what no document may hold."""
    return re.sub(NO_TEXT, "\ufffd", text)


def elements(html: str, document: bool) -> Iterator[object]:
    """Yield the elements of *html*, parsed by html5lib as a document or as content of body."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html) if document else parser.parseFragment(html, container="body")
    return tree.iter()


def entries(annotations, link):
    """Yield what the entries of a section have to say, one by one."""
    used = {one.term.id: one.term for one in annotations}
    for term in used.values():
        written = 0
        for tag in link.languages:
            if tag not in term.definition:
                yield labels(tag).missing.text
                continue
            written += 1
            note = link.unreviewed_label and term.status != "reviewed"
            yield shown(term.definition[tag]) + (f" {labels(tag).unreviewed.text}" if note else "")
        if not written:
            yield shown(next(iter(term.definition.values())))


links = st.builds(
    rx.Link,
    languages=st.sampled_from([("en", "bn"), ("bn", "en"), ("en",), ("fr", "bn")]),
    unreviewed_label=st.booleans(),
)


@pytest.mark.parametrize("document", [False, True], ids=["fragment", "document"])
@given(data=st.data(), glossary=glossaries, link=links)
def test_definitions_are_text_and_nothing_else(data, glossary, link, document):
    """Parsed again, every dd says its definition; no attribute and no other text holds one."""
    html = data.draw(documents if document else fragments)
    assume("<template" not in html)  # html5lib 1.1 knows none
    annotator = rx.Annotator(glossary, policy=EVERY, renderer=link)
    result = annotator.annotate(html, url="/here")
    said = []
    ids = []
    for element in elements(result.html, document):
        if not isinstance(element.tag, str):
            continue
        assert not any(SIGN in f"{name}{value}" for name, value in element.attrib.items())
        ids.append(element.get("id", ""))
        if element.tag == "section" and element.get("class") == "rxg-glossary":
            said += ["".join(dd.itertext()) for dd in element.iter("dd")]
        elif element.tag == "dd":
            continue
        elif SIGN in f"{element.text}":
            raise AssertionError(f"<{element.tag}> shows {element.text!r}")
        assert SIGN not in f"{element.tail}" or element.tag == "small"
    assert said == list(entries(result.annotations, link))
    if result.annotations:
        assert {name for name in ids if name.startswith("rxg-")}
        targets = re.findall('<a class="rxg" href="/here#([^"]*)"', result.html)
        assert set(targets) <= set(ids)
        assert all(ids.count(name) == 1 for name in targets)


@pytest.mark.parametrize("document", [False, True], ids=["fragment", "document"])
@given(data=st.data(), glossary=glossaries)
def test_titles_are_definitions(data, glossary, document):
    """Parsed again, every dfn of ours has the definitions in its title, and nothing more."""
    html = data.draw(documents if document else fragments)
    result = rx.Annotator(glossary, policy=EVERY, renderer="dfn").annotate(html)
    titles = []
    for element in elements(result.html, document):
        if not isinstance(element.tag, str):
            continue
        if element.get("class") == "rxg":
            assert element.tag == "dfn"
            assert set(element.attrib) == {"class", "title"}
            titles.append(element.get("title"))
        else:
            assert not any(SIGN in f"{name}{value}" for name, value in element.attrib.items())
        assert SIGN not in f"{element.text}{element.tail}"
    allowed = {
        shown("\n".join(term.definition[tag] for tag in ("en", "bn") if tag in term.definition))
        for term in glossary
    }
    assert set(titles) <= allowed
    expected = [one for one in result if {"en", "bn"} & set(one.term.definition)]
    assert len(titles) == sum(len(one.pieces) for one in expected)


# --- Pages of fragments ----------------------------------------------------------------------


@given(annotators, st.lists(pages, min_size=1, max_size=4))
def test_fragments_of_a_page(annotator, parts):
    """Each fragment can be stripped on its own, and the page as a whole; ids stand once."""
    page = annotator.page(url="/here", assets="/x")
    results = [page.annotate(part) for part in parts]
    assert [rx.strip(result.html) for result in results] == parts
    if annotator.policy.occurrences == "first":
        used = [one.term.id for result in results for one in result]
        assert len(used) == len(set(used))
    section = page.section()
    assert rx.strip(page.switch() + section + page.assets()) == ""
    own = re.findall(r' id="([^"]*)"', section)
    assert len(own) == len(set(own))
    for target in re.findall(r'class="rxg" href="/here#([^"]*)"', "".join(r.html for r in results)):
        assert target in own


# --- Conformance inputs ----------------------------------------------------------------------

_DATA = re.compile(r"^#data\n(.*?)\n#errors$", re.M | re.S)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


def inputs(path: Path) -> set[str]:
    """Return every input of a file of html5lib-tests, in whatever state or context it is meant."""
    text = path.read_bytes().decode("utf-8")
    if path.suffix == ".dat":
        return set(_DATA.findall(text))
    tests = json.loads(text).get("tests", [])
    escaped = (test["input"] for test in tests)
    return {_ESCAPE.sub(lambda match: chr(int(match[1], 16)), one) for one in escaped}


@pytest.mark.skipif(not HERE, reason="html5lib-tests is not here: set RXG_HTML5LIB_TESTS")
@pytest.mark.parametrize("renderer", ["link", "dfn"])
@pytest.mark.parametrize(
    ("paths", "least"), [(TREES, 400), (TOKENS, 1800)], ids=["trees", "tokens"]
)
def test_conformance_inputs_with_their_own_words(paths, least, renderer):
    """No input raises, each comes back exactly, and a second run changes nothing."""
    written = 0
    for path in paths:
        found = sorted(inputs(path))
        words = set(re.findall("[a-z]{3,}", " ".join(found).lower()))
        glossary = rx.Glossary(rx.Term(word, en="d", plural="none") for word in sorted(words))
        annotator = rx.Annotator(glossary, policy=EVERY, renderer=renderer)
        for html in found:
            result = annotator.annotate(html)
            written += len(result)
            assert rx.strip(result.html) == html
            assert annotator.annotate(result.html).html is result.html
            assert (result.html is html) is not bool(result.annotations)
    assert written >= least
