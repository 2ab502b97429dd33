"""What does not add up in a corpus, the worst first; and the checks that somebody has switched off, with the reason.

In: an open corpus, filters, switches. Out: `Hint`s, a page at a time, how many there are by check, and what is switched
off. A hint of a sitting that several of its documents give is one, with their number. The ids stay the same as long as
what is found does. Reads only, but for `keep`.

A switch is a line of a TOML file of one's own: `[checks.C24] off = "two counters"`, and for one body
`[checks.C24.bodies] "Ville de X" = "the reason"`, where the body is its name or its SIREN. It hides what a check finds;
the verdicts stay in the tables.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

import msgspec

from ..errors import BadRules
from ..parser.checks.catalogue import catalogue
from ..parser.law import read_toml
from .database import file_of, speaking
from .filters import day_bound, of_body
from .keys import body_key, content_key

SEVERITIES = ("error", "warn", "info")
_SETTING = "checks off"
_EACH = "a.check_id, a.of, coalesce(a.deliberation_id, a.session_id, a.document_id), a.message"
_TOGETHER = "a.check_id, a.of, coalesce(a.session_id, a.deliberation_id, a.document_id), a.message"
_RANK = "CASE a.severity WHEN 'error' THEN 0 WHEN 'warn' THEN 1 ELSE 2 END"


class Switch(NamedTuple):
    """A check that is switched off: for one body, by name or SIREN, or for all; and why."""

    check_id: str
    why: str
    body: str | None = None


class Hint(NamedTuple):
    """A check that fails. `times`: how many documents of the sitting (and acts, where they are told together) do so."""

    id: str
    check_id: str
    severity: Literal["error", "warn", "info"]
    body: str | None
    organ: str | None
    date: str | None
    number: str | None
    title: str | None
    message: str
    law: str | None
    file: str
    path: str
    page: int | None
    times: int
    act_id: str | None
    session_id: str | None
    document_id: str


class Off(NamedTuple):
    """A switch, and how many hints it hides."""

    switch: Switch
    hidden: int


class Audit(NamedTuple):
    """A page of hints; how many there are in all, and by check; what is switched off."""

    total: int
    by_check: dict[str, int]
    hints: tuple[Hint, ...]
    off: tuple[Off, ...]


class Wanted(NamedTuple):
    """What an audit is narrowed to; all may be left out.

    body: part of its name, or its SIREN; from_, to: first and last day, as `filters.day_bound` takes them; checks:
    their numbers; severities: error, warn, info.
    """

    body: str | None = None
    from_: str | None = None
    to: str | None = None
    checks: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()


Condition = tuple[str, tuple[Any, ...]]


def audit(
    connection: sqlite3.Connection,
    wanted: Wanted = Wanted(),  # noqa: B008  (a tuple)
    switches: Sequence[Switch] = (),
    *,
    limit: int = 50,
    offset: int = 0,
    together: bool = False,
) -> Audit:
    """The hints, the worst first: by severity, then by check, body, day and number. A `limit` under 0 is none.

    `together`: acts of one sitting of which a check says the same are one hint, of the first of them.
    Raises `ValueError` for a check, a severity or a day that there is not; `BadDatabase` where the file cannot be read.
    """
    key = _TOGETHER if together else _EACH
    conditions = list(_conditions(wanted))
    hidden = [_hidden(switch) for switch in switches]
    shown = [*conditions, *((f"NOT ({sql})", values) for sql, values in hidden)]
    with speaking(file_of(connection)):
        where, values = _where(shown)
        counted = connection.execute(
            f"SELECT check_id, count(*) FROM (SELECT a.check_id FROM audit a {where} GROUP BY {key}) GROUP BY 1",
            values,
        ).fetchall()
        rows = connection.execute(
            f"""SELECT a.check_id, a.severity, a.body, a.organ, a.date, a.number, a.title, a.message, a.law, a.file,
            a.path, a.page, count(*), a.deliberation_id, a.session_id, a.document_id, a.of,
            min(a.document_id || coalesce(a.number, ''))
            FROM audit a {where} GROUP BY {key}
            ORDER BY {_RANK}, a.check_id, a.body, a.date, a.number, a.deliberation_id, a.document_id, a.message
            LIMIT ? OFFSET ?""",
            (*values, limit, offset),
        ).fetchall()
        off = tuple(
            Off(switch, _count(connection, [*conditions, condition], key))
            for switch, condition in zip(switches, hidden, strict=True)
        )
    hints = tuple(_hint(tuple(row)) for row in rows)
    return Audit(sum(row[1] for row in counted), {row[0]: row[1] for row in counted}, hints, off)


def _hint(row: tuple[Any, ...]) -> Hint:
    *values, of, _ = row
    check, act, session, document, message = values[0], values[13], values[14], values[15], values[7]
    return Hint(content_key("hint", check, of, act or session or document, message), *values)


def _count(connection: sqlite3.Connection, conditions: list[Condition], key: str) -> int:
    where, values = _where(conditions)
    sql = f"SELECT count(*) FROM (SELECT 1 FROM audit a {where} GROUP BY {key})"
    return int(connection.execute(sql, values).fetchone()[0])


def _where(conditions: Sequence[Condition]) -> tuple[str, tuple[Any, ...]]:
    if not conditions:
        return "", ()
    return f"WHERE {' AND '.join(sql for sql, _ in conditions)}", tuple(
        one for _, values in conditions for one in values
    )


def _conditions(wanted: Wanted) -> Iterator[Condition]:
    if wanted.body is not None:
        yield of_body("a.body_id", wanted.body)
    if wanted.from_ is not None:
        yield "a.date >= ?", (day_bound(wanted.from_, last=False),)
    if wanted.to is not None:
        yield "a.date <= ?", (day_bound(wanted.to, last=True),)
    for column, asked, known in (
        ("check_id", tuple(one.upper() for one in wanted.checks), tuple(catalogue())),
        ("severity", wanted.severities, SEVERITIES),
    ):
        for one in asked:
            if one not in known:
                raise ValueError(f"'{one}' is none of {known[0]} to {known[-1]}")
        if asked:
            yield f"a.{column} IN ({', '.join('?' * len(asked))})", asked


def _hidden(switch: Switch) -> Condition:
    if switch.body is None:
        return "a.check_id = ?", (switch.check_id,)
    return (
        "a.check_id = ? AND coalesce(a.body_id IN (SELECT id FROM bodies WHERE name_key = ? OR siren = ?), 0)",
        (switch.check_id, body_key(switch.body), switch.body.replace(" ", "")),
    )


# ---- switches --------------------------------------------------------------------------------------------------------


def read_switches(path: Path) -> tuple[Switch, ...]:
    """The switches in a TOML file. Raises `BadRules`, which says what is wrong."""
    data = read_toml(path)
    found: list[Switch] = []

    def wrong(said: str) -> BadRules:
        return BadRules(said, file=str(path), remedy='Write [checks.C24] and off = "the reason"; see docs/checks.md.')

    for name in data.keys() - {"checks"}:
        raise wrong(f'"{name}" has no meaning here')
    for check, table in data.get("checks", {}).items():
        if check not in catalogue():
            raise wrong(f'there is no check "{check}"')
        if not isinstance(table, dict) or not table or table.keys() - {"off", "bodies"}:
            raise wrong(f"[checks.{check}] holds off, or bodies, and nothing else")
        reasons = [(None, table["off"])] if "off" in table else []
        bodies = table.get("bodies", {})
        if not isinstance(bodies, dict):
            raise wrong(f'[checks.{check}.bodies] holds lines such as "Ville de X" = "the reason"')
        for body, why in [*reasons, *bodies.items()]:
            if not isinstance(why, str) or not why.strip():
                raise wrong(f"[checks.{check}] is switched off without a reason")
            found.append(Switch(check, why.strip(), body))
    return tuple(sorted(found, key=lambda one: (one.check_id, one.body or "")))


def keep(connection: sqlite3.Connection, switches: Sequence[Switch]) -> None:
    """Keep the switches in the corpus, in place of those that are there, within the caller's transaction."""
    said = msgspec.json.encode([list(one) for one in switches]).decode()
    connection.execute("INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", (_SETTING, said))


def kept(connection: sqlite3.Connection) -> tuple[Switch, ...]:
    """The switches that the corpus keeps."""
    row = connection.execute("SELECT value FROM settings WHERE name = ?", (_SETTING,)).fetchone()
    return () if row is None else tuple(Switch(*one) for one in msgspec.json.decode(row[0]))
