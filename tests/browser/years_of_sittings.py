"""Thirty sittings of an invented commune, for pages that show years: who was there, proxies, votes by name, money."""

from __future__ import annotations

import random
from collections.abc import Iterator
from hashlib import sha256
from typing import Literal

from delib.parser.record import (
    Amount,
    Check,
    Deliberation,
    Dissent,
    Document,
    Evidence,
    PageInfo,
    Party,
    Passage,
    Person,
    Place,
    Proxy,
    Session,
    Vote,
)

BODY = "Commune de Valmorin"
GIVEN = ("Odile", "Luc", "Anne", "Paul", "Zoé", "Marc", "Jeanne", "Hugo", "Claire", "Denis", "Nadia", "Yves")
SURNAMES = ("BRUNEL", "TAVERNIER", "VAUCLAIR", "GRANDIN", "LEMOINE", "ESTRADE", "PICHON", "ROUVIÈRE")
CLUBS = ("Harmonie municipale", "Club nautique de Valmorin", "Comité de jumelage", "Amicale laïque", "Tennis Club")
PAGES = (PageInfo(1, 595.0, 842.0), PageInfo(2, 595.0, 842.0, "scan"))


def sittings() -> Iterator[Document]:
    """One document a sitting, the same at every run."""
    drawn = random.Random(7)
    people = [Person(f"{GIVEN[turn % 12]} {SURNAMES[turn % 8]}", places=_at(80 + 9 * turn)) for turn in range(24)]
    for turn in range(30):
        year, month = 2021 + turn // 10, 1 + turn % 10
        order = drawn.sample(people, len(people))
        absent, away, present = order[:2], order[2 : 2 + turn % 5], order[2 + turn % 5 :]
        proxies = [Proxy(giver, present[place // 2] if place != 3 else None) for place, giver in enumerate(away)]
        acts = [_act(drawn, turn, place, present) for place in range(3)]
        session = Session(
            BODY,
            "Conseil municipal",
            f"{year}-{month:02}-12",
            in_office=24,
            present_count=len(present),
            present=tuple(sorted(present, key=lambda one: one.name)),
            absent=tuple(absent),
            proxies=tuple(proxies),
            deliberations=tuple(acts),
        )
        bytes_ = sha256(f"sitting {turn}".encode()).hexdigest()
        yield Document(f"pv-{year}-{month:02}.pdf", "minutes", sha256=bytes_, pages=PAGES, sessions=(session,))


def _at(top: float) -> tuple[Place, ...]:
    return (Place(1, (70.0, top, 260.0, top + 8)),)


def _act(drawn: random.Random, turn: int, place: int, present: list[Person]) -> Deliberation:
    club, value = drawn.choice(CLUBS), float(drawn.randrange(2, 90) * 100)
    against = drawn.sample(present, drawn.choice((0, 0, 1, 3)))
    positions: tuple[Literal["against", "abstained"], ...] = ("abstained", "against", "against")
    return Deliberation(
        number=f"{turn:02}-{place}",
        title=f"Subvention à {club}, {place + 1}",
        dispositif=Passage(f"DÉCIDE d'accorder {value} €."),
        vote=Vote("adopted", not against, len(present) - len(against), len(against), 0),
        dissent=tuple(Dissent(positions[at], one, places=_at(500 + 9 * at)) for at, one in enumerate(against)),
        amounts=(Amount(value, role="granted", words=f"{value} €", beneficiary=Party(club, club.casefold())),),
        checks=(Check("C17", "fails", "warn", f"sitting {turn}: received before it was voted"),) if place == 0 else (),
        evidence={"title": Evidence(_at(120 + 200 * place), "", "heading.item", (0.95, 0.7, 0.4)[place])},
    )
