"""Records go into the corpus, whole or not at all.

In: a `Document` and the path of its source. Out: rows (see `schema.py`). Storing the same record again changes
nothing; storing another reading of the same bytes replaces the first one whole and leaves nothing that only it said.
Other bytes at the same path supersede the document that was there, which stays in the history. The cost of a document
does not depend on how many there are.

A body is known by the SIREN of the act identifiers: there are communes of one name. A document that names a body
without an identifier belongs to the one SIREN that other documents give for that name; where they give none, or
several, the name stands for itself. When that changes, the documents concerned are seated again: the outcome does not
depend on the order in which documents came.

(sqlite-utils makes the tables. It is not used for the rows: its inserts commit by themselves, and a document with its
row in the journal must be one transaction.)
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from ..errors import NotFound
from ..parser.record import Document
from . import catalogue, chains, corrections, fulltext, journal, leavings, twins
from .database import open_corpus as open_corpus
from .database import transaction
from .keys import best_spelling, body_key, spelling_rank
from .load import load_record
from .people import marks
from .rows import Row, Rows, claim, ids_of, rows_of
from .schema import COLUMNS

_CHUNK = 400  # values of one IN list; SQLite's oldest limit is 999
_INSERT = {
    table: f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    for table, columns in COLUMNS.items()
}
_OWN = (*leavings.OF_AN_ACT, *leavings.OF_A_DOCUMENT)


class Stored(NamedTuple):
    """What was done: the document's id, and whether it was new, replaced, or there already."""

    document_id: str
    change: Literal["new", "replaced", "unchanged"]


def store_record(connection: sqlite3.Connection, document: Document, path: str | None = None) -> Stored:
    """Store the record of the source at `path` (by default its file name) in one transaction. Raises `BadDatabase`."""
    with transaction(connection):
        stored = put(connection, document, path if path is not None else document.file)
        twins.link_some(connection)
        chains.link_some(connection)
        return stored


def put(connection: sqlite3.Connection, document: Document, path: str) -> Stored:
    """What `store_record` does, inside the caller's transaction. The record is as read: corrections are taken in."""
    ids = ids_of(document, path)
    document_id = ids.document
    document, fixed = corrections.corrected(document, ids, corrections.of_document(connection, document_id))
    names = {name for session in document.sessions if (name := claim(document, session).name)}
    names.update(leavings.names(connection, document_id))
    before = {name: _siren(connection, name) for name in names}
    known = connection.execute("SELECT path, superseded_by FROM documents WHERE id = ?", (document_id,)).fetchone()
    corrections.keep(connection, fixed)
    if known is not None and tuple(known) == (path, None) and load_record(connection, document_id) == document:
        return Stored(document_id, "unchanged")
    _write(connection, rows_of(document, path, _certain(before), ids))
    supersede(connection, path, document_id)
    _reseat(connection, before)
    return Stored(document_id, "new" if known is None else "replaced")


def fix(connection: sqlite3.Connection, wanted: str, field: str, text: str | None, why: str = "") -> corrections.Target:
    """Put a value right, or with `text` None take the correction back; in one transaction.

    `wanted` is the id of an act or a document. Raises `NotFound`, `BadDatabase`, and `ValueError` for a field that
    there is not or a value that it cannot have.
    """
    with transaction(connection):
        target = corrections.find(connection, wanted.strip().lower(), field)
        document = corrections.as_read(connection, target.document_id)
        if text is not None:
            corrections.write(connection, target, field, corrections.value_of(field, text), why)
        elif not corrections.erase(connection, target, field):
            raise NotFound(f"Nobody has corrected '{field}' of {wanted}.", remedy="`delib fix --list` shows what is.")
        _put_again(connection, document, target)
    return target


def unfix(connection: sqlite3.Connection, object_id: str, field: str) -> None:
    """Take a correction back, in one transaction: `object_id` as the table has it. Raises `NotFound`, `BadDatabase`."""
    with transaction(connection):
        target = corrections.target_of(connection, object_id, field)
        document = corrections.as_read(connection, target.document_id)
        corrections.erase(connection, target, field)
        _put_again(connection, document, target)


def _put_again(connection: sqlite3.Connection, document: Document, target: corrections.Target) -> None:
    """Store a record as it was read, with the corrections that there are now."""
    put(connection, document, target.path)
    journal.promote(connection, target.path, load_record(connection, target.document_id))
    twins.link_some(connection)
    chains.link_some(connection)


def supersede(connection: sqlite3.Connection, path: str, document_id: str) -> None:
    """The bytes at `path` are now those of `document_id`: what was there before goes into the history."""
    older = connection.execute(
        "SELECT id FROM documents WHERE path = ? AND id <> ? AND superseded_by IS NULL", (path, document_id)
    ).fetchall()
    for (old,) in older:
        _retire(connection, old, document_id)


def restore_history(connection: sqlite3.Connection, document: Document, path: str, newer: str) -> None:
    """Store an older version of the file at `path`, which the document `newer` has superseded."""
    ids = ids_of(document, path)
    document, fixed = corrections.corrected(document, ids, corrections.of_document(connection, ids.document))
    names = {name for session in document.sessions if (name := claim(document, session).name)}
    before = {name: _siren(connection, name) for name in names}
    _write(connection, rows_of(document, path, _certain(before), ids))
    corrections.keep(connection, fixed)
    _retire(connection, ids.document, newer)
    _reseat(connection, before)


def _retire(connection: sqlite3.Connection, old: str, newer: str) -> None:
    connection.execute("UPDATE documents SET superseded_by = ? WHERE id = ?", (newer, old))
    fulltext.drop(connection, old)
    twins.part(connection, old)
    marks.mark_document(connection, old)
    chains.part(connection, old)


def remove(connection: sqlite3.Connection, document_id: str) -> bool:
    """Take a document out, with all that only it said, inside the caller's transaction; False where there is none.

    The corpus is then as if the document had never come: one that it superseded is found again. Its rows in the journal
    stay and lose their link.
    """
    known = connection.execute("SELECT superseded_by FROM documents WHERE id = ?", (document_id,)).fetchone()
    if known is None:
        return False
    before = {name: _siren(connection, name) for name in leavings.names(connection, document_id)}
    left = leavings.take_out(connection, document_id)
    for table in ("corrections", "acceptances"):
        connection.execute(f"DELETE FROM {table} WHERE document_id = ?", (document_id,))
    connection.execute("UPDATE journal SET document_id = NULL WHERE document_id = ?", (document_id,))
    older = connection.execute("SELECT id FROM documents WHERE superseded_by = ?", (document_id,)).fetchall()
    for (old,) in older:
        connection.execute("UPDATE documents SET superseded_by = ? WHERE id = ?", (known[0], old))
        if known[0] is None:
            fulltext.restore(connection, old)
            twins.part(connection, old)
            marks.mark_document(connection, old)
            chains.part(connection, old)
    connection.execute("DELETE FROM documents WHERE id = ?", (document_id,))
    left.sweep(connection)
    _settle_spellings(connection, left)
    _reseat(connection, before)
    return True


# ---- which body a name means -----------------------------------------------------------------------------------------


def _siren(connection: sqlite3.Connection, name: str) -> str | None:
    """The SIREN that documents give for a name, if they give just one."""
    given = "SELECT siren FROM statements WHERE body_key = ? AND siren IS NOT NULL ORDER BY siren"
    first = connection.execute(f"{given} LIMIT 1", (name,)).fetchone()
    last = connection.execute(f"{given} DESC LIMIT 1", (name,)).fetchone()
    return first[0] if first is not None and first[0] == last[0] else None


def _certain(sirens: dict[str, str | None]) -> dict[str, str]:
    return {name: siren for name, siren in sirens.items() if siren is not None}


def _reseat(connection: sqlite3.Connection, before: dict[str, str | None]) -> None:
    """Store again what names a body that now means another than before."""
    for name, siren in before.items():
        if _siren(connection, name) == siren:
            continue
        concerned = connection.execute(
            "SELECT DISTINCT f.id, f.path, f.superseded_by FROM statements t JOIN documents f ON f.id = t.document_id "
            "WHERE t.body_key = ? AND t.siren IS NULL",
            (name,),
        ).fetchall()
        for document_id, path, newer in concerned:
            document = load_record(connection, document_id)
            ids = corrections.stored_ids(connection, document_id)
            said = {one for session in document.sessions if (one := claim(document, session).name)}
            certain = _certain({one: _siren(connection, one) for one in said})
            _write(connection, rows_of(document, path, certain, ids))
            if newer is not None:
                _retire(connection, document_id, newer)


# ---- writing ---------------------------------------------------------------------------------------------------------


def _write(connection: sqlite3.Connection, rows: Rows) -> None:
    """Write a document's rows in place of those it had."""
    (new,) = rows.own["documents"]
    left = None
    if connection.execute("SELECT 1 FROM documents WHERE id = ?", (rows.document_id,)).fetchone() is not None:
        left = leavings.take_out(connection, rows.document_id)
        names = ", ".join(f"{column} = ?" for column in COLUMNS["documents"])
        connection.execute(f"UPDATE documents SET {names} WHERE id = ?", (*new, rows.document_id))
    else:
        _insert(connection, "documents", [new])
    _put_shared(connection, rows)
    twins.mark(connection, rows.sessions)
    marks.mark(connection, rows.sessions)
    _insert(connection, "statements", rows.own.get("statements", ()))
    first = fulltext.next_id(connection)
    _insert(connection, "deliberations", [(*act.row, first + index, None, None) for index, act in enumerate(rows.acts)])
    fulltext.add(connection, first, [act.indexed for act in rows.acts])
    for table in _OWN:
        _insert(connection, table, rows.own.get(table, ()))
    catalogue.add(connection, first)
    chains.mark(connection, rows.document_id)
    if left is not None:
        left.sweep(connection)
        _settle_spellings(connection, left)


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    connection.executemany(_INSERT[table], rows)


def _put_shared(connection: sqlite3.Connection, rows: Rows) -> None:
    """Bodies, sessions, people and lists of names: rows that other documents may have made already."""
    connection.executemany("INSERT INTO bodies (id, siren) VALUES (?, ?) ON CONFLICT DO NOTHING", rows.bodies.items())
    connection.executemany(
        "INSERT INTO body_names (body_id, name, statements) VALUES (?, ?, ?) "
        "ON CONFLICT (body_id, name) DO UPDATE SET statements = statements + excluded.statements",
        [(*spelling, times) for spelling, times in rows.spellings.items()],
    )
    name_bodies(connection, rows.bodies)
    for session in rows.sessions.values():
        known = connection.execute("SELECT organ FROM sessions WHERE id = ?", session[:1]).fetchone()
        if known is None:
            _insert(connection, "sessions", [session])
        elif session[2] and known["organ"] != (best := best_spelling(session[2], known["organ"] or session[2])):
            connection.execute("UPDATE sessions SET organ = ? WHERE id = ?", (best, session[0]))
    _put_people(connection, rows.people)
    for list_id, tables in rows.lists.items():
        if connection.execute("SELECT 1 FROM attendance_lists WHERE id = ?", (list_id,)).fetchone() is None:
            for table, listed in tables.items():
                _insert(connection, table, listed)


def name_bodies(connection: sqlite3.Connection, body_ids: Iterable[str]) -> None:
    """Give each body its commonest printed name (of two as common, the better spelling)."""
    for body_id in body_ids:
        printed = connection.execute("SELECT name, statements FROM body_names WHERE body_id = ?", (body_id,)).fetchall()
        best = max(printed, key=lambda one: (one["statements"], *spelling_rank(one["name"])), default=None)
        name = best["name"] if best is not None else None
        connection.execute(
            "UPDATE bodies SET name = ?, name_key = ? WHERE id = ? AND name IS NOT ?",
            (name, body_key(name) if name else None, body_id, name),
        )


def _put_people(connection: sqlite3.Connection, people: dict[str, Row]) -> None:
    """Insert who is missing; where somebody is there under another spelling, keep the better one."""
    known: dict[str, str] = {}
    for some in _chunks(tuple(people)):
        marks = ", ".join("?" * len(some))
        known.update(connection.execute(f"SELECT id, name FROM people WHERE id IN ({marks})", some).fetchall())
    _insert(connection, "people", [row for key, row in people.items() if key not in known])
    better = [(best, key) for key, name in known.items() if (best := best_spelling(name, people[key][2])) != name]
    connection.executemany("UPDATE people SET name = ? WHERE id = ?", better)


def _settle_spellings(connection: sqlite3.Connection, left: leavings.Leavings) -> None:
    """Names chosen from what documents print, chosen again after one of them went."""
    name_bodies(connection, left.bodies)
    for person_id in left.people:
        printed = [row[0] for row in connection.execute(leavings.PRINTED_NAMES, {"person": person_id})]
        if printed:
            best = max(printed, key=spelling_rank)
            connection.execute("UPDATE people SET name = ? WHERE id = ? AND name <> ?", (best, person_id, best))
    for session_id in left.sessions:
        organs = [row[0] for row in connection.execute(leavings.PRINTED_ORGANS, (session_id,))]
        best = max(organs, key=spelling_rank, default=None)
        connection.execute("UPDATE sessions SET organ = ? WHERE id = ?", (best, session_id))


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
