"""A folder of pages as one document.

In: a folder. Out: a `Source` of all its pages in order. The order is that of a METS file in the folder where there is
one, else that of the names, numbers by their value (page-2 before page-10). Images beside the pages are not needed and
left alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from ...errors import UnreadableFile
from ...files import printable
from ...volumes import digest, page_files
from ..pages.source import Page, Source
from .markup import form_of, parsed, within
from .reading import pages_of

_HREF = "{http://www.w3.org/1999/xlink}href"


def open_folder(folder: Path) -> Source | None:
    """The pages of a folder as one source; None where it has none. Raises what `read_pages` raises, for the file."""
    roots: dict[Path, Any] = {}
    order: list[str] = []
    for path in page_files(folder):
        root = parsed(_bytes(path), str(path))
        form = form_of(root)
        if form == "mets":
            order = _order(root)
        elif form is not None:
            roots[path] = root
    if not roots:
        return None
    place = {name: at for at, name in enumerate(order)}
    # stable: where METS is silent, names decide
    files = sorted(roots, key=lambda path: place.get(path.name, len(place)))
    pages: list[Page] = []
    form = None
    for path in files:
        kind, found = pages_of(roots[path], form_of(roots[path]), str(path), len(pages) + 1)
        form = form or kind
        pages.extend(msgspec.structs.replace(page, reasons=(path.name, *page.reasons)) for page in found)
    assert form is not None
    return Source(printable(folder.resolve().name), digest(folder), form, tuple(pages))


def _order(mets: Any) -> list[str]:
    """The names of the files in the order of the METS file: of its structure map, else of its list of files."""
    hrefs = {}
    for file in within(mets, "file"):
        for place in within(file, "FLocat"):
            if place.get(_HREF):
                hrefs[file.get("ID", "")] = place.get(_HREF).rpartition("/")[2]
    mapped = [hrefs[one.get("FILEID")] for one in within(mets, "fptr") if one.get("FILEID") in hrefs]
    return mapped or list(hrefs.values())


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"The file cannot be read: {error.strerror or error}.", file=str(path)) from None
