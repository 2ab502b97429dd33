"""A volume as a strip of pages, with the places where it was cut into acts, and how sure each cut is.

In: the pages, and the cuts in the order of the volume. Out: SVG (see `drawing.py`): pages in rows, under each row a
band that changes its tone with each act, over it a mark for each cut: full where the cut is sure, open where it is less
so, a question where it should be looked at or where nothing is known of it.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .drawing import LINE, Told, frame, hint, legend, tag, words

SURE, DOUBTFUL = 0.8, 0.6  # from the first on a cut is sure; under the second it should be looked at
GRADES = ("sure", "fair", "unsure")
_LEAF, _TALL, _GAP = 23.0, 32.0, 4.0
_ROW = 36  # pages
_DEEP = 70.0  # from one row to the next


class Leaf(NamedTuple):
    """A page: its number, what it is made of (the class of its look), and the words for it."""

    number: int
    source: str
    said: str


class Cut(NamedTuple):
    """A place where an act begins: the page, how far down it (0 to 1), how sure (None: not known), the words for it."""

    page: int
    at: float
    confidence: float | None
    said: str


def grade(confidence: float | None) -> str:
    """One of `GRADES`."""
    return "unsure" if confidence is None or confidence < DOUBTFUL else "sure" if confidence >= SURE else "fair"


def strip(
    told: Told, leaves: Sequence[Leaf], cuts: Sequence[Cut], names: Mapping[str, str], kinds: Mapping[str, str]
) -> str:
    """The strip; `names` says what the grades are called, `kinds` what the pages can be made of."""
    places = {leaf.number: index for index, leaf in enumerate(leaves)}
    cuts = [cut for cut in cuts if cut.page in places]
    width = min(_ROW, max(1, len(leaves))) * (_LEAF + _GAP) + 34
    wide = max(width, 420)
    used = [kind for kind in kinds if any(leaf.source == kind for leaf in leaves)]
    graded = [one for one in GRADES if any(grade(cut.confidence) == one for cut in cuts)]
    entries = [(_mark(one), names.get(one, one)) for one in graded]
    entries += [(tag("rect", x=1, width=9, height=12, class_=f"leaf {kind}"), kinds[kind]) for kind in used]
    key, top = legend(0, 2, entries, wide)
    drawn = []
    starts = sorted(places[cut.page] + min(0.999, max(0.0, cut.at)) for cut in cuts)
    for index, leaf in enumerate(leaves):
        x, y = _corner(index, top)
        rect = tag("rect", hint(leaf.said), x=x, y=y, width=_LEAF, height=_TALL, class_=f"leaf {leaf.source}")
        drawn.append(rect + _band(index, starts, x, y + _TALL + 3))
        if index % _ROW == 0 or leaf.number % 10 == 0:
            drawn.append(words(x + _LEAF / 2, y + _TALL + 18, str(leaf.number), "tick", anchor="middle"))
    for cut in cuts:
        x, y = _corner(places[cut.page], top)
        at = x - 6 + _LEAF * min(1.0, max(0.0, cut.at))
        mark = _mark(grade(cut.confidence))
        drawn.append(tag("g", hint(cut.said), mark, transform=f"translate({at:.1f} {y - 13:.1f})"))
    rows = (max(1, len(leaves)) + _ROW - 1) // _ROW
    return frame("strip", wide, top + rows * _DEEP + LINE - 8, told, key, *drawn)


def _corner(index: int, top: float) -> tuple[float, float]:
    row, place = divmod(index, _ROW)
    return 8 + place * (_LEAF + _GAP), top + row * _DEEP + 18


def _band(index: int, starts: Sequence[float], x: float, y: float) -> str:
    """The stretch of the band under one page: a piece for each act that has a part of it."""
    inside = [start - index for start in starts if index <= start < index + 1]
    before = bisect_right(starts, index - 1e-9)
    edges = [0.0, *inside, 1.0]
    room = _LEAF + _GAP
    return "".join(
        tag("rect", x=x + start * room, y=y, width=(end - start) * room, height=4, class_=f"act tone-{turn % 2}")
        for turn, (start, end) in enumerate(itertools.pairwise(edges), before)
        if turn and end > start
    )


def _mark(kind: str) -> str:
    inside = {
        "sure": '<path d="M1 1H11L6 11Z"/>',
        "fair": '<path d="M1.7 1.5H10.3L6 10Z" class="rim"/>',
        "unsure": '<path d="M1.7 1.5H10.3L6 10Z" class="rim"/><text x="6" y="0" text-anchor="middle">?</text>',
    }[kind]
    return tag("g", inside, class_=f"cut {kind}")
