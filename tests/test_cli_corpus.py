"""The commands about a corpus: what they take, what they say, how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from console import delib, write_act


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    for number in (1, 2):
        write_act(made / f"a{number}.txt", number)
    (made / "bad.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    return made


@pytest.fixture
def database(folder: Path, tmp_path: Path) -> Path:
    assert delib("ingest", folder, "--db", tmp_path / "corpus.db", "--jobs", "0").exit_code == 1
    return tmp_path / "corpus.db"


def act(database: Path, words: str = "bibliothèque") -> str:
    found = json.loads(delib("search", words, "--db", database, "--format", "json").stdout)
    return str(found[0]["id"])


def files(database: Path) -> int:
    """How many files the journal knows."""
    result = delib("report", "--db", database, "--json")
    return int(json.loads(result.stdout)["files"]) if result.exit_code == 0 else 0


# ---- ingest ----------------------------------------------------------------------------------------------------------


def test_a_log_for_programs(folder: Path, tmp_path: Path) -> None:
    result = delib("ingest", folder, "--db", tmp_path / "a.db", "--json-log")
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["event"] for line in lines] == ["file", "file", "file", "summary"]
    assert {Path(line["path"]).name: line["status"] for line in lines[:-1]} == {
        "a1.txt": "ok",
        "a2.txt": "ok",
        "bad.pdf": "damaged",
    } or {line["status"] for line in lines[:-1]} == {"review", "damaged"}
    assert lines[-1]["files"] == 3 and lines[-1]["peak_megabytes"] > 0
    assert [line["known"] for line in lines[:-1]] == [False] * 3
    again = [
        json.loads(line)
        for line in delib("ingest", folder, "--db", tmp_path / "a.db", "--json-log").stdout.splitlines()
    ]
    assert [line["known"] for line in again[:-1]] == [True] * 3


def test_quiet_says_only_the_sum(folder: Path, tmp_path: Path) -> None:
    result = delib("ingest", folder, "--db", tmp_path / "a.db", "--quiet", "--jobs", "0")
    assert len(result.output.splitlines()) == 1
    assert "3 files" in result.output


def test_force_and_retry(folder: Path, database: Path) -> None:
    def fresh(*more: str) -> int:
        output = delib("ingest", folder, "--db", database, "--json-log", "--jobs", "0", *more).stdout
        return 3 - int(json.loads(output.splitlines()[-1])["known"])

    (folder / "bad.pdf").unlink()
    (folder / "bad.pdf").write_text("no pdf at all")
    assert fresh() == 1
    assert fresh() == 0
    wrong = delib("ingest", folder, "--db", database, "--retry", "nonsense")
    assert wrong.exit_code == 2 and "needs-ocr" in wrong.output
    assert delib("ingest", folder, "--db", database, "--retry", "failed", "--force", "--jobs", "0").exit_code == 1


def test_no_scheduler_is_one_line(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("delib.corpus.intake.distributed._CONNECT", 0.5)
    result = delib("ingest", folder, "--db", tmp_path / "a.db", "--scheduler", "tcp://127.0.0.1:9")
    assert result.exit_code == 3
    assert "[no-scheduler]" in result.stderr and "Traceback" not in result.output


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_says_so_and_goes_on(how: signal.Signals, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in range(1500):
        write_act(folder / f"a{number}.txt", number)
    command = [sys.executable, "-m", "delib.cli", "ingest", str(folder), "--db", str(tmp_path / "a.db"), "--no-cache"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # tests run in the background ignore it
    )  # fmt: skip
    until = time.monotonic() + 30
    while not files(tmp_path / "a.db") and time.monotonic() < until:
        time.sleep(0.1)
    process.send_signal(how)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "the same command goes on from there" in said and "Traceback" not in said
    assert 0 < files(tmp_path / "a.db") < 1500


# ---- report ----------------------------------------------------------------------------------------------------------


def test_report(database: Path) -> None:
    said = delib("report", "--db", database)
    assert said.exit_code == 0
    assert "3 files, 2 documents, 2 acts" in said.stdout
    assert "bad.pdf" in said.stdout and "[damaged]" in said.stdout
    found = json.loads(delib("report", "--db", database, "--json", "--limit", "1").stdout)
    assert found["files"] == sum(found["by_status"].values()) == 3
    assert [Path(entry["path"]).name for entry in found["unread"]] == ["bad.pdf"]
    assert found["unread_count"] == 1


# ---- fix -------------------------------------------------------------------------------------------------------------


def test_fix_show_list_and_undo(database: Path) -> None:
    wanted = act(database)
    assert delib("fix", wanted, "in_office", "7", "--db", database, "--why", "smudged").exit_code == 0
    shown = delib("show", wanted, "--db", database).stdout
    assert "corrected by hand: in_office = 7 (read: 5)" in shown and "smudged" in shown
    record = json.loads(delib("show", wanted, "--db", database, "--json").stdout)
    assert record["sessions"][0]["in_office"] == 7
    assert record["sessions"][0]["evidence"]["in_office"]["rule"] == "correction"
    assert "smudged" in delib("fix", "--list", "--db", database).stdout
    assert delib("fix", wanted, "in_office", "--undo", "--db", database).exit_code == 0
    assert "corrected" not in delib("show", wanted, "--db", database).stdout


def test_fix_wants_a_reason_and_a_value_that_can_be(database: Path) -> None:
    wanted = act(database)
    for arguments, code in (
        ((wanted, "in_office", "7"), 2),
        ((wanted, "in_office", "many", "--why", "x"), 2),
        ((wanted, "nonsense", "7", "--why", "x"), 2),
        ((wanted, "in_office"), 2),
        (("aaaaaaaa", "in_office", "7", "--why", "x"), 7),
        ((wanted, "in_office", "--undo"), 7),
    ):
        result = delib("fix", *arguments, "--db", database)
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output


# ---- elsewhere -------------------------------------------------------------------------------------------------------


def test_merge_pack_relocate_forget(database: Path, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    write_act(other / "b.txt", 3)
    delib("ingest", other, "--db", tmp_path / "b.db", "--jobs", "0")
    merged = tmp_path / "all.db"
    result = delib("merge", database, tmp_path / "b.db", "-o", merged)
    assert result.exit_code == 0 and "4 files" in result.stdout
    result = delib("pack", "--db", merged, "-o", tmp_path / "all.zip")
    assert result.exit_code == 0 and "3 documents, 3 sources" in result.stdout
    other.rename(tmp_path / "moved")
    result = delib("pack", "--db", merged, "-o", tmp_path / "all.zip")
    assert result.exit_code == 1 and "b.txt" in result.stderr
    result = delib("relocate", tmp_path / "moved", "--db", merged)
    assert result.exit_code == 0 and "1 found" in result.stdout
    result = delib("forget", tmp_path / "moved", "--db", merged)
    assert result.exit_code == 0 and "1 file forgotten" in result.stdout
    assert delib("forget", tmp_path / "moved", "--db", merged).exit_code == 7


def test_page_images_are_packed_where_asked(tmp_path: Path) -> None:
    import zipfile

    from fpdf import FPDF

    pdf = FPDF()
    pdf.set_font("Helvetica", size=11)
    pdf.add_page()
    pdf.multi_cell(0, 6, "Commune de Valserine\nConseil municipal\nDecide d'accorder une subvention.")
    pdf.output(str(tmp_path / "a.pdf"))
    delib("ingest", tmp_path / "a.pdf", "--db", tmp_path / "a.db", "--jobs", "0", "--ocr", "never")
    result = delib("pack", "--db", tmp_path / "a.db", "-o", tmp_path / "a.zip", "--images")
    assert "1 page image." in result.stdout, result.output
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        (image,) = [name for name in archive.namelist() if name.endswith("/1.png")]
        assert archive.read(image).startswith(b"\x89PNG")
