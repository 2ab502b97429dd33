"""Sources opened: a PDF, a text file or pages in XML in, pages of words with boxes out.

In: a path (a folder too, where it holds pages in XML), or bytes with a name. Out: a `Source`. This is the only room
that opens documents. Every word that is printed, in the text, in an annotation or in a form field, is on its page; a
page that cannot be read stays in its place and says why.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from .files import content
from .source import Page, Source, Table, Word, Zone

__all__ = ["Page", "Source", "Table", "Word", "Zone", "open_source", "page_count"]


def open_source(path: str | Path | bytes, *, name: str | None = None, only: tuple[int, int] | None = None) -> Source:
    """The pages of a document.

    `path` is a file, or the bytes of one: then `name` is what it goes by. `only` are the first and the last page to
    read of a PDF, from 1: by default all. Coordinates are points from the top-left
    corner of the page as displayed. Errors: `MissingFile`, `IsDirectory`, `UnreadableFile`, `EmptyFile`,
    `NotADocument`, `DamagedFile`, `EncryptedFile`, `TooLarge`.
    """
    if not isinstance(path, bytes) and os.path.isdir(path):  # noqa: PTH112
        from ..htr import open_folder

        if (volume := open_folder(Path(path))) is not None:
            return volume
    found = content(path, name)
    digest = sha256(found.data).hexdigest()
    if found.form == "pdf":
        from . import pdf

        return Source(found.name, digest, "pdf", pdf.pages(found.data, found.where, only))
    if found.form == "xml":
        from ..htr import read_pages

        form, pages = read_pages(found.data, found.where)
        return Source(found.name, digest, form, pages)
    from . import text

    return Source(found.name, digest, "text", text.pages(found.text))


def page_count(path: str | Path | bytes) -> int:
    """The pages of a PDF, 1 for another document. Errors: those of `open_source`."""
    if not isinstance(path, bytes) and os.path.isdir(path):  # noqa: PTH112
        return 1
    found = content(path)
    if found.form != "pdf":
        return 1
    from . import pdf

    return pdf.count(found.data, found.where)
