"""The names of one body, grouped into members.

In: `Unit`s (a printed name, and where it stands), the mandates of the body, what people decided. Out: the groups, and a
`Link` for each pair of names that was judged: the same and why, possibly the same, or apart although they look alike.
Pure, and the outcome does not depend on the order of the units.

Strong likenesses come first, and what they join is judged as one from then on. Two names in one attendance list are two
persons. A merge needs an undisputed likeness: where a name could be either of two persons it stays apart, and both
pairs are listed as possible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .likeness import Likeness, likeness
from .mandates import Mandates
from .spelling import Spelling, words

_YEARS = 30  # between two printings of one name: longer, and it is more likely another generation
_ALIKE = 0.6  # share of the others named in both lists from which two lists are of one assembly
_SAME_PLACE = 0.9  # and from which a name that replaces another stands in its place
_CLEARLY = 5  # points of similarity by which one candidate beats another
_SOME = 6  # lists of a name that are compared with those of another


class Unit(NamedTuple):
    """A printed name, or the part of its printings that is one person's.

    `key` is the same in every database; `lists` are attendance lists that name it; `days` all its ISO days, sorted;
    `men` and `women` how often a civility in the singular says so. `anchor` is the person of a roster that this is.
    """

    key: str
    name_id: str
    printed: str
    spelling: Spelling
    lists: frozenset[str] = frozenset()
    days: tuple[str, ...] = ()
    men: int = 0
    women: int = 0
    anchor: str | None = None
    first: str | None = None  # where a name is several persons': the day from which it is this one's
    terms: tuple[tuple[str | None, str | None], ...] = ()  # of a person of a roster: from which day to which

    def in_office(self, days: Iterable[str]) -> bool:
        """Whether one of the days falls into a term; True where no term or no day is known."""
        days = list(days)
        return (
            not self.terms
            or not days
            or any(
                (begins or "") <= day and (ends is None or day <= ends) for begins, ends in self.terms for day in days
            )
        )


class Link(NamedTuple):
    """What was found of two units. `verdict`: "same", "possible" or "apart"."""

    one: Unit
    other: Unit
    verdict: str
    rule: str
    similarity: int
    why: str


class Decided(NamedTuple):
    """What people decided: pairs of unit keys, with the reason they gave."""

    same: Mapping[tuple[str, str], str] = {}
    apart: Mapping[tuple[str, str], str] = {}


class Grouped(NamedTuple):
    """The members, each as its units sorted by key, and the links."""

    members: list[list[Unit]]
    links: list[Link]


def group(
    units: Iterable[Unit], mandates: Mandates, lists: Mapping[str, frozenset[str]], decided: Decided | None = None
) -> Grouped:
    """Group the units. `lists` gives the unit keys that each attendance list names."""
    return _Grouping(sorted(units), mandates, lists, decided or Decided()).run()


class _Group:
    """Units taken for one person so far."""

    def __init__(self, unit: Unit, mandates: Mandates) -> None:
        self.units = [unit]
        self.lists = set(unit.lists)
        self.periods = {mandates.number(day) for day in unit.days}
        self.days = list(unit.days[:1]) + list(unit.days[-1:])
        self.men, self.women = unit.men, unit.women
        self.telling = set(unit.spelling.telling)
        self.anchors = {unit.anchor} - {None}

    @property
    def key(self) -> str:
        return min(unit.key for unit in self.units)

    @property
    def sex(self) -> str:
        """By the civilities: "m", "f", or "" where none is printed or they differ too much."""
        if self.men > 2 * self.women:
            return "m"
        return "f" if self.women > 2 * self.men else ""

    def absorb(self, other: _Group) -> None:
        self.units = sorted([*self.units, *other.units])
        self.lists |= other.lists
        self.periods |= other.periods
        self.days = sorted([*self.days, *other.days])
        self.men += other.men
        self.women += other.women
        self.telling |= other.telling
        self.anchors |= other.anchors


class _Edge(NamedTuple):
    """Two groups that look alike, and the two units that show it best."""

    found: Likeness
    one: Unit
    other: Unit

    @property
    def order(self) -> tuple[int, int, str, str]:
        return self.found.level, -self.found.similarity, self.one.key, self.other.key


class _Grouping:
    def __init__(
        self, units: list[Unit], mandates: Mandates, lists: Mapping[str, frozenset[str]], decided: Decided
    ) -> None:
        self.mandates, self.lists, self.decided = mandates, lists, decided
        self.home = {unit.key: _Group(unit, mandates) for unit in units}
        self.by_key = {unit.key: unit for unit in units}
        self.pairs = sorted(self._pairs(units), key=lambda edge: edge.order)
        self.links: dict[tuple[str, str], Link] = {}

    def run(self) -> Grouped:
        for (one, other), why in sorted(self.decided.same.items()):
            if one in self.home and other in self.home:
                self._join(_Edge(Likeness("decision", 0, 100, why), *self._pair(one, other)))
        self._officials()
        for level in (1, 2, 3, 4):
            self._level(level)
        self._rest()
        members = {id(one): one for one in self.home.values()}
        return Grouped(
            sorted((one.units for one in members.values()), key=lambda found: found[0].key),
            sorted(self.links.values(), key=lambda link: (link.one.key, link.other.key)),
        )

    def _pair(self, one: str, other: str) -> tuple[Unit, Unit]:
        first, second = sorted((one, other))
        return self.by_key[first], self.by_key[second]

    # ---- what looks alike --------------------------------------------------------------------------------------------

    def _pairs(self, units: Sequence[Unit]) -> Iterator[_Edge]:
        """Pairs of units that share a word or all letters, with their likeness."""
        blocks: dict[str, list[int]] = defaultdict(list)
        for index, unit in enumerate(units):
            name = unit.spelling
            for word in {word for word in name.words if len(word) > 2 and word not in words().particles}:
                blocks[word].append(index)
            given, surname = "".join(name.given or ()), "".join(name.surname or ())
            for letters in {"".join(name.words), given + surname, surname + given} - {""}:
                blocks[f"={letters}"].append(index)
        seen: set[tuple[int, int]] = set()
        for listed in blocks.values():
            for at, left in enumerate(listed):
                for right in listed[at + 1 :]:
                    pair = (left, right) if left < right else (right, left)
                    if pair in seen or left == right:
                        continue
                    seen.add(pair)
                    one, other = units[pair[0]], units[pair[1]]
                    if not one.in_office(other.days) or not other.in_office(one.days):
                        continue
                    if (found := likeness(one.spelling, other.spelling)) is not None:
                        yield _Edge(found, one, other)

    def _edges(self, level: int) -> dict[tuple[int, int], _Edge]:
        """The best pair between each two groups, up to a level."""
        edges: dict[tuple[int, int], _Edge] = {}
        for edge in self.pairs:
            if edge.found.level > level:
                break
            one, other = id(self.home[edge.one.key]), id(self.home[edge.other.key])
            pair = (min(one, other), max(one, other))
            known = edges.get(pair)
            if one != other and (known is None or (edge.found.sure and not known.found.sure)):
                edges[pair] = edge
        return edges

    # ---- what speaks against it --------------------------------------------------------------------------------------

    def _never(self, one: _Group, other: _Group) -> str | None:
        """Why the two are certainly two persons."""
        for left in one.units:
            for right in other.units:
                pair = (min(left.key, right.key), max(left.key, right.key))
                if pair in self.decided.apart:
                    return self.decided.apart[pair]
        if together := one.lists & other.lists:
            return f"both are named in one list of attendance ({len(together)} of them)"
        if one.anchors and other.anchors and one.anchors != other.anchors:
            return "two persons of the roster"
        return None

    def _doubt(self, one: _Group, other: _Group, found: Likeness) -> str | None:
        """Why the likeness does not suffice."""
        if one.sex and other.sex and one.sex != other.sex:
            return "the civilities contradict each other"
        if one.telling != other.telling:
            told = ", ".join(sorted(one.telling ^ other.telling))
            return f"“{told}” is printed with one of them"
        rostered = bool(one.anchors or other.anchors)
        if not rostered and (late := self._far(one, other, found)) is not None:
            return late
        if found.rule == "slip" and one.lists and other.lists and self._overlap(one, other) < _ALIKE:
            return "the lists that name them have too few other names in common"
        if not found.sure:
            place = found.rule == "part of the given name" and self._overlap(one, other) >= _SAME_PLACE
            return None if place else found.why
        return None

    def _far(self, one: _Group, other: _Group, found: Likeness) -> str | None:
        if not one.days or not other.days:
            return None
        if found.level == 1:
            years = max(int(one.days[0][:4]) - int(other.days[-1][:4]), int(other.days[0][:4]) - int(one.days[-1][:4]))
            return f"{years} years lie between them" if years > _YEARS else None
        apart = min(abs(left - right) for left in one.periods for right in other.periods)
        if apart > (0 if found.rule == "slip" else 1):
            return "they are not named in the same mandate" if apart == 1 else "mandates lie between them"
        return None

    def _overlap(self, one: _Group, other: _Group) -> float:
        """Of the other names in a list of each, the share that both have; the best of some lists."""
        best = 0.0
        own = {id(one), id(other)}
        lists = {name: {id(self.home[key]) for key in self.lists[name]} - own for name in _few(one) | _few(other)}
        for left in _few(one):
            for right in _few(other):
                if (here := lists[left]) | (there := lists[right]):
                    best = max(best, len(here & there) / max(len(here), len(there)))
        return best

    def _officials(self) -> None:
        """Names that a roster gives letter for letter, for one person only."""
        known: dict[str, list[_Edge]] = defaultdict(list)
        for edge in self.pairs:
            if (
                edge.found.level == 1
                and edge.found.sure
                and (edge.one.anchor is None) is not (edge.other.anchor is None)
            ):
                known[(edge.one if edge.one.anchor is None else edge.other).key].append(edge)
        for _, edges in sorted(known.items()):
            if len(edges) == 1:
                self._join(_Edge(Likeness("roster", 1, 100, "the roster has this name"), edges[0].one, edges[0].other))

    # ---- one level after the other -----------------------------------------------------------------------------------

    def _level(self, level: int) -> None:
        edges = self._edges(level)
        groups = {id(one): one for one in self.home.values()}
        like: dict[int, dict[int, _Edge]] = defaultdict(dict)  # all that could be, so what makes a name ambiguous
        good: dict[tuple[int, int], _Edge] = {}
        for (left, right), edge in edges.items():
            one, other = groups[left], groups[right]
            if self._never(one, other) is not None or (one.sex and other.sex and one.sex != other.sex):
                continue
            if edge.found.sure or self._doubt(one, other, edge.found) is None:
                like[left][right] = like[right][left] = edge
            if self._doubt(one, other, edge.found) is None:
                good[left, right] = edge
        accepted: list[_Edge] = []
        for (left, right), edge in good.items():
            rivals = [
                *self._rivals(left, right, edge, like, good, groups),
                *self._rivals(right, left, edge, like, good, groups),
            ]
            if rivals:
                self._note(edge, "possible", f"{edge.found.why}; but also {' and '.join(sorted(set(rivals)))}")
            else:
                accepted.append(edge)
        for edge in sorted(accepted, key=lambda one: one.order):
            self._join(edge)

    def _rivals(
        self, here: int, there: int, edge: _Edge, like: Mapping[int, Mapping[int, _Edge]],
        good: Mapping[tuple[int, int], _Edge], groups: Mapping[int, _Group],
    ) -> Iterator[str]:  # fmt: skip
        """Other groups that `here` could be one with, and that are not one with `there`."""
        vague = edge.found.level > 2 and _specific(groups[here]) <= _specific(groups[there])
        for rival, other in like[here].items():
            if rival == there or (min(rival, there), max(rival, there)) in good:
                continue
            lead = edge.found.similarity - other.found.similarity
            if lead >= _CLEARLY and not vague:
                continue
            if other.found.level > edge.found.level and not vague:
                continue
            yield f"“{_shown(groups[rival])}”"

    def _join(self, edge: _Edge) -> None:
        one, other = self.home[edge.one.key], self.home[edge.other.key]
        if one is other:
            return
        if edge.found.level > 0:
            against = self._never(one, other) or self._doubt(one, other, edge.found)
            if against is not None:
                self._note(edge, "possible", f"{edge.found.why}; but {against}")
                return
        first, second = sorted((one, other), key=lambda found: found.key)
        first.absorb(second)
        for unit in second.units:
            self.home[unit.key] = first
        self._note(edge, "same", self._evidence(edge))

    def _evidence(self, edge: _Edge) -> str:
        if edge.found.level == 0:
            return edge.found.why
        one, other = edge.one, edge.other
        more = []
        if one.lists and other.lists:
            more.append(f"never in one list ({len(one.lists)} and {len(other.lists)} lists)")
        periods = sorted({self.mandates.number(day) for unit in (one, other) for day in unit.days})
        if periods:
            more.append("mandate " + ", ".join(self.mandates.period(number).label for number in periods))
        return "; ".join([edge.found.why, *more])

    def _note(self, edge: _Edge, verdict: str, why: str) -> None:
        self.links[edge.one.key, edge.other.key] = Link(
            edge.one, edge.other, verdict, edge.found.rule, edge.found.similarity, why
        )

    def _rest(self) -> None:
        """What looks alike and was not joined."""
        for pair in [pair for pair, link in self.links.items() if link.verdict == "possible"]:
            if self.home[pair[0]] is self.home[pair[1]]:
                del self.links[pair]  # joined later, by another likeness
        known = {
            frozenset((id(self.home[link.one.key]), id(self.home[link.other.key]))) for link in self.links.values()
        }
        for pair_ids, edge in sorted(self._edges(4).items(), key=lambda item: item[1].order):
            if frozenset(pair_ids) in known:
                continue
            one, other = self.home[edge.one.key], self.home[edge.other.key]
            never, doubt = self._never(one, other), self._doubt(one, other, edge.found)
            if never is not None:
                if edge.found.sure and edge.found.level <= 2:
                    self._note(edge, "apart", f"{edge.found.why}; but {never}")
            elif edge.found.rule != "surname alone" or edge.found.sure:
                self._note(edge, "possible", doubt if doubt == edge.found.why else f"{edge.found.why}; but {doubt}")
        for pair, why in self.decided.apart.items():
            if pair[0] in self.home and pair[1] in self.home and self.home[pair[0]] is not self.home[pair[1]]:
                one_unit, other_unit = self._pair(*pair)
                self.links[one_unit.key, other_unit.key] = Link(one_unit, other_unit, "apart", "decision", 100, why)


def _few(found: _Group) -> set[str]:
    """Some of its lists, always the same."""
    return set(sorted(found.lists)[:_SOME])


def _specific(found: _Group) -> int:
    """How much of a given name is printed: nothing for a surname alone."""
    return max(99 if unit.spelling.given is None else sum(map(len, unit.spelling.given)) for unit in found.units)


def _shown(found: _Group) -> str:
    return max((unit.printed for unit in found.units), key=lambda name: (len(name), name))
