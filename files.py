"""Files that are written whole or not at all, and folders likewise; how the name of a file is printed.

In: the path that the user names. Out: a file to write into, under another name until it is done; what was there before
stays until then. A source or a corpus is never overwritten, and a folder only where delib made it: its manifest says
so.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from .errors import BadTarget

MANIFEST = "export.json"
_FULL = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
_SPARED = ((b"SQLite format 3\0", "a database"), (b"%PDF-", "a PDF"))  # how a file begins, and what it then is


def printable(path: str) -> str:
    """A path or message as text that every database takes: what is no UTF-8 is written \\udcNN."""
    return path.encode("utf-8", "backslashreplace").decode("utf-8")


@contextmanager
def whole_file(target: Path, *, binary: bool = False, bom: bool = False, own: bool = False) -> Iterator[IO[Any]]:
    """A file that takes the place of `target` when it is done; UTF-8 and no change of line ends unless `binary`.

    Raises `BadTarget` where it cannot be written, or where a database, a PDF, a pipe or a device stands there; what was
    there is then left as it was. With `own` the name is one that only delib gives: a PDF of that name may go.
    """
    if target.is_dir():
        raise BadTarget("This is a folder.", file=str(target), remedy="Name a file.")
    if (there := _spared(target, _SPARED[:1] if own else _SPARED)) is not None:
        raise BadTarget(f"This is {there}: it is not overwritten.", file=str(target), remedy="Name another file.")
    place = target.resolve()  # behind a link it is the file that is replaced, not the link
    try:
        handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    except OSError as error:
        raise _refused("No file can be written here", target, error) from error
    made = Path(name)
    try:
        encoding = None if binary else "utf-8-sig" if bom else "utf-8"
        os.close(handle)
        with made.open("wb" if binary else "w", encoding=encoding, newline=None if binary else "") as opened:
            yield opened
        made.chmod(0o666 & ~_umask())
        made.replace(place)
    except OSError as error:
        raise _refused("The file cannot be written", target, error) from error
    finally:
        made.unlink(missing_ok=True)


def made_folder(target: Path) -> None:
    """Make the folder where there is none. Raises `BadTarget` where that cannot be."""
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refused("No folder can be made here", target, error) from error


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
        raise _refused("No folder can be made here", target, error) from error
    try:
        yield made
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        (made / MANIFEST).write_text(text + "\n", encoding="utf-8")
        made.chmod(0o777 & ~_umask())
        if target.exists():
            shutil.rmtree(target)
        made.replace(target)
    except OSError as error:
        raise _refused("The folder cannot be written", target, error) from error
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _spared(target: Path, marks: Sequence[tuple[bytes, str]]) -> str | None:
    """What stands at the path, where it is nothing that may be overwritten; None where it may, or nothing is there."""
    try:
        if target.exists() and not target.is_file():
            return "a pipe or a device"
        with target.open("rb") as there:
            begins = there.read(16)
    except OSError:  # nothing there, or nothing that can be read: writing it says so
        return None
    return next((what for mark, what in marks if begins.startswith(mark)), None)


def _refused(said: str, target: Path, error: OSError) -> BadTarget:
    """The system's refusal, with what can be done about it."""
    return BadTarget(f"{said}: {error.strerror or error}.", file=str(target), remedy=remedy(error))


def remedy(error: OSError) -> str:
    """What to do where the system does not let a file be written."""
    return "Make room, or name another path." if error.errno in _FULL else "Check the path and its permissions."


def _umask() -> int:
    now = os.umask(0)
    os.umask(now)
    return now
