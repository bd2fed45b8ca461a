"""Commands that rewrite or search pages: annotate, refresh, strip, find.

Owns their options and messages. Never decides what is annotated, counted or written how: that is
`rxglossary.annotator`, `rxglossary.report` and `rxglossary.cli.files`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import click

import rxglossary as rx
from rxglossary.cli.exports import rewrite_page
from rxglossary.cli.options import (
    Wrong,
    assets_place,
    build_annotator,
    encoding_option,
    glossary_options,
    output_options,
    paths_argument,
    pattern_option,
    rendering_options,
    report_options,
)
from rxglossary.cli.runs import plan, run, writer
from rxglossary.damage import PRESETS
from rxglossary.errors import RxGlossaryError, printable
from rxglossary.publish import relative_url

if TYPE_CHECKING:
    from rxglossary.cli import files
    from rxglossary.markup import Syntax
    from rxglossary.report import PageReport

__all__ = ["annotate", "find", "refresh", "strip"]

_XML: Final = ".xhtml"


_verify_option = click.option(
    "--verify",
    is_flag=True,
    help="Check each page with another parser; withhold one that fails.",
)


@click.command()
@paths_argument
@output_options
@report_options
@encoding_option
@_verify_option
@click.option("--repair", is_flag=True, help="First mend nested tooltip damage.")
@pattern_option
@glossary_options
@rendering_options
def annotate(**options: Any) -> None:
    """Mark the terms in pages and explain them at the end.

    PATHS are pages, folders of pages (*.html, *.htm, *.xhtml), or - for standard input.

    Example: rxglossary annotate site --out-dir public
    """
    if options["patterns"] and not options["repair"]:
        raise click.UsageError("--pattern says what is mended: add --repair.")
    _rewrite("annotate", options)


@click.command()
@paths_argument
@output_options
@report_options
@encoding_option
@_verify_option
@glossary_options
@rendering_options
def refresh(**options: Any) -> None:
    """Strip pages and annotate them with today's glossary.

    Example: rxglossary refresh public --in-place --assets-url /_rxg/
    """
    _rewrite("refresh", options)


@click.command()
@paths_argument
@output_options
@report_options
def strip(**options: Any) -> None:
    """Remove everything that annotate put into pages.

    Example: rxglossary strip public --in-place
    """
    pages, failures = plan(options)

    def work(page: files.Page, data: bytes) -> tuple[bytes, None]:
        return rx.strip(data, syntax=_syntax(page)), None

    def stream(page: files.Page, source: BinaryIO) -> bool:
        change = lambda post: rx.strip(post.text)  # noqa: E731
        return rewrite_page(page, source, change, dry_run=options["dry_run"])

    run("strip", pages, failures, work, writer(options), options, stream=stream)


@click.command()
@paths_argument
@report_options
@encoding_option
@glossary_options
def find(**options: Any) -> None:
    """Print where terms stand in pages.

    A line for each occurrence, with tabs between: file:offset, the term's id, the text. Offsets
    count bytes from 0. Nothing is written.

    Example: rxglossary find --occurrences all site
    """
    annotator = build_annotator(options)
    pages, failures = plan(options, reading=True)

    def work(page: files.Page, data: bytes) -> tuple[bytes, Any]:
        return data, annotator.find(data, syntax=_syntax(page), encoding=options["encoding"])

    def sink(page: files.Page, _before: bytes, _after: bytes, report: PageReport) -> None:
        if not options["report"]:
            for found in report.annotations:
                row = (f"{page.name}:{found.start}", found.term.id, found.surface)
                click.echo("\t".join(map(printable, row)))

    run("find", pages, failures, work, sink, options, annotator.fingerprint)


def _rewrite(command: str, options: dict[str, Any]) -> None:
    folder, url = assets_place(options)
    annotator = build_annotator(options)
    pages, failures = plan(options)
    if options["verify"]:
        try:
            rx.verify("", "")
        except RxGlossaryError as error:
            raise Wrong(str(error)) from None

    def work(page: files.Page, data: bytes) -> tuple[bytes, Any]:
        assets = url
        if folder is not None and page.target is not None:
            assets = relative_url(page.target, folder)
        read: dict[str, Any] = {"syntax": _syntax(page), "encoding": options["encoding"]}
        if options.get("repair"):
            patterns = (*PRESETS, *options["patterns"])
            data = rx.repair(data, encoding=options["encoding"], patterns=patterns).html
        if command == "refresh":
            result = rx.refresh(data, annotator, assets=assets, **read)
        else:
            result = annotator.annotate(data, assets=assets, **read)
        if options["verify"]:
            _verify(data, result.html, read)
        return result.html, result

    sink = writer(options, folder, annotator.renderer.asset_names)
    run(command, pages, failures, work, sink, options, annotator.fingerprint)


def _verify(before: bytes, after: bytes, read: dict[str, Any]) -> None:
    differences = rx.verify(before, after, **read).differences
    if differences:
        first = differences[0]
        where = f"{first.path} (offset {first.offset})" if first.path else f"offset {first.offset}"
        reason = f"{first.code} at {where}: {first.message}"
        raise RxGlossaryError(f"not written, verification failed: {reason}")


def _syntax(page: files.Page) -> Syntax:
    return "xml" if Path(page.name).suffix.lower() == _XML else "html"
