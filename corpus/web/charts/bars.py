"""Charts of figures: columns over the years, ranked bars, curves, shares of a whole, stacked bars.

In: points with their label, figure, and how the figure is said in the reader's language. Out: SVG (see `drawing.py`).
A figure that is not known is drawn as a gap, not as nought.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from .drawing import LINE, Told, every, fitted, frame, hint, legend, length, steps, tag, widest, words

_HEIGHT = 180.0  # of the plot
_WIDTH = 640.0
_BARS = 360.0  # of bars that lie: a phone shows the whole of them, a larger window draws them larger
_SLOT = (14.0, 64.0)  # the least and the most that a column takes
_MARKS = ("disc", "square", "triangle", "diamond", "ring", "cross")


class Point(NamedTuple):
    """A figure: what it is of, its value (None: not known), and how it is said ("12 400 €")."""

    label: str
    value: float | None
    said: str


class Series(NamedTuple):
    """A curve: its name, and one point for each place of the axis."""

    name: str
    points: Sequence[Point]


class Stack(NamedTuple):
    """A bar of several parts, in the order of the kinds; `said` is the whole in words."""

    label: str
    parts: Sequence[float]
    said: str


class _Plot(NamedTuple):
    """The room of columns or curves: where it begins, how far its places lie apart, its scale."""

    left: float
    slot: float
    places: int
    top: float
    ticks: list[float]

    def x(self, index: int) -> float:
        return self.left + (index + 0.5) * self.slot

    def y(self, value: float) -> float:
        return self.top + _HEIGHT * (1 - max(0.0, value) / self.ticks[-1])

    @property
    def right(self) -> float:
        return self.left + max(1, self.places) * self.slot

    @property
    def bottom(self) -> float:
        return self.top + _HEIGHT


def _plot(labels: Sequence[str], ticks: list[float], say: Callable[[float], str]) -> tuple[_Plot, str]:
    """The plot, and its axes as SVG."""
    left = widest([say(tick) for tick in ticks], 120)
    slot = min(_SLOT[1], max(_SLOT[0], (_WIDTH - left) / max(1, len(labels))))
    plot = _Plot(left, slot, len(labels), 22, ticks)
    drawn = []
    for tick in ticks:
        y = plot.y(tick)
        drawn.append(tag("line", x1=left, x2=plot.right, y1=y, y2=y, class_="grid" if tick else "axis"))
        drawn.append(words(left - 6, y + 4, say(tick), "tick", anchor="end"))
    one_of = every(labels, slot)
    drawn.extend(
        words(plot.x(index), plot.bottom + 17, label, "tick", anchor="middle")
        for index, label in enumerate(labels)
        if index % one_of == 0
    )
    return plot, "".join(drawn)


def columns(told: Told, points: Sequence[Point], say: Callable[[float], str]) -> str:
    """One column a point, from the left; `say` says the figures of the axis."""
    ticks = steps(max((point.value or 0.0 for point in points), default=0.0))
    plot, axes = _plot([point.label for point in points], ticks, say)
    room = plot.slot * 0.68
    drawn = []
    for index, point in enumerate(points):
        x = plot.x(index)
        if point.value is None:
            drawn.append(words(x, plot.bottom - 4, "?", "unknown", anchor="middle"))
            continue
        y = plot.y(point.value)
        inside = hint(f"{point.label}: {point.said}")
        drawn.append(tag("rect", inside, x=x - room / 2, y=y, width=room, height=plot.bottom - y, class_="bar"))
        if length(point.said) <= plot.slot + 4:
            drawn.append(words(x, y - 5, point.said, "figure", anchor="middle"))
    return frame("columns", max(plot.right, 240.0) + 8, plot.bottom + 30, told, axes, *drawn)


def shares(told: Told, points: Sequence[Point], say: Callable[[float], str]) -> str:
    """As `columns`, of shares from 0 to 1, each before the whole that it is a part of; `say` says a share."""
    plot, axes = _plot([point.label for point in points], [0.0, 0.25, 0.5, 0.75, 1.0], say)
    room = plot.slot * 0.68
    drawn = []
    for index, point in enumerate(points):
        left = plot.x(index) - room / 2
        if point.value is None:
            drawn.append(words(plot.x(index), plot.bottom - 4, "?", "unknown", anchor="middle"))
            continue
        y = plot.y(min(1.0, point.value))
        track = tag("rect", x=left, y=plot.top, width=room, height=_HEIGHT, class_="track")
        inside = hint(f"{point.label}: {point.said}")
        drawn.append(track + tag("rect", inside, x=left, y=y, width=room, height=plot.bottom - y, class_="bar"))
        if plot.slot >= 30:
            drawn.append(words(plot.x(index), plot.top - 5, say(point.value), "figure", anchor="middle"))
    return frame("shares", max(plot.right, 240.0) + 8, plot.bottom + 30, told, axes, *drawn)


def ranks(told: Told, points: Sequence[Point]) -> str:
    """One bar a point, from the top, its label before it and its figure after it."""
    most = max((point.value or 0.0 for point in points), default=0.0) or 1.0
    left = widest([point.label for point in points], 150)
    right = widest([point.said for point in points], 90)
    room = _BARS - left - right
    drawn = []
    for index, point in enumerate(points):
        y = index * (LINE + 2)
        label = words(left - 8, y + 15, fitted(point.label, left - 8), "label", anchor="end")
        width = room * max(0.0, point.value or 0.0) / most
        bar = (
            "" if point.value is None else tag("rect", x=left, y=y + 3, width=max(1.0, width), height=16, class_="bar")
        )
        said = words(left + width + 6, y + 15, point.said if point.value is not None else "?", "figure")
        drawn.append(tag("g", hint(f"{point.label}: {point.said}"), label, bar, said))
    height = max(1, len(points)) * (LINE + 2) + 4
    axis = tag("line", x1=left, x2=left, y1=0, y2=height, class_="axis")
    return frame("ranks", _BARS, height, told, *drawn, axis)


def curves(told: Told, labels: Sequence[str], series: Sequence[Series], say: Callable[[float], str]) -> str:
    """One curve a series over the places of the axis, broken where a figure is not known."""
    values = [point.value for one in series for point in one.points if point.value is not None]
    plot, axes = _plot(labels, steps(max(values, default=0.0)), say)
    drawn = []
    for turn, one in enumerate(series):
        kind = turn % len(_MARKS)
        spots = [
            None if point.value is None else (plot.x(index), plot.y(point.value), point)
            for index, point in enumerate(one.points[: plot.places])
        ]
        line, pen = [], "M"
        for spot in spots:
            if spot is not None:
                line.append(f"{pen}{spot[0]:.1f} {spot[1]:.1f}")
            pen = "L" if spot is not None else "M"
        path = tag("path", d="".join(line), class_="line") if line else ""
        dots = [_mark(kind, *spot[:2], f"{one.name}, {spot[2].label}: {spot[2].said}") for spot in spots if spot]
        drawn.append(tag("g", path, *dots, class_=f"kind-{kind}"))
    width = max(plot.right, _WIDTH) + 8
    entries = [
        (tag("g", _mark(turn % len(_MARKS), 6, 6), class_=f"kind-{turn % len(_MARKS)}"), one.name)
        for turn, one in enumerate(series)
    ]
    key, taken = legend(plot.left, plot.bottom + 30, entries, _WIDTH - plot.left)
    return frame("curves", width, plot.bottom + 30 + taken, told, axes, *drawn, key)


def _mark(kind: int, x: float, y: float, said: str | None = None) -> str:
    inside = hint(said) if said else ""
    shape = _MARKS[kind]
    if shape in ("disc", "ring"):
        return tag("circle", inside, cx=x, cy=y, r=4.5, class_=f"mark {shape}")
    outline = {
        "square": "M-4 -4H4V4H-4Z", "triangle": "M0 -5L5 4H-5Z", "diamond": "M0 -5.5L5.5 0L0 5.5L-5.5 0Z",
        "cross": "M-4 -4L4 4M-4 4L4 -4",
    }[shape]  # fmt: skip
    return tag("path", inside, d=outline, transform=f"translate({x:.1f} {y:.1f})", class_=f"mark {shape}")


def stacks(told: Told, kinds: Sequence[str], rows: Sequence[Stack]) -> str:
    """One bar a row, from the top, in parts by kind; the key stands over them."""
    most = max((sum(max(0.0, part) for part in row.parts) for row in rows), default=0.0) or 1.0
    left = widest([row.label for row in rows], 140)
    right = widest([f"{most:.0f}"], 60)
    room = _BARS - left - right
    entries = [(tag("rect", width=12, height=12, **_filled(told.id, turn)), name) for turn, name in enumerate(kinds)]
    key, top = legend(left, 2, entries, _BARS - left)
    drawn = []
    for index, row in enumerate(rows):
        y, x = top + 4 + index * (LINE + 2), left
        label = words(left - 8, y + 15, fitted(row.label, left - 8), "label", anchor="end")
        parts = []
        for turn, part in enumerate(row.parts[: len(kinds)]):
            if part > 0:
                width = room * part / most
                parts.append(tag("rect", x=x, y=y + 3, width=width, height=16, **_filled(told.id, turn)))
                x += width
        total = words(x + 6, y + 15, f"{sum(row.parts):g}", "figure")
        drawn.append(tag("g", hint(f"{row.label}: {row.said}"), label, *parts, total))
    height = top + 8 + max(1, len(rows)) * (LINE + 2)
    return frame("stacks", _BARS, height, told, _textures(told.id, len(kinds)), key, *drawn)


def _filled(chart: str, turn: int) -> dict[str, str | float | None]:
    """The look of a part: the colour of its kind, whole or as a pattern of that colour."""
    return (
        {"class_": f"kind-{turn} plain"} if turn == 0 else {"class_": f"kind-{turn}", "fill": f"url(#{chart}-{turn})"}
    )


_TEXTURES = ("M-1 7L7 -1M-1 1L1 -1M5 7L7 5", "M1 1h2v2h-2zM4 4h2v2h-2z", "", "M0 3H6M3 0V6", "M3 0V6", "M0 3H6")


def _textures(chart: str, kinds: int) -> str:
    """The patterns that a chart uses. A pattern has the class of its kind, so that both follow the stylesheet."""
    made = [
        tag(
            "pattern",
            tag("rect", width=6, height=6, class_="ground"),
            tag("path", d=_TEXTURES[(turn - 1) % len(_TEXTURES)], class_="texture"),
            id=f"{chart}-{turn}",
            class_=f"kind-{turn}",
            width=6,
            height=6,
            patternUnits="userSpaceOnUse",
        )
        for turn in range(1, kinds)
    ]
    return tag("defs", *made) if made else ""
