"""Lines in the making: their size, weight and capitals, the white above them, their indent, their paragraph.

In: rows of fragments in reading order. Out: `Line`s. A draft is a line that does not know yet its paragraph and its
offset.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from ..pages.source import Word
from .columns import Region
from .lines import Row
from .model import Cell, Line, Zone

_BULLET = re.compile(r"^(?:[-–—•▪►➢➤✓✔■□●○◦·*>]|[\uf000-\uf0ff]|\(?\d{1,2}[°.)/]+|[a-z]\))(?:$|[^\d])")
_END = (".", ":", ";", "!", "?", "»")
_LONE_CELL = 6  # words
FIRST_GAP = 3.0  # the white above the first line of a document, in pitches


class Draft:
    """One line before it has its place in a text. `cells` are the words of each cell of a table row."""

    __slots__ = (
        "block", "bold", "bottom", "caps", "cells", "centred", "column", "gap", "indent", "joined", "left", "page",
        "right", "size", "table", "top", "words", "x0", "x1", "zone",
    )  # fmt: skip

    def __init__(self, page: int, words: list[Word], column: int, zone: Zone) -> None:
        self.page = page
        self.words = words
        self.column = column
        self.zone: Zone = zone
        self.cells: list[tuple[int, list[Word]]] = []
        self.table: int | None = None
        self.joined = False
        self.gap = 0.0
        self.indent = 0.0
        self.centred = False
        self.block = 0
        self.left = self.right = 0.0
        letters = bold = upper = 0
        sizes: dict[float, int] = {}
        x0 = top = 1e9
        x1 = bottom = -1e9
        for word in words:
            if word.x0 < x0:
                x0 = word.x0
            if word.top < top:
                top = word.top
            if word.x1 > x1:
                x1 = word.x1
            if word.bottom > bottom:
                bottom = word.bottom
            text = word.text
            count = len(text)
            size = word.size
            sizes[size] = sizes.get(size, 0) + count
            letters += count
            if word.bold:
                bold += count
            if text.isupper():
                upper += count
            elif text.islower():
                upper -= count
            elif text[0].isalpha():
                upper -= count - 2  # one capital, then small letters
        self.x0, self.top, self.x1, self.bottom = x0, top, x1, bottom
        size = max(sizes, key=lambda item: sizes[item])
        self.size = size or round((bottom - top) * 0.8, 1)
        self.bold = bold * 2 > letters
        self.caps = upper > 0


def draft(page: int, row: Row, column: int, zone: Zone = "body") -> Draft:
    """A line made of a row of fragments."""
    first = row[0]
    if first.cells is not None:
        line = Draft(page, first.words, column, "table")
        line.cells = first.cells
        line.table = first.table
        return line
    words = first.words if len(row) == 1 else [word for piece in row for word in piece.words]
    return Draft(page, words, column, zone)


def draft_region(page: int, region: Region, numbers: Iterator[int]) -> list[Draft]:
    """The lines of a region; the rows of tables without rules get their cells, and each table its number."""
    lines: list[Draft] = []
    run: list[tuple[Draft, list[tuple[int, list[Word]]]]] = []
    for row in region.rows:
        line = draft(page, row, region.column)
        lines.append(line)
        cells = _cells(line, row, region) if region.grid and not line.cells else []
        # a sentence between the rows is no row
        if len(cells) > 1 or (cells and len(line.words) <= _LONE_CELL):
            run.append((line, cells))
        elif run:
            _close_table(run, next(numbers))
            run = []
    if run:
        _close_table(run, next(numbers))
    if lines and region.joined:
        lines[0].joined = True
    return lines


def _cells(line: Draft, row: Row, region: Region) -> list[tuple[int, list[Word]]]:
    """The cells of a row, parted at the white strips that run through it."""
    middle = (line.top + line.bottom) / 2
    strips = sorted({strip.centre for strip in region.grid if strip.top <= middle <= strip.bottom})
    cells: list[tuple[int, list[Word]]] = []
    if strips:
        for piece in row:
            column = sum(strip < piece.x0 + 1 for strip in strips)
            if cells and cells[-1][0] == column:
                cells[-1][1].extend(piece.words)
            else:
                cells.append((column, list(piece.words)))
    return cells


def _close_table(run: list[tuple[Draft, list[tuple[int, list[Word]]]]], number: int) -> None:
    """Give the rows of a table their cells; a line with one cell before its first row or after its last is text."""
    full = [at for at, (_, cells) in enumerate(run) if len(cells) > 1]
    if full:
        for line, cells in run[full[0] : full[-1] + 1]:
            line.cells = cells
            line.table = number
            line.zone = "table"


class Pitches:
    """The usual line pitch for each font size of a document, in points."""

    def __init__(self, pages: Sequence[Sequence[Draft]]) -> None:
        steps: dict[float, list[float]] = {}
        everything: list[float] = []
        for own in pages:
            for one, two in itertools.pairwise(own):
                size = two.size
                step = two.top - one.top
                if one.column == two.column and 0.7 * size < step < 2.2 * size and abs(one.size - size) < 0.5:
                    steps.setdefault(round(size), []).append(step)
                    everything.append(step / size)
        self._pitch = {size: sorted(found)[len(found) // 4] for size, found in steps.items() if len(found) >= 6}
        self._ratio = min(1.5, sorted(everything)[len(everything) // 4]) if len(everything) >= 4 else 1.2

    def of(self, size: float) -> float:
        """The pitch of lines of this size."""
        return self._pitch.get(round(size)) or size * self._ratio or 12.0


def spacing(own: list[Draft], pitches: Pitches, page_width: float) -> None:
    """Set the white above, the indent and the centring of a page's body lines."""
    edges: dict[int, tuple[float, float]] = {}
    for column in {line.column for line in own}:
        edges[column] = _edges([line for line in own if line.column == column])
    previous: Draft | None = None
    for line in own:
        line.left, line.right = edges[line.column]
        before = line.x0 - line.left
        after = line.right - line.x1
        line.indent = max(0.0, before)
        line.centred = _is_centred(line, before, after, page_width)
        if previous is None:
            line.gap = 1.0
        elif line.top < previous.top - 2 or line.x0 > previous.right or line.right < previous.x0:
            line.gap = 0.0 if line.joined else 1.0  # the next column
        else:
            pitch = pitches.of(line.size)
            # from foot to foot: the pitch is that of the lower line, whatever the size of the upper one
            line.gap = max(0.0, (line.bottom - previous.bottom - pitch) / pitch)
            if line.table is not None and line.table == previous.table:
                line.gap = 0.0  # the padding of a table's cells is no white between passages
        previous = line
    for one, two in itertools.pairwise(own):
        if two.gap >= 0.6 or not (one.centred or two.centred):
            continue
        if abs(one.x0 - two.x0) < 1.5 and abs(one.x1 - two.x1) > 6:
            one.centred = two.centred = False  # they share their left edge: set to the left, at an indent
        elif two.gap < 0.35:  # the first line of a paragraph may look centred, with its indent and a ragged right
            one.centred = one.centred and (two.centred or one.indent > 0.12 * (one.right - one.left))
            two.centred = two.centred and (one.centred or two.indent > 0.12 * (two.right - two.left))


def _is_centred(line: Draft, before: float, after: float, page_width: float) -> bool:
    """In the middle of its column, or of the page where it stands out of its column to the left."""
    if _BULLET.match(line.words[0].text):
        return False
    if before < -1.5 * line.size:
        return abs(line.x0 + line.x1 - page_width) <= 0.04 * page_width and line.x0 > 0.1 * page_width
    least = 1.5 * line.size
    return before > least and after > least and abs(before - after) <= max(6.0, 0.08 * (line.right - line.left))


def _edges(lines: list[Draft]) -> tuple[float, float]:
    """The left and right edges of a column: the outermost that several lines share."""
    least = max(2, len(lines) // 10)
    left = _shared([line.x0 for line in lines], least)
    right = -_shared([-line.x1 for line in lines], least)
    farthest = max(line.x1 for line in lines)
    # with a ragged right no two lines need end alike
    return left, right if right - left >= 0.85 * (farthest - left) else farthest


def _shared(values: list[float], least: int) -> float:
    values = sorted(values)
    for index, value in enumerate(values):
        if index + least <= len(values) and values[index + least - 1] - value <= 3.0:
            return value
    return values[0]


def paragraphs(body: list[Draft], floors: dict[int, float]) -> None:
    """Number the paragraphs and the tables, and set the white above the first line of each page.

    `floors` gives for each page how far down it is filled, stamps and all: a page that ends short ends a passage.
    """
    floor = max(floors.values(), default=0.0)
    tables: dict[int, int] = {}
    block = 0
    previous: Draft | None = None
    opens = True  # `previous` is the first line of its paragraph
    for line in body:
        if line.table is not None:
            line.table = tables.setdefault(line.table, len(tables))
        if previous is None:
            line.gap = FIRST_GAP
        else:
            if line.page != previous.page:
                left = (floor - floors[previous.page]) / max(line.size * 1.2, 1.0)
                runs_on = previous.words[-1].joined or previous.words[-1].text.endswith(",")
                line.gap = 0.0 if runs_on or left < 2.5 else round(min(FIRST_GAP, left / 2), 2)
            opens = _breaks(previous, line, opens)
            block += opens
        line.block = block
        previous = line


def _breaks(previous: Draft, line: Draft, opens: bool) -> bool:
    """True when `line` begins a paragraph; `opens` tells whether `previous` began one."""
    if line.table is not None or previous.table is not None:
        return line.table != previous.table
    if line.gap > 0.35 or line.bold != previous.bold:
        return True
    if abs(line.size - previous.size) > 0.08 * max(line.size, previous.size) or line.centred != previous.centred:
        return True
    last = previous.words[-1]
    turned = line.page != previous.page or line.column != previous.column
    if turned:
        if last.joined or last.text.endswith(","):
            return False
        if line.column != previous.column and line.page == previous.page and not line.joined:
            return True
        if last.text.endswith(_END):
            return True
    if _BULLET.match(line.words[0].text):
        return True
    if line.centred:
        return False
    step = line.indent - previous.indent
    short = previous.right - previous.x1
    if step > 0.8 * line.size and not _BULLET.match(previous.words[0].text):
        return True
    if step < -0.8 * line.size and (not opens or short > 2 * line.size):
        return True
    if not turned and (line.x0 > previous.x1 or line.x1 < previous.x0):
        return True
    if last.joined or last.text.endswith(","):
        return False
    # a line that had room for the next line's first word was ended on purpose
    first = line.words[0]
    return short > first.x1 - first.x0 + line.size and not first.text[0].islower()


def finish(lines: Iterable[Draft]) -> list[Line]:
    """The lines with their offsets counted from 0, a newline between them."""
    made: list[Line] = []
    at = 0
    for line in lines:
        start = at
        offsets: list[int] = []
        cells: list[Cell] = []
        if line.cells:
            for column, words in line.cells:
                begin = at
                for word in words:
                    offsets.append(at)
                    at += len(word.text) + 1
                if words:
                    at -= 1
                cells.append(Cell(column, begin, at))
                at += 1
        else:
            for word in line.words:
                offsets.append(at)
                at += len(word.text) + 1
        made.append(
            Line(
                line.page, line.x0, line.top, line.x1, line.bottom, line.size, line.bold, line.caps, round(line.gap, 2),
                line.indent, line.centred, line.block, line.column, line.zone, start, tuple(line.words), tuple(offsets),
                line.table, tuple(cells),
            )
        )  # fmt: skip
    return made
