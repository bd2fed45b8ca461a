"""Time loading a glossary beside PyYAML's C loader, on one file, in one run.

    python benchmarks/loading.py [--entries 10000] [--repeat 5]

The file is made of entries with every field. Rows: the parser's events alone, `rxglossary.loads`
(tree with places, checks, frozen terms), ``yaml.load`` with CSafeLoader, which stops at plain
dicts. Each column is the best of the repeats in processor time, which take turns; the ratio is to
CSafeLoader's. Times of different runs don't compare, ratios of one run do.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

import yaml

import rxglossary as rx

if TYPE_CHECKING:
    from collections.abc import Callable

ENTRY = """\
  inflammation-{n}:
    term: {{en: inflammation {n}, bn: প্রদাহ {n}}}
    definition:
      en: The body’s response to injury or infection. It can cause pain, swelling, heat, or redness.
      bn: আঘাত বা জীবাণুর সংক্রমণে শরীরের প্রতিক্রিয়া। ব্যথা, ফোলা, গরম বা লালভাব হতে পারে।
    clinical:
      en: Localized protective response elicited by tissue injury, with vascular components.
    say: {{en: in-fluh-MAY-shun, bn: প্রো-দা-হো}}
    forms:
      en: [inflamed {n}, inflammatory {n}]
      bn: [প্রদাহজনিত {n}]
    synonyms:
      bn: [জ্বালাপোড়া-ফোলা {n}]
    avoid:
      bn: {{দাহ {n}: means burning; ambiguous}}
    pos: noun
    match: {{mode: auto, case: fold, not_in: [anti-inflammatory]}}
    category: symptom
    related: [anti-inflammatory, infection]
    see:
      - {{url: "https://example.org/inflammation.html", title: Example, lang: en}}
    image: {{src: img/inflammation.svg, alt: {{en: Red swollen finger, bn: লাল ফোলা আঙুল}}}}
    note: {{en: A note to editors.}}
    source: {{title: A dictionary, url: "https://example.org/", license: CC0, adapted: true}}
    status: reviewed
    review:
      en: {{by: A. Begum, role: MBBS, date: 2026-11-01, until: 2028-11-01, of: 3f9c01ab}}
      bn: {{by: A. Begum, role: MBBS, date: 2026-11-01, until: 2028-11-01, of: 77d2e4c0}}
      clinical.en: {{by: A. Begum, role: MBBS, date: 2026-11-01, of: a01c9d22}}
    translated:
      bn: {{of: 3f9c01ab}}
    aliases: [swelling-{n}]
"""


def events(text: str) -> None:
    """Take every event that the parser makes."""
    for _ in yaml.parse(text, Loader=yaml.CSafeLoader):
        pass


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--entries", type=int, default=10_000)
    options.add_argument("--repeat", type=int, default=5)
    chosen = options.parse_args()
    text = "terms:\n" + "".join(ENTRY.format(n=n) for n in range(chosen.entries))
    rows: dict[str, Callable[[str], object]] = {
        "parser events alone": events,
        "rxglossary.loads": rx.loads,
        "yaml.load, CSafeLoader": lambda given: yaml.load(given, Loader=yaml.CSafeLoader),
    }
    best = dict.fromkeys(rows, float("inf"))
    for _ in range(chosen.repeat):
        for name, load in rows.items():
            start = time.process_time()
            load(text)
            best[name] = min(best[name], time.process_time() - start)
    size = len(text.encode()) / 1e6
    print(f"{chosen.entries} full entries, {size:.1f} MB; best of {chosen.repeat}")
    rival = best["yaml.load, CSafeLoader"]
    for name, seconds in best.items():
        print(f"{name:<24}{seconds:8.2f} s{size / seconds:8.2f} MB/s{seconds / rival:8.2f} ×")


if __name__ == "__main__":
    main()
