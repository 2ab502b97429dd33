"""Money: what was granted by year and to whom, with filters, and every sum with its act and page.

In: in the address who receives, the body, years, the role of the sums. Out: charts over their tables. Nothing is
counted twice and currencies are never added together: see `corpus/money.py`, which answers. Without filters the answer
is kept until the corpus changes.
"""

from __future__ import annotations

import re
import sqlite3
from typing import NamedTuple

from datasette.utils.asgi import Response
from markupsafe import Markup

from ...money import NOT_NAMED, ROLES, Line, Total, Wanted, money, totals
from .. import charts
from ..page import BadQuestion, Page, Route

_RANKS = 15  # beneficiaries in the chart
_CURVES = 5
_TOTALS = 200  # in the table
_LINES = 100  # sums on a page
_MOST = 1_000  # sums that are listed: who wants others says which
_ONCE = 30.0  # seconds that the sums of the whole corpus may take, once for each state of it
_GRANTED = "granted"


class _Found(NamedTuple):
    """`lines` are the latest; totals are of all of them, in the currency with most sums."""

    total: int
    lines: tuple[Line, ...]
    currency: str | None
    years: tuple[Total, ...]
    receivers: tuple[Total, ...]
    others: tuple[Total, ...]
    over: dict[str, dict[str, float]]
    near: tuple[tuple[str, int], ...]
    bodies: tuple[tuple[str, str | None], ...]


async def sums(page: Page) -> Response:
    """The page of money."""
    from ....parser.fields.ledger import key_of

    to, body, role = page.arg("to"), page.arg("body", 20), page.arg("role", 20) or _GRANTED
    if role not in (*ROLES, "any"):
        raise BadQuestion(page.t("error.bad-question-text"))
    wanted = Wanted(
        to=(key_of(to) or "\x00") if to else None,
        body=(body, body, body) if body else None,
        since=_year(page, "from", "-01-01"),
        until=_year(page, "to-year", "-12-31"),
        role=None if role == "any" else role,
    )
    whole = wanted == Wanted(role=wanted.role)

    def ask(connection: sqlite3.Connection) -> _Found:
        def answer() -> _Found:
            said = money(connection, wanted)
            return _found(connection, said.lines, said.near, role)

        return page.room.remember(f"money {role}", answer) if whole else answer()

    found = await page.ask(ask, _ONCE if whole else None)
    pages = max(1, -(-len(found.lines) // _LINES))
    at = page.whole("page", 1, most=pages)
    return await page.html(
        "room/money.html",
        page.t("money.title"),
        found=found,
        lines=found.lines[(at - 1) * _LINES : at * _LINES],
        at=at,
        pages=pages,
        to=to,
        body=body,
        role=role,
        roles=("any", *ROLES),
        since=page.arg("from", 4),
        until=page.arg("to-year", 4),
        years=_years(page, found, role),
        ranks=_ranks(page, found, role),
        curves=_curves(page, found),
        of=lambda total: _sum(total, role),
        unnamed=NOT_NAMED,
        said=lambda value, currency: _said(page, value, currency),
    )


def _year(page: Page, name: str, rest: str) -> str | None:
    text = page.arg(name, 4)
    if text and not re.fullmatch(r"\d{4}", text, re.ASCII):
        raise BadQuestion(page.t("error.no-number", name=name))
    return text + rest if text else None


def _found(connection: sqlite3.Connection, lines: list[Line], near: tuple[tuple[str, int], ...], role: str) -> _Found:
    counted: dict[str, int] = {}
    for line in lines:
        counted[line.currency] = counted.get(line.currency, 0) + 1
    currency = max(counted, key=lambda one: (counted[one], one), default=None)
    years = [total for total in totals(lines, "year") if total.currency == currency]
    receivers = [total for total in totals(lines, "beneficiary") if total.currency == currency]
    receivers.sort(key=lambda total: (total.group == NOT_NAMED, -_sum(total, role), total.group))
    others = [total for total in totals(lines, "year") if total.currency != currency]
    over: dict[str, dict[str, float]] = {}
    first = {spelling: total.group for total in receivers[:_CURVES] if total.group != NOT_NAMED
             for spelling in (*total.spellings, total.group)}  # fmt: skip
    for line in lines:
        name = first.get(line.beneficiary or "")
        if (
            name is not None
            and line.currency == currency
            and line.date
            and line.outcome not in ("rejected", "deferred")
        ):
            own = over.setdefault(name, {})
            own[line.date[:4]] = own.get(line.date[:4], 0.0) + line.value
    bodies = connection.execute("SELECT id, name FROM bodies ORDER BY name, id LIMIT 500")
    return _Found(
        len(lines), tuple(lines[: -_MOST - 1 : -1]), currency, tuple(years), tuple(receivers[:_TOTALS]),
        tuple(others), over, near, tuple((row[0], row[1]) for row in bodies),
    )  # fmt: skip


def _sum(total: Total, role: str) -> float:
    """What of a total is shown: that of the role; of all roles, what was granted."""
    return {"asked": total.asked, "price": total.price, _GRANTED: total.granted, "any": total.granted}.get(
        role, total.other
    )


def _said(page: Page, value: float, currency: str | None) -> str:
    return page.t.money(value, currency or "EUR")


def _short(page: Page, value: float, currency: str | None) -> str:
    return page.t.money(round(value), currency or "EUR")


def _years(page: Page, found: _Found, role: str) -> Markup | None:
    if not found.years:
        return None
    points = [
        charts.Point(one.group, _sum(one, role), _short(page, _sum(one, role), found.currency)) for one in found.years
    ]
    told = charts.Told("by-year", page.t("money.by-year"), page.t("money.by-year-about"))
    return Markup(charts.columns(told, points, lambda value: _short(page, value, found.currency)))


def _ranks(page: Page, found: _Found, role: str) -> Markup | None:
    named = [one for one in found.receivers if one.group != NOT_NAMED][:_RANKS]
    if not named:
        return None
    points = [charts.Point(one.group, _sum(one, role), _said(page, _sum(one, role), found.currency)) for one in named]
    told = charts.Told("by-beneficiary", page.t("money.by-beneficiary"), page.t("money.by-beneficiary-about"))
    return Markup(charts.ranks(told, points))


def _curves(page: Page, found: _Found) -> Markup | None:
    years = sorted({year for own in found.over.values() for year in own})
    if len(years) < 2:
        return None
    span = [str(year) for year in range(int(years[0]), int(years[-1]) + 1)]
    series = [
        charts.Series(
            name,
            [
                charts.Point(year, own.get(year), _said(page, own[year], found.currency) if year in own else "")
                for year in span
            ],
        )
        for name, own in sorted(found.over.items(), key=lambda one: (-sum(one[1].values()), one[0]))
    ]
    told = charts.Told("over-time", page.t("money.over-time"), page.t("money.over-time-about"))
    return Markup(charts.curves(told, span, series, lambda value: _short(page, value, found.currency)))


ROUTES = (Route(r"/money", sums),)
