"""The recipe of layout: pages of words into one text in reading order.

In: the pages of a source. Out: a `Layout`. The steps: fragments; stamps out; tables; furniture out; columns; margins
out; lines with their white, indent and paragraph; texts. Every word ends in the body or in something lifted.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from ..pages.source import Page
from . import stamps, zones
from .columns import regions
from .drafts import Draft, Pitches, draft, draft_region, finish, paragraphs, spacing
from .furniture import PageFurniture, tell_apart
from .lines import Fragment, fragments, rows
from .margins import margins, pieces, stray_notes
from .model import Layout, Lifted, LiftedKind, Line, Text
from .tables import take


class _Lift:
    """Something lifted, before the body has its offsets: `at` is the index of the body line that follows it."""

    __slots__ = ("at", "kind", "lines")

    def __init__(self, kind: LiftedKind, lines: list[Draft], at: int) -> None:
        self.kind: LiftedKind = kind
        self.lines = lines
        self.at = at


def read_layout(pages: Sequence[Page]) -> Layout:
    """The reading order of a document's pages."""
    marks: list[list[list[Fragment]]] = []
    parts: list[tuple[int, float, list[Fragment]]] = []
    tables = itertools.count(1)
    labelled: list[dict[LiftedKind, list[list[Fragment]]]] = []
    for page in pages:
        found, rest = _open(page, tables)
        zoned: dict[LiftedKind, list[list[Fragment]]] = {}
        if page.zones:
            zoned, rest = zones.take(rest, page.zones)
        labelled.append(zoned)
        marks.append([*found, *zoned.get("stamp", [])])
        parts.append((page.number, page.height, rest))
    furniture = tell_apart(parts)
    ordered = [regions(own.rest, margins=True) for own in furniture]
    aside = margins(ordered)
    for place, is_margin in enumerate(aside):
        if not any(is_margin) and any(region.beside for region in ordered[place]):
            ordered[place] = regions(furniture[place].rest)
            aside[place] = [False] * len(ordered[place])
    if any(any(is_margin) for is_margin in aside):
        for place, is_margin in enumerate(aside):
            split = None if any(is_margin) else stray_notes(ordered[place])
            if split is not None:
                ordered[place] = [*split[0], split[1]]
                aside[place] = [False] * len(split[0]) + [True]

    drawn: list[list[Draft]] = []
    notes: list[list[list[Draft]]] = []
    for page, own, order, is_margin, zoned in zip(pages, furniture, ordered, aside, labelled, strict=True):
        lines = [draft(page.number, row, 0) for row in own.title]
        beside: list[list[Draft]] = []
        whole = any(is_margin)  # without its margin, the page has one column again
        for region, lifted in zip(order, is_margin, strict=True):
            if lifted:
                beside.extend([draft(page.number, row, 0, "margin") for row in note] for note in pieces(region))
            else:
                lines.extend(draft_region(page.number, region._replace(column=0) if whole else region, tables))
        for note in zoned.get("margin", []):
            beside.append([draft(page.number, row, 0, "margin") for row in rows(note)])
        drawn.append(lines)
        notes.append(beside)

    pitches = Pitches(drawn)
    body: list[Draft] = []
    lifts: list[_Lift] = []
    floors: dict[int, float] = {}
    for page, lines, beside, found, own, zoned in zip(pages, drawn, notes, marks, furniture, labelled, strict=True):
        first = len(body)
        spacing(lines, pitches, page.width)
        body.extend(lines)
        stamped = [[draft(page.number, row, 0, "stamp") for row in rows(mark)] for mark in found]
        # a stamp at the foot of the page fills it: the text was pushed on by it, it did not end there
        filled = [line.bottom for line in lines]
        filled.extend(mark[-1].bottom for mark in stamped if mark[0].top > page.height / 2)
        floors[page.number] = max(filled, default=0.0)
        lifts.extend(_furniture(page, own, first, len(body)))
        lifts.extend(_named_furniture(page, zoned, first, len(body)))
        lifts.extend(_Lift("stamp", mark, _following(body, first, mark[0].top)) for mark in stamped)
        lifts.extend(_Lift("margin", note, _beside(body, first, note[0])) for note in beside)
    paragraphs(body, floors)
    text = Text.of(finish(body))
    return Layout(text, tuple([_lifted(lift, text) for lift in lifts]))


def _open(page: Page, tables: Iterator[int]) -> tuple[list[list[Fragment]], list[Fragment]]:
    """The stamps of a page and its other fragments, rows of tables among them."""
    parts = fragments(page.words)
    found: list[list[Fragment]] = []
    if stamps.has_hint(page.words):
        found, parts = stamps.lift(parts)
    if page.tables:
        tabled, rest = take([word for part in parts for word in part.words], page.tables, tables)
        if tabled:
            parts = tabled + fragments(rest)
    return found, parts


def _furniture(page: Page, own: PageFurniture, first: int, last: int) -> list[_Lift]:
    lifts = [_Lift("head", [draft(page.number, row, 0, "head")], first) for row in own.head]
    for row in own.numbers:
        if row[0].middle < page.height / 2:
            lifts.append(_Lift("page-number", [draft(page.number, row, 0, "head")], first))
        else:
            lifts.append(_Lift("page-number", [draft(page.number, row, 0, "foot")], last))
    lifts.extend(_Lift("foot", [draft(page.number, row, 0, "foot")], last) for row in own.foot)
    return lifts


def _named_furniture(
    page: Page, zoned: dict[LiftedKind, list[list[Fragment]]], first: int, last: int
) -> Iterator[_Lift]:
    """The running titles and page numbers that the source labels."""
    kinds: tuple[LiftedKind, ...] = ("head", "page-number", "foot")
    for kind in kinds:
        for own in zoned.get(kind, []):
            above = own[0].middle < page.height / 2
            lines = [draft(page.number, row, 0, "head" if above else "foot") for row in rows(own)]
            yield _Lift(kind, lines, first if above else last)


def _following(body: list[Draft], first: int, top: float) -> int:
    """The index of the first line of the page, in reading order, that begins at `top` or lower."""
    for index in range(first, len(body)):
        if body[index].top >= top - 2:
            return index
    return len(body)


def _beside(body: list[Draft], first: int, note: Draft) -> int:
    """The index of the body line at the height of a marginal note; a line that opens a block nearby comes first."""
    best = len(body)
    for index in range(first, len(body)):
        line = body[index]
        if line.bottom > note.top + 2:
            best = index
            break
    near = [
        index
        for index in range(max(first, best - 2), min(len(body), best + 2))
        if body[index].gap > 0.5 and abs(body[index].top - note.top) < 2 * body[index].size
    ]
    return min(near, key=lambda index: abs(body[index].top - note.top)) if near else best


def _lifted(lift: _Lift, body: Text) -> Lifted:
    after = body.starts[lift.at] if lift.at < len(body.starts) else len(body.text)
    return Lifted(lift.kind, lift.lines[0].page, Text.of(finish(lift.lines)), after)


def dump(layout: Layout) -> str:
    """The layout for a reader's eyes: a line each, with its page, zone, white, indent, marks (B bold, C capitals, M
    middle).
    """
    out: list[str] = []
    at = 0
    lifted = sorted(layout.lifted, key=lambda item: item.after)
    for line in layout.body.lines:
        while at < len(lifted) and lifted[at].after <= line.start:
            out.extend(_shown(inner, lifted[at].kind) for inner in lifted[at].text.lines)
            at += 1
        out.append(_shown(line, line.zone))
    for item in lifted[at:]:
        out.extend(_shown(inner, item.kind) for inner in item.text.lines)
    return "\n".join(out)


def _shown(line: Line, kind: str) -> str:
    marks = ("B" if line.bold else "-") + ("C" if line.caps else "-") + ("M" if line.centred else "-")
    where = f"p{line.page} {kind[:6]:6} c{line.column} b{line.block:<3}"
    return (
        f"{where} g{line.gap:4.1f} i{line.indent:5.0f} s{line.size:4.1f} {marks} | {line.text.replace(chr(9), ' ¦ ')}"
    )
