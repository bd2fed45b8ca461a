"""Commands that exchange glossaries with other programs: export, import.

Owns their options and messages. Never decides what a format holds (`rxglossary.formats`) nor what
of a file is taken over (`rxglossary.exchange`).
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import rxglossary as rx
from rxglossary.cli import files
from rxglossary.cli.options import Failed, Wrong, source_options
from rxglossary.cli.runs import diff
from rxglossary.errors import ConfigurationError, GlossaryError, Problem, printable
from rxglossary.exchange import examples, merge, rewrites, untranslated
from rxglossary.formats import FORMATS, Loss, Options, dump, parse
from rxglossary.formats.registry import dump_sheet, format_of
from rxglossary.formats.table import review, weblate, work_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rxglossary.exchange import Merge
    from rxglossary.formats import Record

__all__ = ["export", "import_"]

_TABLES = ("csv", "tsv", "xlsx")


def _written() -> str:
    return "|".join(name for name, form in FORMATS.items() if form.write)


def _read() -> str:
    return "|".join(name for name, form in FORMATS.items() if form.read)


@click.command()
@source_options
@click.option("-o", "--output", metavar="FILE", default="-", help="Write here (- is stdout).")
@click.option("--to", "format", metavar=_written(), help="The format. Else: by the suffix, or csv.")
@click.option("--for", "reader", metavar="weblate|review", help="A table for these readers.")
@click.option("--missing", metavar="TAG", help="Only what has no current translation into this.")
@click.option(
    "--languages",
    metavar="TAGS",
    default="en,bn",
    help="The languages: en,bn. Translators work into the last.",
)
@click.option(
    "--pages",
    multiple=True,
    metavar="PATH",
    help="With --for review: take example sentences from these pages.",
)
@click.option("--title", default="Glossary", metavar="TEXT", help="What the glossary is called.")
@click.option(
    "--url",
    default=Options().url,
    metavar="URL",
    help="Where it is published, for linked data.",
)
def export(**options: Any) -> None:
    """Write the glossary for spreadsheets, translators, reviewers and other programs.

    What the format can't hold is named on standard error.

    Example: rxglossary export --glossary words/ --missing bn -o todo.xlsx
    """
    name = options["format"] or format_of(options["output"]) or "csv"
    languages = tuple(tag.strip() for tag in options["languages"].split(",") if tag.strip())
    if options["pages"] and options["reader"] != "review":
        raise click.UsageError("--pages gives example sentences to reviewers: add --for review.")
    try:
        glossary = rx.load(*options["glossary"]) if options["glossary"] else rx.builtin()
        target = options["missing"] or languages[-1]
        terms = untranslated(glossary, target) if options["missing"] else list(glossary)
        settings = Options(languages, options["title"], options["url"], datetime.date.today())
        losses: Sequence[Loss] = ()
        if options["reader"] == "weblate":
            data = dump_sheet(weblate(terms, target, settings.on), name)
        elif options["reader"] == "review":
            found = _examples(glossary, options["pages"])
            data = dump_sheet(review(terms, languages, found), name)
        elif options["reader"]:
            raise click.UsageError(f"--for {options['reader']}: use weblate or review.")
        elif options["missing"] and name in _TABLES:
            data = dump_sheet(work_list(terms, target), name)
        else:
            data, losses = dump(terms, name, settings)
    except GlossaryError as error:
        raise Failed(str(error)) from None
    except ConfigurationError as error:
        raise Wrong(printable(str(error))) from None
    _write(options["output"], data)
    for line in _lost(losses):
        click.echo(f"{name} does not hold {printable(line)}", err=True)
    click.echo(_count(len(terms), "entry", "entries") + " exported", err=True)


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path())
@source_options
@click.option("--from", "format", metavar=_read(), help="The format. Else: by the suffix.")
@click.option(
    "--language",
    default="",
    metavar="TAG",
    help="The language of the texts, where the file doesn't say it.",
)
@click.option("--add-to", default="", metavar="FILE", help="New entries go to this glossary file.")
@click.option("--dry-run", is_flag=True, help="Write nothing.")
@click.option("--diff", is_flag=True, help="With --dry-run: print what would change in the files.")
def import_(**options: Any) -> None:
    """Take over what translators and reviewers wrote, and other glossaries.

    PATHS are files of the formats that export writes, and Markdown and Sphinx glossaries. Entries
    are merged by id; what changes is listed. Edits of entries that changed since the export are
    conflicts: they are listed and not applied.

    Example: rxglossary import todo.xlsx --glossary words/
    """
    if options["diff"] and not options["dry_run"]:
        raise click.UsageError("--diff shows what a run would change: add --dry-run.")
    if not options["glossary"]:
        raise click.UsageError("say by --glossary which glossary is to be changed.")
    target = Path(options["add_to"] or options["glossary"][-1])
    try:
        # A glossary that isn't there yet begins with what is imported.
        sources = [path for path in options["glossary"] if Path(path) != target or target.exists()]
        old = rx.load(*sources) if sources else rx.Glossary()
        records = [record for path in options["paths"] for record in _parse(path, options)]
        merged = merge(old, records)
        add_to = "" if target.is_dir() else str(target)
        written, homeless = rewrites(old, merged.glossary, _bytes, add_to)
    except GlossaryError as error:
        raise Failed(str(error)) from None
    except ConfigurationError as error:
        raise Wrong(printable(str(error))) from None
    _show(merged, listed=not options["diff"])
    bad = [*merged.problems, *merged.conflicts, *homeless]
    for problem in (*merged.remarks, *bad):
        click.echo(str(problem), err=True)
    for name, data in written.items():
        if options["diff"]:
            click.echo("".join(diff(name, _bytes(name), data)), nl=False)
        elif not options["dry_run"]:
            try:
                files.write(Path(name), data)
            except OSError as error:
                # The other files are written all the same.
                bad.append(Problem("unwritable-file", str(error.strerror or error), name))
                click.echo(str(bad[-1]), err=True)
    ids = {change.id for change in merged.changes}
    what = "would be changed" if options["dry_run"] else "changed"
    click.echo(
        f"{_count(len(ids), 'entry', 'entries')} {what},"
        f" {_count(len(merged.conflicts), 'conflict', 'conflicts')},"
        f" {_count(len(bad) - len(merged.conflicts), 'problem', 'problems')}",
        err=True,
    )
    if bad:
        click.get_current_context().exit(1)


def _parse(path: str, options: dict[str, Any]) -> list[Record]:
    name = options["format"] or format_of(path)
    if name is None:
        raise ConfigurationError(f"{path} has no known suffix: say its format by --from {_read()}")
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise GlossaryError([Problem("unreadable-file", str(error.strerror), path)]) from None
    parsed = parse(data, name, file=path, language=options["language"])
    for note in parsed.notes:
        click.echo(f"{printable(path)}: {printable(note)}", err=True)
    return parsed.records


def _lost(losses: Iterable[Loss]) -> list[str]:
    """Return what was lost, a line a field."""
    ids: dict[str, dict[str, None]] = {}
    for loss in losses:
        ids.setdefault(loss.field.partition(".")[0], {}).update(dict.fromkeys(loss.ids))
    return [str(Loss(field, tuple(found))) for field, found in ids.items()]


def _examples(glossary: rx.Glossary, paths: Sequence[str]) -> dict[tuple[str, str], str]:
    if not paths:
        return {}
    annotator = rx.Annotator(glossary, policy=rx.Policy(occurrences="all"), renderer="dfn")
    pages, failures = files.plan(paths, reading=True)
    for failure in failures:
        click.echo(f"{printable(failure.name)}: {printable(failure.reason)}", err=True)
    return examples(annotator, (page.read() for page in pages))


def _show(merged: Merge, *, listed: bool) -> None:
    """Print every text that changes, old and new."""
    before = ""
    for change in merged.changes if listed else ():
        if change.id != before:
            click.echo(change.id)
            before = change.id
        for sign, text in (("-", change.old), ("+", change.new)):
            if text:
                click.echo(f"  {sign} {change.field}: {printable(text)}")


def _bytes(name: str) -> bytes:
    path = Path(name)
    return path.read_bytes() if path.exists() else b""


def _write(name: str, data: bytes) -> None:
    if name == files.STREAM:
        sys.stdout.buffer.write(data)
        return
    try:
        files.write(Path(name), data)
    except OSError as error:
        raise Failed(f"{printable(name)}: {printable(str(error.strerror or error))}") from None


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
