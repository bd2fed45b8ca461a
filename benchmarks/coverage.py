"""Print how much of the text that could be annotated the scanner offers.

    python benchmarks/coverage.py [FOLDER…] [--limit 0]

Without folders: the example pages, and the HTML of the Debian packages python3-doc, git-doc and
debian-reference-en where they are installed. What could be annotated is read off the tree that a
full HTML parser (turbohtml) builds, under the default policy: text outside of skipped elements, and
of those places that hold no markup or are never seen. Characters that are no white space count.

Every page on which the two differ is listed with the reason. For pages where the scanner stops, a
second figure says what the exact tier makes of it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import turbohtml

from rxglossary.documents import Refusal, open_document
from rxglossary.html.exact import extend
from rxglossary.html.references import decode_text
from rxglossary.html.rules import Rules
from rxglossary.html.scanner import SKIPPED, Scan, scan
from rxglossary.html.selectors import parse_selector
from rxglossary.policy import SKIP

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {
    "python3-doc": ("/usr/share/doc", "python3.*/html/**/*.html"),
    "git-doc": ("/usr/share/doc/git-doc", "**/*.html"),
    "debian-reference-en": ("/usr/share/debian-reference", "**/*.en.html"),
}
SELECTORS = [parse_selector(text) for text in SKIP]
# Places that hold no markup, are never seen, or are a fallback.
CLOSED = frozenset(
    "head script style title textarea select option optgroup datalist template noscript noframes"
    " noembed iframe object applet audio video canvas meter progress marquee xmp plaintext".split()
)
STRUCTURE = frozenset("table tbody thead tfoot tr colgroup".split())


class Share(NamedTuple):
    """Counts of characters that are no white space."""

    annotatable: int = 0
    offered: int = 0

    def __add__(self, other: tuple[Any, ...]) -> Share:
        return Share(self.annotatable + other[0], self.offered + other[1])

    def __str__(self) -> str:
        if not self.annotatable:
            return "no text"
        return f"{100 * self.offered / self.annotatable:.4f} % of {self.annotatable:,} characters"


def annotatable(root: Any) -> Iterator[str]:
    """Yield the texts of a tree that the default policy leaves to be annotated."""
    todo = [*reversed(root.children)]
    while todo:
        node = todo.pop()
        if isinstance(node, turbohtml.Text):
            if node.parent is None or node.parent.tag not in STRUCTURE:
                yield node.data
        elif isinstance(node, turbohtml.Element) and not left_out(node):
            todo += reversed(node.children)


def left_out(node: Any) -> bool:
    """Tell whether the text of an element is none of the annotator's business."""
    if node.namespace.name != "HTML" or node.tag in CLOSED:
        return True
    values = {
        name: " ".join(value) if isinstance(value, list) else value or ""
        for name, value in node.attrs.items()
    }
    return any(selector.matches(node.tag, values) for selector in SELECTORS)


def offered(source: str, found: Scan) -> Iterator[str]:
    """Yield the texts that a scan offers, as they read."""
    for start, end, flags in found.pieces:
        if not flags & SKIPPED:
            yield decode_text(source[start:end])


def dense(texts: Iterator[str]) -> str:
    return "".join("".join(texts).split())


def page_sets(folders: list[Path]) -> Iterator[tuple[str, list[Path]]]:
    """Yield the name and the pages of each set."""
    if folders:
        yield from ((str(folder), sorted(folder.rglob("*.htm*"))) for folder in folders)
        return
    yield "example pages", sorted((ROOT / "examples" / "pages").glob("*.html"))
    for package, (root, pattern) in PACKAGES.items():
        yield package, sorted(Path(root).glob(pattern))


def first_difference(expected: str, found: str) -> str:
    pairs = enumerate(zip(expected, found, strict=False))
    at = next((at for at, (one, other) in pairs if one != other), min(len(expected), len(found)))
    return f"the tree says {expected[at : at + 30]!r}, the scanner {found[at : at + 30]!r}"


def measure(page: Path, rules: Rules) -> tuple[Share, Share, str]:
    """Return what the scanner offers of a page, what the exact tier does, and why not all."""
    document = open_document(page.read_bytes())
    if isinstance(document, Refusal):
        return Share(), Share(), f"refused: {document.message}"
    source = document.text
    expected = dense(annotatable(turbohtml.parse(source, allow_declarative_shadow_roots=False)))
    light = scan(source, rules)
    exact = extend(source, rules, "", light) if light.stop else light
    texts = [dense(offered(source, found)) for found in (light, exact)]
    shares = [Share(len(expected), len(text)) for text in texts]
    reason = ""
    if light.stop:
        reason = f"{light.stop.code} at {light.stop.offset}: {light.stop.message}"
    elif texts[0] != expected:
        reason = first_difference(expected, texts[0])
    return shares[0], shares[1], reason


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="at most so many pages of a set")
    arguments = parser.parse_args()
    rules = Rules(SKIP)
    for name, pages in page_sets(arguments.folders):
        chosen = pages[: arguments.limit or None]
        if not chosen:
            print(f"{name}: not here", file=sys.stderr)
            continue
        light = exact = Share()
        reasons: list[str] = []
        for page in chosen:
            by_scanner, by_tier, reason = measure(page, rules)
            light += by_scanner
            exact += by_tier
            if reason:
                reasons.append(f"    {page.name}: {reason}")
        print(f"{name}: {len(chosen)} pages, {light}; with the exact tier {exact}")
        print(*reasons[:20], sep="\n", end="\n" if reasons else "")
        if len(reasons) > 20:
            print(f"    and {len(reasons) - 20} more")


if __name__ == "__main__":
    main()
