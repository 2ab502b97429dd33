"""The queue of what a person should look at, the worst first.

In: an open corpus. Out: `Item`s of the queue, page by page, and how many there are of each kind. A finding that was
accepted is out of it, and so are those of documents that a newer version of the file has superseded. The order is by
kind and confidence (see `findings.py`), then by document: it is the same every time, and a page of it is found by the
place of the one before, however long the queue is. What stands beside it is in `hints.py`.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from .findings import KINDS

Place = tuple[float, str, int]  # worst, document, ordinal: the order of the queue


class Item(NamedTuple):
    """A finding with what it is of. `act_id` is the act to show: its own, or the first of its session or document."""

    document_id: str
    ordinal: int
    object_id: str
    kind: str
    name: str
    seen: str
    field: str | None
    confidence: float | None
    worst: float
    page: int | None
    file: str
    document_kind: str
    act_id: str | None
    number: str | None
    title: str | None
    session_id: str | None
    body: str | None
    date: str | None

    @property
    def place(self) -> Place:
        """Where the item stands in the queue."""
        return (self.worst, self.document_id, self.ordinal)


_OPEN = """
    NOT EXISTS (SELECT 1 FROM acceptances a WHERE a.object_id = q.object_id AND a.name = q.name AND a.seen = q.seen)
    AND NOT EXISTS (SELECT 1 FROM documents f WHERE f.id = q.document_id AND f.superseded_by IS NOT NULL)"""
_ITEM = """
    SELECT q.document_id, q.ordinal, q.object_id, q.kind, q.name, q.seen, q.field, q.confidence, q.worst,
           coalesce(q.page, d.page), f.file, f.kind, d.id, d.number, d.title, s.id, b.name, s.date
    FROM findings q
    JOIN documents f ON f.id = q.document_id
    LEFT JOIN deliberations d ON d.id = coalesce(
        (SELECT id FROM deliberations WHERE id = q.object_id),
        (SELECT id FROM deliberations WHERE statement_id = q.object_id ORDER BY ordinal LIMIT 1),
        (SELECT d2.id FROM deliberations d2 JOIN statements t2 ON t2.id = d2.statement_id
         WHERE d2.document_id = q.document_id ORDER BY t2.ordinal, d2.ordinal LIMIT 1))
    LEFT JOIN sessions s ON s.id = d.session_id
    LEFT JOIN bodies b ON b.id = s.body_id"""


def queue(
    connection: sqlite3.Connection, *, kind: str | None = None, after: Place | None = None, limit: int = 20
) -> list[Item]:
    """The next items of the queue, of one kind or of all. Raises `ValueError` for a kind that there is not."""
    low, high = _range(kind)
    place = after if after is not None and after[0] >= low else (low, "", -1)
    chosen = connection.execute(
        "SELECT document_id, ordinal FROM findings q "
        f"WHERE (worst, document_id, ordinal) > (?, ?, ?) AND worst < ? AND {_OPEN} "
        "ORDER BY worst, document_id, ordinal LIMIT ?",
        (*place, high, limit),
    ).fetchall()
    return [
        Item(*connection.execute(f"{_ITEM} WHERE q.document_id = ? AND q.ordinal = ?", tuple(key)).fetchone())
        for key in chosen
    ]


def item(connection: sqlite3.Connection, object_id: str, name: str) -> Item | None:
    """One item, in the queue or out of it; None where the object has no such finding."""
    row = connection.execute(f"{_ITEM} WHERE q.object_id = ? AND q.name = ?", (object_id, name)).fetchone()
    return None if row is None else Item(*row)


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """How many items of each kind are in the queue, the worst kind first, and none left out."""
    found: dict[str, int] = {}
    for kind in KINDS:
        within = _range(kind)
        (total,) = connection.execute("SELECT count(*) FROM findings WHERE worst >= ? AND worst < ?", within).fetchone()
        found[kind] = total
    # What is out of it is counted apart: it is little, and each row of the rest would have to be asked.
    out = connection.execute(
        "SELECT kind, count(*) FROM (SELECT q.kind, q.document_id, q.ordinal FROM acceptances a CROSS JOIN findings q "
        "ON q.object_id = a.object_id AND q.name = a.name AND q.seen = a.seen UNION "
        "SELECT q.kind, q.document_id, q.ordinal FROM documents f CROSS JOIN findings q ON q.document_id = f.id "
        "WHERE f.superseded_by IS NOT NULL) GROUP BY kind"
    )
    for kind, count in out:
        found[kind] -= count
    return found


def fill(connection: sqlite3.Connection) -> None:
    """Write the findings of all documents, within the caller's transaction: for a corpus that has none yet."""
    from .corrections import stored_ids
    from .load import load_record
    from .rows import found_in
    from .schema import COLUMNS

    marks = ", ".join("?" * len(COLUMNS["findings"]))
    for (document_id,) in connection.execute("SELECT id FROM documents ORDER BY id").fetchall():
        rows = found_in(load_record(connection, document_id), stored_ids(connection, document_id))
        connection.executemany(f"INSERT INTO findings VALUES ({marks})", rows)


def _range(kind: str | None) -> tuple[float, float]:
    if kind is None:
        return (0.0, float(len(KINDS)))
    if kind not in KINDS:
        raise ValueError(f"'{kind}' is none of {', '.join(KINDS)}")
    at = KINDS.index(kind)
    return (float(at), float(at + 1))
