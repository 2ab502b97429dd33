"""Questions to a corpus: acts by their words, and what one id stands for.

In: an open corpus, a query as people type it, filters. Out: `Hit` rows, the best first, each with a passage of the
original text and where its words stand; `show` gives back the record behind an id. Reads only; a query never raises.
"""

from __future__ import annotations

import calendar
import re
import sqlite3
from typing import Any, Literal, NamedTuple

from ..errors import NotFound
from ..parser.record import Document
from .corrections import Correction, of_document
from .database import file_of, speaking
from .keys import body_key
from .load import load_record
from .query import Term, marks, parse_query
from .sources import printable

PASSAGE = 240  # characters of the passage shown
# Weights of the columns in the order of schema.SEARCH_COLUMNS: a word of the title says what the act is about.
_WEIGHTS = (8.0, 1.0, 2.0, 2.0, 8.0, 1.0)
_RANK = f"bm25(search, {', '.join(map(str, _WEIGHTS))})"
_BROAD = 15_000  # acts that answer beyond which not all of them are ranked
_TITLES = 150_000  # and beyond which not all of their titles are looked into
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
    """The hits of one page of results, and how many acts answer in all."""

    total: int
    hits: tuple[Hit, ...]


class Shown(NamedTuple):
    """What an id stands for. `document` is the record, or the act's part of it; a session has `parts` only.

    `also` are the other acts that are the same decision (see `twins.py`), `corrections` what was put right by hand.
    """

    id: str
    kind: Literal["document", "act", "session"]
    path: str | None
    document: Document | None
    parts: tuple[dict[str, Any], ...] = ()
    also: tuple[dict[str, Any], ...] = ()
    corrections: tuple[Correction, ...] = ()


def day_bound(text: str, *, last: bool) -> str:
    """A year, a month or a day (2013, 2013-05, 2013-05-27, 27/05/2013) as its first or last ISO day.

    Raises `ValueError` for anything else.
    """
    found = re.fullmatch(r"(\d{4})(?:-(\d\d?))?(?:-(\d\d?))?", text.strip())
    parts = found.groups() if found else None
    if parts is None and (found := re.fullmatch(r"(\d\d?)[/.](\d\d?)[/.](\d{4})", text.strip())):
        parts = found.groups()[::-1]
    if parts is None:
        raise ValueError(f"'{text}' is no date: give 2013, 2013-05 or 2013-05-27")
    year = int(parts[0])
    month = int(parts[1]) if parts[1] else (12 if last else 1)
    if not 1 <= month <= 12 or year < 1:
        raise ValueError(f"'{text}' has no such month")
    days = calendar.monthrange(year, month)[1]
    day = int(parts[2]) if parts[2] else (days if last else 1)
    if not 1 <= day <= days:
        raise ValueError(f"'{text}' has no such day")
    return f"{year:04d}-{month:02d}-{day:02d}"


def search(
    connection: sqlite3.Connection,
    query: str,
    *,
    body: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    limit: int = 20,
    offset: int = 0,
) -> Found:
    """Acts that answer the query, the best first; see `query.py` for what can be asked.

    `body` is part of a body's name (accents, case and "Ville de" do not count); `from_` and `to` are days as
    `day_bound` takes them, both included (`ValueError` for what is no day). An empty query with a filter lists the
    acts that the filter lets through, the latest first. Superseded documents are left out. Raises `BadDatabase` where
    the file cannot be read.
    """
    asked = parse_query(query)
    wanted: list[tuple[str, str]] = []
    if asked.without:
        wanted.append(("d.search_id NOT IN (SELECT rowid FROM search WHERE search MATCH ?)", asked.without))
    if body is not None:
        wanted.append(("s.body_id IN (SELECT id FROM bodies WHERE instr(name_key, ?))", body_key(body)))
    if from_ is not None:
        wanted.append(("s.date >= ?", day_bound(from_, last=False)))
    if to is not None:
        wanted.append(("s.date <= ?", day_bound(to, last=True)))
    if not asked.match and not wanted:
        return Found(0, ())
    with speaking(file_of(connection)):
        total, chosen = _choose(connection, asked.match, wanted, max(0, limit), max(0, offset))
        return Found(total, tuple(_hit(connection, row, score, asked.terms) for row, score in chosen))


def _choose(
    connection: sqlite3.Connection, match: str, wanted: list[tuple[str, str]], limit: int, offset: int
) -> tuple[int, list[tuple[int, float | None]]]:
    """How many acts answer, and the `search_id`s of the page asked for with their scores."""
    acts = "deliberations d JOIN sessions s ON s.id = d.session_id"
    if not match:
        tables, row, score, order = acts, "d.search_id", "NULL", "s.date DESC, d.id"
        wanted = [("d.search_id > ?", "0"), *wanted]
    elif wanted:  # CROSS: the words come first, then the filters one act at a time
        tables, row, score, order = f"search CROSS JOIN {acts}", "search.rowid", _RANK, "score, search.rowid"
        wanted = [("d.search_id = search.rowid AND search MATCH ?", match), *wanted]
    else:  # the index alone answers: nothing is joined before the best are known
        tables, row, score, order = "search", "rowid", _RANK, "score, rowid"
        wanted = [("search MATCH ?", match)]
    rest = f"FROM {tables} WHERE {' AND '.join(condition for condition, _ in wanted)}"
    values = [value for _, value in wanted]
    (total,) = connection.execute(f"SELECT count(*) {rest}", values).fetchone()
    if tables == "search" and total > _BROAD and limit + offset <= _DEEP:
        return total, _broad(connection, match, total, limit + offset)[offset:]
    page = connection.execute(
        f"SELECT {row} AS found, {score} AS score {rest} ORDER BY {order} LIMIT ? OFFSET ?", (*values, limit, offset)
    )
    return total, [(one["found"], one["score"]) for one in page]


def _broad(connection: sqlite3.Connection, match: str, total: int, wanted: int) -> list[tuple[int, float | None]]:
    """The first hits of a query that a large part of a large corpus answers.

    Ranking reads every act that answers, 60 ms for a hundred thousand of them, to choose among acts that are all alike.
    So acts whose title answers come first, the best before others (of the last that came into the corpus, where even
    they are very many), and then those that came last.
    """
    (last,) = connection.execute("SELECT max(search_id) FROM deliberations WHERE search_id IS NOT NULL").fetchone()
    since = last - last * _TITLES // total if total > _TITLES else 0
    titles = connection.execute(
        f"SELECT rowid, {_RANK} AS score FROM search WHERE search MATCH ? AND rowid > ? ORDER BY score, rowid LIMIT ?",
        (f"{{title title_stems}} : ({match})", since, wanted),
    )
    found: dict[int, float | None] = dict(map(tuple, titles))
    if len(found) < wanted:
        rest = connection.execute(
            "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?", (match, wanted + len(found))
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
            return Shown(wanted, "act", row["path"], part, (), _also(connection, wanted), fixed)
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
