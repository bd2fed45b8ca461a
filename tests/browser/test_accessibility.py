"""The annotated example pages, as axe and the accessibility tree see them: lines 14 and 15."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest
from browser.pages import EXAMPLE_NAMES
from browser.seen import TIP, choose, tip_mode

pytestmark = pytest.mark.browser

AXE = """() => axe.run(document).then((result) => result.violations.map(
  (violation) => violation.id + ': ' + violation.nodes.map((node) => node.html).join(' | ')))"""


def violations(page) -> list[str]:
    """Return what axe finds with all of its rules, advice included."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    return page.evaluate(AXE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", EXAMPLE_NAMES)
def test_axe_finds_nothing(visit, name, scheme):
    """No violation in an annotated page: with the tip closed, as a preview, and pinned."""
    page = visit(f"/examples/{name}", color_scheme=scheme)
    assert violations(page) == []
    link = page.locator("a.rxg").first
    page.locator(".rxg-lang input").first.focus()
    page.keyboard.press("Tab")
    page.wait_for_selector(f"{TIP}[role=tooltip]")
    assert violations(page) == []
    link.click()
    assert tip_mode(page) == "dialog"
    choose(page, 2)
    link.click()
    assert violations(page) == []


NAMED = ("heading", "cell", "columnheader", "rowheader", "button", "link", "LabelText", "radio")
