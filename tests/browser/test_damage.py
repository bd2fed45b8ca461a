"""The damaged example page in a browser: what readers of the source page saw, and the cure."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser.pages import EXAMPLES

import rxglossary as rx

SOURCES = Path(
    os.environ.get("RXG_SOURCE_PAGES", Path(__file__).parents[3] / "shared" / "source-pages")
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not SOURCES.is_dir(), reason=f"no {SOURCES}: set RXG_SOURCE_PAGES to it"),
]
NUMBER = re.compile(r"^\s*(?:\d+\.|•)\s+")
DAMAGED = (EXAMPLES / "leptomeninges-atrophy-damaged.html").read_bytes().decode()
HEALTHY = (EXAMPLES / "leptomeninges-atrophy.html").read_bytes().decode()


def lines(text: str) -> list[str]:
    """Return the lines with anything in them, without the numbers of lists."""
    found = (" ".join(NUMBER.sub("", line).split()) for line in text.splitlines())
    return [line for line in found if line]


@pytest.fixture
def seen(browser) -> Iterator[object]:
    """Give a function that returns the visible text and the source that the browser makes of it."""
    page = browser.new_page(java_script_enabled=False)

    def show(html: str) -> tuple[str, str]:
        page.set_content(html)
        return page.inner_text("body"), page.content()

    yield show
    page.close()


def test_the_example_shows_what_the_source_page_showed(seen):
    """Every line of the source page in its order; the damaged ones character for character."""
    [file] = SOURCES.glob("002_*.txt")
    source = lines(file.read_bytes().decode())
    text, _ = seen(DAMAGED)
    shown = lines(text)
    damaged = [line for line in source if "data-rx-term" in line]
    assert len(damaged) == 4
    assert [line for line in shown if "data-rx-term" in line] == damaged
    # Cards that the source lists on one line stand on several: white space is left aside.
    squeezed, at = re.sub(r"\s", "", text), 0
    for line in source:
        at = squeezed.find(wanted := re.sub(r"\s", "", line), at)
        assert at >= 0, line
        at += len(wanted)
    article = source[source.index("Types:") : source.index("Conclusion:")]
    start = shown.index("Types:")
    assert shown[start : start + len(article)] == article


def test_the_cure_in_the_browser(seen):
    """Mended as it was served, or as the browser wrote it: the text of the healthy page."""
    healthy, _ = seen(HEALTHY)
    _, written = seen(DAMAGED)
    assert seen(rx.repair(DAMAGED).html)[0] == healthy
    result = rx.repair(written)
    assert [damage.confidence for damage in result] == ["certain"] * 4
    assert seen(result.html)[0] == healthy
    assert seen(rx.repair(DAMAGED, to="tooltip").html)[0] == healthy
