"""Fill the table from the examples' glossary: python manage.py load."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

import rxglossary as rx
from words.models import Word

WORDS = Path(__file__).resolve().parents[4] / "words.yaml"


class Command(BaseCommand):
    help = "Fill the table of words from words.yaml."

    def handle(self, *args: Any, **options: Any) -> None:
        for term in rx.load(WORDS):
            word = Word(
                id=term.id,
                bangla=term.term.get("bn", ""),
                definition_en=term.definition["en"],
                definition_bn=term.definition.get("bn", ""),
            )
            word.full_clean(validate_unique=False)
            word.save()
        self.stdout.write(f"{Word.objects.count()} words")
