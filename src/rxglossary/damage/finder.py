"""Finding damage in the text of a page.

Owns what counts as damage, how sure that is, and which edits mend it. Reading is done by `grammar`
(source as a server sent it) and by `residue` (text that a tooltip left behind).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, islice, takewhile
from operator import itemgetter
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from rxglossary.damage.grammar import BOUNDARIES, Node, Reader
from rxglossary.damage.residue import Seen, Tail, cut_off, see, shared_end, tails
from rxglossary.damage.tooltips import defined, start_tag
from rxglossary.html.elements import RAW_TEXT
from rxglossary.html.protected import protected_spans
from rxglossary.html.tokens import TAG, attributes, fold
from rxglossary.html.walk import Walk
from rxglossary.markup import escape_text

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from rxglossary.damage.patterns import Patterns, TooltipPattern
    from rxglossary.glossary import Glossary

__all__ = ["Confidence", "Edit", "Finder", "Found", "Kind"]

Confidence = Literal["certain", "likely"]
Kind = Literal["raw", "reserialised", "residue", "truncated"]
_LOOK_BACK: Final = 4096
_ENOUGH: Final = 8

# Elements in which markup is shown or meant as text.
_LISTINGS = RAW_TEXT | frozenset(b"code kbd math pre samp script svg template".split())
# A name that ends in a quote, written as parsers do.
_JUNK = (b'"=""', b'\'=""')
_ESCAPED = (b"&lt;", b"&amp;", b"&#")


class Edit(NamedTuple):
    """What stands between two offsets of the text afterwards."""

    start: int
    end: int
    text: str = ""


@dataclass(slots=True)
class Found:
    """A damage in the text of the source.

    Attributes:
        edits: What mends it, in ascending order.
        hidden: What of it is no text of the page.
        points: Where the annotator wrote: no other program's text is there.
    """

    kind: Kind
    start: int
    end: int
    depth: int
    term: str
    confidence: Confidence
    edits: list[Edit]
    hidden: list[Edit]
    points: list[int]


class Finder:
    """Goes through one source: raw damage first, then, backwards, what parsers made of it."""

    def __init__(
        self,
        source: str,
        patterns: Patterns,
        *,
        tooltip: bool,
        aggressive: bool,
        glossary: Glossary | None = None,
    ) -> None:
        self.source = source
        self.folded = fold(source)
        self.patterns = patterns
        self.tooltip = tooltip
        self.aggressive = aggressive
        self.glossary = glossary
        self.reader = Reader(source, self.folded, patterns)
        self.escaped = any(mark in self.folded for mark in _ESCAPED)
        self.junk = any(mark in self.folded for mark in _JUNK)
        self.found: list[Found] = []
        self.broken: list[re.Match[bytes]] = []
        self.blocks: list[_Block] = []

    def is_torn(self) -> bool:
        """Tell whether any start tag may be damaged: without one, there is residue at most."""
        return self.patterns.torn.search(self.folded) is not None

    def run(self, protect: Iterable[str], *, residue: bool) -> list[Found]:
        """Return what was found, in the order of the source."""
        self._walk()
        self._add(self._reserialised())
        if residue:
            self._add([one for block in self.blocks for one in self._residue(block)])
        if self.found:
            spans = self._protected(protect)
            self.found = [one for one in self.found if not _hits(spans, one.points)]
        return self.found

    def _add(self, more: list[Found]) -> None:
        """Add damages; what lies inside of another one is a part of it."""
        merged: list[Found] = []
        for one in sorted(self.found + more, key=lambda one: (one.start, -one.end)):
            if merged and one.end <= merged[-1].end:
                merged[-1].depth = max(merged[-1].depth, one.depth + 1)
            else:
                merged.append(one)
        self.found = merged

    def _applied(self, found: Found) -> bool:
        return self.aggressive or found.confidence == "certain"

    # --- Tags --------------------------------------------------------------------------------

    def _walk(self) -> None:
        """Look at every tag: note blocks, take raw damage, keep what else looks broken."""
        begin = listing = 0
        walk = Walk(self.source, self.folded)
        for tag in walk:
            name = tag[1]
            closing = name[0] == 0x2F
            if closing:
                name = name[1:]
            if name in BOUNDARIES or name in _LISTINGS:
                self.blocks.append(_Block(begin, tag.start(), listing > 0))
                begin = tag.end(2) + 1
                if name in _LISTINGS:
                    listing = max(0, listing - 1) if closing else listing + 1
            if closing or not self._suspect(tag):
                continue
            found = self._raw(tag)
            if found is not None:
                self.found.append(found)
                walk.after = found.end
            elif self._is_open(tag):
                self.broken.append(tag)
        self.blocks.append(_Block(begin, len(self.folded), listing > 0))

    def _suspect(self, tag: re.Match[bytes]) -> bool:
        """Tell whether a start tag holds the start of a tooltip."""
        folded = self.folded
        start, end = tag.span(2)
        if folded.find(b"<", start, end) >= 0 or (
            self.escaped and folded.find(b"&", start, end) >= 0
        ):
            return self.patterns.start.search(folded, start, end) is not None
        return self.junk and any(folded.find(mark, start, end) >= 0 for mark in _JUNK)

    def _is_open(self, tag: re.Match[bytes]) -> bool:
        """Tell whether a value of a start tag ends inside of a tooltip's start tag."""
        own = dict(attributes(self.source, self.folded, *tag.span(2)))
        if any(self.patterns.opened.search(value) for value in own.values() if "<" in value):
            return True
        # Some parsers keep the last of two attributes: then a name with a quote in it tells.
        pattern = self.patterns.of(tag[1].decode("latin-1"), own)
        return pattern is not None and any(name[-1] in "\"'" for name in own)

    # --- Raw damage --------------------------------------------------------------------------

    def _raw(self, tag: re.Match[bytes]) -> Found | None:
        """Return the damage that a start tag is the outer one of."""
        node = self.reader.read(tag.start(), tag[1].decode("latin-1"))
        confidence = self._confidence(node) if node is not None else None
        if node is None or confidence is None:
            return None
        inside = [child for _, child in node.inside()]
        depth = max(child.depth() + 1 for child in inside)
        edits = [edit for child in inside for edit in _unwrap(child)]
        points = [node.start, *(child.start for child in inside)]
        if node.pattern is None:  # some other element was hit
            term, end = self._term(inside[0]), node.opened
            return Found("raw", node.start, end, depth, term, confidence, edits, edits, points)
        term = self._term(node)
        edits += (edit for child in node.content for edit in _unwrap(child))
        hidden = [Edit(node.start, node.opened)]
        hidden += (edit for child in node.content for edit in _unwrap(child))
        if node.closing >= 0:
            hidden.append(Edit(node.closing, node.end))
        elif not self._follows(node.opened, term):
            confidence = "likely"
        if not self.tooltip or node.closing < 0:
            edits = hidden
        return Found("raw", node.start, node.end, depth, term, confidence, edits, hidden, points)

    def _confidence(self, node: Node) -> Confidence | None:
        """Return how sure it is that an element was hit, None where it wasn't."""
        found: Confidence | None = None
        for attribute, child in node.inside():
            inside = self.folded[child.start : child.end]
            if not attribute.quote or (len(attribute.quote) == 1 and attribute.quote in inside):
                # For a browser, the value ends inside of the child.
                return None if self._in_code(attribute.start, child.start) else "certain"
            if node.pattern is None or self._in_code(attribute.start, child.start):
                continue
            # For a browser the tag is whole, but its tip shows markup.
            as_text = attribute.name in self.patterns.plain
            if as_text and not node.pattern.shared:
                return "certain"
            if as_text or (attribute.name == node.pattern.definition and not node.pattern.markup):
                found = "likely"
        return found

    def _in_code(self, start: int, offset: int) -> bool:
        """Tell whether a program stands open in a value: it writes what isn't there yet."""
        opened = self.source.rfind("<?", start, offset)
        return opened >= 0 and self.source.find("?>", opened, offset) < 0

    def _term(self, node: Node) -> str:
        term = ""
        if node.pattern is not None and node.pattern.term:
            term = self.reader.value(node, node.pattern.term)
        if not term and node.closing >= 0:
            gone = [edit[:2] for child in node.content for edit in _unwrap(child)]
            term = see(self.source, self.folded, node.opened, node.closing, gone).text
        return term

    def _follows(self, offset: int, term: str) -> bool:
        """Tell whether the text at *offset* begins with *term*."""
        text = see(self.source, self.folded, offset, offset + 4 * len(term) + 64).text
        return _begins(text, term)

    # --- Re-serialised damage ----------------------------------------------------------------

    def _reserialised(self) -> list[Found]:
        """Return what the broken tags begin, the last first: one may stand in another's text."""
        later: list[Found] = []  # the nearest last, none inside of another
        limit = len(self.source)
        for tag in reversed(self.broken):
            block = self._block(tag.start())
            first = bisect_left(self.found, tag.start(), key=_start)
            end = min(block.end, limit)
            raw = _until(islice(self.found, first, None), end)
            near = merge(raw, _until(reversed(later), end), key=_start)
            found = self._broken(tag, end, near, cut=block.end <= limit)
            if found is None or not self._applied(found):
                limit = tag.start()
            if found is not None:
                while later and later[-1].end <= found.end:
                    found.depth = max(found.depth, later.pop().depth + 1)
                later.append(found)
        later.reverse()
        self._doubt(later)
        return later

    def _doubt(self, later: list[Found]) -> None:
        """Trust nothing in a block in which ends of tags would be left as text."""
        for block, group in groupby(later, lambda one: self._block(one.start)):
            together = list(group)
            near = self.found[bisect_left(self.found, block.start, key=_start) :]
            gone = self._gone([*_until(near, block.end), *together])
            text = see(self.source, self.folded, block.start, block.end, gone).text
            named = any(needle.decode() in text.lower() for needle in self.patterns.needles)
            if named or any(True for _ in tails(text)):
                for one in together:
                    one.confidence = "likely"

    def _gone(self, found: Iterable[Found]) -> list[tuple[int, int]]:
        """Return what is no text any more."""
        applied = [one for one in found if self._applied(one)]
        return sorted((edit.start, edit.end) for one in applied for edit in one.hidden)

    def _broken(
        self, tag: re.Match[bytes], end: int, near: Iterator[Found], *, cut: bool
    ) -> Found | None:
        """Return the damage that a broken tag begins.

        Args:
            tag: The tag, as a browser reads it: the rest of the tooltip is text.
            end: Where that text ends at last.
            near: What else is damaged up to there.
            cut: Whether the end is that of a block.
        """
        name, start, begin = tag[1].decode("latin-1"), tag.start(), tag.end(2) + 1
        own = dict(attributes(self.source, self.folded, *tag.span(2)))
        # As far as the next damage, and across more of them only where that is not enough: so a
        # line with a thousand damages isn't read a thousand times.
        inside: list[Found] = []
        until = end
        for following in near:
            inside.append(following)
            if len(inside) & (len(inside) - 1):
                continue  # read at 1, 2, 4, 8 …
            gone = self._gone(inside[:-1])
            chain = self._chain(
                see(self.source, self.folded, begin, following.start, gone).text, name, own
            )
            if chain.whole or (chain.tails and len(inside) >= _ENOUGH):
                until = following.start
                break
        gone = self._gone(one for one in inside if one.start < until)
        seen = see(self.source, self.folded, begin, until, gone)
        chain = self._chain(seen.text, name, own)
        if not chain.tails:
            return self._truncated(tag, end, seen.text, own) if cut else None
        last = chain.tails[-1]
        pattern = self.patterns.of(name, last.attributes)
        values = last.attributes if pattern is not None else own
        pattern = pattern or self.patterns.of(name, own)
        term = values.get(pattern.term, "") if pattern is not None else ""
        edits = [Edit(start, seen.ends[last.end - 1])]
        points = [start, edits[0].end - 1]
        closing = self._left_over(tag, edits[0].end, until, gone)
        if closing is not None:
            edits.append(closing)
        confidence: Confidence = "certain" if chain.sure else "likely"
        behind = _behind(seen, last.end, term)
        after = max(edits[-1].end, behind)
        hidden = edits
        # As long as no parser let another tag come between, the matched text can be wrapped again.
        if pattern is not None and behind > edits[0].end and self._is_bare(edits[0].end, behind):
            definition = last.attributes.get(pattern.definition, "")
            if opening := self._anew(name, pattern, own, term, definition):
                wrap = [edits[0]._replace(text=opening), Edit(behind, behind, f"</{name}>")]
                edits = wrap + edits[1:]
        depth = len(chain.tails)
        return Found("reserialised", start, after, depth, term, confidence, edits, hidden, points)

    def _is_bare(self, start: int, end: int) -> bool:
        return self.folded.find(b"<", start, end) < 0

    def _anew(
        self, name: str, pattern: TooltipPattern, own: dict[str, str], term: str, definition: str
    ) -> str:
        """Return a start tag in place of a broken one, empty where nothing says what it held.

        What stands in front of the hit is the outermost tooltip's, and the hit was its definition.
        """
        if not self.tooltip:
            return ""
        if any(True for _ in tails(definition)) or not definition:
            definition = defined(self.glossary, term) if self.glossary is not None else ""
        values: dict[str, str] = {}
        for attribute, value in own.items():
            if self.patterns.opened.search(value):
                values[attribute] = definition
                break
            values[attribute] = value
        if definition not in values.values() or not all(values.values()):
            values = {}  # a parser kept the inner tooltip's, and words as names
        if pattern.definition:
            values[pattern.definition] = definition
        if pattern.term:
            values[pattern.term] = term
        return start_tag(name, values, self.patterns) if definition else ""

    def _chain(self, text: str, name: str, own: dict[str, str]) -> _Chain:
        """Return the ends of start tags that belong to one damage.

        They stand in *text* from the innermost tooltip to the outermost. Each leaves the end of
        its definition on the page, from the inner tooltip's text on: where the definition stands
        in another attribute too, it tells how far the damage goes.
        """
        pattern = self.patterns.of(name, own)
        # What stands in front of the hit in the outermost tooltip.
        prefixes = {
            " ".join(value[: hit.start()].split()) + " " * value[: hit.start()].endswith(" ")
            for value in own.values()
            if (hit := self.patterns.opened.search(value))
        }
        found: list[Tail] = []
        accepted = sure = whole = begin = 0
        complete = False
        for tail in tails(text):
            known = self.patterns.of(name, tail.attributes)
            if known is not None and known.shared:
                known = None
            if known is None and pattern is None:
                continue
            followed, values = (known, tail.attributes) if known else (pattern, own)
            found.append(tail)
            shown = " ".join(text[begin : tail.quote].split())
            begin = tail.end
            verified = named = False
            if followed is not None:
                definition = " ".join(values.get(followed.definition, "").split())
                term = values.get(followed.term, "")
                verified = bool(shown) and definition.endswith(shown)
                named = _begins(text[tail.end : tail.end + 4 * len(term) + 64], term)
                if verified and any(prefix + shown == definition for prefix in prefixes):
                    whole = len(found)
            if verified or named:
                sure += 1
                # The outermost element's attributes win where most parsers meet them twice.
                complete = known is None
            if known or verified or named:
                accepted = len(found)
        if whole:  # the last one, since many definitions begin alike
            return _Chain(found[:whole], sure=True, whole=True)
        if not accepted:  # nothing but quotes tells: one is the end, of several the last may be
            alone = len(found) == 1 and not (pattern and pattern.shared)
            return _Chain(found, sure=alone, whole=False)
        return _Chain(found[:accepted], sure=complete or sure == accepted, whole=False)

    def _left_over(
        self, tag: re.Match[bytes], after: int, end: int, gone: list[tuple[int, int]]
    ) -> Edit | None:
        """Return the outer element's end tag where it is still there, in front of *end*."""
        block = self._block(tag.start())
        if tag.start() - block.start > _LOOK_BACK:
            return None
        # A parser let it close what was open around the damage, or dropped it.
        opened = self._balance(tag[1], block.start, tag.start(), gone)
        if opened > 0:
            return None
        inner = 0
        for match in TAG.finditer(self.folded, after, end):
            if match[1] == tag[1]:
                inner += 1
            elif match[1] == b"/" + tag[1]:
                if not inner:
                    return Edit(match.start(), match.end(2) + 1)
                inner -= 1
        return None

    def _balance(self, name: bytes, start: int, end: int, gone: list[tuple[int, int]]) -> int:
        """Return how many elements of a name are open at *end* and weren't at *start*."""
        opened = 0
        for match in TAG.finditer(self.folded, start, end):
            if not _hits(gone, [match.start()]):
                opened += (match[1] == name) - (match[1] == b"/" + name)
        return opened

    def _truncated(
        self, tag: re.Match[bytes], end: int, text: str, own: dict[str, str]
    ) -> Found | None:
        """Return a damage that its block's end cut off."""
        pattern = self.patterns.of(tag[1].decode("latin-1"), own)
        rest = cut_off(text)
        broken = any('"' in name or "'" in name for name in own)
        if pattern is None or pattern.shared or not (broken or pattern.names & rest.keys()):
            return None
        term = rest.get(pattern.term, "")
        text = escape_text(term)
        hidden = [Edit(tag.start(), end, text)]
        edits = hidden
        name = tag[1].decode("latin-1")
        if opening := self._anew(name, pattern, own, term, ""):
            edits = [Edit(tag.start(), end, f"{opening}{text}</{name}>")]
        points = [tag.start()]
        return Found("truncated", tag.start(), end, 1, term, "likely", edits, hidden, points)

    # --- Text residue ------------------------------------------------------------------------

    def _residue(self, block: _Block) -> Iterator[Found]:
        """Yield the residues in a block of text."""
        if block.listing or not any(
            self.folded.find(needle, block.start, block.end) >= 0
            for needle in self.patterns.needles
        ):
            return
        near = self.found[bisect_left(self.found, block.start, key=_start) :]
        gone = self._gone(_until(near, block.end))
        seen = see(self.source, self.folded, block.start, block.end, gone)
        if self.patterns.shown.search(seen.text):
            return  # it shows the start tag too: a listing
        begin = 0
        last: Found | None = None
        for tail in tails(seen.text):
            found = self._left(seen, begin, tail)
            begin = tail.end
            if found is None:
                continue
            if last is not None and last.edits[-1].end == found.start:
                # What the inner tooltip's matched text begins is the outer one's definition.
                found.start, found.depth = last.start, last.depth + 1
                found.edits = found.hidden = [Edit(last.start, found.edits[0].end)]
                found.points += last.points
                if last.confidence == "likely":
                    found.confidence = "likely"
            elif last is not None:
                yield last
            last = found
        if last is not None:
            yield last

    def _left(self, seen: Seen, begin: int, tail: Tail) -> Found | None:
        """Return the residue that ends in *tail*: it begins where its definition's end does."""
        for pattern in self.patterns.all:
            if pattern.shared or pattern.definition not in tail.attributes:
                continue
            definition = tail.attributes[pattern.definition]
            at = begin + shared_end(seen.text[begin : tail.quote], definition)
            if at >= tail.quote:
                return None
            term = tail.attributes.get(pattern.term, "")
            confidence: Confidence = "likely"
            if _begins(seen.text[tail.end : tail.end + 4 * len(term) + 64], term):
                confidence = "certain"
            edits = [Edit(seen.starts[at], seen.ends[tail.end - 1])]
            start, end = edits[0].start, _behind(seen, tail.end, term)
            points = [start, edits[0].end - 1]
            return Found("residue", start, end, 1, term, confidence, edits, edits, points)
        return None

    # --- Places ------------------------------------------------------------------------------

    def _block(self, offset: int) -> _Block:
        """Return the block of text that *offset* stands in."""
        return self.blocks[bisect_right(self.blocks, offset, key=_start) - 1]

    def _protected(self, protect: Iterable[str]) -> list[tuple[int, int]]:
        """Return what shortcodes, templates and formulas own; none goes across a block's tag."""
        parts: list[str] = []
        done = 0
        for block in self.blocks:
            parts += ("\0" * (block.start - done), self.source[block.start : block.end])
            done = block.end
        return protected_spans("".join(parts), protect)


class _Chain(NamedTuple):
    """The ends of the start tags of one damage, from the innermost tooltip to the outermost.

    Attributes:
        tails: Where they stand.
        sure: Whether they are all of them, and no other's.
        whole: Whether the outermost one's definition can be seen from its start to its end.
    """

    tails: list[Tail]
    sure: bool
    whole: bool


class _Block(NamedTuple):
    """Text between two tags of blocks, and whether it shows code."""

    start: int
    end: int
    listing: bool


def _start(one: Found | _Block) -> int:
    return one.start


def _until(found: Iterable[Found], end: int) -> Iterator[Found]:
    return takewhile(lambda one: one.start < end, found)


def _begins(text: str, term: str) -> bool:
    return bool(term) and text.lstrip().casefold().startswith(term.casefold())


def _behind(seen: Seen, at: int, term: str) -> int:
    """Return where the matched text ends that stands at *at*, as far as it is the term."""
    length = len(term) if seen.text[at : at + len(term)].casefold() == term.casefold() else 0
    return seen.ends[at + length - 1]


def _hits(spans: list[tuple[int, int]], offsets: Iterable[int]) -> bool:
    """Tell whether one of the offsets stands in one of the spans, which are in ascending order."""
    for offset in offsets:
        at = bisect_right(spans, offset, key=itemgetter(0)) - 1
        if at >= 0 and offset < spans[at][1]:
            return True
    return False


def _unwrap(node: Node) -> Iterator[Edit]:
    """Yield what leaves of a tooltip its text alone."""
    yield Edit(node.start, node.opened)
    for child in node.content:
        yield from _unwrap(child)
    yield Edit(node.closing, node.end)
