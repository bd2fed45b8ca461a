"""The group of all commands: its help, its version, how it ends.

Owns the list of commands. A new one is a function in a module of its topic and a name below.
"""

from __future__ import annotations

import io
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click

from rxglossary.cli import editors, exchange, glossary, lint, mending, pages, words

__all__ = ["main"]


class Commands(click.Group):
    """A group whose commands end without a word at Ctrl-C or when nobody reads on."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command, and write out what it printed while click still handles errors."""
        if isinstance(sys.stdout, io.TextIOWrapper):
            # Bangla goes into a pipe or a file whatever the locale; a terminal says what it takes.
            encoding = None if sys.stdout.isatty() else "utf-8"
            sys.stdout.reconfigure(encoding=encoding, errors="backslashreplace")
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except KeyboardInterrupt:
            ctx.exit(130)
        return result


def _version() -> str:
    try:
        return version("rxglossary")
    except PackageNotFoundError:
        return "(not installed)"


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(_version(), prog_name="rxglossary", message="%(prog)s %(version)s")
def main() -> None:
    """Explain medical terms in HTML pages, without changing anything else.

    Exit status: 0 done, 1 something failed, 2 wrong usage.
    """


for _command in (
    exchange.export,
    exchange.import_,
    glossary.assets,
    glossary.glossary_page,
    editors.diff,
    editors.review,
    editors.schema,
    editors.stats,
    lint.lint,
    mending.check,
    mending.repair,
    pages.annotate,
    pages.find,
    pages.refresh,
    pages.strip,
    words.explain,
    words.language_check,
    words.suggest,
):
    main.add_command(_command)
