"""Votes: by act, by body and year, by person; what was unanimous, close, rejected, and who stood against with whom.

In: an open corpus, filters. Out: `Ballot`s (one a decision, in however many documents it is), `Year`s, `Voter`s.
Figures that a document prints are told from those that were worked out: `counts` and `unanimity_basis` say which.
Unanimity is of the votes cast: abstentions do not break it (CGCT L2121-20). Where documents of one decision print
different things, the one that stands for it is believed, and `differ` says so. Reads only.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from .database import file_of, speaking
from .filters import of_body

POSITIONS = ("against", "abstained", "did not take part", "for")


class Ballot(NamedTuple):
    """The vote on one decision.

    `unanimity` is "unanimous", "divided" or None (not said), `unanimity_basis` "printed" or "inferred", `counts`
    likewise for the figures, `margin` the votes for less those against. The names are those printed with the vote, a
    group as it is printed.
    """

    date: str | None
    body: str | None
    organ: str | None
    number: str | None
    title: str | None
    outcome: str | None
    unanimity: str | None
    unanimity_basis: str | None
    votes_for: int | None
    votes_against: int | None
    abstentions: int | None
    counts: str | None
    margin: int | None
    against: tuple[str, ...]
    abstained: tuple[str, ...]
    no_part: tuple[str, ...]
    differ: bool
    id: str
    document_id: str
    file: str
    path: str
    page: int | None


class Year(NamedTuple):
    """The decisions of one body in one year. `share_unanimous` is of those that are known to be unanimous or divided.

    `unanimous` and `divided` count both what is printed and what is inferred, `inferred` those of them that are
    inferred; `figures` counts decisions whose figures are printed.
    """

    body: str | None
    year: str | None
    decisions: int
    adopted: int
    rejected: int
    noted: int
    deferred: int
    not_said: int
    unanimous: int
    divided: int
    unknown: int
    inferred: int
    figures: int
    share_unanimous: float | None


class Voter(NamedTuple):
    """A member with whose name a vote is printed. `together` are those named with the same position on the same act."""

    name: str
    body: str | None
    against: int
    abstained: int
    no_part: int
    in_favour: int
    acts: int
    together: tuple[tuple[str, int], ...]
    id: str


_ACTS = """
    SELECT coalesce(d.decision_id, d.id) AS decision, d.id, d.document_id, d.number, d.title, d.page, f.file, f.path,
           s.date, s.organ, b.name AS body, v.outcome, v.unanimous, v.votes_for, v.votes_against, v.abstentions,
           v.inferred_for, v.inferred_against, v.inferred_abstentions
    FROM deliberations d
    JOIN documents f ON f.id = d.document_id AND f.superseded_by IS NULL
    JOIN sessions s ON s.id = d.session_id
    LEFT JOIN bodies b ON b.id = s.body_id
    LEFT JOIN votes v ON v.deliberation_id = d.id
    WHERE {where}
    ORDER BY s.date, b.name, decision, d.id <> coalesce(d.decision_id, d.id), d.id"""
_SPOKEN = """
    SELECT coalesce(d.decision_id, d.id) AS decision, n.position, n.member_id, coalesce(m.name, n.name, n.group_name)
    FROM dissents n JOIN deliberations d ON d.id = n.deliberation_id
    JOIN documents f ON f.id = d.document_id AND f.superseded_by IS NULL
    JOIN sessions s ON s.id = d.session_id
    LEFT JOIN members m ON m.id = n.member_id
    WHERE {where} ORDER BY decision, n.position, 4"""


def _where(
    body: str | None, from_: str | None, to: str | None, member: str | None = None
) -> tuple[str, tuple[Any, ...]]:
    parts: list[tuple[str, tuple[Any, ...]]] = [("1", ())]
    if body is not None:
        parts.append(of_body("s.body_id", body))
    if from_ is not None:
        parts.append(("s.date >= ?", (from_,)))
    if to is not None:
        parts.append(("s.date <= ?", (to,)))
    if member is not None:
        named = (
            "coalesce(d.decision_id, d.id) IN (SELECT coalesce(o.decision_id, o.id) FROM dissents x "
            "JOIN deliberations o ON o.id = x.deliberation_id WHERE x.member_id = ?)"
        )
        parts.append((named, (member,)))
    return " AND ".join(part for part, _ in parts), tuple(value for _, values in parts for value in values)


def ballots(
    connection: sqlite3.Connection, *, body: str | None = None, from_: str | None = None, to: str | None = None,
    member: str | None = None,
) -> list[Ballot]:  # fmt: skip
    """One for each decision, in order of day; with `member`, those with whose vote the member is named."""
    where, values = _where(body, from_, to, member)
    with speaking(file_of(connection)):
        named: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        for decision, position, _, name in connection.execute(_SPOKEN.format(where=where), values):
            named[decision][position][name or "?"] = None
        grouped: dict[str, list[sqlite3.Row]] = defaultdict(list)
        for row in connection.execute(_ACTS.format(where=where), values):
            grouped[row["decision"]].append(row)
    return [_ballot(rows, named.get(decision, {})) for decision, rows in grouped.items()]


def _ballot(rows: list[sqlite3.Row], named: dict[str, dict[str, None]]) -> Ballot:
    """The act that stands for the decision comes first; what it does not say, another document may."""
    first = rows[0]

    def said(name: str) -> Any:
        return next((row[name] for row in rows if row[name] is not None), None)

    printed = [said(name) for name in ("votes_for", "votes_against", "abstentions")]
    inferred = [said(name) for name in ("inferred_for", "inferred_against", "inferred_abstentions")]
    figures, counts = printed, "printed" if any(count is not None for count in printed) else None
    if counts is None and any(count is not None for count in inferred):
        figures, counts = inferred, "inferred"
    unanimity, basis = unanimity_of(said("unanimous"), printed[0], printed[1], bool(named.get("against")))
    differ = any(
        len({row[name] for row in rows if row[name] is not None}) > 1
        for name in ("outcome", "unanimous", "votes_for", "votes_against", "abstentions")
    )
    for_, against, abstentions = figures
    return Ballot(
        first["date"], first["body"], first["organ"], said("number"), said("title"), said("outcome"), unanimity, basis,
        for_, against, abstentions, counts, for_ - against if for_ is not None and against is not None else None,
        tuple(named.get("against", ())), tuple(named.get("abstained", ())), tuple(named.get("did not take part", ())),
        differ, first["id"], first["document_id"], first["file"], first["path"], first["page"],
    )  # fmt: skip


def unanimity_of(
    printed: int | None, for_: int | None, against: int | None, named: bool
) -> tuple[str | None, str | None]:
    """Is a vote "unanimous" or "divided" (None: not known), and by what basis: as printed, or as is certain by the
    votes for and against and by whether anybody is `named` as against."""
    if printed is not None:
        return "unanimous" if printed else "divided", "printed"
    if against or named:
        return "divided", "inferred"
    return ("unanimous", "inferred") if for_ and against == 0 else (None, None)


def closest(found: Iterable[Ballot]) -> list[Ballot]:
    """Votes in which somebody stood against, by margin: rejected ones count like adopted ones."""
    counted = [one for one in found if one.margin is not None and one.votes_for and one.votes_against]
    return sorted(counted, key=lambda one: (abs(one.margin or 0), one.date or "", one.id))


def years(found: Iterable[Ballot]) -> list[Year]:
    """By body and year, the latest year first within a body."""
    grouped: dict[tuple[str | None, str | None], list[Ballot]] = defaultdict(list)
    for one in found:
        grouped[one.body, one.date[:4] if one.date else None].append(one)
    order = sorted(grouped, key=lambda key: (key[0] is None, key[0] or "", -int(key[1] or 0)))
    return [_year(key, grouped[key]) for key in order]


def _year(key: tuple[str | None, str | None], found: list[Ballot]) -> Year:
    outcomes = Counter(one.outcome for one in found)
    votes = Counter(one.unanimity for one in found)
    known = votes["unanimous"] + votes["divided"]
    return Year(
        *key, len(found), outcomes["adopted"], outcomes["rejected"], outcomes["noted"], outcomes["deferred"],
        outcomes[None], votes["unanimous"], votes["divided"], votes[None],
        sum(one.unanimity_basis == "inferred" for one in found), sum(one.counts == "printed" for one in found),
        round(votes["unanimous"] / known, 4) if known else None,
    )  # fmt: skip


def voters(
    connection: sqlite3.Connection, *, body: str | None = None, from_: str | None = None, to: str | None = None
) -> list[Voter]:
    """Who is named with votes, the most often against or abstaining first."""
    where, values = _where(body, from_, to)
    positions: dict[str, set[tuple[str, str]]] = defaultdict(set)
    sides: dict[tuple[str, str], set[str]] = defaultdict(set)
    with speaking(file_of(connection)):
        for decision, position, member, _ in connection.execute(_SPOKEN.format(where=where), values):
            if member is not None:
                positions[member].add((decision, position))
                sides[decision, position].add(member)
        names = {
            row[0]: (row[1], row[2])
            for row in connection.execute(
                "SELECT m.id, m.name, b.name FROM members m LEFT JOIN bodies b ON b.id = m.body_id"
            )
            if row[0] in positions
        }
    found = []
    for member, said in positions.items():
        times = Counter(position for _, position in said)
        together = Counter(other for side in said for other in sides[side] if other != member)
        ranked = sorted(together.items(), key=lambda one: (-one[1], names[one[0]][0], one[0]))
        beside = tuple((names[other][0], count) for other, count in ranked)
        found.append(
            Voter(
                *names[member], times["against"], times["abstained"], times["did not take part"], times["for"],
                len({decision for decision, _ in said}), beside, member,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (-(one.against + one.abstained), -one.acts, one.name, one.id))
