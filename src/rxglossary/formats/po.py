"""Translations in gettext's PO files.

Owns Babel's messages, and what a message is here: an entry's id is its context (`msgctxt`), its
English definition a comment for the translator. Knows two languages at a time.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

from rxglossary.errors import GlossaryError, Problem
from rxglossary.formats.records import Record, cells, fingerprint, named
from rxglossary.formats.table import is_reviewed
from rxglossary.formats.tree import decode
from rxglossary.glossary import Origin
from rxglossary.glossary.fields import AUDIENCES
from rxglossary.glossary.reviews import SOURCE_LANGUAGE

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    from rxglossary.glossary import Term

__all__ = ["read", "write"]

_TEXTS: Final = tuple(AUDIENCES.values())
_LINE: Final = re.compile(
    r"\s*(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"
    r'"(?:[^"\\]|\\.)*"\s*)?'
)


def write(
    entries: Iterable[Term],
    language: str,
    *,
    on: datetime.date,
) -> bytes:
    """Return the catalogue of *entries* for a translator into *language*.

    Each entry gives a message for its term (context: the id) and one for each of its texts
    (context: the id and the field, ``pain.definition``). Translations without a review are fuzzy.

    Args:
        entries: The terms.
        language: The tag of the language translated into.
        on: The day on which a review has to count.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    catalog = Catalog(
        locale=language.replace("-", "_"),
        project="rxglossary",
        header_comment="# Medical terms: explanations for patients.",
        fuzzy=False,
        charset="utf-8",
    )
    for entry in entries:
        known = cells(entry.to_dict())
        texts = {field: known.get(f"{field}.{SOURCE_LANGUAGE}", "") for field in _TEXTS}
        notes = [known[name] for name in (f"note.{SOURCE_LANGUAGE}",) if name in known]
        definition = texts["definition"]
        for field, text in {"term": entry.preferred(SOURCE_LANGUAGE), **texts}.items():
            if not text:
                continue
            target = known.get(f"{field}.{language}", "")
            catalog.add(
                text,
                target,
                context=entry.id if field == "term" else f"{entry.id}.{field}",
                auto_comments=[definition, *notes] if field == "term" and definition else notes,
                flags=["fuzzy"] if target and not is_reviewed(entry, field, language, on) else [],
            )
    out = io.BytesIO()
    write_po(out, catalog, width=0, omit_header=False, ignore_obsolete=True)
    return out.getvalue()


def read(data: bytes, file: str, language: str) -> list[Record]:
    """Return the records of a catalogue, one for each message that has a translation.

    Args:
        data: The file's bytes, UTF-8.
        file: What problems and origins call it.
        language: The language translated into, where the file's header names none.

    Raises:
        GlossaryError: When it is not UTF-8 or no PO file, with the line.
    """
    from babel.messages.pofile import PoFileError, read_po

    text = decode(data, file)
    for number, line in enumerate(text.split("\n"), 1):
        # Babel reads over quotes that don't close.
        if not _LINE.fullmatch(line):
            message = "expected a comment, or msgctxt, msgid or msgstr and a text in quotes"
            raise GlossaryError([Problem("bad-po", message, file, number)])
    try:
        catalog = read_po(io.StringIO(text, newline="\n"), abort_invalid=True)
    except PoFileError as error:
        message = f"{error}: put the lines of this message into order"
        raise GlossaryError([Problem("bad-po", message, file, error.lineno + 1)]) from None
    except Exception as error:  # Babel lets pass what its header fields raise
        message = f"this is no PO file that can be read ({error})"
        raise GlossaryError([Problem("bad-po", message, file)]) from None
    language = (catalog.locale_identifier or language).replace("_", "-")
    records = []
    for entry in catalog:
        if entry.id:
            record = _record(entry, Origin(file, entry.lineno or 0), language)
            if record is not None:
                records.append(record)
    return records


def _record(message: Any, origin: Origin, language: str) -> Record | None:
    plural = isinstance(message.id, (list, tuple))
    text = message.id[0] if plural else message.id
    target = message.string[0] if isinstance(message.string, (list, tuple)) else message.string
    comment = "\n".join(message.auto_comments).strip()
    id, _, field = (message.context or "").partition(".")
    if not id:
        fields: dict[str, Any] = {"definition": {SOURCE_LANGUAGE: comment}} if comment else {}
        if target:
            fields["term"] = {language: target}
        return named(text, fields, origin)
    field = field or "term"
    values = {f"{field}.{SOURCE_LANGUAGE}": text}
    basis = tuple(values)
    base = fingerprint(id, values, basis)
    fields = {field: {SOURCE_LANGUAGE: text}}
    if field == "term" and text == id.replace("-", " "):
        fields = {}
    if target:
        fields.setdefault(field, {})[language] = target
    return Record(id, fields, origin, basis, base) if fields else None
