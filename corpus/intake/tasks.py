"""What is handed to a worker, and what comes back.

In: a `Task`, one file with the hash of its bytes. Out: an `Outcome`, its record or the error that says why there is
none. Both go between processes and machines. Nothing here knows a database: whatever an executor does with them
(see `executors.py`), only the coordinator writes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol, cast

from ...errors import DelibError, OutOfMemory
from ...parser.record import Document
from .remote import local

Parse = Callable[[Path], Document]
Part = tuple[int, int]


class Task(NamedTuple):
    """One file to read: its path (or URL) for the system, its path in the database, the hash of its bytes.

    `part` is a range of pages (first and last, from 1) that is only to be read and kept; `whole` says that the parts
    of a long volume have had their turn.
    """

    path: str
    name: str
    sha256: str
    part: Part | None = None
    whole: bool = False


class Outcome(NamedTuple):
    """What reading gave: a record or an error, and the seconds it took; or `parts`, which are to be read first."""

    task: Task
    document: Document | None
    error: DelibError | None
    seconds: float
    parts: tuple[Part, ...] = ()


Work = Callable[[Task], Outcome]


class Parted(Protocol):
    """A parser that can read a long volume by ranges of pages, and keeps what it read."""

    def parts(self, path: Path) -> tuple[Part, ...]:
        """The ranges that are best read first; none for most files."""

    def read_part(self, path: Path, part: Part) -> None:
        """Read one range and keep it."""


def read(parse: Parse, task: Task, by_parts: bool = False) -> Outcome:
    """Read one file. Pure but for the file; never raises but for what stops the program.

    With `by_parts`, a long volume comes back with its parts instead of a record.
    """
    started = time.perf_counter()
    document: Document | None = None
    error: DelibError | None = None
    parts: tuple[Part, ...] = ()
    try:
        with local(task.path) as path:
            if task.part is not None:
                cast(Parted, parse).read_part(path, task.part)
            elif by_parts and not task.whole:
                parts = cast(Parted, parse).parts(path)
            if task.part is None and not parts:
                document = parse(path)
    except DelibError as known:
        error = known
    except MemoryError:
        error = OutOfMemory("Reading it took more memory than a worker may have.", file=task.name)
    except Exception as unknown:  # one file's failure, whatever it is
        error = unforeseen(unknown, task.name)
    return Outcome(task, document, error, time.perf_counter() - started, parts)


def unforeseen(error: Exception, name: str) -> DelibError:
    """An error that nobody thought of, as one that can be reported."""
    return DelibError(f"delib failed: {type(error).__name__}: {error}.", file=name)
