"""Which rows are asked for: a body, a stretch of days, or everything.

In: an open corpus and the filters. Out: a `Choice`, which says for every table of the corpus which of its rows belong
to the chosen sittings, as SQL. It reads only: the lists of what is chosen are temporary tables.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from ..database import file_of, speaking
from ..filters import day_bound, of_body
from ..schema import TABLES

# How the rows of each table are found from the sittings that are chosen.
_CHOSEN = {
    "sessions": "SELECT s.id FROM sessions s {where}",
    "statements": "SELECT id FROM statements WHERE session_id IN temp.chosen_sessions",
    "documents": "SELECT DISTINCT document_id FROM statements WHERE session_id IN temp.chosen_sessions",
    "deliberations": "SELECT id FROM deliberations WHERE session_id IN temp.chosen_sessions",
    "attendance_lists": "SELECT id FROM attendance_lists WHERE session_id IN temp.chosen_sessions",
    "bodies": "SELECT DISTINCT body_id FROM sessions WHERE id IN temp.chosen_sessions AND body_id IS NOT NULL",
    "people": """
        SELECT person_id FROM attendance WHERE list_id IN temp.chosen_attendance_lists AND person_id IS NOT NULL
        UNION SELECT giver_id FROM proxies WHERE list_id IN temp.chosen_attendance_lists AND giver_id IS NOT NULL
        UNION SELECT holder_id FROM proxies WHERE list_id IN temp.chosen_attendance_lists AND holder_id IS NOT NULL
        UNION SELECT person_id FROM movements WHERE list_id IN temp.chosen_attendance_lists AND person_id IS NOT NULL
        UNION SELECT person_id FROM dissents
        WHERE deliberation_id IN temp.chosen_deliberations AND person_id IS NOT NULL""",
}
_GROUPED = "SELECT DISTINCT member_id FROM member_names WHERE name_id IN temp.chosen_people"
_NAMES = frozenset({"people", "members"})  # hang on sittings by the lists that name them
# What the corpus notes for itself: what it says twice, and what is still to be done.
INTERNAL = frozenset({"catalogue", "settings", "unlinked", "ungrouped", "unaudited", "unchained"})


def _queries() -> dict[str, str]:
    """How the chosen rows of each table that others hang on are found, in an order in which that can be done."""
    grouped = {"members": _GROUPED} if any(table.name == "member_names" for table in TABLES) else {}
    return {**_CHOSEN, **grouped}


class Acts(Protocol):
    """Acts to write one by one, and the bodies whose acts they are."""

    @property
    def connection(self) -> sqlite3.Connection:
        """The corpus."""

    def acts(self) -> Iterator[str]:
        """Their ids, in the order in which they are written."""

    def bodies(self) -> Sequence[sqlite3.Row]:
        """The bodies: id, siren, name, name_key."""


class Listed(NamedTuple):
    """Acts that somebody has listed, those of a search for example. They must be acts that the corpus searches: of an
    act in several documents the one that stands for it."""

    connection: sqlite3.Connection
    ids: Sequence[str]
    of: Sequence[sqlite3.Row] = ()

    def acts(self) -> Iterator[str]:
        """The ids as they were listed."""
        return iter(self.ids)

    def bodies(self) -> Sequence[sqlite3.Row]:
        """Those that were given."""
        return self.of


class Choice:
    """The rows that are asked for. With no filter nothing is listed, and every row is chosen."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        body: str | None = None,
        from_: str | None = None,
        to: str | None = None,
        current: bool = False,
    ) -> None:
        """`body` is part of a body's name, its SIREN or its id; `from_` and `to` are days as `day_bound` takes them.

        `current` leaves the history out: documents that a newer version of their file has superseded. Raises
        `ValueError` for what is no day, `BadDatabase` where the file cannot be read.
        """
        self.connection = connection
        self.current = current
        conditions: list[str] = []
        values: list[str] = []
        if body is not None:
            condition, meant = of_body("s.body_id", body)
            conditions.append(condition)
            values += meant
        if from_ is not None:
            conditions.append("s.date >= ?")
            values.append(day_bound(from_, last=False))
        if to is not None:
            conditions.append("s.date <= ?")
            values.append(day_bound(to, last=True))
        self.filtered = bool(conditions)
        with speaking(file_of(connection)):
            for name, query in _queries().items():
                connection.execute(f"DROP TABLE IF EXISTS temp.chosen_{name}")
                if self.filtered:
                    connection.execute(f"CREATE TEMP TABLE chosen_{name} (id TEXT PRIMARY KEY) WITHOUT ROWID")
                    where = f"WHERE {' AND '.join(conditions)}" if name == "sessions" else ""
                    connection.execute(
                        f"INSERT INTO temp.chosen_{name} {query.format(where=where)}", values if where else ()
                    )

    def tables(self) -> tuple[str, ...]:
        """The tables of the corpus that hold something of its documents, in the order of the schema."""
        return tuple(table.name for table in TABLES if table.name not in INTERNAL)

    def where(self, table: str) -> str:
        """The condition for the rows of `table`, for a query that calls it by its own name; "1" for all of them."""
        links = next(one.links for one in TABLES if one.name == table)
        conditions = []
        if self.filtered and table in _queries():
            conditions.append(f"{table}.id IN temp.chosen_{table}")
        known = _queries()
        hanging = {one for one in links.values() if one in known and one not in _NAMES and table not in _NAMES}
        for column, other in links.items():
            # a name is asked for with the list that holds it; where nothing else says whose it is, with its person
            if self.filtered and other in known and other != table and (other in hanging or not hanging):
                if table in _NAMES:
                    continue
                inside = f"{table}.{column} IN temp.chosen_{other}"
                # a row that hangs on nothing chosen, a line of the journal without a document, is not asked for
                only = len(hanging) <= 1
                conditions.append(inside if only else f"({table}.{column} IS NULL OR {inside})")
            if self.current and other == "documents" and table != "documents":
                gone = "SELECT id FROM documents WHERE superseded_by IS NOT NULL"
                conditions.append(f"({table}.{column} IS NULL OR {table}.{column} NOT IN ({gone}))")
            elif self.current and other == "deliberations" and "documents" not in links.values():
                gone = (
                    "SELECT d.id FROM deliberations d JOIN documents f ON f.id = d.document_id "
                    "WHERE f.superseded_by IS NOT NULL"
                )
                conditions.append(f"{table}.{column} NOT IN ({gone})")
        if self.current and table == "documents":
            conditions.append("documents.superseded_by IS NULL")
        return " AND ".join(conditions) or "1"

    def acts(self) -> Iterator[str]:
        """The ids of the chosen acts, by body and day; of an act in several documents the one that stands for it."""
        rows = self.connection.execute(
            f"""SELECT deliberations.id FROM deliberations
                JOIN documents f ON f.id = deliberations.document_id AND f.superseded_by IS NULL
                JOIN sessions s ON s.id = deliberations.session_id
                JOIN statements t ON t.id = deliberations.statement_id
                WHERE (deliberations.decision_id IS NULL OR deliberations.decision_id = deliberations.id)
                  AND {self.where("deliberations")}
                ORDER BY s.body_id, s.date, s.id, t.document_id <> deliberations.document_id,
                         deliberations.number, t.document_id, deliberations.ordinal, deliberations.id"""
        )
        for (act,) in rows:
            yield act

    def bodies(self) -> list[sqlite3.Row]:
        """The chosen bodies that have a sitting: id, siren, name, name_key; the first by name."""
        return self.connection.execute(
            f"""SELECT id, siren, name, name_key FROM bodies
                WHERE {self.where("bodies")} AND id IN (SELECT body_id FROM sessions) ORDER BY name_key, id"""
        ).fetchall()
