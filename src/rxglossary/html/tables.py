"""The chain of open tables, their parts and cells.

Owns the table insertion modes (WHATWG 13.2.6.4.9 to 13.2.6.4.15) on a reduced stack: a scope of
tables ends at nothing but a table, so no other element needs to be known. Never looks at text.
"""

from __future__ import annotations

from rxglossary.html.elements import CELLS

__all__ = ["TableChain"]

# What follows directly, without another element implied.
_NEXT = {
    b"table": frozenset({b"caption", b"colgroup", b"tbody", b"tfoot", b"thead"}),
    b"tbody": frozenset({b"tr"}),
    b"tfoot": frozenset({b"tr"}),
    b"thead": frozenset({b"tr"}),
    b"tr": frozenset({b"td", b"th"}),
}
_BODIES = frozenset({b"tbody", b"tfoot", b"thead"})
_CONTEXTS = _BODIES | {b"table", b"tr"}


class TableChain:
    """The open tables and table parts, outermost first.

    Args:
        context: The element of a fragment; a table, row or group of rows stays open to its end.

    >>> chain = TableChain()
    >>> chain.start(b"table"), chain.start(b"td"), chain.names
    (0, 0, [b'table', b'tbody', b'tr', b'td'])
    >>> chain.start(b"td"), chain.end(b"table"), chain.names
    (1, 1, [])
    """

    __slots__ = ("_floor", "names")

    def __init__(self, context: bytes = b"") -> None:
        # A context is no element of the fragment: no tag takes it off.
        self.names: list[bytes] = [context] if context in _CONTEXTS else []
        self._floor = len(self.names)

    @property
    def holds_text(self) -> bool:
        """Whether text here stays where it is: outside of tables, or in a cell or caption."""
        return not self.names or self.names[-1] in CELLS

    def start(self, name: bytes) -> int:
        """Take the start tag of a table or table part; return how many cells it closed."""
        names = self.names
        if names and name in _NEXT.get(names[-1], ()):
            names.append(name)
            return 0
        closed = 0
        while names:
            top = names[-1]
            if name == b"table":
                if top not in CELLS:
                    if self._last_table() < self._floor:
                        return closed
                    closed += self._cut(self._last_table())
                names.append(name)
                return closed
            if top in CELLS:
                names.pop()
                closed += 1
            elif top == b"table":
                if name == b"col":
                    names.append(b"colgroup")
                    return closed
                if name in (b"tr", b"td", b"th"):
                    names.append(b"tbody")
                    continue
                names.append(name)
                return closed
            elif top == b"colgroup":
                if name == b"col":
                    return closed
                names.pop()
            elif top in _BODIES:
                if name in (b"td", b"th"):
                    names.append(b"tr")
                elif name == b"tr":
                    names.append(name)
                    return closed
                elif len(names) == self._floor:
                    return closed
                else:
                    names.pop()
            elif name in (b"td", b"th"):  # in a row
                names.append(name)
                return closed
            elif len(names) == self._floor:
                return closed
            else:
                names.pop()
        if name == b"table":
            names.append(name)
        return closed

    def end(self, name: bytes) -> int:
        """Take the end tag of a table or table part; return how many cells it closed."""
        names, floor = self.names, self._floor
        if len(names) > floor and names[-1] == name:
            names.pop()
            return name in CELLS
        last = max(self._last_table(), floor - 1)
        if last < 0:
            return 0
        if name == b"table":
            if last < floor:
                # There is none to end. Out of a row or a caption the tag is noticed too late.
                return 0 if names[-1] in (b"td", b"th") else self._cut(floor)
            return self._cut(last)
        for at in range(len(names) - 1, last, -1):
            if names[at] == name:
                # A cell or a caption is closed by its own end tag, a row or a body through it.
                if name in (b"caption", b"colgroup") and at != len(names) - 1:
                    return 0
                return self._cut(at)
        return 0

    def _last_table(self) -> int:
        for at in range(len(self.names) - 1, -1, -1):
            if self.names[at] == b"table":
                return at
        return -1

    def _cut(self, at: int) -> int:
        closed = sum(name in CELLS for name in self.names[at:])
        del self.names[at:]
        return closed
