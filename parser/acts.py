"""One act's record: number, title, passages, decisions, vote, amounts.

In: the reading, the bounds of the act, the head of its sitting. Out: a `Deliberation` and the labelled spans it is
made of.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

import msgspec

from .cited import references_of
from .evidence import block_places, clean, evidence, missing, passage
from .fields.act_ids import find_act_ids
from .fields.ballot_tables import ballot_counts
from .fields.decisions import read_decisions
from .fields.ledger import INFERRED, Entry, key_of, settle
from .fields.votes import read_vote, with_columns
from .land import land_of
from .outcomes import from_the_closing, from_the_head, is_counted, vote_of, with_outcome
from .record import (
    Amount,
    Decision,
    Deliberation,
    Dissent,
    Evidence,
    Party,
    Segment,
)
from .rulebook import Hit
from .segment.outline import Cut
from .segment.passages import Passages, label_act
from .sitting import Head, person
from .topics import subjects_of

if TYPE_CHECKING:
    from .layout import Text
    from .reading import Reading
    from .stamps import Stamp

Span = tuple[int, int]


class ReadAct(msgspec.Struct, frozen=True):
    """An act's record and its labelled spans: (label, start, end)."""

    act: Deliberation
    labels: tuple[tuple[str, int, int], ...]
    values: tuple[Span, ...]


def read_act(
    reading: Reading, cut: Cut, head: Head, *, sole: bool, stamp: Stamp | None, listed: bool = False
) -> ReadAct:
    """The act of `cut`. `sole` says that it is the only act of the document, whose head may stand between title and
    text.
    """
    body, hits = reading.layout.body, reading.hits
    proof: dict[str, Evidence] = {}
    labels: list[tuple[str, int, int]] = []
    values: list[Span] = []
    printed = body.text[cut.title[0] : cut.title[1]] if cut.title else ""
    passages = label_act(
        body, hits, cut.text_start, cut.end, taken=head.spans, lists=head.attendance.spans, sole=sole, title=printed
    )
    if (
        listed or cut.rule == "list.row"
    ):  # an entry of a list has no reasoning and no dispositif, only what was decided of it
        passages = Passages(vote=(cut.text_start, cut.end), why_no_dispositif="an entry of a list")
    number: str | None = None
    if cut.number is not None:
        number = " ".join(body.text[cut.number[0] : cut.number[1]].split())
        proof["number"] = evidence(body, *cut.number, cut.rule)
        values.append(cut.number)
    else:
        proof["number"] = missing("no number of an act is printed")
    title = _title(reading, cut, proof, values)
    vote_span = _vote_region(cut, passages)
    read = with_columns(
        read_vote(body.text, body.folded, _cell_hits(reading, cut) or hits, *vote_span),
        body.folded,
        cut.votes or ballot_counts(body, vote_span[0], max(vote_span[1], _decided_until(cut, passages))),
    )
    if sole and cut.result is None and not is_counted(read):
        read = from_the_head(reading, passages, read)
    if read.unanimous is None and not is_counted(read):
        read = from_the_closing(reading, cut, vote_span[1], read)
    vote = vote_of(reading, read, head)
    old = str(head.values.get("date") or _LAST_REGISTERS) < _LAST_REGISTERS
    items = read_decisions(body, hits, *passages.dispositif, one_breath=old) if passages.dispositif is not None else []
    vote = with_outcome(reading, passages, items, vote)
    decisions: tuple[Decision, ...] = ()
    if passages.dispositif is not None:
        decisions = tuple(
            Decision(clean(body, item.start, item.end), item.verb, block_places(body, item.start, item.end))
            for item in items
        )
        labels.append(("dispositif", *passages.dispositif))
    else:
        proof["dispositif"] = missing(passages.why_no_dispositif or "no decision is printed")
    if passages.considerants is not None:
        labels.append(("considerants", *passages.considerants))
    else:
        proof["considerants"] = missing("nothing stands before the decision")
    if passages.vote is not None:
        labels.append(("vote", *passages.vote))
    if passages.signature is not None:
        labels.append(("signature", *passages.signature))
    labels.extend(("header", *span) for span in passages.rapporteur)
    if cut.title is not None or cut.number is not None:
        labels.append(
            (
                "header",
                cut.start if not sole else (cut.title or cut.number or (cut.start, 0))[0],
                max(cut.text_start, (cut.title or (0, 0))[1]),
            )
        )
    amounts, repeats, mentions = _sums(
        reading, passages, title, reading.body_found.name if reading.body_found else None
    )
    values.extend(read.spans)
    received = posted = act_id = None
    if stamp is not None:
        act_id, received, posted = stamp.printed_id, stamp.received, stamp.posted
        proof.update(stamp.evidence)
    if act_id is None and sole:
        act_id = _printed_id(reading, head, proof)
    if received is None and sole and head.values.get("received"):
        received = head.values["received"]
        proof["received"] = head.evidence["received"]
    if posted is None and head.values.get("posted"):
        posted = head.values["posted"]
        proof["posted"] = head.evidence["posted"]
    for field, value in (("act_id", act_id), ("received", received), ("posted", posted)):
        if value is None:
            proof[field] = missing("no transmission stamp or mention prints it")
    subjects, no_subject = subjects_of(reading, cut, passages, sole=sole)
    if no_subject is not None:
        proof["subjects"] = no_subject
    references = references_of(reading, cut.start, cut.end)
    parcels, surfaces = land_of(body, cut.start, cut.end)
    act = Deliberation(
        number=number,
        title=title,
        item=cut.item,
        considerants=passage(body, passages.considerants, passages.considerants_rule),
        dispositif=passage(body, passages.dispositif, passages.hinge_rule),
        decisions=decisions,
        vote=vote,
        dissent=tuple(
            Dissent(
                d.position,
                person(body, d.name, d.rule) if d.name else None,
                d.group,
                body.places(d.start, d.end),
                d.rule,
            )
            for d in read.dissent
        ),
        act_id=act_id,
        received=received,
        posted=posted,
        amounts=tuple(amounts),
        repeats=tuple(repeats),
        mentions=tuple(mentions),
        references=references,
        subjects=subjects,
        parcels=parcels,
        surfaces=surfaces,
        segments=tuple(
            Segment(label, clean(body, a, b), block_places(body, a, b))
            for label, a, b in sorted(labels, key=lambda x: x[1])
            if b > a
        ),
        evidence=proof,
    )
    return ReadAct(act, tuple(labels), tuple(values))


def _printed_id(reading: Reading, head: Head, proof: dict[str, Evidence]) -> str | None:
    """The identifier of transmission that the one act of a document prints in a line of its text, not in a stamp."""
    body = reading.layout.body
    if _IDENTIFIER.search(body.folded) is None:
        return None
    day = head.values.get("date")
    found = [
        one for one in find_act_ids(body.text, body.folded) if one.date is not None and one.date.isoformat() == day
    ]
    if len({one.text for one in found}) != 1:
        return None
    proof["act_id"] = evidence(body, found[0].start, found[0].end, "stamp.act-id")
    return found[0].text


_IDENTIFIER = re.compile(r"\d{9}\s?-\s?\d{8}\s?-")


def _cell_hits(reading: Reading, cut: Cut) -> list[Hit]:
    """What the rules find in a result cell read alone: there, "Adopté" is a whole line."""
    if cut.result is None:
        return []
    start, end = cut.result
    body = reading.layout.body
    found = reading.rules.scan(body.folded[start:end], body.text[start:end])
    return [
        msgspec.structs.replace(
            h,
            start=h.start + start,
            end=h.end + start,
            bricks={k: (a + start, b + start) for k, (a, b) in h.bricks.items()},
        )
        for h in found
    ]


def _title(reading: Reading, cut: Cut, proof: dict[str, Evidence], values: list[Span]) -> str | None:
    body = reading.layout.body
    if cut.margin is not None:
        margin = reading.layout.lifted[cut.margin].text
        proof["title"] = evidence(margin, 0, len(margin.text), "margin.title", confidence=cut.confidence)
        return clean(margin, 0, len(margin.text))
    if cut.title is None:
        proof["title"] = missing("no heading stands before the act")
        return None
    proof["title"] = evidence(body, *cut.title, cut.rule, confidence=cut.confidence)
    if cut.pieces:
        values.extend(cut.pieces)
        return " ".join(text for piece in cut.pieces if (text := clean(body, *piece)))
    values.append(cut.title)
    return clean(body, *cut.title)


def _vote_region(cut: Cut, passages: Passages) -> Span:
    if passages.dispositif is not None:
        return passages.dispositif
    if passages.vote is not None:
        return passages.vote
    return (cut.text_start, cut.end)


def _decided_until(cut: Cut, passages: Passages) -> int:
    """Where the words on the decision end at the latest: at the signature, else with the act."""
    return passages.signature[0] if passages.signature is not None else cut.end


_LAST_REGISTERS = "1940"  # acts of an earlier day are one sentence of a register


def _sums(
    reading: Reading, passages: Passages, title: str | None, own: str | None
) -> tuple[list[Amount], list[Amount], list[Amount]]:
    """(euro amounts of the dispositif without repeats, what repeats their values, the others) of an act."""
    body = reading.layout.body
    spans = [span for span in (passages.dispositif, passages.considerants) if span is not None]
    decided: list[Amount] = []
    repeats: list[Amount] = []
    others: list[Amount] = []
    seen: set[float] = set()
    for entry in settle(body, spans, title or "", own):
        amount = _amount(body, entry)
        if spans[entry.part] != passages.dispositif or amount.currency != "EUR":
            others.append(amount)
        elif amount.value not in seen:
            seen.add(amount.value)
            decided.append(amount)
        elif amount.again is None:
            repeats.append(amount)
    return decided, repeats, others


def _amount(body: Text, entry: Entry) -> Amount:
    money = entry.money
    party = None
    if entry.name is not None:
        name = clean(body, *entry.name)
        basis: Literal["stated", "inferred"] = "inferred" if entry.name_rule in INFERRED else "stated"
        party = Party(name, key_of(name), body.places(*entry.name), entry.name_rule, basis)
    return Amount(
        round(float(money.value), 2),
        money.currency,
        money.basis,
        entry.role,
        re.sub(r"\s+", " ", body.text[money.start : money.end]),
        body.places(money.start, money.end),
        "amount",
        role_words=" ".join(body.text[money.cue[0] : money.cue[1]].split()) or None if money.cue else None,
        role_rule=entry.role_rule if entry.role is not None else None,
        beneficiary=party,
        again=entry.again,
    )
