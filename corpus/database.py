"""The file of a corpus: opened, brought up to date, written in transactions.

In: a path. Out: an SQLite connection in autocommit mode (`transaction` writes), or `BadDatabase`, which says what to
do. One writer at a time (BEGIN IMMEDIATE, write-ahead log), any number of readers meanwhile; what is not committed
when a process dies was never there.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from ..errors import BadDatabase
from . import fulltext
from .migrations import check_columns, current_version, migrate, version_of

BUSY_SECONDS = 30.0  # how long to wait for another writer
_CACHE = 64_000  # kilobytes of pages that a writer keeps in memory
_CHECKPOINT = 16_000  # pages in the write-ahead log before they go into the database: 64 MB

# Of one row, not of the database: what an ingest reports for the document and goes on after.
_OF_A_ROW = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError, sqlite3.InterfaceError)


@contextmanager
def speaking(file: str) -> Iterator[None]:
    """Turn SQLite's errors about the database into `BadDatabase`, which says what to do."""
    try:
        yield
    except _OF_A_ROW:
        raise
    except sqlite3.Error as error:
        said = str(error)
        if "locked" in said or "busy" in said:
            raise BadDatabase(
                f"Another program has been writing for over {BUSY_SECONDS:.0f} seconds.",
                file=file,
                remedy="Wait until it is done, then run the command again.",
            ) from error
        if "full" in said:
            raise BadDatabase(
                "The disk is full.", file=file, remedy="Make room, then run the command again: nothing is lost."
            ) from error
        if "readonly" in said or "read-only" in said:
            raise BadDatabase(
                "The database cannot be written.", file=file, remedy="Check the permissions of the file and its folder."
            ) from error
        if "unable to open" in said:
            raise BadDatabase(
                "The database cannot be opened.", file=file, remedy="Check the permissions of the file and its folder."
            ) from error
        if "not a database" in said or "malformed" in said:
            raise BadDatabase("The file is no SQLite database, or a damaged one.", file=file) from error
        raise BadDatabase(f"SQLite says: {said}.", file=file) from error


def open_corpus(path: str | Path, mode: Literal["read", "write", "create"] = "read") -> sqlite3.Connection:
    """Open the corpus at `path`, brought to the current version of the schema.

    "create" makes the file where there is none, and fills an empty one. Raises `BadDatabase`: nothing there, no SQLite,
    not delib's, made by a newer delib, locked, not writable. The connection is in autocommit mode: use `transaction` to
    write.
    """
    target = Path(path)
    if target.is_dir():
        raise BadDatabase("This is a folder.", file=str(path))
    if not target.exists():
        if mode != "create":
            raise BadDatabase("There is no database here.", file=str(path))
        if not target.parent.is_dir():
            raise BadDatabase("The folder of the database does not exist.", file=str(path), remedy="Make the folder.")
    with speaking(str(path)):
        connection = _connect(target, {"read": "ro", "write": "rw", "create": "rwc"}[mode])
        try:
            version = version_of(connection, str(path))
            if version == 0 and mode != "create":
                raise BadDatabase("There is no corpus in this file: it is empty.", file=str(path))
            if version < current_version() and mode == "read":
                connection.close()
                connection = _connect(target, "rw")  # a reader too needs the tables as they are now
            migrate(connection, str(path))
            check_columns(connection, str(path))
            if mode != "read":
                _make_ready_to_write(connection)
                if fulltext.is_stale(connection):
                    with transaction(connection):
                        fulltext.rebuild(connection)
        except BaseException:
            connection.close()
            raise
        return connection


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    place = path.resolve()
    still = "&immutable=1" if mode == "ro" and _lies_still(place) else ""
    connection = sqlite3.connect(
        f"{place.as_uri()}?mode={mode}{still}", uri=True, timeout=BUSY_SECONDS, isolation_level=None
    )
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _lies_still(path: Path) -> bool:
    """Whether the file lies where nothing can be written (a CD, a share to read from) and nobody is writing it: SQLite
    wants files of its own beside it, and is told that it needs none."""
    return not os.access(path.parent, os.W_OK) and not path.with_name(f"{path.name}-wal").exists()


def _make_ready_to_write(connection: sqlite3.Connection) -> None:
    """Settings of a connection that writes. An act of a large corpus changes some sixty pages of indexes, each of them
    another: with SQLite's own limits (2 MB, 1,000 pages) they are read, written and written back again and again."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")  # with WAL: a power cut loses the last commits at most
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")


def file_of(connection: sqlite3.Connection) -> str:
    """The path of the open database, for messages."""
    return str(connection.execute("PRAGMA database_list").fetchone()["file"] or ":memory:")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One write, whole or not at all. Raises `BadDatabase` where SQLite fails."""
    with speaking(file_of(connection)):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # some failures (disk full) have rolled back already
                connection.execute("ROLLBACK")
            raise
