"""The columns of a page, and the order in which they are read.

In: the fragments of a page. Out: regions in reading order, each a set of fragments to be read row by row. Every
fragment is in exactly one region. A column boundary is a gutter: a strip of white that runs down between two stacks of
lines. A gap inside one line is none, however wide (justified text, "label ...... value"), nor is the white between the
columns of a table with figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from .gutters import Gutter, gutters
from .lines import Fragment, Row, rows

_DEPTH = 6  # columns within columns, at most
_MOST_PIECES = 2000  # beyond, the page is a drawing or a printout: it is read across
_MARK = re.compile(r"^[^\w]*$|^\(?\d{1,3}[°.)/]*\)?$|^[a-zA-LN-Z][.)°]?$|^[ivxIVX]{1,4}[.)°]?$|^\d+°?[.)-]*$")
_FIGURE = re.compile(
    r"^[\s\d.,%€/xX×+()|-]*$|.*\d\s*(?:€|%|euros?)(?: ?[HT]\.?T\.?(?:C\.?)?)?$|^(?:oui|non|néant|pour|contre)$",
    re.IGNORECASE,
)
_LABEL = re.compile(r".*(?::|\.{3,}|…|_{3,})\s*$")
_HOLDER = re.compile(r"(?:à|au|par|pouvoir à|procuration à|(?:a )?donn[eé]e? |représentée? par)\s|→|=>")
_VALUE = re.compile(r"^(?::|\.{3,}|…|_{3,})")


class Region(NamedTuple):
    """Fragments to be read row by row. `column` is 0 for the full width, else 1, 2… from left to right, as read.

    `grid` holds the white strips between the columns of a table without rules. `joined` is true for the next column of
    a list that began in the one before. `side` is "left" or "right" for a narrow column beside the text, which may
    turn out to be a margin; `at` is the edge of the text beside it, and `beside` is true where its notes stand beside
    lines of the text.
    """

    rows: list[Row]
    column: int = 0
    grid: tuple[Gutter, ...] = ()
    joined: bool = False
    side: str = ""
    at: float = 0.0
    beside: bool = False


def regions(pieces: Sequence[Fragment], *, margins: bool = False) -> list[Region]:
    """The regions of a page, in reading order.

    With `margins`, a sparse narrow column whose lines stand beside lines of the text counts as a column: it may be the
    margin of a register. Without, each of its lines belongs to the line beside it.
    """
    found: list[Region] = []
    _divide(list(pieces), found, 0, 0, [0], margins)
    return found


def _divide(
    pieces: list[Fragment],
    found: list[Region],
    depth: int,
    column: int,
    last: list[int],
    margins: bool,
    joined: bool = False,
) -> None:
    if not pieces:
        return
    lines = rows(pieces)
    gutter, verdict, grid = (
        _gutter(pieces, lines, margins and depth < 3)
        if depth < _DEPTH and 3 < len(pieces) <= _MOST_PIECES
        else (None, "", ())
    )
    if gutter is None:
        found.append(Region(lines, column, grid, joined))
        return
    above: list[Fragment] = []
    below: list[Fragment] = []
    left: list[Fragment] = []
    right: list[Fragment] = []
    for piece in pieces:
        middle = piece.middle
        if middle < gutter.top:
            above.append(piece)
        elif middle > gutter.bottom:
            below.append(piece)
        elif piece.x1 <= gutter.centre:
            left.append(piece)
        else:
            right.append(piece)
    side = _side(pieces, left, right) if column == 0 and verdict in ("columns", "beside") else ""
    _divide(above, found, depth + 1, column, last, margins, joined)
    if column == 0 or column == last[0]:
        last[0] += 1
    first = len(found)
    _divide(left, found, depth + 1, last[0], last, margins, joined and not above)
    if side == "left":
        found[first:] = [
            region._replace(side=side, at=gutter.x1, beside=verdict == "beside") for region in found[first:]
        ]
    last[0] += 1
    first = len(found)
    _divide(right, found, depth + 1, last[0], last, margins, verdict == "list")
    if side == "right":
        found[first:] = [
            region._replace(side=side, at=gutter.x0, beside=verdict == "beside") for region in found[first:]
        ]
    _divide(below, found, depth + 1, column, last, margins)


def _side(pieces: list[Fragment], left: list[Fragment], right: list[Fragment]) -> str:
    """Which of the two columns is a narrow one beside the text, if any."""
    whole = max(p.x1 for p in pieces) - min(p.x0 for p in pieces)
    for name, column in (("left", left), ("right", right)):
        if max(p.x1 for p in column) - min(p.x0 for p in column) < 0.32 * whole:
            return name
    return ""


def _gutter(pieces: list[Fragment], lines: list[Row], margins: bool) -> tuple[Gutter | None, str, tuple[Gutter, ...]]:
    """The tallest gutter that parts two columns, or None; what it parts; and the gutters of tables."""
    grid: list[Gutter] = []
    best: Gutter | None = None
    kind = ""
    for gutter in gutters(pieces, lines):
        verdict = _verdict(lines, gutter, margins)
        if verdict == "table":
            grid.append(gutter)
        elif verdict and (best is None or _is_better(pieces, gutter, best)):
            best, kind = gutter, verdict
    return best, kind, tuple(grid)


def _is_better(pieces: list[Fragment], one: Gutter, two: Gutter) -> bool:
    """The taller of two gutters; of two alike the one at whose edge the lines of the right column begin."""
    if _height(one) > 1.1 * _height(two) or _height(two) > 1.1 * _height(one):
        return _height(one) > _height(two)
    first, second = (sum(abs(piece.x0 - gutter.x1) < 1.5 for piece in pieces) for gutter in (one, two))
    return first > second + 2 if abs(first - second) > 2 else _height(one) > _height(two)


def _verdict(lines: list[Row], gutter: Gutter, margins: bool) -> str:
    """What the gutter parts: "columns" and "list" (read one side, then the other), "beside" (the lines of one side
    stand each beside a line of the other), "table" (read across), "" nothing.
    """
    left: list[Row] = []
    right: list[Row] = []
    top, bottom, centre = gutter.top, gutter.bottom, gutter.centre
    for row in lines:
        if row[0].bottom < top or row[0].top > bottom:
            continue
        before = [piece for piece in row if piece.x0 < centre and top <= piece.middle <= bottom]
        after = [piece for piece in row if piece.x0 >= centre and top <= piece.middle <= bottom]
        if before:
            left.append(before)
        if after:
            right.append(after)
    if not left or not right:
        return ""
    size = median([row[0].size for row in left + right])
    width = gutter.x1 - gutter.x0
    fewest, most = sorted((len(left), len(right)))
    together = _aligned(left, right)
    if fewest >= 2 and _is_table(left, right, together):
        return "table"
    if _figures(right) >= 0.7 * len(right):
        return ""  # sums at the right of their lines
    if _is_slim(left, size) or _is_slim(right, size):
        return ""  # bullets, numbers of articles
    if together == 0:
        return "columns" if most >= 2 else ""
    labelled = _is_labelled(left, right, together)
    if fewest < 0.6 * most and not labelled and width >= size:
        if _are_numbered(left, right):
            return ""  # the numbers belong to the text at their right
        if _are_notes(left, right, size) and (margins or not _are_stacks(left, right)):
            return "beside" if margins else ""
    if fewest < 2 or (fewest == 2 and width < 3 * size):
        return ""
    if together < 0.75 * fewest:
        return "columns"  # no line of text goes across
    if width < 1.2 * size:
        return ""
    if labelled or (fewest == 2 and (_figures(right) or _figures(left, skip=1))):
        return ""
    return "list" if fewest >= 3 else "columns"


def _aligned(left: list[Row], right: list[Row]) -> int:
    """How many rows of one side have a row of the other on the same baseline."""
    count = 0
    at = 0
    for row in left:
        end = row[-1].words[-1]
        while at < len(right) and right[at][0].bottom < end.bottom - 0.25 * (end.bottom - end.top):
            at += 1
        if at < len(right) and abs(right[at][0].bottom - end.bottom) < 0.25 * (end.bottom - end.top):
            count += 1
    return count


def _are_notes(left: list[Row], right: list[Row], size: float) -> bool:
    """True when the sparser side is made of notes that begin each at the height of a line of the other."""
    notes, text = (left, right) if len(left) < len(right) else (right, left)
    firsts = _firsts(notes)
    if len(notes) == 1:
        return len(text) >= 5
    on_line = sum(any(abs(row[0].bottom - other[0].bottom) < 0.35 * size for other in text) for row in firsts)
    return len(firsts) >= 2 and on_line >= 0.75 * len(firsts)


def _are_stacks(left: list[Row], right: list[Row]) -> bool:
    """True when most notes run over several lines: read across, they would be cut by the text beside them."""
    notes = left if len(left) < len(right) else right
    return len(notes) >= 1.5 * len(_firsts(notes))


def _is_slim(side: list[Row], size: float) -> bool:
    """Too narrow for words: under three ems (a dash boxed by OCR has no height of its own), or nothing but marks."""
    width = max(row[-1].x1 for row in side) - min(row[0].x0 for row in side)
    own = median([row[0].size for row in side])
    return width < 3 * max(own, 0.6 * size) or all(len(row) == 1 and _MARK.match(row[0].text) for row in side)


def _are_numbered(left: list[Row], right: list[Row]) -> bool:
    """True when the notes of the left side end in numbers, set apart: those of the items at the right."""
    firsts = _firsts(left)
    numbered = sum(len(row) > 1 and bool(_MARK.match(row[-1].text)) for row in firsts)
    return len(left) < len(right) and 2 * numbered >= len(firsts)


def _firsts(notes: list[Row]) -> list[Row]:
    """The first row of each note: white stands above it."""
    return [
        row
        for at, row in enumerate(notes)
        if at == 0 or row[0].top - notes[at - 1][0].bottom > 0.5 * (row[0].bottom - row[0].top)
    ]


def _is_labelled(left: list[Row], right: list[Row], together: int) -> bool:
    """Rows of labels and values, or of marks and text: each is one line, however wide the gap."""
    least = max(1, together // 2)
    lefts = [row[-1].text for row in left]
    if sum(bool(_LABEL.match(text)) for text in lefts) >= least:
        return True
    if sum(bool(_VALUE.match(row[0].text)) for row in right) >= least:
        return True
    if sum(bool(_HOLDER.match(row[0].text)) for row in right) >= max(2, 0.6 * len(right)):
        return True  # "BRISTOL Nicole      à FOND Pierre": giver and holder of a proxy
    marked = [sum(bool(_MARK.match(row[0].words[0].text)) for row in side) for side in (left, right)]
    if marked[0] >= max(2, together // 2) and not marked[1]:
        return True  # bullets on the left only: one item a line
    return sum(len(row) == 1 and bool(_MARK.match(row[0].text)) for row in left) >= least


def _is_table(left: list[Row], right: list[Row], together: int) -> bool:
    """Rows that belong together across the gutter: one side has a cell of figures, or given names stand by surnames."""
    most = max(len(left), len(right))
    figures = max(_figures(right), _figures(left, skip=1))
    if figures >= max(2, 0.5 * min(len(left), len(right))) and not _is_labelled(left, right, together):
        # figures beside text: the baselines need not agree to the point
        return (together >= 3 and together >= 0.4 * most) or _overlapping(left, right) >= 0.6 * len(right)
    if together < 3 or together < 0.6 * most:
        return False
    given = sum(len(row[-1].words) == 1 and row[-1].words[0].text.istitle() for row in left)
    surnames = sum(len(row[0].words) == 1 and row[0].words[0].text.isupper() for row in right)
    return given >= 0.7 * len(left) and surnames >= 0.7 * len(right)


def _figures(side: list[Row], skip: int = 0) -> int:
    """How many rows have a cell of figures; a figure with text after it is the number of an item."""
    count = 0
    for row in side:
        for at, piece in enumerate(row):
            if at >= skip and _is_figure(piece) and not any(len(after.words) > 2 for after in row[at + 1 :]):
                count += 1
                break
    return count


def _is_figure(piece: Fragment) -> bool:
    if piece.figures is None:
        piece.figures = len(piece.words) < 6 and _FIGURE.match(piece.text) is not None
    return piece.figures


def _overlapping(left: list[Row], right: list[Row]) -> int:
    """How many rows of the right side have at least half their height in common with a row of the left."""
    return sum(
        any(
            min(one[0].bottom, two[-1].bottom) - max(one[0].top, two[-1].top) >= 0.5 * (one[0].bottom - one[0].top)
            for two in left
        )
        for one in right
    )


def _height(gutter: Gutter) -> float:
    return gutter.bottom - gutter.top
