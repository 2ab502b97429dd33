"""The subject of an act in the nomenclature ACTES, for the columns that ask for it.

In: an open corpus, and a CSV file of the user's own if there is one. Out: for an act its code of the second level and
where it comes from: "user", "printed" or "proposed"; None where nobody says one. A corpus without the table `subjects`
has the user's file only.
"""

from __future__ import annotations

import csv
import re
import sqlite3
from pathlib import Path
from typing import Literal, NamedTuple

from ...errors import NotADocument
from ..keys import name_key
from .scdl_checks import subjects as national

Source = Literal["user", "printed", "proposed"]


class Subject(NamedTuple):
    """A code that the nomenclature has, as "7.5", its name, and who says it."""

    code: str
    name: str
    source: Source


def second_level(code: str) -> str | None:
    """The first two levels of a code as they are written in the nomenclature; None where they are not in it.

    >>> second_level("7.5.1"), second_level("07.10"), second_level("7"), second_level("12.3")
    ('7.5', '7.10', None, None)
    """
    found = re.match(r"\s*0?([1-9])\s*[.\-]\s*0?([1-9]\d?)(?!\d)", code)
    short = f"{found[1]}.{found[2]}" if found else None
    return short if short in national() else None


class Subjects:
    """The subjects of a corpus."""

    def __init__(self, connection: sqlite3.Connection, file: Path | None = None, *, proposed: bool = True) -> None:
        """`file` has a head line, a column `code` and a column `act`: an id of the corpus, an @CTES identifier or a
        number. With `proposed` False a code that only delib proposes is not used. Raises `NotADocument`.
        """
        self.connection = connection
        self.proposed = proposed
        self.given = _read(file) if file is not None else {}
        self.columns = {row[1] for row in connection.execute("PRAGMA table_info(subjects)")}

    def of(self, act: str, act_id: str | None, number: str | None) -> Subject | None:
        """The subject of the act with this id, identifier and printed number."""
        for key in (act, act_id, name_key(number or "")):
            if key and key in self.given:
                return Subject(self.given[key], national()[self.given[key]], "user")
        return self._in_the_corpus(act)

    def _in_the_corpus(self, act: str) -> Subject | None:
        if not {"deliberation_id", "code"} <= self.columns:
            return None
        best: Subject | None = None
        order = "rank" if "rank" in self.columns else "ordinal" if "ordinal" in self.columns else "rowid"
        rows = self.connection.execute(f"SELECT * FROM subjects WHERE deliberation_id = ? ORDER BY {order}", (act,))
        for row in rows:
            code = second_level(str(row["code"] or ""))
            if code is None:
                continue
            basis = str(row["basis"]) if "basis" in self.columns else "proposed"
            if basis in ("printed", "stated"):
                return Subject(code, national()[code], "printed")
            if best is None and self.proposed:
                best = Subject(code, national()[code], "proposed")
        return best


def _read(file: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            for row in csv.DictReader(opened):
                act, said = (row.get("act") or "").strip(), (row.get("code") or "").strip()
                code = second_level(said)
                if not act or code is None:
                    raise NotADocument(
                        f"'{said}' for the act '{act}' is no code of the nomenclature's second level.",
                        file=str(file), remedy="The file has a head line act,code, and codes as 7.5.",
                    )  # fmt: skip
                found[act] = found[name_key(act)] = code
    except (OSError, UnicodeDecodeError) as error:
        raise NotADocument(
            "The file of subjects cannot be read.", file=str(file), remedy="It is a CSV in UTF-8, head line act,code."
        ) from error
    return found
