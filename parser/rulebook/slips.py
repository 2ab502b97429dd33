"""Phrases that an OCR has misread by a few letters.

In: rules that allow slips, and the tokens of a text. Out: hits whose `slips` count the letters that differ. Only
phrases of plain words are tried (a brick or a gap leaves too much open). A word of the text that is itself a word
of the rules is no slip: "membres absents" never passes for "membres présents".
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

from .matcher import stands
from .model import Hit, Rule
from .phrases import Node, read_phrase, variants
from .tokens import END, Tokens

MOST_VARIANTS = 64
"""Ways of reading one phrase that are tried with slips."""

_MOST_HITS = 8  # of one variant in one text
_SHORT = 3  # words up to this length tell nothing by being words of the rules ("le", "en")


@lru_cache(maxsize=8192)
def plain_variants(phrase: str) -> tuple[tuple[str, ...], ...]:
    """The ways of reading `phrase` that are plain words, at most `MOST_VARIANTS`."""
    ways = islice(variants(read_phrase(phrase)), MOST_VARIANTS)
    return tuple(tuple(node.value for node in way) for way in ways if all(node.kind == "word" for node in way))


@lru_cache(maxsize=8192)
def words_in(phrase: str) -> frozenset[str]:
    """Every word that stands in `phrase`."""

    def walk(node: Node) -> Iterable[str]:
        if node.kind == "word":
            yield node.value
        for part in node.parts:
            yield from walk(part)

    return frozenset(walk(read_phrase(phrase)))


class Joined:
    """Tokens as one line with single blanks, and the way back from its offsets to tokens."""

    def __init__(self, tokens: Tokens):
        self.tokens = tokens
        words = [word if word != END else "|" for word in tokens.words[:-1]]
        self.line = " ".join(words)
        self.starts: list[int] = []
        at = 0
        for word in words:
            self.starts.append(at)
            at += len(word) + 1

    def piece(self, first: int, last: int) -> str:
        """Tokens `first` to `last` (included) as they stand on the line."""
        return self.line[self.starts[first] : self.starts[last] + len(self.tokens.words[last])]


def find_slips(rules: Sequence[Rule], tokens: Tokens, known: frozenset[str] | None = None) -> list[Hit]:
    """Where phrases of the rules that allow slips stand with at least one slip. `known`: the words of all rules."""
    allowing = [rule for rule in rules if rule.slips]
    if not allowing or not len(tokens):
        return []
    if known is None:
        known = frozenset(word for rule in rules for phrase in rule.phrases for word in words_in(phrase))
    joined = Joined(tokens)
    best: dict[tuple[int, int, str], Hit] = {}
    for rule in allowing:
        for phrase in rule.phrases:
            for words in plain_variants(phrase):
                for first, last, count in _places(joined, words, rule.slips, known):
                    start, end = tokens.starts[first], tokens.end(last)
                    key = (start, end, rule.id)
                    if (
                        count
                        and stands(rule.where, tokens.folded, start, end)
                        and (key not in best or count < best[key].slips)
                    ):
                        best[key] = Hit(start, end, rule, {}, phrase, count)
    return list(best.values())


def _places(joined: Joined, words: tuple[str, ...], slips: int, known: frozenset[str]) -> list[tuple[int, int, int]]:
    """First and last token and the slips of each place where `words` stand, misread or not."""
    from rapidfuzz import fuzz  # a compiled library, only where slips are looked for

    wanted = " ".join(words)
    # Two thirds more than the slips themselves: a letter too many shifts the window of equal length.
    cutoff = max(50.0, 100.0 * (1 - 1.7 * slips / len(wanted)))
    out: list[tuple[int, int, int]] = []
    spans = [(0, len(joined.line))]
    while spans and len(out) < _MOST_HITS:
        begin, stop = spans.pop()
        if stop - begin < len(wanted) - slips:
            continue
        found = fuzz.partial_ratio_alignment(wanted, joined.line[begin:stop], score_cutoff=cutoff)
        if found is None:
            continue
        at, end = begin + found.dest_start, begin + found.dest_end
        place = fit(joined, wanted, at, end, slips)
        if place is None:
            # The best window fails; worse ones may still hold on either side of its middle.
            continue
        first, last, _ = place
        pieces = joined.tokens.words[first : last + 1]
        if not any(len(word) > _SHORT and word in known and word not in words for word in pieces):
            out.append(place)
        spans.append((begin, joined.starts[first]))
        spans.append((joined.starts[last] + len(joined.tokens.words[last]), stop))
    return out


def fit(joined: Joined, wanted: str, at: int, end: int, slips: int) -> tuple[int, int, int] | None:
    """The run of whole tokens about [at, end) that is nearest to `wanted`, if within `slips`."""
    from rapidfuzz.distance import Levenshtein

    first = bisect_right(joined.starts, at) - 1
    last = bisect_left(joined.starts, end) - 1
    best: tuple[int, int, int] | None = None
    for begin in range(max(0, first - 1), min(first + 2, len(joined.starts))):
        for stop in range(max(begin, last - 1), min(last + 2, len(joined.starts))):
            piece = joined.piece(begin, stop)
            if abs(len(piece) - len(wanted)) > slips or "|" in piece:
                continue
            count = Levenshtein.distance(wanted, piece, score_cutoff=slips)
            if count <= slips and (best is None or count < best[2]):
                best = (begin, stop, count)
    return best


def with_slips(hits: list[Hit], slipped: list[Hit]) -> list[Hit]:
    """Hits, with the slipped ones that lie over no hit of their segment; of two such the one with fewer slips."""
    out = list(hits)
    for hit in sorted(slipped, key=lambda h: (h.slips, h.start - h.end, h.start)):
        if not any(_over(hit, other) for other in out):
            out.append(hit)
    return sorted(out, key=lambda h: (h.start, -h.end))


def _over(hit: Hit, other: Hit) -> bool:
    apart = other.end <= hit.start or hit.end <= other.start
    return not apart and (other.rule.segment == hit.rule.segment or other.rule.role == "noise")
