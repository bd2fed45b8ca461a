"""MkDocs, Pelican and Sphinx: real sites, built by the real programs."""

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import pytest

import rxglossary as rx
from rxglossary.integrations.mkdocs import RxGlossaryPlugin

LINK = 'class="rxg" href="#rxg-diabetes"'
TERMS = """\
terms:
  diabetes:
    term: {bn: ডায়াবেটিস}
    en: Diabetes is too much sugar in the blood.
    bn: রক্তে চিনি বেশি থাকার রোগ।
  insulin:
    en: Insulin is a hormone that lowers blood sugar.
"""
OFF = '<meta name="rxglossary" content="off">'
WRONG = "terms:\n  diabetes:\n    en: x\n    bm: y\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    return folder


def run(*command: str, cwd: Path, fails: bool = False) -> str:
    """Run a module of this interpreter; return all that it printed."""
    environment = {**os.environ, "PYTHONWARNINGS": "ignore", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    output = done.stdout + done.stderr
    assert (done.returncode != 0) is fails, output
    return output


def linked_assets(page: Path) -> list[Path]:
    """Return the files of ours that a page links, as its browser would find them."""
    html = page.read_text(encoding="utf-8")
    links = re.findall(r'<(?:link|script) class="rxg-\w+"[^>]*(?:href|src)="([^"]+)"', html)
    return [(page.parent / link).resolve() for link in links]


# --- MkDocs ------------------------------------------------------------------------------------

MKDOCS = {
    "mkdocs.yml": """
        site_name: Diabetes site
        plugins: [search, rxglossary: {glossary: [terms.yaml], labels: {en: {close: Shut}}}]
        """,
    "terms.yaml": TERMS,
    "docs/index.md": "# Diabetes\n\nDiabetes and insulin. Diabetes.\n",
    "docs/deep/page.md": "# Page\n\nInsulin in `insulin`.\n",
    "docs/off.md": "---\nrxglossary: off\n---\n# Off\n\nDiabetes.\n",
    "docs/meta.md": f"# Off\n\n{OFF}\n\nDiabetes.\n",
}


@pytest.fixture(scope="module")
def mkdocs_site(tmp_path_factory):
    folder = write(tmp_path_factory.mktemp("mkdocs"), MKDOCS)
    run("mkdocs", "build", "-q", "-s", "-d", "site", cwd=folder)
    (folder / "plain.yml").write_text("site_name: Diabetes site\nplugins: [search]\n")
    run("mkdocs", "build", "-q", "-f", "plain.yml", "-d", "plain", cwd=folder)
    return folder


def test_mkdocs_annotates_the_text_and_nothing_else(mkdocs_site):
    """Pages without our elements are the pages of a build without the plugin."""
    for page in ("index.html", "deep/page/index.html"):
        html = (mkdocs_site / "site" / page).read_text(encoding="utf-8")
        plain = (mkdocs_site / "plain" / page).read_text(encoding="utf-8")
        assert 'class="rxg"' in html
        assert 'class="rxg-lang"' in html  # the switch between languages
        dated = re.compile(r"Build Date UTC : [^\n]*")
        assert dated.sub("", rx.strip(html)) == dated.sub("", plain)
    index = (mkdocs_site / "site/index.html").read_text(encoding="utf-8")
    assert index.count('class="rxg"') == 2
    assert 'data-rxg-close="Shut"' in index
    assert "<title>Diabetes site</title>" in index


def test_mkdocs_and_the_extension_of_markdown_annotate_once(tmp_path):
    config = MKDOCS["mkdocs.yml"] + "markdown_extensions: [rxglossary: {glossary: [terms.yaml]}]\n"
    folder = write(tmp_path, {**MKDOCS, "mkdocs.yml": textwrap.dedent(config)})
    assert "index.md is not annotated: already-annotated" in run("mkdocs", "build", cwd=folder)
    assert (folder / "site/index.html").read_text("utf-8").count(LINK) == 1


def test_mkdocs_serve_watches_the_glossary():
    watched = []
    plugin = RxGlossaryPlugin()
    plugin.sources = [Path("terms.yaml")]
    server = SimpleNamespace(watch=watched.append)
    assert plugin.on_serve(server, config=None, builder=None) is server
    assert watched == ["terms.yaml"]


def test_mkdocs_assets_are_where_pages_link_them(mkdocs_site):
    for page in ("index.html", "deep/page/index.html"):
        found = linked_assets(mkdocs_site / "site" / page)
        assert [path.name for path in found] == ["rxg.css", "rxg.js"]
        assert all(path.is_file() for path in found)


def test_mkdocs_search_is_the_same_with_and_without(mkdocs_site):
    indexes = [
        json.loads((mkdocs_site / name / "search/search_index.json").read_text(encoding="utf-8"))
        for name in ("site", "plain")
    ]
    assert indexes[0] == indexes[1]
    assert "Diabetes" in json.dumps(indexes[0])


@pytest.mark.parametrize("page", ["off", "meta"])
def test_mkdocs_a_page_turns_it_off(mkdocs_site, page):
    """By front matter or a meta element; that is no warning, which would stop a strict build."""
    assert "rxg-" not in (mkdocs_site / f"site/{page}/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"terms.yaml": WRONG}, r"terms\.yaml:4:5"),
        ({"mkdocs.yml": "site_name: x\nplugins: [rxglossary: {ocurrences: all}]\n"}, "ocurrences"),
        ({"mkdocs.yml": "site_name: x\nplugins: [rxglossary: {occurrences: alll}]\n"}, "alll"),
        (
            {"mkdocs.yml": "site_name: x\nplugins: [rxglossary: {labels: {en: {close: 3}}}]\n"},
            "labels: expected a table",
        ),
        ({"rxglossary.toml": "# ours\nmax-per-page = 'x'\n"}, r"rxglossary\.toml:2"),
    ],
    ids=["glossary", "name", "value", "label", "settings-file"],
)
def test_mkdocs_stops_at_a_wrong_glossary_or_setting(tmp_path, files, message):
    folder = write(tmp_path, {**MKDOCS, **files})
    assert re.search(message, run("mkdocs", "build", "-s", cwd=folder, fails=True))
    assert not (folder / "site/index.html").exists()


def test_mkdocs_reads_the_settings_file_and_says_what_it_leaves_alone(tmp_path):
    folder = write(
        tmp_path,
        {
            **MKDOCS,
            "mkdocs.yml": "site_name: x\nplugins: [rxglossary]\n",
            "rxglossary.toml": 'glossary = ["terms.yaml"]\nassets-url = "/r/"\nonly = [".none"]\n',
        },
    )
    output = run("mkdocs", "build", cwd=folder)
    assert "index.md is not annotated: only-not-found" in output
    assert not (folder / "site/_rxg").exists()


# --- Pelican -----------------------------------------------------------------------------------

PELICAN = {
    "pelicanconf.py": """
        SITENAME = "x"
        SITEURL = "https://example.org"
        RELATIVE_URLS = True
        PATH = "content"
        TIMEZONE = "UTC"
        FEED_ALL_ATOM = "feed.xml"
        PLUGINS = ["rxglossary.integrations.pelican"]
        RXGLOSSARY = {"glossary": ["terms.yaml"], "only": [".entry-content"]}
        """,
    "terms.yaml": TERMS,
    "content/one.md": "Title: One\nDate: 2026-01-01\n\nDiabetes and insulin. Diabetes.\n",
    "content/off.md": "Title: Off\nDate: 2026-01-01\nrxglossary: off\n\nDiabetes.\n",
    "content/meta.md": f"Title: Meta\nDate: 2026-01-01\n\n{OFF}\n\nDiabetes.\n",
}


@pytest.fixture(scope="module")
def pelican_site(tmp_path_factory):
    folder = write(tmp_path_factory.mktemp("pelican"), PELICAN)
    run("pelican", "-q", "--fatal", "warnings", cwd=folder)
    return folder / "output"


def test_pelican_annotates_articles_when_they_are_written(pelican_site):
    html = (pelican_site / "one.html").read_text(encoding="utf-8")
    assert html.count('class="rxg"') == 2
    assert 'class="rxg-lang"' in html  # the switch between languages
    assert "rxg" not in rx.strip(html)
    assert "rxg-" not in (pelican_site / "index.html").read_text(encoding="utf-8")
    assert "rxg-" not in (pelican_site / "feed.xml").read_text(encoding="utf-8")


def test_pelican_assets_are_where_pages_link_them(pelican_site):
    found = linked_assets(pelican_site / "one.html")
    assert [path.name for path in found] == ["rxg.css", "rxg.js"]
    assert all(path.is_file() for path in found)


@pytest.mark.parametrize("page", ["off", "meta"])
def test_pelican_an_article_turns_it_off(pelican_site, page):
    """By its metadata or a meta element; that is no warning."""
    assert "rxg-" not in (pelican_site / f"{page}.html").read_text(encoding="utf-8")


def test_pelican_stops_at_a_wrong_glossary(tmp_path):
    folder = write(tmp_path, {**PELICAN, "terms.yaml": WRONG})
    assert re.search(r"terms\.yaml:4:5", run("pelican", cwd=folder, fails=True))


def test_pelican_says_what_it_leaves_alone(tmp_path):
    conf = (
        PELICAN["pelicanconf.py"]
        .replace(".entry-content", ".none")
        .replace('"only"', '"assets-url": "/r/", "only"')
    )
    folder = write(tmp_path, {**PELICAN, "pelicanconf.py": conf})
    assert "only-not-found" in run("pelican", cwd=folder)
    assert not (folder / "output/_rxg").exists()


# --- Sphinx ------------------------------------------------------------------------------------

SPHINX = {
    "conf.py": """
        project = "Diabetes"
        extensions = ["rxglossary.integrations.sphinx"]
        html_theme = "alabaster"
        language = "bn"
        rxglossary = {"glossary": ["terms.yaml"]}
        """,
    "terms.yaml": TERMS,
    "index.rst": """
        Diabetes
        ========

        .. toctree::

           sub/page
           words
           head
           body

        Diabetes and insulin. Diabetes.
        """,
    "sub/page.rst": """
        Page
        ====

        Insulin in ``insulin`` or :term:`pump`, the Pump.
        """,
    "words.rst": """
        :rxglossary: off

        Words
        =====

        .. glossary::

           pump
               Brings insulin.
        """,
    "head.rst": """
        Head
        ====

        .. meta::
           :rxglossary: off

        Diabetes.
        """,
    "body.rst": f"""
        Body
        ====

        .. raw:: html

           {OFF}

        Diabetes.
        """,
}


def sphinx(folder: Path, target: str, *options: str, fails: bool = False) -> str:
    return run("sphinx", "-n", "-W", *options, ".", target, cwd=folder, fails=fails)


@pytest.fixture(scope="module")
def sphinx_site(tmp_path_factory):
    folder = write(tmp_path_factory.mktemp("sphinx"), SPHINX)
    sphinx(folder, "out", "-d", "doctrees")
    sphinx(folder, "plain", "-d", "plaintrees", "-D", "extensions=sphinx.ext.ifconfig")
    return folder


def html_of(folder: Path, page: str) -> str:
    return (folder / page).read_text(encoding="utf-8")


def test_sphinx_annotates_bodies_and_nothing_else(sphinx_site):
    for page in ("index.html", "sub/page.html"):
        html = html_of(sphinx_site, f"out/{page}")
        assert 'class="rxg"' in html
        assert 'class="rxg-lang"' in html  # the switch between languages
        assert rx.strip(html) == html_of(sphinx_site, f"plain/{page}")
    assert html_of(sphinx_site, "out/index.html").count('class="rxg"') == 2
    assert 'aria-describedby="rxg-diabetes-2"' in html_of(sphinx_site, "out/index.html")


def test_sphinx_assets_are_where_pages_link_them(sphinx_site):
    for page in ("index.html", "sub/page.html"):
        found = linked_assets(sphinx_site / "out" / page)
        assert [path.name for path in found] == ["rxg.css", "rxg.js"]
        assert all(path.is_file() for path in found)


def test_sphinx_search_is_the_same_with_and_without(sphinx_site):
    out, plain = (html_of(sphinx_site, f"{name}/searchindex.js") for name in ("out", "plain"))
    assert out == plain
    assert "diabet" in out


@pytest.mark.parametrize("page", ["words", "head", "body"])
def test_sphinx_a_page_turns_it_off(sphinx_site, page):
    """By its metadata or a meta element, of the head or the text; none is a warning."""
    assert "rxg-" not in html_of(sphinx_site, f"out/{page}.html")


@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_sphinx_links_terms_that_the_project_defines(tmp_path, builder):
    """Such a term has no entry in our section: the project's own definition counts."""
    terms = TERMS + "  pump:\n    en: Brings insulin.\n"
    folder = write(tmp_path, {**SPHINX, "terms.yaml": terms})
    sphinx(folder, "out", "-b", builder)
    page, target = {
        "html": ("out/sub/page.html", "../words.html#term-pump"),
        "dirhtml": ("out/sub/page/index.html", "../../words/#term-pump"),
    }[builder]
    html = html_of(folder, page)
    assert f'<a class="rxg" href="{target}" role="doc-glossref">Pump</a>' in html
    assert 'id="rxg-pump"' not in html
    assert 'id="rxg-insulin"' in html
    assert all(path.is_file() for path in linked_assets(folder / page))


def test_sphinx_in_parallel_is_the_same(sphinx_site):
    sphinx(sphinx_site, "parallel", "-j", "2", "-d", "paralleltrees")
    for page in ("index.html", "sub/page.html"):
        assert html_of(sphinx_site, f"parallel/{page}") == html_of(sphinx_site, f"out/{page}")


COUNTING = """
import os
from rxglossary.matching.matcher import Matcher
init = Matcher.__init__

def counted(self, *given, **named):
    print("compiled in", os.getpid())
    init(self, *given, **named)

Matcher.__init__ = counted

def setup(app):
    app.connect("html-page-context", lambda *_: print("written in", os.getpid()))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Sphinx builds in parallel where it can fork")
def test_sphinx_compiles_once_for_all_its_processes(tmp_path):
    """Before it forks, so that a process which writes pages inherits what it needs."""
    pages = {f"page{number}.rst": f":orphan:\n\nPage\n====\n\nDiabetes {number}.\n"
             for number in range(12)}  # fmt: skip
    folder = write(tmp_path, {**SPHINX, **pages})
    with (folder / "conf.py").open("a") as file:
        file.write(COUNTING)
    output = sphinx(folder, "out", "-j", "2")
    compiled = re.findall(r"compiled in (\d+)", output)
    assert len(compiled) == 1
    assert {*compiled} < set(re.findall(r"written in (\d+)", output))


def test_sphinx_builds_only_what_changed(tmp_path):
    """A changed page is written anew, alone; a changed glossary changes all of them."""
    folder = write(tmp_path, SPHINX)
    sphinx(folder, "out")
    pages = [folder / "out" / name for name in ("index.html", "sub/page.html", "words.html")]

    def times():
        return [page.stat().st_mtime_ns for page in pages]

    before = times()
    sphinx(folder, "out")
    assert times() == before
    with (folder / "sub/page.rst").open("a") as file:
        file.write("\nDiabetes.\n")
    sphinx(folder, "out")
    changed = [new != old for new, old in zip(times(), before, strict=True)]
    assert changed[1:] == [True, False]
    (folder / "terms.yaml").write_text(TERMS.replace("hormone", "messenger"), encoding="utf-8")
    sphinx(folder, "out")
    assert "messenger" in html_of(folder, "out/sub/page.html")
    assert "messenger" in html_of(folder, "out/index.html")


def test_sphinx_follows_the_glossary_of_the_project(tmp_path):
    """Where a term is defined no more, or elsewhere, no page keeps a link to where it was."""
    terms = TERMS + "  pump:\n    en: Brings insulin.\n"
    index = SPHINX["index.rst"] + "        A pump.\n"
    folder = write(tmp_path, {**SPHINX, "terms.yaml": terms, "index.rst": index})
    page = folder / "sub/page.rst"
    page.write_text(page.read_text("utf-8").replace(":term:`pump`", "a pump"), encoding="utf-8")
    sphinx(folder, "out")
    assert 'href="../words.html#term-pump"' in html_of(folder, "out/sub/page.html")
    words = folder / "words.rst"
    words.write_text(words.read_text("utf-8").replace("pump", "valve"), encoding="utf-8")
    sphinx(folder, "out")
    assert "#term-pump" not in html_of(folder, "out/sub/page.html")
    assert 'id="rxg-pump"' in html_of(folder, "out/sub/page.html")
    before = (folder / "out/sub/page.html").stat().st_mtime_ns
    words.write_text(words.read_text("utf-8").replace("valve", "tube"), encoding="utf-8")
    sphinx(folder, "out")  # what is none of our terms moves nothing
    assert (folder / "out/sub/page.html").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"terms.yaml": WRONG}, r"terms\.yaml:4:5"),
        ({"conf.py": SPHINX["conf.py"].replace('"glossary"', '"glosary"')}, "did you mean"),
        ({"conf.py": SPHINX["conf.py"].replace("]}", '], "occurrences": "x"}')}, "occurrences is"),
        ({"rxglossary.toml": "# ours\nmax-per-page = 'x'\n"}, r"rxglossary\.toml:2"),
    ],
    ids=["glossary", "name", "value", "settings-file"],
)
def test_sphinx_stops_at_a_wrong_glossary_or_setting(tmp_path, files, message):
    folder = write(tmp_path, {**SPHINX, **files})
    assert re.search(message, sphinx(folder, "out", fails=True))


def test_sphinx_says_what_it_leaves_alone(tmp_path):
    conf = SPHINX["conf.py"].replace("]}", '], "only": [".none"], "assets-url": "/r/"}')
    folder = write(tmp_path, {**SPHINX, "conf.py": conf})
    assert "only-not-found" in sphinx(folder, "out", fails=True)
    assert not (folder / "out/_static/rxg").exists()


def test_sphinx_leaves_other_builders_alone(tmp_path):
    folder = write(tmp_path, SPHINX)
    sphinx(folder, "text", "-b", "text")
    assert "rxg" not in html_of(folder, "text/index.txt")
