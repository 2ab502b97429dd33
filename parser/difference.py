"""What two readings of one document differ in, value by value.

In: two records of the same document, as read with two rule sets. Out: `Change`s in the order of the record: the sitting
and act, the field, what it was and what it is. A value that only one of the two has is gained or lost; sittings and
acts are put beside each other by what they say of themselves, so that one act more does not make all the later ones
differ. Places and evidence are not compared: the same value read from other words is the same value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from textwrap import shorten
from typing import Any, Literal, TypeVar

import msgspec

from . import plain
from .folding import fold
from .record import Deliberation, Document, Session

Kind = Literal["gained", "lost", "changed"]
Part = TypeVar("Part")


SAME = 24  # letters by which a decision or a name that is longer or shorter now is known again


class Change(msgspec.Struct, frozen=True):
    """One value that differs: `where` is the sitting and act in words ("" for the document), `was` and `now` are the
    values as text, None where there is none."""

    where: str
    field: str
    was: str | None
    now: str | None

    @property
    def kind(self) -> Kind:
        """Whether the value is new, gone or another."""
        return "gained" if self.was is None else "lost" if self.now is None else "changed"


def difference(was: Document, now: Document) -> list[Change]:
    """What `now` has and has not of `was`, value by value."""
    out = list(_scalars("", was, now, plain.DOCUMENT))
    for before, after in _beside(was.sessions, now.sessions, (lambda one: one.date, lambda one: one.place)):
        out += _session(before, after)
    return out


def _session(was: Session | None, now: Session | None) -> Iterator[Change]:
    one = was or now
    assert one is not None
    where = f"sitting {one.date or 'without a date'}"
    if was is None or now is None:
        yield _whole(where, "sitting", was, f"{one.body or 'no body'}, {len(one.deliberations)} acts")
    blank = Session()
    before, after = was or blank, now or blank
    yield from _scalars(where, before, after, plain.SESSION)
    for name in ("present", "absent"):
        yield from _bags(where, name, *([person.name for person in getattr(side, name)] for side in (before, after)))
    yield from _bags(where, "proxies", *([_proxy(pair) for pair in side.proxies] for side in (before, after)))
    yield from _bags(where, "movements", *([_moved(one) for one in side.movements] for side in (before, after)))
    acts = _beside(
        before.deliberations, after.deliberations,
        (
            lambda act: (fold(act.number), fold(act.title)) if act.number and act.title else None,
            lambda act: fold(act.number) if act.number else None,
            lambda act: fold(act.title) if act.title else None,
            _starts,
        ),
    )  # fmt: skip
    for number, (first, second) in enumerate(acts, 1):
        yield from _act(f"{where}, act {number}", first, second)


def _act(where: str, was: Deliberation | None, now: Deliberation | None) -> Iterator[Change]:
    act = was or now
    assert act is not None
    name = act.number or (f"“{shorten(act.title, 40, placeholder=' …')}”" if act.title else "")
    where = f"{where} {name}".strip()
    if was is None or now is None:
        yield _whole(where, "act", was, act.title or act.number or "without a title")
    blank = Deliberation()
    before, after = was or blank, now or blank
    if was is not None and now is not None:
        yield from _scalars(where, before, after, plain.ACT)
    for field in ("considerants", "dispositif"):
        passages = (getattr(side, field) for side in (before, after))
        yield from _pair(where, field, *(one.text if one is not None else None for one in passages))
    yield from _bags(where, "decisions", *([each.text for each in side.decisions] for side in (before, after)))
    yield from _scalars(where, before.vote, after.vote, plain.VOTE, "vote.")
    dissent = (
        [f"{one.person.name if one.person else one.group} ({one.position})" for one in side.dissent]
        for side in (before, after)
    )
    yield from _bags(where, "dissent", *dissent)
    yield from _bags(where, "amounts", *([f"{one.value:.2f}" for one in side.amounts] for side in (before, after)))
    received = (
        [
            f"{one.value:.2f} {one.role or ''}: {one.beneficiary.name}"
            for one in (*side.amounts, *side.repeats, *side.mentions)
            if one.beneficiary is not None and one.again is None
        ]
        for side in (before, after)
    )
    yield from _bags(where, "beneficiaries", *received)


def _whole(where: str, field: str, was: object, told: str) -> Change:
    return Change(where, field, None, told) if was is None else Change(where, field, told, None)


def _scalars(where: str, was: Any, now: Any, names: Sequence[str], lead: str = "") -> Iterator[Change]:
    for name in names:
        yield from _pair(where, f"{lead}{name.rstrip('_')}", getattr(was, name), getattr(now, name))


def _pair(where: str, field: str, was: object, now: object) -> Iterator[Change]:
    if was != now:
        yield Change(where, field, *(None if value is None else str(value) for value in (was, now)))


def _bags(where: str, field: str, was: list[str], now: list[str]) -> Iterator[Change]:
    """Lists are compared without their order: a name that comes second now is not another name.

    A value that begins as one that is gone is the same one, changed.
    """
    gone, new = list((Counter(was) - Counter(now)).elements()), list((Counter(now) - Counter(was)).elements())
    for value in gone:
        twin = next((other for other in new if fold(other)[:SAME] == fold(value)[:SAME]), None)
        if twin is not None:
            new.remove(twin)
        yield Change(where, field, value, twin)
    for value in new:
        yield Change(where, field, None, value)


def _proxy(pair: Any) -> str:
    return f"{pair.giver.name} → {pair.holder.name if pair.holder else 'not printed'}"


def _moved(one: Any) -> str:
    return f"{one.person.name} {one.kind} {one.at or ''}".strip()


def _starts(act: Deliberation) -> object:
    """Where the act begins on the pages: the place of its title, its number or its decision."""
    for proof in (act.evidence.get("title"), act.evidence.get("number"), act.dispositif):
        if proof is not None and proof.places:
            return (proof.places[0].page, round(proof.places[0].box[1]))
    return None


def _beside(
    was: Sequence[Part], now: Sequence[Part], keys: Sequence[Callable[[Part], object]]
) -> list[tuple[Part | None, Part | None]]:
    """The parts of two records put beside each other: by the first key that both have, then in their order.

    The pairs come in the order of `now`; those that only `was` has stand after the one that they followed.
    """
    left, partner = dict(enumerate(was)), dict[int, int]()
    for key in keys:
        for index, part in enumerate(now):
            wanted = key(part)
            if index in partner or wanted is None:
                continue
            found = next((other for other, each in left.items() if key(each) == wanted), None)
            if found is not None:
                partner[index] = found
                del left[found]
    free = [index for index in range(len(now)) if index not in partner]
    if len(free) == len(left):
        partner.update(zip(free, list(left), strict=True))
        left.clear()
    out: list[tuple[Part | None, Part | None]] = []
    gone = sorted(left)
    for index, part in enumerate(now):
        other = partner.get(index)
        while gone and other is not None and gone[0] < other:
            out.append((was[gone.pop(0)], None))
        out.append((was[other] if other is not None else None, part))
    return out + [(was[index], None) for index in gone]
