"""Invented people, and the ways in which lists print their names.

In: a random generator. Out: `Person`s and printed names. The names are drawn from two lists; no person is meant.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from random import Random
from typing import Final, Literal

NameStyle = Literal[
    "given SURNAME", "given Surname", "SURNAME given", "Surname given", "Surname I", "GI Surname", "G. SURNAME",
    "SURNAME",
    "Surname", "given",
]  # fmt: skip

MEN: Final = (
    "Aubin", "Barnabé", "Benoît", "Célestin", "Côme", "Damien", "Edgar", "Émile", "Fabrice", "Ferdinand", "François",
    "Gaspard",
    "Gauthier", "Gérard", "Hervé", "Hippolyte", "Jean-Baptiste", "Jean-Marc", "Joël", "Kévin", "Léonard", "Loïc",
    "Marcel",
    "Maël", "Mathurin", "Nicolas", "Octave", "Paul-Henri", "Pierre-Yves", "Quentin", "Raphaël", "Rémi", "Sylvain",
    "Théo",
    "Tristan", "Ulysse", "Valentin", "Yannick", "Yves", "Zacharie",
)  # fmt: skip
WOMEN: Final = (
    "Adèle", "Agathe", "Anne-Sophie", "Aurélie", "Béatrice", "Bérénice", "Blanche", "Capucine", "Cécile", "Clémence",
    "Delphine",
    "Dorothée", "Élise", "Éloïse", "Fatima", "Florence", "Françoise", "Gaëlle", "Geneviève", "Hélène", "Inès", "Jeanne",
    "Joséphine", "Karine", "Laëtitia", "Léonie", "Lucile", "Madeleine", "Marie-Claude", "Marie-Thérèse", "Mathilde",
    "Noémie",
    "Odette", "Pauline", "Régine", "Rosalie", "Sandrine", "Solène", "Valérie", "Zélie",
)  # fmt: skip
SURNAMES: Final = (
    "Abrivard", "Amblard", "Aubrespin", "Baccouche", "Balandier", "Barbançon", "Bellavoine", "Berthaumier",
    "Boisrobert",
    "Bonnaventure", "Bouchardeau", "Brachelet", "Brindejonc", "Cabridens", "Cantegrel", "Carpentras", "Castagnet",
    "Chabrillac",
    "Chantepie", "Charbonneau", "Chaussepied", "Clairefond", "Combescure", "Courtemanche", "Crèvecœur", "Dabrigeon",
    "Dampierre",
    "Daubancourt", "Delagrange", "Deschamps", "Desvignes", "Doucelin", "Dufresnoy", "Duvernoy", "Escalier", "Estournel",
    "Fauconnet", "Ferracci", "Fontvieille", "Fougerolle", "Franqueville", "Gadenne", "Gaillardon", "Garancher",
    "Gastineau",
    "Gentilhomme", "Giraudeau", "Grandcoing", "Grosjean", "Guillemard", "Hautecloque", "Hazebrouck", "Houdemont",
    "Jacquemart",
    "Jolivet", "Jouvencel", "Kerbiriou", "Labrousse", "Lacombe", "Lancelin", "Larivière", "Lavergne", "Lécuyer",
    "Lemonnier",
    "Lestrade", "Lombardi", "Louvrier", "Malbranque", "Marcillac", "Maubourguet", "Ménardais", "Mercadier",
    "Montalembert",
    "Mouilleron", "Navarrot", "Nogaret", "Ouvrard", "Papillault", "Pasquereau", "Pélissier", "Perrouillet", "Pontcarré",
    "Poulenard", "Prud'homme", "Quatrebarbes", "Quémeneur", "Rabouin", "Ravenel", "Richecœur", "Rochebrune",
    "Rougemont",
    "Sabatier", "Salvaing", "Sauvageot", "Sénéchal", "Taillandier", "Tardivel", "Terrasson", "Thibaudier", "Tournebise",
    "Vachelard", "Valcroze", "Vaucelle", "Verdilhac", "Vieillard", "Villemandy", "Weissberg", "Zimmerlin",
)  # fmt: skip
RARE: Final = (
    "Da Silvera", "De Rostanges", "de La Morinière", "Le Gallec", "Le Bihannic", "Kerloc'hen", "D'Aubencourt",
    "Di Rocchino",
    "Gonzalez Grandal", "Michaud-Farigoulet", "Ben Slimani", "El Mansoubi", "Mc Carrigan", "O'Brannon", "Van Praetere",
    "Saint-Jamesse", "Duperray Bardelle", "Ould Salemi", "Du Plessieux", "Von Hartenfels", "Bonnet Simonneau",
    "Le Roux-Penvern",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    """One invented person. `surname` is in mixed case; `role` is an office in the council, in lower case."""

    given: str
    surname: str
    woman: bool
    role: str = ""

    @property
    def civility(self) -> str:
        return "Mme" if self.woman else "M."

    @property
    def long_civility(self) -> str:
        return "Madame" if self.woman else "Monsieur"

    def written(self, style: NameStyle, *, accents: bool = False) -> str:
        """The name as a list in that style prints it; capitals keep their accents only when asked."""
        capital = self.surname.upper() if accents else unaccented(self.surname.upper())
        if style == "given SURNAME":
            return f"{self.given} {capital}"
        if style == "given Surname":
            return f"{self.given} {self.surname}"
        if style == "SURNAME given":
            return f"{capital} {self.given}"
        if style == "Surname given":
            return f"{self.surname} {self.given}"
        if style == "Surname I":
            return f"{self.surname} {self.given[0]}"
        if style == "GI Surname":
            return f"{''.join(part[0] for part in self.given.split('-'))} {self.surname}"
        if style == "G. SURNAME":
            return f"{'-'.join(part[0] + '.' for part in self.given.split('-'))} {capital}"
        return capital if style == "SURNAME" else self.surname if style == "Surname" else self.given


def unaccented(text: str) -> str:
    """Capitals as typewriters and many offices print them, without accents; the cedilla goes too."""
    text = text.replace("Œ", "OE").replace("œ", "oe")
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def council(rng: Random, size: int, *, rare: int = 3, homonyms: bool = False, men_only: bool = False) -> list[Person]:
    """`size` people; all full names, given names and surnames differ, except two namesakes when `homonyms` is asked."""
    surnames = rng.sample(SURNAMES, size - min(rare, size)) + rng.sample(RARE, min(rare, size))
    rng.shuffle(surnames)
    if homonyms and size > 3:
        surnames[1] = surnames[0]
    men = list(MEN)
    women = list(WOMEN)
    rng.shuffle(men)
    rng.shuffle(women)
    people = []
    for surname in surnames:
        woman = bool(women) and not men_only and (rng.random() < 0.47 or not men)
        people.append(Person((women if woman else men).pop(), surname, woman))
    return people
