"""Every code block of the docs is what it says: it loads, or it exists, or it runs.

Blocks of ``{doctest}`` are run by ``make docs``, included files by the tests of the examples.
"""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import rxglossary as rx
from rxglossary import settings
from rxglossary.cli import main

DOCS = Path(__file__).parent.parent / "docs"
BLOCK = re.compile(
    r"^(?P<indent> *)(?P<fence>```+)(?P<kind>[^\n`]*)\n(?P<code>.*?)^ *(?P=fence)$", re.M | re.S
)
PAGES = sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts)
# Shown, not run: output, markup, and what other tests run from its file.
SHOWN = set(
    """
    text html css csv tsv xml js markdown rst po diff sql php http
    {toctree} {eval-rst} {doctest} {testcode} {testoutput} {literalinclude} {py:module} {note}
    {warning} {image} {figure}
""".split()
) | {""}


def blocks():
    for page in PAGES:
        text = page.read_text("utf-8")
        for found in BLOCK.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            indent = len(found["indent"])
            code = "".join(
                one[indent:] if one.strip() else one
                for one in found["code"].splitlines(keepends=True)
            )
            kind = found["kind"].split(" ")[0]
            yield pytest.param(kind, code, id=f"{page.relative_to(DOCS)}:{line}:{kind}")


PAGE = "<!doctype html><title>t</title><main><p>Diabetes, pain, fever and insulin.</main>"
RUN = [param for param in blocks() if param.values[0] not in SHOWN]


def words(line: str, following: Iterator[str]) -> list[str]:
    """Return the words of a command, which goes on in the next lines while a quote is open."""
    while True:
        lexer = shlex.shlex(line, posix=True, punctuation_chars="|&;<>")
        lexer.whitespace_split = True
        try:
            return list(lexer)
        except ValueError:
            line += "\n" + next(following)


def commands(code: str) -> list[list[str]]:
    """Return the calls of our command in a console block."""
    calls = []
    lines = iter(re.sub(r"\\\n\s*", " ", code).splitlines())
    for line in lines:
        call: list[str] = []
        for word in [*words(line[2:], lines), ";"] if line.startswith("$ ") else ():
            if set(word) <= set("|&;<>"):
                if call[:1] == ["rxglossary"]:
                    calls.append(call[1:])
                call = []
            else:
                call.append(word)
    return calls


def check_console(code: str) -> None:
    for call in commands(code):
        if call[0].startswith("-"):
            continue
        command = main.commands.get(call[0])
        assert command is not None, call
        known = {
            name for option in command.params for name in (*option.opts, *option.secondary_opts)
        }
        given = {word.split("=")[0] for word in call[1:] if re.match("--?[a-z]", word)}
        assert given <= known | {"--help", "-h"}, call


def check_yaml(code: str) -> None:
    if "terms:" in code:
        assert len(rx.loads(code)) > 0
    else:
        yaml.safe_load(code)


def check_toml(code: str) -> None:
    table = tomllib.loads(code)
    values = table.get("tool", {}).get("rxglossary", table)
    if set(values) & set(settings.KEYS):
        settings.check(values)


def check_python(code: str) -> None:
    exec(compile(code, "docs", "exec"), {"rx": rx, "html": PAGE})  # noqa: S102 -- our own docs


def check_django(code: str) -> None:
    """The tags and filters exist, and blocks are closed."""
    template = pytest.importorskip("django.template")
    engine = template.Engine(
        libraries={"rxglossary": "rxglossary.integrations.django.templatetags.rxglossary"},
        builtins=["rxglossary.integrations.django.templatetags.rxglossary"],
    )
    assert engine.from_string(code).nodelist


CHECKS = {
    "console": check_console,
    "sh": check_console,
    "yaml": check_yaml,
    "toml": check_toml,
    "python": check_python,
    "json": json.loads,
    "html+django": check_django,
}


@pytest.mark.parametrize(("kind", "code"), RUN)
def test_every_block_is_right(kind, code):
    assert kind in CHECKS, f"say how a block of {kind!r} is checked, or that it is only shown"
    CHECKS[kind](code)


def test_the_docs_have_many_blocks():
    """A wrong pattern would find none, and this test would say nothing."""
    assert len(RUN) > 25
    assert len(PAGES) > 20


def test_every_page_is_in_the_contents():
    """No page is an orphan."""
    index = (DOCS / "index.md").read_text("utf-8")
    listed = set(re.findall(r"^([a-z]+/[\w-]+)$", index, re.M))
    assert {str(path.relative_to(DOCS).with_suffix("")) for path in PAGES} - listed == {"index"}


def test_every_name_of_the_integrations_is_in_the_reference():
    """By the text of the modules: no framework has to be there."""
    folder = Path(rx.__file__).parent / "integrations"
    page = (DOCS / "reference" / "integrations.md").read_text("utf-8")
    named = set(re.findall(r"auto(?:class|function):: (rxglossary[\w.]+)$", page, re.M))
    inside = {"Change", "Templates", "RxGlossaryExtension", "RxGlossaryConfig", "assets_url",
              "templates", "makeExtension"}  # fmt: skip
    for path in folder.rglob("*.py"):
        exported = re.search(r"^__all__ = \[(.*?)\]", path.read_text("utf-8"), re.M | re.S)
        module = ".".join(
            ("rxglossary.integrations", *path.relative_to(folder).with_suffix("").parts)
        )
        for name in re.findall(r'"(\w+)"', exported[1]) if exported else ():
            assert f"{module}.{name}" in named or name in inside, f"{module}.{name}"


WORDS = """\
terms:
  fever: {en: A body that is too hot., bn: শরীর গরম হওয়া।}
  pain: {en: A bad feeling in the body., bn: শরীরে খারাপ লাগা।}
"""


WXR = """\
<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><wp:post_id>1</wp:post_id>
<content:encoded><![CDATA[<p>Pain</p>]]></content:encoded></item></channel></rss>
"""
FILES = {
    **dict.fromkeys(["page.html", "site/index.html", "queue/a.html", "annotated.html"], PAGE),
    **dict.fromkeys(
        ["words/all.yaml", "last-release/all.yaml", "hospital/all.yaml", "glossaries/all.yaml",
         "words.yaml", "mine.yaml"], WORDS),
    "our-ward.yaml": "terms:\n  ward: {en: A room with beds., bn: রোগীদের ঘর।}\n",
    "rows.jsonl": '{"ID": 1, "post_content": "<p>Pain</p>"}\n',
    "export.xml": WXR,
    "copied.txt": "Pain.\n",
    "terms.csv": "pain,A bad feeling in the body.\n",
    "abbreviations.md": "*[MRI]: A test that takes pictures.\n",
    "glossary.rst": ".. glossary::\n\n   ward\n      A room with beds.\n",
}  # fmt: skip


def furnish(folder: Path) -> None:
    """Write the files that the docs speak of."""
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    for name in ("todo.xlsx", "termbase.tbx"):
        call = ["export", "--glossary", "words", "-o", name]
        assert CliRunner().invoke(main, call).exit_code == 0


CONSOLE = [param for param in RUN if param.values[0] in ("console", "sh")
           and commands(param.values[1])]  # fmt: skip


@pytest.mark.parametrize(("kind", "code"), CONSOLE)
def test_every_command_of_the_docs_runs(kind, code, tmp_path, monkeypatch):
    """In the order of its block, on small files of the names that it uses."""
    monkeypatch.chdir(tmp_path)
    furnish(tmp_path)
    for call in commands(code):
        result = CliRunner().invoke(main, call, input=PAGE)
        assert result.exit_code == 0, (call, result.output)
