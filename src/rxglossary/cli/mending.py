"""Commands about damaged pages: check, repair.

Owns their options and messages, and the journal. What is damage, and what mends it, is
`rxglossary.damage`; rows of a database are `rxglossary.cli.rows`.
"""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import click

import rxglossary as rx
from rxglossary.cli import files
from rxglossary.cli.exports import is_stream, rewrite_page
from rxglossary.cli.options import (
    definitions_option,
    encoding_option,
    output_options,
    paths_argument,
    pattern_option,
    residue_option,
)
from rxglossary.cli.rows import (
    columns_options,
    mend_rows,
    open_rows,
    row_name,
    rows_options,
)
from rxglossary.cli.runs import diff
from rxglossary.damage import PRESETS
from rxglossary.documents import UNREADABLE
from rxglossary.errors import RxGlossaryError, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from rxglossary.wxr import Content

__all__ = ["check", "repair"]

_SHOWN: Final = 60

_report_option = click.option("--report", metavar="json", help="Print a report as JSON instead.")


@dataclass(slots=True)
class _Run:
    """What a run finds and does, page by page."""

    options: dict[str, Any]
    journal: IO[str] | None = None
    pages: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def mend(self, name: str, source: Any, offset: int = 0) -> Any:
        """Mend a source and tell what was found; return what it is then."""
        options = self.options
        result = rx.repair(
            source,
            to=options.get("to") or "text",
            glossary=options.get("definitions"),
            aggressive=options.get("aggressive", False),
            residue=options["residue"],
            encoding=options["encoding"],
            patterns=(*PRESETS, *options["patterns"]),
        )
        if result.refused:
            code = result.refused.code
            message = f"{name}:{result.refused.offset}: {code}: {result.refused.message}"
            self.fail(name, message, failed=code in UNREADABLE)
        for damage in result:
            self.counts["damages"] += 1
            self.counts[damage.confidence] += 1
            self.counts["mended"] += damage.mended
            self.tell(name, damage, offset)
        return result.html

    def tell(self, name: str, damage: rx.Damage[Any], offset: int) -> None:
        """Report one damage."""
        before, after = (_text(part) for part in (damage.before, damage.after))
        row = {
            "page": name,
            "offset": damage.offset + offset,
            "kind": damage.kind,
            "depth": damage.depth,
            "term": damage.term,
            "confidence": damage.confidence,
            "before": before,
            "after": after,
            "mended": damage.mended,
        }
        if self.options["report"]:
            self.pages[-1]["damages"].append(row)
        elif "to" not in self.options:  # check
            shown = before if len(before) <= _SHOWN else before[:_SHOWN] + "…"
            what = f"{damage.confidence} {damage.kind} damage, depth {damage.depth}"
            line = f"{name}:{row['offset']}: {what}, term {damage.term!r}: {shown}"
            click.echo(printable(line))
        if self.journal and damage.mended:
            self.journal.write(json.dumps(row) + "\n")

    def fail(self, name: str, message: str, *, failed: bool = True) -> None:
        self.counts["failed" if failed else "refused"] += 1
        self.pages[-1]["error"] = message
        click.echo(printable(message), err=True)

    def each(self, work: Callable[[files.Page], None]) -> None:
        """Do the work on every page, whatever happens to the others."""
        options = self.options
        pages, failures = files.plan(
            options["paths"],
            file=options.get("output"),
            folder=options.get("out_dir"),
            in_place=options.get("in_place", False),
            reading=options.get("dry_run", True),
        )
        for name, reason in failures:
            self.pages.append({"page": name, "damages": []})
            self.fail(name, f"{name}: {reason}")
        for page in pages:
            self.pages.append({"page": page.name, "damages": []})
            try:
                work(page)
            except BrokenPipeError:
                raise
            except (OSError, RxGlossaryError) as error:
                reason = getattr(error, "strerror", None) or str(error)
                self.fail(page.name, f"{page.name}: {reason}")

    def finish(self, command: str) -> None:
        """Say what was found and done."""
        names = ("damages", "certain", "likely", "mended", "refused", "failed")
        totals = {"pages": len(self.pages)} | {name: self.counts[name] for name in names}
        if command == "check":
            del totals["mended"]
        if self.options["report"]:
            report = {"version": 1, "command": command, "totals": totals, "pages": self.pages}
            click.echo(json.dumps(report, indent=2))
        click.echo(", ".join(f"{count} {name}" for name, count in totals.items()), err=True)


@click.command()
@paths_argument
@residue_option
@pattern_option
@encoding_option
@_report_option
@columns_options
def check(**options: Any) -> None:
    """Tell whether pages carry nested tooltip damage.

    PATHS are pages, folders of pages, WordPress exports, or - for standard input. A line for each
    damage: file:offset, how sure it is, its kind, depth and term. Exit status 1 where damage is
    found or a page can't be read, else 0. Nothing is written. With --records, the one PATH holds
    rows of a database.

    Example: rxglossary check site
    """
    _check_report(options)
    run = _Run(options)

    def work(page: files.Page) -> None:
        _whole_or_stream(page, run)

    if options["records"]:
        run.pages.append({"page": options["paths"][0], "damages": []})
        with open_rows(options) as rows:
            for row in rows:
                if row.problem:
                    run.fail(name := row_name(options, row), f"{name}: {row.problem}")
                else:
                    run.mend(row_name(options, row), row.value)
    else:
        run.each(work)
    run.finish("check")
    if run.counts["damages"] or run.counts["failed"]:
        click.get_current_context().exit(1)


@click.command()
@paths_argument
@output_options
@residue_option
@pattern_option
@click.option("--aggressive", is_flag=True, help="Mend what is likely damage, too.")
@click.option("--to", default="text", metavar="text|tooltip", help="What stands there afterwards.")
@definitions_option
@click.option("--journal", metavar="FILE", help="Write what was changed here, a line of JSON each.")
@encoding_option
@_report_option
@rows_options
def repair(**options: Any) -> None:
    """Mend nested tooltip damage in pages.

    PATHS are pages, folders of pages, WordPress exports, or - for standard input. With --records,
    the one PATH holds rows of a database: the changed rows and guarded SQL go to --out-dir.

    Example: rxglossary repair site --in-place --journal mended.jsonl
    """
    _check_report(options)
    if options["to"] not in ("text", "tooltip"):
        raise click.UsageError("--to is text or tooltip.")
    if options["definitions"] is not None and options["to"] == "text":
        raise click.UsageError("--glossary gives definitions: add --to tooltip.")
    options["dry_run"] = options["dry_run"] or options["diff"]
    if options["records"]:
        mend_rows(options)
        return
    run = _Run(options)
    to_stdout = not (options["dry_run"] or options["out_dir"] or options["in_place"])
    if options["report"] and (options["diff"] or (to_stdout and options["output"] in (None, "-"))):
        raise click.UsageError("the report and the pages would both go to standard output.")
    if options["journal"] and not options["dry_run"]:
        with files.replacing(Path(options["journal"])) as stream:
            run.journal = io.TextIOWrapper(stream, encoding="utf-8", newline="\n")
            run.each(lambda page: _whole_or_stream(page, run))
            run.journal.flush()
            run.journal.detach()
    else:
        run.each(lambda page: _whole_or_stream(page, run))
    run.finish("repair")
    if run.counts["failed"]:
        click.get_current_context().exit(1)


def _whole_or_stream(page: files.Page, run: _Run) -> None:
    """Mend one page, all at once or, if it is an export, post by post."""
    options = run.options
    dry_run = options.get("dry_run", True)

    def show(name: str, before: Any, after: Any) -> None:
        if options.get("diff") and before != after:
            sides = (part if isinstance(part, bytes) else part.encode() for part in (before, after))
            click.echo("".join(diff(name, *sides)), nl=False)

    def post(content: Content) -> str:
        new: str = run.mend(page.name, content.text, content.offset)
        show(f"{page.name}:{content.offset}", content.text, new)
        return new

    with page.open() as stream:
        if is_stream(stream.peek()):
            rewrite_page(page, stream, post, dry_run=dry_run)
            return
        before = stream.read()
    after = run.mend(page.name, before)
    show(page.name, before, after)
    if dry_run:
        return
    if page.target is None:
        sys.stdout.buffer.write(after)
    else:
        files.write(page.target, after)


def _text(part: Any) -> str:
    return part.decode("utf-8", "backslashreplace") if isinstance(part, bytes) else str(part)


def _check_report(options: dict[str, Any]) -> None:
    if options["report"] not in (None, "json"):
        raise click.UsageError("--report is json: there is no other format.")
