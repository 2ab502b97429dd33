"""The recipe: a document in, its record out.

In: a path or bytes, and a rulebook. Out: a `Document`. The steps stand in `parse`, one line each; each is a pure
function of another room. Nothing of the source is lost: what no passage, value or labelled noise holds is listed as
residue.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from ..version import __version__
from . import assemble
from .doubt import with_confidence
from .fields.attendance import read_lists
from .fields.bodies import Body, Piece, find_body
from .fields.dates import Dated, find_dates
from .fields.grids import read_grids
from .fields.header import organ as organ_words
from .layout import Layout, read_layout
from .mending import mended
from .ocr import Policy, engine_of, is_unread, with_ocr
from .pages import Source, open_source
from .record import Document, PageInfo, Versions
from .rulebook import Hit, Rulebook, load_rulebook
from .segment.acts import outline
from .segment.outline import Outline
from .stamps import read_stamps


@lru_cache(maxsize=4)
def default_rulebook() -> Rulebook:
    """The packaged rules, loaded once a process."""
    return load_rulebook()


class Reading:
    """Everything that was read on the way to the record; `explain` looks into it."""

    def __init__(self, source: Source, layout: Layout, rulebook: Rulebook):
        self.source = source
        self.layout = layout
        self.rulebook = rulebook
        body = layout.body
        self.stamps = read_stamps(layout, rulebook)
        siren = next((s.act_id.siren for s in self.stamps if s.act_id is not None), None)
        day = next((s.act_id.date for s in self.stamps if s.act_id is not None and s.act_id.date), None)
        self.dates = find_dates(body.folded)
        self.rules = rulebook.for_act(siren, day or _usual_day(self.dates))
        self.hits: list[Hit] = _without_misread(self.rules.scan(body.folded, body.text), body.text)
        self.stops = block_breaks(layout)
        grids = read_grids(body)
        free = [hit for hit in self.hits if not any(grid.start <= hit.start < grid.end for grid in grids)]
        starts = sorted({grid.start for grid in grids})
        printed = read_lists(body.text, body.folded, free, 0, len(body.text), stops=self.stops, grids=starts)
        self.lists = sorted([*grids, *printed], key=lambda item: item.start)
        taken = [(item.start, item.end) for item in self.lists]
        self.outline: Outline = outline(layout, self.hits, self.dates, taken)

    @cached_property
    def body_found(self) -> Body | None:
        """Which body sat: one for the whole document, from its head, its running heads, its margins and its text."""
        body = self.layout.body
        first = self.outline.sittings[0] if self.outline.sittings else None
        head_end = max(first.head[1] if first else 0, min(len(body.text), 1200))
        organ = organ_words(self.hits, body.text, 0, head_end)
        aside = {item.text.text for item in self.layout.lifted if item.kind in ("head", "foot", "margin")}
        tail = max(head_end, len(body.text) - 1500)  # no place counts twice
        pieces = [
            Piece(body.text[:head_end], 5.0, 0),
            *(Piece(text, 3.0, None) for text in sorted(aside)),
            Piece(body.text[head_end : min(tail, head_end + 20_000)], 1.0, head_end),
            Piece(body.text[tail:], 1.5, tail),
        ]
        return find_body(pieces, organ.value if organ is not None else None)


_OVER_A_BULLET = re.compile(r"[^:,\s]\s*\n\s*[-–—•*➢►]\s")


def _without_misread(hits: list[Hit], text: str) -> list[Hit]:
    """The hits without sentences that are none: an organ that ends one line and the verb of the bullet below it, an
    organ that "prend les décisions suivantes", which only announces them.
    """
    announced = [(h.start, h.end) for h in hits if h.rule.field == "announces"]
    return [
        h
        for h in hits
        if h.rule.id != "hinge.organ-decides"
        or not (_OVER_A_BULLET.search(text, h.start, h.end) or any(a <= h.end - 1 < b for a, b in announced))
    ]


def _usual_day(dates: list[Dated]) -> date | None:
    """A day in the year that the document names most often: enough to know which rules of an era hold."""
    years = Counter(dated.value.year for dated in dates if dated.value is not None)
    if not years:
        return None
    year = max(years, key=lambda year: (years[year], year))
    return next(dated.value for dated in dates if dated.value is not None and dated.value.year == year)


def block_breaks(layout: Layout) -> frozenset[int]:
    """Offsets of the line breaks that a name never crosses: before a line set off by white, weight or size."""
    out = set()
    lines = layout.body.lines
    for before, line in itertools.pairwise(lines):
        ends_open = before.text.rstrip().endswith((",", ";", "-", " et"))
        if ends_open:
            continue
        if (
            line.gap > 0.8
            or (line.bold and not before.bold)
            or abs(line.size - before.size) > 1.2
            or line.column != before.column
        ):
            out.add(line.start - 1)
    return frozenset(out)


def read(source: Source, rulebook: Rulebook | None = None) -> Reading:
    """Layout, rules and structure of an opened source."""
    return Reading(source, read_layout(source.pages), rulebook or default_rulebook())


def parse(
    path: str | Path | bytes, *, name: str | None = None, rulebook: Rulebook | None = None, ocr: Policy | None = None
) -> Document:
    """The record of one document.

    `path` is a file or its bytes (then give its `name`). Errors: those of `delib.errors` for sources that cannot be
    read. A document whose pages are images comes back with status "needs-ocr" and no sessions; `ocr` (a
    `parser.ocr.Policy`) has them read, None reads no images.
    """
    source = open_source(path, name=name)
    if ocr is not None:
        source = with_ocr(source, path, ocr)
    reading = read(source, rulebook)
    return record(reading)


def record(reading: Reading) -> Document:
    """The record of a reading."""
    source = reading.source
    pages = tuple(PageInfo(p.number, p.width, p.height, p.source, p.reasons) for p in source.pages)
    images = [p for p in source.pages if is_unread(p)]
    versions = Versions(__version__, reading.rulebook.digest, engine_of(source))
    if images and len(images) * 2 >= sum(1 for p in source.pages if p.source != "blank"):
        return assemble.unread(reading, pages, versions, [p.number for p in images])
    return mended(with_confidence(assemble.document(reading, pages, versions), source))
