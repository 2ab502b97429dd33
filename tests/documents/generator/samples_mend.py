"""The sample of docs/mend-a-rule.md: an act whose commune writes two things as no rule of delib knows them.

In: nothing. Out: one sample. Who keeps the minutes and how the vote went are said in words of the commune's own; it is
read with the rules of docs/examples/own-wording.
"""

from __future__ import annotations

from datetime import date
from random import Random

from .blocks import Block, Para
from .people import council
from .sample import VILLAGE, VILLAGE_SIREN, Sample, by_surname, civil, full, made
from .stamps import Transmission, stamp
from .truth import Act, Passage, Session, Vote
from .typeset import Sheet


def own_wording() -> Sample:
    """Extract of a village: "La plume est tenue par …", "Toutes les mains se lèvent."."""
    people = by_surname(council(Random("own wording"), 11, rare=2))
    chief, secretary, absent = people[5], people[8], [people[3]]
    present = [person for person in people if person not in absent]
    facts = Transmission(
        f"061-{VILLAGE_SIREN}-20220510-DE2022_019-DE", date(2022, 5, 12), date(2022, 5, 12), date(2022, 5, 13)
    )
    title = "Réfection du lavoir"
    reasons = [
        "Vu le code général des collectivités territoriales,",
        "Considérant que la charpente du lavoir menace ruine et que le devis de l'entreprise Poutrelle est le moins "
        "élevé,",
    ]
    hinge = "Le conseil municipal, après en avoir délibéré :"
    decisions = [
        "RETIENT le devis de l'entreprise Poutrelle pour un montant de 8 640 € ;",
        "DIT que la dépense est inscrite au budget de l'exercice.",
    ]
    outcome = "Toutes les mains se lèvent."
    blocks: list[Block] = [
        stamp(facts, "s2low", "page-top"),
        Para(f"COMMUNE DE {VILLAGE.upper()}", bold=True, align="centre", size=2, before=50),
        Para("EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS DU CONSEIL MUNICIPAL", bold=True, align="centre", before=8),
        Para("Séance du 10 mai 2022", bold=True, align="centre", before=8),
        Para("Délibération n° DE2022-019", bold=True, before=12),
        Para(f"Objet : {title}", bold=True, before=4),
        Para("Date de convocation : 3 mai 2022", before=10),
        Para("En exercice : 11   Présents : 10   Votants : 10", before=2),
        Para(
            f"Le conseil municipal s'est réuni à la mairie sous la présidence de {civil(chief)}, Maire.",
            before=8,
        ),
        Para("Présents : " + ", ".join(civil(person) for person in present) + ".", before=6),
        Para(f"Absent{'e' if absent[0].woman else ''} : {civil(absent[0])}.", before=6),
        Para(f"La plume est tenue par {civil(secretary)}.", before=6),
        *(Para(reason, before=8) for reason in reasons),
        Para(hinge, before=10),
        *(Para(f"- {decision}", indent=16, before=4) for decision in decisions),
        Para(outcome, before=8),
        Para("Fait et délibéré les jour, mois et an susdits.", before=14),
        Para(f"{'La' if chief.woman else 'Le'} Maire,\n{full(chief)}", align="right", before=12),
    ]
    act = Act(
        title, "DE2022-019", considerants=Passage(" ".join(reasons)),
        dispositif=Passage(" ".join([hinge, *decisions, outcome])), decisions=tuple(decisions),
        vote=Vote("adopted", unanimous=True), act_id=facts.act_id, received=facts.received, posted=facts.posted,
        amounts=(8640.0,),
    )  # fmt: skip
    session = Session(
        f"COMMUNE DE {VILLAGE.upper()}", "Conseil municipal", date(2022, 5, 10), date(2022, 5, 3), 11, 10, None, 10,
        full(chief), full(secretary), tuple(map(full, present)), tuple(map(full, absent)), (), (act,),
    )  # fmt: skip
    return made(
        "own-wording", blocks, Sheet(size=11), "deliberation", session,
        "the secretary and the vote in words that no rule of delib knows; read with docs/examples/own-wording",
    )  # fmt: skip
