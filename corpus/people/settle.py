"""The names of each body grouped into members, and the outcome written.

In: an open corpus. Out: rows of `members`, `member_names` and `name_links`, and `member_id` beside every name. Only
bodies of which a document has come or gone are grouped again (table `ungrouped`), once at the end of a run; a body is
always grouped as a whole, from what the corpus holds and what people decided and know: the order of ingest and what
was grouped before do not matter. Nothing printed is changed or merged away: `people` and the lists stay as they are.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import NamedTuple

from ..database import transaction
from ..keys import content_key, name_key, spelling_rank
from . import marks, roster, rulings
from .grouping import Decided, Grouped, Link, Unit, group
from .mandates import Mandates, mandates_of
from .mentions import KEYS, Mention, mentions
from .units import Bearers, bearers

_LINKED = "UPDATE {table} SET {column} = ? WHERE {name} = ? AND {column} IS NOT ?"
_BULK = (
    ("attendance", "member_id", "person_id"),
    ("proxies", "holder_member_id", "holder_id"),
    ("movements", "member_id", "person_id"),
    ("dissents", "member_id", "person_id"),
)
# A giver is a name of the list of attendance too, under the same ordinal.
_GIVERS = """UPDATE proxies AS p SET giver_member_id = a.member_id FROM attendance a
             WHERE p.giver_id = ? AND a.list_id = p.list_id AND a.state = 'represented' AND a.ordinal = p.ordinal
             AND p.giver_member_id IS NOT a.member_id"""


def settle(connection: sqlite3.Connection) -> int:
    """Group what is marked, one body in one transaction; how many bodies. Raises `BadDatabase`."""
    done = 0
    while connection.execute("SELECT 1 FROM ungrouped LIMIT 1").fetchone() is not None:
        with transaction(connection):
            done += settle_some(connection, 1)
    return done


def settle_some(connection: sqlite3.Connection, most: int = 20) -> int:
    """Group some of the bodies that are marked, within the caller's transaction; how many."""
    marked = connection.execute("SELECT scope FROM ungrouped ORDER BY scope LIMIT ?", (most,)).fetchall()
    for (scope,) in marked:
        settle_one(connection, scope)
        connection.execute("DELETE FROM ungrouped WHERE scope = ?", (scope,))
    return len(marked)


def settle_one(connection: sqlite3.Connection, scope: str) -> None:
    """Group the names of one body, or of one sitting whose body is not known, within the caller's transaction."""
    body = connection.execute("SELECT name, name_key, siren FROM bodies WHERE id = ?", (scope,)).fetchone()
    found = list(mentions(connection, scope, "body_id" if body is not None else "id"))
    name, key, siren = tuple(body) if body is not None else (None, None, None)
    decided = [one for one in rulings.kept(connection) if one.speaks_of(key, siren)]
    official = roster.of_body(connection, key, siren) if body is not None else []
    mandates = mandates_of(name, siren)
    known = bearers(found, decided, official)
    grouped = group(known.units, mandates, _lists(found, known), _decisions(known, decided))
    _write(connection, _Scope(scope, body is not None), found, known, grouped, mandates, official)


class _Scope(NamedTuple):
    """The body, or the sitting, whose names are grouped."""

    id: str
    body: bool

    @property
    def column(self) -> str:
        return "body_id" if self.body else "session_id"


def _lists(found: Iterable[Mention], known: Bearers) -> dict[str, frozenset[str]]:
    """The units that each list of attendance names."""
    lists: dict[str, set[str]] = defaultdict(set)
    for mention in found:
        if mention.list_id is not None:
            lists[mention.list_id].add(known.unit_of(mention))
    return {one: frozenset(keys) for one, keys in lists.items()}


def _decisions(known: Bearers, decided: Iterable[rulings.Ruling]) -> Decided:
    """What people decided, as pairs of units."""
    pairs: dict[str, dict[tuple[str, str], str]] = {"same": {}, "apart": {}}
    for one in decided:
        named = [known.named(name_key(name)) for name in one.names]
        why = f"decided by hand{': ' + one.why if one.why else ''}"
        for at, units in enumerate(named):
            others = [key for more in named[at + 1 :] for key in more]
            if one.verdict == "same":
                others += units
            for left in units:
                for right in others:
                    if left != right:
                        pairs[one.verdict][min(left, right), max(left, right)] = why
        if one.from_day is not None:
            for units in named:
                parts = sorted(units)
                for index, left in enumerate(parts):
                    for right in parts[index + 1 :]:
                        pairs["apart"][left, right] = why
    return Decided(pairs["same"], pairs["apart"])


# ---- the outcome, written --------------------------------------------------------------------------------------------


class _Member(NamedTuple):
    id: str
    name: str
    civility: str | None
    given_name: str | None
    surname: str | None
    sort_key: str


def _write(
    connection: sqlite3.Connection, scope: _Scope, found: list[Mention], known: Bearers, grouped: Grouped,
    mandates: Mandates, official: Iterable[roster.Official],
) -> None:  # fmt: skip
    by_unit: dict[str, list[Mention]] = defaultdict(list)
    for mention in found:
        by_unit[known.unit_of(mention)].append(mention)
    named = [units for units in grouped.members if any(by_unit[unit.key] for unit in units)]
    members = {unit.key: _member(scope, units, by_unit) for units in named for unit in units}
    now = {member.id: member for member in members.values()}
    before = {row[0] for row in connection.execute(f"SELECT id FROM members WHERE {scope.column} = ?", (scope.id,))}
    connection.executemany(
        "INSERT INTO members (id, body_id, session_id, name, civility, given_name, surname, sort_key) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
        "civility = excluded.civility, given_name = excluded.given_name, surname = excluded.surname, "
        "sort_key = excluded.sort_key",
        [
            (one.id, scope.id if scope.body else None, None if scope.body else scope.id, *one[1:])
            for one in sorted(now.values())
        ],
    )
    _assign(connection, found, known, {key: member.id for key, member in members.items()})
    _names(connection, before | set(now), known, members, by_unit)
    _links(connection, {mention.name_id for mention in found}, grouped, known, by_unit, members, mandates)
    _rostered(connection, named, members, before, official)
    for table, column, _ in _BULK:  # what only superseded documents say is nobody's
        connection.executemany(
            f"UPDATE {table} SET {column} = NULL WHERE {column} = ?", [(one,) for one in before - set(now)]
        )
    connection.executemany(
        "UPDATE proxies SET giver_member_id = NULL WHERE giver_member_id = ?", [(one,) for one in before - set(now)]
    )
    marks.drop_members(connection, sorted(before - set(now)))


def _member(scope: _Scope, units: list[Unit], by_unit: Mapping[str, list[Mention]]) -> _Member:
    """The name to show is the commonest that prints a given name; the id that of the commonest, which a slip is not."""
    said = [mention for unit in units for mention in by_unit[unit.key]]
    sittings = Counter(
        {unit.key: len({(mention.day, mention.list_id) for mention in by_unit[unit.key]}) for unit in units}
    )
    main = max(units, key=lambda unit: (sittings[unit.key], unit.key))

    def full(unit: Unit) -> tuple[int, int, bool, str]:
        given = unit.spelling.given or ()
        whole = 0 if not given else 1 if any(len(word) == 1 for word in given) else 2
        return (whole, sittings[unit.key], unit.spelling.words[: len(given)] == given, unit.key)

    best = max((unit for unit in units if by_unit[unit.key]), key=full)
    times = Counter(mention.printed for mention in by_unit[best.key])
    name = max(times, key=lambda printed: (times[printed], spelling_rank(printed)))
    cut = max(((one.given_name or "", one.surname or "") for one in said if one.printed == name), default=("", ""))
    civility = Counter(one.civility for one in said if one.sex)
    surname = best.spelling.surname or best.spelling.words
    return _Member(
        content_key("member", scope.id, main.key),
        name,
        max(civility, key=lambda one: (civility[one], one or ""), default=None),
        cut[0] or None,
        cut[1] or None,
        " ".join((*surname, *(best.spelling.given or ()))),
    )


def _assign(
    connection: sqlite3.Connection, found: Iterable[Mention], known: Bearers, members: Mapping[str, str]
) -> None:
    """Write beside each name whom it means: all rows of a name at once, or one by one where it has several bearers."""
    names: set[str] = set()
    for mention in found:
        if known.several(mention.name_id):
            wanted = members[known.unit_of(mention)]
            if wanted != mention.member_id:
                where = " AND ".join(f"{column} = ?" for column in KEYS[mention.table])
                connection.execute(
                    f"UPDATE {mention.table} SET {mention.column} = ? WHERE {where}", (wanted, *mention.row)
                )
        elif mention.name_id not in names:
            names.add(mention.name_id)
            wanted = members[known.unit_of(mention)]
            for table, column, name in _BULK:
                sql = _LINKED.format(table=table, column=column, name=name)
                connection.execute(sql, (wanted, mention.name_id, wanted))
    connection.executemany(_GIVERS, [(one,) for one in sorted({mention.name_id for mention in found})])


def _names(
    connection: sqlite3.Connection, members: Iterable[str], known: Bearers, by_key: Mapping[str, _Member],
    by_unit: Mapping[str, list[Mention]],
) -> None:  # fmt: skip
    connection.executemany("DELETE FROM member_names WHERE member_id = ?", [(one,) for one in members])
    rows: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for unit in known.units:
        if by_unit[unit.key]:
            rows[by_key[unit.key].id, unit.name_id] += by_unit[unit.key]
    connection.executemany(
        "INSERT INTO member_names (member_id, name_id, first, last, sessions) VALUES (?, ?, ?, ?, ?)",
        [(*pair, *_span(said)) for pair, said in sorted(rows.items())],
    )


def _span(said: Iterable[Mention]) -> tuple[str | None, str | None, int]:
    said = list(said)
    days = sorted({mention.day for mention in said if mention.day is not None})
    undated = {mention.list_id or mention.row for mention in said if mention.day is None}
    return (days[0] if days else None, days[-1] if days else None, len(days) + len(undated))


def _links(
    connection: sqlite3.Connection, names: set[str], grouped: Grouped, known: Bearers,
    by_unit: Mapping[str, list[Mention]], members: Mapping[str, _Member], mandates: Mandates,
) -> None:  # fmt: skip
    for name in names:
        connection.execute("DELETE FROM name_links WHERE name_id = ?", (name,))
        connection.execute("DELETE FROM name_links WHERE other_id = ?", (name,))
    listed = [
        *(link for link in grouped.links if _worth(link) and by_unit[link.one.key] and by_unit[link.other.key]),
        *(link for unit in known.units if (link := _over_mandates(unit, mandates)) is not None and by_unit[unit.key]),
        *known.partings(lambda key: members[key].id),
    ]
    connection.executemany(
        "INSERT INTO name_links (id, name_id, other_id, verdict, rule, similarity, why) VALUES (?, ?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (id) DO NOTHING",
        [_row(link) for link in listed],
    )


def _worth(link: Link) -> bool:
    """Why the bearers of one name are kept apart is said by `Bearers.partings`."""
    return link.verdict == "same" or link.one.name_id != link.other.name_id


def _row(link: Link) -> tuple[str, str, str, str, str, int, str]:
    return (
        content_key("link", link.one.key, link.other.key, link.rule), link.one.name_id, link.other.name_id,
        link.verdict, link.rule, link.similarity, link.why,
    )  # fmt: skip


def _over_mandates(unit: Unit, mandates: Mandates) -> Link | None:
    """One name in several mandates is taken for one person: that is said, so that it can be undone."""
    periods = sorted({mandates.number(day) for day in unit.days})
    if len(periods) < 2:
        return None
    gaps = [right - left - 1 for left, right in pairwise(periods) if right - left > 1]
    without = f", {sum(gaps)} between without it" if gaps else ""
    said = ", ".join(mandates.period(number).label for number in periods)
    return Link(
        unit, unit, "same", "mandates", 100 if not gaps else 90, f"the same name in the mandates {said}{without}"
    )


def _rostered(
    connection: sqlite3.Connection, named: Iterable[list[Unit]], members: Mapping[str, _Member], before: Iterable[str],
    official: Iterable[roster.Official],
) -> None:  # fmt: skip
    """Which lines of the roster are of which member."""
    connection.executemany("UPDATE roster SET member_id = NULL WHERE member_id = ?", [(one,) for one in before])
    lines = {f"~{one.key}": one.lines for one in official}
    for units in named:
        for unit in units:
            if unit.key in lines:
                roster.link(connection, lines[unit.key], members[unit.key].id)
