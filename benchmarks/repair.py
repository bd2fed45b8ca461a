"""Time `rx.repair` beside an annotate run of the same page, and see how it grows.

    python benchmarks/repair.py [--repeat 5] [--export MEGABYTES]

Prints ratios of one run, the shortest of several repetitions each: machines differ, and so do
minutes on one machine. With --export, also mends a generated WordPress export of that size and
prints the most memory that the process had.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
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


def export(megabytes: int) -> None:
    """Mend a generated export in a process of its own; print time, speed and memory."""
    post = (
        "<item><content:encoded><![CDATA[" + f"<p>{DAMAGE} ক text</p>\r\n" + "<p>words</p>" * 3000
        + "]]></content:encoded><wp:post_id>1</wp:post_id></item>\n"
    ).encode()  # fmt: skip
    head = (
        '<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:wp="http://wordpress.org/export/1.2/"><channel>\n'
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "export.xml")
        with path.open("wb") as stream:
            stream.write(head.encode())
            for _ in range(megabytes * 1_000_000 // len(post)):
                stream.write(post)
            stream.write(b"</channel></rss>\n")
        start = time.perf_counter()
        command = [sys.executable, "-m", "rxglossary", "repair", str(path), "-o"]
        subprocess.run([*command, str(Path(folder, "mended.xml"))], check=True)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = path.stat().st_size / 1e6
        print(
            f"export of {size:.0f} MB: {size / seconds:.1f} MB/s, at most {peak:.0f} MB of memory"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time repair beside annotate.")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--export", type=int, default=0, metavar="MEGABYTES")
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
    if options.export:
        export(options.export)


if __name__ == "__main__":
    main()
