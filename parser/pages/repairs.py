"""Quirks of printing undone: words printed twice, letters set apart, hyphens at the ends of lines.

In: the words of a page in the order of the content stream. Out: the words as a reader takes them, in the same order.
What is printed twice on one spot is kept once (and is bold: that is what printing it twice is for); nothing else is
dropped.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from statistics import median

import msgspec

from .source import Word
from .words import Print

_SAME_SPOT = 0.2  # ems: two prints of a word closer than this are one
_BACK = 40  # earlier prints of the same word that are compared
_JOINS = frozenset("-'’")  # between spaced letters: "S A I N T - J E A N"
_LEAST_SPACED = 4  # letters
_WIDEST = 1.0  # ems: letters farther apart than this are marks of a table, not a word
_HYPHENS = ("-", "‐", "‑")


def repaired(words: Sequence[Print]) -> list[Print]:
    """The words once each, and put together."""
    return gathered(single(words))


def single(words: Sequence[Print]) -> list[Print]:
    """Words without those that are printed a second time on the same spot."""
    kept: list[Print] = []
    seen: dict[str, list[tuple[float, int]]] = {}  # where each text was printed: its left edge, its place in `kept`
    for item in words:
        word = item.word
        text = word.text
        # the first two letters tell nearly all words that are not "DDÉÉLLII"
        if text[:1] == text[1:2] and not len(text) % 2 and text[::2] == text[1::2] and _overprinted(item):
            item = item._replace(word=msgspec.structs.replace(word, text=text[::2], bold=True))
            word, text = item.word, item.word.text
        earlier = seen.get(text)
        if earlier is None:
            seen[text] = [(word.x0, len(kept))]
        else:
            near = _SAME_SPOT * (word.size or word.bottom - word.top)
            twin = -1
            x0 = word.x0
            for left, place in reversed(earlier[-_BACK:]):
                if -near <= left - x0 <= near:
                    other = kept[place].word
                    if abs(other.top - word.top) <= near and abs(other.x1 - word.x1) <= near:
                        twin = place
                        break
            if twin >= 0:
                if kept[twin].ink.visible and item.ink.visible and word.origin == kept[twin].word.origin:
                    kept[twin] = kept[twin]._replace(word=msgspec.structs.replace(kept[twin].word, bold=True))
                continue
            earlier.append((x0, len(kept)))
        kept.append(item)
    return kept


def _overprinted(item: Print) -> bool:
    """A run of letters each printed twice is half as wide as its letters: a letter is 0.3 em wide at least."""
    word = item.word
    size = item.ink.size
    return (
        len(word.text) >= 4 and size > 0 and (word.x1 - word.x0) < 0.3 * size * len(word.text) and word.text.isalpha()
    )


def gathered(words: Sequence[Print]) -> list[Print]:
    """Words with the letters of "D E L I B E R A T I O N" put together."""
    found: list[Print] = []
    run: list[Print] = []
    for item in words:
        word = item.word
        if len(word.text) == 1 and (word.text.isalpha() or (run and word.text in _JOINS)):
            if run and not _follows(run[-1].word, word):
                found.extend(_spelled(run))
                run = []
            run.append(item)
            continue
        if run:
            found.extend(_spelled(run))
            run = []
        found.append(item)
    if run:
        found.extend(_spelled(run))
    return found


def _follows(one: Word, two: Word) -> bool:
    """On the same line, to the right, in the same size."""
    height = min(one.bottom - one.top, two.bottom - two.top)
    level = min(one.bottom, two.bottom) - max(one.top, two.top) > 0.7 * height
    return level and 0 < two.x0 - one.x1 < 4 * max(one.size, 1.0) and abs(one.size - two.size) < 0.5


def _spelled(run: list[Print]) -> list[Print]:
    """The words that a run of single letters spells, parted where the white is wider than between letters."""
    if len(run) < _LEAST_SPACED or len({item.word.text for item in run}) < 3:
        return run
    size = run[0].word.size or run[0].word.bottom - run[0].word.top
    gaps = [two.word.x0 - one.word.x1 for one, two in itertools.pairwise(run)]
    usual = median(gaps)
    if usual > _WIDEST * size:
        return run
    widest = max(1.6 * usual, usual + 0.4 * size)
    parts = [[run[0]]]
    for gap, item in zip(gaps, run[1:], strict=True):
        if gap > widest:
            parts.append([item])
        else:
            parts[-1].append(item)
    if max(len(part) for part in parts) < _LEAST_SPACED:
        return run
    return [_together(part) for part in parts]


def _together(part: list[Print]) -> Print:
    first, last = part[0].word, part[-1].word
    word = msgspec.structs.replace(
        first,
        text="".join([item.word.text for item in part]),
        x1=last.x1,
        top=min(item.word.top for item in part),
        bottom=max(item.word.bottom for item in part),
    )
    return part[0]._replace(word=word)


def hyphenated(words: Sequence[Word]) -> list[Word]:
    """The words, with `joined` set on those that a hyphen breaks at the end of a line where PDFium joined nothing."""
    found = list(words)
    for at in range(len(found) - 1):
        word = found[at]
        text = word.text
        if text[-1] in _HYPHENS and not word.joined and len(text) > 1 and text[-2].isalpha():
            after = found[at + 1]
            height = word.bottom - word.top
            down = after.top - word.top
            if after.text[0].isalpha() and 0.5 * height < down < 2.5 * height and after.x0 < word.x0:
                found[at] = msgspec.structs.replace(word, text=text[:-1] + "-", joined=True)
    return found
