"""A page of a PDF as an image.

In: the bytes of a PDF and the number of a page. Out: a `Picture`, the page as it is displayed, at the resolution of
the images on it and never above. What cannot be rendered, or only beyond the stated limits, is a `Picture` without
an image that says why.
"""

from __future__ import annotations

import ctypes
from types import TracebackType
from typing import TYPE_CHECKING, Any, NamedTuple

from .drawing import Drawing, read_drawing
from .geometry import Geometry

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_DPI = 200.0
"""Scans of higher resolution are rendered at this one. Print of 5 points is read as well as at 400 dpi, in half the
time; noise that a higher resolution keeps made the engine read nothing at all.
"""
MOST_PIXELS = 40_000_000
"""Pixels of a rendered page: larger pages are rendered at a lower resolution."""
LEAST_DPI = 50.0
"""A page that the limit on pixels brings below this is refused."""
MOST_IMAGE = 450_000_000
"""Pixels of an image on a page: pages with a larger one are refused (decoding takes 1 to 4 bytes a pixel)."""

_SCAN = 0.01  # share of the page: smaller images do not set its resolution
_MOST_STREAM = 64 << 20  # bytes: longer streams are not looked into
_TAIL = 1024  # bytes: some scanners pad what follows the end of a JPEG
_TEXT, _FORM = 1, 5  # FPDF_PAGEOBJ_TEXT, FPDF_PAGEOBJ_FORM
_DEEPEST = 8  # forms within forms
_STAMP = 0.2  # share of the page: a larger form is no stamp


class Picture(NamedTuple):
    """A rendered page: its image ("L" or "RGB", None where there is none) and resolution; `reason` says what is
    wrong. `bare`: none of the digital text of the page is in the image.
    """

    image: Image | None
    dpi: float
    reason: str = ""
    bare: bool = False


class Pictures:
    """Renders pages of one PDF; close it, or use it as a context manager."""

    def __init__(self, data: bytes):
        self._data = data
        self._document: Any = None

    def __enter__(self) -> Pictures:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the document."""
        if self._document is not None:
            self._document.close()
        self._document = None

    def page(self, number: int, *, text: bool = True, annotations: bool = True) -> Picture:
        """Page `number` (from 1); without its digital text or its annotations where these are False."""
        import pypdfium2

        opened: Any = pypdfium2.PdfDocument
        try:
            if self._document is None:
                self._document = opened(self._data)
            page = self._document[number - 1]
        except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
            return Picture(None, 0.0, f"page {number} cannot be opened ({error})")
        try:
            return self._render(page, text, annotations)
        except (pypdfium2.PdfiumError, MemoryError, ValueError, RuntimeError) as error:
            return Picture(None, 0.0, f"page {number} cannot be rendered ({error or type(error).__name__})")
        finally:
            page.close()

    def _render(self, page: Any, text: bool, annotations: bool) -> Picture:
        width, height = page.get_size()
        if not (width > 0 and height > 0):
            return Picture(None, 0.0, "the page has no size")
        drawing = read_drawing(address_of(page.raw), geometry_of(page))
        dpi, largest = resolution_of(drawing, width, height)
        if largest > MOST_IMAGE:
            return Picture(None, 0.0, f"an image of {largest:,} pixels, the limit is {MOST_IMAGE:,}")
        reason = ""
        most = (MOST_PIXELS / (width * height)) ** 0.5 * 72
        if dpi > most:
            if most < LEAST_DPI:
                return Picture(None, 0.0, f"a page of {width:.0f} × {height:.0f} points, too large to render")
            reason = f"rendered at {most:.0f} dpi: the page measures {width:.0f} × {height:.0f} points"
            dpi = most
        if any(_is_cut_short(one.handle) for one in drawing.images):
            reason = "; ".join(filter(None, (reason, "an image of the page is cut short")))
        bare = not text and _strip(page)  # the images of a stamp go with it: from here on `drawing` is of the past
        bitmap = page.render(scale=dpi / 72, draw_annots=annotations, may_draw_forms=annotations, rev_byteorder=True)
        try:
            image = bitmap.to_pil().convert("RGB")
        finally:
            bitmap.close()
        return Picture(image if _is_coloured(image) else image.convert("L"), dpi, reason, bare)

    def damaged(self, number: int) -> bool:
        """True when an image of the page cannot be decoded."""
        raw = _raw()
        page = self._document[number - 1]
        try:
            drawing = read_drawing(address_of(page.raw), geometry_of(page))
            for image in drawing.images:
                handle = ctypes.cast(image.handle, raw.FPDF_PAGEOBJECT)
                bitmap = raw.FPDFImageObj_GetBitmap(handle)
                if not bitmap:
                    return True
                raw.FPDFBitmap_Destroy(bitmap)
            return False
        finally:
            page.close()


def _raw() -> Any:
    """PDFium's C functions."""
    import pypdfium2.raw

    return pypdfium2.raw


def resolution_of(drawing: Drawing, width: float, height: float) -> tuple[float, int]:
    """The resolution to render at, and the pixels of the largest image."""
    raw = _raw()
    finest, largest = 0.0, 0
    across, down = ctypes.c_uint(), ctypes.c_uint()
    for image in drawing.images:
        handle = ctypes.cast(image.handle, raw.FPDF_PAGEOBJECT)
        if not raw.FPDFImageObj_GetImagePixelSize(handle, across, down):
            continue
        largest = max(largest, across.value * down.value)
        x0, top, x1, bottom = image.box
        if (x1 - x0) * (bottom - top) < _SCAN * width * height or x1 <= x0 or bottom <= top:
            continue
        # sides by length, not by name: the image may stand on its side
        short, long_ = sorted((across.value, down.value))
        narrow, wide = sorted((x1 - x0, bottom - top))
        finest = max(finest, 72 * short / narrow, 72 * long_ / wide)
    return min(finest, MOST_DPI) or MOST_DPI, largest


def _is_cut_short(address: int) -> bool:
    """True for a JPEG without its end: what is missing is grey or white on the page."""
    raw = _raw()
    handle = ctypes.cast(address, raw.FPDF_PAGEOBJECT)
    name = ctypes.create_string_buffer(32)
    count = raw.FPDFImageObj_GetImageFilterCount(handle)
    if count != 1 or not raw.FPDFImageObj_GetImageFilter(handle, 0, name, len(name)) or name.value != b"DCTDecode":
        return False
    size = raw.FPDFImageObj_GetImageDataRaw(handle, None, 0)
    if not 0 < size <= _MOST_STREAM:
        return False
    data = ctypes.create_string_buffer(size)
    raw.FPDFImageObj_GetImageDataRaw(handle, data, size)
    return b"\xff\xd9" not in bytes(memoryview(data)[-_TAIL:])


def _strip(page: Any) -> bool:
    """Take the digital text off a page: it is known, and an engine would read it a second time. The box of a
    transmission stamp, a small form with text in it, goes whole: what its paper hides is read then. True where no text
    is left."""
    raw = _raw()
    width, height = page.get_size()
    left = False
    for index in reversed(range(raw.FPDFPage_CountObjects(page.raw))):
        item = raw.FPDFPage_GetObject(page.raw, index)
        if not _has_text(item, _DEEPEST):
            continue
        small = raw.FPDFPageObj_GetType(item) == _TEXT or _area(item) < _STAMP * width * height
        if small and raw.FPDFPage_RemoveObject(page.raw, item):
            raw.FPDFPageObj_Destroy(item)
        else:
            left = True
    return not left


def _has_text(item: Any, depth: int) -> bool:
    """Whether an object of a page is a text, or a form that prints one."""
    raw = _raw()
    kind = raw.FPDFPageObj_GetType(item)
    if kind != _FORM or not depth:
        return bool(kind == _TEXT)
    parts = range(raw.FPDFFormObj_CountObjects(item))
    return any(_has_text(raw.FPDFFormObj_GetObject(item, part), depth - 1) for part in parts)


def _area(item: Any) -> float:
    """Of an object of a page, in square points."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not _raw().FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return float("inf")
    return (right.value - left.value) * (top.value - bottom.value)


def _is_coloured(image: Image) -> bool:
    import numpy as np

    pixels = np.asarray(image.reduce(4)).astype(np.int16)
    return bool((pixels.max(axis=2) - pixels.min(axis=2) > 24).any())


def geometry_of(page: Any) -> Geometry:
    """The box of the page and how it is turned."""
    raw = _raw()
    rect = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page.raw, rect)
    return Geometry(rect.left, rect.bottom, rect.right, rect.top, raw.FPDFPage_GetRotation(page.raw) % 4)


def address_of(handle: Any) -> int:
    """A handle of pypdfium2 as the number that `pdfium` takes."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0
