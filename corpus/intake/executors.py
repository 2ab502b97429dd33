"""The seam between a run and those who read: what an executor is, and what a worker may take.

In: `work`, which reads one task, and tasks, taken only as workers come free. Out: outcomes, in any order; None now and
then, where nothing is ready, so that the coordinator can commit what it has. An executor knows no database and keeps
nothing: what is done is in the journal. Every task that was taken comes back as one outcome, whatever became of its
worker. Closing the generator ends the workers.

- `here` reads in this process, one file after the other: no limits, for tests and for looking into a fault.
- `processes.Processes` reads in worker processes of this machine, each with a deadline and a limit of memory.
- `distributed.Distributed` reads on the workers of a dask scheduler.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import NamedTuple, Protocol

from ...errors import DelibError, OutOfMemory, TimedOut, WorkerDied
from .tasks import Outcome, Task, Work

# Outcomes that say more of the worker than of the file: worth a second try, alone and with larger limits.
SUSPECT = frozenset({TimedOut.code, OutOfMemory.code, WorkerDied.code, DelibError.code})


class Limits(NamedTuple):
    """What one document may take, and how long a worker lives.

    `seconds` is the deadline of a document, `megabytes` the resident memory of its worker, `documents` how many a
    worker reads before a fresh one takes its place (libraries leak).
    """

    seconds: float = 300.0
    megabytes: int = 640
    documents: int = 500

    def larger(self) -> Limits:
        """The limits of the second try: twice the time and the memory, a fresh worker for each document."""
        return Limits(self.seconds * 2, self.megabytes * 2, 1)


class Executor(Protocol):
    """Reads tasks; see the docstring of the module."""

    def __call__(self, work: Work, tasks: Iterable[Task], /) -> Generator[Outcome | None, None, None]: ...


def here(work: Work, tasks: Iterable[Task], /) -> Generator[Outcome | None, None, None]:
    """Read in this process, one after the other."""
    for task in tasks:
        yield work(task)


# ---- how a task ends that its worker could not end -------------------------------------------------------------------


def timed_out(task: Task, limits: Limits) -> Outcome:
    """The outcome of a document that took too long."""
    return Outcome(task, None, TimedOut(f"No result after {limits.seconds:g} s.", file=task.name), limits.seconds)


def out_of_memory(task: Task, limits: Limits, seconds: float) -> Outcome:
    """The outcome of a document whose worker took too much memory."""
    said = f"Its worker took more than {limits.megabytes} MB of memory."
    return Outcome(task, None, OutOfMemory(said, file=task.name), seconds)


def died(task: Task, how: str, seconds: float) -> Outcome:
    """The outcome of a document whose worker ended before it was done."""
    return Outcome(task, None, WorkerDied(f"Its worker ended: {how}.", file=task.name), seconds)
