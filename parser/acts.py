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
from .fields.decisions import Item, read_decisions
from .fields.ledger import INFERRED, Entry, key_of, settle
from .fields.votes import NAMED, ReadVote, read_vote, with_columns
from .land import land_of
from .lexicon import load_lexicon
from .record import (
    Amount,
    Decision,
    Deliberation,
    Dissent,
    Evidence,
    InferredVote,
    Party,
    Segment,
    Vote,
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
    if sole and cut.result is None and not _counted(read):
        read = _from_the_head(reading, cut, passages, read)
    vote = _vote(reading, read, head)
    old = str(head.values.get("date") or _LAST_REGISTERS) < _LAST_REGISTERS
    items = read_decisions(body, hits, *passages.dispositif, one_breath=old) if passages.dispositif is not None else []
    if vote.outcome in (None, "adopted") and (refusal := _refusal(reading, items)) is not None:
        vote = _refused(reading, refusal, vote)
    elif vote.outcome is None and passages.dispositif is not None:
        vote = _decided(reading, passages, items, vote)
    elif vote.outcome == "noted":
        vote = _more_than_noted(reading, passages, items, vote)
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


def _counted(read: ReadVote) -> bool:
    return any(count is not None for count in (read.for_, read.against, read.abstentions))


def _from_the_head(reading: Reading, cut: Cut, passages: Passages, read: ReadVote) -> ReadVote:
    """The counts of the one act of a document that prints them in its head ("Vote : Pour 20, Contre 0"), before the
    text: taken only where votes for stand beside others, so that no figure of a reasoning is meant.
    """
    body = reading.layout.body
    text = passages.considerants or passages.dispositif
    if text is None:
        return read
    head = with_columns(
        read_vote(body.text, body.folded, reading.hits, 0, text[0]), body.folded, ballot_counts(body, 0, text[0])
    )
    if head.for_ is None or (head.against is None and head.abstentions is None):
        return read
    return msgspec.structs.replace(
        read,
        for_=head.for_,
        against=head.against,
        abstentions=head.abstentions,
        unanimous=read.unanimous or head.unanimous,
        outcome=read.outcome or head.outcome,
        dissent=read.dissent or head.dissent,
        spans=(*read.spans, *head.spans),
    )


def _vote(reading: Reading, read: ReadVote, head: Head) -> Vote:
    body = reading.layout.body
    proof: dict[str, Evidence] = {}
    plain: dict[str, object] = {}
    if (
        read.for_ is None
        and read.voters is not None
        and read.unanimous is not None
        and read.unanimous.value is True
        and "vote" in read.voters.rule
    ):
        read = msgspec.structs.replace(read, for_=read.voters)  # "à l'unanimité des votants (31 voix)"
    for field, found in (
        ("outcome", read.outcome),
        ("unanimous", read.unanimous),
        ("for", read.for_),
        ("against", read.against),
        ("abstentions", read.abstentions),
    ):
        if found is not None:
            plain[field] = found.value
            inferred = found.rule == NAMED or (
                field == "outcome"
                and found.rule.startswith("vote.")
                and not found.rule.startswith(("vote.adopted", "vote.rejected", "vote.noted", "vote.deferred"))
            )
            proof[field] = evidence(
                body, found.start, found.end, found.rule, basis="inferred" if inferred else "stated"
            )
        else:
            proof[field] = missing("the page does not print it")
    return Vote(
        outcome=plain.get("outcome"),  # type: ignore[arg-type]
        unanimous=plain.get("unanimous"),  # type: ignore[arg-type]
        for_=plain.get("for"),  # type: ignore[arg-type]
        against=plain.get("against"),  # type: ignore[arg-type]
        abstentions=plain.get("abstentions"),  # type: ignore[arg-type]
        inferred=_inferred(plain, head),
        evidence=proof,
    )


_LAST_REGISTERS = "1940"  # acts of an earlier day are one sentence of a register
_REFUSES = re.compile(r"(?:refuse|rejette|repousse|s'oppose|n'[a-z]+ pas|ajourne|reporte|sursoit)")


_REFUSAL = re.compile(
    r"(?:(?:(?!\b(?:qu[ei]?|si|dont|lorsqu\w*|car|cas|ou)\b)[^.;]){0,160}?[ \n,])??(?:"
    r"(?:refuse|rejette|repousse|decline)(?:nt)?(?![a-z])(?! d[e'] ?(?:prendre part|voter|signer))"
    r"|decide(?:nt)?(?:,[^,;.]{0,60},)? (?:de |d')(?:refuser|rejeter|decliner|repousser)\b"
    r"|decide(?:nt)?(?:,[^,;.]{0,60},)? de ne pas (?:donner|accorder|accepter|autoriser|approuver|adopter|valider"
    r"|repondre|retenir|satisfaire|attribuer|faire droit|ceder|vendre)\b"
    r"|(?:n'|ne )(?:accorde|accepte|autorise|approuve|adopte|donne|valide|retient)(?:nt)? pas\b)"
)
_FOLLOWS_UP = frozenset(("charge", "autorise", "demande", "dit", "precise", "mandate", "rappelle", "invite", "donne"))


def _refusal(reading: Reading, items: list[Item]) -> Span | None:
    """Where the one decision refuses what was asked ("refuse cette vente", "décide de ne pas donner suite"), or None.
    What only carries it out ("charge le Maire de…") may follow.
    """
    if not items or any(item.verb not in _FOLLOWS_UP for item in items[1:]):
        return None
    folded = reading.layout.body.folded
    found = _REFUSAL.match(folded, items[0].start, items[0].end)
    return None if found is None else (items[0].start, found.end())


def _refused(reading: Reading, span: Span, vote: Vote) -> Vote:
    """The vote on a request that was refused: whoever voted, what was asked is rejected."""
    proof = evidence(reading.layout.body, *span, "vote.refuses", basis="inferred")
    return msgspec.structs.replace(vote, outcome="rejected", evidence={**vote.evidence, "outcome": proof})


def _decided(reading: Reading, passages: Passages, items: list[Item], vote: Vote) -> Vote:
    """A text that decides was adopted, where nothing printed says otherwise: that is inferred, and says so."""
    body = reading.layout.body
    assert passages.dispositif is not None
    start, end = passages.dispositif
    verbs = [item.verb or "" for item in items]
    refuses = next((verb for verb in verbs if _REFUSES.match(verb)), None)
    if refuses is not None:
        proof = missing(f"the text decides, but '{refuses}' may mean that what was asked is refused")
        return msgspec.structs.replace(vote, evidence={**vote.evidence, "outcome": proof})
    stop = body.lines[body.line_at(start)].start + len(body.lines[body.line_at(start)].text)
    proof = msgspec.structs.replace(
        evidence(body, start, min(end, max(stop, start + 1)), passages.hinge_rule, basis="inferred"),
        reason="the text decides; no vote is printed",
    )
    return msgspec.structs.replace(vote, outcome="adopted", evidence={**vote.evidence, "outcome": proof})


def _more_than_noted(reading: Reading, passages: Passages, items: list[Item], vote: Vote) -> Vote:
    """A text that takes note of one thing and decides another is adopted."""
    body = reading.layout.body
    other = next(
        (
            i
            for i in items
            if i.verb in load_lexicon().deciding and "acte" not in body.folded[i.start : i.start + 60].split()
        ),
        None,
    )
    if other is None or len(items) < 2:
        return vote
    proof = evidence(body, other.start, other.end, passages.hinge_rule, basis="inferred")
    return msgspec.structs.replace(vote, outcome="adopted", evidence={**vote.evidence, "outcome": proof})


def _inferred(plain: dict[str, object], head: Head) -> InferredVote | None:
    """What follows from a stated unanimity and the announced number of voters."""
    voters = head.values.get("voter_count")
    if plain.get("unanimous") is not True or not isinstance(voters, int):
        return None
    abstentions = plain.get("abstentions")
    if plain.get("for") is not None or (abstentions is not None and not isinstance(abstentions, int)):
        return None
    return InferredVote(voters - (abstentions or 0), 0, abstentions or 0, f"unanimity of {voters} voters")


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
