"""Money: what was granted by year and to whom, with filters, and every sum with its act and page.

In: in the address who receives, the body, years, the role of the sums. Out: charts over their tables. Nothing is
counted twice and currencies are never added together: see `corpus/money.py`; what is added up
comes from `corpus/ledger.py`. An answer is kept until the corpus changes.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from functools import partial

from datasette.utils.asgi import Response
from markupsafe import Markup

from ...ledger import Ledger, Whole, ledger, whole
from ...money import NOT_NAMED, ROLES, Wanted, named
from .. import charts
from ..page import BadQuestion, Page, Route

_RANKS = 15  # beneficiaries in the chart
_CURVES = 5
_BODIES = 500  # to choose from
_TOTALS = 200  # in the table
_LINES = 100  # sums on a page
_MOST = 1_000  # sums that are listed: who wants others says which
_ONCE = 30.0  # seconds that the sums of the whole corpus may take, once for each state of it
_GRANTED = "granted"
_KNOWN = "money known"
Others = dict[str, tuple[str | None, str | None]]
"""Number and day of acts, by their ids."""


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
    all_of_it = wanted == Wanted(role=wanted.role)

    def ask(connection: sqlite3.Connection) -> tuple[Ledger, list[tuple[str, str | None]], Others]:
        bodies = connection.execute("SELECT id, name FROM bodies ORDER BY name, id LIMIT ?", (_BODIES,))
        known = page.remember(_KNOWN, whole, connection)
        ask_for = partial(_asked, wanted=wanted, known=known)
        found = page.remember(_name(wanted), ask_for, connection, passing=not all_of_it)
        return found, [(row[0], row[1]) for row in bodies], named(connection, found.lines)

    found, bodies, others = await page.ask(ask, _ONCE if all_of_it else None)
    pages = max(1, -(-len(found.lines) // _LINES))
    at = page.whole("page", 1, most=pages)
    return await page.html(
        "room/money.html",
        page.t("money.title"),
        found=found,
        lines=found.lines[(at - 1) * _LINES : at * _LINES],
        others=others,
        at=at,
        pages=pages,
        to=to,
        body=body,
        role=role,
        roles=("any", *ROLES),
        since=page.arg("from", 4),
        until=page.arg("to-year", 4),
        bodies=bodies,
        years=_years(page, found),
        ranks=_ranks(page, found),
        curves=_curves(page, found),
        unnamed=NOT_NAMED,
        said=lambda value, currency: _said(page, value, currency),
    )


def _name(wanted: Wanted) -> str:
    """Under which the answer is kept: whoever goes on to its next page does not wait for it again."""
    return f"money {tuple(wanted)}"


def _asked(connection: sqlite3.Connection, wanted: Wanted, known: Whole | None = None) -> Ledger:
    return ledger(connection, wanted, known, receivers=_TOTALS, curves=_CURVES, lines=_MOST)


def _year(page: Page, name: str, rest: str) -> str | None:
    text = page.arg(name, 4)
    if text and not re.fullmatch(r"\d{4}", text, re.ASCII):
        raise BadQuestion(page.t("error.no-number", name=name))
    return text + rest if text else None


def _said(page: Page, value: float, currency: str | None) -> str:
    return page.t.money(value, currency or "EUR")


def _short(page: Page, value: float, currency: str | None) -> str:
    return page.t.money(round(value), currency or "EUR")


def _years(page: Page, found: Ledger) -> Markup | None:
    if not found.years:
        return None
    points = [charts.Point(one.group, one.value, _short(page, one.value, found.currency)) for one in found.years]
    told = charts.Told("by-year", page.t("money.by-year"), page.t("money.by-year-about"))
    return Markup(charts.columns(told, points, lambda value: _short(page, value, found.currency)))


def _ranks(page: Page, found: Ledger) -> Markup | None:
    named = [one for one in found.receivers if one.group != NOT_NAMED][:_RANKS]
    if not named:
        return None
    points = [charts.Point(one.group, one.value, _said(page, one.value, found.currency)) for one in named]
    told = charts.Told("by-beneficiary", page.t("money.by-beneficiary"), page.t("money.by-beneficiary-about"))
    return Markup(charts.ranks(told, points))


def _curves(page: Page, found: Ledger) -> Markup | None:
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


WHOLE: dict[str, Callable[[sqlite3.Connection], object]] = {_KNOWN: whole}
WHOLE |= {_name(wanted): partial(_asked, wanted=wanted) for wanted in (Wanted(role=_GRANTED), Wanted())}
ROUTES = (Route(r"/money", sums),)
