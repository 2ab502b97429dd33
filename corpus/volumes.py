"""One document as a volume: its pages, its sittings, and where it was cut into acts.

In: an open corpus and a document's id. Out: a `Volume`. How sure a cut is, and where on its page, comes from the proof
of the act's title; where none was kept, nothing is said.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

import msgspec

from ..errors import NotFound
from .proof import places, unpack


class Leaf(NamedTuple):
    """A page."""

    number: int
    source: str
    reasons: tuple[str, ...]


class Cut(NamedTuple):
    """The beginning of an act. `at` is how far down its page (0 to 1); `rule` is what said so."""

    act_id: str
    session_id: str
    date: str | None
    number: str | None
    title: str | None
    page: int | None
    at: float
    confidence: float | None
    rule: str | None


class Volume(NamedTuple):
    """A document. `newer` is the version of the file that superseded it."""

    id: str
    path: str
    file: str
    kind: str
    status: str
    reasons: tuple[str, ...]
    newer: str | None
    leaves: tuple[Leaf, ...]
    cuts: tuple[Cut, ...]
    residue: float
    sittings: tuple[tuple[str, str | None, str | None, int], ...]


def volume(connection: sqlite3.Connection, document_id: str) -> Volume:
    """The document. Raises `NotFound`."""
    row = connection.execute(
        "SELECT id, path, file, kind, status, status_reasons, superseded_by, coverage_residue FROM documents "
        "WHERE id = ?",
        (document_id,),
    ).fetchone()
    if row is None:
        raise NotFound(f"The corpus has no document with the id '{document_id}'.")
    pages = connection.execute(
        "SELECT number, source, reasons, height FROM pages WHERE document_id = ? ORDER BY number", (document_id,)
    ).fetchall()
    heights = {page["number"]: page["height"] for page in pages}
    acts = connection.execute(
        "SELECT d.id, d.session_id, s.date, d.number, d.title, d.page, e.evidence FROM deliberations d "
        "JOIN statements t ON t.id = d.statement_id JOIN sessions s ON s.id = d.session_id "
        "LEFT JOIN evidence e ON e.object_id = d.id WHERE d.document_id = ? ORDER BY t.ordinal, d.ordinal",
        (document_id,),
    )
    cuts = []
    for act in acts:
        said = (unpack(act["evidence"]) if act["evidence"] is not None else {}).get("fields", {}).get("title", {})
        spots = places(said.get("at"))
        page = spots[0].page if spots else act["page"]
        at = min(1.0, spots[0].box[1] / (heights.get(page) or 842.0)) if spots else 0.0
        sure, rule = said.get("confidence"), said.get("rule")
        cuts.append(Cut(act[0], act[1], act[2], act[3], act[4], page, max(0.0, at), sure, rule))
    sittings: dict[str, tuple[str, str | None, str | None, int]] = {}
    for session_id, date, organ in connection.execute(
        "SELECT t.session_id, s.date, s.organ FROM statements t JOIN sessions s ON s.id = t.session_id "
        "WHERE t.document_id = ? ORDER BY t.ordinal",
        (document_id,),
    ):
        sittings[session_id] = (session_id, date, organ, sum(cut.session_id == session_id for cut in cuts))
    return Volume(
        id=row["id"], path=row["path"], file=row["file"], kind=row["kind"], status=row["status"],
        reasons=tuple(msgspec.json.decode(row["status_reasons"] or "[]")), newer=row["superseded_by"],
        leaves=tuple(Leaf(page[0], page[1], tuple(msgspec.json.decode(page[2] or "[]"))) for page in pages),
        cuts=tuple(cuts), residue=row["coverage_residue"] or 0.0, sittings=tuple(sittings.values()),
    )  # fmt: skip
