"""Mandates: between which elections a sitting falls.

In: rules/mandates.toml (dates and their sources), the name and the SIREN of a body. Out: its `Mandates`: the period of
a day, and how many mandates lie between two days.
"""

from __future__ import annotations

import functools
import tomllib
from bisect import bisect_right
from pathlib import Path
from typing import NamedTuple

from ..keys import name_key

_FILE = Path(__file__).parents[2] / "rules" / "mandates.toml"


class Mandate(NamedTuple):
    """One period: ISO days, `ends` being the first day of the next; None where it is open."""

    begins: str | None
    ends: str | None

    @property
    def label(self) -> str:
        """As people say it: "2014–2020", "before 1884", "since 2026"."""
        first, last = (day[:4] if day else None for day in self)
        if first and last:
            return f"{first}–{last}"
        return f"since {first}" if first else f"before {last}" if last else "no date"


class Mandates(NamedTuple):
    """The periods of one kind of body, by the days on which they begin."""

    kind: str
    begins: tuple[str, ...]

    def number(self, day: str) -> int:
        """The ordinal of the period of the day; 0 is what lies before the first known election."""
        return bisect_right(self.begins, day)

    def period(self, number: int) -> Mandate:
        """The period of an ordinal."""
        return Mandate(
            self.begins[number - 1] if number > 0 else None,
            self.begins[number] if number < len(self.begins) else None,
        )

    def of(self, day: str | None) -> Mandate:
        """The period of the day; an undated sitting has none."""
        return Mandate(None, None) if day is None else self.period(self.number(day))


class _Kind(NamedTuple):
    id: str
    phrases: tuple[str, ...]
    sirens: tuple[str, ...]
    begins: tuple[str, ...]


@functools.cache
def _kinds() -> tuple[_Kind, ...]:
    data = tomllib.loads(_FILE.read_text("utf-8"))
    return tuple(
        _Kind(one["id"], tuple(one["phrases"]), tuple(one["sirens"]), tuple(one["begins"])) for one in data["kind"]
    )


def mandates_of(name: str | None, siren: str | None = None) -> Mandates:
    """The mandates of the body of this name and SIREN: those of communes where nothing says that it is another kind."""
    key = f"{name_key(name or '')} "
    kinds = _kinds()
    known = [kind for kind in kinds if siren is not None and siren.startswith(kind.sirens)]
    named = [kind for kind in kinds[1:] if any(key.startswith(phrase) for phrase in kind.phrases)]
    kind = (known or named or [kinds[0]])[0]
    return Mandates(kind.id, kind.begins)
