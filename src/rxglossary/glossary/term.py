"""A term: one entry, frozen and validated.

Owns reading and writing an entry as a mapping, and its short form. A term remembers where it was
written (`Origin`), outside equality.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from rxglossary.errors import GlossaryError, Problem, quoted
from rxglossary.glossary.fields import AUDIENCES, ENTRY, ID, SHORT, MatchRules
from rxglossary.glossary.frozen import FrozenMap
from rxglossary.glossary.reviews import source_key, text_hash
from rxglossary.glossary.shapes import Text, suggest, unknown_field

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rxglossary.glossary.fields import Image, PartOfSpeech, Reference, Source, Status
    from rxglossary.glossary.reviews import Review, ReviewState, Translation, TranslationState
    from rxglossary.glossary.shapes import Path

__all__ = ["FIELDS", "Origin", "Place", "Term"]

FIELDS: Final = (*SHORT, *ENTRY)
"""Everything that may stand in an entry."""

Place = Callable[..., Problem]
"""Makes a `Problem` of a code, a message and the path of keys inside the entry."""

_NO_SLUG: Final = re.compile("[^a-z0-9]+")
_SHORT_TEXT: Final = Text()
_EMPTY: Final[Mapping[str, Any]] = {
    **{name: shape.empty for name, shape in ENTRY.items()},
    "match": MatchRules(),
    "status": "draft",
}


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry was written: a file with line and column from 1, or just ``row 17``."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True, init=False, eq=False)
class Term:
    """One entry: an id, what it is called, what it means, and how it is matched.

    Args:
        id: A stable slug: ASCII lower-case letters and digits, joined by single hyphens.
        en: Short for ``definition={"en": …}``; any language tag in `definition` does the same.
        bn: Short for ``definition={"bn": …}``.
        term: The preferred term by language tag. Without one, it is the id with hyphens as
            spaces, in English.
        definition: The definition by language tag, plain text. At least one is needed.
        clinical: The definition for clinicians, by language tag.
        say: How the term is said, respelled for readers, by language tag.
        forms: Surface forms that are matched and never shown, by language tag.
        synonyms: Surface forms that are matched and shown, by language tag.
        abbr: Abbreviations, by language tag.
        avoid: Deprecated forms with the reason, by language tag; matched all the same.
        pos: ``noun``, ``proper-noun``, ``verb``, ``adjective``, ``adverb`` or ``other``.
        plural: The English plural where it is irregular, or ``none``.
        match: A mapping with the fields of `MatchRules` (``except`` without underscore).
        category: A word that groups entries.
        related: Ids of other entries.
        see: Pages that say more: mappings with the fields of `Reference`.
        image: A mapping with the fields of `Image`.
        note: A note to editors, by language tag; readers never see it.
        source: Where facts come from: a mapping with the fields of `Source`.
        status: ``draft``, ``translated``, ``reviewed`` or ``deprecated``.
        review: The `Review` of each text, by its key: ``en``, ``clinical.en``.
        translated: Of which text each text is a `Translation`, by its key.
        aliases: Former ids, under which a glossary finds the entry too.
        origin: Where it was written; no part of equality.

    Raises:
        GlossaryError: With every problem of the entry at once.

    >>> term = Term("blood-sugar", en="The sugar in your blood.", term={"bn": "রক্তের চিনি"})
    >>> term.preferred("en"), term.preferred("bn"), term.preferred("fr")
    ('blood sugar', 'রক্তের চিনি', 'blood sugar')
    """

    id: str
    term: FrozenMap[str]
    definition: FrozenMap[str]
    clinical: FrozenMap[str]
    say: FrozenMap[str]
    forms: FrozenMap[tuple[str, ...]]
    synonyms: FrozenMap[tuple[str, ...]]
    abbr: FrozenMap[tuple[str, ...]]
    avoid: FrozenMap[FrozenMap[str]]
    pos: PartOfSpeech | Literal[""]
    plural: str
    match: MatchRules
    category: str
    related: tuple[str, ...]
    see: tuple[Reference, ...]
    image: Image | None
    note: FrozenMap[str]
    source: Source | None
    status: Status
    review: FrozenMap[Review]
    translated: FrozenMap[Translation]
    aliases: tuple[str, ...]
    origin: Origin

    def __init__(
        self,
        id: str,
        *,
        en: str | None = None,
        bn: str | None = None,
        term: Mapping[str, str] | None = None,
        definition: Mapping[str, str] | None = None,
        clinical: Mapping[str, str] | None = None,
        say: Mapping[str, str] | None = None,
        forms: Mapping[str, Sequence[str]] | None = None,
        synonyms: Mapping[str, Sequence[str]] | None = None,
        abbr: Mapping[str, Sequence[str]] | None = None,
        avoid: Mapping[str, Mapping[str, str]] | None = None,
        pos: PartOfSpeech | None = None,
        plural: str | None = None,
        match: Mapping[str, object] | MatchRules | None = None,
        category: str | None = None,
        related: Sequence[str] | None = None,
        see: Sequence[Mapping[str, str] | Reference] | None = None,
        image: Mapping[str, object] | Image | None = None,
        note: Mapping[str, str] | None = None,
        source: Mapping[str, object] | Source | None = None,
        status: Status | None = None,
        review: Mapping[str, Mapping[str, object] | Review] | None = None,
        translated: Mapping[str, Mapping[str, str] | Translation] | None = None,
        aliases: Sequence[str] | None = None,
        origin: Origin | None = None,
    ) -> None:
        given: dict[str, object] = {
            "en": en,
            "bn": bn,
            "term": term,
            "definition": definition,
            "clinical": clinical,
            "say": say,
            "forms": forms,
            "synonyms": synonyms,
            "abbr": abbr,
            "avoid": avoid,
            "pos": pos,
            "plural": plural,
            "match": match,
            "category": category,
            "related": related,
            "see": see,
            "image": image,
            "note": note,
            "source": source,
            "status": status,
            "review": review,
            "translated": translated,
            "aliases": aliases,
        }
        fields = {key: value for key, value in given.items() if value is not None}
        self._read(id, fields, origin or Origin(), None)

    @classmethod
    def from_dict(
        cls,
        id: str,
        fields: Mapping[str, object],
        *,
        origin: Origin | None = None,
        place: Place | None = None,
    ) -> Term:
        """Return the term that *fields* describe, in the shape of a glossary file's entry.

        Args:
            id: The entry's id.
            fields: The entry, as a loader reads it; dates may be `datetime.date` objects.
            origin: Where it was written. Without one, problems name the id.
            place: Makes a `Problem` of a code, a message and the path of keys inside the entry.

        Raises:
            GlossaryError: With every problem of the entry at once, each with its path.

        >>> Term.from_dict("pain", {"en": "A bad feeling."}).definition["en"]
        'A bad feeling.'
        >>> Term.from_dict("pain", {"en": ""}, origin=Origin("row 17"))
        Traceback (most recent call last):
        rxglossary.errors.GlossaryError: row 17: en: empty-value: a value is missing here: \
write it or remove the key
        """
        new = object.__new__(cls)
        new._read(id, fields, origin or Origin(), place)
        return new

    def _read(
        self, id: str, fields: Mapping[str, object], origin: Origin, place: Place | None
    ) -> None:
        problems: list[Problem] = []

        def bad(code: str, message: str, path: Path = ()) -> None:
            if place is not None:
                problems.append(place(code, message, *path))
            else:
                where = str(origin) or str(id)
                problems.append(Problem(code, message, where, path=path))

        if not isinstance(id, str) or not ID.fullmatch(id):
            slug = _NO_SLUG.sub("-", str(id)[:100].lower()).strip("-")
            hint = f", such as {slug!r}; how the word is written goes into term:" if slug else ""
            bad("bad-id", f"{quoted(id)} is no id: use a–z, 0–9 and single hyphens{hint}")
        values = dict(_EMPTY)
        short: dict[str, str] = {}
        for key, value in fields.items():
            shape = ENTRY.get(key)
            if shape is not None:
                values[key] = shape.read(value, (key,), bad) or _EMPTY[key]
            elif key in SHORT:
                if "definition" in fields:
                    bad("two-definitions", f"both {key}: and definition: are here", (key,))
                if text := _SHORT_TEXT.read(value, (key,), bad):
                    short[str(key)] = text
            else:
                bad(*unknown_field("an entry", key, FIELDS), (key,))
        if short:
            values["definition"] = FrozenMap(short)
        if not values["definition"] and not problems:
            bad("missing-definition", "give a definition in one language at least")
        for index, alias in enumerate(values["aliases"]):
            if alias == id or alias in values["aliases"][:index]:
                bad("alias-taken", f"{quoted(alias)} is here already", ("aliases", index))
        if problems:
            raise GlossaryError(problems)
        put = object.__setattr__
        for key, value in values.items():
            put(self, key, value)
        put(self, "id", str(id))
        put(self, "origin", origin)

    def preferred(self, language: str) -> str:
        """Return what the term is called in *language*, or else by its id (hyphens as spaces)."""
        return self.term.get(language) or self.term.get("en") or self.id.replace("-", " ")

    @property
    def texts(self) -> dict[str, str]:
        """Return the texts that can be reviewed, each by its key; those of every audience.

        >>> Term("pain", en="A bad feeling.", clinical={"en": "Nociception."}).texts
        {'en': 'A bad feeling.', 'clinical.en': 'Nociception.'}
        """
        return {
            f"{audience}.{tag}" if audience else tag: text
            for audience, field in AUDIENCES.items()
            for tag, text in getattr(self, field).items()
        }

    def review_state(self, key: str, *, on: datetime.date) -> ReviewState:
        """Return what the review of one text is worth on a day.

        Args:
            key: The text's key: ``bn``, ``clinical.en``.
            on: The day; a review counts up to its last day.

        Returns:
            ``missing`` (also where there is no such text), ``stale`` (it is of another text),
            ``expired`` or ``current``.

        >>> Term("pain", en="A bad feeling.").review_state("en", on=datetime.date(2026, 11, 1))
        'missing'
        """
        text, review = self.texts.get(key), self.review.get(key)
        return "missing" if text is None or review is None else review.state(text, on)

    def translation_state(self, key: str) -> TranslationState:
        """Return whether one text is a translation of what its English text says now.

        Args:
            key: The text's key: ``bn``, ``clinical.bn``. English itself is always ``current``.

        Returns:
            ``missing`` (nothing says what it was translated from, or there is no such text),
            ``stale`` (the source has another text now, or none) or ``current``.

        >>> Term("pain", en="A bad feeling.", bn="খারাপ লাগা।").translation_state("bn")
        'missing'
        """
        texts, translation = self.texts, self.translated.get(key)
        if key == source_key(key) and key in texts:
            return "current"
        if key not in texts or translation is None:
            return "missing"
        return translation.state(texts.get(source_key(key), ""))

    def with_review(
        self,
        key: str,
        *,
        by: str,
        date: datetime.date,
        role: str = "",
        until: datetime.date | None = None,
    ) -> Term:
        """Return the entry with one text reviewed, as it stands now.

        Its status becomes ``reviewed``, unless it is deprecated: each text has a review of its own,
        and those without one don't count as reviewed.

        Args:
            key: The text's key: ``bn``, ``clinical.en``.
            by: Who reviewed it.
            date: The day of the review.
            role: What makes that person fit to.
            until: The last day on which it counts, or None for no end.

        Raises:
            GlossaryError: When there is no such text, or a value is wrong.

        >>> day = datetime.date(2026, 11, 1)
        >>> term = Term("pain", en="A bad feeling.").with_review("en", by="A. Begum", date=day)
        >>> term.status, term.review_state("en", on=day)
        ('reviewed', 'current')
        """
        made = {"by": by, "role": role, "date": date, "until": until, "of": self._hash(key)}
        review = {key: value for key, value in made.items() if value}
        status = self.status if self.status == "deprecated" else "reviewed"
        fields = self.to_dict()
        fields |= {"review": fields.get("review", {}) | {key: review}, "status": status}
        return Term.from_dict(self.id, fields, origin=self.origin)

    def with_translation(self, key: str) -> Term:
        """Return the entry with one text marked as a translation of what its source says now.

        Args:
            key: The text's key: ``bn``, ``clinical.bn``.

        Raises:
            GlossaryError: When there is no such text, or none that it translates.

        >>> term = Term("pain", en="A bad feeling.", bn="খারাপ লাগা।").with_translation("bn")
        >>> term.translation_state("bn")
        'current'
        """
        self._hash(key)
        fields = self.to_dict()
        translated = fields.get("translated", {}) | {key: {"of": self._hash(source_key(key))}}
        return Term.from_dict(self.id, fields | {"translated": translated}, origin=self.origin)

    def without(self, keys: Collection[str]) -> Term:
        """Return the entry as it is shown without some of its texts: with fewer, or with none.

        Args:
            keys: The keys of these texts: ``bn``, ``clinical.en``.

        >>> Term("pain", en="A bad feeling.", bn="খারাপ লাগা।").without(["bn"]).texts
        {'en': 'A bad feeling.'}
        """
        new = copy(self)
        for audience, name in AUDIENCES.items():
            dot = f"{audience}." if audience else ""
            texts: Mapping[str, str] = getattr(self, name)
            kept = {tag: text for tag, text in texts.items() if dot + tag not in keys}
            object.__setattr__(new, name, FrozenMap(kept))
        return new

    def _hash(self, key: str) -> str:
        texts = self.texts
        if key not in texts:
            at, known = self.origin, ", ".join(texts)
            message = f"there is no text {key!r}{suggest(key, texts)}; there are: {known}"
            raise GlossaryError(
                [Problem("no-text", message, at.file or self.id, at.line, at.column)]
            )
        return text_hash(texts[key])

    def to_dict(self) -> dict[str, Any]:
        """Return the entry in the shape of a glossary file, without empty fields.

        It holds texts, lists, dicts and truth values alone, and `from_dict` makes an equal term
        of it.

        >>> Term("pain", en="A bad feeling.").to_dict()
        {'definition': {'en': 'A bad feeling.'}, 'status': 'draft'}
        """
        result: dict[str, Any] = {}
        for name, shape in ENTRY.items():
            value = getattr(self, name)
            if value and (plain := shape.plain(value)):
                result[name] = plain
        return result

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Term):
            return NotImplemented
        return self.id == other.id and all(
            getattr(self, name) == getattr(other, name) for name in ENTRY
        )

    def __hash__(self) -> int:
        return hash((self.id, self.definition))
