"""Tree oracles: four HTML parsers behind one form of tree, and the removal of our elements.

A tree is a tuple of nodes. A node is ``("#text", data)``, ``("#comment", data)``,
``("#pi", data)``, ``("#doctype", name, public, system)``, ``("#content", nodes)`` for what a
template holds, or ``(namespace, name, attributes, nodes)`` for an element. `neutral` takes our
own elements out: the promise's "unwrap the wrappers, remove the parts, merge adjacent text".

The second half writes every insertion that a scan allows, so that a tree can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import html5lib
import turbohtml
from html5lib.treebuilders import getTreeBuilder
from justhtml import JustHTML
from justhtml.parser.context import FragmentContext
from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from rxglossary.edits import Insertion
from rxglossary.html.contexts import closed_context
from rxglossary.html.scanner import SKIPPED, Rules, Scan, scan

Tree = tuple[Any, ...]

_NAMESPACES = {
    "http://www.w3.org/1999/xhtml": "html",
    "http://www.w3.org/2000/svg": "svg",
    "http://www.w3.org/1998/Math/MathML": "math",
}

# --- Trees without our elements --------------------------------------------------------------


def _mark(attributes: Iterable[tuple[str, str]]) -> str:
    """Return the first class token of an element, or ""."""
    value = dict(attributes).get("class", "")
    tokens = value.split(None, 1)
    return tokens[0] if tokens else ""


def _spread(nodes: Iterable[Tree]) -> Iterator[Tree]:
    for node in nodes:
        if len(node) == 4 and node[0] != "#doctype":
            mark = _mark(node[2])
            if mark == "rxg":
                yield from _spread(node[3])
                continue
            if mark.startswith("rxg-"):
                continue
            node = (*node[:3], neutral(node[3]))
        elif node[0] == "#content":
            node = ("#content", neutral(node[1]))
        yield node


def neutral(nodes: Iterable[Tree]) -> Tree:
    """Return the tree without our elements: wrappers unwrapped, parts removed, text merged.

    >>> neutral([("html", "a", (("class", "rxg"),), (("#text", "x"),)), ("#text", "y")])
    (('#text', 'xy'),)
    """
    merged: list[Tree] = []
    for node in _spread(nodes):
        if node[0] == "#text":
            if not node[1]:
                continue
            if merged and merged[-1][0] == "#text":
                merged[-1] = ("#text", merged[-1][1] + node[1])
                continue
        merged.append(node)
    return tuple(merged)


# --- Adapters --------------------------------------------------------------------------------


def _turbo(node: Any) -> Tree:
    kind = type(node)
    if kind is turbohtml.Text:
        return ("#text", node.data)
    if kind is turbohtml.Element:
        pairs = []
        for name, value in node.attrs.items():
            text = node.attr(name) if isinstance(value, list) else value
            pairs.append((name, " ".join(text) if isinstance(text, list) else text or ""))
        children = tuple(_turbo(child) for child in node.children)
        namespace = "math" if node.namespace.name == "MATHML" else node.namespace.name.lower()
        return (namespace, node.tag, tuple(sorted(pairs)), children)
    if kind is turbohtml.DocumentFragment:
        return ("#content", tuple(_turbo(child) for child in node.children))
    if kind is turbohtml.Comment:
        return ("#comment", node.data)
    if kind is turbohtml.ProcessingInstruction:
        return ("#pi", f"{node.target} {node.data}".rstrip())
    if kind is turbohtml.Doctype:
        return ("#doctype", node.name or "", node.public_id or "", node.system_id or "")
    return ("#text", node.data)  # CDATA


def by_turbohtml(source: str, context: str, scripting: bool) -> Tree:
    if context:
        root: Any = turbohtml.parse_fragment(source, context, positions=False, scripting=scripting)
    else:
        root = turbohtml.parse(
            source, positions=False, scripting=scripting, allow_declarative_shadow_roots=False
        )
    return neutral(_turbo(child) for child in root.children)


def _siblings(node: Any) -> Iterator[Any]:
    while node is not None:
        yield node
        node = node.next


def _lexbor(node: Any, foreign: bool) -> Tree:
    if node.is_text_node:
        return ("#text", node.text_content or "")
    if node.is_element_node:
        name = node.tag
        namespace = "html"
        if foreign or name in ("svg", "math"):
            prefix = re.match(r"\s*<(\w+):", node.html_pretty(tag_with_ns=True) or "")
            namespace = prefix[1] if prefix else "html"
        if name == "template" and namespace == "html":
            content = node.template_fragments()[0]
            children: Tree = (
                ("#content", tuple(_lexbor(n, foreign) for n in _siblings(content.first_child))),
            )
        else:
            below = foreign or namespace != "html"
            children = tuple(_lexbor(child, below) for child in _siblings(node.first_child))
        pairs = tuple(sorted((key, value or "") for key, value in node.attributes.items()))
        return (namespace, name, pairs, children)
    if node.is_comment_node:
        return ("#comment", node.comment_content or "")
    if node.tag == "-doctype":
        return ("#doctype", (node.html or "").partition(">")[0], "", "")
    # The serialisation of such a node runs on into its siblings; its data holds no ">".
    return ("#pi", (node.html or "")[2:].partition(">")[0].removesuffix("?").rstrip())


def by_lexbor(source: str, context: str, scripting: bool) -> Tree:
    parser = LexborHTMLParser(
        source,
        is_fragment=bool(context),
        fragment_tag=context or "div",
        options=LexborDocumentOptions.WO_EVENTS,
        scripting=scripting,
    )
    root = parser.root
    if root is None:
        return ()
    first = root
    while first.prev is not None:
        first = first.prev
    return neutral(_lexbor(node, False) for node in _siblings(first))


def _just(node: Any) -> Tree:
    name = node.name
    if name == "#text":
        return ("#text", node.data or "")
    if name == "#comment":
        return ("#comment", node.data or "")
    if name == "#processing-instruction":
        return ("#pi", node.data.rstrip())
    if name == "!doctype":
        data = node.data
        return ("#doctype", data.name or "", data.public_id or "", data.system_id or "")
    children = tuple(_just(child) for child in node.children or ())
    content = getattr(node, "template_content", None)
    if content is not None:
        children = (("#content", tuple(_just(child) for child in content.children)), *children)
    pairs = tuple(sorted((key, value or "") for key, value in node.attrs.items()))
    return (node.namespace or "html", name, pairs, children)


def by_justhtml(source: str, context: str, scripting: bool) -> Tree:
    parsed = JustHTML(
        source,
        sanitize=False,
        fragment=bool(context),
        fragment_context=FragmentContext(context) if context else None,
        scripting_enabled=scripting,
    )
    return neutral(_just(node) for node in parsed.root.children or ())


_DOM = getTreeBuilder("dom")


def _html5lib(node: Any) -> Tree:
    kind = node.nodeType
    if kind == node.TEXT_NODE:
        return ("#text", node.data)
    if kind == node.COMMENT_NODE:
        return ("#comment", node.data)
    if kind == node.DOCUMENT_TYPE_NODE:
        return ("#doctype", node.name or "", node.publicId or "", node.systemId or "")
    pairs = tuple(sorted((item.name, item.value) for item in (node.attributes or {}).values()))
    namespace = _NAMESPACES.get(node.namespaceURI, str(node.namespaceURI))
    return (namespace, node.tagName, pairs, tuple(_html5lib(n) for n in node.childNodes))


def by_html5lib(source: str, context: str, scripting: bool) -> Tree:
    parser = html5lib.HTMLParser(tree=_DOM)
    if context:
        root = parser.parseFragment(source, container=context, scripting=scripting)
    else:
        root = parser.parse(source, scripting=scripting)
    return neutral(_html5lib(node) for node in root.childNodes)


Parse = Callable[[str, str, bool], Tree]
ORACLES: dict[str, Parse] = {
    "turbohtml": by_turbohtml,
    "lexbor": by_lexbor,
    "justhtml": by_justhtml,
    "html5lib": by_html5lib,
}
"""By weight. html5lib 1.1 follows the standard of 2020; see `applies`."""
FAST = ("turbohtml", "lexbor")
"""The oracles written in C."""


FAULTS = {
    # turbohtml 1.15 compares an input's type wrongly where any text is beyond Latin-1.
    ("turbohtml", "<!doctype html><table>  <input type='hidDEN'></table>"),
    # justhtml 3.16 begins a CDATA section in any case of letters; the standard matches exactly.
    ("justhtml", "<svg><![cdata[a></svg>the]]>the"),
}
"""Faults of an oracle against the standard, each with the input that shows it."""


@lru_cache(512)
def tree(oracle: str, source: str, context: str, scripting: bool) -> Tree:
    """Return the tree of *source*; *context* is "" for a document, else the parent's name."""
    return ORACLES[oracle](source, context, scripting)


def applies(oracle: str, source: str) -> bool:
    """Tell whether *oracle* has a say on *source*.

    html5lib 1.1 knows no template. All else that it reads by the rules of 2020 (select above all)
    is wanted: an insertion has to be neutral under the old rules and the new ones.
    """
    if (oracle, source) in FAULTS:
        return False
    if oracle == "lexbor" and source.endswith("<!"):
        return False  # the comment is empty; its data there is what stands before it
    return oracle != "html5lib" or "<template" not in source.lower()


# --- Insertions ------------------------------------------------------------------------------

OPEN = {
    "span": '<span class="rxg">',
    "dfn": '<dfn class="rxg">',
    "a": '<a class="rxg" href="#rxg-x" role="doc-glossref">',
}
SWITCH = (
    '<fieldset class="rxg-lang"><legend>Patient Mode <span lang="bn">রোগী মোড</span></legend>\n'
    '<label lang="en"><input type="radio" name="rxg-lang" value="1" form="rxg-none"> English'
    '</label>\n<label lang="bn"><input type="radio" name="rxg-lang" value="2" form="rxg-none">'
    " বাংলা</label>"
    "</fieldset>"
)
SECTION = (
    '<section class="rxg-glossary" id="rxg-glossary" data-rxg="1" role="doc-glossary">'
    '<h2 id="rxg-h">Words explained <span lang="bn">শব্দের সহজ অর্থ</span></h2><dl>\n'
    '<div id="rxg-x"><dt><dfn lang="en">Diabetes</dfn> <span lang="bn">ডায়াবেটিস</span></dt>\n'
    '<dd class="rxg-1" id="rxg-x-1" lang="en">Too much sugar. <a href="/s">Source</a></dd>'
    '<dd class="rxg-2" lang="bn">…</dd></div></dl></section>'
    '<link class="rxg-css" rel="stylesheet" href="rxg.css">'
    '<script class="rxg-js" src="rxg.js" defer></script>'
)

_SPACES = (
    r"(?:[ \t\n\f\r\0]|&(?:Tab|NewLine);|&#0*(?:9|10|12|13|32)(?:;|(?![0-9]))"
    r"|&#[xX]0*(?:9|[aAcCdD]|20)(?:;|(?![0-9a-fA-F])))"
)
_WORD = re.compile(rf"{_SPACES}+|((?:(?!{_SPACES})[^ \t\n\f\r])+)")

Edit = tuple[int, str]


def _runs(pieces: list[tuple[int, int, int]]) -> Iterator[list[tuple[int, int]]]:
    run: list[tuple[int, int]] = []
    for start, end, flags in pieces:
        if not flags & 1 or flags & SKIPPED:
            if run:
                yield run
            run = []
        if not flags & SKIPPED:
            run.append((start, end))
    if run:
        yield run


def _words(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if start == 0 and source.startswith("\ufeff"):
        start = 1  # a byte order mark is none behind a wrapper
    return (match.span() for match in _WORD.finditer(source, start, end) if match[1])


def spans(source: str, result: Scan, whole: bool = False) -> Iterator[tuple[int, int]]:
    """Yield what is wrapped: every word, or of every run of text all from first to last word.

    Text of an annotation neither begins nor ends with white space, even where a reference writes
    it, and a piece that is a NUL alone says nothing.
    """
    if not whole:
        for start, end, flags in result.pieces:
            if not flags & SKIPPED:
                yield from _words(source, start, end)
        return
    for run in _runs(result.pieces):
        words = [word for piece in run for word in _words(source, *piece)]
        for start, end in run if words else ():
            start, end = max(start, words[0][0]), min(end, words[-1][1])
            if start < end and source[start:end].strip("\0"):
                yield start, end


def wrapped(source: str, result: Scan, wrapper: str, whole: bool = False) -> list[Edit]:
    """Return the insertions that wrap all text which the scan offers."""
    edits: list[Edit] = []
    for start, end in spans(source, result, whole):
        edits += [(start, OPEN[wrapper]), (end, f"</{wrapper}>")]
    return edits


def with_parts(edits: list[Edit], result: Scan) -> list[Edit]:
    """Add switch and section at the places that the scan found."""
    first, last = result.container()
    start = [(first.offset, SWITCH)] if first and last else []
    end = [(last.offset, SECTION)] if last else []
    # An end tag of a wrapper stands before a part at the same offset, a start tag behind it.
    order = {SWITCH: 1, SECTION: 1}
    return sorted(
        [*edits, *start, *end],
        key=lambda edit: (edit[0], order.get(edit[1], 0 if edit[1].startswith("</") else 2)),
    )


def splice(source: str, edits: list[Edit]) -> str:
    """Return *source* with the insertions; they have to be in order and inside of it."""
    parts: list[str] = []
    done = 0
    for offset, text in edits:
        assert done <= offset <= len(source), (done, offset, text)
        parts += [source[done:offset], text]
        done = offset
    parts.append(source[done:])
    return "".join(parts)


def unsplice(output: str, edits: list[Edit]) -> str:
    """Return *output* without the insertions, each of which has to stand where it was put."""
    parts: list[str] = []
    done = grown = 0
    for offset, text in edits:
        at = offset + grown
        assert output.startswith(text, at), (at, text)
        parts.append(output[done:at])
        done = at + len(text)
        grown += len(text)
    parts.append(output[done:])
    return "".join(parts)


# --- Checks ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mode:
    """One way to annotate everything.

    Attributes:
        rules: What is left out.
        wrapper: The element around words: span, dfn or a.
        whole: Whether whole runs of text are wrapped, white space included, instead of words.
        parts: Whether switch, section, link and script are put in as well.
    """

    rules: Rules
    wrapper: str
    whole: bool = False
    parts: bool = True
    name: str = ""


SKIPS = (
    "a button label summary legend output code pre kbd samp var dfn abbr h1 h2 h3 h4 h5 h6 nav"
    " [hidden] [aria-hidden=true] .notranslate"
).split()
"""The default policy's selectors, the ones that matter to the tree."""

MODES = (
    Mode(Rules(link=True), "a", name="all-a"),
    Mode(Rules(link=False), "span", whole=True, name="nolink-span"),
    Mode(Rules(SKIPS, link=True), "a", whole=True, name="skips-a"),
    Mode(Rules(SKIPS, link=True), "dfn", name="skips-dfn"),
)


class Violation(NamedTuple):
    """An insertion that changed the tree."""

    oracle: str
    scripting: bool
    context: str
    mode: str
    source: str
    output: str
    before: Tree
    after: Tree

    def __str__(self) -> str:
        where = f"{self.oracle} scripting={self.scripting} context={self.context or 'document'}"
        return (
            f"{self.mode}, {where}\n  input  {self.source!r}\n  output {brief(self.output)!r}\n"
            f"  before {show(self.before)}\n  after  {show(self.after)}"
        )


def brief(output: str) -> str:
    """Return *output* with our parts shortened, for a message."""
    for text, short in ((SWITCH, "[SWITCH]"), (SECTION, "[SECTION]")):
        output = output.replace(text, short)
    for name, text in OPEN.items():
        output = output.replace(text, f"<{name.upper()}>")
    return output


def show(nodes: Tree) -> str:
    """Return a tree in one line.

    >>> show((("html", "p", (), (("#text", "x"),)),))
    "<p>'x'</p>"
    """
    parts = []
    for node in nodes:
        if node[0] == "#text":
            parts.append(repr(node[1]))
        elif node[0] == "#content":
            parts.append("{" + show(node[1]) + "}")
        elif node[0].startswith("#"):
            parts.append(f"[{' '.join(node)}]")
        else:
            name = node[1] if node[0] == "html" else f"{node[0]}:{node[1]}"
            pairs = "".join(f" {key}={value!r}" for key, value in node[2])
            parts.append(f"<{name}{pairs}>{show(node[3])}</{name}>")
    return "".join(parts)


def violations(
    source: str,
    modes: Iterable[Mode] = MODES,
    oracles: Iterable[str] = FAST,
    *,
    inside: str = "",
    scan_with: Callable[[str, Rules, str], Scan] = scan,
) -> Iterator[Violation]:
    """Annotate everything in every mode; yield where a tree changed.

    A fragment is parsed as one (in body), and with wrappers alone as a document too; with
    *inside*, as a fragment of that element alone.
    """
    oracles = tuple(oracles)
    checked: set[tuple[str, str]] = set()
    for mode in modes:
        if inside and closed_context(inside, mode.rules):
            continue
        result = scan_with(source, mode.rules, inside)
        edits = wrapped(source, result, mode.wrapper, mode.whole)
        complete = with_parts(edits, result) if mode.parts else edits
        if result.proof and not result.proof.holds([Insertion(*edit) for edit in complete]):
            continue  # as the annotator does, which then goes back to what the scanner knows
        places = (inside,) if inside else ("",) if result.document else ("body", "")
        for context in places:
            used = complete if context or result.document else edits
            output = splice(source, used)
            assert unsplice(output, used) == source
            if output == source or (output, context) in checked:
                continue
            checked.add((output, context))
            for scripting in (False, True):
                if scripting and "noscript" not in source.lower():
                    continue  # the flag says how noscript is read, and nothing else
                for oracle in oracles:
                    if not applies(oracle, source):
                        continue
                    before = tree(oracle, source, context, scripting)
                    after = ORACLES[oracle](output, context, scripting)
                    if before != after:
                        yield Violation(
                            oracle, scripting, context, mode.name, source, output, before, after
                        )
