"""Splicing: `insert` and `delete` are an inverse pair."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxglossary.edits import Insertion, delete, insert


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Insertion]]:
    """Draw a source and insertions in order of their offsets."""
    source = draw(st.text(max_size=30))
    offsets = sorted(draw(st.lists(st.integers(0, len(source)), max_size=8)))
    return source, [Insertion(offset, draw(st.text(max_size=5))) for offset in offsets]


@given(edited())
def test_delete_undoes_insert(case):
    """Deleting what was inserted gives the source back, and each text stands where it is due."""
    source, insertions = case
    result = insert(source, insertions)
    spans, shift = [], 0
    for offset, text in insertions:
        start = offset + shift
        assert result[start : start + len(text)] == text
        spans.append((start, start + len(text)))
        shift += len(text)
    assert len(result) == len(source) + shift
    assert delete(result, spans) == source


@given(edited())
def test_insert_undoes_delete(case):
    """Putting deleted stretches back gives the text back."""
    source, insertions = case
    places = sorted({0, len(source), *(offset for offset, _ in insertions)})
    spans = list(zip(places[::2], places[1::2], strict=False))
    rest = delete(source, spans)
    back, gone = [], 0
    for start, end in spans:
        back.append(Insertion(start - gone, source[start:end]))
        gone += end - start
    assert insert(rest, back) == source


INSERTED = [
    pytest.param([(0, "<")], "<abc", id="at-the-start"),
    pytest.param([(3, ">")], "abc>", id="at-the-end"),
    pytest.param([(1, "x"), (1, "y")], "axybc", id="at-one-offset-in-the-given-order"),
    pytest.param([(0, ""), (2, "")], "abc", id="empty-texts"),
    pytest.param([(0, "1"), (1, "2"), (2, "3"), (3, "4")], "1a2b3c4", id="everywhere"),
]


@pytest.mark.parametrize(("insertions", "expected"), INSERTED)
def test_insert(insertions, expected):
    """Offsets are those of the source."""
    assert insert("abc", [Insertion(*one) for one in insertions]) == expected


DELETED = [
    pytest.param([(0, 1)], "bc", id="at-the-start"),
    pytest.param([(2, 3)], "ab", id="at-the-end"),
    pytest.param([(0, 1), (1, 2)], "c", id="touching"),
    pytest.param([(1, 1)], "abc", id="empty-span"),
    pytest.param([(0, 3)], "", id="everything"),
]


@pytest.mark.parametrize(("spans", "expected"), DELETED)
def test_delete(spans, expected):
    """The characters in [start, end) go."""
    assert delete("abc", iter(spans)) == expected


@pytest.mark.parametrize("edit", [insert, delete])
def test_nothing_to_do_gives_the_same_object(edit):
    """Without an edit the very same object comes back."""
    source = "".join(["a", "b"])
    assert edit(source, []) is source


WRONG_INSERTIONS = [
    pytest.param([(2, "x"), (1, "y")], "insertion at 1 stands behind 2", id="descending"),
    pytest.param([(-1, "x")], "insertion at -1 stands behind 0", id="negative"),
    pytest.param([(4, "x")], "insertion at 4 lies outside of 3", id="outside"),
]


@pytest.mark.parametrize(("insertions", "message"), WRONG_INSERTIONS)
def test_wrong_insertions(insertions, message):
    """Wrong offsets raise and say which."""
    with pytest.raises(ValueError, match=message):
        insert("abc", [Insertion(*one) for one in insertions])


WRONG_SPANS = [
    pytest.param([(0, 2), (1, 3)], "1–3", id="overlapping"),
    pytest.param([(2, 3), (0, 1)], "0–1", id="descending"),
    pytest.param([(2, 1)], "2–1", id="backwards"),
    pytest.param([(-1, 1)], "-1–1", id="negative"),
    pytest.param([(0, 4)], "0–4", id="outside"),
]


@pytest.mark.parametrize(("spans", "message"), WRONG_SPANS)
def test_wrong_spans(spans, message):
    """Wrong spans raise and say which."""
    with pytest.raises(ValueError, match=f"span {message}"):
        delete("abc", spans)
