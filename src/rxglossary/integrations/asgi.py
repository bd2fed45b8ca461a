"""ASGI middleware: Starlette, FastAPI, Litestar, Quart, Django under ASGI.

Owns how a response's messages are held back and sent on. Which responses are annotated is said in
`rxglossary.integrations.responses`. Stands inside a middleware that compresses: a compressed body
passes through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rxglossary.integrations.responses import Responses

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping

    from rxglossary.annotator import Annotator
    from rxglossary.live import Live

    _Message = MutableMapping[str, Any]
    _Receive = Callable[[], Awaitable[_Message]]
    _Send = Callable[[_Message], Awaitable[None]]
    _App = Callable[[MutableMapping[str, Any], _Receive, _Send], Awaitable[None]]
    _Headers = list[tuple[bytes, bytes]]

__all__ = ["RxGlossaryMiddleware"]

_ASKED = (b"if-match", b"if-none-match")


class RxGlossaryMiddleware:
    """Annotates the HTML pages of an ASGI application (ASGI 3.0) and serves our two assets.

    A body that arrives in parts is put together when its length was announced; one without a
    length is a stream, and passes through untouched. Nothing that goes wrong in here breaks a
    response: the page is sent as it was.

    Args:
        app: The application.
        annotator: What annotates, or a `Live` one.
        assets_url: A path below which styles and script are served, or a URL where they lie.
        exclude: Beginnings of paths whose pages are left alone.
        limit: The longest body in bytes that is annotated.

    >>> import asyncio
    >>> from rxglossary import Annotator, Glossary, Term
    >>> async def app(scope, receive, send):
    ...     headers = [(b"content-type", b"text/html")]
    ...     await send({"type": "http.response.start", "status": 200, "headers": headers})
    ...     await send({"type": "http.response.body", "body": b"<p>Pain"})
    >>> annotator = Annotator(Glossary([Term("pain", en="A bad feeling.")]), renderer="dfn")
    >>> async def send(message):
    ...     print(message.get("body"))
    >>> scope = {"type": "http", "method": "GET", "path": "/", "headers": []}
    >>> asyncio.run(RxGlossaryMiddleware(app, annotator)(scope, None, send))
    None
    b'<p><dfn class="rxg" title="A bad feeling.">Pain</dfn>'
    """

    def __init__(
        self,
        app: _App,
        annotator: Annotator | Live,
        *,
        assets_url: str = "/_rxg/",
        exclude: Iterable[str] = (),
        limit: int = 4_000_000,
    ) -> None:
        self.app = app
        paths = (exclude,) if isinstance(exclude, str) else tuple(exclude)
        self.rules = Responses(annotator, assets_url, paths, limit)

    async def __call__(
        self, scope: MutableMapping[str, Any], receive: _Receive, send: _Send
    ) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        prefix = scope.get("root_path", "")
        path = scope["path"].removeprefix(prefix)
        head = scope["method"] == "HEAD"
        if (asset := self.rules.asset(path)) and (head or scope["method"] == "GET"):
            await _send_asset(*asset, send, head=head)
            return
        headers: _Headers = [
            (name, self.rules.asked(value.decode("latin-1")).encode("latin-1"))
            if name in _ASKED
            else (name, value)
            for name, value in scope["headers"]
        ]
        ours = headers != list(scope["headers"])
        answer = _Answer(self.rules, send, path, prefix, head=head, ours=ours)
        await self.app({**scope, "headers": headers}, receive, answer.send)


class _Answer:
    """One response on its way: held until it is known whether it is a page."""

    __slots__ = ("_body", "_head", "_ours", "_path", "_prefix", "_rules", "_send", "_start")

    def __init__(
        self, rules: Responses, send: _Send, path: str, prefix: str, *, head: bool, ours: bool
    ) -> None:
        self._rules = rules
        self._send = send
        self._path = path
        self._prefix = prefix
        self._head = head
        self._ours = ours
        self._start: _Message | None = None  # held back
        self._body = b""

    async def send(self, message: _Message) -> None:
        """Take a message of the application; send what can be sent."""
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._start is None or message["type"] != "http.response.body":
            await self._flush()
            await self._send(message)
        else:
            await self._add(message)

    async def _begin(self, message: _Message) -> None:
        header = _header(message)
        if self._rules.wanted(self._path, message["status"], header):
            if not self._head:
                self._start = message
                return
            message = _changed(message, self._rules.headers(header))
        elif message["status"] == 304 and self._ours:
            message = _changed(message, self._rules.confirmed(header))
        await self._send(message)

    async def _add(self, message: _Message) -> None:
        assert self._start is not None  # noqa: S101 -- tells the type checker what `send` asked
        header = _header(self._start)
        body, more = message.get("body", b""), message.get("more_body", False)
        if more and not self._body and header("content-length") is None:
            await self._flush()  # a stream
            await self._send(message)
            return
        self._body += body
        if len(self._body) > self._rules.limit:
            held, self._body = self._body, b""
            await self._flush()
            await self._send({**message, "body": held})
        elif not more:
            change = self._rules.change(self._body, header, prefix=self._prefix)
            start, self._start = _changed(self._start, change.headers), None
            await self._send(start)
            await self._send({**message, "body": change.body})

    async def _flush(self) -> None:
        """Send what was held back, as it was."""
        start, self._start = self._start, None
        if start is not None:
            await self._send(start)
            if self._body:
                body, self._body = self._body, b""
                await self._send({"type": "http.response.body", "body": body, "more_body": True})


def _header(message: _Message) -> Callable[[str], str | None]:
    values = {
        name.decode("latin-1").lower(): value.decode("latin-1")
        for name, value in message.get("headers", ())
    }
    return values.get


def _changed(message: _Message, changes: Mapping[str, str | None]) -> _Message:
    headers: _Headers = []
    for name, value in message.get("headers", ()):
        key = name.decode("latin-1").lower()
        change = changes.get(key, value.decode("latin-1"))
        if change is not None:
            headers.append((name, change.encode("latin-1")))
    return {**message, "headers": headers}


async def _send_asset(kind: str, content: bytes, send: _Send, *, head: bool) -> None:
    headers = [
        (b"content-type", kind.encode()),
        (b"content-length", str(len(content)).encode()),
        (b"cache-control", b"public, max-age=3600"),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else content})
