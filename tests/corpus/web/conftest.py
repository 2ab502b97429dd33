"""A reading room over the sample documents, asked in process."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest

pytest.importorskip("datasette", reason="the extra `web` is not installed")

from delib import parse
from delib.corpus import comparisons, twins
from delib.corpus.people.settle import settle
from delib.corpus.store import open_corpus, store_record
from delib.corpus.web.room import Options, Room
from delib.corpus.web.server import open_room
from delib.errors import DelibError
from delib.parser.pages.view import Viewer
from lxml import html

SAMPLES = Path(__file__).resolve().parents[2] / "documents" / "samples"


class Visitor:
    """Asks a room: `visitor.get("/")` is an httpx response, redirects not followed."""

    def __init__(self, room: Room) -> None:
        self.room = room

    def get(self, path: str, **more: Any) -> Any:
        return asyncio.run(self.room.client.get(path, **more))

    def tree(self, path: str) -> Any:
        """The page as a tree (lxml)."""
        read: Any = html.document_fromstring
        return read(self.get(path).text)

    def request(self, method: str, path: str, **more: Any) -> Any:
        return asyncio.run(self.room.client.request(method, path, avoid_path_rewrites=True, **more))

    def raw(self, path: bytes) -> tuple[int, bytes]:
        """Status and body for an address that no client would send: nothing in it is tidied up."""
        name, _, query = path.partition(b"?")
        scope = {
            "type": "http", "http_version": "1.1", "method": "GET", "scheme": "http", "raw_path": name,
            "path": unquote(name.decode("latin-1")), "query_string": query, "headers": [(b"host", b"localhost")],
        }  # fmt: skip
        sent: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.room.client.app(scope, receive, send))
        return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The sample documents in a folder of their own, and the corpus made of them: `folder`, `database`."""
    folder = Path(tmp_path_factory.mktemp("shelf"))
    shutil.copytree(SAMPLES, folder / "samples")
    database = folder / "corpus.db"
    with closing(open_corpus(database, "create")) as connection:
        for path in sorted((folder / "samples").iterdir()):
            if path.suffix in (".pdf", ".txt"):
                try:
                    store_record(connection, parse(path), str(path))
                except DelibError:
                    continue  # some samples are meant to be refused
        twins.link(connection)
    return SimpleNamespace(folder=folder / "samples", database=database)


@pytest.fixture(scope="session")
def visitor(shelf: SimpleNamespace) -> Iterator[Visitor]:
    """A visitor of the room over the samples."""
    room = open_room(shelf.database, Options(render=Viewer(), images=shelf.database.parent / "images"))
    yield Visitor(room)
    room.close()


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Callable[..., Visitor]]:
    """`visit(*documents, **options)`: a visitor of a room over records made in the test."""
    rooms: list[Room] = []

    def made(*documents: Any, **options: Any) -> Visitor:
        path = tmp_path / f"{len(rooms)}.db"
        with closing(open_corpus(path, "create")) as connection:
            for document in documents:
                store_record(connection, document, str(tmp_path / document.file))
            twins.link(connection)
            settle(connection)
            comparisons.refresh(connection)
        rooms.append(open_room(path, Options(**options)))
        return Visitor(rooms[-1])

    yield made
    for room in rooms:
        room.close()


@pytest.fixture(scope="session")
def ids(shelf: SimpleNamespace) -> Callable[..., str]:
    """`ids("SELECT …")`: the first value that the corpus answers."""

    def ask(sql: str, *values: object) -> str:
        with closing(open_corpus(shelf.database)) as connection:
            return str(connection.execute(sql, values).fetchone()[0])

    return ask
