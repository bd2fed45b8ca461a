"""Rules across entries: forms, abbreviations, related entries, definitions that are alike.

Owns what can only be seen in all entries together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rxglossary.errors import quoted
from rxglossary.glossary import suggest
from rxglossary.languages import language
from rxglossary.lint.rules import Context, Hit, path_of, rule
from rxglossary.matching.canonical import canonical
from rxglossary.readability import words

if TYPE_CHECKING:
    from rxglossary.formats.yaml import Entry

__all__: list[str] = []

_FIELDS: Final = ("forms", "synonyms", "abbr", "avoid")
_ALIKE: Final = 0.8
_SHINGLE: Final = 3
_COMMON: Final = 20

_Path = tuple[str | int, ...]


def _forms(entry: Entry) -> Iterator[tuple[str, str, _Path]]:
    """Yield language, surface form and place of each form that an author wrote."""
    term = entry.term
    for tag, name in term.term.items():
        yield tag, name, ("term", tag)
    if "en" not in term.term:
        yield "en", term.preferred("en"), ()
    for field in _FIELDS:
        for tag, group in getattr(term, field).items():
            for index, form in enumerate(group):
                yield tag, form, (field, tag, form if field == "avoid" else index)


def _claims(context: Context) -> dict[str, list[tuple[Entry, _Path]]]:
    """Return who has each canonical form, of entries that are looked for."""
    found: dict[str, list[tuple[Entry, _Path]]] = defaultdict(list)
    for entry in context.entries.values():
        if entry.term.match.mode == "never":
            continue
        mine: set[str] = set()
        for _, form, path in _forms(entry):
            text = canonical(form).text
            if text not in mine:
                found[text].append((entry, path))
                mine.add(text)
    return found


@rule(
    "RX101",
    "form-in-two-entries",
    "warning",
    finds="A surface form that two entries have, in whatever spelling.",
    why="Nobody can tell which one a page means, so it is explained nowhere.",
    mend="Remove it from one of them, or make one entry of the two.",
    bad="terms:\n  ache:\n    en: A dull bad feeling.\n    bn: হালকা খারাপ লাগা।\n  pain:\n"
    "    en: A bad feeling in the body.\n    bn: শরীরে খারাপ লাগা।\n"
    "    synonyms: {en: [⟦Ache]}",
)
def form_in_two_entries(context: Context) -> Iterator[Hit]:
    """Find forms that are claimed twice, but for abbreviations."""
    for form, places in _claims(context).items():
        first, *others = places
        for entry, path in others:
            if path[:1] != ("abbr",) or first[1][:1] != ("abbr",):
                message = f"the form {form!r} is one of {first[0].term.id!r} too"
                yield Hit(entry, path, message)


@rule(
    "RX102",
    "abbreviation-with-several-meanings",
    "warning",
    finds="An abbreviation that two entries have.",
    why="Nobody can tell which one a page means, so it is explained nowhere.",
    mend="Keep it where it is meant on your pages.",
    bad="terms:\n  heart-failure:\n    en: A heart that is too weak.\n    bn: হার্ট কমজোর।\n"
    "    abbr: {en: [HF]}\n  high-fever:\n    en: A body that is far too hot.\n"
    "    bn: খুব বেশি জ্বর।\n    abbr: {en: [⟦HF]}",
)
def abbreviation_with_several_meanings(context: Context) -> Iterator[Hit]:
    """Find abbreviations that are claimed twice."""
    for form, places in _claims(context).items():
        first, *others = places
        for entry, path in others:
            if path[:1] == ("abbr",) and first[1][:1] == ("abbr",):
                message = f"the abbreviation {form!r} is one of {first[0].term.id!r} too"
                yield Hit(entry, path, message)


@rule(
    "RX103",
    "form-inside-another",
    "info",
    finds="A form that is part of a longer term of another entry.",
    why="The longer one wins where it stands. Elsewhere the shorter one may mean something else:"
    " `pain` in `pain reliever`.",
    mend="Look at both; name phrases that aren't entries under `match: {not_in: […]}`.",
    bad="terms:\n  pain:\n    en: A bad feeling in the body.\n    bn: শরীরে খারাপ লাগা।\n"
    "  ⟦pain-relief:\n    en: Making a bad feeling less strong.\n    bn: কষ্ট কমানো।",
)
def form_inside_another(context: Context) -> Iterator[Hit]:
    """Find forms that stand as whole words in a longer form."""
    claims = _claims(context)
    for form, places in claims.items():
        parts = form.split(" ")
        if len(parts) < 2:
            continue
        inside = {
            " ".join(parts[start:end])
            for start in range(len(parts))
            for end in range(start + 1, len(parts) + 1)
            if end - start < len(parts)
        }
        for shorter in sorted(inside & claims.keys()):
            for entry, path in places:
                other = claims[shorter][0][0]
                if other is not entry:
                    yield Hit(entry, path, f"{form!r} holds {shorter!r} of {other.term.id!r}")


@rule(
    "RX104",
    "unknown-related",
    "error",
    finds="A related entry that isn't there.",
    why="Readers would be sent nowhere.",
    mend="Use the id that is suggested, or write that entry.",
    bad="en: A bad feeling in the body.\nrelated: [⟦fevre]",
)
def unknown_related(context: Context) -> Iterator[Hit]:
    """Find ids that no entry has."""
    return _related(context, "unknown-term")


@rule(
    "RX105",
    "related-to-itself",
    "error",
    finds="An entry that is related to itself.",
    why="Readers would be sent to where they are.",
    mend="Remove the id.",
    bad="en: A bad feeling in the body.\nrelated: [⟦pain]",
)
def related_to_itself(context: Context) -> Iterator[Hit]:
    """Find entries that name themselves."""
    return _related(context, "related-to-itself")


def _related(context: Context, code: str) -> Iterator[Hit]:
    for entry in context.entries.values():
        if entry.term.related:
            for problem in context.glossary.problems_with(entry.term):
                if problem.code == code:
                    yield Hit(entry, problem.path, problem.message)


@rule(
    "RX106",
    "one-sided-related",
    "warning",
    finds="An entry that names another as related, which doesn't name it.",
    why="Readers get from one to the other, and not back.",
    mend="Name it in both.",
    bad="terms:\n  fever:\n    en: A body that is too hot.\n    bn: শরীর গরম হওয়া।\n"
    "  pain:\n    en: A bad feeling in the body.\n    bn: শরীরে খারাপ লাগা।\n"
    "    related: [⟦fever]",
)
def one_sided_related(context: Context) -> Iterator[Hit]:
    """Find relations in one direction."""
    for entry in context.entries.values():
        for index, id in enumerate(entry.term.related):
            other = context.glossary.get(id)
            if other is not None and other.id != entry.term.id:
                back = {found.id for found in map(context.glossary.get, other.related) if found}
                if entry.term.id not in back:
                    message = f"{id!r} does not name {entry.term.id!r} as related"
                    yield Hit(entry, ("related", index), message)


@rule(
    "RX107",
    "deprecated-without-replacement",
    "warning",
    finds="A deprecated entry that names no related one.",
    why="It is still found on pages, and nobody knows what to use instead.",
    mend="Name the entry that takes its place under `related`.",
    bad="en: A bad feeling in the body.\nstatus: ⟦deprecated",
)
def deprecated_without_replacement(context: Context) -> Iterator[Hit]:
    """Find deprecated entries without a related one."""
    for entry in context.entries.values():
        if entry.term.status == "deprecated" and not entry.term.related:
            message = "say under related: which entry takes the place of this one"
            yield Hit(entry, ("status",), message)


@rule(
    "RX108",
    "abbreviation-is-a-word",
    "warning",
    finds="An abbreviation that is a common English word when its case doesn't count.",
    why="`WHO` would be found in `patients who cough`.",
    mend="Write it with its capitals and leave `case: fold` away, or say `case: exact`.",
    bad="en: A bad feeling in the body.\nabbr: {en: [⟦aids]}",
    good="abbr: {en: [AIDS]}",
)
def abbreviation_is_a_word(context: Context) -> Iterator[Hit]:
    """Find abbreviations that are common words and would be found as such."""
    rules = language("en")
    for entry in context.entries.values():
        case = entry.term.match.case
        for tag, group in entry.term.abbr.items():
            for index, form in enumerate(group):
                capitals = sum(map(str.isupper, form)) > 1
                kept = case == "exact" or (case == "smart" and capitals)
                if rules.is_everyday_word(canonical(form).text) and not (kept and capitals):
                    message = f"{form!r} is a common word too: write capitals, case: exact"
                    yield Hit(entry, ("abbr", tag, index), message)


@rule(
    "RX109",
    "near-duplicate-definitions",
    "warning",
    finds="Two definitions in one language that say nearly the same.",
    why="Often one entry was written twice; or a reader can't tell the two apart.",
    mend="Make one entry of them, or say what is different.",
    bad="terms:\n  ache:\n    en: A bad feeling in one part of the body.\n"
    "    bn: হালকা খারাপ লাগা।\n  pain:\n    en: ⟦A bad feeling in a part of the body.\n"
    "    bn: শরীরে ব্যথা।",
)
def near_duplicate_definitions(context: Context) -> Iterator[Hit]:
    """Find definitions that share most of their words, in pairs that share a run of three."""
    seen: dict[tuple[str, ...], list[tuple[Entry, str]]] = defaultdict(list)
    bags: dict[tuple[str, str], Counter[str]] = {}
    for entry in context.entries.values():
        for tag, text in entry.term.definition.items():
            found = [word.casefold() for word in words(text)]
            bag = bags[entry.term.id, tag] = Counter(found)
            runs = {(tag, *found[at : at + _SHINGLE]) for at in range(len(found) - _SHINGLE + 1)}
            others = {
                other.term.id: other
                for run in sorted(runs)
                for other, _ in seen[run][:_COMMON]  # a phrase that all use tells nothing
            }
            for other in others.values():
                before = bags[other.term.id, tag]
                shared = sum((bag & before).values())
                if shared >= _ALIKE * max(sum(bag.values()), sum(before.values())):
                    message = f"it says nearly what the definition of {other.term.id!r} says"
                    yield Hit(entry, path_of(entry, "definition", tag), message)
                    break
            for run in runs:
                seen[run].append((entry, tag))


@rule(
    "RX110",
    "category-misspelled",
    "warning",
    finds="A category that one entry has alone, spelled nearly like one that several have.",
    why="The entry stands in a group of its own, and readers miss it in the other.",
    mend="Write the category that is suggested.",
    bad="terms:\n  fever:\n    en: A body that is too hot.\n    bn: শরীর গরম হওয়া।\n"
    "    category: symptom\n"
    "  itch:\n    en: A need to scratch the skin.\n    bn: চামড়া চুলকানো।\n"
    "    category: symptom\n"
    "  pain:\n    en: A bad feeling somewhere.\n    bn: ব্যথা লাগা।\n    category: ⟦symtom",
)
def category_misspelled(context: Context) -> Iterator[Hit]:
    """Find categories of one entry that are near those of several."""
    counts = Counter(entry.term.category for entry in context.entries.values())
    several = [name for name, number in counts.items() if name and number > 1]
    for entry in context.entries.values():
        name = entry.term.category
        if name and counts[name] == 1 and (hint := suggest(name, several)):
            message = f"no other entry has the category {quoted(name)}{hint}"
            yield Hit(entry, ("category",), message)
