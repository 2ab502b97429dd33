"""The sums of one act, settled: what each is for, who receives it, and which only say again what another says.

In: the passages of an act with the sums found in them, its title. Out: `Entry`s in the order of the text, all sums
included. Rows of tables and the sentence of each sum speak first; then sums help each other: a price with tax takes
what stands with its price without tax, a sum said again takes what was said of it before, and a sum that others add up
to is their total. What is worked out that way says so (`inferred`). Unsure is null.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import msgspec

from ..folding import fold
from ..layout import Text
from .amounts import Money, find_amounts
from .money_words import money_words
from .parties import RECEIVES, name_at, receiver
from .seats import Seat
from .series import listed, quoted
from .subsidies import read_subsidies
from .sums import gives, lead_of, role_of

_TAX = re.compile(r"[\s,(/=-]*(?:soit|ou)?[\s,(/=-]*(?:un\s+montant\s+(?:total\s+)?de\s+|un\s+total\s+de\s+)?$")
_GIVES = re.compile(r"(?:[-–:/.]|\b(?:subventions?|aides?|secours|bourse)\b[^-–:.]{0,40}\b(?:a|au|aux|l'|la|le|pour))$")
_ENDED = re.compile(r"(?:€|\bTTC|\bHT|\beuros|[.;:!?])\s*$")
_WRAPPED_TAX = re.compile(r"(?:H\.?\s?T|T\.?\s?T\.?\s?C)\b")  # the end of "500 €⏎HT"
_LINES_BACK = 8
_WITH_THE_SUM = frozenset({"money.link-after", "money.link-before"})
_KEY = re.compile(r"[a-z0-9]+")
_LOOSE = (None, "total", "budget", "price")  # roles that a sum said again may carry beside the true one
Again = Literal["said", "tax"]
INFERRED = frozenset({"money.title", "money.said-before", "money.named-before"})
"""Rules by which a name comes from elsewhere than the sum's own sentence or row."""


class Entry(msgspec.Struct, frozen=True):
    """One sum of an act: `part` is the passage's number; `name` the span of who receives it.

    `again` is "said" where another sum of the act says the same thing, "tax" where the next one is the same price with
    tax. `inferred` says that the role or the name comes from another sum of the act.
    """

    money: Money
    part: int
    role: str | None
    name: tuple[int, int] | None = None
    role_rule: str = "money.sentence"
    name_rule: str | None = None
    row: bool = False
    again: Again | None = None
    inferred: bool = False


def settle(body: Text, passages: Sequence[tuple[int, int]], title: str, own: str | None) -> list[Entry]:
    """The entries of the passages, in the order given, `title` as printed; `own` is the name of the body that sat."""
    entries: list[Entry] = []
    folded_title, words = fold(title), money_words()
    for part, (start, end) in enumerate(passages):
        found = find_amounts(body.text, body.folded, start, end, roles=False)
        seats = read_subsidies(body, start, end, found, folded_title)
        sums = sorted([*found, *seats.sums], key=lambda money: money.start)
        by_start = {at: Seat("granted", name, "money.series") for at, name in listed(body, sums, start).items()}
        by_start |= {at: Seat("price", name, "money.series") for at, name in quoted(body, sums, start).items()}
        by_start |= seats.by_start
        entries += [_entry(body, money, part, start, end, by_start.get(money.start)) for money in sums]
    if not entries:
        return entries
    entries = _from_title(body, _taxes(body, entries), title, folded_title)
    entries = [_not_own(body, entry, own) for entry in entries]
    entries = _totals(_grown(body, _said_again(body, entries)))
    if words.tariffs.search(folded_title) and not words.gift.search(folded_title):
        entries = [_tariff(entry) for entry in entries]
    return [_credit(entry) for entry in entries] if words.budget_acts.search(folded_title) else entries


def _tariff(entry: Entry) -> Entry:
    """In an act on tariffs, a sum of which nothing else is said is one."""
    if entry.role is not None:
        return entry
    return msgspec.structs.replace(entry, role="unit price", role_rule="money.tariff", inferred=True)


def _credit(entry: Entry) -> Entry:
    """In an act on the budget, a grant to nobody is a credit."""
    if entry.role != "granted" or entry.name is not None:
        return entry
    return msgspec.structs.replace(entry, role="budget", role_rule="money.budget-act", inferred=True)


def floor_of(body: Text, offset: int) -> int:
    """Where the paragraph begins that holds `offset`: a line with a capital after the end of a paragraph or a sum."""
    index = body.line_at(offset)
    for _ in range(_LINES_BACK):
        line = body.lines[index]
        if index == 0:
            return line.start
        before = body.lines[index - 1]
        opens = body.text[line.start : line.start + 1]
        if line.table is not None or before.table is not None:
            return line.start
        tax = _WRAPPED_TAX.match(body.text, line.start)
        if (
            tax is None
            and (opens.isupper() or opens in "-•*>")
            and (line.block != before.block or _ENDED.search(before.text))
        ):
            return line.start
        index -= 1
    return body.lines[index].start


def _entry(body: Text, money: Money, part: int, start: int, end: int, seat: Seat | None) -> Entry:
    floor = max(start, floor_of(body, money.start))
    if seat is not None and money.basis is None and seat.basis is not None:
        money = msgspec.structs.replace(money, basis=seat.basis)
    if seat is not None and seat.role is not None:
        if money.role != "unit price":
            money = msgspec.structs.replace(money, role=seat.role, cue=seat.cue)
        return Entry(money, part, money.role, seat.name, seat.rule, seat.rule if seat.name else None, row=True)
    if money.role is None:
        told = role_of(body.folded, money.start, money.end, floor)
        told = told or lead_of(body.folded, money.start, start)
        if told is not None:
            money = msgspec.structs.replace(money, role=told.role, cue=(told.start, told.end))
    if seat is not None:
        return Entry(money, part, money.role, seat.name, name_rule=seat.rule if seat.name else None, row=True)
    role = money.role
    if role == "total" and gives(body.folded, money.start, floor):
        role = "granted"  # "verse à Alpha une subvention d'un montant total de": a total only where nobody is named
    named = receiver(body.text, body.folded, money.start, money.end, role, floor, end, start)
    if named is not None and named.rule in _WITH_THE_SUM:
        money = msgspec.structs.replace(money, role=role)
    elif role != money.role:
        named = None
    return Entry(
        money, part, money.role, (named.start, named.end) if named else None, name_rule=named.rule if named else None
    )


@lru_cache(maxsize=4096)
def key_of(name: str) -> str:
    """The key of a name: folded, without articles, words of legal form and what stands in brackets at its end."""
    folded = re.sub(r"\s*\([^()]*\)\s*$", "", fold(name))
    bare = money_words().legal.sub(" ", folded)
    bare = re.sub(r"\bst(e?)\b", r"saint\1", bare)
    bare = re.sub(r"\b(?:l|d|la|le|les|de|du|des|et|a|au|aux)\b", " ", bare.replace("'", " "))
    return "".join(_KEY.findall(bare)) or "".join(_KEY.findall(folded))


def _name(body: Text, entry: Entry) -> str | None:
    return key_of(body.text[entry.name[0] : entry.name[1]]) if entry.name is not None else None


def _not_own(body: Text, entry: Entry, own: str | None) -> Entry:
    """The body that sits does not receive from itself: it is the one that asks."""
    if entry.name is None or own is None:
        return entry
    key = _name(body, entry)
    mine = key_of(own)
    if (
        key
        and mine
        and (
            key == mine
            or key in ("ville", "commune", "metropole", "communaute")
            or (mine.endswith(key) and len(key) > 5)
        )
    ):
        return msgspec.structs.replace(entry, name=None, name_rule=None)
    return entry


def _taxes(body: Text, entries: list[Entry]) -> list[Entry]:
    """A price before tax and the same with tax are one: they share their role and their name."""
    out = list(entries)
    for index in range(len(out) - 1):
        first, second = out[index], out[index + 1]
        a, b = first.money, second.money
        if a.basis != "HT" or b.basis == "HT" or not a.value < b.value <= a.value * Decimal("1.25"):
            continue
        between = body.folded[a.end : b.start]
        if len(between) > 40 or not _TAX.match(between) or (b.basis is None and "soit" not in between):
            continue
        role = first.role or second.role
        out[index] = msgspec.structs.replace(first, role=role, again="tax")
        paid = role != "unit price"
        out[index + 1] = msgspec.structs.replace(
            second, role=role, name=(first.name or second.name) if paid else None,
            name_rule=(first.name_rule or second.name_rule) if paid else None,
            role_rule=first.role_rule, row=first.row,
        )  # fmt: skip
    return out


def _from_title(body: Text, entries: list[Entry], title: str, folded: str) -> list[Entry]:
    """Where the title names the one who receives, a grant without a name is theirs."""
    granted = [entry for entry in entries if entry.role == "granted"]
    if not granted or any(entry.name is not None for entry in granted) or len({e.money.value for e in granted}) > 1:
        return entries
    words = money_words()
    if not words.gift.search(folded):
        return entries
    for match in words.heads.finditer(folded):
        before = folded[: match.start()].rstrip()
        if before and not _GIVES.search(before):
            continue
        named = name_at(title, folded, match.start(), len(title))
        if named is None:
            continue
        at = body.folded.find(folded[named[0] : named[1]])
        if at >= 0:
            span = (at, at + named[1] - named[0])
            return [
                msgspec.structs.replace(entry, name=span, name_rule="money.title", inferred=True)
                if entry.role == "granted"
                else entry
                for entry in entries
            ]
    return entries


def _said_again(body: Text, entries: list[Entry]) -> list[Entry]:
    """Mark sums that say again what another says, and give them its role and name."""
    groups: dict[tuple[Decimal, str], list[int]] = defaultdict(list)
    for index, entry in enumerate(entries):
        groups[(entry.money.value, entry.money.currency)].append(index)
    out = list(entries)
    for indexes in groups.values():
        if len(indexes) > 1:
            _settle_group(body, out, indexes)
    return out


def _settle_group(body: Text, out: list[Entry], indexes: list[int]) -> None:
    """Within sums of one value: those with a name or a true role stand, the others say them again."""
    ordered = sorted(indexes, key=lambda i: (out[i].name is None, not out[i].row, out[i].role in _LOOSE, i))
    kept: list[int] = []
    keys = {index: _name(body, out[index]) for index in indexes}
    for index in ordered:
        entry, name = out[index], keys[index]
        same: list[int] = []
        for other in kept:
            role_fits = entry.role == out[other].role or entry.role in _LOOSE or out[other].role in _LOOSE
            name_fits = name is None or keys[other] is None or _alike(name, keys[other] or "")
            apart = entry.row and out[other].row and entry.role != "total" and entry.part == out[other].part
            both_rows = apart and body.line_at(entry.money.start) != body.line_at(out[other].money.start)
            if role_fits and name_fits and not both_rows:
                same.append(other)
        if not same:
            kept.append(index)
            continue
        chosen = same[0]
        sole = len({keys[other] for other in same}) == 1
        role = out[chosen].role if entry.role in _LOOSE else entry.role
        if out[chosen].role in (None, "budget") and role is not None:
            out[chosen] = msgspec.structs.replace(out[chosen], role=role, inferred=True)
        takes = sole and entry.name is None and out[chosen].name is not None and role in RECEIVES
        out[index] = msgspec.structs.replace(
            entry, role=role, again=entry.again or "said", inferred=entry.inferred or takes or role != entry.role,
            name=out[chosen].name if takes else entry.name,
            name_rule="money.said-before" if takes else entry.name_rule,
        )  # fmt: skip


def _alike(one: str, other: str) -> bool:
    """True where two keys name one: the same, or one begins or ends the other."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= 4 and (long.startswith(short) or long.endswith(short)))


def _grown(body: Text, entries: list[Entry]) -> list[Entry]:
    """What a past sum and the addition to it make, of one receiver, is their total: "500 €, l'avenant de 60 €, soit
    560 €"; rows of tables say each their own."""
    past = [entry for entry in entries if entry.role == "past" and not entry.row]
    added = [entry for entry in entries if entry.role in ("price", "granted") and not entry.row] if past else []
    makes = {
        id(whole)
        for whole in added
        for one in past
        for more in added
        if one.money.value + more.money.value == whole.money.value > more.money.value > 0
        and (one.money.basis, more.money.basis) == (whole.money.basis,) * 2
        and more.role == whole.role
        and len({name for entry in (one, more, whole) if (name := _name(body, entry)) is not None}) <= 1
    }
    return [
        msgspec.structs.replace(entry, role="total", role_rule="money.adds-up", inferred=True)
        if id(entry) in makes
        else entry
        for entry in entries
    ]


def _totals(entries: list[Entry]) -> list[Entry]:
    """A sum that the named ones add up to is their total."""
    live = [entry for entry in entries if entry.again is None]
    named = [entry for entry in live if entry.role == "granted" and entry.name is not None]
    if len(named) < 2:
        return entries
    whole = sum((entry.money.value for entry in named), Decimal(0))
    return [
        msgspec.structs.replace(entry, role="total", role_rule="money.adds-up", inferred=True)
        if entry.name is None and entry.money.value == whole and entry.role in ("granted", "budget", None)
        else entry
        for entry in entries
    ]
