"""One body over the years: its sittings, its members, who was there when, how it votes.

In: an open corpus and a body's id. Out: an `Assembly`, and the `Presence` of its members at the sittings of a year. Who
was there is told as in `people/presence.py`: a sitting counts once, however many lists documents print of it, and where
these contradict each other of somebody, the state is "contradictory". Printed names count as the
members that they were grouped into (see `people/`); one that is not grouped yet counts for itself. The cost of a
page grows with what it shows, not with the corpus.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from typing import NamedTuple

from ..errors import NotFound
from .ballots import unanimity_of
from .people.presence import CONTRADICTORY, STATES


class Year(NamedTuple):
    """Sittings and decisions of one year. `voted` counts those that are known to be unanimous or divided, printed or by
    their figures and names (as `ballots.py` has it), `unanimous` the first of them.
    """

    year: str
    sittings: int
    acts: int
    voted: int
    unanimous: int


# A decision that several documents print is one; what one does not say, another may.
_SAID = """
    WITH said AS (
        SELECT substr(s.date, 1, 4) AS year, coalesce(d.decision_id, d.id) AS decision, max(v.unanimous) AS printed,
               max(v.votes_for) AS votes_for, max(v.votes_against) AS votes_against,
               max(EXISTS (SELECT 1 FROM dissents x
                           WHERE x.deliberation_id = d.id AND x.position = 'against')) AS named
        FROM sessions s
        JOIN deliberations d ON d.session_id = s.id AND (d.search_id IS NOT NULL OR d.twin IS NOT NULL)
        LEFT JOIN votes v ON v.deliberation_id = d.id
        WHERE s.body_id = ? GROUP BY 1, 2
    )
    SELECT year, printed, votes_for > 0, votes_against > 0, named, count(*) FROM said GROUP BY 1, 2, 3, 4, 5"""
_SITTINGS = "SELECT substr(date, 1, 4) AS year, count(*) FROM sessions WHERE body_id = ? GROUP BY 1 ORDER BY 1"


class Name(NamedTuple):
    """A name of the body as documents print it, and how often."""

    name: str
    statements: int


class Assembly(NamedTuple):
    """One body. `undated` are sittings without a date."""

    id: str
    siren: str | None
    name: str | None
    names: tuple[Name, ...]
    years: tuple[Year, ...]
    undated: int
    people: int


class Day(NamedTuple):
    """A sitting as a column: its id, its day, its organ, how many acts."""

    id: str
    date: str | None
    organ: str | None
    acts: int


class Member(NamedTuple):
    """A person as a row: the states by sitting id, and how often each."""

    id: str
    name: str
    states: dict[str, str]
    present: int
    represented: int
    absent: int
    contradictory: int


class Pair(NamedTuple):
    """Proxies of one giver to one holder (None: not said), and how many."""

    giver_id: str | None
    giver: str
    holder_id: str | None
    holder: str | None
    times: int


class Presence(NamedTuple):
    """Who was there: `days` in order, `members` the most often listed first, `pairs` the most frequent first."""

    days: tuple[Day, ...]
    members: tuple[Member, ...]
    pairs: tuple[Pair, ...]


def assembly(connection: sqlite3.Connection, body_id: str) -> Assembly:
    """The body. Raises `NotFound`."""
    row = connection.execute("SELECT id, siren, name FROM bodies WHERE id = ?", (body_id,)).fetchone()
    if row is None:
        raise NotFound(f"The corpus has no body with the id '{body_id}'.")
    names = connection.execute(
        "SELECT name, statements FROM body_names WHERE body_id = ? ORDER BY statements DESC, name", (body_id,)
    )
    held = connection.execute(_SITTINGS, (body_id,)).fetchall()
    votes = _votes(connection, body_id)
    (people,) = connection.execute("SELECT count(*) FROM people WHERE body_id = ?", (body_id,)).fetchone()
    return Assembly(
        id=row["id"],
        siren=row["siren"],
        name=row["name"],
        names=tuple(Name(*one) for one in names),
        years=tuple(
            Year(
                year,
                count,
                votes[year].total(),
                votes[year]["unanimous"] + votes[year]["divided"],
                votes[year]["unanimous"],
            )
            for year, count in held
            if year is not None
        ),
        undated=sum(count for year, count in held if year is None),
        people=people,
    )


def _votes(connection: sqlite3.Connection, body_id: str) -> defaultdict[str | None, Counter[str | None]]:
    """The decisions of each year: how many are unanimous, divided, or not known to be either."""
    found: defaultdict[str | None, Counter[str | None]] = defaultdict(Counter)
    for year, printed, some_for, some_against, named, count in connection.execute(_SAID, (body_id,)):
        found[year][unanimity_of(printed, some_for, some_against, bool(named))[0]] += count
    return found


def sittings(connection: sqlite3.Connection, body_id: str, year: str | None = None) -> tuple[Day, ...]:
    """The sittings of a year, or those without a date, in order."""
    dated = ("s.date >= ? AND s.date < ?", (year, f"{year}~")) if year else ("s.date IS NULL", ())
    rows = connection.execute(
        "SELECT s.id, s.date, s.organ, "
        "(SELECT count(*) FROM deliberations d WHERE d.session_id = s.id AND d.search_id IS NOT NULL) "
        f"FROM sessions s WHERE s.body_id = ? AND {dated[0]} ORDER BY s.date, s.id",
        (body_id, *dated[1]),
    )
    return tuple(Day(*row) for row in rows)


# The lists of a sitting that documents print, of those that say the same of the same people one.
_LISTS = """
    WITH lists AS (
        SELECT l.session_id, min(l.id) AS id FROM json_each(?) wanted
        JOIN attendance_lists l ON l.session_id = wanted.value
        WHERE EXISTS (SELECT 1 FROM statements t JOIN documents f ON f.id = t.document_id
                      WHERE t.list_id = l.id AND f.superseded_by IS NULL)
        GROUP BY l.session_id, l.who)"""
_STATES = f"""{_LISTS}
    SELECT coalesce(a.member_id, a.person_id), coalesce(m.name, p.name), i.session_id,
           CASE WHEN count(DISTINCT a.state) = 1 THEN min(a.state) ELSE '{CONTRADICTORY}' END
    FROM lists i JOIN attendance a ON a.list_id = i.id JOIN people p ON p.id = a.person_id
    LEFT JOIN members m ON m.id = a.member_id GROUP BY 1, 3"""
_PAIRS = f"""{_LISTS}
    SELECT coalesce(x.giver_member_id, x.giver_id), coalesce(m.name, x.giver),
           coalesce(x.holder_member_id, x.holder_id), coalesce(n.name, x.holder), count(DISTINCT i.session_id)
    FROM lists i JOIN proxies x ON x.list_id = i.id LEFT JOIN members m ON m.id = x.giver_member_id
    LEFT JOIN members n ON n.id = x.holder_member_id
    GROUP BY coalesce(x.giver_member_id, x.giver_id, x.giver), coalesce(x.holder_member_id, x.holder_id, x.holder)"""


def presence(connection: sqlite3.Connection, days: tuple[Day, ...]) -> Presence:
    """Who was there on these days, and who gave proxies to whom."""
    wanted = (json.dumps([day.id for day in days]),)
    states: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for person, name, session, state in connection.execute(_STATES, wanted):
        names[person] = name
        states.setdefault(person, {})[session] = state
    members = []
    for person, own in states.items():
        counts = Counter(own.values())
        members.append(Member(person, names[person], own, *(counts[state] for state in (*STATES, CONTRADICTORY))))
    members.sort(key=lambda one: (-len(one.states), -one.present, one.name, one.id))
    pairs = [Pair(*row) for row in connection.execute(_PAIRS, wanted)]
    pairs.sort(key=lambda one: (-one.times, one.giver, one.holder or ""))
    return Presence(days, tuple(members), tuple(pairs))
