"""Whole numbers, in figures and in French words.

In: folded text (`parser/folding.py`: lower case, no accents, offsets of the source). Out: integers, and `NumberWords`
with the span they were read from. Words are read strictly: what is not a well-formed French number ends the number.
Belgian and Swiss tens (septante, huitante, octante, nonante), "mil" beside "mille", lost hyphens and lost spaces are
understood. A span whose figures and words contradict each other is no number: None, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

_UNITS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
}  # fmt: skip
_TENS = {
    "vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70,
    "huitante": 80, "octante": 80, "nonante": 90,
}  # fmt: skip
_HUNDREDS = {"cent": 100, "cents": 100}
_THOUSANDS = {"mil": 1000, "mille": 1000, "milles": 1000}
_LARGE = {"million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9}
_CARDINALS = {**_UNITS, **_TENS, **_HUNDREDS, **_THOUSANDS, **_LARGE, "zero": 0}
_ORDINALS = {
    "premier": 1, "premiere": 1, "second": 2, "seconde": 2, "unieme": 1, "deuxieme": 2, "troisieme": 3, "quatrieme": 4,
    "cinquieme": 5, "sixieme": 6, "septieme": 7, "huitieme": 8, "neuvieme": 9, "dixieme": 10, "onzieme": 11,
    "douzieme": 12, "treizieme": 13, "quatorzieme": 14, "quinzieme": 15, "seizieme": 16, "vingtieme": 20,
    "trentieme": 30,
}  # fmt: skip

WORDS = "|".join(sorted([*_CARDINALS, "et"], key=len, reverse=True))
"""The words of a cardinal number, longest first, for other modules' patterns ("et" among them)."""

_ANY = "|".join(sorted([*_CARDINALS, *_ORDINALS, "et"], key=len, reverse=True))
_PIECES = re.compile(_ANY)
_GLUED = re.compile(rf"(?:{_ANY})+(?![a-z0-9])")
_GAP = re.compile(r"(?:[ \t]*-[ \t]*\n?|[ \t]*\n|[ \t]+)[ \t]*")
_START = re.compile(rf"(?<![a-z0-9])(?:{WORDS})")
# From 0; thousands apart by a space, a point or an apostrophe, or not at all.
_FIGURES = re.compile(r"\d{1,3}(?:[ .']\d{3})+(?![\d])|\d+")
_BRACKETED = re.compile(r"([^()]*?)[ \t\n]*\(([^()]*)\)[^()\w]*")
_NONE = {"neant": 0, "aucun": 0, "aucune": 0}


class NumberWords(msgspec.Struct, frozen=True):
    """A number written in words: its span in the folded text and its value."""

    start: int
    end: int
    value: int


class _Token(msgspec.Struct, frozen=True):
    """One number word: "et" has the value -1."""

    word: str
    value: int
    end: int
    ordinal: bool


def read_number_words(folded: str, start: int, end: int | None = None, *, ordinals: bool = False) -> NumberWords | None:
    """The longest number in words that begins exactly at `start`, or None.

    `ordinals` lets the last word be an ordinal ("vingt-unieme", "premier"), as days were once written.
    """
    tokens = _tokens(folded, start, len(folded) if end is None else end)
    if not tokens:
        return None
    value, used = _read(tokens, ordinals)
    if value is None:
        return None
    return NumberWords(start, tokens[used - 1].end, value)


def find_number_words(folded: str, start: int = 0, end: int | None = None) -> Iterator[NumberWords]:
    """Every number in words of `folded[start:end]`, in order, each as long as it can be.

    "un" and "une" are as often articles as numbers: the caller decides what a value of 1 means.
    """
    stop = len(folded) if end is None else end
    at = start
    while True:
        match = _START.search(folded, at, stop)
        if match is None:
            return
        found = read_number_words(folded, match.start(), stop)
        if found is None:
            at = match.end()
        else:
            yield found
            at = found.end


def parse_number(folded: str) -> int | None:
    """The number that a short span of folded text states, or None.

    Understood: figures ("25", "1 234"), words ("soixante et onze"), both ("25 (vingt-cinq)", "vingt-cinq (25)"), and
    "neant", "aucun" for 0. None where the span is something else, or where its figures and words differ.

    >>> parse_number("quatre-vingt-dix-sept")
    97
    >>> parse_number("25 (vingt-six)") is None
    True
    """
    text = folded.strip(" \t\n:;,.=")
    bracketed = _BRACKETED.fullmatch(text)
    if bracketed is None:
        return _plain(text)
    outer, inner = (_plain(part.strip(" \t\n:;,.=")) for part in bracketed.groups())
    if not bracketed.group(1).strip():
        return inner
    if inner is None and not _PIECES.search(bracketed.group(2)) and not re.search(r"\d", bracketed.group(2)):
        return outer  # "25 (dont le maire)"
    return outer if outer == inner else None


def _plain(text: str) -> int | None:
    if not text:
        return None
    figures = _FIGURES.fullmatch(text)
    if figures is not None:
        return int(re.sub(r"\D", "", text))
    if text in _NONE:
        return 0
    found = read_number_words(text, 0)
    if found is not None and found.end == len(text):
        return found.value
    return None


def _tokens(folded: str, start: int, end: int) -> list[_Token]:
    """The run of number words from `start`, glued words ("vingtcinq") taken apart."""
    tokens: list[_Token] = []
    at = start
    while at < end:
        glued = _GLUED.match(folded, at, end)
        if glued is None:
            break
        for piece in _PIECES.finditer(folded, at, glued.end()):
            word = piece.group()
            ordinal = word in _ORDINALS
            value = -1 if word == "et" else _ORDINALS[word] if ordinal else _CARDINALS[word]
            tokens.append(_Token(word, value, piece.end(), ordinal))
        gap = _GAP.match(folded, glued.end(), end)
        if gap is None:
            break
        at = gap.end()
    return tokens


def _read(tokens: list[_Token], ordinals: bool) -> tuple[int | None, int]:
    """(value, number of tokens used) of the longest number at the head of `tokens`."""
    if tokens[0].word == "zero":
        return 0, 1
    total, at = 0, 0
    limit = 10**12  # each scale must be smaller than the one before
    while at < len(tokens):
        value, used = _below_thousand(tokens, at, ordinals)
        after = at + used
        scale = tokens[after].word if after < len(tokens) else ""
        if scale in _LARGE and used and _LARGE[scale] < limit:
            limit = _LARGE[scale]
            total += value * limit
            at = after + 1
        elif scale in _THOUSANDS and limit > 1000 and (used == 0 or value < 1000):
            limit = 1000
            total += (value if used else 1) * 1000
            at = after + 1
        elif used and (total == 0 or value < limit):
            return total + value, after
        else:
            break
        if _joins_one(tokens, at):
            at += 1  # "mille et un"
    return (total, at) if at else (None, 0)


def _below_thousand(tokens: list[_Token], at: int, ordinals: bool) -> tuple[int, int]:
    """(value, tokens used) of a number under 1000 (or 1100 to 1999 said by hundreds: "dix-neuf cent quatorze")."""
    first, used = _below_hundred(tokens, at, ordinals)
    here = at + used
    if here < len(tokens) and tokens[here].word in _HUNDREDS and (used == 0 or 2 <= first <= 9 or 11 <= first <= 19):
        value = (first if used else 1) * 100
        here += 1
        joint = here + 1 if _joins_one(tokens, here) else here
        rest, more = _below_hundred(tokens, joint, ordinals)
        if more:
            return value + rest, joint + more - at
        return value, here - at
    return first, used


def _joins_one(tokens: list[_Token], at: int) -> bool:
    """True at the "et" of "et un"."""
    return at + 1 < len(tokens) and tokens[at].word == "et" and tokens[at + 1].word in ("un", "une")


def _below_hundred(tokens: list[_Token], at: int, ordinals: bool) -> tuple[int, int]:
    if at >= len(tokens):
        return 0, 0
    token = tokens[at]
    if token.ordinal:
        return (token.value, 1) if ordinals and token.word != "unieme" else (0, 0)
    if token.word == "quatre" and at + 1 < len(tokens) and tokens[at + 1].word in ("vingt", "vingts"):
        return _with_units(tokens, at, 2, 80, 19, ordinals)
    if token.word in _TENS:
        high = 19 if token.value == 60 else 9
        return _with_units(tokens, at, 1, token.value, high, ordinals)
    if token.word == "dix":
        unit = _unit(tokens, at + 1, 7, 9, ordinals)
        return (10 + unit, 2) if unit is not None else (10, 1)
    if token.word in _UNITS:
        return token.value, 1
    return 0, 0


def _with_units(tokens: list[_Token], at: int, used: int, tens: int, high: int, ordinals: bool) -> tuple[int, int]:
    """`tens` (`used` tokens) with the units that follow, up to `high`: "soixante et onze", "quatre-vingt-dix-sept"."""
    here = at + used
    joined = here < len(tokens) and tokens[here].word == "et"
    if joined:
        here += 1
    if here >= len(tokens):
        return tens, used
    if tokens[here].word == "dix" and high == 19:
        unit = _unit(tokens, here + 1, 7, 9, ordinals)
        if unit is not None:
            return tens + 10 + unit, here + 2 - at
        return tens + 10, here + 1 - at
    unit = _unit(tokens, here, 1, high, ordinals)
    if unit is None or (joined and unit not in (1, 11)):
        return tens, used
    return tens + unit, here + 1 - at


def _unit(tokens: list[_Token], at: int, low: int, high: int, ordinals: bool) -> int | None:
    if at >= len(tokens):
        return None
    token = tokens[at]
    known = token.word in _UNITS or (ordinals and token.ordinal and token.word not in ("premier", "premiere"))
    return token.value if known and low <= token.value <= high else None
