"""The model: what an entry may hold, and what is said of one that can't be read."""

from __future__ import annotations

import datetime
import itertools
import json
import pickle
from dataclasses import FrozenInstanceError

import pytest
from entries import entries, without_defaults
from hypothesis import given

import rxglossary as rx
from rxglossary.glossary import FIELDS, STATUSES, FrozenMap, suggest

FULL = {
    "term": {"en": "Tumor", "bn": "টিউমার"},
    "definition": {"en": "A lump of cells.", "bn": "কোষের পিণ্ড।", "hi-Latn": "x"},
    "clinical": {"en": "A neoplasm."},
    "say": {"en": "TOO-mer", "bn": "টিউ-মার"},
    "forms": {"en": ["tumorous growth"]},
    "synonyms": {"en": ["lump", "growth"], "bn": ["পিণ্ড"]},
    "abbr": {"en": ["TU"]},
    "avoid": {"en": {"neoplasm": "too hard a word"}},
    "pos": "noun",
    "plural": "tumors",
    "match": {
        "mode": "never",
        "case": "exact",
        "inflect": "bare",
        "except": ["tumorigenic"],
        "not_in": ["tumor board"],
        "hyphen": "deny",
    },
    "category": "disease",
    "related": ["cancer", "cell"],
    "see": [
        {"url": "https://example.org/", "title": "More", "lang": "en"},
        {"url": "http://b.org"},
    ],
    "image": {"src": "img/tumor.svg", "alt": {"en": "A lump", "bn": "পিণ্ড"}},
    "note": {"en": "for editors"},
    "source": {
        "title": "NCI",
        "url": "https://example.org/",
        "license": "public-domain",
        "adapted": True,
    },
    "status": "reviewed",
    "review": {
        "en": {
            "by": "A. Begum",
            "role": "MBBS",
            "date": "2026-11-01",
            "until": "2028-11-01",
            "of": "3f9c01ab",
        },
        "clinical.en": {"by": "A. Begum"},
    },
    "translated": {"bn": {"of": "3f9c01ab"}, "clinical.bn": {"of": "01234567"}},
    "aliases": ["tumour", "lump"],
}


def codes(error: rx.GlossaryError) -> list[tuple[str, str]]:
    """Return code and path of each problem."""
    return [(problem.code, ".".join(map(str, problem.path))) for problem in error.problems]


D = {"definition": {"en": "x"}}

INVALID = [
    # the id
    pytest.param("A b", {"en": "x"}, [("bad-id", "")], id="id-with-capital-and-space"),
    pytest.param("", {"en": "x"}, [("bad-id", "")], id="empty-id"),
    pytest.param("a--b", {"en": "x"}, [("bad-id", "")], id="id-with-two-hyphens"),
    pytest.param("-a", {"en": "x"}, [("bad-id", "")], id="id-begins-with-hyphen"),
    pytest.param("a-", {"en": "x"}, [("bad-id", "")], id="id-ends-in-hyphen"),
    pytest.param("a\n", {"en": "x"}, [("bad-id", "")], id="id-with-line-break"),
    pytest.param("রোগ", {"en": "x"}, [("bad-id", "")], id="id-in-bangla"),
    pytest.param("a_b", {"en": "x"}, [("bad-id", "")], id="id-with-underscore"),
    pytest.param("a²", {"en": "x"}, [("bad-id", "")], id="id-with-superscript"),
    pytest.param(7, {"en": "x"}, [("bad-id", "")], id="id-no-text"),
    # definitions
    pytest.param("a", {}, [("missing-definition", "")], id="nothing"),
    pytest.param("a", {"definition": {}}, [("missing-definition", "")], id="empty-definition"),
    pytest.param("a", {"term": {"en": "b"}}, [("missing-definition", "")], id="term-alone"),
    pytest.param("a", {"en": ""}, [("empty-value", "en")], id="empty-en"),
    pytest.param("a", {"bn": " \n"}, [("empty-value", "bn")], id="blank-bn"),
    pytest.param("a", {"en": 1}, [("not-text", "en")], id="en-number"),
    pytest.param("a", {"en": None}, [("not-text", "en")], id="en-nothing"),
    pytest.param("a", {"en": "x", **D}, [("two-definitions", "en")], id="short-and-long"),
    pytest.param(
        "a",
        {**D, "en": "x", "bn": "y"},
        [("two-definitions", "en"), ("two-definitions", "bn")],
        id="both-short-and-long",
    ),
    pytest.param("a", {"definition": "x"}, [("not-a-mapping", "definition")], id="text"),
    pytest.param(
        "a", {"definition": {"en": []}}, [("not-text", "definition.en")], id="list-for-a-text"
    ),
    pytest.param(
        "a", {"definition": {"en": ""}}, [("empty-value", "definition.en")], id="empty-text"
    ),
    # language tags
    pytest.param(
        "a",
        {"definition": {"e": "x"}},
        [("bad-language", "definition.e")],
        id="one-letter-language",
    ),
    pytest.param(
        "a",
        {"definition": {7: "x"}},
        [("bad-language", "definition.7")],
        id="number-for-a-language",
    ),
    pytest.param(
        "a",
        {**D, "forms": {"en_US": ["x"]}},
        [("bad-language", "forms.en_US")],
        id="underscore-in-a-language",
    ),
    # lists
    pytest.param("a", {**D, "forms": ["x"]}, [("not-a-mapping", "forms")], id="forms-list"),
    pytest.param("a", {**D, "forms": {"en": "x"}}, [("not-a-list", "forms.en")], id="forms-text"),
    pytest.param(
        "a", {**D, "forms": {"en": {}}}, [("not-a-list", "forms.en")], id="mapping-for-a-list"
    ),
    pytest.param(
        "a",
        {**D, "forms": {"en": ["x", "", 2]}},
        [("empty-value", "forms.en.1"), ("not-text", "forms.en.2")],
        id="bad-items",
    ),
    pytest.param(
        "a", {**D, "synonyms": {"en": [None]}}, [("not-text", "synonyms.en.0")], id="synonyms"
    ),
    pytest.param("a", {**D, "abbr": {"bn": 1}}, [("not-a-list", "abbr.bn")], id="abbr"),
    pytest.param("a", {**D, "avoid": {"en": ["x"]}}, [("not-a-mapping", "avoid.en")], id="avoid"),
    pytest.param(
        "a",
        {**D, "avoid": {"en": {"x": ""}}},
        [("empty-value", "avoid.en.x")],
        id="avoid-without-reason",
    ),
    pytest.param("a", {**D, "related": "b"}, [("not-a-list", "related")], id="related-text"),
    pytest.param("a", {**D, "related": [1]}, [("not-text", "related.0")], id="related-number"),
    # single values
    pytest.param("a", {**D, "note": "x"}, [("not-a-mapping", "note")], id="note"),
    pytest.param("a", {**D, "plural": []}, [("not-text", "plural")], id="plural"),
    pytest.param("a", {**D, "category": ""}, [("empty-value", "category")], id="category"),
    pytest.param("a", {**D, "source": "NCI"}, [("not-a-mapping", "source")], id="source"),
    pytest.param(
        "a", {**D, "source": {"url": 1}}, [("not-text", "source.url")], id="source-of-numbers"
    ),
    pytest.param("a", {**D, "status": "revewed"}, [("bad-value", "status")], id="status"),
    pytest.param("a", {**D, "status": ""}, [("empty-value", "status")], id="empty-status"),
    # match
    pytest.param("a", {**D, "match": "exact"}, [("not-a-mapping", "match")], id="match-text"),
    pytest.param("a", {**D, "match": {"case": "x"}}, [("bad-value", "match.case")], id="case"),
    pytest.param("a", {**D, "match": {"mode": "x"}}, [("bad-value", "match.mode")], id="mode"),
    pytest.param(
        "a", {**D, "match": {"inflect": "x"}}, [("bad-value", "match.inflect")], id="inflect"
    ),
    pytest.param(
        "a", {**D, "match": {"hyphen": 1}}, [("not-text", "match.hyphen")], id="hyphen-number"
    ),
    pytest.param(
        "a", {**D, "match": {"except": "x"}}, [("not-a-list", "match.except")], id="except-text"
    ),
    pytest.param(
        "a", {**D, "match": {"not_in": [""]}}, [("empty-value", "match.not_in.0")], id="not_in"
    ),
    pytest.param(
        "a", {**D, "match": {"except_": ["x"]}}, [("unknown-field", "match.except_")], id="except_"
    ),
    # choices, flags, dates, hashes, URLs
    pytest.param("a", {**D, "pos": "nuon"}, [("bad-value", "pos")], id="pos"),
    pytest.param("a", {**D, "status": " draft"}, [("bad-value", "status")], id="blank-status"),
    pytest.param("a", {**D, "source": {"adapted": "yes"}}, [("bad-value", "source.adapted")],
                 id="flag"),
    pytest.param("a", {**D, "source": {"adapted": 1}}, [("bad-value", "source.adapted")],
                 id="flag-number"),
    pytest.param("a", {**D, "source": {"url": "javascript:alert(1)"}}, [("bad-url", "source.url")],
                 id="source-url"),
    pytest.param("a", {**D, "review": {"en": {"date": "2026-02-30"}}},
                 [("bad-date", "review.en.date")], id="no-such-day"),
    pytest.param("a", {**D, "review": {"en": {"until": "20261101"}}},
                 [("bad-date", "review.en.until")], id="other-date"),
    pytest.param("a", {**D, "review": {"en": {"date": 2026}}},
                 [("not-text", "review.en.date")], id="date-number"),
    pytest.param("a", {**D, "review": {"en": {"of": "3F9C01AB"}}},
                 [("bad-hash", "review.en.of")], id="hash"),
    pytest.param("a", {**D, "review": {"en": {"bye": "x"}}},
                 [("unknown-field", "review.en.bye")], id="review-field"),
    pytest.param("a", {**D, "review": {"plain.en": {"by": "x"}}},
                 [("bad-language", "review.plain.en")], id="review-key"),
    pytest.param("a", {**D, "review": {"en": "x"}}, [("not-a-mapping", "review.en")],
                 id="review-text"),
    pytest.param("a", {**D, "translated": {"bn": {"from": "en"}}},
                 [("unknown-field", "translated.bn.from")], id="translated-field"),
    # pages, images, aliases
    pytest.param("a", {**D, "see": {"url": "x"}}, [("not-a-list", "see")], id="see-mapping"),
    pytest.param("a", {**D, "see": [{"title": "x"}]}, [("missing-field", "see.0")], id="see"),
    pytest.param("a", {**D, "see": [{"url": "/x"}]}, [("bad-url", "see.0.url")], id="see-relative"),
    pytest.param("a", {**D, "see": [{"url": "https://x.org", "lang": "e"}]},
                 [("bad-language", "see.0.lang")], id="see-language"),
    pytest.param("a", {**D, "image": {"alt": {"en": "x"}}}, [("missing-field", "image")],
                 id="image-no-src"),
    pytest.param("a", {**D, "image": {"src": ""}}, [("empty-value", "image.src")],
                 id="image-empty-src"),
    pytest.param("a", {**D, "aliases": ["A b"]}, [("bad-id", "aliases.0")], id="alias"),
    pytest.param("a", {**D, "aliases": ["b", "a", "b"]},
                 [("alias-taken", "aliases.1"), ("alias-taken", "aliases.2")], id="alias-twice"),
    pytest.param("a", {**D, "avoid": {"en": {" ": "x"}}}, [("missing-key", "avoid.en. ")],
                 id="avoid-nothing"),
    # fields
    pytest.param("a", {**D, "definitoin": 1}, [("unknown-field", "definitoin")], id="typo"),
    pytest.param("a", {**D, 5: 1}, [("unknown-field", "5")], id="number-for-a-field"),
    pytest.param("a", {**D, "id": "a"}, [("unknown-field", "id")], id="id-as-a-field"),
    pytest.param(
        "A",
        {"en": "", "statsu": 1, "match": {"cas": 1}},
        [
            ("bad-id", ""),
            ("empty-value", "en"),
            ("unknown-field", "statsu"),
            ("unknown-field", "match.cas"),
        ],
        id="every-problem-at-once",
    ),
]  # fmt: skip

URLS = [
    ("https://example.org/a?b#c", True, True),
    ("http://x", True, True),
    ("//example.org/x", False, False),
    ("/\\example.org", False, False),
    ("javascript:alert(1)", False, False),
    ("JavaScript:x", False, False),
    ("data:image/png;base64,x", False, False),
    ("java\nscript:x", False, False),
    ("\x01javascript:x", False, False),
    ("https:x", False, False),
    ("https:///x", False, False),
    ("https://a b", False, False),
    ("img/a.svg", False, True),
    ("../img/a:b.svg", False, True),
    ("/img/a.svg", False, True),
    ("a:b", False, False),
    ("ছবি.png", False, True),
]


@pytest.mark.parametrize(("url", "page", "image"), URLS)
def test_urls(url, page, image):
    """Pages need http(s), images may be relative; nothing hides a scheme or another host."""
    for fields, allowed in [({"see": [{"url": url}]}, page), ({"image": {"src": url}}, image)]:
        if allowed:
            rx.Term("a", en="x", **fields)
            continue
        with pytest.raises(rx.GlossaryError) as caught:
            rx.Term("a", en="x", **fields)
        assert [problem.code for problem in caught.value.problems] == ["bad-url"]


@pytest.mark.parametrize(("id", "fields", "expected"), INVALID)
def test_invalid_entries(id, fields, expected):
    """Every wrong value has a code and a path, and all are collected."""
    with pytest.raises(rx.GlossaryError) as caught:
        rx.Term.from_dict(id, fields)
    assert codes(caught.value) == expected


MESSAGES = [
    pytest.param({"definitoin": "x", **D}, "did you mean 'definition'?", id="field"),
    pytest.param({"match": {"cas": "x"}, **D}, "did you mean 'case'?", id="match-field"),
    pytest.param({"status": "revewed", **D}, "did you mean 'reviewed'?", id="value"),
    pytest.param({"status": "x", **D}, "none of deprecated, draft, translated", id="all-values"),
    pytest.param({"zzzzzz": "x", **D}, "an entry has no 'zzzzzz'", id="nothing-near"),
    pytest.param({"en": []}, "expected a text, found a list", id="list"),
    pytest.param({"en": {}}, "expected a text, found a mapping", id="mapping"),
    pytest.param({"en": None}, "expected a text, found nothing", id="nothing"),
    pytest.param({"en": True}, "expected a text, found bool", id="other-type"),
    pytest.param({"forms": {"en": "x"}, **D}, "expected a list, found a text", id="text"),
]


@pytest.mark.parametrize(("fields", "message"), MESSAGES)
def test_messages_say_what_was_found_and_what_to_do(fields, message):
    """A message names the wrong value and, where there is one, the right one."""
    with pytest.raises(rx.GlossaryError) as caught:
        rx.Term.from_dict("a", fields)
    assert message in str(caught.value)


def test_suggest_has_an_end():
    """A name as long as a page, or a million names to choose from, take no time."""
    assert suggest("x" * 1_000_000, ["x"]) == ""
    assert suggest("pian", map(str, itertools.count())) == ""


def test_suggest_is_silent_without_a_near_name():
    """No name is suggested that has little in common with what was written."""
    assert suggest("zzz", ["term", "definition"]) == ""


def test_a_loader_says_the_place():
    """`place` turns code, message and path into the caller's own kind of place."""
    seen = []

    def place(code, message, *path):
        seen.append((code, path))
        return rx.Problem(code, message, "g.yaml", 3, 5)

    with pytest.raises(rx.GlossaryError, match=r"g\.yaml:3:5: empty-value"):
        rx.Term.from_dict("a", {"forms": {"en": [""]}, **D}, place=place)
    assert seen == [("empty-value", ("forms", "en", 0))]


def test_full_round_trip():
    """An entry with every field comes back from `to_dict` as it was given."""
    assert rx.Term.from_dict("tumor", FULL).to_dict() == FULL


def test_constructor_and_dict_agree():
    """Keyword arguments and a mapping make equal terms."""
    assert rx.Term("tumor", **FULL) == rx.Term.from_dict("tumor", FULL)


def test_short_definitions():
    """en and bn are definitions."""
    term = rx.Term("a", en=" x ", bn="y")
    assert term.definition == {"en": "x", "bn": "y"}
    assert term == rx.Term("a", definition={"en": "x", "bn": "y"})


def test_defaults():
    """Three lines are enough: everything else is empty, and a draft."""
    term = rx.Term("blood-sugar", bn="রক্তে চিনি।")
    assert term.to_dict() == {"definition": {"bn": "রক্তে চিনি।"}, "status": "draft"}
    assert term.match == rx.MatchRules()
    assert (term.term, term.forms, term.related, term.plural) == ({}, {}, (), "")
    assert str(term.origin) == ""


@given(entries())
def test_any_entry_survives_dict_and_pickle(fields):
    """`from_dict` and `to_dict` are inverse but for defaults, and a pickle holds the same term."""
    term = rx.Term.from_dict("a", fields, origin=rx.Origin("g.yaml", 3, 1))
    assert term.to_dict() == without_defaults(fields)
    assert json.loads(json.dumps(term.to_dict())) == term.to_dict()
    assert rx.Term.from_dict("a", term.to_dict()) == term
    copy = pickle.loads(pickle.dumps(term))  # noqa: S301 -- our own bytes
    assert copy == term
    assert copy.origin == term.origin
    assert hash(copy) == hash(term)


def test_dates_may_be_dates():
    """What a database gives is read, and written as a text; a time is no date."""
    day = datetime.date(2026, 11, 1)
    term = rx.Term("a", en="x", review={"en": {"by": "B", "date": day}})
    assert term.review["en"] == rx.Review(by="B", date=day)
    assert term.to_dict()["review"] == {"en": {"by": "B", "date": "2026-11-01"}}
    with pytest.raises(rx.GlossaryError, match="expected a date, found datetime"):
        rx.Term("a", en="x", review={"en": {"date": datetime.datetime(2026, 11, 1)}})


def test_records_may_be_given_as_they_are():
    """Fields take the objects that a term holds; what they hold is checked all the same."""
    full = rx.Term.from_dict("tumor", FULL)
    fields = {name: getattr(full, name) for name in FIELDS if name not in ("en", "bn")}
    assert rx.Term("tumor", **fields) == full
    with pytest.raises(rx.GlossaryError, match="bad-url"):
        rx.Term("a", en="x", image=rx.Image("javascript:x"))


NOTHING = [
    {"match": {}}, {"match": {"case": "smart"}}, {"source": {}}, {"source": {"adapted": False}},
    {"review": {}}, {"review": {"en": {}}}, {"translated": {"bn": {}}}, {"see": []}, {"forms": {}},
    {"forms": {"en": []}}, {"avoid": {"en": {}}}, {"aliases": []}, {"match": rx.MatchRules()},
]  # fmt: skip


@pytest.mark.parametrize("fields", NOTHING, ids=str)
def test_what_says_nothing_is_nothing(fields):
    """An empty mapping or list, or one of defaults, makes the term that a missing one makes."""
    assert rx.Term("a", en="x", **fields) == rx.Term("a", en="x")


PLACES = [
    pytest.param(rx.Origin("row 17"), "row 17: forms.en.0: empty-value: ", id="row"),
    pytest.param(None, "a: forms.en.0: empty-value: ", id="id"),
]


@pytest.mark.parametrize(("origin", "expected"), PLACES)
def test_a_path_stands_in_place_of_a_line(origin, expected):
    """An entry from a database says which row, or which id, and which field."""
    with pytest.raises(rx.GlossaryError) as caught:
        rx.Term.from_dict("a", {"forms": {"en": [""]}, **D}, origin=origin)
    assert str(caught.value).startswith(expected)


PREFERRED = [
    pytest.param({}, {"en": "blood sugar", "bn": "blood sugar", "fr": "blood sugar"}, id="by-id"),
    pytest.param({"en": "Glucose"}, {"en": "Glucose", "bn": "Glucose"}, id="english"),
    pytest.param({"bn": "চিনি"}, {"en": "blood sugar", "bn": "চিনি"}, id="bangla-alone"),
]


@pytest.mark.parametrize(("term", "expected"), PREFERRED)
def test_preferred(term, expected):
    """What a term is called: in the language, else in English, else by its id."""
    entry = rx.Term("blood-sugar", en="x", term=term)
    assert {tag: entry.preferred(tag) for tag in expected} == expected


def test_origin_is_no_part_of_equality():
    """Where an entry was written changes neither equality, hash nor fingerprint."""
    here = rx.Term("a", en="x", origin=rx.Origin("g.yaml", 3, 1))
    there = rx.Term("a", en="x", origin=rx.Origin("row 17"))
    assert here == there
    assert hash(here) == hash(there)
    assert rx.Glossary([here]).fingerprint == rx.Glossary([there]).fingerprint


@pytest.mark.parametrize("field", [name for name in FULL if name != "definition"])
def test_every_field_is_part_of_equality(field):
    """Two terms that differ in one field are not equal, nor have one fingerprint."""
    full = rx.Term.from_dict("tumor", FULL)
    fields = {name: value for name, value in FULL.items() if name != field}
    other = rx.Term.from_dict("tumor", fields)
    assert full != other
    assert rx.Glossary([full]).fingerprint != rx.Glossary([other]).fingerprint


def test_equality_with_other_types():
    """A term or a glossary is equal to nothing of another type."""
    assert rx.Term("a", en="x") != "a"
    assert rx.Glossary() != []


def test_terms_are_frozen():
    """No field can be set, and no mapping inside changes."""
    term = rx.Term.from_dict("tumor", FULL)
    with pytest.raises(FrozenInstanceError):
        term.status = "draft"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        term.match.case = "fold"  # type: ignore[misc]
    with pytest.raises(TypeError):
        term.definition["en"] = "y"  # type: ignore[index]
    with pytest.raises(AttributeError, match="_items"):
        term.definition._items = {}
    with pytest.raises(AttributeError, match="_items"):
        del term.definition._items


def test_terms_do_not_share_what_they_were_given():
    """A change of the given mapping or list doesn't reach the term."""
    forms = ["one"]
    given_forms = {"en": forms}
    term = rx.Term("a", en="x", forms=given_forms)
    forms.append("two")
    given_forms["bn"] = ["three"]
    assert term.forms == {"en": ("one",)}


def test_rules_may_be_given_as_they_are():
    """`match` takes `MatchRules` too."""
    rules = rx.MatchRules(case="exact", except_=("x",))
    assert rx.Term("a", en="x", match=rules).match is rules
    assert rx.Term("a", en="x", match={"case": "exact", "except": ["x"]}).match == rules


def test_frozen_map():
    """It is a mapping: ordered as given, equal to a dict, hashable, shown like a dict."""
    found = FrozenMap({"b": 1, "a": 2})
    assert list(found) == ["b", "a"]
    assert len(found) == 2
    assert found == {"a": 2, "b": 1}
    assert hash(found) == hash(FrozenMap({"a": 2, "b": 1}))
    assert repr(found) == "{'b': 1, 'a': 2}"
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 -- our own bytes
    assert FrozenMap() == {}
    with pytest.raises(KeyError):
        found["c"]


ORIGINS = [
    pytest.param(rx.Origin(), "", id="unknown"),
    pytest.param(rx.Origin("g.yaml", 3, 5), "g.yaml:3:5", id="file"),
    pytest.param(rx.Origin("g.yaml", 3), "g.yaml:3", id="without-column"),
    pytest.param(rx.Origin("row 17"), "row 17", id="path"),
]


@pytest.mark.parametrize(("origin", "expected"), ORIGINS)
def test_origin(origin, expected):
    """A place is written like those of compilers."""
    assert str(origin) == expected


PAIN = rx.Term("pain", en="A bad feeling.")
FEVER = rx.Term("fever", en="A hot body.")
GLOSSARY = rx.Glossary([PAIN, FEVER])


def test_a_glossary_is_a_collection():
    """It is sized, iterable in the given order, and indexed by id."""
    assert len(GLOSSARY) == 2
    assert list(GLOSSARY) == [PAIN, FEVER]
    assert GLOSSARY["fever"] is FEVER
    assert repr(GLOSSARY) == "<Glossary of 2 terms>"
    assert not list(rx.Glossary())


CONTAINED = [
    pytest.param("pain", True, id="id"),
    pytest.param("hurt", False, id="other-id"),
    pytest.param(PAIN, True, id="term"),
    pytest.param(rx.Term("pain", en="Else."), False, id="other-term-of-that-id"),
    pytest.param(7, False, id="number"),
]


@pytest.mark.parametrize(("item", "expected"), CONTAINED)
def test_membership(item, expected):
    """Ids and terms are looked for; a term has to be equal."""
    assert (item in GLOSSARY) is expected


def test_a_missing_id_is_named_with_the_nearest_one():
    """A wrong id says what was meant."""
    with pytest.raises(KeyError, match=r"no term 'pian'.*did you mean 'pain'"):
        GLOSSARY["pian"]


def test_glossaries_compare_by_their_terms():
    """Equal terms make equal glossaries with one hash and one fingerprint, in any order."""
    other = rx.Glossary([FEVER, rx.Term("pain", en="A bad feeling.")])
    assert other == GLOSSARY
    assert hash(other) == hash(GLOSSARY)
    assert other.fingerprint == GLOSSARY.fingerprint
    assert rx.Glossary([PAIN]) != GLOSSARY


def test_glossaries_are_frozen_and_pickle():
    """A glossary never changes and travels between processes."""
    with pytest.raises(AttributeError, match="_terms"):
        GLOSSARY._terms = {}
    with pytest.raises(AttributeError, match="_terms"):
        del GLOSSARY._terms
    copy = pickle.loads(pickle.dumps(GLOSSARY))  # noqa: S301 -- our own bytes
    assert copy == GLOSSARY
    assert list(copy) == list(GLOSSARY)


def test_a_fingerprint_is_sixteen_digits_of_any_text():
    """It is short hexadecimal, also where an entry holds a lone surrogate."""
    for text in ("A bad feeling.", "\ud800"):
        found = rx.Glossary([rx.Term("pain", en=text)]).fingerprint
        assert len(found) == 16
        assert set(found) <= set("0123456789abcdef")


def test_duplicate_ids_are_all_named_with_both_places():
    """One id twice is an error at the second place, which names the first."""
    terms = [
        rx.Term(id, en="x", origin=rx.Origin(file, line, 3))
        for id, file, line in [("a", "1.yaml", 2), ("b", "1.yaml", 5), ("a", "2.yaml", 2)]
    ]
    terms.append(rx.Term("b", en="y"))
    with pytest.raises(rx.GlossaryError) as caught:
        rx.Glossary(terms)
    assert [(p.code, p.place) for p in caught.value.problems] == [
        ("duplicate-id", "2.yaml:2:3"),
        ("duplicate-id", "b"),
    ]
    assert "'a' is taken at 1.yaml:2:3" in caught.value.problems[0].message


def test_a_duplicate_of_an_unplaced_term():
    """Where the first has no place, none is invented."""
    with pytest.raises(rx.GlossaryError, match=r"the id 'a' is taken$"):
        rx.Glossary([rx.Term("a", en="x"), rx.Term("a", en="x")])


def test_statuses_are_in_order_of_trust():
    """`min_status` compares by this order."""
    assert STATUSES == ("deprecated", "draft", "translated", "reviewed")


# --- Former ids, unions, an editor's form --------------------------------------------------------

SUGAR = rx.Term("diabetes", en="x", aliases=["sugar", "sugar-disease"])


def test_a_former_id_finds_the_entry():
    """Links to an old id go on working; the entry is one entry."""
    glossary = rx.Glossary([PAIN, SUGAR])
    assert glossary["sugar"] is glossary.get("sugar-disease") is SUGAR
    assert "sugar" in glossary
    assert [term.id for term in glossary] == ["pain", "diabetes"]
    assert glossary.get("ache") is None


TAKEN = [
    pytest.param(["diabetes", "pain"], ["sugar"], id="alias-of-another"),
    pytest.param(["diabetes", "pain"], ["diabetes"], id="id-of-another"),
    pytest.param(["pain", "diabetes"], ["diabetes"], id="id-of-a-later-one"),
]


@pytest.mark.parametrize(("order", "aliases"), TAKEN)
def test_a_taken_alias_is_a_problem(order, aliases):
    """A former id belongs to one entry, and is no id of today."""
    terms = {"diabetes": SUGAR, "pain": rx.Term("pain", en="x", aliases=aliases)}
    with pytest.raises(rx.GlossaryError, match=r"alias-taken: .* is taken by 'diabetes'"):
        rx.Glossary([terms[id] for id in order])


def test_a_union_takes_the_right_one():
    """In a union of glossaries the right one has precedence, as with dicts."""
    theirs = rx.Glossary([rx.Term("pain", en="Hurt."), SUGAR])
    both = GLOSSARY | theirs
    assert [(term.id, term.definition["en"]) for term in both] == [
        ("pain", "Hurt."), ("fever", "A hot body."), ("diabetes", "x"),
    ]  # fmt: skip
    with pytest.raises(TypeError):
        GLOSSARY | [PAIN]
    with pytest.raises(rx.GlossaryError, match="alias-taken"):
        theirs | rx.Glossary([rx.Term("sugar", en="x")])


FORM = [
    pytest.param({"id": "ache"}, [], id="right"),
    pytest.param({"id": "pain", "related": ["sugar"]}, [], id="edited"),
    pytest.param({"id": "sugar"}, [("duplicate-id", ()), ("form-taken", ())], id="former-id"),
    pytest.param({"id": "ache", "aliases": ["b", "sugar"]}, [("alias-taken", ("aliases", 1))],
                 id="alias"),
    pytest.param({"id": "ache", "aliases": ["fever"]}, [("alias-taken", ("aliases", 0))],
                 id="alias-is-id"),
    pytest.param({"id": "diabetes", "aliases": ["sugar"]}, [], id="own-alias"),
    pytest.param({"id": "ache", "related": ["pain", "fevr"]}, [("unknown-term", ("related", 1))],
                 id="related"),
    pytest.param({"id": "ache", "related": ["ache"]}, [("related-to-itself", ("related", 0))],
                 id="itself"),
    pytest.param({"id": "ache", "forms": {"en": ["x", "Fever"]}},
                 [("form-taken", ("forms", "en", 1))], id="form"),
    pytest.param({"id": "ache", "forms": {"bn": ["fever"]}}, [], id="form-other-language"),
    pytest.param({"id": "ache", "term": {"en": "PAIN"}}, [("form-taken", ("term", "en"))],
                 id="term"),
    pytest.param({"id": "ache", "avoid": {"en": {"fever": "x"}}},
                 [("form-taken", ("avoid", "en", "fever"))], id="avoid"),
    pytest.param({"id": "ache", "abbr": {"en": ["FEVER"]}}, [], id="abbreviation-keeps-case"),
    pytest.param({"id": "ache", "forms": {"en": ["FEVER"]}, "match": {"case": "exact"}}, [],
                 id="exact-case"),
    pytest.param({"id": "ache", "forms": {"en": ["fever"]}, "match": {"mode": "never"}}, [],
                 id="never-matched"),
    pytest.param({"id": "ache", "synonyms": {"bn": ["রোগ\u09af\u09bc"]}},
                 [("form-taken", ("synonyms", "bn", 0))], id="other-spelling"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "expected"), FORM)
def test_problems_with_a_term_among_the_others(fields, expected):
    """An editor's form is told which field doesn't go together with the other entries."""
    glossary = rx.Glossary(
        [PAIN, FEVER, SUGAR, rx.Term("sick", bn="x", forms={"bn": ["রোগ\u09df"]})]
    )
    if fields["id"] == "sugar":
        glossary |= rx.Glossary([rx.Term("other", en="x", term={"en": "Sugar"})])
    found = glossary.problems_with(rx.Term(en="x", **fields))
    assert [(problem.code, problem.path) for problem in found] == expected
