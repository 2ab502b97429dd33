"""SCDL: what is written, what is left out, and that others find the file good."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus.export.budgets import budget_of, wording
from delib.corpus.export.choice import Choice
from delib.corpus.export.scdl import Outcome, Scdl, write
from delib.corpus.export.scdl_checks import CUSTOM, DATA, check_file
from delib.corpus.export.siret import Sirets, valid_siret
from delib.corpus.export.subjects import Subjects, second_level
from delib.corpus.store import store_record
from delib.errors import BadSiret, NotADocument
from delib.parser.record import Passage, Segment, Vote

Rows = list[dict[str, str]]


def exported(
    corpus: sqlite3.Connection, tmp_path: Path, codes: Path | None, **options: Any
) -> tuple[Outcome, Rows, Rows]:
    """The outcome, the rows of the file, and those of the list of what is missing."""
    filters = {name: options.pop(name) for name in ("body", "from_", "to") if name in options}
    url = options.pop("url", None)
    choice = Choice(corpus, **filters)
    scdl = Scdl(choice, Sirets(**options), Subjects(corpus, codes), url=url)
    target = tmp_path / "out.csv"
    done = write(scdl, target)
    beside = tmp_path / "out-left-out.csv"
    return done, read(target), read(beside) if beside.exists() else []


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def frictionless_errors(path: Path) -> list[Any]:
    """What the reference library says, our checks running inside it as its own row checks."""
    frictionless = pytest.importorskip("frictionless")

    class Ours(frictionless.Check):  # type: ignore[misc, name-defined]
        type = "scdl"
        Errors = (frictionless.errors.RowConstraintError,)

        def validate_row(self, row: Any) -> Any:
            cells = {name: "" if value is None else str(value) for name, value in row.items()}
            for one in schema["custom_checks"]:
                message = CUSTOM[one["name"]](cells, one["params"])
                if message:
                    yield frictionless.errors.RowConstraintError.from_row(row, note=message)

    schema = json.loads((DATA / "scdl_2_1_5.json").read_text(encoding="utf-8"))
    table = {name: value for name, value in schema.items() if name != "custom_checks"}
    with frictionless.system.use_context(trusted=True):
        resource = frictionless.Resource(path=str(path), schema=frictionless.Schema.from_descriptor(table))
        report = resource.validate(frictionless.Checklist(checks=[Ours()]))
    return list(report.flatten(["rowNumber", "fieldName", "type", "note"]))


def test_nasty_titles_survive_and_the_file_keeps_the_schema(
    town: sqlite3.Connection, codes: Path, tmp_path: Path, nasty: SimpleNamespace
) -> None:
    done, rows, gaps = exported(town, tmp_path, codes, nics=[nasty.nic])
    assert (done.written, done.left_out, gaps) == (len(nasty.titles) + 1, 0, [])
    assert [row["DELIB_OBJET"] for row in rows[:-1]] == list(nasty.titles)
    assert rows[-1]["DELIB_OBJET"] == "Un acte dans deux fichiers"  # once: the extract stands for the minutes
    assert list(check_file(tmp_path / "out.csv")) == []
    assert frictionless_errors(tmp_path / "out.csv") == []


def test_frictionless_finds_a_broken_row(
    town: sqlite3.Connection, codes: Path, tmp_path: Path, nasty: SimpleNamespace
) -> None:
    exported(town, tmp_path, codes, nics=[nasty.nic])
    path = tmp_path / "out.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",15,12,", ",11,12,", 1), encoding="utf-8")
    assert len(frictionless_errors(path)) == 1
    assert [one.check for one in check_file(path)] == ["compare-columns-value"]


def test_the_columns_of_one_act(town: sqlite3.Connection, codes: Path, tmp_path: Path, nasty: SimpleNamespace) -> None:
    _, rows, _ = exported(town, tmp_path, codes, given=[nasty.siret], url="https://example.org/{file}")
    one = rows[-1]
    assert one == {
        "COLL_NOM": "Commune de Valmorin",
        "COLL_SIRET": nasty.siret,
        "DELIB_ID": "2024-900",
        "DELIB_DATE": "2024-03-12",
        "DELIB_MATIERE_CODE": "7.10",
        "DELIB_MATIERE_NOM": "finances locales/divers",
        "DELIB_OBJET": "Un acte dans deux fichiers",
        "BUDGET_ANNEE": "",
        "BUDGET_NOM": "",
        "PREF_ID": "PREF034",
        "PREF_DATE": "2024-03-15",
        "VOTE_EFFECTIF": "15",
        "VOTE_REEL": "12",
        "VOTE_POUR": "12",
        "VOTE_CONTRE": "0",
        "VOTE_ABSTENTION": "0",
        "DELIB_URL": "https://example.org/extract.pdf",
    }


def test_what_is_missing_is_listed_and_never_made_up(
    corpus: sqlite3.Connection, make: SimpleNamespace, tmp_path: Path
) -> None:
    store_record(corpus, make.document(make.session(make.act(number=None, act_id=None, title=None, subjects=()))))
    done, rows, gaps = exported(corpus, tmp_path, None)
    assert (done.written, done.left_out, rows) == (0, 1, [])
    assert [one["column"] for one in gaps] == ["COLL_SIRET", "DELIB_ID", "DELIB_MATIERE_CODE", "DELIB_OBJET"]
    assert gaps[0]["reason"] == "no document gives the SIREN of the body; --siret NAME=SIRET gives it"
    done, _, gaps = exported(corpus, tmp_path, None, given=["Ville de Valmorin=21860194600013"])
    assert "COLL_SIRET" not in {one["column"] for one in gaps}


def test_values_that_contradict_themselves_are_left_empty_and_listed(
    corpus: sqlite3.Connection, make: SimpleNamespace, tmp_path: Path, nasty: SimpleNamespace
) -> None:
    one = make.act(
        received="2024-03-01",
        vote=Vote("adopted", None, 14, 1, 3),
        dispositif=Passage("DÉCIDE d'inscrire la dépense au budget annexe de l'eau, exercice 2024"),
        segments=(Segment("stamp", "Reçu en SOUS-PRÉFECTURE le 01/03/2024"),),
    )
    store_record(corpus, make.document(make.session(one)))
    codes = tmp_path / "codes.csv"
    codes.write_text("act,code\n2024-017,7.5.1\n", encoding="utf-8")
    done, (row,), gaps = exported(corpus, tmp_path, codes, nics=[f"{nasty.siren}={nasty.nic}"])
    assert done.written == 1
    assert [(gap["what"], gap["column"]) for gap in gaps] == [("left empty", "PREF_DATE"), ("left empty", "VOTE_REEL")]
    assert (row["PREF_ID"], row["PREF_DATE"], row["VOTE_EFFECTIF"], row["VOTE_POUR"]) == ("", "", "", "")
    assert (row["BUDGET_NOM"], row["BUDGET_ANNEE"]) == ("budget annexe de l'eau", "2024")
    assert row["DELIB_MATIERE_NOM"] == "finances locales/subventions"


def test_an_act_without_a_count_of_votes_has_none_of_the_five(
    corpus: sqlite3.Connection, make: SimpleNamespace, tmp_path: Path, nasty: SimpleNamespace
) -> None:
    store_record(corpus, make.document(make.session(make.act(vote=Vote("adopted", True)))))
    codes = tmp_path / "codes.csv"
    codes.write_text("act,code\n2024-017,7.5\n", encoding="utf-8")
    _, (row,), _ = exported(corpus, tmp_path, codes, nics=[nasty.nic])
    assert {row[name] for name in row if name.startswith("VOTE_")} == {""}


def test_filters_choose_acts(town: sqlite3.Connection, codes: Path, tmp_path: Path, nasty: SimpleNamespace) -> None:
    assert exported(town, tmp_path, codes, nics=[nasty.nic], body="valmorin")[0].written == len(nasty.titles) + 1
    assert exported(town, tmp_path, codes, nics=[nasty.nic], body=nasty.siren)[0].written == len(nasty.titles) + 1
    assert exported(town, tmp_path, codes, nics=[nasty.nic], body="ailleurs")[0].written == 0
    assert exported(town, tmp_path, codes, nics=[nasty.nic], from_="2024-03-13")[0].written == 0
    assert exported(town, tmp_path, codes, nics=[nasty.nic], to="2024-03")[0].written == len(nasty.titles) + 1


def test_sirets_are_held_against_their_key(town: sqlite3.Connection, tmp_path: Path, nasty: SimpleNamespace) -> None:
    assert valid_siret(nasty.siret)
    assert valid_siret("35600000000048")  # La Poste by its key
    assert valid_siret("35600000049837")  # and by the sum of its digits
    assert not valid_siret("35600000049838")
    bodies = Choice(town).bodies()
    wrongs: list[dict[str, Any]] = [{"nics": ["00017"]}, {"nics": ["1"]}, {"given": ["123"]}]
    for wrong in (*wrongs, {"nics": [f"{nasty.siren}=00017"]}):
        with pytest.raises(BadSiret):
            Sirets(**wrong).check(bodies)
    table = tmp_path / "sirets.csv"
    table.write_text(f"siren,nic\n{nasty.siren},{nasty.nic}\n", encoding="utf-8")
    assert Sirets(file=table).of(nasty.siren, "valmorin", alone=False) == nasty.siret
    table.write_text("body,siret\nValmorin,21349999900017\n", encoding="utf-8")
    with pytest.raises(BadSiret, match="line 2"):
        Sirets(file=table)


def test_a_nic_alone_is_for_one_body(town: sqlite3.Connection, make: SimpleNamespace, nasty: SimpleNamespace) -> None:
    other = make.act(number="7", act_id=f"034-{make.OTHER}-20240312-7-DE")
    store_record(town, make.document(make.session(other, body="Le Roc"), key="roc"))
    with pytest.raises(BadSiret, match="2 bodies"):
        Sirets(nics=[nasty.nic]).check(Choice(town).bodies())
    Sirets(nics=[nasty.nic]).check(Choice(town, body="valmorin").bodies())


def test_codes_of_the_nomenclature(tmp_path: Path, corpus: sqlite3.Connection) -> None:
    assert [second_level(code) for code in ("7.10", "7-5-1", "07.05", "6.1-Police municipale", "7.11", "10.1", "")] == [
        "7.10", "7.5", "7.5", "6.1", None, None, None,
    ]  # fmt: skip
    wrong = tmp_path / "codes.csv"
    wrong.write_text("act,code\n2024-017,99\n", encoding="utf-8")
    with pytest.raises(NotADocument, match="99"):
        Subjects(corpus, wrong)


@pytest.mark.parametrize("example", wording()["example"], ids=lambda one: one["text"][:30])
def test_budgets_as_the_examples_say(example: dict[str, str]) -> None:
    found = budget_of([example["text"]])
    assert (found and found.name, found and found.year) == (example.get("name"), example.get("year"))
