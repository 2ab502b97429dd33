"""How many acts answer, by body, year, outcome, kind and state of the reading: what a page of results offers to narrow.

In: an open corpus, a query and filters as `search` takes them. Out: `Facets`. Counts are of the same acts that the
search finds. Reads the narrow table `catalogue` once.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import NamedTuple

from .database import file_of, speaking
from .filters import NO_FILTERS, Filters
from .search import narrowed

Tally = dict[str, Counter[str | None]]
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

    `bodies_left` is how many bodies are not listed.
    """

    total: int
    bodies: tuple[Count, ...]
    bodies_left: int
    years: tuple[Count, ...]
    outcomes: tuple[Count, ...]
    kinds: tuple[Count, ...]
    statuses: tuple[Count, ...]


def facets(
    connection: sqlite3.Connection, query: str = "", filters: Filters = NO_FILTERS, *, bodies: int = 20
) -> Facets:
    """Counts of the acts that answer; of all acts where neither words nor filters are given.

    At most `bodies` bodies are listed. Raises as `search` does.
    """
    with speaking(file_of(connection)):
        tally = _of_all(connection) if (query.strip(), filters) == ("", NO_FILTERS) else _of(connection, query, filters)
        listed = tally["body"].most_common(bodies)
        names = _names(connection, [value for value, _ in listed if value is not None])
    return Facets(
        sum(tally["kind"].values()),
        tuple(Count(value, names.get(value, "?") if value else "not said", acts) for value, acts in listed),
        len(tally["body"]) - len(listed),
        tuple(Count(year, year or "no date", acts) for year, acts in sorted(tally["year"].items(), key=_none_last)),
        *(
            tuple(Count(value, value or "not said", acts) for value, acts in tally[name].most_common())
            for name in ("outcome", "kind", "status")
        ),
    )


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


def _none_last(item: tuple[str | None, int]) -> tuple[bool, str]:
    return item[0] is None, item[0] or ""


def _names(connection: sqlite3.Connection, ids: list[str]) -> dict[str, str]:
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(
        f"SELECT id, coalesce(name, 'SIREN ' || siren, '?') FROM bodies WHERE id IN ({marks})", ids
    )
    return {row[0]: row[1] for row in rows}
