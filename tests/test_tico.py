"""Real sentences: all that a second reading finds, and nothing else.

The sentences are those of TICO-19 (CC0), English and Bangla, one pair a line; they are not part of
this project. The second reading is regular expressions over canonical text, written from the
rules: it has neither the automaton nor the boundaries nor the choice of the matcher, and lists the
Bangla endings by itself.
"""

from __future__ import annotations

import os
import re
import unicodedata
from itertools import product
from pathlib import Path

import pytest

import rxglossary as rx
from rxglossary.matching.canonical import canonical
from rxglossary.matching.matcher import Matcher

SENTENCES = Path(os.environ.get("RXG_TICO19", "../shared/data/tico19_en_bn.tsv"))
pytestmark = pytest.mark.skipif(
    not SENTENCES.exists(), reason=f"{SENTENCES} is not here: set RXG_TICO19"
)

BANGLA = """
    রোগ রোগী ভাইরাস করোনাভাইরাস সংক্রমণ লক্ষণ উপসর্গ জ্বর কাশি সর্দি ব্যথা বুক মাথা গলা পেট হাত পা
    মুখ নাক চোখ কান ফুসফুস হৃদরোগ হৃৎপিণ্ড কিডনি লিভার রক্ত রক্তচাপ ডায়াবেটিস ক্যান্সার নিউমোনিয়া
    শ্বাসকষ্ট শ্বাস চিকিৎসা চিকিৎসক হাসপাতাল ওষুধ টিকা ভ্যাকসিন পরীক্ষা নমুনা মহামারী প্রাদুর্ভাব
    অ্যান্টিবডি প্রোটিন কোষ জিন জিনোম টিস্যু মৃত্যু ঝুঁকি শিশু মা মহিলা বয়স্ক স্বাস্থ্য মাস্ক এনজাইম
    জীবাণু ব্যাকটেরিয়া বাদুড় প্রাণী মানুষ কোভিড-১৯ কোভিড MERS SARS RNA PCR HIV ICU WHO CDC
    বিদ্যুৎ হার ফল জল মল বাত
""".split()
ENGLISH = """
    disease virus infection symptom fever cough chest|pain blood|pressure blood heart heart|disease
    lung liver kidney diabetes cancer pneumonia vaccine hospital patient antibody protein cell gene
    genome tissue outbreak pandemic epidemic risk child woman mask bat anti-inflammatory test
    COVID-19 SARS-CoV-2 MERS RNA PCR HIV ICU WHO CDC US shortness|of|breath hypothesis diagnosis
    tumour symptomatic droplet
""".split()


def forms() -> dict[str, str]:
    """Return forms by id."""
    words = [*BANGLA, *(word.replace("|", " ") for word in ENGLISH)]
    return {f"t{number}": word for number, word in enumerate(dict.fromkeys(words))}


def spell(text: str) -> str:
    return canonical(text).text


# --- The second reading --------------------------------------------------------------------------

LAST = ["", "ই", "ও"]
HEADS = {  # what may stand between stem and case, and the cases behind it
    "টি": "র তে কে য়", "টা": "র তে কে য়", "খানা": "র তে কে য়", "দুটো": "র তে কে য়",
    "দুটি": "র তে কে", "টুকু": "র তে কে", "খানি": "র তে কে",
    "গুলো": "র তে কে য়", "গুলা": "র তে কে য়", "গুলি": "র তে কে",
    "সমূহ": "ের ে কে", "সমুহ": "ের ে কে", "দ্বয়": "ের ে কে",
    "দের": "কে", "গণ": "ের কে", "বৃন্দ": "ের কে",
}  # fmt: skip
STACKED = [head + case for head, cases in HEADS.items() for case in ["", *cases.split()]]
OF_SOUND = {
    "consonant": "ের ে েতে রা েরা েদের েদেরকে",
    "conjunct": "ের র ে েতে রা েরা েদের েদেরকে",
    "a": "র য় তে রা",
    "i": "র তে রা",
    "ng": "য়ের য়ে এ তে রা য়েরা ের ে",
    "foreign": "ের র য়ের ে এ তে েতে য়ে য় রা েরা এরা েদের েদেরকে এদের এদেরকে",
}
CONNECTED = "এর র এ তে কে রা এরা সহ য়ের য়ে য় ের ে এদের এদেরকে".split()
NOT_INFLECTED = {
    spell(w + last) for w, last in product(["ফলে", "মারা", "মার", "পার", "পায়", "পারা"], LAST)
}
MOTHER = "য়ের য়ে য়েরা য়েদের য়েদেরকে ের".split()
ONE_SYLLABLE = {
    "রোগ",
    "মুখ",
    "নাক",
    "পেট",
    "কান",
    "চোখ",
    "বুক",
    "হাত",
    "কোষ",
    "জিন",
    "হার",
    "ফল",
    "জল",
    "মল",
    "বাত",
}


def sound(form: str) -> str:
    last = form[-1]
    if not "\u0980" <= last <= "\u09ff":
        return "foreign"
    if last in "াো":
        return "a"
    if last in "িীুূৃ":
        return "i"
    if last in "ংঃ":
        return "ng"
    return "conjunct" if form[-2] == "\u09cd" else "consonant"


def endings(form: str) -> list[str]:
    """Return what may follow a form right behind it, "" among them."""
    if form in ("মা", "পা"):
        cases = [
            *MOTHER,
            "কে",
            "এর",
            "সহ",
            *(s for s in STACKED if s[:2] not in ("টি", "টা", "খা") or s.startswith("খানি")),
        ]
        found = [case + last for case in cases for last in LAST]
    elif form.endswith("ত\u09cd"):
        found = [case + last for case in ["", "কে", "এর", "সহ", *STACKED] for last in LAST]
    else:
        cases = ["", "কে", "এর", "সহ", *OF_SOUND[sound(form)].split(), *STACKED]
        found = [case + last for case in cases for last in LAST]
        if form in ONE_SYLLABLE:
            found = [ending for ending in found if ending not in ("রা", "রাই", "রাও")]
    spelled = {spell(form + ending)[len(form) :] for ending in found}
    return [ending for ending in spelled if form + ending not in NOT_INFLECTED]


def english(form: str) -> list[str]:
    """Return the forms of an English one that these words have."""
    plural = {
        "child": "children", "woman": "women", "antibody": "antibodies", "hypothesis": "hypotheses",
        "diagnosis": "diagnoses", "virus": "viruses", "diabetes": "diabetes", "blood pressure":
        "blood pressures", "shortness of breath": "shortness of breaths", "mers": "",
        "sars": "", "covid-19": "", "sars-cov-2": "", "biopsy": "biopsies",
    }.get(form, form + "s")  # fmt: skip
    found = [form, plural] if plural else [form]
    if form == "tumour":
        found += ["tumor", "tumors"]
    for one in found[:]:
        if one.count(" ") == 1 and "-" not in one:
            found.append(one.replace(" ", ""))
        if one.startswith("anti-"):
            found.append(one.replace("-", ""))
    if form == "anti-inflammatory":
        found = [
            "anti-inflammatory",
            "anti-inflammatories",
            "antiinflammatory",
            "antiinflammatories",
        ]
    if form == "shortness of breath":
        found = [form, plural]
    return found


def letter(text: str, at: int) -> bool:
    """Tell whether a word character stands at a place."""
    if not 0 <= at < len(text):
        return False
    category = unicodedata.category(text[at])
    return category[0] in "LMN" or category == "Pc"


PREFIX = re.compile(
    r"(?:\A|(?<=[^\w\u0981-\u0983\u09bc-\u09cd\u09d7]))(?:anti|non|pre|post|sub|un|inter|intra|hyper|hypo|pseudo|co|re|de|multi|semi"
    r"|অ|অটো|অ্যান্টি|এ্যান্টি|এন্টি|আন|ইন্টার|ইন্ট্রা|উপ|কো|ডি|নন|পোস্ট|প্রি|মাল্টি|রি|সাব|সিউডো|সেমি|হাইপার|হাইপো)-\Z"
)
ADDRESS = re.compile(
    r"[^\s\0]*(?:://|@)[^\s\0]*|(?:[a-z0-9-]+\.)+[a-z]{2,10}(?![\w.])(?=[/:?#\s\0,;.)])"
)


def stems(form: str) -> dict[str, set[str]]:
    """Return what may stand in a text for a form, with the endings right behind it."""
    if not "\u0980" <= form[-1] <= "\u09ff":
        return {one: {"", *endings(one)} for one in english(form)}
    found = {form: {"", *endings(form)}}
    if form.endswith("ত\u09cd"):
        found[form[:-1]] = {one for one in endings("রোগ") if one.startswith("ে")}
    return found


def occurrences(source: str) -> list[tuple[int, int, str]]:
    """Return start, end and id of each occurrence, in canonical offsets; NUL parts sentences."""
    mapped = canonical(source)
    text = mapped.text
    apart = {spell("ক" + c + x)[1:] for c, x in product([*CONNECTED, *STACKED, ""], LAST)} - {""}
    in_address = bytearray(len(text))
    for match in ADDRESS.finditer(text):
        in_address[match.start() : match.end()] = b"x" * (match.end() - match.start())
    found = []
    for id, written in forms().items():
        for stem, joined in stems(spell(written)).items():
            pattern = re.escape(stem).replace(r"\ ", "[ -]").replace(r"\-", "[ -]")
            for match in re.finditer(pattern, text):
                start, end = match.span()
                before = text[max(0, start - 30) : start]
                if letter(text, start - 1) or PREFIX.search(before) or in_address[start]:
                    continue
                if re.search(r"[a-z0-9]['.@#]\Z", before):
                    continue
                stop = behind(text, end)
                if text[end:stop] not in joined:
                    continue
                if stop == end and text[end : end + 1] in ("'", "-"):
                    stop = behind(text, end + 1)
                    rest = text[end + 1 : stop]
                    owner = text[end] == "'" and not "\u0980" <= stem[-1] <= "\u09ff"
                    if owner and not rest:
                        owner = stem.endswith("s") and text[start - 1 : start] != "'"
                    if rest not in apart and not (owner and rest in ("s", "")):
                        if text[end] == "'" and re.match("[a-z0-9]", rest):
                            continue
                        stop = end
                place = (mapped.start(start), mapped.end(end))
                if written not in ("WHO", "US") or cased(source, *place, written):
                    found.append((start, -stop, -(end - start), id))
    chosen = []
    done = 0
    for start, stop, _, id in sorted(found):
        if start >= done:
            done = -stop
            chosen.append((mapped.start(start), mapped.end(done), id))
    return chosen


def behind(text: str, at: int) -> int:
    """Return where the run of word characters ends that begins at a place."""
    while letter(text, at):
        at += 1
    return at


def cased(source: str, start: int, end: int, written: str) -> bool:
    """Tell whether an acronym that is an everyday word is meant."""
    if not re.fullmatch(written + "s?", source[start:end]):
        return False
    run = 0
    left = source[max(0, start - 100) : start].rpartition("\0")[2].split()[::-1]
    right = source[end : end + 100].partition("\0")[0].split()
    for words in (left, right):
        for word in words[:2]:
            letters = "".join(filter(str.isalpha, word))
            if len(letters) < 2 or not letters.isupper():
                break
            run += 1
    return run < 2


def test_real_sentences():
    """In all sentences the matcher finds what the second reading finds."""
    lines = SENTENCES.read_text("utf-8").splitlines()[1:]
    source = "\0".join(cell for line in lines for cell in line.split("\t"))
    terms = [
        rx.Term(id, en="x", term={"en": "\0", "bn" if form > "\u0980" else "en": form})
        for id, form in forms().items()
    ]
    found = [(m.start, m.end, m.term.id) for m in Matcher(rx.Glossary(terms)).find(source)]
    expected = occurrences(source)
    only = set(found) ^ set(expected)
    shown = [(source[max(0, s - 20) : e + 20], source[s:e], id) for s, e, id in sorted(only)[:20]]
    assert not only, shown
    assert found == expected
    assert len(found) > 8_000
