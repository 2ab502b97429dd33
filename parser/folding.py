"""One fold for matching French: lower case, no accents, straight apostrophes and dashes, same length as the source.

In: a string. Out: a string of the same length, so that an offset found on the folded text is true on the source. `œ`
and `æ` become one letter each (the search index, which needs no offsets, folds them to two).
"""

from __future__ import annotations

import unicodedata


class _Fold(dict[int, int]):
    """A translation table that fills itself on first sight of a character."""

    def __missing__(self, code: int) -> int:
        folded = _fold_char(chr(code))
        self[code] = ord(folded)
        return self[code]


_SPECIAL = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'",
    "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "­": "-", "￾": "-",
    "œ": "o", "Œ": "o", "æ": "a", "Æ": "a", "ß": "s",
    "«": '"', "»": '"', "“": '"', "”": '"', "„": '"',
    "\n": "\n", "\t": "\t",
}  # fmt: skip


def _fold_char(char: str) -> str:
    if char in _SPECIAL:
        return _SPECIAL[char]
    if char.isspace():
        return " "
    base = unicodedata.normalize("NFD", char)[0].lower()
    return base if len(base) == 1 else char


_TABLE = _Fold()
_LONG = 200  # characters from which the way by bytes is the faster one
_WESTERN = "cp1252"  # holds every character of most French texts, and what they fold to


def _western() -> bytes:
    """What each byte of `_WESTERN` folds to; bytes without a character stay."""
    pairs = ((code, bytes([code]).decode(_WESTERN, "ignore")) for code in range(256))
    return b"".join(_fold_char(char).encode(_WESTERN) if char else bytes([code]) for code, char in pairs)


_BYTES = _western()


def fold(text: str) -> str:
    """`text` folded for matching; `len(fold(text)) == len(text)`. A newline and a tab stay what they are.

    >>> fold("APRÈS EN AVOIR DÉLIBÉRÉ")
    'apres en avoir delibere'
    """
    if len(text) >= _LONG:
        try:
            return text.encode(_WESTERN).translate(_BYTES).decode(_WESTERN)
        except UnicodeEncodeError:  # a letter of another alphabet, a sign
            pass
    return text.translate(_TABLE)
