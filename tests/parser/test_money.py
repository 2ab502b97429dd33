"""Who receives which sum, and for what: sentences, lists, tables, and sums that say each other again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from delib.parser.fields.ledger import Entry, key_of, settle
from delib.parser.fields.money_words import money_words, pattern
from delib.parser.layout import Cell, Line, Text
from delib.parser.pages.source import Word
from delib.tests.parser.pages_of_lines import record_sheet

WIDTH = 100.0  # points of a column


def text_of(*rows: str | Sequence[str]) -> Text:
    """A text of lines and, for each sequence, a row of a table with one cell a column."""
    lines = []
    table = 0
    for number, row in enumerate(rows):
        cells: list[Cell] = []
        words: list[Word] = []
        offsets: list[int] = []
        at = 0
        for column, part in enumerate([row] if isinstance(row, str) else row):
            start, x = at, column * WIDTH
            for word in part.split():
                words.append(Word(word, x, 12.0 * number, x + 5.0 * len(word), 12.0 * number + 10, 10.0, False))
                offsets.append(at)
                x += 5.0 * len(word) + 3
                at += len(word) + 1
            at = max(at, start + 1)
            cells.append(Cell(column, start, at - 1))
        in_table = not isinstance(row, str)
        table += in_table and (number == 0 or isinstance(rows[number - 1], str))
        lines.append(
            Line(
                page=1, x0=0, top=12.0 * number, x1=500, bottom=12.0 * number + 10, size=10, bold=False, caps=False,
                gap=0, indent=0, centred=False, block=number, column=0, zone="table" if in_table else "body", start=0,
                words=tuple(words), offsets=tuple(offsets), table=table if in_table else None,
                cells=tuple(cells) if in_table else (),
            )
        )  # fmt: skip
    return Text.of(lines)


def entries(*rows: str | Sequence[str], title: str = "", own: str | None = None) -> list[Entry]:
    text = text_of(*rows)
    return settle(text, [(0, len(text.text))], title, own)


Told = tuple[float, str | None, str | None]


def told(*rows: str | Sequence[str], title: str = "", own: str | None = None) -> list[Told]:
    """(value, role, beneficiary) of every sum that says something of its own."""
    text = text_of(*rows)
    return [
        (float(e.money.value), e.role, " ".join(text.text[e.name[0] : e.name[1]].split()) if e.name else None)
        for e in settle(text, [(0, len(text.text))], title, own)
        if e.again != "said"
    ]


@pytest.mark.parametrize(
    ("sentence", "role", "name"),
    [
        ("verse une subvention de 500 € à l'association Les Tilleuls.", "granted", "association Les Tilleuls"),
        ("décide de verser 500 € au profit de l’Association « Vent d'Ouest ».", "granted", "Vent d'Ouest"),
        ("d'attribuer à la Chorale du Val une subvention de 500 € au titre de 2031", "granted", "Chorale du Val"),
        ("de verser une subvention exceptionnelle au CCAS, d'un montant de 500 €", "granted", "CCAS"),
        ("de verser à l'association Bel Air une aide d'un montant total de 500 €", "granted", "association Bel Air"),
        ("attribue une aide aux trois associations, pour un montant total de 500 €", "total", None),
        ("Cette phase a fait l'objet d'un financement à hauteur de 500 €", "past", None),
        ("Mécanova sollicite un financement à hauteur de 500 €", "asked", "Mécanova"),
        ("verse 500 € au comité des fêtes.", "granted", "comité des fêtes"),
        ("une aide de 500 € à l'amicale des sapeurs pompiers", "granted", "amicale des sapeurs pompiers"),
        ("e MOREL ET FILS, pour un devis de 500 € HT", "price", "MOREL ET FILS"),
        ("verse 500 € aux associations sportives de la commune", "granted", None),
        ("- MOREL d'Amblans d'un montant de 500 € HT", "price", "MOREL d'Amblans"),
        ("octroie 500 € à Emeraude", "granted", "Emeraude"),
        ("l'association Bel Air (n° 34) a sollicité une subvention de 500 €", "asked", "association Bel Air"),
        ("Pour ce festival l'association Bel Air a sollicité une aide de 500 €", "asked", "association Bel Air"),
        ("l'association Bel Air a déjà perçu un acompte de 500 €", "past", "association Bel Air"),
        ("de solliciter auprès de la Région Sud une subvention de 500 €", "asked", None),
        ("retient le devis de la SARL MOREL pour un montant de 500 € HT", "price", "SARL MOREL"),
        ("- MOREL Travaux, d'un montant de 500 € HT", "price", "MOREL Travaux"),
        ("Le marché a été confié à l'entreprise Duval pour 500 €", "price", "Duval"),
        ("charge Monsieur le Maire de verser 500 €", "granted", None),
        ("verse 500 € pour la Fête de la Musique", "granted", None),
        ("Le loyer annuel est fixé à 500 €", "rent", None),
        ("Le coût total des travaux est estimé à 500 €", "total", None),
        ("L'avis des Domaines fixe la valeur à 500 €", "valuation", None),
        ("La dépense est inscrite au budget à hauteur de 500 €", "budget", None),
        ("La participation de la commune se monte à 500 €", "share", None),
        ("Il est demandé au Conseil d'attribuer 500 € à l'association Bel Air", "granted", "association Bel Air"),
        ("la subvention de 500 €, attribuée, le 3 mai, à l'association Bel Air", "past", "association Bel Air"),
        ("le versement de 500 € à Mme Odile Ferrandier", "granted", "Mme Odile Ferrandier"),
    ],
)  # fmt: skip
def test_a_sentence_says_role_and_beneficiary(sentence: str, role: str, name: str | None) -> None:
    assert told(sentence) == [(500.0, role, name)]


def test_lui_is_the_one_last_named() -> None:
    found = told(
        "L'association Bel Air propose un concert avec l'école de musique.",
        "Afin de soutenir cette action, il est proposé de lui attribuer 800 €.",
    )
    assert found == [(800.0, "granted", "association Bel Air")]


def test_names_before_brackets() -> None:
    found = told("Les associations sont : Bel Air (55 €), Compagnie du Val (220 €) et AVERSE (90 €)", title="Aides")
    assert [(value, name) for value, _, name in found] == [(55, "Bel Air"), (220, "Compagnie du Val"), (90, "AVERSE")]


def test_a_table_gives_each_row_its_name_and_the_total_none() -> None:
    found = told(
        "Il est proposé d'attribuer les subventions suivantes :",
        ["Code", "Association", "Nature", "Montant"],
        ["12", "Bel Air", "F", "1 000 €"],
        ["7", "Chorale du Val (34)", "P", "500 €"],
        ["7", "Chorale du Val (34)", "F", "500 €"],
        ["", "TOTAL", "", "2 000 €"],
        "de prélever ces sommes sur les crédits inscrits au budget, pour un montant de 2 000 €",
    )
    assert found == [
        (1000, "granted", "Bel Air"), (500, "granted", "Chorale du Val"), (500, "granted", "Chorale du Val"),
        (2000, "total", None),
    ]  # fmt: skip


def test_a_column_counts_in_the_currency_of_its_total() -> None:
    found = told(
        "Subventions attribuées :", ["Association", "Montant", "Ligne"], ["Bel Air", "1 000", "6574"],
        ["Chorale du Val", "800", "6574"], ["Total", "1 800 €", ""],
    )  # fmt: skip
    assert found == [(1000, "granted", "Bel Air"), (800, "granted", "Chorale du Val"), (1800, "total", None)]


def test_the_columns_of_two_years_and_of_what_was_asked() -> None:
    found = told(
        "Subventions aux associations :",
        ["Association", "Subvention 2030", "Demandé 2031", "Subvention 2031"],
        ["Bel Air", "400 €", "700 €", "500 €"],
    )
    assert found == [(400, "past", "Bel Air"), (700, "asked", "Bel Air"), (500, "granted", "Bel Air")]


def test_a_table_turned_by_a_quarter() -> None:
    found = told(
        "Il est proposé de subventionner les travaux suivants :",
        ["Bénéficiaires", "Copropriété Bel Air", "SCI du Moulin"],
        ["Adresse", "4 rue Haute", "5 rue Basse"],
        ["Dépense subventionnable", "3 244,00 €", "5 966,55 €"],
        ["Subvention Ville", "324,00 €", "597,00 €"],
    )
    assert found == [
        (3244, "total", None), (5966.55, "total", None), (324, "granted", "Copropriété Bel Air"),
        (597, "granted", "SCI du Moulin"),
    ]  # fmt: skip


def test_a_plan_of_financing_has_no_beneficiaries() -> None:
    found = told(
        "Une subvention peut être demandée. Plan de financement :",
        ["Dépenses", "Recettes"],
        ["Toiture 900 €", "État 300 €"],
    )
    assert [name for _, _, name in found] == [None, None]


def test_a_tariff_is_no_list_of_subsidies() -> None:
    found = told("Tarifs de la salle :", ["Habitants", "60 €"], ["Associations", "90 €"])
    assert [name for _, _, name in found] == [None, None]


def test_lines_of_a_list() -> None:
    found = told(
        "Le conseil décide d'attribuer les subventions suivantes :", "- Association Bel Air : 300 €",
        "- SCI du Moulin, 4 rue Haute : 250 €", "Total : 550 €",
    )  # fmt: skip
    assert found == [
        (300, "granted", "Association Bel Air"), (250, "granted", "SCI du Moulin"), (550, "total", None),
    ]  # fmt: skip


def test_a_sum_said_again_is_marked_and_takes_its_beneficiary() -> None:
    found = entries(
        "La Ville propose d'attribuer une subvention de 12 000 € à l'association Bel Air.",
        "Le conseil décide de prélever cette somme sur les crédits inscrits, pour un montant de 12 000 €.",
    )
    first, second = found
    assert (first.again, second.again) == (None, "said")
    assert second.name == first.name and second.name_rule == "money.said-before"


def test_asked_and_granted_of_one_value_are_two_things() -> None:
    found = told(
        "L'association Bel Air a sollicité une subvention de 800 €.",
        "Le conseil attribue à l'association Bel Air une subvention de 800 €.",
    )
    assert [role for _, role, _ in found] == ["asked", "granted"]


def test_tax_is_counted_once() -> None:
    found = entries("- SARL MOREL, d'un montant de 1 000 € HT soit 1 200 € TTC")
    assert [(e.again, e.role) for e in found] == [("tax", "price"), (None, "price")]
    assert found[0].name == found[1].name is not None


def test_what_the_named_sums_add_up_to_is_their_total() -> None:
    found = told(
        "Il est proposé d'attribuer à l'association Bel Air une subvention de 300 €.",
        "Il est proposé d'attribuer à l'association Le Val une subvention de 200 €.",
        "Le conseil décide d'accorder 500 €.",
    )
    assert [role for _, role, _ in found] == ["granted", "granted", "total"]


def test_the_title_names_the_beneficiary() -> None:
    text = text_of("L'association Bel Air anime le quartier.", "DÉCIDE d'attribuer une subvention de 900 €.")
    (entry,) = settle(text, [(0, len(text.text))], "Subvention à l'association Bel Air", None)
    assert entry.name is not None and text.text[slice(*entry.name)] == "association Bel Air"
    assert entry.name_rule == "money.title"


def test_the_body_that_sits_receives_nothing_from_itself() -> None:
    assert told("une subvention de 500 € est attribuée à la Ville de Valmorin", own="Commune de Valmorin") == [
        (500, "granted", None)
    ]


def test_the_record_holds_a_row_of_a_value_that_stands_there_already() -> None:
    document = record_sheet("""
        ^!+ COMMUNE DE VALBRUNE
        ^! EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS
        ^ Séance du 14 mars 2019

        Présents : Mme Odile FERRANDIER, M. Luc TERRASSE, M. Jean PIOCHE, Mme Anne ROUVRAY

        ! Objet : Subventions aux associations

        Le conseil municipal, après en avoir délibéré, décide d'attribuer les subventions suivantes :
        - Association Bel Air : 300 €
        - Association Le Val : 300 €
    """)
    act = document.sessions[0].deliberations[0]
    assert [(a.value, a.beneficiary and a.beneficiary.name) for a in act.amounts] == [(300.0, "Association Bel Air")]
    assert [(a.value, a.beneficiary and a.beneficiary.name) for a in act.repeats] == [(300.0, "Association Le Val")]
    party = act.repeats[0].beneficiary
    assert party is not None and party.places and party.key == "val" and party.basis == "stated"


@pytest.mark.parametrize(
    "spellings",
    [
        ("L'Association « Bel-Air »", "BEL AIR", "Bel'Air (asso)", "association Bel Air"),
        ("SARL Éts Morel", "Morel", "la société MOREL"),
        ("Les Amis de l'Étang", "AMIS DE L'ETANG"),
        ("Société St-Vincent", "Saint Vincent"),
    ],
)
def test_spellings_of_one_name_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({key_of(name) for name in spellings}) == 1


def test_different_names_do_not_share_a_key() -> None:
    assert key_of("Comité des fêtes") != key_of("Comité de jumelage")
    assert key_of("Association") == "association"


def test_phrases_of_the_word_lists() -> None:
    assert pattern("a (deja) recu~") == r"a\s+(?:deja\s+)?recue?s?"
    words = money_words()
    assert [(cue.role, cue.strength) for cue in words.cues.find("la commune a deja verse", 0, 23)] == [
        ("past", "strong")
    ]
    assert [cue.role for cue in words.cues.find("a verser", 0, 8)] == ["granted"]


def test_a_section_of_the_land_register_receives_nothing() -> None:
    found = told("Le conseil décide d'acquérir la parcelle cadastrée section AC n° 112 au prix de 21 000 euros.")
    assert [(value, name) for value, _, name in found] == [(21000.0, None)]
    assert told("Le conseil attribue une subvention de 500 € à la section Handball.")[0][2] == "section Handball"


def test_a_noun_with_a_hyphen_goes_on_a_name() -> None:
    found = told("Le conseil décide de verser à l'amicale des sapeurs-pompiers la somme de 300 €.")
    assert found[0][2] == "amicale des sapeurs-pompiers"
