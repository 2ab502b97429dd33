"""What a source looks like once opened: pages of words with boxes.

Coordinates are points, origin at the top-left corner of the page as displayed (rotation and CropBox applied).
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..record import Box, PageSource

Origin = Literal["text", "annotation", "field", "ocr"]


class Word(msgspec.Struct, frozen=True, gc=False):
    """One printed word (a run without white space), NFC-normalised.

    `size` is the font size in points as displayed; `bold` and `italic` come from the font's name and flags; `origin`
    says what it was read from; `confidence` (0 to 1) is the OCR engine's, None for digital text; `joined` is true
    where a hyphen that breaks a word at the line's end ties this word to the next one (the hyphen itself is kept in
    `text` as "-").
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float = 0.0
    bold: bool = False
    italic: bool = False
    origin: Origin = "text"
    confidence: float | None = None
    joined: bool = False


class Table(msgspec.Struct, frozen=True):
    """A ruled table: its box and, row by row, the box of each cell (None where a cell is merged into another)."""

    box: Box
    rows: tuple[tuple[Box | None, ...], ...]


class Zone(msgspec.Struct, frozen=True):
    """A region that the source itself labels (ALTO, PAGE): its label as written there, and its box."""

    label: str
    box: Box


class Page(msgspec.Struct, frozen=True):
    """One page: number from 1, size in points, words in the order of the source's content stream.

    `rotation` is the turn, in degrees clockwise, with which the page is read: that of the file, or where its words
    would run sideways, the one that sets them upright (a reason says so). `image_cover` is the share (0 to 1) of the
    page that images cover; `tables` are the ruled tables found; `rules` are straight strokes and thin boxes (for frames
    and underlines), as boxes.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    source: PageSource = "text"
    reasons: tuple[str, ...] = ()
    image_cover: float = 0.0
    rotation: int = 0
    tables: tuple[Table, ...] = ()
    rules: tuple[Box, ...] = ()
    zones: tuple[Zone, ...] = ()


class Source(msgspec.Struct, frozen=True):
    """An opened document: its file name (no folder), the SHA-256 of its bytes, its form and its pages."""

    file: str
    sha256: str
    form: Literal["pdf", "text", "alto", "page", "hocr"]
    pages: tuple[Page, ...]
