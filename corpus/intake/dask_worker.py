"""What runs on a dask worker: documents read in processes of their own.

In: a task, by way of dask. Out: its outcome. Imported only where dask.distributed is there (see `distributed.py`).
"""

from __future__ import annotations

import queue
from multiprocessing import current_process
from typing import Any

from distributed import WorkerPlugin, get_worker

from .executors import Limits
from .processes import Guard
from .tasks import Outcome, Task, Work


class Reading(WorkerPlugin):
    """A plugin of a dask worker: the processes that read for it. Workers that come later get it too."""

    def __init__(self, work: Work, limits: Limits) -> None:
        self.work = work
        self.limits = limits
        self.idle: queue.SimpleQueue[Guard] | None = None

    def setup(self, worker: Any) -> None:
        """Called by dask on the worker."""
        self.idle = queue.SimpleQueue()
        # dask's own processes may have no children, which is multiprocessing's rule for daemons and is meant to keep
        # orphans away; ours end with whoever started them.
        current_process()._config.pop("daemon", None)  # type: ignore[attr-defined]

    def teardown(self, worker: Any) -> None:
        """Called by dask when the run ends, or the worker."""
        while self.idle is not None:
            try:
                self.idle.get_nowait().close()
            except queue.Empty:
                return

    def read(self, task: Task) -> Outcome:
        """Read in one of the processes, a new one where all are busy."""
        assert self.idle is not None
        try:
            guard = self.idle.get_nowait()
        except queue.Empty:
            guard = Guard(self.work, self.limits)
        try:
            return guard.read(task)
        finally:
            self.idle.put(guard)


def read_guarded(plugin: str, task: Task) -> Outcome:
    """The task that dask runs."""
    reading = get_worker().plugins[plugin]
    assert isinstance(reading, Reading)
    return reading.read(task)
