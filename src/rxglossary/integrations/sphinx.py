"""Sphinx: an extension that annotates the pages of HTML builders.

Owns when in a build this happens: on the body that goes into the page's template, so that the
search index, which Sphinx makes of the sources, is the same with and without it.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.errors import ConfigError
from sphinx.util import logging

import rxglossary as rx
from rxglossary import settings
from rxglossary.errors import RxGlossaryError
from rxglossary.glossary import FrozenMap
from rxglossary.publish import copy_assets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["setup"]

_LOG = logging.getLogger(__name__)
_BUILDERS = frozenset({"dirhtml", "html", "singlehtml"})
_ASSETS = "_static/rxg"
# What a definition defines is no occurrence, be it a term of a glossary or a signature.
_SKIP = ["dt"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the extension; ``rxglossary`` in conf.py holds the keys of a settings file.

    What conf.py doesn't set is read from ``rxglossary.toml`` or ``pyproject.toml``. Paths of
    glossaries in conf.py begin at its folder. A page says ``:rxglossary: off`` in its file-wide
    metadata or in a ``.. meta::``. A term that a ``.. glossary::`` of the project defines links
    there.
    """
    app.add_config_value("rxglossary", {}, "html", frozenset({dict}))
    # A changed glossary makes every page old, as a changed setting does.
    app.add_config_value("rxglossary_fingerprint", "", "html", frozenset({str}))
    app.connect("config-inited", _configure)
    app.connect("builder-inited", _remember)
    app.connect("env-updated", _moved)
    app.connect("html-page-context", _annotate)
    app.connect("build-finished", _finish)
    return {"version": rx.__version__, "parallel_read_safe": True, "parallel_write_safe": True}


@dataclasses.dataclass(frozen=True, slots=True)
class _SphinxLink(rx.Link):
    """Links terms of the project's own glossary there, and all others to our section."""

    targets: FrozenMap[str] = dataclasses.field(default_factory=FrozenMap)

    def wrap(self, occurrence: rx.Occurrence, page: rx.PageInfo) -> rx.Element:
        """Return the link to the definition."""
        target = self.targets.get(occurrence.term.id)
        if target is None:
            return rx.Link.wrap(self, occurrence, page)
        attributes = {"href": target, "role": "doc-glossref"}
        if not (occurrence.first and occurrence.lead):
            attributes["tabindex"] = "-1"
        return rx.Element("a", attributes)

    def closing(self, page: rx.PageInfo) -> Sequence[rx.Element]:
        """Return the section with the terms that are defined nowhere else."""
        ours = {name: term for name, term in page.terms.items() if name not in self.targets}
        return rx.Link.closing(self, dataclasses.replace(page, terms=ours))


class _Build:
    """What a build knows: the annotator, and where assets lie."""

    def __init__(self, annotator: rx.Annotator, assets_url: str | None) -> None:
        self.annotator = annotator
        self.assets_url = assets_url
        self.places: dict[str, tuple[str, str]] = {}
        """Document and anchor of each term that the project's glossaries define."""

    def find_places(self, env: BuildEnvironment) -> bool:
        """Look for the places in all that was read; tell whether they are others than before."""
        terms = env.domaindata["std"].get("terms", {})
        defined = {name.lower(): place for name, place in terms.items()}
        before, self.places = self.places, {}
        for term in self.annotator.glossary if defined else ():
            forms = (form for forms in term.forms.values() for form in forms)
            for name in (term.preferred("en"), *term.term.values(), *forms):
                if (place := defined.get(name.lower())) is not None:
                    self.places.setdefault(term.id, place)
        return self.places != before


def _configure(app: Sphinx, config: Config) -> None:
    folder = Path(app.confdir)
    given = dict(config.rxglossary)
    try:
        settings.check(given)
        if "glossary" in given:
            given["glossary"] = [str(folder / path) for path in given["glossary"]]
        values = {**settings.find(folder).values, **given}
        values["skip"] = [*_SKIP, *values.get("skip", ())]
        annotator = settings.annotator(values)
    except RxGlossaryError as error:
        raise ConfigError(f"rxglossary: {error}") from None
    config.rxglossary_fingerprint = annotator.fingerprint
    app.rxglossary = _Build(annotator, values.get("assets-url"))  # type: ignore[attr-defined]


def _remember(app: Sphinx) -> None:
    """Find the places as the build before left them."""
    build: _Build = app.rxglossary  # type: ignore[attr-defined]
    build.find_places(app.env)


def _moved(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Return what is to be written anew: every page, when links lead elsewhere than before."""
    build: _Build = app.rxglossary  # type: ignore[attr-defined]
    return env.all_docs if build.find_places(env) and app.builder.name in _BUILDERS else ()


def _annotate(
    app: Sphinx,
    pagename: str,
    _template: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    if doctree is None or app.builder.name not in _BUILDERS or "body" not in context:
        return  # an index or the search page
    if settings.is_off(app.env.metadata[pagename].get("rxglossary")):
        return
    build: _Build = app.rxglossary  # type: ignore[attr-defined]
    annotator = build.annotator
    head = context.get("metatags", "")
    said = annotator.find(head).refused if "rxglossary" in head else None
    if said and said.code == "switched-off":
        return
    if build.places and isinstance(annotator.renderer, rx.Link):
        uri, places = app.builder.get_relative_uri, build.places.items()
        targets = {name: f"{uri(pagename, doc)}#{anchor}" for name, (doc, anchor) in places}
        options = {
            field.name: getattr(annotator.renderer, field.name)
            for field in dataclasses.fields(rx.Link)
            if field.init
        }
        renderer = _SphinxLink(**options, targets=FrozenMap(targets))
        annotator = annotator.with_renderer(renderer)
    assets = build.assets_url or context["pathto"](f"{_ASSETS}/", resource=True)
    result = annotator.annotate(context["body"], assets=assets, language=app.config.language or "")
    if result.refused and result.refused.code != "switched-off":
        message = "%s is not annotated: %s: %s"
        _LOG.warning(message, pagename, result.refused.code, result.refused.message)
    context["body"] = result.html


def _finish(app: Sphinx, exception: Exception | None) -> None:
    build: _Build = app.rxglossary  # type: ignore[attr-defined]
    if exception is None and app.builder.name in _BUILDERS and not build.assets_url:
        copy_assets(Path(app.outdir) / _ASSETS, build.annotator.renderer.asset_names)
