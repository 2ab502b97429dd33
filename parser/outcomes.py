"""How the vote on an act ended: its counts wherever they are printed, and the outcome that the decision tells.

In: the reading, the passages of an act, its decisions, what was read of its vote. Out: the `Vote` of the record. What
is worked out (a text that decides is adopted, a refusal is a rejection) says that it is inferred; what stays open says
why.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from .evidence import evidence, missing
from .fields.ballot_tables import ballot_counts
from .fields.decisions import Item
from .fields.votes import NAMED, ReadVote, read_vote, with_columns
from .lexicon import load_lexicon
from .record import Evidence, InferredVote, Vote
from .segment.outline import Cut
from .segment.passages import Passages
from .sitting import Head

if TYPE_CHECKING:
    from .reading import Reading

Span = tuple[int, int]


def with_outcome(reading: Reading, passages: Passages, items: list[Item], vote: Vote) -> Vote:
    """The vote with the outcome that the words of the decision tell, where the printed vote leaves it to them."""
    if vote.outcome in (None, "adopted") and (refusal := _refusal(reading, items)) is not None:
        return _refused(reading, refusal, vote)
    if vote.outcome is None and passages.dispositif is not None:
        return _decided(reading, passages, items, vote)
    return _more_than_noted(reading, passages, items, vote) if vote.outcome == "noted" else vote


def is_counted(read: ReadVote) -> bool:
    """Does the page print a figure of this vote?"""
    return any(count is not None for count in (read.for_, read.against, read.abstentions))


def from_the_head(reading: Reading, passages: Passages, read: ReadVote) -> ReadVote:
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


def from_the_closing(reading: Reading, cut: Cut, after: int, read: ReadVote) -> ReadVote:
    """What the closing formula says of the vote, where nothing else does: "Ainsi délibéré à l'unanimité"."""
    body = reading.layout.body
    closing = next((h for h in reading.hits if h.rule.segment == "closing" and after <= h.start < cut.end), None)
    if closing is None:
        return read
    line = body.lines[body.line_at(closing.start)]
    end = read_vote(body.text, body.folded, reading.hits, line.start, line.start + len(line.text))
    if end.unanimous is None:
        return read
    return msgspec.structs.replace(
        read, unanimous=end.unanimous, outcome=read.outcome or end.outcome, spans=(*read.spans, *end.spans)
    )


def vote_of(reading: Reading, read: ReadVote, head: Head) -> Vote:
    """The record of what was read of a vote, each value with its proof or the reason why there is none."""
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
