"""The search: acts by their words, narrowed, sorted, marked, and taken along.

In: a question (see `questions.py`). Out: a page of hits with facets to narrow by, each a link; the same acts as CSV or
JSON. The address of a question stays; what it finds changes only with the corpus.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from io import StringIO
from typing import Any

from datasette.utils.asgi import Response
from markupsafe import Markup, escape

from ...export.files import Table
from ...facets import Count, Facets, facets
from ...filters import Filters
from ...search import Found, Span, narrowed, search
from ..page import Page, Route
from ..questions import ORDERS, Question, question
from ..sums import title_of

HITS = 20  # on a page
MOST = 20_000
"""Acts that a file of results holds at most."""
_SECONDS = 15.0  # that a file may take
_BODIES = 12
COLUMNS = (
    "id", "body", "siren", "organ", "date", "number", "title", "outcome", "votes_for", "votes_against", "abstentions",
    "act_id", "greatest_amount", "kind", "file", "page",
)  # fmt: skip
_EVERY = """
    SELECT d.id, b.name, b.siren, s.organ, s.date, d.number, d.title, v.outcome, v.votes_for, v.votes_against,
           v.abstentions, d.act_id, c.greatest, c.kind, f.file, d.page
    FROM {source}
    ORDER BY c.date DESC, c.deliberation_id LIMIT ?"""
_JOINED = """
    JOIN deliberations d ON d.id = c.deliberation_id
    JOIN sessions s ON s.id = d.session_id
    JOIN documents f ON f.id = d.document_id
    LEFT JOIN bodies b ON b.id = s.body_id
    LEFT JOIN votes v ON v.deliberation_id = d.id
    WHERE """


async def results(page: Page) -> Response:
    """The page of results."""
    asked = question(page)
    everything = not asked.said

    def answer(connection: sqlite3.Connection) -> tuple[Found, Facets]:
        filters = Filters(from_="0001") if everything else asked.filters  # all that have a day: the latest
        found = search(connection, asked.words, filters, order=asked.order, limit=HITS, offset=(asked.page - 1) * HITS)
        if everything:  # the counts of the whole corpus are the same for everybody
            return found, page.room.remember("facets", lambda: facets(connection, bodies=_BODIES))
        return found, facets(connection, asked.words, asked.filters, bodies=_BODIES)

    found, counts = await page.ask(answer)
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


# ---- to take along ---------------------------------------------------------------------------------------------------


async def as_csv(page: Page) -> Response:
    """The acts that answer, as CSV; `for=excel` as a spreadsheet of French habits opens it."""
    excel = page.arg("for") == "excel"
    rows = await _rows(page)
    text = StringIO(newline="")
    if excel:
        text.write("\ufeff")
    table = Table(text, (*COLUMNS, "address"), spreadsheet=excel)
    for row in rows:
        table.write((*row, page.permanent("act", row[0])))
    return page.data(text.getvalue().encode(), "text/csv; charset=utf-8", name="deliberations.csv")


async def as_json(page: Page) -> Response:
    """The acts that answer, as JSON."""
    rows = await _rows(page)
    acts = [{**dict(zip(COLUMNS, row, strict=True)), "address": page.permanent("act", row[0])} for row in rows]
    return page.json(acts, name="deliberations.json")


async def _rows(page: Page) -> list[tuple[Any, ...]]:
    asked = question(page)

    def answer(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
        source, values = narrowed(connection, asked.words, asked.filters)
        joined = source.replace(" WHERE ", _JOINED, 1)
        return [tuple(row) for row in connection.execute(_EVERY.format(source=joined), (*values, MOST))]

    return await page.ask(answer, _SECONDS)


ROUTES = (Route(r"/search", results), Route(r"/search\.csv", as_csv), Route(r"/search\.json", as_json))
