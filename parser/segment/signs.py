"""What the evidence of a decision is: the words of a vote, of a hinge, of a reason, each told from a hit of the rules.

In: a hit. Out: whether it is such a sign. Every step of the cutting asks here, so that all of them mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..layout import Text
from ..rulebook import Hit

RESULTS = frozenset(
    [
        "unanimous",
        "majority",
        "for",
        "against",
        "abstentions",
        "for-against",
        "adopted",
        "rejected",
        "noted",
        "deferred",
    ]
)
"""Fields of the segment `vote` that say how a vote ended."""

CALLED = re.compile(r"[:\t]\s*(?:oui|non|pour|contre|abst[a-z]*)[ .]*$")
"""A line of a roll call, folded: "Mme Garnier : oui"."""

COUNTED = re.compile(
    r"\s*nombre\s+(?:total\s+)?(?:de|des)\s+(?:membres|conseillers|delegues|elus|administrateurs|votants|presents"
    r"|representes|absents|pouvoirs|procurations|voix|suffrages)\b"
)
"""The beginning of a line that announces a number, folded: it may break before the words that say which."""

CLOSED = re.compile(r"[.;:!?»]\s*$")
"""The end of a sentence or of a part of one."""


def inside_bracket(before: str, line: str) -> bool:
    """Does the line close a bracket that the line before it opens: "…2 voix contre (Mme⏎QUINTANILLE) :"?"""
    closes, opens = line.find(")"), line.find("(")
    return closes >= 0 and (opens < 0 or closes < opens) and before.rfind("(") > before.rfind(")")


def is_result(hit: Hit) -> bool:
    """Does the hit say how a vote ended?"""
    return hit.rule.segment == "vote" and hit.rule.field in RESULTS


def opens_dispositif(hit: Hit) -> bool:
    """Is the hit a hinge, of any strength?"""
    return hit.rule.role == "opens" and hit.rule.segment == "dispositif"


def opens_reasons(hit: Hit) -> bool:
    """Does the hit open a visa or a considérant?"""
    return hit.rule.role == "opens" and hit.rule.segment in ("visa", "considerants")


_FIGURES = frozenset(("for", "against", "abstentions", "voters"))
_MOST_LINES = 8  # of a block of counts


def counted_ahead(body: Text, hits: list[Hit]) -> set[int]:
    """The `id`s of votes that a head prints among its counts ("En exercice : 9 – Présents : 6 – Pour : 7").

    On their line or in the lines below them, they are those of the decision to come, and decide nothing where they
    stand.
    """
    said: dict[int, set[str]] = {}
    votes: list[tuple[int, Hit]] = []
    for hit in hits:
        if hit.rule.segment == "count-word" and hit.rule.field:
            said.setdefault(body.line_at(hit.start), set()).add(hit.rule.field)
        elif hit.rule.segment == "vote" and hit.rule.field in _FIGURES:
            votes.append((body.line_at(hit.start), hit))
    blocks = sorted(line for line, fields in said.items() if "in_office" in fields)
    if not blocks or not votes:
        return set()
    counting = said.keys() | {line for line, _ in votes}
    hinges = [hit.start for hit in hits if opens_dispositif(hit)]
    ahead: set[int] = set()
    for line, hit in votes:
        block = max((b for b in blocks if b <= line), default=None)
        if block is None or line - block > _MOST_LINES or any(n not in counting for n in range(block, line)):
            continue
        below = min((body.lines[b].start for b in blocks if b > line), default=len(body.text))
        if any(hit.end < at < below for at in hinges):
            ahead.add(id(hit))
    return ahead


def strong_hinges(hits: Iterable[Hit]) -> list[Hit]:
    """The hinges that can be nothing else."""
    return [hit for hit in hits if opens_dispositif(hit) and hit.rule.strength == "strong"]
