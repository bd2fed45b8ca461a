"""English: plurals that are safe to take without asking, possessives, everyday words.

Owns which other surface forms an English form has. Plurals that collide with other words (colon,
cola; basis, bases) are the author's to list. Never stems.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rxglossary.languages.base import Language

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ENGLISH", "English", "plural"]

_IRREGULAR = {
    "tooth": "teeth",
    "foot": "feet",
    "child": "children",
    "woman": "women",
    "man": "men",
    "mouse": "mice",
    "louse": "lice",
}
# Plurals already, or singulars that look like them (diabetes, biceps, obstetrics).
_NO_PLURAL = re.compile(r"(?:ae|[^sui]s)\Z")
_HARD_CH = frozenset({"epoch", "monarch", "patriarch", "stomach", "tech"})
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)\Z")
_GLUE = re.compile("[- ]")
_LAST_WORD = re.compile("[a-z\u00df-\u00f6\u00f8-\u024f]+\\Z")
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


def plural(word: str) -> str:
    """Return the regular plural of a folded *word*, or "" where none is safe.

    >>> [plural(w) for w in ("tumor", "biopsy", "metastasis", "carcinoma", "arthritis", "diabetes")]
    ['tumors', 'biopsies', 'metastases', 'carcinomas', 'arthritides', '']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("itis"):
        return word[:-1] + "des"
    if word.endswith(("asis", "esis", "osis", "ysis")) and word != "basis":
        return word[:-2] + "es"
    if word.endswith("nx"):
        return word[:-1] + "ges"
    if _NO_PLURAL.search(word):
        return ""
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return word[:-1] + "ies"
    if word == "basis":
        return ""  # "bases" are more often those of base
    return word + ("es" if _SIBILANT.search(word) and word not in _HARD_CH else "s")


class English(Language):
    """The rules of English."""

    __slots__ = ()

    letters = frozenset("abcdefghijklmnopqrstuvwxyz")
    connectors = "'"
    bound_prefixes = frozenset(
        "anti non pre post sub un inter intra hyper hypo pseudo co re de multi semi".split()
    )

    def surface_forms(self, form: str, *, plurals: bool = True) -> Iterable[str]:
        """Yield the plural of the last word, and the form joined where it has a hyphen or space.

        A hyphen and a space are one to the automaton, so "anti inflammatory" needs no form.

        >>> list(ENGLISH.surface_forms("anti-inflammatory drug"))
        ['anti-inflammatory drugs', 'antiinflammatory drug', 'anti-inflammatorydrug', \
'antiinflammatory drugs', 'anti-inflammatorydrugs']
        """
        found = [form]
        last = _LAST_WORD.search(form)
        if plurals and last and (many := plural(last[0])):
            found.append(form[: last.start()] + many)
        found += [joined for one in found for joined in _joined(one)]
        return found[1:]

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


ENGLISH = English("en")


def _joined(form: str) -> Iterable[str]:
    """Yield *form* with one hyphen or space left out, where both parts have more than two letters.

    With digits around, nothing may be left out: "covid 19" isn't "covid19" to everybody.
    """
    for match in _GLUE.finditer(form):
        before = re.search(r"[^\W\d_]*\Z", form[: match.start()])
        after = re.match(r"[^\W\d_]*", form[match.end() :])
        if before and after and len(before[0]) > 2 and len(after[0]) > 2:
            yield form[: match.start()] + form[match.end() :]
