"""Who sits, and what a list made of them.

In: a random generator and a body. Out: a `Sitting`, the facts before they are set, and `Listing`, what a layout
printed of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from .blocks import Block
from .bodies import Body
from .people import NameStyle, Person, council


@dataclass(frozen=True)
class Sitting:
    """One sitting: `proxies` are (giver, holder) pairs; nobody is in two of the three groups."""

    body: Body
    day: date
    convoked: date
    present: tuple[Person, ...]
    absent: tuple[Person, ...]
    proxies: tuple[tuple[Person, Person], ...]
    chief: Person
    secretary: Person

    @property
    def in_office(self) -> int:
        return len(self.present) + len(self.absent) + len(self.proxies)

    @property
    def voters(self) -> int:
        return len(self.present) + len(self.proxies)

    @property
    def chief_title(self) -> str:
        """ "Maire", "Présidente"."""
        return self.body.chief_of(self.chief.woman)

    @property
    def chief_long(self) -> str:
        """ "Madame la Maire", "Monsieur le Président"."""
        return f"{self.chief.long_civility} {'la' if self.chief.woman else 'le'} {self.chief_title}"


@dataclass(frozen=True)
class Listing:
    """The attendance as set: its blocks, and the names as they print them."""

    blocks: tuple[Block, ...]
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    proxies: tuple[tuple[str, str | None], ...] = ()


Write = Callable[[Person], str]


def draw_sitting(
    rng: Random,
    body: Body,
    day: date,
    *,
    size: int,
    with_proxies: bool = True,
    avoid_initial: str = "",
    men_only: bool = False,
    homonyms: bool = False,
) -> Sitting:
    """A sitting with a quorum; the list is alphabetical or in the order of the seats."""
    people = [
        person
        for person in council(rng, size + 8, rare=min(4, size // 3), men_only=men_only, homonyms=homonyms)
        if person.given[0] not in avoid_initial.split()
    ][:size]
    away = rng.randrange(0, max(2, len(people) // 3))
    givers = rng.randrange(0, away + 1) if with_proxies else 0
    rng.shuffle(people)
    if rng.random() < 0.6:
        people.sort(key=lambda person: person.written("SURNAME given"))
    gone = rng.sample(people, away)
    giving, absent = gone[:givers], gone[givers:]
    present = [person for person in people if person not in gone]
    chief = rng.choice(present)
    if rng.random() < 0.5:  # the chief is often printed first
        present.remove(chief)
        present.insert(0, chief)
    secretary = rng.choice([person for person in present if person != chief])
    holders = rng.sample(present, len(giving))
    return Sitting(
        body,
        day,
        day - timedelta(days=rng.randrange(4, 11)),
        tuple(present),
        tuple(person for person in people if person in absent),
        tuple((giver, holder) for giver, holder in zip([p for p in people if p in giving], holders, strict=True)),
        chief,
        secretary,
    )


def writer(style: NameStyle, *, civility: bool = False, accents: bool = False) -> Write:
    """How one name is printed."""

    def write(person: Person) -> str:
        name = person.written(style, accents=accents)
        return f"{person.civility} {name}" if civility else name

    return write


def joined(rng: Random, texts: list[str], separator: str = ", ") -> str:
    """A list in one paragraph: the last name may come after "et", the end may have a full stop, a comma or nothing."""
    if len(texts) > 1 and separator == ", " and rng.random() < 0.25:
        text = separator.join(texts[:-1]) + " et " + texts[-1]
    else:
        text = separator.join(texts)
    return text + rng.choice((".", "", ".", ","))
