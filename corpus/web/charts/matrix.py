"""Who was there: people down, sittings across, one sign where they meet.

In: the heads of rows and columns, and the state of some of the pairs. Out: three drawings in one frame, so that names
and days stay in sight while the middle is scrolled (the stylesheet makes the first two stick); the frame can be
scrolled by keyboard. States differ by shape as well as by colour: a disc, a half disc, a ring; a cross where documents
contradict each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .drawing import Told, escaped, fitted, frame, legend, number, tag, widest, words

STATES = ("present", "represented", "absent", "contradictory")
_CELL = 18.0
_NAME = 190.0  # the most that a name takes
_HEAD = 78.0  # the most that a day, written upwards, takes


class Head(NamedTuple):
    """A row or a column: what stands at its head, and more for the pointer that rests there."""

    label: str
    more: str = ""


def sign(state: str, x: float = 0.0, y: float = 0.0) -> str:
    """The sign of a state, in a square of 12."""
    at = f"translate({number(x)} {number(y)})" if x or y else None
    shape = {
        "present": '<circle cx="6" cy="6" r="5"/>',
        "represented": '<circle cx="6" cy="6" r="4.5" class="rim"/><path d="M6 1.5A4.5 4.5 0 0 0 6 10.5Z"/>',
        "absent": '<circle cx="6" cy="6" r="4" class="rim"/>',
        "contradictory": '<path d="M2 2L10 10M10 2L2 10" class="rim"/>',
    }[state]
    return tag("g", shape, class_=f"state {state}", transform=at)


def sign_of(state: str) -> str:
    """The sign of a state as a picture of its own, beside words that say the same."""
    return tag("svg", sign(state), class_="chart sign", aria_hidden="true", viewBox="0 0 12 12")


def matrix(
    told: Told,
    rows: Sequence[Head],
    columns: Sequence[Head],
    states: Mapping[tuple[int, int], str],
    names: Mapping[str, str],
) -> str:
    """The matrix; `states` holds one of `STATES` for (row, column), and nothing where nothing is known; `names` says
    what those are called that the key explains."""
    side = widest([row.label for row in rows], _NAME) + 4
    head = widest([column.label for column in columns], _HEAD)
    width, height = max(1, len(columns)) * _CELL, max(1, len(rows)) * _CELL
    days = "".join(
        tag(
            "text",
            _more(column),
            escaped(fitted(column.label, head - 6)),
            transform=f"translate({number((index + 0.5) * _CELL + 4)} {number(head - 5)}) rotate(-90)",
            class_="label",
        )
        for index, column in enumerate(columns)
    )
    listed = "".join(
        tag(
            "g", _more(row), words(side - 6, (index + 0.72) * _CELL, fitted(row.label, side - 8), "label", anchor="end")
        )
        for index, row in enumerate(rows)
    )
    # One element a state, used at each of its places: seventy people at forty sittings stay under 150 kB.
    signs = tag("defs", *(tag("g", sign(state), id=f"{told.id}-{state}") for state in STATES))
    bands = "".join(
        tag("rect", y=index * _CELL, width=width, height=_CELL, class_="band") for index in range(1, len(rows), 2)
    )
    cells = "".join(
        f'<use href="#{told.id}-{state}" x="{number(column * _CELL + 3)}" y="{number(row * _CELL + 3)}"/>'
        for (row, column), state in sorted(states.items())
        if state in STATES and 0 <= row < len(rows) and 0 <= column < len(columns)
    )
    key, taken = legend(0, 2, [(sign(state), names[state]) for state in STATES if state in names], 600)
    return (
        f'<div class="matrix-key">{_plain(600, taken + 4, key)}</div>'
        f'<div class="matrix" tabindex="0" role="group" aria-label="{escaped(told.title)}">'
        f'<div class="matrix-corner">{_plain(side, head, "")}</div>'
        f'<div class="matrix-head">{_plain(width, head, days)}</div>'
        f'<div class="matrix-side">{_plain(side, height, listed)}</div>'
        f"{frame('matrix', width, height, told, signs, bands, cells)}</div>"
    )


def _more(head: Head) -> str:
    return tag("title", escaped(f"{head.label}: {head.more}")) if head.more else ""


def _plain(width: float, height: float, inside: str) -> str:
    """A drawing that says nothing that the chart's own words and table do not say."""
    return tag(
        "svg", inside, xmlns="http://www.w3.org/2000/svg", class_="chart", aria_hidden="true", width=width,
        height=height, viewBox=f"0 0 {number(width)} {number(height)}",
    )  # fmt: skip
