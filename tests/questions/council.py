"""A small council of an invented commune, as text files: the corpus over which docs/questions.md is run.

In: a folder. Out: a file an act, and one register. Nine members, five sittings; what each act says is written here, and
what the questions should answer of it in test_questions.py.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

MEMBERS = (
    "BRUNEL Odile", "DESCHAMPS Barnabé", "ESTOURNEL Léonard", "GRANDIN Paul", "MARTEL Zoé", "MERCADIER Léonie",
    "SALVAING Ulysse", "TAVERNIER Luc", "VAUCLAIR Anne",
)  # fmt: skip


class Sitting(NamedTuple):
    """A day, who is absent without a proxy, and who gave one to whom; all others are present."""

    day: str
    absent: tuple[str, ...]
    proxies: tuple[tuple[str, str], ...]
    received: str


SITTINGS = {
    "2022-03-15": Sitting("15 mars 2022", (), (("GRANDIN Paul", "TAVERNIER Luc"),), "22/03/2022"),
    "2022-09-20": Sitting("20 septembre 2022", ("GRANDIN Paul",), (("MARTEL Zoé", "TAVERNIER Luc"),), "23/09/2022"),
    "2023-03-14": Sitting("14 mars 2023", ("GRANDIN Paul",), (("VAUCLAIR Anne", "BRUNEL Odile"),), "16/03/2023"),
    "2023-09-19": Sitting(  # one holder of two proxies, which CGCT L2121-20 does not allow
        "19 septembre 2023",
        (),
        (("GRANDIN Paul", "TAVERNIER Luc"), ("MERCADIER Léonie", "TAVERNIER Luc")),
        "25/09/2023",
    ),
    "2024-03-12": Sitting("12 mars 2024", ("GRANDIN Paul",), (), "30/04/2024"),
}


class Act(NamedTuple):
    """An act: its day and number, its object, the reasoning, the decisions, the vote as printed."""

    day: str
    number: str
    title: str
    considering: str
    decides: str
    vote: str


UNANIMOUS = "Adopté à l'unanimité."
ACTS = (
    Act("2022-03-15", "2022-001", "Subventions aux associations pour 2022",
        "Considérant les demandes déposées par les associations,",
        "DÉCIDE d'attribuer les subventions suivantes :\n\n- une subvention de 1 500 € à l'association Les Petits "
        "Loups ;\n\n- une subvention de 800 € au Judo Club Valmorinois.", UNANIMOUS),
    Act("2022-03-15", "2022-002", "Cession d'une parcelle aux Prés-Hauts",
        "Considérant que le service des domaines a estimé la parcelle à 15 000 €,",
        "DÉCIDE de céder à la société Habitat du Val la parcelle cadastrée section AB n° 123, d'une contenance de "
        "450 m², au prix de 13 500 €.", "Pour : 7\nContre : 2 (M. TAVERNIER Luc, M. GRANDIN Paul)\nAbstention : 0"),
    Act("2022-03-15", "2022-003", "Tarifs de la cantine scolaire",
        "Considérant le coût du service,",
        "FIXE le prix du repas à 3,20 € à compter du 1er septembre 2022.", UNANIMOUS),
    Act("2022-09-20", "2022-010", "Installation d'un système de vidéosurveillance",
        "Considérant les dégradations commises place du Marché,",
        "Il est proposé d'approuver l'installation de douze caméras.",
        "Pour : 3\nContre : 5\nAbstention : 0\nLa proposition est rejetée."),
    Act("2022-09-20", "2022-011", "Rénovation de la salle des fêtes : demande de subvention",
        "Considérant que le coût des travaux est de 100 000 € HT,",
        "SOLLICITE de l'État, au titre de la DETR, une subvention de 40 000 €.", UNANIMOUS),
    Act("2022-09-20", "2022-012", "Souscription d'un emprunt pour la salle des fêtes",
        "Vu l'offre de l'établissement,",
        "DÉCIDE de souscrire auprès de la Caisse d'Épargne un emprunt de 250 000 € au taux fixe de 2,10 % sur "
        "quinze ans.",
        "Pour : 7\nContre : 0\nAbstention : 1 (Mme MARTEL Zoé)"),
    Act("2023-03-14", "2023-001", "Subventions aux associations pour 2023",
        "Considérant les demandes déposées par les associations,",
        "DÉCIDE d'attribuer les subventions suivantes :\n\n- une subvention de 2 000 € à l'association Les Petits "
        "Loups ;\n\n- une subvention de 800 € au Judo Club Valmorinois.", UNANIMOUS),
    Act("2023-03-14", "2023-002", "Travaux de l'école : avenant n° 1 au marché de l'entreprise Dubreuil",
        "Considérant que des travaux imprévus sont nécessaires,",
        "APPROUVE l'avenant n° 1 au marché de l'entreprise Dubreuil, pour un montant de 18 000 € HT.", UNANIMOUS),
    Act("2023-03-14", "2023-003", "Budget primitif 2023 de la commune",
        "Vu le code général des collectivités territoriales, notamment son article L. 2312-1,",
        "ADOPTE le budget primitif 2023, équilibré à 1 240 000 € en fonctionnement.",
        "Pour : 6\nContre : 2 (M. TAVERNIER Luc, Mme MARTEL Zoé)\nAbstention : 0"),
    Act("2023-03-14", "2023-004", "Subvention exceptionnelle au comité des fêtes",
        "Considérant que le comité des fêtes sollicite une subvention de 3 000 €,",
        "DÉCIDE d'attribuer au comité des fêtes une subvention de 2 000 €.", UNANIMOUS),
    Act("2023-09-19", "2023-010", "Dénomination de la rue Claire-Vauban",
        "Considérant que Claire Vauban fut l'institutrice du village,",
        "DÉCIDE de dénommer rue Claire-Vauban la voie nouvelle du lotissement.", UNANIMOUS),
    Act("2023-09-19", "2023-011", "Tarifs de la cantine scolaire",
        "Considérant la hausse du prix des denrées,",
        "FIXE le prix du repas à 3,45 € à compter du 1er octobre 2023.", UNANIMOUS),
    Act("2023-09-19", "2023-012", "Acquisition d'un terrain rue du Moulin",
        "Considérant que l'avis du service des domaines n'est pas parvenu,",
        "Il est proposé d'acquérir la parcelle cadastrée section AC n° 45 au prix de 22 000 €.",
        "Le point est ajourné."),
    Act("2024-03-12", "2024-001", "Subventions aux associations pour 2024",
        "Considérant les demandes déposées par les associations,",
        "DÉCIDE d'attribuer une subvention de 2 500 € à l'association Les Petits Loups.", UNANIMOUS),
    Act("2024-03-12", "2024-002", "Tarifs de la cantine : modification de la délibération n° 2023-011",
        "Vu la délibération n° 2023-011 du 19 septembre 2023,",
        "DÉCIDE de modifier la délibération n° 2023-011 et de porter le prix du repas à 3,60 €.", UNANIMOUS),
    Act("2024-03-12", "2024-003", "Décisions prises par délégation du conseil",
        "Vu l'article L. 2122-22 du code général des collectivités territoriales,",
        "PREND ACTE des décisions prises par Mme le Maire :\n\n- achat d'un véhicule pour 14 200 € TTC ;\n\n- contrat "
        "d'entretien de la chaudière pour 1 150 € TTC.", "Le conseil prend acte."),
    Act("2024-03-12", "2024-004", "Fermeture de la piscine",
        "Considérant le coût de l'énergie,",
        "DÉCIDE la fermeture de la piscine au 1er juin 2024.",
        "Pour : 4\nContre : 4 (M. TAVERNIER Luc, Mme MARTEL Zoé, M. SALVAING Ulysse, Mme VAUCLAIR Anne)\nLa voix du "
        "Président étant prépondérante, la délibération est adoptée."),
    Act("2024-03-12", "2024-005", "Convention avec le Judo Club Valmorinois",
        "Considérant que M. SALVAING Ulysse, président du club, ne prend pas part au vote,",
        "APPROUVE la convention de mise à disposition du gymnase.",
        "M. SALVAING Ulysse ne prend pas part au vote.\nPour : 7\nContre : 0\nAbstention : 0"),
    Act("2024-03-12", "2024-006", "Bail du local de la place du Marché",
        "Considérant que le local est libre,",
        "DÉCIDE de donner à bail à la société Boulange du Val le local de la place du Marché, pour neuf ans, moyennant "
        "un loyer mensuel de 450 €.", UNANIMOUS),
)  # fmt: skip

REGISTER = """REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL DE VALMORIN

L'an mil neuf cent dix-neuf, le seize février, le Conseil municipal de Valmorin s'est réuni au lieu ordinaire de ses
séances, sous la présidence de M. Corvol, Maire.

Présents : MM. Corvol, Taravel, Brunel, Martel.

Secours aux indigents

M. le Président expose que l'épidémie de grippe a frappé plusieurs familles.
Le Conseil, après en avoir délibéré, vote un secours de deux cents francs en faveur des indigents.

L'an mil neuf cent dix-neuf, le onze mai, le Conseil municipal de Valmorin s'est réuni au lieu ordinaire de ses
séances, sous la présidence de M. Corvol, Maire.

Présents : MM. Corvol, Taravel, Martel.

Monument aux morts

M. le Président expose qu'il convient d'honorer les enfants de la commune morts pour la France.
Le Conseil, après en avoir délibéré, approuve à l'unanimité l'érection d'un monument.
"""


def write(folder: Path) -> None:
    """Write the files."""
    folder.mkdir(exist_ok=True)
    for act in ACTS:
        (folder / f"{act.number}.txt").write_text(text(act), encoding="utf-8")
    (folder / "registre-1919.txt").write_text(REGISTER, encoding="utf-8")


def text(act: Act) -> str:
    """An extract."""
    sitting = SITTINGS[act.day]
    away = {*sitting.absent, *(giver for giver, _ in sitting.proxies)}
    present = [name for name in MEMBERS if name not in away]
    return "\n\n".join(
        filter(
            None,
            (
                "COMMUNE DE VALMORIN",
                "EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL",
                f"Séance du {sitting.day}",
                f"Délibération n° {act.number}",
                f"Objet : {act.title}",
                f"Nombre de membres en exercice : {len(MEMBERS)}\nNombre de présents : {len(present)}\n"
                f"Nombre de votants : {len(present) + len(sitting.proxies)}",
                "Le Conseil municipal, dûment convoqué, s'est réuni à la mairie sous la présidence de Mme BRUNEL "
                "Odile, Maire.",
                f"Présents : {', '.join(present)}",
                f"Absents : {', '.join(sitting.absent)}" if sitting.absent else "",
                f"Pouvoirs : {', '.join(f'{giver} à {holder}' for giver, holder in sitting.proxies)}"
                if sitting.proxies
                else "",
                "Secrétaire de séance : DESCHAMPS Barnabé",
                act.considering,
                f"Le Conseil municipal, après en avoir délibéré,\n\n{act.decides}",
                act.vote,
                "Fait et délibéré les jour, mois et an susdits.",
                f"Reçu en préfecture le {sitting.received}",
            ),
        )
    )
