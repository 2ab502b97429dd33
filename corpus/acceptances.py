"""Findings that a person has looked at and found in order: data of their own, as corrections are.

In: an open corpus, a finding (see `findings.py`) or what several documents tell (`hints.py`), who accepts it and why.
Out: a row of `acceptances`, which takes the finding out of the queue. It is kept by the id of the object, the finding's
name and what was seen: reading the document again changes nothing, unless it then sees something else, which nobody has
accepted.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import NamedTuple

from ..errors import NotFound
from . import hints


class Acceptance(NamedTuple):
    """A row of the table."""

    object_id: str
    name: str
    document_id: str
    seen: str
    who: str
    why: str
    at: str


_COLUMNS = ", ".join(Acceptance._fields)


def every(connection: sqlite3.Connection, limit: int = -1) -> list[Acceptance]:
    """All acceptances of the corpus, the latest first."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM acceptances ORDER BY at DESC, object_id, name LIMIT ?", (limit,))
    return [Acceptance(*row) for row in rows]


def of_document(connection: sqlite3.Connection, document_id: str) -> list[Acceptance]:
    """The acceptances of a document and all that is in it."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM acceptances WHERE document_id = ?", (document_id,))
    return [Acceptance(*row) for row in rows]


def accept(connection: sqlite3.Connection, object_id: str, name: str, seen: str, who: str, why: str) -> Acceptance:
    """Accept a finding, within the caller's transaction.

    Raises `NotFound` where the object has no such finding now, or another thing is seen by now.
    """
    row = connection.execute(
        "SELECT document_id FROM findings WHERE object_id = ? AND name = ? AND seen = ?", (object_id, name, seen)
    ).fetchone()
    document = hints.document_of(connection, object_id, name, seen) if row is None else row[0]
    if document is None:
        raise NotFound(f"There is nothing to accept here any more: '{name}' of {object_id}.")
    now = datetime.now(UTC).isoformat(timespec="seconds")
    one = Acceptance(object_id, name, document, seen, who, why, now)
    add(connection, one)
    return one


def add(connection: sqlite3.Connection, one: Acceptance) -> None:
    """Put an acceptance in place of the one that is there."""
    connection.execute(
        f"INSERT INTO acceptances ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (object_id, name) "
        "DO UPDATE SET seen = excluded.seen, who = excluded.who, why = excluded.why, at = excluded.at",
        one,
    )


def withdraw(connection: sqlite3.Connection, object_id: str, name: str) -> None:
    """Take an acceptance back, within the caller's transaction: the finding is in the queue again.

    Raises `NotFound` where there is none.
    """
    done = connection.execute("DELETE FROM acceptances WHERE object_id = ? AND name = ?", (object_id, name))
    if not done.rowcount:
        raise NotFound(f"Nobody has accepted '{name}' of {object_id}.")


def take(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Those of another corpus, the later of two, for documents that this one holds."""
    ours = {(one.object_id, one.name): one for one in every(target)}
    held = "SELECT 1 FROM documents WHERE id = ?"
    for theirs in every(source):
        known = ours.get((theirs.object_id, theirs.name))
        later = known is None or (known.at, known.seen) < (theirs.at, theirs.seen)
        if later and target.execute(held, (theirs.document_id,)).fetchone() is not None:
            add(target, theirs)
