"""The types of a document's structure: its kind, its sittings, and in each the acts.

In: nothing (types only). Out: `Outline`, `Sitting`, `Cut`. Offsets are those of the body text.
"""

from __future__ import annotations

import msgspec

from ..record import Kind

Span = tuple[int, int]


class Cut(msgspec.Struct, frozen=True):
    """One act: its bounds, its heading, why it was cut here and how sure that is (0 to 1)."""

    start: int
    end: int
    title: Span | None
    number: Span | None
    item: str | None
    text_start: int
    rule: str
    confidence: float
    margin: int | None = None  # index of the lifted margin that gives its title
    result: Span | None = None  # the cell of a list that says what was decided
    pieces: tuple[Span, ...] = ()  # the parts of a title that another cell of its row stands between
    votes: tuple[tuple[str, int, int], ...] = ()  # counts that stand in columns of their own: (field, start, end)


class Sitting(msgspec.Struct, frozen=True):
    """One sitting: its bounds, the bounds of its head, its acts; `notice` is the copy of the notice that called it."""

    start: int
    end: int
    head: Span
    cuts: tuple[Cut, ...]
    notice: Span | None = None


class Outline(msgspec.Struct, frozen=True):
    """The document's structure. `agenda` and `recap` are spans that list titles and are no acts."""

    kind: Kind
    reasons: tuple[str, ...]
    sittings: tuple[Sitting, ...]
    agenda: tuple[Span, ...] = ()
    recap: tuple[Span, ...] = ()
