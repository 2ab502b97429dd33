"""Stamps, signatures and seals in colour over the text: read once more without their colour.

In: a coloured page image, what an engine read on it, and how to read. Out: what it reads, the bands of the page
that colour spoils read again without it where that is better. A stamp can hide a third of a page from an engine
that is sure of the rest; dropping colour everywhere would lose what is printed in colour. So only bands are read
again in which ink beside colour was left unread, or words near colour are doubtful, and the better reading of each
band stays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ..record import Box
from . import image as steps
from .engine import Seen
from .ink import Ink

if TYPE_CHECKING:
    from PIL.Image import Image

_CELL = 16  # pixels
LEAST_COLOUR = 0.0005
"""Share of the page: with less colour there is no stamp on it."""
_LEAST_UNREAD = (
    0.02  # share of the page's ink, in one band: some eight words of a full page; logos and seals stay under it
)
_MOST_UNSURE = 8.0  # words' worth of doubt in one band
_LEAST_BAND = 24  # pixels
_BETTER = 1.05
_TALLEST = 100  # pixels: a higher box is no line of text, and bands do not grow by it


def reread(
    image: Image, seen: Sequence[Seen], rules: Sequence[Box], read: Callable[[Image], list[Seen]]
) -> tuple[list[Seen], Image | None]:
    """The words of `image`, of which `seen` were read in grey; and the image without colour where it was the better
    one.

    `rules` are the ruled lines of the page in pixels: they are ink that nobody has to read.
    """
    words = list(seen)
    if steps.colour_share(image) <= LEAST_COLOUR:
        return words, None
    near = steps.near_colour(image)
    plain = steps.without_colour(image)
    left = Ink(plain).unread([*map(_box, seen), *rules], near)
    better = False
    for top, bottom in _bands(near, seen, image.height):
        inside = [item for item in words if top <= (item.top + item.bottom) / 2 < bottom]
        unread = float(left[top // _CELL : bottom // _CELL + 1].sum())
        unsure = sum(1 - item.confidence for item in inside if _is_near(item, near))
        if bottom - top < _LEAST_BAND or (unread < _LEAST_UNREAD and unsure < _MOST_UNSURE):
            continue
        again = read(plain.crop((0, top, plain.width, bottom)))
        if worth(again) <= _BETTER * worth(inside):
            continue
        better = True
        first = 1 + max((item.line for item in words), default=0)
        gone = set(inside)
        words = [item for item in words if item not in gone]
        words += [item._replace(top=item.top + top, bottom=item.bottom + top, line=item.line + first) for item in again]
    return words, plain if better else None


def worth(seen: Sequence[Seen]) -> float:
    """The sum of the words' confidences: more words and surer words are both better."""
    return sum(item.confidence for item in seen if any(map(str.isalnum, item.text)))


def _bands(near: Any, seen: Sequence[Seen], height: int) -> list[tuple[int, int]]:
    """The rows of pixels in which there is colour, grown so that they cut through no line of text."""
    found: list[list[float]] = []
    for row in near.any(axis=1).nonzero()[0].tolist():
        found.append([row * _CELL, (row + 1) * _CELL])
    lines = [(item.top - 4, item.bottom + 4) for item in seen if item.bottom - item.top < _TALLEST]
    lines.sort()
    merged = _merged(found)
    for _ in range(len(lines)):
        before = [tuple(band) for band in merged]
        for band in merged:
            for top, bottom in lines:
                if top + 4 < band[1] and bottom - 4 > band[0]:
                    band[0], band[1] = min(band[0], top), max(band[1], bottom)
        merged = _merged(merged)
        if [tuple(band) for band in merged] == before:
            break
    return [(max(0, int(top)), min(height, int(bottom))) for top, bottom in merged]


def _merged(bands: list[list[float]]) -> list[list[float]]:
    done: list[list[float]] = []
    for top, bottom in sorted(bands):
        if done and top <= done[-1][1] + _CELL:
            done[-1][1] = max(done[-1][1], bottom)
        else:
            done.append([top, bottom])
    return done


def _is_near(item: Seen, near: Any) -> bool:
    row, column = int((item.top + item.bottom) / 2) // _CELL, int((item.x0 + item.x1) / 2) // _CELL
    return 0 <= row < near.shape[0] and 0 <= column < near.shape[1] and bool(near[row, column])


def _box(item: Seen) -> Box:
    return item.x0, item.top, item.x1, item.bottom
