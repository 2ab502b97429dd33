"""What the PDF writer cannot do and PDFium can: stamps that are annotations, and the page's /Rotate.

In: the bytes of a PDF. Out: the bytes of the changed PDF.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw

# The library has no types.
pdfium: Any = pypdfium2
raw: Any = pypdfium2.raw


def rotated(data: bytes, degrees: int) -> bytes:
    """The PDF with /Rotate set on every page."""
    document = pdfium.PdfDocument(data)
    for page in document:
        page.set_rotation(degrees)
    return _saved(document)


def with_stamp_annotation(
    data: bytes, lines: Sequence[str], *, x: float, top: float, width: float, size: float = 8
) -> bytes:
    """The PDF with a Stamp annotation on each page: its lines are text of the appearance stream, and of /Contents.

    `x` and `top` are the box's left edge and upper edge in points from the top-left corner. The page's own text is
    unchanged.
    """
    document = pdfium.PdfDocument(data)
    font = raw.FPDFText_LoadStandardFont(document.raw, b"Helvetica")
    height = len(lines) * size * 1.35 + 8
    for page in document:
        upper = page.get_height() - top
        annotation = raw.FPDFPage_CreateAnnot(page.raw, raw.FPDF_ANNOT_STAMP)
        raw.FPDFAnnot_SetRect(annotation, raw.FS_RECTF(x, upper, x + width, upper - height))
        for index, line in enumerate(lines):
            piece = raw.FPDFPageObj_CreateTextObj(document.raw, font, size)
            raw.FPDFText_SetText(piece, _utf16(line))
            raw.FPDFPageObj_Transform(piece, 1, 0, 0, 1, x + 4, upper - 4 - size * (1 + 1.35 * index))
            raw.FPDFAnnot_AppendObject(annotation, piece)
        raw.FPDFAnnot_SetStringValue(annotation, b"Contents", _utf16("\n".join(lines)))
        raw.FPDFPage_CloseAnnot(annotation)
    return _saved(document)


def _utf16(text: str) -> ctypes.Array[ctypes.c_ushort]:
    units = text.encode("utf-16-le") + b"\0\0"
    return (ctypes.c_ushort * (len(units) // 2)).from_buffer_copy(units)


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()
