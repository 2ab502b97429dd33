"""Checks of an act: its vote (C12 to C15) and the order of its dates (C17).

In: a `Deliberation` and the `Session` it belongs to. Out: a `Check` from each function. Only printed figures count:
what was worked out from a unanimity (`vote.inferred`) would prove nothing.
"""

from __future__ import annotations

from typing import Any

from ..record import Check, Deliberation, Session
from .verdicts import Verdict, at, check, how_many_present, how_many_represented, president_apart, unprinted

_FIGURES = ("for", "against", "abstentions")


def sum_of_votes(session: Session, act: Deliberation) -> Check:
    """C12: for, against and abstentions make the number of voters."""
    vote, voters, apart = act.vote, session.voter_count, _apart(act)
    cast = _cast(act)
    read: dict[str, Any] = {**cast, "voter_count": voters}
    where = [*at(vote.evidence, *_FIGURES), *at(session.evidence, "voter_count")]

    def say(verdict: Verdict, message: str) -> Check:
        return check("C12", verdict, message, read, where)

    if vote.for_ is None or voters is None:
        return say("unknown", unprinted(("how many voted for", vote.for_), ("the number of voters", voters)))
    total = sum(count or 0 for count in cast.values())
    sum_ = " + ".join(f"{count} {name}" for name, count in cast.items() if count is not None) + f" = {total}"
    if total == voters:
        return say("holds", f"{sum_} voters, as announced.")
    if apart and total + apart == voters:
        read["did_not_take_part"] = apart
        return say("holds", f"{sum_}; with {apart} who did not take part, the {voters} voters announced.")
    if total < voters and (vote.against is None or vote.abstentions is None):
        return say("unknown", f"{sum_} of {voters} voters; the other votes are not printed.")
    if vote.abstentions and total - vote.abstentions == voters:
        return say("holds", f"{sum_}; the {voters} voters announced are those who did not abstain.")
    if session.movements and abs(total - voters) <= len(session.movements):
        return say("unknown", f"{sum_}, {voters} voters announced; members came or left during the sitting.")
    hint = "blank or void ballots, or members who did not vote" if total < voters else "a number may be misread"
    return say("fails", f"{sum_}, but {voters} voters are announced: {hint}.")


def not_too_many(session: Session, act: Deliberation) -> Check:
    """C13: no more votes than members present or represented, those left out who did not take part."""
    vote, apart = act.vote, _apart(act)
    present, represented = how_many_present(session), how_many_represented(session)
    read: dict[str, Any] = {**_cast(act), "present": present, "proxies": represented, "did_not_take_part": apart}
    where = [*at(vote.evidence, *_FIGURES), *at(session.evidence, "present_count", "proxy_count")]

    def say(verdict: Verdict, message: str) -> Check:
        return check("C13", verdict, message, read, where)

    if vote.for_ is None or present is None:
        return say("unknown", unprinted(("how many voted for", vote.for_), ("who was present", present)))
    if session.present_count is None and president_apart(session):
        present += 1
    total, most = sum(count or 0 for count in _cast(act).values()), present + represented - apart
    if total <= most:
        return say("holds", f"{total} votes for {most} members present or represented.")
    later = sum(1 for movement in session.movements if movement.kind == "arrives")
    if total <= most + later:
        return say("unknown", f"{total} votes for {most} members at the opening; {later} came later.")
    return say("fails", f"{total} votes, but {most} members present or represented: look at the numbers and the lists.")


def outcome(act: Deliberation) -> Check:
    """C14: adopted with more votes for than against, rejected otherwise."""
    vote = act.vote
    read: dict[str, Any] = {"outcome": vote.outcome, "for": vote.for_, "against": vote.against}
    where = at(vote.evidence, "outcome", "for", "against")

    def say(verdict: Verdict, message: str) -> Check:
        return check("C14", verdict, message, read, where)

    decided = vote.outcome if vote.outcome in ("adopted", "rejected") else None
    if decided is None or vote.for_ is None or vote.against is None:
        needed = (("adoption or rejection", decided), ("votes for", vote.for_), ("votes against", vote.against))
        return say("unknown", unprinted(*needed))
    figures = f"{vote.for_} for, {vote.against} against"
    if vote.for_ == vote.against:  # CGCT L2121-20
        return say("unknown", f"{figures}: the president's vote decides.")
    if (vote.for_ > vote.against) == (decided == "adopted"):
        return say("holds", f"{figures}: {decided}.")
    return say(
        "fails", f"{figures}, yet it reads as {decided}: look at the vote (some acts ask for a larger majority)."
    )


def unanimity(act: Deliberation) -> Check:
    """C15: nobody is against where the vote is said to be unanimous; abstentions are allowed."""
    vote = act.vote
    named = [dissent for dissent in act.dissent if dissent.position == "against"]
    read: dict[str, Any] = {"unanimous": vote.unanimous, "against": vote.against, "named_against": len(named)}
    where = [*at(vote.evidence, "unanimous", "against"), *(place for dissent in named for place in dissent.places)]

    def say(verdict: Verdict, message: str) -> Check:
        return check("C15", verdict, message, read, where)

    if vote.unanimous is not True:
        return say("unknown", "The document does not say that the vote was unanimous.")
    if vote.against or named:
        return say("fails", f"It reads as unanimous, with {vote.against or len(named)} against: look at the vote.")
    return say("holds", "Unanimous, and nobody is said to be against.")


def dates(session: Session, act: Deliberation) -> Check:
    """C17 for an act: held, then received by the prefecture, then posted, as far as the days are printed."""
    days = {"date": session.date, "received": act.received, "posted": act.posted}
    where = [*at(session.evidence, "date"), *at(act.evidence, "received", "posted")]
    says = {"date": "held", "received": "received", "posted": "posted"}
    printed = [(says[name], day) for name, day in days.items() if day is not None]
    order = ", ".join(f"{said} on {day}" for said, day in printed).capitalize()

    def say(verdict: Verdict, message: str) -> Check:
        return check("C17", verdict, message, days, where)

    if len(printed) < 2:
        return say("unknown", "Fewer than two of the days of sitting, receipt and posting are printed.")
    in_order = [day for _, day in printed]
    if in_order == sorted(in_order):
        return say("holds", f"{order}.")
    if session.date is not None and session.date <= min(in_order):
        # Only posting before receipt is out of order: no rule forbids it, and it is usual where the act went on paper.
        message = f"{order}: posted before it was received, as paper acts may be."
        return check("C17", "fails", message, days, where, severity="info")
    return say("fails", f"{order}: one of the dates is wrong or misread.")


def _cast(act: Deliberation) -> dict[str, int | None]:
    return {"for": act.vote.for_, "against": act.vote.against, "abstentions": act.vote.abstentions}


def _apart(act: Deliberation) -> int:
    return sum(1 for dissent in act.dissent if dissent.position == "did not take part")
