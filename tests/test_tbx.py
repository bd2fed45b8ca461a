"""TBX: valid by the standard's schema, read back equal, and what other programs write is read."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from lxml import etree

import rxglossary as rx
from rxglossary.errors import GlossaryError
from rxglossary.formats import dump, parse
from rxglossary.formats.tbx import reading

SCHEMA = Path(os.environ.get("RXG_TBX_RNG", "../shared/tbx/TBXcoreStructV03.rng"))
"""The RelaxNG schema of the core of TBX 3, which is not part of this project."""

SPACE = "{urn:iso:std:iso:30042:ed-2}"
HELD = {
    "term": {"en": "inflammation", "bn": "প্রদাহ"},
    "definition": {"en": "The body’s “response” <&>.", "bn": "প্রতিক্রিয়া।", "hi": "सूजन।"},
    "forms": {"en": ["inflamed", "inflammatory"]},
    "synonyms": {"bn": ["জ্বালাপোড়া", "ফোলা"]},
    "abbr": {"en": ["INF"]},
    "avoid": {"bn": {"দাহ": "means burning; ambiguous"}},
    "pos": "noun",
    "category": "symptom",
    "related": ["5-fu"],
    "see": [
        {"url": "https://example.org/a?b=%20&c#d", "title": "Ours"},
        {"url": "https://example.org/", "title": "More", "lang": "en"},
    ],
    "image": {"src": "https://example.org/i.png", "alt": {"en": "Red", "bn": "লাল"}},
    "note": {"en": "For editors.", "fr": "Pour nous."},
    "source": {"title": "NCI", "url": "https://example.org/", "license": "public-domain"},
}
LOST = {
    "clinical": {"en": "x"},
    "say": {"en": "x"},
    "plural": "x",
    "match": {"case": "fold"},
    "status": "reviewed",
    "review": {"en": {"by": "x"}},
    "translated": {"bn": {"of": "00000000"}},
    "aliases": ["x"],
}


def glossary(**more: object) -> list[rx.Term]:
    return [
        rx.Term.from_dict("inflammation", HELD | more),
        rx.Term("5-fu", en="A medicine."),
    ]


def read(text: str) -> dict[str, dict]:
    return {record.id: record.fields for record in parse(text.encode(), "tbx").records}


# --- Ours ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", ["tbx", "tbx2"])
def test_everything_that_has_a_place_reads_back_equal(format, tmp_path):
    """Both versions hold the same, and loading the file gives the glossary."""
    data, losses = dump(glossary(), format)
    assert losses == ()
    file = tmp_path / "g.tbx"
    file.write_bytes(data)
    assert list(rx.load(file)) == glossary()
    assert rx.load(file)["5-fu"].origin.line > 20


@pytest.mark.parametrize("format", ["tbx", "tbx2"])
@pytest.mark.parametrize("field", LOST)
def test_what_has_no_place_is_named(format, field):
    """Field by field."""
    losses = dump(glossary(**{field: LOST[field]}), format).losses
    assert [loss.field.partition(".")[0] for loss in losses] == [field]
    assert losses[0].ids == ("inflammation",)


@pytest.mark.parametrize(
    ("fields", "lost"),
    [
        ({"image": {"src": "img/i.svg"}}, "image.src"),
        ({"related": ["elsewhere"]}, "related"),
        ({"pos": "proper-noun"}, "pos"),
        ({"see": [{"url": "https://example.org/%"}]}, "see"),
        ({"see": [{"url": "https://example.org/", "lang": "fr"}]}, "see"),
        ({"definition": {"en": "a\x0bb"}}, "definition.en"),
        ({"source": {"adapted": True}}, "source.adapted"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_values_that_tbx_cannot_hold_are_named(fields, lost):
    """They are left out rather than written as something else."""
    data, losses = dump(glossary(**fields), "tbx")
    assert [loss.field for loss in losses] == [lost]
    assert_valid(data)


def test_a_term_that_is_the_ids_words_is_no_name_when_read():
    """Nobody wrote it; a name that was written stays one, even if it is the id's words."""
    terms = [rx.Term("chest-pain", en="x"), rx.Term("pain", en="x", term={"en": "pain"})]
    records = parse(dump(terms, "tbx").data, "tbx").records
    assert ["term" in record.fields for record in records] == [False, True]


def test_a_file_without_entries_is_refused():
    """The standard's schema wants one."""
    with pytest.raises(GlossaryError, match="one entry at least"):
        dump([], "tbx")


# --- The standard --------------------------------------------------------------------------------

LEVELS = {
    ("admin", "source"): "conceptEntry langSec termSec",
    ("descrip", "subjectField"): "conceptEntry",
    ("descrip", "definition"): "conceptEntry langSec",
    ("ref", "crossReference"): "conceptEntry termSec",
    ("termNote", "administrativeStatus"): "termSec",
    ("termNote", "partOfSpeech"): "termSec",
    ("termNote", "termType"): "termSec",
    ("xref", "externalCrossReference"): "conceptEntry langSec termSec",
    ("xref", "xGraphic"): "conceptEntry langSec",
}
"""Where TBX-Basic allows the data categories that are written here."""

VALUES = {
    "administrativeStatus": "admittedTerm deprecatedTerm supersededTerm preferredTerm",
    "partOfSpeech": "adjective noun other verb adverb",
    "termType": "fullForm acronym abbreviation shortForm variant phrase",
}


def assert_valid(data: bytes) -> None:
    """Check the file by the schema, where it is there, and by our table of data categories."""
    tree = etree.fromstring(data)
    if SCHEMA.exists():
        etree.RelaxNG(etree.parse(str(SCHEMA))).assertValid(tree)
    assert tree.tag == SPACE + "tbx"
    assert dict(tree.attrib) == {
        "type": "TBX-Basic",
        "style": "dca",
        "{http://www.w3.org/XML/1998/namespace}lang": "en",
    }
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in tree.iter(
        *(SPACE + name for name in ("admin descrip ref termNote xref".split()))
    ):
        category = element.get("type")
        level = element.getparent()
        while level.tag.endswith("Grp"):
            level = level.getparent()
        name = element.tag.removeprefix(SPACE)
        assert level.tag.removeprefix(SPACE) in LEVELS[name, category].split()
        if category in VALUES:
            assert element.text.removesuffix("-admn-sts") in VALUES[category].split()
        if name == "ref":
            assert element.get("target") in ids
        if name == "xref":
            assert element.get("target").startswith(("http://", "https://"))


def test_what_is_written_is_valid_tbx_basic():
    """By the schema of the core, and by the levels and values of the dialect."""
    assert_valid(dump(glossary(), "tbx").data)
    assert_valid(dump(rx.builtin(), "tbx").data)
    if not SCHEMA.exists():
        pytest.skip(f"checked by our own table alone: RXG_TBX_RNG names no schema ({SCHEMA})")


# --- Others' -------------------------------------------------------------------------------------

WEBLATE = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE martif PUBLIC "ISO 12200:1999A//DTD MARTIF core (DXFcdV04)//EN" "TBXcdv04.dtd">
<martif type="TBX" xml:lang="en">
    <martifHeader>
        <fileDesc><sourceDesc><p>Our clinic’s words</p></sourceDesc></fileDesc>
    </martifHeader>
    <text>
        <body>
            <termEntry id="1">
                <langSet xml:lang="en">
                    <tig><term>Blood pressure</term></tig>
                </langSet>
                <langSet xml:lang="bn"><tig><term>রক্তচাপ</term></tig></langSet>
                <descrip>How hard blood pushes on the vessels.</descrip>
                <note from="translator">Say it slowly.</note>
            </termEntry>
            <termEntry id="2">
                <descrip type="definition">An old word for stroke.</descrip>
                <descrip type="Translation needed">No</descrip>
                <langSet xml:lang="en">
                    <tig>
                        <term>stroke</term>
                    </tig>
                    <tig>
                        <term>apoplexy</term>
                        <termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote>
                    </tig>
                    <tig>
                        <term>fit</term>
                        <termNote type="administrativeStatus">forbidden</termNote>
                        <note>also a seizure</note>
                    </tig>
                </langSet>
                <langSet xml:lang="bn"><tig><term>স্ট্রোক</term></tig></langSet>
            </termEntry>
        </body>
    </text>
</martif>
"""
"""In the shape of a glossary that Weblate offers for download."""

PONTOON = """\
<?xml version="1.0" encoding="UTF-8"?>
<?xml-model href="https://example.org/x.rng" type="application/xml"?>
<tbx style="dca" type="TBX-Basic" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
\t<tbxHeader>
\t\t<fileDesc>
\t\t\t<titleStmt><title>Terms</title></titleStmt>
\t\t\t<sourceDesc><p>from a termbase</p></sourceDesc>
\t\t</fileDesc>
\t\t<encodingDesc><p type="XCSURI">TBXXCSV02.xcs</p></encodingDesc>
\t</tbxHeader>
\t<text>
\t\t<body>
\t\t\t<conceptEntry id="c7">
\t\t\t\t<langSec xml:lang="en-US">
\t\t\t\t\t<termSec>
\t\t\t\t\t\t<term>discharge</term>
\t\t\t\t\t\t<termNote type="partOfSpeech">noun</termNote>
\t\t\t\t\t\t<descripGrp>
\t\t\t\t\t\t\t<descrip type="definition">Leaving the hospital.</descrip>
\t\t\t\t\t\t\t<descrip type="context">Her discharge is today.</descrip>
\t\t\t\t\t\t</descripGrp>
\t\t\t\t\t</termSec>
\t\t\t\t</langSec>
\t\t\t\t<langSec xml:lang="bn-BD">
\t\t\t\t\t<termSec><term>ছুটি</term></termSec>
\t\t\t\t</langSec>
\t\t\t</conceptEntry>
\t\t\t<conceptEntry id="c8">
\t\t\t\t<langSec xml:lang="en-US">
\t\t\t\t\t<termSec>
\t\t\t\t\t\t<term>discharge</term>
\t\t\t\t\t\t<descripGrp><descrip type="definition">Fluid from the body.</descrip></descripGrp>
\t\t\t\t\t</termSec>
\t\t\t\t</langSec>
\t\t\t</conceptEntry>
\t\t</body>
\t</text>
</tbx>
"""
"""In the shape of what Pontoon offers for download."""


def test_weblates_version_2_is_read():
    """Explanations are definitions, forbidden words are avoided, and a DTD is not looked for."""
    assert read(WEBLATE) == {
        "blood-pressure": {
            "definition": {"en": "How hard blood pushes on the vessels."},
            "note": {"en": "Say it slowly."},
            "term": {"en": "Blood pressure", "bn": "রক্তচাপ"},
        },
        "stroke": {
            "definition": {"en": "An old word for stroke."},
            "avoid": {"en": {"apoplexy": "deprecated", "fit": "also a seizure"}},
            "term": {"bn": "স্ট্রোক"},
        },
    }
    assert parse(WEBLATE.encode(), "tbx").notes == ["descrip Translation needed is not read (1×)"]


def test_pontoons_version_3_is_read():
    """Regions are dropped where a language has one, and homonyms get a number."""
    assert read(PONTOON) == {
        "discharge": {
            "definition": {"en": "Leaving the hospital."},
            "pos": "noun",
            "term": {"bn": "ছুটি"},
        },
        "discharge-2": {"definition": {"en": "Fluid from the body."}, "term": {"en": "discharge"}},
    }


NTIG = """\
<martif type="TBX" xml:lang="en-US"><text><body>
<termEntry id="c1">
  <descripGrp><descrip type="subjectField">Medicine</descrip></descripGrp>
  <langSet xml:lang="en-US">
    <ntig><termGrp><term>magnetic <hi>resonance</hi> imaging</term>
      <termNote type="termType">fullForm</termNote>
      <termNote type="partOfSpeech">properNoun</termNote>
      <termNote type="grammaticalGender">neuter</termNote></termGrp></ntig>
    <ntig><termGrp><term>MRI</term><termNote type="termType">acronym</termNote></termGrp></ntig>
    <ntig><termGrp><term>MR</term><termNote type="termType">variant</termNote></termGrp></ntig>
    <ntig><termGrp><term>tube scan</term></termGrp></ntig>
    <descripGrp><descrip type="definition">A test.</descrip>
      <admin type="source">Handbook</admin></descripGrp>
  </langSet>
  <langSet xml:lang="en_GB"><tig><term>MRI scan</term>
    <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig></langSet>
  <langSet xml:lang="de"><tig><term>MRT</term>
    <termNote type="termType">initialism</termNote></tig></langSet>
</termEntry>
<termEntry id="c2"><langSet xml:lang="bn"><tig><term>জ্বর</term></tig></langSet></termEntry>
</body></text></martif>
"""


def test_ntig_and_groups_are_read():
    """Term groups, term types and statuses say which field a term belongs to."""
    assert read(NTIG) == {
        "magnetic-resonance-imaging": {
            "abbr": {"en-US": ["MRI"], "de": ["MRT"]},
            "category": "Medicine",
            "definition": {"en-US": "A test."},
            "forms": {"en-US": ["MR"]},
            "pos": "proper-noun",
            "source": {"title": "Handbook"},
            "synonyms": {"en-US": ["tube scan"]},
            "term": {"en-GB": "MRI scan", "en-US": "magnetic resonance imaging"},
        },
        "c2": {"term": {"bn": "জ্বর"}},
    }


def test_an_entry_known_by_its_abbreviation_alone_is_called_so():
    """Else it would have no name."""
    text = NTIG.replace("<term>magnetic <hi>resonance</hi> imaging</term>", "")
    text = text.replace('"en-US"', '"en"').replace("tube scan", "")
    assert list(read(text)) == ["mri-scan", "c2"]
    start, end = text.index('<langSet xml:lang="en_GB">'), text.index('<langSet xml:lang="de">')
    assert list(read(text[:start] + text[end:])) == ["mri", "c2"]


# --- Hostile -------------------------------------------------------------------------------------

ENTRY = '<tbx xml:lang="en"><text><body><conceptEntry>{}</conceptEntry></body></text></tbx>'
BOMB = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(1, 9))
DTD = f'<!DOCTYPE tbx [<!ENTITY a1 "lol">{BOMB}]>\n'


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param(DTD + ENTRY.format("&a9;"), "entities", 2, id="bomb"),
        pytest.param(DTD + '<tbx a="&a9;"/>', "bad-xml", 2, id="bomb-in-attribute"),
        pytest.param(
            '<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + ENTRY.format("&x;"),
            "entities",
            1,
            id="external-entity",
        ),
        pytest.param(
            '<!DOCTYPE martif SYSTEM "x.dtd">\n<martif><text><body>\n<termEntry><langSet><tig>'
            "<term>a&nbsp;b</term></tig></langSet></termEntry></body></text></martif>",
            "entities",
            3,
            id="undeclared-entity",
        ),
        pytest.param("<tbx>\n" + "<a>" * 100_000, "too-deep", 2, id="deep"),
        pytest.param(ENTRY.format("<a>" + "a" * 11_000_000), "bad-xml", 1, id="long-text"),
        pytest.param("", "bad-xml", 0, id="empty"),
        pytest.param("id,en\n", "bad-xml", 1, id="no-xml"),
        pytest.param("<tbx>\n\n<text>", "bad-xml", 3, id="cut"),
        pytest.param("<html/>", "no-tbx", 1, id="html"),
        pytest.param("<tbx>\n\x00</tbx>", "bad-xml", 2, id="nul"),
    ],
)
def test_hostile_and_broken_files_are_refused_with_their_line(text, code, line):
    """No entity is expanded, nothing recurses, and the message names the place."""
    with pytest.raises(GlossaryError) as error:
        parse(text.encode(), "tbx", file="g.tbx")
    (problem,) = error.value.problems
    assert (problem.code, problem.file, problem.line) == (code, "g.tbx", line)


def test_a_file_that_is_too_large_is_not_parsed(monkeypatch):
    """The limit is in bytes, before anything is read."""
    monkeypatch.setattr(reading, "SIZE", 10)
    with pytest.raises(GlossaryError, match="at most 10 are read"):
        parse(b"<tbx>" + b" " * 10, "tbx")


def test_nothing_is_fetched():
    """Neither a DTD nor a parameter entity makes a connection."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        calls: list[object] = []

        def listen() -> None:
            with suppress(TimeoutError):
                calls.append(server.accept())

        thread = threading.Thread(target=listen)
        thread.start()
        parse(f'<!DOCTYPE tbx SYSTEM "{url}"><tbx/>'.encode(), "tbx")
        with pytest.raises(GlossaryError):
            parse(f'<!DOCTYPE tbx [<!ENTITY % x SYSTEM "{url}">%x;]><tbx/>'.encode(), "tbx")
        thread.join()
    assert calls == []
