"""What every chart is drawn with: elements, the frame with its words, texts that fit, round figures for an axis.

In: names, attributes, texts. Out: pieces of SVG. Lengths are in the units of the drawing, which are CSS pixels at the
size it is made for. Characters that XML cannot hold are left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import NamedTuple

SMALL, CAPITAL = 6.4, 8.6  # widths of letters at the charts' 12 pixels: a little more than in common fonts
LINE = 20.0  # from one row of a chart to the next

_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SLUG = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


class Told(NamedTuple):
    """The words of a chart: an id of its own on the page (letters, digits, dashes), its title, and in a sentence or
    two what it shows."""

    id: str
    title: str
    about: str


def escaped(text: str) -> str:
    """Text that may stand in an element or in an attribute."""
    plain = _NO_XML.sub("", text)
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        plain = plain.replace(sign, name)
    return plain


def number(value: float) -> str:
    """A length as short as it can be."""
    return f"{value:.1f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def tag(name: str, *inside: str, **attributes: str | float | None) -> str:
    """An element; `inside` is SVG already. `class_` is class, `stroke_width` is stroke-width; None is left out."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{said}>{''.join(inside)}</{name}>" if inside else f"<{name}{said}/>"


def words(x: float, y: float, text: str, class_: str = "", *, anchor: str | None = None) -> str:
    """A text at its baseline; `anchor` is "middle" or "end"."""
    return tag("text", escaped(text), x=x, y=y, class_=class_ or None, text_anchor=anchor)


def hint(text: str) -> str:
    """What a pointer that rests on the element is told."""
    return tag("title", escaped(text))


def length(text: str) -> float:
    """About how wide a text is."""
    return sum(CAPITAL if char.isupper() else SMALL for char in text)


def fitted(text: str, width: float) -> str:
    """The text, cut with an ellipsis where it is wider."""
    if length(text) <= width:
        return text
    room = width - CAPITAL
    for count, char in enumerate(text):
        room -= length(char)
        if room < 0:
            return text[:count].rstrip() + "…"
    return text


def widest(texts: Sequence[str], most: float) -> float:
    """The room that the texts need, `most` at the most."""
    return min(most, max(map(length, texts), default=0) + 8)


def frame(kind: str, width: float, height: float, told: Told, *inside: str) -> str:
    """The whole chart. Raises `ValueError` for an id that could not stand in an attribute or a reference."""
    if not _SLUG.fullmatch(told.id):
        raise ValueError(f"'{told.id}' is no id for a chart")
    return tag(
        "svg",
        tag("title", escaped(told.title), id=f"{told.id}-title"),
        tag("desc", escaped(told.about), id=f"{told.id}-about"),
        *inside,
        xmlns="http://www.w3.org/2000/svg",
        class_=f"chart chart-{kind}",
        id=told.id,
        role="img",
        aria_labelledby=f"{told.id}-title {told.id}-about",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
    )


def steps(most: float, wanted: int = 4) -> list[float]:
    """Round figures from 0 to just over `most`, about `wanted` of them after the 0.

    >>> steps(71)
    [0.0, 20.0, 40.0, 60.0, 80.0]
    """
    if not math.isfinite(most) or most <= 0:
        return [0.0, 1.0]
    rough = most / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough * (1 - 1e-9))
    return [step * turn for turn in range(math.ceil(most / step - 1e-9) + 1)]


def every(labels: Sequence[str], slot: float) -> int:
    """Of how many labels side by side, `slot` apart, one can be shown without running into the next."""
    return max(1, math.ceil((max(map(length, labels), default=0) + 6) / slot)) if len(labels) > 1 else 1


def legend(x: float, y: float, entries: Sequence[tuple[str, str]], width: float) -> tuple[str, float]:
    """A key of (mark, name) entries in rows no wider than `width`, and the height it takes. A mark is SVG drawn in a
    square of 12 from 0, 0."""
    drawn, left, top = [], x, y
    for mark, name in entries:
        room = 18 + length(name) + 16
        if left > x and left + room > x + width:
            left, top = x, top + LINE
        drawn.append(tag("g", mark, words(18, 10, name, "key"), transform=f"translate({number(left)} {number(top)})"))
        left += room
    return "".join(drawn), (top - y + LINE if entries else 0.0)
