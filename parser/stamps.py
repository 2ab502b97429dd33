"""Transmission stamps, read: the identity card of an act.

In: what layout lifted out as stamps. Out: `Stamp`: the @CTES identifier (decoded and checked), the dates of receipt
and of posting, each with its evidence. A stamp that prints no identifier still gives its dates.
"""

from __future__ import annotations

import msgspec

from .evidence import evidence
from .fields.act_ids import ActId, find_act_ids
from .fields.dates import find_dates
from .fields.header import date_after
from .layout import Layout, Lifted
from .record import Evidence
from .rulebook import Rulebook


class Stamp(msgspec.Struct, frozen=True):
    """One stamp on one page."""

    page: int
    act_id: ActId | None
    printed_id: str | None
    received: str | None
    posted: str | None
    evidence: dict[str, Evidence]


def read_stamps(layout: Layout, rulebook: Rulebook) -> list[Stamp]:
    """Every stamp of the document, in order of pages."""
    return [_read(item, rulebook) for item in layout.lifted if item.kind == "stamp"]


def _read(item: Lifted, rulebook: Rulebook) -> Stamp:
    body = item.text
    found: dict[str, Evidence] = {}
    ids = find_act_ids(body.text, body.folded)
    act_id = ids[0] if ids else None
    printed: str | None = None
    if act_id is not None:
        printed = act_id.text
        found["act_id"] = evidence(body, act_id.start, act_id.end, "stamp.act-id")
    dates = find_dates(body.folded)
    values: dict[str, str] = {}
    for hit in rulebook.scan(body.folded, body.text):
        field = {"received": "received", "publication": "posted"}.get(hit.rule.segment)
        if field is None or field in values:
            continue
        dated = date_after(hit, dates, body.folded, 60)
        if dated is not None and dated.value is not None:
            values[field] = dated.value.isoformat()
            found[field] = evidence(body, hit.start, dated.end, hit.rule.id)
    return Stamp(item.page, act_id, printed, values.get("received"), values.get("posted"), found)
