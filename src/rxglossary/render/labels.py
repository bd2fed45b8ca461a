"""The few words of our own that readers see, by language.

Owns their wording. A language without labels gets those of English, marked as English, and is
called by its tag.
"""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["Labels", "labels"]


class Labels(NamedTuple):
    """The words in one language.

    Attributes:
        language: The tag of the language they are in.
        name: What the language calls itself in the switch.
        mode: What the switch is called.
        heading: The heading of the section.
        missing: Said where a definition is missing in this language.
        unreviewed: Said of a definition that no clinician has reviewed.
        close: The name of the button that closes a tip.
    """

    language: str
    name: str
    mode: str
    heading: str
    missing: str
    unreviewed: str
    close: str


_LABELS: Final = {
    "en": Labels(
        "en",
        "English",
        "Patient Mode",
        "Words explained",
        "Not yet in English",
        "Not yet reviewed by a clinician",
        "Close",
    ),
    "bn": Labels(
        "bn",
        "সহজ বাংলা",
        "রোগী মোড",
        "শব্দের সহজ অর্থ",
        "সহজ বাংলা এখনো নেই",
        "এখনো কোনো চিকিৎসক যাচাই করেননি",
        "বন্ধ করুন",
    ),
}


def labels(tag: str) -> Labels:
    """Return the labels for a language tag, by its first subtag.

    >>> labels("bn-BD").close, labels("fr").language, labels("fr").name
    ('বন্ধ করুন', 'en', 'fr')
    """
    found = _LABELS.get(tag.partition("-")[0].lower())
    english = _LABELS["en"]
    return found or english._replace(name=tag or english.name)
