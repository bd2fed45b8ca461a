"""What the tests ask of a page, and what a reader does on it.

Owns the selectors. Never claims anything: assertions are the tests'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

TIP = ".rxg-tip"
IN_VIEW = """(element) => {
  const box = element.getBoundingClientRect();
  return box.left >= 0 && box.right <= document.documentElement.clientWidth
    && box.top >= 0 && box.bottom <= innerHeight;
}"""


def term(page: Page, word: str = "hypertension") -> Locator:
    """Return the first link on a word."""
    return page.locator("a.rxg", has_text=word).first


def tip_mode(page: Page) -> str:
    """Return the role of the open tip: tooltip, dialog, or nothing where none is open."""
    return page.evaluate("() => document.querySelector('.rxg-tip:popover-open')?.role || ''")


def tip_text(page: Page) -> str:
    """Return what the tip shows."""
    return page.locator(TIP).inner_text()


def focused(page: Page) -> str:
    """Return the text of the element that has the focus."""
    return page.evaluate("() => document.activeElement.textContent")


def in_view(locator: Locator) -> bool:
    """Return whether an element lies inside the window, all of it."""
    return locator.evaluate(IN_VIEW)


def sideways(page: Page) -> bool:
    """Return whether the page can be scrolled sideways."""
    return page.evaluate("() => document.documentElement.scrollWidth > innerWidth")


def choose(page: Page, number: int) -> None:
    """Choose a language by its number in the switch."""
    page.locator(".rxg-lang input").nth(number - 1).check()


def say(page: Page, value: object) -> None:
    """Choose a language as a site's own switch does: by the event."""
    page.evaluate(
        "(value) => { document.dispatchEvent("
        "new CustomEvent('rxg:choice', { detail: { 'rxg-lang': value } })) }",
        value,
    )


def chosen(page: Page) -> tuple[str, list[str]]:
    """Return the language written on the root, and the checked buttons of the switch."""
    return page.evaluate(
        "() => [document.documentElement.dataset.rxgLang,"
        " [...document.querySelectorAll('.rxg-lang :checked')].map((radio) => radio.value)]"
    )


def languages(page: Page, where: str) -> list[bool]:
    """Return whether each of the two definitions inside *where* is visible."""
    return [page.locator(f"{where} .rxg-{number}").is_visible() for number in (1, 2)]


def described(locator: Locator) -> str:
    """Return the text that describes a link to screen readers; empty without one."""
    return locator.evaluate(
        "(link) => document.getElementById(link.getAttribute('aria-describedby'))?.textContent"
        " || ''"
    )


def away(page: Page) -> None:
    """Move the mouse to a corner without words."""
    page.mouse.move(5, 5)
