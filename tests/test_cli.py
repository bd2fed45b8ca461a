"""The command line: what is written where, what is said, and how it ends."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

import rxglossary as rx
from rxglossary.cli import main

posix = pytest.mark.skipif(os.name == "nt", reason="this file system works otherwise")

GLOSSARY = """\
terms:
  pain: {en: A bad feeling., bn: খারাপ লাগা।}
  fever: {en: A hot body., bn: গরম শরীর।}
"""
PAGE = b"<p>Pain\r\nand pain, fever &amp; pain.</p>\r\n"
PLAIN = "<p>Nothing\r\nto explain “here”.</p>".encode()
ENCODED = b"<meta charset=sjis><p>pain\r\ncaf\x81</p>"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Make an empty folder with a glossary the current one."""
    monkeypatch.chdir(tmp_path)
    Path("g.yaml").write_text(GLOSSARY, encoding="utf-8")
    return tmp_path


def write(**pages):
    """Write pages: two underscores stand for a slash."""
    for name, data in pages.items():
        path = Path(name.replace("__", "/") + ".html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def run(*arguments, status=0, input=None):
    """Run a command with our glossary, where it takes one."""
    arguments = [str(argument) for argument in arguments]
    if (
        arguments[0] in ("annotate", "refresh", "find", "explain", "suggest-forms")
        and "--glossary" not in arguments
    ):
        arguments += ["--glossary", "g.yaml"]
    result = CliRunner().invoke(main, arguments, input=input)
    assert result.exit_code == status, (result.stdout, result.stderr, result.exception)
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result


def tree(root="."):
    """Return the bytes of every file below *root*."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(Path(root).rglob("*"))
        if path.is_file()
    }


def annotated(data):
    return b'class="rxg' in data


# --- Input and output ----------------------------------------------------------------------------


def test_a_page_goes_to_standard_output():
    write(a=PAGE)
    output = run("annotate", "a.html").stdout_bytes
    assert annotated(output)
    assert rx.strip(output) == PAGE
    assert b"rxg.css" not in output
    assert tree().keys() == {"a.html", "g.yaml"}


@pytest.mark.parametrize("output", [[], ["-o", "-"]])
def test_standard_input_goes_to_standard_output(output):
    result = run("annotate", "-", *output, input=PAGE)
    assert annotated(result.stdout_bytes)
    assert rx.strip(result.stdout_bytes) == PAGE
    assert result.stderr == "1 page, 2 occurrences, 0 skipped, 0 refused, 0 failed\n"


def test_a_page_without_terms_passes_through_byte_for_byte():
    assert run("annotate", "-", input=PLAIN).stdout_bytes == PLAIN


def test_a_folder_is_written_below_another_with_paths_kept():
    write(site__a=PAGE, site__sub__b=PLAIN)
    Path("site/c.HTM").write_bytes(PAGE)
    Path("site/notes.txt").write_bytes(PAGE)
    before = tree("site")
    run("annotate", "site", "--out-dir", "public")
    after = tree("public")
    assert after.keys() == {"a.html", "sub/b.html", "c.HTM", "_rxg/rxg.css", "_rxg/rxg.js"}
    assert after["sub/b.html"] == PLAIN
    assert rx.strip(after["a.html"]) == PAGE
    assert tree("site") == before


def test_paths_are_kept_below_the_common_root():
    write(x__a__p=PAGE, x__b__p=PAGE, x__c__d__q=PAGE)
    run("annotate", "x/a", "x/b/p.html", "x/c", "--out-dir", "out", "--renderer", "dfn")
    assert tree("out").keys() == {"a/p.html", "b/p.html", "c/d/q.html"}


def test_output_inside_the_input_is_not_annotated_again():
    write(site__a=PAGE)
    for _ in range(2):
        result = run("annotate", "site", "--out-dir", "site/out")
        assert result.stderr.startswith("1 page, ")
    assert not Path("site/out/out").exists()


def test_one_page_goes_to_a_file_with_its_assets_beside():
    write(a=PAGE)
    run("annotate", "a.html", "-o", "out/b.html")
    assert tree("out").keys() == {"b.html", "_rxg/rxg.css", "_rxg/rxg.js"}
    assert b'"_rxg/rxg.css"' in Path("out/b.html").read_bytes()


@pytest.mark.parametrize("command", ["annotate", "refresh"])
def test_xhtml_files_are_xml(command):
    """They come out well-formed, are stripped as XML, and refused where they are none."""
    source = (
        b'<html xmlns="http://www.w3.org/1999/xhtml"><head><script src="x"/></head>'
        b"<body><p>pain<br/></p></body></html>"
    )
    Path("a.xhtml").write_bytes(source)
    Path("b.XHTML").write_bytes(b"<p>pain")
    result = run(command, "a.xhtml", "b.XHTML", "--in-place")
    assert "b.XHTML:7: not-well-formed: this is no XML: " in result.stderr
    assert b"<input " in Path("a.xhtml").read_bytes()
    ElementTree.fromstring(Path("a.xhtml").read_bytes())
    assert run("find", "a.xhtml").stderr.startswith("a.xhtml:79: already-annotated")
    run("strip", "a.xhtml", "--in-place")
    assert Path("a.xhtml").read_bytes() == source


def test_a_page_named_twice_is_done_once():
    write(site__a=PAGE)
    result = run("annotate", "site", "site/a.html", "site/../site/a.html", "--out-dir", "out")
    assert result.stderr.startswith("1 page, ")


def test_strip_is_the_inverse():
    write(site__a=PAGE, site__b=PLAIN)
    before = tree("site")
    run("annotate", "site", "--in-place")
    assert annotated(Path("site/a.html").read_bytes())
    run("strip", "site", "--in-place")
    assert tree("site") == before


def test_refresh_uses_todays_glossary():
    write(a=PAGE)
    run("annotate", "a.html", "--in-place")
    Path("g.yaml").write_text("terms: {fever: {en: A hot body.}}", encoding="utf-8")
    run("refresh", "a.html", "--in-place", "--assets-url", "/x")
    data = Path("a.html").read_bytes()
    assert b"#rxg-fever" in data
    assert b"#rxg-pain" not in data
    assert b'"/x/rxg.css"' in data
    assert rx.strip(data) == PAGE


def test_find_prints_places():
    write(site__a=PAGE)
    result = run("find", "site", "--occurrences", "all")
    name = str(Path("site/a.html"))
    rows = [line.split("\t") for line in result.stdout.splitlines()]
    assert rows == [
        [f"{name}:{offset}", term, surface]
        for offset, term, surface in [
            (3, "pain", "Pain"),
            (13, "pain", "pain"),
            (19, "fever", "fever"),
            (31, "pain", "pain"),
        ]
    ]
    assert [PAGE[3:7], PAGE[13:17], PAGE[19:24], PAGE[31:35]] == [
        b"Pain",
        b"pain",
        b"fever",
        b"pain",
    ]


# --- Assets --------------------------------------------------------------------------------------


def test_links_to_assets_are_relative_and_percent_encoded():
    write(**{"site__a": PAGE, "site__50 %__ব্যথা": PAGE})
    run("annotate", "site", "--out-dir", "out", "--assets", "my files")
    assert b'"my%20files/rxg.css"' in Path("out/a.html").read_bytes()
    assert b'"../my%20files/rxg.js"' in Path("out/50 %/ব্যথা.html").read_bytes()
    assert Path("out/my files/rxg.css").stat().st_size > 0


def test_assets_at_a_url_are_linked_and_not_copied():
    write(site__a=PAGE)
    run("annotate", "site", "--out-dir", "out", "--assets-url", "https://example.org/x/")
    assert tree("out").keys() == {"a.html"}
    assert b'"https://example.org/x/rxg.css"' in Path("out/a.html").read_bytes()


def test_pages_without_terms_need_no_assets():
    write(site__a=PLAIN)
    run("annotate", "site", "--out-dir", "out")
    assert tree("out") == {"a.html": PLAIN}


def test_the_dfn_renderer_needs_no_assets():
    write(site__a=PAGE)
    run("annotate", "site", "--out-dir", "out", "--renderer", "dfn")
    assert tree("out").keys() == {"a.html"}
    assert b"<dfn " in Path("out/a.html").read_bytes()


# --- Dry runs, reports, strictness ---------------------------------------------------------------


@pytest.mark.parametrize(
    "where", [["--in-place"], ["--out-dir", "out"], ["-o", "out/b.html"], [], ["--diff"]]
)
@pytest.mark.parametrize("command", ["annotate", "refresh", "strip"])
def test_a_dry_run_writes_nothing(command, where):
    write(site__a=PAGE, site__b=b'<p><a class="rxg" href="#rxg-x">x</a></p>')
    before = tree()
    inputs = ["site/a.html"] if "-o" in where else ["site"]
    run(command, *inputs, *where, "--dry-run")
    assert tree() == before
    assert not Path("out").exists()


def test_a_diff_shows_changed_lines_only():
    write(a=b"<p>one</p>\n<p>pain</p>\n<p>three</p>", b=PLAIN)
    output = run("annotate", "a.html", "b.html", "--dry-run", "--diff").stdout
    lines = output.splitlines()
    assert lines[:2] == ["--- a.html", "+++ a.html"]
    assert "-<p>pain</p>" in lines
    assert " <p>one</p>" in lines
    assert "\\ No newline at end of file" in lines
    assert "b.html" not in output


def test_a_diff_escapes_control_characters():
    write(a=b"\t<p>pain \x1b[2J \xc2\x9b</p>\n")
    output = run("annotate", "a.html", "--dry-run", "--diff").stdout
    assert "-\t<p>pain \\x1b[2J \\x9b</p>" in output
    assert set(output) & set(map(chr, [*range(32), *range(127, 160)])) == {"\t", "\n"}


def test_a_report_is_json():
    write(site__a=PAGE, site__b=PLAIN)
    result = run("annotate", "site", "--out-dir", "out", "--report", "json")
    report = json.loads(result.stdout)
    assert report["command"] == "annotate"
    assert report["totals"]["occurrences"] == 2
    assert report["terms"][0] == {"id": "pain", "pages": 1, "occurrences": 1, "matches": 3}
    assert [page["status"] for page in report["pages"]] == ["changed", "unchanged"]


@pytest.mark.parametrize(("flags", "status"), [([], 0), (["--strict"], 1)])
def test_an_annotated_page_comes_back_and_strict_says_so(flags, status):
    write(site__a=PAGE, site__b=PAGE)
    run("annotate", "site/a.html", "--in-place")
    before = Path("site/a.html").read_bytes()
    result = run("annotate", "site", "--out-dir", "out", *flags, status=status)
    assert Path("out/a.html").read_bytes() == before
    assert annotated(Path("out/b.html").read_bytes())
    name = str(Path("site/a.html"))
    assert any(
        line.startswith(f"{name}:") and ": already-annotated: " in line
        for line in result.stderr.splitlines()
    )


@pytest.mark.parametrize(("flags", "status"), [([], 0), (["--strict"], 1)])
def test_a_stop_of_the_scanner_is_told_and_strict_says_so(flags, status):
    result = run("annotate", "-", *flags, input=b"<p>pain<plaintext> fever", status=status)
    assert "<stdin>:" in result.stderr


# --- Writing -------------------------------------------------------------------------------------


def test_an_unchanged_page_is_left_alone():
    write(a=PLAIN)
    os.utime("a.html", ns=(1, 1))
    before = Path("a.html").stat()
    run("annotate", "a.html", "--in-place")
    after = Path("a.html").stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


@posix
def test_the_mode_of_a_page_is_kept():
    write(a=PAGE)
    Path("a.html").chmod(0o604)
    run("annotate", "a.html", "--in-place")
    assert annotated(Path("a.html").read_bytes())
    assert stat.S_IMODE(Path("a.html").stat().st_mode) == 0o604


@posix
def test_a_new_page_has_the_mode_of_any_new_file():
    write(site__a=PAGE)
    run("annotate", "site", "--out-dir", "out")
    assert Path("out/a.html").stat().st_mode == Path("site/a.html").stat().st_mode


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_failing_write_leaves_the_old_page_and_no_other_file(step, monkeypatch):
    write(site__a=PAGE, site__b=PLAIN)
    before = tree()

    def fail(*_):
        raise OSError(28, "No space left on device")

    def open_exclusively(path, *mode, **options):
        stream = real_open(path, *mode, **options)
        return Full(stream.detach()) if mode == ("xb",) else stream

    class Full(io.BufferedWriter):
        write = fail

    real_open = Path.open
    with monkeypatch.context() as patch:
        if step == "write":
            patch.setattr(Path, "open", open_exclusively)
        elif step == "fsync":
            patch.setattr(os, "fsync", fail)
        else:
            patch.setattr(Path, "replace", fail)
        result = run("annotate", "site", "--in-place", status=1)
    assert f"{Path('site/a.html')}: No space left on device" in result.stderr
    assert "2 pages, " in result.stderr
    assert tree() == before


@posix
def test_a_link_out_of_the_tree_is_refused():
    write(site__a=PAGE, other__b=PAGE)
    Path("site/link.html").symlink_to(Path("other/b.html").absolute())
    result = run("annotate", "site", "--in-place", status=1)
    assert f"{Path('site/link.html')}: is a link out of the given folders" in result.stderr
    assert Path("other/b.html").read_bytes() == PAGE
    assert annotated(Path("site/a.html").read_bytes())


@posix
def test_a_link_inside_the_tree_stays_and_its_target_is_done_once():
    write(site__a=PAGE)
    Path("site/link.html").symlink_to("a.html")
    result = run("annotate", "site", "--in-place")
    assert result.stderr.startswith("1 page, ")
    assert Path("site/link.html").is_symlink()
    assert not Path("site/a.html").is_symlink()
    assert annotated(Path("site/a.html").read_bytes())


@posix
def test_links_to_nothing_and_circles_are_told():
    write(site__a=PAGE)
    Path("site/circle.html").symlink_to("circle.html")
    Path("site/nothing.html").symlink_to("none.html")
    for where in (["--in-place"], ["--out-dir", "out"]):
        result = run("annotate", "site", *where, status=1)
        assert "circle.html: " in result.stderr
        assert "nothing.html: No such file or directory" in result.stderr
        assert "3 pages, " in result.stderr


@posix
def test_linked_folders_are_not_followed():
    write(site__a=PAGE, other__b=PAGE)
    Path("site/more").symlink_to(Path("other").absolute())
    Path("site/self").symlink_to(".")
    assert run("annotate", "site", "--in-place").stderr.startswith("1 page, ")


@posix
def test_two_pages_for_one_output_are_refused():
    write(site__a__p=PAGE, site__b__p=PAGE)
    Path("out/a").mkdir(parents=True)
    Path("out/b").symlink_to("a")
    result = run("annotate", "site", "--out-dir", "out", status=2)
    assert "would both be written to" in result.stderr


# --- What goes wrong -----------------------------------------------------------------------------


def test_a_missing_page_is_told_and_the_others_are_done():
    write(a=PAGE)
    result = run("annotate", "none.html", "a.html", "--in-place", status=1)
    assert "none.html: No such file or directory" in result.stderr
    assert result.stderr.splitlines()[-1].endswith(", 1 failed")
    assert annotated(Path("a.html").read_bytes())


def test_the_encoding_of_pages_can_be_told():
    """A label stands over what a page declares; one that no browser knows is wrong usage."""
    source = "<meta charset=greek><p>pain\r\ncafé ক</p>".encode()
    write(a=source)
    for command in ("annotate", "refresh"):
        run(command, "a.html", "-o", "b.html", "--encoding", "UTF8")
        assert rx.strip(Path("b.html").read_bytes()) == source
        assert "গায়ে" in Path("b.html").read_text("utf-8") or 'lang="bn"' in Path(
            "b.html"
        ).read_text("utf-8")
    run("annotate", "a.html", "-o", "c.html")
    assert "&#2" in Path("c.html").read_text("iso8859-7", "replace")
    assert run("find", "a.html", "--encoding", "latin1").stdout.startswith("a.html:23\t")
    assert (
        "'klingon' is no encoding" in run("find", "a.html", "--encoding=klingon", status=2).stderr
    )


def test_a_page_in_another_encoding_is_told_with_its_place_and_copied():
    write(site__a=ENCODED, site__b=PAGE)
    result = run("annotate", "site", "--out-dir", "out", status=1)
    assert result.stderr.splitlines()[-1].endswith(", 1 failed")
    assert f"{Path('site/a.html')}:31: encoding-not-reversible: " in result.stderr
    assert Path("out/a.html").read_bytes() == ENCODED
    assert annotated(Path("out/b.html").read_bytes())


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root reads everything")
def test_unreadable_pages_and_folders_are_told():
    write(site__a=PAGE, site__b=PAGE, site__c__d=PAGE)
    Path("site/a.html").chmod(0)
    Path("site/c").chmod(0)
    result = run("annotate", "site", "--in-place", status=1)
    Path("site/c").chmod(0o700)
    assert "a.html: Permission denied" in result.stderr
    assert "c: Permission denied" in result.stderr
    assert annotated(Path("site/b.html").read_bytes())


@posix
def test_a_pipe_is_no_place_to_write_to():
    write(a=PAGE)
    os.mkfifo("pipe.html")
    result = run("annotate", "a.html", "-o", "pipe.html", status=1)
    assert "a.html: this is no regular file" in result.stderr


@posix
def test_a_pipe_in_a_folder_is_not_waited_for():
    write(site__a=PAGE)
    os.mkfifo("site/pipe.html")
    assert run("annotate", "site", "--in-place").stderr.startswith("1 page, ")


def test_a_folder_without_pages_is_told():
    Path("empty").mkdir()
    assert "no page (*.htm, *.html, *.xhtml)" in run("find", "empty", status=1).stderr


def test_a_wrong_glossary_is_told_with_its_place():
    Path("g.yaml").write_text("terms:\n  pain:\n    en: Pain: a feeling.\n", encoding="utf-8")
    result = run("find", "-", input=PAGE, status=1)
    assert "g.yaml:3:13: unquoted-colon: " in result.stderr
    assert result.stdout == ""


def test_a_missing_glossary_is_told():
    result = run("find", "-", "--glossary", "none.yaml", input=PAGE, status=1)
    assert "none.yaml: no-file: " in result.stderr


@posix
def test_names_in_messages_are_escaped():
    Path("a\x1b[2J.html").write_bytes(PAGE)
    result = run("find", "a\x1b[2J.html")
    assert result.stdout.startswith("a\\x1b[2J.html:3\t")
    result = run("find", "none\x1b[2J.html", status=1)
    assert "\x1b" not in result.stderr
    assert "none\\x1b[2J.html" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        pytest.param(["annotate", "site"], "--out-dir DIR or --in-place", id="folder to stdout"),
        pytest.param(["annotate", "a.html", "site/b.html"], "--out-dir DIR", id="two to stdout"),
        pytest.param(["annotate", "a.html", "site/b.html", "-o", "x"], "--out-dir DIR", id="-o"),
        pytest.param(["annotate", "site", "-o", "x"], "--out-dir DIR", id="-o of a folder"),
        pytest.param(["annotate", "a.html", "-o", "a.html"], "--in-place", id="-o on the input"),
        pytest.param(
            ["annotate", "site", "--out-dir", "site"], "--in-place", id="out on the input"
        ),
        pytest.param(["annotate", "-", "--in-place"], "name a file", id="- in place"),
        pytest.param(["annotate", "-", "--out-dir", "out"], "-o FILE", id="- to a folder"),
        pytest.param(["annotate", "-", "a.html", "--dry-run"], "stands alone", id="- and a file"),
        pytest.param(
            ["annotate", "a.html", "--in-place", "-o", "x"], "choose one", id="two places"
        ),
        pytest.param(["strip", "a.html", "--diff"], "--dry-run", id="diff without dry run"),
        pytest.param(["annotate", "a.html", "--report", "json"], "-o FILE", id="report and page"),
        pytest.param(
            ["strip", "site", "--dry-run", "--diff", "--report", "json"],
            "without --diff",
            id="report and diff",
        ),
        pytest.param(["find", "a.html", "--report", "xml"], "json", id="report format"),
        pytest.param(
            ["annotate", "a.html", "--in-place", "--assets", "x"], "--assets-url", id="assets"
        ),
        pytest.param(
            ["annotate", "a.html", "-o", "x", "--assets", "x", "--assets-url", "/"],
            "choose",
            id="assets twice",
        ),
        pytest.param(
            ["annotate", "a.html", "--assets-url", "javascript:x"], "https", id="assets' scheme"
        ),
        pytest.param(["annotate", "a.html", "--occurrences", "frist"], "first", id="occurrences"),
        pytest.param(["annotate", "a.html", "--renderer", "lnik"], "link", id="renderer"),
        pytest.param(["annotate", "a.html", "--max-per-page", "-1"], "max", id="max per page"),
        pytest.param(["annotate", "a.html", "--skip", "p > a"], "selector", id="selector"),
        pytest.param(["annotate"], "PATHS", id="no path"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_to_do(arguments, remedy):
    write(a=PAGE, site__b=PAGE)
    before = tree()
    result = run(*arguments, status=2)
    assert remedy in " ".join(result.stderr.split())
    assert result.stdout == ""
    assert tree() == before


# --- Settings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("rxglossary.toml", 'glossary = ["g.yaml"]\noccurrences = "all"\n'),
        ("pyproject.toml", '[tool.rxglossary]\nglossary = ["g.yaml"]\noccurrences = "all"\n'),
    ],
)
def test_settings_come_from_the_nearest_file_upwards(file, text, monkeypatch):
    Path(file).write_text(text, encoding="utf-8")
    write(deep__er__a=PAGE)
    Path("deep/pyproject.toml").write_text("[project]\nname = 'x'\n", encoding="utf-8")
    monkeypatch.chdir("deep/er")
    result = CliRunner().invoke(main, ["find", "a.html"])
    assert (result.exit_code, len(result.stdout.splitlines())) == (0, 4), result.stderr


def test_skip_adds_to_what_is_skipped_anyway():
    write(a=b"<h2>pain</h2><p class=x>pain</p><p>fever</p>")
    result = run("find", "a.html", "--skip", ".x")
    assert [line.split("\t")[1] for line in result.stdout.splitlines()] == ["fever"]


def test_the_command_line_wins():
    Path("rxglossary.toml").write_text('occurrences = "all"\n', encoding="utf-8")
    write(a=PAGE)
    assert len(run("find", "a.html").stdout.splitlines()) == 4
    assert len(run("find", "a.html", "--occurrences", "first").stdout.splitlines()) == 2


def test_a_settings_file_can_be_named():
    Path("rxglossary.toml").write_text("no TOML at all", encoding="utf-8")
    Path("mine.toml").write_text('\ufefflanguages = ["en"]\nmax-per-page = 1\n', encoding="utf-8")
    write(a=PAGE)
    assert len(run("find", "a.html", "--config", "mine.toml").stdout.splitlines()) == 1
    assert annotated(run("annotate", "a.html", "--config", "mine.toml").stdout_bytes)


@pytest.mark.parametrize(
    ("command", "output"),
    [
        (["annotate", "a.html", "-o", "out.html"], "out.html"),
        (["glossary-page", "-o", "out.html"], "out.html"),
    ],
)
def test_labels_come_from_a_settings_file(command, output):
    """A site says in its own words what nobody has reviewed; what it doesn't set stays."""
    text = 'occurrences = "all"\n[labels.en]\nunreviewed = "Ask us first"\n'
    Path("rxglossary.toml").write_text(text, encoding="utf-8")
    write(a=PAGE)
    run(*command)
    html = Path(output).read_text("utf-8")
    assert "Ask us first" in html
    assert "Not yet reviewed" not in html
    assert "এখনো কোনো চিকিৎসক যাচাই করেননি" in html


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("rxglossary.toml", "\noccurences = 'all'\n", ":2: occurences: "),
        ("rxglossary.toml", "occurences = 'all'\n", "did you mean 'occurrences'?"),
        ("rxglossary.toml", "max_per_page = 3\n", "did you mean 'max-per-page'?"),
        ("rxglossary.toml", "# x\noccurrences = 'frist'\n", ":2: occurrences: "),
        ("rxglossary.toml", "renderer = 'lnik'\n", ":1: renderer: 'lnik' is no renderer"),
        ("rxglossary.toml", "only = []\nskip = 'p'\n", ":2: skip: expected a list of texts"),
        ("rxglossary.toml", "max-per-page = true\n", ":1: max-per-page: expected a number"),
        ("rxglossary.toml", "skip = ['p']\nonly = ['p > b']\n", ":2: only: "),
        ("rxglossary.toml", "skip = [\n", ":2: this is no TOML"),
        ("rxglossary.toml", "skip = []\nskip = []\n", ":2: this is no TOML"),
        ("rxglossary.toml", "x = '\x1b[2J'", "rxglossary.toml:1: "),
        (
            "pyproject.toml",
            "[tool.other]\nskip = 1\n\n[tool.rxglossary]\nonly = []\nskip = 1\n",
            ":6: skip: ",
        ),
        ("rxglossary.toml", "only = []\n[labels.en]\nclose = 1\n", ":2: labels: expected a table"),
        ("rxglossary.toml", "labels = 'x'\n", ":1: labels: expected a table of texts for each"),
        ("rxglossary.toml", "[labels.en]\nclos = 'x'\n", ":1: labels: there is no label 'clos'"),
        (
            "pyproject.toml",
            "[tool.rxglossary]\nonly = []\n[tool.rxglossary.labels.en]\nclos = 'x'\n",
            ":3: labels: there is no label 'clos' (did you mean 'close'?)",
        ),
        ("pyproject.toml", "[tool]\nrxglossary = 3\n", "tool.rxglossary is no table"),
        ("pyproject.toml", "[tool.rxglossary\n", ":1: this is no TOML"),
    ],
)
def test_wrong_settings_are_told_with_their_line(file, text, message):
    Path(file).write_text(text, encoding="utf-8")
    result = run("find", "-", input=PAGE, status=2)
    assert message in result.stderr
    assert file in result.stderr
    assert "\x1b" not in result.stderr


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("none.toml", None, "none.toml: can't be read: No such file"),
        ("bad.toml", b"\n\xff", "bad.toml:2: this is not UTF-8"),
        ("pyproject.toml", b"[project]", "no table [tool.rxglossary]"),
    ],
)
def test_a_named_settings_file_must_be_right(name, data, message):
    if data is not None:
        Path(name).write_bytes(data)
    assert message in run("find", "-", "--config", name, input=PAGE, status=2).stderr


# --- Help, and how it ends -----------------------------------------------------------------------


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_has_help_with_one_example(command):
    output = run(command, "--help").stdout
    assert output.count("Example: rxglossary ") == 1
    assert f"rxglossary {command} " in " ".join(output.split("Example:")[1].split())


def test_the_version_is_told():
    assert run("--version").stdout.startswith("rxglossary ")


# Absolute, since the tests leave the folder that PYTHONPATH may be relative to.
ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(rx.__file__).resolve().parents[1])}


def start(*arguments, env=None, **options):
    """Start the command in a process of its own."""
    command = [sys.executable, "-m", "rxglossary", *arguments]
    environment = ENVIRONMENT | (env or {})
    return subprocess.Popen(command, stderr=subprocess.PIPE, env=environment, **options)


def test_a_process_takes_and_gives_bytes():
    with start(
        "annotate", "-", "--glossary", "g.yaml", stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        output, errors = process.communicate(PAGE)
    assert (process.returncode, rx.strip(output)) == (0, PAGE)
    assert errors.startswith(b"1 page, ")


def test_bangla_goes_into_a_pipe_whatever_the_locale():
    write(**{"ব্যথা": PAGE})
    with start(
        *("find", "ব্যথা.html", "--glossary", "g.yaml"),
        env={"PYTHONIOENCODING": "ascii"},
        stdout=subprocess.PIPE,
    ) as process:
        output, errors = process.communicate()
    assert output.decode().startswith("ব্যথা.html:3\tpain\tPain"), errors


@posix
def test_a_closed_pipe_ends_it_quietly():
    write(a=b"<p>pain</p>\n" * 5_000)
    for arguments in (
        ["annotate", "a.html", "--glossary", "g.yaml"],
        ["find", "a.html", "--occurrences", "all", "--glossary", "g.yaml"],
    ):
        with start(*arguments, stdout=subprocess.PIPE) as process:
            process.stdout.close()
            errors = process.stderr.read()
        assert (process.returncode, errors) == (1, b"")


@posix
def test_an_interrupt_ends_it_quietly():
    # A run in the background ignores interrupts, and what it starts would too.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    read, written = os.pipe()
    # Nor is it measured: a second interrupt would meet the measurement's own end.
    unmeasured = {"COVERAGE_PROCESS_START": "", "COVERAGE_PROCESS_CONFIG": ""}
    with start(
        *("annotate", "-", "--glossary", "g.yaml"),
        env=unmeasured,
        stdin=read,
        stdout=subprocess.PIPE,
    ) as process:
        os.close(read)
        # More than a pipe holds: this returns when the page is being read.
        os.write(written, b"x" * 1_000_000)
        for _ in range(60):
            # Between two reads of one loop in C, the interpreter sees no signal: then try again.
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.5)
                break
        signal.signal(signal.SIGINT, before)
        os.close(written)
        errors = process.communicate()[1]
    assert (process.returncode, errors) == (130, b"")


@posix
def test_a_progress_bar_is_shown_on_a_terminal_only():
    import pty

    write(site__a=PAGE, site__b=PAGE)
    command = ["annotate", "site", "--out-dir", "out", "--glossary", "g.yaml"]
    terminal, other = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "rxglossary", *command], stderr=other, env=ENVIRONMENT, check=True
    )
    os.close(other)
    shown = os.read(terminal, 100_000)
    os.close(terminal)
    assert b"pages" in shown
    assert b"%" in shown
    with start(*command) as process:
        assert b"%" not in process.stderr.read()
