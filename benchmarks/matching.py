"""Time the matcher beside other multi-pattern matchers, at several sizes, in one run.

    python benchmarks/matching.py [--sizes 200 5000 100000 1000000] [--repeat 3] [--text FILE]

Surface forms come from the Debian packages wamerican-insane, wbritish-insane, hunspell-en-med and
hunspell-bn, a quarter of them Bangla; what is missing for a million are pairs of their words. Text
is that of the example pages, of TICO-19 where RXG_TICO19 names it, and of --text. Rivals are the
PyPI packages of the extra ``bench``; one that isn't installed is named and left out.

Each row is MB/s (a character of canonical text is a byte here, for all alike) on whole English
text, whole Bangla text and runs of 40 characters, with the time to build and the hits. "raw" hits
are every occurrence inside of words too: what a rival finds before it can be used. "words" rows
have boundaries; for ahocorasick-rs and daachorse a plain Python filter makes them. Bangla endings,
possessives and addresses are ours alone, so ``same`` says how many of our matches of the bare
forms the rival has. All is processor time, so that a busy machine matters less; times of
different runs don't compare, ratios of one run do.
"""

from __future__ import annotations

import argparse
import gc
import html
import os
import random
import re
import subprocess
import sys
import time
from functools import partial
from importlib import import_module
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import ahocorasick

import rxglossary as rx
from rxglossary.matching.canonical import canonical, is_word
from rxglossary.matching.forms import compile_forms
from rxglossary.matching.matcher import Matcher

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent
LISTS = {
    "wamerican-insane": Path("/usr/share/dict/american-english-insane"),
    "wbritish-insane": Path("/usr/share/dict/british-english-insane"),
    "hunspell-en-med": Path("/usr/share/hunspell/en_med_glut.dic"),
    "hunspell-bn": Path("/usr/share/hunspell/bn_BD.dic"),
}
TICO = Path(os.environ.get("RXG_TICO19", "../shared/data/tico19_en_bn.tsv"))
Spans = set[tuple[int, int]]


def words() -> tuple[list[str], list[str]]:
    """Return English and Bangla words of the lists, canonical, each once, in random order."""
    english: dict[str, None] = {}
    bangla: dict[str, None] = {}
    for package, path in LISTS.items():
        if not path.exists():
            print(f"{package} is not installed: apt-get install {package}")
            continue
        raw = path.read_text("utf-8", "replace").splitlines()
        text = canonical("\0".join(line.partition("/")[0] for line in raw)).text
        for word in text.split("\0"):
            if len(word) > 2 and all(map(is_word, word)):
                (bangla if word > "\u0980" else english)[word] = None
    chance = random.Random(1)
    pools = [*english], [*bangla]
    for pool in pools:
        chance.shuffle(pool)
    return pools


def forms(count: int, pools: tuple[list[str], list[str]]) -> list[str]:
    """Return *count* surface forms."""
    english, bangla = pools
    some = bangla[: count // 4]
    found = dict.fromkeys([*some, *english[: count - len(some)]])
    pairs = (" ".join(pair) for pair in pairwise(english))
    while len(found) < count and english:
        found[next(pairs)] = None
    return [*found]


def texts(more: Path | None) -> dict[str, str]:
    """Return canonical English and Bangla text."""
    pages = sorted((ROOT / "examples" / "pages").glob("*.html"))
    plain = " ".join(
        html.unescape(
            re.sub(r"<(script|style).*?</\1>|<[^>]*>", " ", page.read_text("utf-8"), flags=re.S)
        )
        for page in pages
    )
    found = {
        "en": [plain],
        "bn": [" ".join(term.definition.get("bn", "") for term in rx.builtin())],
    }
    if TICO.exists():
        for line in TICO.read_text("utf-8").splitlines()[1:]:
            for tag, cell in zip(found, line.split("\t"), strict=True):
                found[tag].append(cell)
    if more:
        found["en"].append(more.read_text("utf-8"))
    return {tag: canonical(" ".join(parts)).text.strip() for tag, parts in found.items()}


class Rival(NamedTuple):
    """A matcher ready to run: *find* gives spans where they can be compared, else hits."""

    name: str
    most: int
    build: Callable[[list[str]], Callable[[str], object]]


def glossary(some: list[str], inflect: str) -> rx.Glossary:
    """Return a glossary with these forms: as they stand, or with their plurals and endings.

    As in any bilingual glossary, an entry has an English name, and a Bangla one while there are.
    """
    plural = "none" if inflect == "none" else None
    bangla = [form for form in some if form > "\u0980"]
    english = [form for form in some if form <= "\u0980"]
    return rx.Glossary(
        rx.Term(
            f"t{number}",
            en="x",
            term={"en": name, "bn": other} if other else {"en": name},
            plural=plural,
            match={"inflect": inflect},
        )
        for number, (name, other) in enumerate(zip_longest(english, bangla))
    )


def ours(some: list[str]) -> Callable[[str], object]:
    matcher = Matcher(glossary(some, "none"))
    return lambda text: [match[:2] for match in matcher.find(text)]


def bare(some: list[str]) -> Callable[[str], object]:
    automaton = ahocorasick.Automaton(ahocorasick.STORE_INTS)
    for number, form in enumerate(some):
        automaton.add_word(form, number)
    automaton.make_automaton()
    return lambda text: list(automaton.iter(text))


def flashtext(extra: str) -> Callable[[list[str]], Callable[[str], object]]:
    def build(some: list[str]) -> Callable[[str], object]:
        processor = import_module("flashtext").KeywordProcessor(case_sensitive=True)
        processor.non_word_boundaries |= set(extra)
        for form in some:
            processor.add_keyword(form)
        return lambda text: [hit[1:] for hit in processor.extract_keywords(text, span_info=True)]

    return build


def alternation(some: list[str]) -> Callable[[str], object]:
    word = r"[\w\u0980-\u0983\u09bc-\u09cd\u09d7\u09e2\u09e3\u09fe]"
    longest = sorted(some, key=len, reverse=True)
    pattern = re.compile(f"(?<!{word})(?:{'|'.join(map(re.escape, longest))})(?!{word})")
    return lambda text: [match.span() for match in pattern.finditer(text)]


def choose(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the leftmost-longest of those spans that are whole words."""
    padded = f" {text} "
    whole = [
        (start, -end)
        for start, end in spans
        if not is_word(padded[start]) and not is_word(padded[end + 1])
    ]
    chosen: list[tuple[int, int]] = []
    done = 0
    for start, end in sorted(whole):
        if start >= done:
            done = -end
            chosen.append((start, done))
    return chosen


def rust(some: list[str]) -> Callable[[str], list[tuple[int, int]]]:
    automaton = import_module("ahocorasick_rs").AhoCorasick(some)
    return lambda text: automaton.find_matches_as_indexes(text, overlapping=True)


def rust_words(some: list[str]) -> Callable[[str], object]:
    find = rust(some)
    return lambda text: choose(text, [(start, end) for _, start, end in find(text)])


def daachorse(some: list[str]) -> Callable[[str], list[tuple[int, int]]]:
    automaton = import_module("daachorse").CharwiseDoubleArrayAhoCorasick(some)
    return automaton.find_overlapping


def daachorse_words(some: list[str]) -> Callable[[str], object]:
    find = daachorse(some)
    return lambda text: choose(text, [(start, end) for start, end, _ in find(text)])


def spacy(some: list[str]) -> Callable[[str], object]:
    nlp = import_module("spacy").blank("en")
    nlp.max_length = 1 << 30
    matcher = import_module("spacy.matcher").PhraseMatcher(nlp.vocab)
    matcher.add("t", [*nlp.tokenizer.pipe(some)])
    return lambda text: list(matcher(nlp.make_doc(text)))


BANGLA = "".join(char for char in map(chr, range(0x0980, 0x0A00)) if is_word(char))
RIVALS = [
    Rival("rxglossary words", 10**9, ours),
    Rival("pyahocorasick raw", 10**9, bare),
    Rival("ahocorasick-rs raw", 10**9, rust),
    Rival("ahocorasick-rs words", 10**9, rust_words),
    Rival("daachorse raw", 10**9, daachorse),
    Rival("daachorse words", 10**9, daachorse_words),
    Rival("flashtext words", 200_000, flashtext("")),
    Rival("flashtext+Bangla words", 200_000, flashtext(BANGLA)),
    Rival("re alternation words", 5_000, alternation),
    Rival("spaCy PhraseMatcher words", 5_000, spacy),
]


def best(run: Callable[[], object], repeat: int) -> float:
    """Return the shortest of several times, in seconds of this process."""
    times = []
    for _ in range(repeat):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def memory(count: int) -> str:
    """Return the kilobytes a form that a matcher takes, measured in a process of its own."""
    command = [sys.executable, __file__, "--memory", str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip().splitlines()[-1] if done.returncode == 0 else "not measured here"


def resident() -> int:
    """Return the resident memory of this process in bytes (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def measure_memory(count: int) -> None:
    terms = glossary(forms(count * 2 // 3, words()), "full")
    gc.collect()
    before = resident()
    matcher = Matcher(terms)
    gc.collect()
    number = len(matcher._automaton)
    print(f"{(resident() - before) / number / 1000:.2f} KB a form, {number:,} forms")


def compare(size: int, some: list[str], page: dict[str, str], repeat: int) -> dict[str, float]:
    """Measure one size; return MB/s of each rival on the English text."""
    print(f"\n{size:,} surface forms")
    print(f"  {'':28}{'build s':>9}{'en':>8}{'bn':>8}{'runs':>8}{'hits':>9}  same")
    runs = [page["en"][at : at + 40] for at in range(0, min(len(page["en"]), 200_000), 40)]
    mine: Spans = set()
    speeds: dict[str, float] = {}
    for rival in RIVALS:
        if size > rival.most:
            print(f"  {rival.name:28}  left out above {rival.most:,} forms: too slow")
            continue
        start = time.process_time()
        try:
            find = rival.build(some)
        except ImportError as error:
            print(f"  {rival.name:28}  not installed ({error.name})")
            continue
        built = time.process_time() - start
        slow = "re " in rival.name or "spaCy" in rival.name
        cut = {tag: text[: 30_000 if slow else None] for tag, text in page.items()}
        short = runs[:200] if slow else runs
        spans = [find(text) for text in cut.values()]
        same = ""
        if "words" in rival.name and "spaCy" not in rival.name:
            found: Spans = {
                (at, *span) for at, some_spans in enumerate(spans) for span in some_spans
            }
            mine = mine or found
            wanted = {one for one in mine if one[2] < len([*cut.values()][one[0]])}
            same = f"{len(found & wanted):,} of {len(wanted):,}, {len(found - wanted):,} more"
        rates = [len(text) / best(partial(find, text), repeat) / 1e6 for text in cut.values()]
        took = best(partial(lambda find, runs: [find(run) for run in runs], find, short), repeat)
        rates.append(sum(map(len, short)) / took / 1e6)
        speeds[rival.name] = rates[0]
        speeds[rival.name + " bn"] = rates[1]
        hits = sum(map(len, spans))
        row = "".join(f"{rate:8.2f}" for rate in rates)
        print(f"  {rival.name:28}{built:9.2f}{row}{hits:9,}  {same}")
    return speeds


def compiling(some: list[str], repeat: int) -> None:
    """Print how long compiling takes beside the bare automaton of the same keys.

    That one gets each form with its plurals beside it, as lists have them: it is faster so.
    """
    terms = glossary(some, "full")
    made, numbers = compile_forms(terms)
    keys = sorted(numbers, key=lambda key: made.owners[numbers[key]])
    ours = best(lambda: Matcher(terms), repeat)
    alone = best(lambda: bare(keys), repeat)
    print(f"  compiling {len(keys):,} keys: {ours / alone:.2f} × the bare automaton")


def canonicalising(matcher: Matcher, page: dict[str, str], repeat: int) -> None:
    """Print what canonicalising clean text costs beside the rest of the scan."""
    for tag, text in page.items():
        clean = best(lambda text=text: canonical(text), repeat)
        whole = best(lambda text=text: matcher.find(text), repeat)
        print(f"  canonicalising clean {tag} text: {clean / (whole - clean):.0%} of the scan")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time the matcher beside rivals.")
    parser.add_argument("--sizes", nargs="*", type=int, default=[200, 5_000, 100_000, 1_000_000])
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--text", type=Path, help="more English text")
    parser.add_argument("--memory", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory:
        measure_memory(options.memory)
        return
    pools = words()
    page = texts(options.text)
    sizes = ", ".join(f"{len(text):,} {tag}" for tag, text in page.items())
    print(f"Python {sys.version.split()[0]}; words: {len(pools[0]):,} en, {len(pools[1]):,} bn;")
    print(f"characters of text: {sizes}")
    if not pools[0]:
        sys.exit("no word list is installed")
    speeds: dict[int, dict[str, float]] = {}
    for size in options.sizes:
        some = forms(size, pools)
        speeds[size] = compare(size, some, page, options.repeat)
        canonicalising(Matcher(glossary(some, "none")), page, options.repeat)
        if size <= 100_000:
            compiling(some, options.repeat)
            print(f"  memory: {memory(size)}")
    me = "rxglossary words"
    print("\nratios, English and Bangla text")
    for size, found in speeds.items():
        for name in found:
            if name != me and not name.endswith(" bn") and me in found:
                ratios = (found[me] / found[name], found[f"{me} bn"] / found[f"{name} bn"])
                print(f"  {size:9,} forms: {ratios[0]:8.2f} {ratios[1]:8.2f} × {name}")
    if {200, 100_000} <= set(speeds):
        for tag in ("", " bn"):
            share = speeds[200][me + tag] / speeds[100_000][me + tag]
            print(f"  200 forms are {share:.1f} × as fast as 100,000 ({tag.strip() or 'en'})")


if __name__ == "__main__":
    main()
