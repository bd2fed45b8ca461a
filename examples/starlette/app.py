"""A Starlette application whose pages are annotated: uvicorn app:app."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route

import rxglossary as rx
from rxglossary.integrations.asgi import RxGlossaryMiddleware

WORDS = Path(__file__).resolve().parent.parent / "words.yaml"

# The file is looked at every ten seconds at most, and read again when it changed.
glossary = rx.Live(lambda: rx.load(WORDS), version=lambda: WORDS.stat().st_mtime_ns)
_ = glossary.annotator  # read now, so that a wrong one stops the start, with file and line


async def home(request: Request) -> HTMLResponse:
    return HTMLResponse("<!doctype html><title>Home</title><main><p>Diabetes is common.</main>")


async def api(request: Request) -> JSONResponse:
    return JSONResponse({"topic": "Diabetes"})


app = Starlette(
    routes=[Route("/", home), Route("/api", api)],
    middleware=[
        Middleware(GZipMiddleware),  # outside of ours: it compresses what we have annotated
        Middleware(RxGlossaryMiddleware, annotator=glossary),
    ],
)
