"""What template engines share: strings that are marked safe, and pages made of such strings.

Owns what is markup and what is text. A string is markup when it says so (``__html__``, the protocol
of MarkupSafe and Django); anything else is text, and escaped before it is annotated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from rxglossary.live import Live, current

if TYPE_CHECKING:
    from collections.abc import Callable

    from rxglossary.annotator import Annotator, Page

__all__ = ["TemplatePage", "Templates"]

Safe = TypeVar("Safe", bound=str)


class Templates(Generic[Safe]):
    """An annotator as a template engine uses it.

    Args:
        annotator: What annotates, or a `Live` one.
        safe: Marks a string as markup.
        escape: Returns a value as markup: escaped, unless it says that it is markup.
        assets: The URL under which styles and script lie; None links neither.
    """

    def __init__(
        self,
        annotator: Annotator | Live,
        *,
        safe: Callable[[str], Safe],
        escape: Callable[[object], Safe],
        assets: str | None = None,
    ) -> None:
        self._annotator = annotator
        self._safe = safe
        self._escape = escape
        self._assets = assets

    def annotate(self, value: object, *, language: str = "") -> Safe:
        """Return a value as markup with its terms explained, the section at its end."""
        source = str(self._escape(value))
        annotator = current(self._annotator)
        return self._safe(annotator.annotate(source, assets=self._assets, language=language).html)

    def page(self, *, language: str = "") -> TemplatePage[Safe]:
        """Open a page whose fragments and parts a template places."""
        page = current(self._annotator).page(language=language, assets=self._assets)
        return TemplatePage(page, self._safe, self._escape)


class TemplatePage(Generic[Safe]):
    """A `Page` whose parts are marked as markup."""

    def __init__(
        self, page: Page, safe: Callable[[str], Safe], escape: Callable[[object], Safe]
    ) -> None:
        self._page = page
        self._safe = safe
        self._escape = escape

    def annotate(self, value: object) -> Safe:
        """Return a fragment with its terms marked.

        Raises:
            PageError: After `overview` or `section`.
        """
        return self._safe(self._page.annotate(str(self._escape(value))).html)

    def switch(self) -> Safe:
        """Return the switch between languages, or an empty text."""
        return self._safe(self._page.switch())

    def overview(self) -> Safe:
        """Return the list of the terms of all fragments, where the renderer writes one."""
        return self._safe(self._page.overview())

    def section(self) -> Safe:
        """Return the section with the entries of all fragments; empty without terms."""
        return self._safe(self._page.section())

    def assets(self) -> Safe:
        """Return the links to styles and script, or an empty text."""
        return self._safe(self._page.assets())
