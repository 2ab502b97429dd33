"""Tables: a ruled row becomes one line with its cells.

In: the words of a page and the ruled tables found on it. Out: one fragment a row, its words cell by cell in the order
of the columns, and the words outside. Every word is in a row or outside. A frame drawn for layout (a box around a
title, two columns of paragraphs side by side) is no table: its words stay outside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ..pages.source import Table, Word
from ..record import Box
from .lines import Fragment, fragments, rows

_SLIVER = 4.0  # points
_MOST_LINES = 8  # a cell with more lines than this is a column of text, not a cell


def in_reading_order(words: Sequence[Word]) -> list[Word]:
    """The words of one cell, line by line."""
    if len(words) < 2:
        return list(words)
    return [word for row in rows(fragments(words)) for piece in row for word in piece.words]


def take(words: Sequence[Word], tables: Sequence[Table], numbers: Iterator[int]) -> tuple[list[Fragment], list[Word]]:
    """The rows of the page's tables, each with a number from `numbers`, and the words that are in none."""
    found: list[Fragment] = []
    rest: list[Word] = list(words)
    for table in tables:
        if not _is_grid(table):
            continue
        inside: list[Word] = []
        outside: list[Word] = []
        for word in rest:
            (inside if _holds(table.box, word) else outside).append(word)
        if not inside:
            continue
        grid = _filled(table, inside)
        if max(len(rows(fragments(cell))) for row in grid for cell in row if cell) > _MOST_LINES:
            continue
        rest = outside
        number = next(numbers)
        columns = _columns(table)
        for boxes, row in zip(table.rows, grid, strict=True):
            fragment = _row(boxes, row, columns, number)
            if fragment is not None:
                found.append(fragment)
    return found, rest


def _is_grid(table: Table) -> bool:
    """Two rows and two columns at least."""
    return sum(sum(box is not None for box in row) >= 2 for row in table.rows) >= 2


def _holds(box: Box, word: Word) -> bool:
    x = (word.x0 + word.x1) / 2
    y = (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _filled(table: Table, words: Sequence[Word]) -> list[list[list[Word]]]:
    """The words of each cell; a word between the cells goes to the nearest one."""
    grid: list[list[list[Word]]] = [[[] for _ in row] for row in table.rows]
    cells = [(r, c, box) for r, row in enumerate(table.rows) for c, box in enumerate(row) if box is not None]
    for word in words:
        x = (word.x0 + word.x1) / 2
        y = (word.top + word.bottom) / 2
        own = next(((r, c) for r, c, box in cells if box[0] <= x <= box[2] and box[1] <= y <= box[3]), None)
        if own is not None:
            grid[own[0]][own[1]].append(word)
            continue
        best = (0, 0)
        nearest = 1e9
        for r, c, box in cells:
            away = max(box[0] - x, 0.0, x - box[2]) + max(box[1] - y, 0.0, y - box[3])
            if away < nearest:
                best, nearest = (r, c), away
        grid[best[0]][best[1]].append(word)
    return grid


def _columns(table: Table) -> list[Box]:
    """The boxes of the table's commonest row: they tell which column a cell stands in, whatever is merged or sliced."""
    kept = [[box for box in row if box is not None and not _is_sliver(box)] for row in table.rows]
    counts = Counter([len(row) for row in kept])
    usual = max(counts, key=lambda count: (counts[count], count))
    return next(row for row in kept if len(row) == usual)


def _is_sliver(box: Box) -> bool:
    """The space between a double rule, taken for a cell."""
    return box[2] - box[0] < _SLIVER or box[3] - box[1] < _SLIVER


def _row(boxes: Sequence[Box | None], row: list[list[Word]], columns: Sequence[Box], number: int) -> Fragment | None:
    """One fragment for a row; None when nothing is printed in it."""
    cells: list[tuple[int, list[Word]]] = []
    for box, cell in zip(boxes, row, strict=True):
        if box is None or (not cell and _is_sliver(box)):
            continue
        shared = [min(box[2], other[2]) - max(box[0], other[0]) for other in columns]
        cells.append((shared.index(max(shared)) if shared else len(cells), in_reading_order(cell)))
    words = [word for _, cell in cells for word in cell]
    if not words:
        return None
    made = Fragment(words[0], 0, words[0].size or words[0].bottom - words[0].top)
    made.words = words
    made.x0 = min(word.x0 for word in words)
    made.x1 = max(word.x1 for word in words)
    made.top = min(word.top for word in words)
    made.bottom = max(word.bottom for word in words)
    made.middle = (made.top + made.bottom) / 2
    made.cells = cells
    made.table = number
    return made
