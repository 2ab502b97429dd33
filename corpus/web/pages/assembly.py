"""A body: its acts and its unanimity by year, the sittings of one year, and who was there.

In: the id of a body, and in `year` the year to look into (the last one where none is named, "none" for sittings without
a date). Out: charts over their tables, and the attendance of the year as a matrix, in parts where a year holds many
sittings.
"""

from __future__ import annotations

import re
import sqlite3
from typing import NamedTuple

from datasette.utils.asgi import Response
from markupsafe import Markup

from ...assemblies import Assembly, Day, Presence, assembly, presence, sittings
from ...people.presence import CONTRADICTORY, STATES
from .. import charts
from ..page import BadQuestion, Page, Route

_DAYS = 60  # sittings side by side
_PEOPLE = 150  # rows of the matrix; the table under it holds all
_THREADS = 60


class _Found(NamedTuple):
    body: Assembly
    year: str | None
    days: tuple[Day, ...]
    shown: Presence
    part: int
    parts: int


async def body(page: Page, body_id: str) -> Response:
    """The page of a body."""
    wanted = page.arg("year", 10)
    if wanted and wanted != "none" and not re.fullmatch(r"\d{4}", wanted, re.ASCII):
        raise BadQuestion(page.t("error.no-number", name="year"))
    part = page.whole("part", 1)

    def ask(connection: sqlite3.Connection) -> _Found:
        found = assembly(connection, body_id)
        year = wanted or (found.years[-1].year if found.years else "none")
        days = sittings(connection, body_id, None if year == "none" else year)
        parts = max(1, -(-len(days) // _DAYS))
        at = min(part, parts)
        own = days[(at - 1) * _DAYS : at * _DAYS]
        return _Found(found, None if year == "none" else year, days, presence(connection, own), at, parts)

    found = await page.ask(ask)
    return await page.html(
        "room/body.html",
        found.body.name or page.t("home.unnamed"),
        found=found,
        acts=_acts(page, found.body),
        unanimity=_unanimity(page, found.body),
        matrix=_matrix(page, found.shown),
        proxies=_proxies(page, found.shown),
        threads=_THREADS,
        people=_PEOPLE,
    )


def _acts(page: Page, found: Assembly) -> Markup | None:
    if not found.years:
        return None
    t = page.t
    points = [charts.Point(one.year, one.acts, t.number(one.acts)) for one in found.years]
    told = charts.Told("acts", t("assembly.acts"), t("assembly.acts-about", n=sum(one.acts for one in found.years)))
    return Markup(charts.columns(told, points, t.number))


def _unanimity(page: Page, found: Assembly) -> Markup | None:
    if not any(one.voted for one in found.years):
        return None
    t = page.t
    points = [
        charts.Point(
            one.year,
            one.unanimous / one.voted if one.voted else None,
            t("assembly.unanimous-of", unanimous=one.unanimous, n=one.voted),
        )
        for one in found.years
    ]
    told = charts.Told("unanimity", t("assembly.unanimity"), t("assembly.unanimity-about"))
    return Markup(charts.shares(told, points, lambda share: t.share(share)))


def _matrix(page: Page, shown: Presence) -> Markup | None:
    if not shown.members:
        return None
    t = page.t
    kinds = (*STATES, CONTRADICTORY) if any(one.contradictory for one in shown.members) else STATES
    states = {state: t(f"state.{state}", n=2) for state in kinds}
    rows = [
        charts.Head(
            one.name,
            ", ".join(
                f"{t.number(getattr(one, state))} {t(f'state.{state}', n=getattr(one, state))}"
                for state in kinds
                if state != CONTRADICTORY or one.contradictory
            ),
        )
        for one in shown.members[:_PEOPLE]
    ]
    columns = [charts.Head(day.date or "?", day.organ or "") for day in shown.days]
    places = {day.id: at for at, day in enumerate(shown.days)}
    cells = {
        (row, places[day]): state
        for row, one in enumerate(shown.members[:_PEOPLE])
        for day, state in one.states.items()
    }
    told = charts.Told(
        "presence", t("assembly.presence"), t("assembly.presence-about", n=len(columns), people=len(rows))
    )
    return Markup(charts.matrix(told, rows, columns, cells, states))


def _proxies(page: Page, shown: Presence) -> Markup | None:
    if not shown.pairs:
        return None
    t = page.t
    pairs = [
        charts.Pair(
            one.giver,
            one.holder,
            one.times,
            t("assembly.gave", giver=one.giver, holder=one.holder or t("session.unsaid"), n=one.times),
        )
        for one in shown.pairs[:_THREADS]
    ]
    told = charts.Told(
        "proxies", t("session.proxies"), t("assembly.proxies-about", n=sum(one.times for one in shown.pairs))
    )
    return Markup(charts.pairs(told, pairs, t("session.givers"), t("session.holders"), t("session.unsaid")))


ROUTES = (Route(r"/body/(?P<body_id>[a-z2-7]+)", body),)
