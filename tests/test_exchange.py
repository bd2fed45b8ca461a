"""Merging: nothing that a file doesn't say is lost, and no edit overwrites another one."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest

import rxglossary as rx
from rxglossary.exchange import Change, examples, merge, rewrites, untranslated
from rxglossary.formats import Record, csv, parse, table
from rxglossary.formats.registry import dump, dump_sheet
from rxglossary.glossary import Origin, text_hash

TODAY = datetime.date(2026, 11, 22)
PAIN = "A bad feeling."
FULL = {
    "term": {"bn": "ব্যথা"},
    "definition": {"en": PAIN, "bn": "খারাপ লাগা।"},
    "forms": {"en": ["painful"]},
    "category": "symptom",
    "note": {"en": "Keep it short."},
    "aliases": ["ache"],
}


def glossary(**pain: object) -> rx.Glossary:
    return rx.Glossary(
        [
            rx.Term.from_dict("pain", FULL | pain),
            rx.Term("fever", en="A hot body."),
            rx.Term("mri", en="A test.", term={"en": "MRI"}, synonyms={"en": ["MR scan"]}),
        ]
    )


def edited(data: bytes, id: str, **cells: str) -> bytes:
    """Return a table with some cells of the rows of an entry changed; __ stands for a point."""
    (_, header), *rows = csv.read(data, "t.csv")
    lines = [header]
    for _, row in rows:
        values = dict(zip(header, row, strict=True))
        if values.get("id", values.get("ID", "")).partition(".")[0] == id:
            values |= {name.replace("__", "."): text for name, text in cells.items()}
        lines.append(list(values.values()))
    return csv.write(lines)


def records(data: bytes, format: str = "csv") -> list[Record]:
    return parse(data, format, file="t.csv").records


def made(merged) -> list[tuple[str, str, str, str]]:
    return [tuple(change[:4]) for change in merged.changes]


# --- Merging -------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["csv", "tsv", "xlsx", "json", "tbx", "tbx2", "po"])
def test_an_export_that_nobody_edited_changes_nothing(format):
    """Importing what was exported is nothing, whatever the format can't hold."""
    old = glossary(match={"case": "exact"}, pos="proper-noun", related=["fever", "elsewhere"])
    merged = merge(old, records(dump(old, format).data, format))
    assert merged.glossary == old
    assert merged[1:] == ((), (), (), ())


def test_an_edited_cell_changes_its_text_and_nothing_else():
    """The change is told with both texts and its line, and all other fields stay."""
    old = glossary()
    data = edited(dump(old, "csv").data, "pain", definition__bn="কষ্ট।", forms__en="painful; pained")
    merged = merge(old, records(data))
    where = Origin("t.csv", 2)
    assert set(merged.changes) == {
        Change("pain", "definition.bn", "খারাপ লাগা।", "কষ্ট।", where),
        Change("pain", "forms.en", "painful", "painful; pained", where),
        Change("pain", "translated", "", f'{{"bn": {{"of": "{text_hash(PAIN)}"}}}}', where),
    }
    new = merged.glossary["pain"]
    assert new.category == "symptom"
    assert new.note == old["pain"].note
    assert new.translation_state("bn") == "current"
    assert merged.glossary["fever"] is old["fever"]


def test_an_empty_cell_takes_nothing_away():
    """A cell that a translator emptied or never saw is no order to delete."""
    old = glossary()
    assert merge(old, records(edited(dump(old, "csv").data, "pain", category=""))).glossary == old


def test_a_row_whose_entry_changed_meanwhile_is_a_conflict():
    """Both texts are told, and nothing of the row is applied."""
    data = edited(dump(glossary(), "csv").data, "pain", definition__bn="কষ্ট।")
    old = glossary(definition={"en": "A very bad feeling.", "bn": "খারাপ লাগা।"})
    merged = merge(old, records(data))
    assert merged.glossary == old
    (conflict,) = merged.conflicts
    assert (conflict.code, conflict.file, conflict.line) == ("conflict", "t.csv", 2)
    for text in ("'কষ্ট।'", "'খারাপ লাগা।'", "A very bad feeling.", PAIN):
        assert text in conflict.message


def test_a_row_that_nobody_edited_is_no_conflict():
    """What changed meanwhile elsewhere stays as it is, in silence."""
    data = dump(glossary(), "csv").data
    old = glossary(definition={"en": "A very bad feeling.", "bn": "খারাপ লাগা।"})
    assert merge(old, records(data)) == (old, (), (), (), ())


def test_the_same_edit_on_both_sides_is_no_conflict():
    """Who imports a file a second time is told nothing."""
    data = edited(dump(glossary(), "csv").data, "pain", category="feeling")
    old = glossary(category="feeling")
    assert merge(old, records(data)) == (old, (), (), (), ())


def test_an_entry_that_is_gone_is_a_conflict():
    """A translator's row doesn't bring back what was removed meanwhile."""
    data = edited(dump(glossary(), "csv").data, "pain", category="feeling")
    merged = merge(rx.Glossary([rx.Term("fever", en="A hot body.")]), records(data))
    assert [problem.code for problem in merged.conflicts] == ["conflict"] * 2
    assert len(merged.glossary) == 1


def test_a_glossary_without_entries_takes_in_a_whole_file():
    """This is how a file of another format becomes a glossary."""
    for format in ("csv", "json", "xlsx"):
        merged = merge(rx.Glossary(), records(dump(glossary(), format).data, format))
        assert merged.glossary == glossary()
    merged = merge(rx.Glossary(), records(dump(glossary(), "po").data, "po"))
    assert merged.glossary["pain"].definition == glossary()["pain"].definition


def test_a_former_id_leads_to_the_entry():
    """Files that were exported before an id changed are still good."""
    merged = merge(glossary(), [Record("ache", {"category": "feeling"})])
    assert made(merged) == [("pain", "category", "symptom", "feeling")]


@pytest.mark.parametrize(
    ("text", "id"),
    [("*[MR scan]: A picture.", "mri"), ("*[Fever]: Heat.", "fever"), ("*[CT]: A scan.", "ct")],
    ids=["synonym", "case", "new"],
)
def test_names_without_ids_lead_to_the_entry_that_has_them(text, id):
    """A file that knows no ids is merged by names, and adds to lists."""
    merged = merge(glossary(), records(text.encode(), "markdown"))
    assert {change.id for change in merged.changes} == {id}
    assert merged.glossary["mri"].synonyms["en"] == ("MR scan",)


def test_two_meanings_of_one_name_are_a_conflict():
    """Which of them the entry has is nothing to guess."""
    for name in ("Fever", "CT"):
        text = f"*[{name}]: Heat.\n*[{name}]: Haste."
        merged = merge(glossary(), records(text.encode(), "markdown"))
        assert merged.glossary[name.lower()].definition == {"en": "Heat."}
        (conflict,) = merged.conflicts
        assert (conflict.line, "is defined at t.csv:1 too" in conflict.message) == (2, True)


def test_a_name_that_makes_no_id_is_a_problem():
    """Bangla letters make no id: somebody has to give one."""
    merged = merge(glossary(), records("*[জ্বর]: গরম শরীর।".encode(), "markdown"))
    assert [(problem.code, problem.line) for problem in merged.problems] == [("no-id", 1)]
    assert merged.glossary == glossary()


def test_what_makes_no_valid_entry_is_a_problem_and_the_rest_goes_on():
    """The row is named, and the other rows are applied."""
    data = edited(dump(glossary(), "csv").data, "pain", status="great")
    data = edited(data, "fever", definition__en="A very hot body.")
    merged = merge(glossary(), records(data))
    assert [(problem.code, problem.line) for problem in merged.problems] == [("bad-value", 2)]
    assert merged.glossary["fever"].definition["en"] == "A very hot body."


def test_a_translation_made_from_an_older_text_is_a_conflict():
    """Weblate's file holds the English text that was translated."""
    sheet = table.weblate(glossary(), "bn", TODAY)
    data = edited(dump_sheet(sheet, "csv"), "fever", target="জ্বর")
    old = rx.Glossary([glossary()["pain"], rx.Term("fever", en="Heat.")])
    merged = merge(old, records(data))
    assert merged.glossary["fever"].term == {"bn": "জ্বর"}
    assert "bn" not in merged.glossary["fever"].definition
    assert sum("fever changed since" in problem.message for problem in merged.conflicts) == 1


# --- Reviews -------------------------------------------------------------------------------------

DECIDED = {"reviewer": "A. Begum", "role": "MBBS", "date": "2026-11-20"}


def reviewed(**cells: str) -> list[Record]:
    """Return the records of a review of the Bangla text of pain."""
    sheet = table.review([glossary()["pain"]], ["bn"], {("pain", "bn"): "খুব ব্যথা।"})
    return records(edited(dump_sheet(sheet, "csv"), "pain", **cells))


def test_an_approved_text_gets_its_review():
    """With the hash of the text that was shown, so that an edit makes it stale."""
    merged = merge(glossary(), reviewed(decision="approve", until="2028-01-01", **DECIDED))
    new = merged.glossary["pain"]
    assert new.review["bn"].of == text_hash("খারাপ লাগা।")
    assert new.review["bn"].role == "MBBS"
    assert new.review_state("bn", on=TODAY) == "current"
    assert new.review_state("bn", on=datetime.date(2028, 1, 2)) == "expired"
    assert {change.field for change in merged.changes} == {"review"}


def test_a_changed_text_is_written_with_its_review():
    """Who writes a text while reviewing has reviewed it."""
    merged = merge(glossary(), reviewed(decision="change", text="কষ্ট।", **DECIDED))
    new = merged.glossary["pain"]
    assert new.definition["bn"] == "কষ্ট।"
    assert new.review_state("bn", on=TODAY) == "current"


def test_a_rejected_text_loses_its_review_and_editors_are_told():
    """The reason goes to the editors' note, once."""
    old = merge(glossary(), reviewed(decision="approve", **DECIDED)).glossary
    rejected = reviewed(decision="reject", comment="too vague", **DECIDED)
    merged = merge(old, rejected)
    new = merged.glossary["pain"]
    assert new.review == {}
    remark = "definition.bn rejected by A. Begum, 2026-11-20: too vague"
    assert new.note["en"] == f"Keep it short.\n{remark}"
    assert [problem.message for problem in merged.remarks] == [remark]
    assert merge(merged.glossary, rejected).glossary == merged.glossary


def test_a_review_of_a_text_that_changed_meanwhile_is_a_conflict():
    """Nobody has reviewed the text that stands there now."""
    old = glossary(definition={"en": PAIN, "bn": "কষ্ট।"})
    for decision in ("approve", "reject"):
        merged = merge(old, reviewed(decision=decision, **DECIDED))
        assert merged.glossary == old
        assert [problem.code for problem in merged.conflicts] == ["conflict"]


def test_a_row_without_a_decision_says_nothing():
    """Reviewers leave out what they didn't get to."""
    assert reviewed() == []


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"decision": "aprove"}, "did you mean 'approve'"),
        ({"decision": "approve", "reviewer": ""}, "fill in the reviewer"),
        ({"decision": "approve", "date": ""}, "fill in the date"),
        ({"decision": "approve", "date": "20/11/2026"}, "no date"),
        ({"decision": "approve", "until": "soon"}, "until 'soon' is no date"),
        ({"decision": "approve", "text": "কষ্ট।"}, "the text was edited: write change"),
        ({"decision": "", "text": "কষ্ট।"}, "without a decision"),
        ({"decision": "change"}, "the text is the same"),
        ({"decision": "approve", "part": "note.en"}, "no text of an entry"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_unclear_review_is_an_error_with_its_line(cells, message):
    """Nothing is guessed about what a reviewer meant."""
    with pytest.raises(rx.GlossaryError, match=message) as error:
        reviewed(**DECIDED | cells)
    assert [(problem.file, problem.line) for problem in error.value.problems] == [("t.csv", 2)]


# --- Out -----------------------------------------------------------------------------------------


def test_the_work_list_is_what_has_no_current_translation():
    """Without a name, without a definition, or older than its source."""
    done = {"term": {"bn": "ব্যথা"}, "definition": {"en": PAIN, "bn": "খারাপ লাগা।"}}
    stale = done | {"translated": {"bn": {"of": text_hash("Old.")}}}
    cases = {
        "done": done,
        "current": done | {"translated": {"bn": {"of": text_hash(PAIN)}}},
        "stale": stale,
        "no-name": done | {"term": {"en": "pain"}},
        "no-text": done | {"definition": {"en": PAIN}},
    }
    terms = [rx.Term.from_dict(id, fields) for id, fields in cases.items()]
    assert [term.id for term in untranslated(terms, "bn")] == ["stale", "no-name", "no-text"]


def test_examples_are_sentences_of_the_pages_in_the_words_language():
    """A sentence ends at its mark or its paragraph, and tags in it don't count."""
    pages = [
        "<p>It is late. He has <b>pain</b> &amp; fever! So</p><p>খুব ব্যথা। তাই</p>",
        b"<p>More pain.</p>",
        b"\xff\xfe\xfd",
    ]
    annotator = rx.Annotator(glossary(), policy=rx.Policy(occurrences="all"))
    found = examples(annotator, pages)
    assert found == {
        ("pain", "en"): "He has pain & fever!",
        ("fever", "en"): "He has pain & fever!",
        ("pain", "bn"): "খুব ব্যথা।",
    }


# --- Files ---------------------------------------------------------------------------------------

FILE = """\
# Ours.
terms:
  pain:  # see fever
    en: A bad feeling.
    category: symptom

  fever: {en: A hot body.}
"""


def test_files_keep_their_comments_and_order():
    """Only the changed texts are other bytes."""
    old = rx.loads(FILE, "g.yaml")
    new = merge(old, [Record("pain", {"definition": {"bn": "কষ্ট।"}, "category": "feeling"})])
    files, problems = rewrites(old, new.glossary, lambda name: FILE.encode())
    assert problems == []
    assert files == {
        "g.yaml": FILE.replace("feeling.\n", "feeling.\n    bn: কষ্ট।\n")
        .replace("category: symptom", "category: feeling")
        .encode()
    }


def test_new_entries_go_to_the_file_that_is_named():
    """Without one they have no place, and that is told."""
    old = rx.loads(FILE, "g.yaml")
    new = merge(old, [Record("mri", {"definition": {"en": "A test."}}, Origin("t.csv", 9))])
    files, problems = rewrites(old, new.glossary, lambda name: b"")
    assert files == {}
    assert [(problem.code, problem.file, problem.line) for problem in problems] == [
        ("no-place", "t.csv", 9)
    ]
    files, problems = rewrites(old, new.glossary, lambda name: b"", "new.yaml")
    assert rx.loads(files["new.yaml"].decode())["mri"].definition == {"en": "A test."}
    assert problems == []


# --- The example ---------------------------------------------------------------------------------


def test_the_spreadsheet_example_goes_round(tmp_path):
    """It runs as it stands: sent, filled in, taken back with comments kept, and a conflict told."""
    root = Path(__file__).parents[1]
    script = root / "examples" / "spreadsheet" / "round_trip.py"
    env = {**os.environ, "PYTHONPATH": str(root / "src"), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path)],
        env=env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "sent: fever"
    assert "fever: definition.bn: '' -> 'শরীর বেশি গরম হওয়া।'" in lines
    assert "  fever:  # asked for by the clinic" in lines
    assert "    term: {bn: জ্বর}" in lines
    assert lines[-1].startswith("conflict: todo.xlsx:2: conflict: fever changed since the export")
    assert "too high" in (tmp_path / "words.yaml").read_text("utf-8")
    assert "জ্বর" not in (tmp_path / "words.yaml").read_text("utf-8")
