"""hOCR 1.2 (https://kba.github.io/hocr-spec/1.2/): the pages of a file as `Sheet`s.

In: the root element. Out: its pages, lines in the file's order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ..record import Box
from .markup import of_class, tag, within
from .sheet import Piece, Row, Sheet

_LINES = ("ocr_line", "ocr_textfloat", "ocr_header", "ocr_footer", "ocr_caption", "ocrx_line")
_ZONES = {"ocr_header": "header", "ocr_footer": "footer", "ocr_pageno": "page-number"}
_NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")


def sheets(root: Any) -> Iterator[Sheet]:
    """The pages of the file."""
    meta = next((one.get("content") for one in within(root, "meta") if one.get("name") == "ocr-system"), None)
    reasons = (f"hOCR, by {meta}" if meta else "hOCR",)
    for page in of_class(root, "ocr_page"):
        left, top, right, bottom = _bbox(page) or (0.0, 0.0, 0.0, 0.0)
        scale = _numbers(page, "scan_res")
        points = 72 / scale[0] if scale and scale[0] >= 30 else None
        rows: list[Row] = []
        zones: list[tuple[str, Box]] = []
        for line in of_class(page, *_LINES):
            box = _bbox(line)
            pieces = _pieces(line)
            if box is None or not pieces:
                continue
            rows.append(Row(box, tuple(pieces)))
            zones.extend((_ZONES[name], box) for name in line.get("class", "").split() if name in _ZONES)
        zones.extend((_ZONES["ocr_pageno"], box) for one in of_class(page, "ocr_pageno") if (box := _bbox(one)))
        yield Sheet(right - left, bottom - top, tuple(rows), tuple(zones), points, reasons)


def _pieces(line: Any) -> list[Piece]:
    words = []
    for word in of_class(line, "ocrx_word", "ocr_word"):
        text = " ".join("".join(word.itertext()).split())
        if text:
            sure = _numbers(word, "x_wconf")
            bold = any(tag(one) in ("strong", "b") for one in word.iter())
            italic = any(tag(one) in ("em", "i") for one in word.iter())
            words.append(Piece(text, _bbox(word), min(1.0, max(0.0, sure[0] / 100)) if sure else None, bold, italic))
    if words:
        return words
    text = " ".join("".join(line.itertext()).split())
    return [Piece(text, _bbox(line))] if text else []


def _numbers(element: Any, name: str) -> list[float]:
    """The numbers of a property in `title`."""
    for part in element.get("title", "").split(";"):
        words = part.split(None, 1)
        if len(words) == 2 and words[0] == name:
            return [float(value) for value in _NUMBERS.findall(words[1])]
    return []


def _bbox(element: Any) -> Box | None:
    sides = _numbers(element, "bbox")
    if len(sides) != 4 or sides[2] < sides[0] or sides[3] < sides[1]:
        return None
    return sides[0], sides[1], sides[2], sides[3]
