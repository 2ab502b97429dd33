"""A folder of pages as one document.

In: a folder. Out: a `Source` of all its pages in order. The order is that of a METS file in the folder where there is
one, else that of the names, numbers by their value (page-2 before page-10). Images beside the pages are not needed and
left alone.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from ...errors import UnreadableFile
from ..pages.source import Page, Source
from .markup import form_of, parsed, within
from .reading import pages_of

SUFFIXES = frozenset({".xml", ".alto", ".page", ".hocr", ".html"})
_HREF = "{http://www.w3.org/1999/xlink}href"
_DIGITS = re.compile(r"(\d+)")


def page_files(folder: Path) -> list[Path]:
    """The files of a folder that may be pages, in the order of their names; hidden ones are passed over."""
    files = [
        path
        for path in folder.iterdir()
        if path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()
    ]
    return sorted(files, key=lambda path: (_natural(path.name), path.name))


def open_folder(folder: Path) -> Source | None:
    """The pages of a folder as one source; None where it has none. Raises what `read_pages` raises, for the file."""
    roots: dict[Path, tuple[Any, bytes]] = {}
    order: list[str] = []
    for path in page_files(folder):
        data = _bytes(path)
        root = parsed(data, str(path))
        form = form_of(root)
        if form == "mets":
            order = _order(root)
        elif form is not None:
            roots[path] = root, data
    if not roots:
        return None
    place = {name: at for at, name in enumerate(order)}
    files = sorted(
        roots, key=lambda path: place.get(path.name, len(place))
    )  # stable: names decide where METS is silent
    digest = sha256()
    pages: list[Page] = []
    form = None
    for path in files:
        root, data = roots[path]
        kind, found = pages_of(root, form_of(root), str(path), len(pages) + 1)
        form = form or kind
        pages.extend(msgspec.structs.replace(page, reasons=(path.name, *page.reasons)) for page in found)
        digest.update(sha256(data).digest())
    assert form is not None
    return Source(folder.resolve().name, digest.hexdigest(), form, tuple(pages))


def _order(mets: Any) -> list[str]:
    """The names of the files in the order of the METS file: of its structure map, else of its list of files."""
    hrefs = {}
    for file in within(mets, "file"):
        for place in within(file, "FLocat"):
            if place.get(_HREF):
                hrefs[file.get("ID", "")] = place.get(_HREF).rpartition("/")[2]
    mapped = [hrefs[one.get("FILEID")] for one in within(mets, "fptr") if one.get("FILEID") in hrefs]
    return mapped or list(hrefs.values())


def _natural(name: str) -> list[tuple[int, str]]:
    """Numbers by their value."""
    return [(int(part), "") if part.isdigit() else (-1, part.casefold()) for part in _DIGITS.split(name)]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"The file cannot be read: {error.strerror or error}.", file=str(path)) from None
