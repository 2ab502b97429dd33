"""What one reading of one page image gives.

In: nothing (a type only). Out: `Sight`, which the cache keeps.
"""

from __future__ import annotations

import msgspec

from ..pages.source import Word
from ..record import Box

RECIPE = "2"
"""Changes whenever the same image and engine would give another `Sight`: part of the key of cached results."""


class Sight(msgspec.Struct, frozen=True):
    """The words of a page image in points from the top-left corner of the upright, straightened page.

    `turn` is how far the image was turned clockwise to stand upright (0, 90, 180, 270), `skew` the angle in degrees
    by which it was then straightened (clockwise is positive), `confidence` the mean of the words' weighted by their
    letters, `ink` the share of the page that is dark, `rules` the ruled lines found, `notes` what else happened on
    the way.
    """

    words: tuple[Word, ...] = ()
    turn: int = 0
    skew: float = 0.0
    confidence: float = 0.0
    ink: float = 0.0
    rules: tuple[Box, ...] = ()
    notes: tuple[str, ...] = ()
