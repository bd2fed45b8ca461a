"""What the example pages' terms came to: which entry explains each of them, and where.

The list of terms isn't part of this repository: RXG_SEED_TERMS names its file, by default
``../shared/data/seed_terms.tsv`` beside the repository. Run as a program, this prints the table
of ``docs/reference/example-terms.md``.
"""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path
from typing import NamedTuple

import rxglossary as rx

__all__ = ["LIST", "PAGES", "Place", "places"]

ROOT = Path(__file__).parents[1]
LIST = Path(os.environ.get("RXG_SEED_TERMS", ROOT / ".." / "shared" / "data" / "seed_terms.tsv"))
PAGES = ("leptomeningeal-cancer", "leptomeninges-atrophy")


class Place(NamedTuple):
    """A term with a count on a page, and the first annotation whose text holds it.

    Attributes:
        term: The term as it is listed.
        page: The page's name.
        surface: The annotated text, "" if the term is found in none.
        entry: The id of the entry that explains it there.
        reading: Whether it is found in running text, outside of headings, links and buttons.
    """

    term: str
    page: str
    surface: str
    entry: str
    reading: bool


def _folded(text: str) -> str:
    return re.sub(r"[\s-]+", " ", text.lower())


def _surfaces(page: str, glossary: rx.Glossary, skip: tuple[str, ...]) -> list[tuple[str, str]]:
    policy = rx.Policy(occurrences="all", skip=skip)
    source = (ROOT / "examples" / "pages" / f"{page}.html").read_bytes()
    found = rx.Annotator(glossary, policy=policy, renderer=rx.Dfn()).find(source)
    assert found.refused is None
    return [(annotation.surface, annotation.term.id) for annotation in found.annotations]


def _first(forms: list[str], surfaces: list[tuple[str, str]]) -> tuple[str, str]:
    """Return the shortest annotated text that holds one of *forms* as words, and its entry."""
    words = "|".join(re.escape(_folded(form)) for form in forms)
    holds = re.compile(rf"(?<!\w)(?:{words})(?:s|es)?(?!\w)")
    held = [(text, entry) for text, entry in surfaces if holds.search(_folded(text))]
    return min(held, key=lambda one: len(one[0]), default=("", ""))


def places(glossary: rx.Glossary) -> list[Place]:
    """Return a place for each listed term and each page on which it has a count."""
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    found: list[Place] = []
    for number, page in enumerate(PAGES, 1):
        whole = _surfaces(page, glossary, ())
        reading = _surfaces(page, glossary, rx.Policy().skip)
        for row in rows:
            if row[f"in_page{number}"] == "0":
                continue
            forms = [row["term"], *filter(None, map(str.strip, row["synonyms"].split(";")))]
            surface, entry = _first(forms, whole)
            found.append(Place(row["term"], page, surface, entry, bool(_first(forms, reading)[0])))
    return found


def _main() -> None:
    glossary = rx.builtin()
    terms: dict[str, dict[str, Place]] = {}
    for place in places(glossary):
        terms.setdefault(place.term, {})[place.page] = place
    print("| term | entry | " + " | ".join(PAGES) + " |")
    print("|---|---|---|---|")
    for term, where in terms.items():
        entries = sorted({place.entry for place in where.values()} - {""})
        cells = [_cell(where.get(page)) for page in PAGES]
        print(f"| {term} | {', '.join(f'`{entry}`' for entry in entries)} | {' | '.join(cells)} |")


def _cell(place: Place | None) -> str:
    if place is None:
        return ""
    if not place.surface:
        return "not found"
    return " ".join(place.surface.split()) + ("" if place.reading else " (heading or link)")


if __name__ == "__main__":
    _main()
