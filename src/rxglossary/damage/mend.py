"""Mending damaged pages.

Owns `repair`: what comes back, in the type and the offsets of what was given. What isn't damaged
stays as it was, byte for byte. Never looks for damage itself: that is `rxglossary.damage.finder`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic

from rxglossary.damage.finder import Confidence, Edit, Finder, Found, Kind
from rxglossary.damage.patterns import PRESETS, Patterns, TooltipPattern
from rxglossary.documents import Document, Refusal, Source, open_document
from rxglossary.errors import ConfigurationError
from rxglossary.html.protected import PRESETS as PROTECTED
from rxglossary.html.protected import protected_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rxglossary.glossary import Glossary

__all__ = ["Damage", "Repair", "repair"]

_TO: Final = ("text", "tooltip")


@dataclass(frozen=True, slots=True)
class Damage(Generic[Source]):
    """One damaged place; offsets are those of the given source.

    Attributes:
        offset: Where it begins: a character of a `str`, a byte of `bytes`, from 0.
        depth: How many levels of tooltips stand inside of the outermost one, from 1.
        term: What the outermost tooltip explains, as far as it is known; else ``""``.
        confidence: ``certain``, or ``likely``: mended with *aggressive* alone.
        kind: ``raw`` (as a server sent it), ``reserialised`` (a browser or parser wrote the page
            again), ``residue`` (text without tags) or ``truncated`` (its end was cut off).
        before: The source of the damaged place.
        after: What stands there when it is mended.
        mended: Whether it was.
    """

    offset: int
    depth: int
    term: str
    confidence: Confidence
    kind: Kind
    before: Source
    after: Source
    mended: bool

    @property
    def end(self) -> int:
        """Return where it ends, exclusive."""
        return self.offset + len(self.before)


@dataclass(frozen=True, slots=True)
class Repair(Generic[Source]):
    """What `repair` made of one source. Iterating it yields the damages.

    Attributes:
        html: The mended source, in the given type; the very same object if nothing was mended.
        damages: What was found, in the order of the source.
        refused: Why the source can't be read, or None.
    """

    html: Source
    damages: tuple[Damage[Source], ...] = ()
    refused: Refusal | None = None

    def __iter__(self) -> Iterator[Damage[Source]]:
        return iter(self.damages)

    def __len__(self) -> int:
        return len(self.damages)

    def __bool__(self) -> bool:
        return True


def repair(
    html: Source,
    *,
    to: str = "text",
    glossary: Glossary | None = None,
    aggressive: bool = False,
    residue: bool = False,
    patterns: Iterable[str | TooltipPattern] = tuple(PRESETS),
    protect: Iterable[str] = tuple(PROTECTED),
    encoding: str | None = None,
) -> Repair[Source]:
    """Return *html* with nested tooltip damage mended, and nothing else changed.

    Time and memory are linear in the source. A second run finds nothing that the first one mended.

    Args:
        html: A document or fragment as `str` or `bytes`.
        to: What stands where a damaged tooltip stood: ``"text"``, the matched text alone, or
            ``"tooltip"``, the plugin's tooltip as it was before it was hit. What a parser wrote
            again becomes a tooltip where its term and its definition can be told, else text.
        glossary: With ``to="tooltip"``: gives the definitions that are lost, by the terms' names.
        aggressive: Whether ``likely`` damages are mended too.
        residue: Whether text without tags is looked at: a page may quote such text on purpose.
        patterns: How tooltips are written: names of `PRESETS`, and patterns of one's own.
        protect: What is left alone, as `Policy.protect`.
        encoding: The label of the encoding of `bytes`, as for `Annotator.annotate`.

    Raises:
        ConfigurationError: For an unknown name among the options.
        TypeError: When *html* is neither `str` nor `bytes`.

    >>> inner = '<i title="A hormone." data-word="insulin">insulin</i>'
    >>> html = f'<p><i title="Sugar without {inner}." data-word="diabetes">Diabetes</i>.'
    >>> mine = TooltipPattern("mine", term="data-word", wrappers=("i",))
    >>> repair(html, patterns=[mine]).html
    '<p>Diabetes.'
    >>> [(found.term, found.depth, found.confidence) for found in repair(html, patterns=[mine])]
    [('diabetes', 1, 'certain')]
    >>> repair(html, patterns=[mine], to="tooltip").html
    '<p><i title="Sugar without insulin." data-word="diabetes">Diabetes</i>.'
    """
    if to not in _TO:
        raise ConfigurationError(f"a tooltip is mended to {' or '.join(_TO)}, not to {to!r}")
    protect = tuple(protect)
    protected_spans("", protect)  # complains of unknown names
    compiled = Patterns(patterns)
    document = open_document(html, encoding)
    if isinstance(document, Refusal):
        return Repair(html, refused=document)
    if not compiled.gate(document.text):
        return Repair(html)
    tooltip = to == "tooltip"
    finder = Finder(
        document.text, compiled, tooltip=tooltip, aggressive=aggressive, glossary=glossary
    )
    if not (residue or finder.is_torn()):
        return Repair(html)
    return _result(document, finder.run(protect, residue=residue), aggressive=aggressive)


def _result(document: Document[Source], found: list[Found], *, aggressive: bool) -> Repair[Source]:
    """Return the result in the terms of the source: its type, its offsets."""
    source = document.source
    places = {place for one in found for edit in one.edits for place in edit[:2]}
    places |= {place for one in found for place in (one.start, one.end)}
    at = document.offsets(sorted(places))
    at |= {0: 0, len(document.text): len(source)}

    def mended(start: int, end: int, edits: Iterable[Edit]) -> Source:
        parts: list[Source] = []
        done = at[start]
        for edit in edits:
            parts += (source[done : at[edit.start]], document.encode(edit.text))
            done = at[edit.end]
        parts.append(source[done : at[end]])
        return source[:0].join(parts)

    damages: list[Damage[Source]] = []
    edits: list[Edit] = []
    for one in found:
        start, end = at[one.start], at[one.end]
        applied = aggressive or one.confidence == "certain"
        after = mended(one.start, one.end, one.edits)
        told = (one.depth, one.term, one.confidence, one.kind)
        damages.append(Damage(start, *told, source[start:end], after, applied))
        if applied:
            edits += one.edits
    html = mended(0, len(document.text), edits) if edits else source
    return Repair(html, tuple(damages))
