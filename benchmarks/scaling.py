"""Time inputs that would take a quadratic program forever: growth under doubling, time a byte.

    python benchmarks/scaling.py [--size 5] [--growth 2.6] [--most 5]

Each input is annotated at half its size and at its full size (``--size``, millions of characters).
Printed: the growth from one to the other, which should stay under 2.6, and the time a character as
a multiple of that of the example pages, which should stay under 5. Exit status 1 where one doesn't.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import rxglossary as rx

PAGES = sorted((Path(__file__).resolve().parent.parent / "examples" / "pages").glob("*.html"))

# What is repeated, behind what, before what.
INPUTS = {
    "less-than signs": ("", "<", ""),
    "less-than signs and spaces": ("", "a < b ", ""),
    "nested div": ("", "<div>", ""),
    "nested div, all closed": ("<div>", "<div></div>", "</div>"),
    "unclosed comment": ("<p>a<!--", " - x", ""),
    "comments": ("", "<!-- x -->", ""),
    "comments that never end": ("", "<!--", ""),
    "unclosed attribute": ('<p title="', "a b ", ""),
    "attributes": ("<p ", "a=1 ", ">pain"),
    "different tags": ("", "<p id={n}>pain", ""),
    "unclosed tag": ("<p ", "a", ""),
    "text": ("<p>", "no pain here ", "</p>"),
    "text without spaces": ("<p>", "pain", "</p>"),
    "ampersands": ("<p>", "&", ""),
    "references": ("<p>", "&amp;&#x41;", ""),
    "nested tables": ("", "<table><tr><td>", ""),
    "rows": ("<table>", "<tr><td>pain<td>x", "</table>"),
    "term prefixes": ("<p>", "lumbar lumbar ", ""),
    "scripts": ("", "<script>if(a<b){c()}</script>", ""),
    "script that never ends": ("<script>", "a<b;", ""),
    "headings that never end": ("", "<h2><b>", ""),
    "links": ("", '<a href="/x{n}">pain</a> ', ""),
    "links in links": ("", "<a href=x>", ""),
    "drawings": ("", '<svg><path d="M0 0"/></svg>', ""),
    "drawings that never end": ("", "<svg><g>", ""),
    "options": ("<select>", "<option>x", "</select>"),
    "skipped code": ("", "a<code>b</code>", ""),
    "NUL": ("", "a\0", ""),
    "carriage returns": ("", "a\r", ""),
    "Bangla": ("<p>", "\u09ac\u09cd\u09af\u09a5\u09be \u09ac\u09cd\u09af\u09a5\u09be\u09b0 ", ""),
    "combining marks": ("<p>a", "\u0301", ""),
}


def make(name: str, size: int) -> str:
    """Return an input of about *size* characters."""
    before, unit, after = INPUTS[name]
    if "{n}" in unit:
        return before + "".join(unit.format(n=n) for n in range(size // len(unit))) + after
    return before + unit * (size // len(unit)) + after


def seconds(annotator: rx.Annotator, page: str) -> float:
    """Return the time that one page takes."""
    start = time.process_time()
    annotator.annotate(page)
    return time.process_time() - start


def main() -> int:
    """Measure, print, and tell whether all is as it should be."""
    parser = argparse.ArgumentParser(description="Time hostile inputs of growing size.")
    parser.add_argument("--size", type=float, default=5, help="millions of characters")
    parser.add_argument("--growth", type=float, default=2.6)
    parser.add_argument("--most", type=float, default=5)
    options = parser.parse_args()
    annotator = rx.Annotator(rx.builtin(), policy=rx.Policy(exact=False))
    pages = [path.read_text("utf-8") for path in PAGES]
    usual = min(
        sum(seconds(annotator, page) for page in pages) / sum(map(len, pages)) for _ in range(5)
    )
    print(f"example pages: {usual * 1e9:.0f} ns a character")
    failed = 0
    for name in INPUTS:
        size = int(options.size * 1e6)
        half = min(seconds(annotator, make(name, size // 2)) for _ in range(2))
        full = min(seconds(annotator, make(name, size)) for _ in range(2))
        growth, each = full / half, full / size / usual
        # What takes less than a hundredth of a second grows by chance.
        bad = (growth > options.growth and full > 0.05) or each > options.most
        failed += bad
        note = "  !" if bad else ""
        print(f"{name:28} {full:7.2f} s  growth {growth:4.2f}  {each:5.2f} × a character{note}")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
