"""The package as it is imported, typed, built and installed."""

from __future__ import annotations

import ast
import email
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib import import_module
from pathlib import Path

import pytest

import rxglossary as rx

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def run(*arguments: str, **env: str) -> str:
    """Return what a new interpreter prints, with nothing on its path but what *env* says."""
    # Nor is it measured: it may run a copy, whose lines are none of this checkout's.
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("PYTHON", "COVERAGE", "COV_"))
    }
    done = subprocess.run(
        [sys.executable, "-B", *arguments],
        env=kept | env,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# --- Import ----------------------------------------------------------------------------------

IMPORTED = """
import sys
before = set(sys.modules)
import rxglossary as rx
{use}
print(*sorted(set(sys.modules) - before))
"""


def imported(use: str = "", *flags: str) -> set[str]:
    """Return the modules that `import rxglossary` loads, and what is done with it then."""
    code = IMPORTED.format(use=use)
    return set(run(*flags, "-W", "error", "-c", code, PYTHONPATH=str(SOURCE)).split())


def test_importing_loads_nothing_but_the_standard_library():
    """No third-party package is loaded, and none is needed: it works without site-packages."""
    loaded = imported("", "-S")
    others = {name.partition(".")[0] for name in loaded} - sys.stdlib_module_names
    assert others == {"rxglossary"}


def test_importing_compiles_no_pattern():
    """No module with patterns is loaded: a program that never annotates pays nothing."""
    own = {name for name in imported() if name.startswith("rxglossary")}
    assert own == {"rxglossary"}


@pytest.mark.parametrize(
    ("use", "absent"),
    [
        pytest.param("rx.Term('x', en='x')", {"yaml", "ahocorasick", "rxglossary.html"}, id="term"),
        pytest.param("rx.Link()", {"yaml", "ahocorasick"}, id="renderer"),
        pytest.param("rx.loads('terms: {}')", {"ahocorasick", "rxglossary.html"}, id="load"),
        pytest.param(
            "rx.annotate('<p>x', rx.Glossary([rx.Term('x', en='x')]))",
            {
                "yaml",
                "rxglossary.cli",
                "lxml",
                "bs4",
                "django",
                "jinja2",
                "markdown",
                "mkdocs",
                "pelican",
                "sphinx",
                "rxglossary.integrations",
            },
            id="annotate",
        ),
    ],
)
def test_a_name_loads_what_it_needs(use, absent):
    """Names are resolved when they are used; no part of the library loads the command's."""
    loaded = imported(use)
    assert not loaded & (absent | {"click", "rich", "lxml"})
    assert len({name for name in loaded if name.startswith("rxglossary")}) > 1


def test_all_is_sorted_and_every_name_is_there():
    """`__all__` is the public surface: sorted, without repeats, each name resolves."""
    assert rx.__all__ == sorted(set(rx.__all__))
    for name in rx.__all__:
        value = getattr(rx, name)
        assert value is getattr(import_module(value.__module__), name)
        assert value.__doc__
    assert set(rx.__all__) <= set(dir(rx))


def test_type_checkers_see_the_same_names():
    """What is imported for type checkers is what is resolved at run time, from the same modules."""
    tree = ast.parse(Path(rx.__file__).read_text("utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If))
    typed = {alias.name: node.module for node in block.body for alias in node.names}
    assert typed == rx._HOME
    assert sorted(typed) == rx.__all__


def test_an_unknown_name_is_no_attribute():
    """A typing mistake is told as of any module."""
    with pytest.raises(AttributeError, match="'rxglossary' has no attribute 'Anotator'"):
        _ = rx.Anotator
    assert not hasattr(rx, "__wrapped__")


def test_one_version():
    """The version of the package and of its fingerprints is the project's."""
    assert rx.__version__ == PROJECT["version"]
    assert import_module("rxglossary.annotator").__version__ == PROJECT["version"]


def test_every_module_says_what_it_exports():
    """Each module's `__all__` names what is there."""
    modules = [
        ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        for path in sorted(SOURCE.rglob("*.py"))
        if path.name not in ("__init__.py", "__main__.py")
    ]
    assert len(modules) > 20
    for name in modules:
        module = import_module(name)
        assert all(hasattr(module, export) for export in getattr(module, "__all__", ())), name


# --- Types -----------------------------------------------------------------------------------


def test_the_api_type_checks_as_a_user_types_it(tmp_path):
    """str in, str out; bytes in, bytes out; and mistakes are found before the program runs."""
    pytest.importorskip("mypy", reason="mypy is in the extra `lint`")
    cache = ROOT / ".mypy_cache" if (ROOT / ".mypy_cache").is_dir() else tmp_path
    file = str(ROOT / "tests" / "typing_api.py")
    options = ("--strict", "--config-file", str(ROOT / "pyproject.toml"), "--cache-dir", str(cache))
    assert "Success" in run("-m", "mypy", *options, file, MYPYPATH=str(SOURCE))


# --- Builds ----------------------------------------------------------------------------------

FINGERPRINT = """
import sys
sys.path.insert(0, sys.argv[1])
import rxglossary as rx
from importlib.resources import files
assert rx.__file__.startswith(sys.argv[1]), rx.__file__
glossary = rx.builtin()
html = "<p>diabetes, ডায়াবেটিস, MRI-এর</p>"
assert rx.strip(rx.annotate(html, glossary).html) == html
assets = files("rxglossary") / "render" / "assets"
print(rx.__version__, len(glossary), glossary.fingerprint, rx.Annotator(glossary).fingerprint,
      *(len((assets / name).read_bytes()) for name in ("rxg.css", "rxg.js")))
"""


def build(folder: Path, target: str, output: Path) -> Path:
    """Return the one archive that hatchling makes of the project in *folder*."""
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(output)],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (archive,) = output.iterdir()
    return archive


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Return the wheel of this checkout."""
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    """Return the folder of this checkout's source distribution, unpacked."""
    folder = tmp_path_factory.mktemp("sdist")
    archive = build(ROOT, "sdist", folder / "made")
    with tarfile.open(archive) as file:
        file.extractall(folder / "unpacked", filter="data")
    (project,) = (folder / "unpacked").iterdir()
    return project


@pytest.fixture(scope="module")
def checkout():
    """Return what an editable installation says, which runs from the checkout."""
    return run("-c", FINGERPRINT, str(SOURCE))


def installed(wheel: Path, target: Path) -> str:
    """Return what an installation of *wheel* says."""
    pip = ("-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index")
    run(*pip, "--no-deps", "--no-compile", "--target", str(target), str(wheel))
    return run("-c", FINGERPRINT, str(target))


def test_a_wheel_brings_the_glossary(wheel, checkout, tmp_path):
    """Installed from a wheel, far from any checkout, the shipped glossary is the same one."""
    assert installed(wheel, tmp_path / "site") == checkout


def test_a_source_distribution_brings_the_glossary(unpacked, checkout, tmp_path):
    """Unpacked it runs as it stands; and a wheel made of it is as complete as one made here."""
    assert run("-c", FINGERPRINT, str(unpacked / "src")) == checkout
    again = build(unpacked, "wheel", tmp_path / "made")
    assert installed(again, tmp_path / "site") == checkout


def test_what_is_in_a_wheel(wheel):
    """The library, its types, assets, glossaries with their licence; nothing of the development."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    own = {name for name in names if not name.startswith(f"rxglossary-{rx.__version__}.dist-info/")}
    tracked = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    entries = {f"rxglossary/_glossaries/{path.name}" for path in (ROOT / "glossaries").iterdir()}
    entries |= {f"rxglossary/_schema/{path.name}" for path in (ROOT / "schema").iterdir()}
    assert own == tracked | entries
    assert {"rxglossary/py.typed", "rxglossary/render/assets/rxg.css"} <= own
    assert "rxglossary/_glossaries/NOTICE.md" in own
    assert any(name.endswith("/licenses/LICENSE") for name in names)


def test_what_a_wheel_says_of_itself(wheel):
    """Name, version, licence, what it needs, and the command."""
    with zipfile.ZipFile(wheel) as archive:
        info = f"rxglossary-{rx.__version__}.dist-info"
        said = email.message_from_bytes(archive.read(f"{info}/METADATA"))
        commands = archive.read(f"{info}/entry_points.txt").decode()
    assert (said["Name"], said["Version"]) == ("rxglossary", PROJECT["version"])
    assert said["Requires-Python"] == PROJECT["requires-python"]
    assert said["License-Expression"] == PROJECT["license"]
    needed = {
        re.split("[^A-Za-z0-9-]", line)[0].lower()
        for line in said.get_all("Requires-Dist")
        if "extra ==" not in line
    }
    assert needed == {"click", "pyahocorasick", "pyyaml", "rich"}
    assert "rxglossary = rxglossary.cli:main" in commands


def test_what_is_in_a_source_distribution(unpacked):
    """All that is needed to build, test and read it; no result of a run."""
    for name in PROJECT_FILES:
        assert (unpacked / name).exists(), name
    assert not (unpacked / "examples" / "output").exists()
    assert not [path for path in unpacked.rglob("*") if path.name == "__pycache__"]


PROJECT_FILES = [
    ".ci/run", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "Makefile",
    "README.md", "benchmarks/pipeline.py", "docs/conf.py", "examples/demo.py", "examples/pages",
    "glossaries/NOTICE.md", "pyproject.toml", "schema/glossary.schema.json",
    "src/rxglossary/py.typed", "tests/conftest.py",
]  # fmt: skip
