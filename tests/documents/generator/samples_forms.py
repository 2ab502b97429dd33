"""More samples of one act: two columns, a stamp as an annotation, a page on its side, a text file.

In: nothing. Out: samples.
"""

from __future__ import annotations

from datetime import date
from random import Random

from .annotate import with_stamp_annotation
from .blocks import Block, Columns, Para, plain_text
from .people import Person, council
from .sample import VILLAGE, VILLAGE_SIREN, Sample, by_surname, civil, full, made
from .stamps import Transmission, stamp
from .truth import Act, Document, Passage, Session, Vote
from .typeset import Sheet, typeset


def two_columns() -> Sample:
    """Extract of a communauté de communes: the names in two columns."""
    people = by_surname(council(Random("two"), 26, rare=5))
    chief, secretary = people[11], people[2]
    absent, givers = [people[0], people[8], people[20]], [people[5], people[16]]
    present = [person for person in people if person not in absent and person not in givers]
    half = (len(present) + 1) // 2
    columns = tuple(
        tuple(Para(f"- {civil(person)}", size=-0.5, before=1) for person in part)
        for part in (present[:half], present[half:])
    )
    title = "Renouvellement du contrat de maintenance de l'éclairage public"
    reasons = [
        f"{civil(people[2])} expose que le contrat en cours arrive à échéance à la fin de l'année.",
        "Trois entreprises ont remis une offre. La commission, réunie le 14 novembre 2019, a classé en tête "
        "celle de l'entreprise "
        "Luminor, d'un montant annuel de 36 400 €.",
    ]
    hinge = "Le Conseil communautaire, l'exposé de son rapporteur entendu et après en avoir délibéré :"
    decisions = [
        "Article 1 : RETIENT l'offre de l'entreprise Luminor pour un montant annuel de 36 400 € ;",
        "Article 2 : AUTORISE le Président à signer le marché ;",
        "Article 3 : DIT que les crédits nécessaires sont inscrits au budget.",
    ]
    if chief.woman:
        decisions[1] = decisions[1].replace("le Président", "la Présidente")
    outcome = "Adopté par 21 voix pour et 2 abstentions."
    blocks: list[Block] = [
        Para("COMMUNAUTÉ DE COMMUNES DE LA HAUTE-LISSE", bold=True, align="centre", size=2),
        Para("Extrait du registre des délibérations", align="centre", italic=True, before=6),
        Para("Séance du 28 novembre 2019", bold=True, align="centre", before=6),
        Para(
            "Le jeudi vingt-huit novembre deux mille dix-neuf à dix-huit heures, le Conseil communautaire, "
            "régulièrement convoqué le "
            f"21 novembre 2019, s'est réuni à la salle des fêtes d'Essarnes sous la présidence de {civil(chief)}.",
            before=12,
        ),
        Para("Membres en exercice : 26   Présents : 21   Pouvoirs : 2   Votants : 23", before=6),
        Para("PRÉSENTS :", bold=True, before=8),
        Columns(columns, (1, 1), before=2),
        Para("PROCURATIONS :", bold=True, before=8),
        *(
            Para(f"- {civil(giver)} a donné procuration à {civil(holder)}", size=-0.5, before=1)
            for giver, holder in zip(givers, (present[1], chief), strict=True)
        ),
        Para("EXCUSÉS :", bold=True, before=8),
        Para(", ".join(civil(person) for person in absent), size=-0.5, before=2),
        Para(f"Secrétaire de séance : {civil(secretary)}", before=8),
        Para("Délibération n° CC-2019-087", bold=True, before=12),
        Para(f"Objet : {title}", bold=True, before=2),
        *(Para(reason, before=6) for reason in reasons),
        Para(hinge, before=8),
        *(Para(decision, indent=14, before=4) for decision in decisions),
        Para(outcome, before=8),
        Para("Pour extrait conforme,", before=12),
        Para(f"{'La Présidente' if chief.woman else 'Le Président'},\n{full(chief)}", align="right", before=4),
    ]
    act = Act(
        title, "CC-2019-087", considerants=Passage(" ".join(reasons)),
        dispositif=Passage(" ".join([hinge, *decisions, outcome])), decisions=tuple(decisions),
        vote=Vote("adopted", unanimous=None, for_=21, abstentions=2), amounts=(36400.0,),
    )  # fmt: skip
    session = Session(
        "COMMUNAUTÉ DE COMMUNES DE LA HAUTE-LISSE", "Conseil communautaire", date(2019, 11, 28), date(2019, 11, 21),
        26, 21, 2, 23,
        full(chief), full(secretary), tuple(map(full, present)), tuple(map(full, absent)),
        ((full(givers[0]), full(present[1])), (full(givers[1]), full(chief))), (act,),
    )  # fmt: skip
    sheet = Sheet(size=10.5, foot="Communauté de communes de la Haute-Lisse - Page {page} sur {pages}")
    return made("two-columns", blocks, sheet, "deliberation", session, "names in two columns of dashes; articles")


def annotation_stamp() -> Sample:
    """Extract of a village whose S2LOW stamp is an annotation: the page's own text does not hold it."""
    people = by_surname(council(Random("annotation"), 15, rare=3))
    chief, secretary = people[6], people[1]
    givers, holders = [people[4], people[13]], [people[8], people[2]]
    present = [person for person in people if person not in givers]
    facts = Transmission(
        f"061-{VILLAGE_SIREN}-20240924-DE2024_063-DE", date(2024, 9, 27), date(2024, 9, 30), date(2024, 10, 1)
    )
    office = "Madame la Maire" if chief.woman else "Monsieur le Maire"
    title = "Acquisition de la parcelle AB n° 214"
    reasons = [
        "Vu l'avis du service des Domaines du 11 juillet 2024,",
        "Considérant que les propriétaires de la parcelle AB n° 214 acceptent de la céder pour l'élargissement "
        "du chemin de la Croix,",
    ]
    hinge = "Le conseil municipal, après en avoir délibéré, à la majorité (2 contre, 1 abstention) :"
    decisions = [
        "APPROUVE l'acquisition de la parcelle AB n° 214 au prix de 7 350 € ;",
        f"AUTORISE {office} à signer l'acte notarié.",
    ]
    blocks: list[Block] = [
        Para(f"MAIRIE DE {VILLAGE.upper()}", bold=True, size=2, before=60),
        Para("EXTRAIT DU REGISTRE DES DÉLIBÉRATIONS", bold=True, align="centre", before=14),
        Para("DE2024-063", bold=True, align="centre", before=4),
        Para(f"Objet : {title}", bold=True, before=12),
        Para(
            "L'an deux mil vingt-quatre, le mardi vingt-quatre septembre à dix-neuf heures, le conseil "
            "municipal s'est réuni au lieu "
            f"ordinaire de ses séances sous la présidence de {civil(chief)}, Maire.",
            before=10,
        ),
        Para("Convocation du 18 septembre 2024. En exercice : 15. Présents : 13. Votants : 15.", before=4),
        Para("Présents : " + ", ".join(civil(person) for person in present) + ".", before=6),
        Para(
            "Absents excusés : "
            + ", ".join(
                f"{civil(giver)} (pouvoir à {civil(holder)})" for giver, holder in zip(givers, holders, strict=True)
            )
            + ".",
            before=6,
        ),
        Para(f"Secrétaire de séance : {civil(secretary)}.", before=6),
        *(Para(reason, before=8) for reason in reasons),
        Para(hinge, before=10),
        *(Para(f"- {decision}", indent=16, before=4) for decision in decisions),
        Para(f"{'La' if chief.woman else 'Le'} Maire,\n{full(chief)}", align="right", before=24),
    ]
    act = Act(
        title, "DE2024-063", considerants=Passage(" ".join(reasons)), dispositif=Passage(" ".join([hinge, *decisions])),
        decisions=tuple(decisions), vote=Vote("adopted", unanimous=False, against=2, abstentions=1),
        act_id=facts.act_id,
        received=facts.received, posted=facts.posted, amounts=(7350.0,),
    )  # fmt: skip
    session = Session(
        f"MAIRIE DE {VILLAGE.upper()}", "Conseil municipal", date(2024, 9, 24), date(2024, 9, 18), 15, 13, None, 15,
        full(chief),
        full(secretary), tuple(map(full, present)), (),
        tuple((full(a), full(b)) for a, b in zip(givers, holders, strict=True)), (act,),
    )  # fmt: skip
    sample = made(
        "annotation-stamp", blocks, Sheet(size=11), "deliberation", session,
        "the S2LOW stamp is a Stamp annotation with an appearance stream; proxies in brackets",
    )  # fmt: skip
    box = stamp(facts, "s2low", "annotation")
    return Sample(
        sample.name, with_stamp_annotation(sample.data, box.lines, x=370, top=18, width=box.width), sample.truth
    )


def rotated() -> Sample:
    """Extract whose page lies on its side in the file and is shown upright by /Rotate."""
    sample, blocks = _plain_act("rotated")
    return Sample("rotated.pdf", typeset(blocks, Sheet(size=11, upright_rotated=True, title="rotated")).pdf, sample)


def act_text() -> Sample:
    """The same kind of act as a text file."""
    sample, blocks = _plain_act("act")
    return Sample("act.txt", plain_text(blocks).encode("utf-8"), sample)


def _plain_act(name: str) -> tuple[Document, list[Block]]:
    """A syndicate's act, surnames first; the names differ by `name`."""
    people = by_surname(council(Random(name), 12, rare=2))
    chief, secretary = people[3], people[10]
    absent, giver, holder = [people[1]], people[7], people[5]
    present = [person for person in people if person not in (*absent, giver)]

    def last_first(person: Person) -> str:
        return person.written("SURNAME given")

    head = f"{'Mme' if chief.woman else 'M.'} {full(chief)}"
    title = "Programme 2021 de renouvellement des conduites d'eau"
    reasons = [
        "Considérant que le rendement du réseau est descendu sous 70 % dans deux communes,",
        "Considérant que le bureau d'études a chiffré à 212 000 € l'ensemble des travaux,",
    ]
    hinge = "Le Comité syndical, après en avoir délibéré à l'unanimité des membres présents et représentés :"
    decisions = [
        "approuve le programme 2021 pour un montant de 125 000 € HT ;",
        "sollicite une aide de 50 000 € de l'Agence de l'eau ;",
        "autorise le Président à lancer la consultation des entreprises.",
    ]
    if chief.woman:
        decisions[2] = decisions[2].replace("le Président", "la Présidente")
    blocks: list[Block] = [
        Para("SYNDICAT DES EAUX DU VAL-DE-BRAY", bold=True, align="centre", size=2),
        Para("DÉLIBÉRATION DU COMITÉ SYNDICAL", bold=True, align="centre", before=8),
        Para("Séance du 11 février 2021", bold=True, align="centre", before=8),
        Para("Délibération n° C2021-05", before=12),
        Para(f"Objet : {title}", bold=True, before=4),
        Para("Date de convocation : 4 février 2021", before=8),
        Para("Nombre de délégués en exercice : 12", before=0),
        Para("Nombre de délégués présents : 10", before=0),
        Para("Nombre de votants : 11", before=0),
        Para(f"Le Comité syndical s'est réuni à Malvernac sous la présidence de {head}.", before=8),
        Para("Délégués présents : " + ", ".join(last_first(person) for person in present), before=8),
        Para(f"Absent{'e' if absent[0].woman else ''} : {last_first(absent[0])}", before=4),
        Para(f"Procuration de {last_first(giver)} à {last_first(holder)}", before=4),
        Para(f"Secrétaire de séance : {last_first(secretary)}", before=4),
        *(Para(reason, before=8) for reason in reasons),
        Para(hinge, before=10),
        *(Para(f"- {decision}", indent=16, before=4) for decision in decisions),
        Para("Fait et délibéré les jour, mois et an susdits.", before=14),
        Para(f"Pour copie conforme,\n{'La Présidente' if chief.woman else 'Le Président'},\n{full(chief)}", before=10),
    ]
    act = Act(
        title, "C2021-05", considerants=Passage(" ".join(reasons)), dispositif=Passage(" ".join([hinge, *decisions])),
        decisions=tuple(decisions), vote=Vote("adopted", unanimous=True), amounts=(125000.0, 50000.0),
    )  # fmt: skip
    session = Session(
        "SYNDICAT DES EAUX DU VAL-DE-BRAY", "Comité syndical", date(2021, 2, 11), date(2021, 2, 4), 12, 10, None, 11,
        full(chief),
        last_first(secretary), tuple(map(last_first, present)), tuple(map(last_first, absent)),
        ((last_first(giver), last_first(holder)),), (act,),
    )  # fmt: skip
    return Document(name, "deliberation", (session,), "a syndicate's act, surnames first"), blocks
