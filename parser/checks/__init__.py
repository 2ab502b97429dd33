"""Does it add up, and would the law of that day allow it? Verdicts on a record, from the record alone.

In: a `Session`, an act with its session, or a whole `Document`. Out: `Check`s: "holds", "fails", or "unknown" where the
document does not print what the check needs. A check fails with a hint where to look (the list, the announcement or the
reading may be wrong), never with a judgement on the act. Nothing of the record is changed and no value is mended; the
same record gives the same verdicts, wherever it comes from, so that a corrected one is checked again by `recheck`.

What each check asks, and its law, is in rules/checks.toml and rules/law.toml. C01 to C04, C10, C12 to C15, C17 and C19
to C22 are there for every sitting or act; the others only where the document gives them something to do (a proxy, a
quorum printed, a sum in words…).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from ..record import Check, Deliberation, Document, Session, Status
from . import act as acts
from . import ballot, identifier, land, lawful, money, pages, people, sitting, texts, wording

_REASON = re.compile(r"C\d\d: ")


def check_session(session: Session) -> list[Check]:
    """The verdicts on a sitting, in the order of their ids: what it announces against what it lists, and the law."""
    return sorted(
        [
            sitting.members(session),
            sitting.proxies(session),
            sitting.voters(session),
            sitting.in_office(session),
            lawful.quorum(session),
            sitting.called(session),
            *people.in_one_list(session),
            *people.givers_away(session),
            *people.holders_there(session),
            *people.officers_there(session),
            *lawful.one_proxy_each(session),
            *lawful.printed_quorum(session),
            *lawful.delay(session),
        ],
        key=lambda check: check.id,
    )


def check_act(session: Session, act: Deliberation) -> list[Check]:
    """The verdicts on one act of `session`, in the order of their ids: vote, dates, identifier, sums, words, land."""
    text = wording.Text(act)
    return sorted(
        [
            acts.sum_of_votes(session, act),
            acts.not_too_many(session, act),
            acts.outcome(act),
            acts.unanimity(act),
            acts.dates(session, act),
            *identifier.checks(session, act),
            *people.dissenters_there(session, act),
            *people.namesakes(session, act, text.title, text.decision),
            *money.written_out(act),
            *money.taxed(session, act, text),
            *money.convention(session, act, text),
            *money.granted_of_asked(act),
            *wording.accounts(session, act, text),
            *wording.stamp_of_a_refusal(act),
            *wording.years(session, act, text),
            *wording.days(text),
            *wording.template(text),
            *wording.organ(session, act, text),
            *ballot.ballots(act, text),
            *land.price_of_land(act),
            *land.parcels_of_the_title(act),
            *texts.in_force(session, act),
        ],
        key=lambda check: check.id,
    )


def check_document(document: Document) -> list[Check]:
    """The verdicts on a file as a whole."""
    return pages.one_identifier(document)


def checked_session(session: Session) -> Session:
    """The session, and each of its acts, with the verdicts that their values allow."""
    replace = msgspec.structs.replace
    deliberations = tuple(replace(act, checks=tuple(check_act(session, act))) for act in session.deliberations)
    return replace(session, deliberations=deliberations, checks=tuple(check_session(session)))


def doubts(sessions: Sequence[Session]) -> list[str]:
    """Why a document asks for a look: a sitting without a date, and checks of severity "error" that fail."""
    reasons = []
    for session in sessions:
        if session.date is None:
            reasons.append(_UNDATED)
        for check in (*session.checks, *(one for act in session.deliberations for one in act.checks)):
            if check.verdict == "fails" and check.severity == "error":
                reasons.append(f"{check.id}: {check.message}")
    return reasons


_UNDATED = "a sitting without a date"


def recheck(document: Document) -> Document:
    """The record with the verdicts of its values as they are now, and the status that follows from them."""
    sessions = tuple(checked_session(session) for session in document.sessions)
    document = msgspec.structs.replace(document, sessions=sessions)
    document = msgspec.structs.replace(document, checks=tuple(check_document(document)))
    if document.status == "needs-ocr" or document.kind == "other":
        return document
    others = [one for one in document.status_reasons if one != _UNDATED and not _REASON.match(one)]
    reasons = (*doubts(sessions), *others)
    status: Status = "review" if reasons else "ok"
    return msgspec.structs.replace(document, status=status, status_reasons=reasons)
