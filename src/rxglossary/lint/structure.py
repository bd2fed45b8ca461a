"""Rules of form: what the loader refuses, and how an entry is written.

Owns the codes of the loader's problems. What the loader accepts is found here too: a missing
language, an id that is not how the word is written, entries out of order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rxglossary.lint.rules import Context, Hit, Rule, register, rule

__all__ = ["LOADER"]

_READ = "The loader can't read the entry, or would read something else than was meant."

# Code, the loader's name of the problem, what it finds, what to do, an example.
_LOADER = [
    (
        "RX001",
        "bad-yaml",
        "YAML that can't be read.",
        "Look at the place that is named.",
        "terms:\n  pain: ⟦}",
    ),
    (
        "RX002",
        "duplicate-key",
        "A key that stands twice in one mapping.",
        "Remove or rename one of the two: YAML readers silently keep the last one.",
        "en: A bad feeling.\n⟦en: Hurt.",
    ),
    ("RX003", "alias", "An alias (`*name`).", "Write the value out.", "en: ⟦*other"),
    ("RX004", "anchor", "An anchor (`&name`).", "Remove it.", "en: ⟦&here A bad feeling."),
    (
        "RX005",
        "tag",
        "A tag (`!name`).",
        "Remove it: every value is a text.",
        "en: ⟦!str A bad feeling.",
    ),
    ("RX006", "merge", "A merge (`<<`).", "Write the fields out.", "⟦<<: {}\nen: A bad feeling."),
    (
        "RX007",
        "unknown-field",
        "A field that no entry has.",
        "Use the name that is suggested, or one of the format's fields.",
        "⟦definiton: {en: A bad feeling.}\nen: A bad feeling.",
    ),
    (
        "RX008",
        "bad-id",
        "An id that is no slug.",
        "Use a–z, 0–9 and single hyphens; `term:` says how the word is written.",
        "terms:\n  ⟦Bad Id:\n    en: A bad feeling.\n    bn: শরীরে খারাপ লাগা।",
    ),
    (
        "RX009",
        "duplicate-id",
        "An id that two entries have.",
        "Rename one, or say `override: true` in the one that replaces the other.",
        "",
    ),
    (
        "RX010",
        "missing-definition",
        "An entry without any definition.",
        "Write `en:` and `bn:`.",
        "terms:\n  ⟦pain:\n    category: symptom",
    ),
    (
        "RX011",
        "two-definitions",
        "A definition in the short and in the full form.",
        "Remove one of them.",
        "terms:\n  pain:\n    ⟦en: Hurt.\n    definition: {en: A bad feeling.}",
    ),
    ("RX012", "not-text", "A value that is no text.", "Write a text.", "en: ⟦[A bad feeling.]"),
    (
        "RX013",
        "empty-value",
        "A value that is missing.",
        "Write it, or remove the key.",
        'en: A bad feeling.\ncategory: ⟦""',
    ),
    (
        "RX014",
        "not-a-list",
        "A value that has to be a list.",
        "Write `[one, two]`.",
        "en: A bad feeling.\nrelated: ⟦fever",
    ),
    (
        "RX015",
        "not-a-mapping",
        "A value that has to be a mapping.",
        "Write `key: value`.",
        "en: A bad feeling.\nforms: ⟦aching",
    ),
    (
        "RX016",
        "bad-value",
        "A value that is none of those allowed.",
        "Use one of those that the message names.",
        "en: A bad feeling.\nstatus: ⟦finished",
    ),
    (
        "RX017",
        "bad-language",
        "A key that is no language tag.",
        "Write `en`, `bn`, `hi` …",
        "en: A bad feeling.\nforms: {⟦in bangla: [ব্যথা]}",
    ),
    (
        "RX018",
        "bad-date",
        "A date that is none.",
        "Write year-month-day: 2026-11-01.",
        "en: A bad feeling.\nreview: {en: {by: A, date: ⟦1.11.2026}}",
    ),
    (
        "RX019",
        "bad-hash",
        "A hash that no tool has written.",
        "Let `rxglossary review` write it.",
        "en: A bad feeling.\ntranslated: {bn: {of: ⟦xyz}}",
    ),
    (
        "RX020",
        "missing-field",
        "A part without what it needs.",
        "Add the field that is named.",
        "en: A bad feeling.\nsee: [⟦{title: A page}]",
    ),
    (
        "RX021",
        "missing-key",
        "A key that is missing.",
        "Write it.",
        "en: A bad feeling.\navoid: {en: {'': ⟦not a word}}",
    ),
    (
        "RX022",
        "bad-key",
        "A key that is a mapping or a list.",
        "Write a text.",
        "en: A bad feeling.\n⟦[a, b]: c",
    ),
    (
        "RX023",
        "cut-by-comment",
        "A text that ` #` cuts.",
        "Put quotes round the text, or the comment on its own line.",
        "en: ⟦A feeling. # 1 to 10.",
    ),
    (
        "RX024",
        "unquoted-colon",
        "A text with a colon and a space, without quotes.",
        "Put quotes round the text.",
        "en: Pain⟦: a bad feeling.",
    ),
    (
        "RX025",
        "unquoted-text",
        "A text that begins with a sign of YAML.",
        "Put quotes round the text.",
        "en: ⟦%5 of people.",
    ),
    ("RX026", "tab", "A tab where YAML wants spaces.", "Use spaces.", ""),
    ("RX027", "bad-character", "A character that no text may hold.", "Remove it.", ""),
    ("RX028", "too-deep", "More levels than an entry has.", "Look at the brackets.", ""),
    (
        "RX029",
        "several-documents",
        "A second document in one file (`---`).",
        "Remove the line, or make two files.",
        "",
    ),
    (
        "RX030",
        "no-terms",
        "A file without `terms:`.",
        "Write `terms:` and the entries below it.",
        "",
    ),
    (
        "RX031",
        "alias-taken",
        "A former id that is another entry's.",
        "Remove it from one of them.",
        "",
    ),
    ("RX038", "not-utf-8", "A file that is not UTF-8.", "Save it as UTF-8.", ""),
    ("RX032", "no-file", "A file that isn't there.", "Look at the path.", ""),
    (
        "RX033",
        "unreadable-file",
        "A file that can't be read.",
        "Look at its permissions.",
        "",
    ),
    ("RX034", "no-yaml", "A folder without glossary files.", "Name another folder.", ""),
    ("RX035", "no-source", "No file was named.", "Name a glossary file or a folder.", ""),
    ("RX036", "too-many-problems", "More problems than are listed.", "Mend the first ones.", ""),
    (
        "RX037",
        "bad-url",
        "A URL that is not http(s).",
        "Write it in full, with `https://`; an image may have a relative one.",
        "en: A bad feeling.\nsee: [{url: ⟦'javascript:alert(1)'}]",
    ),
]

LOADER: Final = {name: code for code, name, *_ in _LOADER}
"""The rule of each problem that the loader reports."""

for _code, _name, _finds, _mend, _bad in _LOADER:
    register(Rule(_code, _name, "error", _finds, _READ, _mend, _bad))

_BEFORE_HYPHEN = frozenset("anti non pre post co ex self x follow check well intra inter".split())


@rule(
    "RX040",
    "missing-english",
    "error",
    finds="An entry without an English definition.",
    why="Reviewers and translators work from it, and readers of English see another language.",
    mend="Write `en:`.",
    bad="terms:\n  ⟦pain:\n    bn: শরীরে খারাপ লাগা।",
    good="en: A bad feeling in the body.",
)
def missing_english(context: Context) -> Iterator[Hit]:
    """Find entries without an English definition."""
    for entry in context.entries.values():
        if not _has(entry.term.definition, "en"):
            yield Hit(entry, (), f"{entry.term.id!r} has no English definition: write en:")


@rule(
    "RX041",
    "missing-bangla",
    "error",
    finds="An entry without a Bangla definition; a warning while it is a draft.",
    why="Readers who chose Bangla are told that there is none yet.",
    mend="Write `bn:`.",
    bad="terms:\n  ⟦pain:\n    en: A bad feeling in the body.",
    good="bn: শরীরে খারাপ লাগা।",
)
def missing_bangla(context: Context) -> Iterator[Hit]:
    """Find entries without a Bangla definition."""
    for entry in context.entries.values():
        if not _has(entry.term.definition, "bn"):
            message = f"{entry.term.id!r} has no Bangla definition: write bn:"
            yield Hit(entry, (), message, "warning" if entry.term.status == "draft" else None)


@rule(
    "RX042",
    "id-is-not-the-word",
    "warning",
    finds="An entry without `term:` whose id is not how the word is written.",
    why="The id with hyphens as spaces is what is looked for and what readers see: `mri`,"
    " `anti inflammatory`.",
    mend="Write `term: {en: …}`.",
    bad="terms:\n  ⟦mri:\n    en: An MRI is a test that takes pictures.\n"
    "    bn: শরীরের ভেতরের ছবি তোলার পরীক্ষা।",
    good="term: {en: MRI}",
)
def id_is_not_the_word(context: Context) -> Iterator[Hit]:
    """Find ids that hide capitals or hyphens."""
    for entry in context.entries.values():
        term = entry.term
        if _has(term.term, "en"):
            continue
        parts = term.id.split("-")
        written = term.preferred("en")
        other = re.search(rf"\b{'[ -]?'.join(parts)}\b", term.definition.get("en", ""), re.I)
        differs = other is not None and other[0].casefold() != written.casefold()
        capitals = other is not None and sum(map(str.isupper, other[0])) > 1
        odd = any(not re.search("[aeiouy]", part) or re.search(r"\d", part) for part in parts) or (
            len(parts) > 1 and parts[0] in _BEFORE_HYPHEN
        )
        if differs or capitals or odd:
            yield Hit(entry, (), f"is it written {written!r}? say how: term: {{en: …}}")


@rule(
    "RX043",
    "unsorted",
    "info",
    finds="An entry that stands behind one whose id comes later in the alphabet.",
    why="In order, an entry is found by eye, and two editors rarely change the same lines.",
    mend="Sort the file's entries by id; `--fix` does.",
    bad="terms:\n  pain:\n    en: A bad feeling in the body.\n    bn: শরীরে খারাপ লাগা।\n"
    "  ⟦fever:\n    en: A body that is too hot.\n    bn: শরীর গরম হওয়া।",
    fixable="yes",
)
def unsorted(context: Context) -> Iterator[Hit]:
    """Find entries out of order, in each file."""
    last: dict[str, str] = {}
    for entry in context.entries.values():
        file = entry.source.file
        if entry.term.id < last.get(file, ""):
            message = f"{entry.term.id!r} comes before {last[file]!r}: sort the entries by id"
            yield Hit(entry, (), message)
        last[file] = max(last.get(file, ""), entry.term.id)


def _has(texts: object, language: str) -> bool:
    return any(tag.partition("-")[0].lower() == language for tag in texts)  # type: ignore[attr-defined]
