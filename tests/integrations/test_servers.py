"""ASGI and WSGI middleware: the same rules, so the same table, in a server of each kind."""

import asyncio
import http.client
import re
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server
from wsgiref.validate import validator

import pytest

import rxglossary as rx
from rxglossary.errors import ConfigurationError, MarkupError
from rxglossary.integrations import asgi, wsgi
from rxglossary.integrations.responses import Responses, charset

PAGE = b"<!doctype html><title>t</title><main><p>Diabetes is common.</main>"
HTML = {"Content-Type": "text/html; charset=utf-8"}


class Response:
    def __init__(self, status, headers, parts):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.names = [name.lower() for name, _ in headers]
        self.parts = parts
        self.body = b"".join(parts)


def by_asgi(
    annotator,
    parts,
    headers,
    *,
    status=200,
    method="GET",
    path="/",
    asked=(),
    root="",
    streamed=False,
    seen=None,
    **options,
):
    """Send one request through the ASGI middleware."""
    sent = []

    async def app(scope, receive, send):
        if seen is not None:
            seen.update({name.decode(): value.decode() for name, value in scope["headers"]})
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        for number, part in enumerate(parts):
            more = streamed or number < len(parts) - 1
            await send({"type": "http.response.body", "body": part, "more_body": more})
        if streamed:
            await send({"type": "http.response.body"})

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": root + path,
        "root_path": root,
        "headers": [(n.lower().encode(), v.encode()) for n, v in dict(asked).items()],
    }
    middleware = asgi.RxGlossaryMiddleware(app, annotator, **options)
    asyncio.run(middleware(scope, None, send))
    start, *rest = sent
    assert [message["type"] for message in sent].count("http.response.start") == 1
    assert [message.get("more_body", False) for message in rest] == [True] * (len(rest) - 1) + [
        False
    ]
    found = [(name.decode(), value.decode()) for name, value in start["headers"]]
    return Response(start["status"], found, [message.get("body", b"") for message in rest])


def by_wsgi(
    annotator,
    parts,
    headers,
    *,
    status=200,
    method="GET",
    path="/",
    asked=(),
    root="",
    streamed=False,
    seen=None,
    **options,
):
    """Send one request through the WSGI middleware."""
    started = []

    def app(environ, start_response):
        if seen is not None:
            seen.update(
                {
                    name[5:].lower().replace("_", "-"): value
                    for name, value in environ.items()
                    if name.startswith("HTTP_")
                }
            )
        start_response(f"{status} Some Reason", list(headers.items()))
        return (part for part in parts) if streamed or len(parts) > 1 else list(parts)

    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "SCRIPT_NAME": root}
    environ |= {"HTTP_" + n.upper().replace("-", "_"): v for n, v in dict(asked).items()}

    def start_response(line, headers, exc_info=None):
        started.append((line, headers))

    body = wsgi.RxGlossaryMiddleware(app, annotator, **options)(environ, start_response)
    got = list(body)
    assert len(started) == 1
    return Response(int(started[0][0].split()[0]), started[0][1], got)


@pytest.fixture(params=[by_asgi, by_wsgi], ids=["asgi", "wsgi"])
def request_of(request):
    return request.param


def test_a_page_is_what_the_library_makes_of_it(request_of, annotator):
    """Body and length are those of `annotate`; other headers stay, repeated ones too."""
    headers = {**HTML, "Content-Length": str(len(PAGE)), "X-Other": "1"}
    response = request_of(annotator, [PAGE], headers)
    expected = annotator.annotate(PAGE, assets="/_rxg/").html
    assert response.body == expected
    assert b'class="rxg"' in expected
    assert response.headers["content-length"] == str(len(expected))
    assert response.headers["x-other"] == "1"
    assert rx.strip(response.body) == PAGE


@pytest.mark.parametrize(
    ("headers", "options"),
    [
        pytest.param({"Content-Type": "text/plain"}, {}, id="text"),
        pytest.param({"Content-Type": "application/json"}, {}, id="json"),
        pytest.param({"Content-Type": "application/xhtml+xml"}, {}, id="xhtml"),
        pytest.param({}, {}, id="no-type"),
        pytest.param({**HTML, "Content-Encoding": "gzip"}, {}, id="compressed"),
        pytest.param({**HTML, "Content-Range": "bytes 0-9/99"}, {}, id="range"),
        pytest.param({**HTML, "Cache-Control": "private, No-Transform"}, {}, id="no-transform"),
        pytest.param({**HTML, "Content-Disposition": "attachment; filename=a"}, {}, id="download"),
        pytest.param({**HTML, "Content-Length": "66"}, {"limit": 65}, id="announced-too-long"),
        pytest.param(HTML, {"limit": len(PAGE) - 1}, id="too-long"),
        pytest.param(HTML, {"status": 404}, id="not-found"),
        pytest.param(HTML, {"status": 206}, id="partial"),
        pytest.param(HTML, {"exclude": ["/admin/"], "path": "/admin/x"}, id="excluded"),
        pytest.param(HTML, {"exclude": "/admin/", "path": "/admin/x"}, id="excluded-by-one-text"),
        pytest.param(HTML, {"streamed": True}, id="stream"),
    ],
)
def test_what_is_no_plain_page_passes_untouched(request_of, annotator, headers, options):
    response = request_of(annotator, [PAGE], headers, **options)
    assert response.body == PAGE
    assert response.headers == {name.lower(): value for name, value in headers.items()}
    assert response.status == options.get("status", 200)


@pytest.mark.parametrize(
    ("headers", "options"),
    [
        pytest.param({"Content-Type": "Text/HTML"}, {}, id="type-in-capitals"),
        pytest.param({**HTML, "Content-Encoding": "identity"}, {}, id="identity"),
        pytest.param(HTML, {"exclude": ["/admin/"], "path": "/x/admin/"}, id="other-path"),
        pytest.param(HTML, {"limit": len(PAGE)}, id="just-short-enough"),
    ],
)
def test_what_is_one_is_annotated(request_of, annotator, headers, options):
    assert b'class="rxg"' in request_of(annotator, [PAGE], headers, **options).body


def test_parts_of_known_length_are_put_together(request_of, annotator):
    headers = {**HTML, "Content-Length": str(len(PAGE))}
    response = request_of(annotator, [PAGE[:50], PAGE[50:], b""], headers, streamed=True)
    assert response.body == annotator.annotate(PAGE, assets="/_rxg/").html


def test_more_parts_than_announced_are_all_sent(request_of, annotator):
    """A length that lies can't make a page lose anything, nor fill the memory."""
    headers = {**HTML, "Content-Length": "10"}
    parts = [PAGE, b"x" * 200, b"y"]
    response = request_of(annotator, parts, headers, streamed=True, limit=100)
    assert response.body == b"".join(parts)


def test_a_stream_is_sent_part_by_part(request_of, annotator):
    response = request_of(annotator, [b"<p>Diabetes", b"<p>more"], HTML, streamed=True)
    assert [part for part in response.parts if part] == [b"<p>Diabetes", b"<p>more"]


def test_a_stale_digest_or_range_goes(request_of, annotator):
    headers = {**HTML, "Content-MD5": "x", "Digest": "y", "Accept-Ranges": "bytes"}
    response = request_of(annotator, [PAGE], headers)
    assert set(response.headers) == {"content-type"}


@pytest.mark.parametrize("tag", ['"v1"', 'W/"v1"'], ids=["strong", "weak"])
def test_the_entity_tag_names_the_glossary_too(request_of, annotator, tag):
    """And what the client sends back is what the application knows."""
    headers = {**HTML, "ETag": tag}
    response = request_of(annotator, [PAGE], headers)
    ours = response.headers["etag"]
    assert ours == f'{tag[:-1]}-rxg-{annotator.fingerprint}"'
    seen = {}
    again = request_of(
        annotator, [b""], headers, status=304, asked={"If-None-Match": ours}, seen=seen
    )
    assert seen["if-none-match"] == tag
    assert again.headers["etag"] == ours
    other = request_of(annotator, [b""], headers, status=304, asked={"If-None-Match": '"v9"'})
    assert other.headers["etag"] == tag


def test_a_tag_of_another_glossary_does_not_match(request_of, annotator):
    old = f'"v1-rxg-{"0" * 16}"'
    seen = {}
    request_of(annotator, [PAGE], HTML, asked={"If-None-Match": old, "X-Y": "z"}, seen=seen)
    assert seen == {"if-none-match": old, "x-y": "z"}


def test_head_has_the_headers_of_get_without_the_length(request_of, annotator):
    headers = {**HTML, "Content-Length": str(len(PAGE)), "ETag": '"v1"'}
    head = request_of(annotator, [b""], headers, method="HEAD")
    get = request_of(annotator, [PAGE], headers)
    assert head.body == b""
    assert head.headers == {k: v for k, v in get.headers.items() if k != "content-length"}


@pytest.mark.parametrize("root", ["", "/app"])
def test_assets_are_served_where_pages_look_for_them(request_of, annotator, root):
    page = request_of(annotator, [PAGE], HTML, root=root).body.decode()
    links = re.findall(r'(?:href|src)="([^"#]+rxg\.(?:css|js))"', page)
    assert links == [f"{root}/_rxg/rxg.css", f"{root}/_rxg/rxg.js"]
    for link, kind in zip(links, ("text/css", "text/javascript"), strict=True):
        got = request_of(annotator, [b"no"], {}, path=link.removeprefix(root), root=root)
        assert got.status == 200
        assert got.headers["content-type"].startswith(kind)
        assert int(got.headers["content-length"]) == len(got.body) > 500
        head = request_of(
            annotator, [b"no"], {}, path=link.removeprefix(root), root=root, method="HEAD"
        )
        assert head.body == b""
        assert head.headers == got.headers


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/_rxg/other.css", "GET"),
        ("/_rxg/../rxg.css", "GET"),
        ("/rxg.css", "GET"),
        ("/_rxg/rxg.css", "POST"),
    ],
    ids=["other-name", "upwards", "other-folder", "post"],
)
def test_nothing_else_is_served(request_of, annotator, path, method):
    response = request_of(annotator, [b"the app"], {}, path=path, method=method)
    assert response.body == b"the app"


def test_assets_elsewhere_are_linked_there(request_of, annotator):
    url = "https://cdn.example/rxg/"
    response = request_of(annotator, [PAGE], HTML, assets_url=url, root="/app")
    assert f'href="{url}rxg.css"'.encode() in response.body
    assert request_of(annotator, [b"the app"], {}, path="/_rxg/rxg.css", assets_url=url).body == (
        b"the app"
    )


def test_an_error_of_ours_leaves_the_page_alone(request_of, annotator, caplog):
    class Broken(rx.Renderer):
        def wrap(self, occurrence, page):
            raise ZeroDivisionError

    response = request_of(annotator.with_renderer(Broken()), [PAGE], HTML)
    assert response.body == PAGE
    assert "ZeroDivisionError" in caplog.text


def test_a_glossary_that_never_loaded_leaves_pages_alone(request_of, caplog):
    def load():
        raise OSError("database gone")

    live = rx.Live(load, version=lambda: 1)
    response = request_of(live, [PAGE], {**HTML, "ETag": '"v1"'})
    assert response.body == PAGE
    assert "database gone" in caplog.text


def test_pages_meet_two_layers_once(request_of, annotator):
    """A page that is annotated already is sent as it is."""
    once = annotator.annotate(PAGE, assets="/_rxg/").html
    assert request_of(annotator, [once], HTML).body == once


def test_a_page_can_turn_it_off(request_of, annotator):
    page = PAGE.replace(b"<title>", b'<meta name="rxglossary" content="off"><title>')
    assert request_of(annotator, [page], HTML).body == page


def test_the_charset_of_the_header_counts(request_of, annotator):
    page = "<p>Diabetes é".encode("latin-1")
    response = request_of(annotator, [page], {"Content-Type": "text/html; charset=iso-8859-1"})
    assert b'class="rxg"' in response.body
    assert rx.strip(response.body) == page


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("text/html; charset=utf-8", "utf-8"),
        ('text/html;charset="X"; a=b', "X"),
        ("text/html; notcharset=a", None),
        ("text/html", None),
    ],
)
def test_charset(value, expected):
    assert charset(value) == expected


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"assets_url": "/_rxg"}, ConfigurationError, "ends in a slash"),
        ({"assets_url": "javascript:x/"}, MarkupError, "javascript"),
        ({"exclude": "/admin"}, ConfigurationError, "a tuple of paths"),
    ],
    ids=["slash", "scheme", "exclude"],
)
def test_wrong_rules_are_errors(annotator, options, error, message):
    with pytest.raises(error, match=message):
        Responses(annotator, **options)


def test_asgi_passes_other_messages_and_protocols(annotator):
    """Websockets, lifespans and extensions of the protocol are none of our business."""
    sent = []

    async def app(scope, receive, send):
        if scope["type"] == "lifespan":
            await send({"type": "lifespan.startup.complete"})
            return
        start = {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-type", b"text/html")],
        }
        await send(start)
        await send({"type": "http.response.pathsend", "path": "/x"})

    async def send(message):
        sent.append(message["type"])

    middleware = asgi.RxGlossaryMiddleware(app, annotator)
    asyncio.run(middleware({"type": "lifespan"}, None, send))
    asyncio.run(
        middleware({"type": "http", "method": "GET", "path": "/", "headers": []}, None, send)
    )
    assert sent == ["lifespan.startup.complete", "http.response.start", "http.response.pathsend"]


def run_wsgi(app, annotator):
    log = []

    def start_response(status, headers, exc_info=None):
        log.append((status, dict(headers), exc_info))
        return lambda data: log.append(data)

    body = wsgi.RxGlossaryMiddleware(app, annotator)(
        {"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, start_response
    )
    return body, log


def test_wsgi_write_passes_untouched(annotator):
    def app(environ, start_response):
        write = start_response("200 OK", list(HTML.items()))
        write(b"<p>Diabetes")
        write(b"<p>more")
        return [b"<p>last"]

    body, log = run_wsgi(app, annotator)
    assert list(body) == [b"<p>last"]
    assert log == [("200 OK", HTML, None), b"<p>Diabetes", b"<p>more"]


def test_wsgi_generators_may_start_late_and_are_closed(annotator):
    closed = []

    def app(environ, start_response):
        try:
            start_response("200 OK", [*HTML.items(), ("Content-Length", str(len(PAGE)))])
            yield PAGE[:9]
            yield PAGE[9:]
        finally:
            closed.append(True)

    body, _log = run_wsgi(app, annotator)
    assert b"".join(body) == annotator.annotate(PAGE, assets="/_rxg/").html
    assert closed == [True]


def test_wsgi_a_stream_can_be_closed_early(annotator):
    closed = []

    def app(environ, start_response):
        start_response("200 OK", list(HTML.items()))
        try:
            yield b"<p>one"
            yield b"<p>two"
        finally:
            closed.append(True)

    body, _ = run_wsgi(app, annotator)
    assert next(iter(body)) == b"<p>one"
    body.close()
    assert closed == [True]


def test_wsgi_an_error_page_takes_the_place_of_a_page(annotator):
    error = (ValueError, ValueError("x"), None)

    def app(environ, start_response):
        start_response("200 OK", list(HTML.items()))
        start_response("500 Oops", [("Content-Type", "text/plain")], error)
        return [b"sorry"]

    body, log = run_wsgi(app, annotator)
    assert list(body) == [b"sorry"]
    assert log == [("500 Oops", {"Content-Type": "text/plain"}, error)]


def test_wsgi_an_odd_status_passes(annotator):
    def app(environ, start_response):
        start_response("weird", list(HTML.items()))
        return [PAGE]

    body, _ = run_wsgi(app, annotator)
    assert list(body) == [PAGE]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("headers", "parts", "expected"),
    [
        pytest.param({"Content-Length": str(len(PAGE))}, [PAGE], True, id="whole"),
        pytest.param({"Content-Length": str(len(PAGE))}, iter([PAGE[:9], PAGE[9:]]), True,
                     id="parts"),
        pytest.param({}, iter([PAGE[:9], PAGE[9:]]), False, id="stream"),
    ],
)  # fmt: skip
def test_wsgi_in_a_real_server(annotator, headers, parts, expected, method):
    """The standard library's server and its validator find nothing wrong on either side of us."""

    def app(environ, start_response):
        start_response("200 OK", [*HTML.items(), *headers.items()])
        return [] if method == "HEAD" else parts

    wrapped = validator(wsgi.RxGlossaryMiddleware(validator(app), annotator))
    with make_server("127.0.0.1", 0, wrapped, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.handle_request)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=30)
        connection.request(method, "/")
        response = connection.getresponse()
        body = response.read()
        connection.close()
        thread.join(30)
    page = annotator.annotate(PAGE, assets="/_rxg/").html if expected else PAGE
    assert (response.status, body) == (200, page if method == "GET" else b"")
