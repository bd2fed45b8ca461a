"""Make the pictures in docs/images: an example page as readers see it, in Chromium.

Run ``make demo`` first, then this with the development tools: ``.venv/bin/python docs/screenshot.py
[CHROMIUM]``. Needs Chromium (by default /usr/bin/chromium) and fonts for Bangla.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "examples" / "output" / "leptomeninges-atrophy.html"
TERM = 'a.rxg[href="#rxg-diabetes"]'


class Picture(NamedTuple):
    """What is pictured: the options of a browser's context, the language, and whether on paper."""

    options: dict[str, Any]
    language: str = ""
    paper: bool = False


PICTURES = {
    "tooltip": Picture({"viewport": {"width": 760, "height": 420}}),
    "phone": Picture({"viewport": {"width": 390, "height": 700}, "device_scale_factor": 2}),
    "bangla": Picture({"viewport": {"width": 760, "height": 420}}, "2"),
    "dark": Picture({"viewport": {"width": 760, "height": 420}, "color_scheme": "dark"}),
    "print": Picture({"viewport": {"width": 760, "height": 560}}, paper=True),
}


def take(browser: Browser, name: str, picture: Picture) -> None:
    """Save one picture: the tip of a term, or the list of definitions as it is printed."""
    context = browser.new_context(reduced_motion="reduce", **picture.options)
    page = context.new_page()
    page.goto(PAGE.as_uri())
    if picture.language:
        page.locator(f'.rxg-lang [value="{picture.language}"]').check()
    if picture.paper:
        page.emulate_media(media="print")
        page.locator(".rxg-glossary").evaluate("(e) => e.scrollIntoView()")
    else:
        link = page.locator(TERM).first
        link.evaluate("(e) => e.scrollIntoView({block: 'center'})")
        link.click()
        page.locator(".rxg-tip").wait_for(state="visible")
    page.screenshot(path=HERE / "images" / f"{name}.png")
    context.close()


def take_glossary(browser: Browser, folder: Path) -> None:
    """Save two pictures of the shipped glossary's page: both languages, and Bangla alone."""
    rxglossary = HERE.parent / ".venv" / "bin" / "rxglossary"
    page_file = folder / "words.html"
    subprocess.run([rxglossary, "glossary-page", "-o", page_file], check=True)  # noqa: S603
    page = browser.new_page(viewport={"width": 760, "height": 640}, reduced_motion="reduce")
    page.goto(page_file.as_uri())
    page.screenshot(path=HERE / "images" / "glossary-page.png")
    page.locator('.rxg-lang [value="2"]').check()
    page.get_by_text("Antibiotic", exact=True).first.evaluate(
        "(e) => e.scrollIntoView({block: 'center'})"
    )
    page.screenshot(path=HERE / "images" / "glossary-page-bangla.png")
    page.close()


def main(chromium: str = "/usr/bin/chromium") -> None:
    """Make all pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, picture in PICTURES.items():
            take(browser, name, picture)
        with tempfile.TemporaryDirectory() as folder:
            take_glossary(browser, Path(folder))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
