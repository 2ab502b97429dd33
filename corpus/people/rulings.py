"""What people decide of names: these are one person, those are several.

In: a TOML file as an archivist writes it, or the rows of `name_rulings`. Out: `Ruling`s; where they are applied, they
come before every rule, whatever the order in which documents came. The file is the whole of what was decided: reading
it again, or a changed one, replaces what was there; an empty one undoes all.

    [[same]]
    body  = "Valmorin"                      # part of the name, or the SIREN; may be left out
    names = ["Odile BRUNEL", "Odile BRUNEL-VIDAL"]
    why   = "married in 2016, state register"

    [[apart]]
    body  = "Valmorin"
    names = ["Jean TAVERNIER"]              # one name, two persons: father until the day, son from it on
    from  = 1977-03-13
    why   = "..."
"""

from __future__ import annotations

import sqlite3
import tomllib
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ...errors import BadInput
from ..keys import body_key, name_key

_FIELDS = frozenset({"body", "names", "why", "from"})


class Ruling(NamedTuple):
    """One decision: `verdict` is "same" or "apart", `body` None is every body, `from_day` parts one name in time."""

    verdict: str
    body: str | None
    names: tuple[str, ...]
    from_day: str | None = None
    why: str = ""

    def speaks_of(self, body: str | None, siren: str | None) -> bool:
        """Whether it is about the names of this body (its `name_key` and its SIREN)."""
        if self.body is None:
            return True
        wanted = self.body.replace(" ", "")
        if wanted.isdigit():
            return siren is not None and siren == wanted[:9]
        return bool(body) and body_key(self.body) in (body or "")


def read(path: Path) -> list[Ruling]:
    """The decisions of a file. Raises `BadInput`, which names the entry and what would be right."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput("There is no such file.", file=str(path), remedy="Check the path.") from None
    except (OSError, UnicodeDecodeError) as trouble:
        raise BadInput(f"It cannot be read: {trouble}.", file=str(path), remedy="Save it as UTF-8 text.") from None
    except tomllib.TOMLDecodeError as trouble:
        raise BadInput(f"It is no TOML: {trouble}.", file=str(path)) from None
    if unknown := sorted(set(data) - {"same", "apart"}):
        raise BadInput(f"'{unknown[0]}' means nothing here: entries are [[same]] and [[apart]].", file=str(path))
    rulings = []
    for verdict in ("same", "apart"):
        entries = data.get(verdict, [])
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            raise BadInput(f"Write [[{verdict}]], in two brackets, above each entry.", file=str(path))
        rulings += [_ruling(path, verdict, number, entry) for number, entry in enumerate(entries, 1)]
    _contradictions(path, rulings)
    return rulings


def _ruling(path: Path, verdict: str, number: int, entry: dict[str, Any]) -> Ruling:
    def wrong(said: str) -> BadInput:
        return BadInput(f"[[{verdict}]] number {number}: {said}", file=str(path))

    if unknown := sorted(set(entry) - _FIELDS):
        raise wrong(f"'{unknown[0]}' is none of {', '.join(sorted(_FIELDS))}.")
    names = entry.get("names")
    if not isinstance(names, list) or not names or not all(isinstance(one, str) and name_key(one) for one in names):
        raise wrong('names must be a list of names as they are printed: names = ["Jean DURAND", "J. DURAND"].')
    body = entry.get("body")
    if body is not None and not (isinstance(body, str) and body_key(body)):
        raise wrong("body must be part of the body's name, or its SIREN, in quotes.")
    day = entry.get("from")
    if isinstance(day, datetime):
        day = day.date()
    if day is not None and not isinstance(day, date):
        try:
            day = date.fromisoformat(str(day))
        except ValueError:
            raise wrong(f"'{day}' is no day: write from = 1977-03-13.") from None
    if verdict == "apart" and len({name_key(one) for one in names}) < 2 and day is None:
        raise wrong("one name is two persons from a day on: give that day as from = 1977-03-13, or give two names.")
    if verdict == "same" and day is not None:
        raise wrong("a day parts the bearers of one name: it belongs to [[apart]].")
    return Ruling(verdict, body, tuple(names), day.isoformat() if day else None, str(entry.get("why", "")))


def _contradictions(path: Path, rulings: Iterable[Ruling]) -> None:
    """Two names cannot be one person and two."""
    same = [(one.body, {name_key(name) for name in one.names}) for one in rulings if one.verdict == "same"]
    for one in rulings:
        if one.verdict == "same":
            continue
        names = {name_key(name) for name in one.names}
        for body, joined in same:
            if len(names & joined) > 1 and (body is None or one.body is None or body_key(body) == body_key(one.body)):
                both = ", ".join(name for name in one.names if name_key(name) in joined)
                raise BadInput(f"{both}: [[same]] says one person and [[apart]] several.", file=str(path))


def keep(connection: sqlite3.Connection, rulings: Iterable[Ruling]) -> None:
    """Put these in place of what was decided before, within the caller's transaction."""
    connection.execute("DELETE FROM name_rulings")
    connection.executemany(
        "INSERT INTO name_rulings (ordinal, verdict, body, names, from_day, why) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (at, one.verdict, one.body, msgspec.json.encode(one.names).decode(), one.from_day, one.why)
            for at, one in enumerate(rulings)
        ],
    )


def kept(connection: sqlite3.Connection) -> list[Ruling]:
    """What was decided."""
    rows = connection.execute(
        "SELECT verdict, body, names, from_day, why FROM name_rulings ORDER BY ordinal"
    ).fetchall()
    return [Ruling(row[0], row[1], tuple(msgspec.json.decode(row[2])), row[3], row[4] or "") for row in rows]


def take(source: sqlite3.Connection, target: sqlite3.Connection) -> bool:
    """Take in what was decided in another corpus, within the caller's transaction; whether there was anything new."""
    ours = kept(target)
    new = [one for one in kept(source) if one not in ours]
    if new:
        keep(target, [*ours, *new])
    return bool(new)


def as_toml(rulings: Iterable[Ruling]) -> str:
    """The decisions as a file that `read` takes."""
    blocks = []
    for one in rulings:
        lines = [f"[[{one.verdict}]]"]
        if one.body is not None:
            lines.append(f"body  = {_text(one.body)}")
        lines.append(f"names = [{', '.join(map(_text, one.names))}]")
        if one.from_day is not None:
            lines.append(f"from  = {one.from_day}")
        lines.append(f"why   = {_text(one.why)}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _text(value: str) -> str:
    return msgspec.json.encode(value).decode()  # a basic string of TOML is one of JSON
