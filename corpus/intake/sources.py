"""What a person names, as files: paths, folders with all that is in them, patterns, a list on standard input.

In: arguments of a command. Out: the absolute paths of files (and URLs, see `remote.py`), each once, in alphabetical
order; and, for what is no file that can be read, the error that says why. A name that is there is taken as it is,
whatever signs it holds; only else is it a pattern. A folder of pages in XML is one document. Folders are walked without
following links to folders (they can lead in a circle); hidden files and folders, whose names begin with a dot, are
passed over.
"""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from ... import volumes
from ...errors import DelibError, MissingFile, UnreadableFile
from ...files import printable
from .remote import expand_url, file_name, is_url

SUFFIXES = frozenset({".pdf", ".txt"})  # what a walk takes for a document; a file named by a person is always tried
STDIN = "-"


def expand(named: Iterable[str | Path], stdin: BinaryIO | None = None) -> list[tuple[str, bool]]:
    """The paths that `named` stand for, and of each whether a person named it (a pattern names what it matches).

    "-" reads names from `stdin`, one a line, or ended by NUL bytes (`find -print0`). Nothing is opened.
    """
    found: dict[str, bool] = {}
    for name in named:
        if str(name) == STDIN and stdin is not None:
            data = stdin.read()
            lines = data.split(b"\0") if b"\0" in data else data.splitlines()
            paths = [os.fsdecode(line) for line in lines if line.strip()]
        else:
            paths = _matches(os.fspath(name))
        for path in paths:
            for each, chosen in _files(path):
                found[each] = found.get(each, False) or chosen
    return sorted(found.items(), key=lambda item: os.fsencode(item[0]))


def _matches(name: str) -> list[str]:
    """The name itself, or, where nothing has it and it is a pattern, what matches it; itself too where nothing does."""
    if is_url(name) or os.path.lexists(name) or not glob.has_magic(name):
        return [name]
    root = Path(name).anchor
    try:
        # Not glob.glob, whose ** follows links to folders.
        return [str(path) for path in Path(root).glob(str(Path(name).relative_to(root)))] or [name]
    except (ValueError, NotImplementedError):  # no pattern that can be: nothing has this name
        return [name]


def _files(path: str) -> Iterator[tuple[str, bool]]:
    if is_url(path):
        yield from expand_url(path)
        return
    absolute = Path(path).absolute()
    if not os.path.isdir(absolute):  # noqa: PTH112  (never an error, however long the name)
        yield os.path.normpath(absolute), True
        return
    for folder, inner, files in os.walk(os.path.normpath(absolute)):
        inner[:] = [name for name in inner if not name.startswith(".")]
        volume = any(Path(name).suffix.lower() in volumes.SUFFIXES for name in files) and volumes.is_volume(
            Path(folder)
        )
        if volume:
            yield folder, False
        for name in files:
            if not name.startswith(".") and not (volume and Path(name).suffix.lower() in volumes.SUFFIXES):
                yield str(Path(folder, name)), False


def is_document(path: str) -> bool:
    """Whether a walk takes the file for a document, by its name; a folder that it gives is one."""
    if not is_url(path) and Path(path).is_dir():
        return True
    return Path(file_name(path) if is_url(path) else path).suffix.lower() in SUFFIXES


def fault(path: str) -> DelibError | None:
    """Why the path cannot be read as a file, or None. Pipes and devices are refused: reading them may never end."""
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError:
        return MissingFile("There is no such file.", file=printable(path))
    except (OSError, ValueError) as error:
        said = error.strerror if isinstance(error, OSError) else error
        return UnreadableFile(f"The system says: {said}.", file=printable(path))
    if not stat.S_ISREG(mode) and not (stat.S_ISDIR(mode) and volumes.is_volume(Path(path))):
        return UnreadableFile("This is not a regular file.", file=printable(path), remedy="Give a regular file.")
    return None
