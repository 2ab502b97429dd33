"""Questions about money: who got how much, for what, and when; totals by year and by beneficiary.

In: an open corpus and what is wanted. Out: `Line`s, one a sum with its act and page, and `Total`s. Reads only.

Nothing is counted twice: a sum that only says another again is left out (`amounts.again`), an older version of a
document and a second file of an act are, and of several acts that are one decision (minutes and extract) the one counts
whose sums say most. The total of a table, a credit, a ceiling and a worth are listed and never added up with what is
granted; neither is what was rejected or put off. Currencies are never added together: see `unit_of`.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from .filters import among_bodies

ROLES = (
    "asked", "granted", "past", "price", "unit price", "rent", "loan", "guarantee", "total", "share", "maximum",
    "valuation", "budget",
)  # fmt: skip
GROUPS = ("year", "beneficiary", "role", "body")
NOT_NAMED = "(not named)"
_NEW_FRANC = "1960-01-01"  # ordonnance n° 58-1341 of 27 December 1958, in force on that day
_FRANC = "1795-04-07"  # law of 18 germinal an III: the franc takes the place of the livre
_SLIP = 8  # letters of a key for each slip (one at least) with which it may still be the same name
NOT_DECIDED = frozenset({"rejected", "deferred"})
_SOME = 500  # keys in one statement
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


class Line(NamedTuple):
    """One sum. `currency` is the unit of its day (`unit_of`); `value` is in it, as printed."""

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


class Total(NamedTuple):
    """Sums of one group in one currency: a year, a beneficiary, a role or a body.

    `difference` is granted less asked, where both are known. `spellings` are the printed forms that share the key.
    """

    group: str
    currency: str
    granted: float
    asked: float
    difference: float | None
    price: float
    other: float
    sums: int
    acts: int
    first: str | None
    last: str | None
    spellings: tuple[str, ...] = ()


class Answer(NamedTuple):
    """The lines, and names that are nearly the one asked for and were not taken for it: (printed, sums)."""

    lines: list[Line]
    near: tuple[tuple[str, int], ...] = ()


class Named(NamedTuple):
    """Who is meant by a name: keys, printed names that are nearly it, and what share of named sums the keys have."""

    keys: list[str]
    near: tuple[tuple[str, int], ...]
    share: float


_SELECT = """
    SELECT d.id, s.date, b.name, d.number, d.title, v.outcome, a.value, a.currency, a.basis, a.role, a.role_words,
           a.beneficiary, a.beneficiary_key, a.beneficiary_basis, a.part, a.words, f.file, coalesce(a.page, d.page),
           d.document_id, coalesce(d.decision_id, d.id) AS decision, d.id = d.decision_id AS chosen
    FROM amounts a
    JOIN deliberations d ON d.id = a.deliberation_id AND d.twin IS NULL
    JOIN documents f ON f.id = d.document_id AND f.superseded_by IS NULL
    JOIN sessions s ON s.id = d.session_id
    LEFT JOIN bodies b ON b.id = s.body_id
    LEFT JOIN votes v ON v.deliberation_id = d.id
    WHERE a.again IS NULL"""

_INFERRED = (
    _SELECT.replace("a.beneficiary,", "coalesce(a.beneficiary, i.name),")
    .replace("a.beneficiary_key,", "coalesce(a.beneficiary_key, i.key),")
    .replace(
        "a.beneficiary_basis,", "coalesce(a.beneficiary_basis, iif(i.name IS NULL, NULL, 'inferred by ' || i.method)),"
    )
    .replace(
        "    JOIN deliberations d",
        "    LEFT JOIN inferred_beneficiaries i ON i.deliberation_id = a.deliberation_id AND i.part = a.part\n"
        "         AND i.ordinal = a.ordinal\n    JOIN deliberations d",
        1,
    )
)


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


def money(connection: sqlite3.Connection, wanted: Wanted) -> Answer:
    """Every sum that answers, by day. Raises `ValueError` for a role that is none."""
    check(wanted)
    if wanted.to is None:
        return Answer(lines_of(connection, wanted, None))
    named = keys_of(connection, wanted.to, wanted.inferred)
    return Answer(lines_of(connection, wanted, named.keys), named.near)


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


def lines_of(connection: sqlite3.Connection, wanted: Wanted, keys: Sequence[str] | None) -> list[Line]:
    """The sums that answer, by day; `keys` are those of who receives (`keys_of`), None: whoever it is."""
    conditions, values = limits(wanted, day="s.date", body="b.id")
    select, key = (
        (_INFERRED, "coalesce(a.beneficiary_key, i.key)") if wanted.inferred else (_SELECT, "a.beneficiary_key")
    )
    if keys is None:
        return _once(connection.execute(" AND ".join([select, *conditions]), values).fetchall())
    rows = []
    for start in range(0, len(keys), _SOME):
        some = keys[start : start + _SOME]
        named = f"{key} IN ({', '.join('?' * len(some))})"
        rows += connection.execute(" AND ".join([select, named, *conditions]), [*some, *values]).fetchall()
    return _once(rows)


def keys_of(connection: sqlite3.Connection, wanted: str, inferred: bool = False) -> Named:
    """The keys that hold the one wanted, and the printed names whose keys are only near it."""
    tables = [("amounts", "beneficiary_key", "beneficiary")]
    if inferred:
        tables.append(("inferred_beneficiaries", "key", "name"))
    counted: Counter[str] = Counter()
    for table, own, _ in tables:  # from the index of the keys alone
        each = connection.execute(f"SELECT {own}, count(*) FROM {table} WHERE {own} IS NOT NULL GROUP BY 1")
        counted.update(dict(map(tuple, each)))
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


def _once(rows: Iterable[Sequence[object]]) -> list[Line]:
    """One act of each decision: the one with most sums that name who receives, then with most sums, then the chosen."""
    decisions: dict[object, dict[object, list[Sequence[object]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        decisions[row[-2]][row[0]].append(row)
    lines: list[Line] = []
    for acts in decisions.values():
        best = max(
            acts.values(),
            key=lambda own: (sum(row[11] is not None for row in own), len(own), bool(own[0][-1]), str(own[0][0])),
        )
        lines += [_line(row) for row in best]
    return ordered(lines)


def ordered(lines: Iterable[Line]) -> list[Line]:
    """The lines by day, then by body, number and sum: always in the same order."""
    return sorted(
        lines,
        key=lambda one: (
            one.date or "", one.body or "", one.number or "", one.id, -one.value, one.part, one.role or "", one.words,
            one.beneficiary or "", one.currency,
        ),
    )  # fmt: skip


def _line(row: Sequence[object]) -> Line:
    line = Line(*row[:-2])  # type: ignore[arg-type]
    return line._replace(currency=unit_of(line.currency, line.date))


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
    decided = [line for line in own if line.outcome not in NOT_DECIDED]
    granted = sum(line.value for line in decided if line.role == "granted")
    asked = sum(line.value for line in own if line.role == "asked")
    price = sum(line.value for line in decided if line.role == "price")
    other = sum(line.value for line in own if line.role not in ("granted", "asked", "price"))
    names = Counter(line.beneficiary for line in own if line.beneficiary is not None)
    days = sorted(line.date for line in own if line.date is not None)
    group = _group(own[0], by)
    if by == "beneficiary" and names:
        group = min(names, key=lambda name: (-names[name], name.isupper(), name))
    return Total(
        group, currency, round(granted, 2), round(asked, 2), round(granted - asked, 2) if granted and asked else None,
        round(price, 2), round(other, 2), len(own), len({line.id for line in own}), days[0] if days else None,
        days[-1] if days else None, tuple(sorted(names)) if by == "beneficiary" else (),
    )  # fmt: skip
