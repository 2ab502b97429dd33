"""The word lists of rules/money.toml, compiled: what a sum is for, who receives it, how tables of subsidies are headed.

In: the packaged file. Out: `MoneyWords`, patterns for folded text. A phrase of the file becomes a pattern of whole
words: "*" stands for any ending, "~" for those of a participle, [a|b] for one of several, (a) may be left out.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ..folding import fold

_TOKEN = re.compile(
    r"\[(?P<any>[^\]]+)\]|\((?P<maybe>[^)]+)\)\s*|(?P<star>\*)|(?P<agrees>~)|(?P<space>\s+)|(?P<text>[^\[\](*~\s]+)"
)

_BEGINS = re.compile(r"(?<![a-z])[a-z](?:[a-z']|\s|$)")

Strength = tuple[str, str]
"""A role and how strongly a phrase says it: "strong", "weak", "noun" or "after"."""


class Cue(NamedTuple):
    """A phrase in a text: its span, the role that it says, how strongly."""

    start: int
    end: int
    role: str
    strength: str


# What a table is of, and the role of its sums then.
_KINDS = (("maximum", "ceilings"), ("unit price", "tariffs"), ("budget", "credits"), ("price", "market"))


class MoneyWords(msgspec.Struct, frozen=True):
    """Patterns on folded text; see rules/money.toml for what each list means.

    `cues` finds the phrases that stand before a sum, `after` those that stand after it.
    """

    cues: Cues
    after: Cues
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
    common: re.Pattern[str]
    no_complement: frozenset[str]
    names: re.Pattern[str]
    columns: tuple[tuple[str, re.Pattern[str]], ...]
    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    codes: re.Pattern[str]
    tariffs: re.Pattern[str]
    sums_up: re.Pattern[str]
    budget_row: re.Pattern[str]
    before: re.Pattern[str]
    streets: re.Pattern[str]
    plan: re.Pattern[str]
    chapters: re.Pattern[str]


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


class Cues:
    """Phrases looked for all at once, those of one beginning together: most words of a text begin none.

    A pattern of all phrases would try each of them at each word; this tries those whose first two letters stand there.
    """

    def __init__(self, phrases: list[tuple[str, Strength]]):
        groups: dict[str, list[tuple[str, Strength]]] = {}
        for phrase, said in sorted(phrases, key=lambda one: len(one[0]), reverse=True):
            for first in _beginnings(phrase):
                groups.setdefault(first, []).append((pattern(phrase), said))
        self.groups = {
            first: (
                re.compile("|".join(f"(?P<p{number}>{made})(?![a-z])" for number, (made, _) in enumerate(group))),
                [said for _, said in group],
            )
            for first, group in groups.items()
        }

    def find(self, folded: str, start: int, end: int) -> Iterator[Cue]:
        """The phrases in [start, end), in order, never overlapping; of several at one place the longest."""
        at = start
        groups = self.groups
        for word in _BEGINS.finditer(folded, start, end):
            begin = word.start()
            if begin < at:
                continue
            found = groups.get(word.group().replace("\n", " "))
            if found is None:
                continue
            match = found[0].match(folded, begin, end)
            if match is None or match.lastgroup is None:
                continue
            at = match.end()
            yield Cue(begin, at, *found[1][int(match.lastgroup[1:])])


def _beginnings(phrase: str) -> set[str]:
    """The first two letters of every way of reading a phrase, a blank after a word of one letter."""
    folded = fold(phrase)
    if folded.startswith("["):
        close = folded.index("]")
        rest = folded[close + 1 :]
        return {first for option in folded[1:close].split("|") for first in _beginnings(option + rest)}
    if folded.startswith("("):
        close = folded.index(")")
        return _beginnings(folded[1:close] + folded[close + 1 :]) | _beginnings(folded[close + 1 :].strip())
    return {folded[:2]}


@lru_cache(maxsize=1)
def money_words() -> MoneyWords:
    """The packaged word lists, read once a process."""
    path = Path(__file__).parents[2] / "rules" / "money.toml"
    data: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    before: list[tuple[str, Strength]] = []
    after: list[tuple[str, Strength]] = []
    for role, kinds in data["role"].items():
        for strength, phrases in kinds.items():
            (after if strength == "after" else before).extend((phrase, (role, strength)) for phrase in phrases)
    party, table = data["party"], data["table"]
    columns = ("past", "asked", "valuation", "rent", "maximum", "share", "granted", "price", "total")
    return MoneyWords(
        cues=Cues(before),
        after=Cues(after),
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
        common=re.compile(words(party["common"])),
        no_complement=frozenset(party["no_complement"]),
        adjectives=re.compile(words(party["adjectives"])),
        names=re.compile(words(table["names"])),
        columns=tuple((role, re.compile(words(table[role]))) for role in columns),
        kinds=tuple((role, re.compile(words(table[kind]))) for role, kind in _KINDS),
        tariffs=re.compile(words(table["tariffs"])),
        codes=re.compile(words(table["codes"])),
        sums_up=re.compile(words(table["sums_up"])),
        budget_row=re.compile(words(table["budget_row"])),
        before=re.compile(words(table["before"])),
        plan=re.compile(words(table["plan"])),
        chapters=re.compile(words(table["chapters"])),
        streets=re.compile(words(table["streets"])),
    )


def change_words() -> tuple[dict[str, re.Pattern[str]], dict[str, re.Pattern[str]]]:
    """What an act that changes another says of a sum ("sets", "adds", "quotes"), before it and after it."""
    path = Path(__file__).parents[2] / "rules" / "money.toml"
    change: dict[str, list[str]] = tomllib.loads(path.read_text("utf-8"))["change"]
    to, by = r"[^.;]*?(?<![a-z])(?:a|au|aux)\s*(?:la\s+somme\s+de\s*)?$", r"[^.;]*?(?<![a-z])d[e'][a-z ]{0,20}$"
    before = {
        "sets": f"{words(change['sets'])}|{words(change['to'])}{to}",
        "adds": f"{words(change['adds'])}|{words(change['by'])}{by}",
        "quotes": words(change["quotes"]),
    }
    after = {"sets": change["sets_after"], "adds": change["adds_after"]}
    return (
        {kind: re.compile(pattern) for kind, pattern in before.items()},
        {kind: re.compile(r"[\s,(]*" + words(phrases)) for kind, phrases in after.items()},
    )
