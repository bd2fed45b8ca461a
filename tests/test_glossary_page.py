"""The glossary page: what stands on it, in which order, and that it stays what it is."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner
from html5lib import parse

import rxglossary as rx
from rxglossary.cli import main
from rxglossary.glossary_page import ENTRIES_FILE, glossary_page

EVIL = '"></script><script>alert(1)</script><!-- &'
GLOSSARY = rx.Glossary(
    [
        rx.Term("pain", en="A bad feeling.", bn="খারাপ লাগা।", term={"bn": "ব্যথা"}, category="symptom"),
        rx.Term("biopsy", en="A test.", term={"bn": "বায়োপসি"}, related=["pain", "nothing"]),
        rx.Term(
            "fever",
            en="A hot body.",
            bn="গা গরম।",
            term={"bn": "জ্বর"},
            clinical={"en": "A raised temperature."},
            synonyms={"en": ["high temperature"]},
            category="symptom",
            image={"src": "img/fever.svg", "alt": {"en": "A thermometer", "bn": "থার্মোমিটার"}},
            status="reviewed",
            review={"en": {"by": "A", "date": "2026-11-01", "of": rx.text_hash("A hot body.")}},
        ),
        rx.Term("evil", en=EVIL, term={"bn": "অশুভ"}),
    ]
)  # fmt: skip
PAGE = glossary_page(GLOSSARY, url="https://example.org/words.html", assets="/x")


def tree(html: str = PAGE.html):
    return parse(html, namespaceHTMLElements=False)


def text(node) -> str:
    return " ".join("".join(node.itertext()).split())


def with_class(name: str, root=None):
    root = tree() if root is None else root
    return [node for node in root.iter() if name in (node.get("class") or "").split()]


def test_every_entry_is_there_once_in_the_order_of_its_language():
    """Sorted as a dictionary is, under letters; anchors are those that other pages link."""
    sections = with_class("rxg-letter")
    assert [section.get("id") for section in sections] == [
        "letter-B", "letter-E", "letter-F", "letter-P",
    ]  # fmt: skip
    entries = [div.get("id") for section in sections for div in section.find("dl")]
    assert entries == ["rxg-biopsy", "rxg-evil", "rxg-fever", "rxg-pain"]
    ids = re.findall(r' id="([^"]*)"', PAGE.html)
    assert len(ids) == len(set(ids))


def test_an_index_in_both_alphabets():
    """English letters lead to their lists, Bangla ones to the entries, in Bangla order."""
    english, bangla = with_class("rxg-index")
    assert [(a.text, a.get("href")) for a in english.iter("a")] == [
        (letter, f"#letter-{letter}") for letter in "BEFP"
    ]
    assert bangla.get("lang") == "bn"
    assert [node.text for node in bangla.iter("summary")] == ["অ", "জ", "ব"]
    assert [(a.text, a.get("href")) for a in bangla.iter("a")] == [
        ("অশুভ", "#rxg-evil"),
        ("জ্বর", "#rxg-fever"),
        ("বায়োপসি", "#rxg-biopsy"),
        ("ব্যথা", "#rxg-pain"),
    ]


def test_the_other_alphabet_may_come_first():
    """The first language is that of the page, of its order and its letters."""
    page = glossary_page(GLOSSARY, rx.Link(languages=("bn", "en")))
    root = tree(page.html)
    assert root.get("lang") == "bn"
    assert text(root.find("head/title")) == "শব্দকোষ"
    letters = [section.get("id") for section in with_class("rxg-letter", root)]
    assert letters == ["letter-অ", "letter-জ", "letter-ব"]


def test_a_term_without_a_name_in_the_language_stands_under_its_english_one():
    """Nothing is left out of the list; the other index holds what has a name there."""
    glossary = rx.Glossary([rx.Term("rash", en="Red skin."), *GLOSSARY])
    root = tree(glossary_page(glossary, rx.Link(languages=("bn", "en"))).html)
    assert sum(len(section.find("dl")) for section in with_class("rxg-letter", root)) == 5
    bangla = with_class("rxg-index", tree(glossary_page(glossary).html))[1]
    assert "rash" not in text(bangla)


def test_categories():
    """Entries by category, and at last those without one."""
    (section,) = with_class("rxg-categories")
    groups = {
        text(group.find("summary")): [link.text for link in group.iter("a")]
        for group in section.iter("details")
    }
    assert groups == {"Symptom": ["fever", "pain"], "Other words অন্যান্য শব্দ": ["biopsy", "evil"]}
    bare = glossary_page(rx.Glossary([rx.Term("x", en="X.")]))
    assert not with_class("rxg-categories", tree(bare.html))


def test_what_only_this_page_shows():
    """Related terms that there are, the picture, and since when a text counts as reviewed."""
    entries = {node.get("id"): node for node in tree().iter("div") if node.get("id")}
    related = [(a.text, a.get("href")) for a in entries["rxg-biopsy"].iter("a")]
    assert related == [("pain", "#rxg-pain")]
    (image,) = entries["rxg-fever"].iter("img")
    assert (image.get("src"), image.get("alt")) == ("img/fever.svg", "A thermometer")
    assert "Reviewed by a clinician: 1 November 2026" in text(entries["rxg-fever"])
    assert "Also called: high temperature" in text(entries["rxg-fever"])
    assert "Not yet reviewed by a clinician" in text(entries["rxg-pain"])


def test_counts_in_both_languages():
    """How many words there are is said in the digits of each."""
    assert "4 words" in PAGE.main
    assert "৪টি শব্দ" in PAGE.main


def test_reading_views():
    """With both audiences, a term with two definitions has both, and there is a switch."""
    page = glossary_page(GLOSSARY, rx.Link(audience="both"))
    assert "A raised temperature." in page.main
    assert 'name="rxg-view"' in page.main
    assert "rxg-view" not in PAGE.main
    assert 'name="rxg-lang"' in PAGE.main


def test_hostile_definitions_are_text():
    """No definition ends a script or an attribute, in the page and in its data."""
    root = tree()
    assert len(list(root.iter("script"))) == 3
    (entry,) = [node for node in root.iter("div") if node.get("id") == "rxg-evil"]
    assert EVIL in text(entry)
    (data,) = [node for node in root.iter("script") if node.get("type") == "application/ld+json"]
    assert not re.search("[<>&]", data.text)


def test_structured_data():
    """A DefinedTermSet whose terms are at the anchors of the page."""
    (text_,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', PAGE.html, re.S)
    data = json.loads(text_)
    assert data["@type"] == "DefinedTermSet"
    ids = {term["@id"] for term in data["hasDefinedTerm"]}
    assert "https://example.org/words.html#rxg-pain" in ids
    assert len(ids) == len(GLOSSARY)


def test_the_page_is_no_insertion():
    """Commands over a whole site leave it as it is: nothing to strip, nothing to annotate."""
    assert rx.strip(PAGE.html) is PAGE.html
    annotator = rx.Annotator(GLOSSARY)
    for result in (annotator.annotate(PAGE.html), rx.refresh(PAGE.html, annotator)):
        assert result.html is PAGE.html
        assert result.refused.code == "switched-off"


def test_what_other_pages_fetch():
    """Each entry as texts: names, definitions, notes; not what only the page shows."""
    data = json.loads(PAGE.entries)
    assert data["close"] == {"": "Close", "en": "Close", "bn": "বন্ধ করুন"}
    assert data["terms"]["rxg-pain"] == [
        ["dfn", "en", "", "Pain"],
        ["span", "bn", "", "ব্যথা"],
        ["dd", "en", "rxg-1", "A bad feeling.", ["en", "Not yet reviewed by a clinician"]],
        ["dd", "bn", "rxg-2", "খারাপ লাগা।", ["bn", "এখনো কোনো চিকিৎসক যাচাই করেননি"]],
    ]
    assert "high temperature" not in PAGE.entries


@pytest.mark.parametrize("option", ["url", "assets"])
def test_unsafe_urls(option):
    """No unsafe URL is written."""
    with pytest.raises(rx.MarkupError):
        glossary_page(GLOSSARY, **{option: "javascript:alert(1)"})


# --- Commands ------------------------------------------------------------------------------------

YAML = "terms:\n  pain: {en: A bad feeling., bn: খারাপ লাগা।}\n"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "g.yaml").write_text(YAML, encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(main, arguments)


def test_the_command_writes_page_entries_and_assets(run, tmp_path):
    """All that a browser asks for lies where the page says."""
    done = run("glossary-page", "--glossary", "g.yaml", "-o", "a/words.html", "--id-prefix", "w-")
    assert done.exit_code == 0, done.output
    html = (tmp_path / "a" / "words.html").read_text("utf-8")
    assert 'id="w-pain"' in html
    for name in re.findall(r'(?:src|href)="(_rxg/[^"]*)"', html):
        assert (tmp_path / "a" / name).is_file()
    assert "w-pain" in json.loads((tmp_path / "a" / ENTRIES_FILE).read_text("utf-8"))["terms"]


def test_pages_that_link_it_have_their_third_file(run, tmp_path):
    """With a glossary page elsewhere, the script that fetches is copied too, and only then."""
    (tmp_path / "p.html").write_text("<p>pain", encoding="utf-8")
    given = ("annotate", "p.html", "--glossary", "g.yaml", "-o")
    assert run(*given, "b/p.html", "--glossary-url", "../a/words.html").exit_code == 0
    names = {path.name for path in (tmp_path / "b" / "_rxg").iterdir()}
    assert names == {"rxg.css", "rxg.js", "rxg-entries.js"}
    assert 'href="../a/words.html#rxg-pain"' in (tmp_path / "b" / "p.html").read_text("utf-8")


def test_assets_are_elsewhere(run, tmp_path):
    """With their URL, none are copied."""
    done = run("glossary-page", "--glossary", "g.yaml", "-o", "words.html", "--assets-url", "/_rxg")
    assert done.exit_code == 0
    assert not (tmp_path / "_rxg").exists()
    assert 'href="/_rxg/rxg.css"' in (tmp_path / "words.html").read_text("utf-8")


WRONG = [
    pytest.param(("--renderer", "dfn"), 2, "leave --renderer out", id="renderer"),
    pytest.param(("--url", "javascript:x"), 2, "only http and https", id="url"),
    pytest.param(("-o", "g.yaml/x.html"), 1, "g.yaml", id="no-folder"),
    pytest.param(("--audience", "all"), 2, "patient, clinical, both", id="audience"),
]


@pytest.mark.parametrize(("arguments", "status", "message"), WRONG)
def test_wrong_calls(run, tmp_path, arguments, status, message):
    """A wrong call says what is wrong, and writes no page."""
    done = run("glossary-page", "--glossary", "g.yaml", "-o", "words.html", *arguments)
    assert done.exit_code == status
    assert message in done.output
    assert not (tmp_path / "words.html").exists()


def test_assets_command(run, tmp_path):
    """The files alone, for a server of one's own; a folder that can't be is an error."""
    assert run("assets", "--out", "x/y").exit_code == 0
    assert len(list((tmp_path / "x" / "y").iterdir())) == 4
    done = run("assets", "--out", "g.yaml/x")
    assert done.exit_code == 1
    assert "g.yaml" in done.output
