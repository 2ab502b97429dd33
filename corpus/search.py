"""Questions to a corpus: acts by their words, and what one id stands for.

In: an open corpus, a query as people type it, filters. Out: `Hit` rows, the best first, each with a passage of the
original text and where its words stand; `show` gives back the record behind an id. Reads only; a query never raises.
"""

from __future__ import annotations

import re
import sqlite3
from functools import partial
from itertools import combinations
from typing import Any, Literal, NamedTuple

from ..errors import NotFound
from ..files import printable
from ..parser.record import Document
from .chains import Chain
from .chains import of_act as chain_of
from .corrections import Correction, of_document
from .database import file_of, speaking
from .filters import NO_FILTERS, Condition, Filters, conditions, with_sets
from .fulltext import words_from
from .load import load_record
from .query import Query, Term, marks, parse_query
from .ranking import Order, Page, among, choose, few_of, is_large, source_of

PASSAGE = 240  # characters of the passage shown
_SPELLED = 3_000  # words that a beginning may stand for
_LOOSE = 8  # words of a sentence that are tried when no act has all
_FIELDS = """
    d.id, d.document_id, d.session_id, b.name AS body, s.organ, s.date, d.number, d.title, v.outcome, f.file, f.path,
    d.page, d.considerants, d.dispositif
    FROM deliberations d
    JOIN documents f ON f.id = d.document_id
    JOIN sessions s ON s.id = d.session_id
    LEFT JOIN bodies b ON b.id = s.body_id
    LEFT JOIN votes v ON v.deliberation_id = d.id"""

Span = tuple[int, int]


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

    `partly`: no act holds all the words; these hold most of them. `more`: there are more than `total`, which nobody
    counted (see `search`).
    """

    total: int
    hits: tuple[Hit, ...]
    partly: bool = False
    more: bool = False


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
    exact: bool = False,
) -> Found:
    """Acts that answer the query and pass the filters, the best first; see `query.py` for what can be asked.

    `order` "latest" and "earliest" are by the day of the sitting; acts without a day come last.

    A query without words and with filters lists the acts that the filters let through, the latest first; without both
    nothing is found. Superseded documents and twins are left out. The order is the same at every call, so that pages
    (`limit`, `offset`) fit together.

    In a corpus of more than 150,000 acts not all that have the words are looked at, but the 10,000 that came last,
    among the 100,000 acts that came last (all, where those are fewer than 100 or do not fill the page): `Found.more`.
    With `exact` all are.

    Raises `ValueError` for a filter that makes no sense, `BadDatabase` where the file cannot be read.
    """
    asked = _understood(connection, query, exact=exact)
    wanted = conditions(filters)
    if not asked.match and not asked.without and not wanted:
        return Found(0, ())
    page = Page(order, max(0, limit), max(0, offset), exact)
    with speaking(file_of(connection)):
        wanted = with_sets(connection, wanted)
        chosen = choose(connection, asked, wanted, page)
        partly = False
        if not chosen.total and len(asked.parts) > 1:
            asked, partly = _loosened(connection, asked, wanted)
            if partly:
                chosen = choose(connection, asked, wanted, page)
        hits = tuple(_hit(connection, row, score, asked.terms) for row, score in chosen.acts)
        return Found(chosen.total, hits, partly, chosen.more)


def narrowed(connection: sqlite3.Connection, query: str, filters: Filters) -> tuple[str, tuple[Any, ...]]:
    """What follows FROM to have the acts that a search finds as rows of `catalogue c`, with its values; all, where
    neither words nor filters are given. Raises `ValueError`."""
    asked, wanted = _understood(connection, query), with_sets(connection, conditions(filters))
    if len(asked.parts) > 1 and not _any(connection, asked, wanted):
        asked, _ = _loosened(connection, asked, wanted)
    return source_of(asked, wanted)


def _understood(connection: sqlite3.Connection, query: str, *, exact: bool = False) -> Query:
    """The query. In a large corpus a beginning (subv*) is asked for by its words: the index would gather all acts that
    have any of them before it gives the first."""
    spelled = not exact and "*" in query and is_large(connection)
    return parse_query(query, partial(words_from, connection, most=_SPELLED) if spelled else None)


def _any(connection: sqlite3.Connection, asked: Query, wanted: list[Condition]) -> bool:
    """Does any act answer?"""
    source, values = source_of(asked, wanted)
    return connection.execute(f"SELECT 1 FROM {source} LIMIT 1", values).fetchone() is not None


def _loosened(connection: sqlite3.Connection, asked: Query, wanted: list[Condition]) -> tuple[Query, bool]:
    """For a query of which no act has all the words, one for the acts that have most of them, and true.

    Words that no act has are left out, then one of the others, then two: at least half stay. Only mere words: who uses
    operators has said what may be missing.
    """

    def answers(match: str) -> bool:
        if few is None:
            return _any(connection, asked._replace(match=match), wanted)
        source, values = among(match, few)
        return connection.execute(f"SELECT 1 FROM {source} LIMIT 1", values).fetchone() is not None

    few = few_of(connection, wanted)
    known = [part for part in asked.parts if answers(part)][:_LOOSE]
    for kept in range(len(known), (len(asked.parts[:_LOOSE]) + 1) // 2 - 1, -1):
        match = " OR ".join(f"({' AND '.join(some)})" for some in combinations(known, kept))
        if answers(match):
            return asked._replace(match=match, near=""), True
    return asked, False


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
