"""Where acts begin: the choice among candidate headings that fits the whole sitting best.

In: candidate headings in order, the events that only a decision prints (hinges, votes), the titles of the agenda.
Out: the chosen headings. A section that holds one decision counts for a choice; one with text and none, or with
several decisions, counts against it; so does a cut through a decision. Headings of one document look alike, their
ordinals and numbers follow one another, and the agenda announces them: each of these is evidence, none is decisive.
The best sum wins (dynamic programming over the candidates).
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right

import msgspec

from ..layout import Text
from ..rulebook import Hit
from .headings import Heading
from .signs import is_result, opens_dispositif
from .titles import title_key
from .units import BY_SUBJECT, cut_units

_FURTHEST = 160  # candidates that a section may pass over


class Cluster(msgspec.Struct, frozen=True):
    """One decision: from its hinge (or its vote) to its last word of voting."""

    start: int
    end: int
    strong: bool


def clusters(body: Text, hits: list[Hit], headings: list[Heading], start: int, end: int) -> list[Cluster]:
    """The decisions of body[start:end], in order: a hinge and the votes that follow it are one."""
    events = [
        (h.start, h.end, h.rule.segment == "dispositif", h.rule.strength == "strong")
        for h in hits
        if ((opens_dispositif(h) or is_result(h)) and h.rule.strength != "weak") or h.rule.segment == "vote-election"
    ]
    # sentences whose subject is the organ and whose verb decides
    events += [
        (unit.start, unit.start + 1, True, False)
        for unit in cut_units(body, hits, start, end)
        if unit.rule in BY_SUBJECT
    ]
    events.sort()
    starts = [h.start for h in headings if h.weight > -0.8]
    found: list[Cluster] = []
    hinged = voted = False
    for at, stop, hinge, strong in events:
        last = found[-1] if found else None
        if last is not None:
            between = bisect_right(starts, last.end) < bisect_right(starts, at)
            sentence = body.line_at(at) == body.line_at(max(last.end - 1, 0))
            # a second hinge after a vote, or any sign of a decision under another heading, is another decision
            another = between or (hinge and voted and hinged and at - last.end > 60)
            if sentence or not another or (hinge and not strong and not voted and not between):
                found[-1] = Cluster(last.start, max(last.end, stop), last.strong or (hinge and strong))
                hinged, voted = hinged or hinge, voted or not hinge
                continue
        found.append(Cluster(at, stop, hinge and strong))
        hinged, voted = hinge, not hinge
    return found


def choose(
    body: Text,
    headings: list[Heading],
    decisions: list[Cluster],
    announced: set[str],
    end: int,
    heads: list[int],
    groups: list[int],
) -> list[Heading]:
    """The headings that begin acts or part them from what is none, in order.

    `heads` are offsets of attendance lists: a section that holds one is the head of the sitting. `groups` are offsets
    of headings over several acts ("Questions diverses").
    """
    if not headings:
        return []
    weights = _weights(body, headings, decisions, announced, end)
    table = _Table(headings, decisions, heads, groups)
    firsts = table.firsts
    marks = [_mark(body, heading) for heading in headings]
    count = len(headings)
    best = [0.0] * count
    back = [-1] * count
    for i, heading in enumerate(headings):
        # nothing chosen before: the head of the sitting, where no decision is expected
        score = -0.4 * min(2, bisect_left(firsts, heading.start))
        choice = -1
        for j in range(i - 1, max(-1, i - _FURTHEST), -1):
            other = headings[j]
            worth = table.section(other, heading.start)
            trial = best[j] + worth + _pair(other, heading, marks[j], marks[i], decided=worth > 0)
            if trial > score:
                score, choice = trial, j
        best[i] = score + weights[i]
        back[i] = choice
    last = max(range(count), key=lambda i: best[i] + table.section(headings[i], end))
    if best[last] + table.section(headings[last], end) <= -0.4 * min(2, len(decisions)):
        return []
    chosen: list[Heading] = []
    at = last
    while at >= 0:
        chosen.append(headings[at])
        at = back[at]
    return chosen[::-1]


class _Table:
    """What stands where, for the worth of sections."""

    def __init__(self, headings: list[Heading], decisions: list[Cluster], heads: list[int], groups: list[int]) -> None:
        self.firsts = [c.start for c in decisions]
        self.heads = sorted(heads)
        self.groups = {h.start for h in headings if any(h.start <= at < h.end for at in groups)}

    def section(self, heading: Heading, end: int) -> float:
        """What the text between a heading and the next one says for or against both."""
        inside = bisect_left(self.firsts, end) - bisect_left(self.firsts, heading.start)
        worth = 1.0 - 0.45 * min(inside - 1, 4) if inside else -0.1 if end - heading.end <= 60 else -0.45
        if heading.start in self.groups and inside:
            worth -= 0.8
        if heading.kind in ("", "item") and bisect_left(self.heads, end) > bisect_left(self.heads, heading.start):
            worth -= 0.9
        return worth


def _weights(
    body: Text, headings: list[Heading], decisions: list[Cluster], announced: set[str], end: int
) -> list[float]:
    """The weight of each candidate: its own, that of its style, of the agenda, and of the decision it would cut."""
    firsts = [c.start for c in decisions]
    by_style: dict[str, list[int]] = {}
    for i, heading in enumerate(headings):
        by_style.setdefault(heading.style, []).append(i)
    quality: dict[str, float] = {}
    for style, members in by_style.items():
        owned = 0.0
        for place, i in enumerate(members):
            stop = headings[members[place + 1]].start if place + 1 < len(members) else end
            inside = bisect_left(firsts, stop) - bisect_left(firsts, headings[i].start)
            owned += 1.0 if inside == 1 else 0.5 if inside > 1 else 0.0
        share = owned / len(members)
        quality[style] = (share - 0.5) * min(1.0, len(members) / 3) * (1.0 if len(members) > 1 else 0.3)
    spine, within = _spine(headings, firsts, {style for style, members in by_style.items() if len(members) <= 2})
    weights: list[float] = []
    for i, heading in enumerate(headings):
        weight = (
            heading.weight + quality[heading.style] + (_SPINE if i in spine else -_SUBORDINATE if i in within else 0.0)
        )
        key = title_key(body.folded[heading.title[0] : heading.title[1]])
        if len(key) > 8 and announced and _is_announced(key, announced):
            weight += 1.2
        at = bisect_right(firsts, heading.start) - 1
        if at >= 0 and decisions[at].start < heading.start < decisions[at].end:
            weight -= 1.2
        if heading.kind in ("", "item") and bisect_left(firsts, heading.end) > bisect_left(firsts, heading.start):
            weight -= 0.9  # a line that decides is no heading
        weights.append(weight)
    return weights


def _spine(headings: list[Heading], decisions: list[int], rare: set[str]) -> tuple[set[int], set[int]]:
    """(the longest run of ordinals 1, 2, 3… in one hand; the candidates between two of them that begin no act).

    Between the 4 and the 5 of a long run no other ordinal in figures begins an act, nor does a line that hardly stands
    out, nor a number of a `rare` style (one that is cited): they are parts of one act's own text. A run is one of acts
    where most of its sections hold a decision.
    """
    runs: list[list[int]] = []
    for i, heading in enumerate(headings):
        value = _figures(heading)
        if value is None:
            continue
        run = next(
            (
                r
                for r in reversed(runs)
                if _same_hand(headings[r[-1]], heading) and _figures(headings[r[-1]]) == value - 1
            ),
            None,
        )
        if run is None:  # one ordinal of a long run may be lost
            run = next(
                (
                    r
                    for r in runs
                    if len(r) > 3 and headings[r[-1]].style == heading.style and _figures(headings[r[-1]]) == value - 2
                ),
                None,
            )
        if run is not None:
            run.append(i)
        elif value == 1:
            runs.append([i])
    spine = max(runs, key=len, default=[])
    bounds = [headings[i].start for i in spine]
    decided = sum(bisect_left(decisions, b) > bisect_left(decisions, a) for a, b in itertools.pairwise(bounds))
    if len(spine) < _LEAST_SPINE or 2 * decided < len(spine):
        return set(), set()
    out: set[int] = set()
    for one, two in itertools.pairwise(spine):
        if _figures(headings[two]) != (_figures(headings[one]) or 0) + 1:
            continue
        for i in range(one + 1, two):
            heading = headings[i]
            cited = heading.kind in ("number", "label") and heading.style in rare
            if _figures(heading) is not None or cited or (heading.kind == "" and heading.weight < 0.6):
                out.add(i)
    return set(spine), out


def _same_hand(one: Heading, two: Heading) -> bool:
    """The same look, capitals apart: one title of many may be written in them."""
    return one.style.replace(" caps", "") == two.style.replace(" caps", "")


def _figures(heading: Heading) -> int | None:
    """The ordinal of an item in figures."""
    return int(heading.item) if heading.kind == "item" and heading.item and heading.item.isdigit() else None


_LEAST_SPINE = 6
_SPINE = 0.7
_SUBORDINATE = 1.3


def _is_announced(key: str, announced: set[str]) -> bool:
    if key in announced:
        return True
    head = key[:28]
    return len(head) >= 16 and any(
        other.startswith(head) or key.startswith(other[:28]) for other in announced if len(other) >= 16
    )


_LAST_FIGURES = re.compile(r"(\d+)\D*$")


class _Mark(msgspec.Struct, frozen=True):
    """What a heading counts by: its ordinal as (family, value), the last figures of its number."""

    ordinal: tuple[str, int] | None
    figures: int | None


def _mark(body: Text, heading: Heading) -> _Mark:
    number = _LAST_FIGURES.search(body.folded[heading.number[0] : heading.number[1]]) if heading.number else None
    return _Mark(
        _ordinal(heading.item) if heading.item else None,
        int(number.group(1)) if number and len(number.group(1)) < 9 else None,
    )


def _pair(one: Heading, two: Heading, before: _Mark, after: _Mark, *, decided: bool) -> float:
    """Do two chosen headings in a row go together? `decided` says that a decision stands between them: the points of an
    enumeration in plain type follow one another too, and decide nothing."""
    score = 0.25 if one.style == two.style else 0.0
    if one.item and two.item and one.kind == two.kind:
        a, b = before.ordinal, after.ordinal
        if a is not None and b is not None and a[0] == b[0]:
            follows = 0.5 if decided or "plain" not in one.style else 0.0
            score += follows if b[1] == a[1] + 1 else -0.6 if b[1] <= a[1] else 0.0
        elif b is not None and b[1] == 1:
            score += 0.15
    if before.figures is not None and after.figures is not None:
        step = after.figures - before.figures
        score += 0.4 if step == 1 else 0.15 if 0 < step < 10 else -0.3 if step <= 0 else 0.0
    return score


_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def _ordinal(item: str) -> tuple[str, int] | None:
    """(family, value) of an ordinal: digits, a letter, a roman numeral, or the last part of "5.2"."""
    parts = re.split(r"[.-]", item)
    last = parts[-1]
    family = ".".join(parts[:-1])
    if last.isdigit():
        return f"{family} digit", int(last)
    if len(last) == 1 and last not in "ivx":
        return f"{family} letter", ord(last) - 96
    if last and all(char in _ROMAN for char in last):
        values = [_ROMAN[char] for char in last]
        total = sum(-v if k + 1 < len(values) and v < values[k + 1] else v for k, v in enumerate(values))
        return f"{family} roman", total
    return None
