"""The command and its server: what it says, when it cannot, and that it ends with all its processes."""

from __future__ import annotations

import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from click.testing import CliRunner, Result
from delib.cli import main
from delib.corpus.web.room import Options
from delib.corpus.web.server import bind, open_room, url_of
from delib.errors import BadDatabase, CannotServe


def serve(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["serve", *map(str, arguments)], prog_name="delib")


COMMAND = [sys.executable, "-c", "from delib.cli import main; main()", "serve"]


def test_it_says_where_it_is_and_ends_when_told(shelf: SimpleNamespace) -> None:
    command = [*COMMAND, str(shelf.database), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            found = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())
            assert found, server.stderr and server.stderr.read()
            with urllib.request.urlopen(found[0], timeout=20) as answer:
                assert answer.status == 200
                assert "server" not in {name.lower() for name in answer.headers} or not answer.headers["server"]
                assert b"Salle de lecture" in answer.read()
        finally:
            server.send_signal(signal.SIGTERM)
            code = server.wait(20)
        assert server.stderr is not None
        assert (code, server.stderr.read()) == (0, "")


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_while_it_begins_its_processes_it_ends_with_them(
    how: signal.Signals, shelf: SimpleNamespace
) -> None:
    """The processes that draw pages begin after the address is printed: the one that is being begun is waited for."""
    command = [*COMMAND, str(shelf.database), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert "is open at" in server.stdout.readline()
        known = psutil.Process(server.pid)
        children: list[psutil.Process] = []
        until = time.monotonic() + 20
        while not children and time.monotonic() < until:
            children = known.children()
        server.send_signal(how)
        assert server.wait(20) == 0
        assert server.stderr is not None
        assert server.stderr.read() == ""
        assert children
        assert not psutil.wait_procs(children, timeout=5)[1]


def test_what_cannot_be_served_is_said(tmp_path: Path, shelf: SimpleNamespace) -> None:
    assert "[bad-database]" in serve(tmp_path / "none.db").output
    (tmp_path / "text.db").write_text("no database")
    assert "[bad-database]" in serve(tmp_path / "text.db").output
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = serve(shelf.database, "--port", taken.getsockname()[1])
        assert "[cannot-serve]" in result.output
        assert result.exit_code == 2
    with pytest.raises(CannotServe):
        bind("256.256.256.256", 0)
    assert serve(shelf.database, "--base-url", "/a b/").exit_code == 2
    assert serve(shelf.database, "--url", "javascript:alert(1)").exit_code == 2


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, shelf: SimpleNamespace) -> None:
    for name in [one for one in sys.modules if one.startswith("delib.corpus.web")]:
        monkeypatch.delitem(sys.modules, name)
    for name in [one for one in sys.modules if one == "datasette" or one.startswith("datasette.")]:
        monkeypatch.setitem(sys.modules, name, None)
    result = serve(shelf.database)
    assert "[not-installed]" in result.output
    assert "pip install 'delib[web]'" in result.output


def test_addresses_are_those_that_a_browser_takes() -> None:
    with bind("127.0.0.1", 0) as listener:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/room/", url_of(listener, "/room/"))
    with bind("0.0.0.0", 0) as listener:
        assert url_of(listener).startswith("http://127.0.0.1:")


def test_a_corpus_that_nobody_writes(shelf: SimpleNamespace, tmp_path: Path) -> None:
    still = tmp_path / "still.db"
    still.write_bytes(shelf.database.read_bytes())
    still.chmod(stat.S_IREAD)
    room = open_room(still, Options(immutable=True))
    try:
        assert room.corpus.connect().execute("SELECT count(*) FROM documents").fetchone()[0] > 5
    finally:
        room.close()
    with pytest.raises(BadDatabase):
        open_room(tmp_path / "none.db", Options(immutable=True))
