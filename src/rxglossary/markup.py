"""Elements, our marks, and escaping: the one place that knows how our markup is written.

Owns `Element`, the class names that mark what we insert, and the only serialiser. Never parses.
A renderer returns elements, so unbalanced or unescaped markup can't be written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from rxglossary.errors import MarkupError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "MARK",
    "WRAPPERS",
    "Element",
    "SafeMarkup",
    "Syntax",
    "check_url",
    "escape_attribute",
    "escape_text",
    "is_marked",
    "part",
    "serialise",
    "wrapper_tags",
]

Syntax = Literal["html", "xml"]

MARK = "rxg"
"""The first class token of a wrapper; every other element of ours has ``rxg-…`` there."""

WRAPPERS = frozenset({"a", "abbr", "dfn", "span"})
"""The elements that a renderer may put around an occurrence."""

_STRUCTURE = WRAPPERS | frozenset(
    "b bdi button dd details div dl dt em fieldset h1 h2 h3 h4 h5 h6 i img input label legend li"
    " link nav ol p q script section small strong style summary ul".split()
)
# What a wrapper's tail consists of: elements that may stand wherever a wrapper may.
_TAIL = frozenset({"bdi", "span"})
_VOID = frozenset({"img", "input", "link"})
_RAW = frozenset({"script", "style"})
# What would end a script or a style, or have a script's end overlooked.
_NO_RAW = re.compile("</|<!--")
_ATTRIBUTE = re.compile(r"[a-z][a-z0-9:_.-]*")
_MARKED = re.compile(r"[\t\n\f\r ]*rxg(?:-|[\t\n\f\r ]|\Z)")
_URLS = frozenset({"cite", "href", "src"})
# Event handlers, styles, and what else runs, loads or changes the namespace.
_REFUSED = re.compile(
    r"on.*|style|action|formaction|ping|poster|data|srcdoc|srcset|imagesrcset|background|manifest"
    r"|xmlns.*|(?!xml:lang\Z).*:.*"
)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*(?=:)")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
# Whatever of a text is escaped or replaced; most texts hold nothing of it.
_SPECIAL = re.compile('[\x00-\x1f&<>"\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]')

_TEXT = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_VALUE = {**_TEXT, '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_TEXT_TABLE = str.maketrans(_TEXT)
_VALUE_TABLE = str.maketrans(_VALUE)


@dataclass(frozen=True, slots=True)
class Element:
    """An element to be inserted: a name, attributes and, for our own parts, children.

    Args:
        name: An ASCII lower-case element name. Around an occurrence only those of `WRAPPERS`.
        attributes: Attribute values as plain text; None writes the name alone. ``class`` names
            further classes: the mark is put first by the serialiser.
        children: Elements and plain text. Those of a wrapper are its tail: they come behind the
            page's text.

    >>> serialise(Element("p", {"class": "rxg-note"}, ("1 < 2",)))
    '<p class="rxg-note">1 &lt; 2</p>'
    """

    name: str
    attributes: Mapping[str, str | None] = field(default_factory=lambda: MappingProxyType({}))
    children: tuple[Element | str, ...] = ()
    # How it is written, once it was: renderers give the same entries to page after page.
    _written: tuple[Syntax, str] | None = field(default=None, init=False, repr=False, compare=False)
    # The same of a wrapper: its start and its end tag.
    _tags: tuple[Syntax, tuple[str, str]] | None = field(
        default=None, init=False, repr=False, compare=False
    )


class SafeMarkup(str):
    """Markup that template engines write as it is (the ``__html__`` protocol of markupsafe).

    Only what this library has written, or was given as safe, becomes one; what is added to it by
    ``+`` or `str.join` is plain text again.

    >>> SafeMarkup("<b>").__html__(), type(SafeMarkup("<b>") + "x").__name__
    ('<b>', 'str')
    """

    __slots__ = ()

    def __html__(self) -> SafeMarkup:
        """Return the markup, as such: some callers look at what they are given once more."""
        return self


def is_marked(classes: str) -> bool:
    """Tell whether a class attribute with this value marks an element of ours.

    >>> [is_marked(value) for value in ("rxg", " rxg-tip open", "note rxg", "rxgx")]
    [True, True, False, False]
    """
    return _MARKED.match(classes) is not None


def escape_text(text: str) -> str:
    """Return *text* as HTML and XML character data.

    Characters that neither standard allows in a document become U+FFFD.

    >>> escape_text('a < b & "c"')
    'a &lt; b &amp; "c"'
    """
    if not _SPECIAL.search(text):
        return text
    return _NO_TEXT.sub("\ufffd", text).translate(_TEXT_TABLE)


def escape_attribute(text: str) -> str:
    """Return *text* as the content of a double-quoted attribute value.

    >>> escape_attribute('say "no"')
    'say &quot;no&quot;'
    """
    if not _SPECIAL.search(text):
        return text
    return _NO_TEXT.sub("\ufffd", text).translate(_VALUE_TABLE)


def check_url(url: str) -> str:
    """Return *url* if it is relative or http(s).

    Raises:
        MarkupError: When it has another scheme, or begins with a control character or a space,
            which URL parsers strip (WHATWG URL, basic URL parser).

    >>> check_url("../rxg.css?v=1"), check_url("https://example.org/")
    ('../rxg.css?v=1', 'https://example.org/')
    >>> check_url("java\\nscript:alert(1)")
    Traceback (most recent call last):
    rxglossary.errors.MarkupError: 'java\\nscript:alert(1)' is no URL to write: remove white space
    """
    if any(c <= " " for c in url):
        raise MarkupError(f"{url!r} is no URL to write: remove white space")
    scheme = _SCHEME.match(url.lower())
    if scheme and scheme[0] not in {"http", "https"}:
        raise MarkupError(f"{url!r} has the scheme {scheme[0]!r}: only http and https are allowed")
    return url


@lru_cache
def _allowed(attribute: str) -> bool:
    return bool(_ATTRIBUTE.fullmatch(attribute)) and not _REFUSED.fullmatch(attribute)


def _start_tag(element: Element, mark: str, syntax: Syntax, close: str = "") -> str:
    return _written_tag(element.name, tuple(element.attributes.items()), mark, syntax, close)


@lru_cache(4096)
def _written_tag(
    element: str, items: tuple[tuple[str, str | None], ...], mark: str, syntax: Syntax, close: str
) -> str:
    """Write a start tag; the same few tags are written again and again."""
    attributes = dict(items)
    classes = attributes.pop("class", None) or ""
    if mark and classes.split()[:1] != [mark]:
        classes = f"{mark} {classes}".rstrip()
    parts = [element]
    if classes:
        parts.append(f'class="{escape_attribute(classes)}"')
    for name, value in attributes.items():
        if not _allowed(name):
            raise MarkupError(f"the attribute {name!r} can't be written on <{element}>")
        if name in _URLS and value is not None:
            check_url(value)
        if value is None and syntax == "html":
            parts.append(name)
        else:
            parts.append(f'{name}="{escape_attribute(name if value is None else value)}"')
    return f"<{' '.join(parts)}{close}>"


def wrapper_tags(element: Element, syntax: Syntax = "html") -> tuple[str, str]:
    """Return the start and end tag that wrap an occurrence in *element*.

    Raises:
        MarkupError: When the element isn't one of `WRAPPERS`, has other children than text, span
            and bdi, an event handler, a style attribute, or a URL other than http(s) or relative.

    >>> wrapper_tags(Element("a", {"href": "#rxg-pain"}))
    ('<a class="rxg" href="#rxg-pain">', '</a>')
    """
    if element._tags is not None and element._tags[0] == syntax:
        return element._tags[1]
    if element.name not in WRAPPERS:
        allowed = ", ".join(sorted(WRAPPERS))
        raise MarkupError(f"<{element.name}> can't wrap an occurrence: use one of {allowed}")
    tail = "".join(serialise(_tail(child), syntax) for child in element.children)
    tags = _start_tag(element, MARK, syntax), f"{tail}</{element.name}>"
    object.__setattr__(element, "_tags", (syntax, tags))
    return tags


def _tail(child: Element | str) -> Element:
    """Return a part of a wrapper's tail as an element of ours, which goes with its content."""
    if isinstance(child, str):
        child = Element("span", {}, (child,))
    _check_tail(child)
    classes = child.attributes.get("class") or ""
    return Element(
        child.name, {**child.attributes, "class": f"{MARK}-tail {classes}".rstrip()}, child.children
    )


def _check_tail(child: Element) -> None:
    if child.name not in _TAIL:
        allowed = " and ".join(sorted(_TAIL))
        raise MarkupError(f"<{child.name}> can't stand behind an occurrence: use {allowed}")
    for inner in child.children:
        if not isinstance(inner, str):
            _check_tail(inner)


def part(element: Element) -> Element:
    """Return one of our parts with the mark that lets `strip` find it.

    >>> part(Element("p", {"class": "note"})).attributes["class"]
    'rxg-part note'
    """
    classes = element.attributes.get("class") or ""
    if classes.split()[:1] and classes.split()[0].startswith(MARK + "-"):
        return element
    marked = {**element.attributes, "class": f"{MARK}-part {classes}".rstrip()}
    return Element(element.name, marked, element.children)


def serialise(element: Element, syntax: Syntax = "html") -> str:
    """Return *element* with its children as HTML or XML text.

    Args:
        element: One of our own parts (section, switch, link, script).
        syntax: ``"html"``, or ``"xml"`` for XHTML, where void elements are closed.

    Raises:
        MarkupError: For an element that isn't ours to write, a script or style with content and
            without a nonce, and as `wrapper_tags`.

    >>> serialise(Element("link", {"class": "rxg-css", "href": "a.css"}), "xml")
    '<link class="rxg-css" href="a.css"/>'
    """
    if element._written is not None and element._written[0] == syntax:
        return element._written[1]
    markup = _serialise(element, syntax)
    object.__setattr__(element, "_written", (syntax, markup))
    return markup


def _serialise(element: Element, syntax: Syntax) -> str:
    name = element.name
    if name not in _STRUCTURE:
        raise MarkupError(f"<{name}> is no element that rxglossary writes")
    if name in _VOID:
        if element.children:
            raise MarkupError(f"<{name}> has no content")
        return _start_tag(element, "", syntax, "/" if syntax == "xml" else "")
    if name in _RAW and element.children:
        return f"{_start_tag(element, '', syntax)}{_raw(element, syntax)}</{name}>"
    content = "".join(
        escape_text(child) if isinstance(child, str) else serialise(child, syntax)
        for child in element.children
    )
    return f"{_start_tag(element, '', syntax)}{content}</{name}>"


def _raw(element: Element, syntax: Syntax) -> str:
    """Return the content of a script or style, which HTML reads without references."""
    if not element.attributes.get("nonce"):
        raise MarkupError(f"a {element.name} is linked, or has a nonce: give it one")
    text = "".join(child if isinstance(child, str) else "</" for child in element.children)
    if _NO_RAW.search(text):
        raise MarkupError(f"the content of a {element.name} is text without </ and <!--")
    return text if syntax == "html" else escape_text(text)
