"""Sources that are no local files: URLs that fsspec opens (s3://, https://, zip://…::archive.zip).

In: a name that a person gave. Out: whether it is a URL, the files it stands for, the hash of their bytes, and a local
copy for as long as somebody reads it. Needs the extra `delib[remote]`; without it a URL is an error that says so. No
URL is opened that nobody named.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from ...errors import DelibError, MissingFile, UnreadableFile

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_URL = re.compile(r"^[a-z][a-z0-9+.-]+(?:://|::)", re.IGNORECASE)
_PATTERN = re.compile(r"[*\[]")  # not "?", which begins the query of a URL
_PIECE = 1 << 20


def is_url(name: str) -> bool:
    """Whether the name is a URL. A drive letter (C:) is none, nor is a file called "a:b"."""
    return _URL.match(name) is not None


def expand_url(url: str) -> list[tuple[str, bool]]:
    """The files under a URL, and of each whether a person named it (a pattern names what it matches).

    A URL of a folder stands for all that is in it; `zip://::archive.zip` is the whole archive. One that cannot be
    listed (most web servers cannot) stands for itself.
    """
    try:
        system, path = _system(url)
        rest = f"::{url.split('::', 1)[1]}" if "::" in url else ""
        if _PATTERN.search(path):
            return [(_name(system, one, rest), True) for one in sorted(system.glob(path))] or [(url, True)]
        if not _one_file(url) and system.isdir(path):
            names = [_name(system, one, rest) for one in sorted(system.find(path))]
            return [(name, False) for name in names if not PurePosixPath(file_name(name)).name.startswith(".")]
    except Exception:  # whatever a file system of another kind raises: opening the file will say it again
        return [(url, True)]
    return [(url, True)]


def file_name(url: str) -> str:
    """The name of the file, without folder and query."""
    inner = url.split("::", 1)[0] if "://" in url.split("::", 1)[0] else url
    return PurePosixPath(re.sub(r"[?#].*$", "", inner)).name or inner


def hash_of(url: str) -> str:
    """The SHA-256 of the bytes at the URL. Raises `MissingFile`, `UnreadableFile`."""
    digest = hashlib.sha256()
    with _open(url) as stream:
        while piece := stream.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


@contextmanager
def local(path: str) -> Iterator[Path]:
    """The path of a local file; of a URL, a copy that is gone afterwards. Raises `MissingFile`, `UnreadableFile`."""
    if not is_url(path):
        yield Path(path)
        return
    with tempfile.TemporaryDirectory(prefix="delib-") as folder:
        copy = Path(folder) / (file_name(path) or "source")
        with _open(path) as stream, copy.open("wb") as file:
            while piece := stream.read(_PIECE):
                file.write(piece)
        yield copy


@contextmanager
def _open(url: str) -> Iterator[BinaryIO]:
    try:
        system, path = _system(url)
        with system.open(path, "rb") as stream:
            yield stream
    except DelibError:
        raise
    except FileNotFoundError:
        raise MissingFile("There is nothing at this URL.", file=url, remedy="Check the URL.") from None
    except Exception as error:  # every file system has errors of its own
        raise UnreadableFile(
            f"The URL cannot be read: {type(error).__name__}: {error}.",
            file=url,
            remedy="Check the URL and the network.",
        ) from error


def _system(url: str) -> tuple[AbstractFileSystem, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise UnreadableFile(
            "URLs need the library fsspec.", file=url, remedy="Install it: pip install 'delib[remote]'."
        ) from None
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise UnreadableFile(
            f"This kind of URL cannot be opened: {error}.",
            file=url,
            remedy="Install what it asks for, or fetch the file.",
        ) from error
    return system, path


def _name(system: AbstractFileSystem, path: str, rest: str) -> str:
    return f"{system.unstrip_protocol(path)}{rest}"


def _one_file(url: str) -> bool:
    """Web pages are not walked: a server that lists its folders does it in its own way."""
    return url.lower().startswith(("http://", "https://"))
