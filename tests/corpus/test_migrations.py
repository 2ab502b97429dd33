"""Versions of the database."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus import migrations
from delib.corpus.migrations import Step
from delib.corpus.store import open_corpus, store_record
from delib.errors import BadDatabase

VERSIONS = Path(__file__).parent / "versions"


def shape(connection: sqlite3.Connection) -> dict[str, Any]:
    """What a database is made of, however it was written down: columns, keys, links, indexes, views."""
    found: dict[str, Any] = {}
    for kind, name in connection.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"):
        if kind in ("table", "view"):
            columns = [tuple(row) for row in connection.execute(f"PRAGMA table_info('{name}')")]
            links = sorted(tuple(row)[2:5] for row in connection.execute(f"PRAGMA foreign_key_list('{name}')"))
            found[name] = (kind, columns, links)
        elif kind == "index":
            found[name] = [row[2] for row in connection.execute(f"PRAGMA index_info('{name}')")]
    return found


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def older(path: Path, number: int) -> Path:
    """A database as an earlier delib left it."""
    with closing(sqlite3.connect(path)) as made:
        made.executescript((VERSIONS / f"{number}.sql").read_text(encoding="utf-8"))
    return path


def test_a_new_database_is_ours_and_current(corpus: sqlite3.Connection) -> None:
    assert version(corpus) == migrations.current_version()
    assert corpus.execute("PRAGMA application_id").fetchone()[0] == migrations.APPLICATION_ID


@pytest.mark.parametrize("number", range(migrations.FIRST, migrations.current_version()))
def test_every_version_comes_to_the_tables_of_today(
    number: int, corpus: sqlite3.Connection, make: SimpleNamespace, tmp_path: Path
) -> None:
    """The versions are kept as SQL: see the docstring of migrations.py when this fails after a change of the schema."""
    with closing(open_corpus(older(tmp_path / "old.db", number), "write")) as brought:
        assert version(brought) == migrations.current_version()
        assert shape(brought) == shape(corpus)
        assert store_record(brought, make.document()).change == "new"


def widen(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE documents ADD COLUMN shelf TEXT")


def test_steps_are_taken_one_by_one_and_keep_what_is_there(
    corpus: sqlite3.Connection, make: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_record(corpus, make.document())
    first = version(corpus)
    steps = (*migrations.STEPS, Step("shelves", widen), Step("nothing", lambda connection: None))
    monkeypatch.setattr(migrations, "STEPS", steps)
    with closing(open_corpus(tmp_path / "corpus.db")) as reader:  # a reader too brings the file up to date
        assert version(reader) == first + 2
        assert reader.execute("SELECT file, shelf FROM documents").fetchall()[0][0] == "a.pdf"
    with closing(open_corpus(tmp_path / "corpus.db", "write")) as again:
        assert migrations.migrate(again, "") == []


def test_a_step_that_fails_is_not_taken(
    corpus: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(connection: sqlite3.Connection) -> None:
        widen(connection)
        connection.execute("INSERT INTO nowhere VALUES (1)")

    before, first = shape(corpus), version(corpus)
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, Step("half", half)))
    with pytest.raises(BadDatabase, match="nowhere"):
        open_corpus(tmp_path / "corpus.db", "write")
    assert shape(corpus) == before
    assert version(corpus) == first


def test_a_newer_version_is_refused_and_left_alone(corpus: sqlite3.Connection, tmp_path: Path) -> None:
    corpus.execute(f"PRAGMA user_version = {migrations.current_version() + 1}")
    for mode in ("read", "write", "create"):
        with pytest.raises(BadDatabase, match="version") as caught:
            open_corpus(tmp_path / "corpus.db", mode)
        assert "newer delib" in caught.value.remedy
    assert version(corpus) == migrations.current_version() + 1


def test_another_programs_version_number_is_not_ours(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "theirs.db")) as theirs:
        theirs.execute("CREATE TABLE documents (id)")
        theirs.execute("PRAGMA user_version = 1")
        theirs.commit()
    with pytest.raises(BadDatabase, match="not made by delib"):
        open_corpus(tmp_path / "theirs.db", "write")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("ALTER TABLE votes DROP COLUMN inferred_how", "The table votes lacks inferred_how"),
        ("DROP TABLE unaudited", "The table unaudited lacks body_id, year"),
    ],
)
@pytest.mark.parametrize("mode", ["read", "write"])
def test_a_database_that_lacks_something_is_refused(tmp_path: Path, damage: str, said: str, mode: Any) -> None:
    path = tmp_path / "corpus.db"
    with closing(open_corpus(path, "create")) as connection:
        connection.execute(damage)
    with pytest.raises(BadDatabase, match=said):
        open_corpus(path, mode)
