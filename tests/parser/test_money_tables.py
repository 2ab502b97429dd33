"""Sums of tables that are no lists of subsidies, sums that a sentence lists, and what stands around them."""

from __future__ import annotations

import pytest
from delib.tests.parser.test_money import entries, told


def test_the_sums_of_a_table_of_tariffs_are_unit_prices_and_those_of_the_year_before_are_past() -> None:
    assert told(
        "Le conseil FIXE ainsi les tarifs :", ("", "2031", "2032"), ("Repas", "4,70 €", "4,90 €"),
        ("Concession", "250 €", "280 €"), title="Tarifs municipaux",
    ) == [
        (4.7, "past", None), (4.9, "unit price", None), (250, "past", None), (280, "unit price", None),
    ]  # fmt: skip


def test_a_line_of_a_list_of_tariffs_is_a_unit_price() -> None:
    lines = ("Le conseil fixe :", "- Repas d'un enfant : 3,20 €", "- Repas d'un adulte : 5 €")
    assert told(*lines, title="Tarifs 2032") == [(3.2, "unit price", None), (5, "unit price", None)]


def test_in_an_act_on_tariffs_a_sum_of_which_nothing_is_said_is_one() -> None:
    sentence = "Le forfait d'ouverture est porté de 45 € à 60 €."
    assert told(sentence, title="Prix de l'eau") == [(45, "unit price", None), (60, "unit price", None)]
    assert told(sentence, title="Voirie") == [(45, None, None), (60, None, None)]


def test_a_line_with_its_rate_per_head_is_a_line_of_a_list() -> None:
    assert told(
        "Le conseil vote les participations suivantes :",
        "- Syndicat d'énergie du Val : 2,10 € par habitant, soit 1 388,10 €",
        "- SIVU de la piscine : 14 652 €",
    ) == [
        (2.1, "unit price", None), (1388.1, "granted", "Syndicat d'énergie du Val"),
        (14652, "granted", "SIVU de la piscine"),
    ]  # fmt: skip


def test_a_head_in_tariffs_says_so_beside_a_column_of_units() -> None:
    assert told(
        ("Emplacement", "Unité", "Tarif TTC"), ("Redevance du carreau", "séance", "35.00 €"),
        ("Vitrine", "m²/an", "92 €"),
    ) == [(35, "unit price", None), (92, "unit price", None)]  # fmt: skip


def test_the_sums_of_a_table_of_maxima_are_ceilings() -> None:
    assert told(
        "DÉCIDE de fixer les montants suivants :", ("Cadre d'emplois", "Groupe", "Montant maximal IFSE", "Plafond CIA"),
        ("Rédacteurs", "G1", "12 000 €", "2 380 €"),
    ) == [(12000, "maximum", None), (2380, "maximum", None)]  # fmt: skip


def test_a_market_by_lots_gives_each_firm_its_prices_without_a_currency_in_the_cells() -> None:
    rows = entries(
        "DÉCIDE d'attribuer les marchés comme suit :", ("Lot", "Entreprise retenue", "Montant HT", "Montant TTC"),
        ("1", "Bâti Ouest", "248 317,12", "297 980,54"), ("2", "Lorgeril Bois", "96 400,00", "115 680,00"),
        ("", "TOTAL", "344 717,12", "413 660,54"), "soit 1 000 € HT de plus que l'estimation.",
    )  # fmt: skip
    table = [(float(e.money.value), e.role, e.name is not None, e.money.basis) for e in rows[:6]]
    assert table == [
        (248317.12, "price", True, "HT"), (297980.54, "price", True, "TTC"), (96400, "price", True, "HT"),
        (115680, "price", True, "TTC"), (344717.12, "total", False, "HT"), (413660.54, "total", False, "TTC"),
    ]  # fmt: skip


def test_the_columns_of_a_decision_on_the_budget_are_credits_and_its_codes_no_sums() -> None:
    assert told(
        "La décision s'équilibre à 9 000 €.", ("CHAPITRE", "NATURE", "LIBELLE", "MONTANT"),
        ("922", "74", "DOTATIONS ET PARTICIPATIONS", "32 180,00"), title="Décision modificative n° 1",
    ) == [(9000, "budget", None), (32180, "budget", None)]  # fmt: skip
    assert told(
        ("Désignation", "Diminution de crédits", "Augmentation de crédits"), ("Voirie", "2 500,00 €", ""),
        ("Subventions", "", "1 700,00 €"),
    ) == [(2500, "budget", None), (1700, "budget", None)]  # fmt: skip


def test_a_total_that_prints_its_currency_makes_sums_of_the_figures_above_it() -> None:
    assert told(
        "décide d'allouer les subventions ci-après :", ("Gymnastique du Val", "300,00"),
        ("Coopérative (15 € x 62)", "930,00"),
        ("TOTAL", "1 230,00 €"),
    ) == [
        (300, "granted", "Gymnastique du Val"), (15, "unit price", None), (930, "granted", "Coopérative"),
        (1230, "total", None),
    ]  # fmt: skip


def test_a_sentence_lists_grants_behind_their_names() -> None:
    assert told(
        "Il est proposé d'attribuer des subventions, ce qui donne : Aide aux Familles Montreval (1 groupe) : 3 045 € ;",
        "Grandir Ensemble (3 groupes) : 9 135 € ; Foyer Rural de Sauvagnac : 4 000 €. Soit un total de 16 180 €.",
    ) == [
        (3045, "granted", "Aide aux Familles Montreval"), (9135, "granted", "Grandir Ensemble"),
        (4000, "granted", "Foyer Rural de Sauvagnac"), (16180, "total", None),
    ]  # fmt: skip


def test_what_a_past_sum_and_its_addition_make_is_a_total() -> None:
    before = "La commune avait attribué le marché à l'entreprise Duval pour un montant de 84 200 € HT."
    change = "Elle approuve l'avenant de l'entreprise {} d'un montant de 3 150 € HT,"
    now = "ce qui porte le marché à 87 350 € HT."
    assert [role for _, role, _ in told(before, change.format("Duval"), now)] == ["past", "price", "total"]
    assert [role for _, role, _ in told(before, change.format("Morel"), now)] == ["past", "price", "price"]


def test_what_leads_to_a_list_says_what_its_sums_are() -> None:
    assert told(
        "Sur proposition de la commission, le conseil alloue au titre de 2032 :", "- 300 € à l'Amicale laïque,",
        "- 1 150 € au Rugby Club du Val,", "- 5 € par élève à la coopérative scolaire, soit 435 € pour 87 élèves.",
        "La demande de l'association Culture et Partage (2 000 €) est ajournée.", "La somme de 90 € reste.",
    ) == [
        (300, "granted", "Amicale laïque"), (1150, "granted", "Rugby Club du Val"), (5, "unit price", None),
        (435, "granted", "coopérative scolaire"), (2000, "asked", "association Culture et Partage"), (90, None, None),
    ]  # fmt: skip


def test_a_list_that_gives_nothing_names_nobody() -> None:
    assert told("Les dépenses sont : Charges générales : 3 045 € ; Personnel communal : 9 135 €.") == [
        (3045, None, None), (9135, None, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "attribue au collège Jean-Perrin une subvention de 2 800 € et au collège des Combes 700 €.",
            [(2800, "granted", "collège Jean-Perrin"), (700, "granted", "collège des Combes")],
        ),
        (
            "Le montant de l'acte d'engagement est porté de 133 309,40 euros\nH.T. à 133 843,40 euros H.T.",
            [(133309.40, "price", None), (133843.40, "price", None)],
        ),
        ("La garantie de la commune est accordée à hauteur de la somme de 900 €.", [(900, "guarantee", None)]),
        ("Elle est garantie, pour la durée des prêts, à hauteur de 900 €.", [(900, "guarantee", None)]),
        ("La banque prête, à hauteur de 1 000 € de garantie.", [(1000, "guarantee", None)]),
        ("Le loyer est de 150 €, et le dépôt de garantie de 300 €.", [(150, "rent", None), (300, "rent", None)]),
        ("La mission de coordination est confiée au bureau Contrôlia pour 1 830 € HT.", [(1830, "price", "Contrôlia")]),
        (
            "Le Comité des fêtes, qui sollicitait 1 500 €, n'est pas retenu ; il avait perçu 1 200 € en 2031.",
            [(1500, "asked", "Comité des fêtes"), (1200, "past", "Comité des fêtes")],
        ),
        (
            "un emprunt que la Société d'Équipement de la région Lémoine (SELM) va contracter pour 4 000 €.",
            [(4000, "loan", "Société d'Équipement de la région Lémoine")],
        ),
        (
            "frais de dossier : 180 €, commission d'engagement de 0,10 % soit 120 €.",
            [(180, "price", None), (120, "price", None)],
        ),
        (
            "Trois devis reçus : Garage Moreau 18 990 € TTC, Auto Sud 19 450 € TTC, Utilitaires 61 20 120 € TTC.",
            [(18990, "price", "Garage Moreau"), (19450, "price", "Auto Sud"), (20120, "price", "Utilitaires 61")],
        ),
        (
            "fixe à 49 570,80 € la participation versée à l'OGEC Sainte-Odile.",
            [(49570.8, "granted", "OGEC Sainte-Odile")],
        ),
        ("décide de faire un don de 500 € à la Protection civile.", [(500, "granted", "Protection civile")]),
        ("L'adhésion au CAUE (120 €) est renouvelée.", [(120, "granted", "CAUE")]),
        ("décide d'acquérir le bien de la SCI Fournil pour la somme de 92 000 €.", [(92000, "price", "SCI Fournil")]),
        ("au prix unitaire de 45 € le m², soit 18 540 €", [(45, "unit price", None), (18540, "price", None)]),
        ("Il est demandé au Conseil municipal :\n- de noter la somme de 90 €.", [(90, None, None)]),
        ("au prix unitaire de 3,42 € HT.", [(3.42, "unit price", None)]),
        ("décide d'ouvrir une ligne de trésorerie de 500 000 €.", [(500000, "loan", None)]),
        ("Le droit de chasse est loué à l'ACCA pour 150 € par an.", [(150, "rent", None)]),
        ("Le colis est d'une valeur de 27 €.", [(27, "valuation", None)]),
        ("Elle est de 52 € HT par an et par abonné.", [(52, "unit price", None)]),
        ("Elle est de 1,25 €/hab.", [(1.25, "unit price", None)]),
        ("Trois devis ont été reçus pour un montant de 500 €.", [(500, "price", None)]),
        ("retient le devis de la SARL MOREL de 48 250 € HT (57 900 € TTC).", [
            (48250, "price", "SARL MOREL"), (57900, "price", "SARL MOREL"),
        ]),
        ("décide de céder à la société Terralia le délaissé pour 2 500 €.", [(2500, "price", "Terralia")]),
    ],
)  # fmt: skip
def test_sentences(sentence: str, expected: list[tuple[float, str | None, str | None]]) -> None:
    assert told(*sentence.split("\n")) == expected
