"""Pages that do what they like: lines 13 and 16 of the matrix."""

from __future__ import annotations

import pytest
from browser.pages import HOSTILE_TEXT
from browser.seen import TIP, choose, chosen, in_view, languages, term, tip_mode, tip_text

pytestmark = pytest.mark.browser

# --- Line 13: our script and the page ----------------------------------------------------------


def test_the_script_loaded_twice_acts_once(visit):
    """A page that links the script a second time has one tip, which opens and closes."""
    page = visit("/twice")
    assert page.locator("script[src*='rxg.js']").count() == 2
    term(page).click()
    assert tip_mode(page) == "dialog"
    assert page.locator(TIP).count() == 1
    term(page).click()
    assert tip_mode(page) == ""


def test_the_script_may_run_before_the_page_is_there(visit):
    """In the head, not deferred, it finds links and switch all the same."""
    page = visit("/head")
    choose(page, 2)
    page.reload()
    assert chosen(page) == ["2", ["2"]]
    assert term(page).get_attribute("aria-expanded") == "false"
    term(page).click()
    assert languages(page, TIP) == [False, True]


def test_a_term_added_later_opens(visit):
    """A link that a script of the site adds works; so do all after the tip was thrown away."""
    page = visit("/short")
    page.evaluate(
        "() => { const link = document.createElement('a'); link.className = 'rxg';"
        " link.href = '#rxg-insulin'; link.id = 'late'; link.textContent = 'late';"
        " document.querySelector('#one').append(link) }"
    )
    page.locator("#late").click()
    assert "Insulin" in tip_text(page)
    page.evaluate("() => document.querySelector('.rxg-tip').remove()")
    term(page).click()
    assert tip_mode(page) == "dialog"
    assert "Hypertension" in tip_text(page)


def test_a_link_without_an_entry_stays_a_link(visit):
    """No entry, an address that can't be read, no address: no tip, no claim to have one."""
    page = visit("/stray")
    seen = {}
    for id in ("gone", "bad", "none"):
        link = page.locator(f"#{id}")
        link.click()
        seen[id] = page.url.partition("/stray")[2], link.get_attribute("aria-expanded")
    assert seen == {"gone": ("#rxg-unknown", None), "bad": ("#%E0%A4%A", None), "none": seen["bad"]}
    assert page.locator(TIP).count() == 0


@pytest.mark.parametrize(
    ("path", "id"),
    [
        pytest.param("/colon", "g:diabetes", id="colon"),
        pytest.param("/bangla-prefix", "শব্দ-diabetes", id="bangla"),
    ],
)
def test_other_prefixes(visit, path, id):
    """A prefix that selectors or addresses have to escape leads to its entry."""
    page = visit(path)
    assert page.locator(f'.rxg-glossary div[id="{id}"]').count() == 1
    page.locator("a.rxg").first.click()
    assert "long-term illness" in tip_text(page)


def test_base_href(visit):
    """With a base element, our link means this page and opens; a relative one goes elsewhere."""
    page = visit("/base?utm_source=x")
    page.locator("a.rxg").first.click()
    assert tip_mode(page) == "dialog"
    assert page.url.endswith("/base?utm_source=x")
    page.keyboard.press("Escape")
    page.route("**/elsewhere/**", lambda route: route.fulfill(body="x", content_type="text/html"))
    page.locator("#relative").click()
    page.wait_for_url("**/elsewhere/**")
    assert page.url.endswith("/elsewhere/#rxg-diabetes")


# --- Line 16: hostile neighbours ---------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_page_owns_our_id(visit, script):
    """Where the source has the entry's id already, link and tip lead to ours, under another."""
    page = visit("/own", java_script_enabled=script)
    link = page.locator("a.rxg").first
    link.click()
    if script:
        assert "long-term illness" in tip_text(page)
    else:
        assert "long-term illness" in page.locator(":target").inner_text()
    assert link.get_attribute("href") != "#rxg-diabetes"
    assert page.locator("#rxg-diabetes").inner_text() == "The text of the page itself."


def test_the_page_takes_our_id_later(visit):
    """An element with the entry's id that a script puts before it isn't shown as its meaning."""
    page = visit("/short")
    page.evaluate(
        "() => { const other = document.createElement('div'); other.id = 'rxg-hypertension';"
        " other.textContent = 'Not ours'; document.body.prepend(other) }"
    )
    term(page).click()
    assert "High blood pressure." in tip_text(page)


def test_a_smooth_scroller_does_not_act(visit):
    """A theme's handler on in-page links neither runs nor scrolls when a tip opens."""
    page = visit("/scroller")
    page.locator("a.rxg").first.click()
    assert tip_mode(page) == "dialog"
    assert page.evaluate("() => [acted, scrollY]") == [0, 0]


def test_an_inner_scroller_takes_the_tip_along(visit):
    """When the box around the term is scrolled, the tip stays beside the term."""
    page = visit("/scroller")
    word = page.locator("a.rxg").first
    word.click()

    def gap() -> float:
        return page.locator(TIP).bounding_box()["y"] - word.bounding_box()["y"]

    before, top = gap(), word.bounding_box()["y"]
    page.evaluate("() => { document.querySelector('.scroller').scrollTop = 10 }")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    assert word.bounding_box()["y"] == top - 10
    assert abs(gap() - before) < 1


def test_a_sticky_header_covers_no_entry(visit):
    """A link that is followed leaves the entry below a header of 60 px that stays at the top."""
    page = visit("/sticky", java_script_enabled=False, viewport={"width": 800, "height": 300})
    term(page, "diabetes").click()
    target = page.locator(":target").bounding_box()
    header = page.locator(".sticky").bounding_box()
    assert header["y"] == 0
    assert header["height"] <= target["y"] < 300


def test_a_naive_annotator_after_ours(visit):
    """A script that wraps words in elements of its own breaks neither link, tip nor entry."""
    page = visit("/naive")
    assert page.locator("a.rxg .rx-term").count() == 1
    assert page.locator(".rxg-glossary .rx-term").count() >= 1
    term(page, "insulin").click()
    assert "A hormone that moves sugar" in tip_text(page)
    assert page.locator(f"{TIP} [title]").count() == 0
    assert described_by_ours(page)


def described_by_ours(page) -> bool:
    """Return whether the link's description is the definition still."""
    link = term(page, "insulin")
    name = link.get_attribute("aria-describedby")
    return page.locator(f".rxg-glossary dd#{name}").inner_text().startswith("A hormone")


def test_a_definition_is_text_whatever_it_holds(visit):
    """Markup in a glossary is shown as it is written, in section and tip, and never runs."""
    page = visit("/hostile")
    page.locator("a.rxg").first.click()
    assert HOSTILE_TEXT in tip_text(page)
    assert HOSTILE_TEXT in page.locator("#rxg-diabetes .rxg-1").inner_text()
    assert page.locator(f":is(.rxg-glossary, {TIP}) :is(img, script, b)").count() == 0
    assert page.evaluate("() => window.broken") is None


def test_only_listed_elements_are_copied_into_the_tip(visit):
    """Of an entry that something else rewrote, the tip takes text and harmless elements."""
    page = visit("/forged")
    page.locator("a.rxg").first.click()
    parts = page.locator(f"{TIP} :not(button)")
    names = parts.evaluate_all("(parts) => parts.map((part) => part.localName)")
    assert set(names) <= {"div", "dfn", "span", "em"}
    attributes = parts.evaluate_all("(parts) => parts.flatMap((part) => part.getAttributeNames())")
    assert set(attributes) <= {"class", "lang", "dir"}
    assert page.locator(f"{TIP} .big").count() == 0
    assert page.locator(f"{TIP} button").count() == 1
    text = tip_text(page)
    assert "secret" not in text
    assert "X word" in text
    assert "one" in text


def test_the_tip_is_in_view_on_a_page_with_other_styles(visit):
    """In a scrolling box of 200 px the whole tip is visible: nothing clips it."""
    page = visit("/scroller")
    page.locator("a.rxg").first.click()
    assert in_view(page.locator(TIP))
    covered = "(tip) => { const b = tip.getBoundingClientRect(); return tip.contains("
    covered += "document.elementFromPoint(b.left + 20, b.bottom - 8)) }"
    assert page.locator(TIP).evaluate(covered)
