"""Blocks in, a PDF out, set with the fonts that every PDF reader has.

In: blocks and a `Sheet`. Out: `Typeset`, the bytes and the lines of each page. Each block becomes slabs (a line, a
table row, a whole set of columns) that are never cut; slabs are put on pages from the top. The order of the text in
the file is the order of the blocks. Lengths are points, y grows downwards. The same blocks give the same page content
on every run.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from fpdf import FPDF
from fpdf.enums import EncryptionMethod

from .blocks import SIGNED, Align, Block, Columns, Para, Stamp, Table

WIDTH: Final = 595.28
HEIGHT: Final = 841.89
CELL_PAD: Final = 3.0


@dataclass(frozen=True)
class Sheet:
    """How pages look. `foot` and `head` may use {page} and {pages}; `upright_rotated` draws sideways under /Rotate
    90."""

    family: str = "Times"
    size: float = 11
    leading: float = 1.25
    left: float = 62
    right: float = 62
    top: float = 56
    bottom: float = 60
    head: str | None = None
    head_from: int = 2
    foot: str | None = None
    justify: bool = False
    upright_rotated: bool = False
    title: str = ""


@dataclass(frozen=True)
class Typeset:
    """A finished PDF, and the text lines of each of its pages (stamps in annotations left out)."""

    pdf: bytes
    pages: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _Ink:
    """Something drawn: a text with its left end and baseline, or a line from (x, y) to (x2, y2)."""

    x: float
    y: float
    text: str = ""
    family: str = ""
    style: str = ""
    size: float = 0
    x2: float = 0
    y2: float = 0

    def moved(self, dx: float, dy: float) -> _Ink:
        return replace(self, x=self.x + dx, y=self.y + dy, x2=self.x2 + dx, y2=self.y2 + dy)


@dataclass(frozen=True)
class _Slab:
    height: float
    ink: tuple[_Ink, ...] = ()
    before: float = 0
    keep: bool = False
    page_break: bool = False


class _Setter:
    """Turns blocks into slabs for a given width."""

    def __init__(self, sheet: Sheet):
        self.sheet = sheet
        self.metrics = blank_pdf()

    def width(self, text: str, style: str, size: float, family: str | None = None) -> float:
        self.metrics.set_font(family or self.sheet.family, style, size)
        return float(self.metrics.get_string_width(text))

    def wrap(self, text: str, style: str, size: float, width: float) -> list[str]:
        lines: list[str] = []
        for forced in text.split("\n"):
            line = ""
            for word in forced.split(" "):
                longer = f"{line} {word}" if line else word
                if line and self.width(longer, style, size) > width:
                    lines.append(line)
                    line = word
                else:
                    line = longer
            lines.append(line)
        return lines

    def slabs(self, blocks: Sequence[Block], width: float) -> list[_Slab]:
        out: list[_Slab] = []
        for block in blocks:
            if isinstance(block, Para):
                out += self.para(block, width)
            elif isinstance(block, Columns):
                out.append(self.columns(block, width))
            elif isinstance(block, Table):
                out += self.table(block, width)
            elif isinstance(block, Stamp):
                if block.where in ("flow", "beside"):
                    out.append(self.stamp(block, width))
            else:
                out.append(_Slab(0, page_break=True))
        return out

    def para(self, block: Para, width: float) -> list[_Slab]:
        size = self.sheet.size + block.size
        style = ("B" if block.bold else "") + ("I" if block.italic else "")
        room = width - block.indent
        align: Align = "justify" if block.align == "left" and self.sheet.justify else block.align
        lines = self.wrap(block.text, style, size, room)
        height = size * self.sheet.leading
        out = []
        for index, line in enumerate(lines):
            last = index == len(lines) - 1
            ink = self.line(line, style, size, block.indent, room, "left" if align == "justify" and last else align)
            if block.underline:
                end = max(piece.x + self.width(piece.text, style, size) for piece in ink)
                ink.append(_Ink(ink[0].x, size + 1.5, x2=end, y2=size + 1.5))
            keep = block.keep or (index == 0 and len(lines) > 2)
            out.append(_Slab(height, tuple(ink), block.before if index == 0 else 0, keep))
        return out

    def line(self, text: str, style: str, size: float, indent: float, room: float, align: Align) -> list[_Ink]:
        family, full = self.sheet.family, self.width(text, style, size)
        words = text.split(" ")
        if align == "justify" and len(words) > 1:
            extra = (room - full) / (len(words) - 1)
            space = self.width(" ", style, size)
            out, x = [], indent
            for word in words:
                if word:
                    out.append(_Ink(x, size, word, family, style, size))
                x += self.width(word, style, size) + space + extra
            return out
        shift = {"centre": (room - full) / 2, "right": room - full}.get(align, 0.0)
        return [_Ink(indent + max(shift, 0), size, text, family, style, size)]

    def columns(self, block: Columns, width: float) -> _Slab:
        room = width - block.gutter * (len(block.columns) - 1)
        ink: list[_Ink] = []
        x = height = 0.0
        for column, share in zip(block.columns, block.shares, strict=True):
            own = room * share / sum(block.shares)
            y = 0.0
            for slab in self.slabs(column, own):
                y += slab.before
                ink += [piece.moved(x, y) for piece in slab.ink]
                y += slab.height
            x += own + block.gutter
            height = max(height, y)
        if block.by_row:
            ink.sort(key=lambda piece: (round(piece.y), piece.x))
        return _Slab(height, tuple(ink), block.before)

    def table(self, block: Table, width: float) -> list[_Slab]:
        size = self.sheet.size + block.size
        widths = [width * share / sum(block.shares) for share in block.shares]
        height = size * self.sheet.leading
        out = []
        for index, row in enumerate(block.rows):
            style = "B" if block.header and index == 0 else ""
            cells = [
                [] if cell == SIGNED else self.wrap(cell, style, size, own - 2 * CELL_PAD)
                for cell, own in zip(row, widths, strict=True)
            ]
            tall = max(1, *(len(lines) for lines in cells)) * height + 2 * CELL_PAD
            ink: list[_Ink] = []
            x = 0.0
            for cell, lines, own in zip(row, cells, widths, strict=True):
                if cell == SIGNED:
                    ink += _scribble(x + CELL_PAD, tall / 2, min(own, 60) - 2 * CELL_PAD, index)
                for number, line in enumerate(lines):
                    if line:
                        y = CELL_PAD + number * height + size
                        centred = len(line) == 1 and own < 90
                        shift = (own - 2 * CELL_PAD - self.width(line, style, size)) / 2 if centred else 0
                        ink.append(_Ink(x + CELL_PAD + shift, y, line, self.sheet.family, style, size))
                x += own
            if block.ruled:
                edges = [sum(widths[:number]) for number in range(len(widths) + 1)]
                ink += [_Ink(edge, 0, x2=edge, y2=tall) for edge in edges]
                ink += [_Ink(0, y, x2=width, y2=y) for y in (0.0, tall)]
            out.append(_Slab(tall, tuple(ink), block.before if index == 0 else 0, keep=index == 0))
        return out

    def stamp(self, block: Stamp, width: float) -> _Slab:
        height = len(block.lines) * block.size * 1.35 + 8
        x = width - block.width if block.where == "beside" else (width - block.width) / 2
        ink = self.stamp_ink(block, x, 0)
        return _Slab(
            0 if block.where == "beside" else height + 6, tuple(ink), before=0 if block.where == "beside" else 4
        )

    def stamp_ink(self, block: Stamp, x: float, y: float) -> list[_Ink]:
        height = len(block.lines) * block.size * 1.35 + 8
        out = []
        for index, line in enumerate(block.lines):
            shift = (block.width - self.width(line, "", block.size, "Helvetica")) / 2 if block.align == "centre" else 4
            out.append(
                _Ink(x + max(shift, 0), y + 4 + block.size * (1 + 1.35 * index), line, "Helvetica", "", block.size)
            )
        if block.frame:
            corners = [(x, y), (x + block.width, y), (x + block.width, y + height), (x, y + height), (x, y)]
            ends = itertools.pairwise(corners)
            out += [_Ink(a, b, x2=c, y2=d) for (a, b), (c, d) in ends]
        return out


def typeset(blocks: Sequence[Block], sheet: Sheet, *, password: str | None = None) -> Typeset:
    """The blocks as a PDF. `password` is asked for on opening."""
    setter = _Setter(sheet)
    stamps = [block for block in blocks if isinstance(block, Stamp)]
    at_foot = next((stamp for stamp in stamps if stamp.where == "page-foot"), None)
    at_top = next((stamp for stamp in stamps if stamp.where == "page-top"), None)
    width = WIDTH - sheet.left - sheet.right
    pages = _paginate(setter.slabs(blocks, width), setter, at_foot, at_top)
    for number, page in enumerate(pages, 1):
        _furniture(page, number, len(pages), setter)
    return Typeset(_draw(pages, sheet, password), tuple(_lines(page) for page in pages))


def _paginate(slabs: list[_Slab], setter: _Setter, at_foot: Stamp | None, at_top: Stamp | None) -> list[list[_Ink]]:
    sheet = setter.sheet
    pages: list[list[_Ink]] = []
    state = {"y": 0.0, "bottom": 0.0}

    def turn() -> None:
        if len(pages) == 1 and at_foot:
            pages[0] += setter.stamp_ink(at_foot, (WIDTH - at_foot.width) / 2, state["bottom"] + 6)
        pages.append([])
        state["y"] = sheet.top
        state["bottom"] = HEIGHT - sheet.bottom
        if at_top:
            pages[-1] += setter.stamp_ink(at_top, WIDTH - sheet.right - at_top.width + 30, 16)
            state["y"] = max(sheet.top, 16 + len(at_top.lines) * at_top.size * 1.35 + 16)
        if len(pages) == 1 and at_foot:
            state["bottom"] -= len(at_foot.lines) * at_foot.size * 1.35 + 20

    turn()
    start = state["y"]
    for index, slab in enumerate(slabs):
        need = slab.height
        follower = index
        while slabs[follower].keep and follower + 1 < len(slabs):
            follower += 1
            need += slabs[follower].before + slabs[follower].height
        before = 0 if state["y"] == start else slab.before
        too_low = state["y"] + before + need > state["bottom"] and state["y"] > start
        if slab.page_break or too_low:
            turn()
            start, before = state["y"], 0
            if slab.page_break:
                continue
        state["y"] += before
        pages[-1] += [piece.moved(sheet.left, state["y"]) for piece in slab.ink]
        state["y"] += slab.height
    if len(pages) == 1 and at_foot:
        pages[0] += setter.stamp_ink(at_foot, (WIDTH - at_foot.width) / 2, state["bottom"] + 6)
    return pages


def _furniture(page: list[_Ink], number: int, total: int, setter: _Setter) -> None:
    sheet, size = setter.sheet, 8.0
    for text, y in ((sheet.head if number >= sheet.head_from else None, 34.0), (sheet.foot, HEIGHT - 30)):
        if text:
            shown = text.format(page=number, pages=total)
            x = (WIDTH - setter.width(shown, "", size)) / 2
            page.append(_Ink(x, y, shown, sheet.family, "", size))


def _draw(pages: list[list[_Ink]], sheet: Sheet, password: str | None) -> bytes:
    pdf = blank_pdf(landscape=sheet.upright_rotated)
    if sheet.title:
        pdf.set_title(sheet.title)
    if password:
        pdf.set_encryption(
            owner_password=password + "-owner", user_password=password, encryption_method=EncryptionMethod.RC4
        )
    for page in pages:
        pdf.add_page()
        if sheet.upright_rotated:
            # The page lies on its side in the file; /Rotate 90 (set afterwards) puts it upright again.
            with pdf.rotation(90, WIDTH / 2, WIDTH / 2):
                _page(pdf, page)
        else:
            _page(pdf, page)
    data = bytes(pdf.output())
    if sheet.upright_rotated:
        from .annotate import rotated

        data = rotated(data, 90)
    return data


def _page(pdf: FPDF, page: list[_Ink]) -> None:
    for piece in page:
        if piece.text:
            pdf.set_font(piece.family, piece.style, piece.size)
            pdf.text(piece.x, piece.y, piece.text)
        else:
            pdf.line(piece.x, piece.y, piece.x2, piece.y2)


def _lines(page: list[_Ink]) -> tuple[str, ...]:
    """The page's texts by baseline; the pieces of one baseline that follow one another are one line."""
    out: list[str] = []
    last: float | None = None
    for piece in page:
        if not piece.text:
            continue
        if last is not None and abs(piece.y - last) < 0.5:
            out[-1] += " " + piece.text
        else:
            out.append(piece.text)
        last = piece.y
    return tuple(out)


def _scribble(x: float, y: float, width: float, seed: int) -> list[_Ink]:
    """A few strokes that stand for a signature by hand."""
    points = [(x + width * step / 8, y + ((seed * 7 + step * 5) % 9 - 4)) for step in range(9)]
    return [_Ink(a, b, x2=c, y2=d) for (a, b), (c, d) in itertools.pairwise(points)]


def blank_pdf(*, landscape: bool = False) -> FPDF:
    pdf = FPDF(unit="pt", format=(HEIGHT, WIDTH) if landscape else (WIDTH, HEIGHT))
    pdf.core_fonts_encoding = (
        "cp1252"  # the core fonts are written in WinAnsi: it has the euro, the oe and the curly apostrophe
    )
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.set_line_width(0.6)
    pdf.set_creation_date(datetime(2024, 1, 1, tzinfo=UTC))  # dates of the file would make every run differ
    return pdf
