"""What is looked for: the spellings of a glossary's surface forms, and whose each is.

Owns which fields of an entry match, which spellings a language adds to them, and what happens when
two entries claim one. Never looks at a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rxglossary.languages import Language, known_languages, language
from rxglossary.matching.boundaries import GAP
from rxglossary.matching.canonical import canonical, separate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rxglossary.glossary import Glossary, Term

__all__ = ["Ambiguity", "Form", "Spelling", "Suggestion", "compile_forms", "suggest_forms"]

_NO_WORDS: frozenset[str] = frozenset()


class Form(NamedTuple):
    """A surface form as its author wrote it; without a term, a phrase of ``not_in``.

    Attributes:
        term: Whose it is.
        written: The form, as it is written.
        language: The primary subtag of its language.
        inflect: As in `rxglossary.MatchRules`.
        exceptions: Whole words that look like the form and aren't, canonical.
        hyphen: Whether a hyphen may follow that joins it to another word.
        exact: Whether it counts in this case alone.
        everyday: Whether it doesn't count among capitals, where it may be an everyday word.
    """

    term: Term | None
    written: str
    language: str
    inflect: str = "full"
    exceptions: frozenset[str] = _NO_WORDS
    hyphen: bool = True
    exact: bool = False
    everyday: bool = False


class Spelling(NamedTuple):
    """What is looked for, and for which form.

    Attributes:
        text: What stands in the text, canonical.
        base: What takes the endings: the same, or the form that *text* is a stem of.
        form: The form that it belongs to.
        authored: Whether *text* is the form itself, not made of it.
    """

    text: str
    base: str
    form: Form
    authored: bool


class Ambiguity(NamedTuple):
    """A surface form that two or more terms claim, so that it means none of them.

    Attributes:
        form: The form.
        terms: The terms.
        authored: Whether their authors wrote it; else it is made of what they wrote.
    """

    form: str
    terms: tuple[Term, ...]
    authored: bool = True


class Suggestion(NamedTuple):
    """A surface form that an entry doesn't match, and its editor may want to add.

    Attributes:
        term: The entry.
        language: The language of the form that it is made of.
        lemma: That form, as it is written.
        form: The suggested form.
        reason: Why it isn't taken without asking.
        others: The ids of other entries that match it already.
    """

    term: Term
    language: str
    lemma: str
    form: str
    reason: str
    others: tuple[str, ...]


def suggest_forms(glossary: Glossary) -> list[Suggestion]:
    """Return the forms that are offered to the editor of a glossary, each once for an entry.

    >>> from rxglossary.glossary import Glossary, Term
    >>> for one in suggest_forms(Glossary([Term("atrium", en="A chamber of the heart.")])):
    ...     print(one.form, "-", one.reason)
    atria - plural in -a
    """
    spelled: dict[str, set[str]] = {}
    for claims in compile_forms(glossary)[0].values():
        for one in claims if isinstance(claims, list) else [claims]:
            if one.form.term is not None:
                spelled.setdefault(one.text, set()).add(one.form.term.id)
    found: dict[tuple[str, str], Suggestion] = {}
    for term, tag, text, _ in _written(glossary):
        if term is None or term.match.inflect == "none":
            continue
        for form, reason in language(tag).offered_forms(canonical(text).text.strip()):
            ids = spelled.get(form, set())
            if term.id not in ids:
                others = tuple(sorted(ids))
                suggestion = Suggestion(term, tag, text, form, reason, others)
                found.setdefault((term.id, form), suggestion)
    return list(found.values())


def compile_forms(
    glossary: Glossary,
) -> tuple[dict[str, Spelling | list[Spelling]], tuple[Ambiguity, ...]]:
    """Return the spellings of a glossary by what is searched for, and what is ambiguous.

    A key is a spelling with a space before it and for each separator of words in it. A list of
    spellings under one key holds those of different terms, or of different case.
    """
    written = list(_written(glossary))
    if not written:
        return {}, ()
    # All at once: NUL separates them, and no form holds one.
    spelled = canonical("\0".join([text for _, _, text, _ in written]))
    spellings: list[Spelling] = []
    known = {tag: language(tag) for tag in {tag for _, tag, _, _ in written}}
    for (term, tag, text, plurals), form in zip(written, spelled.text.split("\0"), strict=True):
        if stripped := form.strip():
            _spell(term, known[tag], text, plurals, stripped, spellings)
    # What a language makes of a form has no separator that the form hasn't.
    keys = separate("\n ".join(["", *[one.text for one in spellings]]), spelled.odd).split("\n")
    found: dict[str, Spelling | list[Spelling]] = {}
    for key, spelling in zip(keys[1:], spellings, strict=True):
        first = found.setdefault(key, spelling)
        if first is not spelling:
            if isinstance(first, list):
                first.append(spelling)
            else:
                found[key] = [first, spelling]
    ambiguities: list[Ambiguity] = []
    for key, claims in found.items():
        if isinstance(claims, list):
            found[key], clash = _settle(claims)
            ambiguities += clash
    # Who claim one form in their own words claim all that is made of it.
    sure = {one.terms for one in ambiguities if one.authored}
    return found, tuple(one for one in ambiguities if one.authored or one.terms not in sure)


def _written(glossary: Glossary) -> Iterator[tuple[Term | None, str, str, bool]]:
    """Yield term, language, text, and whether it has regular plurals, for each authored form.

    A text that holds what stands for a break is empty instead, and matches nothing.
    """
    phrases: list[str] = []
    for term in glossary:
        match = term.match
        if match.mode == "never":
            continue
        phrases += match.not_in
        names = term.term
        regular = not term.plural
        if "en" not in names:
            yield term, "en", term.id.replace("-", " "), regular
        for tag, text in names.items():
            yield term, tag, _unbroken(text), regular
        # An irregular plural is that of the preferred term; "none" holds for all.
        several = term.plural != "none"
        if several and not regular:
            yield term, "en", _unbroken(term.plural), False
        for group in (term.forms, term.synonyms, term.abbr, term.avoid):
            for tag, texts in group.items() if group else ():
                for text in texts:
                    yield term, tag, _unbroken(text), several
    for text in phrases:
        yield None, _language_of(text), _unbroken(text), True


def _unbroken(text: str) -> str:
    return "" if "\0" in text or GAP in text else text


def _language_of(text: str) -> str:
    """Return the language whose letters a phrase begins with."""
    first = next(filter(str.isalpha, canonical(text).text), "")
    tags = [rules.tag for rules in known_languages() if first in rules.letters]
    return tags[0] if tags else "en"


def _spell(
    term: Term | None,
    rules: Language,
    written: str,
    plurals: bool,
    form: str,
    found: list[Spelling],
) -> None:
    """Add the spellings of one form, whose canonical one is *form*."""
    if term is None:
        owner = Form(None, written, rules.tag)
        found.append(Spelling(form, form, owner, False))
        found += [Spelling(other, other, owner, False) for other in rules.surface_forms(form)]
        return
    match = term.match
    tail = written[1:]
    # Two capitals, or an inner one.
    acronym = tail != tail.lower() and any(map(str.isupper, tail))
    everyday = acronym and match.case == "smart" and rules.is_everyday_word(form)
    owner = Form(
        term,
        written,
        rules.tag,
        match.inflect,
        frozenset(canonical(text).text for text in match.except_) if match.except_ else _NO_WORDS,
        match.hyphen == "allow",
        everyday or match.case == "exact",
        everyday,
    )
    found.append(Spelling(form, form, owner, True))
    if match.inflect != "none":
        for other in rules.surface_forms(form, plurals=plurals):
            found.append(Spelling(other, other, owner, False))
        for stem in rules.inflectable_stems(form):
            found.append(Spelling(stem, form, owner, False))


def _settle(claims: list[Spelling]) -> tuple[Spelling | list[Spelling], list[Ambiguity]]:
    """Return those of the spellings with one key that count, and how they contradict.

    What an author wrote counts before what is made of it, and that before a phrase.
    """
    of_terms = [one for one in claims if one.form.term is not None]
    kept = [one for one in of_terms if one.authored] or of_terms or claims[:1]
    first: dict[tuple[str, bool], Spelling] = {}
    for one in kept:
        first.setdefault((one.form.term.id if one.form.term else "", one.form.exact), one)
    kept = list(first.values())
    clashes: list[Ambiguity] = []
    for exact in (False, True):
        same = [one for one in kept if one.form.term and one.form.exact == exact]
        if len(same) > 1:
            terms = tuple(one.form.term for one in same if one.form.term)
            form = same[0].form.written if same[0].authored else same[0].text
            clashes.append(Ambiguity(form, terms, same[0].authored))
    return kept[0] if len(kept) == 1 else kept, clashes
