"""An act's subjects as the record keeps them.

In: the reading, the bounds of the act, its passages. Out: `Subject`s with their places, or the evidence of why there is
none. The zones in which a subject is looked for: the title, the first lines of the text, the decision; a printed code
may also stand in the head or in the margin of a document that is one act.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .evidence import clean, missing
from .fields.subjects import Found, Zone, find_printed, propose
from .layout import Text
from .record import Evidence, Subject
from .segment.outline import Cut
from .segment.passages import Passages

if TYPE_CHECKING:
    from .reading import Reading

_NEAR = (
    800  # characters from the start of an act among others in which its code is printed; later may be the next act's
)
_OPENING = 300


def subjects_of(
    reading: Reading, cut: Cut, passages: Passages, *, sole: bool
) -> tuple[tuple[Subject, ...], Evidence | None]:
    """The subjects of an act, the principal one first; without one, why."""
    printed = _printed_zones(reading, cut, sole=sole)
    topics = find_printed([zone for _, zone in printed])
    zones = printed
    if not topics:
        zones = _telling_zones(reading, cut, passages)
        found: Found = propose([zone for _, zone in zones], reading.rules)
        if not found.topics:
            return (), missing(found.why or "nothing names a subject")
        topics = list(found.topics)
    subjects = tuple(
        Subject(
            topic.code,
            topic.label,
            topic.basis,
            "; ".join(dict.fromkeys(clean(zones[one.zone][0], one.start, one.end) for one in topic.said)),
            tuple(place for one in topic.said for place in zones[one.zone][0].places(one.start, one.end)),
            topic.rule,
        )
        for topic in topics
    )
    return subjects, None


def _zone(body: Text, kind: str, start: int, end: int) -> tuple[Text, Zone]:
    return body, Zone(kind, body.text, body.folded, start, end)  # type: ignore[arg-type]


def _printed_zones(reading: Reading, cut: Cut, *, sole: bool) -> list[tuple[Text, Zone]]:
    body = reading.layout.body
    if not sole:
        return [_zone(body, "elsewhere", cut.start, min(cut.end, max(cut.text_start, cut.start) + _NEAR))]
    zones = [_zone(body, "elsewhere", 0, cut.end)]
    zones += [_zone(item.text, "elsewhere", 0, len(item.text.text)) for item in reading.layout.lifted]
    return zones


def _telling_zones(reading: Reading, cut: Cut, passages: Passages) -> list[tuple[Text, Zone]]:
    body = reading.layout.body
    zones: list[tuple[Text, Zone]] = []
    if cut.margin is not None:
        margin = reading.layout.lifted[cut.margin].text
        zones.append(_zone(margin, "title", 0, len(margin.text)))
    elif cut.pieces:
        zones += [_zone(body, "title", *piece) for piece in cut.pieces]
    elif cut.title is not None:
        zones.append(_zone(body, "title", *cut.title))
    start = max(cut.text_start, cut.title[1] if cut.title is not None else 0)
    zones.append(_zone(body, "opening", start, min(cut.end, start + _OPENING)))
    decision = passages.dispositif or passages.vote
    if decision is not None:
        zones.append(_zone(body, "decision", *decision))
    return zones
