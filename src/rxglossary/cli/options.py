"""Options that several commands share, and what is built from them.

Owns the names and help texts of shared options, and the errors of wrong usage. Reads no page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

import rxglossary as rx
from rxglossary import settings
from rxglossary.cli import files
from rxglossary.encodings import find_encoding
from rxglossary.errors import ConfigurationError, GlossaryError, RxGlossaryError, printable
from rxglossary.markup import check_url

if TYPE_CHECKING:
    from collections.abc import Callable


__all__ = [
    "Failed",
    "Wrong",
    "assets_place",
    "build_annotator",
    "definitions_option",
    "encoding_option",
    "glossary_options",
    "options_of",
    "output_options",
    "paths_argument",
    "pattern_option",
    "rendering_options",
    "report_options",
    "residue_option",
    "source_options",
]

_ASSETS_DIR: Final = "_rxg"


class Wrong(click.ClickException):
    """The command can't be run as it was asked for."""

    exit_code = 2


class Failed(click.ClickException):
    """The command can't do its work."""


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
                settings.policy({key: setting})
                settings.renderer({key: setting})
            except ConfigurationError as error:
                raise found.error(key, str(error)) from None
    except ConfigurationError as error:
        raise Wrong(str(error)) from None
    ctx.default_map = {key.replace("-", "_"): setting for key, setting in found.values.items()}


def _known(label: str | None) -> str | None:
    if label is not None and find_encoding(label) is None:
        raise click.BadParameter(f"{label!r} is no encoding that browsers know: use utf-8, say.")
    return label


def _pattern(text: str) -> rx.TooltipPattern:
    """Return the pattern that *text* describes."""
    values: dict[str, Any] = dict(part.partition("=")[::2] for part in text.split(","))
    if not values.keys() <= {"term", "definition", "wrappers"}:
        raise click.BadParameter(f"{text!r} has other keys than term, definition and wrappers.")
    if "wrappers" in values:
        values["wrappers"] = tuple(values["wrappers"].split("+"))
    try:
        return rx.TooltipPattern(text, **values)
    except ConfigurationError as error:
        raise click.BadParameter(str(error)) from None


def _loaded(paths: tuple[str, ...]) -> rx.Glossary:
    try:
        return rx.load(*paths)
    except GlossaryError as error:
        raise Failed(str(error)) from None


def options_of(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def decorate(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


encoding_option = click.option(
    "--encoding",
    metavar="LABEL",
    callback=lambda _ctx, _param, label: _known(label),
    help="The pages' encoding. Else: as each declares it.",
)

residue_option = click.option(
    "--residue", is_flag=True, help="Look at text without tags, too: as it was copied from pages."
)

pattern_option = click.option(
    "--pattern",
    "patterns",
    multiple=True,
    metavar="KEY=NAME,…",
    callback=lambda _ctx, _param, values: tuple(map(_pattern, values)),
    help="How one more plugin writes tooltips: term=data-a,definition=data-b,wrappers=mark+i",
)

paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(allow_dash=True))

output_options = options_of(
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

report_options = options_of(
    click.option("--report", metavar="json", help="Print a report on standard output."),
    click.option(
        "--strict",
        is_flag=True,
        help="Exit with 1 if a page is refused or the scanner stops in one.",
    ),
)

definitions_option = click.option(
    "--glossary",
    "definitions",
    multiple=True,
    metavar="PATH",
    callback=lambda _ctx, _param, paths: _loaded(paths) if paths else None,
    help="With --to tooltip: where lost definitions are taken from; may be repeated.",
)

source_options = options_of(
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
)

glossary_options = options_of(
    source_options,
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
    click.option(
        "--exact/--no-exact",
        default=None,
        help="Let a full parser go on where the scanner stops, if it is installed.",
    ),
)

rendering_options = options_of(
    click.option(
        "--renderer", metavar="link|data|dfn|inline|none", help="How an occurrence is marked."
    ),
    click.option(
        "--languages",
        type=click.UNPROCESSED,
        callback=_tags,
        metavar="TAGS",
        help="Languages to explain in: en,bn.",
    ),
    click.option(
        "--audience", metavar="patient|clinical|both", help="Whose definitions are shown."
    ),
    click.option(
        "--overview/--no-overview",
        default=None,
        help="Whether a list of the page's terms stands at its start.",
    ),
    click.option("--position", metavar="end|start", help="Where the list of definitions stands."),
    click.option("--heading-level", type=int, metavar="N", help="The level of its heading, 1-6."),
    click.option("--id-prefix", metavar="TEXT", help="What ids of entries begin with: rxg-."),
    click.option(
        "--switch/--no-switch",
        default=None,
        help="Whether readers get a switch between the languages.",
    ),
    click.option(
        "--unreviewed-label/--no-unreviewed-label",
        default=None,
        help="Whether entries that no clinician has reviewed say so.",
    ),
    click.option(
        "--glossary-url",
        metavar="URL",
        help="Link terms to this glossary page instead of a list on each page.",
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


def build_annotator(options: dict[str, Any]) -> rx.Annotator:
    # The defaults, for what a settings file alone can say.
    given = {**(click.get_current_context().default_map or {}), **options}
    try:
        return settings.annotator({key: given.get(key.replace("-", "_")) for key in settings.KEYS})
    except GlossaryError as error:
        raise Failed(str(error)) from None
    except ConfigurationError as error:
        raise Wrong(printable(str(error))) from None


def assets_place(options: dict[str, Any]) -> tuple[Path | None, str | None]:
    """Return the folder that the assets are put in, or else the URL that they have."""
    assets, url = options["assets"], options["assets_url"]
    source = click.get_current_context().get_parameter_source("assets_url")
    if assets is not None and url is not None and source is ParameterSource.COMMANDLINE:
        raise click.UsageError("--assets puts the files somewhere, --assets-url does not: choose.")
    if url is not None and assets is None:
        try:
            check_url(url)
        except RxGlossaryError as error:
            raise Wrong(f"--assets-url: {printable(str(error))}") from None
        return None, url if url.endswith("/") else url + "/"
    if options["out_dir"] is not None:
        return options["out_dir"] / (assets or _ASSETS_DIR), None
    if options["output"] not in (None, files.STREAM):
        return Path(options["output"]).parent / (assets or _ASSETS_DIR), None
    if assets is not None:
        raise click.UsageError("--assets needs --out-dir or -o FILE: use --assets-url URL here.")
    return None, None
