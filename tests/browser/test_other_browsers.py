"""A smoke subset in Firefox and WebKitGTK: line 17 of the matrix.

Firefox is driven by puppeteer-core, which speaks WebDriver BiDi and needs no other driver;
WebKitGTK by Selenium and the driver that Debian ships. Both take the same steps.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
TERM = 'a.rxg[href="#rxg-hypertension"]'
TIP = "() => document.querySelector('.rxg-tip:popover-open')?.role || ''"
FOCUS = "() => document.activeElement.textContent"
SHOWN = """() => [1, 2].map((number) => {
  const part = document.querySelector('#rxg-hypertension .rxg-' + number);
  return getComputedStyle(part).display !== 'none';
})"""
LINE = f"""() => {{
  const style = getComputedStyle(document.querySelector('{TERM}'));
  return style.textDecorationLine + ' ' + style.textDecorationStyle;
}}"""
IN_VIEW = """() => {
  const box = document.querySelector('.rxg-tip').getBoundingClientRect();
  return box.left >= 0 && box.right <= document.documentElement.clientWidth && box.top >= 0;
}"""
END = """() => {
  const [link, tip] = ['a.rxg', '.rxg-tip'].map((name) => document.querySelector(name));
  return Math.abs(link.getBoundingClientRect().right - tip.getBoundingClientRect().right) < 2;
}"""

# What is done, what is looked at, and what has to be seen.
STEPS: list[tuple[str, str, str, object]] = [
    ("go", "/", "", None),
    ("see", LINE, "underline", "underline dotted"),
    ("see", SHOWN, "both languages", [True, True]),
    ("click", TERM, "", None),
    ("see", TIP, "a click pins", "dialog"),
    ("see", IN_VIEW, "in view", True),
    ("see", "() => location.hash", "no navigation", ""),
    ("see", f"() => document.querySelector('{TERM}').ariaExpanded", "expanded", "true"),
    ("key", "Escape", "", None),
    ("see", TIP, "escape closes", ""),
    ("see", FOCUS, "focus returns", "hypertension"),
    ("key", "Tab", "", None),
    ("see", TIP, "tab previews", "tooltip"),
    ("see", FOCUS, "the next tab stop is the next term", "insulin"),
    ("key", "Escape", "", None),
    ("click", '.rxg-lang input[value="2"]', "", None),
    ("see", SHOWN, "one language", [False, True]),
    ("go", "/short", "", None),
    ("see", SHOWN, "remembered", [False, True]),
    ("see", f"() => document.getElementById(document.querySelector('{TERM}').getAttribute("
     "'aria-describedby')).lang", "described in Bangla", "bn"),
    ("go", "/right-to-left", "", None),
    ("click", "a.rxg", "", None),
    ("see", TIP, "right to left", "dialog"),
    ("see", END, "ends where the term ends", True),
]  # fmt: skip
EXPECTED = {name: expected for action, _, name, expected in STEPS if action == "see"}


def absent(what: str, package: str) -> NoReturn:
    """Skip, or fail where the tests have to run; say what is missing and how to get it."""
    reason = f"{what}: {package}"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason} (CI=true: this test must run)", pytrace=False)
    pytest.skip(reason)


def test_firefox(origin):
    """The same steps as in Chromium do the same; nothing is complained about."""
    firefox = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), "")
    if not firefox:
        absent("no Firefox", "apt-get install firefox-esr")
    node = shutil.which("node")
    if not node or not (ROOT / "node_modules" / "puppeteer-core").is_dir():
        absent("no puppeteer-core", "apt-get install nodejs npm, then npm ci")
    steps = json.dumps([step[:3] for step in STEPS])
    done = subprocess.run(
        [node, str(Path(__file__).with_name("firefox.mjs")), firefox, origin],
        input=steps, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"errors": [], **EXPECTED}


@contextmanager
def display() -> Iterator[dict[str, str]]:
    """Yield the environment for a program with windows; start a display if there is none."""
    if os.environ.get("DISPLAY"):
        yield dict(os.environ)
        return
    xvfb = shutil.which("Xvfb")
    if not xvfb:
        absent("no display", "apt-get install xvfb")
    read, write = os.pipe()
    server = subprocess.Popen(
        [xvfb, "-displayfd", str(write), "-screen", "0", "1280x1024x24", "-nolisten", "tcp"],
        pass_fds=[write], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as numbers:
            yield {**os.environ, "DISPLAY": f":{numbers.readline().strip()}"}
    finally:
        server.terminate()
        server.wait()


# Selenium's own class calls what Selenium deprecates.
@pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")
def test_webkit(origin):
    """The same steps as in Chromium do the same in the engine of Safari's family."""
    driver = shutil.which("WebKitWebDriver")
    browsers = sorted(map(str, Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser")))
    if not driver or not browsers:
        absent("no WebKitGTK", "apt-get install webkit2gtk-driver")
    from selenium import webdriver
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.webkitgtk.options import Options
    from selenium.webdriver.webkitgtk.service import Service

    options = Options()
    options.binary_location = browsers[-1]
    options.add_argument("--automation")
    with display() as environment:
        service = Service(executable_path=driver, env=environment)
        page = webdriver.WebKitGTK(options=options, service=service)
        try:
            seen: dict[str, Any] = {}
            for action, value, name, _ in STEPS:
                if action == "go":
                    page.get(origin + value)
                elif action == "click":
                    page.find_element(By.CSS_SELECTOR, value).click()
                elif action == "key":
                    key = {"Escape": Keys.ESCAPE, "Tab": Keys.TAB}[value]
                    webdriver.ActionChains(page).send_keys(key).perform()
                else:
                    seen[name] = page.execute_script(f"return ({value})()")
        finally:
            page.quit()
    assert seen == EXPECTED
