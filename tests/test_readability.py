"""Counting what makes a text hard."""

import pytest

from rxglossary.readability import bangla_measures, english_index, sentences, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One", "Two", "Three", "Four"]),
        ("Takes 1.5 hours. Done.", ["Takes 1.5 hours", "Done"]),
        ("Vitamin B. J. Smith found it.", ["Vitamin B. J. Smith found it"]),
        ("A test called MRI. It is safe.", ["A test called MRI", "It is safe"]),
        ("রোগ হয়। কেন? জানি না॥", ["রোগ হয়", "কেন", "জানি না"]),
        ("", []),
        ("...", []),
    ],
    ids=["ends", "decimal", "initial", "acronym", "danda", "empty", "dots"],
)
def test_sentences(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("body’s anti-viral", ["body’s", "anti-viral"]),
        ("(x-ray), 2nd", ["x-ray", "2nd"]),
        ("a - b", ["a", "b"]),
        ("ডায়াবেটিসের MRI-এর রক্ত।", ["ডায়াবেটিসের", "MRI-এর", "রক্ত"]),
        ("হ্যাঁ, চাঁদ দুঃখ", ["হ্যাঁ", "চাঁদ", "দুঃখ"]),
        ("", []),
    ],
    ids=["joined", "punctuation", "dash", "bangla", "signs", "empty"],
)
def test_words(text, expected):
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "without", "expected"),
    [
        # Letters, words, sentences counted by hand: 4.71 * 16/4 + 0.5 * 4/1 - 21.43.
        ("Five words make time.", [], 4.71 * 17 / 4 + 2 - 21.43),
        ("Five words. Make time.", [], max(0, 4.71 * 17 / 4 + 1 - 21.43)),
        (
            "Leptomeningitis makes time bad.",
            ["leptomeningitis"],
            max(0, 4.71 * 12 / 3 + 1.5 - 21.43),
        ),
        ("", [], 0),
        ("Pain.", ["pain"], 0),
    ],
    ids=["one-sentence", "two-sentences", "without-the-headword", "empty", "nothing-left"],
)
def test_english_index(text, without, expected):
    assert english_index(text, without) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("রক্তে চিনি বেশি থাকার রোগ।", (5, 0, 0.2)),
        ("মস্তিষ্কের। অস্ত্রোপচারের।", (1, 0.5, 1.5)),
        ("ডায়াবেটিসের", (1, 1, 0)),
        ("কাল", (1, 0, 0)),
        ("", (0, 0, 0)),
    ],
    ids=["easy", "conjuncts", "long-with-nukta", "short", "empty"],
)
def test_bangla_measures(text, expected):
    """মস্তিষ্কের has two conjuncts in four aksharas, অস্ত্রোপচারের one in six."""
    assert tuple(bangla_measures(text)) == pytest.approx(expected)
