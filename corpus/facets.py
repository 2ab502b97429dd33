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
    tally: dict[str, Counter[str | None]] = {name: Counter() for name in ("body", "year", "outcome", "kind", "status")}
    with speaking(file_of(connection)):
        source, values = narrowed(connection, query, filters)
        rows = connection.execute(
            "SELECT c.body_id, substr(c.date, 1, 4), c.outcome, c.kind, c.status, count(*) "
            f"FROM {source} GROUP BY 1, 2, 3, 4, 5",
            values,
        )
        for *found, acts in rows:
            for counter, value in zip(tally.values(), found, strict=True):
                counter[value] += acts
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


def _none_last(item: tuple[str | None, int]) -> tuple[bool, str]:
    return item[0] is None, item[0] or ""


def _names(connection: sqlite3.Connection, ids: list[str]) -> dict[str, str]:
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(
        f"SELECT id, coalesce(name, 'SIREN ' || siren, '?') FROM bodies WHERE id IN ({marks})", ids
    )
    return {row[0]: row[1] for row in rows}
