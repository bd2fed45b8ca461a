"""The exchange formats by name: which there are, what their files are called, reading and writing.

Owns the table of formats, and finding out what a written file does not hold. YAML, the glossaries'
own format, is none of them (`rxglossary.formats.yaml`).
"""

from __future__ import annotations

import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, NamedTuple

from rxglossary.errors import ConfigurationError
from rxglossary.formats import csv, json, jsonld, po, prose, table, tbx, xlsx
from rxglossary.formats.records import Loss, Record, compare
from rxglossary.glossary import suggest
from rxglossary.glossary.reviews import SOURCE_LANGUAGE

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rxglossary.formats.table import Sheet
    from rxglossary.glossary import Term

__all__ = [
    "FORMATS",
    "Dump",
    "Format",
    "Options",
    "Parsed",
    "dump",
    "dump_sheet",
    "format_of",
    "parse",
]


_TARGET: Final = "bn"


class Parsed(NamedTuple):
    """What a file says.

    Args:
        records: Its entries.
        notes: What was not read in it, in words.
    """

    records: list[Record]
    notes: list[str]


class Dump(NamedTuple):
    """A written file.

    Args:
        data: Its bytes.
        losses: What it does not hold of the entries.
    """

    data: bytes
    losses: tuple[Loss, ...]


class Options(NamedTuple):
    """What a format may have to know beside the entries.

    Args:
        languages: The tags that are always written; a PO file translates into the second.
        title: What the glossary is called.
        url: Where it is published.
        on: The day on which reviews have to count.
    """

    languages: tuple[str, ...] = ("en", "bn")
    title: str = "Glossary"
    url: str = "https://example.org/glossary"
    on: datetime.date = datetime.date.min


class Format(NamedTuple):
    """One format.

    Args:
        about: What it is, in a few words.
        suffixes: What its files end with.
        read: Makes records of bytes, a file's name and a language; None where it is never read.
        write: Makes bytes of entries; None where it is never written.
        holds: The fields that are written where nothing can be read back.
        extra: The optional dependency that it needs.
    """

    about: str
    suffixes: tuple[str, ...]
    read: Callable[[bytes, str, str], Parsed] | None = None
    write: Callable[[Sequence[Term], Options], bytes] | None = None
    holds: frozenset[str] = frozenset()
    extra: str = ""


def _read_csv(data: bytes, file: str, language: str) -> Parsed:
    return Parsed(*table.read(csv.read(data, file), file, language))


def _read_xlsx(data: bytes, file: str, language: str) -> Parsed:
    return Parsed(*table.read(xlsx.read(data, file), file, language))


def _target(options: Options) -> str:
    if len(options.languages) != 2 or options.languages[0] != SOURCE_LANGUAGE:
        message = "a PO file translates from English into one language: name both, as in en,bn"
        raise ConfigurationError(message)
    return options.languages[1]


FORMATS: Final[Mapping[str, Format]] = {
    "csv": Format(
        "a table, commas between cells",
        (".csv",),
        _read_csv,
        lambda terms, options: csv.write(table.everything(terms, options.languages).lines()),
    ),
    "tsv": Format(
        "a table, tabs between cells",
        (".tsv", ".tab"),
        _read_csv,
        lambda terms, options: csv.write(
            table.everything(terms, options.languages).lines(), delimiter="\t"
        ),
    ),
    "xlsx": Format(
        "a workbook",
        (".xlsx",),
        _read_xlsx,
        lambda terms, options: xlsx.write(table.everything(terms, options.languages)),
        extra="xlsx",
    ),
    "tbx": Format(
        "TBX-Basic, version 3",
        (".tbx",),
        lambda data, file, _language: Parsed(*tbx.read(data, file)),
        lambda terms, options: tbx.write(terms, title=options.title),
        extra="tbx",
    ),
    "tbx2": Format(
        "TBX-Basic, version 2 (martif)",
        (),
        lambda data, file, _language: Parsed(*tbx.read(data, file)),
        lambda terms, options: tbx.write(terms, version=2, title=options.title),
        extra="tbx",
    ),
    "po": Format(
        "gettext's translations",
        (".po", ".pot"),
        lambda data, file, language: Parsed(po.read(data, file, language or _TARGET), []),
        lambda terms, options: po.write(terms, _target(options), on=options.on),
        extra="po",
    ),
    "json": Format(
        "the fields of the YAML files",
        (".json",),
        lambda data, file, _language: Parsed(json.read(data, file), []),
        lambda terms, _options: json.write(terms),
    ),
    "skos": Format(
        "linked data: SKOS in JSON-LD",
        (".jsonld",),
        write=lambda terms, options: jsonld.skos(terms, options.url),
        holds=jsonld.SKOS_HOLDS,
    ),
    "schema-org": Format(
        "linked data: DefinedTermSet of schema.org in JSON-LD",
        (),
        write=lambda terms, options: jsonld.schema_org(terms, options.url, options.title),
        holds=jsonld.SCHEMA_ORG_HOLDS,
    ),
    "markdown": Format(
        "abbreviations: *[X]: …",
        (".md", ".markdown"),
        lambda data, file, language: Parsed(
            prose.read_markdown(data, file, language or SOURCE_LANGUAGE), []
        ),
    ),
    "sphinx": Format(
        "reStructuredText with .. glossary::",
        (".rst",),
        lambda data, file, language: Parsed(
            prose.read_sphinx(data, file, language or SOURCE_LANGUAGE), []
        ),
    ),
}
"""Every format by its name."""


def format_of(path: str | os.PathLike[str]) -> str | None:
    """Return the name of the format that a file has by its suffix, or None.

    >>> format_of("terms.XLSX"), format_of("terms.yaml")
    ('xlsx', None)
    """
    suffix = PurePath(path).suffix.lower()
    return next((name for name, format in FORMATS.items() if suffix in format.suffixes), None)


def parse(data: bytes, format: str, *, file: str = "<data>", language: str = "") -> Parsed:
    """Return what a file says, entry by entry, perhaps with some of the fields only.

    Args:
        data: The file's bytes.
        format: A name of `FORMATS`.
        file: What problems and origins call the file.
        language: The language of definitions where the format has none (Markdown, Sphinx, tables
            of two columns: English by default), or the one that a translator's file is in (Bangla).

    Raises:
        GlossaryError: With every problem of the file, each with its line or row.
        ConfigurationError: When the format is unknown or never read, or its library is missing.

    >>> parse(b"term,definition\\nfever,A hot body.", "csv").records[0].id
    'fever'
    """
    found = _format(format)
    if found.read is None:
        raise ConfigurationError(f"{format} is written, never read: use another format")
    try:
        return found.read(data, file, language)
    except ModuleNotFoundError as error:
        raise _missing(format, found, error) from None


def dump(terms: Iterable[Term], format: str, options: Options | None = None) -> Dump:
    """Return *terms* as a file, and what it does not hold of them.

    The file is read again to find that out, so nothing is lost without being named.

    Args:
        terms: A glossary, or some of its terms.
        format: A name of `FORMATS`.
        options: What the format may have to know beside the entries.

    Raises:
        ConfigurationError: When the format is unknown or never written, or its library is missing.

    >>> from rxglossary import Term
    >>> dump([Term("pain", en="A bad feeling.")], "json").losses
    ()
    """
    found, listed = _format(format), list(terms)
    options = options or Options(on=datetime.date.today())
    if found.write is None:
        raise ConfigurationError(f"{format} is read, never written: use another format")
    try:
        data = found.write(listed, options)
    except ModuleNotFoundError as error:
        raise _missing(format, found, error) from None
    if found.read is None:
        kept = [
            Record(term.id, {k: v for k, v in term.to_dict().items() if k in found.holds})
            for term in listed
        ]
    else:
        kept = found.read(data, format, options.languages[-1]).records
    return Dump(data, compare(listed, kept))


def dump_sheet(sheet: Sheet, format: str) -> bytes:
    """Return a table of `rxglossary.formats.table` as a file.

    Args:
        sheet: The table.
        format: ``csv``, ``tsv`` or ``xlsx``.

    Raises:
        ConfigurationError: When the format is no table, or its library is missing.
    """
    if format == "xlsx":
        try:
            return xlsx.write(sheet)
        except ModuleNotFoundError as error:
            raise _missing(format, FORMATS[format], error) from None
    if format not in ("csv", "tsv"):
        raise ConfigurationError(f"{format} is no table: use csv, tsv or xlsx")
    delimiter = "\t" if format == "tsv" else ","
    return csv.write(sheet.lines(), delimiter=delimiter, bom=not sheet.quoted, quoted=sheet.quoted)


def _format(name: str) -> Format:
    if name not in FORMATS:
        known = ", ".join(FORMATS)
        raise ConfigurationError(f"{name!r} is no format{suggest(name, FORMATS)}: use {known}")
    return FORMATS[name]


def _missing(name: str, format: Format, error: ModuleNotFoundError) -> ConfigurationError:
    return ConfigurationError(
        f"{name} needs {error.name}, which is not installed:"
        f" pip install 'rxglossary[{format.extra}]'"
    )
