"""A path or bytes into bytes and their form.

In: a path, or bytes with the name they go by. Out: `Content`: the bytes, the name, and what they are ("pdf", "xml" or
"text"), known by what is in them and never by the file's extension. What cannot be read is an error that says why.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal, NamedTuple

from ...errors import EmptyFile, IsDirectory, MissingFile, NotADocument, TooLarge, UnreadableFile
from ...files import printable
from .text import decode, looks_like_text

MOST_BYTES = 1 << 30
"""Files beyond one gibibyte are refused: a scanned register of 2,000 pages stays under it."""

_HEAD = 1024  # PDF readers look for %PDF within the first 1024 bytes
_MAGIC = (
    (b"PK\x03\x04", "a zip archive (perhaps an office document)"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office document"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a bitmap image"),
    (b"RIFF", "a RIFF file (image, sound or film)"),
    (b"%!PS", "PostScript"),
    (b"{\\rtf", "a rich text document (RTF)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"AT&TFORM", "a DjVu document"),
)  # fmt: skip


class Content(NamedTuple):
    """The bytes of a source, its name (no folder), where it is (for messages), its form, and its text if it is one."""

    data: bytes
    name: str
    where: str
    form: Literal["pdf", "text", "xml"]
    text: str = ""


def content(path: str | Path | bytes, name: str | None = None) -> Content:
    """Read `path` (or take the bytes) and tell what they are.

    Errors: `MissingFile`, `IsDirectory`, `UnreadableFile`, `EmptyFile`, `TooLarge`, `NotADocument`.
    """
    if isinstance(path, bytes):
        data = path
        where = shown = name or "-"
    else:
        file = Path(path)
        data = _read(file)
        where = printable(str(path))
        shown = name or printable(file.name)
    if len(data) > MOST_BYTES:
        raise TooLarge(f"It has more than {MOST_BYTES:,} bytes.", file=where)
    if not data:
        raise EmptyFile("The file has no bytes.", file=where)
    if b"%PDF-" in data[:_HEAD]:
        return Content(data, shown, where, "pdf")
    if _is_markup(data):
        return Content(data, shown, where, "xml")
    return Content(data, shown, where, "text", _text(data, where))


def _read(file: Path) -> bytes:
    where = str(file)
    try:
        if os.path.isdir(file):  # noqa: PTH112  (never an error, however long the name)
            raise IsDirectory("This is a folder, not a file.", file=where)
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise MissingFile("There is no such file.", file=where) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise UnreadableFile(f"The file cannot be read: {reason}.", file=where) from None


def _is_markup(data: bytes) -> bool:
    """XML, or HTML that holds pages (hOCR); another page of a web site is none."""
    head = (decode(data[: 2 * _HEAD]) or "").lstrip().lower()
    if "<html" in head or head.startswith("<!doctype html"):
        return b"ocr_page" in data
    return head.startswith("<")


def _text(data: bytes, where: str) -> str:
    """The text that the bytes are, or an error that says what they are."""
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise NotADocument(f"The bytes are {what}.", file=where)
    text = decode(data)
    if text is None or not looks_like_text(text):
        begins = data[:8].hex(" ")
        raise NotADocument(f"The bytes are neither a PDF nor text (they begin with {begins}).", file=where)
    head = text[:_HEAD].lstrip().lower()
    if "<html" in head or head.startswith("<!doctype html"):
        raise NotADocument("The bytes are an HTML page, perhaps the error page of a web site.", file=where)
    if where.lower().endswith(".pdf"):
        raise NotADocument(
            "The bytes are plain text, not a PDF.",
            file=where,
            remedy="Fetch the PDF again, or name the file .txt to read it as text.",
        )
    return text
