"""The arithmetic of an act: the sums that the checks made, as sums, what does not add up first.

In: the checks of a session and of an act. Out: `Sum`s (49 + 12 + 10 = 71), and all verdicts in the order in which a
reader wants them: what fails, what holds, what cannot be told. The verdict is the check's own; a sum is shown only
where its figures give that verdict.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...parser.checks.catalogue import catalogue
from ...parser.record import Check

# The check, the figures that are added up, and what they should make: names of `Check.read`.
_SUMS: dict[str, tuple[tuple[str, ...], str]] = {
    "C01": (("present",), "present_count"),
    "C02": (("proxies",), "proxy_count"),
    "C03": (("present", "proxies"), "voter_count"),
    "C04": (("present", "proxies", "absent"), "in_office"),
    "C12": (("for", "against", "abstentions"), "voter_count"),
}
_ORDER = {"fails": 0, "unknown": 2}
_SERIOUS = {"error": 0, "warn": 1, "info": 2}
# What a check may take from the total, or add to it, beside the figures.
_LESS = ("did_not_take_part",)


def title_of(check_id: str, language: str) -> str:
    """What a check asks, as rules/checks.toml says it; the id of one that is not in there."""
    entry = catalogue().get(check_id)
    if entry is None:
        return check_id
    return entry.title_fr if language == "fr" else entry.title


class Sum(NamedTuple):
    """`terms` are (name, figure); they make `total`, or should: `stated` is what is printed."""

    check: Check
    terms: tuple[tuple[str, int], ...]
    total: int
    name: str
    stated: int

    @property
    def adds_up(self) -> bool:
        """Do the figures make what is printed?"""
        return self.total == self.stated


def sums(checks: Iterable[Check]) -> list[Sum]:
    """The sums, those that do not add up first."""
    found = []
    for check in checks:
        if check.id not in _SUMS or check.verdict == "unknown":
            continue
        names, name = _SUMS[check.id]
        stated = check.read.get(name)
        terms = [(one, check.read.get(one)) for one in names]
        figures = [(one, figure) for one, figure in terms if isinstance(figure, int)]
        if not isinstance(stated, int) or not figures or any(figure is None for _, figure in terms[:1]):
            continue
        figures += [(one, -less) for one in _LESS if isinstance(less := check.read.get(one), int) and less]
        if isinstance(check.read.get("president"), str):
            figures.append(("president", 1))
        one = Sum(check, tuple(figures), sum(figure for _, figure in figures), name, stated)
        if one.adds_up == (check.verdict == "holds"):
            found.append(one)
    return sorted(found, key=lambda one: one.check.verdict != "fails")


def ordered(checks: Iterable[Check]) -> list[Check]:
    """All verdicts: what fails first, the gravest before others; then what holds; then what cannot be told."""
    return sorted(checks, key=lambda one: (_ORDER.get(one.verdict, 1), _SERIOUS.get(one.severity, 3), one.id))
