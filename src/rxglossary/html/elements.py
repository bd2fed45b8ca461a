"""Names of elements, and which of them are open inside one element.

Owns the standard's lists of names and `OpenElements`, a reduced stack of open elements (WHATWG
13.2.4.2) that answers one question: which tag ends the element it began with? Where the answer
depends on what is open outside, it raises `Unsure`. Never looks at text or attributes.
"""

from __future__ import annotations

__all__ = [
    "BLOCKS",
    "BREAKOUT",
    "BREAKS",
    "CELLS",
    "FORMATTING",
    "HEADINGS",
    "RAW_TEXT",
    "SPECIAL",
    "TABLE_PARTS",
    "VOID",
    "OpenElements",
    "Unsure",
]


def _names(text: str) -> frozenset[bytes]:
    return frozenset(text.encode().split())


VOID = _names(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param"
    " source track wbr"
)
RAW_TEXT = _names("iframe noembed noframes style textarea title xmp")
"""Elements other than script whose content is raw text or escapable raw text."""
CELLS = _names("caption td th")
TABLE_PARTS = _names("caption col colgroup table tbody td tfoot th thead tr")
HEADINGS = _names("h1 h2 h3 h4 h5 h6")
FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
BLOCKS = HEADINGS | _names(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form header hgroup hr li listing main menu nav ol p plaintext pre search"
    " section summary table ul xmp"
)
"""Elements whose start tag closes a p element in button scope."""
SPECIAL = (
    (BLOCKS - {b"dialog"})
    | TABLE_PARTS
    | VOID
    | RAW_TEXT
    | _names("applet body button frameset head html marquee object script select template")
)
"""The special category. Without noscript, whose end tag is an "any other end tag" all the same."""
BREAKS = (
    SPECIAL
    | BLOCKS
    | _names("audio canvas legend math meter noscript optgroup option progress")
    | _names("rb rp rt rtc sup svg video")
)
"""Elements at whose tags a text run ends: blocks, voids, replaced elements, notes above text."""
BREAKOUT = _names(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li"
    " listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var"
)
"""Elements whose start tag ends foreign content."""

_SCOPE = _names("applet caption html marquee object table td template th")
_MARKERS = _SCOPE - _names("html table")
_LIST_SCOPE = _SCOPE | _names("ol ul")
_BUTTON_SCOPE = _SCOPE | {b"button"}
_ITEM_PASSES = _names("address div p")
_ITEMS = {b"li": _names("li"), b"dd": _names("dd dt"), b"dt": _names("dd dt")}
_RUBY = _names("rb rp rt rtc")
_OPTIONS = _names("optgroup option")
_ROWS = _names("tbody tfoot thead")
# What may begin directly behind an element whose end tag is left out, by level in a table.
_LEVEL = dict.fromkeys(_ROWS | {b"caption", b"colgroup"}, 1) | {b"tr": 2, b"td": 3, b"th": 3}
_IMPLIED = _names("dd dt li p") | _RUBY | _OPTIONS | frozenset(_LEVEL)

_MAX_DEPTH = 512


class Unsure(Exception):
    """Which tag ends the element depends on more than this stack knows."""


class OpenElements:
    """The elements open inside *root*, its own name first.

    Args:
        root: The name of the element whose end is looked for, in ASCII lower case.
        paragraph: Whether a p element may be open around it.
        table: Whether a table is open around it.

    >>> stack = OpenElements(b"div")
    >>> stack.start(b"p"), stack.start(b"div"), stack.end(b"div"), stack.end(b"div")
    (False, False, False, True)
    """

    __slots__ = ("_balance", "_inline", "_paragraph", "_stack", "_table")

    def __init__(self, root: bytes, paragraph: bool = False, table: bool = False) -> None:
        self._stack = [root]
        self._inline = root not in SPECIAL
        self._paragraph = paragraph
        self._table = table
        self._balance: dict[bytes, int] = {}

    def __len__(self) -> int:
        return len(self._stack)

    def closes_link(self, depth: int, blocks: int = 0) -> bool:
        """Tell whether an end tag takes a link off the list that began with *depth* elements open.

        With *blocks*, so many more are open in it around the root.

        It doesn't from behind a marker, nor through more than seven blocks: the adoption agency
        makes eight rounds.
        """
        inside = self._stack[depth:]
        return len(inside) + blocks < 8 and b"table" not in inside and not self.marked(depth)

    def marked(self, depth: int) -> bool:
        """Tell whether an element above *depth* put a marker among the formatting elements."""
        return not _MARKERS.isdisjoint(self._stack[depth:])

    def start(self, name: bytes) -> bool:
        """Take a start tag; tell whether it ends the root by implication.

        Raises:
            Unsure: When it may close an element around the root.
        """
        stack = self._stack
        root = stack[0]
        if len(stack) > _MAX_DEPTH:
            raise Unsure  # every tag may look at all of them
        if name in VOID:
            return name == b"hr" and self._close_paragraph()
        if name == b"form":
            return self._start_form()
        if name in BLOCKS and name != b"table" and self._close_paragraph():
            return True
        if name in _ITEMS:
            if self._close_item(_ITEMS[name]):
                return True
        elif name in HEADINGS:
            if stack[-1] in HEADINGS and self._cut(len(stack) - 1):
                return True
        elif name in TABLE_PARTS:
            return self._start_table_part(name)
        elif name == b"button":
            at = self._find({name}, _SCOPE)
            if at >= 0 and self._cut(at):
                return True
        elif (name in _OPTIONS and root in _OPTIONS) or (name in _RUBY and root in _RUBY):
            # Implied end tags go no further than the current node.
            if len(stack) == 1:
                return True
            if _SCOPE.isdisjoint(stack[1:]):
                raise Unsure
        if self._inline or name in SPECIAL:
            stack.append(name)
            if self._inline:
                self._balance[name] = self._balance.get(name, 0) + 1
        return False

    def end(self, name: bytes) -> bool:
        """Take an end tag; tell whether it ends the root.

        Raises:
            Unsure: When it may close an element around the root.
        """
        stack = self._stack
        if stack[-1] == name:
            return self._cut(len(stack) - 1)
        if name in TABLE_PARTS:
            return self._end_table_part(name)
        if name in (b"body", b"html"):
            raise Unsure
        if name == b"p":
            at = self._find({name}, _BUTTON_SCOPE)
            if at == -1 and self._inline and self._paragraph:
                raise Unsure
            return at >= 0 and self._cut(at)
        if name in HEADINGS:
            return self._end_special(HEADINGS, _SCOPE)
        if name == b"li":
            return self._end_special({name}, _LIST_SCOPE)
        if name == b"form":
            return self._end_form()
        if name in SPECIAL:
            return name not in VOID and self._end_special({name}, _SCOPE)
        return self._inline and self._end_inline(name)

    def _cut(self, at: int) -> bool:
        del self._stack[at:]
        return at == 0

    def _find(self, names: frozenset[bytes] | set[bytes], scope: frozenset[bytes]) -> int:
        """Return the index of the nearest of *names*, -1 when outside, -2 behind a scope's end."""
        stack = self._stack
        for at in range(len(stack) - 1, -1, -1):
            if stack[at] in names:
                return at
            if stack[at] in scope:
                return -2
        return -1

    def _close_paragraph(self) -> bool:
        at = self._find({b"p"}, _BUTTON_SCOPE)
        if at == -1 and self._inline and self._paragraph:
            raise Unsure
        return at >= 0 and self._cut(at)

    def _close_item(self, names: frozenset[bytes]) -> bool:
        stack = self._stack
        for at in range(len(stack) - 1, -1, -1):
            if stack[at] in names:
                return self._cut(at)
            if stack[at] in SPECIAL and stack[at] not in _ITEM_PASSES:
                return False
        raise Unsure

    def _end_special(self, names: frozenset[bytes] | set[bytes], scope: frozenset[bytes]) -> bool:
        at = self._find(names, scope)
        if at == -1:
            # With nothing of that name open around it, the tag is ignored, and all stays open.
            if self._stack[0] in _IMPLIED and not SPECIAL.intersection(self._stack[1:]):
                return True
            raise Unsure
        return at >= 0 and self._cut(at)

    def _start_form(self) -> bool:
        """Take the start tag of a form, which is ignored inside of another, wherever that began."""
        if self._find({b"p"}, _BUTTON_SCOPE) >= 0:
            raise Unsure
        if b"form" not in self._stack:
            self._stack.append(b"form")
        return False

    def _end_form(self) -> bool:
        """Take the end tag of a form: it alone is taken out, what is open inside may stay open."""
        at = self._find({b"form"}, _SCOPE)
        if at >= 0 and at < len(self._stack) - 1:
            raise Unsure
        return at >= 0 and self._cut(at)

    def _end_inline(self, name: bytes) -> bool:
        stack = self._stack
        self._balance[name] = self._balance.get(name, 0) - 1
        blocks = 0
        for at in range(len(stack) - 1, -1, -1):
            if stack[at] == name:
                # The adoption agency takes the element out and leaves the blocks inside it open.
                if blocks and (at == 0 or blocks > 7):
                    raise Unsure
                if blocks:
                    del stack[at]
                    return False
                return self._cut(at)
            if stack[at] in _SCOPE or (stack[at] in SPECIAL and name not in FORMATTING):
                return False  # out of scope, or not to be closed from inside of a block
            blocks += stack[at] in SPECIAL
        if name in FORMATTING and self._balance[name] >= 0:
            return False  # closed before by the end of an element around it
        raise Unsure

    def _start_table_part(self, name: bytes) -> bool:
        stack = self._stack
        part = next((x for x in reversed(stack) if x in TABLE_PARTS), None)
        if name == b"table":
            if part is not None and part not in CELLS:
                at = self._find({b"table"}, frozenset({b"template"}))
                if at < 0:
                    raise Unsure
                if self._cut(at):
                    return True
            elif part is None and self._close_paragraph_unless_quirks():
                raise Unsure
            stack.append(name)
            return False
        if b"table" in stack:
            stack.append(name)
            return False
        level = _LEVEL.get(stack[0])
        if level is None:
            if self._table:
                raise Unsure
            return False  # no table is open: the tag is ignored
        if _LEVEL.get(name, 1) <= level:
            return True
        stack.append(name)
        return False

    def _close_paragraph_unless_quirks(self) -> bool:
        return self._find({b"p"}, _BUTTON_SCOPE) == 0

    def _end_table_part(self, name: bytes) -> bool:
        stack = self._stack
        at = self._find({name}, frozenset({b"table", b"template"}) - {name})
        if at >= 0:
            return self._cut(at)
        if at == -2 or not self._table:
            return False
        if stack[0] in _LEVEL:
            return True
        raise Unsure
