"""Who gave a proxy to whom: givers on the left, holders on the right, a thread between them.

In: pairs, with how often. Out: SVG (see `drawing.py`). Givers are put in the order of their holders, and a holder in
the middle of those who gave to him or her: while each giver has one holder, as in one sitting, no thread crosses
another, whatever their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean
from typing import NamedTuple

from .drawing import LINE, Told, fitted, frame, hint, tag, widest, words

_THREADS = 150.0  # the room between the two columns
_TOP = 28.0
_NAME = 215.0


class Pair(NamedTuple):
    """A giver, the holder (None where it is not said), how often, and the sentence that says so."""

    giver: str
    holder: str | None
    times: int
    said: str


def pairs(told: Told, listed: Sequence[Pair], givers: str, holders: str, unsaid: str) -> str:
    """The threads, under the headings `givers` and `holders`; `unsaid` stands for the holder that is not said."""
    right: dict[str | None, list[str]] = {}
    for pair in listed:
        right.setdefault(pair.holder, []).append(pair.giver)
    # holders with the most givers first, the one that is not said last; of two alike, by name
    order = sorted(right, key=lambda holder: (holder is None, -len(right[holder]), holder or ""))
    place = {holder: index for index, holder in enumerate(order)}
    wanted: dict[str, list[int]] = {}
    for pair in listed:
        wanted.setdefault(pair.giver, []).extend([place[pair.holder]] * max(1, pair.times))
    left = sorted(wanted, key=lambda giver: (mean(wanted[giver]), giver))
    rows = {giver: index * LINE for index, giver in enumerate(left)}
    seats = _seats({holder: mean(rows[giver] for giver in right[holder]) for holder in order})
    west = widest([*left, givers], _NAME)
    east = widest([*(unsaid if holder is None else holder for holder in order), holders], _NAME) + 26
    start, end = west + 6, west + 6 + _THREADS
    most = max((pair.times for pair in listed), default=1)
    threads = []
    for pair in listed:
        one, two = _TOP + rows[pair.giver] + 10, _TOP + seats[pair.holder] + 10
        middle = (start + end) / 2
        path = f"M{start:.1f} {one:.1f}C{middle:.1f} {one:.1f} {middle:.1f} {two:.1f} {end:.1f} {two:.1f}"
        weight = 1.5 + 4.5 * (pair.times - 1) / max(1, most - 1)
        kind = "thread unsaid" if pair.holder is None else "thread"
        threads.append(tag("path", hint(pair.said), d=path, class_=kind, stroke_width=weight))
    names = [
        tag("circle", cx=start, cy=_TOP + y + 10, r=3, class_="knot")
        + words(west, _TOP + y + 14, fitted(giver, west), "label", anchor="end")
        for giver, y in rows.items()
    ]
    for holder in order:
        y, count = _TOP + seats[holder], len(set(right[holder]))
        name = fitted(unsaid if holder is None else holder, east - 26) + (f" ({count})" if count > 1 else "")
        several = "knot several" if count > 1 and holder is not None else "knot"
        names.append(tag("circle", cx=end, cy=y + 10, r=3.0 + min(4, count - 1), class_=several))
        names.append(words(end + 10, y + 14, name, "label unsaid" if holder is None else "label"))
    height = _TOP + max([*rows.values(), *seats.values()], default=0.0) + LINE + 6
    heads = words(west, 14, givers, "head", anchor="end") + words(end + 10, 14, holders, "head")
    return frame("pairs", end + 10 + east, height, told, heads, *threads, *names)


def _seats(middles: dict[str | None, float]) -> dict[str | None, float]:
    """Rows for the holders, near where they would stand and at least a line apart."""
    seats: dict[str | None, float] = {}
    free = 0.0
    for holder, middle in sorted(middles.items(), key=lambda one: one[1]):
        seats[holder] = max(free, middle)
        free = seats[holder] + LINE
    return seats
