"""A page as people look at it: the image of it, or of a part of it, small enough to send.

In: the path of a PDF, the hash of the bytes that were read, the number of a page, and how wide the image is to be, or
which part is asked for. Out: an image (WebP of a page, PNG of a part), or the reason why there is none. Nothing is
shown of a file whose bytes are not those that were read: its boxes would mark other words. Meant for a process of its
own: what is hostile in a PDF may hang it or fill its memory.
"""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

from ..record import Box
from .drawing import read_drawing
from .files import MOST_BYTES
from .render import MOST_IMAGE, address_of, geometry_of, resolution_of

MOST_PIXELS = 12_000_000
"""Pixels of an image that is sent: a page of strange proportions is rendered smaller."""
PART_DPI = 180.0
"""The resolution of a part, fit to print in an article."""
REASONS = ("gone", "changed", "no-pdf", "no-page", "too-large", "damaged")
"""Why there is no image."""
_QUALITY = 82
_HEAD = 1024


class Viewer:
    """Shows pages; the last file stays open, for the next page is mostly of it."""

    def __init__(self) -> None:
        self.name: tuple[str, str] | None = None
        self.document: Any = None

    def __getstate__(self) -> dict[str, Any]:  # goes to a process of its own before it has opened anything
        return {"name": None, "document": None}

    def __call__(self, path: str, sha256: str, number: int, across: int, box: Box | None = None) -> tuple[bytes, str]:
        """The image of page `number` (from 1), `across` pixels wide, or of its part `box` (in points from the top
        left corner) as PNG; and "", or no bytes and one of `REASONS`.
        """
        import pypdfium2

        try:
            reason = self._open(path, sha256)
            if reason:
                return b"", reason
            if not 1 <= number <= len(self.document):
                return b"", "no-page"
            page = self.document[number - 1]
            try:
                return self._render(page, across, box)
            finally:
                page.close()
        except (pypdfium2.PdfiumError, MemoryError, ValueError, RuntimeError):
            return b"", "damaged"

    def _open(self, path: str, sha256: str) -> str:
        """Open the file, unless it is open; why it cannot be, or ""."""
        import pypdfium2

        if self.name == (path, sha256):
            return ""
        if self.document is not None:
            self.document.close()
        self.document = self.name = None
        try:
            if Path(path).stat().st_size > MOST_BYTES:
                return "too-large"
            data = Path(path).read_bytes()
        except (OSError, ValueError):
            return "gone"
        if hashlib.sha256(data).hexdigest() != sha256:
            return "changed"
        if b"%PDF-" not in data[:_HEAD]:
            return "no-pdf"
        opened: Any = pypdfium2.PdfDocument
        self.document = opened(data)
        self.name = (path, sha256)
        return ""

    def _render(self, page: Any, across: int, box: Box | None) -> tuple[bytes, str]:
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            return b"", "damaged"
        _, largest = resolution_of(read_drawing(address_of(page.raw), geometry_of(page)), width, height)
        if largest > MOST_IMAGE:
            return b"", "too-large"
        if box is None:
            scale, crop = across / width, (0.0, 0.0, 0.0, 0.0)
        else:
            x0, top, x1, bottom = max(0.0, box[0]), max(0.0, box[1]), min(width, box[2]), min(height, box[3])
            if x1 - x0 < 1 or bottom - top < 1:
                return b"", "no-page"
            scale, crop = PART_DPI / 72, (x0, height - bottom, width - x1, top)  # left, bottom, right, top
        shown = (width - crop[0] - crop[2]) * (height - crop[1] - crop[3]) * scale * scale
        if shown > MOST_PIXELS:
            scale *= (MOST_PIXELS / shown) ** 0.5
        bitmap = page.render(scale=scale, crop=crop, draw_annots=True, rev_byteorder=True)
        try:
            image = bitmap.to_pil().convert("RGB")
        finally:
            bitmap.close()
        file = BytesIO()
        if box is None:
            image.save(file, "WEBP", quality=_QUALITY, method=2)
        else:
            image.save(file, "PNG")
        return file.getvalue(), ""
