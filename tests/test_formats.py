"""The exchange formats: nothing is lost that they can hold, and what they can't is named."""

from __future__ import annotations

import datetime
import io
import re

import pytest
from entries import entries
from hypothesis import given, settings
from hypothesis import strategies as st

import rxglossary as rx
from rxglossary.errors import GlossaryError
from rxglossary.formats import csv, dump, parse
from rxglossary.formats.records import (
    cells,
    combine,
    terms,
)
from rxglossary.glossary import FIELDS

IDS = ["pain", "b-12", "5-fu", "mri"]
TODAY = datetime.date(2026, 11, 22)


@st.composite
def glossaries(draw: st.DrawFn) -> list[rx.Term]:
    found = draw(st.lists(entries(), min_size=1, max_size=3))
    ids = draw(st.permutations(IDS))
    return [rx.Term.from_dict(id, fields) for id, fields in zip(ids, found, strict=False)]


def codes(error: pytest.ExceptionInfo[GlossaryError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


# --- Laws ----------------------------------------------------------------------------------------

WHOLE = ("csv", "tsv", "json")
HELD = {
    "xlsx": set(FIELDS),
    "tbx": {"term", "definition", "forms", "synonyms", "abbr", "avoid", "category", "note"},
    "tbx2": {"term", "definition", "forms", "synonyms", "abbr", "avoid", "category", "note", "pos"},
    "po": set(),
}
NOT_IN_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@settings(max_examples=30)
@given(glossaries())
def test_nothing_is_lost_that_a_format_can_hold_and_the_rest_is_named(listed):
    """What is written reads back equal, but for the fields that are named as lost."""
    for name in (*WHOLE, *HELD):
        data, losses = dump(listed, name)
        back = combine(parse(data, name).records)
        if name in WHOLE:
            assert losses == ()
        for term in listed:
            lost = {loss.field.partition(".")[0] for loss in losses if term.id in loss.ids}
            if not lost:
                assert terms([back[term.id]]) == [term]
            elif "everything" not in lost:
                check_losses(term, lost, back[term.id], HELD[name])


def check_losses(term, lost, record, held):
    """Every difference is named, and what the format has a place for is lost to XML alone."""
    wanted, got = cells(term.to_dict()), cells(record.fields)
    for path, text in wanted.items():
        assert path.partition(".")[0] in lost or got.get(path, "draft") == text
    for field in lost & held:
        forms = [form for forms in term.avoid.values() for form in forms]
        texts = (*cells({field: term.to_dict()[field]}).values(), *forms)
        assert any(NOT_IN_XML.search(text) or text != text.strip() for text in texts)


@given(st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), min_size=1, max_size=4))
def test_a_cell_comes_back_from_csv_and_no_spreadsheet_runs_it(rows):
    """Every character of every cell survives, and none begins with what makes a formula."""
    header = [["id", "term.en", "note.en"]]
    rows = [[cell.replace("\r", "") for cell in row] for row in rows]
    data = csv.write(header + rows)
    assert [row for _, row in csv.read(data, "f")] == header + [row for row in rows if any(row)]
    for cell in (
        cell for row in csv.csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row
    ):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
