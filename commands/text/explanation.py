"""The reasons of a record as text: what `delib explain` prints.

In: `Reason`s of `parser.explain`. Out: lines: the place in the record and the value; then the rule, where it is
written, the words that it matched, the page and the box; for a gap, why, and the rules that came nearest.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...parser.explain import Nearest, Reason
    from ...parser.record import Place

INDENT = "    "


def explanation(reasons: Iterable[Reason], width: int = 88) -> Iterator[str]:
    """The lines of the explanation, reason by reason."""
    for reason in reasons:
        value = "null" if reason.value is None else textwrap.shorten(reason.value, 2 * width, placeholder=" …")
        yield from _wrap(f"{reason.path} = {value}", "", width)
        yield from _wrap(_why(reason), INDENT, width)
        if reason.words and reason.words != reason.value:
            yield from _wrap(f"words: « {textwrap.shorten(reason.words, 2 * width, placeholder=' …')} »", INDENT, width)
        if reason.places:
            yield from _wrap(f"where: {_where(reason.places)}", INDENT, width)
        for near in reason.nearest:
            yield from _wrap(_near(near), INDENT, width)
        yield ""


def _why(reason: Reason) -> str:
    parts: list[str] = []
    if reason.rule is not None:
        parts.append(f"rule {reason.rule} ({reason.source or 'of the program'})")
    elif reason.source is not None:
        parts.append(f"by the program ({reason.source})")
    if reason.basis == "inferred":
        parts.append("inferred")
    if reason.reason:
        parts.append(reason.reason)
    if reason.confidence is not None:
        parts.append(f"confidence {reason.confidence:.2f}")
    if not parts:
        parts.append("not printed, or not recognised" if reason.value is None else "found by its form and its place")
    return ("why: " if reason.value is not None else "why not: ") + "; ".join(parts)


def _near(near: Nearest) -> str:
    words = f" on « {textwrap.shorten(near.words, 80, placeholder=' …')} »" if near.words else ""
    where = f", {_where(near.places)}" if near.places else ""
    return f"nearest: rule {near.rule} ({near.source or 'of the program'}){words}{where}: {near.reason}"


def _where(places: tuple[Place, ...]) -> str:
    """Page and box of the first place, and how many more there are."""
    first = places[0]
    box = ", ".join(f"{edge:.0f}" for edge in first.box)
    more = f", and {len(places) - 1} more" if len(places) > 1 else ""
    return f"page {first.page}, box [{box}]{more}"


def _wrap(text: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
