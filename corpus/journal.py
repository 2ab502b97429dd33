"""The journal: a row for every file that an ingest saw, and what became of it.

In: what happened to a file. Out: its row in `journal`, and, on the next run, whether that is still what would happen:
a file is done where its bytes and the versions of tool, rules and OCR are those of its row. A later run on changed
bytes writes over the row.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import NamedTuple

from ..errors import DelibError, NeedsOcr
from ..parser.record import Document, Versions

NOT_READ = "not-a-deliberation"
# Codes of errors that are statuses too.
_OWN_STATUS = frozenset({"needs-ocr", "encrypted", "damaged", "too-large", "timeout", "out-of-memory"})
UNREAD = _OWN_STATUS | {"failed"}  # statuses that leave nothing to search: a person, an OCR or another try is needed
RETRIED = {  # what `--retry` takes, and the statuses it stands for
    "failed": frozenset({"failed", "timeout", "out-of-memory"}),
    **{status: frozenset({status}) for status in sorted(UNREAD - {"failed"})},
    "review": frozenset({"review"}),
}
_PUT = (
    "INSERT INTO journal (path, file, sha256, document_id, status, code, message, page, seconds, tool, rules, ocr, at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (path) DO UPDATE SET file = excluded.file, "
    "sha256 = excluded.sha256, document_id = excluded.document_id, status = excluded.status, code = excluded.code, "
    "message = excluded.message, page = excluded.page, seconds = excluded.seconds, tool = excluded.tool, "
    "rules = excluded.rules, ocr = excluded.ocr, at = excluded.at"
)


class Entry(NamedTuple):
    """What the journal says of one file. `code`, `message` and `page` are those of an error, or null."""

    path: str
    file: str
    sha256: str | None
    document_id: str | None
    status: str
    code: str | None = None
    message: str | None = None
    page: int | None = None
    seconds: float | None = None

    @property
    def unread(self) -> bool:
        """Whether the file gave nothing to search and is expected to."""
        return self.status in UNREAD


def look_up(connection: sqlite3.Connection, path: str, versions: Versions) -> tuple[Entry | None, bool]:
    """What the journal says of the file at `path`, and whether these versions would say the same.

    Another OCR makes no difference to a document without images.
    """
    row = connection.execute("SELECT * FROM journal WHERE path = ?", (path,)).fetchone()
    if row is None:
        return None, False
    entry = Entry(**{name: row[name] for name in Entry._fields})
    if (row["tool"], row["rules"]) != (versions.tool, versions.rules):
        return entry, False
    return entry, row["ocr"] == versions.ocr or not _asks_ocr(connection, entry)


def changed(connection: sqlite3.Connection, path: str, versions: Versions) -> str:
    """Which version is not that of the file's row: "rules", "tool" or "ocr", the first that differs."""
    row = connection.execute("SELECT rules, tool, ocr FROM journal WHERE path = ?", (path,)).fetchone()
    return next(name for name in ("rules", "tool", "ocr") if name == "ocr" or row[name] != getattr(versions, name))


def _asks_ocr(connection: sqlite3.Connection, entry: Entry) -> bool:
    """Whether what became of the file may depend on the OCR."""
    if entry.document_id is None:
        return entry.status in RETRIED["failed"]
    images = "SELECT 1 FROM pages WHERE document_id = ? AND source NOT IN ('text', 'blank') LIMIT 1"
    return connection.execute(images, (entry.document_id,)).fetchone() is not None


def write(connection: sqlite3.Connection, entry: Entry, versions: Versions, at: str = "") -> bool:
    """Write the file's row, within the caller's transaction; False where it says the same already, run time apart.

    `at` is when that was, by default now.
    """
    known, current = look_up(connection, entry.path, versions)
    if current and not at and known is not None and known._replace(seconds=entry.seconds) == entry:
        return False
    now = at or datetime.now(UTC).isoformat(timespec="seconds")
    connection.execute(_PUT, (*entry, versions.tool, versions.rules, versions.ocr, now))
    return True


def when(connection: sqlite3.Connection, path: str) -> str:
    """When the file at `path` was read; "" where the journal does not know it."""
    row = connection.execute("SELECT at FROM journal WHERE path = ?", (path,)).fetchone()
    return row[0] if row is not None else ""


def status_of(document: Document) -> tuple[str, str | None, str | None]:
    """The status, code and message of a file that was read."""
    reasons = "; ".join(document.status_reasons) or None
    if document.status == "needs-ocr":
        return "needs-ocr", NeedsOcr.code, reasons
    if document.status == "ok" and document.kind == "other":
        return NOT_READ, None, reasons
    return document.status, None, reasons


def status_of_error(error: DelibError) -> str:
    """The status of a file that could not be read: that of its own, or "failed"; the code says more."""
    return error.code if error.code in _OWN_STATUS else "failed"


def copies(connection: sqlite3.Connection, document_id: str, path: str) -> list[str]:
    """Other paths that hold the bytes of the document, in alphabetical order."""
    rows = connection.execute(
        "SELECT path FROM journal WHERE document_id = ? AND path <> ? ORDER BY path", (document_id, path)
    )
    return [row[0] for row in rows]


def promote(connection: sqlite3.Connection, path: str, document: Document) -> None:
    """The copy at `path` is now where its document stands."""
    connection.execute(
        "UPDATE journal SET status = ?, code = ?, message = ? WHERE path = ?", (*status_of(document), path)
    )
