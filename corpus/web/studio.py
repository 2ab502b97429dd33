"""Where page images are made: processes of their own, with a deadline and a limit of memory, and a cache on disk.

In: what renders (`Render`, handed over by whoever starts the room, for the corpus knows no PDF), and wishes for images.
Out: the image, or the reason why there is none: `REASONS` of this module, and those that the renderer gives. A file
that hangs, grows or crashes its process costs that process; it is not tried again for a while. The cache is bounded:
what was not asked for longest goes first.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import queue
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

from ..intake.worker import dismiss, end_with_starter, print_into, wall

Box = tuple[float, float, float, float]
Render = Callable[[str, str, int, int, Box | None], tuple[bytes, str]]
"""(path, sha256, page, pixels across, part or None) to (image, "") or (b"", reason); goes to a process by pickle."""

REASONS = ("too-slow", "crashed", "busy", "no-renderer")
SECONDS = 10.0  # for one image
MEGABYTES = 512
_START = 60.0  # seconds that a process may take to come to life
_AT_ONCE = 2  # processes
_WAITING = 40  # wishes beyond which a visitor is told to come back
_FORGOTTEN = 600.0  # seconds after which a file that failed is tried again
_SHARE = 0.8  # what is left of a full cache that is swept
_SWEEP = 64  # images between two looks at how full it is


class Wish(NamedTuple):
    """An image: of which file, with which bytes, which page, how many pixels wide, or which part."""

    path: str
    sha256: str
    page: int
    across: int
    box: Box | None = None

    @property
    def name(self) -> str:
        """The name of the image in the cache."""
        what = f"{self.page}-{self.across}" if self.box is None else f"{self.page}-{self.box}"
        return hashlib.blake2b(f"{self.sha256} {what}".encode(), digest_size=16).hexdigest()


class Shot(NamedTuple):
    """The image, or why there is none."""

    data: bytes
    reason: str = ""


class Studio:
    """Makes images. `folder` keeps them, `most` bytes of them; None keeps none."""

    def __init__(
        self, render: Render | None, folder: Path | None = None, most: int = 512 << 20, seconds: float = SECONDS
    ) -> None:
        self.render = render
        self.folder = folder
        self.most = most
        self.seconds = seconds
        self.failed: dict[tuple[str, int], tuple[float, str]] = {}
        self.made = 0
        self.waiting = 0
        self.threads = ThreadPoolExecutor(_AT_ONCE, "studio")
        self.free: queue.LifoQueue[_Hand | None] = queue.LifoQueue()
        for _ in range(_AT_ONCE):
            self.free.put(None)  # the last that was given back comes first: it is warm

    async def image(self, wish: Wish) -> Shot:
        """The image of the wish."""
        kept = self._kept(wish)
        if kept is not None:
            return Shot(kept)
        if self.render is None:
            return Shot(b"", "no-renderer")
        if self.waiting >= _WAITING:
            return Shot(b"", "busy")
        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, self._make, wish)
        finally:
            self.waiting -= 1

    def warm(self) -> None:
        """Begin the processes: who asks for the first image does not wait for them."""
        if self.render is not None:  # in a thread that stays: a process ends with the thread that began it
            self.threads.submit(self._begin, self.render).result()

    def close(self) -> None:
        """End the processes."""
        self.threads.shutdown(wait=True, cancel_futures=True)
        while not self.free.empty():
            hand = self.free.get()
            if hand is not None:
                hand.end()

    # ---- in a thread

    def _begin(self, render: Render) -> None:
        hands = []
        with suppress(queue.Empty):
            while True:
                hands.append(self.free.get_nowait())
        for hand in hands:
            self.free.put(hand or _Hand(render))

    def _make(self, wish: Wish) -> Shot:
        kept = self._kept(wish)  # somebody else may have asked for it meanwhile
        if kept is not None:
            return Shot(kept)
        when, reason = self.failed.get((wish.sha256, wish.page), (0.0, ""))
        if reason and time.monotonic() - when < _FORGOTTEN:
            return Shot(b"", reason)
        assert self.render is not None
        hand = self.free.get()
        try:
            hand = hand or _Hand(self.render)
            shot = hand.make(wish, self.seconds)
            if hand.is_spent:
                hand.end()
                hand = None
        finally:
            self.free.put(hand)
        if shot.reason in ("too-slow", "crashed"):
            if len(self.failed) > 1000:
                self.failed.clear()
            self.failed[(wish.sha256, wish.page)] = (time.monotonic(), shot.reason)
        elif not shot.reason:
            self._keep(wish, shot.data)
        return shot

    # ---- the cache

    def _kept(self, wish: Wish) -> bytes | None:
        if self.folder is None:
            return None
        file = self.folder / wish.name
        try:
            data = file.read_bytes()
            os.utime(file)  # asked for now
        except OSError:
            return None
        return data

    def _keep(self, wish: Wish, data: bytes) -> None:
        if self.folder is None:
            return
        with suppress(OSError):  # a full disk costs time, not the image
            self.folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as part:
                part.write(data)
            Path(part.name).replace(self.folder / wish.name)
            if self.made % _SWEEP == 0:
                _sweep(self.folder, self.most)
            self.made += 1


def _sweep(folder: Path, most: int) -> None:
    """Bring a cache that holds more than `most` bytes under it: what was not asked for longest goes."""
    found = []
    for entry in os.scandir(folder):
        with suppress(OSError):
            about = entry.stat()
            found.append((about.st_mtime, about.st_size, entry.path))
    total = sum(size for _, size, _ in found)
    if total <= most:
        return
    for _, size, path in sorted(found):
        Path(path).unlink(missing_ok=True)
        total -= size
        if total <= most * _SHARE:
            return


class _Hand:
    """One process that renders, and the connection to it."""

    def __init__(self, render: Render) -> None:
        context = get_context("spawn")  # not by fork: threads hold locks
        self.connection: Connection
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, render), daemon=True)
        self.process.start()
        theirs.close()
        self.is_spent = not (self.connection.poll(_START) and self._received() is not None)

    def make(self, wish: Wish, seconds: float) -> Shot:
        if self.is_spent:
            return Shot(b"", "crashed")
        try:
            self.connection.send(tuple(wish))
            if not self.connection.poll(seconds):
                self.is_spent = True
                return Shot(b"", "too-slow")
        except OSError:
            self.is_spent = True
            return Shot(b"", "crashed")
        found = self._received()
        if found is None:
            self.is_spent = True
            return Shot(b"", "crashed")
        return Shot(*found)

    def _received(self) -> Any:
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            return None

    def end(self) -> None:
        dismiss(self.process, self.connection)


def _serve(connection: Connection, render: Render) -> None:
    """The life of such a process: wishes in, images out."""
    end_with_starter()
    print_into(os.devnull)
    wall(MEGABYTES)
    with suppress(EOFError, OSError):
        connection.send((b"", "ready"))
        while True:
            wish = connection.recv()
            try:
                answer = render(*wish)
            except Exception:  # whatever a library raises: this file cannot be shown
                answer = (b"", "damaged")
            connection.send(answer)
