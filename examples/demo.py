"""Annotate the two example pages with the shipped glossary, and show what was done.

Run by ``make demo``; writes to examples/output. Exits with 1 unless taking the annotations out
again gives the two pages back, byte for byte.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import rxglossary as rx
from rxglossary.publish import copy_assets, relative_url

HERE = Path(__file__).resolve().parent
OUTPUT = HERE / "output"


def line_of(source: bytes, offset: int) -> int:
    """Return the line, from 1, at a byte offset."""
    return source.count(b"\n", 0, offset) + 1


def show(name: str, source: bytes, result: rx.Result[bytes]) -> None:
    """Print each term with its places, then what was left out and why."""
    places: dict[str, list[rx.Annotation[bytes]]] = defaultdict(list)
    for annotation in result.annotations:
        places[annotation.term.id].append(annotation)
    print(f"\n{name}: {len(result.annotations)} occurrences of {len(places)} terms")
    print(f"  {'term':28}{'found':>6}  first written at")
    for term, found in places.items():
        first = found[0]
        where = f"line {line_of(source, first.start)}: {first.surface}"
        print(f"  {term:28}{result.counts[term]:>6}  {where}")
    repeats = sum(result.counts.values()) - len(result.annotations)
    print(f"  {repeats} repeats were left as they are (occurrences=first)")
    for skip in result.skipped:
        what = f"{skip.surface!r}, " if skip.surface else ""
        print(f"  skipped {what}line {line_of(source, skip.offset)}: {skip.code}: {skip.message}")
    if result.refused:
        print(f"  refused: {result.refused.code}: {result.refused.message}")


def main() -> int:
    """Annotate, show, write, and check the way back."""
    glossary = rx.builtin()
    annotator = rx.Annotator(glossary)
    print(f"{len(glossary)} terms in the shipped glossary")
    copy_assets(OUTPUT / "_rxg")
    failed = False
    for page in sorted((HERE / "pages").glob("*.html")):
        source = page.read_bytes()
        target = OUTPUT / page.name
        result = annotator.annotate(source, assets=relative_url(target, OUTPUT / "_rxg"))
        target.write_bytes(result.html)
        show(page.name, source, result)
        same = rx.strip(target.read_bytes()) == source
        failed = failed or not same or not result.annotations
        print(f"  strip gives the page back byte for byte: {'yes' if same else 'NO'}")
    print("\nOpen these in a browser:")
    for page in sorted(OUTPUT.glob("*.html")):
        print(f"  {page}")
    return 1 if failed else 0


if __name__ == "__main__":
    # A TextIOWrapper, unless somebody replaced it.
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
