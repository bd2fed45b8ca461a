"""A random sample of what the shipped glossary finds in sentences, to be read by eye.

The sentences (TICO-19, English and Bangla) aren't part of this repository: RXG_TICO19 names their
file, by default ``../shared/data/tico19_en_bn.tsv`` beside the repository. Give a seed to draw
another sample::

    python tests/sentence_sample.py 2026
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import rxglossary as rx

ROOT = Path(__file__).parents[1]
FILE = Path(os.environ.get("RXG_TICO19", ROOT / ".." / "shared" / "data" / "tico19_en_bn.tsv"))
SIZE = 200
AROUND = 50


def _main(seed: int) -> None:
    annotator = rx.Annotator(rx.builtin(), policy=rx.Policy(occurrences="all"))
    found: list[str] = []
    for line in FILE.read_text(encoding="utf-8").splitlines()[1:]:
        for text in line.split("\t"):
            for one in annotator.find_text(text).annotations:
                before = text[max(0, one.start - AROUND) : one.start]
                after = text[one.end : one.end + AROUND]
                found.append(f"{one.term.id}\t{before}[{one.surface}]{after}")
    print(*sorted(random.Random(seed).sample(found, SIZE)), sep="\n")
    print(f"{SIZE} of {len(found)} annotations", file=sys.stderr)


if __name__ == "__main__":
    _main(int(sys.argv[1]) if len(sys.argv) > 1 else 2026)
