"""What kind of page it is: digital text, a scan, a stamped scan, a scan with an OCR layer, a photo, or blank.

In: the words of a page with their ink, the words of its annotations, and its drawing. Out: a `Verdict`: the kind and
the reasons for it. The trap of the trade is the stamped scan: the image of a page on which an operator printed a
digital "Reçu en préfecture" box. Its words make the page look digital; so what counts is the text outside stamps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..folding import fold
from ..record import PageSource
from .drawing import Drawing
from .geometry import Geometry
from .images import is_photo
from .words import Print

_WHOLE = 0.8  # an image of a page covers this share of it at least
_PART = 0.05  # an image under this share is a logo, a seal or a signature
_FEW = 15  # words: a page typed on a full-page background has more of them outside its stamps
_OUTLINES = 200  # segments of curved shapes: a page without text whose letters may be drawn
_LEAST_HIDDEN = 3  # words: fewer are a mark, not an OCR layer
_HIDDEN_SHARE = 0.5  # share of the words that must be hidden for an OCR layer

# What the stamps of S2LOW, iXBus/DOTELEC, FAST and the ministry's acknowledgement print beside dates, and signatures.
_STAMP = re.compile(
    r"prefecture|prefet|teletransmi|dotelec|ixbus|s2low|berger.levrault|accuse de reception|certifie executoire"
    r"|^(?:publiee?|affichee?|notifiee?|mis en ligne)\b|date d'?\s?(?:affichage|publication|notification|emission)"
    r"|^id ?:|\d{3}-\d{9}-\d{8}-|\d\d_[a-z]{2}-|acte recu par|nature transaction|identifiant acte|numero acte"
    r"|sign(?:e|ature) (?:electronique|numerique)|document signe|date de signature"
)
_BARE = re.compile(  # a date or a page number alone on its line
    r"^(?:le )?(?:\d{1,2}[/. -]\d{1,2}[/. -]\d{2,4}|\d{1,2}(?:er)? [a-z]{3,9}\.? \d{4})$"
    r"|^(?:page )?\d{1,4}(?: ?(?:/|sur) ?\d{1,4})?$"
)


class Verdict(NamedTuple):
    """The kind of a page, and why."""

    kind: PageSource
    reasons: tuple[str, ...]


def classify(
    words: Sequence[Print],
    drawing: Drawing,
    geometry: Geometry,
    *,
    doubt: str = "",
    marks: int = 0,
    nameless: bool = False,
) -> Verdict:
    """The kind of a page.

    `doubt` says why its words are illegible ("" where they are not), `marks` counts the annotations that show an image
    without words, and `nameless` is true where letters are printed that have no characters.
    """
    cover = drawing.cover(geometry.width, geometry.height)
    share = f"images cover {cover:.0%} of the page"
    if doubt:
        return Verdict("scan", (f"its text is illegible: {doubt}", share))
    own = [item for item in words if item.word.origin != "annotation"]
    under = _painted_over(drawing, geometry)
    hides = [not item.ink.visible or (under > 0 and drawing.texts.get(item.handle, under) < under) for item in own]
    hidden = sum(hides)
    if cover >= _PART and hidden >= max(_LEAST_HIDDEN, _HIDDEN_SHARE * len(own)):
        shown = [item for item, hide in zip(own, hides, strict=True) if not hide]
        if _outside_stamps(shown) < _FEW:
            return Verdict("ocr-layer", (share, f"{hidden} words of hidden text"))
    shapes = f"{drawing.curves} curves of drawn shapes, perhaps letters" if drawing.curves >= _OUTLINES else ""
    shown_images = f"{marks} annotations show an image without words" if marks else ""
    count = len(words)
    outside = _outside_stamps(own) if cover >= _PART or shapes else count
    if cover >= _WHOLE:
        if outside >= _FEW:
            return Verdict("text", (share, f"{outside} words or more outside stamps"))
        if count > hidden:
            return Verdict("stamped-scan", (share, f"{count} words, {outside} of them outside stamps"))
        return Verdict("photo" if is_photo(drawing) else "scan", (share, f"{count} words"))
    if outside:
        return Verdict("text", (shown_images,) if marks else ())
    if count:
        return Verdict("stamped-scan", (shapes or share, f"{count} words, all of them in stamps"))
    if cover >= _PART:
        return Verdict("photo" if is_photo(drawing) else "scan", (share, "no words"))
    if nameless:
        return Verdict("scan", ("its text has no characters", "no words"))
    if shapes or marks:
        return Verdict("scan", (shapes or shown_images, "no words"))
    return Verdict("blank", ("no words", share if drawing.images else "no images"))


def _painted_over(drawing: Drawing, geometry: Geometry) -> int:
    """The place, in the order of painting, of the last image that hides the whole page (0: none)."""
    area = geometry.width * geometry.height
    last = 0
    for image in drawing.images:
        x0, top, x1, bottom = image.box
        across = min(x1, geometry.width) - max(x0, 0.0)
        down = min(bottom, geometry.height) - max(top, 0.0)
        if across > 0 and down > 0 and across * down >= _WHOLE * area and image.opaque:
            last = image.order
    return last


def _outside_stamps(prints: Sequence[Print]) -> int:
    """How many words stand on lines that no transmission stamp prints; no more than `_FEW` are counted."""
    count = 0
    for line in _lines(prints):
        text = fold(" ".join(line))
        if not _STAMP.search(text) and not _BARE.match(text):
            count += len(line)
            if count >= _FEW:
                return _FEW
    return count


def _lines(prints: Sequence[Print]) -> Iterator[list[str]]:
    """The words of each line, as the content stream has them."""
    line: list[str] = []
    middle = right = 0.0
    for item in prints:
        word = item.word
        height = word.bottom - word.top
        level = (word.top + word.bottom) / 2
        if line and not (abs(level - middle) < 0.5 * height and -height < word.x0 - right < 3 * height):
            yield line
            line = []
        line.append(word.text)
        middle, right = level, word.x1
    if line:
        yield line
