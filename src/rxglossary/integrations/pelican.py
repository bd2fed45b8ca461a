"""Pelican: a plugin that annotates articles and pages when they are written.

Owns when in a build this happens: on the finished file, so that feeds and summaries are plain.
Add ``rxglossary.integrations.pelican`` to ``PLUGINS``; ``RXGLOSSARY`` in pelicanconf.py holds the
keys of a settings file.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals

from rxglossary import settings
from rxglossary.publish import copy_assets, relative_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pelican import Pelican

    from rxglossary.annotator import Annotator

__all__ = ["register"]

_LOG = logging.getLogger(__name__)
_ASSETS = "_rxg"
_annotators: dict[str, tuple[Annotator, str | None]] = {}


def register() -> None:
    """Connect the plugin to Pelican's signals."""
    signals.initialized.connect(_start)
    signals.content_written.connect(_annotate)
    signals.finalized.connect(_finish)


def _start(pelican: Pelican) -> None:
    """Read settings and glossary; a wrong one stops the build with its place."""
    folder = Path(pelican.settings["PATH"]).resolve().parent
    given = dict(pelican.settings.get("RXGLOSSARY", {}))
    settings.check(given)
    if "glossary" in given:
        given["glossary"] = [str(folder / path) for path in given["glossary"]]
    values = {**settings.find(folder).values, **given}
    output = pelican.settings["OUTPUT_PATH"]
    _annotators[output] = settings.annotator(values), values.get("assets-url")


def _annotate(path: str, context: Mapping[str, Any]) -> None:
    """Annotate one written file, if it is an article or a page."""
    content = context.get("article") or context.get("page")
    output = context["OUTPUT_PATH"]
    if not path.endswith((".html", ".htm")) or content is None or output not in _annotators:
        return
    if settings.is_off(content.metadata.get("rxglossary")):
        return
    annotator, url = _annotators[output]
    file = Path(path)
    before = file.read_bytes()
    assets = url or relative_url(file, Path(output) / _ASSETS)
    result = annotator.annotate(before, assets=assets)
    if result.refused and result.refused.code != "switched-off":
        _LOG.warning(
            "%s is not annotated: %s: %s", path, result.refused.code, result.refused.message
        )
    if result.html is not before:
        file.write_bytes(result.html)


def _finish(pelican: Pelican) -> None:
    """Put styles and script beside the pages."""
    output = pelican.settings["OUTPUT_PATH"]
    annotator, url = _annotators.get(output, (None, None))
    if annotator is not None and not url:
        copy_assets(Path(output) / _ASSETS, annotator.renderer.asset_names)
