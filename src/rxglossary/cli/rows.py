"""Rows of a database that are mended: the changed ones, guarded SQL, a journal to go on from.

Owns the files of such a run. What they hold is `rxglossary.records`; what is mended is
`rxglossary.damage`.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import click

import rxglossary as rx
from rxglossary.cli import files
from rxglossary.cli.options import Failed, options_of
from rxglossary.cli.runs import diff
from rxglossary.damage import PRESETS
from rxglossary.errors import ExportError, printable
from rxglossary.records import FORMATS, Row, Statements, reader, refusal, row_line

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["columns_options", "mend_rows", "open_rows", "row_name", "rows_options"]

_HEAD: Final = 4096
_JOURNAL: Final = "journal.jsonl"

columns_options = options_of(
    click.option("--records", metavar="jsonl|csv", help="PATH holds rows of a database."),
    click.option("--id", "id_", metavar="ID", help="With --records: the column of the key."),
    click.option("--field", metavar="NAME", help="With --records: the column to look at."),
)

rows_options = options_of(
    columns_options,
    click.option(
        "--table",
        default="wp_posts",
        metavar="NAME",
        help="With --records: the table that apply.sql changes; wp_posts by default.",
    ),
)


def mend_rows(options: dict[str, Any]) -> None:
    """Mend the rows in a file; write the changed ones, apply.sql, rollback.sql and a journal."""
    folder = options["out_dir"]
    _check_columns(options)
    if options["in_place"] or options["output"]:
        raise click.UsageError("--records takes one PATH, and writes to --out-dir DIR.")
    if folder is None and not options["dry_run"]:
        raise click.UsageError("--records needs --out-dir DIR, for the rows, the SQL, the journal.")
    with open_rows(options) as rows:
        statements = Statements(options["table"], options["id_"], options["field"])
        run = _Rows(options, statements)
        run.run(rows)
    names = ("rows", "changed", "damages", "certain", "likely", "failed")
    click.echo(", ".join(f"{run.counts[name]} {name}" for name in names), err=True)
    if run.counts["failed"]:
        click.get_current_context().exit(1)


@contextmanager
def open_rows(options: dict[str, Any]) -> Iterator[Iterator[Row]]:
    """Give the rows of the one file that options name.

    Raises:
        click.UsageError: Where the options don't say what the rows are.
        Failed: Where they can't be read, or not be worked on.
    """
    _check_columns(options)
    path = options["paths"][0]
    try:
        with _open(path) as stream:
            if reason := refusal(stream.peek()[:_HEAD]):
                raise ExportError(reason)
            lines = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
            try:
                yield reader(lines, options["records"], options["id_"], options["field"])
            except UnicodeDecodeError as error:
                raise ExportError(
                    f"this is not UTF-8: {error.reason}: export it as UTF-8"
                ) from None
            finally:
                lines.detach()
    except BrokenPipeError:
        raise
    except (OSError, ExportError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Failed(printable(f"{path}: {reason}")) from None


def row_name(options: dict[str, Any], row: Row) -> str:
    """Return what messages call a row."""
    name = f"{options['paths'][0]}: row {row.number}"
    return name + (f" ({options['id_']} {row.id})" if row.id else "")


def _check_columns(options: dict[str, Any]) -> None:
    if options["records"] not in FORMATS:
        raise click.UsageError(f"--records is {' or '.join(FORMATS)}.")
    if not options["id_"] or not options["field"]:
        raise click.UsageError("--records needs --id and --field: the columns' names.")
    if len(options["paths"]) != 1:
        raise click.UsageError("--records takes one PATH.")


def _open(name: str) -> io.BufferedReader:
    if name == files.STREAM:
        return io.BufferedReader(io.BytesIO(sys.stdin.buffer.read()))
    return Path(name).open("rb")


class _Rows:
    """One run over rows, or the rest of one that was stopped."""

    def __init__(self, options: dict[str, Any], statements: Statements) -> None:
        self.options = options
        self.statements = statements
        self.counts: Counter[str] = Counter()

    def run(self, rows: Iterator[Row]) -> None:
        options = self.options
        if options["dry_run"]:
            for row in rows:
                self.mended(row)
            return
        folder = options["out_dir"]
        folder.mkdir(parents=True, exist_ok=True)
        journal = _Journal(folder / _JOURNAL, self._identity())
        if journal.done:
            self.counts.update(journal.counts)
            click.echo(f"{folder}: this run is complete already", err=True)
            return
        names = {f"changed.{options['records']}": "", "apply.sql": Statements.HEAD}
        names["rollback.sql"] = Statements.HEAD
        with journal, _Outputs(folder, names, journal.sizes) as outputs:
            self.counts.update(journal.counts)
            for row in rows:
                if row.number <= journal.row:
                    continue
                result = self.mended(row)
                if result is None or row.whole is None:
                    continue
                self.counts["changed"] += 1
                changed = {**row.whole, options["field"]: result.html}
                header = ""
                if options["records"] == "csv" and not outputs.sizes()[0]:
                    header = row_line(dict(zip(changed, changed, strict=True)), "csv")
                outputs.write(
                    header + row_line(changed, options["records"]),
                    self.statements.update(row.id, row.value, result.html),
                    self.statements.update(row.id, result.html, row.value),
                )
                journal.add(row, result, outputs.sizes(), self.counts)
            outputs.write("", Statements.TAIL, Statements.TAIL)
            journal.finish(self.counts)

    def mended(self, row: Row) -> rx.Repair[str] | None:
        """Return what mends a row, None where nothing does."""
        self.counts["rows"] += 1
        name = row_name(self.options, row)
        if row.problem:
            self.counts["failed"] += 1
            click.echo(printable(f"{name}: {row.problem}"), err=True)
            return None
        result = rx.repair(
            row.value,
            to=self.options["to"],
            glossary=self.options["definitions"],
            aggressive=self.options["aggressive"],
            residue=self.options["residue"],
            patterns=(*PRESETS, *self.options["patterns"]),
        )
        self.counts["damages"] += len(result)
        self.counts.update(damage.confidence for damage in result)
        if result.html == row.value:
            return None
        if self.options["diff"]:
            click.echo("".join(diff(name, row.value.encode(), result.html.encode())), nl=False)
        return result

    def _identity(self) -> dict[str, Any]:
        """Return what has to be the same in a run that goes on."""
        options = self.options
        name = options["paths"][0]
        digest = ""
        if name != files.STREAM:
            with Path(name).open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").hexdigest()
        keys = ("records", "id_", "field", "table", "to", "aggressive", "residue")
        patterns = [repr(pattern) for pattern in options["patterns"]]
        values = {key: options[key] for key in keys}
        if options["definitions"] is not None:
            values["glossary"] = options["definitions"].fingerprint
        return {"version": 1, "sha256": digest, "patterns": patterns, **values}


class _Outputs:
    """Several files that grow together; cut to where an earlier run is known to have been."""

    def __init__(self, folder: Path, heads: dict[str, str], sizes: list[int]) -> None:
        self._streams: list[IO[bytes]] = []
        sizes = sizes or [0] * len(heads)
        for name, size in zip(heads, sizes, strict=True):
            path = folder / name
            path.touch()
            if path.stat().st_size < size:
                raise ExportError(f"{path} is shorter than the journal says: use another --out-dir")
        for (name, head), size in zip(heads.items(), sizes, strict=True):
            path = folder / name
            stream = path.open("r+b")
            stream.truncate(size)
            stream.seek(size)
            self._streams.append(stream)
            if not size:
                stream.write(head.encode())

    def __enter__(self) -> _Outputs:
        return self

    def __exit__(self, *_: object) -> None:
        for stream in self._streams:
            stream.close()

    def write(self, *texts: str) -> None:
        for stream, text in zip(self._streams, texts, strict=True):
            stream.write(text.encode())
            stream.flush()

    def sizes(self) -> list[int]:
        return [stream.tell() for stream in self._streams]


class _Journal:
    """What was done, a line of JSON for each changed row; written after the row itself."""

    def __init__(self, path: Path, identity: dict[str, Any]) -> None:
        self.row, self.done = 0, False
        self.sizes: list[int] = []
        self.counts: dict[str, int] = {}
        self._path = path
        self._end = 0
        self._stream: IO[bytes]
        entries = list(self._entries())
        if entries and entries[0] != identity:
            raise ExportError(
                f"{path} is of another run, with other rows or options: use another --out-dir"
            )
        for entry in entries[1:]:
            self.done = entry.get("done", False)
            self.counts = entry["counts"]
            self.row = entry.get("row", self.row)
            self.sizes = entry.get("sizes", self.sizes)
        self._first = None if entries else identity

    def _entries(self) -> Iterator[dict[str, Any]]:
        """Yield what was written whole."""
        if not self._path.exists():
            return
        for line in self._path.read_bytes().splitlines(keepends=True):
            try:
                entry = json.loads(line)
            except ValueError:
                return
            if not line.endswith(b"\n"):
                return
            self._end += len(line)
            yield entry

    def _write(self, entry: dict[str, Any]) -> None:
        self._stream.write(json.dumps(entry).encode() + b"\n")
        self._stream.flush()

    def __enter__(self) -> _Journal:
        self._path.touch()
        self._stream = self._path.open("r+b")
        self._stream.truncate(self._end)
        self._stream.seek(self._end)
        if self._first is not None:
            self._write(self._first)
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def add(self, row: Row, result: rx.Repair[str], sizes: list[int], counts: Counter[str]) -> None:
        """Note a row that is written."""
        damages = [
            {
                "offset": damage.offset,
                "kind": damage.kind,
                "depth": damage.depth,
                "term": damage.term,
                "confidence": damage.confidence,
                "before": damage.before,
                "after": damage.after,
            }
            for damage in result
            if damage.mended
        ]
        entry = {"row": row.number, "id": row.id, "damages": damages}
        self._write({**entry, "sizes": sizes, "counts": dict(counts)})

    def finish(self, counts: Counter[str]) -> None:
        """Note that all rows are done."""
        self._write({"done": True, "counts": dict(counts)})
