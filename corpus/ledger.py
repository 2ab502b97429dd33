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

from .money import NOT_DECIDED, NOT_NAMED, UNIT, Line, Named, Wanted, check, keys_of, ordered

_PART = 0.06  # share of the sums beyond which all are read, rather than those of each name
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

    Left out is what `apart` names: acts whose sums another act of the same decision says better. `by_name`: the sums of
    each name are looked up.
    """

    tables: str
    where: str
    values: tuple[object, ...]
    apart: str
    by_name: bool

    def select(self, columns: str, more: str = "", ending: str = "") -> str:
        """A query on the sums; each use needs `values` and `apart`."""
        left = "c.deliberation_id NOT IN (SELECT value FROM json_each(?))"
        return f"SELECT {columns} FROM {self.tables} WHERE {self.where} AND {left} {more} {ending}"

    def of_names(self, columns: str, more: str) -> str:
        """The same of some names, a list in JSON after `apart`, by the first two columns: from the index of names."""
        named = "AND a.beneficiary_key IN (SELECT value FROM json_each(?))"
        return self._replace(tables=_BY_SUM).select(columns, f"{named} {more}", "GROUP BY 1, 2")


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
    years = _years(connection, narrowed, wanted.role)
    counted: dict[str, int] = {}
    for one in years:
        counted[one.currency] = counted.get(one.currency, 0) + one.sums
    currency = max(counted, key=lambda one: (counted[one], one), default=None)
    total = sum(counted.values())
    most, over = _receivers(connection, narrowed, wanted.role, currency, receivers, curves)
    return Ledger(
        total,
        currency,
        tuple(one for one in years if one.currency == currency),
        tuple(one for one in years if one.currency != currency),
        most,
        over,
        _latest(connection, narrowed, years, lines),
        () if named is None else named.near,
    )


# ---- which sums ------------------------------------------------------------------------------------------------------


def _narrowed(connection: sqlite3.Connection, wanted: Wanted, named: Named | None) -> _Narrowed:
    """What is wanted, as conditions. A row of the catalogue is an act that counts: current, and no second copy."""
    conditions, values = ["a.again IS NULL"], list[object]()
    for condition, value in (
        ("a.role = ?", wanted.role), ("c.date >= ?", wanted.since), ("c.date <= ?", wanted.until),
        ("a.value >= ?", wanted.least),
    ):  # fmt: skip
        if value is not None:
            conditions.append(condition)
            values.append(value)
    if wanted.body is not None:
        conditions.append("c.body_id IN (SELECT id FROM bodies WHERE instr(name_key, ?) OR siren = ? OR id = ?)")
        values += wanted.body
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
    apart = _said_better(connection, tables, where, values, few=few)
    return _Narrowed(tables, where, tuple(values), _listed(apart), by_name)


def _listed(values: Iterable[str]) -> str:
    return msgspec.json.encode(list(values)).decode()


def _said_better(
    connection: sqlite3.Connection, tables: str, where: str, values: list[object], *, few: bool
) -> list[str]:
    """Acts of one decision of which another says the sums better: as `money.money` chooses."""
    decision = "d.decision_id IS NOT NULL"
    # Where few sums are wanted their acts are asked whether they are one of several; else these are asked for sums.
    source = f"{tables} CROSS JOIN deliberations d ON d.id = c.deliberation_id"
    if not few:
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


def _value(role: str | None) -> str:
    """What of the sums is added up."""
    counts = {None: f"a.role = 'granted' AND {_DECIDED}", "granted": _DECIDED, "price": _DECIDED}.get(role, "1")
    return f"total(CASE WHEN {counts} THEN a.value END)"


def _years(connection: sqlite3.Connection, narrowed: _Narrowed, role: str | None) -> list[Sum]:
    columns = (
        f"coalesce(substr(c.date, 1, 4), '(no date)'), {_UNIT}, {_value(role)}, count(*), "
        "count(DISTINCT c.deliberation_id), min(c.date), max(c.date)"
    )
    rows = connection.execute(
        narrowed.select(columns, ending="GROUP BY 1, 2 ORDER BY 1, 2"), (*narrowed.values, narrowed.apart)
    )
    return [Sum(row[0], row[1], round(row[2], 2), *row[3:]) for row in rows]


def _receivers(
    connection: sqlite3.Connection, narrowed: _Narrowed, role: str | None, currency: str | None, most: int, curves: int
) -> tuple[tuple[Sum, ...], dict[str, dict[str, float]]]:
    """Who receives most, and the first of them by year."""
    if currency is None:
        return (), {}
    rows = connection.execute(
        narrowed.select(
            f"a.beneficiary_key AS key, {_value(role)} AS value, count(*), min(c.date), max(c.date), "
            "min(a.beneficiary), max(a.beneficiary)",
            f"AND {_UNIT} = ?",
            "GROUP BY 1 ORDER BY key IS NULL, value DESC, key LIMIT ?",
        ),
        (*narrowed.values, narrowed.apart, currency, most),
    ).fetchall()
    names = _spellings(connection, narrowed, currency, [row[0] for row in rows if row[0] and row[5] != row[6]])
    found: dict[str | None, Sum] = {}
    for key, value, sums, first, last, name, _ in rows:
        own = names.get(key) or ({name: sums} if name is not None else {})
        group = min(own, key=lambda name: (-own[name], name.isupper(), name)) if own else key or NOT_NAMED
        found[key] = Sum(group, currency, round(value, 2), sums, None, first, last, tuple(sorted(own)))
    drawn = [key for key in list(found)[:curves] if key is not None]
    over: dict[str, dict[str, float]] = {}
    by_year = narrowed.of_names(
        f"a.beneficiary_key, substr(c.date, 1, 4), {_value(role)}", f"AND {_UNIT} = ? AND c.date IS NOT NULL"
    )
    for key, year, value in connection.execute(
        by_year, (*narrowed.values, narrowed.apart, _listed(drawn), currency)
    ):  # fmt: skip
        if value:
            over.setdefault(found[key].group, {})[year] = value
    return tuple(found.values()), over


def _spellings(
    connection: sqlite3.Connection, narrowed: _Narrowed, currency: str, keys: list[str]
) -> dict[str, Counter[str]]:
    """The printed forms of each key, and how often."""
    found: dict[str, Counter[str]] = {}
    select = narrowed.of_names("a.beneficiary_key, a.beneficiary, count(*)", f"AND {_UNIT} = ?")
    for key, name, times in connection.execute(
        select, (*narrowed.values, narrowed.apart, _listed(keys), currency)
    ):  # fmt: skip
        if name is not None:
            found.setdefault(key, Counter())[name] = times
    return found


# ---- the latest ------------------------------------------------------------------------------------------------------


def _latest(connection: sqlite3.Connection, narrowed: _Narrowed, years: list[Sum], most: int) -> tuple[Line, ...]:
    """The sums of the last days, the last first."""
    tables, since = _BY_SUM if narrowed.by_name else _BY_ACT, ""  # else day after day
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
