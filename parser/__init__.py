"""A document in, a record out. Knows no database, no network, no terminal.

`parse` is the whole way. The rooms in its order: `pages` (words with boxes), `layout` (lines in reading order),
`rulebook` (what the rules find), `segment` (sittings, acts, passages), `fields` (values), `checks` (verdicts),
`record` (the types).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .ocr import Policy
    from .record import Document
    from .rulebook import Rulebook


def parse(
    path: str | Path | bytes, *, name: str | None = None, rulebook: Rulebook | None = None, ocr: Policy | None = None
) -> Document:
    """The record of one document; see `reading.parse`."""
    from .reading import parse as read_and_record

    return read_and_record(path, name=name, rulebook=rulebook, ocr=ocr)
