"""The corpus as Datasette opens it: a file that can only be read, and answers to SQL that took long kept for a while.

In: the path, and SQL of Datasette's own pages. Out: connections that cannot write; results. A count of a large table,
its facets or a worked question costs the same at every visit: what took longer than a moment is kept until the file
changes, if it is small. `unhurried` is for questions that a server asks itself: they may take longer than a visitor's.
"""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, NamedTuple

from datasette.database import Database, QueryInterrupted, Results

LONG = 0.005  # seconds: what took less is asked again
_KEPT = 300  # answers
_LARGE = 200_000  # bytes of an answer that is not kept
_PATIENT = 30.0  # seconds that an unhurried question may take
_PASSING = re.compile(r"\bnow\b|\bcurrent_|\brandom", re.IGNORECASE)  # what is another thing at every moment
_unhurried: ContextVar[bool] = ContextVar("unhurried", default=False)


class _Answer(NamedTuple):
    state: object
    results: Results


@contextmanager
def unhurried() -> Iterator[None]:
    """Questions asked within may take long."""
    token = _unhurried.set(True)
    try:
        yield
    finally:
        _unhurried.reset(token)


class Corpus(Database):
    """The file, opened so that nothing can be written, whatever its name."""

    def __init__(self, ds: Any, path: str, is_mutable: bool) -> None:
        super().__init__(ds, path, is_mutable)  # type: ignore[no-untyped-call]
        self.answers: OrderedDict[str, _Answer] = OrderedDict()
        self.asking = threading.Lock()  # one unhurried question at a time
        self.closed = False

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection of one thread. Raises `PermissionError` where it should write."""
        if write:
            raise PermissionError("The reading room does not write.")
        how = "mode=ro" if self.is_mutable else "immutable=1"
        connection = sqlite3.connect(
            f"{Path(self.path).resolve().as_uri()}?{how}", uri=True, check_same_thread=False, timeout=5.0
        )
        connection.execute("PRAGMA query_only = ON")
        self._all_file_connections.append(connection)
        return connection

    def state(self) -> tuple[tuple[int, int], ...]:
        """The size and time of the file and of its write-ahead log."""
        found = []
        for name in (self.path, f"{self.path}-wal"):
            try:
                about = Path(name).stat()
            except OSError:
                continue
            found.append((about.st_size, about.st_mtime_ns))
        return tuple(found)

    async def execute(
        self,
        sql: str,
        params: Any = None,
        truncate: bool = False,
        custom_time_limit: int | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,
    ) -> Results:
        """See Datasette; an answer that took long is given again while the file is as it was."""
        name = repr((sql, params, truncate, page_size))
        state = self.state()
        known = self.answers.get(name)
        if known is not None and known.state == state:
            self.answers.move_to_end(name)
            return _copy(known.results)
        began = time.perf_counter()
        results: Results
        if _unhurried.get():
            results = await self.execute_fn(lambda connection: self._ask(connection, sql, params, truncate))
        else:
            own = super().execute
            results = await own(sql, params, truncate, custom_time_limit, page_size, log_sql_errors)  # type: ignore[no-untyped-call]
        if time.perf_counter() - began > LONG and _size(results) <= _LARGE and not _PASSING.search(sql):
            self.answers[name] = _Answer(state, _copy(results))
            while len(self.answers) > _KEPT:
                self.answers.popitem(last=False)
        return results

    def _ask(self, connection: sqlite3.Connection, sql: str, params: Any, truncate: bool) -> Results:
        """As Datasette asks, with more time."""
        until = time.monotonic() + _PATIENT
        with self.asking:
            connection.set_progress_handler(lambda: self.closed or time.monotonic() > until, 10_000)
            try:
                cursor = connection.execute(sql, params or {})
                most = self.ds.max_returned_rows
                rows = cursor.fetchmany(most + 1) if truncate else cursor.fetchall()
            except sqlite3.OperationalError as error:
                if "interrupted" in str(error):
                    raise QueryInterrupted(error, sql, params) from error
                raise
            finally:
                connection.set_progress_handler(None, 10_000)
        return Results(rows[:most] if truncate else rows, truncate and len(rows) > most, cursor.description)

    def close(self) -> None:
        """Close all connections, once nothing is asked any more."""
        self.closed = True
        with self.asking:
            super().close()  # type: ignore[no-untyped-call]


def _copy(results: Results) -> Results:
    """The same rows in a list of its own."""
    return Results(list(results.rows), results.truncated, results.description)


def _size(results: Results) -> int:
    """About how many bytes the rows are."""
    return sum(len(value) if isinstance(value, str | bytes) else 8 for row in results.rows for value in row)
