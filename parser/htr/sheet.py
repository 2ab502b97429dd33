"""One page as a file of pages says it, and that page in points.

In: a `Sheet`: lines with their words, boxes in the units of the file. Out: a `Page`. A page in pixels without a
resolution is taken for one of A4 by its longer side: sizes and gaps are judged against each other, and boxes go back to
pixels by the same factor.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import msgspec

from ..ocr.engine import Seen
from ..ocr.lines import Line, joined, settled, word_of
from ..pages.source import Page, Word, Zone
from ..record import Box

_LONGER = 842.0  # points: the longer side of A4
_ASCENT, _DESCENT = 0.92, 0.21  # ems: the box of a word about its baseline
_FULL = 0.8  # of a line's box, or of the pitch, is the size of its letters
_ODD = 1.6  # a line so much higher than the page's usual ones has a size of its own
_RUN = re.compile(r"\S+")
_HYPHENS = "-‐‑¬⸗"
_UNPRINTED = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\u200b-\u200f\u2060\ufeff]")


class Piece(NamedTuple):
    """A word, or a run of words where the file gives no finer: `box` None where it has none of its own."""

    text: str
    box: Box | None = None
    confidence: float | None = None
    bold: bool = False
    italic: bool = False
    joined: bool = False


class Row(NamedTuple):
    """A line: its box, the height of its baseline where the file gives one, its pieces."""

    box: Box
    pieces: tuple[Piece, ...]
    baseline: float | None = None


class Sheet(NamedTuple):
    """A page: its size in units of the file, points a unit (None: the file does not say), lines in the file's order."""

    width: float
    height: float
    rows: tuple[Row, ...]
    zones: tuple[tuple[str, Box], ...] = ()
    points: float | None = None
    reasons: tuple[str, ...] = ()


def page_of(sheet: Sheet, number: int) -> Page:
    """The page in points, as number `number`."""
    width, height = sheet.width, sheet.height
    if not (width > 0 and height > 0):  # no size given: what the lines take, and a margin
        width = max((row.box[2] for row in sheet.rows), default=595.0) * 1.05
        height = max((row.box[3] for row in sheet.rows), default=842.0) * 1.05
    points = sheet.points or _LONGER / max(width, height, 1.0)
    reasons = list(sheet.reasons)
    if sheet.points is None:
        reasons.append("no resolution: taken for a page of A4")
    words = _words(sheet.rows, points)
    if any(len(_RUN.findall(piece.text)) > 1 for row in sheet.rows for piece in row.pieces):
        reasons.append("the file places lines, not words: words are placed by their letters")
    zones = tuple(Zone(label, _scaled(box, points)) for label, box in sheet.zones)
    return Page(
        number,
        round(width * points, 2),
        round(height * points, 2),
        tuple(words),
        source="ocr-layer" if words else "blank",
        reasons=tuple(reasons) if words else (*reasons, "no words"),
        zones=zones,
    )


def _words(rows: tuple[Row, ...], points: float) -> list[Word]:
    """The words of all lines, each line with the height of its font."""
    fine = [row for row in rows if all(piece.box and len(_RUN.findall(piece.text)) <= 1 for piece in row.pieces)]
    lines = {id(row): Line(_seen(row)) for row in fine if _seen(row)}
    one = settled([(line.size, line.letters) for line in lines.values() if line.sized])
    heights = [row.box[3] - row.box[1] for row in rows if row.box[3] > row.box[1]]
    feet = sorted(_foot(row) for row in rows)
    pitches = [low - high for high, low in pairwise(feet) if low - high > 0.3 * min(heights, default=0.0)]
    # polygons of lines drawn by hand overlap: then the pitch says more
    usual = _FULL * min(median(heights), median(pitches)) if heights and pitches else _FULL * median(heights or [12.5])
    found: list[Word] = []
    for row in rows:
        line = lines.get(id(row))
        if line is None:
            found.extend(_spread(row, usual, points))
            continue
        line.size = one.get(line.size, line.size)
        told = dict(zip(_seen(row), _printed(row), strict=True))
        for item in line.seen:
            piece = told[item]
            word = word_of(item, line, 72 / points, piece.bold)
            found.append(
                msgspec.structs.replace(word, confidence=piece.confidence, italic=piece.italic, joined=piece.joined)
            )
    return joined([_hyphen(word) for word in found])


def _printed(row: Row) -> list[Piece]:
    cleaned = (piece._replace(text=_clean(piece.text)) for piece in row.pieces)
    return [piece for piece in cleaned if piece.text]


def _seen(row: Row) -> list[Seen]:
    # the place in the line keeps two equal words apart
    return [Seen(piece.text, *(piece.box or row.box), 1.0, place) for place, piece in enumerate(_printed(row))]


def _spread(row: Row, usual: float, points: float) -> list[Word]:
    """The words of a line that has no boxes for them: each as wide as its letters."""
    high = row.box[3] - row.box[1]
    size = _FULL * high if high > _ODD * usual / _FULL or high < usual / _ODD else usual
    foot = _foot(row)
    words: list[Word] = []
    start = row.box[0]
    letters = sum(len(piece.text) + 1 for piece in row.pieces) - 1
    for piece in row.pieces:
        text = unicodedata.normalize("NFC", piece.text)
        if piece.box is not None:
            x0, x1 = piece.box[0], piece.box[2]
        else:
            x0, x1 = start, start + (row.box[2] - row.box[0]) * len(piece.text) / max(1, letters)
            start = x1 + (row.box[2] - row.box[0]) / max(1, letters)
        step = (x1 - x0) / max(1, len(text))
        for run in _RUN.finditer(text):
            printed = _clean(run.group())
            if printed:
                box = (x0 + run.start() * step, foot - _ASCENT * size, x0 + run.end() * step, foot + _DESCENT * size)
                words.append(
                    Word(
                        printed, *(_scaled(box, points)), round(size * points, 1), piece.bold, piece.italic, "ocr",
                        piece.confidence, piece.joined,
                    )
                )  # fmt: skip
    return words


def _foot(row: Row) -> float:
    """The height at which a line stands."""
    return row.baseline if row.baseline is not None else row.box[1] + 0.75 * (row.box[3] - row.box[1])


def _hyphen(word: Word) -> Word:
    """A break of a word at the line's end as it is written here: a hyphen, whatever sign the file has for it."""
    if len(word.text) > 1 and (word.text[-1] in "¬⸗" or (word.joined and word.text[-1] in _HYPHENS)):
        return msgspec.structs.replace(word, text=f"{word.text[:-1]}-", joined=True)
    return word


def _clean(text: str) -> str:
    return _UNPRINTED.sub("", unicodedata.normalize("NFC", text)).strip()


def _scaled(box: Box, points: float) -> Box:
    x0, top, x1, bottom = (round(side * points, 2) for side in box)
    return x0, top, x1, bottom
