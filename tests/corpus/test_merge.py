"""Corpora made apart become one."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from delib.corpus.intake.ingest import run
from delib.corpus.merge import merge
from delib.corpus.search import search
from delib.corpus.store import fix, open_corpus
from delib.errors import BadDatabase
from delib.parser.record import Versions
from faulty import VERSIONS, Faulty

Held = Callable[[sqlite3.Connection], dict[str, list[tuple[Any, ...]]]]


def files(folder: Path, **named: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in named.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def contents(path: Path, held: Held) -> dict[str, list[tuple[Any, ...]]]:
    with closing(open_corpus(path, "write")) as corpus:
        return held(corpus)


@pytest.fixture
def shards(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Two shards with a copy across them, failures in both; and the corpus of all files."""
    one = files(tmp_path / "one", a="ok voirie", b="ok cantine", bad="damaged")
    other = files(tmp_path / "other", c="ok musique", d="ok cantine", worse="raise", note="ok foire")
    for name, named in (("one", [one]), ("other", [other]), ("all", [one, other])):
        run(named, tmp_path / f"{name}.db", Faulty(), VERSIONS)
    return tmp_path / "one.db", tmp_path / "other.db", tmp_path / "all.db"


def test_shards_merged_are_the_corpus_of_all(shards: tuple[Path, Path, Path], tmp_path: Path, held: Held) -> None:
    one, other, whole = shards
    assert merge([one, other], tmp_path / "merged.db") == 7
    assert contents(tmp_path / "merged.db", held) == contents(whole, held)
    with closing(open_corpus(tmp_path / "merged.db", "write")) as corpus:
        assert search(corpus, "musique").total == 1
        corpus.execute("INSERT INTO search (search) VALUES ('integrity-check')")
        assert corpus.execute("PRAGMA foreign_key_check").fetchall() == []


def test_merging_again_changes_nothing(shards: tuple[Path, Path, Path], tmp_path: Path, held: Held) -> None:
    one, other, _ = shards
    target = tmp_path / "merged.db"
    merge([one, other], target)
    before = contents(target, held)
    taken: list[int] = []
    merge([other, one, other], target, lambda path, count: taken.append(count))
    assert contents(target, held) == before
    assert taken == [0, 0, 0]


def test_the_order_does_not_matter_where_no_bytes_are_twice(tmp_path: Path, held: Held) -> None:
    for number in range(3):
        folder = files(tmp_path / f"f{number}", **{f"n{number}{one}": f"ok voirie {number} {one}" for one in range(4)})
        run([folder], tmp_path / f"{number}.db", Faulty(), VERSIONS)
    paths = [tmp_path / f"{number}.db" for number in range(3)]
    merge(paths, tmp_path / "forward.db")
    merge(paths[::-1], tmp_path / "backward.db")
    assert contents(tmp_path / "forward.db", held) == contents(tmp_path / "backward.db", held)


def test_the_later_reading_stays_and_history_comes_along(tmp_path: Path, held: Held) -> None:
    folder = files(tmp_path / "files", a="ok voirie", b="ok cantine")
    run([folder], tmp_path / "old.db", Faulty(), VERSIONS)
    run([folder], tmp_path / "new.db", Faulty(), VERSIONS)
    files(folder, a="ok musique")
    time.sleep(1.1)  # the journal counts seconds
    run([folder], tmp_path / "new.db", Faulty(), VERSIONS)
    for number, order in enumerate((["old", "new"], ["new", "old"])):
        target = tmp_path / f"{number}.db"
        merge([tmp_path / f"{name}.db" for name in order], target)
        with closing(open_corpus(target)) as corpus:
            assert (search(corpus, "voirie").total, search(corpus, "musique").total) == (0, 1)
            assert corpus.execute("SELECT count(*) FROM documents WHERE superseded_by IS NOT NULL").fetchone()[0] == 1
    assert contents(tmp_path / "0.db", held) == contents(tmp_path / "1.db", held)
    assert contents(tmp_path / "0.db", held) == contents(tmp_path / "new.db", held)


def test_corrections_come_along(shards: tuple[Path, Path, Path], tmp_path: Path) -> None:
    one, other, _ = shards
    target = tmp_path / "merged.db"
    merge([one, other], target)
    with closing(open_corpus(other, "write")) as corpus:
        act = corpus.execute("SELECT id FROM deliberations WHERE title LIKE '%musique%'").fetchone()[0]
        fix(corpus, act, "title", "Concert", "because")
    for _ in range(2):
        merge([one, other], target)
        with closing(open_corpus(target)) as corpus:
            assert corpus.execute("SELECT title FROM deliberations WHERE id = ?", (act,)).fetchone()[0] == "Concert"
            assert search(corpus, "concert").total == 1


def test_a_run_goes_on_in_a_merged_corpus(shards: tuple[Path, Path, Path], tmp_path: Path) -> None:
    one, other, _ = shards
    merge([one, other], tmp_path / "merged.db")
    done = run([tmp_path / "one", tmp_path / "other"], tmp_path / "merged.db", Faulty(), VERSIONS)
    assert done.known == done.files == 7
    changed = run([tmp_path / "one"], tmp_path / "merged.db", Faulty(), Versions("0.1.0", "other rules"))
    assert changed.known == 0


def test_what_cannot_be_merged(shards: tuple[Path, Path, Path], tmp_path: Path) -> None:
    one, _, _ = shards
    with pytest.raises(BadDatabase, match="into itself"):
        merge([one], one)
    with pytest.raises(BadDatabase):
        merge([one, tmp_path / "none.db"], tmp_path / "merged.db")
    assert not (tmp_path / "merged.db").exists()
