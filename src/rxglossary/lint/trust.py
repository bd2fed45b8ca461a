"""Rules of trust: reviews, translations, sources, and what must not be shown.

Owns what a clinic or a lawyer would ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rxglossary.lint.rules import Context, Hit, rule

__all__: list[str] = []

_MARKUP = re.compile(r"[<>]|&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]")


@rule(
    "RX401",
    "stale-review",
    "error",
    finds="A review of another text than the one that stands here.",
    why="The text was changed since, and nobody has reviewed what readers see.",
    mend="Let it be reviewed again; `rxglossary review` writes the hash.",
    bad="en: A bad feeling in the body.\n"
    "review: {en: ⟦{by: A. Begum, role: MBBS, date: 2026-11-01, of: 00000000}}",
)
def stale_review(context: Context) -> Iterator[Hit]:
    """Find reviews of older texts."""
    return _reviews(context, "stale", "the text was changed since its review: review it again")


@rule(
    "RX402",
    "expired-review",
    "error",
    finds="A review whose last day is over.",
    why="What was right then may be wrong now.",
    mend="Let it be reviewed again.",
    bad="en: A bad feeling in the body.\nreview: {en: ⟦{by: A. Begum, role: MBBS,"
    " date: 2020-11-01, until: 2022-11-01, of: 0d4f3c3d}}",
)
def expired_review(context: Context) -> Iterator[Hit]:
    """Find reviews that have run out."""
    return _reviews(context, "expired", "the review has run out: review the text again")


@rule(
    "RX403",
    "incomplete-review",
    "error",
    finds="A review without a person or a day, or an entry that is `reviewed` without any.",
    why="Nobody can ask who said so.",
    mend="Let `rxglossary review` write it, or set the status back.",
    bad="en: A bad feeling in the body.\nstatus: ⟦reviewed",
)
def incomplete_review(context: Context) -> Iterator[Hit]:
    """Find reviews without a reviewer or a date."""
    yield from _reviews(context, "missing", "the review lacks by: or date:")
    for entry in context.entries.values():
        if entry.term.status == "reviewed" and not entry.term.review:
            message = "no text of this entry has a review: record one, or change the status"
            yield Hit(entry, ("status",), message)


def _reviews(context: Context, state: str, message: str) -> Iterator[Hit]:
    for entry in context.entries.values():
        texts = entry.term.texts
        for key in entry.term.review:
            if key in texts and entry.term.review_state(key, on=context.today) == state:
                yield Hit(entry, ("review", key), message)


@rule(
    "RX404",
    "stale-translation",
    "warning",
    finds="A translation of an older text than the one that stands here.",
    why="The languages no longer say the same.",
    mend="Bring it up to date; `rxglossary review` writes the hash.",
    bad="en: A bad feeling in the body.\nbn: শরীরে খারাপ লাগা।\ntranslated: {bn: ⟦{of: 00000000}}",
)
def stale_translation(context: Context) -> Iterator[Hit]:
    """Find translations of older texts."""
    for entry in context.entries.values():
        texts = entry.term.texts
        for key in entry.term.translated:
            if key in texts and entry.term.translation_state(key) == "stale":
                message = "its source was changed since: bring it up to date"
                yield Hit(entry, ("translated", key), message)


@rule(
    "RX405",
    "future-date",
    "error",
    finds="A review with a date that is yet to come.",
    why="It is a slip, or no review.",
    mend="Write the day of the review.",
    bad="en: A bad feeling in the body.\n"
    "review: {en: {by: A. Begum, date: ⟦2999-01-01, of: 0d4f3c3d}}",
)
def future_date(context: Context) -> Iterator[Hit]:
    """Find dates behind today."""
    for entry in context.entries.values():
        for key, review in entry.term.review.items():
            if review.date is not None and review.date > context.today:
                yield Hit(entry, ("review", key, "date"), f"{review.date} is yet to come")


@rule(
    "RX406",
    "review-of-nothing",
    "error",
    finds="A review or a translation mark of a text that the entry doesn't have.",
    why="Somebody removed the text, or wrote the key wrong.",
    mend="Remove it, or write the key of a text: `en`, `clinical.en`.",
    bad="en: A bad feeling in the body.\ntranslated: {hi: ⟦{of: 00000000}}",
)
def review_of_nothing(context: Context) -> Iterator[Hit]:
    """Find keys without a text."""
    for entry in context.entries.values():
        texts = entry.term.texts
        for field in ("review", "translated"):
            for key in getattr(entry.term, field):
                if key not in texts:
                    yield Hit(entry, (field, key), f"the entry has no text {key!r}")


@rule(
    "RX501",
    "markup-in-text",
    "warning",
    finds="Markup or a character reference in a text.",
    why="Texts are plain: readers see `<b>` and `&amp;` as they stand.",
    mend="Write the character itself, or say it in words.",
    bad="en: ⟦A bad feeling in the <b>body</b>.",
    good="en: A bad feeling in the body.",
)
def markup_in_text(context: Context) -> Iterator[Hit]:
    """Find angle brackets and references."""
    for entry, path, _, text in context.texts():
        if found := _MARKUP.search(text):
            yield Hit(entry, path, f"{found[0]!r} is shown as it stands: texts are plain")


@rule(
    "RX502",
    "control-character",
    "error",
    finds="A control or bidirectional formatting character in a text.",
    why="It can turn round what stands beside it on a page.",
    mend="Remove it; right-to-left languages are isolated by the markup.",
    bad='en: ⟦"A bad \\u202e feeling."',
    good="en: A bad feeling.",
)
def control_character(context: Context) -> Iterator[Hit]:
    """Find characters that format or control."""
    for entry, path, _, text in context.texts():
        if found := _CONTROL.search(text):
            yield Hit(entry, path, f"U+{ord(found[0]):04X} controls its surroundings: remove it")


@rule(
    "RX503",
    "image-without-text",
    "warning",
    finds="An image without a text in each language of the definitions.",
    why="Who can't see it, or has it not loaded, gets nothing.",
    mend="Say under `alt` what it shows.",
    bad="en: A bad feeling in the body.\nbn: শরীরে খারাপ লাগা।\n"
    "image: ⟦{src: pain.svg, alt: {en: A sore knee}}",
    good="image: {src: pain.svg, alt: {en: A sore knee, bn: ব্যথার হাঁটু}}",
)
def image_without_text(context: Context) -> Iterator[Hit]:
    """Find images that lack an alt text."""
    for entry in context.entries.values():
        image = entry.term.image
        if image is not None and (missing := set(entry.term.definition) - set(image.alt)):
            message = f"no text for it in {', '.join(sorted(missing))}: add it under alt"
            yield Hit(entry, ("image",), message)


@rule(
    "RX504",
    "source-without-licence",
    "warning",
    finds="A source without a licence.",
    why="Nobody can tell whether its words may be used here.",
    mend="Write `license:`, for example `public-domain`.",
    bad="en: A bad feeling in the body.\nsource: ⟦{title: A book}",
    good="source: {title: A book, license: public-domain}",
)
def source_without_licence(context: Context) -> Iterator[Hit]:
    """Find sources whose licence isn't named."""
    for entry in context.entries.values():
        if entry.term.source is not None and not entry.term.source.license:
            yield Hit(entry, ("source",), "say under which license: its words may be used")
