"""Files into the corpus, and the journal of what became of them."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from delib.corpus import database, journal
from delib.corpus.intake.ingest import Progress, Summary, run
from delib.corpus.intake.sources import expand
from delib.corpus.intake.tasks import Outcome, Task, Work
from delib.corpus.search import search
from delib.corpus.store import open_corpus
from delib.errors import BadDatabase, DamagedFile, EncryptedFile, ExitCode
from delib.parser.record import Document, Versions

VERSIONS = Versions("0.1.0", "abc123")
Held = Callable[[sqlite3.Connection], dict[str, list[tuple[Any, ...]]]]


class Archive:
    """A folder of files, a database beside it, and a parser that makes a record of what a file says."""

    def __init__(self, folder: Path, make: SimpleNamespace) -> None:
        self.folder = folder / "files"
        self.folder.mkdir()
        self.database = folder / "corpus.db"
        self.make = make
        self.parsed: list[str] = []
        self.told: list[Progress] = []

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def parse(self, path: Path) -> Document:
        text = path.read_text()
        self.parsed.append(path.name)
        if text == "damaged":
            raise DamagedFile("The cross-reference table is gone.", file=str(path), page=3)
        if text == "encrypted":
            raise EncryptedFile("It asks for a password.", file=str(path))
        if text == "bug":
            raise ZeroDivisionError("division by zero \udcff")
        if text == "huge":
            return self.record(path, text, in_office=2**70)
        if text == "image":
            return Document(path.name, status="needs-ocr", status_reasons=("page 1: an image",))
        if text == "convocation":
            return Document(path.name)
        return self.record(path, text)

    def record(self, path: Path, text: str, **more: Any) -> Document:
        document: Document = self.make.document(
            self.make.session(self.make.act(text, number=text, act_id=None), **more), status="ok", file=path.name,
            sha256=hashlib.sha256(path.read_bytes()).hexdigest(), versions=VERSIONS,
        )  # fmt: skip
        return document

    def run(self, *named: str | Path, versions: Versions = VERSIONS, **more: Any) -> Summary:
        self.parsed, self.told = [], []
        return run(named or [self.folder], self.database, self.parse, versions, progress=self.told.append, **more)

    def journal(self, *columns: str) -> dict[str, Any]:
        """Columns of the journal by file name."""
        with closing(open_corpus(self.database)) as corpus:
            rows = corpus.execute("SELECT * FROM journal").fetchall()
        found = {
            row["path"].removeprefix(f"{self.folder}{os.sep}"): tuple(row[name] for name in columns) for row in rows
        }
        return {name: values[0] if len(columns) == 1 else values for name, values in found.items()}

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(open_corpus(self.database)) as corpus:
            return [tuple(row) for row in corpus.execute(sql)]


@pytest.fixture
def archive(tmp_path: Path, make: SimpleNamespace) -> Archive:
    return Archive(tmp_path, make)


# ---- every file has its row ------------------------------------------------------------------------------------------


def test_every_file_has_a_row_that_says_what_became_of_it(archive: Archive) -> None:
    for name in ("damaged", "encrypted", "bug", "huge", "image", "convocation", "cantine"):
        archive.write(f"{name}.pdf", name)
    archive.write("deep/down/voirie.TXT", "voirie")
    archive.write("copy.pdf", "cantine")
    archive.write("table.csv", "a;b")
    archive.write(".hidden/secret.pdf", "secret")
    done = archive.run()
    assert (
        archive.journal("status", "code", "page")
        == {
            "damaged.pdf": ("damaged", "damaged", 3),
            "encrypted.pdf": ("encrypted", "encrypted", None),
            "bug.pdf": ("failed", "failed", None),
            "huge.pdf": ("failed", "failed", None),
            "image.pdf": ("needs-ocr", "needs-ocr", None),
            "convocation.pdf": ("not-a-deliberation", None, None),
            "cantine.pdf": ("ok", None, None),
            "copy.pdf": ("duplicate", None, None),
            "deep/down/voirie.TXT": ("ok", None, None),
            "table.csv": ("not-a-deliberation", "unknown-format", None),
        }
        or archive.journal("status")["copy.pdf"] == "ok"
    )
    assert done.files == 10
    assert sum(done.by_status.values()) == 10
    assert done.by_status == {
        "damaged": 1, "duplicate": 1, "encrypted": 1, "failed": 2, "needs-ocr": 1, "not-a-deliberation": 2, "ok": 2
    }  # fmt: skip
    assert {entry.status for entry in done.unread} == {"damaged", "encrypted", "failed", "needs-ocr"}
    assert done.exit_code == ExitCode.SOME_FAILED
    assert "ZeroDivisionError" in archive.journal("message")["bug.pdf"]
    assert "OverflowError" in archive.journal("message")["huge.pdf"]
    with closing(open_corpus(archive.database)) as corpus:
        assert search(corpus, "voirie").total == 1


def test_the_record_and_its_row_name_each_other(archive: Archive) -> None:
    archive.write("a.pdf", "cantine")
    assert archive.run().exit_code == ExitCode.OK
    ((path, status, tool, rules),) = archive.ask(
        "SELECT d.path, j.status, j.tool, j.rules FROM journal j JOIN documents d ON d.id = j.document_id"
    )
    assert (path, status, tool, rules) == (str(archive.folder / "a.pdf"), "ok", "0.1.0", "abc123")


def test_progress_is_told_file_by_file(archive: Archive) -> None:
    for name in ("a", "b", "c"):
        archive.write(f"{name}.pdf", name)
    archive.run()
    assert [(one.entry.file, one.fresh, one.done, one.total) for one in archive.told] == [
        ("a.pdf", True, 1, 3), ("b.pdf", True, 2, 3), ("c.pdf", True, 3, 3)
    ]  # fmt: skip


def test_what_is_not_there_or_no_file_is_told(archive: Archive) -> None:
    archive.write("a.pdf", "a")
    os.mkfifo(archive.folder / "pipe.pdf")
    (archive.folder / "dangling.pdf").symlink_to(archive.folder / "nowhere")
    done = archive.run(archive.folder, archive.folder / "none.pdf", archive.folder / "no*.pdf")
    codes = archive.journal("code")
    assert codes == {
        "a.pdf": None, "pipe.pdf": "unreadable", "dangling.pdf": "missing", "none.pdf": "missing", "no*.pdf": "missing"
    }  # fmt: skip
    assert done.by_status == {"failed": 4, "ok": 1}


def test_names_that_are_no_text(archive: Archive) -> None:
    name = os.fsdecode(b"d\xe9lib.pdf")  # as old archives have them
    (archive.folder / name).write_text("cantine")
    assert archive.run().by_status == {"ok": 1}
    assert archive.journal("file") == {"d\\udce9lib.pdf": "d\\udce9lib.pdf"}
    assert archive.run().known == 1


def test_the_database_is_not_its_own_source(archive: Archive, held: Held) -> None:
    archive.database = archive.folder / "corpus.db"
    archive.write("a.pdf", "a")
    archive.run()
    archive.run()
    assert set(archive.journal("status")) == {"a.pdf"}


# ---- again -----------------------------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing(archive: Archive, held: Held) -> None:
    for name in ("a", "b", "damaged", "image", "bug"):
        archive.write(f"{name}.pdf", name)
    archive.write("copy.pdf", "a")
    archive.write("notes.doc", "x")
    first = archive.run()
    bytes_before = None
    with closing(open_corpus(archive.database, "write")) as corpus:
        before = held(corpus)
        bytes_before = corpus.execute("SELECT group_concat(at || coalesce(seconds, '')) FROM journal").fetchone()[0]
    second = archive.run()
    assert archive.parsed == []
    assert second.known == second.files == first.files
    assert second.by_status == first.by_status
    assert second.unread == first.unread
    with closing(open_corpus(archive.database, "write")) as corpus:
        assert held(corpus) == before
        assert (
            corpus.execute("SELECT group_concat(at || coalesce(seconds, '')) FROM journal").fetchone()[0]
            == bytes_before
        )


def test_only_what_is_new_is_read(archive: Archive) -> None:
    archive.write("a.pdf", "a")
    archive.run()
    archive.write("b.pdf", "b")
    done = archive.run()
    assert archive.parsed == ["b.pdf"]
    assert (done.files, done.known) == (2, 1)


def test_other_rules_read_all_again(archive: Archive) -> None:
    archive.write("a.pdf", "a")
    archive.write("damaged.pdf", "damaged")
    archive.run()
    archive.run(versions=Versions("0.1.0", "other"))
    assert archive.parsed == ["a.pdf", "damaged.pdf"]
    assert set(archive.journal("rules").values()) == {"other"}


def test_a_run_that_was_stopped_goes_on(archive: Archive, held: Held, tmp_path: Path, make: SimpleNamespace) -> None:
    for name in "abcde":
        archive.write(f"{name}.pdf", name)

    def stopped(work: Work, tasks: Iterable[Task]) -> Iterator[Outcome]:
        for number, task in enumerate(tasks):
            if number == 3:
                raise KeyboardInterrupt
            yield work(task)

    with pytest.raises(KeyboardInterrupt):
        archive.run(executor=stopped)
    assert len(archive.journal("status")) == 3
    archive.run()
    assert archive.parsed == ["d.pdf", "e.pdf"]
    undisturbed = tmp_path / "undisturbed.db"
    run([archive.folder], undisturbed, archive.parse, VERSIONS)
    with closing(open_corpus(archive.database, "write")) as one, closing(open_corpus(undisturbed, "write")) as other:
        assert held(one) == held(other)


def test_a_failure_between_record_and_row_leaves_neither(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write("a.pdf", "a")

    def fails(*_: Any) -> bool:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(journal, "write", fails)
        with pytest.raises(BadDatabase, match="disk is full") as caught:
            archive.run()
    assert "room" in caught.value.remedy
    assert archive.ask("SELECT id FROM documents") == []
    assert archive.run().by_status == {"ok": 1}


def test_another_writer_stops_the_run_with_a_remedy(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write("a.pdf", "a")
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.05)
    with closing(open_corpus(archive.database, "create")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BadDatabase, match="Another program"):
            archive.run()
    assert archive.run().by_status == {"ok": 1}


# ---- the same bytes, other bytes -------------------------------------------------------------------------------------


def test_the_same_bytes_are_one_document(archive: Archive) -> None:
    archive.write("a.pdf", "cantine")
    archive.write("b.pdf", "cantine")
    done = archive.run()
    assert archive.parsed == ["a.pdf"]
    assert done.by_status == {"duplicate": 1, "ok": 1}
    assert archive.ask("SELECT file FROM documents") == [("a.pdf",)]
    assert "a.pdf" in archive.journal("message")["b.pdf"]
    assert len(set(archive.journal("document_id").values())) == 1


def test_a_copy_read_with_other_rules_keeps_the_first_place(archive: Archive) -> None:
    archive.write("b.pdf", "cantine")
    archive.run()
    copy = archive.write("a.pdf", "cantine")
    archive.run(copy, versions=Versions("0.1.0", "other"))
    assert archive.journal("status", "rules") == {"a.pdf": ("duplicate", "other"), "b.pdf": ("ok", "other")}
    assert archive.ask("SELECT file FROM documents") == [("b.pdf",)]


def test_a_document_moves_to_its_copy_when_its_file_changes(archive: Archive) -> None:
    for name in ("a", "b", "c"):
        archive.write(f"{name}.pdf", "cantine")
    archive.run()
    for text, status in (("voirie", "ok"), ("damaged", "damaged")):
        first = archive.write("a.pdf", text)
        archive.run()
        assert archive.journal("status") == {"a.pdf": status, "b.pdf": "ok", "c.pdf": "duplicate"}
        assert ("b.pdf", None) in archive.ask("SELECT file, superseded_by FROM documents")
        with closing(open_corpus(archive.database)) as corpus:
            assert [hit.file for hit in search(corpus, "cantine").hits] == ["b.pdf"]
    first.write_text("cantine")
    archive.run()
    assert archive.journal("status")["a.pdf"] == "duplicate"


def test_a_changed_file_supersedes_its_old_self(archive: Archive) -> None:
    archive.write("a.pdf", "cantine")
    archive.run()
    archive.write("a.pdf", "voirie")
    archive.run()
    with closing(open_corpus(archive.database)) as corpus:
        assert search(corpus, "cantine").total == 0
        assert search(corpus, "voirie").total == 1
    assert sorted(archive.ask("SELECT superseded_by IS NULL FROM documents")) == [(0,), (1,)]
    archive.write("a.pdf", "cantine")  # back to what it was
    archive.run()
    with closing(open_corpus(archive.database)) as corpus:
        assert search(corpus, "cantine").total == 1
        assert search(corpus, "voirie").total == 0


def test_a_file_that_becomes_a_copy_gives_up_its_document(archive: Archive) -> None:
    archive.write("a.pdf", "cantine")
    archive.write("b.pdf", "voirie")
    archive.run()
    archive.write("b.pdf", "cantine")
    archive.run()
    assert archive.journal("status") == {"a.pdf": "ok", "b.pdf": "duplicate"}
    with closing(open_corpus(archive.database)) as corpus:
        assert search(corpus, "voirie").total == 0


def test_a_file_that_breaks_leaves_what_was_last_read(archive: Archive) -> None:
    archive.write("a.pdf", "cantine")
    archive.run()
    archive.write("a.pdf", "damaged")
    archive.run()
    assert archive.journal("status", "document_id") == {"a.pdf": ("damaged", None)}
    with closing(open_corpus(archive.database)) as corpus:
        assert search(corpus, "cantine").total == 1


# ---- the seam --------------------------------------------------------------------------------------------------------


def test_outcomes_may_come_from_elsewhere_in_any_order(archive: Archive, held: Held, tmp_path: Path) -> None:
    """An executor that sends everything through pickle and gives it back the wrong way round."""
    for name in ("a", "b", "damaged", "bug"):
        archive.write(f"{name}.pdf", name)

    def elsewhere(work: Work, tasks: Iterable[Task]) -> Iterator[Outcome]:
        outcomes = [pickle.dumps(work(pickle.loads(pickle.dumps(task)))) for task in tasks]
        yield from map(pickle.loads, reversed(outcomes))

    archive.run()
    serial = archive.database
    archive.database = tmp_path / "elsewhere.db"
    archive.run(executor=elsewhere)
    with closing(open_corpus(serial, "write")) as one, closing(open_corpus(archive.database, "write")) as other:
        assert held(one) == held(other)


def test_copies_read_at_the_same_time_are_still_one_document(archive: Archive) -> None:
    archive.write("a.pdf", "cantine")
    archive.write("b.pdf", "cantine")

    def all_at_once(work: Work, tasks: Iterable[Task]) -> Iterator[Outcome]:
        yield from [work(task) for task in list(tasks)]

    assert archive.run(executor=all_at_once).by_status == {"duplicate": 1, "ok": 1}
    assert archive.journal("status") == {"a.pdf": "ok", "b.pdf": "duplicate"}


# ---- what is named ---------------------------------------------------------------------------------------------------


def test_what_names_stand_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.pdf", "b.pdf", "x[1].pdf", "in/c.txt", "in/.git/d.pdf", "in/e.tif"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in")
    monkeypatch.chdir(tmp_path)

    def files(*named: str, stdin: bytes | None = None) -> list[tuple[str, bool]]:
        stream = None if stdin is None else io.BytesIO(stdin)
        return [(path.removeprefix(f"{tmp_path}{os.sep}"), chosen) for path, chosen in expand(named, stream)]

    assert files("b.pdf", "./a.pdf", str(tmp_path / "a.pdf")) == [("a.pdf", True), ("b.pdf", True)]
    assert files("in") == [("in/c.txt", False), ("in/e.tif", False)]
    assert files("in", "in/e.tif") == [("in/c.txt", False), ("in/e.tif", True)]
    assert files("?.pdf") == [("a.pdf", True), ("b.pdf", True)]
    assert files("x[1].pdf") == [("x[1].pdf", True)]
    assert files("**/*.txt") == [("in/c.txt", True)]
    assert files(f"{tmp_path}/*.pdf")[:2] == [("a.pdf", True), ("b.pdf", True)]
    assert files("in/**x") == [("in/**x", True)]
    assert files("none/*.pdf") == [("none/*.pdf", True)]
    assert files("-", stdin=b"a.pdf\n\n in/c.txt\nb.pdf\r\n") == [(" in/c.txt", True), ("a.pdf", True), ("b.pdf", True)]
    assert files("-", stdin=b"a.pdf\0in\0") == [("a.pdf", True), ("in/c.txt", False), ("in/e.tif", False)]
