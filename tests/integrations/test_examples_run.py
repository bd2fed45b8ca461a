"""Each example runs as its how-to says, in a copy of its folder."""

import asyncio
import gzip
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import rxglossary as rx
from rxglossary.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def examples(tmp_path) -> Path:
    """Return a copy, so that no run leaves anything behind."""
    ignored = shutil.ignore_patterns("output", "__pycache__", "_build", "site", "*.sqlite3")
    shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=ignored)
    return tmp_path / "examples"


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    env = {**os.environ, "PYTHONWARNINGS": "ignore", "NO_COLOR": "1", **environment}
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def asgi_get(app, path: str) -> tuple[dict[str, str], bytes]:
    """Send one request to an ASGI application; return headers and body."""
    sent = []

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "root_path": "",
        "query_string": b"",
        "headers": [(b"accept-encoding", b"gzip")],
        "http_version": "1.1",
    }
    asyncio.run(app(scope, receive, send))
    assert sent[0]["status"] == 200
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return headers, b"".join(message.get("body", b"") for message in sent[1:])


def test_script(examples):
    output = run("script/annotate.py", "pages", "out", cwd=examples)
    pages = sorted((examples / "pages").glob("*.html"))
    assert len(re.findall(r"^\S+\.html: [1-9]\d* occurrences$", output, re.M)) == len(pages)
    for page in pages:
        annotated = (examples / "out" / page.name).read_bytes()
        assert annotated != page.read_bytes() == rx.strip(annotated)


def test_mkdocs(examples):
    run("-m", "mkdocs", "build", "-q", "-s", cwd=examples / "mkdocs")
    html = (examples / "mkdocs/site/index.html").read_text(encoding="utf-8")
    assert re.findall(r'class="rxg" href="#rxg-(\w+)"', html) == ["diabetes", "insulin"]
    assert (examples / "mkdocs/site/_rxg/rxg.js").is_file()
    assert "rxg" not in (examples / "mkdocs/site/plain/index.html").read_text(encoding="utf-8")


def test_sphinx(examples):
    run("-m", "sphinx", "-n", "-W", ".", "_build", cwd=examples / "sphinx")
    html = (examples / "sphinx/_build/index.html").read_text(encoding="utf-8")
    assert re.findall(r'class="rxg" href="#rxg-(\w+)"', html) == ["diabetes", "insulin"]
    assert "rxg" not in (examples / "sphinx/_build/plain.html").read_text(encoding="utf-8")


def test_pelican(examples):
    run("-m", "pelican", "-q", cwd=examples / "pelican")
    html = (examples / "pelican/output/kidneys.html").read_text(encoding="utf-8")
    assert 'class="rxg" href="#rxg-diabetes"' in html


def test_starlette(examples):
    spec = importlib.util.spec_from_file_location("app", examples / "starlette/app.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    headers, body = asgi_get(module.app, "/")
    assert headers["content-encoding"] == "gzip"
    assert b'class="rxg" href="#rxg-diabetes"' in gzip.decompress(body)
    headers, body = asgi_get(module.app, "/api")
    assert json.loads(body) == {"topic": "Diabetes"}
    headers, body = asgi_get(module.app, "/_rxg/rxg.css")
    assert headers["content-type"].startswith("text/css")


def test_a_server_does_not_start_with_a_wrong_glossary(examples):
    """Its application isn't made: file, line and column are in the log."""
    (examples / "words.yaml").write_text("terms:\n  a:\n    en: x\n    bm: y\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "uvicorn", "app:app", "--port", "0"],
        cwd=examples / "starlette",
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode != 0
    assert "words.yaml:4:5" in done.stderr


# --- Django, its glossary in the database --------------------------------------------------------


@pytest.fixture
def django_site(examples):
    site = examples / "django"
    run("manage.py", "migrate", "--run-syncdb", "-v", "0", cwd=site)
    assert "2 words" in run("manage.py", "load", cwd=site)
    return site


def script(site: Path, code: str) -> str:
    """Run code in the site's process."""
    (site / "script.py").write_text("import manage\n" + textwrap.dedent(code), encoding="utf-8")
    return run("script.py", cwd=site)


def test_django_pages_follow_the_table(django_site):
    """A row that an editor adds is in the next page, and forms say what is wrong with one."""
    output = script(
        django_site,
        """
        from django.core.exceptions import ValidationError
        from django.test import Client
        import words.glossary
        from words.models import Word

        words.glossary.annotator._every = 0  # ask each time: this run is short
        def terms():
            import re
            html = Client().get("/").content.decode()
            return re.findall(r'class="rxg" href="#rxg-(\\w+)"', html)
        print(terms())
        word = Word(id="kidneys", definition_en="Two organs that clean the blood.")
        word.full_clean(); word.save()
        print(terms())
        for wrong in (Word(id="Bad Id", definition_en="x"), Word(id="pump", definition_en=" "),
                      Word(id="sugar", bangla="ডায়াবেটিস", definition_en="x")):
            try:
                wrong.full_clean()
            except ValidationError as error:
                print("; ".join(error.messages))
            else:
                print("accepted", wrong)
    """,
    )
    lines = output.splitlines()
    assert lines[0] == "['diabetes', 'insulin']"
    assert lines[1] == "['kidneys', 'diabetes', 'insulin']" or "kidneys" in lines[1]
    assert "accepted" not in output
    assert "ডায়াবেটিস" in lines[4]


def test_django_checks_pass(django_site):
    assert "no issues" in run("manage.py", "check", cwd=django_site)


def test_four_processes_converge_on_a_changed_table(django_site):
    """Each process sees a change within its interval, without a word between them."""
    (django_site / "worker.py").write_text(
        textwrap.dedent("""
        import sys, time
        import manage
        import rxglossary as rx
        from words.glossary import load, version
        live = rx.Live(load, version, every=0.2)
        print(len(live.annotator.glossary), flush=True)
        sys.stdin.readline()  # the table is changed now
        end = time.monotonic() + 30
        while len(live.annotator.glossary) < 3 and time.monotonic() < end:
            time.sleep(0.05)
        print(live.annotator.fingerprint, flush=True)
    """),
        encoding="utf-8",
    )
    workers = [
        subprocess.Popen(
            [sys.executable, "worker.py"],
            cwd=django_site,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    try:
        assert [worker.stdout.readline().strip() for worker in workers] == ["2"] * 4
        script(
            django_site,
            """
            from words.models import Word
            Word(id="pump", definition_en="Brings insulin into the body.").save()
        """,
        )
        found = {worker.communicate("\n", timeout=60)[0].strip() for worker in workers}
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
    assert len(found) == 1
    expected = script(
        django_site, "from words.glossary import annotator\nprint(annotator.annotator.fingerprint)"
    )
    assert found == {expected.strip()}


# --- WordPress ---------------------------------------------------------------------------------

PHP = shutil.which("php")
needs_php = pytest.mark.skipif(PHP is None, reason="php is not installed: apt-get install php-cli")

SERVE = r"""<?php
$GLOBALS['main'] = getenv('RXG_MAIN') !== 'no';
function is_singular() { return $GLOBALS['main']; }
function in_the_loop() { return true; }
function is_main_query() { return true; }
function is_feed() { return false; }
function is_preview() { return false; }
function add_filter($name, $function, $priority) {
    $GLOBALS['filters'][$name][$priority] = $function;
}
define('RXG_FOLDER', getenv('RXG_FOLDER'));
define('RXG_QUEUE_LIMIT', 3);
require getenv('RXG_PLUGIN');
$filters = $GLOBALS['filters']['the_content'];
ksort($filters);
foreach (json_decode(stream_get_contents(STDIN)) as $content) {
    foreach ($filters as $filter) { $content = $filter($content); }
    $out[] = $content;
}
echo json_encode($out);
"""


def serve(examples: Path, *texts: str, main_text: bool = True) -> list[str]:
    """Return what WordPress would show, by the plugin under PHP's command line."""
    (examples / "serve.php").write_text(SERVE, encoding="utf-8")
    env = {
        **os.environ,
        "RXG_FOLDER": str(examples / "rxg"),
        "RXG_PLUGIN": str(examples / "wordpress/rxglossary.php"),
        "RXG_MAIN": "yes" if main_text else "no",
    }
    done = subprocess.run(
        [PHP, "-d", "error_reporting=-1", "-d", "display_errors=stderr", "serve.php"],
        input=json.dumps(texts),
        cwd=examples,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


@needs_php
def test_wordpress_serves_what_was_prepared(examples, runner):
    """The first reader sees the plain text, the next one after a run the annotated one."""
    text = "<p>Diabetes can harm the kidneys – ডায়াবেটিস।</p>\n"
    assert serve(examples, text) == [text]
    assert [file.read_text("utf-8") for file in (examples / "rxg/queue").iterdir()] == [text]
    result = runner.invoke(
        main,
        [
            "annotate",
            str(examples / "rxg/queue"),
            "--out-dir",
            str(examples / "rxg/ready"),
            "--assets-url",
            "/wp-content/rxglossary/",
            "--glossary",
            str(examples / "words.yaml"),
        ],
    )
    assert result.exit_code == 0, result.output
    (served,) = serve(examples, text)
    assert 'class="rxg" href="#rxg-diabetes"' in served
    assert 'href="/wp-content/rxglossary/rxg.css"' in served
    assert rx.strip(served) == text
    assert serve(examples, text + "!") == [text + "!"]  # edited: another hash


@needs_php
def test_wordpress_leaves_other_texts_alone_and_its_queue_short(examples):
    assert serve(examples, "<p>Diabetes", main_text=False) == ["<p>Diabetes"]
    assert not (examples / "rxg").exists()
    many = [f"<p>Diabetes {number}" for number in range(9)] + ["", "x" * 1_000_001]
    assert serve(examples, *many) == many
    assert len(list((examples / "rxg/queue").iterdir())) == 3


@pytest.fixture
def runner():
    from click.testing import CliRunner

    return CliRunner()
