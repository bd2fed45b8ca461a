"""Glossary files edited in place: what changes, and that nothing else does."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import yaml
from entries import texts
from hypothesis import given
from hypothesis import strategies as st

from rxglossary.errors import GlossaryError
from rxglossary.formats import edit as module
from rxglossary.formats.edit import put, read_entries, rewrite

SHIPPED = Path(__file__).parents[1] / "glossaries"

BLOCK = """\
# top
terms:
  # first
  pain:  # see fever
    en: A bad feeling. # kept? no: cut
    forms:
      en:
        - ache   # one
        - hurt
    status: draft  # for now

  # second
  fever:
      en: "A hot body."
      forms: {en: [hot,  warm], bn: [জ্বর]}
      see:
        - url: https://a.org/
          title: A
        - {url: "https://b.org/"}   # two
      note:
        en: |
          One
          two

# end
"""


def changed(text, change, newline="\n"):
    """Return the lines that go and come when *change* is made to the entries of *text*."""
    old = text.replace("\n", newline).encode()
    found = read_entries(old)
    change(found)
    new = rewrite(old, found)
    before, after = old.decode().split(newline), new.decode().split(newline)
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return before[start : len(before) - end], after[start : len(after) - end]


def setting(id, *path, value):
    return lambda found: put(found[id], path, value)


def row(id, change, before, after, text=BLOCK):
    return pytest.param(text, change, before, after, id=id)


ROWS = [
    row("text", setting("pain", "status", value="reviewed"),
        ["    status: draft  # for now"], ["    status: reviewed  # for now"]),
    row("quotes stay", setting("fever", "definition", "en", value='Hot: "very".'),
        ['      en: "A hot body."'], ['      en: "Hot: \\"very\\"."']),
    row("quotes where needed", setting("pain", "en", value="Insulin: a hormone #1"),
        ["    en: A bad feeling. # kept? no: cut"],
        ["    en: 'Insulin: a hormone #1' # kept? no: cut"]),
    row("literal block", setting("fever", "note", "en", value="One, two"),
        ["        en: |", "          One", "          two"], ["        en: One, two"]),
    row("line break", setting("fever", "note", "en", value="One\ntwo"),
        ["        en: |", "          One", "          two"], ['        en: "One\\ntwo"']),
    row("item", setting("pain", "forms", "en", value=["ache", "sore"]),
        ["        - hurt"], ["        - sore"]),
    row("more items", setting("pain", "forms", "en", value=["ache", "hurt", "a, b", "no"]),
        [], ["        - 'a, b'", "        - 'no'"]),
    row("fewer items", setting("pain", "forms", "en", value=["hurt"]),
        ["      en:", "        - ache   # one", "        - hurt"], ["      en: [hurt]"]),
    row("item in brackets", setting("fever", "forms", "en", value=["hot", "burning", "x y"]),
        ["      forms: {en: [hot,  warm], bn: [জ্বর]}"],
        ["      forms: {en: [hot,  burning, x y], bn: [জ্বর]}"]),
    row("key into braces", setting("fever", "forms", "hi", value=["x"]),
        ["      forms: {en: [hot,  warm], bn: [জ্বর]}"],
        ["      forms: {en: [hot,  warm], bn: [জ্বর], hi: [x]}"]),
    row("key out of braces", setting("fever", "forms", "en", value=None),
        ["      forms: {en: [hot,  warm], bn: [জ্বর]}"], ["      forms: {bn: [জ্বর]}"]),
    row("new key at its place", setting("pain", "synonyms", value={"en": ["x"]}),
        [], ["    synonyms: {en: [x]}"]),
    row("new key behind the last", setting("pain", "review", "en", value={"by": "A. Begum"}),
        [], ["    review:", "      en: {by: A. Begum}"]),
    row("new key in front", setting("fever", "en", value=None), ['      en: "A hot body."'], []),
    row("field in a record of a list", lambda f: f["fever"]["see"][0].update(lang="en"),
        [], ["          lang: en"]),
    row("first key of a list's item", lambda f: f["fever"]["see"][0].pop("url"),
        ["        - url: https://a.org/", "          title: A"], ["        - title: A"]),
    row("record more", lambda f: f["fever"]["see"].append({"url": "https://c.org"}),
        [], ["        - {url: 'https://c.org'}"]),
    row("field goes", setting("pain", "status", value=None),
        ["    status: draft  # for now"], []),
    row("last of a mapping goes", setting("pain", "forms", "en", value=None),
        ["    forms:", "      en:", "        - ache   # one", "        - hurt"], []),
    row("long to short, other kind", lambda f: f["pain"].update(forms="x"),
        ["    forms:", "      en:", "        - ache   # one", "        - hurt"], ["    forms: x"]),
    row("long texts in lines of their own",
        setting("pain", "clinical", value={"en": "x " * 40 + "x", "bn": "y"}),
        [], ["    clinical:", "      en: " + "x " * 40 + "x", "      bn: y"]),
    row("hashes that look like numbers",
        setting("pain", "translated", value={"bn": {"of": "12345678"}, "hi": {"of": "1234e567"},
                                             "fr": {"of": "3f9c01ab"}}),
        [], ["    translated:", "      bn: {of: '12345678'}", "      hi: {of: '1234e567'}",
             "      fr: {of: 3f9c01ab}"]),
    row("dates and truth values",
        setting("pain", "x", value={"d": datetime.date(2026, 11, 1), "t": True, "f": False,
                                   "n": 5}),
        [], ["    x: {d: 2026-11-01, t: true, f: false, n: '5'}"]),
    row("new entry", lambda f: f.update(cough={"en": "x", "bn": "y"}),
        [], ["  cough:", "    en: x", "    bn: y", ""]),
    row("entry goes", lambda f: f.pop("pain"),
        BLOCK.split("\n")[3:10], []),
    row("short becomes long", setting("pain", "definition", "hi", value="z"),
        ["    en: A bad feeling. # kept? no: cut"],
        ["    definition: {en: A bad feeling., hi: z}"]),
    row("entry in braces", setting("a", "status", value="draft"),
        ["terms: {a: {en: x}}"], ["terms: {a: {en: x, status: draft}}"],
        text="terms: {a: {en: x}}\n"),
    row("front of braces", setting("a", "en", value="x"),
        ["terms: {a: {status: draft}}"], ["terms: {a: {en: x, status: draft}}"],
        text="terms: {a: {status: draft}}\n"),
    row("front of a block", setting("a", "en", value="x"), [], ["    en: x"],
        text="terms:\n  a:\n    status: draft # s\n"),
    row("no line end at the end", setting("a", "bn", value="y"), [], ["    bn: y"],
        text="terms:\n  a:\n    en: x # e"),
    row("last line goes", setting("a", "en", value=None), ["    en: x"], [""],
        text="terms:\n  a:\n    bn: y\n    en: x"),
    row("first entry", lambda f: f.update(a={"en": "x"}),
        ["terms: {}"], ["terms:", "  a:", "    en: x"], text="terms: {}\n# end\n"),
    row("first and second entry", lambda f: f.update(a={"en": "x"}, b={"en": "y"}),
        ["terms: {}"], ["terms:", "  a:", "    en: x", "", "  b:", "    en: y"],
        text="terms: {}\n"),
    row("last entry goes", lambda f: f.pop("a"), ["terms:", "  a:", "    en: x"], ["terms: {}"],
        text="terms:\n  a:\n    en: x\n"),
    row("value where none was", setting("a", "bn", value="null"),
        ["    bn:"], ["    bn: 'null'"], text="terms:\n  a:\n    en: x\n    bn:\n"),
    row("key in quotes", lambda f: f["a"].update({"x: y": "z"}), [], ["    'x: y': z"],
        text="terms:\n  a:\n    en: x\n"),
]  # fmt: skip


@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(("text", "change", "before", "after"), ROWS)
def test_only_the_lines_that_change_do(text, change, before, after, newline):
    """A change touches its own lines; comments, order, quotes and line ends stay."""
    assert changed(text, change, newline) == (before, after)


def test_nothing_to_do_gives_the_same_object():
    """A file that says already what it should is given back as it is."""
    data = BLOCK.encode()
    assert rewrite(data, read_entries(data)) is data


def test_a_byte_order_mark_stays():
    """What an editor of Windows put in front is there afterwards."""
    data = b"\xef\xbb\xbfterms:\n  a:\n    en: x\n"
    assert rewrite(data, {"a": {"en": "y"}}) == data.replace(b"x", b"y")


EMPTY = [
    pytest.param("", "terms:\n  a:\n    en: x\n", id="empty"),
    pytest.param("# none\n\n", "# none\nterms:\n  a:\n    en: x\n\n", id="comment"),
    pytest.param("---\n", "---\nterms:\n  a:\n    en: x\n", id="mark"),
    pytest.param("terms:\n", "terms:\n  a:\n    en: x\n", id="nothing-below"),
    pytest.param("terms: ~ # t\n", "terms:\n  a:\n    en: x # t\n", id="tilde"),
]


@pytest.mark.parametrize(("text", "expected"), EMPTY)
def test_a_file_without_entries_gets_its_first(text, expected):
    """Entries may be put into an empty file too."""
    assert rewrite(text.encode(), {"a": {"en": "x"}}).decode() == expected


UNREADABLE = [
    pytest.param(b"terms: {a: {en: \xff}}", "not-utf-8", id="encoding"),
    pytest.param(b"terms: {a: {en: x, en: y}}", "duplicate-key", id="duplicate"),
    pytest.param(b"terms: {a: &x {en: x}}", "anchor", id="anchor"),
    pytest.param(b"terms: [", "bad-yaml", id="syntax"),
    pytest.param(b"terms: [a]", "no-terms", id="list"),
    pytest.param(b"- a", "no-terms", id="top-list"),
    pytest.param(b"terms: {a: b}", "no-terms", id="entry-is-text"),
]


@pytest.mark.parametrize(("data", "code"), UNREADABLE)
def test_a_file_that_cannot_be_read_is_not_edited(data, code):
    """The error is the loader's, with its place."""
    for call in (lambda: read_entries(data, "g.yaml"), lambda: rewrite(data, {}, "g.yaml")):
        with pytest.raises(GlossaryError) as caught:
            call()
        assert caught.value.problems[0].code == code
        assert caught.value.problems[0].file == "g.yaml"


def test_what_cannot_be_written_is_refused(monkeypatch):
    """The new file is read back: where it doesn't say what it should, nothing comes out."""
    with pytest.raises(GlossaryError, match=r"g\.yaml: not-editable"):
        rewrite(b"terms: {a: {en: x}}", {"a": {"en": "\ud800"}}, "g.yaml")
    monkeypatch.setattr(module, "_scalar", lambda text, **_: text)
    with pytest.raises(GlossaryError, match="not-editable"):
        rewrite(b"terms: {a: {en: x}}", {"a": {"en": "a: b"}})
    with pytest.raises(GlossaryError, match="not-editable"):
        rewrite(b"terms: {a: {en: x}}", {"a": {"en": "y # z"}})


def test_another_format_is_not_edited():
    """A file that the loader reads as something else than YAML is refused by name."""
    for name, format in [("g.csv", "csv"), ("g.PO", "po"), ("g.json", "json")]:
        with pytest.raises(GlossaryError, match=rf"^{name}: not-editable: .* of this {format} "):
            read_entries(b"terms: {}", name)


PUT = [
    pytest.param({"en": "x"}, ["definition", "bn"], "y", {"en": "x", "bn": "y"}, id="short"),
    pytest.param({}, ["definition", "en"], "y", {"en": "y"}, id="first"),
    pytest.param({"en": "x"}, ["definition", "hi"], "y", {"definition": {"en": "x", "hi": "y"}},
                 id="short-becomes-long"),
    pytest.param({}, ["definition", "hi"], "y", {"definition": {"hi": "y"}}, id="long"),
    pytest.param({"definition": {"en": "x"}}, ["definition", "en"], "y",
                 {"definition": {"en": "y"}}, id="long-stays"),
    pytest.param({"en": "x"}, ["definition"], {"en": "y"}, {"definition": {"en": "y"}},
                 id="all-definitions"),
    pytest.param({}, ["a", "b", "c"], 1, {"a": {"b": {"c": 1}}}, id="deep"),
    pytest.param({"a": {"b": {"c": 1}}, "d": 2}, ["a", "b", "c"], None, {"d": 2}, id="remove"),
    pytest.param({"a": {"b": 1, "c": 2}}, ["a", "b"], None, {"a": {"c": 2}}, id="remove-one"),
    pytest.param({}, ["a", "b"], None, {}, id="remove-nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "path", "value", "expected"), PUT)
def test_put(fields, path, value, expected):
    """A path leads through mappings, which come and go; definitions keep their form."""
    put(fields, path, value)
    assert fields == expected


ids = st.from_regex("[a-z]{1,3}", fullmatch=True)


# Trees of any shape: what an entry may hold is none of an editor's business.
def maps(values):
    return st.dictionaries(ids | texts, values, min_size=1, max_size=3)


trees = st.recursive(
    texts, lambda inner: st.lists(inner, min_size=1, max_size=3) | maps(inner), max_leaves=6
)
glossaries = st.dictionaries(ids, maps(trees), min_size=1, max_size=3)
layouts = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([None, True, False]),
        "indent": st.sampled_from([2, 3, 4]),
        "width": st.sampled_from([20, 80, 1000]),
        "default_style": st.sampled_from([None, None, "'", '"', "|", ">"]),
        "allow_unicode": st.booleans(),
        "line_break": st.sampled_from(["\n", "\r\n"]),
    }
)


@given(glossaries, glossaries, layouts)
def test_any_file_can_be_made_to_say_anything(before, after, layout):
    """Whatever the layout, the file says afterwards what it should."""
    old = yaml.safe_dump({"terms": before}, sort_keys=False, **layout).encode()
    found = read_entries(rewrite(old, after))
    assert found == after
    assert rewrite(old, read_entries(old)) is old


@given(glossaries, layouts, st.data())
def test_one_change_leaves_the_other_entries_alone(before, layout, data):
    """Comments and bytes of the entries that don't change are there again."""
    layout["default_flow_style"] = data.draw(st.sampled_from([None, False]))
    parts = [
        yaml.safe_dump({"terms": {id: fields}}, sort_keys=False, **layout).partition("\n")[2]
        for id, fields in before.items()
    ]
    newline = layout["line_break"]
    comments = [f"  # comment {number}{newline}" for number in range(len(parts))]
    old = f"terms:{newline}" + "".join(c + p for c, p in zip(comments, parts, strict=True))
    found = read_entries(old.encode())
    id = data.draw(st.sampled_from(sorted(found)))
    put(found[id], ["note", "en"], data.draw(texts))
    new = rewrite(old.encode(), found).decode()
    place = list(before).index(id)
    for number, part in enumerate(parts):
        assert comments[number] in new
        if number != place:
            assert comments[number] + part.rstrip(newline) in new


def test_the_shipped_files_change_in_one_line_an_entry():
    """House style: each entry gets its review in lines of its own, and nothing else moves."""
    for file in SHIPPED.glob("*.yaml"):
        data = file.read_bytes()
        found = read_entries(data, str(file))
        for fields in found.values():
            put(fields, ["review", "en"], {"by": "A. Begum", "of": "3f9c01ab"})
        lines = rewrite(data, found, str(file)).decode().split("\n")
        kept = [
            line
            for line in lines
            if line not in ("    review:", "      en: {by: A. Begum, of: 3f9c01ab}")
        ]
        assert "\n".join(kept).encode() == data
        assert len(lines) - len(kept) == 2 * len(found)
