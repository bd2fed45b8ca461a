"""Rules of a glossary against the pages that it is for.

Owns what only real pages can tell: entries that never match, entries that match everywhere, words
that no entry covers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from rxglossary.annotator import Annotator
from rxglossary.errors import Problem
from rxglossary.lint.definitions import MEDICAL
from rxglossary.lint.rules import RULES, Context, Finding, Rule, register
from rxglossary.policy import Policy

if TYPE_CHECKING:
    from rxglossary.formats.yaml import Entry

__all__ = ["check_pages"]

_EVERYWHERE: Final = 0.5
_FEWEST_PAGES: Final = 4
_FREQUENT: Final = 3
_MOST: Final = 50
_CAPITALISED = re.compile(r"(?<![.!?:]\s)(?<=[a-z,;]\s)[A-Z][a-zA-Z]{3,}(?:\s[A-Z][a-z]{3,})*")
_TEXT = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.I | re.S)

register(
    Rule(
        "RX601", "never-matched", "warning",
        "With `--pages`: an entry that stands on no page.",
        "Its forms may be wrong, or nobody needs it.",
        "Look how your pages write it, and add that form.", "",
    )
)  # fmt: skip
register(
    Rule(
        "RX602", "everywhere", "warning",
        "With `--pages`: an entry that stands on more than half of at least four pages.",
        "A word that everybody knows, or an everyday sense of it, distracts on each page.",
        "Use longer forms, `case`, `not_in` or `except`.", "",
    )
)  # fmt: skip
register(
    Rule(
        "RX603", "uncovered-word", "info",
        "With `--pages`: a capitalised or medical-looking word on three or more pages that no"
        " entry covers.",
        "Readers meet it often.", "Write an entry for it, or leave it.", "",
    )
)  # fmt: skip


def check_pages(context: Context, pages: Iterable[tuple[str, bytes]]) -> Iterator[Finding]:
    """Yield what the pages tell.

    Args:
        context: The entries.
        pages: Name and content of each page; read one after the other.
    """
    annotator = Annotator(context.glossary, policy=Policy(occurrences="all"), renderer="dfn")
    found: Counter[str] = Counter()
    words: Counter[str] = Counter()
    where: dict[str, str] = {}
    total = 0
    for name, content in pages:
        total += 1
        result = annotator.find(content)
        found.update(result.counts.keys())
        text = _TEXT.sub(" ", content.decode("utf-8", "replace"))
        covered = {annotation.surface.casefold() for annotation in result}
        for word in {*_CAPITALISED.findall(text), *(m[0] for m in MEDICAL.finditer(text))}:
            key = word.casefold()
            if key not in covered and not len(annotator.find_text(word)):
                words[key] += 1
                where.setdefault(key, name)
    for entry in context.entries.values():
        count = found[entry.term.id]
        if entry.term.match.mode == "never" or not total:
            continue
        if not count:
            yield _finding("RX601", entry, f"on none of {total} pages")
        elif total >= _FEWEST_PAGES and count > total * _EVERYWHERE:
            yield _finding("RX602", entry, f"on {count} of {total} pages")
    for word, count in words.most_common(_MOST):
        if count >= _FREQUENT:
            rule = RULES["RX603"]
            message = f"{word!r} stands on {count} pages and is no entry"
            yield Finding(rule, Problem(rule.code, message, where[word]), "", rule.severity)


def _finding(code: str, entry: Entry, message: str) -> Finding:
    rule = RULES[code]
    problem = replace(entry.problem(code, message), path=())
    return Finding(rule, problem, entry.term.id, rule.severity)
