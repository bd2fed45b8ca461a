"""Commands that write files beside pages: the glossary page, styles and scripts.

Owns their options. What is on the page is `rxglossary.glossary_page`'s.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rxglossary.cli import files
from rxglossary.cli.options import (
    Failed,
    Wrong,
    build_annotator,
    glossary_options,
    rendering_options,
)
from rxglossary.errors import RxGlossaryError, printable
from rxglossary.glossary_page import ENTRIES_FILE
from rxglossary.glossary_page import glossary_page as make_page
from rxglossary.publish import copy_assets, relative_url
from rxglossary.render import Link

__all__ = ["assets", "glossary_page"]


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="The folder that they are written into; it is made if need be.",
)
def assets(out: Path) -> None:
    """Write the style sheet and the scripts that pages link.

    Example: rxglossary assets --out public/_rxg
    """
    try:
        for path in copy_assets(out, write=files.write):
            click.echo(printable(str(path)), err=True)
    except OSError as error:
        raise Failed(printable(f"{out}: {error.strerror or error}")) from None


@click.command("glossary-page")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="The page. rxg-entries.json is written beside it.",
)
@click.option("--url", default="", metavar="URL", help="The page's own URL, for structured data.")
@glossary_options
@rendering_options
def glossary_page(**options: Any) -> None:
    """Write the glossary as a page that other pages link with --glossary-url.

    Styles and scripts go to _rxg/ beside it, unless --assets-url says where they are.

    Example: rxglossary glossary-page -o public/words.html --url https://example.org/words.html
    """
    annotator = build_annotator(options)
    if not isinstance(annotator.renderer, Link):
        raise Wrong("a glossary page has the markup of the renderer link: leave --renderer out")
    output: Path = options["output"]
    folder = None if options["assets_url"] else output.parent / (options["assets"] or "_rxg")
    where = relative_url(output, folder) if folder else options["assets_url"]
    try:
        made = make_page(annotator.glossary, annotator.renderer, url=options["url"], assets=where)
    except RxGlossaryError as error:
        raise Wrong(printable(str(error))) from None
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        # Before the page, so that it never links files that are not there.
        if folder:
            copy_assets(folder, write=files.write)
        files.write(output.parent / ENTRIES_FILE, made.entries.encode("utf-8", "replace"))
        files.write(output, made.html.encode("utf-8", "replace"))
    except OSError as error:
        raise Failed(printable(f"{output}: {error.strerror or error}")) from None
    click.echo(f"{printable(str(output))}: {len(annotator.glossary)} terms", err=True)
