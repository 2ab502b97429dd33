"""One sitting: what documents say of it, where they agree, who was there, what was decided.

In: an open corpus and a session's id. Out: a `Sitting`. Documents that a newer version has superseded say nothing here.
Where documents print different lists of names, the one that most of them print is shown and the others are counted;
each name leads to the page where it stands.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from typing import Any, NamedTuple

from ..errors import NotFound
from .proof import nth, places, unpack

NUMBERS = ("in_office", "present_count", "proxy_count", "voter_count")
WORDS = ("president", "secretary", "time", "place", "convocation_date")


class Said(NamedTuple):
    """What one document says of the sitting. `act_id` is the first act of it there, `page` where that begins."""

    document_id: str
    file: str
    kind: str
    acts: int
    act_id: str | None
    page: int | None
    list_id: str | None
    values: dict[str, Any]


class Claim(NamedTuple):
    """A value as some documents state it, and how many acts' documents do."""

    value: Any
    documents: tuple[str, ...]


class Member(NamedTuple):
    """A name of the list. `holder` is to whom a proxy went, where the state is "represented"; `box` is on `page`;
    `ordinal` counts within the state, `elsewhere` are the other states in which lists of the sitting name the person.
    """

    person_id: str | None
    name: str
    state: str
    ordinal: int
    holder_id: str | None
    holder: str | None
    remark: str | None
    act_id: str | None
    page: int | None
    box: tuple[float, float, float, float] | None
    elsewhere: tuple[str, ...] = ()


class Movement(NamedTuple):
    """Who came or left, and when, as printed."""

    person_id: str | None
    name: str
    kind: str
    at: str | None


class Decided(NamedTuple):
    """An act of the sitting, with its vote."""

    id: str
    number: str | None
    item: str | None
    title: str | None
    outcome: str | None
    unanimous: int | None
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    page: int | None
    file: str
    documents: int


class Sitting(NamedTuple):
    """One sitting. `agreed` holds what all documents that state it state alike, `differing` what they do not; `lists`
    counts the different lists of names."""

    id: str
    body_id: str | None
    body: str | None
    organ: str | None
    date: str | None
    said: tuple[Said, ...]
    agreed: dict[str, Any]
    differing: dict[str, tuple[Claim, ...]]
    members: tuple[Member, ...]
    movements: tuple[Movement, ...]
    lists: int
    acts: tuple[Decided, ...]
    before: tuple[str, str] | None
    after: tuple[str, str] | None


def sitting(connection: sqlite3.Connection, session_id: str) -> Sitting:
    """The sitting. Raises `NotFound`."""
    row = connection.execute(
        "SELECT s.id, s.body_id, b.name, s.organ, s.date FROM sessions s LEFT JOIN bodies b ON b.id = s.body_id "
        "WHERE s.id = ?",
        (session_id,),
    ).fetchone()
    if row is None:
        raise NotFound(f"The corpus has no sitting with the id '{session_id}'.")
    said = _said(connection, session_id)
    agreed, differing = _agreement(said)
    listed = Counter(one.list_id for one in said if one.list_id is not None)
    who = dict(map(tuple, connection.execute("SELECT id, who FROM attendance_lists WHERE session_id = ?", (row[0],))))
    alike = Counter(
        {list_id: sum(listed[other] for other in listed if who[other] == who[list_id]) for list_id in listed}
    )
    chosen = min(listed, key=lambda one: (-alike[one], -listed[one], one), default=None)
    return Sitting(
        id=row["id"],
        body_id=row["body_id"],
        body=row["name"],
        organ=row["organ"],
        date=row["date"],
        said=said,
        agreed=agreed,
        differing=differing,
        members=_members(connection, session_id, chosen) if chosen else (),
        movements=_movements(connection, chosen) if chosen else (),
        lists=len({who[one] for one in listed}),
        acts=_acts(connection, session_id),
        before=_beside(connection, row, "<", "DESC"),
        after=_beside(connection, row, ">", "ASC"),
    )


def _said(connection: sqlite3.Connection, session_id: str) -> tuple[Said, ...]:
    columns = (*NUMBERS, *WORDS)
    rows = connection.execute(
        f"SELECT t.document_id, f.file, f.kind, count(d.id), min(d.ordinal), d.id, d.page, t.list_id, "
        f"{', '.join(f't.{column}' for column in columns)} FROM statements t "
        "JOIN documents f ON f.id = t.document_id AND f.superseded_by IS NULL "
        "LEFT JOIN deliberations d ON d.statement_id = t.id "
        "WHERE t.session_id = ? GROUP BY t.id ORDER BY f.kind <> 'minutes', f.file, t.id",
        (session_id,),
    )
    return tuple(
        Said(row[0], row[1], row[2], row[3], row[5], row[6], row[7], dict(zip(columns, tuple(row)[8:], strict=True)))
        for row in rows
    )


def _agreement(said: tuple[Said, ...]) -> tuple[dict[str, Any], dict[str, tuple[Claim, ...]]]:
    """What documents state alike, and what they state otherwise, the value of most first."""
    agreed: dict[str, Any] = {}
    differing: dict[str, tuple[Claim, ...]] = {}
    for name in (*NUMBERS, *WORDS):
        claims: dict[Any, list[Said]] = {}
        for one in said:
            value = one.values[name]
            if value is not None:
                claims.setdefault(value.casefold() if isinstance(value, str) else value, []).append(one)
        told = sorted(claims.values(), key=lambda ones: (-len(ones), str(ones[0].values[name])))
        if len(told) == 1:
            agreed[name] = told[0][0].values[name]
        elif told:
            differing[name] = tuple(Claim(ones[0].values[name], tuple(one.file for one in ones)) for ones in told)
    return agreed, differing


def _members(connection: sqlite3.Connection, session_id: str, list_id: str) -> tuple[Member, ...]:
    """The names of the list, each with where the first document that prints it has it."""
    statement = connection.execute(
        "SELECT t.id FROM statements t JOIN documents f ON f.id = t.document_id AND f.superseded_by IS NULL "
        "WHERE t.list_id = ? AND t.session_id = ? ORDER BY f.file, t.id LIMIT 1",
        (list_id, session_id),
    ).fetchone()[0]
    act = connection.execute(
        "SELECT id FROM deliberations WHERE statement_id = ? ORDER BY ordinal LIMIT 1", (statement,)
    ).fetchone()
    kept = connection.execute("SELECT evidence FROM evidence WHERE object_id = ?", (statement,)).fetchone()
    proof = unpack(kept[0]) if kept is not None else {}
    holders = {
        row["ordinal"]: row
        for row in connection.execute("SELECT ordinal, holder_id, holder FROM proxies WHERE list_id = ?", (list_id,))
    }
    parts = {"present": "present", "absent": "absent", "represented": "givers"}
    found = []
    elsewhere = _elsewhere(connection, session_id)
    rows = connection.execute(
        "SELECT state, ordinal, coalesce(member_id, person_id) AS who, person_id, name, remark FROM attendance "
        "WHERE list_id = ? ORDER BY CASE state WHEN 'present' THEN 0 WHEN 'represented' THEN 1 ELSE 2 END, ordinal",
        (list_id,),
    )
    for row in rows:
        held = holders.get(row["ordinal"]) if row["state"] == "represented" else None
        spots = places(nth(proof, parts[row["state"]], row["ordinal"]).get("at"))
        found.append(
            Member(
                row["person_id"], row["name"], row["state"], row["ordinal"], held and held["holder_id"],
                held and held["holder"], row["remark"], act and act[0],
                spots[0].page if spots else None, spots[0].box if spots else None,
                tuple(sorted(elsewhere.get(row["who"], set()) - {row["state"]})),
            )
        )  # fmt: skip
    return tuple(found)


def _elsewhere(connection: sqlite3.Connection, session_id: str) -> dict[str, set[str]]:
    """The states in which the lists of the sitting name each person."""
    found: dict[str, set[str]] = defaultdict(set)
    for who, state in connection.execute(
        "SELECT DISTINCT coalesce(a.member_id, a.person_id), a.state FROM attendance_lists l "
        "JOIN attendance a ON a.list_id = l.id WHERE l.session_id = ? AND EXISTS (SELECT 1 FROM statements t "
        "JOIN documents f ON f.id = t.document_id WHERE t.list_id = l.id AND f.superseded_by IS NULL)",
        (session_id,),
    ):
        found[who].add(state)
    return found


def _movements(connection: sqlite3.Connection, list_id: str) -> tuple[Movement, ...]:
    rows = connection.execute(
        "SELECT person_id, name, kind, at FROM movements WHERE list_id = ? ORDER BY ordinal", (list_id,)
    )
    return tuple(Movement(*row) for row in rows)


def _acts(connection: sqlite3.Connection, session_id: str) -> tuple[Decided, ...]:
    """Each decision once: the chosen act where several documents hold it."""
    rows = connection.execute(
        "SELECT d.id, d.number, d.item, d.title, v.outcome, v.unanimous, v.votes_for, v.votes_against, v.abstentions, "
        "d.page, f.file, CASE WHEN d.decision_id IS NULL THEN 1 ELSE "
        "(SELECT count(*) FROM deliberations o WHERE o.decision_id = d.decision_id) END "
        "FROM deliberations d JOIN documents f ON f.id = d.document_id AND f.superseded_by IS NULL "
        "JOIN statements t ON t.id = d.statement_id LEFT JOIN votes v ON v.deliberation_id = d.id "
        "WHERE d.session_id = ? AND (d.decision_id IS NULL OR d.decision_id = d.id) "
        "ORDER BY f.kind <> 'minutes', coalesce(d.number, ''), f.file, t.ordinal, d.ordinal",
        (session_id,),
    )
    return tuple(Decided(*row) for row in rows)


def _beside(connection: sqlite3.Connection, row: sqlite3.Row, sign: str, order: str) -> tuple[str, str] | None:
    """The sitting of the body before or after: its id and its day."""
    if row["body_id"] is None or row["date"] is None:
        return None
    found = connection.execute(
        f"SELECT id, date FROM sessions WHERE body_id = ? AND (date, id) {sign} (?, ?) "
        f"ORDER BY date {order}, id {order} LIMIT 1",
        (row["body_id"], row["date"], row["id"]),
    ).fetchone()
    return None if found is None else (found[0], found[1])
