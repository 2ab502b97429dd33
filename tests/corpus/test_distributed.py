"""Workers of a dask scheduler on this machine. Slow: each starts a cluster."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from delib.corpus.intake.executors import Limits, here
from delib.corpus.intake.ingest import run
from delib.corpus.intake.processes import Processes
from delib.corpus.store import open_corpus
from delib.errors import NoScheduler
from faulty import VERSIONS, Faulty

distributed = pytest.importorskip("distributed")

from delib.corpus.intake.distributed import Distributed  # noqa: E402  (after the question whether it is there)

pytestmark = pytest.mark.slow

Held = Callable[[sqlite3.Connection], dict[str, list[tuple[Any, ...]]]]
LIMITS = Limits(seconds=3.0, megabytes=400)
FAULTS = Path(__file__).parent.parent / "faults"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A scheduler and two workers, started as the documentation says; gives the address."""
    folder = tmp_path_factory.mktemp("dask")
    where = folder / "scheduler.json"
    environment = {**os.environ, "PYTHONPATH": str(FAULTS), "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "false"}
    programs: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str) -> None:
        command = [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]]
        log = (folder / f"{len(programs)}.log").open("wb")
        programs.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=folder))

    start("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(where))
    until = time.monotonic() + 30
    while not where.exists() and time.monotonic() < until:
        time.sleep(0.1)
    for _ in range(2):
        start("worker", "--scheduler-file", str(where), "--nthreads", "1", "--host", "127.0.0.1", "--no-dashboard")
    with distributed.Client(scheduler_file=str(where), set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        address = client.scheduler.address
    yield address
    family = [
        one
        for program in programs
        for one in [psutil.Process(program.pid), *psutil.Process(program.pid).children(True)]
    ]
    for program in reversed(programs):
        program.send_signal(signal.SIGTERM)
    _, alive = psutil.wait_procs(family, timeout=15)
    for one in alive:
        with suppress(psutil.NoSuchProcess):
            one.kill()
    for program in programs:
        program.wait()
    assert not alive, "a process is left over"


def populated(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        (folder / f"n{number:04d}.txt").write_text("damaged" if number == 7 else f"ok voirie {number % 90}")
    return folder


def contents(path: Path, held: Held) -> dict[str, list[tuple[Any, ...]]]:
    with closing(open_corpus(path, "write")) as corpus:
        return held(corpus)


def test_serial_processes_and_dask_give_the_same_corpus(cluster: str, tmp_path: Path, held: Held) -> None:
    folder = populated(tmp_path / "files", 100)
    results = []
    for name, executor in (
        ("serial", here),
        ("processes", Processes(2, LIMITS)),
        ("dask", Distributed(cluster, LIMITS)),
    ):
        run([folder], tmp_path / f"{name}.db", Faulty(), VERSIONS, executor=executor)
        results.append(contents(tmp_path / f"{name}.db", held))
    assert results[0] == results[1] == results[2]
    assert len(results[0]["documents"]) == 90


def test_a_fault_costs_only_its_own_document_there_too(cluster: str, tmp_path: Path) -> None:
    folder = populated(tmp_path / "files", 6)
    for name in ("kill", "hang", "raise"):
        (folder / f"{name}.txt").write_text(name)
    done = run([folder], tmp_path / "a.db", Faulty(), VERSIONS, executor=Distributed(cluster, Limits(2.0, 400)))
    assert done.by_status == {"failed": 2, "ok": 6, "timeout": 1}


def test_a_dask_worker_killed_in_the_middle_loses_nothing(cluster: str, tmp_path: Path, held: Held) -> None:
    folder, log = populated(tmp_path / "files", 150), tmp_path / "log"
    log.write_text("")
    killed: list[int] = []

    def kill() -> None:
        with distributed.Client(cluster, set_as_default=False) as client:
            while len(log.read_text().split()) < 20:
                time.sleep(0.05)
            pid = next(iter(client.run(os.getpid).values()))
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)

    killer = threading.Thread(target=kill)
    killer.start()
    done = run(
        [folder], tmp_path / "dask.db", Faulty(log, 0.02), VERSIONS,
        executor=Distributed(cluster, LIMITS), quarantine=Distributed(cluster, LIMITS.larger(), at_once=1),
    )  # fmt: skip
    killer.join(timeout=30)
    assert killed
    assert done.by_status.get("failed") is None
    run([folder], tmp_path / "serial.db", Faulty(), VERSIONS)
    assert contents(tmp_path / "dask.db", held) == contents(tmp_path / "serial.db", held)


def test_no_scheduler_is_an_error_with_a_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("delib.corpus.intake.distributed._CONNECT", 1.0)
    folder = populated(tmp_path / "files", 1)
    with pytest.raises(NoScheduler) as caught:
        run([folder], tmp_path / "a.db", Faulty(), VERSIONS, executor=Distributed("tcp://127.0.0.1:9", LIMITS))
    assert "scale.md" in caught.value.remedy
