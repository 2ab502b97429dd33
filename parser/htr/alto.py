"""ALTO 1 to 4 (https://www.loc.gov/standards/alto/): pages of a file as `Sheet`s.

In: the root element. Out: its pages, blocks in the file's order (or that of ReadingOrder), labels of blocks as zones.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from ..record import Box
from .markup import children, number, tag, within
from .sheet import Piece, Row, Sheet

_POINTS = {"mm10": 72 / 254, "inch1200": 72 / 1200}  # points a unit
_AREAS = ("PrintSpace", "TopMargin", "LeftMargin", "RightMargin", "BottomMargin")
_BLOCKS = ("ComposedBlock", "TextBlock", "GraphicalElement", "Illustration")


class _Style(NamedTuple):
    bold: bool = False
    italic: bool = False


def sheets(root: Any) -> Iterator[Sheet]:
    """The pages of the file."""
    unit = next((one.text or "" for one in within(root, "MeasurementUnit")), "pixel").strip()
    software = next((one.text for one in within(root, "softwareName") if one.text), None)
    labels = {one.get("ID"): one.get("LABEL") or one.get("TYPE") or "" for one in within(root, "Tags") for one in one}
    styles = {one.get("ID"): _style(one.get("FONTSTYLE", "")) for one in within(root, "TextStyle")}
    reasons = (f"ALTO, by {software.strip()}" if software else "ALTO",)
    for page in within(root, "Page"):
        rows: list[Row] = []
        zones: list[tuple[str, Box]] = []
        for area in children(page, *_AREAS):
            if tag(area) != "PrintSpace" and (box := _box(area)) is not None:
                zones.append((tag(area), box))
            for block in _ordered(area, root):
                _take(block, labels, styles, rows, zones)
        yield Sheet(
            number(page, "WIDTH") or 0.0,
            number(page, "HEIGHT") or 0.0,
            tuple(rows),
            tuple(zones),
            _POINTS.get(unit),
            reasons,
        )


def _ordered(area: Any, root: Any) -> list[Any]:
    """The blocks of an area, by ReadingOrder (ALTO 4.3) where there is one."""
    wanted = [one.get("REF") for group in within(root, "ReadingOrder") for one in within(group, "ElementRef")]
    place = {name: at for at, name in enumerate(wanted)}
    blocks = list(children(area, *_BLOCKS))
    return sorted(blocks, key=lambda block: place.get(block.get("ID"), len(place))) if place else blocks


def _take(
    block: Any, labels: dict[str, str], styles: dict[str, _Style], rows: list[Row], zones: list[tuple[str, Box]]
) -> None:
    box = _box(block)
    names = [labels[ref] for ref in block.get("TAGREFS", "").split() if labels.get(ref)]
    if box is not None:
        zones.extend((name, box) for name in names)
    for inner in children(block, *_BLOCKS):
        _take(inner, labels, styles, rows, zones)
    for line in children(block, "TextLine"):
        pieces = _pieces(line, styles, f"{block.get('STYLEREFS', '')} {line.get('STYLEREFS', '')}")
        boxes = [piece.box for piece in pieces if piece.box]
        around = _box(line) or (_union(boxes) if boxes else None)
        if pieces and around is not None:
            rows.append(Row(around, tuple(pieces), _baseline(line)))


def _pieces(line: Any, styles: dict[str, _Style], inherited: str) -> list[Piece]:
    found: list[Piece] = []
    for one in children(line, "String", "HYP"):
        text = one.get("CONTENT", "")
        if tag(one) == "HYP":
            if found:
                last = found[-1]
                found[-1] = last._replace(text=last.text.rstrip("-¬") + "-", joined=True)
            continue
        style = _style(one.get("STYLE", ""))
        for ref in f"{inherited} {one.get('STYLEREFS', '')}".split():
            known = styles.get(ref, _Style())
            style = _Style(style.bold or known.bold, style.italic or known.italic)
        sure = number(one, "WC")
        if text.strip():
            confidence = None if sure is None else min(1.0, max(0.0, sure))
            found.append(Piece(text.strip(), _box(one), confidence, style.bold, style.italic))
    return found


def _style(words: str) -> _Style:
    return _Style("bold" in words.split(), "italics" in words.split())


def _baseline(line: Any) -> float | None:
    """The mean height of the baseline: one number (ALTO 1 to 4.0) or points (4.1)."""
    try:
        values = [float(value) for value in line.get("BASELINE", "").replace(",", " ").split()]
    except ValueError:
        return None
    if len(values) == 1:
        return values[0]
    heights = values[1::2]
    return sum(heights) / len(heights) if heights else None


def _box(element: Any) -> Box | None:
    x, y, width, height = (number(element, name) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT"))
    if x is None or y is None or width is None or height is None or width < 0 or height < 0:
        return None
    return x, y, x + width, y + height


def _union(boxes: list[Box]) -> Box:
    left, top, right, bottom = zip(*boxes, strict=True)
    return min(left), min(top), max(right), max(bottom)
