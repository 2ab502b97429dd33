"""The word lists of rules/money.toml, compiled: what a sum is for, who receives it, how tables of subsidies are headed.

In: the packaged file. Out: `MoneyWords`, patterns for folded text. A phrase of the file becomes a pattern of whole
words: "*" stands for any ending, "~" for those of a participle, [a|b] for one of several, (a) may be left out.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from ..folding import fold

_TOKEN = re.compile(
    r"\[(?P<any>[^\]]+)\]|\((?P<maybe>[^)]+)\)\s*|(?P<star>\*)|(?P<agrees>~)|(?P<space>\s+)|(?P<text>[^\[\](*~\s]+)"
)

Strength = tuple[str, str]
"""A role and how strongly a phrase says it: "strong", "weak", "noun" or "after"."""


class MoneyWords(msgspec.Struct, frozen=True):
    """Patterns on folded text; see rules/money.toml for what each list means.

    `cues` finds every phrase that stands before a sum, `after` those that stand after it; the name of the group that
    matched is the key of `said`.
    """

    cues: re.Pattern[str]
    after: re.Pattern[str]
    said: dict[str, Strength]
    gift: re.Pattern[str]
    giving: re.Pattern[str]
    contract: re.Pattern[str]
    not_asked: re.Pattern[str]
    heads: re.Pattern[str]
    legal: re.Pattern[str]
    links: re.Pattern[str]
    not_after: re.Pattern[str]
    suppliers: re.Pattern[str]
    subjects: re.Pattern[str]
    again: re.Pattern[str]
    budget_acts: re.Pattern[str]
    never: re.Pattern[str]
    inside: frozenset[str]
    adjectives: re.Pattern[str]
    names: re.Pattern[str]
    columns: tuple[tuple[str, re.Pattern[str]], ...]
    sums_up: re.Pattern[str]
    budget_row: re.Pattern[str]
    before: re.Pattern[str]
    streets: re.Pattern[str]
    plan: re.Pattern[str]


def pattern(phrase: str) -> str:
    """The regular expression of a phrase, without its bounds.

    >>> pattern("a (deja) [recu|percu*]")
    'a\\\\s+(?:deja\\\\s+)?(?:recu|percu[a-z]*)'
    """
    out: list[str] = []
    for token in _TOKEN.finditer(fold(phrase)):
        if token["any"]:
            out.append(f"(?:{'|'.join(pattern(option) for option in token['any'].split('|'))})")
        elif token["maybe"]:
            if out and out[-1] == r"\s+" and token.end() == len(phrase):
                out.pop()
                out.append(rf"(?:\s+{pattern(token['maybe'])})?")
            else:
                out.append(rf"(?:{pattern(token['maybe'])}\s+)?")
        elif token["star"]:
            out.append("[a-z]*")
        elif token["agrees"]:
            out.append("e?s?")
        elif token["space"]:
            out.append(r"\s+")
        else:
            out.append(re.escape(token["text"]))
    return "".join(out)


def words(phrases: list[str]) -> str:
    """One pattern for whole phrases, the longest first."""
    made = "|".join(pattern(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return rf"(?<![a-z])(?:{made})(?![a-z])"


def _cues(phrases: list[tuple[str, str]]) -> re.Pattern[str]:
    """One pattern for phrases with the names of their groups: where several begin at one place, the longest counts."""
    ordered = sorted(phrases, key=lambda one: len(one[0]), reverse=True)
    made = "|".join(f"(?P<{group}>{pattern(phrase)})" for phrase, group in ordered)
    return re.compile(rf"(?<![a-z])(?:{made})(?![a-z])")


@lru_cache(maxsize=1)
def money_words() -> MoneyWords:
    """The packaged word lists, read once a process."""
    path = Path(__file__).parents[2] / "rules" / "money.toml"
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    before: list[tuple[str, str]] = []
    after: list[tuple[str, str]] = []
    said: dict[str, Strength] = {}
    for role, kinds in data["role"].items():
        for strength, phrases in kinds.items():
            for phrase in phrases:
                group = f"p{len(said)}"
                said[group] = (role, strength)
                (after if strength == "after" else before).append((phrase, group))
    party, table = data["party"], data["table"]
    columns = ("past", "asked", "valuation", "rent", "maximum", "share", "granted", "price", "total")
    return MoneyWords(
        cues=_cues(before),
        after=_cues(after),
        said=said,
        gift=re.compile(words(data["gift"]["words"])),
        giving=re.compile(words(data["gift"]["giving"]) + r"(?:\s+de\s+[a-z]+)?\s*$"),
        contract=re.compile(words(data["gift"]["contract"])),
        not_asked=re.compile(r"\w*\s+(?:ensuite\s+)?" + words(data["gift"]["not_asked"])),
        heads=re.compile(words(party["heads"])),
        legal=re.compile(words(party["legal"])),
        links=re.compile(words(party["links"]) + r"'?\s*(?:(?:la|le|les|l|du|des|de la)(?:\s+|'\s*))?"),
        not_after=re.compile(words(party["not_after"]) + r"'?\s*(?:(?:la|le|les|l|du|des|de la)(?:\s+|'\s*))?$"),
        suppliers=re.compile(
            words(party["suppliers"])
            + r"'?\s*(?:(?:a|la|le|les|l|du|des|de la|entreprise|l'entreprise|societe)(?:\s+|'\s*))*"
        ),
        subjects=re.compile(r"\s*,?\s*" + words(party["subjects"])),
        again=re.compile(words(party["again"])),
        budget_acts=re.compile(words(party["budget_acts"])),
        never=re.compile(words(party["never"])),
        inside=frozenset(party["inside"]),
        adjectives=re.compile(words(party["adjectives"])),
        names=re.compile(words(table["names"])),
        columns=tuple((role, re.compile(words(table[role]))) for role in columns),
        sums_up=re.compile(words(table["sums_up"])),
        budget_row=re.compile(words(table["budget_row"])),
        before=re.compile(words(table["before"])),
        plan=re.compile(words(table["plan"])),
        streets=re.compile(words(table["streets"])),
    )
