"""Holds a CSV file against SCDL Délibérations 2.1.5: columns, types, required values, and the schema's own checks.

In: any CSV file that claims to follow the schema, made by delib or not. Out: `Finding`s with line and column; none for
a file that keeps it. What is checked is read from scdl_2_1_5.json beside this module: the 17 columns, and the six kinds
of custom checks that the schema applies in eleven places (the names are the schema's). Only what is filled is compared:
an empty value is for `required` and for the checks of cohesion. Lines are read one at a time.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ...errors import EmptyFile, MissingFile, NotADocument, UnreadableFile
from .siret import valid_siret

DATA = Path(__file__).parent
Row = Mapping[str, str]


class Finding(NamedTuple):
    """What is wrong: the line of the file (from 1, the head), the column, the check, and what a reader can do."""

    line: int
    column: str
    check: str
    message: str


@lru_cache(maxsize=1)
def schema() -> dict[str, Any]:
    """The table schema: fields with type and constraints, and `custom_checks`."""
    found: dict[str, Any] = json.loads((DATA / "scdl_2_1_5.json").read_text("utf-8"))
    return found


@lru_cache(maxsize=1)
def subjects() -> dict[str, str]:
    """DELIB_MATIERE_NOM by DELIB_MATIERE_CODE: the two levels of the nomenclature ACTES that are national."""
    found: dict[str, str] = json.loads((DATA / "scdl_subjects.json").read_text("utf-8"))
    return found


def columns() -> tuple[str, ...]:
    """The 17 names in their order."""
    return tuple(one["name"] for one in schema()["fields"])


def check_file(path: Path) -> Iterator[Finding]:
    """Every finding of the file, in the order of its lines. Raises an error of `errors` where it cannot be read."""
    if not path.exists():
        raise MissingFile("There is no such file.", file=str(path))
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            yield from _check_lines(opened, str(path))
    except UnicodeDecodeError as error:
        raise NotADocument(
            "The file is not UTF-8.", file=str(path), remedy="Save it as CSV in UTF-8, with commas."
        ) from error
    except OSError as error:
        raise UnreadableFile("The file cannot be read.", file=str(path)) from error


def _check_lines(opened: Any, file: str) -> Iterator[Finding]:
    reader = csv.reader(opened, strict=True)
    names = columns()
    try:
        head = next(reader, None)
        if not head:
            raise EmptyFile("The file has no head line.", file=file)
        if tuple(head) != names:
            yield Finding(1, "", "head", _about_head(head))
            if set(head) & set(names) != set(names):
                return
        for cells in reader:
            if not cells:
                yield Finding(reader.line_num, "", "blank-row", "The line is empty.")
            elif len(cells) != len(head):
                said = f"The line has {len(cells)} cells; there are {len(head)} columns."
                yield Finding(reader.line_num, "", "cells", said)
            else:
                for column, check, message in check_row(dict(zip(head, cells, strict=True))):
                    yield Finding(reader.line_num, column, check, message)
    except csv.Error as error:
        yield Finding(reader.line_num, "", "csv", f"The line cannot be read as CSV: {error}.")


def _about_head(head: list[str]) -> str:
    names = columns()
    if len(head) == 1 and ";" in head[0]:
        return "The columns are parted by semicolons; the schema asks for commas."
    missing = [name for name in names if name not in head]
    surplus = [name for name in head if name not in names]
    said = [f"missing: {', '.join(missing)}"] if missing else []
    said += [f"not in the schema: {', '.join(surplus)}"] if surplus else []
    return f"The head is not the 17 columns in their order ({'; '.join(said) or 'the order is another'})."


def check_row(row: Row) -> Iterator[tuple[str, str, str]]:
    """(column, check, message) for what is wrong with one row; an empty text is a value that is not there."""
    for field in schema()["fields"]:
        yield from _check_field(field, row.get(field["name"], ""))
    for one in schema()["custom_checks"]:
        message = CUSTOM[one["name"]](row, one["params"])
        if message is not None:
            yield one["params"]["column"], one["name"], message


def _check_field(field: Mapping[str, Any], value: str) -> Iterator[tuple[str, str, str]]:
    name, rules = field["name"], field.get("constraints", {})
    if value == "":
        if rules.get("required"):
            yield name, "required", "The value is required."
        return
    if field["type"] == "date" and _day(value) is None:
        yield name, "type", f"'{value}' is no day: AAAA-MM-JJ."
    if field["type"] == "integer" and _number(value) is None:
        yield name, "type", f"'{value}' is no whole number."
    if "pattern" in rules and not re.fullmatch(rules["pattern"].strip("^$"), value, re.ASCII):
        yield name, "pattern", f"'{value}' is not of the form {rules['pattern']}."
    if field.get("format") == "uri" and not urlsplit(value).scheme:
        yield name, "format", f"'{value}' is no address: it begins with https://."


# ---- the schema's own checks -----------------------------------------------------------------------------------------


def _day(text: str) -> date | None:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[+-]?[0-9]+", text) else None


def _french_siret(row: Row, params: Mapping[str, Any]) -> str | None:
    value = row.get(params["column"], "")
    return f"'{value}' is no SIRET: its key is wrong." if value and not valid_siret(value) else None


def _year_interval(row: Row, params: Mapping[str, Any]) -> str | None:
    value = row.get(params["column"], "")
    if not value or (params.get("allow-year-only") and re.fullmatch(r"[0-9]{4}", value)):
        return None
    found = re.fullmatch(r"([0-9]{4})/([0-9]{4})", value)
    if found is None:
        return f"'{value}' is no year and no two years AAAA/AAAA."
    return None if found[1] < found[2] else f"'{value}': the second year must come after the first."


def _cohesive(row: Row, params: Mapping[str, Any]) -> str | None:
    names = [params["column"], *params["othercolumns"]]
    empty = [name for name in names if row.get(name, "") == ""]
    return None if len(empty) in (0, len(names)) else f"All of {', '.join(names)} or none; empty: {', '.join(empty)}."


def _compare(row: Row, params: Mapping[str, Any]) -> str | None:
    first, second = row.get(params["column"], ""), row.get(params["column2"], "")
    for read in (_number, _day):
        one, other = read(first), read(second)
        if one is not None and other is not None:
            return None if one >= other else f"{first} is under {params['column2']}, {second}."  # type: ignore[operator]
    return None


def _sum(row: Row, params: Mapping[str, Any]) -> str | None:
    total = _number(row.get(params["column"], ""))
    parts = [_number(row.get(name, "")) for name in params["columns"]]
    known = [part for part in parts if part is not None]
    if total is None or len(known) < len(parts) or total == sum(known):
        return None
    return f"{total} is not the sum of {', '.join(params['columns'])}, {sum(known)}."


def _nomenclature(row: Row, params: Mapping[str, Any]) -> str | None:
    value = row.get(params["column"], "")
    if not value:
        return None
    first = {name.split("/", 1)[0] for name in subjects().values()}
    theme, slash, rest = value.partition("/")
    if not slash or theme.strip().casefold() not in first:
        return f"'{value}' does not begin with one of the nine subjects of the nomenclature and a slash."
    if theme != theme.strip() or rest != rest.strip():
        return f"'{value}' has blanks around the slash."
    return None


CUSTOM: dict[str, Callable[[Row, Mapping[str, Any]], str | None]] = {
    "french-siret-value": _french_siret,
    "year-interval-value": _year_interval,
    "cohesive-columns-value": _cohesive,
    "compare-columns-value": _compare,
    "sum-columns-value": _sum,
    "nomenclature-actes-value": _nomenclature,
}
