"""Zones that the source itself labels: margins, stamps, running titles and page numbers told apart by their label.

In: the fragments of a page and its `Zone`s. Out: the fragments of each kind, and those that no label takes out of the
text. Labels are those of SegmOnto (https://segmonto.github.io/: MarginTextZone, NumberingZone, RunningTitleZone,
StampZone, QuireMarksZone; what follows ":" or "#" is a subtype), of PAGE XML's region types, and the margins of ALTO.
Labels of other zones (MainZone, paragraph) say nothing that the layout does not see.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..pages.source import Zone
from .lines import Fragment
from .model import LiftedKind

_KINDS: dict[str, LiftedKind] = {
    "margintextzone": "margin", "marginalia": "margin", "leftmargin": "margin", "rightmargin": "margin",
    "numberingzone": "page-number", "page-number": "page-number",
    "runningtitlezone": "head", "header": "head", "topmargin": "head",
    "quiremarkszone": "foot", "footer": "foot", "catch-word": "foot", "signature-mark": "foot", "bottommargin": "foot",
    "stampzone": "stamp", "stamp": "stamp",
}  # fmt: skip


def kind_of(label: str) -> LiftedKind | None:
    """What a label takes its words for; None where it leaves them in the text."""
    return _KINDS.get(label.partition("#")[0].partition(":")[0].strip().casefold())


def take(
    pieces: Sequence[Fragment], zones: Sequence[Zone]
) -> tuple[dict[LiftedKind, list[list[Fragment]]], list[Fragment]]:
    """The fragments of each labelled zone, by kind, and the rest.

    A fragment is in the smallest zone that holds its middle.
    """
    labelled = sorted(
        ((zone, kind) for zone in zones if (kind := kind_of(zone.label)) is not None),
        key=lambda one: (one[0].box[2] - one[0].box[0]) * (one[0].box[3] - one[0].box[1]),
    )
    held: list[list[Fragment]] = [[] for _ in labelled]
    rest: list[Fragment] = []
    for piece in pieces:
        x, y = (piece.x0 + piece.x1) / 2, piece.middle
        for at, (zone, _) in enumerate(labelled):
            x0, top, x1, bottom = zone.box
            if x0 <= x <= x1 and top <= y <= bottom:
                held[at].append(piece)
                break
        else:
            rest.append(piece)
    found: dict[LiftedKind, list[list[Fragment]]] = {}
    for (_, kind), own in zip(labelled, held, strict=True):
        if own:
            found.setdefault(kind, []).append(own)
    return found, rest
