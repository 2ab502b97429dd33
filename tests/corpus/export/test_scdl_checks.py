"""The schema's checks, on rows that keep it but for one thing."""

from __future__ import annotations

from pathlib import Path

import pytest
from delib.corpus.export.scdl_checks import CUSTOM, check_file, check_row, columns, schema, subjects
from delib.errors import DelibError

GOOD = {
    "COLL_NOM": "Ville de Valmorin",
    "COLL_SIRET": "21349999900018",
    "DELIB_ID": "2024-017",
    "DELIB_DATE": "2024-03-12",
    "DELIB_MATIERE_CODE": "7.10",
    "DELIB_MATIERE_NOM": "finances locales/divers",
    "DELIB_OBJET": "Un objet, avec une virgule",
    "BUDGET_ANNEE": "2023/2024",
    "BUDGET_NOM": "budget principal",
    "PREF_ID": "PREF034",
    "PREF_DATE": "2024-03-15",
    "VOTE_EFFECTIF": "15",
    "VOTE_REEL": "12",
    "VOTE_POUR": "10",
    "VOTE_CONTRE": "1",
    "VOTE_ABSTENTION": "1",
    "DELIB_URL": "https://example.org/a.pdf",
}


def found(**change: str) -> set[tuple[str, str]]:
    return {(column, check) for column, check, _ in check_row({**GOOD, **change})}


def test_a_row_that_keeps_the_schema_has_no_finding() -> None:
    assert tuple(GOOD) == columns()
    assert found() == set()
    votes = dict.fromkeys(("VOTE_EFFECTIF", "VOTE_REEL", "VOTE_POUR", "VOTE_CONTRE", "VOTE_ABSTENTION"), "")
    assert found(**votes, BUDGET_ANNEE="", BUDGET_NOM="", PREF_DATE="", PREF_ID="", DELIB_URL="") == set()


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"COLL_NOM": ""}, {("COLL_NOM", "required")}),
        ({"COLL_SIRET": "21349999900017"}, {("COLL_SIRET", "french-siret-value")}),
        ({"COLL_SIRET": "213 499 999 00018"}, {("COLL_SIRET", "pattern"), ("COLL_SIRET", "french-siret-value")}),
        ({"DELIB_DATE": "12/03/2024"}, {("DELIB_DATE", "type")}),
        ({"DELIB_DATE": "2024-02-30"}, {("DELIB_DATE", "type")}),
        ({"DELIB_DATE": "2024-03-16"}, {("PREF_DATE", "compare-columns-value")}),
        ({"DELIB_MATIERE_CODE": "7"}, {("DELIB_MATIERE_CODE", "pattern")}),
        ({"DELIB_MATIERE_NOM": "divers"}, {("DELIB_MATIERE_NOM", "nomenclature-actes-value")}),
        ({"DELIB_MATIERE_NOM": "finances locales / divers"}, {("DELIB_MATIERE_NOM", "nomenclature-actes-value")}),
        ({"BUDGET_ANNEE": "2024/2023"}, {("BUDGET_ANNEE", "year-interval-value")}),
        ({"BUDGET_ANNEE": "2024"}, set()),
        ({"BUDGET_NOM": ""}, {("BUDGET_ANNEE", "cohesive-columns-value")}),
        ({"VOTE_ABSTENTION": ""}, {("VOTE_EFFECTIF", "cohesive-columns-value")}),
        ({"VOTE_EFFECTIF": "11"}, {("VOTE_EFFECTIF", "compare-columns-value")}),
        ({"VOTE_POUR": "13"}, {("VOTE_REEL", "compare-columns-value"), ("VOTE_REEL", "sum-columns-value")}),
        ({"VOTE_CONTRE": "2"}, {("VOTE_REEL", "sum-columns-value")}),
        ({"VOTE_CONTRE": "une"}, {("VOTE_CONTRE", "type")}),
        ({"DELIB_URL": "www.example.org"}, {("DELIB_URL", "format")}),
    ],
)
def test_one_wrong_value_is_found(change: dict[str, str], wrong: set[tuple[str, str]]) -> None:
    assert found(**change) == wrong


def test_every_custom_check_of_the_schema_is_written() -> None:
    assert {one["name"] for one in schema()["custom_checks"]} == set(CUSTOM)
    assert len(schema()["custom_checks"]) == 11
    assert len(subjects()) == 57


def test_a_file_is_read_with_its_lines(tmp_path: Path) -> None:
    head = ",".join(columns())
    cells = [f'"{value}"' for value in GOOD.values()]
    path = tmp_path / "a.csv"
    path.write_text("\ufeff" + "\r\n".join([head, ",".join(cells), ",".join(cells[:-1])]), encoding="utf-8")
    assert [(one.line, one.check) for one in check_file(path)] == [(3, "cells")]
    path.write_text(head.replace("DELIB_OBJET", "OBJET"), encoding="utf-8")
    (one,) = check_file(path)
    assert one.check == "head"
    assert "missing: DELIB_OBJET; not in the schema: OBJET" in one.message
    path.write_text(head.replace(",", ";"), encoding="utf-8")
    assert ["semicolons" in one.message for one in check_file(path)] == [True]
    path.write_bytes("COLL_NOM,Métropole".encode("latin-1"))
    with pytest.raises(DelibError, match="UTF-8"):
        list(check_file(path))
    path.write_bytes(b"")
    with pytest.raises(DelibError, match="head line"):
        list(check_file(path))
