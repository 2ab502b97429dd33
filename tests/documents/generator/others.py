"""Documents that are no deliberations: notices, orders, decisions of the executive.

In: a random generator. Out: blocks and a truth without sittings. They cite deliberations, have articles, visas and
titles: what must not be taken for an act.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from .acts import draw_matters
from .blocks import Block, Para
from .bodies import draw_body
from .dates import long_date
from .people import council
from .truth import Document
from .wordings import word


def other(rng: Random, file: str) -> tuple[list[Block], Document]:
    """One of them."""
    maker = rng.choice((_notice, _order, _decision))
    blocks = maker(rng)
    return blocks, Document(file, "other", (), maker.__name__.strip("_"), forms=(f"other-{maker.__name__.strip('_')}",))


def _day(rng: Random) -> date:
    return date(rng.randrange(2000, 2026), 1, 10) + timedelta(days=rng.randrange(330))


def _notice(rng: Random) -> list[Block]:
    body, day = draw_body(rng, "commune"), _day(rng)
    matters = draw_matters(rng, 4, "Monsieur le Maire")
    return [
        Para(body.name, bold=True, size=2),
        Para(f"{body.place}, le {long_date(day)}", align="right", before=10),
        Para("CONVOCATION", bold=True, align="centre", size=2, before=16),
        Para("Madame, Monsieur,", before=14),
        Para(
            f"J'ai l'honneur de vous convier à la réunion du conseil municipal qui aura lieu le "
            f"{long_date(day + timedelta(days=7))} "
            "à 20 heures à la mairie.",
            before=8,
        ),
        Para(word(rng, "agenda_label"), bold=True, before=12),
        *(Para(f"{index}. {matter.title}", indent=14, before=3) for index, matter in enumerate(matters, 1)),
        Para("Je vous prie de croire à l'assurance de mes sentiments dévoués.", before=14),
        Para("Le Maire,", align="right", before=10),
    ]


def _order(rng: Random) -> list[Block]:
    body, day = draw_body(rng, "commune"), _day(rng)
    return [
        Para(body.name, bold=True, size=2),
        Para(f"ARRÊTÉ DU MAIRE N° {day.year}-{rng.randrange(1, 200)}", bold=True, align="centre", before=16),
        Para("Objet : stationnement rue du Lavoir", bold=True, before=10),
        Para(f"Le Maire de {body.place},", before=10),
        Para("Vu le code de la route,", before=4),
        Para(f"Vu la délibération du conseil municipal du {long_date(day - timedelta(days=60))},", before=4),
        Para("Considérant qu'il y a lieu de faciliter le passage des véhicules de secours,", before=4),
        Para("ARRÊTE", bold=True, align="centre", before=12),
        Para("Article 1er : Le stationnement est interdit des deux côtés de la rue du Lavoir.", before=6),
        Para("Article 2 : Le garde champêtre est chargé de l'exécution du présent arrêté.", before=4),
        Para(f"Fait à {body.place}, le {long_date(day)}", align="right", before=14),
    ]


def _decision(rng: Random) -> list[Block]:
    body, day = draw_body(rng, "commune"), _day(rng)
    (mayor,) = council(rng, 1, rare=0)
    return [
        Para(body.name, bold=True, size=2),
        Para(f"DÉCISION DU MAIRE N° {day.year}/{rng.randrange(1, 90)}", bold=True, align="centre", before=16),
        Para(
            "prise par délégation du conseil municipal (article L. 2122-22 du code général des collectivités "
            "territoriales)",
            before=4,
        ),
        Para(f"Le Maire de {body.place},", before=10),
        Para(f"Vu la délibération du {long_date(day - timedelta(days=400))} donnant délégation au Maire,", before=4),
        Para("DÉCIDE", bold=True, align="centre", before=12),
        Para(
            f"Article 1 : Un contrat de location est conclu pour un montant de {rng.randrange(2, 9) * 100} € par mois.",
            before=6,
        ),
        Para("Article 2 : Il en sera rendu compte à la prochaine séance du conseil.", before=4),
        Para(f"Fait à {body.place}, le {long_date(day)}\n{mayor.written('given SURNAME')}", align="right", before=14),
    ]
