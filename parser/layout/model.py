"""The types that layout works with: lines, texts, what is lifted out, the whole layout.

In: nothing (types and their helpers only). Out: `Line`, `Text`, `Lifted`, `Layout`. A `Text` never loses a word: its
string is made from its lines' words and nothing else, and each word's offset is kept beside it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Literal

import msgspec

from ..folding import fold
from ..pages.source import Word
from ..record import Place

Zone = Literal["body", "table", "margin", "stamp", "head", "foot"]
LiftedKind = Literal["stamp", "margin", "head", "foot", "page-number"]


class Cell(msgspec.Struct, frozen=True):
    """One cell of a table row: its column (from 0) and its span [start, end) in the offsets of the `Text`."""

    column: int
    start: int
    end: int


class Line(msgspec.Struct, frozen=True):
    """One line as a reader sees it. Points, top-left origin; `start` is its offset in the `Text` that holds it.

    `size` is the dominant font size; `bold` and `caps` are true when most letters are; `gap` is the white above it in
    multiples of the usual line pitch of its page (0 = none, large at a new block); `indent` is its distance in points
    from the left edge of its column; `centred` is true when it stands in the middle of its column with white on both
    sides; `block` numbers the paragraphs of the document; `column` numbers the columns of its page (0 when there is
    only one); `table` numbers the tables of the document (None outside).
    """

    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool
    caps: bool
    gap: float
    indent: float
    centred: bool
    block: int
    column: int
    zone: Zone
    start: int
    words: tuple[Word, ...]
    offsets: tuple[int, ...]
    table: int | None = None
    cells: tuple[Cell, ...] = ()

    text: str = ""  # as it stands in its `Text`: words by one space, cells by one tab; made from the words

    def __post_init__(self) -> None:
        """The text, once and for all: it is asked for many times."""
        if not self.text:
            msgspec.structs.force_setattr(self, "text", self._printed())

    def _printed(self) -> str:
        if not self.cells:
            return " ".join([word.text for word in self.words])
        parts: list[str] = []
        at = 0
        words, offsets = self.words, self.offsets
        for cell in self.cells:
            inside: list[str] = []
            while at < len(words) and offsets[at] < cell.end:
                inside.append(words[at].text)
                at += 1
            parts.append(" ".join(inside))
        return "\t".join(parts)


class Text(msgspec.Struct, frozen=True):
    """Lines as one string: lines joined by a newline, words by one space (two or more columns of a table row by a tab).

    `folded` has the same length as `text`: lower case, no accents, straight apostrophes and dashes, so that offsets
    agree. `starts` holds the offset of each line.
    """

    lines: tuple[Line, ...]
    text: str
    folded: str
    starts: tuple[int, ...] = ()

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Text:
        """A text made of these lines, in this order; their offsets are counted anew from 0."""
        kept: list[Line] = []
        starts: list[int] = []
        parts: list[str] = []
        at = 0
        for line in lines:
            shift = at - line.start
            if shift:
                line = _shifted(line, shift)
            kept.append(line)
            starts.append(at)
            part = line.text
            parts.append(part)
            at += len(part) + 1
        text = "\n".join(parts)
        return cls(tuple(kept), text, fold(text), tuple(starts))

    def line_at(self, offset: int) -> int:
        """The index of the line that holds `offset` (a newline belongs to the line before it); IndexError if empty."""
        if not self.lines:
            raise IndexError("an empty text has no line")
        return max(0, bisect_right(self.starts, offset) - 1)

    def places(self, start: int, end: int) -> tuple[Place, ...]:
        """The places of the words that touch [start, end): one box a line."""
        if end <= start or not self.lines:
            return ()
        found: list[Place] = []
        for index in range(self.line_at(start), len(self.lines)):
            line = self.lines[index]
            if line.start >= end:
                break
            offsets = line.offsets
            first = max(0, bisect_right(offsets, start) - 1)
            inside = [
                word
                for word, at in zip(line.words[first:], offsets[first:], strict=True)
                if at < end and at + len(word.text) > start
            ]
            if inside:
                box = (
                    min(word.x0 for word in inside),
                    min(word.top for word in inside),
                    max(word.x1 for word in inside),
                    max(word.bottom for word in inside),
                )
                found.append(Place(line.page, box))
        return tuple(found)


class Lifted(msgspec.Struct, frozen=True):
    """Something that stands on the page but not in the flow of the text.

    `after` is the offset in the body text before which it stood: the line that begins there is the first one that
    follows it on the page (for a margin: the line at the same height). The end of the body when nothing follows.
    """

    kind: LiftedKind
    page: int
    text: Text
    after: int


class Layout(msgspec.Struct, frozen=True):
    """The whole document: its body in reading order and what was lifted out of it."""

    body: Text
    lifted: tuple[Lifted, ...]


def _shifted(line: Line, shift: int) -> Line:
    """The same line, `shift` characters further on."""
    return msgspec.structs.replace(
        line,
        start=line.start + shift,
        offsets=tuple([offset + shift for offset in line.offsets]),
        cells=tuple([Cell(cell.column, cell.start + shift, cell.end + shift) for cell in line.cells]),
    )
