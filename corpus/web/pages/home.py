"""The first page: what is in the corpus, and a box to search it.

In: the whole corpus. Out: how many bodies, sittings, acts and pages, the share of scans, what is to be looked at; acts
by year; the bodies with most acts and the latest sittings. Counted once for each state of the file.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from datasette.utils.asgi import Response

from ..page import Page, Route

SCANS = ("scan", "stamped-scan", "ocr-layer", "photo")
"""Kinds of pages that are images."""
_BODIES = 10
_SITTINGS = 8


class About(NamedTuple):
    """What the corpus holds. `years` are (year, acts), `most` the acts of the fullest year; see the query for rows."""

    documents: int
    acts: int
    sessions: int
    bodies: int
    pages: int
    scans: int
    review: int
    years: tuple[tuple[str, int], ...]
    most: int
    undated: int
    largest: tuple[tuple[str, str | None, int], ...]
    latest: tuple[tuple[str, str | None, str | None, str, int], ...]


def about(connection: sqlite3.Connection) -> About:
    """Count everything."""

    def one(sql: str, *values: object) -> int:
        return int(connection.execute(sql, values).fetchone()[0] or 0)

    marks = ", ".join("?" * len(SCANS))
    current = "FROM documents WHERE superseded_by IS NULL"
    acts_of = "(SELECT count(*) FROM deliberations d WHERE d.session_id = s.id AND d.search_id IS NOT NULL)"
    sums = connection.execute(
        f"SELECT s.body_id, substr(s.date, 1, 4) AS year, sum({acts_of}) AS acts FROM sessions s GROUP BY 1, 2"
    ).fetchall()
    years: dict[str, int] = {}
    bodies: dict[str, int] = {}
    undated = 0
    for row in sums:
        if row["body_id"] is not None:
            bodies[row["body_id"]] = bodies.get(row["body_id"], 0) + row["acts"]
        if row["year"] is None:
            undated += row["acts"]
        elif row["acts"]:
            years[row["year"]] = years.get(row["year"], 0) + row["acts"]
    names = dict(map(tuple, connection.execute("SELECT id, name FROM bodies")))
    largest = sorted(bodies, key=lambda body: (-bodies[body], names.get(body) or "", body))[:_BODIES]
    latest = connection.execute(
        f"SELECT s.id, b.name, s.organ, s.date, {acts_of} FROM sessions s LEFT JOIN bodies b ON b.id = s.body_id "
        "WHERE s.date IS NOT NULL ORDER BY s.date DESC, s.id LIMIT ?",
        (_SITTINGS,),
    )
    return About(
        documents=one(f"SELECT count(*) {current}"),
        acts=sum(row["acts"] for row in sums),
        sessions=one("SELECT count(*) FROM sessions"),
        bodies=len(names),
        pages=one(f"SELECT total(page_count) {current}"),
        scans=one(f"SELECT count(*) FROM pages WHERE source IN ({marks})", *SCANS),
        review=one(f"SELECT count(*) {current} AND status = 'review'"),
        years=tuple(sorted(years.items(), reverse=True)),
        most=max(years.values(), default=0),
        undated=undated,
        largest=tuple((body, names[body], bodies[body]) for body in largest),
        latest=tuple((row[0], row[1], row[2], row[3], row[4]) for row in latest),
    )


async def known(page: Page) -> About:
    """`about`, asked once for each state of the corpus."""
    return await page.ask(lambda connection: page.remember("home", about, connection))


async def home(page: Page) -> Response:
    """The first page."""
    return await page.html("room/home.html", page.t("home.title"), about=await known(page))


ROUTES = (Route(r"/", home),)
WHOLE = {"home": about}
