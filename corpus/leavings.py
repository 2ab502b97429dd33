"""What a document leaves behind when it is taken out: rows that it shared with others, swept where nobody uses them
now.

In: an open corpus, within a transaction, and a document's id. Out: the document's own rows are gone, and `Leavings`
names the bodies, sessions, people and lists that it used; `sweep` removes those that no other document uses.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from . import chains, fulltext, twins
from .people import marks

# Children before parents, so that foreign keys hold at every step.
OF_AN_ACT = (
    "votes", "dissents", "decisions", "amounts", "inferred_beneficiaries", "citations", "subjects", "parcels",
    "surfaces", "act_keys", "act_links",
)  # fmt: skip
OF_A_DOCUMENT = ("segments", "checks", "corpus_checks", "evidence", "pages", "findings")

_SAID = "FROM statements WHERE document_id = ?"
_PERSON_IN = (
    ("attendance", "person_id", "name"),
    ("proxies", "giver_id", "giver"),
    ("proxies", "holder_id", "holder"),
    ("movements", "person_id", "name"),
    ("dissents", "person_id", "name"),
)
_UNUSED = " AND ".join(f"NOT EXISTS (SELECT 1 FROM {table} WHERE {column} = p.id)" for table, column, _ in _PERSON_IN)

# How documents print a person or an organ: what the name shown is chosen from.
PRINTED_NAMES = " UNION ".join(
    f"SELECT {name} FROM {table} WHERE {column} = :person" for table, column, name in _PERSON_IN
)
PRINTED_ORGANS = "SELECT DISTINCT organ FROM statements WHERE session_id = ? AND organ IS NOT NULL"


class Leavings(NamedTuple):
    """Ids of shared rows that a document used."""

    lists: tuple[str, ...]
    sessions: tuple[str, ...]
    bodies: tuple[str, ...]
    people: tuple[str, ...]

    def sweep(self, connection: sqlite3.Connection) -> None:
        """Remove those of them that nothing uses any more."""
        unused = "SELECT 1 FROM statements WHERE list_id = ? LIMIT 1"
        gone = [one for one in _each(self.lists) if connection.execute(unused, one).fetchone() is None]
        for table in ("attendance", "proxies", "movements"):
            connection.executemany(f"DELETE FROM {table} WHERE list_id = ?", gone)
        connection.executemany("DELETE FROM attendance_lists WHERE id = ?", gone)
        marks.forget_names(
            connection,
            [
                one[0]
                for one in _each(self.people)
                if connection.execute(f"SELECT 1 FROM people AS p WHERE p.id = ? AND {_UNUSED}", one).fetchone()
            ],
        )
        connection.executemany(f"DELETE FROM people AS p WHERE p.id = ? AND {_UNUSED}", _each(self.people))
        marks.forget_members(connection, self.sessions, self.bodies)
        connection.executemany(
            "DELETE FROM sessions AS s WHERE s.id = ? "
            "AND NOT EXISTS (SELECT 1 FROM statements WHERE session_id = s.id)",
            _each(self.sessions),
        )
        connection.executemany(
            "DELETE FROM bodies AS b WHERE b.id = ? AND NOT EXISTS (SELECT 1 FROM sessions WHERE body_id = b.id) "
            "AND NOT EXISTS (SELECT 1 FROM people WHERE body_id = b.id) "
            "AND NOT EXISTS (SELECT 1 FROM body_names WHERE body_id = b.id)",
            _each(self.bodies),
        )


def names(connection: sqlite3.Connection, document_id: str) -> set[str]:
    """The keys of the bodies that the document names."""
    found = connection.execute(f"SELECT DISTINCT body_key {_SAID} AND body_key IS NOT NULL", (document_id,))
    return {row[0] for row in found}


def take_out(connection: sqlite3.Connection, document_id: str) -> Leavings:
    """Remove everything that hangs on the document alone, its row in `documents` apart."""
    left = _leavings(connection, document_id)
    fulltext.drop(connection, document_id)
    twins.part(connection, document_id)
    marks.mark_document(connection, document_id)
    chains.part(connection, document_id)
    for table in OF_AN_ACT:
        connection.execute(
            f"DELETE FROM {table} WHERE deliberation_id IN (SELECT id FROM deliberations WHERE document_id = ?)",
            (document_id,),
        )
    for table in OF_A_DOCUMENT:
        connection.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))
    printed = connection.execute(
        "SELECT count(*), s.body_id, t.body FROM statements t JOIN sessions s ON s.id = t.session_id "
        "WHERE t.document_id = ? AND s.body_id IS NOT NULL AND t.body IS NOT NULL GROUP BY s.body_id, t.body",
        (document_id,),
    ).fetchall()
    spelling = "WHERE body_id = ? AND name = ?"
    connection.executemany(f"UPDATE body_names SET statements = statements - ? {spelling}", map(tuple, printed))
    connection.executemany(
        f"DELETE FROM body_names {spelling} AND statements <= 0", [(body, name) for _, body, name in printed]
    )
    for table in ("deliberations", "statements"):
        connection.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))
    return left


def _leavings(connection: sqlite3.Connection, document_id: str) -> Leavings:
    def column(sql: str) -> tuple[str, ...]:
        return tuple(row[0] for row in connection.execute(sql, (document_id,)) if row[0] is not None)

    people: set[str] = set()
    for table, person, _ in _PERSON_IN:
        if table == "dissents":
            where = "deliberation_id IN (SELECT id FROM deliberations WHERE document_id = ?)"
        else:
            where = f"list_id IN (SELECT list_id {_SAID})"
        people.update(column(f"SELECT DISTINCT {person} FROM {table} WHERE {where}"))
    return Leavings(
        lists=column(f"SELECT DISTINCT list_id {_SAID}"),
        sessions=column(f"SELECT DISTINCT session_id {_SAID}"),
        bodies=column(f"SELECT DISTINCT body_id FROM sessions WHERE id IN (SELECT session_id {_SAID})"),
        people=tuple(sorted(people)),
    )


def _each(values: Iterable[str]) -> list[tuple[str]]:
    return [(value,) for value in values]
