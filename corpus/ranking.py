"""Which of the acts that answer a question stand on the page asked for, and how many answer.

In: a question as `query.py` and `filters.py` understand it, an order, a page. Out: `Chosen`. What a question costs is
bounded here: a corpus of a million acts answers it as one of a hundred thousand does. Counting and ranking read every
act that answers, and words of grammar and of every budget answer by the hundred thousand, all alike; so of very many
acts those are looked at that came last, and the answer says so.
"""

from __future__ import annotations

import json
import sqlite3
from itertools import islice
from typing import Any, Literal, NamedTuple

from .filters import Condition
from .fulltext import last_id
from .query import NOTHING, Query, Term, marks

# Weights of the columns in the order of schema.SEARCH_COLUMNS: a word of the title says what the act is about.
_WEIGHTS = (8.0, 1.0, 2.0, 2.0, 8.0, 1.0)
_RANK = f"bm25(search, {', '.join(map(str, _WEIGHTS))})"
_FEW = 5_000  # acts that answer, or that filters let through, of which all are ranked, words side by side before others
_COMMON = 20_000  # acts with the words of a query beyond which nobody looks whether they stand side by side
_BROAD = 15_000  # acts that answer, without filters, beyond which not all of them are ranked
_LARGE = 150_000  # acts in the corpus beyond which not all that answer are looked at, but
_LAST = 10_000  # so many that came last, of
_LATE = 100_000  # so many acts that came last,
_TITLES = 500  # of which the titles are read,
_ENOUGH = 100  # if it is so many
_LOOKED_UP = 1_000  # acts of the first days that are looked up one by one
_DEEP = 2_000  # hits in their order; who asks for more gets all ranked

Order = Literal["best", "latest", "earliest"]


class Page(NamedTuple):
    """What is asked for: `limit` acts from the `offset`th on. `exact`: all acts are looked at, however many."""

    order: Order = "best"
    limit: int = 20
    offset: int = 0
    exact: bool = False

    @property
    def end(self) -> int:
        """How many acts it takes to fill the page and those before it."""
        return self.limit + self.offset


class Chosen(NamedTuple):
    """The acts of the page as (`search_id`, score), and how many acts answer; `more`: more than were counted."""

    total: int
    acts: list[tuple[int, float | None]]
    more: bool = False


def is_large(connection: sqlite3.Connection) -> bool:
    """Is the corpus so large that not all acts that answer are looked at?"""
    return last_id(connection) > _LARGE


def source_of(asked: Query, wanted: list[Condition]) -> tuple[str, tuple[Any, ...]]:
    """What follows FROM to have the acts that answer, as rows of `catalogue c` (with words, of `search` too)."""
    if asked.without:
        wanted = [("c.search_id NOT IN (SELECT rowid FROM search WHERE search MATCH ?)", (asked.without,)), *wanted]
    source = "catalogue c"
    if asked.match:  # CROSS: the words come first, then the filters one act at a time
        source = "search CROSS JOIN catalogue c"
        wanted = [("c.search_id = search.rowid AND search MATCH ?", (asked.match,)), *wanted]
    where = " AND ".join(condition for condition, _ in wanted) or "1"
    return f"{source} WHERE {where}", tuple(value for _, values in wanted for value in values)


def few_of(connection: sqlite3.Connection, wanted: list[Condition]) -> list[int] | None:
    """The ids of the acts that the filters let through; None where there are no filters, or many such acts."""
    if not wanted:
        return None
    source, values = source_of(NOTHING, wanted)
    found = connection.execute(f"SELECT c.search_id FROM {source} LIMIT ?", (*values, _FEW + 1)).fetchall()
    return None if len(found) > _FEW else [row[0] for row in found]


def among(match: str, few: list[int]) -> tuple[str, tuple[Any, ...]]:
    """What follows FROM to have those of a few acts that answer; nothing is joined.

    Acts of a body came together more often than not: the index is read between the first and the last.
    """
    range_ = "search MATCH ? AND search.rowid BETWEEN ? AND ?"
    least, most = (min(few), max(few)) if few else (1, 0)
    return f"search WHERE {range_} AND +search.rowid IN (SELECT value FROM json_each(?))", (
        match, least, most, json.dumps(few),
    )  # fmt: skip


def choose(connection: sqlite3.Connection, asked: Query, wanted: list[Condition], page: Page) -> Chosen:
    """The acts of the page, and how many answer."""
    if page.order != "best" or not asked.match:
        return _by_day(connection, asked, wanted, page)
    few = few_of(connection, wanted)
    if few is not None:
        source, values = among(asked.match, few)
        return _ranked(connection, asked, source, values, page)
    if not wanted:  # the index alone answers: nothing is joined before that
        source, values = "search WHERE search MATCH ?", (asked.match,)
    else:
        source, values = source_of(asked, wanted)
    last = [] if page.exact else _last(connection, asked.match)
    if last:
        late = f"{source} AND search.rowid >= ?", (*values, last[-1])
        total = _count(connection, *late) if wanted else len(last)
        rows = _titled_first(connection, asked, _newest(connection, *late, max(_TITLES, page.end)) if wanted else last)
        full = total >= page.end
        if not full:
            rows += [row for row in _newest(connection, source, values, page.end) if row < last[-1]]
        acts: list[tuple[int, float | None]] = [(row, None) for row in rows[page.offset : page.end]]
        return Chosen(total if full else _count(connection, source, values), acts, more=full)
    total = _count(connection, source, values)
    if total <= _FEW:
        return _ranked(connection, asked, source, values, page)
    if total > (_FEW if wanted else _BROAD) and page.end <= _DEEP:
        return Chosen(total, _first(connection, asked.match, source, values, page.end)[page.offset :])
    found = connection.execute(
        f"SELECT search.rowid, {_RANK} AS score FROM {source} ORDER BY score, search.rowid LIMIT ? OFFSET ?",
        (*values, page.limit, page.offset),
    )
    return Chosen(total, [(row[0], row[1]) for row in found])


def _count(connection: sqlite3.Connection, source: str, values: tuple[Any, ...]) -> int:
    count: int = connection.execute(f"SELECT count(*) FROM {source}", values).fetchone()[0]
    return count


def _last(connection: sqlite3.Connection, match: str) -> list[int]:
    """Those acts that have the words and are looked at in a large corpus, the last first; empty where all are."""
    if not is_large(connection):
        return []
    late = "SELECT rowid FROM search WHERE search MATCH ? AND rowid > ? ORDER BY rowid DESC LIMIT ?"
    found = [row[0] for row in connection.execute(late, (match, last_id(connection) - _LATE, _LAST))]
    return found if len(found) >= _ENOUGH else []


def _by_day(connection: sqlite3.Connection, asked: Query, wanted: list[Condition], page: Page) -> Chosen:
    """The acts by the day of their sitting, those of one day as they came; acts without a day last."""
    days = "c.date, c.search_id" if page.order == "earliest" else "c.date DESC, c.search_id DESC"
    few = few_of(connection, wanted) if asked.match else None
    if few is not None:
        found, given = among(asked.match, few)
        answer = connection.execute(f"SELECT search.rowid FROM {found}", given)
        some = json.dumps([row[0] for row in answer])
        source, values = "catalogue c WHERE c.search_id IN (SELECT value FROM json_each(?))", (some,)
        return Chosen(_count(connection, source, values), _sorted(connection, source, values, days, page))
    source, values = source_of(asked, wanted)
    last = _last(connection, asked.match) if asked.match and not page.exact else []
    late = (f"{source} AND search.rowid >= ?", (*values, last[-1])) if last else (source, values)
    total = len(last) if last and not wanted else _count(connection, *late)
    if total > _FEW:
        acts = _walked(connection, asked, wanted, days, page)
        if len(acts) == page.limit:
            return Chosen(total, acts, more=bool(last))
    if last:
        total = _count(connection, source, values)
    return Chosen(total, _sorted(connection, source, values, days, page))


def _sorted(
    connection: sqlite3.Connection, source: str, values: tuple[Any, ...], days: str, page: Page
) -> list[tuple[int, float | None]]:
    """The acts of the page, after all of them were put in order."""
    found = f"SELECT c.search_id, NULL FROM {source} ORDER BY c.date IS NULL, {days} LIMIT ? OFFSET ?"
    return [(row[0], None) for row in connection.execute(found, (*values, page.limit, page.offset))]


def _walked(
    connection: sqlite3.Connection, asked: Query, wanted: list[Condition], days: str, page: Page
) -> list[tuple[int, float | None]]:
    """The same of very many acts that have a day: taken day by day, until the page is full."""
    source, values = source_of(asked._replace(match=""), wanted)
    dated = source.replace("catalogue c", "catalogue c INDEXED BY idx_catalogue_date", 1) + " AND c.date IS NOT NULL"
    if not asked.match:
        listed = f"SELECT c.search_id, NULL FROM {dated} ORDER BY {days} LIMIT ? OFFSET ?"
        return list(map(tuple, connection.execute(listed, (*values, page.limit, page.offset))))
    rows: list[Any] = []
    if not any(term.how == "prefix" for term in asked.terms):  # gathered anew for each act that is looked up
        first = connection.execute(f"SELECT c.search_id FROM {dated} ORDER BY {days} LIMIT ?", (*values, _LOOKED_UP))
        answers = "SELECT 1 FROM search WHERE rowid = ? AND search MATCH ?"
        found = (row for row in first if connection.execute(answers, (row[0], asked.match)).fetchone())
        rows = list(islice(found, page.offset, page.end))
    if len(rows) < page.limit:  # all that have the words, first
        rows = connection.execute(
            f"SELECT c.search_id FROM {dated} AND c.search_id IN (SELECT rowid FROM search WHERE search MATCH ?) "
            f"ORDER BY {days} LIMIT ? OFFSET ?",
            (*values, asked.match, page.limit, page.offset),
        ).fetchall()
    return [(row[0], None) for row in rows]


def _ranked(connection: sqlite3.Connection, asked: Query, source: str, values: tuple[Any, ...], page: Page) -> Chosen:
    """Of not so many acts: all of them in one pass."""
    close = _close(connection, asked)
    rows = connection.execute(f"SELECT search.rowid, {_RANK} AS score FROM {source}", values)
    best = sorted((score * 2 if row in close else score, row) for row, score in rows)
    return Chosen(len(best), [(row, score) for score, row in best[page.offset : page.end]])


def _close(connection: sqlite3.Connection, asked: Query) -> set[int]:
    """The acts in which words of the query stand side by side: what is asked for is a street more often than a street
    here and lime trees there. They count twice."""
    if not asked.near:
        return set()
    some = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)"
    if connection.execute(some, (asked.match, _COMMON + 1)).fetchone()[0] > _COMMON:
        return set()
    close = "SELECT rowid FROM search WHERE search MATCH ?"
    return {row[0] for row in connection.execute(close, (f"({asked.match}) AND ({asked.near})",))}


def _first(
    connection: sqlite3.Connection, match: str, source: str, values: tuple[Any, ...], wanted: int
) -> list[tuple[int, float | None]]:
    """The first of many acts that answer: those whose title answers, the best first, then those that came last.

    Ranking reads every act that answers, 60 ms for a hundred thousand of them, to choose among acts that are all alike.
    """
    in_titles = tuple(f"{{title title_stems}} : ({match})" if value == match else value for value in values)
    titles = connection.execute(
        f"SELECT search.rowid, {_RANK} AS score FROM {source} ORDER BY score, search.rowid LIMIT ?",
        (*in_titles, wanted),
    )
    found: dict[int, float | None] = dict(map(tuple, titles))
    if len(found) < wanted:
        for row in _newest(connection, source, values, wanted + len(found)):
            found.setdefault(row, None)
    return list(found.items())[:wanted]


def _titled_first(connection: sqlite3.Connection, asked: Query, rows: list[int]) -> list[int]:
    """Of acts of a large corpus, the last first, those with most words of the query in their title put first.

    Titles are read here: the index would go through all acts to say that there is no such title, and through all that
    have a word to say how rare it is.
    """
    titles = connection.execute(
        "SELECT search_id, title FROM deliberations WHERE search_id IN (SELECT value FROM json_each(?))",
        (json.dumps(rows[:_TITLES]),),
    )
    held = {row: _different(title, asked.terms) for row, title in titles if title}
    return sorted(rows[:_TITLES], key=lambda row: (-held.get(row, 0), -row)) + rows[_TITLES:]


def _different(text: str, terms: tuple[Term, ...]) -> int:
    """How many different words of the query a text holds."""
    return len({text[start:end].casefold() for start, end in marks(text, terms)})


def _newest(connection: sqlite3.Connection, source: str, values: tuple[Any, ...], limit: int) -> list[int]:
    rows = connection.execute(f"SELECT search.rowid FROM {source} ORDER BY search.rowid DESC LIMIT ?", (*values, limit))
    return [row[0] for row in rows]
