"""Mend a generated WordPress export beside what only parses and copies it.

    python benchmarks/wxr.py [MEGABYTES]

Of the posts, which are prose of the example page with blocks' comments and metadata, one in fifty
is damaged and one in ten has a tooltip, damaged or whole. Prints megabytes a second, the
ratio to a parse by expat without handlers, and the most memory that the command's process had.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.parsers import expat

ROOT = Path(__file__).resolve().parent.parent
TIP = (
    '<span class="rx-term" title="A hormone that lowers blood sugar. সহজ বাংলা: রক্তের চিনি কমায়।"'
    ' data-rx-term="insulin" data-rx-definition="A hormone that lowers blood sugar.">insulin</span>'
)
DAMAGE = (
    f'<span class="rx-term" title="Sugar stays high because {TIP} is low."'
    ' data-rx-term="diabetes" data-rx-definition="Sugar stays high.">diabetes</span>'
)
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
    ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Site</title>\n'
)
META = "".join(
    f"<wp:postmeta><wp:meta_key><![CDATA[_key_{number}]]></wp:meta_key>\n"
    f"<wp:meta_value><![CDATA[value {number}]]></wp:meta_value></wp:postmeta>\n"
    for number in range(8)
)
_CHUNK = 1 << 16


def posts() -> list[bytes]:
    """Return fifty posts: one damaged, four with a whole tooltip."""
    page = (ROOT / "examples" / "pages" / "leptomeninges-atrophy.html").read_text("utf-8")
    body = page[page.index("<body") : page.index("</body>")]
    lines = [f"<!-- wp:html -->\n{line}" for line in body.split("\n")[1:]]
    found = []
    for number in range(50):
        part = lines[number % 10 :: 2]
        if number % 10 == 3:
            part.insert(len(part) // 2, f"<p>Words on {DAMAGE if number == 3 else TIP}.</p>")
        text = "\n".join(part).replace("]]>", "]]]]><![CDATA[>")
        found.append(
            f"<item><title>Post {number}</title><excerpt:encoded><![CDATA[]]></excerpt:encoded>\n"
            f"<content:encoded><![CDATA[{text}]]></content:encoded>\n"
            f"<wp:post_id>{number}</wp:post_id>\n{META}</item>\n".encode()
        )
    return found


def generate(path: Path, megabytes: int) -> int:
    """Write an export of at least that size; return how many damages it holds."""
    fifty = b"".join(posts())
    times = -(-megabytes * 1_000_000 // len(fifty))
    with path.open("wb") as stream:
        stream.write(HEAD.encode())
        for _ in range(times):
            stream.write(fifty)
        stream.write(b"</channel></rss>\n")
    return times


def parse(path: Path) -> None:
    """Read an export with expat, and do nothing."""
    parser = expat.ParserCreate(namespace_separator=" ")
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description="Time repair on a WordPress export.")
    options.add_argument("megabytes", type=int, nargs="?", default=20)
    megabytes = options.parse_args().megabytes
    with tempfile.TemporaryDirectory() as folder:
        path, mended = Path(folder, "export.xml"), Path(folder, "mended.xml")
        damages = generate(path, megabytes)
        size = path.stat().st_size / 1e6
        start = time.perf_counter()
        parse(path)
        parsed = time.perf_counter() - start
        start = time.perf_counter()
        command = [sys.executable, "-m", "rxglossary", "repair", str(path), "-o", str(mended)]
        subprocess.run(command, check=True)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"{size:.0f} MB with {damages} damages: {size / seconds:.1f} MB/s,"
            f" {seconds / parsed:.1f} times a parse by expat, at most {peak:.0f} MB of memory"
        )


if __name__ == "__main__":
    main()
