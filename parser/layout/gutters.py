"""Gutters: the strips of white that run down between two stacks of lines.

In: the fragments of a page, and their rows. Out: gutters, each with the height over which both its sides hold text.
Only the white is measured here; what a gutter parts is `columns`'s to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ..folding import fold
from .lines import Fragment, Row

_HEAD = re.compile(
    r"(?:(?:membres|conseillers|delegues|elus|etai(?:en)?t|sont|avaient|ont|ayant|absents?|excuses?)\b[\w' ]*?)?"
    r"\b(?:presente?s?|absente?s?|excusee?s?|pouvoirs?|procurations?|representee?s?)\b[\w' ]*:?$"
)
_MOST_WORDS = 7  # of such a head
NARROW = 0.9  # the narrowest gutter, in ems
_MOST_TRIES = 150  # gaps looked into on one page: a drawing strewn with labels has thousands

Seed = tuple[float, float, float]  # x0, x1, y


class Gutter(NamedTuple):
    """A strip of white between two stacks of lines: its x range and the y range in which both sides hold text."""

    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def centre(self) -> float:
        """The middle of its x range."""
        return (self.x0 + self.x1) / 2


def gutters(pieces: list[Fragment], lines: list[Row]) -> Iterator[Gutter]:
    """The gutters among these fragments, the widest gaps first; `lines` are their rows."""
    seeds = _seeds(lines)
    if not seeds:
        return
    by_top = sorted(pieces, key=_top)
    heads = _list_heads(lines)
    tried: list[Gutter] = []
    tries = 0
    for x0, x1, y in sorted(seeds, key=_width, reverse=True):
        centre = (x0 + x1) / 2
        for other in tried:
            if other.x0 <= centre <= other.x1 and other.top <= y <= other.bottom:
                break
        else:
            tries += 1
            if tries > _MOST_TRIES:
                return
            gutter = _extend(by_top, x0, x1, y, heads)
            if gutter is not None:
                tried.append(gutter)
                yield gutter


def _seeds(lines: list[Row]) -> list[Seed]:
    """Gaps between neighbours at one height: (x0, x1, y)."""
    seeds: list[Seed] = []
    for row in lines:
        if len(row) < 2 or _is_justified(row):
            continue
        for before, after in pairwise(row):
            if after.x0 - before.x1 >= NARROW * min(before.size, after.size):
                seeds.append((before.x1, after.x0, (before.middle + after.middle) / 2))
    for upper, lower in pairwise(lines):  # stacks whose lines do not share baselines
        first, second = (upper, lower) if upper[0].x0 < lower[0].x0 else (lower, upper)
        before, after = first[-1], second[0]
        if after.x0 - before.x1 < NARROW * min(before.size, after.size):
            continue  # one under the other; a skewed line may still overlap the next in height
        low, high = max(before.top, after.top), min(before.bottom, after.bottom)
        if low < high:
            seeds.append((before.x1, after.x0, (low + high) / 2))
    return seeds


def _is_justified(row: Row) -> bool:
    """A line whose gaps are all alike is set to the measure: none of them is a gutter."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(row)]
    widest = max(gaps)
    for piece in row:
        gaps.extend(after.x0 - before.x1 for before, after in zip(piece.words, piece.words[1:], strict=False))
    return len(gaps) >= 3 and widest <= 2.0 * median(gaps)


def _list_heads(lines: list[Row]) -> frozenset[int]:
    """The heads of lists of members ("Pouvoirs", "Absents excusés :") that stand alone between lists in columns.

    However short, such a line parts what is above from what is below: a gutter ends at it. By the id of the fragment.
    """
    found = set()
    for at, row in enumerate(lines):
        if at == 0 or len(row) != 1 or len(row[0].words) > _MOST_WORDS or not _HEAD.match(fold(row[0].text)):
            continue
        piece = row[0]
        near = [other for line in (*lines[max(0, at - 2) : at], *lines[at + 1 : at + 3]) for other in line]
        if any(min(piece.bottom, other.bottom) - max(piece.top, other.top) > 0 for other in near):
            continue
        if any(len(line) > 1 for line in lines[max(0, at - 3) : at]):
            found.add(id(piece))
    return frozenset(found)


def _extend(
    by_top: list[Fragment], x0: float, x1: float, y: float, heads: frozenset[int] = frozenset()
) -> Gutter | None:
    """The gutter through a gap: as far up and down as the white reaches, then cut to where both sides hold text."""
    ceiling, floor = -1e9, 1e9
    size = 0.0
    below = [piece for piece in by_top if piece.middle >= y]
    above = [piece for piece in reversed(by_top) if piece.middle < y]
    for stack, down in ((below, True), (above, False)):
        for piece in stack:
            if id(piece) in heads:
                if down:
                    floor = piece.top
                else:
                    ceiling = piece.bottom
                break
            if piece.x1 <= x0 or piece.x0 >= x1:
                continue
            low, high = x0, x1
            if piece.x0 - x0 < x1 - piece.x1:
                low = piece.x1
            else:
                high = piece.x0
            if high - low < NARROW * piece.size or (piece.x0 <= x0 and piece.x1 >= x1):
                if down:
                    floor = piece.top
                else:
                    ceiling = piece.bottom
                break
            x0, x1 = low, high
    centre = (x0 + x1) / 2
    left = [p for p in by_top if p.x1 <= centre and ceiling - 1 <= p.middle <= floor + 1]
    right = [p for p in by_top if p.x0 >= centre and ceiling - 1 <= p.middle <= floor + 1]
    if not left or not right:
        return None
    top = max(left[0].top, right[0].top)
    bottom = min(max(p.bottom for p in left), max(p.bottom for p in right))
    top = min(_reach_up(left, top), _reach_up(right, top))
    bottom = max(_reach_down(left, bottom), _reach_down(right, bottom))
    size = median([p.size for p in left + right])
    if x1 - x0 < NARROW * size:
        return None
    return Gutter(x0, x1, top, bottom)


def _reach_down(side: list[Fragment], bottom: float) -> float:
    """A stack that began beside the other one ends with its own paragraph, not with the other's last line."""
    for piece in side:
        if piece.middle <= bottom:
            continue
        if piece.top - bottom > 0.5 * (piece.bottom - piece.top):
            break
        bottom = max(bottom, piece.bottom)
    return bottom


def _reach_up(side: list[Fragment], top: float) -> float:
    for piece in reversed(side):
        if piece.middle >= top:
            continue
        if top - piece.bottom > 0.5 * (piece.bottom - piece.top):
            break
        top = min(top, piece.top)
    return top


def _top(piece: Fragment) -> float:
    return piece.top


def _width(seed: Seed) -> float:
    return seed[1] - seed[0]
