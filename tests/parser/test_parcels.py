"""Parcels of the land register and areas of land."""

from __future__ import annotations

import pytest
from delib.parser.fields.parcels import find_areas, find_parcels
from delib.parser.folding import fold


def parcels(text: str) -> list[str]:
    found = find_parcels(text, fold(text), 0, len(text))
    return [
        " ".join(filter(None, (one.prefix, one.section, one.number))) + (f" {one.surface:g}" if one.surface else "")
        for one in found
    ]


def areas(text: str) -> list[tuple[float, bool]]:
    return [(one.value, one.total) for one in find_areas(fold(text), 0, len(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("la parcelle cadastrée section AB n°123", ["AB 123"]),
        ("une parcelle cadastrée AH477", ["AH 477"]),
        ("terrain cadastré E N°0356", ["E 356"]),
        ("parcelles AB n°/s 366 et 379", ["AB 366", "AB 379"]),
        ("parcelles cadastrées section C n°36 et 37", ["C 36", "C 37"]),
        ("parcelles YX 20, 21 et YZ 4", ["YX 20", "YX 21", "YZ 4"]),
        ("PARCELLES CADASTRÉES PE 506 PE 14 PC 28", ["PE 506", "PE 14", "PC 28"]),
        ("section A, n° 119 du plan cadastral", ["A 119"]),
        ("la parcelle n° 12 de la section AB", ["AB 12"]),
        ("parcelles cadastrées 052 XD 12 et 052 XD 13", ["052 XD 12", "052 XD 13"]),
        ("PARCELLE D81 LIEU-DIT", ["D 81"]),
        ("parcelle cadastrée AK 12 (150 m²), AK 13 (250 m²)", ["AK 12 150", "AK 13 250"]),
        ("parcelle cadastrée section AB n° 12 d'une superficie de 1 250 m²", ["AB 12 1250"]),
        ("parcelles AB 12, 13 et 14 d'une contenance totale de 45 a 10 ca", ["AB 12", "AB 13", "AB 14"]),
        ("la parcelle AB 12 ; plus loin, la parcelle AB 12 (300 m²)", ["AB 12 300"]),
        ("parcelles cadastrées AB 12p et AB 13 partie", ["AB 12", "AB 13"]),
        ("PARCELLE DE 300 M2", []),
        ("la section de fonctionnement, article 12", []),
        ("le groupe AB 12 se réunit", []),  # nothing announces a parcel
        ("la parcelle ab 12", []),  # a section is in capitals
        ("PARCELLE LE 12 MAI", []),
    ],
)
def test_parcels(text: str, wanted: list[str]) -> None:
    assert parcels(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("un terrain de 3 017 m²", [(3017.0, False)]),
        ("un terrain de 1.250 M2", [(1250.0, False)]),
        ("terrain de 12,5 m²", [(12.5, False)]),
        ("terrain de 2ha 50a 19ca", [(25019.0, False)]),
        ("terrain de 15 ha 41", [(154100.0, False)]),
        ("terrain de 4ha.24,36", [(42436.0, False)]),
        ("terrain de 1a38ca", [(138.0, False)]),
        ("terrain de 1,5 hectare", [(15000.0, False)]),
        ("terrain de 38 ca", [(38.0, False)]),
        ("terrains d'une superficie totale de 3 039 m²", [(3039.0, True)]),
        ("terrain à 5,40 €/m²", []),
        ("terrain pour 900 m² de surface de plancher", []),
        ("une salle de 120 m²", []),  # no land is spoken of
        ("terrain vendu en 2031 à 12 h", []),
    ],
)
def test_areas_are_in_square_metres(text: str, wanted: list[tuple[float, bool]]) -> None:
    assert areas(text) == wanted
