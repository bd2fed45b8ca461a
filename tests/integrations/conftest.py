"""A small glossary for all frameworks, and Django's settings."""

import os
from pathlib import Path

import pytest

import rxglossary as rx

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "django_settings")

YAML = """\
terms:
  diabetes:
    term: {bn: ডায়াবেটিস}
    en: Diabetes is too much sugar in the blood.
    bn: রক্তে চিনি বেশি থাকার রোগ।
  insulin:
    en: Insulin is a hormone that lowers blood sugar.
"""


@pytest.fixture
def glossary() -> rx.Glossary:
    return rx.loads(YAML, "terms.yaml")


@pytest.fixture
def annotator(glossary) -> rx.Annotator:
    return rx.Annotator(glossary)


@pytest.fixture
def terms(tmp_path) -> Path:
    """A glossary file."""
    file = tmp_path / "terms.yaml"
    file.write_text(YAML, encoding="utf-8")
    return file
