"""Corpora made apart become one: shards of several machines, or of several years.

In: the paths of corpora, and of the one to make or to add to. Out: that one, with what all of them know. Ids are
content keys, so nothing is renamed and merging again changes nothing. Of two readings of one file the later stays; the
same bytes under two paths are one document, with the path that the corpus named first gave it. Corrections and what was
accepted come along, the later of two. The corpora that are merged are only read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from ..errors import BadDatabase
from ..parser.record import Versions
from . import acceptances, chains, comparisons, corrections, twins
from .database import file_of, open_corpus, speaking, transaction
from .intake.settling import adopt
from .journal import Entry
from .people import marks, roster, rulings
from .people import settle as people
from .store import put, restore_history

_SOME = 50  # files written in one transaction
_FIELDS = ", ".join(Entry._fields)


def merge(sources: Iterable[str | Path], target: str | Path, tell: Callable[[str, int], None] | None = None) -> int:
    """Merge `sources` into `target`, which is made where it is not there; how many files it knows then.

    `tell` hears of each source and how many of its files brought something. Raises `BadDatabase`.
    """
    paths = [Path(source) for source in sources]
    if any(path.resolve() == Path(target).resolve() for path in paths):
        raise BadDatabase(
            "A corpus cannot be merged into itself.", file=str(target), remedy="Name another output with -o."
        )
    for path in paths:
        with closing(open_corpus(path)):  # all are there before anything is written
            pass
    first = not Path(target).exists()
    with closing(open_corpus(target, "create")) as connection:
        for number, path in enumerate(paths):
            with closing(open_corpus(path)) as source:
                taken = (_copy if number == 0 and first else _take)(source, connection)
                if tell is not None:
                    tell(str(path), taken)
        twins.link(connection)
        people.settle(connection)
        chains.link(connection)
        comparisons.refresh(connection)
        with transaction(connection):
            connection.execute("INSERT INTO search (search) VALUES ('optimize')")
        return _count(connection)


def _count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM journal").fetchone()[0])


def _copy(source: sqlite3.Connection, target: sqlite3.Connection) -> int:
    """The first corpus, whole: page by page, which is much faster than document by document."""
    with speaking(file_of(target)):
        source.backup(target)
        target.execute("PRAGMA journal_mode = WAL")
    return _count(target)


def _take(source: sqlite3.Connection, target: sqlite3.Connection) -> int:
    """Another corpus, file by file in the order of paths."""
    paths = [row[0] for row in source.execute("SELECT path FROM journal ORDER BY status = 'duplicate', path")]
    taken = 0
    for start in range(0, len(paths), _SOME):
        with transaction(target):
            taken += sum(_take_file(source, target, path) for path in paths[start : start + _SOME])
    with transaction(target):
        _take_history(source, target)
        _take_corrections(source, target)
        acceptances.take(source, target)
        if any([rulings.take(source, target), roster.take(source, target)]):
            marks.mark_all(target)
    return taken


def _take_file(source: sqlite3.Connection, target: sqlite3.Connection, path: str) -> bool:
    select = f"SELECT {_FIELDS}, tool, rules, ocr, at FROM journal WHERE path = ?"
    theirs = source.execute(select, (path,)).fetchone()
    ours = target.execute(select, (path,)).fetchone()
    if ours is not None and _age(ours) >= _age(theirs):
        return False
    entry = Entry(*theirs[: len(Entry._fields)])
    holds = entry.document_id is not None and entry.status != "duplicate"
    document = corrections.as_read(source, str(entry.document_id)) if holds else None
    adopt(target, entry, document, Versions(theirs["tool"], theirs["rules"], theirs["ocr"]), theirs["at"])
    return True


def _age(row: sqlite3.Row) -> tuple[str, str]:
    """Of two rows for one path the greater stays: the later; of other bytes at the same second, always the same."""
    return (row["at"], row["sha256"] or "")


def _take_history(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Older versions of files, which the journal does not name."""
    rows = source.execute(
        "SELECT id, path, superseded_by FROM documents WHERE superseded_by IS NOT NULL ORDER BY id"
    ).fetchall()
    known = "SELECT 1 FROM documents WHERE id = ?"
    for old, path, newer in rows:
        if target.execute(known, (old,)).fetchone() is None and target.execute(known, (newer,)).fetchone() is not None:
            restore_history(target, corrections.as_read(source, old), path, newer)


def _take_corrections(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    ours = {(one.object_id, one.field): one for one in corrections.every(target)}
    for theirs in corrections.every(source):
        known = ours.get((theirs.object_id, theirs.field))
        row = target.execute("SELECT path, superseded_by FROM documents WHERE id = ?", (theirs.document_id,)).fetchone()
        if row is None or (known is not None and (known.at, known.value) >= (theirs.at, theirs.value)):
            continue
        document = corrections.as_read(target, theirs.document_id)
        corrections.add(target, theirs)
        if row[1] is None:
            put(target, document, row[0])
        else:
            restore_history(target, document, row[0], row[1])
