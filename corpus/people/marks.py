"""Which bodies have names to be grouped again, and what goes with a name that goes.

In: an open corpus, within a transaction; sessions, documents, names that come or go. Out: rows of `ungrouped`; no row
of `members` and its companions refers to what is gone. What is done with the marks stands in `settle`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

_SCOPE = "INSERT INTO ungrouped SELECT coalesce(body_id, id) FROM sessions WHERE"
_USED = {
    "session_id": "SELECT 1 FROM statements WHERE session_id = ? LIMIT 1",
    "body_id": "SELECT 1 FROM sessions s WHERE s.body_id = ? "
    "AND EXISTS (SELECT 1 FROM statements t WHERE t.session_id = s.id) LIMIT 1",
}


def mark(connection: sqlite3.Connection, sessions: Iterable[str]) -> None:
    """The names of the bodies of these sessions are to be grouped again."""
    connection.executemany(f"{_SCOPE} id = ? ON CONFLICT DO NOTHING", [(one,) for one in sessions])


def mark_document(connection: sqlite3.Connection, document_id: str) -> None:
    """The document comes, goes or changes: the names of its bodies are to be grouped again."""
    connection.execute(
        f"{_SCOPE} id IN (SELECT session_id FROM statements WHERE document_id = ?) ON CONFLICT DO NOTHING",
        (document_id,),
    )


def mark_all(connection: sqlite3.Connection) -> None:
    """All names are to be grouped again: what people decided or know has changed."""
    connection.execute(f"{_SCOPE} true ON CONFLICT DO NOTHING")


def forget_names(connection: sqlite3.Connection, names: Iterable[str]) -> None:
    """These printed names are about to go."""
    for name in names:
        connection.execute("DELETE FROM member_names WHERE name_id = ?", (name,))
        connection.execute("DELETE FROM name_links WHERE name_id = ?", (name,))
        connection.execute("DELETE FROM name_links WHERE other_id = ?", (name,))


def forget_members(connection: sqlite3.Connection, sessions: Iterable[str], bodies: Iterable[str]) -> None:
    """Members of bodies and sittings of which no document speaks any more, whose names have gone already."""
    for column, scopes in (("session_id", sessions), ("body_id", bodies)):
        for scope in scopes:
            if connection.execute(_USED[column], (scope,)).fetchone() is None:
                found = connection.execute(f"SELECT id FROM members WHERE {column} = ?", (scope,)).fetchall()
                drop_members(connection, [row[0] for row in found])


def drop_members(connection: sqlite3.Connection, members: Iterable[str]) -> None:
    """Take out members to whom no name of a list or a vote refers any more."""
    gone = [(one,) for one in members]
    connection.executemany("DELETE FROM member_names WHERE member_id = ?", gone)
    connection.executemany("UPDATE roster SET member_id = NULL WHERE member_id = ?", gone)
    connection.executemany("DELETE FROM members WHERE id = ?", gone)
