"""The annotator that follows the table."""

from django.db.models import Count, Max

import rxglossary as rx
from words.models import Word


def load() -> rx.Glossary:
    return rx.Glossary(rx.Term.from_dict(word.id, word.as_dict()) for word in Word.objects.all())


def version() -> object:
    """Ask one cheap question: was a row added, removed or changed?"""
    return tuple(Word.objects.aggregate(Count("pk"), Max("changed")).values())


annotator = rx.Live(load, version, every=5)
