"""An act: its record on one side, the images of its pages on the other.

In: the id of an act. Out: every value with its proof, tied to its box on the page and back; the sums; the stamp taken
apart; what it is about, the land and the texts that it names, and what became of it; its neighbours in the sitting;
the same decision elsewhere; how to cite it; and the record as JSON.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

from datasette.utils.asgi import Response

from ....errors import NotFound
from ....parser.record import Deliberation, Document, Place, Session, to_json
from ...chains import Chain
from ...chains import of_act as chain_of
from ...corrections import Correction, of_document
from ...load import load_record
from .. import values
from ..page import Page, Route
from ..sources import Source, source_of
from ..stamp import identity
from ..sums import ordered, sums, title_of

_NEIGHBOURS = 1_000  # acts of a sitting that are listed
_PARTS = {"dispositif": "amounts", "repeat": "repeats", "mention": "mentions"}  # where the boxes of a sum are
_TALL = 8  # points around a passage that is cut out to be cited


class Found(NamedTuple):
    """What the corpus says of an act; `body_id`, `session_id` and `neighbours` lead elsewhere."""

    id: str
    document: Document
    source: Source
    body_id: str | None
    body: str | None
    session_id: str
    people: dict[str, str]
    neighbours: tuple[sqlite3.Row, ...]
    also: tuple[sqlite3.Row, ...]
    twin: bool
    newer: str | None
    corrections: tuple[Correction, ...]
    whole: bool
    chain: Chain
    links: dict[int, sqlite3.Row]
    proposed: tuple[sqlite3.Row, ...]


def find(connection: sqlite3.Connection, act_id: str, beside: Path) -> Found:
    """The act and what is around it. Raises `NotFound`."""
    row = connection.execute(
        "SELECT d.document_id, d.session_id, d.statement_id, d.decision_id, d.twin, s.body_id, b.name, t.list_id, "
        "(SELECT count(*) FROM deliberations o WHERE o.document_id = d.document_id) AS together, f.superseded_by "
        "FROM deliberations d JOIN sessions s ON s.id = d.session_id LEFT JOIN bodies b ON b.id = s.body_id "
        "JOIN statements t ON t.id = d.statement_id JOIN documents f ON f.id = d.document_id WHERE d.id = ?",
        (act_id,),
    ).fetchone()
    if row is None:
        raise NotFound("The corpus has no such act.")
    said = {act_id, row["statement_id"], row["document_id"]}
    return Found(
        act_id,
        load_record(connection, row["document_id"], act_id=act_id),
        source_of(connection, row["document_id"], beside),
        row["body_id"],
        row["name"],
        row["session_id"],
        _people(connection, row["list_id"]),
        _neighbours(connection, row["session_id"]),
        _also(connection, act_id, row["decision_id"]),
        bool(row["twin"]),
        _newer(connection, row["superseded_by"]),
        tuple(one for one in of_document(connection, row["document_id"]) if one.object_id in said),
        row["together"] == 1,
        chain_of(connection, act_id),
        _links(connection, act_id),
        _proposed(connection, act_id),
    )


def _proposed(connection: sqlite3.Connection, act_id: str) -> tuple[sqlite3.Row, ...]:
    """Who receives sums of which the act names nobody, as a model of the language has it: apart from what was read."""
    rows = connection.execute(
        "SELECT a.part, a.ordinal, a.value, a.currency, i.name, i.how, i.method FROM inferred_beneficiaries i "
        "JOIN amounts a ON a.deliberation_id = i.deliberation_id AND a.part = i.part AND a.ordinal = i.ordinal "
        "WHERE i.deliberation_id = ? AND i.name IS NOT NULL AND a.beneficiary IS NULL ORDER BY a.part, a.ordinal",
        (act_id,),
    )
    return tuple(rows)


def _links(connection: sqlite3.Connection, act_id: str) -> dict[int, sqlite3.Row]:
    """Which act each citation of an earlier act means, by the place of the citation among the act's references."""
    rows = connection.execute(
        "SELECT l.ordinal, l.target_id, l.how, l.why, d.number, d.title, s.date FROM act_links l "
        "LEFT JOIN deliberations d ON d.id = l.target_id LEFT JOIN sessions s ON s.id = d.session_id "
        "WHERE l.deliberation_id = ?",
        (act_id,),
    )
    return {row["ordinal"]: row for row in rows}


def _people(connection: sqlite3.Connection, list_id: str | None) -> dict[str, str]:
    """The ids of the people of a list, by "state-ordinal"."""
    rows = connection.execute(
        "SELECT state, ordinal, person_id FROM attendance WHERE list_id = ? AND person_id IS NOT NULL", (list_id,)
    )
    return {f"{'proxies' if row[0] == 'represented' else row[0]}-{row[1]}": row[2] for row in rows}


def _neighbours(connection: sqlite3.Connection, session_id: str) -> tuple[sqlite3.Row, ...]:
    """The acts of the sitting, each decision once, in the order of their numbers, else of the document."""
    rows = connection.execute(
        "SELECT d.id, d.number, d.title, d.page, v.outcome FROM deliberations d "
        "JOIN documents f ON f.id = d.document_id LEFT JOIN votes v ON v.deliberation_id = d.id "
        "WHERE d.session_id = ? AND d.search_id IS NOT NULL ORDER BY f.file, f.id, d.ordinal LIMIT ?",
        (session_id, _NEIGHBOURS),
    ).fetchall()
    if len({row["number"] for row in rows}) == len(rows) and all(row["number"] for row in rows):
        rows.sort(key=lambda row: [part.zfill(9) for part in re.findall(r"\d+|\D+", row["number"])])
    return tuple(rows)


def _also(connection: sqlite3.Connection, act_id: str, decision_id: str | None) -> tuple[sqlite3.Row, ...]:
    """The other acts that are the same decision, the chosen one first."""
    if decision_id is None:
        return ()
    return tuple(
        connection.execute(
            "SELECT d.id, f.kind, f.file, d.page, d.twin FROM deliberations d JOIN documents f ON f.id = d.document_id "
            "WHERE d.decision_id = ? AND d.id <> ? ORDER BY d.id <> d.decision_id, d.id",
            (decision_id, act_id),
        )
    )


def _newer(connection: sqlite3.Connection, document_id: str | None) -> str | None:
    """An act of the document that took the place of this one."""
    row = connection.execute(
        "SELECT id FROM deliberations WHERE document_id = ? ORDER BY ordinal LIMIT 1", (document_id,)
    ).fetchone()
    return row[0] if row else None


async def act(page: Page, act_id: str) -> Response:
    """The page of an act."""
    found = await _found(page, act_id)
    document = found.document
    session, one = _only(document)
    drawn = values.boxes(document, session, one)
    shown = values.pages_of(document, drawn, found.whole)
    checks = ordered((*session.checks, *one.checks, *(document.checks if found.whole else ())))
    stamped = one.act_id or (document.act_id if found.whole else None)
    place = next((index for index, row in enumerate(found.neighbours) if row["id"] == act_id), None)
    return await page.html(
        "room/act.html",
        one.title or page.t("act.untitled"),
        found=found,
        document=document,
        session=session,
        act=one,
        sitting=values.sitting(session),
        own=values.act_values(one),
        vote=values.vote_values(one),
        present=values.people("present", session.present),
        absent=values.people("absent", session.absent),
        proxies=values.proxies(session),
        parts=values.parts,
        drawn={number: values.in_groups(drawn.get(number, ())) for number in shown},
        heads=_heads(drawn, shown),
        shown=shown,
        kinds=_kinds(drawn, shown),
        sums=sums(checks),
        checks=checks,
        failing=[check for check in checks if check.verdict == "fails"],
        identity=identity(stamped),
        place=place,
        before=found.neighbours[place - 1] if place else None,
        after=found.neighbours[place + 1] if place is not None and place + 1 < len(found.neighbours) else None,
        cited=_cited(one),
        cut=_cut(found.source),
        days=values.DAYS,
        boxes_of=_PARTS,
        title_of=title_of,
    )


async def record(page: Page, act_id: str) -> Response:
    """The record of the act alone, as JSON."""
    found = await _found(page, act_id)
    return page.json(to_json(found.document), name=f"{act_id}.json" if page.arg("keep") else None)


async def _found(page: Page, act_id: str) -> Found:
    beside = Path(page.room.corpus.path).parent
    return await page.ask(lambda connection: find(connection, act_id, beside))


def _only(document: Document) -> tuple[Session, Deliberation]:
    (session,) = document.sessions
    (one,) = session.deliberations
    return session, one


def _kinds(drawn: dict[int, list[values.Box]], shown: list[int]) -> list[str]:
    """The kinds of passages on the pages shown, in the order of a document."""
    order = (
        "header", "attendance", "proxies", "considerants", "dispositif", "vote", "signature", "stamp", "furniture",
        "residue",
    )  # fmt: skip
    there = {box.kind for number in shown for box in drawn.get(number, ()) if box.passage}
    return [kind for kind in order if kind in there] + sorted(there - set(order))


def _heads(drawn: dict[int, list[values.Box]], shown: list[int]) -> dict[str, int]:
    """The first page of each list of values: where "#box-present" leads."""
    found: dict[str, int] = {}
    for number in shown:
        for box in drawn.get(number, ()):
            if len(box.of) > 1:
                found.setdefault(box.of[1], number)
    return found


def _cited(one: Deliberation) -> list[tuple[str, tuple[Place, ...]]]:
    """The passages that people cite, each with where it stands."""
    title = one.evidence.get("title")
    outcome = one.vote.evidence.get("outcome")
    found = (
        ("title", title.places if title else ()),
        ("dispositif", one.dispositif.places if one.dispositif else ()),
        ("vote", outcome.places if outcome else ()),
    )
    return [(name, places) for name, places in found if places]


def _cut(source: Source) -> Any:
    """From a place to the address of its image: whole points, a little room around, never beyond the page."""

    def cut(place: Place) -> str | None:
        sheet = source.pages.get(place.page)
        if sheet is None:
            return None
        x0, top, x1, bottom = place.box
        edges = (x0 - _TALL, top - _TALL, x1 + _TALL, bottom + _TALL)
        most = (sheet.width, sheet.height, sheet.width, sheet.height)
        return ",".join(str(int(min(max(0.0, edge), end))) for edge, end in zip(edges, most, strict=True))

    return cut


_ID = "(?P<act_id>[a-z2-7]{1,40})"
ROUTES = (Route(rf"/act/{_ID}", act), Route(rf"/act/{_ID}\.json", record))
