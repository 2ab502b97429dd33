"""Every table of a corpus as a file of its own: CSV, NDJSON or Parquet.

In: a `Choice`, a veil, a folder. Out: NAME.csv, NAME.ndjson or NAME.parquet for each table and for the view `acts`, and
the number of rows of each. Text is written as it is, whatever it begins with; `spreadsheet` makes the CSV harmless for
those who open it by a double click. CSV cannot tell null from an empty text; the other two can.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from ...errors import NotInstalled
from .choice import Choice
from .csv_rows import Table
from .tables import Part, as_json, parts, rows
from .veil import Veil

_BATCH = 2_000  # rows of a row group, at most
_BATCH_BYTES = 16 << 20  # characters of text in it, about


def write_csv(
    choice: Choice, folder: Path, veil: Veil, *, bom: bool = False, spreadsheet: bool = False
) -> dict[str, int]:
    """One CSV a table; JSON columns as text. With `spreadsheet`: a byte-order mark, semicolons, no formulas."""
    counts: dict[str, int] = {}
    encoding = "utf-8-sig" if bom or spreadsheet else "utf-8"
    for part in parts(choice):
        with (folder / f"{part.name}.csv").open("w", encoding=encoding, newline="") as opened:
            table = Table(opened, tuple(part.columns), spreadsheet=spreadsheet)
            counts[part.name] = 0
            for row in rows(choice, part, veil):
                table.write(as_json(row))
                counts[part.name] += 1
    return counts


def write_ndjson(choice: Choice, folder: Path, veil: Veil) -> dict[str, int]:
    """One object a line, every column in it, null included."""
    counts: dict[str, int] = {}
    encode = msgspec.json.Encoder().encode
    for part in parts(choice):
        names = tuple(part.columns)
        with (folder / f"{part.name}.ndjson").open("wb") as opened:
            counts[part.name] = 0
            for row in rows(choice, part, veil):
                opened.write(encode(dict(zip(names, row, strict=True))) + b"\n")
                counts[part.name] += 1
    return counts


def write_parquet(choice: Choice, folder: Path, veil: Veil) -> dict[str, int]:
    """One Parquet file a table, zstd; JSON columns as text. Raises `NotInstalled` without pyarrow."""
    try:
        pyarrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError as error:
        raise NotInstalled(
            "Parquet files are written by pyarrow.", remedy="Install it with delib: pip install 'delib[parquet]'."
        ) from error
    kinds = {str: pyarrow.string(), int: pyarrow.int64(), float: pyarrow.float64(), dict: pyarrow.string()}
    counts: dict[str, int] = {}
    for part in parts(choice):
        schema = pyarrow.schema([(name, kinds[kind]) for name, kind in part.columns.items()])
        counts[part.name] = 0
        with parquet.ParquetWriter(folder / f"{part.name}.parquet", schema, compression="zstd") as writer:
            for batch in _batches(choice, part, veil):
                columns = zip(*batch, strict=True)
                arrays = [
                    pyarrow.array(list(column), field.type) for column, field in zip(columns, schema, strict=True)
                ]
                writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
                counts[part.name] += len(batch)
    return counts


def _batches(choice: Choice, part: Part, veil: Veil) -> Iterator[list[list[Any]]]:
    batch: list[list[Any]] = []
    size = 0
    for row in rows(choice, part, veil):
        batch.append(as_json(row))
        size += sum(len(value) for value in batch[-1] if isinstance(value, str))
        if len(batch) >= _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
