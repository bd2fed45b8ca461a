"""One piece of work on many pages: plan, do, write, report.

Owns what happens to a run's pages, whichever command asked. Never decides what the work is.
"""

from __future__ import annotations

import difflib
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from rxglossary.cli import files
from rxglossary.cli.exports import is_stream
from rxglossary.errors import RxGlossaryError, printable
from rxglossary.publish import copy_assets
from rxglossary.report import PageReport, summary, to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import rxglossary as rx

    # What is done with a page's bytes: the new ones, and the annotator's result if there is one.
    Work = Callable[[files.Page, bytes], tuple[bytes, Any]]
    # What is done with the old and the new bytes.
    Sink = Callable[[files.Page, bytes, bytes, PageReport], None]

__all__ = ["diff", "plan", "run", "writer"]


def plan(
    options: dict[str, Any], *, reading: bool = False
) -> tuple[list[files.Page], list[files.Failure]]:
    if options["report"] not in (None, "json"):
        raise click.UsageError("--report is json: there is no other format.")
    if reading:
        return files.plan(options["paths"], reading=True)
    if options["diff"] and not options["dry_run"]:
        raise click.UsageError("--diff shows what a run would change: add --dry-run.")
    pages, failures = files.plan(
        options["paths"],
        file=options["output"],
        folder=options["out_dir"],
        in_place=options["in_place"],
        reading=options["dry_run"],
    )
    printed = options["diff"] or (not options["dry_run"] and any(not p.target for p in pages))
    if options["report"] and printed:
        raise click.UsageError(
            "pages and the report would both go to standard output:"
            " use -o FILE, --out-dir DIR, --in-place or --dry-run without --diff."
        )
    return pages, failures


def writer(
    options: dict[str, Any], assets: Path | None = None, names: tuple[str, ...] = ()
) -> Sink:
    """Return what is done with the output of a page, which links *names* in the folder *assets*."""

    def nothing(
        _page: files.Page, _before: bytes, _after: bytes, report_options: PageReport
    ) -> None:
        return

    def print_diff(
        page: files.Page, before: bytes, after: bytes, report_options: PageReport
    ) -> None:
        if before is not after:
            click.echo("".join(diff(page.name, before, after)), nl=False)

    def write(page: files.Page, _before: bytes, after: bytes, report: PageReport) -> None:
        nonlocal assets
        if page.target is None:
            sys.stdout.buffer.write(after)
            return
        if assets is not None and names and report.annotations:
            # Before the page, so that no page ever links files that are not there.
            copy_assets(assets, names, write=files.write)
            assets = None
        files.write(page.target, after)

    if options["dry_run"]:
        return print_diff if options["diff"] else nothing
    return write


def diff(name: str, before: bytes, after: bytes) -> Iterator[str]:
    old, new = (data.decode("utf-8", "backslashreplace").split("\n") for data in (before, after))
    for lines in (old, new):
        # The way that diff and patch say how a file ends.
        lines[-1:] = [lines[-1] + "\n\\ No newline at end of file"] if lines[-1] else []
    for line in difflib.unified_diff(old, new, name, name, lineterm=""):
        yield re.sub(r"[^\t\n]+", lambda run: printable(run[0]), line) + "\n"


def run(
    command: str,
    pages: Sequence[files.Page],
    failures: Sequence[files.Failure],
    work: Work,
    sink: Sink,
    options: dict[str, Any],
    fingerprint: str = "",
    stream: Callable[[files.Page, BinaryIO], bool] | None = None,
) -> None:
    """Do *work* on every page, whatever happens to the others, then say what was done.

    WordPress exports are given to *stream*, which tells whether it changed them.
    """
    reports = [PageReport(name, "failed", error=reason) for name, reason in failures]
    with _progress(len(pages)) as (say, advance):
        for report in reports:
            say(f"{printable(report.page)}: {printable(report.error)}")
        for page in pages:
            report = _page(page, work, sink, stream)
            for line in _messages(report):
                say(line)
            reports.append(report)
            advance()
    if options["report"]:
        click.echo(to_json(command, reports, fingerprint), nl=False)
    click.echo(summary(reports), err=True)
    failed = any(report.status == "failed" for report in reports)
    if options["strict"]:
        failed = failed or any(report.refused or report.stops for report in reports)
    if failed:
        click.get_current_context().exit(1)


def _page(
    page: files.Page,
    work: Work,
    sink: Sink,
    stream: Callable[[files.Page, BinaryIO], bool] | None,
) -> PageReport:
    try:
        with page.open() as source:
            if stream is not None and is_stream(source.peek()):
                return PageReport(page.name, "changed" if stream(page, source) else "unchanged")
            before = source.read()
        after, result = work(page, before)
        if result is None:
            report = PageReport(page.name, "unchanged" if after == before else "changed")
        else:
            report = PageReport.of(page.name, result, changed=after != before)
        sink(page, before, after, report)
    except BrokenPipeError:
        raise
    except (OSError, RxGlossaryError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return PageReport(page.name, "failed", error=reason)
    return report


def _messages(report: PageReport) -> Iterator[str]:
    name = printable(report.page)
    if report.error:
        yield f"{name}: {printable(report.error)}"
    notes: list[rx.Refusal | rx.Skip] = [report.refused] if report.refused else []
    for note in [*notes, *report.stops]:
        yield f"{name}:{note.offset}: {printable(f'{note.code}: {note.message}')}"


@contextmanager
def _progress(total: int) -> Iterator[tuple[Callable[[str], None], Callable[[], None]]]:
    """Yield a function that prints a message, and one that moves the bar by a page."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda text: click.echo(text, err=True), lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)

    def say(text: str) -> None:
        console.print(text, markup=False, highlight=False, emoji=False, soft_wrap=True)

    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("pages", total=total)
        yield say, lambda: progress.advance(task)
