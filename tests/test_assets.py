"""Style sheet and scripts: what they weigh, that they are current, what is never in them."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest

from rxglossary.publish import ASSETS

ROOT = Path(__file__).parent.parent
SOURCES = {name: (ROOT / "assets" / name).read_text("utf-8") for name in ASSETS}
SHIPPED = {
    name: files("rxglossary").joinpath("render", "assets", name).read_bytes() for name in ASSETS
}

# Kilobytes of 1,024 bytes, compressed as a server does.
BUDGETS = {"rxg.css": 1.4, "rxg.js": 2.0, "rxg-entries.js": 1, "rxg-search.js": 1}


@pytest.mark.parametrize(("name", "budget"), BUDGETS.items(), ids=BUDGETS)
def test_weight(name, budget):
    """A page pays no more than the budget; a third of it would be suspicious."""
    assert budget / 3 < len(gzip.compress(SHIPPED[name], 9, mtime=0)) / 1024 <= budget


@pytest.mark.parametrize("name", ASSETS)
def test_what_is_shipped_was_made_of_its_source(name):
    """Neither has changed since `make assets` made one of the other; no other tool is needed."""
    record = json.loads((ROOT / "assets" / "built.json").read_text("utf-8"))
    made_of, made = SOURCES[name].encode(), SHIPPED[name]
    found = {"source": made_of, "built": made}
    found = {key: hashlib.sha256(data).hexdigest() for key, data in found.items()}
    assert found == record[name], "run make assets, and commit the result"


def test_the_tools_make_what_is_shipped():
    """With Node.js, the sources are minified again, and nothing differs by a byte."""
    node = shutil.which("node")
    if not node or not (ROOT / "node_modules" / "terser").is_dir():
        reason = "no Node.js 18 or its packages: apt-get install nodejs npm, then npm ci"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{reason} (CI=true: assets must be checked)", pytrace=False)
        pytest.skip(reason)
    done = subprocess.run(
        [node, "assets/build.mjs", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


TEXTS = SOURCES | {f"shipped-{name}": data.decode() for name, data in SHIPPED.items()}

FORBIDDEN = {
    "english-tag": r"\b(?:en|english)\b",
    "bangla-tag": r"\b(?:bn|bangla|bengali)\b",
    "bangla-letters": r"[\u0980-\u09ff]",
    "html-from-text": r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc",
    "code-from-text": r"\beval\b|\bnew\s+Function\b|\bFunction\(|\bimport\b|javascript:",
    "network": r"https?:|(?<!new )url\(|@import|XMLHttpRequest|sendBeacon|WebSocket",
    "cookies": r"\bcookie\b",
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("pattern", FORBIDDEN.values(), ids=FORBIDDEN)
def test_what_is_never_in_them(name, pattern):
    """No reader language by name, no markup or code made of text, nothing loaded or sent."""
    assert re.search(pattern, TEXTS[name], re.I) is None


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        pytest.param(":lang(en) { color: red }", "english-tag", id="english-tag"),
        pytest.param("if (lang == 'bn') go()", "bangla-tag", id="bangla-tag"),
        pytest.param("tip.innerHTML = text", "html-from-text", id="html-from-text"),
        pytest.param("eval(text)", "code-from-text", id="code-from-text"),
        pytest.param("a { background: url(x.png) }", "network", id="network"),
    ],
)
def test_the_patterns_find_what_they_are_for(text, pattern):
    """The control: each pattern finds an example of what it forbids."""
    assert re.search(FORBIDDEN[pattern], text, re.I)


@pytest.mark.parametrize("name", TEXTS)
def test_only_the_entries_of_a_glossary_page_are_fetched(name):
    """One file asks for one other; the tip itself needs no network."""
    assert len(re.findall(r"\bfetch\b", TEXTS[name])) == ("entries" in name)


def test_they_begin_with_what_they_are():
    """A file found on a server says whose it is, in a comment that minifiers keep."""
    assert {text[:17] for text in TEXTS.values()} == {"/*! rxglossary */"}
