"""Where in HTML source text may be wrapped: the light tier.

Owns the contexts: which text belongs to a place where an inserted element changes nothing else,
and which elements a policy leaves out. Jumps from tag to tag on source offsets; keeps of the tree
only what it needs: the chain of tables and cells, the active link, a possibly open paragraph. An
element that is skipped, and svg, select or template, is passed over as one (`Regions`).
Never guesses: where this is not enough, it stops and says where and why.

The names follow the standard's tree construction (WHATWG 13.2.6).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from heapq import heapify, heappop, heapreplace
from typing import TYPE_CHECKING, NamedTuple

from rxglossary.html.elements import BLOCKS, BREAKS, CELLS, HEADINGS, TABLE_PARTS, VOID
from rxglossary.html.references import decode_text
from rxglossary.html.regions import Ended, Region, Regions, Stop, Stopped
from rxglossary.html.rules import JOINED, OFFERED, SKIPPED, STRUCTURE, Kind, Rules
from rxglossary.html.tables import TableChain
from rxglossary.html.tokens import TAG, attributes, declaration_end, fold

if TYPE_CHECKING:
    from rxglossary.html.selectors import Selector

__all__ = ["JOINED", "SKIPPED", "Place", "Rules", "Scan", "Stop", "scan"]

# The kinds of the fast loop as plain numbers.
_INLINE, _BREAK, _BLOCK, _PARAGRAPH, _PARAGRAPH_END, _LINK, _LINK_END = range(7)

_PARTS = TABLE_PARTS - {b"table"}
_LEFT_OUT = frozenset({Kind.SKIP, Kind.REGION, *(STRUCTURE - {Kind.ROOT})})
_DOCUMENT = re.compile(rb"<(?:!doctype|(?:/?(?:html|head|body)|frameset)[ />])")
_NEWLINE_DROPPED = frozenset({b"listing", b"pre"})
_NO_QUIRKS = re.compile(rb"<!doctype +html *>")
_TRANSPARENT = frozenset(b"noembed noframes script style title".split())


class Place(NamedTuple):
    """An offset at which parts of ours may stand, and whether the tree stays the same there."""

    offset: int
    safe: bool


@dataclass(slots=True)
class Scan:
    """What the scanner found in one source.

    Attributes:
        pieces: Stretches of text between two tags: start, end, flags (`JOINED`, `SKIPPED`).
        sections: Offsets of the headings' start tags.
        starts: The first places inside of the content, by element.
        ends: The last places inside of the content, by element.
        stop: Where and why the scanner stopped, or None.
        document: Whether the source is a document; else it is a fragment of a body.
        language: The value of ``lang`` on the html element, or "".
        base: Whether a base element with a URL was found.
        off: Whether ``<meta name="rxglossary" content="off">`` was found.
        chosen: Whether an element that `only` names was found.
    """

    pieces: list[tuple[int, int, int]] = field(default_factory=list)
    sections: list[int] = field(default_factory=list)
    starts: dict[str, list[Place]] = field(default_factory=dict)
    ends: dict[str, list[Place]] = field(default_factory=dict)
    stop: Stop | None = None
    document: bool = False
    language: str = ""
    base: bool = False
    off: bool = False
    chosen: bool = False

    def container(self) -> tuple[Place | None, Place | None]:
        """Return the safe places at the start and at the end of the page's content.

        The content is the first element that `only` matched, else the only main, else the only
        article, else body. A place that is not safe there is looked for in body.
        """
        for name in ("only", "main", "article"):
            starts, ends = self.starts.get(name, ()), self.ends.get(name, ())
            if (starts and name == "only") or len(starts) == 1:
                found = next((p for p in ends if p.safe and p.offset >= starts[0].offset), None)
                if found:
                    return (starts[0] if starts[0].safe else None), found
        start = next((p for p in self.starts.get("body", ()) if p.safe), None)
        ends = [*self.ends.get("body", ()), *self.ends.get("", ())]
        return start, next((p for p in ends if p.safe), None)


def scan(source: str, rules: Rules, context: str = "") -> Scan:
    """Return where text of *source* may be wrapped under *rules*, in one pass.

    With a *context*, the source is a fragment that stands in an element of this name; without
    one it is a document, or the fragment of a body if no tag says otherwise.

    >>> html = "<p>The <b>brain</b> <code>x</code></p>"
    >>> pieces = scan(html, Rules(skip=["code"])).pieces
    >>> [html[start:end] for start, end, flags in pieces if not flags & SKIPPED]
    ['The ', 'brain', ' ']
    """
    scanner = _Scanner(source, rules, context)
    try:
        scanner.run()
    except Stopped as stopped:
        scanner.result.stop = stopped.stop
        if not scanner.in_body():
            # Parts of ours could keep a frameset from taking the body's place.
            scanner.result.starts.clear()
            scanner.result.ends.clear()
    except Ended as ended:
        if scanner.in_body():
            scanner.place(scanner.result.ends, "", ended.offset)
    return scanner.result


class _Scanner:
    """The state of one scan, as far as the rarer tags read and write it."""

    __slots__ = (
        "around",
        "base",
        "blocks",
        "folded",
        "fragment",
        "glue",
        "hit",
        "levels",
        "limit",
        "linked",
        "needles",
        "no_quirks",
        "paragraph",
        "regions",
        "result",
        "rules",
        "source",
        "sticky",
        "tables",
    )

    def __init__(self, source: str, rules: Rules, context: str) -> None:
        self.source = source
        self.rules = rules
        self.folded = fold(source)
        self.regions = Regions(source, self.folded)
        self.result = Scan()
        self.fragment = bool(context)  # tags of html, head and body mean nothing
        self.tables = TableChain(context.encode("latin-1", "replace"))
        # What was set outside of each open cell: linked, paragraph, blocks, around.
        self.levels: list[tuple[bool, bool, list[bytes], bool]] = []
        self.around = False  # a link is active outside of the cells
        self.linked = False  # an a element may be on the list of active formatting elements
        self.blocks: list[bytes] = []  # at least the special elements that are open inside of it
        self.paragraph = False  # a p element may be open
        self.no_quirks = False
        self.sticky = False  # and no block's start tag closes it
        self.glue = 0
        self.limit = -1  # where the element that `only` chose ends
        # Where each needle is next, the nearest first.
        found = ((self.folded.find(needle), needle) for needle in rules.needles)
        self.needles = [(offset, needle) for offset, needle in found if offset >= 0]
        heapify(self.needles)
        self.hit = 0
        self.base = 0
        self._find_hit()
        self._set_base()

    def run(self) -> None:
        """Go from tag to tag; the common kinds are dealt with here, for speed.

        Raises:
            Stopped: Where the contexts kept are not enough.
            Ended: Where the input ends inside of something.
        """
        folded = self.folded
        size = len(folded)
        kind_of = self.rules.kinds.get
        add = self.result.pieces.append
        find = TAG.finditer
        pos = glue = 0
        hit = self.hit
        base = offered = self.base
        link_flag = self.rules.link_flag
        linked = paragraph = False
        blocks: list[bytes] = []
        again = True
        while again:
            again = False
            for match in find(folded, pos):
                start = match.start()
                if start > pos and offered:
                    add((pos, start, glue | offered))
                    glue = JOINED
                name = match[1]
                pos = match.end()
                kind = kind_of(name, _INLINE)
                if pos > hit and name is not None:
                    self.linked, self.paragraph, self.glue = linked, paragraph, glue
                    kind = self._attend(match, kind)
                    hit, base = self.hit, self.base
                    offered = base | link_flag if linked and base else base
                if kind == _INLINE:
                    pos = match.end(2) + 1
                elif kind == _BREAK:
                    glue = 0
                    if linked and blocks and blocks[-1] == name[1:]:
                        blocks.pop()
                elif kind <= _PARAGRAPH:
                    glue = 0
                    paragraph = kind == _PARAGRAPH
                    if linked:
                        blocks.append(name)
                elif kind == _PARAGRAPH_END:
                    glue = 0
                    paragraph = False
                    if linked and blocks and blocks[-1] == b"p":
                        blocks.pop()
                elif kind == _LINK:
                    pos = match.end(2) + 1
                    # An active link is taken off the list first, but not through many blocks.
                    if linked and len(blocks) > 7:
                        raise Stopped("link", start, "a link in a link, behind too many blocks")
                    linked = True
                    blocks = []
                    offered = base and base | link_flag
                elif kind == _LINK_END:
                    pos = match.end(2) + 1
                    # Directly in a table's structure the link is out of scope; behind more than
                    # seven open blocks the adoption agency leaves it on the list.
                    if linked and len(blocks) < 8 and self.tables.holds_text:
                        linked = False
                        offered = base
                else:
                    self.linked, self.paragraph, self.glue = linked, paragraph, glue
                    self.blocks = blocks
                    after = self._rare(match, kind)
                    linked, paragraph, glue = self.linked, self.paragraph, self.glue
                    blocks, base = self.blocks, self.base
                    offered = base | link_flag if linked and base else base
                    if after != pos:
                        pos = after
                        again = True
                        break
        if pos < size and offered:
            add((pos, size, glue | offered))
        self.linked, self.paragraph = linked, False  # nothing follows that could move
        self.place(self.result.ends, "", size)

    def place(self, places: dict[str, list[Place]], name: str, offset: int) -> None:
        """Note a place for parts of ours, and whether the tree stays the same there."""
        unsure = self.linked or self.around or self.paragraph or self.sticky
        safe = self.tables.holds_text and not unsure
        places.setdefault(name, []).append(Place(offset, safe))

    def in_body(self) -> bool:
        """Tell whether the body is open for sure: a tag of ours would open it too."""
        if self.fragment or "body" in self.result.starts or not _DOCUMENT.search(self.folded):
            return True
        source = self.source
        return any(decode_text(source[start:end]).strip() for start, end, _ in self.result.pieces)

    def _set_base(self) -> None:
        """Set what text outside of links is here: offered, or nothing."""
        offered = self.tables.holds_text and not (self.around and self.rules.link_flag)
        self.base = OFFERED if offered and (not self.rules.only or self.limit >= 0) else 0

    def _find_hit(self) -> None:
        """Set the next offset at which a tag has to be looked at attribute by attribute."""
        self.hit = self.needles[0][0] if self.needles else len(self.folded)
        if 0 <= self.limit < self.hit:
            self.hit = self.limit

    def _attend(self, match: re.Match[bytes], kind: int) -> int:
        """Look at a tag that may be selected; return the kind that it then has."""
        start, end = match.span()
        if 0 <= self.limit <= start:
            self.place(self.result.ends, "only", self.limit)
            self.limit = -1
            self._set_base()
        near: list[Selector] = []
        needles = self.needles
        while needles and needles[0][0] < end:
            offset, needle = needles[0]
            if start <= offset < match.end(2):
                near += self.rules.needles[needle]
            following = self.folded.find(needle, max(start, offset + 1))
            if following < 0:
                heappop(needles)
            else:
                heapreplace(needles, (following, needle))
        name = match[1]
        if near and name[0] != 0x2F and kind not in _LEFT_OUT:
            values = dict(attributes(self.source, self.folded, *match.span(2)))
            text = name.decode("latin-1")
            matched = [selector for selector in near if selector.matches(text, values)]
            if any(selector in self.rules.selectors for selector in matched):
                if kind == Kind.ROOT:
                    raise Stopped("skipped-page", start, "the whole page is skipped")
                plain = kind != _LINK or not self.rules.link_flag
                if plain and name not in VOID and kind not in STRUCTURE:
                    kind = Kind.SKIP
            elif self.limit < 0 and any(selector in self.rules.only for selector in matched):
                self._choose(match, kind)
        self._find_hit()
        return kind

    def _choose(self, match: re.Match[bytes], kind: int) -> None:
        """Offer the text of an element that `only` names, up to its end."""
        name = match[1]
        if name == b"body" or name == b"html":
            self.result.chosen = True
            self.limit = len(self.folded)
        elif name not in VOID and kind not in STRUCTURE and kind != Kind.REGION:
            self.result.chosen = True
            try:
                self.limit = self._region(match).end
            except Ended as ended:
                self.limit = ended.offset
            except Stopped as stopped:
                if stopped.stop.offset <= match.start():
                    raise
                self.limit = stopped.stop.offset  # the scan itself will stop there
            if "only" not in self.result.starts and name not in _NEWLINE_DROPPED:
                outside, self.paragraph = self.paragraph, self.paragraph and name not in BLOCKS
                self.place(self.result.starts, "only", match.end(2) + 1)
                self.paragraph = outside
        self._set_base()

    def _rare(self, match: re.Match[bytes], kind: int) -> int:
        """Deal with any other tag, declaration or cut-off tag; return where to go on."""
        name = match[1]
        start, end = match.span()
        if kind == Kind.DECLARATION:
            return self._declaration(match)
        if kind == Kind.RAW:
            if name in _TRANSPARENT:
                self.result.pieces.append((start, start, self.glue | SKIPPED | OFFERED))
                self.glue = JOINED
            else:
                self.glue = 0
            return self.regions.raw(match)
        if kind in (Kind.SKIP, Kind.REGION):
            return self._skip(match)
        self.glue = 0
        if kind in (Kind.FOREIGN, Kind.SELECT, Kind.TEMPLATE):
            try:
                return self.regions.atom(match)
            except Ended:
                message = f"the input ends inside of <{name.decode()}>"
                raise Stopped("cut-off", start, message) from None
        if kind == Kind.NOSCRIPT:
            return self.regions.noscript(
                match, paragraph=self.paragraph, table=bool(self.tables.names)
            )
        if kind == Kind.TABLE:
            self._table(name)
        elif kind == Kind.TABLE_END:
            self._leave_cells(self.tables.end(name[1:]))
            if self.linked and self.blocks and self.blocks[-1] == name[1:]:
                self.blocks.pop()
            self._set_base()
        elif kind == Kind.CONTENT_END:
            if self.linked and self.blocks and self.blocks[-1] == name[1:]:
                self.blocks.pop()
            self.place(self.result.ends, name[1:].decode(), start)
        elif kind in (Kind.HEADING, Kind.CONTENT, Kind.BUTTON, Kind.FORM):
            if self.linked:
                self.blocks.append(name)
            if kind == Kind.BUTTON:
                self.sticky = self.sticky or self.paragraph
            elif kind != Kind.FORM:  # which is ignored inside of another
                self.paragraph = False
            if kind == Kind.HEADING:
                self.result.sections.append(start)
            elif kind == Kind.CONTENT:
                self.place(self.result.starts, name.decode(), match.end(2) + 1)
        elif kind == Kind.ROOT:
            if not self.fragment:
                self._root(match)
        elif kind == Kind.BODY_END:
            if not self.tables.names and not self.fragment:
                self.place(self.result.ends, "body", start)
        elif kind == Kind.PLAINTEXT:
            raise Stopped("plaintext", start, "all that follows <plaintext> is its text")
        elif kind == Kind.FRAMESET:
            self.result.starts.clear()
            self.result.ends.clear()
            raise Stopped("frameset", start, "a page of frames has no text of its own")
        elif kind == Kind.BASE or self.folded.find(b"rxglossary", *match.span(2)) >= 0:
            values = dict(attributes(self.source, self.folded, *match.span(2)))
            if kind == Kind.BASE:
                self.result.base = self.result.base or "href" in values
            elif values.get("name", "").strip().lower() == "rxglossary":
                self.result.off = values.get("content", "").strip().lower() == "off"
        return end

    def _declaration(self, match: re.Match[bytes]) -> int:
        start = match.start()
        if match[3] is None:
            raise Ended(start)
        end = declaration_end(self.source, self.folded, start)
        if end < 0:
            raise Ended(start)
        if end == start + 1 and self.base:
            state = self.base | self.rules.link_flag if self.linked else self.base
            self.result.pieces.append((start, end, self.glue | state))
            self.glue = JOINED
        elif self.folded.startswith(b"<!doctype", start) and not self.fragment:
            self.result.document = True
            # Behind anything else than white space it is ignored.
            if not self.source[:start].strip("\ufeff\t\n\f\r "):
                self.no_quirks = _NO_QUIRKS.match(self.folded, start) is not None
        return end

    def _root(self, match: re.Match[bytes]) -> None:
        self.result.document = True
        if match[1] == b"html":
            values = dict(attributes(self.source, self.folded, *match.span(2)))
            self.result.language = self.result.language or values.get("lang", "")
        elif match[1] == b"body" and not self.tables.names:
            self.place(self.result.starts, "body", match.end(2) + 1)

    def _table(self, name: bytes) -> None:
        """Take a start tag of a table or table part."""
        inside = bool(self.tables.names)
        if name == b"table":
            if self.linked:
                self.blocks.append(name)
            # In quirks mode a table leaves a paragraph open, and bounds what could close it.
            self.sticky = self.sticky or (self.paragraph and not self.no_quirks)
            self.paragraph = False
        self._leave_cells(self.tables.start(name))
        if inside and name in CELLS and self.tables.names[-1] == name:
            self.levels.append((self.linked, self.paragraph, self.blocks, self.around))
            self.around = self.around or self.linked
            self.linked = self.paragraph = False
            self.blocks = []
        self._set_base()

    def _leave_cells(self, count: int) -> None:
        for _ in range(count):
            self.linked, self.paragraph, self.blocks, self.around = self.levels.pop()

    def _skip(self, match: re.Match[bytes]) -> int:
        """Pass over an element whose text is left out; return the offset of what ends it."""
        name = match[1]
        if name in _PARTS and not self.tables.names:
            return match.end()  # outside of tables the tag is ignored
        if name in HEADINGS:
            self.result.sections.append(match.start())
        if name in TABLE_PARTS:
            self._table(name)
            if self.tables.names[-1] != name:
                message = f"a fragment with <{name.decode()}> where it means nothing"
                raise Stopped("fragment", match.start(), message)
        elif self.linked:
            self.blocks.append(name)  # its end tag takes it off again
        if name in BLOCKS and name not in (b"form", b"table"):
            self.paragraph = False
        plain = self.regions.plain(name, match.end(2) + 1, self.linked)
        if plain:
            if name in BREAKS:
                self.glue = 0
            else:
                self.result.pieces.append((plain[1], plain[2], self.glue | SKIPPED | OFFERED))
                self.glue = JOINED
            return plain[0]
        try:
            region = self._region(match)
        except Ended:
            message = f"the input ends inside of <{name.decode('latin-1')}>"
            raise Stopped("cut-off", match.start(), message) from None
        if region.linked != self.linked:
            self.linked, self.blocks = region.linked, []
        self.paragraph = self.paragraph or region.paragraph
        if name in BREAKS:
            self.glue = 0
        else:
            pieces = self.result.pieces
            pieces.append((*region.first, self.glue | SKIPPED | OFFERED))
            pieces.append((*region.last, JOINED | SKIPPED | OFFERED))
            self.glue = JOINED
        return region.end

    def _region(self, match: re.Match[bytes]) -> Region:
        return self.regions.element(
            match,
            paragraph=self.paragraph,
            table=bool(self.tables.names),
            linked=self.linked,
            blocks=len(self.blocks),
        )
