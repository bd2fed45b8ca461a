"""Configuration of the documentation; the build needs no network."""

from importlib.metadata import version as installed_version

import click

from rxglossary.cli import main
from rxglossary.lint.output import page as rules_page

project = "rxglossary"
author = "rxglossary contributors"
project_copyright = "2026 rxglossary contributors"
release = version = installed_version("rxglossary")

extensions = [
    "myst_parser",
    "rxglossary.integrations.sphinx",
    "sphinx.ext.autodoc",
    "sphinx.ext.doctest",
    "sphinx.ext.napoleon",
]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"rxglossary {release}"

# The docs explain their own words; their pages are in English.
rxglossary = {"glossary": ["words.yaml"], "languages": ["en"], "unreviewed-label": False}

myst_enable_extensions = ["deflist"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_description_target = "documented"
napoleon_google_docstring = True
napoleon_numpy_docstring = False

# `make test` runs the examples in docstrings; here only those of the pages are run.
doctest_test_doctest_blocks = ""
doctest_global_setup = "import rxglossary as rx"

nitpick_ignore_regex = [
    # Types of the standard library have no page here.
    (r"py:.*", r"(collections|datetime|os|pathlib|types|typing)\..*"),
    # The type variable of a source, str or bytes, and the paths behind the public names.
    (r"py:class", r"rxglossary\.(documents\.(Source|Refusal)|render\.base\.\w+|\w+\.\w+)"),
    # An annotation whose import stands behind TYPE_CHECKING arrives as a bare name.
    (r"py:class", r"\w+"),
]


def _write_rules(_app, docname, source):
    """Put what is told in the code behind the introduction of its page."""
    if docname == "reference/lint":
        source[0] += "\n" + rules_page()
    elif docname == "reference/cli":
        source[0] += "\n" + _commands_page()


def _commands_page():
    """Return what each command says of itself, as ``--help`` does."""
    parts = ["## Every command\n"]
    for name, command in sorted(main.commands.items()):
        context = click.Context(command, info_name=f"rxglossary {name}", max_content_width=96)
        parts.append(f"### {name}\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def setup(app):
    """Connect what makes pages of code."""
    app.connect("source-read", _write_rules)
