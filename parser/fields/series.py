"""Grants that a sentence lists one after the other, each behind its name: "Alpha (1 groupe) : 300 € ; Bêta : 900 €".

In: the text of an act, the sums of one passage with their roles. Out: for each sum of such a list the span of its name.
A list is two sums at least, each behind a name with a capital and a colon; the first stands in a sentence that gives,
or behind a colon after one. Roles that the sums have from elsewhere are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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
_REACH = 160
_BACK = 700  # characters before a list, the considérants among them, that speak of aid
_LONGEST = 9  # words


def quoted(body: Text, sums: Sequence[Money], floor: int) -> dict[int, tuple[int, int]]:
    """The same of prices that follow their names at once: "Trois devis : Garage Moreau 18 990 €, Auto Sud 19 450 €"."""
    found: dict[int, tuple[int, int]] = {}
    run: list[tuple[int, tuple[int, int]]] = []
    for index, money in enumerate(sums):
        before = sums[index - 1] if index else None
        item = _NEXT.match(body.text, before.end, money.start) if before is not None and run else None
        name = _name(body, item) if item is not None else None
        if name is None:
            _keep(found, run)
            run = []
            first = _QUOTE.search(body.text, max(floor, money.start - _REACH), money.start)
            name = _name(body, first) if first is not None else None
            begin = sentence_start(body.folded, floor, money.start)
            if name is None or money_words().contract.search(body.folded, begin, name[0]) is None:
                continue
        run.append((money.start, name))
    _keep(found, run)
    return found


def listed(body: Text, sums: Sequence[Money], floor: int) -> dict[int, tuple[int, int]]:
    """The span of the name of each listed sum, by where the sum begins; `floor` is where the passage begins."""
    found: dict[int, tuple[int, int]] = {}
    run: list[tuple[int, tuple[int, int]]] = []
    for index, money in enumerate(sums):
        before = sums[index - 1] if index else None
        item = _ITEM.match(body.text, before.end, money.start) if before is not None and run else None
        name = _name(body, item) if item is not None else None
        if name is None:
            _keep(found, run)
            run = []
            first = _FIRST.search(body.text, max(floor, money.start - _REACH), money.start)
            name = _name(body, first) if first is not None else None
            if name is None or not _given(body, name[0], floor):
                continue
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
