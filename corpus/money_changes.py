"""Sums of which another act says what became: replaced, withdrawn, put right, or perhaps said twice.

In: an open corpus with its links between acts (`chains.py`). Out: `Changes`: the sums that do not count because a later
act that stands took their place, those that may count twice, each with why and the id of the other act. Nothing is
written: what is found follows from the links, so it depends on what the corpus holds and never on the order in which
it came, and costs as much as there are acts that change others. Reads only.

What an act replaces, withdraws or repeals does not count. What it modifies or puts right does not count where the later
act names the same receiver in the same role and its words or its figures say that the new sum takes the place of the
old one; where they say that it comes on top, both count, and a sum that is both together does not. Where nothing says
which, both count and may count twice. So may a sum that an act says again of an act that it only cites.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import msgspec

from ..parser.folding import fold
from .money_asked import NOT_DECIDED, unit_of

Key = tuple[str, str, int]
"""A sum: the act, the part and the ordinal of `amounts`."""

_BY = {
    "replaces": "replaced by", "withdraws": "withdrawn by", "repeals": "repealed by", "rectifies": "put right by",
    "modifies": "changed by",
}  # fmt: skip
_ENDS = frozenset({"replaces", "withdraws", "repeals"})
AGAIN = "says again"
TOGETHER = "adds up with"
TWICE = "may count twice with"
UNKNOWN = "changes an act that is not known for sure"
# Reasons of `chains.py` with which the act that is meant may be in the corpus.
_OPEN = "(l.why GLOB 'the day alone*' OR l.why GLOB '* acts answer to *' OR l.why GLOB 'a number without*')"
_BEFORE, _AFTER = 110, 30  # characters of a sentence around a sum that say what it does to an earlier one
_STOP = re.compile(r"[.;:](?=\s)")


class Verdict(NamedTuple):
    """Why a sum does not count, or may count twice, and the act that says so; None where that is not known."""

    why: str
    other: str | None


class Changes(NamedTuple):
    """`acts` are those none of whose sums counts; `sums` are single ones; `unsure` count, and may count twice."""

    acts: dict[str, Verdict]
    sums: dict[Key, Verdict]
    unsure: dict[Key, Verdict]

    def apart(self, key: Key) -> Verdict | None:
        """Why a sum does not count; None where it does."""
        return self.acts.get(key[0]) or self.sums.get(key)


NONE = Changes({}, {}, {})


class _Link(NamedTuple):
    """`by` does something to `to`, both as decisions; `act` is the act that says it, `target` the one it means."""

    date: str
    by: str
    to: str
    relation: str
    act: str
    target: str
    to_date: str


class _Sum(NamedTuple):
    key: Key
    value: float
    unit: str
    role: str | None
    who: str | None
    words: str


_LINKS = """
    SELECT l.deliberation_id, l.target_id, l.relation, c.date, t.date
    FROM citations r
    CROSS JOIN act_links l ON l.deliberation_id = r.deliberation_id AND l.ordinal = r.ordinal
    JOIN catalogue c ON c.deliberation_id = l.deliberation_id
    LEFT JOIN catalogue t ON t.deliberation_id = l.target_id
    WHERE r.relation IN ('replaces', 'withdraws', 'repeals', 'rectifies', 'modifies') AND l.target_id IS NOT NULL
      AND coalesce(c.outcome, '') NOT IN ({})""".format(", ".join(repr(one) for one in sorted(NOT_DECIDED)))

# A sum that an act says, and an act that it cites says with the same role to the same receiver.
_EQUAL = """
    SELECT a.deliberation_id, a.part, a.ordinal, b.deliberation_id, b.part, b.ordinal
    FROM act_links l
    CROSS JOIN amounts a ON a.deliberation_id = l.deliberation_id AND a.again IS NULL
         AND a.beneficiary_key IS NOT NULL AND a.role IN ('granted', 'price')
    CROSS JOIN amounts b ON b.deliberation_id = l.target_id AND b.again IS NULL AND b.value = a.value
         AND b.beneficiary_key = a.beneficiary_key AND b.role = a.role AND b.currency = a.currency
    WHERE l.target_id IS NOT NULL"""

_OPENLY = f"""
    SELECT a.deliberation_id, a.part, a.ordinal
    FROM citations r
    CROSS JOIN act_links l ON l.deliberation_id = r.deliberation_id AND l.ordinal = r.ordinal
    CROSS JOIN amounts a ON a.deliberation_id = l.deliberation_id AND a.again IS NULL AND a.role IN ('granted', 'price')
    WHERE r.relation IN ('replaces', 'rectifies', 'modifies') AND l.target_id IS NULL AND {_OPEN}"""


def changes_of(connection: sqlite3.Connection) -> Changes:
    """What became of the sums of the corpus."""
    same = _Same(connection)
    links = sorted(
        _Link(date or "", same.of(act), same.of(target), relation, act, target, to_date or "")
        for act, target, relation, date, to_date in connection.execute(_LINKS)
    )
    standing = _standing([link for link in links if link.by != link.to])
    found = Changes({}, {}, {})
    mutual = {(link.to, link.by) for link in standing if link.date == link.to_date}
    altering = []
    for link in standing:
        if link.relation not in _ENDS:
            altering.append(link)
            continue
        if (link.by, link.to) in mutual:
            continue  # two acts of a day that end each other: nobody knows which stands
        for act in same.acts(link.to):
            found.acts[act] = Verdict(_BY[link.relation], link.act)
    _alter(connection, altering, same, found)
    for row in connection.execute(_EQUAL):
        mine, theirs = (row[0], row[1], row[2]), (row[3], row[4], row[5])
        if same.of(mine[0]) != same.of(theirs[0]) and not (found.apart(mine) or found.apart(theirs)):
            _doubt(found, mine, theirs[0])
            _doubt(found, theirs, mine[0])
    for row in connection.execute(_OPENLY):
        found.unsure.setdefault((row[0], row[1], row[2]), Verdict(UNKNOWN, None))
    unsure = {
        key: why
        for key, why in found.unsure.items()
        if found.apart(key) is None and (why.other is None or why.other not in found.acts)
    }
    return Changes(found.acts, found.sums, unsure)


def _doubt(found: Changes, key: Key, other: str) -> None:
    """Of several acts the first by its id is named, whatever the order."""
    known = found.unsure.get(key)
    if known is None or (known.other or "\uffff") > other:
        found.unsure[key] = Verdict(TWICE, other)


class _Same:
    """Which acts are one decision: from the index of decisions, which holds only those in several documents."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.decisions: dict[str, str] = {}
        self.members: dict[str, list[str]] = defaultdict(list)
        for act, decision in connection.execute(
            "SELECT id, decision_id FROM deliberations WHERE decision_id IS NOT NULL ORDER BY decision_id, id"
        ):
            self.decisions[act] = decision
            self.members[decision].append(act)

    def of(self, act: str) -> str:
        """The decision of an act."""
        return self.decisions.get(act, act)

    def acts(self, decision: str) -> list[str]:
        """The acts of a decision."""
        return self.members.get(decision) or [decision]


def _standing(links: list[_Link]) -> list[_Link]:
    """The links of acts that stand themselves: what was withdrawn is as if it had never been."""
    withdrawn: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if link.relation == "withdraws":
            withdrawn[link.to].append(link.by)

    def gone(act: str, seen: frozenset[str]) -> bool:
        return any(by not in seen and not gone(by, seen | {act}) for by in withdrawn.get(act, ()))

    return [link for link in links if not gone(link.by, frozenset({link.by}))]


# ---- what is modified or put right -----------------------------------------------------------------------------------


def _alter(connection: sqlite3.Connection, links: list[_Link], same: _Same, found: Changes) -> None:
    """Of acts that change others, which sums take the place of which."""
    sums = _sums(connection, {act for link in links for one in (link.by, link.to) for act in same.acts(one)})
    for link in links:
        mine = [one for act in same.acts(link.by) for one in sums.get(act, ())]
        for act in same.acts(link.to):
            theirs = sums.get(act, [])
            for old in theirs:
                fits = [one for one in mine if _same_thing(one, old, mine, theirs)]
                if fits:
                    _settle(connection, link, old, fits, mine, found)


def _sums(connection: sqlite3.Connection, acts: Iterable[str]) -> dict[str, list[_Sum]]:
    """The sums of these acts that say something of their own."""
    found: dict[str, list[_Sum]] = defaultdict(list)
    rows = connection.execute(
        "SELECT a.deliberation_id, a.part, a.ordinal, a.value, a.currency, a.role, a.beneficiary_key, a.words, "
        "(SELECT date FROM catalogue c WHERE c.deliberation_id = a.deliberation_id) FROM amounts a "
        "WHERE a.again IS NULL AND a.role IS NOT NULL AND a.deliberation_id IN (SELECT value FROM json_each(?)) "
        "ORDER BY a.deliberation_id, a.part, a.ordinal",
        (msgspec.json.encode(sorted(acts)).decode(),),
    )
    for act, part, ordinal, value, currency, role, who, words, date in rows:
        found[act].append(_Sum((act, part, ordinal), value, unit_of(currency, date), role, who, words or ""))
    return found


def _same_thing(one: _Sum, old: _Sum, mine: list[_Sum], theirs: list[_Sum]) -> bool:
    """Do two sums speak of one thing: one role, one receiver? Where nobody is named, only if each act has one such."""
    if (one.role, one.unit, one.who) != (old.role, old.unit, old.who):
        return False
    if old.who is not None:
        return True
    alike = [
        {other.value for other in own if (other.role, other.unit) == (old.role, old.unit)} for own in (mine, theirs)
    ]
    return len(alike[1]) == 1 and len(alike[0] - alike[1]) <= 1


def _settle(
    connection: sqlite3.Connection, link: _Link, old: _Sum, fits: list[_Sum], mine: list[_Sum], found: Changes
) -> None:
    """What a later act makes of one earlier sum, `fits` being its own sums for the same thing."""
    by = Verdict(_BY[link.relation], link.act)
    new = [one for one in fits if not _equal(one.value, old.value)]
    said = [one for one in fits if _equal(one.value, old.value)]
    if not new:
        found.sums[old.key] = by  # the later act says the same sum
        return
    whole = [
        one for one in mine
        if one.unit == old.unit and any(_equal(one.value, old.value + more.value) for more in new)
    ]  # fmt: skip
    does = {_does(connection, one) for one in new}
    if whole or does == {"adds"}:
        for one in whole:
            if one.role == old.role and one.who in (None, old.who):
                found.sums[one.key] = Verdict(TOGETHER, link.target)
        for one in said:
            found.sums[one.key] = Verdict(AGAIN, link.target)
    elif link.relation == "rectifies" or "sets" in does:
        found.sums[old.key] = by
        for one in said:
            if _does(connection, one) == "quotes":
                found.sums[one.key] = Verdict(AGAIN, link.target)
    else:
        found.unsure[old.key] = Verdict(TWICE, link.act)
        for one in fits:
            found.unsure[one.key] = Verdict(TWICE, link.target)


def _equal(one: float, other: float) -> bool:
    return abs(one - other) < 0.005


# ---- the words around a sum ------------------------------------------------------------------------------------------


class _Words(NamedTuple):
    """What stands before and after a sum, as rules/money.toml has it."""

    before: dict[str, re.Pattern[str]]
    after: dict[str, re.Pattern[str]]


@lru_cache(maxsize=1)
def _words() -> _Words:
    from ..parser.fields.money_words import change_words

    return _Words(*change_words())


def _does(connection: sqlite3.Connection, one: _Sum) -> str | None:
    """What the words around a sum say: it "sets" a new sum, "adds" to the earlier one, or "quotes" that."""
    row = connection.execute(
        "SELECT considerants, dispositif FROM deliberations WHERE id = ?", (one.key[0],)
    ).fetchone()
    printed = fold(" ".join(one.words.split()))
    said: list[str | None] = []
    for text in row or ():
        folded = fold(" ".join((text or "").split()))
        at = folded.find(printed)
        while printed and at >= 0:
            said.append(_told(folded, at, at + len(printed)))
            at = folded.find(printed, at + len(printed))
    return next((one for one in ("sets", "adds", "quotes") if one in said), None)


def _told(folded: str, start: int, end: int) -> str | None:
    """The last telling words before a sum, in its sentence; else those after it."""
    words = _words()
    begin = max(0, start - _BEFORE)
    for stop in _STOP.finditer(folded, begin, start):
        begin = stop.end()
    stop_after = _STOP.search(folded, end, end + _AFTER)
    tail = folded[end : stop_after.start() if stop_after else end + _AFTER]
    for kind, pattern in words.after.items():
        if pattern.match(tail):
            return kind
    hits = [
        (found.end(), kind) for kind, pattern in words.before.items() for found in pattern.finditer(folded[begin:start])
    ]
    return max(hits, default=(0, None), key=lambda one: one[0])[1]
