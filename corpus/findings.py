"""What a person should look at in a document: failed checks, reasons of a doubtful reading, values that an engine was
unsure of, beginnings of acts that are unsure.

In: a record and its ids. Out: `Finding`s in the order of the record, each with a name that is the same at every reading
and with what was seen. Pure: no database is read. What needs no one (a check that only informs) is no finding.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ..parser.record import Check, Deliberation, Document, Evidence, Session

if TYPE_CHECKING:
    from .rows import Ids

DOUBTFUL = 0.6  # under this a value asks for a look: `LEAST` in parser/doubt.py
SURE = 0.8  # from this on the beginning of an act is taken as it is
CORRECTED = "correction"  # the rule of a value that a person gave: nobody needs to look at it again

Kind = Literal["error", "status", "doubt", "cut", "warn"]
KINDS: tuple[Kind, ...] = ("error", "status", "doubt", "cut", "warn")  # the worst first

# Reasons of a status that stand for findings of their own: checks, and values read with doubt.
_TOLD_APART = re.compile(r"C\d+: |read with doubt")


class Finding(NamedTuple):
    """One thing to look at.

    `object_id` is the document, the session as the document states it, or the act. `name` tells it from the object's
    others, at every reading ("C01", "doubt:title", "cut"). `seen` is the message, or the value with how sure the engine
    was. `field` is the value that it is of, where there is one. `worst` orders: the kind, then the confidence.
    """

    object_id: str
    kind: Kind
    name: str
    seen: str
    field: str | None
    confidence: float | None
    worst: float
    page: int | None


def findings(document: Document, ids: Ids) -> list[Finding]:
    """All findings of a record; of two of one object with one name the later is numbered."""
    found: list[Finding] = []
    turns: Counter[tuple[str, str]] = Counter()
    for one in _all(document, ids):
        turns[(one.object_id, one.name)] += 1
        turn = turns[(one.object_id, one.name)]
        found.append(one if turn == 1 else one._replace(name=f"{one.name} ({turn})"))
    return found


def _all(document: Document, ids: Ids) -> Iterator[Finding]:
    for reason in document.status_reasons:
        if document.status != "ok" and not _TOLD_APART.match(reason):
            yield _finding(ids.document, "status", f"status:{reason}", reason)
    yield from _checks(ids.document, document.checks)
    yield from _fields(ids.document, document, document.evidence)
    for session, statement, acts in zip(document.sessions, ids.statements, ids.acts, strict=True):
        yield from _checks(statement, session.checks)
        yield from _fields(statement, session, session.evidence)
        yield from _group(statement, "names", _names(session))
        for act, act_id in zip(session.deliberations, acts, strict=True):
            yield from _checks(act_id, act.checks)
            yield from _fields(act_id, act, act.evidence)
            yield from _fields(act_id, act.vote, act.vote.evidence, "vote.")
            yield from _group(act_id, "names", ((one.person, one.person.name) for one in act.dissent if one.person))
            yield from _group(act_id, "amounts", ((one, one.words) for one in (*act.amounts, *act.mentions)))
            yield from _cut(act_id, act)


def _finding(
    owner: str, kind: Kind, name: str, seen: str, field: str | None = None, confidence: float | None = None,
    page: int | None = None,
) -> Finding:  # fmt: skip
    worst = KINDS.index(kind) + min(0.999, confidence or 0.0)
    return Finding(owner, kind, name, seen, field, confidence, worst, page)


def _page(part: Any) -> int | None:
    return part.places[0].page if part.places else None


def _checks(owner: str, checks: Iterable[Check]) -> Iterator[Finding]:
    for check in checks:
        if check.verdict == "fails" and check.severity != "info":
            kind: Kind = "error" if check.severity == "error" else "warn"
            yield _finding(owner, kind, check.id, check.message, page=_page(check))


def _fields(owner: str, found: Any, evidence: Mapping[str, Evidence], prefix: str = "") -> Iterator[Finding]:
    for field, said in evidence.items():
        if said.confidence is not None and said.confidence < DOUBTFUL and said.rule != CORRECTED:
            value = getattr(found, {"for": "for_"}.get(field, field), None)
            seen = f"{said.words if value is None else value} ({said.confidence:.2f})"
            yield _finding(owner, "doubt", f"doubt:{prefix}{field}", seen, prefix + field, said.confidence, _page(said))


def _names(session: Session) -> Iterator[tuple[Any, str]]:
    proxies = [one for proxy in session.proxies for one in (proxy.giver, proxy.holder) if one is not None]
    movers = [movement.person for movement in session.movements]
    yield from ((one, one.name) for one in (*session.present, *session.absent, *proxies, *movers))


def _group(owner: str, name: str, parts: Iterable[tuple[Any, str]]) -> Iterator[Finding]:
    """Names, or amounts, of one object are one finding: a smudged list would fill the queue by itself."""
    doubtful = [(part, said) for part, said in parts if part.confidence is not None and part.confidence < DOUBTFUL]
    if doubtful:
        told = ", ".join(dict.fromkeys(f"{said} ({part.confidence:.2f})" for part, said in doubtful))
        least = min((part for part, _ in doubtful), key=lambda part: part.confidence)
        yield _finding(owner, "doubt", f"doubt:{name}", told, None, least.confidence, _page(least))


def _cut(act_id: str, act: Deliberation) -> Iterator[Finding]:
    """An act that may begin elsewhere. Where its title is read with doubt, that is said already."""
    said = act.evidence.get("title")
    if said is not None and said.confidence is not None and DOUBTFUL <= said.confidence < SURE:
        seen = f"{act.title or said.words} ({said.confidence:.2f})"
        yield _finding(act_id, "cut", "cut", seen, "title", said.confidence, _page(said))
