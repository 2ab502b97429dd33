"""How a long run shows where it is: a bar for people, a line of JSON a file for programs, or nothing.

In: `Progress` of each file, as it is written into the corpus. Out: text on a stream. Nothing here decides anything.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from .listing import trouble

if TYPE_CHECKING:
    from ...corpus.intake.ingest import Progress, Summary

Show = Callable[["Progress"], None]


@contextmanager
def bar() -> Iterator[Show]:
    """A bar on standard error with rate, remaining time and counts, where that is a terminal; above it a line for each
    file that gave nothing."""
    from tqdm import tqdm

    counts: Counter[str] = Counter()
    shown: Any = None

    def show(step: Progress) -> None:
        nonlocal shown
        if shown is None:
            # disable=None: no bar where standard error is a file or a pipe
            shown = tqdm(total=step.total, unit="file", disable=None, dynamic_ncols=True, leave=False, file=sys.stderr)
        entry = step.entry
        kind = "failed" if entry.unread else "review" if entry.status == "review" else "done"
        counts[kind if step.fresh else "skipped"] += 1
        shown.set_postfix_str(
            ", ".join(f"{name} {counts[name]}" for name in ("done", "skipped", "failed", "review")), False
        )
        shown.update()
        if entry.unread:
            shown.clear()
            click.echo(trouble(entry), err=True)

    try:
        yield show
    finally:
        if shown is not None:
            shown.close()


@contextmanager
def quiet() -> Iterator[Show]:
    """Nothing."""
    yield lambda step: None


@contextmanager
def json_log() -> Iterator[Show]:
    """A JSON object a file on standard output."""
    yield lambda step: click.echo(as_json("file", done=step.done, total=step.total, known=not step.fresh, **_of(step)))


def _of(step: Progress) -> dict[str, Any]:
    return step.entry._asdict()


def summary_json(done: Summary) -> str:
    """The last line of such a log."""
    return as_json(
        "summary",
        files=done.files,
        known=done.known,
        renewed=dict(done.renewed),
        by_status=done.by_status,
        seconds=round(done.seconds, 3),
        peak_megabytes=done.peak >> 20,
    )


def as_json(event: str, **values: Any) -> str:
    """One line of a log: what happened, and its values."""
    return json.dumps({"event": event, **values}, ensure_ascii=False)
