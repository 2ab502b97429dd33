"""The law by date: what quorum, how many proxies, what delay the law asked of a kind of body on a day.

In: rules/law.toml, read once a process; a kind of body and a day. Out: the rule that held, with its article and its
period, or None where the file has none. `BadRules` names every mistake in the file. Nothing here judges an act.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from ..errors import BadRules
from .folding import fold

FILE = Path(__file__).parent.parent / "rules" / "law.toml"
UNKNOWN = "unknown"
"""The kind of a body whose organ and name do not tell it."""

Share = Literal["more than half", "a third"]
Counted = Literal["present", "present or represented", "unclear"]


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the file: a key that has no meaning there is refused."""


class Kind(_Strict, frozen=True, kw_only=True):
    """A kind of body: the words by which its organ or name is known; `own_statutes`: the code does not decide."""

    id: str
    name: str
    words: tuple[str, ...]
    own_statutes: bool = False


class Dated(_Strict, frozen=True, kw_only=True):
    """What every rule has: its first and last day, its article, where it was read, and whether the text is clear."""

    from_: date = msgspec.field(name="from")
    to: date | None = None
    law: str
    source: str
    certain: bool = True

    def on(self, day: date) -> bool:
        """Does the rule hold on that day?"""
        return self.from_ <= day and (self.to is None or day <= self.to)

    @property
    def said(self) -> str:
        """The article and its period, as a finding prints them."""
        if self.to is not None:
            return f"{self.law} ({self.from_} to {self.to})"
        return f"{self.law} (since {self.from_})"


class OfKinds(Dated, frozen=True, kw_only=True):
    """A rule for some kinds of body."""

    kinds: tuple[str, ...]


class Quorum(OfKinds, frozen=True, kw_only=True):
    """Which share of the members in office a sitting needs, and who counts."""

    share: Share
    counted: Counted

    def least(self, in_office: int) -> int:
        """How many members are enough."""
        return -(-in_office // 3) if self.share == "a third" else in_office // 2 + 1


class Proxies(OfKinds, frozen=True, kw_only=True):
    """How many proxies one member may hold."""

    most: int


class Derogation(Dated, frozen=True, kw_only=True):
    """A window in which quorum and proxies were others, for every kind of body."""

    share: Share
    counted: Counted
    proxies: int


class Convocation(OfKinds, frozen=True, kw_only=True):
    """The clear days between the call and the sitting; `large`: from 3,500 inhabitants on."""

    clear_days: int
    large: int | None = None


class Subsidy(Dated, frozen=True, kw_only=True):
    """Over which sum a subsidy to a private body asks for a written convention."""

    over: float


class Vat(Dated, frozen=True, kw_only=True):
    """The rates of value added tax, in percent."""

    rates: tuple[float, ...]


class SeatsOf(_Strict, frozen=True, kw_only=True):
    """From so many inhabitants on, so many seats."""

    inhabitants: int
    seats: int


class Seats(_Strict, frozen=True, kw_only=True):
    """The seats of a municipal council."""

    law: str
    source: str
    table: tuple[SeatsOf, ...]


class Local(_Strict, frozen=True, kw_only=True):
    """Départements with a law of their own, and words of bodies that are large for certain."""

    alsace_moselle: tuple[str, ...]
    large_bodies: tuple[str, ...]


Rule = TypeVar("Rule", bound=Dated)


class Law(_Strict, frozen=True, dict=True, kw_only=True):
    """The file, and what is asked of it."""

    kind: tuple[Kind, ...]
    quorum: tuple[Quorum, ...]
    proxies: tuple[Proxies, ...]
    derogation: tuple[Derogation, ...]
    convocation: tuple[Convocation, ...]
    seats: Seats
    local: Local
    subsidy: tuple[Subsidy, ...]
    vat: tuple[Vat, ...]

    @cached_property
    def _words(self) -> list[tuple[Kind, re.Pattern[str]]]:
        return [(kind, _any_of(kind.words)) for kind in self.kind]

    @cached_property
    def _large(self) -> re.Pattern[str]:
        return _any_of(self.local.large_bodies)

    def kind_of(self, organ: str | None, body: str | None) -> str:
        """The kind of a body, by the words of its organ, else of its name; `UNKNOWN` where neither tells."""
        by_organ, by_body = self._kind(organ), self._kind(body)
        if by_organ is None or (by_organ.own_statutes and by_body is not None):  # a CCAS has a board, and a law
            by_organ = by_body or by_organ
        return by_organ.id if by_organ is not None else UNKNOWN

    def _kind(self, printed: str | None) -> Kind | None:
        folded = fold(printed or "")
        return next((kind for kind, words in self._words if words.search(folded)), None)

    def has_statutes(self, kind: str) -> bool:
        """Do the body's own statutes decide, and not the code?"""
        return any(one.own_statutes for one in self.kind if one.id == kind)

    def is_large(self, body: str | None) -> bool:
        """Does the body, by its name, have a commune of 3,500 inhabitants for certain?"""
        return body is not None and self._large.search(fold(body)) is not None

    def quorum_on(self, kind: str, day: date) -> Quorum | None:
        """The quorum that the law asked of that kind of body on that day."""
        if self.has_statutes(kind):
            return None
        ordinary = _of_kind(self.quorum, kind, day)
        other = _first(self.derogation, day)
        if other is None or ordinary is None:
            return ordinary
        counted: Counted = "present or represented" if ordinary.counted != "present" else other.counted
        if kind == "epci" and other.counted == "unclear":
            counted = "present or represented"
        return Quorum(
            from_=other.from_, to=other.to, law=other.law, source=other.source, certain=other.certain,
            kinds=(kind,), share=other.share, counted=counted,
        )  # fmt: skip

    def proxies_on(self, kind: str, day: date) -> Proxies | None:
        """How many proxies the law let a member of that kind of body hold on that day."""
        if self.has_statutes(kind):
            return None
        ordinary = _of_kind(self.proxies, kind, day)
        other = _first(self.derogation, day)
        if other is None or ordinary is None:
            return ordinary
        return Proxies(
            from_=other.from_, to=other.to, law=other.law, source=other.source, certain=other.certain,
            kinds=(kind,), most=other.proxies,
        )  # fmt: skip

    def convocation_on(self, kind: str, day: date) -> Convocation | None:
        """The delay of convocation for that kind of body on that day."""
        return _of_kind(self.convocation, kind, day)

    def subsidy_on(self, day: date) -> Subsidy | None:
        """The sum over which a subsidy to a private body asks for a convention on that day."""
        return _first(self.subsidy, day)

    def vat_on(self, day: date) -> Vat | None:
        """The rates of value added tax on that day."""
        return _first(self.vat, day)

    def is_number_of_seats(self, seats: int | None) -> bool:
        """Has a municipal council of the ordinary law so many seats?"""
        return any(one.seats == seats for one in self.seats.table)

    def inhabitants(self, seats: int) -> int:
        """The least number of inhabitants of a commune whose council has so many seats."""
        return max((one.inhabitants for one in self.seats.table if one.seats <= seats), default=0)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<![a-z]){re.escape(fold(word))}(?![a-z])" for word in words))


def _first(rules: Sequence[Rule], day: date) -> Rule | None:
    return next((rule for rule in rules if rule.on(day)), None)


KindRule = TypeVar("KindRule", bound=OfKinds)


def _of_kind(rules: Sequence[KindRule], kind: str, day: date) -> KindRule | None:
    return next((rule for rule in rules if kind in rule.kinds and rule.on(day)), None)


@lru_cache(maxsize=1)
def the_law() -> Law:
    """The packaged file, read once a process. Raises `BadRules`."""
    return read_law(FILE)


def read_law(path: Path) -> Law:
    """The law in the file at `path`. Raises `BadRules`, which says what is wrong and where."""
    data = read_toml(path)
    try:
        law = msgspec.convert(data, Law)
    except msgspec.ValidationError as error:
        raise BadRules(_where(str(error)), file=path.name) from None
    if wrong := list(_contradictions(law)):
        raise BadRules("; ".join(wrong), file=path.name)
    return law


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file as it is. Raises `BadRules`."""
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise BadRules(f"cannot be read: {error.strerror}", file=str(path), remedy="Check the path.") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadRules(f"is not TOML: {error}", file=str(path)) from None


def _where(message: str) -> str:
    """msgspec's "- at `$.quorum[2].from`" in the words of the file."""

    def named(found: re.Match[str]) -> str:
        return f"in [[{found[1]}]] number {int(found[2]) + 1}{f', {found[3]}' if found[3] else ''}"

    return re.sub(r"- at `\$\.(\w+)\[(\d+|\.\.\.)\]\.?([\w.\[\]]*)`", named, message)


def _contradictions(law: Law) -> Iterable[str]:
    """What the types allow and the trade does not."""
    known = {kind.id for kind in law.kind} | {UNKNOWN}
    tables: dict[str, Sequence[Dated]] = {
        "quorum": law.quorum, "proxies": law.proxies, "derogation": law.derogation, "convocation": law.convocation,
        "subsidy": law.subsidy, "vat": law.vat,
    }  # fmt: skip
    for name, rules in tables.items():
        for number, rule in enumerate(rules, 1):
            if rule.to is not None and rule.to < rule.from_:
                yield f"[[{name}]] number {number} ends ({rule.to}) before it begins ({rule.from_})"
            for kind in rule.kinds if isinstance(rule, OfKinds) else ():
                if kind not in known:
                    there = ", ".join(sorted(known))
                    yield f'[[{name}]] number {number}: there is no [[kind]] "{kind}"; there are {there}'
        for kind in sorted({kind for rule in rules for kind in (rule.kinds if isinstance(rule, OfKinds) else ("",))}):
            own = [rule for rule in rules if not isinstance(rule, OfKinds) or kind in rule.kinds]
            for before, after in pairwise(sorted(own, key=lambda rule: rule.from_)):
                if before.to is None or before.to >= after.from_:
                    of = f' of "{kind}"' if kind else ""
                    yield f"two [[{name}]]{of} hold on {after.from_}: give the first its last day (to)"
    steps = [(one.inhabitants, one.seats) for one in law.seats.table]
    if any(before[0] >= after[0] or before[1] >= after[1] for before, after in pairwise(steps)):
        yield "[seats] table: inhabitants and seats must rise from line to line"
