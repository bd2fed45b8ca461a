"""What the README shows is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import rxglossary as rx
from rxglossary.cli import main
from rxglossary.settings import KEYS

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    """Return the README's code blocks in *language*."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)


def test_the_python_example_runs_and_finds_both_words(capsys):
    """The example annotates two terms, and its own assertion about strip holds."""
    (code,) = blocks("python")
    space: dict[str, object] = {}
    exec(compile(code, "README.md", "exec"), space)  # noqa: S102 -- our own README
    result = space["result"]
    assert isinstance(result, rx.Result)
    assert [found.term.id for found in result] == ["diabetes", "infection"]
    assert "রক্তে চিনি বেশি থাকার রোগ।" in capsys.readouterr().out


def test_the_glossary_example_loads():
    """The YAML that the README shows is a glossary."""
    (text,) = blocks("yaml")
    assert [term.id for term in rx.loads(text)] == ["diabetes"]


def test_every_command_and_option_in_the_readme_exists():
    """No line of the command-line example names a command or an option that isn't there."""
    lines = [line for block in blocks("console") for line in block.splitlines()]
    calls = [line.split("#")[0].split()[1:] for line in lines if line.startswith("$ rxglossary")]
    assert len(calls) >= 8
    for _, command, *words in calls:
        known = {name for option in main.commands[command].params for name in option.opts}
        assert {word for word in words if re.match("--?[a-z]", word)} <= known, command


def test_every_public_name_is_in_the_reference():
    """The page of the Python API leaves out no name of `__all__`."""
    page = (Path(__file__).parent.parent / "docs" / "reference" / "api.md").read_text("utf-8")
    errors = {name for name in rx.__all__ if getattr(rx, name).__module__ == "rxglossary.errors"}
    named = set(re.findall(r"auto(?:class|function):: rxglossary(?:\.\w+)*\.(\w+)$", page, re.M))
    assert set(rx.__all__) - errors - named == set()
    assert "automodule:: rxglossary.errors" in page


def test_every_command_and_option_is_in_the_reference():
    """The page of the command line leaves out no command, no option and no setting."""
    page = (Path(__file__).parent.parent / "docs" / "reference" / "cli.md").read_text("utf-8")
    named = set(re.findall(r"`((?:-o)|--[a-z-]+|[a-z]+(?:-[a-z]+)*)\b", page)) | {"-h", "--help"}
    options = {
        name
        for command in main.commands.values()
        for option in command.params
        for name in (option.opts if option.param_type_name == "option" else ())
    }
    assert set(main.commands) | options <= named
    assert {key if key == "labels" else f"--{key}" for key in KEYS} <= named


def test_every_code_is_in_the_reference():
    """The page of codes leaves out no code of a refusal, a skipped match or a stop."""
    root = Path(__file__).parent.parent
    page = (root / "docs" / "reference" / "codes.md").read_text("utf-8")
    sources = [root / "src" / "rxglossary" / name for name in ("annotator.py", "documents.py")]
    sources += (root / "src" / "rxglossary" / "html").glob("*.py")
    pattern = re.compile(r'\b(?:Refusal|Skip|Stop|Stopped)\(\s*"([a-z-]+)",')
    codes = {code for path in sources for code in pattern.findall(path.read_text("utf-8"))}
    assert len(codes) > 15
    assert codes - set(re.findall(r"^\| `([a-z-]+)` \|", page, re.M)) == set()
