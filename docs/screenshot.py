"""Make docs/images/tooltip.png: a term of an example page with its tip open, in Chromium.

Run ``make demo`` first, then this with the development tools: ``.venv/bin/python docs/screenshot.py
[CHROMIUM]``. Needs Chromium (by default /usr/bin/chromium) and fonts for Bangla.
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "examples" / "output" / "leptomeninges-atrophy.html"


def main(chromium: str = "/usr/bin/chromium") -> None:
    """Open the page, pin the tip of one term, and save what stands around it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 760, "height": 420})
        page.goto(PAGE.as_uri())
        page.get_by_text("ডায়াবেটিসের").first.evaluate("e => e.scrollIntoView({block: 'center'})")
        page.locator('a.rxg[href="#rxg-diabetes"]').first.click()
        page.locator(".rxg-tip").wait_for(state="visible")
        page.screenshot(path=HERE / "images" / "tooltip.png")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
