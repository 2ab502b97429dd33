"""Where a sum sits in a table or a list: what its row says of it, and the name in a cell or before a sum.

In: a `Text` and a span of it. Out: `Seat`s, and the span of a name without the number before it, the brackets after it
and its address; None where no name is left.
"""

from __future__ import annotations

import re

import msgspec

from ..layout import Text
from .amounts import Money
from .money_words import money_words

LEAD = re.compile(r"[\s\-•>*‐–.=●▪]*(?:\d{1,5}\s+(?=[A-ZÀ-Þa-z])(?!(?:bis|ter|rue|avenue|av|bd|place|cours|quai)\b))?")
_PRICE = re.compile(r"\s*,?\s*(?:pour un|d'un)\s+montant\b")
_TAIL = re.compile(r"[\s:;,.\-–=]+$")


class Seat(msgspec.Struct, frozen=True):
    """What a row says of a sum: its role, the span of its name, the rule; `cue` is the span of the head, `basis`
    what it says of tax."""

    role: str | None
    name: tuple[int, int] | None
    rule: str
    cue: tuple[int, int] | None = None
    basis: str | None = None


class Seats(msgspec.Struct, frozen=True):
    """The seats by the start of their sum, and the sums that only a column makes sums."""

    by_start: dict[int, Seat]
    sums: tuple[Money, ...]


def clean_name(body: Text, start: int, end: int) -> tuple[int, int] | None:
    """The name in a cell or before a sum: without a number before it, brackets after it, and its address."""
    folded, words = body.folded, money_words()
    lead = LEAD.match(body.text, start, end)
    start = lead.end() if lead else start
    opening = folded.find("(", start + 3, end)
    if (
        opening > 0
        and ")" in folded[opening : opening + 14]
        and re.search(r"[a-z]", folded[folded.find(")", opening) + 1 : end])
    ):
        opening = -1  # "Mouvement (ex Alpha) de…"
    if opening > 0:
        end = opening
    comma = re.compile(r",\s*\d{1,4}\s?(?:[a-d]|bis|ter)?\s").search(folded, start, end)
    if comma is not None:
        end = comma.start()
    street = re.compile(r"\s\d{1,4}\s?(?:bis|ter|[a-d])?,?\s+(?=" + words.streets.pattern + ")").search(
        folded, start, end
    )
    if street is not None and name_letters(folded[start : street.start()]):
        end = street.start()
    price = _PRICE.search(folded, start, end)
    if price is not None and price.start() > start:
        end = price.start()
    tail = _TAIL.search(folded, start, end)
    if tail is not None:
        end = tail.start()
    return (start, end) if re.search(r"[a-z]{2}", folded[start:end]) else None


def name_letters(text: str) -> bool:
    """True where more than words of legal form stand in `text`."""
    words = money_words()
    return re.search(r"[a-z]", words.legal.sub("", re.sub(r"\b(?:synd\w*|sdc|copro)\b", "", text))) is not None
