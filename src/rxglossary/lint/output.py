"""How findings are told: text, JSON, SARIF, GitHub's annotations, and the rules' page in the docs.

Owns these forms. Never decides what is found.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from rxglossary.errors import printable
from rxglossary.lint.rules import RULES, SEVERITIES, Finding, Rule

__all__ = ["FORMATS", "page", "summary"]

_GROUPS: Final = {
    "0": "Form",
    "1": "Across entries",
    "2": "Texts",
    "3": "Bangla",
    "4": "Reviews",
    "5": "Safety",
    "6": "Against pages",
    "9": "Comments that silence",
}


def _text(findings: Sequence[Finding]) -> str:
    lines = []
    for finding in findings:
        problem = finding.problem
        place = f"{problem.place}: " if problem.place else ""
        head = f"{finding.severity} {finding.rule.code} {finding.rule.name}"
        # The excerpt and its caret are the problem's own.
        _, _, rest = str(problem).partition("\n")
        lines.append(f"{place}{head}: {printable(problem.message)}")
        lines += rest.split("\n") if rest else []
    return "".join(line + "\n" for line in lines)


def _json(findings: Sequence[Finding]) -> str:
    records = [
        {
            "code": one.rule.code,
            "name": one.rule.name,
            "severity": one.severity,
            "entry": one.entry or None,
            "file": one.problem.file,
            "line": one.problem.line,
            "column": one.problem.column,
            "message": one.problem.message,
            "fixable": one.rule.fixable,
        }
        for one in findings
    ]
    return json.dumps({"version": 1, "findings": records}, ensure_ascii=False, indent=2) + "\n"


def _sarif(findings: Sequence[Finding]) -> str:
    """Return SARIF 2.1.0 (OASIS), which code hosts show beside the lines."""
    levels = {"error": "error", "warning": "warning", "info": "note"}
    used = sorted({one.rule.code for one in findings})
    rules = [
        {
            "id": code,
            "name": RULES[code].name,
            "shortDescription": {"text": _plain(RULES[code].finds)},
            "fullDescription": {"text": _plain(RULES[code].why)},
            "help": {"text": _plain(RULES[code].mend)},
            "defaultConfiguration": {"level": levels[RULES[code].severity]},
        }
        for code in used
    ]
    results: list[dict[str, Any]] = []
    for one in findings:
        problem = one.problem
        location: dict[str, Any] = {
            "artifactLocation": {"uri": problem.file.replace("\\", "/").replace(" ", "%20")}
        }
        if problem.line:
            location["region"] = {"startLine": problem.line, "startColumn": problem.column or 1}
        results.append(
            {
                "ruleId": one.rule.code,
                "ruleIndex": used.index(one.rule.code),
                "level": levels[one.severity],
                "message": {"text": problem.message},
                "locations": [{"physicalLocation": location}] if problem.file else [],
            }
        )
    driver = {"name": "rxglossary", "rules": rules}
    log = {
        "version": "2.1.0",
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "runs": [
            {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _github(findings: Sequence[Finding]) -> str:
    """Return workflow commands, which GitHub shows beside the lines of a change."""
    kinds = {"error": "error", "warning": "warning", "info": "notice"}
    lines = []
    for one in findings:
        problem = one.problem
        where = {"file": problem.file, "line": problem.line, "col": problem.column}
        given = [f"{name}={_property(str(value))}" for name, value in where.items() if value]
        given.append(f"title={_property(f'{one.rule.code} {one.rule.name}')}")
        lines.append(f"::{kinds[one.severity]} {','.join(given)}::{_data(problem.message)}\n")
    return "".join(lines)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


FORMATS: Final[dict[str, Callable[[Sequence[Finding]], str]]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "github": _github,
}
"""What findings are told as, by name."""


def summary(findings: Iterable[Finding]) -> str:
    """Return how many findings there are of each severity.

    >>> summary([])
    'nothing found'
    """
    counts = Counter(one.severity for one in findings)
    told = [
        f"{counts[name]} {name}{'s' * (counts[name] > 1)}"
        for name in reversed(SEVERITIES)
        if counts[name]
    ]
    return ", ".join(told) or "nothing found"


def page(rules: Iterable[Rule] | None = None) -> str:
    """Return what the docs say of rules, in Markdown: each with an anchor of its code.

    >>> page([RULES["RX209"]]).splitlines()[2:5]
    ['(rx209)=', '### RX209 no-capital', '']
    """
    lines: list[str] = []
    group = ""
    for rule in sorted(rules or RULES.values(), key=lambda one: one.code):
        if rule.code[2] != group:
            group = rule.code[2]
            lines += [f"## {_GROUPS[group]}", ""]
        fix = " Mended by `--fix`." if rule.fixable else ""
        lines += [
            f"({rule.code.lower()})=",
            f"### {rule.code} {rule.name}",
            "",
            f"*{rule.severity.capitalize()}.* {rule.finds}{fix}",
            "",
            f"**Why:** {rule.why}",
            "",
            f"**Instead:** {rule.mend}",
            "",
        ]
        if rule.bad:
            # What the loader refuses is no YAML to a highlighter either.
            kind = "text" if group == "0" else "yaml"
            lines += [f"```{kind}", *_visible(rule.bad).split("\n"), "```", ""]
        if rule.good:
            lines += ["Better:", "", "```yaml", *_visible(rule.good).split("\n"), "```", ""]
    return "\n".join(lines)


def _visible(example: str) -> str:
    return example.replace("⟦", "").replace("\u200c", "\\u200c")


def _plain(text: str) -> str:
    return text.replace("`", "")
