"""A person: when he or she was there, proxies given and held, votes that name the person.

In: the id of a member, or of a printed name. Out: charts by year over their tables; every row leads to the sitting, or
to the act with the box in which the name stands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from datasette.utils.asgi import Response
from markupsafe import Markup

from ...people.presence import CONTRADICTORY, STATES
from ...persons import Given, person
from .. import charts
from ..page import Page, Route

_POSITIONS = ("for", "against", "abstained", "did not take part")
_SITTINGS = 300  # in the table


async def one(page: Page, person_id: str) -> Response:
    """The page of a person."""
    found = await page.ask(lambda connection: person(connection, person_id))
    t = page.t
    counted = Counter(day.state for day in found.days)
    kinds = (*STATES, CONTRADICTORY) if counted[CONTRADICTORY] else STATES
    states = [t(f"state.{state}", n=2) for state in kinds]
    positions = [t.either(f"position.{position}", position) for position in _POSITIONS]
    return await page.html(
        "room/person.html",
        found.name,
        found=found,
        counted=[(state, counted[state]) for state in kinds],
        signs={state: Markup(charts.sign_of(state)) for state in kinds},
        attendance=_by_year(
            page, charts.Told("attendance", t("person.attendance"), t("person.attendance-about", n=len(found.days))),
            states, kinds, [(day.date, day.state) for day in found.days],
        ),
        votes=_by_year(
            page, charts.Told("votes", t("person.votes"), t("person.votes-about", n=len(found.votes))),
            positions, _POSITIONS, [(vote.date, vote.position) for vote in found.votes],
        ),
        proxies=_proxies(page, found.name, found.gave, found.held),
        gave=_counted(found.gave),
        held=_counted(found.held),
        most=_SITTINGS,
    )  # fmt: skip


def _by_year(
    page: Page, told: charts.Told, names: Sequence[str], kinds: Sequence[str], said: Iterable[tuple[str | None, str]]
) -> Markup | None:
    """One bar a year, in parts by kind."""
    counts = Counter(((date or "")[:4], kind) for date, kind in said)
    years = sorted({year for year, _ in counts})
    if not years:
        return None
    rows = []
    for year in years:
        parts = [counts[(year, kind)] for kind in kinds]
        spoken = ", ".join(f"{page.t.number(part)} {name}" for part, name in zip(parts, names, strict=True) if part)
        rows.append(charts.Stack(year or page.t("person.undated"), parts, spoken))
    return Markup(charts.stacks(told, names, rows))


def _counted(listed: Iterable[Given]) -> list[tuple[str | None, str | None, list[Given]]]:
    """The other sides, those with most proxies first: id, name, the proxies."""
    groups: dict[str | None, list[Given]] = {}
    for given in listed:
        groups.setdefault(given.other_id or given.other, []).append(given)
    order = sorted(groups.values(), key=lambda own: (-len(own), own[0].other or ""))
    return [(own[0].other_id, own[0].other, own) for own in order]


def _proxies(page: Page, name: str, gave: Iterable[Given], held: Iterable[Given]) -> Markup | None:
    t = page.t
    pairs = [
        charts.Pair(
            name, other, len(own), t("assembly.gave", giver=name, holder=other or t("session.unsaid"), n=len(own))
        )
        for _, other, own in _counted(gave)
    ]
    pairs += [
        charts.Pair(other or "?", name, len(own), t("assembly.gave", giver=other or "?", holder=name, n=len(own)))
        for _, other, own in _counted(held)
    ]
    if not pairs:
        return None
    told = charts.Told("proxies", t("session.proxies"), t("person.proxies-about", n=sum(pair.times for pair in pairs)))
    return Markup(charts.pairs(told, pairs, t("session.givers"), t("session.holders"), t("session.unsaid")))


ROUTES = (Route(r"/person/(?P<person_id>[a-z2-7]+)", one),)
