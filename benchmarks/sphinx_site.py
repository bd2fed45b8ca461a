"""What annotating costs a Sphinx build: 300 pages, with the extension and without, in one run.

Usage: python benchmarks/sphinx_site.py [PAGES [ROUNDS]]

Prints the ratio of the medians, one process and two. Each build is a fresh one; the two kinds take
turns, so that a busy machine slows both.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

CONF = """\
project = "Bench"
extensions = [{extension}]
html_theme = "alabaster"
rxglossary = {{}}
"""
WORDS = (
    "the a patient may feel pain in one or both legs after surgery and doctors look at"
    " blood tests scans diabetes infection fever treatment of cancer cells with chemotherapy while"
    " family members help every day to keep notes about sleep food and water in the clinic"
).split()


def write_project(folder: Path, pages: int, extension: str) -> None:
    """Write a project of *pages* pages of about 600 words."""
    folder.mkdir()
    (folder / "conf.py").write_text(CONF.format(extension=extension))
    names = [f"page{number:03}" for number in range(pages)]
    toc = "".join(f"   {name}\n" for name in names)
    (folder / "index.rst").write_text(f"Bench\n=====\n\n.. toctree::\n\n{toc}")
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


def build(project: Path, output: Path, jobs: int) -> float:
    """Return the seconds of a fresh build."""
    command = [sys.executable, "-m", "sphinx", "-q", "-E", "-j", str(jobs)]
    start = time.perf_counter()
    subprocess.run([*command, str(project), str(output)], check=True)
    return time.perf_counter() - start


def main(pages: int = 300, rounds: int = 3) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_project(folder / "plain", pages, "")
        write_project(folder / "with", pages, '"rxglossary.integrations.sphinx"')
        for jobs in (1, 2):
            times: dict[str, list[float]] = {"plain": [], "with": []}
            for number in range(rounds):
                for kind in times:
                    output = folder / f"{kind}-{jobs}-{number}"
                    times[kind].append(build(folder / kind, output, jobs))
            found = sum(
                'class="rxg"' in page.read_text("utf-8")
                for page in (folder / f"with-{jobs}-0").glob("page*.html")
            )
            ratio = median(times["with"]) / median(times["plain"])
            print(
                f"{jobs} process{'es' * (jobs > 1)}: {pages} pages, {found} with annotations,"
                f" {ratio:.3f} times the build without"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
