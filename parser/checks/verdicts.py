"""What the checks share: a verdict with what went into it, and how many members were present or represented.

In: values of the record and their evidence. Out: `Check`s with the places that prove them. What the document announces
and what it lists are never mixed: a check says which of the two it took.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Literal

from ..folding import fold
from ..record import Check, Evidence, Person, Place, Session
from .catalogue import Severity, catalogue

Verdict = Literal["holds", "fails", "unknown"]


def check(
    name: str,
    verdict: Verdict,
    message: str,
    read: Mapping[str, Any],
    places: Iterable[Place],
    *,
    law: str | None = None,
    severity: Severity | None = None,
) -> Check:
    """A `Check`, its places without repeats. The severity is the catalogue's unless it is given."""
    entry = catalogue()[name]
    where = tuple(dict.fromkeys(places))
    return Check(name, verdict, severity or entry.severity, message, dict(read), where, law)


def unprinted(*needed: tuple[str, object]) -> str:
    """Which of the things that a check needs, (name, value), are null."""
    return f"Not printed: {', '.join(name for name, value in needed if value is None)}."


def day_of(iso: str | None) -> date | None:
    """The day that an ISO date names; None for none, and for one that is no day of the calendar."""
    try:
        return date.fromisoformat(iso) if iso is not None else None
    except ValueError:  # a correction, a record of another program
        return None


def president_apart(session: Session) -> bool:
    """Is the president missing from the list of the present ("sous la présidence de X", where the list omits X)?"""
    if session.president is None or not session.present:
        return False
    president = _words(session.president)
    listed = (_words(person.name) for person in session.present)
    return not any(words and (words <= president or president <= words) for words in listed)


def _words(name: str) -> set[str]:
    return set(fold(name).replace("-", " ").split())


def how_many_present(session: Session) -> int | None:
    """The announced number, else the length of the list; None where neither is printed."""
    return session.present_count if session.present_count is not None else len(session.present) or None


def how_many_represented(session: Session) -> int:
    """The announced number of proxies, else the length of their list."""
    return session.proxy_count if session.proxy_count is not None else len(session.proxies)


def stood_aside(session: Session) -> set[int]:
    """How many did not take part in the vote, for each act of the sitting."""
    return {
        sum(1 for dissent in act.dissent if dissent.position == "did not take part") for act in session.deliberations
    }


def abstained(session: Session) -> set[int]:
    """How many abstained, for each act of the sitting that prints it; some documents do not call these voters."""
    return {act.vote.abstentions for act in session.deliberations if act.vote.abstentions}


def at(evidence: Mapping[str, Evidence], *fields: str) -> list[Place]:
    """Where the named values were read."""
    return [place for field in fields if field in evidence for place in evidence[field].places]


def around(people: Iterable[Person]) -> list[Place]:
    """Where the names stand: one box a page."""
    return together(place for person in people for place in person.places)


def together(places: Iterable[Place]) -> list[Place]:
    """One box a page, which encloses the places there."""
    boxes: dict[int, tuple[float, float, float, float]] = {}
    for place in places:
        x0, top, x1, bottom = boxes.get(place.page, place.box)
        a, b, c, d = place.box
        boxes[place.page] = (min(x0, a), min(top, b), max(x1, c), max(bottom, d))
    return [Place(page, box) for page, box in sorted(boxes.items())]
