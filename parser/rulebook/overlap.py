"""Which of the findings on a text stand.

In: `Found`, all ways in which rules fire. Out: `Hit` in order of (start, -end). Three rules: noise takes away
whatever lies inside it; of one segment, what lies inside a longer finding that is no weaker gives way to it (the
more specific phrase wins); a rule fires once on a span. What was taken away can be asked for with its reason.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from .matcher import APART, Found
from .model import Hit, Rule

_GROUPS = {"opens": "structure", "splits": "structure"}
_NO_WEAKER = {"strong": ("strong",), "medium": ("strong", "medium"), "weak": ("strong", "medium", "weak")}


def _group(rule: Rule) -> tuple[str, str]:
    return rule.segment, _GROUPS.get(rule.role, rule.role)


def _inside(item: Found, other: Found) -> bool:
    return item.end <= other.end and (item.start, item.end) != (other.start, other.end)


def settle(found: Iterable[Found]) -> list[Hit]:
    """The hits that stand, by (start, -end)."""
    return [as_hit(item) for item, winner in judged(found) if winner is None]


def as_hit(item: Found) -> Hit:
    """The finding as a hit."""
    return Hit(item.start, item.end, item.rule, {name: (a, b) for name, a, b in item.bricks}, item.phrase)


def judged(found: Iterable[Found]) -> list[tuple[Found, Found | None]]:
    """Each finding, by (start, -end), with the one that takes its place (None: it stands). Doubles are left out.

    Findings of the segments of `APART` and all others do not see each other.
    """
    found = list(found)
    groups: dict[str | None, list[Found]] = {}
    for item in found:
        groups.setdefault(item.rule.segment if item.rule.segment in APART else None, []).append(item)
    if len(groups) < 2:
        return _judged(found)
    out = [one for group in groups.values() for one in _judged(group)]
    return sorted(out, key=lambda one: (one[0].start, -one[0].end, one[0].rule.role != "noise"))


def _judged(found: list[Found]) -> list[tuple[Found, Found | None]]:
    unique: dict[tuple[int, int, str], Found] = {}
    for item in found:
        unique.setdefault((item.start, item.end, item.rule.id), item)
    ordered = sorted(unique.values(), key=lambda item: (item.start, -item.end, item.rule.role != "noise"))
    noise = [item for item in ordered if item.rule.role == "noise"]
    starts = [item.start for item in noise]
    widest: list[Found] = []
    for item in noise:
        widest.append(item if not widest or item.end > widest[-1].end else widest[-1])
    longest: dict[tuple[str, str, str], Found] = {}
    out: list[tuple[Found, Found | None]] = []
    for item in ordered:
        if noise and item.rule.role != "noise":
            index = bisect_right(starts, item.start) - 1
            if index >= 0 and widest[index].end >= item.end:
                out.append((item, widest[index]))
                continue
        group = _group(item.rule)
        longer = next(
            (
                other
                for strength in _NO_WEAKER[item.rule.strength]
                if (other := longest.get((*group, strength))) and _inside(item, other)
            ),
            None,
        )
        if longer is not None:
            out.append((item, longer))
            continue
        key = (*group, item.rule.strength)
        if key not in longest or item.end > longest[key].end:
            longest[key] = item
        out.append((item, None))
    return out
