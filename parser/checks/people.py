"""Checks of names: nobody in two lists (C05, C06), holders and officers are there (C07, C09), dissenters had a vote
(C16, C33), and members who bear the name of a firm (C36).

In: a `Session`, or an act with it. Out: `Check`s; nothing where the document gives a check nothing to do. Names are
compared by their words, order, case, accents and initials aside. A name that is nearly another (a slip of typing or of
OCR) never makes a check fail, and neither does one whose bearer came or left.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from ..folding import fold
from ..record import Check, Deliberation, Person, Place, Session
from .catalogue import words_of
from .verdicts import Verdict, at, check, together

_WORD = re.compile(r"[a-z]{2,}|\d+")
_NEAR = 80  # of 100: names this much alike may be one name, misprinted
_FEWEST = 3  # a list of fewer names proves little
_SURNAME = 4  # letters of a surname that is looked for beside a firm


@lru_cache(maxsize=4096)
def words_in(name: str) -> frozenset[str]:
    """The words of a name that count: folded, initials left out."""
    return frozenset(_WORD.findall(fold(name)))


def known_as(one: frozenset[str], other: frozenset[str]) -> bool:
    """May the two be one name, one of them shorter ("M. LEROY", "Anne LEROY")?"""
    return bool(one and other) and (one <= other or other <= one)


def is_same(one: frozenset[str], other: frozenset[str]) -> bool:
    """Is it the same whole name, of two words at least? A surname alone may be that of two members."""
    return one == other and len(one) > 1


def _near(one: frozenset[str], other: frozenset[str]) -> bool:
    from rapidfuzz import fuzz  # only where a name is not found: importing it is not free

    return fuzz.ratio(" ".join(sorted(one)), " ".join(sorted(other))) >= _NEAR


def _among(words: frozenset[str], people: Iterable[Person]) -> bool:
    """Is the name one of these, a shorter form or a misprint of it?"""
    listed = [words_in(person.name) for person in people]
    if any(known_as(words, one) for one in listed):
        return True
    return any(_near(words, one) or any(_near(frozenset([a]), frozenset([b])) for a in words for b in one if len(a) > 4)
               for one in listed)  # fmt: skip


def _moved(session: Session) -> list[frozenset[str]]:
    """The names of those who came or left, as the document says."""
    return [words_in(movement.person.name) for movement in session.movements]


def _moves(words: frozenset[str], moved: Sequence[frozenset[str]]) -> bool:
    return any(known_as(words, one) for one in moved)


def _givers(session: Session) -> list[Person]:
    return [proxy.giver for proxy in session.proxies]


def _complete(session: Session) -> bool:
    """Is the list of the present as long as the number announced, or the lists as long as the members in office?"""
    if len(session.present) < _FEWEST:
        return False
    if session.present_count is not None:
        return len(session.present) == session.present_count
    listed = len(session.present) + len(session.proxies) + len(session.absent)
    return session.in_office is not None and listed == session.in_office


def in_one_list(session: Session) -> list[Check]:
    """C05: nobody stands in two lists or twice in one; who gave a proxy and is present is C06's."""
    lists = {"present": session.present, "absent": session.absent, "represented": tuple(_givers(session))}
    if sum(map(len, lists.values())) < _FEWEST:
        return []
    moved = _moved(session)
    found: list[str] = []
    where: list[Place] = []
    names = {state: [words_in(one.name) for one in people] for state, people in lists.items()}

    def tell(words: frozenset[str], said: str, *states: str) -> None:
        bearers = [one for state in states for one in lists[state] if words_in(one.name) == words]
        if _moves(words, moved) or any(one.remark for one in bearers):
            return
        found.append(f"{bearers[0].name} is listed {said}")
        where.extend(place for one in bearers for place in one.places)

    for state, listed in names.items():
        for words, times in Counter(words for words in listed if len(words) > 1).items():
            if times > 1:
                tell(words, f"{'twice' if times == 2 else f'{times} times'} as {state}", state)
    for one, other in (("present", "absent"), ("absent", "represented")):
        for words in dict.fromkeys(names[one]):
            if len(words) > 1 and words in names[other]:
                tell(words, f"as {one} and as {other}", one, other)
    read = {state: len(people) for state, people in lists.items()}
    if found:
        return [check("C05", "fails", f"To check: {'; '.join(found)}.", read, where)]
    return [check("C05", "holds", "No name stands twice.", read, ())]


def givers_away(session: Session) -> list[Check]:
    """C06: who gave a proxy is not listed as present. Nothing where no proxy is listed."""
    if not session.proxies or not session.present:
        return []
    moved, present = _moved(session), {words_in(one.name): one for one in session.present}
    both = [
        (giver, present[words])
        for giver in _givers(session)
        if len(words := words_in(giver.name)) > 1 and words in present
    ]
    still = [
        (giver, one) for giver, one in both if not (_moves(words_in(giver.name), moved) or giver.remark or one.remark)
    ]
    read = {"present": len(session.present), "proxies": len(session.proxies), "both": [one.name for one, _ in both]}
    where = [place for pair in (still or both) for one in pair for place in one.places]
    if still:
        who = ", ".join(giver.name for giver, _ in still)
        return [check("C06", "fails", f"To check: {who} gave a proxy and is listed as present.", read, where)]
    if both:
        who = ", ".join(giver.name for giver, _ in both)
        return [check("C06", "unknown", f"{who} gave a proxy and is listed as present, and came or left.", read, where)]
    return [check("C06", "holds", "Nobody who gave a proxy is listed as present.", read, ())]


def holders_there(session: Session) -> list[Check]:
    """C07: who holds a proxy is present. Nothing where no holder is printed, or nobody is listed as present."""
    holders = {
        words_in(proxy.holder.name): proxy for proxy in session.proxies if proxy.holder and words_in(proxy.holder.name)
    }
    if not holders or not session.present:
        return []
    moved, givers = _moved(session), _givers(session)
    president = words_in(session.president or "")
    wrong: list[str] = []
    unsure: list[str] = []
    where: list[Place] = []
    for words, proxy in holders.items():
        assert proxy.holder is not None
        if known_as(words, president) or _among(words, session.present):
            continue
        name = proxy.holder.name
        away = next(
            (state for state, people in (("absent", session.absent), ("represented", givers))
             if any(is_same(words, words_in(one.name)) for one in people)), None,
        )  # fmt: skip
        if _moves(words, moved) or proxy.holder.remark:
            unsure.append(name)
            continue
        if away is None and not (_complete(session) and len(words) > 1):
            unsure.append(name)
            continue
        wrong.append(f"{name} holds a proxy and is {f'listed as {away}' if away else 'in no list'}")
        where.extend(proxy.places)
    read = {"holders": len(holders), "present": len(session.present)}
    if wrong:
        return [check("C07", "fails", f"To check: {'; '.join(wrong)}.", read, where)]
    if unsure:
        message = f"Not found among the present, whose list may be incomplete or misread: {', '.join(unsure)}."
        return [check("C07", "unknown", message, read, where)]
    return [check("C07", "holds", "Every holder of a proxy is listed as present.", read, ())]


def officers_there(session: Session) -> list[Check]:
    """C09: president and secretary are not listed as absent or represented."""
    officers = [(name, field) for field in ("president", "secretary") if (name := getattr(session, field))]
    if not officers or not session.present:
        return []
    moved = _moved(session)
    wrong = []
    for name, field in officers:
        words = words_in(name)
        if _moves(words, moved) or any(is_same(words, words_in(one.name)) for one in session.present):
            continue
        for state, people in (("absent", session.absent), ("represented", _givers(session))):
            if any(is_same(words, words_in(one.name)) and not one.remark for one in people):
                wrong.append(f"{name}, {field}, is listed as {state}")
    read = {"president": session.president, "secretary": session.secretary}
    where = at(session.evidence, "president", "secretary")
    if wrong:
        return [check("C09", "fails", f"To check: {'; '.join(wrong)}.", read, where)]
    return [check("C09", "holds", "Neither president nor secretary is listed as away.", read, where)]


def dissenters_there(session: Session, act: Deliberation) -> list[Check]:
    """C16 and C33: who is named with a vote was present or represented. Nothing where nobody is named."""
    checks = []
    for id_, positions in (("C16", ("against", "for")), ("C33", ("abstained",))):
        named = [one.person for one in act.dissent if one.person is not None and one.position in positions]
        if named:
            checks.append(_voted(id_, session, named))
    return checks


def _voted(id_: str, session: Session, named: list[Person]) -> Check:
    read: dict[str, Any] = {"named": [person.name for person in named], "present": len(session.present)}
    where = together(place for person in named for place in person.places)

    def say(verdict: Verdict, message: str) -> Check:
        return check(id_, verdict, message, read, where)

    if not session.present:
        return say("unknown", "Nobody is listed as present.")
    voters = [*session.present, *_givers(session)]
    moved, president = _moved(session), words_in(session.president or "")
    away: list[str] = []
    nowhere: list[str] = []
    for person in named:
        words = words_in(person.name)
        if not words or known_as(words, president) or _moves(words, moved) or _among(words, voters):
            continue
        absent = any(is_same(words, words_in(one.name)) and not one.remark for one in session.absent)
        (away if absent else nowhere).append(person.name)
    if away:
        return say("fails", f"To check: {', '.join(away)} voted as the act says, and is listed as absent.")
    if nowhere:
        return say("unknown", f"In no list of the sitting: {', '.join(nowhere)}; a name may be misread or come later.")
    return say("holds", "Everybody named was present or represented.")


def namesakes(session: Session, act: Deliberation, title: str, decided: str) -> list[Check]:
    """C36: a member bears the name of a firm in the title or the decision (folded). Homonymy: never an assertion."""
    firms = words_of("C36", "firms")
    surnames: dict[str, Person] = {}
    for text in (title, decided):
        for _, end in firms.every(text):
            if not surnames:
                members = (*session.present, *_givers(session))
                surnames = {fold(one.surname): one for one in members if one.surname and len(one.surname) >= _SURNAME}
                if not surnames:
                    return []
            near = re.findall(r"[a-z'\-]+", text[end : end + 40])[:3]
            found = next((word for word in near if word in surnames), None)
            if found is None:
                continue
            aside = [one.person for one in act.dissent if one.person and one.position == "did not take part"]
            member = surnames[found]
            if _among(words_in(member.name), aside):
                continue
            firm_name = " ".join(near)
            message = f"{member.name} bears the name of « {firm_name} »: homonymy is likely, and no proof of interest."
            where = [*member.places, *(act.dispositif.places if act.dispositif else ())]
            return [check("C36", "fails", message, {"member": member.name, "firm": firm_name}, where)]
    return []
