"""The samples that hold several acts: short minutes, and a list of deliberations.

In: nothing. Out: two samples.
"""

from __future__ import annotations

from datetime import date
from random import Random

from .blocks import Block, Para, Table
from .people import Person, council
from .sample import Sample, by_surname, civil, full, made
from .truth import Act, Dissent, Passage, Session, Vote
from .typeset import Sheet


def minutes() -> Sample:
    """Five items with ordinals; approval of the former minutes first; the recap at the end repeats the titles."""
    people = by_surname(council(Random("minutes"), 15, rare=3))
    chief, secretary = people[8], people[0]
    absent, givers, holders = [people[2]], [people[5], people[11]], [people[1], people[8]]
    present = [person for person in people if person not in absent and person not in givers]
    office = "Madame la Maire" if chief.woman else "Monsieur le Maire"
    against, abstained = present[4], present[6]
    apart = present[9]
    hinge = "Le conseil municipal, après en avoir délibéré,"
    items = _items(office, hinge, against, abstained, apart)
    blocks: list[Block] = [
        Para("COMMUNE DE MONTFAUVEL", bold=True, align="centre", size=3),
        Para(
            "PROCÈS-VERBAL DE LA SÉANCE DU CONSEIL MUNICIPAL DU 17 NOVEMBRE 2022", bold=True, align="centre", before=10
        ),
        Para(
            "L'an deux mille vingt-deux, le dix-sept novembre à vingt heures trente, le conseil municipal de la "
            "commune de Montfauvel, "
            f"convoqué le 10 novembre 2022, s'est réuni à la mairie sous la présidence de {civil(chief)}, Maire.",
            before=12,
        ),
        Para("Étaient présents : " + ", ".join(civil(person) for person in present) + ".", before=6),
        Para(f"Absent{'e' if absent[0].woman else ''} : {civil(absent[0])}.", before=4),
        Para(
            "Procurations : "
            + " ; ".join(f"{civil(a)} à {civil(b)}" for a, b in zip(givers, holders, strict=True))
            + ".",
            before=4,
        ),
        Para("Nombre de conseillers en exercice : 15 - Présents : 12 - Votants : 14", before=4),
        Para(f"{civil(secretary)} est désigné{'e' if secretary.woman else ''} secrétaire de séance.", before=4),
    ]
    acts = []
    for ordinal, (title, reasons, decisions, vote_line, act) in enumerate(items, 1):
        blocks.append(Para(f"{ordinal}. {title.upper()}", bold=True, before=14, keep=True))
        blocks += [Para(reason, before=5) for reason in reasons]
        blocks += [Para(text, before=5, indent=14 if text.startswith("-") else 0) for text in decisions]
        if vote_line:
            blocks.append(Para(vote_line, italic=True, before=5))
        acts.append(act)
    blocks.append(Para("La séance est levée à 22 h 15.", before=16))
    blocks.append(Para("DÉLIBÉRATIONS PRISES :", bold=True, before=12, keep=True))
    blocks += [Para(f"- {item[0]}", before=2, size=-1) for item in items]
    session = Session(
        "COMMUNE DE MONTFAUVEL", "Conseil municipal", date(2022, 11, 17), date(2022, 11, 10), 15, 12, None, 14,
        full(chief),
        full(secretary), tuple(map(full, present)), tuple(map(full, absent)),
        tuple((full(a), full(b)) for a, b in zip(givers, holders, strict=True)), tuple(acts),
    )  # fmt: skip
    sheet = Sheet(
        size=11, head="Commune de Montfauvel, séance du 17 novembre 2022", foot="Page {page} sur {pages}", justify=True
    )
    return made(
        "minutes-short", blocks, sheet, "minutes", session,
        "minutes with five numbered items, justified; running heads; the titles stand again in a recap at the end",
    )  # fmt: skip


_Item = tuple[str, list[str], list[str], str | None, Act]


def _items(office: str, hinge: str, against: Person, abstained: Person, apart: Person) -> list[_Item]:
    out: list[_Item] = []

    def add(title: str, reasons: list[str], decided: list[str], line: str | None, vote: Vote, **more: object) -> None:
        whole = [text.removeprefix("- ") for text in decided] + ([line] if line else [])
        decisions = tuple(text.removeprefix("- ") for text in decided if text.startswith("- "))
        act = Act(
            title.upper(), number=None, item=str(len(out) + 1),
            considerants=Passage(" ".join(reasons)) if reasons else None,
            dispositif=Passage(" ".join(whole)), decisions=decisions, vote=vote, **more,  # type: ignore[arg-type]
        )  # fmt: skip
        out.append((title, reasons, decided, line, act))

    add(
        "Approbation du procès-verbal du 6 octobre 2022",
        [],
        ["Le procès-verbal de la séance du 6 octobre 2022 est approuvé à l'unanimité."],
        None,
        Vote("adopted", unanimous=True),
        optional=True,
    )
    add(
        "Subvention au comité des fêtes",
        [f"{office} donne lecture de la demande du comité des fêtes, qui prépare le marché de Noël."],
        [
            f"{hinge} :",
            "- accorde au comité des fêtes une subvention de 1 250 € ;",
            "- inscrit la dépense à l'article 6574.",
        ],
        "Adopté à l'unanimité.",
        Vote("adopted", unanimous=True),
        amounts=(1250.0,),
    )
    add(
        "Travaux de la salle des mariages",
        [
            f"{office} rappelle que trois devis ont été demandés et que celui de l'entreprise Bâtilisse, de 12 "
            f"800 €, est le moins "
            "élevé.",
        ],
        [
            f"{hinge} décide :",
            "- de retenir le devis de l'entreprise Bâtilisse pour 12 800 € HT ;",
            "- de demander une aide de 5 120 € au Département.",
        ],
        f"Pour : 12 - Contre : 1 ({civil(against)}) - Abstention : 1 ({civil(abstained)})",
        Vote("adopted", unanimous=False, for_=12, against=1, abstentions=1),
        dissent=(Dissent(full(against), "against"), Dissent(full(abstained), "abstained")),
        amounts=(12800.0, 5120.0),
    )
    add(
        "Rapport sur la qualité de l'eau potable",
        [f"{office} présente le rapport annuel du syndicat des eaux sur l'exercice 2021."],
        ["Le conseil municipal prend acte de ce rapport."],
        None,
        Vote("noted", unanimous=None),
    )
    add(
        "Bail du logement communal",
        [
            f"{office} propose de louer le logement communal à compter du 1er janvier 2023 pour un loyer "
            f"mensuel de 480 €.",
        ],
        [
            f"{hinge} par 11 voix pour et 2 voix contre :",
            "- approuve le bail du logement communal ;",
            "- fixe le loyer mensuel à 480 €.",
        ],
        f"{civil(apart)} ne prend pas part au vote.",
        Vote("adopted", unanimous=False, for_=11, against=2),
        dissent=(Dissent(full(apart), "did not take part"),),
        amounts=(480.0,),
    )
    return out


def listing() -> Sample:
    """Number, object and outcome of the deliberations of one sitting, and nothing else."""
    people = by_surname(council(Random("list"), 11, rare=1))
    chief, secretary = people[2], people[7]
    absent, giver, holder = [people[9]], people[4], people[0]
    present = [person for person in people if person not in (*absent, giver)]
    rows = (
        ("20230405-01", "Compte administratif 2022", "Adopté à l'unanimité", Vote("adopted", unanimous=True)),
        ("20230405-02", "Taux des taxes locales pour 2023", "Adopté (9 pour, 1 contre)", Vote("adopted", False, 9, 1)),
        (
            "20230405-03",
            "Vente de la parcelle ZC n° 41",
            "Rejeté (3 pour, 6 contre, 1 abstention)",
            Vote("rejected", False, 3, 6, 1),
        ),
        ("20230405-04", "Règlement du cimetière", "Retiré de l'ordre du jour", Vote("deferred")),
        (
            "20230405-05",
            "Adhésion au groupement d'achat d'électricité",
            "Adopté à l'unanimité",
            Vote("adopted", unanimous=True),
        ),
    )
    blocks: list[Block] = [
        Para("COMMUNE DE FONTARCELLE", bold=True, align="centre", size=3),
        Para("LISTE DES DÉLIBÉRATIONS EXAMINÉES PAR LE CONSEIL MUNICIPAL", bold=True, align="centre", before=8),
        Para("Séance du mercredi 5 avril 2023", bold=True, align="centre", before=4),
        Para("Date de convocation : 30 mars 2023", before=12),
        Para("Membres en exercice : 11 - Présents : 9 - Votants : 10", before=2),
        Para(f"Sous la présidence de {civil(chief)}, Maire.", before=2),
        Para("Présents : " + ", ".join(civil(person) for person in present) + ".", before=6),
        Para(
            f"Absent{'e' if absent[0].woman else ''} excusé{'e' if absent[0].woman else ''} : {civil(absent[0])}.",
            before=4,
        ),
        Para(f"Pouvoir : {civil(giver)} donne pouvoir à {civil(holder)}.", before=4),
        Para(f"Secrétaire de séance : {civil(secretary)}.", before=4),
        Table((("Numéro", "Objet", "Résultat"), *(row[:3] for row in rows)), (20, 48, 32), before=12),
        Para("Liste affichée le 7 avril 2023", before=14),
    ]
    acts = tuple(
        Act(title, number, considerants=None, dispositif=None, vote=vote, posted=date(2023, 4, 7))
        for number, title, _, vote in rows
    )
    session = Session(
        "COMMUNE DE FONTARCELLE", "Conseil municipal", date(2023, 4, 5), date(2023, 3, 30), 11, 9, None, 10,
        full(chief),
        full(secretary), tuple(map(full, present)), tuple(map(full, absent)), ((full(giver), full(holder)),), acts,
    )  # fmt: skip
    return made(
        "list", blocks, Sheet(family="Helvetica", size=10), "list", session, "number, object and outcome in a table"
    )
