"""The workers of a dask scheduler, on one machine or many: the extra `delib[distributed]`.

In: the address of a scheduler, work and tasks. Out: an outcome for every task. Each dask worker reads in a process of
its own (`processes.Guard`), so that a document that hangs, grows or crashes takes nothing with it; when a whole dask
worker is killed, dask gives its documents to another one, and reading twice does no harm. The workers must see the
files under the same paths, or the files must be URLs. Nothing is written but by the coordinator.
"""

from __future__ import annotations

import queue
import uuid
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from typing import Any

from ...errors import NoScheduler
from ...version import __version__
from .executors import Limits, died
from .tasks import Outcome, Task, Work

_CONNECT = 15.0  # seconds to wait for the scheduler, and for a first worker
_TICK = 0.25  # seconds without an outcome after which the coordinator hears of it
_A_THREAD = 3  # tasks sent out for each thread of a worker


class Distributed:
    """An executor over the workers of the scheduler at `address`; `at_once` limits how many tasks are out."""

    def __init__(self, address: str, limits: Limits | None = None, at_once: int | None = None) -> None:
        self.address = address
        self.limits = limits or Limits()
        self.at_once = at_once

    def __call__(self, work: Work, tasks: Iterable[Task], /) -> Generator[Outcome | None, None, None]:
        """Read the tasks. Raises `NoScheduler`."""
        coming = iter(tasks)
        first = next(coming, None)
        if first is None:  # a round without work needs no scheduler
            return
        with _client(self.address) as client:
            from .dask_worker import Reading

            name = f"delib-{uuid.uuid4().hex}"
            client.register_plugin(Reading(work, self.limits), name=name)
            try:
                yield from self._run(client, name, first, coming)
            finally:
                with suppress(Exception):  # the scheduler may be what has gone
                    client.unregister_worker_plugin(name)

    def _run(
        self, client: Any, name: str, first: Task, coming: Iterator[Task]
    ) -> Generator[Outcome | None, None, None]:
        from .dask_worker import read_guarded

        out: dict[Any, Task] = {}
        done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        task: Task | None = first
        while task is not None or out:
            room = self.at_once or max(1, _A_THREAD * sum(client.nthreads().values()))
            while task is not None and len(out) < room:
                future = client.submit(read_guarded, name, task, pure=False)
                out[future] = task
                future.add_done_callback(done.put)
                task = next(coming, None)
            try:
                future = done.get(timeout=_TICK)
            except queue.Empty:
                yield None
                continue
            yield self._outcome(future, out.pop(future))

    def _outcome(self, future: Any, task: Task) -> Outcome:
        import distributed

        try:
            outcome: Outcome = future.result()
            return outcome
        except distributed.scheduler.KilledWorker:
            return died(task, "several dask workers that read it were killed", 0.0)
        except (distributed.client.FutureCancelledError, OSError) as error:
            raise NoScheduler(f"The connection was lost: {error}.", file=self.address) from error
        except Exception as error:  # what dask itself could not do with the task
            return died(task, f"{type(error).__name__}: {error}", 0.0)
        finally:
            future.release()


def _client(address: str) -> Any:
    try:
        import distributed
    except ImportError:
        raise NoScheduler(
            "dask.distributed is not installed.", remedy="Install it: pip install 'delib[distributed]'."
        ) from None
    try:
        connect: Any = distributed.Client  # which has no types
        client = connect(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise NoScheduler(f"It does not answer ({type(error).__name__}: {error}).", file=address) from error
    try:
        client.wait_for_workers(1, timeout=_CONNECT)
        others = {name: said for name, said in client.run(what_runs).items() if said != what_runs()}
    except (TimeoutError, distributed.TimeoutError):
        client.close()
        raise NoScheduler("It has no workers.", file=address) from None
    except Exception as error:  # a worker that has no delib cannot load the question
        client.close()
        raise NoScheduler(f"Its workers cannot run delib ({error}).", file=address) from error
    if others:
        client.close()
        name, said = next(iter(others.items()))
        raise NoScheduler(f"The worker {name} runs {said}, this is {what_runs()}.", file=address)
    return client


def what_runs() -> str:
    """The delib of this process: all workers must read alike."""
    from ...parser.kept import code_version

    return f"delib {__version__} ({code_version()})"
