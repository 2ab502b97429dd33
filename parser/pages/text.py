"""Plain text as a source: pages of words on a grid of characters.

In: the bytes of a text file. Out: pages, one for each form feed; each line is one row and each character one cell of
the same width, so that columns made with spaces keep their place and an indent stays an indent.
"""

from __future__ import annotations

import re
import unicodedata

from .repairs import hyphenated
from .source import Page, Word

SIZE = 10.0
"""Font size given to the words of a text, in points."""

_ADVANCE = 6.0  # a monospaced letter is 0.6 em wide
_LEADING = 12.0
_MARGIN = 36.0
_PAPER = (595.0, 842.0)  # A4: the least size of a page
_TAB = 8
_BOLD = "**"
_RUN = re.compile(r"\S+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_UNPRINTED = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\u200b-\u200f\u2060\ufeff]")


def decode(data: bytes) -> str | None:
    """The text of the bytes: UTF-8 or UTF-16 by their mark, else UTF-8, else Windows-1252; None where none fits."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def looks_like_text(text: str) -> bool:
    """Letters in it, and hardly a control character."""
    sample = text[:100_000]
    return any(map(str.isalpha, sample)) and len(_CONTROL.findall(sample)) * 200 <= len(sample)


def pages(text: str) -> tuple[Page, ...]:
    """The pages of a text. Words between a pair of double asterisks (`**as in Markdown**`) are bold; the asterisks
    go.
    """
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\f")
    if len(parts) > 1 and not parts[-1].strip():
        parts.pop()  # a form feed ends the last page
    return tuple([_page(number, part) for number, part in enumerate(parts, 1)])


def _page(number: int, text: str) -> Page:
    words: list[Word] = []
    right = 0.0
    bold = False
    marked = text.count(_BOLD) % 2 == 0
    lines = text.expandtabs(_TAB).split("\n")
    for row, line in enumerate(lines):
        top = _MARGIN + row * _LEADING
        for run in _RUN.finditer(unicodedata.normalize("NFC", line)):
            printed, start, marks = run.group(), run.start(), 0
            if marked and _BOLD in printed and printed.strip("*"):
                marks = printed.count(_BOLD)
                start += 2 * printed.startswith(_BOLD)
                printed = printed.replace(_BOLD, "")
            printed = _UNPRINTED.sub("", printed)
            is_bold, bold = bold or marks > 0, bold ^ (marks % 2 == 1)
            if printed:
                x0 = _MARGIN + start * _ADVANCE
                x1 = x0 + len(printed) * _ADVANCE
                right = max(right, x1)
                words.append(Word(printed, x0, top, x1, top + SIZE, SIZE, is_bold))
    width = max(_PAPER[0], right + _MARGIN)
    height = max(_PAPER[1], 2 * _MARGIN + len(lines) * _LEADING)
    if words:
        return Page(number, width, height, tuple(hyphenated(words)))
    return Page(number, width, height, source="blank", reasons=("no words",))
