"""Attendance drawn as a grid, on pages made by the tests' own generator: invented councils."""

from __future__ import annotations

import pytest
from delib.parser.fields.grids import read_grids
from delib.parser.layout import read_layout
from delib.parser.pages import open_source
from generator.blocks import SIGNED, Para, Table
from generator.typeset import Sheet, typeset

Roles = dict[str, list[tuple[str, str | None]]]


def grid(*rows: tuple[str, ...], widths: tuple[int, ...] | None = None, ruled: bool = True, before: int = 0) -> Roles:
    """What the grid says: by role, (name, the other name of the proxy)."""
    table = Table(rows, widths or tuple(1 for _ in rows[0]), ruled=ruled)
    lead = [Para("Le conseil municipal s'est réuni à la mairie.") for _ in range(before)]
    data = typeset([Para("Séance du 3 mai 2021"), *lead, table, Para("Le conseil délibère.")], Sheet()).pdf
    found: Roles = {}
    for listed in read_grids(read_layout(open_source(data, name="grid.pdf").pages).body):
        for entry in listed.entries:
            assert entry.name is not None
            found.setdefault(listed.role, []).append((entry.name.text, entry.other.text if entry.other else None))
    return found


def test_crosses() -> None:
    found = grid(
        ("Prénom", "NOM", "Présent", "Excusé", "Procuration", "Absent"),
        ("Paul", "DUC", "X", "", "", ""),
        ("Inès", "LE GALLEC", "X", "", "", ""),
        ("Zoé", "PRADES", "", "X", "", ""),
        ("Guy", "SERRE", "", "", "Paul DUC", ""),
        ("Luc", "VIDAL", "", "", "", "X"),
    )
    assert found == {
        "present": [("Paul DUC", None), ("Inès LE GALLEC", None)],
        "absent": [("Zoé PRADES", None), ("Luc VIDAL", None)],
        "proxies": [("Guy SERRE", "Paul DUC")],
    }


def test_columns_that_name_nobody() -> None:
    found = grid(
        ("Délégué", "Commune", "Présent", "Absent", "Pouvoir à"),
        ("PRADES Zoé", "Arvel", "X", "", ""),
        ("DUC Paul", "Les Loges-en-Valmont", "X", "", ""),
        ("SERRE Guy", "Arvel", "", "", "PRADES Zoé"),
        ("VIDAL Luc", "Saint-Rémon", "", "X", ""),
        widths=(24, 16, 12, 12, 24),
    )
    assert found == {
        "present": [("PRADES Zoé", None), ("DUC Paul", None)],
        "absent": [("VIDAL Luc", None)],
        "proxies": [("SERRE Guy", "PRADES Zoé")],
    }


def test_a_name_that_wraps_in_its_cell() -> None:
    found = grid(
        ("Délégué", "Commune", "Présent", "Absent"),
        ("DE LA MORINIERE Jean-Baptiste", "Arvel", "X", ""),
        ("VIDAL Luc", "Arvel", "", "X"),
        widths=(14, 30, 20, 20),
    )
    assert found == {"present": [("DE LA MORINIERE Jean-Baptiste", None)], "absent": [("VIDAL Luc", None)]}


def test_signatures() -> None:
    found = grid(
        ("Nom et prénom", "Qualité", "Signature", "Procuration"),
        ("Paul DUC", "Maire", SIGNED, ""),
        ("Zoé PRADES", "Membre", "Absente excusée", ""),
        ("Guy SERRE", "Membre", "", "Procuration à Pauline DE LA MORINIERE"),
        ("Luc VIDAL", "Membre", SIGNED, ""),
        widths=(30, 16, 24, 40),
    )
    assert found == {
        "present": [("Paul DUC", None), ("Luc VIDAL", None)],
        "absent": [("Zoé PRADES", None)],
        "proxies": [("Guy SERRE", "Pauline DE LA MORINIERE")],
    }


def test_marks_in_two_columns_place_nobody() -> None:
    found = grid(
        ("Nom", "Présent", "Absent"),
        ("Paul DUC", "X", ""),
        ("Luc VIDAL", "X", "X"),
        ("Zoé PRADES", "", "X"),
    )
    assert found == {"present": [("Paul DUC", None)], "absent": [("Zoé PRADES", None)]}


@pytest.mark.parametrize(
    "rows",
    [
        (("Membres en exercice", "Présents", "Pouvoirs", "Votants"), ("15", "12", "2", "14")),
        (("Association", "Montant 2020", "Montant 2021"), ("Les Amis du Moulin", "300", "400"), ("Le Fil", "20", "30")),
        (("Numéro", "Objet", "Vote"), ("2021-1", "Achat d'un banc", "Adopté"), ("2021-2", "Budget", "Adopté")),
    ],
)
def test_tables_that_are_no_roll(rows: tuple[tuple[str, ...], ...]) -> None:
    assert grid(*rows) == {}


def test_a_grid_that_goes_over_the_page() -> None:
    rows = [(f"Paul DUC{'ABCDEFGHIJKLMNOPQRST'[number]}", "X", "") for number in range(20)]
    found = grid(("Nom et prénom", "Présent", "Absent"), *rows, before=35)
    assert len(found["present"]) == 20


def test_an_excused_member_with_a_holder_gave_a_proxy() -> None:
    found = grid(
        ("NOM Prénom", "Présent(e)", "Absent(e)", "Excusé(e)", "Pouvoir donné à"),
        ("DUC Paul", "X", "", "", ""),
        ("SERRE Guy", "", "", "X", "DUC Paul"),
        ("VIDAL Luc", "", "X", "", ""),
    )
    assert found == {
        "present": [("DUC Paul", None)],
        "absent": [("VIDAL Luc", None)],
        "proxies": [("SERRE Guy", "DUC Paul")],
    }


def test_letters_in_one_column() -> None:
    found = grid(
        ("Conseiller", "Fonction", "P / A / R", "Représenté par"),
        ("Paul DUC", "Maire", "P", ""),
        ("Guy SERRE", "2ème adjoint", "R", "Paul DUC"),
        ("Luc VIDAL", "Conseiller", "A", ""),
    )
    assert found == {
        "present": [("Paul DUC", None)],
        "absent": [("Luc VIDAL", None)],
        "proxies": [("Guy SERRE", "Paul DUC")],
    }


def test_givers_and_holders_side_by_side() -> None:
    found = grid(("MANDANTS", "MANDATAIRES"), ("Mme PRADES", "M. DUC"), ("M. SERRE", "Mme LEROY"))
    assert found == {"proxies": [("PRADES", "DUC"), ("SERRE", "LEROY")]}


def test_columns_that_are_lists() -> None:
    found = grid(
        ("Communes", "Délégués présents", "Absents excusés"),
        ("ARVEL", "DUC Paul, PRADES Zoé", "SERRE Guy"),
        ("LES LOGES", "VIDAL Luc", "ROLLIN Ève"),
        widths=(16, 30, 20),
    )
    assert found == {
        "present": [("DUC Paul", None), ("PRADES Zoé", None), ("VIDAL Luc", None)],
        "absent": [("SERRE Guy", None), ("ROLLIN Ève", None)],
    }


def test_a_column_that_says_the_state_in_a_word() -> None:
    found = grid(
        ("Nom", "État", "Pouvoir donné à"),
        ("Paul DUC", "Présent", ""),
        ("Zoé PRADES", "Présente", ""),
        ("Guy SERRE", "Excusé", "Paul DUC"),
        ("Luc VIDAL", "Absent", ""),
        widths=(20, 12, 20),
    )
    assert found == {
        "present": [("Paul DUC", None), ("Zoé PRADES", None)],
        "absent": [("Luc VIDAL", None)],
        "proxies": [("Guy SERRE", "Paul DUC")],
    }
