"""Underlined words that an engine reads badly: read once more without the line under them.

In: a page image, what an engine read on it, how to read. Out: what it reads, the strips over its underlines read again
where that is better. Tesseract reads most underlined words well, and an underlined title in capitals as "E "UN A D N
L"; taking off every line spoils letters that touch it. So only strips are read again in which letters are missing,
and what is read instead must be sure and longer.

An underline is a thin straight line with letters close above it; where a letter crosses it, its stroke stays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ..record import Box
from .engine import Seen

if TYPE_CHECKING:
    from PIL.Image import Image

_LEAST_LENGTH = 0.3  # inches, of one piece: longer than any stroke of a letter
_THICKEST = 0.03  # inches
_LETTERS = 0.13  # inches above the line: where the letters of its words stand
_LEAST_LETTERS, _MOST_LETTERS = 0.35, 0.98  # share of the columns above that hold ink: less is a frame, more a picture
_CONTRAST = 60  # of 255
_APART = 0.15  # inches between two pieces of one line
_ABOVE, _BELOW, _BESIDE = 0.22, 0.08, 0.1  # inches around the line that are read again
_SURE = 0.8  # mean confidence of words that take the place of others
_WIDEST = 0.14  # inches a letter takes: fewer letters than the line is long are words missed
_PAPER = 0.2  # inches of paper around a strip: an engine reads badly at the edge
_MORE = 1.3  # times the letters that were read with the line
_MOST_STRIPS = 40  # a page with more is a form


def without_lines(
    image: Image, dpi: float, seen: Sequence[Seen], read: Callable[[Image], list[Seen]]
) -> tuple[list[Seen], bool]:
    """The words of a grey `image`, of which `seen` were read; and whether a strip was better without its line."""
    import numpy as np
    from PIL import Image as Pictures

    words = list(seen)
    pixels = np.array(image)
    paper = int(np.median(pixels[::4, ::4]))
    runs = _runs(pixels < paper - _CONTRAST, dpi)
    lines = _merged(runs, dpi)
    if not lines or len(lines) > _MOST_STRIPS:
        return words, False
    erased = better = False
    pad = round(_PAPER * dpi)
    for x0, top, x1, bottom in lines:
        box = (
            max(0, round(x0 - _BESIDE * dpi)),
            max(0, round(top - _ABOVE * dpi)),
            min(image.width, round(x1 + _BESIDE * dpi)),
            min(image.height, round(bottom + _BELOW * dpi)),
        )
        inside = [item for item in words if _holds(box, item)]
        if not _lacks_letters(inside, (x1 - x0) / dpi):
            continue
        if not erased:
            _erase(pixels, runs, paper)
            erased = True
        strip = np.pad(pixels[box[1] : box[3], box[0] : box[2]], pad, constant_values=paper)
        again = read(Pictures.fromarray(strip))
        if _letters(again) < _MORE * _letters(inside) or _mean(again) < _SURE:
            continue
        better = True
        first = 1 + max((item.line for item in words), default=0)
        gone = set(inside)
        words = [item for item in words if item not in gone]
        right, down = box[0] - pad, box[1] - pad
        words += [
            item._replace(
                x0=item.x0 + right,
                x1=item.x1 + right,
                top=item.top + down,
                bottom=item.bottom + down,
                line=item.line + first,
            )
            for item in again
        ]
    return words, better


def _lacks_letters(inside: Sequence[Seen], inches: float) -> bool:
    """Are the letters read over a line of so many inches too few? Where there are none it is a logo's."""
    return 0 < _letters(inside) * _WIDEST < inches


def _letters(seen: Sequence[Seen]) -> int:
    return sum(len(item.text) for item in seen)


def _mean(seen: Sequence[Seen]) -> float:
    """The mean confidence of words, weighted by their letters."""
    letters = _letters(seen)
    return sum(item.confidence * len(item.text) for item in seen) / letters if letters else 0.0


def _holds(box: tuple[int, int, int, int], item: Seen) -> bool:
    return box[0] <= (item.x0 + item.x1) / 2 < box[2] and box[1] <= (item.top + item.bottom) / 2 < box[3]


def _runs(dark: Any, dpi: float) -> list[tuple[int, int, int, Any]]:
    """The pieces of underlines as (row, start, end, which of its pixels are a letter's)."""
    import numpy as np

    length, thick, near = round(_LEAST_LENGTH * dpi), max(2, round(_THICKEST * dpi)), round(_LETTERS * dpi)
    if dark.shape[1] <= length or dark.shape[0] <= near + thick:
        return []
    steps = np.diff(np.pad(dark.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    rows, starts = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    long_ = ends - starts >= length
    found = []
    for row, start, end in zip(rows[long_].tolist(), starts[long_].tolist(), ends[long_].tolist(), strict=True):
        above = dark[max(0, row - near) : max(0, row - thick), start:end]
        if not above.size or not _LEAST_LETTERS <= float(above.any(axis=0).mean()) <= _MOST_LETTERS:
            continue
        top, bottom = max(0, row - thick), min(dark.shape[0] - 1, row + thick)
        found.append((row, start, end, dark[top, start:end] & dark[bottom, start:end]))
    return found


def _erase(pixels: Any, runs: list[tuple[int, int, int, Any]], paper: int) -> None:
    """Set the pixels of the lines, and their grey edges, to paper."""
    for row, start, end, letters in runs:
        for near in (row - 1, row, row + 1):
            if 0 <= near < pixels.shape[0]:
                pixels[near, start:end][~letters] = paper


def _merged(runs: list[tuple[int, int, int, Any]], dpi: float) -> list[Box]:
    """The lines as boxes in pixels: pieces on neighbouring rows that lie over or beside one another."""
    lines: list[list[float]] = []
    for row, start, end, _ in runs:
        for line in reversed(lines):
            if row - line[3] <= 3 and start <= line[2] + _APART * dpi and end >= line[0] - _APART * dpi:
                line[0], line[2], line[3] = min(line[0], start), max(line[2], end), max(line[3], row)
                break
        else:
            lines.append([start, row, end, row])
    thick = _THICKEST * dpi + 0.03 * dpi  # and what a page that leans adds
    return [(a, b, c, d + 1) for a, b, c, d in lines if d - b <= thick * max(1.0, (c - a) / dpi)]
