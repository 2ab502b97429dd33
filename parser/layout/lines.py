"""Words into fragments, fragments into rows.

In: the words of a page in content-stream order. Out: fragments (runs of words on one baseline without a wide gap) and
rows (fragments side by side). Every word is in exactly one fragment, every fragment in exactly one row. A fragment
follows the stream, word to word, so that a skewed line of an OCR layer stays one run though its ends differ in height.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..pages.source import Word

SPLIT = 1.0  # a gap wider than this many ems ends a fragment: justified text is put together again by `rows`
_OVERLAP = 0.5  # share of the lower height that two neighbours must have in common to stand on one line


class Fragment:
    """A run of words on one baseline. `index` is the place of its first word in the content stream of its page.

    A row of a table is one fragment too: `cells` holds its cells, each a column and its words, and `table` its number.
    `figures` remembers whether it holds figures only (None: nobody has looked).
    """

    __slots__ = ("_text", "bottom", "cells", "figures", "index", "middle", "size", "table", "top", "words", "x0", "x1")

    def __init__(self, word: Word, index: int, size: float) -> None:
        self.x0 = word.x0
        self.top = word.top
        self.x1 = word.x1
        self.bottom = word.bottom
        self.middle = (word.top + word.bottom) / 2
        self.words = [word]
        self.index = index
        self.size = size
        self.cells: list[tuple[int, list[Word]]] | None = None
        self.table = 0
        self.figures: bool | None = None
        self._text: str | None = None

    @property
    def text(self) -> str:
        """The words by one space."""
        if self._text is None:
            self._text = " ".join([word.text for word in self.words])
        return self._text


Row = list[Fragment]


def fragments(words: Sequence[Word]) -> list[Fragment]:
    """The fragments of a page, in content-stream order."""
    found: list[Fragment] = []
    run: Fragment | None = None
    left = right = top = bottom = 0.0
    for index, word in enumerate(words):
        x0, wtop, x1, wbottom = word.x0, word.top, word.x1, word.bottom
        height = wbottom - wtop
        size = word.size or height * 0.8
        if run is not None:
            em = size if size > run.size else run.size
            gap = x0 - right
            low = bottom if bottom < wbottom else wbottom
            high = top if top > wtop else wtop
            least = bottom - top
            if height < least:
                least = height
            if (
                -0.5 * em < gap <= SPLIT * em
                and x0 >= left
                and (low - high >= _OVERLAP * least or _is_small_beside(wtop, wbottom, top, bottom))
            ):
                run.words.append(word)
                if x1 > run.x1:
                    run.x1 = x1
                if wtop < run.top:
                    run.top = wtop
                if wbottom > run.bottom:
                    run.bottom = wbottom
                if size > run.size:
                    run.size = size
                left, right, top, bottom = x0, x1, wtop, wbottom
                continue
        run = Fragment(word, index, size)
        found.append(run)
        left, right, top, bottom = x0, x1, wtop, wbottom
    for piece in found:
        piece.middle = (piece.top + piece.bottom) / 2
    return found


def rows(pieces: Iterable[Fragment]) -> list[Row]:
    """Fragments side by side become one row, each row from left to right, rows from top to bottom."""
    ordered = sorted(pieces, key=_middle)
    done: list[Row] = []
    near: list[tuple[Row, float]] = []  # rows that reach down to this height, with their lowest point
    for piece in ordered:
        top = piece.top
        if near:
            near = [entry for entry in near if entry[1] > top]
        best = -1
        best_share = _OVERLAP
        for at, (row, _) in enumerate(near):
            share = _share(row, piece)
            if share > best_share:
                best, best_share = at, share
        if best < 0:
            fresh = [piece]
            done.append(fresh)
            near.append((fresh, piece.bottom))
        else:
            row, low = near[best]
            row.append(piece)
            if piece.bottom > low:
                near[best] = (row, piece.bottom)
    for row in done:
        if len(row) > 1:
            row.sort(key=_left)
    done.sort(key=_row_middle)
    return done


def _middle(piece: Fragment) -> float:
    return piece.middle


def _left(piece: Fragment) -> float:
    return piece.x0


def _row_middle(row: Row) -> float:
    """Height of the row's first words: a reader starts at the left."""
    return row[0].words[0].top + row[0].words[0].bottom


def _share(row: Row, piece: Fragment) -> float:
    """How well `piece` stands beside `row`: the share of the lower height in common with its neighbour there (0 =
    not).
    """
    nearest: Fragment | None = None
    distance = 1e9
    if piece.cells is not None or row[0].cells is not None:
        return 0.0
    for other in row:
        if piece.x0 >= other.x1:
            away = piece.x0 - other.x1
        elif other.x0 >= piece.x1:
            away = other.x0 - piece.x1
        else:
            over = min(piece.x1, other.x1) - max(piece.x0, other.x0)
            if over > 0.3 * min(piece.x1 - piece.x0, other.x1 - other.x0) and over > 2.0:
                return 0.0  # one above the other, or printed over it
            away = 0.0
        if away < distance:
            nearest, distance = other, away
    if nearest is None:
        return 0.0
    if piece.x0 > nearest.x0:
        before, after = nearest.words[-1], piece.words[0]
    else:
        before, after = piece.words[-1], nearest.words[0]
    common = min(before.bottom, after.bottom) - max(before.top, after.top)
    least = min(before.bottom - before.top, after.bottom - after.top)
    share = common / least if least > 0 else float(common >= 0)
    if share <= _OVERLAP and _is_small_beside(before.top, before.bottom, after.top, after.bottom):
        return _OVERLAP + 0.01
    return share


def _is_small_beside(top: float, bottom: float, other_top: float, other_bottom: float) -> bool:
    """A dash or a colon boxed to its ink: its middle lies within the height of the word beside it."""
    height = bottom - top
    other = other_bottom - other_top
    if height > other:
        top, bottom, other_top, other_bottom, height, other = other_top, other_bottom, top, bottom, other, height
    slack = 0.2 * other
    return height < 0.4 * other and other_top - slack < (top + bottom) / 2 < other_bottom + slack
