"""What was read of images, as files for other programs.

In: the name of a file, a folder, the formats wanted, an OCR policy. Out: files in the folder, and a line about each.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DelibError, NeedsOcr
from .text.tables import counted

if TYPE_CHECKING:
    from ..parser.ocr import Policy

_ENDINGS = {"alto": ".alto.xml", "hocr": ".hocr", "pdf": ".read.pdf"}


def write_read(file: str, folder: Path, forms: Sequence[str], ocr: Policy) -> Iterator[str]:
    """Read the file and write it in each format; a line about each file written. Raises a `DelibError`."""
    from .batch import failure

    try:
        yield from _written(file, folder, forms, ocr)
    except DelibError as error:
        error.file = file
        raise
    except Exception as error:
        if os.environ.get("DELIB_DEBUG"):
            raise
        raise failure(error, file) from error


def _written(file: str, folder: Path, forms: Sequence[str], ocr: Policy) -> Iterator[str]:
    from ..files import whole_file
    from ..parser.ocr import engine_of, is_unread, why_unread, with_ocr
    from ..parser.ocr.searchable import searchable
    from ..parser.ocr.written import to_alto, to_hocr
    from ..parser.pages import open_source

    path = Path(file)
    source = with_ocr(open_source(path), path, ocr)
    engine = engine_of(source)
    unread = [page.number for page in source.pages if is_unread(page)]
    if unread and len(unread) == len(source.pages):
        why, _, remedy = (*why_unread(source), "the pages are images")[0].partition(". ")
        raise NeedsOcr(f"No page could be read: {why}.", remedy=remedy or None)
    for form in forms:
        if form == "pdf" and source.form != "pdf":
            continue
        target = folder / f"{path.name.removesuffix('.pdf')}{_ENDINGS[form]}"
        if form == "pdf":
            data = searchable(path.read_bytes(), source.pages)
        else:
            data = (to_alto if form == "alto" else to_hocr)(source, engine)
        with whole_file(target, binary=True, own=True) as opened:
            opened.write(data)
        words = sum(len(page.words) for page in source.pages)
        missing = f", {len(unread)} not read" if unread else ""
        yield f"{target}: {counted(len(source.pages), 'page')}{missing}, {counted(words, 'word')}"
