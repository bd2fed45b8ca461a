"""What ``--fix`` does: spelling in Unicode, stray joiners, the danda, the order of entries.

Owns changes of the source text that keep everything else: comments, quotes, line ends. A file whose
entries would not be the same ones afterwards is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from rxglossary.errors import GlossaryError
from rxglossary.formats.yaml import loads, read
from rxglossary.lint.bangla import DANDA, JOINERS, spelled
from rxglossary.lint.rules import Context, Finding

if TYPE_CHECKING:
    import datetime
    import os
    from collections.abc import Callable

    from rxglossary.formats.yaml import Entry

__all__ = ["fixed"]

_ENDS = ("।", "?", "!")


def _with_danda(text: str) -> str:
    text = DANDA.sub("।", text)
    return text if text.rstrip("\"’”')]").endswith(_ENDS) else text + "।"


_TEXT: Final[dict[str, Callable[[str], str]]] = {
    "RX304": spelled,
    "RX305": lambda text: JOINERS.sub("", text),
    "RX306": _with_danda,
}
_ORDER: Final = "RX043"


def fixed(
    findings: Iterable[Finding], *sources: str | os.PathLike[str], today: datetime.date
) -> dict[str, str]:
    """Return the new text of each file in which findings can be mended, without a byte order mark.

    Args:
        findings: What `rxglossary.lint.lint` found; what was silenced stays as it is.
        *sources: The same files and folders.
        today: The same day.
    """
    entries, _ = read(*sources)
    wanted = {
        (one.problem.file, one.problem.line, one.problem.column, one.rule.code) for one in findings
    }
    edits: dict[str, list[tuple[int, str, str]]] = {}
    for entry, path, _, text in Context(entries, today).texts("bn"):
        place = entry.problem("", "", *path)
        new = text
        for code, change in _TEXT.items():
            if (place.file, place.line, place.column, code) in wanted:
                new = change(new)
        if new != text and (at := _written(entry, place.line, place.column, text)) >= 0:
            edits.setdefault(place.file, []).append((at, text, new))
    unsorted = {file for file, _, _, code in wanted if code == _ORDER}
    results: dict[str, str] = {}
    for file in sorted(edits.keys() | unsorted):
        mine = [entry for entry in entries.values() if entry.source.file == file]
        old = new = mine[0].source.text
        for at, before, after in sorted(edits.get(file, ()), reverse=True):
            new = new[:at] + after + new[at + len(before) :]
        if file in unsorted:
            new = _sorted(new, len(mine))
        if new != old and _same_entries(old, new, file):
            results[file] = new
    return results


def _written(entry: Entry, line: int, column: int, text: str) -> int:
    """Return the offset at which a text stands letter by letter, or -1: escaped or folded."""
    source = entry.source.text
    lines = source.splitlines(keepends=True)
    at = sum(map(len, lines[: line - 1])) + column - 1
    at += source[at : at + 1] in ("'", '"')
    return at if source.startswith(text, at) else -1


def _sorted(text: str, count: int) -> str:
    """Return a file with its entries by id, each with the comments right above it.

    The text itself comes back where entries don't all begin on a line of their own, one below the
    other.
    """
    lines = text.splitlines(keepends=True)
    top = next((at for at, line in enumerate(lines) if line.rstrip() == "terms:"), None)
    if top is None:
        return text
    indents = [
        len(line) - len(line.lstrip())
        for line in lines[top + 1 :]
        if line.strip() and not line.lstrip().startswith("#")
    ]
    if not indents or indents[0] == 0:
        return text
    width = indents[0]
    starts = [
        at
        for at, line in enumerate(lines[top + 1 :], top + 1)
        if len(line) - len(line.lstrip()) == width
        and line.strip()
        and not line.lstrip().startswith("#")
    ]
    if len(starts) != count or min(indents) < width:
        return text
    bounds = []
    for start in starts:
        while start > top + 1 and lines[start - 1].strip().startswith("#"):
            start -= 1
        bounds.append(start)
    blocks = [
        (lines[key].strip(), lines[begin:end])
        for key, begin, end in zip(starts, bounds, [*bounds[1:], len(lines)], strict=True)
    ]
    # What stands between two entries is a blank line or none; the last one may lack its line end.
    gap = next((line for line in reversed(blocks[0][1]) if not line.strip()), "")
    end = "\r\n" if lines[0].endswith("\r\n") else "\n"
    bodies = []
    for _, block in sorted(blocks, key=lambda one: one[0].rstrip(":")):
        body = "".join(block).rstrip()
        bodies.append(body + end)
    return "".join(lines[: bounds[0]]) + gap.join(bodies)


def _same_entries(old: str, new: str, file: str) -> bool:
    """Tell whether both texts hold the same entries, but for the definitions that were mended."""
    try:
        before, after = loads(old, file), loads(new, file)
    except GlossaryError:
        return False
    return {term.id: term.forms for term in before} == {term.id: term.forms for term in after}
