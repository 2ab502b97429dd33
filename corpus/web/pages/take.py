"""What a search finds, to take along: as CSV, as JSON, and as SCDL, the schema in which acts are published.

In: a question (see `questions.py`); for SCDL also the SIRETs that the visitor gives, as `siret.ID=` of a body. Out:
files of all the acts that answer (see `streams.py`). SCDL leaves acts out that cannot be rows of it: a page says
beforehand how many and why, and a second file lists them all. The rows are those that `delib export` writes: an act in
several documents is one.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any, NamedTuple

from datasette.utils.asgi import Response

from ....errors import BadSiret
from ...export.choice import Listed
from ...export.csv_rows import Table
from ...export.scdl import GAP_COLUMNS, Gap, Scdl
from ...export.scdl_checks import columns
from ...export.siret import Sirets
from ...export.subjects import Subjects
from ...search import narrowed
from ..page import BadQuestion, Page, Route
from ..questions import NAMES, Question, question
from ..streams import MOST, decisions_of, ids_of, stream
from ..texts import Speech

_CSV = "text/csv; charset=utf-8"
COLUMNS = (
    "id", "body", "siren", "organ", "date", "number", "title", "outcome", "votes_for", "votes_against", "abstentions",
    "act_id", "greatest_amount", "kind", "file", "page",
)  # fmt: skip
_ROWS = """
    SELECT d.id, b.name, b.siren, s.organ, s.date, d.number, d.title, v.outcome, v.votes_for, v.votes_against,
           v.abstentions, d.act_id, c.greatest, c.kind, f.file, d.page
    FROM json_each(?) wanted
    JOIN deliberations d ON d.id = wanted.value
    JOIN catalogue c ON c.search_id = d.search_id
    JOIN sessions s ON s.id = d.session_id
    JOIN documents f ON f.id = d.document_id
    LEFT JOIN bodies b ON b.id = s.body_id
    LEFT JOIN votes v ON v.deliberation_id = d.id
    ORDER BY wanted.key"""
_BODIES = """
    SELECT b.id, b.siren, b.name, b.name_key, count(*) AS acts FROM {source}
    GROUP BY b.id ORDER BY acts DESC, b.name_key, b.id"""
_TRIED = 1_000
"""Acts that the page tries: as many as it can without making anybody wait."""
_FIELDS = 40  # bodies that the page asks a SIRET of
_SHOWN = 50  # acts that the page lists as left out
_GIVEN = re.compile(r"siret\.([a-z2-7]+)")


# ---- CSV and JSON ----------------------------------------------------------------------------------------------------


async def as_csv(page: Page) -> Response:
    """The acts that answer, as CSV; `for=excel` as a spreadsheet of French habits opens it."""
    excel = page.arg("for") == "excel"

    def portion(connection: sqlite3.Connection, ids: list[str]) -> bytes:
        rows = connection.execute(_ROWS, (json.dumps(ids),))
        return _lines([(*row, page.permanent("act", row[0])) for row in rows], spreadsheet=excel)

    head = _lines((), (*COLUMNS, "address"), spreadsheet=excel)
    return await stream(page, question(page), portion, _CSV, "deliberations.csv", head=head)


async def as_json(page: Page) -> Response:
    """The acts that answer, as JSON, an act a line."""

    def portion(connection: sqlite3.Connection, ids: list[str]) -> bytes:
        rows = connection.execute(_ROWS, (json.dumps(ids),))
        acts = ({**dict(zip(COLUMNS, row, strict=True)), "address": page.permanent("act", row[0])} for row in rows)
        return ",\n".join(json.dumps(act, ensure_ascii=False) for act in acts).encode()

    kind = "application/json; charset=utf-8"
    return await stream(
        page, question(page), portion, kind, "deliberations.json", head=b"[\n", between=b",\n", foot=b"\n]\n"
    )


def _lines(rows: Iterable[Sequence[Any]], head: Sequence[str] = (), *, spreadsheet: bool = False) -> bytes:
    """Lines of CSV; those of a head with the mark by which a spreadsheet knows UTF-8."""
    text = StringIO(newline="")
    if head and spreadsheet:
        text.write("\ufeff")
    table = Table(text, head, spreadsheet=spreadsheet)
    for row in rows:
        table.write(row)
    return text.getvalue().encode()


# ---- SCDL ------------------------------------------------------------------------------------------------------------


class Body(NamedTuple):
    """A body of which acts are found: what its documents say of it, and what the visitor typed."""

    id: str
    name: str | None
    siren: str | None
    acts: int
    typed: str
    wrong: bool


class Tried(NamedTuple):
    """What became of the first acts: how many were tried, how many can be rows, how many of the others lack what, how
    many rows have a value left empty, and the first that are left out with all their reasons."""

    acts: int
    written: int
    reasons: list[tuple[str, int]]
    emptied: int
    left: list[tuple[Gap, list[str]]]


async def scdl(page: Page) -> Response:
    """The page before the file: what can be written, what not and why, and a field for each SIRET."""
    asked, typed = question(page), _typed(page)
    address = page.room.options.address

    def answer(connection: sqlite3.Connection) -> tuple[list[Body], int, int, Tried]:
        rows = _bodies(connection, asked)
        sirets, wrong = _sirets(rows, typed)
        bodies = [Body(row["id"], row["name"], row["siren"], row["acts"], typed.get(row["id"], ""),
                       row["id"] in wrong) for row in rows if row["id"] is not None]  # fmt: skip
        ids = decisions_of(connection, ids_of(connection, asked, _TRIED))
        maker = _maker(connection, ids, rows, sirets, address)
        total = sum(row["acts"] for row in rows)
        return bodies, total, total - _again(connection, asked), _tried(maker, len(ids), page.t)

    bodies, total, decisions, tried = await page.ask(answer)
    kept = {name: asked.said[name] for name in NAMES if name in asked.said}
    given = {f"siret.{body.id}": body.typed for body in bodies if body.typed}
    listed = [body for at, body in enumerate(bodies) if at < _FIELDS or body.typed]
    return await page.html(
        "room/scdl.html",
        page.t("scdl.title"),
        status=400 if any(body.wrong for body in bodies) else 200,
        asked=asked,
        kept=kept,
        total=total,
        decisions=decisions,
        tried=tried,
        bodies=listed,
        bodies_left=len(bodies) - len(listed),
        most=MOST,
        file=page.link("search-scdl-csv", **kept, **given),
        leavings=page.link("search-scdl-left-out", **kept, **given),
        usable=not any(body.wrong for body in bodies),
    )


async def scdl_csv(page: Page) -> Response:
    """The acts that answer and keep the schema, as the schema asks: exact, for programs."""
    asked, rows, sirets = await _given(page)

    def portion(connection: sqlite3.Connection, ids: list[str]) -> bytes:
        maker = _maker(connection, ids, rows, sirets, page.room.options.address)
        return _lines([row[name] for name in columns()] for row, _ in maker.rows() if row is not None)

    head = _lines((), columns())
    return await stream(page, asked, portion, _CSV, "deliberations-scdl.csv", head=head, decisions=True)


async def scdl_left_out(page: Page) -> Response:
    """What is missing, act by act, in the visitor's language; for a spreadsheet: people read it."""
    asked, rows, sirets = await _given(page)

    def portion(connection: sqlite3.Connection, ids: list[str]) -> bytes:
        maker = _maker(connection, ids, rows, sirets, page.room.options.address)
        found = (
            (page.t(f"scdl.{gap.what.replace(' ', '-')}"), *gap[1:7], reason(page.t, gap), *gap[8:10],
             page.permanent("act", gap.id))
            for _, gaps in maker.rows() for gap in gaps
        )  # fmt: skip
        return _lines(found, spreadsheet=True)

    head = _lines((), [page.t(f"scdl.head-{name}") for name in (*GAP_COLUMNS, "address")], spreadsheet=True)
    name = "deliberations-scdl-left-out.csv" if page.t.language == "en" else "deliberations-scdl-laissees.csv"
    return await stream(page, asked, portion, _CSV, name, head=head, decisions=True)


def reason(t: Speech, gap: Gap) -> str:
    """Why something is missing, in words."""
    return t(f"scdl.why-{gap.code}", **{name: str(value) for name, value in gap.values.items()})


def _typed(page: Page) -> dict[str, str]:
    """The SIRETs as they were typed, by the id of the body."""
    found = {}
    for name in page.args:
        if (of := _GIVEN.fullmatch(name)) and (text := page.arg(name, 30)):
            found[of[1]] = text
    return found


def _sirets(bodies: Sequence[sqlite3.Row], typed: dict[str, str]) -> tuple[Sirets, set[str]]:
    """What was given, and the ids of the bodies whose SIRET it cannot be."""
    sirets, wrong = Sirets(), set()
    for row in bodies:
        if row["id"] in typed:
            try:
                sirets.give(row["siren"], row["name_key"], typed[row["id"]])
            except BadSiret:
                wrong.add(row["id"])
    return sirets, wrong


async def _given(page: Page) -> tuple[Question, list[sqlite3.Row], Sirets]:
    """What is asked, the bodies of the acts that answer, and their SIRETs. Raises `BadQuestion`."""
    asked, typed = question(page), _typed(page)
    rows = await page.ask(lambda connection: _bodies(connection, asked))
    sirets, wrong = _sirets(rows, typed)
    for row in rows:
        if row["id"] in wrong:
            raise BadQuestion(page.t("scdl.bad-siret-of", name=row["name"] or row["siren"], siret=typed[row["id"]]))
    return asked, rows, sirets


def _bodies(connection: sqlite3.Connection, asked: Question) -> list[sqlite3.Row]:
    """The bodies of the acts that answer, those with most acts first; without an id, how many acts are of none."""
    source, values = narrowed(connection, asked.words, asked.filters)
    joined = source.replace(" WHERE ", " LEFT JOIN bodies b ON b.id = c.body_id WHERE ", 1)
    return connection.execute(_BODIES.format(source=joined), values).fetchall()


def _again(connection: sqlite3.Connection, asked: Question) -> int:
    """How many of the acts that answer are an act that answers already, in another document."""
    source, values = narrowed(connection, asked.words, asked.filters)
    several = "c.deliberation_id IN (SELECT id FROM deliberations WHERE decision_id IS NOT NULL)"
    found = connection.execute(
        f"SELECT count(*) - count(DISTINCT d.decision_id) FROM (SELECT c.search_id AS at FROM {source} AND {several}) "
        "JOIN deliberations d ON d.search_id = at",
        values,
    )
    return int(found.fetchone()[0])


def _maker(
    connection: sqlite3.Connection, ids: list[str], rows: Sequence[sqlite3.Row], sirets: Sirets, address: str | None
) -> Scdl:
    own = f"{address.rstrip('/')}/act/{{id}}" if address else None  # an address of this machine is none to publish
    bodies = [row for row in rows if row["id"] is not None]
    return Scdl(Listed(connection, ids, bodies), sirets, Subjects(connection), otherwise=own)


def _tried(maker: Scdl, acts: int, t: Speech) -> Tried:
    written = emptied = 0
    reasons: Counter[str] = Counter()
    left: list[tuple[Gap, list[str]]] = []
    for row, gaps in maker.rows():
        if row is not None:
            written += 1
            emptied += bool(gaps)
            continue
        missing = [gap for gap in gaps if gap.what == "left out"]
        reasons.update({"siret" if gap.column == "COLL_SIRET" else gap.code for gap in missing})
        if len(left) < _SHOWN:
            left.append((missing[0], [reason(t, gap) for gap in missing]))
    counted = sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    return Tried(acts, written, counted, emptied, left)


ROUTES = (
    Route(r"/search\.csv", as_csv),
    Route(r"/search\.json", as_json),
    Route(r"/search/scdl", scdl),
    Route(r"/search/scdl\.csv", scdl_csv),
    Route(r"/search/scdl-left-out\.csv", scdl_left_out),
)
