"""A sitting: what was decided, who was there, what documents say of it and where they disagree.

In: the id of a session. Out: the acts with their votes; every name with the place where it stands; proxies as threads
over their table; the numbers that documents announce, those that differ first.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from datasette.utils.asgi import Response
from markupsafe import Markup

from ...people.presence import STATES
from ...sittings import Member, Sitting, sitting
from .. import charts
from ..page import Page, Route

_KEYS = {"present": "present", "represented": "proxies", "absent": "absent"}  # of the boxes of an act's page


async def session(page: Page, session_id: str) -> Response:
    """The page of a sitting."""
    found = await page.ask(lambda connection: sitting(connection, session_id))
    counted = Counter(one.state for one in found.members)
    return await page.html(
        "room/session.html",
        page.t("session.title", day=page.t.day(found.date)) if found.date else page.t("session.no-date"),
        found=found,
        counted=[(state, counted[state]) for state in STATES],
        signs={state: Markup(charts.sign_of(state)) for state in STATES},
        attendance=_attendance(page, found, counted),
        proxies=_proxies(page, found),
        proof=lambda one: proof(page, one),
        said_elsewhere=lambda one: ", ".join(page.t(f"state.{state}", n=1) for state in one.elsewhere),
    )


def proof(page: Page, one: Member) -> str | None:
    """Where a name stands: its box on the page of an act of the document that prints it."""
    if one.act_id is None or one.page is None:
        return None
    return page.link("act", one.act_id, anchor=f"box-{_KEYS[one.state]}-{one.ordinal}")


def _attendance(page: Page, found: Sitting, counted: Counter[str]) -> Markup | None:
    if not found.members:
        return None
    names = [page.t(f"state.{state}", n=2) for state in STATES]
    said = ", ".join(f"{page.t.number(counted[state])} {name}" for state, name in zip(STATES, names, strict=True))
    told = charts.Told("attendance", page.t("session.attendance"), said)
    row = charts.Stack(page.t("session.listed"), [counted[state] for state in STATES], said)
    return Markup(charts.stacks(told, names, [row]))


def _proxies(page: Page, found: Sitting) -> Markup | None:
    given = [one for one in found.members if one.state == "represented"]
    if not given:
        return None
    t = page.t

    def said(one: Member) -> str:
        name = "session.gives" if one.holder else "session.gives-nobody"
        return t(name, giver=one.name, holder=one.holder)

    pairs: list[Any] = [charts.Pair(one.name, one.holder, 1, said(one)) for one in given]
    told = charts.Told("proxies", t("session.proxies"), t("session.proxies-about", n=len(given)))
    return Markup(charts.pairs(told, pairs, t("session.givers"), t("session.holders"), t("session.unsaid")))


ROUTES = (Route(r"/session/(?P<session_id>[a-z2-7]+)", session),)
