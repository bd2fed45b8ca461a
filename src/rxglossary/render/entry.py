"""One entry as readers see it: its names, its definitions, and what goes with them.

Owns the markup of an entry, which stands in a page's section and on the glossary page alike, and
the options that it depends on. Never decides where an entry stands, nor what its ids are.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from rxglossary.errors import ConfigurationError
from rxglossary.glossary import FrozenMap
from rxglossary.markup import MARK, Element
from rxglossary.render.labels import Label, Labels, labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rxglossary.glossary import Term

__all__ = ["AUDIENCES", "Audience", "Entries", "Text", "balance"]

Audience = Literal["patient", "clinical", "both"]
AUDIENCES: tuple[Audience, ...] = ("patient", "clinical", "both")

_TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")

# What reader modes read from ids and classes (Readability: positive, negative,
# unlikelyCandidates): an article, no article, a part of the page that isn't even looked at.
_RAISED = re.compile("article|blog|body|content|entry|main|page|pagination|post|story|text", re.I)
_LOWERED = re.compile(
    "-ad-|banner|com-|combx|comment|contact|footer|gdpr|hidden|masthead|media|meta|outbrain|promo"
    "|related|scroll|share|shopping|shoutbox|sidebar|skyscraper|sponsor|tags|widget",
    re.I,
)
_UNLIKELY = re.compile(
    "ad-break|agegate|ai2html|breadcrumbs|community|cover-wrap|disqus|extra|header|legends|menu"
    "|pager|pagination|popup|remark|replies|rss|social|supplemental|yom-remote",
    re.I,
)


class Text(NamedTuple):
    """A definition of a term in one reader language.

    Attributes:
        key: The key of its review: the tag of the language, or ``clinical.`` before it.
        tag: The tag of the language.
        classes: The number of the language, and of the reading view where the other has its own.
        text: What it says.
    """

    key: str
    tag: str
    classes: str
    text: str


@dataclass(frozen=True, slots=True)
class Entries:
    """How entries are written: the options that `Link` and the glossary page share.

    Args:
        languages: The tags of one or two reader languages, the first one first.
        audience: Whose definitions are shown: ``patient``, ``clinical`` (a patient's where there is
            no other) or ``both``.
        unreviewed_label: Whether an entry that no clinician has reviewed says so.
        labels: Labels of one's own, by language tag and name (see `rxglossary.render.labels`).

    Raises:
        ConfigurationError: For another number of languages, an unknown audience or label.

    >>> Entries(("hi",)).labels_of("hi").name.text
    'हिन्दी'
    """

    languages: tuple[str, ...] = ("en", "bn")
    audience: Audience = "patient"
    unreviewed_label: bool = True
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=FrozenMap)

    def __post_init__(self) -> None:
        languages: object = self.languages
        if (
            not isinstance(languages, (tuple, list))
            or not 1 <= len(languages) <= 2
            or not all(isinstance(tag, str) and _TAG.fullmatch(tag) for tag in languages)
            or len(set(languages)) < len(languages)
        ):
            raise ConfigurationError(
                f"languages are one or two different tags, not {self.languages!r}"
            )
        object.__setattr__(self, "languages", tuple(languages))
        if self.audience not in AUDIENCES:
            known = ", ".join(AUDIENCES)
            raise ConfigurationError(f"audience is one of {known}, not {self.audience!r}")
        own = FrozenMap({tag: FrozenMap(words) for tag, words in self.labels.items()})
        object.__setattr__(self, "labels", own)
        for tag in (*own, *self.languages):
            self.labels_of(tag)

    def labels_of(self, tag: str) -> Labels:
        """Return the labels of a language, with those of one's own."""
        return labels(tag, self.labels)

    def label(self, name: str, tag: str) -> Label:
        """Return one label of a language."""
        found: Label = getattr(self.labels_of(tag), name)
        return found

    def in_each_language(self, name: str) -> tuple[Element | str, ...]:
        """Return one of our labels in each reader language, and none of them twice."""
        found = {self.label(name, tag): None for tag in self.languages}
        spans = [Element("span", {"lang": label.language}, (label.text,)) for label in found]
        return tuple(part for span in spans for part in (" ", span))[1:]

    def number(self, language: str) -> int:
        """Return the number of the reader language with this tag, from 1; 0 for another one."""
        return _number(self.languages, language)

    def has_views(self, term: Term) -> bool:
        """Tell whether an entry has a text of its own for each reading view."""
        return self.audience == "both" and any(
            tag in term.clinical and tag in term.definition for tag in self.languages
        )

    def keys(self, term: Term) -> tuple[str, ...]:
        """Return the keys of the texts that are shown, whose reviews have to count.

        In none of the languages, an entry may show any text.
        """
        keys = tuple(text.key for text in self.texts(term))
        return keys or tuple(term.definition)

    def texts(self, term: Term) -> Iterator[Text]:
        """Yield the definitions that are shown, in the order of the languages."""
        for number, tag in enumerate(self.languages, 1):
            patient, clinical = term.definition.get(tag), term.clinical.get(tag)
            classes = f"{MARK}-{number}"
            if self.audience == "both" and patient and clinical:
                yield Text(tag, tag, f"{classes} {MARK}-v1", patient)
                yield Text(f"clinical.{tag}", tag, f"{classes} {MARK}-v2", clinical)
            elif clinical and self.audience != "patient":
                yield Text(f"clinical.{tag}", tag, classes, clinical)
            elif patient:
                yield Text(tag, tag, classes, patient)

    def title(self, term: Term) -> Element:
        """Return the dt element.

        The block in it keeps reader modes from taking an entry for a paragraph of the article, and
        so our list for the article (Readability scores what holds no block).
        """
        return Element("dt", {}, (Element("div", {}, self.names(term)),))

    def names(self, term: Term) -> tuple[Element | str, ...]:
        """Return the preferred term in each language, the first one as the definiendum."""
        found = [(tag, term.term[tag]) for tag in self.languages if tag in term.term]
        if not found or ("en" not in term.term and "en" in self.languages):
            # The English name, or the id where no other is written.
            place = 0 if self.languages[0] == "en" else len(found)
            found.insert(place, ("en", term.preferred("en")))
        parts: list[Element | str] = []
        for number, (tag, name) in enumerate(found):
            if number == 0:
                name = name[:1].upper() + name[1:] if name.islower() else name
            parts += [" ", Element("span" if number else "dfn", {"lang": tag}, (name,))]
        return tuple(parts[1:])

    def descriptions(
        self, term: Term, *, page_language: str = "", described: str = ""
    ) -> Iterator[Element]:
        """Yield the dd elements: each definition, or that there is none yet; then the rest.

        Args:
            term: The entry.
            page_language: The tag of the language that its definition is described in.
            described: The id of the definition in that language; "" to give it none.
        """
        texts = list(self.texts(term))
        number = self.number(page_language or self.languages[0])
        present = {text.tag for text in texts}
        for place, tag in enumerate(self.languages, 1):
            words = self.labels_of(tag)
            own = [text for text in texts if text.tag == tag]
            if not own:
                attributes = {"class": f"{MARK}-{place}", "lang": words.missing.language}
                yield Element("dd", attributes, (words.missing.text,))
            for at, text in enumerate(own):
                classes = text.classes
                if len(present) < len(self.languages) and len(self.languages) > 1:
                    # The only language there is stays visible, whichever was chosen.
                    classes = f"{MARK}-1 {MARK}-2" + classes[len(MARK) + 2 :]
                attributes = {"class": classes, "lang": tag}
                if described and at == 0 and place == number:
                    attributes["id"] = described
                yield Element("dd", attributes, (text.text, *self._note(term, text, words)))
            if also := self._also(term, tag, words):
                yield Element("dd", {"class": f"{MARK}-{place} {MARK}-more", "lang": tag}, also)
        if not present:
            tag, only = next(iter(term.definition.items()))
            yield Element("dd", {"lang": tag}, (only,))
        if more := self._more(term, page_language):
            yield more

    def _note(self, term: Term, text: Text, words: Labels) -> tuple[Element | str, ...]:
        if not self.unreviewed_label:
            return ()
        # An entry whose texts have reviews of their own goes by these. A page doesn't change from
        # one day to the next: a review that has run out is `Policy.min_status`'s to heed.
        state = term.review_state(text.key, on=datetime.date.min) if term.review else "current"
        if term.status == "reviewed" and state == "current":
            return ()
        note = {"class": f"{MARK}-note", "lang": words.unreviewed.language}
        return " ", Element("small", note, (words.unreviewed.text,))

    def _also(self, term: Term, tag: str, words: Labels) -> tuple[Element | str, ...]:
        """Return the synonyms and the respelling in one language."""
        parts: list[Element | str] = []
        synonyms = ", ".join(term.synonyms.get(tag, ()))
        for label, text in ((words.also, synonyms), (words.say, term.say.get(tag))):
            if text:
                parts += ["; ", *_called(label, tag), f": {text}"]
        return tuple(parts[1:])

    def _more(self, term: Term, page_language: str) -> Element | None:
        """Return further reading and the source, under labels in the language of the page."""
        tag = page_language or self.languages[0]
        tag = tag if self.number(tag) else self.languages[0]
        words = self.labels_of(tag)
        source = [_linked(term.source.title, term.source.url)] if term.source else []
        see = [_linked(one.title, one.url, one.lang) for one in term.see]
        parts: list[Element | str] = []
        for label, links in ((words.see, see), (words.source, source)):
            written = [link for link in links if link]
            if written:
                parts += [" ", *_called(label, tag), ": ", written[0]]
                parts += [part for link in written[1:] for part in (", ", link)]
        if not parts:
            return None
        return Element("dd", {"class": f"{MARK}-more", "lang": tag}, tuple(parts[1:]))


@lru_cache(64)
def _number(languages: tuple[str, ...], language: str) -> int:
    tag = language.partition("-")[0].lower()
    found = (own.partition("-")[0].lower() for own in languages)
    return next((number for number, own in enumerate(found, 1) if own == tag), 0)


def balance(id: str) -> dict[str, str | None]:
    """Return the attributes that make up for what reader modes read from the id of an entry.

    They drop what holds a word such as "meta" in its id or classes, and take for the article what
    holds one such as "body". A class of the opposite weight leaves the entry a part of the list.

    >>> [balance(id).get("class") for id in ("rxg-fever", "rxg-metastasis", "rxg-antibody")]
    [None, 'rxg-content', 'rxg-meta']
    """
    raised, lowered = _RAISED.search(id), _LOWERED.search(id)
    classes: list[str] = []
    if lowered and not raised:
        classes = [f"{MARK}-content"]
    elif raised and not lowered:
        classes = [f"{MARK}-meta"]
    if _UNLIKELY.search(id):
        classes.append(f"{MARK}-column")  # speaks for it, and weighs nothing
    return {"class": " ".join(classes)} if classes else {}


def _called(label: Label, tag: str) -> tuple[Element | str]:
    """Return a label inside of a text in language *tag*, which the label may not be in."""
    if label.language.partition("-")[0] == tag.partition("-")[0].lower():
        return (label.text,)
    return (Element("span", {"lang": label.language}, (label.text,)),)


def _linked(title: str, url: str, tag: str = "") -> Element | str:
    """Return a link, or the title alone where there is no URL."""
    attributes = {name: value for name, value in (("href", url), ("lang", tag)) if value}
    if not attributes:
        return title
    return Element("a" if url else "span", attributes, (title or url,))
