"""Why the record says what it says: for each passage and value its rule and its words, for each gap what came nearest.

In: a `Reading` and the `Document` made from it. Out: `Reason`s in the order of the record, ready to be printed; nothing
is decided here, and nothing is left out: each value of the record has its reason, also where it is null. What no rule
file gives has its reason in `knowhow`.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import msgspec

from . import knowhow, plain
from .record import (
    Amount,
    Check,
    Deliberation,
    Document,
    Evidence,
    Passage,
    Person,
    Place,
    Segment,
    Session,
    Vote,
)

if TYPE_CHECKING:
    from .reading import Reading
    from .rulebook import Rule

Span = tuple[int, int]
NEAREST = 3  # rules shown for a gap

# Lists and values that most records lack: told of only where they are asked for.
_QUIET = frozenset(
    (
        "amounts", "checks", "decisions", "dissent", "inferred", "item", "mentions", "movements", "noise", "quorum",
        "references", "repeats", "residue", "segments",
    )
)  # fmt: skip
# The segments of rules/ that lead to each field of the record; `Rule.field` narrows them where rules name the field.
_SEGMENTS: dict[str, tuple[str, ...]] = {
    "organ": ("organ",),
    "date": ("session",),
    "convocation_date": ("convocation",),
    "in_office": ("count-word",),
    "quorum": ("count-word",),
    "present_count": ("count-word",),
    "proxy_count": ("count-word",),
    "voter_count": ("count-word",),
    "president": ("president", "presides-by-office"),
    "secretary": ("secretary",),
    "present": ("present",),
    "absent": ("absent", "excused"),
    "proxies": ("proxies", "proxy-link"),
    "number": ("act",),
    "title": ("act",),
    "received": ("received",),
    "posted": ("publication",),
    "considerants": ("considerants", "visa", "expose-label"),
    "dispositif": ("dispositif", "proposal"),
    "outcome": ("vote",),
    "unanimous": ("vote",),
    "for": ("vote",),
    "against": ("vote",),
    "abstentions": ("vote",),
}
_RULE_FIELDS: dict[str, tuple[str, ...]] = {
    "outcome": ("adopted", "rejected", "noted", "deferred", "unanimous", "majority"),
    "number": ("number",),
}


_AGAIN = {
    "said": "another sum of the act says the same thing",
    "tax": "the sum that follows is the same price with tax",
}


class Nearest(msgspec.Struct, frozen=True):
    """A rule that nearly fired: its id, the place it is written, the words, and why it did not."""

    rule: str
    source: str | None
    words: str
    reason: str
    places: tuple[Place, ...] = ()


class Reason(msgspec.Struct, frozen=True):
    """Why one passage or value stands in the record, or does not.

    `path` is its place in the record ("sessions[0].date"); `value` its text, None where it is null or empty; `words`
    the source's own; `rule` the id of the rule and `source` the file and line that hold it, or the module for what the
    program itself knows, which `reason` then tells; `basis` as in `Evidence`; `confidence` from 0 to 1, where the
    reading is a choice between several; `nearest` the rules that came nearest, where the value is null.
    """

    path: str
    value: str | None
    words: str = ""
    rule: str | None = None
    source: str | None = None
    basis: str = "stated"
    reason: str | None = None
    places: tuple[Place, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    confidence: float | None = None


def explain(reading: Reading, document: Document, field: str | None = None, *, whole: bool = False) -> Iterator[Reason]:
    """The reasons of the record; with `field`, only those of the fields so named ("date", "vote.outcome").

    What most records lack (movements, dissent, mentions…) is told of, where it is missing, only if `field` names it, or
    if the `whole` is asked for.
    """
    for reason in _Explainer(reading).document(document):
        quiet = not whole and reason.value is None and reason.path.rsplit(".", 1)[-1] in _QUIET
        if _names(reason.path, field) if field is not None else not quiet:
            yield reason


NAMES = tuple(
    sorted(
        {*plain.DOCUMENT, *plain.SESSION, *plain.ACT, *(f"vote.{name.rstrip('_')}" for name in plain.VOTE)}
        | {"present", "absent", "proxies", "considerants", "dispositif", "deliberations", "sessions", *_QUIET}
    )
)
"""The fields that `explain` knows by name."""


def _names(path: str, field: str) -> bool:
    """Does the path end in the field, indexes apart, or lie within it?"""
    bare = "".join(part.split("]", 1)[-1] for part in path.split("["))
    return f".{bare}.".find(f".{field.strip('.')}.") >= 0


class _Explainer:
    """Walks a record beside its reading."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.known = {rule.id: rule for rule in reading.rules.rules}
        self.near: dict[tuple[str, Span], tuple[Nearest, ...]] = {}
        self.within: Span = (0, len(reading.layout.body.text))  # where what is missing was looked for

    # ---- the record, from the outside in

    def document(self, document: Document) -> Iterator[Reason]:
        for name in plain.DOCUMENT:
            value, proof = getattr(document, name), document.evidence.get(name)
            if value is None and proof is None:
                proof = Evidence(basis="missing", reason="no stamp transmits the document as a whole")
            elif name == "kind" and proof is None:
                proof = Evidence(basis="inferred", reason="; ".join(document.status_reasons) or None)
            yield self.scalar(name, value, proof)
        whole = self.within
        sittings = self.reading.outline.sittings if document.sessions else ()
        for index, session in enumerate(document.sessions):
            sitting = sittings[index] if len(sittings) == len(document.sessions) else None
            acts = [(cut.start, cut.end) for cut in sitting.cuts] if sitting is not None else []
            self.within = (sitting.start, sitting.end) if sitting is not None else whole
            yield from self.session(session, f"sessions[{index}]", acts)
        self.within = whole
        if not document.sessions:
            why = "; ".join(document.status_reasons) or f"a document of the kind “{document.kind}” has none"
            yield Reason("sessions", None, basis="missing", reason=why)
        for index, noise in enumerate(document.noise):
            yield self.value(f"noise[{index}]", noise.label, noise.text, noise.rule, noise.places)
        for index, residue in enumerate(document.residue):
            yield self.value(f"residue[{index}]", residue.text, residue.text, None, residue.places)
        for name in ("noise", "residue"):
            if not getattr(document, name):
                yield self.scalar(name, None, None)
        yield from self.checks(document.checks, "checks")

    def session(self, session: Session, path: str, acts: list[Span]) -> Iterator[Reason]:
        for name in plain.SESSION:
            yield self.scalar(f"{path}.{name}", getattr(session, name), self.placed(session.evidence.get(name)))
        for name in ("present", "absent"):
            people: tuple[Person, ...] = getattr(session, name)
            for index, person in enumerate(people):
                yield self.person(f"{path}.{name}[{index}]", person)
            if not people:
                yield self.scalar(f"{path}.{name}", None, session.evidence.get(name))
        for index, proxy in enumerate(session.proxies):
            told = f"{proxy.giver.name} → {proxy.holder.name if proxy.holder else 'holder not printed'}"
            yield self.value(f"{path}.proxies[{index}]", told, "", proxy.rule, proxy.places)
        for index, one in enumerate(session.movements):
            told = f"{one.person.name}: {one.kind}{f' ({one.at})' if one.at else ''}"
            yield self.value(f"{path}.movements[{index}]", told, one.at or "", one.person.rule, one.places)
        yield from self.segments(session.segments, path)
        for name in ("proxies", "movements", "segments"):
            if not getattr(session, name):
                yield self.scalar(f"{path}.{name}", None, session.evidence.get(name))
        yield from self.checks(session.checks, f"{path}.checks")
        sitting = self.within
        for index, act in enumerate(session.deliberations):
            # The head of an only act belongs to it: its number or its stamp may stand above the attendance.
            self.within = acts[index] if len(acts) == len(session.deliberations) > 1 else sitting
            yield from self.act(act, f"{path}.deliberations[{index}]")
        self.within = sitting
        if not session.deliberations:
            yield Reason(f"{path}.deliberations", None, basis="missing", reason="no act was found in the sitting")

    def act(self, act: Deliberation, path: str) -> Iterator[Reason]:
        for name in plain.ACT:
            yield self.scalar(f"{path}.{name}", getattr(act, name), act.evidence.get(name))
        title = act.evidence.get("title", Evidence())
        yield self.value(f"{path}.item", act.item, title.words, None, title.places)
        for name in ("considerants", "dispositif"):
            yield self.passage(f"{path}.{name}", getattr(act, name), act.evidence.get(name))
        yield from self.segments(act.segments, path)
        for index, decision in enumerate(act.decisions):
            verb = f"decision verb: {decision.verb}" if decision.verb else None
            yield self.value(f"{path}.decisions[{index}]", decision.text, "", None, decision.places, verb)
        for name in plain.VOTE:
            key = name.rstrip("_")
            yield self.scalar(f"{path}.vote.{key}", getattr(act.vote, name), act.vote.evidence.get(key))
        yield self.inferred(f"{path}.vote.inferred", act.vote)
        for index, one in enumerate(act.dissent):
            told = f"{one.person.name if one.person else one.group} ({one.position})"
            yield self.value(f"{path}.dissent[{index}]", told, "", one.rule, one.places)
        for name in ("amounts", "repeats", "mentions"):
            sums: tuple[Amount, ...] = getattr(act, name)
            for index, money in enumerate(sums):
                yield from self.money(f"{path}.{name}[{index}]", money)
        for index, cited in enumerate(act.references):
            told = f"{cited.kind}: {cited.text}{f' ({cited.relation})' if cited.relation else ''}"
            yield self.value(f"{path}.references[{index}]", told, cited.text, cited.rule, cited.places)
        yield from self.about(act, path)
        for name in (
            "decisions",
            "dissent",
            "amounts",
            "repeats",
            "mentions",
            "references",
            "parcels",
            "surfaces",
            "segments",
        ):
            if not getattr(act, name):
                yield self.scalar(f"{path}.{name}", None, act.evidence.get(name))
        yield from self.checks(act.checks, f"{path}.checks")

    def money(self, path: str, money: Amount) -> Iterator[Reason]:
        """A sum, and who receives it."""
        told = f"{money.value:.2f} {money.currency}{f', {money.role}' if money.role else ''}"
        why = [f"role: « {money.role_words} »"] if money.role_words else []
        why += [f"role by {money.role_rule}"] if money.role_rule not in (None, "money.sentence") else []
        why += [_AGAIN[money.again]] if money.again else []
        yield self.value(path, told, money.words, money.rule, money.places, "; ".join(why) or None)
        party = money.beneficiary
        if party is not None:
            basis = "inferred" if party.basis == "inferred" else "stated"
            yield self.value(f"{path}.beneficiary", party.name, party.name, party.rule, party.places, None, basis)

    def about(self, act: Deliberation, path: str) -> Iterator[Reason]:
        """What the act is about: subjects, parcels, areas."""
        for index, one in enumerate(act.subjects):
            told = f"{one.code} {one.label}"
            at = f"{path}.subjects[{index}]"
            yield self.value(at, told, one.words, one.rule, one.places, None, one.basis)
        if not act.subjects:
            why = act.evidence.get("subjects", Evidence()).reason
            yield Reason(f"{path}.subjects", None, basis="missing", reason=why or knowhow.why_null("subjects"))
        for index, parcel in enumerate(act.parcels):
            told = " ".join(filter(None, (parcel.prefix, parcel.section, parcel.number)))
            told += f", {parcel.surface:g} m²" if parcel.surface is not None else ""
            yield self.value(f"{path}.parcels[{index}]", told, parcel.words, None, parcel.places)
        for index, area in enumerate(act.surfaces):
            told = f"{area.value:g} m²{' in all' if area.total else ''}"
            yield self.value(f"{path}.surfaces[{index}]", told, area.words, None, area.places)

    def inferred(self, path: str, vote: Vote) -> Reason:
        """What follows from the vote; its words are those of the unanimity that it follows from."""
        if vote.inferred is None:
            return self.scalar(path, None, None)
        proof = vote.evidence.get("unanimous", Evidence())
        told = msgspec.json.encode(vote.inferred).decode()
        return self.value(path, told, proof.words, None, proof.places, vote.inferred.how, "inferred")

    def segments(self, segments: tuple[Segment, ...], path: str) -> Iterator[Reason]:
        for index, one in enumerate(segments):
            yield self.value(f"{path}.segments[{index}]", one.label, one.text, one.rule, one.places)

    def checks(self, checks: tuple[Check, ...], path: str) -> Iterator[Reason]:
        for index, one in enumerate(checks):
            yield self.value(f"{path}[{index}]", f"{one.id} {one.verdict}", "", None, one.places, one.message)
        if not checks:
            yield self.scalar(path, None, None)

    def placed(self, proof: Evidence | None) -> Evidence | None:
        """Evidence read from what was set aside (a running head, a margin) has words alone; the place is theirs."""
        if proof is None or proof.places or not proof.words:
            return proof
        for item in self.reading.layout.lifted:
            at = item.text.text.find(proof.words)
            if at >= 0:
                places = tuple(item.text.places(at, at + len(proof.words)))
                return msgspec.structs.replace(proof, places=places)
        return proof

    def person(self, path: str, person: Person) -> Reason:
        shown = " ".join(filter(None, (person.civility, person.name)))
        remark = f"remark: {person.remark}" if person.remark else None
        mended = f"read as {person.as_read}; mended after the lists of the document" if person.as_read else None
        said = "; ".join(filter(None, (mended, remark))) or None
        return self.value(path, shown, "", person.rule, person.places, said, confidence=person.confidence)

    def passage(self, path: str, passage: Passage | None, proof: Evidence | None) -> Reason:
        if passage is None:
            return self.scalar(path, None, proof)
        return self.value(path, passage.text, "", passage.rule, passage.places)

    # ---- one value

    def scalar(self, path: str, value: Any, proof: Evidence | None) -> Reason:
        name = path.rsplit(".", 1)[-1]
        proof = proof or Evidence()
        if value is None:
            near = () if name in _QUIET else self.nearest(name)
            why = proof.reason or knowhow.why_null(name)
            return Reason(path, None, basis="missing", reason=why, nearest=near)
        return self.value(
            path, str(value), proof.words, proof.rule, proof.places, proof.reason, proof.basis, proof.confidence
        )

    def value(
        self, path: str, value: str | None, words: str, rule: str | None, places: tuple[Place, ...],
        reason: str | None = None, basis: str = "stated", confidence: float | None = None,
    ) -> Reason:  # fmt: skip
        """The reason of a value; where no rule file holds its rule, the program says how it reads."""
        name = path.rsplit(".", 1)[-1].split("[")[0]
        if value is None:
            return Reason(path, None, basis="missing", reason=reason or knowhow.why_null(name))
        written = self.known.get(rule) if rule is not None else None
        source = written.place if written is not None else None
        if written is None:
            known = (knowhow.by_id(rule) if rule is not None else None) or knowhow.by_field(name)
            reason = "; ".join(filter(None, (reason, known.how if known else None))) or None
            source = known.where if known else None
        return Reason(path, value, words, rule, source, basis, reason, places, confidence=confidence)

    # ---- what came nearest to a value that is not there

    def nearest(self, name: str) -> tuple[Nearest, ...]:
        """The rules that speak of a field, in the act or sitting at hand: those that fired without a value, then those
        that came nearest to firing.

        Where there are none, those that were looked for in vain.
        """
        key = (name, self.within)
        if key not in self.near:
            segments = _SEGMENTS.get(name, ())
            found = [one for segment in segments for one in self.of_segment(segment, name)]
            found = found or [one for segment in segments for one in self.in_vain(segment, name)]
            self.near[key] = tuple(found[:NEAREST])
        return self.near[key]

    def speaking(self, segment: str, name: str) -> dict[str, Rule]:
        """The rules of a segment that speak of the field: those that name it, or all where none does."""
        rules = {rule.id: rule for rule in self.known.values() if rule.segment == segment and rule.role != "noise"}
        named = {key: rule for key, rule in rules.items() if rule.field in _RULE_FIELDS.get(name, (name,))}
        return named or rules

    def of_segment(self, segment: str, name: str) -> Iterator[Nearest]:
        body, rules = self.reading.layout.body, self.speaking(segment, name)
        start, end = self.within
        for hit in self.reading.hits:
            if hit.rule.id in rules and start <= hit.start < end:
                reason = "it fired here, but no value of this field could be read from it"
                yield self.near_one(hit.rule, hit.start, hit.end, reason)
        for near in self.reading.rules.nearest(body.folded[start:end], segment, len(rules), text=body.text[start:end]):
            if near.rule.id in rules:
                yield self.near_one(near.rule, start + near.start, start + near.end, near.reason)

    def near_one(self, rule: Rule, start: int, end: int, reason: str) -> Nearest:
        body = self.reading.layout.body
        words = " ".join(body.text[start:end].split())
        return Nearest(rule.id, rule.place, words, reason, body.places(start, end))

    def in_vain(self, segment: str, name: str) -> Iterator[Nearest]:
        for rule in self.speaking(segment, name).values():
            phrases = " or ".join(f"« {shorten(phrase, 60, placeholder=' …')} »" for phrase in rule.phrases[:2])
            yield Nearest(rule.id, rule.place, "", f"nothing like {phrases or 'its pattern'} stands in the text")
