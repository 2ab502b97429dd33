"""Every table of a corpus, row by row: what the formats that keep its form (CSV, NDJSON, Parquet) write.

In: a `Choice` and a veil. Out: for each table its columns and its rows as builtins, in the order of its key. What is
compressed in the corpus (`evidence`) comes out as it was. A row is held alone, never a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, NamedTuple

import msgspec

from ..proof import unpack
from ..schema import TABLES, VIEWS
from .choice import Choice
from .veil import Veil

EXTRA_VIEW = "acts"  # one line an act, for people
_VIEW_COLUMNS: dict[str, type] = {
    "unanimous": int,
    "votes_for": int,
    "votes_against": int,
    "abstentions": int,
    "page": int,
}


class Part(NamedTuple):
    """A table or view of the export: its name and its columns with their types (text, number, or JSON for `dict`)."""

    name: str
    columns: dict[str, type]


def parts(choice: Choice) -> tuple[Part, ...]:
    """What there is to write: the tables, and the view of acts."""
    kept = set(choice.tables())
    found = [
        Part(table.name, {name: dict if kind is bytes else kind for name, kind in table.columns.items()})
        for table in TABLES
        if table.name in kept
    ]
    names = [row[1] for row in choice.connection.execute(f"PRAGMA table_info({EXTRA_VIEW})")]
    assert EXTRA_VIEW in VIEWS
    return (*found, Part(EXTRA_VIEW, {name: _VIEW_COLUMNS.get(name, str) for name in names}))


def rows(choice: Choice, part: Part, veil: Veil) -> Iterator[list[Any]]:
    """The rows of one part, in the order of its columns. JSON columns are builtins."""
    if veil.hides and part.name in WITHHELD:
        return
    packed = {index for index, kind in enumerate(part.columns.values()) if kind is dict}
    keys = {index for index, name in enumerate(part.columns) if name in _KEYS or name.endswith("_id")}
    paths = {index for index, name in enumerate(part.columns) if name == "path"}
    for document, values in _read(choice, part):
        row = [unpack(value) if index in packed and value is not None else value for index, value in enumerate(values)]
        if veil.hides:  # where a file lay is nobody's business
            row = [PurePath(str(value)).name if index in paths and value else value for index, value in enumerate(row)]
            row = [value if index in keys else veil.value(document, value) for index, value in enumerate(row)]
        yield row


# Left out of a public copy whole: the paths of the machine that read it, what was put right and why and by whom, and
# what people know of the bearers of a name (a marriage, a father).
WITHHELD = frozenset({"corrections", "journal", "acceptances", "name_links", "name_rulings", "roster"})
_KEYS = frozenset({"id", "sha256", "rule", "rules", "tool", "label", "kind", "status", "check_id", "state", "verdict"})


def _read(choice: Choice, part: Part) -> Iterator[tuple[str | None, list[Any]]]:
    """Rows with the document that each belongs to; None where it is shared between documents."""
    names = ", ".join(f'{part.name}."{name}"' for name in part.columns)
    if part.name == EXTRA_VIEW:
        where = "id IN temp.chosen_deliberations" if choice.filtered else "1"
        query = f"SELECT {names}, document_id FROM acts WHERE {where} ORDER BY date, number, id"
    else:
        table = next(one for one in TABLES if one.name == part.name)
        order = ", ".join(f'{part.name}."{name}"' for name in table.key)
        join, owner = "", "NULL"
        if part.name == "documents":
            owner = "documents.id"
        elif "document_id" in table.columns:
            owner = f"{part.name}.document_id"
        elif "deliberation_id" in table.columns:
            owner = "owner.document_id"
            join = f"LEFT JOIN deliberations owner ON owner.id = {part.name}.deliberation_id"
        elif "statement_id" in table.columns:
            owner = "owner.document_id"
            join = f"LEFT JOIN statements owner ON owner.id = {part.name}.statement_id"
        query = f"SELECT {names}, {owner} FROM {part.name} {join} WHERE {choice.where(part.name)} ORDER BY {order}"
    for row in choice.connection.execute(query):
        values = list(row)
        yield values.pop(), values


def as_json(row: list[Any]) -> list[Any]:
    """The row with its maps and lists as JSON text, for formats of cells."""
    return [msgspec.json.encode(one).decode() if isinstance(one, (dict, list)) else one for one in row]
