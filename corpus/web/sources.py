"""The source of a document, as far as the room may show it.

In: a document's id, as the address gives it. Out: `Source`: its name, its bytes' hash, the size of its pages, and where
the file lies, or why it cannot be shown. A path is only ever taken from the corpus, never from an address.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import NamedTuple

from ...errors import NotFound
from ..intake.remote import is_url
from ..intake.sources import fault
from .studio import Box

REASONS = ("gone", "remote", "no-pdf", "unknown-bytes")
_TEXTS = frozenset({".txt", ".xml", ".html", ".hocr"})


class Sheet(NamedTuple):
    """A page: its number, its size in points, and what it is made of (`PageInfo.source`)."""

    number: int
    width: float
    height: float
    source: str


class Source(NamedTuple):
    """See the docstring of the module. `reason` is "" where an image can be asked for."""

    document_id: str
    file: str
    path: str
    sha256: str
    kind: str
    reason: str
    pages: dict[int, Sheet]


def source_of(connection: sqlite3.Connection, document_id: str, beside: Path) -> Source:
    """The source of a document; a relative path is one from the folder of the corpus, `beside`. Raises `NotFound`."""
    row = connection.execute(
        "SELECT id, path, file, sha256, kind FROM documents WHERE id = ?", (document_id,)
    ).fetchone()
    if row is None:
        raise NotFound("The corpus has no such document.")
    sheets = connection.execute(
        "SELECT number, width, height, source FROM pages WHERE document_id = ? ORDER BY number", (document_id,)
    )
    path = row["path"] if is_url(row["path"]) else str(beside / row["path"])
    return Source(
        row["id"], row["file"], path, row["sha256"] or "", row["kind"], _reason(path, row["sha256"]),
        {sheet["number"]: Sheet(*sheet) for sheet in sheets},
    )  # fmt: skip


def _reason(path: str, sha256: str | None) -> str:
    if is_url(path):
        return "remote"
    if Path(path).suffix.lower() in _TEXTS:
        return "no-pdf"
    if fault(path) is not None:
        return "gone"
    if Path(path).is_dir():  # a folder of pages in XML
        return "no-pdf"
    return "" if sha256 else "unknown-bytes"


def within(sheet: Sheet, box: Box) -> bool:
    """Whether a part lies on its page and is large enough to be seen."""
    x0, top, x1, bottom = box
    on_page = x0 >= 0 and top >= 0 and x1 <= sheet.width + 1 and bottom <= sheet.height + 1
    return on_page and min(x1 - x0, bottom - top) >= 3
