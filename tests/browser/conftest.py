"""One Chromium for all browser tests, a fresh page for each, and a console that stays clean.

Chromium is the one that RXG_CHROMIUM names, else the first of `NAMES` on the path. Where it or a
Bangla font is missing, the tests are skipped with the reason; with CI=true they fail.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from browser.pages import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--no-first-run",
]
# What the policy of a page has refused, in one list.
REPORTS = """
window.refused = [];
addEventListener('securitypolicyviolation', (event) => {
  refused.push(event.violatedDirective + ' ' + event.blockedURI);
}, true);
"""
INSTALL = "apt-get install chromium fonts-beng fonts-noto-core"

# Two letters without a glyph are drawn as the same box.
HAS_BANGLA = """() => {
  const drawn = (letter) => {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('2d');
    context.font = '40px sans-serif';
    context.fillText(letter, 10, 60);
    return canvas.toDataURL();
  };
  return drawn('ক') !== drawn('খ');
}"""


def missing(what: str) -> NoReturn:
    """Skip, or fail where the tests have to run; say what is missing and how to get it."""
    reason = f"{what}: {INSTALL}"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason} (CI=true: browser tests must run)", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="package")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the pages; the origin they are at."""
    with serve(tmp_path_factory.mktemp("site") / "_rxg") as url:
        yield url


# For the package, not the session: a running Playwright is a running event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start Chromium once."""
    executable = os.environ.get("RXG_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), "")
    if not executable:
        missing(f"no Chromium (RXG_CHROMIUM, {', '.join(NAMES)})")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright is not installed (pip install 'rxglossary[test]')")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        try:
            page = browser.new_page()
            if not page.evaluate(HAS_BANGLA):
                missing("no font with Bangla letters")
            page.close()
            yield browser
        finally:
            browser.close()


@pytest.fixture
def console() -> list[str]:
    """Collect what the pages of a test complain about."""
    return []


@pytest.fixture(scope="package")
def ordinary(browser: Browser) -> Iterator[BrowserContext]:
    """Make the context of the tests that need no options: a new one each takes twice as long."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture
def visit(
    browser: Browser, ordinary: BrowserContext, origin: str, console: list[str]
) -> Iterator[Callable[..., Page]]:
    """Open a path in a page of its own; at the end of the test the console has to be clean.

    Arguments of the function: the path; *init*, a script that runs before those of the page;
    *frozen*, to have the page's time stand still until `page.clock.run_for`; and the options of a
    context, which is then made for this test alone. What a test stores is gone after it.
    """
    contexts: list[BrowserContext] = []

    def go(path: str, *, init: str = "", frozen: bool = False, **options: Any) -> Page:
        context = ordinary
        if options or frozen:  # the clock is one for all pages of a context
            context = browser.new_context(**options)
            contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: console.append(str(error)))
        page.on(
            "console",
            lambda said: console.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.add_init_script(REPORTS)
        if init:
            page.add_init_script(init)
        if frozen:
            page.clock.install(time=0)
        page.goto(origin + path)
        if frozen:
            page.clock.pause_at(3_600_000)
        return page

    yield go
    for context in contexts:
        context.close()
    if ordinary.pages:
        session = ordinary.new_cdp_session(ordinary.pages[0])
        session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    for page in ordinary.pages:
        page.close()
    assert console == []  # line 1 of the matrix, in every test
