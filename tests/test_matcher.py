"""The matcher: which terms occur, against a slow one and in tables."""

from __future__ import annotations

import oracle
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import rxglossary as rx
from rxglossary.matching.boundaries import GAP
from rxglossary.matching.matcher import Matcher

ATOMS = [
    "a", "t", "it", "AT", "is", "sat", "anti", "b1", "রোগ", "রক্ত", "মা", "বিদ্যুৎ", "কল", "আ",
]  # fmt: skip
GLUE = ["", "", " ", "-", "'"]


@st.composite
def forms(draw: st.DrawFn) -> str:
    """Draw a surface form of one to three atoms."""
    parts = [draw(st.sampled_from(ATOMS))]
    for _ in range(draw(st.integers(0, 2))):
        parts += [draw(st.sampled_from(GLUE)), draw(st.sampled_from(ATOMS))]
    return "".join(parts)


RULES = st.fixed_dictionaries(
    {},
    optional={
        "case": st.sampled_from(["smart", "exact", "fold"]),
        "inflect": st.sampled_from(["full", "bare", "none"]),
        "hyphen": st.just("deny"),
        "mode": st.sampled_from(["auto", "auto", "auto", "never"]),
        "except": st.lists(forms(), min_size=1, max_size=2),
        "not_in": st.lists(forms(), min_size=1, max_size=2),
    },
)


@st.composite
def glossaries(draw: st.DrawFn, size: int = 4) -> rx.Glossary:
    """Draw a glossary of a few terms, which may well claim the same forms."""
    terms = []
    for number in range(draw(st.integers(1, size))):
        tag = draw(st.sampled_from(["en", "en", "bn", "fr"]))
        fields = {"term": {"en": draw(forms()), tag: draw(forms())}, "match": draw(RULES)}
        if draw(st.booleans()):
            fields[draw(st.sampled_from(["forms", "synonyms", "abbr"]))] = {tag: [draw(forms())]}
        if draw(st.booleans()):
            fields["avoid"] = {tag: {draw(forms()): "why"}}
        plural = draw(st.sampled_from([None, None, "none", "bes"]))
        terms.append(rx.Term(f"t{number}", en="x", plural=plural, **fields))
    return rx.Glossary(terms)


NOISE = [
    "ী", "ের", "ও", "এর", "র", "তে", "s", "'s", "-", "\u2011", "'", "\u2019", " ", " ", " ", "\n",
    "\0", GAP, GAP, ".", "@", "#", "1", "_", "\u00ad", "\u0301", "¹", "।", "(", "X", "AT IT ",
]  # fmt: skip


@st.composite
def texts_for(draw: st.DrawFn, glossary: rx.Glossary) -> str:
    """Draw a text that is made of the glossary's forms, other atoms and what disturbs."""
    own = [text for term in glossary for text in written(term)]
    part = st.one_of(st.sampled_from(own), st.sampled_from(NOISE), st.sampled_from(ATOMS))
    return "".join(draw(st.lists(part, max_size=12)))


def written(term: rx.Term) -> list[str]:
    found = list(term.term.values())
    for group in (term.forms, term.synonyms, term.abbr, term.avoid):
        for some in group.values():
            found += some
    return found + list(term.match.not_in)


def matched(glossary: rx.Glossary, text: str) -> list[tuple[int, int, frozenset[str]]]:
    """Return what the matcher finds, in the shape of the oracle."""
    return [
        (match.start, match.end, frozenset([match.term.id, *(term.id for term in match.rivals)]))
        for match in Matcher(glossary).find(text)
    ]


@st.composite
def cases(draw: st.DrawFn) -> tuple[rx.Glossary, str]:
    glossary = draw(glossaries())
    return glossary, draw(texts_for(glossary))


@given(cases())
@example((rx.Glossary([rx.Term("t", en="x", term={"bn": "রোগ"})]), "রোগের\x01x"))
@example((rx.Glossary([rx.Term("t", en="x", match={"not_in": ["t-t"]})]), "t t-t"))
def test_the_slow_matcher_agrees(case):
    """The automaton, the boundaries and the choice give what the rules say one by one."""
    glossary, text = case
    assert matched(glossary, text) == oracle.find(glossary, text)


@given(cases())
def test_matches_lie_in_order_and_apart(case):
    """Matches ascend, are not empty, don't overlap and span no break, gap or outer space."""
    glossary, text = case
    done = 0
    for match in Matcher(glossary).find(text):
        assert done <= match.start < match.end <= len(text)
        done = match.end
        inside = text[match.start : match.end]
        assert not set(inside) & {"\0", GAP}
        assert inside == inside.strip()
        assert match.lemma in [*written(match.term), match.term.plural]


@given(cases(), glossaries(1))
def test_another_term_takes_nothing_but_what_it_overlaps(case, others):
    """Where a new term's own forms don't occur, everything else stays as it was."""
    glossary, text = case
    (other,) = others
    new = rx.Term(
        "new", definition=other.definition, term=other.term, forms=other.forms, match=other.match
    )
    before = set(matched(glossary, text))
    together = rx.Glossary([*glossary, new])
    after = set(matched(together, text))
    alone = [(start, end) for start, end, _ in oracle.find(rx.Glossary([new]), text)]
    phrases = rx.Glossary(
        [rx.Term(f"p{n}", en="x", term={"en": p}) for n, p in enumerate(new.match.not_in)]
    )
    alone += [(start, end) for start, end, _ in oracle.find(phrases, text)]
    if not alone:
        assert after == before
    # An island of overlaps is as far as a change may reach.
    for start, end, terms in before - after:
        island = [(start, end)]
        rest = [(s, e) for s, e, _ in before | after] + alone
        grown = True
        while grown:
            near = [r for r in rest if any(r[0] < e and s < r[1] for s, e in island)]
            grown = bool(near) and not set(near) <= set(island)
            island = sorted({*island, *near})
        assert set(island) & set(alone), (start, end, terms)


@given(st.lists(st.sampled_from(ATOMS), min_size=1, max_size=3, unique=True), st.data())
def test_order_of_terms_does_not_matter(atoms, data):
    """A glossary is a set: what matches doesn't depend on the order of its terms."""
    terms = [rx.Term(f"t{n}", en="x", term={"en": atom}) for n, atom in enumerate(atoms)]
    text = data.draw(texts_for(rx.Glossary(terms)))
    assert matched(rx.Glossary(terms), text) == matched(rx.Glossary(terms[::-1]), text)


# --- Tables --------------------------------------------------------------------------------------


def found(text: str, *terms: rx.Term) -> list[tuple[str, str]]:
    """Return id and source of each match, rivals behind a stroke."""
    return [
        ("|".join([match.term.id, *(rival.id for rival in match.rivals)]), text[slice(*match[:2])])
        for match in Matcher(rx.Glossary(terms)).find(text)
    ]


def term(id: str, name: str = "", **fields: object) -> rx.Term:
    tag = "bn" if any("\u0980" <= char <= "\u09ff" for char in name) else "en"
    names = {"en": "zzz" + id, tag: name} if name else {}
    return rx.Term(id, en="x", term=names, **fields)  # type: ignore[arg-type]


HEART, ATTACK = term("heart"), term("heart-attack")
CHOICE = [
    pytest.param("heart attack", [HEART, ATTACK], ["heart attack"], id="longest"),
    pytest.param("heart attacked", [HEART, ATTACK], ["heart"], id="boundary-before-choice"),
    pytest.param("heart attacks heart", [HEART, ATTACK], ["heart attacks", "heart"], id="both"),
    pytest.param(
        "blood pressure drop", [term("blood-pressure"), term("pressure-drop")], ["blood pressure"],
        id="leftmost-wins-over-a-later-one",
    ),
    pytest.param(
        "blood pressured drop", [term("blood-pressure"), term("pressured-drop")],
        ["pressured drop"], id="a-rejected-candidate-hides-nothing",
    ),
    pytest.param(
        "heart attack", [HEART, term("attack"), term("heart-attack-now")], ["heart", "attack"],
        id="nothing-longer-is-there",
    ),
    pytest.param("MRI-guided", [term("mri"), term("mri-guided")], ["MRI-guided"], id="hyphen"),
    pytest.param(
        "anti-inflammatory", [term("inflammatory"), term("anti-inflammatory")],
        ["anti-inflammatory"], id="prefixed-form-is-a-form",
    ),
    pytest.param("", [HEART], [], id="empty-text"),
    pytest.param("heart", [], [], id="empty-glossary"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "terms", "expected"), CHOICE)
def test_choice(text, terms, expected):
    """Boundaries first, then leftmost, then longest."""
    assert [source for _, source in found(text, *terms)] == expected


SAME_REACH = [
    pytest.param("রোগের", [term("a", "রোগ"), term("b", "রোগের")], [("b", "রোগের")], id="bangla"),
    pytest.param(
        "doctor's", [term("a", "doctor"), term("b", "doctor's")], [("b", "doctor's")], id="s"
    ),
    pytest.param("CT-এর", [term("a", "CT"), term("b", "CT-এর")], [("b", "CT-এর")], id="connected"),
    pytest.param("রোগের", [term("a", "রোগ", match={"not_in": ["রোগের"]})], [], id="not-in"),
]


@pytest.mark.parametrize("turn", [1, -1], ids=["in-order", "reversed"])
@pytest.mark.parametrize(("text", "terms", "expected"), SAME_REACH)
def test_an_authored_form_beats_a_stem_with_ending(text, terms, expected, turn):
    """Of two that reach as far, the one whose author wrote it all wins."""
    assert found(text, *terms[::turn]) == expected


GROUPS = [
    pytest.param({"forms": {"en": ["lump"]}}, id="forms"),
    pytest.param({"synonyms": {"en": ["lump"]}}, id="synonyms"),
    pytest.param({"abbr": {"en": ["lump"]}}, id="abbr"),
    pytest.param({"avoid": {"en": {"lump": "vague"}}}, id="avoid"),
    pytest.param({"term": {"en": "Lump"}}, id="term"),
    pytest.param({"term": {"fr": "lump"}}, id="other-language"),
    pytest.param({"plural": "lump"}, id="plural"),
]


@pytest.mark.parametrize("fields", GROUPS)
def test_what_is_matched(fields):
    """Every kind of form is looked for, and the match names it."""
    entry = rx.Term("tumor", en="x", **fields)
    (match,) = Matcher(rx.Glossary([entry])).find("a lump here")
    assert (match.term, match.start, match.end) == (entry, 2, 6)
    assert match.lemma.lower() == "lump"


def test_what_is_not_matched():
    """Definitions, notes, related ids and categories are no forms."""
    entry = rx.Term(
        "tumor", en="lump", note={"en": "lump"}, related=["lump"], category="lump", plural="none"
    )
    assert not Matcher(rx.Glossary([entry])).find("a lump here")


PLURALS = [
    pytest.param({}, "tumors tumor", ["tumors", "tumor"], id="regular"),
    pytest.param({"plural": "none"}, "tumors tumor", ["tumor"], id="none"),
    pytest.param({"plural": "tumorz"}, "tumors tumorz", ["tumorz"], id="irregular"),
    pytest.param({"match": {"inflect": "none"}}, "tumors tumor", ["tumor"], id="inflect-none"),
    pytest.param({"match": {"inflect": "bare"}}, "tumors tumor", ["tumors", "tumor"], id="bare"),
]


@pytest.mark.parametrize(("fields", "text", "expected"), PLURALS)
def test_plurals(fields, text, expected):
    """The regular plural, the author's, or none."""
    assert [one for _, one in found(text, rx.Term("tumor", en="x", **fields))] == expected


WHO = term("who", "WHO")
CASE = [
    pytest.param("WHO says who did", [WHO], ["WHO"], id="everyday-word-keeps-its-case"),
    pytest.param("Who says", [WHO], [], id="capitalised-everyday-word"),
    pytest.param("mri MRI Mri", [term("m", "MRI")], ["mri", "MRI", "Mri"], id="others-fold"),
    pytest.param("hba1c", [term("h", "HbA1c")], ["hba1c"], id="inner-capital-folds"),
    pytest.param("AIDS aids", [term("a", "AIDS")], ["AIDS"], id="aids"),
    pytest.param("pain PAIN", [term("p", "Pain")], ["pain", "PAIN"], id="one-capital"),
    pytest.param("who", [term("w", "WHO", match={"case": "fold"})], ["who"], id="fold"),
    pytest.param(
        "Rh rh RH", [term("r", "Rh", match={"case": "exact"})], ["Rh"], id="exact"
    ),
    pytest.param(
        "Rh's", [term("r", "Rh", match={"case": "exact"})], ["Rh's"], id="exact-with-possessive"
    ),
    pytest.param("WHO-র WHOকে", [WHO], ["WHO-র", "WHOকে"], id="exact-with-bangla-endings"),
    pytest.param("ITs ITS its", [term("i", "IT")], ["ITs"], id="plural-in-lower-case"),
    pytest.param("Drug USES", [term("u", "US")], [], id="capitals-are-another-word"),
    pytest.param(
        "DON'T ASK WHO DID IT", [WHO], [], id="all-capitals-around"
    ),
    pytest.param("WHO MADE THIS", [WHO], [], id="all-capitals-behind"),
    pytest.param("THIS IS WHO", [WHO], [], id="all-capitals-before"),
    pytest.param("The WHO MADE it", [WHO], ["WHO"], id="two-capitals-are-no-run"),
    pytest.param("A WHO B", [WHO], ["WHO"], id="single-letters-are-no-words"),
    pytest.param("THIS\0WHO\0MADE", [WHO], ["WHO"], id="capitals-beyond-a-break"),
    pytest.param("NEW MRI TEST", [term("m", "MRI")], ["MRI"], id="capitals-matter-to-these-only"),
    pytest.param("ΑΒ αβ", [term("g", "ΑΒ", match={"case": "exact"})], ["ΑΒ"], id="greek"),
    pytest.param("W\u00adHO", [WHO], ["W\u00adHO"], id="soft-hyphen-inside"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "terms", "expected"), CASE)
def test_case(text, terms, expected):
    """Case counts where an acronym would be an everyday word, or where its author says so."""
    assert [source for _, source in found(text, *terms)] == expected


NOT_IN = [
    pytest.param("heart and heartburn", [], ["heart"], id="none"),
    pytest.param("heart of the matter, heart", ["heart of the matter"], ["heart"], id="phrase"),
    pytest.param("Heart-of the matter", ["heart of the matter"], [], id="other-spelling"),
    pytest.param("heart of the matters", ["heart of the matter"], [], id="plural-of-the-phrase"),
    pytest.param("heart of the mattering", ["heart of the matter"], ["heart"], id="boundaries"),
    pytest.param("sweet heart", ["sweet heart"], [], id="phrase-begins-before"),
    pytest.param("\u200d", ["\u200d"], [], id="phrase-of-nothing"),
]


@pytest.mark.parametrize(("text", "phrases", "expected"), NOT_IN)
def test_not_in(text, phrases, expected):
    """Inside a phrase of `not_in` the term doesn't count."""
    entry = rx.Term("heart", en="x", match={"not_in": phrases})
    assert [source for _, source in found(text, entry)] == expected


def test_not_in_hides_other_terms_too_but_not_a_term_of_that_form():
    """A phrase takes part like a term; a term of the same form comes first."""
    entry = rx.Term("heart", en="x", match={"not_in": ["heart rate"]})
    assert found("heart rate", entry, term("rate")) == []
    assert found("heart rate", entry, term("heart-rate")) == [("heart-rate", "heart rate")]


def test_bangla_phrase_with_ending():
    """A phrase of Bangla takes endings as terms do."""
    entry = term("a", "রোগ", match={"not_in": ["মন রোগ"]})
    assert found("মন রোগের", entry) == []


def test_a_phrase_of_nothing_alone():
    """A glossary whose only form is empty once it is canonical finds nothing, and says nothing."""
    entry = rx.Term("t", en="x", term={"en": "\u200d"}, match={"not_in": ["\u200d"]})
    assert found("t \u200d t", entry) == []


NEVER = rx.Term("heart", en="x", match={"mode": "never", "not_in": ["blood test"]})


def test_never():
    """An entry of mode `never` is not looked for, nor are its phrases."""
    assert found("heart", NEVER) == []
    assert found("blood test", NEVER, term("blood")) == [("blood", "blood")]


@pytest.mark.parametrize("break_", ["\0", GAP])
def test_a_form_never_holds_a_break(break_):
    """A form with a character that stands for a break matches nothing across one."""
    assert found(f"pain{break_}relief", term("p", f"pain{break_}relief")) == []


AMBIGUOUS = [
    pytest.param([term("a", "CA"), term("b", "ca")], "ca", "a|b", ["a", "b"], id="authored-twice"),
    pytest.param(
        [term("a", "চিকিৎসা"), term("b", "চিকিত্সা")], "চিকিত্সা", "a|b", ["a", "b"], id="spellings"
    ),
    pytest.param(
        [term("a", "x-ray"), term("b", "x ray")], "x-ray", "a|b", ["a", "b"], id="hyphen-is-space"
    ),
    pytest.param(
        [term("a", "tumor"), term("b", "tumors")], "tumors", "b", [], id="authored-beats-generated"
    ),
    pytest.param(
        [term("a", "zip code"), term("b", "zipcode", plural="none")], "zipcode", "b", [],
        id="joined-is-generated"
    ),
    pytest.param(
        [term("a", "fundus"), term("b", "fundu", plural="fundus")], "fundus", "a|b", ["a", "b"],
        id="authored-plural",
    ),
    pytest.param(
        [term("a", "AIDS"), term("b", "aids")], "AIDS", "a", [], id="exact-case-comes-first"
    ),
    pytest.param([term("a", "AIDS"), term("b", "aids")], "aids", "b", [], id="the-other-case"),
    pytest.param(
        [term("a", "বিদ্যুৎ"), term("b", "বিদ্যুত")], "বিদ্যুতের", "b", [], id="authored-beats-stem"
    ),
    pytest.param([rx.Term("a", en="x", abbr={"en": ["A", "a"]})], "a", "a", [], id="same-term"),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "text", "expected", "ambiguous"), AMBIGUOUS)
def test_ambiguity(terms, text, expected, ambiguous):
    """A form that two authors wrote names both; one that is only generated gives way."""
    assert found(text, *terms) == [(expected, text)]
    matcher = Matcher(rx.Glossary(terms))
    assert [[one.id for one in found.terms] for found in matcher.ambiguities] == (
        [ambiguous] if ambiguous else []
    )


def test_two_generated_forms_are_rivals():
    """Where two terms merely have the same generated form, it means neither for sure."""
    terms = [term("a", "zip code"), term("b", "zipc ode")]
    assert found("zipcode", *terms) == [("a|b", "zipcode")]


def test_two_generated_forms_are_named_with_a_remedy():
    """What two entries merely produce is ambiguous as well; writing it down decides."""
    terms = [term("a", "zip code"), term("b", "zipc ode")]
    ambiguity, plural = Matcher(rx.Glossary(terms)).ambiguities
    assert (ambiguity.form, ambiguity.authored, plural.form) == ("zipcode", False, "zipcodes")
    with pytest.raises(rx.GlossaryError, match="none of which writes it: add it to the forms"):
        Matcher(rx.Glossary(terms), strict=True)
    (skip,) = rx.Annotator(rx.Glossary(terms)).find_text("zipcode").skipped
    assert (skip.code, skip.message) == ("ambiguous", "the form 'zip code' is claimed by a and b")
    forms = {"en": ["zipcode", "zipcodes"]}
    decided = rx.Term("b", en="x", term={"en": "zipc ode"}, forms=forms)
    assert found("zipcode", terms[0], decided) == [("b", "zipcode")]
    assert not Matcher(rx.Glossary([terms[0], decided]), strict=True).ambiguities


def test_both_places_are_said():
    """The skip of an ambiguous form says which entries claim it, and where they stand."""
    terms = [
        rx.Term(name, en="x", term={"en": "CA"}, origin=rx.Origin("g.yaml", line, 3))
        for name, line in (("cancer", 2), ("calcium", 7))
    ]
    (skip,) = rx.Annotator(rx.Glossary(terms)).find_text("ca").skipped
    assert (
        skip.message == "the form 'CA' is claimed by cancer (g.yaml:2:3) and calcium (g.yaml:7:3)"
    )


def test_strict_raises_with_both_places():
    """With `strict` an ambiguous form is an error that names both entries."""
    terms = [
        rx.Term(name, en="x", term={"en": "CA"}, origin=rx.Origin("g.yaml", line, 3))
        for name, line in (("cancer", 2), ("calcium", 7))
    ]
    with pytest.raises(rx.GlossaryError) as caught:
        Matcher(rx.Glossary(terms), strict=True)
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == ("ambiguous-form", "g.yaml:7:3")
    assert "'CA' is claimed by cancer (g.yaml:2:3), calcium (g.yaml:7:3)" in problem.message
    assert not Matcher(rx.Glossary(terms[:1]), strict=True).ambiguities


def test_a_match_says_form_and_ending():
    """A match tells the author's form and the ending that stands in the text."""
    (match,) = Matcher(rx.Glossary([term("m", "MRI")])).find("mri‑এর")
    assert (match.lemma, match.ending, match.rivals) == ("MRI", "-এর", ())


def test_a_matcher_is_fast_on_a_prefix_run():
    """Thousands of starts of a form that never ends are no trouble."""
    glossary = rx.Glossary([term("a", " ".join(["ab"] * 50))])
    assert Matcher(glossary).find("ab " * 4_000 + "x")[0].start == 0


def test_an_irregular_plural_is_that_of_the_preferred_term():
    """Synonyms keep their regular plural beside it; without any plural, they have none either."""
    tooth = rx.Term("tooth", en="x", plural="teeth", synonyms={"en": ["molar"]})
    found = Matcher(rx.Glossary([tooth])).find("teeth, tooths, molars")
    assert [match.start for match in found] == [0, 15]
    none = rx.Term("pus", en="x", plural="none", synonyms={"en": ["matter"]})
    assert Matcher(rx.Glossary([none])).find("matters, puses") == []
