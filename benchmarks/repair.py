"""Time `rx.repair` beside an annotate run of the same page, and see how it grows.

    python benchmarks/repair.py [--repeat 5]

Prints ratios of one run, the shortest of several repetitions each: machines differ, and so do
minutes on one machine.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import rxglossary as rx

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
TIP = (
    '<span class="rx-term" title="A hormone that lowers blood sugar. সহজ বাংলা: রক্তের চিনি কমায়।"'
    ' data-rx-term="insulin" data-rx-definition="A hormone that lowers blood sugar.">insulin</span>'
)
DAMAGE = (
    f'<span class="rx-term" title="Sugar stays high because {TIP} is low."'
    ' data-rx-term="diabetes" data-rx-definition="Sugar stays high.">diabetes</span>'
)


def best(run: Callable[[], object], repeat: int) -> float:
    """Return the shortest of several times, in seconds."""
    times = []
    for _ in range(repeat):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def with_tips(page: str, tip: str, count: int) -> str:
    """Return the page with so many tooltips, one behind each of its paragraphs and items."""
    parts = page.split("</li>")
    each = -(-count // (len(parts) - 1))
    left = count
    for number in range(len(parts) - 1):
        now = min(each, left)
        parts[number] += f" {tip}" * now
        left -= now
    return "</li>".join(parts)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time repair beside annotate.")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    page = (ROOT / "examples" / "pages" / "leptomeninges-atrophy.html").read_text("utf-8")
    annotator = rx.Annotator(rx.builtin())
    whole, damaged = with_tips(page, TIP, 200), with_tips(page, DAMAGE, 1000)
    print(f"Python {sys.version.split()[0]}, {len(rx.builtin())} terms")
    rows = {
        "no tooltip of any preset": page.replace("<abbr", "<span").replace("<dfn", "<span"),
        "abbr elements": page,
        "200 healthy tooltips": whole,
        "1,000 damages": damaged,
    }
    for name, source in rows.items():
        result = rx.repair(source)
        mend = best(lambda source=source: rx.repair(source), options.repeat)
        annotate = best(lambda source=source: annotator.annotate(source), options.repeat)
        print(
            f"{name:26}{len(source):9,} characters, {len(result):5,} damages:"
            f" {mend / annotate:7.1%} of an annotate run"
        )
    part = with_tips(page, DAMAGE, 100)
    for times in (1, 10, 40):
        source = part * times
        mend = best(lambda source=source: rx.repair(source), options.repeat)
        print(f"{times * 100:6,} damages: {mend / len(source) * 1e9:7.1f} ns a character")


if __name__ == "__main__":
    main()
