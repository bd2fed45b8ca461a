"""Which HTTP responses are annotated, and which of their headers change with them.

Owns the rules that the ASGI, WSGI and Django middleware share. Never sends anything.

A response is annotated when its status is 200, its type text/html, its body whole and not encoded,
and nothing says otherwise: ``Content-Encoding``, ``Content-Range``, ``Cache-Control:
no-transform`` (RFC 9111), ``Content-Disposition: attachment``. Its entity tag then names the
glossary too, and digests and byte ranges of the old body go.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from rxglossary.errors import ConfigurationError
from rxglossary.live import Live, current
from rxglossary.markup import check_url
from rxglossary.publish import ASSETS, read_asset

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rxglossary.annotator import Annotator

__all__ = ["Change", "Responses"]

_LOG = logging.getLogger("rxglossary")
_STALE = (
    "accept-ranges",
    "content-digest",
    "content-md5",
    "digest",
    "repr-digest",
)
_TAG = re.compile(r'((?:W/)?"[^"]*)"')
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}


class Change(NamedTuple):
    """What becomes of a response: its body, and headers to set or, with None, to remove."""

    body: bytes
    headers: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Responses:
    """The rules of one server.

    Args:
        annotator: What annotates, or a `Live` one.
        assets_url: The path below which styles and script are served by the middleware itself; or
            any other URL under which they lie. It ends in a slash.
        exclude: Beginnings of paths whose pages are left alone.
        limit: The longest body in bytes that is annotated; longer ones pass untouched.

    Raises:
        ConfigurationError: For an ``assets_url`` without a slash at its end.
        MarkupError: For one that is no URL to write.
    """

    annotator: Annotator | Live
    assets_url: str = "/_rxg/"
    exclude: tuple[str, ...] = ()
    limit: int = 4_000_000

    def __post_init__(self) -> None:
        check_url(self.assets_url)
        if not self.assets_url.endswith("/"):
            raise ConfigurationError(f"assets_url ends in a slash, {self.assets_url!r} doesn't")
        exclude: object = self.exclude
        if not isinstance(exclude, tuple):
            raise ConfigurationError(f"exclude is a tuple of paths, not {exclude!r}")

    def asset(self, path: str) -> tuple[str, bytes] | None:
        """Return type and content of one of our files, if *path* is its path."""
        name = path.removeprefix(self.assets_url)
        if name == path or name not in ASSETS:
            return None
        return _TYPES[name[name.rindex(".") :]], read_asset(name)

    def wanted(self, path: str, status: int, header: Callable[[str], str | None]) -> bool:
        """Tell whether a response is to be annotated, by all that stands before its body.

        Args:
            path: The request's path.
            status: The response's status.
            header: Returns the value of a header by its lower-case name, or None.
        """
        if status != 200 or path.startswith(self.exclude):
            return False
        kind = (header("content-type") or "").partition(";")[0].strip().lower()
        if kind != "text/html":
            return False
        coded = (header("content-encoding") or "identity").strip().lower() != "identity"
        attached = (header("content-disposition") or "").strip().lower().startswith("attachment")
        fixed = "no-transform" in (header("cache-control") or "").lower()
        length = header("content-length")
        long = length is not None and length.isdigit() and int(length) > self.limit
        return not (coded or attached or fixed or long or header("content-range") is not None)

    def change(
        self, body: bytes, header: Callable[[str], str | None], *, prefix: str = ""
    ) -> Change:
        """Return the annotated body and the headers that go with it; never raises.

        Args:
            body: The whole body.
            header: As for `wanted`.
            prefix: The path at which the application is mounted, before that of the assets.
        """
        where = prefix + self.assets_url if self.assets_url.startswith("/") else self.assets_url
        found, encoding = body, charset(header("content-type") or "")
        try:
            annotator = current(self.annotator)
            result = annotator.annotate(body, assets=where, encoding=encoding)
            if result.refused:
                _LOG.info("not annotated: %s: %s", result.refused.code, result.refused.message)
            found = result.html
        except Exception:
            # A reader is better served by the plain page than by an error.
            _LOG.exception("not annotated: an error in rxglossary or its glossary")
        headers = self.headers(header)
        if header("content-length") is not None:
            headers["content-length"] = str(len(found))
        return Change(found, headers)

    def headers(self, header: Callable[[str], str | None]) -> dict[str, str | None]:
        """Return the headers that change, whether a body comes along or not (HEAD)."""
        changed: dict[str, str | None] = {name: None for name in _STALE if header(name) is not None}
        if (tag := header("etag")) is not None:
            changed["etag"] = self._tagged(tag)
        if header("content-length") is not None:
            changed["content-length"] = None  # not known without the body
        return changed

    def asked(self, tags: str) -> str:
        """Return the value of If-None-Match or If-Match as the application knows its tags.

        >>> from rxglossary.glossary import Glossary
        >>> from rxglossary.annotator import Annotator
        >>> rules = Responses(Annotator(Glossary([])))
        >>> tag = rules.headers({"etag": '"v1"'}.get)["etag"]
        >>> rules.asked(f'{tag}, "v0"')
        '"v1", "v0"'
        """
        return tags.replace(f'{self._suffix()}"', '"')

    def confirmed(self, header: Callable[[str], str | None]) -> dict[str, str | None]:
        """Return the headers that change in a 304 that answers one of our entity tags."""
        tag = header("etag")
        return {} if tag is None else {"etag": self._tagged(tag)}

    def _suffix(self) -> str:
        try:
            return f"-rxg-{current(self.annotator).fingerprint}"
        except Exception:
            return "-rxg"  # no glossary could be loaded yet: `change` says why

    def _tagged(self, tag: str) -> str:
        return _TAG.sub(lambda match: f'{match[1]}{self._suffix()}"', tag)


def charset(content_type: str) -> str | None:
    """Return the charset that a content type names, or None.

    >>> charset('text/html; charset="utf-8"'), charset("text/html")
    ('utf-8', None)
    """
    found = re.search(r";\s*charset\s*=\s*\"?([^\s\";]+)", content_type, re.I | re.A)
    return found[1] if found else None
