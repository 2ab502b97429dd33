"""Names that an engine misread, mended after the other lists of the same document.

In: a record with the engine's confidences (`parser/doubt.py`). Out: the same record, in which a name that was read with
doubt has the form that stands surely elsewhere in the document, if just one is so like it. What the engine read is
kept beside it (`Person.as_read`; for the president and the secretary `words` and `reason` of their evidence).

Within a sitting, those who are named apart (president, secretary, holders of proxies, dissenters, who came or left)
belong to its lists; across sittings, lists repeat. Two names of one list are two people: no name is mended into one
that its own list has. Names of digital text are never touched, and known members of the body are not asked: that is for
the corpus, which knows other documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import msgspec

from .folding import fold
from .record import Document, Evidence, Person, Session

DOUBTFUL = 0.8
"""Names that are surer are left as they are: on 12 scans 8 of 179 were not so sure, the 2 wrong ones among them."""

_FEMALE = ("mad", "mme", "mel", "ml")
_LETTERS = 8  # one slip for so many letters of a name, and one in any

Names = dict[str, Person]


class Known(NamedTuple):
    """What is known in a sitting: all names of its lists, by their folded words; the surest form of those that are sure
    there, of those named apart, and of those in the lists of other sittings.
    """

    all_listed: frozenset[str]
    listed: Names
    apart: Names
    elsewhere: Names


def mended(document: Document) -> Document:
    """`document` with its doubtful names mended; the same object where there is nothing to mend."""
    if not any(_doubtful(person) for session in document.sessions for person in _all(session)):
        return document
    rosters = [_surest(_listed(session)) for session in document.sessions]
    sessions = []
    for at, session in enumerate(document.sessions):
        others = _surest(person for index, roster in enumerate(rosters) if index != at for person in roster.values())
        everybody = frozenset(map(_key, _listed(session)))
        sessions.append(_session(session, Known(everybody, rosters[at], _surest(_apart(session)), others)))
    return msgspec.structs.replace(document, sessions=tuple(sessions))


def _session(session: Session, known: Known) -> Session:
    replace = msgspec.structs.replace
    others = {key: person for key, person in (known.elsewhere | known.apart).items() if key not in known.all_listed}
    members = known.listed or known.elsewhere

    def listed(person: Person) -> Person:
        return _mended(person, others)

    def apart(person: Person) -> Person:
        return person if _key(person) in known.all_listed else _mended(person, members)

    evidence = dict(session.evidence)
    officers: dict[str, str | None] = {}
    for office in ("president", "secretary"):
        name, said = getattr(session, office), evidence.get(office)
        if name is None or said is None or said.confidence is None:
            continue
        better = apart(Person(name, confidence=said.confidence))
        if better.name != name:
            officers[office] = better.name
            evidence[office] = _noted(said, name, better.name)
    return replace(
        session,
        **officers,
        evidence=evidence,
        present=_each(session.present, listed),
        absent=_each(session.absent, listed),
        proxies=tuple(
            replace(proxy, giver=listed(proxy.giver), holder=apart(proxy.holder) if proxy.holder else None)
            for proxy in session.proxies
        ),
        movements=tuple(replace(movement, person=apart(movement.person)) for movement in session.movements),
        deliberations=tuple(
            replace(
                act,
                dissent=tuple(
                    replace(dissent, person=apart(dissent.person) if dissent.person else None)
                    for dissent in act.dissent
                ),
            )
            for act in session.deliberations
        ),
    )


def _each(people: Iterable[Person], mend: Callable[[Person], Person]) -> tuple[Person, ...]:
    return tuple(map(mend, people))


def _noted(said: Evidence, read: str, name: str) -> Evidence:
    return msgspec.structs.replace(said, reason=f"read as {read}; the lists of the document have {name}")


def _mended(person: Person, sure: Names) -> Person:
    """`person` in the one sure form that is like it; itself where it is sure, or there is none, or several."""
    if not _doubtful(person) or _key(person) in sure:
        return person
    like = [other for key, other in sure.items() if _is_like(_key(person), key) and _agree(person, other)]
    if len(like) != 1:
        return person
    (other,) = like
    return msgspec.structs.replace(
        person, name=other.name, given_name=other.given_name, surname=other.surname, as_read=person.name
    )


def _is_like(read: str, other: str) -> bool:
    """So like each other that one is a misreading. A word that begins the other is another name: Jean, Jeanne."""
    from rapidfuzz.distance import Levenshtein

    ours, theirs = read.split(), other.split()
    if len(ours) != len(theirs):
        return False
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    if any(a.startswith(b) or b.startswith(a) for a, b in pairs):
        return False
    most = max(1, len(read) // _LETTERS)
    return sum(Levenshtein.distance(a, b) for a, b in pairs) <= most and len(pairs) == 1


def _agree(one: Person, other: Person) -> bool:
    """Not Monsieur the one and Madame the other."""
    said = [fold(person.civility) for person in (one, other) if person.civility]
    return len({civility.startswith(_FEMALE) for civility in said}) < 2


def _doubtful(person: Person) -> bool:
    return person.confidence is not None and person.confidence < DOUBTFUL


def _key(person: Person) -> str:
    return " ".join(fold(person.name).replace("-", " ").split())


def _surest(people: Iterable[Person]) -> Names:
    """The names that are sure, each in its surest form; one that is digital is surest."""
    best: Names = {}
    for person in people:
        if _doubtful(person):
            continue
        key = _key(person)
        if key not in best or (best[key].confidence or 1.0) < (person.confidence or 1.0):
            best[key] = person
    return best


def _listed(session: Session) -> Iterator[Person]:
    yield from session.present
    yield from session.absent
    yield from (proxy.giver for proxy in session.proxies)


def _apart(session: Session) -> Iterator[Person]:
    yield from (proxy.holder for proxy in session.proxies if proxy.holder is not None)
    yield from (movement.person for movement in session.movements)
    yield from (dissent.person for act in session.deliberations for dissent in act.dissent if dissent.person)
    for office in ("president", "secretary"):
        name, said = getattr(session, office), session.evidence.get(office)
        if name is not None:
            yield Person(name, confidence=said.confidence if said is not None else None)


def _all(session: Session) -> Iterator[Person]:
    yield from _listed(session)
    yield from _apart(session)
