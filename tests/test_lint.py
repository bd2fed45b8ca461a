"""The linter: each rule finds its example and nothing else does, at the right place."""

import datetime
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import rxglossary as rx
from rxglossary.cli import main
from rxglossary.lint import RULES, lint
from rxglossary.lint.fixes import fixed
from rxglossary.lint.output import FORMATS, page, summary
from rxglossary.lint.structure import LOADER

DAY = datetime.date(2026, 11, 22)
SOURCE = Path(rx.__file__).parent
EN = "en: A bad feeling in the body."
BN = "bn: শরীরে খারাপ লাগা।"


def whole(example: str) -> str:
    """Return the file that an example stands for: its fields, with what else an entry needs."""
    if example.startswith("terms:"):
        return example + "\n"
    lines = example.split("\n")
    keys = {line.replace("⟦", "").partition(":")[0] for line in lines}
    lines += [
        text for key, text in (("en", EN), ("bn", BN)) if key not in keys and "<<" not in example
    ]
    return "terms:\n  pain:\n" + "".join(f"    {line}\n" for line in lines)


def found(tmp_path: Path, text: str, **options) -> list[tuple[str, int, int]]:
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8", newline="")
    return [
        (one.rule.code, one.problem.line, one.problem.column)
        for one in lint(file, today=DAY, **options)
    ]


def place(text: str) -> tuple[str, int, int]:
    """Return a text without its mark, and the line and column of the mark."""
    at = text.index("⟦")
    before = text[:at]
    return text.replace("⟦", ""), before.count("\n") + 1, at - before.rfind("\n")


EXAMPLES = [rule for rule in RULES.values() if rule.bad]
ELSEWHERE = {
    "RX009", "RX026", "RX027", "RX028", "RX029", "RX030", "RX031", "RX032", "RX033", "RX034",
    "RX035", "RX036", "RX038", "RX601", "RX602", "RX603",
}  # fmt: skip


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: f"{rule.code}-{rule.name}")
def test_each_rule_finds_its_example_and_nothing_else(tmp_path, rule):
    """The example in the docs is reported by that rule alone, at the place that is marked."""
    text, line, column = place(whole(rule.bad))
    assert found(tmp_path, text) == [(rule.code, line, column)]


@pytest.mark.parametrize(
    "rule", [rule for rule in EXAMPLES if rule.good], ids=lambda rule: f"{rule.code}-{rule.name}"
)
def test_what_a_rule_recommends_is_clean(tmp_path, rule):
    assert found(tmp_path, whole(rule.good)) == []


def test_every_rule_is_tried_here():
    assert {rule.code for rule in RULES.values() if not rule.bad} == ELSEWHERE


@pytest.mark.parametrize(
    ("code", "text", "line", "column"),
    [
        ("RX026", "terms:\n\tpain:\n", 2, 1),
        ("RX027", f"terms:\n  pain:\n    {EN}\n    {BN}\n    say: {{en: a\x07b}}\n", 5, 16),
        ("RX028", f"terms:\n  pain:\n    {EN}\n    {BN}\n    note: " + "[" * 40 + "]" * 40 + "\n",
         5, 40),
        ("RX029", f"terms:\n  pain:\n    {EN}\n    {BN}\n---\na: b\n", 5, 1),
        ("RX030", "[]\n", 1, 1),
        ("RX031", f"terms:\n  ache:\n    {EN}\n    bn: ব্যথা লাগা।\n    aliases: [pain]\n"
                  "  pain:\n    en: It hurts.\n    bn: কষ্ট লাগা।\n", 5, 15),
    ],
)  # fmt: skip
def test_the_loaders_other_rules(tmp_path, code, text, line, column):
    codes = [(c, at, col) for c, at, col in found(tmp_path, text) if c == code]
    assert codes == [(code, line, column)]


def test_an_id_in_two_files_is_reported_at_the_second(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(f"terms:\n  pain:\n    {EN}\n    {BN}\n", encoding="utf-8")
    (one,) = lint(tmp_path, today=DAY)
    assert (one.rule.code, Path(one.problem.file).name, one.problem.line) == ("RX009", "b.yaml", 2)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda folder: [folder / "none.yaml"], "RX032"),
        (lambda folder: [folder], "RX034"),
        (lambda folder: [], "RX035"),
    ],
    ids=["no-file", "empty-folder", "nothing"],
)
def test_what_cannot_be_read_is_a_finding(tmp_path, make, code):
    assert [one.rule.code for one in lint(*make(tmp_path))] == [code]


def test_a_file_that_is_no_text_is_a_finding(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"terms: {\xff}")
    assert [one.rule.code for one in lint(tmp_path)] == [LOADER["not-utf-8"]]


def test_the_loaders_codes_all_have_a_rule():
    """Whatever code the loader's modules can report is in the table."""
    text = "".join(
        path.read_text("utf-8")
        for folder in ("formats", "glossary")
        for path in (SOURCE / folder).glob("*.py")
        if path.stem in {"yaml", "tree", "shapes", "fields", "term", "collection"}
    )
    codes = set(re.findall(r'(?:bad|Problem|problem)\(\s*"([a-z-]+)"', text))
    codes |= set(re.findall(r'code, what = "([a-z]+)"', text))
    assert len(codes) > 25
    ours = {"form-taken", "related-to-itself", "unknown-term", "no-builtin", "no-text"}
    assert codes - ours <= LOADER.keys()


# --- Rules in depth ----------------------------------------------------------------------------


def codes(tmp_path: Path, fields: str, **options) -> set[str]:
    return {code for code, _, _ in found(tmp_path, whole(fields), **options)}


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("Pain is a strong pain.", True),
        ("Pain is the pain that hurts.", True),
        ("Pain means pain in the body.", True),
        ("Pain is a bad feeling.", False),
        ("Pain is a feeling like pain.", False),
        ("A bad feeling.", False),
    ],
)
def test_a_definition_that_defines_itself(tmp_path, text, hit):
    assert ("RX201" in codes(tmp_path, f"en: {text}")) is hit


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("A pill of 500 mg.", True),
        ("It is given twice a day.", True),
        ("Take it at night.", True),
        ("You should see a doctor.", True),
        ("Sugar is counted in mg/dL.", False),
        ("A pill that people take.", False),
        ("A cut that takes 2 hours.", False),
    ],
)
def test_doses_and_orders(tmp_path, text, hit):
    assert ("RX213" in codes(tmp_path, f"en: {text}")) is hit


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("দিনে ৩ বার লাগে।", True),
        ("ডাক্তার দেখান।", True),
        ("ওষুধ খাবেন না।", True),
        ("৫ মিলিগ্রাম ওষুধ।", True),
        ("যে ওষুধ খেলে কষ্ট কমে।", False),
    ],
)
def test_doses_and_orders_in_bangla(tmp_path, text, hit):
    assert ("RX213" in codes(tmp_path, f"bn: {text}")) is hit


@pytest.mark.parametrize(
    ("fields", "hit"),
    [
        ("bn: MRI দিয়ে ছবি।\nabbr: {en: [MRI]}", False),
        ("bn: CT দিয়ে ছবি।\nabbr: {en: [MRI]}", True),
        ("bn: pH মাপা।", False),
    ],
    ids=["known", "unknown", "unit"],
)
def test_latin_in_bangla(tmp_path, fields, hit):
    assert ("RX302" in codes(tmp_path, fields)) is hit


@pytest.mark.parametrize(
    ("fields", "hit"),
    [
        ("abbr: {en: [AIDS]}", False),
        ("abbr: {en: [AIDS]}\nmatch: {case: fold}", True),
        ("abbr: {en: [who]}\nmatch: {case: exact}", True),
        ("abbr: {en: [XYZ]}", False),
    ],
)
def test_abbreviations_that_are_words(tmp_path, fields, hit):
    assert ("RX108" in codes(tmp_path, fields)) is hit


@pytest.mark.parametrize(
    ("id", "fields", "hit"),
    [
        ("blood-sugar", "en: Sugar in the blood.", False),
        ("anti-viral", "en: It stops germs.", True),
        ("anti-viral", "term: {en: anti-viral}\nen: It stops germs.", False),
        ("b12", "en: It is in meat.", True),
        ("mri", "en: An MRI takes pictures.", True),
        ("checkup", "en: A check-up is a visit.", False),
        ("check-up", "en: A check-up is a visit.", True),
    ],
)
def test_ids_that_are_not_the_word(tmp_path, id, fields, hit):
    text = whole(fields).replace("  pain:", f"  {id}:")
    assert ("RX042" in {code for code, _, _ in found(tmp_path, text)}) is hit


def test_a_missing_language_is_a_warning_while_it_is_a_draft(tmp_path):
    file = tmp_path / "a.yaml"
    for status, severity in (("draft", "warning"), ("translated", "error")):
        file.write_text(f"terms:\n  pain:\n    {EN}\n    status: {status}\n", encoding="utf-8")
        assert [(one.rule.code, one.severity) for one in lint(file)] == [("RX041", severity)]


def test_forms_are_compared_as_the_matcher_reads_them(tmp_path):
    """Hyphens of any kind, case, and Bangla spellings are one."""
    text = (
        "terms:\n  a:\n    en: One thing here.\n    bn: এক কথা।\n"
        "    forms: {bn: [বা\u09dcি], en: [X‑ray]}\n"
        "  b:\n    en: Another such word.\n    bn: দুই কথা।\n"
        "    forms: {bn: [বা\u09a1\u09bcি], en: [x-Ray]}\n"
    )
    assert [code for code, _, _ in found(tmp_path, text)].count("RX101") == 2


def test_a_review_that_counts_is_no_finding(tmp_path):
    hash = rx.text_hash(EN.removeprefix("en: "))
    review = f"review: {{en: {{by: A, role: MBBS, date: 2026-11-01, of: {hash}}}}}"
    assert codes(tmp_path, f"{EN}\nstatus: reviewed\n{review}") == set()


# --- Comments ----------------------------------------------------------------------------------

NO_CAPITAL = "en: a bad feeling in the body."


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([f"{NO_CAPITAL}  # rxg: ignore RX209 as in the source"], []),
        (["# rxg: ignore RX209 as in the source", NO_CAPITAL], []),
        (["# rxg: ignore RX209 one", "# rxg: ignore RX210 two", NO_CAPITAL[:-1]], []),
        ([f"{NO_CAPITAL}  # rxg: ignore RX209, RX210 as is"], []),
        ([f"{NO_CAPITAL[:-1]}  # rxg: ignore RX209, RX210 as is"], []),
        ([f"{NO_CAPITAL}  # rxg: ignore RX210 wrong one"], ["RX209", "RX902"]),
        ([f"{NO_CAPITAL}  # rxg: ignore RX209"], ["RX901"]),
        ([f"{NO_CAPITAL}  # rxg: ignore RX999 no rule"], ["RX209", "RX902"]),
        ([f"{NO_CAPITAL}  # rxg: ignore"], ["RX209", "RX902"]),
        (["en: 'a. # rxg: ignore RX209 is no comment here'"], ["RX209", "RX210"]),
    ],
    ids=["same-line", "line-above", "two-above", "one-of-two-codes", "two-codes", "other-code",
         "no-reason", "no-rule", "no-code", "inside-a-text"],
)  # fmt: skip
def test_comments_silence_findings(tmp_path, lines, expected):
    text = "terms:\n  pain:\n" + "".join(f"    {line}\n" for line in [*lines, BN])
    assert sorted(code for code, _, _ in found(tmp_path, text)) == sorted(expected)


def test_a_comment_behind_an_id_is_for_the_whole_entry_alone(tmp_path):
    entry = "    en: {}\n    bn: শরীরে {} লাগা।\n"
    text = (
        "terms:\n  ache:  # rxg: ignore RX209 as in the source\n"
        + entry.format("a dull ache.", "কষ্ট")
        + "  pain:\n"
        + entry.format("a bad thing.", "খারাপ")
    )
    assert found(tmp_path, text) == [("RX209", 6, 9)]


# --- Mending -----------------------------------------------------------------------------------


def mended(tmp_path: Path, text: str) -> str:
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8", newline="")
    changed = fixed(lint(file, today=DAY), file, today=DAY)
    return changed.get(str(file), text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("bn: শরীরে ক\u09c7\u09beনো কষ্ট।", "bn: শরীরে ক\u09cbনো কষ্ট।"),
        ("bn: 'শরীরে\u200c কষ্ট।'  # kept", "bn: 'শরীরে কষ্ট।'  # kept"),
        ("bn: 'শরীরে কষ্ট |'", "bn: 'শরীরে কষ্ট।'"),
        ("bn: শরীরে কষ্ট. আরও কষ্ট", "bn: শরীরে কষ্ট। আরও কষ্ট।"),
        ("bn: র\u200d্যাশ হওয়া।", "bn: র\u200d্যাশ হওয়া।"),
        ("bn: শরীরে কষ্ট |  # rxg: ignore RX306 as it is", None),
        ('bn: "শরীরে\\u200c কষ্ট।"', None),
    ],
    ids=["unicode", "joiner", "bar", "full-stop", "joiner-that-counts", "silenced", "escaped"],
)
def test_what_is_mended(tmp_path, before, after):
    """What stands in the file letter by letter is mended; all else stays, comments too."""
    head = f"# top\r\nterms:\r\n  pain:  # here\r\n    {EN}\r\n    "
    text = head + before + "\r\n"
    expected = text if after is None else head + after + "\r\n"
    assert mended(tmp_path, text) == expected
    assert mended(tmp_path, expected) == expected


def test_entries_are_sorted_with_their_comments(tmp_path):
    def entry(id, *, above="", line=""):
        return (
            f"{above}  {id}:{line}\n    en: About {id} and more.\n"
            f"    # inside {id}\n    bn: {id} নিয়ে কথা।\n"
        )

    one = entry("fever", above="  # about fever\n")
    two = entry("ache", line="  # right here")
    three = entry("pain")
    head = "# top\nterms:\n"
    text = head + "\n".join([three, one, two])
    assert mended(tmp_path, text) == head + "\n".join([two, one, three])


@pytest.mark.parametrize(
    "text",
    [
        "terms: {pain: {en: It is bad., bn: খারাপ।}, ache: {en: It is so., bn: কষ্ট।}}\n",
        "terms:\npain:\n  en: x\n",
    ],
    ids=["flow", "not-nested"],
)
def test_files_of_another_shape_are_not_sorted(tmp_path, text):
    assert mended(tmp_path, text) == text


# --- Against pages -----------------------------------------------------------------------------

GLOSSARY = (
    "terms:\n  ache:\n    en: It hurts a little.\n    bn: কষ্ট লাগা।\n"
    f"  pain:\n    {EN}\n    {BN}\n"
    "  rash:\n    en: Red skin.\n    bn: লাল চামড়া।\n    match: {mode: never}\n"
)


def pages(*texts: str) -> list[tuple[str, bytes]]:
    return [(f"{number}.html", f"<p>{text}".encode()) for number, text in enumerate(texts)]


def test_entries_on_no_page_or_everywhere(tmp_path):
    shown = pages("Pain.", "More pain.", "Pain again.", "Nothing.")
    assert found(tmp_path, GLOSSARY, pages=shown) == [("RX601", 2, 3), ("RX602", 5, 3)]
    assert found(tmp_path, GLOSSARY, pages=shown[1:]) == [("RX601", 2, 3)]
    assert found(tmp_path, GLOSSARY, pages=[]) == []


def test_words_that_no_entry_covers(tmp_path):
    """Medical-looking and capitalised ones on three pages; what an entry covers is none."""
    text = "The ache, like arthritis, by Parkinson, is pain <i title='the Nobody'>x</i>"
    shown = pages(text, text, text, "The rare gastritis.")
    (tmp_path / "a.yaml").write_text(GLOSSARY, encoding="utf-8")
    hits = [one for one in lint(tmp_path, pages=shown) if one.rule.code == "RX603"]
    named = {one.problem.message.split("'")[1]: one.problem.file for one in hits}
    assert named == {"arthritis": "0.html", "parkinson": "0.html"}


# --- Output ------------------------------------------------------------------------------------


@pytest.fixture
def plain(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = f"terms:\n  pain:\n    en: a bad feeling.\n    {BN}\n"
    Path("a b.yaml").write_text(text, encoding="utf-8")
    return lint("a b.yaml")


def test_text(plain):
    assert FORMATS["text"](plain) == (
        "a b.yaml:3:9: warning RX209 no-capital: begin with a capital letter\n"
        "    en: a bad feeling.\n"
        "        ^\n"
    )
    assert summary(plain) == "1 warning"


def test_json(plain):
    (record,) = json.loads(FORMATS["json"](plain))["findings"]
    assert record == {
        "code": "RX209", "name": "no-capital", "severity": "warning", "entry": "pain",
        "file": "a b.yaml", "line": 3, "column": 9, "message": "begin with a capital letter",
        "fixable": False,
    }  # fmt: skip


def test_sarif(plain):
    log = json.loads(FORMATS["sarif"](plain))
    (run,) = log["runs"]
    (result,) = run["results"]
    assert log["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "RX209"
    assert result["level"] == "warning"
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b.yaml"},
        "region": {"startLine": 3, "startColumn": 9},
    }
    (nowhere,) = json.loads(FORMATS["sarif"](lint()))["runs"][0]["results"]
    assert nowhere["locations"] == []


def test_github(plain):
    assert FORMATS["github"](plain) == (
        "::warning file=a b.yaml,line=3,col=9,title=RX209 no-capital::begin with a capital letter\n"
    )
    file = plain[0].problem
    odd = plain[0]._replace(problem=type(file)("RX209", "50%\nof", "a:b,c.yaml", 1, 2))
    assert FORMATS["github"]([odd]) == (
        "::warning file=a%3Ab%2Cc.yaml,line=1,col=2,title=RX209 no-capital::50%25%0Aof\n"
    )


def test_the_page_of_the_docs_has_every_rule_once():
    text = page()
    assert [code.upper() for code in re.findall(r"^\((rx\d+)\)=$", text, re.M)] == sorted(RULES)
    assert "⟦" not in text


# --- The command -------------------------------------------------------------------------------


def run(*arguments: str, status: int = 0):
    result = CliRunner().invoke(main, ["lint", *arguments])
    assert result.exit_code == status, result.output
    return result


def test_the_command_prints_and_fails_as_asked(plain):
    assert "RX209" in run("a b.yaml").stdout
    assert run("a b.yaml", "--fail-on", "warning", status=1).stderr == "1 warning\n"
    assert run("a b.yaml", "--severity", "error").stdout == ""
    assert json.loads(run("a b.yaml", "--format", "json").stdout)["findings"]
    Path("a b.yaml").write_text("terms: [", encoding="utf-8")
    assert "RX001" in run("a b.yaml", status=1).stdout
    run("a b.yaml", "--fail-on", "never")


def test_the_command_mends_in_place(tmp_path, monkeypatch):
    """A byte order mark stays."""
    monkeypatch.chdir(tmp_path)
    file = Path("a.yaml")
    text = f"terms:\n  pain:\n    {EN}\n    bn: শরীরে কষ্ট |\n"
    file.write_text("\ufeff" + text, encoding="utf-8")
    assert "a.yaml: mended" in run("a.yaml", "--fix").stderr
    assert file.read_text("utf-8") == "\ufeff" + text.replace(" |", "।")
    assert run("a.yaml", "--fix").stderr == "nothing found\n"


def test_the_command_reads_pages(plain):
    Path("site").mkdir()
    Path("site/a.html").write_text("<p>Fever")
    assert "RX601" in run("a b.yaml", "--pages", "site").stdout
    assert "none" in run("a b.yaml", "--pages", "none", status=1).stderr


def test_the_command_explains_a_rule():
    assert run("--explain", "rx209").stdout.startswith("## Texts")
    assert "no rule" in run("--explain", "RX9", status=2).stderr
    assert "name a glossary" in run(status=2).stderr
