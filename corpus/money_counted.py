"""Which sums answer a question about money, and which of them count: the one rule, in SQL.

In: an open corpus, a `Wanted`, what became of the sums (`money_changes.py`). Out: a `Narrowed`, from which `money.py`
makes lines and `ledger.py` adds up. Reads only.

Left out is what another row says: a sum said again, an older version of a document, a second file of an act, and of
several acts that are one decision (minutes and extract) all but the one whose sums say most. What was rejected or put
off, and what a later act changed, is there and does not count.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from .money_asked import NOT_DECIDED, UNIT, Named, Wanted, limits
from .money_changes import Changes

PART = 0.08  # share of the sums beyond which all are read, rather than those of each name
MANY = 0.25  # share of the sums from which on the latest are looked for day after day
FEW = 0.01  # share of the sums up to which each act is asked whether it is one of several
# Roles of sums that only a decision makes so; what was asked or is worth so much is that whatever was decided.
_BY_DECISION = ("granted", "price", "unit price", "rent", "loan", "guarantee")
_DECIDED = f"""(a.role IS NULL OR a.role NOT IN ({", ".join(repr(one) for one in _BY_DECISION)})
    OR c.outcome IS NULL OR c.outcome NOT IN ({", ".join(repr(one) for one in sorted(NOT_DECIDED))}))"""
_STANDS = """NOT (a.deliberation_id IN (SELECT value FROM changed)
    AND (a.deliberation_id IN (SELECT value FROM gone)
         OR a.deliberation_id || ' ' || a.part || ' ' || a.ordinal IN (SELECT value FROM replaced)))"""
CHANGED = """
    gone AS MATERIALIZED (SELECT value FROM json_each(?)), replaced AS MATERIALIZED (SELECT value FROM json_each(?)),
    changed AS MATERIALIZED (SELECT value FROM json_each(?))"""
"""Tables that `Narrowed.counts` asks, of a statement whose first values are `Narrowed.changed`."""

UNIT_OF_SUM = UNIT.format(day="c.date", currency="a.currency")
BY_ACT = "catalogue c CROSS JOIN amounts a ON a.deliberation_id = c.deliberation_id"
BY_SUM = "amounts a CROSS JOIN catalogue c ON a.deliberation_id = c.deliberation_id"
_INFERRED = (
    " LEFT JOIN inferred_beneficiaries i ON i.deliberation_id = a.deliberation_id AND i.part = a.part "
    "AND i.ordinal = a.ordinal"
)


class Names(NamedTuple):
    """Who receives, as expressions: the printed name, its key, on what it is based."""

    name: str = "a.beneficiary"
    key: str = "a.beneficiary_key"
    basis: str = "a.beneficiary_basis"


READ = Names()
INFERRED = Names(
    "coalesce(a.beneficiary, i.name)",
    "coalesce(a.beneficiary_key, i.key)",
    "coalesce(a.beneficiary_basis, iif(i.name IS NULL, NULL, 'inferred by ' || i.method))",
)
"""What documents say, and with what a model inferred."""


class Narrowed(NamedTuple):
    """The sums that are wanted: tables in the order in which they are to be read, and conditions with their values.

    Left out is what `apart` names: acts whose sums another act of the same decision says better. `many`: the last
    days hold enough of them.
    """

    tables: str
    where: str
    values: tuple[object, ...]
    apart: str
    many: bool
    names: Names
    changed: tuple[str, str, str]

    @property
    def counts(self) -> str:
        """Does a sum count? For statements that begin with `CHANGED`."""
        return f"({_DECIDED} AND {_STANDS})" if self.changed[2] != "[]" else _DECIDED

    def query(self, columns: str, more: str = "", ending: str = "") -> str:
        """A query on the sums; each use needs `values` and `apart`."""
        left = "c.deliberation_id NOT IN (SELECT value FROM json_each(?))"
        return f"SELECT {columns} FROM {self.tables} WHERE {self.where} AND {left} {more} {ending}"


def narrowed(connection: sqlite3.Connection, wanted: Wanted, named: Named | None, changes: Changes) -> Narrowed:
    """What is wanted, as conditions. A row of the catalogue is an act that counts: current, and no second copy."""
    names = INFERRED if wanted.inferred else READ
    conditions, values = limits(wanted, day="c.date", body="c.body_id")
    conditions.append("a.again IS NULL")
    by_name = named is not None and (named.share <= PART or wanted.inferred)
    if named is not None:
        # As `keys_of` has it; from the index of names where that is less to read.
        conditions.append(
            f"{names.key} IN (SELECT value FROM json_each(?))" if by_name else "instr(a.beneficiary_key, ?)"
        )
        values.append(listed(named.keys) if by_name else wanted.to)
    narrow = wanted.body is not None or wanted.since is not None or wanted.until is not None
    tables = (BY_ACT if narrow and not by_name else BY_SUM) + (_INFERRED if wanted.inferred else "")
    where = " AND ".join(conditions)
    few = wanted.body is not None or (named is not None and named.share <= FEW)
    apart = _said_better(connection, tables, where, values, names, few=few, by_name=by_name)
    many = named is None or named.share > MANY
    keys = [f"{act} {part} {ordinal}" for act, part, ordinal in changes.sums]
    touched = {*changes.acts, *(key[0] for key in changes.sums)}
    return Narrowed(
        tables, where, tuple(values), listed(apart), many, names,
        (listed(sorted(changes.acts)), listed(sorted(keys)), listed(sorted(touched))),
    )  # fmt: skip


def listed(values: Iterable[str]) -> str:
    """Values for `json_each`."""
    return msgspec.json.encode(list(values)).decode()


def _said_better(
    connection: sqlite3.Connection, tables: str, where: str, values: list[object], names: Names, *, few: bool,
    by_name: bool,
) -> list[str]:  # fmt: skip
    """Acts of one decision of which another says the sums better: more of them with who receives them, then more, then
    the act that stands for the decision."""
    decision = "d.decision_id IS NOT NULL"
    # Where few sums are wanted their acts are asked whether they are one of several; else these are asked for sums. A
    # row of `deliberations` is long: it is read only where the index says that it has to be.
    source = f"{tables} CROSS JOIN deliberations d ON d.id = c.deliberation_id"
    if by_name and not few:
        decision += " AND c.deliberation_id IN (SELECT id FROM deliberations WHERE decision_id IS NOT NULL)"
    elif not few:
        source = (
            "deliberations d CROSS JOIN amounts a ON a.deliberation_id = d.id "
            "CROSS JOIN catalogue c ON c.deliberation_id = a.deliberation_id"
        ) + (_INFERRED if names is INFERRED else "")
    rows = connection.execute(
        "SELECT id FROM (SELECT d.id, row_number() OVER (PARTITION BY d.decision_id ORDER BY "
        f"count({names.name}) DESC, count(*) DESC, d.id = d.decision_id DESC, d.id DESC) AS place "
        f"FROM {source} WHERE {decision} AND {where} GROUP BY d.decision_id, d.id) WHERE place > 1",
        values,
    )
    return [row[0] for row in rows]
