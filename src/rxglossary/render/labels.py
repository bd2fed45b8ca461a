"""The few words of our own that readers see, by language; their digits and dates.

Owns which words these are. What they say in a language stands in its catalogue below ``locale/``,
which gettext reads; `Labels` may be overridden one by one. A label that a language doesn't have is
in English and says so. Never looks at a term.
"""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

from rxglossary.errors import ConfigurationError
from rxglossary.glossary import FrozenMap, suggest
from rxglossary.languages import language as registered

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

__all__ = ["LABELS", "Label", "Labels", "count_words", "date_text", "labels", "number_text"]


class Label(NamedTuple):
    """A text and the tag of the language that it is in."""

    text: str
    language: str


class Labels(NamedTuple):
    """The words in one language.

    Attributes:
        name: What the language calls itself in the switch.
        mode: What the switch between languages is called.
        heading: The heading of the section.
        missing: Said where a definition is missing in this language.
        unreviewed: Said of a definition that no clinician has reviewed.
        close: The name of the button that closes a tip.
        overview: The heading of the list of a page's terms.
        view: What the switch between definitions for patients and for clinicians is called.
        patient: The reading view for patients.
        clinical: The reading view for clinicians.
        also: Stands before synonyms.
        say: Stands before a respelling.
        see: Stands before further reading.
        source: Stands before the source of a definition.
        related: Stands before related terms.
        glossary: The title of the glossary page.
        search: The name of the field that searches it.
        nothing: Said where a search finds nothing.
        categories: The heading of the list of categories.
        other: The category of terms without one.
        reviewed: Stands before the date of a review.
    """

    name: Label
    mode: Label
    heading: Label
    missing: Label
    unreviewed: Label
    close: Label
    overview: Label
    view: Label
    patient: Label
    clinical: Label
    also: Label
    say: Label
    see: Label
    source: Label
    related: Label
    glossary: Label
    search: Label
    nothing: Label
    categories: Label
    other: Label
    reviewed: Label


LABELS: Final = Labels._fields
"""The names of all labels."""

_DOMAIN: Final = "rxglossary"

# What languages call themselves (CLDR): a switch names each in its own words.
_NAMES: Final[Mapping[str, str]] = {
    "am": "አማርኛ", "ar": "العربية", "as": "অসমীয়া", "de": "Deutsch", "es": "Español",
    "fa": "فارسی", "fr": "Français", "gu": "ગુજરાતી", "he": "עברית", "hi": "हिन्दी",
    "id": "Bahasa Indonesia", "it": "Italiano", "ja": "日本語", "km": "ខ្មែរ", "kn": "ಕನ್ನಡ",
    "ko": "한국어", "lo": "ລາວ", "ml": "മലയാളം", "mr": "मराठी", "ms": "Bahasa Melayu",
    "my": "မြန်မာ", "ne": "नेपाली", "nl": "Nederlands", "or": "ଓଡ଼ିଆ", "pa": "ਪੰਜਾਬੀ",
    "pl": "Polski", "ps": "پښتو", "pt": "Português", "ru": "Русский", "sd": "سنڌي",
    "si": "සිංහල", "so": "Soomaali", "sw": "Kiswahili", "ta": "தமிழ்", "te": "తెలుగు",
    "th": "ไทย", "tl": "Filipino", "tr": "Türkçe", "uk": "Українська", "ur": "اردو",
    "vi": "Tiếng Việt", "zh": "中文",
}  # fmt: skip

# The standard library writes no Bangla dates.
_MONTHS: Final = {
    "en": "January February March April May June July August September October November"
    " December".split(),
    "bn": "জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর".split(),
}


@lru_cache(256)
def labels(tag: str, own: FrozenMap[FrozenMap[str]] | None = None) -> Labels:
    """Return the labels for a language tag, by its first subtag.

    Args:
        tag: The language, or "" for English.
        own: Labels by language tag that come before those of the catalogue.

    Raises:
        ConfigurationError: For a name that is no label.

    >>> labels("bn-BD").close.text, labels("fr").name, labels("fr").close
    ('বন্ধ করুন', Label(text='Français', language='fr'), Label(text='Close', language='en'))
    >>> labels("fr", FrozenMap({"fr": FrozenMap({"close": "Fermer"})})).close
    Label(text='Fermer', language='fr')
    """
    tag = tag or "en"
    language = _primary(tag)
    words = _catalogue(language) or NullTranslations()
    written = language if isinstance(words, GNUTranslations) else "en"
    p = words.pgettext
    texts = {
        "name": p("the language itself, in a switch between languages", "English"),
        "mode": p("the switch between languages", "Patient Mode"),
        "heading": p("above a list of definitions", "Words explained"),
        "missing": p("there is no definition in this language", "Not yet in English"),
        "unreviewed": p("behind a definition", "Not yet reviewed by a clinician"),
        "close": p("a button", "Close"),
        "overview": p("above a list of links", "Key words on this page"),
        "view": p("the switch between reading views", "Reading view"),
        "patient": p("a reading view", "For patients"),
        "clinical": p("a reading view", "For clinicians"),
        "also": p("before synonyms", "Also called"),
        "say": p("before a respelling", "Say"),
        "see": p("before further reading", "See"),
        "source": p("before the source of a definition", "Source"),
        "related": p("before related terms", "Related"),
        "glossary": p("the title of a page", "Glossary"),
        "search": p("the name of a field", "Search for a word"),
        "nothing": p("the result of a search", "No word found"),
        "categories": p("above a list", "Categories"),
        "other": p("a category", "Other words"),
        "reviewed": p("before a date", "Reviewed by a clinician"),
    }
    found = {name: Label(text, written) for name, text in texts.items()}
    if written != language:
        found["name"] = Label(_NAMES.get(language, tag), tag)
    for name, text in registered(language).labels.items():
        found[_known(name)] = Label(text, language)
    for key in dict.fromkeys((language, tag)):
        for name, text in (own.get(key) or {} if own else {}).items():
            found[_known(name)] = Label(text, tag)
    return Labels(**found)


def _known(name: str) -> str:
    if name not in LABELS:
        hint = suggest(name, LABELS) or f": use {', '.join(LABELS)}"
        raise ConfigurationError(f"there is no label {name!r}{hint}")
    return name


def count_words(number: int, tag: str) -> Label:
    """Return how many words there are, in words.

    >>> count_words(1, "en").text, count_words(127, "en").text, count_words(127, "bn").text
    ('1 word', '127 words', '১২৭টি শব্দ')
    """
    language = _primary(tag or "en")
    words = _catalogue(language) or NullTranslations()
    written = language if isinstance(words, GNUTranslations) else "en"
    text = words.npgettext("how many there are", "{number} word", "{number} words", number)
    return Label(text.replace("{number}", number_text(number, written)), written)


def number_text(number: int, tag: str) -> str:
    """Return a number in the digits of a language.

    >>> number_text(2026, "bn-BD"), number_text(2026, "en")
    ('২০২৬', '2026')
    """
    digits = registered(tag).digits
    return str(number).translate(str.maketrans("0123456789", digits))


def date_text(date: datetime.date, tag: str) -> str:
    """Return a date as it is written in a language, or else by ISO 8601.

    >>> from datetime import date
    >>> [date_text(date(2026, 11, 1), tag) for tag in ("en", "bn", "fr")]
    ['1 November 2026', '১ নভেম্বর ২০২৬', '2026-11-01']
    """
    months = _MONTHS.get(_primary(tag))
    if not months:
        return date.isoformat()
    day, year = number_text(date.day, tag), number_text(date.year, tag)
    return f"{day} {months[date.month - 1]} {year}"


def _primary(tag: str) -> str:
    return tag.partition("-")[0].lower()


@lru_cache(64)
def _catalogue(language: str) -> GNUTranslations | None:
    if not language.isalpha() or not language.isascii():
        return None
    folder = files("rxglossary").joinpath("render", "locale", language, "LC_MESSAGES")
    file = folder.joinpath(f"{_DOMAIN}.mo")
    if not file.is_file():
        return None
    with file.open("rb") as opened:
        return GNUTranslations(opened)
