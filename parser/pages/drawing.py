"""What is on a page besides its words: images, and straight strokes.

In: a page handle of PDFium and the geometry of the page. Out: a `Drawing`: the boxes of the images (also those inside
form XObjects), the straight strokes and thin boxes, and how much is drawn in curves. A page with more objects than the
stated limits says so in `reasons`; the objects beyond are not looked at.
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from ctypes import byref
from typing import NamedTuple

from ..record import Box
from .geometry import Geometry
from .pdfium import pdfium

MOST_OBJECTS = 100_000
"""Objects of one page that are looked at."""
MOST_SEGMENTS = 20_000
"""Segments of the paths of one page that are looked at."""

_TEXT, _PATH, _IMAGE, _FORM = 1, 2, 3, 5  # FPDF_PAGEOBJ_*
_BEZIER, _MOVE = 1, 2  # FPDF_SEGMENT_BEZIERTO, FPDF_SEGMENT_MOVETO
_DEPTH = 8  # forms within forms, at most
_THIN = 3.0  # points: a box no thicker than this is a stroke
_SHORT = 1.0  # points: a stroke shorter than this is a speck
_STRAIGHT = 0.5  # points: slack of a horizontal or vertical stroke
_GRID = 100  # the cover of images is measured on a grid of so many cells a side

_Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: _Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Image(NamedTuple):
    """An image: its box on the page (it may reach beyond it), its handle, its place in the order of painting, and
    whether it hides what lies under it.
    """

    box: Box
    handle: int
    order: int
    opaque: bool = True


class Drawing(NamedTuple):
    """Images and strokes of a page.

    `curves` counts the segments of painted shapes with curves (letters drawn as shapes have many);
    `texts` gives for each text object its place in the order of painting.
    """

    images: tuple[Image, ...]
    strokes: tuple[Box, ...]
    curves: int
    texts: dict[int, int]
    reasons: tuple[str, ...] = ()

    def cover(self, width: float, height: float) -> float:
        """The share (0 to 1) of a page of this size that the images cover, overlaps counted once."""
        if not self.images or width <= 0 or height <= 0:
            return 0.0
        if len(self.images) == 1:
            x0, top, x1, bottom = self.images[0].box
            across = min(x1, width) - max(x0, 0.0)
            down = min(bottom, height) - max(top, 0.0)
            return round(max(0.0, across) * max(0.0, down) / (width * height), 3)
        rows = [0] * _GRID
        for x0, top, x1, bottom in [image.box for image in self.images]:
            left, right = _cells(x0 / width, x1 / width)
            first, last = _cells(top / height, bottom / height)
            if right > left:
                mask = (1 << right) - (1 << left)
                for row in range(first, last):
                    rows[row] |= mask
        return round(sum(row.bit_count() for row in rows) / _GRID**2, 3)


def _cells(start: float, end: float) -> tuple[int, int]:
    first = min(_GRID, max(0, round(start * _GRID)))
    last = min(_GRID, max(0, round(end * _GRID)))
    return first, last


def read_drawing(page: int, geometry: Geometry) -> Drawing:
    """The drawing of a loaded page."""
    return _Reader(geometry).read(page)


class _Reader:
    """Walks the objects of one page once."""

    def __init__(self, geometry: Geometry):
        self._lib = pdfium()
        self._geometry = geometry
        self._corners = [ctypes.c_float() for _ in range(4)]
        self._refs = [byref(corner) for corner in self._corners]
        self._x, self._y = ctypes.c_float(), ctypes.c_float()
        self._seen = 0
        self._segments = 0
        self._curves = 0
        self._paths: list[tuple[int, _Matrix]] = []
        self._images: list[Image] = []
        self._texts: dict[int, int] = {}

    def read(self, page: int) -> Drawing:
        lib = self._lib
        count = lib.FPDFPage_CountObjects(page)
        self._walk((lib.FPDFPage_GetObject(page, at) for at in range(count)), _IDENTITY, 0)
        strokes: list[Box] = []
        for path, matrix in self._paths:
            strokes.extend(self._strokes(path, matrix))
            if self._segments > MOST_SEGMENTS:
                break
        reasons = []
        if self._seen > MOST_OBJECTS:
            reasons.append(f"more than {MOST_OBJECTS:,} objects")
        if self._segments > MOST_SEGMENTS:
            reasons.append(f"more than {MOST_SEGMENTS:,} segments of paths: tables not looked for")
            strokes = []
        once = tuple(dict.fromkeys(strokes))
        return Drawing(tuple(self._images), once, self._curves, self._texts, tuple(reasons))

    def _walk(self, objects: Iterator[int], matrix: _Matrix, depth: int) -> None:
        lib = self._lib
        get_type = lib.FPDFPageObj_GetType
        for handle in objects:
            self._seen += 1
            if self._seen > MOST_OBJECTS:
                return
            kind = get_type(handle)
            if kind == _TEXT:
                self._texts[handle] = self._seen
            elif kind == _PATH:
                self._paths.append((handle, matrix))
            elif kind == _IMAGE:
                opaque = not lib.FPDFPageObj_HasTransparency(handle)
                self._images.append(Image(self._bounds(handle, matrix), handle, self._seen, opaque))
            elif kind == _FORM and depth < _DEPTH:
                inner = _times(self._matrix(handle), matrix)
                count = lib.FPDFFormObj_CountObjects(handle)
                self._walk((lib.FPDFFormObj_GetObject(handle, at) for at in range(count)), inner, depth + 1)

    def _matrix(self, handle: int) -> _Matrix:
        found = (ctypes.c_float * 6)()
        if not self._lib.FPDFPageObj_GetMatrix(handle, found):
            return _IDENTITY
        a, b, c, d, e, f = found
        return a, b, c, d, e, f

    def _bounds(self, handle: int, matrix: _Matrix) -> Box:
        self._lib.FPDFPageObj_GetBounds(handle, *self._refs)
        x0, y0, x1, y1 = [corner.value for corner in self._corners]
        if matrix is not _IDENTITY:
            corners = [_point(matrix, x, y) for x in (x0, x1) for y in (y0, y1)]
            x0, x1 = min(x for x, _ in corners), max(x for x, _ in corners)
            y0, y1 = min(y for _, y in corners), max(y for _, y in corners)
        return self._geometry.box(x0, y0, x1, y1)

    def _strokes(self, path: int, matrix: _Matrix) -> list[Box]:
        """The straight horizontal and vertical strokes of a path."""
        lib = self._lib
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        if not lib.FPDFPath_GetDrawMode(path, byref(fill), byref(stroke)) or not (fill.value or stroke.value):
            return []
        x0, top, x1, bottom = self._bounds(path, matrix)
        across, down = x1 - x0, bottom - top
        if across <= _THIN or down <= _THIN:
            # thin as it is painted, whatever it is made of
            return [(x0, top, x1, bottom)] if max(across, down) >= _SHORT else []
        count = lib.FPDFPath_CountSegments(path)
        if not stroke.value and count <= 5:
            return []  # a painted area
        if not stroke.value and self._is_curved(path, count):
            self._curves += count
            return []  # a letter or a logo drawn as a shape
        self._segments += count
        if self._segments > MOST_SEGMENTS:
            return []
        inner = _times(self._matrix(path), matrix)
        found: list[Box] = []
        for points in self._subpaths(path, count, inner):
            left, right = min(x for x, _ in points), max(x for x, _ in points)
            high, low = min(y for _, y in points), max(y for _, y in points)
            if right - left <= _THIN or low - high <= _THIN:
                if max(right - left, low - high) >= _SHORT:
                    found.append((left, high, right, low))
            elif stroke.value:
                found.extend(_edges(points))
        return found

    def _is_curved(self, path: int, count: int) -> bool:
        """True when one of the path's first segments is a curve."""
        lib = self._lib
        return any(
            lib.FPDFPathSegment_GetType(lib.FPDFPath_GetPathSegment(path, at)) == _BEZIER
            for at in range(min(count, 12))
        )

    def _subpaths(self, path: int, count: int, matrix: _Matrix) -> Iterator[list[tuple[float, float]]]:
        """The runs of straight lines in a path, as points on the page."""
        lib = self._lib
        points: list[tuple[float, float]] = []
        curved = False
        x, y = self._x, self._y
        for at in range(count):
            segment = lib.FPDFPath_GetPathSegment(path, at)
            lib.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
            kind = lib.FPDFPathSegment_GetType(segment)
            px, py = _point(matrix, x.value, y.value)
            left, top, _, _ = self._geometry.box(px, py, px, py)
            if kind == _MOVE:
                if len(points) > 1 and not curved:
                    yield points
                points, curved = [], False
            elif kind == _BEZIER:
                curved = True
            points.append((left, top))
            if lib.FPDFPathSegment_GetClose(segment) and points[0] != points[-1]:
                points.append(points[0])
        if len(points) > 1 and not curved:
            yield points


def _edges(points: list[tuple[float, float]]) -> Iterator[Box]:
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        level, upright = abs(ay - by) <= _STRAIGHT, abs(ax - bx) <= _STRAIGHT
        if level != upright and max(abs(ax - bx), abs(ay - by)) >= _SHORT:
            yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _times(one: _Matrix, two: _Matrix) -> _Matrix:
    """First `one`, then `two`."""
    if two is _IDENTITY:
        return one
    a, b, c, d, e, f = one
    g, h, i, j, k, m = two
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _point(matrix: _Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
