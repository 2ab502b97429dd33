"""Steps on a page image before and beside the reading: skew, colour.

In: images (Pillow). Out: images and measures. No step binarises or enlarges: both made Tesseract read worse. Each
step was measured before it was kept; docs/ocr.md has the figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

LEAST_SKEW = 0.3
"""Degrees: a page that leans by less is straight."""
MOST_LEVELLED = 5.0
"""Degrees: up to here the page is read as it lies and the boxes are straightened; turning the image blurs small print
(at 7 points 2 % of the characters were lost to it). Beyond, the image is turned.
"""

_NIGHT = 100  # of 255: a page whose usual pixel is darker is printed in white on black
_MOST_SKEW = 8.0
_STEP = 0.5
_WIDTH = 800  # pixels: skew is measured on an image of about this width
_MOST_POINTS = 60_000
_LEAST_POINTS = 200
_LEAST_SHARP = 8.0  # times the median over all angles: pages of text have 16 and more, a picture 4
_CHROMA = 50  # of 255: how far the strongest channel of a coloured pixel stands above the weakest


def by_day(image: Image) -> Image:
    """The image itself, or its negative where it is light print on a dark page (a fax the wrong way round)."""
    from PIL import ImageOps

    counts = image.convert("L").histogram()
    return ImageOps.invert(image) if sum(counts[:_NIGHT]) * 2 > sum(counts) else image


def skew_of(grey: Image) -> float:
    """How many degrees the lines of text run down to the right (clockwise is positive), to a twentieth of a degree.

    The angle whose projection profile has the sharpest edges; 0.0 where there are no lines to tell it by.
    """
    import numpy as np

    pixels = _array(grey.reduce(max(1, round(grey.width / _WIDTH))))
    dark = min(160, int(np.median(pixels[::2, ::2])) - 40)
    down, across = np.nonzero(pixels < dark)
    if len(down) < _LEAST_POINTS:
        return 0.0
    stride = len(down) // _MOST_POINTS + 1
    down, across = down[::stride], across[::stride] - pixels.shape[1] / 2
    offset = pixels.shape[1] * 0.1 + 1  # keeps every row positive: tan(8°) is 0.14, half a width away

    def sharpness(degrees: float) -> float:
        rows = np.bincount((down - across * np.tan(np.radians(degrees)) + offset).astype(np.int64))
        edges = np.diff(rows.astype(np.float64))
        return float((edges * edges).sum())

    coarse = np.arange(-_MOST_SKEW, _MOST_SKEW + _STEP / 2, _STEP)
    sharp = [sharpness(degrees) for degrees in coarse]
    if max(sharp) < _LEAST_SHARP * float(np.median(sharp)):
        return 0.0
    best = coarse[int(np.argmax(sharp))]
    for step in (0.25, 0.1, 0.05):
        best = max((best - step, best, best + step), key=sharpness)
    return round(float(best), 2)


def straightened(image: Image, skew: float) -> Image:
    """`image` turned back by `skew` degrees about its centre, on white, the same size."""
    from PIL import Image as Pictures

    return image.rotate(
        skew, Pictures.Resampling.BICUBIC, fillcolor=255 if image.mode == "L" else tuple([255] * len(image.getbands()))
    )


def upright(image: Image, turn: int) -> Image:
    """`image` turned clockwise by 0, 90, 180 or 270 degrees."""
    from PIL import Image as Pictures

    ways = {
        90: Pictures.Transpose.ROTATE_270,  # Pillow counts counter-clockwise
        180: Pictures.Transpose.ROTATE_180,
        270: Pictures.Transpose.ROTATE_90,
    }
    return image.transpose(ways[turn]) if turn in ways else image


def colour_share(image: Image) -> float:
    """The share (0 to 1) of the image that is coloured."""
    if image.mode != "RGB":
        return 0.0
    return float(_coloured(image).mean())


def without_colour(image: Image) -> Image:
    """The grey image without coloured ink: a stamp fades into the paper, black text under it stays.

    A pixel is as light as its strongest channel plus its chroma. The strongest channel alone, the usual way, leaves a
    shadow of the stamp: 7.5 % of the characters under a stamp and a signature were misread with it, 0.5 % so.
    """
    import numpy as np
    from PIL import Image as Pictures

    pixels = _array(image).astype(np.int16)
    strongest = pixels.max(axis=2)
    lit = 2 * strongest - pixels.min(axis=2)
    paper = int(np.median(strongest[::4, ::4]))
    return Pictures.fromarray(np.clip(lit, 0, np.maximum(strongest, paper)).astype(np.uint8))


def near_colour(image: Image) -> Any:
    """Where the page is coloured or close to it, as a mask on cells of 16 pixels (rows, columns)."""
    import numpy as np

    mask = _coloured(image)  # cells of 4 pixels
    rows, columns = -(-mask.shape[0] // 4), -(-mask.shape[1] // 4)
    padded = np.zeros((rows * 4, columns * 4), bool)
    padded[: mask.shape[0], : mask.shape[1]] = mask
    cells = padded.reshape(rows, 4, columns, 4).sum(axis=(1, 3)) >= 2
    grown = np.zeros((rows + 2, columns + 2), bool)
    for y in range(3):
        for x in range(3):
            grown[y : y + rows, x : x + columns] |= cells
    return grown[1:-1, 1:-1]


def _coloured(image: Image) -> Any:
    import numpy as np

    pixels = _array(image.reduce(4)).astype(np.int16)
    return pixels.max(axis=2) - pixels.min(axis=2) > _CHROMA


def _array(image: Image) -> Any:
    import numpy as np

    return np.asarray(image)
