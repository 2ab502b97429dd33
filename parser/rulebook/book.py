"""The rulebook: the rules that are in force, and what they find.

In: rules and overlays as `files` read them. Out: `Rulebook`, frozen in what it means: `scan` finds, `for_act` gives
the rules of a body (by SIREN) on a day. A rule that an overlay replaces or switches off is kept, with the reason,
for `explain`.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from .matcher import Found, Matcher, layered
from .model import Disabled, Hit, Near, Rule
from .overlap import settle
from .tokens import Tokens

# Part of every digest: raise it when matching changes, so that a corpus knows that its records are of another rule
# set.
_METHOD = "1"


class Overlay(msgspec.Struct, frozen=True):
    """The rules of one body: what it adds or replaces, what it switches off."""

    siren: str
    rules: tuple[Rule, ...] = ()
    disabled: tuple[Disabled, ...] = ()


class Rulebook:
    """Rules in force. Make one with `load_rulebook`; the constructor is for `files` and for itself.

    `rules` are those in force, in the order of their files; `digest` names the set with its overlays (16
    hexadecimal digits): equal digests, equal findings. `disabled` are the rules switched off, with their reasons.
    """

    def __init__(
        self,
        rules: Sequence[Rule],
        overlays: Mapping[str, Overlay] | None = None,
        *,
        disabled: Sequence[Disabled] = (),
        extra: bytes = b"",
        layers: Sequence[Matcher] | None = None,
    ):
        self.rules: tuple[Rule, ...] = tuple(rules)
        self.overlays: Mapping[str, Overlay] = dict(overlays or {})
        self.disabled: tuple[Disabled, ...] = tuple(disabled)
        self._extra = extra
        self._layers: tuple[Matcher, ...] = tuple(layers) if layers is not None else layered(self.rules)
        self._whole = sum(len(layer.rules) for layer in self._layers) == len(self.rules)
        self._active = frozenset((rule.id, rule.origin) for rule in self.rules)
        days = {rule.since for rule in self.rules if rule.since}
        days |= {
            date.fromordinal(rule.until.toordinal() + 1) for rule in self.rules if rule.until and rule.until < date.max
        }
        self._changes: list[date] = sorted(days)
        self._books: dict[tuple[str | None, int | None], Rulebook] = {}
        self._digest: str | None = None

    @property
    def digest(self) -> str:
        """A hash of all that decides what is found: rules, overlays, word lists, the method of matching."""
        if self._digest is None:
            parts: list[object] = [_METHOD, [_essence(rule) for rule in self.rules]]
            for siren in sorted(self.overlays):
                overlay = self.overlays[siren]
                parts.append(
                    [siren, [_essence(rule) for rule in overlay.rules], [item.id for item in overlay.disabled]]
                )
            state = hashlib.sha256(msgspec.json.encode(parts))
            state.update(self._extra)
            self._digest = state.hexdigest()[:16]
        return self._digest

    def for_act(self, siren: str | None, day: date | None) -> Rulebook:
        """The rules for an act of the body `siren` dated `day`: its overlay applied, outdated rules left out.

        None means unknown: then no overlay, and rules of every date. The same rulebook comes back where nothing
        changes, and the same object for the same answer.
        """
        overlay = self.overlays.get(siren) if siren else None
        if overlay is not None:
            key = (overlay.siren, None)
            if key not in self._books:
                self._books[key] = self._overlaid(overlay)
            return self._books[key].for_act(None, day)
        if day is None or not self._changes:
            return self
        period = bisect_right(self._changes, day)
        if (None, period) not in self._books:
            rules = [rule for rule in self.rules if rule.valid_on(day)]
            same = len(rules) == len(self.rules)
            self._books[(None, period)] = self if same else self._with(rules, self.disabled, self._layers)
        return self._books[(None, period)]

    def _overlaid(self, overlay: Overlay) -> Rulebook:
        gone = {item.id for item in overlay.disabled} | {rule.id for rule in overlay.rules}
        kept = [rule for rule in self.rules if rule.id not in gone]
        layers = (*self._layers, *layered(overlay.rules))
        return self._with([*kept, *overlay.rules], (*self.disabled, *overlay.disabled), layers)

    def _with(self, rules: Sequence[Rule], disabled: Sequence[Disabled], layers: Sequence[Matcher]) -> Rulebook:
        # The compiled layers are shared: rules that are not in force are passed over, not compiled away.
        return Rulebook(rules, {}, disabled=disabled, extra=self._extra, layers=layers)

    def find(self, tokens: Tokens, *, misplaced: bool = False) -> list[Found]:
        """Every way in which the rules in force fire, overlaps included (`misplaced`: see `Matcher.find`)."""
        return self._find(tokens, self._layers, misplaced)

    def _find(self, tokens: Tokens, layers: Sequence[Matcher], misplaced: bool = False) -> list[Found]:
        out: list[Found] = []
        for layer in layers:
            out.extend(layer.find(tokens, misplaced=misplaced))
        if not self._whole:
            out = [item for item in out if self.in_force(item.rule)]
        return out

    def in_force(self, rule: Rule) -> bool:
        """Is the rule one of `rules`?"""
        return (rule.id, rule.origin) in self._active

    def passed_over(self) -> list[Rule]:
        """The rules that are known but not in force: outdated on the act's day, replaced or switched off."""
        return [rule for layer in self._layers for rule in layer.rules if not self.in_force(rule)]

    def scan(self, folded: str, text: str | None = None, *, slips: bool = False) -> list[Hit]:
        """What the rules find on `folded` (`parser/folding.py`), by (start, -end).

        `text` is the same text unfolded; without it the bricks that live by capitals (<person>, <body>, <name>)
        find nothing. With `slips`, rules that allow OCR slips are tried where they did not fire on the words as
        written: for text that comes from an OCR. Rules of the segments of `APART` are left out: see `scan_apart`.
        """
        found = self._find(Tokens(folded, text), [layer for layer in self._layers if layer.apart is None])
        if not slips:
            return settle(found)
        from .slips import find_slips, with_slips

        return with_slips(settle(found), find_slips(self.rules, Tokens(folded)))

    def scan_apart(self, segment: str, folded: str, text: str | None = None) -> list[Hit]:
        """What the rules of `segment`, one of `APART`, find on a passage: they are not tried on whole documents."""
        return settle(self._find(Tokens(folded, text), [layer for layer in self._layers if layer.apart == segment]))

    def nearest(self, folded: str, segment: str, limit: int = 3, text: str | None = None) -> list[Near]:
        """The rules of `segment` that came nearest to firing on `folded`, best first, and why they did not.

        `text` as for `scan`. Rules that did fire are left out.
        """
        from .nearest import nearest

        return nearest(self, folded, segment, limit, text)


def _essence(rule: Rule) -> list[object]:
    return [
        rule.id, rule.role, rule.segment, rule.field, rule.strength, rule.where, rule.phrases, rule.slips, rule.regex,
        rule.since, rule.until, rule.accents,
    ]  # fmt: skip
