"""Lists drawn as a table, a row an act."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from delib.parser.reading import record
from delib.tests.parser.pages_of_lines import numbers, page_of_table, read_sheet, reading_of, titles

ABOVE = """
^!+ COMMUNE DE VALBRUNE
^! LISTE DES DÉLIBÉRATIONS EXAMINÉES
^ Séance du 14 mars 2024
"""
HEADED = [
    ("N°", "Objet", "Résultat"),
    ("2024-11", "Réfection de la toiture", "Adopté à l'unanimité"),
    ("2024-12", "Tarif de la cantine", "Adopté à la majorité"),
    ("2024-13", "Cession du chemin des Aulnes", "Rejeté"),
    ("2024-14", "Rapport sur l'eau", "Prend acte"),
    ("2024-15", "Bail du moulin", "Ajourné"),
]
WIDTHS = (70.0, 250.0, 140.0)
TITLES = [row[1] for row in HEADED[1:]]


def outcomes(
    rows: Sequence[Sequence[str]], widths: Sequence[float] = WIDTHS
) -> list[tuple[str | None, str | None, bool | None]]:
    """(number, outcome, unanimity) of each act of a list."""
    found = record(reading_of(page_of_table(rows, widths, above=ABOVE)))
    return [
        (act.number, act.vote.outcome, act.vote.unanimous)
        for session in found.sessions
        for act in session.deliberations
    ]


def test_each_row_is_an_act_with_its_number_and_its_object() -> None:
    reading = reading_of(page_of_table(HEADED, WIDTHS, above=ABOVE))
    assert titles(reading) == [TITLES]
    assert numbers(reading) == [row[0] for row in HEADED[1:]]
    assert reading.outline.kind == "list"


def test_the_result_cell_is_read_by_itself() -> None:
    assert outcomes(HEADED) == [
        ("2024-11", "adopted", True),
        ("2024-12", "adopted", False),
        ("2024-13", "rejected", None),
        ("2024-14", "noted", None),
        ("2024-15", "deferred", None),
    ]


def test_a_word_of_voting_in_an_object_is_no_result() -> None:
    rows = [
        ("N°", "Objet", "Résultat"),
        ("2024-11", "Rapport de la commission sur le projet rejeté en 2020", "Adopté"),
        ("2024-12", "Tarif de la cantine", "Adopté"),
    ]
    assert [outcome for _, outcome, _ in outcomes(rows)] == ["adopted", "adopted"]


def test_an_entry_of_a_list_has_no_reasons_and_no_dispositif_and_says_why() -> None:
    found = record(reading_of(page_of_table(HEADED, WIDTHS, above=ABOVE)))
    assert found.kind == "list"
    for act in found.sessions[0].deliberations:
        assert (act.considerants, act.dispositif, act.decisions) == (None, None, ())
        assert act.evidence["dispositif"].reason


def test_columns_without_heads_are_known_by_what_stands_in_them() -> None:
    reading = reading_of(page_of_table(HEADED[1:], WIDTHS, above=ABOVE))
    assert titles(reading) == [TITLES]
    assert numbers(reading) == [row[0] for row in HEADED[1:]]


def test_a_row_without_a_number_goes_on_with_the_title_above_it() -> None:
    rows = [
        ("N°", "Résultat", "Objet"),
        ("2024-11", "Adopté", "Réfection de la toiture"),
        ("", "", "de la halle et du lavoir"),
        ("2024-12", "Adopté", "Tarif de la cantine"),
    ]
    reading = reading_of(page_of_table(rows, (70.0, 140.0, 250.0), above=ABOVE))
    assert titles(reading) == [["Réfection de la toiture de la halle et du lavoir", "Tarif de la cantine"]]


COUNTED = [
    ("Numéro", "Intitulé", "Pour", "Contre", "Abstentions"),
    ("2024-11", "Réfection de la toiture", "12", "0", "1"),
    ("2024-12", "Tarif de la cantine", "4", "8", "/"),
    ("2024-13", "Bail du moulin", "11", "2", "néant"),
]


def test_counts_that_stand_in_columns_of_their_own() -> None:
    found = record(reading_of(page_of_table(COUNTED, (70.0, 220.0, 50.0, 50.0, 70.0), above=ABOVE)))
    votes = [act.vote for act in found.sessions[0].deliberations]
    assert [(vote.for_, vote.against, vote.abstentions) for vote in votes] == [(12, 0, 1), (4, 8, 0), (11, 2, 0)]
    assert [vote.outcome for vote in votes] == ["adopted", "rejected", "adopted"]
    assert [vote.unanimous for vote in votes] == [None, False, False], "no vote against is not yet a printed unanimity"


@pytest.mark.parametrize(
    "rows",
    [
        [
            ("Nom", "Qualité", "Signature"),
            ("Odile FERRANDIER", "maire", ""),
            ("Luc TERRASSE", "adjoint", ""),
            ("Jean PIOCHE", "adjoint", ""),
        ],
        [
            ("Dépense", "Montant HT", "Montant TTC"),
            ("Toiture", "8 000", "9 600"),
            ("Charpente", "4 000", "4 800"),
            ("Zinc", "1 000", "1 200"),
        ],
    ],
    ids=["people", "money"],
)
def test_tables_of_people_or_money_list_no_acts(rows: list[tuple[str, str, str]]) -> None:
    above = """
^! EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS
^ Séance du 14 mars 2024
! Objet : Réfection de la toiture
Le conseil municipal, après en avoir délibéré, à l'unanimité, approuve le tableau qui suit.
"""
    reading = reading_of(page_of_table(rows, (160.0, 150.0, 150.0), above=above))
    assert titles(reading) == [["Réfection de la toiture"]]
    assert reading.outline.kind == "deliberation"


def test_a_list_without_a_table_has_an_entry_a_line() -> None:
    results = ("adopté à l'unanimité", "adopté à la majorité", "rejeté par 8 voix contre 3", "le conseil prend acte")
    objects = ("Toiture", "Tarif du repas", "Chemin des Aulnes", "Rapport annuel sur l'eau")
    lines = "\n".join(f"2024-{11 + at} - {objects[at]} : {result}" for at, result in enumerate(results))
    reading = read_sheet(ABOVE + "\n" + lines)
    assert reading.outline.kind == "list"
    assert numbers(reading) == ["2024-11", "2024-12", "2024-13", "2024-14"]


def test_a_table_of_themes_beside_their_text_is_minutes() -> None:
    told = [
        ["Voirie", "Le maire présente deux devis. Le conseil retient à l'unanimité le premier."],
        ["Taxe", "Le conseil, par 3 voix pour et 1 abstention, fixe le taux de la taxe à 3 %."],
        ["Divers", "Le repas des anciens de la commune aura lieu le 19 décembre prochain."],
    ]
    above = "^! COMMUNE DE VALBRUNE\n^! COMPTE RENDU DU CONSEIL MUNICIPAL DU 14 MARS 2019"
    reading = reading_of(page_of_table(told, [70, 400], above=above))
    assert reading.outline.kind == "minutes"
    assert titles(reading) == [["Voirie", "Taxe"]]
