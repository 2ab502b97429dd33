"""Grants that a sentence lists one after the other, each behind its name: "Alpha (1 groupe) : 300 € ; Bêta : 900 €".

In: the text of an act, the sums of one passage with their roles. Out: for each sum of such a list the span of its name.
A list is two sums at least, each behind a name with a capital and a colon; the first stands in a sentence that gives,
or behind a colon after one. Roles that the sums have from elsewhere are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ..layout import Text
from .amounts import Money
from .money_words import money_words
from .sums import gives, sentence_start

_ITEM = re.compile(
    r"\s*(?:,|;|\bet\b)\s*(?:et\s+)?(?P<name>[^:;€\n()]{3,70}(?:\n[^:;€\n()]{2,40})?)(?:\s*\([^()]{1,60}\))?\s*:\s*$"
)
_FIRST = re.compile(
    r"(?::|;|,|\n)\s*(?P<name>[^:;,€()]{3,90})(?:\s*\([^()]{1,60}\))?\s*:\s*$"
)  # fmt: skip
_NEXT = re.compile(r"\s*(?:,|;|\bet\b)\s*(?:et\s+)?(?P<name>[^:;,€\n()]{3,50}?)\s*:?\s*$")
_QUOTE = re.compile(r":\s*(?P<name>[^:;,€()\n]{3,50}?)\s+$")
_NAME = 60  # characters of a name before its price
_REACH = 160
_BACK = 700  # characters before a list, the considérants among them, that speak of aid
_LONGEST = 9  # words


def quoted(body: Text, sums: Sequence[Money], floor: int) -> dict[int, tuple[int, int]]:
    """The same of prices that follow their names at once: "Trois devis : Garage Moreau 18 990 €, Auto Sud 19 450 €"."""
    words = money_words()
    if len(sums) < 2 or words.contract.search(body.folded, floor, sums[-1].start) is None:
        return {}

    def first(money: Money) -> tuple[int, int] | None:
        colon = body.text.rfind(":", max(floor, money.start - _NAME), money.start)
        match = _QUOTE.match(body.text, colon, money.start) if colon >= 0 else None
        name = _name(body, match) if match is not None else None
        begin = sentence_start(body.folded, floor, money.start)
        return name if name and words.contract.search(body.folded, begin, name[0]) else None

    return _runs(body, sums, _NEXT, first)


def listed(body: Text, sums: Sequence[Money], floor: int) -> dict[int, tuple[int, int]]:
    """The span of the name of each listed sum, by where the sum begins; `floor` is where the passage begins."""
    if len(sums) < 2:
        return {}

    def first(money: Money) -> tuple[int, int] | None:
        if not body.text[max(floor, money.start - 3) : money.start].rstrip().endswith(":"):
            return None
        match = _FIRST.search(body.text, max(floor, money.start - _REACH), money.start)
        name = _name(body, match) if match is not None else None
        return name if name and _given(body, name[0], floor) else None

    return _runs(body, sums, _ITEM, first)


def _runs(
    body: Text, sums: Sequence[Money], item: re.Pattern[str], first: Callable[[Money], tuple[int, int] | None]
) -> dict[int, tuple[int, int]]:
    """Names of sums that follow each other as `item` has it, from one whose name `first` finds."""
    found: dict[int, tuple[int, int]] = {}
    run: list[tuple[int, tuple[int, int]]] = []
    for index, money in enumerate(sums):
        match = item.match(body.text, sums[index - 1].end, money.start) if run else None
        name = _name(body, match) if match is not None else None
        if name is None:
            _keep(found, run)
            run = []
            name = first(money)
        if name is not None:
            run.append((money.start, name))
    _keep(found, run)
    return found


def _keep(found: dict[int, tuple[int, int]], run: list[tuple[int, tuple[int, int]]]) -> None:
    if len(run) > 1:
        found.update(run)


def _name(body: Text, item: re.Match[str]) -> tuple[int, int] | None:
    start, end = item.span("name")
    text = body.text[start:end]
    start += len(text) - len(text.lstrip())
    end -= len(text) - len(text.rstrip())
    words = money_words()
    if not body.text[start : start + 1].isupper() or words.never.match(body.folded, start, end):
        return None
    said = body.text[start:end].split()
    proper = sum(word[:1].isupper() for word in said) > 1  # "Aide aux Familles", and not "Aide exceptionnelle"
    cues = [cue for cue in words.cues.find(body.folded, start, end) if cue.strength != "noun" or not proper]
    return None if cues or len(said) > _LONGEST else (start, end)


def _given(body: Text, at: int, floor: int) -> bool:
    """Does the sentence that leads to the list give?"""
    begin = sentence_start(body.folded, floor, at)
    aid = money_words().gift.search(body.folded, max(0, at - _BACK), at)
    return aid is not None and gives(body.folded, at, begin)
