"""Pages on disk: which files are meant, where their outputs go, and writing them safely.

Owns walking folders, symbolic links and atomic replacement. Reads and writes bytes, and never
looks at what they mean.
"""

from __future__ import annotations

import errno
import io
import os
import secrets
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["STREAM", "Failure", "Page", "plan", "replacing", "write"]

STREAM = "-"
"""The name of standard input among the inputs, and of standard output."""

_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})


class Page(NamedTuple):
    """An input, and where its output goes.

    `source` is None for standard input; `target` is None for standard output, or where nothing
    is to be written.
    """

    name: str
    source: Path | None
    target: Path | None

    def read(self) -> bytes:
        """Return the page's bytes."""
        with self.open() as stream:
            return stream.read()

    @contextmanager
    def open(self) -> Iterator[io.BufferedReader]:
        """Open the page for reading piece by piece; its beginning can be looked at first."""
        if self.source is not None:
            with self.source.open("rb") as stream:
                yield stream
            return
        # Standard input stays open, whoever reads on.
        raw: Any = sys.stdin.buffer
        buffered: Any = io.BufferedReader(raw)
        try:
            yield buffered
        finally:
            buffered.detach()


class Failure(NamedTuple):
    """An input that can't be used, and why."""

    name: str
    reason: str


def plan(
    inputs: Sequence[str],
    *,
    file: str | None = None,
    folder: Path | None = None,
    in_place: bool = False,
    reading: bool = False,
) -> tuple[list[Page], list[Failure]]:
    """Return the pages that *inputs* mean, with their targets, and what can't be used.

    Args:
        inputs: Files, folders, and ``-`` for standard input.
        file: The one output file, or ``-``.
        folder: The folder that outputs go to, their paths kept below the common root.
        in_place: Whether each page is its own target.
        reading: Whether there is nothing to write, so that nothing need be said about where to.

    Raises:
        click.UsageError: When the combination makes no sense.
    """
    if sum((file is not None, folder is not None, in_place)) > 1:
        raise click.UsageError("-o, --out-dir and --in-place exclude one another: choose one.")
    if STREAM in inputs:
        _check_stream(inputs, folder, in_place)
    single = len(inputs) == 1 and not _is_folder(Path(inputs[0]))
    if file is not None and not single:
        raise click.UsageError("-o takes the output of one page: use --out-dir DIR for several.")
    if not (single or folder or in_place or reading):
        raise click.UsageError(
            "several pages have no place on standard output:"
            " say where they go by --out-dir DIR or --in-place."
        )
    paths = [Path(name) for name in inputs if name != STREAM]
    found, failures = _collect(paths, folder)
    pages = [Page("<stdin>", None, None)] if STREAM in inputs else []
    if in_place:
        pages, refused = _in_place(found, paths)
        failures += refused
    elif folder is not None:
        root = _common_root(paths)
        pages = [
            Page(str(path), path, folder / os.path.relpath(path.absolute(), root)) for path in found
        ]
    else:
        pages += [Page(str(path), path, None) for path in found]
        if file not in (None, STREAM):
            pages = [page._replace(target=Path(str(file))) for page in pages]
    if not in_place:
        _check_targets(pages)
    return pages, failures


def write(path: Path, data: bytes) -> bool:
    """Replace the content of *path* by *data*, all or nothing, keeping its mode.

    Returns:
        Whether anything was written: a file that holds *data* is left alone.

    Raises:
        OSError: When it can't be written; the old file is still there then.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [write(Path(folder, "a.html"), b"x") for _ in range(2)]
    [True, False]
    """
    with suppress(FileNotFoundError):
        # A link is followed, so that its target is replaced and it stays a link.
        path = _real(path)
        old = path.stat()
        same = stat.S_ISREG(old.st_mode) and old.st_size == len(data)
        if same and path.read_bytes() == data:
            return False
    with replacing(path) as stream:
        stream.write(data)
    return True


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Replace the content of *path* by what is written, when all of it is; its mode is kept.

    Raises:
        OSError: When it can't be written; the old file is still there then, as after any error.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replacing(Path(folder, "a.html")) as stream:
    ...         _ = stream.write(b"x")
    ...     Path(folder, "a.html").read_bytes()
    b'x'
    """
    mode = None
    with suppress(FileNotFoundError):
        path = _real(path)
        old = path.stat()
        if not stat.S_ISREG(old.st_mode):
            raise OSError(errno.EINVAL, "this is no regular file", str(path))
        mode = stat.S_IMODE(old.st_mode)
    path.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder, since a rename is atomic only inside one file system; made by open(),
    # which applies the umask, and exclusively, so that no planted link is followed.
    temporary = path.with_name(f".rxg-{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _check_stream(inputs: Sequence[str], folder: Path | None, in_place: bool) -> None:
    if in_place:
        raise click.UsageError("--in-place has no file to replace for -: name a file.")
    if folder is not None:
        raise click.UsageError("--out-dir has no name for what comes from -: use -o FILE.")
    if len(inputs) > 1:
        raise click.UsageError("- stands alone: give standard input or files, not both.")


def _collect(paths: Sequence[Path], out: Path | None) -> tuple[list[Path], list[Failure]]:
    pages: dict[str, Path] = {}
    failures: list[Failure] = []
    for path in paths:
        try:
            path.stat()
        except (OSError, ValueError) as error:
            failures.append(Failure(str(path), _reason(error)))
            continue
        found = sorted(_walk(path, out, failures)) if _is_folder(path) else [path]
        if not found:
            suffixes = ", ".join(f"*{suffix}" for suffix in sorted(_SUFFIXES))
            failures.append(Failure(str(path), f"no page ({suffixes}) is in this folder"))
        for page in found:
            pages.setdefault(os.path.normpath(page.absolute()), page)
    return list(pages.values()), failures


def _walk(root: Path, out: Path | None, failures: list[Failure]) -> Iterator[Path]:
    """Yield the pages below *root*, except in *out*, which holds what was written earlier."""
    skipped = _real(out) if out else None

    def failed(error: OSError) -> None:
        failures.append(Failure(error.filename or str(root), _reason(error)))

    for name, folders, files in os.walk(root, onerror=failed):
        here = Path(name)
        folders[:] = [folder for folder in folders if _real(here / folder) != skipped]
        for file in files:
            page = here / file
            if page.suffix.lower() in _SUFFIXES and not _is_special(page):
                yield page


def _is_folder(path: Path) -> bool:
    with suppress(OSError, ValueError):
        return stat.S_ISDIR(path.stat().st_mode)
    return False


def _is_special(path: Path) -> bool:
    """Tell whether reading *path* might wait for ever; what can't be known, reading will say."""
    with suppress(OSError):
        return not stat.S_ISREG(path.stat().st_mode)
    return False


def _real(path: Path) -> Path:
    """Return *path* with its links followed; unlike Path.resolve() it takes circles."""
    return Path(os.path.realpath(path))


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _common_root(paths: Sequence[Path]) -> str:
    folders = [path.absolute() if _is_folder(path) else path.absolute().parent for path in paths]
    try:
        return os.path.commonpath([os.path.normpath(folder) for folder in folders])
    except ValueError:
        raise click.UsageError(
            "the inputs lie on different drives: run the command for each."
        ) from None


def _in_place(found: Sequence[Path], inputs: Sequence[Path]) -> tuple[list[Page], list[Failure]]:
    roots = [_real(path if _is_folder(path) else path.parent) for path in inputs]
    pages: dict[Path, Page] = {}
    failures: list[Failure] = []
    for path in found:
        target = _real(path)
        if any(target.is_relative_to(root) for root in roots):
            # A page that several links lead to is still one page.
            pages.setdefault(target, Page(str(path), path, target))
        else:
            message = f"is a link out of the given folders, to {target}: name that file itself"
            failures.append(Failure(str(path), message))
    return list(pages.values()), failures


def _check_targets(pages: Sequence[Page]) -> None:
    sources = {_real(page.source): page.name for page in pages if page.source}
    taken: dict[Path, str] = {}
    for page in pages:
        if page.target is None:
            continue
        target = _real(page.target)
        if target in sources:
            raise click.UsageError(
                f"the output {str(page.target)!r} is the input {sources[target]!r}:"
                " name another place, or use --in-place."
            )
        first = taken.setdefault(target, page.name)
        if first != page.name:
            raise click.UsageError(
                f"{first!r} and {page.name!r} would both be written to {str(page.target)!r}:"
                " name another folder, or run the command for each."
            )
