"""Questions about money: who got how much, for what, and when; totals by year and by beneficiary.

In: an open corpus and what is wanted. Out: `Line`s, one a sum with its act and page, and `Total`s. Reads only.

Nothing is counted twice: what is left out, and what is listed and does not count, stands in `money_counted.py` and
`money_changes.py`. The total of a table, a credit, a ceiling and a worth are listed and never added up with what is
granted. Currencies are never added together: see `unit_of`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from .money_asked import ROLES as ROLES
from .money_asked import Wanted as Wanted
from .money_asked import check, keys_of
from .money_asked import unit_of as unit_of
from .money_changes import Changes, changes_of
from .money_counted import CHANGED, UNIT_OF_SUM, Narrowed, listed, narrowed

GROUPS = ("year", "beneficiary", "role", "body")
NOT_NAMED = "(not named)"


class Line(NamedTuple):
    """One sum. `currency` is the unit of its day (`unit_of`); `value` is in it, as printed.

    `counts` is "yes", "no", or "perhaps twice"; for the last two `why` says why, and `other_id` is the act that changes
    this one, or that this one changes, where it is known (`money_changes.py`).
    """

    id: str
    date: str | None
    body: str | None
    number: str | None
    title: str | None
    outcome: str | None
    value: float
    currency: str
    basis: str | None
    role: str | None
    role_words: str | None
    beneficiary: str | None
    beneficiary_key: str | None
    beneficiary_basis: str | None
    part: str
    words: str
    file: str
    page: int | None
    document_id: str
    counts: str = "yes"
    why: str | None = None
    other_id: str | None = None


class Total(NamedTuple):
    """Sums of one group in one currency: a year, a beneficiary, a role or a body.

    `difference` is granted less asked, where both are known. `sums` counts all of them, `apart` those that do not
    count, `perhaps_twice` those that do and may be in here twice. `spellings` are the printed forms that share the key.
    """

    group: str
    currency: str
    granted: float
    asked: float
    difference: float | None
    price: float
    other: float
    sums: int
    apart: int
    perhaps_twice: int
    acts: int
    first: str | None
    last: str | None
    spellings: tuple[str, ...] = ()


class Answer(NamedTuple):
    """The lines, and names that are nearly the one asked for and were not taken for it: (printed, sums)."""

    lines: list[Line]
    near: tuple[tuple[str, int], ...] = ()


def money(connection: sqlite3.Connection, wanted: Wanted) -> Answer:
    """Every sum that answers, by day. Raises `ValueError` for a role that is none."""
    check(wanted)
    named = None if wanted.to is None else keys_of(connection, wanted.to, wanted.inferred)
    changes = changes_of(connection)
    lines = lines_of(connection, narrowed(connection, wanted, named, changes), changes)
    return Answer(lines, () if named is None else named.near)


def lines_of(connection: sqlite3.Connection, asked: Narrowed, changes: Changes, since: str = "") -> list[Line]:
    """The sums that are wanted, by day; with `since` those of that day and later ones."""
    names = asked.names
    joined = (
        f"{asked.tables} JOIN deliberations d ON d.id = c.deliberation_id JOIN documents f ON f.id = c.document_id "
        "LEFT JOIN bodies b ON b.id = c.body_id"
    )
    query = asked._replace(tables=joined).query(
        f"d.id, c.date, b.name, d.number, d.title, c.outcome, a.value, {UNIT_OF_SUM}, a.basis, a.role, a.role_words, "
        f"{names.name}, {names.key}, {names.basis}, a.part, a.words, f.file, coalesce(a.page, d.page), c.document_id, "
        f"a.ordinal, {asked.counts}",
        "AND c.date >= ?" if since else "",
    )
    values = (*asked.changed, *asked.values, asked.apart, *((since,) if since else ()))
    return ordered(_line(row, changes) for row in connection.execute(f"WITH {CHANGED} {query}", values))


def _line(row: sqlite3.Row, changes: Changes) -> Line:
    *said, ordinal, counts = row
    line = Line(*said)
    key = (line.id, line.part, ordinal)
    if not counts:
        why = changes.apart(key)
        return (
            line._replace(counts="no", why=why.why, other_id=why.other)
            if why
            else line._replace(counts="no", why=line.outcome)
        )
    unsure = changes.unsure.get(key)
    return line if unsure is None else line._replace(counts="perhaps twice", why=unsure.why, other_id=unsure.other)


def named(connection: sqlite3.Connection, lines: Iterable[Line]) -> dict[str, tuple[str | None, str | None]]:
    """Number and day of the other acts of the lines, by their ids."""
    rows = connection.execute(
        "SELECT d.id, d.number, s.date FROM deliberations d JOIN sessions s ON s.id = d.session_id "
        "WHERE d.id IN (SELECT value FROM json_each(?))",
        (listed(sorted({line.other_id for line in lines if line.other_id})),),
    )
    return {act: (number, date) for act, number, date in rows}


def ordered(lines: Iterable[Line]) -> list[Line]:
    """The lines by day, then by body, number and sum: always in the same order."""
    return sorted(
        lines,
        key=lambda one: (
            one.date or "", one.body or "", one.number or "", one.id, -one.value, one.part, one.role or "", one.words,
            one.beneficiary or "", one.currency,
        ),
    )  # fmt: skip


def totals(lines: Iterable[Line], by: str) -> list[Total]:
    """The lines added up by "year", "beneficiary", "role" or "body", the greatest grants first (years in their order).

    Raises `ValueError` for any other `by`.
    """
    if by not in GROUPS:
        raise ValueError(f"'{by}' is no group: give one of {', '.join(GROUPS)}")
    groups: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        groups[(_group(line, by), line.currency)].append(line)
    made = [_total(by, currency, own) for (_, currency), own in groups.items()]
    if by == "year":
        return sorted(made, key=lambda one: (one.group, one.currency))
    return sorted(made, key=lambda one: (one.group == NOT_NAMED, -one.granted, -one.asked, one.group, one.currency))


def _group(line: Line, by: str) -> str:
    if by == "year":
        return (line.date or "")[:4] or "(no date)"
    if by == "beneficiary":
        return line.beneficiary_key or NOT_NAMED
    return (line.role if by == "role" else line.body) or "(not known)"


def _total(by: str, currency: str, own: list[Line]) -> Total:
    counted = [line for line in own if line.counts != "no"]
    granted = sum(line.value for line in counted if line.role == "granted")
    asked = sum(line.value for line in counted if line.role == "asked")
    price = sum(line.value for line in counted if line.role == "price")
    other = sum(line.value for line in counted if line.role not in ("granted", "asked", "price"))
    names = Counter(line.beneficiary for line in own if line.beneficiary is not None)
    days = sorted(line.date for line in own if line.date is not None)
    group = _group(own[0], by)
    if by == "beneficiary" and names:
        group = min(names, key=lambda name: (-names[name], name.isupper(), name))
    return Total(
        group, currency, round(granted, 2), round(asked, 2), round(granted - asked, 2) if granted and asked else None,
        round(price, 2), round(other, 2), len(own), len(own) - len(counted),
        sum(line.counts == "perhaps twice" for line in own), len({line.id for line in own}),
        days[0] if days else None, days[-1] if days else None, tuple(sorted(names)) if by == "beneficiary" else (),
    )  # fmt: skip
