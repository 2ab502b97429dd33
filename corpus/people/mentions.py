"""Where the names of one body stand: in lists, proxies, movements and votes of documents that count.

In: an open corpus, a scope (the id of a body; of a sitting whose body is not known). Out: a `Mention` for each place
where a name stands, with what is needed to write there whom it means. Superseded documents say nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from .spelling import gender


class Mention(NamedTuple):
    """One name in one place. `row` is the key of its row in `table`; `column` is where its member is written.

    `list_id` is the list of attendance that names it as present, absent or represented; None elsewhere (who holds a
    proxy, came or left, is in such a list beside).
    """

    name_id: str
    printed: str
    sex: str
    day: str | None
    list_id: str | None
    table: str
    column: str
    row: tuple[str | int, ...]
    member_id: str | None
    given_name: str | None
    surname: str | None
    civility: str | None


KEYS = {
    "attendance": ("list_id", "state", "ordinal"),
    "proxies": ("list_id", "ordinal"),
    "movements": ("list_id", "ordinal"),
    "dissents": ("deliberation_id", "ordinal"),
}

_SITTINGS = "SELECT id, date FROM sessions WHERE {} = ?"
_LISTS = """SELECT DISTINCT t.list_id FROM statements t JOIN documents f ON f.id = t.document_id
            WHERE t.session_id = ? AND f.superseded_by IS NULL AND t.list_id IS NOT NULL"""
_NAMES = {
    "attendance": "SELECT person_id, name, civility, given_name, surname, member_id, list_id, state, ordinal "
    "FROM attendance WHERE list_id = ? AND person_id IS NOT NULL",
    "holders": "SELECT holder_id, holder, holder_civility, holder_given_name, holder_surname, holder_member_id, "
    "list_id, ordinal FROM proxies WHERE list_id = ? AND holder_id IS NOT NULL",
    "movements": "SELECT person_id, name, civility, given_name, surname, member_id, list_id, ordinal "
    "FROM movements WHERE list_id = ? AND person_id IS NOT NULL",
}
_DISSENTS = """SELECT d.person_id, d.name, d.civility, d.given_name, d.surname, d.member_id, d.deliberation_id,
                      d.ordinal
               FROM deliberations a JOIN documents f ON f.id = a.document_id AND f.superseded_by IS NULL
               JOIN dissents d ON d.deliberation_id = a.id
               WHERE a.session_id = ? AND d.person_id IS NOT NULL"""


def mentions(connection: sqlite3.Connection, scope: str, column: str) -> Iterator[Mention]:
    """All of them; `column` of `sessions` ("body_id" or "id") is the one that holds the scope."""
    for session, day in connection.execute(_SITTINGS.format(column), (scope,)).fetchall():
        for (list_id,) in connection.execute(_LISTS, (session,)).fetchall():
            for row in connection.execute(_NAMES["attendance"], (list_id,)):
                yield _mention(row, day, list_id, "attendance", "member_id")
            for row in connection.execute(_NAMES["holders"], (list_id,)):
                yield _mention(row, day, None, "proxies", "holder_member_id")
            for row in connection.execute(_NAMES["movements"], (list_id,)):
                yield _mention(row, day, None, "movements", "member_id")
        for row in connection.execute(_DISSENTS, (session,)):
            yield _mention(row, day, None, "dissents", "member_id")


def _mention(row: sqlite3.Row, day: str | None, list_id: str | None, table: str, column: str) -> Mention:
    name_id, printed, civility, given_name, surname, member_id, *key = row
    return Mention(
        name_id, printed, gender(civility), day, list_id, table, column, tuple(key), member_id, given_name, surname,
        civility,
    )  # fmt: skip
