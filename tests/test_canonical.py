"""Canonical text: one spelling for all ways to write a word, and the way back to the source."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rxglossary.matching.canonical import canonical, is_word

DELETED = [
    0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD, 0x200E, 0x200F, 0x034F, 0xFE0E, 0xFE0F,
    *range(0x202A, 0x202F), *range(0x2066, 0x206A),
]  # fmt: skip
HYPHENS = [0x2010, 0x2011, 0x2012, 0x2013, 0x2212, 0xFE63, 0xFF0D]
APOSTROPHES = [0x2018, 0x2019, 0x02BC, 0x00B4, 0x0060, 0xFF07]
SPACES = ["\t", "\n", "\r\n", "\f", "\xa0", "\u202f", "\u2003", "\u3000", "\u2028", "   "]

RULES = [
    *(
        pytest.param(f"টিউ{chr(code)}মার", "টিউমার", id=f"delete-{code:04X}-in-bangla")
        for code in DELETED
    ),
    *(pytest.param(f"tu{chr(c)}mour", "tumour", id=f"delete-{c:04X}-in-latin") for c in DELETED),
    pytest.param("\u200dক\u200c", "ক", id="delete-at-both-ends"),
    pytest.param("\u200b", "", id="delete-everything"),
    *(pytest.param(f"a{space}b", "a b", id=f"white-space-{space!a}") for space in SPACES),
    pytest.param("a \n\t\xa0b", "a b", id="white-space-run"),
    pytest.param("a \xa0b", "a b", id="space-and-no-break-space"),
    pytest.param("a \u200b b", "a b", id="white-space-run-around-a-deleted-character"),
    pytest.param("a  \u200b b", "a b", id="white-space-run-before-a-deleted-character"),
    pytest.param("পড\u09bcা", "পড\u09bcা", id="nukta-decomposed-stays"),
    pytest.param("প\u09dcা", "পড\u09bcা", id="nukta-letter-09DC"),
    pytest.param("ম\u09dd", "মঢ\u09bc", id="nukta-letter-09DD"),
    pytest.param("স\u09dfে", "সয\u09bcে", id="nukta-letter-09DF"),
    pytest.param("ড\u09be\u09bc", "ড\u09bc\u09be", id="nukta-moves-behind-ড"),
    pytest.param("ঢ\u09bf\u09bc", "ঢ\u09bc\u09bf", id="nukta-moves-behind-ঢ"),
    pytest.param("য\u09be\u0981\u09bc", "য\u09bc\u09be\u0981", id="nukta-moves-over-two-signs"),
    pytest.param("ক\u09be\u09bc", "ক\u09be\u09bc", id="nukta-of-another-letter-stays"),
    pytest.param("ক\u09c7\u09be", "ক\u09cb", id="split-vowel-o"),
    pytest.param("ক\u09c7\u09d7", "ক\u09cc", id="split-vowel-au"),
    pytest.param("\u0985\u09be", "\u0986", id="split-vowel-aa"),
    pytest.param("ক\u09c7\u200d\u09be", "ক\u09cb", id="split-vowel-around-a-joiner"),
    pytest.param("ক\u09be\u09be", "ক\u09be", id="repeated-sign"),
    pytest.param("ক\u09be\u09be\u09be", "ক\u09be", id="sign-three-times"),
    pytest.param("ক\u09cd\u09cd", "ক\u09cd", id="repeated-hasanta"),
    pytest.param("ককক", "ককক", id="repeated-letter-stays"),
    pytest.param("চিকিৎসা", "চিকিত্সা", id="khanda-ta"),
    pytest.param("ৰোগ ৱ", "রোগ ব", id="assamese-letters"),
    pytest.param("রোগ৷", "রোগ।", id="look-alike-danda"),
    pytest.param("০১২৩৪৫৬৭৮৯", "0123456789", id="bangla-digits"),
    *(pytest.param(f"a{chr(c)}b", "a-b", id=f"hyphen-{c:04X}") for c in HYPHENS),
    pytest.param("a\u2014b\u2015c", "a\u2014b\u2015c", id="dashes-stay"),
    *(pytest.param(f"a{chr(c)}b", "a'b", id=f"apostrophe-{c:04X}") for c in APOSTROPHES),
    pytest.param("ABCXYZ [\\]^_", "abcxyz [\\]^_", id="ascii-lower-case"),
    pytest.param("Insulin™ diabetes¹²", "insulin™ diabetes¹²", id="superscripts-stay"),
    pytest.param("a® b© c℠", "a® b© c℠", id="signs-stay"),
    pytest.param("CAFÉ cafe\u0301", "café café", id="cluster-composes"),
    pytest.param("E\u00ad\u0301", "é", id="cluster-around-a-deleted-character"),
    pytest.param("Ａｂ", "ab", id="full-width-letters"),
    pytest.param("ﬁbre ß ẞ", "fibre ss ss", id="longer-when-folded"),
    pytest.param("İ", "i\u0307", id="capital-i-with-dot"),
    pytest.param("ΑΣ Σ ς", "ας σ σ".replace("ς", "σ"), id="final-sigma-needs-no-context"),
    pytest.param("\u212aelvin \u017fun", "kelvin sun", id="kelvin-and-long-s"),
    pytest.param("5㎎ ½", "5mg 1\u20442", id="compatibility"),
    pytest.param("আমার|রোগ:", "আমার|রোগ:", id="bar-and-colon-stay"),
    pytest.param("বাক্", "বাক্", id="final-hasanta-stays"),
    pytest.param("“রোগ” — ‘x’", "“রোগ” — 'x'", id="quotes-and-dash"),
    pytest.param("a\0b\x01c", "a\0b\x01c", id="breaks-and-gaps-stay"),
    pytest.param("\u00e9\u200b\u00e9 \u200b \u00a0\u200b", "éé ", id="specials-side-by-side"),
    pytest.param("", "", id="empty"),
]


@pytest.mark.parametrize(("text", "expected"), RULES)
def test_rules(text, expected):
    """Each rule of the table gives one spelling, which stays."""
    assert canonical(text).text == expected
    assert canonical(expected).text == expected


VARIANTS = [
    pytest.param(["চিকিৎসা", "চিকিত্সা"], id="khanda-ta"),
    pytest.param(["র\u200dয্াশ".replace("য্া", "্যা"), "র্যাশ", "র\u200c্যাশ"], id="joiner"),
    pytest.param(["কোভিড-১৯", "কোভিড‑19", "কোভিড–১৯"], id="digits-and-hyphens"),
    pytest.param(["পড়া", "প\u09dcা", "পডা\u09bc"], id="dotted-letter"),
    pytest.param(["Crohn’s", "crohn's", "CROHN´S", "Crohnʼs"], id="apostrophes"),
    pytest.param(["naïve", "nai\u0308ve", "NAÏVE"], id="diaeresis"),
    pytest.param(["\u0623", "\u0627\u0654"], id="arabic-hamza"),
    pytest.param(["\u0929", "\u0928\u093c"], id="devanagari-nukta"),
    pytest.param(["\u304c", "\u304b\u3099"], id="japanese-voicing-mark"),
    pytest.param(["\u0434\u043e\u0439", "\u0434\u043e\u0438\u0306"], id="cyrillic-breve"),
    pytest.param(["blood\xa0sugar", "Blood  Sugar", "blood\n\tsugar"], id="white-space"),
]


@pytest.mark.parametrize("spellings", VARIANTS)
def test_variants_are_one(spellings):
    """All spellings of a word are the same canonical text."""
    assert len({canonical(text).text for text in spellings}) == 1


CASED = [
    pytest.param("MRI‑Straße", "MRI-Straße", id="letters-keep-their-case"),
    pytest.param("E\u0301", "É", id="a-cluster-composes-in-its-case"),
    pytest.param("Ａ চিকিৎসা ১", "A চিকিত্সা 1", id="the-rest-is-the-same"),
]


@pytest.mark.parametrize(("text", "expected"), CASED)
def test_without_folding(text, expected):
    """Without folding only the spelling is made one."""
    assert canonical(text, fold=False).text == expected


# --- Laws ----------------------------------------------------------------------------------------

ALPHABET = (
    "aAeE-'` .^|:0 \t\n\r\xa0\u2028\0\x01"
    "কডঢযরত\u0985\u0986\u0981\u0982\u09bc\u09be\u09bf\u09c7\u09cb\u09cd\u09d7\u09ce\u09dc\u09dd\u09df"
    "\u09f0\u09f7০৯।"
    "\u200b\u200c\u200d\u00ad\ufeff\u202e"
    "\u2011\u2013\u2014\u2019\u02bc"
    "éÉßẞİıſ\u212aΣςﬁ½㎎Ａ¹™®\u0301\u0308\u0327\u0345ǅ"
    "\u0928\u0939😀中"
)
NASTY = st.text(st.sampled_from(ALPHABET), max_size=14)


def reference(text: str, fold: bool = True) -> str:
    """Return the canonical text by the rules one by one, slowly, without offsets."""
    deleted = set(map(chr, DELETED))
    simple = {
        "\u09dc": "\u09a1\u09bc", "\u09dd": "\u09a2\u09bc", "\u09df": "\u09af\u09bc",
        "\u09ce": "\u09a4\u09cd", "\u09f0": "\u09b0", "\u09f1": "\u09ac", "\u09f7": "\u0964",
        **{chr(0x09E6 + n): str(n) for n in range(10)},
        **{chr(code): "-" for code in HYPHENS},
        **{chr(code): "'" for code in APOSTROPHES},
    }  # fmt: skip
    signs = set("\u0981\u0982\u0983\u09bc\u09d7\u09be\u09bf\u09c0\u09c1\u09c2\u09c3\u09c4")
    signs |= set("\u09c7\u09c8\u09cb\u09cc\u09cd")
    kept = [char for char in text if char not in deleted]
    chars: list[str] = []
    for char in kept:
        if not char.isspace():
            chars.append(char)
        elif chars[-1:] != [" "]:
            chars.append(" ")
    spelled: list[str] = []
    index = 0
    while index < len(chars):
        cluster = chars[index]
        index += 1
        if cluster == " " or "\u0980" <= cluster <= "\u09ff" or cluster in simple:
            spelled += simple.get(cluster, cluster)
            continue
        while index < len(chars) and "\u0300" <= chars[index] <= "\u036f":
            if cluster.isascii() and not cluster.isalpha():
                break
            cluster += chars[index]
            index += 1
        if len(cluster) == 1 and unicodedata.decomposition(cluster).startswith("<super>"):
            spelled.append(cluster)
            continue
        cluster = unicodedata.normalize("NFKC", cluster)
        if fold:
            cluster = unicodedata.normalize("NFKC", cluster.casefold())
        spelled += "".join(simple.get(char, char) for char in cluster if char not in deleted)
    merged = {"\u09c7\u09be": "\u09cb", "\u09c7\u09d7": "\u09cc", "\u0985\u09be": "\u0986"}
    out: list[str] = []
    for char in spelled:
        if char == "\u09bc" and out and out[-1] in signs and out[-1] != char:
            at = len(out) - 1
            while at >= 0 and out[at] in signs:
                at -= 1
            if at >= 0 and out[at] in "\u09a1\u09a2\u09af" and out[at + 1] != char:
                out.insert(at + 1, char)
                continue
        out.append(char)
        while len(out) > 1 and out[-1] in signs:
            pair = out[-2] + out[-1]
            one = out[-1] if out[-1] == out[-2] else merged.get(pair)
            if one is None:
                break
            out[-2:] = [one]
    return "".join(out)


@given(NASTY, st.booleans())
@example("ক\u09be\u200d\u09be", True)
@example("ড\u09c7\u09be\u09bc", True)
def test_fast_and_slow_agree(text, fold):
    """What the patterns pass over needs no rewriting."""
    assert canonical(text, fold=fold).text == reference(text, fold)


@given(st.text(max_size=20))
def test_any_text_agrees(text):
    """The same over all of Unicode."""
    marks = any(unicodedata.category(char)[0] == "M" for char in text)
    joined = any(unicodedata.normalize("NFKC", char)[:1] == " " for char in text)
    if not marks and not joined:
        assert canonical(text).text == reference(text)


@given(st.one_of(NASTY, st.text(max_size=20)))
@example("\u09be\u09bc")
@example("ড\u09be\u09bc")
@example("a \u00a8")
@example("\u00b4\u0301")
def test_idempotent(text):
    """Canonical text is canonical already."""
    once = canonical(text).text
    assert canonical(once).text == once


@given(st.one_of(NASTY, st.text(max_size=20)), st.booleans())
@example("ড\u09be\u09bcx", True)
def test_offsets(text, fold):
    """Every character has a place in the source; places never go back and are never empty."""
    found = canonical(text, fold=fold)
    start = end = 0
    for index in range(len(found.text)):
        assert start <= found.start(index)
        assert end <= found.end(index + 1)
        start, end = found.start(index), found.end(index + 1)
        assert 0 <= start < end <= len(text)


@given(st.one_of(NASTY, st.text(max_size=20)))
@example("a\x02b¹ ½ “x” …৲।\x01")
def test_words_are_what_is_left(text):
    """A separator of words becomes a space in its place, and nothing else changes."""
    found = canonical(text)
    expected = "".join(char if is_word(char) else " " for char in found.text)
    assert found.words() == expected
    assert not found.aligned or len(found.text) == len(text)


@given(st.lists(st.one_of(NASTY, st.text(max_size=10)), min_size=1, max_size=4))
def test_forms_are_spelled_at_once(texts):
    """Texts with NUL between are canonical one by one."""
    parts = [text.replace("\0", "") for text in texts]
    together = canonical("\0".join(parts)).text.split("\0")
    assert together == [canonical(part).text for part in parts]


WORD = st.text(st.sampled_from([c for c in ALPHABET if not c.isspace()]), min_size=1, max_size=5)


@given(st.lists(WORD, min_size=1, max_size=4), st.sampled_from([" ", "\n", "\xa0 ", "\t\t"]))
def test_each_word_is_where_it_was_written(words, space):
    """A text is its words' canonical spellings, and each one's places are in that word."""
    text = space.join(words)
    found = canonical(text)
    spelled = [canonical(word).text for word in words]
    if not all(spelled):
        return  # a word that is nothing leaves one space
    assert found.text == " ".join(spelled)
    at = place = 0
    for word, new in zip(words, spelled, strict=True):
        assert found.start(at) >= place
        assert found.end(at + len(new)) <= place + len(word)
        inside = text[found.start(at) : found.end(at + len(new))]
        assert canonical(inside).text == new
        at, place = at + len(new) + 1, place + len(word) + len(space)


PLACES = [
    pytest.param("টিউ\u00adমার", 0, 6, (0, 7), id="deleted-inside-belongs-to-the-word"),
    pytest.param("\u200dরোগ\u200c ", 0, 3, (1, 4), id="deleted-outside-does-not"),
    pytest.param("a  b", 0, 3, (0, 4), id="white-space-run"),
    pytest.param("x ﬁbre", 2, 4, (2, 3), id="one-character-for-two"),
    pytest.param("যা\u09bcx", 0, 3, (0, 3), id="moved-nukta"),
    pytest.param("xকে\u09bey", 1, 3, (1, 4), id="split-vowel"),
    pytest.param("\u09dfা", 0, 2, (0, 1), id="one-letter-for-two"),
]


@pytest.mark.parametrize(("text", "start", "end", "expected"), PLACES)
def test_places(text, start, end, expected):
    """A stretch of canonical text is that stretch of the source."""
    found = canonical(text)
    assert (found.start(start), found.end(end)) == expected


WORDS = [
    *(pytest.param(char, True, id=f"word-{char!a}") for char in "aZé\u0301কািঁ্৪5_\u203f中Ⅷ½"),
    *(pytest.param(char, False, id=f"no-word-{char!a}") for char in " -'.¹ªº™®।।\0\x01/😀\u2014"),
]


@pytest.mark.parametrize(("char", "expected"), WORDS)
def test_is_word(char, expected):
    """Letters, marks, numbers and connectors are of words; superscripts aren't."""
    assert is_word(char) is expected
