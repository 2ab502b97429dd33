"""What is doubtful in rules that are valid, and whether their examples hold.

In: a `Rulebook`, or a folder of rules. Out: `Finding`s, `Failure`s, and for words of a user's choice the rules that
fire on them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Literal

import msgspec

from ..folding import fold
from .book import Rulebook
from .check import closest
from .files import load_rulebook
from .matcher import Found, Matcher
from .model import Failure, Finding, Hit, Near, Rule
from .names import general_words, names_in
from .overlap import as_hit, judged
from .phrases import Node, read_phrase, variants
from .slips import MOST_VARIANTS, find_slips
from .tokens import Tokens

_ACCENT = re.compile(r"[^\x00-\x7f]")
_CAPITAL = re.compile(r"(?<!\\)(?<!\\p\{)(?<!\(\?)[A-Z](?![a-z]*\})(?![a-z]*>)")


class Explained(msgspec.Struct, frozen=True):
    """A rule that fires on some words; `hidden_by` is the rule whose finding takes its place, if any."""

    hit: Hit
    hidden_by: Rule | None = None


def explain_words(rulebook: Rulebook, words: str) -> list[Explained]:
    """The rules that fire on `words`, in order, with those that another finding hides.

    Rules of overlays come last: they fire on the acts of their body alone.
    """
    out: list[Explained] = []
    for book, rules in books(rulebook):
        own = {(rule.id, rule.origin) for rule in rules}
        found = judged(book.find(Tokens(fold(words), words)))
        out += [
            Explained(as_hit(item), winner.rule if winner else None)
            for item, winner in found
            if (item.rule.id, item.rule.origin) in own
        ]
    return out


def near_words(rulebook: Rulebook, words: str, limit: int = 3) -> list[Near]:
    """The rules that came nearest to firing on `words` and did not, of all segments, the nearest first."""
    folded = fold(words)
    segments = sorted({rule.segment for rule in rulebook.rules if rule.role != "noise"})
    near = [one for segment in segments for one in rulebook.nearest(folded, segment, limit, text=words)]
    return sorted(near, key=lambda one: (-one.score, one.start, one.rule.id))[:limit]


def books(rulebook: Rulebook) -> Iterator[tuple[Rulebook, tuple[Rule, ...]]]:
    """The rulebook with its rules, then for each overlay the rulebook of that body with the overlay's rules."""
    yield rulebook, rulebook.rules
    for siren, overlay in rulebook.overlays.items():
        yield rulebook.for_act(siren, None), overlay.rules


def check_examples(rulebook: Rulebook) -> list[Failure]:
    """Run every example of every rule, overlays' rules in the rulebook of their body. No failures: an empty list.

    An example is a text of its own. A match must make its rule fire (with slips where the rule allows them), a
    reject must not. A match on which the rule fires but another finding takes its place is told as "hidden".
    """
    out: list[Failure] = []
    for book, rules in books(rulebook):
        for rule in rules:
            for example in rule.match:
                failure = _check_match(book, rule, example)
                if failure is not None:
                    out.append(failure)
            for example in rule.reject:
                fired = [as_hit(item) for item, _ in _fires(book, rule, example)] or _slipped(book, rule, example)
                if fired:
                    words = example[fired[0].start : fired[0].end]
                    message = f'fires on "{words}" by "{fired[0].phrase}", but rejects the example "{example}"'
                    out.append(Failure("reject", rule, example, message))
    return out


def _fires(book: Rulebook, rule: Rule, example: str) -> list[tuple[Found, Found | None]]:
    found = judged(book.find(Tokens(fold(example), example)))
    return [(item, winner) for item, winner in found if item.rule.id == rule.id]


def _slipped(book: Rulebook, rule: Rule, example: str) -> list[Hit]:
    if not rule.slips:
        return []
    return [hit for hit in find_slips(book.rules, Tokens(fold(example), example)) if hit.rule.id == rule.id]


def _check_match(book: Rulebook, rule: Rule, example: str) -> Failure | None:
    fired = _fires(book, rule, example)
    if not fired:
        if _slipped(book, rule, example):
            return None
        near = next((n for n in book.nearest(fold(example), rule.segment, 50) if n.rule.id == rule.id), None)
        why = near.reason if near else "none of its phrases is there"
        return Failure("match", rule, example, f'does not fire on "{example}": {why}')
    winners = [winner for _, winner in fired]
    if None in winners:
        return None
    winner = winners[0]
    assert winner is not None
    words = example[winner.start : winner.end]
    message = f'fires on "{example}", but "{words}" of {winner.rule.id} ({winner.rule.place}) takes its place in a scan'
    return Failure("hidden", rule, example, message)


def lint(target: Rulebook | Path | None = None) -> list[Finding]:
    """What is doubtful in the rules of a rulebook, of a folder (with the packaged rules behind it), or of the
    package.

    Errors: `BadRules` where the files of a folder are not valid.
    """
    folder = target if isinstance(target, Path) else None
    rulebook = target if isinstance(target, Rulebook) else load_rulebook(folder)
    out: list[Finding] = []
    general = general_words(rulebook.rules)
    known = sorted({rule.segment for rule in rulebook.rules if not _by_user(rule)})
    for book, rules in books(rulebook):
        twins = _twins(book.rules)
        for rule in rules:
            out.extend(_examples(book, rule))
            out.extend(_phrases(book, rule, twins))
            if known and rule.segment not in known:
                near = closest(rule.segment, known)
                out.append(
                    _finding(
                        "warning",
                        "unknown-segment",
                        f'no packaged rule speaks of the segment "{rule.segment}"{near}',
                        rule,
                    )
                )
            if rule.regex is not None:
                out.extend(_regex(rule))
            if not rule.origin.startswith("siren:"):
                level: Literal["error", "warning"] = "warning" if _by_user(rule) else "error"
                out.extend(_finding(level, code, message, rule) for code, message in names_in(rule, general))
    out.extend(_regex_count(rulebook))
    if folder is not None:
        root = folder.as_posix()
        out = [item for item in out if item.file.startswith(root)]
    return sorted(out, key=lambda f: (f.file, f.line, f.code, f.message))


def _by_user(rule: Rule) -> bool:
    return rule.origin == "user"


def _finding(level: Literal["error", "warning", "note"], code: str, message: str, rule: Rule) -> Finding:
    return Finding(level, code, message, rule.file, rule.line, rule.id)


def _examples(book: Rulebook, rule: Rule) -> Iterator[Finding]:
    """Every rule has an example, and every phrase is fired by one."""
    if not rule.match:
        yield _finding("warning", "no-example", 'has no example; add match = ["…"] with words from a real act', rule)
        return
    proven: set[str] = set()
    for example in rule.match:
        proven |= {item.phrase for item, _ in _fires(book, rule, example)}
        proven |= {hit.phrase for hit in _slipped(book, rule, example)}
    for phrase in rule.phrases:
        if phrase not in proven and not _alone(rule, phrase):
            yield _finding("warning", "unproven-phrase", f'no example fires the phrase "{phrase}"', rule)


def _alone(rule: Rule, phrase: str) -> bool:
    """Does an example fire the phrase where the rule has no other, which may be longer and stand in its place?"""
    matcher = Matcher([msgspec.structs.replace(rule, phrases=(phrase,))])
    return any(matcher.find(Tokens(fold(example), example)) for example in rule.match)


def _twins(rules: tuple[Rule, ...]) -> dict[tuple[str, str, Node], list[Rule]]:
    """Rules by segment, place on the line, and phrase."""
    out: dict[tuple[str, str, Node], list[Rule]] = defaultdict(list)
    for rule in rules:
        for phrase in rule.phrases:
            out[rule.segment, rule.where, read_phrase(phrase)].append(rule)
    return out


def _phrases(book: Rulebook, rule: Rule, twins: dict[tuple[str, str, Node], list[Rule]]) -> Iterator[Finding]:
    for phrase in rule.phrases:
        node = read_phrase(phrase)
        others = [other for other in twins[rule.segment, rule.where, node] if other.id != rule.id]
        if others and (rule.since, rule.until) == (others[0].since, others[0].until):
            yield _finding(
                "warning",
                "same-phrase",
                f'the phrase "{phrase}" is also that of {others[0].id} ({others[0].place})',
                rule,
            )
        if twins[rule.segment, rule.where, node].count(rule) > 1:
            yield _finding("warning", "same-phrase", f'the phrase "{phrase}" stands in the rule more than once', rule)
        ways = list(islice(variants(node), MOST_VARIANTS + 1))
        plain = [" ".join(part.value for part in way) for way in ways if all(part.kind == "word" for part in way)]
        if rule.slips and len(ways) > MOST_VARIANTS:
            message = f'of the many readings of "{phrase}" only {MOST_VARIANTS} are tried with slips; split the phrase'
            yield _finding("note", "slips-many", message, rule)
        if rule.slips and not plain:
            yield _finding(
                "warning", "slips-unused", f'"{phrase}" holds a brick or a gap, so its slips are never tried', rule
            )
        winner = _shadow(book, rule, plain[:8])
        if winner is not None:
            yield _finding(
                "warning",
                "shadowed",
                f'the phrase "{phrase}" never stands: {winner.id} ({winner.place}) takes its place',
                rule,
            )


def _shadow(book: Rulebook, rule: Rule, ways: list[str]) -> Rule | None:
    """The rule that hides every one of these readings, alone on a line, of `rule`."""
    winner: Rule | None = None
    for words in ways:
        found = [(item, by) for item, by in _fires(book, rule, words) if item.end - item.start == len(words)]
        hidden = [by for _, by in found if by is not None]
        if not found or len(hidden) < len(found):
            return None
        winner = hidden[0].rule
    return winner


def _regex(rule: Rule) -> Iterator[Finding]:
    pattern = rule.regex or ""
    if _ACCENT.search(pattern):
        yield _finding(
            "warning", "regex-accents", "the pattern runs on text without accents; write it without them", rule
        )
    if _CAPITAL.search(pattern):
        yield _finding(
            "warning", "regex-capitals", "the pattern runs on lower-case text; its capitals find nothing", rule
        )


def _regex_count(rulebook: Rulebook) -> Iterator[Finding]:
    hatches = [rule for rule in rulebook.rules if rule.regex is not None]
    for number, rule in enumerate(hatches, 1):
        count = f"{number} of {len(hatches)} among {len(rulebook.rules)} rules"
        message = f"is a regex ({count}); prefer phrases where they can say it"
        yield _finding("note", "regex", message, rule)
