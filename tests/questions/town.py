"""Acts of an invented commune to look for things in: those of queries.toml among six hundred others like them.

In: queries.toml. Out: records. The others are drawn from lists with a fixed seed: the same words (subsidies, streets,
schools, budgets, parcels, tariffs) about other things, so that a search has to tell them apart.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from delib.parser.record import Deliberation, Document, Passage, Session, Vote

HERE = Path(__file__).parent
OTHERS = 600
BODY = "Commune de Valmorin"

STREETS = (
    "rue des Acacias", "rue du Moulin", "avenue de la Gare", "place du Marché", "chemin de la Croix Blanche",
    "rue des Écoles", "impasse du Lavoir", "route de Serre", "rue Haute", "allée des Érables", "rue des Peupliers",
)  # fmt: skip
CLUBS = (
    "Football Club", "Tennis Club", "Handball Club", "Cyclo Club", "Rugby Club", "Club de pétanque", "Club nautique",
    "Amicale laïque", "Harmonie municipale", "Comité de jumelage", "Société de pêche", "Club des aînés", "Karaté Club",
)  # fmt: skip
SCHOOLS = ("école du Bourg", "école des Vignes", "école Sainte-Marie", "école Jeanne-Perrot", "collège Henri-Vauclin")
BUDGETS = (
    "budget annexe de l'eau",
    "budget annexe de l'assainissement",
    "budget de la forêt",
    "budget des lotissements",
)


class Query(NamedTuple):
    """A line of queries.toml: what is typed, what must be among the first ten, what must not."""

    text: str
    finds: tuple[str, ...]
    avoids: tuple[str, ...]


def written() -> dict[str, Any]:
    """queries.toml."""
    return tomllib.loads((HERE / "queries.toml").read_text(encoding="utf-8"))


def queries() -> list[Query]:
    """What is asked."""
    return [Query(one["text"], tuple(one["finds"]), tuple(one.get("not", ()))) for one in written()["query"]]


def record(number: str, date: str, title: str, considerants: str, dispositif: str) -> Document:
    """One extract."""
    act = Deliberation(number, title, None, Passage(considerants), Passage(dispositif), vote=Vote("adopted", True))
    session = Session(BODY, "Conseil municipal", date, deliberations=(act,))
    key = f"{number}-{date}"
    return Document(f"{key}.pdf", "deliberation", sha256=sha256(key.encode()).hexdigest(), sessions=(session,))


def records() -> Iterator[Document]:
    """Those that are asked for and the others, in an order that says nothing."""
    made = [
        record(one["number"], one["date"], one["title"], one["considerants"], one["dispositif"])
        for one in written()["act"]
    ]
    drawn = random.Random(30)
    made += [_other(drawn, number) for number in range(OTHERS)]
    drawn.shuffle(made)
    yield from made


def _other(drawn: random.Random, number: int) -> Document:
    """An act about something else, in words that the questions use too."""
    year = drawn.randint(2015, 2025)
    street, club, school = drawn.choice(STREETS), drawn.choice(CLUBS), drawn.choice(SCHOOLS)
    budget = drawn.choice(BUDGETS)
    sum_ = f"{drawn.randint(1, 900)} {drawn.choice(('000', '250', '500', '750'))} €"
    section = f"section {drawn.choice(('AB', 'AC', 'ZD'))} n° {drawn.randint(130, 999)}"
    kinds = (
        (f"Subvention au {club} pour {year}",
         "Vu la demande de cette association sportive, considérant l'intérêt du club pour la ville,",
         f"DÉCIDE d'attribuer au {club} une subvention de {sum_} au titre de l'exercice {year}."),
        (f"Travaux de voirie {street}",
         "Considérant l'état de la rue et la plantation de tilleuls le long des trottoirs, la circulation étant "
         "déviée,",
         f"APPROUVE les travaux {street} pour {sum_} HT."),
        (f"Plantation d'arbres {street}",
         "Considérant que les tilleuls de la rue sont malades,",
         f"DÉCIDE de remplacer les tilleuls de la {street} par des érables."),
        (f"Tarifs de la cantine et de la garderie pour {year if year != 2024 else 2025}",
         f"Vu le règlement de l'{school}, considérant le coût du service de restauration,",
         "FIXE les tarifs annexés à la présente délibération."),
        (f"{school[0].upper()}{school[1:]} : participation aux frais de fonctionnement",
         "Considérant les élèves domiciliés hors de la commune, parmi lesquels ceux de Mme Jeanne Corvol,",
         f"FIXE la participation à {sum_} par an."),
        (f"{budget[0].upper()}{budget[1:]} : décision modificative n° {drawn.randint(1, 4)} de {year}",
         f"Vu le budget primitif {year}, vu le code général des collectivités territoriales,",
         f"ADOPTE la décision modificative qui porte les crédits à {sum_}."),
        (f"Acquisition d'un terrain {street}",
         "Considérant la délibération n° 45 du conseil, vu l'avis du service des domaines,",
         f"DÉCIDE d'acquérir la parcelle cadastrée {section}, {drawn.randint(123, 2000)} m², au prix de {sum_}."),
        (f"Garantie d'un emprunt pour des logements {street}",
         "Vu l'article L. 2252-1 du code général des collectivités territoriales,",
         f"ACCORDE sa garantie à un emprunt de {sum_} souscrit auprès de la Caisse."),
        ("Indemnité de conseil du comptable public",
         "Vu l'arrêté du ministre, considérant la délégation donnée au maire et à ses adjoints,",
         f"FIXE l'indemnité à {sum_}."),
        (f"Règlement intérieur de la salle des fêtes, {street}",
         "Considérant les horaires d'ouverture de la salle et la surveillance des lieux,",
         "ADOPTE le règlement intérieur."),
        (f"Convention avec le {club} pour l'utilisation du gymnase",
         "Considérant la mise en œuvre du projet éducatif, vu les œuvres du festival,",
         "AUTORISE la signature de la convention de mise à disposition."),
        (f"Comité technique : création d'un poste d'agent {drawn.choice(('social', 'technique', 'administratif'))}",
         "Considérant que l'action du personnel social de la ville le demande, vu le bureau de bienfaisance dissous,",
         "CRÉE un poste à temps complet."),
        (f"Église du bourg : mise aux normes, {street}",
         "Considérant que la toiture de la salle Saint-Michel et la porte Martin sont vétustes,",
         f"APPROUVE les travaux pour {sum_}."),
    )  # fmt: skip
    title, considerants, dispositif = kinds[number % len(kinds)]
    date = f"{year}-{drawn.randint(1, 12):02d}-{drawn.randint(1, 28):02d}"
    return record(f"{year}-{200 + number}", date, title, considerants, dispositif)
