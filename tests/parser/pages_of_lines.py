"""Pages set line by line for tests, so that the true layout reader and the true rules run on a text that a test prints.

In: a sheet, a block of lines. Out: pages of words, a `Reading`, a record. A line of a sheet is set as it stands, with
these marks before it, in any order and ended by a space: "!" bold, "^" centred, "+" larger; "**…**" at its beginning
sets these words in bold. Blanks before the text
indent it; an empty line is white; "=====" turns the page; "note/of two lines || text" sets a small note in the margin.
A line too long for the page is a mistake of the test and fails.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from textwrap import dedent

from delib.parser.layout import Text
from delib.parser.pages.source import Page, Source, Table, Word
from delib.parser.reading import Reading, read
from delib.parser.reading import record as record_of
from delib.parser.record import Document
from delib.parser.rulebook import Hit

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP = 60.0, 540.0, 70.0
BESIDE = 150.0  # where the text begins on a sheet with notes in its margin
SIZE, PITCH = 10.0, 12.0
_MARKS = re.compile(r"(?P<marks>[!^+]+) (?P<rest>.*)", re.DOTALL)


def set_words(text: str, x: float, top: float, *, size: float = SIZE, bold: bool = False) -> list[Word]:
    """The words of one printed line that begins at (x, top), in points from the top left."""
    made = []
    for part in text.split(" "):
        width = len(part) * size * 0.48
        made.append(Word(part, x, top, x + width, top + size * 1.15, size, bold))
        x += width + size * 0.3
    return made


def set_line(line: str, x: float, top: float) -> list[Word]:
    """The words of one line of a sheet, its marks read."""
    found = _MARKS.fullmatch(line)
    marks, text = (found["marks"], found["rest"]) if found else ("", line)
    size = SIZE * 1.4 if "+" in marks else SIZE
    if text.startswith("**"):
        loud, _, rest = text.removeprefix("**").partition("**")
        head = set_words(loud, x, top, bold=True)
        return [*head, *set_words(rest.strip(), head[-1].x1 + SIZE * 0.3, top)]
    words = set_words(text.strip(), x + 5 * (len(text) - len(text.lstrip())), top, size=size, bold="!" in marks)
    assert words[-1].x1 <= RIGHT + 5, f"the line is too long for the page: {text}"
    if "^" in marks:
        shift = (x + RIGHT - words[-1].x1 - x) / 2
        words = [Word(w.text, w.x0 + shift, w.top, w.x1 + shift, w.bottom, w.size, w.bold) for w in words]
    return words


def pages_of(sheet: str) -> list[Page]:
    """The pages of a sheet."""
    made = []
    for number, block in enumerate(re.split(r"\n={5,}\n", dedent(sheet).strip("\n")), 1):
        lines = block.split("\n")
        x = BESIDE if any("||" in line for line in lines) else LEFT
        words: list[Word] = []
        top = TOP
        for line in lines:
            note, aside, text = line.rpartition("||")
            for row, part in enumerate(note.strip().split("/") if note.strip() else []):
                words.extend(set_words(part, 40, top + row * 9, size=7))
            if text.strip():
                words.extend(set_line(text.removeprefix(" ") if aside else text, x, top))
            top += PITCH
        assert top < HEIGHT - 40, f"page {number} of the sheet has too many lines"
        made.append(Page(number, WIDTH, HEIGHT, tuple(words)))
    return made


def page_of_table(rows: Sequence[Sequence[str]], widths: Sequence[float], *, above: str = "") -> Page:
    """A page with lines and, under them, a ruled table; `widths` are those of its columns in points."""
    words = [
        w
        for at, line in enumerate(dedent(above).strip().split("\n"))
        if line.strip()
        for w in set_line(line, LEFT, TOP + at * PITCH)
    ]
    top = first = max((w.bottom for w in words), default=TOP) + 20
    boxes = []
    for row in rows:
        x = LEFT
        cells = []
        for cell, width in zip(row, widths, strict=True):
            words.extend(set_words(cell, x + 4, top + 4, size=9) if cell else [])
            cells.append((x, top, x + width, top + 20))
            x += width
        boxes.append(tuple(cells))
        top += 20
    return Page(1, WIDTH, HEIGHT, tuple(words), tables=(Table((LEFT, first, LEFT + sum(widths), top), tuple(boxes)),))


def reading_of(*pages: Page) -> Reading:
    """Everything that the parser reads on these pages, with the packaged rules."""
    return read(Source("sheet.pdf", "0" * 64, "pdf", pages))


def read_sheet(sheet: str) -> Reading:
    """Everything that the parser reads on a sheet."""
    return reading_of(*pages_of(sheet))


def record_sheet(sheet: str) -> Document:
    """The record of a sheet."""
    return record_of(read_sheet(sheet))


def scanned(sheet: str) -> tuple[Text, list[Hit]]:
    """The body text of a sheet and what the rules find in it."""
    reading = read_sheet(sheet)
    return reading.layout.body, reading.hits


def flat(text: str) -> str:
    """On one line, with single blanks."""
    return " ".join(text.split())


def titles(reading: Reading) -> list[list[str | None]]:
    """The titles of the acts as cut, sitting by sitting; of a title in the margin, its words there."""
    layout = reading.layout
    out: list[list[str | None]] = []
    for sitting in reading.outline.sittings:
        own: list[str | None] = []
        for cut in sitting.cuts:
            if cut.margin is not None:
                own.append(flat(layout.lifted[cut.margin].text.text))
            else:
                own.append(flat(layout.body.text[cut.title[0] : cut.title[1]]) if cut.title else None)
        out.append(own)
    return out


def numbers(reading: Reading) -> list[str | None]:
    """The numbers of the acts as cut."""
    text = reading.layout.body.text
    return [text[c.number[0] : c.number[1]] if c.number else None for s in reading.outline.sittings for c in s.cuts]
