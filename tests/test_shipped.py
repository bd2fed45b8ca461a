"""The shipped glossary: its order, its words on the example pages, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from seed_terms import LIST, PAGES, places

import rxglossary as rx
from rxglossary.lint import lint

ROOT = Path(__file__).parents[1]

CATEGORIES = {
    "anatomy.yaml": "anatomy",
    "care.yaml": "care",
    "devices.yaml": "device",
    "diseases.yaml": "disease",
    "general.yaml": "general",
    "medicines.yaml": "medicine",
    "people.yaml": "people",
    "prevention.yaml": "prevention",
    "procedures.yaml": "procedure",
    "safety.yaml": "safety",
    "symptoms.yaml": "symptom",
    "tests.yaml": "test",
    "treatments.yaml": "treatment",
}

CANCER, ATROPHY = PAGES
NOT_FOUND = {
    ("infection", CANCER): "stands in addresses of the references only",
    ("cause", CANCER): "an everyday word, and no term: it has no entry",
    ("cause", ATROPHY): "an everyday word, and no term: it has no entry",
    ("tumor marker", CANCER): "the page says markers alone, a word of its own elsewhere",
    ("generalized", ATROPHY): "alone an everyday word: matched before weakness, pain, seizure …",
    ("brace", ATROPHY): "alone also a sign of punctuation: matched as back brace, neck brace …",
    ("swelling", ATROPHY): "stood in the damage only, which the example page hasn't",
    ("redness", ATROPHY): "stood in the damage only, which the example page hasn't",
    ("irritation", ATROPHY): "stood in the damage only, which the example page hasn't",
    ("bacterial infection", ATROPHY): "stood in the damage only, which the example page hasn't",
    ("insulin", ATROPHY): "stood in the damage only, which the example page hasn't",
}
"""Listed terms that no annotation holds, with the reason."""

EVERYDAY = [
    "A tree walker visits each node between the curly braces.",
    "Resolve the conflict markers; the outcome is a sign of progress.",
    "To avoid confusion, functions with side effects are called last.",
    "Persistent storage has no condition; monitoring the disk temperature range helps.",
    "Tests exercise the code; a follow-up patch fixes the SQL injection.",
    "Cover your mouth with a tissue, or with tissue paper.",
    "She sat on a stool at the heart of the city and read a book on her tablet computer.",
    "Be patient: the treatment of errors is a pain point, not a single stroke of luck.",
    "The bleeding edge needs special treatment; this causes confusion.",
    "গোলাপ ফুলের বাগানে জল পড়ে, পাতা নড়ে।",
    "দীর্ঘমেয়াদি পরিকল্পনা ছাড়া বন্যার্তদের পুনর্বাসন হয় না।",
    "বিশ্বকাপ জ্বরে কাঁপছে দেশ; একটা হোটেল বুক করুন।",
    "তিনি জাতির মেরুদণ্ড নিয়ে একটি বই লিখেছেন।",
]
"""Sentences without a medical word."""

MEDICAL = [
    ("A walker or a cane helps her walk.", ["walker", "cane"]),
    ("Sudden confusion and a stiff neck", ["confusion", "neck-stiffness"]),
    ("Side effects: nausea, headache", ["side-effect", "nausea", "headache"]),
    ("the injection hurt, her temperature rose", ["injection", "body-temperature"]),
    ("A pain reliever for back pain", ["pain-medicine", "back-pain"]),
    ("muscle tissue and a tissue sample", ["tissue", "tissue"]),
    ("ডায়াবেটিস বা বহুমূত্র রোগ", ["diabetes", "diabetes"]),
    ("MRI, mri, এমআরআই ও MRI-এর ছবি", ["mri", "mri", "mri", "mri"]),
    ("মস্তিষ্কের স্নায়ুর অপারেশন", ["brain", "nerve", "surgery"]),
    ("রোগীর বুকে ব্যাথা ও শ্বাস কষ্ট", ["patient", "chest-pain", "difficulty-breathing"]),
    ("দীর্ঘমেয়াদি ব্যথা", ["chronic"]),
    ("ক্যানসার নাকি ক্যান্সার?", ["cancer", "cancer"]),
    ("হাই প্রেশার, উচ্চ রক্তচাপ", ["hypertension", "hypertension"]),
]


@pytest.fixture(scope="module")
def annotator() -> rx.Annotator:
    """Return an annotator that shows every occurrence."""
    return rx.Annotator(rx.builtin(), policy=rx.Policy(occurrences="all"))


def test_each_category_has_its_file():
    """A file holds the entries of one category, and all of them."""
    found = {(Path(term.origin.file).name, term.category) for term in rx.builtin()}
    assert found == set(CATEGORIES.items())


def test_the_linter_has_nothing_to_say():
    """No error and no warning, and what is silenced has its reason."""
    found = [one for one in lint(ROOT / "glossaries") if one.severity != "info"]
    assert [(one.rule.code, str(one.problem)) for one in found] == []


def test_related_entries_name_each_other():
    """What is related to another entry is there, and names it back."""
    glossary = rx.builtin()
    for term in glossary:
        for other in term.related:
            assert other in glossary, (term.id, other)
            assert term.id in glossary[other].related, (term.id, other)


def test_clinicians_find_definitions_of_their_own():
    """At least forty entries have one, and none says what patients read already."""
    both = [term for term in rx.builtin() if term.clinical]
    assert len(both) >= 40
    assert [term.id for term in both if term.clinical["en"] == term.definition["en"]] == []


@pytest.mark.skipif(not LIST.is_file(), reason="seed_terms.tsv is not here: set RXG_SEED_TERMS")
def test_listed_terms_are_found_on_the_example_pages():
    """97 of 100 are found where they have a count, alone or in a longer term; why not is said."""
    found = places(rx.builtin())
    missing = {(place.term, place.page) for place in found if not place.surface}
    assert missing == set(NOT_FOUND)
    assert len(found) == 398
    assert len(missing) <= 0.03 * len(found)


@pytest.mark.parametrize("sentence", EVERYDAY, ids=lambda text: " ".join(text.split()[:4]))
def test_everyday_words_are_left_alone(annotator, sentence):
    """A word that also has another life is matched only where it means the body."""
    assert [found.surface for found in annotator.find_text(sentence).annotations] == []


@pytest.mark.parametrize(("text", "ids"), MEDICAL, ids=[text for text, _ in MEDICAL])
def test_words_are_found_as_people_write_them(annotator, text, ids):
    """Spellings, other names, abbreviations and endings lead to their entry."""
    assert [found.term.id for found in annotator.find_text(text).annotations] == ids
