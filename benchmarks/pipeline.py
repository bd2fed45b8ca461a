"""Time the stages of annotation beside lxml and BeautifulSoup, over HTML files, in one run.

    python benchmarks/pipeline.py [FOLDER…] [--terms 5000] [--repeat 5] [--limit 150] [--walks]

Without folders: pages like those of the web and fragments of 1 KB, both made up (`webpages.py`),
the example pages, and the HTML of the Debian packages python3-doc, git-doc and debian-reference
where they are installed. Prints megabytes a second and, for each page set, the speed as a multiple
of lxml's, in total and as the median of the pages. Times of different runs don't compare: machines
differ, and so do minutes on one machine. Ratios of one run do: each page goes through all stages
before the next round, and the best time of each counts.

The baseline is str to str: ``lxml.html.tostring(lxml.html.fromstring(page), encoding="unicode")``.
Pages that lxml refuses or whose text it loses are listed and left out.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import bs4
import lxml.etree
import lxml.html
from webpages import small_pages, web_pages

import rxglossary as rx
from rxglossary.html.rules import Rules
from rxglossary.html.scanner import scan
from rxglossary.html.text import join
from rxglossary.html.tokens import TAG, fold
from rxglossary.matching.boundaries import GAP
from rxglossary.matching.matcher import Matcher
from rxglossary.policy import SKIP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

WORD = re.compile(r"[^\W\d_]{4,}")
DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {
    "python3-doc": ["/usr/share/doc/python3*/html"],
    "git-doc": ["/usr/share/doc/git-doc"],
    "debian-reference-en": ["/usr/share/debian-reference"],
}


def page_sets(folders: list[Path], limit: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the name and the pages of each set, at most *limit* pages, evenly chosen."""
    named = [(str(folder), [folder]) for folder in folders]
    if not named:
        yield "web-like pages, made up", web_pages(min(limit, 24))
        yield "fragments of 1 KB, made up", small_pages(min(limit, 40))
        named = [("example pages", [ROOT / "examples" / "pages"])]
        for package, patterns in PACKAGES.items():
            found = [path for p in patterns for path in Path("/").glob(p.lstrip("/"))]
            name = f"{package} {version(package)}" if found else f"{package}: not installed"
            named.append((name, found))
    for name, places in named:
        files = sorted(path for place in places for path in place.rglob("*.htm*"))
        step = max(1, len(files) // limit)
        texts = (path.read_text("utf-8", "replace") for path in files[::step][:limit])
        # lxml takes no str with an XML declaration, and HTML has none: it goes for all.
        yield name, [DECLARATION.sub("", text) for text in texts if text.strip()]


def version(package: str) -> str:
    """Return the installed version of a Debian package, or an empty text."""
    command = ["dpkg-query", "-W", "-f", "${Version}", package]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""


def make_glossary(pages: list[str], count: int) -> rx.Glossary:
    """Return *count* terms: rarer words and pairs of words of the pages, and invented ones."""
    chance = random.Random(3)
    seen: Counter[str] = Counter()
    for page in pages:
        words = WORD.findall(join(page, scan(page, Rules()).pieces, gap=GAP).text.lower())
        seen.update(words)
        seen.update(map(" ".join, pairwise(words)))
    rare = sorted(text for text, number in seen.items() if number <= 40 and text.isascii())
    forms = set(chance.sample(rare, min(len(rare), 2 * count // 3)))
    syllables = "ar the ro scle sis car dio my o pa thy neu ral gia hyper ten sion lum bar".split()
    while len(forms) < count:
        forms.add("".join(chance.choices(syllables, k=chance.randint(3, 6))))
    return rx.Glossary(
        rx.Term(f"t{number}", en="A word of the benchmark.", term={"en": form}, plural="none")
        for number, form in enumerate(sorted(forms))
    )


def lxml_round(page: str) -> str:
    """Parse and serialise."""
    return lxml.html.tostring(lxml.html.fromstring(page), encoding="unicode")


def usable(page: str) -> str:
    """Return why lxml can't be compared on this page, or an empty text."""
    try:
        out = lxml_round(page)
    except (ValueError, lxml.etree.ParserError) as error:
        return f"lxml refuses it: {error}".splitlines()[0][:60]
    words = WORD.findall(join(page, scan(page, Rules()).pieces, gap=GAP).text)
    kept = set(WORD.findall(lxml.html.fromstring(out).text_content()))
    lost = sum(word not in kept for word in words)
    return f"lxml loses {lost} of {len(words)} words" if lost > 0.01 * len(words) else ""


def soup_replace(forms: frozenset[str]) -> Callable[[str], str]:
    """Return a walk over BeautifulSoup's tree that wraps single words."""

    def run(page: str) -> str:
        soup = bs4.BeautifulSoup(page, "lxml")
        for node in list(soup.find_all(string=True)):
            if type(node) is not bs4.NavigableString or node.parent.name in ("script", "style"):
                continue
            parts = re.split(r"(\w+)", node)
            if any(part.lower() in forms for part in parts):
                new: list[bs4.element.PageElement] = []
                for part in parts:
                    if part.lower() in forms:
                        tag = soup.new_tag("span", attrs={"class": "term"})
                        tag.string = part
                        new.append(tag)
                    else:
                        new.append(bs4.NavigableString(part))
                node.replace_with(*new)
        return str(soup)

    return run


def lxml_replace(forms: frozenset[str]) -> Callable[[str], str]:
    """Return a walk over lxml's tree that wraps single words."""

    def split(text: str) -> tuple[str, list[lxml.etree._Element]]:
        lead, new = "", []
        for part in re.split(r"(\w+)", text):
            if part.lower() in forms:
                element = lxml.etree.Element("span", {"class": "term"})
                element.text = part
                new.append(element)
            elif new:
                new[-1].tail = (new[-1].tail or "") + part
            else:
                lead += part
        return lead, new

    def run(page: str) -> str:
        root = lxml.html.document_fromstring(page)
        for element in list(root.iter()):
            if not isinstance(element.tag, str) or element.tag in ("script", "style"):
                continue
            if element.text:
                element.text, new = split(element.text)
                for at, wrapped in enumerate(new):
                    element.insert(at, wrapped)
            if element.tail and (parent := element.getparent()) is not None:
                element.tail, new = split(element.tail)
                at = parent.index(element) + 1
                for offset, wrapped in enumerate(new):
                    parent.insert(at + offset, wrapped)
        return lxml.html.tostring(root, encoding="unicode")

    return run


def best(stages: dict[str, Callable[[str], object]], page: str, repeat: int) -> dict[str, float]:
    """Return the shortest of several times of each stage, in seconds; the stages take turns."""
    times: dict[str, list[float]] = {stage: [] for stage in stages}
    for _ in range(repeat):
        for stage, run in stages.items():
            start = time.process_time()  # without what other programs take
            run(page)
            times[stage].append(time.process_time() - start)
    return {stage: min(found) for stage, found in times.items()}


def memory() -> None:
    """Print the peak of annotating pages of doubling size: bytes a character should stay equal."""
    page = (ROOT / "examples" / "pages" / "leptomeninges-atrophy.html").read_text("utf-8")
    start = page.index(">", page.index("<main")) + 1
    end = page.index("</main>")
    annotator = rx.Annotator(rx.builtin(), policy=rx.Policy(occurrences="all"))
    print("\nmemory, the content of an example page repeated:")
    for times in (10, 20, 40):
        long = page[:start] + page[start:end] * times + page[end:]
        tracemalloc.start()
        written = len(annotator.annotate(long))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        each = f"{peak / len(long):.1f} bytes a character"
        print(f"  {len(long):9,} characters, {written:6,} occurrences: {each}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time the stages of annotation beside rivals.")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--terms", type=int, default=5000)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--walks", action="store_true", help="time walks over trees as well")
    parser.add_argument("--limit", type=int, default=150, help="pages of each set")
    options = parser.parse_args()
    print(f"Python {sys.version.split()[0]}, lxml {lxml.etree.__version__}, bs4 {bs4.__version__}")
    rules = Rules(SKIP)
    sets = dict(page_sets(options.folders, options.limit))
    # Of all sets together, so that a small one isn't made of terms alone.
    glossary = make_glossary([page for pages in sets.values() for page in pages], options.terms)
    forms = frozenset(form for term in glossary if " " not in (form := term.term["en"]))
    matcher = Matcher(glossary)
    annotator = rx.Annotator(glossary)
    light = rx.Annotator(glossary, policy=rx.Policy(exact=False))
    for name, pages in sets.items():
        left_out = Counter(filter(None, map(usable, pages)))
        pages = [page for page in pages if not usable(page)]
        print(f"\n{name}: {len(pages)} pages, {sum(map(len, pages)) / 1e6:.2f} M characters")
        for reason, number in left_out.items():
            print(f"  left out: {number} × {reason}")
        if not pages:
            continue
        joined = {page: join(page, scan(page, rules).pieces, gap=GAP).text for page in pages}
        stages: dict[str, Callable[[str], object]] = {
            "bare tokenizer loop": lambda page: sum(1 for _ in TAG.finditer(fold(page))),
            "scan": lambda page: scan(page, rules),
            "match": lambda page, text=joined: matcher.find(text[page]),
            "annotate, light tier": light.annotate,
            "lxml parse + serialise": lxml_round,
        }
        stopped = sum(scan(page, rules).stop is not None for page in pages)
        if stopped:
            stages["annotate, exact tier too"] = annotator.annotate
        if options.walks:
            stages["lxml walk and replace"] = lxml_replace(forms)
            stages["BeautifulSoup walk and replace"] = soup_replace(forms)
        times = {stage: [] for stage in stages}
        for page in pages:
            for stage, found in best(stages, page, options.repeat).items():
                times[stage].append(found)
        base = times["lxml parse + serialise"]
        print(f"  {'':32}{'MB/s':>8}{'× lxml':>9}{'median':>9}")
        for stage, found in times.items():
            speed = sum(map(len, pages)) / sum(found) / 1e6
            ratio = sum(base) / sum(found)
            median = statistics.median(b / f for b, f in zip(base, found, strict=True))
            print(f"  {stage:32}{speed:8.1f}{ratio:9.2f}{median:9.2f}")
        written = statistics.mean(len(light.annotate(page)) for page in pages)
        each = sum(times["annotate, light tier"]) / len(pages) * 1000
        print(f"  {len(glossary)} terms, {written:.1f} written a page, {each:.3f} ms a page")
        print(f"  the light tier stops on {stopped} of {len(pages)} pages")
    memory()


if __name__ == "__main__":
    main()
