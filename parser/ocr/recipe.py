"""The recipe: one page image in, one `Sight` out.

In: an image, its resolution, an engine, perhaps a second one. Out: the words on it, upright and straightened. The
steps: reading; where that went badly, the other three ways up; skew; ruled lines; what colour or a line under it
spoils, once more without it; where doubt is left, a second opinion; sizes, weights and order.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import TYPE_CHECKING

from . import image as steps
from .colour import reread, worth
from .engine import Engine, Seen
from .ink import Ink, rulings
from .lines import levelled, words_of
from .opinion import LEAST_DOUBT, combined, doubt
from .sight import Sight
from .underlines import without_lines

if TYPE_CHECKING:
    from PIL.Image import Image

_DOUBTFUL = 0.6  # mean confidence: upright print gives 0.84 and more, the same print upside down 0.28 to 0.45
_LYING = 1.2  # median height to width of long words: Tesseract reads text that stands on its side, in boxes that do
_LONG = 4  # letters
_BETTER = 1.2  # another way up must see so much more


def read_image(image: Image, dpi: float, engine: Engine, second: Engine | None = None) -> Sight:
    """What `engine` reads on `image` ("L" or "RGB") of `dpi` pixels an inch; `second` helps where it doubts."""
    notes: list[str] = []
    lit = steps.by_day(image)
    if lit is not image:
        image = lit
        notes.append("read as a negative")
    if Ink(image.convert("L")).blank:
        return Sight(notes=("no ink",))
    seen = _read(image, dpi, engine)
    turn = 0
    if _is_doubtful(seen):
        turn = _way_up(image, dpi, engine, seen)
        if turn:
            image = steps.upright(image, turn)
            seen = _read(image, dpi, engine)
            notes.append(f"turned by {turn}°")
    grey = image.convert("L")
    skew = steps.skew_of(grey)
    if abs(skew) < steps.LEAST_SKEW:
        skew = 0.0
    else:
        notes.append(f"straightened by {abs(skew):.1f}°")
    lean = skew
    if abs(skew) > steps.MOST_LEVELLED:
        image = steps.straightened(image, skew)
        grey, lean = image.convert("L"), 0.0
        seen = engine.read(grey, dpi)
    rules = rulings(grey, dpi, lean)
    scale = dpi / 72
    pixels = [(x0 * scale, top * scale, x1 * scale, bottom * scale) for x0, top, x1, bottom in rules]
    seen, plain = reread(image, seen, pixels, lambda part: engine.read(part, dpi))
    if plain is not None:
        grey = plain
        notes.append("read without colour where that was better")
    seen, changed = without_lines(grey, dpi, seen, lambda part: engine.read(part, dpi))
    if changed:
        notes.append("underlined words read without their lines where that was better")
    if second is not None and doubt((item.text, item.confidence) for item in seen) >= LEAST_DOUBT:
        opinion = combined(seen, second.read(image.convert("L"), dpi))
        seen = opinion.seen
        told = f"{opinion.replaced} doubtful words replaced, {opinion.added} added"
        notes.append(f"second opinion by {second.name} {second.version}: {told}")
    ink = Ink(grey)
    thickness = [ink.thickness((item.x0, item.top, item.x1, item.bottom)) for item in seen]
    lines = words_of(levelled(seen, lean, *grey.size) if lean else seen, dpi, thickness)
    if lines.dropped:
        notes.append(f"{lines.dropped} marks that are no words left out")
    return Sight(lines.words, turn, skew, lines.confidence, ink.share, rules, tuple(notes))


def _read(image: Image, dpi: float, engine: Engine) -> list[Seen]:
    return engine.read(image.convert("L"), dpi)


def _is_doubtful(seen: Sequence[Seen]) -> bool:
    if _is_lying(seen):
        return True
    letters = sum(len(item.text) for item in seen)
    return not letters or sum(item.confidence * len(item.text) for item in seen) / letters < _DOUBTFUL


def _is_lying(seen: Sequence[Seen]) -> bool:
    shapes = [(item.bottom - item.top) / max(1.0, item.x1 - item.x0) for item in seen if len(item.text) >= _LONG]
    return bool(shapes) and median(shapes) > _LYING


def _way_up(image: Image, dpi: float, engine: Engine, seen: Sequence[Seen]) -> int:
    """How far to turn the image clockwise so that its text reads; tried at half the resolution."""
    small = image.convert("L").reduce(2) if dpi >= 140 else image.convert("L")
    half = dpi / 2 if dpi >= 140 else dpi
    best, most = 0, 0.0 if _is_lying(seen) else worth(seen) * _BETTER
    for turn in (90, 180, 270):
        found = engine.read(steps.upright(small, turn), half)
        if not _is_lying(found) and worth(found) > most:
            best, most = turn, worth(found)
    return best
