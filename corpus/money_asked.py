"""What is asked about money: whom, whose, when, what for; and in which unit a sum counts.

In: a `Wanted`. Out: the conditions in SQL that say it, and the keys of the names that are meant. Reads only.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from .filters import among_bodies

ROLES = (
    "asked", "granted", "past", "price", "unit price", "rent", "loan", "guarantee", "total", "share", "maximum",
    "valuation", "budget",
)  # fmt: skip
_NEW_FRANC = "1960-01-01"  # ordonnance n° 58-1341 of 27 December 1958, in force on that day
_FRANC = "1795-04-07"  # law of 18 germinal an III: the franc takes the place of the livre
NOT_DECIDED = frozenset({"rejected", "deferred"})
_SLIP = 8  # letters of a key for each slip (one at least) with which it may still be the same name
UNIT = f"""CASE {{currency}} WHEN 'NF' THEN 'FRF' WHEN 'FRF' THEN
    CASE WHEN {{day}} IS NULL THEN 'FRF?' WHEN {{day}} >= '{_NEW_FRANC}' THEN 'FRF' WHEN {{day}} >= '{_FRANC}' THEN 'AF'
    ELSE 'LIVRE' END ELSE {{currency}} END"""
"""`unit_of` in SQL, to be given the expressions of the currency and the day."""


class Wanted(NamedTuple):
    """What is asked. All may be left out.

    to        the key of a name (`Party.key` of the record): beneficiaries whose key holds it
    body      a condition on bodies: part of the folded name, a SIREN, an id
    since, until  ISO days, both included
    role      one of `ROLES`
    least     only sums of at least so much
    inferred  take names that a model inferred, where the rules named nobody (`corpus.receivers`)
    """

    to: str | None = None
    body: tuple[str, str, str] | None = None
    since: str | None = None
    until: str | None = None
    role: str | None = None
    least: float | None = None
    inferred: bool = False


class Named(NamedTuple):
    """Who is meant by a name: keys, printed names that are nearly it, and what share of named sums the keys have."""

    keys: list[str]
    near: tuple[tuple[str, int], ...]
    share: float


def unit_of(currency: str, day: str | None) -> str:
    """The unit in which a sum of that day counts.

    "EUR"; "FRF", the franc since 1960 (until 1963 "nouveau franc"); "AF", the franc before it, a hundredth of the
    new one; "LIVRE"; "XPF". A franc of an unknown day is "FRF?": it is added to nothing but its like.

    >>> unit_of("FRF", "1931-05-02"), unit_of("NF", "1961-01-09"), unit_of("FRF", None)
    ('AF', 'FRF', 'FRF?')
    """
    if currency == "NF":
        return "FRF"
    if currency != "FRF":
        return currency
    if day is None:
        return "FRF?"
    return "FRF" if day >= _NEW_FRANC else "AF" if day >= _FRANC else "LIVRE"


def check(wanted: Wanted) -> None:
    """Raises `ValueError` for a role that is none."""
    if wanted.role is not None and wanted.role not in ROLES:
        raise ValueError(f"'{wanted.role}' is no role: give one of {', '.join(ROLES)}")


def limits(wanted: Wanted, *, day: str, body: str) -> tuple[list[str], list[object]]:
    """What is wanted of sums `a`, but for who receives them, as conditions and their values; `day` and `body` are the
    columns of the day and of the body's id."""
    conditions, values = list[str](), list[object]()
    for condition, value in (
        ("a.role = ?", wanted.role), (f"{day} >= ?", wanted.since), (f"{day} <= ?", wanted.until),
        ("a.value >= ?", wanted.least),
    ):  # fmt: skip
        if value is not None:
            conditions.append(condition)
            values.append(value)
    if wanted.body is not None:
        conditions.append(among_bodies(body))
        values += wanted.body
    return conditions, values


_TABLES = (("amounts", "beneficiary_key", "beneficiary"), ("inferred_beneficiaries", "key", "name"))


def keys_counted(connection: sqlite3.Connection, inferred: bool = False) -> Counter[str]:
    """The keys of all who receive, with how many sums each has: from the index of the keys alone."""
    counted: Counter[str] = Counter()
    for table, own, _ in _TABLES if inferred else _TABLES[:1]:
        each = connection.execute(f"SELECT {own}, count(*) FROM {table} WHERE {own} IS NOT NULL GROUP BY 1")
        counted.update(dict(map(tuple, each)))
    return counted


def keys_of(
    connection: sqlite3.Connection, wanted: str, inferred: bool = False, counted: Counter[str] | None = None
) -> Named:
    """The keys that hold the one wanted, and the printed names whose keys are only near it; `counted` are all keys,
    where they are known."""
    tables = _TABLES if inferred else _TABLES[:1]
    counted = keys_counted(connection, inferred) if counted is None else counted
    found = [key for key in counted if wanted in key]
    near = []
    for key in _slipped(wanted, list(counted)):
        names = (
            connection.execute(f"SELECT min({name}) FROM {table} WHERE {own} = ?", (key,)).fetchone()[0]
            for table, own, name in tables
        )
        near.append((min(name for name in names if name is not None), counted[key]))
    held = sum(counted[key] for key in found)
    return Named(found, tuple(sorted(near)), held / max(1, counted.total()))


def _slipped(wanted: str, keys: Sequence[str]) -> list[str]:
    """The keys that do not hold the one wanted, but are it with a slip or two."""
    if len(wanted) <= 4:
        return []
    most = max(1, len(wanted) // _SLIP)
    like = process.extract_iter(wanted, keys, scorer=Levenshtein.distance, score_cutoff=most)
    return [key for key, *_ in like if wanted not in key]
