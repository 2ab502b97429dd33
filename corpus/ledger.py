"""Money added up where it lies: totals by year and by who receives, and the latest sums, of a corpus of any size.

In: an open corpus and what is wanted (`money.Wanted`). Out: a `Ledger`. Which sums answer and which of them count is
one rule, that of `money_counted.py`, for this and for the lines of `money.py`; here they are added up in SQLite, from
narrow rows (the catalogue and the sums), and lines are made of the latest only. Reads only.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import NamedTuple

from .money import NOT_NAMED, Line, lines_of
from .money_asked import Wanted, check, keys_counted, keys_of
from .money_changes import Changes, changes_of
from .money_counted import BY_ACT, BY_SUM, CHANGED, UNIT_OF_SUM, Narrowed, listed, narrowed


class Whole(NamedTuple):
    """What is the same for all questions to a corpus: what became of its sums; the keys of all who receive."""

    changes: Changes
    keys: Counter[str]


class Sum(NamedTuple):
    """Sums of a year or of one who receives, in one unit (`money.unit_of`).

    `value` adds up what was asked for and counts; of all roles together, what was granted. `sums` counts them all,
    `acts` the acts that say them (of a year only). `spellings` are the printed forms of one name.
    """

    group: str
    currency: str
    value: float
    sums: int
    acts: int | None
    first: str | None
    last: str | None
    spellings: tuple[str, ...] = ()


class Ledger(NamedTuple):
    """`years` and `receivers` are in `currency`, the unit of most sums; `others` are years in other units.

    `receivers` come with the greatest first, who is not named last; `over` has the values of the first of them by year.
    `lines` are the latest sums, the last first. `near` are names that are nearly the one asked for, with their sums.
    """

    sums: int
    currency: str | None
    years: tuple[Sum, ...]
    others: tuple[Sum, ...]
    receivers: tuple[Sum, ...]
    over: dict[str, dict[str, float]]
    lines: tuple[Line, ...]
    near: tuple[tuple[str, int], ...]


def ledger(
    connection: sqlite3.Connection, wanted: Wanted, known: Whole | None = None, *, receivers: int = 200,
    curves: int = 5, lines: int = 1000,
) -> Ledger:  # fmt: skip
    """All of it; at most so many who receive, curves and lines. `known`: of the corpus, where it was asked.

    Raises `ValueError` for a role that is none, and for names that a model inferred: they are not read here.
    """
    check(wanted)
    if wanted.inferred:
        raise ValueError("names that a model inferred are not added up here: ask money.money for them")
    known = whole(connection) if known is None else known
    named = None if wanted.to is None else keys_of(connection, wanted.to, counted=known.keys)
    asked = narrowed(connection, wanted, named, known.changes)
    added = _added(connection, asked, wanted.role, receivers, curves)
    return Ledger(
        sum(one.sums for one in added.years),
        added.currency,
        tuple(one for one in added.years if one.currency == added.currency),
        tuple(one for one in added.years if one.currency != added.currency),
        added.receivers,
        added.over,
        _latest(connection, asked, known.changes, added.years, lines),
        () if named is None else named.near,
    )


def whole(connection: sqlite3.Connection) -> Whole:
    """What is the same for all questions: for who asks several."""
    return Whole(changes_of(connection), keys_counted(connection))


# ---- totals ----------------------------------------------------------------------------------------------------------


class _Added(NamedTuple):
    years: list[Sum]
    currency: str | None
    receivers: tuple[Sum, ...]
    over: dict[str, dict[str, float]]


# The sums that are wanted are read once; "unit" is the one that most of them are in.
_ADD = """
    WITH {changed}, sums AS MATERIALIZED ({sums}),
    years AS MATERIALIZED (
        SELECT year, unit, total(value) AS value, count(*) AS sums, count(DISTINCT act) AS acts, min(day) AS first,
               max(day) AS last
        FROM sums GROUP BY year, unit
    ),
    unit AS MATERIALIZED (SELECT unit FROM years GROUP BY unit ORDER BY sum(sums) DESC, unit DESC LIMIT 1),
    best AS MATERIALIZED (
        SELECT key, total(value) AS value, count(*) AS sums, min(day) AS first, max(day) AS last, min(name) AS name,
               max(name) AS other
        FROM sums WHERE unit = (SELECT unit FROM unit) GROUP BY key ORDER BY key IS NULL, value DESC, key LIMIT ?
    )
    SELECT 'year', year, unit, value, sums, acts, first, last, NULL, NULL FROM years
    UNION ALL SELECT 'who', key, (SELECT unit FROM unit), value, sums, NULL, first, last, name, other FROM best
    UNION ALL SELECT 'over', key, year, total(value), NULL, NULL, NULL, NULL, NULL, NULL FROM sums
    WHERE unit = (SELECT unit FROM unit) AND day IS NOT NULL
      AND key IN (SELECT key FROM best ORDER BY key IS NULL, value DESC, key LIMIT ?)
    GROUP BY key, year"""


def _added(connection: sqlite3.Connection, asked: Narrowed, role: str | None, most: int, curves: int) -> _Added:
    """Years; who receives most, and the first of them by year."""
    counts = asked.counts if role is not None else f"a.role = 'granted' AND {asked.counts}"
    sums = asked.query(
        f"coalesce(substr(c.date, 1, 4), '(no date)') AS year, {UNIT_OF_SUM} AS unit, c.date AS day, "
        f"{asked.names.key} AS key, {asked.names.name} AS name, c.deliberation_id AS act, "
        f"CASE WHEN {counts} THEN a.value END AS value"
    )
    values = (*asked.changed, *asked.values, asked.apart, most, curves)
    rows = connection.execute(_ADD.format(changed=CHANGED, sums=sums), values).fetchall()
    years = sorted(
        Sum(row[1], row[2], round(row[3], 2), row[4], row[5], row[6], row[7]) for row in rows if row[0] == "year"
    )
    best = sorted((row for row in rows if row[0] == "who"), key=lambda row: (row[1] is None, -row[3], row[1] or ""))
    currency = best[0][2] if best else None
    names = _spellings(connection, asked, currency, [row[1] for row in best if row[1] and row[8] != row[9]])
    found: dict[str | None, Sum] = {}
    for _, key, unit, value, times, _, first, last, name, _ in best:
        own = names.get(key) or ({name: times} if name is not None else {})
        group = min(own, key=lambda name: (-own[name], name.isupper(), name)) if own else key or NOT_NAMED
        found[key] = Sum(group, unit, round(value, 2), times, None, first, last, tuple(sorted(own)))
    over: dict[str, dict[str, float]] = {}
    for kind, key, year, value, *_ in rows:
        if kind == "over" and value:
            over.setdefault(found[key].group, {})[year] = value
    return _Added(years, currency, tuple(found.values()), over)


def _spellings(
    connection: sqlite3.Connection, asked: Narrowed, currency: str | None, keys: list[str]
) -> dict[str, Counter[str]]:
    """The printed forms of each key, and how often: from the index of names."""
    found: dict[str, Counter[str]] = {}
    if not keys:
        return found
    select = asked._replace(tables=BY_SUM).query(
        "a.beneficiary_key, a.beneficiary, count(*)",
        f"AND a.beneficiary_key IN (SELECT value FROM json_each(?)) AND {UNIT_OF_SUM} = ?",
        "GROUP BY 1, 2",
    )
    for key, name, times in connection.execute(
        select, (*asked.values, asked.apart, listed(keys), currency)
    ):  # fmt: skip
        if name is not None:
            found.setdefault(key, Counter())[name] = times
    return found


# ---- the latest ------------------------------------------------------------------------------------------------------


def _latest(
    connection: sqlite3.Connection, asked: Narrowed, changes: Changes, years: list[Sum], most: int
) -> tuple[Line, ...]:
    """The sums of the last days, the last first."""
    asked, since = asked._replace(tables=BY_ACT if asked.many else BY_SUM), ""
    counted = 0
    for one in reversed(years):  # those without a day come last, and are not enough by themselves
        if one.first is not None and counted < most:
            counted, since = counted + one.sums, one.group
    if counted < most:
        since = ""
    elif counted > 2 * most:
        select = asked.query("c.date", "AND c.date >= ?", "ORDER BY c.date DESC LIMIT 1 OFFSET ?")
        (since,) = connection.execute(select, (*asked.values, asked.apart, since, most - 1)).fetchone()
    return tuple(lines_of(connection, asked, changes, since)[: -most - 1 : -1])
