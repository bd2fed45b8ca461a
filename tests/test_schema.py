"""The JSON Schema of glossary files: current, shipped, and of one mind with the loader."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from entries import entries
from hypothesis import given
from hypothesis import strategies as st

from rxglossary.errors import GlossaryError
from rxglossary.formats import schema as module
from rxglossary.formats.schema import make_schema, schema_text
from rxglossary.formats.yaml import load, loads
from rxglossary.glossary import FIELDS

ROOT = Path(__file__).parents[1]
SCHEMA = make_schema()
VALIDATOR = jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.FormatChecker(["date"]))

BEYOND = {"bad-hash", "alias-taken", "duplicate-id"}
"""What no schema says: which number is no hash, and whose an id is."""


class Core(yaml.SafeLoader):
    """YAML 1.2 as editors read it (its core schema): no dates, no yes and no."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 -- as its base has it


for tag, pattern, first, construct in [
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""], lambda loader, node: None),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF"),
     lambda loader, node: node.value[0] in "tT"),
    ("int", r"[-+]?[0-9]+", list("-+0123456789"), lambda loader, node: int(node.value)),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", list("-+.0123456789"),
     lambda loader, node: float(node.value)),
]:  # fmt: skip
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)
    Core.add_constructor(f"tag:yaml.org,2002:{tag}", construct)


def loader_says(text):
    """Return the codes of what the loader finds wrong."""
    try:
        loads(text)
    except GlossaryError as error:
        return {problem.code for problem in error.problems}
    return set()


def schema_says(text):
    """Return what the schema finds wrong."""
    return [error.message for error in VALIDATOR.iter_errors(yaml.load(text, Loader=Core))]  # noqa: S506


def test_it_is_a_schema_of_draft_7():
    """Editors of YAML read this draft."""
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_the_shipped_file_is_current():
    """What is in the repository and the package is what the model says today."""
    written = json.dumps(SCHEMA, indent=2, ensure_ascii=False) + "\n"
    assert (ROOT / "schema" / "glossary.schema.json").read_text("utf-8") == written
    assert schema_text() == written


def test_an_installation_without_it_is_told_so(tmp_path, monkeypatch):
    """A broken installation says so."""
    monkeypatch.setattr(module, "__file__", str(tmp_path / "lib/x/rxglossary/formats/schema.py"))
    with pytest.raises(GlossaryError, match="no-schema"):
        schema_text()


def test_every_field_is_described():
    """Who types an entry is told what each field is."""
    fields = SCHEMA["definitions"]["entry"]["properties"]
    assert set(fields) == {*FIELDS, "override"}
    records = [fields["match"], fields["image"], fields["source"], fields["see"]["items"]]
    records += [fields[name]["additionalProperties"] for name in ("review", "translated")]
    for properties in (fields, *(record["properties"] for record in records)):
        for name, schema in properties.items():
            assert len(schema["description"]) > 10, name


def described(schema, path=""):
    """Yield each field's path and description, those of records too."""
    for name, field in schema["properties"].items():
        yield path + name, field["description"]
        inner = field.get("items", field)
        outer = inner.get("additionalProperties")
        inner = outer if isinstance(outer, dict) else inner
        if inner.get("additionalProperties") is False:
            yield from described(inner, f"{path}{name}.")


def test_the_page_of_the_format_is_current():
    """The reference lists every field with the description that editors show, and no other."""
    page = (ROOT / "docs" / "reference" / "format.md").read_text("utf-8")
    rows = re.findall(r"^\| `([\w.]+)` \| [^|]+ \| (.+) \|$", page, re.M)
    assert dict(rows) == dict(described(SCHEMA["definitions"]["entry"]))


def test_the_page_of_the_format_explains_every_code():
    """Every code of a problem stands in the reference."""
    page = (ROOT / "docs" / "reference" / "format.md").read_text("utf-8")
    source = ROOT / "src" / "rxglossary"
    files = [*(source / "glossary").glob("*.py")]
    files += [source / "formats" / f"{name}.py" for name in ("tree", "yaml", "edit", "schema")]
    codes = set()
    for file in files:
        text = file.read_text("utf-8")
        codes.update(
            re.findall(r"""(?:bad|roblem|Text|Keys)\((?:[^"()]|\([^()]*\))*"([a-z-]+)",""", text)
        )
    assert len(codes) > 30
    assert {code for code in codes if f"`{code}`" not in page} == set()


def test_the_shipped_glossaries_are_right():
    """Every entry that comes with the library validates."""
    for file in (ROOT / "glossaries").glob("*.yaml"):
        assert schema_says(file.read_text("utf-8")) == [], file.name
        assert len(load(file)) > 0


FILES = [
    pytest.param("terms: {a: {en: x}}", True, id="short"),
    pytest.param("terms: {a: {definition: {hi: x}}}", True, id="long"),
    pytest.param("terms: {}", True, id="no-entry"),
    pytest.param("{}", False, id="no-terms"),
    pytest.param("terms: []", False, id="list"),
    pytest.param("terms: {}\nother: x", False, id="other-key"),
    pytest.param("terms: {a: {}}", False, id="nothing"),
    pytest.param("terms: {a: }", False, id="null"),
    pytest.param("terms: {A b: {en: x}}", False, id="id"),
    pytest.param("terms: {a: {en: x, definition: {bn: y}}}", False, id="short-and-long"),
    pytest.param("terms: {a: {definition: {}}}", False, id="empty-definition"),
    pytest.param("terms: {a: {en: no, bn: 1e3, forms: {en: [12:30, on, 5, true]}}}", True,
                 id="words-of-yaml"),
    pytest.param("terms: {a: {en: x, forms: {en: [null]}}}", False, id="null-item"),
    pytest.param("terms: {a: {en: x, override: True}}", True, id="override"),
    pytest.param("terms: {a: {en: x, override: 'true'}}", True, id="override-text"),
    pytest.param("terms: {a: {en: x, override: yes}}", False, id="override-yes"),
    pytest.param("terms: {a: {en: x, source: {adapted: false}}}", True, id="flag"),
    pytest.param("terms: {a: {en: x, review: {en: {date: 2026-11-01}}}}", True, id="date"),
    pytest.param("terms: {a: {en: x, review: {en: {date: 2026-02-30}}}}", False, id="no-day"),
    pytest.param("terms: {a: {en: x, review: {en: {date: ' 2026-11-01'}}}}", False, id="blank"),
    pytest.param("terms: {a: {en: x, review: {en: {of: 12345678}}}}", True, id="hash-of-digits"),
    pytest.param("terms: {a: {en: x, review: {en: {of: 3f9c01ab}}}}", True, id="hash"),
    pytest.param("terms: {a: {en: x, review: {en: {of: xyz}}}}", False, id="no-hash"),
    pytest.param("terms: {a: {en: x, review: {e: {by: x}}}}", False, id="text-key"),
    pytest.param("terms: {a: {en: x, review: {clinical.en: {by: x}}}}", True, id="clinical"),
    pytest.param("terms: {a: {en: x, see: [{url: 'https://x.org'}]}}", True, id="see"),
    pytest.param("terms: {a: {en: x, see: [{title: y}]}}", False, id="see-nothing"),
    pytest.param("terms: {a: {en: x, see: [{url: 'javascript:x'}]}}", False, id="see-scheme"),
    pytest.param("terms: {a: {en: x, image: {src: ' a.svg '}}}", True, id="image-blank"),
    pytest.param("terms: {a: {en: x, image: {src: '//a/b'}}}", False, id="image-host"),
    pytest.param("terms: {a: {en: x, aliases: [b, 12, true]}}", True, id="aliases"),
    pytest.param("terms: {a: {en: x, aliases: [b, b]}}", False, id="alias-twice"),
    pytest.param("terms: {a: {en: x, status: ' draft'}}", False, id="status-blank"),
    pytest.param("terms: {a: {en: x, status: ready}}", False, id="status"),
    pytest.param("terms: {a: {en: x, match: {}}}", True, id="empty-match"),
    pytest.param("terms: {a: {en: x, match: {cas: fold}}}", False, id="match-field"),
    pytest.param("terms: {a: {en: x, avoid: {en: {b: ''}}}}", False, id="avoid-without-reason"),
    pytest.param("terms: {a: {en: x, avoid: {en: {' ': y}}}}", False, id="avoid-nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right"), FILES)
def test_schema_and_loader_say_the_same(text, right):
    """What one accepts the other does."""
    assert (loader_says(text) == set(), schema_says(text) == []) == (right, right)


JUNK = [None, "", " ", "x", "draft", "2026-11-01", "3f9c01ab", 5, 12345678, 1.5, True, [], {},
        ["x"], {"en": "x"}, {"en": ["x"]}, {"x": {}}, [{}], "https://a.org/", "no"]  # fmt: skip
KEYS = ["en", "bn", "definition", "override", "x", "by", "of", "url", "src", "en-US", "e", "A b",
        "clinical.en", *FIELDS]  # fmt: skip


def places(value, path=()):
    """Yield the paths of everything in a tree."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))


@st.composite
def files(draw):
    """Return a file's tree: right, or with something put, renamed or removed somewhere."""
    tree = {"terms": {"a": draw(entries()), "b": {"en": "x"}}}
    for _ in range(draw(st.integers(0, 2))):
        found = [place for place in places(tree) if place]
        if not found:
            break
        *path, last = draw(st.sampled_from(found))
        holder = tree
        for step in path:
            holder = holder[step]
        junk = copy.deepcopy(draw(st.sampled_from(JUNK)))
        match draw(st.sampled_from(["set", "remove", "add"])):
            case "set":
                holder[last] = junk
            case "remove":
                del holder[last]
            case "add" if isinstance(holder, dict):
                holder[draw(st.sampled_from(KEYS))] = junk
            case "add":
                holder.append(junk)
    return tree


@given(files())
def test_schema_and_loader_agree_on_any_file(tree):
    """Every file that the loader accepts is valid, and every valid one loads."""
    text = yaml.safe_dump(tree, allow_unicode=True, sort_keys=False)
    codes, errors = loader_says(text), schema_says(text)
    assert not errors if not codes else (errors or codes <= BEYOND), (text, codes, errors)
