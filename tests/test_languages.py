"""Languages: which endings and plurals are the word's own, and which make another word."""

from __future__ import annotations

from types import SimpleNamespace
from typing import ClassVar

import pytest

from rxglossary import languages
from rxglossary.annotator import Annotator
from rxglossary.errors import ConfigurationError
from rxglossary.glossary import Glossary, Term
from rxglossary.languages import Language, known_languages, language
from rxglossary.languages.bangla import BANGLA, stem_class
from rxglossary.languages.english import ENGLISH, plurals
from rxglossary.matching.boundaries import _bound_prefixes, connectors, joined_ending
from rxglossary.matching.canonical import canonical
from rxglossary.matching.matcher import Matcher
from rxglossary.render.labels import labels


def spelled(text: str) -> str:
    return canonical(text).text


REGISTER = [
    ("en", "en"),
    ("EN", "en"),
    ("en-GB", "en"),
    ("bn", "bn"),
    ("bn-BD", "bn"),
    ("fr", "fr"),
    ("hi-Deva", "hi"),
    ("ben", "ben"),
]


@pytest.mark.parametrize(("tag", "expected"), REGISTER)
def test_register(tag, expected):
    """A tag is looked up by its first subtag; an unknown one keeps its own."""
    assert language(tag).tag == expected
    assert (type(language(tag)) is Language) is (expected not in ("en", "bn"))


def test_known_languages():
    """English and Bangla have rules of their own."""
    assert known_languages() == (BANGLA, ENGLISH)


def test_neutral_rules():
    """An unknown language has the forms that are written, and no endings."""
    rules = language("fr")
    assert not list(rules.surface_forms("rein"))
    assert not list(rules.inflectable_stems("rein"))
    assert not rules.accepts_ending("rein", "rein", "s", "")
    assert not rules.accepts_ending("rein", "rein", "s", "'")
    assert not rules.is_everyday_word("il")


# --- A language of another package ---------------------------------------------------------------


class Turkish(Language):
    """A few rules of Turkish: endings of names behind an apostrophe, of words right behind."""

    letters = frozenset("abcçdefgğhıijklmnoöprsştuüvyz")
    joins_endings = True
    connectors = "':"
    bound_prefixes = frozenset({"anti", "süper"})
    digits = "0123456789"
    labels: ClassVar[dict[str, str]] = {"close": "Kapat"}

    def surface_forms(self, form, *, plurals=True):
        return [form + "ler"] if plurals else []

    def accepts_ending(self, form, stem, ending, connector):
        return ending in ("da", "de") if connector else ending == "im"


@pytest.fixture
def install(monkeypatch):
    """Make entry points of the group those given, and forget them afterwards."""

    def forget() -> None:
        for cached in (
            languages._entries, languages._known, languages.installed, connectors, _bound_prefixes
        ):  # fmt: skip
            cached.cache_clear()
        joined_ending.cache_clear()

    def install(**objects: object) -> None:
        found = []
        for tag, thing in objects.items():
            entry = SimpleNamespace(
                name=tag, value=f"package:{tag}", load=lambda thing=thing: thing,
                dist=SimpleNamespace(name="package", version="1.2"),
            )  # fmt: skip
            found.append(entry)

        def entry_points(group: str) -> list[SimpleNamespace]:
            asked.append(group)
            return found

        monkeypatch.setattr(languages, "entry_points", entry_points)
        forget()

    asked: list[str] = []
    install.asked = asked
    yield install
    monkeypatch.undo()
    forget()


def matched(text: str, **names: str) -> list[str]:
    matcher = Matcher(Glossary([Term("t", en="x", term={"en": "zzz", **names})]))
    return [text[match.start : match.end] for match in matcher.find(text)]


INSTALLED = [
    pytest.param("böbrekler böbrekim", {"tr": "böbrek"}, ["böbrekler", "böbrekim"], id="own"),
    pytest.param("MR'da MR:de MR-da", {"tr": "MR"}, ["MR'da", "MR:de", "MR"], id="connectors"),
    pytest.param("süper-böbrek", {"tr": "böbrek"}, [], id="prefix"),
    pytest.param("রোগim রোগের", {"bn": "রোগ"}, ["রোগim", "রোগের"], id="other-letters"),
    pytest.param("heartim hearts", {"en": "heart"}, ["hearts"], id="english-stays"),
    pytest.param("heart'da", {"en": "heart"}, ["heart'da"], id="a-seam-is-asked-of-all"),
]


@pytest.mark.parametrize(("text", "names", "expected"), INSTALLED)
def test_a_language_of_another_package(install, text, names, expected):
    """Its forms, endings, connectors and prefixes count; forms of others stay as they were."""
    install(tr=Turkish("tr"))
    assert matched(text, **names) == expected


def test_an_installed_language_is_known_everywhere(install):
    """It is in the register, in the labels and in the fingerprint."""
    glossary = Glossary([Term("t", en="x")])
    before = Annotator(glossary).fingerprint
    install(tr=Turkish("tr"))
    assert [rules.tag for rules in known_languages()] == ["bn", "en", "tr"]
    assert language("tr-TR") is language("tr")
    assert repr(language("tr")) == "Turkish('tr')"
    labels.cache_clear()
    assert labels("tr").close == ("Kapat", "tr")
    labels.cache_clear()
    assert languages.installed() == ("tr package 1.2",)
    assert Annotator(glossary).fingerprint != before


def test_packages_are_asked_once(install):
    """To look into every package that is installed takes time: a process does it once."""
    install(tr=Turkish("tr"))
    assert matched("böbrekler", tr="böbrek")
    assert Annotator(Glossary([Term("t", en="x")])).fingerprint
    assert languages.installed() == ("tr package 1.2",)
    assert install.asked == [languages.GROUP]


WRONG = [
    pytest.param({"tr": "rules"}, "is no Language but str", id="no-language"),
    pytest.param({"tr": Turkish("az")}, "calls itself 'az'", id="other-tag"),
    pytest.param({"en": Turkish("en")}, "is there already", id="shipped"),
]


@pytest.mark.parametrize(("objects", "message"), WRONG)
def test_a_wrong_entry_point_is_an_error(install, objects, message):
    """What is installed wrongly says so, with its entry point."""
    install(**objects)
    with pytest.raises(ConfigurationError, match=f"package:.*{message}"):
        language("en")


def test_a_language_that_cannot_be_loaded_is_an_error(install, monkeypatch):
    """An error while loading names the entry point and the reason."""
    install(tr=Turkish("tr"))

    def load() -> None:
        raise ImportError("no turkish here")

    entry = SimpleNamespace(name="tr", value="package:tr", load=load)
    monkeypatch.setattr(languages, "entry_points", lambda group: [entry])
    with pytest.raises(
        ConfigurationError, match=r"'tr' \(package:tr\) can.t be loaded: .*no turkish"
    ):
        language("en")


def test_neutral_order():
    """Without rules, words sort by code point whatever their case."""
    rules = language("fr")
    assert sorted(["b", "A", "a"], key=rules.collation_key) == ["A", "a", "b"]
    assert [rules.index_bucket(word) for word in ("élan", "(aorte)", "5")] == ["É", "A", ""]
    assert rules.buckets == ()
    assert not list(rules.offered_forms("rein"))


# --- Bangla --------------------------------------------------------------------------------------

# Hasanta, then the class of stems that end so; a candrabindu behind it changes nothing.
CLASSES = {
    "consonant": "রোগ কান হাড় চায় বাক্ দাঁত আষাঢ়",
    "conjunct": "রক্ত কষ্ট মস্তিষ্ক",
    "a": "মাথা আলো ভালোও আআ বাঁ",
    "i": "কাশি রোগী শিশু জরায়ু বধূ মাতৃ",
    "e": "মেয়ে এএ",
    "diphthong": "বৌ বই ঢেউ এমআরআই দৈ ঈ ঊ ঐ ঔ অ",
    "nasal": "রং দুঃ",
    "khanda-ta": "বিদ্যুৎ",
    "foreign": "mri b12 ct 5",
}


@pytest.mark.parametrize(
    ("stem", "expected"),
    [
        pytest.param(stem, name, id=stem)
        for name, stems in CLASSES.items()
        for stem in stems.split()
    ],
)
def test_classes(stem, expected):
    """The sound that a stem ends in makes its class."""
    assert stem_class(spelled(stem)) == expected


def test_a_stem_of_nothing_but_a_sign():
    """A stem that is no word has a class all the same."""
    assert stem_class("\u0981") == "foreign"


def family(*heads: str, tails: str) -> set[str]:
    return {head + tail for head in heads for tail in ("", *tails.split())}


# matching.md, section 4.
PLURALS = (
    family("গুলো", "গুলা", tails="র য় তে কে")
    | family("গুলি", tails="র তে কে")
    | family("সমূহ", "সমুহ", "দ্বয়", tails="ের ে কে")
)
HUMAN = family("দের", tails="কে") | family("গণ", "বৃন্দ", tails="ের কে")
COMMON = (
    {"কে", "এর", "সহ"}
    | family("টি", tails="র তে কে য়")
    | family("দুটি", tails="র তে কে")
    | family("টা", "দুটো", "খানা", tails="র য় তে কে")
    | family("টুকু", "খানি", tails="র তে কে")
    | PLURALS
    | HUMAN
)
CONSONANT = {"ের", "ে", "েতে", "রা", "েরা", "েদের", "েদেরকে"}
CASES = {
    "consonant": CONSONANT,
    "conjunct": CONSONANT | {"র"},
    "a": {"র", "য়", "তে", "রা"},
    "i": {"র", "তে", "রা"},
    "e": {"র", "তে", "য়", "রা"},
    "diphthong": {"য়ের", "র", "য়ে", "তে", "এ", "রা", "য়েরা", "য়েদের", "য়েদেরকে"},
    "nasal": {"য়ের", "য়ে", "এ", "তে", "রা", "য়েরা", "ের", "ে"},
    "khanda-ta": set(),
    "foreign": {"ের", "র", "য়ের", "ে", "এ", "তে", "েতে", "য়ে", "য়", "রা", "েরা", "এরা"}
    | family("েদের", "এদের", tails="কে"),
}
STEMS = {
    "consonant": "টিউমার",
    "conjunct": "মস্তিষ্ক",
    "a": "পরীক্ষা",
    "i": "কিডনি",
    "e": "মেয়ে",
    "diphthong": "এমআরআই",
    "nasal": "ফড়িং",
    "khanda-ta": "বিদ্যুৎ",
    "foreign": "mri",
}
CONNECTED = (
    {"এর", "র", "এ", "তে", "কে", "রা", "এরা", "সহ", "য়ের", "য়ে", "য়", "ের", "ে"}
    | family("এদের", tails="কে")
    | (COMMON - {"কে", "এর", "সহ"})
)  # fmt: skip
SHORT_E = (
    {"ের", "কে", "এর", "সহ"}
    | family("দুটি", "টুকু", "খানি", tails="র তে কে")
    | family("দুটো", tails="র য় তে কে")
    | PLURALS
    | HUMAN
)
SHORT_I = SHORT_E | {"য়ের", "য়েরা"} | family("য়েদের", tails="কে")
SHORT = SHORT_I | {"য়ে"}


def emphatic(endings: set[str]) -> set[str]:
    return {spelled(ending + last) for ending in endings | {""} for last in ("", "ই", "ও")}


EVERY_ENDING = emphatic(set().union(COMMON, CONNECTED, SHORT, SHORT_I, *CASES.values())) - {""}
STRANGERS = {spelled(s) for s in "ী জীবাণু টিটি েরর ইও ওই ইই জনিত মুক্ত ীয় গুলোগুলো কের".split()}


def accepted(stem: str, connector: str = "") -> set[str]:
    stem = spelled(stem)
    return {
        ending
        for ending in EVERY_ENDING | STRANGERS
        if BANGLA.accepts_ending(stem, stem, ending, connector)
    }


@pytest.mark.parametrize("name", CLASSES)
def test_endings_of_a_class(name):
    """A class takes its endings and those of every noun, and none of the other classes'."""
    assert accepted(STEMS[name]) == emphatic(CASES[name] | COMMON) - {""}


@pytest.mark.parametrize("stem", STEMS.values())
def test_connected_endings(stem):
    """Behind a hyphen or an apostrophe the class doesn't count."""
    assert accepted(stem, "-") == emphatic(CONNECTED) - {""}
    assert accepted(stem, "'") == accepted(stem, "-")
    assert not BANGLA.accepts_ending(stem, stem, "", "-")


@pytest.mark.parametrize(
    ("stem", "table"),
    [*((stem, SHORT) for stem in "মা পা গা ঘা চা পো".split()), ("নি", SHORT_I), ("মে", SHORT_E)],
)
def test_short_open_stems(stem, table):
    """One open syllable takes only what makes no other word of it (মাটি, পায়, মাও, নিয়ে, মেয়ে)."""
    wanted = emphatic(table) - {"", "ই", "ও"}
    others = {"পায়", "মার", "মারা", "পারা"}
    assert accepted(stem) == {end for end in wanted if stem + end not in map(spelled, others)}


@pytest.mark.parametrize(
    ("stem", "word"), [("ডান পা", "ডান পাটি"), ("ডান পা", "ডান পায়ের"), ("ডান পা", "ডান পায়ে")]
)
def test_a_short_stem_behind_another_word(stem, word):
    """Behind another word, what would be one of its own can't be meant."""
    assert BANGLA.accepts_ending(stem, stem, spelled(word).removeprefix(stem), "")


@pytest.mark.parametrize("stem", "মুখ নাক পেট কাম আম".split())
def test_closed_syllables(stem):
    """One closed syllable takes no bare রা, which persons don't take there either (লোকেরা)."""
    assert {"রা", "রাই", "রাও"} == emphatic(CASES["consonant"] | COMMON) - {""} - accepted(stem)


@pytest.mark.parametrize(
    ("stem", "word"),
    [
        ("কর", "করে"), ("কল", "কলেরা"), ("আম", "আমরা"), ("অস্থি", "অস্থির"), ("মশা", "মশাই"),
        ("ফল", "ফলে"), ("ফল", "ফলেও"), ("পা", "পারা"), ("পা", "পার"), ("মা", "মারা"),
        ("পর", "পরে"), ("বল", "বলে"), ("বল", "বলেই"), ("চল", "চলে"), ("ধর", "ধরে"),
        ("থাক", "থাকে"), ("লাগ", "লাগে"), ("জান", "জানে"), ("ডাক্তার", "ডাক্তারখানা"),
        ("ডাক্তার", "ডাক্তারখানায়"), ("পর", "পরটা"), ("পরীক্ষার ফল", "পরীক্ষার ফলে"),
    ],
)  # fmt: skip
def test_other_words(stem, word):
    """A word that only looks like stem and ending is refused, with ই and ও too."""
    assert not BANGLA.accepts_ending(stem, stem, spelled(word).removeprefix(stem), "")


def test_khanda_ta():
    """The second stem of a word in ৎ takes only endings that begin with ে, as a consonant does."""
    form = spelled("বিদ্যুৎ")
    (stem,) = BANGLA.inflectable_stems(form)
    assert stem == "বিদ্যুত"
    taken = {end for end in EVERY_ENDING if BANGLA.accepts_ending(form, stem, end, "")}
    assert taken == {end for end in emphatic(CONSONANT) if end.startswith("ে")}
    assert not list(BANGLA.inflectable_stems("রোগ"))


def test_order_of_dictionaries():
    """Vowels, signs of nasals, consonants, vowel signs, hasanta; a dot counts last."""
    words = [*reversed(["অংশ", "অকাল", "আম", "ঔষধ", "কথা", "কাচ", "কী", "কেশ", "ক্ষত", "খ", "হ"])]
    assert sorted(words, key=BANGLA.collation_key) == words[::-1]
    dotted = ["ডর", "ড়র", "ডল", "ঢর", "ঢ়র"]
    assert sorted(["ঢ়র", "ড়র", "ঢর", "ডল", "ডর"], key=BANGLA.collation_key) == dotted
    assert BANGLA.collation_key("ক\u200dখ")[0] == BANGLA.collation_key("কখ")[0]
    assert BANGLA.collation_key("উৎস")[0] == BANGLA.collation_key("উত্স")[0]
    assert BANGLA.collation_key("\u09bcক")[:2] == BANGLA.collation_key("ক")[:2]
    assert sorted(["ক", "mri"], key=BANGLA.collation_key) == ["mri", "ক"]


BUCKETS = [("ড়ো", "ড"), ("য়", "য"), ("ৎ", "ত"), ("\u200cঅ", "অ"), ("mri", ""), ("", ""), ("ং", "")]


@pytest.mark.parametrize(("word", "expected"), BUCKETS)
def test_index_buckets(word, expected):
    """A word is listed under its letter, without the dot; what isn't Bangla under none."""
    assert BANGLA.index_bucket(word) == expected
    assert len(BANGLA.buckets) == 41


def test_bangla_makes_no_forms():
    """Bangla words are recognised by their endings; there is no case to keep."""
    assert not list(BANGLA.surface_forms("রোগ", plurals=True))
    assert not BANGLA.is_everyday_word("কি")


# A part of the gold list made of real text: lemma, its words, and words that only begin like it.
GOLD = [
    ("রোগ", "রোগের রোগটির রোগে রোগগুলির রোগটিও রোগেই", "রোগী রোগীদের রোগজনক রোগাবস্থা রোগা রোগি"),
    ("রোগী", "রোগীর রোগীরা রোগীদেরকে রোগীটিকে রোগীগণ", ""),
    ("চোখ", "চোখে চোখসহ চোখদুটি", "চোখমুখ"),
    ("কান", "কানে কানেই কানও", "কান্না কানাডার কানাই"),
    ("মুখ", "মুখের মুখেও", "মুখ্য মুখোশ মুখর"),
    ("দাঁত", "দাঁতের দাঁতটি", "দাঁতাল"),
    ("হাড়", "হাড়ে হাড়গুলো", "হাড়ক্ষয় হাড়ি"),
    ("রক্ত", "রক্তে রক্তই", "রক্তচাপ রক্তাল্পতা রক্তিম"),
    ("কিডনি", "কিডনিতে কিডনিদুটো", "কিডনিসংক্রান্ত"),
    ("চিকিৎসা", "চিকিৎসায় চিকিৎসারও", "চিকিৎসাধীন চিকিৎসালয়"),
    ("শিশু", "শিশুদের শিশুটিরও", "শিশুমৃত্যু"),
    ("বাত", "বাতের", "বাতিল বাতাসে"),
    ("জিন", "জিনগুলির", "জিনিস জিনগত"),
    ("ঘা", "ঘায়ের", "ঘাড় ঘাম ঘাটি"),
    ("মা", "মাকে মায়েরা", "মাঝে মাথায় মাটি মাই"),
    ("ঢেউ", "ঢেউয়ে", ""),
    ("বৌ", "বৌকে", "বৌদ্ধ"),
    ("এমআরআই", "এমআরআইয়ের এমআরআই-এর এমআরআই'র", ""),
    ("MRI", "MRIতে MRI-তে MRIগুলো MRI'র", "MRIজনিত MRIমেশিন"),
]


@pytest.mark.parametrize(
    ("lemma", "surface", "expected"),
    [
        pytest.param(lemma, surface, expected, id=surface)
        for lemma, words, others in GOLD
        for surfaces, expected in ((words, True), (others, False))
        for surface in surfaces.split()
    ],
)
def test_gold(lemma, surface, expected):
    """Words of real text match as a whole, or not at all."""
    matcher = Matcher(Glossary([Term("t", en="x", term={"bn": lemma})]))
    found = [surface[match.start : match.end] for match in matcher.find(surface)]
    assert found == ([surface] if expected else [])


# --- English -------------------------------------------------------------------------------------

PLURAL_OF = """
    tumor tumors
    tumour tumours
    biopsy biopsies
    kidney kidneys
    x-ray x-rays
    metastasis metastases
    diagnosis diagnoses
    prosthesis prostheses
    paralysis paralyses
    thrombosis thromboses
    arthritis arthritides
    carcinoma carcinomas
    hematoma hematomas
    larynx larynges
    pharynx pharynges
    meninx meninges
    abscess abscesses
    virus viruses
    sinus sinuses
    pelvis pelvises
    reflex reflexes
    crutch crutches
    rash rashes
    stomach stomachs
    tooth teeth
    foot feet
    child children
    woman women
    man men
    louse lice
    vein veins
    disease diseases
    injury injuries
    therapy therapies
    artery arteries
    ovary ovaries
    headache headaches
    vaccine vaccines
    mri mris
    ct cts
    diabetes
    biceps
    obstetrics
    vertebrae
    basis
"""


@pytest.mark.parametrize("row", [row.strip() for row in PLURAL_OF.strip().splitlines()])
def test_plurals(row):
    """The likely plural of those that are safe to take, or none."""
    word, _, many = row.partition(" ")
    safe = [form for form, reason in plurals(word.rpartition("-")[2]) if not reason]
    assert "".join(safe[:1]) == many.rpartition("-")[2]


SURFACE_FORMS = [
    pytest.param("tumor", ["tumors"], id="one-word"),
    pytest.param("blood test", ["blood tests", "bloodtest", "bloodtests"], id="two-words"),
    pytest.param("x-ray", ["x-rays"], id="short-part-is-never-joined"),
    pytest.param("covid-19", [], id="number-is-never-joined"),
    pytest.param("type 2 diabetes", [], id="number-between"),
    pytest.param(
        "anti-inflammatory", ["anti-inflammatories", "antiinflammatory", "antiinflammatories"],
        id="hyphen",
    ),
    pytest.param("pregnant woman", ["pregnant women", "pregnantwoman", "pregnantwomen"], id="last"),
    pytest.param("রোগ", [], id="other-script"),
    pytest.param("ct-স্ক্যান", [], id="mixed-scripts"),
]  # fmt: skip


@pytest.mark.parametrize(("form", "expected"), SURFACE_FORMS)
def test_surface_forms(form, expected):
    """A form has its plural, and is one word too where both parts are long."""
    assert list(ENGLISH.surface_forms(form)) == expected


def test_surface_forms_without_plural():
    """Where the author forbids plurals the form is still joined."""
    assert list(ENGLISH.surface_forms("blood test", plurals=False)) == ["bloodtest"]


POSSESSIVES = [
    pytest.param("doctor", "s", "'", True, id="s"),
    pytest.param("doctors", "", "'", True, id="behind-s"),
    pytest.param("diabetes", "s", "'", True, id="s-behind-s"),
    pytest.param("doctor", "", "'", False, id="apostrophe-alone"),
    pytest.param("doctor", "t", "'", False, id="contraction"),
    pytest.param("doctor", "s", "-", False, id="hyphen"),
    pytest.param("doctor", "s", "", False, id="plural-is-a-form-of-its-own"),
]


@pytest.mark.parametrize(("stem", "ending", "connector", "expected"), POSSESSIVES)
def test_possessives(stem, ending, connector, expected):
    """The possessive is the only ending of English."""
    assert ENGLISH.accepts_ending(stem, stem, ending, connector) is expected
    assert not list(ENGLISH.inflectable_stems(stem))


EVERYDAY = "who us it aids ms all care bed pin cat map cold as is or he me id in on am be"


@pytest.mark.parametrize("word", EVERYDAY.split())
def test_everyday_words(word):
    """An acronym that folds to a common short word keeps its case."""
    assert ENGLISH.is_everyday_word(word)


@pytest.mark.parametrize("word", ["mri", "ct", "hiv", "usg", "cbc", "ecg", "hba1c", "copd", ""])
def test_other_acronyms(word):
    """Patients write these in lower case too."""
    assert not ENGLISH.is_everyday_word(word)
