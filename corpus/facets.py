"""How many acts answer, by body, year, outcome, subject, kind and state of the reading: what a page offers to narrow.

In: an open corpus, a query and filters as `search` takes them. Out: `Facets`. Counts are of the same acts that the
search finds. Reads the narrow table `catalogue` once, and the subjects of the acts in it once more.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import NamedTuple

from .database import file_of, speaking
from .filters import NO_FILTERS, Filters
from .search import narrowed

Tally = dict[str, Counter[str | None]]
_MANY = 20_000  # acts that answer, of words or filters, beyond which their subjects are not counted: it takes 0.1 s
_COUNTED = {
    "body": "c.body_id", "year": "substr(c.date, 1, 4)", "outcome": "c.outcome", "kind": "c.kind", "status": "c.status",
}  # fmt: skip


class Count(NamedTuple):
    """A value to narrow by, how it is shown, and how many acts have it. `value` is None where the act does not say."""

    value: str | None
    label: str
    acts: int


class Facets(NamedTuple):
    """`bodies` by how many acts, their values ids; `years` in order of time; the others by how many acts.

    `bodies_left` is how many bodies are not listed. `subjects` are codes of the first two levels of the nomenclature in
    its order, as `Filters.subject` takes them: an act of 7.5.1 counts once at 7 and once at 7.5; an act of two subjects
    counts at both. Empty where too many acts answer to be asked one by one.
    """

    total: int
    bodies: tuple[Count, ...]
    bodies_left: int
    years: tuple[Count, ...]
    outcomes: tuple[Count, ...]
    kinds: tuple[Count, ...]
    statuses: tuple[Count, ...]
    subjects: tuple[Count, ...] = ()


def facets(
    connection: sqlite3.Connection, query: str = "", filters: Filters = NO_FILTERS, *, bodies: int = 20
) -> Facets:
    """Counts of the acts that answer; of all acts where neither words nor filters are given.

    At most `bodies` bodies are listed. Raises as `search` does.
    """
    with speaking(file_of(connection)):
        everything = (query.strip(), filters) == ("", NO_FILTERS)
        tally = _of_all(connection) if everything else _of(connection, query, filters)
        few = everything or sum(tally["kind"].values()) <= _MANY
        subjects = _subjects(connection, *narrowed(connection, query, filters)) if few else ()
        listed = tally["body"].most_common(bodies)
        names = _names(connection, [value for value, _ in listed if value is not None])
    return Facets(
        sum(tally["kind"].values()),
        tuple(Count(value, names.get(value, "?") if value else "not said", acts) for value, acts in listed),
        len(tally["body"]) - len(listed),
        tuple(Count(year, year or "no date", acts) for year, acts in sorted(tally["year"].items(), key=_none_last)),
        outcomes=_common(tally["outcome"]),
        kinds=_common(tally["kind"]),
        statuses=_common(tally["status"]),
        subjects=subjects,
    )


def _common(counted: Counter[str | None]) -> tuple[Count, ...]:
    """The commonest first."""
    return tuple(Count(value, value or "not said", acts) for value, acts in counted.most_common())


def _of(connection: sqlite3.Connection, query: str, filters: Filters) -> Tally:
    """Of the acts that answer, in one pass."""
    tally: Tally = {name: Counter() for name in _COUNTED}
    source, values = narrowed(connection, query, filters)
    rows = connection.execute(
        f"SELECT {', '.join(_COUNTED.values())}, count(*) FROM {source} GROUP BY 1, 2, 3, 4, 5", values
    )
    for *found, acts in rows:
        for counter, value in zip(tally.values(), found, strict=True):
            counter[value] += acts
    return tally


def _of_all(connection: sqlite3.Connection) -> Tally:
    """Of all acts, from the indexes of the catalogue, which are in order already and leave out nulls."""
    tally: Tally = {name: Counter() for name in _COUNTED}
    for kind, status, acts in connection.execute("SELECT kind, status, count(*) FROM catalogue GROUP BY kind, status"):
        tally["kind"][kind] += acts
        tally["status"][status] += acts
    total = sum(tally["kind"].values())
    for name, column in (("body", "body_id"), ("year", "date"), ("outcome", "outcome")):
        rows = f"SELECT {column}, count(*) FROM catalogue WHERE {column} IS NOT NULL GROUP BY {column}"
        for value, acts in connection.execute(rows):
            tally[name][value[:4] if name == "year" else value] += acts
        if unsaid := total - sum(tally[name].values()):
            tally[name][None] = unsaid
    return tally


def _subjects(connection: sqlite3.Connection, source: str, values: tuple[object, ...]) -> tuple[Count, ...]:
    """How many of the acts have each subject, of whichever level, at its first and its second level."""
    from .export.scdl_checks import subjects

    labels: dict[str, str] = {}
    for code, name in subjects().items():  # "7.5": "finances locales/subventions"
        first, _, second = name.partition("/")
        labels[code.split(".")[0]], labels[code] = _capital(first), _capital(second)
    held: Counter[str] = Counter()
    codes = "SELECT group_concat(s.code, ' ') FROM subjects s WHERE s.deliberation_id = c.deliberation_id"
    for said, acts in connection.execute(f"SELECT ({codes}), count(*) FROM {source} GROUP BY 1", values):
        levels = [code.split(".") for code in (said or "").split()]
        for code in {".".join(level[:depth]) for level in levels for depth in (1, 2)}:
            held[code] += acts
    ordered = sorted(held, key=lambda code: [int(part) for part in code.split(".")])
    return tuple(Count(code, f"{code} {labels.get(code, '')}".rstrip(), held[code]) for code in ordered)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _none_last(item: tuple[str | None, int]) -> tuple[bool, str]:
    return item[0] is None, item[0] or ""


def _names(connection: sqlite3.Connection, ids: list[str]) -> dict[str, str]:
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(
        f"SELECT id, coalesce(name, 'SIREN ' || siren, '?') FROM bodies WHERE id IN ({marks})", ids
    )
    return {row[0]: row[1] for row in rows}
