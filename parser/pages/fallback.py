"""The second opinion: the words of a page as pdfplumber reads them.

In: the bytes of a PDF. Out: the words of a page whose words PDFium could not name, in the same coordinates. pdfplumber
reads fonts by other tables than PDFium; it is some ten times slower, so it is opened only when it is asked.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from typing import Any

from .geometry import Geometry
from .source import Word
from .words import Ink, Print, is_bold, is_italic

_RATIO = 0.15  # ems: pdfplumber's default, 3 points, glues words of small print
_LIGATURE = re.compile("[\ufb00-\ufb06]")


class Fallback:
    """A document opened with pdfplumber, at the first page that needs it."""

    def __init__(self, data: bytes):
        self._data = data
        self._document: Any = None

    def close(self) -> None:
        """Close the document."""
        if self._document is not None:
            self._document.close()
        self._document = None

    def words(self, index: int, geometry: Geometry) -> list[Print]:
        """The words of the page at `index` (from 0); none where pdfplumber cannot read it either."""
        try:
            page = self._page(index)
            try:
                found = page.dedupe_chars().extract_words(
                    x_tolerance_ratio=_RATIO, use_text_flow=True, return_chars=True
                )
            finally:
                page.close()
        except Exception:  # pdfminer meets broken files with errors of every kind: then there is no second opinion
            return []
        return [_print(word, page.page_obj.mediabox, geometry) for word in found]

    def _page(self, index: int) -> Any:
        """The page as it was before it was turned: pdfplumber cuts turned lines into letters."""
        import pdfplumber
        from pdfplumber.page import Page

        if self._document is None:
            logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
            self._document = pdfplumber.open(io.BytesIO(self._data))
        sheet = self._document.pages[index].page_obj
        sheet.rotate = 0
        sheet.attrs["Rotate"] = 0
        return Page(self._document, sheet, index + 1)


def _print(found: dict[str, Any], medium: tuple[float, float, float, float], geometry: Geometry) -> Print:
    chars = found["chars"]
    font = str(chars[0].get("fontname", ""))
    ink = Ink(round(float(chars[0].get("size", 0.0)), 2), is_bold(font), is_italic(font), True, font)
    text = _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match.group()), found["text"])
    bottom = medium[1]  # pdfplumber counts x from the origin of the medium's space, y from its foot
    box = geometry.box(
        float(min(char["x0"] for char in chars)),
        bottom + float(min(char["y0"] for char in chars)),
        float(max(char["x1"] for char in chars)),
        bottom + float(max(char["y1"] for char in chars)),
    )
    return Print(Word(unicodedata.normalize("NFC", text), *box, ink.size, ink.bold, ink.italic), ink, 0)
