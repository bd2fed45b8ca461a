"""The fields of an entry and their shapes: the one table that reading, writing and checking follow.

Owns the records inside an entry. Languages are tags: nothing here knows English or Bangla, but for
the two short forms of a definition, which are read in `rxglossary.glossary.term`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from rxglossary.glossary.frozen import FrozenMap
from rxglossary.glossary.reviews import Review, Translation
from rxglossary.glossary.shapes import (
    Choice,
    Date,
    Flag,
    Keys,
    ListOf,
    MapOf,
    Record,
    Shape,
    Text,
)

__all__ = [
    "AUDIENCES",
    "ENTRY",
    "ID",
    "SHORT",
    "STATUSES",
    "Image",
    "MatchRules",
    "PartOfSpeech",
    "Reference",
    "Source",
    "Status",
]

Status = Literal["draft", "translated", "reviewed", "deprecated"]
STATUSES: Final[tuple[Status, ...]] = ("deprecated", "draft", "translated", "reviewed")
"""The states of an entry, the least trusted first."""

PartOfSpeech = Literal["noun", "proper-noun", "verb", "adjective", "adverb", "other"]
"""The parts of speech of TBX-Basic."""

_Mode = Literal["auto", "never"]
_Case = Literal["smart", "exact", "fold"]
_Inflect = Literal["full", "bare", "none"]
_Hyphen = Literal["allow", "deny"]


@dataclass(frozen=True, slots=True)
class MatchRules:
    """How the forms of one term are matched.

    Args:
        mode: ``auto``, or ``never`` for an entry that is explained but not looked for.
        case: ``smart`` (acronyms that are English words keep their case), ``exact`` or ``fold``.
        inflect: ``full``, ``bare`` (no endings that a language adds to a bare stem without a
            hyphen or an apostrophe) or ``none`` (the forms as they stand).
        except_: Whole words that look like a form with an ending and are none.
        not_in: Phrases inside which the term doesn't count.
        hyphen: ``allow`` or ``deny`` a hyphen right behind the form (``CT-guided``).
    """

    mode: _Mode = "auto"
    case: _Case = "smart"
    inflect: _Inflect = "full"
    except_: tuple[str, ...] = ()
    not_in: tuple[str, ...] = ()
    hyphen: _Hyphen = "allow"


@dataclass(frozen=True, slots=True)
class Reference:
    """A page that says more.

    Args:
        url: Its URL, http(s).
        title: What it is called.
        lang: The tag of the language that it is in.
    """

    url: str
    title: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of what the term means.

    Args:
        src: Its URL: http(s), or relative.
        alt: What it shows, by language tag.
    """

    src: str
    alt: FrozenMap[str] = FrozenMap()  # noqa: RUF009 -- never changes


@dataclass(frozen=True, slots=True)
class Source:
    """Where the facts or the words come from.

    Args:
        title: What it is called.
        url: Its URL, http(s).
        license: Under which licence its words may be used.
        adapted: Whether its words were changed.
    """

    title: str = ""
    url: str = ""
    license: str = ""
    adapted: bool = False


ID: Final = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")
"""What an entry's id matches."""

_TAG: Final = "[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"
# Blanks and controls, which URL parsers strip, could hide a scheme (WHATWG URL).
_URL: Final = r"https?://[^\s\x00-\x20/?#\\][^\s\x00-\x20]*"
_RELATIVE: Final = r"(?![/\\]{2})(?![A-Za-z][A-Za-z0-9+.-]*:)[^\s\x00-\x20]+"

AUDIENCES: Final[Mapping[str, str]] = {"": "definition", "clinical": "clinical"}
"""The field that holds the texts for each audience; the first is everyone."""

_NO_TAG: Final = "is no language tag such as en or bn"
_language = Keys(re.compile(_TAG), "bad-language", _NO_TAG)
_text_key = Keys(
    re.compile(rf"(?:clinical\.)?{_TAG}"),
    "bad-language",
    "names no text: write a language such as en, or clinical.en",
)
_form = Keys(re.compile(r"[\s\S]*\S[\s\S]*"), "missing-key", "is no surface form")
_text = Text()
_texts = MapOf(_language, _text)
_forms = MapOf(_language, ListOf(_text))
_url = Text(
    re.compile(_URL), "bad-url", "is no URL to follow: write it in full, with http:// or https://"
)
_hash = Text(
    re.compile("[0-9a-f]{8}"), "bad-hash", "is no hash of a text: let rxglossary review write it"
)

ENTRY: Final[Mapping[str, Shape]] = {
    "term": _texts,
    "definition": _texts,
    "clinical": _texts,
    "say": _texts,
    "forms": _forms,
    "synonyms": _forms,
    "abbr": _forms,
    "avoid": MapOf(_language, MapOf(_form, _text)),
    "pos": Choice(get_args(PartOfSpeech)),
    "plural": _text,
    "match": Record(
        "match",
        MatchRules,
        {
            "mode": Choice(get_args(_Mode)),
            "case": Choice(get_args(_Case)),
            "inflect": Choice(get_args(_Inflect)),
            "except": ListOf(_text),
            "not_in": ListOf(_text),
            "hyphen": Choice(get_args(_Hyphen)),
        },
    ),
    "category": _text,
    "related": ListOf(_text),
    "see": ListOf(
        Record(
            "a page to see",
            Reference,
            {
                "url": _url,
                "title": _text,
                "lang": Text(re.compile(_TAG), "bad-language", _NO_TAG),
            },
            required=("url",),
        )
    ),
    "image": Record(
        "image",
        Image,
        {
            "src": Text(
                re.compile(f"(?:{_URL}|{_RELATIVE})"),
                "bad-url",
                "is no URL of an image: write http(s):// or a relative one, without white space",
            ),
            "alt": _texts,
        },
        required=("src",),
    ),
    "note": _texts,
    "source": Record(
        "source",
        Source,
        {"title": _text, "url": _url, "license": _text, "adapted": Flag()},
    ),
    "status": Choice(STATUSES),
    "review": MapOf(
        _text_key,
        Record(
            "a review",
            Review,
            {"by": _text, "role": _text, "date": Date(), "until": Date(), "of": _hash},
        ),
    ),
    "translated": MapOf(_text_key, Record("translated", Translation, {"of": _hash})),
    "aliases": ListOf(Text(ID, "bad-id", "is no id: use a–z, 0–9 and single hyphens")),
}
"""The fields of an entry, in the order in which they are written."""

SHORT: Final = ("en", "bn")
"""The languages whose definition may stand in the entry itself."""
