"""Old registers: acts told by their marginal titles and by "Même séance".

In: the layout with its margins, the heads of sittings, the rules' hits. Out: `Sitting`s whose acts begin where a
marginal title stands, or where a sitting goes on. Texts between the acts that are none (a notice of convocation, an
arrêté of the mayor) are cut off; a notice is kept with the sitting that it calls. Approvals of the préfecture in the
margin are no titles.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import msgspec

from ..layout import Layout, Text
from ..rulebook import Hit
from .outline import Cut, Sitting, Span

_NEAR = 260  # characters between a marginal title and the head that it stands beside
_BESIDE = 90  # characters between a marginal title and the "Même séance" beside it
_TYPED_SINCE = 1960  # registers written by hand end about then
_LEAST_OLD = 2
_LEAST = 4  # marginal titles that make a register


class _Mark(msgspec.Struct):
    """Where an act may begin: at a marginal title, at the head of a sitting, at "Même séance"."""

    at: int
    margin: int | None = None
    rule: str = "margin.title"
    kind: str = "act"  # act, notice, other


def marginal_titles(layout: Layout, hits: list[Hit]) -> list[tuple[int, int]]:
    """(offset in the body, index among the lifted) of margins that may be titles."""
    found = []
    for number, item in enumerate(layout.lifted):
        if (
            item.kind == "margin"
            and sum(char.isalpha() for char in item.text.text) > 3
            and not _APPROVAL.match(item.text.folded)
        ):
            found.append((item.after, number))
    return found


_APPROVAL = re.compile(
    r"\s*(?:vu et approuve|vu,? (?:bon|pour)|approuve|app\.? |le (?:sous-)?prefet|pour le prefet|recu a|folio|f° ?\d)"
)
_NOTICE = re.compile(r"\s*convocations?\b")
_OTHER = re.compile(r"\s*(?:arrete\b|arretes\b|serment|budget primitif|compte administratif de)")


def is_register(layout: Layout, titles: list[tuple[int, int]], heads: list[tuple[int, date]]) -> bool:
    """Marginal titles enough to cut the volume by them. Names in the margin (who reports) are none, nor is what
    comes again and again.

    The minutes of one sitting of our days have their head in the margin, not titles.
    """
    old = all(day.year < _TYPED_SINCE for _, day in heads)
    if (
        len(titles) < (_LEAST_OLD if old else _LEAST)
        or 2 * len(titles) < len(heads)
        or (len(heads) == 1 and heads[0][1].year >= _TYPED_SINCE)
    ):
        return False
    printed = [layout.lifted[index].text for _, index in titles]
    named = sum(all(word[:1].isupper() or not word[:1].isalpha() for word in text.text.split()) for text in printed)
    usual = Counter(text.folded for text in printed).most_common(1)[0][1]
    return 2 * named < len(printed) and (len(printed) < _LEAST or usual < len(printed) - 1)


def register_sittings(
    layout: Layout, hits: list[Hit], heads: list[int], titles: list[tuple[int, int]]
) -> list[Sitting]:
    """The sittings of a register, each with its acts. `heads` are offsets where sittings begin."""
    body = layout.body
    marks: list[_Mark] = []
    for after, index in titles:
        folded = layout.lifted[index].text.folded
        kind = (
            "notice"
            if _NOTICE.match(folded) and len(folded) < 40
            else "other"
            if _OTHER.match(folded) and not _decides(body, hits, after)
            else "act"
        )
        marks.append(_Mark(_line_start(body, after), index, "margin.title", kind))
    for hit in hits:
        if hit.rule.segment == "same-session" and _starts_line(body, hit.start):
            _add(marks, _Mark(_line_start(body, hit.start), None, hit.rule.id))
    for head in heads:
        _add(marks, _Mark(head, None, "session.head"))
    marks.sort(key=lambda mark: mark.at)
    starts = [_first_near(marks, head) for head in heads]
    sittings: list[Sitting] = []
    notice: Span | None = None
    for number, start in enumerate(starts):
        end = starts[number + 1] if number + 1 < len(starts) else len(body.text)
        inside = [mark for mark in marks if start <= mark.at < end]
        cuts: list[Cut] = []
        following: Span | None = None
        for place, mark in enumerate(inside):
            stop = inside[place + 1].at if place + 1 < len(inside) else end
            if mark.kind == "notice":
                following = (mark.at, stop)
            elif mark.kind == "act":
                first = body.lines[body.line_at(mark.at)]
                head_line = mark.at in heads or any(abs(mark.at - head) < 3 for head in heads)
                text_start = first.start + len(first.text) if head_line or mark.rule != "margin.title" else mark.at
                cuts.append(Cut(mark.at, stop, None, None, None, text_start, mark.rule, 0.9, mark.margin))
        head_end = cuts[0].end if cuts else end
        sittings.append(Sitting(start, end, (start, head_end), tuple(cuts), notice))
        notice = following
    return sittings


def _add(marks: list[_Mark], mark: _Mark) -> None:
    """A head or "Même séance" beside a marginal title is the same beginning: the nearest one in reach."""
    reach = _NEAR if mark.rule == "session.head" else _BESIDE
    near = [
        other
        for other in marks
        if other.margin is not None and other.kind == "act" and abs(other.at - mark.at) <= reach
    ]
    if not near:
        marks.append(mark)
        return
    other = min(near, key=lambda other: abs(other.at - mark.at))
    other.at = min(other.at, mark.at)
    if mark.rule != "session.head":
        other.rule = mark.rule


def _first_near(marks: list[_Mark], head: int) -> int:
    """The beginning of a sitting: its head, or the marginal title that stands a little before it."""
    near = [mark.at for mark in marks if head - _NEAR <= mark.at <= head and mark.kind == "act"]
    return max(near) if near else head


def _decides(body: Text, hits: list[Hit], at: int) -> bool:
    return any(
        at <= h.start < at + 600
        and (h.rule.segment in ("present",) or (h.rule.segment == "session" and h.rule.strength == "strong"))
        for h in hits
    )


def _line_start(body: Text, offset: int) -> int:
    return body.lines[body.line_at(min(offset, max(0, len(body.text) - 1)))].start


def _starts_line(body: Text, offset: int) -> bool:
    line = body.lines[body.line_at(offset)]
    return not body.text[line.start : offset].strip(" -*•\"'«_")
