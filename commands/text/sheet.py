"""A record as a sheet that a person reads: who, when, what, decided how, and does it add up.

In: a `Document`. Out: lines of text, at most `width` columns. A value that the document does not print is shown as "not
printed", never left out; of the passages only the beginnings are shown, the whole is in the record (`--json`).
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence

from ...parser.record import Amount, Deliberation, Document, InferredVote, Passage, Person, Session, Vote
from .tables import counted

LABEL = 16  # columns of the labels
_KINDS = {
    "deliberation": "one act", "minutes": "minutes", "register": "register", "list": "list of acts",
    "other": "no deliberation",
}  # fmt: skip
_NOT_PRINTED = "not printed"


def sheet(document: Document, width: int = 88) -> list[str]:
    """The lines of the sheet."""
    kind = "not read" if document.status == "needs-ocr" else _KINDS[document.kind]
    head = f"{document.file}: {kind}, {counted(len(document.pages), 'page')}"
    if document.status == "needs-ocr":
        reasons = [
            line for reason in document.status_reasons for line in _wrapped("status", f"needs-ocr: {reason}", width)
        ]
        return [head, *reasons, *_transmission(document, width)]
    lines = [head]
    acts = sum(len(session.deliberations) for session in document.sessions)
    if document.kind in ("minutes", "register", "list"):
        lines += _wrapped("holds", f"{counted(len(document.sessions), 'sitting')}, {counted(acts, 'act')}", width)
        lines += _transmission(document, width)
    for session in document.sessions:
        lines += ["", *_sitting(session, width)]
        for act in session.deliberations:
            lines += ["", *(_act(act, width) if acts == 1 else _brief(act, width))]
        lines += ["", *_verdicts(session, width)]
    lines += ["", *_coverage(document, width)]
    return lines


# ---- a sitting -------------------------------------------------------------------------------------------------------


def _sitting(session: Session, width: int) -> Iterator[str]:
    yield from _wrapped("", ", ".join(filter(None, (session.body, session.organ))) or "body " + _NOT_PRINTED, width)
    held = session.date or "date " + _NOT_PRINTED
    if session.time:
        held += f" at {session.time}"
    held += f", called {session.convocation_date}" if session.convocation_date else ", convocation not printed"
    yield from _wrapped("sitting", held, width)
    yield from _wrapped("president", session.president or _NOT_PRINTED, width)
    yield from _wrapped("secretary", session.secretary or _NOT_PRINTED, width)
    counts = {
        "in office": session.in_office, "present": session.present_count, "proxies": session.proxy_count,
        "voters": session.voter_count,
    }  # fmt: skip
    said = [f"{count} {name}" for name, count in counts.items() if count is not None]
    yield from _wrapped("announced", ", ".join(said) or _NOT_PRINTED, width)
    yield from _people("present", session.present, width)
    yield from _people("absent", session.absent, width)
    pairs = [f"{proxy.giver.name} → {proxy.holder.name if proxy.holder else '?'}" for proxy in session.proxies]
    yield from _listed("proxies", pairs, "; ", width)
    moves = [f"{move.person.name} {move.kind}{f' ({move.at})' if move.at else ''}" for move in session.movements]
    if moves:
        yield from _listed("came, left", moves, "; ", width)


def _people(label: str, people: Sequence[Person], width: int) -> Iterator[str]:
    yield from _listed(label, [person.name for person in people], ", ", width)


def _listed(label: str, items: list[str], between: str, width: int) -> Iterator[str]:
    yield from _wrapped(label, f"{len(items)}: {between.join(items)}" if items else "none listed", width)


# ---- an act ----------------------------------------------------------------------------------------------------------


def _heading(act: Deliberation, width: int) -> Iterator[str]:
    number = act.number or (f"item {act.item}" if act.item else "no number")
    yield from _wrapped("", f"{number}  {act.title or 'title ' + _NOT_PRINTED}", width)


def _act(act: Deliberation, width: int) -> Iterator[str]:
    """An act on its own: in full."""
    yield from _heading(act, width)
    yield from _wrapped("vote", vote_in_words(act.vote), width)
    yield from _dissent(act, width)
    yield from _passage("reasons", act.considerants, width)
    if act.decisions:
        for index, decision in enumerate(act.decisions):
            text = textwrap.shorten(f"{index + 1}. {decision.text}", 2 * (width - LABEL), placeholder=" …")
            yield from _wrapped("decides" if index == 0 else " ", text, width)
    else:
        yield from _passage("decides", act.dispositif, width)
    if act.amounts:
        yield from _wrapped("amounts", ", ".join(_money(amount) for amount in act.amounts), width)
    yield from _about(act, width)
    yield from _transmission(act, width)


def _brief(act: Deliberation, width: int) -> Iterator[str]:
    """An act among others: what it is about and how it was decided."""
    yield from _heading(act, width)
    yield from _wrapped("vote", vote_in_words(act.vote), width)
    yield from _dissent(act, width)
    if act.amounts:
        yield from _wrapped("amounts", ", ".join(_money(amount) for amount in act.amounts), width)
    if act.act_id:
        yield from _transmission(act, width)


def _about(act: Deliberation, width: int) -> Iterator[str]:
    """Subjects, what it does to earlier acts, land."""
    if act.subjects:
        said = [f"{one.code} {one.label}{' (printed)' if one.basis == 'stated' else ''}" for one in act.subjects]
        yield from _wrapped("about", "; ".join(said), width)
    changes = [f"{one.relation} {one.text}" for one in act.references if one.relation]
    if changes:
        yield from _wrapped("earlier acts", "; ".join(dict.fromkeys(changes)), width)
    if act.parcels:
        plots = [" ".join(filter(None, (one.prefix, one.section, one.number))) for one in act.parcels]
        areas = [f" ({one.surface:g} m²)" if one.surface is not None else "" for one in act.parcels]
        yield from _wrapped("parcels", ", ".join(map("".join, zip(plots, areas, strict=True))), width)


def _dissent(act: Deliberation, width: int) -> Iterator[str]:
    for position in ("against", "abstained", "did not take part", "for"):
        named = [one.person.name if one.person else one.group for one in act.dissent if one.position == position]
        names = [name for name in named if name]
        if names:
            yield from _wrapped(position if len(position) < LABEL else "stood aside", ", ".join(names), width)


def vote_in_words(vote: Vote) -> str:
    """The vote as printed; what was worked out stands in brackets and says so."""
    parts: list[str] = [vote.outcome or f"outcome {_NOT_PRINTED}"]
    if vote.unanimous:
        parts.append("unanimously")
    text = ", ".join([*parts, *_counts(vote)])
    if vote.inferred is not None:
        source = f" from the {vote.inferred.how}" if vote.inferred.how else ""
        text += f" (worked out{source}: {', '.join(_counts(vote.inferred))})"
    return text


def _counts(vote: Vote | InferredVote) -> list[str]:
    counts = ((vote.for_, "for"), (vote.against, "against"), (vote.abstentions, "abstention"))
    return [
        f"{count} {name}{'s' if name == 'abstention' and count != 1 else ''}"
        for count, name in counts
        if count is not None
    ]


def _passage(label: str, passage: Passage | None, width: int) -> Iterator[str]:
    text = textwrap.shorten(passage.text, 2 * (width - LABEL), placeholder=" …") if passage else _NOT_PRINTED
    yield from _wrapped(label, text, width)


def _money(amount: Amount) -> str:
    figures = f"{amount.value:,.2f}".replace(",", "\u202f").replace(".", ",")
    unit = "€" if amount.currency == "EUR" else amount.currency
    return f"{figures} {unit}{f' ({amount.role})' if amount.role else ''}"


def _transmission(of: Deliberation | Document, width: int) -> Iterator[str]:
    days = [f"{name} {day}" for name, day in (("received", of.received), ("posted", of.posted)) if day]
    yield from _wrapped("transmission", ", ".join([of.act_id or "identifier not printed", *days]), width)


# ---- does it add up --------------------------------------------------------------------------------------------------


def _verdicts(session: Session, width: int) -> Iterator[str]:
    """Each verdict on the sitting and on its act; of several acts, only what fails."""
    several = len(session.deliberations) > 1
    own = [("", check) for check in session.checks]
    acts = [
        ((act.number or act.item or "act") if several else "", check)
        for act in session.deliberations
        for check in act.checks
    ]
    checks = [*own, *acts]
    if not checks:
        return
    tally = Counter(check.verdict for _, check in checks)
    parts = (("hold", tally["holds"]), ("fail", tally["fails"]), ("cannot be told", tally["unknown"]))
    yield from _wrapped("adds up?", ", ".join(f"{count} {word}" for word, count in parts if count), width)
    unknown: dict[str, list[str]] = {}  # by what is missing: the checks that need it
    for where, check in checks:
        if check.verdict == "unknown" and not (several and where):
            unknown.setdefault(check.message, []).append(check.id)
        elif check.verdict == "fails" or not (several and where):
            # Of many acts, those that are in order would bury those that are not.
            sign = "✓" if check.verdict == "holds" else "✗"
            yield from _wrapped(f"  {sign} {check.id}", f"{where}: {check.message}" if where else check.message, width)
    for message, names in unknown.items():
        yield from _wrapped("  ?", f"{', '.join(names)}: {message}", width)


def _coverage(document: Document, width: int) -> Iterator[str]:
    share = document.coverage
    text = (
        f"{share.passages + share.values:.1%} of the words in passages and values, {share.noise:.1%} noise, "
        f"{share.residue:.1%} placed nowhere"
    )
    yield from _wrapped("words", text, width)
    if document.residue:
        left = textwrap.shorten(" | ".join(piece.text for piece in document.residue), 2 * width, placeholder=" …")
        yield from _wrapped("residue", left, width)
    if document.status != "ok":
        yield from _wrapped("status", f"{document.status}: {'; '.join(document.status_reasons)}", width)


# ---- lines -----------------------------------------------------------------------------------------------------------


def _wrapped(label: str, text: str, width: int) -> list[str]:
    """`text` in a column of its own beside its label; without a label, over the whole width."""
    indent = " " * LABEL
    return textwrap.wrap(
        text,
        max(width, LABEL + 20),
        initial_indent=f"  {label}".ljust(LABEL) if label else "",
        subsequent_indent=indent if label else "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
