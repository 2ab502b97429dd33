"""Several documents, one after the other: what came of each.

In: paths (and "-" for standard input) and a rulebook. Out: an `Outcome` for each, in order, as it is ready: a record,
or the error that says why there is none. One bad file never stops the others, and no failure leaves as a traceback.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..errors import DelibError, ExitCode, NeedsOcr, UnreadableFile
from ..files import remedy

if TYPE_CHECKING:
    from ..parser.ocr import Policy
    from ..parser.reading import Reading
    from ..parser.record import Document
    from ..parser.rulebook import Rulebook

STDIN = "-"


class Outcome(NamedTuple):
    """A file and its record or its error; both where a record holds nothing because the pages are images."""

    file: str
    document: Document | None
    error: DelibError | None


def read_each(files: Iterable[str], rulebook: Rulebook | None = None, ocr: Policy | None = None) -> Iterator[Outcome]:
    """The outcome of each file, read when it is asked for; `ocr` None reads no images."""
    from ..parser.reading import record

    for file in files:
        try:
            document = record(reading_of(file, rulebook, ocr))
        except DelibError as error:
            yield Outcome(file, None, error)
            continue
        yield Outcome(file, document, status_error(document, file))


def reading_of(file: str, rulebook: Rulebook | None = None, ocr: Policy | None = None) -> Reading:
    """The reading of one file. Raises a `DelibError` that names it, whatever happens."""
    from ..parser.ocr import with_ocr
    from ..parser.pages import open_source
    from ..parser.reading import read

    try:
        opened, name = (sys.stdin.buffer.read(), "stdin") if file == STDIN else (Path(file), None)
        source = open_source(opened, name=name)
        if ocr is not None:
            source = with_ocr(source, opened, ocr)
        return read(source, rulebook)
    except DelibError as error:
        error.file = "standard input" if file == STDIN else file
        raise
    except Exception as error:
        if os.environ.get("DELIB_DEBUG"):
            raise
        raise failure(error, file) from error


def failure(error: Exception, file: str | None) -> DelibError:
    """An error that nobody foresaw, as one that can be reported; DELIB_DEBUG=1 shows its traceback instead.

    What the system refuses (a full disk, a folder that is not there) is said as it says it.
    """
    if isinstance(error, OSError) and error.strerror:
        named = os.fspath(error.filename) if isinstance(error.filename, (str, os.PathLike)) else None
        return UnreadableFile(f"The system says: {error.strerror}.", file=named or file, remedy=remedy(error))
    return DelibError(f"delib failed: {type(error).__name__}: {error}.", file=file)


def status_error(document: Document, file: str) -> NeedsOcr | None:
    """The status of a record that has no sittings because its pages are images; the remedy is what the pages say."""
    if document.status != "needs-ocr":
        return None
    reasons = [reason.partition(". ") for reason in document.status_reasons]  # what is wrong, and what to do
    remedies = " ".join(dict.fromkeys(remedy for _, _, remedy in reasons if remedy))
    return NeedsOcr(f"{'; '.join(why for why, _, _ in reasons)}.", file=file, remedy=remedies or None)


def exit_code(errors: Sequence[DelibError], files: int) -> ExitCode:
    """How a run over so many files ends: one file's error is the run's own."""
    if not errors:
        return ExitCode.OK
    return errors[0].exit_code if files == 1 else ExitCode.SOME_FAILED


def output_names(files: Sequence[str]) -> dict[str, str]:
    """The name of the JSON file for each source: its stem, with more of the name where two would be the same."""
    distinct = list(dict.fromkeys(files))
    paths = [Path("stdin" if file == STDIN else file) for file in distinct]
    stems = Counter(path.stem.casefold() for path in paths)
    taken: set[str] = set()
    names: dict[str, str] = {}
    for file, path in zip(distinct, paths, strict=True):
        wanted = path.stem if stems[path.stem.casefold()] == 1 else path.name
        name, again = wanted, 1
        while name.casefold() in taken:
            again += 1
            name = f"{wanted}-{again}"
        taken.add(name.casefold())
        names[file] = f"{name}.json"
    return names
