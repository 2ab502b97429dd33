"""One decision, several documents: found, linked, and not counted twice.

In: an open corpus. Out: `deliberations.decision_id`, the same for all acts that are one decision (null for one that is
in no other document), and `twin`, 1 for an extract of which another file holds the same act: it is kept, linked, and
left out of the search and of the view `acts`. Minutes and the extract of one decision are linked and both are found,
because their texts differ.

Two acts of one session in two documents are one decision where their identifiers say the same (SIREN, day, number,
nature), or else their numbers, or else, where one of them prints no number, their titles, or their places on the agenda
with titles that begin alike. Identifiers that differ, and what a document says of two acts, prove nothing.

A session is compared when a document of it has come or gone (table `unlinked`), once at the end of a run. The outcome
depends on what the corpus holds, never on the order in which it came.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from . import chains, comparisons, fulltext
from .database import transaction
from .keys import identity_of, name_key

_SOME = 200  # sessions compared in one transaction
_LONG_TITLE = 12  # characters: shorter titles ("Questions diverses") are many acts'


class _Act(NamedTuple):
    """What is compared of an act."""

    id: str
    document_id: str
    extract: bool
    identity: tuple[str, str, str, str] | None
    number: str
    title: str
    place: tuple[str, str] | None
    decision_id: str | None
    twin: int | None


def mark(connection: sqlite3.Connection, sessions: Iterable[str]) -> None:
    """The acts of these sessions are to be compared again, and what these sessions are of."""
    marked = tuple(sessions)
    connection.executemany("INSERT INTO unlinked VALUES (?) ON CONFLICT DO NOTHING", [(one,) for one in marked])
    comparisons.mark(connection, marked)


def part(connection: sqlite3.Connection, document_id: str) -> None:
    """The document comes, goes or changes: its acts are linked with nothing, and their sessions are marked."""
    found = connection.execute(
        "SELECT DISTINCT session_id FROM deliberations WHERE document_id = ?", (document_id,)
    ).fetchall()
    mark(connection, [row[0] for row in found])
    connection.execute(
        "UPDATE deliberations SET decision_id = NULL WHERE decision_id IN "
        "(SELECT id FROM deliberations WHERE document_id = ?)",
        (document_id,),
    )
    connection.execute(
        "UPDATE deliberations SET decision_id = NULL, twin = NULL WHERE document_id = ? AND decision_id IS NOT NULL",
        (document_id,),
    )


def link(connection: sqlite3.Connection) -> None:
    """Compare what is marked, some sessions in one transaction. Raises `BadDatabase`."""
    while connection.execute("SELECT 1 FROM unlinked LIMIT 1").fetchone() is not None:
        with transaction(connection):
            link_some(connection)


def link_some(connection: sqlite3.Connection) -> None:
    """Compare some of what is marked, within the caller's transaction."""
    some = connection.execute("SELECT session_id FROM unlinked ORDER BY session_id LIMIT ?", (_SOME,)).fetchall()
    for (session,) in some:
        _link(connection, session)
    connection.executemany("DELETE FROM unlinked WHERE session_id = ?", map(tuple, some))


def _link(connection: sqlite3.Connection, session: str) -> None:
    rows = connection.execute(
        "SELECT d.id, d.document_id, f.kind, d.act_id, d.number, d.title, d.decision_id, d.twin, d.item "
        "FROM deliberations d JOIN documents f ON f.id = d.document_id AND f.superseded_by IS NULL "
        "WHERE d.session_id = ? ORDER BY d.id",
        (session,),
    ).fetchall()
    if len({row[1] for row in rows}) < 2 and all(row[6] is None and row[7] is None for row in rows):
        return
    acts = [
        _Act(id_, document, kind == "deliberation", identity_of(act_id), name_key(number or "").replace(" ", ""),
             name_key(title or ""), _place(item, title), decision, twin)
        for id_, document, kind, act_id, number, title, decision, twin, item in rows
    ]  # fmt: skip
    for group in groups(acts):
        chosen = min(group, key=_rank)
        for act in group:
            decision = chosen.id if len(group) > 1 else None
            twin = 1 if act.extract and act is not chosen else None
            if (decision, twin) == (act.decision_id, act.twin):
                continue
            connection.execute(
                "UPDATE deliberations SET decision_id = ?, twin = ? WHERE id = ?", (decision, twin, act.id)
            )
            chains.mark_act(connection, act.id)
            if twin:
                fulltext.drop_act(connection, act.id)
            else:
                fulltext.restore_act(connection, act.id)


def _place(item: str | None, title: str | None) -> tuple[str, str] | None:
    """The place on the agenda, and how the title begins: one document may print more of it than another."""
    begins = name_key(title or "").replace(" ", "")[:_LONG_TITLE]
    return (name_key(item), begins) if item and len(begins) == _LONG_TITLE else None


def groups(acts: list[_Act]) -> list[list[_Act]]:
    """The acts of one session by decision."""
    home = {act.id: [act] for act in acts}

    def join(one: _Act, other: _Act) -> None:
        first, second = home[one.id], home[other.id]
        if first is second or {act.document_id for act in first} & {act.document_id for act in second}:
            return
        if len({act.identity for act in (*first, *second)} - {None}) > 1:
            return
        first += second
        for act in second:
            home[act.id] = first

    for key in ("identity", "number", "title", "place"):
        alike: dict[object, list[_Act]] = defaultdict(list)
        for act in acts:
            value = getattr(act, key)
            if value and (key != "title" or len(value) >= _LONG_TITLE):
                alike[value].append(act)
        for found in alike.values():
            times = Counter(act.document_id for act in found)
            sure = [act for act in found if times[act.document_id] == 1]
            for index, act in enumerate(sure):
                for other in sure[index + 1 :]:
                    if key in ("identity", "number") or not (act.number and other.number):
                        join(act, other)
    return list({id(group): group for group in home.values()}.values())


def _rank(act: _Act) -> tuple[bool, bool, str]:
    """Of the acts that are one decision, the least stands for it: an extract, and with an identifier, before others."""
    return (not act.extract, act.identity is None, act.id)
