"""Results of OCR, kept: what has been read once is not read again.

In: a key and a `Sight`. Out: the `Sight` of an earlier run, or None. The key is the hash of the page image, its
resolution, the engine with its version, and the version of the recipe: other rules, another file name, another copy
of the same scan all find the same result. Writes are atomic, so that processes may share a folder; an entry that
cannot be read counts as missing, and a folder that cannot be written as none.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from .engine import Engine
from .sight import RECIPE, Sight

if TYPE_CHECKING:
    from PIL.Image import Image


def default_folder() -> Path:
    """The user's cache folder for OCR results: XDG on Unix, the system's own place on macOS and Windows."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if base and Path(base).is_absolute():  # the specification says to ignore a relative one
        return Path(base) / "delib" / "ocr"
    if sys.platform == "win32" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local) / "delib" / "Cache" / "ocr"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "delib" / "ocr"
    return Path.home() / ".cache" / "delib" / "ocr"


def key_of(image: Image, dpi: float, engine: Engine, second: Engine | None = None) -> str:
    """The key of an image read by an engine, perhaps with a second one."""
    helped = f"\0{second.name}\0{second.version}" if second is not None else ""
    size = f"{image.mode}\0{image.width}x{image.height}\0{dpi:.2f}"
    about = f"{RECIPE}\0{engine.name}\0{engine.version}{helped}\0{size}\0"
    digest = sha256(about.encode())
    digest.update(image.tobytes())
    return digest.hexdigest()


class Cache:
    """A folder of results. `folder` None keeps nothing."""

    def __init__(self, folder: Path | None):
        self.folder = folder

    def get(self, key: str) -> Sight | None:
        """The result kept under `key`, or None."""
        if self.folder is None:
            return None
        try:
            return msgspec.msgpack.decode(self._path(self.folder, key).read_bytes(), type=Sight)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            return None

    def put(self, key: str, sight: Sight) -> None:
        """Keep `sight` under `key`."""
        if self.folder is None:
            return
        path = self._path(self.folder, key)
        temporary = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.msgpack.encode(sight))
            Path(temporary).replace(path)
        except OSError:  # a full or read-only disk costs time, not the result
            if temporary:
                with suppress(OSError):
                    Path(temporary).unlink()

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / key[:2] / f"{key}.msgpack"
