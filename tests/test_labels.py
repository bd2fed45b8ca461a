"""The words of our own: complete catalogues, own digits and dates, and labels of one's own."""

from __future__ import annotations

import datetime
import io
import re
from importlib.resources import files
from pathlib import Path

import pytest
from babel.dates import format_date
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import rxglossary as rx
from rxglossary.glossary import FrozenMap
from rxglossary.markup import serialise
from rxglossary.render import PageInfo
from rxglossary.render import labels as module
from rxglossary.render.labels import LABELS, count_words, date_text, labels, number_text

LOCALE = files("rxglossary").joinpath("render", "locale")
CATALOGUES = sorted(folder.name for folder in LOCALE.iterdir() if folder.is_dir())
KEYWORDS = {"p": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3)}


def catalogue(language: str, name: str = "rxglossary.po"):
    data = LOCALE.joinpath(language, "LC_MESSAGES", name).read_bytes()
    return read_po(io.BytesIO(data), locale=language)


def extracted() -> set[tuple[str | None, object]]:
    with Path(module.__file__).open("rb") as source:
        return {
            (context, message if isinstance(message, str) else tuple(message[:2]))
            for _, message, _, context in extract("python", source, keywords=KEYWORDS)
        }


def test_english_and_bangla_are_there():
    """The two languages of the shipped glossary have labels."""
    assert {"en", "bn"} <= set(CATALOGUES)


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_catalogue_is_complete(language):
    """Every message of the code is translated, nothing is fuzzy, and nothing is left over."""
    words = catalogue(language)
    found = {(one.context, one.id) for one in words if one.id}
    assert found == extracted()
    assert len(found) == len(LABELS) + 1
    assert all(one.string and all(one.string) for one in words if one.id)
    assert not any(one.fuzzy for one in words)
    assert not words.obsolete


@pytest.mark.parametrize("language", CATALOGUES)
def test_the_compiled_catalogue_is_current(language):
    """What is shipped is what was written: run make labels-compile after a change."""
    made = io.BytesIO()
    write_mo(made, catalogue(language))
    shipped = LOCALE.joinpath(language, "LC_MESSAGES", "rxglossary.mo").read_bytes()
    assert shipped == made.getvalue()


def test_the_template_is_current():
    """What translators start from holds every message: run make labels-extract."""
    words = read_po(io.BytesIO(LOCALE.joinpath("rxglossary.pot").read_bytes()))
    assert {(one.context, one.id) for one in words if one.id} == extracted()


def test_bangla_labels_are_bangla():
    """No label of Bangla holds a Latin letter, and each is another one than in English."""
    english, bangla = labels("en"), labels("bn")
    assert all(not re.search("[A-Za-z]", label.text) for label in bangla)
    assert all(one.text != other.text for one, other in zip(english, bangla, strict=True))


PLURALS = [(0, "0 words", "০টি শব্দ"), (1, "1 word", "১টি শব্দ"), (2, "2 words", "২টি শব্দ")]


@pytest.mark.parametrize(("number", "english", "bangla"), PLURALS)
def test_plurals(number, english, bangla):
    """English counts one apart; Bangla counts by CLDR's rule (n > 1), in its own digits."""
    assert count_words(number, "en-GB") == (english, "en")
    assert count_words(number, "bn") == (bangla, "bn")
    assert count_words(number, "hi") == (english, "en")
    assert catalogue("bn").plural_expr == "(n > 1)"


DAYS = [pytest.param(datetime.date(2026, month, 9), id=str(month)) for month in range(1, 13)]


@pytest.mark.parametrize("day", DAYS)
def test_dates(day):
    """Months are those of CLDR, which Babel brings; the digits of Bangla are ours.

    But for the two months that Bangla Academy's spelling of foreign words writes with a short i.
    """
    assert date_text(day, "en") == format_date(day, "d MMMM yyyy", locale="en")
    bangla = format_date(day, "d MMMM yyyy", locale="bn").replace("রী", "রি")
    assert date_text(day, "bn-BD") == number_text_of(bangla)


def number_text_of(text: str) -> str:
    """Return *text* with the digits of Bangla."""
    return re.sub("[0-9]+", lambda found: number_text(int(found[0]), "bn"), text)


def test_digits():
    """Every digit has its sign; other languages keep the European ones."""
    assert number_text(1234567890, "bn") == "১২৩৪৫৬৭৮৯০"
    assert number_text(10, "hi") == "10"


def test_a_language_names_itself():
    """A switch shows each language by its own name; one that isn't known, by its tag."""
    assert [labels(tag).name.text for tag in ("ar", "hi-IN", "xx")] == ["العربية", "हिन्दी", "xx"]
    assert labels("ar").name.language == "ar"


@pytest.mark.parametrize("tag", ["../../x", "e.n", "ক", "en\0"])
def test_a_tag_is_no_path(tag):
    """Nothing but the catalogues is opened."""
    assert labels(tag).close.text == "Close"


OWN = {"ar": {"name": "العربية", "missing": "غير متوفر بعد"}, "hi": {"heading": "शब्दों के अर्थ"}}


def test_labels_of_ones_own():
    """They come before the catalogue's, one by one, each in its language; the rest is English."""
    page = PageInfo(terms={"x": rx.Term("x", definition={"hi": "x"})})
    link = rx.Link(languages=("ar", "hi"), labels=OWN, unreviewed_label=False)
    html = "".join(map(serialise, (*link.opening(page), *link.closing(page))))
    assert '<dd class="rxg-1" lang="ar">غير متوفر بعد</dd>' in html
    assert '<span lang="en">Words explained</span> <span lang="hi">शब्दों के अर्थ</span>' in html
    assert not re.search("[\u0980-\u09ff]", html)


def test_labels_by_region():
    """Labels for a region come before those for the language."""
    own = FrozenMap(
        {"en": FrozenMap({"close": "Shut"}), "en-GB": FrozenMap({"close": "Close, please"})}
    )
    assert labels("en-US", own).close == ("Shut", "en-US")
    assert labels("en-GB", own).close == ("Close, please", "en-GB")


def test_labels_are_part_of_the_fingerprint():
    """Pages in a cache turn over when a word of ours changes."""
    glossary = rx.Glossary([rx.Term("x", en="x")])
    own = {"en": {"close": "Shut"}}
    kinds = [rx.Link(), rx.Link(labels=own), rx.Link(labels=own)]
    found = [rx.Annotator(glossary, renderer=kind).fingerprint for kind in kinds]
    assert found[0] != found[1] == found[2]
