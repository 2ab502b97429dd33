"""A digital PDF as a scanner would have left it: each page one grey image, with blur, grain and a slight lean.

In: the bytes of a PDF. Out: a PDF whose pages are images. Annotations stay what they are: a stamp that is one makes a
"stamped scan", an image under digital words.

    python tests/documents/generator/scanned.py IN.pdf OUT.pdf
"""

from __future__ import annotations

import io
import random
import sys
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image, ImageFilter

DPI = 200
pdfium: Any = pypdfium2  # the library has no types


def scanned(data: bytes, lean: float = 0.4) -> bytes:
    """The PDF as images, its text gone; pages lean by `lean` degrees. The same bytes give the same pixels."""
    document = pdfium.PdfDocument(data)
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        drawn = page.render(scale=DPI / 72, draw_annots=False, may_draw_forms=False).to_pil().convert("L")
        page.set_rotation(0)
        for box in (page.set_mediabox, page.set_cropbox):
            box(0, 0, width, height)
        for part in list(page.get_objects(max_depth=1)):
            page.remove_obj(part)
        held = io.BytesIO()
        _seen(drawn, lean, number).save(held, "JPEG", quality=60)
        image = pdfium.PdfImage.new(document)
        held.seek(0)
        image.load_jpeg(held, inline=True)
        image.set_matrix(pdfium.PdfMatrix().scale(width, height))
        page.insert_obj(image)
        page.gen_content()
        page.close()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _seen(image: Image.Image, lean: float, seed: int) -> Image.Image:
    turned = image.rotate(lean, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.7))
    grain = Image.frombytes("L", image.size, random.Random(seed).randbytes(image.width * image.height))
    return Image.blend(turned, grain, 0.05)


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(scanned(Path(sys.argv[1]).read_bytes()))
