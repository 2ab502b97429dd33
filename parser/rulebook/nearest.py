"""Why a rule did not fire: the rules of a segment that came nearest, for `explain`.

In: a rulebook, folded text, a segment. Out: `Near`s, best first. A rule is near when its words are there but
something else keeps it back (its place on the line, a longer finding, noise, its dates, an overlay), when a phrase
begins but does not go on, or when the words are nearly there.
"""

from __future__ import annotations

from itertools import islice

from .book import Rulebook
from .bricks import READERS
from .matcher import Found, Matcher, stands
from .model import SHORTEST_FOR_SLIPS, Near, Rule
from .overlap import judged
from .phrases import Node, read_phrase, variants
from .slips import MOST_VARIANTS, Joined, fit
from .tokens import END, Tokens

LEAST = 0.5
"""Below this nearness a rule says nothing about the text."""

_PLACES = {"line-start": "at the start of a line", "whole-line": "alone on its line", "one-line": "on one line"}


def nearest(book: Rulebook, folded: str, segment: str, limit: int = 3, text: str | None = None) -> list[Near]:
    """The rules of `segment` that came nearest to firing on `folded`, best first; those that fired are left out."""
    tokens = Tokens(folded, text)
    found = judged(book.find(tokens))
    fired = {item.rule.id for item, winner in found if winner is None and item.rule.segment == segment}
    out: dict[str, Near] = {}
    for item, winner in found:
        if winner is not None and item.rule.segment == segment:
            _keep(out, _near(item, 1.0, f"its words are there, but {_hides(winner)}"))
    rules = [rule for rule in book.rules if rule.segment == segment]
    for item in Matcher(rules).find(tokens, misplaced=True):
        if not stands(item.rule.where, folded, item.start, item.end):
            _keep(out, _near(item, 0.95, f"its words are there, but not {_PLACES[item.rule.where]}"))
    off = {item.id: item for item in book.disabled}
    passed = [rule for rule in book.passed_over() if rule.segment == segment]
    for item in Matcher(passed).find(tokens):
        known = off.get(item.rule.id)
        why = f"it is switched off in {known.file}:{known.line}: {known.reason}" if known else _dates(item.rule)
        _keep(out, _near(item, 0.9, why))
    joined = Joined(tokens)
    places: dict[str, list[int]] = {}
    for index, word in enumerate(tokens.words):
        places.setdefault(word, []).append(index)
    for rule in rules:
        if rule.id not in out and rule.id not in fired:
            for near in _begun(rule, tokens, joined, places):
                _keep(out, near)
    ranked = sorted(
        (near for near in out.values() if near.rule.id not in fired),
        key=lambda near: (-near.score, near.start, near.rule.id),
    )
    return ranked[:limit]


def _keep(out: dict[str, Near], near: Near) -> None:
    known = out.get(near.rule.id)
    if known is None or near.score > known.score:
        out[near.rule.id] = near


def _near(item: Found, score: float, reason: str) -> Near:
    return Near(item.rule, item.phrase, item.start, item.end, score, reason)


def _hides(winner: Found) -> str:
    what = "the noise" if winner.rule.role == "noise" else "the longer finding"
    return f"{what} of {winner.rule.id} ({winner.rule.place}) takes its place"


def _dates(rule: Rule) -> str:
    if rule.since is None and rule.until is None:
        return "another rule with its id replaces it"
    since = f" from {rule.since}" if rule.since else ""
    until = f" until {rule.until}" if rule.until else ""
    return f"it holds for acts dated{since}{until}"


def _begun(rule: Rule, tokens: Tokens, joined: Joined, places: dict[str, list[int]]) -> list[Near]:
    """For each phrase of the rule its best beginning in the text, and words that are like it.

    `places`: the tokens at which each word stands.
    """
    out = []
    for phrase in rule.phrases:
        for way in islice(variants(read_phrase(phrase)), MOST_VARIANTS):
            start, end, done = _prefix(way, tokens, places)
            share = _weight(way[:done]) / _weight(way)
            if done and 0.85 * share >= LEAST:
                at = tokens.at(end)
                goes_on = " ".join(word for word in tokens.words[at : at + 3] if word != END)
                after = f'the text goes on "{goes_on}"' if goes_on else "the text ends there"
                reason = f'it begins with "{_written(way[:done])}", but "{_written(way[done:])}" is missing; {after}'
                out.append(Near(rule, phrase, start, end, 0.85 * share, reason))
            if joined.line and all(node.kind == "word" for node in way):
                near = _alike(rule, phrase, tuple(node.value for node in way), tokens, joined)
                if near is not None:
                    out.append(near)
    return out


def _alike(rule: Rule, phrase: str, words: tuple[str, ...], tokens: Tokens, joined: Joined) -> Near | None:
    """A place where the words stand misspelt: each word like the one that is asked for, none replaced."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Levenshtein

    wanted = " ".join(words)
    if len(wanted) < SHORTEST_FOR_SLIPS:
        return None
    found = fuzz.partial_ratio_alignment(wanted, joined.line, score_cutoff=80.0)
    place = fit(joined, wanted, found.dest_start, found.dest_end, len(wanted) // 5) if found is not None else None
    if place is None:
        return None
    first, last, count = place
    pieces = tokens.words[first : last + 1]
    if len(pieces) == len(words):
        pairs = zip(pieces, words, strict=True)
        if any(Levenshtein.normalized_similarity(piece, word) < 0.6 for piece, word in pairs):
            return None
    start, end = tokens.starts[first], tokens.end(last)
    allowed = f"the rule allows {rule.slips} on OCR text" if rule.slips else "the rule allows none"
    printed = " ".join(tokens.folded[start:end].split())
    reason = f'"{printed}" differs from "{wanted}" by {count} letter{"s" if count > 1 else ""}; {allowed}'
    return Near(rule, phrase, start, end, 0.9 * (1 - count / len(wanted)), reason)


def _weight(way: tuple[Node, ...]) -> int:
    """The letters of the words; a brick counts as four."""
    return sum(len(node.value) if node.kind == "word" else 4 for node in way)


def _prefix(way: tuple[Node, ...], tokens: Tokens, places: dict[str, list[int]]) -> tuple[int, int, int]:
    """Span of the longest beginning of `way` in the text, and how many of its pieces it has (0: none of its words)."""
    best = (0, 0, 0)
    if way[0].kind != "word":
        return best
    for at in places.get(way[0].value, ()):
        index, done = at, 0
        for node in way:
            if index >= len(tokens):
                break
            if node.kind == "word" and tokens.words[index] == node.value:
                index += 1
            elif node.kind == "brick" and (ways := READERS[node.value](tokens, index)):
                index = ways[0][0]
            else:
                break
            done += 1
        if done > best[2]:
            best = (tokens.starts[at], tokens.end(index - 1), done)
    return best


def _written(way: tuple[Node, ...]) -> str:
    marks = {"brick": "<{}>", "gap": "…"}
    return " ".join(marks.get(node.kind, "{}").format(node.value) for node in way)
