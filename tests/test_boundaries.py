"""Word boundaries: one row a case, the rule in its id."""

from __future__ import annotations

import pytest

from rxglossary.glossary import Glossary, Term
from rxglossary.languages import known_languages
from rxglossary.matching.boundaries import GAP, Extent, Reading
from rxglossary.matching.canonical import canonical
from rxglossary.matching.forms import Form
from rxglossary.matching.matcher import Matcher


def found(form: str, text: str, **match: object) -> list[str]:
    """Return what matches in a text of a glossary with one form."""
    tag = "bn" if any("\u0980" <= char <= "\u09ff" for char in form) else "en"
    term = Term("t", en="x", term={"en": "zzz", tag: form}, match=match)
    return [text[one.start : one.end] for one in Matcher(Glossary([term])).find(text)]


def extent(text: str, start: int, end: int, tag: str = "en") -> Extent:
    """Return how far the word reaches that stands at [start, end) of canonical text."""
    stem = text[start:end]
    return Reading(canonical(text)).extent(start, stem, stem, Form(None, stem, tag))


# The cases of the experiment that the rules come from.
REFERENCE = [
    ("MRI", "MRIতে গিয়ে", ["MRIতে"]),
    ("MRI", "MRI-এর পরে", ["MRI-এর"]),
    ("MRI", "MRI\u2011এর", ["MRI\u2011এর"]),
    ("MRI", "MRI’র", ["MRI’র"]),
    ("CT", "CT-স্ক্যান করা", ["CT"]),
    ("CT-স্ক্যান", "CT-স্ক্যানের জন্য", ["CT-স্ক্যানের"]),
    ("doctor", "the doctor's note", ["doctor's"]),
    ("doctor", "doctors", ["doctors"]),  # through the plural that is added to it
    ("inflammatory", "anti-inflammatory drug", []),
    ("inflammatory", "anti-inflammatory", []),
    ("B1", "vitamin B12", []),
    ("B12", "vitamin B12-এর", ["B12-এর"]),
    ("rx", "rx_glossary", []),
    ("ডায়াবেটিস", "ডায়াবেটিসেও", ["ডায়াবেটিসেও"]),
    ("ডায়াবেটিস", "প্রিডায়াবেটিস", []),
    ("হাত", "হাতি", []),
    ("হাত", "হাতের।", ["হাতের"]),
    ("রোগ", "রোগী", []),
    ("রোগ", "রোগ।জ্বর", ["রোগ"]),
    ("র\u200d্যাশ", "র\u200c্যাশের", ["র\u200c্যাশের"]),
    ("চিকিৎসা", "চিকিত্সায়", ["চিকিত্সায়"]),
    ("কোভিড-১৯", "কোভিড-19-এর", ["কোভিড-19-এর"]),
    ("টিউমার", "টিউ\u00adমারটির", ["টিউ\u00adমারটির"]),
    ("কোষ", '"কোষগুলোতে"', ["কোষগুলোতে"]),
    ("রোগী", "রোগীদেরকে,", ["রোগীদেরকে"]),
    ("এমআরআই", "এমআরআইয়ের", ["এমআরআইয়ের"]),
    ("IT", "it", []),  # an everyday word: its case counts
    ("মুখ", "মুখ্য", []),
    ("বিদ্যুৎ", "বিদ্যুৎ-এর", ["বিদ্যুৎ-এর"]),
    ("mg", "10mg", []),
    ("ড়", "পড়া", []),
    ("AIDS", "AIDS/HIV", ["AIDS"]),
    ("HIV", "AIDS/HIV", ["HIV"]),
]

PREFIXES = "anti non pre post sub un inter intra hyper hypo pseudo co re de multi semi"
CASES = [
    # L0: addresses
    ("L0-url", "pain", "see https://example.org/pain now", []),
    ("L0-url-in-brackets", "pain", "(http://x.org/a?b=pain)", []),
    ("L0-www", "pain", "www.pain.org", []),
    ("L0-www-quoted", "pain", '"www.pain"', []),
    ("L0-mail", "pain", "pain@example.org", []),
    ("L0-handle", "pain", "pain,@x", []),
    ("L0-host", "pain", "pain.org/x", []),
    ("L0-host-in-brackets", "pain", "(pain.example.org),", []),
    ("L0-file", "pain", "pain.html", []),
    ("L0-file-with-query", "pain", "a-b.org?q=pain", []),
    ("L0-other-token", "pain", "https://example.org/ pain", ["pain"]),
    ("L0-token-of-the-next-run", "pain", "https://x.org/\0pain", ["pain"]),
    ("L0-number-is-no-label", "pain", "pain.5", ["pain"]),
    ("L0-one-letter-is-no-label", "pain", "pain.a", ["pain"]),
    ("L0-long-label-is-none", "pain", "pain.abcdefghijk", ["pain"]),
    ("L0-slash-alone", "pain", "pain/fever", ["pain"]),
    ("L0-full-stop-behind", "pain", "It is pain.", ["pain"]),
    ("L0-ellipsis", "pain", "pain...", ["pain"]),
    ("L0-long-text-without-spaces", "pain", "x/" * 3000 + "pain", ["pain"]),
    # L1
    ("L1-letter", "pain", "xpain", []),
    ("L1-digit", "pain", "5pain", []),
    ("L1-underscore", "pain", "_pain", []),
    ("L1-mark", "pain", "ািpain", []),
    ("L1-accent", "pain", "épain", []),
    ("L1-bangla", "pain", "কpain", []),
    ("L1-superscript-is-no-word", "pain", "²pain", ["pain"]),
    ("L1-start", "pain", "pain", ["pain"]),
    ("L1-break", "pain", "x\0pain\0x", ["pain"]),
    ("L1-danda", "রোগ", "জ্বর।রোগ", ["রোগ"]),
    # L2
    ("L2-name", "brien", "O'Brien", []),
    ("L2-curly", "brien", "O’Brien", []),
    ("L2-quoted", "pain", "say 'pain' now", ["pain"]),
    ("L2-bangla", "pain", "রোগ'pain", ["pain"]),
    # L3
    *((f"L3-{prefix}", "toxic", f"{prefix}-toxic", []) for prefix in PREFIXES.split()),
    *(
        (f"L3-hyphen-{ord(hyphen):04X}", "inflammatory", f"Anti{hyphen}Inflammatory", [])
        for hyphen in "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
    ),
    ("L3-dash-is-no-hyphen", "toxic", "non—toxic", ["toxic"]),
    ("L3-longer-prefix", "toxic", "canon-toxic", ["toxic"]),
    ("L3-other-word", "pain", "chest-pain", ["pain"]),
    ("L3-bangla-word", "pain", "রোগ-pain", ["pain"]),
    ("L3-two-hyphens", "toxic", "non--toxic", ["toxic"]),
    ("L3-space", "toxic", "non toxic", ["toxic"]),
    # L4
    ("L4-dot", "pain", "x.pain5", []),
    ("L4-dot-space", "pain", "x. pain", ["pain"]),
    ("L4-version", "pain", "2.pain/x.y z", []),
    ("L4-bangla", "রোগ", "ক.রোগ", ["রোগ"]),
    ("L4-hash", "pain", "x#pain", []),
    ("L4-hash-alone", "pain", "#pain", ["pain"]),
    # R1
    *((f"R1-{c!a}", "pain", f"pain{c}x", ["pain"]) for c in '।॥,;:/)]}"”!?|*&—\u2026 \n\t\0'),
    ("R1-superscript", "pain", "pain¹", ["pain"]),
    ("R1-trademark", "insulin", "Insulin™", ["Insulin"]),
    ("R1-emoji", "pain", "pain😀", ["pain"]),
    # R2
    ("R2-letter", "pain", "painx", []),
    ("R2-digit", "pain", "pain5", []),
    ("R2-underscore", "pain", "pain_", []),
    ("R2-accent", "caf", "café", []),
    ("R2-combining-accent", "cafe", "cafe\u0301", []),
    ("R2-mixed-residue", "mri", "MRIতেx", []),
    ("R2-residue-of-bangla-digits", "রোগ", "রোগ৫", []),
    ("R2-latin-with-bangla-ending", "mri", "MRIগুলোতেও", ["MRIগুলোতেও"]),
    ("R2-emphasis", "রোগ", "রোগই রোগও", ["রোগই", "রোগও"]),
    ("R2-source-page", "রোগ", "কিডনি রোগ ও রোগী। রোগ।", ["রোগ", "রোগ"]),
    ("R2-khanda-ta-stem", "বিদ্যুৎ", "বিদ্যুতের বিদ্যুতে", ["বিদ্যুতের", "বিদ্যুতে"]),
    ("R2-khanda-ta-stem-is-no-word", "বিদ্যুৎ", "বিদ্যুত বিদ্যুতটি", []),
    ("R2-everyday-word", "কল", "কলেরা কলের", ["কলের"]),
    # R3
    ("R3-possessive", "doctor", "doctor's doctor’s", ["doctor's", "doctor’s"]),
    ("R3-capital-possessive", "doctor", "DOCTOR'S", ["DOCTOR'S"]),
    ("R3-plural-possessive", "doctor", "doctors' room", ["doctors'"]),
    ("R3-behind-s", "diabetes", "diabetes' cause", ["diabetes'"]),
    ("R3-apostrophe-behind-another-letter", "pain", "pain' x", ["pain"]),
    ("R3-contraction", "pain", "pain'll", []),
    ("R3-contraction-s-and-more", "pain", "pain'sx", []),
    ("R3-quotation", "doctors", "'doctors' said", ["doctors"]),
    ("R3-quoted-possessive", "doctor", "'doctor's'", ["doctor's"]),
    ("R3-bangla-is-no-owner", "রোগ", "রোগ's", []),
    # R4
    ("R4-hyphen", "ct", "CT-র CT-কে CT-গুলো", ["CT-র", "CT-কে", "CT-গুলো"]),
    ("R4-apostrophe", "ct", "CT'র CT’তে", ["CT'র", "CT’তে"]),
    ("R4-emphasis", "রোগ", "রোগ-ই", ["রোগ-ই"]),
    ("R4-case-and-emphasis", "mri", "MRI-এরও", ["MRI-এরও"]),
    ("R4-space-before-hyphen", "mri", "MRI -এর", ["MRI"]),
    ("R4-behind-a-digit", "b12", "B12-এর", ["B12-এর"]),
    # R5
    ("R5-word", "ct", "CT-guided", ["CT"]),
    ("R5-bangla-word", "রোগ", "রোগ-জীবাণু", ["রোগ"]),
    ("R5-hyphen-alone", "ct", "CT- and", ["CT"]),
    ("R5-apostrophe-and-bangla-word", "ct", "CT'স্ক্যান", ["CT"]),
    # R6
    ("R6-digit-behind", "b1", "B12", []),
    ("R6-digit-before", "mg", "5mg", []),
    ("R6-digit-and-bangla-ending", "b12", "B12তে", ["B12তে"]),
    # spans
    ("span-line-break", "blood sugar", "blood\n  sugar", ["blood\n  sugar"]),
    ("span-no-break-space", "blood sugar", "blood\xa0sugar", ["blood\xa0sugar"]),
    ("span-soft-hyphen", "tumour", "tu\u00admour", ["tu\u00admour"]),
    ("span-ends-on-kept-characters", "tumour", "\u200btumour\u200b x", ["tumour"]),
    ("span-no-break", "blood sugar", "blood\0sugar", []),
    ("span-no-gap", "blood sugar", f"blood{GAP}sugar", []),
    ("hyphen-for-space", "blood sugar", "blood-sugar", ["blood-sugar"]),
    ("space-for-hyphen", "anti-inflammatory", "anti inflammatory", ["anti inflammatory"]),
    ("joined", "anti-inflammatory", "antiinflammatory", ["antiinflammatory"]),
    # what is skipped stands as its first and last character between gaps
    ("gap-word-before", "pain", f"{GAP}x{GAP}y{GAP}pain", []),
    ("gap-word-behind", "pain", f"pain{GAP}x{GAP}y{GAP}", []),
    ("gap-apostrophe-behind", "pain", f"pain{GAP}'{GAP}s{GAP}", []),
    ("gap-other-before", "pain", f"{GAP}x{GAP}){GAP}pain", ["pain"]),
    ("gap-dot-before-of-who-knows-what", "pain", f"{GAP}x{GAP}.{GAP}pain", []),
    ("gap-other-behind", "pain", f"pain{GAP}.{GAP}y{GAP}", ["pain"]),
    ("gap-of-nothing", "pain", f"x {GAP}pain{GAP}", []),
    ("gap-of-nothing-behind", "pain", f"pain{GAP}", ["pain"]),
    ("gap-empty-element-in-a-word", "pain", f"pain{GAP}x", []),
    ("gap-hyphen-before", "pain", f"{GAP}n{GAP}n{GAP}-pain", []),
    ("gap-ending", "রোগ", f"রোগের{GAP}ক{GAP}ক{GAP}", []),
    ("gap-connected-ending", "রোগ", f"রোগ-এর{GAP}ক{GAP}ক{GAP}", []),
    ("gap-possessive", "doctor", f"doctor's{GAP}x{GAP}x{GAP}", []),
    ("gap-ending-and-space", "রোগ", f"রোগের{GAP} {GAP}ক{GAP}", ["রোগের"]),
    ("gap-character-of-a-skipped-word", "x", f"{GAP}x{GAP}y{GAP}", []),
]


@pytest.mark.parametrize(("form", "text", "expected"), REFERENCE)
def test_reference(form, text, expected):
    """The cases that the rules were found with."""
    assert found(form, text) == expected


@pytest.mark.parametrize(
    ("form", "text", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES]
)
def test_rules(form, text, expected):
    """Each rule, on whole matches."""
    assert found(form, text) == expected


NAMES = [
    pytest.param("pain.org", 0, 4, "L0", id="L0"),
    pytest.param("xpain", 1, 5, "L1", id="L1"),
    pytest.param("o'brien", 2, 7, "L2", id="L2"),
    pytest.param("non-toxic", 4, 9, "L3", id="L3"),
    pytest.param("x.pain5", 2, 6, "L4", id="L4"),
    pytest.param("painx", 0, 4, "R2", id="R2"),
    pytest.param("pain'll", 0, 4, "R3", id="R3"),
    pytest.param("pain", 0, 4, "", id="accepted"),
]


@pytest.mark.parametrize(("text", "start", "end", "rule"), NAMES)
def test_a_rejection_names_its_rule(text, start, end, rule):
    """The rule is named, and then nothing of an ending is said."""
    assert extent(text, start, end) == Extent(end, "", rule)


ENDINGS = [
    ("রোগ", "রোগটিও", "টিও"),
    ("mri", "mri-এর", "-এর"),
    ("mri", "mri'র", "'র"),
    ("doctor", "doctor's", "'s"),
    ("doctors", "doctors'", "'"),
    ("pain", "pain-x", ""),
]


@pytest.mark.parametrize(("form", "text", "ending"), ENDINGS)
def test_the_ending_is_given(form, text, ending):
    """An accepted word tells its ending, which ends where the word does."""
    text = canonical(text).text
    expected = Extent(len(form) + len(ending), canonical(ending).text)
    assert extent(text, 0, len(form), "bn" if form > "\u0980" else "en") == expected


PER_TERM = [
    pytest.param("ct", "CT-guided", {"hyphen": "deny"}, [], id="hyphen-deny"),
    pytest.param("ct", "CT-এর", {"hyphen": "deny"}, ["CT-এর"], id="hyphen-deny-takes-endings"),
    pytest.param("ct", "CT - x", {"hyphen": "deny"}, ["CT"], id="hyphen-deny-and-a-dash"),
    pytest.param(
        "ct", "CT-guided", {"hyphen": "deny", "inflect": "none"}, [], id="hyphen-deny-uninflected"
    ),
    pytest.param(
        "ct", "CT-guided", {"hyphen": "deny", "inflect": "bare"}, [], id="hyphen-deny-bare"
    ),
    pytest.param("রোগ", "রোগের রোগ", {"inflect": "bare"}, ["রোগ"], id="bare-takes-no-residue"),
    pytest.param("রোগ", "রোগ-এর", {"inflect": "bare"}, ["রোগ-এর"], id="bare-takes-connected"),
    pytest.param("রোগ", "রোগের রোগ", {"inflect": "none"}, ["রোগ"], id="none-takes-no-residue"),
    pytest.param("রোগ", "রোগ-এর", {"inflect": "none"}, ["রোগ"], id="none-takes-no-connected"),
    pytest.param("can", "can't cannot", {"inflect": "none"}, [], id="none-is-no-contraction"),
    pytest.param("tumor", "tumors tumor", {"inflect": "none"}, ["tumor"], id="none-has-no-plural"),
    pytest.param(
        "রোগ", "রোগের রোগে", {"except": ["রোগের"]}, ["রোগে"], id="except-a-word-with-ending"
    ),
    pytest.param("রোগ", "রোগ রোগে", {"except": ["রোগ"]}, ["রোগে"], id="except-the-form-itself"),
    pytest.param("চিকিৎসা", "চিকিত্সার", {"except": ["চিকিৎসার"]}, [], id="except-in-another-spelling"),
    pytest.param("বিদ্যুৎ", "বিদ্যুতের", {"inflect": "none"}, [], id="none-has-no-second-stem"),
]


@pytest.mark.parametrize(("form", "text", "match", "expected"), PER_TERM)
def test_rules_of_one_term(form, text, match, expected):
    """What a term's `match` says of its endings."""
    assert found(form, text, **match) == expected


def test_no_language_is_asked_for_a_foreign_residue(monkeypatch):
    """Only a residue all in Bangla letters is looked up: "x" is no ending of anything."""
    asked = []
    for rules in known_languages():
        monkeypatch.setattr(
            type(rules), "accepts_ending", lambda *args: asked.append(args[3]) or True
        )
    assert extent("mrix", 0, 3).rejected == "R2"
    assert extent("mriতেx", 0, 3).rejected == "R2"
    assert asked == []
