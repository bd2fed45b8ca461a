"""English: plurals, spellings of one word, possessives, everyday words.

Owns which other surface forms an English form has, and which of them are safe to take without
asking: those that collide with other words (colon, cola; calf, calves) are offered to the editor.
Never stems.
"""

from __future__ import annotations

import re
import string
import unicodedata
from itertools import compress, product
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from rxglossary.languages.base import Language, Offer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

__all__ = ["ENGLISH", "English", "american", "plurals"]

_IRREGULAR: Final = {
    "tooth": "teeth",
    "foot": "feet",
    "child": "children",
    "woman": "women",
    "man": "men",
    "mouse": "mice",
    "louse": "lice",
    # In s, and yet singular.
    "lens": "lenses",
    "gas": "gases",
    "bias": "biases",
    "atlas": "atlases",
}
_COMPOUNDS: Final = ("tooth", "foot", "child", "woman")
_COMPOUND: Final = re.compile("(?<=[a-z]{2})(?:tooth|foot|child|woman)\\Z")
_HARD_CH: Final = frozenset({"epoch", "monarch", "patriarch", "stomach", "tech"})
_SIBILANTS: Final = ("s", "x", "z", "ch", "sh")
_VOWELS: Final = frozenset("aeiou")
_LAST_WORD: Final = re.compile("[a-z\u00df-\u00f6\u00f8-\u024f]+\\Z")
# What may be left out: both parts have more than two letters. With digits around nothing may, as
# "covid 19" isn't "covid19" to everybody.
_GLUE: Final = re.compile(r"[- ](?<=[^\W\d_]{3}[- ])(?=[^\W\d_]{3})")


def _endings() -> Iterator[tuple[str, str]]:
    """Yield the last two letters of words, and what they become in the plural; "" without one.

    Those are left out that don't decide alone, as stomach and speech, lens and biceps show.
    """
    undecided = "ch th nx is as ns ot ld an se".split()
    for first, last in product(string.ascii_lowercase, repeat=2):
        end = first + last
        if end in undecided or last == "a":
            continue
        if end == "ae" or (last == "s" and first not in "su"):
            yield end, ""
        elif last == "y" and first not in _VOWELS:
            yield end, first + "ies"
        else:
            yield end, end + ("es" if end.endswith(_SIBILANTS) else "s")


_MANY: Final = dict(_endings())
_LAST_TWO: Final = itemgetter(slice(-2, None))

# Plurals of Latin and Greek words: ending, plural's ending, and the words that have no other one
# in use; "*" is any word, "" none. The first rule whose ending fits makes the likely plural.
_CLASSICAL: Final = [
    (ending, plural, frozenset(words.split()))
    for ending, plural, words in (
        ("xis", "xes", "*"),
        ("is", "es", "testis penis axis naris"),
        ("is", "ides", "epididymis iris clitoris glottis"),
        ("yx", "yces", "calyx"),
        ("yx", "yges", "coccyx"),
        ("ex", "ices", "apex codex cortex index vertex vortex"),
        ("ix", "ices", "appendix calix cervix fornix helix matrix radix varix"),
        ("ax", "aces", "thorax pneumothorax haemothorax hemothorax"),
        ("um", "a", "*"),
        ("us", "ora", "corpus"),
        ("us", "era", "viscus genus glomus ulcus"),
        ("us", "i", "*"),
        ("on", "a", "ganglion mitochondrion criterion phenomenon spermatozoon protozoon acromion"),
        ("en", "ina", "foramen lumen"),
        ("a", "ata", "stoma stigma"),
        ("f", "ves", "calf half leaf hoof shelf wolf"),
        ("fe", "ves", "knife life wife"),
    )
]
# Words in -us and -um that are English enough to have the regular plural.
_REGULAR: Final = frozenset(
    "abortus bonus bus callus census chorus circus fetus foetus focus hiatus litmus lupus meatus"
    " coitus detritus mucus octopus plexus process pus pruritus sinus status tenesmus"
    " tetanus thymus tinnitus typhus virus"
    " album asylum forum medium-sized premium vacuum museum".split()
)
# Words in -a that mostly have the plural in -ae.
_FEMININE: Final = frozenset(
    "alga alveola ampulla axilla bulla bursa cornea costa fossa fovea glia lacuna lamina larva"
    " macula maxilla medulla papilla patella petechia pleura plica ruga scapula sequela"
    " tibia trabecula trachea ulna vagina vena vertebra vesicula".split()
)

# British spellings, where no other word has the American one. Each begins or goes on with enough
# letters to leave shoe, aloe, four and filling alone. Letters stand first in each expression, which
# finds it many times as fast; behind them it says what stands before.
_AMERICAN: Final = [
    (re.compile(british), american)
    for british, american in (
        (
            r"oe(?:(?<![a-z]oe)(?=[a-z]{3})|(?<=[a-z]oe)(?=[a-z]{2})|(?:(?<=rrhoe)|(?<=pnoe))(?=a))",
            "e",
        ),
        (r"ae(?=[a-z])", "e"),
        (r"our(?<=[a-z]{2}our)(?=(?:s|ed|ing|less|al|able|ful)?\b)", "or"),
        (r"is(?<=[a-z]{2}is)(?=e[sdr]?\b|ing\b|ation)", "iz"),
        (r"ys(?<=[a-z]{2}ys)(?=e[sdr]?\b|ing\b)", "yz"),
        (r"re(?<=[a-z][bt]re)(?=s?\b)", "er"),
        (r"sulph", "sulf"),
        (r"leuco(?=[a-z])", "leuko"),
        (r"lling\b(?:(?<=[aeiou][a-z][ae]lling)|(?<=[aeiou][a-z]{2}[ae]lling))", "ling"),
    )
]
# What is in every form that they change.
_BRITISH: Final = [
    re.compile(sign)
    for sign in "oe ae our is(?=[aei]) ys(?=[ei]) re(?<=[bt]re) sulph leuco lling".split()
]
# What an editor who wrote American is offered.
_TO_BRITISH: Final = [
    (re.compile(american), british)
    for american, british in (
        (r"\bhem(?=[aeio])|(?<=[a-z])(?<!c)hem(?=orrh)", "haem"),
        (r"\banem", "anaem"),
        (r"(?<!a)emia\b", "aemia"),
        (r"\bedema", "oedema"),
        (r"(?<=[a-z])edema\b", "oedema"),
        (r"\besophag", "oesophag"),
        (r"\bestro", "oestro"),
        (r"\bfet(?=us|al)", "foet"),
        (r"\bfec(?=es|al)", "faec"),
        (r"\bcec(?=um|al)", "caec"),
        (r"ped(?=iatr)", "paed"),
        (r"orthoped", "orthopaed"),
        (r"gynec", "gynaec"),
        (r"anesth", "anaesth"),
        (r"(?<=rrh)ea\b", "oea"),
        (r"(?<=pn)ea\b", "oea"),
        (r"\b(tum|col|od|lab|hum|behavi|vap)or(?=(?:s|ed|ing|less|al)?\b)", r"\1our"),
        (r"(?<=[a-z]{2})iz(?=e[sdr]?\b|ing\b|ation)", "is"),
        (r"(?<=[a-z]{2})yz(?=e[sdr]?\b|ing\b)", "ys"),
        (r"\b(cen|li|me|ti|goi)ter\b", r"\1tre"),
        (r"\bfiber", "fibre"),
        (r"sulf", "sulph"),
        (r"leuko", "leuco"),
    )
]
# Common short words that an acronym may fold to (WHO and who, AIDS and aids).
_EVERYDAY = frozenset(
    "a act aid aids air all am an and ant any are arm art as ask at ate bad bag bar bat be bed"
    " bid big bin bit box boy bug bus but buy by cab can cap car care cast cat chat chip clip"
    " cod cold cop cot cow cry cup cut dad dam day den did die dig dim dip do dog dot dry due"
    " ear eat egg end era eve eye fan far fat fee few fig fin fit fix flu fly for fun gap gas"
    " gel get go god got gum gun guy had ham has hat he hear help hen her hers him hip his hit"
    " hot how ice id if ill in ink is it its jam jar jaw job joy key kid kit lab lap last laws"
    " lay led leg let lid lie lip lit log lot low mad male man map mark mat may me men met mild"
    " mix mod mom most ms my nap nest net new no nor not now nut of off old on one or our out"
    " own pad pain pan part pat pay pen pet pie pig pin pit pop pot put rag ran rat raw red rest"
    " rib rice rid rip rob rod role rot row rub rug run sad safe same sat saw say scan sea see"
    " set sex she sin sip sir sit six skin so son spa star stem step sun tap tar tea ten the tie"
    " tin tip to toe ton too top toy try tub two up us use van vat vet via war was way we well"
    " wet who why win wit won yes yet you".split()
)


def plurals(word: str) -> list[tuple[str, str]]:
    """Return the plurals of a folded *word*, the likely one first.

    Each is a pair with the reason why its author has to be asked, or "" where it is safe: no other
    word is spelled so.

    >>> [[form for form, _ in plurals(w)] for w in ("tumor", "biopsy", "metastasis", "carcinoma")]
    [['tumors'], ['biopsies'], ['metastases'], ['carcinomas', 'carcinomata']]
    >>> plurals("atrium"), plurals("diabetes")
    ([('atria', 'plural in -a'), ('atriums', '')], [])
    """
    if word == "basis":
        return [("bases", "plural of base")]  # as which they are more frequent
    found = [(many, "") for many in _safe_plurals(word)]
    if word[-1] in "aefmnsx" and not word.endswith("ous"):
        for ending, many, words in _CLASSICAL:
            if word.endswith(ending) and word not in _REGULAR and (words & {word, "*"}):
                found.insert(0, (word[: -len(ending)] + many, f"plural in -{many}"))
                break
    return found


def _safe_plurals(word: str) -> list[str]:
    """Return the plurals of a folded *word* that are no other word."""
    if word.endswith("a"):
        other = word + ("ta" if word.endswith("oma") else "e")
        return [other, word + "s"] if word in _FEMININE else [word + "s", other]
    if irregular := _IRREGULAR.get(word):
        return [irregular]
    if word.endswith(_COMPOUNDS) and (compound := _COMPOUND.search(word)):
        return [word[: compound.start()] + _IRREGULAR[compound[0]]]
    if word.endswith("itis"):
        return [word[:-1] + "des"]
    if word.endswith("sis") and not word.endswith("ssis"):
        return [word[:-2] + "es"] if word != "basis" else []
    # Plurals already, or singulars that look like them (diabetes, biceps, obstetrics).
    if word.endswith("ae") or (word.endswith("s") and word[-2:-1] not in "sui"):
        return []
    regular = _regular(word)
    return [word[:-1] + "ges", regular] if word.endswith("nx") else [regular]


def _regular(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(_SIBILANTS) and word not in _HARD_CH else "s")


def american(form: str) -> str:
    """Return a folded *form* in American spelling, as far as that is another word's nowhere.

    >>> [american(word) for word in ("anaemia", "tumours", "sulphonylurea", "shoe", "four")]
    ['anemia', 'tumors', 'sulfonylurea', 'shoe', 'four']
    """
    for british, written in _AMERICAN:
        form = british.sub(written, form)
    return form


class English(Language):
    """The rules of English."""

    __slots__ = ()

    letters = frozenset("abcdefghijklmnopqrstuvwxyz")
    connectors = "'"
    bound_prefixes = frozenset(
        "anti non pre post sub un inter intra hyper hypo pseudo co re de multi semi".split()
    )
    buckets = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")

    def surface_forms(self, form: str, *, plurals: bool = True) -> Iterable[str]:
        """Yield the safe plurals of the last word, the American spelling, and *form* joined.

        A hyphen and a space are one to the automaton, so "anti inflammatory" needs no form.

        >>> list(ENGLISH.surface_forms("tumour"))
        ['tumours', 'tumor', 'tumors']
        >>> list(ENGLISH.surface_forms("anti-inflammatory drug"))
        ['anti-inflammatory drugs', 'antiinflammatory drug', 'anti-inflammatorydrug', \
'antiinflammatory drugs', 'anti-inflammatorydrugs']
        """
        return self.all_surface_forms([form], plurals=plurals)[0]

    def all_surface_forms(
        self, forms: Sequence[str], *, plurals: bool = True
    ) -> tuple[list[str], list[int]]:
        """Return the surface forms of many *forms*, each with the place of its form.

        >>> ENGLISH.all_surface_forms(["tumour", "fibre"])
        (['tumours', 'fibres', 'tumor', 'fiber', 'tumors', 'fibers'], [0, 1, 0, 1, 0, 1])
        """
        if type(self).surface_forms is not English.surface_forms:
            return super().all_surface_forms(forms, plurals=plurals)  # of a kind of its own
        text = "\n".join(forms)
        found, places = _many(forms) if plurals else ([], [])
        british = [*dict.fromkeys(line for line, _ in _search(_BRITISH, text))]
        if british:
            some = [forms[place] for place in british]
            many, of = _many(some) if plurals else ([], [])
            some += many
            british += [british[place] for place in of]
            spelled = american("\n".join(some)).split("\n")
            for place, form, other in zip(british, some, spelled, strict=True):
                if form != other:
                    found.append(other)
                    places.append(place)
        if " " in text or "-" in text:
            every, of = [*forms, *found], [*range(len(forms)), *places]
            for line, at in _search([_GLUE], "\n".join(every)):
                found.append(every[line][:at] + every[line][at + 1 :])
                places.append(of[line])
        return found, places

    def offered_forms(self, form: str) -> Iterable[Offer]:
        """Yield the plurals of the last word that may be other words, and the British spelling.

        >>> list(ENGLISH.offered_forms("colon"))
        []
        >>> [offer.form for offer in ENGLISH.offered_forms("left atrium")]
        ['left atria']
        """
        last = _LAST_WORD.search(form)
        if last:
            for many, reason in plurals(last[0]):
                if reason:
                    yield Offer(form[: last.start()] + many, reason)
        british = form
        for pattern, written in _TO_BRITISH:
            british = pattern.sub(written, british)
        if british != form:
            yield Offer(british, "British spelling")

    def accepts_ending(self, form: str, stem: str, ending: str, connector: str) -> bool:
        """Accept the possessive: ``'s``, and a bare apostrophe behind s.

        >>> [ENGLISH.accepts_ending("x", "doctor", *rest) for rest in (("s", "'"), ("s", ""))]
        [True, False]
        """
        del form
        if connector != "'" or stem[-1:] >= "\u0530":  # beyond Latin, Greek and Cyrillic
            return False
        return ending == "s" or (not ending and stem.endswith("s"))

    def is_everyday_word(self, form: str) -> bool:
        """Tell whether *form* is a common short word.

        >>> ENGLISH.is_everyday_word("aids"), ENGLISH.is_everyday_word("mri")
        (True, False)
        """
        return form in _EVERYDAY

    def collation_key(self, text: str) -> tuple[object, ...]:
        """Return a key that ignores case, accents, hyphens and spaces at first.

        >>> sorted(["X-ray", "éclampsia", "xenon", "eczema", "x-axis"], key=ENGLISH.collation_key)
        ['éclampsia', 'eczema', 'x-axis', 'xenon', 'X-ray']
        """
        apart = unicodedata.normalize("NFD", text.casefold())
        return ("".join(filter(str.isalnum, apart)), text.casefold(), text)

    def index_bucket(self, text: str) -> str:
        """Return the letter under which an index lists *text*; "" for what begins otherwise.

        >>> [ENGLISH.index_bucket(word) for word in ("x-ray", "Éclampsia", "5-HT")]
        ['X', 'E', '']
        """
        first = unicodedata.normalize("NFD", text)[:1].upper()
        return first if first in self.buckets else ""


ENGLISH = English("en")


def _many(forms: Sequence[str]) -> tuple[list[str], list[int]]:
    """Return *forms* with the safe plurals of their last words, each with the place of its form."""
    ends = [*map(_MANY.get, map(_LAST_TWO, forms))]
    found = [form[:-2] + end for form, end in zip(forms, ends, strict=True) if end]
    places = [*compress(range(len(ends)), ends)]
    for place, end in enumerate(ends):
        if end is None:
            form = forms[place]
            if last := _LAST_WORD.search(form, form.rfind(" ") + 1):
                for many in _safe_plurals(last[0]):
                    found.append(form[: last.start()] + many)
                    places.append(place)
    return found, places


def _search(patterns: Iterable[re.Pattern[str]], text: str) -> Iterator[tuple[int, int]]:
    """Yield where in *text* any of *patterns* is found, in order: which line, where in it."""
    line = begin = 0
    for at in sorted({hit.start() for pattern in patterns for hit in pattern.finditer(text)}):
        line += text.count("\n", begin, at)
        begin = max(begin, text.rfind("\n", begin, at) + 1)
        yield line, at - begin
