"""Printed names as units of grouping: who a name may be, where one name has several bearers.

In: the mentions of the names of one body, what people decided, the roster. Out: `Bearers`: the units, and which unit a
mention belongs to. A name is one unit, but for four cases: people say that it changes its bearer on a day; the roster
has two persons of that name; over thirty years lie between two of its printings; or it is a surname alone that is
printed of men and of women.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from ..keys import name_key, spelling_rank
from .grouping import Link, Unit
from .mentions import Mention
from .roster import Official
from .rulings import Ruling
from .spelling import Spelling, best_reading, lore_of

APART_YEARS = 30  # between two printings of one name: longer, and it is another generation's


class _Parts(NamedTuple):
    """How a name is parted: by the sex of the civility, and from which days on by which reasons."""

    by_sex: bool
    days: tuple[str, ...]
    why: dict[str, str]


class Bearers:
    """The units of a body, and where each mention belongs."""

    def __init__(self, units: list[Unit], parts: dict[str, _Parts], keys: dict[str, list[str]]) -> None:
        self.units = units
        self._parts = parts
        self._keys = keys

    def several(self, name_id: str) -> bool:
        """Whether the name has several units."""
        return name_id in self._parts

    def unit_of(self, mention: Mention) -> str:
        """The key of the unit that the mention belongs to."""
        return _key(mention, self._parts.get(mention.name_id))

    def named(self, key: str) -> list[str]:
        """The keys of the units whose name has this `name_key`."""
        return self._keys.get(key, [])

    def partings(self, member: Callable[[str], str]) -> Iterator[Link]:
        """Why the bearers of one name are kept apart; `member` is the member that a unit became."""
        for name_id, parts in sorted(self._parts.items()):
            units = sorted(unit for unit in self.units if unit.name_id == name_id)
            for one, other in pairwise(units):
                if member(one.key) == member(other.key):
                    continue
                day = other.first or one.first
                by_day = one.first != other.first and day is not None
                why = parts.why.get(day or "", "") if by_day else "a surname alone, printed of men and of women"
                rule = "decision" if why.startswith("decided") else "years" if by_day else "civility"
                yield Link(one, other, "apart" if rule == "decision" else "possible", rule, 100, why)


def bearers(found: Iterable[Mention], decided: Iterable[Ruling], official: Iterable[Official]) -> Bearers:
    """Make the units of one body."""
    said: dict[str, list[Mention]] = defaultdict(list)
    for mention in found:
        said[mention.name_id].append(mention)
    decided, official = list(decided), list(official)
    lore = lore_of([mention.printed for listed in said.values() for mention in listed] + [one.name for one in official])
    parts: dict[str, _Parts] = {}
    units: list[Unit] = []
    keys: dict[str, list[str]] = defaultdict(list)
    for name_id, listed in said.items():
        spelling = best_reading({mention.printed for mention in listed}, lore)
        key = name_key(listed[0].printed)
        if (parting := _parts(key, spelling, listed, decided, official)) is not None:
            parts[name_id] = parting
        shares: dict[str, list[Mention]] = defaultdict(list)
        for mention in listed:
            shares[_key(mention, parting)].append(mention)
        for unit_key, share in sorted(shares.items()):
            units.append(_unit(unit_key, share, spelling, parting))
            keys[key].append(unit_key)
    for one in official:
        reading = best_reading([one.name], lore)
        units.append(Unit(f"~{one.key}", "", one.name, reading, frozenset(), (), *one.sexes, one.key, None, one.terms))
    return Bearers(units, parts, keys)


def _unit(key: str, share: list[Mention], spelling: Spelling, parting: _Parts | None) -> Unit:
    times = Counter(mention.printed for mention in share)
    days = sorted({mention.day for mention in share if mention.day is not None})
    sexes = Counter((mention.sex, mention.list_id or mention.row) for mention in share)  # once a list, not once a copy
    at = bisect_right(parting.days, days[0]) if parting is not None and days else 0
    return Unit(
        key,
        share[0].name_id,
        max(times, key=lambda printed: (times[printed], spelling_rank(printed))),
        spelling,
        frozenset(mention.list_id for mention in share if mention.list_id is not None),
        tuple(days),
        sum(sex == "m" for sex, _ in sexes),
        sum(sex == "f" for sex, _ in sexes),
        None,
        parting.days[at - 1] if parting is not None and at else None,
    )


def _key(mention: Mention, parting: _Parts | None) -> str:
    if parting is None:
        return mention.name_id
    key = mention.name_id
    if parting.days and mention.day is not None:
        at = bisect_right(parting.days, mention.day)
        key += f"/{parting.days[at - 1]}" if at else ""
    elif parting.days:
        key += "/undated"
    return f"{key}/{mention.sex or '?'}" if parting.by_sex else key


def _parts(
    key: str, spelling: Spelling, listed: list[Mention], decided: list[Ruling], official: list[Official]
) -> _Parts | None:
    whole = any(
        one.verdict == "same" and {name_key(name) for name in one.names} == {key} for one in decided
    )  # people say that the name is one person's, whatever speaks against it
    days: dict[str, str] = {}
    for one in decided:
        if one.from_day is not None and key in {name_key(name) for name in one.names}:
            days[one.from_day] = f"decided by hand{': ' + one.why if one.why else ''}"
    if not whole:
        bearing = sorted({one.begins or "" for one in official if sorted(one.words) == sorted(spelling.words)})
        for day in bearing[1:]:
            days.setdefault(day, "two persons of the roster have this name")
        printed = sorted({mention.day for mention in listed if mention.day is not None})
        for before, after in pairwise(printed):
            if (years := int(after[:4]) - int(before[:4])) > APART_YEARS:
                days.setdefault(after, f"{years} years lie between {before} and {after}")
    sexes = {mention.sex for mention in listed} - {""}
    by_sex = not whole and len(sexes) > 1 and spelling.given == ()
    return _Parts(by_sex, tuple(sorted(days)), days) if days or by_sex else None
