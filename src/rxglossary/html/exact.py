"""Behind where the scanner stops: the exact tier.

Owns the search for what may still be wrapped there: text is wrapped, the page is parsed again, and
what changed the tree is dropped. What a policy says of a text is read off the tree. Never goes
beyond its bounds: a page that is too deep or takes too much work keeps its plain words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rxglossary.edits import Insertion
from rxglossary.html.elements import (
    BREAKOUT,
    BREAKS,
    CELLS,
    FORMATTING,
    HEADINGS,
    RAW_TEXT,
    TABLE_PARTS,
    VOID,
)
from rxglossary.html.proof import Proof, View, attributes_of, available, parser
from rxglossary.html.regions import Stop
from rxglossary.html.rules import JOINED, OFFERED, SKIPPED, Kind
from rxglossary.html.scanner import Place, Scan
from rxglossary.html.tables import TableChain
from rxglossary.html.tokens import Tags, declaration_end, fold, raw_end, self_closing
from rxglossary.markup import MARK

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from rxglossary.html.rules import Rules

__all__ = ["extend"]

_MAX_OPEN: Final = 512
_MAX_FORMATTING: Final = 64
_MAX_WORK: Final = 1_000_000  # elements that a parser may have to make
_MAX_PARSED: Final = 40_000_000  # characters, all proofs of a page together
_MAX_PROOFS: Final = 100
_MISSING: Final = "a full parser could go on: install rxglossary[exact]"

# Behind these, nothing is ever annotated.
_FINAL = frozenset({"plaintext", "skipped-page", "too-complex"})
_CLOSED = frozenset(
    {Kind.REGION, Kind.RAW, Kind.SELECT, Kind.TEMPLATE, Kind.NOSCRIPT, Kind.PLAINTEXT}
)
_STRUCTURE = TABLE_PARTS - CELLS
_RAW = RAW_TEXT | {b"script"}
_FOREIGN = frozenset({b"svg", b"math"})
_POINTS = frozenset(b"annotation-xml desc foreignobject mi mn mo ms mtext title".split())
# Elements that end without an end tag, so that open ones can't be counted by tags.
_IMPLIED = frozenset(b"dd dt li optgroup option p rb rp rt rtc tbody td tfoot th thead tr".split())
# What the rules for select before 2025 ignore, tag by tag: for a parser that follows them the page
# is what it is without these tags for a new one. On a page with other tags the two can't be told.
_IGNORED = frozenset(
    b"a abbr b br button code div em i img label legend p selectedcontent small span strong".split()
)
_OPTIONS = frozenset(b"hr optgroup option script template".split())
_PARTS: Final = f'<section class="{MARK}-x"><h2>x</h2><p>x</p></section>'


class _TooComplex(Exception):
    """The page is beyond the bounds at *offset*."""

    def __init__(self, offset: int) -> None:
        self.offset = offset


class _Tokens(NamedTuple):
    """What the tags of a source seem to say; the tree decides.

    Attributes:
        pieces: Stretches of text with their flags.
        removed: The tags in select elements that old rules ignore.
        tables: Spans directly in a table or row, where text is moved elsewhere.
        stop: Where and why nothing behind is known of.
    """

    pieces: list[tuple[int, int, int]]
    removed: list[tuple[int, int]]
    tables: list[tuple[int, int]]
    stop: Stop | None

    def moved(self, offset: int) -> bool:
        """Tell whether what stands at an offset is moved out of a table."""
        at = bisect_right(self.tables, (offset, len(self.tables) and self.tables[-1][1])) - 1
        return at >= 0 and self.tables[at][0] < offset <= self.tables[at][1]


def extend(source: str, rules: Rules, context: str, found: Scan) -> Scan:
    """Return what the scanner found and what may be wrapped behind the place where it stopped.

    Args:
        source: The source.
        rules: What is left out.
        context: The element that a fragment stands in.
        found: The scan of it, which has stopped.

    Returns:
        A scan whose `proof` the final insertions have to pass; *found* itself where the parser is
        not installed or nothing can be won.
    """
    stop = found.stop
    if stop is None or stop.code in _FINAL:
        return found
    if not available():
        return replace(found, stop=stop._replace(message=f"{stop.message} ({_MISSING})"))
    try:
        tokens = _Reader(source, context).read()
    except _TooComplex as error:
        message = f"too many elements are open at offset {error.offset} for a full parser"
        return replace(found, stop=Stop("too-complex", stop.offset, message))
    views = _views(source, context, found.document, tokens)
    if len(source) * len(views) > _MAX_PARSED // 10:
        message = "the page is too long to be parsed again and again"
        return replace(found, stop=Stop("too-complex", stop.offset, message))
    return _Tier(source, rules, tokens, views).extend(found)


def _views(source: str, context: str, document: bool, tokens: _Tokens) -> list[View]:
    """Return the ways in which parsers may read the source."""
    contexts = [context] if context else [""] if document else ["body", ""]
    scripting = (False, True) if "<noscript" in source.lower() else (False,)
    removed = tuple(tokens.removed)
    return [
        View(context, script, spans, parts=context == contexts[0])
        for context in contexts
        for script in scripting
        for spans in ((), removed)[: 1 + bool(removed)]
    ]


class _Reader:
    """Goes through the tags of a source with a guess at what they do.

    Args:
        source: The source.
        context: The element that a fragment stands in.
    """

    def __init__(self, source: str, context: str) -> None:
        self.source = source
        self.folded = fold(source)
        self.found = _Tokens([], [], [], None)
        self.opened: Counter[bytes] = Counter()
        self.depth = self.formatting = self.work = self.glue = 0
        self.chain = TableChain(context.encode("latin-1", "replace"))
        self.stop: Stop | None = None

    @property
    def foreign(self) -> bool:
        """Whether this is svg or math, and no HTML inside of it."""
        return bool(self.opened[b"svg"] or self.opened[b"math"]) and not any(
            self.opened[name] for name in _POINTS
        )

    def read(self) -> _Tokens:
        """Return what was found.

        Raises:
            _TooComplex: When a tree of the source may be too deep or too large.
        """
        folded, tables = self.folded, self.found.tables
        moved = -1 if self.chain.holds_text else 0
        pos = 0
        tags = Tags(folded, 0)
        for tag in tags:
            start, name = tag.start(), tag[1]
            self._text(pos, start)
            if name is None:
                pos = self._declaration(tag)
            else:
                pos = tag.end(2) + 1
                if name.lstrip(b"/") in BREAKS:
                    self.glue = 0
                if self.opened[b"select"]:
                    self._in_select(name.lstrip(b"/"), start, pos)
                if name[0] == 0x2F:
                    self._end(name[1:])
                else:
                    pos = self._start(tag, name, pos)
            if self.chain.holds_text == (moved >= 0):
                if moved >= 0:
                    tables.append((moved, start))
                moved = -1 if self.chain.holds_text else start
            if pos < 0 or self.stop:
                break
            tags.after = pos
        if pos >= 0 and not self.stop:
            self._text(pos, len(folded))
        if moved >= 0:
            tables.append((moved, len(folded)))
        if self.opened[b"select"] and not self.stop:
            self.stop = Stop("select", folded.rfind(b"<select"), "<select> is not closed")
        return self.found._replace(stop=self.stop)

    def _text(self, start: int, end: int) -> None:
        if end > start:
            self.found.pieces.append((start, end, self.glue | OFFERED))
            self.glue = JOINED

    def _declaration(self, tag: re.Match[bytes]) -> int:
        if tag[3] is None:
            return -1
        start = tag.start()
        end = declaration_end(self.source, start, self.foreign)
        if end == start + 1:
            self._text(start, end)
        return end

    def _in_select(self, name: bytes, start: int, end: int) -> None:
        if name in _IGNORED:
            self.found.removed.append((start, end))
        elif name not in _OPTIONS and name != b"select":
            self.stop = Stop("select", start, "parsers differ on what lies in this select")

    def _end(self, name: bytes) -> None:
        if self.foreign and name in (b"br", b"p"):
            self._break_out()
        if name in TABLE_PARTS and not self.foreign:
            self.chain.end(name)
        if self.opened[name]:
            self.opened[name] -= 1
            self.depth -= name not in _IMPLIED
            self.formatting -= name in FORMATTING

    def _start(self, tag: re.Match[bytes], name: bytes, pos: int) -> int:
        folded = self.folded
        foreign = self.foreign
        if foreign and name in BREAKOUT:
            self._break_out()
            foreign = False
        if name == b"select" and self.opened[name]:
            self.stop = Stop("select", tag.start(), "a select in a select")
        if name in TABLE_PARTS and not foreign:
            self.chain.start(name)
        self.work += self.formatting + 1
        if name == b"plaintext" and not foreign:
            return -1
        if name in _RAW and not foreign:
            self.glue = 0
            closing = raw_end(folded, name, pos)
            return (folded.find(b">", closing) + 1 or -1) if closing >= 0 else -1
        empty = (foreign or name in _FOREIGN) and self_closing(folded, *tag.span(2))
        # A second link closes the first one: pages with <a id="…"/> open a link for each.
        second = name == b"a" and self.opened[name]
        if name not in VOID and not empty and not second:
            self.opened[name] += 1
            self.depth += name not in _IMPLIED
            self.formatting += name in FORMATTING
        if self.depth > _MAX_OPEN or self.formatting > _MAX_FORMATTING or self.work > _MAX_WORK:
            raise _TooComplex(tag.start())
        return pos

    def _break_out(self) -> None:
        for name in (*_FOREIGN, *_POINTS):
            self.depth -= self.opened[name]
            self.opened[name] = 0


class _Tier:
    """The search in one source."""

    def __init__(self, source: str, rules: Rules, tokens: _Tokens, views: Sequence[View]) -> None:
        self.source = source
        self.rules = rules
        self.tokens = tokens
        self.proof = Proof(source, views)
        self.proofs = 0

    def extend(self, found: Scan) -> Scan:
        """Return *found* with what lies behind its stop."""
        document = _Outline(self.proof.views[0].parse(self.source, locations=True), self.rules)
        if document.frames:
            return found
        limit = self.tokens.stop
        begin = max((end for _, end, _ in found.pieces), default=0)
        candidates = [
            piece
            for piece in self.tokens.pieces
            if piece[0] >= begin and (not limit or piece[1] <= limit.offset)
        ]
        verdicts = self._verdicts([one for one in candidates if not self.tokens.moved(one[1])])
        wanted = [piece for piece in candidates if verdicts.get(piece[0]) == OFFERED]
        proved, complete = self._prove(wanted)
        pieces = [*found.pieces]
        glue = JOINED
        for start, end, flags in candidates:
            state = verdicts.get(start)
            glue &= flags
            if not state:
                glue = 0
                continue
            skipped = 0 if (start, end, flags) in proved else SKIPPED
            pieces.append((start, end, glue | skipped | OFFERED))
            glue = JOINED
        rest = self._rest(wanted, proved, complete)
        extended = replace(
            found,
            pieces=pieces,
            sections=[
                *(offset for offset in found.sections if offset < begin),
                *(offset for offset in document.headings if offset >= begin),
            ],
            stop=rest,
            chosen=found.chosen or bool(document.starts.get("only")),
            base=found.base or document.base,
            proof=self.proof,
        )
        extended.starts = self._places(document.starts)
        extended.ends = self._places(document.ends)
        extended.ends |= self._places({"": [len(self.source)]})
        return extended

    def _rest(
        self,
        wanted: list[tuple[int, int, int]],
        proved: set[tuple[int, int, int]],
        complete: bool,
    ) -> Stop | None:
        """Return what is still left out, and why."""
        left = [piece[0] for piece in wanted if piece not in proved]
        if left and not complete:
            return Stop("too-complex", left[0], "a proof for the rest would take too much work")
        if self.tokens.stop:
            return self.tokens.stop
        if left:
            count = f"{len(left)} stretches of text" if len(left) > 1 else "a stretch of text"
            return Stop("unproved", left[0], f"{count} can't be wrapped without a change")
        return None

    def _verdicts(self, candidates: list[tuple[int, int, int]]) -> dict[int, int]:
        """Return the flags that the tree gives each candidate, by its offset: 0 for none."""
        marks: list[Insertion] = []
        places: dict[str, int] = {}
        verdicts = {start: 0 for start, _, _ in candidates}
        for start, end, _ in candidates:
            if span := _trimmed(self.source, start, end):
                name = str(len(places))
                places[name] = start
                opening = f'<span class="{MARK}" id="{name}">'
                marks += (Insertion(span[0], opening), Insertion(span[1], "</span>"))
        for number, view in enumerate(self.proof.views):
            seen: Counter[int] = Counter()
            for name, flags in _marked(view.parse(self.source, marks), self.rules):
                place = places.get(name, -1)
                seen[place] += 1
                if number == 0:
                    verdicts[place] = flags
                elif verdicts.get(place):
                    # What one view leaves out, no other one brings back.
                    verdicts[place] = 0 if not flags else verdicts[place] | flags
            for place in verdicts:
                if seen[place] != 1:
                    verdicts[place] = 0
        return verdicts

    def _prove(self, wanted: list[tuple[int, int, int]]) -> tuple[set[tuple[int, int, int]], bool]:
        """Return those that can be wrapped all at once, and whether all were tried."""
        name = "a" if self.rules.links else "span"
        proved: list[tuple[int, int, int]] = []
        todo = [wanted] if wanted else []
        while todo:
            if self.proofs >= _MAX_PROOFS or self.proof.spent > _MAX_PARSED:
                return set(proved), False
            part = todo.pop()
            self.proofs += 1
            if self.proof.holds(_wrapped(self.source, [*proved, *part], name)):
                proved += part
            elif len(part) > 1:
                half = len(part) // 2
                todo += (part[half:], part[:half])
        return set(proved), True

    def _places(self, offsets: dict[str, list[int]]) -> dict[str, list[Place]]:
        """Return places for our parts, each proved on its own; the first safe one of a name."""
        places: dict[str, list[Place]] = {}
        for name, found in offsets.items():
            for offset in found[:4]:
                if self.proof.spent > _MAX_PARSED:
                    places.setdefault(name, []).append(Place(offset, False))
                    continue
                parts = [Insertion(offset, _PARTS)]
                root = self.proof.views[0].parse(self.source, parts)
                # Nor inside of svg, or of what is never seen, nor where a table moves them.
                safe = not self.tokens.moved(offset) and self.proof.holds(parts)
                safe = safe and any(
                    attributes.get("class") == f"{MARK}-x" and around.flags
                    for _, attributes, around in _walk(root, self.rules)
                )
                places.setdefault(name, []).append(Place(offset, safe))
        return places


def _trimmed(source: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the span without the white space around it, which is never wrapped."""
    text = source[start:end]
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    return (start + first, start + last) if first < last else None


def _wrapped(source: str, pieces: Iterable[tuple[int, int, int]], name: str) -> list[Insertion]:
    insertions: list[Insertion] = []
    for start, end, _ in pieces:
        if span := _trimmed(source, start, end):
            insertions.append(Insertion(span[0], f'<{name} class="{MARK}" href="#x">'))
            insertions.append(Insertion(span[1], f"</{name}>"))
    return insertions


class _Around(NamedTuple):
    """What the elements around a node say of text in it."""

    flags: int
    chosen: bool
    own: bool = True


def _inside(node: Any, around: _Around, attributes: dict[str, str], rules: Rules) -> _Around:
    """Return what an element and those around it say of text in it."""
    if node.namespace.name != "HTML":
        return _Around(0, around.chosen)
    name = node.tag.encode("utf-8", "replace")
    kind = rules.kinds.get(name, Kind.INLINE)
    matched = [one for one in rules.selectors if one.matches(node.tag, attributes)]
    chosen = around.chosen or any(one.matches(node.tag, attributes) for one in rules.only)
    flags = around.flags
    if kind in _CLOSED or name == b"head":
        flags = 0
    elif kind == Kind.LINK:
        flags = flags and flags | rules.link_flag
    if kind == Kind.SKIP or matched:
        flags = 0 if name in BREAKS else flags and flags | SKIPPED
    return _Around(flags, chosen, name not in _STRUCTURE)


def _walk(root: Any, rules: Rules) -> Iterator[tuple[Any, dict[str, str], _Around]]:
    """Yield the elements of a tree, with what those around them say."""
    element_type, content_type = parser().Element, parser().DocumentFragment
    todo = [(node, _Around(OFFERED, not rules.only)) for node in reversed(root.children)]
    while todo:
        node, around = todo.pop()
        if isinstance(node, content_type):
            inside = _Around(0, False)
        elif isinstance(node, element_type):
            attributes = attributes_of(node)
            yield node, attributes, around
            inside = _inside(node, around, attributes, rules)
        else:
            continue
        todo += [(child, inside) for child in reversed(node.children)]


def _marked(root: Any, rules: Rules) -> Iterator[tuple[str, int]]:
    """Yield the marks of a tree and the flags of the text in them."""
    for _, attributes, around in _walk(root, rules):
        if attributes.get("class") == MARK:
            flags = around.flags if around.own and around.chosen else 0
            yield attributes.get("id", ""), flags


class _Outline:
    """Where contents and headings stand, by the tree."""

    def __init__(self, root: Any, rules: Rules) -> None:
        self.starts: dict[str, list[int]] = {}
        self.ends: dict[str, list[int]] = {}
        self.headings: list[int] = []
        self.base = self.frames = False
        for node, attributes, around in _walk(root, rules):
            if node.namespace.name != "HTML":
                continue
            name = node.tag
            self.base = self.base or (name == "base" and "href" in attributes)
            self.frames = self.frames or name == "frameset"
            where = node.source_location
            if where is None or where.start_tag is None:
                continue
            if name.encode("utf-8", "replace") in HEADINGS and around.flags:
                self.headings.append(where.start_tag.start_offset)
            names = [name] if name in ("article", "body", "main") else []
            if not around.chosen and any(one.matches(name, attributes) for one in rules.only):
                names.append("only")
            for content in names:
                self.starts.setdefault(content, []).append(where.start_tag.end_offset)
                if where.end_tag is not None:
                    self.ends.setdefault(content, []).append(where.end_tag.start_offset)
        self.headings.sort()
