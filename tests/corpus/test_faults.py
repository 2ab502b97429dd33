"""The coordinator dies, the disk is full, another program holds the database: the next run ends as if nothing had been.

All slow. Moments are random; the seed is printed, and DELIB_SEED takes one.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from delib.corpus import database
from delib.corpus.intake.executors import Limits
from delib.corpus.intake.ingest import run
from delib.corpus.intake.processes import Processes
from delib.corpus.store import open_corpus
from delib.errors import BadDatabase, ExitCode
from faulty import VERSIONS, Faulty

pytestmark = pytest.mark.slow

Held = Callable[[sqlite3.Connection], dict[str, list[tuple[Any, ...]]]]
COORDINATOR = Path(__file__).parent.parent / "faults" / "coordinator.py"
KILLS, IN_A_WRITE = 20, 15
FILES = 5000


def populated(folder: Path, count: int) -> Path:
    folder.mkdir()
    for number in range(count):
        words = "damaged" if number % 97 == 50 else f"ok voirie {number % (count * 9 // 10)}"  # a tenth are copies
        (folder / f"n{number:05d}.txt").write_text(words)
    return folder


def contents(path: Path, held: Held) -> dict[str, list[tuple[Any, ...]]]:
    with closing(open_corpus(path, "write")) as corpus:
        assert corpus.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert corpus.execute("PRAGMA foreign_key_check").fetchall() == []
        corpus.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        assert corpus.execute("SELECT count(*) FROM unlinked").fetchone()[0] == 0
        assert corpus.execute("SELECT count(*) FROM unchained").fetchone()[0] == 0
        return held(corpus)


def undisturbed(folder: Path, path: Path, held: Held) -> dict[str, list[tuple[Any, ...]]]:
    run([folder], path, Faulty(), VERSIONS)
    return contents(path, held)


def started(folder: Path, target: Path, log: Path, seconds: float = 0.002, *before: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(COORDINATOR.parent)}
    command = [*before, sys.executable, str(COORDINATOR), str(folder), str(target), str(log), str(seconds)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def in_a_write(path: Path) -> bool:
    """Whether somebody has a write open in the database."""
    if not path.exists():
        return False
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
        try:
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return "locked" in str(error)
    return False


def done(path: Path) -> set[str]:
    """The names of the files that the journal knows."""
    if not path.exists():
        return set()
    with closing(sqlite3.connect(path)) as reader:
        try:
            return {row[0] for row in reader.execute("SELECT file FROM journal")}
        except sqlite3.OperationalError:  # killed before the tables were there
            return set()


def tree(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def test_a_coordinator_killed_at_any_moment_loses_nothing(tmp_path: Path, held: Held) -> None:
    seed = int(os.environ.get("DELIB_SEED") or random.SystemRandom().randrange(10**6))
    print(f"DELIB_SEED={seed}")
    chance = random.Random(seed)
    folder, target, log = populated(tmp_path / "files", FILES), tmp_path / "corpus.db", tmp_path / "log"
    killed = hits = repeated = 0
    while killed < KILLS:
        before = done(target)
        log.write_text("")
        process = started(folder, target, log, 0.01)
        family: list[psutil.Process] = []
        try:
            time.sleep(chance.uniform(0.3, 1.5))
            until = time.monotonic() + 10.0
            while process.poll() is None:  # stopped, looked at, and sent on until it is in the middle of a write
                family = tree(psutil.Process(process.pid))
                os.kill(process.pid, signal.SIGSTOP)
                hit = in_a_write(target)
                if hit or time.monotonic() > until:
                    hits += hit
                    break
                os.kill(process.pid, signal.SIGCONT)
                time.sleep(chance.uniform(0.0, 0.01))
            assert process.poll() is None, "the run ended before it was killed: more files are needed"
        finally:
            process.kill()
            process.communicate()
        killed += 1
        _, alive = psutil.wait_procs(family, timeout=5)
        assert not alive, "a process is left over"
        repeated += len(before & set(log.read_text().split()))
    print(f"{killed} kills, {hits} of them in an open write; then {len(done(target))} of {FILES} files were done")
    assert hits >= IN_A_WRITE
    assert repeated == 0, "finished work was done again"
    before = done(target)
    log.write_text("")
    process = started(folder, target, log)
    process.communicate(timeout=120)
    assert process.returncode == 0
    assert before & set(log.read_text().split()) == set()
    assert contents(target, held) == undisturbed(folder, tmp_path / "other.db", held)


def test_workers_killed_while_they_read_lose_nothing(tmp_path: Path, held: Held) -> None:
    folder, target, log = populated(tmp_path / "files", 400), tmp_path / "corpus.db", tmp_path / "log"
    log.write_text("")
    process = started(folder, target, log, 0.01)
    killed = 0
    try:
        until = time.monotonic() + 60
        while process.poll() is None and killed < 10 and time.monotonic() < until:
            time.sleep(0.15)
            for child in psutil.Process(process.pid).children():
                for worker in child.children():
                    with suppress(psutil.NoSuchProcess):
                        if log.read_text():
                            worker.kill()
                            killed += 1
                            break
        said, _ = process.communicate(timeout=120)
    finally:
        process.kill()
    assert process.returncode == 0, said
    assert killed == 10
    assert contents(target, held) == undisturbed(folder, tmp_path / "other.db", held)


def test_a_full_disk_stops_the_run_and_nothing_is_lost(tmp_path: Path, held: Held) -> None:
    """The limit on the size of files stands for the disk: it needs no right to mount one."""
    folder, target, log = populated(tmp_path / "files", 600), tmp_path / "corpus.db", tmp_path / "log"
    limited = ["sh", "-c", 'ulimit -f 1500; exec "$@"', "sh"]  # blocks of 512 bytes: the database would be larger
    process = started(folder, target, log, 0.0, *limited)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == ExitCode.DATABASE, said
    assert "bad-database" in said and "Traceback" not in said
    some = len(done(target))
    assert 0 < some < 600
    process = started(folder, target, log, 0.0)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert contents(target, held) == undisturbed(folder, tmp_path / "other.db", held)


@pytest.mark.skipif(not shutil.which("unshare"), reason="a disk of two megabytes needs Linux")
def test_a_small_disk_stops_the_run_and_nothing_is_lost(tmp_path: Path, held: Held) -> None:
    """A real file system of two megabytes, mounted in a name space of its own; half of it the empty tables take."""
    folder, log = populated(tmp_path / "files", 600), tmp_path / "log"
    small, out = tmp_path / "small", tmp_path / "out"
    small.mkdir()
    out.mkdir()
    script = (
        f'mount -t tmpfs -o size=2m tmpfs {small} || exit 99; "$@"; code=$?; cp {small}/corpus.db* {out}; exit $code'
    )
    process = started(folder, small / "corpus.db", log, 0.0, "unshare", "-rm", "sh", "-c", script, "sh")
    said, _ = process.communicate(timeout=120)
    if process.returncode in (1, 99) and not any(out.iterdir()):
        pytest.skip("this machine lets nobody mount a disk")
    assert process.returncode == ExitCode.DATABASE, said
    assert "The disk is full" in said
    target = out / "corpus.db"
    assert 0 < len(done(target)) < 600
    process = started(folder, target, log, 0.0)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert contents(target, held) == undisturbed(folder, tmp_path / "other.db", held)


def test_another_writer_stops_the_run_and_nothing_is_lost(
    tmp_path: Path, held: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, target = populated(tmp_path / "files", 300), tmp_path / "corpus.db"
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.3)
    pool = Processes(2, Limits(20.0, 400))
    with closing(open_corpus(target, "create")) as other:
        steps = 0

        def lock(_: object) -> None:
            nonlocal steps
            steps += 1
            if steps == 60:
                other.execute("BEGIN IMMEDIATE")

        with pytest.raises(BadDatabase, match="Another program"):
            run([folder], target, Faulty(seconds=0.002), VERSIONS, executor=pool, progress=lock)
        other.execute("ROLLBACK")
    assert 0 < len(done(target)) < 300
    run([folder], target, Faulty(), VERSIONS, executor=pool)
    assert contents(target, held) == undisturbed(folder, tmp_path / "other.db", held)


def test_a_writer_that_is_done_soon_is_waited_for(tmp_path: Path, held: Held) -> None:
    folder, target = populated(tmp_path / "files", 100), tmp_path / "corpus.db"
    with closing(open_corpus(target, "create")):
        pass
    code = (
        "import sqlite3, sys, time\n"
        f"other = sqlite3.connect({str(target)!r}, isolation_level=None)\n"
        "other.execute('BEGIN IMMEDIATE'); print('locked', flush=True); time.sleep(1.5); other.execute('ROLLBACK')"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        run([folder], target, Faulty(), VERSIONS)
    assert contents(target, held) == undisturbed(folder, tmp_path / "other.db", held)


def test_ctrl_c_keeps_what_was_read(tmp_path: Path, held: Held) -> None:
    folder, target, log = populated(tmp_path / "files", 600), tmp_path / "corpus.db", tmp_path / "log"
    log.write_text("")
    process = started(folder, target, log, 0.004)
    until = time.monotonic() + 60
    while len(done(target) if target.exists() else ()) < 20 and time.monotonic() < until:  # a busy machine starts late
        time.sleep(0.05)
    family = tree(psutil.Process(process.pid))
    for one in family:  # the terminal sends it to all of them; who has heard of it may have ended the next already
        with suppress(psutil.NoSuchProcess):
            one.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    _, alive = psutil.wait_procs(family, timeout=5)
    assert not alive
    read, known = set(log.read_text().split()), done(target)
    assert known
    assert len(read - known) <= 2 * 14  # what was in flight: read, or handed to a worker
    before = known
    log.write_text("")
    started(folder, target, log, 0.0).communicate(timeout=120)
    assert before & set(log.read_text().split()) == set()
    assert contents(target, held) == undisturbed(folder, tmp_path / "other.db", held)
