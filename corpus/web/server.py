"""The server: one process that hands out the room over HTTP.

In: the file of a corpus, an address of this machine and a port. Out: pages, until it is stopped (Ctrl-C, SIGTERM). The
port is bound before anything is said, so that the address which is printed is the one that answers.
"""

from __future__ import annotations

import asyncio
import gc
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import uvicorn

from ...errors import BadDatabase, CannotServe
from ..database import open_corpus, speaking
from ..migrations import current_version, version_of
from .room import Options, Room

_BACKLOG = 64
_AT_ONCE = 64  # requests answered at one time; more are told to come back


def open_room(path: Path, options: Options | None = None) -> Room:
    """The room over a corpus. Raises `BadDatabase`: nothing there, no corpus, made by another version of delib.

    A file that nothing can be written beside (a folder that is read-only) is opened as one that never changes.
    """
    options = options or Options()
    if options.immutable:
        _check_still(path)
    else:
        try:
            open_corpus(path).close()
        except BadDatabase:
            if Path(f"{path}-wal").exists() or not path.is_file():
                raise
            _check_still(path)
            options = options._replace(immutable=True)
    return Room(path, options)


def _check_still(path: Path) -> None:
    """Is this a corpus of this version? Nothing is written, not even a lock."""
    if not path.is_file():
        raise BadDatabase("There is no database here.", file=str(path))
    with (
        speaking(str(path)),
        closing(sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)) as connection,
    ):
        if version_of(connection, str(path)) != current_version():
            raise BadDatabase(
                "The corpus was made by another version of delib.",
                file=str(path),
                remedy="Open it once where it can be written (`delib report --db`), then serve it again.",
            )


def bind(host: str, port: int) -> socket.socket:
    """A socket that listens there; port 0 takes any that is free. Raises `CannotServe`."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(where)
            listener.listen(_BACKLOG)
        except OSError:
            listener.close()
            raise
    except (OSError, OverflowError) as error:
        said = getattr(error, "strerror", None) or error
        raise CannotServe(f"Nothing can be served at {host}, port {port}: {said}.") from error
    return listener


def url_of(listener: socket.socket, base_url: str = "/") -> str:
    """The address to type in a browser of this machine."""
    host, port = listener.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}{base_url}"


async def prepare(room: Room) -> None:
    """Ask what visitors of the tables will ask, while the room is open already; then spare Python from looking through
    all that has been loaded whenever it looks for garbage, which takes a tenth of a second."""
    await room.warm_tables()
    gc.collect()
    gc.freeze()


def run(room: Room, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serve until stopped; `ready` is called once the first request can come."""

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready()
            self.preparing = asyncio.create_task(prepare(room))

    config = uvicorn.Config(
        room.app(),
        lifespan="on",
        log_level="warning",
        server_header=False,
        limit_concurrency=_AT_ONCE,
        timeout_keep_alive=20,
        proxy_headers=True,  # from this machine only: a proxy that ends TLS says so
    )
    try:
        room.warm()
        Server(config).run(sockets=[listener])
    finally:
        room.close()
