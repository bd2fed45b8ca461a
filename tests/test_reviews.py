"""Which text was reviewed or translated: hashes, states, and what a policy makes of them."""

from __future__ import annotations

import datetime
import hashlib
import pickle
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rxglossary as rx
from rxglossary.glossary import source_key

TODAY = datetime.date(2026, 11, 22)
DAY = datetime.timedelta(days=1)
EN, BN, CLINICAL = "A bad feeling.", "খারাপ লাগা।", "Nociception."


def test_the_hash_is_the_documented_one():
    """Anyone can compute it: eight digits of SHA-256 over NFC with single spaces, in UTF-8."""
    expected = hashlib.sha256("ব্যথা যায়।".encode()).hexdigest()[:8]
    assert rx.text_hash(" \u09ac\u09cd\u09af\u09a5\u09be\n\t\u09af\u09be\u09df\u0964 ") == expected
    assert rx.text_hash("A bad feeling.") == "94bab694"


SAME = [
    pytest.param("caf\u00e9", "cafe\u0301", id="composition"),
    pytest.param("\u09df", "\u09af\u09bc", id="nukta"),
    pytest.param("\u09cb", "\u09c7\u09be", id="split-vowel"),
    pytest.param("a b", "a\n   b\n", id="folded"),
    pytest.param("a b", "a\u00a0b", id="no-break-space"),
]
OTHER = [
    pytest.param("Pain", "pain", id="case"),
    pytest.param("a b", "ab", id="space"),
    pytest.param("ক\u09cd\u200d", "ক\u09cd", id="joiner"),
    pytest.param("a", "a.", id="stop"),
    pytest.param("১", "1", id="digits"),
    pytest.param("\ufb01", "fi", id="compatibility"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_no_reader_sees_makes_no_other_hash(one, other):
    """Form and line breaks of a file may change under a review."""
    assert rx.text_hash(one) == rx.text_hash(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_a_reader_sees_makes_another_hash(one, other):
    """A review is of these very words."""
    assert rx.text_hash(one) != rx.text_hash(other)


@given(st.text(st.characters()))
def test_every_text_has_a_hash(text):
    """Any text does, lone surrogates too; normalising or wrapping it anew changes nothing."""
    found = rx.text_hash(text)
    assert len(found) == 8
    assert set(found) <= set("0123456789abcdef")
    assert rx.text_hash(unicodedata.normalize("NFC", text)) == found
    assert rx.text_hash("\n".join(text.split())) == found


@pytest.mark.parametrize(
    ("key", "source"),
    [("bn", "en"), ("en", "en"), ("clinical.bn", "clinical.en"), ("hi-Latn", "en")],
)
def test_a_text_is_translated_from_english_for_the_same_readers(key, source):
    """What clinicians read is translated from what clinicians read."""
    assert source_key(key) == source


def review(text=EN, **changes):
    fields = {"by": "A. Begum", "role": "MBBS", "date": TODAY - DAY, "of": rx.text_hash(text)}
    return rx.Review(**fields | changes)


REVIEWS = [
    pytest.param(review(), "current", id="current"),
    pytest.param(review(until=TODAY), "current", id="last-day"),
    pytest.param(review(until=TODAY - DAY), "expired", id="expired"),
    pytest.param(review("A good feeling."), "stale", id="other-text"),
    pytest.param(review("A good feeling.", until=TODAY - DAY), "stale", id="stale-and-expired"),
    pytest.param(review(of=""), "stale", id="of-nothing"),
    pytest.param(review(by=""), "missing", id="by-nobody"),
    pytest.param(review(date=None), "missing", id="no-day"),
    pytest.param(review(role=""), "current", id="no-role"),
    pytest.param(None, "missing", id="none"),
]


@pytest.mark.parametrize(("given_review", "state"), REVIEWS)
def test_the_state_of_a_review(given_review, state):
    """A review counts for its text, up to its last day, if someone gave it on some day."""
    reviews = {"en": given_review} if given_review else {}
    term = rx.Term("pain", en=EN, review=reviews)
    assert term.review_state("en", on=TODAY) == state
    assert term.review_state("bn", on=TODAY) == "missing"


def test_each_text_has_a_review_of_its_own():
    """Language and readers make the key; a review of one says nothing of another."""
    term = rx.Term(
        "pain", en=EN, bn=BN, clinical={"en": CLINICAL},
        review={"clinical.en": review(CLINICAL), "bn": review(EN), "fr": review(EN)},
    )  # fmt: skip
    assert term.texts == {"en": EN, "bn": BN, "clinical.en": CLINICAL}
    found = {key: term.review_state(key, on=TODAY) for key in (*term.texts, "fr")}
    assert found == {"en": "missing", "bn": "stale", "clinical.en": "current", "fr": "missing"}


TRANSLATIONS = [
    pytest.param({"bn": rx.text_hash(EN)}, "bn", "current", id="current"),
    pytest.param({"bn": rx.text_hash("Old.")}, "bn", "stale", id="newer-source"),
    pytest.param({}, "bn", "missing", id="nothing-said"),
    pytest.param({"fr": rx.text_hash(EN)}, "fr", "missing", id="no-text"),
    pytest.param({}, "en", "current", id="source"),
    pytest.param({"clinical.bn": rx.text_hash(EN)}, "clinical.bn", "stale", id="source-is-gone"),
    pytest.param({}, "clinical.en", "missing", id="no-source-text"),
]


@pytest.mark.parametrize(("hashes", "key", "state"), TRANSLATIONS)
def test_the_state_of_a_translation(hashes, key, state):
    """A translation is current as long as its source is the text it was made of."""
    term = rx.Term(
        "pain", en=EN, bn=BN, clinical={"bn": "x"},
        translated={key: rx.Translation(of) for key, of in hashes.items()},
    )  # fmt: skip
    assert term.translation_state(key) == state


# --- min_status="reviewed" -----------------------------------------------------------------------


def annotator(reviews, *, status="reviewed", languages=("en", "bn"), today=TODAY, least="reviewed"):
    term = rx.Term("pain", en=EN, bn=BN, status=status, review=reviews)
    policy = rx.Policy(min_status=least)
    renderer = rx.Link(languages=languages)
    return rx.Annotator(rx.Glossary([term]), policy=policy, renderer=renderer, today=today)


BOTH = {"en": review(EN), "bn": review(BN)}
EXPIRED = review(BN, until=TODAY - DAY)
CLOSED = [
    pytest.param(BOTH, {}, "", [EN, BN], id="both"),
    pytest.param({"en": review(EN)}, {}, "review-missing", [EN], id="one-of-two"),
    pytest.param({"bn": review(BN)}, {}, "review-missing", [BN], id="the-second-of-two"),
    pytest.param({}, {}, "review-missing", [], id="none-of-two"),
    pytest.param({"en": review(EN)}, {"languages": ("en",)}, "", [EN], id="the-one-shown"),
    pytest.param({"bn": review(BN)}, {"languages": ("en",)}, "review-missing", [], id="the-other"),
    pytest.param({**BOTH, "bn": review("x")}, {}, "review-stale", [EN], id="stale"),
    pytest.param({**BOTH, "bn": EXPIRED}, {}, "review-expired", [EN], id="expired"),
    pytest.param(BOTH, {"languages": ("hi",)}, "", [EN], id="neither-language-but-both-reviewed"),
    pytest.param({"bn": review(BN)}, {"languages": ("hi",)}, "review-missing", [BN],
                 id="neither-language"),
    pytest.param(BOTH, {"status": "translated"}, "status", [], id="status"),
    pytest.param({}, {"least": "translated"}, "", [EN, BN], id="less-is-asked-for"),
]  # fmt: skip


@pytest.mark.parametrize(("reviews", "options", "code", "texts"), CLOSED)
def test_a_clinic_shows_what_was_reviewed(reviews, options, code, texts):
    """A text without a current review is left out and told, and a term without any other text."""
    result = annotator(reviews, **options).annotate("<p>pain")
    assert [skip.code for skip in result.skipped] == ([code] if code else [])
    assert [text for text in (EN, BN) if text in result.html] == texts
    assert len(result) == bool(texts)
    assert result.counts == {"pain": 1}
    if code:
        assert result.skipped[0].message
    if not texts:
        assert result.html == "<p>pain"


def test_where_a_text_is_left_out_readers_are_told():
    """It says that there is none in this language; the page names it once, however often used."""
    policy = rx.Policy(min_status="reviewed", occurrences="all")
    term = rx.Term("pain", en=EN, bn=BN, status="reviewed", review={"en": review(EN)})
    one = rx.Annotator(rx.Glossary([term]), policy=policy, today=TODAY)
    result = one.annotate('<html lang="bn"><body><p>pain pain</html>')
    assert len(result) == 2
    assert [(skip.code, skip.surface) for skip in result.skipped] == [("review-missing", "pain")]
    assert "সহজ বাংলা এখনো নেই" in result.html
    assert "aria-describedby" not in result.html
    assert "rxg-note" not in result.html
    assert one.glossary["pain"].definition["bn"] == BN


class Shout(rx.Renderer):
    """A renderer of someone's own, which doesn't say what languages it shows."""

    def wrap(self, occurrence, page):
        return rx.Element("span", {"title": " ".join(occurrence.term.texts.values())})


def test_a_renderer_that_names_no_language_is_given_reviewed_texts_alone():
    """Where it isn't known what readers will see, no text without a review gets that far."""
    policy = rx.Policy(min_status="reviewed")
    for reviews, html in [
        (BOTH, f'<p><span class="rxg" title="{EN} {BN}">pain</span>'),
        ({"en": review(EN)}, f'<p><span class="rxg" title="{EN}">pain</span>'),
        ({}, "<p>pain"),
    ]:
        term = rx.Term("pain", en=EN, bn=BN, status="reviewed", review=reviews)
        one = rx.Annotator(rx.Glossary([term]), policy=policy, renderer=Shout(), today=TODAY)
        assert one.annotate("<p>pain").html == html


def test_the_day_is_part_of_the_fingerprint_when_a_review_runs_out():
    """A page in a cache is made anew when a review in it has expired, and not every day."""
    reviews = {"en": review(EN, until=TODAY), "bn": review(BN)}
    days = [TODAY - DAY, TODAY, TODAY + DAY, TODAY + 2 * DAY]
    first, same, later, same_later = (annotator(reviews, today=day).fingerprint for day in days)
    assert first == same != later == same_later
    free = {annotator(reviews, today=day, least=None).fingerprint for day in days}
    assert len(free) == 1


def test_the_day_is_today_unless_given_and_travels():
    """Without a day, reviews have to count on the day the annotator is made."""
    assert rx.Annotator(rx.Glossary()).today == datetime.date.today()
    copy = pickle.loads(pickle.dumps(annotator(BOTH)))  # noqa: S301 -- our own bytes
    assert copy.today == TODAY
    assert copy.fingerprint == annotator(BOTH).fingerprint


# --- Writing them ------------------------------------------------------------------------------


def test_a_review_is_written_for_the_text_as_it_stands():
    """Nobody types a hash; other reviews and fields stay."""
    old = rx.Term("pain", en=EN, bn=BN, review={"bn": review("x")}, note={"en": "y"})
    new = old.with_review("en", by="A. Begum", role="MBBS", date=TODAY, until=TODAY + DAY)
    assert new.review["en"] == rx.Review("A. Begum", "MBBS", TODAY, TODAY + DAY, rx.text_hash(EN))
    assert new.review["bn"] == old.review["bn"]
    assert (new.note, new.status) == (old.note, "reviewed")
    assert old.status == "draft"
    assert new.review_state("en", on=TODAY) == "current"


def test_a_deprecated_entry_stays_deprecated():
    """A review doesn't bring an entry back."""
    term = rx.Term("pain", en=EN, status="deprecated").with_review("en", by="A", date=TODAY)
    assert term.status == "deprecated"


def test_a_translation_is_marked_for_the_source_as_it_stands():
    """The mark names the English text for the same readers."""
    term = rx.Term("pain", en=EN, bn=BN, clinical={"en": CLINICAL, "bn": "x"})
    new = term.with_translation("bn").with_translation("clinical.bn")
    assert new.translated == {
        "bn": rx.Translation(rx.text_hash(EN)),
        "clinical.bn": rx.Translation(rx.text_hash(CLINICAL)),
    }
    assert new.status == "draft"


def test_what_is_not_there_can_be_neither_reviewed_nor_translated():
    """The error names the texts that there are, and the entry's place."""
    term = rx.Term("pain", bn=BN, origin=rx.Origin("g.yaml", 3, 5))
    for call in (
        lambda: term.with_review("en", by="A", date=TODAY),
        lambda: term.with_translation("en"),
        lambda: term.with_translation("bn"),
    ):
        with pytest.raises(rx.GlossaryError, match=r"g\.yaml:3:5: no-text: .* there are: bn$"):
            call()
    with pytest.raises(rx.GlossaryError, match="empty-value"):
        term.with_review("bn", by=" ", date=TODAY)
