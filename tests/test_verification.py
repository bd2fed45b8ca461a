"""Verification: a page and its annotated form, compared by another parser."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from test_neutrality import BY_HAND
from treecompare import applies

import rxglossary as rx
from rxglossary.cli import main
from rxglossary.errors import ConfigurationError

EXAMPLES = sorted((Path(__file__).parents[1] / "examples" / "pages").glob("*.html"))
XHTML = '<html xmlns="http://www.w3.org/1999/xhtml"><body>{}</body></html>'
A = '<a class="rxg" href="#x">'
PART = '<section class="rxg-glossary"><p>x</p></section>'

SAME = {
    "nothing": ("<p>a", "<p>a"),
    "wrapper": ("<p>a b", f"<p>{A}a</a> b"),
    "wrapper-over-a-reference": ("<p>a&amp;b", f"<p>a{A}&amp;</a>b"),
    "part": ("<body><p>a</body>", f"<body><p>a{PART}</body>"),
    "page": ("<!doctype html>\n<title>a</title>b", f"<!doctype html>\n<title>a</title>{A}b</a>"),
    "old-and-new-elements-of-ours": (f"<p>{A}a</a> b", f"<p>a {A}b</a>"),
    "bytes": ("<p>ক".encode(), f"<p>{A}ক</a>".encode()),
    "other-encoding": (b"<p>\xe9", A.encode() + b"</a><p>\xe9"),
    "template": ("<template><p>a</template>", f"<template><p>a</template>{PART}"),
    "not-readable": (b"\xff\xfea\0", b"\xff\xfea\0"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), SAME.values(), ids=SAME)
def test_the_same_page(before, after):
    """Our elements, wherever they change nothing, are no difference."""
    assert rx.verify(before, after) == rx.Verification()
    assert rx.verify(before, after).ok


OTHER = {
    "text": ("<p>a", "<p>b", "bytes", 3, ""),
    "space": ("<p>a", "<p>a ", "bytes", 4, ""),
    "case": ("<p>a", "<P>a", "bytes", 1, ""),
    "bytes": (b"<p>\xe0\xa6\x95", b"<p>\xe0\xa6\x96", "bytes", 5, ""),
    "unclosed-wrapper": ("<p>a", f"<p>{A}a", "bytes", 3, ""),
    "in-a-table": ("<table> a<td>b", f"<table> {A}a</a><td>b", "tree", 7, "/text()"),
    "in-a-link": ("<a>a b</a>", f"<a>a {A}b</a></a>", "tree", 3, "/a/text()"),
    "part-in-a-paragraph": ("<p>x<b>y</b>", f"<p>x{PART}<b>y</b>", "tree", 4, "/p/b"),
    "in-a-title": ("<title>a</title>", f"<title>{A}a</a></title>", "bytes", 7, ""),
    "behind-an-open-paragraph": (
        "<body><p>a</body>\n", f"<body><p>a{PART}</body>\n", "tree", 9, "/html/body/p/text()",
    ),
    "second-paragraph": ("<p>x<p><a>b", f"<p>x<p><a>{A}b</a>", "tree", 10, "/p[2]/a/text()"),
    "with-scripting-alone": (
        "<noscript>a</noscript>", f"<noscript>{A}a</a></noscript>", "tree", 10, "/noscript/text()",
    ),
    "offset-in-bytes": ("ক<table> a".encode(), f"ক<table> {A}a</a>".encode(), "tree", 0, "/text()"),
    "encoding": (b"<p>a", b"<p>a" + PART.encode() + b"\xe9", "bytes", 4, ""),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "code", "offset", "path"), OTHER.values(), ids=OTHER)
def test_another_page(before, after, code, offset, path):
    """Every other change is told, with the place and what it was."""
    differences = rx.verify(before, after).differences
    assert not rx.verify(before, after).ok
    found = {one.code: one for one in differences}
    assert (found[code].offset, found[code].path) == (offset, path)
    assert " became " in found[code].message


def test_contexts_and_syntax():
    """A fragment is read in its element, XHTML as XML."""
    assert rx.verify("<td>a", f"<td>{A}a</a>", context="tr").ok
    assert not rx.verify("a", f"{A}a</a>", context="title").ok
    assert rx.verify("<path>", "<path>", context="svg g").ok
    before, after = (
        XHTML.format("<p>a<br/></p><!--c--><?x y?>"),
        XHTML.format(f"<p>{A}a</a><br/></p><!--c--><?x y?>{PART}"),
    )
    assert rx.verify(before, after, syntax="xml").ok
    assert rx.verify("a", f"{A}a</a>", syntax="xml", context="p").ok
    broken = rx.verify(before, after.replace("<br/>", "<br>"), syntax="xml").differences
    assert [one.code for one in broken] == ["bytes", "not-well-formed"]
    other = rx.verify("<x>a</x>", f"<x>{A}a</a></x>", syntax="xml").differences
    assert [(one.code, one.path) for one in other] == [("tree", "/x/text()")]
    assert rx.verify("<x", "<x", syntax="xml").ok


def test_an_encoding_that_changes_is_told():
    """A declaration that is pushed out of the first 1,024 bytes counts no more."""
    before = b"<p>a" + b" " * 900 + b"<meta charset=big5>\xa4\xa4"
    after = before.replace(b"<p>a", f"<p>{A}a</a>".encode() + PART.encode() * 3)
    assert [one.code for one in rx.verify(before, after).differences] == ["encoding"]


def test_the_caller_gives_two_of_a_kind():
    with pytest.raises(TypeError, match="both str or both bytes"):
        rx.verify("a", b"a")


def test_without_the_parser(monkeypatch):
    """The extra is named."""
    monkeypatch.setitem(sys.modules, "justhtml", None)
    with pytest.raises(ConfigurationError, match=r"pip install 'rxglossary\[verify\]'"):
        rx.verify("a", "a")


GLOSSARY = rx.Glossary([rx.Term("the", en="An article."), rx.Term("x", en="A letter.")])
ANNOTATORS = [
    rx.Annotator(GLOSSARY, policy=rx.Policy(occurrences="all"), renderer=name)
    for name in ("link", "dfn", "inline", "data")
]


@pytest.mark.parametrize("annotator", ANNOTATORS, ids=lambda one: type(one.renderer).__name__)
def test_what_annotators_write_passes(annotator):
    """The inputs by hand and the example pages, whole pipeline, every renderer."""
    for source in (*BY_HAND.values(), *(page.read_text("utf-8") for page in EXAMPLES)):
        result = annotator.annotate(source)
        if result.html is not source and applies("justhtml", source):
            assert rx.verify(source, result.html).ok, source


@given(st.sampled_from(list(BY_HAND.values())), st.data())
def test_a_change_of_one_character_is_found(source, data):
    """Whatever is left out of a page, verification says so."""
    at = data.draw(st.integers(0, len(source) - 1))
    assert not rx.verify(source, source[:at] + source[at + 1 :]).ok


# --- The command -----------------------------------------------------------------------------


@pytest.fixture
def pages(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("good.html").write_bytes(b"<p>pain")
    Path("bad.html").write_bytes(b"<p>fever")
    Path("g.yaml").write_text("terms: {pain: {en: x}, fever: {en: x}}", "utf-8")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(main, [*arguments, "--glossary", "g.yaml", "--verify"])


def test_the_command_withholds_what_fails(pages, monkeypatch):
    """A page that fails is not written, the message says why, the others are done, status 1."""
    right = rx.Annotator.annotate

    def wrong(self, html, **options):
        result = right(self, html, **options)
        if b"fever" not in html:
            return result
        return rx.Result(result.html.replace(b"fever", b"Fever"), result.annotations)

    monkeypatch.setattr(rx.Annotator, "annotate", wrong)
    result = run("annotate", "good.html", "bad.html", "--out-dir", "out")
    assert result.exit_code == 1
    assert "bad.html: not written, verification failed: bytes at offset 3:" in result.stderr
    assert result.stderr.splitlines()[-1].endswith(", 1 failed")
    assert not Path("out/bad.html").exists()
    assert b'class="rxg"' in Path("out/good.html").read_bytes()
    assert run("annotate", "bad.html", "--in-place").exit_code == 1
    assert Path("bad.html").read_bytes() == b"<p>fever"


@pytest.mark.parametrize("command", ["annotate", "refresh"])
def test_the_command_writes_what_passes(pages, command):
    result = run(command, "good.html", "--in-place")
    assert result.exit_code == 0, result.stderr
    assert run("refresh", "good.html", "--in-place").exit_code == 0
    assert b'class="rxg"' in Path("good.html").read_bytes()


def test_the_command_names_the_extra(pages, monkeypatch):
    monkeypatch.setitem(sys.modules, "justhtml", None)
    result = run("annotate", "good.html", "--in-place")
    assert result.exit_code == 2
    assert "pip install 'rxglossary[verify]'" in result.stderr
