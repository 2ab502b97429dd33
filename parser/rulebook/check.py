"""One rule of a file, checked key by key.

In: the table that TOML made of a [[rule]], and the source for its line numbers. Out: a `Rule`, or `Problem`s that
say at which line what is wrong and what would be right. All mistakes of a rule are found, not only the first.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any

import msgspec

from .matcher import compile_regex
from .model import ROLES, SHORTEST_FOR_SLIPS, STRENGTHS, WHERES, Disabled, Rule
from .phrases import PhraseError, letters, read_phrase, wordy

_HEAD_KEYS = ("family", "extends", "siren", "since", "until")
_RULE_KEYS = (
    "id", "role", "segment", "field", "strength", "where", "phrases", "slips", "regex", "since", "until", "match",
    "reject", "disabled", "replaces", "accents",
)  # fmt: skip
_CHOICES: dict[str, tuple[str, ...]] = {"role": ROLES, "strength": STRENGTHS, "where": WHERES}
_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_WORD = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_MOST_SLIPS = 5
_TABLE = re.compile(r"^[ \t]*\[\[?[ \t]*([\w.-]+)[ \t]*\]?\][ \t]*(?:#.*)?$", re.MULTILINE)
_AT = re.compile(r"\(at line (\d+), column (\d+)\)|\(at end of document\)")


class Problem(msgspec.Struct, frozen=True):
    """A mistake in a rule file. `line` counts from 1; 0 where no line is to blame."""

    file: str
    line: int
    message: str

    @classmethod
    def of_toml(cls, file: str, text: str, error: tomllib.TOMLDecodeError) -> Problem:
        """What the TOML reader says, with its place as a line."""
        message, place = str(error), _AT.search(str(error))
        line = int(place.group(1)) if place and place.group(1) else text.count("\n") + 1
        what = _AT.sub("", message).strip()
        return cls(file, line, f"is not valid TOML: {what}; strings stand in quotes, lists in [ ] with commas between")


class SourceLines:
    """Line numbers of tables and keys in a TOML text, which its reader does not keep."""

    def __init__(self, text: str):
        self.text = text
        tables = list(_TABLE.finditer(text))
        ends = [match.start() for match in tables[1:]] + [len(text)]
        self._rules = [(m.start(), end) for m, end in zip(tables, ends, strict=True) if m.group(1) == "rule"]
        self._head = next(
            ((m.start(), end) for m, end in zip(tables, ends, strict=True) if m.group(1) == "rules"), (0, 0)
        )

    def _line(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def _key(self, span: tuple[int, int], key: str) -> int:
        match = re.compile(rf"^[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*[=.]", re.MULTILINE).search(self.text, *span)
        return self._line(match.start() if match else span[0])

    def rule(self, number: int, key: str | None = None) -> int:
        """The line of [[rule]] `number` (from 0), or of a key in it."""
        if number >= len(self._rules):
            return 0
        span = self._rules[number]
        return self._line(span[0]) if key is None else self._key(span, key)

    def within(self, number: int, text: str) -> int | None:
        """The line in [[rule]] `number` on which `text` stands."""
        if number >= len(self._rules):
            return None
        at = self.text.find(text, *self._rules[number])
        return self._line(at) if at >= 0 else None

    def head(self, key: str) -> int:
        """The line of a key of [rules]."""
        return self._key(self._head, key)

    def top(self, key: str) -> int:
        """The line of a table or key at the top of the file."""
        match = re.compile(rf"^[ \t]*\[*[ \t]*{re.escape(key)}\b", re.MULTILINE).search(self.text)
        return self._line(match.start()) if match else 1


class Head(msgspec.Struct, frozen=True):
    """The head of a file: to whom and when its rules apply. `origin` is what its rules carry."""

    origin: str
    family: str | None = None
    extends: str | None = None
    extends_line: int = 0
    siren: str | None = None
    since: date | None = None
    until: date | None = None


class Entry(msgspec.Struct, frozen=True):
    """One [[rule]] table with its place."""

    table: dict[str, Any]
    file: str
    lines: SourceLines
    number: int
    head: Head

    def problem(self, key: str | None, message: str) -> Problem:
        """A problem at a key of the rule (None: at the rule), with the rule's id."""
        name = self.table.get("id")
        told = f'rule "{name}": {message}' if isinstance(name, str) and key != "id" else message
        return Problem(self.file, self.lines.rule(self.number, key), told)


def closest(word: str, known: Sequence[str]) -> str:
    """ "; did you mean "x"?" or nothing."""
    near = get_close_matches(word, known, 1, 0.5)
    return f'; did you mean "{near[0]}"?' if near else ""


def read_head(table: Any, file: str, lines: SourceLines, stem: str, user: bool, problems: list[Problem]) -> Head:
    """The head of a file; mistakes go to `problems`."""
    default = "user" if user else stem

    def fail(key: str, message: str) -> None:
        problems.append(Problem(file, lines.head(key), message))

    if not isinstance(table, dict):
        problems.append(
            Problem(
                file,
                lines.top("rules"),
                "[rules] is the head of the file, in single square brackets; a rule begins with [[rule]]",
            )
        )
        return Head(default)
    for key in table:
        if key not in _HEAD_KEYS:
            fail(key, f'[rules] has no key "{key}"{closest(key, _HEAD_KEYS)}')
    words: dict[str, str | None] = {}
    for key in ("family", "extends", "siren"):
        value = table.get(key)
        if value is not None and not isinstance(value, str):
            fail(
                key, f'{key} is a word in quotes, for example {key} = "{"213401722" if key == "siren" else "commune"}"'
            )
            value = None
        words[key] = value
    siren = words["siren"]
    if siren is not None and not is_siren(siren):
        fail("siren", f'siren = "{siren}" is no SIREN: nine digits of which the last is a check digit')
    since, until = _days(table, fail)
    origin = f"siren:{siren}" if siren else "user" if user else words["family"] or stem
    line = lines.head("extends") if words["extends"] else 0
    return Head(origin, words["family"], words["extends"], line, siren, since, until)


def is_siren(text: str) -> bool:
    """Nine digits with a right Luhn key (INSEE, répertoire SIRENE)."""
    if len(text) != 9 or not text.isascii() or not text.isdigit():
        return False
    doubled = [int(c) * (2 if i % 2 else 1) for i, c in enumerate(text)]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _days(table: dict[str, Any], fail: Any) -> tuple[date | None, date | None]:
    days: dict[str, date | None] = {}
    for key in ("since", "until"):
        value = table.get(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            fail(key, f"{key} is a day without quotes and without an hour, for example {key} = 1982-03-02")
            value = None
        days[key] = value
    since, until = days["since"], days["until"]
    if since and until and since > until:
        fail("until", f"until = {until} lies before since = {since}")
    return since, until


def read_rule(entry: Entry, problems: list[Problem]) -> Rule | Disabled | None:
    """The rule of an entry, or what it switches off; None where a mistake, told in `problems`, leaves nothing."""
    table, before = entry.table, len(problems)

    def fail(key: str | None, message: str) -> None:
        problems.append(entry.problem(key, message))

    for key in table:
        if key not in _RULE_KEYS:
            fail(key, f'a rule has no key "{key}"{closest(key, _RULE_KEYS)}')
    name = table.get("id")
    if name is None:
        fail(None, 'the rule has no id; add one, for example id = "dispositif.after-debate"')
    elif not isinstance(name, str) or not _ID.fullmatch(name):
        fail("id", f'id = "{name}" may hold only a-z, 0-9, and "." or "-" between them')
    if "disabled" in table:
        reason = table["disabled"]
        if not isinstance(reason, str) or not reason.strip():
            fail("disabled", 'disabled takes the reason, for example disabled = "this body writes it in its headings"')
        for key in table:
            if key not in ("id", "disabled") and key in _RULE_KEYS:
                fail(key, "a rule that is switched off has only an id and the reason (disabled)")
        if len(problems) != before or not isinstance(name, str):
            return None
        return Disabled(name, reason, entry.file, entry.lines.rule(entry.number))
    values = _plain(table, fail)
    phrases, match, reject = (_texts(table, key, fail) for key in ("phrases", "match", "reject"))
    slips = _slips(table, fail)
    _read_phrases(entry, phrases, slips, problems)
    pattern = table.get("regex")
    if pattern is not None:
        _try_regex(pattern, fail)
        if "phrases" in table:
            fail("regex", "a rule has phrases or a regex, not both")
        if slips:
            fail("slips", "slips work on phrases, not on a regex")
    elif not phrases and "phrases" not in table:
        fail(None, 'the rule has no phrases; add phrases = ["…"]')
    since, until = _days(table, fail)
    replaces = table.get("replaces", False)
    if not isinstance(replaces, bool):
        fail("replaces", "replaces is true or false, without quotes")
    accents = table.get("accents", False)
    if not isinstance(accents, bool):
        fail("accents", "accents is true or false, without quotes")
    if len(problems) != before or not isinstance(name, str):
        return None
    return Rule(
        name, values["role"] or "", values["segment"] or "", values["field"], values["strength"] or "medium",
        values["where"] or "anywhere", phrases, slips, pattern, since or entry.head.since, until or entry.head.until,
        match, reject, entry.head.origin, entry.file, entry.lines.rule(entry.number), bool(replaces), bool(accents),
    )  # fmt: skip


def _plain(table: dict[str, Any], fail: Any) -> dict[str, str | None]:
    """The keys that take one word."""
    out: dict[str, str | None] = {}
    for key in ("role", "segment", "field", "strength", "where"):
        value = out[key] = table.get(key)
        choices = _CHOICES.get(key)
        if value is None:
            if key in ("role", "segment"):
                known = (
                    f"one of {', '.join(ROLES)}"
                    if key == "role"
                    else 'the passage it speaks of, for example "dispositif"'
                )
                fail(None, f"the rule has no {key}; add {key} = {known}")
        elif choices is not None and value not in choices:
            near = closest(value, choices) if isinstance(value, str) else ""
            fail(key, f'{key} = "{value}" is none of {", ".join(choices)}{near}')
        elif not isinstance(value, str) or not _WORD.fullmatch(value):
            fail(key, f'{key} = "{value}" may hold only a-z, 0-9, and "-" or "_" between them')
    return out


def _texts(table: dict[str, Any], key: str, fail: Any) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        fail(key, f'{key} is a list of texts, for example {key} = ["après en avoir délibéré"]')
        return ()
    if any(not item.strip() for item in value):
        fail(key, f"{key} holds an empty text")
    elif key == "phrases" and key in table and not value:
        fail(key, 'phrases is empty; add one, for example phrases = ["après en avoir délibéré"]')
    return tuple(value)


def _slips(table: dict[str, Any], fail: Any) -> int:
    value = table.get("slips", 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST_SLIPS:
        fail("slips", f"slips is a number from 0 to {_MOST_SLIPS}, without quotes")
        return 0
    return value


def _read_phrases(entry: Entry, phrases: tuple[str, ...], slips: int, problems: list[Problem]) -> None:
    for phrase in phrases:
        if not phrase.strip():
            continue
        told = None
        try:
            node = read_phrase(phrase)
            count = letters(node) if slips else 0
            if not wordy(node) and entry.table.get("where", "anywhere") == "anywhere":
                told = (
                    f'"{phrase}" is a brick without words and would fire everywhere; add words, or where = "whole-line"'
                )
            elif slips and count < SHORTEST_FOR_SLIPS:
                told = (
                    f'slips = {slips}, but "{phrase}" may have only {count} letters; below {SHORTEST_FOR_SLIPS} a slip'
                    " makes another word: put the phrase in a rule without slips"
                )
        except PhraseError as error:
            told = str(error)
        if told:
            problem = entry.problem("phrases", told)
            line = entry.lines.within(entry.number, phrase) or entry.lines.within(
                entry.number, phrase.replace("\\", "\\\\")
            )
            problems.append(msgspec.structs.replace(problem, line=line) if line else problem)


def _try_regex(pattern: Any, fail: Any) -> None:
    if not isinstance(pattern, str) or not pattern:
        fail("regex", "regex is a pattern in single quotes")
        return
    try:
        compiled = compile_regex(pattern)
    except ValueError as error:
        fail("regex", f"the pattern is not valid: {error}")
        return
    if compiled.fullmatch(""):
        fail("regex", "the pattern matches the empty text, so it would match everywhere")
