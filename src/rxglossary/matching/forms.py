"""What is looked for: the spellings of a glossary's surface forms, and whose each is.

Owns which fields of an entry match, which spellings a language adds to them, and what happens when
two entries claim one. Never looks at a text.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import compress, count
from operator import ne
from typing import TYPE_CHECKING, Final, NamedTuple

from rxglossary.glossary.frozen import EMPTY
from rxglossary.languages import Language, known_languages, language
from rxglossary.matching.boundaries import GAP
from rxglossary.matching.canonical import canonical, separate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rxglossary.glossary import Glossary, Term

__all__ = ["Ambiguity", "Form", "Forms", "Spelling", "Suggestion", "compile_forms", "suggest_forms"]

_NO_WORDS: frozenset[str] = frozenset()
_NO_GROUPS: Final = (EMPTY,) * 4
_Places = defaultdict[str, list[int]]


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
    authored = _Authored(glossary)
    for term, tag, text in zip(authored.terms, authored.tags(), authored.texts, strict=True):
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
    put together when it is asked for. An authored form has the number of its place among them;
    behind them all follows what is made of them.

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
        self._spellings: dict[int, tuple[Spelling, ...]] = {}

    def claims(self, number: int) -> tuple[Spelling, ...]:
        """Return the spellings with the key of *number*: several of different terms or case."""
        found = self._spellings.get(number)
        if found is None:
            found = self._spellings[number] = (self.spelling(number),)
        return found

    def spelling(self, number: int) -> Spelling:
        """Return the spelling of one number, whoever else has its key."""
        owner, text = self.owners[number], self.texts[number]
        form, rules = self.texts[owner], language(self.languages[owner])
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
        authored = _Authored(glossary)
        self.terms, self.written = authored.terms, authored.texts
        if not self.written:
            return {}
        # All at once: NUL separates them, and no form holds one.
        joined = "\0".join(self.written)
        if joined.count("\0") >= len(self.written) or GAP in joined:
            # What stands for a break is in no text.
            whole = ["" if "\0" in text or GAP in text else text for text in self.written]
            joined = "\0".join(whole)
        spelled = canonical(joined)
        stripped = spelled.text.replace(" \0", "\0").replace("\0 ", "\0").strip(" ")
        self.texts = stripped.split("\0")
        tags = authored.tags()
        known = {tag: language(tag) for tag in set(tags)}
        self.owners = array("l", [*range(len(tags))])
        self.languages = [known[tag].tag for tag in tags]
        self.plain = bytearray(b"\1") * len(tags)
        for owner in authored.guarded:
            self.plain[owner] = False
        if stripped != joined:
            self._guard_acronyms()
        for tag, group in authored.plural.items():
            self._inflect(known[tag], group, plurals=True)
        for tag, group in authored.singular.items():
            self._inflect(known[tag], group, plurals=False)
        # What a language makes of a form has no separator that the form hasn't.
        keys = separate("\n ".join(["", *self.texts]), spelled.odd).split("\n")
        del keys[0]
        return self._number(keys, authored.own)

    def _number(self, keys: list[str], own: int) -> dict[str, int]:
        """Return the number of each key, of which those of terms' own forms come first."""
        found = {" ": -1}  # the key of a form that says nothing
        crowds: dict[int, list[int]] = {}
        firsts = [*map(found.setdefault, keys, count())]
        for number in compress(count(), map(ne, firsts, count())):
            first = firsts[number]
            # What the author of a term wrote has its key before all that is made of others.
            if first >= 0 and (first >= own or number < own):
                crowds.setdefault(first, [first]).append(number)
        del found[" "]
        owner = self.owners.__getitem__
        ambiguities: list[Ambiguity] = []
        claims = [sorted(crowd, key=owner) for crowd in crowds.values()]
        for numbers in sorted(claims, key=lambda numbers: self.owners[numbers[1]]):
            found[keys[numbers[0]]] = self._settle(numbers, ambiguities)
        # Who claim one form in their own words claim all that is made of it.
        sure = {one.terms for one in ambiguities if one.authored}
        self.ambiguities = tuple(
            one for one in ambiguities if one.authored or one.terms not in sure
        )
        return found

    def _settle(self, numbers: list[int], ambiguities: list[Ambiguity]) -> int:
        """Return the number for the key of several spellings; note how they contradict."""
        claims = {self.spelling(number): number for number in numbers}
        kept, clashes = _settle(list(claims))
        ambiguities += clashes
        if len(kept) == 1:
            return claims[kept[0]]
        self._spellings[numbers[0]] = kept
        self.plain[numbers[0]] = False
        return numbers[0]

    def _guard_acronyms(self) -> None:
        """Note which of the authored forms aren't plain, as they are everyday words too."""
        for owner in compress(count(), map(ne, self.written, self.texts)):
            term, text, form = self.terms[owner], self.written[owner], self.texts[owner]
            if term is not None and text[1:] != form[1:]:
                rules = language(self.languages[owner])
                self.plain[owner] &= not _is_everyday(term, text, form, rules)

    def _inflect(self, rules: Language, group: list[int], *, plurals: bool) -> None:
        """Add what a language makes of a group of forms."""
        texts, owners, plain = self.texts, self.owners, self.plain
        forms = [texts[owner] for owner in group]
        if not all(forms):
            group, forms = [*compress(group, forms)], [*filter(None, forms)]
        others, places = rules.all_surface_forms(forms, plurals=plurals)
        made = [group[place] for place in places]
        texts += others
        owners.extend(made)
        plain.extend([plain[owner] for owner in made])
        if type(rules).inflectable_stems is Language.inflectable_stems:
            return  # there are none
        for owner, form in zip(group, forms, strict=True):
            for stem in rules.inflectable_stems(form):
                if self.terms[owner] is not None:
                    texts.append(stem)
                    owners.append(owner)
                    plain.append(False)


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


class _Authored:
    """The authored forms of a glossary, column by column; phrases of ``not_in`` come last.

    Attributes:
        terms: Whose each is; None for a phrase.
        texts: How it is written.
        own: How many are those of terms.
        plural: The places of those that are taken with all that their languages make of them, by
            tag of language.
        singular: The places of those that are taken without plurals, by tag.
        bare: The places of those that are taken as they stand, by tag.
        guarded: The places of those of which their terms say where they are no match.
    """

    __slots__ = ("bare", "guarded", "own", "plural", "singular", "terms", "texts")

    def __init__(self, glossary: Glossary) -> None:
        self.terms: list[Term | None] = []
        self.texts: list[str] = []
        self.plural: _Places = defaultdict(list)
        self.singular: _Places = defaultdict(list)
        self.bare: _Places = defaultdict(list)
        self.guarded: list[int] = []
        terms, texts = self.terms, self.texts
        phrases: list[str] = []
        for term in glossary:
            match, plural, names = term.match, term.plural, term.term
            if match.mode == "never":
                continue
            if match.not_in:
                phrases += match.not_in
            if match.inflect == "none":
                several = single = self.bare
            else:
                several, single = self.plural, self.singular
            first = len(texts)
            regular = single if plural else several
            if names.get("en") is None:
                self._take(term, "en", (term.id.replace("-", " "),), regular)
            for tag, text in names.items():  # as `_take` does, for most forms are such
                regular[tag].append(len(texts))
                terms.append(term)
                texts.append(text)
            if plural and plural != "none":
                self._take(term, "en", (plural,), single)
            groups = (term.forms, term.synonyms, term.abbr, term.avoid)
            if groups != _NO_GROUPS:
                # An irregular plural is that of the preferred term; "none" holds for all.
                others = single if plural == "none" else several
                for group in groups:
                    for tag, some in group.items():
                        self._take(term, tag, some, others)
            if match.case == "exact" or match.except_:
                self.guarded += range(first, len(texts))
        self.own = len(texts)
        for text in phrases:
            self._take(None, _language_of(text), (text,), self.plural)

    def _take(self, term: Term | None, tag: str, texts: Iterable[str], places: _Places) -> None:
        for text in texts:
            places[tag].append(len(self.texts))
            self.terms.append(term)
            self.texts.append(text)

    def tags(self) -> list[str]:
        """Return the language tag of each form."""
        tags = [""] * len(self.texts)
        for places in (self.plural, self.singular, self.bare):
            for tag, some in places.items():
                for place in some:
                    tags[place] = tag
        return tags


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
