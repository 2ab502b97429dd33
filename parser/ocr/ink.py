"""The ink of a grey page: how much there is, how thick its strokes are, where it is ruled.

In: a grey image. Out: `Ink`, which answers for any box, and `rulings`, the straight lines of
frames and tables. Paper and ink are told by the page itself: its median is paper, what is
well darker is ink.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from ..record import Box
from .image import straightened

if TYPE_CHECKING:
    from PIL.Image import Image

_FAINT = 0.15  # of the way from paper to ink: grain of the paper
_DARK = 0.5
_LEAST_CONTRAST = 40  # of 255: what is not so much darker than the paper is paper
_LEAST_INK = 0.0001  # share of the page: less is specks (a word of ten letters has so much on A4)
_INK_QUANTILE = 0.3  # of the dark pixels: the edges of strokes are lighter than the ink
_MARGIN = 2  # pixels around a word: its outline lies within
_RULE_DPI = 100
_LEAST_RULE = 0.4  # inches
_GAP = 8  # pixels at _RULE_DPI: pieces of one ruled line
_THICKEST = 6  # pixels at _RULE_DPI: thicker is a bar, not a line
_SOLID = 0.93  # share of a ruled line that is dark


class Ink:
    """The ink of a page: `share` of the page (0 to 1), and `blank` where there is none to speak of."""

    def __init__(self, grey: Image):
        import numpy as np

        counts = grey.histogram()
        paper = _quantile(counts, 0.5)
        dark = counts[: max(0, paper - _LEAST_CONTRAST)]
        self.share = round(sum(dark) / max(1, grey.width * grey.height), 5)
        self.blank = self.share < _LEAST_INK
        self._paper = float(paper)
        self._contrast = max(float(_LEAST_CONTRAST), paper - _quantile(dark, _INK_QUANTILE)) if dark else 255.0
        self._pixels = np.asarray(grey)

    def thickness(self, box: Box) -> float:
        """The mean thickness of the strokes in a box, in pixels up to a constant; 0.0 where there is no ink.

        Area over outline, the area weighted by darkness, so that half a pixel counts as half a pixel.
        """
        import numpy as np

        x0, top = max(0, round(box[0]) - _MARGIN), max(0, round(box[1]) - _MARGIN)
        x1, bottom = round(box[2]) + _MARGIN, round(box[3]) + _MARGIN
        weight = (self._paper - self._pixels[top:bottom, x0:x1]) * np.float32(1 / self._contrast)
        dark = weight > _DARK
        outline = int(np.count_nonzero(dark[:, 1:] != dark[:, :-1]) + np.count_nonzero(dark[1:] != dark[:-1]))
        if not outline:
            return 0.0
        weight[weight < _FAINT] = 0
        return float(np.minimum(weight, 1, out=weight).sum()) / outline

    def unread(self, known: Iterable[Box], near: Any) -> Any:
        """How much ink lies in the cells of `near` (a mask on cells of 16 pixels) outside the `known` boxes
        (pixels): for each row of cells its share (0 to 1) of the page's ink.
        """
        import numpy as np

        dark = self._pixels < self._paper - _DARK * self._contrast
        total = max(1, int(np.count_nonzero(dark)))
        for x0, top, x1, bottom in known:
            dark[max(0, int(top) - 2) : int(bottom) + 3, max(0, int(x0) - 2) : int(x1) + 3] = False
        found = np.zeros(near.shape[0])
        for row, column in zip(*np.nonzero(near), strict=True):
            found[row] += np.count_nonzero(dark[row * 16 : row * 16 + 16, column * 16 : column * 16 + 16])
        return found / total


def _quantile(counts: Sequence[int], share: float) -> int:
    """The value below which `share` of what is counted lies."""
    wanted, seen = share * sum(counts), 0
    for value, count in enumerate(counts):
        seen += count
        if seen > wanted:
            return value
    return 0


def rulings(grey: Image, dpi: float, skew: float = 0.0) -> tuple[Box, ...]:
    """The ruled lines of an upright page that leans by `skew` degrees: thin boxes in points on the straightened page,
    longer than 0.4 inches.
    """
    import numpy as np

    if dpi < _RULE_DPI / 2:
        return ()
    factor = max(1, round(dpi / _RULE_DPI))
    small = grey.reduce(factor)
    pixels = np.asarray(straightened(small, skew) if skew else small).astype(np.int16)
    dark = pixels < _quantile(grey.histogram(), 0.5) - 50
    scale = 72 * factor / dpi
    length = round(_LEAST_RULE * dpi / factor)
    level = [(x0 * scale, y0 * scale, x1 * scale, y1 * scale) for x0, y0, x1, y1 in _lines(dark, length)]
    upright = [(y0 * scale, x0 * scale, y1 * scale, x1 * scale) for x0, y0, x1, y1 in _lines(dark.T, length)]
    return tuple((round(a, 2), round(b, 2), round(c, 2), round(d, 2)) for a, b, c, d in level + upright)


def _lines(dark: Any, length: int) -> list[tuple[int, int, int, int]]:
    """The dark lines along the rows of a mask, as (start, first row, end, row after the last)."""
    import numpy as np

    if dark.shape[1] <= length:
        return []
    sums = np.pad(dark.cumsum(axis=1, dtype=np.int32), ((0, 0), (1, 0)))
    solid = sums[:, length:] - sums[:, :-length] >= _SOLID * length
    steps = np.diff(np.pad(solid, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    rows, starts = np.nonzero(steps == 1)
    _, ends = np.nonzero(steps == -1)
    done: list[list[int]] = []
    open_: list[list[int]] = []
    early = int((1 - _SOLID) * length)  # the first window that is dark enough begins so much before the line
    starts, ends = starts + early, ends + length - 1 - early
    for row, start, end in zip(rows.tolist(), starts.tolist(), ends.tolist(), strict=True):
        open_ = [line for line in open_ if row - line[3] <= 1]
        for line in open_:
            if start <= line[2] + _GAP and end >= line[0] - _GAP:
                line[0], line[2], line[3] = min(line[0], start), max(line[2], end), row + 1
                break
        else:
            line = [start, row, end, row + 1]
            done.append(line)
            open_.append(line)
    return [(a, b, c, d) for a, b, c, d in done if d - b <= _THICKEST]
