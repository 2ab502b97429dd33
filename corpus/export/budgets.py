"""The budget that an act names, and its year.

In: the texts of an act, the wording of rules/export.toml. Out: a name as printed and a year, or None where the act
names no budget, more than one, or more than one year: which of them its decision touches is then not said.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ...parser.folding import fold

RULES = Path(__file__).parents[2] / "rules" / "export.toml"
_WORDS = 8  # of a name, at most


class Budget(NamedTuple):
    """A budget and its year, four figures."""

    name: str
    year: str


@lru_cache(maxsize=1)
def wording() -> dict[str, Any]:
    """rules/export.toml."""
    return tomllib.loads(RULES.read_text("utf-8"))


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    said = wording()["budget"]
    ends = "|".join(rf"{_spaced(word)}\b" for word in said["ends"])
    rest = rf"(?:\s+(?!(?:{ends}|\d{{4}}))[\w'’-]+){{1,{_WORDS}}}"
    names = "|".join(
        rf"{_spaced(name.removesuffix('…').strip())}{rest if '…' in name else ''}" for name in said["names"]
    )
    years = "|".join(_spaced(word) for word in sorted(said["years"], key=len, reverse=True))
    return re.compile(rf"\b(?:{names})\b"), re.compile(
        rf"\b(?:{years})s?\s+((?:19|20)\d\d)\b(?:\s*(et|/|-)\s*(?:19|20)\d\d)?"
    )


def _spaced(phrase: str) -> str:
    return r"\s+".join(re.escape(word) for word in fold(phrase).split())


def budget_of(texts: Iterable[str | None]) -> Budget | None:
    """The one budget and year of these texts; see the module's docstring.

    >>> budget_of(["imputée au budget principal, exercice 2019"])
    Budget(name='budget principal', year='2019')
    """
    find_name, find_year = _patterns()
    names: dict[str, str] = {}
    years: set[str] = set()
    for text in texts:
        if not text:
            continue
        folded = fold(text)
        for found in find_name.finditer(folded):
            names.setdefault(" ".join(found[0].split()), " ".join(text[found.start() : found.end()].split()))
        for found in find_year.finditer(folded):
            years.add(found[1] if found[2] is None else f"{found[1]} {found[2]}")
    if len(names) != 1 or len(years) != 1:
        return None
    (name,), (year,) = names.values(), years
    return Budget(name, year) if len(year) == 4 else None
