"""Import and export: what goes out to translators and reviewers, and what of their answers is kept.

Owns the work list, example sentences, and merging by id: nothing that a file doesn't say is lost,
and no edit overwrites one that somebody else made meanwhile. Never reads or writes a file.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rxglossary.documents import Refusal, open_document, open_text
from rxglossary.errors import GlossaryError, Problem
from rxglossary.formats.edit import put, read_entries, rewrite
from rxglossary.formats.records import Record, cells, combine, fingerprint, merge_fields
from rxglossary.formats.records import term as make_term
from rxglossary.formats.table import text_key
from rxglossary.glossary import Glossary, Origin, source_key, text_hash
from rxglossary.glossary.fields import AUDIENCES
from rxglossary.glossary.reviews import SOURCE_LANGUAGE
from rxglossary.html.rules import Rules
from rxglossary.html.text import join
from rxglossary.policy import SKIP

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rxglossary.annotator import Annotator
    from rxglossary.glossary import Term

__all__ = ["Change", "Merge", "examples", "merge", "rewrites", "untranslated"]

_SENTENCE = re.compile(r"[^\0.!?।॥]*[.!?।॥]*")
_LONGEST: Final = 300


class Change(NamedTuple):
    """One text of one entry that an import changes.

    Args:
        id: The entry's id.
        field: The text's place in the entry, such as ``definition.bn``.
        old: What it was; empty where there was nothing.
        new: What it becomes; empty where it goes.
        origin: Where the imported file says so.
    """

    id: str
    field: str
    old: str
    new: str
    origin: Origin


class Merge(NamedTuple):
    """What an import makes of a glossary.

    Args:
        glossary: The glossary with the changes.
        changes: What differs from before, in the file's order.
        conflicts: Edits that were not applied, since the text changed meanwhile; with both texts.
        problems: Rows that were not applied, since they make no valid entry.
        remarks: What reviewers said, in words.
    """

    glossary: Glossary
    changes: tuple[Change, ...]
    conflicts: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...]


def untranslated(glossary: Iterable[Term], language: str) -> list[Term]:
    """Return the terms without a name or a definition in *language*, or with an outdated one.

    A translation is outdated where its hash says that the English text has changed since.

    >>> from rxglossary import Term
    >>> [term.id for term in untranslated([Term("pain", en="A bad feeling.")], "bn")]
    ['pain']
    """
    return [
        term
        for term in glossary
        if language not in term.term
        or language not in term.definition
        or any(
            term.translation_state(key) == "stale"
            for key in term.texts
            if key == language or key.endswith("." + language)
        )
    ]


def examples(annotator: Annotator, pages: Iterable[str | bytes]) -> dict[tuple[str, str], str]:
    """Return a sentence in which each term occurs, by the term's id and the word's language.

    Args:
        annotator: Finds the terms; its policy should be ``occurrences="all"``.
        pages: HTML sources; the first one with a term wins. Those that can't be read are left out.
    """
    found: dict[tuple[str, str], str] = {}
    rules = Rules(SKIP, (), link=False)
    for page in pages:
        document = open_text(page) if isinstance(page, str) else open_document(page)
        scanned = document if isinstance(document, Refusal) else document.scan(rules)
        if isinstance(document, Refusal) or isinstance(scanned, Refusal):
            continue
        text = join(document.text, scanned.pieces, gap=" ").text
        sentences = [match.span() for match in _SENTENCE.finditer(text) if match[0].strip()]
        place = 0
        for match in annotator.find_text(text):
            while place + 1 < len(sentences) and sentences[place][1] <= match.start:
                place += 1
            sentence = " ".join(text[slice(*sentences[place])].split())
            if len(sentence) <= _LONGEST:
                language = _language(match.term, match.lemma)
                found.setdefault((match.term.id, language), sentence)
    return found


def _language(term: Term, form: str) -> str:
    for names in (term.term, term.synonyms, term.abbr, term.forms, term.avoid):
        for tag, texts in names.items():
            if texts == form or (not isinstance(texts, str) and form in texts):
                return tag
    return SOURCE_LANGUAGE


def merge(glossary: Glossary, records: Iterable[Record]) -> Merge:
    """Return *glossary* with what a file says, and what of it could not be taken over.

    Entries are found by id, by a former id, or, where a file has no ids, by a name that no other
    entry has; else they are new. Fields that a record lacks stay. A record that was exported, and
    whose entry has changed since, is a conflict: it is not applied. A new translation of an entry
    that is there gets the hash of the text that it translates.

    Args:
        glossary: The glossary as it is.
        records: What `rxglossary.formats.parse` read.

    Raises:
        GlossaryError: When the entries don't go together: a former id that is taken, say.

    >>> from rxglossary import Term
    >>> old = Glossary([Term("pain", en="A bad feeling.")])
    >>> texts = {"en": "A bad feeling.", "bn": "খারাপ লাগা।"}
    >>> new = merge(old, [Record("pain", {"definition": texts})])
    >>> new.glossary["pain"].definition["bn"], new.glossary["pain"].translation_state("bn")
    ('খারাপ লাগা।', 'current')
    """
    merging = _Merging(glossary)
    for record in records:
        merging.add(record)
    merging.finish()
    return Merge(
        Glossary(merging.terms.values()),
        tuple(merging.changes()),
        tuple(merging.conflicts),
        tuple(merging.problems),
        tuple(merging.remarks),
    )


def rewrites(
    old: Glossary, new: Glossary, read: Callable[[str], bytes], add_to: str = ""
) -> tuple[dict[str, bytes], list[Problem]]:
    """Return the files of *old* with what is different in *new*, comments and order kept.

    Args:
        old: A glossary that was loaded from files.
        new: The same one, changed; entries may be added and none removed.
        read: Returns the bytes of a file.
        add_to: The file that new entries go to.

    Returns:
        The new bytes by file, and the entries that have no file to go to.

    Raises:
        GlossaryError: When a file can't be changed without loss.
    """
    files: dict[str, dict[str, dict[str, Any]]] = {}
    data: dict[str, bytes] = {}
    problems: list[Problem] = []
    for term in new:
        before = old.get(term.id)
        if before == term:
            continue
        file = before.origin.file if before is not None else add_to
        if not file:
            message = f"{term.id} is new: say by --add-to which glossary file it goes to"
            problems.append(Problem("no-place", message, term.origin.file, term.origin.line))
            continue
        if file not in files:
            data[file] = read(file) or b"terms: {}\n"
            files[file] = read_entries(data[file], file)
        fields = files[file].setdefault(term.id, {})
        known = before.to_dict() if before is not None else {}
        for path, value in _edits(known, term.to_dict(), ()):
            put(fields, path, value)
    return {file: rewrite(data[file], fields, file) for file, fields in files.items()}, problems


def _edits(
    old: Mapping[str, Any], new: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield path and new value of everything that differs; None for what goes."""
    for key in [*old, *(key for key in new if key not in old)]:
        before, after = old.get(key), new.get(key)
        if isinstance(before, dict) and isinstance(after, dict):
            yield from _edits(before, after, (*path, key))
        elif isinstance(after, dict):
            yield from _edits({}, after, (*path, key))
        elif before != after:
            yield (*path, key), after


class _Merging:
    """A glossary on its way to another one."""

    def __init__(self, glossary: Glossary) -> None:
        self.terms = {term.id: term for term in glossary}
        self.conflicts: list[Problem] = []
        self.problems: list[Problem] = []
        self.remarks: list[Problem] = []
        self._old = glossary
        self._origins: dict[str, Origin] = {}
        self._names = _names(glossary)
        self._new: list[Record] = []
        self._defined: dict[str, Origin] = {}

    def add(self, record: Record) -> None:
        """Take over what a record says, or tell why not."""
        id = self._find(record)
        if not id:
            message = "no id can be made of this name: add the entry by hand, or give an id"
            self._note(self.problems, record, "no-id", message)
            return
        if record.is_named and "definition" in record.fields:
            first = self._defined.setdefault(id, record.origin)
            if first != record.origin:
                message = f"{id} is defined at {first} too, nothing of this was applied: choose one"
                self._note(self.conflicts, record, "conflict", message)
                return
        old = self.terms.get(id)
        if old is None:
            # A glossary without entries is one that a file is made into.
            if record.base and len(self._old):
                message = f"{id} was exported and is gone: it was renamed or removed meanwhile"
                self._note(self.conflicts, record, "conflict", message)
            else:
                self._new.append(record._replace(id=id))
            return
        if not record.edited:
            return
        fields = _without(merge_fields(old.to_dict(), record.fields, union=record.adds), record)
        if not self._is_current(record, id, fields):
            return
        if record.remark:
            where = ", ".join(record.basis)
            message = record.remark if record.removed else f"{where}: {record.remark}"
            self._note(self.remarks, record, id, message)
            if record.removed:
                fields = _with_note(fields, record.remark)
        self._put(record._replace(id=id), _with_hashes(fields, old, record), old)

    def finish(self) -> None:
        """Add the new entries: a file may tell one in several places."""
        for record in combine(self._new).values():
            self._put(record, record.fields, None)

    def _put(self, record: Record, fields: dict[str, Any], old: Term | None) -> None:
        try:
            new = make_term(record, fields)
        except GlossaryError as error:
            self.problems += error.problems
            return
        if new != old:
            self.terms[record.id] = new
            self._origins[record.id] = record.origin

    def changes(self) -> Iterator[Change]:
        """Yield every text that differs."""
        for id, origin in self._origins.items():
            old = cells(self._old[id].to_dict()) if id in self._old else {}
            new = cells(self.terms[id].to_dict())
            for field in dict.fromkeys([*old, *new]):
                before, after = old.get(field, ""), new.get(field, "")
                if before != after:
                    yield Change(id, field, before, after, origin)

    def _find(self, record: Record) -> str:
        """Return the id of the entry that a record is about."""
        if record.is_named:
            name = record.fields.get("term", {}).get(SOURCE_LANGUAGE) or record.id.replace("-", " ")
            for text in (name, *record.fields.get("term", {}).values()):
                if known := self._names.get(_folded(text)):
                    return known
            return record.id
        entry = self._old.get(record.id)
        return entry.id if entry is not None else record.id

    def _is_current(self, record: Record, id: str, fields: Mapping[str, Any]) -> bool:
        """Tell whether the entry is still what was exported; else tell of the conflict."""
        if not record.base:
            return True
        old = cells(self._old[id].to_dict())
        if fingerprint(record.id, old, record.basis) == record.base:
            return True
        new = cells(fields)
        edits = [name for name in new if new[name] != old.get(name, "")]
        if edits or record.removed or "review" in record.fields:
            what = "; ".join(
                f"{name} is {old.get(name, '')!r}, the file says {new[name]!r}" for name in edits
            )
            message = f"{id} changed since the export, nothing of this row was applied: "
            message += (what or "the review is of the old text") + "; export it again"
            self._note(self.conflicts, record, "conflict", message)
        return False

    def _note(self, where: list[Problem], record: Record, code: str, message: str) -> None:
        origin = record.origin
        where.append(Problem(code, message, origin.file, origin.line, origin.column))


def _names(glossary: Iterable[Term]) -> dict[str, str]:
    """Return the id of the one entry that has each name; a name of several is left out."""
    found: dict[str, str] = {}
    for term in glossary:
        names = [term.preferred(SOURCE_LANGUAGE), *term.term.values()]
        for lists in (term.synonyms, term.abbr):
            names += (text for texts in lists.values() for text in texts)
        for name in set(map(_folded, names)):
            found[name] = "" if name in found else term.id
    return found


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _without(fields: dict[str, Any], record: Record) -> dict[str, Any]:
    for path in record.removed:
        field, _, key = path.partition(".")
        fields[field] = {k: v for k, v in fields.get(field, {}).items() if k != key}
        if not fields[field]:
            del fields[field]
    return fields


def _with_note(fields: dict[str, Any], remark: str) -> dict[str, Any]:
    """Return *fields* with a remark in the editors' note, once."""
    note = fields.get("note", {})
    text = note.get(SOURCE_LANGUAGE, "")
    if remark in text:
        return fields
    joined = f"{text}\n{remark}" if text else remark
    return {**fields, "note": {**note, SOURCE_LANGUAGE: joined}}


def _with_hashes(fields: dict[str, Any], old: Term, record: Record) -> dict[str, Any]:
    """Return *fields* with the hash of the source beside each translation that is new here.

    Only where the translator had the text before them: the file holds it, or was made from it.
    """
    before = old.to_dict()
    translated = dict(fields.get("translated", {}))
    for field in AUDIENCES.values():
        source = fields.get(field, {}).get(SOURCE_LANGUAGE, "")
        said = record.fields.get(field, {})
        seen = record.base and f"{field}.{SOURCE_LANGUAGE}" in record.basis
        if not source or not (seen or said.get(SOURCE_LANGUAGE) == source):
            continue
        for language, text in said.items():
            key = text_key(field, language)
            is_new = text != before.get(field, {}).get(language)
            # What the file itself says of a translation is right.
            is_said = translated.get(key) != before.get("translated", {}).get(key)
            if key != source_key(key) and is_new and not is_said:
                translated[key] = {"of": text_hash(source)}
    return {**fields, "translated": translated} if translated else fields
