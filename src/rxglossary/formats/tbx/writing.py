"""Writing TBX-Basic.

Owns which field becomes which data category. Writes nothing that reads back as something else:
what TBX has no place for is left out, and so are the control characters that XML can't hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal

from rxglossary.errors import GlossaryError, Problem
from rxglossary.formats.tbx.names import ID, LANG, PARTS_OF_SPEECH, SOURCE, V2, V3, WEB, Names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rxglossary.glossary import Term

__all__ = ["write"]

_NAMESPACE: Final = "urn:iso:std:iso:30042:ed-2"
_ILLEGAL = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PREFERRED: Final = "preferredTerm-admn-sts"
_ADMITTED: Final = "admittedTerm-admn-sts"
_DEPRECATED: Final = "deprecatedTerm-admn-sts"


def write(entries: Iterable[Term], *, version: Literal[2, 3] = 3, title: str = "Glossary") -> bytes:
    """Return *entries* as a TBX file.

    Args:
        entries: The terms, at least one: TBX has no empty files.
        version: 3 (ISO 30042:2019) or 2 (2008, ``martif``).
        title: What the file calls itself.
    """
    from lxml import etree

    names = V3 if version == 3 else V2
    namespace = _NAMESPACE if version == 3 else None
    make = _Maker(etree, namespace)
    attributes = {"type": "TBX-Basic", LANG: SOURCE}
    if version == 3:
        attributes["style"] = "dca"
    # The stubs don't know that a default namespace is called None.
    spaces: Any = {None: namespace} if namespace else None
    root: Any = etree.Element(make.name(names.root), attributes, nsmap=spaces)
    file = make(make(root, names.header), "fileDesc")
    make(make(file, "titleStmt"), "title", title)
    make(make(file, "sourceDesc"), "p", "Written by rxglossary")
    if version == 2:
        described = make(make(root[0], "encodingDesc"), "p", "TBXBasicXCSV02.xcs")
        described.set("type", "XCSURI")
    body = make(make(root, "text"), "body")
    listed = list(entries)
    if not listed:
        message = "TBX has no empty files: export one entry at least"
        raise GlossaryError([Problem("empty-export", message)])
    ids = {entry.id for entry in listed}
    for entry in listed:
        _write_entry(make, body, names, entry.id, entry.to_dict(), ids)
    etree.indent(root, "  ")
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    if version == 2:
        head += b'<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">\n'
    return head + bytes(etree.tostring(root, encoding="utf-8")) + b"\n"


class _Maker:
    """Makes elements below others, in the version's namespace, with texts that XML can hold."""

    def __init__(self, etree: Any, namespace: str | None) -> None:
        self._etree = etree
        self._before = f"{{{namespace}}}" if namespace else ""

    def name(self, local: str) -> str:
        return self._before + local

    def __call__(self, parent: Any, local: str, text: str = "", **attributes: str) -> Any:
        element = self._etree.SubElement(parent, self._before + local)
        if "lang" in attributes:
            element.set(LANG, attributes.pop("lang"))
        for key, value in attributes.items():
            element.set(key, _ILLEGAL.sub("", value))
        if text:
            element.text = _ILLEGAL.sub("", text)
        return element


def _write_entry(
    make: _Maker, body: Any, names: Names, id: str, fields: Mapping[str, Any], ids: set[str]
) -> None:
    concept = make(body, names.entry, id=ID + id)
    definition = fields.get("definition", {})
    languages = _languages(fields)
    pos = fields.get("pos", "")
    if pos not in PARTS_OF_SPEECH:
        pos = "properNoun" if pos == "proper-noun" and names is V2 else ""
    if category := fields.get("category"):
        make(concept, "descrip", category, type="subjectField")
    for language, text in definition.items():
        if language not in languages:
            # A language with a definition alone has no section: a section needs a term.
            make(concept, "descrip", text, type="definition", lang=language)
    if source := fields.get("source"):
        group = make(concept, "adminGrp")
        make(group, "admin", source.get("title", ""), type="source")
        for key in ("url", "license"):
            if key in source:
                make(group, "note", source[key])
    for language, text in fields.get("note", {}).items():
        make(concept, "note", text, lang=language)
    for other in fields.get("related", ()):
        if other in ids:
            make(concept, "ref", type="crossReference", target=ID + other)
    links = [link for link in fields.get("see", ()) if WEB.fullmatch(link["url"])]
    for link in links:
        if "lang" not in link:
            _write_link(make, concept, link)
    image = fields.get("image", {})
    shown = image.get("src", "") if WEB.fullmatch(image.get("src", "")) else ""
    alt = image.get("alt", {})
    if shown and not (alt.keys() & languages):
        make(concept, "xref", type="xGraphic", target=shown)
    for language in languages:
        section = make(concept, names.language, lang=language)
        if text := definition.get(language):
            make(section, "descrip", text, type="definition")
        for link in links:
            if link.get("lang") == language:
                _write_link(make, section, link)
        if shown and language in alt:
            make(section, "xref", alt[language], type="xGraphic", target=shown)
        for position, (term, notes, why) in enumerate(_terms(id, fields, language)):
            part = make(section, names.term)
            make(part, "term", term)
            if not position and language == SOURCE and pos:
                make(part, "termNote", pos, type="partOfSpeech")
            for kind, value in notes.items():
                make(part, "termNote", value, type=kind)
            if why:
                make(part, "note", why)


def _write_link(make: _Maker, parent: Any, link: Mapping[str, str]) -> None:
    kind = "externalCrossReference"
    make(parent, "xref", link.get("title", ""), type=kind, target=link["url"])


def _languages(fields: Mapping[str, Any]) -> list[str]:
    """Return the languages that have a term: English always, since the id is one."""
    found = [SOURCE]
    for name in ("term", "synonyms", "abbr", "forms", "avoid"):
        found += (tag for tag in fields.get(name, {}) if tag not in found)
    return found


def _terms(
    id: str, fields: Mapping[str, Any], language: str
) -> Iterator[tuple[str, dict[str, str], str]]:
    """Yield each term of a language with its notes, the preferred one first."""
    status, kind = "administrativeStatus", "termType"
    if name := fields.get("term", {}).get(language):
        yield name, {status: _PREFERRED}, ""
    elif language == SOURCE:
        # Without a status: nobody wrote this name, it is the id.
        yield id.replace("-", " "), {}, ""
    for text in fields.get("synonyms", {}).get(language, ()):
        yield text, {status: _ADMITTED}, ""
    for text in fields.get("abbr", {}).get(language, ()):
        yield text, {kind: "abbreviation", status: _ADMITTED}, ""
    for text in fields.get("forms", {}).get(language, ()):
        yield text, {kind: "variant", status: _ADMITTED}, ""
    for text, why in fields.get("avoid", {}).get(language, {}).items():
        yield text, {status: _DEPRECATED}, why
