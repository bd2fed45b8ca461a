"""Static files: our style sheet and script as ``rxg/rxg.css`` and ``rxg/rxg.js``.

Owns nothing but the way to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from rxglossary.publish import ASSETS, assets_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["AssetsFinder"]

_PREFIX = "rxg"


class AssetsFinder(BaseFinder):
    """Finds our assets; to be listed in ``STATICFILES_FINDERS``."""

    def check(self, **_: Any) -> list[Any]:
        """Return what is wrong with the settings of this finder: it has none."""
        return []

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        """Return the file of a static path, or a list of one."""
        folder, _, name = path.replace("\\", "/").rpartition("/")
        if folder != _PREFIX or name not in ASSETS:
            return []
        file = str(assets_folder() / name)
        return [file] if find_all else file

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield each file with its storage."""
        storage = FileSystemStorage(location=assets_folder())
        storage.prefix = _PREFIX  # type: ignore[attr-defined]
        for name in ASSETS:
            yield name, storage
