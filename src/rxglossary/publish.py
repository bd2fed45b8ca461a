"""The style sheet and the scripts as files beside the pages that link them.

Owns which files these are and how a page links them. Never decides whether a page needs them.
"""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["ASSETS", "assets_folder", "copy_assets", "read_asset", "relative_url"]

ASSETS = ("rxg.css", "rxg.js", "rxg-entries.js", "rxg-search.js")
"""The files that pages link: the last two only with a glossary page."""


def copy_assets(
    folder: str | os.PathLike[str],
    names: Iterable[str] = ASSETS,
    *,
    write: Callable[[Path, bytes], object] = Path.write_bytes,
) -> tuple[Path, ...]:
    """Write the style sheet and the scripts into *folder*, which is made if need be.

    Args:
        folder: Where they go.
        names: Which of `ASSETS`: a renderer knows what its pages link (``asset_names``).
        write: Writes bytes to a path.

    Returns:
        The paths of the files.

    Raises:
        OSError: When a file can't be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [path.name for path in copy_assets(folder)]
    ['rxg.css', 'rxg.js', 'rxg-entries.js', 'rxg-search.js']
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    paths = tuple(target / name for name in names)
    for path in paths:
        write(path, read_asset(path.name))
    return paths


def assets_folder() -> Path:
    """Return the folder that holds `ASSETS` as they are installed.

    >>> (assets_folder() / "rxg.css").is_file()
    True
    """
    return Path(str(files("rxglossary"))) / "render" / "assets"


def read_asset(name: str) -> bytes:
    """Return the content of one of `ASSETS`.

    >>> read_asset("rxg.js")[:2]
    b'/*'
    """
    return (assets_folder() / name).read_bytes()


def relative_url(page: str | os.PathLike[str], folder: str | os.PathLike[str]) -> str:
    """Return the URL prefix that leads from *page* to the files in *folder*.

    Args:
        page: The path of the page that links.
        folder: The folder that holds the files.

    Raises:
        ValueError: When the two lie on different drives.

    >>> relative_url("site/a/b.html", "site/_rxg"), relative_url("a.html", "50 % off")
    ('../_rxg/', '50%20%25%20off/')
    """
    path = os.path.relpath(folder, Path(page).parent)
    return quote(os.fsencode(path.replace(os.sep, "/"))) + "/"
