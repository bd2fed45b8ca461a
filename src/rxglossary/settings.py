"""Settings: files of them, mappings of them, and the annotator that they describe.

Owns the keys of ``[tool.rxglossary]`` in pyproject.toml and of rxglossary.toml, which the command
and every integration share. Never decides whether a value is allowed: what it is given to does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rxglossary.annotator import Annotator
from rxglossary.errors import ConfigurationError, MarkupError, printable
from rxglossary.formats.yaml import builtin, load
from rxglossary.glossary import suggest
from rxglossary.policy import SKIP, Policy
from rxglossary.render import RENDERERS
from rxglossary.render import renderer as renderer_named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rxglossary.render import Renderer

__all__ = [
    "KEYS",
    "Settings",
    "annotator",
    "check",
    "find",
    "policy",
    "read",
    "renderer",
]

KEYS: Final[Mapping[str, str]] = {
    "assets-url": "a text",
    "audience": "a text",
    "exact": "true or false",
    "glossary": "a list of texts",
    "glossary-url": "a text",
    "heading-level": "a number",
    "id-prefix": "a text",
    "labels": "a table of texts for each language",
    "languages": "a list of texts",
    "max-per-page": "a number",
    "min-status": "a text",
    "occurrences": "a text",
    "only": "a list of texts",
    "overview": "true or false",
    "position": "a text",
    "protect": "a list of texts",
    "renderer": "a text",
    "skip": "a list of texts",
    "switch": "true or false",
    "unreviewed-label": "true or false",
}
"""What may stand in a settings file, and what each value is."""

# The keys that options of a renderer have, beside `languages`.
_RENDERER: Final = {
    "audience": "audience",
    "glossary-url": "glossary_url",
    "heading-level": "heading_level",
    "id-prefix": "id_prefix",
    "labels": "labels",
    "overview": "with_overview",
    "position": "position",
    "switch": "switch",
    "unreviewed-label": "unreviewed_label",
}
_POLICY: Final = ("exact", "max-per-page", "min-status", "occurrences", "only", "protect", "skip")
_OWN = "rxglossary.toml"
_SHARED = "pyproject.toml"
_HEADER = re.compile(r"""\s*\[\s*tool\s*\.\s*["']?rxglossary["']?\s*\]""")
_TABLE = re.compile(r"""\s*\[\s*(?:tool\s*\.\s*["']?rxglossary["']?\s*\.\s*)?([\w-]*)""")
_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of a settings file, each with its line.

    Args:
        file: Where they stand, or None where no file was found.
        values: What is set, by key.
        lines: The line of each key.
    """

    file: Path | None
    values: Mapping[str, Any]
    lines: Mapping[str, int]

    def error(self, key: str, message: str) -> ConfigurationError:
        """Return an error that names the place of *key*.

        >>> settings = Settings(Path("rxglossary.toml"), {"only": []}, {"only": 3})
        >>> str(settings.error("only", "is empty"))
        'rxglossary.toml:3: only: is empty'
        """
        return _error(self.file or Path(), self.lines.get(key, 0), f"{key}: {message}")


def annotator(values: Mapping[str, Any]) -> Annotator:
    """Return the annotator that settings describe.

    Args:
        values: Settings by key, of `KEYS`; None, an empty text and an empty list are not set.
            Without ``glossary`` it is the shipped one.

    Raises:
        GlossaryError: When the glossary can't be read: every problem with its place.
        ConfigurationError: When a value is not allowed.

    >>> annotator({"occurrences": "all", "renderer": "dfn"}).policy.occurrences
    'all'
    """
    made, look = policy(values), renderer(values)
    sources = values.get("glossary")
    glossary = load(*sources) if sources else builtin()
    return Annotator(glossary, policy=made, renderer=look)


def policy(values: Mapping[str, Any]) -> Policy:
    """Return the policy that settings describe; ``skip`` adds to what is skipped anyway.

    Raises:
        ConfigurationError: When a value is not allowed.

    >>> policy({"skip": [".menu"]}).skip[-2:]
    ('.arithmatex', '.menu')
    """
    given: dict[str, Any] = {}
    for key in _POLICY:
        value = values.get(key)
        if value not in (None, "", (), []):
            name = key.replace("-", "_")
            given[name] = tuple(value) if isinstance(value, list) else value
    if "skip" in given:
        # Headings, links and code stay out, whatever else does: nobody lists these by hand.
        given["skip"] = (*SKIP, *given["skip"])
    return Policy(**given)


def renderer(values: Mapping[str, Any]) -> Renderer:
    """Return the renderer that settings describe.

    Raises:
        ConfigurationError: When there is none of that name, or a value is not allowed.

    >>> renderer({"renderer": "link", "languages": ["en"]}).languages
    ('en',)
    """
    name = values.get("renderer") or "link"
    given: dict[str, Any] = {
        option: values[key] for key, option in _RENDERER.items() if values.get(key) is not None
    }
    if languages := values.get("languages"):
        given["languages"] = tuple(languages)
    # A file holds settings for every renderer; the command line may choose another one.
    has = {field.name for field in fields(RENDERERS[name])} if name in RENDERERS else given
    try:
        return renderer_named(name, **{key: value for key, value in given.items() if key in has})
    except MarkupError as error:
        raise ConfigurationError(str(error)) from None


def check(values: Mapping[str, Any]) -> None:
    """Check that all keys are known and all values of the right type.

    Raises:
        ConfigurationError: For the first that isn't.

    >>> check({"ocurrences": "all"})
    Traceback (most recent call last):
    rxglossary.errors.ConfigurationError: ocurrences: there is no such setting (did you mean \
'occurrences'?); known: assets-url, audience, ...
    """
    for key, value in values.items():
        if message := _problem(key, value):
            raise ConfigurationError(f"{key}: {message}")


def is_off(value: object) -> bool:
    """Tell whether a page's own setting ``rxglossary`` turns it off.

    Args:
        value: What stands in front matter: YAML reads ``off`` and ``no`` as False.

    >>> [is_off(value) for value in (False, "off", " No ", "on", None)]
    [True, True, True, False, False]
    """
    return value is False or (
        isinstance(value, str) and value.strip().lower() in ("off", "no", "false")
    )


def find(folder: Path) -> Settings:
    """Return the settings of the nearest file, from *folder* upwards.

    A pyproject.toml without a table ``[tool.rxglossary]`` is passed over.

    Raises:
        ConfigurationError: When the file is wrong.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "rxglossary.toml").write_text("max-per-page = 9")
    ...     find(Path(folder)).values["max-per-page"]
    9
    """
    for place in (folder, *folder.parents):
        for name in (_OWN, _SHARED):
            file = place / name
            # A folder above that may not be looked into holds no settings of ours.
            with suppress(PermissionError):
                if file.is_file() and (settings := _read(file, needed=name == _OWN)):
                    return settings
    return Settings(None, {}, {})


def read(file: Path) -> Settings:
    """Return the settings in *file*: the table ``[tool.rxglossary]`` if it is a pyproject.toml.

    Raises:
        ConfigurationError: When the file can't be read or is wrong: its place, and what to do.
    """
    settings = _read(file, needed=True)
    if settings is None:
        raise _error(file, 0, "there is no table [tool.rxglossary] in it")
    return settings


def _read(file: Path, *, needed: bool) -> Settings | None:
    shared = file.name == _SHARED
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _error(file, 0, f"can't be read: {error.strerror or error}") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise _error(file, line, "this is not UTF-8: save the file as UTF-8") from None
    if shared and not needed and "rxglossary" not in text:
        return None
    try:
        table: Any = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        at = _AT_LINE.search(message)
        line = int(at[1]) if at else text.count("\n") + 1
        raise _error(file, line, f"this is no TOML: {_AT_LINE.sub('', message)}") from None
    if shared:
        tool = table.get("tool")
        table = tool.get("rxglossary") if isinstance(tool, dict) else None
        if table is None:
            return None
    lines = _lines(text, shared=shared)
    if not isinstance(table, dict):
        raise _error(file, lines.get("", 1), "tool.rxglossary is no table")
    settings = Settings(file, table, {key: lines.get(key, lines[""]) for key in table})
    for key, value in table.items():
        if message := _problem(key, value):
            raise settings.error(key, message)
    if glossary := table.get("glossary"):
        # A path in a settings file starts where the file lies.
        values = table | {"glossary": [str(file.parent / path) for path in glossary]}
        return Settings(file, values, settings.lines)
    return settings


def _problem(key: str, value: object) -> str:
    """Return what is wrong with a setting's name or type, or an empty text."""
    if key not in KEYS:
        return f"there is no such setting{suggest(key, KEYS)}; known: {', '.join(KEYS)}"
    expected = KEYS[key]
    if expected == "a number":
        right = isinstance(value, int) and not isinstance(value, bool)
    elif expected == "true or false":
        right = isinstance(value, bool)
    elif expected == "a text":
        right = isinstance(value, str)
    elif expected == "a list of texts":
        right = isinstance(value, (list, tuple)) and _are_texts(value)
    else:
        right = isinstance(value, Mapping) and all(
            isinstance(words, Mapping) and _are_texts(words.values()) for words in value.values()
        )
    return "" if right else f"expected {expected}, found {value!r}"


def _are_texts(values: Iterable[object]) -> bool:
    return all(isinstance(value, str) for value in values)


def _lines(text: str, *, shared: bool) -> dict[str, int]:
    """Return the line of each key; under ``""`` that of the table.

    The standard library's parser keeps no places, so keys are looked for where people write them:
    at the start of a line below the table's header.
    """
    found = {"": 1}
    inside = not shared
    for number, line in enumerate(text.split("\n"), 1):
        if shared and _HEADER.match(line):
            inside = True
            found[""] = number
        elif table := _TABLE.match(line):
            found.setdefault(table[1], number)
            inside = inside and not shared
        elif inside:
            key = line.partition("=")[0].strip().strip("\"'")
            found.setdefault(key, number)
    return found


def _error(file: Path, line: int, message: str) -> ConfigurationError:
    place = f"{file}:{line}" if line else str(file)
    return ConfigurationError(printable(f"{place}: {message}"))
