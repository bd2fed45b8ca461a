"""MkDocs: a plugin that annotates the pages of a site when they are built.

Owns when in a build this happens: on the finished page, so that search indexes, tables of contents
and feeds are made of the plain one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import config_options
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.utils import get_relative_url

from rxglossary import settings
from rxglossary.errors import RxGlossaryError
from rxglossary.publish import copy_assets

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.pages import Page

    from rxglossary.annotator import Annotator

__all__ = ["RxGlossaryPlugin"]

_LOG = get_plugin_logger("rxglossary")
_ASSETS = "_rxg"
# Where themes put a page's own text.
_CONTENT = ["[role=main]", "main", "article"]
_TYPES = {
    "a text": config_options.Type(str),
    "a number": config_options.Type(int),
    "true or false": config_options.Type(bool),
    "a table of texts for each language": config_options.Type(dict),
    "a list of texts": config_options.ListOfItems(config_options.Type(str)),
}


class RxGlossaryPlugin(BasePlugin):
    """Annotates the main part of every page; its options are the keys of a settings file.

    What mkdocs.yml doesn't set is read from ``rxglossary.toml`` or ``pyproject.toml``. Paths of
    glossaries begin where the file lies. A page says ``rxglossary: off`` in its front matter.
    """

    config_scheme = tuple(
        (key, config_options.Optional(_TYPES[kind])) for key, kind in settings.KEYS.items()
    )

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read settings and glossary; a wrong one stops the build with its place."""
        folder = Path(config.config_file_path or "mkdocs.yml").parent
        given = {key: value for key, value in self.config.items() if value not in (None, [])}
        if "glossary" in given:
            given["glossary"] = [str(folder / path) for path in given["glossary"]]
        try:
            settings.check(given)
            values = {"only": _CONTENT, **settings.find(folder).values, **given}
            self.annotator: Annotator = settings.annotator(values)
        except RxGlossaryError as error:
            raise PluginError(f"rxglossary: {error}") from None
        self.sources = [Path(path) for path in values.get("glossary", ())]
        self.assets_url: str | None = values.get("assets-url")
        return config

    @event_priority(-100)
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Return the finished page annotated."""
        if settings.is_off(page.meta.get("rxglossary")):
            return output
        assets = self.assets_url or get_relative_url(f"{_ASSETS}/", page.url)
        result = self.annotator.annotate(output, assets=assets, url=page.canonical_url)
        if result.refused and result.refused.code != "switched-off":
            reason = f"{result.refused.code}: {result.refused.message}"
            _LOG.warning("%s is not annotated: %s", page.file.src_uri, reason)
        return result.html

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put styles and script beside the pages."""
        if not self.assets_url:
            copy_assets(Path(config.site_dir) / _ASSETS, self.annotator.renderer.asset_names)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Build again when a glossary changes."""
        for source in self.sources:
            server.watch(str(source))
        return server
