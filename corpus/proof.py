"""The proof of an object as one compact JSON map: where its values and parts were read.

In: the evidence and places of a record's objects. Out: builtins for one row of `evidence`, and back. The parts of a
list are kept by column (a list of places, and one rule where all have the same), because a list of eighty names would
else say its rule eighty times. Nothing is rounded: what goes in comes out.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ..parser.record import Evidence, Place

Trace = dict[str, Any]
_MORE = ("rule", "confidence", "as_read", "role_rule")


def at(places: Iterable[Place]) -> list[Any]:
    """Places as [page, x0, top, x1, bottom]; several as a list of these; none as []."""
    spots = [[place.page, *place.box] for place in places]
    return spots[0] if len(spots) == 1 else spots


def places(spots: list[Any] | None) -> tuple[Place, ...]:
    """The places that `at` wrote."""
    if not spots:
        return ()
    listed = spots if isinstance(spots[0], list) else [spots]
    return tuple(Place(int(page), (x0, top, x1, bottom)) for page, x0, top, x1, bottom in listed)


def page_of(part: Any) -> int | None:
    """The page on which a part of a record begins."""
    return part.places[0].page if part.places else None


def trace(part: Any) -> Trace:
    """Places, rule, confidence and mending of any part of a record, empty ones left out."""
    found: Trace = {"at": at(part.places)} if part.places else {}
    found.update({name: value for name in _MORE if (value := getattr(part, name, None)) is not None})
    return found


def traces(parts: Iterable[Any]) -> Trace:
    """The traces of a list by column; one value for a column in which all are the same. None is an absent part."""
    listed = list(parts)
    found: Trace = {}
    if any(part is not None and part.places for part in listed):
        found["at"] = [at(part.places) if part is not None else [] for part in listed]
    for name in _MORE:
        values = [getattr(part, name, None) for part in listed]
        if any(value is not None for value in values):
            found[name] = values[0] if all(value == values[0] for value in values) else values
    return found


def nth(found: Mapping[str, Any], name: str, index: int) -> Trace:
    """The trace of the index-th part of the list `name`; empty where none was kept."""
    columns: Trace = found.get(name) or {}
    spots = columns.get("at")
    one: Trace = {"at": spots[index]} if spots else {}
    for more in _MORE:
        value = columns.get(more)
        one[more] = value[index] if isinstance(value, list) else value
    return one


def fields(evidence: Mapping[str, Evidence]) -> Trace:
    """An evidence map, keyed by field."""
    return {name: _field(value) for name, value in evidence.items()}


def _field(value: Evidence) -> Trace:
    found = trace(value)
    if value.words:
        found["words"] = value.words
    if value.basis != "stated":
        found["basis"] = value.basis
    if value.reason is not None:
        found["reason"] = value.reason
    return found


def evidence(found: Mapping[str, Trace] | None) -> dict[str, Evidence]:
    """The evidence map that `fields` wrote."""
    return {
        name: Evidence(
            places=places(one.get("at")),
            words=one.get("words", ""),
            rule=one.get("rule"),
            confidence=one.get("confidence"),
            basis=one.get("basis", "stated"),
            reason=one.get("reason"),
        )
        for name, one in (found or {}).items()
    }


def tidy(found: Trace) -> Trace:
    """The map without its empty entries."""
    return {name: value for name, value in found.items() if value}


def pack(found: Trace) -> bytes:
    """A map as it is stored: JSON, compressed with zlib (to about a third)."""
    return zlib.compress(msgspec.json.encode(found))


def unpack(stored: bytes) -> Trace:
    """The map that `pack` wrote."""
    found: Trace = msgspec.json.decode(zlib.decompress(stored))
    return found
