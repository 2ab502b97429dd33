"""Files that cannot be read as they are: a page that is an image, a file cut in two.

In: the bytes of a PDF, or nothing. Out: bytes.
"""

from __future__ import annotations

import io
from typing import Final

from fpdf import FPDF
from PIL import Image, ImageDraw, ImageFont

from .typeset import HEIGHT, WIDTH, blank_pdf

_LINES: Final = (
    "EXTRAIT DU REGISTRE DES DELIBERATIONS",
    "COMMUNE DE ROCHETAILLIS",
    "Seance du 12 mars 2024",
    "Le conseil municipal, apres en avoir delibere, approuve.",
)


def image_only() -> bytes:
    """A PDF of one page that one image covers; the image shows a few lines of an act, and there is no text."""
    small = Image.new("1", (413, 585), 1)
    pen = ImageDraw.Draw(small)
    font = ImageFont.load_default_imagefont()  # the bitmap font of the library itself: the same on every machine
    for index, line in enumerate(_LINES):
        pen.text((30, 40 + 24 * index), line, fill=0, font=font)
    image = small.resize((1239, 1755))
    picture = io.BytesIO()
    image.save(picture, "PNG")
    picture.seek(0)
    pdf: FPDF = blank_pdf()
    pdf.add_page()
    pdf.image(picture, 0, 0, WIDTH, HEIGHT)
    return bytes(pdf.output())


def truncated(data: bytes) -> bytes:
    """The first half of a PDF: no cross-reference table, no trailer, a stream that breaks off."""
    return data[: len(data) // 2]
