"""The versions of the database, and the steps between them.

In: an open connection. Out: the same, at the current version. `PRAGMA user_version` holds the version and
`PRAGMA application_id` says that the file is one of ours. A new file is made at the current version; an older one goes
through `STEPS`. Each step runs in one transaction with the new version number: it is done whole or not at all. A file
that delib did not make, or that a newer delib made, is refused and left as it was.

A changed table needs: the change in `schema.py`, a `Step` here that brings the version before to it, and the version
before kept in tests/corpus/versions/ (the tests hold that both ways lead to the same tables). A version that nobody has
yet is changed in place: no new step.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import NamedTuple

from ..errors import BadDatabase
from . import fulltext, reviewing, schema
from .people import marks

APPLICATION_ID = 0x44454C42  # "DELB"
FIRST = 1


class Step(NamedTuple):
    """One migration: what it does in one line, and the function that does it. The n-th leads to version `FIRST` + n."""

    about: str
    apply: Callable[[sqlite3.Connection], None]


def _second(connection: sqlite3.Connection) -> None:
    """From version 1 to version 2. New tables first, then what fills them from what is there."""
    _audit(connection)
    for table in ("catalogue", "findings", "acceptances"):
        schema.make(connection, table)
    for column in ("role_words", "beneficiary", "beneficiary_key", "beneficiary_basis", "again"):
        connection.execute(f'ALTER TABLE amounts ADD COLUMN "{column}" TEXT')
    schema.index(connection, "amounts", ("beneficiary_key",))
    schema.make(connection, "inferred_beneficiaries")
    for table in ("members", "member_names", "name_links", "name_rulings", "roster", "ungrouped"):
        schema.make(connection, table)
    for table in ("attendance", "movements", "dissents"):
        schema.widen(connection, table, "member_id")
    schema.widen(connection, "proxies", "giver_member_id", "holder_member_id")
    schema.make_view(connection, "presence")
    for table in ("subjects", "parcels", "surfaces", "act_keys", "act_links", "unchained"):
        schema.make(connection, table)
    schema.widen(connection, "citations", "code", "articles", "number", "date", "relation")
    schema.make_view(connection, "changes")
    for view in ("acts", "disagreements"):
        connection.execute(f"DROP VIEW {view}")
        schema.make_view(connection, view)
    connection.execute("DROP INDEX idx_deliberations_decision_id")
    schema.index(connection, "deliberations", ("decision_id", "id"))
    fulltext.rebuild(connection)  # fills the catalogue too
    reviewing.fill(connection)
    marks.mark_all(connection)


def _audit(connection: sqlite3.Connection) -> None:
    """The law of a verdict, the quorum that a document prints, and what several documents together tell."""
    connection.execute("ALTER TABLE checks ADD COLUMN law TEXT")
    connection.execute("ALTER TABLE statements ADD COLUMN quorum INTEGER")
    for table in ("corpus_checks", "unaudited"):
        schema.make(connection, table)
    connection.execute(f"CREATE VIEW audit AS {schema.VIEWS['audit']}")
    connection.execute(
        "INSERT INTO unaudited SELECT DISTINCT body_id, CAST(substr(date, 1, 4) AS INTEGER) FROM sessions "
        "WHERE body_id IS NOT NULL AND date IS NOT NULL"
    )


STEPS: tuple[Step, ...] = (
    Step("a catalogue for filters, what needs a human, who is who, subjects, land and chains of acts", _second),
)


def current_version() -> int:
    """The version that this delib makes."""
    return FIRST + len(STEPS)


def version_of(connection: sqlite3.Connection, file: str) -> int:
    """The version of the open database, 0 for an empty one. Raises `BadDatabase` where it is not one of ours."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    mark = int(connection.execute("PRAGMA application_id").fetchone()[0])
    tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if mark == 0 and version == 0 and tables == 0:
        return 0
    if mark != APPLICATION_ID or version < FIRST:
        raise BadDatabase("This SQLite file was not made by delib.", file=file)
    if version > current_version():
        raise BadDatabase(
            f"The database has version {version}; this delib knows versions up to {current_version()}.",
            file=file,
            remedy="Use the newer delib that made it.",
        )
    return version


def migrate(connection: sqlite3.Connection, file: str) -> list[Step]:
    """Bring the database up to date; the steps taken. The connection must be in autocommit mode."""
    taken: list[Step] = []
    while version_of(connection, file) != current_version():
        connection.execute("BEGIN IMMEDIATE")
        try:
            version = version_of(connection, file)  # read again under the lock: another process may have been first
            if version == 0:
                schema.create(connection)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {current_version()}")
            elif version < current_version():
                step = STEPS[version - FIRST]
                step.apply(connection)
                connection.execute(f"PRAGMA user_version = {version + 1}")
                taken.append(step)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return taken


def check_columns(connection: sqlite3.Connection, file: str) -> None:
    """Raise `BadDatabase` where a table or a column of the current version is not there: another program changed the
    file, or a delib that was never released made it."""
    there = {
        (row[0], row[1])
        for row in connection.execute(
            "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'"
        )
    }
    for table in schema.TABLES:
        missing = [column for column in table.columns if (table.name, column) not in there]
        if missing:
            raise BadDatabase(
                f"The table {table.name} lacks {', '.join(missing)}.",
                file=file,
                remedy="Ingest the files into a new database.",
            )
