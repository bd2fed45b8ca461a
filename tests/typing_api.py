"""The public names as a user types them. Never run: mypy --strict reads it (see test_package).

An unused ``type: ignore`` is an error there, so each one is a claim too: this must not type-check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import assert_type

import rxglossary as rx


def glossaries(path: Path) -> rx.Glossary:
    loaded = rx.load(path)
    assert_type(loaded, rx.Glossary)
    assert_type(rx.load("a.yaml", path), rx.Glossary)
    assert_type(rx.loads("terms: {}", "a.yaml"), rx.Glossary)
    assert_type(rx.builtin(), rx.Glossary)
    assert_type(len(loaded), int)
    assert_type(loaded["diabetes"], rx.Term)
    assert_type(iter(loaded), Iterator[rx.Term])
    assert_type([term.id for term in loaded], list[str])
    assert_type("diabetes" in loaded, bool)
    assert_type(loaded.fingerprint, str)
    rx.Glossary(["diabetes"])  # type: ignore[list-item]
    loaded["x"] = rx.Term("x", en="x")  # type: ignore[index]
    return loaded


def terms() -> rx.Term:
    term = rx.Term(
        "diabetes",
        en="Too much sugar.",
        bn="রক্তে চিনি বেশি।",
        term={"bn": "ডায়াবেটিস"},
        forms={"en": ["diabetic"], "bn": ("বহুমূত্র",)},
        match={"case": "smart", "not_in": ["heat stroke"]},
        related=["insulin"],
        source={"title": "x"},
        status="draft",
        origin=rx.Origin("a.yaml", 1, 2),
    )
    rx.Term("x", definition={"hi": "x"}, match=rx.MatchRules(case="exact"))
    assert_type(term.definition["en"], str)
    assert_type(term.definition.get("hi"), str | None)
    assert_type(term.forms["en"], tuple[str, ...])
    assert_type(term.preferred("en"), str)
    assert_type(term.match, rx.MatchRules)
    assert_type(term.origin.line, int)
    term.id = "other"  # type: ignore[misc]
    rx.Term("x", "a definition")  # type: ignore[call-arg]
    rx.Term("x", en="x", status="final")  # type: ignore[arg-type]
    return term


def text_in_text_out(annotator: rx.Annotator, html: str) -> str:
    result = annotator.annotate(html, assets="/x", url=None)
    assert_type(result, rx.Result[str])
    assert_type(result.html, str)
    assert_type(result.annotations, tuple[rx.Annotation[str], ...])
    assert_type(result.skipped, tuple[rx.Skip, ...])
    assert_type(result.counts, Mapping[str, int])
    assert_type(result.refused, rx.Refusal | None)
    assert_type(result.truncated, bool)
    assert_type(annotator.find(html), rx.Result[str])
    assert_type(annotator.find_text(html), rx.Result[str])
    assert_type(rx.refresh(html, annotator), rx.Result[str])
    assert_type(rx.strip(html), str)
    for one in result:
        assert_type(one, rx.Annotation[str])
        assert_type(one.term, rx.Term)
        assert_type(one.text, str)
        assert_type((one.start, one.end), tuple[int, int])
        assert_type(one.pieces, tuple[tuple[int, int], ...])
    for skip in result.skipped:
        assert_type((skip.code, skip.offset), tuple[str, int])
        assert_type(skip.term, rx.Term | None)
    if result.refused:
        assert_type(result.refused.code, str)
    result.counts["x"] = 1  # type: ignore[index]
    result.html = html  # type: ignore[misc]
    return result.html


def bytes_in_bytes_out(annotator: rx.Annotator, html: bytes) -> bytes:
    result = annotator.annotate(html)
    assert_type(result, rx.Result[bytes])
    assert_type(result.html, bytes)
    assert_type(annotator.find(html), rx.Result[bytes])
    assert_type(rx.refresh(html, annotator, assets=""), rx.Result[bytes])
    assert_type(rx.strip(html), bytes)
    assert_type(rx.verify(html, result.html), rx.Verification)
    assert_type(rx.verify(html, html).differences, tuple[rx.Difference, ...])
    for one in result:
        assert_type(one.text, bytes)
        assert_type(one.surface, str)
    annotator.find_text(html)  # type: ignore[arg-type]
    annotator.annotate(Path("a.html"))  # type: ignore[type-var]
    annotator.annotate(html, "/x")  # type: ignore[call-arg, arg-type]
    return result.html


def annotators(glossary: rx.Glossary) -> rx.Annotator:
    policy = rx.Policy(
        occurrences="first-per-section",
        skip=("code",),
        only=("main",),
        protect=("tex",),
        max_per_page=20,
        min_status="draft",
    )
    rx.Policy(occurrences="twice")  # type: ignore[arg-type]
    rx.Policy(min_status="final")  # type: ignore[arg-type]
    policy.occurrences = "all"  # type: ignore[misc]
    assert_type(rx.annotate("<p>", glossary, policy=policy, renderer="dfn"), rx.Result[str])
    assert_type(rx.annotate(b"<p>", glossary, renderer=rx.Dfn()), rx.Result[bytes])
    annotator = rx.Annotator(glossary, policy=policy, renderer=rx.Link(languages=("en", "bn")))
    assert_type(annotator.fingerprint, str)
    assert_type(annotator.policy, rx.Policy)
    rx.Annotator(glossary, renderer=Bold())
    rx.Annotator(glossary, renderer=object())  # type: ignore[arg-type]
    rx.Annotator([], strict=True)  # type: ignore[arg-type]
    return annotator


def pages(annotator: rx.Annotator) -> str:
    page = annotator.page(language="bn", assets="/x", url="/a")
    assert_type(page, rx.Page)
    assert_type(page.annotate("<p>"), rx.Result[str])
    assert_type(page.annotate(b"<p>"), rx.Result[bytes])
    return page.switch() + page.section() + page.assets()


class Bold(rx.Renderer):
    """A renderer of a user's own."""

    def __repr__(self) -> str:
        return "Bold()"

    def wrap(self, occurrence: rx.Occurrence, page: rx.PageInfo) -> rx.Element | None:
        assert_type(occurrence.term, rx.Term)
        assert_type(occurrence.first, bool)
        assert_type(page.language, str)
        return rx.Element("span", {"class": "note"}) if occurrence.lead else None

    def closing(self, page: rx.PageInfo) -> Sequence[rx.Element]:
        return [rx.Element("p", {}, ("text", rx.Element("b")))]


def renderers(given: rx.Renderer) -> list[rx.Renderer]:
    return [given, rx.Link(), rx.Dfn(languages=("en",)), rx.Data(), rx.Inline(), Bold()]


def errors(path: Path) -> list[str]:
    try:
        rx.load(path)
    except rx.GlossaryError as error:
        assert_type(error.problems, tuple[rx.Problem, ...])
        return [f"{problem.file}:{problem.line}: {problem.message}" for problem in error.problems]
    except (rx.ConfigurationError, rx.MarkupError, rx.PageError) as other:
        known: rx.RxGlossaryError = other
        return [str(known)]
    return []
