"""The members of a corpus: listed, and found by name.

In: an open corpus, filters, a name or an id. Out: `Line`s (one a member, with counts of sittings), the id of the one
member that is meant, what may be one person and is not joined. Reads only, but for `ready`, which groups what has not
been grouped yet.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from ...errors import Ambiguous, NotFound
from ..database import file_of, open_corpus, speaking
from ..filters import among_bodies, body_values
from ..keys import name_key
from .settle import settle


class Line(NamedTuple):
    """One member: how many sittings name the person in a list, and in which state; how many names, proxies, votes."""

    name: str
    body: str | None
    sittings: int
    present: int
    represented: int
    absent: int
    contradictory: int
    held: int
    votes: int
    names: int
    first: str | None
    last: str | None
    group_name: str | None
    id: str


class Listed(NamedTuple):
    """The members of one page, and how many there are."""

    total: int
    lines: tuple[Line, ...]


def ready(path: Path) -> sqlite3.Connection:
    """The corpus, open for reading, with all names grouped. Raises `BadDatabase`."""
    connection = open_corpus(path)
    if connection.execute("SELECT 1 FROM ungrouped LIMIT 1").fetchone() is not None:
        connection.close()
        with closing(open_corpus(path, "write")) as writing:
            settle(writing)
        connection = open_corpus(path)
    return connection


_COUNTS = """
    WITH chosen AS MATERIALIZED (SELECT m.id, m.name, m.sort_key, b.name AS body FROM members m
                                 LEFT JOIN bodies b ON b.id = m.body_id WHERE {where}),
    heard AS MATERIALIZED (
        SELECT a.member_id, l.session_id, count(DISTINCT a.state) AS states, min(a.state) AS state
        FROM attendance_lists l JOIN sessions s ON s.id = l.session_id JOIN attendance a ON a.list_id = l.id
        WHERE {days} AND a.member_id IN (SELECT id FROM chosen)
          AND EXISTS (SELECT 1 FROM statements t JOIN documents f ON f.id = t.document_id
                      WHERE t.list_id = l.id AND f.superseded_by IS NULL)
        GROUP BY a.member_id, l.session_id),
    sums AS (SELECT member_id, count(*) AS sittings, sum(states = 1 AND state = 'present') AS present,
                    sum(states = 1 AND state = 'represented') AS represented,
                    sum(states = 1 AND state = 'absent') AS absent, sum(states > 1) AS contradictory
             FROM heard GROUP BY member_id),
    spans AS (SELECT member_id, count(*) AS names, min(first) AS first, max(last) AS last FROM member_names
              WHERE member_id IN (SELECT id FROM chosen) GROUP BY member_id)
    SELECT c.name, c.body, coalesce(u.sittings, 0), coalesce(u.present, 0), coalesce(u.represented, 0),
           coalesce(u.absent, 0), coalesce(u.contradictory, 0),
           (SELECT count(DISTINCT l.session_id || p.ordinal) FROM proxies p JOIN attendance_lists l ON l.id = p.list_id
            JOIN sessions s ON s.id = l.session_id WHERE p.holder_member_id = c.id AND {days}),
           (SELECT count(DISTINCT coalesce(d.decision_id, d.id) || n.position) FROM dissents n
            JOIN deliberations d ON d.id = n.deliberation_id JOIN sessions s ON s.id = d.session_id
            JOIN documents f ON f.id = d.document_id AND f.superseded_by IS NULL
            WHERE n.member_id = c.id AND d.twin IS NULL AND {days}),
           p.names, p.first, p.last,
           (SELECT group_name FROM roster r WHERE r.member_id = c.id AND group_name IS NOT NULL
            ORDER BY begins DESC LIMIT 1), c.id
    FROM chosen c LEFT JOIN sums u ON u.member_id = c.id JOIN spans p ON p.member_id = c.id
    WHERE {kept} ORDER BY {order}, c.body, c.sort_key, c.id"""

ORDERS = {
    "name": "c.body IS NULL, c.body, c.sort_key",
    "absent": "coalesce(u.absent, 0) + coalesce(u.represented, 0) DESC",
    "sittings": "coalesce(u.sittings, 0) DESC",
}


def people(
    connection: sqlite3.Connection, *, body: str | None = None, name: str | None = None, from_: str | None = None,
    to: str | None = None, everyone: bool = False, order: str = "name", limit: int | None = None, offset: int = 0,
) -> Listed:  # fmt: skip
    """The members of a body (part of its name, its SIREN or its id) whose names have these words.

    Those whom no list names (a name in a vote, an organisation taken for one) only with `everyone`; with days, only
    those whom a list of the time names. Raises `BadDatabase`.
    """
    where, values = ["1"], list[Any]()
    if body is not None:
        where.append(among_bodies("m.body_id"))
        values += body_values(body)
    if name is not None:
        where.append(f"m.id IN ({_matching(name)})")
    days = ["1"]
    if from_ is not None:
        days.append("s.date >= :from")
    if to is not None:
        days.append("s.date <= :to")
    sql = _COUNTS.format(
        where=" AND ".join(where), days=" AND ".join(days), order=ORDERS[order],
        kept="1" if everyone and from_ is None and to is None else "u.sittings",
    )  # fmt: skip
    named = {f"v{index}": value for index, value in enumerate(values)}
    for key in named:
        sql = sql.replace("?", f":{key}", 1)
    with speaking(file_of(connection)):
        rows = connection.execute(sql, {**named, "from": from_, "to": to}).fetchall()
    lines = tuple(Line(*row) for row in rows)
    return Listed(len(lines), lines[offset:] if limit is None else lines[offset : offset + limit])


def _matching(name: str) -> str:
    """Members one of whose printed names has all words of this one, whatever their order; as SQL without values."""
    words = name_key(name).split()
    if not words:
        return "SELECT NULL"
    # name_key leaves letters and digits only: there is nothing to escape
    spaced = " AND ".join(f"instr(' ' || p.name_key || ' ', ' {word} ')" for word in words)
    begun = " AND ".join(f"instr(' ' || p.name_key, ' {word}')" for word in words)
    exact = f"SELECT n.member_id FROM people p JOIN member_names n ON n.name_id = p.id WHERE {spaced}"
    return f"{exact} UNION SELECT n.member_id FROM people p JOIN member_names n ON n.name_id = p.id WHERE {begun}"


def find(connection: sqlite3.Connection, wanted: str, *, body: str | None = None) -> str:
    """The id of the one member meant by an id (of a member or of a printed name) or by a name.

    Of several members that fit, one whose whole name it is, in any order, is the one. Raises `NotFound` or `Ambiguous`.
    """
    key = wanted.strip().lower()
    row = connection.execute(
        "SELECT id FROM members WHERE id = ? UNION SELECT member_id FROM member_names WHERE name_id = ?", (key, key)
    ).fetchall()
    if len(row) == 1:
        return str(row[0][0])
    found = people(connection, body=body, name=wanted, everyone=True).lines
    words = sorted(name_key(wanted).split())
    for fits in (
        lambda one: words in _written(connection, one.id),  # the whole name, before part of it
        lambda one: any(set(words) <= set(name) for name in _written(connection, one.id)),  # whole words
        lambda one: one.sittings,  # whom lists name, before a name in a vote
    ):
        found = tuple(filter(fits, found)) if len(found) > 1 and any(map(fits, found)) else found
    if not found:
        raise NotFound(f"Nobody of the corpus is called '{wanted}'.", remedy="`delib people` lists who there is.")
    if len(found) > 1:
        some = "; ".join(f"{one.name}, {one.body or 'no body known'} ({one.id})" for one in found[:6])
        more = f"; and {len(found) - 6} more" if len(found) > 6 else ""
        raise Ambiguous(f"'{wanted}' may be {len(found)} persons: {some}{more}.")
    return found[0].id


def _written(connection: sqlite3.Connection, member_id: str) -> list[list[str]]:
    rows = connection.execute(
        "SELECT p.name_key FROM member_names n JOIN people p ON p.id = n.name_id WHERE n.member_id = ?", (member_id,)
    )
    return [sorted(row[0].split()) for row in rows]


class Tie(NamedTuple):
    """Two printed names of one body and what was found of them, as `name_links` has it."""

    body: str | None
    verdict: str
    name: str
    other: str
    rule: str
    similarity: int
    why: str


def ties(
    connection: sqlite3.Connection, verdicts: tuple[str, ...], *, body: str | None = None, name: str | None = None
) -> list[Tie]:
    """The links of these verdicts, doubtful ones first within a body."""
    where, values = [f"l.verdict IN ({', '.join('?' * len(verdicts))})"], list[str](verdicts)
    if body is not None:
        where.append(among_bodies("b.id"))
        values += body_values(body)
    for word in name_key(name or "").split():
        where.append("(instr(p.name_key, ?) OR instr(q.name_key, ?))")
        values += [word, word]
    rows = connection.execute(
        "SELECT b.name, l.verdict, p.name, q.name, l.rule, l.similarity, l.why FROM name_links l "
        "JOIN people p ON p.id = l.name_id JOIN people q ON q.id = l.other_id LEFT JOIN bodies b ON b.id = p.body_id "
        f"WHERE {' AND '.join(where)} ORDER BY b.name, l.similarity, l.rule, p.name, q.name, l.id",
        values,
    )
    return [Tie(*row) for row in rows]
