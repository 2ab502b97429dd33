"""delib export: what it takes, what it says, how it ends."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from console import delib, write_act

SIRET = "21349999900018"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    for number in (1, 2):
        write_act(folder / f"a{number}.txt", number)
    assert delib("ingest", folder, "--db", tmp_path / "corpus.db", "--jobs", "0").exit_code == 0
    return tmp_path / "corpus.db"


def test_scdl_with_what_the_user_knows(database: Path, tmp_path: Path) -> None:
    codes, out = tmp_path / "codes.csv", tmp_path / "scdl.csv"
    codes.write_text("act,code\n2023-001,7.5\n", encoding="utf-8")
    arguments = ("export", "--db", database, "--format", "scdl", "--subjects", codes, "--printed-subjects", "-o", out)
    ended = delib(*arguments, "--siret", SIRET)
    assert ended.exit_code == 0, ended.stderr
    assert "1 act in" in ended.stderr
    assert "DELIB_MATIERE_CODE: 1" in ended.stderr
    with out.open(encoding="utf-8", newline="") as opened:
        assert [row["DELIB_ID"] for row in csv.DictReader(opened)] == ["2023-001"]
    assert "2023-002" in (tmp_path / "scdl-left-out.csv").read_text(encoding="utf-8")
    checked = delib("export", "--check", out)
    assert (checked.exit_code, checked.stdout) == (0, "")
    out.write_text(out.read_text(encoding="utf-8").replace(SIRET, "21349999900017"), encoding="utf-8")
    checked = delib("export", "--check", out)
    assert checked.exit_code == 1
    assert (
        checked.stdout == f"{out}:2: COLL_SIRET: '21349999900017' is no SIRET: its key is wrong. [french-siret-value]\n"
    )


def test_tables_in_a_folder(database: Path, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    for form in ("csv", "ndjson"):  # the second export takes the place of the first
        ended = delib("export", "--db", database, "--format", form, "-o", out, "--body", "valserine")
        assert ended.exit_code == 0, ended.stderr
        assert {path.suffix for path in out.iterdir()} == {f".{form}", ".json"}
    assert delib("export", "--db", database, "--format", "csv", "-o", tmp_path).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "scdl", "-o", "x.csv"), "--db"),
        (("--db", "DB", "--format", "scdl", "--spreadsheet", "-o", "x.csv"), "--spreadsheet"),
        (("--db", "DB", "--format", "scdl", "--nic", "7", "-o", "x.csv"), "bad-siret"),
        (("--db", "DB", "--format", "scdl", "--siret", SIRET, "--url", "https://a/{page}", "-o", "x.csv"), "--url"),
        (("--check", "nowhere.csv"), "missing"),
    ],
)
def test_mistakes_are_said_in_one_line(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = delib("export", *(str(database) if one == "DB" else one for one in arguments))
    assert ended.exit_code in (2, 3)
    assert said in ended.stderr
    assert not (tmp_path / "x.csv").exists()
