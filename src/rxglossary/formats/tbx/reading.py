"""Reading TBX, ours and others'.

Owns how far an XML file is trusted (no entities, no network, limits on size and depth), and what is
made of files that other programs wrote.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rxglossary.errors import GlossaryError, Problem, printable
from rxglossary.formats.records import Record, distinct, named
from rxglossary.formats.tbx.names import ID, LANG, PARTS_OF_SPEECH, SOURCE, V2, V3
from rxglossary.glossary import Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

__all__ = ["DEPTH", "SIZE", "read"]

SIZE: Final = 256 * 1024 * 1024
"""The most bytes that a TBX file may have."""

DEPTH: Final = 64
"""The most levels that its elements may be nested."""

_STATUS: Final[Mapping[str, str]] = {
    "preferred": "term",
    "preferredterm": "term",
    "standardizedterm": "term",
    "recommendedterm": "term",
    "admitted": "synonyms",
    "admittedterm": "synonyms",
    "approved": "synonyms",
    "deprecated": "avoid",
    "deprecatedterm": "avoid",
    "superseded": "avoid",
    "supersededterm": "avoid",
    "notrecommended": "avoid",
    "forbidden": "avoid",
    "obsolete": "avoid",
}
"""What a term with an administrative status is here; the suffix -admn-sts and case don't count."""

_TYPE: Final[Mapping[str, str]] = {
    "abbreviation": "abbr",
    "acronym": "abbr",
    "initialism": "abbr",
    "shortform": "abbr",
    "variant": "forms",
    "synonym": "synonyms",
}
"""What a term with a term type is here, where no status says more."""

_GROUPS: Final = frozenset({"descripGrp", "termGrp", "termNoteGrp"})
_BY_LANGUAGE: Final = ("term", "definition", "synonyms", "abbr", "forms", "avoid", "note")


class _Term(NamedTuple):
    """A term of a file: its text, the field it belongs to, if that is known, and a note."""

    text: str
    field: str
    note: str


def read(data: bytes, file: str) -> tuple[list[Record], list[str]]:
    """Return the records of a TBX file of version 3 or 2, and what was not read in it.

    Args:
        data: The file's bytes.
        file: What problems and origins call it.

    Raises:
        GlossaryError: When this is no TBX, not well-formed, too large or too deep, or declares
            entities; with the line.
    """
    if len(data) > SIZE:
        message = f"the file has {len(data):,} bytes, at most {SIZE:,} are read: split it"
        raise GlossaryError([Problem("too-large", message, file)])
    unread: Counter[str] = Counter()
    entries = [_Entry(element, base, file, unread) for element, base in _elements(data, file)]
    if not any(entry.id for entry in entries):
        _join_regions(entries)
    records = distinct(entry.record() for entry in entries)
    notes = [f"{name} is not read ({count}×)" for name, count in sorted(unread.items())]
    return records, notes


def _elements(data: bytes, file: str) -> Iterator[tuple[Any, str]]:
    """Yield the element of each entry, whole, and the language of the file."""
    from lxml import etree

    def bad(code: str, message: str, line: int | None) -> GlossaryError:
        return GlossaryError([Problem(code, message, file, line or 0)])

    parsing = etree.iterparse(
        io.BytesIO(data),
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    depth = 0
    base = SOURCE
    try:
        for event, element in parsing:
            if event == "start":
                depth += 1
                line = element.sourceline
                if depth == 1:
                    _check_root(element, bad)
                    base = _tag(element, SOURCE)
                if depth > DEPTH:
                    raise bad("too-deep", f"elements are nested in more than {DEPTH} levels", line)
                continue
            depth -= 1
            if _local(element) in (V3.entry, V2.entry):
                for entity in element.iter(etree.Entity):
                    message = f"{entity.text} is no character: write the character itself"
                    raise bad("entities", message, entity.sourceline or element.sourceline)
                yield element, base
                # Done with: the tree would else grow with the file.
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        reason = re.sub(r"\s*, line \d+, column \d+$", "", error.msg or "no XML")
        message = f"{printable(reason)}: this is not well-formed"
        raise bad("bad-xml", message, error.lineno) from None


def _check_root(root: Any, bad: Callable[[str, str, int], GlossaryError]) -> None:
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        message = "entities are declared above, and none are read: remove the declarations"
        raise bad("entities", message, root.sourceline)
    if _local(root) not in (V3.root, V2.root):
        message = f"expected the element tbx or martif, found {_local(root)!r}"
        raise bad("no-tbx", message, root.sourceline)


def _local(element: Any) -> str:
    name = element.tag
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def _tag(element: Any, default: str) -> str:
    return (element.get(LANG) or default).strip().replace("_", "-")


def _text(element: Any) -> str:
    return "".join(element.itertext()).strip()


def _children(element: Any) -> Iterator[tuple[str, Any]]:
    """Yield the children with their names; groups (descripGrp, termGrp …) are seen through."""
    for child in element:
        name = _local(child)
        if name in _GROUPS:
            yield from _children(child)
        else:
            yield name, child


class _Entry:
    """One entry of a file: its fields, and our id, if it has one."""

    def __init__(self, element: Any, base: str, file: str, unread: Counter[str]) -> None:
        given = element.get("id") or ""
        self.id = given.removeprefix(ID) if given.startswith(ID) else ""
        self.fields: dict[str, Any] = {}
        self._given = given
        self._base = base
        self._origin = Origin(file, element.sourceline or 0)
        self._unread = unread
        for name, child in _children(element):
            if name in (V3.language, V2.language):
                self._read_section(child, _tag(child, base))
            elif name == "adminGrp":
                self._read_source(child)
            elif name == "ref" and child.get("type") == "crossReference":
                target = child.get("target") or _text(child)
                self._add("related", None, target.removeprefix(ID))
            else:
                self._read_detail(name, child, _tag(child, base), at_concept=True)

    def record(self) -> Record:
        """Return the record: with our id, or with one that is made of the term."""
        if self.id:
            return Record(self.id, self.fields, self._origin, adds=True)
        names = dict(self.fields.pop("term", {}))
        if not names:
            # Known by its abbreviation alone.
            names = {tag: texts[0] for tag, texts in self.fields.get("abbr", {}).items()}
        known = [tag for tag in (SOURCE, self._base) if tag in names] or [*names, SOURCE]
        name = names.pop(known[0], "")
        fields = {"term": names, **self.fields} if names else self.fields
        return named(name, fields, self._origin, known[0], self._given)

    def rename(self, tags: Mapping[str, str]) -> None:
        """Give languages other tags."""
        self._base = tags.get(self._base, self._base)
        for field in (*_BY_LANGUAGE, "image"):
            value = self.fields.get(field, {})
            if field == "image":
                field, value = "alt", value.get("alt", {})
            for old, new in tags.items():
                if old in value:
                    value[new] = value.pop(old)

    def languages(self) -> Iterator[str]:
        """Yield the tags of the languages that the fields have."""
        for field in _BY_LANGUAGE:
            yield from self.fields.get(field, {})

    def _add(self, field: str, language: str | None, text: str) -> None:
        """Put *text* into a list, of a language or of the entry."""
        if language is None:
            items = self.fields.setdefault(field, [])
        else:
            items = self.fields.setdefault(field, {}).setdefault(language, [])
        if text and (self.id or text not in items):
            items.append(text)

    def _set(self, field: str, language: str, text: str) -> None:
        """Put *text* where nothing stands yet."""
        if text:
            self.fields.setdefault(field, {}).setdefault(language, text)

    def _read_section(self, section: Any, language: str) -> None:
        terms: list[_Term] = []
        for name, child in _children(section):
            if name in (V3.term, V2.term, "ntig"):
                terms.append(self._read_term(child, language))
            else:
                self._read_detail(name, child, language)
        neutral: list[str] = []
        for term in terms:
            if not term.text:
                continue
            if term.field == "avoid":
                why = term.note or "deprecated"
                self.fields.setdefault("avoid", {}).setdefault(language, {})[term.text] = why
            elif term.field in ("synonyms", "abbr", "forms"):
                self._add(term.field, language, term.text)
            elif term.field == "term" and language not in self.fields.get("term", {}):
                self._set("term", language, term.text)
            else:
                neutral.append(term.text)
            if term.note and term.field != "avoid":
                self._set("note", language, term.note)
        if neutral and self.id and language == SOURCE and neutral[0] == self.id.replace("-", " "):
            # The name that the id is: see `_terms`.
            del neutral[0]
        for text in neutral:
            if language in self.fields.get("term", {}):
                self._add("synonyms", language, text)
            else:
                self._set("term", language, text)

    def _read_term(self, part: Any, language: str) -> _Term:
        text = note = status = kind = ""
        for name, child in _children(part):
            about = child.get("type")
            if name == "term":
                text = _text(child)
            elif name == "note":
                note = _text(child)
            elif name == "termNote" and about == "administrativeStatus":
                status = _text(child).removesuffix("-admn-sts").lower()
            elif name == "termNote" and about == "termType":
                kind = _text(child).lower()
            elif name == "termNote" and about == "partOfSpeech":
                pos = _text(child).replace("properNoun", "proper-noun")
                if pos in (*PARTS_OF_SPEECH, "proper-noun"):
                    self.fields.setdefault("pos", pos)
            elif name == "termNote":
                self._unread[f"termNote {about}"] += 1
            else:
                self._read_detail(name, child, language)
        field = _STATUS.get(status, "")
        if field in ("", "synonyms"):
            field = _TYPE.get(kind, field)
        return _Term(text, field, note)

    def _read_detail(
        self, name: str, child: Any, language: str, *, at_concept: bool = False
    ) -> None:
        about, text = child.get("type", ""), _text(child)
        target = child.get("target", "")
        # Weblate writes an explanation as a descrip without a type.
        if name == "descrip" and about in ("definition", ""):
            self._set("definition", language, text)
        elif name == "descrip" and about == "subjectField" and at_concept:
            if text:
                self.fields.setdefault("category", text)
        elif name == "note":
            self._set("note", language, text)
        elif name == "xref" and about == "externalCrossReference" and target:
            link = {"url": target, "title": text, "lang": "" if at_concept else language}
            self.fields.setdefault("see", []).append({k: v for k, v in link.items() if v})
        elif name == "xref" and about == "xGraphic" and target:
            image = self.fields.setdefault("image", {})
            image.setdefault("src", target)
            if text:
                image.setdefault("alt", {})[language] = text
        elif name == "admin" and about == "source":
            self._read_source([child])
        elif name in ("descrip", "admin", "xref", "ref"):
            self._unread[f"{name} {about}".strip()] += 1
        elif name:
            self._unread[name] += 1

    def _read_source(self, group: Iterable[Any]) -> None:
        source: dict[str, str] = {}
        for child in group:
            text = _text(child)
            if text:
                name = "title" if _local(child) == "admin" else "license"
                source.setdefault("url" if text.startswith(("http://", "https://")) else name, text)
        if source:
            self.fields.setdefault("source", source)


def _join_regions(entries: Sequence[_Entry]) -> None:
    """Call a language with a region by the language alone, where a file has it once.

    Other programs say en-US where a glossary here has en.
    """
    found = {tag for entry in entries for tag in entry.languages()}
    regional = [tag for tag in found if "-" in tag]
    primary = Counter(tag.partition("-")[0] for tag in regional)
    tags = {
        tag: short
        for tag in regional
        if (short := tag.partition("-")[0]) not in found and primary[short] == 1
    }
    for entry in entries:
        entry.rename(tags)
