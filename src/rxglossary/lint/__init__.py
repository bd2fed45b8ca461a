"""The linter: what is wrong with a glossary, or could be better.

Owns running the rules and ordering what they find. Never changes a file (`rxglossary.lint.fixes`
makes new texts) and never decides what a file may hold (`rxglossary.formats`).
"""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Iterator

from rxglossary.formats.yaml import read
from rxglossary.lint import bangla, definitions, structure, terms, trust  # noqa: F401 -- rules
from rxglossary.lint.ignores import silence
from rxglossary.lint.pages import check_pages
from rxglossary.lint.rules import (
    CHECKS,
    RULES,
    SEVERITIES,
    Context,
    Finding,
    Rule,
    Severity,
)
from rxglossary.lint.structure import LOADER

__all__ = ["RULES", "SEVERITIES", "Finding", "Rule", "Severity", "lint"]


def lint(
    *sources: str | os.PathLike[str],
    pages: Iterable[tuple[str, bytes]] | None = None,
    today: datetime.date | None = None,
) -> list[Finding]:
    """Return everything that the rules find in glossary files, in the order of the files.

    What a comment ``# rxg: ignore CODE reason`` silences is left out.

    Args:
        sources: Files and folders, as for `rxglossary.load`.
        pages: Name and content of pages to hold the glossary against.
        today: The day on which reviews have to count; by default the day of this call.

    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder, "a.yaml")
    ...     _ = file.write_text("terms: {pain: {en: A bad feeling., bn: খারাপ লাগা।, a: b}}")
    ...     [(finding.rule.code, finding.problem.column) for finding in lint(file)]
    [('RX007', 53)]
    """
    entries, problems = read(*sources)
    found = [Finding(RULES[LOADER[problem.code]], problem, "", "error") for problem in problems]
    context = Context(entries, today or datetime.date.today())
    if not any(problem.code == "alias-taken" for problem in problems):
        # Else the entries are no glossary yet, and the rules would speak of another one.
        found += _hits(context)
        if pages is not None:
            found += check_pages(context, pages)
    kept = silence(found, entries.values())
    return sorted(
        kept,
        key=lambda one: (one.problem.file, one.problem.line, one.problem.column, one.rule.code),
    )


def _hits(context: Context) -> Iterator[Finding]:
    for code, check in CHECKS.items():
        rule = RULES[code]
        for hit in check(context):
            problem = hit.entry.problem(code, hit.message, *hit.path)
            yield Finding(rule, problem, hit.entry.term.id, hit.severity or rule.severity)
