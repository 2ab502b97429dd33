"""The head of a sitting: dates, announced numbers, president, secretary; on plain text, with invented people."""

from __future__ import annotations

from typing import Any

import delib
import pytest
from delib.parser.record import Session

ACT = "\nOBJET : Achat d'un banc\nLe conseil municipal, après en avoir délibéré, décide d'acheter un banc.\n"
PRESENT = "Présents : M. Paul DUC, Mme Zoé PRADES, M. Luc VIDAL.\n"
DAY = "Commune d'Arvel\nSéance du conseil municipal du 3 mai 2021\n"


def sitting(head: str, *, tail: str = ACT) -> Session:
    sessions = delib.parse(f"{head}{tail}".encode(), name="act.txt").sessions
    assert len(sessions) == 1
    return sessions[0]


# ---------------------------------------------------------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Séance du 3 mai 2021\n", "2021-05-03"),
        (
            "L'an deux mille vingt et un, le trois mai, à vingt heures, le conseil municipal s'est réuni.\n",
            "2021-05-03",
        ),
        ("L'an mil huit cent quatre-vingt-dix, le douze mars, le conseil municipal s'est assemblé.\n", "1890-03-12"),
        ("COMMISSION PERMANENTE\nSéance du 3 mai 2021\n", "2021-05-03"),
        (
            "L'an deux mille vingt et un, le trois mai, le comité syndical s'est réuni.\n"
            "Approbation du comité syndical du 12 avril 2021, adoptée à l'unanimité.\n",
            "2021-05-03",
        ),
        (
            "COMPTE RENDU DE LA SEANCE DU CONSEIL MUNICIPAL DE VAUX SUR ORBE DU 3 MAI 2021\n"
            "Compte rendu du Conseil Municipal du 5 avril 2021\n",
            "2021-05-03",
        ),
        ("Séance du 3 mai 2021\nApprobation du procès-verbal de la séance du 12 avril 2021\n", "2021-05-03"),
    ],
)
def test_the_day_of_the_sitting(head: str, day: str) -> None:
    assert sitting(f"Commune d'Arvel\n{head}{PRESENT}").date == day


@pytest.mark.parametrize(
    "words",
    [
        "Date de convocation : 27/04/2021",
        "Convocation adressée le mardi 27 avril 2021",
        "Le conseil municipal, convoqué par lettre du 27 avril 2021, s'est réuni.",
        "Le conseil, appelé par une convocation du\n27/04/2021, s'est réuni.",
        "À l'invitation datée du 27 avril, le conseil s'est réuni.",
        "Les plis de convocation sont partis le vingt-sept avril deux mille vingt et un.",
    ],
)
def test_the_day_of_convocation(words: str) -> None:
    found = sitting(f"{DAY}{words}\n{PRESENT}")
    assert (found.date, found.convocation_date) == ("2021-05-03", "2021-04-27")


def test_a_day_that_is_not_printed_is_null_with_its_reason() -> None:
    found = sitting(f"{DAY}Le conseil municipal, dûment convoqué, s'est réuni.\n{PRESENT}")
    assert found.convocation_date is None
    assert found.evidence["convocation_date"].basis == "missing"
    assert found.evidence["convocation_date"].reason


# --------------------------------------------------------------------------------------------------------------- counts

NONE: dict[str, Any] = {"in_office": None, "present_count": None, "proxy_count": None, "voter_count": None}


def counts(text: str) -> dict[str, Any]:
    found = sitting(f"{DAY}{text}\n{PRESENT}")
    return {name: getattr(found, name) for name in NONE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nombre de conseillers en exercice : 19\nPrésents : 14\nPouvoirs : 2\nVotants : 16", (19, 14, 2, 16)),
        ("En exercice : 19 - Présents : 14 – Pouvoirs reçus ce soir : 2 ; Total des votants\n: 16", (19, 14, 2, 16)),
        ("En exercice\tPrésents\tPouvoirs\tVotants\n19\t14\t2\t16", (19, 14, 2, 16)),
        ("Membres en exercice :\nMembres présents :\nMembres votants :\n19\n14\n16", (19, 14, None, 16)),
        ("19 membres en exercice, 14 membres présents, 2 pouvoirs, 16 votants", (19, 14, 2, 16)),
        ("Effectif : dix-neuf - Présents : quatorze", (19, 14, None, None)),
        ("Membres en exercice présents à l'appel : 14", (None, 14, None, None)),
        ("Absents ayant donné procuration : 2", (None, None, 2, None)),
        ("Absents : 5\nQuorum : 10\nExcusés : 3", (None, None, None, None)),
        ("14 présents ou représentés", (None, None, None, None)),
        ("Présents ou représentés : 14", (None, None, None, None)),
        ("Conseillers ayant pris part au vote : 16", (None, None, None, 16)),
        ("Présents : - Pouvoirs : 2", (None, None, 2, None)),
        ("Procurations déposées sur le bureau : 0", (None, None, 0, None)),
        ("Présents : 14 puis 15 à partir du point 3", (None, 14, None, None)),
        ("Exercice 2021. Article 12 du règlement, en exercice.", (None, None, None, None)),
    ],
)
def test_announced_numbers(text: str, expected: tuple[int | None, ...]) -> None:
    assert counts(text) == dict(zip(NONE, expected, strict=True))


def test_figures_of_a_ballot_are_not_those_of_the_head() -> None:
    tail = (
        "\nOBJET : Élection d'un délégué\nLe conseil municipal procède au vote à bulletin secret.\n"
        "Nombre de votants : 12\nBulletins blancs : 1\nSuffrages exprimés : 11\n"
        "M. Paul DUC, ayant obtenu 11 voix, est élu.\n"
    )
    found = sitting(f"{DAY}En exercice : 15\n{PRESENT}", tail=tail)
    assert (found.in_office, found.voter_count) == (15, None)


def test_a_number_that_the_lists_belie_is_left_out() -> None:
    names = ", ".join(f"M. Paul DUC{letter}" for letter in "ABCDEFGH")
    found = sitting(f"{DAY}Nombre de votants : 418\nPrésents : {names}.\n")
    assert found.voter_count is None
    assert "418" in (found.evidence["voter_count"].reason or "")


def test_the_voters_that_only_the_vote_of_a_single_act_gives() -> None:
    tail = (
        "\nOBJET : Achat d'un banc\n"
        "LE CONSEIL MUNICIPAL, APRÈS EN AVOIR DÉLIBÉRÉ, À L'UNANIMITÉ des votants (31 voix), "
        "décide d'acheter un banc.\n"
    )
    assert sitting(f"{DAY}{PRESENT}", tail=tail).voter_count == 31


# ------------------------------------------------------------------------------------------------- president, secretary


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("sous la présidence de Madame Zoé PRADES, Maire.", "Zoé PRADES"),
        ("Le conseil s'est réuni, la présidence ayant été confiée à M. Paul DUC.", "Paul DUC"),
        ("Le conseil s'est réuni, Mme Zoé PRADES, Maire, exerçant la présidence de la séance.", "Zoé PRADES"),
        ("Président de séance : M. Paul Duc", "Paul Duc"),
        ("Présidence : Mme Inès\nLE GALLEC", "Inès LE GALLEC"),
        ("M. Paul DUC, premier adjoint, préside la séance.", "Paul DUC"),
        ("sous la présidence de Madame le Maire, Zoé PRADES", "Zoé PRADES"),
        ("sous la présidence du citoyen Duvernet, agent municipal.", "Duvernet"),
    ],
)
def test_the_president(words: str, name: str) -> None:
    assert sitting(f"{DAY}Le conseil municipal s'est réuni.\n{words}\n{PRESENT}").president == name


def test_the_president_by_office_is_named_in_the_list() -> None:
    found = sitting(
        f"{DAY}Le conseil s'est réuni sous la présidence de M. le Maire.\n"
        "Présents : MM. Dumas Paul, maire, Freux Jean.\n"
    )
    assert found.president == "Dumas Paul"
    assert found.evidence["president"].rule == "president.office-in-list"


def test_the_president_by_office_is_named_in_the_signature_below_the_office() -> None:
    tail = f"{ACT}Pour extrait conforme,\nLe Maire                         Le Secrétaire de séance\n"
    tail += "M. Paul DUC                      Mme Zoé PRADES\n"
    found = sitting(f"{DAY}Le conseil s'est réuni sous la présidence de M. le Maire.\n{PRESENT}", tail=tail)
    assert (found.president, found.secretary) == ("Paul DUC", "Zoé PRADES")


def test_several_presidents_in_turn_are_none() -> None:
    found = sitting(f"{DAY}M. Paul DUC, doyen d'âge, préside la séance jusqu'à l'élection du maire.\n{PRESENT}")
    assert found.president is None
    assert found.evidence["president"].reason == "several persons presided in turn"


def test_the_president_of_something_else_is_not_the_president() -> None:
    found = sitting(f"{DAY}{PRESENT}M. Luc VIDAL, président de la commission des travaux, est entendu.\n")
    assert found.president is None


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Secrétaire de séance : Mme Zoé PRADES", "Zoé PRADES"),
        ("M. Paul DUC a été élu secrétaire de séance.", "Paul DUC"),
        ("M. Paul DUC accepte d'être secrétaire de séance.", "Paul DUC"),
        ("Le soin d'être secrétaire de séance échoit à Mme Zoé PRADES.", "Zoé PRADES"),
        ("Le conseil a choisi pour secrétaire : Madame Zoé PRADES", "Zoé PRADES"),
        ("Le Maire, ayant désigné M. Paul DUC comme secrétaire de séance, ouvre la session.", "Paul DUC"),
        ("M. Paul DUC est nommé secrétaire de séance. Mme Zoé PRADES rapporte.", "Paul DUC"),
        ("Secrétaire M. Freux Jules", "Freux Jules"),
        (
            "Il a été procédé à l'élection d'un secrétaire pris dans le sein du conseil ; Mme PRADES Zoé, ayant obtenu "
            "la majorité des suffrages, a été désignée pour remplir ces fonctions qu'elle a acceptées.",
            "PRADES Zoé",
        ),
    ],
)
def test_the_secretary(words: str, name: str) -> None:
    assert sitting(f"{DAY}{PRESENT}{words}\n").secretary == name


def test_the_secretary_of_the_town_hall_is_not_the_secretary() -> None:
    assert sitting(f"{DAY}{PRESENT}").secretary is None


def test_every_value_of_the_head_has_its_evidence() -> None:
    found = sitting(f"{DAY}Date de convocation : 27/04/2021\nEn exercice : 19\nPrésidence : M. Paul DUC\n{PRESENT}")
    for name in ("date", "convocation_date", "in_office", "president", "body", "organ"):
        proof = found.evidence[name]
        assert proof.rule, name
        assert proof.places, name
    for name in ("secretary", "voter_count"):
        assert found.evidence[name].basis == "missing", name


def test_counts_in_a_table_of_two_columns() -> None:
    found = sitting(
        f"{DAY}Membres en exercice\t9\nMembres présents\t6\nMembres représentés\t1\n"
        f"Membres ayant pris part au vote\t7\n{PRESENT}"
    )
    assert (found.in_office, found.present_count, found.proxy_count, found.voter_count) == (9, 6, 1, 7)


def test_members_elected_and_members_in_office() -> None:
    found = sitting(f"{DAY}Nombre de conseillers élus : 15\nConseillers en fonction : 14\n{PRESENT}")
    assert found.in_office == 14
    assert sitting(f"{DAY}Nombre de conseillers élus : 15\n{PRESENT}").in_office == 15


def test_members_in_office_of_all_seats() -> None:
    found = sitting(
        f"{DAY}Conseillers en exercice : 15/15\nPrésents : 3\nEffectif valable : 3 + 2 procurations\n{PRESENT}"
    )
    assert (found.in_office, found.present_count) == (15, 3)
    assert sitting(f"{DAY}Présents : 3/15\n{PRESENT}").present_count is None


def test_counts_in_a_row_behind_one_label() -> None:
    found = sitting(f"{DAY}Nombre de conseillers : en exercice 11, présents 8, votants 10\n{PRESENT}")
    assert (found.in_office, found.present_count, found.voter_count) == (11, 8, 10)


def test_the_label_below_a_name_is_not_part_of_it() -> None:
    assert (
        sitting(f"{DAY}{PRESENT}SECRÉTAIRE\nM. FREUX\nEXPOSÉ\nMonsieur le Maire rappelle les tarifs.\n").secretary
        == "FREUX"
    )


def test_a_list_of_deliberations_names_its_own_sitting() -> None:
    head = (
        "MAIRIE D'ARVEL\nLISTE DES DÉLIBÉRATIONS EXAMINÉES PAR LE CONSEIL MUNICIPAL\n"
        "EN SA SÉANCE DU LUNDI 3 JUILLET 2023\n\n"
    )
    assert sitting(head, tail="1. Achat d'un banc : adoptée à l'unanimité\n").date == "2023-07-03"


def test_who_opened_the_sitting_presided() -> None:
    found = sitting(f"{DAY}{PRESENT}La séance est ouverte à 20h30 par Monsieur le Maire, Paul DUC.\n")
    assert found.president == "Paul DUC"


def test_a_proxy_for_the_mayor_is_held_by_whom_the_list_calls_mayor() -> None:
    found = sitting(
        f"{DAY}Réuni sous la présidence de M. DUC, Maire.\n"
        "Présents : M. Paul DUC, Maire, Mme Zoé PRADES, M. Luc VIDAL.\n"
        "Pouvoirs : Mme Anne LEROY donne pouvoir à M. le Maire.\n"
    )
    assert [proxy.holder.name for proxy in found.proxies if proxy.holder] == ["Paul DUC"]


def test_counts_printed_with_each_act_and_not_in_the_head() -> None:
    counted = "Nombre de délégués en exercice : 12\nNombre de présents : {}\nNombre de votants : 10\n"
    acts = "".join(
        f"\n{number}- {title}\nLe comité syndical, après en avoir délibéré, décide d'acheter un banc.\n"
        f"{counted.format(here)}"
        for number, title, here in ((1, "Achat d'un banc", 8), (2, "Achat d'une lampe", 9))
    )
    found = sitting(
        "Syndicat des eaux de la Lisse\nPROCÈS-VERBAL\nComité syndical du 3 mai 2021\n" + PRESENT, tail=acts
    )
    assert (found.in_office, found.present_count, found.voter_count) == (12, None, 10), "who is present changed"


def test_members_with_a_voice_are_no_voters() -> None:
    found = sitting(
        f"{DAY}Nombre de membres ayant voix délibérative en exercice : 16 ; présents : 10 ; pouvoirs : 2 ; "
        f"votants : 12\n{PRESENT}"
    )
    assert (found.in_office, found.present_count, found.proxy_count, found.voter_count) == (16, 10, 2, 12)


def test_a_label_names_the_president() -> None:
    assert sitting(f"{DAY}PRÉSIDENT : Monsieur Paul DUC\n{PRESENT}").president == "Paul DUC"


def test_the_number_of_the_act_over_the_day_of_its_sitting() -> None:
    found = sitting(
        "Communauté de communes du Sillon\nDélibération n° 2024/03/28-07\nConseil communautaire du 28 mars 2024\n"
        f"{PRESENT}",
        tail="\nOBJET : Taux\nVu l'avis du bureau du 14 mars 2024,\nLe conseil, ayant délibéré, fixe le taux.\n",
    )
    assert found.date == "2024-03-28"


def test_the_permanent_commission_sat_under_the_letterhead_of_the_council() -> None:
    found = sitting(
        f"CONSEIL RÉGIONAL DU SUD\nCOMMISSION PERMANENTE\nDÉLIBÉRATION\nRéunion du 7 juillet 2023\n{PRESENT}"
    )
    assert found.organ == "COMMISSION PERMANENTE"


def test_the_item_that_names_the_secretary() -> None:
    assert sitting(f"{DAY}{PRESENT}Désignation secrétaire de séance : Monsieur Luc VIDAL\n").secretary == "Luc VIDAL"


# ------------------------------------------------------------------------------------------- who opened the sitting


@pytest.mark.parametrize(
    ("opens", "name"),
    [
        ("Le quorum étant atteint, la Présidente, Mme Zoé PRADES, déclare la séance ouverte.", "Zoé PRADES"),
        ("Le Maire, Paul DUC, ouvre la séance à 20 heures.", "Paul DUC"),
        ("M. le Président, Paul DUC, ouvre la séance.", "Paul DUC"),
        ("Le Maire, M. Paul DUC, après avoir constaté que le quorum est atteint, ouvre la séance.", "Paul DUC"),
        ("Monsieur le Maire ouvre la séance et propose Mme Zoé PRADES comme secrétaire.", None),
    ],
)
def test_who_opens_the_sitting_presided_it(opens: str, name: str | None) -> None:
    assert sitting(DAY + PRESENT + opens + "\n").president == name


def test_other_words_for_proxies_and_members_are_counted() -> None:
    found = sitting(DAY + "Nombre de membres du Bureau : 15 / Présents : 10 / Ayant donné mandat : 2\n" + PRESENT)
    assert (found.in_office, found.proxy_count) == (15, 2)


def test_votes_among_the_counts_of_a_head_are_those_of_the_act_below() -> None:
    head = "DÉLIBÉRATION DU CONSEIL MUNICIPAL\nN° 2025-031\n" + DAY + PRESENT
    found = sitting(head + "En exercice : 5 – Présents : 3 – Votants : 3 – Pour : 2 – Contre : 1 – Abstention : 0\n")
    (act,) = found.deliberations
    assert (act.number, act.title) == ("2025-031", "Achat d'un banc")
    assert (act.vote.for_, act.vote.against, act.vote.abstentions) == (2, 1, 0)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("s'est réuni sous la présidence de son Maire, Paul DUC", "Paul DUC"),
        ("sous la présidence de Monsieur le Président, M. Paul DUC", "Paul DUC"),
        (
            "sous la présidence de M. le Maire, s'est trouvé composé de MM. Luc VIDAL, Paul DUC, maire, Guy SERRE.",
            "Paul DUC",
        ),
    ],
)
def test_an_office_before_the_name_of_who_presided(line: str, name: str) -> None:
    assert sitting(DAY + PRESENT + line + "\n").president == name


@pytest.mark.parametrize(
    "line",
    [
        "Mme Zoé PRADES, ayant obtenu la majorité des suffrages, a été désignée pour remplir ces fonctions.",
        "Est nommée secrétaire de séance à l'unanimité, Mme Zoé PRADES",
    ],
)
def test_other_words_for_the_secretary(line: str) -> None:
    assert sitting(DAY + PRESENT + line + "\n").secretary == "Zoé PRADES"


def test_the_legal_strength_is_not_who_is_in_office() -> None:
    head = DAY + "Effectif légal du conseil : 15 - Membres en exercice : 14 - Présents : 12\n" + PRESENT
    assert sitting(head).in_office == 14


@pytest.mark.parametrize(
    ("tail", "posted", "received"),
    [
        ("Affiché le 15 JUIL. 2021", "2021-07-15", None),
        ("Mise en ligne sur le site internet de la commune le 15 juillet 2021", "2021-07-15", None),
        ("Publié électroniquement le 15/07/2021", "2021-07-15", None),
        ("Acte exécutoire après publication ou notification du 15/07/2021", "2021-07-15", None),
        ("Télétransmis le 10/07/2021\nReçu le 10/07/2021\nPublié le 15/07/2021", "2021-07-15", "2021-07-10"),
        ("Date d'affichage de la convocation : 27 avril 2021", None, None),
    ],
)
def test_days_of_posting_and_receipt(tail: str, posted: str | None, received: str | None) -> None:
    (act,) = sitting(DAY + PRESENT, tail=ACT + tail + "\n").deliberations
    assert (act.posted, act.received) == (posted, received)


def test_the_closing_formula_may_tell_the_vote() -> None:
    (act,) = sitting(DAY + PRESENT, tail=ACT + "Ainsi délibéré à l'unanimité.\n").deliberations
    assert (act.vote.outcome, act.vote.unanimous) == ("adopted", True)


def test_more_may_be_in_office_than_the_lists_name() -> None:
    people = "Présents : M. Paul DUC, Mme Zoé PRADES, M. Luc VIDAL, Mme Ève ROLLIN, M. Léo BASTIER.\n"
    assert sitting(DAY + "Membres en exercice : 20 – Présents : 5\n" + people).in_office == 20
    assert sitting(DAY + "Membres en exercice : 120 – Présents : 5\n" + people).in_office is None


def test_a_service_of_the_letterhead_is_no_organ() -> None:
    head = (
        "Secrétariat général de l'assemblée départementale\nCOMMISSION PERMANENTE\nRéunion du 3 mai 2021\n"
        "La commission permanente s'est réunie.\n"
    )
    assert sitting(head + PRESENT).organ == "COMMISSION PERMANENTE"


def test_who_decides_to_defer_defers() -> None:
    tail = "\nOBJET : Achat d'un banc\nLe conseil municipal décide, à l'unanimité, d'ajourner ce point.\n"
    (act,) = sitting(DAY + PRESENT, tail=tail).deliberations
    assert act.vote.outcome == "deferred"


def test_substitutes_with_a_vote_sat() -> None:
    head = (
        "SYNDICAT DES VALLONS\nRéunion du comité syndical du 3 mai 2021\nÉtaient présents :\n"
        "Membres titulaires : DUC Paul, PRADES Zoé\nMembres suppléants avec Voix Délibératives : VIDAL Luc, MAROT A.\n"
        "Membres titulaires absents, excusés : SERRE Guy.\n"
    )
    found = sitting(head)
    assert [one.name for one in found.present] == ["DUC Paul", "PRADES Zoé", "VIDAL Luc", "MAROT A."]
    assert [one.name for one in found.absent] == ["SERRE Guy"]
