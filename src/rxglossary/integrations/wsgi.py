"""WSGI middleware (PEP 3333): Flask, Pyramid, Bottle, Django under WSGI.

Owns how a response's parts are held back and sent on. Which responses are annotated is said in
`rxglossary.integrations.responses`. Stands inside a middleware that compresses: a compressed body
passes through.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from rxglossary.integrations.responses import Responses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from rxglossary.annotator import Annotator
    from rxglossary.live import Live

    _Headers = list[tuple[str, str]]
    _Write = Callable[[bytes], object]
    _App = Callable[[dict[str, Any], Callable[..., _Write]], Iterable[bytes]]

__all__ = ["RxGlossaryMiddleware"]

_ASKED = ("HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH")


class RxGlossaryMiddleware:
    """Annotates the HTML pages of a WSGI application and serves our two assets.

    A body is put together when it is a list or its length was announced; a generator without a
    length is a stream, and passes through untouched, as does what is written with ``write()``.
    Nothing that goes wrong in here breaks a response: the page is sent as it was.

    Args:
        app: The application.
        annotator: What annotates, or a `Live` one.
        assets_url: A path below which styles and script are served, or a URL where they lie.
        exclude: Beginnings of paths whose pages are left alone.
        limit: The longest body in bytes that is annotated.

    >>> from rxglossary import Annotator, Glossary, Term
    >>> def app(environ, start_response):
    ...     start_response("200 OK", [("Content-Type", "text/html")])
    ...     return [b"<p>Pain"]
    >>> annotator = Annotator(Glossary([Term("pain", en="A bad feeling.")]), renderer="dfn")
    >>> wrapped = RxGlossaryMiddleware(app, annotator)
    >>> environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/"}
    >>> b"".join(wrapped(environ, lambda status, headers, exc_info=None: None))
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

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., _Write]
    ) -> Iterable[bytes]:
        """Answer one request."""
        path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        if (asset := self.rules.asset(path)) and method in ("GET", "HEAD"):
            return _send_asset(*asset, start_response, head=method == "HEAD")
        asked = {
            key: self.rules.asked(environ[key])
            for key in _ASKED
            if key in environ and self.rules.asked(environ[key]) != environ[key]
        }
        answer = _Answer(start_response)
        body = self.app({**environ, **asked}, answer.start)
        return self._rewritten(answer, body, environ, ours=bool(asked))

    def _rewritten(
        self, answer: _Answer, body: Iterable[bytes], environ: dict[str, Any], *, ours: bool
    ) -> Iterable[bytes]:
        """Return what is sent in place of *body*, which is closed when nobody reads on."""
        whole = isinstance(body, (list, tuple))
        parts = iter(body)
        first = () if answer.started or answer.sent else (next(parts, b""),)
        # A generator calls start_response when its first part is asked for.
        passed = _Closing(chain(first, parts), body)
        if answer.sent:
            return passed
        header = answer.header
        path = environ.get("PATH_INFO", "")
        if not self.rules.wanted(path, answer.code, header):
            answer.go(self.rules.confirmed(header) if answer.code == 304 and ours else {})
            return passed
        if environ["REQUEST_METHOD"] == "HEAD":
            answer.go(self.rules.headers(header))
            return passed
        if not whole and header("content-length") is None:
            answer.go({})  # a stream
            return passed
        try:
            source = b"".join(passed)
        finally:
            passed.close()
        if len(source) > self.rules.limit:
            answer.go({})
            return [source]
        change = self.rules.change(source, header, prefix=environ.get("SCRIPT_NAME", ""))
        answer.go(change.headers)
        return [change.body]


class _Answer:
    """The start of one response, held until it is known whether it is a page."""

    __slots__ = ("_error", "_start_response", "_write", "headers", "sent", "started", "status")

    def __init__(self, start_response: Callable[..., _Write]) -> None:
        self._start_response = start_response
        self._error: Any = None
        self._write: _Write
        self.status = ""
        self.headers: _Headers = []
        self.started = False
        self.sent = False

    def start(self, status: str, headers: _Headers, exc_info: Any = None) -> _Write:
        """Take the place of ``start_response``."""
        if self.sent:
            return self._start_response(status, headers, exc_info)  # which raises the error
        self.status, self.headers, self._error, self.started = status, headers, exc_info, True
        return self.write

    def write(self, data: bytes) -> object:
        """Take the place of the callable that ``start_response`` returns."""
        if not self.sent:
            self.go({})
        return self._write(data)

    @property
    def code(self) -> int:
        """Return the status as a number; 0 for what is none."""
        number = self.status.partition(" ")[0]
        return int(number) if number.isdigit() else 0

    def header(self, name: str) -> str | None:
        """Return the value of a header by its lower-case name."""
        return next((value for key, value in self.headers if key.lower() == name), None)

    def go(self, changes: Mapping[str, str | None]) -> None:
        """Start the response for good."""
        headers = [(key, changes.get(key.lower(), value)) for key, value in self.headers]
        kept = [(key, value) for key, value in headers if value is not None]
        arguments = (self._error,) if self._error else ()
        self.sent = True
        self._write = self._start_response(self.status, kept, *arguments)


class _Closing:
    """The application's body with `close`, which a server calls when a client goes away."""

    __slots__ = ("_body", "_parts")

    def __init__(self, parts: Iterator[bytes], body: Iterable[bytes]) -> None:
        self._parts = parts
        self._body = body

    def __iter__(self) -> Iterator[bytes]:
        return self._parts

    def close(self) -> None:
        """Close the application's body."""
        if (close := getattr(self._body, "close", None)) is not None:
            close()


def _send_asset(
    kind: str, content: bytes, start_response: Callable[..., _Write], *, head: bool
) -> Iterable[bytes]:
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(content))),
        ("Cache-Control", "public, max-age=3600"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    start_response("200 OK", headers)
    return [b"" if head else content]
