"""The nouns of the rulebook: a rule, a hit, a near miss, a finding, a failure.

In: nothing. Out: frozen types. A rule keeps the file and the line it was written on, so that whatever it decides
can be traced back to words that an archivist can read and change.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

ROLES = ("opens", "splits", "noise", "value", "cue")
STRENGTHS = ("strong", "medium", "weak")
WHERES = ("line-start", "whole-line", "one-line", "anywhere")
BRICKS = ("number", "date", "person", "body", "name")

SHORTEST_FOR_SLIPS = 8
"""Letters that a phrase must have before slips are allowed: on shorter ones a slip makes another French word."""


class Rule(msgspec.Struct, frozen=True):
    """One rule as its author wrote it.

    `phrases` or `regex` is empty. With `accents`, a text that prints an accent on the last word of a phrase must print
    it as the phrase does: "le conseil approuve" is then not found in "le conseil a approuvé". `since` and `until` bound
    the date of the act, both days included. `slips` is the number of letters an OCR may have got wrong. `file` and
    `line` (from 1) say where the rule stands; `origin` is "base", the name of a family, "user", or "siren:" and the
    nine digits of an overlay.
    """

    id: str
    role: str
    segment: str
    field: str | None = None
    strength: str = "medium"
    where: str = "anywhere"
    phrases: tuple[str, ...] = ()
    slips: int = 0
    regex: str | None = None
    since: date | None = None
    until: date | None = None
    match: tuple[str, ...] = ()
    reject: tuple[str, ...] = ()
    origin: str = "base"
    file: str = ""
    line: int = 0
    replaces: bool = False
    accents: bool = False

    @property
    def place(self) -> str:
        """Where the rule is written: "rules/base.toml:12"."""
        return f"{self.file}:{self.line}"

    def valid_on(self, day: date | None) -> bool:
        """Does the rule hold on that day? Every rule does where the day is not known."""
        if day is None:
            return True
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Hit(msgspec.Struct, frozen=True):
    """A rule that fired on text[start:end].

    `bricks` holds the spans of the phrase's bricks by name; a second brick of a name is called "number2", and so
    on. `phrase` is the phrase as authored (or the pattern of a regex rule); `slips` the letters that differ (0: the
    words as written).
    """

    start: int
    end: int
    rule: Rule
    bricks: dict[str, tuple[int, int]]
    phrase: str
    slips: int = 0


class Near(msgspec.Struct, frozen=True):
    """A rule that nearly fired on text[start:end]: how near (0 to 1) and, in words, why it did not."""

    rule: Rule
    phrase: str
    start: int
    end: int
    score: float
    reason: str


class Disabled(msgspec.Struct, frozen=True):
    """A rule that a later file switched off, with the author's reason and the place where that is written."""

    id: str
    reason: str
    file: str
    line: int


class Finding(msgspec.Struct, frozen=True):
    """What lint says of a rule. Level "error" fails `delib rules lint`, "warning" and "note" do not."""

    level: Literal["error", "warning", "note"]
    code: str
    message: str
    file: str
    line: int
    rule: str | None = None


class Failure(msgspec.Struct, frozen=True):
    """An example that does not hold.

    Kinds: "match" (the rule stays silent on it), "reject" (the rule fires on it), "hidden" (the rule fires, but a
    longer or a noise hit takes its place in a scan: a warning).
    """

    kind: Literal["match", "reject", "hidden"]
    rule: Rule
    example: str
    message: str
