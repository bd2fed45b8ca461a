"""Middleware: annotates the pages that views return.

Owns how a Django response is changed. Which responses are annotated is said in
`rxglossary.integrations.responses`. Stands below GZipMiddleware and ConditionalGetMiddleware in
``MIDDLEWARE``, so that they see the page as it is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from asgiref.sync import iscoroutinefunction, markcoroutinefunction

from rxglossary.integrations.django import apps
from rxglossary.integrations.responses import Responses

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from django.http import HttpRequest, HttpResponseBase

__all__ = ["RxGlossaryMiddleware"]

_ASKED = ("HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH")


class RxGlossaryMiddleware:
    """Annotates HTML responses of synchronous and asynchronous views; streams pass untouched.

    Raises:
        ConfigurationError: For a wrong setting, when the server starts.
        GlossaryError: For a wrong glossary, with file and line.
    """

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        apps.annotator()  # servers run no checks: a wrong glossary stops their start here
        self.get_response = get_response
        self.asynchronous = iscoroutinefunction(get_response)
        if self.asynchronous:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Return the response to one request."""
        rules = Responses(apps.annotator(), apps.assets_url())
        ours = _ask(rules, request)
        if self.asynchronous:
            return self._later(rules, request, ours)
        return _answer(rules, request, self.get_response(request), ours)

    async def _later(self, rules: Responses, request: HttpRequest, ours: bool) -> HttpResponseBase:
        response = await self.get_response(request)  # type: ignore[misc]
        return _answer(rules, request, response, ours)


def _ask(rules: Responses, request: HttpRequest) -> bool:
    """Write the client's entity tags as the views know them; tell whether one was ours."""
    ours = False
    for key in _ASKED:
        if key in request.META and (tags := rules.asked(request.META[key])) != request.META[key]:
            request.META[key] = tags
            ours = True
    return ours


def _answer(
    rules: Responses, request: HttpRequest, response: HttpResponseBase, ours: bool
) -> HttpResponseBase:
    header = {name.lower(): value for name, value in response.items()}.get
    changes: dict[str, str | None] = {}
    if response.streaming:
        return response
    if rules.wanted(request.path_info, response.status_code, header):
        if request.method == "HEAD":
            changes = rules.headers(header)
        else:
            change = rules.change(response.content, header)  # type: ignore[attr-defined]
            response.content = change.body  # type: ignore[attr-defined]
            changes = dict(change.headers)
    elif response.status_code == 304 and ours:
        changes = rules.confirmed(header)
    for name, value in changes.items():
        if value is None:
            del response[name]
        else:
            response[name] = value
    return response
