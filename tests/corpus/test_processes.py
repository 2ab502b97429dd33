"""Worker processes: what one document does to its worker costs only that document."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import psutil
import pytest
from delib.corpus.intake.executors import Executor, Limits, here
from delib.corpus.intake.ingest import Again, Summary, run
from delib.corpus.intake.processes import Guard, Processes
from delib.corpus.intake.tasks import Task, read
from delib.corpus.store import open_corpus
from faulty import VERSIONS, Faulty, InParts

Held = Callable[[sqlite3.Connection], dict[str, list[tuple[Any, ...]]]]
LIMITS = Limits(seconds=2.0, megabytes=300, documents=100)


def left_over() -> list[psutil.Process]:
    """Processes that read and are still there: the grandchildren, whose parent is multiprocessing's fork server."""
    found = []
    for child in psutil.Process().children():
        found += [one for one in child.children(recursive=True) if one.status() != psutil.STATUS_ZOMBIE]
    return found


@pytest.fixture(autouse=True)
def _nothing_left_over() -> Iterator[None]:
    yield
    assert left_over() == []


def files(folder: Path, **named: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in named.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def ingest(folder: Path, database: Path, **more: Any) -> Summary:
    return run([folder], database, Faulty(), VERSIONS, **more)


def journal(database: Path, *columns: str) -> dict[str, Any]:
    with closing(open_corpus(database)) as corpus:
        rows = corpus.execute("SELECT * FROM journal").fetchall()
    return {Path(row["path"]).stem: tuple(row[name] for name in columns) for row in rows}


def test_the_same_corpus_comes_of_processes(tmp_path: Path, held: Held) -> None:
    folder = files(
        tmp_path / "files", **{f"n{n}": f"ok voirie {n % 7}" for n in range(40)}, bad="damaged", same="ok voirie 3"
    )
    results = []
    for name, executor in (("serial", here), ("processes", Processes(2, LIMITS))):
        ingest(folder, tmp_path / f"{name}.db", executor=executor)
        with closing(open_corpus(tmp_path / f"{name}.db", "write")) as corpus:
            results.append(held(corpus))
    assert results[0] == results[1]
    assert len(results[0]["documents"]) == 7


def test_a_fault_costs_only_its_own_document(tmp_path: Path) -> None:
    good = {f"good{n}": f"ok cantine {n}" for n in range(12)}
    bad = {
        name: name
        for name in (
            "kill",
            "crash",
            "segv",
            "exit",
            "raise",
            "damaged",
            "huge",
            "noise",
            "noisy-death",
            "hang",
            "grow",
        )
    }
    folder = files(tmp_path / "files", **good, **bad)
    pool = Processes(2, Limits(3.0, 200, 100))  # seconds enough for what grows, on a busy machine too
    ingest(folder, tmp_path / "corpus.db", executor=pool)
    found = journal(tmp_path / "corpus.db", "status", "code")
    assert found == {
        **dict.fromkeys([*good, "noise"], ("ok", None)),
        **dict.fromkeys(["kill", "crash", "segv", "exit", "noisy-death"], ("failed", "crashed")),
        "raise": ("failed", "failed"),
        "damaged": ("damaged", "damaged"),
        "huge": ("out-of-memory", "out-of-memory"),
        "grow": ("out-of-memory", "out-of-memory"),
        "hang": ("timeout", "timeout"),
    }
    said = {name: message for name, (message,) in journal(tmp_path / "corpus.db", "message").items()}
    assert "SIGKILL" in said["kill"]
    assert "SIGABRT" in said["crash"] and "heap corrupted" in said["crash"]
    assert "SIGSEGV" in said["segv"]
    assert "d\ufffdc\ufffds" in said["noisy-death"]
    assert "3 s" in said["hang"]
    assert "200 MB" in said["grow"]
    assert "ZeroDivisionError" in said["raise"]
    assert pool.peak > 0


def test_what_was_too_much_is_tried_again_with_more(tmp_path: Path) -> None:
    folder = files(tmp_path / "files", slow="slow 1.2", hang="hang", good="ok a")
    limits = Limits(0.6, 300)
    done = ingest(
        folder, tmp_path / "a.db", executor=Processes(2, limits), quarantine=Processes(1, limits._replace(seconds=2.0))
    )
    assert done.by_status == {"ok": 2, "timeout": 1}
    assert "2 s" in journal(tmp_path / "a.db", "message")["hang"][0]


def test_workers_are_replaced(tmp_path: Path) -> None:
    folder = files(tmp_path / "files", **{f"n{n}": f"pid {n}" for n in range(7)})
    ingest(folder, tmp_path / "a.db", executor=Processes(1, LIMITS._replace(documents=3)))
    with closing(open_corpus(tmp_path / "a.db")) as corpus:
        pids = [
            row[0].split()[0]
            for row in corpus.execute(
                "SELECT d.title FROM deliberations d JOIN documents f ON f.id = d.document_id ORDER BY f.path"
            )
        ]
    assert [pids.count(pid) for pid in dict.fromkeys(pids)] == [3, 3, 1]
    assert str(os.getpid()) not in pids


def test_failed_files_are_read_again_when_asked(tmp_path: Path) -> None:
    folder = files(tmp_path / "files", a="ok a", b="raise", c="damaged")
    log = tmp_path / "log"

    def parsed(**more: Any) -> list[str]:
        log.write_text("")
        run([folder], tmp_path / "a.db", Faulty(log), VERSIONS, **more)
        return log.read_text().split()

    assert parsed() == ["a.txt", "b.txt", "c.txt"]
    assert parsed() == []
    assert parsed(again=Again(statuses=frozenset({"failed"}))) == ["b.txt"]
    assert parsed(again=Again(everything=True)) == ["a.txt", "b.txt", "c.txt"]


def test_workers_end_when_the_run_is_given_up(tmp_path: Path) -> None:
    folder = files(tmp_path / "files", a="ok a", **{f"h{n}": f"hang {n}" for n in range(4)})
    tasks = [Task(str(path), path.name, "") for path in sorted(folder.iterdir())]
    outcomes: Executor = Processes(2, LIMITS._replace(seconds=60.0))
    with closing(outcomes(partial(read, Faulty()), tasks)) as coming:
        assert next(outcome for outcome in coming if outcome is not None).task.name == "a.txt"
        assert left_over() != []
    assert left_over() == []


def test_a_guard_reads_on_after_a_fault(tmp_path: Path) -> None:
    folder = files(tmp_path / "files", a="ok a", b="kill", c="hang", d="ok d")
    with closing(Guard(partial(read, Faulty()), Limits(0.5, 300))) as guard:
        found = [guard.read(Task(str(folder / f"{name}.txt"), name, "")) for name in "abcd"]
    assert [outcome.error.code if outcome.error else None for outcome in found] == [None, "crashed", "timeout", None]


def test_a_long_volume_is_read_by_parts(tmp_path: Path) -> None:
    folder = files(tmp_path / "files", a="ok a", b="ok long b", c="ok long hang")
    marks = tmp_path / "marks"
    marks.mkdir()
    run(
        [folder], tmp_path / "a.db", InParts(marks=marks), VERSIONS,
        executor=Processes(2, Limits(1.0, 300)), quarantine=Processes(1, Limits(2.0, 300)), by_parts=True,
    )  # fmt: skip
    with closing(open_corpus(tmp_path / "a.db")) as corpus:
        rows = corpus.execute(
            "SELECT f.file, d.title FROM deliberations d JOIN documents f ON f.id = d.document_id ORDER BY f.path"
        )
        titles = dict(map(tuple, rows))
    assert titles == {"a.txt": "a", "b.txt": "parts [(1, 2), (3, 4)]", "c.txt": "parts [(1, 2)]"}  # what a part misses…
    assert set(journal(tmp_path / "a.db", "status").values()) == {("ok",)}  # …the volume reads itself
