"""Those who are not there: proxies and absences, in the forms of the trade.

In: a sitting and the way its names are printed. Out: blocks, and the absent and the proxies as printed. The forms:
one sentence a proxy, the holder in brackets, givers whose holder is not said, bare "X à Y", and a list that mixes
givers and plain absences.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final, Literal

from .blocks import Block, Para
from .sitting import Sitting, Write, joined
from .wordings import word

Form = Literal["verbs", "brackets", "silent", "bare", "mixed"]
FORMS: Final[tuple[Form, ...]] = ("verbs", "brackets", "silent", "bare", "mixed")


@dataclass(frozen=True)
class Away:
    """Sections (label and names), and what they say."""

    sections: tuple[tuple[Block, ...], ...]
    absent: tuple[str, ...]
    proxies: tuple[tuple[str, str | None], ...]


def away(rng: Random, sitting: Sitting, form: Form, write: Write, name: Write, *, separator: str = ", ") -> Away:
    """The sections on absences; `write` prints a name in a sentence, `name` gives it without civility."""
    absent = tuple(name(person) for person in sitting.absent)
    pairs: tuple[tuple[str, str | None], ...] = tuple((name(a), name(b)) for a, b in sitting.proxies)
    sections: list[tuple[Block, ...]] = []
    givers = sitting.proxies
    if form in ("brackets", "mixed") and givers:
        pieces = [(giver, f"{write(giver)} {_bracket(rng, form, write(holder))}") for giver, holder in givers]
        pieces += [(person, write(person)) for person in sitting.absent]
        if form == "mixed":
            rng.shuffle(pieces)
        label = word(rng, "mixed_label" if form == "mixed" else "absent_label")
        sections.append((Para(f"{label} {joined(rng, [text for _, text in pieces], separator)}"),))
        order = [person for person, _ in pieces if person in sitting.absent]
        return Away(tuple(sections), tuple(name(person) for person in order), pairs)
    if givers:
        sections.append(_proxies(rng, sitting, form, write))
        if form == "silent":
            pairs = tuple((giver, None) for giver, _ in pairs)
    if absent:
        label = word(rng, "absent_label")
        sections.append((Para(f"{label} {joined(rng, [write(person) for person in sitting.absent], separator)}"),))
    elif rng.random() < 0.3:
        sections.append((Para(f"{word(rng, 'absent_label')} {word(rng, 'nobody')}"),))
    return Away(tuple(sections), absent, pairs)


def _bracket(rng: Random, form: Form, holder: str) -> str:
    if form == "mixed":
        return f"{word(rng, 'proxy_verb')} {holder}"
    return word(rng, "proxy_bracket", holder=holder)


def _proxies(rng: Random, sitting: Sitting, form: Form, write: Write) -> tuple[Block, ...]:
    if form == "silent":
        names = [write(giver) for giver, _ in sitting.proxies]
        return (Para(f"{word(rng, 'proxy_silent_label')} {joined(rng, names)}"),)
    verb = "à" if form == "bare" else word(rng, "proxy_verb")
    pieces = [f"{write(giver)} {verb} {write(holder)}" for giver, holder in sitting.proxies]
    label = word(rng, "proxy_label")
    if rng.random() < 0.5:
        return (Para(f"{label} {joined(rng, pieces, rng.choice((', ', ' ; ')))}"),)
    end = rng.choice((",", ";", ""))
    dash = rng.choice(("", "- "))
    lines = [Para(f"{dash}{piece}{end if piece != pieces[-1] else ''}", before=1) for piece in pieces]
    return (Para(label, bold=rng.random() < 0.5, keep=True), *lines)
