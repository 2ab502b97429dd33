"""What the samples share: the type of a sample, the way they print names, invented bodies.

In: blocks and a truth. Out: a `Sample`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from .blocks import Block
from .bodies import Body, siren
from .people import Person
from .truth import Document, Session
from .typeset import Sheet, typeset

METROPOLIS: Final = Body(
    "bureau", "Orvanne Métropole", "Bureau métropolitain", "Président", "Présidente", "membres", "Orvanne-sur-Lisse",
    "Val-d'Orvanne", "042", siren("24", "042", 17),
)  # fmt: skip
VILLAGE: Final = "Vaucreuse-les-Bois"
VILLAGE_SIREN: Final = siren("21", "061", 3)


@dataclass(frozen=True)
class Sample:
    """One file. `truth` is null for files that are no documents."""

    name: str
    data: bytes
    truth: Document | None = None


def full(person: Person) -> str:
    return person.written("given SURNAME")


def civil(person: Person) -> str:
    return f"{person.civility} {full(person)}"


def by_surname(people: Iterable[Person]) -> list[Person]:
    return sorted(people, key=lambda person: person.written("SURNAME given"))


def made(name: str, blocks: list[Block], sheet: Sheet, kind: str, session: Session | None, layout: str) -> Sample:
    """The sample set as a PDF, with its truth."""
    document = Document(name, kind, (session,) if session else (), layout)
    return Sample(f"{name}.pdf", typeset(blocks, sheet).pdf, document)
