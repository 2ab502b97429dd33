"""A worker: a process of its own that reads the documents it is handed, one at a time.

In: a connection to whoever started it, and the work. Out: an outcome for each task, over the same connection. It never
outlives its starter, even one that was killed while a document held it: on Linux the kernel sees to that, elsewhere a
thread. What libraries print goes into a file, of which the last line is told when the worker dies.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import parent_process
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from .executors import Limits, died
from .tasks import Task, Work

READY = None  # what a worker sends first: from now on its documents' time counts
_MEGABYTE = 1 << 20
_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)
_SPARE = 512  # megabytes of address space beyond twice the limit: libraries map much that they never use


def serve(connection: Connection, work: Work, limits: Limits, log: str) -> None:
    """The life of a worker: tasks in, outcomes out, until the connection ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the coordinator, which ends its workers itself
    end_with_starter()
    print_into(log)
    wall(limits.megabytes)
    with suppress(EOFError, OSError):
        connection.send(READY)
        while True:
            task: Task = connection.recv()
            os.ftruncate(2, 0)
            try:
                outcome = work(task)
            except BaseException as error:  # a library that calls sys.exit
                outcome = died(task, f"{type(error).__name__}: {error}", 0.0)
            try:
                connection.send(outcome)
            except (EOFError, OSError):
                raise
            except Exception as error:  # a record that cannot go between processes is that file's failure
                connection.send(died(task, f"its record cannot be sent: {error}", outcome.seconds))


def end_with_starter() -> None:
    """Do not outlive whoever started this process."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    starter = parent_process()
    if starter is not None:

        def watch() -> None:
            starter.join()
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()


def dismiss(process: BaseProcess, connection: Connection) -> None:
    """End a worker, whatever it does, from the side of its starter."""
    with suppress(OSError):
        connection.close()
    if process.is_alive():
        process.kill()
    process.join()
    process.close()


def print_into(log: str) -> None:
    """Whatever this process prints goes into `log`; nothing can be read from the terminal."""
    for target, number in ((os.devnull, 0), (log, 1), (log, 2)):
        handle = os.open(target, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(handle, number)
        os.close(handle)


def wall(megabytes: int) -> None:
    """A wall of address space behind the limit that is watched: one huge allocation fails at once."""
    try:
        import resource

        import psutil
    except ImportError:  # Windows has no such wall
        return
    wall = psutil.Process().memory_info().vms + (2 * megabytes + _SPARE) * _MEGABYTE
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if most != resource.RLIM_INFINITY:
        wall = min(wall, most)
    with suppress(ValueError, OSError):  # macOS does not keep it
        resource.setrlimit(resource.RLIMIT_AS, (wall, most))


def last_line(log: str) -> str:
    """The last line that a worker printed, as text whatever its bytes are."""
    try:
        with open(log, "rb") as file:  # noqa: PTH123
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - 4096))
            lines: Sequence[str] = file.read().decode("utf-8", "replace").split("\n")
    except OSError:
        return ""
    return next((" ".join(line.split())[:200] for line in reversed(lines) if line.strip()), "")
