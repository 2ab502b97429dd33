"""The separate decisions of a dispositif."""

from __future__ import annotations

import pytest
from delib.parser.fields.decisions import Item, read_decisions
from delib.tests.parser.pages_of_lines import flat, scanned


def items(sheet: str) -> tuple[str, list[Item]]:
    body, hits = scanned(sheet)
    return body.text, read_decisions(body, hits, 0, len(body.text))


def decisions(sheet: str) -> list[str]:
    """The decisions of a dispositif that fills the sheet, each on one line, without its full stop."""
    text, found = items(sheet)
    return [flat(text[item.start : item.end]).rstrip(".") for item in found]


THREE = ["approuve le devis", "autorise le maire à signer la commande", "inscrit la dépense au budget"]


@pytest.mark.parametrize("bullet", ["-", "–", "•", ">", "➢", "*"])
def test_each_bullet_is_a_decision(bullet: str) -> None:
    lines = "\n".join(f"{bullet} {item} ;" for item in THREE)
    assert decisions(f"Le conseil municipal, après en avoir délibéré, décide :\n{lines}") == THREE


@pytest.mark.parametrize("mark", ["{}.", "{})", "{}°)", "{}/"])
def test_each_ordinal_is_a_decision(mark: str) -> None:
    lines = "\n".join(f"{mark.format(at)} {item} ;" for at, item in enumerate(THREE, 1))
    found = decisions(f"Le conseil municipal, après en avoir délibéré, décide :\n{lines}")
    assert len(found) == 3
    assert all(one.startswith(item) for one, item in zip(found, THREE, strict=True))


def test_infinitives_after_decides() -> None:
    sheet = """
    Le conseil municipal, après en avoir délibéré, décide :
    - de retenir le devis de l'entreprise Morel ;
    - d'autoriser le maire à signer la commande ;
    - d'inscrire la dépense au budget.
    """
    text, found = items(sheet)
    assert [item.verb for item in found] == ["retenir", "autoriser", "inscrire"]
    assert flat(text[found[2].start : found[2].end]).endswith("la dépense au budget.")


def test_verbs_in_capitals_a_line_each() -> None:
    sheet = """
    Le conseil municipal, après en avoir délibéré :
    APPROUVE le devis de l'entreprise Morel,
    AUTORISE le maire à signer la commande,
    DIT que la dépense est inscrite au budget.
    """
    assert decisions(sheet) == [
        "APPROUVE le devis de l'entreprise Morel",
        "AUTORISE le maire à signer la commande",
        "DIT que la dépense est inscrite au budget",
    ]


def test_articles() -> None:
    sheet = """
    Le conseil municipal, après en avoir délibéré, décide :
    Article 1 : La cour de l'école est close par une haie.
    Article 2 : Le devis de l'entreprise Morel est retenu.
    Il est joint à la présente.
    Article 3 : Le maire signe la commande.
    """
    found = decisions(sheet)
    assert len(found) == 3
    assert [one.split(" : ")[0] for one in found] == ["Article 1", "Article 2", "Article 3"]
    assert "joint à la présente" in found[1]


def test_articles_on_a_line_of_their_own() -> None:
    sheet = """
    Le conseil municipal, après en avoir délibéré, décide :

    ! Article 1
    La cour de l'école est close par une haie.

    ! Article 2
    Le devis de l'entreprise Morel est retenu.
    """
    found = decisions(sheet)
    assert len(found) == 2
    assert found[0].startswith("La cour de l'école est close par une haie")
    assert found[1] == "Le devis de l'entreprise Morel est retenu"


def test_one_sentence_is_one_decision() -> None:
    assert decisions("Le conseil municipal, après en avoir délibéré, approuve le devis de l'entreprise Morel.") == [
        "approuve le devis de l'entreprise Morel"
    ]


def test_two_clauses_joined_by_et_are_two_decisions() -> None:
    found = decisions(
        "Le conseil municipal, après en avoir délibéré, approuve le devis et autorise le maire à signer la commande."
    )
    assert [one.removeprefix("et ") for one in found] == ["approuve le devis", "autorise le maire à signer la commande"]


def test_and_between_two_nouns_parts_nothing() -> None:
    assert decisions("Le conseil municipal, après en avoir délibéré, approuve le devis et le plan de la haie.") == [
        "approuve le devis et le plan de la haie"
    ]


def test_a_verb_that_leads_to_a_list_is_no_decision() -> None:
    sheet = """
    Le conseil municipal, après en avoir délibéré, à l'unanimité, désigne :
    - Mme Odile FERRANDIER, titulaire ;
    - M. Luc TERRASSE, suppléant.
    """
    assert decisions(sheet) == ["Mme Odile FERRANDIER, titulaire", "M. Luc TERRASSE, suppléant"]


def test_sub_items_belong_to_their_item() -> None:
    sheet = """
    Le conseil municipal, après en avoir délibéré, décide :
    - de fixer les tarifs suivants :
          • repas d'un enfant 3,20 euros
          • repas d'un adulte 5 euros
    - d'autoriser le maire à signer les contrats.
    """
    found = decisions(sheet)
    assert len(found) == 2
    assert "3,20 euros" in found[0] and "5 euros" in found[0]
    assert found[1].endswith("autoriser le maire à signer les contrats")


def test_the_vote_is_no_decision() -> None:
    sheet = """
    Le conseil municipal, après en avoir délibéré :
    - approuve le devis ;
    - autorise le maire à signer la commande.
    Adopté à l'unanimité.
    """
    assert decisions(sheet) == THREE[:2]


def test_reasons_between_the_hinge_and_the_verbs_are_no_decisions() -> None:
    sheet = """
    Le conseil municipal, après en avoir délibéré,
    Vu le code général des collectivités territoriales,
    Considérant que la halle prend l'eau,

    APPROUVE le devis de l'entreprise Morel.
    """
    assert decisions(sheet) == ["APPROUVE le devis de l'entreprise Morel"]


@pytest.mark.parametrize(
    ("sheet", "expected"),
    [
        (
            "Le conseil municipal, après en avoir délibéré, décide de vendre le pré dit de la Borde.",
            ["décide de vendre le pré dit de la Borde"],
        ),
        (
            "Le conseil municipal, après en avoir délibéré, approuve le curage du ruisseau, dit de la Borde.",
            ["approuve le curage du ruisseau, dit de la Borde"],
        ),
        (
            "Le conseil municipal, après en avoir délibéré, approuve le vote du budget et la charge des travaux.",
            ["approuve le vote du budget et la charge des travaux"],
        ),
        (
            "Le conseil municipal, après en avoir délibéré, accorde l'aide demandée, versée à la classe de neige.",
            ["accorde l'aide demandée, versée à la classe de neige"],
        ),
    ],
)
def test_verbs_that_are_nouns_or_participles_there_open_nothing(sheet: str, expected: list[str]) -> None:
    assert decisions(sheet) == expected


def test_a_soft_verb_in_a_list_of_decisions_is_one() -> None:
    sheet = """
    Le conseil municipal, après en avoir délibéré :
    - approuve le devis ;
    - précise que la dépense est inscrite au budget ;
    - charge le maire de la commande.
    """
    assert [one.split()[0] for one in decisions(sheet)] == ["approuve", "précise", "charge"]


def test_a_sentence_without_a_person_decides_what_follows_it() -> None:
    sheet = "Il est validé à l'unanimité de désigner M. Luc TERRASSE comme délégué au syndicat des eaux."
    assert decisions(sheet) == ["désigner M. Luc TERRASSE comme délégué au syndicat des eaux"]


def test_a_passive_sentence_is_one_decision() -> None:
    sheet = "Le nombre des adjoints est fixé à 3 à l'unanimité."
    assert decisions(sheet) == ["Le nombre des adjoints est fixé à 3 à l'unanimité"]


def test_opinions_of_old_councils_and_their_prayer() -> None:
    sheet = """
    Le conseil est d'avis de vendre ce chemin et prie M. le Préfet d'approuver la vente.
    """
    found = decisions(sheet)
    assert len(found) == 2
    assert found[0].startswith("est d'avis de vendre") and found[1].removeprefix("et ").startswith("prie M. le Préfet")


@pytest.mark.parametrize(
    "sheet",
    [
        "Le conseil municipal, après en avoir délibéré, décide :\n" + "\n".join(f"- {item} ;" for item in THREE),
        "Le conseil municipal, après en avoir délibéré, approuve le devis et autorise le maire à signer la commande.",
        "Le conseil municipal décide :\nArticle 1 : La cour est close.\nArticle 2 : Le devis est retenu.",
        "Adopté à l'unanimité.",
        "Le conseil municipal adopte.",
    ],
)
def test_decisions_stand_in_order_and_do_not_overlap(sheet: str) -> None:
    text, found = items(sheet)
    at = 0
    for item in found:
        assert at <= item.start < item.end <= len(text)
        assert flat(text[item.start : item.end])
        at = item.end


def test_what_is_noted_is_a_decision() -> None:
    assert decisions("Le conseil communautaire prend acte du rapport d'activité 2022.") == [
        "prend acte du rapport d'activité 2022"
    ]


def test_counts_and_hinges_on_lines_of_their_own_are_none() -> None:
    sheet = """
    Après en avoir délibéré ;
    Les membres du comité syndical décident à l'unanimité :
    - d'approuver le devis ;
    - d'autoriser le président à signer la commande.
    Nombre de délégués en exercice : 12
    Nombre de votants : 10
    VOTE : Pour : 10 Contre : 0 Abstention : 0
    """
    assert decisions(sheet) == ["d'approuver le devis", "d'autoriser le président à signer la commande"]


def test_a_proposal_that_is_one_sentence_begins_with_what_is_proposed() -> None:
    assert decisions(
        "Il est proposé au conseil d'autoriser le Président à signer la convention.\nAdopté à l'unanimité"
    ) == ["d'autoriser le Président à signer la convention"]


def test_what_the_organ_accepts_is_a_decision() -> None:
    assert decisions("Le Conseil à l'unanimité accepte ce devis.") == ["accepte ce devis"]
    assert decisions("Le Conseil décide de demander une subvention et donne tout pouvoir au Maire.") == [
        "décide de demander une subvention",
        "donne tout pouvoir au Maire",
    ]


def test_a_report_put_to_the_vote_is_no_decision() -> None:
    sheet = """
    Il est proposé au conseil municipal :
    1) d'accorder la garantie de la commune ;
    2) d'autoriser Madame le Maire à signer la convention.
    Mis aux voix, le présent rapport est adopté à l'unanimité.
    """
    assert [one.split()[0] for one in decisions(sheet)] == ["d'accorder", "d'autoriser"]
