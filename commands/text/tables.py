"""Rows as text: the formats for programs, and columns for people.

In: named tuples or dictionaries, the columns asked for. Out: text: "json" (one array), "ndjson" (one object a line),
"csv" (UTF-8, a head line; lists joined by "; "), or aligned columns as wide as the window.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any


def as_dict(row: Any) -> dict[str, Any]:
    """A row as names and plain values."""
    values = dict(row) if isinstance(row, Mapping) else row._asdict()
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def program(rows: Iterable[Any], form: str, columns: Sequence[str]) -> str:
    """Rows for a program: of each the columns, in this order."""
    return written([{name: as_dict(row).get(name) for name in columns} for row in rows], form, columns, _cell)


def written(
    rows: Sequence[dict[str, Any]], form: str, columns: Sequence[str], cell: Callable[[Any], Any] = lambda value: value
) -> str:
    """Rows in a format for programs. CSV has these columns only, each value as `cell` makes it."""
    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1)
    if form == "ndjson":
        return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: cell(row[name]) for name in columns} for row in rows)
    return out.getvalue().rstrip("\n")


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {count}" for name, count in value.items())
    if isinstance(value, list):
        return "; ".join(" ".join(map(str, one)) if isinstance(one, (list, tuple)) else str(one) for one in value)
    return value


def columns(heads: Sequence[str], rows: Sequence[Sequence[Any]], width: int, flexible: int = 0) -> list[str]:
    """Aligned columns; numbers to the right. The one that is `flexible` is cut where the window is too narrow.

    A column in which no row has anything is left out.
    """
    kept = [at for at in range(len(heads)) if at == flexible or any(row[at] is not None for row in rows)]
    flexible = kept.index(flexible)
    heads, rows = [heads[at] for at in kept], [[row[at] for at in kept] for row in rows]
    cells = [["" if value is None else str(value) for value in row] for row in rows]
    wide = [max(len(head), *(len(row[at]) for row in cells), 0) for at, head in enumerate(heads)]
    spare = width - sum(wide) - 2 * (len(wide) - 1)
    if spare < 0:
        wide[flexible] = max(12, wide[flexible] + spare)
    right = [all(isinstance(row[at], (int, float)) or row[at] is None for row in rows) for at in range(len(heads))]

    def line(values: Sequence[str]) -> str:
        parts = []
        for at, value in enumerate(values):
            value = value if len(value) <= wide[at] else value[: wide[at] - 1].rstrip() + "…"
            parts.append(value.rjust(wide[at]) if right[at] else value.ljust(wide[at]))
        return "  ".join(parts).rstrip()

    return [line(heads), *(line(row) for row in cells)]


def counted(count: int, noun: str) -> str:
    """A number of things, in words: "1 act", "2 acts"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def share(value: float | None) -> str | None:
    """A share as people read it: "87 %"."""
    return None if value is None else f"{100 * value:.0f} %"
