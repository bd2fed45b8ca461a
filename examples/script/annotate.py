"""Annotate the pages of a folder: python annotate.py FOLDER OUTPUT."""

import sys
from pathlib import Path

import rxglossary as rx

HERE = Path(__file__).resolve().parent


def main(folder: Path, output: Path) -> None:
    glossary = rx.load(HERE.parent / "words.yaml")
    # Compiled once, used for every page; any number of threads may share it.
    annotator = rx.Annotator(glossary, policy=rx.Policy(occurrences="first-per-section"))
    output.mkdir(parents=True, exist_ok=True)
    for page in sorted(folder.glob("*.html")):
        result = annotator.annotate(page.read_bytes())
        (output / page.name).write_bytes(result.html)
        print(f"{page.name}: {len(result)} occurrences")
        if result.refused:
            print(f"  left as it is: {result.refused.message}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
