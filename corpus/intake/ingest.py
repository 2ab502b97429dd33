"""Files into the corpus: each read once, each with a row in the journal.

In: what a person names (files, folders, patterns, "-"), the path of the database, a function that makes a record of a
file, and the versions that it works with. Out: a `Summary`. A file that is broken never stops the run; a database that
cannot be written does. A record and its row in the journal are written together: whenever the run stops, what was
done is done, and the next run goes on from there. A run that has nothing new to read writes nothing.

The run is three steps. A planner looks at a file and its bytes and says what is to be done; an `Executor` does the
reading, which knows no database, in any order, in this process or elsewhere; `settle_all` writes outcomes, some at a
time. Only this process writes. A document that was too much for its worker is tried once more when all others are done.

The same bytes under two paths are one document, under the path that came first; the other is a duplicate in the
journal. When the first goes on to hold other bytes, the document moves to the other.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ... import volumes
from ...errors import BadDatabase, DelibError, ExitCode, NotADocument, UnreadableFile
from ...files import printable
from ...parser.record import Versions
from .. import chains, comparisons, journal, twins
from ..database import open_corpus, transaction
from ..journal import Entry
from ..keys import content_key
from ..people import settle as people
from .executors import SUSPECT, Executor, here
from .remote import hash_of, is_url
from .settling import arrive, duplicate, failure, home_of, settle_all
from .sources import expand, fault, is_document
from .tasks import Outcome, Parse, Task, read

_BATCH = 50  # documents written in one transaction: the full-text index likes them together
_BATCH_PAGES = 400  # pages of them
_BATCH_SECONDS = 0.5  # what is read is written after this time at the latest


class Progress(NamedTuple):
    """What is told of each file as it is settled. `fresh` is false where the journal knew it already."""

    entry: Entry
    fresh: bool
    done: int
    total: int


class Summary(NamedTuple):
    """What a run did: files by status, how many of them were known already, and those that gave nothing to search.

    `peak` is the most memory that a worker held, in bytes; 0 where nobody watched. `renewed` counts files whose bytes
    the journal knew and which were read again all the same: by what has changed ("rules", "tool", "ocr").
    """

    files: int
    known: int
    by_status: dict[str, int]
    unread: tuple[Entry, ...]
    seconds: float
    peak: int = 0
    renewed: Mapping[str, int] = {}

    @property
    def exit_code(self) -> ExitCode:
        """`OK`, or `SOME_FAILED` where a file that should give something gave nothing."""
        return ExitCode.SOME_FAILED if self.unread else ExitCode.OK


class Again(NamedTuple):
    """What is read again though the journal knows it: `everything`, or files of these `statuses`."""

    everything: bool = False
    statuses: frozenset[str] = frozenset()

    def wants(self, entry: Entry) -> bool:
        """Whether a file that is done is to be read again."""
        return self.everything or entry.status in self.statuses


def run(
    named: Iterable[str | Path],
    database: str | Path,
    parse: Parse,
    versions: Versions,
    *,
    stdin: BinaryIO | None = None,
    progress: Callable[[Progress], None] | None = None,
    executor: Executor = here,
    quarantine: Executor | None = None,
    again: Again = Again(),  # noqa: B008  (it cannot be changed)
    by_parts: bool = False,
) -> Summary:
    """Ingest what is `named` into `database`, which is made where there is none.

    `parse` makes the record of the file at a path; any exception of it is that file's failure. `versions` are the
    tool, the rules and the OCR that it works with: a file is read again when they change, or when `again` says so.
    `stdin` is read where "-" is named. `progress` is called for each file, once it is in the database. `executor`
    reads; what was too much for it is tried once more by `quarantine`, when all the rest is done. With `by_parts`,
    `parse` reads long volumes by ranges of pages (`tasks.Parted`). Raises `BadDatabase` where the database cannot be
    used.
    """
    started = time.perf_counter()
    own = {os.path.normpath(f"{Path(database).absolute()}{ending}") for ending in ("", "-wal", "-shm", "-journal")}
    files = [(path, chosen) for path, chosen in expand(named, stdin) if path not in own]
    entries: list[tuple[Entry, bool]] = []

    def tell(entry: Entry, fresh: bool) -> None:
        entries.append((entry, fresh))
        if progress is not None:
            progress(Progress(entry, fresh, len(entries), len(files)))

    with closing(open_corpus(database, "create")) as connection:
        planner = _Planner(connection, versions, again, tell)
        work = partial(read, parse, by_parts=by_parts)
        # One round after the other: all files; the parts of long volumes; these volumes; what was too much for its
        # worker, alone; then copies of what failed all the same. So it does not matter which worker failed when.
        rounds: list[tuple[Executor, Callable[[], Iterator[Task]]]] = [
            (executor, lambda: planner.tasks(files)),
            (executor, planner.parts),
            (executor, planner.volumes),
            (quarantine or executor, planner.suspects),
            (executor, planner.copies),
            (quarantine or executor, planner.suspects),
        ]
        for reader, tasks in rounds:
            first = quarantine is not None and reader is not quarantine
            with closing(reader(work, tasks())) as outcomes:
                for entry in _settled(connection, planner.to_write(outcomes, first), versions):
                    tell(entry, True)
        twins.link(connection)
        people.settle(connection)
        chains.link(connection)
        comparisons.refresh(connection)
    return Summary(
        files=len(entries),
        known=sum(not fresh for _, fresh in entries),
        by_status=dict(sorted(Counter(entry.status for entry, _ in entries).items())),
        unread=tuple(entry for entry, _ in entries if entry.unread),
        seconds=time.perf_counter() - started,
        peak=max(getattr(reader, "peak", 0) for reader in (executor, quarantine)),
        renewed=dict(planner.renewed),
    )


def _settled(connection: sqlite3.Connection, outcomes: Iterable[Outcome | None], versions: Versions) -> Iterator[Entry]:
    """Write outcomes as they come, several in one transaction; what is read is not lost when the run is stopped."""
    batch: list[Outcome] = []
    began = time.monotonic()

    def write() -> list[Entry]:
        taken, batch[:] = list(batch), []
        if not taken:
            return []
        try:
            return settle_all(connection, taken, versions)
        except KeyboardInterrupt:  # in the middle of a write: it is undone, so once more before the end
            settle_all(connection, taken, versions)
            raise

    try:
        for outcome in outcomes:
            if outcome is not None:
                began = began if batch else time.monotonic()
                batch.append(outcome)
            pages = sum(len(one.document.pages) for one in batch if one.document is not None)
            late = time.monotonic() - began >= _BATCH_SECONDS
            if batch and (late or len(batch) >= _BATCH or pages >= _BATCH_PAGES):
                yield from write()
    except BadDatabase:
        raise
    except BaseException:  # Ctrl-C: what was read is kept
        write()
        raise
    yield from write()


# ---- what is to be done ----------------------------------------------------------------------------------------------


class _Planner:
    """Says what is to be read, and settles what needs no reading."""

    def __init__(
        self, connection: sqlite3.Connection, versions: Versions, again: Again, tell: Callable[[Entry, bool], None]
    ) -> None:
        self.connection = connection
        self.versions = versions
        self.again = again
        self.tell = tell
        self.renewed: Counter[str] = Counter()  # files of the same bytes, by what is another version now
        self.planned: set[str] = set()  # hashes that have been handed out in this run
        self.later: list[Task] = []  # copies of files that were being read
        self.long: list[Outcome] = []  # volumes that are to be read by parts
        self.failed: list[Outcome] = []  # what may be the worker's failure, and has a second try

    def tasks(self, files: Iterable[tuple[str, bool]]) -> Iterator[Task]:
        """The files to read, one by one as they are asked for. A copy of a file that is being read waits."""
        for path, chosen in files:
            name = printable(path)
            known, current = journal.look_up(self.connection, name, self.versions)
            try:
                sha256 = _hash(path, chosen=chosen)
            except DelibError as error:
                entry = failure(name, None, error)
                if isinstance(error, NotADocument):
                    entry = entry._replace(status=journal.NOT_READ)
                self._note(entry)
                continue
            if known is not None and current and known.sha256 == sha256 and not self.again.wants(known):
                self.tell(known, False)
                continue
            if known is not None and not current and known.sha256 == sha256:
                self.renewed[journal.changed(self.connection, name, self.versions)] += 1
            task = Task(path, name, sha256)
            if sha256 in self.planned:
                self.later.append(task)
            elif not self._is_copy(task):
                self.planned.add(sha256)
                yield task

    def copies(self) -> Iterator[Task]:
        """Those of the copies that waited which have to be read themselves, because nothing came of the first."""
        for task in self.later:
            if not self._is_copy(task):
                yield task

    def parts(self) -> Iterator[Task]:
        """The ranges of pages of long volumes."""
        for volume in self.long:
            for part in volume.parts:
                yield volume.task._replace(part=part)

    def volumes(self) -> Iterator[Task]:
        """Long volumes, whose parts have been read."""
        return (volume.task._replace(whole=True) for volume in self.long)

    def suspects(self) -> Iterator[Task]:
        """What failed and has a second try."""
        failed, self.failed = self.failed, []
        return (outcome.task for outcome in failed)

    def to_write(self, outcomes: Iterable[Outcome | None], first: bool) -> Iterator[Outcome | None]:
        """The outcomes that are to be written; long volumes, parts and, at the `first` try, suspects are kept apart.

        What becomes of a part is not asked: the volume reads what is missing, or fails for itself.
        """
        for outcome in outcomes:
            if outcome is None:
                yield None
            elif outcome.parts:
                self.long.append(outcome)
            elif first and outcome.error is not None and outcome.error.code in SUSPECT:
                if outcome.task.part is None:
                    self.failed.append(outcome)
            elif outcome.task.part is None:
                yield outcome

    def _is_copy(self, task: Task) -> bool:
        """Whether the bytes are those of a document that is there already; then the file is settled."""
        home = home_of(self.connection, content_key("document", task.sha256))
        if home is None or home.path == task.name:
            return False
        if not journal.look_up(self.connection, home.path, self.versions)[1]:
            return False
        self._note(duplicate(task.name, home))
        return True

    def _note(self, entry: Entry) -> None:
        with transaction(self.connection):
            arrive(self.connection, entry)
            written = journal.write(self.connection, entry, self.versions)
        self.tell(entry, written)


def _hash(path: str, *, chosen: bool) -> str:
    """The SHA-256 of the file. Raises `NotADocument` where a walk came upon it and its name is no document's."""
    if not is_url(path) and (error := fault(path)) is not None:
        raise error
    name = printable(path)
    if not chosen and not is_document(path):
        raise NotADocument("A walk takes files named .pdf or .txt, and folders of pages in XML.", file=name)
    if is_url(path):
        return hash_of(path)
    try:
        if Path(path).is_dir():
            return volumes.digest(Path(path))
        with Path(path).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as trouble:
        raise UnreadableFile(f"The system says: {trouble.strerror}.", file=name) from trouble
