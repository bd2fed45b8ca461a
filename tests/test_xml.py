"""XHTML: byte-exact and well-formed, with the tree of the input as two XML parsers see it."""

from __future__ import annotations

from xml.etree import ElementTree
from xml.parsers import expat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from treecompare import neutral

import rxglossary as rx
from rxglossary.html.rules import Rules
from rxglossary.html.xml import SKIPPED, NotWellFormed, scan_xml

XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'
NAMESPACE = "{http://www.w3.org/1999/xhtml}"
GLOSSARY = rx.Glossary(
    [
        rx.Term("diabetes", en="Too much sugar & more.", term={"bn": "ডায়াবেটিস"}),
        rx.Term("cafe", en="x", term={"en": "café"}),
    ]
)
EVERY = rx.Policy(occurrences="all")
ANNOTATORS = {
    name: rx.Annotator(GLOSSARY, policy=EVERY, renderer=renderer)
    for name, renderer in (("link", rx.Link(assets="_rxg/")), ("dfn", rx.Dfn()))
}


def page(body: str, head: str = "<title>diabetes</title>", prolog: str = "") -> str:
    return f"{prolog}<html {XHTML}><head>{head}</head><body>{body}</body></html>"


# --- Trees -----------------------------------------------------------------------------------


def by_lxml(source: bytes) -> object:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)

    def convert(node: object) -> list[tuple[object, ...]]:
        if isinstance(node, etree._Entity):
            made: tuple[object, ...] = ("#text", f"&{node.name};")
        elif isinstance(node, etree._Comment):
            made = ("#comment", node.text)
        elif isinstance(node, etree._ProcessingInstruction):
            made = ("#pi", node.target, node.text)
        else:
            inner: list[tuple[object, ...]] = [("#text", node.text or "")]
            for child in node:
                inner += convert(child)
            made = ("", node.tag, tuple(sorted(node.attrib.items())), tuple(inner))
        return [made, ("#text", node.tail or "")]

    return neutral(convert(etree.fromstring(source, parser)))


def by_expat(source: bytes) -> object:
    builder = ElementTree.TreeBuilder(insert_comments=True, insert_pis=True)
    parser = ElementTree.XMLParser(target=builder)

    def convert(node: ElementTree.Element) -> list[tuple[object, ...]]:
        if not isinstance(node.tag, str):
            return [("#comment", node.text), ("#text", node.tail or "")]
        inner: list[tuple[object, ...]] = [("#text", node.text or "")]
        for child in node:
            inner += convert(child)
        return [
            ("", node.tag, tuple(sorted(node.attrib.items())), tuple(inner)),
            ("#text", node.tail or ""),
        ]

    return neutral(convert(ElementTree.fromstring(source, parser)))


def check(source: str, expected: int | None = None, *, stdlib: bool = True) -> None:
    """Annotate a document with every renderer; compare bytes and trees."""
    for annotator in ANNOTATORS.values():
        result = annotator.annotate(source, syntax="xml")
        assert result.refused is None
        if expected is not None:
            assert len(result) == expected
        assert rx.strip(result.html, syntax="xml") == source
        if result.html == source:
            continue
        assert by_lxml(result.html.encode()) == by_lxml(source.encode())
        if stdlib:
            assert by_expat(result.html.encode()) == by_expat(source.encode())
        data = annotator.annotate(source.encode(), syntax="xml")
        assert data.html == result.html.encode()
        assert annotator.find(source, syntax="xml").counts == result.counts


D = "diabetes"
CASES = {
    "plain": (page(f"<p>{D}</p>"), 1),
    "self-closing": (page(f'<script src="x"/><p/><title/>{D}<br/>{D}'), 2),
    "script-content": (page(f"<script>{D} &lt; 1</script><style>{D}</style><p>{D}</p>"), 1),
    "cdata": (page(f"<p>{D} <![CDATA[ {D} <a class='rxg'> ]]> {D}</p>"), 2),
    "cdata-touches": (page(f"<p>{D}<![CDATA[x]]> <![CDATA[x]]>{D}</p>"), 0),
    "comment": (page(f"<!-- {D} --><p>{D}<!-- - > --> {D}</p>"), 2),
    "instruction": (page(f"<?php <a class='rxg'>{D}</a> ?><p>{D}<?x?></p>"), 1),
    "case-matters": (page(f"<P>{D}</P><p>{D}</p><Code>{D}</Code> <code>{D}</code>"), 3),
    "references": (page("<p>caf&#233; caf&#xE9; diabe&#x74;es &amp;amp;</p>"), 3),
    "predefined": (page(f"<p>&lt;{D}&gt; &quot;{D}&apos;</p>"), 2),
    "attributes": (page(f"<p title='&lt;{D}&gt;\"' lang=\"bn\">{D} &gt; ]] ></p>"), 1),
    "bangla": (page("<p>ডায়াবেটিস 😀 <b>ডায়া</b>বেটিসের</p>"), 2),
    "link": (page(f"<a href='x'>{D}</a> <a>{D}</a>"), 0),
    "headings": (page(f"<h1>{D}</h1><h2>{D}</h2><p>{D}</p>"), 1),
    "lists": (page(f"<ul>{D}<li>{D}</li></ul><dl>{D}<dt>{D}</dt><dd>{D}</dd></dl>"), 3),
    "table": (page(f"<table>{D}<tr>{D}<td>{D}</td></tr></table>"), 1),
    "cell-without-table": (page(f"<td>{D}</td>"), 1),
    "inline-in-structure": (page(f"<ul><b>{D}</b></ul>"), 1),
    "nested-oddly": (page(f"<b><p>{D}<div>{D}</div></p></b>"), 2),
    "hidden": (page(f"<p hidden='hidden'>{D}<b>{D}</b></p><p hidden=''>{D}</p><p>{D}</p>"), 1),
    "xml-lang": (page(f"<p xml:lang='en' translate='no'>{D}</p><p xml:lang='bn'>{D}</p>"), 1),
    "select": (page(f"<select><option>{D}</option></select><textarea>{D}</textarea>{D}"), 1),
    "object": (page(f"<object>{D}<p>{D}</p></object><video>{D}</video>{D}"), 1),
    "template": (page(f"<template>{D}</template><noscript>{D}</noscript>{D}"), 1),
    "svg": (page(f"<svg xmlns='http://www.w3.org/2000/svg'><text>{D}</text></svg>{D}"), 1),
    "svg-html-inside": (
        page(
            "<svg xmlns='http://www.w3.org/2000/svg'><foreignObject>"
            f"<p {XHTML}>{D}</p>{D}</foreignObject></svg>"
        ),
        0,
    ),
    "svg-by-name": (page(f"<svg>{D}</svg><math><mi>{D}</mi></math>"), 0),
    "no-namespace": (page(f"<p xmlns=''>{D}<i {XHTML}>{D}</i></p>{D}"), 1),
    "prefixed": (page(f"<h:p xmlns:h='http://www.w3.org/1999/xhtml'>{D}</h:p>{D}"), 2),
    "prefixed-in-other": (
        page(f"<p xmlns='urn:x' xmlns:h='http://www.w3.org/1999/xhtml'><h:b>{D}</h:b></p>{D}"),
        1,
    ),
    "epub-attributes": (
        page(f"<section xmlns:epub='http://www.idpf.org/2007/ops' epub:type='x'>{D}</section>"),
        1,
    ),
    "declaration": (
        page(f"<p>{D}</p>", prolog="<?xml version='1.0' encoding='UTF-8'?>\r\n<!DOCTYPE html>\n"),
        1,
    ),
    "mark": (page(f"<p>{D}</p>", prolog="\ufeff<?xml version='1.0'?>"), 1),
    "line-ends": (page(f"<p>{D}\r\n{D}\r</p>\r\n"), 2),
    "subset": (
        page(
            f"<p>{D}</p>",
            prolog="<!DOCTYPE html [<!-- ' > ] --><?x ]> ?><!ENTITY a '<a class=\"rxg\">]></a>'>]>",
        ),
        1,
    ),
    "empty-body": (f"<html {XHTML}><body/></html>", 0),
    "language": (f"<html {XHTML} xml:lang='bn'><body>{D}</body></html>", 1),
    "main": (page(f"<main id='m'><p>{D}</p></main><main/>"), 1),
    "article": (page(f"<article>{D}</article><p>{D}</p>"), 2),
    "slash-at-end": (page(f"<article title='/'></article><main>/&gt;</main>{D}"), 1),
    "only-a-slash": (page(f"<main>/></main>{D}"), 1),
    "not-xhtml": (f"<book><para>{D}</para></book>", 0),
    "all-prefixed": (
        f'<h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:body>{D}</h:body></h:html>', 0,
    ),
    "other-root": (f"<x><html {XHTML}><body><p>{D}</p></body></html>{D}</x>", 1),
}  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), CASES.values(), ids=CASES)
def test_documents_keep_their_bytes_and_trees(source, expected):
    """Terms are found by XML's rules; what comes out is the same tree with our elements in it."""
    check(source, expected)


def test_names_of_a_dtd_are_read_and_kept():
    """With a doctype that names a DTD, XHTML's entities are text, matched through and never cut."""
    doctype = (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"'
        ' "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
    )
    source = page("<p>caf&eacute;&nbsp;x caf&eacute;&unknown;</p>", prolog=doctype)
    check(source, 2, stdlib=False)


def test_entities_of_the_document_are_never_looked_into():
    """What an entity says is known to nobody but the parser: it breaks the run of text."""
    declared = "<!DOCTYPE html [<!ENTITY x 'betes'><!ENTITY eacute 'e'>]>"
    source = page("<p>dia&x; &x;diabetes caf&eacute; diabetes&x;</p>", prolog=declared)
    check(source, 2, stdlib=False)


def test_expansion_bombs_are_refused_or_harmless():
    """No entity is expanded in text; in attributes expat's own limit stops it."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE html [<!ENTITY l0 "lol">{laughs}]>'
    annotator = ANNOTATORS["dfn"]
    assert len(annotator.annotate(page(f"&l9;<p>{D}</p>", prolog=bomb), syntax="xml")) == 1
    result = annotator.annotate(page(f"<p title='&l9;'>{D}</p>", prolog=bomb), syntax="xml")
    assert result.refused.code == "not-well-formed"


BROKEN = {
    "unclosed": ("<html><p>diabetes", 17),
    "crossing": (page("<b><p>diabetes</b></p>"), 101),
    "entity": (page("<p>diabetes&eacute;</p>"), 96),
    "bare-ampersand": (page("diabetes & more"), 95),
    "attribute": (page("<p hidden>diabetes</p>"), 94),
    "surrogate": (page("diabetes\ud800"), 93),
    "empty": ("", 0),
    "text": ("diabetes", 0),
    "two-roots": ("<p>x</p><p>diabetes</p>", 8),
    "late-declaration": (" <?xml version='1.0'?><p/>", 1),
}


@pytest.mark.parametrize(("source", "offset"), BROKEN.values(), ids=BROKEN)
def test_what_is_no_xml_is_refused(source, offset):
    """A source that an XML parser rejects comes back as it is, with the place."""
    result = ANNOTATORS["link"].annotate(source, syntax="xml")
    assert result.html is source
    assert result.refused.code == "not-well-formed"
    assert abs(result.refused.offset - offset) <= 2
    with pytest.raises(expat.ExpatError):
        expat.ParserCreate().Parse(source.encode("utf-8", "surrogatepass"), True)


def test_a_source_without_xhtml_says_so():
    """Nothing is written into other vocabularies, and the reason is given."""
    result = ANNOTATORS["link"].annotate("<book>diabetes</book>", syntax="xml")
    assert [skip.code for skip in result.skipped] == ["namespace"]


# --- Fragments -------------------------------------------------------------------------------


def test_fragments():
    """What stands in an element is annotated there, and gets its parts as XML."""
    source = "diabetes<br/> <p>diabetes</p>\nক &amp; diabetes"
    result = ANNOTATORS["link"].annotate(source, syntax="xml", context="div")
    assert len(result) == 3
    assert rx.strip(result.html, syntax="xml") == source
    roots = [f"<x {XHTML}>{text}</x>".encode() for text in (source, result.html)]
    assert by_lxml(roots[0]) == by_lxml(roots[1])
    assert all(source[one.start : one.end] == "diabetes" for one in result)


@pytest.mark.parametrize("source", ["</x>diabetes<x>", "diabetes</x>", "<p>diabetes", "a & b"])
def test_fragments_have_to_be_well_formed_too(source):
    result = ANNOTATORS["link"].annotate(source, syntax="xml", context="div")
    assert result.refused.code == "not-well-formed"
    assert 0 <= result.refused.offset <= len(source)


def test_pages_of_fragments():
    """All parts of a page that was opened as XML are XML."""
    opened = rx.Annotator(GLOSSARY, renderer=rx.Link(assets="/a/")).page(syntax="xml")
    parts = [opened.switch(), opened.annotate("<p>diabetes</p>").html, opened.section()]
    etree.fromstring(f"<x {XHTML}>{''.join(parts)}{opened.assets()}</x>")
    assert "<input " in parts[0]
    assert 'class="rxg"' in parts[1]


def test_marks_are_found_as_xml_says():
    """A self-closing script hides nothing; comments, CDATA and instructions hide their content."""
    annotator = ANNOTATORS["link"]
    source = page("<script/><p>diabetes</p><!-- x > --><![CDATA[</p>]]>")
    written = annotator.annotate(source, syntax="xml").html
    assert annotator.annotate(written, syntax="xml").refused.code == "already-annotated"
    assert rx.strip(written, syntax="xml") == source
    assert rx.refresh(written, annotator, syntax="xml").html == written
    for hidden in ("<!--{}-->", "<?x {} ?>", "<![CDATA[{}]]>"):
        kept = page(hidden.format('<a class="rxg">x</a>'))
        assert rx.strip(kept, syntax="xml") is kept
    empty = "<p><i class='rxg-x'/>a</p>"
    assert rx.strip(empty, syntax="xml") == "<p>a</p>"


def test_only_and_off():
    """Selectors and the page's own switch work as in HTML."""
    annotator = rx.Annotator(
        GLOSSARY, policy=rx.Policy(only=["main", ".x"], occurrences="all"), renderer="link"
    )
    source = page(f"<p>{D}</p><main><p>{D}</p></main><p class='a x'>{D}</p>")
    result = annotator.annotate(source, syntax="xml")
    assert len(result) == 2
    assert result.html.index("<fieldset") == result.html.index("<main>") + 6
    assert "</section></main>" in result.html
    assert annotator.annotate(page(D), syntax="xml").refused.code == "only-not-found"
    off = page(D, head='<meta name="rxglossary" content="off"/><base href="/"/>')
    assert ANNOTATORS["link"].annotate(off, syntax="xml").refused.code == "switched-off"
    base = page(D, head='<base href="/"/>')
    assert ANNOTATORS["link"].annotate(base, syntax="xml").refused.code == "base-href"


def test_other_values_are_mistakes():
    """Syntax and context are checked before anything is read."""
    with pytest.raises(rx.ConfigurationError, match="syntax is html or xml, not 'XML'"):
        ANNOTATORS["link"].annotate("x", syntax="XML")
    with pytest.raises(rx.ConfigurationError, match="'<td>' is no element's name"):
        ANNOTATORS["link"].annotate("x", context="<td>")


# --- Laws ------------------------------------------------------------------------------------

texts = st.sampled_from(
    [
        D,
        "x",
        " ",
        "\n",
        "ডায়াবেটিস",
        "&amp;",
        "&#233;",
        "<!--c-->",
        "<![CDATA[a<b]]>",
        "<?p i?>",
        "]]",
    ]
)
names = st.sampled_from("p b code a h1 ul li table td span main article x:y P svg title".split())
spaces = st.sampled_from(
    ["", "", "", " hidden=''", f" {XHTML}", " xmlns=''", " xmlns='urn:x'", " xml:lang='bn'"]
)


def element(name: str, space: str, inner: list[str]) -> str:
    space += " xmlns:x='http://www.w3.org/1999/xhtml'" if ":" in name else ""
    return f"<{name}{space}>{''.join(inner)}</{name}>" if inner else f"<{name}{space}/>"


trees = st.recursive(
    texts,
    lambda inner: st.builds(element, names, spaces, st.lists(inner, max_size=5)),
    max_leaves=30,
)


@given(st.lists(trees, max_size=4).map("".join))
def test_any_tree_is_kept(body):
    """Whatever elements and namespaces there are, bytes and trees are kept."""
    check(page(body))


@given(st.text(st.sampled_from(f"<>/&;'\"=![]-?x ক{D}"), max_size=40))
def test_any_text_is_refused_or_kept(source):
    """Whatever is no XML is refused, and nothing raises."""
    annotator = ANNOTATORS["link"]
    for context in ("", "p"):
        result = annotator.annotate(source, syntax="xml", context=context)
        assert rx.strip(result.html, syntax="xml") == source or result.refused


def test_offsets_are_those_of_characters():
    """Pieces are slices of the source, whatever stands before them."""
    source = "\ufeff" + page("<p>😀 ক</p><h1>é</h1>")
    found = scan_xml(source, Rules())
    assert [source[start:end] for start, end, flags in found.pieces if not flags & SKIPPED] == [
        "😀 ক",
        "é",
    ]
    assert source[found.sections[0] :].startswith("<h1>")
    with pytest.raises(NotWellFormed, match="mismatched tag"):
        scan_xml("<a></b>", Rules())
