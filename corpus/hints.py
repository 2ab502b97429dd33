"""What stands beside the queue: what several documents together tell, and checks of one document that only inform.

In: an open corpus. Out: `Hint`s, a page at a time, and how many there are of each sort. What several documents tell can
be accepted as a finding of the queue can: under a name that is made of the check and of what it says, so that another
thing that is told later of the same act is open. Both lists are read from narrow rows, in their order; only the hints
of the page are looked up whole.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from .keys import content_key

TOGETHER = "together"
SORTS = (TOGETHER, "info")
"""What several documents together tell, of whatever severity; what one document tells that only informs."""


class Hint(NamedTuple):
    """A check that fails and is not in the queue; `act_id` and `session_id` are where it leads, as far as known.

    `object_id` is the act, the session as the document states it, or the document.
    """

    object_id: str
    check_id: str
    severity: str
    message: str
    law: str | None
    file: str
    page: int | None
    document_id: str
    act_id: str | None
    session_id: str | None
    number: str | None
    title: str | None
    body: str | None
    date: str | None

    @property
    def name(self) -> str:
        """The name under which it is accepted."""
        return name_of(self.check_id, self.message)


def name_of(check_id: str, message: str) -> str:
    """The name under which what several documents tell is accepted."""
    return f"{check_id} {TOGETHER} {content_key(TOGETHER, message)}"


def document_of(connection: sqlite3.Connection, object_id: str, name: str, message: str) -> str | None:
    """The document of what several documents tell under this name; None where they do not, or not any more."""
    rows = connection.execute(
        "SELECT check_id, document_id FROM corpus_checks WHERE message = ? AND verdict = 'fails' AND "
        "(deliberation_id = ? OR statement_id = ? OR document_id = ?) "
        "AND coalesce(deliberation_id, statement_id, document_id) = ?",
        (message, *[object_id] * 4),
    )
    return next((document for check, document in rows if name_of(check, message) == name), None)


_OBJECT = "coalesce(q.deliberation_id, q.statement_id, q.document_id)"
# A row of the catalogue is an act that counts: current, and no second copy.
_CURRENT = """
    (q.deliberation_id IS NULL OR c.search_id IS NOT NULL)
    AND q.document_id NOT IN (SELECT id FROM documents WHERE superseded_by IS NOT NULL)"""
_SOURCES = {
    TOGETHER: f"""corpus_checks q LEFT JOIN catalogue c ON c.deliberation_id = q.deliberation_id
    WHERE q.verdict = 'fails' AND {_CURRENT} AND NOT EXISTS (
        SELECT 1 FROM acceptances a WHERE a.object_id = {_OBJECT} AND a.seen = q.message
        AND a.name GLOB q.check_id || ' {TOGETHER} *')""",
    "info": f"""checks q LEFT JOIN catalogue c ON c.deliberation_id = q.deliberation_id
    WHERE q.verdict = 'fails' AND q.severity = 'info' AND {_CURRENT}""",
}
_ORDERED = """
    SELECT q.rowid FROM {source}
    ORDER BY CASE q.severity WHEN 'error' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END, q.check_id,
        (SELECT name FROM bodies WHERE id = c.body_id), c.date, q.document_id, q.ordinal
    LIMIT ? OFFSET ?"""
_WHOLE = f"""
    SELECT {_OBJECT}, q.check_id, q.severity, q.message, q.law, f.file, q.page, q.document_id, q.deliberation_id, s.id,
           d.number, d.title, b.name, s.date
    FROM {{table}} q
    JOIN documents f ON f.id = q.document_id
    LEFT JOIN deliberations d ON d.id = q.deliberation_id
    LEFT JOIN statements t ON t.id = coalesce(q.statement_id, d.statement_id)
    LEFT JOIN sessions s ON s.id = t.session_id
    LEFT JOIN bodies b ON b.id = s.body_id
    WHERE q.rowid = ?"""


def listed(connection: sqlite3.Connection, sort: str, *, limit: int = 20, offset: int = 0) -> list[Hint]:
    """Hints of one of `SORTS`, the worst first, then by check, body and day."""
    chosen = connection.execute(_ORDERED.format(source=_SOURCES[sort]), (limit, offset)).fetchall()
    whole = _WHOLE.format(table="corpus_checks" if sort == TOGETHER else "checks")
    return [Hint(*connection.execute(whole, tuple(one)).fetchone()) for one in chosen]


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many hints there are of each sort."""
    return {
        sort: int(connection.execute(f"SELECT count(*) FROM {source}").fetchone()[0])
        for sort, source in _SOURCES.items()
    }
