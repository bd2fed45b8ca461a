"""The annotated example pages, as axe and the accessibility tree see them: lines 14 and 15."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest
from browser.pages import EXAMPLE_NAMES
from browser.seen import TIP, choose, tip_mode

pytestmark = pytest.mark.browser

# --- Line 14: axe ------------------------------------------------------------------------------

RUN = """([where, options]) => axe.run(where || document, options).then((result) =>
  result.violations.map((found) => found.id + ': ' + found.nodes.map((node) => node.html)))"""
CONTRAST = {"rules": {"color-contrast": {"enabled": False}}}


def violations(page, where: str | None = None, options: dict | None = None) -> list[str]:
    """Return what axe finds, by default with all rules on all of the page, advice included."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    return page.evaluate(RUN, [where, options or {}])


def violations_with_tip(page) -> list[str]:
    """Return what axe finds with a tip open; contrast, the slow rule, in the tip alone."""
    return violations(page, options=CONTRAST) + violations(page, TIP)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_axe_finds_nothing(visit, name, scheme):
    """No violation in an annotated page: with the tip closed, as a preview, and pinned."""
    page = visit(f"/examples/{name}", color_scheme=scheme)
    assert violations(page) == []
    page.keyboard.press("Tab")
    page.locator("a.rxg").first.focus()
    assert tip_mode(page) == "tooltip"
    assert violations_with_tip(page) == []
    page.keyboard.press("Enter")
    assert tip_mode(page) == "dialog"
    choose(page, 2)
    page.locator("a.rxg").first.click()
    assert tip_mode(page) == "dialog"
    assert violations_with_tip(page) == []


# --- Line 15: names ----------------------------------------------------------------------------
