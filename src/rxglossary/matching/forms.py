"""What is looked for: the spellings of a glossary's surface forms, and whose each is.

Owns which fields of an entry match, which spellings a language adds to them, and what happens when
two entries claim one. Never looks at a text.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from rxglossary.languages import Language, known_languages, language
from rxglossary.matching.boundaries import GAP
from rxglossary.matching.canonical import canonical, separate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rxglossary.glossary import Glossary, Term

__all__ = ["Ambiguity", "Form", "Forms", "Spelling", "Suggestion", "compile_forms", "suggest_forms"]

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
    forms, keys = compile_forms(glossary)
    for number in keys.values():
        for one in forms.claims(number):
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


class Forms:
    """The spellings of a glossary, by their numbers.

    Most are never found, so that nothing is made of them but their text: what a spelling means is
    put together when it is asked for.

    Attributes:
        texts: What stands in a text, canonical, by number.
        owners: By number, the form that it belongs to: its place in `terms` and `written`.
        plain: By number, whether it is accepted wherever no rule looks at what stands around.
        terms: The term of each form; None for a phrase.
        written: Each form as its author wrote it.
        languages: The primary subtag of each form's language.
        ambiguities: The forms that two or more terms claim.
    """

    __slots__ = (
        "_crowded",
        "_spelled",
        "_spellings",
        "ambiguities",
        "languages",
        "owners",
        "plain",
        "terms",
        "texts",
        "written",
    )

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.owners = array("l")
        self.plain = bytearray()
        self.terms: list[Term | None] = []
        self.written: list[str] = []
        self.ambiguities: tuple[Ambiguity, ...] = ()
        self.languages: list[str] = []
        self._spelled: list[str] = []
        self._spellings: dict[int, tuple[Spelling, ...]] = {}
        self._crowded: dict[int, list[int]] = {}

    def claims(self, number: int) -> tuple[Spelling, ...]:
        """Return the spellings with the key of *number*: several of different terms or case."""
        found = self._spellings.get(number)
        if found is None:
            found = self._spellings[number] = (self.spelling(number),)
        return found

    def spelling(self, number: int) -> Spelling:
        """Return the spelling of one number, whoever else has its key."""
        owner, text = self.owners[number], self.texts[number]
        form, rules = self._spelled[owner], language(self.languages[owner])
        # What a language makes of a form takes endings itself; a stem is no word of its own.
        base = form if text in rules.inflectable_stems(form) else text
        term, written = self.terms[owner], self.written[owner]
        if term is None:
            return Spelling(text, base, Form(None, written, rules.tag), False)
        match = term.match
        everyday = _is_everyday(term, written, form, rules)
        found = Form(
            term,
            written,
            rules.tag,
            match.inflect,
            frozenset(canonical(word).text for word in match.except_),
            match.hyphen == "allow",
            everyday or match.case == "exact",
            everyday,
        )
        return Spelling(text, base, found, text == form)

    def _compile(self, glossary: Glossary) -> dict[str, int]:
        """Take all forms of a glossary; return the number of each key."""
        terms, written, plurals = self.terms, self.written, bytearray()
        tags: list[str] = []
        for term, tag, text, regular in _written(glossary):
            terms.append(term)
            tags.append(tag)
            written.append(text)
            plurals.append(regular)
        if not written:
            return {}
        # All at once: NUL separates them, and no form holds one.
        joined = "\0".join(written)
        if joined.count("\0") >= len(written) or GAP in joined:
            joined = "\0".join(map(_unbroken, written))
        spelled = canonical(joined)
        self._spelled = forms = [form.strip() for form in spelled.text.split("\0")]
        known = {tag: language(tag) for tag in set(tags)}
        self.languages = [known[tag].tag for tag in tags]
        texts, owners, plain = self.texts, self.owners, self.plain
        for owner, form in enumerate(forms):
            if not form:
                continue
            term, rules = terms[owner], known[tags[owner]]
            steady, inflected = True, True
            if term is not None:
                match = term.match
                inflected = match.inflect != "none"
                text = written[owner]
                steady = not match.except_ and match.case != "exact"
                if steady and text[1:] != form[1:]:
                    steady = not _is_everyday(term, text, form, rules)
            texts.append(form)
            owners.append(owner)
            plain.append(steady)
            if inflected:
                for other in rules.surface_forms(form, plurals=plurals[owner] > 0):
                    texts.append(other)
                    owners.append(owner)
                    plain.append(steady)
                if term is not None:
                    for stem in rules.inflectable_stems(form):
                        texts.append(stem)
                        owners.append(owner)
                        plain.append(False)
        # What a language makes of a form has no separator that the form hasn't.
        keys = separate("\n ".join(["", *texts]), spelled.odd).split("\n")
        found: dict[str, int] = {}
        for number, key in enumerate(keys[1:]):
            first = found.setdefault(key, number)
            if first != number:
                self._crowded.setdefault(first, [first]).append(number)
        self._settle_all()
        return found

    def _settle_all(self) -> None:
        ambiguities: list[Ambiguity] = []
        for first, numbers in self._crowded.items():
            claims = {self.spelling(number): number for number in numbers}
            kept, clashes = _settle(list(claims))
            if len(kept) == 1:
                number = claims[kept[0]]
                self.texts[first] = self.texts[number]
                self.owners[first] = self.owners[number]
                self.plain[first] = self.plain[number]
            else:
                self._spellings[first] = kept
                self.plain[first] = False
            ambiguities += clashes
        self._crowded.clear()
        # Who claim one form in their own words claim all that is made of it.
        sure = {one.terms for one in ambiguities if one.authored}
        self.ambiguities = tuple(
            one for one in ambiguities if one.authored or one.terms not in sure
        )


def _is_everyday(term: Term, written: str, form: str, rules: Language) -> bool:
    """Tell whether a form is an acronym that is an everyday word, so that its case counts."""
    # Two capitals, or an inner one.
    if term.match.case != "smart" or not rules.is_everyday_word(form):
        return False
    return any(map(str.isupper, written[1:]))


def compile_forms(glossary: Glossary) -> tuple[Forms, dict[str, int]]:
    """Return the spellings of a glossary, and the number of each by what is searched for.

    A key is a spelling with a space before it and for each separator of words in it.
    """
    forms = Forms()
    return forms, forms._compile(glossary)


def _written(glossary: Glossary) -> Iterator[tuple[Term | None, str, str, bool]]:
    """Yield term, language, text, and whether it has regular plurals, for each authored form."""
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
            yield term, tag, text, regular
        # An irregular plural is that of the preferred term; "none" holds for all.
        several = term.plural != "none"
        if several and not regular:
            yield term, "en", term.plural, False
        for group in (term.forms, term.synonyms, term.abbr, term.avoid):
            for tag, texts in group.items() if group else ():
                for text in texts:
                    yield term, tag, text, several
    for text in phrases:
        yield None, _language_of(text), text, True


def _unbroken(text: str) -> str:
    """Return *text*, or nothing where it holds what stands for a break: that is in no text."""
    return "" if "\0" in text or GAP in text else text


def _language_of(text: str) -> str:
    """Return the language whose letters a phrase begins with."""
    first = next(filter(str.isalpha, canonical(text).text), "")
    tags = [rules.tag for rules in known_languages() if first in rules.letters]
    return tags[0] if tags else "en"


def _settle(claims: list[Spelling]) -> tuple[tuple[Spelling, ...], list[Ambiguity]]:
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
    return tuple(kept), clashes
