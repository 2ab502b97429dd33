"""Who was there, in each layout of the trade, through the whole parser: invented councils, on plain text."""

from __future__ import annotations

import delib
import pytest
from delib.parser.record import Session

ACT = "\nOBJET : Achat d'un banc\nLe conseil municipal, après en avoir délibéré, décide d'acheter un banc.\n"


def sitting(lists: str, head: str = "Commune d'Arvel\nSéance du conseil municipal du 3 mai 2021\n") -> Session:
    sessions = delib.parse(f"{head}{lists}{ACT}".encode(), name="act.txt").sessions
    assert len(sessions) == 1
    return sessions[0]


def present(session: Session) -> list[str]:
    return [person.name for person in session.present]


def absent(session: Session) -> list[str]:
    return [person.name for person in session.absent]


def proxies(session: Session) -> list[tuple[str, str | None]]:
    return [(each.giver.name, each.holder.name if each.holder else None) for each in session.proxies]


def test_labels_in_any_order_and_wording() -> None:
    found = sitting(
        "Ne siégeaient pas, excusés : M. Paul DUC.\n"
        "Avaient confié leur pouvoir : Mme Zoé PRADES à M. Guy SERRE.\n"
        "Membres que l'on a vus présents à l'ouverture : M. Guy SERRE, Mme Inès LE GALLEC.\n"
    )
    assert present(found) == ["Guy SERRE", "Inès LE GALLEC"]
    assert absent(found) == ["Paul DUC"]
    assert proxies(found) == [("Zoé PRADES", "Guy SERRE")]


def test_givers_and_plain_absences_in_one_list() -> None:
    found = sitting("Étaient absents : M. Paul DUC a donné procuration à M. Guy SERRE, Mme Zoé PRADES,\n")
    assert absent(found) == ["Zoé PRADES"]
    assert proxies(found) == [("Paul DUC", "Guy SERRE")]


def test_givers_without_holders() -> None:
    found = sitting(
        "Présents : Guy SERRE, Inès LE GALLEC.\n"
        "Absents ayant voté par procuration en application de l'article L 2121-20 du Code\n"
        "Général des Collectivités Territoriales :\nPaul DUC,Zoé PRADES\n"
    )
    assert proxies(found) == [("Paul DUC", None), ("Zoé PRADES", None)]
    assert present(found) == ["Guy SERRE", "Inès LE GALLEC"]


def test_brackets_that_are_never_closed() -> None:
    found = sitting("Excusés : M. DUC (pouvoir à M. SERRE, Mme PRADES (pouvoir à Mme LEROY), M. VIDAL\n")
    assert proxies(found) == [("DUC", "SERRE"), ("PRADES", "LEROY")]
    assert absent(found) == ["VIDAL"]


def test_a_star_ties_giver_to_holder() -> None:
    found = sitting("Présents : Jean-Pierre (Pr*), Agnès, Yves.\nAbsents excusés : Marielle, David (Pr*), Luc.\n")
    assert present(found) == ["Jean-Pierre", "Agnès", "Yves"]
    assert proxies(found) == [("David", "Jean-Pierre")]
    assert absent(found) == ["Marielle", "Luc"]


def test_a_full_house_but_for_some_names_nobody_present() -> None:
    found = sitting(
        "Etaient présents tous les conseillers en exercice, à l'exception de : M. Paul DUC, Mme Zoé PRADES.\n"
    )
    assert present(found) == []
    assert absent(found) == ["Paul DUC", "Zoé PRADES"]


def test_a_name_and_its_state_on_a_line() -> None:
    found = sitting("Présents : Jean-Pierre, Yves, Agnès.\nMaryse : absente non excusée\n")
    assert present(found) == ["Jean-Pierre", "Yves", "Agnès"]
    assert absent(found) == ["Maryse"]


def test_narrative() -> None:
    found = sitting(
        "L'assemblée s'est trouvée composée de Mme Zoé PRADES, maire\nprésidant la séance, M. Paul DUC, "
        "M. Luc VIDAL et M. Guy SERRE.\n"
    )
    assert present(found) == ["Zoé PRADES", "Paul DUC", "Luc VIDAL", "Guy SERRE"]


def test_a_count_and_then_names() -> None:
    found = sitting("Ont siégé (3) :\nM. Paul DUC\nM. Luc VIDAL\nMme Zoé PRADES\n")
    assert present(found) == ["Paul DUC", "Luc VIDAL", "Zoé PRADES"]
    assert found.present_count == 3


def test_members_of_the_staff_are_not_present() -> None:
    found = sitting(
        "Présents : M. Paul DUC, M. Luc VIDAL.\nAssistaient également à la séance : M. Guy SERRE, directeur général.\n"
    )
    assert present(found) == ["Paul DUC", "Luc VIDAL"]


def test_the_list_ends_before_the_secretary() -> None:
    found = sitting(
        "Absents : M. Paul DUC, Mme Zoé PRADES,\nMme Inès LE GALLEC accepte le rôle de secrétaire de séance.\n"
    )
    assert absent(found) == ["Paul DUC", "Zoé PRADES"]
    assert found.secretary == "Inès LE GALLEC"


def test_who_comes_late_was_absent_and_who_leaves_was_present() -> None:
    found = sitting(
        "Présents : M. Paul DUC (jusqu'au point n° 4), M. Luc VIDAL, M. Guy SERRE (à partir du point n° 3).\n"
        "Excusés : M. Guy SERRE (jusqu'au point n° 2, pouvoir à M. Luc VIDAL), "
        "Mme Zoé PRADES (arrivée au point n° 5).\n"
    )
    assert present(found) == ["Paul DUC", "Luc VIDAL"]
    assert absent(found) == ["Zoé PRADES"]
    assert proxies(found) == [("Guy SERRE", "Luc VIDAL")]
    moves = {(move.person.name, move.kind, move.at) for move in found.movements}
    assert ("Paul DUC", "leaves", "jusqu'au point n° 4") in moves
    assert ("Zoé PRADES", "arrives", "arrivée au point n° 5") in moves


def test_who_leaves_and_then_gives_a_proxy_was_present() -> None:
    found = sitting(
        "Présents : M. Paul DUC, M. Luc VIDAL, Mme Zoé PRADES.\n"
        "Pouvoirs : M. Paul DUC, parti après le point n° 3, à Mme Zoé PRADES pour la suite.\n"
    )
    assert present(found) == ["Paul DUC", "Luc VIDAL", "Zoé PRADES"]
    assert proxies(found) == []


@pytest.mark.parametrize("line", ["Procuration de M. Paul DUC à M. Luc VIDAL", "Pouvoir de Paul DUC à Luc VIDAL"])
def test_a_line_for_each_proxy_without_a_label(line: str) -> None:
    found = sitting(f"Présents : M. Luc VIDAL, M. Guy SERRE.\nAbsente : Mme Zoé PRADES\n{line}\n")
    assert present(found) == ["Luc VIDAL", "Guy SERRE"]
    assert absent(found) == ["Zoé PRADES"]
    assert proxies(found) == [("Paul DUC", "Luc VIDAL")]


def test_a_substitute_sits_and_gives_nobody_a_proxy() -> None:
    found = sitting(
        "Présents : M. Paul DUC, Mme Zoé PRADES, remplacée par sa suppléante Mme Inès LE GALLEC.\n"
        "Excusés : M. Guy SERRE (suppléé par M. Luc VIDAL), M. Jean COSTE.\n"
    )
    assert present(found) == ["Paul DUC", "Inès LE GALLEC", "Luc VIDAL"]
    assert absent(found) == ["Guy SERRE", "Jean COSTE"]  # those whom the document lists as such
    assert found.present[1].remark == "in place of Zoé PRADES"
    assert proxies(found) == []


def test_an_office_in_the_list_is_the_person_named_elsewhere() -> None:
    found = sitting(
        "sous la présidence de Mme Zoé PRADES, Maire.\nPrésents : Mme le Maire, M. Paul DUC, M. Luc VIDAL.\n"
        "Excusés : M. Guy SERRE (pouvoir à Mme le Maire).\n"
    )
    assert found.president == "Zoé PRADES"
    assert present(found) == ["Zoé PRADES", "Paul DUC", "Luc VIDAL"]
    assert found.present[0].rule == "office.president"
    assert proxies(found) == [("Guy SERRE", "Zoé PRADES")]


def test_an_office_whose_holder_nobody_names_is_nobody() -> None:
    found = sitting(
        "Présents : M. le Maire, M. Paul DUC, M. Luc VIDAL.\nExcusés : M. Guy SERRE (pouvoir à M. le Maire).\n"
    )
    assert present(found) == ["Paul DUC", "Luc VIDAL"]
    assert proxies(found) == [("Guy SERRE", None)]


@pytest.mark.parametrize(
    "phrase",
    [
        "Le conseil donne pouvoir à Monsieur le Maire pour signer la convention.",
        "L'avis est pris à l'unanimité des membres présents.",
        "La présente délibération sera affichée.",
        "Le projet est présenté dans le\ntableau ci-après :\nLot\tPrix",
    ],
)
def test_what_only_sounds_like_a_list(phrase: str) -> None:
    found = sitting(f"Présents : M. Paul DUC, M. Luc VIDAL.\n{phrase}\n")
    assert present(found) == ["Paul DUC", "Luc VIDAL"]
    assert proxies(found) == []


def test_every_name_has_its_place_and_its_rule() -> None:
    found = sitting("Présents : M. Paul DUC.\nAbsents : M. Luc VIDAL.\nPouvoirs : M. Guy SERRE à M. Paul DUC.\n")
    people = [*found.present, *found.absent, *(each.giver for each in found.proxies)]
    assert [person.rule for person in people] == ["present.label", "absent.label", "proxies.label"]
    assert all(person.places for person in people)


def test_movements_noted_between_the_acts() -> None:
    text = (
        "COMPTE RENDU DE LA SÉANCE DU 3 MAI 2021\nPrésents : M. Paul DUC, M. Luc VIDAL, Mme Zoé PRADES, M. Guy SERRE.\n"
        "1. Achat d'un banc\nLe conseil municipal décide d'acheter un banc. Adopté à l'unanimité.\n"
        "Messieurs Duc et Vidal quittent la séance à 20 h 15.\n"
        "2. Achat d'un arbre\nLe conseil municipal décide d'acheter un arbre. Adopté à l'unanimité.\n"
        "La société Robert quitte la salle des fêtes. M. Martin entre en séance.\n"
    )
    session = delib.parse(text.encode(), name="cr.txt").sessions[0]
    moves = [(move.person.name, move.kind, move.at) for move in session.movements]
    assert moves == [("Duc", "leaves", "20 h 15"), ("Vidal", "leaves", "20 h 15")]


def test_the_same_as_before_takes_the_names_of_the_sitting_before() -> None:
    text = (
        "Commune d'Arvel\nREGISTRE DES DÉLIBÉRATIONS\n"
        "Séance du 12 mars 1887\n"
        "L'an mil huit cent quatre-vingt-sept, le douze mars, le conseil municipal s'est réuni.\n"
        "Présents : MM. Dumas Paul, maire, Freux Jean, Ganel Luc.\nM. le Maire expose que l'école manque de bancs.\n"
        "Le Conseil, après en avoir délibéré, vote une somme de 20 francs.\n"
        "Fait et délibéré les jour, mois et an que dessus.\n"
        "Séance du 18 avril 1887\n"
        "L'an mil huit cent quatre-vingt-sept, le dix-huit avril, le conseil municipal s'est réuni.\n"
        "Présents : les mêmes.\nM. le Maire expose que le chemin est mauvais.\n"
        "Le Conseil, après en avoir délibéré, vote une somme de 30 francs.\n"
        "Fait et délibéré les jour, mois et an que dessus.\n"
    )
    first, second = delib.parse(text.encode(), name="registre.txt").sessions
    assert present(first) == present(second) == ["Dumas Paul", "Freux Jean", "Ganel Luc"]
    assert second.evidence["present"].basis == "inferred"
    assert {person.rule for person in second.present} == {"present.same"}


# ---------------------------------------------------------------- wordings met on documents never seen before

HERE = "Présents : M. Paul DUC, Mme Zoé PRADES, M. Luc VIDAL.\n"


def test_proxies_stated_on_lines_of_their_own() -> None:
    found = sitting(
        "Étaient présents : Paul DUC, Zoé PRADES, Luc VIDAL, Inès LE GALLEC.\n"
        "Pouvoir de Mme Anne LEROY à Mme Zoé PRADES\n"
        "Pouvoir de M. Guy SERRE à M. Luc VIDAL\n"
        "Absent : M. Marc BRESSON\n"
    )
    assert present(found) == ["Paul DUC", "Zoé PRADES", "Luc VIDAL", "Inès LE GALLEC"]
    assert proxies(found) == [("Anne LEROY", "Zoé PRADES"), ("Guy SERRE", "Luc VIDAL")]
    assert absent(found) == ["Marc BRESSON"]


def test_a_mandate_that_is_no_proxy() -> None:
    found = sitting(f"{HERE}Mandat de vente à la commune voisine : accordé.\n")
    assert proxies(found) == []
    assert present(found) == ["Paul DUC", "Zoé PRADES", "Luc VIDAL"]


def test_a_semicolon_typed_for_the_colon_of_a_label() -> None:
    found = sitting(f"{HERE}Personne ayant donné procuration ; Mr Guy SERRE à Mr Luc VIDAL\n")
    assert proxies(found) == [("Guy SERRE", "Luc VIDAL")]
    assert present(found) == ["Paul DUC", "Zoé PRADES", "Luc VIDAL"]


def test_offices_in_the_plural_before_the_names() -> None:
    found = sitting(
        "Membres présents : Mmes et MM. les Adjoints DUC Paul, PRADES Zoé ; Mmes et MM. les Conseillers VIDAL Luc, "
        "LEROY Anne.\n"
    )
    assert present(found) == ["DUC Paul", "PRADES Zoé", "VIDAL Luc", "LEROY Anne"]


def test_represented_by() -> None:
    found = sitting(f"{HERE}Était représenté : Monsieur Guy SERRE par Monsieur Luc VIDAL\n")
    assert proxies(found) == [("Guy SERRE", "Luc VIDAL")]


def test_whom_a_substitute_stands_in_for_is_not_present() -> None:
    found = sitting(
        "Titulaire présent : Paul DUC (Arvel)\nSuppléant présent : Luc VIDAL (Thillac), suppléant de Guy SERRE\n"
    )
    assert present(found) == ["Paul DUC", "Luc VIDAL"]


def test_the_commune_of_a_mayor_is_no_member() -> None:
    found = sitting(
        "Présents avec voix délibérative :\n- M. Paul DUC, Président\n- Mme Zoé PRADES, Maire de Saint-Loup\n"
        "- M. Luc VIDAL, maire d'Arvel\n- Mme Inès LE GALLEC, Conseillère départementale\n"
    )
    assert present(found) == ["Paul DUC", "Zoé PRADES", "Luc VIDAL", "Inès LE GALLEC"]


def test_words_of_what_somebody_is_do_not_end_a_list() -> None:
    found = sitting(
        "Étaient présents : Mme Zoé PRADES, Présidente ; M. Luc VIDAL, Mme Anne LEROY, inspectrice de l'Éducation "
        "nationale ; M. Guy SERRE.\n"
    )
    assert present(found) == ["Zoé PRADES", "Luc VIDAL", "Anne LEROY", "Guy SERRE"]
    found = sitting(
        "Présents : M. Paul DUC, Mme Zoé PRADES, formant la majorité des membres, M. Luc VIDAL a été élu secrétaire.\n"
    )
    assert present(found) == ["Paul DUC", "Zoé PRADES"]


def test_a_holder_alone_in_brackets() -> None:
    found = sitting(f"{HERE}Administrateurs ayant donné pouvoir : Mme LEROY (à M. VIDAL) ; M. SERRE (à\nMme PRADES)\n")
    assert proxies(found) == [("LEROY", "VIDAL"), ("SERRE", "PRADES")]


def test_who_is_listed_as_the_mayor_opened_the_sitting() -> None:
    found = sitting(
        "Étaient présents :\nLe Maire : M. DUC Paul\nLes Adjoints : Mme PRADES Zoé, M. VIDAL Luc\n"
        "Le Maire ouvre la séance.\n"
    )
    assert found.president == "DUC Paul"


def test_a_remark_that_opens_a_bracket_is_no_label() -> None:
    found = sitting(
        "Étaient présents :\n- Paul DUC,\n- Zoé PRADES,\n- Luc VIDAL (Absent à l'ouverture, arrivé à 20 h 50)\n"
    )
    assert present(found) == ["Paul DUC", "Zoé PRADES", "Luc VIDAL"]
    assert absent(found) == []


def test_a_sentence_under_a_list_names_nobody_more() -> None:
    found = sitting(f"{HERE}Était excusée : Mme Anne LEROY\nMme Zoé PRADES est arrivée lors du 2ème point.\n")
    assert absent(found) == ["Anne LEROY"]


def test_a_substitute_who_is_listed_is_present_once_and_the_titular_says_who_replaced_him() -> None:
    found = sitting(
        "Titulaires présents : M. Paul DUC, Mme Zoé PRADES, M. Luc VIDAL\n"
        "Suppléante présente : Mme Ève ROLLIN (suppléante de M. Jean MARTEL)\n"
        "Absents ou excusés : M. Jean MARTEL (remplacé par Mme Ève ROLLIN), M. Léo BASTIER\n"
    )
    assert present(found) == ["Paul DUC", "Zoé PRADES", "Luc VIDAL", "Ève ROLLIN"]
    assert absent(found) == ["Jean MARTEL", "Léo BASTIER"]
    assert found.absent[0].remark == "replaced by Ève ROLLIN"
    assert proxies(found) == []


@pytest.mark.parametrize("arrow", ["→", "=>", "->"])
def test_arrows_point_to_the_holder(arrow: str) -> None:
    found = sitting(
        "Présents : DUC Paul - PRADES Zoé - VIDAL Luc\n"
        f"Pouvoirs : MARTEL Jean {arrow} DUC Paul ; ROLLIN Ève {arrow} VIDAL Luc\n"
    )
    assert proxies(found) == [("MARTEL Jean", "DUC Paul"), ("ROLLIN Ève", "VIDAL Luc")]


def test_who_attends_and_is_no_member_is_not_missing() -> None:
    found = sitting(
        "Présents : M. Paul DUC, Mme Zoé PRADES, M. Luc VIDAL.\n"
        "Excusés : Mme Ève ROLLIN, M. Jean MARTEL.\n"
        "Monsieur Guy SERRES, trésorier, est excusé.\n"
    )
    assert absent(found) == ["Ève ROLLIN", "Jean MARTEL"]


def test_who_has_no_vote_is_not_present() -> None:
    found = sitting(
        "Présents avec voix délibérative : M. Paul DUC, Mme Zoé PRADES, M. Luc VIDAL\n"
        "Présents sans voix délibérative : Mme Ève ROLLIN, coordinatrice\n"
    )
    assert present(found) == ["Paul DUC", "Zoé PRADES", "Luc VIDAL"]


def test_groups_of_a_list_go_on_with_those_of_none() -> None:
    found = sitting(
        "Étaient présents :\nGroupe Verts Coteaux : M. Paul DUC, Mme Zoé PRADES\nGroupe Demain : M. Luc VIDAL\n"
        "Non inscrite : Mme Ève ROLLIN\n"
    )
    assert present(found) == ["Paul DUC", "Zoé PRADES", "Luc VIDAL", "Ève ROLLIN"]


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("M. Jean MARTEL a donné procuration à M. Paul DUC.", [("Jean MARTEL", "Paul DUC")]),
        ("Monsieur Jean MARTEL, absent excusé, a donné pouvoir à Monsieur Paul DUC.", [("Jean MARTEL", "Paul DUC")]),
        ("M. Paul DUC a reçu procuration de M. Jean MARTEL.", [("Jean MARTEL", "Paul DUC")]),
        ("Pouvoirs : M. Jean MARTEL en faveur de M. Paul DUC", [("Jean MARTEL", "Paul DUC")]),
        ("Absent ayant donné pouvoir : Jean MARTEL (Paul DUC)", [("Jean MARTEL", "Paul DUC")]),
        ("Absent ayant donné pouvoir : Jean MARTEL (Arvel-le-Haut)", [("Jean MARTEL", None)]),
        (
            "Excusés avec pouvoir : M. Jean MARTEL / M. Paul DUC ; Mme Ève ROLLIN / M. Luc VIDAL",
            [("Jean MARTEL", "Paul DUC"), ("Ève ROLLIN", "Luc VIDAL")],
        ),
        ("Ont donné pouvoir : M. Jean MARTEL / Mme Ève ROLLIN / M. Guy SERRES", None),
    ],
)
def test_a_proxy_under_the_list_of_those_present(statement: str, expected: list[tuple[str, str | None]] | None) -> None:
    found = sitting(f"Présents : M. Paul DUC, Mme Zoé PRADES, M. Luc VIDAL.\n{statement}\n")
    assert present(found) == ["Paul DUC", "Zoé PRADES", "Luc VIDAL"]
    assert absent(found) == []
    assert proxies(found) == (expected or [("Jean MARTEL", None), ("Ève ROLLIN", None), ("Guy SERRES", None)])


@pytest.mark.parametrize(
    "line",
    [
        "Invités excusés : M. Guy SERRES, trésorier",
        "Étaient également excusés : M. Guy SERRES, Trésorier, Mme Lou VERNE, DGS",
        "Suppléant présent sans droit de vote : Mme Lou VERNE",
        "Présents à titre consultatif : M. Guy SERRES",
    ],
)
def test_others_are_neither_present_nor_missing(line: str) -> None:
    found = sitting(f"Présents : M. Paul DUC, Mme Zoé PRADES, M. Luc VIDAL.\n{line}\n")
    assert (present(found), absent(found)) == (["Paul DUC", "Zoé PRADES", "Luc VIDAL"], [])


def test_a_numbered_list_is_no_count() -> None:
    found = sitting("Présents :\n1 - DUC Paul\n2 - PRADES Zoé\n3 - VIDAL Luc\nAbsents :\n4 - ROLLIN Ève\n")
    assert present(found) == ["DUC Paul", "PRADES Zoé", "VIDAL Luc"]
    assert absent(found) == ["ROLLIN Ève"]


def test_all_but_some_after_the_label() -> None:
    found = sitting("Présents : Tous les conseillers sauf Mme Ève ROLLIN (excusée) et M. Léo BASTIER.\n")
    assert (present(found), absent(found)) == ([], ["Ève ROLLIN", "Léo BASTIER"])


def test_titulars_and_substitutes_under_labels_of_one_list() -> None:
    found = sitting(
        "Étaient présents :\nMembres titulaires : DUC Paul, PRADES Zoé, VIDAL Luc\n"
        "Membres suppléants avec Voix Délibératives : ROLLIN Ève, SERRE Guy.\nAbsents : BASTIER Léo\n"
    )
    assert present(found) == ["DUC Paul", "PRADES Zoé", "VIDAL Luc", "ROLLIN Ève", "SERRE Guy"]
    assert absent(found) == ["BASTIER Léo"]


def test_delegations_of_vote() -> None:
    found = sitting(
        "Présents : M. Paul DUC, Mme Zoé PRADES, M. Luc VIDAL.\n"
        "Absente ayant donné délégation : Mme Ève ROLLIN à M. Paul DUC.\n"
    )
    assert (absent(found), proxies(found)) == ([], [("Ève ROLLIN", "Paul DUC")])


def test_two_bullets_of_one_line() -> None:
    found = sitting(
        "Étaient présents :\n- Paul DUC, Maire - Luc VIDAL\n- Zoé PRADES, adjointe - Ève ROLLIN\nAbsent : Léo BASTIER\n"
    )
    assert present(found) == ["Paul DUC", "Luc VIDAL", "Zoé PRADES", "Ève ROLLIN"]
    assert absent(found) == ["Léo BASTIER"]
