"""Explaining: every candidate with its rule, and never another decision than the matcher's."""

from __future__ import annotations

import pytest
from hypothesis import given
from test_matcher import cases

import rxglossary as rx
from rxglossary.matching.forms import suggest_forms
from rxglossary.matching.matcher import Matcher


def term(id: str, name: str = "", **match: object) -> rx.Term:
    tag = "bn" if any("\u0980" <= char <= "\u09ff" for char in name) else "en"
    names = {"en": "zzz" + id, tag: name} if name else {}
    return rx.Term(id, en="x", term=names, match=match)


HEART = term("heart")
ATTACK = term("heart-attack")
WHO = term("who", "WHO")
RULES = [
    pytest.param([HEART], "heart", [("heart", "accepted", "")], id="accepted"),
    pytest.param([HEART], "heart.org", [("heart", "L0", "")], id="L0-address"),
    pytest.param([HEART], "sweetheart", [("heart", "L1", "")], id="L1-inside-a-word"),
    pytest.param([HEART], "O'Heart", [("heart", "L2", "")], id="L2-name"),
    pytest.param([HEART], "non-heart", [("heart", "L3", "")], id="L3-prefix"),
    pytest.param([term("r", "রোগ")], "অ-রোগ", [("r", "L3", "")], id="L3-bangla-prefix"),
    pytest.param([HEART], "x#heart", [("heart", "L4", "")], id="L4-hash"),
    pytest.param([HEART], "hearty", [("heart", "R2", "")], id="R2-letter"),
    pytest.param([term("r", "রোগ")], "রোগী", [("r", "R2", "")], id="R2-no-ending"),
    pytest.param([HEART], "heart'll", [("heart", "R3", "")], id="R3-apostrophe"),
    pytest.param(
        [term("heart", hyphen="deny")], "heart-shaped", [("heart", "R5", "")], id="R5-hyphen"
    ),
    pytest.param([term("r", "রোগ", inflect="bare")], "রোগের", [("r", "inflect", "")], id="inflect"),
    pytest.param(
        [term("r", "রোগ", **{"except": ["রোগে"]})], "রোগে", [("r", "except", "")], id="except"
    ),
    pytest.param([WHO], "who", [("who", "case", "")], id="case"),
    pytest.param([WHO], "WHO DID IT", [("who", "capitals", "")], id="capitals"),
    pytest.param(
        [HEART, ATTACK], "heart attack",
        [("heart", "overlap", "heart attack"), ("heart-attack", "accepted", "")], id="overlap",
    ),
    pytest.param(
        [term("heart", not_in=["heart of gold"])], "heart of gold",
        [("heart", "not_in", "heart of gold"), ("", "phrase", "")], id="not-in",
    ),
    pytest.param(
        [term("a", "CA"), term("b", "ca")], "ca",
        [("a", "ambiguous", "b"), ("b", "ambiguous", "a")], id="ambiguous",
    ),
    pytest.param(
        [term("a", "AIDS"), term("b", "aids")], "AIDS",
        [("a", "accepted", ""), ("b", "exact-form", "AIDS")], id="exact-form-comes-first",
    ),
    pytest.param(
        [term("a", "c++ x")], "c-- x", [("a", "spelling", "")], id="other-separators"
    ),
    pytest.param([HEART], "heart heart", [("heart", "accepted", ""), ("heart", "repeat", "")],
                 id="policy-first"),
    pytest.param([HEART], "[x heart=1]", [("heart", "protected", "")], id="policy-protect"),
    pytest.param([], "heart", [], id="nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("terms", "text", "expected"), RULES)
def test_rules(terms, text, expected):
    """Each rule tells its name, and what the candidate lost to."""
    found = rx.Annotator(rx.Glossary(terms)).explain(text)
    assert [(one.term.id if one.term else "", one.rule, one.by) for one in found] == expected


def test_status_is_a_rule_of_policy():
    """What the policy leaves out carries the code of its skip."""
    draft = rx.Annotator(rx.Glossary([HEART]), policy=rx.Policy(min_status="translated"))
    assert [one.rule for one in draft.explain("heart")] == ["status"]
    none = rx.Annotator(rx.Glossary([HEART]), policy=rx.Policy(max_per_page=0))
    assert [one.rule for one in none.explain("heart")] == ["maximum"]


def test_a_candidate_says_form_spelling_and_place():
    """Offsets are those of the text; the ending belongs to an accepted candidate."""
    found = rx.Annotator(rx.Glossary([term("m", "Tumour")])).explain("(tu\u00admors')")
    assert [(*one[:2], one.lemma, one.spelling, one.rule) for one in found] == [
        (1, 7, "Tumour", "tumor", "R2"),
        (1, 9, "Tumour", "tumors", "accepted"),
    ]


@given(cases())
def test_it_tells_the_decisions_of_the_matcher(case):
    """The accepted and the ambiguous candidates are the matches, no more and no fewer."""
    glossary, text = case
    matcher = Matcher(glossary)
    told: dict[tuple[int, int], set[str]] = {}
    for one in matcher.explain(text):
        assert 0 <= one.start < one.end <= len(text)
        if one.rule in ("accepted", "ambiguous"):
            told.setdefault(one[:2], set()).add(one.term.id)
    found = {
        match[:2]: {match.term.id, *(rival.id for rival in match.rivals)}
        for match in matcher.find(text)
    }
    assert told == found


def test_suggestions():
    """Forms that are not safe are suggested once, with who matches them already."""
    atrium = rx.Term("atrium", en="x", term={"en": "Atrium"}, forms={"en": ["atrium"]})
    other = rx.Term("room", en="x", forms={"en": ["atria"]})
    own = rx.Term("calf", en="x", forms={"en": ["calves"]})
    bare = rx.Term("bacterium", en="x", match={"inflect": "none"})
    never = rx.Term("ovum", en="x", match={"mode": "never", "not_in": ["septum"]})
    (found,) = suggest_forms(rx.Glossary([atrium, other, own, bare, never]))
    assert (found.term, found.lemma, found.form, found.others) == (
        atrium, "Atrium", "atria", ("room",),
    )  # fmt: skip
    assert suggest_forms(rx.Glossary()) == []
