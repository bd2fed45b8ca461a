"""The command line: files in, files out, and what to say about them.

Owns click and rich. Never decides what is annotated.
"""

from rxglossary.cli.group import main

__all__ = ["main"]
