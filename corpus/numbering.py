"""Numbers of acts in a row (C24): gaps, numbers given twice, numbers that go back in time.

In: the acts of one body and year, each once. Out: `Odd`s, in the order of the numbers. Pure. A number is taken apart at
its last figures: "2022.00267" and "2022.00268" are of one row, "2022.00267 BIS" is of another. Rows of few numbers,
rows of which much is missing and rows that do not follow the calendar say nothing: what is not in the corpus is no
fault of the body, and some bodies have two counters.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .keys import name_key

_FEWEST = 8  # numbers that make a row
_WHOLE = 0.8  # of a row's numbers are in the corpus, or its gaps are the corpus's
_ASTRAY = 0.2  # more acts than this out of the order of days: the row does not follow the calendar
_TITLE = 24  # letters by which a title is known again
_MOST = 12  # missing numbers in a message
_LAST = re.compile(r"^(?P<before>.*?)(?P<figures>\d+)(?P<after>\D*)$", re.DOTALL)


class Act(NamedTuple):
    """An act: its id, its number as printed, its title, the day and organ of its sitting."""

    id: str
    number: str
    title: str
    date: str
    organ: str


class Odd(NamedTuple):
    """What is odd: of which act, in words, and what it was read from."""

    act_id: str
    message: str
    read: dict[str, object]


def odd_numbers(acts: Iterable[Act]) -> list[Odd]:
    """What C24 finds in the acts of one body and year."""
    rows: dict[tuple[str, str, str], dict[int, list[Act]]] = defaultdict(lambda: defaultdict(list))
    for act in acts:
        found = _LAST.match(act.number)
        if found is not None and len(found["figures"]) <= 6:
            before, after = (re.sub(r"\s+", "", found[part]).casefold() for part in ("before", "after"))
            rows[(act.organ, before, after)][int(found["figures"])].append(act)
    odd: list[Odd] = []
    for key in sorted(rows):
        row = rows[key]
        if len(row) >= _FEWEST:
            odd += [*_twice(row), *_gaps(row), *_back(row)]
    return odd


def _twice(row: dict[int, list[Act]]) -> list[Odd]:
    """Two acts of one number: on different days, or of different titles."""
    odd = []
    for number in sorted(row):
        first, *others = sorted(row[number], key=lambda act: (act.date, act.id))
        for act in others:
            if act.date == first.date and _alike(act.title, first.title):
                continue
            message = (
                f"The number {act.number} of {act.date} is also that of an act of {first.date}"
                f"{f': « {first.title} »' if first.title else ''}."
            )
            odd.append(Odd(act.id, message, {"number": act.number, "also": first.id}))
    return odd


def _alike(one: str, other: str) -> bool:
    """May the titles be one, printed shorter or not at all?"""
    one, other = name_key(one)[:_TITLE], name_key(other)[:_TITLE]
    return one.startswith(other) or other.startswith(one)


def _gaps(row: dict[int, list[Act]]) -> list[Odd]:
    """The numbers that are missing between the first and the last, told of the act after the first gap."""
    numbers = sorted(row)
    missing = sorted(set(range(numbers[0], numbers[-1] + 1)) - set(numbers))
    if not missing or len(numbers) < _WHOLE * (numbers[-1] - numbers[0] + 1):
        return []
    after = min(row[next(number for number in numbers if number > missing[0])], key=lambda act: act.id)
    said = ", ".join(map(str, missing[:_MOST])) + (f" and {len(missing) - _MOST} more" if len(missing) > _MOST else "")
    between = f"{_any(row[numbers[0]]).number} and {_any(row[numbers[-1]]).number}"
    message = f"Between {between} these numbers are missing: {said}; an act may be withdrawn, or not in the corpus."
    return [Odd(after.id, message, {"missing": missing})]


def _any(acts: Sequence[Act]) -> Act:
    return min(acts, key=lambda act: act.id)


def _back(row: dict[int, list[Act]]) -> list[Odd]:
    """Acts that stand before the day of a lower number: those outside the longest run of days that do not go back."""
    acts = [_any(row[number]) for number in sorted(row)]
    kept = _longest([act.date for act in acts])
    astray = [index for index in range(len(acts)) if index not in kept]
    if not astray or len(astray) > _ASTRAY * len(acts):
        return []
    odd = []
    for index in astray:
        act = acts[index]
        before = next((acts[other] for other in range(index - 1, -1, -1) if other in kept), None)
        after = next((acts[other] for other in range(index + 1, len(acts)) if other in kept), None)
        if before is not None and act.date < before.date:
            message = f"The number {act.number} is of {act.date}, the lower number {before.number} of {before.date}."
            odd.append(Odd(act.id, message, {"number": act.number, "lower": before.id}))
        elif after is not None:
            message = f"The number {act.number} is of {act.date}, the higher number {after.number} of {after.date}."
            odd.append(Odd(act.id, message, {"number": act.number, "higher": after.id}))
    return odd


def _longest(days: Sequence[str]) -> set[int]:
    """The places of the longest run of `days` that never goes back (the first such run, found by patience)."""
    ends: list[str] = []
    places: list[int] = []
    before: list[int] = []
    for place, day in enumerate(days):
        at = bisect_right(ends, day)
        before.append(places[at - 1] if at else -1)
        ends[at : at + 1] = [day]
        places[at : at + 1] = [place]
    kept: set[int] = set()
    place = places[-1] if places else -1
    while place >= 0:
        kept.add(place)
        place = before[place]
    return kept
