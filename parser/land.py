"""Parcels and areas of an act as the record keeps them.

In: the body text and the bounds of the act. Out: `Parcel`s and `Surface`s with their words and places.
"""

from __future__ import annotations

from .evidence import clean
from .fields.parcels import find_areas, find_parcels
from .layout import Text
from .record import Parcel, Surface


def land_of(body: Text, start: int, end: int) -> tuple[tuple[Parcel, ...], tuple[Surface, ...]]:
    """What `[start, end)` of the body says of land."""
    parcels = tuple(
        Parcel(
            plot.section,
            plot.number,
            plot.prefix,
            plot.surface,
            clean(body, *plot.spans[0]),
            tuple(place for span in plot.spans for place in body.places(*span)),
        )
        for plot in find_parcels(body.text, body.folded, start, end)
    )
    surfaces = tuple(
        Surface(area.value, clean(body, area.start, area.end), area.total, body.places(area.start, area.end))
        for area in find_areas(body.folded, start, end)
    )
    return parcels, surfaces
