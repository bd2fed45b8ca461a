"""Rules of Bangla texts.

Owns what makes a Bangla text hard, wrongly typed or no Bangla. The limits of sentences, long words
and conjuncts were calibrated on graded school texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from rxglossary.lint.rules import Context, Hit, rule
from rxglossary.matching.canonical import canonical
from rxglossary.readability import bangla_measures, sentences, words

__all__ = ["DANDA", "JOINERS", "spelled"]

_MOST_WORDS: Final = 10
_MOST_LONG: Final = 0.25
_MOST_CONJUNCTS: Final = 0.35
_LETTER = re.compile("[\u0985-\u09b9\u09ce\u09dc-\u09df]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
_UNITS = frozenset("ph dna rna".split())
# A joiner has a meaning behind a virama (র‌্যা, র‍্য) and between two parts of a conjunct alone.
JOINERS = re.compile(
    "(?<!\u09cd)[\u200c\u200d](?!\u09cd)|[\u2060\ufeff\u00ad\u200b]|[\u200c\u200d](?=[\u200c\u200d])"
)
"""Invisible characters that change nothing where they stand."""
DANDA = re.compile(r"(?<=[\u0980-\u09ff])\s*(?:\|{1,2}|\.)(?=\s|$)")
"""A full stop or a bar where Bangla has a danda."""
_REGIONAL: Final = {
    "জল": "পানি",
    "জলের": "পানির",
    "জলে": "পানিতে",
    "নুন": "লবণ",
    "স্নান": "গোসল",
}
_BANGLA_DIGIT = re.compile("[০-৯]")
_ASCII_DIGIT = re.compile(r"(?<![A-Za-z0-9-])[0-9]+(?![A-Za-z])")


def spelled(text: str) -> str:
    """Return a Bangla text in canonical Unicode: NFC, with split vowels put together.

    >>> spelled("\\u09b0\\u09cb\\u0997") == "\\u09b0\\u09c7\\u09be\\u0997"
    False
    >>> spelled("\\u09b0\\u09c7\\u09be\\u0997") == "\\u09b0\\u09cb\\u0997"
    True
    """
    text = unicodedata.normalize("NFC", text)
    return text.replace("\u0985\u09be", "\u0986")


@rule(
    "RX301",
    "no-bangla-letters",
    "error",
    finds="A Bangla text without a Bangla letter.",
    why="It is English, or typed for a legacy font (Bijoy, SutonnyMJ), which shows Bangla on"
    " the author's machine and `Av‡jv` on all others. "
    "বিজয় বা সুতন্বী ফন্টে লেখা হলে ইউনিকোডে বদলে নিন।",
    mend="Convert the text to Unicode, for example with Avro's converter.",
    bad="bn: ⟦kixi Lvivc jvMv|",
    good="bn: শরীর খারাপ লাগা।",
)
def no_bangla_letters(context: Context) -> Iterator[Hit]:
    """Find Bangla texts in other letters."""
    for entry, path, _, text in context.texts("bn"):
        if not _LETTER.search(text):
            message = "no Bangla letter: is it typed for a legacy font such as SutonnyMJ?"
            yield Hit(entry, path, f"{message} Convert it to Unicode (ইউনিকোডে লিখুন)")


@rule(
    "RX302",
    "latin-in-bangla",
    "warning",
    finds="Latin letters in a Bangla text, other than abbreviations of the glossary.",
    why="Readers of Bangla may not read them.",
    mend="Write the word in Bangla letters, or make the abbreviation a form of its entry.",
    bad="bn: ⟦শরীরে pain লাগা।",
    good="bn: শরীরে ব্যথা লাগা।",
)
def latin_in_bangla(context: Context) -> Iterator[Hit]:
    """Find Latin words that no entry has as an abbreviation or a name in capitals."""
    known = set(_UNITS)
    for term in context.glossary:
        names = [term.preferred("en"), *(f for group in term.abbr.values() for f in group)]
        names += (
            form for group in (term.forms, term.synonyms) for fs in group.values() for form in fs
        )
        known |= {name.casefold() for name in names if sum(map(str.isupper, name)) > 1}
    for entry, path, _, text in context.texts("bn"):
        if not _LETTER.search(text):
            continue
        for found in _LATIN.finditer(text):
            if found[0].casefold() not in known and len(found[0]) > 1:
                yield Hit(entry, path, f"{found[0]!r}: write it in Bangla letters")
                break


@rule(
    "RX303",
    "mixed-digits",
    "warning",
    finds="Bangla and Western digits in one Bangla text.",
    why="It looks like a mistake, and a reader may misread a number.",
    mend="Use Bangla digits.",
    bad="bn: ⟦৩ থেকে 5 দিন কষ্ট।",
    good="bn: ৩ থেকে ৫ দিন কষ্ট।",
)
def mixed_digits(context: Context) -> Iterator[Hit]:
    """Find both kinds of digits; a digit in a Latin name counts for nothing."""
    for entry, path, _, text in context.texts("bn"):
        if _BANGLA_DIGIT.search(text) and _ASCII_DIGIT.search(text):
            yield Hit(entry, path, "Bangla and Western digits: use one kind")


@rule(
    "RX304",
    "not-canonical",
    "warning",
    finds="Bangla that is not in canonical Unicode: a vowel or a nukta typed in parts.",
    why="It looks the same and is found by no search that isn't as careful as ours.",
    mend="`--fix` writes it in Normalization Form C.",
    bad="bn: ⟦শরীরে ক\u09c7\u09beনো কষ্ট।",
    fixable="yes",
)
def not_canonical(context: Context) -> Iterator[Hit]:
    """Find texts that normalisation changes."""
    for entry, path, _, text in context.texts("bn"):
        if spelled(text) != text:
            yield Hit(entry, path, "not in canonical Unicode (NFC): --fix writes it so")


@rule(
    "RX305",
    "stray-joiner",
    "warning",
    finds="An invisible joiner or space that changes nothing where it stands.",
    why="It breaks searches and line ends, and nobody sees it.",
    mend="`--fix` removes it.",
    bad="bn: ⟦শরীরে\u200c খারাপ লাগা।",
    fixable="yes",
)
def stray_joiner(context: Context) -> Iterator[Hit]:
    """Find joiners that join nothing."""
    for entry, path, _, text in context.texts("bn"):
        if found := JOINERS.search(text):
            code = f"U+{ord(found[0]):04X}"
            yield Hit(entry, path, f"an invisible {code} that changes nothing: --fix removes it")


@rule(
    "RX306",
    "no-danda",
    "warning",
    finds="A bar or a full stop where Bangla has a danda (`।`), or no end at all.",
    why="Voices don't pause, and it looks like a mistake.",
    mend="End sentences with `।`; `--fix` does.",
    bad="bn: ⟦শরীরে খারাপ লাগা |",
    good="bn: শরীরে খারাপ লাগা।",
    fixable="yes",
)
def no_danda(context: Context) -> Iterator[Hit]:
    """Find other marks at the end of a Bangla sentence."""
    for entry, path, _, text in context.texts("bn"):
        if _LETTER.search(text) and (
            DANDA.search(text) or not re.search(r"[।?!][\"’”')\]]*$", text)
        ):
            yield Hit(entry, path, "end a Bangla sentence with ।")


@rule(
    "RX307",
    "no-translation",
    "warning",
    finds="A Bangla definition that is the English one, or only the term in Bangla letters.",
    why="It explains nothing.",
    mend="Say in plain Bangla what it is.",
    bad="term: {bn: পেইন}\nbn: ⟦পেইন।",
    good="bn: শরীরে খারাপ লাগা।",
)
def no_translation(context: Context) -> Iterator[Hit]:
    """Find definitions that only name the term."""
    for entry, path, _, text in context.texts("bn"):
        term = entry.term
        names = {term.preferred("en"), *term.definition.values()} - {text}
        for tag in ("bn",):
            if tag in term.term:
                names.add(term.term[tag])
            for group in (term.forms, term.synonyms, term.abbr):
                names.update(group.get(tag, ()))
        bare = canonical(text.rstrip(" ।.|")).text
        same = text == term.definition.get("en")
        if same or bare in {canonical(name).text for name in names}:
            yield Hit(entry, path, "it only repeats the term: say what it is")


@rule(
    "RX308",
    "slash",
    "warning",
    finds="Alternatives with a slash in a Bangla text.",
    why="They are hard to read aloud, and a voice says nothing or `slash`.",
    mend="Choose a word, or write বা.",
    bad="bn: ⟦শরীরে খারাপ/বাজে লাগা।",
    good="bn: শরীরে খারাপ লাগা।",
)
def slash(context: Context) -> Iterator[Hit]:
    """Find slashes between Bangla words."""
    for entry, path, _, text in context.texts("bn"):
        if re.search(r"[\u0980-\u09ff]\s*/\s*[\u0980-\u09ff]", text):
            yield Hit(entry, path, "alternatives with a slash: choose one, or write বা")


@rule(
    "RX309",
    "long-bangla-sentence",
    "warning",
    finds="A Bangla sentence of more than 10 words.",
    why="Poor readers lose its beginning.",
    mend="Make two of it.",
    bad="bn: ⟦এটা হলে গা গরম লাগে আর রাতে ভালো ঘুম হয় না বলে কষ্ট হয়।",
)
def long_bangla_sentence(context: Context) -> Iterator[Hit]:
    """Find long Bangla sentences."""
    for entry, path, _, text in context.texts("bn"):
        longest = max((len(words(one)) for one in sentences(text)), default=0)
        if path[0] != "clinical" and longest > _MOST_WORDS:
            yield Hit(entry, path, f"a sentence of {longest} words: at most {_MOST_WORDS}")


@rule(
    "RX310",
    "long-bangla-words",
    "warning",
    finds="A Bangla text with two or more words of five or more aksharas, over a quarter of all.",
    why="Long words are bookish ones, mostly, and slow readers spell them out.",
    mend="Use spoken words.",
    bad="bn: ⟦শরীরের অসাধারণতাগুলো আর অনুভূতিগুলোর কথা।",
)
def long_bangla_words(context: Context) -> Iterator[Hit]:
    """Find texts of long words."""
    for entry, path, _, text in context.texts("bn"):
        share = bangla_measures(text).long_words
        # One long word in a short text says nothing about the text.
        several = round(share * len(words(text))) > 1
        if path[0] != "clinical" and several and share > _MOST_LONG:
            message = f"{share:.0%} of the words have five or more aksharas: at most"
            yield Hit(entry, path, f"{message} {_MOST_LONG:.0%}")


@rule(
    "RX311",
    "many-conjuncts",
    "warning",
    finds="A Bangla text with two or more conjuncts, over 0.35 a word.",
    why="Conjuncts are what new readers learn last.",
    mend="Use spoken words.",
    bad="bn: ⟦অস্থি ও গ্রন্থির যন্ত্রণা।",
)
def many_conjuncts(context: Context) -> Iterator[Hit]:
    """Find texts of many conjuncts."""
    for entry, path, _, text in context.texts("bn"):
        rate = bangla_measures(text).conjuncts_a_word
        several = round(rate * len(words(text))) > 1
        if path[0] != "clinical" and several and rate > _MOST_CONJUNCTS:
            yield Hit(entry, path, f"{rate:.2f} conjuncts a word: at most {_MOST_CONJUNCTS}")


@rule(
    "RX312",
    "regional-word",
    "warning",
    finds="A word of West Bengal where Bangladesh has another: জল, পানি.",
    why="The readers are in Bangladesh.",
    mend="Use the word that is suggested.",
    bad="bn: ⟦শরীরে জল জমা।",
    good="bn: শরীরে পানি জমা।",
)
def regional_word(context: Context) -> Iterator[Hit]:
    """Find words of the other region."""
    for entry, path, tag, text in context.texts("bn"):
        if tag.partition("-")[2].upper() == "IN":
            continue
        for word in words(text):
            if better := _REGIONAL.get(word):
                yield Hit(entry, path, f"{word!r}: in Bangladesh {better}")
