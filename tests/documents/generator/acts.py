"""What acts are about: titles, reasons, decisions, sums.

In: a random generator. Out: `Matter`s, and the blocks and the truth of one act once its vote is known. Each decision
has its verb in two forms, for "le conseil approuve" and for "décide d'approuver". A sum that is decided stands in
exactly one decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from .dates import euros


@dataclass(frozen=True)
class Decision:
    """One decision: the infinitive, the third person, and what follows the verb."""

    infinitive: str
    third: str
    rest: str

    def with_de(self) -> str:
        """ "d'approuver la convention", "de fixer le tarif"."""
        joint = "d'" if self.infinitive[0] in "aeéiouâêh" else "de "
        return f"{joint}{self.infinitive} {self.rest}"

    def plain(self) -> str:
        return f"{self.third} {self.rest}"


@dataclass(frozen=True)
class Matter:
    """The content of an act before it is voted. `amounts` are those of the decisions, in their order."""

    title: str
    reasons: tuple[str, ...]
    visas: tuple[str, ...]
    decisions: tuple[Decision, ...]
    amounts: tuple[float, ...] = ()
    note: bool = False


_SIGN: Final = Decision("autoriser", "autorise", "{chief_long} à signer tout document relatif à cette affaire")
_SUBJECTS: Final = (
    ("Attribution d'une subvention à l'association {club}",
     ("L'association {club} organise chaque année des ateliers ouverts à tous les habitants.",
      "Pour poursuivre cette action, elle sollicite un concours financier et présente son budget prévisionnel."),
     ("Vu le code général des collectivités territoriales,", "Considérant l'intérêt local de cette action,"),
     (("accorder", "accorde", "une subvention de {sum} à l'association {club}"), ("inscrire", "inscrit",
     "la dépense au budget de l'exercice"))),
    ("Acquisition de la parcelle {parcel}",
     ("Les propriétaires de la parcelle {parcel} acceptent de la céder pour permettre l'élargissement du chemin.",),
     ("Vu l'estimation de la valeur vénale du terrain,", "Considérant que cet élargissement améliore la "
     "sécurité des piétons,"),
     (("acquérir", "acquiert", "la parcelle {parcel} au prix de {sum}"), ("charger", "charge",
     "l'étude notariale de rédiger l'acte"))),
    ("Tarifs de la restauration scolaire",
     ("Le coût de revient d'un repas a augmenté sous l'effet du prix des denrées.", "Une actualisation modérée "
     "est envisagée pour la rentrée."),
     ("Vu les tarifs en vigueur depuis la dernière rentrée,",),
     (("fixer", "fixe", "le prix du repas à {small}"), ("dire", "dit", "que ce tarif s'appliquera dès la "
     "prochaine rentrée"))),
    ("Réfection de la toiture du gymnase : choix de l'entreprise",
     ("Trois entreprises ont remis une offre dans le délai imparti.", "L'analyse place en tête celle de "
     "l'entreprise {firm}."),
     ("Considérant le rapport d'analyse des offres,",),
     (("retenir", "retient", "l'offre de l'entreprise {firm} pour un montant de {sum} HT"), ("imputer", "impute",
     "la dépense en section d'investissement"))),
    ("Convention de mise à disposition de la salle polyvalente",
     ("La salle polyvalente est utilisée chaque semaine par plusieurs associations.", "Une convention fixe les "
     "obligations de chacun."),
     ("Vu le projet de convention,",),
     (("approuver", "approuve", "la convention de mise à disposition de la salle polyvalente"),)),
    ("Dénomination d'une voie nouvelle",
     ("Le lotissement achevé au printemps comporte une voie qui n'a pas encore de nom.",),
     ("Considérant qu'il y a lieu de faciliter l'acheminement du courrier,",),
     (("dénommer", "dénomme", "cette voie « rue des Tisserands »"),)),
    ("Création d'un emploi d'adjoint technique",
     ("La charge du service des espaces verts justifie le recrutement d'un agent à temps complet.",),
     ("Vu le tableau des effectifs,", "Considérant les besoins du service,"),
     (("créer", "crée", "un emploi d'adjoint technique à temps complet"), ("modifier", "modifie", "en "
     "conséquence le tableau des effectifs"))),
    ("Décision modificative n° 2 du budget principal",
     ("Des ajustements de crédits sont nécessaires pour régler les dernières factures de voirie.",),
     ("Vu le budget primitif,",),
     (("adopter", "adopte", "la décision modificative n° 2"), ("ouvrir", "ouvre", "un crédit supplémentaire de "
     "{sum} au chapitre 21"))),
    ("Demande d'aide pour la rénovation de l'école {school}",
     ("Le bâtiment de l'école {school} date du siècle dernier et consomme beaucoup d'énergie.", "Le coût des "
     "travaux a été évalué par un bureau d'études."),
     ("Considérant l'urgence de réduire la consommation,",),
     (("solliciter", "sollicite", "une aide de {sum} pour la rénovation de l'école {school}"),)),
    ("Plantation d'une haie bocagère",
     ("Le conseil des jeunes a proposé de planter une haie le long du chemin rural.",),
     ("Considérant l'avis favorable de la commission environnement,",),
     (("approuver", "approuve", "la plantation d'une haie le long du chemin rural"), ("affecter", "affecte",
     "à cette opération un crédit de {sum}"))),
    ("Garantie d'un emprunt du bailleur {firm}",
     ("Le bailleur {firm} demande que son emprunt soit garanti pour la construction de douze logements.",),
     ("Vu la demande du bailleur,", "Considérant le besoin de logements,"),
     (("garantir", "garantit", "le remboursement d'un prêt de {sum}"),)),
    ("Renouvellement du contrat de maintenance de l'éclairage public",
     ("Le contrat en cours arrive à échéance à la fin de l'année.",),
     ("Vu le contrat en cours,",),
     (("renouveler", "renouvelle", "le contrat de maintenance pour une durée de trois ans"),)),
)  # fmt: skip
_CLUBS: Final = ("Les Amis du Moulin", "La Clé des Champs", "Orchestre du Val", "Vélo pour Tous", "Le Fil d'Ariane")
_FIRMS: Final = ("Bâtilisse", "Toitures du Bray", "Orbe Habitat", "Verdoyance")
_SCHOOLS: Final = ("Jules-Bellavoine", "des Trois-Tilleuls", "Marie-Valcroze")
_REPORTS: Final = (
    "Rapport d'activité du service de l'eau", "Présentation du rapport sur le prix de l'eau", "Rapport sur le "
    "fonctionnement du réseau de chaleur",
)  # fmt: skip


def draw_matters(rng: Random, count: int, chief_long: str) -> list[Matter]:
    """`count` different matters (at most as many as there are subjects)."""
    return [matter(rng, index, chief_long) for index in rng.sample(range(len(_SUBJECTS)), count)]


def matter(rng: Random, index: int, chief_long: str, *, euro_style: int = 0) -> Matter:
    """The matter with this index, its names and sums drawn."""
    title, reasons, visas, decisions = _SUBJECTS[index]
    value = float(rng.choice((480, 1250, 2600, 7350, 12800, 45900, 60000, 125000)))
    small = rng.choice((3.2, 3.85, 4.1, 5.05))
    fields = {
        "club": rng.choice(_CLUBS), "firm": rng.choice(_FIRMS), "school": rng.choice(_SCHOOLS),
        "chief_long": chief_long,
        "parcel": f"{rng.choice('ABCZ')}{rng.choice('BDEK')} n° {rng.randrange(12, 480)}",
        "sum": euros(value, euro_style), "small": euros(small),
    }  # fmt: skip
    made = [Decision(a, b, c.format(**fields)) for a, b, c in decisions]
    made.append(Decision(_SIGN.infinitive, _SIGN.third, _SIGN.rest.format(**fields)))
    text = " ".join(c for _, _, c in decisions)
    amounts = (value,) if "{sum}" in text else (small,) if "{small}" in text else ()
    return Matter(title.format(**fields), tuple(each.format(**fields) for each in reasons), visas, tuple(made), amounts)


def report(rng: Random, chief_long: str) -> Matter:
    """A matter of which the assembly only takes note."""
    reasons = (
        f"{chief_long} présente le document, qui retrace l'activité de l'année écoulée et n'appelle aucune "
        f"observation.",
    )
    return Matter(rng.choice(_REPORTS), reasons, (), (), note=True)
