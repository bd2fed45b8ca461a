"""The commands check and repair, and strip, on pages and on WordPress exports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from damage_cases import B, D

import rxglossary as rx
from rxglossary.cli import main

PAGE = f"<p>ক {D} y</p>\r\n".encode()
MENDED = "<p>ক Ay y</p>\r\n".encode()
LIKELY = f"<ul><li>x {D[:-20]}</li></ul>".encode()
PLAIN = f"<p>{B}</p>".encode()


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Make an empty folder the current one."""
    monkeypatch.chdir(tmp_path)


def run(*arguments, status=0, input=None):
    result = CliRunner().invoke(main, [str(one) for one in arguments], input=input)
    assert result.exit_code == status, (result.stdout, result.stderr, result.exception)
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result


def write(**pages):
    for name, data in pages.items():
        path = Path(name.replace("__", "/") + ".html")
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


# --- check ---------------------------------------------------------------------------------------


def test_check_tells_where_and_exits_with_1():
    write(site__a=PAGE, site__b=PLAIN)
    result = run("check", "site", status=1)
    place = f"{Path('site/a.html')}:{PAGE.index(b'<span')}"
    assert result.stdout.startswith(f"{place}: certain raw damage, depth 1, term 'ay': <span")
    assert result.stderr == "2 pages, 1 damages, 1 certain, 0 likely, 0 refused, 0 failed\n"


@pytest.mark.parametrize("data", [PLAIN, b"", b"<p>x"])
def test_check_of_healthy_pages_is_silent(data):
    assert run("check", "-", input=data).stdout == ""


def test_check_reports_as_json():
    report = json.loads(run("check", "-", "--report", "json", input=PAGE, status=1).stdout)
    assert report["totals"]["damages"] == 1
    [page] = report["pages"]
    [damage] = page["damages"]
    assert (damage["before"], damage["after"]) == (D, "Ay")
    assert damage["confidence"] == "certain"


def test_check_writes_no_control_characters():
    source = D.replace("long.", "\x1b[2J\x9b").encode()
    output = run("check", "-", input=source, status=1).stdout
    assert not set(output) & set(map(chr, [*range(10), *range(11, 32), *range(127, 160)]))


def test_residue_is_looked_for_on_request():
    text = b'<p>x bee, long." data-rx-term="ay" data-rx-definition="A bee, long.">ay y'
    run("check", "-", input=text)
    assert "residue" in run("check", "-", "--residue", input=text, status=1).stdout
    assert run("repair", "-", "--residue", input=text).stdout_bytes == b"<p>x ay y"


def test_other_plugins_are_described():
    """--pattern is added to the presets, and complains of what can't be one."""
    source = PAGE.replace(b"data-rx-term", b"data-w").replace(b"data-rx-definition", b"data-d")
    given = ["--pattern", "term=data-w,definition=data-d,wrappers=span+i"]
    run("check", "-", input=source)
    run("check", "-", *given, input=source, status=1)
    assert run("repair", "-", *given, input=source + PAGE).stdout_bytes == MENDED + MENDED
    for wrong in ("x=y", "term=a b", "", "wrappers=b"):
        assert "--pattern" in run("check", "-", "--pattern", wrong, input=b"", status=2).stderr


# --- repair --------------------------------------------------------------------------------------


def test_repair_to_standard_output():
    result = run("repair", "-", input=PAGE)
    assert result.stdout_bytes == MENDED
    assert "1 damages, 1 certain, 0 likely, 1 mended" in result.stderr


def test_repair_in_place_leaves_healthy_pages_alone():
    write(site__a=PAGE, site__b=PLAIN)
    before = Path("site/b.html").stat()
    run("repair", "site", "--in-place")
    assert Path("site/a.html").read_bytes() == MENDED
    assert Path("site/b.html").stat().st_mtime_ns == before.st_mtime_ns
    run("check", "site")


def test_repair_into_another_folder():
    write(site__a=PAGE, site__b=PLAIN)
    run("repair", "site", "--out-dir", "out")
    assert Path("out/a.html").read_bytes() == MENDED
    assert Path("out/b.html").read_bytes() == PLAIN
    assert Path("site/a.html").read_bytes() == PAGE


def test_a_diff_alone_writes_nothing():
    write(a=PAGE)
    output = run("repair", "a.html", "--diff").stdout
    assert "+<p>ক Ay y</p>" in output
    assert Path("a.html").read_bytes() == PAGE


def test_likely_damage_needs_aggressive():
    assert run("repair", "-", input=LIKELY).stdout_bytes == LIKELY
    mended = run("repair", "-", "--aggressive", input=LIKELY).stdout_bytes
    assert mended == b"<ul><li>x ay</li></ul>"


def test_the_tooltip_comes_back():
    output = run("repair", "-", "--to", "tooltip", input=PAGE).stdout_bytes
    assert output == rx.repair(PAGE, to="tooltip").html
    run("repair", "-", "--to", "html", input=PAGE, status=2)


def test_the_journal_holds_what_was_changed():
    write(site__a=PAGE, site__b=LIKELY)
    run("repair", "site", "--in-place", "--journal", "j.jsonl")
    [line] = Path("j.jsonl").read_text("utf-8").splitlines()
    entry = json.loads(line)
    assert entry["page"] == str(Path("site/a.html"))
    assert (entry["before"], entry["after"]) == (D, "Ay")


def test_a_report_goes_to_standard_output_alone():
    write(a=PAGE)
    run("repair", "a.html", "--report", "json", status=2)
    run("repair", "a.html", "--report", "xml", status=2)
    report = json.loads(run("repair", "a.html", "--in-place", "--report", "json").stdout)
    assert report["totals"]["mended"] == 1


def test_pages_that_cant_be_read_fail_and_the_others_are_done():
    write(site__a=PAGE, site__b=b"<meta charset=sjis>\x81")
    result = run("repair", "site", "gone", "--in-place", status=1)
    assert "encoding-not-reversible" in result.stderr
    assert "gone: " in result.stderr
    assert Path("site/a.html").read_bytes() == MENDED
    run("check", "gone", status=1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"-- MySQL dump 10.13\n--\n", "a dump in SQL"),
        (b"INSERT INTO `wp_posts` VALUES (1,'<p>');", "a dump in SQL"),
        (b'a:2:{s:5:"title";s:3:"<p>";}', "PHP serialised"),
    ],
)
@pytest.mark.parametrize("command", ["check", "repair", "strip"])
def test_dumps_and_serialised_values_are_refused_by_name(command, data, reason):
    Path("x.html").write_bytes(data)
    result = run(command, "x.html", *(["--in-place"] if command != "check" else []), status=1)
    assert reason in result.stderr
    assert Path("x.html").read_bytes() == data


def test_annotate_mends_other_plugins_too():
    """With --repair --pattern; without --repair the pattern would say nothing."""
    source = PAGE.replace(b"data-rx-term", b"data-w").replace(b"data-rx-definition", b"data-d")
    pattern = ["--pattern", "term=data-w,definition=data-d,wrappers=span"]
    output = run("annotate", "-", "--repair", *pattern, input=source).stdout_bytes
    assert output == run("annotate", "-", input=MENDED).stdout_bytes
    assert output != run("annotate", "-", "--repair", input=source).stdout_bytes
    result = run("annotate", "-", *pattern, input=source, status=2)
    assert "add --repair" in result.stderr


def test_annotate_mends_first():
    """One command for both: the page gets what it should have had."""
    Path("g.yaml").write_text("terms:\n  ay: {en: A thing., bn: জিনিস।}\n", "utf-8")
    glossary = ["--glossary", "g.yaml"]
    output = run("annotate", "-", "--repair", *glossary, input=PAGE).stdout_bytes
    assert rx.strip(output) == MENDED
    assert output == run("annotate", "-", *glossary, input=MENDED).stdout_bytes


# --- WordPress exports ---------------------------------------------------------------------------

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>\r
<!-- This is a WordPress eXtended RSS file -->
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>x &amp; y</title>
"""
ITEM = """<item>
\t\t<title><![CDATA[{D}]]></title>
\t\t<content:encoded><![CDATA[{0}]]></content:encoded>
\t\t<excerpt:encoded><![CDATA[{D}]]></excerpt:encoded>\r
\t\t<wp:post_id>7</wp:post_id></item>
"""
TAIL = "</channel></rss>\n"


def item(content: str) -> str:
    return ITEM.replace("{0}", content).replace("{D}", D)


def export(*contents: str) -> bytes:
    return (HEAD + "".join(map(item, contents)) + TAIL).encode()


CONTENTS = [
    (f"<p>ক {D}\r\n</p>", "<p>ক Ay\r\n</p>"),
    (f"a ]]]]><![CDATA[> b {D} ]]]]><![CDATA[>", "a ]]]]><![CDATA[> b Ay ]]]]><![CDATA[>"),
    (f"<p>{B}</p>", f"<p>{B}</p>"),
    ("", ""),
    ("&amp; &eacute; <!-- wp:x --> " + D, "&amp; &eacute; <!-- wp:x --> Ay"),
]


def test_the_contents_of_an_export_are_mended_and_nothing_else():
    """Titles and excerpts, line ends and white space: every other byte as it was."""
    befores, afters = zip(*CONTENTS, strict=True)
    Path("x.xml").write_bytes(export(*befores))
    run("check", "x.xml", status=1)
    run("repair", "x.xml", "-o", "y.xml")
    assert Path("y.xml").read_bytes() == export(*afters)
    run("check", "y.xml")
    stat = Path("y.xml").stat()
    run("repair", "y.xml", "--in-place")
    assert Path("y.xml").stat().st_mtime_ns == stat.st_mtime_ns
    run("repair", "x.xml", "--in-place")
    assert Path("x.xml").read_bytes() == export(*afters)


def test_an_export_from_standard_input():
    assert run("repair", "-", input=export(CONTENTS[0][0])).stdout_bytes == export(CONTENTS[0][1])
    diff = run("repair", "-", "--diff", input=export(CONTENTS[0][0])).stdout
    assert "\n-<p>ক <span" in diff


def test_content_without_cdata_is_read_too():
    escaped = D.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    source = export("x").replace(b"<![CDATA[x]]>", f"&#x995; {escaped}".encode())
    assert run("repair", "-", input=source).stdout_bytes == export("ক Ay")


def test_strip_reads_exports():
    glossary = rx.Glossary([rx.Term("pain", en="A bad feeling.")])
    plain = "<p>pain</p>"
    annotated = rx.annotate(plain, glossary).html
    Path("x.xml").write_bytes(export(annotated, plain))
    run("strip", "x.xml", "-o", "y.xml")
    assert Path("y.xml").read_bytes() == export(plain, plain)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<rss", '<!DOCTYPE x [<!ENTITY a "b">]><rss', "document type"),
        ("<rss", "<!DOCTYPE x SYSTEM 'http://example.org/x'><rss", "document type"),
        ("UTF-8", "ISO-8859-1", "ISO-8859-1"),
        ("</channel>", "</chanel>", "no well-formed XML"),
        ("</rss>", "", "no well-formed XML"),
        ("x &amp; y", "x &nope; y", "no well-formed XML"),
    ],
)
def test_an_export_that_cant_be_read_is_left_alone(old, new, reason):
    source = export(CONTENTS[0][0]).replace(old.encode(), new.encode(), 1)
    Path("x.xml").write_bytes(source)
    assert reason in run("repair", "x.xml", "--in-place", status=1).stderr
    assert Path("x.xml").read_bytes() == source
    assert sorted(path.name for path in Path().iterdir()) == ["x.xml"]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no resource module to ask")
def test_memory_is_bounded():
    """24 MB of export in a process whose memory grows by less than half of that."""
    body = item(CONTENTS[0][0]) + item("<p>কখ text</p>\n" * 4000)
    with Path("x.xml").open("wb") as stream:
        stream.write(HEAD.encode())
        for _ in range(24_000_000 // len(body)):
            stream.write(body.encode())
        stream.write(TAIL.encode())
    script = (
        "import resource, sys\n"
        "from rxglossary.cli import main\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "main(['repair', 'x.xml', '-o', 'y.xml'], standalone_mode=False)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    paths = {"PYTHONPATH": str(Path(rx.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=paths
    )
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(done.stdout) * unit < 12_000_000
    with Path("y.xml").open("rb") as stream:
        assert CONTENTS[0][1].encode() in stream.read(2000)


# --- Definitions ---------------------------------------------------------------------------------


def test_lost_definitions_come_from_a_glossary():
    Path("words.yaml").write_text("terms:\n  ay: {en: One.}\n", "utf-8")
    broken = b'<p><span title="A <span class=" rx"="" data-rx-term="b">bee</span> c."'
    broken += b' data-rx-term="ay"&gt;Ay'
    tip = b'<p><span title="One." data-rx-definition="One." data-rx-term="ay">Ay</span>'
    options = ["repair", "-", "--to", "tooltip"]
    assert run(*options, "--glossary", "words.yaml", input=broken).stdout_bytes == tip
    assert run(*options, input=broken).stdout_bytes == b"<p>Ay"


def test_a_glossary_without_to_tooltip_is_refused():
    Path("words.yaml").write_text("terms:\n  ay: {en: One.}\n", "utf-8")
    result = run("repair", "-", "--glossary", "words.yaml", status=2, input=PAGE)
    assert "add --to tooltip" in result.stderr


def test_a_glossary_that_cant_be_read_is_an_error():
    result = run("repair", "-", "--to", "tooltip", "--glossary", "no.yaml", status=1, input=PAGE)
    assert "no.yaml" in result.stderr
