"""What other readers of a page get: paper, reader mode, clipboard; what a policy refuses."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from browser.pages import EXAMPLE_NAMES, HOSTILE_TEXT, document
from browser.seen import TIP, term, tip_mode

import rxglossary as rx

pytestmark = pytest.mark.browser

NAMES = [pytest.param(name, id=name) for name in EXAMPLE_NAMES]
READABILITY = Path(__file__).parents[2] / "node_modules" / "@mozilla" / "readability"


def absent(reason: str) -> None:
    """Skip, or fail where the tests have to run."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason} (CI=true: this test must run)", pytrace=False)
    pytest.skip(reason)


def letters(text: str) -> str:
    """Return what is left of a text on paper: no spaces, no hyphens, no joiners."""
    return re.sub(r"[\s\u00ad\u200b-\u200d\u2010\u2011-]+", "", text)


# --- Paper ---------------------------------------------------------------------------------------


def printed(page, folder: Path) -> str:
    """Return the letters of a page as Chromium prints it."""
    if not shutil.which("pdftotext"):
        absent("pdftotext is missing: apt-get install poppler-utils")
    page.pdf(path=folder / "page.pdf")
    command = ["pdftotext", "-raw", "page.pdf", "page.txt"]
    subprocess.run(command, cwd=folder, check=True)
    return letters((folder / "page.txt").read_text("utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_every_definition_is_in_the_pdf(visit, tmp_path, name):
    """Printed, a page holds the English and the Bangla definition of each term on it."""
    page = visit(f"/examples/{name}")
    texts = page.locator(".rxg-glossary dd:is(.rxg-1, .rxg-2)").all_text_contents()
    assert len(texts) > 100
    written = printed(page, tmp_path)
    assert [text for text in texts if letters(text) not in written] == []


def test_the_pdf_has_neither_tip_nor_switch(visit, tmp_path):
    """With a tip pinned, a printed page says everything once, and offers nothing to press."""
    page = visit("/short")
    term(page).click()
    assert tip_mode(page) == "dialog"
    written = printed(page, tmp_path)
    for text in ("High blood pressure.", "রক্তের চাপ স্বাভাবিকের"):
        assert written.count(letters(text)) == 1
    assert letters("Patient Mode") not in written
    assert "×" not in written


# --- Reader mode ---------------------------------------------------------------------------------

READ = """(html) => {
  const parse = (text) => new DOMParser().parseFromString(text, 'text/html');
  const read = new Readability(html ? parse(html) : document.cloneNode(true)).parse();
  const content = parse(read.content);
  return [read.textContent, [...content.querySelectorAll('dl > div')].map((entry) => entry.id)];
}"""


def reader(page):
    """Return a function that reads a page, or the source it is given, as reader modes do."""
    if not (READABILITY / "Readability.js").is_file():
        absent("Readability is missing: apt-get install nodejs npm, then npm ci")
    source = (READABILITY / "Readability.js").read_text("utf-8")
    page.evaluate(f"() => {{ {source}; window.Readability = Readability }}")
    return lambda html="": page.evaluate(READ, html)


@pytest.mark.parametrize("name", NAMES)
def test_reader_mode_keeps_every_word(visit, name):
    """Mozilla's Readability finds the same article, word for word, with all entries behind it."""
    before, _ = reader(visit(f"/plain/{name}", bypass_csp=True))()
    page = visit(f"/examples/{name}", bypass_csp=True)
    after, entries = reader(page)()
    assert len(before.split()) > 300
    assert is_part(before.split(), after.split())
    assert "Words explained" in after
    links = page.locator("a.rxg").evaluate_all("(links) => links.map((link) => link.hash)")
    assert set(links) == {f"#{id}" for id in entries}


def test_reader_mode_keeps_entries_whatever_their_ids(visit):
    """No word in an id, such as "meta" or "body", drops an entry, or the article for its sake.

    The page is long enough to be cleaned, and so short that any weight would make an entry the
    article.
    """
    read = reader(visit("/short", bypass_csp=True))
    source = (READABILITY / "Readability.js").read_text("utf-8")
    lists = re.findall(r"(?:negative|positive|unlikelyCandidates):\s*/(.+)/i", source)
    assert len(lists) == 3
    words = {word.strip("^$ -") for words in lists for word in words.split("|")}
    assert {"meta", "body", "extra", "ad"} <= words
    words = (words - {"share"}) | {"shared"}  # the whole word goes, whatever speaks for it
    bangla = "জ্বর, অর্থাৎ শরীরের তাপ বেড়ে যাওয়া"  # as long as a sentence
    meaning = "A body temperature that is higher than it should be. " * 4
    text = "Ask for help when the fever lasts for three days or when it comes back after a week. "
    source = document(f"<h1>Leaflet</h1><p>{text * 2}</p><p>{text * 2}</p><p>{text * 2}</p>")
    lost = []
    for word in sorted(words):
        terms = [
            rx.Term(f"{name}-{word}-z", term={"en": name, "bn": bangla}, en=meaning)
            for name in ("fever", "help", "week")
        ]
        article, entries = read(rx.annotate(source, rx.Glossary(terms)).html)
        if "Ask for help" not in article or len(entries) < len(terms):
            lost.append(word)
    assert lost == []


def is_part(before: list[str], after: list[str]) -> bool:
    """Return whether all words are in the other list, in the same order."""
    rest = iter(after)
    return all(word in rest for word in before)


# --- The clipboard -------------------------------------------------------------------------------

SELECTED = """() => {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector('main, article, body'));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
  return getSelection().toString();
}"""


@pytest.mark.parametrize("name", NAMES)
def test_copied_text_keeps_every_word(visit, name):
    """What is selected and copied is the page's text, with nothing between its words."""
    paths = f"/plain/{name}", f"/examples/{name}"
    before, after = (visit(path).evaluate(SELECTED).split() for path in paths)
    assert len(before) > 300
    start = after.index(before[0])
    assert is_part(before, after[start:])


# --- The policy ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/hostile", "/own", "/naive", "/forged", "/stray"])
def test_the_policy_has_nothing_to_refuse(visit, path):
    """Hostile definitions, ids and neighbours: no script runs, and none was tried."""
    page = visit(path)
    page.locator("a.rxg:visible").first.click()
    assert page.evaluate("() => refused") == []
    assert page.evaluate("() => window.broken") is None


def test_the_policy_would_refuse_something(visit, console):
    """The control: a style and a script that aren't allowed are reported."""
    page = visit("/hostile")
    page.evaluate(
        "() => { try { document.body.setAttribute('onclick', 'window.broken = 1') } catch {} }"
    )
    assert "require-trusted-types-for" in page.evaluate("() => refused.join()")
    assert console
    console.clear()


def test_hostile_ids_show_no_foreign_node(visit):
    """A page that owns our id keeps its node: the tip shows the entry of our section."""
    page = visit("/own")
    term(page, "diabetes").click()
    assert tip_mode(page) == "dialog"
    assert "The text of the page itself." not in page.locator(TIP).inner_text()
    page = visit("/hostile")
    page.locator("a.rxg").first.click()
    assert HOSTILE_TEXT in page.locator(TIP).inner_text()
    assert rx.strip(page.content()).count("rxg-diabetes") == 0
