"""The annotator that broke the source pages, made again: string replacement in HTML, term by term.

Owns the damage that `rxglossary.damage` mends. It runs over each block of a page, longest term
first, ignoring case, on text that already holds the tooltips of the terms before; a term inside an
earlier tooltip's attribute is wrapped there, its quote closes the attribute, and the rest of the
tooltip stands on the page as text. Never used for anything but tests and the example page:

    python tests/naive.py < healthy.html > damaged.html
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

ARTICLE = '<h2 id="definition">'
BANGLA = " সহজ বাংলা: "


class Entry(NamedTuple):
    """A term of that glossary, with its definition in both languages."""

    term: str
    definition: str


# The words of the four definitions that can be read on the source page; the others only have to
# be hit where that page was.
SOURCE_GLOSSARY = [
    Entry(
        "diabetes",
        "Diabetes is a condition where blood sugar stays too high because insulin is low or not"
        f" working well.{BANGLA}রক্তে চিনি বেশি থাকার রোগ।",
    ),
    Entry(
        "inflammation",
        "Inflammation is the body’s response to injury, infection, or irritation, often causing"
        f" pain, swelling, heat, or redness.{BANGLA}শরীরের প্রদাহ; ব্যথা, ফোলা বা লালভাব হতে পারে।",
    ),
    Entry(
        "anti-inflammatory",
        "Anti-inflammatory means reducing inflammation, pain, or swelling."
        f"{BANGLA}প্রদাহ/ফোলা/ব্যথা কমায়।",
    ),
    Entry(
        "antibiotic",
        "An antibiotic is a medicine used to treat bacterial infections."
        f"{BANGLA}ব্যাকটেরিয়ার সংক্রমণের ওষুধ।",
    ),
    Entry("insulin", f"A hormone that lowers blood sugar.{BANGLA}রক্তের চিনি কমায়।"),
    Entry("bacterial", f"Caused by tiny living germs.{BANGLA}জীবাণুঘটিত।"),
    Entry("infection", f"Illness caused by germs.{BANGLA}জীবাণুর কারণে অসুখ।"),
    Entry("pain", f"An unpleasant feeling in the body.{BANGLA}ব্যথা।"),
]


def attributes(entry: Entry) -> dict[str, str]:
    """Return the attributes of a tooltip, as the source page's plugin writes them."""
    return {
        "class": "rx-term",
        "title": entry.definition,
        "data-rx-term": entry.term,
        "data-rx-definition": entry.definition,
    }


@dataclass(frozen=True)
class Naive:
    """A string-replacing annotator.

    Attributes:
        entries: The glossary.
        order: ``longest`` term first, ``shortest`` first, or ``given``.
        every: Whether every occurrence in a block is replaced, or the first.
        quote: What stands around attribute values.
        tag: The wrapper's name.
        attributes: What a tooltip's attributes are, in their order.
        limit: How many tooltips a page gets.
        bounded: Whether a term has to stand between word boundaries.
    """

    entries: Sequence[Entry]
    order: str = "longest"
    every: bool = False
    quote: str = '"'
    tag: str = "span"
    attributes: Callable[[Entry], Mapping[str, str]] = attributes
    limit: int = sys.maxsize
    bounded: bool = False
    made: list[str] = field(default_factory=list)

    def tooltip(self, entry: Entry, text: str) -> str:
        """Return *text* wrapped in the tooltip of *entry*."""
        q = self.quote
        written = "".join(
            f" {name}={q}{value.replace(q, '&#39;' if q == chr(39) else '&quot;')}{q}"
            for name, value in self.attributes(entry).items()
        )
        return f"<{self.tag}{written}>{text}</{self.tag}>"

    def block(self, html: str) -> str:
        """Return one block with its terms replaced."""
        for entry in self._ordered():
            if len(self.made) >= self.limit:
                break
            pattern = re.escape(entry.term)
            if self.bounded:
                pattern = rf"\b{pattern}\b"

            def wrap(hit: re.Match[str], entry: Entry = entry) -> str:
                self.made.append(entry.term)
                return self.tooltip(entry, hit[0])

            html = re.sub(pattern, wrap, html, count=0 if self.every else 1, flags=re.I)
        return html

    def page(self, html: str) -> str:
        """Return a page with each line of its article, which is a block, replaced."""
        start = max(html.find(ARTICLE), 0)
        return html[:start] + "".join(map(self.block, html[start:].splitlines(keepends=True)))

    def _ordered(self) -> Iterable[Entry]:
        if self.order == "given":
            return self.entries
        sign = -1 if self.order == "longest" else 1
        return sorted(self.entries, key=lambda entry: sign * len(entry.term))


def source_page(html: str) -> str:
    """Return the healthy second source page as its site showed it."""
    return Naive(SOURCE_GLOSSARY, limit=13).page(html)


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8", newline="")
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    sys.stdout.write(source_page(sys.stdin.read()))
