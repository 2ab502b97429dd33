"""Files that are made while they are sent: whole results, of which the server holds a few hundred acts at a time.

In: a search, and what makes the text of some acts. Out: a response that goes on as fast as the visitor takes it. First
the ids of all acts are listed, then they are read in portions; between two portions the corpus is free for others, and
only one portion of all the files that are being made is read at a time. A visitor who goes away is noticed. What goes
wrong before the first portion is told on a page; after that the file breaks off, so that no browser takes it for whole.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Any

from datasette.utils.asgi import Request, Response

from ..search import narrowed
from .page import Page
from .questions import Question

MOST = 100_000
"""Acts that a file holds at most, the latest."""
_SECONDS = 15.0  # that listing them may take
_PORTION = 250  # acts

Portion = Callable[[sqlite3.Connection, list[str]], bytes]
"""Makes the bytes of a file for some acts."""


def ids_of(connection: sqlite3.Connection, asked: Question, most: int) -> list[str]:
    """The ids of the acts that answer, the latest first as on the page, `most` of them at most."""
    source, values = narrowed(connection, asked.words, asked.filters)
    order = f"SELECT c.deliberation_id FROM {source} ORDER BY c.date DESC, c.search_id DESC LIMIT ?"
    return [row[0] for row in connection.execute(order, (*values, most))]


def decisions_of(connection: sqlite3.Connection, ids: list[str]) -> list[str]:
    """The acts that stand for these, each once: of an act in several documents the one that stands for the decision."""
    rows = connection.execute(
        "SELECT coalesce(d.decision_id, d.id) FROM json_each(?) wanted JOIN deliberations d ON d.id = wanted.value "
        "ORDER BY wanted.key",
        (json.dumps(ids),),
    )
    return list(dict.fromkeys(row[0] for row in rows))


class Stream(Response):
    """A response whose body is not there yet."""

    def __init__(self, request: Request, parts: AsyncIterator[bytes], kind: str, name: str) -> None:
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        super().__init__(b"", headers=headers, content_type=kind)  # type: ignore[no-untyped-call]
        self.request = request
        self.parts = parts

    async def asgi_send(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        """Send head and parts; stop where nobody listens any more."""

        async def start(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                await send(message)

        await super().asgi_send(start)  # type: ignore[no-untyped-call]
        if self.request.method != "HEAD":
            gone = asyncio.create_task(_gone(self.request))
            try:
                async for part in self.parts:
                    if gone.done():
                        return
                    await send({"type": "http.response.body", "body": part, "more_body": True})
            finally:
                gone.cancel()
                with suppress(asyncio.CancelledError):
                    await gone
        await send({"type": "http.response.body", "body": b""})


async def _gone(request: Request) -> None:
    """Ends when the visitor has gone away."""
    while (await request.receive())["type"] != "http.disconnect":
        await asyncio.sleep(1)  # a body that nobody asked for


async def stream(page: Page, asked: Question, portion: Portion, kind: str, name: str, *, head: bytes = b"",
                 between: bytes = b"", foot: bytes = b"", decisions: bool = False) -> Response:  # fmt: skip
    """A file of all acts that answer; of their `decisions`, each once. `between` parts two portions that are not empty.

    Raises what `Page.ask` does.
    """

    def listed(connection: sqlite3.Connection) -> list[str]:
        found = ids_of(connection, asked, MOST)
        return decisions_of(connection, found) if decisions else found

    ids = await page.ask(listed, _SECONDS)

    async def some(start: int) -> bytes:
        async with page.room.taking:
            return await page.ask(lambda connection: portion(connection, ids[start : start + _PORTION]))

    first = await some(0) if ids and page.request.method != "HEAD" else b""

    async def parts() -> AsyncIterator[bytes]:
        yield head
        parted = first
        yield first
        for start in range(_PORTION, len(ids), _PORTION):
            made = await some(start)
            yield (between if parted and made else b"") + made
            parted = parted or made
        yield foot

    return Stream(page.request, parts(), kind, name)
