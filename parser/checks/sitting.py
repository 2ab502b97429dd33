"""Checks of a sitting: what it announces against what it lists (C01 to C04), when it was called (C17).

In: a `Session`. Out: a `Check` from each function. The caveats are those of real documents: a president who stands
outside the list, members who come and go, lists of the absent that are not printed, seats that are vacant.
"""

from __future__ import annotations

from typing import Any

from ..record import Check, Session
from .verdicts import (
    Verdict,
    abstained,
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


def members(session: Session) -> Check:
    """C01: as many members are listed as present as are announced."""
    stated, listed = session.present_count, len(session.present)
    read: dict[str, Any] = {"present_count": stated, "present": listed}
    where = [*at(session.evidence, "present_count"), *around(session.present)]

    def say(verdict: Verdict, message: str) -> Check:
        return check("C01", verdict, message, read, where)

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
        return check("C02", verdict, message, read, where)

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
        return check("C03", verdict, message, read, where)

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
    if total - stated in abstained(session):
        read["abstentions"] = total - stated
        return say("holds", f"{sum_}; {total - stated} abstained, whom the {stated} voters announced leave out.")
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
        return check("C04", verdict, message, read, where)

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


def called(session: Session) -> Check:
    """C17 for a sitting: the members were called before the day it was held."""
    sent, held = session.convocation_date, session.date
    read = {"convocation_date": sent, "date": held}
    where = at(session.evidence, "convocation_date", "date")

    def say(verdict: Verdict, message: str) -> Check:
        return check("C17", verdict, message, read, where)

    if sent is None or held is None:
        return say("unknown", unprinted(("the date of convocation", sent), ("the date of the sitting", held)))
    if sent < held:  # ISO dates compare as text
        return say("holds", f"Called on {sent}, held on {held}.")
    return say("fails", f"Called on {sent} for a sitting of {held}: one of the two dates is wrong or misread.")


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
