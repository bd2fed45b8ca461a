"""Django: template tags, middleware, static files, checks."""

import asyncio
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import django
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks
from django.core.handlers.asgi import ASGIHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.template import engines
from django.test import AsyncClient, Client, override_settings
from django.utils.safestring import SafeString, mark_safe

import rxglossary as rx
from rxglossary.integrations.django import apps
from rxglossary.publish import ASSETS

django.setup()

LINK = 'class="rxg" href="#rxg-diabetes"'
PAGE = "<!doctype html><title>t</title><main><p>Diabetes is common.</main>"
TERMS = str(Path(__file__).with_name("django_terms.yaml"))


def render(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load rxglossary %}" + source).render(context)


def expected(html: str) -> str:
    return rx.Annotator(rx.load(TERMS)).annotate(html, assets="/static/rxg/").html


# --- Templates ---------------------------------------------------------------------------------


def test_a_safe_string_is_markup():
    text = mark_safe("<p title='Diabetes'>Diabetes</p>")
    assert render("{{ text|rxglossary }}", text=text) == expected(str(text))


def test_a_plain_string_is_text():
    html = render("{{ text|rxglossary }}", text="<script>x</script>Diabetes")
    assert LINK in html
    assert rx.strip(html) == "&lt;script&gt;x&lt;/script&gt;Diabetes"


def test_the_language_of_a_fragment():
    html = render("{{ text|rxglossary:'bn' }}", text="Diabetes")
    assert 'aria-describedby="rxg-diabetes-2"' in html


def test_a_block_is_annotated_as_a_whole():
    html = render(
        "{% rxglossary %}<p>{{ text }}</p>{% endrxglossary %}<p>Diabetes", text="<i>Diabetes"
    )
    assert html == expected("<p>&lt;i&gt;Diabetes</p>") + "<p>Diabetes"


def test_a_page_of_fragments_counts_across_them():
    html = render(
        "{% rxglossary_page language='bn' as page %}{{ page.switch }}"
        "{% rxglossary page %}<p>Diabetes{% endrxglossary %}"
        "{% rxglossary page %}<p>Diabetes and insulin{% endrxglossary %}"
        "{{ page.section }}{{ page.assets }}"
    )
    assert html.count('class="rxg"') == 2
    assert html.index("rxg-lang") < html.index("<p>") < html.index("rxg-glossary")
    assert 'href="/static/rxg/rxg.css"' in html
    assert rx.strip(html) == "<p>Diabetes<p>Diabetes and insulin"


def test_what_comes_out_is_safe():
    found = apps.templates().annotate("<b>")
    assert isinstance(found, SafeString)
    assert found == "&lt;b&gt;"


# --- Middleware --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/later/"], ids=["synchronous", "asynchronous"])
def test_a_page_is_what_the_library_makes_of_it(path):
    response = Client().get(path)
    assert response.content.decode() == expected(PAGE)


def test_under_asgi_too():
    async def get():
        return await AsyncClient().get("/later/")

    assert asyncio.run(get()).content.decode() == expected(PAGE)


def test_other_headers_stay_and_the_length_is_right():
    response = Client().get("/")
    assert response["X-Other"] == "1"
    assert int(response["Content-Length"]) == len(response.content) > len(PAGE)


@pytest.mark.parametrize("path", ["/off/", "/text/", "/none/"])
def test_what_is_no_plain_page_passes_untouched(path):
    assert b"rxg-" not in Client().get(path).content


def test_a_stream_passes_untouched():
    assert list(Client().get("/stream/").streaming_content) == [b"<p>Diabetes", b"<p>more"]


def test_a_page_that_its_template_annotated_is_annotated_once():
    html = Client().get("/template/").content.decode()
    assert html == expected("<p>Insulin</p>")


def test_the_middleware_that_compresses_sees_the_finished_page():
    import gzip

    response = Client().get("/", headers={"accept-encoding": "gzip"})
    assert gzip.decompress(response.content).decode() == expected(PAGE)


def test_the_entity_tag_names_the_glossary_too():
    first = Client().get("/tagged/")
    fingerprint = rx.Annotator(rx.load(TERMS)).fingerprint
    assert first["ETag"] == f'"v1-rxg-{fingerprint}"'
    second = Client().get("/tagged/", headers={"if-none-match": first["ETag"]})
    assert second.status_code == 304
    assert second["ETag"] == first["ETag"]


def test_head_has_the_headers_of_get():
    head, get = Client().head("/tagged/"), Client().get("/tagged/")
    assert head["ETag"] == get["ETag"]
    assert head.content == b""


# --- Static files ------------------------------------------------------------------------------


def test_assets_are_found_where_pages_link_them():
    for name in ("rxg.css", "rxg.js"):
        assert f'/static/rxg/{name}"' in expected(PAGE)
        file = finders.find(f"rxg/{name}")
        assert Path(file).read_bytes()
        assert finders.find(f"rxg/{name}", find_all=True) == [file]
    for path in ("rxg/other.css", "rxg.css", "rxg/../rxg/rxg.css"):
        assert finders.find(path) is None


def test_collectstatic_collects_them(tmp_path):
    with override_settings(STATIC_ROOT=str(tmp_path)):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert {path.name for path in (tmp_path / "rxg").iterdir()} == set(ASSETS)


# --- Settings ----------------------------------------------------------------------------------


def test_right_settings_pass_the_checks():
    assert [found for found in checks.run_checks() if found.id.startswith("rxglossary")] == []


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"ocurrences": "all"}, "did you mean 'occurrences'"),
        ({"occurrences": "x"}, "occurrences is first"),
        ({"glossary": ["nowhere.yaml"]}, "nowhere.yaml"),
        ({"annotator": "no.such.thing"}, "No module named"),
    ],
    ids=["name", "value", "glossary", "annotator"],
)
def test_a_wrong_setting_is_an_error_of_the_checks(value, message):
    with override_settings(RXGLOSSARY=value):
        found = [one for one in checks.run_checks() if one.id == "rxglossary.E001"]
    assert len(found) == 1
    assert message in found[0].msg


def test_a_wrong_glossary_is_reported_with_its_line(tmp_path):
    file = tmp_path / "bad.yaml"
    file.write_text("terms:\n  a:\n    en: x\n    bm: y\n", encoding="utf-8")
    with override_settings(RXGLOSSARY={"glossary": [str(file)]}):
        found = [one for one in checks.run_checks() if one.id == "rxglossary.E001"]
    assert "bad.yaml:4:5" in found[0].msg


@pytest.mark.parametrize("handler", [ASGIHandler, WSGIHandler])
def test_a_server_does_not_start_with_a_wrong_glossary(tmp_path, handler):
    """Servers run no checks; what they call before the first request raises, with the line."""
    file = tmp_path / "bad.yaml"
    file.write_text("terms:\n  a:\n    en: x\n    bm: y\n", encoding="utf-8")
    with (
        override_settings(RXGLOSSARY={"glossary": [str(file)]}),
        pytest.raises(rx.GlossaryError, match=r"bad\.yaml:4:5"),
    ):
        handler()


def test_missing_static_files_are_a_warning():
    kept = [path for path in settings.STATICFILES_FINDERS if "rxglossary" not in path]
    with override_settings(STATICFILES_FINDERS=kept):
        assert [one.id for one in checks.run_checks()] == ["rxglossary.W001"]
        given = {**settings.RXGLOSSARY, "assets-url": "https://cdn.example/"}
        with override_settings(RXGLOSSARY=given):
            assert checks.run_checks() == []
            assert 'href="https://cdn.example/rxg.css"' in render("{{ 'Diabetes'|rxglossary }}")


LIVE = rx.Live(lambda: rx.load(TERMS), version=lambda: 1, renderer="dfn")


def test_an_annotator_can_be_named():
    """A live one too."""
    with override_settings(RXGLOSSARY={"annotator": f"{__name__}.LIVE"}):
        sys.modules[__name__].LIVE = LIVE
        assert "<dfn" in render("{{ 'Diabetes'|rxglossary }}")
    assert "<a " in render("{{ 'Diabetes'|rxglossary }}")
