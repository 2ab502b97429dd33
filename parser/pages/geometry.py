"""From the space of a PDF page to the page as it is displayed.

In: the bounding box (MediaBox and CropBox, in PDF space: origin at the bottom left) and the rotation of a page. Out:
boxes in points from the top-left corner of the page as a reader sees it.
"""

from __future__ import annotations

from typing import NamedTuple

from ..record import Box

_FAR = 1e6  # points
_WHOLE = 1.5 * 2**52  # added to a number and taken away again, it leaves the nearest whole number, of two the even one


class Geometry(NamedTuple):
    """The box of a page in PDF space and its rotation in quarter turns clockwise (0 to 3)."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int = 0

    @property
    def width(self) -> float:
        """Width as displayed, in points."""
        return round(self.top - self.bottom if self.turns & 1 else self.right - self.left, 2)

    @property
    def height(self) -> float:
        """Height as displayed, in points."""
        return round(self.right - self.left if self.turns & 1 else self.top - self.bottom, 2)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """The displayed box of the PDF box (x0, y0, x1, y1), whichever corners are given."""
        turns = self.turns
        if turns == 0:
            left, right, top, bottom = x0 - self.left, x1 - self.left, self.top - y1, self.top - y0
        elif turns == 1:
            left, right, top, bottom = y0 - self.bottom, y1 - self.bottom, x0 - self.left, x1 - self.left
        elif turns == 2:
            left, right, top, bottom = self.right - x1, self.right - x0, y0 - self.bottom, y1 - self.bottom
        else:
            left, right, top, bottom = self.top - y1, self.top - y0, self.right - x1, self.right - x0
        if left > right:
            left, right = right, left
        if top > bottom:
            top, bottom = bottom, top
        return round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)

    def single_box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """`box` of numbers in single precision, as PDFium gives them, in half the time.

        A hundred times such a number is exact, so that the nearest hundredth is found without its decimal digits.
        """
        if self.turns == 0 and x0 <= x1 and y0 <= y1:
            left, top, right, bottom = x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
            if left > 0.01 and top > 0.01 and right < _FAR and bottom < _FAR:
                return (
                    (left * 100 + _WHOLE - _WHOLE) / 100,
                    (top * 100 + _WHOLE - _WHOLE) / 100,
                    (right * 100 + _WHOLE - _WHOLE) / 100,
                    (bottom * 100 + _WHOLE - _WHOLE) / 100,
                )
        return self.box(x0, y0, x1, y1)
