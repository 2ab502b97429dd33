"""One person: names as printed, when he or she was there, proxies given and held, and votes that name the person.

In: an open corpus and the id of a member, or of a printed name, which leads to the member that it was grouped into (see
`people/`); a name that is not grouped yet stands for itself. Out: a `Person`. What only superseded documents print does
not count; of lists that differ the one that says that somebody was there does.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from ..errors import NotFound


class Spelling(NamedTuple):
    """A printed name, from when to when it is this person's, and at how many sittings."""

    name: str
    first: str | None
    last: str | None
    sessions: int


class Day(NamedTuple):
    """A sitting that lists the person."""

    session_id: str
    date: str | None
    organ: str | None
    state: str


class Given(NamedTuple):
    """A proxy: at which sitting, and the other side of it (None where it is not said)."""

    session_id: str
    date: str | None
    other_id: str | None
    other: str | None


class Vote(NamedTuple):
    """A vote that names the person. `ordinal` counts the names of the vote on that act."""

    act_id: str
    ordinal: int
    date: str | None
    title: str | None
    position: str
    page: int | None


class Person(NamedTuple):
    """One person."""

    id: str
    name: str
    civility: str | None
    body_id: str | None
    body: str | None
    grouped: bool
    names: tuple[Spelling, ...]
    days: tuple[Day, ...]
    gave: tuple[Given, ...]
    held: tuple[Given, ...]
    votes: tuple[Vote, ...]


_COUNTS = (
    "EXISTS (SELECT 1 FROM statements t JOIN documents f ON f.id = t.document_id "
    "WHERE t.list_id = l.id AND f.superseded_by IS NULL)"
)


def person(connection: sqlite3.Connection, wanted: str) -> Person:
    """The person. Raises `NotFound`."""
    row = connection.execute(
        "SELECT m.id, m.name, m.civility, m.body_id, b.name FROM members m LEFT JOIN bodies b ON b.id = m.body_id "
        "WHERE m.id = ? OR m.id = (SELECT member_id FROM member_names WHERE name_id = ? ORDER BY last DESC LIMIT 1)",
        (wanted, wanted),
    ).fetchone()
    grouped = row is not None
    if row is None:
        row = connection.execute(
            "SELECT p.id, p.name, NULL, p.body_id, b.name FROM people p LEFT JOIN bodies b ON b.id = p.body_id "
            "WHERE p.id = ?",
            (wanted,),
        ).fetchone()
    if row is None:
        raise NotFound(f"The corpus knows nobody with the id '{wanted}'.")
    own = "member_id" if grouped else "person_id"
    giver, holder = ("giver_member_id", "holder_member_id") if grouped else ("giver_id", "holder_id")
    names = connection.execute(
        "SELECT p.name, n.first, n.last, n.sessions FROM member_names n JOIN people p ON p.id = n.name_id "
        "WHERE n.member_id = ? ORDER BY n.sessions DESC, p.name",
        (row[0],),
    )
    return Person(
        id=row[0], name=row[1], civility=row[2], body_id=row[3], body=row[4], grouped=grouped,
        names=tuple(Spelling(*one) for one in names),
        days=_days(connection, own, row[0]),
        gave=_given(connection, giver, holder, "holder", row[0]),
        held=_given(connection, holder, giver, "giver", row[0]),
        votes=_votes(connection, own, row[0]),
    )  # fmt: skip


def _days(connection: sqlite3.Connection, column: str, own: str) -> tuple[Day, ...]:
    """The sittings, the latest first."""
    rows = connection.execute(
        "SELECT s.id, s.date, s.organ, max(CASE a.state WHEN 'present' THEN '3present' "
        "WHEN 'represented' THEN '2represented' ELSE '1absent' END) FROM attendance a "
        "JOIN attendance_lists l ON l.id = a.list_id JOIN sessions s ON s.id = l.session_id "
        f"WHERE a.{column} = ? AND {_COUNTS} GROUP BY s.id ORDER BY s.date DESC, s.id",
        (own,),
    )
    return tuple(Day(row[0], row[1], row[2], row[3][1:]) for row in rows)


def _given(connection: sqlite3.Connection, column: str, other: str, name: str, own: str) -> tuple[Given, ...]:
    """Proxies of which the person is one side, the latest first, each once for each sitting."""
    rows = connection.execute(
        f"SELECT DISTINCT s.id, s.date, x.{other}, coalesce(m.name, x.{name}) FROM proxies x "
        f"JOIN attendance_lists l ON l.id = x.list_id JOIN sessions s ON s.id = l.session_id "
        f"LEFT JOIN members m ON m.id = x.{other} "
        f"WHERE x.{column} = ? AND {_COUNTS} ORDER BY s.date DESC, s.id, x.{name}",
        (own,),
    )
    return tuple(Given(*row) for row in rows)


def _votes(connection: sqlite3.Connection, column: str, own: str) -> tuple[Vote, ...]:
    """Votes that name the person, the latest first, each decision once."""
    rows = connection.execute(
        "SELECT d.id, x.ordinal, s.date, d.title, x.position, coalesce(x.page, d.page) FROM dissents x "
        "JOIN deliberations d ON d.id = x.deliberation_id AND d.search_id IS NOT NULL "
        "JOIN sessions s ON s.id = d.session_id "
        f"WHERE x.{column} = ? AND (d.decision_id IS NULL OR d.decision_id = d.id) "
        "ORDER BY s.date DESC, d.id, x.ordinal",
        (own,),
    )
    return tuple(Vote(*row) for row in rows)
