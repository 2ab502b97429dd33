"""A folder that holds the pages of one document, as OCR and handwriting campaigns leave them: a file of XML a page.

In: a folder. Out: whether it is one, its files, and a hash of them all. Corpus and parser agree here on what a volume
is.
"""

from __future__ import annotations

import re
from hashlib import file_digest, sha256
from pathlib import Path

SUFFIXES = frozenset({".xml", ".alto", ".page", ".hocr", ".html"})
_PAGE = re.compile(rb"<(?:\w+:)?(?:alto|PcGts)[\s>]|ocr_page")
_HEAD = 8192  # bytes in which a file says what it is
_DIGITS = re.compile(r"(\d+)")


def page_files(folder: Path) -> list[Path]:
    """The files that may be pages, by name, numbers by their value (page-2 before page-10); hidden ones left out."""
    files = [
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()
    ]
    return sorted(files, key=lambda path: (_natural(path.name), path.name))


def is_volume(folder: Path) -> bool:
    """Whether one of its files says that it is a page."""
    try:
        return any(_is_page(path) for path in page_files(folder))
    except OSError:
        return False


def digest(folder: Path) -> str:
    """The SHA-256 of all its files' hashes, in the order of their names. Raises `OSError`."""
    whole = sha256()
    for path in page_files(folder):
        with path.open("rb") as file:
            whole.update(file_digest(file, "sha256").digest())
    return whole.hexdigest()


def _is_page(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _PAGE.search(file.read(_HEAD)) is not None
    except OSError:
        return False


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part.casefold()) for part in _DIGITS.split(name)]
