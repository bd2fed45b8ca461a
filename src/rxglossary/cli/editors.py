"""Commands for those who edit a glossary: diff, review, schema, stats.

Owns their options and how their answers are printed. Never decides what changed, when a review
counts, or how a file is edited.
"""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import rxglossary as rx
from rxglossary.cli import files
from rxglossary.cli.options import Failed, Wrong, source_options
from rxglossary.cli.runs import diff as file_diff
from rxglossary.errors import GlossaryError, printable
from rxglossary.exchange import rewrites
from rxglossary.formats.schema import schema_text
from rxglossary.stats import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rxglossary.glossary import TermChanges
    from rxglossary.stats import LanguageStats

__all__ = ["diff", "review", "schema", "stats"]

_format = click.option(
    "--format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How the answer is printed.",
)


@click.command()
@click.argument("old", type=click.Path())
@click.argument("new", type=click.Path())
@_format
def diff(old: str, new: str, format: str) -> None:
    """Show what changed between two glossaries: entries, definitions, forms, reviews.

    OLD and NEW are glossary files or folders. Exit status, like diff's: 0 nothing changed, 1
    something did, 2 a glossary couldn't be read.

    Example: rxglossary diff last-release/ words/
    """
    try:
        found = rx.diff(rx.load(old), rx.load(new))
    except GlossaryError as error:
        raise Wrong(str(error)) from None
    if format == "json":
        click.echo(json.dumps(found.to_dict(), indent=2))
    else:
        for line in _changes(found):
            click.echo(printable(line))
    if found:
        click.get_current_context().exit(1)


def _changes(found: rx.Changes) -> Iterator[str]:
    for sign, terms in (("-", found.removed), ("+", found.added)):
        for term in terms:
            yield f"{sign} {term.id}: {next(iter(term.definition.values()))}"
    for one in found.changed:
        was = f" (was {one.old.id})" if one.old.id != one.new.id else ""
        yield f"~ {one.new.id}{was}"
        yield from _term_changes(one)
    numbers = (len(found.added), len(found.removed), len(found.changed))
    yield "{} added, {} removed, {} changed".format(*numbers)


def _term_changes(one: TermChanges) -> Iterator[str]:
    for change in one.changes:
        for sign, value in (("-", change.old), ("+", change.new)):
            if value is not None:
                text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                yield f"    {sign} {'.'.join(change.path)}: {text}"
    for key in one.stale_reviews:
        yield f"    ! the review of {key} is of the old text"
    for key in one.stale_translations:
        yield f"    ! {key} is a translation of an old text"


@click.command()
@click.argument("ids", nargs=-1)
@source_options
@click.option("--text", "keys", multiple=True, metavar="KEY", help="A text: en, bn, clinical.en.")
@click.option("--all", "everything", is_flag=True, help="Every entry that has the text.")
@click.option("--by", metavar="NAME", help="Who reviewed it.")
@click.option("--role", default="", metavar="TEXT", help="What makes that person fit to: a degree.")
@click.option("--date", metavar="DAY", help="The day of the review: 2026-11-01. Else: today.")
@click.option("--until", metavar="DAY", help="The last day on which it counts.")
@click.option("--translated", is_flag=True, help="Mark the text as a current translation instead.")
@click.option("--dry-run", is_flag=True, help="Write nothing.")
@click.option("--diff", is_flag=True, help="With --dry-run: print what would change in the files.")
def review(**options: Any) -> None:
    """Write down that a clinician has reviewed a text, or that a translation is current.

    The review is tied to the text as it stands in the glossary now: an edit makes it stale. IDS
    are the entries. Comments and order of the files stay.

    Example: rxglossary review pain fever --text bn --by "A. Begum" --role MBBS --glossary words/
    """
    if not options["glossary"]:
        raise click.UsageError("say by --glossary which glossary is to be changed.")
    if options["diff"] and not options["dry_run"]:
        raise click.UsageError("--diff shows what a run would change: add --dry-run.")
    if bool(options["ids"]) == options["everything"]:
        raise click.UsageError("name the entries that were reviewed, or say --all.")
    if not options["keys"]:
        raise click.UsageError("say by --text which text was reviewed: --text en.")
    if not options["translated"] and not options["by"]:
        raise click.UsageError("say by --by who reviewed the text.")
    try:
        old = rx.load(*options["glossary"])
        new = _reviewed(old, options)
        written, _ = rewrites(old, new, lambda name: Path(name).read_bytes())
        for name, data in written.items():
            if options["diff"]:
                click.echo("".join(file_diff(name, Path(name).read_bytes(), data)), nl=False)
            elif not options["dry_run"]:
                files.write(Path(name), data)
    except GlossaryError as error:
        raise Failed(str(error)) from None
    except OSError as error:
        raise Failed(printable(f"{error.filename}: {error.strerror}")) from None
    number = len(rx.diff(old, new).changed)
    what = "would be changed" if options["dry_run"] else "changed"
    click.echo(f"{number} {'entry' if number == 1 else 'entries'} {what}", err=True)


def _reviewed(glossary: rx.Glossary, options: Mapping[str, Any]) -> rx.Glossary:
    """Return the glossary with the chosen texts of the chosen entries reviewed or marked."""
    keys = options["keys"]
    try:
        chosen = [glossary[id] for id in options["ids"]]
    except KeyError as error:
        raise Wrong(str(error.args[0])) from None
    if options["everything"]:
        chosen = [term for term in glossary if term.texts.keys() & set(keys)]
    day, until = (_day(options[name], name) for name in ("date", "until"))
    changed = []
    for term in chosen:
        for key in keys:
            if options["everything"] and key not in term.texts:
                continue
            if options["translated"]:
                term = term.with_translation(key)
            else:
                term = term.with_review(
                    key,
                    by=options["by"],
                    role=options["role"],
                    date=day or datetime.date.today(),
                    until=until,
                )
        changed.append(term)
    return glossary | rx.Glossary({term.id: term for term in changed}.values())


def _day(text: str | None, name: str) -> datetime.date | None:
    try:
        return datetime.datetime.strptime(text, "%Y-%m-%d").date() if text else None
    except ValueError:
        raise Wrong(f"--{name}: {printable(repr(text))} is no day such as 2026-11-01.") from None


@click.command()
def schema() -> None:
    """Print the JSON Schema of glossary files, for editors that complete and check YAML.

    Example: rxglossary schema > glossary.schema.json
    """
    try:
        click.echo(schema_text(), nl=False)
    except GlossaryError as error:
        raise Failed(str(error)) from None


@click.command()
@source_options
@_format
def stats(glossary: tuple[str, ...], format: str) -> None:
    """Count entries by category, status and language, their reviews, and how hard texts are.

    Example: rxglossary stats --glossary words/
    """
    try:
        found = count(rx.load(*glossary) if glossary else rx.builtin())
    except GlossaryError as error:
        raise Failed(str(error)) from None
    if format == "json":
        click.echo(json.dumps(found.to_dict(), indent=2))
        return
    click.echo(f"{found.entries} entries on {found.on}")
    rows = {"status": found.statuses, "category": found.categories}
    for name, numbers in rows.items():
        click.echo(f"\n{name}")
        for key, number in numbers.items():
            click.echo(printable(f"  {key or '(none)':<20}{number:>7}"))
    for tag, language in found.languages.items():
        click.echo(f"\ndefinitions in {tag}")
        for name, value in _rows(language):
            click.echo(printable(f"  {name:<40}{value:>12}"))


def _rows(language: LanguageStats) -> Iterator[tuple[str, str]]:
    yield "number", str(language.definitions)
    for state, number in language.reviews.items():
        yield f"review {state}", str(number)
    if language.oldest_review is not None:
        yield "oldest current review", language.oldest_review.isoformat()
        yield "median age of current reviews, days", f"{language.review_age:g}"
    for state, number in language.translations.items():
        yield f"translation {state}", str(number)
    yield "words, median", f"{language.words:g}"
    for name, value in language.readability.items():
        yield name.replace("_", " ") + ", mean", f"{value:g}"
