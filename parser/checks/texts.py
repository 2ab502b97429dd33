"""Checks of what an act cites: texts that had ended, or were not there yet, on its day (C39).

In: an act and its `Session`. Out: a list with one `Check`, or none where the act cites nothing that can be dated. The
days stand in rules/texts.toml; a law, decree or act that is cited with a later day than that of the sitting is future
whatever it is. Old contracts and texts of transition are cited lawfully: the finding is a hint.
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from ..record import Check, Deliberation, Reference, Session
from .verdicts import at, check

FILE = Path(__file__).parents[2] / "rules" / "texts.toml"
_DATED = ("law", "decree", "order", "circular", "act")


class Text(NamedTuple):
    """A text and the days on which it was in force, both included; `since` says what made or ended it."""

    name: str
    articles: tuple[str, ...]
    first: str | None
    last: str | None
    since: str


@lru_cache(maxsize=1)
def texts() -> dict[str, tuple[Text, ...]]:
    """The entries of rules/texts.toml by code, or by kind and number ("law 84-53")."""
    found: dict[str, tuple[Text, ...]] = {}
    for one in tomllib.loads(FILE.read_text(encoding="utf-8"))["text"]:
        name = one.get("code") or f"{one['kind']} {one['number']}"
        text = Text(name, tuple(one.get("articles", ())), one.get("from"), one.get("to"), one["since"])
        found[name] = (*found.get(name, ()), text)
    return found


def in_force(session: Session, act: Deliberation) -> list[Check]:
    """C39: what the act cites was in force on its day. An act without a day is not asked."""
    day = session.date
    if day is None:
        return []
    asked = [one for one in act.references if _entries(one) or (one.kind in _DATED and one.date)]
    if not asked:
        return []
    found: dict[str, tuple[Reference, str]] = {}
    for one in asked:
        why = _why(one, day)
        if why is not None:
            found.setdefault(one.text, (one, why))
    read: dict[str, Any] = {"date": day, "cited": list(dict.fromkeys(one.text for one in asked))}
    if not found:
        known = "Every text of which the days are known was in force."
        return [check("C39", "holds", known, read, at(session.evidence, "date"))]
    where = [*at(session.evidence, "date"), *(place for one, _ in found.values() for place in one.places)]
    message = "; ".join(f"{one.text}: {why}" for one, why in found.values())
    return [check("C39", "fails", f"To be checked on {day}: {message}.", read, where)]


def _entries(cited: Reference) -> tuple[Text, ...]:
    """What is known of a cited text: the entries for its articles, else those for all."""
    name = cited.code if cited.kind == "code" else f"{cited.kind} {(cited.number or '').lstrip('0')}"
    entries = texts().get(name or "", ())
    letters = {article[:1] for article in cited.articles}
    own = tuple(one for one in entries if letters & set(one.articles))
    return own or tuple(one for one in entries if not one.articles)


def _why(cited: Reference, day: str) -> str | None:
    """Why the text was not in force on the day."""
    for one in _entries(cited):
        if one.last is not None and day > one.last:
            return f"no more in force ({one.since})"
        if one.first is not None and day < one.first:
            return f"not yet there ({one.since})"
    if cited.kind in _DATED and cited.date is not None and cited.date > day:
        return f"of a later day ({cited.date})"
    return None
