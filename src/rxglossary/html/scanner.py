"""Where in HTML source text may be wrapped: the light tier.

Owns the contexts: which text belongs to a place where an inserted element changes nothing else,
and which elements a policy leaves out. Jumps from tag to tag on source offsets; keeps of the tree
only what it needs: the chain of tables and cells, the active link, a possibly open paragraph. An
element that is skipped, and svg, select or template, is passed over as one (`_region`).
Never guesses: where this is not enough, it stops and says where and why.

The names follow the standard's tree construction (WHATWG 13.2.6).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from rxglossary.html.elements import (
    BLOCKS,
    BREAKS,
    CELLS,
    HEADINGS,
    RAW_TEXT,
    TABLE_PARTS,
    VOID,
    OpenElements,
    Unsure,
)
from rxglossary.html.selectors import Selector, parse_selector
from rxglossary.html.tables import TableChain
from rxglossary.html.tokens import (
    TAG,
    attributes,
    declaration_end,
    fold,
    raw_end,
    self_closing,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable

__all__ = ["JOINED", "SKIPPED", "Mark", "Place", "Rules", "Scan", "Stop", "scan"]

JOINED: Final = 1
"""A flag of a piece: no break lies between it and the piece before."""
SKIPPED: Final = 2
"""A flag of a piece: it stands in a skipped inline element and only counts as a neighbour."""
_OFFERED: Final = 4

# What a tag does, by its name with the slash of an end tag. Up to LINK_END in the fast loop.
_DECLARATION = 100
_INLINE, _BREAK, _BLOCK, _PARAGRAPH, _PARAGRAPH_END, _LINK, _LINK_END = range(7)
(
    _SKIP,
    _REGION,
    _RAW,
    _FOREIGN,
    _SELECT,
    _TEMPLATE,
    _NOSCRIPT,
    _PLAINTEXT,
    _FRAMESET,
    _TABLE,
    _TABLE_END,
    _HEADING,
    _BUTTON,
    _ROOT,
    _BODY_END,
    _CONTENT,
    _CONTENT_END,
    _BASE,
    _META,
) = range(7, 26)

# Never rendered as running text, or fallback for something else.
_OPAQUE = frozenset(
    b"applet audio canvas datalist marquee meter object optgroup option progress video".split()
)
_SELECT_CONTENT = frozenset(b"option /option optgroup /optgroup hr".split())
_TRANSPARENT = frozenset(b"noembed noframes script style title".split())
_DOCUMENT = frozenset(b"html head body".split())
_ATOMS = RAW_TEXT | frozenset(
    b"frameset math noscript plaintext script select svg template".split()
)
_BREAKOUT = frozenset(
    b"b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li"
    b" listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul"
    b" var".split()
)
_INTEGRATION = {
    b"svg": frozenset(b"foreignobject desc title".split()),
    b"math": frozenset(b"mi mo mn ms mtext annotation-xml".split()),
}


class Stop(NamedTuple):
    """Where the scanner stopped: nothing behind this offset is annotated."""

    code: str
    offset: int
    message: str


class Place(NamedTuple):
    """An offset at which parts of ours may stand, and whether the tree stays the same there."""

    offset: int
    safe: bool


class Mark(NamedTuple):
    """A start tag whose class attribute marks an element of ours, and what may end it."""

    start: int
    end: int
    name: str
    classes: str


class _Stopped(Exception):
    def __init__(self, code: str, offset: int, message: str) -> None:
        self.stop = Stop(code, offset, message)


class _Ended(Exception):
    """The input ends inside of a tag, a comment or raw text that begins at *offset*."""

    def __init__(self, offset: int) -> None:
        self.offset = offset


class _Region(NamedTuple):
    """An element that was passed over: the offset of the tag that ends it, and what it left."""

    end: int
    linked: bool
    first: tuple[int, int]
    last: tuple[int, int]


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


class Rules:
    """What a scan leaves out, compiled once.

    Args:
        skip: Selectors of elements whose text is not offered.
        only: Selectors of the elements whose text alone is offered; empty for the whole page.
        link: Whether occurrences are wrapped in links, which no link may hold.

    Raises:
        ConfigurationError: For a selector that can't be read.
    """

    __slots__ = ("kinds", "link", "needles", "only", "selectors", "skip_tags")

    def __init__(
        self, skip: Iterable[str] = (), only: Iterable[str] = (), *, link: bool = True
    ) -> None:
        skips = [parse_selector(text) for text in skip]
        self.only = [parse_selector(text) for text in only]
        self.skip_tags = frozenset(s.tag.encode("latin-1", "replace") for s in skips if _by_tag(s))
        self.selectors = [s for s in skips if not _by_tag(s)]
        self.link = link
        needles = {s.needle for s in self.selectors}
        needles |= {s.needle or b"<" + s.tag.encode("latin-1", "replace") for s in self.only}
        self.needles = [n for n in needles if not any(m in n and m != n for m in needles)]
        self.kinds = self._kinds()

    def _kinds(self) -> dict[bytes | None, int]:
        kinds: dict[bytes | None, int] = {None: _DECLARATION}
        for name in BREAKS:
            kinds[name] = _BLOCK if name in BLOCKS else _BREAK
            kinds[b"/" + name] = _BREAK
        kinds |= {b"p": _PARAGRAPH, b"/p": _PARAGRAPH_END, b"button": _BUTTON}
        if self.link or b"a" in self.skip_tags:
            kinds |= {b"a": _LINK, b"/a": _LINK_END}
        for name in HEADINGS:
            kinds[name] = _HEADING
        for name in self.skip_tags - {b"a"}:
            if name not in VOID:
                kinds[name] = _SKIP
        for name in _OPAQUE:
            kinds[name] = _REGION
        for name in RAW_TEXT | {b"script"}:
            kinds[name] = _RAW
        for name in TABLE_PARTS:
            kinds[name] = _TABLE
            kinds[b"/" + name] = _TABLE_END
        kinds |= {b"svg": _FOREIGN, b"math": _FOREIGN, b"select": _SELECT}
        kinds |= {b"template": _TEMPLATE, b"noscript": _NOSCRIPT}
        kinds |= {b"plaintext": _PLAINTEXT, b"frameset": _FRAMESET}
        kinds |= {b"html": _ROOT, b"head": _ROOT, b"body": _ROOT}
        kinds |= {b"/html": _BODY_END, b"/body": _BODY_END, b"/head": _ROOT}
        for name in (b"main", b"article"):
            if kinds.get(name) == _BLOCK:
                kinds |= {name: _CONTENT, b"/" + name: _CONTENT_END}
        return kinds | {b"base": _BASE, b"meta": _META}


def _by_tag(selector: Selector) -> bool:
    return not selector.attribute


def scan(source: str, rules: Rules) -> Scan:
    """Return where text of *source* may be wrapped under *rules*, in one pass.

    >>> html = "<p>The <b>brain</b> <code>x</code></p>"
    >>> [html[a:b] for a, b, flags in scan(html, Rules(skip=["code"])).pieces]
    ['The ', 'brain', ' ', 'x']
    """
    scanner = _Scanner(source, rules)
    try:
        scanner.run()
    except _Stopped as stopped:
        scanner.result.stop = stopped.stop
    except _Ended as ended:
        scanner.place(scanner.result.ends, "", ended.offset)
    return scanner.result


class _Scanner:
    """The state of one scan, as far as the rarer tags read and write it."""

    __slots__ = (
        "base",
        "blocks",
        "folded",
        "glue",
        "hit",
        "levels",
        "limit",
        "linked",
        "needles",
        "paragraph",
        "result",
        "rules",
        "source",
        "sticky",
        "tables",
    )

    def __init__(self, source: str, rules: Rules) -> None:
        self.source = source
        self.rules = rules
        self.folded = fold(source)
        self.result = Scan()
        self.tables = TableChain()
        self.levels: list[tuple[bool, bool, list[bytes]]] = []  # of the cells around
        self.linked = False  # an a element may be on the list of active formatting elements
        self.blocks: list[bytes] = []  # at least the special elements that are open inside of it
        self.paragraph = False  # a p element may be open
        self.sticky = False  # and no block's start tag closes it
        self.glue = 0
        self.limit = -1  # where the element that `only` chose ends
        self.needles = {needle: self.folded.find(needle) for needle in rules.needles}
        self.hit = 0
        self.base = 0
        self._find_hit()
        self._set_base()

    def run(self) -> None:
        """Go from tag to tag; the common kinds are dealt with here, for speed.

        Raises:
            _Stopped: Where the contexts kept are not enough.
            _Ended: Where the input ends inside of something.
        """
        folded = self.folded
        size = len(folded)
        kind_of = self.rules.kinds.get
        add = self.result.pieces.append
        find = TAG.finditer
        pos = glue = 0
        hit = self.hit
        base = offered = self.base
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
                    offered = base | SKIPPED if linked and base else base
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
                    linked = True
                    blocks = []
                    offered = base and base | SKIPPED
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
                    offered = base | SKIPPED if linked and base else base
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
        safe = self.tables.holds_text and not (self.linked or self.paragraph or self.sticky)
        safe = safe and not any(linked for linked, _, _ in self.levels)
        places.setdefault(name, []).append(Place(offset, safe))

    def _set_base(self) -> None:
        """Set what text outside of links is here: offered, or nothing."""
        offered = self.tables.holds_text and not any(linked for linked, _, _ in self.levels)
        self.base = _OFFERED if offered and (not self.rules.only or self.limit >= 0) else 0

    def _find_hit(self) -> None:
        """Set the next offset at which a tag has to be looked at attribute by attribute."""
        found = [offset for offset in self.needles.values() if offset >= 0]
        if self.limit >= 0:
            found.append(self.limit)
        self.hit = min(found, default=len(self.folded))

    def _attend(self, match: re.Match[bytes], kind: int) -> int:
        """Look at a tag that may be selected; return the kind that it then has."""
        start, end = match.span()
        if 0 <= self.limit <= start:
            self.place(self.result.ends, "only", self.limit)
            self.limit = -1
            self._set_base()
        near = False
        for needle, offset in self.needles.items():
            if 0 <= offset < end:
                near = near or start <= offset < match.end(2)
                self.needles[needle] = self.folded.find(needle, end)
        name = match[1]
        if near and name[0] != 0x2F:
            values = dict(attributes(self.source, self.folded, *match.span(2)))
            text = name.decode("latin-1")
            if any(selector.matches(text, values) for selector in self.rules.selectors):
                if kind == _ROOT:
                    raise _Stopped("skipped-page", start, "the whole page is skipped")
                if (kind <= _BUTTON and name not in VOID and kind != _LINK) or kind == _TABLE:
                    kind = _SKIP
            elif self.limit < 0 and any(s.matches(text, values) for s in self.rules.only):
                self._choose(match)
        self._find_hit()
        return kind

    def _choose(self, match: re.Match[bytes]) -> None:
        """Offer the text of an element that `only` names, up to its end."""
        self.result.chosen = True
        if match[1] in VOID:
            return
        try:
            self.limit = self._region(match).end
        except _Ended as ended:
            self.limit = ended.offset
        except _Stopped as stopped:
            if stopped.stop.offset <= match.start():
                raise
            self.limit = stopped.stop.offset  # the scan itself will stop there
        if "only" not in self.result.starts:
            outside, self.paragraph = self.paragraph, self.paragraph and match[1] not in BLOCKS
            self.place(self.result.starts, "only", match.end(2) + 1)
            self.paragraph = outside
        self._set_base()

    def _rare(self, match: re.Match[bytes], kind: int) -> int:
        """Deal with any other tag, declaration or cut-off tag; return where to go on."""
        name = match[1]
        start, end = match.span()
        if kind == _DECLARATION:
            return self._declaration(match)
        if kind == _RAW:
            if name in _TRANSPARENT:
                self.result.pieces.append((start, start, self.glue | SKIPPED | _OFFERED))
                self.glue = JOINED
            else:
                self.glue = 0
            return self._raw(match)
        if kind in (_SKIP, _REGION):
            return self._skip(match)
        self.glue = 0
        if kind == _FOREIGN:
            return self._foreign(match)
        if kind == _SELECT:
            return self._select(match)
        if kind == _TEMPLATE:
            return self._template(match)
        if kind == _NOSCRIPT:
            return self._noscript(match)
        if kind == _TABLE:
            self._table(name)
        elif kind == _TABLE_END:
            self._leave_cells(self.tables.end(name[1:]))
            if self.linked and self.blocks and self.blocks[-1] == name[1:]:
                self.blocks.pop()
            self._set_base()
        elif kind == _CONTENT_END:
            if self.linked and self.blocks and self.blocks[-1] == name[1:]:
                self.blocks.pop()
            self.place(self.result.ends, name[1:].decode(), start)
        elif kind in (_HEADING, _CONTENT, _BUTTON):
            if self.linked:
                self.blocks.append(name)
            if kind == _BUTTON:
                self.sticky = self.sticky or self.paragraph
            else:
                self.paragraph = False
            if kind == _HEADING:
                self.result.sections.append(start)
            elif kind == _CONTENT:
                self.place(self.result.starts, name.decode(), match.end(2) + 1)
        elif kind == _ROOT:
            self._root(match)
        elif kind == _BODY_END:
            if not self.tables.names:
                self.place(self.result.ends, "body", start)
        elif kind == _PLAINTEXT:
            raise _Stopped("plaintext", start, "all that follows <plaintext> is its text")
        elif kind == _FRAMESET:
            self.result.starts.clear()
            self.result.ends.clear()
            raise _Stopped("frameset", start, "a page of frames has no text of its own")
        else:
            values = dict(attributes(self.source, self.folded, *match.span(2)))
            if kind == _BASE:
                self.result.base = self.result.base or "href" in values
            elif values.get("name", "").strip().lower() == "rxglossary":
                self.result.off = values.get("content", "").strip().lower() == "off"
        return end

    def _declaration(self, match: re.Match[bytes]) -> int:
        start = match.start()
        if match[3] is None:
            raise _Ended(start)
        end = declaration_end(self.source, self.folded, start)
        if end < 0:
            raise _Ended(start)
        if end == start + 1 and self.base:
            state = self.base | SKIPPED if self.linked else self.base
            self.result.pieces.append((start, end, self.glue | state))
            self.glue = JOINED
        elif self.folded.startswith(b"<!doctype", start):
            self.result.document = True
        return end

    def _raw(self, match: re.Match[bytes]) -> int:
        """Pass over an element of raw text; return the offset behind its end tag."""
        end = raw_end(self.folded, match[1], match.end(2) + 1)
        closing = TAG.match(self.folded, end) if end >= 0 else None
        if closing is None or closing[1] is None:
            raise _Ended(match.start())
        return closing.end(2) + 1

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
        if name == b"table" and self.linked:
            self.blocks.append(name)
        self._leave_cells(self.tables.start(name))
        if inside and name in CELLS:
            self.levels.append((self.linked, self.paragraph, self.blocks))
            self.linked = self.paragraph = False
            self.blocks = []
        self._set_base()

    def _leave_cells(self, count: int) -> None:
        for _ in range(count):
            self.linked, self.paragraph, self.blocks = self.levels.pop()

    def _skip(self, match: re.Match[bytes]) -> int:
        """Pass over an element whose text is left out; return the offset of what ends it."""
        name = match[1]
        if name in HEADINGS:
            self.result.sections.append(match.start())
        if name in TABLE_PARTS:
            self._table(name)
        elif self.linked:
            self.blocks.append(name)  # its end tag takes it off again
        if name in BLOCKS and name != b"table":
            self.paragraph = False
        region = self._region(match)
        if region.linked != self.linked:
            self.linked, self.blocks = region.linked, []
        if name in BREAKS:
            self.glue = 0
        else:
            pieces = self.result.pieces
            pieces.append((*region.first, self.glue | SKIPPED | _OFFERED))
            pieces.append((*region.last, JOINED | SKIPPED | _OFFERED))
            self.glue = JOINED
        return region.end

    def _region(self, match: re.Match[bytes]) -> _Region:
        """Look for the tag that ends the element which *match* opens; change nothing.

        Raises:
            _Stopped: When it isn't closed by its own end tag, or by one that implies it.
        """
        root = match[1]
        opened = OpenElements(root, self.paragraph, bool(self.tables.names))
        linked, depth = self.linked, -1
        pos = match.end(2) + 1
        first = last = (pos, pos)
        try:
            while True:
                after = pos
                for tag in TAG.finditer(self.folded, pos):
                    start, after = tag.start(), tag.end(2) + 1
                    if start > pos:
                        last = (pos, start)
                        if first[0] == first[1]:
                            first = last
                    pos = after
                    name = tag[1]
                    if name is None:
                        after = self._pass_declaration(tag)
                    elif name[0] == 0x2F:
                        name = name[1:]
                        if name == b"a" and linked and depth >= 0:
                            depth = min(depth, len(opened))
                            if len(opened) - depth < 8 and not opened.marker_since(depth):
                                linked = False
                        if name != b"head" and opened.end(name):
                            return _Region(start, linked, first, last)
                    elif name in _ATOMS:
                        after = self._pass(tag)
                    elif name not in _DOCUMENT:
                        if opened.start(name):
                            return _Region(start, linked, first, last)
                        if name == b"a":
                            linked, depth = True, len(opened)
                    if after != pos:
                        pos = after
                        break
                else:
                    break
        except Unsure:
            pass
        message = f"<{root.decode('latin-1')}> is not closed by its own end tag at its own depth"
        raise _Stopped("unclosed-element", match.start(), message)

    def _pass(self, match: re.Match[bytes]) -> int:
        """Pass over an element that hides what a tag in it means; return where to go on."""
        name = match[1]
        if name in (b"svg", b"math"):
            return self._foreign(match)
        if name == b"select":
            return self._select(match)
        if name == b"template":
            return self._template(match)
        if name == b"noscript":
            return self._noscript(match)
        if name in (b"plaintext", b"frameset"):
            message = f"<{name.decode()}> in an element that is passed over"
            raise _Stopped(name.decode(), match.start(), message)
        return self._raw(match)

    def _pass_declaration(self, match: re.Match[bytes], foreign: bool = False) -> int:
        start = match.start()
        end = -1
        if match[3] is not None:
            end = declaration_end(self.source, self.folded, start, foreign)
        if end < 0:
            raise _Ended(start)
        return end

    def _foreign(self, match: re.Match[bytes]) -> int:
        """Pass over svg or math; return the offset behind it, or of the tag that breaks out."""
        root = match[1]
        if self_closing(self.folded, *match.span(2)):
            return match.end(2) + 1
        points = _INTEGRATION[root]
        names = [root]
        pos = match.end(2) + 1
        while True:
            after = pos
            for tag in TAG.finditer(self.folded, pos):
                pos = after = tag.end(2) + 1
                name = tag[1]
                if name is None:
                    after = self._pass_declaration(tag, foreign=True)
                elif name[0] == 0x2F:
                    self._end_foreign(tag, names)
                    if not names:
                        return after
                elif names[-1] in points:
                    self._stop_foreign(tag, "an HTML element inside of it")
                elif name in _BREAKOUT or (name == b"font" and tag.start(2) < tag.end(2)):
                    if name == b"font" or not points.isdisjoint(names):
                        self._stop_foreign(tag, "an HTML tag that may end it")
                    return tag.start()
                elif not self_closing(self.folded, *tag.span(2)):
                    names.append(name)
                if after != pos:
                    pos = after
                    break
            else:
                raise _Stopped("foreign", match.start(), f"<{root.decode()}> is not closed")

    def _end_foreign(self, tag: re.Match[bytes], names: list[bytes]) -> None:
        name = tag[1][1:]
        if name not in names or name in (b"br", b"p"):
            self._stop_foreign(tag, "an end tag of HTML inside of it")
        while names.pop() != name:
            pass

    @staticmethod
    def _stop_foreign(tag: re.Match[bytes], what: str) -> None:
        raise _Stopped("foreign", tag.start(), f"svg or math with {what}")

    def _select(self, match: re.Match[bytes]) -> int:
        """Pass over a select that old and new parsers read alike; return the offset behind it."""
        pos = match.end(2) + 1
        while True:
            after = pos
            for tag in TAG.finditer(self.folded, pos):
                pos = after = tag.end(2) + 1
                name = tag[1]
                if name is None:
                    after = self._pass_declaration(tag)
                elif name == b"/select":
                    return after
                elif name == b"script":
                    after = self._raw(tag)
                elif name == b"template":
                    after = self._template(tag)
                elif name not in _SELECT_CONTENT:
                    message = "parsers differ on a select that holds other tags than options"
                    raise _Stopped("select", tag.start(), message)
                if after != pos:
                    pos = after
                    break
            else:
                raise _Stopped("select", match.start(), "<select> is not closed")

    def _template(self, match: re.Match[bytes]) -> int:
        """Pass over a template; return the offset behind it."""
        depth = 1
        pos = match.end(2) + 1
        while True:
            after = pos
            for tag in TAG.finditer(self.folded, pos):
                pos = after = tag.end(2) + 1
                name = tag[1]
                if name is None:
                    after = self._pass_declaration(tag)
                elif name == b"/template":
                    depth -= 1
                    if not depth:
                        return after
                elif name == b"template":
                    depth += 1
                elif name == b"col":
                    message = "a template with a column ignores what follows it"
                    raise _Stopped("template", tag.start(), message)
                elif name in _ATOMS:
                    after = self._pass(tag)
                if after != pos:
                    pos = after
                    break
            else:
                raise _Stopped("template", match.start(), "<template> is not closed")

    def _noscript(self, match: re.Match[bytes]) -> int:
        """Pass over a noscript that ends at one place with scripting on and off."""
        end = raw_end(self.folded, b"noscript", match.end(2) + 1)
        if end < 0:
            raise _Stopped("noscript", match.start(), "<noscript> is not closed")
        try:
            region = self._region(match)
        except (_Ended, _Stopped):
            region = None
        if region is None or region.end != end or region.linked != self.linked:
            message = "this noscript changes the page when scripting is off"
            raise _Stopped("noscript", match.start(), message)
        closing = TAG.match(self.folded, end)
        if closing is None or closing[1] is None:
            raise _Ended(end)
        return closing.end(2) + 1
