"""Commands about words: explain, suggest-forms, language-check.

Owns their options and messages. Never decides what matches: that is `rxglossary.matching`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rxglossary.cli.options import Failed, build_annotator, glossary_options
from rxglossary.errors import ConfigurationError, printable
from rxglossary.matching.forms import suggest_forms
from rxglossary.matching.gold import check_language, read_gold

__all__ = ["explain", "language_check", "suggest"]


@click.command()
@click.argument("text")
@glossary_options
def explain(text: str, **options: Any) -> None:
    """Print every form of the glossary in a text, and why it counts or doesn't.

    TEXT is plain text, or - for standard input. A line for each form, with tabs between: offset,
    what stands there, the term's id, the form, the rule, and what the form lost to. Offsets count
    characters from 0.

    Example: rxglossary explain "heart attacks and hearty food"
    """
    if text == "-":
        with click.open_file("-", encoding="utf-8") as stream:
            text = stream.read()
    for found in build_annotator(options).explain(text):
        term = found.term.id if found.term else "(not_in)"
        surface = text[found.start : found.end]
        row = (str(found.start), surface, term, found.lemma, found.rule, found.by)
        click.echo("\t".join(map(printable, row)).rstrip("\t"))


@click.command("suggest-forms")
@glossary_options
def suggest(**options: Any) -> None:
    """Print forms that entries may want to list.

    They are no forms by themselves, since they may be other words: Latin plurals, British
    spellings of American words. A line for each, with tabs between: the term's id, the language,
    the form it is made of, the suggested form, the reason, and who matches it already.

    Example: rxglossary suggest-forms --glossary glossaries
    """
    for one in suggest_forms(build_annotator(options).glossary):
        row = (one.term.id, one.language, one.lemma, one.form, one.reason, " ".join(one.others))
        click.echo("\t".join(map(printable, row)).rstrip("\t"))


@click.command("language-check")
@click.argument("tag")
@click.option(
    "--gold",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="The gold list: surface, lemma, should_match, corpus_freq, with tabs between.",
)
def language_check(tag: str, gold: Path) -> None:
    """Score the rules of the language TAG on a list of words.

    Prints precision and recall, then a line for each word that went wrong, with tabs between:
    false or missed, the word, the lemma, how often it was seen, and the line of the list. Exits
    with 1 if there is one.

    Example: rxglossary language-check bn --gold bangla_gold.tsv
    """
    try:
        rows = read_gold(gold.read_text("utf-8"), str(gold))
        score = check_language(tag, rows)
    except (OSError, UnicodeDecodeError, ConfigurationError) as error:
        raise Failed(printable(str(error))) from None
    click.echo(f"words\t{len(rows)}")
    click.echo(f"precision\t{score.precision:.4f}")
    click.echo(f"recall\t{score.recall:.4f}")
    for verdict, some in (("false", score.false), ("missed", score.missed)):
        for row in some:
            cells = (verdict, row.surface, row.lemma, str(row.frequency), str(row.line))
            click.echo("\t".join(map(printable, cells)))
    if score.false or score.missed:
        click.get_current_context().exit(1)
