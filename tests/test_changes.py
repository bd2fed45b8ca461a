"""What changed between two glossaries."""

from __future__ import annotations

import datetime
import json

import pytest
from entries import entries
from hypothesis import given
from hypothesis import strategies as st

import rxglossary as rx
from rxglossary.glossary import Change

DAY = datetime.date(2026, 11, 1)
PAIN = {"en": "A bad feeling.", "bn": "খারাপ লাগা।", "forms": {"en": ["ache"]}}


def term(id="pain", **fields):
    return rx.Term(id, **PAIN | fields)


def only(old, new):
    """Return what changed in the one entry that did."""
    found = rx.diff(rx.Glossary([old]), rx.Glossary([new]))
    assert not found.added
    assert not found.removed
    (one,) = found.changed
    return one


CHANGES = [
    pytest.param({"en": "Bad."}, [Change(("definition", "en"), "A bad feeling.", "Bad.")],
                 id="definition"),
    pytest.param({"forms": {"en": ["ache", "sore"]}},
                 [Change(("forms", "en"), ["ache"], ["ache", "sore"])], id="forms"),
    pytest.param({"forms": {}}, [Change(("forms", "en"), ["ache"], None)], id="gone"),
    pytest.param({"review": {"en": {"by": "A. Begum", "date": "2026-11-01"}}},
                 [Change(("review", "en", "by"), None, "A. Begum"),
                  Change(("review", "en", "date"), None, "2026-11-01")], id="review"),
    pytest.param({"status": "reviewed"}, [Change(("status",), "draft", "reviewed")], id="status"),
    pytest.param({"see": [{"url": "https://a.org"}]},
                 [Change(("see",), None, [{"url": "https://a.org"}])], id="records"),
    pytest.param({"match": {"case": "fold"}}, [Change(("match", "case"), None, "fold")],
                 id="rules"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "expected"), CHANGES)
def test_each_value_that_differs_is_named(fields, expected):
    """A change has the path of keys that lead to it, and both values; lists count as one."""
    assert list(only(term(), term(**fields)).changes) == expected


def test_entries_come_and_go():
    """What is only in one glossary is added or removed; order and place don't count."""
    old = rx.Glossary([term("a"), term("b"), term("c")])
    new = rx.Glossary([term("d"), term("c", origin=rx.Origin("x", 1, 1)), term("b")])
    found = rx.diff(old, new)
    assert [one.id for one in found.added] == ["d"]
    assert [one.id for one in found.removed] == ["a"]
    assert found.changed == ()
    assert found
    assert not rx.diff(old, rx.Glossary(reversed(list(old))))


def test_a_renamed_entry_is_the_same_entry():
    """The former id among the aliases says that it is no other entry."""
    one = only(term("ache"), term("pain", aliases=["ache"]))
    assert (one.old.id, one.new.id) == ("ache", "pain")
    assert list(one.changes) == [Change(("aliases",), None, ["ache"])]


def test_an_edit_names_the_reviews_and_translations_that_it_makes_stale():
    """Who reads a diff learns which reviews have to be made anew."""
    done = term().with_review("en", by="A", date=DAY).with_review("bn", by="A", date=DAY)
    done = done.with_translation("bn")
    fields = done.to_dict()
    fields["definition"]["en"] = "A very bad feeling."
    edited = rx.Term.from_dict("pain", fields)
    one = only(done, edited)
    assert (one.stale_reviews, one.stale_translations) == (("en",), ("bn",))
    further = rx.Term.from_dict("pain", edited.to_dict() | {"note": {"en": "x"}})
    one = only(edited, further)
    assert (one.stale_reviews, one.stale_translations) == ((), ())
    again = edited.with_review("en", by="A", date=DAY).with_translation("bn")
    one = only(done, again)
    assert (one.stale_reviews, one.stale_translations) == ((), ())


def test_changes_as_data():
    """They can be written as JSON: whole entries that came or went, values that changed."""
    old = rx.Glossary([term("a"), term("ache")])
    new = rx.Glossary([term("b"), term("pain", aliases=["ache"])])
    found = rx.diff(old, new).to_dict()
    assert json.loads(json.dumps(found)) == found
    assert found == {
        "added": {"b": term("b").to_dict()},
        "removed": {"a": term("a").to_dict()},
        "changed": {
            "pain": {
                "renamed_from": "ache",
                "changes": [{"path": ["aliases"], "old": None, "new": ["ache"]}],
                "stale_reviews": [],
                "stale_translations": [],
            }
        },
    }
    assert rx.diff(old, old).to_dict() == {"added": {}, "removed": {}, "changed": {}}


glossaries = st.dictionaries(st.sampled_from("abc"), entries(), max_size=3).map(
    lambda found: rx.Glossary(
        rx.Term.from_dict(id, {key: fields[key] for key in fields if key != "aliases"})
        for id, fields in found.items()
    )
)


@given(glossaries, glossaries)
def test_nothing_is_left_out_and_nothing_made_up(old, new):
    """Equal glossaries have no changes; applying the changes makes the new one of the old one."""
    found = rx.diff(old, new)
    assert bool(found) == (old != new)
    assert not rx.diff(new, new)
    made = {one.id: one.to_dict() for one in old}
    for gone in found.removed:
        del made[gone.id]
    made |= {one.id: one.to_dict() for one in found.added}
    for one in found.changed:
        assert one.changes
        for change in one.changes:
            holder = made[one.new.id]
            for step in change.path[:-1]:
                holder = holder.setdefault(step, {})
            assert holder.get(change.path[-1]) == change.old
            holder[change.path[-1]] = change.new
    cleaned = {id: without_nothing(fields) for id, fields in made.items()}
    assert cleaned == {one.id: one.to_dict() for one in new}


def without_nothing(value):
    if not isinstance(value, dict):
        return value
    found = {key: without_nothing(item) for key, item in value.items()}
    return {key: item for key, item in found.items() if item not in (None, {})}
