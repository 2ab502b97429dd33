"""The room: Datasette over one corpus, which it can only read, with what our pages share.

In: the file of a corpus and `Options`. Out: `Room`, a Datasette; `Room.app()` is what a server serves. What is asked of
the whole corpus is remembered until the file changes.
"""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
import sqlite3
import threading
from pathlib import Path
from typing import Any, NamedTuple

from datasette.app import Datasette
from datasette.plugins import pm
from datasette.utils.asgi import Request

from ...errors import DelibError
from ...version import __version__
from ..metadata import metadata
from . import plugin
from .links import DATA
from .memory import Memory
from .routes import NAVIGATION
from .shelf import Corpus, unhurried
from .studio import Render, Studio
from .texts import LANGUAGES

mimetypes.add_type("font/woff2", ".woff2")  # not every system knows it
HERE = Path(__file__).resolve().parent


class Options(NamedTuple):
    """How a room is served.

    `language` is that of visitors who chose none; `immutable` says that nobody writes the file meanwhile; `tables`
    leaves Datasette's tables, SQL and JSON reachable; `base_url` is the path that a proxy puts before every address,
    `address` the one that visitors type, for what they cite; `seconds` is the time that a question may take; `render`
    makes images of pages (None: none are shown), and `images` is the folder that keeps them. `review` is the token of
    who may accept findings and correct values (None: nobody; the corpus is only read).
    """

    language: str = LANGUAGES[0]
    immutable: bool = False
    tables: bool = True
    base_url: str = "/"
    address: str | None = None
    seconds: float = 2.0
    render: Render | None = None
    images: Path | None = None
    review: str | None = None


class Room(Datasette):
    """Datasette with our pages."""

    is_reading_room = True  # what the plugin knows a room by

    def __init__(self, path: Path, options: Options | None = None, **more: Any) -> None:
        self.options = options or Options()
        self.studio = Studio(self.options.render, self.options.images)
        self.taking = asyncio.Lock()  # one portion of a file at a time
        self.warming: threading.Thread | None = None
        self.writing = asyncio.Lock()  # one at a time writes what it reviewed
        if not pm.is_registered(plugin):
            pm.register(plugin)
        settings = {
            "sql_time_limit_ms": int(self.options.seconds * 1000),
            "facet_time_limit_ms": 400,
            "suggest_facets": False,  # it tries each column of a table of millions of rows, at every look
            "max_returned_rows": 1000,
            "allow_download": False,
            "default_allow_sql": self.options.tables,
            "base_url": self.options.base_url,
            "truncate_cells_html": 400,
            "num_sql_threads": 4,
        }
        super().__init__(  # type: ignore[no-untyped-call]
            settings=settings,
            template_dir=str(HERE / "templates"),
            static_mounts=[("static", str(HERE / "static"))],
            memory=True,
            metadata=metadata(DATA),
            **more,
        )
        self.remove_database("_memory")
        self.corpus: Corpus = self.add_database(Corpus(self, str(path), not self.options.immutable), name=DATA)
        self.memory = Memory(self.corpus.state, self._connection)
        self.base_url: str = self.setting("base_url")
        self.shared: dict[str, Any] = {
            "version": __version__, "static": self.static, "languages": LANGUAGES, "options": self.options,
            "navigation": NAVIGATION,
        }  # fmt: skip

    def close(self) -> None:
        """End what the room has begun: connections, questions, and processes that draw pages."""
        self.memory.closed = True
        if self.warming is not None:
            self.warming.join()
        self.memory.close()
        self.studio.close()
        self.corpus.close()

    def warm(self) -> None:
        """Ask at once, in a thread, what most pages about the whole corpus tell, and begin the processes that draw:
        so that no visitor waits for it."""
        from .routes import WHOLE

        def run() -> None:
            connection = self._connection()
            try:
                connection.set_progress_handler(lambda: self.memory.closed, 10_000)
                for name, make in WHOLE.items():
                    self.memory.get(name, make, connection)
                if not self.memory.closed:
                    self.studio.warm()
            except (sqlite3.Error, DelibError):
                pass  # the page that asks for it says what is wrong
            finally:
                connection.close()

        self.warming = threading.Thread(target=run, name="warm", daemon=True)
        self.warming.start()

    async def warm_tables(self) -> None:
        """Ask what the pages of tables and questions tell before anybody narrows them, where these are open."""
        if not self.options.tables:
            return
        known = self.metadata("databases")[DATA]
        names = [*await self.corpus.table_names(), *await self.corpus.view_names(), *known["queries"]]
        with unhurried():
            for name in ("", *(f"/{name}" for name in names)):
                if not self.corpus.closed:
                    await self.client.get(f"/{DATA}{name}")

    def static(self, name: str) -> str:
        """The address of a file of static/, which changes with its content."""
        digest = self.memory.always(f"static {name}", lambda: _digest(HERE / "static" / name))
        return f"{self.base_url}static/{name}?{digest}"

    def _connection(self) -> sqlite3.Connection:
        """A connection for a thread of our own, which closes it."""
        connection: sqlite3.Connection = self.corpus.connect()
        self.corpus._all_file_connections.remove(connection)
        self._prepare_connection(connection, self.corpus.name)
        return connection

    def page(self, request: Request) -> Any:
        """What our pages are handed for a request."""
        from .page import Page

        return Page(self, request)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8]
