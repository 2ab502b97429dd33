"""What the evidence of a decision is: the words of a vote, of a hinge, of a reason, each told from a hit of the rules.

In: a hit. Out: whether it is such a sign. Every step of the cutting asks here, so that all of them mean the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

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


def strong_hinges(hits: Iterable[Hit]) -> list[Hit]:
    """The hinges that can be nothing else."""
    return [hit for hit in hits if opens_dispositif(hit) and hit.rule.strength == "strong"]
