"""The commands about people: what they take, what they say, how they end."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from console import delib, write_act

PRESENT = ("Mme Zélie BARBANCON, M. Ulysse CARPENTRAS, M. Théo LANCELIN", "BARBANCON Zélie, LANCELIN Théo")


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("people")
    for number, month in enumerate(("mars", "avril"), 1):
        write_act(folder / f"a{number}.txt", number, month=month, in_office=3, present=PRESENT[number - 1])
    assert delib("ingest", folder, "--db", folder / "corpus.db", "--jobs", "0").exit_code == 0
    return folder / "corpus.db"


def test_people_are_listed_once(database: Path) -> None:
    done = delib("people", "--db", database)
    assert done.exit_code == 0 and "3 people." in done.stdout
    rows = list(csv.DictReader(io.StringIO(delib("people", "--db", database, "--format", "csv").stdout)))
    assert [(row["name"], row["sittings"], row["names"]) for row in rows] == [
        ("Zélie BARBANCON", "2", "2"), ("Ulysse CARPENTRAS", "1", "1"), ("Théo LANCELIN", "2", "2"),
    ]  # fmt: skip
    assert [json.loads(line)["name"] for line in delib(
        "people", "--db", database, "--name", "zelie", "--format", "ndjson"
    ).stdout.splitlines()] == ["Zélie BARBANCON"]  # fmt: skip
    assert "Théo LANCELIN | LANCELIN Théo  [order, 100]" in delib("people", "--db", database, "--links", "same").stdout


def test_one_person(database: Path) -> None:
    done = delib("person", "barbancon", "--db", database)
    assert done.exit_code == 0
    assert "2023-03-14  present  [a1.txt, page 1]" in done.stdout and "100 %" in done.stdout
    whole = json.loads(delib("person", "barbancon zelie", "--db", database, "--format", "json").stdout)
    assert [one["state"] for one in whole["appearances"]] == ["present", "present"]
    assert whole["rates"][0]["mandate"] == "2020–2026"
    for show in ("sittings", "votes", "rates", "names"):
        for form in ("table", "json", "csv", "ndjson"):
            assert delib("person", "barbancon", "--db", database, "--show", show, "--format", form).exit_code == 0


def test_who_is_not_there_or_not_clear(database: Path) -> None:
    done = delib("person", "Martine", "--db", database)
    assert done.exit_code == 7 and "[not-found]" in done.stderr
    assert delib("votes", "--db", database, "--person", "Martine").exit_code == 7


def test_votes_in_every_form(database: Path) -> None:
    done = delib("votes", "--db", database)
    assert done.exit_code == 0 and "100 %" in done.stdout
    for show in ("years", "acts", "divided", "closest", "rejected", "persons"):
        for form in ("table", "json", "csv", "ndjson"):
            done = delib("votes", "--db", database, "--show", show, "--format", form)
            assert done.exit_code == 0, done.output
    rows = json.loads(delib("votes", "--db", database, "--show", "acts", "--format", "json").stdout)
    assert {row["unanimity"] for row in rows} == {"unanimous"} and len(rows) == 2


def test_decisions_are_taken_in_shown_and_refused(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "names.toml"
    file.write_text('[[apart]]\nnames = ["Zélie Barbancon", "Barbancon Zélie"]\nwhy = "cousins"\n', encoding="utf-8")
    done = delib("people", "--db", database, "--merges", file)
    assert done.exit_code == 0 and "1 decision kept." in done.stderr
    assert "4 people." in delib("people", "--db", database).stdout
    printed = delib("people", "--db", database, "--decisions").stdout
    assert "cousins" in printed
    file.write_text(printed.replace("Barbancon Zélie", "Nobody AtAll"), encoding="utf-8")
    assert "No document prints so far: Nobody AtAll" in delib("people", "--db", database, "--merges", file).stderr
    file.write_text("", encoding="utf-8")
    assert delib("people", "--db", database, "--merges", file).exit_code == 0
    assert "3 people." in delib("people", "--db", database).stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[same]\n", "no TOML"),
        ("[[twins]]\nnames = ['a', 'b']\n", "'twins' means nothing"),
        ("same = 3\n", "two brackets"),
        ("[[same]]\nnames = 'Odile'\n", "number 1: names must be a list"),
        ("[[same]]\nnames = ['a', 'b']\nwhen = 3\n", "'when' is none of"),
        ("[[apart]]\nnames = ['a']\n", "give that day"),
        ("[[apart]]\nnames = ['a']\nfrom = 'soon'\n", "'soon' is no day"),
        ("[[same]]\nnames = ['a', 'b']\nfrom = 2014-01-01\n", "belongs to"),
        ("[[same]]\nnames = ['a', 'b']\n[[apart]]\nnames = ['A', 'b']\n", "says one person"),
    ],
)
def test_a_file_of_decisions_that_is_none(database: Path, tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "names.toml"
    file.write_text(text, encoding="utf-8")
    done = delib("people", "--db", database, "--merges", file)
    assert done.exit_code == 3 and said in done.stderr and "[bad-input]" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_roster_is_taken_in(database: Path, tmp_path: Path) -> None:
    file = tmp_path / "elus.csv"
    file.write_text("nom,prénom,groupe,début\nBarbancon,Zélie,Demain,2020-05-25\n", encoding="utf-8")
    refused = delib("people", "--db", database, "--roster", file)
    assert refused.exit_code == 3 and "--body" in refused.stderr
    done = delib("people", "--db", database, "--roster", file, "--body", "Valserine-les-Bois")
    assert done.exit_code == 0 and "1 line kept, 1 of them" in done.stderr
    assert "Demain" in delib("person", "barbancon", "--db", database).stdout
    assert delib("people", "--db", database, "--roster", tmp_path / "none.csv", "--body", "x").exit_code == 3


def test_a_corpus_without_anybody(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    delib("ingest", tmp_path / "files", "--db", tmp_path / "corpus.db", "--jobs", "0")
    assert delib("people", "--db", tmp_path / "corpus.db").stdout == "Nobody.\n"
    assert delib("votes", "--db", tmp_path / "corpus.db").stdout == "No votes.\n"
    assert delib("people", "--db", tmp_path / "none.db").exit_code == 6
