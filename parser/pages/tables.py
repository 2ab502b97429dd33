"""Ruled tables, from the strokes of a page.

In: the straight strokes of a page, as boxes. Out: `Table`s: their boxes and, row by row, the boxes of their cells.
The search is pdfplumber's, fed with PDFium's strokes instead of its own characters and curves, and in bounded time: a
page with too many crossings has no tables, and says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import Any

from ..record import Box
from .source import Table

_Edge = dict[str, Any]
_Point = tuple[float, float]
_Crossings = dict[_Point, tuple[set[Box], set[Box]]]  # the upright and the level edges that cross there

_MOST_PAIRS = 200_000  # horizontal × vertical edges
_MOST_CROSSINGS = 2_500  # the search for cells takes a time that grows with their square
_SHORT = 3.0  # points
_SNAP = 3.0  # points: pdfplumber's default tolerance for snapping and joining
_APART = 3.0


def find_tables(strokes: Sequence[Box]) -> tuple[tuple[Table, ...], str]:
    """The tables drawn by `strokes`, and why there are none where there might be some (else "")."""
    level = [box for box in strokes if box[2] - box[0] >= box[3] - box[1]]
    upright = [box for box in strokes if box[2] - box[0] < box[3] - box[1]]
    across = _positions([(box[1] + box[3]) / 2 for box in level])
    down = _positions([(box[0] + box[2]) / 2 for box in upright])
    if across < 1 or down < 1 or across + down < 5:
        return (), ""  # underlines, a frame: two cells need five lines

    from pdfplumber.table import Table as Grid
    from pdfplumber.table import cells_to_tables, merge_edges

    edges = [_edge(box, "h") for box in level] + [_edge(box, "v") for box in upright]
    edges = merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    edges = [edge for edge in edges if max(edge["width"], edge["height"]) >= _SHORT]
    flat = sum(edge["orientation"] == "h" for edge in edges)
    if flat * (len(edges) - flat) > _MOST_PAIRS:
        return (), f"{len(edges):,} ruled lines: tables not looked for"
    edges += _missing_sides(edges)
    crossings = _crossings(edges)
    if len(crossings) > _MOST_CROSSINGS:
        return (), f"{len(crossings):,} crossings of lines: tables not looked for"
    tables = []
    page: Any = None  # pdfplumber asks for it only to extract text
    for cells in cells_to_tables(_cells(crossings)):
        grid = Grid(page, cells)
        rows = tuple(tuple(None if cell is None else _box(cell) for cell in row.cells) for row in grid.rows)
        tables.append(Table(_box(grid.bbox), rows))
    return tuple(tables), ""


def _crossings(edges: list[_Edge]) -> _Crossings:
    """Where edges cross: pdfplumber's `edges_to_intersections`, which asks every edge for all its places each time."""
    flat = sorted([edge for edge in edges if edge["orientation"] == "h"], key=itemgetter("top", "x0"))
    level = [(edge["top"], edge["x0"], edge["x1"], _ends(edge)) for edge in flat]
    found: _Crossings = {}
    for edge in sorted([edge for edge in edges if edge["orientation"] == "v"], key=itemgetter("x0", "top")):
        x, top, bottom, ends = edge["x0"], edge["top"], edge["bottom"], _ends(edge)
        for y, left, right, others in level:
            if top <= y + _SNAP and bottom >= y - _SNAP and x >= left - _SNAP and x <= right + _SNAP:
                upright, flats = found.setdefault((x, y), (set(), set()))
                upright.add(ends)
                flats.add(others)
    return found


def _cells(crossings: _Crossings) -> list[Box]:
    """The smallest cell whose top left corner is at each crossing: pdfplumber's `intersections_to_cells`, which makes
    its sets anew for every pair of crossings.
    """
    points = sorted(crossings)
    columns: dict[float, list[_Point]] = {}
    lines: dict[float, list[_Point]] = {}
    for point in points:
        columns.setdefault(point[0], []).append(point)
        lines.setdefault(point[1], []).append(point)
    found = []
    for point in points:
        x, y = point
        upright, flat = crossings[point]
        below = [other for other in columns[x] if other[1] > y and not upright.isdisjoint(crossings[other][0])]
        right = [other for other in lines[y] if other[0] > x and not flat.isdisjoint(crossings[other][1])]
        cell = next(
            (
                (x, y, across, down)
                for _, down in below
                for across, _ in right
                if (corner := crossings.get((across, down))) is not None
                and not corner[0].isdisjoint(crossings[across, y][0])
                and not corner[1].isdisjoint(crossings[x, down][1])
            ),
            None,
        )
        if cell is not None:
            found.append(cell)
    return found


def _missing_sides(edges: list[_Edge]) -> list[_Edge]:
    """The outer sides that a table leaves open: at the page's break, or by its style.

    Three or more lines that cross others and end at the same height (or abscissa) show where the side would be.
    """
    found: list[_Edge] = []
    for kind, low, high, across, start, end in (
        ("v", "top", "bottom", "x0", "x0", "x1"),
        ("h", "x0", "x1", "top", "top", "bottom"),
    ):
        others = [edge for edge in edges if edge["orientation"] != kind]
        lines = [
            edge
            for edge in edges
            if edge["orientation"] == kind
            and any(
                edge[low] - _SNAP <= other[low] <= edge[high] + _SNAP
                and other[start] - _SNAP <= edge[across] <= other[end] + _SNAP
                for other in others
            )
        ]
        for side in (low, high):
            for place, group in _aligned(lines, side):
                first, last = min(line[across] for line in group), max(line[across] for line in group)
                drawn = [
                    other
                    for other in others
                    if abs(other[low] - place) <= _SNAP and other[end] >= first and other[start] <= last
                ]
                if not drawn:
                    box = (first, place, last, place) if kind == "v" else (place, first, place, last)
                    found.append(_edge(box, "h" if kind == "v" else "v"))
    return found


def _aligned(lines: list[_Edge], side: str) -> list[tuple[float, list[_Edge]]]:
    """Groups of at least three lines that end at the same place."""
    groups: list[list[_Edge]] = []
    for line in sorted(lines, key=lambda edge: float(edge[side])):
        if groups and line[side] - groups[-1][0][side] <= 1.5:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [(group[0][side], group) for group in groups if len(group) >= 3]


def _positions(values: list[float]) -> int:
    """How many of the values are clearly apart."""
    count = 0
    last = -1e9
    for value in sorted(values):
        if value - last > _APART:
            count += 1
            last = value
    return count


def _ends(edge: _Edge) -> Box:
    return edge["x0"], edge["top"], edge["x1"], edge["bottom"]


def _edge(box: Box, orientation: str) -> _Edge:
    """An edge as pdfplumber has it: a box without thickness."""
    x0, top, x1, bottom = box
    if orientation == "h":
        top = bottom = (top + bottom) / 2
    else:
        x0 = x1 = (x0 + x1) / 2
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
        "orientation": orientation, "object_type": "line", "doctop": top,
    }  # fmt: skip


def _box(box: Sequence[float]) -> Box:
    x0, top, x1, bottom = box
    return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)
