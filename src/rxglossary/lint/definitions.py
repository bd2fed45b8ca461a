"""Rules of texts in any language, and of plain English.

Owns what makes a definition hard, wrong in form, or advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rxglossary.lint.rules import Context, Hit, path_of, rule
from rxglossary.readability import english_index, sentences, words

__all__ = ["MEDICAL"]

_MOST_WORDS: Final = 35
_MOST_CHARACTERS: Final = 200
_MOST_SENTENCES: Final = 2
_LONGEST: Final = 20
_HARDEST: Final = 7.0
_VERB = re.compile(r"\b(?:is|are|means|refers to|describes)\s+(?:when\s+)?(.*)", re.I | re.S)
_HEAD_ENDS = re.compile(
    r"[,;:.()]|\s(?:like|as|than|that|which|who|whose|where|when|while|of|in|on|at|for|from|to|with|by|about"
    r"|caused|used|made|done|given|found)\b",
    re.I,
)
_ARTICLE = re.compile(r"^(?:a|an|the|any|one|when)\s+", re.I)
MEDICAL = re.compile(
    r"\b\w{2,}(?:itis|osis|oses|ectomy|otomy|ostomy|ology|emia|aemia|pathy|scopy|plasty|algia"
    r"|megaly|sclerosis|plegia|paresis|trophy|lysis|genic|toxic|oma)\b",
    re.I,
)
"""Words that are built like medical ones."""
_EVERYDAY = frozenset(
    "analysis paralysis psychology biology diploma aroma coma apology technology ecology"
    " trilogy sympathy empathy atrophy trophy toxic".split()
)
_UNIT = r"(?:mg|mcg|µg|g|kg|ml|mL|IU|units?|tablets?|pills?|drops?|puffs?|doses?)"
_DOSE = re.compile(
    rf"\b\d[\d.,]*\s*{_UNIT}\b(?!\s*/)|\b(?:once|twice|\w+ times)\s+(?:a|per|every)\s+"
    r"(?:day|week)\b|[\d০-৯]+\s*(?:মি\.?\s?গ্রা|মিলিগ্রাম|এমজি|চামচ|ট্যাবলেট|ফোঁটা)"
    r"|দিনে\s+\S+\s*বার",
    re.I,
)
_ORDER = re.compile(
    r"(?:^|[.!?]\s+)(?:please\s+)?(?:take|use|avoid|stop|call|see|ask|drink|eat|do not|don[’']t"
    r"|never|always|tell|talk to|go to|visit|seek|keep)\b"
    r"|\byou\s+(?:should|must|need to|have to)\b",
    re.I,
)
_BANGLA_ORDER = re.compile(
    r"(?:\b|(?<=\s))(?:খাবেন|খান|নেবেন|নিন|করবেন|করুন|যাবেন|যান|রাখুন|রাখবেন|দেখান|দেখাবেন|বলুন|নিতে হবে"
    r"|খেতে হবে|যেতে হবে|করা উচিত|খাওয়া উচিত)(?=\s*(?:না\s*)?[।!?]|\s*$)"
)
_LABEL = re.compile(r"(?:সহজ\s+বাংলা|in plain english|plain english|bangla|english)\s*[:：]", re.I)
_BANGLA = re.compile("[\u0980-\u09ff]")


@rule(
    "RX201",
    "defines-itself",
    "warning",
    finds="A definition that says that the term is the term.",
    why="Who doesn't know the word learns nothing.",
    mend="Say what kind of thing it is: `Dialysis is a treatment that…`.",
    bad="en: ⟦Pain is a strong pain in the body.",
    good="en: Pain is a bad feeling in the body.",
)
def defines_itself(context: Context) -> Iterator[Hit]:
    """Find the headword as the head of what follows the verb; the subject is no hit."""
    for entry, path, tag, text in context.texts("en"):
        found = _VERB.search(text)
        if found is None:
            continue
        head = _ARTICLE.sub("", _HEAD_ENDS.split(found[1].strip(), maxsplit=1)[0]).casefold()
        headword = entry.term.preferred(tag).casefold()
        if re.search(rf"(?<!\w){re.escape(headword)}s?$", head.strip()):
            message = f"it says that {headword!r} is {headword!r}: say what kind of thing it is"
            yield Hit(entry, path, message)


@rule(
    "RX202",
    "cycle-of-two",
    "warning",
    finds="Two entries whose definitions each use the other's word.",
    why="A reader who knows neither goes round in a circle.",
    mend="Say it in one of them with everyday words.",
    bad="terms:\n  ache:\n    en: A dull pain in the head or back.\n    bn: হালকা খারাপ লাগা।\n"
    "  pain:\n    en: ⟦A bad feeling, or an ache.\n    bn: শরীরে কষ্ট হওয়া।",
)
def cycle_of_two(context: Context) -> Iterator[Hit]:
    """Find pairs that use each other."""
    for (id, tag), used in context.mentions.items():
        for other in sorted(used):
            if other < id and id in context.mentions.get((other, tag), ()):
                entry = context.entries[id]
                message = f"{id!r} and {other!r} explain each other"
                yield Hit(entry, path_of(entry, "definition", tag), message)


@rule(
    "RX203",
    "cycle",
    "info",
    finds="Three or more entries whose definitions lead back to the first.",
    why="A reader who knows none of them goes round in a circle.",
    mend="Say it in one of them with everyday words.",
    bad="terms:\n  ache:\n    en: A dull pain in the head.\n    bn: হালকা খারাপ লাগা।\n"
    "  hurt:\n    en: A short ache.\n    bn: একটু জ্বালা।\n"
    "  pain:\n    en: ⟦A bad hurt.\n    bn: শরীরে কষ্ট হওয়া।",
)
def cycle(context: Context) -> Iterator[Hit]:
    """Find longer cycles, each once: at the entry that closes it."""
    for language in sorted({tag for _, tag in context.mentions}):
        uses = {id: sorted(used) for (id, tag), used in context.mentions.items() if tag == language}
        for ring in _rings(uses):
            if len(ring) > 2:
                entry = context.entries[max(ring)]
                message = f"these explain each other in a circle: {' → '.join(ring)}"
                yield Hit(entry, path_of(entry, "definition", language), message)


def _rings(uses: dict[str, list[str]]) -> Iterator[list[str]]:
    """Yield a ring for each edge that leads back, in one walk over all entries."""
    done: set[str] = set()
    for start in sorted(uses):
        if start in done:
            continue
        path, position = [start], {start: 0}
        steps = [iter(uses[start])]
        while steps:
            following = next(steps[-1], None)
            if following is None:
                steps.pop()
                done.add(path[-1])
                del position[path.pop()]
            elif following in position:
                yield path[position[following] :]
            elif following not in done and following in uses:
                position[following] = len(path)
                path.append(following)
                steps.append(iter(uses[following]))


@rule(
    "RX204",
    "jargon",
    "warning",
    finds="A word in a definition that is built like a medical one and is no entry.",
    why="It is harder than the word that it explains.",
    mend="Use everyday words, or write an entry for it.",
    bad="en: ⟦A bad feeling, as in arthralgia.",
)
def jargon(context: Context) -> Iterator[Hit]:
    """Find words with the endings of medicine that no entry covers."""
    for entry, path, _, text in context.texts("en"):
        if path[0] == "clinical":
            continue
        covered = [(match.start, match.end) for match in context.matcher.find(text)]
        for found in MEDICAL.finditer(text):
            known = any(start <= found.start() < end for start, end in covered)
            if not known and found[0].casefold() not in _EVERYDAY:
                yield Hit(entry, path, f"{found[0]!r} is no entry: use a plainer word")
                break


@rule(
    "RX205",
    "too-long",
    "warning",
    finds="A definition of more than 35 words or 200 characters.",
    why="A tip is read beside a sentence that waits.",
    mend="Say the first thing a reader needs, and leave the rest to the page.",
    bad="en: ⟦It is a bad feel, and we are not ok if it is on, as we go on. It is in us to be"
    " ok if it is up, and so it is for us all.",
)
def too_long(context: Context) -> Iterator[Hit]:
    """Find long texts."""
    for entry, path, _, text in context.texts():
        if path[0] != "clinical" and (
            (count := len(words(text))) > _MOST_WORDS or len(text) > _MOST_CHARACTERS
        ):
            message = f"{count} words, {len(text)} characters: at most {_MOST_WORDS} and"
            yield Hit(entry, path, f"{message} {_MOST_CHARACTERS}")


@rule(
    "RX206",
    "too-many-sentences",
    "warning",
    finds="A definition of more than two sentences.",
    why="A tip is read beside a sentence that waits.",
    mend="Keep the two that say what it is and what it does.",
    bad="en: ⟦It is bad. It can go. It can come.",
)
def too_many_sentences(context: Context) -> Iterator[Hit]:
    """Find texts of many sentences."""
    for entry, path, _, text in context.texts():
        if path[0] != "clinical" and (count := len(sentences(text))) > _MOST_SENTENCES:
            yield Hit(entry, path, f"{count} sentences: at most {_MOST_SENTENCES}")


@rule(
    "RX207",
    "long-sentence",
    "warning",
    finds="An English sentence of more than 20 words.",
    why="Poor readers lose its beginning.",
    mend="Make two of it.",
    bad="en: ⟦It is a bad feel in us, and it is one that we can put off if we go to bed and do it"
    " all so.",
)
def long_sentence(context: Context) -> Iterator[Hit]:
    """Find long English sentences."""
    for entry, path, _, text in context.texts("en"):
        longest = max((len(words(one)) for one in sentences(text)), default=0)
        if path[0] != "clinical" and longest > _LONGEST:
            yield Hit(entry, path, f"a sentence of {longest} words: at most {_LONGEST}")


@rule(
    "RX208",
    "hard-to-read",
    "warning",
    finds="An English definition with an automated readability index above 7, its headword left"
    " out of the count.",
    why="It is about the school grade that a reader needs. Half of all adults read at grade 6 or"
    " below.",
    mend="Use shorter words and shorter sentences.",
    bad="en: ⟦Uncomfortable neurological perception following considerable injuries.",
    good="en: A bad feeling in a part of the body.",
)
def hard_to_read(context: Context) -> Iterator[Hit]:
    """Find hard English texts."""
    for entry, path, tag, text in context.texts("en"):
        if path[0] == "clinical":
            continue
        term = entry.term
        own = (term.preferred(tag), *term.synonyms.get(tag, ()), *term.abbr.get(tag, ()))
        index = english_index(text, own)
        if index > _HARDEST:
            message = f"readability index {index:.1f}: at most {_HARDEST:.0f}"
            yield Hit(entry, path, f"{message}; use shorter words and sentences")


@rule(
    "RX209",
    "no-capital",
    "warning",
    finds="An English text that begins with a small letter.",
    why="It is shown as a sentence.",
    mend="Write a capital.",
    bad="en: ⟦a bad feeling in the body.",
    good="en: A bad feeling in the body.",
)
def no_capital(context: Context) -> Iterator[Hit]:
    """Find texts without a capital; words such as mRNA keep theirs."""
    for entry, path, _, text in context.texts("en"):
        first = text.split(maxsplit=1)[0]
        if first[:1].islower() and first.islower():
            yield Hit(entry, path, "begin with a capital letter")


@rule(
    "RX210",
    "no-full-stop",
    "warning",
    finds="An English text without an end.",
    why="It is shown as a sentence, and read aloud as one.",
    mend="End it with a full stop.",
    bad="en: ⟦A bad feeling in the body",
    good="en: A bad feeling in the body.",
)
def no_full_stop(context: Context) -> Iterator[Hit]:
    """Find texts without a final full stop."""
    for entry, path, _, text in context.texts("en"):
        if not re.search(r"[.!?][\"’”')\]]*$", text):
            yield Hit(entry, path, "end with a full stop")


@rule(
    "RX211",
    "bangla-in-english",
    "warning",
    finds="Bangla letters in an English text.",
    why="An English voice can't read them, and a reader of English can't either.",
    mend="Move them to `bn:`.",
    bad="en: ⟦A bad feeling (ব্যথা) in the body.",
)
def bangla_in_english(context: Context) -> Iterator[Hit]:
    """Find Bangla script."""
    for entry, path, _, text in context.texts("en"):
        if _BANGLA.search(text):
            yield Hit(entry, path, "Bangla letters in an English text: move them to bn:")


@rule(
    "RX212",
    "label-in-text",
    "warning",
    finds="A label such as `সহজ বাংলা:` inside a text.",
    why="Labels are written by the page, in the reader's language.",
    mend="Remove it, and keep each language in its own field.",
    bad="bn: ⟦'সহজ বাংলা: শরীরে খারাপ লাগা।'",
)
def label_in_text(context: Context) -> Iterator[Hit]:
    """Find labels."""
    for entry, path, _, text in context.texts():
        if found := _LABEL.search(text):
            yield Hit(entry, path, f"{found[0]!r} is a label: the page writes it")


@rule(
    "RX213",
    "dose-or-order",
    "warning",
    finds="A dose, or an order to do or take something.",
    why="A definition says what a thing is. What to do is a clinician's to say, to one patient.",
    mend="Say what it is for, not what to do.",
    bad="en: ⟦A bad feeling. Take 500 mg for it.",
)
def dose_or_order(context: Context) -> Iterator[Hit]:
    """Find doses and orders in English and Bangla."""
    for entry, path, _, text in context.texts():
        found = _DOSE.search(text) or _ORDER.search(text) or _BANGLA_ORDER.search(text)
        if found and path[0] != "clinical":
            message = f"{found[0].strip(' .')!r} is a dose or an order: say what it is instead"
            yield Hit(entry, path, message)
