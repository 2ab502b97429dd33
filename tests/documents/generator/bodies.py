"""Invented bodies: communes, groupings of communes, départements, régions, CCAS, syndicats.

In: a random generator. Out: a `Body`, with the words its acts use and a SIREN whose Luhn key is right. The SIRENs are
built on INSEE numbers that no commune bears (from 950 on), so that none belongs to a real body.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final, Literal

Family = Literal["commune", "intercommunal", "bureau", "departement", "region", "ccas", "syndicat"]

COMMUNES: Final = (
    "Vaucreuse-les-Bois", "Saint-Aubrin-le-Vieux", "Montfauvel", "Kermarzic", "Orvanne-sur-Lisse", "Thillac",
    "Dornanville",
    "Aubeville-la-Grande", "Castelnoir-d'Orbe", "Plouvarzel-Bihan", "Brémont-l'Abbaye", "Fontarcelle", "Malvernac",
    "Rochetaillis",
    "Sainte-Orlande", "Valtrémoy", "Essarnes", "Grandlieu-sous-Bray", "Peyrecave", "Saint-Gildric-des-Prés",
    "Trébouzan",
)  # fmt: skip
COUNTRIES: Final = (
    "du Pays d'Aumerval",
    "de la Haute-Lisse",
    "des Trois-Vallons",
    "du Val-de-Bray",
    "entre Orbe et Lisse",
)
DEPARTEMENTS: Final = (
    ("Haute-Vernaie", "018"),
    ("Orbe-Maritime", "029"),
    ("Lisse-et-Bray", "061"),
    ("Val-d'Orvanne", "042"),
)
REGIONS: Final = ("Val-Atlantique", "Hautes-Marches", "Plaines-et-Vallons")


@dataclass(frozen=True)
class Body:
    """A deliberative body. `name` is how heads print it, `organ` the organ, `chief` the words for who presides."""

    family: Family
    name: str
    organ: str
    chief: str
    chief_woman: str
    members: str
    place: str
    departement: str
    code: str
    siren: str
    communes: tuple[str, ...] = ()

    def chief_of(self, woman: bool) -> str:
        return self.chief_woman if woman else self.chief

    @property
    def the_organ(self) -> str:
        """The organ with its article, to open a sentence: "Le conseil municipal"."""
        return f"{'La' if self.feminine else 'Le'} {self.organ}"

    @property
    def feminine(self) -> bool:
        """Whether the organ's name is feminine: "La commission s'est réunie"."""
        return self.organ.startswith("Commission")

    @property
    def of_organ(self) -> str:
        """ "du conseil municipal", "de la commission permanente"."""
        return ("de la " if self.feminine else "du ") + self.organ[0].lower() + self.organ[1:]

    @property
    def to_organ(self) -> str:
        """ "au conseil municipal", "à la commission permanente"."""
        return ("à la " if self.feminine else "au ") + self.organ[0].lower() + self.organ[1:]

    @property
    def low_organ(self) -> str:
        """The organ with its article inside a sentence: "le Conseil municipal"."""
        return self.the_organ[0].lower() + self.the_organ[1:]


def luhn_key(digits: str) -> str:
    """The last digit that makes `digits` + key pass Luhn's check."""
    total = 0
    for index, char in enumerate(reversed(digits)):
        value = int(char) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


def siren(prefix: str, code: str, number: int) -> str:
    """An invented SIREN: block (21 communes, 22 départements, 23 régions, 24 groupings, 25 syndicats, 26 CCAS),
    département."""
    stem = f"{prefix}{code[1:]}0{950 + number % 49}"
    return stem + luhn_key(stem)


def draw_body(rng: Random, family: Family) -> Body:
    """A body of a family."""
    commune = rng.choice(COMMUNES)
    departement, code = rng.choice(DEPARTEMENTS)
    number = rng.randrange(49)
    if family == "commune":
        name = rng.choice(
            (f"Commune de {commune}", f"COMMUNE DE {commune.upper()}", f"Ville de {commune}", f"Mairie de {commune}")
        )
        chief = ("Maire", "Maire", "conseillers municipaux")
        return Body(family, name, "Conseil municipal", *chief, commune, departement, code, siren("21", code, number))
    if family in ("intercommunal", "bureau"):
        country = rng.choice(COUNTRIES)
        if family == "bureau":
            name, organ = f"{commune} Métropole", "Bureau métropolitain"
        else:
            name, organ = f"Communauté de communes {country}", "Conseil communautaire"
        members = rng.sample(COMMUNES, 5)
        words = ("Président", "Présidente", "membres" if family == "bureau" else "conseillers communautaires")
        return Body(family, name, organ, *words, commune, departement, code, siren("24", code, number), tuple(members))
    if family == "departement":
        organ = rng.choice(("Conseil départemental", "Commission permanente"))
        words = ("Président", "Présidente", "conseillers départementaux")
        return Body(
            family,
            f"Département {_of(departement)}",
            organ,
            *words,
            commune,
            departement,
            code,
            siren("22", code, number),
        )
    if family == "region":
        name, words = f"Région {rng.choice(REGIONS)}", ("Président", "Présidente", "conseillers régionaux")
        return Body(
            family, name, "Commission permanente", *words, commune, departement, code, siren("23", code, number)
        )
    if family == "ccas":
        name, words = f"CCAS de {commune}", ("Président", "Présidente", "membres")
        return Body(
            family, name, "Conseil d'administration", *words, commune, departement, code, siren("26", code, number)
        )
    name, words = f"Syndicat des eaux {rng.choice(COUNTRIES)}", ("Président", "Présidente", "délégués")
    members = rng.sample(COMMUNES, 4)
    return Body(
        family, name, "Comité syndical", *words, commune, departement, code, siren("25", code, number), tuple(members)
    )


def _of(name: str) -> str:
    return f"de l'{name}" if name[0] in "AEIOUÉ" else f"du {name}" if name.startswith("Val") else f"de la {name}"
