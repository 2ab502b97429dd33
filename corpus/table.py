"""What a table of a corpus is, as data.

In: nothing. Out: the type `Table`. The tables themselves stand in `schema`.
"""

from __future__ import annotations

from typing import NamedTuple

Columns = dict[str, type]


class Table(NamedTuple):
    """One table. `links` maps a column to the table whose id it holds; `indexes` are columns or groups of columns."""

    name: str
    about: str
    columns: Columns
    key: tuple[str, ...] = ("id",)
    links: dict[str, str] = {}  # noqa: RUF012  (never changed)
    indexes: tuple[tuple[str, ...], ...] = ()
    required: frozenset[str] = frozenset()
    unique: tuple[tuple[str, ...], ...] = ()
    long: bool = False  # rows of over 200 bytes: a rowid table, whatever its key
    in_order: frozenset[str] = frozenset()  # columns that rows are put in the order of: indexed with nulls
    failing: tuple[str, ...] = ()  # an index of the rows whose verdict is "fails", the only ones that are looked for
