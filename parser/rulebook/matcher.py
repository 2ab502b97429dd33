"""Compiled rules, and the walk of a text with them.

In: rules and folded text. Out: `Found`, every way in which a rule fires, where-conditions met; which of them stand
in the end is decided in `overlap`. Phrases are one automaton over words whose states are made when a text first
needs them: compiling costs the words of the phrases, not the ways of combining them, and a word of the text that
begins no phrase costs one look-up. Regex rules run apart, under a time limit.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from .bricks import READERS, Beginnings, beginnings
from .model import Rule
from .phrases import Node, read_phrase
from .tokens import END, Tokens

REGEX_SECONDS = 0.5
"""A regex rule that has not ended on one text after this time is left out there, with a warning in the log."""

APART = ("subject", "relation")
"""Segments whose rules are tried on chosen passages of an act only (its title, what stands around a citation)."""

GAP_WORDS = 6
_SENTENCE_ENDS = frozenset((".", "!", "?", ";", END))
_ABBREVIATIONS = frozenset(
    ["mm", "mme", "mmes", "mlle", "mlles", "mr", "mrs", "melle", "dr", "me", "st", "ste", "art", "al", "cf", "no"]
)

_LEAD = re.compile(r"[\W_]*(?:(?:\d{1,3}|[ivx]{1,5}|[a-z])\s?(?:er|°|º)?\s?[.):/°-][\W_]*){0,3}")

_WORDS = re.compile(r"[^\W\d_]+")
log = logging.getLogger(__name__)


class Found(NamedTuple):
    """A rule that fired on text[start:end], before overlaps are settled."""

    start: int
    end: int
    rule: Rule
    phrase: str
    bricks: tuple[tuple[str, int, int], ...]


_Spans = tuple[tuple[str, int, int], ...]
_Raw = list[tuple[int, int, _Spans]]  # index after the last token, phrase number, bricks
_after = itemgetter(0)


class _State:
    """A set of places in phrases: what a word leads to, which bricks may stand here, which phrases are complete."""

    __slots__ = ("complete", "next", "special")

    def __init__(self, following: dict[str, Any], special: dict[str, Any], complete: tuple[int, ...]):
        self.next = following
        self.special = special
        self.complete = complete


class _Automaton:
    """Phrases as a graph of places; states (sets of places) are made on first use and kept."""

    def __init__(self) -> None:
        self.words: list[list[tuple[str, int]]] = []
        self.special: list[list[tuple[str, int]]] = []
        self.complete: dict[int, int] = {}
        self.starts: list[int] = []
        self._states: dict[tuple[int, ...], _State] = {}

    def place(self) -> int:
        self.words.append([])
        self.special.append([])
        return len(self.words) - 1

    def add(self, node: Node, number: int) -> None:
        """Add phrase `number`."""
        start = self.place()
        self.starts.append(start)
        for place in self._grow(node, [start]):
            self.complete[place] = number

    def _grow(self, node: Node, places: list[int]) -> list[int]:
        kind = node.kind
        if kind == "all":
            for part in node.parts:
                places = self._grow(part, places)
            return places
        if kind == "any":
            ends: dict[int, None] = {}
            for part in node.parts:
                ends.update(dict.fromkeys(self._grow(part, places)))
            return list(ends)
        after = self.place()
        table, key = (self.words, node.value) if kind == "word" else (self.special, node.value or "gap")
        for place in places:
            table[place].append((key, after))
        return [after]

    def state(self, places: tuple[int, ...]) -> _State:
        """The state of these places."""
        known = self._states.get(places)
        if known is None:
            following: dict[str, Any] = {}
            special: dict[str, Any] = {}
            for table, out in ((self.words, following), (self.special, special)):
                for place in places:
                    for key, after in table[place]:
                        if key in out:
                            out[key].append(after)
                        else:
                            out[key] = [after]
            complete = self.complete
            known = _State(following, special, tuple(complete[p] for p in places if p in complete))
            self._states[places] = known
        return known

    def step(self, table: dict[str, Any], key: str) -> _State | None:
        """Where `key` leads by `table`; a list of places is made a state when it is first reached."""
        after = table.get(key)
        if after is None or after.__class__ is _State:
            return after
        state = table[key] = self.state(tuple(dict.fromkeys(after)))
        return state

    def walk(self, state: _State, tokens: Tokens, at: int, spans: _Spans, out: _Raw) -> None:
        """Add to `out` every phrase that is complete somewhere after `at`, read on from `state`."""
        words, cut = tokens.words, tokens.cut
        while True:
            for number in state.complete:
                out.append((at, number, spans))
            if state.special:
                self._specials(state, tokens, at, spans, out)
            if cut and at in cut:
                whole = self.step(state.next, cut[at])
                if whole is not None:
                    self.walk(whole, tokens, at + 2, spans, out)
            following: Any = state.next.get(words[at])
            if following is None:
                return
            if following.__class__ is not _State:
                following = self.step(state.next, words[at])
            state = following
            at += 1

    def _specials(self, state: _State, tokens: Tokens, at: int, spans: _Spans, out: _Raw) -> None:
        if at >= len(tokens):
            return
        for brick in list(state.special):
            after = self.step(state.special, brick)
            if after is None:
                continue
            if brick == "gap":
                self._gap(after, tokens, at, spans, out)
                continue
            for following, start, end in READERS[brick](tokens, at):
                same = sum(1 for name, _, _ in spans if name.rstrip("0123456789") == brick)
                name = brick if not same else f"{brick}{same + 1}"
                self.walk(after, tokens, following, (*spans, (name, start, end)), out)

    def _gap(self, state: _State, tokens: Tokens, at: int, spans: _Spans, out: _Raw) -> None:
        """Up to six words of the same sentence; of each phrase the first place where it goes on."""
        seen: set[int] = set()
        skipped = 0
        while True:
            found: _Raw = []
            self.walk(state, tokens, at, spans, found)
            out.extend(item for item in found if item[1] not in seen)
            seen.update(item[1] for item in found)
            word = tokens.words[at]
            if word in _SENTENCE_ENDS and not (
                word == "." and at and (len(tokens.words[at - 1]) == 1 or tokens.words[at - 1] in _ABBREVIATIONS)
            ):
                return
            if word.isalnum():
                skipped += 1
                if skipped > GAP_WORDS:
                    return
            at += 1


class Matcher:
    """The compiled form of some rules. Making one is cheap; it compiles when it is first used."""

    def __init__(self, rules: Sequence[Rule], apart: str | None = None):
        self.rules = tuple(rules)
        self.apart = apart
        self._automaton: _Automaton | None = None
        self._phrases: list[tuple[Rule, str]] = []
        self._words: dict[str, frozenset[str]] = {}
        self._patterns: list[tuple[Rule, Any]] = []
        self._root: _State | None = None
        self._bricks: Beginnings | None = None
        self._first: frozenset[str] = frozenset()

    def _compile(self) -> tuple[_Automaton, _State]:
        automaton = _Automaton()
        for rule in self.rules:
            for phrase in rule.phrases:
                automaton.add(read_phrase(phrase), len(self._phrases))
                self._phrases.append((rule, phrase))
        patterns = [rule for rule in self.rules if rule.regex is not None]
        if patterns:
            self._patterns = [(rule, compile_regex(rule.regex or "")) for rule in patterns]
        root = automaton.state(tuple(automaton.starts))
        self._bricks = beginnings(root.special) if root.special else None
        self._first = frozenset(root.next) | (self._bricks.words if self._bricks else frozenset())
        self._automaton, self._root = automaton, root
        return automaton, root

    def _places(self, tokens: Tokens) -> list[int]:
        """The tokens at which a phrase may begin."""
        first, bricks = self._first, self._bricks
        if bricks is not None and bricks.figures:
            places = [i for i, word in enumerate(tokens.words) if word in first or word.isdigit()]
        else:
            places = [i for i, word in enumerate(tokens.words) if word in first]
        more = [i for i, word in tokens.cut.items() if word in first]
        if bricks is not None and bricks.capitals:
            more.extend(i for i in range(len(tokens)) if tokens.capital(i))
        return sorted({*places, *more}) if more else places

    def _as_written(self, rule: Rule, tokens: Tokens, index: int) -> bool:
        """Is the token printed without accents, or with those of the rule's own words?"""
        if tokens.text is None:
            return True
        word = tokens.text[tokens.starts[index] : tokens.end(index)].lower()
        if word.isascii():
            return True
        if rule.id not in self._words:
            self._words[rule.id] = _authored(rule)
        return word in self._words[rule.id]

    def find(self, tokens: Tokens, *, misplaced: bool = False) -> list[Found]:
        """Every way in which a rule fires on the text, in no order, overlaps included.

        With `misplaced`, also where the words are there but not in the place that the rule asks for.
        """
        automaton, root = (self._automaton, self._root) if self._automaton and self._root else self._compile()
        out: list[Found] = []
        raw: _Raw = []
        for at in self._places(tokens):
            automaton.walk(root, tokens, at, (), raw)
            if raw:
                start = tokens.starts[at]
                if len(raw) > 1:
                    raw.sort(key=_after, reverse=True)
                done: set[str] = set()
                for after, number, spans in raw:
                    rule, phrase = self._phrases[number]
                    if rule.id in done:
                        continue  # from one place a rule takes the longest of its phrases
                    end = tokens.end(after - 1)
                    if rule.accents and not self._as_written(rule, tokens, after - 1):
                        continue
                    if misplaced or rule.where == "anywhere" or stands(rule.where, tokens.folded, start, end):
                        out.append(Found(start, end, rule, phrase, spans))
                        done.add(rule.id)
                raw.clear()
        for rule, pattern in self._patterns:
            out.extend(_search(rule, pattern, tokens.folded, misplaced))
        return out


def layered(rules: Sequence[Rule]) -> tuple[Matcher, ...]:
    """The rules as matchers: one for each segment of `APART` that they speak of, one for all others."""
    groups: dict[str | None, list[Rule]] = {}
    for rule in rules:
        groups.setdefault(rule.segment if rule.segment in APART else None, []).append(rule)
    return tuple(Matcher(group, apart) for apart, group in groups.items())


def _authored(rule: Rule) -> frozenset[str]:
    """The words of a rule's phrases as written, in lower case."""
    return frozenset(word for phrase in rule.phrases for word in _WORDS.findall(phrase.lower()))


def compile_regex(pattern: str) -> Any:
    """The compiled pattern of a regex rule. Errors: ValueError with what is wrong."""
    import regex  # loaded only where a rule needs it

    compiler: Any = regex.compile
    try:
        return compiler(pattern)
    except regex.error as error:
        raise ValueError(str(error)) from None


def _search(rule: Rule, pattern: Any, folded: str, misplaced: bool) -> list[Found]:
    out = []
    try:
        for match in pattern.finditer(folded, timeout=REGEX_SECONDS):
            start, end = match.span()
            if start < end and (misplaced or stands(rule.where, folded, start, end)):
                named = tuple((key, *match.span(key)) for key, value in match.groupdict().items() if value is not None)
                out.append(Found(start, end, rule, rule.regex or "", named))
    except TimeoutError:
        log.warning(
            "rule %s (%s) took over %s s on one text and was left out there", rule.id, rule.place, REGEX_SECONDS
        )
        return []
    return out


def stands(where: str, folded: str, start: int, end: int) -> bool:
    """Does folded[start:end] stand where a rule asks: "line-start", "whole-line", "one-line", "anywhere"?

    One-line forbids only a line break inside. Before a line-start stand at most bullets and ordinals ("1.", "-", "a)");
    beside a whole line nothing but marks.
    """
    if where == "anywhere":
        return True
    if where == "one-line":
        return "\n" not in folded[start:end]
    before = folded[folded.rfind("\n", 0, start) + 1 : start]
    if where == "line-start":
        return _LEAD.fullmatch(before) is not None
    stop = folded.find("\n", end)
    after = folded[end : stop if stop >= 0 else len(folded)]
    return not any(char.isalnum() for char in before) and not any(char.isalnum() for char in after)
