"""A glossary as a table: editors change it in a form, pages follow."""

from django.core.exceptions import ValidationError
from django.db import models

import rxglossary as rx


class Word(models.Model):
    id = models.SlugField(primary_key=True)
    bangla = models.CharField(max_length=80, blank=True)
    definition_en = models.TextField()
    definition_bn = models.TextField(blank=True)
    changed = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.id

    def as_dict(self) -> dict[str, object]:
        found: dict[str, object] = {"en": self.definition_en}
        if self.definition_bn:
            found["bn"] = self.definition_bn
        if self.bangla:
            found["term"] = {"bn": self.bangla}
        return found

    def clean(self) -> None:
        """Let the admin's form and every other one say what is wrong with an entry."""
        others = Word.objects.exclude(pk=self.pk)
        try:
            term = rx.Term.from_dict(self.id, self.as_dict())
            glossary = rx.Glossary(rx.Term.from_dict(w.id, w.as_dict()) for w in others)
        except rx.GlossaryError as error:
            raise ValidationError([str(problem) for problem in error.problems]) from None
        if problems := glossary.problems_with(term):
            raise ValidationError([str(problem) for problem in problems])
