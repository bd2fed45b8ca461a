"""The report of a run: counts, reasons, and JSON that other programs read."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from rxglossary.report import PageReport, skip_reasons, summary, term_counts, to_json

PAIN = SimpleNamespace(id="pain")
FEVER = SimpleNamespace(id="fever")


def found(term, start=0, surface="pain"):
    return SimpleNamespace(term=term, start=start, end=start + len(surface), surface=surface)


def skip(code, term=None):
    surface = "pain" if term else ""
    return SimpleNamespace(code=code, offset=7, message="why", term=term, surface=surface)


def result(**fields):
    empty = {"annotations": (), "counts": {}, "skipped": (), "truncated": False, "refused": None}
    return SimpleNamespace(**(empty | fields))


REFUSAL = SimpleNamespace(code="already-annotated", offset=3, message="strip it first")

PAGES = [
    PageReport.of(
        "a.html",
        result(
            annotations=(found(PAIN, 4), found(FEVER, 20, "fever")),
            counts={"pain": 3, "fever": 1},
            skipped=(skip("max-per-page", PAIN), skip("plaintext")),
            truncated=True,
        ),
        changed=True,
    ),
    PageReport.of("b.html", result(annotations=(found(FEVER),), counts={"fever": 1}), changed=True),
    PageReport.of("c.html", result(refused=REFUSAL), changed=False),
    PageReport("d.html", "failed", error="Permission denied"),
]


@pytest.mark.parametrize(
    ("fields", "changed", "status"),
    [
        ({}, True, "changed"),
        ({}, False, "unchanged"),
        ({"refused": REFUSAL}, False, "refused"),
        # A refresh may strip a page that annotate then refuses.
        ({"refused": REFUSAL}, True, "refused"),
    ],
)
def test_a_page_has_one_status(fields, changed, status):
    assert PageReport.of("a.html", result(**fields), changed=changed).status == status


def test_terms_are_counted_over_pages_the_most_frequent_first():
    assert term_counts(PAGES) == (("pain", 1, 1, 3), ("fever", 2, 2, 2))


def test_terms_of_one_frequency_stand_by_id():
    pages = [PageReport("a.html", "unchanged", counts={"z": 1, "a": 1, "m": 1})]
    assert [row.id for row in term_counts(pages)] == ["a", "m", "z"]


def test_reasons_count_skips_stops_and_refusals():
    assert skip_reasons(PAGES) == {"already-annotated": 1, "max-per-page": 1, "plaintext": 1}


def test_a_stop_is_a_record_without_a_term():
    assert [stop.code for stop in PAGES[0].stops] == ["plaintext"]


@pytest.mark.parametrize(
    ("pages", "line"),
    [
        ([], "0 pages, 0 occurrences, 0 skipped, 0 refused, 0 failed"),
        (PAGES, "4 pages, 3 occurrences, 2 skipped, 1 refused, 1 failed"),
        (PAGES[1:2], "1 page, 1 occurrence, 0 skipped, 0 refused, 0 failed"),
    ],
)
def test_the_summary_is_one_line(pages, line):
    assert summary(pages) == line


def test_the_json_report_holds_everything():
    report = json.loads(to_json("annotate", PAGES, "0123456789abcdef"))
    assert {key: report[key] for key in ("version", "command", "fingerprint", "totals")} == {
        "version": 1,
        "command": "annotate",
        "fingerprint": "0123456789abcdef",
        "totals": {"pages": 4, "occurrences": 3, "skipped": 2, "refused": 1, "failed": 1},
    }
    assert report["terms"][0] == {"id": "pain", "pages": 1, "occurrences": 1, "matches": 3}
    first, _, refused, failed = report["pages"]
    assert first["annotations"][0] == {"term": "pain", "start": 4, "end": 8, "surface": "pain"}
    assert first["skipped"] == [
        {
            "code": "max-per-page",
            "offset": 7,
            "message": "why",
            "term": "pain",
            "surface": "pain",
        },
        {"code": "plaintext", "offset": 7, "message": "why", "term": None, "surface": ""},
    ]
    assert (first["status"], first["truncated"], first["counts"]) == (
        "changed",
        True,
        {"pain": 3, "fever": 1},
    )
    assert refused["refused"] == {
        "code": "already-annotated",
        "offset": 3,
        "message": "strip it first",
    }
    assert (failed["status"], failed["error"]) == ("failed", "Permission denied")


def test_the_json_report_is_ascii_whatever_pages_are_called():
    text = to_json("strip", [PageReport("ব্যথা\x1b[2J\x9b\udcff.html", "unchanged")])
    assert text.isascii()
    assert text.replace("\n", "").isprintable()
    assert json.loads(text)["pages"][0]["page"] == "ব্যথা\x1b[2J\x9b\udcff.html"
