"""Glossaries that technical writers already have: Markdown abbreviations, Sphinx glossaries.

Owns how these two write terms. Reads them and never writes them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from rxglossary.errors import GlossaryError, Problem
from rxglossary.formats.records import Record, named
from rxglossary.formats.tree import decode
from rxglossary.glossary import Origin

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_markdown", "read_sphinx"]

_ABBREVIATION: Final = re.compile(r"[ ]{0,3}\*\[([^\]\n]+)\][ ]?:[ \t]*(.*)")
_DIRECTIVE: Final = re.compile(r"([ \t]*)\.\.[ \t]+glossary::[ \t]*$")
_MARKUP: Final = (
    (re.compile(r":[\w:+.-]+:`!?~?([^`<]*?)\s*(?:<[^`>]*>)?`"), r"\1"),
    (re.compile(r"`([^`<]+?)\s*<[^`>]*>`__?"), r"\1"),
    (re.compile(r"``([^`]+)``"), r"\1"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\*\*([^*]+)\*\*"), r"\1"),
    (re.compile(r"\*([^*\s][^*]*)\*"), r"\1"),
)


def read_markdown(data: bytes, file: str, language: str) -> list[Record]:
    """Return the records of the abbreviations in a Markdown text: ``*[MRI]: A test …``.

    Lines inside fenced code are no abbreviations.

    Raises:
        GlossaryError: When it is not UTF-8, or an abbreviation has no text.
    """
    records: list[Record] = []
    problems: list[Problem] = []
    fence = ""
    for number, line in enumerate(decode(data, file).splitlines(), 1):
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if mark and (not fence or (mark[1].startswith(fence) and line.strip() == mark[1])):
            fence = "" if fence else mark[1]
        elif not fence and (found := _ABBREVIATION.match(line)):
            name, definition = found[1].strip(), found[2].strip()
            if definition:
                fields = {"definition": {language: definition}}
                records.append(named(name, fields, Origin(file, number), language))
            else:
                message = f"*[{name}] has no text: write it in the same line"
                problems.append(Problem("empty-value", message, file, number))
    if problems:
        raise GlossaryError(problems)
    return records


def read_sphinx(data: bytes, file: str, language: str) -> list[Record]:
    """Return the records of the ``.. glossary::`` directives in a reStructuredText file.

    Further names above one definition become synonyms; roles and emphasis become plain text.

    Raises:
        GlossaryError: When it is not UTF-8, or a term has no definition.
    """
    records: list[Record] = []
    problems: list[Problem] = []
    for number, names, definition in _sphinx_entries(decode(data, file).splitlines()):
        if not definition:
            message = f"{names[0]!r} has no definition: write it below, further indented"
            problems.append(Problem("empty-value", message, file, number))
            continue
        fields: dict[str, object] = {"definition": {language: _plain(definition)}}
        if len(names) > 1:
            fields["synonyms"] = {language: names[1:]}
        records.append(named(names[0], fields, Origin(file, number), language))
    if problems:
        raise GlossaryError(problems)
    return records


def _sphinx_entries(lines: list[str]) -> Iterator[tuple[int, list[str], str]]:
    """Yield the line, the names and the definition of each entry in each directive."""
    outer: int | None = None
    inner = 0
    names: list[str] = []
    text: list[str] = []
    at = 0
    for number, line in enumerate([*lines, ".."], 1):
        line = line.expandtabs(8)
        indent = len(line) - len(line.lstrip())
        if not line.strip():
            continue
        if outer is not None and indent <= outer:
            if names:
                yield at, names, " ".join(text)
            outer, inner, names, text = None, 0, [], []
        if outer is None:
            if directive := _DIRECTIVE.match(line):
                outer = len(directive[1])
            continue
        inner = inner or indent
        if indent > inner and names:
            text.append(line.strip())
        elif not line.lstrip().startswith((":", "..")):
            if text:
                yield at, names, " ".join(text)
                names, text = [], []
            at = at if names else number
            # Behind " : " stands a key for the index.
            names.append(_plain(re.split(r"\s+:(?:\s|$)", line.strip())[0]))


def _plain(text: str) -> str:
    for pattern, kept in _MARKUP:
        text = pattern.sub(kept, text)
    return re.sub(r"\\(.)", r"\1", text).strip()
