"""Two questions about what is seen: did a camera take this picture, and is there ink on this page at all?

In: the images of a page, or a loaded page. Out: yes or no. A camera writes its exposure into the JPEG (EXIF), a scanner
does not; so no picture is decoded for the first. For the second the page is drawn very small.
"""

from __future__ import annotations

import ctypes

from .drawing import Drawing
from .geometry import Geometry
from .pdfium import pdfium

_HEAD = 1 << 16  # a JPEG keeps its EXIF in its first segments
_MOST_BYTES = 64 << 20  # larger pictures are not looked into
_GREY = 1  # FPDFBitmap_Gray
_PIXELS = 400  # of the longer side of the small drawing
_DARK = 200  # of 255: darker is ink
_EXIF, _EXPOSURE, _APERTURE, _FOCAL = (
    0x8769,
    0x829A,
    0x829D,
    0x920A,
)  # EXIF 2.3: the sub-directory, and three tags of it


def is_photo(drawing: Drawing) -> bool:
    """True when the largest image of the page carries a camera's exposure."""
    if not drawing.images:
        return False
    largest = max(drawing.images, key=lambda image: (image.box[2] - image.box[0]) * (image.box[3] - image.box[1]))
    lib = pdfium()
    size = lib.FPDFImageObj_GetImageDataRaw(largest.handle, None, 0)
    if not 0 < size <= _MOST_BYTES:
        return False
    buffer = ctypes.create_string_buffer(size)
    lib.FPDFImageObj_GetImageDataRaw(largest.handle, buffer, size)
    return has_exposure(bytes(memoryview(buffer)[: min(size, _HEAD)]))


def has_exposure(head: bytes) -> bool:
    """True when the first bytes of a JPEG hold the EXIF tags of a camera."""
    if not head.startswith(b"\xff\xd8") or b"Exif\0\0" not in head:
        return False
    from PIL.Image import Exif

    exif = Exif()
    try:
        exif.load(head[head.index(b"Exif\0\0") :])
        tags = exif.get_ifd(_EXIF)
    except Exception:  # whatever is wrong with a stranger's EXIF, it does not tell of a camera
        return False
    return any(tag in tags for tag in (_EXPOSURE, _APERTURE, _FOCAL))


def has_ink(page: int, geometry: Geometry) -> bool:
    """True when something darker than paper shows on a loaded page."""
    lib = pdfium()
    scale = _PIXELS / max(geometry.width, geometry.height, 1.0)
    width, height = max(1, round(geometry.width * scale)), max(1, round(geometry.height * scale))
    pixels = (ctypes.c_ubyte * (width * height))()
    ctypes.memset(pixels, 0xFF, width * height)
    bitmap = lib.FPDFBitmap_CreateEx(width, height, _GREY, pixels, width)
    if not bitmap:
        return False
    try:
        lib.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
    finally:
        lib.FPDFBitmap_Destroy(bitmap)
    return min(bytes(pixels)) < _DARK
