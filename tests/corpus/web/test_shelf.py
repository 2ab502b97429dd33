"""Answers to SQL that took long are given again while the file is as it was, and never after."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import pytest
from datasette.database import QueryInterrupted
from delib.corpus.metadata import metadata
from delib.corpus.store import open_corpus, store_record
from delib.corpus.web import shelf
from delib.corpus.web.shelf import unhurried

ACTS = "SELECT count(*) AS acts FROM deliberations"
# Counts a million: a second or so.
LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT max(i) FROM n"


@pytest.fixture
def visitor(visit: Callable[..., Any], make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A visitor of a room for which everything takes long."""
    monkeypatch.setattr(shelf, "LONG", -1.0)
    return visit(make.document(), seconds=0.2)


def ask(visitor: Any, sql: str, **more: Any) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in asyncio.run(visitor.room.corpus.execute(sql, **more)).rows]


def kept(visitor: Any, sql: str) -> bool:
    return any(sql in name for name in visitor.room.corpus.answers)


def test_an_answer_is_given_again_until_the_file_changes(visitor: Any, make: SimpleNamespace) -> None:
    assert ask(visitor, ACTS) == [(1,)] and kept(visitor, ACTS)
    (name,) = [one for one in visitor.room.corpus.answers if ACTS in one]
    first = visitor.room.corpus.answers[name]
    rows = asyncio.run(visitor.room.corpus.execute(ACTS)).rows
    rows.clear()  # whoever changes what was handed out changes nobody else's
    assert ask(visitor, ACTS) == [(1,)] and visitor.room.corpus.answers[name] is first
    with closing(open_corpus(visitor.room.corpus.path, "write")) as connection:
        store_record(connection, make.document(key="second"), "/second.pdf")
    assert ask(visitor, ACTS) == [(2,)] and visitor.room.corpus.answers[name] is not first


def test_other_values_are_another_question(visitor: Any) -> None:
    sql = "SELECT :a AS a"
    assert [ask(visitor, sql, params={"a": value}) for value in ("1", "2", "1")] == [[("1",)], [("2",)], [("1",)]]


@pytest.mark.parametrize("sql", ["SELECT datetime('now')", "SELECT CURRENT_DATE", "SELECT random()"])
def test_what_passes_is_not_kept(visitor: Any, sql: str) -> None:
    ask(visitor, sql)
    assert not kept(visitor, sql)


def test_what_is_quick_or_large_is_not_kept(visitor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    large = "SELECT printf('%.*c', 300000, 'x') AS large"
    ask(visitor, large)
    assert not kept(visitor, large)
    monkeypatch.setattr(shelf, "LONG", 1000.0)
    ask(visitor, "SELECT 1 AS quick")
    assert not kept(visitor, "quick")


def test_no_more_is_kept_than_fits(visitor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_KEPT", 5)
    for number in range(9):
        ask(visitor, f"SELECT {number} AS n")
    assert len(visitor.room.corpus.answers) == 5 and kept(visitor, "SELECT 8") and not kept(visitor, "SELECT 1 AS")


def test_a_server_may_take_its_time_and_visitors_profit(visitor: Any) -> None:
    with pytest.raises(QueryInterrupted):
        ask(visitor, LONG)
    with unhurried():
        assert ask(visitor, LONG) == [(3_000_000,)]
    assert ask(visitor, LONG) == [(3_000_000,)]


def test_an_error_of_an_unhurried_question_is_told(visitor: Any) -> None:
    with unhurried(), pytest.raises(sqlite3.OperationalError, match="no such table"):
        ask(visitor, "SELECT * FROM nowhere")


def test_a_room_that_is_closed_waits_for_no_question(visitor: Any) -> None:
    async def run() -> None:
        with unhurried():
            asked = asyncio.ensure_future(visitor.room.corpus.execute(LONG.replace("3000000", "300000000")))
            await asyncio.sleep(0.1)
        visitor.room.close()
        with pytest.raises(QueryInterrupted):
            await asked

    asyncio.run(run())


def test_pages_of_tables_are_asked_before_anybody_comes(visitor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_KEPT", 10_000)
    asyncio.run(visitor.room.warm_tables())
    before = dict(visitor.room.corpus.answers)
    questions = metadata()["databases"]["corpus"]["queries"]
    for name in ("corpus", "corpus/acts", "corpus/checks", *(f"corpus/{name}" for name in questions)):
        assert visitor.get(f"/{name}").status_code == 200
    assert dict(visitor.room.corpus.answers) == before  # nothing was asked that was not known


def test_closed_tables_are_not_asked(visit: Callable[..., Any], make: SimpleNamespace) -> None:
    visitor = visit(make.document(), tables=False)
    asyncio.run(visitor.room.warm_tables())
    assert not visitor.room.corpus.answers
