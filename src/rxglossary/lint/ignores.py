"""Comments that silence findings: ``# rxg: ignore RX213 the reason``.

Owns their form, and what they reach: the line that they stand on, the next line if they stand
alone, the whole entry if that line is the entry's key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rxglossary.errors import Problem
from rxglossary.lint.rules import RULES, Finding, Rule, register

if TYPE_CHECKING:
    from rxglossary.formats.yaml import Entry

__all__ = ["silence"]

_COMMENT = re.compile(
    r"(?:^|(?<=\s))#\s*rxg:\s*ignore\b[ \t]*"
    r"(?P<codes>RX\d+(?:[ \t]*,[ \t]*RX\d+)*)?(?P<reason>[^\n]*)"
)
_WHY = "A finding that nobody looks at again is worth as little as no finding."

register(
    Rule(
        "RX901", "ignored-without-reason", "warning",
        "A comment that silences a finding and doesn't say why.", _WHY,
        "Write the reason behind the code.",
        "en: a bad feeling in the body.  ⟦# rxg: ignore RX209",
        "en: a bad feeling in the body.  # rxg: ignore RX209 verbatim from the source",
    )
)  # fmt: skip
register(
    Rule(
        "RX902", "unused-ignore", "warning",
        "A comment that silences nothing, or names no rule.", _WHY,
        "Remove it, or write the code of the finding.",
        "en: A bad feeling in the body.  ⟦# rxg: ignore RX209 just in case",
    )
)  # fmt: skip


@dataclass(slots=True)
class _Comment:
    line: int
    column: int
    codes: tuple[str, ...]
    reason: str
    text: str
    reached: frozenset[int]
    used: bool = False


def silence(findings: Iterable[Finding], entries: Iterable[Entry]) -> Iterator[Finding]:
    """Yield what no comment silences, and what is wrong with the comments themselves."""
    files: dict[str, list[_Comment]] = {}
    by_file: dict[str, list[Entry]] = {}
    for entry in entries:
        by_file.setdefault(entry.source.file, []).append(entry)
    for file, group in by_file.items():
        files[file] = list(_comments(group))
    silenced: dict[tuple[str, int, str], list[_Comment]] = {}
    for file, comments in files.items():
        for comment in comments:
            for line in comment.reached:
                for code in comment.codes:
                    silenced.setdefault((file, line, code), []).append(comment)
    for finding in findings:
        problem = finding.problem
        answers = silenced.get((problem.file, problem.line, finding.rule.code), ())
        for comment in answers:
            comment.used = True
        if not answers:
            yield finding
    for file, comments in files.items():
        for comment in comments:
            yield from _wrong(file, comment)


def _comments(entries: list[Entry]) -> Iterator[_Comment]:
    """Yield the comments of one file, with the lines that they reach."""
    source = entries[0].source
    starts = sorted(entry.term.origin.line for entry in entries)
    lines = source.text.splitlines()
    texts = [text for entry in entries for text in entry.term.texts.values() if "rxg:" in text]
    for number, line in enumerate(lines, 1):
        found = _COMMENT.search(line)
        if found is None or any(line[found.start() :].rstrip("\"'") in text for text in texts):
            continue
        alone = not line[: found.start()].strip()
        target = number + 1 if alone else number
        while alone and target <= len(lines) and lines[target - 1].lstrip().startswith("#"):
            target += 1  # several comments above one line
        reached = {target}
        if target in starts:
            later = [start for start in starts if start > target]
            reached.update(range(target, later[0] if later else len(lines) + 1))
        codes = tuple(re.findall(r"RX\d+", found["codes"] or ""))
        reason = found["reason"].strip(" \t,:;-–—")
        yield _Comment(number, found.start() + 1, codes, reason, line, frozenset(reached))


def _wrong(file: str, comment: _Comment) -> Iterator[Finding]:
    place = Problem("", "", file, comment.line, comment.column, comment.text.rstrip())
    unknown = [code for code in comment.codes if code not in RULES]
    if not comment.codes or unknown:
        what = f"{unknown[0]} is no rule" if unknown else "name the code of a rule"
        yield _finding("RX902", replace(place, message=f"{what}: {_form()}"))
    elif not comment.used:
        message = f"nothing here breaks {', '.join(comment.codes)}: remove the comment"
        yield _finding("RX902", replace(place, message=message))
    elif not comment.reason:
        yield _finding("RX901", replace(place, message=f"say why: {_form()}"))


def _form() -> str:
    return "# rxg: ignore RX209 the reason"


def _finding(code: str, problem: Problem) -> Finding:
    rule = RULES[code]
    return Finding(rule, replace(problem, code=code), "", rule.severity)
