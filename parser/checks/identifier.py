"""Checks of the transmission identifier that the stamp of an act prints (C19 to C22).

In: a `Deliberation` and the `Session` it belongs to. Out: four `Check`s. The identifier is decoded by `fields.act_ids`;
its grammar is that of the State's ACTES protocol: DEPARTEMENT-SIREN-DATE-NUMBER-NATURE, often printed with more or with
less.
"""

from __future__ import annotations

import re
from typing import Any

from ..fields.act_ids import NATURES, ActId, find_act_ids, siren_department
from ..folding import fold
from ..record import Check, Deliberation, Place, Session
from .verdicts import Verdict, at, check, unprinted

_NAMES = ("C19", "C20", "C21", "C22")
# Natures of the protocol that a deliberation may have: budgets are transmitted as BF.
_OF_A_DELIBERATION = ("DE", "BF")


def checks(session: Session, act: Deliberation) -> list[Check]:
    """C19 to C22; all unknown where no identifier is printed."""
    if act.act_id is None:
        why = "No transmission identifier is printed."
        return [check(name, "unknown", why, {"act_id": None}, ()) for name in _NAMES]
    decoded = next(iter(find_act_ids(act.act_id, fold(act.act_id))), None)
    return [_same_day(session, act, decoded), _same_number(act, decoded), _authority(act, decoded), _form(act, decoded)]


def _same_day(session: Session, act: Deliberation, decoded: ActId | None) -> Check:
    """C19: the identifier bears the day of the sitting."""
    day = decoded.date.isoformat() if decoded is not None and decoded.date is not None else None
    read = {"identifier_date": day, "date": session.date}
    where = at(session.evidence, "date")
    if day is None or session.date is None:
        message = unprinted(("a day in the identifier", day), ("the date of the sitting", session.date))
        return _say("C19", "unknown", message, act, read, where)
    if (proof := session.evidence.get("date")) is not None and proof.basis == "inferred":
        return _say("C19", "unknown", "The date of the sitting was itself taken from the identifier.", act, read, where)
    if day == session.date:
        return _say("C19", "holds", f"The identifier bears the day of the sitting, {day}.", act, read, where)
    message = f"The identifier bears {day}, the sitting is of {session.date}: one of the two is wrong or misread."
    return _say("C19", "fails", message, act, read, where)


def _same_number(act: Deliberation, decoded: ActId | None) -> Check:
    """C20: the number of the act stands in the identifier."""
    inner = decoded.number if decoded is not None else None
    read = {"number": act.number, "identifier_number": inner}
    where = at(act.evidence, "number")
    if act.number is None or not inner:
        message = unprinted(("a number of the act", act.number), ("a number in the identifier", inner or None))
        return _say("C20", "unknown", message, act, read, where)
    if _holds_number(inner, act.number):
        return _say("C20", "holds", f"{inner}, in the identifier, holds the number {act.number}.", act, read, where)
    if inner.startswith("000") and inner.isdigit():
        message = f"{inner}, in the identifier, looks like a count of transmissions, apart from {act.number}."
        return _say("C20", "unknown", message, act, read, where)
    message = f"{inner}, in the identifier, does not hold {act.number}; some bodies count their transmissions apart."
    return _say("C20", "fails", message, act, read, where)


def _holds_number(inner: str, number: str) -> bool:
    """Are the printed number's digits in the identifier's: all of them, or its last group but for leading zeros?"""
    printed = "".join(re.findall(r"\d+", number))
    if printed and printed in "".join(re.findall(r"\d+", inner)):
        return True
    last = (re.findall(r"\d+", number) or [""])[-1].lstrip("0")
    return bool(last) and last in {group.lstrip("0") for group in re.findall(r"\d+", inner)}


def _authority(act: Deliberation, decoded: ActId | None) -> Check:
    """C21: the SIREN has the right control digit, and lies in the département that the identifier names."""
    if decoded is None:
        return _say("C21", "unknown", "No SIREN can be read in the identifier.", act, {})
    read = {"siren": decoded.siren, "department": decoded.department}
    if wrong := _faults(decoded, of_siren=True):
        return _say("C21", "fails", f"{wrong}.", act, read)
    right = f"The SIREN {decoded.siren} has the right control digit"
    if siren_department(decoded.siren) is not None:
        right += f" and lies in département {decoded.department}"
    return _say("C21", "holds", f"{right}.", act, read)


def _form(act: Deliberation, decoded: ActId | None) -> Check:
    """C22: the identifier is well formed, and its nature is that of a deliberation."""
    if decoded is None:
        message = "The identifier has not the form DEPARTEMENT-SIREN-DATE-NUMBER-NATURE."
        return _say("C22", "fails", message, act, {})
    read = {"nature": decoded.nature, "problems": list(decoded.problems)}
    if wrong := _faults(decoded, of_siren=False):
        return _say("C22", "fails", f"{wrong}.", act, read)
    if decoded.nature is None:
        message = "The identifier is well formed as far as it goes: its end, the nature of the act, is not printed."
        return _say("C22", "holds", message, act, read)
    label = f"{decoded.nature}, {NATURES[decoded.nature]}"
    if decoded.nature in _OF_A_DELIBERATION:
        return _say("C22", "holds", f"The identifier is well formed, and of the right nature ({label}).", act, read)
    message = f"The identifier is that of another kind of act ({label}): does the stamp belong to this one?"
    return _say("C22", "fails", message, act, read)


def _faults(decoded: ActId, *, of_siren: bool) -> str:
    """The faults of the SIREN, or all the others, as one sentence without its stop; empty where there are none."""
    said = "; ".join(fault for fault in decoded.problems if ("SIREN" in fault) == of_siren)
    return said[:1].upper() + said[1:]


def _say(
    name: str, verdict: Verdict, message: str, act: Deliberation, read: dict[str, Any], where: list[Place] | None = None
) -> Check:
    places = [*at(act.evidence, "act_id"), *(where or ())]
    return check(name, verdict, message, {"act_id": act.act_id, **read}, places)
