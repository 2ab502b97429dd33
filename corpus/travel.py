"""A corpus goes elsewhere: packed with its sources, found again where files have moved, files forgotten.

In: an open corpus. Out: a zip file that holds the database, the sources or only their hashes, and page images if
asked; or the corpus with the paths as they are now. What proves a value is its page: a corpus whose sources cannot be
found has lost its proof, so a source is known again by its bytes, wherever it lies.
"""

from __future__ import annotations

import glob
import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..errors import MissingFile, NotFound
from ..files import printable, whole_file
from ..version import __version__
from . import chains, comparisons, fulltext, twins
from .database import file_of, speaking, transaction
from .intake.remote import is_url
from .intake.settling import leave, same_bytes
from .intake.sources import expand, fault
from .people import settle as people

Images = Callable[[Path], Iterable[tuple[int, bytes]]]  # the pages of a file as PNG, with their numbers
MANIFEST = "manifest.json"


class Packed(NamedTuple):
    """What went into the pack: documents, their sources, and the paths of those that could not be found."""

    documents: int
    sources: int
    images: int
    missing: tuple[str, ...]


class Relocated(NamedTuple):
    """How many sources were found at another path, and the paths of those that were found nowhere."""

    moved: int
    missing: tuple[str, ...]


def pack(connection: sqlite3.Connection, target: Path, *, sources: bool = True, images: Images | None = None) -> Packed:
    """Write the zip file `target`: `corpus.db`, `sources/`, `images/` where asked, and `manifest.json`.

    The manifest has the SHA-256 of every source, its path, and where it lies in the zip file: null where it was not to
    be packed, is not there, or is other bytes by now. The database is a copy of one moment. Raises `BadDatabase`,
    `BadTarget`.
    """
    listed = connection.execute(
        "SELECT id, path, sha256 FROM documents WHERE superseded_by IS NULL AND sha256 IS NOT NULL ORDER BY path"
    ).fetchall()
    names = _names([row[1] for row in listed])
    entries = []
    missing = []
    pictures = packed = 0
    with (
        whole_file(target, binary=True) as opened,
        zipfile.ZipFile(opened, "w", zipfile.ZIP_STORED, allowZip64=True) as archive,
    ):
        with tempfile.TemporaryDirectory(dir=target.parent) as folder, speaking(file_of(connection)):
            copy = Path(folder) / "corpus.db"
            connection.execute("VACUUM INTO ?", (str(copy),))
            archive.write(copy, "corpus.db", zipfile.ZIP_DEFLATED, 6)
        for document_id, path, sha256 in listed:
            there = not is_url(path) and fault(path) is None and digest(path) == sha256
            if not there:
                missing.append(path)
            name = f"sources/{names[path]}" if there and sources else None
            if name is not None:
                archive.write(path, name)  # a PDF is compressed already
                packed += 1
            for number, data in images(Path(path)) if there and images is not None else ():
                archive.writestr(f"images/{document_id}/{number}.png", data)
                pictures += 1
            entries.append({"document_id": document_id, "sha256": sha256, "path": path, "packed_as": name})
        about = {"delib": __version__, "sources": entries}
        archive.writestr(MANIFEST, json.dumps(about, ensure_ascii=False, indent=1), zipfile.ZIP_DEFLATED, 6)
    return Packed(len(listed), packed, pictures, tuple(missing))


def _names(paths: list[str]) -> dict[str, str]:
    """Names inside the pack: the paths without what all have in common."""
    local = [path for path in paths if not is_url(path)]
    try:
        common = os.path.commonpath([str(Path(path).parent) for path in local]) if local else ""
    except ValueError:  # several drives
        common = ""
    names = {}
    for path in local:
        inside = os.path.relpath(path, common) if common else path
        names[path] = PurePosixPath(*(part for part in Path(inside).parts if part not in ("/", "\\", ".."))).as_posix()
    return names


def relocate(connection: sqlite3.Connection, folders: Iterable[str]) -> Relocated:
    """Find again, in `folders`, the sources that are not at their path any more; known by their bytes.

    Only paths change. A file that is at its path stays there. Raises `BadDatabase`, `MissingFile`.
    """
    folders = list(folders)
    for folder in folders:
        if not is_url(folder) and not os.path.lexists(folder) and not glob.has_magic(folder):
            raise MissingFile("There is no such folder.", file=folder)
    gone: dict[str, list[str]] = {}
    for path, sha256 in connection.execute("SELECT path, sha256 FROM journal WHERE sha256 IS NOT NULL ORDER BY path"):
        if not is_url(path) and (fault(path) is not None or digest(path) != sha256):
            gone.setdefault(sha256, []).append(path)
    moved = 0
    with transaction(connection):
        for found, _ in expand(folders):
            if is_url(found) or fault(found) is not None:
                continue
            name, sha256 = printable(found), digest(found)
            if sha256 not in gone or connection.execute("SELECT 1 FROM journal WHERE path = ?", (name,)).fetchone():
                continue
            old = _nearest(gone[sha256], name)
            gone[sha256].remove(old)
            if not gone[sha256]:
                del gone[sha256]
            file = Path(name).name
            connection.execute("UPDATE journal SET path = ?, file = ? WHERE path = ?", (name, file, old))
            connection.execute("UPDATE documents SET path = ?, file = ? WHERE path = ?", (name, file, old))
            connection.execute(
                "UPDATE journal SET message = ? WHERE status = 'duplicate' AND message = ?",
                (same_bytes(name), same_bytes(old)),
            )
            moved += 1
    return Relocated(moved, tuple(sorted(path for paths in gone.values() for path in paths)))


def _nearest(paths: list[str], name: str) -> str:
    """Of several copies, the one whose path ends most like the name."""

    def alike(path: str) -> int:
        pairs = zip(reversed(Path(path).parts), reversed(Path(name).parts), strict=False)
        return next((number for number, (one, other) in enumerate(pairs) if one != other), 1_000)

    return max(paths, key=lambda path: (alike(path), path))


def forget(connection: sqlite3.Connection, named: str) -> int:
    """Forget a file, or all files of a folder: their documents, and what only these said; how many files there were.

    Raises `NotFound`, `BadDatabase`.
    """
    path = named if is_url(named) else os.path.normpath(Path(printable(named)).absolute())
    inside = f"{path.rstrip(os.sep)}{os.sep}"
    connection.execute("PRAGMA secure_delete = ON")  # what is forgotten is written over with zeros
    with transaction(connection):
        below = connection.execute(
            "SELECT path FROM journal WHERE path = ? OR (path >= ? AND path < ?) "
            "UNION SELECT path FROM documents WHERE path = ? OR (path >= ? AND path < ?)",
            (path, inside, f"{inside}\U0010ffff") * 2,
        ).fetchall()
        done = sum(leave(connection, row[0]) for row in below)
    if not done:
        raise NotFound("The corpus knows no file at this path.", file=named, remedy="`delib report` names files.")
    twins.link(connection)
    chains.link(connection)
    people.settle(connection)
    comparisons.refresh(connection)
    with transaction(connection):
        fulltext.purge(connection)  # once twins are parted and found again: they go in and out of the index
    return done


def digest(path: str) -> str | None:
    """The SHA-256 of a file; None where it cannot be read."""
    try:
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
