"""Rows of a database: read, mended, written as guarded SQL; applied to a real MariaDB and back."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from damage_cases import B, D

from rxglossary.cli import main
from rxglossary.errors import ExportError
from rxglossary.records import Statements, reader, refusal

INSTALL = "apt-get install mariadb-server"
VALUES = {
    1: f"<p>ক {D} “y” 😀\r\n\t\\n 'x' \\' \0 %</p>",
    2: f"<p>{B}</p>",
    3: f"{D} and {D}",
    4: "",
    5: f"\\{D}",
}
MENDED = {key: value.replace(D, "Ay") for key, value in VALUES.items()}
CHANGED = [1, 3, 5]
WHAT = ["--id", "ID", "--field", "post_content"]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Make an empty folder the current one."""
    monkeypatch.chdir(tmp_path)


def run(*arguments, status=0, input=None):
    result = CliRunner().invoke(main, [str(one) for one in arguments], input=input)
    assert result.exit_code == status, (result.stdout, result.stderr, result.exception)
    assert isinstance(result.exception, SystemExit | None), result.exception
    return result


def rows(values=VALUES):
    return "".join(
        json.dumps({"ID": key, "post_title": D, "post_content": value}) + "\n"
        for key, value in values.items()
    ).encode()


def mend(*more, status=0, kind="jsonl", out="out"):
    return run(
        "repair", f"rows.{kind}", "--records", kind, *WHAT, "--out-dir", out, *more, status=status
    )


# --- Files ---------------------------------------------------------------------------------------


def test_changed_rows_alone_are_written():
    Path("rows.jsonl").write_bytes(rows())
    assert "5 rows, 3 changed, 4 damages, 4 certain, 0 likely, 0 failed" in mend().stderr
    found = [json.loads(line) for line in Path("out/changed.jsonl").read_text("utf-8").splitlines()]
    assert found == [{"ID": key, "post_title": D, "post_content": MENDED[key]} for key in CHANGED]


def test_csv_is_read_and_written():
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["ID", "post_content"])
    values = {key: value.replace("\0", "") for key, value in VALUES.items()}
    writer.writerows(values.items())
    Path("rows.csv").write_bytes(text.getvalue().encode())
    mend(kind="csv")
    with Path("out/changed.csv").open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    assert [(row["ID"], row["post_content"]) for row in found] == [
        (str(key), values[key].replace(D, "Ay")) for key in CHANGED
    ]


def test_nothing_is_written_in_a_dry_run():
    Path("rows.jsonl").write_bytes(rows())
    output = run("repair", "rows.jsonl", "--records", "jsonl", *WHAT, "--diff").stdout
    assert "--- rows.jsonl: row 3 (ID 3)" in output
    assert [path.name for path in Path().iterdir()] == ["rows.jsonl"]


def test_check_tells_damaged_rows():
    """A line for each damage; a row that can't be used fails, and nothing is written."""
    Path("rows.jsonl").write_bytes(rows())
    result = run("check", "rows.jsonl", "--records", "jsonl", *WHAT, status=1)
    assert len(result.stdout.splitlines()) == 4
    assert f"rows.jsonl: row 3 (ID 3):{VALUES[3].index(D)}: certain raw damage" in result.stdout
    assert [path.name for path in Path().iterdir()] == ["rows.jsonl"]
    healthy = json.dumps({"ID": 1, "post_content": "x"}).encode()
    assert run("check", "-", "--records", "jsonl", *WHAT, input=healthy).stdout == ""
    result = run("check", "-", "--records", "jsonl", *WHAT, input=b"x\n" + healthy, status=1)
    assert "row 1: this is no JSON" in result.stderr
    for wrong in (["--records", "xml"], ["--records", "csv", "--id", "ID"]):
        run("check", "-", *wrong, input=healthy, status=2)
    run("check", "-", "-", "--records", "csv", *WHAT, input=healthy, status=2)
    report = run(
        "check", "-", "--records", "jsonl", *WHAT, "--report", "json", input=rows(), status=1
    )
    assert len(json.loads(report.stdout)["pages"][0]["damages"]) == 4


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("x", "row 1: this is no JSON"),
        ("[]", "row 1: there is no column 'ID'"),
        ('{"ID": 1}', "no column 'ID' or 'post_content'"),
        ('{"ID": true, "post_content": ""}', "neither a number nor a text"),
        ('{"ID": 1, "post_content": 7}', "the value of 'post_content' is no text"),
        ('{"ID": 1, "post_content": "a:1:{i:0;s:1:\\"x\\";}"}', "PHP serialised"),
        ('{"ID": 1, "post_content": "\\ud800"}', "lone surrogate"),
    ],
)
def test_a_row_that_cant_be_used_is_named_and_the_others_are_done(line, reason):
    Path("rows.jsonl").write_bytes(line.encode() + b"\n" + rows({9: D}))
    assert reason in mend(status=1).stderr
    assert "`ID` = 9" in Path("out/apply.sql").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--records", "xml", *WHAT], 2, "jsonl or csv"),
        (["--records", "jsonl", "--id", "ID"], 2, "--field"),
        (["--records", "jsonl", *WHAT], 2, "--out-dir"),
        (["--records", "jsonl", *WHAT, "--in-place"], 2, "one PATH"),
        (["--records", "jsonl", *WHAT, "--out-dir", "o", "--table", "x`; --"], 1, "no name"),
    ],
)
def test_wrong_usage_is_told(arguments, status, message):
    Path("rows.jsonl").write_bytes(rows())
    assert message in run("repair", "rows.jsonl", *arguments, status=status).stderr


def test_a_dump_is_no_rows():
    Path("rows.jsonl").write_bytes(b"-- MariaDB dump 10.19\n")
    assert "a dump in SQL" in mend(status=1).stderr
    Path("rows.jsonl").write_bytes(b"\xff\xfe")
    assert "not UTF-8" in mend(status=1, out="other").stderr


@pytest.mark.parametrize("cut", [0, 1, 40, 400, 900, 2000])
def test_a_stopped_run_goes_on(cut):
    """Cut anywhere, outputs a little further than the journal: the same files in the end."""
    Path("rows.jsonl").write_bytes(rows())
    mend()
    whole = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    for name, data in whole.items():
        extra = b"" if name == "journal.jsonl" else b"half a lin"
        keep = data[:cut] if name == "journal.jsonl" else data + extra
        Path("out", name).write_bytes(keep)
    mend()
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == whole
    assert "complete already" in mend().stderr


def test_a_journal_of_another_run_is_respected():
    Path("rows.jsonl").write_bytes(rows())
    mend()
    assert "another run" in mend("--aggressive", status=1).stderr
    Path("rows.jsonl").write_bytes(rows({1: D}))
    assert "another run" in mend(status=1).stderr


def test_outputs_shorter_than_the_journal_says_are_told():
    Path("rows.jsonl").write_bytes(rows())
    mend()
    journal = Path("out/journal.jsonl")
    journal.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    Path("out/apply.sql").write_bytes(b"")
    assert "shorter than the journal says" in mend(status=1).stderr


# --- Statements ----------------------------------------------------------------------------------


def test_keys_that_are_no_numbers_are_written_as_bytes():
    sql = Statements("db.wp_posts", "ID", "x").update("a' OR 1 -- ", "", "y")
    assert "WHERE `ID` = X'6127204F522031202D2D20'" in sql
    assert "UPDATE `db`.`wp_posts`" in sql


@pytest.mark.parametrize("name", ["", "a b", "a`b", "1a", "a.b.", "ক"])
def test_names_are_checked(name):
    with pytest.raises(ExportError, match="no name"):
        Statements(name, "ID", "x")


def test_what_may_be_mended_is_not_refused():
    assert [refusal(head) for head in (b"<p>a", b"", b"-- x", b"a: b", "ক".encode())] == [""] * 5


def test_empty_lines_and_null_are_no_problem():
    lines = iter(["\n", '{"ID": 1, "x": null}\n'])
    assert [(row.value, row.problem) for row in reader(lines, "jsonl", "ID", "x")] == [("", "")]


# --- MariaDB -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """Start a server of our own on a socket; give a function that runs SQL and returns rows."""
    server = shutil.which("mariadbd") or shutil.which("mariadbd", path="/usr/sbin")
    client, install = shutil.which("mariadb"), shutil.which("mariadb-install-db")
    if not (server and client and install):
        reason = f"no MariaDB: {INSTALL}"
        if os.environ.get("CI") == "true" and sys.platform == "linux":
            pytest.fail(f"{reason} (CI=true: this test must run)", pytrace=False)
        pytest.skip(reason)
    home = tmp_path_factory.mktemp("db")
    data, socket = home / "data", home / "s"
    user = ["--user=root"] if os.name == "posix" and os.geteuid() == 0 else []
    common = ["--no-defaults", f"--datadir={data}", *user]
    subprocess.run(
        [install, *common, "--auth-root-authentication-method=normal", "--skip-test-db"],
        check=True,
        capture_output=True,
    )
    log = (home / "log").open("wb")
    running = subprocess.Popen(
        [server, *common, f"--socket={socket}", "--skip-networking", "--innodb-flush-method=fsync"],
        stdout=log,
        stderr=log,
    )

    def sql(text: str, *options: str) -> str:
        done = subprocess.run(
            [client, "--no-defaults", f"--socket={socket}", "-uroot", "--batch", *options],
            input=text.encode(),
            capture_output=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        return done.stdout.decode()

    for _ in range(300):
        try:
            sql("SELECT 1")
            break
        except RuntimeError:
            if running.poll() is not None:
                raise
            time.sleep(0.1)
    yield sql
    running.terminate()
    running.wait(30)
    log.close()


@pytest.mark.parametrize("charset", ["utf8mb4", "latin1", "utf8mb4 bin"])
@pytest.mark.parametrize("mode", ["", "NO_BACKSLASH_ESCAPES", "STRICT_ALL_TABLES,ANSI_QUOTES"])
def test_apply_and_rollback_in_mariadb(database, mode, charset):
    """The bytes of the query, mended, then as they were; a row edited meanwhile is left and listed.

    In a latin1 table the same bytes may stand: as old sites wrote UTF-8 through such connections.
    """
    kind = "LONGBLOB" if charset.endswith("bin") else f"LONGTEXT CHARACTER SET {charset}"
    setup = f"SET GLOBAL sql_mode = '{mode}'; DROP DATABASE IF EXISTS wp; CREATE DATABASE wp;"
    table = f"CREATE TABLE wp.wp_posts (ID BIGINT UNSIGNED PRIMARY KEY, post_content {kind});"
    insert = "".join(
        f"INSERT INTO wp.wp_posts VALUES ({key}, X'{value.encode().hex()}');"
        for key, value in VALUES.items()
    )
    database(setup)
    database(table + insert)

    def stored() -> dict[int, bytes]:
        lines = database("SELECT ID, HEX(post_content) FROM wp.wp_posts").splitlines()[1:]
        return {
            int(key): bytes.fromhex(value)
            for key, _, value in (line.partition("\t") for line in lines)
        }

    before = stored()
    assert before == {key: value.encode() for key, value in VALUES.items()}
    Path("rows.jsonl").write_bytes(rows())
    mend()
    apply, rollback = (Path("out", name).read_text() for name in ("apply.sql", "rollback.sql"))
    assert database(apply, "wp") == ""
    assert stored() == {key: value.encode() for key, value in MENDED.items()}
    assert database(apply, "wp") == ""  # a second time: nothing to do, nothing to list
    assert database(rollback, "wp") == ""
    assert stored() == before
    database("UPDATE wp.wp_posts SET post_content = CONCAT(post_content, '!') WHERE ID = 3")
    database("DELETE FROM wp.wp_posts WHERE ID = 5")
    assert database(apply, "wp").split() == ["not", "changed", "3", "not", "changed", "5"]
    after = stored()
    assert after[3] == before[3] + b"!"
    assert after[1] == MENDED[1].encode()


def test_a_long_cell_is_read_and_the_process_keeps_its_limit():
    """A post of 200,000 characters is a row; other readers of CSV refuse what they refused."""
    before = csv.field_size_limit()
    lines = ["ID,post_content\n", f"1,{'a' * 200_000}\n", '2,"open\n', "3,x\n"]
    found = []
    for row in reader(iter(lines), "csv", "ID", "post_content"):
        assert csv.field_size_limit() == before
        found.append((row.id, len(row.value), row.problem[:15]))
    assert found == [("1", 200_000, ""), ("", 0, "this is no CSV:")]
