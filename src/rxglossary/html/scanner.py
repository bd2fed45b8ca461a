"""Where in HTML source text may be wrapped: the light tier.

Owns the contexts: which text belongs to a place where an inserted element changes nothing else,
and which elements a policy leaves out. Jumps from tag to tag on source offsets; keeps of the tree
only what it needs: the chain of tables and cells, the active link, a possibly open paragraph. An
element that is skipped, and svg, select or template, is passed over as one (`Segments`, where
that is simple, else `Regions`).
Never guesses: where this is not enough, it stops and says where and why.

The names follow the standard's tree construction (WHATWG 13.2.6).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from rxglossary.html.elements import BLOCKS, BREAKS, CELLS, HEADINGS, TABLE_PARTS, VOID
from rxglossary.html.references import decode_text
from rxglossary.html.regions import Ended, Region, Regions, Stop, Stopped
from rxglossary.html.rules import JOINED, OFFERED, SKIPPED, STRUCTURE, Kind, Rules
from rxglossary.html.segments import DECLARATION, NAMES, Segments
from rxglossary.html.tables import TableChain
from rxglossary.html.tokens import TAG, attributes, declaration_end, fold

if TYPE_CHECKING:
    from rxglossary.html.proof import Proof

__all__ = ["JOINED", "SKIPPED", "Place", "Rules", "Scan", "Stop", "scan"]

# The kinds of the fast loop as plain numbers.
_INLINE, _BREAK, _BLOCK, _PARAGRAPH, _PARAGRAPH_END, _LINK, _LINK_END = range(7)
_DOCTYPE, _CHOSEN, _UNKNOWN = map(int, (Kind.DOCTYPE, Kind.CHOSEN, Kind.UNKNOWN))
_WINDOW = 1024
_MARKUP = re.compile("[a-zA-Z!?/]")  # what a "<" is more than text in front of
_SPACES = " \t\n\f\r"

# What a skipped element is, by its name: all that has to be done for one in a single look.
_PLAIN, _BREAKS, _ENDS_PARAGRAPH, _SECTION, _IN_TABLE = 0, 1, 2, 4, 8
_SHAPES = {
    name: (name in BREAKS) * _BREAKS
    | (name in BLOCKS and name not in (b"form", b"table")) * _ENDS_PARAGRAPH
    | (name in HEADINGS) * _SECTION
    | (name in TABLE_PARTS) * _IN_TABLE
    for name in BREAKS
}
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
        proof: What the final insertions have to pass, or None where they need no proof.
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
    proof: Proof | None = None

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
        "_folded",
        "_regions",
        "around",
        "base",
        "blocks",
        "cut",
        "fragment",
        "glue",
        "index",
        "levels",
        "limit",
        "linked",
        "no_quirks",
        "paragraph",
        "result",
        "rules",
        "source",
        "sticky",
        "stop",
        "tables",
    )

    def __init__(self, source: str, rules: Rules, context: str) -> None:
        self.source = source
        self.rules = rules
        self.cut = Segments(source)
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
        self.index = 0  # of a segment that the run needn't look in front of
        self.stop = len(self.cut.texts)  # the segment at which the run pauses
        self.limit = -1  # where the element that `only` chose ends
        self.base = 0
        self._folded: bytes | None = None
        self._regions: Regions | None = None
        self._set_base()

    @property
    def folded(self) -> bytes:
        """The folded source: made for the pages that need it."""
        if self._folded is None:
            self._folded = fold(self.source)
        return self._folded

    @property
    def regions(self) -> Regions:
        if self._regions is None:
            self._regions = Regions(self.source, self.folded)
        return self._regions

    def run(self) -> None:
        """Go from tag to tag; the common kinds are dealt with here, for speed.

        Raises:
            Stopped: Where the contexts kept are not enough.
            Ended: Where the input ends inside of something.
        """
        texts, lengths = self.cut.texts, self.cut.lengths
        actions, quiet = self.rules.actions, self.rules.quiet.get
        known = actions.get
        add = self.result.pieces.append
        link_flag = self.rules.link_flag
        base = offered = self.base
        linked = paragraph = False
        blocks: list[bytes] = []
        index, stop = 0, self.stop
        glue = 0
        # Text that was skipped behind a break: it counts only if text joins it.
        pending: tuple[int, int, int] | None = None
        text = texts[0]
        if offered and (text := text.lstrip(_SPACES)):
            add((len(texts[0]) - len(text), len(texts[0]), offered))
            glue = JOINED
        while True:
            moved = False
            following = iter(range(index + 1, stop))
            for index in following:
                segment = texts[index]
                kind = quiet(segment)
                if kind is not None:
                    if kind:
                        glue = 0
                        if kind != _BREAK:
                            paragraph = kind == _PARAGRAPH
                        if linked:
                            _nest(blocks, kind, NAMES[segment.partition(">")[0]])
                    continue
                tag, closed, text = segment.partition(">")
                kind = known(tag) if closed else _UNKNOWN
                seen = kind is not None
                if kind is None:
                    kind = actions[tag]
                if kind >= _CHOSEN:
                    self.linked, self.paragraph, self.blocks = linked, paragraph, blocks
                    at, tag, text, kind = self._look(index, tag, text, kind)
                    moved = at != index or self.stop != stop
                    index, stop, base = at, self.stop, self.base
                    offered = base | link_flag if linked and base else base
                elif seen and kind < _LINK and (not text or (kind and text.isspace())):
                    self.rules.learn_quiet(segment, kind)
                if kind < _LINK:
                    if kind:
                        glue = 0
                        if kind != _BREAK:
                            paragraph = kind == _PARAGRAPH
                        if linked:
                            start = lengths[index] + index - len(text) - len(tag) - 2
                            _nest(blocks, kind, NAMES[tag] or self._name(start))
                elif kind == _LINK:
                    # An active link is taken off the list first, but not through many blocks.
                    if linked and len(blocks) > 7:
                        start = lengths[index] + index - len(text) - len(tag) - 2
                        raise Stopped("link", start, "a link in a link, behind too many blocks")
                    behind = texts[index + 1] if base and not linked and index + 1 < stop else ""
                    if not behind.startswith("/a>"):
                        linked = True
                        blocks = []
                        offered = base and base | link_flag
                    else:
                        # It holds text alone, and leaves nothing open.
                        if not glue:
                            text = text.lstrip(_SPACES)
                        if text:
                            end = lengths[index] + index
                            piece = end - len(text), end, glue | base | link_flag
                            if glue or not link_flag:
                                if pending and glue:
                                    add(pending)
                                pending = None
                                add(piece)
                            else:
                                pending = piece
                            glue = JOINED
                        index += 1
                        if not moved:
                            next(following)
                        text = behind[3:]
                elif kind == _LINK_END:
                    # Directly in a table's structure the link is out of scope; behind more than
                    # seven open blocks the adoption agency leaves it on the list.
                    if linked and len(blocks) < 8 and self.tables.holds_text:
                        linked = False
                        offered = base
                else:
                    if pending:
                        if glue:
                            add(pending)
                        pending = None
                    self.linked, self.paragraph, self.blocks = linked, paragraph, blocks
                    self.glue = glue if kind <= _DOCTYPE else 0
                    self.index = index
                    end = lengths[index] + index
                    done = end - len(text)
                    start = done - len(tag) - 2
                    after = _HANDLERS[kind](self, NAMES[tag] or self._name(start), start, done)
                    linked, paragraph, blocks = self.linked, self.paragraph, self.blocks
                    glue, base = self.glue, self.base
                    offered = base | link_flag if linked and base else base
                    if after != done:
                        moved = True
                        index = self.cut.find(after, self.index)
                        text = self.source[after : lengths[index] + index]
                # What stands behind the tag, up to the next one.
                if text and offered:
                    if not glue:
                        text = text.lstrip(_SPACES)
                    if text:
                        if pending:
                            if glue:
                                add(pending)
                            pending = None
                        end = lengths[index] + index
                        add((end - len(text), end, glue | offered))
                        glue = JOINED
                if moved:
                    break
            if index + 1 < stop:
                continue
            if stop == len(texts):
                break
            self.linked, self.paragraph = linked, paragraph
            self._leave_chosen()
            base, stop = self.base, self.stop
            offered = base | link_flag if linked and base else base
        self.linked, self.paragraph = linked, False  # nothing follows that could move
        self.place(self.result.ends, "", len(self.source))

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

    def _look(self, index: int, tag: str, text: str, kind: int) -> tuple[int, str, str, int]:
        """Look at what begins with a segment and is no common tag.

        Args:
            index: The segment.
            tag: What of it may be a tag.
            text: What stands behind that.
            kind: Whether it is one that was chosen, or unknown.

        Returns:
            The segment in which the tag ends, the tag, the text behind it, and what it does.
        """
        if kind == _UNKNOWN:
            text = self.cut.texts[index]
            start = self.cut.end(index) - len(text) - 1
            if not _MARKUP.match(text):
                # The "<" is text, and so may those be that follow.
                texts = self.cut.texts
                while index + 1 < self.stop and not _MARKUP.match(texts[index + 1]):
                    index += 1
                return index, "", self.source[start : self.cut.end(index)], _INLINE
            if DECLARATION.match(text):
                tag, kind, after = "", _INLINE, self._declaration(start)
            else:
                # Most tags end soon: only for others, the source is folded as a whole.
                match = TAG.match(fold(self.source[start : start + _WINDOW]))
                offset = start
                if match is None or match[1] is None:
                    match, offset = self._tag(start), 0
                if match[1] is None:
                    raise Ended(start)
                after = match.end(2) + 1 + offset
                tag = self.source[start + 1 : after - 1]
                kind = self.rules.kind(tag, match[1])
            index = self.cut.find(after, index)
            text = self.source[after : self.cut.end(index)]
        if kind == _CHOSEN:
            after = self.cut.end(index) - len(text)
            start = after - len(tag) - 2
            name = NAMES[tag] or self._name(start)
            kind = self.rules.kinds.get(name, _INLINE)
            self.index = index
            self._choose(name, kind, start, after)
        return index, tag, text, kind

    def _name(self, start: int) -> bytes:
        """Return the folded name of a tag that no table of tags holds."""
        match = TAG.match(fold(self.source[start : start + _WINDOW]))
        name: bytes = match[1] if match and match[1] else self._tag(start)[1]
        return name

    def _tag(self, start: int) -> re.Match[bytes]:
        """Return the match of the tag, or of the declaration's opening, at *start*."""
        match = TAG.match(self.folded, start)
        if match is None:
            raise Ended(start)
        return match

    def _leave_chosen(self) -> None:
        """Leave the element that `only` chose."""
        self.place(self.result.ends, "only", self.limit)
        self.limit = -1
        self.stop = len(self.cut.texts)
        self._set_base()

    def _choose(self, name: bytes, kind: int, start: int, after: int) -> None:
        """Offer the text of an element that `only` names, up to its end."""
        if self.limit >= 0:
            return
        size = len(self.source)
        if name == b"body" or name == b"html":
            self.result.chosen = True
            self.limit = size
        elif name not in VOID and kind not in STRUCTURE and kind != Kind.REGION:
            self.result.chosen = True
            try:
                self.limit = self._region(self._tag(start)).end
            except Ended as ended:
                self.limit = ended.offset
            except Stopped as stopped:
                if stopped.stop.offset <= start:
                    raise
                self.limit = stopped.stop.offset  # the scan itself will stop there
            if "only" not in self.result.starts and name not in _NEWLINE_DROPPED:
                outside, self.paragraph = self.paragraph, self.paragraph and name not in BLOCKS
                self.place(self.result.starts, "only", after)
                self.paragraph = outside
        if self.limit >= 0:
            self.stop = self.cut.find(self.limit, self.index) + 1
        self._set_base()

    # What follows deals with one kind of tag each. Every method takes the tag's name, and the
    # offsets at which it starts and ends, and returns the offset at which to go on.

    def _table_start(self, name: bytes, start: int, after: int) -> int:
        del start
        self._table(name)
        return after

    def _table_end(self, name: bytes, start: int, after: int) -> int:
        del start
        self._leave_cells(self.tables.end(name[1:]))
        self._pop_block(name)
        self._set_base()
        return after

    def _heading(self, name: bytes, start: int, after: int) -> int:
        self.result.sections.append(start)
        return self._block(name, start, after)

    def _block(self, name: bytes, start: int, after: int) -> int:
        del start
        if self.linked:
            self.blocks.append(name)
        self.paragraph = False
        return after

    def _content(self, name: bytes, start: int, after: int) -> int:
        self._block(name, start, after)
        self.place(self.result.starts, name.decode(), after)
        return after

    def _content_end(self, name: bytes, start: int, after: int) -> int:
        self._pop_block(name)
        self.place(self.result.ends, name[1:].decode(), start)
        return after

    def _button(self, name: bytes, start: int, after: int) -> int:
        self.sticky = self.sticky or self.paragraph
        return self._form(name, start, after)

    def _form(self, name: bytes, start: int, after: int) -> int:
        """Take a form, which is ignored inside of another: so it may close no paragraph."""
        del start
        if self.linked:
            self.blocks.append(name)
        return after

    def _pop_block(self, name: bytes) -> None:
        if self.linked and self.blocks and self.blocks[-1] == name[1:]:
            self.blocks.pop()

    def _atom(self, name: bytes, start: int, after: int) -> int:
        """Pass over svg, math, select or a template."""
        del after
        at = -1
        if name in (b"svg", b"math"):
            at = self.cut.drawing(self.index, name.decode())
        elif name == b"select":
            at = self.cut.options(self.index, b"/select")
        if at >= 0:
            return self._behind(at)
        try:
            return self.regions.atom(self._tag(start))
        except Ended:
            message = f"the input ends inside of <{name.decode()}>"
            raise Stopped("cut-off", start, message) from None

    def _noscript(self, name: bytes, start: int, after: int) -> int:
        del name, after
        if (at := self.cut.fallback(self.index)) >= 0:
            return self._behind(at)
        if passed := self.cut.element(self.index, b"noscript", self.paragraph, self.linked):
            return self._behind(passed[0])
        return self.regions.noscript(
            self._tag(start), paragraph=self.paragraph, table=bool(self.tables.names)
        )

    def _body_end(self, name: bytes, start: int, after: int) -> int:
        del name
        if not self.tables.names and not self.fragment:
            self.place(self.result.ends, "body", start)
        return after

    def _stop(self, name: bytes, start: int, after: int) -> int:
        del after
        if name == b"plaintext":
            raise Stopped("plaintext", start, "all that follows <plaintext> is its text")
        if name == b"frameset":
            self.result.starts.clear()
            self.result.ends.clear()
            raise Stopped("frameset", start, "a page of frames has no text of its own")
        raise Stopped("skipped-page", start, "the whole page is skipped")

    def _base(self, name: bytes, start: int, after: int) -> int:
        del name
        self.result.base = self.result.base or "href" in self._attributes(start, after)
        return after

    def _meta(self, name: bytes, start: int, after: int) -> int:
        del name
        values = self._attributes(start, after)
        if values.get("name", "").strip().lower() == "rxglossary":
            self.result.off = values.get("content", "").strip().lower() == "off"
        return after

    def _attributes(self, start: int, after: int) -> dict[str, str]:
        tag = self.source[start:after]
        folded = fold(tag)
        match = TAG.match(folded)
        return dict(attributes(tag, folded, *match.span(2))) if match else {}

    def _behind(self, index: int) -> int:
        """Return the offset behind the tag with which a segment begins."""
        self.index = index
        text = self.cut.texts[index]
        return self.cut.end(index) - len(text) + text.index(">") + 1

    def _raw(self, name: bytes, start: int, after: int) -> int:
        """Pass over an element of raw text."""
        if name not in _TRANSPARENT:
            self.glue = 0
        elif self.glue:
            self.result.pieces.append((start, start, self.glue | SKIPPED | OFFERED))
        at = self.cut.raw(self.index, name)
        return self._behind(at) if at >= 0 else self.regions.raw(self._tag(start))

    def _declaration(self, start: int) -> int:
        """Pass over a declaration that is more than one segment."""
        end = declaration_end(self.source, start)
        if end < 0:
            raise Ended(start)
        if fold(self.source[start : start + 9]) == b"<!doctype":
            self._doctype(b"", start, end)
        return end

    def _doctype(self, name: bytes, start: int, after: int) -> int:
        del name
        if not self.fragment:
            self.result.document = True
            # Behind anything else than white space it is ignored.
            if not self.source[:start].strip("\ufeff\t\n\f\r "):
                self.no_quirks = _NO_QUIRKS.match(fold(self.source[start:after])) is not None
        return after

    def _root(self, name: bytes, start: int, after: int) -> int:
        if self.fragment:
            return after
        self.result.document = True
        if name == b"html":
            language = self._attributes(start, after).get("lang", "")
            self.result.language = self.result.language or language
        elif name == b"body" and not self.tables.names:
            self.place(self.result.starts, "body", after)
        return after

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

    def _skip(self, name: bytes, start: int, after: int) -> int:
        """Pass over an element whose text is left out; return the offset of what ends it."""
        shape = _SHAPES.get(name, _PLAIN)
        if shape & _IN_TABLE:
            if name != b"table" and not self.tables.names:
                return after  # outside of tables the tag is ignored
            self._table(name)
            if self.tables.names[-1] != name:
                message = f"a fragment with <{name.decode()}> where it means nothing"
                raise Stopped("fragment", start, message)
        elif self.linked:
            self.blocks.append(name)  # its end tag takes it off again
        if shape & _SECTION:
            self.result.sections.append(start)
        if shape & _ENDS_PARAGRAPH:
            self.paragraph = False
        passed = self.cut.element(self.index, name, self.paragraph, self.linked)
        if passed:
            index, first, last = passed
            self.index = index - 1
            end = self.cut.lengths[self.index] + self.index
        else:
            try:
                region = self._region(self._tag(start))
            except Ended:
                message = f"the input ends inside of <{name.decode('latin-1')}>"
                raise Stopped("cut-off", start, message) from None
            if region.linked != self.linked:
                self.linked, self.blocks = region.linked, []
            self.paragraph = self.paragraph or region.paragraph
            end, first, last = region.end, region.first, region.last
        if shape & _BREAKS:
            self.glue = 0
            return end
        pieces = self.result.pieces
        pieces.append((*first, self.glue | SKIPPED | OFFERED))
        if first != last:
            pieces.append((*last, JOINED | SKIPPED | OFFERED))
        self.glue = JOINED
        return end

    def _region(self, match: re.Match[bytes]) -> Region:
        return self.regions.element(
            match,
            paragraph=self.paragraph,
            table=bool(self.tables.names),
            linked=self.linked,
            blocks=len(self.blocks),
        )


def _nest(blocks: list[bytes], kind: int, name: bytes) -> None:
    """Note that a tag opens or closes a special element inside of a link."""
    if kind in (_BLOCK, _PARAGRAPH):
        blocks.append(name)
    elif blocks and blocks[-1] == name[1:]:
        blocks.pop()


_HANDLERS = {
    int(kind): handler
    for handler, kinds in {
        _Scanner._skip: (Kind.SKIP, Kind.REGION),
        _Scanner._raw: (Kind.RAW,),
        _Scanner._doctype: (Kind.DOCTYPE,),
        _Scanner._atom: (Kind.FOREIGN, Kind.SELECT, Kind.TEMPLATE),
        _Scanner._noscript: (Kind.NOSCRIPT,),
        _Scanner._stop: (Kind.PLAINTEXT, Kind.FRAMESET, Kind.SKIPPED_PAGE),
        _Scanner._table_start: (Kind.TABLE,),
        _Scanner._table_end: (Kind.TABLE_END,),
        _Scanner._heading: (Kind.HEADING,),
        _Scanner._button: (Kind.BUTTON,),
        _Scanner._form: (Kind.FORM,),
        _Scanner._root: (Kind.ROOT,),
        _Scanner._body_end: (Kind.BODY_END,),
        _Scanner._content: (Kind.CONTENT,),
        _Scanner._content_end: (Kind.CONTENT_END,),
        _Scanner._base: (Kind.BASE,),
        _Scanner._meta: (Kind.META,),
    }.items()
    for kind in kinds
}
