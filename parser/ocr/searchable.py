"""A PDF with the words of its images under them, so that it can be searched and copied from.

In: the bytes of a PDF and its pages as they were read. Out: the same PDF with the words that an engine read as
invisible text (PDF 32000-1, 9.3.6, mode 3); nothing that is seen changes. PDFium writes it. The text is in Helvetica
stretched to each word's box: letters that this font lacks (beyond Windows-1252) are left out of the text layer.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Sequence
from math import cos, radians, sin
from typing import Any

from ..pages.source import Page, Word

_INVISIBLE = 3
_DESCENT = 0.21  # of the size: what of the box lies under the baseline


def searchable(data: bytes, pages: Sequence[Page]) -> bytes:
    """The PDF with the words of `pages` that have the origin "ocr"; unchanged where there are none."""
    if not any(word.origin == "ocr" for page in pages for word in page.words):
        return data
    import pypdfium2

    opened: Any = pypdfium2.PdfDocument
    document = opened(data)
    try:
        raw = _raw()
        font = raw.FPDFText_LoadStandardFont(document.raw, b"Helvetica")
        for page in pages:
            words = [word for word in page.words if word.origin == "ocr"]
            if words:
                sheet = document[page.number - 1]
                _write(sheet, document.raw, font, page, words)
                sheet.close()
        out = io.BytesIO()
        document.save(out)
        raw.FPDFFont_Close(font)
        return out.getvalue()
    finally:
        document.close()


def _raw() -> Any:
    import pypdfium2.raw

    return pypdfium2.raw


def _write(sheet: Any, document: Any, font: Any, page: Page, words: Sequence[Word]) -> None:
    raw = _raw()
    place = _frame(sheet, page)
    for word in words:
        text = word.text.encode("cp1252", "ignore").decode("cp1252")
        size = word.bottom - word.top
        if not text or size <= 0 or word.x1 <= word.x0:
            continue
        made = raw.FPDFPageObj_CreateTextObj(document, font, size)
        _spell(made, text)
        raw.FPDFTextObj_SetTextRenderMode(made, _INVISIBLE)
        left, low, right, high = (ctypes.c_float() for _ in range(4))
        raw.FPDFPageObj_GetBounds(made, left, low, right, high)
        wide = right.value - left.value
        _spell(made, f"{text} ")  # where words stand close, readers would glue them
        stretch = (word.x1 - word.x0) / wide if wide > 0 else 1.0
        raw.FPDFPageObj_Transform(made, *place(word.x0, word.bottom - _DESCENT * size, stretch))
        raw.FPDFPage_InsertObject(sheet.raw, made)
    raw.FPDFPage_GenerateContent(sheet.raw)


def _spell(made: Any, text: str) -> None:
    raw = _raw()
    units = ctypes.create_string_buffer(text.encode("utf-16-le") + b"\0\0")
    raw.FPDFText_SetText(made, ctypes.cast(units, raw.FPDF_WIDESTRING))


def _frame(sheet: Any, page: Page) -> Any:
    """A function from a spot on the upright page (and a stretch) to the matrix that puts text there on the sheet."""
    left, bottom, right, top = sheet.get_bbox()  # get_cropbox does not see what the page inherits
    turn = page.rotation % 360
    angle = radians(turn)  # text that is to stand upright once the page is turned clockwise runs counter-clockwise
    cosine, sine = round(cos(angle)), round(sin(angle))

    def place(x: float, y: float, stretch: float) -> tuple[float, ...]:
        spots = {
            0: (left + x, top - y), 90: (left + y, bottom + x), 180: (right - x, bottom + y), 270: (right - y, top - x),
        }  # fmt: skip
        e, f = spots[turn]
        return cosine * stretch, sine * stretch, -sine, cosine, e, f

    return place
