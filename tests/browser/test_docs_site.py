"""The docs, annotated by their own extension, in a browser."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path

import pytest
from browser.seen import TIP, tip_mode

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("explanation/exactness.html", "explanation/matching.html", "howto/renderers.html")
# In all our parts: words, tip and section.
VIOLATIONS = """() => axe.run({include: [["[class^=rxg]"]]}, {resultTypes: ["violations"]})
  .then((result) => result.violations.map(
    (found) => found.id + ": " + found.nodes.map((node) => node.html)))"""

pytestmark = pytest.mark.browser


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer; a browser asks for an icon that no page names."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Build the docs and serve them; their origin."""
    output = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "-q", "-b", "html", str(DOCS), str(output)]
    env = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(output)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", PAGES)
def test_tips_of_the_docs_work_by_keyboard(browser, site, path):
    """A term is reached by Tab, previewed, pinned by Enter, and closed by Escape."""
    said = []
    page = browser.new_page()
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.goto(site + path)
    terms = page.locator("a.rxg")
    assert terms.count() > 0
    page.keyboard.press("Tab")
    for _ in range(200):
        if page.evaluate("document.activeElement.classList.contains('rxg')"):
            break
        page.keyboard.press("Tab")
    word = page.evaluate("document.activeElement.textContent")
    assert word
    assert tip_mode(page) == "tooltip"
    page.keyboard.press("Enter")
    assert tip_mode(page) == "dialog"
    assert page.locator(TIP).inner_text().strip()
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    assert page.evaluate(VIOLATIONS) == []
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == word
    assert page.evaluate(VIOLATIONS) == []
    assert said == []
    page.close()
