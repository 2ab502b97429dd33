"""The samples of one act: stamp in the list, column beside it, grid of crosses.

In: nothing. Out: samples.
"""

from __future__ import annotations

from datetime import date
from random import Random

from .blocks import Block, Columns, Para, Table
from .people import council
from .sample import METROPOLIS, VILLAGE, Sample, by_surname, civil, full, made
from .stamps import Transmission, stamp
from .truth import Act, Passage, Session, Vote
from .typeset import Sheet


def bureau_stamp() -> Sample:
    """Extract of a bureau: the stamp stands at the foot of page 1, in the middle of the proxies."""
    people = council(Random("bureau"), 71, rare=10)
    present, away = people[:49], people[49:]
    givers, absent = by_surname(away[:12]), by_surname(away[12:])
    president, secretary = present[0], present[7]
    present = by_surname(present)
    holders = [present[index] for index in (3, 9, 14, 20, 22, 26, 30, 31, 37, 40, 44)] + [president]
    pairs = list(zip(givers, holders, strict=True))
    facts = Transmission(
        f"99_DE-042-{METROPOLIS.siren}-20220602-D20220021410", date(2022, 6, 7), date(2022, 6, 8), date(2022, 6, 9)
    )
    title = (
        "SOUTIEN AU PROGRAMME D'ATELIERS NUMERIQUES PORTE PAR L'ASSOCIATION LA CLE DES CHAMPS AU TITRE DE L'ANNEE 2022"
    )
    reasons = [
        "Créée en 1998, La Clé des Champs réunit des artisans, des lycées professionnels et des entreprises de "
        "mécanique de "
        "précision de la vallée de la Lisse.",
        "L'association anime des ateliers numériques dont l'objet est d'aider ses adhérents à moderniser leurs "
        "machines. Ces "
        "ateliers se déroulent en deux temps :",
        "- en 2021, une phase de préparation, financée par Orvanne Métropole à hauteur de 18 000 €, a permis la "
        "visite de "
        "quarante ateliers et la rédaction d'autant de rapports ;",
        "- de 2022 à 2024, une phase de développement doit mettre en place un service de conseil partagé et "
        "rendre peu à peu "
        "l'association autonome.",
        "Pour l'année 2022, La Clé des Champs sollicite d'Orvanne Métropole un financement de 45 000 €. Cette "
        "action contribue au "
        "développement de l'activité des entreprises et à l'attractivité du territoire.",
    ]
    hinge = "Le Bureau d'Orvanne Métropole, après en avoir délibéré :"
    decisions = [
        "autorise le versement d'une subvention de 45 000 € à l'association La Clé des Champs, au titre des "
        "ateliers numériques "
        "de l'année 2022,",
        "approuve le projet de convention entre Orvanne Métropole et La Clé des Champs,",
        "autorise Monsieur le Président ou son représentant dûment habilité à signer la convention et toutes "
        "pièces s'y rapportant,",
        "la dépense correspondante sera imputée sur le budget de l'exercice 2022, chapitre 65.",
    ]
    if president.woman:
        decisions[2] = decisions[2].replace("Monsieur le Président ou son", "Madame la Présidente ou son")
    outcome = "Ce dossier a été adopté à l'unanimité."
    blocks: list[Block] = [
        Para("EXTRAIT DU REGISTRE DES DELIBERATIONS", bold=True, align="centre", size=2),
        Para("SEANCE DU BUREAU METROPOLITAIN DU 2 JUIN 2022", bold=True, align="centre", before=10),
        Para("DELIBERATION N°2022.00214", bold=True, align="centre", before=10),
        Para(title, bold=True, align="centre", before=10),
        Para("Le Bureau Métropolitain a été convoqué le 25 mai 2022", before=12),
        Para("Nombre de membres en exercice : 71", before=8),
        Para("Nombre de présents : 49", before=0),
        Para("Nombre de pouvoirs : 12", before=0),
        Para("Nombre de voix : 61", before=0),
        Para(f"Président de séance : {civil(president)},", before=8),
        Para(f"Secrétaire de séance : {civil(secretary)}", before=0),
        Para("Membres titulaires présents :", bold=True, before=8),
        Para(", ".join(civil(person) for person in present), before=4),
        Para("Pouvoirs :", bold=True, before=8),
        *(
            Para(f"{civil(giver)} donne pouvoir à {civil(holder)}" + ("," if giver != givers[-1] else ""), before=0)
            for giver, holder in pairs
        ),
        Para("Membres titulaires absents excusés :", bold=True, before=8),
        Para(", ".join(civil(person) for person in absent), before=4),
        stamp(facts, "ixbus", "page-foot"),
        Para(title, bold=True, before=14),
        *(Para(reason, before=7) for reason in reasons),
        Para(hinge, before=12),
        *(Para(f"- {decision}", bold=True, indent=18, before=5) for decision in decisions),
        Para(outcome, before=12),
        Para("Pour extrait,\nLe Président,", align="right", before=14),
        Para(full(president), align="right", before=30),
    ]
    sheet = Sheet(family="Helvetica", size=11.5, head="DELIBERATION DU BUREAU METROPOLITAIN DU 2 JUIN 2022", top=60)
    act = Act(
        title, "2022.00214", considerants=Passage(" ".join(reasons)), dispositif=Passage(" ".join([hinge, *decisions,
        outcome])),
        decisions=tuple(decisions), vote=Vote("adopted", unanimous=True), act_id=facts.act_id, received=facts.received,
        posted=facts.posted, amounts=(45000.0,),
    )  # fmt: skip
    session = Session(
        METROPOLIS.name, METROPOLIS.organ, date(2022, 6, 2), date(2022, 5, 25), 71, 49, 12, 61, full(president),
        full(secretary),
        tuple(map(full, present)), tuple(map(full, absent)), tuple((full(a), full(b)) for a, b in pairs), (act,),
    )  # fmt: skip
    return made(
        "bureau-stamp", blocks, sheet, "deliberation", session,
        "extract of a bureau; the stamp at the foot of page 1 stands in the middle of the list of proxies; the "
        "title stands twice",
    )  # fmt: skip


def side_column() -> Sample:
    """Extract of a commune: counts and dates in a column at the left of the attendance."""
    people = by_surname(council(Random("side"), 15, rare=4))
    chief, secretary = people[4], people[9]
    absent, giver = [people[2], people[12]], people[6]
    present = [person for person in people if person not in (*absent, giver)]
    body = f"Commune de {VILLAGE}"
    office = "Madame la Maire" if chief.woman else "Monsieur le Maire"
    reasons = [
        "Vu le code général des collectivités territoriales, et notamment son article L. 2121-29,",
        "Considérant que le coût de revient d'un repas a augmenté sous l'effet du prix des denrées,",
    ]
    hinge = "Le conseil municipal, après en avoir délibéré, à l'unanimité, DÉCIDE :"
    decisions = [
        "de fixer à 3,85 € le prix du repas à compter du 1er septembre 2023 ;",
        "d'appliquer un demi-tarif à partir du troisième enfant ;",
        f"d'autoriser {office} à signer tout document relatif à cette affaire.",
    ]
    left: list[Block] = [
        Para("Département\nde Lisse-et-Bray", size=-1, before=0),
        Para("Nombre de membres :", size=-1, bold=True, before=10),
        Para("En exercice : 15", size=-1, before=2),
        Para("Présents : 12", size=-1, before=2),
        Para("Votants : 13", size=-1, before=2),
        Para("Date de convocation :\n29 juin 2023", size=-1, before=10),
        Para("Date d'affichage :\n7 juillet 2023", size=-1, before=10),
        Para("N° 2023-041", size=-1, bold=True, before=10),
        Para("OBJET :\nTarifs de la restauration scolaire", size=-1, bold=True, before=10),
    ]
    names = ", ".join(civil(person) for person in present)
    right: list[Block] = [
        Para(
            "L'an deux mille vingt-trois, le quatre juillet, à vingt heures trente, le conseil municipal de la "
            "commune de "
            f"{VILLAGE}, dûment convoqué, s'est réuni en session ordinaire à la mairie, sous la présidence de "
            f"{chief.long_civility} {full(chief)}, Maire.",
            before=0,
        ),
        Para(f"Étaient présents : {names}.", before=6),
        Para(f"Absents excusés : {civil(absent[0])}, {civil(absent[1])}.", before=6),
        Para(f"Pouvoir : {civil(giver)} à {civil(present[3])}.", before=6),
        Para(f"Secrétaire de séance : {civil(secretary)}.", before=6),
    ]
    blocks: list[Block] = [
        Para(body.upper(), bold=True, align="centre", size=2),
        Para("EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL", bold=True, align="centre", before=8),
        Para("SÉANCE DU 4 JUILLET 2023", bold=True, align="centre", before=8),
        Columns((tuple(left), tuple(right)), (28, 72), before=14, by_row=True),
        *(Para(reason, before=9) for reason in reasons),
        Para(hinge, before=12),
        *(Para(f"- {decision}", indent=18, before=4) for decision in decisions),
        Para("Fait et délibéré les jour, mois et an susdits.", before=14),
        Para(f"{'La' if chief.woman else 'Le'} Maire,\n{full(chief)}", align="right", before=14),
    ]
    act = Act(
        "Tarifs de la restauration scolaire", "2023-041", considerants=Passage(" ".join(reasons)),
        dispositif=Passage(" ".join([hinge, *decisions])), decisions=tuple(decisions), vote=Vote("adopted",
        unanimous=True),
        posted=date(2023, 7, 7), amounts=(3.85,),
    )  # fmt: skip
    session = Session(
        body, "Conseil municipal", date(2023, 7, 4), date(2023, 6, 29), 15, 12, None, 13, full(chief), full(secretary),
        tuple(map(full, present)), tuple(map(full, absent)), ((full(giver), full(present[3])),), (act,),
    )  # fmt: skip
    return made(
        "side-column", blocks, Sheet(size=11), "deliberation", session,
        "counts, dates, number and object in a column at the left of the attendance, written line by line "
        "across both columns",
    )  # fmt: skip


def attendance_table() -> Sample:
    """Extract of a village: attendance as a grid of crosses."""
    people = by_surname(council(Random("grid"), 11, rare=2))
    chief, secretary = people[0], people[5]
    absent, givers = [people[3]], [people[7], people[9]]
    holders = {people[7]: people[5], people[9]: people[1]}
    present = [person for person in people if person not in absent and person not in givers]
    rows = [("Prénom", "NOM", "Présent", "Excusé", "Procuration", "Absent")]
    for person in people:
        surname = person.written("SURNAME")
        marks = ("X", "", "", "") if person in present else ("", "X", "", "")
        if person in holders:
            marks = ("", "", f"à {full(holders[person])}", "")
        rows.append((person.given, surname, *marks))
    reasons = [
        "Monsieur le Maire rappelle que le lotissement achevé au printemps comporte une voie qui n'a pas encore "
        "de nom, ce qui gêne "
        "l'acheminement du courrier et l'intervention des secours.",
    ]
    if chief.woman:
        reasons[0] = reasons[0].replace("Monsieur le Maire", "Madame la Maire")
    hinge = "Après en avoir délibéré, le conseil municipal :"
    decisions = [
        "DÉNOMME cette voie « rue des Tisserands » ;",
        "CHARGE les services de transmettre le plan au cadastre.",
    ]
    outcome = "Pour : 8 - Contre : 1 - Abstention : 1"
    blocks: list[Block] = [
        Para("COMMUNE DE ROCHETAILLIS", bold=True, align="centre", size=3),
        Para("Délibération n° D-2024/018", bold=True, align="centre", before=10),
        Para("Dénomination d'une voie nouvelle", bold=True, align="centre", size=1, before=6),
        Para("Conseil municipal du mardi 12 mars 2024", before=12),
        Para("Date de convocation : 06/03/2024", before=2),
        Para("Conseillers en exercice : 11 – Présents : 8 – Procurations : 2 – Votants : 10", before=2),
        Para(f"Sous la présidence de {civil(chief)}, Maire", before=2),
        Table(tuple(rows), (20, 24, 12, 12, 26, 12), before=10),
        Para(f"{civil(secretary)} a été nommé{'e' if secretary.woman else ''} secrétaire de séance.", before=10),
        *(Para(reason, before=9) for reason in reasons),
        Para(hinge, before=10),
        *(Para(f"• {decision}", indent=16, before=4) for decision in decisions),
        Para(outcome, bold=True, before=10),
        Para("Certifié exécutoire. Publié le 15/03/2024", size=-1, before=16),
        Para(f"{'La' if chief.woman else 'Le'} Maire,\n{full(chief)}", align="right", before=10),
    ]
    act = Act(
        "Dénomination d'une voie nouvelle", "D-2024/018", considerants=Passage(" ".join(reasons)),
        dispositif=Passage(" ".join([hinge, *decisions, outcome])), decisions=tuple(decisions),
        vote=Vote("adopted", unanimous=False, for_=8, against=1, abstentions=1), posted=date(2024, 3, 15),
    )  # fmt: skip
    session = Session(
        "COMMUNE DE ROCHETAILLIS", "Conseil municipal", date(2024, 3, 12), date(2024, 3, 6), 11, 8, 2, 10, full(chief),
        full(secretary), tuple(map(full, present)), tuple(map(full, absent)),
        tuple((full(giver), full(holders[giver])) for giver in givers), (act,),
    )  # fmt: skip
    return made(
        "attendance-table", blocks, Sheet(family="Helvetica", size=10.5), "deliberation", session, "grid with crosses"
    )
