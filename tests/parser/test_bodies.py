"""Which body sat: invented names, in the forms of letterheads, running heads and sentences."""

from __future__ import annotations

import pytest
from delib.parser.fields.bodies import Piece, find_body


def body(*pieces: tuple[str, float], organ: str | None = None) -> str | None:
    found = find_body([Piece(text, weight) for text, weight in pieces], organ)
    return found.name if found is not None else None


@pytest.mark.parametrize(
    ("text", "organ", "name"),
    [
        ("COMMUNE D'ARVEL\nSéance du 3 mai 2021", "Conseil municipal", "COMMUNE D'ARVEL"),
        ("Mairie de Saint-Aubrin-le-Vieux\nExtrait du registre", "Conseil municipal", "Saint-Aubrin-le-Vieux"),
        ("Ville de Montfauvel - Conseil municipal du 3 mai 2021 page 1", "Conseil municipal", "Ville de Montfauvel"),
        ("Communauté de communes du Bray", "Conseil communautaire", "Communauté de communes du Bray"),
        ("Orvanne Métropole\nBUREAU", "Bureau métropolitain", "Orvanne Métropole"),
        ("CCAS de Thillac", "Conseil d'administration", "CCAS de Thillac"),
        ("S.I.V.O.S.\nBrévanne – Les Loges – Rémon", "comité syndical", "S.I.V.O.S. Brévanne – Les Loges – Rémon"),
        ("PÔLE D'ÉQUILIBRE TERRITORIAL ET RURAL DU PAYS DE LISSE", "Bureau syndical",
         "PÔLE D'ÉQUILIBRE TERRITORIAL ET RURAL DU PAYS DE LISSE"),
        ("Le comité syndical du Syndicat intercommunal d'énergies de la Lisse", "Comité syndical",
         "Syndicat intercommunal d'énergies de la Lisse"),
        ("GRAND-ORBE MÉTROPOLE\nBureau de Grand-Orbe\nMétropole", "le Bureau", "GRAND-ORBE MÉTROPOLE"),
        ("S.I.V.O.S. DES TROIS VALLONS\nSyndicat Intercommunal à Vocation Scolaire", "comité syndical",
         "S.I.V.O.S. DES TROIS VALLONS"),
        ("COMMUNE DE VAUX-LES-PRÉS\nProcès-verbal", "Conseil municipal", "COMMUNE DE VAUX-LES-PRÉS"),
        ("SYNDICAT ÉNERGIES VERVIENNE\nCOMPTE RENDU\nle Comité du Syndicat ÉNERGIES\nVERVIENNE", "comité syndical",
         "SYNDICAT ÉNERGIES VERVIENNE"),
        ("au siège de Vervienne Communauté, sur la convocation", "Conseil communautaire", "Vervienne Communauté"),
        ("RÉUNION DU CONSEIL MUNICIPAL\nCommune : THILLAC-SUR-LISSE", "Conseil municipal", "THILLAC-SUR-LISSE"),
        ("Région Val-Atlantique", "Commission permanente", "Région Val-Atlantique"),
        ("CC TERRES D'ORBE\nEXTRAIT\nDU CONSEIL COMMUNAUTAIRE\ncommune de Lisse", "conseil communautaire",
         "CC TERRES D'ORBE"),
        ("C.A. du Pays d'Orbe\nEXTRAIT", "conseil communautaire", "C.A. du Pays d'Orbe"),
        ("DÉPARTEMENT DE LA VERNAIE\nSMIRTOM DU VAL D'ORBE", "comité syndical", "SMIRTOM DU VAL D'ORBE"),
        ("Conseil départemental de la Vernaie\nla commune d'Orbelle", "conseil municipal", "commune d'Orbelle"),
        ("COMMUNAUTE DE COMMUNES LE VALMINOIS\nCOMPTE-RENDU\nI. Convention (CDC/Pays d'Orbe et Vallons)\n"
         "II. Avis (CDC/Pays d'Orbe et Vallons)", "conseil de communauté", "COMMUNAUTE DE COMMUNES LE VALMINOIS"),
        ("Le conseil municipal de Kermarzic s'est réuni", "conseil municipal", "Kermarzic"),
    ],
)  # fmt: skip
def test_letterheads(text: str, organ: str, name: str) -> None:
    assert body((text, 5.0), organ=organ) == name


def test_the_departement_of_a_letterhead_is_not_the_body_of_a_council() -> None:
    text = "Département de la Haute-Vernaie\nArrondissement d'Orbe\nCanton de Lisse\nCommune de Thillac"
    assert body((text, 5.0), organ="Conseil municipal") == "Commune de Thillac"
    assert body(("Département de la Haute-Vernaie\nRéunion", 5.0), organ="Conseil départemental") == (
        "Département de la Haute-Vernaie"
    )


def test_a_letterhead_that_prints_only_the_departement_names_no_council() -> None:
    text = "DÉPARTEMENT de la Vernaie\nCompte rendu du Conseil Municipal du 3 mai 2021"
    assert body((text, 5.0), organ="Conseil municipal") is None


@pytest.mark.parametrize(
    "text", ["Département de la Haute-Vernaie\nRéunion", "convention avec le centre de gestion d'Orbe"]
)
def test_a_municipal_council_is_no_other_body_s(text: str) -> None:
    assert body((text, 5.0), organ="Conseil municipal") is None


def test_the_address_of_the_town_hall_names_the_commune_that_nothing_else_names() -> None:
    foot = ("Hôtel de ville\n12, quai des Ormes – 29990 THILLAC CEDEX\nTél. : 02 98 00 00 00", 3.0)
    assert body(("Séance du 3 mai 2021", 5.0), foot, organ="Conseil municipal") == "THILLAC"
    assert body(("Commune d'Arvel", 5.0), foot, organ="Conseil municipal") == "Commune d'Arvel"
    firm = ("Entreprise Morel, 3 rue Basse, 29990 THILLAC", 3.0)
    assert body(("Séance du 3 mai 2021", 5.0), firm, organ="Conseil municipal") is None
    assert body(("Séance du 3 mai 2021", 5.0), foot, organ="Comité syndical") is None


def test_a_folio_is_no_part_of_the_name() -> None:
    pieces = (("Commune d'Arvel Folio 12", 3.0), ("la commune d'Arvel a été saisie", 1.0), ("la commune d'Arvel", 1.0))
    assert body(*pieces, organ="Conseil municipal") == "Commune d'Arvel"


def test_a_running_head_that_prints_only_the_first_commune_of_a_syndicate() -> None:
    pieces = (("S.I.V.O.S.\nBrévanne – Les Loges", 5.0), ("SIVOS Brévanne – 3 mai 2021", 3.0))
    assert body(*pieces, organ="comité syndical") == "S.I.V.O.S. Brévanne – Les Loges"


@pytest.mark.parametrize(
    "text", ["", "Séance du 3 mai 2021", "L'école de Couvens sera repeinte.", "la commune voisine"]
)
def test_no_name_is_made_up(text: str) -> None:
    assert body((text, 5.0), organ="Conseil municipal") is None


def test_the_place_of_the_name() -> None:
    found = find_body([Piece("REPUBLIQUE FRANÇAISE\nCommune d'Arvel\nSéance", 5.0, 100)], "Conseil municipal")
    assert found is not None
    assert (found.start, found.end, found.rule) == (121, 136, "body.kind-and-name")


def test_a_council_of_a_communaute_is_no_name() -> None:
    assert body(("EXTRAIT DES DÉLIBÉRATIONS DU CONSEIL DE COMMUNAUTÉ", 5.0), organ="Conseil de communauté") is None
