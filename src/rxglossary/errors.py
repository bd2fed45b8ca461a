"""The exception family and the record of one problem.

Owns what an error says: what is wrong, where, and what to do. Never decides when to raise.
Caller's mistakes raise; the problems of a document are data (see `rxglossary.results.Skip`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "ConfigurationError",
    "ExportError",
    "GlossaryError",
    "MarkupError",
    "PageError",
    "Problem",
    "RxGlossaryError",
    "printable",
    "quoted",
]

_LONGEST_QUOTE = 80


def printable(text: str) -> str:
    r"""Return *text* with every control and format character written as an escape.

    Messages quote files and pages, and a hostile page must not be able to write to a terminal.

    >>> printable("a\x1b[2Jb\tc")
    'a\\x1b[2Jb\\tc'
    >>> printable("ডায়াবেটিস")
    'ডায়াবেটিস'
    """
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or c in "\u200c\u200d" else c.encode("unicode_escape").decode()
        for c in text
    )


def quoted(value: object) -> str:
    """Return *value* as messages quote it: as Python writes it, and a long text cut.

    >>> quoted("pain"), quoted("x" * 1_000_000) == "'" + "x" * 80 + "…'"
    ("'pain'", True)
    """
    if isinstance(value, str) and len(value) > _LONGEST_QUOTE:
        value = value[:_LONGEST_QUOTE] + "…"
    return repr(value)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a file: code, message, and the place.

    Args:
        code: A short stable name, for example ``duplicate-key``.
        message: What is wrong and what to do about it.
        file: The file's path as the caller gave it, or ``""`` when there is none.
        line: Line number from 1, or 0 when the place is unknown.
        column: Column in characters from 1, or 0 when the place is unknown.
        excerpt: The source line, shown with a caret under *column*.
        path: The keys and indexes that lead to the place inside an entry; shown where no line is
            known.

    >>> print(Problem("bad-id", "'A b' is no id", "g.yaml", 2, 3, "  A b:"))
    g.yaml:2:3: bad-id: 'A b' is no id
      A b:
      ^
    """

    code: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    excerpt: str = ""
    path: tuple[str | int, ...] = ()

    @property
    def place(self) -> str:
        """Return ``file:line:column``, as far as these are known, or ``file: path``.

        >>> Problem("not-text", "", "row 17", path=("forms", "en", 0)).place
        'row 17: forms.en.0'
        """
        known = [str(part) for part in (self.line, self.column) if part]
        place = ":".join([printable(self.file), *known] if self.file else known)
        if self.path and not self.line:
            path = printable(".".join(map(str, self.path)))
            place = f"{place}: {path}" if place else path
        return place

    def __str__(self) -> str:
        place = self.place
        head = f"{place}: {self.code}: " if place else f"{self.code}: "
        text = head + printable(self.message)
        if not self.excerpt:
            return text
        line = printable(self.excerpt.replace("\t", " "))
        if not self.column:
            return f"{text}\n{line}"
        before = printable(self.excerpt[: self.column - 1].replace("\t", " "))
        return f"{text}\n{line}\n{' ' * len(before)}^"


class RxGlossaryError(Exception):
    """The base of every exception that this library raises on purpose."""


class GlossaryError(RxGlossaryError, ValueError):
    """A glossary can't be built; `problems` holds every reason at once.

    Args:
        problems: The reasons, in the order of the source.

    >>> str(GlossaryError([Problem("missing-definition", "give en: or bn:", "g.yaml", 3, 5)]))
    'g.yaml:3:5: missing-definition: give en: or bn:'
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[GlossaryError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


class ConfigurationError(RxGlossaryError, ValueError):
    """A policy, a selector, a renderer's option or a settings file has a wrong value."""


class ExportError(RxGlossaryError, ValueError):
    """A WordPress export or rows of a database can't be read: where, and what to do."""


class MarkupError(RxGlossaryError, ValueError):
    """A renderer asked for markup that would not be safe to insert."""


class PageError(RxGlossaryError, RuntimeError):
    """A page made of fragments was used out of order."""
