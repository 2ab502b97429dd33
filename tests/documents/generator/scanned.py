"""A digital PDF as a scanner would have left it: each page one grey image, with blur, grain and a slight lean.

In: the bytes of a PDF. Out: a PDF whose pages are images. Annotations stay what they are: a stamp that is one makes a
"stamped scan", an image under digital words.

    python -m generator.scanned IN.pdf OUT.pdf    (in tests/documents)
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import numpy as np
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
    grain = np.random.default_rng(seed).normal(0, 5, (image.height, image.width))
    return Image.fromarray(np.clip(np.asarray(turned, dtype=float) * 0.92 + 12 + grain, 0, 255).astype("uint8"))


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(scanned(Path(sys.argv[1]).read_bytes()))
