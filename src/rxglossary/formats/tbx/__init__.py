"""Glossaries in TBX, the standard for exchanging terminology (ISO 30042), versions 3 and 2.

Owns lxml. Writes the dialect TBX-Basic with data categories as attributes (DCA); reads it, older
files (martif) and what other programs make of both.
"""

from rxglossary.formats.tbx.reading import read
from rxglossary.formats.tbx.writing import write

__all__ = ["read", "write"]
