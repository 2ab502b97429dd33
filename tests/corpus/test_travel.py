"""A corpus packed, moved, and made to forget."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from delib.corpus.intake.ingest import run
from delib.corpus.search import search
from delib.corpus.store import fix, open_corpus
from delib.corpus.travel import forget, pack, relocate
from delib.errors import NotFound
from faulty import VERSIONS, Faulty

Held = Callable[[sqlite3.Connection], dict[str, list[tuple[Any, ...]]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    (made / "deep").mkdir(parents=True)
    for name, text in (("a", "ok voirie"), ("deep/b", "ok cantine"), ("copy", "ok voirie"), ("bad", "damaged")):
        (made / f"{name}.txt").write_text(text)
    return made


@pytest.fixture
def database(folder: Path, tmp_path: Path) -> Path:
    run([folder], tmp_path / "corpus.db", Faulty(), VERSIONS)
    return tmp_path / "corpus.db"


def contents(path: Path, held: Held) -> dict[str, list[tuple[Any, ...]]]:
    with closing(open_corpus(path, "write")) as corpus:
        return held(corpus)


# ---- packed ----------------------------------------------------------------------------------------------------------


def test_a_pack_holds_the_corpus_and_its_sources(database: Path, folder: Path, tmp_path: Path, held: Held) -> None:
    with closing(open_corpus(database)) as corpus:
        done = pack(corpus, tmp_path / "corpus.zip", images=lambda path: [(1, b"a picture of " + path.name.encode())])
    assert (done.documents, done.sources, done.images, done.missing) == (2, 2, 2, ())
    with zipfile.ZipFile(tmp_path / "corpus.zip") as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        archive.extractall(tmp_path / "elsewhere")
    for entry in manifest["sources"]:
        packed = (tmp_path / "elsewhere" / entry["packed_as"]).read_bytes()
        assert sha256(packed).hexdigest() == entry["sha256"]
        assert packed == Path(entry["path"]).read_bytes()
        assert (tmp_path / "elsewhere" / "images" / entry["document_id"] / "1.png").exists()
    assert contents(tmp_path / "elsewhere" / "corpus.db", held) == contents(database, held)


def test_a_pack_is_at_home_on_another_machine(database: Path, folder: Path, tmp_path: Path) -> None:
    with closing(open_corpus(database)) as corpus:
        pack(corpus, tmp_path / "corpus.zip")
    with zipfile.ZipFile(tmp_path / "corpus.zip") as archive:
        archive.extractall(tmp_path / "elsewhere")
    shutil.rmtree(folder)
    with closing(open_corpus(tmp_path / "elsewhere" / "corpus.db", "write")) as corpus:
        done = relocate(corpus, [str(tmp_path / "elsewhere" / "sources")])
        assert done.moved == 2
        paths = [Path(row[0]) for row in corpus.execute("SELECT path FROM documents")]
        assert all(path.exists() and path.is_relative_to(tmp_path / "elsewhere") for path in paths)


def test_what_is_not_there_is_named(database: Path, folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text("ok other bytes")
    (folder / "deep" / "b.txt").unlink()
    with closing(open_corpus(database)) as corpus:
        done = pack(corpus, tmp_path / "corpus.zip")
        assert (done.sources, len(done.missing)) == (0, 2)
        hashes = pack(corpus, tmp_path / "hashes.zip", sources=False)
    assert hashes.sources == 0
    with zipfile.ZipFile(tmp_path / "hashes.zip") as archive:
        assert sorted(archive.namelist()) == ["corpus.db", "manifest.json"]
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


# ---- moved -----------------------------------------------------------------------------------------------------------


def test_moved_sources_are_known_by_their_bytes(database: Path, folder: Path, tmp_path: Path, held: Held) -> None:
    moved = tmp_path / "moved"
    shutil.move(folder, moved)
    (moved / "a.txt").rename(moved / "renamed.txt")
    (moved / "deep" / "b.txt").write_text("ok other bytes")
    with closing(open_corpus(database, "write")) as corpus:
        done = relocate(corpus, [str(moved)])
        assert (done.moved, done.missing) == (3, (str(folder / "deep" / "b.txt"),))
        names = {row[0]: row[1] for row in corpus.execute("SELECT path, file FROM documents")}
        assert names[str(moved / "renamed.txt")] == "renamed.txt" or names[str(moved / "copy.txt")] == "copy.txt"
        assert relocate(corpus, [str(moved)]).moved == 0
    (moved / "deep" / "b.txt").write_text("ok cantine")
    with closing(open_corpus(database, "write")) as corpus:
        assert relocate(corpus, [str(moved)]).moved == 1
    done_again = run([moved], database, Faulty(), VERSIONS)
    assert done_again.known == done_again.files == 4


def test_a_file_that_is_at_its_place_stays(database: Path, folder: Path, tmp_path: Path, held: Held) -> None:
    shutil.copytree(folder, tmp_path / "again")
    before = contents(database, held)
    with closing(open_corpus(database, "write")) as corpus:
        assert relocate(corpus, [str(tmp_path / "again")]) == (0, ())
    assert contents(database, held) == before


# ---- forgotten -------------------------------------------------------------------------------------------------------


def test_a_forgotten_file_was_never_there(database: Path, folder: Path, tmp_path: Path, held: Held) -> None:
    with closing(open_corpus(database, "write")) as corpus:
        act = corpus.execute("SELECT id FROM deliberations WHERE title LIKE '%cantine%'").fetchone()[0]
        fix(corpus, act, "title", "Repas", "because")
        assert forget(corpus, str(folder / "deep" / "b.txt")) == 1
        assert search(corpus, "cantine OR repas").total == 0
    (folder / "deep" / "b.txt").unlink()
    run([folder], tmp_path / "fresh.db", Faulty(), VERSIONS)
    assert contents(database, held) == contents(tmp_path / "fresh.db", held)


def test_no_word_of_what_is_forgotten_stays_in_the_file(database: Path, folder: Path) -> None:
    def words() -> list[str]:
        with closing(open_corpus(database)) as corpus:
            return [row[0] for row in corpus.execute("SELECT word FROM search_words")]

    before = words()
    (folder / "named.txt").write_text("ok xylophonistes")
    run([folder], database, Faulty(), VERSIONS)
    assert "xylophonistes" in words()
    assert b"xylophonistes" in database.read_bytes()
    with closing(open_corpus(database, "write")) as corpus:
        assert forget(corpus, str(folder / "named.txt")) == 1
        assert search(corpus, "voirie").total == 1
    assert words() == before
    assert b"xylophonistes" not in database.read_bytes()


def test_the_document_stays_with_a_copy(database: Path, folder: Path) -> None:
    with closing(open_corpus(database, "write")) as corpus:
        assert forget(corpus, str(folder / "a.txt")) == 1
        assert [hit.file for hit in search(corpus, "voirie").hits] == ["copy.txt"]
        rows = corpus.execute("SELECT file, status FROM journal WHERE document_id IS NOT NULL ORDER BY file").fetchall()
        assert [tuple(row) for row in rows] == [("b.txt", "ok"), ("copy.txt", "ok")]
        assert forget(corpus, str(folder / "copy.txt")) == 1
        assert search(corpus, "voirie").total == 0


def test_older_versions_are_forgotten_too(database: Path, folder: Path) -> None:
    (folder / "deep" / "b.txt").write_text("ok musique")
    run([folder], database, Faulty(), VERSIONS)
    with closing(open_corpus(database, "write")) as corpus:
        assert corpus.execute("SELECT count(*) FROM documents").fetchone()[0] == 3
        forget(corpus, str(folder / "deep" / "b.txt"))
        assert corpus.execute("SELECT count(*) FROM documents").fetchone()[0] == 1
        assert b"cantine" not in b"".join(str(tuple(row)).encode() for row in corpus.execute("SELECT * FROM segments"))


def test_a_folder_is_forgotten_whole(database: Path, folder: Path) -> None:
    with closing(open_corpus(database, "write")) as corpus:
        assert forget(corpus, str(folder / "deep")) == 1
        assert forget(corpus, f"{folder}/") == 3
        for table in ("documents", "deliberations", "sessions", "people", "bodies", "journal"):
            assert corpus.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
        with pytest.raises(NotFound):
            forget(corpus, str(folder))
