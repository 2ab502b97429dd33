"""What is counted of the whole corpus: once for each state of it, by one at a time, and while nobody waits."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus.store import open_corpus, store_record
from delib.corpus.web import memory
from delib.corpus.web.memory import Memory
from delib.corpus.web.routes import WHOLE


class Count:
    """A question that says how often it was asked."""

    def __init__(self) -> None:
        self.times = 0
        self.go = threading.Event()
        self.go.set()
        self.fails = False

    def __call__(self, connection: sqlite3.Connection) -> int:
        assert self.go.wait(10)
        self.times += 1
        if self.fails:
            raise sqlite3.OperationalError("locked")
        return self.times


@pytest.fixture
def state() -> SimpleNamespace:
    return SimpleNamespace(value=0)


@pytest.fixture
def kept(state: SimpleNamespace) -> Iterator[Memory]:
    made = Memory(lambda: state.value, lambda: sqlite3.connect(":memory:"))
    yield made
    made.close()


@pytest.fixture
def here() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", check_same_thread=False)) as connection:
        yield connection


def finished(kept: Memory) -> None:
    for thread in list(kept.beside.values()):
        thread.join()


def test_it_is_asked_once_for_each_state(kept: Memory, state: SimpleNamespace, here: sqlite3.Connection) -> None:
    count = Count()
    assert [kept.get("n", count, here) for _ in range(3)] == [(1, False)] * 3
    state.value = 1
    assert kept.get("n", count, here) == (2, False)  # quick: nobody is told what was
    assert kept.get("other", Count(), here) == (1, False)


def test_what_takes_long_is_asked_beside(
    kept: Memory, state: SimpleNamespace, here: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "PATIENCE", -1.0)
    count = Count()
    kept.get("n", count, here)
    state.value = 1
    count.go.clear()
    assert kept.get("n", count, here) == (1, True)
    assert kept.get("n", count, here) == (1, True)  # and no second thread
    assert len(kept.beside) == 1
    count.go.set()
    finished(kept)
    assert kept.get("n", count, here) == (2, False)


def test_a_question_that_fails_beside_leaves_the_answer_before(
    kept: Memory,
    state: SimpleNamespace,
    here: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(memory, "PATIENCE", -1.0)
    count = Count()
    kept.get("n", count, here)
    state.value, count.fails = 1, True
    assert kept.get("n", count, here) == (1, True)
    finished(kept)
    assert "locked" in capsys.readouterr().err
    count.fails = False
    assert kept.get("n", count, here) == (1, True)  # asked again
    finished(kept)
    assert kept.get("n", count, here) == (3, False)


def test_two_who_come_at_once_ask_once(kept: Memory, here: sqlite3.Connection) -> None:
    count, found = Count(), list[object]()
    count.go.clear()
    threads = [threading.Thread(target=lambda: found.append(kept.get("n", count, here))) for _ in range(4)]
    for thread in threads:
        thread.start()
    count.go.set()
    for thread in threads:
        thread.join()
    assert found == [(1, False)] * 4


def test_of_passing_answers_the_last_are_kept(
    kept: Memory, here: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_MOST", 3)
    kept.get("whole", Count(), here)
    for name in ("a", "b", "c", "a", "d"):
        kept.get(name, Count(), here, passing=True)
    assert set(kept.known) == {"whole", "c", "a", "d"}
    assert len(kept.asking) <= 4


# ---- in a room -------------------------------------------------------------------------------------------------------


def test_a_server_asks_what_it_will_be_asked(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    visitor = visit(make.document())
    visitor.room.warm()
    visitor.room.warming.join()
    known = dict(visitor.room.memory.known)
    assert set(WHOLE) <= set(known)
    for address in ("/", "/search", "/money", "/money?role=any"):
        assert visitor.get(address).status_code == 200
    assert all(visitor.room.memory.known[name] is known[name] for name in WHOLE)


def test_a_page_says_that_the_corpus_has_changed(
    visit: Callable[..., Any], make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "PATIENCE", -1.0)
    visitor = visit(make.document())
    assert "has just changed" not in visitor.get("/?lang=en").text
    with closing(open_corpus(visitor.room.corpus.path, "write")) as connection:
        store_record(connection, make.document(key="second"), "/second.pdf")
    assert "has just changed" in visitor.get("/?lang=en").text
    finished(visitor.room.memory)
    assert "has just changed" not in visitor.get("/?lang=en").text
    assert visitor.room.memory.known["home"].value.documents == 2
