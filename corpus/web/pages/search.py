"""The search: acts by their words, narrowed, sorted, marked.

In: a question (see `questions.py`). Out: a page of hits with facets to narrow by, each a link. The address of a
question stays; what it finds changes only with the corpus. `take.py` has the files of what is found.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from datasette.utils.asgi import Response
from markupsafe import Markup, escape

from ...facets import Count, Facets, facets
from ...filters import Filters
from ...search import Found, Span, search
from ..page import Page, Route
from ..questions import ORDERS, Question, question
from ..streams import MOST
from ..sums import title_of

HITS = 20  # on a page
_BODIES = 12


async def results(page: Page) -> Response:
    """The page of results."""
    asked = question(page)
    everything = not asked.said

    def answer(connection: sqlite3.Connection) -> tuple[Found, Facets]:
        filters = Filters(from_="0001") if everything else asked.filters  # all that have a day: the latest
        found = search(connection, asked.words, filters, order=asked.order, limit=HITS, offset=(asked.page - 1) * HITS)
        if everything:  # the counts of the whole corpus are the same for everybody
            return found, page.remember("facets", _all_facets, connection)
        return found, facets(connection, asked.words, asked.filters, bodies=_BODIES)

    found, counts = await page.ask(answer)
    if found.more:  # the facets count all
        found = found._replace(total=counts.total)
    last = -(-found.total // HITS)
    return await page.html(
        "room/search.html",
        page.t("search.title-of", words=asked.words) if asked.words else page.t("search.title"),
        asked=asked,
        found=found,
        counts=counts,
        groups=_groups(page, asked, counts),
        chips=[(name, _shown(page, name, asked.said[name], counts)) for name in asked.said if name != "q"],
        last=last,
        first=(asked.page - 1) * HITS + 1,
        orders=ORDERS,
        marked=marked,
        most=MOST,
        everything=everything,
    )


def _all_facets(connection: sqlite3.Connection) -> Facets:
    return facets(connection, bodies=_BODIES)


def marked(text: str | None, spans: Iterable[Span]) -> Markup:
    """A text with the words that were looked for marked; all of it escaped."""
    text = text or ""
    parts: list[str] = []
    done = 0
    for start, end in spans:
        parts += (escape(text[done:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>"))
        done = end
    return Markup("").join([*parts, escape(text[done:])])


def _groups(page: Page, asked: Question, counts: Facets) -> list[tuple[str, list[tuple[str, str, int, bool]], int]]:
    """For each facet its name, its values as (label, address, acts, chosen), and how many values are not listed."""
    found = []
    for name, listed, left in (
        ("body", counts.bodies, counts.bodies_left), ("year", counts.years[::-1], 0), ("outcome", counts.outcomes, 0),
        ("subject", counts.subjects, 0), ("kind", counts.kinds, 0), ("status", counts.statuses, 0),
    ):  # fmt: skip
        rows = [_choice(page, asked, name, count) for count in listed if count.value is not None]
        if len(rows) > 1 or any(chosen for *_, chosen in rows):
            found.append((name, rows, left))
    return found


def _choice(page: Page, asked: Question, name: str, count: Count) -> tuple[str, str, int, bool]:
    value = count.value or ""
    changes: dict[str, str | None]
    if name == "year":
        chosen = asked.said.get("from") == value == asked.said.get("to")
        changes = {"from": None if chosen else value, "to": None if chosen else value}
    else:
        chosen = asked.said.get(name) == value
        changes = {name: None if chosen else value}
    return _label(page, name, count), asked.address(page, "search", **changes), count.acts, chosen


def _label(page: Page, name: str, count: Count) -> str:
    if name in ("outcome", "kind", "status"):
        return page.t.either(f"{name}.{count.value}", count.label)
    return count.label


def _shown(page: Page, name: str, value: str, counts: Facets) -> str:
    """A filter that is in force, in words."""
    if name == "body":
        return next((one.label for one in counts.bodies if one.value == value), value)
    if name in ("outcome", "kind", "status", "vote"):
        return page.t.either(f"{name}.{value}", value)
    if name == "subject":
        return next((one.label for one in counts.subjects if one.value == value), value)
    if name == "check":
        return page.t("search.failed") if value == "failed" else title_of(value.upper(), page.t.language)
    return value


WHOLE = {"facets": _all_facets}
ROUTES = (Route(r"/search", results),)
