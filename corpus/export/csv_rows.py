"""Rows as CSV, for programs and for spreadsheets.

In: an open file and rows. Out: lines of it. Nothing of a text is changed unless a spreadsheet is to open it.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import IO, Any

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class Table:
    """Rows as CSV (RFC 4180: commas, quotes doubled, CR LF). Null is an empty cell.

    With `spreadsheet` for people who open it by a double click: semicolons, and an apostrophe before a text that a
    spreadsheet would take for a formula. Without a head the rows go on where others ended.
    """

    def __init__(self, opened: IO[str], head: Sequence[str], *, spreadsheet: bool = False) -> None:
        self.spreadsheet = spreadsheet
        self.writer = csv.writer(opened, delimiter=";" if spreadsheet else ",", lineterminator="\r\n")
        if head:
            self.writer.writerow(head)

    def write(self, values: Sequence[Any]) -> None:
        """One row."""
        self.writer.writerow([harmless(value) for value in values] if self.spreadsheet else values)


def harmless(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula: those that begin like one get an apostrophe in front.

    >>> harmless("=1+1"), harmless(-5), harmless("-5,00 €")
    ("'=1+1", -5, "'-5,00 €")
    """
    return f"'{value}" if isinstance(value, str) and value.lstrip(" \xa0\ufeff").startswith(_FORMULA) else value
