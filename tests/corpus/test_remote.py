"""Sources that are URLs: archives, web servers, whatever fsspec opens."""

from __future__ import annotations

import threading
import zipfile
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from delib.corpus.intake.ingest import run
from delib.corpus.intake.remote import file_name, is_url
from delib.corpus.search import search
from delib.corpus.store import open_corpus
from faulty import VERSIONS, Faulty

pytest.importorskip("fsspec")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    served = tmp_path / "served"
    served.mkdir()
    (served / "a.txt").write_text("ok voirie")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(served))) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


def journal(database: Path) -> dict[str, tuple[str, str | None]]:
    with closing(open_corpus(database)) as corpus:
        return {row["path"]: (row["status"], row["code"]) for row in corpus.execute("SELECT * FROM journal")}


def test_what_a_url_is() -> None:
    assert all(map(is_url, ("https://x.fr/a.pdf", "s3://bucket/a.pdf", "zip://*.pdf::a.zip", "zip://::a.zip")))
    assert not any(map(is_url, ("a.pdf", "/a/b.pdf", "C:/a.pdf", "C:\\a.pdf", "séance: suite.pdf", "12:30.pdf")))
    assert file_name("https://x.fr/actes/a.pdf?version=2") == "a.pdf"
    assert file_name("zip://deep/b.pdf::https://x.fr/all.zip") == "b.pdf"


def test_an_archive_is_read_as_a_folder(tmp_path: Path) -> None:
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as made:
        for name, text in (("a.txt", "ok voirie"), ("deep/b.txt", "ok cantine"), ("table.csv", "x"), (".hidden", "x")):
            made.writestr(name, text)
    run([f"zip://::{archive}"], tmp_path / "whole.db", Faulty(), VERSIONS)
    assert journal(tmp_path / "whole.db") == {
        f"zip://a.txt::{archive}": ("ok", None),
        f"zip://deep/b.txt::{archive}": ("ok", None),
        f"zip://table.csv::{archive}": ("not-a-deliberation", "unknown-format"),
    }
    run([f"zip://deep/*.txt::{archive}"], tmp_path / "some.db", Faulty(), VERSIONS)
    assert set(journal(tmp_path / "some.db")) == {f"zip://deep/b.txt::{archive}"}
    with closing(open_corpus(tmp_path / "some.db")) as corpus:
        assert [hit.file for hit in search(corpus, "cantine").hits] == ["b.txt"]
    assert run([f"zip://::{archive}"], tmp_path / "whole.db", Faulty(), VERSIONS).known == 3


def test_a_web_server(server: str, tmp_path: Path) -> None:
    named = [f"{server}/a.txt?version=1", f"{server}/none.txt"]
    run(named, tmp_path / "a.db", Faulty(), VERSIONS)
    assert journal(tmp_path / "a.db") == {named[0]: ("ok", None), named[1]: ("failed", "missing")}


def test_a_url_that_cannot_be_is_a_row(tmp_path: Path) -> None:
    run(["nothing://x/a.txt", f"zip://a.txt::{tmp_path}/none.zip"], tmp_path / "a.db", Faulty(), VERSIONS)
    assert {status for status, _ in journal(tmp_path / "a.db").values()} == {"failed"}


def test_without_the_extra_the_remedy_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec.core", None)
    done = run(["s3://bucket/a.pdf"], tmp_path / "a.db", Faulty(), VERSIONS)
    assert [entry.code for entry in done.unread] == ["unreadable"]
    assert "fsspec" in (done.unread[0].message or "")
