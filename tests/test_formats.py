"""The exchange formats: nothing is lost that they can hold, and what they can't is named."""

from __future__ import annotations

import datetime
import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from babel.messages.pofile import read_po
from entries import entries
from hypothesis import given, settings
from hypothesis import strategies as st

import rxglossary as rx
from rxglossary.errors import GlossaryError
from rxglossary.exchange import merge
from rxglossary.formats import FORMATS, Options, csv, dump, parse, registry, table, xlsx
from rxglossary.formats.records import cells, combine, fingerprint, slug, terms
from rxglossary.glossary import FIELDS

IDS = ["pain", "b-12", "5-fu", "mri"]
TODAY = datetime.date(2026, 11, 22)


@st.composite
def glossaries(draw: st.DrawFn) -> list[rx.Term]:
    """Draw entries that may stand together: no former id belongs to two of them."""
    found = draw(st.lists(entries(), min_size=1, max_size=3))
    ids = draw(st.permutations(IDS))
    taken: set[str] = set()
    for fields in found:
        aliases = [alias for alias in fields.pop("aliases", ()) if alias not in taken]
        taken.update(aliases)
        if aliases:
            fields["aliases"] = aliases
    return [rx.Term.from_dict(id, fields) for id, fields in zip(ids, found, strict=False)]


def codes(error: pytest.ExceptionInfo[GlossaryError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


# --- Laws ----------------------------------------------------------------------------------------

WHOLE = ("csv", "tsv", "json")
HELD = {
    "xlsx": set(FIELDS),
    "tbx": {"term", "definition", "forms", "synonyms", "abbr", "avoid", "category", "note"},
    "tbx2": {"term", "definition", "forms", "synonyms", "abbr", "avoid", "category", "note", "pos"},
    "po": set(),
}
NOT_IN_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@settings(max_examples=settings.default.max_examples // 3)
@given(glossaries())
def test_nothing_is_lost_that_a_format_can_hold_and_the_rest_is_named(listed):
    """What is written reads back equal, but for the fields that are named as lost."""
    for name in (*WHOLE, *HELD):
        data, losses = dump(listed, name)
        back = combine(parse(data, name).records)
        if name in WHOLE:
            assert losses == ()
        for term in listed:
            lost = {loss.field.partition(".")[0] for loss in losses if term.id in loss.ids}
            if not lost:
                assert terms([back[term.id]]) == [term]
            elif "everything" not in lost:
                check_losses(term, lost, back[term.id], HELD[name])


def strings(value):
    """Yield every text in *value*, keys and all."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    else:
        yield str(value)


def is_odd(text):
    """Tell whether XML can't hold a text, or a reader may strip it."""
    return NOT_IN_XML.search(text) or text != text.strip()


@settings(max_examples=settings.default.max_examples // 3)
@given(glossaries())
def test_what_nobody_edited_changes_nothing(listed):
    """A file that comes back as it went out is no edit, whatever the format left out of it."""
    listed = [term for term in listed if not any(map(is_odd, strings(term.to_dict())))]
    old = rx.Glossary(listed)
    for name in (*WHOLE, *HELD) if listed else ():
        merged = merge(old, parse(dump(listed, name).data, name).records)
        assert (merged.changes, merged.conflicts, merged.problems) == ((), (), ())


def check_losses(term, lost, record, held):
    """Every difference is named, and what the format has a place for is lost to XML alone."""
    wanted, got = cells(term.to_dict()), cells(record.fields)
    for path, text in wanted.items():
        assert path.partition(".")[0] in lost or got.get(path, "draft") == text
    for field in lost & held:
        forms = [form for forms in term.avoid.values() for form in forms]
        texts = (*cells({field: term.to_dict()[field]}).values(), *forms)
        assert any(map(is_odd, texts))


@given(st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), min_size=1, max_size=4))
def test_a_cell_comes_back_from_csv_and_no_spreadsheet_runs_it(rows):
    """Every character of every cell survives, and none begins with what makes a formula."""
    header = [["id", "term.en", "note.en"]]
    rows = [[cell.replace("\r", "") for cell in row] for row in rows]
    data = csv.write(header + rows)
    assert [row for _, row in csv.read(data, "f")] == header + [row for row in rows if any(row)]
    for cell in (
        cell for row in csv.csv.reader(io.StringIO(data.decode("utf-8-sig"))) for cell in row
    ):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.text())
def test_a_fingerprint_is_no_number_to_a_spreadsheet(text):
    """`12345678` and `1e345678` would come back as something else."""
    assert re.fullmatch(
        "x[0-9a-f]{8}", fingerprint("pain", {"definition.en": text}, ["definition.en"])
    )


# --- CSV -----------------------------------------------------------------------------------------

TABLE = "id,definition.en\npain,A bad feeling.\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TABLE.encode(), id="plain"),
        pytest.param(TABLE.encode("utf-8-sig"), id="bom"),
        pytest.param(TABLE.replace(",", ";").encode("utf-8-sig"), id="semicolons"),
        pytest.param(TABLE.replace(",", "\t").encode("utf-16"), id="utf-16-tabs"),
        pytest.param(TABLE.replace("\n", "\r\n").encode(), id="crlf"),
        pytest.param(("sep=;\r\n" + TABLE.replace(",", ";")).encode(), id="sep"),
        pytest.param(TABLE.replace("\n", ",,\n").encode(), id="empty-columns"),
        pytest.param(TABLE.replace("id", " ID ").encode(), id="capitals"),
        pytest.param(f"\n,\n{TABLE},,\n".encode(), id="empty-rows"),
    ],
)
def test_tables_are_read_as_spreadsheets_write_them(data):
    """Encodings, delimiters and line ends are found out."""
    (record,) = parse(data, "csv").records
    assert (record.id, record.fields) == ("pain", {"definition": {"en": "A bad feeling."}})


def test_a_definition_with_commas_does_not_make_columns():
    """The delimiter is the one that makes as many columns in each row."""
    text = "MRI;A test, quick, safe\nCT;A scan"
    assert [record.id for record in parse(text.encode(), "csv").records] == ["mri", "ct"]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param(b"id,en\npain,\xe0\n", "not-utf-8", 2, id="latin-1"),
        pytest.param(b"\xff\xfeid\n\x00\xd8", "not-utf-8", 0, id="utf-16"),
        pytest.param(b'id,en\nfever,x\npain,"A bad\n', "bad-csv", 3, id="open-quote"),
        pytest.param(b"id,en,EN\n", "bad-table", 1, id="column-twice"),
        pytest.param(b"name,text,more\n", "bad-table", 1, id="no-id"),
        pytest.param(b"id,en\n,x\n", "bad-row", 2, id="row-without-id"),
        pytest.param(b"id,see\npain,{\n", "bad-row", 2, id="no-json"),
        pytest.param(b"id,image,image.src\npain,x,y\n", "bad-row", 2, id="value-and-field"),
        pytest.param(b"id,en\nx," + b"a" * 200_000, "bad-csv", 2, id="huge-cell"),
        pytest.param(b"pain,Hurt.\nfever,\n", "bad-row", 2, id="term-alone"),
    ],
)
def test_a_bad_table_is_an_error_with_its_line(text, code, line):
    """Nothing is skipped in silence."""
    with pytest.raises(GlossaryError) as error:
        parse(text, "csv", file="t.csv")
    (problem,) = error.value.problems
    assert (problem.code, problem.file) == (code, "t.csv")
    assert problem.line == line or code == "not-utf-8"


def test_an_empty_table_holds_nothing():
    """Nor does one with a header alone."""
    assert parse(b"", "csv").records == []
    assert parse(b"id,en\n,\n", "csv").records == []


def test_the_short_definitions_are_columns_too():
    """As in the YAML files."""
    (record,) = parse(b"id,en,bn\npain,Hurt.,x\n", "csv").records
    assert record.fields == {"definition": {"en": "Hurt.", "bn": "x"}}


@pytest.mark.parametrize(
    ("text", "language", "fields"),
    [
        (
            "term,definition\nMRI,A test.",
            "",
            {"term": {"en": "MRI"}, "definition": {"en": "A test."}},
        ),
        ("fever,Heat.", "", {"definition": {"en": "Heat."}}),
        ("Fever,গরম।", "bn", {"term": {"bn": "Fever"}, "definition": {"bn": "গরম।"}}),
    ],
    ids=["header", "none", "bangla"],
)
def test_two_columns_are_terms_and_definitions(text, language, fields):
    """With a header or without."""
    (record,) = parse(text.encode(), "csv", language=language).records
    assert record.fields == fields
    assert record.is_named


def test_weblates_own_glossaries_are_terms_and_translations():
    """Rows without one of our contexts have a name and no id."""
    text = "source,target,context\nfever,জ্বর,\n,x,\nMRI,,\n"
    found = parse(text.encode(), "csv").records
    assert [(record.id, record.fields) for record in found] == [
        ("fever", {"term": {"bn": "জ্বর"}}),
        ("mri", {"term": {"en": "MRI"}}),
    ]
    (row,) = parse(b"source,target,ID\nA hot body.,x,fever.definition\n", "csv", language="hi")[0]
    assert row.fields == {"definition": {"hi": "x"}}
    assert row.base == fingerprint("fever", {"definition.en": "A hot body."}, ["definition.en"])


# --- XLSX ----------------------------------------------------------------------------------------


def workbook(*rows: object, **properties: object) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, name: str, content: bytes) -> bytes:
    """Return a workbook with the content of one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return out.getvalue()


DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "'x",
    '=HYPERLINK("http://x")',
    "_x0041_",
    "1e3",
    "012",
    "TRUE",
]


def test_every_cell_of_a_workbook_is_a_text():
    """Whatever it begins with, and however Excel would have typed it."""
    terms = [rx.Term("x", en=text) for text in DANGEROUS[:1]]
    sheet = table.Sheet(("id", "definition.en"), tuple(("x", text) for text in DANGEROUS))
    data = xlsx.write(sheet)
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    cells = [row[1] for row in page.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert [cell.value for cell in cells if cell.value != "_x005F_x0041_"] == [
        text for text in DANGEROUS if text != "_x0041_"
    ]
    assert [row[1] for _, row in xlsx.read(data, "t")[1:]] == DANGEROUS
    assert dump(terms, "xlsx").losses == ()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_a_csv_file_saved_as_a_workbook_is_read_as_it_was():
    """Spreadsheets keep the apostrophes that CSV needs; texts with their own have one more."""
    texts = [*DANGEROUS, "''x", "'=1"]
    saved = workbook(
        ["id", "en"], *(["x", csv.guard(text)] for text in texts if text[0] in "=+-@'")
    )
    assert [row[1] for _, row in xlsx.read(saved, "t")[1:]] == [t for t in texts if t[0] in "=+-@'"]
    sheet = table.Sheet(("id", "en"), tuple(("x", text) for text in texts))
    assert [row[1] for _, row in xlsx.read(xlsx.write(sheet), "t")[1:]] == texts


def test_reviewers_can_edit_what_they_are_asked_for_alone():
    """The rest is locked, and the decision is chosen from a list."""
    sheet = table.review([rx.Term("pain", en="Hurt.")], ["en", "bn"], {})
    page = openpyxl.load_workbook(io.BytesIO(registry.dump_sheet(sheet, "xlsx"))).active
    assert page.protection.sheet
    free = {page.cell(1, c.column).value for c in page[2] if not c.protection.locked}
    assert free == {"text", "decision", "comment", "reviewer", "role", "date", "until"}
    (rule,) = page.data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ('"approve,change,reject"', "F2")


def test_values_that_a_spreadsheet_typed_are_read_as_texts():
    """Numbers, dates and truth values, as they were typed."""
    day = datetime.datetime(2026, 11, 20)
    data = workbook(["id", "a", None, "c", "d", "e", "f"], ["x", 12, 1.0, 1.5, day, True, None])
    assert xlsx.read(data, "t")[1][1] == ["x", "12", "1", "1.5", "2026-11-20", "true", ""]
    assert xlsx.read(workbook(), "t") == []
    escaped = workbook(["id", "a_x000D_b", "_x0000_"])
    assert xlsx.read(escaped, "t") == [(1, ["id", "a\rb", "_x0000_"])]


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (xlsx.UNPACKED + 1))
    return out.getvalue()


def many() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(1001):
            archive.writestr(f"{number}.xml", b"")
    return out.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        pytest.param(b"", "bad-workbook", 0, id="empty"),
        pytest.param(b"id,en\n", "bad-workbook", 0, id="no-zip"),
        pytest.param(workbook(["id"])[:-100], "bad-workbook", 0, id="cut"),
        pytest.param(bomb(), "too-large", 0, id="zip-bomb"),
        pytest.param(many(), "too-large", 0, id="many-parts"),
        pytest.param(
            repacked(workbook(["id"]), "xl/worksheets/sheet1.xml", ENTITIES),
            "entities",
            0,
            id="entities",
        ),
        pytest.param(
            repacked(workbook(["id"]), "xl/styles.xml", ENTITIES.decode().encode("utf-16")),
            "entities",
            0,
            id="entities-utf-16",
        ),
        pytest.param(
            repacked(workbook(["id"]), "xl/styles.xml", b'<?xml version="1.0" encoding="cp037"?>'),
            "entities",
            0,
            id="other-encoding",
        ),
        pytest.param(
            repacked(workbook(["id"]), "xl/workbook.xml", b"<x/>"), "bad-workbook", 0, id="no-book"
        ),
        pytest.param(workbook(["id", "en"], ["x", "=1+1"]), "bad-cell", 2, id="formula"),
        pytest.param(workbook(["id", "en"], ["x", "#N/A"]), "bad-cell", 2, id="error-value"),
    ],
)
def test_hostile_and_broken_workbooks_are_refused(data, code, line):
    """Before anything is unpacked that shouldn't be, and with the row where there is one."""
    with pytest.raises(GlossaryError) as error:
        parse(data, "xlsx", file="t.xlsx")
    (problem,) = error.value.problems
    assert (problem.code, problem.file, problem.line) == (code, "t.xlsx", line)


def test_a_zip_whose_entries_lie_about_their_size_is_refused():
    """zipfile reads no more of a part than its entry says, and notices the difference."""
    data = bytearray(workbook(["id"], ["x" * 5000]))
    for start in (0x02014B50, 0x04034B50):
        mark = start.to_bytes(4, "little")
        at = data.find(mark)
        while at >= 0:
            offset = at + (24 if start == 0x02014B50 else 22)
            data[offset : offset + 4] = (1).to_bytes(4, "little")
            at = data.find(mark, at + 4)
    with pytest.raises(GlossaryError, match="bad-workbook"):
        parse(bytes(data), "xlsx")


def test_the_cells_of_a_workbook_are_counted(monkeypatch):
    """A sheet of few bytes may hold more cells than anyone could read."""
    monkeypatch.setattr(xlsx, "_CELLS", 600)
    with pytest.raises(GlossaryError, match="too-large: more than 600 cells"):
        xlsx.read(workbook(["id"], ["x"], ["y"]), "t")


def test_a_workbook_far_to_the_right_and_below_ends():
    """A cell at the last place of the sheet costs no million of empty ones."""
    book = openpyxl.Workbook()
    book.active.append(["id", "en"])
    book.active["XFD1048576"] = "x"
    out = io.BytesIO()
    book.save(out)
    assert xlsx.read(out.getvalue(), "t") == [(1, ["id", "en"])]


# --- JSON ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param("", "not-a-mapping", 1, id="empty"),
        pytest.param("[]", "not-a-mapping", 1, id="list"),
        pytest.param('{"term": {}}', "unknown-field", 1, id="other-key"),
        pytest.param('{"terms":\n {"pain": "x"}}', "not-a-mapping", 2, id="entry-no-object"),
        pytest.param('{"terms": {\n"pain": {},\n"pain": {}}}', "duplicate-key", 3, id="id-twice"),
        pytest.param('{"terms": {\n"a": {"b": 1, "b": 2}}}', "duplicate-key", 2, id="key-twice"),
        pytest.param('{"terms": {\n"a": {"en": "x",}}}', "bad-json", 2, id="comma-inside"),
        pytest.param('{"terms": {\n"a": {},\n}}', "bad-json", 3, id="comma"),
        pytest.param('{"terms": {\n"a" {}}}', "bad-json", 2, id="colon"),
        pytest.param('{"terms": {\na: {}}}', "bad-json", 2, id="bare-key"),
        pytest.param('{"terms": {}}\nx', "bad-json", 2, id="more-behind"),
        pytest.param('{"terms": {"a": {"en": "x"}', "bad-json", 1, id="cut"),
        pytest.param('{"terms": {"a": ' + "[" * 100_000, "too-deep", 1, id="deep"),
    ],
)
def test_bad_json_is_an_error_with_its_line(text, code, line):
    """Syntax and shape."""
    with pytest.raises(GlossaryError) as error:
        parse(text.encode(), "json", file="g.json")
    (problem,) = error.value.problems
    assert (problem.code, problem.file, problem.line) == (code, "g.json", line)


def test_numbers_in_json_stay_texts():
    """As in YAML, 1e3 is a text, and each entry knows its line."""
    text = '{"terms": {\n\n"a": {"en": 1e3, "category": 12, "note": {"en": NaN}}}}'
    (record,) = parse(text.encode("utf-8-sig"), "json", file="g.json").records
    assert record.fields == {"en": "1e3", "category": "12", "note": {"en": "NaN"}}
    assert record.origin == rx.Origin("g.json", 3)


# --- JSON-LD -------------------------------------------------------------------------------------

PAIN = rx.Term.from_dict(
    "pain",
    {
        "definition": {"en": "</script><!-- & \u2028 -->", "bn": "কষ্ট।"},
        "term": {"bn": "ব্যথা"},
        "synonyms": {"en": ["ache"]},
        "abbr": {"en": ["P"]},
        "forms": {"en": ["painful"]},
        "avoid": {"en": {"agony": "too strong"}},
        "related": ["fever"],
        "category": "symptom",
        "see": [{"url": "https://example.org/"}],
        "image": {"src": "https://example.org/i.png"},
        "source": {"title": "NCI", "url": "https://example.org/s"},
        "note": {"en": "secret"},
    },
)


def test_skos_names_everything_in_its_vocabulary():
    """Preferred, alternative and hidden labels, and no editors' note."""
    data = dump([PAIN], "skos", Options(url="https://example.org/g")).data
    scheme, concept = json.loads(data)["@graph"]
    assert scheme == {"id": "https://example.org/g", "type": "ConceptScheme"}
    assert concept == {
        "id": "https://example.org/g#pain",
        "type": "Concept",
        "inScheme": "https://example.org/g",
        "notation": "pain",
        "prefLabel": {"en": "pain", "bn": "ব্যথা"},
        "definition": dict(PAIN.definition),
        "altLabel": {"en": ["ache", "P"]},
        "hiddenLabel": {"en": ["painful"]},
        "related": ["https://example.org/g#fever"],
        "subject": "symptom",
        "seeAlso": ["https://example.org/"],
        "depiction": "https://example.org/i.png",
        "source": "https://example.org/s",
    }
    assert b"secret" not in data


def test_schema_org_is_a_set_of_defined_terms():
    """Texts carry their language."""
    data = json.loads(dump([PAIN], "schema-org", Options(url="https://e.org/g", title="G")).data)
    assert (data["@context"], data["@type"], data["name"]) == (
        "https://schema.org",
        "DefinedTermSet",
        "G",
    )
    (term,) = data["hasDefinedTerm"]
    assert term["name"] == [
        {"@language": "en", "@value": "pain"},
        {"@language": "bn", "@value": "ব্যথা"},
    ]
    assert [value["@value"] for value in term["alternateName"]] == ["ache", "P"]
    assert term["inDefinedTermSet"] == data["@id"] == "https://e.org/g"


@pytest.mark.parametrize("name", ["skos", "schema-org"])
def test_linked_data_can_stand_in_a_page(name):
    """No character of a text can end a script element, and the losses are named."""
    data, losses = dump([PAIN], name)
    assert not re.search("[<>&\u2028\u2029]", data.decode())
    assert json.loads(data)
    assert {loss.field.partition(".")[0] for loss in losses} >= {"avoid", "note"}


# --- PO ------------------------------------------------------------------------------------------


def test_a_catalogue_has_ids_as_contexts_and_definitions_as_comments():
    """Texts have a message of their own, and what nobody reviewed is fuzzy."""
    review = {"bn": {"by": "A", "date": "2026-01-01", "of": rx.glossary.text_hash("কষ্ট।")}}
    reviewed = rx.Term.from_dict("ache", {"en": "Hurt.", "bn": "কষ্ট।", "review": review})
    data = dump([PAIN, reviewed], "po", Options(on=TODAY)).data
    catalog = read_po(io.BytesIO(data))
    found = {message.context: message for message in catalog if message.id}
    assert found["pain"].id == "pain"
    assert found["pain"].string == "ব্যথা"
    assert "</script>" in "".join(found["pain"].auto_comments)
    assert found["pain.definition"].string == "কষ্ট।"
    assert found["pain.definition"].fuzzy
    assert not found["ache.definition"].fuzzy
    assert catalog.locale_identifier == "bn"


def test_catalogues_of_others_are_names_with_comments():
    """Without contexts, the message is the term and the comment its definition."""
    text = (
        'msgid ""\nmsgstr "Language: pt_BR\\n"\n\n#. A hot body.\nmsgid "fever"\nmsgstr "febre"\n'
    )
    text += '\nmsgid "MRI"\nmsgid_plural "MRIs"\nmsgstr[0] "RM"\nmsgstr[1] "RMs"\n'
    found = parse(text.encode(), "po").records
    assert [(record.id, record.fields) for record in found] == [
        ("fever", {"definition": {"en": "A hot body."}, "term": {"pt-BR": "febre"}}),
        ("mri", {"term": {"en": "MRI", "pt-BR": "RM"}}),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'msgid "\xe0"', "not-utf-8"),
        (b'msgid "a"\nmsgstr "b\n', "x.po:2: bad-po"),
        (b'msgid "a"\nmsgid "b"\n', "x.po:1: bad-po: missing msgstr"),
        (b'msgid ""\nmsgstr "Content-Type: text/plain; charset=zip\\nPlural-Forms: x\\n"\n', None),
    ],
    ids=["encoding", "quotes", "order", "header"],
)
def test_bad_catalogues_are_errors(data, code):
    """A strange header is no reason for a traceback."""
    if code is None:
        assert parse(data, "po").records == []
        return
    with pytest.raises(GlossaryError, match=re.escape(code)):
        parse(data, "po", file="x.po")


# --- Markdown and Sphinx -------------------------------------------------------------------------

MARKDOWN = """\
Take the *[no]: abbreviation.

*[MRI]: A test
 *[Fever] : A hot body.
```
*[code]: is no entry
```
~~~~
*[code]: neither
~~~
*[code]: nor this
~~~~
*[pain]:   Hurt.
"""


def test_markdowns_abbreviations_are_read():
    """Whole lines, outside of code."""
    found = parse(MARKDOWN.encode(), "markdown", file="a.md").records
    assert [(record.id, record.origin.line) for record in found] == [
        ("mri", 3),
        ("fever", 4),
        ("pain", 13),
    ]
    assert found[1].fields == {"definition": {"en": "A hot body."}, "term": {"en": "Fever"}}
    with pytest.raises(GlossaryError, match=r"a\.md:2: empty-value"):
        parse(b"\n*[MRI]:\n", "markdown", file="a.md")


SPHINX = """\
Words
=====

.. glossary::
   :sorted:

   environment
      A structure where all documents under the root are saved.
      It is :term:`pickled <pickle>` after *parsing*.

      Second ``paragraph``.

   source directory
   srcdir : S
      The directory with `all <https://example.org/>`_ **sources**.

   .. a comment

Not here.

  .. glossary::

    `last`
      It\\ s end: :ref:`!see this`.
"""


def test_sphinx_glossaries_are_read():
    """Several names of one definition, several directives, markup made plain."""
    found = parse(SPHINX.encode(), "sphinx", file="g.rst").records
    assert [(record.id, record.fields, record.origin.line) for record in found] == [
        (
            "environment",
            {
                "definition": {
                    "en": "A structure where all documents under the root are saved."
                    " It is pickled after parsing. Second paragraph."
                }
            },
            7,
        ),
        (
            "source-directory",
            {
                "definition": {"en": "The directory with all sources."},
                "synonyms": {"en": ["srcdir"]},
            },
            13,
        ),
        ("last", {"definition": {"en": "It s end: see this."}}, 23),
    ]
    with pytest.raises(GlossaryError, match=r"g\.rst:3: empty-value"):
        parse(b".. glossary::\n\n  alone\n", "sphinx", file="g.rst")


# --- Loading, names, losses ----------------------------------------------------------------------


def test_files_of_other_formats_are_glossaries(tmp_path):
    """By their suffix, beside YAML, with places."""
    (tmp_path / "a.yaml").write_text("terms: {pain: {en: Hurt.}}")
    (tmp_path / "t.csv").write_text("id,en\nfever,Heat.\npain,Twice.\nmri,\n")
    with pytest.raises(GlossaryError) as error:
        rx.load(tmp_path / "a.yaml", tmp_path / "t.csv")
    assert [(problem.code, problem.line) for problem in error.value.problems] == [
        ("duplicate-id", 3),
        ("missing-definition", 4),
    ]
    (tmp_path / "t.csv").write_text("id,en\nfever,Heat.\n")
    loaded = rx.load(tmp_path / "a.yaml", tmp_path / "t.csv")
    assert [term.id for term in loaded] == ["pain", "fever"]
    assert str(loaded["fever"].origin) == f"{tmp_path / 't.csv'}:2"
    assert [term.id for term in rx.load(tmp_path)] == ["pain"]


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Crohn’s disease", "crohns-disease"),
        ("  X-ray (chest) ", "x-ray-chest"),
        ("β-blocker", "blocker"),
        ("জ্বর", ""),
    ],
)
def test_ids_are_made_of_names(name, id):
    """ASCII letters and digits, joined by hyphens."""
    assert slug(name) == id


def test_losses_are_counted():
    """A line says which field, how often and where."""
    terms = [rx.Term(f"x{n}", en="x", plural="xs") for n in range(4)]
    assert list(map(str, dump(terms, "tbx").losses)) == ["plural of 4 entries (x0, x1, x2, …)"]
    assert str(dump(terms[:1], "tbx").losses[0]) == "plural of 1 entry (x0)"
    assert [loss.field for loss in dump([rx.Term("x", bn="x")], "po", Options()).losses] == [
        "everything"
    ]


def test_the_readme_of_formats_is_whole():
    """Every format stands in the reference."""
    page = (Path(__file__).parents[1] / "docs" / "reference" / "exchange.md").read_text("utf-8")
    for name, form in FORMATS.items():
        assert f"`{name}`" in page
        assert all(f"`{suffix}`" in page for suffix in form.suffixes[:1])
