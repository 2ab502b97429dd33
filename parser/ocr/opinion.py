"""A second opinion: what another engine reads where the first was in doubt.

In: what two engines saw on the same upright image. Out: the first one's words, its doubtful ones replaced by what the
second is sure of, and the words that only the second saw. Where both read the same, the word is as sure as the surer of
the two. What the first was sure of stays: confidences of two engines cannot be compared word by word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..folding import fold
from .engine import Seen
from .verdict import french

LEAST_DOUBT = 1.0
"""Words' worth of doubt on a page that is worth a second opinion: one name in a good page is enough (docs/ocr.md)."""

_DOUBTFUL = 0.7  # a word that is less sure may be replaced
_SURE = 0.8  # by words that are surer
_HIGHER = 0.5  # of the lower word's height: words that share so much of it stand on one line
_LONG = 4  # letters of a French word that is no misreading of another
_SHORT = 3  # letters and figures
_WHOLE = 0.7  # of its width
_LEAST_COVERED = 0.3  # of a word's width: less is a neighbour that touches


class Opinion(NamedTuple):
    """The words, and how many of them the second engine replaced, and added."""

    seen: list[Seen]
    replaced: int
    added: int


def doubt(read: Iterable[tuple[str, float]]) -> float:
    """How many words' worth of doubt there are in words with their confidences; French words are taken for read."""
    return sum(1 - sure for text, sure in read if sure < _DOUBTFUL and not _is_french(text))


def combined(first: Sequence[Seen], second: Sequence[Seen]) -> Opinion:
    """The words of `first`, with those of `second` where it knows better."""
    rows = _Rows(second)
    used: set[Seen] = set()
    placed: set[Seen] = set()
    words: list[Seen] = []
    replaced = 0
    for item in first:
        there = rows.over(item)
        fresh = [other for other in there if other not in placed]
        if not _is_word(item):
            words.append(item)
            continue
        if there and fold("".join(other.text for other in there)) == fold(item.text):
            sure = max(item.confidence, min(other.confidence for other in there))
            words.append(item._replace(confidence=sure))
        elif item.confidence >= _DOUBTFUL or _is_french(item.text) or not _is_better(there):
            words.append(item)
        elif fresh:
            words.extend(_in_place(item, fresh))
            placed.update(fresh)
            replaced += 1
        elif _covered(item, there) < _WHOLE:  # what stands in its neighbour's place is not all of it
            words.append(item)
        used.update(there)
    left = [item for item in second if item not in used and item.confidence >= _SURE and _is_word(item)]
    added = _Rows(first).without(left)
    words += _lined(added, words)
    return Opinion(words, replaced, len(added))


def _covered(item: Seen, others: Iterable[Seen]) -> float:
    """The share of the item's width that the others take."""
    return sum(max(0.0, min(o.x1, item.x1) - max(o.x0, item.x0)) for o in others) / max(1.0, item.x1 - item.x0)


def _in_place(item: Seen, fresh: Sequence[Seen]) -> list[Seen]:
    """The second engine's words where the first saw its own: boxes of one engine make one line."""
    if len(fresh) == 1:
        return [item._replace(text=fresh[0].text, confidence=fresh[0].confidence)]
    return [other._replace(top=item.top, bottom=item.bottom, line=item.line) for other in fresh]


def _is_better(there: Sequence[Seen]) -> bool:
    """Sure, and no short number: of "1" and "11" nobody knows which it is."""
    text = "".join(item.text for item in there)
    if not any(map(str.isalnum, text)) or (len(text) < _SHORT and any(map(str.isdigit, text))):
        return False
    return all(item.confidence >= _SURE for item in there)


def _is_word(item: Seen) -> bool:
    return any(map(str.isalnum, item.text))


def _is_french(text: str) -> bool:
    """A word in small letters, after a capital perhaps, that the French list knows, whatever is elided before it."""
    last = text.rpartition("'")[2].rpartition("’")[2].strip('.,;:!?()«»"')
    return len(last) >= _LONG and last[1:].islower() and fold(last) in french()


class _Rows:
    """Words by the rows of 32 pixels that they touch."""

    def __init__(self, seen: Iterable[Seen]):
        self._rows: dict[int, list[Seen]] = {}
        for item in seen:
            for row in range(int(item.top) >> 5, (int(item.bottom) >> 5) + 1):
                self._rows.setdefault(row, []).append(item)

    def near(self, item: Seen) -> list[Seen]:
        """The words on the item's line that share some of its width, from left to right."""
        rows = range(int(item.top) >> 5, (int(item.bottom) >> 5) + 1)
        near = {other for row in rows for other in self._rows.get(row, ()) if _on_one_line(item, other)}
        return sorted((o for o in near if min(o.x1, item.x1) > max(o.x0, item.x0)), key=lambda other: other.x0)

    def over(self, item: Seen) -> list[Seen]:
        """The words that stand where the item does: those whose middle lies within it, or that it lies within."""
        middle = (item.x0 + item.x1) / 2
        return [o for o in self.near(item) if item.x0 <= (o.x0 + o.x1) / 2 <= item.x1 or o.x0 <= middle <= o.x1]

    def without(self, items: Iterable[Seen]) -> list[Seen]:
        """The items where nothing stands, and the same word not close by: boxes of two engines differ."""
        free = []
        for item in items:
            same = any(fold(other.text) == fold(item.text) for other in self.near(_wider(item)))
            if not same and _covered(item, self.near(item)) < _LEAST_COVERED:
                free.append(item)
        return free


def _on_one_line(one: Seen, other: Seen) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    return shared > _HIGHER * min(one.bottom - one.top, other.bottom - other.top)


def _wider(item: Seen) -> Seen:
    """The item with three times its height on both sides: its neighbours."""
    high = item.bottom - item.top
    return item._replace(x0=item.x0 - 3 * high, x1=item.x1 + 3 * high)


def _lined(added: Sequence[Seen], words: Sequence[Seen]) -> list[Seen]:
    """The added words on the lines of their neighbours, else on lines of their own."""
    rows = _Rows(words)
    after = 1 + max((item.line for item in words), default=0)
    lined = []
    for item in added:
        beside = rows.near(_wider(item))
        lined.append(item._replace(line=beside[0].line if beside else after + item.line))
    return lined
