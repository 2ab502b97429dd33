"""The full-text index, kept in step with the acts.

In: acts as they are stored, replaced, superseded. Out: rows of `search` under the act's `search_id`. The index holds
no text, so taking an act out needs the very words that were put in: they are made again from the act's own texts. Acts
of superseded documents, and those whose twin is found (see `twins.py`), have no `search_id` and are not found. The
row of the `catalogue` comes and goes with the act. The words of the index stand in `search_words`; those that no act
has any more go with `purge`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any

from . import catalogue
from .schema import SEARCH_COLUMNS, SEARCH_WORDS
from .words import Indexed, index_row, index_version, plain

_COLUMNS = ", ".join(SEARCH_COLUMNS)
_MARKS = ", ".join("?" * (len(SEARCH_COLUMNS) + 1))
_WRITTEN = slice(1, 5)  # of a row: the columns that hold the words as they are, not their stems
EXACT = "{title considerants dispositif heading}"  # the same for a question


def heading(body: str | None, organ: str | None, number: str | None, act_id: str | None) -> str:
    """The words of an act that are neither title nor text but are searched too."""
    return " ".join(part for part in (body, organ, number, act_id) if part)


def last_id(connection: sqlite3.Connection) -> int:
    """The `search_id` of the act that came last; 0 where there is none."""
    (last,) = connection.execute("SELECT max(search_id) FROM deliberations WHERE search_id IS NOT NULL").fetchone()
    return last or 0


def next_id(connection: sqlite3.Connection) -> int:
    """The first `search_id` that is free with all after it."""
    return last_id(connection) + 1


def add(connection: sqlite3.Connection, first: int, acts: Iterable[Indexed]) -> None:
    """Put acts into the index under the ids from `first` on."""
    _add(connection, ((first + index, *act) for index, act in enumerate(acts)))


def drop(connection: sqlite3.Connection, document_id: str) -> None:
    """Take the acts of a document out of the index."""
    _drop(connection, "document_id", document_id)
    catalogue.drop(connection, "document_id", document_id)


def drop_act(connection: sqlite3.Connection, act_id: str) -> None:
    """Take one act out of the index."""
    _drop(connection, "id", act_id)
    catalogue.drop(connection, "deliberation_id", act_id)


def restore(connection: sqlite3.Connection, document_id: str) -> None:
    """Put the acts of a document that was taken out back into the index."""
    acts = connection.execute(
        "SELECT id FROM deliberations WHERE document_id = ? ORDER BY id", (document_id,)
    ).fetchall()
    for (act,) in acts:
        restore_act(connection, act)


def restore_act(connection: sqlite3.Connection, act_id: str) -> None:
    """Put an act that was taken out back into the index; one that is there stays."""
    changed = connection.execute(
        "UPDATE deliberations SET search_id = ? WHERE id = ? AND search_id IS NULL", (next_id(connection), act_id)
    )
    if changed.rowcount:
        _add(connection, _rows(connection, "d.id = ?", act_id))
        catalogue.add_act(connection, act_id)


def is_stale(connection: sqlite3.Connection) -> bool:
    """Whether another version of the stemmer or of `words.py` made the index."""
    known = connection.execute("SELECT value FROM settings WHERE name = 'index'").fetchone()
    return known is None or known[0] != index_version()


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the index and the catalogue again from all acts, within the caller's transaction."""
    connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
    connection.execute(SEARCH_WORDS)
    connection.execute("DELETE FROM search_words")
    _add(connection, _rows(connection, "1"))
    catalogue.rebuild(connection)
    connection.execute("INSERT OR REPLACE INTO settings (name, value) VALUES ('index', ?)", (index_version(),))


def purge(connection: sqlite3.Connection) -> None:
    """Leave nothing of acts that were taken out, not in the index's own pages and not among its words, within the
    caller's transaction. The whole index is written anew: seconds for a hundred thousand acts."""
    connection.execute("INSERT INTO search (search) VALUES ('optimize')")
    words = [row[0] for row in connection.execute("SELECT word FROM search_words")]
    held = "SELECT 1 FROM search WHERE search MATCH ? LIMIT 1"
    gone = [(word,) for word in words if connection.execute(held, (f'{EXACT} : "{word}"',)).fetchone() is None]
    connection.executemany("DELETE FROM search_words WHERE word = ?", gone)


def words_from(connection: sqlite3.Connection, beginning: str, most: int) -> list[str]:
    """The words of the index that begin so (plain: see `words.plain`); none where they are more than `most`."""
    between = "SELECT word FROM search_words WHERE word >= ? AND word < ? LIMIT ?"
    found = connection.execute(between, (beginning, f"{beginning}\U0010ffff", most + 1)).fetchall()
    return [row[0] for row in found] if len(found) <= most else []


def _drop(connection: sqlite3.Connection, column: str, value: str) -> None:
    rows = list(_rows(connection, f"d.{column} = ?", value))
    connection.executemany(f"INSERT INTO search (search, rowid, {_COLUMNS}) VALUES ('delete', {_MARKS})", rows)
    connection.execute(f"UPDATE deliberations SET search_id = NULL WHERE {column} = ?", (value,))


def _add(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> None:
    words: set[str] = set()
    connection.executemany(f"INSERT INTO search (rowid, {_COLUMNS}) VALUES ({_MARKS})", _noted(rows, words))
    known = sorted(set(map(plain, words)))  # in the order of the table
    connection.executemany("INSERT OR IGNORE INTO search_words (word) VALUES (?)", ((word,) for word in known))


def _noted(rows: Iterable[tuple[Any, ...]], words: set[str]) -> Iterator[tuple[Any, ...]]:
    """The same rows; `words` gets those that are written in them."""
    for row in rows:
        for text in row[_WRITTEN]:
            words.update(text.split())
        yield row


def _rows(connection: sqlite3.Connection, where: str, *values: Any) -> Iterator[tuple[Any, ...]]:
    found = connection.execute(
        "SELECT d.search_id, d.title, d.considerants, d.dispositif, s.body, s.organ, d.number, d.act_id "
        f"FROM deliberations d JOIN statements s ON s.id = d.statement_id WHERE d.search_id IS NOT NULL AND {where}",
        values,
    )
    for search_id, title, considerants, dispositif, *words in found:
        yield (search_id, *index_row(title, considerants, dispositif, heading(*words)))
