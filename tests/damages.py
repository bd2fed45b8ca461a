"""Damage in all its combinations, made by the annotator that makes it.

Owns the cases. Printed with what repair makes of them by ``python tests/damages.py``, and of what
BeautifulSoup makes of them by ``python tests/damages.py html.parser``.
"""

from __future__ import annotations

import itertools
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

import bs4
from naive import Entry, Naive

import rxglossary as rx

# Each definition holds the next term: so a chain of n + 1 terms is damage n deep.
ENGLISH = ["anti-inflammatory drug", "inflammation mark", "infection site", "bacterium", "germ"]
BANGLA = ["দীর্ঘমেয়াদি প্রদাহ রোগ", "শরীরের প্রদাহ", "সংক্রমণ", "জীবাণু", "অণু"]
LEADS = ["Kind of", "What comes with", "Where an", "The “other” way of"]
RESTS = ["& more.", "in the < body, often.", "sits.", "– see it."]
ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "title": ("class", "title", "data-rx-term", "data-rx-definition"),
    "aria-label": ("aria-label", "class", "data-rx-term", "data-rx-definition"),
    "data-rx-definition": ("data-rx-term", "data-rx-definition", "title", "class"),
    "data-tip": ("class", "data-rx-term", "data-tip"),
    "last": ("data-rx-definition", "class", "data-rx-term", "title"),
}
ORDERS = ["longest", "shortest", "every"]
CONTAINERS = {
    "li": "<ul><li>One of {}.</li></ul>",
    "p": "<p class=x>{}</p>",
    "td": "<table><tr><td>{}</td><td>x</td></tr></table>",
    "a": '<p>See <a href="/x?a=1&amp;b=2">the {} page</a>.</p>',
    "strong": "<p><strong>{}</strong>: more</p>",
    "several": "<p>First {0}, then “{0}” &amp; &lt;{0}&gt;.</p>",
    "lines": "<p>{0}</p>\r\n<p>{0}</p>\n<div>{0}</div>",
    "bare": "{}",
}
TAGS = {"title": "span", "aria-label": "button", "data-rx-definition": "a", "data-tip": "abbr"}


def chain(words: list[str], depth: int, order: str) -> list[Entry]:
    """Return terms each of which stands in the definition of the one before."""
    names = words[: depth + 1]
    if order == "shortest":
        names = sorted(names, key=len)
    definitions = [
        f"{lead} {name} {rest} সহজ বাংলা: কথা {number}।"
        for number, (lead, name, rest) in enumerate(zip(LEADS, names[1:], RESTS, strict=False))
    ]
    return [
        Entry(name, definition)
        for name, definition in zip(names, [*definitions, "The end of it."], strict=True)
    ]


def written(hit: str, entry: Entry) -> dict[str, str]:
    """Return a tooltip's attributes with one in front that is hit first."""
    values = {"class": "rx-term tip", "data-rx-term": "x"}
    names = ATTRIBUTES[hit]
    # What names the term must not be hit itself: its value is no word.
    values["data-rx-term"] = entry.term
    return {name: values.get(name, entry.definition) for name in names}


class Case(NamedTuple):
    """What is damaged, and how."""

    container: str
    words: list[str]
    depth: int
    quote: str
    hit: str
    order: str


def cases(**chosen: object) -> Iterator[Case]:
    """Yield every combination that has the *chosen* values."""
    for case in itertools.starmap(
        Case,
        itertools.product(CONTAINERS, (ENGLISH, BANGLA), range(1, 5), "\"'", ATTRIBUTES, ORDERS),
    ):
        if all(getattr(case, name) == value for name, value in chosen.items()):
            yield case


def damaged(case: Case) -> tuple[str, str]:
    """Return a healthy page, and what the naive annotator makes of it."""
    container, words, depth, quote, hit, order = case
    template = CONTAINERS[container]
    entries = chain(words, depth, order)
    healthy = template.format(entries[0].term)
    naive = Naive(
        entries,
        order="longest" if order == "every" else order,
        every=order == "every",
        quote=quote,
        tag=TAGS.get(hit, "span"),
        attributes=partial(written, hit),
    )
    broken = "".join(map(naive.block, healthy.splitlines(keepends=True)))
    return healthy, broken


def figures() -> Iterator[str]:
    """Yield lines that say how much of the generated damage is mended, and how surely."""
    for order in ORDERS:
        seen: Counter[str] = Counter()
        for case in cases(order=order):
            healthy, broken = damaged(case)
            result = rx.repair(broken)
            seen["pages"] += 1
            seen["exact"] += result.html == healthy
            seen["damages"] += len(result)
            seen["certain"] += sum(damage.confidence == "certain" for damage in result)
        yield f"{order:9}" + ", ".join(f"{count:5} {what}" for what, count in seen.items())


def rewritten(parser: str) -> str:
    """Return how much is mended of what a parser has written again."""
    seen: Counter[str] = Counter()
    for case in cases():
        healthy, broken = damaged(case)
        result = rx.repair(str(bs4.BeautifulSoup(broken, parser)))
        right = visible(result.html) == visible(healthy)
        certain = len(result) > 0 and all(one.confidence == "certain" for one in result)
        found = "certain" if certain else "likely" if len(result) else "not found"
        seen[f"{found} and {'right' if right else 'not the text'}"] += 1
    return f"{parser}: " + ", ".join(f"{count} {what}" for what, count in sorted(seen.items()))


def visible(source: str) -> str:
    return str(bs4.BeautifulSoup(source, "lxml").get_text())


if __name__ == "__main__":
    print(*(map(rewritten, sys.argv[1:]) if sys.argv[1:] else figures()), sep="\n")
