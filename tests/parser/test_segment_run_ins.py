"""Themes that run into their text begin acts; labels and phrases with a colon do not."""

from __future__ import annotations

import pytest
from delib.tests.parser.pages_of_lines import read_sheet, record_sheet, titles

HEAD = """
^! RÉUNION DU CONSEIL MUNICIPAL DU 14 MARS 2019
Commune : VALBRUNE
Présents : Mme Odile FERRANDIER, M. Luc TERRASSE, M. Jean PIOCHE, Mme Anne ROUVRAY
Secrétaire de séance : M. Jean PIOCHE

"""
THEMES = ["Assainissement", "Indemnité du percepteur", "Salle des fêtes"]
POINTS = [
    ("Assainissement", "Le maire informe que l'étude est terminée.\nLe conseil, à l'unanimité, approuve le zonage."),
    ("Indemnité du percepteur", "Le conseil vote l'indemnité du percepteur, soit 212 euros."),
    ("Salle des fêtes", "Suite aux plaintes des riverains,\nle conseil décide de limiter les locations à minuit."),
    ("Informations", "La cérémonie des vœux aura lieu le 6 janvier."),
]


@pytest.mark.parametrize("form", ["**{} :** {}", "{} : {}", "{}. {}", "{}.- {}"])
def test_acts_under_themes_that_run_into_their_text(form: str) -> None:
    sheet = HEAD + "\n\n".join(form.format(theme, text) for theme, text in POINTS)
    assert titles(read_sheet(sheet)) == [THEMES]


def test_the_text_of_an_act_begins_behind_its_theme() -> None:
    (session,) = record_sheet(HEAD + "\n\n".join(f"**{theme} :** {text}" for theme, text in POINTS)).sessions
    first = session.deliberations[0]
    assert first.considerants is not None and first.considerants.text == "Le maire informe que l'étude est terminée."


def test_labels_that_come_again_are_no_themes() -> None:
    sheet = HEAD + "\n\n".join(
        f"! {theme}\nExposé : Le maire présente le dossier.\nSuite donnée : Le conseil décide de traiter avec {who}."
        for theme, who in zip(THEMES, ["M. Morel", "Mme Bresson", "M. Aubry"], strict=True)
    )
    assert titles(read_sheet(sheet)) == [THEMES]


def test_phrases_of_an_extract_are_no_themes() -> None:
    sheet = """
    ^! COMMUNE DE VALBRUNE
    ^! EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS
    ^ Séance du 14 mars 2019

    ! Objet : Budget de la commune

    **Section d'exploitation :** Le conseil vote 12 000 euros de recettes.

    **Section d'équipement :** Le conseil vote 8 000 euros de dépenses.
    """
    assert titles(read_sheet(sheet)) == [["Budget de la commune"]]


def test_a_register_of_themes() -> None:
    sheet = """
    ^ SÉANCE DU 15 FÉVRIER 1953
    L'an mil neuf cent cinquante-trois et le quinze février, le Conseil Municipal de la
    Commune de Valbrune s'est réuni au lieu ordinaire de ses séances, sous la présidence
    de M. TERRASSE, Maire.
    Présents : MM. TERRASSE, PIOCHE, ALBANEL, ROUVRAY.

    Adduction d'eau. Monsieur le Maire donne lecture du rapport de l'ingénieur.
    Le Conseil, après en avoir délibéré, approuve l'avant-projet.

    Garde-champêtre. Le Conseil fixe à 42.000 francs le traitement du garde.

    ^ SÉANCE DU 17 MAI 1953
    L'an mil neuf cent cinquante-trois et le dix-sept mai, le Conseil Municipal de la
    Commune de Valbrune s'est réuni au lieu ordinaire de ses séances, sous la présidence
    de M. TERRASSE, Maire.
    Présents : MM. TERRASSE, PIOCHE, ALBANEL.

    Compte administratif. Monsieur le Maire présente le compte et se retire.
    Le Conseil approuve le compte.

    École de filles. Vu l'état de la toiture, le Conseil décide de faire réparer le toit.
    """
    assert titles(read_sheet(sheet)) == [
        ["Adduction d'eau", "Garde-champêtre"],
        ["Compte administratif", "École de filles"],
    ]


@pytest.mark.parametrize(
    "form", ["**{}/ {}.** {}", "{}°) - {} : {}", "{}. {} : {}", "{}) {}. {}"], ids=["bold", "degree", "colon", "stop"]
)
def test_themes_behind_an_ordinal(form: str) -> None:
    sheet = HEAD + "\n\n".join(form.format(at, theme, text) for at, (theme, text) in enumerate(POINTS, 1))
    assert titles(read_sheet(sheet)) == [THEMES]


def test_themes_in_capitals_need_no_narrative_behind_them() -> None:
    points = [
        (1, "BUDGET PRIMITIF 1974", "Le Conseil vote le budget arrêté à 312.450 F."),
        (2, "ÉCLAIRAGE PUBLIC", "Plusieurs habitants demandent deux lampes.\nLe Conseil décide de les poser."),
    ]
    sheet = HEAD + "\n\n".join(f"{at}°) - {theme} : {text}" for at, theme, text in points)
    assert titles(read_sheet(sheet)) == [["BUDGET PRIMITIF 1974", "ÉCLAIRAGE PUBLIC"]]


def test_a_title_with_a_colon_all_in_bold_is_no_theme() -> None:
    sheet = HEAD + "\n\n".join(
        f"! {at}. Finances : Le budget de {year}\nLe conseil, à l'unanimité, approuve le budget."
        for at, year in enumerate((2019, 2020, 2021), 1)
    )
    assert titles(read_sheet(sheet)) == [[f"Finances : Le budget de {year}" for year in (2019, 2020, 2021)]]


def test_a_theme_in_bold_over_two_lines() -> None:
    long = "Demande de subvention pour les travaux d'aménagement et de mise en sécurité de la"
    sheet = HEAD + (
        f"! {long}\n**traversée du bourg –** M. le Maire présente le dossier. Le conseil approuve le plan.\n\n"
        "**Personnel –** Le contrat de l'agent arrive à son terme. Le conseil le renouvelle\npour un an.\n\n"
        "**Divers –** Le bal aura lieu le 15 juillet.\n"
    )
    reading = read_sheet(sheet)
    assert titles(reading) == [[f"{long} traversée du bourg", "Personnel"]]
    first = record_sheet(sheet).sessions[0].deliberations[0]
    assert first.considerants is not None and first.considerants.text == "M. le Maire présente le dossier."


def test_short_sentences_of_a_debate_are_no_themes() -> None:
    sheet = HEAD + "\n".join(
        f"! {at}. {theme}\nM. Pioche demande la parole.\n\nMais je vais répondre. Le dossier est prêt.\n\n"
        f"Les délais sont tenus. Le chantier est fini.\nLe conseil, à l'unanimité, approuve le rapport.\n"
        for at, theme in enumerate(THEMES, 1)
    )
    assert titles(read_sheet(sheet)) == [THEMES]
