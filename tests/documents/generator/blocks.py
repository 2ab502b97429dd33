"""What a document is made of before it is set: paragraphs, columns, tables, stamps.

In: text. Out: blocks for `typeset`, or `plain_text`, the same as a text file. Lengths are points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "centre", "right", "justify"]


@dataclass(frozen=True)
class Para:
    """A paragraph. `size` is added to the sheet's; `before` is the white above, `indent` that at the left, in
    points."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    align: Align = "left"
    size: float = 0
    before: float = 4
    indent: float = 0
    keep: bool = False


@dataclass(frozen=True)
class Columns:
    """Blocks side by side. `shares` are parts of the width; `by_row` writes both columns line by line, as some
    programs do."""

    columns: tuple[tuple[Block, ...], ...]
    shares: tuple[float, ...]
    gutter: float = 18
    by_row: bool = False
    before: float = 6


@dataclass(frozen=True)
class Table:
    """A grid. The cell `SIGNED` gets a scribble drawn by hand instead of text. Without `ruled` only the columns
    align."""

    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]
    header: bool = True
    ruled: bool = True
    size: float = -1
    before: float = 6


SIGNED = "\x00signed"


@dataclass(frozen=True)
class Stamp:
    """A transmission stamp: its lines in a box. `where` is "flow" (a block of its own), "beside" (over the right of the
    lines that follow), "page-foot" (foot of the first page), "page-top" (top right of every page) or "annotation"."""

    lines: tuple[str, ...]
    where: Literal["flow", "beside", "page-foot", "page-top", "annotation"] = "flow"
    width: float = 190
    frame: bool = True
    align: Literal["left", "centre"] = "left"
    size: float = 8


@dataclass(frozen=True)
class Break:
    """A new page."""


Block = Para | Columns | Table | Stamp | Break


def paras(texts: Iterable[str], **style: object) -> list[Block]:
    """One paragraph a text, all in one style."""
    return [Para(text, **style) for text in texts]  # type: ignore[arg-type]


def plain_text(blocks: Sequence[Block]) -> str:
    """The blocks as a text file: a blank line between paragraphs, tables with tabs, columns one after the other."""
    out: list[str] = []
    for block in blocks:
        if isinstance(block, Para):
            out.append(block.text if block.before < 2 else f"\n{block.text}")
        elif isinstance(block, Columns):
            out.extend(plain_text(column) for column in block.columns)
        elif isinstance(block, Table):
            out.append("\n" + "\n".join("\t".join(cell.replace(SIGNED, "") for cell in row) for row in block.rows))
        elif isinstance(block, Stamp):
            out.append("\n" + "\n".join(block.lines) + "\n")
    return "\n".join(out).strip("\n") + "\n"
