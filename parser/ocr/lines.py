"""What an engine saw, as the words of a page: sizes, weights, boxes and order as digital text has them.

In: the engine's words in pixels, the resolution, and how thick the strokes of each word are. Out: `Word`s in points,
line by line from top to bottom, each line from left to right. Boxes of an engine end where the ink ends, so that "on"
is half as high as "Îlg"; here every word of a line gets the height of the line's font, from its baseline. Marks that
are no words (specks, ruled lines read as bars) are left out and counted.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from math import cos, radians, sin
from statistics import median
from typing import NamedTuple

import msgspec

from ..pages.source import Word
from .engine import Seen

# Heights of ink in ems at 200 dpi, medians over eight typefaces of real acts; fonts differ by up to 8 %.
_HIGH, _CAPITAL, _ACCENTED, _BELOW, _COMMA = 0.73, 0.70, 0.92, 0.20, 0.14
_MIDDLE, _LOW = 0.62, 0.50  # "est", "on": fonts differ most here, so these tell only where nothing else does
_ASCENT, _DESCENT = 0.92, 0.21  # the box of a digital word
_TALL = set("bdfhklijéèêëàâäîïôöûùüñß")
_DEEP = set("gjpqyç_")
_COMMAS = set(",;Q")
_FENCES = set("()[]{}§/|€%")  # higher and deeper than letters
_SAME_SIZE = 0.11  # lines whose sizes differ by less are of one font: a pixel of x-height is 7 %
_BOLD = 1.15  # strokes so much thicker than usual are bold (docs/ocr.md has how often that is right)
_ODD = 1.7  # a word so much higher than its line stands for itself
_BARS = set("|¦_‖[]{}—–-=~‾")
_DOUBTFUL = 0.5


class Lines(NamedTuple):
    """The words of a page, their mean confidence weighted by letters, and how many marks were left out."""

    words: tuple[Word, ...]
    confidence: float
    dropped: int


class Line:
    """One line on its way: its words, their size in pixels (`sized`: told by their ink), where they stand."""

    def __init__(self, seen: list[Seen]):
        self.seen = sorted(seen, key=lambda item: item.x0)
        told = [(*_size(item), len(item.text)) for item in seen]
        size = median_of((size, letters) for size, sure, letters in told if sure)
        size = size or median_of((size, letters) for size, _, letters in told if size)
        self.sized = size > 0
        self.size = size or median(item.bottom - item.top for item in seen) / (_HIGH + _BELOW)
        self.letters = sum(len(item.text) for item in seen)
        feet = [(item.bottom, (item.x0 + item.x1) / 2) for item in self.seen if _stands(item)]
        self._slope, self._foot = (
            _fit(feet) if feet else (0.0, median(item.bottom for item in seen) - _BELOW * self.size)
        )

    def baseline(self, item: Seen) -> float:
        """Where the word stands, in pixels from the top."""
        return self._foot + self._slope * (item.x0 + item.x1) / 2


def words_of(seen: Sequence[Seen], dpi: float, thickness: Sequence[float] = ()) -> Lines:
    """The words of a straight page; `thickness` gives for each what its strokes measure (empty: no word is bold)."""
    kept = [item for item in seen if not _is_mark(item)]
    grouped: dict[int, list[Seen]] = {}
    for item in kept:
        grouped.setdefault(item.line, []).append(item)
    lines = [Line(items) for items in grouped.values()]
    one = settled([(line.size, line.letters) for line in lines if line.sized])
    for line in lines:
        line.size = one.get(line.size, line.size)
    heavy = _weights(lines, dict(zip(seen, thickness, strict=True))) if thickness else {}
    words: list[Word] = []
    for line in _ordered(lines):
        words.extend(word_of(item, line, dpi, heavy.get(item, False)) for item in line.seen)
    letters = sum(len(item.text) for item in kept)
    mean = sum(item.confidence * len(item.text) for item in kept) / letters if letters else 0.0
    return Lines(tuple(joined(words)), round(mean, 3), len(seen) - len(kept))


def levelled(seen: Sequence[Seen], skew: float, width: float, height: float) -> list[Seen]:
    """The words of a page that leans by `skew` degrees, as they stand once it is straight; sizes in pixels."""
    sine, cosine = sin(radians(skew)), cos(radians(skew))
    lean = abs(sine)
    found = []
    for item in seen:
        x, y = (item.x0 + item.x1 - width) / 2, (item.top + item.bottom - height) / 2
        x, y = width / 2 + x * cosine + y * sine, height / 2 - x * sine + y * cosine
        # a leaning word reaches higher the longer it is: take that off again
        long, high = item.x1 - item.x0, item.bottom - item.top
        across = max(long / 2, (long * cosine - high * lean) / (cosine**2 - lean**2))
        down = max(high / 2, (high * cosine - long * lean) / (cosine**2 - lean**2))
        found.append(item._replace(x0=x - across / 2, top=y - down / 2, x1=x + across / 2, bottom=y + down / 2))
    return found


def _is_mark(item: Seen) -> bool:
    text = item.text
    if any(map(str.isalnum, text)):
        return False
    return (
        set(text) <= {"|", "¦", "‖", "_"}
        or (item.confidence < _DOUBTFUL and set(text) <= _BARS)
        or item.confidence < 0.3
    )


def _size(item: Seen) -> tuple[float, bool]:
    """The font size in pixels that the height of a word's ink tells (0.0: nothing), and whether it tells it well."""
    text = item.text
    if not any(map(str.isalnum, text)):
        return 0.0, False
    sure = True
    if any(char.isupper() and not char.isascii() for char in text):
        ems = _ACCENTED
    elif _TALL & set(text):
        ems = _HIGH
    elif any(char.isupper() or char.isdigit() for char in text):
        ems = _CAPITAL
    else:
        sure = False
        ems = _MIDDLE if "t" in text else _LOW
    letters = set(text)
    ems += _BELOW if letters & _DEEP else _COMMA if letters & _COMMAS else 0.0
    return (item.bottom - item.top) / ems, sure and not letters & _FENCES


def _stands(item: Seen) -> bool:
    """True where the ink of a word ends on the baseline."""
    letters = set(item.text)
    return not letters & (_DEEP | _COMMAS | _FENCES) and any(map(str.isalnum, item.text))


def _fit(feet: list[tuple[float, float]]) -> tuple[float, float]:
    """Slope and foot of the baseline through the feet of words, stray ones left out."""
    usual = median(foot for foot, _ in feet)
    if len(feet) < 4:
        return 0.0, usual
    # medians of thirds: two stray feet do not bend the line
    feet = sorted(feet, key=lambda foot: foot[1])
    third = max(1, len(feet) // 3)
    left, right = feet[:third], feet[-third:]
    x0, x1 = median(x for _, x in left), median(x for _, x in right)
    if x1 - x0 < 1:
        return 0.0, usual
    slope = (median(foot for foot, _ in right) - median(foot for foot, _ in left)) / (x1 - x0)
    slope = min(0.02, max(-0.02, slope))
    return slope, median(foot - slope * x for foot, x in feet)


def settled(sizes: Sequence[tuple[float, int]]) -> dict[float, float]:
    """For each size (with the letters that have it) the one it is taken for: sizes that differ by less than a pixel of
    x-height are one font, the commonest first.
    """
    letters: dict[float, int] = {}
    for size, count in sizes:
        letters[size] = letters.get(size, 0) + count
    taken: dict[float, float] = {}
    while letters:
        centre = max(
            letters,
            key=lambda size: (
                sum(n for other, n in letters.items() if abs(other - size) <= _SAME_SIZE / 2 * size),
                -size,
            ),
        )
        group = [size for size in letters if abs(size - centre) <= _SAME_SIZE * centre]
        common = median_of((size, letters[size]) for size in group)
        for size in group:
            taken[size] = common
            del letters[size]
    return taken


def median_of(weighted: Iterable[tuple[float, int]]) -> float:
    """The median of values that each count so many times; 0.0 of none."""
    ordered = sorted(weighted)
    half, seen = sum(count for _, count in ordered) / 2, 0
    for value, count in ordered:
        seen += count
        if seen >= half:
            return value
    return 0.0


def _weights(lines: list[Line], measures: dict[Seen, float]) -> dict[Seen, bool]:
    """Which words are bold: their strokes are thicker than the page's usual ones, larger print allowed for."""
    thick = {item: value for item, value in measures.items() if any(map(str.isalnum, item.text))}
    usual = median_of((value, len(item.text)) for item, value in thick.items() if value > 0)
    if not usual:
        return {}
    usual_size = median_of((line.size, line.letters) for line in lines)
    heavy: dict[Seen, bool] = {}
    for line in lines:
        measured = [item for item in line.seen if item in thick]
        letters = sum(len(item.text) for item in measured)
        if not letters:
            continue
        allowed = usual * _BOLD * max(1.0, line.size / usual_size) ** 0.5
        whole = sum(thick[item] * len(item.text) for item in measured) / letters
        for item in line.seen:
            # two letters are too few to measure: they go with their line
            heavy[item] = (thick[item] if item in thick and len(item.text) > 2 else whole) > allowed
    return heavy


def _ordered(lines: list[Line]) -> list[Line]:
    """Lines from top to bottom; those side by side from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: one.baseline(one.seen[0])):
        if rows:
            last = rows[-1][-1]
            beside = line.seen[0].x0 >= last.seen[-1].x1 or line.seen[-1].x1 <= last.seen[0].x0
            if beside and abs(line.baseline(line.seen[0]) - last.baseline(last.seen[-1])) < 0.4 * min(
                line.size, last.size
            ):
                rows[-1].append(line)
                continue
        rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda one: one.seen[0].x0)]


def word_of(item: Seen, line: Line, dpi: float, bold: bool) -> Word:
    """The word in points, with the height of its line's font."""
    scale = 72 / dpi
    size = line.size
    own, _ = _size(item)
    if own > _ODD * size or item.bottom - item.top > 2 * _ODD * size:
        top, bottom, size = item.top, item.bottom, own or size
    else:
        foot = line.baseline(item)
        if not item.top - 0.5 * size < foot < item.bottom + 0.5 * size:
            foot = item.bottom  # not on the line that the engine put it on
        top, bottom = foot - _ASCENT * size, foot + _DESCENT * size
    text = unicodedata.normalize("NFC", item.text)
    x0, top, x1, bottom = [round(value * scale, 2) for value in (item.x0, top, item.x1, bottom)]
    points = round(size * scale, 1)
    return Word(text, x0, top, x1, bottom, points, bold, origin="ocr", confidence=item.confidence)


def joined(words: list[Word]) -> list[Word]:
    """The words, those that a hyphen breaks at the end of a line marked."""
    for at in range(len(words) - 1):
        word, after = words[at], words[at + 1]
        broken = len(word.text) > 2 and word.text[-1] in "-‐‑" and word.text[-2].isalpha() and after.text[0].islower()
        if broken and after.x0 < word.x0 and 0.5 * word.size < after.top - word.top < 2.5 * word.size:
            words[at] = msgspec.structs.replace(word, text=word.text[:-1] + "-", joined=True)
    return words
