"""What is left without script, without `:has()`, without the Popover API, and on paper."""

from __future__ import annotations

import pytest
from browser.pages import EXAMPLE_NAMES
from browser.seen import choose, chosen, in_view, languages, term, tip_mode

pytestmark = pytest.mark.browser

EXAMPLES = [pytest.param(f"/examples/{name}", id=name) for name in EXAMPLE_NAMES]
ENTRY = "#rxg-hypertension"

# How many definitions of each language are visible, of how many.
SHOWN = """(section) => [1, 2].map((number) => {
  const all = [...section.querySelectorAll(`dd.rxg-${number}`)];
  return [all.filter((part) => part.checkVisibility()).length, all.length];
})"""

# --- Line 7: the example pages without script --------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES)
def test_a_link_reaches_its_entry_and_back_returns(visit, path):
    """Without script, each link has an entry; following it marks the entry; Back undoes that."""
    page = visit(path, java_script_enabled=False)
    links = page.locator("a.rxg")
    assert links.count() > 50
    unreached = "(links) => links.map((link) => link.hash).filter("
    unreached += "(hash) => document.querySelectorAll('.rxg-glossary ' + hash).length !== 1)"
    assert links.evaluate_all(unreached) == []
    for link in (links.first, links.nth(links.count() // 2), links.last):
        link.click()
        name = link.get_attribute("href")
        assert page.url.endswith(name)
        target = page.locator(".rxg-glossary :target")
        assert "#" + target.get_attribute("id") == name
        assert in_view(target)
        style = target.evaluate("(e) => [getComputedStyle(e).outlineStyle, e.checkVisibility()]")
        assert style == ["solid", True]
        page.go_back()
        assert "#" not in page.url
        assert page.locator(":target").count() == 0
        assert in_view(link)


@pytest.mark.parametrize("path", EXAMPLES)
def test_the_switch_works_through_has(visit, path):
    """Without script, both languages show; a choice hides the other language in the section."""
    page = visit(path, java_script_enabled=False)
    assert page.locator(".rxg-lang").is_visible()
    assert page.locator(".rxg-lang :checked").count() == 0
    section = page.locator(".rxg-glossary")
    (first, all_first), (second, all_second) = section.evaluate(SHOWN)
    assert (first, second) == (all_first, all_second)
    assert first > 50
    choose(page, 2)
    assert section.evaluate(SHOWN) == [[0, all_first], [all_second, all_second]]
    choose(page, 1)
    assert section.evaluate(SHOWN) == [[all_first, all_first], [0, all_second]]


# --- Line 9: paper -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "script"),
    [
        pytest.param(EXAMPLES[0].values[0], True, id="script"),
        pytest.param(EXAMPLES[1].values[0], False, id="no-script"),
    ],
)
def test_print_shows_both_languages_and_no_switch(visit, path, script):
    """On paper every definition is there in both languages, whatever was chosen; no switch."""
    page = visit(path, java_script_enabled=script)
    choose(page, 2)
    page.emulate_media(media="print")
    (first, all_first), (second, all_second) = page.locator(".rxg-glossary").evaluate(SHOWN)
    assert (first, second) == (all_first, all_second)
    assert first > 50
    assert not page.locator(".rxg-lang").is_visible()
    line = page.locator("a.rxg").first.evaluate("(a) => getComputedStyle(a).textDecorationLine")
    assert line == "none"


def test_print_hides_the_tip(visit):
    """A pinned tip is not on paper, and where it was on the screen afterwards."""
    page = visit("/")
    term(page).click()
    assert tip_mode(page) == "dialog"
    page.emulate_media(media="print")
    assert not page.locator(".rxg-tip").is_visible()
    assert page.pdf()[:5] == b"%PDF-"
    page.emulate_media(media="screen")
    assert tip_mode(page) == "dialog"


# --- Old browsers ------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_no_dead_switch(visit, script):
    """Where `:has()` is unknown, the switch shows only if the script runs, and then it works."""
    page = visit("/stray", java_script_enabled=script)

    def without_has(route):
        text = route.fetch().text()
        assert ":has(" in text
        route.fulfill(content_type="text/css", body=text.replace(":has(", ":hasnt("))

    page.route("**/rxg.css", without_has)
    page.reload()
    assert page.locator(".rxg-lang").is_visible() is script
    if script:
        choose(page, 2)
    assert languages(page, "#rxg-diabetes") == [not script, True]


def test_without_the_popover_api_terms_are_plain_links(visit):
    """An old browser follows the link; the switch works all the same."""
    page = visit("/", init="delete HTMLElement.prototype.popover")
    assert term(page).get_attribute("aria-expanded") is None
    term(page).click()
    assert page.url.endswith(ENTRY)
    assert page.locator(".rxg-tip").count() == 0
    choose(page, 2)
    assert chosen(page) == ["2", ["2"]]
    assert languages(page, ENTRY) == [False, True]
