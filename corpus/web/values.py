"""A record laid out for a reader: each value with its name in the address, its boxes, and why it is what it is.

In: the `Document` of one act (`load_record` with its id). Out: `Sheet`s of values by group, people, passages and
verdicts, and `boxes`: what is drawn over the image of a page. Nothing is decided here: a value that is not printed
stands there and says why.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ...parser.record import (
    Amount,
    Deliberation,
    Dissent,
    Document,
    Evidence,
    Parcel,
    Person,
    Place,
    Session,
    Subject,
    Surface,
)

SITTING = (
    "body", "organ", "date", "time", "place", "convocation_date", "president", "secretary", "in_office",
    "present_count", "proxy_count", "voter_count", "quorum",
)  # fmt: skip
ACT = ("number", "title", "item", "act_id", "received", "posted")
VOTE = ("outcome", "unanimous", "for", "against", "abstentions")
DAYS = frozenset({"date", "convocation_date", "received", "posted"})
_LINKED = {"considerants": "considerants", "dispositif": "dispositif", "vote": "outcome", "stamp": "act_id"}


class Value(NamedTuple):
    """One value. `key` names it in addresses ("#value-date", "#box-date"); `value` is None where it is not printed."""

    key: str
    name: str
    value: Any
    proof: Evidence

    @property
    def page(self) -> int | None:
        """The page where it was read."""
        return self.proof.places[0].page if self.proof.places else None


class Someone(NamedTuple):
    """A person of a list."""

    key: str
    person: Person

    @property
    def proof(self) -> Evidence:
        """Why the name stands there."""
        return Evidence(self.person.places, self.person.name, self.person.rule, self.person.confidence)


class Pair(NamedTuple):
    """A proxy: who gave it, and to whom."""

    key: str
    giver: Person
    holder: Person | None
    places: tuple[Place, ...]
    rule: str | None


class Box(NamedTuple):
    """A box on a page. `key` is the value it leads to (None: it leads nowhere), `kind` gives its colour, `of` names
    all that light it up, `first` says that the address "#box-KEY" means this one.
    """

    kind: str
    key: str | None
    of: tuple[str, ...]
    box: tuple[float, float, float, float]
    label: str
    first: bool
    passage: bool


def sitting(session: Session) -> list[Value]:
    """What the document says of the sitting."""
    return [Value(name, name, getattr(session, name), _proof(session.evidence, name)) for name in SITTING]


def act_values(act: Deliberation) -> dict[str, Value]:
    """Number, title, identifier and dates, by name."""
    return {name: Value(name, name, getattr(act, name), _proof(act.evidence, name)) for name in ACT}


def vote_values(act: Deliberation) -> dict[str, Value]:
    """The vote, by name; a count that is worked out has basis "inferred"."""
    found = {}
    for name in VOTE:
        field = "for_" if name == "for" else name
        value, proof = getattr(act.vote, field), _proof(act.vote.evidence, name)
        inferred = getattr(act.vote.inferred, field, None) if act.vote.inferred else None
        if value is None and inferred is not None:
            assert act.vote.inferred is not None
            value, proof = inferred, Evidence(basis="inferred", reason=act.vote.inferred.how)
        found[name] = Value(name, name, value, proof)
    return found


def people(name: str, listed: Iterable[Person]) -> list[Someone]:
    """A list of names."""
    return [Someone(f"{name}-{index}", person) for index, person in enumerate(listed)]


def proxies(session: Session) -> list[Pair]:
    """The proxies."""
    return [
        Pair(f"proxies-{index}", one.giver, one.holder, one.places or one.giver.places, one.rule)
        for index, one in enumerate(session.proxies)
    ]


def parts(name: str, listed: Iterable[Any]) -> list[Value]:
    """Decisions, amounts, references, subjects, parcels, surfaces, dissents, movements: what has places of its own."""
    return [Value(f"{name}-{index}", name, one, _own_proof(one)) for index, one in enumerate(listed)]


def _own_proof(part: Any) -> Evidence:
    basis = part.basis if isinstance(part, Subject) else "stated"
    rule, confidence = getattr(part, "rule", None), getattr(part, "confidence", None)
    return Evidence(part.places, words_of(part), rule, confidence, basis)


def words_of(part: Any) -> str:
    """What a part says, in words."""
    if isinstance(part, Amount | Subject | Parcel | Surface):
        return part.words
    if isinstance(part, Dissent):
        return part.person.name if part.person else part.group or ""
    return str(getattr(part, "text", None) or getattr(part, "at", None) or "")


def _proof(evidence: Mapping[str, Evidence], name: str) -> Evidence:
    return evidence.get(name) or Evidence(basis="missing")


# ---- what is drawn over the pages ------------------------------------------------------------------------------------


def boxes(document: Document, session: Session, act: Deliberation) -> dict[int, list[Box]]:
    """The boxes of each page: passages first, values over them, in the order of the record."""
    found: dict[int, list[Box]] = {}
    seen: set[str] = set()
    for kind, key, of, label, places, passage in (*_passages(document, session, act), *_values(session, act)):
        for place in places:
            first = key is not None and not passage and key not in seen
            if first and key is not None:
                seen.add(key)
            found.setdefault(place.page, []).append(Box(kind, key, of, place.box, label, first, passage))
    return found


_Drawn = tuple[str, str | None, tuple[str, ...], str, tuple[Place, ...], bool]


def _passages(document: Document, session: Session, act: Deliberation) -> Iterator[_Drawn]:
    for segment in (*session.segments, *act.segments, *document.noise):
        key = _LINKED.get(segment.label)
        yield segment.label, key, (segment.label,), segment.label, segment.places, True
    for residue in document.residue:
        yield "residue", None, ("residue",), "residue", residue.places, True


def _values(session: Session, act: Deliberation) -> Iterator[_Drawn]:
    for value in parts("subjects", act.subjects):  # under the title, whose words they mostly are
        yield "header", value.key, (value.key, "subjects"), "subjects", value.proof.places, False
    for name in ("considerants", "dispositif"):
        passage = getattr(act, name)
        if passage is not None:
            yield name, name, (name,), name, passage.places, False
    for value in (*sitting(session), *act_values(act).values(), *vote_values(act).values()):
        if value.proof.places:
            yield _kind(value.name), value.key, (value.key,), value.name, value.proof.places, False
    for name, listed in (("present", session.present), ("absent", session.absent)):
        for one in people(name, listed):
            yield "attendance", one.key, (one.key, name), name, one.person.places, False
    for pair in proxies(session):
        named = (*pair.giver.places, *(pair.holder.places if pair.holder else ()))
        yield "proxies", pair.key, (pair.key, "proxies"), "proxies", named or pair.places, False
    rest: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
        ("movements", "attendance", session.movements), ("dissent", "vote", act.dissent),
        ("decisions", "dispositif", act.decisions), ("amounts", "amount", act.amounts),
        ("repeats", "amount", act.repeats), ("mentions", "amount", act.mentions),
        ("references", "considerants", act.references),
        ("parcels", "considerants", act.parcels), ("surfaces", "considerants", act.surfaces),
    )  # fmt: skip
    for name, kind, said in rest:
        for value in parts(name, said):
            yield kind, value.key, (value.key, name), name, (*value.proof.places, *_receives(value.value)), False


def _receives(part: Any) -> tuple[Place, ...]:
    """Where the beneficiary of a sum stands."""
    return part.beneficiary.places if isinstance(part, Amount) and part.beneficiary else ()


def in_groups(drawn: Iterable[Box]) -> list[tuple[str | None, list[Box]]]:
    """The boxes of a page with the list that they belong to ("present", "proxies"; None for those of no list)."""
    groups = itertools.groupby(drawn, lambda one: one.of[1] if len(one.of) > 1 else None)
    return [(name, list(listed)) for name, listed in groups]


def _kind(name: str) -> str:
    if name in VOTE:
        return "vote"
    return "stamp" if name in ("act_id", "received", "posted") else "header"


def pages_of(document: Document, drawn: Mapping[int, Iterable[Box]], whole: bool) -> list[int]:
    """The pages to show: all of a document of one act, else those where something of the act or its sitting stands."""
    if whole:
        return [page.number for page in document.pages]
    shown = {number for number, listed in drawn.items() if any(box.kind not in _EVERYWHERE for box in listed)}
    return [page.number for page in document.pages if page.number in shown]


_EVERYWHERE = frozenset({"furniture", "residue", "noise"})
