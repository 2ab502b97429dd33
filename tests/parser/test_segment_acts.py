"""Where the acts of a document begin and end, and what kind of document it is."""

from __future__ import annotations

from textwrap import dedent

import msgspec
import pytest
from delib.parser.pages.source import Page
from delib.parser.record import Kind
from delib.tests.parser.pages_of_lines import (
    flat,
    numbers,
    page_of_table,
    pages_of,
    read_sheet,
    reading_of,
    record_sheet,
    titles,
)

HEAD = """
^!+ COMMUNE DE VALBRUNE
^! COMPTE RENDU DE LA RÉUNION DU CONSEIL MUNICIPAL
^! DU 14 MARS 2019

Présents : Mme Odile FERRANDIER, M. Luc TERRASSE, M. Jean PIOCHE, Mme Anne ROUVRAY
Absent : M. Paul ALBANEL
Secrétaire de séance : M. Jean PIOCHE

"""
EXTRACT = """
^!+ COMMUNE DE VALBRUNE
^! EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS
^ Séance du 14 mars 2019

Présents : Mme Odile FERRANDIER, M. Luc TERRASSE, M. Jean PIOCHE, Mme Anne ROUVRAY
Secrétaire de séance : M. Jean PIOCHE

"""
ITEMS = [
    ("Réfection de la toiture", "La charpente de la halle prend l'eau.", "retient le devis de l'entreprise Morel."),
    (
        "Tarif de la cantine",
        "Le prix du repas n'a pas changé depuis quatre ans.",
        "fixe le prix du repas à 3,20 euros.",
    ),
    ("Cession du chemin des Aulnes", "Ce passage ne sert plus à personne.", "vend le chemin à M. Bresson."),
    ("Achat de bancs", "Les bancs de la place sont cassés.", "approuve l'achat de quatre bancs."),
    ("Bail du moulin", "Le locataire actuel souhaite rester.", "renouvelle le bail pour neuf ans."),
    ("Emploi saisonnier", "Il faut une personne pour la piscine.", "crée un emploi pour deux mois."),
]
TITLES = [title for title, _, _ in ITEMS]


def minutes(heads: list[str], *, white: str = "\n", more: str = "", head: str = HEAD) -> str:
    """Minutes with an act under each of these headings."""
    acts = [
        f"{over}\n{reasons}\nLe conseil municipal, à l'unanimité, {decided}\n"
        for over, (_, reasons, decided) in zip(heads, ITEMS, strict=False)
    ]
    return head + white.join(acts) + more


# ---------------------------------------------------------------- what heads an act


def test_a_line_that_announces_a_number_heads_no_act() -> None:
    """It breaks before the words that say what is counted, in bold, where a heading would stand."""
    sheet = minutes([f"! {title}" for title in TITLES]).replace(
        "\nLe conseil", "\n\n! Nombre de membres\n11\n\nLe conseil", 1
    )
    assert titles(read_sheet(sheet)) == [TITLES]


def test_acts_under_a_label_with_their_number() -> None:
    reading = read_sheet(minutes([f"! Délibération n° 2019-{11 + at} : {title}" for at, title in enumerate(TITLES)]))
    assert titles(reading) == [TITLES]
    assert numbers(reading) == [f"2019-{11 + at}" for at in range(6)]
    assert reading.outline.kind == "minutes"


def test_acts_under_a_number_and_nothing_else() -> None:
    reading = read_sheet(minutes([f"! 2019.03.0{1 + at} - {title}" for at, title in enumerate(TITLES)]))
    assert titles(reading) == [TITLES]
    assert numbers(reading) == [f"2019.03.0{1 + at}" for at in range(6)]


def test_a_number_above_its_title() -> None:
    reading = read_sheet(minutes([f"! N° 2019-{11 + at}\n! {title.upper()}" for at, title in enumerate(TITLES)]))
    assert titles(reading) == [[title.upper() for title in TITLES]]
    assert numbers(reading) == [f"2019-{11 + at}" for at in range(6)]


@pytest.mark.parametrize("mark", ["{}.", "{}/", "{})", "{} -", "{}°)"])
def test_ordinals_of_the_agenda_are_items_and_no_numbers(mark: str) -> None:
    heads = [f"! {mark.format(at)} {title}" for at, title in enumerate(TITLES, 1)]
    reading = read_sheet(minutes(heads))
    assert titles(reading) == [TITLES]
    assert numbers(reading) == [None] * 6
    assert [cut.item for cut in reading.outline.sittings[0].cuts] == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize("white", ["", "\n"])
def test_items_in_plain_type_without_a_mark_are_told_by_their_running_on(white: str) -> None:
    reading = read_sheet(minutes([f"{at} {title}" for at, title in enumerate(TITLES, 1)], white=white))
    assert titles(reading) == [TITLES]
    assert [cut.item for cut in reading.outline.sittings[0].cuts] == ["1", "2", "3", "4", "5", "6"]


def test_headings_told_by_their_type_alone() -> None:
    reading = read_sheet(minutes([f"! {title.upper()}" for title in TITLES]))
    assert titles(reading) == [[title.upper() for title in TITLES]]


def test_a_title_over_two_lines_is_one_title() -> None:
    heads = [f"! {at}. {title} et des abords de la place\n! du Puits-Neuf" for at, title in enumerate(TITLES, 1)]
    assert titles(read_sheet(minutes(heads))) == [[f"{t} et des abords de la place du Puits-Neuf" for t in TITLES]]


def test_numbered_points_of_a_decision_are_no_acts() -> None:
    text = (
        HEAD
        + """
! 1. Réfection de la toiture
La charpente de la halle prend l'eau.
Le conseil municipal, à l'unanimité, décide :
1. de retenir le devis de l'entreprise Morel ;
2. de solliciter l'aide du département ;
3. d'inscrire la dépense au budget.

! 2. Tarif de la cantine
Le prix du repas n'a pas changé depuis quatre ans.
Le conseil municipal, à l'unanimité, décide :
1. de fixer le prix du repas à 3,20 euros ;
2. de fixer celui du goûter à 1 euro.
"""
    )
    assert titles(read_sheet(text)) == [["Réfection de la toiture", "Tarif de la cantine"]]


def test_a_citation_of_an_act_is_none() -> None:
    text = minutes(
        [f"! Délibération n° 2019-{11 + at} : {title}" for at, title in enumerate(TITLES[:3])],
        more="""
! Délibération n° 2019-14 : Modification d'une régie
Le texte voté l'an passé porte une erreur de plume et il convient de revenir sur la
délibération n° 2018-40 du 6 décembre 2018, qui ne nommait pas de suppléant à la régie.
Le conseil municipal, à l'unanimité, nomme Mme Anne ROUVRAY suppléante.
""",
    )
    assert numbers(read_sheet(text)) == ["2019-11", "2019-12", "2019-13", "2019-14"]


def test_lines_of_a_budget_are_no_acts() -> None:
    text = (
        HEAD
        + """
! 2019-11 - Virement de crédits
Il manque de quoi payer la facture du chauffage.
Le conseil municipal, à l'unanimité, approuve les virements :
20/2051 1 200,00
21/2188 - 1 200,00

! 2019-12 - Tarif de la cantine
Le prix du repas n'a pas changé depuis quatre ans.
Le conseil municipal, à l'unanimité, fixe le prix du repas à 3,20 euros.
"""
    )
    assert numbers(read_sheet(text)) == ["2019-11", "2019-12"]


def test_each_act_ends_where_the_next_one_begins() -> None:
    reading = read_sheet(
        minutes([f"! {at}. {title}" for at, title in enumerate(TITLES, 1)], more="\nLa séance est levée à 21 heures.\n")
    )
    text = reading.layout.body.text
    for cut, (_, reasons, decided) in zip(reading.outline.sittings[0].cuts, ITEMS, strict=True):
        own = flat(text[cut.text_start : cut.end])
        assert own.startswith(reasons) and own.endswith(decided)


# ---------------------------------------------------------------- what stands over acts


def test_a_heading_over_two_acts_is_no_act() -> None:
    text = (
        HEAD
        + """
^! FINANCES

! 2019-11 - Tarif de la cantine
Le prix du repas n'a pas changé depuis quatre ans.
Le conseil municipal, à l'unanimité, fixe le prix du repas à 3,20 euros.

! 2019-12 - Tarif de la garderie
La garderie suit le prix de la cantine.
Le conseil municipal, à l'unanimité, fixe le prix de l'heure à 1,10 euro.

^! TRAVAUX

! 2019-13 - Réfection de la toiture
La charpente de la halle prend l'eau.
Le conseil municipal, à l'unanimité, retient le devis de l'entreprise Morel.
"""
    )
    reading = read_sheet(text)
    assert titles(reading) == [["Tarif de la cantine", "Tarif de la garderie", "Réfection de la toiture"]]
    record = record_sheet(text)
    printed = [act.dispositif.text for act in record.sessions[0].deliberations if act.dispositif]
    assert not any("TRAVAUX" in text for text in printed), "the theme is no part of the act before it"


@pytest.mark.parametrize(("first", "second"), [("2.1.", "2.2."), ("a)", "b)"), ("2-1)", "2-2)")])
def test_sub_items_with_a_vote_each_are_acts_and_the_item_over_them_none(first: str, second: str) -> None:
    text = (
        HEAD
        + f"""
! 1. Réfection de la toiture
La charpente de la halle prend l'eau.
Le conseil municipal, à l'unanimité, retient le devis de l'entreprise Morel.

! 2. Tarifs de l'année

! {first} Tarif de la cantine
Le prix du repas n'a pas changé depuis quatre ans.
Le conseil municipal, à l'unanimité, fixe le prix du repas à 3,20 euros.

! {second} Tarif de la garderie
La garderie suit le prix de la cantine.
Le conseil municipal, à l'unanimité, fixe le prix de l'heure à 1,10 euro.
"""
    )
    reading = read_sheet(text)
    assert titles(reading) == [["Réfection de la toiture", "Tarif de la cantine", "Tarif de la garderie"]]


def test_the_agenda_is_kept_apart_and_none_of_its_lines_is_an_act() -> None:
    agenda = "Ordre du jour :\n" + "\n".join(f"{at}. {title}" for at, title in enumerate(TITLES, 1)) + "\n\n"
    reading = read_sheet(minutes([f"! {at}. {title}" for at, title in enumerate(TITLES, 1)], head=HEAD + agenda))
    assert titles(reading) == [TITLES]
    text = reading.layout.body.text
    announced = " ".join(flat(text[a:b]) for a, b in reading.outline.agenda)
    assert all(title in announced for title in TITLES)
    first = reading.outline.sittings[0].cuts[0]
    assert all(b <= first.start for _, b in reading.outline.agenda)


def test_an_agenda_tells_headings_in_plain_type() -> None:
    agenda = "Ordre du jour :\n" + "\n".join(f"- {title}" for title in TITLES) + "\n\n"
    reading = read_sheet(minutes([f"\n{title}" for title in TITLES], head=HEAD + agenda))
    assert titles(reading) == [TITLES]


def test_the_titles_printed_again_after_the_closing_are_no_acts() -> None:
    again = "\nLa séance est levée à 21 heures.\n\n! Liste des délibérations\n" + "\n".join(
        f"2019-{11 + at} - {title}" for at, title in enumerate(TITLES)
    )
    reading = read_sheet(minutes([f"! 2019-{11 + at} - {title}" for at, title in enumerate(TITLES)], more=again))
    assert titles(reading) == [TITLES]
    text = reading.layout.body.text
    assert [flat(text[a:b]).startswith("Liste des délibérations") for a, b in reading.outline.recap] == [True]
    assert reading.outline.kind == "minutes"


def test_an_information_between_two_acts_is_none() -> None:
    text = (
        HEAD
        + """
! 1. Réfection de la toiture
La charpente de la halle prend l'eau.
Le conseil municipal, à l'unanimité, retient le devis de l'entreprise Morel.

! 2. Point sur la fête du village
La fête se tiendra le premier samedi de juillet et le repas sera servi sous la halle.

! 3. Tarif de la cantine
Le prix du repas n'a pas changé depuis quatre ans.
Le conseil municipal, à l'unanimité, fixe le prix du repas à 3,20 euros.
"""
    )
    assert titles(read_sheet(text)) == [["Réfection de la toiture", "Tarif de la cantine"]]


# ---------------------------------------------------------------- one act alone


@pytest.mark.parametrize("votes", [1, 2, 4])
def test_an_extract_is_one_act_however_often_it_votes(votes: int) -> None:
    voted = "".join(
        f"\n! Lot n° {at}\nLe conseil municipal, à l'unanimité, retient l'offre de l'entreprise Morel {at}.\n"
        for at in range(1, votes + 1)
    )
    text = EXTRACT + "! Objet : Réfection de la toiture de la halle\n\nLa charpente de la halle prend l'eau.\n" + voted
    reading = read_sheet(text)
    assert titles(reading) == [["Réfection de la toiture de la halle"]]
    assert reading.outline.kind == "deliberation"
    assert reading.outline.sittings[0].cuts[0].end == len(reading.layout.body.text)


def test_an_extract_with_its_number_and_its_title_apart() -> None:
    text = (
        EXTRACT
        + """
N° 2019-11

^! RÉFECTION DE LA TOITURE DE LA HALLE

La charpente de la halle prend l'eau.
Le conseil municipal, après en avoir délibéré, décide de retenir le devis de l'entreprise Morel.
"""
    )
    reading = read_sheet(text)
    assert titles(reading) == [["RÉFECTION DE LA TOITURE DE LA HALLE"]]
    assert numbers(reading) == ["2019-11"]


def test_the_title_of_an_extract_may_stand_before_the_list_of_those_present() -> None:
    text = """
^!+ COMMUNE DE VALBRUNE
^! EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS
^ Séance du 14 mars 2019

! Objet : Réfection de la toiture de la halle

Présents : Mme Odile FERRANDIER, M. Luc TERRASSE, M. Jean PIOCHE, Mme Anne ROUVRAY
Secrétaire de séance : M. Jean PIOCHE

La charpente de la halle prend l'eau.
Le conseil municipal, après en avoir délibéré, décide de retenir le devis de l'entreprise Morel.
"""
    reading = read_sheet(text)
    assert titles(reading) == [["Réfection de la toiture de la halle"]]


# ---------------------------------------------------------------- several sittings


def test_two_days_are_two_sittings() -> None:
    text = """
^! Séance du 14 mars 2019
Présents : Mme Odile FERRANDIER, M. Luc TERRASSE, M. Jean PIOCHE

! 1. Réfection de la toiture
La charpente de la halle prend l'eau.
Le conseil municipal, à l'unanimité, retient le devis de l'entreprise Morel.

! 2. Tarif de la cantine
Le prix du repas n'a pas changé depuis quatre ans.
Le conseil municipal, à l'unanimité, fixe le prix du repas à 3,20 euros.

^! Séance du 6 juin 2019
Présents : Mme Odile FERRANDIER, M. Jean PIOCHE, Mme Anne ROUVRAY

! 1. Achat de bancs
Les bancs de la place sont cassés.
Le conseil municipal, à l'unanimité, approuve l'achat de quatre bancs.
"""
    reading = read_sheet(text)
    assert titles(reading) == [["Réfection de la toiture", "Tarif de la cantine"], ["Achat de bancs"]]
    assert reading.outline.kind == "register"
    assert [session.date for session in record_sheet(text).sessions] == ["2019-03-14", "2019-06-06"]


def test_a_running_date_at_the_head_of_each_page_opens_no_sitting() -> None:
    page = "Conseil municipal du 14 mars 2019\n\n"
    acts = [
        f"! {at}. {title}\n{why}\nLe conseil municipal, à l'unanimité, {what}\n"
        for at, (title, why, what) in enumerate(ITEMS, 1)
    ]
    text = (
        HEAD
        + "\n".join(acts[:2])
        + "\n=====\n"
        + page
        + "\n".join(acts[2:4])
        + "\n=====\n"
        + page
        + "\n".join(acts[4:])
    )
    assert titles(read_sheet(text)) == [TITLES]


@pytest.mark.parametrize(
    "cited",
    [
        "Le devis a déjà été montré aux élus, qui en ont longuement débattu lors de la\n"
        "séance du 10 janvier 2019, sans que personne y trouve à redire.",
        "Approbation du procès-verbal de la séance du 10 janvier 2019.",
    ],
)
def test_the_date_of_a_sitting_that_is_cited_opens_none(cited: str) -> None:
    text = minutes([f"! {at}. {title}" for at, title in enumerate(TITLES[:2], 1)])
    more = f"""
! 3. Achat de bancs
{cited}
Le conseil municipal, à l'unanimité, approuve l'achat de quatre bancs.
"""
    assert titles(read_sheet(text + more)) == [[*TITLES[:2], "Achat de bancs"]]


# ---------------------------------------------------------------- kind of document


NOTICE = """
^! COMMUNE DE VALBRUNE

Madame, Monsieur,
Vous êtes convoqué à la réunion du conseil municipal qui aura lieu le 14 mars 2019 à 20 heures.
! Ordre du jour :
- Réfection de la toiture
- Tarif de la cantine
- Questions diverses
Le maire, Odile FERRANDIER
"""
ORDER = """
^! COMMUNE DE VALBRUNE
^! ARRÊTÉ N° 2019-07

Le maire de Valbrune,
Vu le code de la route,
Considérant que la fête du village attire du monde,
^! ARRÊTE :
Article 1 : La rue du Puits est fermée le 6 juillet.
Article 2 : La secrétaire de mairie applique le présent arrêté.
"""
LETTER = """
Valbrune, le 14 mars 2019

Madame,
La fête du village se tiendra le premier samedi de juillet et le repas sera servi sous la halle.
Nous comptons sur vous.
"""


@pytest.mark.parametrize(
    ("sheet", "kind"),
    [
        (NOTICE, "other"),
        (ORDER, "other"),
        (LETTER, "other"),
        (minutes([f"! {at}. {title}" for at, title in enumerate(TITLES, 1)]), "minutes"),
        (
            EXTRACT
            + "! Objet : Bail du moulin\n\nLe conseil municipal, à l'unanimité, renouvelle le bail du moulin.\n",
            "deliberation",
        ),
    ],
    ids=["notice", "order", "letter", "minutes", "extract"],
)
def test_the_kind_of_a_document_and_why(sheet: str, kind: Kind) -> None:
    outline = read_sheet(sheet).outline
    assert outline.kind == kind
    assert outline.reasons and all(outline.reasons)
    assert bool(outline.sittings) == (kind != "other")


def test_what_is_no_deliberation_has_no_sitting_and_no_number_of_an_act() -> None:
    record = record_sheet(ORDER)
    assert (record.kind, record.sessions, record.act_id) == ("other", (), None)


def test_a_page_without_words_is_other() -> None:
    outline = reading_of(Page(1, 595.0, 842.0)).outline
    assert (outline.kind, outline.sittings) == ("other", ())
    assert outline.reasons


# ---------------------------------------------------------------- laws


@pytest.mark.parametrize(
    "sheet",
    [
        minutes([f"! {at}. {title}" for at, title in enumerate(TITLES, 1)]),
        minutes([f"{at} {title}" for at, title in enumerate(TITLES, 1)], white=""),
        minutes([f"! Délibération n° 2019-{11 + at} : {title}" for at, title in enumerate(TITLES)]),
        EXTRACT + "! Objet : Bail du moulin\n\nLe conseil municipal, à l'unanimité, renouvelle le bail du moulin.\n",
    ],
)
def test_the_acts_of_an_outline_stand_in_order_inside_their_sitting(sheet: str) -> None:
    reading = read_sheet(sheet)
    size = len(reading.layout.body.text)
    for sitting in reading.outline.sittings:
        assert 0 <= sitting.start <= sitting.head[0] <= sitting.head[1] <= size
        at = sitting.start
        for cut in sitting.cuts:
            assert at <= cut.start < cut.end <= sitting.end
            assert cut.start <= cut.text_start <= cut.end
            assert 0 < cut.confidence <= 1
            assert cut.rule
            for span in (cut.title, cut.number):
                assert span is None or cut.start <= span[0] < span[1] <= cut.end
            at = cut.end


def test_a_numbered_act_with_articles_and_the_result_of_its_vote_is_one() -> None:
    sheet = """
    ^!+ DÉPARTEMENT DE LA VERDIÈRE
    ^! COMMISSION PERMANENTE
    ^ Réunion du 17 novembre 2017
    ^! DÉLIBÉRATION N° CP-2017-11/4-07

    ! OBJET : Carrefour de Bellevue
    VU le rapport n° 4-07 de Mme la Présidente,
    VU l'avis favorable de la 4ème commission,

    ^! LA COMMISSION PERMANENTE,
    ^! après en avoir délibéré, DÉCIDE :

    ! Article 1 : d'acquérir les parcelles désignées en annexe.
    Article 2 : d'autoriser Mme la Présidente à signer les actes.

    ! Résultat du vote :
    Pour : 12 - Contre : 1 - Abstention : 1
    ! Adopté à la majorité
    """
    document = record_sheet(sheet)
    assert document.kind == "deliberation"
    (session,) = document.sessions
    (act,) = session.deliberations
    assert act.number == "CP-2017-11/4-07"
    assert act.title == "Carrefour de Bellevue"
    assert len(act.decisions) == 2
    assert (act.vote.for_, act.vote.against, act.vote.abstentions, act.vote.unanimous) == (12, 1, 1, False)


def test_titles_of_points_and_numbers_behind_titles() -> None:
    sheet = HEAD + dedent(
        """
    ! POINT 1 – Réfection de la toiture (délibération 2024-14)
    La charpente prend l'eau.
    Le conseil municipal retient le devis de l'entreprise Morel.
    Pour : 4 - Contre : 0

    ! POINT 2 – Achat de bancs (délibération 2024-15)
    Les bancs sont cassés.
    Le conseil municipal approuve l'achat de quatre bancs.
    Pour : 4 - Contre : 0
    """
    )
    acts = record_sheet(sheet).sessions[0].deliberations
    assert [(act.number, act.title) for act in acts] == [
        ("2024-14", "Réfection de la toiture"),
        ("2024-15", "Achat de bancs"),
    ]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Délibération 2016.05.11", "2016.05.11"),
        ("DCS n° 2019/04", "2019/04"),
        ("Affaires générales 22.03.084", "22.03.084"),
        ("AFFAIRE N°2026-CM/071 :", "2026-CM/071"),
        ("2016.84 :", "2016.84"),
    ],
)
def test_numbers_of_extracts(line: str, number: str) -> None:
    sheet = f"""
    ^!+ COMMUNE NOUVELLE DE VALBRUNE
    ^! EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS
    ^ {line}
    ^ Séance du 14 mars 2019

    Présents : Mme Odile FERRANDIER, M. Luc TERRASSE, M. Jean PIOCHE

    ! TARIFS DE LOCATION DES SALLES

    Le prix n'a pas changé depuis quatre ans.
    Le conseil municipal, après en avoir délibéré, fixe le prix à 150 euros.
    """
    (act,) = record_sheet(sheet).sessions[0].deliberations
    assert (act.number, act.title) == (number, "TARIFS DE LOCATION DES SALLES")


def test_the_object_is_the_title_where_a_department_stands_above_it() -> None:
    sheet = """
    ^!+ VALBRUNE MÉTROPOLE
    ^ Délibération n° B-2023-0312
    ! Direction de l'habitat
    ! OBJET : Aide à la production de logements

    Le Bureau s'est réuni le 9 octobre 2023 sous la présidence de M. Luc TERRASSE.
    Présents : M. Luc TERRASSE, Mme Odile FERRANDIER
    Vu le code de la construction,
    Sur le rapport de M. TERRASSE,
    Après en avoir délibéré,
    - attribue une subvention de 108 000 € ;
    - approuve la convention.
    Ces propositions, mises aux voix, sont adoptées à l'unanimité.
    """
    (act,) = record_sheet(sheet).sessions[0].deliberations
    assert (act.number, act.title) == ("B-2023-0312", "Aide à la production de logements")
    assert act.considerants is not None and act.considerants.text.endswith("Sur le rapport de M. TERRASSE,")
    assert len(act.decisions) == 2


def test_decisions_without_a_verb_under_headings() -> None:
    sheet = HEAD + dedent(
        """
    L'Assemblée prend les décisions suivantes sur les affaires inscrites à l'ordre du jour :

    ^! RÉUNIONS À DISTANCE DE L'ASSEMBLÉE
    - L'Assemblée prend acte des diligences accomplies par le Président.
    - Adoption des modalités d'enregistrement des débats.
    Unanimité

    ^! SOUTIEN AUX ENTREPRISES
    - Création d'un fonds de 600 000 € en faveur des hébergeurs.
    - Approbation du règlement du fonds.
    10 voix pour - 3 abstentions
    """
    )
    acts = record_sheet(sheet).sessions[0].deliberations
    assert [act.title for act in acts] == ["RÉUNIONS À DISTANCE DE L'ASSEMBLÉE", "SOUTIEN AUX ENTREPRISES"]
    assert [len(act.decisions) for act in acts] == [2, 2]
    assert [amount.value for amount in acts[1].amounts] == [600000.0]


def test_the_numbered_items_of_an_extract_of_minutes_are_acts() -> None:
    sheet = """
    ^!+ COMMUNE DE VALBRUNE
    ^! EXTRAIT DU PROCÈS-VERBAL D'INSTALLATION DU CONSEIL MUNICIPAL
    ^ Séance du 25 mai 2020

    Présents : Mme Odile FERRANDIER, M. Luc TERRASSE, M. Jean PIOCHE, Mme Anne ROUVRAY

    ! 1. Installation des conseillers municipaux
    M. TERRASSE déclare les membres du conseil installés dans leurs fonctions.

    ! 2. Élection du maire
    Chaque conseiller, à l'appel de son nom, a remis son bulletin fermé.
    Mme Odile FERRANDIER a été proclamée maire.

    ! 3. Nombre d'adjoints
    Le conseil municipal, après en avoir délibéré, décide de fixer à trois le nombre des adjoints.
    """
    acts = record_sheet(sheet).sessions[0].deliberations
    assert [act.title for act in acts] == ["Élection du maire", "Nombre d'adjoints"]
    assert acts[0].vote.outcome == "adopted"


def test_results_and_numbers_on_the_line_of_a_title() -> None:
    sheet = """
    ^!+ COMMUNE DE VALBRUNE
    ^! Conseil municipal du 19 février 2024
    ^! LISTE DES DÉLIBÉRATIONS

    N° 2024-01 – Convention de servitude, parcelle ZB 41 : adoptée à l'unanimité
    N° 2024-02 – Extinction de l'éclairage : rejetée par 7 voix contre et 6 voix pour
    N° 2024-03 – Rapport d'activité du syndicat des eaux : prend acte
    """
    acts = record_sheet(sheet).sessions[0].deliberations
    assert [(act.number, act.title, act.vote.outcome) for act in acts] == [
        ("2024-01", "Convention de servitude, parcelle ZB 41", "adopted"),
        ("2024-02", "Extinction de l'éclairage", "rejected"),
        ("2024-03", "Rapport d'activité du syndicat des eaux", "noted"),
    ]
    assert (acts[1].vote.for_, acts[1].vote.against) == (6, 7)
    minutes_sheet = HEAD + dedent("""
    ! Objet : TARIFS DU CAMPING - DE_2023_041
    Le conseil municipal fixe le prix à 6,50 € la nuit.

    ! Objet : ACHAT DE BANCS - DE_2023_042
    Le conseil municipal approuve l'achat de quatre bancs.
    """)
    acts = record_sheet(minutes_sheet).sessions[0].deliberations
    assert [(act.number, act.title) for act in acts] == [
        ("DE_2023_041", "TARIFS DU CAMPING"),
        ("DE_2023_042", "ACHAT DE BANCS"),
    ]


@pytest.mark.parametrize(
    ("line", "number"), [("2019 DFPE 175", "2019 DFPE 175"), ("2019 03 n°08 – Tarifs", "2019 03 n°08")]
)
def test_numbers_with_a_service_or_a_month(line: str, number: str) -> None:
    sheet = HEAD + dedent(f"""
    ! {line}
    ! Tarifs de la crèche
    Le conseil municipal, après en avoir délibéré, fixe le prix à 15 euros.
    Vote : 4 pour.
    """)
    (act,) = record_sheet(sheet).sessions[0].deliberations
    assert act.number == number
    assert act.vote.for_ == 4


def test_an_extract_that_decides_under_several_of_its_items() -> None:
    sheet = EXTRACT + dedent("""
    ! 1. Communauté de communes
    ! 1-1 Modification des statuts
    Les statuts datent de 2015.
    Après en avoir délibéré, le conseil municipal, à l'unanimité, émet un avis favorable.

    ! 1-2 Rapport de la commission
    Le rapport a été transmis.
    Après en avoir délibéré, le conseil municipal approuve le rapport.
    """)
    acts = record_sheet(sheet).sessions[0].deliberations
    assert [act.title for act in acts] == ["Modification des statuts", "Rapport de la commission"]


def test_roman_ordinals_without_a_mark() -> None:
    items = "".join(
        f"\n! {roman} {title}\nLe conseil municipal, à l'unanimité, {decision}\n"
        for roman, (title, _, decision) in zip(("I", "II", "III"), ITEMS, strict=False)
    )
    acts = record_sheet(HEAD + items).sessions[0].deliberations
    assert [act.title for act in acts] == TITLES[:3]


def test_a_title_below_the_word_objet() -> None:
    sheet = EXTRACT + dedent("""
    ! DÉLIBÉRATION N° 18/34
    ! OBJET
    ! Tarif de la cantine
    Le prix du repas n'a pas changé.
    Le conseil municipal, à l'unanimité, fixe le prix du repas à 3,20 euros.
    """)
    (act,) = record_sheet(sheet).sessions[0].deliberations
    assert (act.number, act.title) == ("18/34", "Tarif de la cantine")


def test_a_vote_in_which_a_member_takes_no_part() -> None:
    items = "".join(
        f"\n! {at}. {title}\nLe conseil municipal {decision} {result}\n"
        for at, ((title, _, decision), result) in enumerate(
            zip(ITEMS, ("Adopté à l'unanimité.", "Adopté, M. TERRASSE ne prenant pas part au vote."), strict=False), 1
        )
    )
    acts = record_sheet(HEAD + items).sessions[0].deliberations
    assert [act.vote.outcome for act in acts] == ["adopted", "adopted"]


def test_a_title_below_a_theme_in_capitals() -> None:
    sheet = """
    ^!+ COMMUNE DE VALBRUNE
    ^! EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS
    ^ Séance du 14 mars 2019

    ^! CANTINE SCOLAIRE
    ^! Fixation du prix du repas pour la rentrée

    Présents : Mme Odile FERRANDIER, M. Luc TERRASSE, M. Jean PIOCHE, Mme Anne ROUVRAY

    Le prix du repas n'a pas changé.
    Le conseil municipal, à l'unanimité, fixe le prix du repas à 3,20 euros.
    """
    (act,) = record_sheet(dedent(sheet)).sessions[0].deliberations
    assert act.title == "Fixation du prix du repas pour la rentrée"


def test_a_list_of_deliberations_at_the_head_is_none_of_them() -> None:
    listed = "\n".join(f"- Délibération n° 2019-{11 + at} : {title} ;" for at, title in enumerate(TITLES[:3]))
    heads = [f"Délibération n° 2019-{11 + at} : {title}" for at, title in enumerate(TITLES[:3])]
    for over in ("Objets des délibérations portées à l'ordre du jour :", "Le conseil examine :"):
        reading = read_sheet(minutes(heads, head=HEAD + f"{over}\n{listed}\n\n"))
        assert titles(reading) == [TITLES[:3]]
        assert numbers(reading) == ["2019-11", "2019-12", "2019-13"]


def test_the_number_of_an_act_behind_its_ordinal() -> None:
    reading = read_sheet(
        minutes([f"! {1 + at}. Délibération n° D2019-{11 + at} : {title}" for at, title in enumerate(TITLES)])
    )
    assert titles(reading) == [TITLES]
    assert numbers(reading) == [f"D2019-{11 + at}" for at in range(6)]


@pytest.mark.parametrize("line", ["Réf. : DCC-2019-117", "Réf : n° DCC-2019-117", "Service Assemblées N° DCC-2019-117"])
def test_the_number_at_the_end_of_a_line_of_the_letterhead(line: str) -> None:
    sheet = EXTRACT.replace("^ Séance", line + "\n^ Séance", 1) + (
        "\n! Tarifs de la redevance\n\nLe service coûte plus cher.\n"
        "Le conseil municipal, après en avoir délibéré, fixe le tarif à 148 euros."
    )
    assert numbers(read_sheet(sheet)) == ["DCC-2019-117"]


def test_a_table_of_contents_lists_no_acts() -> None:
    contents = page_of_table(
        [["N°", "Objet", "Page"], *([str(1 + at), title, "2"] for at, title in enumerate(TITLES[:3]))],
        [40, 300, 60],
        above="^! DÉPARTEMENT DE LA VALBRUNE\n^! COMMISSION PERMANENTE\n^! PROCÈS-VERBAL\n^! Réunion du 14 mars 2019",
    )
    mission = "! MISSION 1 – PATRIMOINE\n"
    (texts,) = pages_of(
        mission
        + "\n".join(
            f"! {1 + at} – {title.upper()}\n{reasons}\nLA COMMISSION PERMANENTE :\n- a approuvé le projet.\n"
            "Adopté à l'unanimité.\n"
            for at, (title, reasons, _) in enumerate(ITEMS[:3])
        )
    )
    reading = reading_of(contents, msgspec.structs.replace(texts, number=2))
    assert reading.outline.kind == "minutes"
    assert titles(reading) == [[title.upper() for title in TITLES[:3]]]


def test_the_organ_over_its_decisions_in_the_past_tense_opens_them() -> None:
    sheet = minutes([f"! {1 + at} – {title.upper()}" for at, title in enumerate(TITLES)]).replace(
        "Le conseil municipal, à l'unanimité, retient le devis de l'entreprise Morel.",
        "LE CONSEIL MUNICIPAL :\n- a retenu le devis ;\n- a autorisé le maire à le signer.\nAdopté à l'unanimité.",
    )
    first = record_sheet(sheet).sessions[0].deliberations[0]
    assert first.dispositif is not None and flat(first.dispositif.text).startswith("LE CONSEIL MUNICIPAL : - a retenu")


def test_rows_of_a_table_of_orders_are_no_acts() -> None:
    """What the mayor decided alone, told at the end of the minutes."""
    (page,) = pages_of(minutes([f"! Délibération n° 2019-{11 + at} : {title}" for at, title in enumerate(TITLES[:3])]))
    table = page_of_table(
        [["N°", "Objet", "Montant"], ["2019-71", "Achat d'une tondeuse", "2 340 €"], ["2019-72", "Bail", "900 €"]],
        [60, 240, 80],
        above="! Informations\nLe maire rend compte des décisions prises par délégation :",
    )
    assert titles(reading_of(page, msgspec.structs.replace(table, number=2))) == [TITLES[:3]]


def test_questions_at_the_end_are_no_part_of_the_last_decision() -> None:
    sheet = minutes(TITLES[:3], more="\nQuestions diverses\nM. Pioche signale une fuite rue du Moulin.\n")
    last = record_sheet(sheet).sessions[0].deliberations[-1]
    assert last.dispositif is not None and flat(last.dispositif.text).endswith("vend le chemin à M. Bresson.")


def test_the_object_in_a_cell_of_the_head() -> None:
    page = page_of_table(
        [["Pôle", "Transports"], ["Thème", "Mobilités du quotidien"], ["Intitulé", "Avenant n° 4 à la convention"]],
        [80, 300],
        above="^! RÉGION DE VALBRUNE\n^! DÉLIBÉRATION DU CONSEIL RÉGIONAL\n^! N° 2019.1874.SP",
    )
    (text,) = pages_of("Vu le rapport du Président,\nAprès en avoir délibéré,\n! DÉCIDE :\nd'approuver l'avenant.")
    reading = reading_of(page, msgspec.structs.replace(text, number=2))
    assert titles(reading) == [["Avenant n° 4 à la convention"]]
    assert numbers(reading) == ["2019.1874.SP"]


def test_a_title_of_an_extract_that_goes_on_after_a_comma() -> None:
    sheet = EXTRACT + (
        "^! Approbation de la convention entre la commune, la région,\n^! le département et l'office\n\n"
        "La convention arrive à son terme.\nLe conseil municipal, après en avoir délibéré, approuve la convention."
    )
    assert titles(read_sheet(sheet)) == [
        ["Approbation de la convention entre la commune, la région, le département et l'office"]
    ]


def test_a_title_under_its_number_goes_on_in_another_weight() -> None:
    """The engine took the second line of a scan for plain type."""
    sheet = minutes([f"! Délibération n° 2019-{11 + at}\n! {title}" for at, title in enumerate(TITLES)])
    sheet = sheet.replace("! Réfection de la toiture", "! Réfection de la toiture et\ndes murs")
    assert titles(read_sheet(sheet)) == [["Réfection de la toiture et des murs", *TITLES[1:]]]


def test_an_information_in_plain_type_is_no_part_of_the_decision_above_it() -> None:
    sheet = minutes(TITLES[:3], more="\nInformation : rapport du délégataire\nLe rendement du réseau est de 81 %.\n")
    last = record_sheet(sheet).sessions[0].deliberations[-1]
    assert last.dispositif is not None and flat(last.dispositif.text).endswith("vend le chemin à M. Bresson.")


def test_an_agenda_tells_headings_that_nothing_sets_apart() -> None:
    """No weight, no white: the agenda alone tells them; "M. le Maire" is no item of it."""
    agenda = "Ordre du jour :\n" + "\n".join(f"- {title}" for title in TITLES[:3]) + "\n- Questions diverses\n"
    acts = "\n".join(
        f"{title}\nM. le Maire explique. Après en avoir délibéré, le\nconseil municipal {decided}"
        for title, _, decided in ITEMS[:3]
    )
    assert titles(read_sheet(HEAD + agenda + acts)) == [TITLES[:3]]


def test_the_number_above_a_labelled_title_in_a_file_of_extracts() -> None:
    sheet = "\n=====\n".join(
        f"{EXTRACT.strip()}\n\n! N° 2019/11-0{at}\n! Objet : {title}\n\n{reasons}\n"
        f"Le conseil municipal, après en avoir délibéré, {decided}"
        for at, (title, reasons, decided) in enumerate(ITEMS[:3], 1)
    )
    reading = read_sheet(sheet)
    assert titles(reading) == [TITLES[:3]]
    assert numbers(reading) == ["2019/11-01", "2019/11-02", "2019/11-03"]


def test_the_number_below_its_item() -> None:
    reading = read_sheet(
        minutes([f"! {at}. {title}\nDélibération n° 2019-03-00{at}" for at, title in enumerate(TITLES, 1)])
    )
    assert titles(reading) == [TITLES]
    assert numbers(reading) == [f"2019-03-00{at}" for at in range(1, 7)]


@pytest.mark.parametrize("number", ["CP-2019-03-117", "DEL-2019-AP-0294"])
def test_a_code_in_the_letterhead_is_the_number(number: str) -> None:
    text = "La voie est étroite.\nLa commission permanente, après en avoir délibéré, approuve l'acquisition."
    sheet = (
        f"! DÉPARTEMENT DE LA VALBRUNE\n! {number}\n^! COMMISSION PERMANENTE\n^! DÉLIBÉRATION\n\n! Route 42\n\n{text}"
    )
    reading = read_sheet(sheet)
    assert numbers(reading) == [number]
    assert titles(reading) == [["Route 42"]]


def test_the_number_behind_a_title_may_hold_a_letter() -> None:
    reading = read_sheet(minutes([f"! {title} (délibération 2019-D-0{at})" for at, title in enumerate(TITLES, 1)]))
    assert titles(reading) == [TITLES]
    assert numbers(reading) == [f"2019-D-0{at}" for at in range(1, 7)]


def test_the_name_of_the_body_under_its_number_is_no_title() -> None:
    sheet = """
    ! DB 2019-0613
    ! VALBRUNE MÉTROPOLE
    ^! BUREAU MÉTROPOLITAIN DU 14 MARS 2019
    ^! DÉLIBÉRATION
    ^! Prorogation de la convention du port

    La convention arrive à son terme.
    Le Bureau métropolitain, après en avoir délibéré, approuve la prorogation.
    """
    reading = read_sheet(sheet)
    assert titles(reading) == [["Prorogation de la convention du port"]]
    assert numbers(reading) == ["DB 2019-0613"]


def test_a_label_over_the_decision_is_no_part_of_it() -> None:
    heads = [f"! Question n° {at} – {title}\n! Exposé" for at, title in enumerate(TITLES[:3], 1)]
    sheet = minutes(heads).replace("\nLe conseil", "\n! Décision\nLe conseil")
    acts = record_sheet(sheet).sessions[0].deliberations
    assert [act.title for act in acts] == TITLES[:3]
    assert all(act.dispositif is not None and act.dispositif.text.startswith("Le conseil") for act in acts)


def test_a_number_with_letters_behind_the_word_deliberation() -> None:
    reading = read_sheet(minutes([f"- Délibération D20195{at} – {title}" for at, title in enumerate(TITLES)]))
    assert titles(reading) == [TITLES]
    assert numbers(reading) == [f"D20195{at}" for at in range(6)]


def test_headings_in_capitals_under_the_end_of_a_sentence() -> None:
    assert titles(read_sheet(minutes([f"{title.upper()} :" for title in TITLES], white=""))) == [
        [title.upper() for title in TITLES]
    ]


def test_what_the_organ_is_invited_to_do_is_the_proposal() -> None:
    sheet = minutes([f"! {at}. {title}" for at, title in enumerate(TITLES, 1)]).replace(
        "Le conseil municipal, à l'unanimité, retient le devis de l'entreprise Morel.",
        "Le conseil municipal est invité à :\n- retenir le devis ;\n- autoriser le maire.\nAdopté à l'unanimité",
    )
    first = record_sheet(sheet).sessions[0].deliberations[0]
    assert first.dispositif is not None
    assert flat(first.dispositif.text).startswith("Le conseil municipal est invité à : - retenir le devis")
    assert flat(first.dispositif.text).endswith("Adopté à l'unanimité")


def test_decisions_of_the_bureau_are_a_point_of_minutes() -> None:
    sheet = f"""{HEAD}
    ! I. RELEVÉ DE DÉCISIONS DU BUREAU
    Le conseil en prend acte.

    ! II. TARIFS DE LOCATION
    Le prix n'a pas changé. Adopté à l'unanimité.
    """
    assert record_sheet(sheet).kind == "minutes"


def test_points_of_a_list_over_their_votes_are_acts() -> None:
    points = "\n".join(
        f"• {title}\nAccord à la majorité : {10 - at} pour et {at} contre" for at, title in enumerate(TITLES[:4], 1)
    )
    assert titles(read_sheet(HEAD + "! Délibérations\n" + points)) == [TITLES[:4]]


def test_points_of_one_decision_over_its_vote_are_none() -> None:
    sheet = minutes([f"! {title}" for title in TITLES]).replace(
        "Le conseil municipal, à l'unanimité, retient le devis de l'entreprise Morel.",
        "Le conseil municipal décide :\n• Approbation du devis\n• Inscription des crédits\nAdopté à l'unanimité",
    )
    assert titles(read_sheet(sheet)) == [TITLES]


def test_the_reference_under_a_title_is_its_number() -> None:
    reading = read_sheet(minutes([f"! {title}\nréf : 2019-11{at}" for at, title in enumerate(TITLES)]))
    assert titles(reading) == [TITLES]
    assert numbers(reading) == [f"2019-11{at}" for at in range(6)]


@pytest.mark.parametrize("words", ["réf : 2021-{}", "Référence : 2021-{}", "Réf. n° DM-2021-{}"])
def test_a_reference_below_a_title_is_its_number(words: str) -> None:
    heads = [f"! {title}\n{words.format(112 + at)}" for at, title in enumerate(TITLES[:4])]
    sheet = minutes(heads)
    expected = [words.format(112 + at).split()[-1] for at in range(4)]
    acts = record_sheet(sheet).sessions[0].deliberations
    assert [(act.number, act.title) for act in acts] == list(zip(expected, TITLES, strict=False))


def test_an_act_told_by_its_place_among_the_deliberations() -> None:
    heads = [f"{at}{'ère' if at == 1 else 'ème'} délibération - {title}" for at, title in enumerate(TITLES, 1)]
    assert titles(read_sheet(minutes(heads))) == [TITLES]
