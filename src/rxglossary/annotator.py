"""The run: scan, match, choose, render, splice; and its inverse.

Owns `Annotator` (the compiled whole) and `Page` (one page made of fragments). Never parses,
matches or writes markup itself.
"""

from __future__ import annotations

import datetime
import hashlib
import re
from copy import copy
from dataclasses import fields, replace
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, TypeVar

from rxglossary.choosing import Chooser, Chosen, Found, State, outside, refused_result, result_of
from rxglossary.documents import Document, Refusal, Source, open_document, open_text
from rxglossary.edits import Insertion, delete
from rxglossary.errors import ConfigurationError, PageError
from rxglossary.glossary import Glossary
from rxglossary.html.marks import strip_spans, taken_ids
from rxglossary.html.proof import available
from rxglossary.html.protected import protected_spans
from rxglossary.html.scanner import Rules, Scan
from rxglossary.html.text import join
from rxglossary.languages import installed
from rxglossary.markup import MARK, SafeMarkup, check_url, part, serialise, wrapper_tags
from rxglossary.matching.boundaries import GAP
from rxglossary.matching.matcher import Candidate, Matcher
from rxglossary.policy import Policy
from rxglossary.render import Occurrence, PageInfo, Renderer
from rxglossary.render import renderer as renderer_named
from rxglossary.results import Result, Skip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rxglossary.markup import Element, Syntax

__all__ = ["Annotator", "Page", "annotate", "refresh", "strip"]

__version__ = "0.1.0"

_NONCE = re.compile(r"[A-Za-z0-9+/_-]+={0,2}")


_Record = TypeVar("_Record", State, PageInfo)


class Annotator:
    """A glossary, a policy and a renderer, compiled once: immutable, thread-safe, picklable.

    Args:
        glossary: The terms.
        policy: What is annotated; by default `Policy`.
        renderer: How: ``"link"``, ``"data"``, ``"dfn"``, ``"inline"``, ``"none"``, or a renderer
            such as `Link`.
        strict: Whether a surface form that two terms claim is an error; else it matches nothing.
        today: The day on which reviews have to count; by default the day of this call. It matters
            with ``min_status="reviewed"`` alone, and there the reviews that have run out by this
            day are part of the fingerprint.

    Raises:
        GlossaryError: With *strict*, for ambiguous forms.
        ConfigurationError: For an unknown renderer.

    >>> from rxglossary.glossary import Term
    >>> glossary = Glossary([Term("pain", en='A feeling that "hurts".')])
    >>> result = Annotator(glossary, renderer="dfn").annotate('<p title="pain">Pain</p>')
    >>> result.html
    '<p title="pain"><dfn class="rxg" title="A feeling that &quot;hurts&quot;.">Pain</dfn></p>'
    >>> strip(result.html)
    '<p title="pain">Pain</p>'
    """

    __slots__ = (
        "_chooser",
        "_matcher",
        "_rules",
        "_version",
        "fingerprint",
        "glossary",
        "policy",
        "renderer",
        "strict",
        "today",
    )

    glossary: Glossary
    policy: Policy
    renderer: Renderer
    strict: bool
    today: datetime.date
    fingerprint: str
    """Sixteen hexadecimal digits that change with the glossary, the policy, the renderer or this
    library's version: for cache keys and entity tags."""
    _version: str
    _chooser: Chooser
    _matcher: Matcher
    _rules: Rules

    def __init__(
        self,
        glossary: Glossary,
        *,
        policy: Policy | None = None,
        renderer: str | Renderer = "link",
        strict: bool = False,
        today: datetime.date | None = None,
    ) -> None:
        policy = policy or Policy()
        renderer = renderer_named(renderer) if isinstance(renderer, str) else renderer
        today = today or datetime.date.today()
        version = glossary.fingerprint
        tier = f"exact {policy.exact and available()}"
        parts = [__version__, version, repr(policy), repr(renderer), tier, *installed()]
        identity = "\n".join(parts)
        if policy.min_status == "reviewed":
            identity += "".join(_expired(glossary, today))
        values = {
            "glossary": glossary,
            "policy": policy,
            "renderer": renderer,
            "strict": strict,
            "today": today,
            "fingerprint": hashlib.sha256(identity.encode()).hexdigest()[:16],
            "_version": version,
            "_matcher": _compile(glossary, strict),
            "_chooser": Chooser(glossary, policy, renderer.keys, today),
            "_rules": _rules(policy.skip, policy.only, link=renderer.links),
        }
        for name, value in values.items():
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an Annotator has no attribute to set: {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"an Annotator has no attribute to delete: {name}")

    def __reduce__(self) -> tuple[object, ...]:
        # The automaton isn't pickled: a process compiles a glossary once, whatever it unpickles.
        return _rebuild, (self.glossary, self.policy, self.renderer, self.strict, self.today)

    def annotate(
        self,
        html: Source,
        *,
        syntax: Syntax = "html",
        context: str = "",
        encoding: str | None = None,
        assets: str | None = None,
        url: str | None = None,
        language: str = "",
        nonce: str = "",
    ) -> Result[Source]:
        """Return *html* with its terms explained, and nothing else changed.

        Args:
            html: A document or a fragment, as `str` or `bytes`, or as markup that a template
                engine holds safe (with ``__html__``).
            syntax: ``html``, or ``xml`` for XHTML such as the chapters of an EPUB.
            context: The element that a fragment stands in, such as ``td`` or ``svg path``. Without
                one, what has a doctype or a tag of html, head or body is a document, any other
                HTML the fragment of a body; XML is a document.
            encoding: The label of the encoding of `bytes`, for example from the HTTP header; else
                the standard's order: byte order mark, meta element, UTF-8 if valid, windows-1252.
            assets: Where styles and script of this page lie, instead of the renderer's option.
            url: The page's own URL; needed where a base element moves in-page links.
            language: The language tag of the page, where its html element doesn't say: a fragment.
            nonce: The nonce of the page's content security policy: styles and script get it.

        Raises:
            TypeError: When *html* is something else.
            ConfigurationError: When *encoding* is no label that browsers know, *context* no
                element, or *nonce* no nonce; for inline assets without one.
            MarkupError: When a URL is neither relative nor http(s), or the renderer returns markup
                that can't be written.
        """
        info = self._page_info(assets, url, language, nonce)
        document = open_document(html, encoding, syntax=syntax, context=context)
        if isinstance(document, Refusal):
            return Result(html, refused=document)
        return self._run(document, info, write=True, exact=self.policy.exact)

    def annotate_document(
        self,
        document: Document[Source],
        *,
        assets: str | None = None,
        url: str | None = None,
        language: str = "",
    ) -> Result[Source]:
        """Return an opened document annotated; `annotate` is this for what it opens itself.

        Args:
            document: A document, which writes the insertions by its own means.
            assets: As for `annotate`.
            url: As for `annotate`.
            language: As for `annotate`.
        """
        info = self._page_info(assets, url, language)
        return self._run(document, info, write=True, exact=self.policy.exact)

    def with_renderer(self, renderer: str | Renderer) -> Annotator:
        """Return an annotator with the same glossary and policy and another renderer; cheap.

        >>> from rxglossary.glossary import Term
        >>> annotator = Annotator(Glossary([Term("pain", en="A bad feeling.")]))
        >>> annotator.with_renderer("dfn").annotate("pain").html
        '<dfn class="rxg" title="A bad feeling.">pain</dfn>'
        """
        return Annotator(
            self.glossary,
            policy=self.policy,
            renderer=renderer,
            strict=self.strict,
            today=self.today,
        )

    def find(
        self,
        html: Source,
        *,
        syntax: Syntax = "html",
        context: str = "",
        encoding: str | None = None,
    ) -> Result[Source]:
        """Return what `annotate` would annotate, writing nothing.

        >>> from rxglossary.glossary import Term
        >>> annotator = Annotator(Glossary([Term("pain", en="A bad feeling.")]))
        >>> [(found.start, found.text) for found in annotator.find("<p>No <b>pain</b>")]
        [(9, 'pain')]
        """
        document = open_document(html, encoding, syntax=syntax, context=context)
        if isinstance(document, Refusal):
            return Result(html, refused=document)
        info = self._page_info(None, None)
        return self._run(document, info, write=False, exact=self.policy.exact)

    def find_text(self, text: str) -> Result[str]:
        """Return the occurrences in plain text, under the policy; offsets are those of *text*.

        >>> from rxglossary.glossary import Term
        >>> annotator = Annotator(Glossary([Term("pain", en="A bad feeling.")]))
        >>> [found.surface for found in annotator.find_text("pain < fever")]
        ['pain']
        """
        return result_of(Document(text, text), self._find_text(text))

    def explain(self, text: str) -> list[Candidate]:
        """Return every form of the glossary that stands in plain text, and what became of it.

        Also forms inside of words, and those that a rule or the policy left out; with the name of
        the rule. Slower than `find_text`, whose decisions it tells.

        >>> from rxglossary.glossary import Term
        >>> annotator = Annotator(Glossary([Term("heart", en="It pumps the blood.")]))
        >>> [(found.start, found.rule) for found in annotator.explain("heart, hearty, heart")]
        [(0, 'accepted'), (7, 'R2'), (15, 'repeat')]
        """
        found = self._find_text(text)
        written = {one.match.start for one in found.chosen}
        codes = {record.offset: record.code for record in found.skipped}
        protected = protected_spans(text, self.policy.protect)
        candidates: list[Candidate] = []
        for one in self._matcher.explain(text):
            rule = one.rule
            if rule == "accepted" and one.start not in written:
                if not outside(protected, [one]):
                    rule = "protected"
                else:
                    rule = codes.get(one.start, "policy" if found.truncated else "repeat")
            # The matcher is shared by equal glossaries.
            term = self.glossary[one.term.id] if one.term else None
            candidates.append(one._replace(term=term, rule=rule))
        return candidates

    def _find_text(self, text: str) -> Found:
        found = Found(Scan())
        protected = protected_spans(text, self.policy.protect)
        matches = outside(protected, self._matcher.find(text))
        self._chooser.choose(text, matches, lambda *span: (span,), found, State())
        return found

    def page(
        self,
        *,
        syntax: Syntax = "html",
        language: str = "",
        assets: str | None = None,
        url: str | None = None,
        nonce: str = "",
    ) -> Page:
        """Open a page made of several fragments.

        Args:
            syntax: What the fragments are written in: ``html`` or ``xml``.
            language: The language tag of the page.
            assets: Where styles and script lie, instead of the renderer's option.
            url: The page's own URL, where a base element moves in-page links.
            nonce: The nonce of the page's content security policy: styles and script get it.

        Raises:
            ConfigurationError: For a nonce that isn't one.
            MarkupError: When a URL is neither relative nor http(s).
        """
        return Page(self, self._page_info(assets, url, language, nonce), syntax)

    def _page_info(
        self, assets: str | None, url: str | None, language: str = "", nonce: str = ""
    ) -> PageInfo:
        for given in (assets, url):
            if given is not None:
                check_url(given)
        if nonce and not _NONCE.fullmatch(nonce):
            raise ConfigurationError(f"{nonce!r} is no nonce: use base64 (CSP, nonce-source)")
        where = (url or "").partition("#")[0]
        return PageInfo(language, where, assets, nonce, self._version)

    def _taken(self, text: str) -> frozenset[str]:
        """Return the ids of a page that those of ours could collide with."""
        prefixes = {f"{MARK}-", self.renderer.id_prefix}
        return frozenset().union(*(taken_ids(text, prefix) for prefix in prefixes))

    def _run(
        self, document: Document[Source], info: PageInfo, *, write: bool, exact: bool
    ) -> Result[Source]:
        found = self._find(document, State(), exact=exact)
        if isinstance(found, Refusal):
            return refused_result(document, found)
        proof = found.scan.proof
        unused = _copied(info) if proof else info
        if not found.chosen:
            return result_of(document, found)
        if write and found.scan.base and self.renderer.anchors and not info.url:
            message = "a base element moves in-page links: give the page's own url"
            return result_of(document, found, refused=Refusal("base-href", 0, message))
        info.language = found.scan.language or info.language
        info.taken |= self._taken(document.text)
        written = self._wrap(found, info, document.syntax)
        if not found.chosen:
            return result_of(document, found)
        start, end = found.scan.container()
        at_start = [*self.renderer.opening(info), *self.renderer.overview(info)]
        at_last: list[Element] = [*self.renderer.asset_links(info)]
        if self.renderer.position == "start":
            at_start += self.renderer.closing(info)
        else:
            at_last = [*self.renderer.closing(info), *at_last]
        opening = _markup(at_start, document.syntax)
        closing = _markup(at_last, document.syntax)
        if closing or opening:
            if end is None:
                stop = found.scan.stop
                reason = f": {stop.message} (offset {stop.offset})" if stop else ""
                message = f"there is no safe place for the section{reason}"
                offset = stop.offset if stop else len(document.text)
                refusal = Refusal("no-safe-place", offset, message)
                return result_of(document, found, refused=refusal)
            at_end = Insertion(end.offset, closing)
            if start is not None and start.offset <= end.offset:
                written = _ordered([Insertion(start.offset, opening)], written, [at_end])
            else:
                written = _ordered([], written, [Insertion(end.offset, opening), at_end])
        if proof and not proof.holds(written):
            return self._run(document, unused, write=write, exact=False)
        return result_of(document, found, written if write else ())

    def _find(self, document: Document[Source], state: State, *, exact: bool) -> Found | Refusal:
        """Scan, match and choose; or say why the source is left alone."""
        text = document.text
        scanned = document.scan(self._rules, exact=exact)
        if isinstance(scanned, Refusal):
            return scanned
        if self.policy.only and not scanned.chosen:
            selectors = ", ".join(self.policy.only)
            return Refusal("only-not-found", 0, f"no element matches {selectors}")
        found = Found(scanned)
        joined = join(text, scanned.pieces, gap=GAP)
        protected = protected_spans(joined.text, self.policy.protect)
        matches = outside(protected, self._matcher.find(joined.text))
        self._chooser.choose(joined.text, matches, joined.pieces, found, state)
        if scanned.stop:
            stop = Skip(scanned.stop.code, scanned.stop.offset, scanned.stop.message)
            found.skipped.append(stop)  # however many there are
        return found

    def _wrap(self, found: Found, info: PageInfo, syntax: Syntax) -> list[Insertion]:
        """Return the tags around the pieces of what was chosen; drop what gets none."""
        written: list[Insertion] = []
        chosen: list[Chosen] = []
        if not self.renderer.marks:
            info.terms |= {one.term.id: one.term for one in found.chosen}
            return []
        for one in found.chosen:
            tags = 0
            last = len(one.pieces) - 1
            for number, (start, end) in enumerate(one.pieces):
                place = number == 0, number == last
                occurrence = Occurrence(one.term, one.surface, one.first, *place)
                element = self.renderer.wrap(occurrence, info)
                if element is not None:
                    opening, closing = wrapper_tags(element, syntax)
                    written += (Insertion(start, opening), Insertion(end, closing))
                    tags += 1
            if tags:
                chosen.append(one)
                info.terms.setdefault(one.term.id, one.term)
            else:
                message = "the renderer writes nothing here: a repeat, or no definition"
                found.skip(Skip("not-rendered", one.pieces[0][0], message, one.term, one.surface))
        found.chosen = chosen
        return written


class Page:
    """One page made of fragments; mutable, for one thread and one response.

    First occurrences and ids are counted across the fragments. Parts are placed by the caller, as
    markup that template engines needn't be told to write as it is; a fragment comes back as safe
    only if it was given as safe.

    >>> from rxglossary.glossary import Term
    >>> page = Annotator(Glossary([Term("pain", en="A bad feeling.")]), renderer="dfn").page()
    >>> page.annotate("<p>Pain").html, page.annotate("<p>More pain").html, page.section()
    ('<p><dfn class="rxg" title="A bad feeling.">Pain</dfn>', '<p>More pain', '')
    """

    __slots__ = ("_annotator", "_closed", "_info", "_state", "_syntax")

    def __init__(self, annotator: Annotator, info: PageInfo, syntax: Syntax) -> None:
        self._annotator = annotator
        self._info = info
        self._state = State()
        self._syntax: Syntax = syntax
        self._closed = False

    def annotate(
        self, fragment: Source, *, context: str = "", encoding: str | None = None
    ) -> Result[Source]:
        """Return one fragment annotated, without section, switch or assets.

        Args:
            fragment: HTML or XML as `str` or `bytes`.
            context: The element that it stands in: by default a body.
            encoding: As for `Annotator.annotate`.

        Raises:
            PageError: After `overview` or `section`.
        """
        if self._closed:
            raise PageError("the page's section is written: annotate every fragment before it")
        if self._syntax == "xml":
            context = context or "body"  # here, XML is no document
        document = open_document(fragment, encoding, syntax=self._syntax, context=context)
        if isinstance(document, Refusal):
            return Result(fragment, refused=document)
        return self._run(document, exact=self._annotator.policy.exact)

    def _run(self, document: Document[Source], *, exact: bool) -> Result[Source]:
        state, info = _copied(self._state), self._info
        found = self._annotator._find(document, state, exact=exact)
        if isinstance(found, Refusal):
            return refused_result(document, found)
        proof = found.scan.proof
        info = _copied(info) if proof else info
        info.language = info.language or found.scan.language
        info.taken |= self._annotator._taken(document.text)
        written = self._annotator._wrap(found, info, self._syntax)
        if proof and not proof.holds(written):
            return self._run(document, exact=False)
        self._state, self._info = state, info
        return result_of(document, found, written)

    def switch(self) -> SafeMarkup:
        """Return the switches between languages and reading views, or an empty text."""
        return _markup(self._annotator.renderer.opening(self._info), self._syntax)

    def assets(self) -> SafeMarkup:
        """Return the links to styles and script, or an empty text."""
        return _markup(self._annotator.renderer.asset_links(self._info), self._syntax)

    def overview(self) -> SafeMarkup:
        """Return the list of the terms of all fragments, where the renderer writes one."""
        self._closed = True
        return _markup(self._annotator.renderer.overview(self._info), self._syntax)

    def section(self) -> SafeMarkup:
        """Return the section with the entries of all fragments; empty without terms."""
        self._closed = True
        return _markup(self._annotator.renderer.closing(self._info), self._syntax)


def strip(html: Source, *, syntax: Syntax = "html") -> Source:
    """Return *html* without our elements: the inverse of `Annotator.annotate`.

    Args:
        html: A source as `str`, or as `bytes` in any encoding that contains ASCII.
        syntax: ``html``, or ``xml`` for XHTML.

    Returns:
        The source without them; the very same object where there are none.

    >>> strip('<p><a class="rxg" href="#rxg-pain">Pain</a></p>')
    '<p>Pain</p>'
    """
    if isinstance(html, bytes):
        text = html.decode("latin-1")  # one character a byte: exact, and all marks are ASCII
        spans = strip_spans(text, syntax)
        return delete(text, spans).encode("latin-1") if spans else html
    document = open_text(html)
    bare: Source = document.give_back(delete(document.text, strip_spans(document.text, syntax)))
    return bare


def refresh(
    html: Source,
    annotator: Annotator,
    *,
    syntax: Syntax = "html",
    context: str = "",
    encoding: str | None = None,
    assets: str | None = None,
    url: str | None = None,
    language: str = "",
    nonce: str = "",
) -> Result[Source]:
    """Return *html* stripped and annotated again; offsets are those of the stripped source.

    Args:
        html: A source that holds elements of ours, or none.
        annotator: What annotates it now.
        syntax: As for `Annotator.annotate`, like all that follow.
        context: The element that a fragment stands in.
        encoding: The label of the encoding of `bytes`.
        assets: Where styles and script lie.
        url: The page's own URL.
        language: The language tag of the page.
        nonce: The nonce of its content security policy.

    >>> from rxglossary.glossary import Term
    >>> old = Annotator(Glossary([Term("pain", en="Old.")]), renderer="dfn").annotate("pain").html
    >>> refresh(old, Annotator(Glossary([Term("pain", en="New.")]), renderer="dfn")).html
    '<dfn class="rxg" title="New.">pain</dfn>'
    """
    return annotator.annotate(
        strip(html, syntax=syntax),
        syntax=syntax,
        context=context,
        encoding=encoding,
        assets=assets,
        url=url,
        language=language,
        nonce=nonce,
    )


def annotate(
    html: Source,
    glossary: Glossary,
    *,
    policy: Policy | None = None,
    renderer: str | Renderer = "link",
) -> Result[Source]:
    """Annotate one source; with several, make an `Annotator` once.

    >>> from rxglossary.glossary import Term
    >>> annotate("<p>pain", Glossary([Term("pain", en="A bad feeling.")]), renderer="dfn").html
    '<p><dfn class="rxg" title="A bad feeling.">pain</dfn>'
    """
    return Annotator(glossary, policy=policy, renderer=renderer).annotate(html)


def _markup(parts: Iterable[Element], syntax: Syntax) -> SafeMarkup:
    return SafeMarkup("".join(serialise(part(element), syntax) for element in parts))


@lru_cache(16)
def _compile(glossary: Glossary, strict: bool) -> Matcher:
    return Matcher(glossary, strict=strict)


@lru_cache(16)
def _rules(skip: tuple[str, ...], only: tuple[str, ...], *, link: bool) -> Rules:
    # The same for every renderer that an annotator is given, such as one for each page.
    return Rules(skip, only, link=link)


def _expired(glossary: Glossary, today: datetime.date) -> Iterator[str]:
    """Yield the texts whose review has run out; all else that a review says is in the glossary."""
    for term in sorted(glossary, key=lambda term: term.id):
        for key, review in term.review.items():
            if review.until is not None and review.until < today:
                yield f"\n{term.id} {key}"


def _rebuild(
    glossary: Glossary, policy: Policy, renderer: Renderer, strict: bool, today: datetime.date
) -> Annotator:
    return Annotator(glossary, policy=policy, renderer=renderer, strict=strict, today=today)


def _copied(record: _Record) -> _Record:
    """Return a copy of a record whose sets and mappings are copies too."""
    values = {one.name: copy(getattr(record, one.name)) for one in fields(record)}
    return replace(record, **values)


def _ordered(*groups: Sequence[Insertion]) -> list[Insertion]:
    """Return all insertions by offset; at one offset, the earlier group comes first."""
    return sorted(chain(*groups), key=itemgetter(0))
