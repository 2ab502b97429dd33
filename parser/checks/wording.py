"""Checks of what an act says: its accounts (C32), its stamp (C35), its days (C28, C38), its template (C41), its organ
(C42).

In: a `Deliberation`, its `Session`, and its `Text`, folded once. Out: `Check`s; nothing where the act gives a check
nothing to do, so that most acts have none of these.
"""

from __future__ import annotations

import calendar
import re
from functools import cached_property
from typing import Any

from ..folding import fold
from ..record import Check, Deliberation, Place, Session
from .catalogue import words_of
from .verdicts import at, check, day_of

_MONTHS = {
    "janvier": 1, "fevrier": 2, "mars": 3, "avril": 4, "mai": 5, "juin": 6, "juillet": 7, "aout": 8, "septembre": 9,
    "octobre": 10, "novembre": 11, "decembre": 12,
}  # fmt: skip
# Days that a month may lack, and figures that no month has: these only where a word announces a day.
_DAY = re.compile(rf"(?P<day>[03-9]\d|29) (?P<month>{'|'.join(_MONTHS)}) (?P<year>(?:18|19|20)\d\d)(?!\d)")
_BEFORE = re.compile(
    r"(?:^|[^\d.,/°-])(?:(?<![a-z])(?P<said>(?:le|du|au|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) ))?$"
)
_YEAR_OF_BUDGET = re.compile(r"(?<![a-z])(?:budget(?:\s+primitif)?|exercice|subventions?)\s+((?:19|20)\d\d)(?![\d/-])")
_YEAR_OF_NUMBER = re.compile(r"((?:19|20)\d\d)\D+\d")  # a number without more is a count
_DECIDES = re.compile(r",? (?:apres en avoir|decide|approuve|autorise|adopte|delibere)")


def _flat(text: str | None) -> str:
    """Folded, with single blanks: phrases are found across the ends of lines."""
    return fold(" ".join(text.split())) if text else ""


class Text:
    """The words of an act, folded and on one line: its title, its reasoning, its decision, and all of them."""

    def __init__(self, act: Deliberation) -> None:
        self.act = act

    @cached_property
    def title(self) -> str:
        """The object."""
        return _flat(self.act.title)

    @cached_property
    def reasoning(self) -> str:
        """The considérants."""
        return _flat(self.act.considerants.text if self.act.considerants else None)

    @cached_property
    def decision(self) -> str:
        """The dispositif."""
        return _flat(self.act.dispositif.text if self.act.dispositif else None)

    @cached_property
    def rest(self) -> str:
        """What else is labelled: the vote, the signature, the head."""
        others = (one.text for one in self.act.segments if one.label not in ("considerants", "dispositif"))
        return _flat(" ".join(others))

    @property
    def parts(self) -> tuple[tuple[str, tuple[Place, ...]], ...]:
        """The three texts with where they stand."""
        act = self.act
        return (
            (self.title, tuple(at(act.evidence, "title"))),
            (self.reasoning, act.considerants.places if act.considerants else ()),
            (self.decision, act.dispositif.places if act.dispositif else ()),
        )


def accounts(session: Session, act: Deliberation, text: Text) -> list[Check]:
    """C32: the mayor leaves when the compte administratif is voted (CGCT L2121-14). Nothing for other acts."""
    if "compte" not in text.decision or act.vote.outcome != "adopted":
        return []
    account = words_of("C32", "accounts").search(text.decision)
    if account is None or words_of("C32", "accounts").search(text.title) is None:
        return []
    if words_of("C32", "votes").search(text.decision, max(0, account[0] - 60), account[0]) is None:
        return []
    read: dict[str, Any] = {"title": act.title, "president": session.president}
    where = [*at(act.evidence, "title"), *(act.dispositif.places if act.dispositif else ())]
    aside = [one for one in act.dissent if one.position == "did not take part"]
    if aside:
        return [check("C32", "holds", "Somebody did not take part in the vote.", read, where)]
    for part in (text.decision, text.reasoning, text.rest, _flat(" ".join(one.text for one in session.segments))):
        if found := words_of("C32", "left").search(part):
            read["words"] = part[found[0] : found[1] + 30]
            return [check("C32", "holds", "The text says that the mayor left, or that another presided.", read, where)]
    message = "To check: the text does not say that the mayor left for the vote on the compte administratif."
    return [check("C32", "fails", message, read, where, law="CGCT L2121-14")]


def stamp_of_a_refusal(act: Deliberation) -> list[Check]:
    """C35: what was rejected or put off has no stamp of receipt. Nothing for what was adopted."""
    if act.vote.outcome not in ("rejected", "deferred"):
        return []
    read = {"outcome": act.vote.outcome, "act_id": act.act_id, "received": act.received}
    where = [*at(act.vote.evidence, "outcome"), *at(act.evidence, "act_id", "received")]
    if act.act_id or act.received:
        message = f"It reads as {act.vote.outcome}, and bears a stamp of receipt; refusals are transmitted too."
        return [check("C35", "fails", message, read, where)]
    return [check("C35", "holds", f"It reads as {act.vote.outcome}, and bears no stamp of receipt.", read, where)]


def years(session: Session, act: Deliberation, text: Text) -> list[Check]:
    """C28: the years of number and budget are near that of the sitting. Nothing where none of them is printed."""
    day = day_of(session.date)
    if day is None:
        return []
    of_number = _YEAR_OF_NUMBER.match(act.number or "")
    budgets = sorted({int(found[1]) for found in _YEAR_OF_BUDGET.finditer(text.decision)})
    if of_number is None and not budgets:
        return []
    read = {"date": session.date, "number": act.number, "budget_years": budgets}
    where = [*at(session.evidence, "date"), *at(act.evidence, "number")]
    if of_number is not None and int(of_number[1]) != day.year:
        message = f"The number {act.number} is of {of_number[1]}, the sitting of {day.year}."
        return [check("C28", "fails", message, read, where)]
    if budgets and not any(abs(year - day.year) <= 1 for year in budgets):
        said = ", ".join(map(str, budgets))
        where += act.dispositif.places if act.dispositif else ()
        return [
            check(
                "C28", "fails", f"The decision names the budget of {said}, the sitting is of {day.year}.", read, where
            )
        ]
    return [check("C28", "holds", f"The years named go with a sitting of {day.year}.", read, where)]


def days(text: Text) -> list[Check]:
    """C38: the days that the text names are in the calendar. Nothing where all of them are."""
    for part, places in text.parts:
        for found in _DAY.finditer(part):
            day, month, year = int(found["day"]), _MONTHS[found["month"]], int(found["year"])
            if 0 < day <= calendar.monthrange(year, month)[1]:
                continue
            before = _BEFORE.search(part, max(0, found.start() - 12), found.start())
            if before is None or (day > 31 and not before["said"]):
                continue
            printed = f"{found['day']} {found['month']} {found['year']}"
            message = f"« {printed} » is no day of the calendar: it is misprinted or misread."
            return [check("C38", "fails", message, {"printed": printed}, places)]
    return []


def template(text: Text) -> list[Check]:
    """C41: nothing is left of the template. Nothing where nothing is."""
    for part, places in text.parts:
        if found := words_of("C41", "leftovers").search(part):
            piece = part[max(0, found[0] - 20) : found[1] + 20].strip()
            words = part[found[0] : found[1]]
            return [check("C41", "fails", f"Left of a template: « {piece} ».", {"words": words}, places)]
    return []


def organ(session: Session, act: Deliberation, text: Text) -> list[Check]:
    """C42: where a bureau or commission sits, the act does not say that the council decides."""
    folded = fold(session.organ or "")
    if not ("bureau" in folded or "commission permanente" in folded) or act.dispositif is None:
        return []
    found = _assembly(text.decision)
    read = {"organ": session.organ}
    where = [*at(session.evidence, "organ"), *act.dispositif.places]
    if found is None:
        return [check("C42", "holds", f"It is the organ that sits, {session.organ}, that decides.", read, where)]
    message = f"The {session.organ} sits, and the text says « {found} » of who decides."
    return [check("C42", "fails", message, {**read, "words": found}, where)]


def _assembly(decision: str) -> str | None:
    """The assembly that decides, where the decision begins with it."""
    found = words_of("C42", "assemblies").search(decision, 3, 60) if decision.startswith("le ") else None
    if found is None or found[0] != 3 or _DECIDES.match(decision, found[1]) is None:
        return None
    return decision[found[0] : found[1]]
