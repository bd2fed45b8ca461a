"""Reading views, glossary pages elsewhere, inline assets, the list of a page's terms."""

from __future__ import annotations

import pytest
from browser.pages import NONCE
from browser.seen import TIP, described, term, tip_mode, tip_text

pytestmark = pytest.mark.browser

ENTRY = "#rxg-hypertension"


def view(page, number: int) -> None:
    """Choose a reading view by its number in the switch."""
    page.locator(".rxg-view input").nth(number - 1).check()


def shown(page, where: str) -> list[str]:
    """Return the definitions that are visible inside *where*."""
    parts = page.locator(f"{where} :is(.rxg-1, .rxg-2):visible")
    return parts.all_inner_texts()


PATIENT = ["High blood pressure.", "রক্তের চাপ বেশি।"]
CLINICAL = ["Persistently raised arterial pressure.", "রক্তের চাপ বেশি।"]
BOTH = [PATIENT[0], CLINICAL[0], PATIENT[1]]


# --- Reading views -------------------------------------------------------------------------------


def test_a_view_reaches_tip_section_and_description(visit):
    """Both texts by default, one after a choice, also after a reload; a shared text stays."""
    page = visit("/views")
    assert shown(page, ENTRY) == BOTH
    assert described(term(page)) == PATIENT[0]
    view(page, 2)
    term(page).click()
    assert [shown(page, ENTRY), shown(page, TIP)] == [CLINICAL, CLINICAL]
    assert described(term(page)) == CLINICAL[0]
    page.reload()
    assert page.locator(".rxg-view input").nth(1).is_checked()
    view(page, 1)
    term(page).click()
    assert [shown(page, ENTRY), shown(page, TIP)] == [PATIENT, PATIENT]
    assert described(term(page)) == PATIENT[0]


def test_both_switches_work_together(visit):
    """A language and a view leave one text of two times two."""
    page = visit("/views")
    view(page, 2)
    page.locator(".rxg-lang input").first.check()
    assert shown(page, ENTRY) == CLINICAL[:1]
    page.locator(".rxg-lang input").nth(1).check()
    assert shown(page, ENTRY) == CLINICAL[1:]
    assert described(term(page)) == CLINICAL[1]


def test_a_site_drives_the_view_and_hears_of_it(visit):
    """The one event carries both choices, each way."""
    page = visit("/views")
    page.evaluate(
        "() => { window.heard = []; document.addEventListener("
        "'rxg:choice', (event) => heard.push(JSON.stringify(event.detail))) }"
    )
    page.evaluate(
        "() => { document.dispatchEvent("
        "new CustomEvent('rxg:choice', { detail: { 'rxg-view': '2' } })) }"
    )
    assert shown(page, ENTRY) == CLINICAL
    assert page.evaluate("() => heard.shift()") == '{"rxg-lang":"","rxg-view":"2"}'


def test_other_tabs_follow_the_view(visit):
    """A choice in one tab is the choice in another."""
    page, other = visit("/views"), visit("/views")
    view(page, 2)
    other.wait_for_function("() => document.documentElement.dataset.rxgView === '2'")
    assert shown(other, ENTRY) == CLINICAL


def test_views_without_script_and_on_paper(visit):
    """The radio buttons switch through `:has()`; paper shows all texts and no switch."""
    page = visit("/views", java_script_enabled=False)
    view(page, 2)
    assert shown(page, ENTRY) == CLINICAL
    page.emulate_media(media="print")
    assert shown(page, ENTRY) == BOTH
    assert not page.locator(".rxg-view").is_visible()


def test_the_list_of_the_pages_terms(visit):
    """At the start of the content, and each of its links reaches the entry."""
    page = visit("/views", java_script_enabled=False)
    page.locator(".rxg-terms a").click()
    assert page.locator(".rxg-glossary :target").get_attribute("id") == ENTRY[1:]


# --- A glossary page elsewhere -------------------------------------------------------------------


def test_entries_of_a_glossary_page_open_as_tips(visit):
    """The entry is fetched, shown in both languages, and no definition is on the page itself."""
    page = visit("/linked")
    page.locator("a.rxg[aria-expanded]").first.wait_for()
    assert page.locator("dd").count() == 0
    assert "aria-describedby" not in page.content()
    term(page, "insulin").click()
    assert tip_mode(page) == "dialog"
    assert tip_text(page).split("\n")[0].startswith("Insulin ইনসুলিন")
    assert "A hormone that moves sugar" in tip_text(page)
    assert "Not yet reviewed by a clinician" in tip_text(page)
    assert page.locator(f"{TIP} button").get_attribute("aria-label") == "Close"
    page.keyboard.press("Escape")
    assert tip_mode(page) == ""


def test_without_the_file_it_is_a_link(visit, console):
    """Where the entries can't be had, the word leads to the glossary page."""
    page = visit("/linked-in-vain")
    page.wait_for_load_state("networkidle")
    term(page, "insulin").click(no_wait_after=True)
    page.wait_for_url("**/nowhere/words#rxg-insulin")
    assert all("404" in said for said in console)
    console.clear()


def test_the_glossary_page(visit):
    """Its anchors are reached, search hides what doesn't fit, and both switches' styles apply."""
    page = visit("/words#rxg-insulin")
    assert page.locator(":target dfn").inner_text() == "Insulin"
    field = page.locator(".rxg-search")
    field.fill("HORMÓNE blood")
    assert page.locator(".rxg-glossary dl > div:visible").count() == 1
    assert page.locator(".rxg-letter:visible h2").all_inner_texts() == ["I"]
    field.fill("ইনসুলিন")
    assert page.locator(".rxg-glossary dl > div:visible dfn").all_inner_texts() == ["Insulin"]
    field.fill("xyz")
    assert page.locator("[role=status]").inner_text() == "No word found"
    field.fill("")
    assert page.locator(".rxg-glossary dl > div:visible").count() == 3
    page.locator(".rxg-lang input").first.check()
    assert not page.locator("#rxg-insulin .rxg-2").first.is_visible()


def test_the_glossary_page_without_script(visit):
    """Everything but the search is there."""
    page = visit("/words", java_script_enabled=False)
    assert not page.locator(".rxg-search").is_visible()
    page.locator(".rxg-index a", has_text="H").click()
    assert page.locator(":target h2").inner_text() == "H"
    page.locator(".rxg-index summary", has_text="ড").click()
    page.locator(".rxg-index a", has_text="ডায়াবেটিস").click()
    assert page.locator(":target dfn").inner_text() == "Diabetes"


# --- Inline assets -------------------------------------------------------------------------------


def test_inline_assets_run_under_the_nonce(visit):
    """No file is asked for, the policy refuses nothing, and the tip opens."""
    asked: list[str] = []
    page = visit("/inline")
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    term(page).click()
    assert tip_mode(page) == "dialog"
    assert not [url for url in asked if "rxg" in url]
    assert page.evaluate("() => refused") == []
    assert page.locator("script.rxg-js").evaluate("(script) => script.nonce") == NONCE
