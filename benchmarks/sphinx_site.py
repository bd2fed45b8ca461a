"""What annotating costs a Sphinx build: 300 pages, with the extension and without, in one run.

Usage: python benchmarks/sphinx_site.py [PAGES [ROUNDS]]

Prints, for one process and for two, how much longer a build takes with the extension, by the clock
and by the time of the processors, which other work on the machine changes less. The two kinds take
turns, each first as often as the other; a figure is the median of the ratios of neighbours. All
modules are compiled to bytecode before, as they are where pip installs them.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

CONF = """\
project = "Bench"
extensions = [{extension}]
html_theme = "alabaster"
rxglossary = {{}}
"""
CHAPTER = 20
WORDS = (
    "the a patient may feel pain in one or both legs after surgery and doctors look at"
    " blood tests scans diabetes infection fever treatment of cancer cells with chemotherapy while"
    " family members help every day to keep notes about sleep food and water in the clinic"
).split()


def write_project(folder: Path, pages: int, extension: str) -> None:
    """Write a project of *pages* pages of about 600 words, in chapters.

    In one long list Sphinx's own time for the tables of contents would hide that of annotating.
    """
    folder.mkdir()
    (folder / "conf.py").write_text(CONF.format(extension=extension))
    names = [f"chapter{number // CHAPTER:02}/page{number:03}" for number in range(pages)]
    chapters: dict[str, list[str]] = {}
    for name in names:
        chapters.setdefault(name.partition("/")[0], []).append(name)
    write_contents(folder / "index.rst", [f"{chapter}/index" for chapter in chapters])
    for chapter, inside in chapters.items():
        (folder / chapter).mkdir()
        write_contents(folder / chapter / "index.rst", inside)
    draw = random.Random(1)
    for name in names:
        parts = [f"{name}\n{'=' * len(name)}\n"]
        for section in range(4):
            title = f"Section {section}"
            parts.append(f"{title}\n{'-' * len(title)}\n")
            for _ in range(5):
                text = " ".join(draw.choice(WORDS) for _ in range(30))
                parts.append(f"{text.capitalize()}, see ``code`` and *emphasis*.\n")
        (folder / f"{name}.rst").write_text("\n".join(parts))


def write_contents(file: Path, names: Iterable[str]) -> None:
    """Write a table of contents."""
    entries = "".join(f"   /{name}\n" for name in names)
    file.write_text(f"Contents\n========\n\n.. toctree::\n\n{entries}")


class Cost(NamedTuple):
    """The seconds that a build takes: by the clock, and of all processors together."""

    clock: float
    processors: float


def build(project: Path, output: Path, jobs: int) -> Cost:
    """Build everything anew; return what it cost."""
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-j", str(jobs)]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    start, before = time.perf_counter(), os.times()
    subprocess.run([*command, str(project), str(output)], check=True, env=environment)
    clock, after = time.perf_counter() - start, os.times()
    used = after.children_user + after.children_system
    return Cost(clock, used - before.children_user - before.children_system)


def main(pages: int = 300, rounds: int = 4) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_project(folder / "plain", pages, "")
        write_project(folder / "with", pages, '"rxglossary.integrations.sphinx"')
        write_project(folder / "first", 1, '"rxglossary.integrations.sphinx"')
        build(folder / "first", folder / "compiled", 1)
        for jobs in (1, 2):
            ratios: list[Cost] = []
            for number in range(rounds):
                costs: dict[str, Cost] = {}
                for kind in ("plain", "with") if number % 2 else ("with", "plain"):
                    output = folder / f"{kind}-{jobs}-{number}"
                    costs[kind] = build(folder / kind, output, jobs)
                pairs = zip(costs["with"], costs["plain"], strict=True)
                ratios.append(Cost(*(ours / theirs for ours, theirs in pairs)))
            found = sum(
                'class="rxg"' in page.read_text("utf-8")
                for page in (folder / f"with-{jobs}-0").rglob("page*.html")
            )
            clock, processors = (median(column) for column in zip(*ratios, strict=True))
            print(
                f"{jobs} process{'es' * (jobs > 1)}: {pages} pages, {found} with annotations,"
                f" {clock:.3f} times the build without ({processors:.3f} of the processors' time)"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
