"""An ingest as the command line wants it: who reads, with what limits, from which kept words.

In: what the options of `delib ingest` say. Out: the `Summary` of the run. This is where corpus and parser meet; neither
knows the other.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..version import __version__
from .stopping import stopped_by_term

if TYPE_CHECKING:
    from ..corpus.intake.executors import Executor
    from ..corpus.intake.ingest import Progress, Summary
    from ..parser.ocr import Policy
    from ..parser.rulebook import Rulebook


class Options(NamedTuple):
    """`jobs` None is one worker a core, 0 this process; `deadline` in seconds, `memory` in megabytes, a document each.

    `scheduler` is the address of a dask scheduler. `kept` is the folder of words read before; None keeps nothing.
    `retry` are statuses, as `journal.RETRIED` groups them.
    """

    jobs: int | None = None
    deadline: float | None = None
    memory: int | None = None
    scheduler: str | None = None
    kept: Path | None = None
    retry: frozenset[str] = frozenset()
    force: bool = False


def ingest(
    paths: Iterable[str],
    database: Path,
    rulebook: Rulebook,
    options: Options,
    progress: Callable[[Progress], None],
    ocr: Policy | None = None,
) -> Summary:
    """Run it. Raises `BadDatabase`; `KeyboardInterrupt` where it is stopped, by Ctrl-C or SIGTERM."""
    from ..corpus.intake.ingest import Again, run
    from ..parser.kept import Reader
    from ..parser.record import Versions

    executor, quarantine = readers(options, needed_memory(ocr))
    with stopped_by_term():
        return run(
            paths,
            database,
            Reader(rulebook, ocr, options.kept),
            Versions(__version__, rulebook.digest, ocr_version(ocr)),
            stdin=sys.stdin.buffer,
            progress=progress,
            executor=executor,
            quarantine=quarantine,
            again=Again(options.force, options.retry),
            by_parts=options.jobs != 0 and options.kept is not None,
        )


def readers(options: Options, more: int = 0) -> tuple[Executor, Executor | None]:
    """Who reads, and who reads once more what was too much; `more` are megabytes beyond what is usual."""
    from ..corpus.intake.executors import Limits, here

    if options.jobs == 0:
        return here, None
    usual = Limits()
    limits = Limits(options.deadline or usual.seconds, options.memory or usual.megabytes + more)
    if options.scheduler is not None:
        from ..corpus.intake.distributed import Distributed

        return Distributed(options.scheduler, limits), Distributed(options.scheduler, limits.larger(), at_once=1)
    from ..corpus.intake.processes import Processes

    return Processes(options.jobs, limits), Processes(1, limits.larger())


def ocr_version(policy: Policy | None) -> str | None:
    """The engines that read images, with their versions; None where none does."""
    if policy is None or policy.mode == "never":
        return None
    from ..parser.ocr.engine import EngineUnavailable, find_engines

    try:
        return find_engines(policy).label
    except EngineUnavailable:
        return None


def page_images(path: Path) -> Iterator[tuple[int, bytes]]:
    """The pages of a PDF as PNG, with their numbers; a page that cannot be rendered is left out."""
    from io import BytesIO

    from ..errors import DelibError
    from ..parser.pages import page_count
    from ..parser.pages.render import Pictures

    try:
        data, count = path.read_bytes(), page_count(path)
    except (OSError, DelibError):
        return
    if not data.startswith(b"%PDF") and b"%PDF-" not in data[:1024]:  # a text has no pages to show
        return
    with Pictures(data) as pictures:
        for number in range(1, count + 1):
            image = pictures.page(number).image
            if image is not None:
                png = BytesIO()
                image.save(png, "PNG", optimize=True)
                yield number, png.getvalue()


def needed_memory(policy: Policy | None) -> int:
    """The megabytes that the engines of this policy say they need beside delib's own; 0 where they say nothing."""
    if policy is None or policy.mode == "never":
        return 0
    from ..parser.ocr.engine import EngineUnavailable, find_engines

    try:
        return find_engines(policy).megabytes
    except EngineUnavailable:
        return 0
