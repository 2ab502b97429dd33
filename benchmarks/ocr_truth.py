"""OCR against known truth: characters on typeset pages, sizes and weights on digital PDFs.

    python benchmarks/ocr_truth.py            # typeset pages, spoilt in several ways: character error rates
    python benchmarks/ocr_truth.py FOLDER     # digital PDFs rendered and read: sizes and weights against the PDF's own

Rates are in % of the characters, on the same 200 dpi JPEG: the bare engine, delib's recipe, the recipe with a second
opinion where rapidocr is installed. One process, no cache.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from delib.errors import DelibError
from delib.parser.ocr import Policy
from delib.parser.ocr import image as steps
from delib.parser.ocr.engine import Engine, find_engine, find_engines
from delib.parser.ocr.recipe import read_image
from delib.parser.pages import Word, open_source
from delib.parser.pages.render import Pictures
from fpdf import FPDF
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from rapidfuzz.distance import Levenshtein

DPI = 200
KINDS = ("bare", "recipe", "with a second opinion")
LINES = [
    "COMMUNE DE VALBRUNE",
    "Extrait du registre des délibérations du conseil municipal",
    "Séance du 12 mars 2024 à dix-neuf heures",
    "Présents : Mme Odile BERTHOUD, M. Amaury PONCET, M. Guy JOLY",
    "Absente excusée : Mme Ysaline VERCHÈRE, pouvoir à M. Guy JOLY",
    "Considérant que la convention arrive à son terme le 31 décembre,",
    "Le conseil municipal, après en avoir délibéré, à l'unanimité,",
    "APPROUVE la convention et autorise le maire à la signer.",
    "Dit que la dépense de 12 480,50 euros est inscrite au budget.",
    "Ainsi fait et délibéré les jour, mois et an que dessus.",
] * 3


def typeset(size: float) -> Image.Image:
    """The lines, printed at `size` points."""
    pdf = FPDF(unit="pt", format="A4")
    pdf.add_page()
    pdf.set_font("Times", size=size)
    for row, line in enumerate(LINES):
        pdf.text(72, 90 + row * size * 1.8, line)
    with Pictures(bytes(pdf.output())) as pictures:
        image = pictures.page(1).image
    assert image is not None
    return image.convert("RGB")


def rings(image: Image.Image) -> Image.Image:
    """The rings of a red stamp over the text."""
    drawn = Image.new("RGB", image.size, "white")
    for radius in (260, 250, 170):
        box = (700 - radius, 560 - radius, 700 + radius, 560 + radius)
        ImageDraw.Draw(drawn).ellipse(box, outline=(220, 60, 70), width=7)
    return ImageChops.multiply(image, drawn)


def signature(image: Image.Image) -> Image.Image:
    """A blue pen across the text."""
    drawn = Image.new("RGB", image.size, "white")
    stroke = [(520 + 8 * i, 560 + 90 * ((i % 7) - 3)) for i in range(40)]
    ImageDraw.Draw(drawn).line(stroke, fill=(60, 80, 200), width=7)
    return ImageChops.multiply(image, drawn)


def disc(image: Image.Image) -> Image.Image:
    """A filled red seal over the text."""
    drawn = Image.new("RGB", image.size, "white")
    ImageDraw.Draw(drawn).ellipse((450, 310, 950, 810), fill=(200, 40, 50))
    return ImageChops.multiply(image, drawn)


def skewed(degrees: float) -> Callable[[Image.Image], Image.Image]:
    """The page laid on the glass by so many degrees."""
    return lambda image: image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")


def fax(image: Image.Image) -> Image.Image:
    """One bit a pixel."""
    return image.convert("L").point(lambda value: 255 if value > 140 else 0).convert("RGB")


PAGES: dict[str, Callable[[Image.Image], Image.Image]] = {
    "clean": lambda image: image,
    "skew 1.5 degrees": skewed(1.5),
    "skew 4 degrees": skewed(4.0),
    "upside down": lambda image: steps.upright(image, 180),
    "on its side": lambda image: steps.upright(image, 90),
    "rings of a stamp": rings,
    "a filled seal": disc,
    "a signature": signature,
    "stamp and signature": lambda image: signature(rings(image)),
    "fax": fax,
}


def as_scanned(image: Image.Image) -> Image.Image:
    """Blurred, greyer, with grain, as a JPEG."""
    grain = np.random.default_rng(7).normal(0, 6, (image.height, image.width, 1))
    pixels = np.asarray(image.filter(ImageFilter.GaussianBlur(0.8)), dtype=float) * 0.9 + 15 + grain
    out = io.BytesIO()
    Image.fromarray(np.clip(pixels, 0, 255).astype("uint8")).save(out, "JPEG", quality=75)
    return Image.open(out).convert("RGB")


def characters(engine: Engine, second: Engine | None) -> None:
    """Print the error rates."""
    true = " ".join(LINES)
    for size in (11.0, 7.0):
        for name, spoil in PAGES.items():
            image = as_scanned(spoil(typeset(size)))
            bare = " ".join(item.text for item in engine.read(image.convert("L"), DPI))
            texts = [bare, " ".join(word.text for word in read_image(image, DPI, engine).words)]
            if second is not None:
                texts.append(" ".join(word.text for word in read_image(image, DPI, engine, second).words))
            rates = [100 * Levenshtein.distance(true, text) / len(true) for text in texts]
            shown = "  ".join(f"{kind} {rate:6.2f}" for kind, rate in zip(KINDS, rates, strict=False))
            print(f"{size:4.0f} points  {name:20} {shown}")


def pairs(folder: Path, engine: Engine) -> Iterator[tuple[Any, Word, Word]]:
    """The read and the digital word on one spot, with a key of the line, of every digital page."""
    for path in sorted(folder.glob("*.pdf")):
        try:
            pages = open_source(path).pages
        except DelibError:
            continue
        with Pictures(path.read_bytes()) as pictures:
            for page in pages[:3]:
                image = pictures.page(page.number).image if page.source == "text" and page.words else None
                if image is None:
                    continue
                for word in read_image(as_scanned(image.convert("RGB")), DPI, engine).words:
                    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
                    own = next((o for o in page.words if o.x0 <= x <= o.x1 and o.top <= y <= o.bottom and o.size), None)
                    if own is not None and any(map(str.isalnum, word.text)):
                        yield (path.name, page.number, round(word.bottom)), word, own


def sizes_and_weights(folder: Path, engine: Engine) -> None:
    """Print how sizes and weights agree."""
    ratios: list[float] = []
    lines: dict[Any, list[int]] = {}
    for key, word, own in pairs(folder, engine):
        ratios.append(word.size / own.size)
        letters = len(word.text)
        line = lines.setdefault(key, [0, 0, 0])
        for at, value in enumerate((letters * word.bold, letters * own.bold, letters)):
            line[at] += value
    read = {key for key, (bold, _, letters) in lines.items() if bold * 2 > letters}
    true = {key for key, (_, bold, letters) in lines.items() if bold * 2 > letters}
    low, middle, high = np.percentile(ratios, [5, 50, 95])
    print(f"size over the true one: {low:.2f} to {high:.2f} (5th to 95th percentile), median {middle:.2f}")
    both = len(read & true)
    print(f"bold lines: precision {both / len(read):.2f}, recall {both / len(true):.2f}")
    print(f"of {len(lines)} lines, {len(true)} of them bold")


def main() -> int:
    """Print the figures."""
    engine = find_engine()
    if len(sys.argv) > 1:
        sizes_and_weights(Path(sys.argv[1]), engine)
    else:
        characters(engine, find_engines(Policy(second="rapidocr")).second)
    return 0


if __name__ == "__main__":
    sys.exit(main())
