"""What a visitor asks of the search, read from an address.

In: the arguments of `/search`. Out: `Question`: words, filters, order and page; and the address of the same question
with something changed. What cannot be is refused in words (`BadQuestion`), never guessed. One question has one address:
empty arguments are left out, the others stand in one order.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple, cast, get_args

from ..filters import KINDS, OUTCOMES, STATUSES, VOTES, Filters, conditions, day_bound
from ..query import LONGEST
from ..ranking import Order
from .page import BadQuestion, Page

ORDERS: tuple[str, ...] = get_args(Order)
_CHOICES: dict[str, tuple[str, ...]] = {
    "vote": tuple(VOTES), "outcome": OUTCOMES, "kind": KINDS, "status": STATUSES,
}  # fmt: skip
_DAYS = ("from", "to")
_SUMS = ("min", "max")
_TEXTS = ("body", "person")
NAMES = ("q", "body", "from", "to", "outcome", "subject", "kind", "status", "check", "person", "vote", "min", "max")
"""The arguments that narrow, in the order in which they stand in an address."""
_DEEPEST = 2_500  # pages


class Question(NamedTuple):
    """`said` are the arguments as typed, without the empty ones."""

    words: str
    filters: Filters
    order: Order
    page: int
    said: dict[str, str]

    def address(self, page: Page, kind: str = "search", /, **changes: Any) -> str:
        """The address of this question with other arguments; None takes one away. It begins at the first page."""
        asked = {**self.said, **({"sort": self.order} if self.order != "best" else {}), **changes}
        return page.link(kind, **{name: asked[name] for name in (*NAMES, "sort", "page", "for") if name in asked})


def question(page: Page) -> Question:
    """The question of an address. Raises `BadQuestion`."""
    said = {name: text for name in NAMES if (text := page.arg(name, LONGEST if name == "q" else 200))}
    for name, known in _CHOICES.items():
        if name in said and said[name] not in known:
            raise BadQuestion(page.t("search.bad-choice", name=page.t(f"search.{name}"), known=", ".join(known)))
    for name in _DAYS:
        if name in said:
            _day(page, said[name])
    if "check" in said and not re.fullmatch(r"failed|[A-Za-z]\d{1,3}", said["check"]):
        raise BadQuestion(page.t("search.bad-check"))
    if "subject" in said:
        _subject(page, said["subject"])
    order = page.arg("sort", 20) or "best"
    if order not in ORDERS:
        raise BadQuestion(page.t("search.bad-choice", name=page.t("search.sort"), known=", ".join(ORDERS)))
    given: dict[str, Any] = {name: said.get(name) for name in (*_TEXTS, *_CHOICES, "check", "subject")}
    given |= {f"amount_{name}": _sum(page, said[name]) for name in _SUMS if name in said}
    filters = Filters(from_=said.get("from"), to=said.get("to"), **given)
    return Question(said.get("q", ""), filters, cast(Order, order), page.whole("page", 1, 1, _DEEPEST), said)


def _day(page: Page, text: str) -> None:
    try:
        day_bound(text, last=False)
    except ValueError:
        raise BadQuestion(page.t("search.bad-day", day=text)) from None


def _subject(page: Page, code: str) -> None:
    try:
        conditions(Filters(subject=code))
    except ValueError:
        raise BadQuestion(page.t("search.bad-subject", code=code)) from None


def _sum(page: Page, text: str) -> float:
    """A sum as people write it: 1500, 1 500,50, 1500.5 €."""
    plain = re.sub(r"[\s\u202f\u00a0€]", "", text).replace(",", ".")
    if not re.fullmatch(r"\d{1,12}(?:\.\d{1,4})?", plain, re.ASCII):
        raise BadQuestion(page.t("search.bad-sum", sum=text))
    return float(plain)
