"""Money added up where it lies: totals by year and by who receives, and the latest sums, of a corpus of any size.

In: an open corpus and what is wanted (`money.Wanted`). Out: a `Ledger`. It says what `money.totals` says of the lines
of `money.money`, and the tests hold that it does; but it reads narrow rows (the catalogue and the sums), adds them up
in SQLite, and makes lines of the latest only. Reads only.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from .money import NOT_DECIDED, NOT_NAMED, UNIT, Line, Named, Wanted, check, keys_of, limits, ordered

_PART = 0.08  # share of the sums beyond which all are read, rather than those of each name
_MANY = 0.25  # share of the sums from which on the latest are looked for day after day
_FEW = 0.01  # share of the sums up to which each act is asked whether it is one of several
_DECIDED = f"coalesce(c.outcome, '') NOT IN ({', '.join(repr(one) for one in sorted(NOT_DECIDED))})"
_UNIT = UNIT.format(day="c.date", currency="a.currency")


_BY_ACT = "catalogue c CROSS JOIN amounts a ON a.deliberation_id = c.deliberation_id"
_BY_SUM = "amounts a CROSS JOIN catalogue c ON a.deliberation_id = c.deliberation_id"


class Sum(NamedTuple):
    """Sums of a year or of one who receives, in one unit (`money.unit_of`).

    `value` adds up what was asked for: granted sums and prices only where they were decided; of all roles together,
    what was granted. `sums` counts them all, `acts` the acts that say them (of a year only). `spellings` are the
    printed forms of one name.
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


class _Narrowed(NamedTuple):
    """The sums that are wanted: tables in the order in which they are to be read, and conditions with their values.

    Left out is what `apart` names: acts whose sums another act of the same decision says better. `many`: the last
    days hold enough of them.
    """

    tables: str
    where: str
    values: tuple[object, ...]
    apart: str
    many: bool

    def select(self, columns: str, more: str = "", ending: str = "") -> str:
        """A query on the sums; each use needs `values` and `apart`."""
        left = "c.deliberation_id NOT IN (SELECT value FROM json_each(?))"
        return f"SELECT {columns} FROM {self.tables} WHERE {self.where} AND {left} {more} {ending}"


def ledger(
    connection: sqlite3.Connection, wanted: Wanted, *, receivers: int = 200, curves: int = 5, lines: int = 1000
) -> Ledger:
    """All of it; at most so many who receive, curves and lines.

    Raises `ValueError` for a role that is none, and for names that a model inferred: they are not read here.
    """
    check(wanted)
    if wanted.inferred:
        raise ValueError("names that a model inferred are not added up here: ask money.money for them")
    named = None if wanted.to is None else keys_of(connection, wanted.to)
    narrowed = _narrowed(connection, wanted, named)
    added = _added(connection, narrowed, wanted.role, receivers, curves)
    return Ledger(
        sum(one.sums for one in added.years),
        added.currency,
        tuple(one for one in added.years if one.currency == added.currency),
        tuple(one for one in added.years if one.currency != added.currency),
        added.receivers,
        added.over,
        _latest(connection, narrowed, added.years, lines),
        () if named is None else named.near,
    )


# ---- which sums ------------------------------------------------------------------------------------------------------


def _narrowed(connection: sqlite3.Connection, wanted: Wanted, named: Named | None) -> _Narrowed:
    """What is wanted, as conditions. A row of the catalogue is an act that counts: current, and no second copy."""
    conditions, values = limits(wanted, day="c.date", body="c.body_id")
    conditions.append("a.again IS NULL")
    by_name = named is not None and named.share <= _PART
    if named is not None:
        # As `keys_of` has it; from the index of names where that is less to read.
        conditions.append(
            "a.beneficiary_key IN (SELECT value FROM json_each(?))" if by_name else "instr(a.beneficiary_key, ?)"
        )
        values.append(_listed(named.keys) if by_name else wanted.to)
    narrow = wanted.body is not None or wanted.since is not None or wanted.until is not None
    tables = _BY_ACT if narrow and not by_name else _BY_SUM
    where = " AND ".join(conditions)
    few = wanted.body is not None or (named is not None and named.share <= _FEW)
    apart = _said_better(connection, tables, where, values, few=few, by_name=by_name)
    many = named is None or named.share > _MANY
    return _Narrowed(tables, where, tuple(values), _listed(apart), many)


def _listed(values: Iterable[str]) -> str:
    return msgspec.json.encode(list(values)).decode()


def _said_better(
    connection: sqlite3.Connection, tables: str, where: str, values: list[object], *, few: bool, by_name: bool
) -> list[str]:
    """Acts of one decision of which another says the sums better: as `money.money` chooses."""
    decision = "d.decision_id IS NOT NULL"
    # Where few sums are wanted their acts are asked whether they are one of several; else these are asked for sums. A
    # row of `deliberations` is long: it is read only where the index says that it has to be.
    source = f"{tables} CROSS JOIN deliberations d ON d.id = c.deliberation_id"
    if by_name and not few:
        decision += " AND c.deliberation_id IN (SELECT id FROM deliberations WHERE decision_id IS NOT NULL)"
    elif not few:
        source = (
            "deliberations d CROSS JOIN catalogue c ON c.deliberation_id = d.id "
            "CROSS JOIN amounts a ON a.deliberation_id = c.deliberation_id"
        )
    rows = connection.execute(
        "SELECT id FROM (SELECT d.id, row_number() OVER (PARTITION BY d.decision_id ORDER BY "
        "count(a.beneficiary) DESC, count(*) DESC, d.id = d.decision_id DESC, d.id DESC) AS place "
        f"FROM {source} WHERE {decision} AND {where} GROUP BY d.decision_id, d.id) WHERE place > 1",
        values,
    )
    return [row[0] for row in rows]


# ---- totals ----------------------------------------------------------------------------------------------------------


class _Added(NamedTuple):
    years: list[Sum]
    currency: str | None
    receivers: tuple[Sum, ...]
    over: dict[str, dict[str, float]]


# The sums that are wanted are read once; "unit" is the one that most of them are in.
_ADD = """
    WITH sums AS MATERIALIZED ({sums}),
    unit AS (SELECT unit FROM sums GROUP BY unit ORDER BY count(*) DESC, unit DESC LIMIT 1),
    best AS MATERIALIZED (
        SELECT key, total(value) AS value, count(*) AS sums, min(day) AS first, max(day) AS last, min(name) AS name,
               max(name) AS other
        FROM sums WHERE unit = (SELECT unit FROM unit) GROUP BY key ORDER BY key IS NULL, value DESC, key LIMIT ?
    )
    SELECT 'year', year, unit, total(value), count(*), count(DISTINCT act), min(day), max(day), NULL, NULL
    FROM sums GROUP BY year, unit
    UNION ALL SELECT 'who', key, (SELECT unit FROM unit), value, sums, NULL, first, last, name, other FROM best
    UNION ALL SELECT 'over', key, year, total(value), NULL, NULL, NULL, NULL, NULL, NULL FROM sums
    WHERE unit = (SELECT unit FROM unit) AND day IS NOT NULL
      AND key IN (SELECT key FROM best ORDER BY key IS NULL, value DESC, key LIMIT ?)
    GROUP BY key, year"""


def _added(connection: sqlite3.Connection, narrowed: _Narrowed, role: str | None, most: int, curves: int) -> _Added:
    """Years; who receives most, and the first of them by year."""
    counts = {None: f"a.role = 'granted' AND {_DECIDED}", "granted": _DECIDED, "price": _DECIDED}.get(role, "1")
    sums = narrowed.select(
        f"coalesce(substr(c.date, 1, 4), '(no date)') AS year, {_UNIT} AS unit, c.date AS day, "
        "a.beneficiary_key AS key, a.beneficiary AS name, c.deliberation_id AS act, "
        f"CASE WHEN {counts} THEN a.value END AS value"
    )
    rows = connection.execute(_ADD.format(sums=sums), (*narrowed.values, narrowed.apart, most, curves)).fetchall()
    years = sorted(
        Sum(row[1], row[2], round(row[3], 2), row[4], row[5], row[6], row[7]) for row in rows if row[0] == "year"
    )
    best = sorted((row for row in rows if row[0] == "who"), key=lambda row: (row[1] is None, -row[3], row[1] or ""))
    currency = best[0][2] if best else None
    names = _spellings(connection, narrowed, currency, [row[1] for row in best if row[1] and row[8] != row[9]])
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
    connection: sqlite3.Connection, narrowed: _Narrowed, currency: str | None, keys: list[str]
) -> dict[str, Counter[str]]:
    """The printed forms of each key, and how often: from the index of names."""
    found: dict[str, Counter[str]] = {}
    if not keys:
        return found
    select = narrowed._replace(tables=_BY_SUM).select(
        "a.beneficiary_key, a.beneficiary, count(*)",
        f"AND a.beneficiary_key IN (SELECT value FROM json_each(?)) AND {_UNIT} = ?",
        "GROUP BY 1, 2",
    )
    for key, name, times in connection.execute(
        select, (*narrowed.values, narrowed.apart, _listed(keys), currency)
    ):  # fmt: skip
        if name is not None:
            found.setdefault(key, Counter())[name] = times
    return found


# ---- the latest ------------------------------------------------------------------------------------------------------


def _latest(connection: sqlite3.Connection, narrowed: _Narrowed, years: list[Sum], most: int) -> tuple[Line, ...]:
    """The sums of the last days, the last first."""
    tables, since = _BY_ACT if narrowed.many else _BY_SUM, ""
    values = (*narrowed.values, narrowed.apart)
    counted = 0
    for one in reversed(years):  # those without a day come last, and are not enough by themselves
        if one.first is not None and counted < most:
            counted, since = counted + one.sums, one.group
    if counted < most:
        since = ""
    elif counted > 2 * most:
        select = narrowed._replace(tables=tables).select(
            "c.date", "AND c.date >= ?", "ORDER BY c.date DESC LIMIT 1 OFFSET ?"
        )
        (since,) = connection.execute(select, (*values, since, most - 1)).fetchone()
    joined = (
        f"{tables} JOIN deliberations d ON d.id = c.deliberation_id JOIN documents f ON f.id = c.document_id "
        "LEFT JOIN bodies b ON b.id = c.body_id"
    )
    rows = connection.execute(
        narrowed._replace(tables=joined).select(
            f"d.id, c.date, b.name, d.number, d.title, c.outcome, a.value, {_UNIT}, a.basis, a.role, a.role_words, "
            "a.beneficiary, a.beneficiary_key, a.beneficiary_basis, a.part, a.words, f.file, coalesce(a.page, d.page), "
            "c.document_id",
            "AND c.date >= ?" if since else "",
        ),
        (*values, since) if since else values,
    )
    return tuple(ordered(Line(*row) for row in rows)[: -most - 1 : -1])
