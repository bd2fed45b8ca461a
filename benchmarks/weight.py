"""What explanations weigh: our links and their section beside the ways that other sites use.

Fifteen terms of the shipped glossary, each as often as the others, in one page: with the definition
in attributes of every occurrence (as the page did that this project began with), with
``<abbr title>``, and with `rxglossary.Link`. Run: ``python benchmarks/weight.py``.
"""

from __future__ import annotations

import gzip
from html import escape

import rxglossary as rx
from rxglossary.html.marks import strip_spans

TERMS = 15
# Occurrences, and behind how many of them a heading stands: the first occurrence of a term behind a
# heading has a longer tag than its repeats.
PAGES = ((20, 20), (200, 200), (200, 40))
SENTENCE = "Ask your doctor what {} means for you, and write the answer down. "


def page(
    words: list[str], count: int, section: int, wrap: dict[str, tuple[str, str]] | None = None
) -> str:
    """Return a page with *count* occurrences, wrapped or bare."""
    parts = ['<!DOCTYPE html><html lang="en"><title>Leaflet</title><body><main><h1>Leaflet</h1>']
    for number in range(count):
        if number % section == 0:
            parts.append(f"<h2>Part {number // section + 1}</h2>")
        word = words[number % len(words)]
        start, end = wrap[word] if wrap else ("", "")
        parts.append(f"<p>{SENTENCE.format(start + word + end)}</p>\n")
    return "".join((*parts, "</main></body></html>"))


def packed(text: str) -> int:
    """Return the bytes that travel."""
    return len(gzip.compress(text.encode(), 9, mtime=0))


def main() -> None:
    """Print a table for each number of occurrences."""
    usable = [
        term
        for term in rx.builtin()
        if len(rx.annotate(f"<p>{term.preferred('en')}", rx.Glossary([term]))) == 1
    ]
    usable = [term for term in usable if {"en", "bn"} <= set(term.definition)]
    terms = usable[:: len(usable) // TERMS][:TERMS]  # from every category
    glossary = rx.Glossary(terms)
    words = [term.preferred("en") for term in terms]
    both = {
        term.preferred("en"): escape(f"{term.definition['en']} সহজ বাংলা: {term.definition['bn']}")
        for term in terms
    }
    data = {
        word: (
            f'<span class="rx-term" tabindex="0" title="{text}" data-rx-term="{word}"'
            f' data-rx-definition="{text}">',
            "</span>",
        )
        for word, text in both.items()
    }
    abbr = {word: (f'<abbr title="{text}">', "</abbr>") for word, text in both.items()}
    annotator = rx.Annotator(glossary, policy=rx.Policy(occurrences="all"))
    for count, section in PAGES:
        bare = page(words, count, section)
        result = annotator.annotate(bare)
        if len(result) != count:
            raise SystemExit(f"{len(result)} of {count} occurrences: the comparison would be wrong")
        spans = [result.html[start:end] for start, end in strip_spans(result.html)]
        tags = sum(len(span.encode()) for span in spans if span.startswith(("<a ", "</a")))
        parts = sum(len(span.encode()) for span in spans) - tags
        sections = -(-count // section)
        print(f"\n{count} occurrences of {len(terms)} terms in {sections} sections:", end=" ")
        print("extra bytes, raw and as gzip")
        rows = {
            "title + data attributes": page(words, count, section, data),
            "abbr title": page(words, count, section, abbr),
            "rxglossary link": result.html,
        }
        for name, html in rows.items():
            raw, zipped = len(html.encode()) - len(bare.encode()), packed(html) - packed(bare)
            print(f"  {name:24} {raw:8,} {zipped:7,}")
        repeats = result.html.count('tabindex="-1"')
        print(f"  of the last: {tags / count:.1f} an occurrence for its tags ({repeats} repeats),")
        print(f"  {parts:,} for switch and section")


if __name__ == "__main__":
    main()
