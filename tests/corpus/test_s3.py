"""Sources in object storage: s3:// against a server of the S3 protocol on this machine."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from delib.corpus.store import open_corpus
from delib.errors import ExitCode
from generator import random_document

pytestmark = pytest.mark.slow


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket with two acts in a folder, one above it, and a picture."""
    said = "the s3:// sources need moto[server] and s3fs: pip install 'delib[dev,remote]'"
    moto = pytest.importorskip("moto.server", reason=said)
    s3fs = pytest.importorskip("s3fs", reason=said)
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "invented",
        "AWS_SECRET_ACCESS_KEY": "invented",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }.items():
        monkeypatch.setenv(name, value)
    reset = urllib.request.Request(f"http://{host}:{port}/moto-api/reset", method="POST")  # it remembers other tests
    urllib.request.urlopen(reset).close()
    s3fs.S3FileSystem.clear_instance_cache()
    system = s3fs.S3FileSystem()
    system.mkdir("actes", create_parents=True)
    for key, seed in (("actes/2023/a.pdf", 3), ("actes/2023/b.pdf", 4), ("actes/c.pdf", 5)):
        system.pipe(key, random_document(seed)[0])
    system.pipe("actes/2023/photo.png", b"\x89PNG")
    system.invalidate_cache()
    yield "s3://actes"
    server.stop()
    s3fs.S3FileSystem.clear_instance_cache()


def ingest(database: Path, *arguments: str) -> int:
    """The exit code of a run of its own: workers of this process have the environment of the first that was started."""
    program = [sys.executable, "-m", "delib.cli", "ingest", *arguments, "--db", str(database), "--no-cache", "--quiet"]
    done = subprocess.run(program, capture_output=True, text=True, timeout=120, check=False)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode


def journal(database: Path) -> dict[str, tuple[str, str | None]]:
    with closing(open_corpus(database)) as corpus:
        return {row["path"]: (row["status"], row["code"]) for row in corpus.execute("SELECT * FROM journal")}


@pytest.mark.parametrize("jobs", ["0", "1"])
def test_a_pattern_a_key_and_one_that_is_missing(bucket: str, tmp_path: Path, jobs: str) -> None:
    database = tmp_path / "corpus.db"
    code = ingest(database, f"{bucket}/2023/*.pdf", f"{bucket}/none.pdf", "--jobs", jobs)
    assert code == ExitCode.SOME_FAILED
    found = journal(database)
    assert set(found) == {f"{bucket}/2023/a.pdf", f"{bucket}/2023/b.pdf", f"{bucket}/none.pdf"}
    assert found[f"{bucket}/none.pdf"] == ("failed", "missing")
    assert {found[f"{bucket}/2023/{name}.pdf"][0] for name in "ab"} <= {"ok", "review"}
    assert ingest(database, f"{bucket}/2023/*.pdf", "--jobs", jobs) == ExitCode.OK  # known already
    with closing(open_corpus(database)) as corpus:
        assert corpus.execute("SELECT count(*) FROM documents").fetchone()[0] == 2


def test_a_folder_of_a_bucket_is_walked(bucket: str, tmp_path: Path) -> None:
    database = tmp_path / "corpus.db"
    ingest(database, bucket, "--jobs", "0")
    found = journal(database)
    assert {path for path in found if path.endswith(".pdf")} == {
        f"{bucket}/2023/a.pdf", f"{bucket}/2023/b.pdf", f"{bucket}/c.pdf"
    }  # fmt: skip
    assert found[f"{bucket}/2023/photo.png"][0] == "not-a-deliberation"


def test_a_bucket_that_is_not_there(bucket: str, tmp_path: Path) -> None:
    database = tmp_path / "corpus.db"
    assert ingest(database, "s3://elsewhere/a.pdf", "--jobs", "0") == ExitCode.SOME_FAILED
    assert journal(database)["s3://elsewhere/a.pdf"][0] == "failed"
