"""One person: names as printed, when he or she was there, proxies given and held, and votes that name the person.

In: an open corpus and the id of a member, or of a printed name, which leads to the member that it was grouped into (see
`people/`); a name that is not grouped yet stands for itself. Out: a `Person`, the latest sittings and votes first. Who
was there and how votes name somebody is what `people/presence.py` answers. What only superseded documents print does
not count.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from ..errors import NotFound
from .people.presence import Appearance, Spoken, Whose, appearances, votes


class Spelling(NamedTuple):
    """A printed name, from when to when it is this person's, and at how many sittings."""

    name: str
    first: str | None
    last: str | None
    sessions: int


class Given(NamedTuple):
    """A proxy: at which sitting, and the other side of it (None where it is not said)."""

    session_id: str
    date: str | None
    other_id: str | None
    other: str | None


class Person(NamedTuple):
    """One person."""

    id: str
    name: str
    civility: str | None
    body_id: str | None
    body: str | None
    grouped: bool
    names: tuple[Spelling, ...]
    days: tuple[Appearance, ...]
    gave: tuple[Given, ...]
    held: tuple[Given, ...]
    votes: tuple[Spoken, ...]


_COUNTS = (
    "EXISTS (SELECT 1 FROM statements t JOIN documents f ON f.id = t.document_id "
    "WHERE t.list_id = l.id AND f.superseded_by IS NULL)"
)


def person(connection: sqlite3.Connection, wanted: str) -> Person:
    """The person. Raises `NotFound`."""
    row = connection.execute(
        "SELECT m.id, m.name, m.civility, m.body_id, b.name, b.siren FROM members m "
        "LEFT JOIN bodies b ON b.id = m.body_id "
        "WHERE m.id = ? OR m.id = (SELECT member_id FROM member_names WHERE name_id = ? ORDER BY last DESC LIMIT 1)",
        (wanted, wanted),
    ).fetchone()
    grouped = row is not None
    if row is None:
        row = connection.execute(
            "SELECT p.id, p.name, NULL, p.body_id, b.name, b.siren FROM people p "
            "LEFT JOIN bodies b ON b.id = p.body_id WHERE p.id = ?",
            (wanted,),
        ).fetchone()
    if row is None:
        raise NotFound(f"The corpus knows nobody with the id '{wanted}'.")
    whose = Whose(row[0], row[4], row[5], grouped)
    names = connection.execute(
        "SELECT p.name, n.first, n.last, n.sessions FROM member_names n JOIN people p ON p.id = n.name_id "
        "WHERE n.member_id = ? ORDER BY n.sessions DESC, p.name",
        (row[0],),
    )
    return Person(
        id=row[0], name=row[1], civility=row[2], body_id=row[3], body=row[4], grouped=grouped,
        names=tuple(Spelling(*one) for one in names),
        days=tuple(sorted(appearances(connection, whose), key=_day, reverse=True)),
        gave=_given(connection, whose, "giver", "holder"),
        held=_given(connection, whose, "holder", "giver"),
        votes=tuple(sorted(votes(connection, whose), key=_day, reverse=True)),
    )  # fmt: skip


def _day(one: Appearance | Spoken) -> str:
    return one.date or ""


def _given(connection: sqlite3.Connection, whose: Whose, mine: str, theirs: str) -> tuple[Given, ...]:
    """Proxies of which the person is one side, the latest first, each once for each sitting."""
    rows = connection.execute(
        f"SELECT DISTINCT s.id, s.date, x.{whose.side(theirs)}, coalesce(m.name, x.{theirs}) FROM proxies x "
        f"JOIN attendance_lists l ON l.id = x.list_id JOIN sessions s ON s.id = l.session_id "
        f"LEFT JOIN members m ON m.id = x.{whose.side(theirs)} "
        f"WHERE x.{whose.side(mine)} = ? AND {_COUNTS} ORDER BY s.date DESC, s.id, x.{theirs}",
        (whose.id,),
    )
    return tuple(Given(*row) for row in rows)
