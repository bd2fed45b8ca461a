"""``python -m rxglossary``."""

from rxglossary.cli import main

main()
