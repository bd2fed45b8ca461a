"""What TBX calls things, in both versions and in TBX-Basic.

Owns the names that reading and writing share. Never touches XML.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["ID", "LANG", "PARTS_OF_SPEECH", "SOURCE", "V2", "V3", "WEB", "Names"]

LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
"""The attribute xml:lang."""

ID: Final = "rxg-"
"""Stands before our ids in a file: an XML id never begins with a digit, and so they are known."""

SOURCE: Final = "en"
"""The language of ids: an entry without a term in it is called as its id says."""

WEB: Final = re.compile(
    r"https?://(?:[^\s#%<>\"{}|\\^`\[\]@:/?\x00-\x20]+)(?::\d+)?"
    r"(?:[/?](?:[^\s#%<>\"{}|\\^`\[\]\x00-\x20]|%[0-9A-Fa-f]{2})*)?(?:#[\w.-]*)?",
    re.A,
)
"""What TBX can point at: an http(s) address that is a URI (RFC 3986) once it is escaped."""

PARTS_OF_SPEECH: Final = ("noun", "verb", "adjective", "adverb", "other")
"""The parts of speech of TBX-Basic 3; version 2 has properNoun too."""


class Names(NamedTuple):
    """What a version calls its elements."""

    root: str
    header: str
    entry: str
    language: str
    term: str


V3: Final = Names("tbx", "tbxHeader", "conceptEntry", "langSec", "termSec")
V2: Final = Names("martif", "martifHeader", "termEntry", "langSet", "tig")
