"""Who came and who left while the sitting went on.

In: the text of a sitting, the rules' words for coming and going (segment "movement", field "arrives" or "leaves"),
the members that the lists name. Out: `Moved`: the name, the kind, the words that say when (an hour, a point), the
span. A sentence about somebody who is on no list, and a long narrative, move nobody.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import msgspec

from ..folding import fold
from ..rulebook import Hit
from .hours import find_hours
from .names import Name, read_names

_LONGEST = 34  # words of a sentence that notes a movement
_END = re.compile(r"(?<!\bM)(?<!\bMM)(?<!\bMme)(?<!\bMr)(?<!\b[A-Z])[.;](?=\s|$)|\n")
_POINT = re.compile(
    r"(?:au|du|apres|avant|a partir|lors|pendant)[a-z' ]{0,24}(?:points?|questions?|rapports?|affaires?|deliberations?"
    r"|dossiers?) ?(?:n ?°)? ?[\d ,et-]*\d"
)


class Moved(msgspec.Struct, frozen=True):
    """One movement; `at` is the words of the page, None where it does not say when."""

    name: Name
    kind: Literal["arrives", "leaves"]
    at: str | None
    start: int
    end: int
    rule: str


def find_movements(
    text: str,
    folded: str,
    hits: Sequence[Hit],
    start: int,
    end: int,
    *,
    lists: Sequence[tuple[int, int]],
    members: Sequence[Name],
) -> list[Moved]:
    """The movements noted in text[start:end], in order. `lists` are spans already read; `members` whoever they name."""
    known = {word for member in members for word in _surname(member)}
    found: list[Moved] = []
    taken: set[tuple[str, int]] = set()
    for hit in hits:
        if (
            hit.rule.segment != "movement"
            or hit.rule.field not in ("arrives", "leaves")
            or not start <= hit.start < end
        ):
            continue
        if any(a <= hit.start < b for a, b in lists):
            continue
        a, b = _sentence(text, hit.start, start, end)
        if len(text[a:b].split()) > _LONGEST:
            continue
        names = _names(text, a, hit.start) or _names(text, hit.end, b)
        for name in names:
            if (name.text, a) in taken or (known and not known & set(_surname(name))):
                continue
            taken.add((name.text, a))
            kind: Literal["arrives", "leaves"] = "arrives" if hit.rule.field == "arrives" else "leaves"
            found.append(Moved(name, kind, _when(text, folded, a, b), a, b, hit.rule.id))
    return found


def _surname(name: Name) -> list[str]:
    """The last words of a name, folded: minutes give surnames alone ("Monsieur Dumont")."""
    words = re.findall(r"[a-z]+", fold(name.surname or name.text))
    return [word for word in words if len(word) > 2]


def _sentence(text: str, at: int, start: int, end: int) -> tuple[int, int]:
    cuts = [match.end() for match in _END.finditer(text, max(start, at - 240), at)]
    begin = cuts[-1] if cuts else max(start, at - 240)
    if begin and text[begin - 1] == "\n" and text[max(start, begin - 2) : begin - 1] == ",":
        before = text.rfind("\n", start, begin - 1) + 1
        begin = max(before, start)  # the names began on the line before
    stop = _END.search(text, at, min(end, at + 240))
    finish = stop.start() if stop is not None else min(end, at + 240)
    if stop is not None and stop.group() == "\n" and text[finish + 1 : finish + 2].islower():
        more = _END.search(text, finish + 1, min(end, at + 240))
        finish = more.start() if more is not None else finish
    return begin, finish


def _names(text: str, start: int, end: int) -> list[Name]:
    """The names with a civility (or a given name and a surname in capitals) in a stretch of a sentence."""
    found: list[Name] = []
    several = False  # "Messieurs X et Y": the civility holds for both
    for entry in read_names(text, start, end).entries:
        if entry.name is None or not (entry.name.civility or entry.name.given or several):
            several = False
            continue
        several = entry.name.civility in ("MM.", "Mmes") or (several and entry.name.civility is None)
        found.append(entry.name)
    return found


def _when(text: str, folded: str, start: int, end: int) -> str | None:
    point = _POINT.search(folded, start, end)
    if point is not None:
        return " ".join(text[point.start() : point.end()].split())
    hours = find_hours(folded[start:end])
    return text[start + hours[0].start : start + hours[0].end] if hours else None
