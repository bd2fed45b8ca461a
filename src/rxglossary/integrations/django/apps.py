"""The application: the annotator that the settings describe, and checks of both.

Owns when it is made: at the first use, and anew when a test overrides the setting.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import conf
from django.apps import AppConfig
from django.core import checks
from django.core.signals import setting_changed
from django.utils.html import conditional_escape
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe

from rxglossary import settings
from rxglossary.errors import RxGlossaryError
from rxglossary.integrations.templates import Templates

if TYPE_CHECKING:
    from rxglossary.annotator import Annotator
    from rxglossary.live import Live

__all__ = ["RxGlossaryConfig", "annotator", "assets_url", "templates"]

_SETTING = "RXGLOSSARY"


class RxGlossaryConfig(AppConfig):
    """The application ``rxglossary.integrations.django``."""

    name = "rxglossary.integrations.django"
    label = "rxglossary"
    verbose_name = "rxglossary"

    def ready(self) -> None:
        """Register the checks; forget the annotator when the setting changes."""
        checks.register(_check)
        setting_changed.connect(_forget)


@lru_cache(1)
def annotator() -> Annotator | Live:
    """Return what annotates.

    Raises:
        ConfigurationError: For a setting that isn't one, or a value that isn't allowed.
        GlossaryError: When the glossary can't be read.
        ImportError: When ``annotator`` names nothing.
    """
    given = dict(getattr(conf.settings, _SETTING, {}))
    if (path := given.pop("annotator", None)) is not None:
        found: Annotator | Live = import_string(path)
        return found
    settings.check(given)
    return settings.annotator(given)


def assets_url() -> str:
    """Return the URL of styles and script: ``assets-url``, or ``rxg/`` among the static files."""
    given = getattr(conf.settings, _SETTING, {}).get("assets-url")
    static: str = getattr(conf.settings, "STATIC_URL", None) or "/static/"
    return given or static + "rxg/"


def templates() -> Templates[SafeString]:
    """Return the annotator as templates use it."""
    return Templates(annotator(), safe=mark_safe, escape=conditional_escape, assets=assets_url())


def _check(**_: Any) -> list[checks.CheckMessage]:
    """Report a wrong setting or glossary, with its place, before the server starts."""
    found: list[checks.CheckMessage] = []
    try:
        annotator()
    except (RxGlossaryError, ImportError) as error:
        hint = f"Look at the setting {_SETTING} and the files that it names."
        found.append(checks.Error(f"rxglossary: {error}", hint=hint, id="rxglossary.E001"))
    finders = getattr(conf.settings, "STATICFILES_FINDERS", ())
    own = "assets-url" in getattr(conf.settings, _SETTING, {})
    if not own and not any(path.endswith("AssetsFinder") for path in finders):
        hint = (
            "Add 'rxglossary.integrations.django.finders.AssetsFinder' to STATICFILES_FINDERS,"
            f" or say in {_SETTING} under 'assets-url' where rxg.css and rxg.js lie."
        )
        message = "rxglossary: its style sheet and script are not among the static files"
        found.append(checks.Warning(message, hint=hint, id="rxglossary.W001"))
    return found


def _forget(*, setting: str, **_: Any) -> None:
    if setting == _SETTING:
        annotator.cache_clear()
