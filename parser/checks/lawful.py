"""Checks that depend on the day and on the kind of the body: proxies (C08), quorum (C10, C11), convocation (C18).

In: a `Session`. Out: a `Check` from each function, with the article that held on that day. The law is data
(rules/law.toml, read by `parser.law`); where its text is not clear for a day, nothing fails.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import Any

from ..folding import fold
from ..law import Quorum, the_law
from ..record import Check, Session
from .catalogue import words_of
from .people import known_as, words_in
from .verdicts import (
    Verdict,
    at,
    check,
    day_of,
    how_many_present,
    how_many_represented,
    president_apart,
    together,
    unprinted,
)

_LARGE = 20_000  # inhabitants from which the seats prove that there are 3,500: communes nouvelles have more than theirs


def kind_of(session: Session) -> str:
    """The kind of the body that sits; `law.UNKNOWN` where the document does not tell."""
    return the_law().kind_of(session.organ, session.body)


def one_proxy_each(session: Session) -> list[Check]:
    """C08: nobody holds more proxies than the law of the day allows. Nothing where no holder is printed."""
    held = _held(session)
    if not held:
        return []
    kind, day = kind_of(session), day_of(session.date)
    most = max(len(proxies) for proxies in held.values())
    names = {
        proxies[0]: session.proxies[proxies[0]].holder.name  # type: ignore[union-attr]
        for proxies in held.values()
        if len(proxies) > 1
    }
    read: dict[str, Any] = {
        "date": session.date,
        "kind": kind,
        "most_held": most,
        "holders": {names[proxies[0]]: len(proxies) for proxies in held.values() if len(proxies) > 1},
    }
    several = [index for proxies in held.values() if len(proxies) > 1 for index in proxies]
    where = [
        *at(session.evidence, "date"),
        *together(place for index in several for place in session.proxies[index].places),
    ]
    rule = the_law().proxies_on(kind, day) if day is not None else None

    def say(verdict: Verdict, message: str) -> list[Check]:
        return [check("C08", verdict, message, read, where, law=rule.said if rule else None)]

    if most == 1:
        return say("holds", "Nobody holds more than one proxy.")
    who = ", ".join(f"{name} holds {count} proxies" for name, count in read["holders"].items())
    if day is None:
        return say("unknown", f"{who}; the date of the sitting, which decides how many are lawful, is not printed.")
    if rule is None:
        return say("unknown", f"{who}; no rule is known for this body on {day}.")
    read["allowed"] = rule.most
    if most <= rule.most:
        return say("holds", f"{who}, as the law of {day} allowed ({rule.most} each): {rule.said}.")
    if not rule.certain:
        return say("unknown", f"{who}; what the law allowed on {day} is not clear: {rule.said}.")
    each = "one each" if rule.most == 1 else f"{rule.most} each"
    return say("fails", f"To check: {who} on {day}, when the law allows {each}: {rule.said}.")


def _held(session: Session) -> dict[tuple[frozenset[str], str], list[int]]:
    """The proxies of each holder, by places in the list. A surname that two members may bear is nobody's."""
    held: dict[tuple[frozenset[str], str], list[int]] = defaultdict(list)
    members = [words_in(person.name) for person in session.present]
    seen = set()
    for index, proxy in enumerate(session.proxies):
        if proxy.holder is None or not (words := words_in(proxy.holder.name)):
            continue
        civility = ""
        if len(words) == 1:
            if sum(words <= one for one in members) > 1:
                continue
            civility = fold(proxy.holder.civility or "")
        pair = (words_in(proxy.giver.name), words, civility)
        if pair in seen:
            continue  # a line printed twice
        seen.add(pair)
        known = (one for one in held if known_as(one[0], words) and (not one[1] or not civility or one[1] == civility))
        held[next(known, (words, civility))].append(index)
    return held


def quorum(session: Session) -> Check:
    """C10: enough of the members in office are present, by the law of the day.

    Proxies do not count but where the law says so (a commission permanente: L3121-14-1, L4132-13-1).
    """
    seats, present, day = session.in_office, how_many_present(session), day_of(session.date)
    kind = kind_of(session)
    read: dict[str, Any] = {"in_office": seats, "present": present, "date": session.date, "kind": kind}
    where = at(session.evidence, "in_office", "present_count", "date")
    rule = the_law().quorum_on(kind, day) if day is not None else None

    def say(verdict: Verdict, message: str) -> Check:
        return check("C10", verdict, message, read, where, law=rule.said if rule else None)

    if seats is None or present is None or day is None:
        needed = (("the members in office", seats), ("who was present", present), ("the date", day))
        return say("unknown", unprinted(*needed))
    if rule is None:
        return say("unknown", f"No rule of quorum is known for this body on {day}.")
    counted = present + (1 if session.present_count is None and president_apart(session) else 0)
    represented = how_many_represented(session)
    if rule.counted == "present or represented":
        read["proxies"] = represented
        counted += represented
    least = read["least"] = rule.least(seats)
    share = _share(rule)
    if counted >= least:
        return say("holds", f"{counted} of {seats} members reach the quorum of {least} ({share}).")
    if not rule.certain:
        return say("unknown", f"{counted} of {seats} members; what quorum the law asked on that day is not clear.")
    if rule.counted == "unclear" and counted + represented >= least:
        message = f"{counted} of {seats} members, {represented} represented; whether these counted then is not clear."
        return say("unknown", message)
    why = "a number may be misread, or the members called a second time, when no quorum is asked"
    return say("fails", f"To check: {counted} of {seats} members are under the quorum of {least} ({share}): {why}.")


def _share(rule: Quorum) -> str:
    return "a third, by the law of that time" if rule.share == "a third" else rule.share


def printed_quorum(session: Session) -> list[Check]:
    """C11: the quorum that the document prints is the one that the law asks. Nothing where none is printed."""
    printed = session.quorum
    if printed is None:
        return []
    seats, day = session.in_office, day_of(session.date)
    kind = kind_of(session)
    read: dict[str, Any] = {"quorum": printed, "in_office": seats, "date": session.date, "kind": kind}
    where = at(session.evidence, "quorum", "in_office", "date")
    rule = the_law().quorum_on(kind, day) if day is not None else None

    def say(verdict: Verdict, message: str) -> list[Check]:
        return [check("C11", verdict, message, read, where, law=rule.said if rule else None)]

    if seats is None or day is None:
        return say("unknown", unprinted(("the members in office", seats), ("the date", day)))
    if rule is None or not rule.certain:
        return say("unknown", f"The quorum printed is {printed}; what the law asked on that day is not known or clear.")
    least = read["least"] = rule.least(seats)
    if printed == least:
        return say("holds", f"The quorum printed, {printed}, is that of {seats} members ({_share(rule)}).")
    if printed == seats // 2 + 1:
        return say("holds", f"The quorum printed, {printed}, is more than half of {seats}; {least} were enough then.")
    if printed == session.present_count or printed == len(session.present):
        message = (
            f"The quorum printed, {printed}, is the number of members present, not that asked of {seats}: {least}."
        )
        return say("unknown", message)
    message = f"To check: the quorum printed is {printed}; of {seats} members the law asks {least} ({_share(rule)})."
    return say("fails", message)


def delay(session: Session) -> list[Check]:
    """C18: the members were called in time. Nothing where no date of convocation is printed.

    Clear days (jours francs): neither the day of sending nor that of the sitting counts. The number of inhabitants is
    not printed: the seats in office stand for it (CGCT L2121-2), and where they prove nothing, neither does the check.
    """
    sent, held = day_of(session.convocation_date), day_of(session.date)
    if sent is None or held is None or sent >= held:
        return []
    law, kind = the_law(), kind_of(session)
    days = max(0, (held - sent - timedelta(days=1)).days)
    rule = law.convocation_on(kind, held)
    read: dict[str, Any] = {
        "convocation_date": session.convocation_date, "date": session.date, "clear_days": days, "kind": kind,
        "in_office": session.in_office,
    }  # fmt: skip
    where = at(session.evidence, "convocation_date", "date", "in_office")

    def say(verdict: Verdict, message: str) -> list[Check]:
        return [check("C18", verdict, message, read, where, law=rule.said if rule else None)]

    said = f"Called on {sent}, {days} clear {'day' if days == 1 else 'days'} before {held}"
    if rule is None:
        return say("unknown", f"{said}; no rule is known for this body on that day.")
    longest = rule.large or rule.clear_days
    if days >= longest:
        return say("holds", f"{said}: {longest} or more.")
    seats = session.in_office
    large = law.is_large(session.body) or (kind == "commune" and seats is not None and law.inhabitants(seats) >= _LARGE)
    large = large and (kind != "commune" or law.is_number_of_seats(seats))
    least = rule.clear_days
    if days >= rule.clear_days:
        if rule.large is None:
            return say("holds", f"{said}: {rule.clear_days} or more.")
        elsewhere = _departments(session) - set(law.local.alsace_moselle)
        if not large or not elsewhere or _departments(session) & set(law.local.alsace_moselle):
            size = "the document does not print how many inhabitants there are, which decides"
            return say("unknown", f"{said}: enough for {rule.clear_days} days, not for {rule.large}; {size}.")
        least = rule.large
    if not rule.certain:
        return say("unknown", f"{said}; what delay the law asked is not clear.")
    if urgent := _says_urgent(session):
        return say(
            "unknown", f"{said}, under the {least} of the law; the text says « {urgent} », which may shorten it."
        )
    return say("fails", f"To check: {said}, where the law asks {least} unless it is urgent: {rule.said}.")


def _departments(session: Session) -> set[str]:
    """The départements that the identifiers of the acts name, three characters each."""
    ids = (act.act_id.removeprefix("99_DE-") for act in session.deliberations if act.act_id)
    return {one.split("-", 1)[0] for one in ids}


def _says_urgent(session: Session) -> str | None:
    """The words of an act that tell of urgency, a second call, or a first sitting after an election."""
    words = words_of("C18", "urgent")
    for act in session.deliberations:
        for passage in (act.title, act.considerants and act.considerants.text, act.dispositif and act.dispositif.text):
            flat = " ".join((passage or "").split())
            if found := words.search(fold(flat)):
                return " ".join(flat[found[0] : found[1] + 20].split()[:3])
    return None
