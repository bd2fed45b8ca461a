"""The annotated example pages, as axe and the accessibility tree see them: lines 14 and 15."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest
from browser.pages import EXAMPLE_NAMES
from browser.seen import TIP, tip_mode

pytestmark = pytest.mark.browser

# --- Line 14: axe ------------------------------------------------------------------------------

RUN = """([where, options]) => axe.run(where || document, options).then((result) =>
  result.violations.map((found) => found.id + ': ' + found.nodes.map((node) => node.html)))"""
CONTRAST = "color-contrast"  # the slow rule, and the only one that a colour scheme can break


def violations(page, where: object = None, **options: object) -> list[str]:
    """Return what axe finds, by default with all rules on all of the page, advice included."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    return page.evaluate(RUN, [where, {"resultTypes": ["violations"], **options}])


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_axe_finds_nothing(visit, name):
    """No violation in an annotated page: with the tip closed, as a preview, and pinned."""
    page = visit(f"/examples/{name}", color_scheme="light")
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.locator("a.rxg").first.focus()
    for key, mode in (("", "tooltip"), ("Enter", "dialog")):
        if key:
            page.keyboard.press(key)
        assert tip_mode(page) == mode
        assert violations(page, rules={CONTRAST: {"enabled": False}}) == []
        assert violations(page, TIP) == []


@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_axe_finds_nothing_in_the_dark(visit, name):
    """No violation in dark mode either: terms, switch and entries can be read, and the tip."""
    page = visit(f"/examples/{name}", color_scheme="dark")
    assert violations(page) == []
    page.locator("a.rxg").first.click()
    assert tip_mode(page) == "dialog"
    ground = page.locator(TIP).evaluate("(tip) => getComputedStyle(tip).backgroundColor")
    assert ground == "rgb(18, 18, 18)"
    assert violations(page, TIP) == []
    assert violations(page, rules={CONTRAST: {"enabled": False}}) == []


@pytest.mark.parametrize("path", ["/three-languages", "/aside", "/views", "/words"])
def test_axe_finds_nothing_elsewhere(visit, path):
    """No violation right to left, in an aside, with two switches, on the glossary page."""
    page = visit(path, reduced_motion="reduce")  # half-faded colours are no contrast
    assert violations(page) == []
    for link in page.locator("a.rxg").all()[:3]:
        link.click()
        assert tip_mode(page) == "dialog"
        assert violations(page) == []
        page.keyboard.press("Escape")


def test_three_languages_without_a_word_of_bangla(visit):
    """Arabic and Hindi for readers, English in the text: nothing of ours says anything else."""
    page = visit("/three-languages")
    page.locator("a.rxg").first.click()
    text = page.locator("html").inner_text()
    assert not re.search("[\u0980-\u09ff]", page.content())
    assert "شرح الكلمات" in text
    assert page.locator(f"{TIP} button").get_attribute("aria-label") == "إغلاق"
    assert page.locator(".rxg-lang label").all_inner_texts() == ["العربية", "हिन्दी"]
    tags = page.locator("[lang]").evaluate_all("(all) => all.map((one) => one.lang)")
    assert set(tags) <= {"ar", "hi", "en"}


def test_axe_would_find_something(visit):
    """The control: a link of ours without contrast and a tip outside of the content are found."""
    page = visit("/short")
    page.locator("a.rxg").first.focus()
    assert violations(page) == []
    page.evaluate("() => { document.querySelector('a.rxg').style.color = '#ddd' }")
    page.evaluate("() => document.body.append(document.querySelector('.rxg-tip'))")
    page.evaluate("() => document.querySelector('.rxg-tip').showPopover()")
    assert [found.partition(":")[0] for found in violations(page)] == [CONTRAST, "region"]


# --- Line 15: names ----------------------------------------------------------------------------

OURS = {"doc-glossary", "doc-glossref", "group", "heading", "link", "radio", "term"}
UNNAMED = {"StaticText", "InlineTextBox"}  # split where a link begins and ends


@pytest.mark.parametrize("name", EXAMPLE_NAMES[:1])  # half a megabyte of tree is slow to read
def test_accessible_names_are_those_of_the_page(visit, name):
    """What the page names keeps role and name; added are our links, section, switch and sources."""
    trees = []
    for kind in ("plain", "examples"):
        page = visit(f"/{kind}/{name}")
        nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        named = [
            (node["role"]["value"], node.get("name", {}).get("value"))
            for node in nodes
            if not node["ignored"] and node["role"]["value"] not in UNNAMED
        ]
        links = page.locator("a.rxg").count()
        sources = page.locator(".rxg-more a").count()
        trees.append(Counter(named))
    before, after = trees
    assert {role for role, _ in before} >= {"heading", "cell", "link", "button", "LabelText"}
    assert sum(before.values()) > 400
    assert before - after == Counter()
    added = Counter(
        role for (role, name), count in (after - before).items() if name for _ in range(count)
    )
    assert set(added) == OURS
    assert (added["doc-glossref"], added["radio"], added["heading"]) == (links, 2, 1)
    assert added["link"] == sources
