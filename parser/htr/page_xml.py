"""PAGE XML, 2010 to 2019 (https://github.com/PRImA-Research-Lab/PAGE-XML): the page of a file as a `Sheet`.

In: the root element. Out: its page, regions in the file's reading order, their types and `custom` types as zones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..record import Box
from .markup import children, number, tag, within
from .sheet import Piece, Row, Sheet

_CUSTOM = re.compile(r"structure\s*\{[^}]*type\s*:\s*([^;}]+)")  # what Transkribus and eScriptorium write
_REGIONS = ("TextRegion", "TableRegion", "TableCell")


def sheets(root: Any) -> Iterator[Sheet]:
    """The page of the file (PAGE holds one)."""
    creator = next((one.text for one in within(root, "Creator") if one.text), None)
    reasons = (f"PAGE XML, by {creator.strip()}" if creator else "PAGE XML",)
    for page in within(root, "Page"):
        order = _order(page)
        regions = [one for one in children(page) if tag(one).endswith("Region")]
        regions.sort(key=lambda region: order.get(region.get("id", ""), len(order)))
        rows: list[Row] = []
        zones: list[tuple[str, Box]] = []
        for region in regions:
            _take(region, rows, zones)
        width, height = number(page, "imageWidth") or 0.0, number(page, "imageHeight") or 0.0
        yield Sheet(width, height, tuple(rows), tuple(zones), None, reasons)


def _order(page: Any) -> dict[str, int]:
    """The place of each region in the file's reading order."""
    found: dict[str, int] = {}
    for order in children(page, "ReadingOrder"):
        for one in within(order, "RegionRefIndexed", "RegionRef"):
            found.setdefault(one.get("regionRef", ""), len(found))
    return found


def _take(region: Any, rows: list[Row], zones: list[tuple[str, Box]]) -> None:
    box = _box(region)
    label = _label(region)
    if box is not None and label:
        zones.append((label, box))
    before = len(rows)
    for inner in children(region, *_REGIONS):
        _take(inner, rows, zones)
    for line in children(region, "TextLine"):
        pieces = _pieces(line)
        around = _box(line)
        if pieces and around is not None:
            points = next((_points(one) for one in children(line, "Baseline")), [])
            baseline = sum(y for _, y in points) / len(points) if points else None
            rows.append(Row(around, tuple(pieces), baseline))
    text = _text(region)[0] if len(rows) == before else ""
    if text and box is not None:  # a region without lines: they are taken to be of one height
        lines = text.splitlines()
        high = (box[3] - box[1]) / len(lines)
        for at, line in enumerate(lines):
            if line.strip():
                own = (box[0], box[1] + at * high, box[2], box[1] + (at + 1) * high)
                rows.append(Row(own, (Piece(line.strip()),)))


def _pieces(line: Any) -> list[Piece]:
    words = []
    for word in children(line, "Word"):
        text, sure = _text(word)
        if text.strip():
            words.append(Piece(" ".join(text.split()), _box(word), sure))
    if words:
        return words
    text, sure = _text(line)
    return [Piece(text.strip(), _box(line), sure)] if text.strip() else []


def _text(element: Any) -> tuple[str, float | None]:
    """The first of an element's readings, and its confidence."""
    readings = sorted(children(element, "TextEquiv"), key=lambda one: number(one, "index") or 0.0)
    for reading in readings:
        text = next((one.text or "" for one in children(reading, "Unicode", "PlainText")), "")
        if text.strip():
            sure = number(reading, "conf")
            return text, None if sure is None else min(1.0, max(0.0, sure))
    return "", None


def _label(region: Any) -> str:
    custom = _CUSTOM.search(region.get("custom", ""))
    return custom.group(1).strip() if custom else region.get("type", "")


def _points(element: Any) -> list[tuple[float, float]]:
    """The corners of a polygon: an attribute (since 2013), or elements."""
    found = []
    for pair in element.get("points", "").split():
        x, _, y = pair.partition(",")
        try:
            found.append((float(x), float(y)))
        except ValueError:
            return []
    if not found:
        corners = [(number(one, "x"), number(one, "y")) for one in children(element, "Point")]
        found = [(x, y) for x, y in corners if x is not None and y is not None]
    return found


def _box(element: Any) -> Box | None:
    points = next((_points(one) for one in children(element, "Coords")), [])
    if not points:
        return None
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)
