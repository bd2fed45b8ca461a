"""English: plurals, spellings of one word, possessives, everyday words.

Owns which other surface forms an English form has, and which of them are safe to take without
asking: those that collide with other words (colon, cola; calf, calves) are offered to the editor.
Never stems.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from rxglossary.languages.base import Language, Offer

if TYPE_CHECKING:
    from collections.abc import Iterable

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
_COMPOUND: Final = re.compile("(?<=[a-z]{2})(?:tooth|foot|child|woman)\\Z")
# Plurals already, or singulars that look like them (diabetes, biceps, obstetrics).
_NO_PLURAL: Final = re.compile(r"(?:ae|[^sui]s)\Z")
_HARD_CH: Final = frozenset({"epoch", "monarch", "patriarch", "stomach", "tech"})
# Where no rule but the regular one makes a safe plural.
_PLAIN_ENDS: Final = frozenset("bcdefgijklmnopqrtuvw")
_OTHER_ENDS: Final = ("foot", "child", "man", "mouse", "louse", "ae")
_SIBILANT: Final = re.compile(r"(?:s|x|z|ch|sh)\Z")
_LAST_WORD: Final = re.compile("[a-z\u00df-\u00f6\u00f8-\u024f]+\\Z")
_GLUE: Final = re.compile("[- ]")

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
# letters to leave shoe, aloe, four and filling alone.
_AMERICAN: Final = [
    (re.compile(british), american)
    for british, american in (
        (r"(?<![a-z])oe(?=[a-z]{3})|(?<=[a-z])oe(?=[a-z]{2})|(?:(?<=rrh)|(?<=pn))oe(?=a)", "e"),
        (r"ae(?=[a-z])", "e"),
        (r"(?<=[a-z]{2})our(?=(?:s|ed|ing|less|al|able|ful)?\b)", "or"),
        (r"(?<=[a-z]{2})is(?=e[sdr]?\b|ing\b|ation)", "iz"),
        (r"(?<=[a-z]{2})ys(?=e[sdr]?\b|ing\b)", "yz"),
        (r"(?<=[a-z])([bt])re(?=s?\b)", r"\1er"),
        (r"sulph", "sulf"),
        (r"leuco(?=[a-z])", "leuko"),
        (r"(?<=[aeiou][a-z][ae])lling\b|(?<=[aeiou][a-z]{2}[ae])lling\b", "ling"),
    )
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
    if irregular := _IRREGULAR.get(word):
        return [(irregular, "")]
    if compound := _COMPOUND.search(word):
        return [(word[: compound.start()] + _IRREGULAR[compound[0]], "")]
    if word.endswith("itis"):
        return [(word[:-1] + "des", "")]
    if word.endswith("sis") and not word.endswith("ssis"):
        # "bases" are more often those of base.
        return [(word[:-2] + "es", "plural of base" if word == "basis" else "")]
    if _NO_PLURAL.search(word):
        return []
    found = [(_regular(word), "")]
    if word.endswith("nx"):
        found.insert(0, (word[:-1] + "ges", ""))
    elif word.endswith("oma"):
        found.append((word + "ta", ""))
    elif word.endswith("a"):
        found.insert(0 if word in _FEMININE else 1, (word + "e", ""))
    if word[-1] in "aefmnsx" and not word.endswith("ous"):
        for ending, many, words in _CLASSICAL:
            if word.endswith(ending) and word not in _REGULAR and (words & {word, "*"}):
                found.insert(0, (word[: -len(ending)] + many, f"plural in -{many}"))
                break
    return found


def _regular(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return word[:-1] + "ies"
    return word + ("es" if _SIBILANT.search(word) and word not in _HARD_CH else "s")


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
        found = [form, *_many(form)] if plurals else [form]
        # What the rules of `american` look for; spelled out, since it is asked of every form.
        if (
            "ae" in form
            or "oe" in form
            or "our" in form
            or "ise" in form
            or "isa" in form
            or "isi" in form
            or "yse" in form
            or "ysi" in form
            or "tre" in form
            or "bre" in form
            or "sulph" in form
            or "lling" in form
            or "leuco" in form
        ):
            found += [other for one in found if (other := american(one)) not in found]
        if " " in form or "-" in form:
            found += [joined for one in found for joined in _joined(one)]
        return found[1:]

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


def _many(form: str) -> list[str]:
    """Return *form* with the safe plurals of its last word."""
    if form[-1:] in _PLAIN_ENDS and not form.endswith(_OTHER_ENDS):
        return [form + "s"]  # as `plurals` says, and soon: most words are such
    last = _LAST_WORD.search(form)
    if not last:
        return []
    head = form[: last.start()]
    return [head + many for many, reason in plurals(last[0]) if not reason]


def _joined(form: str) -> Iterable[str]:
    """Yield *form* with one hyphen or space left out, where both parts have more than two letters.

    With digits around, nothing may be left out: "covid 19" isn't "covid19" to everybody.
    """
    for match in _GLUE.finditer(form):
        before = re.search(r"[^\W\d_]*\Z", form[: match.start()])
        after = re.match(r"[^\W\d_]*", form[match.end() :])
        if before and after and len(before[0]) > 2 and len(after[0]) > 2:
            yield form[: match.start()] + form[match.end() :]
