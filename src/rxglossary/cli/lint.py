"""The command ``lint``.

Owns its options and messages. Never decides what is wrong: that is `rxglossary.lint`.
"""

from __future__ import annotations

import codecs
import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from rxglossary.cli import files
from rxglossary.cli.options import Failed
from rxglossary.errors import printable
from rxglossary.lint import RULES, SEVERITIES
from rxglossary.lint import lint as run_lint
from rxglossary.lint.fixes import fixed
from rxglossary.lint.output import FORMATS, page, summary

__all__ = ["lint"]

_SEVERITY = click.Choice(SEVERITIES)


@click.command()
@click.argument("sources", nargs=-1, metavar="PATH...", type=click.Path())
@click.option(
    "--pages",
    multiple=True,
    metavar="PATH",
    type=click.Path(),
    help="Hold the glossary against these pages or folders of pages.",
)
@click.option(
    "--format",
    "form",
    default="text",
    type=click.Choice(list(FORMATS)),
    help="How findings are printed.",
    show_default=True,
)
@click.option(
    "--severity",
    default="warning",
    type=_SEVERITY,
    show_default=True,
    help="Print findings from this severity on.",
)
@click.option(
    "--fail-on",
    default="error",
    type=click.Choice([*SEVERITIES, "never"]),
    show_default=True,
    help="Exit with 1 from this severity on.",
)
@click.option("--fix", is_flag=True, help="Mend what is safe to mend, in the files.")
@click.option("--explain", metavar="CODE", help="Print what a rule is about, and nothing else.")
def lint(**options: Any) -> None:
    """Check glossaries: form, plain language, Bangla, reviews, safety.

    PATH names glossary files and folders of them. A comment "# rxg: ignore RX213 the reason"
    silences a finding: on its line, or on a whole entry if it stands behind the entry's id.

    Example: rxglossary lint glossaries --pages site
    """
    if options["explain"]:
        rule = RULES.get(options["explain"].upper())
        if rule is None:
            raise click.UsageError(f"there is no rule {printable(options['explain'])}.")
        click.echo(page([rule]), nl=False)
        return
    sources = options["sources"]
    if not sources:
        raise click.UsageError("name a glossary file or a folder of them.")
    today = datetime.date.today()
    pages = list(_pages(options["pages"])) if options["pages"] else None
    findings = run_lint(*sources, pages=pages, today=today)
    if options["fix"]:
        changed = fixed(findings, *sources, today=today)
        for name, text in changed.items():
            _write(Path(name), text)
            click.echo(f"{printable(name)}: mended", err=True)
        if changed:
            findings = run_lint(*sources, pages=pages, today=today)
    least = SEVERITIES.index(options["severity"])
    shown = [one for one in findings if SEVERITIES.index(one.severity) >= least]
    click.echo(FORMATS[options["form"]](shown), nl=False)
    click.echo(summary(shown), err=True)
    limit = options["fail_on"]
    if limit != "never" and any(
        SEVERITIES.index(one.severity) >= SEVERITIES.index(limit) for one in findings
    ):
        click.get_current_context().exit(1)


def _pages(paths: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    planned, failures = files.plan(paths, reading=True)
    if failures:
        name, reason = failures[0]
        raise Failed(f"{printable(name)}: {printable(reason)}")
    for one in planned:
        yield one.name, one.read()


def _write(file: Path, text: str) -> None:
    """Replace a file, keeping its byte order mark."""
    mark = codecs.BOM_UTF8 if file.read_bytes().startswith(codecs.BOM_UTF8) else b""
    files.write(file, mark + text.encode("utf-8"))
