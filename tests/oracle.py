"""A second matcher: every form at every place, one rule after the other, as slow as need be.

Takes canonical text and the languages' tables from the library, which have tests of their own, and
nothing of its boundaries, its automaton or its choice. Written from the rules, not from the code.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from rxglossary.glossary import Glossary, MatchRules, Term
from rxglossary.languages import known_languages, language
from rxglossary.matching.canonical import canonical

GAP = "\x01"
PREFIXES = "anti non pre post sub un inter intra hyper hypo pseudo co re de multi semi".split()
ADDRESS = re.compile(r"www\..*|([^\W_][\w-]*\.)+[a-z]{2,10}([/:?#].*)?", re.S)


class Candidate(NamedTuple):
    """A spelling to look for, and whose it is; None is a phrase in which others don't count."""

    spelling: str
    form: str
    written: str
    term: Term | None
    authored: bool
    exact: bool
    everyday: bool
    language: str

    @property
    def rules(self) -> MatchRules:
        return self.term.match if self.term else MatchRules()


def find(glossary: Glossary, source: str) -> list[tuple[int, int, frozenset[str]]]:
    """Return start, end and the ids of the terms that are meant, for each occurrence."""
    mapped = canonical(source)
    text = mapped.text
    found: dict[tuple[int, int, int], frozenset[str]] = {}
    spellings = _candidates(glossary)
    for key, candidates in spellings.items():
        for start in range(len(text) - len(key) + 1):
            end = start + len(key)
            if text[start:end].replace("-", " ") != key:
                continue
            accepted = []
            for one in candidates:
                reach = _reach(text, start, end, one)
                inside = source[mapped.start(start) : mapped.end(end)]
                if reach is None or (one.exact and not _cased(one, inside)):
                    continue
                if one.everyday and _shouted(source, mapped.start(start), mapped.end(end)):
                    continue
                accepted.append((reach, one))
            accepted = [pair for pair in accepted if pair[1].exact] or accepted
            if accepted:
                reach = max(pair[0] for pair in accepted)
                terms = frozenset(pair[1].term.id for pair in accepted if pair[1].term)
                found[start, -reach, -len(key)] = terms
    chosen = []
    done = 0
    for (start, reach, _), terms in sorted(found.items()):
        if start >= done:
            done = -reach
            if terms:
                chosen.append((mapped.start(start), mapped.end(done), terms))
    return chosen


def _candidates(glossary: Glossary) -> dict[str, list[Candidate]]:
    """Return what is looked for, by its spelling with hyphens as spaces."""
    everything: list[Candidate] = []
    for term in glossary:
        if term.match.mode == "never":
            continue
        names = {"en": [term.term.get("en") or term.id.replace("-", " ")]}
        names |= {tag: [name] for tag, name in term.term.items()}
        written = [*names.items(), *term.forms.items(), *term.synonyms.items(), *term.abbr.items()]
        written += [(tag, tuple(reasons)) for tag, reasons in term.avoid.items()]
        if term.plural not in ("", "none"):
            written.append(("plural", [term.plural]))
        for tag, texts in written:
            for one in texts:
                everything += _spellings(term, "en" if tag == "plural" else tag, one, tag)
        for phrase in term.match.not_in:
            tag = "bn" if re.search("[\u0980-\u09ff]", phrase) else "en"
            spelled = canonical(phrase).text.strip()
            for spelling in (spelled, *language(tag).surface_forms(spelled)):
                not_a_term = (None, False, False, False, tag)
                everything.append(Candidate(spelling, spelling, phrase, *not_a_term))
    keys: dict[str, list[Candidate]] = {}
    for one in everything:
        if one.spelling:
            keys.setdefault(one.spelling.replace("-", " "), []).append(one)
    return {key: _strongest(candidates) for key, candidates in keys.items()}


def _strongest(candidates: list[Candidate]) -> list[Candidate]:
    """Keep what an author wrote; else what belongs to a term; else the phrases."""
    for wanted in (
        lambda one: one.authored,
        lambda one: one.term is not None,
        lambda one: True,
    ):
        kept = [one for one in candidates if wanted(one)]
        if kept:
            break
    first: dict[tuple[str, bool], Candidate] = {}
    for one in kept:
        first.setdefault((one.term.id if one.term else "", one.exact), one)
    return list(first.values())


def _spellings(term: Term, tag: str, written: str, kind: str) -> list[Candidate]:
    rules = language(tag)
    form = canonical(written).text.strip()
    if not form or set(form) & {"\0", GAP}:
        return []
    capitals = [char.isupper() for char in written]
    acronym = sum(capitals) >= 2 or True in capitals[1:]
    everyday = term.match.case == "smart" and acronym and rules.is_everyday_word(form)
    exact = everyday or term.match.case == "exact"
    found = [Candidate(form, form, written, term, True, exact, everyday, tag)]
    if term.match.inflect != "none":
        plurals = not term.plural and kind != "plural"
        for other in rules.surface_forms(form, plurals=plurals):
            found.append(Candidate(other, other, written, term, False, exact, everyday, tag))
        for stem in rules.inflectable_stems(form):
            found.append(Candidate(stem, form, written, term, False, exact, everyday, tag))
    return found


def _word(char: str) -> bool:
    if unicodedata.decomposition(char).startswith("<super>"):
        return False
    return unicodedata.category(char)[0] in "LMN" or unicodedata.category(char) == "Pc"


def _bangla(text: str) -> bool:
    return re.fullmatch("[\u0980-\u09ff]*", text) is not None


def _last_word(text: str) -> str:
    """Return the run of word characters that *text* ends in."""
    at = len(text)
    while at and _word(text[at - 1]):
        at -= 1
    return text[at:]


def _first_word(text: str) -> str:
    """Return the run of word characters that *text* begins with."""
    return _last_word(text[::-1])[::-1]


def _reach(text: str, start: int, end: int, one: Candidate) -> int | None:
    """Return where the word ends that begins with [start, end), or None where it is none."""
    before, behind = text[:start], text[end:]
    if before.endswith(GAP) and behind.startswith(GAP):
        return None
    if not _free_on_the_left(before) or _address(text, start):
        return None
    reach = _end(text, start, end, one)
    if reach is None or reach < end:
        return None
    rest = text[reach:]
    if rest.startswith(GAP):
        neighbour = rest.lstrip(GAP)[:1]
        if neighbour and (_word(neighbour) or neighbour == "'"):
            return None
    return reach


def _free_on_the_left(before: str) -> bool:
    before = before.rstrip(GAP)
    if not before:
        return True
    near, rest = before[-1], before[:-1]
    if _word(near):
        return False  # L1
    if near in "'-.@#" and rest.endswith(GAP):
        return False
    if near == "-":
        return _last_word(rest) not in PREFIXES  # L3
    latin = bool(rest) and _word(rest[-1]) and not _bangla(rest[-1])
    return not (near in "'.@#" and latin)  # L2, L4


def _address(text: str, start: int) -> bool:
    """L0: the token around the place is a URL, a mail address or a file name."""
    head = re.split("[ \0\x01]", text[:start])[-1]
    tail = re.split("[ \0\x01]", text[start:])[0]
    token = head + tail
    if "://" in token or "@" in token:
        return True
    return ADDRESS.fullmatch(token.strip("\"'“”‘’()[]{}<>,;:.!?।")) is not None


def _ends_in(one: Candidate, ending: str, connector: str) -> bool:
    own = one.language in {rules.tag for rules in known_languages()}
    if not connector and _bangla(one.spelling[-1:]) and not own:
        return False  # another language that is written in Bangla letters
    return any(
        rules.accepts_ending(one.form, one.spelling, ending, connector)
        for rules in known_languages()
    )


def _end(text: str, start: int, end: int, one: Candidate) -> int | None:
    bare = end if one.spelling == one.form else None  # a stem is no word alone
    exceptions = [canonical(word).text for word in one.rules.except_]
    residue = _first_word(text[end:])
    whole = text[start:end] + residue
    if whole in exceptions:
        return None
    if residue:  # R2
        fits = one.rules.inflect == "full" and _bangla(residue) and _ends_in(one, residue, "")
        return end + len(residue) if fits else None
    connector = text[end : end + 1]
    if connector not in ("'", "-"):
        return bare  # R1
    following = _first_word(text[end + 1 :])
    inflected = one.rules.inflect != "none"
    if connector == "'" and not following:
        quoted = text[start - 1 : start] == "'"
        owner = inflected and not quoted and not _bangla(text[end - 1])
        return end + 1 if owner and _ends_in(one, "", "'") else bare  # R3
    if inflected and following:
        possessive = connector == "'" and following == "s" and not _bangla(text[end - 1])
        if (possessive or _bangla(following)) and _ends_in(one, following, connector):
            return end + 1 + len(following)  # R3, R4
    if connector == "'" and following and not _bangla(following[0]):
        return None  # R3
    if connector == "-" and following and one.rules.hyphen == "deny":
        return None  # R5
    return bare


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalpha())


def _cased(one: Candidate, inside: str) -> bool:
    there = _letters(canonical(inside, fold=False).text)
    wanted = _letters(canonical(one.written, fold=False).text)
    return there.startswith(wanted) and not any(map(str.isupper, there[len(wanted) :]))


def _shouted(source: str, start: int, end: int) -> bool:
    """Tell whether two words beside it are capitals too: both before, both behind, or either."""

    def loud(word: str) -> bool:
        return len(_letters(word)) > 1 and _letters(word).isupper()

    before = source[:start].rpartition("\0")[2].split()[::-1]
    behind = source[end:].partition("\0")[0].split()
    count = 0
    for words in (before, behind):
        while words and loud(words.pop(0)):
            count += 1
    return count >= 2
