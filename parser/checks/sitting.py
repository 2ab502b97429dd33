"""Checks of a sitting: what it announces against what it lists (C01 to C04), its quorum (C10), when it was called
(C17).

In: a `Session`. Out: a `Check` from each function. The caveats are those of real documents: a president who stands
outside the list, members who come and go, lists of the absent that are not printed, seats that are vacant.
"""

from __future__ import annotations

from typing import Any

from ..folding import fold
from ..record import Check, Session
from .verdicts import (
    Verdict,
    around,
    at,
    check,
    how_many_present,
    how_many_represented,
    president_apart,
    stood_aside,
    together,
    unprinted,
)

# Days of sittings for which a third of the members was enough: ordonnance 2020-391 art. 2; loi 2020-290 art. 10 amended
# by loi 2020-760; loi 2020-1379 art. 6 IV with loi 2021-689; loi 2021-1465. Between the first two no text is clear.
_THIRD = (("2020-03-12", "2020-08-30"), ("2020-11-15", "2021-09-30"), ("2021-11-11", "2022-07-31"))
_UNCLEAR = ("2020-08-31", "2020-11-14")
_CGCT_SINCE = "1996-02-24"  # the code that holds L2121-17; the quorum of earlier sittings is not checked


def members(session: Session) -> Check:
    """C01: as many members are listed as present as are announced."""
    stated, listed = session.present_count, len(session.present)
    read: dict[str, Any] = {"present_count": stated, "present": listed}
    where = [*at(session.evidence, "present_count"), *around(session.present)]

    def say(verdict: Verdict, message: str) -> Check:
        return check("C01", verdict, "error", message, read, where)

    if stated is None or not listed:
        return say(
            "unknown", unprinted(("the number of members present", stated), ("the list of them", listed or None))
        )
    if stated == listed:
        return say("holds", f"{listed} members are listed as present, as announced.")
    if stated == listed + 1 and president_apart(session):
        read["president"] = session.president
        where.extend(at(session.evidence, "president"))
        return say("holds", f"{listed} members listed and the president, named outside the list, make {stated}.")
    if session.movements and abs(stated - listed) <= len(session.movements):
        return say("unknown", f"{stated} announced, {listed} listed; members came or left during the sitting.")
    return say("fails", f"{stated} members are announced as present and {listed} are listed: look at the list.")


def proxies(session: Session) -> Check:
    """C02: as many proxies are listed as are announced. A list of givers without holders counts as a list."""
    stated, listed = session.proxy_count, len(session.proxies)
    read = {"proxy_count": stated, "proxies": listed}
    places = together(place for proxy in session.proxies for place in proxy.places)
    where = [*at(session.evidence, "proxy_count"), *places]

    def say(verdict: Verdict, message: str) -> Check:
        return check("C02", verdict, "error", message, read, where)

    if stated is None or (stated and not listed):
        return say("unknown", unprinted(("the number of proxies", stated), ("the list of them", listed or None)))
    if stated == listed:
        return say("holds", f"{_count(listed, 'proxy', 'proxies')} listed, as announced.")
    return say("fails", f"{_count(stated, 'proxy', 'proxies')} announced, {listed} listed: look at the list.")


def voters(session: Session) -> Check:
    """C03: the voters announced are the members present and those represented, but for those who stand aside."""
    stated, present, represented = session.voter_count, how_many_present(session), how_many_represented(session)
    read: dict[str, Any] = {"voter_count": stated, "present": present, "proxies": represented}
    where = [*at(session.evidence, "voter_count", "present_count", "proxy_count"), *around(session.present)]

    def say(verdict: Verdict, message: str) -> Check:
        return check("C03", verdict, "error", message, read, where)

    if stated is None or present is None:
        return say("unknown", unprinted(("the number of voters", stated), ("who was present", present)))
    if session.present_count is None and stated == present + represented + 1 and president_apart(session):
        read["president"] = session.president
        return say(
            "holds",
            f"{present} present + the president, who is not in the list + {represented} represented = {stated} voters.",
        )
    total = present + represented
    sum_ = f"{present} present + {represented} represented = {total}"
    if stated == total:
        return say("holds", f"{sum_} voters, as announced.")
    if total - stated in stood_aside(session):
        read["did_not_take_part"] = total - stated
        return say("holds", f"{sum_}; {total - stated} did not take part, which leaves the {stated} voters announced.")
    if session.movements and abs(total - stated) <= len(session.movements):
        return say("unknown", f"{sum_}, {stated} voters announced; members came or left during the sitting.")
    return say("fails", f"{sum_}, but {stated} voters are announced: look at the lists and the numbers.")


def in_office(session: Session) -> Check:
    """C04: those present, represented and absent, as listed, are the members in office."""
    seats, absent = session.in_office, len(session.absent)
    present = len(session.present) or session.present_count
    represented = len(session.proxies) or session.proxy_count or 0
    read: dict[str, Any] = {"in_office": seats, "present": present, "proxies": represented, "absent": absent}
    where = [*at(session.evidence, "in_office"), *around((*session.present, *session.absent))]

    def say(verdict: Verdict, message: str) -> Check:
        return check("C04", verdict, "warn", message, read, where)

    if seats is None or present is None:
        return say("unknown", unprinted(("the number of members in office", seats), ("who was present", present)))
    total = present + represented + absent
    sum_ = f"{present} present + {represented} represented + {absent} absent = {total}"
    if total == seats:
        return say("holds", f"{sum_} in office, as announced.")
    if total + 1 == seats and president_apart(session):
        read["president"] = session.president
        return say("holds", f"{sum_}; with the president, named outside the list, the {seats} in office announced.")
    if total < seats and not absent:
        return say("unknown", f"{sum_} of {seats} in office; the document does not list who was absent.")
    hint = "a seat may be vacant, or a name missing from the lists" if total < seats else "a name may be listed twice"
    return say("fails", f"{sum_}, but {seats} members are in office: {hint}.")


def quorum(session: Session) -> Check:
    """C10: more than half of the members in office are present (CGCT L2121-17, L5211-1, L3121-14, L4132-13).

    Proxies do not count, but in a commission permanente (L3121-14-1, L4132-13-1).
    """
    seats, present, day = session.in_office, how_many_present(session), session.date
    read: dict[str, Any] = {"in_office": seats, "present": present, "date": day}
    where = at(session.evidence, "in_office", "present_count", "date")

    def say(verdict: Verdict, message: str) -> Check:
        return check("C10", verdict, "warn", message, read, where)

    if seats is None or present is None or day is None:
        return say(
            "unknown", unprinted(("the members in office", seats), ("who was present", present), ("the date", day))
        )
    if day < _CGCT_SINCE:
        return say("unknown", f"The quorum is checked for sittings since {_CGCT_SINCE}.")
    counted = present + (1 if session.present_count is None and president_apart(session) else 0)
    if "commission permanente" in fold(session.organ or ""):
        read["proxies"] = how_many_represented(session)
        counted += how_many_represented(session)
    third = any(first <= day <= last for first, last in _THIRD)
    least = read["least"] = -(-seats // 3) if third else seats // 2 + 1
    rule = "a third, by the law of that time" if third else "more than half"
    if counted >= least:
        return say("holds", f"{counted} of {seats} members reach the quorum of {least} ({rule}).")
    if _UNCLEAR[0] <= day <= _UNCLEAR[1]:
        return say("unknown", f"{counted} of {seats} members; what quorum the law asked on that day is not clear.")
    why = "a number may be misread, or the members called a second time, when no quorum is asked"
    return say("fails", f"{counted} of {seats} members are under the quorum of {least} ({rule}): {why}.")


def called(session: Session) -> Check:
    """C17 for a sitting: the members were called before the day it was held."""
    sent, held = session.convocation_date, session.date
    read = {"convocation_date": sent, "date": held}
    where = at(session.evidence, "convocation_date", "date")

    def say(verdict: Verdict, message: str) -> Check:
        return check("C17", verdict, "warn", message, read, where)

    if sent is None or held is None:
        return say("unknown", unprinted(("the date of convocation", sent), ("the date of the sitting", held)))
    if sent < held:  # ISO dates compare as text
        return say("holds", f"Called on {sent}, held on {held}.")
    return say("fails", f"Called on {sent} for a sitting of {held}: one of the two dates is wrong or misread.")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
