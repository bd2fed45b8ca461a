"""The commands: options, messages and exit statuses.

Owns what the command line looks like. Never decides what is annotated, counted or written how:
that is `rxglossary.annotator`, `rxglossary.report` and `rxglossary.cli.files`.
"""

from __future__ import annotations

import difflib
import io
import re
import sys
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

import rxglossary as rx
from rxglossary.cli import files, settings
from rxglossary.errors import ConfigurationError, GlossaryError, RxGlossaryError, printable
from rxglossary.glossary import suggest
from rxglossary.markup import check_url
from rxglossary.publish import copy_assets, relative_url
from rxglossary.report import PageReport, summary, to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    # What is done with a page's bytes: the new ones, and the annotator's result if there is one.
    _Work = Callable[[files.Page, bytes], tuple[bytes, Any]]
    # What is done with the old and the new bytes.
    _Sink = Callable[[files.Page, bytes, bytes, PageReport], None]

__all__ = ["main"]

_POLICY: Final = ("occurrences", "skip", "only", "protect", "max_per_page", "min_status")
_RENDERERS: Final = ("link", "dfn")
_ASSETS: Final = "_rxg"
_XML: Final = ".xhtml"


class _Wrong(click.ClickException):
    """The command can't be run as it was asked for."""

    exit_code = 2


class _Failed(click.ClickException):
    """The command can't do its work."""


class _Main(click.Group):
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


def _tags(_ctx: click.Context, _param: click.Parameter, value: Any) -> tuple[str, ...]:
    """Return language tags: joined by commas on the command line, a list in a settings file."""
    return tuple(tag.strip() for tag in value.split(",")) if isinstance(value, str) else value or ()


def _configure(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    """Make the values of the settings file the options' defaults."""
    if ctx.resilient_parsing:
        return
    try:
        found = settings.read(Path(value)) if value else settings.find(Path.cwd())
        for key, setting in found.values.items():
            # Alone, so that an error can name its line.
            try:
                option = {key.replace("-", "_"): setting}
                _policy(option)
                _renderer(option)
            except ConfigurationError as error:
                raise found.error(key, str(error)) from None
    except ConfigurationError as error:
        raise _Wrong(str(error)) from None
    ctx.default_map = {key.replace("-", "_"): setting for key, setting in found.values.items()}


# --- Options -----------------------------------------------------------------------------------


def _options(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


_paths = click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))

_output = _options(
    click.option("-o", "--output", metavar="FILE", help="Write the one page here (- is stdout)."),
    click.option(
        "--out-dir",
        type=click.Path(path_type=Path),
        metavar="DIR",
        help="Write every page below this folder, its path kept.",
    ),
    click.option("--in-place", is_flag=True, help="Replace each page by its output."),
    click.option("--dry-run", is_flag=True, help="Write nothing."),
    click.option("--diff", is_flag=True, help="With --dry-run: print what would change."),
)

_report = _options(
    click.option("--report", metavar="json", help="Print a report on standard output."),
    click.option(
        "--strict",
        is_flag=True,
        help="Exit with 1 if a page is refused or the scanner stops in one.",
    ),
)

_glossary = _options(
    click.option(
        "--config",
        metavar="FILE",
        callback=_configure,
        is_eager=True,
        expose_value=False,
        help="Read settings here. Else: the nearest rxglossary.toml or pyproject.toml.",
    ),
    click.option(
        "--glossary",
        multiple=True,
        metavar="PATH",
        help="A glossary file or folder; may be repeated. Else: the shipped glossary.",
    ),
    click.option(
        "--occurrences",
        metavar="first|first-per-section|all",
        help="Which occurrences of a term are annotated.",
    ),
    click.option("--skip", multiple=True, metavar="SELECTOR", help="Leave these alone too."),
    click.option("--only", multiple=True, metavar="SELECTOR", help="Stay inside these elements."),
    click.option(
        "--protect", multiple=True, metavar="NAME", help="Keep off these marks; else all."
    ),
    click.option("--max-per-page", type=int, metavar="N", help="At most so many occurrences."),
    click.option("--min-status", metavar="STATUS", help="Leave out entries less trusted."),
)

_rendering = _options(
    click.option("--renderer", metavar="link|dfn", help="How an occurrence is marked."),
    click.option(
        "--languages",
        type=click.UNPROCESSED,
        callback=_tags,
        metavar="TAGS",
        help="Languages to explain in: en,bn.",
    ),
    click.option(
        "--assets",
        metavar="PATH",
        help="Where rxg.css and rxg.js are put, seen from the output: _rxg by default.",
    ),
    click.option(
        "--assets-url",
        metavar="URL",
        help="Link rxg.css and rxg.js below this URL and put them nowhere.",
    ),
)


# --- Commands ----------------------------------------------------------------------------------


@click.group(cls=_Main, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(_version(), prog_name="rxglossary", message="%(prog)s %(version)s")
def main() -> None:
    """Explain medical terms in HTML pages, without changing anything else.

    Exit status: 0 done, 1 something failed, 2 wrong usage.
    """


@main.command()
@_paths
@_output
@_report
@_glossary
@_rendering
def annotate(**options: Any) -> None:
    """Mark the terms in pages and explain them at the end.

    PATHS are pages, folders of pages (*.html, *.htm, *.xhtml), or - for standard input.

    Example: rxglossary annotate site --out-dir public
    """
    _rewrite("annotate", options)


@main.command()
@_paths
@_output
@_report
@_glossary
@_rendering
def refresh(**options: Any) -> None:
    """Strip pages and annotate them with today's glossary.

    Example: rxglossary refresh public --in-place --assets-url /_rxg/
    """
    _rewrite("refresh", options)


@main.command()
@_paths
@_output
@_report
def strip(**options: Any) -> None:
    """Remove everything that annotate put into pages.

    Example: rxglossary strip public --in-place
    """
    pages, failures = _plan(options)

    def work(_page: files.Page, data: bytes) -> tuple[bytes, None]:
        return rx.strip(data), None

    _run("strip", pages, failures, work, _sink(options), options)


@main.command()
@_paths
@_report
@_glossary
def find(**options: Any) -> None:
    """Print where terms stand in pages.

    A line for each occurrence, with tabs between: file:offset, the term's id, the text. Offsets
    count bytes from 0. Nothing is written.

    Example: rxglossary find --occurrences all site
    """
    annotator = _annotator(options)
    pages, failures = _plan(options, reading=True)

    def work(_page: files.Page, data: bytes) -> tuple[bytes, Any]:
        return data, annotator.find(data)

    def sink(page: files.Page, _before: bytes, _after: bytes, report: PageReport) -> None:
        if not options["report"]:
            for found in report.annotations:
                row = (f"{page.name}:{found.start}", found.term.id, found.surface)
                click.echo("\t".join(map(printable, row)))

    _run("find", pages, failures, work, sink, options, annotator.fingerprint)


def _rewrite(command: str, options: dict[str, Any]) -> None:
    folder, url = _assets(options)
    annotator = _annotator(options)
    pages, failures = _plan(options)

    def work(page: files.Page, data: bytes) -> tuple[bytes, Any]:
        if Path(page.name).suffix.lower() == _XML:
            message = "markup is written for HTML, and would not be well-formed XML"
            return data, rx.Result(data, refused=rx.Refusal("xml", 0, message))
        assets = url
        if folder is not None and page.target is not None:
            assets = relative_url(page.target, folder)
        if command == "refresh":
            result = rx.refresh(data, annotator, assets=assets)
        else:
            result = annotator.annotate(data, assets=assets)
        return result.html, result

    sink = _sink(options, folder if options["renderer"] in (None, "link") else None)
    _run(command, pages, failures, work, sink, options, annotator.fingerprint)


# --- What the commands share ---------------------------------------------------------------------


def _policy(options: dict[str, Any]) -> rx.Policy:
    given = {name: options.get(name) for name in _POLICY}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in given.items()
        if value not in (None, (), [])
    }
    if "skip" in values:
        # Headings, links and code stay out, whatever else does: nobody lists these by hand.
        values["skip"] = (*rx.Policy().skip, *values["skip"])
    return rx.Policy(**values)


def _renderer(options: dict[str, Any]) -> Any:
    name = options.get("renderer") or "link"
    if name not in _RENDERERS:
        known = " or ".join(_RENDERERS)
        raise ConfigurationError(f"{name!r} is no renderer{suggest(name, _RENDERERS)}: use {known}")
    languages = options.get("languages")
    given: dict[str, Any] = {"languages": tuple(languages)} if languages else {}
    return rx.Link(**given) if name == "link" else rx.Dfn(**given)


def _annotator(options: dict[str, Any]) -> rx.Annotator:
    try:
        policy, renderer = _policy(options), _renderer(options)
        glossary = rx.load(*options["glossary"]) if options["glossary"] else rx.builtin()
        return rx.Annotator(glossary, policy=policy, renderer=renderer)
    except GlossaryError as error:
        raise _Failed(str(error)) from None
    except ConfigurationError as error:
        raise _Wrong(printable(str(error))) from None


def _assets(options: dict[str, Any]) -> tuple[Path | None, str | None]:
    """Return the folder that the assets are put in, or else the URL that they have."""
    assets, url = options["assets"], options["assets_url"]
    source = click.get_current_context().get_parameter_source("assets_url")
    if assets is not None and url is not None and source is ParameterSource.COMMANDLINE:
        raise click.UsageError("--assets puts the files somewhere, --assets-url does not: choose.")
    if url is not None and assets is None:
        try:
            check_url(url)
        except RxGlossaryError as error:
            raise _Wrong(f"--assets-url: {printable(str(error))}") from None
        return None, url if url.endswith("/") else url + "/"
    if options["out_dir"] is not None:
        return options["out_dir"] / (assets or _ASSETS), None
    if options["output"] not in (None, files.STREAM):
        return Path(options["output"]).parent / (assets or _ASSETS), None
    if assets is not None:
        raise click.UsageError("--assets needs --out-dir or -o FILE: use --assets-url URL here.")
    return None, None


def _plan(
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


def _sink(options: dict[str, Any], assets: Path | None = None) -> _Sink:
    """Return what is done with the output of a page."""

    def nothing(_page: files.Page, _before: bytes, _after: bytes, _report: PageReport) -> None:
        return

    def print_diff(page: files.Page, before: bytes, after: bytes, _report: PageReport) -> None:
        if before is not after:
            click.echo("".join(_diff(page.name, before, after)), nl=False)

    def write(page: files.Page, _before: bytes, after: bytes, report: PageReport) -> None:
        nonlocal assets
        if page.target is None:
            sys.stdout.buffer.write(after)
            return
        if assets is not None and report.annotations:
            # Before the page, so that no page ever links files that are not there.
            copy_assets(assets, write=files.write)
            assets = None
        files.write(page.target, after)

    if options["dry_run"]:
        return print_diff if options["diff"] else nothing
    return write


def _diff(name: str, before: bytes, after: bytes) -> Iterator[str]:
    old, new = (data.decode("utf-8", "backslashreplace").split("\n") for data in (before, after))
    for lines in (old, new):
        # The way that diff and patch say how a file ends.
        lines[-1:] = [lines[-1] + "\n\\ No newline at end of file"] if lines[-1] else []
    for line in difflib.unified_diff(old, new, name, name, lineterm=""):
        yield re.sub(r"[^\t\n]+", lambda run: printable(run[0]), line) + "\n"


def _run(
    command: str,
    pages: Sequence[files.Page],
    failures: Sequence[files.Failure],
    work: _Work,
    sink: _Sink,
    options: dict[str, Any],
    fingerprint: str = "",
) -> None:
    """Do *work* on every page, whatever happens to the others, then say what was done."""
    reports = [PageReport(name, "failed", error=reason) for name, reason in failures]
    with _progress(len(pages)) as (say, advance):
        for report in reports:
            say(f"{printable(report.page)}: {printable(report.error)}")
        for page in pages:
            report = _page(page, work, sink)
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


def _page(page: files.Page, work: _Work, sink: _Sink) -> PageReport:
    try:
        before = page.read()
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
