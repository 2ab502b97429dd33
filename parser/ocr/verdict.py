"""Whether a text layer can be trusted.

In: the words of a page. Out: a `Trust`: yes or no, and why. A good OCR layer is not read again; a bad one is. The
word list is of French as administrations write it; only words in small letters are looked up, so that a page of
names is not held to be debris.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ..folding import fold
from ..pages.legible import illegible
from ..pages.source import Word

LEAST_KNOWN = 0.4
"""Share of the words in small letters that the list must know: good layers have 0.64 and more, debris under 0.3."""

_LEAST_WORDS = 15  # in small letters: fewer are not judged by the list
_TOO_FEW = 5  # words on a page that an image covers: not a layer
_MOST_ALONE = 0.25  # of the letters' runs that are one letter: "Char ges à car act èr e"
_MOST_MANGLED = 0.1  # of the words
_RUN = re.compile(r"[^\W\d_]+")
_MOJIBAKE = re.compile("Ã[\u0080-\u00bf©¨ª«´®§»]|Ã |â€|Â[°«»]|ï»¿")
_ALONE = frozenset("aydlnscjmtqo")  # à, y, ô and what an apostrophe cuts off


class Trust(NamedTuple):
    """Whether a layer is good enough, and the reason."""

    good: bool
    reason: str


@lru_cache(maxsize=1)
def french() -> frozenset[str]:
    """The packaged word list, folded."""
    path = Path(__file__).parent.parent.parent / "rules" / "french-words.txt"
    lines = path.read_text("utf-8").splitlines()
    return frozenset(fold(line) for line in lines if line and not line.startswith("#"))


def share_known(words: Sequence[Word]) -> tuple[float, int]:
    """The share of the words in small letters that the list knows, and how many there are to look up."""
    runs = _runs(words)
    known = french()
    looked_up = [fold(run) for run in runs if len(run) >= 3 and run.islower()]
    return (sum(run in known for run in looked_up) / len(looked_up) if looked_up else 0.0), len(looked_up)


def judge(words: Sequence[Word]) -> Trust:
    """Can this text layer over the image of a page be trusted?"""
    if len(words) < _TOO_FEW:
        return Trust(False, f"a text layer of {len(words)} words")
    texts = [word.text for word in words]
    if why := illegible(texts):
        return Trust(False, f"text layer: {why}")
    runs = _runs(words)
    mangled = sum(_MOJIBAKE.search(text) is not None for text in texts)
    if mangled > _MOST_MANGLED * len(texts):
        return Trust(False, f"text layer: {mangled} words in a wrong encoding")
    alone = sum(len(run) == 1 and fold(run) not in _ALONE for run in runs)
    if len(runs) >= _LEAST_WORDS and alone > _MOST_ALONE * len(runs):
        return Trust(False, f"text layer: {alone} of {len(runs)} words broken into letters")
    share, count = share_known(words)
    if count < _LEAST_WORDS:
        return Trust(True, "text layer kept: too few words to judge by")
    if share < LEAST_KNOWN:
        return Trust(False, f"text layer: only {share:.0%} of {count} words are French")
    return Trust(True, f"text layer kept: {share:.0%} of {count} words are French")


def _runs(words: Sequence[Word]) -> list[str]:
    return _RUN.findall("".join([word.text[:-1] if word.joined else f"{word.text} " for word in words]))
