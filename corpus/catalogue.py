"""What acts are filtered and counted by: one narrow row of `catalogue` for each act that is searched.

In: ids of the full-text index as acts come and go. Out: rows that follow them. Everything in a row is said elsewhere
(`sessions`, `documents`, `votes`, `amounts`): a question to a hundred thousand acts cannot afford to look there. The
row comes and goes with the act's row in the full-text index, so the modules that keep the one keep the other.
"""

from __future__ import annotations

import sqlite3

_INSERT = """
    INSERT INTO catalogue (search_id, deliberation_id, statement_id, document_id, body_id, date, outcome, kind, status,
                           opposed, abstained, least, greatest)
    SELECT d.search_id, d.id, d.statement_id, d.document_id, s.body_id, s.date, v.outcome, f.kind, f.status,
           coalesce(v.votes_against, 0) > 0 OR EXISTS (SELECT 1 FROM dissents n WHERE n.deliberation_id = d.id AND
               n.position = 'against'),
           coalesce(v.abstentions, 0) > 0 OR EXISTS (SELECT 1 FROM dissents n WHERE n.deliberation_id = d.id AND
               n.position = 'abstained'),
           (SELECT min(value) FROM amounts a WHERE a.deliberation_id = d.id AND a.part = 'dispositif'),
           (SELECT max(value) FROM amounts a WHERE a.deliberation_id = d.id AND a.part = 'dispositif')
    FROM deliberations d
    JOIN sessions s ON s.id = d.session_id
    JOIN documents f ON f.id = d.document_id
    LEFT JOIN votes v ON v.deliberation_id = d.id
    WHERE d.search_id IS NOT NULL AND """


def add(connection: sqlite3.Connection, first: int) -> None:
    """The acts that have a `search_id` from `first` on, after all their rows are there."""
    connection.execute(_INSERT + "d.search_id >= ?", (first,))


def add_act(connection: sqlite3.Connection, act_id: str) -> None:
    """One act."""
    connection.execute(_INSERT + "d.id = ?", (act_id,))


def drop(connection: sqlite3.Connection, column: str, value: str) -> None:
    """The acts whose `column` (deliberation_id or document_id) has this value are not searched any more."""
    connection.execute(f"DELETE FROM catalogue WHERE {column} = ?", (value,))


def rebuild(connection: sqlite3.Connection) -> None:
    """All rows again, within the caller's transaction."""
    connection.execute("DELETE FROM catalogue")
    connection.execute(_INSERT + "1")
