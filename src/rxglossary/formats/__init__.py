"""Glossaries in files: one module for each format, each the only owner of its library.

Owns reading and writing. Never decides what an entry may hold (`rxglossary.glossary`), nor what of
a file is taken over into a glossary (`rxglossary.exchange`).
"""

from rxglossary.formats.records import Loss, Record
from rxglossary.formats.registry import FORMATS, Dump, Format, Options, Parsed, dump, parse

__all__ = ["FORMATS", "Dump", "Format", "Loss", "Options", "Parsed", "Record", "dump", "parse"]
