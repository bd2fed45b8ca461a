"""The chain of tables: what is open, and how many cells a tag closed."""

from __future__ import annotations

import pytest

import rxglossary as rx
from rxglossary.html.tables import TableChain

CASES = [
    # id, tags in order, cells closed by the last one, what is open behind it
    ("own-end-tag", "table tr td /td", 1, "table tbody tr"),
    ("caption-end-tag", "table caption /caption", 1, "table"),
    ("next-cell", "table tr td td", 1, "table tbody tr td"),
    ("next-row", "table tr th tr", 1, "table tbody tr"),
    ("next-body", "table thead tr td tbody", 1, "table tbody"),
    ("table-end", "table tr td table tr td /table", 1, "table tbody tr td"),
    ("both-tables-through-the-outer-cell", "table tr td table tr td /table /td", 1,
     "table tbody tr"),
    ("row-end-closes-cell", "table tr td /tr", 1, "table tbody"),
    ("other-cell-is-ignored", "table tr td /th", 0, "table tbody tr td"),
    ("caption-end-in-a-cell-is-ignored", "table tr td /caption", 0, "table tbody tr td"),
    ("column-in-its-group", "table colgroup col", 0, "table colgroup"),
    ("column-alone", "table col", 0, "table colgroup"),
    ("table-in-a-table", "table tr table", 0, "table"),
    ("part-without-a-table", "td", 0, ""),
    ("end-without-a-table", "/table", 0, ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("tags", "closed", "names"), [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_what_a_tag_closes_and_leaves_open(tags, closed, names):
    """The last tag closes this many cells, and these tables and parts are open behind it."""
    chain = TableChain()
    last = 0
    for tag in tags.encode().split():
        last = chain.end(tag[1:]) if tag.startswith(b"/") else chain.start(tag)
    assert (last, chain.names) == (closed, names.encode().split())


def test_behind_a_table_in_a_link_text_is_offered_again():
    """A cell's own end tag gives back the link around it, so that the link's end tag counts."""
    annotator = rx.Annotator(rx.Glossary([rx.Term("pain", en="x")]))
    page = "<a href=x><table><tr><td>pain</td></tr></table></a> pain"
    assert [found.start for found in annotator.find(page)] == [page.rindex("pain")]
