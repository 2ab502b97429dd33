"""Whether words are words, or the debris of a font without a Unicode table.

In: the words of a page. Out: how legible they are, and why not. A PDF may draw "Délibération" with letters whose
codes say "'pOLEpUDWLRQ": such a page needs another reader, or an OCR.
"""

from __future__ import annotations

import itertools
import re
import string
from collections.abc import Sequence

from ..folding import fold
from .source import Word

_SAMPLE = 1_500  # characters that are enough to count vowels in
_LEAST = 60  # characters: shorter texts are not judged
_LEAST_LETTERS = 12  # words of one letter: fewer are initials, or the boxes of a form
_LEADERS = re.compile(r"[\s._…\-–—*=]+")
_CID = re.compile(r"\(cid:\d+\)")
_LOST = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_REPLACED = "\ufffd"
_LATIN = string.ascii_lowercase.encode()
_VOWELS = b"aeiouy"
_PLAIN = (string.ascii_letters + string.digits).encode()
_MOST_LOST = 0.1  # share of the characters without a meaning
_LEAST_VOWELS = 0.25  # of the letters; French has 0.45, lists of names too, shifted alphabets 0.1 to 0.2
_MOST_SIGNS = 0.45  # of the characters that are neither letters nor figures


def illegible(texts: Sequence[str], unmapped: int = 0) -> str:
    """Why these words cannot be what is printed, or "" where they can. `unmapped` counts characters without a Unicode
    value.
    """
    text = _LEADERS.sub("", "".join(texts))
    lost = unmapped
    if not text.isprintable() or _REPLACED in text:
        lost += len(_LOST.findall(text))
    cids = len(_CID.findall(text))
    total = len(text) + unmapped
    if cids and cids * 3 > total * _MOST_LOST:
        return f"{cids} characters without a Unicode value"
    if lost > 5 and lost > _MOST_LOST * total:
        return f"{lost} of {total} characters without a meaning"
    if len(text) < _LEAST:
        return ""
    if len(text) - _held(text, _PLAIN) > _MOST_SIGNS * len(text):  # a quick look first
        letters = sum(map(str.isalpha, text))
        if len(text) - letters - sum(map(str.isdigit, text)) > _MOST_SIGNS * len(text):
            return "more signs than letters"
    text = text[:_SAMPLE]
    letters = sum(map(str.isalpha, text))
    folded = fold(text)
    latin = _held(folded, _LATIN)
    if latin >= _LEAST and latin > 0.8 * letters and _held(folded, _VOWELS) < _LEAST_VOWELS * latin:
        return "words without vowels"
    return ""


def cut_in_letters(words: Sequence[Word]) -> str:
    """Why the letters of the words stand alone, "" where they do not.

    On a page with few lines, side by side, PDFium may take the text to run from top to bottom: each letter is then a
    word of its own, without any white between it and the next.
    """
    alone = sum(1 for word in words if len(word.text) == 1)
    if alone < _LEAST_LETTERS or 2 * alone < len(words):
        return ""
    touching = sum(
        1
        for one, two in itertools.pairwise(words)
        if len(two.text) == 1 and abs(two.x0 - one.x1) < 0.05 * two.size and abs(two.top - one.top) < 0.2 * two.size
    )
    return "its letters are apart without white between them" if 3 * touching > 2 * _LEAST_LETTERS else ""


def _held(text: str, characters: bytes) -> int:
    """How many characters of the text are among these of ASCII."""
    plain = text.encode("ascii", "ignore")
    return len(plain) - len(plain.translate(None, characters))
