"""Glossary files: what is read, and what is said about files that are wrong."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
import yaml

from rxglossary.errors import GlossaryError
from rxglossary.formats import tree
from rxglossary.formats import yaml as module
from rxglossary.formats.yaml import builtin, load, loads

SHIPPED = Path(__file__).parents[1] / "glossaries"

needs_c_parser = pytest.mark.skipif(
    not hasattr(yaml, "CSafeLoader"), reason="PyYAML was built without libyaml"
)


@pytest.fixture(
    params=[pytest.param("CSafeLoader", marks=needs_c_parser), pytest.param("SafeLoader")]
)
def parser(request, monkeypatch):
    """Run a test with libyaml's parser and with the pure one."""
    monkeypatch.setattr(tree, "PARSER", getattr(yaml, request.param))


def problems(text):
    """Return code, line and column of everything that is wrong in *text*."""
    with pytest.raises(GlossaryError) as caught:
        loads(text, "g.yaml")
    return [(problem.code, problem.line, problem.column) for problem in caught.value.problems]


def row(name, text, *expected):
    return pytest.param(text, list(expected), id=name)


WRONG = [
    row("empty", "", ("no-terms", 1, 1)),
    row("comment only", "# nothing\n", ("no-terms", 1, 1)),
    row("a list", "- a\n", ("no-terms", 1, 1)),
    row("a text", "terms\n", ("no-terms", 1, 1)),
    row("no terms", "{}\n", ("no-terms", 1, 1)),
    row("terms empty", "terms:\n", ("not-a-mapping", 1, 1)),
    row("terms a list", "terms: [a]\n", ("not-a-mapping", 1, 8)),
    row("unknown top key", "terms: {}\nterm: {}\n", ("unknown-field", 2, 1)),
    row("unknown top key, no terms", "term: {}\n", ("unknown-field", 1, 1)),
    row("entry is a text", "terms:\n  pain: A bad feeling.\n", ("not-a-mapping", 2, 9)),
    row("entry is missing", "terms:\n  pain:\n", ("not-a-mapping", 2, 3)),
    row("bad id", "terms:\n  Big Pain:\n    en: x\n", ("bad-id", 2, 3)),
    row("unknown field", "terms:\n  pain:\n    ne: x\n    en: x\n", ("unknown-field", 3, 5)),
    row("no definition", "terms:\n  pain:\n    status: draft\n", ("missing-definition", 2, 3)),
    row("value of an enumeration", "terms: {a: {en: x, status: ready}}", ("bad-value", 1, 28)),
    row("two definitions", "terms: {a: {en: x, definition: {en: y}}}", ("two-definitions", 1, 13)),
    row("language tag", "terms: {a: {en: x, term: {e: y}}}", ("bad-language", 1, 27)),
    row("text for a list", "terms: {a: {en: x, forms: {en: y}}}", ("not-a-list", 1, 32)),
    row("list for a text", "terms: {a: {en: [x]}}", ("not-text", 1, 17)),
    row("item of a list", "terms: {a: {en: x, forms: {en: [y, {}]}}}", ("not-text", 1, 36)),
    row("blank text", 'terms: {a: {en: " "}}', ("empty-value", 1, 17)),
    row("nothing behind a key", "terms:\n  a:\n    en:\n    bn: x\n", ("not-text", 3, 5)),
    row("tilde", "terms: {a: {en: ~, bn: x}}", ("not-text", 1, 13)),
    row("null", "terms: {a: {en: null, bn: x}}", ("not-text", 1, 13)),
    row("null in a list", "terms: {a: {en: x, related: [b, ~]}}", ("not-text", 1, 33)),
    row("override is no boolean", "terms: {a: {en: x, override: yes}}", ("bad-value", 1, 30)),
    row("duplicate field", "terms:\n  a:\n    en: x\n    en: y\n", ("duplicate-key", 4, 5)),
    row("duplicate id", "terms:\n  a: {en: x}\n  a: {en: y}\n", ("duplicate-key", 3, 3)),
    row("missing key", "terms:\n  a:\n    ?\n    : x\n", ("missing-key", 3, 6)),
    row("merge", "terms:\n  a:\n    <<: {en: x}\n    en: y\n", ("merge", 3, 5)),
    row("anchor", "terms:\n  a: &a {en: x}\n", ("anchor", 2, 6)),
    row("anchor on a text", "terms: {a: {en: &b x}}", ("anchor", 1, 17)),
    row("alias", "terms:\n  a: {en: x}\n  b: *a\n", ("alias", 3, 6)),
    row("alias as key", "terms: {*a : {en: x}}", ("alias", 1, 9)),
    row("tag", "terms: {a: {en: !!str x}}", ("tag", 1, 17)),
    row("tag of an object", "terms: !!python/object:os.system {a: {en: x}}", ("tag", 1, 8)),
    row("complex key", "terms:\n  ? [a, b]\n  : {en: x}\n", ("bad-key", 2, 5)),
    row("two documents", "terms: {a: {en: x}}\n---\nterms: {}\n", ("several-documents", 2, 1)),
    row("33 levels", "terms: " + "[" * 40, ("too-deep", 1, 39)),
    row("colon", "terms:\n  a:\n    en: Insulin: a hormone.\n", ("unquoted-colon", 3, 16)),
    row("colon, in braces", "terms: {a: {en: b: c}}", ("unquoted-colon", 1, 18)),
    row("tab", "terms:\n  a:\n\ten: x\n", ("tab", 3, 1)),
    row("tab behind spaces", "terms:\n  a:\n  \ten: x\n", ("tab", 3, 3)),
    row("percent", "terms:\n  a:\n    en: %x\n", ("unquoted-text", 3, 9)),
    row("at", "terms:\n  a:\n    en: @x\n", ("unquoted-text", 3, 9)),
    row("half quoted", 'terms:\n  a:\n    en: "Pain" hurts.\n', ("bad-yaml", 3, 16)),
    row("wrong indentation", "terms:\n  a:\n    en: x\n   bn: y\n", ("bad-yaml", 4, 4)),
    row("control character", "terms:\n  a: {en: x\x07y}\n", ("bad-character", 2, 12)),
    row("escape", "terms:\n  a: {en: x\x1b[2J}\n", ("bad-character", 2, 12)),
    row("control, Bangla before it", "terms:\n  a: {en: ব্যথা\x01}\n", ("bad-character", 2, 16)),
    row("surrogate", "terms: {a: {en: x\ud800}}", ("bad-character", 1, 18)),
    row("comment behind a text", "terms: \n  a:\n    en: x # y\n", ("cut-by-comment", 3, 9)),
    row("comment that eats a brace", "terms: {a: {en: x # y}}", ("cut-by-comment", 1, 17)),
    row("C# is cut", "terms:\n  a:\n    term: {en: A #1}\n", ("cut-by-comment", 3, 16)),
    row(
        "comment behind a form",
        "terms:\n  a:\n    en: x\n    forms:\n      en:\n        - y\n        - z  # plural\n",
        ("cut-by-comment", 7, 11),
    ),
    row(
        "note", "terms:\n  a:\n    en: x\n    note:\n      en: see #1\n", ("cut-by-comment", 5, 11)
    ),
    row(
        "alternative text",
        "terms:\n  a:\n    en: x\n    image:\n      src: x.svg\n      alt:\n        en: No #1\n",
        ("cut-by-comment", 7, 13),
    ),
    row("page without URL", "terms: {a: {en: x, see: [{title: y}]}}", ("missing-field", 1, 26)),
    row(
        "comment behind the last line of a text",
        "terms:\n  a:\n    definition:\n      en: one\n        two # three\n",
        ("cut-by-comment", 4, 11),
    ),
    row(
        "Windows line ends",
        "terms:\r\n  a:\r\n    en: x # y\r\n    bm: z\r\n",
        ("cut-by-comment", 3, 9),
        ("unknown-field", 4, 5),
    ),
    row(
        "all at once, in the order of the file",
        "terms:\n  a: {em: x}\n  b: {en: x}\n  b: {en: [y]}\n  C: {en: &z y}\nother: x\n",
        ("unknown-field", 2, 7),
        ("duplicate-key", 4, 3),
        ("not-text", 4, 11),
        ("bad-id", 5, 3),
        ("anchor", 5, 11),
        ("unknown-field", 6, 1),
    ),
]


@pytest.mark.parametrize(("text", "expected"), WRONG)
@pytest.mark.usefixtures("parser")
def test_a_wrong_file_is_refused_with_every_place(text, expected):
    assert problems(text) == expected


@needs_c_parser
def test_a_comment_behind_a_tab_cuts_a_text_too():
    assert problems("terms:\n  a:\n    bn: x\t# y\n") == [("cut-by-comment", 3, 9)]


@pytest.mark.parametrize(
    "word",
    "no yes on off y n true false 1e3 0x1F 012 1_000 12:30 2026-11-01 .inf .nan = << 1.0".split(),
)
@pytest.mark.usefixtures("parser")
def test_every_scalar_is_the_text_in_the_file(word):
    term = loads(f"terms: {{a: {{en: {word}, forms: {{en: [{word}]}}}}}}")["a"]
    assert (term.definition["en"], term.forms["en"]) == (word, (word,))


@pytest.mark.parametrize("word", ["NO", "on", "yes", "1e3", "12:30", "Null", "null"])
@pytest.mark.usefixtures("parser")
def test_a_word_of_yaml_may_be_a_term(word):
    quote = "'" if word.lower() == "null" else ""
    (term,) = loads(f"terms:\n  a:\n    en: x\n    term: {{en: {quote}{word}{quote}}}\n")
    assert term.preferred("en") == word


@pytest.mark.parametrize("key", ["no", "on", "null", "1e3", "2026"])
@pytest.mark.usefixtures("parser")
def test_every_key_is_the_text_in_the_file(key):
    assert [term.id for term in loads(f"terms: {{{key}: {{en: x}}}}")] == [key]


@pytest.mark.parametrize("text", ["null", "~", "x # y", "Insulin: a hormone."])
@pytest.mark.parametrize("quote", ["'", '"'])
@pytest.mark.usefixtures("parser")
def test_a_quoted_text_is_taken_as_it_stands(text, quote):
    assert loads(f"terms: {{a: {{en: {quote}{text}{quote}}}}}")["a"].definition["en"] == text


def test_a_block_text_keeps_its_hash():
    assert loads("terms:\n  a:\n    en: |\n      x # y\n")["a"].definition["en"] == "x # y"


@pytest.mark.parametrize(
    "text",
    [
        "# first\nterms: # second\n  a: # third\n    en: x\n    # fourth\n",
        "terms:\n  a:\n    en: x\n    status: draft # for now\n",
        "terms:\n  a:\n    en: x\n    category: cancer  # see the list\n    related: [b] # b\n",
        "terms:\n  a:\n    en: 'x' # quoted\n",
        "terms:\n  a:\n    en: x\n    translated:\n      bn: {of: 3f9c01ab}    # of the text\n",
        "terms:\n  a:\n    en: x\n    review:\n      en:\n        by: A. Begum  # Dhaka\n",
        "terms:\n  a:\n    en: x#y\n",
        "terms:\n  a:\n    en: x\n#   bn: y\n",
        "---\nterms: {a: {en: x}}\n...\n",
        "%YAML 1.1\n---\nterms: {a: {en: x}}\n",
        "\ufeffterms: {a: {en: x}}\n",
    ],
)
@pytest.mark.usefixtures("parser")
def test_comments_and_marks_that_cut_nothing_are_allowed(text):
    assert "a" in loads(text)


@pytest.mark.usefixtures("parser")
def test_a_term_remembers_its_place():
    glossary = loads("terms:\r\n  a: {en: x}\r\n\r\n  'b':\r\n    en: y\r\n", "g.yaml")
    assert [str(term.origin) for term in glossary] == ["g.yaml:2:3", "g.yaml:4:3"]


def test_a_term_holds_plain_text():
    term = loads("terms: {a: {en: x, term: {en: y}}}")["a"]
    assert {type(term.id), type(term.definition["en"]), type(term.term["en"])} == {str}


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("terms: {a: {en: b: c}}", "quotes round it"),
        ("terms:\n\ta:", "use spaces"),
        ("terms:\n  a:\n    en: x # y\n", "put quotes round it"),
        ("terms:\n  a: {en: x}\n  a: {en: y}\n", "taken in line 2"),
        ("terms: {a: {en: &x y}}", "remove it"),
        ("terms: {a: {en: x, forms: {en: [null]}}}", "put quotes round the word null"),
        ("terms: {NO: {en: x}}", "such as 'no'; how the word is written goes into term:"),
        ("terms: {Big Pain!: {en: x}}", "such as 'big-pain'"),
        ("term: {}", "did you mean 'terms'?"),
        ("terms: {a: {defnition: {en: x}}}", "did you mean 'definition'?"),
    ],
)
def test_a_message_says_what_to_do(text, remedy):
    with pytest.raises(GlossaryError) as caught:
        loads(text)
    assert remedy in str(caught.value)


def test_a_message_shows_the_line_with_a_caret():
    with pytest.raises(GlossaryError) as caught:
        loads("terms:\n  a:\n    en: Insulin: a hormone.\n", "g.yaml")
    first, line, caret = str(caught.value).split("\n")
    assert first.startswith("g.yaml:3:16: unquoted-colon: ")
    assert line == "    en: Insulin: a hormone."
    assert caret == " " * 15 + "^"


def test_a_message_never_writes_control_characters():
    with pytest.raises(GlossaryError) as caught:
        loads('terms: {"a\\e[2J": {en: x}}\x9b', "g\x1b.yaml")
    assert str(caught.value).replace("\n", "").isprintable()


def test_former_ids_are_checked_across_files(tmp_path):
    write(
        tmp_path,
        a="terms:\n  pain: {en: x, aliases: [ache]}\n  fever: {en: x}\n",
        b="terms:\n  hurt:\n    en: x\n    aliases:\n      - sore\n      - ache\n      - fever\n",
    )
    with pytest.raises(GlossaryError) as caught:
        load(tmp_path)
    assert [(Path(p.file).name, p.code, p.line, p.column) for p in caught.value.problems] == [
        ("b.yaml", "alias-taken", 6, 9),
        ("b.yaml", "alias-taken", 7, 9),
    ]
    assert f"taken by 'pain' at {tmp_path / 'a.yaml'}:2:3" in caught.value.problems[0].message


def test_an_overridden_entry_takes_its_former_ids_with_it(tmp_path):
    write(
        tmp_path,
        a="terms: {pain: {en: x, aliases: [ache]}}",
        b="terms: {pain: {en: y, override: true}, hurt: {en: z, aliases: [ache]}}",
    )
    assert load(tmp_path)["ache"].id == "hurt"


def test_problems_know_their_path():
    with pytest.raises(GlossaryError) as caught:
        loads("terms: {a: {en: x, review: {en: {date: today}}}}")
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("bad-date", 1, 40)
    assert problem.path == ("review", "en", "date")


# --- Hostile files -------------------------------------------------------------------------------


def bomb(levels=9):
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


@needs_c_parser
@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(bomb(), "anchor", id="alias bomb"),
        pytest.param("terms: " + "[" * 200_000, "too-deep", id="brackets"),
        pytest.param("terms: " + "{a: " * 200_000, "too-deep", id="braces"),
        pytest.param("- " * 200_000, "too-deep", id="dashes"),
        pytest.param("&a " * 200_000, "bad-yaml", id="anchors in a row"),
        pytest.param("terms: {" + "a: &a x, " * 200_000 + "}", "too-many-problems", id="anchors"),
        pytest.param("terms: " + " " * 1_000_000 + "x", "not-a-mapping", id="spaces"),
        pytest.param("terms: [" + "'', " * 50_000 + "]", "not-a-mapping", id="long list"),
        pytest.param(
            "terms: {a: {related: [" + "'', " * 20_000 + "]}}", "too-many-problems", id="empty"
        ),
        pytest.param("\x00" * 1_000_000, "bad-character", id="NUL"),
        pytest.param("'" * 1_000_001, "bad-yaml", id="quotes"),
        pytest.param("terms: {a: {en: " + "x #" * 1_000_000, "cut-by-comment", id="comments"),
        pytest.param("terms:\n  a:\n    en: " + "# #" * 1_000_000, "not-text", id="comment"),
        pytest.param("terms:\n  " + "x" * 1_000_000 + ":\n", "unquoted-colon", id="long key"),
        pytest.param("terms:\n" + "  a: {en: x}\n" * 50_000, "too-many-problems", id="one id"),
        pytest.param("\t" * 1_000_000, "tab", id="tabs"),
        pytest.param("terms: {a: {en: x}}\n" + "---\n" * 100_000, "several-documents", id="docs"),
        pytest.param("? " * 200_000, "bad-key", id="question marks"),
    ],
)
def test_a_hostile_file_is_refused_quickly(text, code):
    start = time.process_time()
    found = problems(text)
    assert code in {code for code, _, _ in found}
    assert len(found) <= 1001
    assert time.process_time() - start < 60  # a hang, not a slow machine


@needs_c_parser
def test_a_huge_text_is_just_text():
    text = loads(f"terms: {{a: {{en: {'word ' * 2_000_000}}}}}")["a"].definition["en"]
    assert len(text) == 9_999_999


def test_a_hostile_text_is_not_repeated_in_its_message():
    for text in (
        f'terms: {{"{"x" * 900}!": {{en: y}}}}',
        f"terms: {{a: {{en: y, {'x' * 900}: z}}}}",
        f"terms: {{a: {{en: y, status: {'x' * 100_000}}}}}",
        f"terms: {{a: {{en: y, see: [{{url: {'x' * 100_000}}}]}}}}",
        f"terms: {{a: {{en: y, {'x' * 900}: z, {'x' * 900}: z}}}}",
    ):
        with pytest.raises(GlossaryError) as caught:
            loads(text)
        assert all(len(problem.message) < 300 for problem in caught.value.problems)


def test_a_hostile_line_is_not_repeated_in_every_message():
    with pytest.raises(GlossaryError) as caught:
        loads("terms: {a: {related: [" + "'', " * 5_000 + "]}}")
    assert len(str(caught.value)) < 1_000_000


# --- Files and folders ---------------------------------------------------------------------------


def write(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path = path.with_name(path.name + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_a_folder_is_read_with_its_sub_folders_in_order(tmp_path):
    write(tmp_path, b="terms: {b: {en: x}}", a="terms: {a: {en: x}}", c__d="terms: {d: {en: x}}")
    (tmp_path / "e.YML").write_text("terms: {e: {en: x}}")
    (tmp_path / "readme.txt").write_text("no glossary")
    (tmp_path / ".hidden.yaml").write_text("no: glossary")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.yaml").write_text("no: glossary")
    (tmp_path / "folder.yaml").mkdir()
    assert [term.id for term in load(tmp_path)] == ["a", "b", "d", "e"]


def test_sources_merge_and_a_file_named_twice_is_read_once(tmp_path):
    write(tmp_path, a="terms: {a: {en: x}}", b="terms: {b: {en: x}}")
    assert len(load(tmp_path, str(tmp_path / "a.yaml"), tmp_path / "." / "b.yaml")) == 2


def test_an_id_in_two_files_is_refused_with_both_places(tmp_path):
    write(tmp_path, a="terms:\n  pain: {en: x}\n", b="terms:\n\n  pain: {en: y}\n")
    with pytest.raises(GlossaryError) as caught:
        load(tmp_path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.file) == ("duplicate-id", str(tmp_path / "b.yaml"))
    assert (problem.line, problem.column, problem.excerpt) == (3, 3, "  pain: {en: y}")
    assert f"{tmp_path / 'a.yaml'}:2:3" in problem.message


def test_override_replaces_an_earlier_entry_only(tmp_path):
    earlier, later = tmp_path / "1.yaml", tmp_path / "0.yaml"
    earlier.write_text("terms: {a: {en: old}, b: {en: x}}")
    later.write_text("terms: {a: {en: new, override: true}}")
    glossary = load(earlier, later)
    assert [(term.id, term.definition["en"]) for term in glossary] == [("a", "new"), ("b", "x")]
    with pytest.raises(GlossaryError, match="duplicate-id"):
        load(later, earlier)


@pytest.mark.parametrize("word", ["false", "'false'"])
def test_override_false_replaces_nothing(tmp_path, word):
    write(tmp_path, a="terms: {a: {en: x}}", b=f"terms: {{a: {{en: y, override: {word}}}}}")
    with pytest.raises(GlossaryError, match="duplicate-id"):
        load(tmp_path)


def test_the_problems_of_all_files_come_together(tmp_path):
    write(tmp_path, a="terms: {a: {ne: x}}", b="terms: [", c="terms: {c: {en: x}}")
    (tmp_path / "d.yaml").write_bytes(b"terms: {d: {en: x}}\n# caf\xe9\n")
    with pytest.raises(GlossaryError) as caught:
        load(tmp_path, tmp_path / "none", tmp_path / "c.yaml")
    found = {(Path(p.file).name, p.code, p.line, p.column) for p in caught.value.problems}
    assert {
        ("none", "no-file", 0, 0),
        ("a.yaml", "unknown-field", 1, 13),
        ("d.yaml", "not-utf-8", 2, 6),
    } < found
    assert {file for file, *_ in found} == {"none", "a.yaml", "b.yaml", "d.yaml"}


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        pytest.param(b"\xff\xfet\0e\0r\0m\0s\0", 1, 1, id="UTF-16"),
        pytest.param(b"terms:\n  a: {en: \x93x\x94}\n", 2, 11, id="windows-1252"),
        pytest.param(b"\xef\xbb\xbfterms:\r\n  \xa0", 2, 3, id="behind a byte order mark"),
        pytest.param("terms:\n  ব্যথা".encode() + b"\xe0\xa6", 2, 8, id="cut off"),
    ],
)
def test_a_file_that_is_not_utf_8_is_refused_with_the_place(tmp_path, data, line, column):
    (tmp_path / "g.yaml").write_bytes(data)
    with pytest.raises(GlossaryError) as caught:
        load(tmp_path / "g.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column) == ("not-utf-8", line, column)


def test_a_byte_order_mark_is_accepted(tmp_path):
    (tmp_path / "g.yaml").write_bytes(b"\xef\xbb\xbfterms: {a: {en: x}}")
    assert load(tmp_path / "g.yaml")["a"].origin.column == 9


def test_a_folder_without_yaml_is_refused(tmp_path):
    with pytest.raises(GlossaryError, match="no-yaml"):
        load(tmp_path)


def test_a_name_that_no_file_can_have_is_refused():
    with pytest.raises(GlossaryError, match="unreadable-file"):
        load("a\0b")


def test_nothing_to_load_is_refused():
    with pytest.raises(GlossaryError, match="no-source"):
        load()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="modes don't bind here")
@pytest.mark.parametrize("name", ["g.yaml", "folder"])
def test_an_unreadable_file_or_folder_is_refused(tmp_path, name):
    write(tmp_path, g="terms: {a: {en: x}}", folder__b="terms: {b: {en: x}}")
    (tmp_path / name).chmod(0o000)
    with pytest.raises(GlossaryError, match="unreadable-file"):
        load(tmp_path)
    (tmp_path / name).chmod(0o700)


# --- The shipped glossaries ----------------------------------------------------------------------


def test_the_shipped_glossaries_load():
    assert len(load(SHIPPED)) > 0
    assert builtin() == load(SHIPPED)


def test_an_installation_without_glossaries_is_told_so(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "__file__", str(tmp_path / "lib/x/rxglossary/formats/yaml.py"))
    with pytest.raises(GlossaryError, match="no-builtin"):
        builtin()


def test_a_wheel_carries_its_glossaries_inside_the_package(tmp_path, monkeypatch):
    write(tmp_path, rxglossary___glossaries__a="terms: {a: {en: x}}")
    monkeypatch.setattr(module, "__file__", str(tmp_path / "rxglossary/formats/yaml.py"))
    assert [term.id for term in builtin()] == ["a"]
