"""What only several documents together tell: numbers (C24), authorities (C21), days (C17), copies (C40), errata (C37).

In: an open corpus. Out: rows of `corpus_checks`, the failures only, by the body and the year that were compared. A body
and year is compared again when a document of it has come or gone (table `unaudited`), once at the end of a run, so that
a document costs no more as the corpus grows. The outcome depends on what the corpus holds, never on the order in which
it came. What a check asks, its law and its severity are in rules/checks.toml, as for the checks of one document.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ..parser.checks.catalogue import catalogue, words_of
from ..parser.folding import fold
from . import numbering
from .database import transaction
from .keys import organ_key
from .rows import dump

_SOME = 20  # bodies and years compared in one transaction
_LONG = 300  # letters of an act whose text, met again, is a copy; shorter ones are formulas
_RARE = 5  # a SIREN is odd where another one of the same name is this many times as frequent
ALL_YEARS = 0
"""The year of what is compared over all years of a body."""

# An act in two files counts once: the one that stands for the decision.
_ACTS = """
    FROM deliberations d
    JOIN sessions s ON s.id = d.session_id
    JOIN documents f ON f.id = d.document_id AND f.superseded_by IS NULL
    WHERE s.body_id = :body AND s.date >= :first AND s.date <= :last AND d.twin IS NULL
    AND (d.decision_id IS NULL OR d.decision_id = d.id)"""


class _Found(NamedTuple):
    """A failure before it is a row."""

    check_id: str
    document_id: str
    statement_id: str | None
    act_id: str | None
    message: str
    read: dict[str, Any]
    page: int | None
    severity: str | None = None


def mark(connection: sqlite3.Connection, sessions: Iterable[str]) -> None:
    """The bodies and years of these sessions are to be compared again, within the caller's transaction."""
    connection.executemany(
        "INSERT INTO unaudited SELECT body_id, CAST(substr(date, 1, 4) AS INTEGER) FROM sessions "
        "WHERE id = ? AND body_id IS NOT NULL AND date IS NOT NULL ON CONFLICT DO NOTHING",
        [(one,) for one in sessions],
    )


def refresh(connection: sqlite3.Connection) -> None:
    """Compare what is marked. Raises `BadDatabase`."""
    marked = False
    while marked or connection.execute("SELECT 1 FROM unaudited LIMIT 1").fetchone() is not None:
        with transaction(connection):
            some = connection.execute(
                "SELECT body_id, year FROM unaudited ORDER BY body_id, year LIMIT ?", (_SOME,)
            ).fetchall()
            for body, year in some:
                _compare(connection, body, year)
            connection.executemany("DELETE FROM unaudited WHERE body_id = ? AND year = ?", map(tuple, some))
            marked = marked or bool(some)
            if marked and not some:
                _put(connection, None, ALL_YEARS, _authorities(connection))
        if not some:
            return


def _compare(connection: sqlite3.Connection, body: str, year: int) -> None:
    scope = {"body": body, "first": f"{year:04d}-01-01", "last": f"{year:04d}-12-31"}
    found = [
        *_numbers(connection, scope), *_received(connection, scope), *_called(connection, scope),
        *_copies(connection, scope), *_errata(connection, scope),
    ]  # fmt: skip
    _put(connection, body, year, ((body, one) for one in found))


def _put(connection: sqlite3.Connection, body: str | None, year: int, found: Iterable[tuple[str, _Found]]) -> None:
    """Write the failures in place of those that were there; `body` None: of every body, for that year."""
    if body is None:
        connection.execute("DELETE FROM corpus_checks WHERE year = ?", (year,))
    else:
        connection.execute("DELETE FROM corpus_checks WHERE body_id = ? AND year = ?", (body, year))
    ordered = sorted(
        found, key=lambda one: (one[0], one[1].check_id, one[1].act_id or one[1].statement_id or "", one[1].message)
    )
    ordinals: Counter[str] = Counter()
    for of, one in ordered:
        entry = catalogue()[one.check_id]
        connection.execute(
            "INSERT INTO corpus_checks (body_id, year, ordinal, document_id, statement_id, deliberation_id, check_id, "
            "verdict, severity, message, read, page, law) VALUES (?, ?, ?, ?, ?, ?, ?, 'fails', ?, ?, ?, ?, ?)",
            (of, year, ordinals[of], one.document_id, one.statement_id, one.act_id, one.check_id,
             one.severity or entry.severity, one.message, dump(one.read), one.page, entry.law),
        )  # fmt: skip
        ordinals[of] += 1


# ---- what is compared ------------------------------------------------------------------------------------------------


def _numbers(connection: sqlite3.Connection, scope: dict[str, str]) -> Iterator[_Found]:
    """C24: gaps, numbers given twice, numbers that go back in time."""
    rows = connection.execute(
        f"SELECT d.id, d.number, d.title, s.date, s.organ, d.document_id, d.page {_ACTS} AND d.number IS NOT NULL",
        scope,
    ).fetchall()
    where = {row[0]: (row[5], row[6]) for row in rows}
    acts = [
        numbering.Act(id_, number, title or "", date, organ_key(organ)) for id_, number, title, date, organ, *_ in rows
    ]
    for odd in numbering.odd_numbers(acts):
        document, page = where[odd.act_id]
        yield _Found("C24", document, None, odd.act_id, odd.message, odd.read, page)


def _received(connection: sqlite3.Connection, scope: dict[str, str]) -> Iterator[_Found]:
    """C17: two documents of one decision give different days of receipt."""
    rows = connection.execute(
        """SELECT d.decision_id, d.id, d.received, d.document_id, d.page, f.file FROM deliberations d
        JOIN sessions s ON s.id = d.session_id
        JOIN documents f ON f.id = d.document_id AND f.superseded_by IS NULL
        WHERE s.body_id = :body AND s.date >= :first AND s.date <= :last
        AND d.decision_id IS NOT NULL AND d.received IS NOT NULL ORDER BY d.id""",
        scope,
    ).fetchall()
    by_decision: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_decision[row[0]].append(row)
    for decision, same in by_decision.items():
        days = sorted({row[2] for row in same})
        if len(days) > 1:
            chosen = next((row for row in same if row[1] == decision), same[0])
            said = "; ".join(f"{row[2]} in {row[5]}" for row in same)
            message = f"Documents of this decision give different days of receipt: {said}."
            yield _Found("C17", chosen[3], None, chosen[1], message, {"received": days}, chosen[4])


def _called(connection: sqlite3.Connection, scope: dict[str, str]) -> Iterator[_Found]:
    """C17: documents of one sitting give different days of convocation; told of those that few of them give."""
    rows = connection.execute(
        """SELECT s.id, t.id, t.convocation_date, t.document_id FROM sessions s JOIN statements t ON t.session_id = s.id
        JOIN documents f ON f.id = t.document_id AND f.superseded_by IS NULL
        WHERE s.body_id = :body AND s.date >= :first AND s.date <= :last AND t.convocation_date IS NOT NULL
        ORDER BY t.id""",
        scope,
    ).fetchall()
    by_session: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_session[row[0]].append(row)
    for same in by_session.values():
        days = Counter(row[2] for row in same)
        if len(days) < 2:
            continue
        usual = max(days, key=lambda day: (days[day], day))
        for _, statement, day, document in same:
            if day != usual:
                message = (
                    f"Called on {day}, by this document; on {usual}, by {days[usual]} other"
                    f"{'s' if days[usual] > 1 else ''} of the same sitting."
                )
                yield _Found("C17", document, statement, None, message, {"convocation_dates": dict(days)}, None)


def _copies(connection: sqlite3.Connection, scope: dict[str, str]) -> Iterator[_Found]:
    """C40: the same text, word for word, in two acts that are not one decision."""
    rows = connection.execute(
        f"""SELECT d.id, d.document_id, d.page, s.date, d.number, d.considerants, d.dispositif {_ACTS}
        AND length(d.dispositif) + coalesce(length(d.considerants), 0) >= {_LONG} ORDER BY s.date, d.id""",
        scope,
    )
    first: dict[tuple[str | None, str], Any] = {}
    for row in rows:
        known = first.setdefault((row["considerants"], row["dispositif"]), row)
        if known is not row:
            as_ = f"{known['number'] or 'an act'} of {known['date']}"
            message = f"The same text, word for word, as {as_}."
            yield _Found("C40", row["document_id"], None, row["id"], message, {"same_as": known["id"]}, row["page"])


def _errata(connection: sqlite3.Connection, scope: dict[str, str]) -> Iterator[_Found]:
    """C37: minutes of an earlier sitting are approved, and who was there is put right."""
    rows = connection.execute(f"SELECT d.id, d.document_id, d.page, d.title {_ACTS} AND d.title IS NOT NULL", scope)
    approving = [row for row in rows if words_of("C37", "approval").search(fold(row["title"]))]
    for row in approving:
        texts = connection.execute("SELECT considerants, dispositif FROM deliberations WHERE id = ?", (row["id"],))
        text = "\n".join(part for part in texts.fetchone() if part)
        text = " ".join(text.split())
        folded = fold(text)
        for first, last in words_of("C37", "erratum").every(folded):
            start, end = max(0, first - 100), min(len(text), last + 100)
            if words_of("C37", "attendance").search(folded, start, end):
                quoted = " ".join(text[start:end].split())
                message = f"Minutes of an earlier sitting are approved, and who was there is put right: « {quoted} »."
                yield _Found(
                    "C37", row["document_id"], None, row["id"], message, {"words": folded[first:last]}, row["page"]
                )
                break


def _authorities(connection: sqlite3.Connection) -> Iterator[tuple[str, _Found]]:
    """C21: the SIREN of an identifier is not the one that the other documents of that name and département give."""
    given: dict[str, Counter[str]] = defaultdict(Counter)
    for name, siren, times in connection.execute(
        "SELECT body_key, siren, count(*) FROM statements WHERE body_key IS NOT NULL AND siren IS NOT NULL "
        "GROUP BY body_key, siren"
    ):
        given[name][siren] = times
    acts = """SELECT d.id, d.document_id, d.page, d.act_id, s.body_id FROM statements t
        JOIN deliberations d ON d.statement_id = t.id JOIN sessions s ON s.id = d.session_id
        JOIN documents f ON f.id = d.document_id AND f.superseded_by IS NULL
        WHERE t.body_key = ? AND t.siren = ? AND d.act_id IS NOT NULL ORDER BY d.id"""
    for name, sirens in sorted(given.items()):
        if len(sirens) < 2:
            continue
        usual = max(sirens, key=lambda one: (sirens[one], one))
        sample = connection.execute(f"{acts} LIMIT 1", (name, usual)).fetchone()
        for siren, times in sorted(sirens.items()):
            if sample is None or siren == usual or times * _RARE > sirens[usual]:
                continue
            for id_, document, page, act_id, body in connection.execute(acts, (name, siren)).fetchall():
                if body is None or _department(act_id) != _department(sample[3]):
                    continue  # communes of one name in two départements
                message = (
                    f"The identifier bears the SIREN {siren}; {sirens[usual]} other documents of that name and "
                    f"département bear {usual}."
                )
                yield body, _Found("C21", document, None, id_, message, {"siren": siren, "usual": usual}, page, "warn")


def _department(act_id: str) -> str:
    """The département that an identifier names, whatever type stands before it."""
    parts = act_id.split("-")
    return parts[1] if "_" in parts[0] and len(parts) > 1 else parts[0]
