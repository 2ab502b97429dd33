"""What goes wrong around a command: nothing of the user's is overwritten, and every refusal says what to do."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from console import delib, write_act


@pytest.fixture
def database(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    write_act(folder / "a.txt")
    assert delib("ingest", folder, "--db", tmp_path / "corpus.db", "--jobs", "0").exit_code == 0
    return tmp_path / "corpus.db"


# ---- nothing is overwritten ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("pack",), ("export", "--format", "popolo"), ("export", "--format", "csv"),
        ("export", "--format", "scdl", "--nic", "00018"), ("export", "--format", "akn"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_no_command_writes_over_a_corpus(arguments: tuple[str, ...], database: Path) -> None:
    before = database.read_bytes()
    ended = delib(*arguments, "--db", database, "-o", database)
    assert ended.exit_code == 2 and "[bad-target]" in ended.stderr
    assert database.read_bytes() == before


def test_no_command_writes_over_a_document_or_a_device(database: Path, tmp_path: Path) -> None:
    act = tmp_path / "act.pdf"
    act.write_bytes(b"%PDF-1.7\n")
    for target in (act, Path(os.devnull)):
        ended = delib("pack", "--db", database, "-o", target)
        assert (ended.exit_code, "it is not overwritten" in ended.stderr) == (2, True), ended.output
    assert act.read_bytes() == b"%PDF-1.7\n"
    assert not Path(os.devnull).is_file()


def test_a_file_behind_a_link_is_replaced_and_not_the_link(database: Path, tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    link = tmp_path / "people.json"
    link.symlink_to(tmp_path / "far" / "people.json")
    assert delib("export", "--db", database, "--format", "popolo", "-o", link).exit_code == 0
    assert link.is_symlink() and (tmp_path / "far" / "people.json").stat().st_size > 100


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit")
def test_a_record_that_cannot_be_written_whole_is_not_written(tmp_path: Path) -> None:
    act = write_act(tmp_path / "act.txt")
    command = [sys.executable, "-m", "delib.cli", "extract", str(act), "-o", str(tmp_path / "out")]
    limited = ["sh", "-c", 'ulimit -f 2; exec "$@"', "sh", *command]
    done = subprocess.run(limited, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 2 and "[bad-target] Make room" in done.stderr and "Traceback" not in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


# ---- what the system and SQLite say ----------------------------------------------------------------------------------


def test_an_answer_that_finds_no_room_says_so(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("delib.commands.text.listing.report_lines", full)
    ended = delib("report", "--db", database)
    assert ended.exit_code == 3 and ended.stderr.strip().endswith("[unreadable] Make room, or name another path.")


@pytest.mark.parametrize("command", ["money", "votes", "audit", "search bibliothèque", "pack -o out.zip"])
def test_a_corpus_that_is_damaged_inside_is_named(
    command: str, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_arguments: object, **_options: object) -> None:
        raise sqlite3.DatabaseError("database disk image is malformed")

    monkeypatch.chdir(tmp_path)
    for name in ("money.money", "ballots.ballots", "audit.audit", "search.search", "travel.pack"):
        monkeypatch.setattr(f"delib.corpus.{name}", breaks)
    ended = delib(*command.split(), "--db", database)
    assert ended.exit_code == 6
    assert ended.stderr.startswith(f"{database}: The file is no SQLite database, or a damaged one. [bad-database]")


def test_a_corpus_in_a_folder_that_cannot_be_written_is_read(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = tmp_path / "share"
    far.mkdir()
    (far / "corpus.db").write_bytes(database.read_bytes())
    monkeypatch.setattr("delib.corpus.database.os.access", lambda _, how: how != os.W_OK)  # root may everywhere
    for command in (("search", "bibliothèque"), ("report",), ("people",), ("votes",), ("audit",), ("money",)):
        ended = delib(*command, "--db", far / "corpus.db")
        assert ended.exit_code == 0, ended.output
    assert [path.name for path in far.iterdir()] == ["corpus.db"]


# ---- names -----------------------------------------------------------------------------------------------------------


def test_a_name_that_is_too_long_is_one_line(tmp_path: Path) -> None:
    name = "a" * 300 + ".pdf"
    for arguments in (("extract", name), ("ingest", name, "--db", tmp_path / "a.db", "--jobs", "0")):
        ended = delib(*arguments)
        assert ended.exit_code in (1, 3) and "[unreadable]" in ended.stderr and "Traceback" not in ended.output


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_name_that_is_no_text_has_a_record(tmp_path: Path) -> None:
    act = write_act(tmp_path / os.fsdecode(b"caf\xe9\nb.txt"))
    assert delib("extract", act, "--json").exit_code == 0
    ended = delib("extract", act, "-o", tmp_path / "out")
    assert ended.exit_code == 0, ended.output
    (written,) = (tmp_path / "out").iterdir()
    assert b'"file":"caf\\\\udce9\\nb.txt"' in written.read_bytes()


# ---- what is asked for and is not there ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", ["search", "people", "votes", "money", "audit", "person BARBANCON", "export --format csv -o out"]
)
def test_a_body_that_the_corpus_has_not_is_said(
    command: str, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = delib(*command.split(), "--db", database, "--body", "Valserrine")
    assert ended.exit_code == 7, ended.output
    assert "No body of the corpus is called 'Valserrine'. [not-found] Some of its bodies: " in ended.stderr
    assert "VALSERINE-LES-BOIS" in ended.stderr and not (tmp_path / "out").exists()


def test_a_roster_may_come_before_the_documents_of_its_body(database: Path, tmp_path: Path) -> None:
    roster = tmp_path / "elus.csv"
    roster.write_text("nom,prénom\nBRUNEL,Odile\n", encoding="utf-8")
    ended = delib("people", "--db", database, "--roster", roster, "--body", "Valmorin")
    assert (ended.exit_code, "1 line kept" in ended.stderr) == (0, True), ended.output


def test_an_export_takes_a_body_by_its_id(database: Path, tmp_path: Path) -> None:
    with sqlite3.connect(database) as connection:
        (body,) = connection.execute("SELECT id FROM bodies").fetchone()
    ended = delib("export", "--db", database, "--format", "csv", "--body", body, "-o", tmp_path / "out")
    assert ended.exit_code == 0 and not ended.stderr.startswith("0 rows"), ended.stderr


def test_a_folder_that_is_not_there_moves_nothing(database: Path, tmp_path: Path) -> None:
    ended = delib("relocate", tmp_path / "nowhere", "--db", database)
    assert ended.exit_code == 3 and "There is no such folder. [missing]" in ended.stderr


def test_a_remedy_of_its_own_is_kept_in_the_journal(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("Le conseil municipal décide.", encoding="utf-8")
    own = "Fetch the PDF again, or name the file .txt to read it as text."
    database = tmp_path / "a.db"
    for ended in (
        delib("ingest", tmp_path / "a.pdf", "--db", database, "--jobs", "0"),
        delib("report", "--db", database),
    ):
        assert f"The bytes are plain text, not a PDF. [unknown-format] {own}" in ended.output


def test_what_a_walk_passes_over_is_no_reason(database: Path, tmp_path: Path) -> None:
    (tmp_path / "files" / "notes.json").write_text("{}", encoding="utf-8")
    assert delib("ingest", tmp_path / "files", "--db", database, "--jobs", "0").exit_code == 0
    said = delib("report", "--db", database).stdout
    assert "not-a-deliberation" in said and "Why:" not in said


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("in_office", "many", "give a whole number, or null"),
        ("date", "2023-02-30", "there is no such day"),
        ("vote.outcome", "maybe", "give adopted, rejected, noted, deferred, or null"),
        ("vote.unanimous", "perhaps", "give true, false or null"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words(field: str, value: str, said: str, database: Path) -> None:
    with sqlite3.connect(database) as connection:
        (act,) = connection.execute("SELECT id FROM deliberations").fetchone()
    ended = delib("fix", act, field, value, "--why", "read again", "--db", database)
    assert ended.exit_code == 2 and f"'{value}' cannot be a value of {field}: {said}." in ended.stderr


def test_a_run_says_that_other_rules_read_the_files_again(database: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[rule]]\nid = "own.motto"\nrole = "noise"\nsegment = "furniture"\nphrases = ["unanimes et solidaires"]\n'
        'match = ["unanimes et solidaires"]\n',
        encoding="utf-8",
    )
    again = ("ingest", tmp_path / "files", "--db", database, "--jobs", "0")
    assert "read again" not in delib(*again).stdout
    assert "1 read again with other rules" in delib(*again, "--rules", own).stdout
    assert "1 of them known already" in delib(*again, "--rules", own).stdout
    assert "1 read again with other rules" in delib(*again).stdout  # whoever forgets --rules is told
