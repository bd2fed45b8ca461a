"""The tip: by keyboard, mouse and touch, in narrow windows, dialogs and other directions."""

from __future__ import annotations

import pytest
from browser.seen import (
    TIP,
    away,
    choose,
    focused,
    in_view,
    sideways,
    term,
    tip_mode,
    tip_text,
)

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
KEYS = ("role", "name", "description")

# --- Line 1: policy --------------------------------------------------------------------------


def test_the_tip_works_under_a_strict_policy(visit, console):
    """Preview and pinned tip need neither inline code nor an exception from trusted types."""
    page = visit("/")
    with pytest.raises(Exception, match="TrustedHTML"):  # the policy is in force
        page.evaluate("() => { document.createElement('p').innerHTML = '<b>' }")
    console.clear()
    term(page).focus()
    term(page).click()
    assert tip_mode(page) == "dialog"
    assert page.locator("a.rxg[style], script:not([src])").count() == 0
    assert console == []


# --- Line 2: keyboard, preview ---------------------------------------------------------------


def test_tab_previews_and_escape_leaves_the_focus(visit):
    """Tab shows the meaning of each term once, marks it, and Escape closes without moving."""
    page = visit("/")
    page.locator(".rxg-lang input").first.focus()
    page.keyboard.press("Tab")
    assert (focused(page), tip_mode(page)) == ("diabetes", "tooltip")
    style = "() => { const s = getComputedStyle(document.activeElement);"
    style += " return [s.outlineStyle, parseFloat(s.outlineWidth) >= 2] }"
    assert page.evaluate(style) == ["solid", True]
    assert page.locator(f"{TIP} button, {TIP} a, {TIP} [tabindex]").count() == 0
    page.keyboard.press("Escape")
    assert (focused(page), tip_mode(page)) == ("diabetes", "")
    page.keyboard.press("Tab")
    assert (focused(page), tip_mode(page)) == ("hypertension", "tooltip")
    page.keyboard.press("Tab")  # the repeat of diabetes is no tab stop
    assert (focused(page), tip_mode(page)) == ("insulin", "tooltip")
    page.keyboard.press("Tab")
    assert (focused(page), tip_mode(page)) == ("more", "")


def test_a_preview_by_keyboard_ignores_the_mouse(visit):
    """What Tab opened stays open when the mouse is moved somewhere else."""
    page = visit("/", frozen=True)
    page.locator(".rxg-lang input").first.focus()
    page.keyboard.press("Tab")
    away(page)
    page.mouse.move(9, 9)
    page.clock.run_for(1000)
    assert tip_mode(page) == "tooltip"


# --- Line 3: keyboard, pinned ----------------------------------------------------------------


def test_enter_pins_and_escape_returns(visit):
    """Enter opens a dialog with the focus in it; Tab reaches ×; Escape goes back to the term."""
    page = visit("/")
    word = term(page)
    word.focus()
    page.keyboard.press("Enter")
    assert tip_mode(page) == "dialog"
    assert page.evaluate("() => document.activeElement.className") == "rxg-tip"
    assert word.get_attribute("aria-expanded") == "true"
    assert "#" not in page.url
    page.keyboard.press("Tab")
    assert focused(page) == "×"
    size = "() => { const b = document.activeElement.getBoundingClientRect();"
    assert page.evaluate(size + " return Math.min(b.width, b.height) }") >= 36
    page.keyboard.press("Escape")
    assert (focused(page), tip_mode(page)) == ("hypertension", "")
    assert word.get_attribute("aria-expanded") == "false"


def test_the_button_returns_to_the_term_and_tab_goes_on(visit):
    """Enter on × closes; the tip stands between its term and the next one in tab order."""
    page = visit("/")
    term(page).focus()
    for key in ("Enter", "Tab", "Enter"):
        page.keyboard.press(key)
    assert (focused(page), tip_mode(page)) == ("hypertension", "")
    for key in ("Enter", "Tab", "Tab"):
        page.keyboard.press(key)
    assert (focused(page), tip_mode(page)) == ("insulin", "tooltip")
    assert term(page).get_attribute("aria-expanded") == "false"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        pytest.param("/short", "Close", id="english-page"),
        pytest.param("/bangla", "বন্ধ করুন", id="bangla-page"),
        pytest.param("/french", "Close", id="page-in-a-language-without-labels"),
    ],
)
def test_the_button_is_named_in_the_language_of_the_page(visit, path, name):
    """× has a name, that of the section's label."""
    page = visit(path)
    page.locator("a.rxg").first.click()
    assert page.get_attribute(f"{TIP} button", "aria-label") == name


@pytest.mark.parametrize(
    ("language", "start", "end"),
    [
        pytest.param(0, "High blood pressure.", "blood vessels.", id="both"),
        pytest.param(2, "রক্তের চাপ", "চাপ পড়ে।", id="second"),
    ],
)
def test_assistive_technology_hears_one_definition(visit, language, start, end):
    """The term's description is one definition, in the page's language or the chosen one."""
    page = visit("/short")
    if language:
        choose(page, language)
    term(page).click()
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]

    said = [{key: node.get(key, {}).get("value", "") for key in KEYS} for node in nodes]
    names = [node["name"] for node in said if node["role"] == "dialog"]
    assert names == ["Hypertension উচ্চ রক্তচাপ"]
    (text,) = {node["description"] for node in said if node["name"] == "hypertension"} - {""}
    assert text.startswith(start)
    assert text.endswith(end)


# --- Line 4: mouse, preview ------------------------------------------------------------------


def test_hovering_opens_after_200_ms_and_closes_after_300(visit):
    """A mouse that only flies over opens nothing; one that leaves for a moment loses nothing."""
    page = visit("/", frozen=True)
    word = term(page)
    word.hover()
    page.clock.run_for(60)
    away(page)
    page.clock.run_for(1000)
    assert tip_mode(page) == ""
    word.hover()
    page.clock.run_for(199)
    assert tip_mode(page) == ""
    page.clock.run_for(1)
    assert tip_mode(page) == "tooltip"
    assert focused(page) != "hypertension"
    away(page)
    page.clock.run_for(299)
    assert tip_mode(page) == "tooltip"
    page.clock.run_for(1)
    assert tip_mode(page) == ""


def test_the_mouse_may_rest_on_the_preview(visit):
    """The pointer can go from the term into the tip and stay there (WCAG 1.4.13)."""
    page = visit("/", frozen=True)
    term(page).hover()
    page.clock.run_for(200)
    box = page.locator(TIP).bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 20, steps=4)
    page.clock.run_for(5000)
    assert tip_mode(page) == "tooltip"
    away(page)
    page.clock.run_for(300)
    assert tip_mode(page) == ""


def test_escape_and_leaving_the_window_close_the_preview(visit):
    """A preview by mouse closes by Escape, and when the pointer leaves the window."""
    page = visit("/", frozen=True)
    term(page).hover()
    page.clock.run_for(200)
    page.keyboard.press("Escape")
    assert tip_mode(page) == ""
    term(page, "insulin").hover()
    page.clock.run_for(200)
    assert "Insulin" in tip_text(page)
    page.evaluate(
        "() => { document.dispatchEvent("
        "new PointerEvent('pointerout', { bubbles: true, pointerType: 'mouse' })) }"
    )
    page.clock.run_for(300)
    assert tip_mode(page) == ""


# --- Line 5: mouse, pinned -------------------------------------------------------------------


def test_a_pinned_tip_stays_when_the_mouse_leaves(visit):
    """Neither leaving nor hovering another term changes a pinned tip; a click outside closes."""
    page = visit("/", frozen=True)
    term(page).click()
    away(page)
    page.clock.run_for(1000)
    term(page, "insulin").hover()
    page.clock.run_for(1000)
    assert tip_mode(page) == "dialog"
    assert "Hypertension" in tip_text(page)
    page.mouse.click(5, 5)
    assert tip_mode(page) == ""


def test_only_a_click_outside_closes(visit):
    """A click in the tip and a selection that ends outside leave it open; others close it."""
    page = visit("/")
    term(page).click()
    page.locator(f"{TIP} div").first.click()
    assert tip_mode(page) == "dialog"
    box = page.locator(TIP).bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(5, 300)
    page.mouse.up()
    assert tip_mode(page) == "dialog"
    page.locator(f"{TIP} button").click()
    assert (focused(page), tip_mode(page)) == ("hypertension", "")
    term(page).click()
    page.locator("#far").click(force=True)
    assert tip_mode(page) == ""


def test_the_same_term_closes(visit):
    """A second click on the term closes, keeps the focus there and leaves the address alone."""
    page = visit("/")
    term(page).click()
    assert tip_mode(page) == "dialog"
    term(page).click()
    assert (focused(page), tip_mode(page)) == ("hypertension", "")
    assert "#" not in page.url


def test_modified_clicks_are_native(visit):
    """Control and a click opens the entry in a new tab, and pins nothing here."""
    page = visit("/")
    with page.context.expect_page() as opened:
        term(page).click(modifiers=["Control"])
    assert opened.value.url.endswith("#rxg-hypertension")
    assert tip_mode(page) != "dialog"


@pytest.mark.parametrize("styled", [True, False], ids=["styles", "styles-not-there-yet"])
def test_opening_moves_nothing_on_the_page(visit, console, styled):
    """The tip takes no room: what stands below its term stays where it is."""
    page = visit("/")
    if not styled:
        page.route("**/rxg.css", lambda route: route.abort())
        page.reload()
        console.clear()  # of the file that could not be had
    where = page.locator("#more").bounding_box()
    term(page).click()
    assert tip_mode(page) == "dialog"
    assert page.locator("#more").bounding_box() == where


# --- Line 6: touch ---------------------------------------------------------------------------


def test_touch(visit):
    """A tap opens in view without navigating; another term swaps; the same or outside closes."""
    page = visit("/", **PHONE)
    term(page).tap()
    assert tip_mode(page) == "dialog"
    assert "#" not in page.url
    assert in_view(page.locator(TIP))
    assert not sideways(page)
    term(page, "diabetes").tap()  # the tip does not cover it
    assert "Diabetes" in tip_text(page)
    assert page.locator("a.rxg[aria-expanded=true]").count() == 1
    term(page, "diabetes").tap()
    assert tip_mode(page) == ""
    term(page).tap()
    page.touchscreen.tap(380, 800)
    assert tip_mode(page) == ""


def test_a_swipe_keeps_the_tip(visit):
    """Scrolling the page with a finger outside of the tip doesn't close it."""
    page = visit("/", **PHONE)
    term(page).tap()
    client = page.context.new_cdp_session(page)

    def touch(kind: str, *heights: int) -> None:
        points = [{"x": 200, "y": height} for height in heights]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 700)
    for height in range(680, 400, -20):
        touch("touchMove", height)
    touch("touchEnd")
    page.wait_for_function("() => scrollY > 50")
    assert tip_mode(page) == "dialog"


# --- Line 10: narrow and low windows ---------------------------------------------------------


@pytest.mark.parametrize("how", ["click", "keyboard"])
def test_zoomed_to_400_percent(visit, how):
    """At 320×256 the whole tip and its term are in view; the page scrolls and the tip stays."""
    page = visit("/", viewport={"width": 320, "height": 256})
    if how == "click":
        term(page).click()
    else:
        term(page, "diabetes").focus()
        page.keyboard.press("Tab")
    assert tip_mode(page) == ("dialog" if how == "click" else "tooltip")
    assert in_view(page.locator(TIP))
    assert in_view(term(page))
    assert not sideways(page)
    before = page.evaluate("() => scrollY")
    page.mouse.wheel(0, 60)
    page.wait_for_function("(before) => scrollY > before", arg=before)
    assert tip_mode(page) != ""


def test_the_tip_stands_above_where_only_that_fits(visit):
    """A term at the lower edge has its tip above, and the page isn't scrolled under the mouse."""
    page = visit("/", viewport={"width": 900, "height": 500}, frozen=True)
    word = page.locator("#more a.rxg")
    word.evaluate("(link) => link.scrollIntoView({ block: 'end', behavior: 'instant' })")
    word.hover()
    page.clock.run_for(200)
    assert in_view(page.locator(TIP))
    assert page.locator(TIP).bounding_box()["y"] < word.bounding_box()["y"]


def test_narrowing_the_window_takes_the_tip_along(visit):
    """When the window gets narrower than the tip's place, the tip moves into it."""
    page = visit("/", viewport={"width": 900, "height": 800})
    term(page, "insulin").click()
    page.set_viewport_size({"width": 330, "height": 800})
    page.wait_for_function("() => document.querySelector('.rxg-tip').offsetLeft < 100")
    assert tip_mode(page) == "dialog"
    assert in_view(page.locator(TIP))
    assert not sideways(page)


# --- Line 11: direction, colours, motion -----------------------------------------------------


def test_right_to_left(visit):
    """In an Arabic page the tip ends where its term ends; a Hindi text in it runs to the right."""
    page = visit("/right-to-left")
    word = page.locator("a.rxg").first
    word.click()
    link, tip = word.bounding_box(), page.locator(TIP).bounding_box()
    assert abs(link["x"] + link["width"] - tip["x"] - tip["width"]) < 2
    assert in_view(page.locator(TIP))
    assert not sideways(page)
    hindi = page.locator(f"{TIP} .rxg-2")
    assert hindi.evaluate("(part) => getComputedStyle(part).unicodeBidi") == "plaintext"


PREFERENCES = {
    "light": ({"color_scheme": "light"}, "backgroundColor", "rgb(255, 255, 255)"),
    "dark": ({"color_scheme": "dark"}, "backgroundColor", "rgb(18, 18, 18)"),
    "forced-colours": ({"forced_colors": "active"}, "borderTopStyle", "solid"),
    "motion": ({"reduced_motion": "no-preference"}, "transitionDuration", "0.12s"),
    "reduced-motion": ({"reduced_motion": "reduce"}, "transitionDuration", "0s"),
}


def test_the_tip_follows_what_the_reader_prefers(visit):
    """Colours follow the scheme, a border remains in forced colours, motion can be refused."""
    page = visit("/short")
    term(page).click()
    seen = {}
    for id, (media, name, _) in PREFERENCES.items():
        page.emulate_media(**media)
        seen[id] = page.locator(TIP).evaluate("(tip, name) => getComputedStyle(tip)[name]", name)
    assert seen == {id: expected for id, (_, _, expected) in PREFERENCES.items()}


# --- Line 12: modal dialog -------------------------------------------------------------------


def test_inside_a_modal_dialog(visit):
    """The tip opens in the dialog, and Escape closes the tip alone, pinned or not."""
    page = visit("/dialog", frozen=True)
    page.locator("#open").click()
    dialog, word = page.locator("dialog"), page.locator("dialog a.rxg")
    word.click()
    assert tip_mode(page) == "dialog"
    assert dialog.locator(TIP).count() == 1
    page.locator(f"{TIP} button").click()
    assert tip_mode(page) == ""
    word.click()
    page.keyboard.press("Escape")
    assert (tip_mode(page), focused(page)) == ("", "diabetes")
    assert dialog.is_visible()
    page.mouse.move(0, 0)
    word.hover()
    page.clock.run_for(200)
    assert tip_mode(page) == "tooltip"
    page.keyboard.press("Escape")
    assert tip_mode(page) == ""
    assert dialog.is_visible()
    page.keyboard.press("Escape")
    assert not dialog.is_visible()


@pytest.mark.parametrize(
    ("path", "parent"),
    [pytest.param("/short", "main", id="main"), pytest.param("/without-main", "body", id="body")],
)
def test_the_tip_stands_in_the_main_content(visit, path, parent):
    """The tip is part of the content its term is in, where there is a main element."""
    page = visit(path)
    page.locator("a.rxg").first.click()
    assert tip_mode(page) == "dialog"
    assert page.locator(TIP).evaluate("(tip) => tip.parentNode.localName") == parent


# --- What is in it ---------------------------------------------------------------------------


def test_the_tip_says_what_nobody_has_reviewed(visit):
    """The note on an unreviewed entry is in the tip, once for each language."""
    page = visit("/short")
    term(page, "insulin").click()
    assert tip_text(page).count("Not yet reviewed by a clinician") == 1
    assert tip_text(page).count("এখনো কোনো চিকিৎসক যাচাই করেননি") == 1
    choose(page, 1)
    term(page, "insulin").click()
    assert page.locator(f"{TIP} .rxg-note:visible").all_inner_texts() == [
        "Not yet reviewed by a clinician"
    ]
    term(page).click()
    assert "reviewed" not in tip_text(page)
