"""Does it add up? Verdicts on a record, from the record alone.

In: a `Session`, or an act with its session. Out: one `Check` for each check of the catalogue below, always in the same
order (the last three only where an act gives them something to do): "holds", "fails", or "unknown" where the document
does not print what the check needs. Nothing of the record is changed and no value is mended: a check that fails is a
hint where to look (the list, the announcement or the reading may be wrong), never a judgement on the act.

    of a sitting   C01 members listed = members announced          C04 everyone in office is accounted for
                   C02 proxies listed = proxies announced          C10 a majority of the members was present
                   C03 voters = present + represented              C17 called before it was held
    of an act      C12 for + against + abstentions = voters        C19 day of the identifier = day of the sitting
                   C13 no more votes than people to cast them      C20 the number is in the identifier
                   C14 the outcome follows from the votes          C21 the SIREN is possible, and of the département
                   C15 unanimous: nobody against                   C22 form and nature of the identifier
                   C17 held, received, posted: in this order
    of an act that names land or dated texts
                   C30 unit price × area = price                   C39 no text had ended, or was yet to come
                   C31 the same parcels in title and act
"""

from __future__ import annotations

from ..record import Check, Deliberation, Session
from . import act as acts
from . import identifier, land, sitting, texts


def check_session(session: Session) -> list[Check]:
    """The verdicts on a sitting: what it announces against what it lists."""
    return [
        sitting.members(session),
        sitting.proxies(session),
        sitting.voters(session),
        sitting.in_office(session),
        sitting.quorum(session),
        sitting.called(session),
    ]


def check_act(session: Session, act: Deliberation) -> list[Check]:
    """The verdicts on one act of `session`: its vote, its dates, its transmission identifier, land, cited texts."""
    return [
        acts.sum_of_votes(session, act),
        acts.not_too_many(session, act),
        acts.outcome(act),
        acts.unanimity(act),
        acts.dates(session, act),
        *identifier.checks(session, act),
        *land.price_of_land(act),
        *land.parcels_of_the_title(act),
        *texts.in_force(session, act),
    ]
