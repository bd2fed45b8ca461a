"""Python-Markdown: an extension that annotates what a text becomes.

Owns the postprocessor and its place, behind all others. In MkDocs use its own plugin, which leaves
the search index alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor

from rxglossary import settings
from rxglossary.live import Live, current

if TYPE_CHECKING:
    from markdown import Markdown

    from rxglossary.annotator import Annotator

__all__ = ["RxGlossaryExtension", "makeExtension"]

_LAST = -1000  # behind everything that other extensions register


class RxGlossaryExtension(Extension):
    """Annotates the HTML of every text that a `markdown.Markdown` converts.

    With the ``meta`` extension, a text that begins with ``rxglossary: off`` is left alone.

    Args:
        annotator: What annotates, or a `Live` one; else what *settings* describe.
        assets: The URL under which styles and script lie; None links neither.
        **settings_given: As in a settings file, with ``_`` for ``-``: ``glossary=["terms.yaml"]``.

    Raises:
        ConfigurationError: For a setting that isn't one, or a value that isn't allowed.
        GlossaryError: When the glossary can't be read.

    >>> import markdown
    >>> from rxglossary import Annotator, Glossary, Term
    >>> pain = Annotator(Glossary([Term("pain", en="A bad feeling.")]), renderer="dfn")
    >>> markdown.markdown("*Pain* again", extensions=[RxGlossaryExtension(annotator=pain)])
    '<p><em><dfn class="rxg" title="A bad feeling.">Pain</dfn></em> again</p>'
    """

    def __init__(
        self,
        *,
        annotator: Annotator | Live | None = None,
        assets: str | None = None,
        **settings_given: Any,
    ) -> None:
        super().__init__()
        values = {key.replace("_", "-"): value for key, value in settings_given.items()}
        settings.check(values)
        self.annotator = annotator or settings.annotator(values)
        self.assets = assets or values.get("assets-url")

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the postprocessor."""
        md.postprocessors.register(_Postprocessor(md, self), "rxglossary", _LAST)


class _Postprocessor(Postprocessor):
    def __init__(self, md: Markdown, extension: RxGlossaryExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, text: str) -> str:
        """Return the annotated HTML, unless the text says no."""
        meta = getattr(self.md, "Meta", None) or {}
        if any(settings.is_off(value) for value in meta.get("rxglossary", ())):
            return text
        annotator = current(self.extension.annotator)
        return annotator.annotate(text, assets=self.extension.assets).html


def makeExtension(**given: Any) -> RxGlossaryExtension:
    """Return the extension, as Python-Markdown asks for it by the module's name."""
    return RxGlossaryExtension(**given)
