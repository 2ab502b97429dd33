"""Questions to a corpus: acts by their words, and what one id stands for.

In: an open corpus, a query as people type it, filters. Out: `Hit` rows, the best first, each with a passage of the
original text and where its words stand; `show` gives back the record behind an id. Reads only; a query never raises.
"""

from __future__ import annotations

import json
import re
import sqlite3
from itertools import combinations
from typing import Any, Literal, NamedTuple

from ..errors import NotFound
from ..parser.record import Document
from .chains import Chain
from .chains import of_act as chain_of
from .corrections import Correction, of_document
from .database import file_of, speaking
from .filters import NO_FILTERS, Condition, Filters, conditions
from .load import load_record
from .query import NOTHING, Query, Term, marks, parse_query
from .sources import printable

PASSAGE = 240  # characters of the passage shown
# Weights of the columns in the order of schema.SEARCH_COLUMNS: a word of the title says what the act is about.
_WEIGHTS = (8.0, 1.0, 2.0, 2.0, 8.0, 1.0)
_RANK = f"bm25(search, {', '.join(map(str, _WEIGHTS))})"
_FEW = 5_000  # acts that answer, or that filters let through, of which all are ranked, words side by side before others
_COMMON = 20_000  # acts with the words of a query beyond which nobody looks whether they stand side by side
_BROAD = 15_000  # acts that answer, without filters, beyond which not all of them are ranked
_TITLES = 150_000  # and beyond which not all of their titles are looked into
_LOOSE = 8  # words of a sentence that are tried when no act has all
_DEEP = 2_000  # hits in their order; who asks for more gets all ranked
_FIELDS = """
    d.id, d.document_id, d.session_id, b.name AS body, s.organ, s.date, d.number, d.title, v.outcome, f.file, f.path,
    d.page, d.considerants, d.dispositif
    FROM deliberations d
    JOIN documents f ON f.id = d.document_id
    JOIN sessions s ON s.id = d.session_id
    LEFT JOIN bodies b ON b.id = s.body_id
    LEFT JOIN votes v ON v.deliberation_id = d.id"""

Span = tuple[int, int]
Order = Literal["best", "latest", "earliest"]


class Hit(NamedTuple):
    """One act that answers. Spans are (start, end) in the text beside them; `page` is where the act begins."""

    id: str
    document_id: str
    session_id: str
    body: str | None
    organ: str | None
    date: str | None
    number: str | None
    title: str | None
    title_marks: tuple[Span, ...]
    outcome: str | None
    passage: str
    passage_marks: tuple[Span, ...]
    file: str
    path: str
    page: int | None
    score: float | None


class Found(NamedTuple):
    """The hits of one page of results, and how many acts answer in all.

    `partly`: no act holds all the words; these hold most of them.
    """

    total: int
    hits: tuple[Hit, ...]
    partly: bool = False


class Shown(NamedTuple):
    """What an id stands for. `document` is the record, or the act's part of it; a session has `parts` only.

    `also` are the other acts that are the same decision (see `twins.py`), `corrections` what was put right by hand,
    `chain` what the act does to earlier ones and later ones to it (see `chains.py`).
    """

    id: str
    kind: Literal["document", "act", "session"]
    path: str | None
    document: Document | None
    parts: tuple[dict[str, Any], ...] = ()
    also: tuple[dict[str, Any], ...] = ()
    corrections: tuple[Correction, ...] = ()
    chain: Chain | None = None


def search(
    connection: sqlite3.Connection,
    query: str,
    filters: Filters = NO_FILTERS,
    *,
    order: Order = "best",
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """Acts that answer the query and pass the filters, the best first; see `query.py` for what can be asked.

    `order` "latest" and "earliest" are by the day of the sitting; acts without a day come last.

    A query without words and with filters lists the acts that the filters let through, the latest first; without both
    nothing is found. Superseded documents and twins are left out. The order is the same at every call, so that pages
    (`limit`, `offset`) fit together. Raises `ValueError` for a filter that makes no sense, `BadDatabase` where the file
    cannot be read.
    """
    asked = parse_query(query)
    wanted = conditions(filters)
    if not asked.match and not asked.without and not wanted:
        return Found(0, ())
    with speaking(file_of(connection)):
        total, chosen = _choose(connection, asked, wanted, order, max(0, limit), max(0, offset))
        partly = False
        if not total and len(asked.parts) > 1:
            asked, partly = _loosened(connection, asked, wanted)
            if partly:
                total, chosen = _choose(connection, asked, wanted, order, max(0, limit), max(0, offset))
        return Found(total, tuple(_hit(connection, row, score, asked.terms) for row, score in chosen), partly)


def narrowed(connection: sqlite3.Connection, query: str, filters: Filters) -> tuple[str, tuple[Any, ...]]:
    """What follows FROM to have the acts that a search finds as rows of `catalogue c`, with its values; all, where
    neither words nor filters are given. Raises `ValueError`."""
    asked, wanted = parse_query(query), conditions(filters)
    if len(asked.parts) > 1 and not _any(connection, asked, wanted):
        asked, _ = _loosened(connection, asked, wanted)
    return _source(asked, wanted)


def _any(connection: sqlite3.Connection, asked: Query, wanted: list[Condition]) -> bool:
    """Does any act answer?"""
    source, values = _source(asked, wanted)
    return connection.execute(f"SELECT 1 FROM {source} LIMIT 1", values).fetchone() is not None


def _loosened(connection: sqlite3.Connection, asked: Query, wanted: list[Condition]) -> tuple[Query, bool]:
    """For a query of which no act has all the words, one for the acts that have most of them, and true.

    Words that no act has are left out, then one of the others, then two: at least half stay. Only mere words: who uses
    operators has said what may be missing.
    """

    def answers(match: str) -> bool:
        if few is None:
            return _any(connection, asked._replace(match=match), wanted)
        source, values = _among(match, few)
        return connection.execute(f"SELECT 1 FROM {source} LIMIT 1", values).fetchone() is not None

    few = _few(connection, wanted)
    known = [part for part in asked.parts if answers(part)][:_LOOSE]
    for kept in range(len(known), (len(asked.parts[:_LOOSE]) + 1) // 2 - 1, -1):
        match = " OR ".join(f"({' AND '.join(some)})" for some in combinations(known, kept))
        if answers(match):
            return asked._replace(match=match, near=""), True
    return asked, False


def _source(asked: Query, wanted: list[Condition]) -> tuple[str, tuple[Any, ...]]:
    if asked.without:
        wanted = [("c.search_id NOT IN (SELECT rowid FROM search WHERE search MATCH ?)", (asked.without,)), *wanted]
    source = "catalogue c"
    if asked.match:  # CROSS: the words come first, then the filters one act at a time
        source = "search CROSS JOIN catalogue c"
        wanted = [("c.search_id = search.rowid AND search MATCH ?", (asked.match,)), *wanted]
    where = " AND ".join(condition for condition, _ in wanted) or "1"
    return f"{source} WHERE {where}", tuple(value for _, values in wanted for value in values)


def _choose(
    connection: sqlite3.Connection, asked: Query, wanted: list[Condition], order: Order, limit: int, offset: int
) -> tuple[int, list[tuple[int, float | None]]]:
    """How many acts answer, and the `search_id`s of the page asked for with their scores."""
    values: tuple[Any, ...]
    by_day = order != "best" or not asked.match
    if asked.match and not wanted and not by_day:  # the index alone answers: nothing is joined before that
        source, values = "search WHERE search MATCH ?", (asked.match,)
    else:
        source, values = _source(asked, wanted)
    if by_day:
        (total,) = connection.execute(f"SELECT count(*) FROM {source}", values).fetchone()
        days = "c.date IS NULL, c.date" if order == "earliest" else "c.date DESC"
        found = f"SELECT c.search_id, NULL FROM {source} ORDER BY {days}, c.deliberation_id LIMIT ? OFFSET ?"
        return total, [(row[0], None) for row in connection.execute(found, (*values, limit, offset))]
    few = _few(connection, wanted)
    if few is not None:
        source, values = _among(asked.match, few)
    ranked = f"SELECT search.rowid, {_RANK} AS score FROM {source}"
    total = 0
    if few is None:
        (total,) = connection.execute(f"SELECT count(*) FROM {source}", values).fetchone()
    if total <= _FEW:  # all of them in one pass
        close = _close(connection, asked)
        rows = connection.execute(ranked, values)
        best = sorted((score * 2 if row in close else score, row) for row, score in rows)
        return len(best), [(row, score) for score, row in best[offset : offset + limit]]
    if total > (_FEW if wanted else _BROAD) and limit + offset <= _DEEP:
        return total, _broad(connection, asked.match, source, values, total, limit + offset)[offset:]
    page = connection.execute(f"{ranked} ORDER BY score, search.rowid LIMIT ? OFFSET ?", (*values, limit, offset))
    return total, [(row[0], row[1]) for row in page]


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


def _few(connection: sqlite3.Connection, wanted: list[Condition]) -> str | None:
    """The ids of the acts that the filters let through, as JSON; None where there are no filters, or many such acts."""
    if not wanted:
        return None
    source, values = _source(NOTHING, wanted)
    found = connection.execute(f"SELECT c.search_id FROM {source} LIMIT ?", (*values, _FEW + 1)).fetchall()
    return None if len(found) > _FEW else json.dumps([row[0] for row in found])


def _among(match: str, few: str) -> tuple[str, tuple[Any, ...]]:
    """What follows FROM to have those of a few acts that answer; nothing is joined."""
    return "search WHERE search MATCH ? AND +rowid IN (SELECT value FROM json_each(?))", (match, few)


def _broad(
    connection: sqlite3.Connection, match: str, source: str, values: tuple[Any, ...], total: int, wanted: int
) -> list[tuple[int, float | None]]:
    """The first hits of a query that a large part of a large corpus answers.

    Ranking reads every act that answers, 60 ms for a hundred thousand of them, to choose among acts that are all alike.
    So acts whose title answers come first, the best before others (of the last that came into the corpus, where even
    they are very many), and then those that came last.
    """
    (last,) = connection.execute("SELECT max(search_id) FROM deliberations WHERE search_id IS NOT NULL").fetchone()
    since = last - last * _TITLES // total if total > _TITLES else 0
    in_titles = tuple(f"{{title title_stems}} : ({match})" if value == match else value for value in values)
    titles = connection.execute(
        f"SELECT search.rowid, {_RANK} AS score FROM {source} AND search.rowid > ? ORDER BY score, 1 LIMIT ?",
        (*in_titles, since, wanted),
    )
    found: dict[int, float | None] = dict(map(tuple, titles))
    if len(found) < wanted:
        rest = connection.execute(
            f"SELECT search.rowid FROM {source} ORDER BY search.rowid DESC LIMIT ?", (*values, wanted + len(found))
        )
        for (row,) in rest:
            found.setdefault(row, None)
    return list(found.items())[:wanted]


def _hit(connection: sqlite3.Connection, search_id: int, score: float | None, terms: tuple[Term, ...]) -> Hit:
    row = connection.execute(f"SELECT {_FIELDS} WHERE d.search_id = ?", (search_id,)).fetchone()
    passage, spans = _passage([row["dispositif"], row["considerants"]], terms)
    values = {name: row[name] for name in Hit._fields if name in row.keys()}  # noqa: SIM118  (a Row is no mapping)
    return Hit(
        **values,
        title_marks=tuple(marks(row["title"] or "", terms)),
        passage=passage,
        passage_marks=spans,
        score=None if score is None else -score,  # FTS5 gives better rows smaller numbers
    )


def _passage(texts: list[str | None], terms: tuple[Term, ...]) -> tuple[str, tuple[Span, ...]]:
    """The stretch of the texts that holds most of the words looked for; the beginning where none does."""
    best: tuple[int, str, int, list[Span]] | None = None
    for text in texts:
        if not text:
            continue
        spans = list(marks(text, terms))
        if best is None:
            best = (0, text, 0, [])
        for index, (start, _) in enumerate(spans):
            within = [span for span in spans[index:] if span[1] <= start + PASSAGE * 3 // 4]
            different = len({text[a:b].casefold() for a, b in within})
            if different * 100 + len(within) > best[0]:
                best = (different * 100 + len(within), text, start, spans)
    if best is None:
        return "", ()
    _, text, anchor, spans = best
    start = max(0, anchor - PASSAGE // 4)
    if start:
        start = text.find(" ", start, anchor) + 1 or start
    end = len(text)
    if start + PASSAGE < end:
        space = text.rfind(" ", start + PASSAGE // 2, start + PASSAGE)
        end = space if space > 0 else start + PASSAGE
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shift = len(before) - start
    kept = tuple((a + shift, b + shift) for a, b in spans if start <= a and b <= end)
    return before + re.sub(r"\s", " ", text[start:end]) + after, kept


# ---- one id ----------------------------------------------------------------------------------------------------------


def show(connection: sqlite3.Connection, wanted: str) -> Shown:
    """What the id stands for: a document, an act or a session. Raises `NotFound`."""
    wanted = wanted.strip().lower()
    if not re.fullmatch("[a-z2-7]+", wanted):  # the letters of `keys.content_key`
        raise NotFound(f"'{printable(wanted)}' is not an id.")
    with speaking(file_of(connection)):
        row = connection.execute("SELECT id, path FROM documents WHERE id = ?", (wanted,)).fetchone()
        if row is not None:
            fixed = tuple(of_document(connection, wanted))
            return Shown(wanted, "document", row["path"], load_record(connection, wanted), corrections=fixed)
        row = connection.execute(
            "SELECT d.document_id, d.statement_id, f.path FROM deliberations d "
            "JOIN documents f ON f.id = d.document_id WHERE d.id = ?",
            (wanted,),
        ).fetchone()
        if row is not None:
            part = load_record(connection, row["document_id"], act_id=wanted)
            said = {wanted, row["statement_id"], row["document_id"]}
            fixed = tuple(one for one in of_document(connection, row["document_id"]) if one.object_id in said)
            also = _also(connection, wanted)
            return Shown(wanted, "act", row["path"], part, (), also, fixed, chain_of(connection, wanted))
        if connection.execute("SELECT 1 FROM sessions WHERE id = ?", (wanted,)).fetchone() is not None:
            return Shown(wanted, "session", None, None, _statements(connection, wanted))
    raise NotFound(f"The corpus has nothing with the id '{wanted}'.")


def _also(connection: sqlite3.Connection, act_id: str) -> tuple[dict[str, Any], ...]:
    """The other acts that are the same decision, the chosen one first."""
    rows = connection.execute(
        "SELECT d.id, f.kind, f.path, d.page, d.twin FROM deliberations d JOIN documents f ON f.id = d.document_id "
        "WHERE d.decision_id = (SELECT decision_id FROM deliberations WHERE id = ?) AND d.id <> ? "
        "ORDER BY d.id <> d.decision_id, d.id",
        (act_id, act_id),
    )
    return tuple(dict(row) for row in rows)


def _statements(connection: sqlite3.Connection, session_id: str) -> tuple[dict[str, Any], ...]:
    """What each document says of the session, by act."""
    rows = connection.execute(
        """SELECT d.id, d.number, d.title, v.outcome, b.name AS body, s.organ, s.date, f.file, t.in_office,
                  t.present_count, t.proxy_count, t.voter_count, t.list_id, l.present, l.absent, l.represented
           FROM statements t
           JOIN documents f ON f.id = t.document_id AND f.superseded_by IS NULL
           JOIN sessions s ON s.id = t.session_id
           LEFT JOIN bodies b ON b.id = s.body_id
           LEFT JOIN attendance_lists l ON l.id = t.list_id
           LEFT JOIN deliberations d ON d.statement_id = t.id
           LEFT JOIN votes v ON v.deliberation_id = d.id
           WHERE t.session_id = ? ORDER BY f.file, f.id, t.ordinal, d.ordinal""",
        (session_id,),
    )
    return tuple(dict(row) for row in rows)
