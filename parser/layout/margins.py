"""Marginal titles: a narrow column beside the whole text, as registers have it.

In: the regions of all pages. Out: which of them are margins. A side column that stands only beside the head of an act
(its number, the attendance) is text and stays where it is; a margin runs along pages, and the text keeps clear of it
throughout.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median

from .columns import Region
from .lines import Row

_CLEAR = 0.9  # share of a page's rows that keep clear of the strip
_SAME_PLACE = 15.0  # points


def margins(pages: Sequence[Sequence[Region]]) -> list[list[bool]]:
    """For each page, which of its regions are margins."""
    candidates: list[float | None] = [_candidate(regions) for regions in pages]
    found: list[list[bool]] = []
    for regions, at in zip(pages, candidates, strict=True):
        same = 0
        if at is not None:
            same = sum(other is not None and abs(other - at) <= _SAME_PLACE for other in candidates)
        accepted = same >= 2 or (same == 1 and _stands_beside(regions))
        found.append([bool(region.side) and (accepted or _continues(region, candidates)) for region in regions])
    return found


def _continues(region: Region, candidates: Sequence[float | None]) -> bool:
    """Notes that stand where other pages have their margin, on a page whose head is set to the full width."""
    return region.beside and sum(at is not None and abs(at - region.at) <= _SAME_PLACE for at in candidates) >= 2


def stray_notes(regions: Sequence[Region]) -> tuple[list[Region], Region] | None:
    """The one note of a page of a register: fewer rows than make a column, set smaller, to the left of the edge
    that the text keeps.

    Returns the regions without it and a region that holds it, or None where the page has none.
    """
    body = [row for region in regions for row in region.rows if row[0].table == 0]
    if len(body) < 5:
        return None
    at, kept = Counter(round(part.x0) for row in body for part in row[-1:]).most_common(1)[0]
    size = median([row[-1].size for row in body])
    notes: list[Row] = []
    rest: list[Region] = []
    for region in regions:
        left: list[Row] = []
        for row in region.rows:
            out = [part for part in row if part.x1 <= at - 8 and part.size < 0.95 * size and part.table == 0]
            if out:
                notes.append(out)
            if len(out) < len(row):
                left.append([part for part in row if part not in out])
        rest.append(region._replace(rows=left))
    others = sum(row[0].x0 < at - 3 for region in rest for row in region.rows)
    if not notes or len(notes) > len(body) / 4 or 2 * kept < len(body) or others > len(body) / 10:
        return None
    return [region for region in rest if region.rows], Region(notes, side="left", at=float(at), beside=True)


def pieces(region: Region) -> list[list[Row]]:
    """The marginal notes of a margin: rows with no more than a line's white between them."""
    notes: list[list[Row]] = []
    for row in region.rows:
        if notes and row[0].top - notes[-1][-1][0].bottom < 0.9 * (row[0].bottom - row[0].top):
            notes[-1].append(row)
        else:
            notes.append([row])
    return notes


def _candidate(regions: Sequence[Region]) -> float | None:
    """The edge of the text beside the margin of this page; None when the page has no margin."""
    sides = [region for region in regions if region.side]
    if not sides:
        return None
    at = sides[0].at
    left = sides[0].side == "left"
    rest = [row for region in regions if not region.side for row in region.rows]
    clear = sum((row[0].x0 >= at - 3) if left else (row[-1].x1 <= at + 3) for row in rest)
    return at if rest and clear >= _CLEAR * len(rest) else None


def _stands_beside(regions: Sequence[Region]) -> bool:
    """On a lone page: small notes, each beginning at the height of a line of the text."""
    sides = [region for region in regions if region.side]
    rest = [row for region in regions if not region.side for row in region.rows]
    notes = [note for region in sides for note in pieces(region)]
    small = median([row[0].size for note in notes for row in note])
    if len(notes) < 2 or small > 0.92 * median([row[0].size for row in rest]):
        return False
    return all(any(abs(row[0].top - note[0][0].top) < 0.5 * row[0].size for row in rest) for note in notes)
