"""What became of a file, written: its record and its row in the journal, both or neither.

In: an open corpus and outcomes of workers, or what another corpus says of a file. Out: rows. The same bytes are one
document, under the path that came first; when the file there goes on to hold other bytes, the document moves to a copy,
or into the history. A record that the database does not take is that file's failure; a database that takes nothing
raises `BadDatabase`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec

from ...errors import DelibError
from ...files import printable
from ...parser.record import Document, Versions
from .. import journal
from ..corrections import as_read, with_corrections
from ..database import transaction
from ..journal import Entry
from ..keys import content_key
from ..rows import document_key
from ..store import put, remove, supersede
from .remote import file_name, is_url
from .tasks import Outcome, Task, unforeseen


def settle_all(connection: sqlite3.Connection, outcomes: list[Outcome], versions: Versions) -> list[Entry]:
    """Write outcomes in one transaction; where one of them is refused, each in its own. Raises `BadDatabase`."""
    if len(outcomes) > 1:
        try:
            with transaction(connection):
                return [_write(connection, outcome, versions) for outcome in outcomes]
        except DelibError:
            raise
        except Exception:  # a record that the database does not take: which one shows below
            pass
    return [settle(connection, outcome, versions) for outcome in outcomes]


def settle(connection: sqlite3.Connection, outcome: Outcome, versions: Versions) -> Entry:
    """Write the outcome: the record and the row in the journal, both or neither. Raises `BadDatabase`."""
    try:
        with transaction(connection):
            return _write(connection, outcome, versions)
    except DelibError:
        raise
    except Exception as refused:  # a record that the database does not take is that file's failure
        error = unforeseen(refused, outcome.task.name)
    with transaction(connection):
        return _write(connection, outcome._replace(document=None, error=error), versions)


def _write(connection: sqlite3.Connection, outcome: Outcome, versions: Versions) -> Entry:
    task, error = outcome.task, outcome.error
    if outcome.document is not None:
        return _store(connection, task, outcome.document, outcome.seconds, versions)
    assert error is not None
    entry = failure(task.name, task.sha256, error)._replace(seconds=outcome.seconds)
    arrive(connection, entry)
    journal.write(connection, entry, versions)
    return entry


def _store(
    connection: sqlite3.Connection, task: Task, document: Document, seconds: float, versions: Versions, at: str = ""
) -> Entry:
    sha256 = document.sha256 or task.sha256  # those of the bytes that were read, should the file have changed meanwhile
    home = home_of(connection, content_key("document", sha256))
    path = task.name if home is None else home.path  # a copy was there first: the document stays with it
    document = msgspec.structs.replace(document, sha256=sha256, file=_file(path))
    status, code, message = journal.status_of(with_corrections(connection, document, path))
    entry = Entry(path, _file(path), sha256, document_key(document, path), status, code, message, None, seconds)
    arrive(connection, entry)
    put(connection, document, path)
    journal.write(connection, entry, versions, at)
    if path == task.name:
        return entry
    entry = duplicate(task.name, entry)._replace(seconds=seconds)
    arrive(connection, entry)
    journal.write(connection, entry, versions, at)
    return entry


def adopt(connection: sqlite3.Connection, entry: Entry, document: Document | None, versions: Versions, at: str) -> None:
    """Take in what another corpus says of a file, as it was read at `at`, within the caller's transaction."""
    home = home_of(connection, content_key("document", entry.sha256)) if entry.sha256 is not None else None
    if home is not None and home.path == entry.path:
        home = None
    if document is not None and (home is None or journal.when(connection, home.path) < at):
        task = Task(entry.path, entry.path, entry.sha256 or "")
        _store(connection, task, document, entry.seconds or 0.0, versions, at)
        return
    if document is not None or entry.status == "duplicate":
        if home is None:
            return  # a copy of what is not there, or is this very file
        entry = duplicate(entry.path, home)._replace(seconds=entry.seconds)
    arrive(connection, entry)
    journal.write(connection, entry, versions, at)


def leave(connection: sqlite3.Connection, path: str) -> bool:
    """Forget the file at `path`, within the caller's transaction; False where nothing is known of it.

    Its document goes, with its older versions and all that only they said; where a copy of the file is known, the
    document stays with the copy.
    """
    known = connection.execute("SELECT 1 FROM journal WHERE path = ?", (path,)).fetchone() is not None
    connection.execute("DELETE FROM journal WHERE path = ?", (path,))
    for (document_id,) in connection.execute("SELECT id FROM documents WHERE path = ?", (path,)).fetchall():
        known = True
        if not _move_to_copy(connection, document_id, path):
            remove(connection, document_id)
    return known


def home_of(connection: sqlite3.Connection, document_id: str) -> Entry | None:
    """The file under whose path the document stands, as the journal has it; None where that file is no longer so."""
    row = connection.execute(
        "SELECT j.* FROM documents d JOIN journal j ON j.path = d.path AND j.document_id = d.id "
        "WHERE d.id = ? AND d.superseded_by IS NULL",
        (document_id,),
    ).fetchone()
    return None if row is None else Entry(**{name: row[name] for name in Entry._fields})


def arrive(connection: sqlite3.Connection, entry: Entry) -> None:
    """Other documents at the entry's path are no longer what the file holds: they move to a copy, or into the history.

    Where nothing was read of the new bytes, and there is no copy, the old document stays: it is the last that is known.
    """
    older = connection.execute(
        "SELECT id FROM documents WHERE path = ? AND id IS NOT ? AND superseded_by IS NULL",
        (entry.path, entry.document_id),
    ).fetchall()
    for (old,) in older:
        if _move_to_copy(connection, old, entry.path):
            continue
        if entry.status == "duplicate" and entry.document_id is not None:
            supersede(connection, entry.path, entry.document_id)


def _move_to_copy(connection: sqlite3.Connection, document_id: str, path: str) -> bool:
    """The file at `path` holds the document no more: it moves to the first copy, if there is one."""
    copies = journal.copies(connection, document_id, path)
    if not copies:
        return False
    document = msgspec.structs.replace(as_read(connection, document_id), file=_file(copies[0]))
    put(connection, document, copies[0])
    journal.promote(connection, copies[0], document)
    return True


def failure(name: str, sha256: str | None, error: DelibError) -> Entry:
    """What the journal says of a file that could not be read; a remedy that is not the code's own on a second line."""
    said = " ".join(error.message.split())
    if error.remedy != type(error).remedy:
        said += f"\n{error.remedy}"
    return Entry(
        name, _file(name), sha256, None, journal.status_of_error(error), error.code, printable(said), error.page
    )


def duplicate(name: str, home: Entry) -> Entry:
    return Entry(name, _file(name), home.sha256, home.document_id, "duplicate", None, same_bytes(home.path))


def same_bytes(path: str) -> str:
    """What the journal says of a copy of the file at `path`."""
    return f"The same bytes as {path}."


def _file(path: str) -> str:
    return file_name(path) if is_url(path) else Path(path).name
