"""Worker processes of this machine: one document each at a time, with a deadline and a limit of memory.

In: work and tasks. Out: an outcome for every task, as it is ready. Each worker has a connection of its own, so that one
that hangs, grows, or is killed takes nothing with it but the document that it was reading; a fresh worker takes its
place. The standard library's pools lose what else was in flight, or hang: hence this one. No process is left when the
run ends, however it ends.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from multiprocessing import connection as connections
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from .executors import Limits, died, out_of_memory, timed_out
from .tasks import Outcome, Task, Work
from .worker import READY, dismiss, last_line, serve

# Tasks handed to a worker beyond the one it reads, so that it never waits while the coordinator writes: as many as it
# reads in this time, by the mean of what was read; few where a document takes long, so that all end at about one time.
_AHEAD_SECONDS = 0.4
_AHEAD = range(1, 13)
_WATCH = 0.1  # seconds between two looks at clocks and memory
_START = 60.0  # seconds that a process may take to come to life: they are not its document's
_TICK = 0.25  # seconds without an outcome after which the coordinator hears of it
_SWOLLEN = 0.75  # share of the limit of memory beyond which a worker that is done with a document is replaced
_MEGABYTE = 1 << 20
_PRELOAD = "delib.parser.reading"  # loaded once, before workers are made of it


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Processes:
    """An executor over `jobs` worker processes (by default one a core). `peak` is the most memory of any, in bytes."""

    def __init__(self, jobs: int | None = None, limits: Limits | None = None) -> None:
        self.jobs = jobs or cores()
        self.limits = limits or Limits()
        self.peak = 0

    def __call__(self, work: Work, tasks: Iterable[Task], /) -> Generator[Outcome | None, None, None]:
        """Read the tasks. Closing the generator ends the workers."""
        with tempfile.TemporaryDirectory(prefix="delib-workers-", ignore_cleanup_errors=True) as folder:
            pool = _Pool(self.jobs, self.limits, work, Path(folder))
            try:
                yield from pool.run(iter(tasks))
            finally:
                pool.end()
                self.peak = max(self.peak, pool.peak)


class _Pool:
    """The workers of one run."""

    def __init__(self, jobs: int, limits: Limits, work: Work, folder: Path) -> None:
        self.jobs = jobs
        self.limits = limits
        self.work = work
        self.folder = folder
        self.peak = 0
        self.made = 0
        self.mean = _AHEAD_SECONDS  # seconds a document
        self.workers: list[_Worker] = []
        self.context = _context()

    def run(self, tasks: Iterator[Task]) -> Iterator[Outcome | None]:
        waiting: deque[Task] = deque()  # handed to a worker that died before it began them
        told = time.monotonic()
        more = True
        while True:
            while len(self.workers) < self.jobs and (waiting or more):
                if not waiting:
                    task = next(tasks, None)
                    if task is None:
                        more = False
                        break
                    waiting.append(task)
                self.workers.append(self._worker())
                self.workers[-1].hand(waiting.popleft())
            more = self._feed(waiting, tasks, more)
            busy = [worker for worker in self.workers if worker.tasks]
            if not busy and not waiting and not more:
                return
            for outcome in self._collect(busy, waiting):
                told = time.monotonic()
                yield outcome
                more = self._feed(waiting, tasks, more)
            if time.monotonic() - told >= _TICK:
                told = time.monotonic()
                yield None

    def _feed(self, waiting: deque[Task], tasks: Iterator[Task], more: bool) -> bool:
        """Hand tasks out, first one to each worker, then more; false where there are no more."""
        ahead = min(max(int(_AHEAD_SECONDS / max(self.mean, 0.001)), _AHEAD[0]), _AHEAD[-1])
        for depth in range(1, ahead + 2):
            for worker in self.workers:
                if len(worker.tasks) >= min(depth, self.limits.documents - worker.served):
                    continue
                task = waiting.popleft() if waiting else next(tasks, None) if more else None
                if task is None:
                    return False
                worker.hand(task)
        return more

    def _collect(self, busy: list[_Worker], waiting: deque[Task]) -> Iterator[Outcome]:
        ready = set(connections.wait([worker.connection for worker in busy], _WATCH))
        now = time.monotonic()
        for worker in busy:
            outcome = worker.receive(now) if worker.connection in ready else None
            if outcome is None and worker.connection not in ready:
                outcome = worker.watched(now)
            if outcome is None and not worker.broken:
                continue
            if worker.is_spent():
                self.peak = max(self.peak, worker.peak)
                waiting.extendleft(reversed(worker.tasks))
                worker.end()
                self.workers.remove(worker)
            if outcome is not None:
                self.mean += 0.1 * (outcome.seconds - self.mean)
                yield outcome

    def _worker(self) -> _Worker:
        self.made += 1
        return _Worker(self.context, self.work, self.limits, self.folder / f"{self.made}.txt")

    def end(self) -> None:
        for worker in self.workers:
            self.peak = max(self.peak, worker.peak)
            worker.end()
        self.workers.clear()


class Guard:
    """One worker process for whoever reads one document at a time, with the limits and the fresh starts of a pool."""

    def __init__(self, work: Work, limits: Limits) -> None:
        self._work = work
        self._limits = limits
        self._context = _context()
        self._folder = tempfile.TemporaryDirectory(prefix="delib-worker-", ignore_cleanup_errors=True)
        self._worker: _Worker | None = None

    def read(self, task: Task) -> Outcome:
        """The outcome of the task, whatever becomes of the process."""
        if self._worker is None:
            self._worker = _Worker(self._context, self._work, self._limits, Path(self._folder.name) / "said.txt")
        worker = self._worker
        worker.hand(task)
        outcome: Outcome | None = None
        while outcome is None:
            ready = worker.connection.poll(_WATCH)
            outcome = worker.receive(time.monotonic()) if ready else worker.watched(time.monotonic())
        if worker.is_spent():
            self._end()
        return outcome

    def _end(self) -> None:
        if self._worker is not None:
            self._worker.end()
        self._worker = None

    def close(self) -> None:
        """End the process."""
        self._end()
        self._folder.cleanup()


def _context() -> Any:
    """How processes are made. Not by fork: the coordinator has a database open, which no copy of it must touch."""
    if sys.platform == "win32":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([_PRELOAD])
    return context


class _Worker:
    """One worker process, as the coordinator sees it: `tasks` are those handed to it, the first being read."""

    def __init__(self, context: Any, work: Work, limits: Limits, log: Path) -> None:
        import psutil

        self.connection: Connection
        self.connection, theirs = context.Pipe()
        self.log = log
        self.process = context.Process(target=serve, args=(theirs, work, limits, str(log)), daemon=True)
        self.process.start()
        theirs.close()
        self.limits = limits
        self.tasks: deque[Task] = deque()
        self.peak = 0
        self.served = 0
        self.ready = False
        self.began = time.monotonic()
        self.broken = False
        self.seen: psutil.Process | None = None
        with suppress(psutil.Error):
            self.seen = psutil.Process(self.process.pid)

    def hand(self, task: Task) -> None:
        if not self.tasks:
            self.began = time.monotonic()
        self.tasks.append(task)
        with suppress(OSError):  # a worker that is gone: receiving says so
            self.connection.send(task)

    def receive(self, now: float) -> Outcome | None:
        """The outcome that is there; how the worker died where it did."""
        try:
            outcome: Outcome | None = self.connection.recv()
        except Exception as error:  # EOF; or bytes that a dying worker left half written
            self.broken = True
            self.process.join(5.0)
            how = self._ending() if isinstance(error, EOFError | OSError) else f"{type(error).__name__}: {error}"
            return died(self.tasks.popleft(), how, now - self.began) if self.tasks else None
        self.began = now
        if outcome is READY:
            self.ready = True
            return None
        self.tasks.popleft()
        self.served += 1
        return outcome

    def watched(self, now: float) -> Outcome | None:
        """What is said of its document when it has gone over a limit; it is to be ended then."""
        spent = now - self.began
        if self.resident() > self.limits.megabytes * _MEGABYTE:
            self.broken = True
            return out_of_memory(self.tasks.popleft(), self.limits, spent)
        if spent > self.limits.seconds + (0.0 if self.ready else _START):
            self.broken = True
            return timed_out(self.tasks.popleft(), self.limits)
        return None

    def is_spent(self) -> bool:
        """Whether a fresh worker is to take its place: it broke, did its share, or holds so much memory that the next
        document would have too little."""
        share = self.served >= self.limits.documents
        return self.broken or share or self.resident() > _SWOLLEN * self.limits.megabytes * _MEGABYTE

    def resident(self) -> int:
        """Its resident memory in bytes; 0 where it is gone."""
        import psutil

        try:
            now = int(self.seen.memory_info().rss) if self.seen is not None else 0
        except psutil.Error:
            return 0
        self.peak = max(self.peak, now)
        return now

    def _ending(self) -> str:
        code = self.process.exitcode
        if code is None:
            how = "it closed its connection"
        elif code < 0:
            name = signal.Signals(-code).name if -code in set(signal.Signals) else str(-code)
            how = f"killed by the signal {name}"
        else:
            how = f"exit code {code}"
        said = last_line(str(self.log))
        return f"{how} ({said})" if said else how

    def end(self) -> None:
        dismiss(self.process, self.connection)
        self.log.unlink(missing_ok=True)
