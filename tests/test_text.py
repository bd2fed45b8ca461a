"""Text runs: what joins, what breaks, and where a match stands in the source."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rxglossary as rx
from rxglossary.html.references import decode_text
from rxglossary.html.scanner import Rules, scan
from rxglossary.html.text import join
from rxglossary.policy import SKIP

GAP = "~"
RULES = Rules(SKIP)


def joined(source: str):
    """Return the joined text of a fragment under the default rules."""
    return join(source, scan(source, RULES).pieces, gap=GAP)


# "|" is a break, "~" a gap, several of either are one. Behind a tag that breaks, white space goes.
RUNS = [
    # inline tags join
    ("inline", "<b>lumbar</b> puncture", "|lumbar puncture"),
    ("inline-inside-a-word", "MRI<b>-এর</b>", "|MRI-এর"),
    ("inline-nested", "<i><b>a</b></i><span>b</span><font>c</font>", "|abc"),
    ("sub", "B<sub>12</sub>", "|B12"),
    ("mark-and-small", "<mark>a</mark><small>b</small><u>c</u>", "|abc"),
    ("unknown-element", "a<my-element>b</my-element>c", "|abc"),
    ("comment-inside-a-word", "tu<!-- x -->mour", "|tumour"),
    ("bogus-comment", "tu<?x?>mo</ >ur", "|tumour"),
    ("less-than", "a < b", "|a < b"),
    ("less-than-before-bangla", "a<রোগ>", "|a<রোগ>"),
    ("stray-end-tag", "a</b>b", "|ab"),
    # blocks and replaced elements break
    ("paragraphs", "<p>a</p><p>b</p>", "|a|b"),
    ("block-inside", "a<div>b</div>c", "|a|b|c"),
    ("list", "<ul><li>a<li>b</ul>", "|a|b"),
    ("definition-list", "<dl><dt>a<dd>b</dl>", "|a|b"),
    ("cells", "<table><tr><td>a<td>b</table>", "|a|b"),
    ("br", "a<br>b", "|a|b"),
    ("wbr", "a<wbr>b", "|a|b"),
    ("hr", "a<hr>b", "|a|b"),
    ("img", "a<img alt='x'>b", "|a|b"),
    ("input", "a<input>b", "|a|b"),
    ("sup", "diabetes<sup>1</sup> x", "|diabetes|1|x"),
    ("ruby", "<ruby>a<rt>b</rt></ruby>c", "|a|b|c"),
    ("svg", "a<svg><text>b</text></svg>c", "|a|c"),
    ("math", "a<math><mi>b</mi></math>c", "|a|c"),
    ("iframe", "a<iframe>b</iframe>c", "|a|c"),
    ("video", "a<video>b</video>c", "|a|c"),
    ("object", "a<object>b</object>c", "|a|c"),
    # skipped inline elements are neighbours, no text
    ("code", "<code>anti</code>body", "|~a~i~body"),
    ("code-behind", "anti<code>body</code>", "|anti~b~y~"),
    ("code-between", "a<code>bcd</code>e", "|a~b~d~e"),
    ("code-empty", "a<code></code>b", "|a~b"),
    ("code-of-one", "a<code>b</code>c", "|a~b~b~c"),
    ("code-of-a-reference", "a<code>&lt;b&gt;</code>c", "|a~<~>~c"),
    ("code-with-tags", "a<code>b<i>c</i>d</code>e", "|a~b~b~d~d~e"),
    ("two-skipped", "a<code>b</code><kbd>c</kbd>d", "|a~b~b~c~c~d"),
    ("link", "a<a href=x>bc</a>d", "|a~b~c~d"),
    ("button", "a<button>b</button>c", "|a|c"),
    ("label", "a<label>bc</label>d", "|a~b~c~d"),
    ("attribute-skips", "a<span translate=no>bc</span>d", "|a~b~c~d"),
    ("class-skips", "a<i class='x notranslate'>bc</i>d", "|a~b~c~d"),
    # skipped blocks are breaks
    ("heading", "a<h2>b</h2>c", "|a|c"),
    ("pre", "a<pre>b</pre>c", "|a|c"),
    ("nav", "<nav>a</nav>b", "|b"),
    ("script", "a<script>b</script>c", "|a~c"),
    ("style", "a<style>b</style>c", "|a~c"),
    ("textarea", "a<textarea>b</textarea>c", "|a|c"),
    ("select", "a<select><option>b</select>c", "|a|c"),
    # references and line ends
    ("named", "caf&eacute; au", "|café au"),
    ("no-break-space", "x&nbsp;y", "|x\xa0y"),
    ("numeric", "&#x9ad;&#x9be;&#x9a4;", "|ভাত"),
    ("soft-hyphen", "tu&shy;mour", "|tu\xadmour"),
    ("no-reference", "R&D &", "|R&D &"),
    ("nul", "a\0b", "|ab"),
    ("cr-lf", "a\r\nb\rc", "|a\nb\nc"),
    ("nothing", "", ""),
    ("only-tags", "<p></p>", ""),
]


@pytest.mark.parametrize(
    ("source", "expected"), [pytest.param(*row[1:], id=row[0]) for row in RUNS]
)
def test_runs(source, expected):
    """What joins and what breaks a run; what a skipped element is to its neighbours."""
    text = joined(source).text.replace("\0", "|")
    text = re.sub(r"~+", "~", re.sub(r"\|+", "|", text))
    assert text.rstrip("|") == expected


PIECES = [
    ("plain", "a pain b", "pain", ["pain"]),
    ("inline", "<b>lumbar</b> puncture", "lumbar puncture", ["lumbar", " puncture"]),
    ("inside-a-word", "MRI<b>-এর</b>", "MRI-এর", ["MRI", "-এর"]),
    ("comment", "tu<!-- x -->mour", "tumour", ["tu", "mour"]),
    ("white-space-between-tags", "<b>blood</b> <b>test</b>", "blood test", ["blood", "test"]),
    ("white-space-inside-a-tag", "<b>blood </b><b>test</b>", "blood test", ["blood ", "test"]),
    ("reference-inside", "caf&eacute;", "café", ["caf&eacute;"]),
    ("reference-first", "&#x9ad;াত", "ভাত", ["&#x9ad;াত"]),
    ("reference-last", "ভা&#x9a4;", "ভাত", ["ভা&#x9a4;"]),
    ("references-alone", "&#x9ad;&#x9be;&#x9a4;", "ভাত", ["&#x9ad;&#x9be;&#x9a4;"]),
    ("two-code-points", "a &NotEqualTilde; b", "≂̸", ["&NotEqualTilde;"]),
    ("half-of-a-reference", "a &NotEqualTilde; b", "≂", ["&NotEqualTilde;"]),
    ("reference-without-semicolon", "caf&eacute x", "café", ["caf&eacute"]),
    ("longest-prefix", "a&notit; b", "¬it", ["&notit"]),
    ("nul-inside", "pa\0in", "pain", ["pa\0in"]),
    ("line-break-inside", "blood\r\ntest", "blood\ntest", ["blood\r\ntest"]),
    ("carriage-return-inside", "blood\rtest", "blood\ntest", ["blood\rtest"]),
    ("behind-references", "&amp;&amp;\0 pain", "pain", ["pain"]),
    ("empty-element-inside", "pa<b></b>in", "pain", ["pa", "in"]),
    ("space-alone", "<b>a</b> <b>b</b>", " ", []),
]


@pytest.mark.parametrize(
    ("source", "surface", "expected"), [pytest.param(*row[1:], id=row[0]) for row in PIECES]
)
def test_pieces(source, surface, expected):
    """The source spans of a stretch of text; a reference is in or out as a whole."""
    found = joined(source)
    start = found.text.index(surface)
    spans = list(found.pieces(start, start + len(surface)))
    assert [source[begin:end] for begin, end in spans] == expected


def glossary(*names: str) -> rx.Glossary:
    tags = ["bn" if any("\u0980" <= c <= "\u09ff" for c in name) else "en" for name in names]
    return rx.Glossary(
        rx.Term(f"t{n}", en="x", term={"en": f"zzz{n}", tag: name})
        for n, (tag, name) in enumerate(zip(tags, names, strict=True))
    )


TERMS = glossary(
    "lumbar puncture", "MRI", "diabetes", "B12", "B", "body", "antibody", "tumour", "café", "x y",
    "ভাত", "pain", "blood test", "রোগ",
)  # fmt: skip
ANNOTATED = [
    ("inline", "<b>lumbar</b> puncture", ["lumbar</b> puncture"]),
    ("inline-inside-a-word", "MRI<b>-এর</b> পরে", ["MRI<b>-এর"]),
    ("inline-word-goes-on", "<b>pain</b>ful", []),
    ("inline-word-begins-before", "<b>anti</b>body", ["anti</b>body"]),
    ("sup-is-a-footnote", "diabetes<sup>1</sup>", ["diabetes"]),
    ("sup-before", "<sup>1</sup>diabetes", ["diabetes"]),
    ("sub-belongs-to-the-word", "B<sub>12</sub>", ["B<sub>12"]),
    ("br", "lumbar<br>puncture", []),
    ("img", "lumbar<img>puncture", []),
    ("img-beside", "pain<img>", ["pain"]),
    ("comment", "tu<!--x-->mour", ["tu<!--x-->mour"]),
    ("comment-between-words", "blood <!--x-->test", ["blood <!--x-->test"]),
    ("code-before", "<code>anti</code>body", []),
    ("code-behind", "pain<code>ful</code>", []),
    ("code-and-space", "<code>anti</code> body", ["body"]),
    ("code-between-words", "blood <code>x</code> test", []),
    ("link-beside", "<a href=x>anti</a>body", []),
    ("link-itself", "<a href=x>pain</a>", []),
    ("script-inside", "pa<script>x</script>in", []),
    ("blocks", "<p>lumbar</p><p>puncture</p>", []),
    ("cells", "<table><td>lumbar<td>puncture</table>", []),
    ("named-reference", "<p>caf&eacute;, x", ["caf&eacute;"]),
    ("no-break-space", "x&nbsp;y", ["x&nbsp;y"]),
    ("numeric-references", "&#x9ad;&#x9be;&#x9a4;&#x9c7;", ["&#x9ad;&#x9be;&#x9a4;&#x9c7;"]),
    ("soft-hyphen", "tu&shy;mour", ["tu&shy;mour"]),
    ("soft-hyphen-behind", "tumour&shy; x", ["tumour"]),
    ("nul", "pa\0in", ["pa\0in"]),
    ("cr-lf", "blood\r\ntest", ["blood\r\ntest"]),
    ("reference-to-a-letter-behind", "pain&#102;ul", []),
    ("ampersand", "pain&fever", ["pain"]),
    ("zero-width-space", "pain&#x200b;s", ["pain&#x200b;s"]),
    ("skipped-gap-after-ending", "রোগের<code>x</code>", []),
    ("attribute", '<p title="pain">', []),
    ("title", "<title>pain</title>", []),
]


@pytest.mark.parametrize(
    ("source", "expected"), [pytest.param(*row[1:], id=row[0]) for row in ANNOTATED]
)
def test_annotated(source, expected):
    """The same, as a reader of results sees it; and strip gives every such page back."""
    annotator = rx.Annotator(TERMS, policy=rx.Policy(occurrences="all"), renderer="dfn")
    assert [one.text for one in annotator.find(source)] == expected
    written = annotator.annotate(source).html
    assert written.count("<dfn") >= len(expected)
    assert rx.strip(written) == source


def test_each_piece_is_wrapped_and_the_first_is_the_tab_stop():
    """A term over inline tags is one annotation with a wrapper for each piece."""
    found = rx.Annotator(TERMS).annotate("<b>lumbar</b> puncture")
    (one,) = found
    assert one.surface == "lumbar puncture"
    assert len(one.pieces) == 2
    head, tail = found.html.split("</b>")
    assert "tabindex" not in head
    assert 'href="#rxg-t0"' in head
    assert tail.startswith('<a class="rxg" href="#rxg-t0" role="doc-glossref" tabindex="-1">')


PARTS = ["a", "ক", " ", "<b>", "</b>", "<p>", "<br>", "<code>", "</code>", "&amp;", "&notit;",
         "&#x9ad;", "&", "\r\n", "\0", "<!--x-->", "<sup>", "</sup>", "&nbsp;"]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join), st.data())
def test_the_way_back(source, data):
    """The pieces of any stretch hold its text, no more, and only what was offered."""
    found = joined(source)
    text = found.text
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    done = 0
    said = ""
    for begin, stop in found.pieces(start, end):
        assert done <= begin < stop <= len(source)
        done = stop
        said += decode_text(source[begin:stop])
    wanted = text[start:end].replace("\0", "")
    # Directly behind a gap there may be a character of a skipped element.
    if GAP not in text[max(0, start - 1) : end]:
        assert "".join(said.split()) == "".join(wanted.split())


def test_an_offset_in_a_gap_is_nowhere():
    """What stands for a skipped element or a break has no place in the source."""
    found = joined("a<code>bcd</code>e")
    assert found.text == "\0a~b~d~e"
    assert list(found.pieces(0, 1)) == []
    assert list(found.pieces(2, 7)) == []
    assert list(found.pieces(0, 8)) == [(0, 1), (17, 18)]


def test_the_gap_is_given():
    """Any character stands for a gap."""
    assert join("ab", [(0, 1, 2), (1, 2, 1)], gap="#").text == "\0#a#a#b"
