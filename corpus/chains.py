"""Which act is meant: citations of earlier deliberations, resolved to acts of the same body.

In: an open corpus. Out: `act_links.target_id` with `how` (what agreed), or null with `why`. A citation by number and
day means the act of that day with that number (or with that ordinal on the agenda, where acts have no numbers); one by
a number that holds a year, the act of that number; one by the day alone, the only act of that day with a title that
speaks of the same. Several candidates that are one decision (see `twins.py`) are one; several others are none: nothing
is guessed. A day or a number that contradicts the other is said in `why`.

A link depends on the acts under its number and its day only. When a document comes or goes, the keys of its acts are
marked (table `unchained`), and the citations of these keys, and its own, are resolved once at the end of a run: the
outcome depends on what the corpus holds, never on the order in which it came, and its cost not on how much that is.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

from .database import transaction
from .keys import name_key, number_key

_SOME = 200  # keys in one transaction
_ALIKE = 90  # of two titles, out of 100: rapidfuzz's token_set_ratio
_LONG_TITLE = 15  # characters: shorter titles ("Budget") are many acts'
_YEAR = re.compile(r"(?:^|\.)(?:1[789]|20)\d\d(?:\d{4})?(?:\.|$)")
_OWN = "of "  # before the id of an act whose own citations are to be resolved, in `unchained`
_OF_A_DOCUMENT = "SELECT id FROM deliberations WHERE document_id = ?"


class _Act(NamedTuple):
    """A candidate."""

    id: str
    number: str | None
    item: str | None
    title: str | None
    date: str | None
    extract: bool
    decision: str


class _Link(NamedTuple):
    """A citation to resolve, with the act that makes it."""

    act_id: str
    ordinal: int
    number_key: str | None
    day_key: str | None
    decision: str
    title: str | None
    date: str | None


class _Answer(NamedTuple):
    """The act that is meant and what agreed, or why none is known."""

    target: str | None
    how: str | None
    why: str | None


_FIELDS = "d.id, d.number, d.item, d.title, s.date, f.kind = 'deliberation', coalesce(d.decision_id, d.id)"
_CURRENT = "JOIN documents f ON f.id = d.document_id AND f.superseded_by IS NULL JOIN sessions s ON s.id = d.session_id"


def mark(connection: sqlite3.Connection, document_id: str) -> None:
    """The acts of the document, and what they cite, are to be looked at again."""
    _mark(connection, _OF_A_DOCUMENT, document_id)


def mark_act(connection: sqlite3.Connection, act_id: str) -> None:
    """The act is found to be one decision with others, or no more."""
    _mark(connection, "SELECT ?", act_id)


def _mark(connection: sqlite3.Connection, acts: str, value: str) -> None:
    connection.execute(
        f"INSERT INTO unchained SELECT key FROM act_keys WHERE deliberation_id IN ({acts}) "
        "UNION SELECT s.body_id || ':' || s.date FROM deliberations d JOIN sessions s ON s.id = d.session_id "
        f"WHERE d.id IN ({acts}) AND s.body_id IS NOT NULL AND s.date IS NOT NULL "
        f"UNION SELECT '{_OWN}' || deliberation_id FROM act_links WHERE deliberation_id IN ({acts}) "
        "ON CONFLICT DO NOTHING",
        (value,) * 3,
    )


def part(connection: sqlite3.Connection, document_id: str) -> None:
    """The document goes or changes: no link leads to its acts any more, and their keys are marked."""
    mark(connection, document_id)
    connection.execute(
        f"UPDATE act_links SET target_id = NULL, how = NULL, why = NULL WHERE target_id IN ({_OF_A_DOCUMENT})",
        (document_id,),
    )


def link(connection: sqlite3.Connection) -> None:
    """Resolve what is marked, some keys in one transaction. Raises `BadDatabase`."""
    while connection.execute("SELECT 1 FROM unchained LIMIT 1").fetchone() is not None:
        with transaction(connection):
            link_some(connection)


def link_some(connection: sqlite3.Connection) -> None:
    """Resolve some of what is marked, within the caller's transaction."""
    keys = connection.execute("SELECT key FROM unchained ORDER BY key LIMIT ?", (_SOME,)).fetchall()
    for (key,) in keys:
        values: tuple[str, ...]
        where, values = "l.number_key = ? OR l.day_key = ?", (key, key)
        if key.startswith(_OWN):
            where, values = "l.deliberation_id = ?", (key.removeprefix(_OWN),)
        found = connection.execute(
            "SELECT l.deliberation_id, l.ordinal, l.number_key, l.day_key, coalesce(d.decision_id, d.id), d.title, "
            "s.date, l.target_id, l.how, l.why "
            "FROM act_links l JOIN deliberations d ON d.id = l.deliberation_id JOIN sessions s ON s.id = d.session_id "
            f"WHERE {where}",
            values,
        ).fetchall()
        for row in found:
            answer = _resolve(connection, _Link(*tuple(row)[:7]))
            if answer != tuple(row)[7:]:
                connection.execute(
                    "UPDATE act_links SET target_id = ?, how = ?, why = ? WHERE deliberation_id = ? AND ordinal = ?",
                    (*answer, row["deliberation_id"], row["ordinal"]),
                )
    connection.executemany("DELETE FROM unchained WHERE key = ?", map(tuple, keys))


def _resolve(connection: sqlite3.Connection, link: _Link) -> _Answer:
    number = link.number_key.partition(":")[2] if link.number_key else None
    named = _under(connection, link.number_key) if link.number_key else []
    if link.day_key is None:
        return _by_number(link, number, named)
    body, _, day = link.day_key.partition(":")
    if link.date is not None and day > link.date:
        return _Answer(None, None, "the cited day is later than the act")
    rows = connection.execute(
        f"SELECT {_FIELDS} FROM sessions s JOIN deliberations d ON d.session_id = s.id "
        "JOIN documents f ON f.id = d.document_id AND f.superseded_by IS NULL WHERE s.body_id = ? AND s.date = ? "
        "ORDER BY d.id",
        (body, day),
    )
    acts = [act for act in (_Act(*row) for row in rows) if act.decision != link.decision]
    if number is None:
        return _by_day(link, acts)
    exact = [act for act in acts if number_key(act.number) == number]
    found = exact or [act for act in acts if (number_key(act.number) or "").endswith(f".{number}")]
    if found:
        return _one(found, "number and day")
    if "." not in number and all(act.number is None for act in acts):
        found = [act for act in acts if number_key(act.item) == number]
        if found:
            return _one(found, "ordinal and day")
    others = sorted({act.date for act in named if act.date and act.date != day})
    if others:
        return _Answer(None, None, f"the act of that number is of {', '.join(others)}")
    return _Answer(None, None, "no act of that day has that number" if acts else "no act of that day is in the corpus")


def _under(connection: sqlite3.Connection, key: str) -> list[_Act]:
    rows = connection.execute(
        f"SELECT {_FIELDS} FROM act_keys k JOIN deliberations d ON d.id = k.deliberation_id {_CURRENT} "
        "WHERE k.key = ? ORDER BY d.id",
        (key,),
    )
    return [_Act(*row) for row in rows]


def _by_number(link: _Link, number: str | None, named: list[_Act]) -> _Answer:
    """A number alone means an act where it holds a year: other numbers begin anew each year."""
    if number is None:
        return _Answer(None, None, "neither a number nor one day is cited")
    if _YEAR.search(number) is None and number.count(".") < 2:
        return _Answer(None, None, "a number without a year, and no day")
    others = [act for act in named if act.decision != link.decision]
    found = [act for act in others if not (act.date and link.date) or act.date <= link.date]
    if not found:
        known = "later" if others else "this act itself" if named else None
        return _Answer(None, None, f"the act of that number is {known}" if known else "no act of that number is known")
    return _one(found, "number")


def _by_day(link: _Link, acts: list[_Act]) -> _Answer:
    """A day alone means the act of that day whose title speaks of the same."""
    if not acts:
        return _Answer(None, None, "no act of that day is in the corpus")
    from rapidfuzz import fuzz

    title = name_key(link.title or "")
    alike = [
        act
        for act in acts
        if len(other := name_key(act.title or "")) >= _LONG_TITLE <= len(title)
        and fuzz.token_set_ratio(title, other) >= _ALIKE
    ]
    if alike:
        return _one(alike, "day and title")
    return _Answer(None, None, "the day alone does not say which act; no title of that day speaks of the same")


def _one(found: list[_Act], how: str) -> _Answer:
    if len({act.decision for act in found}) > 1:
        return _Answer(None, None, f"{len({act.decision for act in found})} acts answer to {how}")
    return _Answer(min(found, key=lambda act: (not act.extract, act.id)).id, how, None)


# ---- what became of an act -------------------------------------------------------------------------------------------

_ENDS = frozenset({"withdraws", "repeals", "replaces"})
_ALTERS = frozenset({"modifies", "completes", "rectifies", "extends"})


class Change(NamedTuple):
    """One act does something to another: `relation` ("modifies"…); `effective` is false where it was not adopted."""

    by: str
    by_date: str | None
    by_number: str | None
    by_title: str | None
    relation: str
    to: str
    to_date: str | None
    to_number: str | None
    to_title: str | None
    effective: bool
    page: int | None


class Chain(NamedTuple):
    """What an act does to earlier ones, what later ones do to it, and what follows.

    `standing` is "in force", "changed", "ended", as far as the corpus knows; `unresolved` are acts that it says to
    change and that the corpus does not have: their words, the relation and why.
    """

    does: tuple[Change, ...]
    undergoes: tuple[Change, ...]
    standing: str
    unresolved: tuple[tuple[str, str, str], ...] = ()


_CHANGES = (
    "SELECT deliberation_id, date, number, title, relation, target_id, target_date, target_number, target_title, "
    "coalesce(outcome, '') NOT IN ('rejected', 'deferred'), page FROM changes WHERE "
)


def of_act(connection: sqlite3.Connection, act_id: str) -> Chain:
    """The chain around one act, of whatever document it is read in."""
    same = _same(connection, act_id)
    marks = ", ".join("?" * len(same))
    order = f"IN ({marks}) ORDER BY date, deliberation_id, relation"
    does = _changes(connection.execute(f"{_CHANGES} deliberation_id {order}", same))
    undergoes = _changes(connection.execute(f"{_CHANGES} target_id {order}", same))
    unresolved = connection.execute(
        "SELECT DISTINCT c.text, l.relation, l.why FROM act_links l JOIN citations c USING (deliberation_id, ordinal) "
        f"WHERE l.deliberation_id IN ({marks}) AND l.relation IS NOT NULL AND l.target_id IS NULL ORDER BY 1",
        same,
    )
    return Chain(does, undergoes, _standing(connection, undergoes, {*same}), tuple(map(tuple, unresolved)))


def _same(connection: sqlite3.Connection, act_id: str) -> tuple[str, ...]:
    """The ids of the acts that are one decision with this one."""
    rows = connection.execute(
        "SELECT id FROM deliberations WHERE id = ? OR decision_id = (SELECT decision_id FROM deliberations WHERE "
        "id = ?) ORDER BY id",
        (act_id, act_id),
    )
    return tuple(row[0] for row in rows)


def _changes(rows: Iterable[tuple[object, ...]]) -> tuple[Change, ...]:
    """The changes, each once: an act says the same in its title and in its decision."""
    found: dict[tuple[str, str, str], Change] = {}
    for row in rows:
        change = Change(*row)  # type: ignore[arg-type]
        found.setdefault((change.by, change.relation, change.to), change._replace(effective=bool(change.effective)))
    return tuple(found.values())


def _standing(connection: sqlite3.Connection, undergoes: tuple[Change, ...], seen: set[str]) -> str:
    """What is left of an act after the changes that stand themselves."""
    standing = "in force"
    for change in undergoes:
        if not change.effective or change.relation not in _ENDS | _ALTERS or change.by in seen:
            continue
        same = _same(connection, change.by)
        marks = ", ".join("?" * len(same))
        later = _changes(connection.execute(f"{_CHANGES} target_id IN ({marks}) ORDER BY date", same))
        # What was withdrawn is as if it had never been; what was replaced later has had its effect.
        gone = any(one.relation == "withdraws" and one.effective and one.by not in seen for one in later)
        if gone and _standing(connection, later, {*seen, *same}) == "ended":
            continue
        if change.relation in _ENDS:
            return "ended"
        standing = "changed"
    return standing


def whole(connection: sqlite3.Connection, act_id: str) -> tuple[Change, ...]:
    """Every change of the chain that the act belongs to, the earliest first."""
    found: dict[tuple[str, str, str], Change] = {}
    seen: set[str] = set()
    waiting = [act_id]
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.update(_same(connection, one))
        chain = of_act(connection, one)
        for change in (*chain.does, *chain.undergoes):
            found[change.by, change.relation, change.to] = change
            waiting += [change.by, change.to]
    return tuple(sorted(found.values(), key=lambda one: (one.by_date or "", one.by, one.relation, one.to)))
