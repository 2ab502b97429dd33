"""Who was there: one line a member and sitting, however many documents print its lists, with the page that proves it.

In: an open corpus, a member, or a printed name that is not grouped yet. Out: `Appearance`s (a sitting as the documents
state it of this member), `Rate`s by mandate and organ, `Spoken` votes. Sittings with several documents count once;
where their lists differ the line says so. Nothing is inferred: a sitting whose lists do not name the member is
"unnamed", not absent, and counted apart. The commands and the reading room both answer from here. Reads only.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from ..keys import organ_key
from ..proof import nth, places, unpack
from .mandates import mandates_of

STATES = ("present", "represented", "absent")
CONTRADICTORY = "contradictory"
_PARTS = {"present": "present", "absent": "absent", "represented": "givers"}  # where the places of a state are kept


class Whose(NamedTuple):
    """Whose sittings and votes: a member's, or those of a printed name that is not `grouped` yet; `body` and `siren`
    are those of the body."""

    id: str
    body: str | None
    siren: str | None
    grouped: bool = True

    @property
    def own(self) -> str:
        """The column of the lists that names the person."""
        return "member_id" if self.grouped else "person_id"

    def side(self, side: str) -> str:
        """The column of a proxy that names the person: of its "giver", or its "holder"."""
        return f"{side}_member_id" if self.grouped else f"{side}_id"


class Appearance(NamedTuple):
    """One sitting of one member. `state` is one of `STATES`, or "contradictory"; `said` how many documents say which.

    `lists` counts the documents of the sitting that print a list, `unnamed` those of them that leave the member out.
    `document_id`, `path` and `page` prove the first; `note` says in words where documents differ.
    """

    session_id: str
    date: str | None
    organ: str | None
    mandate: str
    state: str
    said: dict[str, int]
    printed: tuple[str, ...]
    proxy_to: tuple[str, ...]
    proxies_from: tuple[str, ...]
    movements: tuple[str, ...]
    lists: int
    unnamed: int
    document_id: str
    file: str
    path: str
    page: int | None
    note: str | None


class Rate(NamedTuple):
    """What the sittings of one organ in one mandate add up to.

    `sittings` is what the share is taken of: sittings whose lists name the member (`basis` "lists"), or, where a roster
    says when the member was in office, all sittings with a list in that time (`basis` "roster"). `unnamed` are sittings
    of the time that do not name the member; `held` and `given` count proxies.
    """

    mandate: str
    organ: str | None
    basis: str
    sittings: int
    present: int
    represented: int
    absent: int
    contradictory: int
    unnamed: int
    given: int
    held: int
    share_present: float | None


class Spoken(NamedTuple):
    """An act with whose vote the member is named. `counts` says whether its figures are printed or inferred; `ordinal`
    counts the names of that vote."""

    date: str | None
    number: str | None
    title: str | None
    position: str
    outcome: str | None
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    counts: str | None
    act_id: str
    document_id: str
    file: str
    path: str
    page: int | None
    ordinal: int


class Sheet(NamedTuple):
    """All that the corpus says of one member."""

    member: dict[str, Any]
    names: tuple[dict[str, Any], ...]
    links: tuple[dict[str, Any], ...]
    roster: tuple[dict[str, Any], ...]
    rates: tuple[Rate, ...]
    appearances: tuple[Appearance, ...]
    votes: tuple[Spoken, ...]


def sheet(connection: sqlite3.Connection, member_id: str, *, from_: str | None = None, to: str | None = None) -> Sheet:
    """The sheet of a member, of sittings between two ISO days, both included."""
    member = dict(
        connection.execute(
            "SELECT m.*, b.name AS body, b.siren FROM members m LEFT JOIN bodies b ON b.id = m.body_id WHERE m.id = ?",
            (member_id,),
        ).fetchone()
    )
    rows = connection.execute("SELECT * FROM roster WHERE member_id = ? ORDER BY begins, line", (member_id,))
    listed = tuple(dict(row) for row in rows)
    whose = Whose(member_id, member["body"], member["siren"])
    found = [one for one in appearances(connection, whose) if _within(one.date, from_, to)]
    return Sheet(
        member,
        tuple(_rows(connection, _NAMES, member_id)),
        tuple(_rows(connection, _LINKS, member_id, member_id)),
        listed,
        tuple(_rates(connection, member, found, listed, from_, to)),
        tuple(found),
        tuple(one for one in votes(connection, whose) if _within(one.date, from_, to)),
    )


_NAMES = """SELECT n.name_id, p.name, n.first, n.last, n.sessions FROM member_names n JOIN people p ON p.id = n.name_id
            WHERE n.member_id = ? ORDER BY n.sessions DESC, p.name"""
_LINKS = """SELECT l.verdict, l.rule, l.similarity, a.name AS name, b.name AS other, l.why
            FROM name_links l JOIN people a ON a.id = l.name_id JOIN people b ON b.id = l.other_id
            WHERE l.name_id IN (SELECT name_id FROM member_names WHERE member_id = ?)
               OR l.other_id IN (SELECT name_id FROM member_names WHERE member_id = ?)
            ORDER BY l.verdict DESC, l.rule, a.name, b.name"""


def _rows(connection: sqlite3.Connection, sql: str, *values: str) -> list[dict[str, Any]]:
    return [dict(row) for row in connection.execute(sql, values)]


def _within(day: str | None, from_: str | None, to: str | None) -> bool:
    return (from_ is None or (day is not None and day >= from_)) and (to is None or (day is not None and day <= to))


# ---- sittings --------------------------------------------------------------------------------------------------------

# How many documents of each sitting of the person print each of its lists.
_LISTS = """SELECT s.id, s.date, s.organ, t.list_id, count(*) AS documents
            FROM (SELECT DISTINCT l.session_id FROM attendance a JOIN attendance_lists l ON l.id = a.list_id
                  WHERE a.{own} = ?) mine
            JOIN sessions s ON s.id = mine.session_id
            JOIN statements t ON t.session_id = s.id AND t.list_id IS NOT NULL
            JOIN documents f ON f.id = t.document_id AND f.superseded_by IS NULL
            GROUP BY s.id, t.list_id ORDER BY s.date IS NULL, s.date, s.organ, s.id, t.list_id"""
_FIRST = """SELECT t.id, t.list_id, t.document_id, f.file, f.path FROM statements t
            JOIN documents f ON f.id = t.document_id AND f.superseded_by IS NULL
            WHERE t.session_id = ? AND t.list_id IN (SELECT value FROM json_each(?))
            ORDER BY f.kind <> 'minutes', f.file, f.id, t.ordinal LIMIT 1"""
_Places = dict[str, list[tuple[str, int, str]]]


def appearances(connection: sqlite3.Connection, whose: Whose) -> list[Appearance]:
    """The sittings whose lists name the member, in order of day."""
    mandates = mandates_of(whose.body, whose.siren)
    places_of: _Places = defaultdict(list)
    for list_id, state, ordinal, name in connection.execute(
        f"SELECT list_id, state, ordinal, name FROM attendance WHERE {whose.own} = ? ORDER BY state, ordinal",
        (whose.id,),
    ):
        places_of[list_id].append((state, ordinal, name))
    sittings: dict[str, list[sqlite3.Row]] = {}
    for row in connection.execute(_LISTS.format(own=whose.own), (whose.id,)):
        sittings.setdefault(row[0], []).append(row)
    found = []
    for session, rows in sittings.items():
        one = _appearance(connection, whose, session, {row[3]: row[4] for row in rows}, places_of)
        if one is not None:
            _, day, organ, *_ = rows[0]
            found.append(one._replace(date=day, organ=organ, mandate=mandates.of(day).label))
    return found


def _appearance(
    connection: sqlite3.Connection, whose: Whose, session: str, documents: dict[str, int], places_of: _Places
) -> Appearance | None:
    """One sitting; `documents` counts those that print each list."""
    lists = [list_id for list_id in documents if places_of.get(list_id)]
    if not lists:
        return None
    said: Counter[str] = Counter()
    for list_id in lists:
        for stated in {state for state, _, _ in places_of[list_id]}:
            said[stated] += documents[list_id]
    statement, list_id, document, file, path = connection.execute(_FIRST, (session, json.dumps(lists))).fetchone()
    state, ordinal, _ = places_of[list_id][0]
    total, naming = sum(documents.values()), sum(documents[one] for one in lists)
    twice = sum(documents[one] for one in lists if len(places_of[one]) > 1)
    return Appearance(
        session, None, None, "", state if len(said) == 1 else CONTRADICTORY, dict(sorted(said.items())),
        tuple(sorted({name for one in lists for _, _, name in places_of[one]})),
        _proxies(connection, lists, whose, "giver", "holder"),
        _proxies(connection, lists, whose, "holder", "giver"),
        _movements(connection, lists, whose),
        total, total - naming, document, file, path,
        _page(connection, statement, state, ordinal),
        _note(said, total - naming, total, twice),
    )  # fmt: skip


def _note(said: Counter[str], unnamed: int, documents: int, twice: int) -> str | None:
    parts = []
    if len(said) > 1:
        states = ", ".join(f"{state} in {count}" for state, count in sorted(said.items()))
        parts.append(f"documents differ: {states}")
    if unnamed:
        parts.append(f"{unnamed} of {documents} documents with a list do not name the member")
    if twice:
        parts.append(f"named more than once in {twice} list{'s' * (twice > 1)}")
    return "; ".join(parts) or None


def _proxies(
    connection: sqlite3.Connection, lists: Iterable[str], whose: Whose, mine: str, theirs: str
) -> tuple[str, ...]:
    """Whom the member gave a proxy to, or had one from: the member's name, or as printed; "" where nobody is."""
    names: set[str] = set()
    for list_id in lists:
        rows = connection.execute(
            f"SELECT coalesce(m.name, p.{theirs}, '') FROM proxies p "
            f"LEFT JOIN members m ON m.id = p.{theirs}_member_id WHERE p.list_id = ? AND p.{whose.side(mine)} = ?",
            (list_id, whose.id),
        )
        names.update(row[0] for row in rows)
    return tuple(sorted(names))


def _movements(connection: sqlite3.Connection, lists: Iterable[str], whose: Whose) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for list_id in lists:
        rows = connection.execute(
            f'SELECT kind, "at" FROM movements WHERE list_id = ? AND {whose.own} = ? ORDER BY ordinal',
            (list_id, whose.id),
        )
        found.update(dict.fromkeys(f"{kind} {at}" if at else kind for kind, at in rows))
    return tuple(found)


def _page(connection: sqlite3.Connection, statement_id: str, state: str, ordinal: int) -> int | None:
    row = connection.execute("SELECT evidence FROM evidence WHERE object_id = ?", (statement_id,)).fetchone()
    spots = places(nth(unpack(row[0]), _PARTS[state], ordinal).get("at")) if row is not None else ()
    return spots[0].page if spots else None


# ---- what they add up to ---------------------------------------------------------------------------------------------

_ALL = """SELECT s.id, s.date, s.organ FROM sessions s WHERE s.body_id = ? AND EXISTS (
              SELECT 1 FROM statements t JOIN documents f ON f.id = t.document_id AND f.superseded_by IS NULL
              WHERE t.session_id = s.id AND t.list_id IS NOT NULL)"""


def _rates(
    connection: sqlite3.Connection, member: dict[str, Any], found: list[Appearance], listed: Iterable[dict[str, Any]],
    from_: str | None, to: str | None,
) -> list[Rate]:  # fmt: skip
    mandates = mandates_of(member["body"], member["siren"])
    terms = [(row["begins"] or "", row["ends"] or "9999") for row in listed if row["begins"] or row["ends"]]
    named: dict[tuple[str, str], list[Appearance]] = defaultdict(list)
    for one in found:
        named[one.mandate, organ_key(one.organ)].append(one)
    others: dict[tuple[str, str], list[tuple[str, str | None, str | None]]] = defaultdict(list)
    for session, day, organ in connection.execute(_ALL, (member["body_id"],)).fetchall():
        if _within(day, from_, to):
            others[mandates.of(day).label, organ_key(organ)].append((session, day, organ))
    rates = []
    for key in sorted(set(named) | set(others)):
        mine = named.get(key, [])
        inside = [row for row in others.get(key, []) if any(begins <= (row[1] or "") <= ends for begins, ends in terms)]
        rostered = bool(inside) and key[1] == ""
        if not mine and not rostered:
            continue
        rates.append(_rate(key, mine, inside if rostered else others.get(key, []), "roster" if rostered else "lists"))
    return rates


def _rate(
    key: tuple[str, str], mine: list[Appearance], sittings: list[tuple[str, str | None, str | None]], basis: str
) -> Rate:
    """Without a roster, sittings that do not name the member count from the first to the last that does."""
    ids = {one.session_id for one in mine}
    days = [one.date for one in mine if one.date is not None]
    if basis == "lists":
        sittings = [row for row in sittings if days and row[1] is not None and min(days) <= row[1] <= max(days)]
        counted = mine
    else:
        inside = {row[0] for row in sittings}
        counted = [one for one in mine if one.session_id in inside]
    states = Counter(one.state for one in counted)
    unnamed = sum(row[0] not in ids for row in sittings)
    total = len(counted) + (unnamed if basis == "roster" else 0)
    organs = Counter(one.organ for one in mine) or Counter(row[2] for row in sittings)
    return Rate(
        key[0], max(organs, key=lambda organ: (organs[organ], organ or "")), basis, total, states["present"],
        states["represented"], states["absent"], states[CONTRADICTORY], unnamed,
        sum(bool(one.proxy_to) or "represented" in one.said for one in counted),
        sum(len(one.proxies_from) for one in counted),
        round(states["present"] / total, 4) if total else None,
    )  # fmt: skip


# ---- votes -----------------------------------------------------------------------------------------------------------

_VOTES = """SELECT s.date, d.number, d.title, n.position, v.outcome, v.votes_for, v.votes_against, v.abstentions,
                   v.inferred_for, v.inferred_against, v.inferred_abstentions, d.id, d.decision_id, f.id AS document_id,
                   f.file, f.path, coalesce(n.page, d.page) AS page, n.ordinal
            FROM dissents n JOIN deliberations d ON d.id = n.deliberation_id
            JOIN documents f ON f.id = d.document_id AND f.superseded_by IS NULL
            JOIN sessions s ON s.id = d.session_id LEFT JOIN votes v ON v.deliberation_id = d.id
            WHERE n.{own} = ? AND d.twin IS NULL
            ORDER BY s.date, d.decision_id IS NOT d.id, d.number, d.id, n.position"""


def votes(connection: sqlite3.Connection, whose: Whose) -> list[Spoken]:
    """The acts with whose vote the member is named; one decision in several documents once."""
    seen: set[tuple[str, str]] = set()
    found = []
    for row in connection.execute(_VOTES.format(own=whose.own), (whose.id,)):
        key = (row["decision_id"] or row["id"], row["position"])
        if key in seen:
            continue
        seen.add(key)
        printed = [row[name] for name in ("votes_for", "votes_against", "abstentions")]
        inferred = [row[name] for name in ("inferred_for", "inferred_against", "inferred_abstentions")]
        said = any(count is not None for count in printed)
        for_, against, abstentions = printed if said else inferred
        counts = "printed" if said else "inferred" if any(count is not None for count in inferred) else None
        found.append(
            Spoken(
                row["date"], row["number"], row["title"], row["position"], row["outcome"], for_, against, abstentions,
                counts, row["id"], row["document_id"], row["file"], row["path"], row["page"],
                row["ordinal"],
            )
        )  # fmt: skip
    return found
