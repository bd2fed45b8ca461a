"""WordPress exports among the pages: read and written piece by piece.

Owns which pages are exports, and where their copies go. How one is read is `rxglossary.wxr`.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING, BinaryIO

from rxglossary.cli.files import replacing
from rxglossary.errors import ExportError
from rxglossary.records import refusal
from rxglossary.wxr import Content, is_export, rewrite

if TYPE_CHECKING:
    from collections.abc import Callable

    from rxglossary.cli.files import Page

__all__ = ["is_stream", "rewrite_page"]

_HEAD = 4096


class _UnchangedError(Exception):
    """Nothing was changed: the page needs no copy."""


def is_stream(head: bytes) -> bool:
    """Tell whether a page that begins with *head* is an export.

    Raises:
        ExportError: Where it is nothing that can be mended at all.
    """
    if reason := refusal(head[:_HEAD]):
        raise ExportError(reason)
    return is_export(head[:_HEAD])


def rewrite_page(
    page: Page, source: BinaryIO, change: Callable[[Content], str], *, dry_run: bool
) -> bool:
    """Write the copy of an open export with its posts' content changed; return whether any was.

    Raises:
        ExportError: Where it can't be read; nothing is written then but to standard output.
        OSError: Where a file can't be read or written.
    """
    changed = False

    def note(content: Content) -> str:
        nonlocal changed
        new = change(content)
        changed = changed or new != content.text
        return new

    with suppress(_UnchangedError), ExitStack() as stack:
        if dry_run:
            rewrite(source, note, lambda _data: None)
        elif page.target is None:
            rewrite(source, note, sys.stdout.buffer.write)
        else:
            rewrite(source, note, stack.enter_context(replacing(page.target)).write)
            in_place = page.source is not None and page.target == page.source.resolve()
            if in_place and not changed:
                raise _UnchangedError
    return changed
