"""What the journal says of a whole corpus: how many files of each status, and which of them need a human.

In: an open corpus. Out: a `Report`. Reads only. The counts are those of the journal as it is now, whatever runs
made it.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from .database import file_of, speaking
from .journal import UNREAD, Entry

_FIELDS = ", ".join(Entry._fields)


class Report(NamedTuple):
    """Counts, and lists as long as was asked for.

    `by_status` counts files, `by_code` those that gave nothing to search by the code of their error: `unread`.
    `review` are those whose record a person should look at (`message` says why). Of both it is said how many there
    are; `slowest` took the most seconds. `waiting` counts corrections whose act is not there any more. The rest counts
    what the corpus holds.
    """

    files: int
    by_status: dict[str, int]
    by_code: dict[str, int]
    unread: tuple[Entry, ...]
    unread_count: int
    review: tuple[Entry, ...]
    review_count: int
    slowest: tuple[Entry, ...]
    seconds: float
    documents: int
    superseded: int
    acts: int
    twins: int
    corrections: int
    waiting: int
    first: str | None
    last: str | None


def report(connection: sqlite3.Connection, *, limit: int = 20) -> Report:
    """The report, with at most `limit` files in each list. Raises `BadDatabase`."""

    def one(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0] or 0)

    def counts(column: str, where: str) -> dict[str, int]:
        sql = f"SELECT {column}, count(*) FROM journal WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1"
        return dict(map(tuple, connection.execute(sql)))

    def entries(where: str, order: str) -> tuple[Entry, ...]:
        rows = connection.execute(f"SELECT {_FIELDS} FROM journal WHERE {where} ORDER BY {order} LIMIT ?", (limit,))
        return tuple(Entry(*row) for row in rows)

    unread = f"status IN ({', '.join(repr(status) for status in sorted(UNREAD))})"
    with speaking(file_of(connection)):
        by_status = counts("status", "1")
        first, last = connection.execute("SELECT min(at), max(at) FROM journal").fetchone()
        return Report(
            files=sum(by_status.values()),
            by_status=by_status,
            by_code=counts("code", f"code IS NOT NULL AND {unread}"),
            unread=entries(unread, "status, path"),
            unread_count=one(f"SELECT count(*) FROM journal WHERE {unread}"),
            review=entries("status = 'review'", "path"),
            review_count=by_status.get("review", 0),
            slowest=entries("seconds IS NOT NULL", "seconds DESC, path"),
            seconds=float(connection.execute("SELECT total(seconds) FROM journal").fetchone()[0]),
            documents=one("SELECT count(*) FROM documents WHERE superseded_by IS NULL"),
            superseded=one("SELECT count(*) FROM documents WHERE superseded_by IS NOT NULL"),
            acts=one("SELECT count(*) FROM deliberations WHERE search_id IS NOT NULL"),
            twins=one("SELECT count(*) FROM deliberations WHERE twin IS NOT NULL"),
            corrections=one("SELECT count(*) FROM corrections"),
            waiting=one("SELECT count(*) FROM corrections WHERE was IS NULL"),
            first=first,
            last=last,
        )
