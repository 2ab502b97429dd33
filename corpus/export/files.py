"""Files that are written whole or not at all, and folders likewise.

In: the path that the user names. Out: a file to write into, under another name until it is done; what was there before
stays until then. A folder is only replaced where an export made it: its manifest says so.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from ...errors import BadTarget

MANIFEST = "export.json"


@contextmanager
def whole_file(target: Path, *, binary: bool = False, bom: bool = False) -> Iterator[IO[Any]]:
    """A file that takes the place of `target` when it is done; UTF-8 and no change of line ends unless `binary`.

    Raises `BadTarget` where it cannot be written; what was there is then left as it was.
    """
    if target.is_dir():
        raise BadTarget("This is a folder.", file=str(target), remedy="Name a file.")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise BadTarget("No file can be written here.", file=str(target)) from error
    made = Path(name)
    try:
        encoding = None if binary else "utf-8-sig" if bom else "utf-8"
        os.close(handle)
        with made.open("wb" if binary else "w", encoding=encoding, newline=None if binary else "") as opened:
            yield opened
        made.chmod(0o666 & ~_umask())
        made.replace(target)
    except OSError as error:
        raise BadTarget(f"The file cannot be written: {error.strerror or error}.", file=str(target)) from error
    finally:
        made.unlink(missing_ok=True)


@contextmanager
def whole_folder(target: Path, manifest: Mapping[str, Any]) -> Iterator[Path]:
    """A folder that takes the place of `target` when it is done, with `manifest` in it.

    Raises `BadTarget` where `target` is something that no export made: nothing of the user's is replaced.
    """
    if target.exists() and not (target / MANIFEST).is_file() and not (target.is_dir() and not any(target.iterdir())):
        raise BadTarget("There is something else here already.", file=str(target))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise BadTarget("No folder can be made here.", file=str(target)) from error
    try:
        yield made
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        (made / MANIFEST).write_text(text + "\n", encoding="utf-8")
        made.chmod(0o777 & ~_umask())
        if target.exists():
            shutil.rmtree(target)
        made.replace(target)
    except OSError as error:
        raise BadTarget(f"The folder cannot be written: {error.strerror or error}.", file=str(target)) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now


# ---- CSV -------------------------------------------------------------------------------------------------------------

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
