"""Checks of money: words against figures (C25), HT against TTC (C26), convention (C27), granted against asked (C29).

In: a `Deliberation`, its `Session`, its `Text`. Out: `Check`s; nothing where the act has no sums to compare.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from ..fields.amounts import Money, find_amounts
from ..folding import fold
from ..law import the_law
from ..record import Check, Deliberation, Session
from .catalogue import words_of
from .verdicts import at, check, day_of
from .wording import Text

_BETWEEN = re.compile(
    r"[\s(,:]*(?:ht|h\.t\.?)?[\s(,:]*(?:soit|ou|c'est-a-dire)?[\s(,:]*(?:un total de\s+|un montant de\s+)?"
)
_EUROS = 1.0  # rounding to whole euros


def written_out(act: Deliberation) -> list[Check]:
    """C25: where a sum stands in words and in figures, the two are the same. Nothing where none does."""
    told = None
    for sum_ in (*act.amounts, *act.mentions):
        if "(" not in sum_.words and sum_.words[:1].isdigit():
            continue
        found = next(iter(find_amounts(sum_.words, fold(sum_.words), 0, len(sum_.words))), None)
        if found is None or not any(char.isdigit() for char in sum_.words):
            continue
        if found.written_out is not None:
            message = f"To check: « {sum_.words} » says {_figure(found.written_out)} in words."
            read = {"figures": float(found.value), "words": float(found.written_out), "printed": sum_.words}
            return [check("C25", "fails", message, read, sum_.places)]
        if any(char.isalpha() for char in sum_.words.split("(", 1)[-1]):
            told = told or sum_
    if told is None:
        return []
    return [check("C25", "holds", f"« {told.words} »: the same in words.", {"printed": told.words}, told.places)]


def _figure(value: Any) -> str:
    return f"{float(value):,.2f}".replace(",", " ")


def taxed(session: Session, act: Deliberation, text: Text) -> list[Check]:
    """C26: a sum TTC that follows its sum HT is higher by a rate of the day. Nothing where no pair stands."""
    if act.dispositif is None or "ttc" not in text.decision.replace(".", "") or "soit" not in text.decision:
        return []
    day = day_of(session.date)
    vat = the_law().vat_on(day) if day is not None else None
    if vat is None:
        return []
    raw, folded = " ".join(act.dispositif.text.split()), text.decision
    sums = find_amounts(raw, folded, 0, len(raw))
    for first, second in pairwise(sums):
        if not _is_pair(first, second, folded):
            continue
        before, after = float(first.value), float(second.value)
        if before <= 0:
            continue
        rate = (after / before - 1) * 100
        slack = 100 * _EUROS / before + 0.02
        read = {"ht": before, "ttc": after, "rate": round(rate, 2), "date": session.date}
        where = act.dispositif.places
        printed = f"{_figure(before)} HT and {_figure(after)} TTC"
        nearest = min(vat.rates, key=lambda one: abs(one - rate))
        if abs(nearest - rate) <= slack:
            return [check("C26", "holds", f"{printed}: a rate of {nearest:g} %.", read, where, law=vat.said)]
        if rate < -slack or rate > max(vat.rates) + slack:
            message = (
                f"To check: {printed} make a rate of {rate:.1f} %; the highest of that time is {max(vat.rates):g} %."
            )
            return [check("C26", "fails", message, read, where, law=vat.said)]
        message = f"{printed} make a rate of {rate:.1f} %: several rates together, perhaps."
        return [check("C26", "unknown", message, read, where, law=vat.said)]
    return []


def _is_pair(first: Money, second: Money, folded: str) -> bool:
    """Are they one sum, HT and then TTC: "2 590 € HT soit 3 108 € TTC"?"""
    if (first.basis, second.basis) != ("HT", "TTC") or first.currency != second.currency:
        return False
    return _BETWEEN.fullmatch(folded, first.end, second.start) is not None


def convention(session: Session, act: Deliberation, text: Text) -> list[Check]:
    """C27: a subsidy over the threshold goes with a convention. Nothing where no such sum is granted.

    Whether a beneficiary is private is not printed as such: only where the text names one ("association") and no public
    body can the check fail.
    """
    granted = [one for one in act.amounts if one.role == "granted" and one.currency == "EUR" and one.again is None]
    day = day_of(session.date)
    rule = the_law().subsidy_on(day) if day is not None else None
    if rule is None or not granted or "subvention" not in text.decision + text.title:
        return []
    most = max(granted, key=lambda one: one.value)
    if most.value <= rule.over:
        return []
    read: dict[str, Any] = {"granted": most.value, "over": rule.over, "date": session.date}
    where = [*most.places, *at(act.evidence, "title")]
    threshold = f"{_figure(rule.over)} €"
    whole = (text.title, text.reasoning, text.decision)
    if any(words_of("C27", "covered").search(part) for part in whole):
        message = f"{_figure(most.value)} € are granted, over {threshold}; the text mentions a convention."
        return [check("C27", "holds", message, read, where, law=rule.said)]
    named = f"{text.title} {text.decision}"
    private = words_of("C27", "private").search(named)
    if private is None or words_of("C27", "public").search(named) or act.considerants is None:
        message = f"{_figure(most.value)} € are granted, over {threshold}; whether to a private body is not told."
        return [check("C27", "unknown", message, read, where, law=rule.said)]
    if most.beneficiary is not None:
        read["beneficiary"] = most.beneficiary.name
    said = read["private"] = named[private[0] : private[1]]
    message = (
        f"To check: {_figure(most.value)} € are granted, over {threshold}, the text names « {said} » and "
        "mentions no convention; a sum for several bodies needs none where each has less."
    )
    return [check("C27", "fails", message, read, where, law=rule.said)]


def granted_of_asked(act: Deliberation) -> list[Check]:
    """C29: no more is granted than was asked. Nothing unless the act has one sum of each."""
    sums = (*act.amounts, *act.mentions)
    asked = {one.value for one in sums if one.role == "asked" and one.currency == "EUR"}
    granted = {one.value for one in act.amounts if one.role == "granted" and one.currency == "EUR"}
    if len(asked) != 1 or len(granted) != 1:
        return []
    wanted, given = asked.pop(), granted.pop()
    read = {"asked": wanted, "granted": given}
    where = [place for one in sums if one.role in ("asked", "granted") for place in one.places]
    figures = f"{_figure(given)} € granted, {_figure(wanted)} € asked"
    if given <= wanted:
        return [check("C29", "holds", f"{figures}.", read, where)]
    return [check("C29", "fails", f"{figures}: are both sums of the same subsidy?", read, where)]
