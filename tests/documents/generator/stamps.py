"""Transmission stamps, as the operators print them.

In: what was transmitted, when. Out: a `Transmission` (the facts) and `Stamp` blocks in the operators' forms (S2LOW,
iXBus, the ministry's box, the plain acknowledgement). The identifier is département-SIREN-date-number-nature, as the
ACTES programme of the State defines it; iXBus prints the type of the piece before it and leaves the nature out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final, Literal

from .blocks import Stamp
from .bodies import Body
from .dates import long_date, short_date

Form = Literal["s2low", "ixbus", "ministry", "plain"]
FORMS: Final[tuple[Form, ...]] = ("s2low", "ixbus", "ministry", "plain")


@dataclass(frozen=True)
class Transmission:
    """An act sent to the préfecture. `posted` is null where the stamp leaves the date blank."""

    act_id: str
    sent: date
    received: date
    posted: date | None


def transmission(
    body: Body, session: date, number: str, form: Form, *, sent: date, received: date, posted: date | None
) -> Transmission:
    """The facts of one transmission; `number` loses what ACTES does not take."""
    bare = "".join(char for char in number if char.isalnum())[:14].upper() or "1"
    stem = f"{body.code}-{body.siren}-{session:%Y%m%d}-{bare}"
    return Transmission(f"99_DE-{stem}" if form == "ixbus" else f"{stem}-DE", sent, received, posted)


def stamp(facts: Transmission, form: Form, where: str = "flow") -> Stamp:
    """The stamp in an operator's form."""
    lines: tuple[str, ...]
    if form == "s2low":
        posted = f"Publié le {short_date(facts.posted)}" if facts.posted else "Publié le"
        lines = (
            f"Envoyé en préfecture le {short_date(facts.sent)}",
            f"Reçu en préfecture le {short_date(facts.received)}",
            posted,
            f"ID : {facts.act_id}",
        )
        return Stamp(lines, where, width=205)  # type: ignore[arg-type]
    if form == "ixbus":
        lines = ("RECU EN PREFECTURE", f"Le {long_date(facts.received)}", "VIA DOTELEC - iXBus", facts.act_id)
        if facts.posted:
            lines = (*lines, f"DATE D'AFFICHAGE :{long_date(facts.posted)}")
        return Stamp(lines, where, width=240, align="centre", size=9)  # type: ignore[arg-type]
    if form == "ministry":
        lines = (
            "Accusé de réception – Ministère de l'intérieur",
            facts.act_id,
            "Acte Certifié exécutoire",
            f"Envoi Préfecture : {short_date(facts.sent)}",
            f"Réception en Préfecture : {short_date(facts.received)}",
        )
        return Stamp(lines, where, width=215)  # type: ignore[arg-type]
    lines = (
        "Accusé de réception en préfecture",
        facts.act_id,
        f"Date de télétransmission : {short_date(facts.sent)}",
        f"Date de réception préfecture : {short_date(facts.received)}",
    )
    return Stamp(lines, where, width=205)  # type: ignore[arg-type]


def draw_form(rng: Random) -> Form:
    return rng.choice(FORMS)


def shows_posted(form: Form) -> bool:
    """Whether the form has a line for the date of posting."""
    return form in ("s2low", "ixbus")
