"""What a rule is, and what it found.

Owns the registry. The rules themselves stand in the modules of their subject, each beside the
function that looks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from rxglossary.glossary import Glossary
from rxglossary.matching.matcher import Matcher

if TYPE_CHECKING:
    import datetime

    from rxglossary.errors import Problem
    from rxglossary.formats.yaml import Entry
    from rxglossary.glossary import Term

__all__ = ["RULES", "SEVERITIES", "Context", "Finding", "Hit", "Rule", "Severity", "rule"]

Severity = Literal["info", "warning", "error"]
SEVERITIES: Final[tuple[Severity, ...]] = ("info", "warning", "error")
"""How bad a finding is, the least first."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, and what its page in the docs says.

    Args:
        code: Its stable code, ``RX`` and three digits.
        name: Its name.
        severity: ``info``, ``warning`` or ``error``.
        finds: What it finds, in a sentence.
        why: Why that matters.
        mend: What to do about it.
        bad: An example, as an entry's fields; ``⟦`` stands before the place that is reported.
        good: What to write instead, or an empty text.
        fixable: Whether ``--fix`` mends it.
    """

    code: str
    name: str
    severity: Severity
    finds: str
    why: str
    mend: str
    bad: str
    good: str = ""
    fixable: bool = False


class Finding(NamedTuple):
    """What a rule found, and where.

    Attributes:
        rule: The rule.
        problem: The place and the message; its code is the rule's.
        entry: The id of the entry, or an empty text.
        severity: How bad it is here, which may be less than the rule's.
    """

    rule: Rule
    problem: Problem
    entry: str
    severity: Severity


class Hit(NamedTuple):
    """What a check yields: an entry, the path inside it, a message.

    Attributes:
        entry: Where it was found.
        path: The keys and indexes that lead to the place.
        message: What is wrong and what to do.
        severity: Less than the rule's, or None.
    """

    entry: Entry
    path: tuple[str | int, ...]
    message: str
    severity: Severity | None = None


class Context:
    """What checks may know: all entries, and what follows from them.

    Args:
        entries: The entries by id, with their places.
        today: The day on which reviews have to count.
    """

    def __init__(self, entries: dict[str, Entry], today: datetime.date) -> None:
        self.entries = entries
        self.today = today

    @cached_property
    def glossary(self) -> Glossary:
        """Return the entries as a glossary."""
        return Glossary(entry.term for entry in self.entries.values())

    @cached_property
    def matcher(self) -> Matcher:
        """Return the matcher that finds the entries' terms in a text."""
        return Matcher(self.glossary)

    @cached_property
    def mentions(self) -> dict[tuple[str, str], frozenset[str]]:
        """Return, for each entry and language, the ids of the terms that its definition uses."""
        return {
            (term.id, tag): frozenset(
                match.term.id
                for match in self.matcher.find(text)
                if not match.rivals and match.term.id != term.id
            )
            for term in self.glossary
            for tag, text in term.definition.items()
        }

    def texts(self, language: str = "") -> Iterator[tuple[Entry, tuple[str, ...], str, str]]:
        """Yield entry, path, tag and text of each text that readers see, in one language or all."""
        for entry in self.entries.values():
            for field, tag, text in _texts(entry.term):
                if language in ("", tag.partition("-")[0].lower()):
                    yield entry, path_of(entry, field, tag), tag, text


def _texts(term: Term) -> Iterator[tuple[str, str, str]]:
    for field in ("definition", "clinical"):
        for tag, text in getattr(term, field).items():
            yield field, tag, text


def path_of(entry: Entry, field: str, tag: str) -> tuple[str, ...]:
    """Return where a text stands: a definition may have the short form ``en:``."""
    inner = entry.place[2] or {}
    return (tag,) if field == "definition" and tag in inner else (field, tag)


Check = Callable[[Context], Iterable[Hit]]
RULES: Final[dict[str, Rule]] = {}
"""Every rule by its code."""
CHECKS: Final[dict[str, Check]] = {}
"""The function of each rule that looks at entries, by code."""


def rule(code: str, name: str, severity: Severity, **page: str) -> Callable[[Check], Check]:
    """Register a rule; the decorated function finds it.

    Args:
        code: As for `Rule`.
        name: As for `Rule`.
        severity: As for `Rule`.
        **page: What its page says: ``finds``, ``why``, ``mend``, ``bad``, ``good``; ``fixable``.
    """
    fixable = bool(page.pop("fixable", ""))
    register(Rule(code, name, severity, fixable=fixable, **page))

    def decorate(check: Check) -> Check:
        CHECKS[code] = check
        return check

    return decorate


def register(made: Rule) -> None:
    """Put a rule into `RULES`.

    Raises:
        ValueError: When its code is taken.
    """
    if made.code in RULES:
        raise ValueError(f"{made.code} is taken by {RULES[made.code].name}")
    RULES[made.code] = made
