"""Lists without rules: a label, then the sum that ends the line.

In: a `Text`, lines of it with the sums found there, the title of the act. Out: a `Seat` for each sum of a list of aids,
of tariffs or of a plan of financing, and for each total. A line that says more than a label is none of a list.
"""

from __future__ import annotations

import re

from ..layout import Text
from .amounts import Money
from .money_words import money_words
from .parties import name_at
from .seats import LEAD, Seat, clean_name

_TOTAL_LABEL = re.compile(r"(?:sous[- ])?total(?:\s+(?:general|ht|ttc))?\s*:?\s*$|soit un total\s*:?\s*$")
_CLOSED = re.compile(r"(?:[:;.€]|\bttc|\bht|\beuros)\s*$")
_REACH = 700  # characters before a list that may say what it is
_PROSE_WORDS = 14


def read_lists(
    body: Text, first: int, last: int, by_line: dict[int, list[Money]], title: str, seats: dict[int, Seat]
) -> None:
    """Seat the sums of [first, last], lines of the text; `title` is folded."""
    words = money_words()
    run = 0
    for index in range(first, last + 1):
        sums = by_line.get(index, [])
        label_end = sums[0].start if sums else 0
        if len(sums) > 1 and all(money.role == "unit price" for money in sums[:-1]):
            sums = sums[-1:]  # "2,10 € par habitant, soit 1 388 €"
        line = body.lines[index]
        if line.table is not None or len(sums) != 1:
            run = run if not sums and index > first and len(line.text) < 60 else 0
            continue
        money = sums[0]
        label = body.folded[line.start : label_end]
        rest = body.folded[money.end : line.start + len(line.text)]
        if re.search(r"[a-z]{3}", rest) or not re.search(r"[a-z]", label) or len(label.split()) > _PROSE_WORDS:
            run = 0
            continue
        run += 1
        lead = LEAD.match(body.text, line.start, money.start)
        at = lead.end() if lead else line.start
        context = body.folded[max(0, line.start - _REACH) : line.start]
        if _TOTAL_LABEL.match(body.folded, at, label_end):
            seats[money.start] = Seat("total", None, "money.total-row", (at, money.start))
            continue
        if "plan de financement" in context[-350:]:
            if next(words.cues.find(body.folded, at, money.start), None) is None:
                seats[money.start] = Seat("share", None, "money.plan", None)
            continue
        if words.tariffs.search(title) and not words.gift.search(title):
            if next(words.cues.find(body.folded, at, money.start), None) is None:
                seats[money.start] = Seat("unit price", None, "money.tariff")
            continue
        if not (words.gift.search(title) or words.gift.search(context)):
            continue
        if (
            next(words.cues.find(body.folded, at, label_end), None) is not None
            or words.never.match(body.folded, at)
            or not body.text[at : at + 1].isupper()
        ):
            continue
        listed = words.before.search(context) is not None or run > 1 or (by_line.get(index + 1) is not None)
        if not listed:
            continue
        alone = index == first or _CLOSED.search(body.lines[index - 1].text.lower()) or at > line.start or run > 1
        if not alone:
            continue  # the end of a sentence that the line before began
        name = clean_name(body, at, label_end)
        named = name_at(body.text, body.folded, at, label_end)
        if name is not None and (named is not None or len(body.text[name[0] : name[1]].split()) <= 8):
            seats[money.start] = Seat("granted", name, "money.list-line")
